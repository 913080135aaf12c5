//! Days, partial dates and the spans of days that they mean.
//!
//! Archives know dates by year, by month or by day. A [`PartialDate`] keeps what
//! is known and no more; as a [`DateRange`] it is the span from its first to its
//! last day. All calendars are the proleptic Gregorian one; years run from 1 to
//! 9999, far past what the search engine's own date type can hold, which is why
//! days are kept as numbers of our own ([`day_number`]).
//!
//! ```
//! use dateline::date::PartialDate;
//! let month: PartialDate = "1943-05".parse().unwrap();
//! assert_eq!(month.to_string(), "1943-05");
//! assert_eq!(month.range().to.to_string(), "1943-05-31");
//! ```

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A calendar date of which the day, or the day and the month, may be unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PartialDate {
    year: u16,
    month: u8, // 0: unknown
    day: u8,   // 0: unknown
}

impl PartialDate {
    /// A year alone; `None` outside 1 to 9999.
    pub fn year_only(year: i32) -> Option<PartialDate> {
        let year = u16::try_from(year).ok().filter(|y| (1..=9999).contains(y))?;
        Some(PartialDate { year, month: 0, day: 0 })
    }

    /// A month of a year; `None` when there is no such month.
    pub fn year_month(year: i32, month: u32) -> Option<PartialDate> {
        let whole = PartialDate::year_only(year)?;
        let month = u8::try_from(month).ok().filter(|m| (1..=12).contains(m))?;
        Some(PartialDate { month, ..whole })
    }

    /// A day; `None` when the calendar has no such day.
    pub fn ymd(year: i32, month: u32, day: u32) -> Option<PartialDate> {
        let whole = PartialDate::year_month(year, month)?;
        NaiveDate::from_ymd_opt(year, month, day)?;
        Some(PartialDate { day: u8::try_from(day).ok()?, ..whole })
    }

    /// The date of a calendar day; `None` outside the years 1 to 9999.
    pub fn from_day(day: NaiveDate) -> Option<PartialDate> {
        PartialDate::ymd(day.year(), day.month(), day.day())
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> i32 {
        i32::from(self.year)
    }

    /// The month, 1 to 12, when known.
    pub fn month(self) -> Option<u32> {
        (self.month > 0).then_some(u32::from(self.month))
    }

    /// The day of the month, when known.
    pub fn day(self) -> Option<u32> {
        (self.day > 0).then_some(u32::from(self.day))
    }

    /// From the first to the last day that the date can mean.
    pub fn range(self) -> DateRange {
        let (year, month, day) = (self.year(), self.month(), self.day());
        let from = civil(year, month.unwrap_or(1), day.unwrap_or(1));
        let to = match (month, day) {
            (Some(_), Some(_)) => from,
            (Some(m), None) => civil(year, m, days_in_month(year, m)),
            (None, _) => civil(year, 12, 31),
        };
        DateRange { from, to }
    }
}

/// A day of which year, month and day were checked before.
fn civil(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MIN)
}

/// How many days a month has; 0 when there is no such month.
pub fn days_in_month(year: i32, month: u32) -> u32 {
    (28..=31).rev().find(|&d| NaiveDate::from_ymd_opt(year, month, d).is_some()).unwrap_or(0)
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month > 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day > 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = String;

    /// Reads `2024`, `2024-08` and `2024-08-07`, and nothing else.
    fn from_str(text: &str) -> Result<PartialDate, String> {
        let wrong = || format!("\"{text}\" is not a date: write 2024, 2024-08 or 2024-08-07");
        let parts: Vec<&str> = text.split('-').collect();
        let widths: Vec<usize> = parts.iter().map(|p| p.len()).collect();
        if !matches!(widths.as_slice(), [4] | [4, 2] | [4, 2, 2])
            || !text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        {
            return Err(wrong());
        }
        let number = |at: usize| parts.get(at).and_then(|p| p.parse::<u32>().ok());
        let year = number(0).and_then(|y| i32::try_from(y).ok()).ok_or_else(wrong)?;
        let date = match (number(1), number(2)) {
            (None, _) => PartialDate::year_only(year),
            (Some(month), None) => PartialDate::year_month(year, month),
            (Some(month), Some(day)) => PartialDate::ymd(year, month, day),
        };
        date.ok_or_else(|| format!("there is no day {text} in the calendar"))
    }
}

/// A span of days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DateRange {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
}

impl DateRange {
    /// A single day.
    pub fn day(day: NaiveDate) -> DateRange {
        DateRange { from: day, to: day }
    }

    /// Whether the two spans have a day in common.
    pub fn overlaps(self, other: DateRange) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

/// Days since 1970-01-01; negative before.
pub fn day_number(day: NaiveDate) -> i32 {
    day.num_days_from_ce() - UNIX_EPOCH_FROM_CE
}

/// The day with this number; `None` outside chrono's range.
pub fn day_from_number(number: i32) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(number.checked_add(UNIX_EPOCH_FROM_CE)?)
}

/// Day number of 1970-01-01 when 0001-01-01 is day 1.
const UNIX_EPOCH_FROM_CE: i32 = 719_163;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_print_as_they_are_read() {
        for text in ["0001", "1943", "1943-05", "2024-02-29"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "24", "2023-02-29", "2024-13", "2024-00", "2024-8-7", "2024-08-07x", "０２０２"]
        {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_range_runs_from_the_first_to_the_last_day() {
        let range = |t: &str| t.parse::<PartialDate>().unwrap().range();
        assert_eq!(range("2024-02").to, civil(2024, 2, 29));
        assert_eq!(range("1900-02").to, civil(1900, 2, 28));
        assert_eq!(range("1943"), DateRange { from: civil(1943, 1, 1), to: civil(1943, 12, 31) });
    }

    #[test]
    fn day_numbers_count_from_1970_in_both_directions() {
        assert_eq!(day_number(civil(1970, 1, 1)), 0);
        assert_eq!(day_number(civil(1969, 12, 31)), -1);
        assert_eq!(day_from_number(day_number(civil(1500, 3, 1))), Some(civil(1500, 3, 1)));
    }
}
