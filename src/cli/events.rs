//! `dateline search --by event`: the matches of a query, grouped by the event that they tell of.

use std::io::Write;

use dateline::error::{Error, Result};
use dateline::index::Snapshot;
use dateline::query::Query;
use dateline::render;
use dateline::search::SearchOptions;

use super::common::{FOUND, NOTHING, notes, style};
use super::{Common, Format};

/// Carries out the command.
pub fn run(
    snapshot: &Snapshot,
    query: &Query,
    options: &SearchOptions,
    common: &Common,
    out: &mut dyn Write,
) -> Result<u8> {
    if !options.facets.is_empty() || options.after.is_some() {
        let words =
            "--by event has no facets and no pages\nuse --limit for more events, and --by article for facets";
        return Err(Error::Usage(words.to_owned()));
    }
    let events = snapshot.events(query, options)?;
    notes(common, query, &events.notes);
    match common.format {
        Format::Json => render::json::events(&events, query, out)?,
        Format::Jsonl => render::json::event_lines(&events, out)?,
        _ => render::text::events(&events, query, style(common), out)?,
    }
    Ok(if events.total > 0 { FOUND } else { NOTHING })
}
