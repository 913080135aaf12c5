//! When an article was published: the ladder of places that may say it.
//!
//! A date field of the record is best, then metadata around the text, the article's
//! address, the line that says where it was filed, a line of the text that is a date
//! and nothing else, and last the names of file and folders. The first rung that
//! holds wins; a date that is there but cannot be read is reported, and the next
//! rung is tried. A file's modification time counts only when the user admits it.

use chrono::{DateTime, Local, NaiveDate};

use crate::article::{DateSource, Published};
use crate::date::PartialDate;

use super::pubdate::{self, DateOptions, Found};
use super::walk::SourceFile;

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
pub(super) struct Ladder<'a> {
    file: &'a SourceFile,
    mtime: bool,
    pub(super) options: DateOptions,
}

/// Longest line of the text that is looked at as a date.
const DATE_LINE_BYTES: usize = 40;
/// Longest raw date that a warning repeats.
const SHOWN_CHARS: usize = 60;

impl<'a> Ladder<'a> {
    pub(super) fn new(file: &'a SourceFile, mtime: bool) -> Ladder<'a> {
        Ladder { file, mtime, options: DateOptions::default() }
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
        let path = pubdate::from_path(&self.file.relative);
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

    /// A day that stands alone on the first line.
    fn by_text(&self, body: &str) -> Option<Published> {
        let line = body.lines().next()?;
        let found = date_line(line, &self.options)?;
        Some(published(found, DateSource::Text, line))
    }

    fn by_mtime(&self) -> Option<Published> {
        let seconds = self.file.modified_ns.div_euclid(1_000_000_000);
        if !self.mtime || self.file.modified_ns == 0 {
            return None;
        }
        let when = DateTime::from_timestamp(seconds, 0)?.with_timezone(&Local);
        Some(bare(PartialDate::from_day(when.date_naive())?, DateSource::Mtime, &when.to_rfc3339()))
    }
}

/// The day that a line means which holds nothing else (`Friday, January 4, 2019`).
pub(super) fn date_line(line: &str, options: &DateOptions) -> Option<Found> {
    let line = line.trim();
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    let plausible = line.len() <= DATE_LINE_BYTES && (5..=8).contains(&digits);
    pubdate::parse(line, options).filter(|found| plausible && found.date.day().is_some())
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
