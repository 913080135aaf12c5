//! Guesses about stretches that nothing fits as a whole: a place with something behind
//! it, a few unknown words.

use std::ops::Range;

use super::super::Label;
use super::super::foreign::token_behind;
use super::super::gaz::{self, Strength};
use super::super::lexicon::*;
use super::super::memory::follows_locative;
use super::super::piece::Piece;
use super::super::tokens::{Case, Gap};
use super::Segmenter;

impl Segmenter<'_, '_> {
    /// Nothing fits the whole: a place at its beginning, or two unknown words.
    pub(super) fn split_or_guess(&mut self, range: Range<usize>) {
        let hyphenated = self.words(&range).iter().skip(1).all(|t| t.gap == Gap::Hyphen);
        if hyphenated
            && range.clone().all(|at| self.hit(at..at + 1).is_some_and(|h| h.strength >= Strength::Medium))
        {
            for at in range {
                self.push(at..at + 1, Label::Place, 0.7);
            }
            return;
        }
        if let Some(end) = self.place_prefix(&range) {
            let plural = self
                .words(&(end..range.end))
                .last()
                .is_some_and(|t| t.key.ends_with('s') && !t.has(COMMON | GIVEN | SURNAME | TITLE));
            if plural && range.end - end <= 2 {
                return self.push(range, Label::Organisation, 0.65); // Chicago Bulls
            }
            if self.is_named_like_place(&range, end) {
                return self.person(range, 0.6, None); // Paris Hilton
            }
            self.push(range.start..end, Label::Place, 0.7);
            return self.stretch(end..range.end);
        }
        if range.len() <= 4 && self.could_be_person(&range) {
            return self.guess(range);
        }
        let words = self.words(&range);
        if words.iter().any(|t| t.case == Case::Upper && t.text.len() > 1) && range.len() <= 3 {
            for at in range {
                self.judge_single(at);
            }
            return;
        }
        self.pieces.push(Piece::unknown(range));
    }

    /// Only capitalised words that are no common ones, and no article before them.
    fn could_be_person(&self, range: &Range<usize>) -> bool {
        let words = self.words(range);
        let names = words.iter().all(|t| {
            !t.is_capital()
                || matches!(t.case, Case::Title | Case::Mixed | Case::Initial)
                    && !self.is_common(t)
                    && !t.has(TITLE | ORG_HEAD | ORG_SUFFIX)
        });
        let before = range.start.checked_sub(1).and_then(|b| self.tokens.get(b));
        let article = before.is_some_and(|t| matches!(t.text, "the" | "The" | "a" | "an" | "A" | "An"))
            && self.is(range.start, |t| t.gap == Gap::Space);
        names && !article && !words.iter().all(|t| t.case == Case::Initial)
    }

    /// Two to four unknown words: mostly a person.
    pub(super) fn guess(&mut self, range: Range<usize>) {
        let last = range.end - 1;
        let surname = self.is(last, |t| t.has(SURNAME));
        let town = self.hit(last..last + 1).filter(|h| h.strength == Strength::Strong && !surname);
        if town.is_some_and(|h| h.country) {
            return self.push(last..last + 1, Label::Place, 0.6); // Calling Ireland
        }
        let locative =
            follows_locative(self.tokens, range.start) && !self.is(range.end, |t| flags(t.text) & SAY != 0);
        let label = match town {
            Some(_) => Label::Organisation, // Legia Warsaw
            None if locative && !surname => Label::Place,
            None => Label::Person,
        };
        self.push(range, label, 0.58);
    }

    /// A place that is a given name too, with one more word behind it.
    pub(super) fn is_named_like_place(&self, range: &Range<usize>, end: usize) -> bool {
        let first = end == range.start + 1 && self.is(range.start, |t| t.has(PLACE_GIVEN));
        let one_more = range.end == end + 1
            && self.is(end, |t| {
                t.case == Case::Title
                    && t.gap == Gap::Space
                    && !self.is_common(t)
                    && !t.has(ORG_HEAD | ORG_SUFFIX | TITLE | MISC_SUFFIX | PLACE_SUFFIX)
            });
        first && one_more && !follows_locative(self.tokens, range.start)
    }

    /// Where a well-known place at the beginning of the stretch ends, with words left behind it.
    pub(super) fn place_prefix(&self, range: &Range<usize>) -> Option<usize> {
        let start = self.tokens.get(range.start)?;
        let hit = gaz::hit(self.text.get(start.start..)?).filter(|h| h.strength == Strength::Strong)?;
        let end = token_behind(self.tokens, range.start, start.start + hit.len)?;
        let trap = start.has(GIVEN | SURNAME | PARTICLE) && end == range.start + 1 && !hit.country;
        (end < range.end && !trap).then_some(end)
    }
}
