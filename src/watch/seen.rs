//! What saved searches have shown: a file of the program's own beside that of the searches.
//!
//! It is replaced whole, under a lock, after what is new was passed on. Its first line is a
//! checksum: a file that somebody has edited, or that a disk has spoilt, is refused, since it would
//! lose articles in silence.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::article::ArticleId;
use crate::error::{Error, Result};
use crate::index::{Ledger, replace};

/// The version of the format.
const VERSION: u32 = 1;
/// How often and how far apart the lock is tried: half a minute, longer than a run takes.
const LOCK_ATTEMPTS: usize = 600;
const LOCK_PAUSE: Duration = Duration::from_millis(50);
/// How many articles tell whether an index was numbered anew.
const WITNESSES: usize = 16;

/// A run of saved searches, while no other can run.
#[derive(Debug)]
pub struct Session {
    file: PathBuf,
    states: BTreeMap<String, State>,
    /// Held as long as this is.
    _lock: File,
}

/// What is known of one search.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// When it was last run, as the caller named the time.
    pub last_run: Option<String>,
    /// How often it was run.
    pub runs: u64,
    /// The numbering of the archive at the last run.
    numbering: Numbering,
    /// The articles that it has shown or passed over, in the order of their ids.
    #[serde(with = "ids")]
    seen: Vec<ArticleId>,
}

impl State {
    /// How many articles it has seen.
    pub fn seen(&self) -> u64 {
        self.seen.len() as u64
    }
}

/// Which articles an archive had, told by the numbers that it gives them: a number is never given
/// twice, so what came later has a greater one. An index that was built anew counts from the
/// start; some articles with their numbers bear witness of that.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Numbering {
    /// The number that the next article was to get.
    pub(super) next: u32,
    /// The articles with the greatest numbers, as number and id.
    witnesses: Vec<(u32, u64)>,
}

impl Numbering {
    /// That of an archive.
    pub(super) fn of(ledger: &Ledger) -> Numbering {
        let mut witnesses: Vec<(u32, u64)> = ledger.entries().map(|entry| (entry.number, entry.id)).collect();
        witnesses.sort_unstable_by(|a, b| b.cmp(a));
        witnesses.truncate(WITNESSES);
        Numbering { next: ledger.next_number, witnesses }
    }

    /// Whether the archive with these numbers was numbered anew since, or cannot be compared: no
    /// witness is left.
    pub(super) fn is_other(&self, numbers: &HashMap<u64, u32>) -> bool {
        let mut left =
            self.witnesses.iter().filter_map(|(number, id)| Some((number, numbers.get(id)?))).peekable();
        left.peek().is_none() || left.any(|(before, now)| before != now)
    }
}

/// Ids as one text, since there may be many.
mod ids {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::article::ArticleId;

    pub fn serialize<S: Serializer>(ids: &[ArticleId], serializer: S) -> Result<S::Ok, S::Error> {
        let text: Vec<String> = ids.iter().map(ArticleId::to_string).collect();
        serializer.serialize_str(&text.join(" "))
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Vec<ArticleId>, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.split_whitespace().map(|id| id.parse().map_err(D::Error::custom)).collect()
    }
}

/// The file beside that of the searches.
pub fn file_beside(searches: &Path) -> PathBuf {
    let name = searches.file_name().unwrap_or_default().to_string_lossy();
    searches.with_file_name(format!("{name}.seen"))
}

impl Session {
    /// Takes the lock of a file of saved searches and reads what they have shown. Waits while
    /// another run has it.
    ///
    /// # Errors
    /// When the lock cannot be had, or when the file cannot be read or is not what was written.
    pub fn open(searches: &Path) -> Result<Session> {
        let lock = take_lock(searches)?;
        let file = file_beside(searches);
        let states = read(&file)?;
        Ok(Session { file, states, _lock: lock })
    }

    /// What is known of a search; `None` when it was never run.
    pub fn state(&self, name: &str) -> Option<&State> {
        self.states.get(name)
    }

    /// The articles that a search has seen, and the numbering at its last run.
    pub(super) fn known(&self, name: &str) -> (HashSet<ArticleId>, Option<&Numbering>) {
        let state = self.states.get(name);
        let seen = state.map(|state| state.seen.iter().copied().collect()).unwrap_or_default();
        (seen, state.filter(|state| state.last_run.is_some()).map(|state| &state.numbering))
    }

    pub(super) fn note(&mut self, name: &str, seen: &[ArticleId], numbering: Numbering, when: &str) {
        let state = self.states.entry(name.to_owned()).or_default();
        state.seen.extend(seen);
        state.seen.sort_unstable();
        state.seen.dedup();
        state.numbering = numbering;
        state.last_run = Some(when.to_owned());
        state.runs += 1;
    }

    /// Forgets what a search has seen.
    pub fn forget(&mut self, name: &str) {
        self.states.remove(name);
    }

    /// Writes down what was noted.
    ///
    /// # Errors
    /// When it cannot be written; then the next run shows the same again.
    pub fn save(&self) -> Result<()> {
        replace(&self.file, &written(&self.states))
    }
}

/// What is known of all searches of a file, without a lock.
///
/// # Errors
/// When it cannot be read or is not what was written.
pub fn states(searches: &Path) -> Result<BTreeMap<String, State>> {
    read(&file_beside(searches))
}

fn take_lock(searches: &Path) -> Result<File> {
    let name = searches.file_name().unwrap_or_default().to_string_lossy();
    let path = searches.with_file_name(format!(".{name}.lock"));
    let failed = |cause| Error::Write { path: path.clone(), cause };
    let file =
        File::options().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
    for _ in 0..LOCK_ATTEMPTS {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
            Err(TryLockError::Error(cause)) => return Err(failed(cause)),
        }
    }
    Err(Error::Busy { file: searches.to_path_buf() })
}

/// The content of the file: a line with the version and the checksum of the rest, then a line for
/// each search.
fn written(states: &BTreeMap<String, State>) -> Vec<u8> {
    let mut rest = Vec::new();
    for named in states {
        rest.extend(serde_json::to_vec(&named).unwrap_or_default());
        rest.push(b'\n');
    }
    let mut bytes = format!("dateline watch {VERSION} {}\n", sum(&rest)).into_bytes();
    bytes.extend(rest);
    bytes
}

fn sum(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().chars().take(32).collect()
}

fn read(file: &Path) -> Result<BTreeMap<String, State>> {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        Err(cause) => return Err(Error::Read { path: file.to_path_buf(), cause }),
    };
    parse(&bytes).ok_or_else(|| Error::Watch {
        file: file.to_path_buf(),
        line: 1,
        finding: "what saved searches have shown cannot be read: the file was changed or is damaged"
            .to_owned(),
        help: "put back a copy, or remove it: then each search shows everything once more".to_owned(),
    })
}

fn parse(bytes: &[u8]) -> Option<BTreeMap<String, State>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, rest) = text.split_once('\n')?;
    if head != format!("dateline watch {VERSION} {}", sum(rest.as_bytes())) {
        return None;
    }
    rest.lines().map(|line| serde_json::from_str(line).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(numbers: &[u64]) -> Vec<ArticleId> {
        numbers.iter().map(|&n| ArticleId::from_number(n)).collect()
    }

    #[test]
    fn what_is_written_reads_back_and_nothing_else_does() {
        let mut states = BTreeMap::new();
        let state = State { last_run: Some("now".into()), runs: 2, seen: ids(&[3, 9]), ..State::default() };
        states.insert("кур\"ск".to_owned(), state);
        let bytes = written(&states);
        assert_eq!(parse(&bytes), Some(states));
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_eq!(parse(&changed), None, "at {at}");
            assert_eq!(parse(&bytes[..at]), None, "up to {at}");
        }
    }

    #[test]
    fn an_index_that_counts_anew_is_noticed() {
        let numbering = Numbering { next: 3, witnesses: vec![(2, 70), (1, 60)] };
        let numbers = |all: &[(u64, u32)]| all.iter().copied().collect::<HashMap<u64, u32>>();
        assert!(!numbering.is_other(&numbers(&[(70, 2), (60, 1), (80, 3)])));
        assert!(!numbering.is_other(&numbers(&[(60, 1)])), "one is gone");
        assert!(numbering.is_other(&numbers(&[(70, 0), (60, 1)])));
        assert!(numbering.is_other(&numbers(&[(80, 0)])), "all are gone");
    }
}
