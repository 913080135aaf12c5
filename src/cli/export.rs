//! `dateline export`: every match, without a limit.

use std::io::Write;

use clap::Args;
use dateline::error::Result;
use dateline::render;
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
    refuse_format(common, "export", &[Format::Text, Format::Jsonl, Format::Csv])?;
    let snapshot = flags.query.stories.group(snapshot(common)?)?;
    let query = flags.query.parse()?;
    let options = SearchOptions { sort: Sort::from(flags.sort), ..flags.query.options()? };
    let (records, told) = snapshot.export(&query, &options)?;
    notes(common, &query, &told);
    let mut rows = 0u64;
    if common.format == Format::Csv {
        let mut table = render::csv::Table::articles(out)?;
        for record in records {
            table.article(&record?, snapshot.dictionary())?;
            rows += 1;
        }
        table.finish()?;
    } else {
        for record in records {
            render::json::export(&record?, snapshot.dictionary(), snapshot.stories(), out)?;
            rows += 1;
        }
    }
    Ok(if rows > 0 { FOUND } else { NOTHING })
}
