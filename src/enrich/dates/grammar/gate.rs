//! Which tokens can start a time expression. This is asked of every word of a text, and
//! nearly all of them are turned away by themselves or by the word behind them.

use super::Paragraph;
use crate::enrich::dates::lexicon::{Unit, Word};
use crate::enrich::dates::token::Kind;

impl Paragraph<'_> {
    /// `false` only where no rule finds anything.
    pub(super) fn can_start(self, at: usize) -> bool {
        match self.tokens.get(at).map(|t| t.kind) {
            Some(Kind::Word(word)) => self.word_can_start(at, word),
            Some(Kind::Number(number)) => {
                number.width == 4 || self.number_can_start(at + 1) || self.listed_day(at).is_some()
            }
            Some(Kind::Mark(mark)) => mark == b'\'' && self.number(at + 1).is_some(),
            None => false,
        }
    }

    fn word_can_start(self, at: usize, word: Word) -> bool {
        match word {
            Word::Other => match self.tokens.get(at).map_or(0, |t| t.end - t.start) {
                1 => self.text_of(at) == "Q" && !self.glued(at),
                // "another two weeks"
                7 => self.counts_or_is_known(at + 1) && self.says(at, "another"),
                _ => false,
            },
            Word::Will
            | Word::Did
            | Word::Preposition
            | Word::Of
            | Word::And
            | Word::Or
            | Word::On
            | Word::Than
            | Word::Least
            | Word::Kind
            | Word::Zone
            | Word::Term
            | Word::Counted
            | Word::Currency
            | Word::Label
            | Word::Ago
            | Word::Old
            | Word::Eve
            | Word::Edge
            | Word::Ended => false,
            Word::To => self.hyphen(at + 1),
            Word::At => matches!(self.word(at + 1), Word::Least),
            Word::Up => matches!(self.word(at + 1), Word::To),
            Word::No => matches!(self.word(at + 1), Word::More | Word::Less),
            Word::Less => matches!(self.word(at + 1), Word::Than),
            Word::Good => matches!(self.word(at + 1), Word::Weekday(_)),
            Word::New | Word::Labor | Word::Memorial | Word::Veterans | Word::Independence => {
                matches!(self.word(at + 1), Word::Unit(Unit::Day | Unit::Year))
            }
            // "a number of days"
            Word::A => self.counts_or_is_known(at + 1) || self.says(at + 1, "number"),
            // "the nineties", "the Q1"
            Word::The => {
                self.counts_or_is_known(at + 1)
                    || self.spoken_decade(at + 1).is_some()
                    || self.text_of(at + 1) == "Q"
            }
            Word::This
            | Word::That
            | Word::These
            | Word::Last
            | Word::Past
            | Word::Next
            | Word::Previous
            | Word::Following
            | Word::Coming
            | Word::Recent
            | Word::Same
            | Word::More
            | Word::About
            | Word::Few
            | Word::Vague
            | Word::Every => self.counts_or_is_known(at + 1) || self.says(at + 1, "other"),
            _ => true,
        }
    }

    /// Whether a number stands here, or a word that says anything of time.
    fn counts_or_is_known(self, at: usize) -> bool {
        match self.tokens.get(at).map(|t| t.kind) {
            Some(Kind::Word(word)) => !matches!(
                word,
                Word::Other
                    | Word::Of
                    | Word::Will
                    | Word::Did
                    | Word::Counted
                    | Word::Label
                    | Word::Preposition
            ),
            Some(Kind::Number(_)) => true,
            Some(Kind::Mark(mark)) => mark == b'\'' || mark == b'-',
            None => false,
        }
    }

    /// Whether what follows a number can make a time of it; tables hold many that are none.
    fn number_can_start(self, next: usize) -> bool {
        match self.tokens.get(next).map(|t| t.kind) {
            // "p.m.", "o'clock"
            Some(Kind::Word(Word::Other)) => self.glued(next) || self.text_of(next).len() <= 2,
            Some(Kind::Word(_)) => true,
            // "2 1/2 years"
            Some(Kind::Number(_)) => self.mark(next + 1, b'/'),
            Some(Kind::Mark(_)) => self.glued(next) && self.glued(next + 1),
            None => false,
        }
    }
}
