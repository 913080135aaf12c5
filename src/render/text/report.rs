//! What an indexing run did, and what an index holds.

use std::io::Write;

use super::figures::{bytes, counted, duration, number};
use crate::error::{Result, Skipped};
use crate::render::line::{Ink, Line, Page};
use crate::render::{Figure, IndexReport, Stats, Style};

/// How many of the records with one reason are named.
const NAMED_MAX: usize = 3;

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
    let mut files = format!("in {}", counted(report.files, "files"));
    if report.ignored > 0 {
        files.push_str(&format!(", {} of them ignored, being no articles", number(report.ignored)));
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
    let mut reasons: Vec<(&str, Vec<&Skipped>)> = Vec::new();
    for record in records {
        match reasons.iter_mut().find(|(reason, _)| *reason == record.reason) {
            Some((_, same)) => same.push(record),
            None => reasons.push((&record.reason, vec![record])),
        }
    }
    if reasons.is_empty() {
        return Ok(());
    }
    reasons.sort_by_key(|(_, same)| std::cmp::Reverse(same.len()));
    page.line(Line::of(Ink::Strong, &format!("{label} {}", number(records.len() as u64))))?;
    for (reason, same) in reasons {
        let mut line = Line::of(Ink::Plain, &format!("  {}  {reason}", number(same.len() as u64)));
        line.push(Ink::Dim, &format!(": {}", names(&same)));
        page.wrapped(&line, 4)?;
    }
    Ok(())
}

fn names(records: &[&Skipped]) -> String {
    let named: Vec<String> = records.iter().take(NAMED_MAX).map(|r| named(r)).collect();
    match records.len().saturating_sub(NAMED_MAX) {
        0 => named.join(", "),
        more => format!("{} and {} more", named.join(", "), number(more as u64)),
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
