//! The times that an article speaks of, as the index holds them.
//!
//! What means days (`on Tuesday`, `May 1943`) is one period, from its first to its last
//! day. Several days or years in one expression (`Aug. 6-8`, `1941-45`) are as many
//! periods, since each of them is spoken of. Lengths, recurring times and what stayed
//! unresolved are none.
//!
//! A period is one number, its first day before its length, in a field that is postings
//! and column at once. The numbers sort by first day, so what a query can want is a
//! stretch of the field's terms; those that fit are chosen exactly, and their postings
//! joined. That is one list for a day and some hundreds for a year, however many
//! mentions the articles have, where testing the column alone would read it all for each
//! query, and a hierarchy of days, months and years would need several postings a mention
//! and forget how long it was. The column is for counting.

use crate::article::{DateRef, Mention, Referent};
use crate::date::{DateRange, PartialDate, day_number};

/// A stretch of days that an article speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spoken(u64);

/// Bits for the length in days. 65,536 days are more than any century has.
const LENGTH_BITS: u32 = 16;
/// Day number of 0001-01-01, with which the calendar begins.
const FIRST_DAY: i32 = -719_162;

/// The most days or years in one expression that are taken each by itself.
const UNITS_MAX: usize = 400;

impl Spoken {
    /// The period of these days; `None` when it is longer than any that is spoken of.
    pub fn new(range: DateRange) -> Option<Spoken> {
        let (first, last) = (day_number(range.from), day_number(range.to));
        let from = u64::try_from(first.checked_sub(FIRST_DAY)?).ok()?;
        let beyond = u64::try_from(last.checked_sub(first)?).ok().filter(|n| *n < 1 << LENGTH_BITS)?;
        Some(Spoken(from << LENGTH_BITS | beyond))
    }

    /// The period with this number in the index.
    pub fn from_number(number: u64) -> Spoken {
        Spoken(number)
    }

    /// Its number in the index.
    pub fn number(self) -> u64 {
        self.0
    }

    /// Number of its first day.
    pub fn first(self) -> i32 {
        i32::try_from(self.0 >> LENGTH_BITS).unwrap_or(i32::MAX).saturating_add(FIRST_DAY)
    }

    /// Number of its last day.
    pub fn last(self) -> i32 {
        let beyond = self.0 & ((1 << LENGTH_BITS) - 1);
        self.first().saturating_add(i32::try_from(beyond).unwrap_or(i32::MAX))
    }
}

/// The periods of one expression.
pub fn periods(date: &DateRef) -> Vec<Spoken> {
    let Some(range) = date.range else { return Vec::new() };
    let several = units(&date.value, range).filter(|units| units.len() <= UNITS_MAX);
    several.unwrap_or_else(|| vec![range]).into_iter().filter_map(Spoken::new).collect()
}

/// The days, months or years from the one that the value names to the end of the range;
/// `None` when the value names no such, or one alone.
fn units(value: &str, range: DateRange) -> Option<Vec<DateRange>> {
    let first: PartialDate = value.parse().ok()?;
    if first.range().from != range.from || first.range().to >= range.to {
        return None;
    }
    let next = |unit: &DateRange| {
        let day = unit.to.succ_opt().filter(|day| *day <= range.to)?;
        let date = PartialDate::from_day(day)?;
        let date = match (first.month(), first.day()) {
            (Some(_), Some(_)) => Some(date),
            (Some(_), None) => PartialDate::year_month(date.year(), date.month()?),
            (None, _) => PartialDate::year_only(date.year()),
        };
        Some(date?.range())
    };
    // One more than is allowed tells that there are too many.
    Some(std::iter::successors(Some(first.range()), next).take(UNITS_MAX + 1).collect())
}

/// All periods that an article speaks of, each once, sorted.
pub fn of_article(mentions: &[Mention]) -> Vec<Spoken> {
    let dates = mentions.iter().filter_map(|mention| match &mention.what {
        Referent::Date(date) => Some(date),
        Referent::Place(_) | Referent::Actor(_) => None,
    });
    let mut all: Vec<Spoken> = dates.flat_map(periods).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Days that a query asks for.
///
/// A period is among them when it has a day in common with them and is no longer than
/// they are. An article that says "this year" does not speak of each of its days: it
/// would bury those that do, so a year is found by its year, its decade, or any span of
/// that length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    first: i32,
    last: i32,
}

impl Asked {
    /// For these days.
    pub fn new(range: DateRange) -> Asked {
        Asked { first: day_number(range.from), last: day_number(range.to) }
    }

    /// Whether a period is asked for.
    pub fn admits(self, period: Spoken) -> bool {
        let overlaps = period.first() <= self.last && period.last() >= self.first;
        overlaps && period.last() - period.first() <= self.last - self.first
    }

    /// The lowest and the highest number that a period asked for can have.
    pub fn numbers(self) -> (u64, u64) {
        let longest = self.last.saturating_sub(self.first).min((1 << LENGTH_BITS) - 1);
        let from = |day: i32| u64::try_from(day.saturating_sub(FIRST_DAY)).unwrap_or(0);
        let lowest = from(self.first.saturating_sub(longest)) << LENGTH_BITS;
        (lowest, (from(self.last) << LENGTH_BITS) | ((1 << LENGTH_BITS) - 1))
    }

    /// Whether an expression means one of the days asked for.
    pub fn admits_any_of(self, date: &DateRef) -> bool {
        periods(date).into_iter().any(|period| self.admits(period))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Timex;
    use crate::date::day_from_number;
    use proptest::prelude::*;

    fn day(text: &str) -> chrono::NaiveDate {
        text.parse().unwrap()
    }

    fn range(from: &str, to: &str) -> DateRange {
        DateRange { from: day(from), to: day(to) }
    }

    fn date(value: &str, from: &str, to: &str) -> DateRef {
        DateRef { value: value.to_owned(), timex: Timex::Date, range: Some(range(from, to)) }
    }

    fn days(period: Spoken) -> (String, String) {
        let name = |number| day_from_number(number).unwrap().to_string();
        (name(period.first()), name(period.last()))
    }

    #[test]
    fn several_days_or_years_are_spoken_of_each() {
        let count = |d: &DateRef| periods(d).len();
        assert_eq!(count(&date("2024-08-06", "2024-08-06", "2024-08-08")), 3);
        assert_eq!(count(&date("2024-08-06T10:00", "2024-08-06", "2024-08-06")), 1);
        assert_eq!(count(&date("2024-W32", "2024-08-05", "2024-08-11")), 1);
        assert_eq!(count(&date("2024-08", "2024-08-01", "2024-08-31")), 1);
        let war: Vec<_> = periods(&date("1941", "1941-01-01", "1945-12-31")).into_iter().map(days).collect();
        assert_eq!(war.len(), 5);
        assert_eq!(war[4], ("1945-01-01".to_owned(), "1945-12-31".to_owned()));
        assert_eq!(count(&DateRef { range: None, ..date("P3D", "2024-08-01", "2024-08-01") }), 0);
        // What no finder gives, but a damaged record may hold.
        assert_eq!(count(&date("2024-08-06", "2024-08-06", "2124-08-06")), 1);
        assert_eq!(count(&date("0001-01-01", "0001-01-01", "9999-12-31")), 0);
    }

    #[test]
    fn a_period_is_asked_for_when_it_overlaps_and_is_no_longer() {
        let admits = |asked: (&str, &str), spoken: (&str, &str)| {
            Asked::new(range(asked.0, asked.1)).admits(Spoken::new(range(spoken.0, spoken.1)).unwrap())
        };
        let (year, month) = (("1999-01-01", "1999-12-31"), ("1999-05-01", "1999-05-31"));
        let single = ("1999-05-03", "1999-05-03");
        assert!(admits(year, year) && admits(year, month) && admits(year, single) && admits(month, single));
        assert!(!admits(single, month) && !admits(single, year) && !admits(month, year));
        assert!(!admits(single, ("1999-05-04", "1999-05-04")));
        let week = ("1999-04-26", "1999-05-02");
        assert!(admits(month, week), "a week that ends in the month");
        assert!(admits(("0001-01-01", "1953-12-31"), ("1900-01-01", "1999-12-31")), "an open beginning");
    }

    fn spans() -> impl Strategy<Value = DateRange> {
        (-719_162..2_932_896_i32, 0..40_000_i32).prop_map(|(first, length)| DateRange {
            from: day_from_number(first).unwrap(),
            to: day_from_number(first + length).unwrap(),
        })
    }

    proptest! {
        #[test]
        fn numbers_keep_the_days_and_all_that_is_asked_for_lies_between(spoken in spans(), asked in spans()) {
            let period = Spoken::new(spoken).unwrap();
            prop_assert_eq!((period.first(), period.last()), (day_number(spoken.from), day_number(spoken.to)));
            prop_assert_eq!(Spoken::from_number(period.number()), period);
            let asked = Asked::new(asked);
            let (lowest, highest) = asked.numbers();
            prop_assert!(!asked.admits(period) || (lowest..=highest).contains(&period.number()));
        }
    }
}
