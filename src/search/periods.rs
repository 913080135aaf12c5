//! Matches over time beside something else: all that the archive has of each period, and the
//! matches of a second query.
//!
//! What the archive has is counted with the same days, outlets and languages selected, since these
//! say which archive is meant; places and actors are a part of the question and are not.

use std::collections::BTreeMap;

use super::bursts::{self, Batch};
use super::facets::{Facet, Over, Selection, Step};
use super::naming::Named;
use super::plan::Plan;
use super::{Results, SearchOptions, matches};
use crate::error::Result;
use crate::index::Snapshot;
use crate::query::{Node, Query};

/// What is wanted beside the matches of each period.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'w> {
    /// All articles of each period.
    pub archive: bool,
    /// The matches of another query.
    pub vs: Option<&'w Query>,
    /// So many bursts, named.
    pub bursts: usize,
}

/// Matches over time.
#[derive(Debug)]
pub struct Periods {
    /// The results of the query, without hits.
    pub results: Results,
    /// The periods, in the order of time. Those without a match are among them where something is
    /// counted beside, as far as the archive has articles of them.
    pub periods: Vec<Period>,
    /// Matches without a date, or with one that is coarser than the step.
    pub undated: u64,
    /// The archive: all its articles, and those that are undated.
    pub archive: Option<Side>,
    /// The other query: its matches.
    pub vs: Option<Side>,
    /// Matches of both queries.
    pub both: Option<u64>,
    /// The bursts that weigh most, in the order of time.
    pub bursts: Option<Vec<Named>>,
    /// Bursts that are not named.
    pub more_bursts: u64,
}

/// What is counted beside, in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// All of it.
    pub total: u64,
    /// What has no date, or a coarser one.
    pub undated: u64,
}

/// A day, week, month or year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Period {
    /// Its name.
    pub value: String,
    /// Matches.
    pub count: u64,
    /// All of the archive; 0 when not asked for.
    pub archive: u64,
    /// Matches of the other query; 0 when not asked for.
    pub vs: u64,
}

impl Snapshot {
    /// Counts matches by day, week, month or year, and what is wanted beside them.
    ///
    /// # Errors
    /// Those of [`Snapshot::search`].
    pub fn periods(
        &self,
        query: &Query,
        options: &SearchOptions,
        (over, step): (Over, Step),
        wanted: Wanted<'_>,
    ) -> Result<Periods> {
        let (mut results, counted) = self.timeline(query, options, over, step)?;
        let archive = (wanted.archive || wanted.bursts > 0)
            .then(|| self.timeline(&everything(query), &of_sources(options), over, step))
            .transpose()?;
        let vs = wanted.vs.map(|query| self.timeline(query, options, over, step)).transpose()?;
        if let Some((other, _)) = &vs {
            let new = other.notes.iter().filter(|note| !results.notes.contains(note)).cloned();
            let new: Vec<String> = new.collect();
            results.notes.extend(new);
        }
        let [archive_side, vs_side] = [&archive, &vs].map(|side| {
            side.as_ref().map(|(results, facet)| Side { total: results.total, undated: facet.none })
        });
        let facets = [Some(&counted), archive.as_ref().map(|a| &a.1), vs.as_ref().map(|a| &a.1)];
        let all = joined(facets);
        let bursts = match wanted.bursts {
            0 => None,
            most => Some(self.named_bursts(query, options, (over, step), &all, most)?),
        };
        let (bursts, more_bursts) = bursts.map_or((None, 0), |(named, more)| (Some(named), more));
        Ok(Periods {
            both: wanted.vs.map(|other| self.both([query, other], options)).transpose()?,
            periods: between_matches(all, archive.is_some() && wanted.archive),
            undated: counted.none,
            archive: archive_side.filter(|_| wanted.archive),
            vs: vs_side,
            results,
            bursts,
            more_bursts,
        })
    }

    /// How many match both queries.
    fn both(&self, queries: [&Query; 2], options: &SearchOptions) -> Result<u64> {
        let mut parts = Vec::new();
        for query in queries {
            parts.push(Snapshot::whole_plan(&self.prepare(query, options)?, &options.selection));
        }
        matches::each(self, &Plan::And(parts), options.unit, &[], |_| ())
    }

    /// The bursts that weigh most, named, in the order of time; and how many others there are.
    fn named_bursts(
        &self,
        query: &Query,
        options: &SearchOptions,
        (over, step): (Over, Step),
        periods: &[Period],
        most: usize,
    ) -> Result<(Vec<Named>, u64)> {
        let batch = |p: &Period| Batch { matches: p.count, all: p.archive.max(p.count) };
        let batches: Vec<Batch> = periods.iter().map(batch).collect();
        let mut found = bursts::bursts(&batches);
        found.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.first.cmp(&b.first)));
        let more = found.len().saturating_sub(most) as u64;
        found.truncate(most);
        found.sort_by_key(|burst| burst.first);
        Ok((self.name_bursts(query, options, (over, step), periods, &found)?, more))
    }
}

/// The query that everything matches, said as another one.
pub(super) fn everything(query: &Query) -> Query {
    Query { root: Node::All, ..query.clone() }
}

/// The archive that is meant: its days, outlets and languages.
pub(super) fn of_sources(options: &SearchOptions) -> SearchOptions {
    let Selection { from, to, .. } = options.selection;
    SearchOptions { selection: Selection { from, to, ..options.selection.sources() }, ..options.clone() }
}

/// The counts of matches, archive and other query, by period.
fn joined(facets: [Option<&Facet>; 3]) -> Vec<Period> {
    let mut periods: BTreeMap<&str, [u64; 3]> = BTreeMap::new();
    for (at, facet) in facets.iter().enumerate() {
        for value in facet.iter().flat_map(|facet| &facet.values) {
            if let Some(count) = periods.entry(&value.value).or_default().get_mut(at) {
                *count += value.count;
            }
        }
    }
    let period = |(value, [count, archive, vs]): (&str, [u64; 3])| Period {
        value: value.to_owned(),
        count,
        archive,
        vs,
    };
    periods.into_iter().map(period).collect()
}

/// From the first period with a match to the last; those without are kept where they tell something.
fn between_matches(periods: Vec<Period>, with_empty: bool) -> Vec<Period> {
    let matched = |p: &Period| p.count > 0 || p.vs > 0;
    let first = periods.iter().position(matched).unwrap_or(periods.len());
    let behind = periods.iter().rposition(matched).map_or(0, |last| last + 1);
    let within = periods.into_iter().take(behind).skip(first);
    within.filter(|p| with_empty || matched(p)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_without_a_match_are_kept_between_matches() {
        let period = |value: &str, count, vs| Period { value: value.into(), count, archive: 9, vs };
        let all = vec![
            period("1", 0, 0),
            period("2", 1, 0),
            period("3", 0, 0),
            period("4", 0, 2),
            period("5", 0, 0),
        ];
        let values = |kept: Vec<Period>| kept.into_iter().map(|p| p.value).collect::<Vec<_>>();
        assert_eq!(values(between_matches(all.clone(), true)), ["2", "3", "4"]);
        assert_eq!(values(between_matches(all.clone(), false)), ["2", "4"]);
        assert_eq!(values(between_matches(all[..1].to_vec(), true)), Vec::<String>::new());
    }
}
