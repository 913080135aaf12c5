//! Searching: a query, what is selected beside it, and what is wanted back.
//!
//! The query's tree becomes a [`plan`] (names looked up, patterns expanded), the plan
//! is carried out window by window ([`scan`]), and one pass over its matches gives the total,
//! the best hits and all facets ([`collect`]). Only the hits that are shown are read, and marked by
//! running the plan over their text ([`matching`]).

pub mod actors;
pub mod all;
pub mod association;
mod bm25;
mod budget;
pub mod bursts;
pub mod collect;
pub mod comention;
pub mod copies;
pub mod correct;
mod counted;
pub mod cursor;
mod diagnose;
pub mod events;
mod explain;
pub mod facets;
mod feedback;
mod frame;
pub mod gaps;
pub mod hit;
pub mod kwic;
mod lead;
mod matches;
pub mod matching;
mod names;
pub mod naming;
mod nearest;
mod open;
pub mod periods;
pub mod plan;
mod positions;
mod postings;
pub mod question;
pub mod receipt;
pub mod recency;
pub mod revisions;
mod rhythm;
mod scan;
pub mod similar;
pub mod snippet;
pub mod spans;
mod spoken;
pub mod surprise;
mod terms;
pub mod together;
pub mod under;
pub mod vocabulary;

use std::sync::Arc;
use std::time::{Duration, Instant};

use tantivy::DocAddress;

pub use actors::{Actor, Reason, Spelling};
pub use collect::Sort;
pub use copies::{Copies, Copy};
pub use correct::{Done, Logged, Wish};
pub use counted::{Counted, Forms, NamedValue, Names};
pub use cursor::Cursor;
pub use diagnose::{Advice, Clause, Weaker};
pub use events::{Event, Events};
pub use explain::{Ground, ScorePart};
pub use facets::{Facet, FacetKind, FacetValue, Over, Selection, Step};
pub use gaps::{Coverage, Gap};
pub use hit::{Hit, HitStory};
pub use lead::Lead;
pub use naming::{Example, Explanation, Named};
pub use nearest::Nearest;
pub use periods::{Period, Periods, Side};
pub use question::Question;
pub use receipt::Receipt;
pub use recency::HalfLife;
pub use revisions::{Chain, Issue, Known, Revises};
pub use similar::{Similar, SimilarHit};
pub use snippet::Snippet;
pub use surprise::{Ranked, Surprising};
pub use together::{Partner, Partners, Together};
pub use under::Under;

use crate::article::ArticleId;
use crate::error::{Error, Result};
use crate::index::dictionary::Family;
use crate::index::kept::Stemmers;
use crate::index::record::Stored;
use crate::index::record::found::Found;
use crate::index::{Record, Snapshot};
use crate::query::Query;
use crate::text::Stemmer;
use budget::Budget;
use collect::{Candidate, Collected, Pass};
use facets::{Dimension, Picked};
use matching::{Matcher, Sought};
use plan::{Plan, Preferred};
use recency::Recency;
use terms::Terms;

/// The most hits that one request gives; more come with [`SearchOptions::after`].
pub const LIMIT_MAX: usize = 10_000;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Articles.
    #[default]
    Article,
    /// Stories: groups of near-identical articles.
    Story,
}

impl Unit {
    /// The one of two counts that is meant.
    fn of(self, articles: u64, stories: u64) -> u64 {
        match self {
            Unit::Article => articles,
            Unit::Story => stories,
        }
    }

    /// The plural, as results name it.
    pub fn plural(self) -> &'static str {
        match self {
            Unit::Article => "articles",
            Unit::Story => "stories",
        }
    }
}

/// What is wanted back from a search.
#[derive(Debug, Clone)]
pub struct SearchOptions {
    /// What is selected beside the query.
    pub selection: Selection,
    /// The facets to count.
    pub facets: Vec<FacetKind>,
    /// The most values of each facet.
    pub facet_limit: usize,
    /// Only facet values whose name has this text.
    pub facet_contains: Option<String>,
    /// What is counted.
    pub unit: Unit,
    /// Which of a story's matching articles stands for it, when stories are counted.
    pub lead: Lead,
    /// The order of hits. A story stands where the first of its matching articles would.
    pub sort: Sort,
    /// The most hits, up to [`LIMIT_MAX`]; 0 only counts.
    pub limit: usize,
    /// Go on after the last hit of an earlier answer.
    pub after: Option<Cursor>,
    /// Whether bare words are alternatives (how the query was parsed).
    pub any: bool,
    /// Prefer recent articles where the order is that of relevance: at this age an article keeps
    /// three quarters of its score.
    pub recency: Option<HalfLife>,
    /// Say for each hit where its score comes from, and for each part of the query what it finds.
    pub explain: bool,
    /// When nothing matches, say why and what would. It takes about as long as two dozen searches.
    pub advise: bool,
    /// The most fragments of a hit's snippet.
    pub fragments: usize,
    /// How long the search may take before it is given up with an error; `None`: for ever. What it
    /// may cost in steps is bounded besides ([`crate::limits::STEPS_BASE`]).
    pub deadline: Option<Duration>,
}

impl Default for SearchOptions {
    fn default() -> SearchOptions {
        SearchOptions {
            selection: Selection::default(),
            facets: Vec::new(),
            facet_limit: 10,
            facet_contains: None,
            unit: Unit::Article,
            lead: Lead::default(),
            sort: Sort::Relevance,
            limit: 10,
            after: None,
            any: false,
            recency: None,
            explain: false,
            advise: false,
            fragments: snippet::FRAGMENTS_MAX,
            deadline: None,
        }
    }
}

/// What a search found.
#[derive(Debug)]
pub struct Results {
    /// What was counted in `total` and the facets.
    pub unit: Unit,
    /// Matches, in the unit.
    pub total: u64,
    /// Matching articles.
    pub articles: u64,
    /// Stories with a matching article.
    pub stories: u64,
    /// The hits asked for.
    pub hits: Vec<Hit>,
    /// The facets asked for, in their order.
    pub facets: Vec<(FacetKind, Facet)>,
    /// Where to go on, when there are more hits.
    pub next: Option<Cursor>,
    /// What the user should know: whole lines.
    pub notes: Vec<String>,
    /// What the archive does not hold of the days asked for, where the caller has looked for it
    /// ([`Snapshot::coverage`]).
    pub gaps: Option<Vec<Gap>>,
    /// Why there are no matches, if that was asked for.
    pub advice: Option<Advice>,
    /// The parts of the query with what each finds, if that was asked for.
    pub tree: Option<Counted>,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
}

impl Snapshot {
    /// Carries out a search.
    ///
    /// # Errors
    /// When the query asks for something that cannot be carried out, or the index is damaged.
    pub fn search(&self, query: &Query, options: &SearchOptions) -> Result<Results> {
        self.guarded(|| self.carry_out(query, options))
    }

    fn carry_out(&self, query: &Query, options: &SearchOptions) -> Result<Results> {
        let began = Instant::now();
        let mut prepared = self.prepare_ranked(query, options)?;
        let limit = options.limit.min(LIMIT_MAX);
        // One more than asked for tells whether there is a next page.
        let wanted = if limit == 0 { 0 } else { limit + 1 };
        let collected = self.collect(&prepared, options, wanted)?;
        let next = (collected.best.len() > limit && limit > 0)
            .then(|| collected.best.get(limit - 1).map(|c| Cursor::new(c.rank, self.stamp)))
            .flatten();
        let shown = self.leads(&collected, limit, &options.lead, &mut prepared.notes);
        let hits = self.hits(&prepared, &shown, options)?;
        let (articles, stories) = (collected.articles, collected.stories);
        let facets = self.facets(&prepared, collected, options);
        let took_ms = began.elapsed().as_secs_f64() * 1000.0;
        let advise = options.advise && articles == 0 && self.articles() > 0;
        Ok(Results {
            unit: options.unit,
            total: options.unit.of(articles, stories),
            articles,
            stories,
            hits,
            facets,
            next,
            notes: prepared.notes,
            gaps: None,
            // An answer does not fail for what is said beside it: a clause alone may cost too much.
            advice: advise.then(|| diagnose::diagnose(self, query, options)).and_then(Result::ok),
            tree: options.explain.then(|| counted::tree(self, query, options.any)).and_then(Result::ok),
            took_ms,
        })
    }

    /// The articles that match, all of them, in the order asked for, one at a time, and
    /// notes as in [`Results::notes`].
    ///
    /// # Errors
    /// When the query cannot be carried out; reading an article may fail later.
    pub fn export(
        &self,
        query: &Query,
        options: &SearchOptions,
    ) -> Result<(impl Iterator<Item = Result<Record>> + use<'_>, Vec<String>)> {
        let mut prepared = self.prepare_ranked(query, options)?;
        let collected = self.collect(&prepared, options, usize::MAX)?;
        let rows = self.leads(&collected, collected.best.len(), &options.lead, &mut prepared.notes);
        Ok((rows.into_iter().map(|(_, shown)| self.record(shown.address)), prepared.notes))
    }

    /// The best matches, and the articles to show for them: for a story its lead.
    fn leads(
        &self,
        collected: &Collected,
        limit: usize,
        lead: &Lead,
        notes: &mut Vec<String>,
    ) -> Vec<(Candidate, Shown)> {
        let chooser = lead::Chooser::new(self, lead, notes);
        let mut copies = collected.copies.clone();
        copies.sort_unstable();
        let shown = |candidate: &Candidate| {
            let of = |story| {
                let start = copies.partition_point(|(own, _)| *own < story);
                let end = copies.partition_point(|(own, _)| *own <= story);
                copies.get(start..end).unwrap_or_default()
            };
            let own = candidate.story.map(of).unwrap_or_default();
            let lead = chooser.choose(own.iter().map(|(_, address)| *address));
            let address = lead.unwrap_or(candidate.address);
            (*candidate, Shown { address, matching: own.len().max(1) as u64 })
        };
        collected.best.iter().take(limit).map(shown).collect()
    }

    /// Counts matches by day, week, month or year: the results (without hits), and the
    /// counts in the order of time. Articles whose dates are all coarser, or that have
    /// none, are in `none`.
    ///
    /// # Errors
    /// Those of [`Snapshot::search`].
    pub fn timeline(
        &self,
        query: &Query,
        options: &SearchOptions,
        over: Over,
        step: Step,
    ) -> Result<(Results, Facet)> {
        let options = SearchOptions {
            facets: vec![over.facet(step)],
            facet_limit: usize::MAX,
            limit: 0,
            ..options.clone()
        };
        let prepared = self.prepare(query, &options)?;
        // A timeline follows the dates that are selected, unlike a facet of dates beside hits.
        let collected = self.collect_only_matches(&prepared, &options)?;
        let (articles, stories) = (collected.articles, collected.stories);
        let counted = self.facets(&prepared, collected, &options).pop();
        let (_, facet) = counted.ok_or_else(|| self.damaged("a facet was not counted"))?;
        let results = Results {
            unit: options.unit,
            total: options.unit.of(articles, stories),
            articles,
            stories,
            hits: Vec::new(),
            facets: Vec::new(),
            next: None,
            notes: prepared.notes,
            gaps: None,
            advice: None,
            tree: None,
            took_ms: 0.0,
        };
        Ok((results, facet))
    }

    /// The dictionary of facet values.
    pub fn dictionary(&self) -> &crate::index::dictionary::View {
        &self.dictionary
    }

    /// The ids and scores of the best matches, in order, without reading any article.
    ///
    /// # Errors
    /// When the query cannot be carried out.
    pub fn ranking(&self, query: &Query, options: &SearchOptions) -> Result<Vec<(ArticleId, f32)>> {
        self.guarded(|| {
            let prepared = self.prepare_ranked(query, options)?;
            let collected = self.collect(&prepared, options, options.limit)?;
            Ok(collected.best.into_iter().map(|c| (c.rank.article(), c.score)).collect())
        })
    }

    /// Where a query matches in one article: `None` when it does not.
    ///
    /// # Errors
    /// When the query cannot be carried out.
    pub fn marks(&self, query: &Query, record: &Record) -> Result<Option<Vec<matching::Mark>>> {
        let planned = plan::plan(query, false, self)?;
        let mut stemmer = Stemmer::new(record.article.lang.as_deref());
        let sought = Sought::of(&planned.plan);
        // The record of a hit may have come without its mentions.
        let whole = match record.mentions.is_empty() && matching::asks_for_mentions(&planned.plan) {
            true => Some(self.article(record.id)?),
            false => None,
        };
        let record = whole.as_ref().unwrap_or(record);
        Ok(Matcher::new(record, &self.dictionary, &mut stemmer, &sought).marks(&planned.plan))
    }

    fn prepare(&self, query: &Query, options: &SearchOptions) -> Result<Prepared> {
        let planned = plan::plan(query, options.any, self)?;
        let mut notes = planned.notes;
        let dimensions = [Dimension::Place, Dimension::Actor, Dimension::Outlet, Dimension::Lang];
        let picked = dimensions.map(|d| (d, options.selection.picked(d, &self.dictionary, &mut notes)));
        notes.dedup();
        Ok(Prepared {
            plan: planned.plan,
            picked: picked.into_iter().filter(|(_, p)| !p.is_open()).collect(),
            notes,
        })
    }

    /// The same with what moves hits up that match anyway.
    fn prepare_ranked(&self, query: &Query, options: &SearchOptions) -> Result<Prepared> {
        let mut prepared = self.prepare(query, options)?;
        if options.sort != Sort::Relevance || options.limit == 0 {
            return Ok(prepared);
        }
        let asked = feedback::words_asked(&prepared.plan);
        if options.any && asked > 1 {
            let words = self.feedback(&prepared, options, asked)?;
            prepared.plan = Plan::Prefer(Box::new(prepared.plan), words);
        }
        let recency = options.recency.map(|half_life| Recency::of(half_life, self)).transpose();
        if let Some(recency) = recency.map_err(|e| self.damaged(&e.to_string()))?.flatten() {
            prepared.plan = Plan::Recent(Box::new(prepared.plan), recency);
        }
        Ok(prepared)
    }

    /// Words of the best articles.
    fn feedback(&self, prepared: &Prepared, options: &SearchOptions, asked: usize) -> Result<Vec<Preferred>> {
        let first = SearchOptions { facets: Vec::new(), after: None, ..options.clone() };
        let best = self.collect(prepared, &first, feedback::CANDIDATES)?.best;
        let mut stemmers = self.kept.take_stemmers();
        let mut spoken = feedback::Spoken::default();
        for candidate in best {
            if spoken.is_full() {
                break;
            }
            let record = self.read_text(candidate.address)?;
            if !spoken.is_wanted(&record, self.stories()) {
                continue;
            }
            // In the steps that hits are ordered by: the last bits of a sum must decide nothing.
            let score = candidate.rank.parts().0 as f64;
            spoken.add(&record, score, stemmer_of(&mut stemmers, record.article.lang.as_deref()));
        }
        self.kept.give_back(stemmers);
        let terms = Terms::default();
        let frequency = |stem: &str| {
            terms.frequency(&self.searcher, &tantivy::Term::from_field_text(self.fields.stems, stem))
        };
        let lengths = self.kept.lengths(&self.searcher, self.fields.stems);
        let words = lengths.and_then(|(articles, _)| spoken.words(frequency, articles, asked));
        words.map_err(|e| self.damaged(&e.to_string()))
    }

    /// What is to match, everything that is selected among it.
    fn whole_plan(prepared: &Prepared, selection: &Selection) -> Plan {
        let mut parts = vec![prepared.plan.clone()];
        for (dimension, picked) in &prepared.picked {
            let Some(field) = dimension.plan_field() else { continue };
            parts.extend(picked.wanted.clone().map(|wanted| Plan::Facet(field, wanted)));
            if !picked.banned.is_empty() {
                parts.push(Plan::Not(Box::new(Plan::Facet(field, picked.banned.clone()))));
            }
        }
        let span = crate::query::DateSpan { from: selection.from, to: selection.to };
        parts.extend((span.from.is_some() || span.to.is_some()).then(|| Plan::Published(span.range())));
        Plan::And(parts)
    }

    /// Counts matches by date with the selected dates as a part of the query.
    fn collect_only_matches(&self, prepared: &Prepared, options: &SearchOptions) -> Result<Collected> {
        let Selection { from, to, .. } = options.selection;
        let span = crate::query::DateSpan { from, to };
        let mut parts = vec![prepared.plan.clone()];
        parts.extend((from.is_some() || to.is_some()).then(|| Plan::Published(span.range())));
        let prepared =
            Prepared { plan: Plan::And(parts), picked: prepared.picked.clone(), notes: Vec::new() };
        let selection = Selection { from: None, to: None, ..options.selection.clone() };
        self.collect(&prepared, &SearchOptions { selection, ..options.clone() }, 0)
    }

    fn collect(&self, prepared: &Prepared, options: &SearchOptions, limit: usize) -> Result<Collected> {
        let counted = |d: Dimension| options.facets.iter().any(|f| f.dimension() == d);
        let mut parts = vec![prepared.plan.clone()];
        let mut picked = Vec::new();
        for (dimension, own) in &prepared.picked {
            match (&own.wanted, dimension.plan_field()) {
                // Nobody needs to know about articles that only this selection drops, so it may
                // lead the way.
                (Some(wanted), Some(field)) if !counted(*dimension) && own.banned.is_empty() => {
                    parts.push(Plan::Facet(field, wanted.clone()));
                }
                _ => picked.push((*dimension, own.clone())),
            }
        }
        let Selection { from, to, .. } = options.selection;
        let days = from.is_some() || to.is_some();
        let after =
            options.after.map(|cursor| cursor.rank_in(self.stamp)).transpose().map_err(Error::Usage)?;
        let pass = Pass {
            snapshot: self,
            plan: &Plan::And(parts),
            picked,
            days: days.then(|| facets::day_numbers(from, to)),
            facets: &options.facets,
            sort: options.sort,
            limit,
            after,
            budget: Arc::new(Budget::new(self.searcher.num_docs(), options.deadline)),
            by_story: options.unit == Unit::Story,
        };
        let collected = pass.run().map_err(|e| self.damaged(&e.to_string()))?;
        pass.budget.check()?;
        Ok(collected)
    }

    fn hits(
        &self,
        prepared: &Prepared,
        shown: &[(Candidate, Shown)],
        options: &SearchOptions,
    ) -> Result<Vec<Hit>> {
        let mut stemmers = self.kept.take_stemmers();
        let sought = Sought::of(&prepared.plan);
        let with_mentions = matching::asks_for_mentions(&prepared.plan);
        let mut hits = Vec::with_capacity(shown.len());
        for (at, (candidate, lead)) in shown.iter().enumerate() {
            let (record, found) = self.read_hit(lead.address, with_mentions)?;
            let stemmer = stemmer_of(&mut stemmers, record.article.lang.as_deref());
            let marks = Matcher::new(&record, &self.dictionary, stemmer, &sought)
                .marks(&prepared.plan)
                .unwrap_or_default();
            let explanation = options
                .explain
                .then(|| explain::parts(&prepared.plan, self, candidate.address))
                .transpose()
                .map_err(|e| self.damaged(&e.to_string()))?;
            let title = record.article.title.as_deref().unwrap_or_default();
            let (places, actors) = hit::named_in(self, &found, hit::SHOWN_MAX);
            let sentences = record.sentence_ranges();
            hits.push(Hit {
                rank: at as u64 + 1,
                score: candidate.score,
                title_marks: snippet::char_marks(title, &marks, crate::article::Field::Title),
                snippets: snippet::snippets(&record.article.body, &sentences, &marks, options.fragments),
                places,
                actors,
                explanation,
                story: self.story_of(&record, lead.matching),
                record,
            });
        }
        self.kept.give_back(stemmers);
        Ok(hits)
    }

    fn story_of(&self, record: &Record, matching: u64) -> HitStory {
        let story = self.stories.story(record.number);
        let members = story.map(|story| self.stories.members(story)).unwrap_or_default();
        let id = members.first().map_or(record.id, |member| member.id);
        HitStory { id, size: members.len().max(1) as u64, matching }
    }

    /// Reads what is shown of an article, and what was found in it; as mentions only where that
    /// is wanted.
    fn read_hit(&self, address: DocAddress, with_mentions: bool) -> Result<(Record, Found)> {
        let stored = self.stored_at(address)?;
        let read = || {
            let stored = Stored::open(stored.as_slice(), self.shelf.as_ref())?;
            let mut record = stored.head()?;
            record.article.body = stored.body()?;
            let rest = stored.rest(&record.article, with_mentions)?;
            (record.sentences, record.paragraphs) = (rest.sentences, rest.paragraphs);
            if with_mentions {
                record.mentions = rest.found.mentions(&self.dictionary)?;
            }
            Some((record, rest.found))
        };
        let (mut record, found) =
            read().ok_or_else(|| self.damaged("the text of an article cannot be read"))?;
        self.show_path(&mut record.origin);
        Ok((record, found))
    }

    /// Reads the words of an article and nothing else.
    fn read_text(&self, address: tantivy::DocAddress) -> Result<Record> {
        let stored = self.stored_at(address)?;
        let read = || {
            let stored = Stored::open(stored.as_slice(), self.shelf.as_ref())?;
            let mut record = stored.head()?;
            record.article.body = stored.body()?;
            Some(record)
        };
        read().ok_or_else(|| self.damaged("the text of an article cannot be read"))
    }

    fn facets(
        &self,
        prepared: &Prepared,
        collected: Collected,
        options: &SearchOptions,
    ) -> Vec<(FacetKind, Facet)> {
        let wanted = |dimension: Dimension| {
            prepared
                .picked
                .iter()
                .find(|(d, _)| *d == dimension)
                .and_then(|(_, p): &(_, Picked)| p.wanted.clone())
        };
        let context = facets::Context {
            dictionary: &self.dictionary,
            unit: options.unit.plural(),
            wanted: &wanted,
            from: options.selection.from,
            to: options.selection.to,
        };
        let contains = options.facet_contains.as_deref();
        let tallies = options.facets.iter().zip(collected.tallies);
        let facet = |(&kind, tally): (&FacetKind, facets::Tally)| {
            let facet = facets::facet(kind, &tally, options.facet_limit, contains, &context);
            self.kept.give_counters_back(tally.into_zeros());
            (kind, facet)
        };
        tallies.map(facet).collect()
    }

    /// The languages that the index holds, by code.
    pub fn languages(&self) -> Vec<&str> {
        let numbers = self.dictionary.family_numbers(Family::Lang);
        numbers.filter(|&n| self.dictionary.uses(n) > 0).map(|n| self.dictionary.value(n)).collect()
    }
}

/// The article that is shown for a match.
struct Shown {
    address: DocAddress,
    /// How many articles it stands for.
    matching: u64,
}

/// The stemmer of a language, which remembers words from one search to the next.
fn stemmer_of<'s>(stemmers: &'s mut Stemmers, lang: Option<&str>) -> &'s mut Stemmer {
    stemmers.entry(lang.unwrap_or_default().to_owned()).or_insert_with(|| Stemmer::new(lang))
}

/// A search made ready for one snapshot.
#[derive(Clone)]
struct Prepared {
    plan: Plan,
    picked: Vec<(Dimension, Picked)>,
    notes: Vec<String>,
}
