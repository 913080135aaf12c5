//! Learns the book that new texts are written by ([`super::wordbook`]) while an index is written.
//!
//! An archive without a book, or with one that was learnt from far less than now comes in, gets
//! one from the first texts of the run; they wait for it. Later texts are written by it at once.

use std::sync::OnceLock;

use super::record::Packing;
use super::shelf::{Shelf, Title};
use super::wordbook::{Packer, SAMPLE_BYTES, Wordbook};

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
        let learner = Learner { known, settled, chosen: OnceLock::new() };
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

    /// The books that a commit has to name, and the file of the one that is new among them; the
    /// commit has this number.
    pub fn titles(&self, number: u64) -> (Vec<Title>, Option<(String, &[u8])>) {
        let mut titles = self.known.clone();
        let new = self.chosen.get().and_then(|c| c.new.as_ref()).map(|(bytes, learnt)| {
            let file = format!("words-{number}");
            titles.push(Title { file: file.clone(), learnt: *learnt });
            (file, bytes.as_slice())
        });
        (titles, new)
    }
}
