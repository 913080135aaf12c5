//! `dateline facets`: the values of one facet with their counts.

use std::io::Write;

use clap::Args;
use dateline::error::Result;
use dateline::render;
use dateline::search::{FacetKind, SearchOptions};

use super::common::{FOUND, NOTHING, QueryFlags, notes, refuse_format, snapshot, style};
use super::{Common, Format};

/// The flags of `dateline facets`.
#[derive(Debug, Args)]
pub struct Flags {
    /// place, place:LEVEL, actor, actor:KIND, date:year, date:month, date:day, mentions:year (month,
    /// day), outlet or lang
    #[arg(value_name = "FIELD")]
    field: FacetKind,
    #[command(flatten)]
    query: QueryFlags,
    /// Only values whose name has this text
    #[arg(long, value_name = "TEXT")]
    contains: Option<String>,
    /// List every value
    #[arg(long)]
    all: bool,
    /// The most values
    #[arg(long, alias = "facet-limit", value_name = "N", default_value_t = 30, conflicts_with = "all")]
    limit: usize,
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "facets", &[Format::Text, Format::Json, Format::Csv])?;
    let snapshot = flags.query.stories.group(snapshot(common)?)?;
    let query = flags.query.parse()?;
    let options = SearchOptions {
        facets: vec![flags.field],
        facet_limit: if flags.all { usize::MAX } else { flags.limit },
        facet_contains: flags.contains.clone(),
        limit: 0,
        ..flags.query.options()?
    };
    let results = snapshot.search(&query, &options)?;
    notes(common, &query, &results.notes);
    let Some((kind, facet)) = results.facets.first() else { return Ok(NOTHING) };
    match common.format {
        Format::Json => render::json::facet(facet, out)?,
        Format::Csv => render::csv::facet(facet, out)?,
        _ => render::text::facet(*kind, facet, style(common), out)?,
    }
    Ok(if facet.values.is_empty() { NOTHING } else { FOUND })
}
