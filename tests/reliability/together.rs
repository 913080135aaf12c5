//! Several at once: two writers, readers beside a writer, and many runs one after the other.

use std::fs;
use std::process::{Command, Stdio};
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use dateline::error::Error;
use dateline::index::{Archive, WriterOptions};
use dateline::ingest::{Quiet, ingest};
use dateline::query::{ParseOptions, parse};
use dateline::search::SearchOptions;

use crate::archive::{Folder, Numbers, OWN, STARTING, add, files, long, options};

#[test]
fn of_two_writers_one_writes_and_the_other_is_told() {
    let folder = Folder::new("two");
    drop(Archive::create(folder.index()).unwrap());
    let (mut written, mut refused) = (0, 0);
    for round in 0..20_u64 {
        let start = Barrier::new(2);
        let write = |batch: u64| {
            let archive = Archive::open(folder.index()).unwrap();
            start.wait();
            add(&archive, batch)
        };
        let outcomes = std::thread::scope(|scope| {
            let both = [2 * round, 2 * round + 1].map(|batch| scope.spawn(move || write(batch)));
            both.map(|thread| thread.join().unwrap())
        });
        for outcome in outcomes {
            match outcome {
                Ok(_) => written += 1,
                Err(Error::Locked { .. }) => refused += 1,
                Err(other) => panic!("round {round}: {other}"),
            }
        }
        let snapshot = Archive::open(folder.index()).unwrap().snapshot().unwrap();
        assert_eq!(snapshot.articles(), written * OWN + 1, "round {round}");
    }
    assert_eq!(written + refused, 40);
    let held = Archive::open(folder.index()).unwrap();
    let _writer = held.writer(&WriterOptions::default()).unwrap();
    let other = Archive::open(folder.index()).unwrap();
    let error = other.writer(&WriterOptions::default()).err().unwrap();
    assert!(error.to_string().contains(&format!("process {}", std::process::id())), "{error}");
}

#[test]
fn readers_see_whole_commits_and_never_an_earlier_one_again() {
    let folder = Folder::new("readers");
    let archive = Archive::create(folder.index()).unwrap();
    add(&archive, 0).unwrap();
    let (done, looks) = (AtomicBool::new(false), AtomicU64::new(0));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let own = Archive::open(folder.index()).unwrap();
                let words = parse("title:batch", &ParseOptions::default()).unwrap();
                let mut before = 0;
                while !done.load(Ordering::Relaxed) {
                    let snapshot = own.snapshot().unwrap();
                    let articles = snapshot.articles();
                    assert!(articles >= before && articles % OWN == 1, "{articles} after {before}");
                    let found = snapshot.search(&words, &SearchOptions::default()).unwrap();
                    assert_eq!(found.total, articles - 1);
                    before = articles;
                    looks.fetch_add(1, Ordering::Relaxed);
                    std::thread::yield_now();
                }
            });
        }
        for batch in 1..100 {
            let written = add(&archive, batch);
            if written.is_err() {
                done.store(true, Ordering::Relaxed);
            }
            written.unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
    assert!(looks.load(Ordering::Relaxed) >= 100, "{looks:?}");
    assert_eq!(archive.snapshot().unwrap().articles(), 100 * OWN + 1);
}

const SOAK: &str = "DATELINE_TEST_SOAK";

/// Memory of this process in KiB.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}

/// Not a test of its own: what the other process runs, alone so that its memory is its own.
#[test]
fn child() {
    let Some(dir) = std::env::var_os(SOAK).map(std::path::PathBuf::from) else { return };
    let news = dir.join("news");
    fs::create_dir_all(&news).unwrap();
    let archive = Archive::create(dir.join("index")).unwrap();
    let mut numbers = Numbers(3);
    let runs: u64 = std::env::var("DATELINE_TEST_RUNS").unwrap().parse().unwrap();
    for run in 0..runs {
        for _ in 0..4 {
            let file = news.join(format!("{}.txt", numbers.below(60)));
            match numbers.below(4) {
                0 if run > 10 => drop(fs::remove_file(file)),
                _ => fs::write(file, format!("date 2024-08-08\nRun {run}\n\nThe text of {run}.\n")).unwrap(),
            }
        }
        let report = ingest(&archive, std::slice::from_ref(&news), &options(), &mut Quiet).unwrap();
        assert_eq!(report.articles, files(&news).len() as u64, "run {run}");
        let snapshot = archive.snapshot().unwrap();
        assert_eq!(snapshot.articles(), report.articles, "run {run}");
        // Earlier versions are kept in a file for each run; they are the only ones that grow.
        let versions = |path: &std::path::PathBuf| path.to_string_lossy().contains("versions-");
        let others = files(&dir.join("index")).iter().filter(|path| !versions(path)).count();
        println!("run {run} files {others} memory {}", resident());
    }
    let found =
        dateline::index::verify::verify(dir.join("index"), dateline::index::verify::Depth::Full).unwrap();
    assert!(found.is_sound() && found.orphans.iter().all(|o| o.contains("versions-")), "{found:?}");
}

#[test]
fn many_runs_take_no_more_memory_and_no_more_files_than_a_few() {
    let folder = Folder::new("soak");
    let runs: u64 = if long() { 300 } else { 60 };
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "together::child", "--nocapture", "--test-threads=1"]);
    command.env(SOAK, &folder.0).env("DATELINE_TEST_RUNS", runs.to_string()).stdin(Stdio::null());
    // The system's allocator keeps a store for each thread, and threads come and go; with one
    // store the figure says what the program holds.
    command.env("MALLOC_ARENA_MAX", "1");
    let child = {
        let _alone = STARTING.write();
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let output = child.wait_with_output().unwrap();
    let (said, complaint) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}{complaint}");
    let figures: Vec<(u64, u64)> = said
        .lines()
        .filter_map(|line| {
            let mut words = line.split("run ").nth(1)?.split(' ');
            Some((words.nth(2)?.parse().ok()?, words.nth(1)?.parse().ok()?))
        })
        .collect();
    assert_eq!(figures.len() as u64, runs, "{said}");
    let most = |part: &[(u64, u64)], of: fn(&(u64, u64)) -> u64| part.iter().map(of).max().unwrap();
    let (early, late) = figures.split_at(20);
    // A merge waits for eight segments, each with seven files or so.
    assert!(most(late, |f| f.0) <= 100, "files: {figures:?}");
    let (before, after) = (most(early, |f| f.1), most(late, |f| f.1));
    assert!(after <= before + before / 10, "memory grew from {before} to {after} KiB");
}
