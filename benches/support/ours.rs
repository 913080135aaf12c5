//! The contestant: dateline, through its public interface.
//!
//! Two ways into the index: files, as a user gives them, with all that is looked for in them;
//! and articles whose mentions are given, which is what tantivy is given too. One way out: the
//! text of a query is parsed and carried out, with exact total, ten hits with marked snippets,
//! places and actors, and facets where the request has them.

use std::path::{Path, PathBuf};

use dateline::article::ArticleId;
use dateline::date::{PartialDate, day_from_number};
use dateline::index::ledger::{ArticleEntry, Part};
use dateline::index::wordbook::SAMPLE_BYTES;
use dateline::index::{Archive, Draft, Ledger, Origin, Snapshot, WriterOptions};
use dateline::ingest::{IngestOptions, Quiet, Report, ingest};
use dateline::query;
use dateline::search::{FacetKind, Results, SearchOptions, Selection, Sort, Step, Unit, hit};

use super::Outcome;
use super::docs::{Doc, Given, Sink};
use super::raw::WRITER_BYTES;
use super::request::Request;
use super::rng::Rng;

/// Brings an index up to date with files, as `dateline index` does.
pub fn update(index: &Path, paths: &[PathBuf], extract: bool) -> Outcome<Report> {
    let archive = Archive::open_or_create(index)?;
    let options = IngestOptions { extract, ..IngestOptions::default() };
    Ok(ingest(&archive, paths, &options, &mut Quiet)?)
}

/// Enters an article in a ledger, which the commit is held against.
fn enter(ledger: &mut Ledger, id: ArticleId, number: u32) {
    let root = ledger.root_at("collection:given");
    let Some(root) = ledger.roots.get_mut(root) else { return };
    let file = root.files.entry("given".to_owned()).or_default();
    if file.parts.is_empty() {
        file.parts.push(Part::default());
    }
    let entry = ArticleEntry { id: id.number(), number, record: u64::from(number), content: 1 };
    file.parts.iter_mut().for_each(|part| part.articles.push(entry));
}

/// Adds articles whose mentions are given to the index in a folder, in one commit.
pub struct Adding {
    archive: Archive,
    writer: dateline::index::Writer,
    ledger: Ledger,
}

impl Adding {
    /// Opens the index, which is made when missing.
    pub fn new(dir: &Path) -> Outcome<Adding> {
        let archive = Archive::open_or_create(dir)?;
        let writer = archive.writer(&WriterOptions { threads: 1, memory_mib: WRITER_BYTES >> 20 })?;
        let ledger = writer.before().ledger()?;
        Ok(Adding { archive, writer, ledger })
    }

    /// Adds some articles.
    pub fn add(&mut self, articles: impl IntoIterator<Item = (Doc, Given)>) -> Outcome<()> {
        let mut articles = articles.into_iter();
        let first = self.learn(&mut articles);
        let mut preparer = self.writer.preparer();
        for (doc, given) in first.into_iter().chain(articles) {
            let number = self.ledger.next_number;
            self.ledger.next_number += 1;
            let (article, mentions) = given.article(doc);
            // Ids are hashes, so they come in no order.
            let id = ArticleId::from_number(Rng::new(u64::from(number)).bits());
            let origin =
                Origin { path: "given".to_owned(), record: u64::from(number), format: "json".to_owned() };
            enter(&mut self.ledger, id, number);
            self.writer.add(preparer.prepare(Draft { id, number, origin, article, mentions }))?;
        }
        Ok(())
    }

    /// Has the writer learn from the first articles, as a run over files does, and gives them.
    fn learn(&self, articles: &mut impl Iterator<Item = (Doc, Given)>) -> Vec<(Doc, Given)> {
        let (mut first, mut bytes) = (Vec::new(), 0);
        while self.writer.wants_texts() && bytes < SAMPLE_BYTES {
            let Some((doc, given)) = articles.next() else { break };
            bytes += doc.body.len();
            first.push((doc, given));
        }
        if !first.is_empty() {
            self.writer.learn(first.iter().map(|(doc, _)| doc.body.as_str()));
        }
        first
    }

    /// Commits, and goes on with a writer that knows it.
    pub fn commit(&mut self) -> Outcome<()> {
        Ok(self.writer.commit(&self.ledger)?)
    }

    /// Commits and waits for merges.
    pub fn close(mut self) -> Outcome<()> {
        self.commit()?;
        self.writer.close()?;
        drop(self.archive);
        Ok(())
    }
}

/// An opened index.
pub struct Dateline(pub Snapshot);

impl Dateline {
    /// Opens the index in a folder.
    pub fn open(dir: &Path) -> Outcome<Dateline> {
        Ok(Dateline(Archive::open(dir)?.snapshot()?))
    }

    /// The whole way from the text of a query to its answer.
    pub fn search(&self, request: &Request) -> Outcome<Results> {
        let words = request.prefix.as_ref().map_or_else(|| request.words.clone(), |p| format!("{p}*"));
        let query = query::parse(&words, &Default::default())?;
        let day = |number: i64| PartialDate::from_day(day_from_number(number as i32)?);
        let selection = Selection {
            place: request.place.iter().cloned().collect(),
            from: request.days.and_then(|(from, _)| day(from)),
            to: request.days.and_then(|(_, to)| day(to)),
            ..Selection::default()
        };
        let facets = [FacetKind::Place(None), FacetKind::Actor(None), FacetKind::Date(Step::Month)];
        let facets = if request.facets { facets.to_vec() } else { Vec::new() };
        let unit = if request.by_story { Unit::Story } else { Unit::Article };
        let options = SearchOptions { selection, facets, unit, ..SearchOptions::default() };
        Ok(self.0.search(&query, &options)?)
    }

    /// The ids of some articles, of copies first.
    pub fn some_ids(&self, most: usize) -> Outcome<Vec<String>> {
        let stories = self.0.stories();
        let copied = (0..stories.len()).filter_map(|story| stories.id(u32::try_from(story).ok()?));
        let everything = query::parse("", &Default::default())?;
        let options = SearchOptions { limit: most, ..SearchOptions::default() };
        let alone = self.0.ranking(&everything, &options)?;
        Ok(copied.chain(alone.into_iter().map(|(id, _)| id)).map(|id| id.to_string()).take(most).collect())
    }

    /// Carries a request out; gives the number of matches.
    pub fn answer(&self, request: &Request) -> Outcome<u64> {
        Ok(std::hint::black_box(self.search(request)?).total)
    }

    /// Writes all articles with what was found in them, oldest first.
    pub fn export(&self, docs: &mut Sink, given: &mut Sink) -> Outcome<()> {
        let everything = query::parse("", &Default::default())?;
        let options = SearchOptions { sort: Sort::Oldest, ..SearchOptions::default() };
        let (records, _) = self.0.export(&everything, &options)?;
        for record in records {
            let record = record?;
            docs.put(&self.doc(&record))?;
            given.put(&Given::new(&record.article, record.mentions))?;
        }
        Ok(())
    }

    fn doc(&self, record: &dateline::index::Record) -> Doc {
        let found = hit::places(record, usize::MAX).into_iter().flat_map(|p| p.path_ids.clone());
        let mut places: Vec<String> = found.collect();
        places.sort_unstable();
        places.dedup();
        let actors = hit::actors(record, self.0.dictionary(), usize::MAX);
        let date = record.article.published.as_ref().map(|p| p.date);
        Doc {
            title: record.article.title.clone().unwrap_or_default(),
            body: record.article.body.clone(),
            day: date.map(|d| i64::from(dateline::date::day_number(d.range().from))),
            month: date.and_then(|d| Some(d.year() as u64 * 12 + u64::from(d.month()?))),
            places,
            actors: actors.into_iter().map(|a| a.id).collect(),
        }
    }
}
