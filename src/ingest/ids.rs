//! Gives articles their ids.
//!
//! An id derives from where an article stands, and from the source's own id where the file
//! gives that only once, else from the record's number. It does not depend on where the
//! folder stands, nor on the order of indexing.

use std::collections::BTreeSet;

use crate::article::{Article, ArticleId};
use crate::index::ledger::member_path;

/// Gives the articles of one file their ids.
pub(super) struct Ids {
    /// Label of the root and path below it, as when the file was first met.
    path: String,
    seen: BTreeSet<u64>,
}

impl Ids {
    pub(super) fn new(path: String) -> Ids {
        Ids { path, seen: BTreeSet::new() }
    }

    pub(super) fn of(&mut self, article: &Article, member: Option<&str>, record: u64) -> ArticleId {
        let path = member_path(&self.path, member);
        let by_source = article.source_id.as_ref().map(|id| hashed(&format!("{path}\0id\0{id}")));
        let id = by_source.filter(|id| !self.seen.contains(&id.number()));
        let id = id.unwrap_or_else(|| hashed(&format!("{path}\0record\0{record}")));
        self.seen.insert(id.number());
        id
    }
}

/// The id that a key gives.
pub(super) fn hashed(key: &str) -> ArticleId {
    ArticleId::from_number(first_bytes(blake3::hash(key.as_bytes())))
}

/// A hash of all that was read of an article. What is doubted of its date follows from the rest, and
/// from what other articles and the day of reading say: the article is the same without it.
pub(super) fn content(article: &mut Article) -> u64 {
    let dating = std::mem::take(&mut article.dating);
    let hash = first_bytes(blake3::hash(&postcard::to_stdvec(article).unwrap_or_default()));
    article.dating = dating;
    hash
}

fn first_bytes(hash: blake3::Hash) -> u64 {
    u64::from_be_bytes(hash.as_bytes().first_chunk().copied().unwrap_or_default())
}
