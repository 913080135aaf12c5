//! Articles and queries: lines of JSON, written by dateline's bench into the folder of an archive.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::Outcome;

/// An article.
#[derive(Debug, Deserialize)]
pub struct Doc {
    pub title: String,
    pub body: String,
    /// Number of the day.
    pub day: Option<i64>,
    /// Twelve times the year, and the month.
    pub month: Option<u64>,
    /// Ids of places and of what contains them.
    pub places: Vec<String>,
    /// Ids of actors.
    pub actors: Vec<String>,
}

/// A query.
#[derive(Debug, Clone, Deserialize)]
pub struct Request {
    pub class: String,
    /// `a b`, `a OR b` or `"a b"`, of ASCII letters.
    pub words: String,
    /// The beginning of a word, instead of `words`.
    pub prefix: Option<String>,
    /// First and last day.
    pub days: Option<(i64, i64)>,
    /// A place that must be named.
    pub place: Option<String>,
    /// Whether places, actors and months are counted.
    pub facets: bool,
}

/// Classes in the order of the queries.
pub fn classes(requests: &[Request]) -> Vec<String> {
    let mut classes: Vec<String> = requests.iter().map(|r| r.class.clone()).collect();
    classes.dedup();
    classes
}

/// The values in a file.
pub fn values<T: DeserializeOwned>(path: &Path) -> Outcome<impl Iterator<Item = Outcome<T>> + use<T>> {
    let file = File::open(path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
    let lines = BufReader::with_capacity(1 << 20, file).lines();
    Ok(lines.map(|line| Ok(serde_json::from_str(&line?)?)))
}
