//! `dateline show`: one article, with what was found in it marked.

use std::io::Write;

use clap::Args;
use dateline::article::ArticleId;
use dateline::error::Result;
use dateline::render;

use super::common::{FOUND, refuse_format, snapshot, style};
use super::{Common, Format};

/// The flags of `dateline show`.
#[derive(Debug, Args)]
pub struct Flags {
    /// The article's id, as search prints it
    #[arg(value_name = "ID")]
    id: ArticleId,
    /// Show what the article said before it was changed, and what was changed
    #[arg(long)]
    versions: bool,
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "show", &[Format::Text, Format::Json])?;
    let snapshot = snapshot(common)?;
    let record = snapshot.article(flags.id)?;
    if flags.versions {
        let earlier = snapshot.versions(flags.id)?;
        match common.format {
            Format::Json => render::json::versions(&record, &earlier, out)?,
            _ => render::text::versions(&record, &earlier, style(common), out)?,
        }
        return Ok(FOUND);
    }
    match common.format {
        Format::Json => render::json::show(&record, snapshot.dictionary(), snapshot.stories(), out)?,
        _ => render::text::show(&record, snapshot.dictionary(), style(common), out)?,
    }
    Ok(FOUND)
}
