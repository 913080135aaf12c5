//! Hostile bytes for every part that reads what comes from outside: changed copies of small
//! seeds, the same in every run.
//!
//! `DATELINE_FUZZ_RUNS=100000 cargo test --release --test fuzz readers` goes on for longer,
//! `DATELINE_FUZZ_SEED=7` begins elsewhere. What breaks a target is kept in the folder for
//! temporary files that the message names; it belongs into `tests/fuzz/seeds`, whose files are
//! run first, as they are. `fuzz/README.md` tells how a fuzzer that sees the code is run.

#[path = "fuzz/mutate.rs"]
mod mutate;
#[path = "fuzz/targets.rs"]
mod targets;

use std::fs;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};

use mutate::{Rng, mutated};
use targets::{TARGETS, Target, stored_seeds};

/// Longer inputs find nothing that shorter ones do not.
const LONGEST: usize = 16 << 10;

fn number(variable: &str) -> Option<usize> {
    std::env::var(variable).ok()?.parse().ok()
}

/// The seeds of a target: files below `tests/fuzz/seeds`, and what has been written for tests
/// of the same part.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut seeds = match target {
        "stored" => stored_seeds(),
        // The first byte chooses the name of the file.
        "readers" => {
            files(&tests.join("readers")).into_iter().map(|bytes| [&[0], &bytes[..]].concat()).collect()
        }
        _ => Vec::new(),
    };
    for bytes in files(&tests.join("fuzz/seeds").join(target)) {
        // Short inputs stand one a line, so that they can be read; what has lines is a file.
        seeds.push(bytes.clone());
        seeds.extend(bytes.split(|&b| b == b'\n').filter(|line| line.len() > 1).map(<[u8]>::to_vec));
    }
    assert!(!seeds.is_empty(), "{target} has no seeds");
    seeds
}

fn files(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    paths.retain(|path| path.is_file() && path.extension().is_none_or(|e| e != "expected"));
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Runs the seeds as they are, then changed copies of them.
fn fuzz(target: &Target) {
    let seeds = seeds(target.name);
    let begin = number("DATELINE_FUZZ_SEED").unwrap_or(1) as u64;
    let runs = number("DATELINE_FUZZ_RUNS").unwrap_or(target.runs);
    let mut rng = Rng::new(begin);
    let changed = (0..runs).map(|_| mutated(&mut rng, &seeds, LONGEST));
    for bytes in seeds.iter().cloned().chain(changed) {
        if catch_unwind(|| (target.run)(&bytes)).is_err() {
            let kept = std::env::temp_dir().join(format!("dateline-fuzz-{}.bin", target.name));
            fs::write(&kept, &bytes).unwrap();
            panic!("{} broke on {} bytes, kept in {}", target.name, bytes.len(), kept.display());
        }
    }
}

fn named(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).unwrap()
}

/// A test for each target, so that they run side by side and can be run alone.
macro_rules! tests {
    ($($name:ident)*) => {
        $(#[test] fn $name() { fuzz(named(stringify!($name))); })*

        #[test]
        fn every_target_has_its_test() {
            let names = [$(stringify!($name)),*];
            assert_eq!(TARGETS.iter().map(|t| t.name).collect::<Vec<_>>(), names);
        }
    };
}

tests! { query flags readers dates tagger screen snippets stored }
