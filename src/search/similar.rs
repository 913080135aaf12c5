//! Articles on the same subject as a given one, with the reasons.
//!
//! Two articles are compared by what they say and name: words by their stems, actors, places, the
//! days of publication and those spoken of ([`profile`], [`likeness`]). Comparing with every article
//! of an archive would take long, so the words that weigh most in the given one are searched for
//! first, as alternatives, and the best of what they bring is compared in full.
//!
//! The same subject is another relation than the same text. Near-identical copies are one
//! *story* ([`crate::index::stories`]): those of the given article are left out, and of another
//! story one article stands for all, unless articles are asked for.

pub mod likeness;
pub mod profile;

use std::time::Instant;

pub use likeness::{Likeness, Relation};

use super::hit::{ActorValue, PlaceValue};
use super::plan::{Part, Plan};
use super::{Prepared, SearchOptions, Unit};
use crate::article::{Article, ArticleId};
use crate::enrich;
use crate::error::Result;
use crate::index::record::Moment;
use crate::index::{Record, Snapshot};
use crate::query::{Node, Query};
use crate::text;
use profile::{Named, Profile, Weigher};

/// The words of an article that others are searched for by.
const WORDS_SOUGHT: usize = 30;
/// Articles that are compared in full; more are read only where a story has many copies.
const COMPARED: usize = 120;
/// The most results that one request gives.
pub const SIMILAR_MAX: usize = COMPARED;
/// The most words that a likeness is explained by.
const WORDS_SHOWN: usize = 8;
/// Scores are compared in steps of one thousandth: smaller differences mean nothing.
const SCORE_STEPS: f32 = 1_000.0;

/// Articles like a given one.
#[derive(Debug)]
pub struct Similar {
    /// The given article; `None` when it was a text from elsewhere.
    pub given: Option<Record>,
    /// What the hits are: one article for each story, or articles.
    pub unit: Unit,
    /// How many articles were compared in full.
    pub compared: usize,
    /// The most alike first; of equals the newest, then by id.
    pub hits: Vec<SimilarHit>,
    /// What the user should know: whole lines.
    pub notes: Vec<String>,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
}

/// One article that is like the given one.
#[derive(Debug)]
pub struct SimilarHit {
    /// Its place among the hits, from 1.
    pub rank: u64,
    /// The article, without its mentions.
    pub record: Record,
    /// The story that it stands for: the least id of its articles, its own when it is alone.
    pub story: ArticleId,
    /// How many articles that story has.
    pub story_size: usize,
    /// How alike the two are, part by part.
    pub likeness: Likeness,
    /// Whether the two are likely to tell of one event.
    pub relation: Relation,
    /// The words that both have and that weigh most, as the given article writes them; without those
    /// that are names of shared actors and places.
    pub words: Vec<String>,
    /// Actors that both name.
    pub actors: Vec<ActorValue>,
    /// Places that both name.
    pub places: Vec<PlaceValue>,
}

/// An article that was compared.
struct Compared {
    record: Record,
    profile: Profile,
    named: Named,
    likeness: Likeness,
    moment: i64,
}

impl Snapshot {
    /// The articles most like the one with this id. What the query and the selections of the
    /// options drop is not among them; of the options only `selection`, `unit`, `any` and `limit`
    /// count. The article itself and its near-identical copies never are, unless `unit` says articles: then
    /// the copies are.
    ///
    /// # Errors
    /// When there is no such article, when the query cannot be carried out, or when the index is
    /// damaged.
    pub fn similar(&self, id: ArticleId, query: &Query, options: &SearchOptions) -> Result<Similar> {
        self.guarded(|| {
            let began = Instant::now();
            let (given, found) = self.read_hit(self.address(id)?, false)?;
            let mut weigher = Weigher::new(self);
            let named = Named::of_found(&found, self.dictionary());
            let profile = weigher.profile(&given.article, &named)?;
            let similar =
                self.like(&Given { record: Some(&given), named, profile }, weigher, query, options)?;
            Ok(Similar { given: Some(given), took_ms: began.elapsed().as_secs_f64() * 1000.0, ..similar })
        })
    }

    /// The articles most like a text from elsewhere, a pasted one say. Its first line is its headline
    /// when a blank line follows.
    ///
    /// # Errors
    /// Those of [`Snapshot::similar`].
    pub fn similar_to_text(&self, text: &str, query: &Query, options: &SearchOptions) -> Result<Similar> {
        self.guarded(|| {
            let began = Instant::now();
            let article = article_of(text);
            let named = Named::of_mentions(&enrich::enrich(&article), self.dictionary());
            let mut weigher = Weigher::new(self);
            let profile = weigher.profile(&article, &named)?;
            let similar = self.like(&Given { record: None, named, profile }, weigher, query, options)?;
            Ok(Similar { took_ms: began.elapsed().as_secs_f64() * 1000.0, ..similar })
        })
    }

    fn like(
        &self,
        given: &Given<'_>,
        mut weigher: Weigher<'_>,
        query: &Query,
        options: &SearchOptions,
    ) -> Result<Similar> {
        let mut prepared = self.prepare(query, options)?;
        prepared.plan = sought(given, &weigher, prepared.plan, &query.root);
        let mut compared = self.compared(given, &mut weigher, &prepared, options)?;
        compared.retain(|c| c.likeness.relation() != Relation::None);
        let in_steps = |c: &Compared| (c.likeness.score * SCORE_STEPS).round() as i64;
        compared.sort_by_key(|c| (std::cmp::Reverse(in_steps(c)), std::cmp::Reverse(c.moment), c.record.id));
        let read = compared.len();
        if options.unit == Unit::Story {
            self.keep_one_of_each_story(&mut compared);
        }
        compared.truncate(options.limit);
        let hits = compared.into_iter().zip(1..).map(|(c, rank)| self.similar_hit(given, &weigher, c, rank));
        let hits = hits.collect();
        Ok(Similar {
            given: None,
            unit: options.unit,
            compared: read,
            hits,
            notes: prepared.notes,
            took_ms: 0.0,
        })
    }

    /// The best of what the plan brings, compared in full.
    fn compared(
        &self,
        given: &Given<'_>,
        weigher: &mut Weigher<'_>,
        prepared: &Prepared,
        options: &SearchOptions,
    ) -> Result<Vec<Compared>> {
        let own_story = given.record.and_then(|r| self.stories().story(r.number));
        let copies = own_story.map_or(0, |story| self.stories().members(story).len());
        let searched = SearchOptions {
            selection: options.selection.clone(),
            any: options.any,
            ..SearchOptions::default()
        };
        let wanted = COMPARED.saturating_add(copies).saturating_add(1);
        let collected = self.collect(prepared, &searched, wanted)?;
        let mut all = Vec::new();
        for candidate in collected.best {
            let (record, found) = self.read_hit(candidate.address, false)?;
            let copy = own_story.is_some() && self.stories().story(record.number) == own_story;
            let left_out = copy && options.unit == Unit::Story;
            if left_out || given.record.is_some_and(|r| r.id == record.id) || all.len() >= COMPARED {
                continue;
            }
            let named = Named::of_found(&found, self.dictionary());
            let profile = weigher.profile(&record.article, &named)?;
            let likeness = Likeness::of(&given.profile, &profile);
            let moment = record.article.published.as_ref().map_or(i64::MIN, |p| Moment::of(p).0);
            all.push(Compared { record, profile, named, likeness, moment });
        }
        Ok(all)
    }

    /// Leaves of each story the first, which is the one most like the given article.
    fn keep_one_of_each_story(&self, compared: &mut Vec<Compared>) {
        let mut seen = std::collections::HashSet::new();
        compared.retain(|c| self.stories().story(c.record.number).is_none_or(|story| seen.insert(story)));
    }

    fn similar_hit(
        &self,
        given: &Given<'_>,
        weigher: &Weigher<'_>,
        compared: Compared,
        rank: u64,
    ) -> SimilarHit {
        let story = self.stories().story(compared.record.number);
        let (places, actors) = given.named.shared(&compared.named, self);
        let names = actors.iter().map(|a| a.name.as_str()).chain(places.iter().map(|p| p.name.as_str()));
        let names: Vec<String> =
            names.flat_map(text::words).map(|word| text::term(word.text).into_owned()).collect();
        let shared = given.profile.shared_words(&compared.profile).into_iter();
        let words = shared
            .map(|word| weigher.written(word))
            .filter(|word| !names.contains(&text::term(word).into_owned()));
        SimilarHit {
            rank,
            story: story.and_then(|s| self.stories().id(s)).unwrap_or(compared.record.id),
            story_size: story.map_or(1, |s| self.stories().members(s).len()),
            relation: compared.likeness.relation(),
            words: words.take(WORDS_SHOWN).map(str::to_owned).collect(),
            actors,
            places,
            likeness: compared.likeness,
            record: compared.record,
        }
    }
}

/// What is compared with the rest.
struct Given<'g> {
    record: Option<&'g Record>,
    named: Named,
    profile: Profile,
}

/// The words that weigh most, as alternatives, among what the query admits.
fn sought(given: &Given<'_>, weigher: &Weigher<'_>, admitted: Plan, root: &Node) -> Plan {
    // A word that no other article has finds none.
    let others = u64::from(given.record.is_some());
    let will_do = |word| weigher.articles(word) > others;
    let words = given.profile.heaviest_words(WORDS_SOUGHT, will_do).into_iter();
    let words =
        Plan::Or(words.map(|word| Plan::Word(Part::Text, vec![weigher.stem(word).to_owned()])).collect());
    match root {
        Node::All => words,
        // What is excluded twice is wanted, and adds nothing to the score.
        _ => Plan::And(vec![words, Plan::Not(Box::new(Plan::Not(Box::new(admitted))))]),
    }
}

/// A pasted text as an article.
fn article_of(text: &str) -> Article {
    let (title, body) = match text.trim_start().split_once("\n\n") {
        Some((title, body)) if !title.contains('\n') => (Some(title.trim().to_owned()), body),
        _ => (None, text),
    };
    let lang = text::detect(body).map(str::to_owned);
    Article { title, body: body.trim().to_owned(), lang, ..Article::default() }
}
