//! The books of a commit ([`super::wordbook`]), opened when the first text is read that was
//! written by them: a search that only counts needs none.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::record::Books;
use super::side::SideFile;
use super::wordbook::Wordbook;

/// A book as a commit names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    pub(super) file: SideFile,
    /// Bytes of text that it was learnt from.
    pub(super) learnt: u64,
}

/// The books of a commit.
#[derive(Debug, Default)]
pub struct Shelf {
    side: PathBuf,
    titles: Vec<Title>,
    books: Vec<OnceLock<Option<Wordbook>>>,
}

impl Shelf {
    /// Of these books, in this folder; none is opened yet. The first has the number 1.
    pub fn new(side: &Path, titles: &[Title]) -> Shelf {
        let books = titles.iter().map(|_| OnceLock::new()).collect();
        Shelf { side: side.to_path_buf(), titles: titles.to_vec(), books }
    }

    /// What the commit says of them.
    pub fn titles(&self) -> &[Title] {
        &self.titles
    }

    fn open(&self, at: usize) -> Option<Wordbook> {
        Wordbook::from_bytes(&self.titles.get(at)?.file.read(&self.side).ok()?)
    }
}

impl Books for Shelf {
    fn book(&self, number: u8) -> Option<&Wordbook> {
        let at = usize::from(number).checked_sub(1)?;
        self.books.get(at)?.get_or_init(|| self.open(at)).as_ref()
    }
}

/// Whether a file of this name is a book.
pub(super) fn is_name(name: &str) -> bool {
    name.starts_with("words-")
}
