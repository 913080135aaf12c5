//! `dateline story`: the copies of a story side by side.

use std::io::Write;

use clap::Args;
use dateline::article::ArticleId;
use dateline::error::Result;
use dateline::render;
use dateline::search::Lead;

use super::common::{FOUND, note, refuse_format, snapshot, style};
use super::{Common, Format};

/// The flags of `dateline story`.
#[derive(Debug, Args)]
pub struct Flags {
    /// The id of the story, or of any of its articles
    #[arg(value_name = "ID")]
    id: ArticleId,
    /// The copy that the others are held against: earliest, latest, longest or outlet:NAME
    #[arg(long, value_name = "WHICH", default_value = "earliest")]
    lead: Lead,
    /// The most copies
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "story", &[Format::Text, Format::Json])?;
    let copies = snapshot(common)?.copies(flags.id, &flags.lead, flags.limit)?;
    copies.notes.iter().for_each(|text| note(common, text));
    match common.format {
        Format::Json => render::json::story(&copies, &flags.lead, out)?,
        _ => render::text::story(&copies, &flags.lead, style(common), out)?,
    }
    Ok(FOUND)
}
