//! Trains the tagger (`assets/tagger/model.bin`) on annotated news.
//!
//! ```text
//! cargo run --release --example train_tagger -- --data DIR --out assets/tagger/model.bin
//! ```
//!
//! DIR holds the folders `conll2003`, `worldwide-newswire`, `crossner-politics` and `wikigold`
//! as they are distributed, packed with Zstandard. The model depends on the gazetteer, the lists
//! of names and the table of words that are built into the program, so it is trained anew when
//! one of them changes.
//!
//! `--hold-out` keeps a fifth of the worldwide newswire out of training and tells how well it is
//! tagged; CoNLL's `testa` is never trained on. `--without FAMILY` leaves a family of features out,
//! `--only PART,PART` trains on some parts of the data, `--test PART` measures on one more.
//! One thread and a fixed seed: the same input gives the same bytes.

// A command says what it did.
#![allow(clippy::print_stdout, clippy::print_stderr)]
// Labels are numbers that index several tables at once.
#![allow(clippy::needless_range_loop)]

mod gold;
mod learn;
mod score;
mod spacing;

use std::path::PathBuf;
use std::process::ExitCode;

use dateline::enrich::tagger::learning::{
    ALL, FAMILIES, Families, LABELS, Run, Scores, build, names, number, runs,
};
use dateline::enrich::tagger::learning::{Class, OUTSIDE, Part};

use gold::Gold;
use learn::{Alphabet, Example, Learner, Settings};
use score::Tally;

type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    match run() {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(finding) => {
            eprintln!("train_tagger: {finding}");
            ExitCode::from(2)
        }
    }
}

struct Arguments {
    data: PathBuf,
    out: Option<PathBuf>,
    parts: Vec<String>,
    families: Families,
    hold_out: bool,
    /// A part of the data to measure on besides.
    test: Option<String>,
    least: u32,
    prune: f32,
    settings: Settings,
}

/// The largest weight that is kept exactly.
const LARGEST: f32 = 4.0;

fn run() -> Outcome<String> {
    let arguments = arguments()?;
    let data = Data::read(&arguments)?;
    let model = train(&data, &arguments);
    if let Some(out) = &arguments.out {
        std::fs::write(out, &model).map_err(|e| format!("{}: {e}", out.display()))?;
    }
    Ok(format!("{} bytes", model.len()))
}

/// The annotated articles.
struct Data {
    training: Vec<Gold>,
    testa: Vec<Gold>,
    held: Vec<Gold>,
}

impl Data {
    fn read(arguments: &Arguments) -> Outcome<Data> {
        let testa = gold::read(&arguments.data, "testa")?;
        let mut data = Data { training: Vec::new(), testa, held: Vec::new() };
        for part in &arguments.parts {
            for (at, gold) in gold::read(&arguments.data, part)?.into_iter().enumerate() {
                let kept_out = arguments.hold_out && part == "worldwide" && at % 5 == 0;
                if kept_out { data.held.push(gold) } else { data.training.push(gold) }
            }
        }
        if let Some(other) = &arguments.test {
            data.held.extend(gold::read(&arguments.data, other)?);
        }
        Ok(data)
    }
}

/// Trains a model, tells how good it is, and returns it as bytes.
fn train(data: &Data, arguments: &Arguments) -> Vec<u8> {
    let families = arguments.families;
    let mut lost = 0;
    let all: Vec<Labelled> = data.training.iter().flat_map(|g| labelled(g, families, &mut lost)).collect();
    let words: usize = all.iter().map(|(run, _)| run.words.len()).sum();
    eprintln!("{} articles, {words} words that may be names, {lost} names out of reach", data.training.len());
    let alphabet =
        Alphabet::of(all.iter().flat_map(|(run, _)| run.features.iter().flatten()), arguments.least);
    eprintln!("{} features", alphabet.rows.len());
    let examples: Vec<Example> =
        all.iter().map(|(run, labels)| example(run, labels.clone(), &alphabet)).collect();
    let mut learner = Learner::new(alphabet.rows.len());
    learner.learn(&examples, &arguments.settings);
    let dropped = prune(&mut learner, arguments.prune);
    for (name, set) in [("testa", &data.testa), ("held out", &data.held)] {
        if !set.is_empty() {
            println!("{name}: {}", tally(&learner, &alphabet, set, families));
        }
    }
    println!("{} features kept", alphabet.rows.len() - dropped);
    let weights: Vec<(u64, Scores)> =
        alphabet.rows.iter().map(|(feature, row)| (*feature, learner.weights[*row as usize])).collect();
    build(&learner.transitions, &weights, LARGEST)
}

fn arguments() -> Outcome<Arguments> {
    let mut arguments = Arguments {
        data: PathBuf::new(),
        out: None,
        parts: ["conll2003", "worldwide", "crossner", "wikigold"].map(str::to_owned).to_vec(),
        families: ALL,
        hold_out: false,
        test: None,
        least: 2,
        prune: 0.1,
        settings: Settings { rounds: 10, rate: 0.03, sparse: 5e-4, dropout: 0.4, unknown: 0.0, seed: 7 },
    };
    let mut given = std::env::args().skip(1);
    while let Some(word) = given.next() {
        if word == "--hold-out" {
            arguments.hold_out = true;
            continue;
        }
        let value = given.next().ok_or_else(|| format!("{word} wants a value"))?;
        let number = || value.parse::<f32>().map_err(|_| format!("{word} {value}: not a number"));
        match word.as_str() {
            "--data" => arguments.data = PathBuf::from(value),
            "--out" => arguments.out = Some(PathBuf::from(value)),
            "--test" => arguments.test = Some(value),
            "--only" => arguments.parts = value.split(',').map(str::to_owned).collect(),
            "--without" => {
                let family = FAMILIES.iter().find(|(name, _)| *name == value);
                let (_, bit) = family.ok_or_else(|| format!("no family of features is called {value}"))?;
                arguments.families &= !bit;
            }
            "--rounds" => arguments.settings.rounds = number()? as usize,
            "--rate" => arguments.settings.rate = number()?,
            "--sparse" => arguments.settings.sparse = number()?,
            "--dropout" => arguments.settings.dropout = number()?,
            "--unknown" => arguments.settings.unknown = number()?,
            "--seed" => arguments.settings.seed = number()? as u64,
            "--least" => arguments.least = number()? as u32,
            "--prune" => arguments.prune = number()?,
            _ => return Err(format!("{word} is no flag")),
        }
    }
    if arguments.data.as_os_str().is_empty() {
        return Err(
            "usage: --data DIR [--out FILE] [--hold-out] [--without FAMILY] [--only PARTS]".to_owned()
        );
    }
    Ok(arguments)
}

type Labelled = (Run, Vec<usize>);

/// The runs of an article with the labels of their words; counts the names that no run holds.
fn labelled(gold: &Gold, families: Families, lost: &mut usize) -> Vec<Labelled> {
    let runs = runs(&gold.text, families);
    let mut reached = 0;
    let labelled = runs.into_iter().map(|run| {
        let labels = labels(&run, gold, &mut reached);
        (run, labels)
    });
    let labelled: Vec<Labelled> = labelled.collect();
    *lost += gold.names.len().saturating_sub(reached);
    labelled
}

fn labels(run: &Run, gold: &Gold, reached: &mut usize) -> Vec<usize> {
    let mut labels = vec![OUTSIDE; run.words.len()];
    let (Some(first), Some(last)) = (run.words.first(), run.words.last()) else { return labels };
    for (class, bytes) in gold.names.iter().filter(|(_, b)| b.start < last.end && first.start < b.end) {
        let inside: Vec<usize> = (0..run.words.len())
            .filter(|&w| run.words[w].start < bytes.end && bytes.start < run.words[w].end)
            .collect();
        let free = inside.iter().all(|&w| labels[w] == OUTSIDE);
        let (Some(&start), Some(&end)) = (inside.first(), inside.last()) else { continue };
        if !free {
            continue;
        }
        *reached += 1;
        for at in start..=end {
            let part = match (at == start, at == end) {
                (true, true) => Part::Only,
                (true, false) => Part::First,
                (false, true) => Part::Last,
                (false, false) => Part::Middle,
            };
            labels[at] = number(*class, part);
        }
    }
    labels
}

fn example(run: &Run, labels: Vec<usize>, alphabet: &Alphabet) -> Example {
    let own = run.features.iter().zip(&run.own).map(|(f, &own)| alphabet.numbers(&f[..own]).len());
    Example {
        own: own.collect(),
        features: run.features.iter().map(|f| alphabet.numbers(f)).collect(),
        labels,
    }
}

/// Rows without a weight worth keeping become nothing; returns how many.
fn prune(learner: &mut Learner, least: f32) -> usize {
    let mut dropped = 0;
    for row in &mut learner.weights {
        if row.iter().all(|w| w.abs() < least) {
            *row = [0.0; LABELS];
            dropped += 1;
        }
    }
    dropped
}

fn tally(learner: &Learner, alphabet: &Alphabet, set: &[Gold], families: Families) -> Tally {
    let mut tally = Tally::default();
    for gold in set {
        let mut found: Vec<(Class, std::ops::Range<usize>)> = Vec::new();
        for run in runs(&gold.text, families) {
            let labels = learner.best(&example(&run, Vec::new(), alphabet));
            for (class, words) in names(&labels) {
                found.push((class, run.words[words.start].start..run.words[words.end - 1].end));
            }
        }
        tally.add(&found, &gold.names);
    }
    tally
}
