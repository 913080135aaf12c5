//! `dateline export`: every match, without a limit.

use std::io::Write;

use clap::Args;
use dateline::error::Result;
use dateline::index::{Record, Snapshot};
use dateline::render::cite::{Bibliography, Style};
use dateline::render::{csv, json};
use dateline::search::{SearchOptions, Sort};

use super::common::{FOUND, NOTHING, QueryFlags, SortBy, notes, refuse_format, snapshot};
use super::{Common, Format};

/// The flags of `dateline export`.
#[derive(Debug, Args)]
pub struct Flags {
    #[command(flatten)]
    query: QueryFlags,
    /// The order of rows
    #[arg(long, value_enum, value_name = "ORDER", default_value = "oldest")]
    sort: SortBy,
}

/// Carries out the command. Without `--format` it writes JSON Lines.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    let forms = [Format::Text, Format::Jsonl, Format::Csv, Format::Ris, Format::Bibtex, Format::Csl];
    refuse_format(common, "export", &forms)?;
    let snapshot = snapshot(common)?;
    let query = flags.query.parse()?;
    let options = SearchOptions { sort: Sort::from(flags.sort), ..flags.query.options()? };
    let (records, told) = snapshot.export(&query, &options)?;
    notes(common, &query, &told);
    let rows = write(records, common.format, &snapshot, out)?;
    Ok(if rows > 0 { FOUND } else { NOTHING })
}

/// Writes all articles; gives how many.
fn write(
    records: impl Iterator<Item = Result<Record>>,
    format: Format,
    snapshot: &Snapshot,
    out: &mut dyn Write,
) -> Result<u64> {
    let mut rows = 0;
    let counted = records.inspect(|_| rows += 1);
    match format {
        Format::Csv => {
            let mut table = csv::Table::articles(out)?;
            for record in counted {
                table.article(&record?, snapshot.dictionary())?;
            }
            table.finish()?;
        }
        Format::Ris => cite(counted, Style::Ris, out)?,
        Format::Bibtex => cite(counted, Style::Bibtex, out)?,
        Format::Csl => cite(counted, Style::Csl, out)?,
        _ => {
            for record in counted {
                json::export(&record?, snapshot.dictionary(), out)?;
            }
        }
    }
    Ok(rows)
}

fn cite(records: impl Iterator<Item = Result<Record>>, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut entries = Bibliography::begin(style, out)?;
    for record in records {
        entries.add(&record?)?;
    }
    entries.end()
}
