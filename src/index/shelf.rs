//! The books of a commit ([`super::wordbook`]), read when the first text is shown that was
//! written by them: a search that only counts needs none.

use std::io;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use tantivy::Directory;
use tantivy::directory::OwnedBytes;

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
#[derive(Default)]
pub struct Shelf {
    titles: Vec<Title>,
    // Mapped when the commit is opened: later the file may be gone, with the generation that it
    // belongs to.
    files: Vec<OwnedBytes>,
    books: Vec<OnceLock<Option<Wordbook>>>,
}

impl Shelf {
    /// Of these books, in this folder; the first has the number 1.
    ///
    /// # Errors
    /// When one is missing or damaged; which one.
    pub(super) fn open(folder: &dyn Directory, titles: &[Title]) -> Result<Shelf, (SideFile, io::Error)> {
        let map = |title: &Title| title.file.map(folder).map_err(|cause| (title.file.clone(), cause));
        Ok(Shelf {
            titles: titles.to_vec(),
            files: titles.iter().map(map).collect::<Result<_, _>>()?,
            books: titles.iter().map(|_| OnceLock::new()).collect(),
        })
    }

    /// What the commit says of them.
    pub fn titles(&self) -> &[Title] {
        &self.titles
    }
}

impl Books for Shelf {
    fn book(&self, number: u8) -> Option<&Wordbook> {
        let at = usize::from(number).checked_sub(1)?;
        let open = || Wordbook::from_bytes(self.files.get(at)?.as_slice());
        self.books.get(at)?.get_or_init(open).as_ref()
    }
}

/// Whether a file of this name is a book.
pub(super) fn is_name(name: &str) -> bool {
    name.starts_with("words-")
}
