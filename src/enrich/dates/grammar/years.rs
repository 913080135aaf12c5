//! Years and their parts: years, decades, centuries, quarters, halves, seasons.

use super::{Paragraph, Reading};
use crate::enrich::dates::lexicon::{Unit, Word};
use crate::enrich::dates::period::{Period, Season};
use crate::enrich::dates::sense::{Back, Named, Pull, Sense};
use crate::enrich::dates::token::{Gap, Kind};

impl Paragraph<'_> {
    /// The year of a day, month or quarter: `, 1989`, `of last year`, `this year`.
    pub(super) fn year_behind(self, at: usize) -> Option<(usize, Pull)> {
        let comma = self.skip(at, b',');
        // In "On Aug. 7, 2000 people" the number counts.
        let counted = |end: usize| comma != at && self.is(end, Word::Counted);
        if let Some((end, year)) = self.any_year(comma).filter(|&(end, _)| !counted(end)) {
            return Some((end, Pull::In(year)));
        }
        let start = if self.is(at, Word::Of) { at + 1 } else { at };
        if let Some((end, year)) = self.any_year(start) {
            return Some((end, Pull::In(year)));
        }
        if self.is(start, Word::Fiscal) {
            let (end, year) = self.any_year(start + 1)?;
            return Some((end, Pull::In(year)));
        }
        self.relative_year(start)
    }

    /// `this year`, `last year`, `the following year`, and how far it is from this one.
    pub(super) fn relative_year(self, at: usize) -> Option<(usize, Pull)> {
        let (next, pull) = self.pull(at)?;
        let next = if self.is(next, Word::Fiscal) { next + 1 } else { next };
        let pull = match pull {
            Pull::This => Pull::YearsOff(0),
            Pull::Last => Pull::YearsOff(-1),
            Pull::Next => Pull::YearsOff(1),
            _ => return None,
        };
        self.is(next, Word::Unit(Unit::Year)).then_some((next + 1, pull))
    }

    /// `1989`, `'89`, `nineteen eighty-nine`, `two thousand and five`.
    pub(super) fn any_year(self, at: usize) -> Option<(usize, i32)> {
        if let Some(value) = self.plain(at, 4..=4) {
            let fits = (1000..=2200).contains(&value) && !self.goes_on_as_number(at + 1);
            return fits.then_some((at + 1, year(value)?));
        }
        if self.mark(at, b'\'') && self.glued(at + 1) && !self.glued(at) {
            let value = self.plain(at + 1, 2..=2)?;
            let whole = self.says(at + 2, "s") || self.goes_on_as_number(at + 2);
            return (!whole).then_some((at + 2, short_year(value)?));
        }
        self.spoken_year(at)
    }

    fn spoken_year(self, at: usize) -> Option<(usize, i32)> {
        let number = |i: usize| if let Word::Number(n) = self.word(i) { Some(i32::from(n)) } else { None };
        let century = match (self.word(at), self.word(at + 1)) {
            (Word::Number(n @ (18..=20)), _) => i32::from(n) * 100,
            (Word::Number(2), Word::Scale(1000)) => {
                let and = if self.is(at + 2, Word::And) { at + 3 } else { at + 2 };
                // A bare "two thousand" is a number unless "the year" precedes it.
                return match number(and).filter(|n| (1..=19).contains(n)) {
                    Some(n) if !self.counts(and + 1) => Some((and + 1, 2000 + n)),
                    _ => None,
                };
            }
            _ => return None,
        };
        let tens = number(at + 1).filter(|n| *n >= 10)?;
        let joined = self.join(at + 2);
        match number(joined).filter(|n| tens >= 20 && (1..=9).contains(n)) {
            Some(ones) => Some((joined + 1, century + tens + ones)),
            None => Some((at + 2, century + tens)),
        }
    }

    /// Whether what follows shows that a number was a count.
    pub(super) fn counts(self, at: usize) -> bool {
        matches!(
            self.word(at),
            Word::Counted | Word::Unit(_) | Word::Units(_) | Word::Scale(_) | Word::Currency
        )
    }

    /// `1989.50`, `1989%`, `1989:1`, `1989km`.
    fn goes_on_as_number(self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at).filter(|t| t.gap == Gap::None) else { return false };
        match token.kind {
            Kind::Mark(b'%' | b':' | b'$' | b'_') => true,
            Kind::Mark(b'/' | b'.' | b',') => self.glued(at + 1) && self.number(at + 1).is_some(),
            Kind::Mark(_) => false,
            _ => true,
        }
    }

    /// A year by itself: `1989`, `fiscal 1989`, `the year 2000`, `1994-95`, `2021/22`.
    pub(super) fn year(self, at: usize) -> Reading {
        let the_year = self.is(at, Word::The) && self.is(at + 1, Word::Unit(Unit::Year));
        if the_year {
            let thousand = self.is(at + 2, Word::Number(2)) && self.is(at + 3, Word::Scale(1000));
            if let Some(season) = self.year_over_two(at + 2) {
                return Some(season);
            }
            let (end, year) = self.any_year(at + 2).or(thousand.then_some((at + 4, 2000)))?;
            return Some((end, Sense::Fixed(Period::Year(year))));
        }
        if self.is(at, Word::Fiscal) {
            let start = if self.is(at + 1, Word::Unit(Unit::Year)) { at + 2 } else { at + 1 };
            let (end, year) = self.any_year(start)?;
            return Some((end, Sense::Fixed(Period::Year(year))));
        }
        if let Some(season) = self.year_over_two(at).filter(|_| self.is_a_year(at)) {
            return Some(season);
        }
        let (end, value) = self.any_year(at).filter(|_| self.is_a_year(at))?;
        // "1994-95": two years and all between them.
        if self.hyphen(end)
            && let Some(short) = self.plain(end + 1, 2..=2)
        {
            let last = value - value.rem_euclid(100) + i32::try_from(short).ok()?;
            let years = (last > value).then_some(Sense::FixedDays(Period::Year(value), Period::Year(last)));
            return Some((end + 2, years?));
        }
        Some((end, Sense::Fixed(Period::Year(value))))
    }

    /// `2021/22`, `2021/2022`: a season or school year, in two years.
    fn year_over_two(self, at: usize) -> Reading {
        let first = year(self.plain(at, 4..=4).filter(|y| (1800..=2100).contains(y))?)?;
        let joined = self.mark(at + 1, b'/') && self.glued(at + 1) && self.glued(at + 2);
        let second = year(self.plain(at + 2, 2..=4).filter(|_| joined)?)?;
        let last = first + 1;
        let whole = !self.mark(at + 3, b'/') && (second == last || second == last.rem_euclid(100));
        whole.then_some((at + 3, Sense::FixedDays(Period::Year(first), Period::Year(last))))
    }

    /// Whether four digits are a year and not a count, a price or a part number.
    fn is_a_year(self, at: usize) -> bool {
        let Some(value) = self.plain(at, 4..=4) else {
            return !matches!(self.word(self.before(at)), Word::About | Word::Than);
        };
        let before = self.before(at);
        let marked = |m: &[u8]| m.iter().any(|&m| self.mark(before, m));
        // After a hyphen only another year makes a year: "1989-1991", not "F-1989".
        let two_before = at.saturating_sub(2);
        let joined = self.plain(two_before, 4..=4).is_some() || self.is(two_before, Word::Mid);
        let hyphened = marked(b"-") && self.glued(at) && !joined;
        // "Orion 1980", "Windows 2000"
        let name =
            self.word(before) == Word::Other && self.capital(before) && before > 0 && !self.acronym(before);
        let name = name || self.is(before, Word::Label);
        if marked(b"$#@/.:+=_") && self.glued(at) || hyphened || self.is(before, Word::Currency) {
            return false;
        }
        let numbered = marked(b".") && self.says(before.saturating_sub(1), "no");
        let priced = numbered || matches!(self.text_of(before), "£" | "€" | "¥" | "No");
        let years = self.hyphen(at + 1) && self.plain(at + 2, 4..=4).is_some_and(|last| last > value);
        let alone = marked(b"(") && self.mark(at + 1, b')');
        let led = years
            || alone
            || self.led_to(at)
            || matches!(self.word(before), Word::Early | Word::Late | Word::And);
        // "the 2017 Women's Cup" is no count, nor is "the 1892 elections".
        let the = self.is(before, Word::The);
        let counts = self.counts(at + 1) && !(the && self.capital(at + 1));
        let plausible = match (led, the && !value.is_multiple_of(100)) {
            (true, _) => (1100..=2100).contains(&value),
            (_, true) => (1700..=2049).contains(&value),
            _ => (1900..=2049).contains(&value),
        };
        plausible && !priced && !counts && !name && !self.is_approximate(at, value)
    }

    /// Whether "about" or "than" makes a count of a number; not in "from about 1970",
    /// "around 1565," and "in 2022 than 2021".
    fn is_approximate(self, at: usize, value: u32) -> bool {
        let before = self.before(at);
        match self.word(before) {
            Word::Least => true,
            Word::Than => self.plain(self.before(before), 4..=4).is_none(),
            Word::About => {
                let from = matches!(self.word(self.before(before)), Word::Preposition | Word::To);
                let around = self.says(before, "around") && !value.is_multiple_of(100);
                !(self.phrase_ends(at + 1) && (from || around))
            }
            _ => false,
        }
    }

    /// `the 1980s`, `'80s`, `the late 1970s`, `the nineties`, `mid-1990s`.
    pub(super) fn decade(self, at: usize) -> Reading {
        let mut start = if self.is(at, Word::The) { at + 1 } else { at };
        if matches!(self.word(start), Word::Early | Word::Late | Word::Mid) {
            start = self.join(start + 1);
        }
        if let Some(tens) = self.spoken_decade(start).filter(|_| self.is(at, Word::The)) {
            return Some((start + 1, Sense::Named(Named::Decade(tens), Pull::Near)));
        }
        let apostrophe = self.mark(start, b'\'') && self.glued(start + 1);
        let digits = if apostrophe { start + 1 } else { start };
        let value = self.plain(digits, 2..=4)?;
        let width = self.number(digits)?.width;
        let s = self.possessive(digits + 1).unwrap_or(digits + 2);
        let plural = self.glued(digits + 1) && self.says(s - 1, "s");
        if !plural || value % 10 != 0 {
            return None;
        }
        let decade = match width {
            4 if (1000..=2100).contains(&value) => Sense::Fixed(Period::Decade(year(value)? / 10)),
            // "the 1960s and 70s"
            2 if apostrophe || self.is(at, Word::The) || self.goes_on_from_a_decade(at) => {
                Sense::Named(Named::Decade(u8::try_from(value / 10).ok()?), Pull::Near)
            }
            _ => return None,
        };
        Some((s, decade))
    }

    /// Whether `and 70s` follows `the 1960s`.
    fn goes_on_from_a_decade(self, at: usize) -> bool {
        let joined = matches!(self.word(self.before(at)), Word::And | Word::Or | Word::To);
        let decade = at >= 3 && self.glued(at - 2) && self.says(at - 2, "s") && self.number(at - 3).is_some();
        joined && decade
    }

    pub(super) fn spoken_decade(self, at: usize) -> Option<u8> {
        let names =
            ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"];
        let tens = names.iter().position(|name| self.says(at, name))?;
        u8::try_from(tens + 2).ok()
    }

    /// `the 20th century`, `the late nineteenth century`.
    pub(super) fn century(self, at: usize) -> Reading {
        let mut start = if self.is(at, Word::The) { at + 1 } else { at };
        if matches!(self.word(start), Word::Early | Word::Late | Word::Mid) {
            start = self.join(start + 1);
        }
        let (end, number) = self.day_number(start)?;
        let ordinal = self.plain(start, 1..=2).is_none() || self.ordinal_ending(start + 1);
        let end = self.join(end);
        let is_century = matches!(self.word(end), Word::Unit(Unit::Century) | Word::Units(Unit::Century))
            && ordinal
            && number <= 21;
        is_century.then(|| (end + 1, Sense::Fixed(Period::Century(i32::from(number) - 1))))
    }

    /// Quarters and halves: `the third quarter`, `second-quarter`, `the 1988 second
    /// quarter`, `the first half of 1989`, `last year's fourth quarter`, `Q3 2019`.
    pub(super) fn quarter(self, at: usize) -> Reading {
        let start = if self.is(at, Word::The) { at + 1 } else { at };
        if let Some((next, year)) = self.year_before_quarter(start) {
            if let Some((end, named)) = self.quarter_name(next) {
                return Some((end, Sense::Named(named, year)));
            }
            // "the 1988 quarter": the quarter that was spoken of, in that year.
            let unit = matches!(self.word(next), Word::Unit(Unit::Quarter | Unit::Period));
            return match year {
                Pull::In(year) if unit && start != at => Some((next + 1, Sense::PeriodOf(year))),
                Pull::YearsOff(-1) if unit => {
                    Some((next + 1, Sense::YearsBack { by: -1, word: Back::Earlier }))
                }
                _ => None,
            };
        }
        let (end, named) = self.quarter_name(start)?;
        let half = matches!(named, Named::Half(_));
        // "the third-quarter loss": the article belongs to the loss.
        if start != at && self.hyphen(end - 2) {
            return None;
        }
        match self.year_behind(end) {
            Some((end, pull)) => Some((end, Sense::Named(named, pull))),
            // The "first half" of a match is no time.
            // "the first half of the year" is, of the match it is not.
            None if self.of_the_year(end).is_some() => {
                Some((self.of_the_year(end)?, Sense::Named(named, Pull::Near)))
            }
            None if half && !(start != at && self.led_to(at) && !self.is(end, Word::Of)) => None,
            None => Some((end, Sense::Named(named, Pull::Near))),
        }
    }

    /// Steps over `of the year`, `of the fiscal year`.
    fn of_the_year(self, at: usize) -> Option<usize> {
        let year = if matches!(self.word(at + 2), Word::Fiscal | Word::Kind) { at + 3 } else { at + 2 };
        let known = self.is(at, Word::Of) && self.is(at + 1, Word::The);
        (known && self.is(year, Word::Unit(Unit::Year))).then_some(year + 1)
    }

    fn year_before_quarter(self, at: usize) -> Option<(usize, Pull)> {
        if let Some((end, year)) = self.any_year(at) {
            return Some((end, Pull::In(year)));
        }
        if self.is(at, Word::Unit(Unit::Year)) && self.hyphen(at + 1) {
            let back = matches!(self.word(at + 2), Word::Ago | Word::Earlier);
            return (back && self.quarter_name(at + 3).is_some()).then_some((at + 3, Pull::YearEarlier));
        }
        let (end, pull) = self.relative_year(at)?;
        Some((self.possessive(end)?, pull))
    }

    fn quarter_name(self, at: usize) -> Option<(usize, Named)> {
        // "Q3" is cut into a letter and a number.
        if self.text_of(at) == "Q" && self.glued(at + 1) {
            let number = self.plain(at + 1, 1..=1).filter(|n| (1..=4).contains(n))?;
            return Some((at + 2, Named::Quarter(u8::try_from(number).ok()?)));
        }
        let start = if self.is(at, Word::Fiscal) { at + 1 } else { at };
        let (next, number) = match self.word(start) {
            Word::Ordinal(n) => (start + 1, n),
            Word::Last if self.is(start + 1, Word::Half) && self.year_behind(start + 2).is_some() => {
                (start + 1, 2)
            }
            _ => self.day_number(start).filter(|_| self.ordinal_ending(start + 1))?,
        };
        let next = self.join(next);
        let next = if self.is(next, Word::Fiscal) { next + 1 } else { next };
        match (self.word(next), number) {
            (Word::Unit(Unit::Quarter), 1..=4) => Some((next + 1, Named::Quarter(number))),
            (Word::Half, 1..=2) => Some((next + 1, Named::Half(number))),
            _ => None,
        }
    }

    /// `last fall`, `the summer of 1989`, `this winter`, `spring 2019`.
    pub(super) fn season(self, at: usize) -> Reading {
        let (name, pull) = self.pull(at).unwrap_or((at, Pull::Near));
        let the = name == at && self.is(name, Word::The);
        let name = if the { name + 1 } else { name };
        let early = the && matches!(self.word(name), Word::Early | Word::Late | Word::Mid);
        let name = if early { self.join(name + 1) } else { name };
        let Word::Season(season) = self.word(name) else { return None };
        if self.text_of(name).ends_with(['s', 'S']) {
            return None;
        }
        let named = Named::Season(season);
        if let Some((end, pull)) = self.year_behind(name + 1) {
            return Some((end, Sense::Named(named, pull)));
        }
        // "the fall of Berlin", "spring a leak", "fall 2%": only the article makes a season.
        let part_of_name = self.is(name + 1, Word::Of) || season == Season::Fall && self.hyphen(name + 1);
        let alone = the && self.led_to(at) && !part_of_name;
        (name != at && (!the || alone)).then_some((name + 1, Sense::Named(named, pull)))
    }
}

pub(super) fn year(value: u32) -> Option<i32> {
    i32::try_from(value).ok()
}

/// The two digits behind an apostrophe: 1930 to 2029.
pub(super) fn short_year(value: u32) -> Option<i32> {
    Some(year(value)? + if value < 30 { 2000 } else { 1900 })
}
