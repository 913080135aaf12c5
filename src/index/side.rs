//! Files beside the engine's: written whole, named by the commit with size and checksum, and
//! refused when they are anything else.

use std::fs;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tantivy::Directory;
use tantivy::directory::OwnedBytes;
use tantivy::directory::error::OpenReadError;

use super::{SIDE, damaged};
use crate::error::Error;

/// A file of a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SideFile {
    /// Its name in the folder of such files.
    pub(super) name: String,
    /// Its size.
    pub(super) bytes: u64,
    /// CRC-32 of what is in it.
    pub(super) crc32: u32,
}

impl SideFile {
    /// What a commit says of a file with this content.
    pub(super) fn of(name: String, content: &[u8]) -> SideFile {
        SideFile { name, bytes: content.len() as u64, crc32: crc32fast::hash(content) }
    }

    /// Reads it. Of the kind [`io::ErrorKind::InvalidData`] when it is not what was written.
    pub(super) fn read(&self, side: &Path) -> io::Result<Vec<u8>> {
        // The name comes from a file that might lead elsewhere.
        if Path::new(&self.name).file_name() != Some(self.name.as_ref()) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "its name is no name of a file"));
        }
        let bytes = fs::read(side.join(&self.name))?;
        if bytes.len() as u64 != self.bytes || crc32fast::hash(&bytes) != self.crc32 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it does not match its checksum"));
        }
        Ok(bytes)
    }

    /// The same of a file that stays mapped into memory, `folder` being that of such files. Nothing
    /// of it is copied.
    pub(super) fn map(&self, folder: &dyn Directory) -> io::Result<OwnedBytes> {
        if Path::new(&self.name).file_name() != Some(self.name.as_ref()) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "its name is no name of a file"));
        }
        let opened = folder.open_read(Path::new(&self.name)).map_err(|error| match error {
            OpenReadError::FileDoesNotExist(_) => io::ErrorKind::NotFound.into(),
            OpenReadError::IoError { io_error, .. } => io::Error::new(io_error.kind(), io_error.to_string()),
            OpenReadError::IncompatibleIndex(_) => io::ErrorKind::InvalidData.into(),
        })?;
        let bytes = opened.read_bytes()?;
        if bytes.len() as u64 != self.bytes || crc32fast::hash(bytes.as_slice()) != self.crc32 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "it does not match its checksum"));
        }
        Ok(bytes)
    }

    /// The error for one that cannot be read.
    pub(super) fn error(&self, dir: &Path, cause: io::Error) -> Error {
        let finding = match cause.kind() {
            io::ErrorKind::NotFound => "is missing".to_owned(),
            io::ErrorKind::InvalidData => "does not match its checksum".to_owned(),
            _ => format!("cannot be read: {cause}"),
        };
        damaged(dir, &format!("{SIDE}/{} {finding}", self.name))
    }
}

/// The number at the end of the name of a file beside the engine's.
pub(super) fn number(name: &str) -> Option<u64> {
    name.rsplit_once('-')?.1.parse().ok()
}

/// The files in the folder, with their numbers.
pub(super) fn files(side: &Path) -> Vec<(String, u64)> {
    let entries = fs::read_dir(side).into_iter().flatten().flatten();
    let named = entries.map(|e| e.file_name().to_string_lossy().into_owned());
    named.filter_map(|name| Some((number(&name)?, name)).map(|(number, name)| (name, number))).collect()
}

/// A number that no file has.
pub(super) fn next_number(side: &Path) -> u64 {
    files(side).into_iter().map(|(_, number)| number).max().map_or(1, |n| n.saturating_add(1))
}
