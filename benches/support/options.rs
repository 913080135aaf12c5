//! What a run is asked for: over which articles, where its indexes are kept, what is printed.
//!
//! | variable | flag | |
//! |---|---|---|
//! | `DATELINE_BENCH_CORPUS` | `--corpus PATH` | a folder or file that dateline reads |
//! | `DATELINE_BENCH_ARTICLES` | `--articles N` | an archive of N articles made after that corpus |
//! | `DATELINE_BENCH_DIR` | `--dir PATH` | where articles, queries and indexes are kept for the next run |
//! | | `--rebuild` | makes dateline's kept indexes anew |
//! | | `--rounds N` | how often everything is done; medians count |
//! | | `--write` | puts the tables into `docs/performance.md` too |
//!
//! Other words name the parts to run.

use std::env;
use std::path::PathBuf;

use super::Outcome;

/// What was asked for.
#[derive(Debug, Default)]
pub struct Options {
    /// Files to read; none for made-up articles.
    pub corpus: Option<PathBuf>,
    /// Articles to make after the corpus, instead of its own.
    pub articles: Option<usize>,
    /// Where things are kept; else they are removed at the end.
    pub dir: Option<PathBuf>,
    /// Whether dateline's kept indexes are made anew.
    pub rebuild: bool,
    /// How often everything is done.
    pub rounds: Option<usize>,
    /// Whether tables are put into the document.
    pub write: bool,
    /// Names of parts; none means all.
    pub parts: Vec<String>,
}

impl Options {
    /// Of the environment and the command line, which has the last word.
    pub fn read() -> Outcome<Options> {
        let mut options = Options {
            corpus: env::var_os("DATELINE_BENCH_CORPUS").map(PathBuf::from),
            dir: env::var_os("DATELINE_BENCH_DIR").map(PathBuf::from),
            articles: env::var("DATELINE_BENCH_ARTICLES").ok().map(|n| n.parse()).transpose()?,
            ..Options::default()
        };
        let mut args = env::args().skip(1);
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} wants a value behind it"));
            match arg.as_str() {
                "--corpus" => options.corpus = Some(value()?.into()),
                "--articles" => options.articles = Some(value()?.parse()?),
                "--dir" => options.dir = Some(value()?.into()),
                "--rounds" => options.rounds = Some(value()?.parse()?),
                "--rebuild" => options.rebuild = true,
                "--write" => options.write = true,
                // Cargo adds this one.
                "--bench" => {}
                flag if flag.starts_with('-') => return Err(format!("no such flag: {flag}").into()),
                part => options.parts.push(part.to_owned()),
            }
        }
        Ok(options)
    }

    /// Whether a part is to run.
    pub fn wants(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|p| p == part)
    }

    /// Whether a part is to run that only runs when it is named.
    pub fn asks_for(&self, part: &str) -> bool {
        self.parts.iter().any(|p| p == part)
    }
}
