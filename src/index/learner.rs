//! Learns the book that new texts are written by ([`super::wordbook`]) while an index is written.
//!
//! An archive without a book, or with one that was learnt from far less than now comes in, gets
//! one from the first texts of the run; they wait for it. Later texts are written by it at once.

use std::sync::OnceLock;

use super::record::Packing;
use super::shelf::{Shelf, Title};
use super::side::SideFile;
use super::wordbook::{Packer, SAMPLE_BYTES, Wordbook};
use crate::error::Result;

/// A book is replaced by one that was learnt from so many times more.
const OUTGROWN: u64 = 8;
/// The most books of an archive; their number is a byte.
const BOOKS_MAX: usize = 200;

/// What texts are written by in one run.
#[derive(Default)]
pub struct Learner {
    known: Vec<Title>,
    /// Whether the known ones will do, however much comes in.
    settled: bool,
    chosen: OnceLock<Chosen>,
    written: OnceLock<Title>,
}

#[derive(Default)]
struct Chosen {
    packer: Option<(u8, Packer)>,
    /// The file of a book that is new, and how much it was learnt from.
    new: Option<(Vec<u8>, u64)>,
}

impl Learner {
    /// For an archive with these books.
    pub fn new(shelf: &Shelf) -> Learner {
        let known = shelf.titles().to_vec();
        let enough = |t: &Title| t.learnt.saturating_mul(OUTGROWN) > SAMPLE_BYTES as u64;
        let settled = known.last().is_some_and(enough) || known.len() >= BOOKS_MAX;
        let learner = Learner { known, settled, chosen: OnceLock::new(), written: OnceLock::new() };
        if learner.settled {
            let _ = learner.chosen.set(learner.last_of(shelf));
        }
        learner
    }

    fn last_of(&self, shelf: &Shelf) -> Chosen {
        use super::record::Books;
        let number = u8::try_from(self.known.len()).unwrap_or(0);
        let packer = shelf.book(number).map(|book| (number, Packer::new(book)));
        Chosen { packer, new: None }
    }

    /// Whether texts should wait, to be learnt from.
    pub fn wants_texts(&self) -> bool {
        self.chosen.get().is_none()
    }

    /// Learns from these texts, once; what is written from now on is written by what was learnt.
    pub fn learn<'t>(&self, texts: impl Iterator<Item = &'t str> + Clone, shelf: &Shelf) {
        self.chosen.get_or_init(|| {
            let learnt: u64 = texts.clone().map(|t| t.len() as u64).sum();
            let known = self.known.last().map_or(0, |t| t.learnt);
            if learnt <= known.saturating_mul(OUTGROWN) {
                return self.last_of(shelf);
            }
            let book = Wordbook::learn(texts.map(str::as_bytes));
            let number = u8::try_from(self.known.len() + 1).unwrap_or(0);
            Chosen { packer: Some((number, Packer::new(&book))), new: Some((book.to_bytes(), learnt)) }
        });
    }

    /// What to write a text by now.
    pub fn packing(&self) -> Packing<'_> {
        let packer = self.chosen.get().and_then(|c| c.packer.as_ref());
        Packing { book: packer.map(|(number, packer)| (*number, packer)) }
    }

    /// The books that a commit has to name; a new one is written first.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn titles(&self, write: impl FnOnce(&[u8]) -> Result<SideFile>) -> Result<Vec<Title>> {
        let mut titles = self.known.clone();
        let Some((bytes, learnt)) = self.chosen.get().and_then(|chosen| chosen.new.as_ref()) else {
            return Ok(titles);
        };
        let title = match self.written.get() {
            Some(title) => title.clone(),
            None => Title { file: write(bytes)?, learnt: *learnt },
        };
        titles.push(self.written.get_or_init(|| title).clone());
        Ok(titles)
    }
}
