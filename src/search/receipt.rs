//! Receipts: what a search found, written down so that it can be checked again.
//!
//! A receipt holds the question as it was typed, how it was read, what the archive was, and
//! which articles matched, each with a hash of what it said. The same question on the same
//! archive gives the same receipt to the byte, on any machine, with any number of threads and
//! after a rebuild from files in another order; of the clock there is nothing in it but the day.
//!
//! [`Snapshot::receipt`] makes one, [`Receipt::read`] reads the file that `render::receipt`
//! writes, and [`Snapshot::compare`] says what has become of it.

mod compare;
mod file;

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use compare::{Cause, Circumstance, Comparison, CountChange, Difference, Head};
pub use file::VERSION;

use super::{Facet, FacetKind, Over, Question, SearchOptions, Sort, Unit};
use crate::article::ArticleId;
use crate::error::Result;
use crate::gazetteer::Gazetteer;
use crate::index::ledger::{FileEntry, Ledger};
use crate::index::{Corrections, Snapshot};
use crate::query::Query;

/// What a search found, and in what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The version of the format.
    pub receipt: u32,
    /// The program that wrote it, with its version.
    pub program: String,
    /// The day on which it was made.
    pub made: NaiveDate,
    /// The verb that was asked: `search`, `facets`, `timeline`, `export`.
    pub verb: String,
    /// What was asked, as it was typed.
    pub question: Question,
    /// How that was read.
    pub read: Reading,
    /// The order of hits.
    pub sort: Sort,
    /// Matches in the unit of the question.
    pub count: u64,
    /// Matching articles.
    pub articles: u64,
    /// Stories with a matching article.
    pub stories: u64,
    /// What the archive was.
    pub archive: State,
    /// The order of the matches.
    pub order: Order,
    /// Counts that were asked for: of a facet, or over time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
    /// The checksum of all the rest, which tells when somebody has edited it.
    pub checksum: String,
    /// The corrections of actors as they were, line by line, without comments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<String>,
    /// The matches in the order of their dates.
    #[serde(with = "file::entries")]
    pub matches: Vec<Entry>,
}

/// How a question was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The query in its full form.
    pub query: String,
    /// The first day that was selected, as a partial date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The day that relative dates count from, when the question has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub today: Option<NaiveDate>,
}

/// What an archive was, as far as answers depend on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// A hash of all articles: their ids and what they say.
    pub fingerprint: String,
    /// How many articles there were.
    pub articles: u64,
    /// The version of the text analysis.
    pub analysis: u32,
    /// A hash of the built-in gazetteer.
    pub gazetteer: String,
    /// A hash of the places of the user's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_places: Option<String>,
    /// The lines of the file with corrections of actors that say something.
    pub correction_lines: u64,
    /// A hash of those lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrections: Option<String>,
}

/// The order of matches, as hashes of their ids one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// Oldest first, undated ones last, of one date by id.
    pub by_date: String,
    /// Best first, when that was the order of hits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ranked: Option<String>,
}

/// All counts of a facet or a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// The facet, as `--facet` takes it.
    pub facet: String,
    /// How many values it has.
    pub values: u64,
    /// Matches without a value.
    pub none: u64,
    /// A hash of all values with their counts.
    pub hash: String,
    /// The first of them, largest first (of a timeline: oldest first), as `count value`.
    pub first: Vec<String>,
}

/// A match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: ArticleId,
    /// A hash of what it said.
    pub content: u32,
    /// Its file: the folder's label and the path below it. Which record of the file it is does not
    /// matter: lines may be sorted otherwise tomorrow.
    pub path: String,
}

/// What a receipt is made for beside the question.
#[derive(Debug, Clone, Copy)]
pub struct Occasion<'a> {
    /// The verb.
    pub verb: &'a str,
    /// The order of hits.
    pub sort: Sort,
    /// The facet that is counted, and whether over time.
    pub counted: Option<(FacetKind, Counting)>,
    /// The day.
    pub today: NaiveDate,
}

/// How a facet was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counting {
    /// Beside its own selection, as a facet.
    Facet,
    /// Within its selection, as a timeline.
    Timeline,
}

/// How many counts of a facet are written out.
const FIRST_MAX: usize = 50;

impl Snapshot {
    /// The receipt of a question that was asked of this snapshot.
    ///
    /// # Errors
    /// When the question cannot be read or carried out, or when the index is damaged.
    pub fn receipt(&self, question: &Question, occasion: &Occasion<'_>) -> Result<Receipt> {
        self.receipt_with(question, occasion, FIRST_MAX)
    }

    /// The same, with so many counts written out.
    fn receipt_with(
        &self,
        question: &Question,
        occasion: &Occasion<'_>,
        first_max: usize,
    ) -> Result<Receipt> {
        let grouped = self.clone().grouped(question.grouping)?;
        grouped.receipt_of_this(question, occasion, first_max)
    }

    /// The same, by the stories that this snapshot has.
    fn receipt_of_this(
        &self,
        question: &Question,
        occasion: &Occasion<'_>,
        first_max: usize,
    ) -> Result<Receipt> {
        let today = Some(occasion.today);
        let (query, options) = (question.parse(today)?, question.options(today)?);
        let found = self.found(&query, &options, occasion.sort)?;
        let ledger = self.ledger()?;
        let totals = self.search(&query, &SearchOptions { limit: 0, ..options.clone() })?;
        let counted = match occasion.counted {
            Some((kind, how)) => {
                let facet = self.counts(&query, &options, kind, how)?;
                Some(Counted::of(kind, &facet, first_max))
            }
            None => None,
        };
        let matches = entries(&found.by_date, &ledger);
        let mut receipt = Receipt {
            receipt: VERSION,
            program: format!("dateline {}", env!("CARGO_PKG_VERSION")),
            made: occasion.today,
            verb: occasion.verb.to_owned(),
            question: question.clone(),
            read: Reading {
                query: query.to_string(),
                from: options.selection.from.map(|day| day.to_string()),
                to: options.selection.to.map(|day| day.to_string()),
                today: today.filter(|&day| question.is_relative(day)),
            },
            sort: occasion.sort,
            count: totals.total,
            articles: totals.articles,
            stories: totals.stories,
            archive: self.state(&ledger),
            order: Order { by_date: hash_of(&found.by_date), ranked: found.ranked.as_deref().map(hash_of) },
            counted,
            checksum: String::new(),
            corrections: lines(self.corrections()),
            matches,
        };
        receipt.seal();
        Ok(receipt)
    }

    /// What answers depend on.
    fn state(&self, ledger: &Ledger) -> State {
        let gazetteer = Gazetteer::embedded();
        let lines = lines(self.corrections());
        State {
            fingerprint: fingerprint(ledger),
            articles: self.articles(),
            analysis: self.analysis(),
            gazetteer: format!("{:016x}", gazetteer.version_hash()),
            own_places: gazetteer.added().map(|hash| format!("{hash:016x}")),
            correction_lines: lines.len() as u64,
            corrections: (!lines.is_empty()).then(|| hash_of_lines(&lines)),
        }
    }

    /// All matching articles, whatever the unit.
    fn found(&self, query: &Query, options: &SearchOptions, sort: Sort) -> Result<Found> {
        let all = |sort| -> Result<Vec<ArticleId>> {
            let options = SearchOptions { sort, limit: usize::MAX, unit: Unit::Article, ..options.clone() };
            Ok(self.ranking(query, &options)?.into_iter().map(|(id, _)| id).collect())
        };
        let ranked = (sort == Sort::Relevance).then(|| all(Sort::Relevance)).transpose()?;
        Ok(Found { by_date: all(Sort::Oldest)?, ranked })
    }

    /// All values of a facet.
    fn counts(
        &self,
        query: &Query,
        options: &SearchOptions,
        kind: FacetKind,
        how: Counting,
    ) -> Result<Facet> {
        let over = match kind {
            FacetKind::Date(step) => Some((Over::Published, step)),
            FacetKind::Mentions(step) => Some((Over::Mentions, step)),
            _ => None,
        };
        if let (Counting::Timeline, Some((over, step))) = (how, over) {
            return Ok(self.timeline(query, options, over, step)?.1);
        }
        let options =
            SearchOptions { facets: vec![kind], facet_limit: usize::MAX, limit: 0, ..options.clone() };
        let counted = self.search(query, &options)?.facets.pop();
        counted.map(|(_, facet)| facet).ok_or_else(|| self.damaged("a facet was not counted"))
    }
}

impl Counted {
    fn of(kind: FacetKind, facet: &Facet, first_max: usize) -> Counted {
        let rows: Vec<String> = facet.values.iter().map(|v| format!("{} {}", v.count, v.value)).collect();
        Counted {
            facet: kind.to_string(),
            values: rows.len() as u64,
            none: facet.none,
            hash: hash_of_lines(&rows),
            first: rows.into_iter().take(first_max).collect(),
        }
    }
}

/// Matching articles, in the orders of a receipt.
struct Found {
    by_date: Vec<ArticleId>,
    ranked: Option<Vec<ArticleId>>,
}

/// A hash of what an archive holds: it follows from ids and contents alone, not from the order
/// in which they came, nor from segments, numbers and times.
fn fingerprint(ledger: &Ledger) -> String {
    let mut articles: Vec<(u64, u64)> = ledger.entries().map(|entry| (entry.id, entry.content)).collect();
    articles.sort_unstable();
    let mut hash = blake3::Hasher::new();
    for (id, content) in articles {
        hash.update(&id.to_be_bytes()).update(&content.to_be_bytes());
    }
    short(hash)
}

/// A hash of ids in their order.
fn hash_of(ids: &[ArticleId]) -> String {
    let mut hash = blake3::Hasher::new();
    for id in ids {
        hash.update(&id.number().to_be_bytes());
    }
    short(hash)
}

fn hash_of_lines(lines: &[String]) -> String {
    let mut hash = blake3::Hasher::new();
    for line in lines {
        hash.update(line.as_bytes()).update(b"\n");
    }
    short(hash)
}

/// 128 bits are enough that no two are the same by chance.
fn short(hash: blake3::Hasher) -> String {
    hash.finalize().to_hex().chars().take(32).collect()
}

fn lines(corrections: &Corrections) -> Vec<String> {
    corrections.lines.iter().map(|line| line.change.to_string()).collect()
}

/// The upper half of an article's hash, which tells one text of it from the next.
fn content(hash: u64) -> u32 {
    u32::try_from(hash >> 32).unwrap_or_default()
}

fn entries(ids: &[ArticleId], ledger: &Ledger) -> Vec<Entry> {
    let wanted: HashMap<u64, usize> = ids.iter().enumerate().map(|(at, id)| (id.number(), at)).collect();
    let mut entries: Vec<Entry> =
        ids.iter().map(|&id| Entry { id, content: 0, path: String::new() }).collect();
    for root in &ledger.roots {
        for (path, file) in &root.files {
            for part in &file.parts {
                for article in &part.articles {
                    let Some(entry) = wanted.get(&article.id).and_then(|&at| entries.get_mut(at)) else {
                        continue;
                    };
                    entry.content = content(article.content);
                    entry.path = FileEntry::shown(&format!("{}/{path}", root.label), part);
                }
            }
        }
    }
    entries
}
