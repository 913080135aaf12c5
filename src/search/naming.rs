//! What a burst is about: the actors, places and words that explain it, with an article that has
//! them.
//!
//! A value explains a burst when the matches inside have it more often than the matches outside, by
//! the signed log-likelihood ratio ([`super::association`]); where nearly all matches are inside, more
//! often than the rest of the archive. And they must have it more often than all other articles of
//! the same days, or else it would only name the season (`August`) and what else was in the news.
//! What every match has says something of the query, but nothing of the burst. Words are compared by their stems, and shown as they are mostly written.
//!
//! Which words to look at is told by the articles of the burst: [`READ_MAX`] of them at most are
//! read, evenly spaced. What is printed is counted over all articles, whatever was read.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::RangeInclusive;

use serde::Serialize;
use tantivy::{DocAddress, Term};

use super::association::Counts;
use super::bursts::Burst;
use super::facets::{FacetKind, Over, Step, label_key};
use super::matches::{self, Key};
use super::periods::{Period, everything, of_sources};
use super::plan::{FacetField, Part, Plan};
use super::surprise::Tallied;
use super::terms::Terms;
use super::{SearchOptions, Unit};
use crate::article::ArticleId;
use crate::error::Result;
use crate::gazetteer::{Gazetteer, PlaceNo};
use crate::index::Snapshot;
use crate::index::record::Stored;
use crate::query::Query;
use crate::text::{self, Stemmer};

/// Articles of a burst that are read to find its words.
pub const READ_MAX: usize = 300;
/// Values that may explain a burst, of each sort, that are looked at closely.
const CANDIDATES_MAX: usize = 24;
/// Fewer matches than this outside of a burst, and fewer than inside, tell nothing.
const OUTSIDE_MIN: u64 = 20;
/// Values of each sort that are shown.
const SHOWN_MAX: usize = 5;
/// The least surprise of an explanation: by chance once in a hundred times.
const SURPRISE_MIN: f64 = 6.63;

/// A burst and what it is about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Named {
    /// The first period.
    pub from: String,
    /// The last period.
    pub to: String,
    /// Matches in these periods.
    pub count: u64,
    /// All of the archive in these periods.
    pub archive: u64,
    /// How many matches would be usual.
    #[serde(serialize_with = "super::association::rounded")]
    pub usual: f64,
    /// How sure it is that there are more than usual: a log-likelihood ratio, in nats.
    #[serde(serialize_with = "super::association::rounded")]
    pub weight: f64,
    /// Actors that explain it, the strongest first.
    pub actors: Vec<Explanation>,
    /// Places that explain it.
    pub places: Vec<Explanation>,
    /// Words that explain it.
    pub words: Vec<Explanation>,
    /// The article that has most of these.
    pub example: Option<Example>,
}

/// A value that explains a burst.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// What a selection takes back, or a query: for a word as it is mostly written.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Matches inside the burst that have it.
    pub count: u64,
    /// Matches outside that have it.
    pub outside: u64,
    /// How surprising that is.
    #[serde(serialize_with = "super::association::rounded")]
    pub surprise: f64,
    /// An article of the burst that has it; unknown where none of those that were read has.
    pub example: Option<String>,
}

/// An article of a burst.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Example {
    /// Its id.
    pub id: String,
    /// When it was published.
    pub date: Option<String>,
    /// Its headline.
    pub title: Option<String>,
}

/// What has to be known of all bursts to name one.
struct Naming<'n> {
    snapshot: &'n Snapshot,
    options: &'n SearchOptions,
    over: Over,
    step: Step,
    /// What matches the query.
    plan: Plan,
    /// All that the archive has.
    archive: Plan,
    terms: Terms,
}

/// What may explain a burst.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum What {
    Actor(u32),
    Place(u32),
    Stem(String),
}

/// An article that was read.
struct ReadArticle {
    id: ArticleId,
    day: i32,
    date: Option<String>,
    title: Option<String>,
    has: HashSet<What>,
}

/// What was read of a burst.
#[derive(Default)]
struct Sample {
    articles: Vec<ReadArticle>,
    /// How often each stem is written in which way.
    spellings: HashMap<String, BTreeMap<String, u32>>,
}

/// The keys of the dates of a burst.
type Keys = RangeInclusive<Key>;

/// How much there is inside a burst.
struct Within {
    keys: Keys,
    /// Matches.
    totals: Totals,
    /// All articles of these days.
    days: u64,
    /// All articles of the archive, where it is what the burst is compared with.
    archive: Option<u64>,
}

/// A value with its counts.
struct Found {
    what: What,
    count: u64,
    outside: u64,
    surprise: f64,
}

impl Snapshot {
    /// Names bursts over these periods.
    pub(super) fn name_bursts(
        &self,
        query: &Query,
        options: &SearchOptions,
        (over, step): (Over, Step),
        periods: &[Period],
        bursts: &[Burst],
    ) -> Result<Vec<Named>> {
        if bursts.is_empty() {
            return Ok(Vec::new());
        }
        self.guarded(|| {
            let sources = of_sources(options);
            let naming = Naming {
                snapshot: self,
                options,
                over,
                step,
                plan: Snapshot::whole_plan(&self.prepare(query, options)?, &options.selection),
                archive: Snapshot::whole_plan(
                    &self.prepare(&everything(query), &sources)?,
                    &sources.selection,
                ),
                terms: Terms::default(),
            };
            bursts.iter().map(|burst| naming.name(burst, periods)).collect()
        })
    }
}

impl Naming<'_> {
    fn name(&self, burst: &Burst, periods: &[Period]) -> Result<Named> {
        let inside = periods.get(burst.first..=burst.last).unwrap_or_default();
        let key = |period: Option<&Period>| period.and_then(|p| label_key(&p.value, self.step));
        let ends = key(inside.first()).zip(key(inside.last()));
        let (first, last) = ends.map_or((1, 0), |(first, last)| (Key::from(first), Key::from(last)));
        let keys = first..=last;
        let ([by_actor, by_place], totals) = self.by_value(&keys)?;
        let sample = self.sample(&keys)?;
        let all = self.of_archive(inside, periods, &keys)?;
        // Too few matches are left outside to tell what is usual of them.
        let archive = (totals.outside < totals.inside.min(OUTSIDE_MIN)).then_some(all.inside + all.outside);
        let within = Within { days: all.inside, keys, totals, archive };
        let mut actors = self.values(&by_actor, What::Actor, &within)?;
        let mut places = self.values(&by_place, What::Place, &within)?;
        // A word of a name that is shown says nothing more.
        let named = self.words_of([&actors, &places]);
        let mut words = self.words(&sample, &named, &within)?;
        let example = best_article(&sample, [&actors, &places, &words]);
        let shown = |found: &mut Vec<Found>| -> Vec<Explanation> {
            found.drain(..).map(|found| self.explanation(found, &sample, example)).collect()
        };
        Ok(Named {
            from: inside.first().map(|p| p.value.clone()).unwrap_or_default(),
            to: inside.last().map(|p| p.value.clone()).unwrap_or_default(),
            count: totals.inside,
            archive: inside.iter().map(|p| p.archive).sum(),
            usual: burst.usual,
            weight: burst.weight,
            actors: shown(&mut actors),
            places: shown(&mut places),
            words: shown(&mut words),
            example: example.map(|article| Example {
                id: article.id.to_string(),
                date: article.date.clone(),
                title: article.title.clone(),
            }),
        })
    }

    /// How many matches of a plan are inside the burst, and how many outside.
    fn split(&self, plan: &Plan, keys: &Keys) -> Result<Totals> {
        let mut totals = Totals::default();
        let date = self.over.facet(self.step);
        let passed = matches::each(self.snapshot, plan, self.options.unit, &[date], |values| {
            totals.add(values.iter().flatten(), keys);
        });
        passed?;
        Ok(totals)
    }

    /// All articles of the archive that are inside, and outside.
    fn of_archive(&self, inside: &[Period], periods: &[Period], keys: &Keys) -> Result<Totals> {
        if self.over == Over::Mentions || self.options.unit == Unit::Story {
            return self.split(&self.archive, keys);
        }
        // Each article is in one period at most, so that they were counted before; those without a
        // period are left out.
        let sum = |periods: &[Period]| periods.iter().map(|period| period.archive).sum::<u64>();
        let within = sum(inside);
        Ok(Totals { inside: within, outside: sum(periods).saturating_sub(within) })
    }

    /// The actors and places of all matches, counted inside and outside.
    fn by_value(&self, keys: &Keys) -> Result<([[Tallied; 2]; 2], Totals)> {
        let kinds = [self.over.facet(self.step), FacetKind::Actor(None), FacetKind::Place(None)];
        let mut tallied: [[Tallied; 2]; 2] = Default::default();
        let mut totals = Totals::default();
        let passed = matches::each(self.snapshot, &self.plan, self.options.unit, &kinds, |values| {
            let [dates, actors, places] = values else { return };
            let Some(inside) = totals.add(dates.iter(), keys) else { return };
            for (tallied, values) in tallied.iter_mut().zip([actors, places]) {
                let [within, without] = tallied;
                if inside { within.count(values) } else { without.count(values) }
            }
        });
        passed?;
        Ok((tallied, totals))
    }

    /// The actors, or the places, that explain the burst.
    fn values(
        &self,
        [inside, outside]: &[Tallied; 2],
        what: fn(u32) -> What,
        within: &Within,
    ) -> Result<Vec<Found>> {
        let mut found = Vec::new();
        for (key, &count) in &inside.counts {
            let Ok(number) = u32::try_from(*key) else { continue };
            let outside = outside.counts.get(key).copied().unwrap_or(0);
            // Against the archive the most frequent ones are looked at closely.
            let surprise =
                within.archive.map_or_else(|| within.totals.surprise(count, outside), |_| count as f64);
            found.push(Found { what: what(number), count, outside, surprise });
        }
        if within.archive.is_none() {
            found.retain(|found| found.surprise >= SURPRISE_MIN);
        }
        self.keep_best(&mut found);
        self.against_archive(&mut found, within)?;
        self.innermost(&mut found);
        self.confirmed(found, within)
    }

    /// The words that explain the burst.
    fn words(&self, sample: &Sample, named: &HashSet<String>, within: &Within) -> Result<Vec<Found>> {
        let mut rough = Vec::new();
        let mut counts: HashMap<&String, u64> = HashMap::new();
        for what in sample.articles.iter().flat_map(|article| &article.has) {
            if let What::Stem(stem) = what {
                *counts.entry(stem).or_default() += 1;
            }
        }
        let (all, read) = (self.snapshot.articles(), sample.articles.len() as u64);
        let least = if read > 1 { 2 } else { 1 };
        for (stem, count) in counts.into_iter().filter(|(_, count)| *count >= least) {
            if named.contains(stem) || sample.shown(stem).is_none_or(|word| named.contains(word)) {
                continue;
            }
            let term = Term::from_field_text(self.snapshot.fields.stems, stem);
            let frequency = self.terms.frequency(&self.snapshot.searcher, &term);
            let frequency = frequency.map_err(|e| self.snapshot.damaged(&e.to_string()))?.clamp(count, all);
            let surprise = Counts { all, one: read, other: frequency, both: count }.surprise();
            rough.push(Found { what: What::Stem(stem.clone()), count, outside: frequency, surprise });
        }
        rough.retain(|found| found.surprise >= SURPRISE_MIN);
        self.keep_best(&mut rough);
        let mut found = Vec::new();
        for Found { what, .. } in rough {
            let counted =
                self.split(&Plan::And(vec![self.plan.clone(), self.plan_of(&what)]), &within.keys)?;
            let surprise = within.totals.surprise(counted.inside, counted.outside);
            found.push(Found { what, count: counted.inside, outside: counted.outside, surprise });
        }
        self.against_archive(&mut found, within)?;
        self.confirmed(found, within)
    }

    /// Weighs values against the archive where that is what the burst is compared with, and keeps
    /// those that are a surprise and not common to all matches.
    fn against_archive(&self, found: &mut Vec<Found>, within: &Within) -> Result<()> {
        if let Some(all) = within.archive {
            for found in found.iter_mut() {
                let having = Plan::And(vec![self.archive.clone(), self.plan_of(&found.what)]);
                let having = self.split(&having, &within.keys)?;
                let other = having.inside + having.outside;
                let counts = Counts { all, one: within.totals.inside, other, both: found.count };
                found.surprise = counts.surprise();
            }
        }
        let totals = within.totals;
        let common = |found: &Found| found.count == totals.inside && found.outside == totals.outside;
        found.retain(|found| found.surprise >= SURPRISE_MIN && !common(found));
        self.keep_best(found);
        Ok(())
    }

    /// Without places that contain another one that explains as much: the smaller says more.
    fn innermost(&self, found: &mut Vec<Found>) {
        let gazetteer = Gazetteer::embedded();
        let place = |found: &Found| match found.what {
            What::Place(number) => gazetteer.by_id(self.snapshot.dictionary.value(number)),
            _ => None,
        };
        let places: Vec<(PlaceNo, f64)> =
            found.iter().filter_map(|f| Some((place(f)?, f.surprise))).collect();
        found.retain(|f| {
            let Some(outer) = place(f) else { return true };
            let inside = |inner: PlaceNo| inner != outer && gazetteer.contains(outer, inner);
            !places.iter().any(|&(inner, surprise)| surprise >= f.surprise && inside(inner))
        });
    }

    /// Those with the greatest surprise.
    fn keep_best(&self, found: &mut Vec<Found>) {
        found.sort_by(|a, b| {
            let order = b.surprise.total_cmp(&a.surprise).then_with(|| b.count.cmp(&a.count));
            order.then_with(|| self.name_of(&a.what).cmp(self.name_of(&b.what)))
        });
        found.truncate(CANDIDATES_MAX);
    }

    /// Those that the matches have more often than the other articles of the same periods.
    fn confirmed(&self, found: Vec<Found>, within: &Within) -> Result<Vec<Found>> {
        let (days, here) = (within.days, within.totals.inside);
        let mut kept = Vec::new();
        for found in found {
            if kept.len() >= SHOWN_MAX {
                break;
            }
            let having = Plan::And(vec![self.archive.clone(), self.plan_of(&found.what)]);
            let having = self.split(&having, &within.keys)?.inside;
            let counts = Counts { all: days, one: here, other: having, both: found.count };
            // Where all articles of these days match there are no others.
            if days == here || counts.surprise() >= SURPRISE_MIN {
                kept.push(found);
            }
        }
        Ok(kept)
    }

    fn plan_of(&self, what: &What) -> Plan {
        match what {
            What::Actor(number) => {
                Plan::Facet(FacetField::Actor, self.snapshot.dictionary.spellings(*number))
            }
            What::Place(number) => Plan::Facet(FacetField::Place, vec![*number]),
            What::Stem(stem) => Plan::Word(Part::Text, vec![stem.clone()]),
        }
    }

    fn name_of<'w>(&'w self, what: &'w What) -> &'w str {
        match what {
            What::Actor(number) | What::Place(number) => self.snapshot.dictionary.value(*number),
            What::Stem(stem) => stem,
        }
    }

    /// The folded words, and their English stems, of the names that are shown.
    fn words_of(&self, found: [&Vec<Found>; 2]) -> HashSet<String> {
        let mut stemmer = Stemmer::new(None);
        let mut words = HashSet::new();
        for found in found.into_iter().flatten() {
            let (What::Actor(number) | What::Place(number)) = found.what else { continue };
            for word in text::words(self.snapshot.dictionary.label(number)) {
                let term = text::term(word.text).into_owned();
                words.insert(stemmer.stem(&term).to_owned());
                words.insert(term);
            }
        }
        words
    }

    fn explanation(&self, found: Found, sample: &Sample, example: Option<&ReadArticle>) -> Explanation {
        let has = |article: &&ReadArticle| article.has.contains(&found.what);
        let article = example.filter(has).or_else(|| sample.articles.iter().find(has));
        let (value, label) = match &found.what {
            What::Actor(number) | What::Place(number) => {
                let dictionary = &self.snapshot.dictionary;
                (dictionary.value(*number).to_owned(), dictionary.label(*number).to_owned())
            }
            What::Stem(stem) => {
                let word = sample.shown(stem).unwrap_or(stem).to_owned();
                (word.clone(), word)
            }
        };
        Explanation {
            value,
            label,
            count: found.count,
            outside: found.outside,
            surprise: found.surprise,
            example: article.map(|article| article.id.to_string()),
        }
    }

    /// Reads articles of a burst.
    fn sample(&self, keys: &Keys) -> Result<Sample> {
        let dictionary = &self.snapshot.dictionary;
        let mut addresses: Vec<(u64, DocAddress, i32)> = Vec::new();
        let passed = matches::windows(self.snapshot, &self.plan, |segment, columns, start, docs| {
            docs.each(|at| {
                let doc = start + at;
                let dates = matches::values(self.over.facet(self.step), doc, columns, dictionary);
                if dates.iter().any(|date| keys.contains(date)) {
                    let day = columns.days.of(doc).map_or(i32::MAX, |(first, _)| first);
                    addresses.push((columns.id.first(doc).unwrap_or(0), DocAddress::new(segment, doc), day));
                }
            });
        });
        passed?;
        // By id, so that the order of indexing decides nothing.
        addresses.sort_unstable_by_key(|address| address.0);
        let every = addresses.len().div_ceil(READ_MAX).max(1);
        let mut sample = Sample::default();
        for &(_, address, day) in addresses.iter().step_by(every) {
            self.read(address, day, &mut sample)?;
        }
        sample.articles.sort_by_key(|article| (article.day, article.id));
        Ok(sample)
    }

    fn read(&self, address: DocAddress, day: i32, sample: &mut Sample) -> Result<()> {
        let stored = self.snapshot.stored_at(address)?;
        let parts = || {
            let stored = Stored::open(stored.as_slice(), self.snapshot.shelf.as_ref())?;
            Some((stored.head()?, stored.body()?))
        };
        let (head, body) =
            parts().ok_or_else(|| self.snapshot.damaged("the text of an article cannot be read"))?;
        let mut has = HashSet::new();
        if let Some(columns) = self.snapshot.kept.columns(address.segment_ord) {
            let numbers = |kind| {
                let keys = matches::values(kind, address.doc_id, columns, &self.snapshot.dictionary);
                keys.into_iter().filter_map(|key| u32::try_from(key).ok())
            };
            has.extend(numbers(FacetKind::Actor(None)).map(What::Actor));
            has.extend(numbers(FacetKind::Place(None)).map(What::Place));
        }
        let mut stemmer = Stemmer::new(head.article.lang.as_deref());
        for text in [head.article.title.as_deref().unwrap_or_default(), &body] {
            for word in text::words(text).filter(|word| word.text.chars().any(char::is_alphabetic)) {
                let stem = stemmer.stem(&text::term(word.text)).to_owned();
                let spellings = sample.spellings.entry(stem.clone()).or_default();
                *spellings.entry(word.text.to_owned()).or_default() += 1;
                has.insert(What::Stem(stem));
            }
        }
        sample.articles.push(ReadArticle {
            id: head.id,
            day,
            date: head.article.published.as_ref().map(|p| p.date.to_string()),
            title: head.article.title.clone(),
            has,
        });
        Ok(())
    }
}

impl Sample {
    /// A stem as it is mostly written; of equally frequent spellings the first in the alphabet.
    fn shown(&self, stem: &str) -> Option<&str> {
        let spellings = self.spellings.get(stem)?;
        let most = spellings.values().max()?;
        spellings.iter().find(|(_, count)| *count == most).map(|(word, _)| word.as_str())
    }
}

/// The article that has most of what explains the burst, by surprise; the oldest of equal ones.
fn best_article<'s>(sample: &'s Sample, found: [&Vec<Found>; 3]) -> Option<&'s ReadArticle> {
    let score = |article: &ReadArticle| -> f64 {
        let all = found.iter().flat_map(|found| found.iter());
        all.filter(|found| article.has.contains(&found.what)).map(|found| found.surprise).sum()
    };
    let best = sample.articles.iter().map(|article| (score(article), article));
    best.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, article)| article)
}

/// Matches inside and outside a burst, without those that are in no period.
#[derive(Debug, Clone, Copy, Default)]
struct Totals {
    inside: u64,
    outside: u64,
}

impl Totals {
    /// Counts a match with these dates, and says whether it is inside. What has no date is neither.
    fn add<'k>(&mut self, mut dates: impl Iterator<Item = &'k Key>, keys: &Keys) -> Option<bool> {
        let first = dates.next()?;
        let inside = keys.contains(first) || dates.any(|date| keys.contains(date));
        if inside {
            self.inside += 1
        } else {
            self.outside += 1
        }
        Some(inside)
    }

    /// How surprising it is that so many of those inside have something.
    fn surprise(self, count: u64, outside: u64) -> f64 {
        let all = self.inside + self.outside;
        Counts { all, one: self.inside, other: count + outside, both: count }.surprise()
    }
}
