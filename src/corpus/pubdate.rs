//! Reads publication dates as sources write them, without guessing.
//!
//! Every archive has its own layout, and a layout that is read wrongly puts an
//! article into the wrong year without a sound. So a date is cut into its parts
//! (numbers, names of months, a clock, a zone), and it counts only if every part
//! has a place in it. What cannot be known stays unknown: `04/01/2019` is the
//! year 2019 unless the order of its parts is known or plain to see, a bad clock
//! leaves the day standing, and a day that the calendar lacks is no date.
//!
//! ```
//! use dateline::corpus::pubdate::{DateOptions, parse};
//! let found = parse("26-FEB-1987 15:01:01.79", &DateOptions::default()).unwrap();
//! assert_eq!(found.date.to_string(), "1987-02-26");
//! assert_eq!(found.second_of_day, Some(15 * 3600 + 60 + 1));
//! assert_eq!(found.instant, None); // no zone was given
//! ```
//!
//! The day is the source's own: an instant is kept beside it, and never moves it.
//!
//! Left out: calendars other than the Gregorian one, week dates, and words such
//! as "yesterday".

mod names;
mod place;

pub use place::{from_path, from_url};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};

use crate::date::PartialDate;

/// What is known beforehand about the dates of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateOptions {
    /// In which order all-numeric dates give day and month.
    pub order: DateOrder,
    /// The first of the hundred years that two-digit years stand for.
    pub first_short_year: i32,
}

impl Default for DateOptions {
    /// The order is not known; two-digit years are 1930 to 2029.
    fn default() -> DateOptions {
        DateOptions { order: DateOrder::Unknown, first_short_year: 1930 }
    }
}

/// The order of day and month in dates such as `04/01/2019`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// Not known: a date that fits both ways is read as its year alone.
    #[default]
    Unknown,
    /// `04/01/2019` is the fourth of January.
    DayFirst,
    /// `04/01/2019` is the first of April.
    MonthFirst,
}

/// A date as read from a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The day, or as much of it as is known, local to the source.
    pub date: PartialDate,
    /// The exact time in RFC 3339; only when both clock and zone were given.
    pub instant: Option<String>,
    /// Seconds since local midnight, when a clock was given.
    pub second_of_day: Option<u32>,
}

/// Longer texts hold more than a date.
const LONGEST: usize = 120;

/// Reads a date that stands alone in a field; `None` when it is none, or not one
/// that the calendar has.
pub fn parse(raw: &str, options: &DateOptions) -> Option<Found> {
    // What follows a control character is a field of its own (Reuters writes such).
    let field = raw.trim().split(|c: char| c.is_control() && !c.is_whitespace()).next()?;
    let text = field.trim_matches(|c: char| c.is_whitespace() || "\"'()[]<>,;".contains(c));
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && let Some(found) = digits(text, options)
    {
        return Some(found);
    }
    if let Some(found) = compact_with_clock(text) {
        return Some(found);
    }
    let plain = text.replace("a.m.", "am").replace("p.m.", "pm");
    let (rest, clock) = take_clock(cut(&plain));
    let date = calendar_date(&rest, options)?;
    Some(with_clock(date, clock))
}

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
    let parts = cut(text);
    // Names of places can look like months ("GEN. SANTOS"); the date comes last.
    (0..parts.len()).rev().find_map(|at| dateline_day(&parts, at, reference))
}

/// The day around the month at `at`: `9 JAN 90`, `Aug. 8, 2024`, `8 August`.
fn dateline_day(parts: &[Part], at: usize, reference: NaiveDate) -> Option<PartialDate> {
    let Some(&Part::Month(month)) = parts.get(at) else { return None };
    let skip = |i: usize, mark| if parts.get(i) == Some(&Part::Mark(mark)) { i + 1 } else { i };
    let day_at = |i: usize| match parts.get(i) {
        Some(&Part::Number { value, width: 1..=2 }) if (1..=31).contains(&value) => Some(value),
        _ => None,
    };
    let behind = skip(at + 1, '.');
    let (day, next) = match at.checked_sub(1).and_then(day_at) {
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
    let mut options = DateOptions::default();
    if reference.year() <= 2200 {
        options.first_short_year = reference.year() - 99;
    }
    full_year((short, 2), &options)
}

/// One piece of a date as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Number {
        value: u32,
        width: usize,
    },
    Month(u32),
    /// A word that may stand in a date and adds nothing: a weekday, "of", "de".
    Filler,
    /// `am` (0) or `pm` (12).
    Meridiem(u32),
    /// Seconds east of Greenwich.
    Zone(i32),
    /// A word that has no place in a date.
    Unknown(String),
    Mark(char),
}

/// Cuts a text into numbers, words and marks; white space goes.
fn cut(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = |keep: fn(char) -> bool| rest.find(|c| !keep(c)).unwrap_or(rest.len());
        let taken = if first.is_ascii_digit() {
            length(|c| c.is_ascii_digit())
        } else if first.is_alphabetic() {
            length(|c| c.is_alphabetic())
        } else {
            first.len_utf8()
        };
        let (piece, after) = rest.split_at(taken);
        if first.is_ascii_digit() {
            // A number too long for a date is kept as what it is not.
            let number = piece.parse().map(|value| Part::Number { value, width: taken });
            parts.push(number.unwrap_or_else(|_| Part::Unknown(piece.to_owned())));
        } else if first.is_alphabetic() {
            parts.push(names::word(piece));
        } else if !first.is_whitespace() {
            parts.push(Part::Mark(first));
        }
        rest = after;
    }
    parts
}

/// A time of day as it was written; `zone` in seconds east of Greenwich.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Clock {
    second_of_day: u32,
    zone: Option<i32>,
}

/// Takes the clock out of a date: `10:11`, `10:11:12.5`, `3:05 pm`, each perhaps with
/// a zone. A clock that cannot be is taken out as well, and forgotten.
fn take_clock(mut parts: Vec<Part>) -> (Vec<Part>, Option<Clock>) {
    let between_numbers =
        |p: &[Part]| matches!(p, [Part::Number { .. }, Part::Mark(':'), Part::Number { .. }]);
    let Some(start) = parts.windows(3).position(between_numbers) else {
        return take_bare_zone(parts);
    };
    let colon = start + 1;
    let number = |i: usize| match parts.get(i) {
        Some(&Part::Number { value, .. }) => Some(value),
        _ => None,
    };
    let mark = |i: usize, c: char| parts.get(i) == Some(&Part::Mark(c));
    let (hour, minute) = (number(start), number(colon + 1));
    let (mut second, mut end) = (0, colon + 2);
    if mark(end, ':') {
        second = number(end + 1).unwrap_or(99);
        end += 2;
    }
    if (mark(end, '.') || mark(end, ',')) && number(end + 1).is_some() && second <= 60 && end > colon + 2 {
        end += 2;
    }
    let mut meridiem = None;
    if let Some(&Part::Meridiem(hours)) = parts.get(end) {
        meridiem = Some(hours);
        end += 1;
    }
    let (zone, end) = zone_at(&parts, end);
    let clock = hour.zip(minute).and_then(|(h, m)| second_of_day(h, m, second, meridiem));
    // The T of ISO 8601 binds the clock to the day.
    let from = if start > 0 && parts.get(start - 1) == Some(&Part::Filler) { start - 1 } else { start };
    parts.drain(from..end.min(parts.len()));
    (parts, clock.map(|second_of_day| Clock { second_of_day, zone }))
}

/// A day may carry a zone without a clock (`2019-05-13Z`); it says nothing then.
fn take_bare_zone(mut parts: Vec<Part>) -> (Vec<Part>, Option<Clock>) {
    if matches!(parts.last(), Some(Part::Zone(_))) {
        parts.pop();
    }
    (parts, None)
}

/// Reads a zone from `at` on: a name, an offset, or both (`GMT+2`, `+0000 UTC`).
fn zone_at(parts: &[Part], at: usize) -> (Option<i32>, usize) {
    let (mut zone, mut end) = (None, at);
    if let Some(&Part::Zone(seconds)) = parts.get(end) {
        (zone, end) = (Some(seconds), end + 1);
    }
    let sign = match parts.get(end) {
        Some(Part::Mark('+')) => 1,
        Some(Part::Mark('-' | '−')) => -1,
        _ => return (zone, end),
    };
    let Some(&Part::Number { value, width }) = parts.get(end + 1) else { return (zone, end) };
    let (minutes, next) = match (width, parts.get(end + 2), parts.get(end + 3)) {
        (1..=2, Some(Part::Mark(':')), Some(&Part::Number { value: m, width: 2 })) => {
            (value * 60 + m, end + 4)
        }
        // In "10:00 - 13 May" the number is a day and the sign a dash.
        (1..=2, None | Some(Part::Mark('(' | ')')), _) => (value * 60, end + 2),
        (4, ..) => (value / 100 * 60 + value % 100, end + 2),
        _ => return (zone, end),
    };
    let Some(offset) = i32::try_from(minutes).ok().filter(|m| *m <= 15 * 60) else { return (zone, end) };
    zone = Some(sign * offset * 60);
    // A name in brackets or behind the offset repeats it: `+0200 (CEST)`.
    let mut end = next;
    while matches!(parts.get(end), Some(Part::Zone(_) | Part::Mark('(' | ')'))) {
        end += 1;
    }
    (zone, end)
}

fn second_of_day(hour: u32, minute: u32, second: u32, meridiem: Option<u32>) -> Option<u32> {
    let hour = match meridiem {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(added) => hour % 12 + added,
        None => hour,
    };
    // A leap second shares the number of the second before it.
    (hour < 24 && minute < 60 && second <= 60).then(|| hour * 3600 + minute * 60 + second.min(59))
}

/// Joins a day and its clock; the instant exists only for a whole day with a zone.
fn with_clock(date: PartialDate, clock: Option<Clock>) -> Found {
    let clock = clock.filter(|_| date.day().is_some());
    let instant = clock.and_then(|c| instant(date, c.second_of_day, c.zone?));
    Found { date, instant, second_of_day: clock.map(|c| c.second_of_day) }
}

fn instant(date: PartialDate, second: u32, zone: i32) -> Option<String> {
    let day = NaiveDate::from_ymd_opt(date.year(), date.month()?, date.day()?)?;
    let local = day.and_hms_opt(second / 3600, second / 60 % 60, second % 60)?;
    let offset = FixedOffset::east_opt(zone)?;
    let exact = local.and_local_timezone(offset).single()?;
    Some(exact.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
}

/// The calendar date in what remains once the clock is gone.
fn calendar_date(parts: &[Part], options: &DateOptions) -> Option<PartialDate> {
    if parts.iter().any(|p| matches!(p, Part::Unknown(_) | Part::Meridiem(_) | Part::Zone(_))) {
        return None;
    }
    let mut months = parts.iter().filter_map(|p| if let Part::Month(m) = p { Some(*m) } else { None });
    let numbers: Vec<(u32, usize)> = parts
        .iter()
        .filter_map(|p| if let Part::Number { value, width } = p { Some((*value, *width)) } else { None })
        .collect();
    match (months.next(), months.next()) {
        (Some(month), None) => named_month(month, &numbers, options),
        // "May/June 2019": an issue for two months; only its year is sure.
        (Some(_), Some(_)) => match numbers.as_slice() {
            [(year, 4)] => PartialDate::year_only(i32::try_from(*year).ok()?),
            _ => None,
        },
        (None, _) => numeric(&numbers, parts, options),
    }
}

/// `4 January 2019`, `January 4, 2019`, `2019 Jan 4`, `January 2019`, `26-FEB-87`.
fn named_month(month: u32, numbers: &[(u32, usize)], options: &DateOptions) -> Option<PartialDate> {
    match *numbers {
        [year @ (_, 4)] => PartialDate::year_month(full_year(year, options)?, month),
        [(day, 1..=2), year @ (_, 4)] | [year @ (_, 4), (day, 1..=2)] => {
            PartialDate::ymd(full_year(year, options)?, month, day)
        }
        [(day, 1..=2), year @ (_, 2)] => PartialDate::ymd(full_year(year, options)?, month, day),
        // "May 13-19, 2019": an issue for several days; only its month is sure.
        [(first, 1..=2), (last, 1..=2), year @ (_, 4)] => {
            let year = full_year(year, options)?;
            PartialDate::ymd(year, month, first).and(PartialDate::ymd(year, month, last))?;
            PartialDate::year_month(year, month)
        }
        _ => None,
    }
}

/// Dates in numbers alone, with marks between them.
fn numeric(numbers: &[(u32, usize)], parts: &[Part], options: &DateOptions) -> Option<PartialDate> {
    let marks = parts.iter().filter(|p| matches!(p, Part::Mark(_))).count();
    if marks > 3 {
        return None;
    }
    match *numbers {
        [year @ (_, 4)] => PartialDate::year_only(full_year(year, options)?),
        [(compact, 8)] => eight_digits(&compact.to_string()),
        [year @ (_, 4), (month, 1..=2)] | [(month, 1..=2), year @ (_, 4)] if marks > 0 => {
            PartialDate::year_month(full_year(year, options)?, month)
        }
        [year @ (_, 4), (month, 1..=2), (day, 1..=2)] => {
            PartialDate::ymd(full_year(year, options)?, month, day)
        }
        [(a, 1..=2), (b, 1..=2), year @ (_, 4)] => {
            day_and_month(a, b, full_year(year, options)?, options.order)
        }
        // No day is above 31, so the year comes first.
        [year @ (32.., 2), (month, 1..=2), (day, 1..=2)] => {
            PartialDate::ymd(full_year(year, options)?, month, day)
        }
        // "26-09-20" may as well begin with its year.
        [year @ (_, 2), (b, 2), (c, 2)]
            if options.order == DateOrder::Unknown
                && parts.contains(&Part::Mark('-'))
                && PartialDate::ymd(full_year(year, options)?, b, c).is_some() =>
        {
            None
        }
        [(a, 1..=2), (b, 1..=2), year @ (_, 2)] => {
            day_and_month(a, b, full_year(year, options)?, options.order)
        }
        _ => None,
    }
}

/// Day and month in the only order that gives a day; when both do, the order must be
/// known, or else only the year is sure.
fn day_and_month(a: u32, b: u32, year: i32, order: DateOrder) -> Option<PartialDate> {
    let (day_first, month_first) = (PartialDate::ymd(year, b, a), PartialDate::ymd(year, a, b));
    match (day_first, month_first) {
        (Some(one), Some(other)) if one != other => match order {
            DateOrder::DayFirst => day_first,
            DateOrder::MonthFirst => month_first,
            DateOrder::Unknown => PartialDate::year_only(year),
        },
        (one, other) => one.or(other),
    }
}

fn full_year((value, width): (u32, usize), options: &DateOptions) -> Option<i32> {
    let value = i32::try_from(value).ok()?;
    if width != 2 {
        return Some(value);
    }
    let first = options.first_short_year;
    Some(first + (value - first).rem_euclid(100))
}

/// Numbers without marks: `2024`, `202408`, `20240808`, `20240808101112`, and seconds
/// or milliseconds since 1970.
fn digits(text: &str, options: &DateOptions) -> Option<Found> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if fraction.contains('.') {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    let day_only = |date| Found { date, instant: None, second_of_day: None };
    match (whole.len(), fraction.is_empty()) {
        (4, true) => PartialDate::year_only(i32::try_from(number).ok()?).map(day_only),
        (6, true) => six_digits(whole, options).map(day_only),
        (8, true) => eight_digits(whole).map(day_only),
        (9 | 10, _) => since_epoch(number),
        (12 | 14, true) if compact_with_clock(text).is_some() => compact_with_clock(text),
        (12 | 13, true) => since_epoch(number.div_euclid(1000)),
        _ => None,
    }
}

/// `202408` or `870226`; where both readings give a date, neither is taken.
fn six_digits(text: &str, options: &DateOptions) -> Option<PartialDate> {
    let month = number_in(text, 0, 4)
        .filter(|year| (1500..=2100).contains(year))
        .and_then(|year| PartialDate::year_month(i32::try_from(year).ok()?, number_in(text, 4, 6)?));
    let day = full_year((number_in(text, 0, 2)?, 2), options)
        .and_then(|year| PartialDate::ymd(year, number_in(text, 2, 4)?, number_in(text, 4, 6)?));
    if month.is_some() && day.is_some() { None } else { month.or(day) }
}

fn eight_digits(text: &str) -> Option<PartialDate> {
    let year = i32::try_from(number_in(text, 0, 4)?).ok()?;
    PartialDate::ymd(year, number_in(text, 4, 6)?, number_in(text, 6, 8)?)
}

fn number_in(text: &str, from: usize, to: usize) -> Option<u32> {
    text.get(from..to)?.parse().ok()
}

/// `20240808T101112Z`, `20240808T1011`, `20240808101112`.
fn compact_with_clock(text: &str) -> Option<Found> {
    let date = text.get(..8).filter(|d| d.bytes().all(|b| b.is_ascii_digit())).and_then(eight_digits)?;
    let rest = text.get(8..)?;
    let rest = rest.strip_prefix(['T', 't', ' ']).unwrap_or(rest);
    let width = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !matches!(width, 4 | 6) {
        return None;
    }
    let clock = second_of_day(
        number_in(rest, 0, 2)?,
        number_in(rest, 2, 4)?,
        if width == 6 { number_in(rest, 4, 6)? } else { 0 },
        None,
    );
    let zone = zone_behind(rest.get(width..)?)?;
    Some(with_clock(date, clock.map(|second_of_day| Clock { second_of_day, zone })))
}

/// The zone that is all that remains of a text, if anything remains; `None` when
/// something else does.
fn zone_behind(text: &str) -> Option<Option<i32>> {
    let text = text.trim_start();
    let fraction = text.strip_prefix(['.', ',']).map(|t| t.trim_start_matches(|c: char| c.is_ascii_digit()));
    let parts = cut(fraction.unwrap_or(text));
    let (zone, end) = zone_at(&parts, 0);
    (end == parts.len()).then_some(zone)
}

/// From the second day of 1970, because 0 and its like mean "not set", to 2100.
fn since_epoch(seconds: i64) -> Option<Found> {
    if !(86_400..4_102_444_800).contains(&seconds) {
        return None;
    }
    let exact = DateTime::from_timestamp(seconds, 0)?;
    let second_of_day = u32::try_from(seconds.rem_euclid(86_400)).ok()?;
    Some(Found {
        date: PartialDate::from_day(exact.date_naive())?,
        instant: Some(exact.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
        second_of_day: Some(second_of_day),
    })
}

#[cfg(test)]
mod tests;
