//! `dateline search --batch`: many queries of a file, one report.
//!
//! A line that cannot be carried out does not stop the others: the results come first, then what
//! was wrong, line by line, on stderr.

use std::io::Write;
use std::path::Path;

use dateline::error::{Error, Result};
use dateline::index::Snapshot;
use dateline::query::Query;
use dateline::render;
use dateline::render::batch::{Row, Table};
use dateline::render::safe;
use dateline::search::SearchOptions;

use super::common::{FOUND, NOTHING, QueryFlags, USAGE, note, refuse_format, shown, style};
use super::{Common, Format};

/// Carries out the queries of a file.
pub fn run(
    file: &Path,
    flags: &QueryFlags,
    options: &SearchOptions,
    snapshot: &Snapshot,
    common: &Common,
    out: &mut dyn Write,
) -> Result<u8> {
    let formats = [Format::Text, Format::Jsonl, Format::Csv, Format::Trec];
    refuse_format(common, "search --batch", &formats)?;
    if !options.facets.is_empty() && common.format != Format::Jsonl {
        note(common, "facets of a batch are printed with --format jsonl only");
    }
    let text =
        std::fs::read_to_string(file).map_err(|cause| Error::Read { path: file.to_path_buf(), cause })?;
    let mut batch = Batch { snapshot, options, rows: Vec::new(), found: false };
    let mut wrong = Vec::new();
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let line = line.trim_end_matches('\r');
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let done = parts(line).and_then(|(id, words)| {
            let query = flags.parse_text(words)?;
            if common.format != Format::Jsonl {
                query.hints.iter().for_each(|hint| note(common, &format!("{id}: {}", hint.message)));
            }
            batch.carry_out(id, &query, common, out)
        });
        match done {
            Ok(()) => {}
            Err(error @ (Error::Query(_) | Error::Usage(_))) => wrong.push((number, error)),
            Err(other) => return Err(other),
        }
    }
    batch.finish(common, out)?;
    out.flush().map_err(Error::Output)?;
    Ok(match tell(file, &wrong) {
        true => USAGE,
        false if batch.found => FOUND,
        false => NOTHING,
    })
}

/// The id and the query of a line.
fn parts(line: &str) -> Result<(&str, &str)> {
    line.split_once('\t').ok_or_else(|| {
        Error::Usage(
            "the line has no tab\nwrite id, tab, query on each line, or # before a comment".to_owned(),
        )
    })
}

/// Says which lines could not be carried out. Whether there were any.
fn tell(file: &Path, wrong: &[(u64, Error)]) -> bool {
    let name = safe::path(&file.display().to_string()).into_owned();
    for (number, error) in wrong {
        let _ = writeln!(std::io::stderr(), "dateline: line {number} of {name}: {}", shown(error));
    }
    !wrong.is_empty()
}

struct Batch<'a> {
    snapshot: &'a Snapshot,
    options: &'a SearchOptions,
    rows: Vec<Row>,
    found: bool,
}

impl Batch<'_> {
    fn carry_out(&mut self, id: &str, query: &Query, common: &Common, out: &mut dyn Write) -> Result<()> {
        match common.format {
            Format::Trec => {
                let ranking = self.snapshot.ranking(query, self.options)?;
                self.found |= !ranking.is_empty();
                render::trec::run(id, &ranking, out)
            }
            Format::Jsonl => {
                let results = self.snapshot.search(query, self.options)?;
                self.found |= results.total > 0;
                render::json::search_of(id, &results, query, out)
            }
            _ => {
                let options = SearchOptions { limit: 0, facets: Vec::new(), ..self.options.clone() };
                let results = self.snapshot.search(query, &options)?;
                self.found |= results.total > 0;
                self.rows.push(Row::of(id, query, &results));
                Ok(())
            }
        }
    }

    /// Prints the table, where it is one.
    fn finish(&self, common: &Common, out: &mut dyn Write) -> Result<()> {
        let table = Table { unit: self.options.unit, rows: &self.rows };
        match common.format {
            Format::Text => render::batch::text(&table, style(common), out),
            Format::Csv => render::csv::batch(&table, out),
            _ => Ok(()),
        }
    }
}
