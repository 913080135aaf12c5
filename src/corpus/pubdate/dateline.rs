//! The day in a line that says where and when an article was filed.

use chrono::{Datelike, NaiveDate};

use super::cut::{self, Part};
use crate::date::PartialDate;

/// The day in a line that says where and when an article was filed (`KURSK, Aug 8`,
/// `BOGOTA, 9 JAN 90 (EFE)`). Without a year it is the latest such day that is not after
/// `reference`; a year in the line is believed, and one of two digits is the latest such
/// year that is not after `reference`, as long as that is a year of ours (to 2200).
///
/// ```
/// use dateline::corpus::pubdate::dateline_date;
/// let filed = chrono::NaiveDate::from_ymd_opt(2024, 1, 3).unwrap();
/// assert_eq!(dateline_date("KURSK, Dec. 30", filed).unwrap().to_string(), "2023-12-30");
/// ```
pub fn dateline_date(text: &str, reference: NaiveDate) -> Option<PartialDate> {
    let (text, _) = cut::plain(text);
    let mut tokens = cut::cut(&text, None);
    cut::apply_units(&mut tokens);
    let parts: Vec<Part> = tokens.into_iter().map(|t| t.part).collect();
    // Names of places can look like months ("GEN. SANTOS"); the date comes last.
    (0..parts.len()).rev().find_map(|at| day_around(&parts, at, reference))
}

/// The day around the month at `at`: `9 JAN 90`, `Aug. 8, 2024`, `8 August`.
fn day_around(parts: &[Part], at: usize, reference: NaiveDate) -> Option<PartialDate> {
    let Some(&Part::Month(month)) = parts.get(at) else { return None };
    let month = Some(month).filter(|m| m.calendar == crate::article::Calendar::Gregorian)?.number;
    let skip = |i: usize, mark| if parts.get(i) == Some(&Part::Mark(mark)) { i + 1 } else { i };
    let day_at = |i: usize| match parts.get(i) {
        Some(&Part::Number { value, width: 1..=2 }) if (1..=31).contains(&value) => Some(value),
        _ => None,
    };
    let behind = skip(at + 1, '.');
    // "8. August", "8 de agosto".
    let before = (1..=2).filter_map(|back| at.checked_sub(back)).find_map(|i| {
        let between = parts.get(i + 1..at)?;
        let small = between.iter().all(|p| matches!(p, Part::Filler | Part::Mark('.' | '-')));
        small.then(|| day_at(i))?
    });
    let (day, next) = match before {
        Some(day) => (day, behind),
        None => (day_at(behind)?, behind + 1),
    };
    let year_at = skip(next, ',');
    match parts.get(year_at).filter(|_| parts.get(year_at + 1) != Some(&Part::Mark(':'))) {
        Some(&Part::Number { value, width: 4 }) => PartialDate::ymd(i32::try_from(value).ok()?, month, day),
        Some(&Part::Number { value, width: 2 }) => {
            PartialDate::ymd(century_of(value, reference)?, month, day)
        }
        // A leap day may lie up to eight years back.
        _ => (0..=8)
            .filter_map(|back| NaiveDate::from_ymd_opt(reference.year() - back, month, day))
            .find(|&d| d <= reference)
            .and_then(PartialDate::from_day),
    }
}

/// The full year of two digits beside a known day.
fn century_of(short: u32, reference: NaiveDate) -> Option<i32> {
    let known = reference.year() <= 2200;
    let first = if known { reference.year() - 99 } else { super::DateOptions::default().first_short_year };
    Some(first + (i32::try_from(short).ok()? - first).rem_euclid(100))
}
