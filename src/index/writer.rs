//! The one writer of an index.
//!
//! Adding is shared by any number of threads; removing and committing are not. What
//! was added becomes visible, and lasting, with [`Writer::commit`] and not before. A
//! writer that met an error is of no use any more: what was committed before is
//! safe, and a new writer goes on from there. The engine's own writer would go on after a
//! failed commit, say that all is well, and store nothing.

use std::fs::{File, TryLockError};
use std::io::{Read, Seek, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tantivy::schema::Term;
use tantivy::{Directory as _, IndexWriter};

use super::dictionary::Builder;
use super::document::{self, FacetValues, Prepared, Preparer};
use super::generation::Generation;
use super::learner::Learner;
use super::ledger::Ledger;
use super::record::Record;
use super::record::found::Unnumbered;
use super::side::{self, SideFile};
use super::storage;
use super::stories::forming::{self, Forming};
use super::versions::{self, Version};
use super::{
    Archive, LOCK, Payload, Snapshot, damaged, damaged_engine, engine, failpoint, shelf, unwritten, verify,
};
use crate::article::ArticleId;
use crate::error::{Error, Result};

/// How a writer uses the machine.
#[derive(Debug, Clone)]
pub struct WriterOptions {
    /// Threads that build segments; 1 is the most thrifty.
    pub threads: usize,
    /// Memory for segments being built, in MiB over all threads.
    pub memory_mib: usize,
}

impl Default for WriterOptions {
    fn default() -> WriterOptions {
        WriterOptions { threads: 1, memory_mib: 128 }
    }
}

/// The engine refuses less for a thread.
const MEMORY_MIB_MIN: usize = 15;
/// The engine's own limit.
const THREADS_MAX: usize = 8;

const LOCK_ATTEMPTS: u32 = 8;
const LOCK_PAUSE: Duration = Duration::from_millis(40);

/// Writes to an index.
pub struct Writer {
    dir: PathBuf,
    generation: Generation,
    engine: IndexWriter,
    dictionary: Mutex<Builder>,
    before: Snapshot,
    /// The number of the files beside the segments that the commit will write.
    number: u64,
    versions: Mutex<versions::Batch>,
    forming: Mutex<Forming>,
    learner: Learner,
    // Held until the writer is dropped; the lock goes with the file handle.
    _lock: Arc<File>,
}

impl Writer {
    pub(super) fn open(archive: &Archive, options: &WriterOptions) -> Result<Writer> {
        let lock = match &archive.building {
            Some(lock) => Arc::clone(lock),
            None => Arc::new(take_lock(&archive.dir)?),
        };
        let before = archive.as_indexed()?;
        // Opened anew: the engine keeps its list of files in memory, and another process may
        // have written since.
        let name = archive.generation()?.name.clone();
        let open = || Generation::open(&archive.dir, &name, &archive.opener);
        let mut generation = open()?;
        verify::before_writing(&archive.dir, &generation, &before)?;
        if verify::complete_list(&archive.dir, &generation)? {
            generation = open()?;
        }
        let threads = options.threads.clamp(1, THREADS_MAX);
        let memory = (options.memory_mib / threads).max(MEMORY_MIB_MIN) * threads;
        let writer = engine_writer(&archive.dir, &generation, threads, memory << 20)?;
        // What a writer left that came to nothing stands in the way of the next one when the
        // disk is nearly full. That it cannot be removed now is no reason not to write.
        let _ = writer.garbage_collect_files().wait();
        let number = side::next_number(&generation.side());
        Ok(Writer {
            number,
            forming: Mutex::new(Forming::new(generation.side().join(forming::name(number)))),
            versions: Mutex::default(),
            learner: Learner::new(&before.shelf),
            dir: archive.dir.clone(),
            generation,
            engine: writer,
            dictionary: Mutex::new(Builder::from_view(&before.dictionary)),
            before,
            _lock: lock,
        })
    }

    /// The index as it was when the writer was opened.
    pub fn before(&self) -> &Snapshot {
        &self.before
    }

    /// Prepares documents for [`Writer::add`]; each thread takes its own.
    pub fn preparer(&self) -> Preparer<'_> {
        Preparer::new(self.before.fields, &self.dictionary, &self.learner)
    }

    /// Whether articles should wait, so that [`Writer::learn`] can learn from their texts how to
    /// store them in few bytes. Without that they are stored as they are.
    pub fn wants_texts(&self) -> bool {
        self.learner.wants_texts()
    }

    /// Learns from the first texts that are to be stored.
    pub fn learn<'t>(&self, texts: impl Iterator<Item = &'t str> + Clone) {
        self.learner.learn(texts, &self.before.shelf);
    }

    /// Adds a prepared article. One of the same id must have been removed before.
    ///
    /// # Errors
    /// When the engine cannot go on; the writer is then of no further use.
    pub fn add(&self, prepared: Prepared) -> Result<()> {
        let Prepared { document, number, shingles, .. } = prepared;
        let kept = document::lock(&self.forming).keep(number, &shingles);
        kept.map_err(|(path, cause)| unwritten(&self.dir, &path, cause))?;
        self.engine.add_document(document).map_err(|e| engine(&self.dir, "written", &e))?;
        Ok(())
    }

    /// Removes the article of this id, when there is one.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn remove(&self, id: ArticleId) -> Result<()> {
        match self.before.article(id) {
            Ok(record) => self.forget(FacetValues::of(&record.article, &record.mentions)),
            Err(Error::NoArticle { .. }) => {}
            Err(other) => return Err(other),
        }
        self.engine.delete_term(Term::from_field_u64(self.before.fields.id, id.number()));
        Ok(())
    }

    /// Removes the article of this id to make room for its next version, and keeps it as an
    /// earlier one; `None` when there is none.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn replace(&self, id: ArticleId, replaced: i64) -> Result<Option<Version>> {
        let stored = match self.before.stored(id) {
            Ok(stored) => stored,
            Err(Error::NoArticle { .. }) => return Ok(None),
            Err(other) => return Err(other),
        };
        self.remove(id)?;
        Ok(Some(document::lock(&self.versions).keep(stored, self.number, replaced)))
    }

    /// Keeps an earlier version that is known already.
    pub(super) fn keep_version(&self, record: Record, replaced: i64) -> Version {
        let stored = record.encode(&Unnumbered, &self.learner.packing());
        document::lock(&self.versions).keep(stored, self.number, replaced)
    }

    fn forget(&self, values: FacetValues) {
        let mut dictionary = document::lock(&self.dictionary);
        for entry in values.counted() {
            let number = dictionary.number(entry);
            dictionary.unused(number);
        }
    }

    /// Makes everything visible and lasting, in one step, together with the ledger.
    ///
    /// # Errors
    /// When it could not be written; then nothing of it is visible. [`Error::Damaged`] when it
    /// was written, and does not hold as many articles as the ledger says.
    pub fn commit(&mut self, ledger: &Ledger) -> Result<()> {
        let number = self.number;
        self.number = number.saturating_add(1);
        let payload = self.write_side_files(ledger, number)?;
        failpoint::pass("before-commit");
        if let Err(error) = self.commit_engine(&payload) {
            if !self.took_effect(&payload) {
                return Err(error);
            }
            // What failed came after the step that counts; it must be lasting too.
            let synced = self.generation.storage.sync_directory();
            synced.map_err(|cause| unwritten(&self.dir, &self.generation.folder, cause))?;
        }
        failpoint::pass("after-commit");
        self.check_count(payload.articles)?;
        self.remove_old_side_files(number);
        failpoint::pass("after-clean-up");
        Ok(())
    }

    fn commit_engine(&mut self, payload: &Payload) -> Result<()> {
        let written = |e| engine(&self.dir, "written", &e);
        let mut prepared = self.engine.prepare_commit().map_err(written)?;
        prepared.set_payload(&serde_json::to_string(payload).unwrap_or_default());
        prepared.commit().map_err(written)?;
        Ok(())
    }

    /// Writes what stands beside the segments and makes it lasting.
    fn write_side_files(&self, ledger: &Ledger, number: u64) -> Result<Payload> {
        failpoint::pass("before-dictionary");
        let dictionary = document::lock(&self.dictionary).encode();
        let dictionary = self.write_side_file(format!("dictionary-{number}"), &dictionary)?;
        failpoint::pass("before-ledger");
        let ledger_file = self.write_side_file(format!("ledger-{number}"), &ledger.encode())?;
        failpoint::pass("before-stories");
        let (stories, sketches) = document::lock(&self.forming).form(&self.before, ledger)?;
        let stories = self.write_side_file(format!("stories-{number}"), &stories)?;
        let sketches = self.write_side_file(format!("sketches-{number}"), &sketches)?;
        failpoint::pass("before-versions");
        let kept = std::mem::take(&mut *document::lock(&self.versions));
        if !kept.bytes.is_empty() {
            self.write_side_file(versions::name(number), &kept.bytes)?;
        }
        let words = |bytes: &[u8]| self.write_side_file(format!("words-{number}"), bytes);
        let words = self.learner.titles(words)?;
        let side = self.generation.side();
        self.generation.side.sync_directory().map_err(|cause| unwritten(&self.dir, &side, cause))?;
        Ok(Payload {
            dictionary: Some(dictionary),
            ledger: Some(ledger_file),
            stories: Some(stories),
            sketches: Some(sketches),
            words,
            articles: ledger.articles() as u64,
            roots: ledger.roots.iter().filter_map(|r| Some((r.label.clone(), r.shown.clone()?))).collect(),
        })
    }

    fn write_side_file(&self, name: String, content: &[u8]) -> Result<SideFile> {
        let written = self.generation.side.atomic_write(Path::new(&name), content);
        let path = || self.generation.side().join(&name);
        written.map_err(|cause| unwritten(&self.dir, &path(), cause))?;
        Ok(SideFile::of(name, content))
    }

    /// Whether the root of the index is that of this commit, although an error came back.
    fn took_effect(&self, payload: &Payload) -> bool {
        let metas = self.generation.index.load_metas().ok();
        let found = metas.and_then(|metas| serde_json::from_str(metas.payload.as_deref()?).ok());
        found.as_ref() == Some(payload)
    }

    fn check_count(&self, wanted: u64) -> Result<()> {
        let reader = self.generation.index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual);
        let reader: tantivy::IndexReader = reader.try_into().map_err(|e| damaged_engine(&self.dir, &e))?;
        let found = reader.searcher().num_docs();
        if found == wanted {
            return Ok(());
        }
        Err(damaged(&self.dir, &format!("{wanted} articles were committed, and {found} are there")))
    }

    /// Dictionaries, ledgers and stories of earlier commits go; one that cannot be removed now goes with
    /// a later commit. Files of versions and of words stay: later commits speak of them.
    fn remove_old_side_files(&self, current: u64) {
        for (name, number) in side::files(&self.generation.side()) {
            if number < current && !versions::is_name(&name) && !shelf::is_name(&name) {
                let _ = self.generation.side.delete(Path::new(&name));
            }
        }
    }

    /// Lets go of an index after a failed write, and gives the error to report: the one that
    /// was met, or what the engine's own threads say of its cause. A writer that is opened
    /// afterwards goes on from the last commit.
    #[must_use]
    pub fn give_up(self, error: Error) -> Error {
        let Writer { dir, mut engine, _lock, .. } = self;
        if !error.is_failed_write() {
            return error;
        }
        // This joins the engine's threads; nothing is committed.
        let cause = engine.prepare_commit().map(|_| ()).err().map(|e| super::engine(&dir, "written", &e));
        // No thread may write any more when the next writer begins.
        let _ = engine.wait_merging_threads();
        match (error, cause) {
            (Error::Engine { .. }, Some(cause)) | (_, Some(cause @ Error::Full { .. })) => cause,
            (error, _) => error,
        }
    }

    /// Waits until segments are merged, and lets go of the index.
    ///
    /// # Errors
    /// When merging failed; what was committed is safe all the same.
    pub fn close(self) -> Result<()> {
        let Writer { dir, generation, engine: writer, _lock, .. } = self;
        let merged = writer.wait_merging_threads().map_err(|e| engine(&dir, "merged", &e));
        if let Ok(metas) = generation.index.load_metas() {
            generation.storage.seal(&storage::live_files(&metas));
        }
        merged
    }
}

/// Takes the lock of the writer, which is held as long as the file.
pub(super) fn take_lock(dir: &Path) -> Result<File> {
    let path = dir.join(LOCK);
    let failed = |cause| unwritten(dir, &path, cause);
    let mut file =
        File::options().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
    match try_lock(&file) {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            let holder = Some(holder.trim().to_owned()).filter(|h| !h.is_empty());
            return Err(Error::Locked { dir: dir.to_path_buf(), holder });
        }
        Err(TryLockError::Error(cause)) => return Err(failed(cause)),
    }
    // Who it is helps whoever is refused; that it cannot be said is no reason not to write.
    let note = format!("process {}\n", std::process::id());
    let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(note.as_bytes()));
    Ok(file)
}

/// The engine has a lock of its own, for which the same holds as for ours.
fn engine_writer(dir: &Path, generation: &Generation, threads: usize, memory: usize) -> Result<IndexWriter> {
    for _ in 0..LOCK_ATTEMPTS {
        match generation.index.writer_with_num_threads(threads, memory) {
            Ok(writer) => return Ok(writer),
            Err(tantivy::TantivyError::LockFailure(tantivy::directory::error::LockError::LockBusy, _)) => {
                std::thread::sleep(LOCK_PAUSE);
            }
            Err(other) => return Err(engine(dir, "written", &other)),
        }
    }
    Err(Error::Locked { dir: dir.to_path_buf(), holder: None })
}

/// A process that is being started holds copies of our open files for a moment, and
/// with them a lock that was let go; so a lock is tried for a little while.
fn try_lock(file: &File) -> Result<(), TryLockError> {
    for _ in 0..LOCK_ATTEMPTS {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_PAUSE),
            done => return done,
        }
    }
    file.try_lock()
}
