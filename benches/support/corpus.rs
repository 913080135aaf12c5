//! The articles that a bench runs over: a folder that is given, or the synthetic one.
//!
//! `DATELINE_BENCH_CORPUS` names a folder of anything that dateline reads. What other
//! engines index is taken from dateline's own index, so that all of them hold the same
//! text and the same numbers of places, actors and days.

use std::collections::{BTreeMap, HashMap};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use dateline::index::{Archive, Record, Snapshot};
use dateline::ingest::{IngestOptions, Quiet, Report, ingest};
use dateline::query;
use dateline::search::{SearchOptions, Sort, hit};

use super::{Outcome, synthetic};

/// A folder for what the bench writes; removed when dropped.
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes the folder.
    pub fn new() -> Outcome<Scratch> {
        let dir = env::temp_dir().join(format!("dateline-bench-{}", std::process::id()));
        fs::create_dir_all(&dir)?;
        Ok(Scratch(dir))
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// A path in it, with nothing there.
    pub fn fresh(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        let _ = fs::remove_dir_all(&path);
        path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The folder of articles, and how it is called in the report.
pub fn folder(scratch: &Scratch) -> Outcome<(PathBuf, String)> {
    if let Some(dir) = env::var_os("DATELINE_BENCH_CORPUS") {
        let dir = PathBuf::from(dir);
        let name = dir.file_name().map_or("corpus".into(), |n| n.to_string_lossy().into_owned());
        return Ok((dir, name));
    }
    let dir = scratch.fresh("synthetic");
    fs::create_dir_all(&dir)?;
    synthetic::write(&dir)?;
    Ok((dir, "synthetic archive".to_owned()))
}

/// Brings an index up to date.
pub fn update(index: &Path, paths: &[PathBuf], extract: bool) -> Outcome<Report> {
    let archive = Archive::open_or_create(index)?;
    let options = IngestOptions { extract, ..IngestOptions::default() };
    Ok(ingest(&archive, paths, &options, &mut Quiet)?)
}

/// An article as other engines are given it.
pub struct Doc {
    pub title: String,
    pub body: String,
    pub day: Option<i64>,
    pub month: Option<u64>,
    pub places: Vec<u64>,
    pub actors: Vec<u64>,
}

/// All articles of an index.
pub struct Docs {
    pub all: Vec<Doc>,
    /// The ids of the places, by number.
    pub places: Vec<String>,
    pub actors: Vec<String>,
}

impl Docs {
    /// Reads them back, oldest first.
    pub fn of(snapshot: &Snapshot) -> Outcome<Docs> {
        let everything = query::parse("", &Default::default())?;
        let options = SearchOptions { sort: Sort::Oldest, ..SearchOptions::default() };
        let (records, _) = snapshot.export(&everything, &options)?;
        let (mut places, mut actors) = (Numbers::default(), Numbers::default());
        let all = records.map(|record| Ok(doc(&record?, snapshot, &mut places, &mut actors)));
        let all = all.collect::<Outcome<_>>()?;
        Ok(Docs { all, places: places.names, actors: actors.names })
    }

    /// Bytes of headlines and bodies.
    pub fn text_bytes(&self) -> u64 {
        self.all.iter().map(|d| (d.title.len() + d.body.len()) as u64).sum()
    }
}

/// Writes articles as a file that dateline reads.
pub fn write_json_lines(path: &Path, docs: &[Doc]) -> Outcome<()> {
    let lines: Vec<String> = docs
        .iter()
        .enumerate()
        .map(|(at, d)| {
            serde_json::json!({ "id": at.to_string(), "title": d.title, "body": d.body }).to_string() + "\n"
        })
        .collect();
    Ok(fs::write(path, lines.concat())?)
}

#[derive(Default)]
struct Numbers {
    known: HashMap<String, u64>,
    names: Vec<String>,
}

impl Numbers {
    fn of(&mut self, name: String) -> u64 {
        let next = self.names.len() as u64;
        *self.known.entry(name).or_insert_with_key(|name| {
            self.names.push(name.clone());
            next
        })
    }
}

fn doc(record: &Record, snapshot: &Snapshot, places: &mut Numbers, actors: &mut Numbers) -> Doc {
    let found = hit::places(record, usize::MAX).into_iter().flat_map(|p| p.path_ids);
    let mut place_numbers: Vec<u64> = found.map(|id| places.of(id)).collect();
    place_numbers.sort_unstable();
    place_numbers.dedup();
    let found = hit::actors(record, snapshot.dictionary(), usize::MAX);
    let actor_numbers = found.into_iter().map(|a| actors.of(a.id)).collect();
    let date = record.article.published.as_ref().map(|p| p.date);
    Doc {
        title: record.article.title.clone().unwrap_or_default(),
        body: record.article.body.clone(),
        day: date.map(|d| i64::from(dateline::date::day_number(d.range().from))),
        month: date.and_then(|d| Some(d.year() as u64 * 12 + u64::from(d.month()?))),
        places: place_numbers,
        actors: actor_numbers,
    }
}

/// How many articles hold each plain word (ASCII letters, at least four), folded.
pub fn frequencies(docs: &[Doc]) -> BTreeMap<String, usize> {
    let mut frequencies: BTreeMap<String, usize> = BTreeMap::new();
    for doc in docs {
        let mut words = plain_words(&doc.title);
        words.extend(plain_words(&doc.body));
        words.sort_unstable();
        words.dedup();
        for word in words {
            *frequencies.entry(word).or_default() += 1;
        }
    }
    frequencies
}

/// The words of a text that every tokenizer cuts alike.
pub fn plain_words(text: &str) -> Vec<String> {
    let words = dateline::text::words(text).filter(|w| is_plain(w.text));
    words.map(|w| dateline::text::term(w.text).into_owned()).collect()
}

/// Whether every tokenizer takes this for one word.
pub fn is_plain(word: &str) -> bool {
    word.len() >= 4 && word.bytes().all(|b| b.is_ascii_alphabetic())
}
