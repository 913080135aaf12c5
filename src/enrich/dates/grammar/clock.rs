//! Times of the day: `10 p.m. Wednesday`, `noon`, `1330 GMT`, `Friday morning`.

use super::{Paragraph, Reading};
use crate::enrich::dates::lexicon::{Part, Unit, Word};
use crate::enrich::dates::sense::{Clock, Sense};

impl Paragraph<'_> {
    /// A clock, perhaps with its day: `at 7:15 p.m. on Thursday`.
    pub(super) fn clock(self, at: usize) -> Reading {
        let start = if self.is(at, Word::About) { at + 1 } else { at };
        let (end, clock) = self.time(start)?;
        let end = self.zone(end);
        let day_at = self.skip(end, b',');
        let day_at = if self.is(day_at, Word::On) { day_at + 1 } else { day_at };
        match self.day(day_at) {
            Some((end, day)) => Some((end, Sense::At(Some(Box::new(day)), clock))),
            None => Some((end, Sense::At(None, clock))),
        }
    }

    /// A day and a part of it: `Friday morning`, `tomorrow at noon`, `the morning of Aug. 7`.
    pub(super) fn part_of_day(self, at: usize) -> Reading {
        if let (Word::The, Word::Part(part)) = (self.word(at), self.word(at + 1)) {
            if self.is(at + 2, Word::Of) {
                let (end, day) = self.day(at + 3)?;
                return Some((end, Sense::At(Some(Box::new(day)), Clock::Part(part))));
            }
            let led =
                ["in", "during", "by", "through", "throughout"].iter().any(|w| self.says(self.before(at), w));
            return led.then_some((at + 2, Sense::At(None, Clock::Part(part))));
        }
        if self.is(at, Word::The) && self.is(at + 1, Word::Early) && self.is(at + 2, Word::Units(Unit::Hour))
        {
            let (end, day) = self.day(at + 4).filter(|_| self.is(at + 3, Word::Of))?;
            return Some((end, Sense::At(Some(Box::new(day)), Clock::Part(Part::Morning))));
        }
        let (next, day) = self.day(at)?;
        let with = |end, clock| Some((end, Sense::At(Some(Box::new(day.clone())), clock)));
        if let Word::Part(part) = self.word(next) {
            return with(next + 1, Clock::Part(part));
        }
        let middle =
            if matches!(self.word(next), Word::Early | Word::Late | Word::Mid) { next + 1 } else { next };
        if let (true, Word::Part(part)) = (middle != next, self.word(self.join(middle))) {
            return with(self.join(middle) + 1, Clock::Part(part));
        }
        let time_at = self.skip(next, b',');
        let time_at = if self.is(time_at, Word::At) { time_at + 1 } else { time_at };
        let (end, clock) = self.time(time_at)?;
        with(self.zone(end), clock)
    }

    /// An expression that names one day.
    pub(super) fn day(self, at: usize) -> Reading {
        // Only these rules name days; asking all would ask this one again.
        self.date(at)
            .or_else(|| self.iso_date(at))
            .or_else(|| self.weekday(at))
            .or_else(|| self.day_name(at))
            .filter(|(_, sense)| matches!(sense, Sense::Fixed(_) | Sense::Named(..) | Sense::Shift { .. }))
    }

    /// `7:15 p.m.`, `10pm`, `noon`, `eight o'clock`, `13:30`, `1330 GMT`.
    fn time(self, at: usize) -> Option<(usize, Clock)> {
        if let Word::Hour(hour) = self.word(at) {
            return Some((at + 1, Clock::Time(hour, if hour == 12 { Some(0) } else { None })));
        }
        let spoken = if let Word::Number(n @ 1..=12) = self.word(at) { Some(u32::from(n)) } else { None };
        if let Some(hour) = spoken.or_else(|| self.plain(at, 1..=2))
            && self.says(at + 1, "o")
            && self.mark(at + 2, b'\'')
            && self.says(at + 3, "clock")
        {
            return Some((at + 4, Clock::Time(u8::try_from(hour).ok().filter(|h| *h <= 12)?, None)));
        }
        let (after, hour, minute) = self.digits(at)?;
        let Some((end, pm)) = self.meridiem(after) else {
            return self.full_day_clock(at, after, hour, minute);
        };
        let hour = u8::try_from(hour).ok().filter(|h| (1..=12).contains(h))? % 12 + if pm { 12 } else { 0 };
        Some((end, Clock::Time(hour, Some(minute.unwrap_or(0)))))
    }

    /// `7:15` or `10`: hour and minute.
    fn digits(self, at: usize) -> Option<(usize, u32, Option<u8>)> {
        let hour = self.plain(at, 1..=2);
        if let Some(hour) = hour {
            let minute =
                |i: usize| self.plain(i, 2..=2).and_then(|m| u8::try_from(m).ok()).filter(|m| *m < 60);
            let colon = self.mark(at + 1, b':') && self.glued(at + 1) && self.glued(at + 2);
            return match minute(at + 2).filter(|_| colon) {
                Some(minute) => Some((at + 3, hour, Some(minute))),
                None => Some((at + 1, hour, None)),
            };
        }
        // "10.30am"
        if let (Some((hour, minute)), Some(_)) = (self.text_of(at).split_once('.'), self.meridiem(at + 1)) {
            let minute = minute.parse().ok().filter(|m| minute.len() == 2 && *m < 60)?;
            return Some((at + 1, hour.parse().ok()?, Some(minute)));
        }
        // "1330 GMT"
        let value = self.plain(at, 4..=4).filter(|_| self.is(at + 1, Word::Zone))?;
        let minute = u8::try_from(value % 100).ok().filter(|m| *m < 60)?;
        Some((at + 1, value / 100, Some(minute)))
    }

    /// A clock of 24 hours needs a sign that it is one: a zone, or "at" before it.
    fn full_day_clock(
        self,
        at: usize,
        after: usize,
        hour: u32,
        minute: Option<u8>,
    ) -> Option<(usize, Clock)> {
        let hour = u8::try_from(hour).ok().filter(|h| *h < 24)?;
        let minute = minute?;
        let before = self.word(self.before(at));
        let led = matches!(before, Word::At | Word::Preposition | Word::About);
        let zone = self.is(after, Word::Zone) && self.capital(after);
        let score = self.mark(after, b':') || self.mark(after, b'.') && self.glued(after + 1);
        ((led || zone) && !score).then_some((after, Clock::Time(hour, Some(minute))))
    }

    /// `a.m.`, `pm`: where it ends, and whether it is the second half of the day.
    fn meridiem(self, at: usize) -> Option<(usize, bool)> {
        let pm = match self.text_of(at) {
            "am" | "AM" => return Some((at + 1, false)),
            "pm" | "PM" => return Some((at + 1, true)),
            "a" | "A" => false,
            "p" | "P" => true,
            _ => return None,
        };
        let dotted = self.mark(at + 1, b'.') && self.says(at + 2, "m") && self.glued(at + 2);
        dotted.then(|| (self.skip(at + 3, b'.'), pm))
    }

    /// Steps over a zone: `EST`, `local time`.
    fn zone(self, at: usize) -> usize {
        if self.is(at, Word::Zone) && self.capital(at) {
            return at + 1;
        }
        let local = self.says(at, "local") || self.says(at, "Eastern") || self.says(at, "Moscow");
        if local && self.says(at + 1, "time") { at + 2 } else { at }
    }

    /// Whether a unit of time stands here, singular or plural.
    pub(super) fn unit_here(self, at: usize) -> Option<Unit> {
        match self.word(at) {
            Word::Unit(unit) | Word::Units(unit) => Some(unit),
            Word::Parts(Part::Night) => Some(Unit::Night),
            _ => None,
        }
    }
}
