//! Turns what an expression says into days, given when the article was published
//! and what the text spoke of before.
//!
//! Newspapers look back: a bare "Friday" is the last one (or today), a bare
//! "March" the last that has begun. Words of the future near it turn it round.

use chrono::{Datelike, NaiveDate, Weekday};

use super::lexicon::{Feast, Unit};
use super::period::{Grain, Period, add_days};
use super::sense::{Back, Clock, Named, Origin, Pull, Ref, Sense};
use super::tense::Tense;
use crate::article::{DateRef, Timex};
use crate::date::DateRange;

/// What is known of time at one place of a text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Moment {
    /// The day of publication.
    pub(super) anchor: Option<NaiveDate>,
    /// The year of publication, when the day is not known.
    pub(super) year: Option<i32>,
    /// The time that the text spoke of last.
    pub(super) focus: Option<Period>,
    /// The quarter or year that figures were given for last.
    pub(super) account: Option<Period>,
}

impl Moment {
    /// The value of an expression, and a note of it for those that follow.
    pub(super) fn resolve(&mut self, sense: &Sense, tense: Tense) -> DateRef {
        match sense {
            Sense::Vague(reference) => plain(Timex::Date, reference.value()),
            Sense::Length(value) => {
                // Figures for nine months are followed by those of the year before.
                if value == "P9M" {
                    self.account = self.anchor.map(|a| Period::Year(a.year()));
                }
                plain(Timex::Duration, value)
            }
            Sense::Repeated(value) => plain(Timex::Set, value),
            Sense::At(day, clock) => self.time(day.as_deref(), *clock, tense),
            Sense::FixedDays(first, last) => self.days(*first, *last),
            Sense::Named(Named::Days(month, first, last), pull) if first != last => {
                let named = |day| self.period(&Sense::Named(Named::Days(*month, day, day), *pull), tense);
                match (named(*first), named(*last)) {
                    (Some(first), Some(last)) => self.days(first, last),
                    _ => plain(Timex::Date, &unresolved(sense)),
                }
            }
            _ => match self.period(sense, tense) {
                Some(period) => self.date(period, sense),
                None => plain(Timex::Date, &unresolved(sense)),
            },
        }
    }

    /// A calendar date, noted as the time spoken of.
    fn date(&mut self, period: Period, sense: &Sense) -> DateRef {
        let back = matches!(sense, Sense::YearsBack { .. } | Sense::PeriodOf(_));
        if !back {
            self.focus = Some(period);
        }
        if matches!(period, Period::Quarter(..)) && !back && self.is_reported(period) {
            self.account = Some(period);
        }
        DateRef { value: period.value(), timex: Timex::Date, range: period.range() }
    }

    /// Whether figures for a quarter can be out, and are news.
    fn is_reported(&self, quarter: Period) -> bool {
        let Some((anchor, range)) = self.anchor.zip(quarter.range()) else { return false };
        let age = anchor.signed_duration_since(range.to).num_days();
        (1..=270).contains(&age)
    }

    fn days(&mut self, first: Period, last: Period) -> DateRef {
        self.focus = Some(first);
        let range = first.range().zip(last.range());
        let range = range.map(|(a, b)| DateRange { from: a.from, to: b.to }).filter(|r| r.from <= r.to);
        DateRef { value: first.value(), timex: Timex::Date, range }
    }

    /// A time of day: the day's value, then the clock.
    fn time(&mut self, day: Option<&Sense>, clock: Clock, tense: Tense) -> DateRef {
        let period = match day {
            Some(sense) => self.period(sense, tense),
            None => self.focus.filter(|p| p.grain() == Grain::Day).or(self.anchor.map(Period::Day)),
        };
        let (mut value, range) = match period {
            Some(period) => (period.value(), period.range()),
            None => (day.map_or_else(|| "XXXX-XX-XX".to_owned(), unresolved), None),
        };
        if let (Some(period), Some(_)) = (period, day) {
            self.focus = Some(period);
        }
        match clock {
            Clock::Part(part) => value.push_str(part.code()),
            Clock::Time(hour, None) => value.push_str(&format!("T{hour:02}")),
            Clock::Time(hour, Some(minute)) => value.push_str(&format!("T{hour:02}:{minute:02}")),
        }
        DateRef { value, timex: Timex::Time, range }
    }

    /// The stretch of the calendar that an expression means; `None` when it cannot be known.
    fn period(&self, sense: &Sense, tense: Tense) -> Option<Period> {
        match *sense {
            Sense::Fixed(period) => Some(period),
            Sense::Named(named, pull) => self.named(named, pull, tense),
            Sense::DayOfMonth { by, day } => {
                let month = Period::containing(self.anchor?, Grain::Month)?.shift(by)?;
                Some(Period::Day(month.range()?.from.with_day(u32::from(day))?))
            }
            Sense::AnotherDay(day) => match self.focus? {
                Period::Day(before) => Some(Period::Day(before.with_day(u32::from(day))?)),
                _ => None,
            },
            Sense::Shift { grain, by, origin: Origin::Publication } => {
                Period::containing(self.anchor?, grain)?.shift(by)
            }
            Sense::Shift { grain, by, origin: Origin::Narrative } => self.steps_from_focus(grain, by),
            Sense::YearsBack { by, word } => self.years_back(by, word),
            Sense::PeriodOf(year) => match self.account {
                Some(Period::Quarter(_, quarter)) => Some(Period::Quarter(year, quarter)),
                _ => Some(Period::Year(year)),
            },
            Sense::The(unit) => self.the(unit, tense),
            Sense::Latest(unit) => self.latest(unit),
            _ => None,
        }
    }

    /// Steps from the time spoken of; it must be at least as exact as the steps.
    fn steps_from_focus(&self, grain: Grain, by: i32) -> Option<Period> {
        let focus = if grain == Grain::Quarter { self.account.or(self.focus) } else { self.focus };
        let base = match focus {
            Some(focus) if focus.grain() == grain => focus,
            Some(focus) if focus.grain() < grain => Period::containing(focus.range()?.from, grain)?,
            Some(_) => return None,
            // "Two days later" goes on from something told; "a year earlier" compares with today.
            None if by >= 0 => return None,
            None => Period::containing(self.anchor?, grain)?,
        };
        base.shift(by)
    }

    /// `a year ago` after figures for a quarter means that quarter of the year before.
    fn years_back(&self, by: i32, word: Back) -> Option<Period> {
        if let Some(account) = self.account {
            // The figures are those of the latest such quarter, whatever year stood beside it.
            return account.shift_years(by);
        }
        match (word, self.focus) {
            (Back::Earlier, Some(focus)) => Period::Year(focus.range()?.from.year()).shift(by),
            _ => Period::Year(self.anchor?.year()).shift(by),
        }
    }

    /// `the quarter`, `the day`: the one spoken of, or the one at hand.
    fn the(&self, unit: Unit, tense: Tense) -> Option<Period> {
        let grain = unit.grain()?;
        match unit {
            Unit::Quarter => {
                self.account.filter(|p| p.grain() == Grain::Quarter).or_else(|| self.latest(unit))
            }
            Unit::Weekend => {
                let anchor = self.anchor?;
                let on_weekend = anchor.weekday().number_from_monday() > 5;
                let back = !on_weekend && tense != Tense::Future;
                Period::containing(anchor, grain)?.shift(if back { -1 } else { 0 })
            }
            Unit::Month => self.month_spoken_of().or_else(|| Period::containing(self.anchor?, grain)),
            Unit::Day => self.focus.filter(|p| p.grain() == grain).or(self.anchor.map(Period::Day)),
            _ => Period::containing(self.anchor?, grain),
        }
    }

    /// The month that was spoken of last, unless it is long ago.
    fn month_spoken_of(&self) -> Option<Period> {
        let day = self.focus.filter(|p| p.grain() <= Grain::Month)?.range()?.from;
        let age = self.anchor.map_or(0, |a| a.signed_duration_since(day).num_days().abs());
        Period::containing(day, Grain::Month).filter(|_| age <= MONTHS_NEAR)
    }

    /// The last quarter or year that is complete.
    fn latest(&self, unit: Unit) -> Option<Period> {
        if let (Unit::Quarter | Unit::Period, Some(account @ Period::Quarter(..))) = (unit, self.account) {
            return Some(account);
        }
        let grain = unit.grain().unwrap_or(Grain::Quarter);
        Period::containing(self.anchor?, grain)?.shift(-1)
    }

    /// The right one of the returning ones.
    fn named(&self, named: Named, pull: Pull, tense: Tense) -> Option<Period> {
        match (named, pull) {
            (Named::Weekday(day), _) => self.weekday(day, pull, tense),
            (Named::Decade(tens), _) => {
                // The eighties are the last that have begun.
                let now = self.anchor.map_or(199, |a| a.year().div_euclid(10));
                let decade = now - (now - i32::from(tens)).rem_euclid(10);
                Some(Period::Decade(decade))
            }
            (_, Pull::In(year)) => in_year(named, year),
            (_, Pull::YearEarlier) => self.of_the_year(named, Pull::Near, Tense::Past)?.shift_years(-1),
            (_, Pull::YearsOff(by)) => in_year(named, self.anchor?.year().checked_add(by)?),
            _ => self.of_the_year(named, pull, tense),
        }
    }

    fn weekday(&self, day: u8, pull: Pull, tense: Tense) -> Option<Period> {
        let from = match (pull, self.focus) {
            (Pull::Following | Pull::Previous, Some(Period::Day(focus))) => focus,
            _ => self.anchor?,
        };
        let ahead = (i64::from(day) - i64::from(from.weekday().number_from_monday())).rem_euclid(7);
        let by = match pull {
            Pull::Last | Pull::Previous => {
                if ahead == 0 {
                    -7
                } else {
                    ahead - 7
                }
            }
            Pull::Next | Pull::Following => {
                if ahead == 0 {
                    7
                } else {
                    ahead
                }
            }
            Pull::This => ahead,
            _ if ahead == 0 || tense == Tense::Future => ahead,
            _ => ahead - 7,
        };
        Some(Period::Day(add_days(from, by)?))
    }

    /// The right year for a month, a day, a season, a quarter or a feast.
    fn of_the_year(&self, named: Named, pull: Pull, tense: Tense) -> Option<Period> {
        let Some(anchor) = self.anchor else {
            return in_year(named, self.year.filter(|_| matches!(pull, Pull::Near | Pull::This))?);
        };
        let year = anchor.year();
        let candidates = [year - 1, year, year + 1].map(|y| in_year(named, y));
        let begun = |p: &Period| p.range().is_some_and(|r| r.from <= anchor);
        let over = |p: &Period| p.range().is_some_and(|r| r.to < anchor);
        let all = || candidates.iter().flatten().copied();
        let last_begun = all().rfind(begun);
        let next = all().find(|p| !begun(p));
        match pull {
            // In March "last February" is not last month, which would be called so.
            Pull::Last | Pull::Previous => all().rfind(|p| over(p) && !self.is_last_month(*p)),
            Pull::Next | Pull::Following => next,
            Pull::This => all().find(|p| p.value().starts_with(&format!("{year:04}"))),
            _ if last_begun.is_some_and(|p| !over(&p)) => last_begun,
            _ => self.nearer(last_begun, next, tense),
        }
    }

    /// The past one or the next one: the nearer, as far as the tense does not speak against it.
    fn nearer(&self, past: Option<Period>, future: Option<Period>, tense: Tense) -> Option<Period> {
        let (Some(anchor), Some(one), Some(other)) = (self.anchor, past, future) else {
            return past.or(future);
        };
        let back = anchor.signed_duration_since(one.range()?.to).num_days();
        let ahead = other.range()?.from.signed_duration_since(anchor).num_days();
        // How many times farther away the less likely side must be.
        let forward = match tense {
            Tense::Since => false,
            Tense::Past => ahead * 4 < back,
            Tense::Unknown => ahead * 3 < back * 2,
            Tense::Future => ahead < back * 4,
        };
        Some(if forward { other } else { one })
    }

    fn is_last_month(&self, month: Period) -> bool {
        let last = self.anchor.and_then(|a| Period::containing(a, Grain::Month)).and_then(|m| m.shift(-1));
        last == Some(month)
    }
}

/// A named part of this very year.
fn in_year(named: Named, year: i32) -> Option<Period> {
    let day = |month: u32, day: u32| NaiveDate::from_ymd_opt(year, month, day).map(Period::Day);
    match named {
        Named::Month(month) => Some(Period::Month(year, u32::from(month))),
        Named::Days(month, first, _) => day(u32::from(month), u32::from(first)),
        Named::Season(season) => Some(Period::Season(year, season)),
        Named::Quarter(quarter) => Some(Period::Quarter(year, u32::from(quarter))),
        Named::Half(half) => Some(Period::Half(year, u32::from(half))),
        Named::Feast(feast) => feast_day(feast, year).map(Period::Day),
        Named::Weekday(_) | Named::Decade(_) => None,
    }
}

fn feast_day(feast: Feast, year: i32) -> Option<NaiveDate> {
    match feast {
        Feast::Fixed(month, day) => NaiveDate::from_ymd_opt(year, u32::from(month), u32::from(day)),
        Feast::Easter(after) => add_days(easter(year)?, i64::from(after)),
        Feast::Nth(month, weekday, which) => {
            let weekday = Weekday::try_from(weekday.checked_sub(1)?).ok()?;
            let nth = |n| NaiveDate::from_weekday_of_month_opt(year, u32::from(month), weekday, n);
            nth(which).or_else(|| nth(which.checked_sub(1)?))
        }
    }
}

/// Easter Sunday in the Gregorian calendar, by the anonymous algorithm that Meeus gives.
fn easter(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15).rem_euclid(30);
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4).rem_euclid(7);
    let m = (a + 11 * h + 22 * l) / 451;
    let count = u32::try_from(h + l - 7 * m + 114).ok()?;
    NaiveDate::from_ymd_opt(year, count / 31, count % 31 + 1)
}

fn plain(timex: Timex, value: &str) -> DateRef {
    DateRef { value: value.to_owned(), timex, range: None }
}

/// The value of an expression whose place in the calendar cannot be known.
fn unresolved(sense: &Sense) -> String {
    match sense {
        Sense::Named(named, _) => match named {
            Named::Weekday(day) => format!("XXXX-WXX-{day}"),
            Named::Month(month) => format!("XXXX-{month:02}"),
            Named::Days(month, day, _) => format!("XXXX-{month:02}-{day:02}"),
            Named::Season(season) => format!("XXXX-{}", season.code()),
            Named::Quarter(quarter) => format!("XXXX-Q{quarter}"),
            Named::Half(half) => format!("XXXX-H{half}"),
            Named::Feast(Feast::Fixed(month, day)) => format!("XXXX-{month:02}-{day:02}"),
            Named::Feast(_) => "XXXX-XX-XX".to_owned(),
            Named::Decade(tens) => format!("XX{tens}"),
        },
        Sense::DayOfMonth { day, .. } | Sense::AnotherDay(day) => format!("XXXX-XX-{day:02}"),
        Sense::Shift { grain, origin: Origin::Narrative, .. } => match grain {
            Grain::Day => "XXXX-XX-XX".to_owned(),
            Grain::Week => "XXXX-WXX".to_owned(),
            Grain::Weekend => "XXXX-WXX-WE".to_owned(),
            Grain::Month => "XXXX-XX".to_owned(),
            Grain::Quarter => "XXXX-QX".to_owned(),
            _ => "XXXX".to_owned(),
        },
        Sense::Shift { by: 0, .. } => Ref::Present.value().to_owned(),
        Sense::Shift { by: 1.., .. } => Ref::Future.value().to_owned(),
        Sense::Shift { .. } | Sense::YearsBack { .. } | Sense::Latest(_) => Ref::Past.value().to_owned(),
        Sense::The(unit) => match unit {
            Unit::Quarter => "XXXX-QX".to_owned(),
            Unit::Month => "XXXX-XX".to_owned(),
            Unit::Day => "XXXX-XX-XX".to_owned(),
            Unit::Week => "XXXX-WXX".to_owned(),
            Unit::Weekend => "XXXX-WXX-WE".to_owned(),
            _ => "XXXX".to_owned(),
        },
        _ => "XXXX".to_owned(),
    }
}

impl Sense {
    /// Whether the tense of the sentence can make a difference.
    pub(super) fn asks_for_tense(&self) -> bool {
        match self {
            Sense::Named(_, pull) => *pull == Pull::Near,
            Sense::The(unit) => *unit == Unit::Weekend,
            Sense::At(Some(day), _) => day.asks_for_tense(),
            _ => false,
        }
    }
}

/// How far, in days, from the day of publication `the month` is still the one just spoken of.
const MONTHS_NEAR: i64 = 190;
