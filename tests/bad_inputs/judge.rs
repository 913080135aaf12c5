//! What was reported of each input, against what must become of it.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use serde_json::Value;

use super::corpus::{Entry, Outcome};
use super::run::dateline;

/// What was reported of an input.
#[derive(Debug, Default)]
pub struct Input {
    /// The days of its articles.
    days: Vec<Option<String>>,
    /// The ids of its articles.
    ids: HashSet<String>,
    skips: Vec<String>,
    warnings: Vec<String>,
}

impl Input {
    fn outcome(&self) -> Outcome {
        let said = !self.skips.is_empty() || !self.warnings.is_empty();
        match (self.ids.is_empty(), said) {
            (false, false) => Outcome::Indexed,
            (false, true) => Outcome::Warned,
            (true, true) => Outcome::Skipped,
            (true, false) => Outcome::Ignored,
        }
    }
}

/// What was reported of all inputs.
pub struct Seen {
    /// In the order of the entries.
    pub inputs: Vec<Input>,
    /// Paths that belong to none.
    pub strangers: Vec<String>,
    /// What stands before the path in what is no article.
    root: String,
}

impl Seen {
    pub fn new(root: &Path, entries: &[Entry], report: &Value, rows: &[Value]) -> Seen {
        let numbers = entries.iter().enumerate().map(|(at, entry)| (shown(&entry.path), at)).collect();
        let root = format!("{}/", root.canonicalize().unwrap().display());
        let mut seen = Seen { inputs: Vec::new(), strangers: Vec::new(), root };
        seen.inputs.resize_with(entries.len(), Input::default);
        for row in rows {
            if let Some(input) = seen.input(&numbers, row) {
                input.ids.insert(text(row, "id"));
                input.days.push(row["published"]["date"].as_str().map(str::to_owned));
            }
        }
        for skip in report["skipped"].as_array().into_iter().flatten() {
            if let Some(input) = seen.input(&numbers, skip) {
                input.skips.push(text(skip, "reason"));
            }
        }
        for warning in report["warnings"].as_array().into_iter().flatten() {
            if let Some(input) = seen.input(&numbers, warning) {
                input.warnings.push(text(warning, "reason"));
            }
        }
        seen
    }

    /// The input that an item is about: its path, or what stands before a member's name or
    /// above it.
    fn input(&mut self, numbers: &HashMap<String, usize>, item: &Value) -> Option<&mut Input> {
        let path = text(item, "path");
        let below = path.strip_prefix(&self.root).unwrap_or(&path);
        let mut rest = below.strip_prefix("corpus/").unwrap_or(below);
        loop {
            if let Some(&at) = numbers.get(rest) {
                return self.inputs.get_mut(at);
            }
            let Some(end) = rest.rfind(['/', '!']) else {
                self.strangers.push(path);
                return None;
            };
            rest = &rest[..end];
        }
    }
}

fn text(item: &Value, key: &str) -> String {
    item[key].as_str().unwrap_or_default().to_owned()
}

/// A path as reports have it: a byte that is no UTF-8 becomes `\xff`.
fn shown(path: &Path) -> String {
    let mut out = String::new();
    for chunk in path.as_os_str().as_bytes().utf8_chunks() {
        out.push_str(&chunk.valid().replace("\\x", "\\x5cx"));
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out
}

/// Which articles a search finds for each word.
pub struct Found(HashMap<String, HashSet<String>>);

impl Found {
    /// Asks for all words of all entries in one go.
    pub fn new(root: &Path, entries: &[Entry]) -> Found {
        let words: Vec<&String> = entries.iter().flat_map(|e| e.finds.iter().chain(&e.loses)).collect();
        let lines = words.iter().enumerate().map(|(at, word)| format!("{at}\t\"{word}\"\n"));
        fs::write(root.join("words.tsv"), lines.collect::<String>()).unwrap();
        let ran = dateline(
            root,
            &["search", "--batch", "words.tsv", "--format", "trec", "--limit", "50", "--index", "index"],
        );
        let mut found: HashMap<String, HashSet<String>> =
            words.iter().map(|word| ((*word).clone(), HashSet::new())).collect();
        for line in String::from_utf8_lossy(&ran.stdout).lines() {
            let mut fields = line.split(' ');
            let word = fields.next().and_then(|at| words.get(at.parse::<usize>().ok()?));
            if let (Some(word), Some(id)) = (word, fields.nth(1)) {
                found.get_mut(*word).unwrap().insert(id.to_owned());
            }
        }
        fs::remove_file(root.join("words.tsv")).unwrap();
        Found(found)
    }
}

/// What is wrong with what became of an input.
pub fn judge(entry: &Entry, input: &Input, found: &Found, root: &Path) -> Vec<String> {
    if entry.needs_nonroot && is_root() {
        println!("{}: not judged, since root may read everything", entry.path.display());
        return Vec::new();
    }
    let (outcome, docs) = (input.outcome(), input.ids.len());
    let mut faults = Vec::new();
    if !entry.outcomes.contains(&outcome) {
        faults.push(format!("{outcome:?}, expected {:?}", entry.outcomes));
    }
    if !entry.docs.contains(&docs) && outcome != Outcome::Skipped {
        faults.push(format!("{docs} articles, expected {:?}", entry.docs));
    }
    let said = [&input.skips[..], &input.warnings].concat().join("; ").to_lowercase();
    if input.skips.iter().any(String::is_empty) {
        faults.push("a reason is empty".to_owned());
    }
    if !said.is_empty() && !entry.reason.is_empty() && !entry.reason.iter().any(|word| said.contains(word)) {
        faults.push(format!("{said:?} has none of {:?}", entry.reason));
    }
    faults.extend(words(entry, input, found));
    let odd_day = |day: &&Option<String>| !entry.days.contains(&day.as_deref());
    if let Some(day) = input.days.iter().find(odd_day).filter(|_| !entry.days.is_empty()) {
        faults.push(format!("the day is {day:?}, expected {:?}", entry.days));
    }
    let made = entry.must_not_exist.iter().filter(|path| root.join(path).symlink_metadata().is_ok());
    faults.extend(made.map(|path| format!("it made {path}")));
    faults
}

fn words(entry: &Entry, input: &Input, found: &Found) -> Vec<String> {
    let mut faults = Vec::new();
    let mine = |word: &String| found.0.get(word).is_some_and(|ids| !ids.is_disjoint(&input.ids));
    if !input.ids.is_empty() {
        let missed = entry.finds.iter().filter(|word| !mine(word));
        faults.extend(missed.map(|word| format!("a search does not find {word}")));
    }
    let leaked = entry.loses.iter().filter(|word| found.0.get(*word).is_some_and(|ids| !ids.is_empty()));
    faults.extend(leaked.map(|word| format!("a search finds {word}")));
    faults
}

/// Whether this user may read everything.
fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|data| data.uid() == 0)
}
