//! The folder of a generation as the engine sees it: a layer between the engine and the files.
//!
//! The engine writes a checksum at the end of each of its files and never looks at it again.
//! Here it is looked at when a file is opened, so that a damaged file is an error and not a
//! wrong answer, and no merge carries damage into a new file whose checksum is right.
//! Reading all of a large index each time would be slow, so files that were found whole are
//! remembered with size, time of modification and checksum in a *seal* (`.checked`), which
//! writers and `verify` write: a file of the same size and time is taken as whole. Without a
//! seal, or when the times are others (a copy), the file is read. A whole file of another
//! segment in its place is noticed, too: its checksum is right, but not the one in the seal.
//!
//! Three more things that the engine leaves out: `meta.json`, the root of everything, gets a
//! checksum of its own; its rename is made durable before any file of the commit before is
//! removed; and reading needs no permission to write, although the engine takes a lock by
//! creating a file.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::UNIX_EPOCH;

use serde::Deserialize;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, INDEX_WRITER_LOCK, Lock, META_LOCK, MmapDirectory, WatchCallback, WatchHandle,
    WritePtr,
};
use tantivy::index::SegmentComponent;
use tantivy::{Directory, IndexMeta};

use super::failpoint;

/// Opens a folder for the engine; tests put one that fails in its place.
#[doc(hidden)]
pub type Opener = Arc<dyn Fn(&Path) -> io::Result<Box<dyn Directory>> + Send + Sync>;

/// Files mapped into memory.
pub(super) fn mapped() -> Opener {
    Arc::new(|folder| {
        let directory = MmapDirectory::open(folder).map_err(|e| io::Error::other(e.to_string()))?;
        Ok(Box::new(directory))
    })
}

/// The root of the engine's files.
pub(super) const META: &str = "meta.json";
/// The engine's list of the files that it made.
pub(super) const MANAGED: &str = ".managed.json";
/// Files that were found whole.
pub(super) const SEAL: &str = ".checked";

/// Whether a file of the engine's folder is none of its data: its locks, its list, our seal.
pub(super) fn is_housekeeping(name: &str) -> bool {
    let locks = [INDEX_WRITER_LOCK.filepath.as_path(), META_LOCK.filepath.as_path()];
    [META, MANAGED, SEAL].contains(&name) || locks.contains(&Path::new(name))
}

/// The files of a commit's segments.
pub(super) fn live_files(metas: &IndexMeta) -> BTreeSet<PathBuf> {
    let without_deletes = metas.segments.iter().filter(|segment| !segment.has_deletes());
    let absent: BTreeSet<PathBuf> =
        without_deletes.map(|segment| segment.relative_path(SegmentComponent::Delete)).collect();
    metas.list_segment_files().into_iter().filter(|path| !absent.contains(path)).collect()
}

/// Size and time of modification of a file, in nanoseconds since 1970.
type Stamp = (u64, i128);

/// A file that was found whole: how it looked, and its checksum.
type Sealed = (Stamp, u32);

fn stamp(path: &Path) -> Option<Stamp> {
    let found = fs::metadata(path).ok()?;
    let time = found.modified().ok()?;
    let nanoseconds = match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i128::try_from(after.as_nanos()).ok()?,
        Err(before) => -i128::try_from(before.duration().as_nanos()).ok()?,
    };
    Some((found.len(), nanoseconds))
}

/// The folder of a generation.
#[derive(Clone)]
pub(super) struct Storage {
    directory: Box<dyn Directory>,
    folder: PathBuf,
    sealed: Arc<HashMap<String, Sealed>>,
    /// Whether a file is taken as whole that looks as it did when it was sealed.
    trusting: bool,
    /// Files that were found whole by this process.
    proven: Arc<Mutex<HashSet<PathBuf>>>,
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Storage({})", self.folder.display())
    }
}

impl Storage {
    pub(super) fn open(folder: &Path, opener: &Opener) -> io::Result<Storage> {
        let sealed = fs::read_to_string(folder.join(SEAL)).ok();
        Ok(Storage {
            directory: opener(folder)?,
            folder: folder.to_path_buf(),
            sealed: Arc::new(sealed.as_deref().and_then(read_seal).unwrap_or_default()),
            trusting: true,
            proven: Arc::default(),
        })
    }

    /// The same, but every file is read, however it looks.
    pub(super) fn doubting(folder: &Path, opener: &Opener) -> io::Result<Storage> {
        Ok(Storage { trusting: false, ..Storage::open(folder, opener)? })
    }

    fn proven(&self) -> MutexGuard<'_, HashSet<PathBuf>> {
        self.proven.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sealed(&self, path: &Path) -> Option<&Sealed> {
        path.to_str().and_then(|name| self.sealed.get(name))
    }

    /// Whether a file looks as it did when it was found whole.
    fn looks_sealed(&self, path: &Path) -> bool {
        let found = || stamp(&self.folder.join(path));
        self.trusting && self.sealed(path).is_some_and(|(sealed, _)| found() == Some(*sealed))
    }

    /// Reads a file and compares it with its checksum, which it gives.
    pub(super) fn prove(&self, path: &Path) -> Result<u32, OpenReadError> {
        let handle = self.directory.get_file_handle(path)?;
        self.prove_handle(path, &*handle)
    }

    fn prove_handle(&self, path: &Path, handle: &dyn FileHandle) -> Result<u32, OpenReadError> {
        let is_own = |sum: &u32| self.sealed(path).is_none_or(|(_, sealed)| sealed == sum);
        // Read through a small window: pages of a mapped file that were read all count as memory
        // of this process.
        let sum = match fs::File::open(self.folder.join(path)) {
            Ok(file) => sum_if_whole(file),
            Err(_) => {
                let bytes = handle.read_bytes(0..handle.len()).map_err(|e| wrapped(e, path))?;
                sum_if_whole(io::Cursor::new(bytes.as_slice()))
            }
        };
        let Some(sum) = sum.map_err(|e| wrapped(e, path))?.filter(is_own) else {
            let finding = format!("{} does not match its checksum", path.display());
            return Err(wrapped(io::Error::new(io::ErrorKind::InvalidData, finding), path));
        };
        self.proven().insert(path.to_path_buf());
        Ok(sum)
    }

    /// Notes which of these files are whole, so that they need not be read again until they
    /// change. It is a memory and no part of the index: that it cannot be written is no error.
    pub(super) fn seal(&self, files: &BTreeSet<PathBuf>) {
        let mut lines = String::new();
        for path in files {
            let before = stamp(&self.folder.join(path));
            let (Some((bytes, time)), Some(name)) = (before, path.to_str()) else { continue };
            let known = self.sealed(path).filter(|_| self.looks_sealed(path)).map(|(_, sum)| *sum);
            if let Some(sum) = known.or_else(|| self.prove(path).ok()) {
                lines.push_str(&format!("{bytes} {time} {sum:08x} {name}\n"));
            }
        }
        let text = format!("{:08x}\n{lines}", crc32fast::hash(lines.as_bytes()));
        failpoint::pass("before-seal");
        if fs::read_to_string(self.folder.join(SEAL)).ok().as_ref() != Some(&text) {
            let _ = self.directory.atomic_write(Path::new(SEAL), text.as_bytes());
        }
    }
}

fn read_seal(text: &str) -> Option<HashMap<String, Sealed>> {
    let (sum, lines) = text.split_once('\n')?;
    if u32::from_str_radix(sum, 16).ok()? != crc32fast::hash(lines.as_bytes()) {
        return None;
    }
    let line = |line: &str| {
        let mut parts = line.splitn(4, ' ');
        let stamp = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let sum = u32::from_str_radix(parts.next()?, 16).ok()?;
        Some((parts.next()?.to_owned(), (stamp, sum)))
    };
    lines.lines().map(line).collect()
}

fn wrapped(cause: io::Error, path: &Path) -> OpenReadError {
    OpenReadError::wrap_io_error(cause, path.to_path_buf())
}

/// What the engine writes behind the data of a file, as JSON; then its length and a number.
#[derive(Deserialize)]
struct Footer {
    crc: u32,
}

/// The number at the end of each file of the engine.
const FOOTER_MAGIC: u32 = 1337;

/// Bytes that are read at a time.
const CHUNK: usize = 256 << 10;
/// Bytes at the end of a file that hold its footer, and room.
const TAIL: u64 = 4 << 10;

/// The checksum of all bytes of a file of the engine, when the one that the file itself has for
/// its data is right.
fn sum_if_whole(mut file: impl Read + Seek) -> io::Result<Option<u32>> {
    let length = file.seek(SeekFrom::End(0))?;
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    file.read_to_end(&mut tail)?;
    let Some((footer, bytes)) = footer_of(&tail) else { return Ok(None) };
    file.rewind()?;
    let mut sum = crc32fast::Hasher::new();
    let mut data = file.take(length - bytes as u64);
    let mut chunk = vec![0; CHUNK];
    loop {
        match data.read(&mut chunk)? {
            0 => break,
            read => sum.update(chunk.get(..read).unwrap_or_default()),
        }
    }
    let is_whole = footer.crc == sum.clone().finalize();
    sum.update(tail.get(tail.len() - bytes..).unwrap_or_default());
    Ok(is_whole.then(|| sum.finalize()))
}

/// The footer in the last bytes of a file, and how many bytes are no data.
fn footer_of(tail: &[u8]) -> Option<(Footer, usize)> {
    let (rest, magic) = tail.split_last_chunk::<4>()?;
    let (rest, length) = rest.split_last_chunk::<4>()?;
    let at = rest.len().checked_sub(u32::from_le_bytes(*length) as usize)?;
    let footer: Footer = serde_json::from_slice(rest.get(at..)?).ok()?;
    (u32::from_le_bytes(*magic) == FOOTER_MAGIC).then_some((footer, tail.len() - at))
}

/// How the engine ends `meta.json`.
const META_END: &str = "\n}\n";
/// What stands in front of the checksum: one more member of the object, which the engine
/// does not know and any reader of JSON passes over.
const META_SUM: &str = ",\n  \"crc32\": \"";
const META_SUM_END: &str = "\"\n}\n";

fn with_sum(meta: &[u8]) -> io::Result<Vec<u8>> {
    let body = meta.strip_suffix(META_END.as_bytes());
    let body =
        body.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "meta.json has another form"))?;
    let sum = format!("{:08x}", crc32fast::hash(meta));
    Ok([body, META_SUM.as_bytes(), sum.as_bytes(), META_SUM_END.as_bytes()].concat())
}

/// Takes the checksum off; `None` when it is missing or wrong.
fn without_sum(signed: &[u8]) -> Option<Vec<u8>> {
    let rest = signed.strip_suffix(META_SUM_END.as_bytes())?;
    let (rest, sum) = rest.split_last_chunk::<8>()?;
    let meta = [rest.strip_suffix(META_SUM.as_bytes())?, META_END.as_bytes()].concat();
    let sum = u32::from_str_radix(std::str::from_utf8(sum).ok()?, 16).ok()?;
    (sum == crc32fast::hash(&meta)).then_some(meta)
}

impl Directory for Storage {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let handle = self.directory.get_file_handle(path)?;
        if !self.proven().contains(path) {
            if self.looks_sealed(path) {
                self.proven().insert(path.to_path_buf());
            } else {
                self.prove_handle(path, &*handle)?;
            }
        }
        Ok(handle)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.proven().remove(path);
        self.directory.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.directory.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        failpoint::pass("segment-file");
        self.proven().remove(path);
        match self.directory.open_write(path) {
            // The engine gives names anew only after a write that failed: a list of deleted
            // documents is named after the number of its commit, which came to nothing.
            Err(OpenWriteError::FileAlreadyExists(_)) if self.directory.delete(path).is_ok() => {
                self.directory.open_write(path)
            }
            opened => opened,
        }
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let bytes = self.directory.atomic_read(path)?;
        if path == Path::new(META) {
            let finding =
                || io::Error::new(io::ErrorKind::InvalidData, "meta.json does not match its checksum");
            return without_sum(&bytes).ok_or_else(|| wrapped(finding(), path));
        }
        // Whoever searches does not need the engine's list; a writer refuses such an index.
        if path == Path::new(MANAGED) && read_managed(&bytes).is_none() {
            return Err(OpenReadError::FileDoesNotExist(path.to_path_buf()));
        }
        Ok(bytes)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        if path != Path::new(META) {
            return self.directory.atomic_write(path, data);
        }
        failpoint::pass("before-meta");
        self.directory.atomic_write(path, &with_sum(data)?)?;
        failpoint::pass("after-meta");
        self.directory.sync_directory()
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.directory.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.directory.acquire_lock(lock) {
            // Where nothing can be written no writer removes files under our hands, and where
            // only we must not write, an opening that meets a commit is tried again.
            Err(LockError::IoError(cause)) if lock.filepath == META_LOCK.filepath && is_forbidden(&cause) => {
                Ok(DirectoryLock::from(Box::new(())))
            }
            taken => taken,
        }
    }

    fn watch(&self, watch_callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.directory.watch(watch_callback)
    }
}

fn is_forbidden(cause: &io::Error) -> bool {
    matches!(cause.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// The files in the engine's list; `None` when it cannot be read.
pub(super) fn read_managed(bytes: &[u8]) -> Option<BTreeSet<PathBuf>> {
    serde_json::from_slice(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_of_the_root_comes_off_again_and_any_other_byte_is_noticed() {
        let meta = b"{\n  \"segments\": [],\n  \"opstamp\": 7\n}\n";
        let signed = with_sum(meta).unwrap();
        assert_eq!(without_sum(&signed).as_deref(), Some(&meta[..]));
        let json: serde_json::Value = serde_json::from_slice(&signed).unwrap();
        assert_eq!(json["opstamp"], 7);
        for at in 0..signed.len() {
            let mut other = signed.clone();
            other[at] ^= 4;
            assert_eq!(without_sum(&other), None, "byte {at}");
        }
        assert_eq!(without_sum(meta), None, "a root without a checksum is none of ours");
    }

    #[test]
    fn a_seal_that_was_tampered_with_seals_nothing() {
        let lines = "12 34 0000000f a.idx\n5 -6 ffffffff b b.del\n";
        let text = format!("{:08x}\n{lines}", crc32fast::hash(lines.as_bytes()));
        let seal = read_seal(&text).unwrap();
        assert_eq!((seal["a.idx"], seal["b b.del"]), (((12, 34), 15), ((5, -6), u32::MAX)));
        assert_eq!(read_seal(&text.replace("12 34", "12 35")), None);
        assert_eq!(read_seal(""), None);
    }

    fn sum(bytes: &[u8]) -> Option<u32> {
        sum_if_whole(io::Cursor::new(bytes)).unwrap()
    }

    #[test]
    fn files_of_the_engine_are_whole_until_a_byte_changes() {
        use tantivy::directory::{ManagedDirectory, RamDirectory, TerminatingWrite as _};
        let (ram, path) = (RamDirectory::create(), Path::new("x.idx"));
        let managed = ManagedDirectory::wrap(Box::new(ram.clone())).unwrap();
        let mut file = managed.open_write(path).unwrap();
        io::Write::write_all(&mut file, b"postings").unwrap();
        file.terminate().unwrap();
        let bytes = ram.open_read(path).unwrap().read_bytes().unwrap().to_vec();
        assert!(sum(&bytes).is_some() && bytes.starts_with(b"postings"));
        for at in 0..8 {
            let mut other = bytes.clone();
            other[at] ^= 1;
            assert_eq!(sum(&other), None, "byte {at}");
        }
        assert_eq!(sum(&bytes[..bytes.len() - 1]), None);
        assert_eq!(sum(&bytes[1..]), None);
    }

    #[test]
    fn a_short_file_is_not_whole() {
        for length in 0..12 {
            assert_eq!(sum(&vec![0xFF; length]), None);
        }
    }
}
