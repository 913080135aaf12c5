//! Finds time expressions in English news text and resolves them to calendar days.
//!
//! An article seldom spells a date out. It says "on Tuesday" and leaves the rest to
//! its dateline, so every expression is resolved against an anchor, the day of
//! publication, and where it says so ("the next day") against the time that the
//! text spoke of before. Values are those of TIMEX3.
//!
//! ```
//! use chrono::NaiveDate;
//! use dateline::enrich::dates;
//! let filed = NaiveDate::from_ymd_opt(1987, 2, 26); // a Thursday
//! let text = "The dam burst on Tuesday.";
//! let found = dates::find(text, filed);
//! assert_eq!(&text[found[0].start..found[0].end], "Tuesday");
//! assert_eq!(found[0].date.value, "1987-02-24");
//! ```
//!
//! The steps: `token` cuts the text, `lexicon` knows the words, `grammar`
//! reads the longest expression at a word, `tense` looks whether the sentence looks
//! ahead, `resolve` finds the days.
//!
//! Left out: other languages, calendars other than the Gregorian one, and times
//! given by events ("after the war"). Whether "March" was meant as a month is
//! judged by the words next to it, so a Mr. March may slip through.

mod grammar;
mod lexicon;
mod period;
mod resolve;
mod sense;
mod tense;
mod token;

use chrono::{Datelike, NaiveDate};

use self::grammar::Paragraph;
use self::resolve::Moment;
use self::tense::Tense;
use self::token::{Gap, Token};
use crate::article::DateRef;
use crate::date::DateRange;

/// A time expression in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The time meant.
    pub date: DateRef,
}

/// All time expressions of a text, in order and without overlap.
///
/// `anchor` is the day of publication. Without it, or when an expression counts
/// from a time that is not known, the value says what is left (`XXXX-WXX-2`,
/// `PAST_REF`) and there are no days.
pub fn find(text: &str, anchor: Option<NaiveDate>) -> Vec<Found> {
    resolved(text, &token::tokens(text), Moment { anchor, ..Moment::default() })
}

/// The same when all that is known of the day of publication is that it lies in this span
/// (a month, a year).
///
/// What comes out alike whichever day it was is resolved: `this year`, `last month` of an
/// article of May 1943, but no `Tuesday`. In an article of a year, a month or a day of a
/// month is one of that year.
pub fn find_in(text: &str, published: DateRange) -> Vec<Found> {
    if published.from == published.to {
        return find(text, Some(published.from));
    }
    let tokens = token::tokens(text);
    let on = |anchor| resolved(text, &tokens, Moment { anchor: Some(anchor), ..Moment::default() });
    let (first, last) = (on(published.from), on(published.to));
    let whole_year = published.from.with_month(12).and_then(|day| day.with_day(31)) == Some(published.to);
    let year = Some(published.from.year()).filter(|_| whole_year);
    let unknown = resolved(text, &tokens, Moment { year, ..Moment::default() });
    // Where an expression reaches does not depend on the day, so the lists are alike.
    let rows = first.into_iter().zip(last).zip(unknown);
    rows.map(|((first, last), unknown)| if first == last { first } else { unknown }).collect()
}

/// The day that a dateline says the article was filed on (`PARIS, July 28`), given when it
/// was published; what the text calls "today" is that day. `None` without a day in it, or
/// with one that cannot be meant.
pub fn filed(dateline: &str, published: DateRange) -> Option<DateRange> {
    let mut days = find_in(dateline, published).into_iter().filter_map(|f| f.date.range);
    let day = days.find(|r| r.from == r.to)?;
    let age = published.to.signed_duration_since(day.from).num_days();
    let length = published.to.signed_duration_since(published.from).num_days();
    (0..=FILED_BEFORE_MAX + length).contains(&age).then_some(day)
}

/// The most days that news lie before they are printed.
const FILED_BEFORE_MAX: i64 = 31;

fn resolved(text: &str, tokens: &[Token], mut moment: Moment) -> Vec<Found> {
    let mut found = Vec::new();
    for tokens in tokens.chunk_by(|_, next| next.gap != Gap::Paragraph) {
        moment.focus = None;
        in_paragraph(Paragraph { text, tokens }, &mut moment, &mut found);
    }
    found
}

/// How many words a story keeps to the time that it spoke of.
const MEMORY: usize = 80;

fn in_paragraph(paragraph: Paragraph<'_>, moment: &mut Moment, found: &mut Vec<Found>) {
    let offset =
        |token: Option<&Token>, end: bool| token.map_or(0, |t| if end { t.end } else { t.start } as usize);
    let (mut at, mut last_date) = (0, 0);
    while at < paragraph.tokens.len() {
        let Some((end, sense)) = paragraph.read(at) else {
            at += 1;
            continue;
        };
        if at - last_date > MEMORY {
            moment.focus = None;
        }
        let tense = if sense.asks_for_tense() { paragraph.tense(at, end) } else { Tense::Unknown };
        let date = moment.resolve(&sense, tense);
        if date.range.is_some() {
            last_date = at;
        }
        found.push(Found {
            start: offset(paragraph.tokens.get(at), false),
            end: offset(paragraph.tokens.get(end - 1), true),
            date,
        });
        at = end;
    }
}

#[cfg(test)]
mod tests;
