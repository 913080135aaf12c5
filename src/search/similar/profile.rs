//! What articles are compared by: words, actors, places, days.
//!
//! A word weighs by how often it stands in the article and how rare it is in the archive (tf-idf, with
//! the logarithm of both), and so do an actor and a place. A place brings those that contain it along, so
//! that two towns of one region have something in common.

use std::collections::HashMap;

use super::super::hit::{self, ActorValue, PlaceValue};
use super::super::terms::Terms;
use crate::article::{Article, Mention, PlaceRole, Referent};
use crate::date::day_number;
use crate::error::Result;
use crate::gazetteer::Gazetteer;
use crate::index::Snapshot;
use crate::index::dictionary::{Family, View};
use crate::index::document::apart_of;
use crate::index::record::found::{Entity, Found};
use crate::index::spoken::{Spoken, periods};
use crate::text::{self, Stemmer};

/// A word in the headline counts as so many in the text.
const HEADLINE: u32 = 2;
/// What a place counts that is not named, but contains one that is.
const CONTAINER: f32 = 0.5;
/// A place that the article is about counts as so many mentions more.
const ABOUT: u32 = 2;
/// Longest time spoken of that tells articles apart, in days: a week.
const SPOKEN_DAYS_MAX: i32 = 7;

/// The least share of a likeness of words that a word is named for.
const NOTICED: f32 = 0.02;

/// Things by number, each with its weight, in the order of their numbers.
pub type Weights = Vec<(u32, f32)>;

/// What an article is compared by.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// Words, by the numbers that a [`Weigher`] gives.
    pub words: Weights,
    /// Actors, by the facet numbers of those who speak for them.
    pub actors: Weights,
    /// Places, by their facet numbers.
    pub places: Weights,
    /// First and last day that the date of publication can mean.
    pub published: Option<(i32, i32)>,
    /// Days spoken of: of the periods no longer than a week, each once.
    pub spoken: Vec<i32>,
}

impl Profile {
    /// The words that weigh most of those that will do, the heaviest first.
    pub fn heaviest_words(&self, limit: usize, will_do: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut words: Weights = self.words.iter().filter(|(word, _)| will_do(*word)).copied().collect();
        words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        words.into_iter().take(limit).map(|(word, _)| word).collect()
    }

    /// The words of both that add noticeably to their likeness, those first that add most.
    pub fn shared_words(&self, other: &Profile) -> Vec<u32> {
        let mut shared = Vec::new();
        each_shared(&self.words, &other.words, |word, a, b| shared.push((word, a * b)));
        shared.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let least = shared.iter().map(|(_, adds)| adds).sum::<f32>() * NOTICED;
        shared.into_iter().take_while(|(_, adds)| *adds >= least).map(|(word, _)| word).collect()
    }
}

/// Calls back with what both have, and its weight in each.
pub fn each_shared(a: &[(u32, f32)], b: &[(u32, f32)], mut callback: impl FnMut(u32, f32, f32)) {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    while let (Some(&&(left, of_a)), Some(&&(right, of_b))) = (a.peek(), b.peek()) {
        if left == right {
            callback(left, of_a, of_b);
        }
        if left <= right {
            a.next();
        }
        if right <= left {
            b.next();
        }
    }
}

/// Who, where and when an article names.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// Actors who speak for those that are named, with how often, in the order of the text.
    actors: Vec<(u32, u32)>,
    /// Places, likewise.
    places: Vec<(u32, u32)>,
    spoken: Vec<Spoken>,
}

impl Named {
    /// Of an article as it is stored.
    pub fn of_found(found: &Found, dictionary: &View) -> Named {
        let mut mentions = vec![0_u32; found.entities.len()];
        for place in &found.places {
            if let Some(n) = mentions.get_mut(place.entity as usize) {
                *n += 1;
            }
        }
        let mut named = Named::default();
        for (entity, &n) in found.entities.iter().zip(&mentions) {
            match entity {
                Entity::Place { number, role, .. } => {
                    add(&mut named.places, *number, n + if *role == PlaceRole::About { ABOUT } else { 0 });
                }
                Entity::Actor { number, .. } => named.actor(*number, n, dictionary),
                Entity::Date(date) => named.spoken.extend(periods(date)),
                Entity::Unresolved(_) => {}
            }
        }
        named
    }

    /// Of an article that the index does not hold: what the index has no number for is left out.
    pub fn of_mentions(mentions: &[Mention], dictionary: &View) -> Named {
        let mut named = Named::default();
        for mention in mentions {
            match &mention.what {
                Referent::Place(place) => {
                    let id = place.id.as_deref();
                    let numbers = id.map(|id| dictionary.keyed(Family::Place, id)).unwrap_or_default();
                    let n = if place.role == PlaceRole::About { 1 + ABOUT } else { 1 };
                    numbers.iter().for_each(|&number| add(&mut named.places, number, n));
                }
                Referent::Actor(actor) => {
                    let number = dictionary.actor(&actor.name, actor.kind);
                    number.iter().for_each(|&number| named.actor(number, 1, dictionary));
                }
                Referent::Date(date) => named.spoken.extend(periods(date)),
            }
        }
        named
    }

    fn actor(&mut self, number: u32, mentions: u32, dictionary: &View) {
        if number < dictionary.len() && !dictionary.is_hidden(number) {
            add(&mut self.actors, dictionary.canonical(number), mentions);
        }
    }

    /// The places and actors that another article names too, in the order of its text.
    pub fn shared(&self, other: &Named, snapshot: &Snapshot) -> (Vec<PlaceValue>, Vec<ActorValue>) {
        let both = |own: &[(u32, u32)], other: &[(u32, u32)]| -> Vec<(u32, u32)> {
            other.iter().filter(|(number, _)| own.iter().any(|(n, _)| n == number)).copied().collect()
        };
        let place = |(number, mentions)| Some(PlaceValue { place: snapshot.place_info(number)?, mentions });
        let actor = |(number, mentions)| hit::actor_numbered(number, mentions, snapshot.dictionary());
        let places = both(&self.places, &other.places).into_iter().filter_map(place);
        (places.collect(), both(&self.actors, &other.actors).into_iter().filter_map(actor).collect())
    }

    /// The days spoken of, but for those of long periods.
    fn days(&self) -> Vec<i32> {
        let short = self.spoken.iter().filter(|p| p.last() - p.first() < SPOKEN_DAYS_MAX);
        let mut days: Vec<i32> = short.flat_map(|p| p.first()..=p.last()).collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}

/// Adds to what is known of a number, or enters it.
fn add(known: &mut Vec<(u32, u32)>, number: u32, mentions: u32) {
    match known.iter_mut().find(|(n, _)| *n == number) {
        Some((_, sum)) => *sum += mentions,
        None => known.push((number, mentions)),
    }
}

/// A word that was met.
struct Met {
    stem: String,
    /// As it stood where it was met first.
    written: String,
    /// How many articles have it.
    articles: u64,
    /// The logarithm of how rare it is.
    rarity: f32,
}

/// Makes profiles, and remembers what words weigh in the archive.
pub struct Weigher<'w> {
    snapshot: &'w Snapshot,
    terms: Terms,
    numbers: HashMap<String, u32>,
    met: Vec<Met>,
    stemmers: HashMap<Option<String>, Stemmer>,
}

impl<'w> Weigher<'w> {
    /// For the articles of a snapshot.
    pub fn new(snapshot: &'w Snapshot) -> Weigher<'w> {
        Weigher {
            snapshot,
            terms: Terms::default(),
            numbers: HashMap::new(),
            met: Vec::new(),
            stemmers: HashMap::new(),
        }
    }

    /// The stem of a word by its number.
    pub fn stem(&self, word: u32) -> &str {
        self.met.get(word as usize).map_or("", |met| &met.stem)
    }

    /// How many articles have a word.
    pub fn articles(&self, word: u32) -> u64 {
        self.met.get(word as usize).map_or(0, |met| met.articles)
    }

    /// A word by its number, as the first article that had it writes it.
    pub fn written(&self, word: u32) -> &str {
        self.met.get(word as usize).map_or("", |met| &met.written)
    }

    /// What an article is compared by.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn profile(&mut self, article: &Article, named: &Named) -> Result<Profile> {
        let published = article.published.as_ref().map(|p| p.date.range());
        Ok(Profile {
            words: self.words(article)?,
            actors: self.actors(&named.actors),
            places: self.places(&named.places),
            published: published.map(|range| (day_number(range.from), day_number(range.to))),
            spoken: named.days(),
        })
    }

    fn words(&mut self, article: &Article) -> Result<Weights> {
        let lang = article.lang.clone();
        let mut stemmer = self.stemmers.remove(&lang).unwrap_or_else(|| Stemmer::new(lang.as_deref()));
        let mut counts: HashMap<u32, u32> = HashMap::new();
        let title = article.title.iter().map(|t| (t.as_str(), HEADLINE));
        let rest = apart_of(article).chain([article.body.as_str()]).map(|t| (t, 1));
        for (part, count) in title.chain(rest) {
            for word in text::words(part) {
                let number = self.number(stemmer.stem(&text::term(word.text)), word.text)?;
                *counts.entry(number).or_default() += count;
            }
        }
        self.stemmers.insert(lang, stemmer);
        let weight = |(word, count)| {
            let rarity = self.met.get(word as usize).map_or(0.0, |met| met.rarity);
            (word, tf(count) * rarity)
        };
        Ok(sorted(counts.into_iter().map(weight)))
    }

    /// The number of a stem, new or known.
    fn number(&mut self, stem: &str, written: &str) -> Result<u32> {
        if let Some(&known) = self.numbers.get(stem) {
            return Ok(known);
        }
        let term = tantivy::Term::from_field_text(self.snapshot.fields.stems, stem);
        let frequency = self.terms.frequency(&self.snapshot.searcher, &term);
        let frequency = frequency.map_err(|e| self.snapshot.damaged(&e.to_string()))?;
        let number = u32::try_from(self.met.len()).unwrap_or(u32::MAX);
        self.numbers.insert(stem.to_owned(), number);
        let rarity = self.rarity(frequency);
        self.met.push(Met {
            stem: stem.to_owned(),
            written: written.to_owned(),
            articles: frequency,
            rarity,
        });
        Ok(number)
    }

    /// What a thing weighs that so many articles have: nothing when none has it, or all.
    fn rarity(&self, articles: u64) -> f32 {
        let all = self.snapshot.articles().max(1) as f32;
        if articles == 0 { 0.0 } else { (all / articles as f32).ln().max(0.0) }
    }

    fn actors(&self, named: &[(u32, u32)]) -> Weights {
        let dictionary = self.snapshot.dictionary();
        let weight = |&(number, mentions): &(u32, u32)| {
            (number, tf(mentions) * self.rarity(u64::from(dictionary.uses(number).max(1))))
        };
        sorted(named.iter().map(weight))
    }

    fn places(&self, named: &[(u32, u32)]) -> Weights {
        let (dictionary, gazetteer) = (self.snapshot.dictionary(), Gazetteer::embedded());
        let rarity = |number: u32| self.rarity(u64::from(dictionary.uses(number).max(1)));
        let mut weights: Vec<(u32, f32)> =
            named.iter().map(|&(number, mentions)| (number, tf(mentions) * rarity(number))).collect();
        for &(number, _) in named {
            let Some(place) = gazetteer.by_id(dictionary.value(number)) else { continue };
            let containers = gazetteer.containers(place).map(|no| gazetteer.id(no));
            for number in containers.flat_map(|id| dictionary.keyed(Family::Place, &id)) {
                if !weights.iter().any(|(known, _)| *known == number) {
                    weights.push((number, CONTAINER * rarity(number)));
                }
            }
        }
        sorted(weights.into_iter())
    }
}

/// What it weighs that something is named so often.
fn tf(count: u32) -> f32 {
    1.0 + (count.max(1) as f32).ln()
}

/// In the order of the numbers; what weighs nothing is left out.
fn sorted(weights: impl Iterator<Item = (u32, f32)>) -> Weights {
    let mut weights: Weights = weights.filter(|(_, weight)| *weight > 0.0).collect();
    weights.sort_unstable_by_key(|(number, _)| *number);
    weights
}
