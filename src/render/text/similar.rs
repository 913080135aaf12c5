//! Articles like a given one: each with what the two have in common.

use std::io::Write;

use super::figures::{counted, duration, place};
use crate::article::Article;
use crate::error::Result;
use crate::index::Record;
use crate::render::Style;
use crate::render::line::{Ink, Line, Page};
use crate::render::safe;
use crate::search::Unit;
use crate::search::similar::{Likeness, Relation, Similar, SimilarHit};

/// What belongs to a hit stands this far in.
const INDENT: usize = 4;
/// The most actors, and the most places, that are named.
const NAMES_SHOWN: usize = 5;

/// Days of a month and of a year, for times that need not be told to the day.
const MONTH_DAYS: u64 = 30;
const YEAR_DAYS: u64 = 365;

/// The articles as a page.
///
/// # Errors
/// When it cannot be written.
pub fn similar(similar: &Similar, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let mut heading = Line::of(Ink::Dim, "like ");
    match &similar.given {
        Some(record) => heading.append(headline(&record.article, page.style)),
        None => heading.push(Ink::Plain, "the text that was given"),
    }
    page.wrapped(&heading, "like ".len())?;
    let found = counted(similar.hits.len() as u64, similar.unit.plural());
    let compared = counted(similar.compared as u64, "articles");
    let took = duration(similar.took_ms / 1000.0);
    page.line(Line::of(Ink::Plain, &format!("{found}, the best of {compared} on the subject, {took}")))?;
    for hit in &similar.hits {
        page.blank()?;
        show(hit, similar.unit, &mut page)?;
    }
    Ok(())
}

/// Date, outlet, headline.
pub(super) fn headline(article: &Article, style: Style) -> Line {
    let date = article.published.as_ref().map_or("undated".to_owned(), |p| p.date.to_string());
    let mut line = Line::of(Ink::Date, &date);
    if let Some(outlet) = &article.outlet {
        line.push(Ink::Dim, "  ");
        let mut name = Line::new();
        name.push_marked(Ink::Dim, outlet, &[], style);
        line.append(name);
    }
    line.push(Ink::Plain, "  ");
    let mut title = Line::new();
    match &article.title {
        Some(text) => title.push_marked(Ink::Strong, text, &[], style),
        None => title.push(Ink::Dim, "(no headline)"),
    }
    line.append(title);
    line
}

fn show(hit: &SimilarHit, unit: Unit, page: &mut Page<'_>) -> Result<()> {
    let mut head = Line::of(Ink::Strong, &format!("{:>2}  ", hit.rank));
    head.append(headline(&hit.record.article, page.style));
    if hit.story_size > 1 && unit == Unit::Story {
        head.push(Ink::Dim, &format!("  +{}", hit.story_size - 1));
    }
    page.wrapped(&head, INDENT)?;
    let likeness = &hit.likeness;
    let relation = match hit.relation {
        Relation::Event => "same event",
        Relation::Subject | Relation::None => "same subject",
    };
    indented(Ink::Plain, &format!("{relation}: {}", reasons(hit)), page)?;
    indented(Ink::Dim, &parts(likeness), page)?;
    source(&hit.record, page)
}

/// Id and place in the corpus, on a line that is not broken.
pub(super) fn source(record: &Record, page: &mut Page<'_>) -> Result<()> {
    let mut line = Line::new();
    line.fill(INDENT);
    let origin = &record.origin;
    line.push(Ink::Dim, &format!("{}  {}:{}", record.id, safe::path(&origin.path), origin.record));
    page.whole(&line)
}

fn indented(ink: Ink, text: &str, page: &mut Page<'_>) -> Result<()> {
    let mut line = Line::new();
    line.fill(INDENT);
    let mut words = Line::new();
    words.push_marked(ink, text, &[], page.style);
    line.append(words);
    page.wrapped(&line, INDENT)
}

/// `actors Putin, Zelensky; place Kursk (RU); published the same day; words raid, border`
fn reasons(hit: &SimilarHit) -> String {
    let actors = hit.actors.iter().map(|a| a.name.clone()).collect();
    let places = hit.places.iter().map(|p| match p.path.len() {
        0 | 1 => p.name.clone(),
        _ => place(&p.name, p.country.as_deref()),
    });
    let all = [
        named("actor", actors),
        named("place", places.collect()),
        published(&hit.likeness),
        spoken(&hit.likeness),
        (!hit.words.is_empty()).then(|| format!("words {}", hit.words.join(", "))),
    ];
    all.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn named(what: &str, names: Vec<String>) -> Option<String> {
    let plural = if names.len() == 1 { "" } else { "s" };
    let more = names.len().saturating_sub(NAMES_SHOWN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let shown: Vec<&str> = names.iter().take(NAMES_SHOWN).map(String::as_str).collect();
    (!names.is_empty()).then(|| format!("{what}{plural} {}{more}", shown.join(", ")))
}

fn published(likeness: &Likeness) -> Option<String> {
    Some(match u64::from(likeness.days_apart?) {
        0 => "published the same day".to_owned(),
        days if days < 2 * MONTH_DAYS => format!("published {} apart", counted(days, "days")),
        days if days < 2 * YEAR_DAYS => format!("published {} apart", counted(days / MONTH_DAYS, "months")),
        days => format!("published {} apart", counted(days / YEAR_DAYS, "years")),
    })
}

fn spoken(likeness: &Likeness) -> Option<String> {
    let days = likeness.days_shared;
    (days > 0).then(|| {
        format!("both speak of {}", if days == 1 { "one day".to_owned() } else { format!("{days} days") })
    })
}

/// `score 0.41: words 0.52, actors 0.30, places 0.10, days published 0.75, days spoken of 0.33`
fn parts(likeness: &Likeness) -> String {
    let parts = [
        ("words", likeness.words),
        ("actors", likeness.actors),
        ("places", likeness.places),
        ("days published", likeness.published),
        ("days spoken of", likeness.spoken),
    ];
    let parts = parts.iter().filter(|(_, part)| *part >= 0.005);
    let parts: Vec<String> = parts.map(|(name, part)| format!("{name} {part:.2}")).collect();
    format!("score {:.2}: {}", likeness.score, parts.join(", "))
}
