//! The program against a plain model of it, over random archives and random queries.
//!
//! The model ([`eval`]) walks over every article and asks it word by word; it is slow and
//! simple, and shares nothing with the engine but the stemmer, the cutting of sentences, the
//! list of places and what is one story. What it says must be what the program says: which
//! articles or stories match, in which order, on which page, with which counts beside them and
//! which words marked; whatever the number of threads, the number of commits and the history of
//! the files. Scores are left to `ranking.py`; only their order must be the same everywhere.
//!
//! Each failure names its seed. `DATELINE_SEED=7 cargo test --test model` runs that one
//! alone, `DATELINE_CASES=50` more than the usual ones; `DATELINE_CASES=250` asks more than ten
//! thousand queries in each of the tests and takes some minutes.

#[path = "model/check.rs"]
mod check;
#[path = "model/corpus.rs"]
mod corpus;
#[path = "model/eval.rs"]
mod eval;
#[path = "model/query.rs"]
mod query;
#[path = "model/rng.rs"]
mod rng;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use dateline::article::DateSource;
use dateline::index::{Archive, Record, Snapshot};
use dateline::ingest::{IngestOptions, Quiet, Report, add, ingest};
use dateline::search::{SearchOptions, Selection, Sort};

use check::{Asked, asked, check, check_marks, expected};
use corpus::{LATIN, Lexicon, Made, SCRIPTS, articles};
use eval::{Doc, Model};
use query::{Makings, any, query};
use rng::Rng;

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("dateline-model-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("corpus")).unwrap();
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Writes the articles into files of JSON Lines, as many as there are.
fn write(folder: &Path, made: &[Made], files: usize) {
    for file in 0..files {
        let path = folder.join("corpus").join(format!("part{file}.jsonl"));
        let own = made.iter().filter(|m| m.file == file);
        let lines: String = own.map(|m| m.json().to_string() + "\n").collect();
        if lines.is_empty() {
            let _ = fs::remove_file(path);
        } else {
            fs::write(path, lines).unwrap();
        }
    }
}

fn options(threads: usize) -> IngestOptions {
    // Homes of outlets depend on what was known when an article came: see `tests/homes.rs`.
    IngestOptions { threads, memory_mib: 32, homes: false, ..IngestOptions::default() }
}

fn index(folder: &Path, threads: usize) -> Report {
    let archive = Archive::open_or_create(folder.join("index")).unwrap();
    ingest(&archive, &[folder.join("corpus")], &options(threads), &mut Quiet).unwrap()
}

/// Articles as files give them: what no field of a record holds is left out.
fn articles_of_files(rng: &mut Rng, lexicon: &Lexicon, count: usize, files: usize) -> Vec<Made> {
    let mut made = articles(rng, lexicon, count, files);
    made.iter_mut().for_each(|m| m.asides.clear());
    made
}

/// An archive of files or of articles that a program hands over, with dates from anywhere.
fn filled(folder: &Path, rng: &mut Rng, lexicon: &Lexicon, count: usize) -> (Vec<Made>, Report) {
    if rng.chance(50) {
        let made = articles_of_files(rng, lexicon, count, 2);
        write(folder, &made, 2);
        let threads = rng.between(1, 2);
        return (made, index(folder, threads));
    }
    let mut made = articles(rng, lexicon, count, 1);
    made.iter_mut().for_each(|m| m.source = *rng.pick(&DateSource::ALL));
    let archive = Archive::open_or_create(folder.join("index")).unwrap();
    let report = add(&archive, "made", made.iter().map(Made::article), &options(1)).unwrap();
    (made, report)
}

fn snapshot(folder: &Path) -> Snapshot {
    Archive::open(folder.join("index")).unwrap().snapshot().unwrap()
}

/// All articles of an index, checked against what was written.
fn records(snapshot: &Snapshot, made: &[Made]) -> Vec<Record> {
    let all = dateline::query::parse("", &Default::default()).unwrap();
    let options = SearchOptions { sort: Sort::Oldest, ..SearchOptions::default() };
    let records: Vec<Record> = snapshot.export(&all, &options).unwrap().0.map(Result::unwrap).collect();
    assert_eq!(records.len(), made.len());
    for record in &records {
        let (article, made) = (&record.article, made_of(made, record));
        assert_eq!(article.title.as_deref(), made.title.as_ref().map(|t| t.text.as_str()));
        assert_eq!(article.body, made.body.text);
        let line = |text: &Option<corpus::Text>| text.as_ref().map(|t| t.text.clone());
        let lines = |texts: &[corpus::Text]| texts.iter().map(|t| t.text.clone()).collect::<Vec<_>>();
        assert_eq!((&article.byline, &article.dateline), (&line(&made.byline), &line(&made.dateline)));
        assert_eq!((&article.lead, &article.subheads), (&line(&made.lead), &lines(&made.subheads)));
        assert_eq!((&article.captions, &article.asides), (&lines(&made.captions), &lines(&made.asides)));
        assert!(made.outlet.is_none() || made.outlet == article.outlet.as_deref());
        assert!(made.lang.is_none() || made.lang == article.lang.as_deref());
        let date = article.published.as_ref().map(|p| p.date.to_string());
        assert_eq!(date.as_deref(), made.date.as_deref().map(|d| d.get(..10).unwrap_or(d)));
        let source = article.published.as_ref().map(|p| p.source);
        assert_eq!(source, made.date.as_ref().map(|_| made.source));
    }
    records
}

fn made_of<'m>(made: &'m [Made], record: &Record) -> &'m Made {
    made.iter().find(|m| Some(&m.id) == record.article.source_id.as_ref()).unwrap()
}

fn model(snapshot: &Snapshot, records: &[Record], made: &[Made]) -> Model {
    let stories = snapshot.stories();
    Model::new(records.iter().map(|r| Doc::new(made_of(made, r), r, stories)).collect())
}

fn makings<'m>(model: &Model, lexicon: &'m Lexicon) -> Makings<'m> {
    let mut places: Vec<String> = model.docs.iter().flat_map(|d| d.places.keys().cloned()).collect();
    let mut actors: Vec<String> =
        model.docs.iter().flat_map(|d| d.actors.keys().map(|(n, _)| n.clone())).collect();
    places.sort();
    places.dedup();
    actors.sort();
    actors.dedup();
    // By id or by name, whole or in part.
    actors.extend(["Smirnov", "Putin", "Aleksei Smirnov", "nobody"].map(str::to_owned));
    places.extend(["Russia", "Kursk", "Paris", "Europe", "Atlantis"].map(str::to_owned));
    let id = |number| dateline::article::ArticleId::from_number(number).to_string();
    let ids = model.docs.iter().take(3).map(|d| id(d.id)).collect();
    // By the id of a story or of any article in it.
    let copied = model.docs.iter().filter(|d| d.id != d.story).flat_map(|d| [d.story, d.id]);
    let stories = model.docs.iter().take(2).map(|d| d.id).chain(copied).map(id).collect();
    Makings { lexicon, ids, stories, places, actors }
}

/// The seeds to run.
fn seeds(usual: u64) -> Vec<u64> {
    let number = |name: &str| std::env::var(name).ok().and_then(|v| v.parse::<u64>().ok());
    match number("DATELINE_SEED") {
        Some(seed) => vec![seed],
        None => (1..=number("DATELINE_CASES").unwrap_or(usual)).collect(),
    }
}

/// Makes a failing question smaller as long as it fails, and tells of it.
fn fail(seed: u64, asked: Asked, fails: &mut dyn FnMut(&Asked) -> Option<String>) -> ! {
    let mut smallest = asked;
    let none = dateline::search::Selection::default();
    let plain = Asked { selection: none, contains: None, ..smallest.clone() };
    if fails(&plain).is_some() {
        smallest = plain;
    }
    let shrink = |asked: &Asked, fails: &mut dyn FnMut(&Asked) -> Option<String>| {
        let smaller = asked.query.smaller().into_iter().map(|query| Asked { query, ..asked.clone() });
        smaller.into_iter().find(|a| fails(a).is_some())
    };
    while let Some(smaller) = shrink(&smallest, fails) {
        smallest = smaller;
    }
    let said = fails(&smallest).unwrap_or_default();
    panic!("seed {seed}\nquery: {}\nasked: {smallest:?}\n{said}", smallest.query.typed())
}

/// A question that is within the limits of queries.
fn question(rng: &mut Rng, makings: &Makings<'_>, snapshot: &Snapshot) -> Asked {
    loop {
        let depth = rng.below(3);
        let wanted = if rng.chance(8) { any(rng, makings) } else { query(rng, makings, depth) };
        let question = asked(rng, wanted, makings);
        let said = match question.parsed() {
            Ok(query) => snapshot.search(&query, &SearchOptions::default()).err().map(|e| e.to_string()),
            Err(error) => Some(error),
        };
        let is_refused = |said: &String| said.contains("that every word of the index is compared with");
        if !said.as_ref().is_some_and(is_refused) {
            return question;
        }
    }
}

/// Questions are asked and compared, in one archive. Gives what of the language was used where
/// some articles match and others do not.
fn one_archive(seed: u64, lexicon: &Lexicon, name: &str, queries: usize) -> BTreeSet<String> {
    let mut rng = Rng::new(seed);
    let folder = Folder::new(&format!("{name}-{seed}"));
    let count = rng.between(5, 60);
    let (made, report) = filled(&folder.0, &mut rng, lexicon, count);
    assert_eq!((report.indexed, report.skipped.len()), (count as u64, 0), "{:?}", report.skipped);
    let snapshot = snapshot(&folder.0);
    let records = records(&snapshot, &made);
    let mut model = model(&snapshot, &records, &made);
    let makings = makings(&model, lexicon);
    let mut used = BTreeSet::new();
    for _ in 0..queries {
        let question = question(&mut rng, &makings, &snapshot);
        let mut fails = |asked: &Asked| {
            check(&mut model, &snapshot, asked)
                .and_then(|()| check_marks(&mut model, &snapshot, &records, asked))
                .err()
        };
        if fails(&question).is_some() {
            fail(seed, question, &mut fails);
        }
        let plain = Asked { selection: Selection::default(), ..question };
        let matches = expected(&mut model, &plain).ids.len();
        used.extend(if matches > 0 && matches < count { plain.query.uses() } else { BTreeSet::new() });
    }
    if model.docs.iter().any(|doc| doc.story != doc.id) {
        used.insert("stories".to_owned());
    }
    used
}

/// What the usual seeds must have met, so that no part of the language goes unasked.
#[rustfmt::skip]
const MET: &[&str] = &[
    "AND", "OR", "NOT", "NEAR", "PRE", "SENT", "PARA", "atleast", "phrase", "slop", "word", "=", "*", "~", "any",
    "NEAR NEAR", "NEAR OR", "NEAR phrase", "NEAR *", "NEAR ~", "NEAR =", "SENT OR", "SENT phrase", "SENT *", "SENT ~",
    "SENT NEAR", "SENT SENT", "PARA SENT", "PARA PARA", "PARA NEAR", "phrase =", "phrase *", "slop *", "atleast *",
    "title", "lead", "caption", "byline", "datelinetext", "aside", "lead SENT", "lead NEAR",
    "place", "about", "dateline", "near", "within", "actor", "person", "outlet", "lang", "date", "datesrc", "day",
    "mentions", "story", "stories",
];

#[test]
fn answers_are_those_of_the_model() {
    const USUAL: usize = 12;
    let seeds = seeds(USUAL as u64);
    let met: BTreeSet<String> =
        seeds.iter().flat_map(|&seed| one_archive(seed, &LATIN, "latin", 40)).collect();
    let missing: Vec<_> = MET.iter().filter(|name| !met.contains(**name)).collect();
    assert!(seeds.len() < USUAL || missing.is_empty(), "never met: {missing:?}");
}

#[test]
fn answers_in_every_script_are_those_of_the_model() {
    for seed in seeds(2) {
        for (at, lexicon) in SCRIPTS.iter().enumerate() {
            one_archive(seed, lexicon, &format!("script{at}"), 25);
        }
    }
}

/// All that an archive says to a question, as text. Scores are left to the ranking.
fn answer(snapshot: &Snapshot, question: &Asked) -> String {
    let query = question.parsed().unwrap();
    let options = SearchOptions { limit: 1000, ..question.options(Sort::Newest) };
    let results = snapshot.search(&query, &options).unwrap();
    let hits: Vec<_> = results
        .hits
        .iter()
        .map(|h| (h.record.id, &h.title_marks, &h.snippets, &h.places, &h.actors, &h.record.mentions))
        .collect();
    format!("{} {:?}\n{:?}\n{hits:?}", results.total, results.notes, results.facets)
}

fn ranking(snapshot: &Snapshot, question: &Asked) -> Vec<u64> {
    let options = SearchOptions { limit: 1000, ..question.options(Sort::Relevance) };
    let ranking = snapshot.ranking(&question.parsed().unwrap(), &options).unwrap();
    ranking.into_iter().map(|(id, _)| id.number()).collect()
}

#[test]
fn the_way_in_which_an_archive_came_about_does_not_show() {
    const FILES: usize = 4;
    for seed in seeds(4) {
        let mut rng = Rng::new(seed + 1000);
        let count = rng.between(20, 50);
        let made = articles_of_files(&mut rng, &LATIN, count, FILES);
        let names = ["one", "four", "steps", "changed"];
        let [one, four, steps, changed] = names.map(|name| Folder::new(&format!("ways-{seed}-{name}")));
        for (folder, threads) in [(&one, 1), (&four, 4)] {
            write(&folder.0, &made, FILES);
            index(&folder.0, threads);
        }
        // File by file, each in a commit of its own.
        for file in 0..FILES {
            let some: Vec<Made> = made.iter().filter(|m| m.file <= file).cloned().collect();
            write(&steps.0, &some, FILES);
            index(&steps.0, 2);
        }
        // First other articles, some of them elsewhere and some too many; then the ones that stay.
        let mut before = articles_of_files(&mut rng, &LATIN, count + 10, FILES);
        before.iter_mut().zip(&made).for_each(|(b, m)| b.file = if rng.chance(70) { m.file } else { b.file });
        write(&changed.0, &before, FILES);
        index(&changed.0, 1);
        write(&changed.0, &made, FILES);
        let report = index(&changed.0, 2);
        assert_eq!(report.articles, count as u64);

        let expected = snapshot(&one.0);
        let records = records(&expected, &made);
        let model = model(&expected, &records, &made);
        let makings = makings(&model, &LATIN);
        let others = [&four, &steps, &changed].map(|folder| snapshot(&folder.0));
        for _ in 0..40 {
            let question = question(&mut rng, &makings, &expected);
            for (other, name) in others.iter().zip(&names[1..]) {
                let mut fails = |asked: &Asked| {
                    let (a, b) = (answer(&expected, asked), answer(other, asked));
                    let (r, s) = (ranking(&expected, asked), ranking(other, asked));
                    // Articles that were replaced weigh in the scores until their segment is merged.
                    let ranked = r == s || *name == "changed";
                    (a != b || !ranked).then(|| format!("{name}\n  {b}\n  {s:?}\none\n  {a}\n  {r:?}"))
                };
                if fails(&question).is_some() {
                    fail(seed, question, &mut fails);
                }
            }
        }
    }
}
