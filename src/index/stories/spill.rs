//! The sets of shingles of the articles that a run adds, until they are compared.
//!
//! Which articles are to be compared is known only when all are there, and their texts cannot be
//! read back before the commit. So sets wait here: in memory up to a bound, and beyond it in a
//! file that has no name any more, where the system has such, and so cannot be left behind.

use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// Shingles in memory: 32 MiB of them.
const HELD: usize = 8 << 20;

/// Where a set stands, in shingles from the first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    start: u64,
    length: usize,
}

/// The sets.
#[derive(Debug)]
pub struct Spill {
    path: PathBuf,
    /// How many are held in memory before they go into the file.
    held: usize,
    file: Option<File>,
    /// Shingles in the file.
    written: u64,
    /// Those behind them.
    waiting: Vec<u32>,
}

impl Spill {
    /// Sets that may go into a file of this name, which must not exist.
    pub fn new(path: PathBuf) -> Spill {
        Spill { path, held: HELD, file: None, written: 0, waiting: Vec::new() }
    }

    /// The file that they may go into.
    pub fn path(&self) -> &PathBuf {
        &self.path
    }

    /// Keeps a set.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn keep(&mut self, set: &[u32]) -> io::Result<Place> {
        let place = Place { start: self.written + self.waiting.len() as u64, length: set.len() };
        self.waiting.extend_from_slice(set);
        if self.waiting.len() >= self.held {
            self.write_waiting()?;
        }
        Ok(place)
    }

    fn write_waiting(&mut self) -> io::Result<()> {
        if self.file.is_none() {
            let file = File::options().read(true).write(true).create(true).truncate(true).open(&self.path)?;
            // Some systems keep the name of an open file; the next commit removes it there.
            let _ = fs::remove_file(&self.path);
            self.file = Some(file);
        }
        let Some(file) = &mut self.file else { return Ok(()) };
        file.seek(SeekFrom::Start(self.written * 4))?;
        let mut out = BufWriter::with_capacity(1 << 18, file);
        for shingle in &self.waiting {
            out.write_all(&shingle.to_le_bytes())?;
        }
        out.flush()?;
        self.written += self.waiting.len() as u64;
        self.waiting.clear();
        Ok(())
    }

    /// A set that was kept.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn set(&mut self, place: Place) -> io::Result<Vec<u32>> {
        if let Some(start) = place.start.checked_sub(self.written) {
            let start = usize::try_from(start).unwrap_or(usize::MAX);
            let set = self.waiting.get(start..start.saturating_add(place.length));
            return set.map(<[u32]>::to_vec).ok_or_else(|| io::ErrorKind::UnexpectedEof.into());
        }
        let Some(file) = &mut self.file else { return Err(io::ErrorKind::NotFound.into()) };
        file.seek(SeekFrom::Start(place.start * 4))?;
        let mut bytes = vec![0; place.length * 4];
        file.read_exact(&mut bytes)?;
        Ok(bytes.as_chunks::<4>().0.iter().map(|shingle| u32::from_le_bytes(*shingle)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_come_back_from_memory_and_from_the_file() {
        let path = std::env::temp_dir().join(format!("dateline-spill-{}", std::process::id()));
        let mut spill = Spill { held: 10, ..Spill::new(path.clone()) };
        let sets: Vec<Vec<u32>> =
            (0..12).chain([1]).map(|n| (0..n).map(|k| k * 1000 + n).collect()).collect();
        let places: Vec<Place> = sets.iter().map(|set| spill.keep(set).unwrap()).collect();
        assert!(spill.written > 20 && !spill.waiting.is_empty());
        for (set, place) in sets.iter().zip(places).rev() {
            assert_eq!(*set, spill.set(place).unwrap());
        }
        assert!(cfg!(not(unix)) || !path.exists());
        let _ = fs::remove_file(path);
    }
}
