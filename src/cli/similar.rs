//! `dateline similar`: articles on the same subject as a given one.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use dateline::article::ArticleId;
use dateline::error::{Error, Result};
use dateline::query::Query;
use dateline::render;
use dateline::search::similar::SIMILAR_MAX;
use dateline::search::{SearchOptions, Similar};

use super::common::{FOUND, NOTHING, QueryFlags, notes, refuse_format, snapshot, style};
use super::{Common, Format};

/// The most bytes of a pasted text; no article is longer than that.
const TEXT_BYTES_MAX: u64 = 1 << 20;

/// The flags of `dateline similar`.
#[derive(Debug, Args)]
// One line for each story, unless articles are asked for.
#[command(mut_arg("by", |by| by.default_value("story").help("What to list: one article of each story, or all articles, copies of the given one among them")))]
#[command(mut_arg("query", |query| query.help("Only articles that this query finds")))]
pub struct Flags {
    /// The article's id, as search prints it
    #[arg(value_name = "ID", required_unless_present = "text")]
    id: Option<String>,
    #[command(flatten)]
    query: QueryFlags,
    /// Compare with the text of this file instead, or of standard input (-)
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
    /// The most hits
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "similar", &[Format::Text, Format::Json, Format::Jsonl])?;
    if flags.limit > SIMILAR_MAX {
        let limit = flags.limit;
        return Err(Error::Usage(format!(
            "--limit {limit} is more than {SIMILAR_MAX}\nsearch for the words of the article to see more"
        )));
    }
    let snapshot = snapshot(common)?;
    let options = SearchOptions { limit: flags.limit, ..flags.query.options()? };
    let (query, similar) = match (&flags.text, &flags.id) {
        (Some(file), first) => {
            let words: Vec<&str> = first.iter().chain(&flags.query.query).map(String::as_str).collect();
            let query = parsed(flags, &words)?;
            let similar = snapshot.similar_to_text(&read(file)?, &query, &options)?;
            (query, similar)
        }
        (None, id) => {
            let id: ArticleId = id.as_deref().unwrap_or_default().parse().map_err(Error::Usage)?;
            let words: Vec<&str> = flags.query.query.iter().map(String::as_str).collect();
            let query = parsed(flags, &words)?;
            let similar = snapshot.similar(id, &query, &options)?;
            (query, similar)
        }
    };
    notes(common, &query, &similar.notes);
    print(&similar, common, out)?;
    Ok(if similar.hits.is_empty() { NOTHING } else { FOUND })
}

fn parsed(flags: &Flags, words: &[&str]) -> Result<Query> {
    flags.query.parse_text(&words.join(" "))
}

fn print(similar: &Similar, common: &Common, out: &mut dyn Write) -> Result<()> {
    match common.format {
        Format::Json => render::json::similar(similar, out),
        Format::Jsonl => render::json::similar_lines(similar, out),
        _ => render::text::similar(similar, style(common), out),
    }
}

/// The text of a file, or of standard input.
fn read(file: &Path) -> Result<String> {
    let failed = |cause| Error::Read { path: file.to_path_buf(), cause };
    let mut bytes = Vec::new();
    let read = match file.to_str() {
        Some("-") => std::io::stdin().lock().take(TEXT_BYTES_MAX + 1).read_to_end(&mut bytes),
        _ => std::fs::File::open(file).and_then(|f| f.take(TEXT_BYTES_MAX + 1).read_to_end(&mut bytes)),
    };
    read.map_err(failed)?;
    if bytes.len() as u64 > TEXT_BYTES_MAX {
        let name = dateline::render::safe::path(&file.display().to_string()).into_owned();
        return Err(Error::Usage(format!(
            "the text of {name} has more than {TEXT_BYTES_MAX} bytes\ngive the text of one article"
        )));
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
