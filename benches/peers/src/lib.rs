//! What the drivers of other search engines share: articles and queries as dateline's own bench
//! writes them, a clock, and how results are told.
//!
//! Every driver is a program with two commands, `index DOCS INDEX` and
//! `query QUERIES INDEX ROUNDS`, and tells what it measured in lines of JSON, as dateline's
//! benches do with their part `lines`. So rounds of all engines can be taken in turn
//! (`run.sh`), and `summary` makes one table of all lines.

pub mod clock;
pub mod input;
pub mod protocol;

/// What a driver does about an error: nothing but say it.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
