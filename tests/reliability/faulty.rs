//! A folder whose operations fail when they are told to, and that knows what a power cut would
//! leave of it: of each file what was synced, under the names that were synced.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dateline::index::Opener;
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};

/// How an operation fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The device reports an error, once.
    Device,
    /// No room is left, from now on.
    Full,
    /// Half of what was to be written is, then the device reports an error, once.
    Short,
    /// Nothing works any more.
    Power,
}

#[derive(Default)]
pub struct State {
    /// Operations so far.
    pub operations: u64,
    fail_at: Option<(u64, Fault)>,
    /// Whether the fault has come.
    pub struck: bool,
    lasting: BTreeMap<String, Vec<u8>>,
    /// Changes of names that are not synced: a content, or that the file is gone.
    pending: BTreeMap<String, Option<Vec<u8>>>,
}

impl State {
    fn step(&mut self) -> io::Result<()> {
        self.operations += 1;
        let Some((at, fault)) = self.fail_at else { return Ok(()) };
        let strikes = match fault {
            Fault::Device | Fault::Short => self.operations == at,
            Fault::Full | Fault::Power => self.operations >= at,
        };
        self.struck |= strikes;
        match fault {
            _ if !strikes => Ok(()),
            Fault::Full => Err(io::Error::from(io::ErrorKind::StorageFull)),
            Fault::Device | Fault::Short | Fault::Power => Err(io::Error::other("the device failed")),
        }
    }

    /// Reading needs no room.
    fn step_reading(&mut self) -> io::Result<()> {
        if let Some((_, Fault::Full)) = self.fail_at {
            return Ok(());
        }
        self.step()
    }
}

/// The folders of a generation under one set of faults.
#[derive(Clone)]
pub struct Faults(Arc<Mutex<State>>);

impl Faults {
    /// Takes what is in a folder of a generation as synced.
    pub fn new(generation: &Path, fail_at: Option<(u64, Fault)>) -> Faults {
        let mut lasting = BTreeMap::new();
        for path in crate::archive::files(generation) {
            let name = path.strip_prefix(generation).unwrap().to_str().unwrap().to_owned();
            lasting.insert(name, fs::read(&path).unwrap());
        }
        Faults(Arc::new(Mutex::new(State { fail_at, lasting, ..State::default() })))
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn opener(&self) -> Opener {
        let faults = self.clone();
        Arc::new(move |folder| {
            let inner = MmapDirectory::open(folder).map_err(|e| io::Error::other(e.to_string()))?;
            let prefix = if folder.ends_with("side") { "side/" } else { "" };
            Ok(Box::new(Faulty { inner, prefix, faults: faults.clone() }))
        })
    }

    /// Makes the folder what a power cut would have left. Whether a file that was removed is
    /// gone for good before the folder is synced depends on the system: here by `removals_last`.
    pub fn cut(&self, generation: &Path, removals_last: bool) {
        let mut state = self.state();
        if removals_last {
            let gone: Vec<String> =
                state.pending.iter().filter(|(_, c)| c.is_none()).map(|(name, _)| name.clone()).collect();
            gone.iter().for_each(|name| drop(state.lasting.remove(name)));
        }
        fs::remove_dir_all(generation).unwrap();
        fs::create_dir_all(generation.join("side")).unwrap();
        for (name, content) in &state.lasting {
            fs::write(generation.join(name), content).unwrap();
        }
    }
}

#[derive(Clone)]
struct Faulty {
    inner: MmapDirectory,
    prefix: &'static str,
    faults: Faults,
}

impl Faulty {
    fn name(&self, path: &Path) -> String {
        format!("{}{}", self.prefix, path.display())
    }

    fn is_short(&self) -> bool {
        matches!(self.faults.state().fail_at, Some((_, Fault::Short)))
    }
}

impl fmt::Debug for Faulty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Faulty({:?})", self.inner)
    }
}

/// A file being written.
struct FaultyFile {
    inner: WritePtr,
    name: String,
    faults: Faults,
    content: Vec<u8>,
}

impl Write for FaultyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let stepped = self.faults.state().step();
        if let Err(error) = stepped {
            if matches!(self.faults.state().fail_at, Some((_, Fault::Short))) {
                self.inner.write_all(&bytes[..bytes.len() / 2])?;
            }
            return Err(error);
        }
        let written = self.inner.write(bytes)?;
        self.content.extend(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl TerminatingWrite for FaultyFile {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.faults.state().step()?;
        self.inner.flush()?;
        let content = std::mem::take(&mut self.content);
        self.faults.state().pending.insert(self.name.clone(), Some(content));
        Ok(())
    }
}

fn read_error(cause: io::Error, path: &Path) -> OpenReadError {
    OpenReadError::wrap_io_error(cause, path.to_path_buf())
}

impl Directory for Faulty {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.faults.state().step_reading().map_err(|e| read_error(e, path))?;
        self.inner.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        let failed = |cause| DeleteError::IoError { io_error: Arc::new(cause), filepath: path.to_path_buf() };
        self.faults.state().step_reading().map_err(failed)?;
        self.inner.delete(path)?;
        self.faults.state().pending.insert(self.name(path), None);
        Ok(())
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let stepped = self.faults.state().step();
        stepped.map_err(|e| OpenWriteError::wrap_io_error(e, path.to_path_buf()))?;
        let inner = self.inner.open_write(path)?;
        let file =
            FaultyFile { inner, name: self.name(path), faults: self.faults.clone(), content: Vec::new() };
        Ok(BufWriter::new(Box::new(file)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.faults.state().step_reading().map_err(|e| read_error(e, path))?;
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        let stepped = self.faults.state().step();
        if let Err(error) = stepped {
            if self.is_short() {
                // What is left is a file under another name.
                let stray = Path::new(".tmpshort");
                let _ = self.inner.atomic_write(stray, &data[..data.len() / 2]);
            }
            return Err(error);
        }
        self.inner.atomic_write(path, data)?;
        self.faults.state().pending.insert(self.name(path), Some(data.to_vec()));
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        let mut state = self.faults.state();
        state.step()?;
        let is_mine = |name: &String| name.starts_with("side/") == (self.prefix == "side/");
        let names: Vec<String> = state.pending.keys().filter(|name| is_mine(name)).cloned().collect();
        for name in names {
            match state.pending.remove(&name).flatten() {
                Some(content) => state.lasting.insert(name, content),
                None => state.lasting.remove(&name),
            };
        }
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.inner.acquire_lock(lock)
    }

    fn watch(&self, watch_callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(watch_callback)
    }
}
