//! One article to read: headline, what is known of it, its text with the mentions
//! marked, and below them who and where they are.

use std::io::Write;

use super::figures::{self, counted, number};
use crate::article::{Article, Field, Mention, Referent, Revision};
use crate::error::Result;
use crate::index::Record;
use crate::index::dictionary::View;
use crate::render::Style;
use crate::render::line::{Ink, Line, Marked, Page};
use crate::search::{Chain, hit};
use crate::text::{CharOffsets, paragraphs};

/// An article as a page; `issues` are those of its outlet, if it has others.
///
/// # Errors
/// When it cannot be written.
pub fn show(
    record: &Record,
    issues: Option<&Chain>,
    dictionary: &View,
    style: Style,
    out: &mut dyn Write,
) -> Result<()> {
    let mut page = Page::new(style, out);
    let title = record.article.title.as_deref().unwrap_or("(no headline)");
    let mut line = Line::new();
    line.push_marked(Ink::Strong, title, &marks(record, dictionary, Field::Title), style);
    page.wrapped(&line, 0)?;
    page.blank()?;
    for (label, value) in metadata(record) {
        labelled(label, &value, &mut page)?;
    }
    super::story::revisions(issues, record, &mut page)?;
    body(record, dictionary, &mut page)?;
    legend(record, dictionary, &mut page)
}

/// The columns of the labels.
pub(super) const LABEL: usize = 10;

/// A label, and its value hanging beside it. A value of one word (a path, an address) is
/// kept whole.
pub(super) fn labelled(label: &str, value: &str, page: &mut Page<'_>) -> Result<()> {
    let mut line = Line::of(Ink::Dim, label);
    line.fill(LABEL);
    line.push_marked(Ink::Plain, value, &[], page.style);
    if value.contains(' ') { page.wrapped(&line, LABEL) } else { page.whole(&line) }
}

fn metadata(record: &Record) -> Vec<(&'static str, String)> {
    let article = &record.article;
    let mut rows = described(article);
    rows.push(("source", super::report::named(&record.origin.path, Some(record.origin.record))));
    rows.push(("id", record.id.to_string()));
    rows
}

/// What the source says about the article, in rows of label and value.
pub(super) fn described(article: &Article) -> Vec<(&'static str, String)> {
    let date = article.published.as_ref().map_or("undated".to_owned(), figures::published);
    let keywords = (!article.keywords.is_empty()).then(|| article.keywords.join(", "));
    let rows = [
        ("under it", some_text(&article.subheads)),
        ("lead", article.lead.clone()),
        ("form", article.form.map(|form| form.as_str().replace('_', " "))),
        ("date", Some(date)),
        ("updated", article.updated.as_ref().map(figures::published)),
        ("revision", article.revision.as_ref().map(revision)),
        ("outlet", article.outlet.clone()),
        ("byline", article.byline.clone()),
        ("dateline", article.dateline.clone()),
        ("section", article.section.clone()),
        ("keywords", keywords),
        ("captions", some_text(&article.captions)),
        ("aside", some_text(&article.asides)),
        ("language", article.lang.clone()),
        ("address", article.url.clone()),
    ];
    let mut rows: Vec<(&'static str, String)> =
        rows.into_iter().filter_map(|(label, value)| Some((label, value?))).collect();
    let behind = rows.iter().position(|(label, _)| *label == "date").map_or(rows.len(), |at| at + 1);
    rows.splice(behind..behind, super::dating::rows(&article.dating));
    rows
}

fn some_text(texts: &[String]) -> Option<String> {
    (!texts.is_empty()).then(|| texts.join(" / "))
}

fn revision(revision: &Revision) -> String {
    let of = revision.of.as_deref().map(|of| format!(" of {of}")).unwrap_or_default();
    let note = revision.note.as_deref().map(|note| format!(": {note}")).unwrap_or_default();
    format!("{}{of}{note}", revision.kind.as_str())
}

fn body(record: &Record, dictionary: &View, page: &mut Page<'_>) -> Result<()> {
    let text = &record.article.body;
    let marks = marks(record, dictionary, Field::Body);
    let mut chars = CharOffsets::new(text);
    for range in paragraphs(text) {
        let (from, to) = (chars.at(range.start), chars.at(range.end));
        let own = marks.iter().skip(marks.partition_point(|m| m.0 < from)).take_while(|m| m.0 < to);
        let own: Vec<Marked> =
            own.map(|&(start, end, ink)| (start - from, end.min(to) - from, ink)).collect();
        let mut line = Line::new();
        line.push_marked(Ink::Plain, text.get(range).unwrap_or_default(), &own, page.style);
        page.blank()?;
        page.wrapped(&line, 0)?;
    }
    Ok(())
}

/// The mentions in one field; of those that begin together the longest comes first.
fn marks(record: &Record, dictionary: &View, field: Field) -> Vec<Marked> {
    let own = record.mentions.iter().filter(|m| m.field == field && !hit::is_hidden(&m.what, dictionary));
    let mut marks: Vec<Marked> = own.map(|m| (m.start, m.end, ink(m))).collect();
    marks.sort_by_key(|&(start, end, _)| (start, std::cmp::Reverse(end)));
    marks
}

fn ink(mention: &Mention) -> Ink {
    match mention.what {
        Referent::Place(_) => Ink::Place,
        Referent::Actor(_) => Ink::Actor,
        Referent::Date(_) => Ink::Date,
    }
}

fn legend(record: &Record, dictionary: &View, page: &mut Page<'_>) -> Result<()> {
    let places = hit::places(record, usize::MAX).into_iter().map(|p| Row {
        name: p.path.iter().rev().cloned().collect::<Vec<_>>().join(", "),
        mentions: p.mentions,
        id: p.id.clone(),
    });
    let places = places.chain(tallied(record, |what| match what {
        Referent::Place(place) if place.id.is_none() => Some(format!("{} (unresolved)", place.name)),
        _ => None,
    }));
    let actors = hit::actors(record, dictionary, usize::MAX).into_iter().map(|a| Row {
        name: format!("{} ({})", a.name, a.kind.as_str().replace('_', " ")),
        mentions: a.mentions,
        id: a.id,
    });
    list("places", Ink::Place, &places.collect::<Vec<_>>(), page)?;
    list("actors", Ink::Actor, &actors.collect::<Vec<_>>(), page)?;
    let times = tallied(record, |what| match what {
        Referent::Date(date) => Some(date.value.clone()),
        _ => None,
    });
    list("times", Ink::Date, &times, page)
}

/// The mentions that have a name, counted by it, in the order of the text.
fn tallied(record: &Record, name: impl Fn(&Referent) -> Option<String>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for name in record.mentions.iter().filter_map(|m| name(&m.what)) {
        match rows.iter_mut().find(|row| row.name == name) {
            Some(row) => row.mentions += 1,
            None => rows.push(Row { name, mentions: 1, id: String::new() }),
        }
    }
    rows
}

/// An entity of the legend.
struct Row {
    name: String,
    mentions: u32,
    /// Empty when there is none.
    id: String,
}

fn list(label: &str, ink: Ink, rows: &[Row], page: &mut Page<'_>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    page.blank()?;
    let total = rows.iter().map(|r| u64::from(r.mentions)).sum();
    let mut heading = Line::new();
    heading.push_marked(
        Ink::Strong,
        label,
        &[(0, u32::try_from(label.len()).unwrap_or(u32::MAX), ink)],
        page.style,
    );
    heading.push(Ink::Dim, &format!("  {}", counted(total, "mentions")));
    page.line(heading)?;
    let columns = |text: &str| Line::of(Ink::Plain, text).columns();
    let count = rows.iter().map(|r| number(r.mentions.into()).len()).max().unwrap_or(0);
    let id = rows.iter().map(|r| columns(&r.id)).max().unwrap_or(0);
    let room = page.measure().saturating_sub(2 + 2 + count + 2 + id).max(page.measure() / 3);
    let name = rows.iter().map(|r| columns(&r.name)).max().unwrap_or(0).min(room);
    for row in rows {
        let mut line = Line::of(Ink::Plain, "  ");
        line.append(Line::of(Ink::Plain, &row.name).cut(name));
        line.fill(2 + name + 2);
        line.push(Ink::Plain, &format!("{:>count$}  ", number(row.mentions.into())));
        line.push(Ink::Dim, &row.id);
        page.line(line)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;
    use proptest::prelude::*;

    #[test]
    fn an_article_with_its_mentions_marked() {
        let mut out = Vec::new();
        show(&samples::record(), None, &samples::view(), Style::default(), &mut out).unwrap();
        let expected = "\
Russia accuses {Ukrainian troops} of crossing the border

date      8 August 2024, from the header (\"Thu, 8 Aug 2024\")
outlet    Meridian Wire
dateline  KURSK, Aug 8
language  en
source    wire/0042.txt:1
id        00000000002d

KURSK, Aug 8 - Russia has accused {Ukrainian troops} of crossing into the [Kursk
region] <on Tuesday>, acting governor {Alexei Smirnov} said.

Smirnov spoke to reporters in [莫斯科] of a �[31mcounter-terrorist�[0m
operation.

[places]  2 mentions
  Kursk Oblast, Russia  1  geonames:538555
  莫斯科 (unresolved)   1

{actors}  3 mentions
  Ukrainian troops (group)  2  group:ukrainian-troops
  Alexei Smirnov (person)   1  person:alexei-smirnov

<times>  1 mention
  2024-08-06  1
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    proptest! {
        #[test]
        fn no_article_breaks_the_page(
            body in "(?s).{0,300}",
            places in prop::collection::vec((0u32..320, 0u32..40), 0..8),
        ) {
            let mut record = samples::record();
            let sample = record.mentions.pop();
            let mentions = places.iter().flat_map(|&(start, chars)| {
                sample.clone().map(|m| Mention { start, end: start + chars, ..m })
            });
            record.mentions = mentions.collect();
            record.article.title = Some(body.clone());
            record.article.body = body;
            let mut out = Vec::new();
            show(&record, None, &samples::view(), Style::default(), &mut out).unwrap();
            for line in String::from_utf8(out).unwrap().lines() {
                prop_assert!(!line.chars().any(char::is_control));
                prop_assert!(Line::of(Ink::Plain, line).columns() <= 80, "{line}");
            }
        }
    }
}
