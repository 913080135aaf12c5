//! The one writer of an index.
//!
//! Adding is shared by any number of threads; removing and committing are not. What
//! was added becomes visible, and lasting, with [`Writer::commit`] and not before. A
//! writer that met an error is of no use any more: what was committed before is
//! safe, and a new writer goes on from there.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, Write as _};
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::Duration;

use tantivy::IndexWriter;
use tantivy::schema::Term;

use super::dictionary::Builder;
use super::document::{self, FacetValues, Prepared, Preparer};
use super::learner::Learner;
use super::ledger::Ledger;
use super::versions::{self, Version};
use super::{Archive, LOCK, Payload, SIDE, Snapshot, engine, sync_folder, write_whole};
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
    generation: PathBuf,
    engine: IndexWriter,
    dictionary: Mutex<Builder>,
    before: Snapshot,
    /// The number of the files beside the segments that the commit will write.
    number: u64,
    versions: Mutex<versions::Batch>,
    learner: Learner,
    // Held until the writer is dropped; the lock goes with the file handle.
    _lock: File,
}

impl Writer {
    pub(super) fn open(archive: &Archive, options: &WriterOptions) -> Result<Writer> {
        let lock = take_lock(archive)?;
        let threads = options.threads.clamp(1, THREADS_MAX);
        let memory = (options.memory_mib / threads).max(MEMORY_MIB_MIN) * threads;
        let writer = engine_writer(archive, threads, memory << 20)?;
        let before = archive.as_indexed()?;
        let number = next_side_number(&archive.generation.join(SIDE));
        Ok(Writer {
            number,
            versions: Mutex::default(),
            learner: Learner::new(&before.shelf),
            dir: archive.dir.clone(),
            generation: archive.generation.clone(),
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
        self.engine.add_document(prepared.document).map_err(|e| engine(&self.dir, "written", e))?;
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
    /// When it could not be written; then nothing of it is visible.
    pub fn commit(&mut self, ledger: &Ledger) -> Result<()> {
        let side = self.generation.join(SIDE);
        let number = self.number;
        self.number = number.saturating_add(1);
        let (words, new_words) = self.learner.titles(number);
        if let Some((file, bytes)) = new_words {
            write_whole(&side.join(file), bytes)?;
        }
        let payload = Payload {
            words,
            dictionary: format!("dictionary-{number}"),
            ledger: format!("ledger-{number}"),
            roots: ledger.roots.iter().filter_map(|r| Some((r.label.clone(), r.shown.clone()?))).collect(),
        };
        write_whole(&side.join(&payload.dictionary), &document::lock(&self.dictionary).encode())?;
        write_whole(&side.join(&payload.ledger), &ledger.encode())?;
        let kept = std::mem::take(&mut *document::lock(&self.versions));
        if !kept.bytes.is_empty() {
            write_whole(&versions::file(&side, number), &kept.bytes)?;
        }
        let written = |e| engine(&self.dir, "written", e);
        let mut prepared = self.engine.prepare_commit().map_err(written)?;
        prepared.set_payload(&serde_json::to_string(&payload).unwrap_or_default());
        prepared.commit().map_err(|e| engine(&self.dir, "written", e))?;
        // The engine does not sync the folder after its last rename; without this a
        // power cut could undo a commit that was reported as done.
        sync_folder(&self.generation)
            .map_err(|cause| Error::Write { path: self.generation.clone(), cause })?;
        remove_old_side_files(&side, number);
        Ok(())
    }

    /// Waits until segments are merged, and lets go of the index.
    ///
    /// # Errors
    /// When merging failed; what was committed is safe all the same.
    pub fn close(self) -> Result<()> {
        let dir = self.dir;
        self.engine.wait_merging_threads().map_err(|e| engine(&dir, "written", e))
    }
}

pub(super) fn take_lock(archive: &Archive) -> Result<File> {
    let path = archive.dir.join(LOCK);
    let failed = |cause| Error::Write { path: path.clone(), cause };
    let mut file =
        File::options().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
    match try_lock(&file) {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            let holder = Some(holder.trim().to_owned()).filter(|h| !h.is_empty());
            return Err(Error::Locked { dir: archive.dir.clone(), holder });
        }
        Err(TryLockError::Error(cause)) => return Err(failed(cause)),
    }
    let note = format!("process {}\n", std::process::id());
    file.set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| file.write_all(note.as_bytes()))
        .map_err(failed)?;
    Ok(file)
}

/// The engine has a lock of its own, for which the same holds as for ours.
fn engine_writer(archive: &Archive, threads: usize, memory: usize) -> Result<IndexWriter> {
    for _ in 0..LOCK_ATTEMPTS {
        match archive.index.writer_with_num_threads(threads, memory) {
            Ok(writer) => return Ok(writer),
            Err(tantivy::TantivyError::LockFailure(..)) => std::thread::sleep(LOCK_PAUSE),
            Err(other) => return Err(engine(&archive.dir, "written", other)),
        }
    }
    Err(Error::Locked { dir: archive.dir.clone(), holder: None })
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

fn side_number(name: &str) -> Option<u64> {
    name.rsplit_once('-')?.1.parse().ok()
}

fn side_files(side: &std::path::Path) -> Vec<(PathBuf, u64)> {
    let entries = fs::read_dir(side).into_iter().flatten().flatten();
    entries.filter_map(|e| Some((e.path(), side_number(&e.file_name().to_string_lossy())?))).collect()
}

fn next_side_number(side: &std::path::Path) -> u64 {
    side_files(side).into_iter().map(|(_, number)| number).max().map_or(1, |n| n.saturating_add(1))
}

/// Dictionaries and ledgers of earlier commits go; one that cannot be removed now goes with a
/// later commit. Files of versions and of words stay: later
/// commits speak of them.
fn remove_old_side_files(side: &std::path::Path, current: u64) {
    for (path, number) in side_files(side) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let stays = name.starts_with("versions-") || name.starts_with("words-");
        if number < current && !stays {
            let _ = fs::remove_file(path);
        }
    }
}
