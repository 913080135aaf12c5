//! `dateline verify`: is the index whole, or does a receipt still hold?

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use dateline::error::Result;
use dateline::index::verify::{Depth, verify};
use dateline::render;
use dateline::search::Receipt;

use super::common::{DAMAGED, FOUND, NOTHING, refuse_format, snapshot, style};
use super::{Common, Format};

/// The flags of `dateline verify`.
#[derive(Debug, Args)]
pub struct Flags {
    /// A receipt of a search to check again
    #[arg(value_name = "RECEIPT")]
    receipt: Option<PathBuf>,
    /// Of a receipt: a ranking that is another is no difference
    #[arg(long, requires = "receipt")]
    any_order: bool,
    /// Believe large files that have the size and time they had when they were last checked
    #[arg(long, conflicts_with = "receipt")]
    quick: bool,
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "verify", &[Format::Text, Format::Json, Format::Jsonl])?;
    if let Some(file) = &flags.receipt {
        return receipt(file, flags, common, out);
    }
    let depth = if flags.quick { Depth::Quick } else { Depth::Full };
    let found = verify(&common.index, depth)?;
    match common.format {
        Format::Text => render::text::verify(&found, style(common), out)?,
        _ => render::json::verify(&found, out)?,
    }
    Ok(if found.is_sound() { FOUND } else { DAMAGED })
}

/// Asks the question of a receipt again.
fn receipt(file: &Path, flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    let receipt = Receipt::read(file)?;
    let found = snapshot(common)?.compare(&receipt)?;
    let same = if flags.any_order { found.is_same_set() } else { found.is_same() };
    match common.format {
        Format::Text => render::receipt::text(&found, same, style(common), out)?,
        _ => render::receipt::json(&found, same, out)?,
    }
    Ok(if same { FOUND } else { NOTHING })
}
