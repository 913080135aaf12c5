//! `dateline search`: ranked hits with snippets, and facets beside them.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use dateline::error::{Error, Result};
use dateline::index::Snapshot;
use dateline::ingest::IngestOptions;
use dateline::limits::FACETS_MAX;
use dateline::query::Query;
use dateline::render;
use dateline::search::gaps::asked;
use dateline::search::together::{self, Pairs};
use dateline::search::{Cursor, FacetKind, HalfLife, LIMIT_MAX, Lead, SearchOptions, Together};

use super::common::{
    By, FOUND, NOTHING, QueryFlags, ReceiptFlag, SortBy, gaps, note, notes, refuse_format, snapshot, style,
    threads,
};
use super::{Common, Format, batch, events, index};

/// The flags of `dateline search`.
#[derive(Debug, Args)]
pub struct Flags {
    #[command(flatten)]
    query: QueryFlags,
    #[command(flatten)]
    receipt: ReceiptFlag,
    /// The order of hits
    #[arg(long, value_enum, value_name = "ORDER", default_value = "relevance")]
    sort: SortBy,
    /// Prefer recent articles: one older than the newest by this age (30d, 6w, 3m, 1y) keeps 3/4 of its
    /// score, the oldest 1/2
    #[arg(long, value_name = "AGE")]
    recency: Option<HalfLife>,
    /// The most hits
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Go on after an earlier answer: its "next"
    #[arg(long, value_name = "CURSOR", allow_hyphen_values = true)]
    after: Option<Cursor>,
    /// Count the values of place, place:LEVEL, actor, actor:KIND, date:year, date:month, date:day, mentions:year
    /// (month, day), outlet or lang
    #[arg(long, value_name = "FACET")]
    facet: Vec<FacetKind>,
    /// The most values of each facet
    #[arg(long, value_name = "N", default_value_t = 10)]
    facet_limit: usize,
    /// Show what each value of the facets comes with: the values of this one in the same articles
    #[arg(long, value_name = "FACET", requires = "facet")]
    with: Option<FacetKind>,
    /// Bring the index up to date with this file or folder first
    #[arg(long, value_name = "PATH")]
    corpus: Vec<PathBuf>,
    /// Print how the query was read, what each of its parts finds, and where each score comes from
    #[arg(long)]
    explain: bool,
    /// With --by story, which of the matching articles of a story stands for it: earliest, latest, longest or outlet:NAME
    #[arg(long, value_name = "LEAD", default_value_t = Lead::default())]
    lead: Lead,
    /// Carry out each query of a file with lines of id, tab, query; as a table, with --format csv,
    /// jsonl (hits and facets) or trec. Lines with # at their start are comments
    #[arg(long, value_name = "FILE", conflicts_with_all = ["query", "receipt"])]
    batch: Option<PathBuf>,
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    if !flags.corpus.is_empty() {
        update(flags, common)?;
    }
    let snapshot = flags.query.stories.group(snapshot(common)?)?;
    if let Some(file) = &flags.batch {
        flags.query.options()?;
        return batch::run(file, &flags.query, &options(flags)?, &snapshot, common, out);
    }
    refuse_format(common, "search", &[Format::Text, Format::Json, Format::Jsonl])?;
    let query = flags.query.parse()?;
    if flags.query.by == By::Event {
        return events::run(&snapshot, &query, &options(flags)?, common, out);
    }
    // Nobody reads advice in quiet text; behind a cursor, there may be no more hits.
    let read = !common.quiet || common.format == Format::Json;
    let options = SearchOptions { advise: read && flags.after.is_none(), ..options(flags)? };
    let mut results = snapshot.search(&query, &options)?;
    flags.receipt.write(&snapshot, &flags.query, "search", flags.sort.into(), None)?;
    notes(common, &query, &results.notes);
    if asked(&query, &options.selection).is_some() {
        results.gaps = Some(gaps(&snapshot, &query, &options.selection, common)?);
    }
    let tables = tables(flags, &snapshot, &query, &options)?;
    let advice = results.advice.as_ref().map(render::text::advice);
    advice.iter().flatten().for_each(|line| note(common, line));
    if let Some(tree) = results.tree.as_ref().filter(|_| common.format == Format::Text) {
        render::text::tree(tree, style(common), out)?;
    }
    match common.format {
        Format::Json if !tables.is_empty() => render::json::search_with(&results, &query, &tables, out)?,
        Format::Json => render::json::search(&results, &query, out)?,
        Format::Jsonl => render::json::search_lines(&results, out)?,
        _ => {
            render::text::search(&results, &query, style(common), out)?;
            for table in &tables {
                writeln!(out).map_err(Error::Output)?;
                render::text::together(table, style(common), out)?;
            }
        }
    }
    Ok(if results.total > 0 { FOUND } else { NOTHING })
}

/// Partners of a value beside hits.
const PARTNERS: usize = 3;

/// What the values of each facet come with.
fn tables<'s>(
    flags: &Flags,
    snapshot: &'s Snapshot,
    query: &Query,
    options: &SearchOptions,
) -> Result<Vec<Together<'s>>> {
    let Some(with) = flags.with else { return Ok(Vec::new()) };
    let pairs = |&rows: &FacetKind| Pairs { rows, with, partners: PARTNERS, by: together::By::Count };
    flags.facet.iter().map(|rows| snapshot.together(query, pairs(rows), options)).collect()
}

fn options(flags: &Flags) -> Result<SearchOptions> {
    if flags.limit > LIMIT_MAX {
        let limit = flags.limit;
        return Err(Error::Usage(format!(
            "--limit {limit} is more than {LIMIT_MAX}\nuse --after for the next hits, or dateline export for all"
        )));
    }
    if flags.facet.len() > FACETS_MAX {
        let n = flags.facet.len();
        return Err(Error::Usage(format!(
            "--facet is given {n} times, more than {FACETS_MAX}\nname each facet once"
        )));
    }
    if flags.recency.is_some() && flags.sort != SortBy::Relevance {
        return Err(Error::Usage(
            "--recency changes the order by relevance only\nleave out --sort, or --recency".to_owned(),
        ));
    }
    Ok(SearchOptions {
        recency: flags.recency,
        sort: flags.sort.into(),
        limit: flags.limit,
        after: flags.after,
        facets: flags.facet.clone(),
        facet_limit: flags.facet_limit,
        explain: flags.explain,
        lead: flags.lead.clone(),
        ..flags.query.options_of_any_unit()?
    })
}

fn update(flags: &Flags, common: &Common) -> Result<()> {
    let options = IngestOptions { threads: threads(common), ..IngestOptions::default() };
    let report = index::update(&flags.corpus, common, &options)?;
    let changed = report.indexed + report.updated + report.removed;
    if changed > 0 {
        let words = format!(
            "{} articles indexed, {} updated, {} removed",
            report.indexed, report.updated, report.removed
        );
        note(common, &words);
    }
    if !report.skipped.is_empty() {
        let words =
            format!("{} inputs were skipped; dateline stats --skipped names them", report.skipped.len());
        note(common, &words);
    }
    Ok(())
}
