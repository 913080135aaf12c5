//! What indexing costs, beside tantivy indexing the same fields, in the same run; and
//! how soon a new process gives its first answer.
//!
//! ```console
//! $ cargo bench --bench ingest                                  # a synthetic archive
//! $ DATELINE_BENCH_CORPUS=reuters21578 cargo bench --bench ingest
//! $ cargo bench --bench ingest -- forms                         # positions of stems too?
//! ```
//!
//! dateline reads files, finds names, places and dates in them and keeps a ledger;
//! tantivy is handed the texts in memory and the numbers that dateline found. So there
//! are three rows: dateline as it is used, dateline without looking for names
//! (`extract = false`), and tantivy. Then what the second run costs when nothing
//! changed, and one more article for every hundred.

// A bench prints, and a fault in it may end it.
#![allow(clippy::print_stdout, clippy::indexing_slicing)]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use dateline::index::Archive;
use support::corpus::{self, Docs, Scratch};
use support::raw::{self, Raw, Request, Work};
use support::{Outcome, clock, forms, table};

/// How often everything is done; medians count.
const ROUNDS: usize = 3;
/// Processes started for a cold answer.
const STARTS: usize = 40;
/// What a cold answer may take.
const COLD_BAR_MS: f64 = 50.0;
/// Asks this program to be a short tantivy program that gives one answer and ends.
const ANSWER: &str = "tantivy-answer";

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    if let [mode, index, words] = args.as_slice()
        && mode == ANSWER
    {
        return answer(Path::new(index), words);
    }
    let scratch = Scratch::new()?;
    let (folder, name) = corpus::folder(&scratch)?;
    let index = scratch.fresh("dateline");
    corpus::update(&index, std::slice::from_ref(&folder), true)?;
    let docs = Docs::of(&Archive::open(&index)?.snapshot()?)?;
    let bytes = docs.text_bytes();
    println!("{name}: {} articles, {:.1} MB of text; {ROUNDS} rounds\n", docs.all.len(), bytes as f64 / 1e6);
    if args.iter().any(|a| a == "forms") {
        return forms::compare(&docs.all, &scratch);
    }
    let bench = Bench { scratch, folder, docs, bytes: bytes as f64 };
    bench.builds()?;
    bench.additions()?;
    bench.cold()
}

/// The tantivy program that a cold start is compared with.
fn answer(index: &Path, words: &str) -> Outcome<()> {
    let facets = words.starts_with('+');
    let words = words.trim_start_matches('+').to_owned();
    let total = Raw::open(index)?.answer(&Request { words, facets, ..Request::default() }, Work::Whole)?;
    println!("{total}");
    Ok(())
}

struct Bench {
    scratch: Scratch,
    folder: PathBuf,
    docs: Docs,
    bytes: f64,
}

impl Bench {
    fn builds(&self) -> Outcome<()> {
        let dateline = |name: &str, extract: bool| -> Outcome<PathBuf> {
            let index = self.scratch.fresh(name);
            corpus::update(&index, std::slice::from_ref(&self.folder), extract)?;
            Ok(index)
        };
        let tantivy = || -> Outcome<PathBuf> {
            let index = self.scratch.fresh("raw");
            raw::add(&index, &self.docs.all)?;
            Ok(index)
        };
        let contestants: [(&str, &dyn Fn() -> Outcome<PathBuf>); 3] = [
            ("dateline", &|| dateline("full", true)),
            ("dateline, extract = false", &|| dateline("plain", false)),
            ("tantivy", &tantivy),
        ];
        let mut costs = vec![(Vec::new(), Vec::new(), 0); contestants.len()];
        for _ in 0..ROUNDS {
            for ((_, build), (cpu, wall, size)) in contestants.iter().zip(&mut costs) {
                let (spent, waited, index) = clock::process_seconds(build);
                cpu.push(spent);
                wall.push(waited);
                *size = folder_bytes(&index?);
            }
        }
        let mut rows =
            vec![row(["building", "CPU s", "MB / CPU s", "wall s", "MB / wall s", "index / text"])];
        for ((name, _), (cpu, wall, size)) in contestants.iter().zip(&mut costs) {
            let (cpu, wall) = (table::median(cpu), table::median(wall));
            let rate = |seconds: f64| format!("{:.1}", self.bytes / 1e6 / seconds);
            let share = format!("{:.2}", *size as f64 / self.bytes);
            rows.push(row([
                name,
                &format!("{cpu:.2}"),
                &rate(cpu),
                &format!("{wall:.2}"),
                &rate(wall),
                &share,
            ]));
        }
        table::print(&rows);
        Ok(())
    }

    /// A run over unchanged files, and one with another hundredth of the articles.
    fn additions(&self) -> Outcome<()> {
        let (full, raw_index) = (self.scratch.path("full"), self.scratch.path("raw"));
        let extra = self.scratch.fresh("extra");
        std::fs::create_dir_all(&extra)?;
        let some = self.docs.all.len() / 100;
        let more = &self.docs.all[..some];
        corpus::write_json_lines(&extra.join("extra.jsonl"), more)?;
        let paths = [self.folder.clone(), extra];
        let mut rows = vec![row(["bringing up to date", "CPU s", "wall s"])];
        let mut step = |name: &str, run: &dyn Fn() -> Outcome<()>| -> Outcome<()> {
            let (cpu, wall, outcome) = clock::process_seconds(run);
            rows.push(row([name, &format!("{cpu:.2}"), &format!("{wall:.2}")]));
            outcome
        };
        step("dateline, nothing changed", &|| corpus::update(&full, &paths[..1], true).map(|_| ()))?;
        step(&format!("dateline, {some} articles more"), &|| {
            corpus::update(&full, &paths, true).map(|_| ())
        })?;
        step(&format!("tantivy, {some} articles more"), &|| raw::add(&raw_index, more))?;
        table::print(&rows);
        Ok(())
    }

    /// From the start of a process to the end of its answer.
    fn cold(&self) -> Outcome<()> {
        let (full, raw_index) = (self.scratch.path("full"), self.scratch.path("raw"));
        let words = self.usual_word();
        let dateline = |facets: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
            command.arg("--index").arg(&full).args(["search", &words]).args(facets);
            command
        };
        let tantivy = |words: String| {
            let mut command = Command::new(std::env::current_exe().unwrap_or_default());
            command.arg(ANSWER).arg(&raw_index).arg(words);
            command
        };
        let facets = ["--facet", "place", "--facet", "actor", "--facet", "date:month"];
        let mut version = Command::new(env!("CARGO_BIN_EXE_dateline"));
        version.arg("--version");
        let mut contestants = [
            ("dateline, words", dateline(&[]), Starts::default()),
            ("dateline, words and facets", dateline(&facets), Starts::default()),
            ("tantivy, words", tantivy(words.clone()), Starts::default()),
            ("tantivy, words and facets", tantivy(format!("+{words}")), Starts::default()),
            ("dateline --version", version, Starts::default()),
        ];
        for _ in 0..STARTS {
            for (_, command, starts) in &mut contestants {
                starts.add(command)?;
            }
        }
        let mut rows = vec![row(["from start to answer", "wall p50 ms", "wall p99 ms", "mean CPU ms"])];
        for (name, _, starts) in &mut contestants {
            let part = |part: f64, wall: &mut [f64]| format!("{:.1}", table::quantile(wall, part));
            let cpu = format!("{:.1}", starts.cpu * 1e3 / STARTS as f64);
            rows.push(row([name, &part(0.5, &mut starts.wall), &part(0.99, &mut starts.wall), &cpu]));
        }
        table::print(&rows);
        println!(
            "the bar for a cold answer is {COLD_BAR_MS} ms; the word is {words}; files are in the page cache"
        );
        Ok(())
    }

    /// A word of about a hundredth of the articles.
    fn usual_word(&self) -> String {
        let wanted = self.docs.all.len() / 100;
        let frequencies = corpus::frequencies(&self.docs.all);
        let nearest = frequencies.into_iter().min_by_key(|(_, n)| n.abs_diff(wanted));
        nearest.map(|(word, _)| word).unwrap_or_default()
    }
}

/// What processes took.
#[derive(Default)]
struct Starts {
    wall: Vec<f64>,
    cpu: f64,
}

impl Starts {
    fn add(&mut self, command: &mut Command) -> Outcome<()> {
        let (before, began) = (clock::children_seconds(), Instant::now());
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        self.wall.push(began.elapsed().as_secs_f64() * 1e3);
        self.cpu += clock::children_seconds().zip(before).map_or(0.0, |(after, before)| after - before);
        if status.success() { Ok(()) } else { Err(format!("a process ended with {status}").into()) }
    }
}

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).into()
}

fn folder_bytes(dir: &Path) -> u64 {
    let files = walkdir::WalkDir::new(dir).into_iter().flatten().filter_map(|e| e.metadata().ok());
    files.filter(|m| m.is_file()).map(|m| m.len()).sum()
}
