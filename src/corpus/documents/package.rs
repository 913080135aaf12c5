//! A zip file that is a package of XML documents: a book, the text of a word processor.
//!
//! What it unpacks to is counted and bounded, and only what is asked for is unpacked: never a
//! picture.

use std::io::{Read as _, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::corpus::markup::xml::{self, Tree};
use crate::corpus::prose::clean;
use crate::corpus::{Seekable, limits};
use crate::error::{Fault, Reason};

/// A package and how much of it may still be unpacked.
pub(in crate::corpus) struct Package {
    archive: ZipArchive<Box<dyn Seekable>>,
    left: u64,
}

impl Package {
    pub(in crate::corpus) fn open(mut file: Box<dyn Seekable>) -> Result<Package, Fault> {
        let bytes = file.seek(SeekFrom::End(0)).map_err(|cause| Fault::of_io(&cause))?;
        let archive = ZipArchive::new(file).map_err(|cause| fault(&cause))?;
        Ok(Package { archive, left: bytes.saturating_mul(limits::UNPACK_RATIO).min(limits::BOOK_BYTES) })
    }

    /// A document of the package.
    pub(in crate::corpus) fn document(&mut self, path: &str) -> Result<Tree, Fault> {
        let (bytes, lost) = self.unpack(path)?;
        let mut tree = xml::parse_bytes(&bytes, None);
        tree.warnings.extend(lost);
        Ok(tree)
    }

    /// The bytes of a document, and what is wrong with their end.
    fn unpack(&mut self, path: &str) -> Result<(Vec<u8>, Option<String>), Fault> {
        // Some programs do not write a name as they file it.
        let name = match self.archive.index_for_name(path) {
            Some(_) => path.to_owned(),
            None => {
                let mut names = self.archive.file_names().flatten();
                let alike = names.find(|name| name.eq_ignore_ascii_case(path)).map(|name| name.into_owned());
                alike.ok_or_else(|| malformed(&format!("the package lacks its document {}", shown(path))))?
            }
        };
        let member = self.archive.by_name(&name).map_err(|cause| fault(&cause))?;
        let bound = self.left.min(limits::RECORD_BYTES as u64);
        let mut bytes = Vec::new();
        let ended = member.take(bound + 1).read_to_end(&mut bytes);
        let got = bytes.len() as u64;
        if got > self.left {
            return Err(Fault::new(Reason::Bomb, "it unpacks to too much (decompression bomb limit)"));
        }
        self.left -= got;
        if got > bound {
            let detail = format!("a document of more than {} MiB", limits::RECORD_BYTES >> 20);
            return Err(Fault::new(Reason::TooLarge, detail));
        }
        match ended {
            // A document that breaks off keeps what came before.
            Err(cause) if bytes.is_empty() => Err(Fault::of_io(&cause)),
            Err(cause) => Ok((bytes, Some(format!("a document is damaged: {}", Fault::of_io(&cause))))),
            Ok(_) => Ok((bytes, None)),
        }
    }
}

fn shown(path: &str) -> String {
    clean::line(clean::prefix(path, 200)).unwrap_or_default()
}

fn fault(cause: &ZipError) -> Fault {
    match cause {
        ZipError::Io(cause) => Fault::of_io(cause),
        ZipError::UnsupportedArchive(what) if what.contains("assword") => {
            Fault::new(Reason::Encrypted, "it is encrypted")
        }
        other => Fault::new(Reason::Malformed, format!("damaged zip file: {other}")),
    }
}

/// A package that is not put together as its format asks.
pub(in crate::corpus) fn malformed(finding: &str) -> Fault {
    Fault::new(Reason::Malformed, finding)
}
