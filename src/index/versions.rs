//! Earlier versions of articles that have changed.
//!
//! A source that rewrites an article in place leaves no trace of what it said before, so the
//! index keeps what it showed: when an article is replaced, its record goes into a file of the
//! commit that replaces it. Files of versions are written once and never changed; the ledger
//! says where in them a version stands. Versions are shown and compared, not searched.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::record::Record;
use super::{Snapshot, damaged};
use crate::article::ArticleId;
use crate::error::{Error, Result};

/// Where a version is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// The number of the file.
    pub file: u64,
    /// Its first byte in that file.
    pub offset: u64,
    /// Its bytes.
    pub bytes: u32,
    /// CRC-32 of them.
    pub crc32: u32,
    /// When it was replaced, in seconds since 1970.
    pub replaced: i64,
}

/// Longest record that is believed when a ledger says so; no article is longer.
const BYTES_MAX: u32 = 256 << 20;

/// The name of the file of versions with this number.
pub(super) fn name(number: u64) -> String {
    format!("versions-{number}")
}

/// Whether a file of this name holds versions.
pub(super) fn is_name(name: &str) -> bool {
    name.starts_with("versions-")
}

/// The file of versions with this number.
pub(super) fn file(side: &Path, number: u64) -> PathBuf {
    side.join(name(number))
}

/// Versions on their way into a file.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub(super) bytes: Vec<u8>,
}

impl Batch {
    /// Takes the stored bytes of a record that is being replaced.
    pub(super) fn keep(&mut self, encoded: Vec<u8>, file: u64, replaced: i64) -> Version {
        let (offset, bytes) = (self.bytes.len() as u64, u32::try_from(encoded.len()).unwrap_or(0));
        let crc32 = crc32fast::hash(&encoded);
        self.bytes.extend(encoded);
        Version { file, offset, bytes, crc32, replaced }
    }
}

impl Snapshot {
    /// The earlier versions of an article, oldest first, with the second since 1970 in which
    /// each was replaced.
    ///
    /// # Errors
    /// When a version cannot be read.
    pub fn versions(&self, id: ArticleId) -> Result<Vec<(i64, Record)>> {
        let ledger = self.ledger()?;
        let versions = ledger.versions.get(&id.number()).map(Vec::as_slice).unwrap_or_default();
        versions.iter().map(|version| Ok((version.replaced, self.version(version)?))).collect()
    }

    /// A version, when it can be read.
    pub(crate) fn version_at(&self, version: &Version) -> Option<Record> {
        self.version(version).ok()
    }

    pub(super) fn version(&self, version: &Version) -> Result<Record> {
        let wrong = || damaged(&self.dir, "an earlier version of an article cannot be read");
        match read(&self.side, version, |bytes| Record::decode(bytes, self.shelf.as_ref(), &self.dictionary))
        {
            Ok(record) => record.ok_or_else(wrong),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => Err(wrong()),
            Err(cause) => Err(Error::Read { path: file(&self.side, version.file), cause }),
        }
    }
}

/// Reads a version; `None` when it is not what was written.
pub(super) fn read(
    side: &Path,
    version: &Version,
    decode: impl FnOnce(&[u8]) -> Option<Record>,
) -> io::Result<Option<Record>> {
    if version.bytes > BYTES_MAX {
        return Ok(None);
    }
    let mut file = File::open(file(side, version.file))?;
    file.seek(SeekFrom::Start(version.offset))?;
    let mut bytes = Vec::new();
    file.take(u64::from(version.bytes)).read_to_end(&mut bytes)?;
    let is_whole = crc32fast::hash(&bytes) == version.crc32;
    Ok(Some(bytes).filter(|_| is_whole).and_then(|bytes| decode(&bytes)))
}
