//! What an indexing run did, and what an index holds.

use std::collections::BTreeMap;
use std::io::Write;

use super::figures::{bytes, counted, duration, number};
use crate::error::{Result, Skipped, Warning};
use crate::render::line::{Ink, Line, Page};
use crate::render::safe;
use crate::render::{Figure, IndexReport, Stats, Style};

/// How many of the records with one reason are named.
const NAMED_MAX: usize = 3;
/// How many reasons are given.
const REASONS_MAX: usize = 12;

/// What an indexing run did; everything that it met is in one of the rows.
///
/// # Errors
/// When it cannot be written.
pub fn index(report: &IndexReport, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let articles = format!(
        "{} = {} indexed + {} updated + {} unchanged",
        counted(report.articles, "articles"),
        number(report.indexed),
        number(report.updated),
        number(report.unchanged)
    );
    page.wrapped(&Line::of(Ink::Strong, &articles), 2)?;
    let inputs = format!(
        "{} in {} = {} + {} ignored (no articles) + {} skipped",
        counted(report.inputs, "inputs"),
        counted(report.files, "files"),
        counted(report.articles, "articles"),
        number(report.ignored),
        number(report.skipped.len() as u64)
    );
    page.wrapped(&Line::of(Ink::Plain, &inputs), 2)?;
    for (count, what) in [(report.moved, "found in another place"), (report.removed, "removed")] {
        if count > 0 {
            page.line(Line::of(Ink::Plain, &format!("{} {what}", counted(count, "articles"))))?;
        }
    }
    if report.interrupted {
        let left = format!(
            "interrupted: what is done is in the index; {} left to read, and the same command goes on from here",
            counted(report.files_left, "files")
        );
        page.wrapped(&Line::of(Ink::Strong, &left), 2)?;
    }
    grouped("skipped", report.skipped.iter().map(Named::from), &mut page)?;
    grouped("warnings", report.warnings.iter().map(Named::from), &mut page)?;
    page.line(Line::of(Ink::Dim, &effort(report)))
}

/// What a run of `index --watch` did, on one line.
///
/// # Errors
/// When it cannot be written.
pub fn update(report: &IndexReport, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let counts = [
        (report.indexed, "indexed"),
        (report.updated, "updated"),
        (report.moved, "found in another place"),
        (report.removed, "removed"),
        (report.skipped.len() as u64, "skipped"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let words: Vec<String> = counts.map(|(count, what)| format!("{} {what}", number(count))).collect();
    page.line(Line::of(Ink::Plain, &words.join(", ")))
}

fn effort(report: &IndexReport) -> String {
    let (read, took) = (bytes(report.bytes as f64), duration(report.seconds));
    match report.seconds > 0.0 && report.bytes > 0 {
        true => format!("{read} in {took}, {}/s", bytes(report.bytes as f64 / report.seconds)),
        false => format!("{read} in {took}"),
    }
}

/// A record that a report names.
pub(super) struct Named<'a> {
    path: &'a str,
    record: Option<u64>,
    reason: &'a str,
}

impl<'a> From<&'a Skipped> for Named<'a> {
    fn from(skipped: &'a Skipped) -> Named<'a> {
        Named { path: &skipped.path, record: skipped.record, reason: &skipped.reason }
    }
}

impl<'a> From<&'a Warning> for Named<'a> {
    fn from(warning: &'a Warning) -> Named<'a> {
        Named { path: &warning.path, record: warning.record, reason: &warning.reason }
    }
}

/// Records by their reason, the most frequent first; the first few of each are named.
pub(super) fn grouped<'a>(
    label: &str,
    records: impl Iterator<Item = Named<'a>>,
    page: &mut Page<'_>,
) -> Result<()> {
    let mut reasons: BTreeMap<&str, Vec<Named<'_>>> = BTreeMap::new();
    let mut all = 0;
    for record in records {
        all += 1;
        reasons.entry(record.reason).or_default().push(record);
    }
    if reasons.is_empty() {
        return Ok(());
    }
    let mut reasons: Vec<(&str, Vec<Named<'_>>)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, same)| std::cmp::Reverse(same.len()));
    page.line(Line::of(Ink::Strong, &format!("{label} {}", number(all))))?;
    for (reason, same) in reasons.iter().take(REASONS_MAX) {
        let line = Line::of(Ink::Plain, &format!("  {}  {reason}", number(same.len() as u64)));
        page.wrapped(&line, 4)?;
        names(same, page)?;
    }
    match reasons.len().saturating_sub(REASONS_MAX) {
        0 => Ok(()),
        more => page.line(Line::of(Ink::Dim, &format!("  … {}", counted(more as u64, "other reasons")))),
    }
}

/// The first few records, one a line.
fn names(records: &[Named<'_>], page: &mut Page<'_>) -> Result<()> {
    for record in records.iter().take(NAMED_MAX) {
        page.whole(&Line::of(Ink::Dim, &format!("       {}", named(record.path, record.record))))?;
    }
    match records.len().saturating_sub(NAMED_MAX) {
        0 => Ok(()),
        more => page.line(Line::of(Ink::Dim, &format!("       … {} more", number(more as u64)))),
    }
}

/// `a/b.jsonl:7`, or the file alone.
pub(super) fn named(path: &str, record: Option<u64>) -> String {
    let path = safe::path(path);
    match record {
        Some(number) => format!("{path}:{number}"),
        None => path.into_owned(),
    }
}

/// What an index holds: a table for each group, all with the same columns.
///
/// # Errors
/// When it cannot be written.
pub fn stats(stats: &Stats, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let rows = || stats.groups.iter().flat_map(|(_, figures)| figures);
    // A long name, such as that of a folder, moves its own figure only.
    let labels = rows().map(|(label, _)| Line::of(Ink::Plain, label).columns());
    let label = labels.filter(|columns| *columns <= LABEL_MAX).max().unwrap_or(0);
    for (at, (name, figures)) in stats.groups.iter().enumerate() {
        if at > 0 {
            page.blank()?;
        }
        page.line(Line::of(Ink::Strong, name))?;
        // Each group by itself, so that the bytes on disk do not move the figures of the archive.
        let digits = figures.iter().map(|(_, figure)| match figure {
            Figure::Number(n) => number(*n).len(),
            Figure::Original { .. } | Figure::Text(_) => 0,
        });
        let digits = digits.max().unwrap_or(0);
        for (name, figure) in figures {
            page.line(row(name, figure, label, digits))?;
        }
    }
    Ok(())
}

/// The widest label that the others make room for.
const LABEL_MAX: usize = 32;
/// The widest label that is shown whole.
const LABEL_WHOLE: usize = 60;

fn row(name: &str, figure: &Figure, label: usize, digits: usize) -> Line {
    let mut line = Line::of(Ink::Plain, "  ");
    let name = Line::of(Ink::Plain, name);
    let label = label.max(name.columns().min(LABEL_WHOLE));
    line.append(name.cut(label));
    line.fill(2 + label + 2);
    match figure {
        Figure::Number(n) => line.push(Ink::Plain, &format!("{:>digits$}", number(*n))),
        Figure::Original { words, original, same_time } => {
            line.push(Ink::Plain, &format!("{} of {}", share(*original, *words), counted(*words, "words")));
            if *same_time > 0 {
                let doubt = format!(" ({} in doubt)", share(*same_time, *words).trim_start());
                line.push(Ink::Plain, &doubt);
            }
        }
        Figure::Text(text) => line.push(Ink::Plain, text),
    }
    line
}

/// ` 81.2 %`, rounded down, so that all is all.
fn share(part: u64, whole: u64) -> String {
    let tenths = part.saturating_mul(1000).checked_div(whole).unwrap_or(1000);
    format!("{:>3}.{} %", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Fault, Reason};

    #[test]
    fn a_run_accounts_for_everything() {
        let skipped = |path: &str, record, detail: &str| {
            Skipped::new(path, record, &Fault::new(Reason::NoText, detail))
        };
        let no_text = ["a.txt", "c.txt", "d.txt", "e\u{1b}.txt"].map(|path| skipped(path, None, "no text"));
        let report = IndexReport {
            files: 9,
            inputs: 1021,
            articles: 1015,
            indexed: 1012,
            updated: 1,
            unchanged: 2,
            moved: 2,
            removed: 1,
            ignored: 1,
            skipped: [skipped("b.jsonl", Some(7), "not JSON")].into_iter().chain(no_text).collect(),
            warnings: vec![Warning { path: "e\u{1b}.txt".into(), record: Some(1), reason: "no date".into() }],
            interrupted: true,
            files_left: 1,
            bytes: 12_600_000,
            seconds: 2.0,
        };
        let mut out = Vec::new();
        index(&report, Style::default(), &mut out).unwrap();
        let expected = "\
1,015 articles = 1,012 indexed + 1 updated + 2 unchanged
1,021 inputs in 9 files = 1,015 articles + 1 ignored (no articles) + 5 skipped
2 articles found in another place
1 article removed
interrupted: what is done is in the index; 1 file left to read, and the same
  command goes on from here
skipped 5
  4  no text
       a.txt
       c.txt
       d.txt
       … 1 more
  1  not JSON
       b.jsonl:7
warnings 1
  1  no date
       e\\u{1b}.txt:1
12.6 MB in 2.0 s, 6.3 MB/s
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn figures_stand_below_each_other() {
        let row = |label: &str, figure| (label.to_owned(), figure);
        let stats_ = Stats {
            groups: vec![
                (
                    "index".into(),
                    vec![
                        row("articles", Figure::Number(41_877)),
                        row("folder", Figure::Text("./index".into())),
                    ],
                ),
                ("dates by source".into(), vec![row("url", Figure::Number(13))]),
            ],
        };
        let mut out = Vec::new();
        stats(&stats_, Style::default(), &mut out).unwrap();
        let expected = "\
index
  articles  41,877
  folder    ./index

dates by source
  url       13
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
