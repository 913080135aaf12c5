//! Saves what is whole of a damaged index.
//!
//! Leftovers are removed, and the engine's list of its files is written anew. Where more is
//! damaged, another generation is built beside the one in use, from the records of articles:
//! a record holds all that is shown of an article, and everything else can be made from it,
//! so an article is lost only when the part of the document store that holds it is. What is
//! lost is said one by one, and the files that it came from are marked, so that the next
//! `dateline index` reads them again. The generation in use stays until the other one is
//! whole and the swap is synced.
//!
//! Without the dictionary articles are saved without their places and actors, which the next run
//! finds again. Left out: an index whose root or ledger is lost, or the book that its texts are
//! packed by. Which articles are current and which
//! files they came from is then unknown, and guessing would enter some twice; such an index is
//! rebuilt from its files.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use serde::Serialize;
use tantivy::fastfield::AliveBitSet;
use tantivy::index::SegmentComponent;
use tantivy::schema::Value as _;
use tantivy::store::StoreReader;
use tantivy::{Index, SegmentMeta, TantivyDocument};

use super::dictionary::View;
use super::generation::{self, Beside, Generation};
use super::ledger::{ANEW, FileEntry, member_path};
use super::shelf::Shelf;
use super::storage::{self, MANAGED, META};
use super::verify::{self, Damage, Depth};
use super::{
    Archive, Draft, Fields, Ledger, POINTER, Payload, Pointer, Record, SIDE, Writer, WriterOptions, damaged,
    own_places, parse_payload, usable_pointer, writer,
};
use crate::article::ArticleId;
use crate::error::{Error, Result};

/// What a repair did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repaired {
    /// What was damaged.
    pub damage: Vec<Damage>,
    /// Whether the index was built anew from what was whole of it.
    pub rebuilt: bool,
    /// Articles that are in the index now.
    pub articles: u64,
    /// Articles that are not any more.
    pub lost: Vec<Lost>,
    /// Whether the articles came without their places and actors, whose dictionary is lost; the
    /// next run over their files finds them again.
    pub without_names: bool,
    /// Earlier versions of articles that are not any more.
    pub versions_lost: u64,
    /// Files that belonged to no commit and were removed; below the folder of the index.
    pub dropped: Vec<String>,
}

/// An article that could not be saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lost {
    /// Its id.
    pub id: String,
    /// The file it came from.
    pub path: String,
    /// The record in it, from 1.
    pub record: u64,
}

/// Repairs the index in a folder.
///
/// # Errors
/// When there is none, when another process writes to it, when it cannot be written, and
/// [`Error::Damaged`] when too little of it is left; it is then as it was before.
pub fn repair(dir: impl AsRef<Path>) -> Result<Repaired> {
    let dir = dir.as_ref();
    if !dir.is_dir() {
        return Err(Error::NoIndex { dir: dir.to_path_buf() });
    }
    let lock = writer::take_lock(dir)?;
    let mut done = Repaired::default();
    let pointer = match usable_pointer(dir) {
        Err(Error::Damaged { finding, .. }) => {
            let pointer = pointer_anew(dir, &finding)?;
            done.damage.push(Damage { path: POINTER.to_owned(), finding });
            pointer
        }
        found => found?,
    };
    let found = verify::look(dir, Depth::Full)?;
    let list = format!("{}/{MANAGED}", pointer.generation);
    let beyond_list = found.damage.iter().any(|damage| damage.path != list);
    done.articles = found.articles;
    done.damage.extend(found.damage);
    if beyond_list {
        done.rebuilt = true;
        return salvage(dir, lock, pointer, done);
    }
    done.dropped = verify::drop_orphans(dir, &found.orphans);
    let generation = Generation::open(dir, &pointer.generation, &storage::mapped())?;
    let mut files = storage::live_files(&generation.metas(dir)?);
    generation.storage.seal(&files);
    files.insert(META.into());
    verify::write_list(dir, &generation, &files)?;
    Ok(done)
}

/// Writes `dateline.json` anew, when one generation alone can be meant.
fn pointer_anew(dir: &Path, finding: &str) -> Result<Pointer> {
    let whole = |name: &String| Generation::open(dir, name, &storage::mapped()).is_ok();
    let mut whole = generation::all(dir).into_iter().filter(whole);
    let (Some(name), None) = (whole.next(), whole.next()) else {
        return Err(damaged(dir, finding));
    };
    let gazetteer = own_places::hash_of_kept(dir);
    Pointer { gazetteer, ..Pointer::new(&name) }.write(dir)?;
    usable_pointer(dir)
}

/// Builds a generation of what is whole.
fn salvage(dir: &Path, lock: std::fs::File, pointer: Pointer, mut done: Repaired) -> Result<Repaired> {
    let old = Generation::open_doubting(dir, &pointer.generation, &storage::mapped())?;
    let metas = old.metas(dir)?;
    let payload = parse_payload(dir, metas.payload.as_deref())?;
    let ledger = payload.ledger.as_ref().ok_or_else(|| damaged(dir, "its last commit names no ledger"))?;
    let bytes = ledger.read(&old.side()).map_err(|cause| ledger.error(dir, cause))?;
    let ledger = Ledger::decode(&bytes).ok_or_else(|| damaged(dir, "its ledger of files cannot be read"))?;
    let keys = Keys::of(dir, &old, &payload)?;
    let beside = Beside::begin(dir, lock, pointer)?;
    beside.archive().recall_places()?;
    let mut writer = beside.archive().writer(&WriterOptions::default())?;
    let saved = Stores::of(&old.index, &metas.segments, &keys).save(&ledger, &writer)?;
    let mut kept = without_lost(ledger, &saved, &mut done.lost);
    done.without_names = keys.dictionary.is_none();
    if done.without_names {
        mark_all(&mut kept);
    }
    keep_versions(&mut kept, &writer, |version| keys.version(&old, version), &mut done.versions_lost);
    done.articles = kept.articles() as u64;
    writer.commit(&kept)?;
    writer.close()?;
    beside.swap()?;
    Ok(done)
}

/// What records cannot be read without.
struct Keys {
    shelf: Shelf,
    /// `None` when it is lost.
    dictionary: Option<View>,
}

impl Keys {
    fn of(dir: &Path, old: &Generation, payload: &Payload) -> Result<Keys> {
        let file = payload.dictionary.as_ref().and_then(|file| file.read(&old.side()).ok());
        let dictionary = file.and_then(View::open);
        let shelf = Shelf::open(old.side.as_ref(), &payload.words);
        let shelf = shelf.map_err(|(file, cause)| file.error(dir, cause))?;
        Ok(Keys { shelf, dictionary })
    }

    fn version(&self, old: &Generation, version: &super::versions::Version) -> Option<Record> {
        super::versions::read(&old.side(), version, |bytes| self.record(bytes)).ok().flatten()
    }

    fn record(&self, bytes: &[u8]) -> Option<Record> {
        match &self.dictionary {
            Some(dictionary) => Record::decode(bytes, &self.shelf, dictionary),
            None => Record::decode_text(bytes, &self.shelf),
        }
    }
}

/// Takes over the earlier versions that can be read, into files of the new generation.
pub(crate) fn keep_versions(
    ledger: &mut Ledger,
    writer: &Writer,
    read: impl Fn(&super::versions::Version) -> Option<Record>,
    lost: &mut u64,
) {
    for versions in ledger.versions.values_mut() {
        let kept = versions.iter().filter_map(|version| {
            let record = read(version);
            *lost += u64::from(record.is_none());
            Some(writer.keep_version(record?, version.replaced))
        });
        *versions = kept.collect();
    }
    ledger.versions.retain(|_, versions| !versions.is_empty());
}

/// Takes what was not saved out of the ledger, and marks its files to be read again.
fn without_lost(mut ledger: Ledger, saved: &HashSet<u64>, lost: &mut Vec<Lost>) -> Ledger {
    for root in &mut ledger.roots {
        let label = root.shown.as_deref().unwrap_or(&root.label);
        for (path, file) in &mut root.files {
            let path = format!("{label}/{path}");
            let before = lost.len();
            for part in &mut file.parts {
                let path = member_path(&path, part.member.as_deref());
                for gone in part.articles.iter().filter(|entry| !saved.contains(&entry.id)) {
                    let id = ArticleId::from_number(gone.id).to_string();
                    lost.push(Lost { id, path: path.clone(), record: gone.record });
                }
                part.articles.retain(|entry| saved.contains(&entry.id));
            }
            if lost.len() > before {
                *file = FileEntry { bytes: u64::MAX, hash: [0; 32], ..std::mem::take(file) };
            }
        }
    }
    ledger.versions.retain(|id, _| saved.contains(id));
    ledger
}

/// Marks all files and articles, so that the next run reads them and enters them anew.
fn mark_all(ledger: &mut Ledger) {
    for file in ledger.roots.iter_mut().flat_map(|root| root.files.values_mut()) {
        (file.bytes, file.hash) = (u64::MAX, [0; 32]);
        file.parts.iter_mut().flat_map(|part| &mut part.articles).for_each(|entry| entry.content = ANEW);
    }
}

/// The records of a segment.
struct Store<'k> {
    keys: &'k Keys,
    reader: StoreReader,
    documents: u32,
    /// `None` when none is deleted, or when nobody knows which are.
    alive: Option<AliveBitSet>,
    /// Whether it is known which documents are deleted.
    is_certain: bool,
}

impl<'k> Store<'k> {
    fn open(index: &Index, meta: &SegmentMeta, keys: &'k Keys) -> Option<Store<'k>> {
        let segment = index.segment(meta.clone());
        let reader = StoreReader::open(segment.open_read(SegmentComponent::Store).ok()?, 1).ok()?;
        let deleted = segment.open_read(SegmentComponent::Delete);
        let deleted = deleted.ok().filter(|_| meta.has_deletes());
        let alive = deleted.and_then(|file| file.read_bytes().ok()).map(AliveBitSet::open);
        let is_certain = alive.is_some() || !meta.has_deletes();
        Some(Store { keys, reader, documents: meta.max_doc(), alive, is_certain })
    }

    fn record(&self, doc: u32) -> Option<Record> {
        let (_, fields) = Fields::build();
        let read = || {
            let document: TantivyDocument = self.reader.get(doc).ok()?;
            self.keys.record(document.get_first(fields.record)?.as_bytes()?)
        };
        catch_unwind(AssertUnwindSafe(read)).ok().flatten()
    }

    fn documents(&self) -> impl Iterator<Item = u32> {
        (0..self.documents).filter(|&doc| self.alive.as_ref().is_none_or(|alive| alive.is_alive(doc)))
    }
}

/// The document stores that are whole.
struct Stores<'k>(Vec<Store<'k>>);

impl<'k> Stores<'k> {
    fn of(index: &Index, segments: &[SegmentMeta], keys: &'k Keys) -> Stores<'k> {
        Stores(segments.iter().filter_map(|meta| Store::open(index, meta, keys)).collect())
    }

    /// Enters all articles that the ledger knows; gives their ids. Where it is not known what
    /// was deleted, an id may stand for a deleted version, too: then only one that is alone,
    /// or known to be current, counts.
    fn save(&self, ledger: &Ledger, writer: &Writer) -> Result<HashSet<u64>> {
        let wanted: HashMap<u64, u32> = ledger.entries().map(|entry| (entry.id, entry.number)).collect();
        let doubtful = self.doubtful();
        let mut preparer = writer.preparer();
        let mut saved = HashSet::new();
        for store in &self.0 {
            for doc in store.documents() {
                let Some(record) = store.record(doc) else { continue };
                let id = record.id.number();
                let is_current = store.is_certain || doubtful.get(&id) == Some(&1);
                if !is_current || wanted.get(&id) != Some(&record.number) || !saved.insert(id) {
                    continue;
                }
                writer.add(preparer.prepare(draft(record)))?;
            }
        }
        Ok(saved)
    }

    /// How often each id is met, when it is unknown in some segment what was deleted.
    fn doubtful(&self) -> BTreeMap<u64, u32> {
        let mut times = BTreeMap::new();
        if self.0.iter().all(|store| store.is_certain) {
            return times;
        }
        for store in &self.0 {
            for record in store.documents().filter_map(|doc| store.record(doc)) {
                *times.entry(record.id.number()).or_default() += 1;
            }
        }
        times
    }
}

/// An article that is entered anew as it was.
pub(crate) fn draft(record: Record) -> Draft {
    let Record { id, number, origin, article, mentions, .. } = record;
    Draft { id, number, origin, article, mentions }
}

/// What a rebuild starts from.
pub struct Rebuilding {
    /// The generation that is built.
    pub beside: Beside,
    /// What was known of the inputs; empty when that is lost.
    pub ledger: Ledger,
    /// The index as it was, when it can be read.
    pub old: Option<super::Snapshot>,
}

/// Begins to build the index anew from its files, beside the one in use. Until
/// [`Beside::swap`] nothing changes.
///
/// # Errors
/// When there is no index, when another process writes to it, or when it cannot be written.
pub fn begin_rebuild(dir: &Path) -> Result<Rebuilding> {
    if !dir.is_dir() || (generation::all(dir).is_empty() && !super::is_index(dir)) {
        return Err(Error::NoIndex { dir: dir.to_path_buf() });
    }
    let lock = writer::take_lock(dir)?;
    let archive = Archive::open(dir);
    let old = archive.as_ref().ok().and_then(|archive| archive.as_indexed().ok());
    let name = match usable_pointer(dir) {
        Ok(pointer) => Some(pointer.generation),
        Err(_) => generation::all(dir).pop(),
    };
    let ledger = old.as_ref().and_then(|old| old.ledger().ok());
    let ledger = ledger.or_else(|| verify::any_ledger(&dir.join(name?).join(SIDE))).unwrap_or_default();
    let pointer = Pointer { gazetteer: own_places::hash_of_kept(dir), ..Pointer::new("") };
    let beside = Beside::begin(dir, lock, pointer)?;
    beside.archive().recall_places()?;
    Ok(Rebuilding { beside, ledger, old })
}
