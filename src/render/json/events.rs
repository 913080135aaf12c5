//! The matches of a query by event.

use std::io::Write;

use serde::Serialize;

use super::{Asked, HitRow, VERSION, line};
use crate::error::Result;
use crate::query::Query;
use crate::search::{Event, Events};

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    query: Asked<'a>,
    unit: &'static str,
    total: usize,
    articles: usize,
    stories: usize,
    took_ms: f64,
    notes: &'a [String],
    events: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    /// How many articles tell of it.
    articles: usize,
    stories: usize,
    outlets: usize,
    /// Dates of the first and the last of them; `null` when none has one.
    from: Option<String>,
    to: Option<String>,
    /// All of them, in the order of hits.
    ids: Vec<String>,
    /// The first of them.
    lead: HitRow<'a>,
}

impl<'a> From<&'a Event> for Row<'a> {
    fn from(event: &'a Event) -> Row<'a> {
        Row {
            articles: event.articles.len(),
            stories: event.stories,
            outlets: event.outlets,
            from: event.dates.map(|(first, _)| first.to_string()),
            to: event.dates.map(|(_, last)| last.to_string()),
            ids: event.articles.iter().map(ToString::to_string).collect(),
            lead: HitRow::of(&event.lead),
        }
    }
}

/// All events as one object.
///
/// # Errors
/// When it cannot be written.
pub fn events(events: &Events, query: &Query, out: &mut dyn Write) -> Result<()> {
    let answer = Answer {
        version: VERSION,
        query: Asked::of(query),
        unit: "events",
        total: events.total,
        articles: events.articles,
        stories: events.stories,
        took_ms: (events.took_ms * 1000.0).round() / 1000.0,
        notes: &events.notes,
        events: events.events.iter().map(Row::from).collect(),
    };
    line(&answer, out)
}

/// One a line.
///
/// # Errors
/// When it cannot be written.
pub fn event_lines(events: &Events, out: &mut dyn Write) -> Result<()> {
    events.events.iter().try_for_each(|event| line(&Row::from(event), out))
}
