//! `dateline verify`: is the index whole?

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use dateline::error::{Error, Result};
use dateline::index::verify::{Depth, verify};
use dateline::render;

use super::common::{DAMAGED, FOUND, refuse_format, style};
use super::{Common, Format};

/// The flags of `dateline verify`.
#[derive(Debug, Args)]
pub struct Flags {
    /// A receipt of a search to check again
    #[arg(value_name = "RECEIPT", hide = true)]
    receipt: Option<PathBuf>,
    /// Believe large files that have the size and time they had when they were last checked
    #[arg(long)]
    quick: bool,
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "verify", &[Format::Text, Format::Json, Format::Jsonl])?;
    if flags.receipt.is_some() {
        let words =
            "receipts cannot be checked by this version\nleave the file out to check the index itself";
        return Err(Error::Usage(words.to_owned()));
    }
    let depth = if flags.quick { Depth::Quick } else { Depth::Full };
    let found = verify(&common.index, depth)?;
    match common.format {
        Format::Text => render::text::verify(&found, style(common), out)?,
        _ => render::json::verify(&found, out)?,
    }
    Ok(if found.is_sound() { FOUND } else { DAMAGED })
}
