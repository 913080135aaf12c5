//! What is over-represented in a result: the values of a facet by how much more often they come
//! in it than in the rest of the archive.
//!
//! The most frequent values of a result are mostly the most frequent ones of the archive. What
//! tells a result apart is what it has more of than chance would give it, by the signed
//! log-likelihood ratio of its counts against those of the archive ([`super::association`]).
//! Outlets and languages that are selected hold for the archive as well: a search in the
//! German-language press is compared with the German-language press.

use std::cmp::Ordering;
use std::collections::HashMap;

use serde::Serialize;

use super::association::Counts;
use super::facets::{Dimension, FacetKind, FacetValue, Selection};
use super::matches::{self, Key};
use super::{SearchOptions, Unit};
use crate::error::Result;
use crate::index::Snapshot;
use crate::query::{Node, Query};

/// The name of the statistic.
pub const STATISTIC: &str = "signed log-likelihood ratio G2";

/// The values of a facet, the most surprising first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ranked {
    /// `articles` or `stories`.
    pub unit: &'static str,
    /// The values shown.
    pub values: Vec<Surprising>,
    /// Matches without any value.
    pub none: u64,
    /// Values that are not shown.
    pub more: u64,
    /// The matches that were looked at.
    pub total: u64,
    /// What they were compared with: all of the archive, of the outlets and languages selected.
    pub archive: u64,
    /// What `surprise` is.
    pub statistic: &'static str,
}

/// A value, and how surprising it is that so many matches have it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Surprising {
    /// The value, counted in the result.
    #[serde(flatten)]
    pub value: FacetValue,
    /// How many of the archive have it.
    pub archive: u64,
    /// The statistic; below 0 when matches have the value more seldom than the archive.
    #[serde(serialize_with = "super::association::rounded")]
    pub surprise: f64,
}

impl Snapshot {
    /// The values of a facet by surprise, and notes as in [`super::Results::notes`]. Like the counts
    /// of a facet they follow the query and every selection but that of the facet's own dimension.
    ///
    /// # Errors
    /// Those of [`Snapshot::search`].
    pub fn surprising(
        &self,
        query: &Query,
        kind: FacetKind,
        options: &SearchOptions,
    ) -> Result<(Ranked, Vec<String>)> {
        self.guarded(|| self.rank_by_surprise(query, kind, options))
    }

    fn rank_by_surprise(
        &self,
        query: &Query,
        kind: FacetKind,
        options: &SearchOptions,
    ) -> Result<(Ranked, Vec<String>)> {
        // Asked with its own selection too, for the notes about its names and what is selected.
        let notes = self.prepare(query, options)?.notes;
        let selected = self.selected(kind, &options.selection);
        let selection = options.selection.without(kind.dimension());
        let here = self.tally(query, kind, options, &selection)?;
        let everything = Query { root: Node::All, ..query.clone() };
        let there = self.tally(&everything, kind, options, &selection.sources())?;
        let mut rows: Vec<(Key, Surprising)> = Vec::new();
        for (&key, &count) in &here.counts {
            let value = self.value_of(kind, key, count, &selected);
            if options.facet_contains.as_deref().is_some_and(|wanted| !value.contains(wanted)) {
                continue;
            }
            let archive = there.counts.get(&key).copied().unwrap_or(count);
            let counts = Counts { all: there.total, one: here.total, other: archive, both: count };
            rows.push((key, Surprising { value, archive, surprise: counts.surprise() }));
        }
        rows.sort_unstable_by(|(a, of_a), (b, of_b)| {
            let order = of_b.surprise.total_cmp(&of_a.surprise);
            order.then_with(|| self.facet_order(kind, (*a, &of_a.value), (*b, &of_b.value)))
        });
        let all = rows.len();
        let mut rank = 0;
        rows.retain(|(_, row)| {
            rank += 1;
            rank <= options.facet_limit || row.value.selected
        });
        let ranked = Ranked {
            unit: options.unit.plural(),
            more: (all - rows.len()) as u64,
            values: rows.into_iter().map(|(_, row)| row).collect(),
            none: here.none,
            total: here.total,
            archive: there.total,
            statistic: STATISTIC,
        };
        Ok((ranked, notes))
    }

    /// The order of values of a facet: the most frequent first; of equally frequent places countries
    /// first; then the alphabet decides.
    pub(super) fn facet_order(
        &self,
        kind: FacetKind,
        (a, of_a): (Key, &FacetValue),
        (b, of_b): (Key, &FacetValue),
    ) -> Ordering {
        let class = |key| {
            let number = matches::number(kind, key).filter(|_| kind.dimension() == Dimension::Place);
            number.map(|number| self.dictionary.class_order(number))
        };
        of_b.count
            .cmp(&of_a.count)
            .then_with(|| class(a).cmp(&class(b)))
            .then_with(|| (&of_a.label, &of_a.value).cmp(&(&of_b.label, &of_b.value)))
    }

    /// The value of a facet with a key, and its count.
    pub(super) fn value_of(&self, kind: FacetKind, key: Key, count: u64, selected: &[Key]) -> FacetValue {
        let (value, label) = matches::named(kind, key, &self.dictionary);
        FacetValue { value, label, count, selected: selected.contains(&key) }
    }

    /// The keys of the values of a facet that are selected.
    pub(super) fn selected(&self, kind: FacetKind, selection: &Selection) -> Vec<Key> {
        let picked = selection.picked(kind.dimension(), &self.dictionary, &mut Vec::new());
        let numbers = picked.wanted.unwrap_or_default().into_iter();
        numbers.map(|number| Key::from(self.dictionary.canonical(number))).collect()
    }

    /// How many matches have each value of a facet, with everything selected that is in `selection`.
    pub(super) fn tally(
        &self,
        query: &Query,
        kind: FacetKind,
        options: &SearchOptions,
        selection: &Selection,
    ) -> Result<Tallied> {
        let options = SearchOptions { selection: selection.clone(), ..options.clone() };
        let plan = Snapshot::whole_plan(&self.prepare(query, &options)?, selection);
        self.tally_plan(&plan, kind, options.unit)
    }

    /// The same of a plan.
    pub(super) fn tally_plan(
        &self,
        plan: &super::plan::Plan,
        kind: FacetKind,
        unit: Unit,
    ) -> Result<Tallied> {
        let mut tallied = Tallied::default();
        let total = matches::each(self, plan, unit, &[kind], |values| {
            values.iter().for_each(|values| tallied.count(values));
        });
        tallied.total = total?;
        Ok(tallied)
    }
}

/// How many matches have each value.
#[derive(Debug, Default)]
pub(super) struct Tallied {
    pub(super) counts: HashMap<Key, u64>,
    /// Matches without a value.
    pub(super) none: u64,
    /// All matches.
    pub(super) total: u64,
}

impl Tallied {
    /// Counts a match with these values.
    pub(super) fn count(&mut self, values: &[Key]) {
        values.iter().for_each(|&value| *self.counts.entry(value).or_default() += 1);
        self.none += u64::from(values.is_empty());
    }
}
