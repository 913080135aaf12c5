//! Builds run in processes of their own: this program again, told to do one thing.
//!
//! So each begins with clean memory, and its peak can be read at the end. Articles are read in
//! batches from the files of the stock, and what reading costs is taken off, since it is the
//! same for everybody and nobody's merit.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde::{Deserialize, Serialize};

use super::docs::{Doc, Given, Values};
use super::raw::{Raw, Work};
use super::request::Request;
use super::{Outcome, clock, ours, raw, stock};

/// In front of what a child is to do.
const CHILD: &str = "--child";

/// What a step cost.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Cost {
    /// Processor seconds of the whole process, without those of reading given articles.
    pub cpu: f64,
    /// Seconds that passed; others may have been reading meanwhile, so nothing is taken off.
    pub wall: f64,
    /// The most memory in use, with files of the index that were mapped, in MB.
    pub peak_mb: f64,
}

/// Does what this process was started for, when it is a child.
pub fn serve() -> Option<Outcome<()>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    Some(match args.as_slice() {
        [CHILD, "dateline", docs, given, index] => measured(|reading| dateline(docs, given, index, reading)),
        [CHILD, "tantivy", docs, index] => measured(|reading| tantivy(docs, index, reading)),
        [CHILD, "files", extract, index, paths @ ..] => measured(|_| {
            let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
            ours::update(Path::new(index), &paths, *extract == "extract").map(|_| ())
        }),
        [CHILD, "answer", index, words] => answer(Path::new(index), words),
        [CHILD, ..] => Err("a child was told to do what it does not know".into()),
        _ => return None,
    })
}

/// Builds dateline's index from given articles.
pub fn build_dateline(docs: &Path, given: &Path, index: &Path) -> Outcome<Cost> {
    run(&["dateline".as_ref(), docs, given, index])
}

/// Builds tantivy's.
pub fn build_tantivy(docs: &Path, index: &Path) -> Outcome<Cost> {
    run(&["tantivy".as_ref(), docs, index])
}

/// Brings dateline's index up to date with files.
pub fn update(index: &Path, paths: &[&Path], extract: bool) -> Outcome<Cost> {
    let extract: &Path = if extract { "extract" } else { "plain" }.as_ref();
    run(&[&["files".as_ref(), extract, index], paths].concat())
}

/// A tantivy program that gives one answer and ends; with a `+` in front, it counts facets.
pub fn answering(index: &Path, words: &str) -> Outcome<Command> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args([CHILD, "answer"]).arg(index).arg(words);
    Ok(command)
}

fn run(args: &[&Path]) -> Outcome<Cost> {
    let output = Command::new(std::env::current_exe()?)
        .arg(CHILD)
        .args(args)
        .stderr(Stdio::inherit())
        .stdout(Stdio::piped())
        .output()?;
    if !output.status.success() {
        return Err(format!("a build ended with {}", output.status).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Processor seconds spent reading, to be taken off.
#[derive(Default)]
struct Reading(f64);

impl Reading {
    /// The batches of some values, each read on the clock.
    fn batches<T>(
        &mut self,
        values: impl Iterator<Item = Outcome<T>>,
    ) -> impl Iterator<Item = Outcome<Vec<T>>> {
        let mut batches = stock::batches(values);
        std::iter::from_fn(move || {
            let (cpu, _, batch) = clock::thread_seconds(|| batches.next());
            self.0 += cpu;
            batch
        })
    }
}

fn measured(step: impl FnOnce(&mut Reading) -> Outcome<()>) -> Outcome<()> {
    let mut reading = Reading::default();
    let began = Instant::now();
    step(&mut reading)?;
    let wall = began.elapsed().as_secs_f64();
    // All of the process, its start and end included: what a user pays.
    let cpu = clock::own_seconds().unwrap_or(wall);
    let cost = Cost { cpu: cpu - reading.0, wall, peak_mb: clock::peak_mb() };
    println!("{}", serde_json::to_string(&cost)?);
    Ok(())
}

fn dateline(docs: &str, given: &str, index: &str, reading: &mut Reading) -> Outcome<()> {
    let docs: Values<Doc> = Values::open(Path::new(docs))?;
    let given: Values<Given> = Values::open(Path::new(given))?;
    let mut adding = ours::Adding::new(Path::new(index))?;
    for batch in reading.batches(docs.zip(given).map(|(doc, given)| Ok((doc?, given?)))) {
        adding.add(batch?)?;
    }
    adding.close()
}

fn tantivy(docs: &str, index: &str, reading: &mut Reading) -> Outcome<()> {
    let docs: Values<Doc> = Values::open(Path::new(docs))?;
    let mut adding = raw::Adding::new(Path::new(index))?;
    for batch in reading.batches(docs) {
        adding.add(&batch?)?;
    }
    adding.close()
}

fn answer(index: &Path, words: &str) -> Outcome<()> {
    let facets = words.starts_with('+');
    let words = words.trim_start_matches('+').to_owned();
    println!("{}", Raw::open(index)?.answer(&Request { words, facets, ..Request::default() }, Work::Whole)?);
    Ok(())
}
