//! Reports: what an indexing run did, what an index holds, matches over time.

use std::io::Write;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{VERSION, line};
use crate::error::{Result, Skipped};
use crate::render::{Figure, IndexReport, Stats, Timeline};

#[derive(Serialize)]
struct IndexRow<'a> {
    version: u32,
    files: u64,
    articles: u64,
    indexed: u64,
    updated: u64,
    unchanged: u64,
    removed: u64,
    ignored: u64,
    skipped: &'a [Skipped],
    warnings: &'a [Skipped],
    bytes: u64,
    seconds: f64,
}

#[derive(Serialize)]
struct TimelineRow<'a> {
    version: u32,
    unit: &'static str,
    step: &'static str,
    total: u64,
    buckets: Vec<Bucket<'a>>,
    undated: u64,
}

#[derive(Serialize)]
struct Bucket<'a> {
    value: &'a str,
    count: u64,
}

#[derive(Serialize)]
struct StatsRow<'a> {
    version: u32,
    #[serde(flatten)]
    groups: Groups<'a>,
}

struct Groups<'a>(&'a [(String, Vec<(String, Figure)>)]);
struct Group<'a>(&'a [(String, Figure)]);

impl Serialize for Groups<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, figures) in self.0 {
            map.serialize_entry(name, &Group(figures))?;
        }
        map.end()
    }
}

impl Serialize for Group<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (label, figure) in self.0 {
            match figure {
                Figure::Number(n) => map.serialize_entry(label, n)?,
                Figure::Text(text) => map.serialize_entry(label, text)?,
            }
        }
        map.end()
    }
}

/// What an indexing run did.
///
/// # Errors
/// When it cannot be written; so for all functions of this module.
pub fn index(report: &IndexReport, out: &mut dyn Write) -> Result<()> {
    let row = IndexRow {
        version: VERSION,
        files: report.files,
        articles: report.articles,
        indexed: report.indexed,
        updated: report.updated,
        unchanged: report.unchanged,
        removed: report.removed,
        ignored: report.ignored,
        skipped: &report.skipped,
        warnings: &report.warnings,
        bytes: report.bytes,
        seconds: (report.seconds * 1000.0).round() / 1000.0,
    };
    line(&row, out)
}

/// Matches over time.
pub fn timeline(timeline: &Timeline, out: &mut dyn Write) -> Result<()> {
    let row = TimelineRow {
        version: VERSION,
        unit: timeline.unit,
        step: timeline.step,
        total: timeline.total,
        buckets: timeline.buckets.iter().map(|(value, count)| Bucket { value, count: *count }).collect(),
        undated: timeline.undated,
    };
    line(&row, out)
}

/// What an index holds: an object of groups, each an object of figures.
pub fn stats(stats: &Stats, out: &mut dyn Write) -> Result<()> {
    line(&StatsRow { version: VERSION, groups: Groups(&stats.groups) }, out)
}
