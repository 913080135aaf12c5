//! `dateline search`: ranked hits with snippets, and facets beside them.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use dateline::error::{Error, Result};
use dateline::index::Snapshot;
use dateline::ingest::IngestOptions;
use dateline::limits::FACETS_MAX;
use dateline::query::Query;
use dateline::render::{self, safe};
use dateline::search::gaps::asked;
use dateline::search::together::{By, Pairs};
use dateline::search::{Cursor, FacetKind, LIMIT_MAX, SearchOptions, Together};

use super::common::{
    FOUND, NOTHING, QueryFlags, SortBy, gaps, note, notes, refuse_format, snapshot, style, threads,
};
use super::{Common, Format, index};

/// The flags of `dateline search`.
#[derive(Debug, Args)]
pub struct Flags {
    #[command(flatten)]
    query: QueryFlags,
    /// The order of hits
    #[arg(long, value_enum, value_name = "ORDER", default_value = "relevance")]
    sort: SortBy,
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
    /// Print how the query was read and where each score comes from
    #[arg(long)]
    explain: bool,
    /// Carry out each query of a file with lines of id, tab, query
    #[arg(long, value_name = "FILE", conflicts_with = "query")]
    batch: Option<PathBuf>,
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    if !flags.corpus.is_empty() {
        update(flags, common)?;
    }
    let snapshot = snapshot(common)?;
    if let Some(file) = &flags.batch {
        refuse_format(common, "search --batch", &[Format::Trec, Format::Jsonl])?;
        return batch(flags, common, file, &snapshot, out);
    }
    refuse_format(common, "search", &[Format::Text, Format::Json, Format::Jsonl])?;
    let query = flags.query.parse()?;
    let options = options(flags)?;
    let mut results = snapshot.search(&query, &options)?;
    notes(common, &query, &results.notes);
    if asked(&query, &options.selection).is_some() {
        results.gaps = Some(gaps(&snapshot, &query, &options.selection, common)?);
    }
    let tables = tables(flags, &snapshot, &query, &options)?;
    if flags.explain && common.format == Format::Text {
        writeln!(out, "{}", query.tree()).map_err(Error::Output)?;
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
    let pairs = |&rows: &FacetKind| Pairs { rows, with, partners: PARTNERS, by: By::Count };
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
    Ok(SearchOptions {
        sort: flags.sort.into(),
        limit: flags.limit,
        after: flags.after,
        facets: flags.facet.clone(),
        facet_limit: flags.facet_limit,
        explain: flags.explain,
        ..flags.query.options()?
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

fn batch(
    flags: &Flags,
    common: &Common,
    file: &Path,
    snapshot: &Snapshot,
    out: &mut dyn Write,
) -> Result<u8> {
    let text =
        std::fs::read_to_string(file).map_err(|cause| Error::Read { path: file.to_path_buf(), cause })?;
    let options = options(flags)?;
    let mut found = false;
    for (number, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let Some((id, words)) = line.split_once('\t') else {
            let name = safe::path(&file.display().to_string()).into_owned();
            return Err(Error::Usage(format!(
                "line {} of {name} has no tab\nwrite id, tab, query on each line",
                number + 1
            )));
        };
        let query = flags.query.parse_text(words)?;
        if common.format == Format::Jsonl {
            let results = snapshot.search(&query, &options)?;
            found |= results.total > 0;
            render::json::search(&results, &query, out)?;
        } else {
            let ranking = snapshot.ranking(&query, &options)?;
            found |= !ranking.is_empty();
            render::trec::run(id, &ranking, out)?;
        }
    }
    Ok(if found { FOUND } else { NOTHING })
}
