//! Earlier versions of articles that have changed.
//!
//! A source that rewrites an article in place leaves no trace of what it said before, so the
//! index keeps what it showed: when an article is replaced, its record goes into a file of the
//! commit that replaces it. Files of versions are written once and never changed; the ledger
//! says where in them a version stands. Versions are shown and compared, not searched.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
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
    /// When it was replaced, in seconds since 1970.
    pub replaced: i64,
}

/// Longest record that is believed when a ledger says so; no article is longer.
const BYTES_MAX: u32 = 256 << 20;

/// The file of versions with this number.
pub(super) fn file(side: &Path, number: u64) -> PathBuf {
    side.join(format!("versions-{number}"))
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
        self.bytes.extend(encoded);
        Version { file, offset, bytes, replaced }
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

    fn version(&self, version: &Version) -> Result<Record> {
        let side = self.ledger.parent().unwrap_or(&self.dir);
        let path = file(side, version.file);
        let wrong = || damaged(&self.dir, "an earlier version of the article cannot be read");
        if version.bytes > BYTES_MAX {
            return Err(wrong());
        }
        let read = || -> std::io::Result<Vec<u8>> {
            let mut file = File::open(&path)?;
            file.seek(SeekFrom::Start(version.offset))?;
            let mut bytes = Vec::new();
            file.take(u64::from(version.bytes)).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        let bytes = read().map_err(|cause| Error::Read { path: path.clone(), cause })?;
        Record::decode(&bytes, self.shelf.as_ref(), &self.dictionary).ok_or_else(wrong)
    }
}
