//! The matches of a query by event: of each the first hit, and how much there is of it.

use std::io::Write;

use super::figures::{counted, duration};
use super::hits;
use crate::error::Result;
use crate::query::Query;
use crate::render::Style;
use crate::render::line::{Ink, Line, Page};
use crate::search::{Event, Events};

/// What belongs to an event stands this far in.
const INDENT: usize = 4;
/// Articles of an event that are named beside the first.
const NAMED: usize = 4;

/// Events as a page.
///
/// # Errors
/// When it cannot be written.
pub fn events(events: &Events, query: &Query, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let totals = format!(
        "{} in {} ({}), {}",
        counted(events.total as u64, "events"),
        counted(events.articles as u64, "articles"),
        counted(events.stories as u64, "stories"),
        duration(events.took_ms / 1000.0)
    );
    let mut asked = Line::of(Ink::Dim, "query ");
    asked.push(Ink::Strong, &query.to_string());
    page.wrapped(&asked, "query ".len())?;
    page.line(Line::of(Ink::Plain, &totals))?;
    for event in &events.events {
        page.blank()?;
        hits::show(&event.lead, &mut page)?;
        extent(event, &mut page)?;
    }
    let left = events.total.saturating_sub(events.events.len());
    if left > 0 {
        page.blank()?;
        page.line(Line::of(Ink::Dim, &format!("… {left} more: --limit {}", events.total)))?;
    }
    Ok(())
}

/// `4 articles in 3 stories of 3 outlets, 2024-08-08 to 2024-08-09: ids of the others`
fn extent(event: &Event, page: &mut Page<'_>) -> Result<()> {
    if event.articles.len() < 2 {
        return Ok(());
    }
    let dates = event.dates.map(|(first, last)| match first == last {
        true => format!(", {first}"),
        false => format!(", {first} to {last}"),
    });
    let others = event.articles.iter().skip(1);
    let named: Vec<String> = others.take(NAMED).map(ToString::to_string).collect();
    let more = event.articles.len().saturating_sub(1 + NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let text = format!(
        "event of {} in {} of {}{}; also {}{more}",
        counted(event.articles.len() as u64, "articles"),
        counted(event.stories as u64, "stories"),
        counted(event.outlets as u64, "outlets"),
        dates.unwrap_or_default(),
        named.join(", ")
    );
    let mut line = Line::new();
    line.fill(INDENT);
    line.push(Ink::Plain, &text);
    page.wrapped(&line, INDENT)
}
