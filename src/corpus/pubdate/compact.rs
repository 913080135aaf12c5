//! Dates in digits without marks: `2024`, `20240808`, `20240808T101112Z`, seconds since 1970.

use chrono::DateTime;

use super::clock::{self, Clock};
use super::cut;
use super::date::Dated;
use super::{DateOptions, Found, with_clock};
use crate::article::{Calendar, Note};
use crate::date::PartialDate;

/// Numbers without marks: `2024`, `202408`, `20240808`, `20240808101112`, and seconds,
/// milliseconds or finer parts since 1970.
pub(super) fn digits(text: &str, options: &DateOptions) -> Option<Found> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.contains('.') {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let day_only = |date| with_clock(Dated::plain(date), None);
    match (whole.len(), fraction.is_empty()) {
        (6, true) => six(whole, options),
        (8, true) => eight(whole).map(day_only),
        (9 | 10, _) => since_epoch(number),
        (12 | 14, true) if with_time(text).is_some() => with_time(text),
        (12 | 13, true) => since_epoch(number.div_euclid(1000)),
        (16, true) => since_epoch(number.div_euclid(1_000_000)),
        _ => None,
    }
}

/// `202408` or `870226`; where both readings give a date, neither is taken.
fn six(text: &str, options: &DateOptions) -> Option<Found> {
    let month = number_in(text, 0, 4)
        .filter(|year| (1500..=2100).contains(year))
        .and_then(|year| PartialDate::year_month(i32::try_from(year).ok()?, number_in(text, 4, 6)?));
    let first = options.first_short_year;
    let short = i32::try_from(number_in(text, 0, 2)?).ok()?;
    let year = first + (short - first).rem_euclid(100);
    let day = PartialDate::ymd(year, number_in(text, 2, 4)?, number_in(text, 4, 6)?);
    match (month, day) {
        (Some(month), None) => Some(with_clock(Dated::plain(month), None)),
        (None, Some(day)) => {
            let notes = vec![Note::ShortYear];
            Some(with_clock(Dated { date: day, calendar: Calendar::Gregorian, notes }, None))
        }
        _ => None,
    }
}

/// Year, month and day in eight digits.
pub(super) fn eight(text: &str) -> Option<PartialDate> {
    let year = i32::try_from(number_in(text, 0, 4)?).ok()?;
    PartialDate::ymd(year, number_in(text, 4, 6)?, number_in(text, 6, 8)?)
}

fn number_in(text: &str, from: usize, to: usize) -> Option<u32> {
    text.get(from..to).filter(|t| t.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
}

/// `20240808T101112Z`, `20240808T1011`, `20240808101112`.
pub(super) fn with_time(text: &str) -> Option<Found> {
    let date = text.get(..8).and_then(eight)?;
    let rest = text.get(8..)?;
    let rest = rest.strip_prefix(['T', 't', ' ', '-', '_']).unwrap_or(rest);
    let width = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !matches!(width, 4 | 6) {
        return None;
    }
    let second = if width == 6 { number_in(rest, 4, 6)? } else { 0 };
    let second_of_day = clock::second_of_day(number_in(rest, 0, 2)?, number_in(rest, 2, 4)?, second, None);
    let behind = rest.get(width..)?.trim_start();
    let fraction = behind.strip_prefix(['.', ',']);
    let behind = fraction.map_or(behind, |t| t.trim_start_matches(|c: char| c.is_ascii_digit())).trim();
    let offset = clock::zone_alone(&cut::cut(behind, None))?;
    let zone = Some(behind.to_owned()).filter(|zone| !zone.is_empty());
    Some(with_clock(Dated::plain(date), Some(Clock { second_of_day, offset, zone })))
}

/// From the second day of 1970, because 0 and its like mean "not set", to 2100.
fn since_epoch(seconds: i64) -> Option<Found> {
    if !(86_400..4_102_444_800).contains(&seconds) {
        return None;
    }
    let exact = DateTime::from_timestamp(seconds, 0)?;
    let second_of_day = u32::try_from(seconds.rem_euclid(86_400)).ok();
    let date = PartialDate::from_day(exact.date_naive())?;
    Some(with_clock(Dated::plain(date), Some(Clock { second_of_day, offset: Some(0), zone: None })))
}
