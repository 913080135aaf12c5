//! How well articles on one event are found and grouped, held against what people say: BASIL and ECB+.
//!
//! ```text
//! cargo run --release --example same_event -- --data DIR [--background FILE --take N] [--index DIR]
//! ```
//!
//! DIR holds `basil/basil.jsonl.zst` (one event as three outlets told of it) and `ecbplus/*.jsonl.zst`
//! (one or two sentences an article, no dates). An event's articles are looked for among N articles of
//! FILE as well (one JSON object a line with `title`, `date`, `outlet`, `body`), so that words are as
//! rare as they are in an archive, and chance has its part.
//!
//! Prints the tables of `docs/similar.md`: what `similar` finds, beside BM25 alone; what each part of a
//! likeness adds; groups at each bound; and both bounds and groups cross-validated, chosen on one
//! collection and measured on the other.

mod baseline;
mod data;
mod scores;

use std::collections::HashMap;
use std::error::Error;
use std::path::PathBuf;

use dateline::Article;
use dateline::article::ArticleId;
use dateline::index::{Archive, Record, Snapshot};
use dateline::ingest::{self, IngestOptions};
use dateline::query::{self, ParseOptions};
use dateline::search::events::group::group;
use dateline::search::similar::likeness::{EVENT, Likeness};
use dateline::search::similar::profile::{Named, Profile, Weigher};
use dateline::search::{SearchOptions, Unit};

use baseline::Baseline;
use data::Collection;
use scores::{Agreement, Ranking, agreement};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The most hits that are looked at.
const LOOKED_AT: usize = 100;

struct Flags {
    data: PathBuf,
    background: Option<PathBuf>,
    take: usize,
    index: PathBuf,
}

fn flags() -> Outcome<Flags> {
    let index = std::env::temp_dir().join(format!("dateline-same-event-{}", std::process::id()));
    let mut flags = Flags { data: PathBuf::new(), background: None, take: 3000, index };
    let mut args = std::env::args().skip(1);
    while let Some(flag) = args.next() {
        let value = args.next().ok_or_else(|| format!("{flag} has no value"))?;
        match flag.as_str() {
            "--data" => flags.data = value.into(),
            "--background" => flags.background = Some(value.into()),
            "--take" => flags.take = value.parse()?,
            "--index" => flags.index = value.into(),
            _ => return Err(format!("there is no flag {flag}").into()),
        }
    }
    Ok(flags)
}

/// A collection in an archive, with what people say of it.
struct Gold {
    name: &'static str,
    snapshot: Snapshot,
    records: Vec<Record>,
    events: Vec<usize>,
    profiles: Vec<Profile>,
    baseline: Baseline,
}

fn main() -> Outcome<()> {
    let flags = flags()?;
    let background = match &flags.background {
        Some(file) => data::background(file, flags.take)?,
        None => Vec::new(),
    };
    let mut golds = Vec::new();
    for collection in [data::basil(&flags.data)?, data::ecbplus(&flags.data)?] {
        golds.push(Gold::new(collection, &background, &flags)?);
    }
    println!("articles on the same event: precision of the first hit, of the first two, and MAP\n");
    println!("| collection | method | P@1 | P@2 | MAP | ms |\n|---|---|---|---|---|---|");
    for gold in &golds {
        gold.found()?;
    }
    println!("\nwhat each part adds: all pairs ranked by the sum of some parts\n");
    println!("| collection | parts | P@1 | P@2 | MAP |\n|---|---|---|---|---|");
    golds.iter().for_each(Gold::parts);
    println!("\ngroups by average linkage, F1\n");
    println!("| collection | bound | pairs | B3 | CEAF-e | events found / true |\n|---|---|---|---|---|---|");
    for gold in &golds {
        bounds().for_each(|bound| gold.print_groups(bound));
    }
    println!("\nthe bound chosen by B3 on the other collection, and the one in use\n");
    println!("| collection | bound | pairs | B3 | CEAF-e | events found / true |\n|---|---|---|---|---|---|");
    if let [a, b] = golds.as_slice() {
        for (gold, other) in [(a, b), (b, a)] {
            gold.print_groups(other.best_bound());
            gold.print_groups(f64::from(EVENT));
        }
    }
    std::fs::remove_dir_all(&flags.index)?;
    Ok(())
}

/// The bounds that are tried.
fn bounds() -> impl Iterator<Item = f64> {
    (3..=14).map(|step| f64::from(step) * 0.02)
}

impl Gold {
    fn new(collection: Collection, background: &[Article], flags: &Flags) -> Outcome<Gold> {
        let folder = flags.index.join(collection.name);
        let archive = Archive::create(folder)?;
        let own = collection.articles.iter().map(|(article, _)| article);
        ingest::add(&archive, "articles", own.clone().chain(background).cloned(), &IngestOptions::default())?;
        let snapshot = archive.snapshot()?;
        let every = query::parse("*", &ParseOptions::default())?;
        let (records, _) = snapshot.export(&every, &SearchOptions::default())?;
        let mut by_source: HashMap<String, Record> = HashMap::new();
        for record in records {
            let record = record?;
            by_source.insert(record.article.source_id.clone().unwrap_or_default(), record);
        }
        let (mut records, mut events, mut names) = (Vec::new(), Vec::new(), HashMap::new());
        for (article, event) in &collection.articles {
            let source = article.source_id.as_deref().unwrap_or_default();
            let record = by_source.remove(source).ok_or_else(|| format!("{source} was not indexed"))?;
            let next = names.len();
            events.push(*names.entry(event.clone()).or_insert(next));
            records.push(record);
        }
        let mut weigher = Weigher::new(&snapshot);
        let mut profiles = Vec::new();
        for record in &records {
            let named = Named::of_mentions(&record.mentions, snapshot.dictionary());
            profiles.push(weigher.profile(&record.article, &named)?);
        }
        let baseline = Baseline::new(own.chain(background));
        Ok(Gold { name: collection.name, snapshot, records, events, profiles, baseline })
    }

    /// How many other articles tell of the event of one.
    fn relevant(&self, at: usize) -> usize {
        self.events.iter().filter(|event| **event == self.events[at]).count() - 1
    }

    fn rank(&self, like: &mut dyn FnMut(usize) -> Outcome<Vec<bool>>) -> Outcome<Ranking> {
        let mut ranking = Ranking::default();
        for at in (0..self.records.len()).filter(|&at| self.relevant(at) > 0) {
            ranking.add(&like(at)?, self.relevant(at));
        }
        Ok(ranking)
    }

    fn found(&self) -> Outcome<()> {
        let is_same =
            |at: usize, other: Option<usize>| other.is_some_and(|o| self.events[o] == self.events[at]);
        let baseline = self.rank(&mut |at| {
            let own = |other: usize| (other < self.records.len()).then_some(other);
            let ranked = self.baseline.like(at).into_iter().take(LOOKED_AT);
            Ok(ranked.map(|other| is_same(at, own(other))).collect())
        })?;
        let by_id: HashMap<ArticleId, usize> = self.records.iter().map(|r| r.id).zip(0..).collect();
        let every = query::parse("*", &ParseOptions::default())?;
        let mut times = Vec::new();
        let similar = self.rank(&mut |at| {
            let options = SearchOptions { unit: Unit::Article, limit: LOOKED_AT, ..SearchOptions::default() };
            let found = self.snapshot.similar(self.records[at].id, &every, &options)?;
            times.push(found.took_ms);
            Ok(found.hits.iter().map(|hit| is_same(at, by_id.get(&hit.record.id).copied())).collect())
        })?;
        times.sort_by(f64::total_cmp);
        let middle = times.get(times.len() / 2).copied().unwrap_or(0.0);
        self.print_ranking("BM25 more like this", &baseline, "–");
        self.print_ranking("similar", &similar, &format!("{middle:.1}"));
        Ok(())
    }

    fn print_ranking(&self, method: &str, ranking: &Ranking, ms: &str) {
        let [first, two, average] = ranking.means();
        println!("| {} | {method} | {first:.3} | {two:.3} | {average:.3} | {ms} |", self.name);
    }

    fn parts(&self) {
        type Sum = fn(&Likeness) -> f32;
        let sums: [(&str, Sum); 6] = [
            ("words", |l| l.words),
            ("actors", |l| l.actors),
            ("places", |l| l.places),
            ("words, actors", |l| 0.62 * l.words + 0.13 * l.actors),
            ("words, actors, places, days spoken of", Likeness::content),
            ("all", |l| l.score),
        ];
        for (name, sum) in sums {
            let ranking = self.rank(&mut |at| {
                let others = (0..self.records.len()).filter(|&other| other != at);
                let mut ranked: Vec<(f32, usize)> = others
                    .map(|other| (sum(&Likeness::of(&self.profiles[at], &self.profiles[other])), other))
                    .collect();
                ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
                Ok(ranked.into_iter().map(|(_, other)| self.events[other] == self.events[at]).collect())
            });
            let [first, two, average] = ranking.unwrap_or_default().means();
            println!("| {} | {name} | {first:.3} | {two:.3} | {average:.3} |", self.name);
        }
    }

    /// How well the groups made with a bound agree, and how many they are.
    fn groups(&self, bound: f64) -> (Agreement, usize) {
        let alike = |a: usize, b: usize| Likeness::of(&self.profiles[a], &self.profiles[b]).of_one_event();
        let groups = group(self.records.len(), &vec![None; self.records.len()], &alike, bound);
        let mut found = vec![0; self.records.len()];
        for (name, articles) in groups.iter().enumerate() {
            articles.iter().for_each(|&article| found[article] = name);
        }
        (agreement(&self.events, &found), groups.len())
    }

    fn best_bound(&self) -> f64 {
        let measured = bounds().map(|bound| (self.groups(bound).0.b_cubed, bound));
        measured.max_by(|a, b| a.0.total_cmp(&b.0)).map_or(0.0, |(_, bound)| bound)
    }

    fn print_groups(&self, bound: f64) {
        let (agreement, found) = self.groups(bound);
        let events = self.events.iter().max().map_or(0, |last| last + 1);
        let Agreement { pairs, b_cubed, ceaf_e } = agreement;
        println!(
            "| {} | {bound:.2} | {pairs:.3} | {b_cubed:.3} | {ceaf_e:.3} | {found} / {events} |",
            self.name
        );
    }
}
