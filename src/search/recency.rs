//! A preference for recent articles: older ones keep less of their score, smoothly.
//!
//! An article as old as the given age keeps three quarters of its score, one twice as old five
//! eighths, and however old it is, half: `(1 + 2^(-age / half-life)) / 2`. So a much better match
//! from long ago still stands before a poor one of today.
//!
//! Age counts from the newest article of the index whose date is not to be doubted, not from
//! today: an archive that ends in 1963 has recent articles too, and the same question gives the
//! same answer tomorrow. Articles without a date, and those dated after that newest one, keep half,
//! as if they were very old. Of a date that is only a month or a year the first day counts, as it does for
//! `--sort`.

use std::str::FromStr;

use tantivy::columnar::Column;

use crate::date::day_from_number;
use crate::index::{Moment, Snapshot};

/// The age at which half of what can be lost is lost, in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HalfLife(u32);

/// The most days of a half-life: a hundred years.
const DAYS_MAX: u32 = 36_525;

/// What may stand behind the number, and its days.
const UNITS: [(char, f64); 4] = [('d', 1.0), ('w', 7.0), ('m', 30.4375), ('y', 365.25)];

impl HalfLife {
    /// Of so many days, from one to a hundred years.
    pub fn days(days: u32) -> Option<HalfLife> {
        (1..=DAYS_MAX).contains(&days).then_some(HalfLife(days))
    }
}

impl FromStr for HalfLife {
    type Err = String;

    /// Reads `30d`, `6w`, `3m`, `1y`.
    fn from_str(text: &str) -> Result<HalfLife, String> {
        let unit = text.chars().last().and_then(|c| UNITS.iter().find(|(name, _)| *name == c));
        let number = unit.and_then(|(name, _)| text.strip_suffix(*name)?.parse::<u32>().ok());
        let days = unit.zip(number).map(|((_, days), number)| (days * f64::from(number)).round() as u32);
        days.and_then(HalfLife::days)
            .ok_or_else(|| "is no age from 1d to 100y; write 30d, 6w, 3m or 1y".to_owned())
    }
}

/// A half-life, and the day from which ages count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recency {
    half_life: HalfLife,
    newest: i32,
}

impl Recency {
    /// For a snapshot; `None` when no article has a date to go by, so that there is nothing to
    /// prefer.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn of(half_life: HalfLife, snapshot: &Snapshot) -> tantivy::Result<Option<Recency>> {
        Ok(newest(snapshot)?.map(|newest| Recency { half_life, newest }))
    }

    /// The share of its score that an article of this moment keeps: from a half to 1.
    pub fn share(self, moment: Option<i64>) -> f32 {
        let kept = self.age(moment).map_or(0.0, |age| (-f64::from(age) / f64::from(self.half_life.0)).exp2());
        (f64::midpoint(1.0, kept)) as f32
    }

    /// How many days older than the newest it is; `None` where that means nothing.
    fn age(self, moment: Option<i64>) -> Option<u32> {
        let day = Moment(moment?).day();
        u32::try_from(i64::from(self.newest) - i64::from(day)).ok()
    }

    /// How the age of an article is told: `12 days before 2024-08-20`.
    pub fn told(self, moment: Option<i64>) -> String {
        let newest = day_from_number(self.newest).map_or_else(String::new, |day| day.to_string());
        match (self.age(moment), moment) {
            (Some(1), _) => format!("1 day before {newest}"),
            (Some(days), _) => format!("{days} days before {newest}"),
            (None, Some(_)) => format!("dated after {newest}"),
            (None, None) => "undated".to_owned(),
        }
    }
}

/// The day of the newest article whose date is not to be doubted.
fn newest(snapshot: &Snapshot) -> tantivy::Result<Option<i32>> {
    let mut newest = None;
    for (segment, reader) in (0_u32..).zip(snapshot.searcher.segment_readers()) {
        let Some(columns) = snapshot.kept.columns(segment) else { continue };
        let doubted: Column<u64> = reader.fast_fields().u64("suspect")?;
        let trusted = reader.doc_ids_alive().filter(|&doc| doubted.first(doc).is_none());
        newest = newest.max(trusted.filter_map(|doc| columns.moment.first(doc)).max());
    }
    Ok(newest.map(|moment| Moment(moment).day()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read_with_their_unit() {
        for (text, days) in [("30d", 30), ("2w", 14), ("1m", 30), ("12m", 365), ("1y", 365), ("100y", 36_525)]
        {
            assert_eq!(text.parse(), Ok(HalfLife(days)), "{text}");
        }
        for text in ["", "d", "0d", "30", "30 d", "-3d", "1.5y", "101y", "4294967295y", "30D", "é"] {
            assert!(text.parse::<HalfLife>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_older_the_less_and_never_less_than_half() {
        let recency = Recency { half_life: HalfLife(30), newest: 20_000 };
        let share = |day| recency.share(Some(Moment::start_of(day).0));
        assert_eq!([share(20_000), share(19_970), share(19_940)], [1.0, 0.75, 0.625]);
        assert!(share(19_999) < 1.0 && share(0) >= 0.5);
        assert_eq!([share(20_001), recency.share(None)], [0.5, 0.5]);
        assert_eq!(recency.told(Some(Moment::start_of(19_999).0)), "1 day before 2024-10-04");
    }
}
