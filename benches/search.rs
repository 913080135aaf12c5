//! What a search costs, beside tantivy doing its own, in the same run.
//!
//! ```console
//! $ cargo bench --bench search                                  # a synthetic archive
//! $ DATELINE_BENCH_CORPUS=reuters21578 cargo bench --bench search
//! ```
//!
//! Each query is asked of three: dateline, which gives its whole answer (total, ten
//! hits with marked snippets, places and actors, and facets where the class has them);
//! tantivy's top ten with its `SnippetGenerator`; and tantivy made to count as much as
//! dateline does. Queries are drawn by document frequency, with a fixed seed, because
//! what costs differs: a rare word shows the price of asking at all, a common one that
//! of walking a list, phrases that of positions, facets that of counting.
//!
//! Names of classes on the command line restrict the run to them.

// A bench prints, and a fault in it may end it.
#![allow(clippy::print_stdout, clippy::indexing_slicing)]

mod support;

use std::collections::BTreeMap;
use std::path::PathBuf;

use dateline::date::{PartialDate, day_from_number};
use dateline::index::{Archive, Snapshot};
use dateline::query;
use dateline::search::{FacetKind, SearchOptions, Selection, Step};
use support::corpus::{self, Doc, Docs, Scratch};
use support::raw::{self, Raw, Request, Work};
use support::rng::Rng;
use support::{Outcome, clock, table};

/// Queries of each class.
const QUERIES: usize = 100;
/// How often each is asked of each contestant; the median counts.
const ROUNDS: usize = 5;
const SEED: u64 = 7;
/// What a search with facets and snippets may cost against tantivy's top ten.
const BAR: f64 = 2.0;

fn main() -> Outcome<()> {
    let scratch = Scratch::new()?;
    let (folder, name) = corpus::folder(&scratch)?;
    let index = scratch.fresh("dateline");
    corpus::update(&index, &[folder], true)?;
    let archive = Archive::open(&index)?;
    let snapshot = archive.snapshot()?;
    let docs = Docs::of(&snapshot)?;
    let raw_index: PathBuf = scratch.fresh("raw");
    raw::add(&raw_index, &docs.all)?;
    let contest = Contest { snapshot: &snapshot, raw: Raw::open(&raw_index)?, docs: &docs };
    println!(
        "{name}: {} articles, {:.1} MB of text; {QUERIES} queries a class, {ROUNDS} rounds, seed {SEED}; {}\n",
        docs.all.len(),
        docs.text_bytes() as f64 / 1e6,
        clock::name()
    );
    let wanted: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with('-')).collect();
    let mut rows = vec![headings()];
    let mut worst: f64 = 0.0;
    for (class, requests) in classes(&docs) {
        if wanted.is_empty() || wanted.iter().any(|w| w == class) {
            let (row, ratio) = contest.class(class, &requests)?;
            rows.push(row);
            worst = if requests.iter().any(|r| r.facets) { worst.max(ratio) } else { worst };
        }
    }
    table::print(&rows);
    println!("with facets and snippets: {worst:.2} x tantivy's top ten with snippets (the bar is {BAR})");
    Ok(())
}

fn headings() -> Vec<String> {
    let columns = [
        "class",
        "matches",
        "dateline p50 / p99 ms",
        "tantivy top 10",
        "ratio",
        "tantivy, same work",
        "ratio",
    ];
    columns.map(str::to_owned).into()
}

/// Queries of every class, drawn from the archive itself.
fn classes(docs: &Docs) -> Vec<(&'static str, Vec<Request>)> {
    let mut draw = Draw::new(docs);
    let words = |words: String| Request { words, ..Request::default() };
    let mut of = |class, request: &dyn Fn(&mut Draw) -> Option<Request>| {
        let found = std::iter::repeat_with(|| request(&mut draw)).take(QUERIES * 200).flatten();
        (class, found.take(QUERIES).collect::<Vec<_>>())
    };
    vec![
        of("rare word", &|d| Some(words(d.word(0.0002, 0.001)))),
        of("common word", &|d| Some(words(d.word(0.05, 0.3)))),
        of("and", &|d| d.together(0.003, 0.3).map(|(a, b)| words(format!("{a} {b}")))),
        of("or", &|d| {
            let three: Vec<String> = (0..3).map(|_| d.word(0.003, 0.03)).collect();
            Some(words(three.join(" OR ")))
        }),
        of("phrase", &|d| d.neighbours(0.003).map(|(a, b)| words(format!("\"{a} {b}\"")))),
        of("prefix", &|d| {
            let word = d.word(0.003, 0.03);
            Some(Request { prefix: Some(word.get(..5)?.to_owned()), ..Request::default() })
        }),
        of("date range", &|d| {
            Some(Request { words: d.word(0.05, 0.3), days: d.days(), ..Request::default() })
        }),
        of("facets", &|d| Some(Request { words: d.word(0.003, 0.3), facets: true, ..Request::default() })),
        of("drill-down", &|d| {
            let words = d.word(0.003, 0.3);
            Some(Request { place: Some(d.place_with(&words)?), words, facets: true, ..Request::default() })
        }),
    ]
}

struct Contest<'c> {
    snapshot: &'c Snapshot,
    raw: Raw,
    docs: &'c Docs,
}

impl Contest<'_> {
    /// Asks all queries of a class of all contestants in turn; gives the table's row,
    /// and what dateline costs against tantivy's top ten.
    fn class(&self, class: &str, requests: &[Request]) -> Outcome<(Vec<String>, f64)> {
        let mut costs: [Vec<f64>; 3] = Default::default();
        let overhead = clock::thread_overhead();
        for request in requests {
            let mut rounds: [Vec<f64>; 3] = Default::default();
            for _ in 0..ROUNDS {
                // Each finds the processor's caches as another has left them.
                for (at, work) in [(1, Work::TopTen), (2, Work::Whole)] {
                    let (cost, total) = clock::thread_seconds(|| self.dateline(request));
                    rounds[0].push((cost - overhead).max(0.0) * 1e3);
                    total?;
                    let (cost, total) = clock::thread_seconds(|| self.raw.answer(request, work));
                    rounds[at].push((cost - overhead).max(0.0) * 1e3);
                    total?;
                }
            }
            for (all, mut round) in costs.iter_mut().zip(rounds) {
                all.push(table::median(&mut round));
            }
        }
        let middles: Vec<f64> = costs.iter_mut().map(|c| table::median(c)).collect();
        let both = |at: usize, costs: &mut [f64]| {
            format!("{:.2} / {:.2}", middles[at], table::quantile(costs, 0.99))
        };
        let ratio = |at: usize| middles[0] / middles[at];
        let [ours, top, whole] = &mut costs;
        let row = vec![
            class.to_owned(),
            format!("{}", self.mean_matches(requests)?),
            both(0, ours),
            both(1, top),
            format!("{:.2}", ratio(1)),
            both(2, whole),
            format!("{:.2}", ratio(2)),
        ];
        Ok((row, ratio(1)))
    }

    fn mean_matches(&self, requests: &[Request]) -> Outcome<u64> {
        let mut sum = 0;
        for request in requests {
            sum += self.dateline(request)?;
        }
        Ok(sum / requests.len().max(1) as u64)
    }

    /// The whole way from the text of a query to its answer.
    fn dateline(&self, request: &Request) -> Outcome<u64> {
        let words = request.prefix.as_ref().map_or_else(|| request.words.clone(), |p| format!("{p}*"));
        let query = query::parse(&words, &Default::default())?;
        let day = |number: i64| PartialDate::from_day(day_from_number(number as i32)?);
        let selection = Selection {
            place: request.place.iter().filter_map(|&p| self.docs.places.get(p as usize).cloned()).collect(),
            from: request.days.and_then(|(from, _)| day(from)),
            to: request.days.and_then(|(_, to)| day(to)),
            ..Selection::default()
        };
        let facets = [FacetKind::Place(None), FacetKind::Actor(None), FacetKind::Date(Step::Month)];
        let facets = if request.facets { facets.to_vec() } else { Vec::new() };
        let options = SearchOptions { selection, facets, ..SearchOptions::default() };
        Ok(std::hint::black_box(self.snapshot.search(&query, &options)?).total)
    }
}

/// Draws words, pairs and dates from the archive.
struct Draw<'d> {
    docs: &'d [Doc],
    rng: Rng,
    frequencies: BTreeMap<String, usize>,
}

impl<'d> Draw<'d> {
    fn new(docs: &'d Docs) -> Draw<'d> {
        Draw { docs: &docs.all, rng: Rng::new(SEED), frequencies: corpus::frequencies(&docs.all) }
    }

    /// Whether a word stands in this part of all articles.
    fn is_between(&self, word: &str, least: f64, most: f64) -> bool {
        let part = self.frequencies.get(word).map_or(0.0, |&n| n as f64 / self.docs.len() as f64);
        part >= least && part <= most
    }

    /// A word that this part of all articles holds.
    fn word(&mut self, least: f64, most: f64) -> String {
        let number = |part: f64| (part * self.docs.len() as f64) as usize;
        let wanted = number(least).max(1)..=number(most);
        let all = self.frequencies.iter().filter(|(word, n)| wanted.contains(n) && word.len() >= 5);
        let all: Vec<&String> = all.map(|(word, _)| word).collect();
        (*self.rng.pick(&all)).clone()
    }

    fn doc(&mut self) -> &'d Doc {
        self.rng.pick(self.docs)
    }

    /// Two words of one article.
    fn together(&mut self, least: f64, most: f64) -> Option<(String, String)> {
        let words = corpus::plain_words(&self.doc().body);
        let words: Vec<String> = words.into_iter().filter(|w| self.is_between(w, least, most)).collect();
        let (a, b) = (
            words.get(self.rng.below(words.len()))?.clone(),
            words.get(self.rng.below(words.len()))?.clone(),
        );
        (a != b).then_some((a, b))
    }

    /// Two words with one blank between them in some article.
    fn neighbours(&mut self, least: f64) -> Option<(String, String)> {
        let parts: Vec<&str> = self.doc().body.split(' ').collect();
        let at = self.rng.below(parts.len());
        let usual =
            |word: &&&str| corpus::is_plain(word) && self.is_between(&word.to_lowercase(), least, 1.0);
        let (a, b) = (parts.get(at).filter(usual)?, parts.get(at + 1).filter(usual)?);
        Some((a.to_lowercase(), b.to_lowercase()))
    }

    /// A week from the day of some article on.
    fn days(&mut self) -> Option<(i64, i64)> {
        self.doc().day.map(|day| (day, day + 6))
    }

    /// A place of an article that holds the word.
    fn place_with(&mut self, word: &str) -> Option<u64> {
        let start = self.rng.below(self.docs.len());
        let docs = self.docs.iter().cycle().skip(start).take(self.docs.len());
        let doc = docs
            .filter(|d| !d.places.is_empty())
            .find(|d| corpus::plain_words(&d.body).iter().any(|w| w == word))?;
        Some(*self.rng.pick(&doc.places))
    }
}
