//! The file of a receipt, and what has become of one, for people and for programs.

use std::collections::BTreeMap;
use std::io::Write;

use serde::Serialize;

use super::Style;
use super::json;
use super::line::{Ink, Line, Page};
use super::safe;
use super::text::{counted, number};
use crate::error::Result;
use crate::search::Unit;
use crate::search::receipt::{Cause, Comparison, Difference, Receipt};

/// How many lines of one kind are shown; JSON has all.
const SHOWN: usize = 20;

/// The content of a receipt's file.
///
/// # Errors
/// Never in practice: it is written into memory.
pub fn file(receipt: &Receipt) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    json::pretty(receipt, &mut bytes)?;
    Ok(bytes)
}

/// What has become of a receipt, as a page.
///
/// # Errors
/// When it cannot be written.
pub fn text(found: &Comparison, same: bool, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    page.wrapped(&Line::of(Ink::Strong, &verdict(found, same)), 2)?;
    asked(found, &mut page)?;
    differences("+", &found.added, &mut page)?;
    differences("-", &found.removed, &mut page)?;
    counts(found, &mut page)?;
    reasons(found, &mut page)
}

/// `same: 312 articles, in the same order`, or what differs in one line.
fn verdict(found: &Comparison, same: bool) -> String {
    let (then, now) = (&found.then, &found.now);
    let unit = then.question.by.plural();
    if same {
        let order = match (found.is_same(), &then.order.ranked) {
            (true, _) => "in the same order",
            (false, _) => "ranked otherwise",
        };
        return format!("same: {}, {order}", counted(now.count, unit));
    }
    let mut parts = Vec::new();
    let same_articles = found.added.is_empty() && found.removed.is_empty();
    if !same_articles {
        let [added, removed] = [&found.added, &found.removed].map(|all| number(all.len() as u64));
        let articles = counted(now.articles, "articles");
        parts.push(format!("+{added} -{removed}, {} then, {articles} now", number(then.articles)));
    } else {
        parts.push(format!("the same {}", counted(now.articles, "articles")));
        if then.order.by_date != now.order.by_date {
            parts.push("in another order of dates".to_owned());
        } else if then.order.ranked != now.order.ranked {
            parts.push("ranked otherwise".to_owned());
        }
    }
    if then.stories != now.stories && (same_articles || then.question.by == Unit::Story) {
        parts.push(format!("{} then, {} now", counted(then.stories, "stories"), number(now.stories)));
    }
    if then.counted != now.counted && !found.counts.is_empty() {
        parts.push("other counts".to_owned());
    }
    format!("differs: {}", parts.join(", "))
}

/// What was asked, when, and of what.
fn asked(found: &Comparison, page: &mut Page<'_>) -> Result<()> {
    let then = &found.then;
    let mut line = Line::of(Ink::Dim, &format!("{} ", then.verb));
    line.push(Ink::Plain, &then.read.query);
    for (flag, values) in then.question.flags() {
        values.iter().for_each(|value| line.push(Ink::Plain, &format!(" --{flag} {value}")));
    }
    let relative = if then.read.today.is_some() { ", dates as of that day" } else { "" };
    line.push(Ink::Dim, &format!("  made {} by {}{relative}", then.made, then.program));
    page.wrapped(&line, 2)?;
    let (was, is) = (&then.archive, &found.now.archive);
    let archive = match found.is_same_archive() {
        true => format!("the archive is the same, {}", counted(is.articles, "articles")),
        false => format!(
            "the archive is another: {} then, {} now",
            counted(was.articles, "articles"),
            number(is.articles)
        ),
    };
    page.wrapped(&Line::of(Ink::Dim, &archive), 2)
}

fn differences(sign: &str, all: &[Difference], page: &mut Page<'_>) -> Result<()> {
    for one in all.iter().take(SHOWN) {
        let mut line = Line::of(Ink::Strong, &format!("{sign} "));
        if let Some(head) = &one.head {
            line.push(Ink::Date, head.date.as_deref().unwrap_or("undated"));
            line.push(Ink::Plain, "  ");
            line.push(Ink::Strong, head.title.as_deref().unwrap_or("(no headline)"));
            line.push(Ink::Plain, "  ");
        }
        line.push(Ink::Plain, cause(one.cause));
        page.wrapped(&line, 4)?;
        let source = format!("    {}  {}", one.entry.id, safe::path(&one.entry.path));
        page.whole(&Line::of(Ink::Dim, &source))?;
    }
    more(all.len(), page)
}

fn more(all: usize, page: &mut Page<'_>) -> Result<()> {
    if all > SHOWN {
        page.line(Line::of(Ink::Dim, &format!("  and {} more", number((all - SHOWN) as u64))))?;
    }
    Ok(())
}

fn counts(found: &Comparison, page: &mut Page<'_>) -> Result<()> {
    let Some(counted) = found.then.counted.as_ref().filter(|_| !found.counts.is_empty()) else {
        return Ok(());
    };
    page.line(Line::of(Ink::Strong, &format!("counts of {}", counted.facet)))?;
    for change in found.counts.iter().take(SHOWN) {
        let line = format!("  {}  {} then, {} now", change.value, number(change.then), number(change.now));
        page.wrapped(&Line::of(Ink::Plain, &line), 4)?;
    }
    more(found.counts.len(), page)
}

/// The causes with their numbers, and what is not what it was.
fn reasons(found: &Comparison, page: &mut Page<'_>) -> Result<()> {
    for (cause, n) in by_cause(found) {
        let line = format!("{}: {}", counted(n, "articles"), self::cause(cause));
        page.wrapped(&Line::of(Ink::Plain, &line), 2)?;
    }
    if !found.changed.is_empty() {
        let n = counted(found.changed.len() as u64, "articles");
        let line = format!("{n} of the same say something else now");
        page.wrapped(&Line::of(Ink::Plain, &line), 2)?;
        for entry in found.changed.iter().take(SHOWN) {
            let source = format!("    {}  {}", entry.id, safe::path(&entry.path));
            page.whole(&Line::of(Ink::Dim, &source))?;
        }
        more(found.changed.len(), page)?;
    }
    for circumstance in &found.circumstances {
        let line = format!("{}: {} then, {} now", circumstance.what, circumstance.then, circumstance.now);
        page.wrapped(&Line::of(Ink::Plain, &line), 2)?;
    }
    Ok(())
}

fn by_cause(found: &Comparison) -> BTreeMap<Cause, u64> {
    let mut causes = BTreeMap::new();
    for one in found.added.iter().chain(&found.removed) {
        *causes.entry(one.cause).or_insert(0) += 1;
    }
    causes
}

fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Arrived => "new in the archive",
        Cause::Gone => "gone from the archive",
        Cause::Changed => "its text was changed",
        Cause::Corrections => "by the corrections of actors",
        Cause::FoundOtherwise => "places or names found otherwise: another gazetteer or analysis",
        Cause::ArrivedOrFoundOtherwise => "new in the archive, or found by another gazetteer or analysis",
        Cause::Program => "another version of dateline",
        Cause::Unknown => "found otherwise when it was indexed anew",
    }
}

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    same: bool,
    verb: &'a str,
    query: &'a str,
    made: String,
    unit: &'static str,
    then: Totals<'a>,
    now: Totals<'a>,
    same_archive: bool,
    same_order: bool,
    same_ranking: bool,
    added: Vec<Row<'a>>,
    removed: Vec<Row<'a>>,
    changed: Vec<String>,
    causes: BTreeMap<&'static str, u64>,
    circumstances: Vec<CircumstanceRow<'a>>,
    counts: Vec<CountRow<'a>>,
}

#[derive(Serialize)]
struct Totals<'a> {
    total: u64,
    articles: u64,
    stories: u64,
    fingerprint: &'a str,
    archive: u64,
    program: &'a str,
}

#[derive(Serialize)]
struct Row<'a> {
    id: String,
    path: &'a str,
    cause: &'static str,
    date: Option<&'a str>,
    title: Option<&'a str>,
}

#[derive(Serialize)]
struct CircumstanceRow<'a> {
    what: &'static str,
    then: &'a str,
    now: &'a str,
}

#[derive(Serialize)]
struct CountRow<'a> {
    value: &'a str,
    then: u64,
    now: u64,
}

impl<'a> Totals<'a> {
    fn of(receipt: &'a Receipt) -> Totals<'a> {
        Totals {
            total: receipt.count,
            articles: receipt.articles,
            stories: receipt.stories,
            fingerprint: &receipt.archive.fingerprint,
            archive: receipt.archive.articles,
            program: &receipt.program,
        }
    }
}

impl<'a> Row<'a> {
    fn of(one: &'a Difference) -> Row<'a> {
        let head = one.head.as_ref();
        Row {
            id: one.entry.id.to_string(),
            path: &one.entry.path,
            cause: one.cause.as_str(),
            date: head.and_then(|head| head.date.as_deref()),
            title: head.and_then(|head| head.title.as_deref()),
        }
    }
}

/// What has become of a receipt, as one object.
///
/// # Errors
/// When it cannot be written.
pub fn json(found: &Comparison, same: bool, out: &mut dyn Write) -> Result<()> {
    let (then, now) = (&found.then, &found.now);
    let answer = Answer {
        version: json::VERSION,
        same,
        verb: &then.verb,
        query: &then.read.query,
        made: then.made.to_string(),
        unit: then.question.by.plural(),
        then: Totals::of(then),
        now: Totals::of(now),
        same_archive: found.is_same_archive(),
        same_order: then.order.by_date == now.order.by_date,
        same_ranking: then.order.ranked == now.order.ranked,
        added: found.added.iter().map(Row::of).collect(),
        removed: found.removed.iter().map(Row::of).collect(),
        changed: found.changed.iter().map(|entry| entry.id.to_string()).collect(),
        causes: by_cause(found).into_iter().map(|(cause, n)| (cause.as_str(), n)).collect(),
        circumstances: found
            .circumstances
            .iter()
            .map(|c| CircumstanceRow { what: c.what, then: &c.then, now: &c.now })
            .collect(),
        counts: found.counts.iter().map(|c| CountRow { value: &c.value, then: c.then, now: c.now }).collect(),
    };
    json::line(&answer, out)
}
