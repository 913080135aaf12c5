//! Learns what each kind of evidence is worth when places are resolved.
//!
//! ```text
//! cargo run --release --example fit_places -- --data DIR [--out src/enrich/places/weights.rs]
//! ```
//!
//! DIR holds, plain or compressed with Zstandard (`.zst`): `toponyms/TR-News.xml` and
//! `toponyms/GeoWebNews.tar`, news whose places carry GeoNames ids or coordinates; and
//! `conll2003/eng.train` with `entity-linking/aida-train.xml`, news whose names carry titles of
//! Wikipedia, which are looked up in the gazetteer and count less. Only the weights leave this
//! command, no text and no list of names.
//!
//! The articles go through the tagger as always; names that it misses and the gold has are
//! added, so that nothing is lost. Then the likelihood of the right readings is raised by
//! gradient steps: in each, all articles are resolved with the weights at hand, and the
//! features of the last round are taken as given. Weights are held near those that they start
//! from. There is nothing random in it: the same data give the same numbers.
//!
//! Printed are, by cross-validation over articles: accuracy within 161 km on each set, how
//! sure the answers were and how often right, and what is lost without each group of features.

// A command says what it did.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod corpus;
mod focus;
mod gold;
mod input;
mod learn;
mod press;
mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(finding) => {
            eprintln!("fit_places: {finding}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Outcome<()> {
    let Flags { data, out, ablate, errors } = flags()?;
    let stories = focus::read(&data.join("reuters21578"))?;
    focus::report(&stories);
    let signs = focus::fit(&stories.iter().collect::<Vec<_>>());
    let texts = corpus::read_all(&data)?;
    let homes = gold::homes(&texts);
    let made_up = press::make_up();
    let real = texts.iter().zip(&homes).map(|(text, home)| gold::Case::of(text, home));
    let articles: Vec<gold::Case<'_>> = real.chain(made_up.iter().map(press::Article::case)).collect();
    report::cross_validation(&articles);
    if ablate {
        report::ablations(&articles);
    }
    let all: Vec<&gold::Case<'_>> = articles.iter().collect();
    let weights = learn::fit(&all, &learn::Start::default());
    report::on_all(&articles, &weights, errors);
    let table = report::table(&weights, &signs);
    match out {
        Some(path) => {
            std::fs::write(&path, table).map_err(|e| format!("cannot write {}: {e}", path.display()))
        }
        None => {
            println!("{table}");
            Ok(())
        }
    }
}

struct Flags {
    data: PathBuf,
    out: Option<PathBuf>,
    ablate: bool,
    errors: bool,
}

fn flags() -> Outcome<Flags> {
    let (mut data, mut out, mut ablate, mut errors) = (None, None, false, false);
    let mut rest = std::env::args().skip(1);
    while let Some(flag) = rest.next() {
        let mut path = || rest.next().map(PathBuf::from).ok_or(format!("{flag} wants a path"));
        match flag.as_str() {
            "--data" => data = Some(path()?),
            "--out" => out = Some(path()?),
            "--ablate" => ablate = true,
            "--errors" => errors = true,
            other => return Err(format!("unknown flag {other}")),
        }
    }
    let data = data.ok_or("say where the data are: --data DIR")?;
    Ok(Flags { data, out, ablate, errors })
}

/// A file of the data folder, as text.
fn text(folder: &Path, name: &str) -> Outcome<String> {
    Ok(String::from_utf8_lossy(&input::bytes(&folder.join(name))?).into_owned())
}
