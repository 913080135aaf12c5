//! `dateline index`: build the index, or bring it up to date.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::Args;
use dateline::error::Result;
use dateline::index::{Archive, OwnPlaces};
use dateline::ingest::{self, IngestOptions, Progress, Report};
use dateline::render;

use super::common::{FOUND, SKIPPED, refuse_format, style, threads};
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
    refuse_format(common, "index", &[Format::Text, Format::Json])?;
    let options = IngestOptions { memory_mib: flags.memory as usize, ..flags.reading.options(common) };
    let own = flags.reading.own_places()?;
    let mut warnings = own.as_ref().map(OwnPlaces::warnings).unwrap_or_default();
    let mut report = update(&flags.paths, common, &options, own)?;
    warnings.append(&mut report.warnings);
    report.warnings = warnings;
    match common.format {
        Format::Json => render::json::index(&report, out)?,
        _ => render::text::index(&report, style(common), out)?,
    }
    Ok(if report.skipped.is_empty() { FOUND } else { SKIPPED })
}

/// Brings the index up to date, with progress on a terminal.
pub fn update(
    paths: &[PathBuf],
    common: &Common,
    options: &IngestOptions,
    own: Option<OwnPlaces>,
) -> Result<Report> {
    for path in paths {
        // A path that is not there is found out before an index is created for it.
        std::fs::metadata(path)
            .map_err(|cause| dateline::error::Error::Read { path: path.clone(), cause })?;
    }
    let archive = match own {
        Some(own) => Archive::open_or_create_with(&common.index, own)?,
        None => Archive::open_or_create(&common.index)?,
    };
    let mut bar = Bar::new(common);
    let report = ingest::ingest(&archive, paths, options, &mut |progress| bar.show(progress));
    bar.clear();
    report
}

/// One line on stderr that is written over and over, only on a terminal.
struct Bar {
    on: bool,
    began: Instant,
    last: Option<Instant>,
}

const BETWEEN: Duration = Duration::from_millis(100);

impl Bar {
    fn new(common: &Common) -> Bar {
        Bar { on: !common.quiet && std::io::stderr().is_terminal(), began: Instant::now(), last: None }
    }

    fn show(&mut self, progress: Progress) {
        if !self.on || self.last.is_some_and(|t| t.elapsed() < BETWEEN) {
            return;
        }
        self.last = Some(Instant::now());
        let rate = progress.articles as f64 / self.began.elapsed().as_secs_f64().max(0.001);
        let _ = write!(
            std::io::stderr(),
            "\r\x1b[Kindexing: file {} of {}, {} articles, {rate:.0} a second",
            progress.files_done,
            progress.files,
            progress.articles
        );
    }

    fn clear(&mut self) {
        if self.on && self.last.is_some() {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}
