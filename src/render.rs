//! Results as text for people, and as JSON, CSV and TREC runs for programs.
//!
//! Each form is a module of functions that take what the library found and write it
//! to whatever the caller hands in; none prints by itself or reads the environment.
//! Articles are foreign text: what of them reaches a terminal goes through
//! [`line::Line`], which lets no control character pass; [`json`] and [`csv`] have
//! rules of their own against what their readers would take for more than text.
//!
//! ```
//! use dateline::render::{Style, Timeline, text};
//! use dateline::search::Over;
//! let timeline = Timeline {
//!     unit: "articles",
//!     over: Over::Published,
//!     step: "month",
//!     total: 4,
//!     buckets: vec![("2024-07".into(), 1), ("2024-08".into(), 2)],
//!     undated: 1,
//! };
//! let mut page = Vec::new();
//! text::timeline(&timeline, Style { colour: false, width: 40 }, &mut page).unwrap();
//! assert!(String::from_utf8(page).unwrap().contains("2024-08  2 ██████"));
//! ```
//!
//! Left out: paging, and finding out how wide the terminal is and whether it has
//! colour, which is for the caller.

pub mod batch;
pub mod cite;
pub mod csv;
pub mod fields;
pub mod json;
pub mod line;
mod place;
pub mod receipt;
pub mod rss;
pub mod safe;
mod slices;
pub mod text;
pub mod trec;
mod versions;
pub mod watch;

#[cfg(test)]
mod samples;

use std::io;

use crate::article::{Article, ArticleId, Mention};
use crate::error::Error;
use crate::index::{Origin, Record};
use crate::search::Over;

/// How text for people is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether the terminal shows colour; without it marks are written as `«word»`.
    pub colour: bool,
    /// Columns of the terminal; fewer than [`WIDTH_MIN`] count as that many.
    pub width: usize,
}

/// The narrowest page that is laid out.
pub const WIDTH_MIN: usize = 40;

impl Default for Style {
    fn default() -> Style {
        Style { colour: false, width: 80 }
    }
}

/// Articles or stories over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// What is counted: `articles` or `stories`.
    pub unit: &'static str,
    /// Which of their dates.
    pub over: Over,
    /// The length of a bucket: `day`, `week`, `month`, `year`.
    pub step: &'static str,
    /// All matches, the undated ones too.
    pub total: u64,
    /// Counts by the name of the time, in its order; times without a match may be in it.
    pub buckets: Vec<(String, u64)>,
    /// Matches without a date, or with one that is coarser than the step.
    pub undated: u64,
}

pub use crate::ingest::Report as IndexReport;

/// What an index holds, in groups of labelled figures.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stats {
    /// The groups by name, each with its figures by label.
    pub groups: Vec<(String, Vec<(String, Figure)>)>,
}

/// A figure of [`Stats`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Figure {
    /// A count.
    Number(u64),
    /// How many of an outlet's words are its own.
    Original {
        /// Words of its articles.
        words: u64,
        /// Those that do not stand in an earlier copy by another outlet.
        original: u64,
        /// Those of them that another outlet printed at the same time.
        same_time: u64,
    },
    /// Anything else.
    Text(String),
}

/// An article as the indexer sees it.
#[derive(Debug, Clone, Copy)]
pub struct Inspected<'a> {
    /// Its id.
    pub id: ArticleId,
    /// Where it came from.
    pub origin: &'a Origin,
    /// What its source gives.
    pub article: &'a Article,
    /// What was found in it.
    pub mentions: &'a [Mention],
}

impl<'a> From<&'a Record> for Inspected<'a> {
    fn from(record: &'a Record) -> Inspected<'a> {
        Inspected {
            id: record.id,
            origin: &record.origin,
            article: &record.article,
            mentions: &record.mentions,
        }
    }
}

/// The error for output that cannot be written.
fn output(cause: impl Into<io::Error>) -> Error {
    Error::Output(cause.into())
}
