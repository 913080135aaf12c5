//! A small archive that is easy to judge: batches of articles, of which all or none are there.
//!
//! Batch `k` has five articles of its own, and one article, the same in all batches, that says
//! which batch wrote it last: so each commit adds, and each but the first replaces.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::RwLock;
use std::sync::atomic::{AtomicU32, Ordering};

use dateline::article::Article;
use dateline::error::Error;
use dateline::index::verify::{Depth, verify};
use dateline::index::{Archive, Snapshot};
use dateline::ingest::{self, IngestOptions, Report};
use dateline::query::{ParseOptions, parse};
use dateline::search::{SearchOptions, Sort};

/// A process that is being started holds copies of the open files of this one for a moment, and
/// with them locks; so none is started while a test here gives a lock back.
pub static STARTING: RwLock<()> = RwLock::new(());

/// Articles of a batch that no other batch has.
pub const OWN: u64 = 5;

/// Whether every case is to be run, and not only a spread of them.
pub fn long() -> bool {
    std::env::var_os("DATELINE_LONG_TESTS").is_some_and(|v| v == "1")
}

/// A folder that is gone when the test is over; in memory where the system has such a place,
/// since a disk is slow at making things last.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new(name: &str) -> Folder {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let memory = Path::new("/dev/shm");
        let base = if memory.is_dir() { memory.to_path_buf() } else { std::env::temp_dir() };
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = base.join(format!("dateline-reliability-{}-{number}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    pub fn index(&self) -> PathBuf {
        self.0.join("index")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// Every file below a folder.
pub fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// A generator of numbers that are the same in every run.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }
}

const WORDS: [&str; 12] = [
    "harbour", "strike", "grain", "minister", "border", "flood", "treaty", "railway", "election", "harvest",
    "bridge", "council",
];

pub fn articles(batch: u64) -> Vec<Article> {
    let mut numbers = Numbers(batch);
    let mut body = || (0..40).map(|_| WORDS[numbers.below(12) as usize]).collect::<Vec<_>>().join(" ");
    let own = (0..OWN).map(|n| Article {
        source_id: Some(format!("{batch}-{n}")),
        title: Some(format!("Batch {batch}")),
        outlet: Some(format!("Outlet {}", batch % 3)),
        body: body(),
        ..Article::default()
    });
    let last = Article {
        source_id: Some("last".into()),
        title: Some("Last".into()),
        body: format!("written by batch number{batch}"),
        ..Article::default()
    };
    own.collect::<Vec<_>>().into_iter().chain([last]).collect()
}

pub fn options() -> IngestOptions {
    IngestOptions { threads: 1, memory_mib: 32, extract: false, homes: false, ..IngestOptions::default() }
}

pub fn add(archive: &Archive, batch: u64) -> Result<Report, Error> {
    let _none_starts = STARTING.read();
    ingest::add(archive, "batches", articles(batch), &options())
}

/// The batches in an index, which must be whole, each with all its articles or none; and the
/// one that wrote last.
pub fn batches(dir: &Path) -> BTreeSet<u64> {
    let _none_starts = STARTING.read();
    let found = verify(dir, Depth::Full).unwrap();
    assert!(found.is_sound(), "{:?}", found.damage);
    let snapshot = Archive::open(dir).unwrap().snapshot().unwrap();
    let batches = batches_of(&snapshot);
    let wanted = batches.len() as u64 * OWN + u64::from(!batches.is_empty());
    assert_eq!(snapshot.articles(), wanted, "{batches:?}");
    batches
}

pub fn batches_of(snapshot: &Snapshot) -> BTreeSet<u64> {
    let options = SearchOptions { sort: Sort::Oldest, ..SearchOptions::default() };
    let all = parse("*", &ParseOptions::default()).unwrap();
    let (records, _) = snapshot.export(&all, &options).unwrap();
    let mut times = std::collections::BTreeMap::<u64, u64>::new();
    let mut last = Vec::new();
    for record in records.map(Result::unwrap) {
        match record.article.source_id.as_deref() {
            Some("last") => {
                let number = record.article.body.rsplit("number").next().unwrap();
                last.push(number.parse::<u64>().unwrap());
            }
            Some(id) => *times.entry(id.split('-').next().unwrap().parse().unwrap()).or_default() += 1,
            None => panic!("an article without an id"),
        }
    }
    assert!(times.values().all(|&n| n == OWN), "part of a batch: {times:?}");
    assert_eq!(last, times.keys().next_back().copied().into_iter().collect::<Vec<_>>());
    times.into_keys().collect()
}
