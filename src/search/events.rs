//! The matches of a query by the events that they tell of.
//!
//! Two articles are likely to tell of one event when they are alike enough in words, actors, places and
//! days spoken of, and were published within a week ([`Likeness::relation`]); [`group`] makes groups of
//! such pairs. Articles of one story tell of one event, whatever else they say; the reverse does not hold,
//! so events are counted beside stories and never in their place.
//!
//! Every pair of articles is compared, so only so many can be grouped. How well it works is measured on two
//! collections: `docs/similar.md`.
//!
//! [`Likeness::relation`]: super::similar::Likeness::relation

pub mod group;

use std::collections::{BTreeMap, HashSet};
use std::time::Instant;

use super::collect::Candidate;
use super::copies::folded_outlet;
use super::similar::likeness::{EVENT, Likeness};
use super::similar::profile::{Named, Profile, Weigher};
use super::{Hit, Prepared, SearchOptions, Shown, Unit};
use crate::article::ArticleId;
use crate::date::PartialDate;
use crate::error::{Error, Result};
use crate::index::{Record, Snapshot};
use crate::query::Query;

/// Articles that can be grouped at once; what it costs grows with the square of their number.
pub const GROUPED_MAX: usize = 1_000;

/// Matches by event.
#[derive(Debug)]
pub struct Events {
    /// How many events there are.
    pub total: usize,
    /// Matching articles.
    pub articles: usize,
    /// Stories with a matching article.
    pub stories: usize,
    /// The events asked for, in the order of their first hits.
    pub events: Vec<Event>,
    /// What the user should know: whole lines.
    pub notes: Vec<String>,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
}

/// What several articles tell of.
#[derive(Debug)]
pub struct Event {
    /// The first of its articles in the order of hits; its rank is that of the event.
    pub lead: Hit,
    /// Its matching articles, in the order of hits.
    pub articles: Vec<ArticleId>,
    /// How many stories these are.
    pub stories: usize,
    /// How many outlets published them; articles of no known outlet count as one.
    pub outlets: usize,
    /// The dates of the first and the last of them that have one.
    pub dates: Option<(PartialDate, PartialDate)>,
}

/// A match that was read.
struct Match {
    candidate: Candidate,
    record: Record,
    profile: Profile,
}

impl Snapshot {
    /// Groups the matches of a query by event. Of the options `facets`, `unit` and `after` do not count.
    ///
    /// # Errors
    /// Those of [`Snapshot::search`], and when there are more than [`GROUPED_MAX`] matches.
    pub fn events(&self, query: &Query, options: &SearchOptions) -> Result<Events> {
        self.guarded(|| self.group_by_event(query, options))
    }

    fn group_by_event(&self, query: &Query, options: &SearchOptions) -> Result<Events> {
        let began = Instant::now();
        let prepared = self.prepare(query, options)?;
        let options =
            &SearchOptions { facets: Vec::new(), after: None, unit: Unit::Article, ..options.clone() };
        let collected = self.collect(&prepared, options, GROUPED_MAX)?;
        if collected.articles > GROUPED_MAX as u64 {
            return Err(Error::Usage(format!(
                "the query finds {} articles, and no more than {GROUPED_MAX} can be grouped by event\n\
                 narrow it by --from and --to, by --place or --actor, or by more words",
                collected.articles
            )));
        }
        let mut weigher = Weigher::new(self);
        let read = collected.best.into_iter().map(|candidate| self.read_match(candidate, &mut weigher));
        let matches: Vec<Match> = read.collect::<Result<_>>()?;
        let groups = self.by_event(&matches);
        let shown = groups.iter().take(options.limit);
        let events = shown.zip(1..).map(|(group, rank)| self.event(group, rank, &prepared, options));
        Ok(Events {
            total: groups.len(),
            articles: matches.len(),
            stories: self.stories_of(matches.iter().map(|m| &m.record)),
            events: events.collect::<Result<_>>()?,
            notes: prepared.notes.clone(),
            took_ms: began.elapsed().as_secs_f64() * 1000.0,
        })
    }

    fn read_match(&self, candidate: Candidate, weigher: &mut Weigher<'_>) -> Result<Match> {
        let (record, found) = self.read_hit(candidate.address, false)?;
        let profile = weigher.profile(&record.article, &Named::of_found(&found, self.dictionary()))?;
        Ok(Match { candidate, record, profile })
    }

    /// Groups in the order of their first hits. They are made in the order of ids, so that neither the
    /// query nor the order of hits says what belongs together.
    fn by_event<'m>(&self, matches: &'m [Match]) -> Vec<Vec<&'m Match>> {
        let mut by_id: Vec<(ArticleId, usize)> = matches.iter().map(|m| m.record.id).zip(0..).collect();
        by_id.sort_unstable();
        let in_order = || by_id.iter().filter_map(|(_, at)| matches.get(*at));
        let profiles: Vec<Profile> = in_order().map(|m| m.profile.clone()).collect();
        let stories: Vec<Option<u32>> = in_order().map(|m| self.stories().story(m.record.number)).collect();
        let mut by_first_hit = BTreeMap::new();
        let alike = |a: usize, b: usize| match (profiles.get(a), profiles.get(b)) {
            (Some(a), Some(b)) => Likeness::of(a, b).of_one_event(),
            _ => 0.0,
        };
        for group in group::group(profiles.len(), &stories, &alike, f64::from(EVENT)) {
            let mut hits: Vec<usize> = group.iter().filter_map(|&at| Some(by_id.get(at)?.1)).collect();
            hits.sort_unstable();
            by_first_hit.insert(hits.first().copied(), hits);
        }
        let hits = |hits: Vec<usize>| hits.into_iter().filter_map(|at| matches.get(at)).collect();
        by_first_hit.into_values().map(hits).collect()
    }

    fn event(
        &self,
        group: &[&Match],
        rank: u64,
        prepared: &Prepared,
        options: &SearchOptions,
    ) -> Result<Event> {
        let shown = |c: Candidate| (c, Shown { address: c.address, matching: 1 });
        let lead: Vec<(Candidate, Shown)> = group.iter().take(1).map(|m| shown(m.candidate)).collect();
        let lead = self.hits(prepared, &lead, options)?.pop();
        let lead = lead.ok_or_else(|| self.damaged("an article that was found cannot be read"))?;
        let dates = group.iter().filter_map(|m| m.record.article.published.as_ref()).map(|p| p.date);
        let first = dates.clone().min_by_key(|date| date.range().from);
        let last = dates.max_by_key(|date| date.range().to);
        let outlets: HashSet<String> = group.iter().map(|m| folded_outlet(&m.record)).collect();
        Ok(Event {
            lead: Hit { rank, ..lead },
            articles: group.iter().map(|m| m.record.id).collect(),
            stories: self.stories_of(group.iter().map(|m| &m.record)),
            outlets: outlets.len(),
            dates: first.zip(last),
        })
    }

    /// How many stories these articles belong to.
    fn stories_of<'r>(&self, records: impl Iterator<Item = &'r Record>) -> usize {
        let story = |record: &Record| match self.stories().story(record.number) {
            Some(story) => self.stories().id(story).unwrap_or(record.id),
            None => record.id,
        };
        records.map(story).collect::<HashSet<_>>().len()
    }
}
