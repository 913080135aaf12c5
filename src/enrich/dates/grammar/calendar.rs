//! Expressions with a place in the calendar: days, months, years, quarters, seasons.

use chrono::NaiveDate;

use super::years::{short_year, year};
use super::{Paragraph, Reading};
use crate::enrich::dates::lexicon::{Feast, Unit, Word};
use crate::enrich::dates::period::Period;
use crate::enrich::dates::sense::{Named, Pull, Sense};
use crate::enrich::dates::token::Kind;

/// The longest list of days that is read.
const LISTED_MAX: usize = 8;

impl Paragraph<'_> {
    /// `2024-08-07`, `13.05.2019`, `2024-08-07T10:11`: all numbers. Two readings give none.
    pub(super) fn iso_date(self, at: usize) -> Reading {
        // The attacks of 2001 go by the American way of writing their day.
        if self.plain(at, 1..=1) == Some(9)
            && self.mark(at + 1, b'/')
            && self.plain(at + 2, 2..=2) == Some(11)
        {
            let alone =
                !self.glued(at) && self.glued(at + 1) && self.glued(at + 2) && !self.mark(at + 3, b'/');
            return Some((at + 3, Sense::Fixed(Period::Day(day(2001, 9, 11)?)))).filter(|_| alone);
        }
        let separator = match self.tokens.get(at + 1)?.kind {
            Kind::Mark(mark @ (b'-' | b'.' | b'/')) => mark,
            _ => return None,
        };
        let joined = (at + 1..at + 5).all(|i| self.glued(i)) && self.mark(at + 3, separator);
        let before = self.before(at);
        let continued = self.glued(at) && !(self.mark(before, b'(') || self.mark(before, b'"'));
        if !joined || continued {
            return None;
        }
        let (a, b, c) = (self.plain(at, 1..=4)?, self.plain(at + 2, 1..=2)?, self.plain(at + 4, 1..=4)?);
        let widths = (self.number(at)?.width, self.number(at + 4)?.width);
        let day = match widths {
            (4, 1..=2) => day(a, b, c)?,
            (1..=2, 4) => match (day(c, b, a), day(c, a, b)) {
                (Some(one), Some(other)) if one != other => {
                    return Some((at + 5, Sense::Fixed(Period::Year(year(c)?))));
                }
                (one, other) => one.or(other)?,
            },
            _ => return None,
        };
        Some((at + 5, Sense::Fixed(Period::Day(day))))
    }

    /// A day of a month: `Friday, Aug. 7, 2024`, `the 7th of August`, `March eighth`.
    pub(super) fn date(self, at: usize) -> Reading {
        let (after_pull, pull) = match self.pull(at) {
            Some((next, pull)) if matches!(self.word(next), Word::Weekday(_) | Word::Month(_)) => {
                (next, pull)
            }
            _ => (at, Pull::Near),
        };
        let start = self.skip_weekday(after_pull).unwrap_or(after_pull);
        let month_first = self.month_day(start);
        let (end, month, first, last) = month_first.or_else(|| self.day_month(start))?;
        if let Some((end, year)) = self.desk_year(end).filter(|_| month_first.is_none()) {
            return Some((end, Sense::Named(Named::Days(month, first, last), Pull::In(year))));
        }
        let pull = if pull == Pull::This { Pull::Near } else { pull };
        let (end, pull) = match self.year_behind(end) {
            Some((end, pull)) => (end, pull),
            // "Aug. 7" of this coming Sunday is named well enough by itself.
            None => (end, if start == after_pull { pull } else { Pull::Near }),
        };
        let pull = if pull == Pull::Near { self.year_behind_list(end).unwrap_or(pull) } else { pull };
        Some((end, Sense::Named(Named::Days(month, first, last), pull)))
    }

    /// The year in `June 3 and 4, 1989`, seen from behind the first day.
    fn year_behind_list(self, at: usize) -> Option<Pull> {
        let (end, _) = self.day_number(at + 1).filter(|_| self.another_day(at + 1).is_some())?;
        self.year_behind(end).map(|(_, pull)| pull).or_else(|| self.year_behind_list(end))
    }

    /// `4` in `June 3 and 4`, `June 2, 3 and 4`: a day of the month that was named just before.
    pub(super) fn another_day(self, at: usize) -> Reading {
        let (end, day) = self.listed_day(at)?;
        let (_, before) = self.day_number(at.checked_sub(2)?)?;
        let goes_on = self.mark(end, b',') || self.is(end, Word::And) || self.phrase_ends(end);
        // The year stands behind the last day and belongs to all.
        let last = self.year_behind(end).map_or(end, |(end, _)| end);
        (day > before && (goes_on || last > end)).then_some((last, Sense::AnotherDay(day)))
    }

    /// A day in digits behind "and" or a comma that follow a day behind a month.
    pub(super) fn listed_day(self, at: usize) -> Option<(usize, u8)> {
        let joins = |i: usize| self.is(i, Word::And) || self.mark(i, b',');
        let follows = |at: usize| at >= 2 && joins(at - 1) && self.plain(at - 2, 1..=2).is_some();
        let mut first = at;
        for _ in 0..LISTED_MAX {
            if !follows(first) {
                break;
            }
            first -= 2;
        }
        let named =
            |from: usize| self.month_name(first.saturating_sub(from)).is_some_and(|(end, _)| end == first);
        let behind_month = first < at && (named(1) || named(2));
        self.plain(at, 1..=2).filter(|_| behind_month)?;
        self.day_number(at)
    }

    /// The year in `3 JAN 90` and `26-FEB-1987`, as news desks write it.
    fn desk_year(self, at: usize) -> Option<(usize, i32)> {
        let joined = self.hyphen(at);
        let start = self.join(at);
        match self.plain(start, 2..=2) {
            Some(short) if (joined || short > 31) && !self.counts(start + 1) => {
                Some((start + 1, short_year(short)?))
            }
            _ => self.any_year(start).filter(|_| joined),
        }
    }

    /// `Friday,` before a day.
    fn skip_weekday(self, at: usize) -> Option<usize> {
        match self.word(at) {
            Word::Weekday(_) => Some(self.skip(at + 1, b',')),
            Word::ShortWeekday(_) if self.capital(at) => Some(self.skip(self.skip(at + 1, b'.'), b',')),
            _ => None,
        }
    }

    /// `Aug. 7`, `August 7th`, `Aug. 6-8`: month, first and last day.
    fn month_day(self, at: usize) -> Option<(usize, u8, u8, u8)> {
        let (next, month) = self.month_name(at)?;
        let next = if self.is(next, Word::The) { next + 1 } else { next };
        let (end, first) = self.day_number(next)?;
        // "March 30 miles" and "May 5:30" have no day in them.
        if self.mark(end, b':') && self.glued(end + 1) || self.mark(end, b'%') {
            return None;
        }
        let dash = self.days_join(end) && !(self.is(end, Word::To) && self.is(end + 1, Word::The));
        match self.day_number(end + 1).filter(|&(_, last)| dash && last > first) {
            // "Aug. 6 to 8 weeks", "Aug. 6-8 August"
            Some((end, last)) if !self.counts(end) && self.month_name(end).is_none() => {
                Some((end, month, first, last))
            }
            _ => Some((end, month, first, first)),
        }
    }

    /// Whether a dash or "to" leads from one day to another.
    fn days_join(self, at: usize) -> bool {
        self.mark(at, b'-') || self.is(at, Word::To)
    }

    /// `7 August`, `the seventh of August`, `6-8 August`, `6 to 8 August`.
    fn day_month(self, at: usize) -> Option<(usize, u8, u8, u8)> {
        let (next, first) = self.day_number(if self.is(at, Word::The) { at + 1 } else { at })?;
        let (next, last) = match self.day_number(next + 1) {
            Some((end, last)) if self.days_join(next) && last > first => (end, last),
            Some((end, last)) if self.is(next, Word::And) && last == first + 1 => (end, last),
            _ => (next, first),
        };
        let next = if self.is(next, Word::Of) { next + 1 } else { next };
        let (end, month) = self.month_name(self.join(next))?;
        self.capital(self.join(next)).then_some((end, month, first, last))
    }

    /// `March`, `Aug.`; the full stop belongs to it.
    fn month_name(self, at: usize) -> Option<(usize, u8)> {
        match self.word(at) {
            // "may" and "march" in small letters are verbs.
            Word::Month(month) if self.capital(at) || !matches!(month, 3 | 5 | 8) => {
                let stop = month == 5 && self.mark(at + 1, b'.') && self.number(at + 2).is_some();
                Some((if stop { at + 2 } else { at + 1 }, month))
            }
            Word::ShortMonth(month) if self.capital(at) => {
                Some((if self.mark(at + 1, b'.') && self.glued(at + 1) { at + 2 } else { at + 1 }, month))
            }
            _ => None,
        }
    }

    /// `7`, `7th`, `seventh`, `twenty-first`.
    pub(super) fn day_number(self, at: usize) -> Option<(usize, u8)> {
        let small = |n: u32| u8::try_from(n).ok().filter(|n| (1..=31).contains(n));
        if let Some(value) = self.plain(at, 1..=2) {
            let end = if self.ordinal_ending(at + 1) { at + 2 } else { at + 1 };
            return Some((end, small(value)?));
        }
        match (self.word(at), self.word(self.join(at + 1))) {
            (Word::Number(tens @ (20 | 30)), Word::Ordinal(ones @ 1..=9)) => {
                Some((self.join(at + 1) + 1, small(u32::from(tens + ones))?))
            }
            (Word::Ordinal(day), _) => Some((at + 1, small(u32::from(day))?)),
            _ => None,
        }
    }

    /// `th` right behind a number.
    pub(super) fn ordinal_ending(self, at: usize) -> bool {
        self.glued(at) && ["st", "nd", "rd", "th"].iter().any(|e| self.says(at, e))
    }

    /// A month alone or with its year: `in March`, `August 1988`, `last May`.
    pub(super) fn month(self, at: usize) -> Reading {
        let (name, pull) = self.pull(at).or_else(|| self.month_of(at)).unwrap_or((at, Pull::Near));
        let (Word::Month(_) | Word::ShortMonth(_)) = self.word(name) else { return None };
        let (end, month) = self.month_name(name)?;
        if !self.capital(name) && !self.led_to(name) {
            return None;
        }
        if let Some((end, pull)) = self.year_behind(end) {
            return Some((end, Sense::Named(Named::Month(month), pull)));
        }
        if let Some(year) = self.shared_year(end) {
            return Some((end, Sense::Named(Named::Month(month), Pull::In(year))));
        }
        if matches!(self.word(name), Word::ShortMonth(_)) || self.person(name, name != at) {
            return None;
        }
        Some((end, Sense::Named(Named::Month(month), pull)))
    }

    /// Steps over `the month of`, `the entire month of`.
    fn month_of(self, at: usize) -> Option<(usize, Pull)> {
        let next = if self.is(at, Word::The) { at + 1 } else { at };
        let next = if self.is(next, Word::Kind) { next + 1 } else { next };
        let known = self.is(next, Word::Unit(Unit::Month)) && self.is(next + 1, Word::Of);
        known.then_some((next + 2, Pull::Near))
    }

    /// The year that follows a second month: `July-August 2024`, `March and April 1989`.
    fn shared_year(self, at: usize) -> Option<i32> {
        let joined = self.hyphen(at) || matches!(self.word(at), Word::And | Word::To | Word::Or);
        let (end, _) = self.month_name(at + 1).filter(|_| joined)?;
        self.any_year(end).map(|(_, year)| year)
    }

    /// Whether a month's name is more likely a person, a verb or part of a longer name.
    fn person(self, at: usize, pulled: bool) -> bool {
        let led = pulled
            || self.led_to(at)
            || matches!(self.word(self.before(at)), Word::Early | Word::Late | Word::Mid);
        let Word::Month(month) = self.word(at) else { return false };
        let hyphen = self.mark(self.before(at), b'-') && self.glued(at);
        let led = led || hyphen && at >= 2 && self.is(at - 2, Word::Mid) || self.beside_a_month(at);
        let other = self.word(at + 1) == Word::Other && !self.glued(at + 1);
        let name_goes_on = self.capital(at + 1) && other;
        // "the May riots", "its June report", "the June CPI"
        let owned = matches!(self.word(self.before(at)), Word::The | Word::That | Word::This)
            || ["its", "their", "s"].iter().any(|w| self.says(self.before(at), w));
        let noun = other && self.text_of(at + 1).bytes().all(|b| b.is_ascii_lowercase());
        let led = led || owned && (noun || self.acronym(at + 1));
        match month {
            3 | 5 => !led,
            4 | 6 | 8 => !led && (name_goes_on || self.capital(self.before(at)) && !owned),
            _ => false,
        }
    }

    /// Whether another month stands beside: `February and March`, `February/March`.
    fn beside_a_month(self, at: usize) -> bool {
        let joins = |i: usize| {
            matches!(self.word(i), Word::And | Word::To | Word::Or)
                || self.mark(i, b'/')
                || self.mark(i, b'-')
        };
        let month = |i: usize| matches!(self.word(i), Word::Month(_)) && self.capital(i);
        at >= 2 && joins(at - 1) && month(at - 2) || joins(at + 1) && month(at + 2)
    }

    /// `Friday`, `last Friday`, `Fridays`, `Friday night`.
    pub(super) fn weekday(self, at: usize) -> Reading {
        if let Word::Weekdays(day) = self.word(at) {
            return Some((at + 1, Sense::Repeated(format!("XXXX-WXX-{day}"))));
        }
        let (name, pull) = self.pull(at).unwrap_or((at, Pull::Near));
        let Word::Weekday(day) = self.word(name) else { return None };
        if !self.capital(name) && name == at && !self.led_to(at) || self.is_a_name(name) {
            return None;
        }
        if let Word::Parts(part) = self.word(name + 1) {
            return Some((name + 2, Sense::Repeated(format!("XXXX-WXX-{day}{}", part.code()))));
        }
        let (end, pull) =
            self.week_behind(name + 1).or_else(|| self.pull_behind(name + 1)).unwrap_or((name + 1, pull));
        Some((end, Sense::Named(Named::Weekday(day), pull)))
    }

    /// "Black Friday", "the Sunday Times": names that happen to hold a weekday.
    fn is_a_name(self, at: usize) -> bool {
        let days = ["black", "bloody", "super", "ash", "palm", "holy", "cyber", "maundy"];
        let papers = ["times", "telegraph", "mirror", "herald", "express", "tribune"];
        days.iter().any(|w| self.says(self.before(at), w))
            || self.capital(at + 1) && papers.iter().any(|w| self.says(at + 1, w))
    }

    /// `Monday last`, as older newspapers say.
    fn pull_behind(self, at: usize) -> Option<(usize, Pull)> {
        let pull = match self.word(at) {
            Word::Last => Pull::Last,
            Word::Next => Pull::Next,
            _ => return None,
        };
        (self.phrase_ends(at + 1) && !self.hyphen(at + 1)).then_some((at + 1, pull))
    }

    /// `Tuesday of next week`, `Friday last week`.
    fn week_behind(self, at: usize) -> Option<(usize, Pull)> {
        let start = if self.is(at, Word::Of) { at + 1 } else { at };
        let (next, pull) = self.pull(start)?;
        let known = matches!(pull, Pull::Last | Pull::Next | Pull::This);
        (known && self.is(next, Word::Unit(Unit::Week))).then_some((next + 1, pull))
    }

    /// `the 4th inst.`, `28th ult.`: a day of this month, the last or the next, as newspapers
    /// wrote until about 1930.
    pub(super) fn day_of_month(self, at: usize) -> Reading {
        let start = if self.is(at, Word::The) { at + 1 } else { at };
        let (end, day) = self.day_number(start)?;
        let by = match self.text_of(end) {
            "inst" | "instant" => 0,
            "ult" | "ultimo" => -1,
            "prox" | "proximo" => 1,
            _ => return None,
        };
        let stop = self.mark(end + 1, b'.') && self.glued(end + 1) && self.text_of(end).len() <= 4;
        Some((if stop { end + 2 } else { end + 1 }, Sense::DayOfMonth { by, day }))
    }

    /// Feasts: `Christmas Eve`, `Labor Day`, `Good Friday`, `New Year's Day 1989`.
    pub(super) fn feast(self, at: usize) -> Reading {
        let (name, pull) = self.pull(at).unwrap_or((at, Pull::Near));
        let (end, feast) = self.feast_name(name).filter(|_| self.capital(name))?;
        let (end, pull) = self.year_behind(end).unwrap_or((end, pull));
        Some((end, Sense::Named(Named::Feast(feast), pull)))
    }

    fn feast_name(self, at: usize) -> Option<(usize, Feast)> {
        let day = |i: usize| self.is(i, Word::Unit(Unit::Day)) && self.capital(i);
        let day_or_self = |i: usize| if day(i) { i + 1 } else { i };
        Some(match (self.word(at), self.word(at + 1)) {
            (Word::Feast(Feast::Fixed(month, date)), Word::Eve) => (at + 2, Feast::Fixed(month, date - 1)),
            (Word::Feast(Feast::Easter(_)), Word::Weekday(1)) => (at + 2, Feast::Easter(1)),
            (Word::Feast(Feast::Easter(_)), Word::Weekday(7)) => (at + 2, Feast::Easter(0)),
            (Word::Feast(feast), _) => (day_or_self(at + 1), feast),
            (Word::Good, Word::Weekday(5)) => (at + 2, Feast::Easter(-2)),
            (Word::Month(5), _) if day(at + 1) => (at + 2, Feast::Fixed(5, 1)),
            (Word::Labor, _) if day(at + 1) => (at + 2, Feast::Nth(9, 1, 1)),
            (Word::Memorial, _) if day(at + 1) => (at + 2, Feast::Nth(5, 1, 5)),
            (Word::Veterans, _) if day(at + 1) => (at + 2, Feast::Fixed(11, 11)),
            (Word::Independence, _) if day(at + 1) => (at + 2, Feast::Fixed(7, 4)),
            (Word::Valentine, _) => {
                let end = self.possessive(at + 1).filter(|&i| day(i))?;
                (end + 1, Feast::Fixed(2, 14))
            }
            (Word::New, Word::Unit(Unit::Year)) => {
                let end = self.possessive(at + 2)?;
                match self.word(end) {
                    Word::Eve => (end + 1, Feast::Fixed(12, 31)),
                    _ => (day_or_self(end), Feast::Fixed(1, 1)),
                }
            }
            _ => return None,
        })
    }
}

fn day(y: u32, month: u32, day: u32) -> Option<NaiveDate> {
    if !(1000..=2200).contains(&y) {
        return None;
    }
    NaiveDate::from_ymd_opt(year(y)?, month, day)
}
