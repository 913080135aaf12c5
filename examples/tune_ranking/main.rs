//! What was tried for the order of hits, on judged collections: the tables of `docs/ranking.md`.
//!
//! ```text
//! cargo run --release --example tune_ranking -- --data DIR
//! ```
//!
//! DIR holds, plain or compressed with Zstandard (`.zst`), `time-ir` and `cranfield` (the public test
//! collections), `fnc1-retrieval` (headlines of the Fake News Challenge as queries for its texts),
//! `basil/basil.jsonl` (150 articles, three on each event; a headline is to find the two others)
//! and `newswire-2006-2013/newswire.jsonl`, among a part of which the latter are looked for.
//!
//! Scores are those of a plain model over the same words and stems as the index has, in which
//! everything that was tried is a switch; the program itself gives the same figures to within
//! half a point (it rounds the lengths of texts). Each row is one step away from the one that it names.
//! Gains are of query by query, with their standard error. At the end parameters are chosen on four fifths of the
//! queries and measured on the fifth, in turn: what is left of a gain there was not fitted.

// A command says what it did, and a fault in it may end it.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::indexing_slicing)]

mod collections;
mod feedback;
mod measure;
mod model;
mod near;

use std::path::PathBuf;
use std::process::ExitCode;

use collections::Collection;
use feedback::{By, Feedback};
use measure::{crossed, gain, in_folds, mean, ndcg};
use model::{PLAIN, Repeats, Score};
use near::{Pairs, Passage};

type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("tune_ranking: {message}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Outcome<()> {
    let mut args = std::env::args().skip(1);
    let data = match (args.next().as_deref(), args.next(), args.next()) {
        (Some("--data"), Some(folder), None) => PathBuf::from(folder),
        _ => return Err("give the folder of the collections: --data DIR".to_owned()),
    };
    let collections = collections::all(&data)?;
    for c in &collections {
        println!(
            "{}: {} articles of {:.0} words, {} queries",
            c.name,
            c.docs.len(),
            c.mean[0],
            c.queries.len()
        );
    }
    steps(&collections);
    let small: Vec<&Collection> = collections.iter().take(2).collect();
    choose("BM25", &small, &parameters());
    choose("feedback", &small, &feedbacks());
    Ok(())
}

const BEFORE: Score = Score { zones: [1.2, 0.3], ..PLAIN };
const TUNED: Score = Score { k1: 2.0, b: 0.8, ..BEFORE };
const ONCE: Score = Score { repeats: Repeats::Once, ..TUNED };
const TAKEN: Feedback = Feedback { by: By::Share, articles: 5, words: 40, share: 0.5 };
const NOW: Score = Score { feedback: Some(TAKEN), ..ONCE };

/// A row: its name, and what it is compared with.
type Row = (&'static str, Score, Score);

fn rows() -> Vec<Row> {
    let feedback = |by| Score { feedback: Some(Feedback { by, ..TAKEN }), ..ONCE };
    let pairs = Pairs { row: 0.2, near: 0.3 };
    let passage = Passage { weight: 0.5, words: 30 };
    vec![
        ("plain BM25", PLAIN, PLAIN),
        ("before: headline 1.2, lead 0.3", BEFORE, PLAIN),
        ("k1 2.0, b 0.8", TUNED, BEFORE),
        ("BM25+, 0.25", Score { floor: 0.25, ..TUNED }, TUNED),
        ("idf to the power 1.2", Score { idf: 1.2, ..TUNED }, TUNED),
        ("coordination 0.25", Score { coordination: 0.25, ..TUNED }, TUNED),
        ("repeated words count 2n/(n+1)", Score { repeats: Repeats::Half, ..TUNED }, TUNED),
        ("repeated words count once", ONCE, TUNED),
        ("headline 0.5", Score { zones: [0.5, 0.3], ..ONCE }, ONCE),
        ("headline 2", Score { zones: [2.0, 0.3], ..ONCE }, ONCE),
        ("lead 0", Score { zones: [1.2, 0.0], ..ONCE }, ONCE),
        ("pairs near each other", Score { pairs, ..ONCE }, ONCE),
        ("best passage of 30 words", Score { passage, ..ONCE }, ONCE),
        ("feedback, Bo1", feedback(By::Bose), ONCE),
        ("feedback, divergence", feedback(By::Divergence), ONCE),
        ("feedback, Rocchio", feedback(By::Rocchio), ONCE),
        ("feedback, RM3: the score now", NOW, ONCE),
        ("and pairs near each other", Score { pairs, ..NOW }, NOW),
        ("and best passage of 30 words", Score { passage, ..NOW }, NOW),
        ("the score now", NOW, PLAIN),
    ]
}

/// Prints each row with its means, and its gain over what it is compared with.
fn steps(collections: &[Collection]) {
    let names: Vec<&str> = collections.iter().map(|c| c.name).collect();
    println!("\n| step | {} |\n|---|{}", names.join(" | "), "---|".repeat(names.len()));
    let rows = rows();
    let values = |score: &Score| collections.iter().map(|c| ndcg(score, c)).collect::<Vec<_>>();
    let mut known: Vec<(String, Vec<Vec<f64>>)> = Vec::new();
    let mut of = |score: &Score| {
        let key = format!("{score:?}");
        match known.iter().find(|(k, _)| *k == key) {
            Some((_, found)) => found.clone(),
            None => {
                let found = values(score);
                known.push((key, found.clone()));
                found
            }
        }
    };
    for (name, score, over) in &rows {
        let (own, other) = (of(score), of(over));
        let cells = own.iter().zip(&other).map(|(own, other)| cell(own, other));
        println!("| {name} | {} |", cells.collect::<Vec<_>>().join(" | "));
    }
}

/// `0.7944 +4.9 ± 1.2`, the gain in points.
fn cell(values: &[f64], over: &[f64]) -> String {
    let (more, error) = gain(values, over);
    let told =
        if values == over { String::new() } else { format!(" {:+.1} ± {:.1}", more * 100.0, error * 100.0) };
    format!("{:.4}{told}", mean(values))
}

fn parameters() -> Vec<(String, Score)> {
    let grid =
        [0.9, 1.2, 1.6, 2.0, 2.4, 3.0].into_iter().flat_map(|k1| [0.6, 0.75, 0.8, 0.9].map(|b| (k1, b)));
    grid.map(|(k1, b)| (format!("k1 {k1}, b {b}"), Score { k1, b, ..BEFORE })).collect()
}

fn feedbacks() -> Vec<(String, Score)> {
    let mut found = Vec::new();
    for articles in [3, 5, 8] {
        for words in [20, 40, 80] {
            for share in [0.3, 0.5, 0.8] {
                let name = format!("{articles} articles, {words} words, share {share}");
                let feedback = Some(Feedback { by: By::Share, articles, words, share });
                found.push((name, Score { feedback, ..ONCE }));
            }
        }
    }
    found
}

/// Chooses among scores by cross-validation, and prints what that gives over plain BM25.
fn choose(what: &str, collections: &[&Collection], among: &[(String, Score)]) {
    let row = |score: &Score| collections.iter().map(|c| ndcg(score, c)).collect::<Vec<_>>();
    let table: Vec<Vec<Vec<f64>>> = among.iter().map(|(_, score)| row(score)).collect();
    let (held, taken) = crossed(&table);
    println!("\n{what}: chosen among {} on the other folds, measured on each", among.len());
    for (collection, held) in collections.iter().zip(&held) {
        println!("  {}: {}", collection.name, cell(held, &in_folds(&ndcg(&PLAIN, collection))));
    }
    for ((name, _), times) in among.iter().zip(taken).filter(|(_, times)| *times > 0) {
        println!("  taken {times} times: {name}");
    }
    for (at, collection) in collections.iter().enumerate() {
        let means: Vec<f64> = table.iter().map(|row| mean(&row[at])).collect();
        let (low, high) =
            (means.iter().copied().fold(1.0, f64::min), means.iter().copied().fold(0.0, f64::max));
        println!("  {}: from {low:.4} to {high:.4} over all of them", collection.name);
    }
}
