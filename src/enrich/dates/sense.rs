//! What a time expression says, before it is known when it was said.

use super::lexicon::{Feast, Part, Unit};
use super::period::{Grain, Period, Season};

/// The meaning of an expression by itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sense {
    /// Fully given: `May 26, 1980`, `the 1980s`.
    Fixed(Period),
    /// Days that are fully given, first and last.
    FixedDays(Period, Period),
    /// A name that returns every week or year, and which one is meant.
    Named(Named, Pull),
    /// A day of the month of publication, or of one before or after it.
    DayOfMonth { by: i32, day: u8 },
    /// Another day of the month spoken of: the second one in `June 3 and 4`.
    AnotherDay(u8),
    /// So many steps from the day of publication or from the time spoken of.
    Shift { grain: Grain, by: i32, origin: Origin },
    /// The same part of the year, so many years from the one spoken of: `the year-ago quarter`.
    YearsBack { by: i32, word: Back },
    /// The quarter (or year) that the figures before are about, in this year.
    PeriodOf(i32),
    /// `the quarter`, `the year`: the one spoken of, or else the one at hand.
    The(Unit),
    /// `the latest quarter`: the last one that is complete.
    Latest(Unit),
    /// A day and a time of that day; the day spoken of when none is given.
    At(Option<Box<Sense>>, Clock),
    /// `now`, `recently`, `in the future`.
    Vague(Ref),
    /// A length of time, as TIMEX3 writes it.
    Length(String),
    /// A recurring time, as TIMEX3 writes it.
    Repeated(String),
}

/// How a year-back expression is worded; it decides what stands in when no quarter is spoken of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Back {
    /// "a year ago"
    Ago,
    /// "a year earlier"
    Earlier,
}

/// A name for a part of the week or the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    Weekday(u8),
    Month(u8),
    /// Month, first day, last day.
    Days(u8, u8, u8),
    Season(Season),
    Quarter(u8),
    Half(u8),
    Feast(Feast),
    /// The tens of a decade: 8 for the eighties.
    Decade(u8),
}

/// Which one of the returning ones is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pull {
    /// Not said: the tense of the sentence decides.
    Near,
    Last,
    This,
    Next,
    /// After or before the time spoken of.
    Following,
    Previous,
    /// In this year.
    In(i32),
    /// So many years from the year of publication.
    YearsOff(i32),
    /// A year before the last: `the year-ago third quarter`.
    YearEarlier,
}

/// What relative times are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Publication,
    /// The time that the text spoke of last.
    Narrative,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Clock {
    Part(Part),
    /// Hour (24 for the midnight that ends a day) and minute, when given.
    Time(u8, Option<u8>),
}

/// A time that has no place in the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ref {
    Past,
    Present,
    Future,
}

impl Ref {
    /// The TIMEX3 value.
    pub(super) fn value(self) -> &'static str {
        match self {
            Ref::Past => "PAST_REF",
            Ref::Present => "PRESENT_REF",
            Ref::Future => "FUTURE_REF",
        }
    }
}

/// How many, when it is said; `half` adds a half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) whole: Option<u32>,
    pub(super) half: bool,
}

impl Unit {
    /// The grain of the periods that the unit counts; `None` below a day.
    pub(super) fn grain(self) -> Option<Grain> {
        Some(match self {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Period => return None,
            Unit::Day | Unit::Night => Grain::Day,
            Unit::Week | Unit::Fortnight => Grain::Week,
            Unit::Weekend => Grain::Weekend,
            Unit::Month => Grain::Month,
            Unit::Quarter => Grain::Quarter,
            Unit::Year => Grain::Year,
            Unit::Decade => Grain::Decade,
            Unit::Century => Grain::Century,
        })
    }

    /// The TIMEX3 duration of so many units: `P3D`, `PT90M`, `PXY`, `P2Y6M`.
    pub(super) fn length(self, amount: Amount) -> String {
        let (prefix, letter, factor) = match self {
            Unit::Second => ("PT", "S", 1),
            Unit::Minute => ("PT", "M", 1),
            Unit::Hour => ("PT", "H", 1),
            Unit::Day | Unit::Night => ("P", "D", 1),
            Unit::Week => ("P", "W", 1),
            Unit::Weekend => ("P", "WE", 1),
            Unit::Fortnight => ("P", "W", 2),
            Unit::Month => ("P", "M", 1),
            Unit::Quarter => ("P", "Q", 1),
            Unit::Year => ("P", "Y", 1),
            Unit::Decade => ("P", "Y", 10),
            Unit::Century => ("P", "Y", 100),
            Unit::Period => ("P", "X", 1),
        };
        let Some(whole) = amount.whole else {
            return match self {
                Unit::Decade => "PXDE".to_owned(),
                Unit::Century => "PXCE".to_owned(),
                Unit::Fortnight => "PXW".to_owned(),
                _ => format!("{prefix}X{letter}"),
            };
        };
        let count = whole.saturating_mul(factor);
        if !amount.half {
            return format!("{prefix}{count}{letter}");
        }
        // A half is written in the next smaller unit.
        let (small, per_half) = match self {
            Unit::Minute => ("S", 30),
            Unit::Hour => ("M", 30),
            Unit::Day => ("T12H", 0),
            Unit::Year => ("M", 6),
            Unit::Decade | Unit::Century => return format!("P{}Y", count.saturating_add(factor / 2)),
            _ => return format!("{prefix}{count}.5{letter}"),
        };
        match (whole, per_half) {
            (0, 0) => "PT12H".to_owned(),
            (_, 0) => format!("{prefix}{count}{letter}{small}"),
            (0, _) => format!("{prefix}{per_half}{small}"),
            _ => format!("{prefix}{count}{letter}{per_half}{small}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_as_timex3_does() {
        let cases = [
            (Unit::Day, Some(3), false, "P3D"),
            (Unit::Hour, Some(2), false, "PT2H"),
            (Unit::Year, None, false, "PXY"),
            (Unit::Year, Some(2), true, "P2Y6M"),
            (Unit::Hour, Some(0), true, "PT30M"),
            (Unit::Day, Some(0), true, "PT12H"),
            (Unit::Minute, Some(1), true, "PT1M30S"),
            (Unit::Month, Some(1), true, "P1.5M"),
            (Unit::Decade, Some(2), false, "P20Y"),
            (Unit::Century, Some(0), true, "P50Y"),
            (Unit::Fortnight, Some(1), false, "P2W"),
        ];
        for (unit, whole, half, value) in cases {
            assert_eq!(unit.length(Amount { whole, half }), value);
        }
    }
}
