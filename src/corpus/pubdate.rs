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
//! let found = parse("۱۷ مرداد ۱۳۹۸", &DateOptions::default()).unwrap();
//! assert_eq!(found.date.to_string(), "2019-08-08");
//! ```
//!
//! The day is the source's own: an instant is kept beside it, and never moves it.
//!
//! Left out: calendars of East Asia, India and Ethiopia, and the summer time of zones that have
//! one name for both halves of the year.

mod calendars;
mod clock;
mod compact;
mod cut;
mod date;
mod dateline;
mod edition;
mod forms;
mod months;
mod names;
mod order;
mod place;
mod zones;

pub use dateline::dateline_date;
pub use edition::without_edition;
pub use order::{Reading, both_ways};
pub use place::{from_path, from_url};

use chrono::{FixedOffset, NaiveDate};

use crate::article::{Calendar, Note};
use crate::date::PartialDate;
use clock::Clock;
use cut::{Digits, Part, Token};
use date::Dated;

/// What is known beforehand about the dates of a source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateOptions {
    /// In which order all-numeric dates give day and month.
    pub order: DateOrder,
    /// Whether that order is no more than likely, so that a date that fits both ways is noted.
    pub order_is_guess: bool,
    /// The first of the hundred years that two-digit years stand for.
    pub first_short_year: i32,
    /// The language of the source, by its two letters.
    pub lang: Option<[u8; 2]>,
    /// A day on which the article was already there: two-digit years lie before it.
    pub seen: Option<NaiveDate>,
    /// The day on which the article was fetched, from which `2 hours ago` is counted.
    pub fetched: Option<NaiveDate>,
}

impl Default for DateOptions {
    /// The order is not known; two-digit years are 1930 to 2029.
    fn default() -> DateOptions {
        DateOptions {
            order: DateOrder::Unknown,
            order_is_guess: false,
            first_short_year: 1930,
            lang: None,
            seen: None,
            fetched: None,
        }
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
    /// The zone as it was written.
    pub zone: Option<String>,
    /// The calendar that it was written in.
    pub calendar: Calendar,
    /// What was peculiar about reading it.
    pub notes: Vec<Note>,
}

impl Found {
    /// Whether it was read with this note.
    pub fn has(&self, note: Note) -> bool {
        self.notes.contains(&note)
    }
}

/// Longer texts hold more than a date.
const LONGEST: usize = 200;

/// Reads a text that is a date and nothing else; `None` when it is none, or not one
/// that the calendar has.
pub fn parse(raw: &str, options: &DateOptions) -> Option<Found> {
    with_field(raw, options, true, |field, text| field.whole(text).or_else(|| field.of_pieces(text, true)))
}

/// Reads the content of a date field, where other words may stand around the date: `By Ana Lima
/// on 4 January 2019`.
pub fn parse_field(raw: &str, options: &DateOptions) -> Option<Found> {
    with_field(raw, options, false, |field, text| {
        let strict = field.whole(text).or_else(|| field.of_pieces(text, true));
        strict.or_else(|| field.of_pieces(text, false)).or_else(|| field.among_words(text))
    })
}

fn with_field(
    raw: &str,
    options: &DateOptions,
    alone: bool,
    read: impl Fn(&Field<'_>, &str) -> Option<Found>,
) -> Option<Found> {
    // What follows a control character is a field of its own (Reuters writes such).
    let field = raw.trim().split(|c: char| c.is_control() && !c.is_whitespace()).next()?;
    if field.len() > LONGEST {
        return None;
    }
    let (text, digits) = cut::plain(field);
    read(&Field { digits, options, alone }, &text)
}

fn trimmed(text: &str) -> &str {
    let around = |c: char| c.is_whitespace() || "\"'“”‘’«»()[]<>,;:!*".contains(c);
    // A bracket that was opened inside is closed inside.
    let text = text.trim_start_matches(around);
    text.trim_end_matches(|c: char| around(c) && !(c == ')' && text.contains('(')))
}

/// A field that is read.
struct Field<'o> {
    digits: Digits,
    options: &'o DateOptions,
    /// Whether nothing may stand beside the date, not even the name of an edition.
    alone: bool,
}

impl Field<'_> {
    /// Reads a text that is one date and nothing else.
    fn whole(&self, text: &str) -> Option<Found> {
        if let Some(dated) = forms::decade(text.trim()) {
            return Some(with_clock(dated, None));
        }
        let text = trimmed(text);
        let first = text.chars().next()?;
        if text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && let Some(found) = compact::digits(text, self.options)
        {
            return Some(found);
        }
        if first.is_ascii_digit()
            && let Some(found) =
                compact::with_time(text).or_else(|| Some(with_clock(forms::week(text)?, None)))
        {
            return Some(found);
        }
        self.parts(text)
    }

    fn parts(&self, text: &str) -> Option<Found> {
        let mut tokens = cut::cut(text, self.options.lang);
        cut::apply_units(&mut tokens);
        if self.alone && tokens.iter().any(|t| t.part == Part::Edition) {
            return None;
        }
        let given = tokens.clone();
        let clock = clock::take(&mut tokens, text);
        let no_clock = clock.as_ref().is_none_or(|c| c.second_of_day.is_none());
        if let Some(dated) = date::read(&tokens, self.digits, self.options) {
            return Some(with_clock(dated, clock));
        }
        if no_clock
            && let Some(clock) = clock::take_dotted(&mut tokens, text)
            && let Some(dated) = date::read(&tokens, self.digits, self.options)
        {
            return Some(with_clock(dated, Some(clock)));
        }
        let fetched = self.options.fetched?;
        let dated = forms::relative(text, &given, fetched).or_else(|| forms::yearless(&tokens, fetched))?;
        Some(with_clock(dated, clock.filter(|_| given.iter().any(|t| t.part == Part::Mark(':')))))
    }

    /// Reads a field that holds more than one date; with `all`, nothing but dates.
    fn of_pieces(&self, text: &str, all: bool) -> Option<Found> {
        let tokens = cut::cut(text, self.options.lang);
        let mut found = Vec::new();
        for (update, piece) in pieces(text, &tokens) {
            let date = self.whole(piece).filter(|f| f.date.month().is_some());
            if all && date.is_none() && piece.chars().any(char::is_alphanumeric) {
                return None;
            }
            found.extend(date.map(|date| (update, date)));
        }
        best(found)
    }

    /// A whole day before the first or behind the last word that has no place in a date.
    fn among_words(&self, text: &str) -> Option<Found> {
        let tokens = cut::cut(text, self.options.lang);
        let unknown = |t: &&Token| matches!(t.part, Part::Unknown(_));
        let behind = tokens.iter().rev().find(unknown).and_then(|t| text.get(t.end..));
        let before = tokens.iter().find(unknown).and_then(|t| text.get(..t.start));
        let quiet = |rest: Option<&str>| rest.is_some_and(|r| !r.bytes().any(|b| b.is_ascii_digit()));
        let first = tokens.iter().find(unknown).and_then(|t| text.get(t.start..));
        let last = tokens.iter().rev().find(unknown).and_then(|t| text.get(..t.end));
        let candidates = [before.filter(|_| quiet(first)), behind.filter(|_| quiet(last))];
        let mut found = candidates.into_iter().flatten().find_map(|piece| {
            let found = self.whole(piece)?;
            let sure =
                found.date.day().is_some() && !found.has(Note::ShortYear) && !found.has(Note::Relative);
            sure.then_some(found)
        })?;
        found.notes.push(Note::Wordy);
        Some(found)
    }
}

/// The pieces of a field, and whether each is labelled as the time of a change.
fn pieces<'t>(text: &'t str, tokens: &[Token]) -> Vec<(bool, &'t str)> {
    // A label, a break and a mark that sets apart each begin a piece.
    let mut cuts: Vec<(usize, bool)> = vec![(0, false)];
    for token in tokens {
        match token.part {
            Part::Label { update } => cuts.push((token.start, update)),
            Part::Break => cuts.push((token.end, false)),
            Part::Mark('|' | ';' | '•' | '·' | '–' | '—' | '(' | ')') => {
                let update = cuts.last().is_some_and(|c| c.1) && token.part != Part::Mark('|');
                cuts.push((token.end, update));
            }
            Part::Mark('/' | '-') => {
                let spaced = text.get(..token.start).is_some_and(|t| t.ends_with(' '))
                    && text.get(token.end..).is_some_and(|t| t.starts_with(' '));
                if spaced {
                    cuts.push((token.end, false));
                }
            }
            _ => {}
        }
    }
    for (at, _) in text.match_indices('\n') {
        cuts.push((at + 1, false));
    }
    cuts.sort_unstable();
    let ends = cuts.iter().skip(1).map(|c| c.0).chain([text.len()]);
    let found: Vec<(bool, &str)> = cuts
        .iter()
        .zip(ends)
        .filter_map(|(&(from, update), to)| {
            Some((update, text.get(from..to)?.trim_end_matches(['-', '/', '|', '('])))
        })
        .collect();
    if found.len() > 1 { found } else { lists(text) }
}

/// Fewest digits of a piece that is a date of its own in a list.
const PIECE_DIGITS: usize = 5;

/// Dates one behind the other with nothing but a comma, a slash or a blank between them.
fn lists(text: &str) -> Vec<(bool, &str)> {
    let digits = |piece: &&str| piece.bytes().filter(u8::is_ascii_digit).count() >= PIECE_DIGITS;
    for mark in [',', '/', ' '] {
        let pieces: Vec<&str> = text.split(mark).filter(|p| !p.trim().is_empty()).collect();
        if pieces.len() > 1 && pieces.iter().all(digits) {
            return pieces.into_iter().map(|piece| (false, piece)).collect();
        }
    }
    Vec::new()
}

/// The first of several dates that is not the time of a change; of one day in two calendars
/// the Gregorian one.
fn best(found: Vec<(bool, Found)>) -> Option<Found> {
    let plain = |f: &Found| f.calendar == Calendar::Gregorian;
    let published: Vec<&Found> = found.iter().filter(|f| !f.0).map(|f| &f.1).collect();
    let pool: Vec<&Found> =
        if published.is_empty() { found.iter().map(|f| &f.1).collect() } else { published };
    let first = *pool.first()?;
    let precise = |f: &Found| (f.date.month().is_some(), f.date.day().is_some());
    let near = |f: &&&Found| gap(f.date, first.date) <= 3;
    let chosen = pool.iter().filter(near).max_by_key(|f| (precise(f), plain(f), std::cmp::Reverse(f.date)));
    let mut chosen = (**chosen?).clone();
    if pool.iter().any(|f| gap(f.date, chosen.date) > 3) {
        chosen.notes.push(Note::Several);
    }
    Some(chosen)
}

/// Days between two dates that need not be whole ones; 0 when they have a day in common.
pub fn gap(a: PartialDate, b: PartialDate) -> u32 {
    let (a, b) = (a.range(), b.range());
    let days = (a.from - b.to).num_days().max((b.from - a.to).num_days()).max(0);
    u32::try_from(days).unwrap_or(u32::MAX)
}

/// Joins a day and its clock; the instant exists only for a whole day with a zone.
fn with_clock(dated: Dated, clock: Option<Clock>) -> Found {
    let Dated { date, calendar, notes } = dated;
    let clock = clock.filter(|_| date.day().is_some()).unwrap_or_default();
    let instant = clock.second_of_day.and_then(|second| instant(date, second, clock.offset?));
    Found { date, instant, second_of_day: clock.second_of_day, zone: clock.zone, calendar, notes }
}

fn instant(date: PartialDate, second: u32, zone: i32) -> Option<String> {
    let day = NaiveDate::from_ymd_opt(date.year(), date.month()?, date.day()?)?;
    let local = day.and_hms_opt(second / 3600, second / 60 % 60, second % 60)?;
    let offset = FixedOffset::east_opt(zone)?;
    let exact = local.and_local_timezone(offset).single()?;
    Some(exact.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
}

#[cfg(test)]
mod tests;
