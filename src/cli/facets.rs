//! `dateline facets`: the values of one facet with their counts; by surprise, below a place, or
//! with their partners of another facet.

use std::io::Write;

use super::common::{FOUND, NOTHING, QueryFlags, ReceiptFlag, note, notes, refuse_format, snapshot, style};
use super::{Common, Format};
use clap::{Args, ValueEnum};
use dateline::error::{Error, Result};
use dateline::index::Snapshot;
use dateline::query::Query;
use dateline::render;
use dateline::search::facets::Dimension;
use dateline::search::receipt::Counting;
use dateline::search::together::{By, Pairs};
use dateline::search::{FacetKind, SearchOptions, Sort};

/// The flags of `dateline facets`.
#[derive(Debug, Args)]
pub struct Flags {
    /// place, place:LEVEL (country, region, place, or a depth: 1, 2, 3, 4), actor, actor:KIND, date:year,
    /// date:month, date:day, mentions:year (month, day), outlet or lang
    #[arg(value_name = "FIELD")]
    field: FacetKind,
    #[command(flatten)]
    query: QueryFlags,
    #[command(flatten)]
    receipt: ReceiptFlag,
    /// Only values whose name has this text
    #[arg(long, value_name = "TEXT")]
    contains: Option<String>,
    /// List every value
    #[arg(long)]
    all: bool,
    /// The most values
    #[arg(long, alias = "facet-limit", value_name = "N", default_value_t = 30, conflicts_with = "all")]
    limit: usize,
    /// The order of values; by surprise: what comes more often here than in the rest of the archive,
    /// by the log-likelihood ratio
    #[arg(long, value_enum, value_name = "ORDER", default_value = "count")]
    sort: SortBy,
    /// What lies directly in a place: in P, or without it in the one of --place
    #[arg(long, value_name = "P", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    under: Option<String>,
    /// What each value comes with: the values of this facet in the same articles
    #[arg(long, value_name = "FIELD", conflicts_with = "under")]
    with: Option<FacetKind>,
    /// The most partners of a value
    #[arg(long, value_name = "N", default_value_t = 5, requires = "with")]
    partners: usize,
}

/// The order of the values of a facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SortBy {
    Count,
    Name,
    Surprise,
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "facets", &[Format::Text, Format::Json, Format::Jsonl, Format::Csv])?;
    let snapshot = flags.query.stories.group(snapshot(common)?)?;
    let query = flags.query.parse()?;
    let options = SearchOptions {
        facet_limit: if flags.all { usize::MAX } else { flags.limit },
        facet_contains: flags.contains.clone(),
        limit: 0,
        ..flags.query.options()?
    };
    let counted = Some((flags.field, Counting::Facet));
    flags.receipt.write(&snapshot, &flags.query, "facets", Sort::Oldest, counted)?;
    let asked = Asked { flags, common, snapshot: &snapshot, query: &query, options };
    match (&flags.under, flags.with, flags.sort) {
        (Some(place), ..) => asked.under(place, out),
        (None, Some(with), _) => asked.together(with, out),
        (None, None, SortBy::Surprise) => asked.surprising(out),
        _ => asked.counts(out),
    }
}

/// What was asked for.
struct Asked<'a> {
    flags: &'a Flags,
    common: &'a Common,
    snapshot: &'a Snapshot,
    query: &'a Query,
    options: SearchOptions,
}

impl Asked<'_> {
    fn counts(self, out: &mut dyn Write) -> Result<u8> {
        let by_name = self.flags.sort == SortBy::Name;
        let limit = self.options.facet_limit;
        let options = SearchOptions {
            facets: vec![self.flags.field],
            facet_limit: if by_name { usize::MAX } else { limit },
            ..self.options
        };
        let mut results = self.snapshot.search(self.query, &options)?;
        notes(self.common, self.query, &results.notes);
        let Some((kind, facet)) = results.facets.pop() else { return Ok(NOTHING) };
        let facet = if by_name { facet.by_name(limit) } else { facet };
        match self.common.format {
            Format::Json => render::json::facet(&facet, out)?,
            Format::Jsonl => render::json::facet_lines(&facet, out)?,
            Format::Csv => render::csv::facet(&facet, out)?,
            _ => render::text::facet(kind, &facet, style(self.common), out)?,
        }
        Ok(found(!facet.values.is_empty()))
    }

    fn surprising(self, out: &mut dyn Write) -> Result<u8> {
        let (ranked, said) = self.snapshot.surprising(self.query, self.flags.field, &self.options)?;
        notes(self.common, self.query, &said);
        if ranked.total == ranked.archive && ranked.total > 0 {
            note(self.common, "this is the whole archive, so that nothing in it is a surprise");
        }
        match self.common.format {
            Format::Json => render::json::surprising(&ranked, out)?,
            Format::Jsonl => render::json::surprising_lines(&ranked, out)?,
            Format::Csv => render::csv::surprising(&ranked, out)?,
            _ => render::text::surprising(self.flags.field, &ranked, style(self.common), out)?,
        }
        Ok(found(!ranked.values.is_empty()))
    }

    fn together(self, with: FacetKind, out: &mut dyn Write) -> Result<u8> {
        let by = match self.flags.sort {
            SortBy::Count => By::Count,
            SortBy::Name => By::Name,
            SortBy::Surprise => By::Surprise,
        };
        let partners = if self.flags.all { usize::MAX } else { self.flags.partners };
        let pairs = Pairs { rows: self.flags.field, with, partners, by };
        let together = self.snapshot.together(self.query, pairs, &self.options)?;
        notes(self.common, self.query, &together.notes);
        match self.common.format {
            Format::Json => render::json::together(&together, out)?,
            Format::Jsonl => render::json::together_lines(&together, out)?,
            Format::Csv => render::csv::together(&together, out)?,
            _ => render::text::together(&together, style(self.common), out)?,
        }
        Ok(found(!together.is_empty()))
    }

    fn under(self, place: &str, out: &mut dyn Write) -> Result<u8> {
        if self.flags.field != FacetKind::Place(None) {
            let field = self.flags.field;
            let words = match field.dimension() {
                Dimension::Place => "places of one level do not descend",
                _ => "only places lie in one another",
            };
            return Err(Error::Usage(format!(
                "--under with the facet {field}: {words}\nwrite: dateline facets place --under=P"
            )));
        }
        if self.flags.sort == SortBy::Surprise {
            let words = "--under has no order by surprise\nuse --sort count or name";
            return Err(Error::Usage(words.to_owned()));
        }
        let selected: Vec<&String> = self.flags.query.place.iter().filter(|p| !p.starts_with('-')).collect();
        let place = match (place, selected.as_slice()) {
            ("", [one]) => one.as_str(),
            ("", _) => {
                let words = "--under needs one place\nname it: --under=P, or select one with --place P";
                return Err(Error::Usage(words.to_owned()));
            }
            (place, _) => place,
        };
        let by_name = self.flags.sort == SortBy::Name;
        let limit = self.options.facet_limit;
        let options = SearchOptions { facet_limit: if by_name { usize::MAX } else { limit }, ..self.options };
        let (under, said) = self.snapshot.under(self.query, place, &options)?;
        notes(self.common, self.query, &said);
        let Some(mut under) = under else { return Ok(NOTHING) };
        if by_name {
            under.facet = under.facet.by_name(limit);
        }
        match self.common.format {
            Format::Json => render::json::under(&under, out)?,
            Format::Jsonl => render::json::facet_lines(&under.facet, out)?,
            Format::Csv => render::csv::under(&under, out)?,
            _ => render::text::under(&under, style(self.common), out)?,
        }
        Ok(found(under.place.count > 0))
    }
}

fn found(anything: bool) -> u8 {
    if anything { FOUND } else { NOTHING }
}
