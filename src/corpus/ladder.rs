//! When an article was published: the ladder of places that may say it.
//!
//! A date field of the record is best, then metadata around the text, the article's
//! address, the line that says where it was filed, a line of the text that is a date
//! and nothing else, and last the names of file and folders. The first rung that
//! holds wins; a date that is there but cannot be read is reported, and the next
//! rung is tried. A file's modification time counts only when the user admits it.

use chrono::{DateTime, NaiveDate};

use crate::article::{DateSource, Published};
use crate::date::PartialDate;

use super::pubdate::{self, DateOptions, DateOrder, Found};
use super::place::Place;

/// What a record says about its date.
pub(super) struct Clues<'a> {
    /// Date fields, best first, and where they stand.
    pub(super) dates: &'a [(DateSource, String)],
    pub(super) url: Option<&'a str>,
    /// Month and day, perhaps the year, of the dateline.
    pub(super) dateline: Option<&'a str>,
    pub(super) body: &'a str,
}

/// What is known about dates for all records of a file.
#[derive(Debug)]
pub(super) struct Ladder {
    /// The path below the root, with the path inside containers.
    path: String,
    /// The file's modification time in nanoseconds, when it is admitted.
    modified_ns: Option<i64>,
    options: DateOptions,
}

/// Longest line of the text that is looked at as a date.
const DATE_LINE_BYTES: usize = 40;
/// Earlier years on a line of text are numbers of something else: there was no press.
const FIRST_NEWS_YEAR: i32 = 1600;
/// Longest raw date that a warning repeats.
const SHOWN_CHARS: usize = 60;

impl Ladder {
    pub(super) fn new(place: &Place<'_>, mtime: bool) -> Ladder {
        let modified_ns = Some(place.file.modified_ns).filter(|&ns| mtime && ns != 0);
        Ladder { path: place.dated_path(), modified_ns, options: DateOptions::default() }
    }

    /// Learns from a sample of a file's dates in which order they give day and month:
    /// a number above 12 can only be a day. Dates that contradict each other teach
    /// nothing.
    pub(super) fn learn<'b>(&mut self, sample: impl Iterator<Item = &'b str>) {
        let (mut day_first, mut month_first) = (false, false);
        for (first, second) in sample.filter_map(leading_numbers) {
            day_first |= first > 12 && second <= 12;
            month_first |= second > 12 && first <= 12;
        }
        self.options.order = match (day_first, month_first) {
            (true, false) => DateOrder::DayFirst,
            (false, true) => DateOrder::MonthFirst,
            _ => DateOrder::Unknown,
        };
    }

    /// The date of the first rung that holds.
    pub(super) fn climb(&self, clues: &Clues<'_>, warnings: &mut Vec<String>) -> Option<Published> {
        for (source, raw) in clues.dates {
            match pubdate::parse(raw.trim(), &self.options) {
                Some(found) => return Some(published(found, *source, raw)),
                None => {
                    let (shown, _) = super::clean::cut(raw.trim().to_owned(), SHOWN_CHARS);
                    warnings.push(format!("the date \"{shown}\" cannot be read"));
                }
            }
        }
        let path = pubdate::from_path(&self.path);
        let from_url = || {
            let (date, raw) = pubdate::from_url(clues.url?)?;
            Some(bare(date, DateSource::Url, raw))
        };
        from_url()
            .or_else(|| self.by_dateline(clues, path.map(|(date, _)| date)))
            .or_else(|| self.by_text(clues.body))
            .or_else(|| path.map(|(date, raw)| bare(date, DateSource::Path, raw)))
            .or_else(|| self.by_mtime())
    }

    /// The first of these dates that can be read.
    pub(super) fn read_first(&self, dates: &[(DateSource, String)]) -> Option<Published> {
        let mut each = dates.iter();
        each.find_map(|(source, raw)| {
            Some(published(pubdate::parse(raw.trim(), &self.options)?, *source, raw))
        })
    }

    /// The day of a dateline; its year comes from the path when it has none.
    fn by_dateline(&self, clues: &Clues<'_>, path: Option<PartialDate>) -> Option<Published> {
        let raw = clues.dateline?;
        let has_year = raw.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
        let reference = match path {
            Some(path) => path.range().to,
            None if has_year => NaiveDate::MAX,
            None => return None,
        };
        Some(bare(pubdate::dateline_date(raw, reference)?, DateSource::Dateline, raw))
    }

    /// A day that stands alone above the first paragraph.
    fn by_text(&self, body: &str) -> Option<Published> {
        let (line, below) = body.split_once('\n').unwrap_or((body, "\n"));
        if !below.starts_with('\n') {
            return None;
        }
        let found = date_line(line, &self.options)?;
        Some(published(found, DateSource::Text, line))
    }

    fn by_mtime(&self) -> Option<Published> {
        let seconds = self.modified_ns?.div_euclid(1_000_000_000);
        let when = DateTime::from_timestamp(seconds, 0)?;
        Some(bare(PartialDate::from_day(when.date_naive())?, DateSource::Mtime, &when.to_rfc3339()))
    }
}

/// The first two numbers of a date in numbers that begins with the day or the month
/// (`04/01/2019`, `4.1.19`).
fn leading_numbers(raw: &str) -> Option<(u32, u32)> {
    let number = |text: &str| Some(text).filter(|t| matches!(t.len(), 1 | 2)).and_then(|t| t.parse().ok());
    let raw = raw.trim();
    let mark = raw.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '.' | '-'))?;
    let mut parts = raw.split(mark);
    Some((number(parts.next()?)?, number(parts.next()?)?))
}

/// The day that a line means which holds nothing else (`Friday, January 4, 2019`).
pub(super) fn date_line(line: &str, options: &DateOptions) -> Option<Found> {
    let line = line.trim();
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    if line.len() > DATE_LINE_BYTES || !(5..=8).contains(&digits) || line.ends_with(',') {
        return None;
    }
    let found = pubdate::parse(line, options)?;
    (found.date.day().is_some() && found.date.year() >= FIRST_NEWS_YEAR).then_some(found)
}

fn published(found: Found, source: DateSource, raw: &str) -> Published {
    Published {
        date: found.date,
        instant: found.instant,
        second_of_day: found.second_of_day,
        source,
        raw: raw.trim().to_owned(),
    }
}

fn bare(date: PartialDate, source: DateSource, raw: &str) -> Published {
    published(Found { date, instant: None, second_of_day: None }, source, raw)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ladder() -> Ladder {
        Ladder { path: "2024/a.txt".to_owned(), modified_ns: None, options: DateOptions::default() }
    }

    #[test]
    fn the_first_rung_that_holds_wins() {
        let climb = |dates: &[(DateSource, String)], dateline: Option<&str>, body: &str| {
            let mut warnings = Vec::new();
            let clues = Clues { dates, url: None, dateline, body };
            let found = ladder().climb(&clues, &mut warnings);
            (found.map(|p| format!("{} {}", p.date, p.source.as_str())).unwrap_or_default(), warnings.len())
        };
        let header = |raw: &str| vec![(DateSource::Header, raw.to_owned())];
        assert_eq!(climb(&header("2023-05-06"), Some("Aug 8"), ""), ("2023-05-06 header".to_owned(), 0));
        assert_eq!(climb(&header("2023-02-30"), Some("Aug 8"), ""), ("2024-08-08 dateline".to_owned(), 1));
        assert_eq!(climb(&[], None, "Friday, January 4, 2019\n\nA"), ("2019-01-04 text".to_owned(), 0));
        assert_eq!(climb(&[], None, "In 2019 it rained"), ("2024 path".to_owned(), 0));
    }

    #[test]
    fn unambiguous_dates_teach_the_order() {
        let learnt = |sample: &[&str]| {
            let mut ladder = ladder();
            ladder.learn(sample.iter().copied());
            ladder.options.order
        };
        assert_eq!(learnt(&["03/04/2001", "13/04/2001 10:00"]), DateOrder::DayFirst);
        assert_eq!(learnt(&["3-4-2001", "3-24-2001"]), DateOrder::MonthFirst);
        assert_eq!(learnt(&["13/04/2001", "04/13/2001", "2001-04-13"]), DateOrder::Unknown);
    }
}
