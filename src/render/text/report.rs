//! What an indexing run did, and what an index holds.

use std::collections::BTreeMap;
use std::io::Write;

use super::figures::{bytes, counted, duration, number};
use crate::error::{Result, Skipped};
use crate::render::line::{Ink, Line, Page};
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
    let mut files = counted(report.files, "files");
    if report.ignored > 0 {
        files.push_str(&format!(", {} ignored (not articles)", number(report.ignored)));
    }
    page.wrapped(&Line::of(Ink::Plain, &files), 2)?;
    if report.removed > 0 {
        page.line(Line::of(Ink::Plain, &format!("{} removed", counted(report.removed, "articles"))))?;
    }
    grouped("skipped", &report.skipped, &mut page)?;
    grouped("warnings", &report.warnings, &mut page)?;
    page.line(Line::of(Ink::Dim, &effort(report)))
}

fn effort(report: &IndexReport) -> String {
    let (read, took) = (bytes(report.bytes as f64), duration(report.seconds));
    match report.seconds > 0.0 && report.bytes > 0 {
        true => format!("{read} in {took}, {}/s", bytes(report.bytes as f64 / report.seconds)),
        false => format!("{read} in {took}"),
    }
}

/// Records by their reason, the most frequent first; the first few of each are named.
fn grouped(label: &str, records: &[Skipped], page: &mut Page<'_>) -> Result<()> {
    let mut reasons: BTreeMap<&str, Vec<&Skipped>> = BTreeMap::new();
    for record in records {
        reasons.entry(&record.reason).or_default().push(record);
    }
    if reasons.is_empty() {
        return Ok(());
    }
    let mut reasons: Vec<(&str, Vec<&Skipped>)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, same)| std::cmp::Reverse(same.len()));
    page.line(Line::of(Ink::Strong, &format!("{label} {}", number(records.len() as u64))))?;
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
fn names(records: &[&Skipped], page: &mut Page<'_>) -> Result<()> {
    for record in records.iter().take(NAMED_MAX) {
        page.whole(&Line::of(Ink::Dim, &format!("       {}", named(record))))?;
    }
    match records.len().saturating_sub(NAMED_MAX) {
        0 => Ok(()),
        more => page.line(Line::of(Ink::Dim, &format!("       … {} more", number(more as u64)))),
    }
}

/// `a/b.jsonl:7`, or the file alone.
pub(super) fn named(record: &Skipped) -> String {
    match record.record {
        Some(number) => format!("{}:{number}", record.path),
        None => record.path.clone(),
    }
}

/// What an index holds: a table for each group, all with the same columns.
///
/// # Errors
/// When it cannot be written.
pub fn stats(stats: &Stats, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let rows = || stats.groups.iter().flat_map(|(_, figures)| figures);
    let label = rows().map(|(label, _)| Line::of(Ink::Plain, label).columns()).max().unwrap_or(0);
    let label = label.min(page.style.width / 2);
    let digits = rows().map(|(_, figure)| match figure {
        Figure::Number(n) => number(*n).len(),
        Figure::Text(_) => 0,
    });
    let digits = digits.max().unwrap_or(0);
    for (at, (name, figures)) in stats.groups.iter().enumerate() {
        if at > 0 {
            page.blank()?;
        }
        page.line(Line::of(Ink::Strong, name))?;
        for (name, figure) in figures {
            page.line(row(name, figure, label, digits))?;
        }
    }
    Ok(())
}

fn row(name: &str, figure: &Figure, label: usize, digits: usize) -> Line {
    let mut line = Line::of(Ink::Plain, "  ");
    line.append(Line::of(Ink::Plain, name).cut(label));
    line.fill(2 + label + 2);
    match figure {
        Figure::Number(n) => line.push(Ink::Plain, &format!("{:>digits$}", number(*n))),
        Figure::Text(text) => line.push(Ink::Plain, text),
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_accounts_for_everything() {
        let skipped =
            |path: &str, record, reason: &str| Skipped { path: path.into(), record, reason: reason.into() };
        let no_text = ["a.txt", "c.txt", "d.txt", "e\u{1b}.txt"].map(|path| skipped(path, None, "no text"));
        let report = IndexReport {
            files: 9,
            articles: 1015,
            indexed: 1012,
            updated: 1,
            unchanged: 2,
            removed: 1,
            ignored: 1,
            skipped: [skipped("b.jsonl", Some(7), "not JSON")].into_iter().chain(no_text).collect(),
            warnings: vec![skipped("e\u{1b}.txt", Some(1), "no date")],
            bytes: 12_600_000,
            seconds: 2.0,
        };
        let mut out = Vec::new();
        index(&report, Style::default(), &mut out).unwrap();
        let expected = "\
1,015 articles = 1,012 indexed + 1 updated + 2 unchanged
9 files, 1 ignored (not articles)
1 article removed
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
       e�.txt:1
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
  url           13
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
