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
    /// Show what the article said before it was changed, what corrections and updates of its outlet made
    /// of it, and what was changed each time
    #[arg(long)]
    versions: bool,
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "show", &[Format::Text, Format::Json])?;
    let snapshot = snapshot(common)?;
    let record = snapshot.article(flags.id)?;
    let issues = snapshot.issues(&record)?;
    if flags.versions {
        let earlier = snapshot.versions(flags.id)?;
        match common.format {
            Format::Json => render::json::versions(&record, &earlier, issues.as_ref(), out)?,
            _ => render::text::versions(&record, &earlier, issues.as_ref(), style(common), out)?,
        }
        return Ok(FOUND);
    }
    match common.format {
        Format::Json => {
            let (dictionary, stories) = (snapshot.dictionary(), snapshot.stories());
            render::json::show(&record, issues.as_ref(), dictionary, stories, out)?;
        }
        _ => render::text::show(&record, issues.as_ref(), snapshot.dictionary(), style(common), out)?,
    }
    Ok(FOUND)
}
