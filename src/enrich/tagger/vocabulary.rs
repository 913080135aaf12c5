//! Words that were met before, with what is known of each by itself.
//!
//! Much of what tells what a word names does not depend on where it stands: its letters, its
//! clusters, the lists that have it. News says the same words again and again, so that is gathered
//! once for each, and with it what it is worth to the model: of the word itself, and of the words
//! that it may stand beside. Each thread has a vocabulary of its own.

use std::cell::RefCell;
use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::facts::{self, Fact};
use super::features::{self, PLACES};
use super::model::{Model, Worth};
use super::tokens::Token;

/// The number of a word, good for one article.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordNo(usize);

/// The words of a thread.
#[derive(Default)]
pub(super) struct Vocabulary {
    numbers: HashMap<Box<str>, WordNo, RandomState>,
    words: Vec<Word>,
    /// What it is worth that the sentence ends.
    beyond: Option<[Worth; PLACES]>,
    room: Room,
}

struct Word {
    fact: Fact,
    /// By the place at which it stands in the window around the word that it tells of.
    worth: [Worth; PLACES],
}

#[derive(Default)]
struct Room {
    features: Vec<u64>,
    kept: Vec<u64>,
}

/// With more words than these it starts anew, some 5 MB.
const WORDS_MAX: usize = 16_000;

thread_local! {
    static OWN: RefCell<Vocabulary> = RefCell::default();
}

impl Vocabulary {
    /// Lends the vocabulary of this thread for one article.
    pub fn lend<T>(to: impl FnOnce(&mut Vocabulary) -> T) -> T {
        OWN.with_borrow_mut(|own| {
            if own.words.len() > WORDS_MAX {
                own.numbers.clear();
                own.words.clear();
            }
            to(own)
        })
    }

    /// The number of a word.
    pub fn number(&mut self, token: &Token<'_>) -> WordNo {
        if let Some(&number) = self.numbers.get(token.text) {
            return number;
        }
        let fact = facts::word(token);
        let worth = self.room.worth(Some((&fact, token)));
        let number = WordNo(self.words.len());
        self.words.push(Word { fact, worth });
        self.numbers.insert(token.text.into(), number);
        number
    }

    /// What is known of a word by itself.
    pub fn fact(&self, number: WordNo) -> Fact {
        self.words.get(number.0).map(|word| word.fact).unwrap_or_default()
    }

    /// What the words of a window are worth to the one in its middle; `None` where the sentence has
    /// ended.
    pub fn worth(&mut self, window: [Option<WordNo>; PLACES]) -> [Worth; PLACES] {
        let beyond = *self.beyond.get_or_insert_with(|| self.room.worth(None));
        let mut worth = beyond;
        for (place, (worth, number)) in worth.iter_mut().zip(window).enumerate() {
            let word = number.and_then(|number| self.words.get(number.0));
            if let Some(known) = word.and_then(|word| word.worth.get(place)) {
                *worth = *known;
            }
        }
        worth
    }
}

impl Room {
    fn worth(&mut self, word: Option<(&Fact, &Token<'_>)>) -> [Worth; PLACES] {
        std::array::from_fn(|place| {
            self.features.clear();
            features::alone(place, word, features::ALL, &mut self.features);
            Model::embedded().worth(&self.features, &mut self.kept)
        })
    }
}
