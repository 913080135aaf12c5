//! `dateline index`: build the index, or bring it up to date.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::Args;
use dateline::error::Result;
use dateline::index::{Archive, OwnPlaces};
use dateline::ingest::{self, IngestOptions, Report, Update};
use dateline::render;

use super::common::{FOUND, SKIPPED, note, refuse_format, style, threads};
use super::listen::Listen;
use super::{Common, Format};

/// The flags of `dateline index`.
#[derive(Debug, Args)]
pub struct Flags {
    /// Files and folders to index
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reading: Reading,
    /// Memory for building the index, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 256, value_parser = clap::value_parser!(u32).range(32..=65_536))]
    memory: u32,
    /// Write what became of every input to this file, as one JSON object a line
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Go on even if more than half of a folder's known files have vanished
    #[arg(long)]
    allow_mass_removal: bool,
    /// Stay, and index what arrives or changes as it does
    #[arg(long)]
    watch: bool,
}

/// Flags about how files are read.
#[derive(Debug, Args)]
pub struct Reading {
    /// Say what a column is: FIELD=COLUMN, such as date=pub_dt; may be repeated
    #[arg(long, value_name = "FIELD=COLUMN", value_delimiter = ',')]
    map: Vec<String>,
    /// Let a file's modification time stand in for a missing date
    #[arg(long)]
    dates_from_mtime: bool,
    /// Look for places of your own too, from a table; an index keeps a copy of it
    #[arg(long, value_name = "FILE")]
    gazetteer: Option<PathBuf>,
    /// Look for no places, actors and dates in the text
    #[arg(long, hide = true)]
    no_extract: bool,
}

impl Reading {
    /// The places of the user's own, when some are given.
    pub fn own_places(&self) -> Result<Option<OwnPlaces>> {
        self.gazetteer.as_ref().map(OwnPlaces::read).transpose()
    }

    /// As the library takes them.
    pub fn options(&self, common: &Common) -> IngestOptions {
        IngestOptions {
            threads: threads(common),
            map: self.map.clone(),
            dates_from_mtime: self.dates_from_mtime,
            extract: !self.no_extract,
            ..IngestOptions::default()
        }
    }
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    let formats: &[Format] = if flags.watch {
        &[Format::Text, Format::Json, Format::Jsonl]
    } else {
        &[Format::Text, Format::Json]
    };
    refuse_format(common, "index", formats)?;
    let options = IngestOptions {
        memory_mib: flags.memory as usize,
        allow_mass_removal: flags.allow_mass_removal,
        ..flags.reading.options(common)
    };
    let own = flags.reading.own_places()?;
    let mut warnings = own.as_ref().map(OwnPlaces::warnings).unwrap_or_default();
    let archive = open(&flags.paths, common, own)?;
    let mut listen = Listen::new(common, flags.report.as_deref())?;
    if flags.watch {
        return watch(flags, &archive, &options, common, &mut listen, out);
    }
    let mut report = ingest::ingest(&archive, &flags.paths, &options, &mut listen)?;
    listen.finish()?;
    warnings.append(&mut report.warnings);
    report.warnings = warnings;
    print(&report, common, out)?;
    Ok(match listen.signal() {
        Some(signal) if report.interrupted => 128 + signal,
        _ if report.skipped.is_empty() => FOUND,
        _ => SKIPPED,
    })
}

fn print(report: &Report, common: &Common, out: &mut dyn Write) -> Result<()> {
    match common.format {
        Format::Json | Format::Jsonl => render::json::index(report, out),
        _ => render::text::index(report, style(common), out),
    }
}

/// Stays until it is told to stop.
fn watch(
    flags: &Flags,
    archive: &Archive,
    options: &IngestOptions,
    common: &Common,
    listen: &mut Listen,
    out: &mut dyn Write,
) -> Result<u8> {
    let mut failure = None;
    let mut told = |update: Update| {
        let printed = match update {
            Update::All(report) => {
                let printed = print(&report, common, out);
                note(common, "watching; end with Ctrl-C");
                printed
            }
            Update::Changes(report) => match common.format {
                Format::Text => render::text::update(&report, style(common), out),
                _ => print(&report, common, out),
            },
            Update::Failed(error) => {
                note(common, &format!("{error}; tried again with the next change"));
                Ok(())
            }
            Update::Polling(reason) => {
                note(
                    common,
                    &format!("the system does not tell what changes ({reason}): looking every second"),
                );
                Ok(())
            }
        };
        let printed = printed.and_then(|()| out.flush().map_err(dateline::error::Error::Output));
        failure = printed.err();
        if failure.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    ingest::follow(archive, &flags.paths, options, listen, &mut told)?;
    listen.finish()?;
    failure.map_or(Ok(FOUND), Err)
}

fn open(paths: &[PathBuf], common: &Common, own: Option<OwnPlaces>) -> Result<Archive> {
    for path in paths {
        // A path that is not there is found out before an index is created for it.
        std::fs::metadata(path)
            .map_err(|cause| dateline::error::Error::Read { path: path.clone(), cause })?;
    }
    match own {
        Some(own) => Archive::open_or_create_with(&common.index, own),
        None => Archive::open_or_create(&common.index),
    }
}

/// Brings the index up to date, with progress on a terminal.
pub fn update(paths: &[PathBuf], common: &Common, options: &IngestOptions) -> Result<Report> {
    let archive = open(paths, common, None)?;
    let mut listen = Listen::new(common, None)?;
    let report = ingest::ingest(&archive, paths, options, &mut listen);
    listen.finish()?;
    report
}
