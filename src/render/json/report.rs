//! Reports: what an indexing run did, what an index holds, matches over time.

use std::io::Write;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{VERSION, line};
use crate::error::{Result, Skipped, Warning};
use crate::ingest::{Input, Outcome};
use crate::render::{Figure, IndexReport, Stats, Timeline};

#[derive(Serialize)]
pub(super) struct IndexRow<'a> {
    version: u32,
    files: u64,
    inputs: u64,
    articles: u64,
    indexed: u64,
    updated: u64,
    unchanged: u64,
    moved: u64,
    removed: u64,
    ignored: u64,
    skipped: &'a [Skipped],
    warnings: &'a [Warning],
    interrupted: bool,
    files_left: u64,
    bytes: u64,
    seconds: f64,
}

#[derive(Serialize)]
struct TimelineRow<'a> {
    version: u32,
    unit: &'static str,
    of: &'static str,
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

#[derive(Serialize)]
struct OriginalRow {
    words: u64,
    original: u64,
    same_time: u64,
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
                Figure::Original { words, original, same_time } => {
                    let row = OriginalRow { words: *words, original: *original, same_time: *same_time };
                    map.serialize_entry(label, &row)?
                }
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
    line(&row(report), out)
}

pub(super) fn row(report: &IndexReport) -> IndexRow<'_> {
    IndexRow {
        version: VERSION,
        files: report.files,
        inputs: report.inputs,
        articles: report.articles,
        indexed: report.indexed,
        updated: report.updated,
        unchanged: report.unchanged,
        moved: report.moved,
        removed: report.removed,
        ignored: report.ignored,
        skipped: &report.skipped,
        warnings: &report.warnings,
        interrupted: report.interrupted,
        files_left: report.files_left,
        bytes: report.bytes,
        seconds: (report.seconds * 1000.0).round() / 1000.0,
    }
}

#[derive(Serialize)]
struct InputRow<'a> {
    path: &'a str,
    record: Option<u64>,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

/// What became of one input of an indexing run.
pub fn input(input: &Input<'_>, out: &mut dyn Write) -> Result<()> {
    let (outcome, id, code, reason) = match input.outcome {
        Outcome::Indexed(id) => ("indexed", Some(id), None, None),
        Outcome::Updated(id) => ("updated", Some(id), None, None),
        Outcome::Unchanged(id) => ("unchanged", Some(id), None, None),
        Outcome::Ignored(what) => ("ignored", None, None, Some(what)),
        Outcome::Skipped(fault) => ("skipped", None, Some(fault.reason.code()), Some(fault.detail.as_str())),
    };
    let id = id.map(|id| id.to_string());
    line(&InputRow { path: input.path, record: input.record, outcome, id, code, reason }, out)
}

/// Matches over time.
pub fn timeline(timeline: &Timeline, out: &mut dyn Write) -> Result<()> {
    let row = TimelineRow {
        version: VERSION,
        unit: timeline.unit,
        of: timeline.over.name(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Fault, Reason};
    use crate::search::Over;

    fn written(write: impl FnOnce(&mut dyn Write) -> Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn reports_have_the_fields_of_the_interface() {
        let fault = Skipped::new("a.txt", None, &Fault::new(Reason::NoText, "no text"));
        let report =
            IndexReport { files: 1, skipped: vec![fault], seconds: 0.1234567, ..IndexReport::default() };
        assert_eq!(
            written(|out| index(&report, out)),
            concat!(
                r#"{"version":1,"files":1,"inputs":0,"articles":0,"indexed":0,"updated":0,"unchanged":0,"moved":0,"#,
                r#""removed":0,"ignored":0,"#,
                r#""skipped":[{"path":"a.txt","record":null,"reason":"no text","code":"no-text"}],"warnings":[],"#,
                r#""interrupted":false,"files_left":0,"bytes":0,"seconds":0.123}"#,
                "\n"
            )
        );
        let buckets = vec![("2024-08".to_owned(), 2)];
        let over = Over::Mentions;
        let over_time = Timeline { unit: "articles", over, step: "month", total: 3, buckets, undated: 1 };
        assert_eq!(
            written(|out| timeline(&over_time, out)),
            concat!(
                r#"{"version":1,"unit":"articles","of":"mentions","step":"month","total":3,"#,
                r#""buckets":[{"value":"2024-08","count":2}],"undated":1}"#,
                "\n"
            )
        );
        let figures = vec![("b".to_owned(), Figure::Number(2)), ("a".to_owned(), Figure::Text("x".into()))];
        assert_eq!(
            written(|out| stats(&Stats { groups: vec![("index".into(), figures)] }, out)),
            "{\"version\":1,\"index\":{\"b\":2,\"a\":\"x\"}}\n"
        );
    }
}
