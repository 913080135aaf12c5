//! Whether a sentence looks back or ahead at the time that it names.
//!
//! A bare "Friday" is the last one or the next, and only the verb tells. The verb that
//! a time belongs to mostly stands before it in the same clause ("will meet on Friday and
//! said"); after it where the clause begins with the time ("on Friday it will meet") or
//! where the subject alone stands before ("the bank on Friday said").

use super::grammar::Paragraph;
use super::lexicon::Word;
use super::token::{Gap, Kind};

/// What the words around an expression say about its direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    /// "since": past beyond doubt.
    Since,
    Past,
    Future,
    Unknown,
}

/// How many words around an expression are looked at for its tense. A month or quarter far
/// from a verb is more likely one that belongs to something else.
const REACH: usize = 14;
const REACH_OF_WEEKDAYS: usize = 20;
/// A verb that stands no farther before a time than this belongs to it in any case.
const CLOSE: usize = 2;

impl Paragraph<'_> {
    /// The tense of the verb that the tokens from `start` to `end` belong to.
    pub(super) fn tense(self, start: usize, end: usize) -> Tense {
        let weekday = matches!(self.word(start), Word::Weekday(_));
        match start.checked_sub(1).map(|at| self.text_of(at)) {
            Some("by" | "until" | "till" | "through") if !weekday => return Tense::Future,
            Some("since" | "Since") => return Tense::Since,
            Some("after") if start >= 2 && self.says(start - 2, "until") => return Tense::Future,
            _ => {}
        }
        if weekday && self.is_fixed_for(start, end) {
            return Tense::Future;
        }
        let reach = if weekday { REACH_OF_WEEKDAYS } else { REACH };
        let mut before = (1..=reach).map_while(|step| {
            let at = start.checked_sub(step)?;
            (!self.sentence_ends(at)).then(|| (step, self.tense_of(at, start)))
        });
        let mut after = (0..reach).map_while(|step| {
            let at = end + step;
            (at < self.tokens.len() && !self.sentence_ends(at)).then(|| (step + 1, self.tense_of(at, start)))
        });
        let known = |(_, tense): &(usize, Tense)| *tense != Tense::Unknown;
        let (before, after) = (before.find(known), after.find(known));
        match (before, after) {
            (Some((near, _)), Some((1, tense))) if near > CLOSE => tense,
            // "on Friday also said"
            (Some((near, _)), Some((2, tense))) if near > CLOSE && self.is_adverb(end) => tense,
            (Some((near, _)), Some((_, tense))) if near > CLOSE && self.clause_begins(start) => tense,
            (Some((_, tense)), _) | (None, Some((_, tense))) => tense,
            (None, None) => Tense::Unknown,
        }
    }

    /// Whether a clause begins with the time at this token: after a comma, "and" or
    /// "that", with at most a preposition between.
    fn clause_begins(self, start: usize) -> bool {
        let led = start
            .checked_sub(1)
            .filter(|&at| matches!(self.word(at), Word::On | Word::At | Word::Preposition));
        let Some(before) = led.unwrap_or(start).checked_sub(1) else { return true };
        let joins = ["but", "while", "that", "which", "who", "when", "where", "because", "although"];
        matches!(self.tokens.get(before).map(|t| t.kind), Some(Kind::Mark(b',' | b'-' | b':' | b'"' | b'(')))
            || self.is(before, Word::And)
            || joins.iter().any(|w| self.says(before, w))
    }

    /// `the deadline is Friday`, `Tuesday is a holiday`: what stands in the plan.
    fn is_fixed_for(self, start: usize, end: usize) -> bool {
        let is = |at: usize| self.says(at, "is") || self.says(at, "are");
        let before = if start > 0 && self.is(start - 1, Word::On) { start - 1 } else { start };
        let begins = start.checked_sub(1).is_none_or(|at| self.sentence_ends(at));
        before.checked_sub(1).is_some_and(is) || begins && is(end)
    }

    fn is_adverb(self, at: usize) -> bool {
        self.text_of(at).ends_with("ly")
            || ["also", "again", "then", "still"].iter().any(|w| self.says(at, w))
    }

    fn was(self, at: usize) -> bool {
        self.says(at, "was") || self.says(at, "were")
    }

    /// The tense of the word at a token, when it is a verb, for a time that starts at `time`.
    fn tense_of(self, at: usize, time: usize) -> Tense {
        match self.word(at) {
            // "It had been due to expire Friday" is over.
            Word::Will if (1..=3).any(|back| at >= back && self.says(at - back, "been")) => Tense::Past,
            // "could not be reached", "would not comment"
            Word::Will if self.says(at + 1, "not") && !self.says(at, "will") => Tense::Past,
            Word::Will if self.says(at, "set") && !self.sets_a_date(at, time) => Tense::Past,
            // The noun: "rejected the plan on Sunday".
            Word::Will if self.says(at, "plan") && !self.is(at + 1, Word::To) => Tense::Unknown,
            Word::Will => Tense::Future,
            Word::Ended if self.says(at, "ended") => Tense::Past,
            // "was to meet on Friday"
            Word::Did if self.was(at) && self.is(at + 1, Word::To) && at + 2 < time => Tense::Future,
            // "if confirmed on Friday"
            Word::Other | Word::Did if self.is_condition(at) => Tense::Future,
            // In "will be held" the participle is no past.
            _ if at > 0 && self.says(at - 1, "be") => Tense::Unknown,
            Word::Did => Tense::Past,
            Word::Other => {
                let text = self.text_of(at);
                let past = text.len() > 4 && text.ends_with("ed") && !self.capital(at);
                if past { Tense::Past } else { Tense::Unknown }
            }
            _ => Tense::Unknown,
        }
    }

    /// "set to meet", "set for Friday", "set a May 3 deadline", but not "a record set in May".
    fn sets_a_date(self, at: usize, time: usize) -> bool {
        let object =
            time > at && time - at <= 2 && !matches!(self.word(time - 1), Word::On | Word::Preposition);
        self.is(at + 1, Word::To) || self.says(at + 1, "for") || object && !self.is(time, Word::On)
    }

    /// Whether a participle stands behind "if".
    fn is_condition(self, at: usize) -> bool {
        let joined =
            at.checked_sub(1).is_some_and(|i| ["if", "once", "unless"].iter().any(|w| self.says(i, w)));
        joined && self.text_of(at).ends_with("ed")
    }

    fn is_abbreviation(self, at: usize) -> bool {
        let known = [
            "mr", "mrs", "ms", "dr", "sen", "rep", "gov", "gen", "lt", "col", "st", "corp", "inc", "co",
            "ltd",
        ];
        self.text_of(at).len() == 1 || known.iter().any(|w| self.says(at, w))
    }

    /// Whether this token is the stop at the end of a sentence.
    fn sentence_ends(self, at: usize) -> bool {
        let Some(Kind::Mark(mark)) = self.tokens.get(at).map(|t| t.kind) else { return false };
        match mark {
            b'!' | b'?' | b';' => true,
            b'.' => {
                let next = self.tokens.get(at + 1);
                let starts_anew =
                    next.is_none_or(|t| t.gap != Gap::None && !matches!(t.kind, Kind::Number(_)));
                let begins = next.is_none_or(|t| t.capital || matches!(t.kind, Kind::Mark(b'"' | b'\'')));
                starts_anew && begins && !at.checked_sub(1).is_some_and(|i| self.is_abbreviation(i))
            }
            _ => false,
        }
    }
}
