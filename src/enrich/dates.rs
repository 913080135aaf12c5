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
//! reads the longest expression at a word, `resolve` finds its days.
//!
//! Left out: other languages, calendars other than the Gregorian one, and times
//! given by events ("after the war"). Whether "March" was meant as a month is
//! judged by the words next to it, so a Mr. March may slip through.

mod grammar;
mod lexicon;
mod period;
mod resolve;
mod sense;
mod token;

use chrono::NaiveDate;

use self::grammar::Paragraph;
use self::resolve::{Moment, Tense};
use self::token::{Gap, Token};
use crate::article::DateRef;

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
    let tokens = token::tokens(text);
    let mut moment = Moment { anchor, ..Moment::default() };
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
