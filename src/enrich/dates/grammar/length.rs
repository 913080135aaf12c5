//! Lengths of time and recurring times: `two and a half years`, `the past three
//! months`, `31-year-old`, `every Thursday`.

use super::{Paragraph, Reading};
use crate::enrich::dates::lexicon::{Unit, Word};
use crate::enrich::dates::sense::{Amount, Sense};
use crate::enrich::dates::token::Form;

impl Paragraph<'_> {
    /// Steps over `nearly`, `more than`, `at least`, `up to`, `no more than`.
    pub(super) fn approximately(self, at: usize) -> usize {
        let at = if self.is(at, Word::No) && matches!(self.word(at + 1), Word::More | Word::Less) {
            at + 1
        } else {
            at
        };
        match (self.word(at), self.word(at + 1)) {
            (Word::About, _) => at + 1,
            (Word::More | Word::Less, Word::Than) => at + 2,
            (Word::At, Word::Least) => at + 2,
            (Word::Up, Word::To) => at + 2,
            _ => at,
        }
    }

    /// `three`, `2 1/2`, `a dozen`, `several`, `two and a half`, `a couple of`.
    fn amount(self, at: usize) -> Option<(usize, Amount)> {
        let exact = |whole| Amount { whole: Some(whole), half: false };
        let vague = Amount { whole: None, half: false };
        let of = |i: usize| if self.is(i, Word::Of) { i + 1 } else { i };
        match (self.word(at), self.word(at + 1)) {
            (Word::A, Word::Few) => return Some((at + 2, vague)),
            (Word::A, Word::Couple) => return Some((of(at + 2), exact(2))),
            (Word::Couple, Word::Of) => return Some((at + 2, exact(2))),
            (Word::A, Word::Dozen) => return Some((at + 2, exact(12))),
            (Word::A, Word::Scale(scale)) => return Some((at + 2, exact(u32::from(scale)))),
            (Word::A, Word::Half) => return Some((self.join(at + 2), Amount { whole: Some(0), half: true })),
            (Word::A, _) if self.says(at + 1, "number") && self.is(at + 2, Word::Of) => {
                return Some((at + 3, vague));
            }
            (Word::A, _) => return Some((at + 1, exact(1))),
            (Word::Half, Word::A) => return Some((at + 2, Amount { whole: Some(0), half: true })),
            (Word::Half, _) => return Some((self.join(at + 1), Amount { whole: Some(0), half: true })),
            (Word::Few | Word::Vague, _) => return Some((at + 1, vague)),
            (Word::Dozen, _) => return Some((at + 1, exact(12))),
            _ => {}
        }
        if self.says(at, "another") {
            let counted = self
                .digits_or_words(at + 1)
                .map(|(end, whole, half)| (end, Amount { whole: Some(whole), half }));
            return counted.or(Some((at + 1, exact(1))));
        }
        let (end, whole, half) = self.digits_or_words(at)?;
        if half {
            return Some((end, Amount { whole: Some(whole), half }));
        }
        let (end, half) = self.and_a_half(end);
        Some((self.or_more(end).unwrap_or(end), Amount { whole: Some(whole), half }))
    }

    /// Steps over the second number of `two to three`, `five or six`, `10-15`; the first one counts.
    fn or_more(self, at: usize) -> Option<usize> {
        let joins = matches!(self.word(at), Word::To | Word::Or) || self.mark(at, b'-');
        let (end, ..) = self.digits_or_words(at + 1).filter(|_| joins)?;
        Some(end)
    }

    /// Steps over `or so`, `or two`, `or more` behind a unit.
    pub(super) fn or_so(self, at: usize) -> usize {
        let more = self.says(at + 1, "so") || matches!(self.word(at + 1), Word::More | Word::Number(2));
        if self.is(at, Word::Or) && more { at + 2 } else { at }
    }

    /// `12`, `2.5`, `2 1/2`, `thirty-one`, `two hundred`.
    fn digits_or_words(self, at: usize) -> Option<(usize, u32, bool)> {
        if let Some(number) = self.number(at) {
            let inside = self.glued(at) && [b'.', b'/', b':'].iter().any(|m| self.mark(self.before(at), *m));
            let priced = self.mark(self.before(at), b'$') || inside;
            if priced || number.width > 6 {
                return None;
            }
            let one = self.join(at + 1);
            let of_two = self.mark(one + 1, b'/') && self.plain(one + 2, 1..=1) == Some(2);
            let fraction = self.plain(one, 1..=1) == Some(1) && of_two;
            return match number.form {
                Form::Decimal(5) => Some((at + 1, number.value, true)),
                Form::Decimal(_) => None,
                _ if fraction => Some((one + 3, number.value, true)),
                _ => Some((at + 1, number.value, false)),
            };
        }
        let Word::Number(first) = self.word(at) else { return None };
        let (mut end, mut value) = (at + 1, u32::from(first));
        if let (20.., Word::Number(ones @ 1..=9)) = (first, self.word(self.join(end))) {
            (end, value) = (self.join(end) + 1, value + u32::from(ones));
        }
        while let Word::Scale(scale) = self.word(end) {
            (end, value) = (end + 1, value.saturating_mul(u32::from(scale)));
        }
        Some((end, value, false))
    }

    /// Steps over `and a half`, `-and-a-half`, `and half`.
    fn and_a_half(self, at: usize) -> (usize, bool) {
        let and = self.join(at);
        if !self.is(and, Word::And) {
            return (at, false);
        }
        let next = self.join(and + 1);
        let next = if self.is(next, Word::A) { self.join(next + 1) } else { next };
        if self.is(next, Word::Half) { (next + 1, true) } else { (at, false) }
    }

    /// An amount and its unit: `three years`, `a week`, `six trading days`, `a year and a half`.
    pub(super) fn counted_unit(self, at: usize) -> Option<(usize, Amount, Unit)> {
        let (next, amount) = self.amount(at)?;
        let next = self.qualifiers(next);
        let joined = self.join(next);
        let unit = self.unit_here(joined)?;
        // "$12 million-a-month"
        if self.is(at, Word::A) && !amount.half && (joined != next || self.glued(at)) {
            return None;
        }
        let plural = matches!(self.word(joined), Word::Units(_) | Word::Parts(_));
        let one = amount.whole.is_some_and(|n| n <= 1);
        // "the 2012 fiscal year"
        if !plural && amount.whole.is_some_and(|n| (1900..2050).contains(&n)) {
            return None;
        }
        // "five year low" and "three-hour meeting" are fine; "several year" is none.
        if !plural && !one && amount.whole.is_none() && joined == next {
            return None;
        }
        if matches!(unit, Unit::Period) || unit == Unit::Weekend && plural && one {
            return None;
        }
        // "three-quarters of" and "a quarter" are fractions.
        if unit == Unit::Quarter && (self.hyphen(next) || one) {
            return None;
        }
        let end = joined + 1;
        if one && !amount.half {
            let (end, half) = self.and_a_half(end);
            return Some((self.or_so(end), Amount { half, ..amount }, unit));
        }
        Some((self.or_so(end), amount, unit))
    }

    /// Steps over what may stand between number and unit: `more`, `consecutive`, `trading`.
    fn qualifiers(self, at: usize) -> usize {
        let mut at = at;
        for _ in 0..2 {
            if matches!(self.word(at), Word::More | Word::Kind | Word::Fiscal) {
                at += 1;
            }
        }
        at
    }

    /// A counted length: `nearly two years`, `a week`, `30-year`, `8-month-old`.
    pub(super) fn length(self, at: usize) -> Reading {
        let start = self.approximately(at);
        let (end, amount, unit) = self.counted_unit(start)?;
        if self.is(start, Word::A) && end == start + 2 && !self.single_unit_is_a_length(start, end) {
            return None;
        }
        // "Mr. Howes, 37 years old" says who he is, not when.
        if self.is(end, Word::Old) {
            return None;
        }
        let aged = self.hyphen(end) && self.is(end + 1, Word::Old);
        Some((if aged { end + 2 } else { end }, Sense::Length(unit.length(amount))))
    }

    /// "for a year" is a length; in "$5 a year" and "a year of" it is a rate or a mere noun.
    fn single_unit_is_a_length(self, start: usize, end: usize) -> bool {
        if self.hyphen(end) {
            return false;
        }
        let before = self.word(self.before(start));
        let leading = [
            "barely", "just", "only", "take", "takes", "last", "lasts", "lasted", "spend", "another", "than",
        ];
        start == 0
            || leading.iter().any(|w| self.says(self.before(start), w))
            || matches!(
                before,
                Word::Preposition | Word::About | Word::Than | Word::Of | Word::At | Word::Did | Word::Will
            )
    }

    /// `the past three months`, `the next few days`, `the first nine months`, `the six months`.
    pub(super) fn span(self, at: usize) -> Reading {
        if !self.is(at, Word::The) && !matches!(self.word(at), Word::Last | Word::Past | Word::Next) {
            return None;
        }
        let mut next = if self.is(at, Word::The) { at + 1 } else { at };
        let led = matches!(
            self.word(next),
            Word::Last
                | Word::Past
                | Word::Next
                | Word::Coming
                | Word::Previous
                | Word::Following
                | Word::Ordinal(1)
                | Word::Latest
                | Word::Early
        );
        if led {
            next += 1;
        }
        if self.is(at, Word::The)
            && led
            && let Word::Units(unit) = self.word(next)
        {
            return Some((next + 1, Sense::Length(unit.length(Amount { whole: None, half: false }))));
        }
        let (end, amount, unit) = self.counted_unit(next).filter(|_| !self.is(next, Word::A))?;
        let many = amount.whole.is_none_or(|n| n != 1);
        // The one-year plan: a noun follows, and the article is its own.
        let own = many && matches!(self.word(end - 1), Word::Units(_) | Word::Parts(_));
        own.then(|| (end, Sense::Length(unit.length(amount))))
    }

    /// `for years`, `within weeks or months`.
    pub(super) fn bare_units(self, at: usize) -> Reading {
        let Word::Units(unit) = self.word(at) else { return None };
        if !matches!(self.word(self.before(at)), Word::Preposition) || self.mark(at + 1, b'\'') {
            return None;
        }
        let longer = self.is(at + 1, Word::Or) && matches!(self.word(at + 2), Word::Units(_));
        let end = if longer { at + 3 } else { at + 1 };
        Some((end, Sense::Length(unit.length(Amount { whole: None, half: false }))))
    }

    /// `every Thursday`, `each month`, `every two weeks`, `daily`.
    pub(super) fn repeated(self, at: usize) -> Reading {
        if let Word::Often(unit) = self.word(at) {
            let one = Amount { whole: Some(1), half: false };
            // Before a noun it tells what kind of thing it is: a daily newspaper.
            let adverb = self
                .tokens
                .get(at + 1)
                .is_none_or(|_| matches!(self.word(at + 1), Word::Preposition | Word::At));
            return adverb.then(|| (at + 1, Sense::Repeated(unit.length(one))));
        }
        if !self.is(at, Word::Every) {
            return None;
        }
        let next = if self.says(at + 1, "other") { at + 2 } else { at + 1 };
        let count = if next == at + 2 { 2 } else { 1 };
        let value = match self.word(next) {
            Word::Unit(unit) if unit != Unit::Period => {
                unit.length(Amount { whole: Some(count), half: false })
            }
            Word::Weekday(day) => format!("XXXX-WXX-{day}"),
            Word::Month(month) if self.capital(next) => format!("XXXX-{month:02}"),
            Word::Season(season) => format!("XXXX-{}", season.code()),
            Word::Part(part) => format!("XXXX-XX-XX{}", part.code()),
            _ => {
                let (end, amount, unit) = self.counted_unit(next)?;
                return Some((end, Sense::Repeated(unit.length(amount))));
            }
        };
        Some((next + 1, Sense::Repeated(value)))
    }
}
