//! Learns the table of words that the tagger uses (`assets/tagger/words.bin`) from news text.
//!
//! ```text
//! cargo run --release --example word_clusters -- --given FILE --surnames FILE --out assets/tagger/words.bin CORPUS...
//! ```
//!
//! A CORPUS is anything that dateline reads. FILEs are the lists of names of the United States'
//! census of 1990, which is in the public domain, one a line with the name first, or any other
//! list of that form; each may be given several times. Words that stand in the same surroundings
//! are put together: every word gets a vector that predicts its two neighbours on either side,
//! each position by itself (skip-gram with negative sampling, Mikolov et al. 2013; positions as
//! in Ling et al. 2015), and the vectors are grouped by k-means. One thread and a fixed seed: the
//! same input gives the same bytes.

// A command says what it did.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod cluster;
mod count;
mod embed;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dateline::enrich::tagger::wordbook::{Row, build, hash};

use count::Corpus;

type Outcome<T> = Result<T, String>;

/// The fine clusters, the medium, the coarse.
const CLUSTERS: [usize; 3] = [2047, 512, 64];

fn main() -> ExitCode {
    match run() {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(finding) => {
            eprintln!("word_clusters: {finding}");
            ExitCode::from(2)
        }
    }
}

#[derive(Default)]
struct Arguments {
    given: Vec<PathBuf>,
    surnames: Vec<PathBuf>,
    out: PathBuf,
    corpora: Vec<PathBuf>,
}

fn run() -> Outcome<String> {
    let arguments = arguments()?;
    let corpus = Corpus::read(&arguments.corpora)?;
    eprintln!("{} words of text, {} forms", corpus.text.len(), corpus.forms.len());
    let vectors = embed::vectors(&corpus);
    let groups = cluster::hierarchy(&vectors, &corpus.counts(), &CLUSTERS);
    let rows = rows(&corpus, &groups, &names(&arguments.given)?, &names(&arguments.surnames)?);
    let bytes = build(&rows, &groups.wider());
    std::fs::write(&arguments.out, &bytes).map_err(|e| format!("{}: {e}", arguments.out.display()))?;
    for (fine, words) in groups.samples(&corpus).into_iter().step_by(97) {
        eprintln!("{fine}: {words}");
    }
    Ok(format!("{} rows, {} bytes", rows.len(), bytes.len()))
}

fn arguments() -> Outcome<Arguments> {
    let mut arguments = Arguments::default();
    let mut given = std::env::args().skip(1);
    while let Some(word) = given.next() {
        let mut value = || given.next().map(PathBuf::from).ok_or_else(|| format!("{word} wants a path"));
        match word.as_str() {
            "--given" => arguments.given.push(value()?),
            "--surnames" => arguments.surnames.push(value()?),
            "--out" => arguments.out = value()?,
            _ => arguments.corpora.push(PathBuf::from(word)),
        }
    }
    if arguments.corpora.is_empty() || arguments.out.as_os_str().is_empty() {
        return Err("usage: --given FILE --surnames FILE --out FILE CORPUS...".to_owned());
    }
    Ok(arguments)
}

/// The names in lists, in small letters; those of one letter are left out.
fn names(files: &[PathBuf]) -> Outcome<Vec<String>> {
    let mut names = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file).map_err(|e| format!("{}: {e}", Path::display(file)))?;
        let words = text.lines().filter_map(|l| l.split_whitespace().next());
        names.extend(words.map(str::to_lowercase).filter(|n| n.chars().count() > 1));
    }
    names.sort();
    names.dedup();
    Ok(names)
}

/// The rows: every form with its cluster; small forms also with what is known of the word in
/// whatever case.
fn rows(corpus: &Corpus, groups: &cluster::Groups, given: &[String], surnames: &[String]) -> Vec<(u64, Row)> {
    let mut words: Vec<&str> = corpus.forms.iter().map(|f| f.word.as_str()).collect();
    words.extend(corpus.caps.keys().map(String::as_str));
    words.extend(given.iter().map(String::as_str));
    // A surname that text never shows would only make the table larger.
    let seen = |name: &&String| corpus.caps.contains_key(name.as_str());
    words.extend(surnames.iter().filter(seen).map(String::as_str));
    words.sort_unstable();
    words.dedup();
    let listed = |names: &[String], word: &str| names.binary_search_by(|n| n.as_str().cmp(word)).is_ok();
    let row = |word: &str| {
        let cluster = corpus.number(word).map_or(0, |n| groups.fine(n));
        Row::new(cluster, corpus.caps_of(word), listed(given, word), listed(surnames, word))
    };
    words
        .into_iter()
        .map(|word| (hash(word.bytes()), row(word)))
        .filter(|(_, row)| *row != Row::default())
        .collect()
}
