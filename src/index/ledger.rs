//! What the index knows of the files it was built from.
//!
//! For every file: size, time and hash, so that an unchanged one is not read again;
//! the articles it gave, with a hash of each, so that a changed file costs only its
//! changed records; and what was skipped and ignored in it, so that nothing is lost from the
//! account because a file was not looked at this time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::versions::Version;
use crate::corpus::DateHabits;
use crate::enrich::places::Outlets;
use crate::error::Fault;

/// Everything known about the inputs.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger {
    /// The folders that were indexed.
    pub roots: Vec<Root>,
    /// The number that the next new article gets; numbers are never given twice.
    pub next_number: u32,
    /// What outlets write about, from which it follows where they are at home.
    pub outlets: Outlets,
    /// How outlets write their dates.
    pub habits: DateHabits,
    /// Where the earlier versions of changed articles are kept, by the article's id as a
    /// number, oldest first.
    pub versions: BTreeMap<u64, Vec<Version>>,
}

/// A folder that was indexed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Root {
    /// Its name in article ids and shown paths; unique in the index.
    pub label: String,
    /// Where it is, absolute.
    pub path: String,
    /// How its path is shown in front of those of its files, when it was given as an absolute
    /// one; else its label stands there.
    pub shown: Option<String>,
    /// The field mapping that was given for it (`--map`), as typed.
    pub map: Vec<String>,
    /// Its files by their path below it.
    pub files: BTreeMap<String, FileEntry>,
}

/// What is known of one file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Size in bytes; `u64::MAX` when it was not read to its end, so that it is read again.
    pub bytes: u64,
    /// Modification time in nanoseconds since 1970.
    pub modified_ns: i64,
    /// BLAKE3 of the content.
    pub hash: [u8; 32],
    /// Name of its format; empty when it was not read.
    pub format: String,
    /// What it is, when it is no article by its nature and no fault either (an image).
    pub ignored: Option<String>,
    /// Why it could not be read at all.
    pub fault: Option<Fault>,
    /// The path under which its articles got their ids, when the file has moved since.
    pub born: Option<String>,
    /// What is in it: one part, or one for each member of a container that holds articles or
    /// faults.
    pub parts: Vec<Part>,
    /// How many records and members were no article by their nature, by what they are.
    pub ignored_inside: BTreeMap<String, u64>,
}

/// A file that is no container, or a member of one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// The member's path inside the container.
    pub member: Option<String>,
    /// Name of its format.
    pub format: String,
    /// The articles it gave, in the order of their records.
    pub articles: Vec<ArticleEntry>,
    /// Records that could not be read (or the member itself, as record `None`).
    pub skipped: Vec<(Option<u64>, Fault)>,
    /// What was odd about records that were read.
    pub warnings: Vec<(Option<u64>, String)>,
}

/// In place of an article's hash: what the index holds of it is to be entered anew.
pub const ANEW: u64 = 0;

/// One article of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleEntry {
    /// The article's id as a number.
    pub id: u64,
    /// Its permanent number.
    pub number: u32,
    /// Its record in the file or member, from 1.
    pub record: u64,
    /// Hash of all that was read of it.
    pub content: u64,
}

impl FileEntry {
    /// The articles of all parts.
    pub fn articles(&self) -> impl Iterator<Item = &ArticleEntry> {
        self.parts.iter().flat_map(|p| &p.articles)
    }

    /// The path of a part of this file, which itself is shown as `file`.
    pub fn shown(file: &str, part: &Part) -> String {
        member_path(file, part.member.as_deref())
    }
}

/// `outer.zip!/inner`, or the file itself.
pub fn member_path(file: &str, member: Option<&str>) -> String {
    match member {
        Some(member) => format!("{file}!/{member}"),
        None => file.to_owned(),
    }
}

impl Ledger {
    /// Reads a ledger's file; `None` when it is damaged.
    pub fn decode(bytes: &[u8]) -> Option<Ledger> {
        postcard::from_bytes(bytes).ok()
    }

    /// The bytes of the ledger's file.
    pub fn encode(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }

    /// The number of articles in the index.
    pub fn articles(&self) -> usize {
        self.roots.iter().flat_map(|r| r.files.values()).map(|f| f.articles().count()).sum()
    }

    /// The ids of the articles in the index, as numbers.
    pub fn ids(&self) -> impl Iterator<Item = u64> {
        self.roots.iter().flat_map(|r| r.files.values()).flat_map(FileEntry::articles).map(|a| a.id)
    }

    /// The articles in the index.
    pub fn entries(&self) -> impl Iterator<Item = &ArticleEntry> {
        self.roots.iter().flat_map(|r| r.files.values()).flat_map(FileEntry::articles)
    }

    /// The position of the root with this absolute path; a new one gets a label that no
    /// other has.
    pub fn root_at(&mut self, path: &str) -> usize {
        self.roots.iter().position(|r| r.path == path).unwrap_or_else(|| {
            let label = self.free_label(path);
            self.roots.push(Root { label, path: path.to_owned(), ..Root::default() });
            self.roots.len() - 1
        })
    }

    /// The last part of the path, made unique by a number.
    fn free_label(&self, path: &str) -> String {
        let name = path.trim_end_matches('/').rsplit('/').next().filter(|n| !n.is_empty()).unwrap_or("root");
        let taken = |label: &str| self.roots.iter().any(|r| r.label == label);
        let numbered = (2..).map(|n| format!("{name}-{n}"));
        std::iter::once(name.to_owned()).chain(numbered).find(|l| !taken(l)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_of_one_name_get_different_labels_and_keep_them() {
        let mut ledger = Ledger::default();
        let places = ["/a/news", "/b/news", "/a/news", "/"].map(|path| ledger.root_at(path));
        let labels = places.map(|at| ledger.roots[at].label.as_str());
        assert_eq!(labels, ["news", "news-2", "news", "root"]);
        assert_eq!(Ledger::decode(&ledger.encode()), Some(ledger));
    }
}
