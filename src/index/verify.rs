//! Whether an index is whole: everything is read and held against everything else.
//!
//! The list of files is taken from the root of the index and from nothing that the engine
//! keeps beside it, since its own check passes over every file that its list has lost. The
//! quick depth believes the seal ([`super::storage`]) for large files that have not changed;
//! the full one reads every byte, decodes every article and version, and counts again what
//! the dictionary and the ledger claim. Nothing is changed by it, but that a full check that
//! found nothing writes the seal.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use serde::Serialize;
use tantivy::{Directory as _, DocAddress};

use super::generation::{self, Generation};
use super::own_places;
use super::side::{self, SideFile};
use super::storage::{self, MANAGED, META};
use super::stories::{Groupings, forming, sketches::Sketches};
use super::{
    Archive, Ledger, POINTER, Payload, Pointer, SIDE, Snapshot, damaged, damaged_engine, dictionary,
    parse_payload, unwritten, usable_pointer, versions, wordbook::Wordbook, writer,
};
use crate::error::{Error, Result};

/// How much is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Sizes and times of large files; small files, and lists of deleted articles, whole.
    Quick,
    /// Every byte.
    Full,
}

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Damage {
    /// The file, below the folder of the index.
    pub path: String,
    /// What is wrong with it.
    pub finding: String,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Articles in the index, as far as they could be counted.
    pub articles: u64,
    /// Files that were looked at.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// What is damaged.
    pub damage: Vec<Damage>,
    /// Files that belong to no commit: left by a writer that was killed, or by a version of an
    /// article that is no more. They harm nothing; below the folder of the index.
    pub orphans: Vec<String>,
}

impl Verification {
    /// Whether nothing is damaged.
    pub fn is_sound(&self) -> bool {
        self.damage.is_empty()
    }

    fn damaged(&mut self, path: impl Into<String>, finding: impl Into<String>) {
        let damage = Damage { path: path.into(), finding: finding.into() };
        // The same is often met twice: by its checksum, and by whoever needs it.
        if !self.damage.iter().any(|known| known.path == damage.path) {
            self.damage.push(damage);
        }
    }

    /// Takes an error for damage, unless it is another one.
    fn take<T>(&mut self, path: &str, outcome: Result<T>) -> Result<Option<T>> {
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(Error::Damaged { finding, .. }) => {
                self.damaged(path, finding);
                Ok(None)
            }
            Err(Error::Read { path: file, cause }) => {
                self.damaged(path, format!("{} cannot be read: {cause}", file.display()));
                Ok(None)
            }
            Err(other) => Err(other),
        }
    }
}

/// How often the look begins anew when commits come between.
const ATTEMPTS: usize = 5;

/// Findings of one kind that are listed; more of them are counted.
const LISTED: usize = 20;

/// Looks whether the index in a folder is whole.
///
/// # Errors
/// When there is none, or when it was written by another version; damage is no error here.
pub fn verify(dir: impl AsRef<Path>, depth: Depth) -> Result<Verification> {
    let dir = dir.as_ref();
    // What a writer has begun to write belongs to no commit yet.
    let writing = matches!(writer::take_lock(dir), Err(Error::Locked { .. }));
    let mut found = look(dir, depth)?;
    for _ in 1..ATTEMPTS {
        if found.is_sound() || !writing {
            break;
        }
        found = look(dir, depth)?;
    }
    if writing {
        found.orphans.clear();
    }
    Ok(found)
}

pub(super) fn look(dir: &Path, depth: Depth) -> Result<Verification> {
    let mut found = Verification::default();
    let pointer = usable_pointer(dir);
    let Some(pointer) = found.take(POINTER, pointer)? else { return Ok(found) };
    found.files += 1;
    check_places(dir, &pointer, &mut found);
    let opener = storage::mapped();
    let opened = match depth {
        Depth::Quick => Generation::open(dir, &pointer.generation, &opener),
        Depth::Full => Generation::open_doubting(dir, &pointer.generation, &opener),
    };
    let root = format!("{}/{META}", pointer.generation);
    let Some(generation) = found.take(&root, opened)? else { return Ok(found) };
    let Some(metas) = found.take(&root, generation.metas(dir))? else { return Ok(found) };
    found.files += 1;
    check_files(&generation, &metas, &mut found);
    let payload = parse_payload(dir, metas.payload.as_deref());
    let Some(payload) = found.take(&root, payload)? else { return Ok(found) };
    let ledger = check_side_files(&generation, &payload, &mut found);
    found.articles = payload.articles;
    find_orphans(dir, &generation, &metas, &payload, ledger.as_ref(), &mut found);
    if found.is_sound() {
        let folder = generation.name.clone();
        let archive = Archive::of(dir.to_path_buf(), opener, generation, None, pointer.gazetteer.clone());
        let snapshot = archive.as_indexed();
        if let Some(snapshot) = found.take(&folder, snapshot)?
            && depth == Depth::Full
        {
            let ledger = ledger.unwrap_or_default();
            let read = snapshot.guarded(|| check_contents(&snapshot, &folder, &ledger, &mut found));
            found.take(&folder, read)?;
            if found.is_sound() {
                archive.generation()?.storage.seal(&storage::live_files(&metas));
            }
        }
    }
    Ok(found)
}

fn check_places(dir: &Path, pointer: &Pointer, found: &mut Verification) {
    if !own_places::is_kept(dir, pointer.gazetteer.as_deref()) {
        found.damaged(own_places::FILE_NAME, "it is missing, or not what the index was built with");
    }
}

/// Every file of every segment, and the engine's list of them.
fn check_files(generation: &Generation, metas: &tantivy::IndexMeta, found: &mut Verification) {
    let live = storage::live_files(metas);
    for path in &live {
        let is_small = path.extension().is_some_and(|e| e == "del");
        let checked = match is_small {
            true => generation.storage.prove(path).map(|_| ()),
            false => generation.storage.get_file_handle(path).map(|_| ()),
        };
        found.files += 1;
        found.bytes += fs::metadata(generation.folder.join(path)).map_or(0, |data| data.len());
        if let Err(cause) = checked {
            let finding = match super::io_cause(&cause.into()) {
                Some((std::io::ErrorKind::NotFound, _)) => "it is missing".to_owned(),
                Some((std::io::ErrorKind::InvalidData, _)) | None => {
                    "it does not match its checksum".to_owned()
                }
                Some((_, cause)) => format!("it cannot be read: {cause}"),
            };
            found.damaged(format!("{}/{}", generation.name, path.display()), finding);
        }
    }
    let missing = live.len() - live.intersection(&listed(generation)).count();
    if missing > 0 {
        let finding = format!("the engine's list of its files lacks {missing} of {}", live.len());
        found.damaged(format!("{}/{MANAGED}", generation.name), finding);
    }
}

/// The files in the engine's list; none when it is damaged.
fn listed(generation: &Generation) -> BTreeSet<PathBuf> {
    let bytes = fs::read(generation.folder.join(MANAGED)).ok();
    bytes.and_then(|bytes| storage::read_managed(&bytes)).unwrap_or_default()
}

fn check_side_files(generation: &Generation, payload: &Payload, found: &mut Verification) -> Option<Ledger> {
    let side = generation.side();
    let mut read = |file: &SideFile| {
        found.files += 1;
        found.bytes += file.bytes;
        let path = format!("{}/{SIDE}/{}", generation.name, file.name);
        match file.read(&side) {
            Ok(bytes) => Some(bytes),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {
                found.damaged(path, "it is missing");
                None
            }
            Err(cause) => {
                found.damaged(path, cause.to_string());
                None
            }
        }
    };
    let unreadable = |bytes: Vec<u8>| Wordbook::from_bytes(&bytes).is_none();
    let words = payload.words.iter().any(|title| read(&title.file).is_some_and(unreadable));
    let dictionary = payload.dictionary.as_ref().and_then(&mut read);
    let ledger = payload.ledger.as_ref().and_then(&mut read);
    let stories = payload.stories.as_ref().and_then(&mut read);
    let sketches = payload.sketches.as_ref().and_then(&mut read);
    let folder = format!("{}/{SIDE}", generation.name);
    for (is_unreadable, finding) in [
        (words, "a book of words cannot be read"),
        (
            dictionary.is_some_and(|bytes| dictionary::View::open(bytes).is_none()),
            "its dictionary cannot be read",
        ),
        (stories.is_some_and(|bytes| !Groupings::are_in(&bytes)), "its stories cannot be read"),
        (sketches.is_some_and(|bytes| Sketches::decode(&bytes).is_none()), "its sketches cannot be read"),
    ] {
        if is_unreadable {
            found.damaged(folder.as_str(), finding);
        }
    }
    check_ledger(&folder, ledger, payload, found)
}

/// Whether the ledger can be read and has as many articles as the commit says.
fn check_ledger(
    folder: &str,
    ledger: Option<Vec<u8>>,
    payload: &Payload,
    found: &mut Verification,
) -> Option<Ledger> {
    let ledger = ledger?;
    let decoded = Ledger::decode(&ledger);
    match &decoded {
        None => found.damaged(folder, "its ledger cannot be read"),
        Some(ledger) if ledger.articles() as u64 != payload.articles => {
            let finding =
                format!("its ledger has {} articles, the commit {}", ledger.articles(), payload.articles);
            found.damaged(folder, finding);
        }
        Some(_) => {}
    }
    decoded
}

/// Files that no commit knows.
fn find_orphans(
    dir: &Path,
    generation: &Generation,
    metas: &tantivy::IndexMeta,
    payload: &Payload,
    ledger: Option<&Ledger>,
    found: &mut Verification,
) {
    let names = |folder: &Path| -> BTreeSet<String> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect()
    };
    let others = generation::all(dir).into_iter().filter(|name| *name != generation.name);
    found.orphans.extend(others.map(|name| name + "/"));
    found.orphans.extend(names(dir).into_iter().filter(|name| name.ends_with(".new")));
    let live = storage::live_files(metas);
    let stray = |name: &String| {
        name != SIDE && !storage::is_housekeeping(name) && !live.contains(Path::new(name.as_str()))
    };
    let in_generation = names(&generation.folder).into_iter().filter(stray);
    found.orphans.extend(in_generation.map(|name| format!("{}/{name}", generation.name)));
    let current: BTreeSet<&str> = payload.files().map(|file| file.name.as_str()).collect();
    let spoken_of: Option<BTreeSet<String>> = ledger.map(|ledger| {
        ledger.versions.values().flatten().map(|version| versions::name(version.file)).collect()
    });
    let stray = |name: &String| match versions::is_name(name) {
        // Without a ledger nobody knows whether versions are still spoken of.
        true => spoken_of.as_ref().is_some_and(|known| !known.contains(name)),
        false => !current.contains(name.as_str()),
    };
    let in_side = names(&generation.side()).into_iter().filter(stray);
    found.orphans.extend(in_side.map(|name| format!("{}/{SIDE}/{name}", generation.name)));
}

/// Every article and version is decoded and counted.
fn check_contents(
    snapshot: &Snapshot,
    folder: &str,
    ledger: &Ledger,
    found: &mut Verification,
) -> Result<()> {
    let wrong = |cause: tantivy::TantivyError| damaged_engine(&snapshot.dir, &cause);
    let mut faults = Faults::default();
    let sketches = snapshot.sketches()?;
    let mut wanted: HashMap<u64, u32> = ledger.entries().map(|entry| (entry.id, entry.number)).collect();
    let mut uses: BTreeMap<u64, u32> = BTreeMap::new();
    for (ordinal, segment) in (0u32..).zip(snapshot.searcher.segment_readers()) {
        let ids = segment.fast_fields().u64("id").map_err(wrong)?;
        let facets: Vec<_> = ["places", "actors", "outlet", "lang"]
            .into_iter()
            .map(|name| segment.fast_fields().u64(name))
            .collect::<tantivy::Result<_>>()
            .map_err(wrong)?;
        for doc in segment.doc_ids_alive() {
            let id = ids.first(doc);
            match snapshot.record(DocAddress::new(ordinal, doc)) {
                Err(_) => faults.note("cannot be decoded", id),
                Ok(record) if Some(record.id.number()) != id => faults.note("has another id in it", id),
                Ok(record) => match id.and_then(|id| wanted.remove(&id)) {
                    None => faults.note("is there twice, or not in the ledger", id),
                    Some(number) if number != record.number => faults.note("has another number in it", id),
                    Some(number) if !sketches.is_of(number, &record.article) => {
                        faults.note("has another text than its story was formed by", id)
                    }
                    Some(_) => {}
                },
            }
            for number in facets.iter().flat_map(|column| column.values_for_doc(doc)) {
                *uses.entry(number).or_default() += 1;
            }
        }
    }
    wanted.keys().for_each(|&id| faults.note("is in the ledger only", Some(id)));
    faults.report(folder, found);
    let dictionary = &snapshot.dictionary;
    let differing = (0..dictionary.len())
        .filter(|&number| uses.remove(&u64::from(number)).unwrap_or(0) != dictionary.uses(number))
        .count();
    if differing + uses.len() > 0 {
        let finding = format!(
            "the counts of {} places, actors, outlets or languages differ from the articles'",
            differing + uses.len()
        );
        found.damaged(format!("{folder}/{SIDE}/dictionary"), finding);
    }
    if !forming::follow(snapshot, ledger)? {
        found.damaged(format!("{folder}/{SIDE}/stories"), "its stories are not those of its articles");
    }
    check_versions(snapshot, folder, ledger, found);
    Ok(())
}

fn check_versions(snapshot: &Snapshot, folder: &str, ledger: &Ledger, found: &mut Verification) {
    let mut lost: BTreeMap<u64, u64> = BTreeMap::new();
    for version in ledger.versions.values().flatten() {
        if snapshot.version(version).is_err() {
            *lost.entry(version.file).or_default() += 1;
        }
    }
    for (file, times) in lost {
        let finding = format!("{times} earlier versions of articles in it cannot be read");
        found.damaged(format!("{folder}/{SIDE}/{}", versions::name(file)), finding);
    }
}

/// Articles by what is wrong with them.
#[derive(Default)]
struct Faults(BTreeMap<&'static str, (u64, Vec<String>)>);

impl Faults {
    fn note(&mut self, what: &'static str, id: Option<u64>) {
        let (times, ids) = self.0.entry(what).or_default();
        *times += 1;
        if ids.len() < LISTED {
            ids.push(id.map_or("?".to_owned(), |id| crate::article::ArticleId::from_number(id).to_string()));
        }
    }

    fn report(self, folder: &str, found: &mut Verification) {
        for (what, (times, ids)) in self.0 {
            let finding =
                format!("{times} articles, of each of which is true that it {what}: {}", ids.join(" "));
            found.damage.push(Damage { path: folder.to_owned(), finding });
        }
    }
}

/// The quick look of a writer, at what it builds on and the engine does not check.
pub(super) fn before_writing(dir: &Path, generation: &Generation, before: &Snapshot) -> Result<()> {
    for file in before.ledger.iter().chain(&before.sketches) {
        file.read(&generation.side()).map_err(|cause| file.error(dir, cause))?;
    }
    let metas = generation.metas(dir)?;
    for path in storage::live_files(&metas) {
        let is_small = path.extension().is_some_and(|e| e == "del");
        let checked = if is_small { generation.storage.prove(&path).map(|_| ()) } else { Ok(()) };
        checked.map_err(|cause| damaged_engine(dir, &cause.into()))?;
    }
    Ok(())
}

/// Puts back into the engine's list what it has lost of the index's files, so that they are
/// removed when they are merged away; says whether that was needed.
pub(super) fn complete_list(dir: &Path, generation: &Generation) -> Result<bool> {
    let (live, mut listed) = (storage::live_files(&generation.metas(dir)?), listed(generation));
    if live.is_subset(&listed) {
        return Ok(false);
    }
    listed.extend(live);
    listed.insert(PathBuf::from(META));
    write_list(dir, generation, &listed)?;
    Ok(true)
}

/// Writes the engine's list of its files.
pub(super) fn write_list(dir: &Path, generation: &Generation, files: &BTreeSet<PathBuf>) -> Result<()> {
    let text = serde_json::to_string(files).map_err(|e| damaged(dir, &e.to_string()))? + "\n";
    let written = generation.storage.atomic_write(Path::new(MANAGED), text.as_bytes());
    written.map_err(|cause| unwritten(dir, &generation.folder.join(MANAGED), cause))
}

/// Removes what belongs to no commit; gives what could be removed.
pub(super) fn drop_orphans(dir: &Path, orphans: &[String]) -> Vec<String> {
    let removed = |name: &&String| {
        let path = dir.join(name.trim_end_matches('/'));
        if name.ends_with('/') { fs::remove_dir_all(path).is_ok() } else { fs::remove_file(path).is_ok() }
    };
    orphans.iter().filter(removed).cloned().collect()
}

/// The ledgers that stand in the folder, newest first, whatever the commit says.
pub(super) fn any_ledger(side: &Path) -> Option<Ledger> {
    let mut files = side::files(side);
    files.sort_by_key(|(_, number)| std::cmp::Reverse(*number));
    let ledgers = files.into_iter().filter(|(name, _)| name.starts_with("ledger-"));
    ledgers.filter_map(|(name, _)| Ledger::decode(&fs::read(side.join(name)).ok()?)).next()
}
