//! The command line: the flags of each verb, and which function carries it out.
//!
//! Only this part of the program reads flags and the environment, and writes notes
//! and progress to stderr. Each verb is one file in `cli/`; what it prints is made in
//! `render`.

mod actors;
mod batch;
mod common;
mod events;
mod export;
mod facets;
mod index;
mod inspect;
mod listen;
mod repair;
mod search;
mod show;
mod similar;
mod stats;
mod story;
mod timeline;
mod verify;
mod watch;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args as ClapArgs, CommandFactory, Parser, Subcommand, ValueEnum};
use dateline::error::Result;

pub use common::{refuse, shown};

/// Search a news archive by words, places, actors and dates, offline
///
/// Build an index with `dateline index FOLDER`, then ask it with `dateline search`.
#[derive(Debug, Parser)]
#[command(version, propagate_version = true, max_term_width = 100, disable_help_subcommand = true)]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
    #[command(flatten)]
    common: Common,
}

/// Flags of every verb.
#[derive(Debug, ClapArgs)]
struct Common {
    /// Folder of the index
    #[arg(long, global = true, value_name = "DIR", env = "DATELINE_INDEX", default_value = "index")]
    index: PathBuf,
    /// File with corrections of actors [default: actors.txt in the folder of the index]
    #[arg(long, global = true, value_name = "FILE", env = "DATELINE_CORRECTIONS")]
    corrections: Option<PathBuf>,
    /// How to print results
    #[arg(long, global = true, value_enum, default_value = "text")]
    format: Format,
    /// When to use colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    color: When,
    /// Print no notes and no progress
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Threads to use [default: one for each core]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

/// Forms of output; each verb has some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For reading
    Text,
    /// One JSON object
    Json,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values
    Csv,
    /// TREC run lines, for `search --batch`
    Trec,
    /// An RSS feed, for `watch run`
    Rss,
    /// RIS, for reference managers
    Ris,
    /// BibTeX and biblatex
    Bibtex,
    /// CSL-JSON, for citation processors
    Csl,
    /// Matches in their context, for `export`
    Kwic,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Even in a pipe
    Always,
    /// Not at all
    Never,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Build the index, or bring it up to date with files and folders
    Index(index::Flags),
    /// Find articles: ranked, with snippets, and counts beside them
    Search(search::Flags),
    /// List the values of a facet with their counts
    Facets(facets::Flags),
    /// Count articles over time
    Timeline(timeline::Flags),
    /// Show one article, with what was found in it marked
    Show(show::Flags),
    /// Find articles on the same subject as a given one, with the reasons
    Similar(similar::Flags),
    /// Show the copies of a story side by side, with what differs
    Story(story::Flags),
    /// Show what the indexer sees in files, without an index
    Inspect(inspect::Flags),
    /// Write every match: no limit, as data, citations, or matches in their context
    Export(export::Flags),
    /// Say who is who, and correct it: list, merge, split, rename, hide, undo, log
    Actors(actors::Flags),
    /// Save searches, and show what is new to them: add, list, run, remove
    Watch(watch::Flags),
    /// Say what the index holds
    Stats(stats::Flags),
    /// Check that the index is whole, or that a receipt of a search still holds
    Verify(verify::Flags),
    /// Save what is whole of a damaged index, and remove leftovers
    Repair(repair::RepairFlags),
    /// Build the index anew from the files that it was built from
    Rebuild(repair::RebuildFlags),
    /// Print a completion script for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

/// Carries out a command; results go to `out`. Gives the exit code.
///
/// # Errors
/// When the command cannot do what it was asked.
pub fn run(args: &Args, out: &mut dyn Write) -> Result<u8> {
    common::guarded(&args.common.index, || match &args.verb {
        Verb::Index(flags) => index::run(flags, &args.common, out),
        Verb::Search(flags) => search::run(flags, &args.common, out),
        Verb::Facets(flags) => facets::run(flags, &args.common, out),
        Verb::Timeline(flags) => timeline::run(flags, &args.common, out),
        Verb::Show(flags) => show::run(flags, &args.common, out),
        Verb::Similar(flags) => similar::run(flags, &args.common, out),
        Verb::Story(flags) => story::run(flags, &args.common, out),
        Verb::Inspect(flags) => inspect::run(flags, &args.common, out),
        Verb::Export(flags) => export::run(flags, &args.common, out),
        Verb::Actors(flags) => actors::run(flags, &args.common, out),
        Verb::Watch(flags) => watch::run(flags, &args.common, out),
        Verb::Stats(flags) => stats::run(flags, &args.common, out),
        Verb::Verify(flags) => verify::run(flags, &args.common, out),
        Verb::Repair(flags) => repair::repair(flags, &args.common, out),
        Verb::Rebuild(flags) => repair::rebuild(flags, &args.common, out),
        Verb::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "dateline", &mut script);
            out.write_all(&script).map_err(dateline::error::Error::Output)?;
            Ok(0)
        }
    })
}
