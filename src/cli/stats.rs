//! `dateline stats`: what the index holds.

use std::io::Write;

use clap::Args;
use dateline::error::Result;
use dateline::render;
use dateline::stats;

use super::common::{FOUND, NOTHING, refuse_format, snapshot, style};
use super::{Common, Format};

/// The flags of `dateline stats`.
#[derive(Debug, Args)]
pub struct Flags {
    /// List the inputs that were skipped, with their reasons
    #[arg(long)]
    skipped: bool,
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "stats", &[Format::Text, Format::Json, Format::Jsonl])?;
    let snapshot = snapshot(common)?;
    if flags.skipped {
        let skipped = stats::skipped(&snapshot)?;
        render::text::skipped(&skipped, common.format != Format::Text, out)?;
        return Ok(if skipped.is_empty() { NOTHING } else { FOUND });
    }
    let stats = stats::stats(&snapshot)?;
    match common.format {
        Format::Text => render::text::stats(&stats, &style(common), out)?,
        _ => render::json::stats(&stats, out)?,
    }
    Ok(FOUND)
}
