//! `dateline repair` and `dateline rebuild`: an index made whole again, from itself or from
//! the files that it was built from.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use dateline::error::Result;
use dateline::index::repair as saving;
use dateline::ingest::{self, IngestOptions};
use dateline::render;

use super::common::{FOUND, SKIPPED, refuse_format, style, threads};
use super::listen::Listen;
use super::{Common, Format};

/// The flags of `dateline repair`.
#[derive(Debug, Args)]
pub struct RepairFlags {}

/// Carries out `dateline repair`.
pub fn repair(_: &RepairFlags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "repair", &[Format::Text, Format::Json, Format::Jsonl])?;
    let done = saving::repair(&common.index)?;
    match common.format {
        Format::Text => render::text::repair(&done, style(common), out)?,
        _ => render::json::repair(&done, out)?,
    }
    Ok(FOUND)
}

/// The flags of `dateline rebuild`.
#[derive(Debug, Args)]
pub struct RebuildFlags {
    /// Files and folders to index [default: those that the index was built from]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Memory for building the index, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 256, value_parser = clap::value_parser!(u32).range(32..=65_536))]
    memory: u32,
    /// Let a file's modification time stand in for a missing date
    #[arg(long)]
    dates_from_mtime: bool,
}

/// Carries out `dateline rebuild`.
pub fn rebuild(flags: &RebuildFlags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "rebuild", &[Format::Text, Format::Json, Format::Jsonl])?;
    let options = IngestOptions {
        threads: threads(common),
        memory_mib: flags.memory as usize,
        dates_from_mtime: flags.dates_from_mtime,
        ..IngestOptions::default()
    };
    let mut listen = Listen::new(common, None)?;
    let done = ingest::rebuild(&common.index, &flags.paths, &options, &mut listen);
    listen.finish()?;
    let done = done?;
    match common.format {
        Format::Text => render::text::rebuild(&done, style(common), out)?,
        _ => render::json::rebuild(&done, out)?,
    }
    Ok(match listen.signal() {
        Some(signal) if done.report.interrupted => 128 + signal,
        _ if done.report.skipped.is_empty() => FOUND,
        _ => SKIPPED,
    })
}
