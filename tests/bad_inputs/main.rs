//! The program over a folder of bad inputs: every sound article is found, every bad input is
//! accounted for with a reason that fits, in little memory, and nothing else happens.
//!
//! Archives of news are old, large and full of what nobody has looked at. A reader that
//! aborts on one file in a million loses all others; one that passes over it in silence
//! makes every count wrong. So the folder ([`corpus`]) holds some five hundred inputs that have
//! gone wrong in a way of their own, and each says what must become of it.

#![cfg(unix)]

#[path = "corpus.rs"]
mod corpus;
#[path = "judge.rs"]
mod judge;
#[path = "run.rs"]
mod run;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::Value;

use corpus::Entry;
use judge::{Found, Seen, judge};
use run::{Ran, dateline};

/// The most memory that reading the folder may take.
const PEAK_MIB: u64 = 1024;

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        let path = std::env::temp_dir().join(format!("dateline-bad-{}", std::process::id()));
        remove(&path);
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        remove(&self.0);
    }
}

/// Removes the folder with what its owner may not look into.
fn remove(root: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let closed = root.join("corpus/tree/unreadable");
    let _ = fs::set_permissions(closed, fs::Permissions::from_mode(0o755));
    let _ = fs::remove_dir_all(root);
}

#[test]
fn every_bad_input_is_accounted_for() {
    let folder = Folder::new();
    let entries = corpus::write(&folder.0);
    let before = snapshot(&folder.0);

    let first = dateline(&folder.0, &["index", "corpus", "--index", "index", "--format", "json"]);
    let mut faults = ends_well(&first);
    if snapshot(&folder.0) != before {
        faults.push("it has written or changed something beside its index".to_owned());
    }
    let report: Value = serde_json::from_slice(&first.stdout).unwrap_or_default();
    let rows = rows(&folder.0);
    faults.extend(counts(&report, rows.len()));

    let seen = Seen::new(&folder.0, &entries, &report, &rows);
    faults.extend(seen.strangers.iter().map(|path| format!("{path}: nobody put it there")));
    let found = Found::new(&folder.0, &entries);
    for (at, entry) in entries.iter().enumerate() {
        let wrong = judge(entry, &seen.inputs[at], &found, &folder.0);
        faults.extend(wrong.iter().map(|what| format!("{}: {what}", entry.path.display())));
    }

    faults.extend(a_second_run_changes_nothing(&folder.0, &report));
    faults.extend(screens_are_safe(&folder.0));
    let (wrong, all) = (faults.len(), entries.len());
    assert!(faults.is_empty(), "{wrong} faults with {all} inputs:\n{}", faults.join("\n"));
}

/// By itself, in time and memory, with the exit code for faulty input.
fn ends_well(ran: &Ran) -> Vec<String> {
    let mut faults = Vec::new();
    if ran.code != Some(4) {
        faults.push(format!("it ended with {:?}, not with 4: {}", ran.code, ran.stderr()));
    }
    if ran.stderr().contains("panicked") {
        faults.push(format!("it panicked: {}", ran.stderr()));
    }
    match ran.peak_kib {
        None => println!("no /proc here: the memory was not looked at"),
        Some(kib) if kib > PEAK_MIB << 10 => {
            faults.push(format!("it took {} MiB of memory, more than {PEAK_MIB}", kib >> 10));
        }
        Some(kib) => println!("{:.1} s, {} MiB", ran.seconds, kib >> 10),
    }
    faults.extend(ran.raw_characters());
    faults
}

/// The articles that the index holds.
fn rows(root: &Path) -> Vec<Value> {
    let ran = dateline(root, &["export", "*", "--index", "index", "--format", "jsonl"]);
    let lines = ran.stdout.split(|&b| b == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice(line).unwrap()).collect()
}

fn counts(report: &Value, rows: usize) -> Vec<String> {
    let count = |key: &str| report[key].as_u64().unwrap_or(u64::MAX);
    let mut faults = Vec::new();
    let sum = count("indexed").saturating_add(count("updated")).saturating_add(count("unchanged"));
    if count("articles") != sum {
        faults.push(format!(
            "{} articles, of which {sum} are indexed, updated or unchanged",
            count("articles")
        ));
    }
    if count("articles") != rows as u64 {
        faults.push(format!("{} articles, and {rows} in the index", count("articles")));
    }
    faults
}

/// What was read once is read no more, and what could not be read is still said.
fn a_second_run_changes_nothing(root: &Path, first: &Value) -> Vec<String> {
    let ran = dateline(root, &["index", "corpus", "--index", "index", "--format", "json"]);
    let second: Value = serde_json::from_slice(&ran.stdout).unwrap_or_default();
    let mut faults = Vec::new();
    if second["unchanged"] != first["articles"] || second["articles"] != first["articles"] {
        faults.push(format!(
            "a second run finds {} of {} articles unchanged",
            second["unchanged"], first["articles"]
        ));
    }
    let skips = |report: &Value| report["skipped"].as_array().map_or(0, Vec::len);
    if skips(&second) != skips(first) || ran.code != Some(4) {
        faults.push(format!("a second run skips {} inputs, the first one {}", skips(&second), skips(first)));
    }
    faults
}

/// Whatever the titles and names hold, a screen is shown no character that acts on it.
fn screens_are_safe(root: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    for words in [
        &["search", "ferry", "--limit", "1000", "--index", "index"][..],
        &["search", "ferry", "--limit", "1000", "--index", "index", "--format", "json"],
        &["export", "*", "--index", "index", "--format", "csv"],
        &["index", "corpus/screens", "corpus/tree", "corpus/markup", "--index", "second"],
        &["inspect", "corpus/screens", "corpus/tree"],
        &["stats", "--index", "index"],
        &["stats", "--skipped", "--index", "index"],
    ] {
        let ran = dateline(root, words);
        faults.extend(ran.raw_characters().iter().map(|what| format!("{}: {what}", words.join(" "))));
    }
    faults
}

/// Everything below a folder but the index: sizes and times of files, names of folders.
fn snapshot(root: &Path) -> BTreeMap<PathBuf, Option<(u64, SystemTime)>> {
    let mut found = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let (path, data) = (entry.path(), entry.metadata().unwrap());
            if path == root.join("index") {
                continue;
            }
            let state = data.is_file().then(|| (data.len(), data.modified().unwrap()));
            if data.is_dir() {
                open.push(path.clone());
            }
            found.insert(path, state);
        }
    }
    found
}

#[test]
fn the_corpus_can_be_judged() {
    let folder = std::env::temp_dir().join(format!("dateline-bad-entries-{}", std::process::id()));
    remove(&folder);
    let entries = corpus::write(&folder);
    remove(&folder);
    assert!(entries.len() >= 300);
    let mut paths: Vec<&PathBuf> = entries.iter().map(|e| &e.path).collect();
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), entries.len(), "an input is there twice");
    let silent = |e: &&Entry| {
        e.outcomes.is_empty() || (e.reason.is_empty() && e.outcomes[0] == corpus::Outcome::Skipped)
    };
    assert_eq!(entries.iter().filter(silent).count(), 0, "an input says nothing of what must become of it");
}
