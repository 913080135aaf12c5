//! The two commands of a driver, and the lines in which it tells what they cost.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::json;

use crate::input::{self, Doc, Request};
use crate::{Outcome, clock};

/// Articles handed over at once.
const BATCH: usize = 256;

/// An engine under test.
pub trait Engine {
    /// How it is called in tables.
    const NAME: &'static str;

    /// Makes an empty index.
    fn create(dir: &Path) -> Outcome<Self>
    where
        Self: Sized;

    /// Adds articles.
    fn add(&mut self, docs: Vec<Doc>) -> Outcome<()>;

    /// Makes everything lasting.
    fn close(self) -> Outcome<()>;

    /// Opens an index for searching.
    fn open(dir: &Path) -> Outcome<Self>
    where
        Self: Sized;

    /// Answers with ten hits and their snippets, and with counts where they are asked for; gives
    /// the number of matches as far as it was counted, and `None` for what it cannot do.
    fn answer(&mut self, request: &Request) -> Outcome<Option<u64>>;
}

/// Does what the command line says.
pub fn run<E: Engine>() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["index", docs, index] => build::<E>(Path::new(docs), Path::new(index)),
        ["query", queries, index, rounds] => {
            query::<E>(Path::new(queries), Path::new(index), rounds.parse()?)
        }
        _ => Err("usage: index DOCS INDEX, or query QUERIES INDEX ROUNDS".into()),
    }
}

fn build<E: Engine>(docs: &Path, index: &Path) -> Outcome<()> {
    let _ = std::fs::remove_dir_all(index);
    std::fs::create_dir_all(index)?;
    let mut values = input::values(docs)?;
    let began = Instant::now();
    let mut engine = E::create(index)?;
    let mut reading = 0.0;
    loop {
        // Threads of the engine may work meanwhile; those of another process do not.
        let (cpu, batch) = thread_seconds(|| values.by_ref().take(BATCH).collect::<Outcome<Vec<Doc>>>());
        reading += cpu;
        let batch = batch?;
        if batch.is_empty() {
            break;
        }
        engine.add(batch)?;
    }
    engine.close()?;
    let wall = began.elapsed().as_secs_f64();
    let cpu = clock::process_seconds().unwrap_or(wall) - reading;
    let line = json!({
        "engine": E::NAME, "step": "index", "cpu_s": cpu, "wall_s": wall,
        "peak_mb": clock::peak_mb(), "index_bytes": bytes(index),
    });
    println!("{line}");
    Ok(())
}

/// What a step cost this thread alone.
fn thread_seconds<T>(step: impl FnOnce() -> T) -> (f64, T) {
    let nanos = || {
        std::fs::read("/proc/self/stat").ok()?;
        let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        stat.split(' ').next()?.parse::<u64>().ok()
    };
    let before = nanos();
    let result = step();
    let spent = before.zip(nanos()).map_or(0, |(before, after)| after.saturating_sub(before));
    (spent as f64 / 1e9, result)
}

fn query<E: Engine>(queries: &Path, index: &Path, rounds: usize) -> Outcome<()> {
    let requests: Vec<Request> = input::values(queries)?.collect::<Outcome<_>>()?;
    let mut engine = E::open(index)?;
    let overhead = clock::overhead();
    for class in input::classes(&requests) {
        let (mut cpus, mut walls, mut matches) = (Vec::new(), Vec::new(), 0);
        let mut able = true;
        for request in requests.iter().filter(|r| r.class == class) {
            let (mut cpu_ms, mut wall_ms) = (Vec::new(), Vec::new());
            // The first time warms up.
            for round in 0..=rounds {
                let (cpu, wall, total) = clock::seconds(|| engine.answer(request));
                let total = total?;
                able &= total.is_some();
                if round > 0 {
                    cpu_ms.push((cpu - overhead).max(0.0) * 1e3);
                    wall_ms.push(wall * 1e3);
                } else {
                    matches += total.unwrap_or(0);
                }
            }
            cpus.push(clock::quantile(&mut cpu_ms, 0.5));
            walls.push(clock::quantile(&mut wall_ms, 0.5));
        }
        if able {
            let line = json!({
                "engine": E::NAME, "class": class, "matches": matches,
                "cpu_ms_p50": clock::quantile(&mut cpus, 0.5), "cpu_ms_p99": clock::quantile(&mut cpus, 0.99),
                "wall_ms_p50": clock::quantile(&mut walls, 0.5), "wall_ms_p99": clock::quantile(&mut walls, 0.99),
            });
            println!("{line}");
        }
    }
    Ok(())
}

/// Bytes of all files in a folder.
fn bytes(dir: &Path) -> u64 {
    let mut folders: Vec<PathBuf> = vec![dir.to_path_buf()];
    let mut sum = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(entry.path()),
                Ok(metadata) => sum += metadata.len(),
                Err(_) => {}
            }
        }
    }
    sum
}
