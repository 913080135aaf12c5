//! The file of a receipt: JSON whose beginning a person can read, with a checksum.
//!
//! Matches stand at the end, one a line, as `id hash path`. Long lists are packed
//! (deflate, then base64), since a text of forty thousand lines helps nobody.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Entry, Receipt, hash_of, short};
use crate::error::{Error, Result};

/// The version of the format that is written.
pub const VERSION: u32 = 1;

/// Lists of more matches are packed.
const PLAIN_MAX: usize = 500;
/// Characters of a packed list on one line.
const PACKED_WIDTH: usize = 100;
/// What is larger is no receipt: one of ten million articles has half of this.
const BYTES_MAX: u64 = 512 << 20;

const OTHER_FILE: &str = "give a file that --receipt wrote; without one, verify checks the index itself";
const ASK_AGAIN: &str = "use a copy that nobody edited, or search again with --receipt";

/// What was found in a file, and what to do.
type Fault = (String, &'static str);

impl Receipt {
    /// Reads a file.
    ///
    /// # Errors
    /// When it cannot be read, is no receipt, is one of another version, or was changed since it
    /// was written.
    pub fn read(path: &Path) -> Result<Receipt> {
        let failed = |cause| Error::Read { path: path.to_path_buf(), cause };
        let mut bytes = Vec::new();
        File::open(path).and_then(|file| file.take(BYTES_MAX).read_to_end(&mut bytes)).map_err(failed)?;
        Receipt::parse(&bytes).map_err(|(finding, help)| Error::Receipt {
            file: path.to_path_buf(),
            finding,
            help: help.to_owned(),
        })
    }

    /// Whether a file is a receipt, as far as its first bytes tell.
    pub fn is_one(path: &Path) -> bool {
        let mut start = Vec::new();
        let read = File::open(path).and_then(|file| file.take(64).read_to_end(&mut start));
        start.retain(|byte| !byte.is_ascii_whitespace());
        read.is_ok() && start.starts_with(b"{\"receipt\":")
    }

    fn parse(bytes: &[u8]) -> Result<Receipt, Fault> {
        #[derive(Deserialize)]
        struct Version {
            receipt: u32,
        }
        match serde_json::from_slice(bytes) {
            Ok(Version { receipt: VERSION }) => {}
            Ok(Version { receipt: other }) => {
                let finding = format!("the receipt is of format {other}, this program reads {VERSION}");
                return Err((finding, "check it with the program that wrote it"));
            }
            Err(cause) if bytes.trim_ascii_start().starts_with(b"{\n  \"receipt\":") => {
                return Err((format!("the receipt is damaged: {cause}"), ASK_AGAIN));
            }
            Err(_) => return Err(("this is no receipt of a search".to_owned(), OTHER_FILE)),
        }
        let receipt: Receipt = serde_json::from_slice(bytes)
            .map_err(|cause| (format!("the receipt is damaged: {cause}"), ASK_AGAIN))?;
        match receipt.contradiction() {
            Some(finding) => Err((finding.to_owned(), ASK_AGAIN)),
            None => Ok(receipt),
        }
    }

    fn contradiction(&self) -> Option<&'static str> {
        if self.checksum != self.sum() {
            return Some("the receipt was changed after it was written: it does not match its checksum");
        }
        let ids: Vec<_> = self.matches.iter().map(|entry| entry.id).collect();
        let agrees = self.articles == ids.len() as u64 && self.order.by_date == hash_of(&ids);
        (!agrees).then_some("the receipt contradicts itself: its list is not what it counted")
    }

    /// Writes the checksum in.
    pub(super) fn seal(&mut self) {
        self.checksum = self.sum();
    }

    /// The checksum of all but the checksum, however the file is laid out and its list packed.
    fn sum(&self) -> String {
        let bare = Receipt { checksum: String::new(), matches: Vec::new(), ..self.clone() };
        let mut hash = blake3::Hasher::new();
        hash.update(&serde_json::to_vec(&bare).unwrap_or_default());
        for entry in &self.matches {
            hash.update(b"\n").update(line(entry).as_bytes());
        }
        short(hash)
    }
}

/// How matches stand in the file.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Form {
    Plain(Vec<String>),
    Packed { packed: Vec<String> },
}

/// How serde writes and reads the list of matches.
pub(super) mod entries {
    use serde::de::Error as _;

    use super::*;

    pub fn serialize<S: Serializer>(entries: &[Entry], serializer: S) -> Result<S::Ok, S::Error> {
        let lines = entries.iter().map(line);
        let form = if entries.len() <= PLAIN_MAX {
            Form::Plain(lines.collect())
        } else {
            Form::Packed { packed: pack(&lines.fold(String::new(), |all, line| all + &line + "\n")) }
        };
        form.serialize(serializer)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(deserializer: D) -> Result<Vec<Entry>, D::Error> {
        let wrong = || D::Error::custom("its list of articles cannot be read");
        let lines = match Form::deserialize(deserializer)? {
            Form::Plain(lines) => lines,
            Form::Packed { packed } => {
                let text = unpack(&packed).ok_or_else(wrong)?;
                text.lines().map(str::to_owned).collect()
            }
        };
        lines.iter().map(|line| entry(line)).collect::<Option<_>>().ok_or_else(wrong)
    }
}

/// `h9s9kc6k4yax 1f2e3d4c wire/2024.jsonl`, on one line whatever the file is called.
fn line(entry: &Entry) -> String {
    let path = entry.path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
    format!("{} {:08x} {path}", entry.id, entry.content)
}

fn entry(line: &str) -> Option<Entry> {
    let (id, rest) = line.split_once(' ')?;
    let (content, written) = rest.split_once(' ')?;
    let mut path = String::new();
    let mut chars = written.chars();
    while let Some(c) = chars.next() {
        path.push(match c {
            '\\' => match chars.next()? {
                'n' => '\n',
                'r' => '\r',
                other => other,
            },
            c => c,
        });
    }
    Some(Entry { id: id.parse().ok()?, content: u32::from_str_radix(content, 16).ok()?, path })
}

fn pack(text: &str) -> Vec<String> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    // Writing into memory does not fail; an empty list would be noticed by its hash.
    let packed = encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish()).unwrap_or_default();
    let written: Vec<char> = STANDARD.encode(packed).chars().collect();
    written.chunks(PACKED_WIDTH).map(|line| line.iter().collect()).collect()
}

fn unpack(lines: &[String]) -> Option<String> {
    let packed = STANDARD.decode(lines.concat()).ok()?;
    let mut text = String::new();
    DeflateDecoder::new(packed.as_slice()).take(BYTES_MAX).read_to_string(&mut text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::ArticleId;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_match_is_one_line_and_reads_back(id in any::<u64>(), content in any::<u32>(), path in "(\\PC|[\r\n\\\\ ]){0,40}") {
            let written = Entry { id: ArticleId::from_number(id), content, path };
            prop_assert_eq!(line(&written).lines().count(), 1);
            prop_assert_eq!(entry(&line(&written)), Some(written));
        }

        #[test]
        fn what_is_packed_comes_back(text in "(\\PC|\n){0,300}") {
            let lines = pack(&text);
            prop_assert!(lines.iter().all(|line| line.len() <= PACKED_WIDTH));
            prop_assert_eq!(unpack(&lines), Some(text));
        }

        #[test]
        fn no_file_is_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(Receipt::parse(&bytes).is_err());
            let text = format!("{{\n  \"receipt\": 1, {}", String::from_utf8_lossy(&bytes));
            prop_assert!(Receipt::parse(text.as_bytes()).is_err());
        }
    }
}
