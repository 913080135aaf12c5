//! Who comes with whom, and where: pairs of values of two facets, counted in the same articles.
//!
//! A first pass counts both sides, so that the rows of the table and their order are known; further
//! passes count the partners of as many rows at a time as a bound on the pairs in memory allows.
//! Counts are exact whatever the bound, and everything that is selected is followed: a table has
//! one set of articles on both sides.
//!
//! Left out are pairs that say nothing: a value with itself, and a place with what contains it.

use std::cmp::Ordering;
use std::collections::HashMap;

use serde::Serialize;

use super::association::Counts;
use super::facets::{Dimension, FacetKind, FacetValue};
use super::matches::{self, Key};
use super::plan::Plan;
use super::surprise::Tallied;
use super::{SearchOptions, Unit};
use crate::error::Result;
use crate::gazetteer::Gazetteer;
use crate::index::Snapshot;
use crate::query::Query;

/// Pairs that are counted at a time; a few tens of bytes each.
const PAIRS_MAX: u64 = 1 << 20;

/// How partners are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// The most frequent first.
    #[default]
    Count,
    /// By name.
    Name,
    /// By how much more often they come together than by chance.
    Surprise,
}

/// Values of one facet, each with its partners of another.
pub struct Together<'s> {
    snapshot: &'s Snapshot,
    plan: Plan,
    unit: Unit,
    fields: [FacetKind; 2],
    by: By,
    partners: usize,
    /// The values that are shown, in their order, and how many pairs each has at most.
    rows: Vec<(Key, FacetValue, u64)>,
    sides: [Tallied; 2],
    /// Values of the first facet that are not shown.
    pub more: u64,
    /// Notes as in [`super::Results::notes`].
    pub notes: Vec<String>,
}

/// A value with its partners.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Partners {
    /// The value.
    #[serde(flatten)]
    pub value: FacetValue,
    /// What it comes with.
    pub with: Vec<Partner>,
    /// Matches that have the value, and no value of the other facet beside it.
    pub none: u64,
    /// Partners that are not shown.
    pub more: u64,
}

/// A partner of a value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Partner {
    /// What a selection takes back.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// How many matches have both.
    pub together: u64,
    /// How many matches have the partner.
    pub count: u64,
    /// The share of those with both in those with either.
    #[serde(serialize_with = "super::association::rounded")]
    pub jaccard: f64,
    /// Pointwise mutual information, in bits.
    #[serde(serialize_with = "super::association::rounded")]
    pub pmi: f64,
    /// The signed log-likelihood ratio.
    #[serde(serialize_with = "super::association::rounded")]
    pub surprise: f64,
}

/// What is wanted of pairs.
#[derive(Debug, Clone, Copy)]
pub struct Pairs {
    /// The facet of the rows.
    pub rows: FacetKind,
    /// The facet of their partners.
    pub with: FacetKind,
    /// The most partners of a row.
    pub partners: usize,
    /// The order of rows (by count or name) and of partners.
    pub by: By,
}

impl Snapshot {
    /// Counts pairs in what matches the query and everything selected: the first
    /// [`SearchOptions::facet_limit`] values of one facet, with their partners of another.
    ///
    /// # Errors
    /// Those of [`Snapshot::search`].
    pub fn together(&self, query: &Query, pairs: Pairs, options: &SearchOptions) -> Result<Together<'_>> {
        self.guarded(|| {
            let prepared = self.prepare(query, options)?;
            let plan = Snapshot::whole_plan(&prepared, &options.selection);
            let fields = [pairs.rows, pairs.with];
            let (sides, incidences) = self.sides(&plan, fields, options.unit)?;
            let [first, _] = &sides;
            let (rows, more) = self.rows(pairs, first, &incidences, options);
            let (by, partners, notes, unit) = (pairs.by, pairs.partners, prepared.notes, options.unit);
            Ok(Together { snapshot: self, plan, unit, fields, by, partners, rows, sides, more, notes })
        })
    }

    /// Counts each side, and for each value of the first how often it meets one of the second.
    fn sides(
        &self,
        plan: &Plan,
        fields: [FacetKind; 2],
        unit: Unit,
    ) -> Result<([Tallied; 2], HashMap<Key, u64>)> {
        let (mut first, mut second) = (Tallied::default(), Tallied::default());
        let mut incidences: HashMap<Key, u64> = HashMap::new();
        let total = matches::each(self, plan, unit, &fields, |values| {
            let [a, b] = values else { return };
            first.count(a);
            second.count(b);
            a.iter().for_each(|&value| *incidences.entry(value).or_default() += b.len() as u64);
        });
        let total = total?;
        (first.total, second.total) = (total, total);
        Ok(([first, second], incidences))
    }

    /// The values of the first facet that are shown, and how many are not.
    fn rows(
        &self,
        pairs: Pairs,
        first: &Tallied,
        incidences: &HashMap<Key, u64>,
        options: &SearchOptions,
    ) -> (Vec<(Key, FacetValue, u64)>, u64) {
        let selected = self.selected(pairs.rows, &options.selection);
        let met = |key: &Key| incidences.get(key).copied().unwrap_or(0);
        let row =
            |(&key, &count): (&Key, &u64)| (key, self.value_of(pairs.rows, key, count, &selected), met(&key));
        let mut rows: Vec<(Key, FacetValue, u64)> = first.counts.iter().map(row).collect();
        if let Some(wanted) = options.facet_contains.as_deref() {
            rows.retain(|(_, value, _)| value.contains(wanted));
        }
        rows.sort_unstable_by(|(a, of_a, _), (b, of_b, _)| match pairs.by {
            By::Name => by_name(&of_a.label, &of_b.label).then_with(|| of_a.value.cmp(&of_b.value)),
            By::Count | By::Surprise => self.facet_order(pairs.rows, (*a, of_a), (*b, of_b)),
        });
        let all = rows.len();
        rows.truncate(options.facet_limit);
        let more = (all - rows.len()) as u64;
        (rows, more)
    }
}

impl Together<'_> {
    /// What is counted.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// The facet of the rows, and that of their partners.
    pub fn fields(&self) -> [FacetKind; 2] {
        self.fields
    }

    /// All matches.
    pub fn total(&self) -> u64 {
        self.sides.first().map_or(0, |side| side.total)
    }

    /// Matches without a value of the first facet, and of the second.
    pub fn none(&self) -> [u64; 2] {
        self.sides.each_ref().map(|side| side.none)
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no match has a value of the first facet.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows one after another, counted while they are asked for.
    pub fn rows(&self) -> impl Iterator<Item = Result<Partners>> + '_ {
        let mut from = 0;
        let mut ready = Vec::new().into_iter();
        std::iter::from_fn(move || {
            if let Some(row) = ready.next() {
                return Some(Ok(row));
            }
            let batch = self.batch(from);
            if batch == 0 {
                return None;
            }
            let rows = self.rows.get(from..from + batch).unwrap_or_default();
            from += batch;
            match self.snapshot.guarded(|| self.count(rows)) {
                Ok(counted) => {
                    ready = counted.into_iter();
                    ready.next().map(Ok)
                }
                Err(error) => {
                    from = self.rows.len();
                    Some(Err(error))
                }
            }
        })
    }

    /// How many rows from one on are counted at a time: at least one, where there is one.
    fn batch(&self, from: usize) -> usize {
        let [_, second] = &self.sides;
        let values = second.counts.len() as u64;
        let mut pairs = 0;
        let rest = self.rows.get(from..).unwrap_or_default();
        let fits = rest.iter().take_while(|(_, _, met)| {
            pairs += values.min(*met);
            pairs <= PAIRS_MAX
        });
        fits.count().max(1).min(rest.len())
    }

    /// Counts the partners of some rows.
    fn count(&self, rows: &[(Key, FacetValue, u64)]) -> Result<Vec<Partners>> {
        let place: HashMap<Key, usize> = rows.iter().enumerate().map(|(at, row)| (row.0, at)).collect();
        let mut counted: Vec<Tallied> = rows.iter().map(|_| Tallied::default()).collect();
        let same = self.same_dimension();
        matches::each(self.snapshot, &self.plan, self.unit, &self.fields, |values| {
            let [a, b] = values else { return };
            for key in a {
                let Some(tallied) = place.get(key).and_then(|&at| counted.get_mut(at)) else { continue };
                let mut alone = true;
                for partner in b.iter().filter(|partner| !same || *partner != key) {
                    *tallied.counts.entry(*partner).or_default() += 1;
                    alone = false;
                }
                tallied.none += u64::from(alone);
            }
        })?;
        Ok(rows.iter().zip(counted).map(|(row, tallied)| self.partners(row, tallied)).collect())
    }

    fn same_dimension(&self) -> bool {
        let [first, second] = self.fields;
        first.dimension() == second.dimension()
    }

    fn partners(&self, (key, value, _): &(Key, FacetValue, u64), tallied: Tallied) -> Partners {
        let [_, with] = self.fields;
        let [_, second] = &self.sides;
        let places = self.same_dimension() && with.dimension() == Dimension::Place;
        let mut partners: Vec<(Key, FacetValue, Partner)> = Vec::new();
        for (other, together) in tallied.counts {
            if places && self.nested(*key, other) {
                continue;
            }
            let count = second.counts.get(&other).copied().unwrap_or(together);
            let counts = Counts { all: self.total(), one: value.count, other: count, both: together };
            let named = self.snapshot.value_of(with, other, together, &[]);
            let partner = Partner {
                value: named.value.clone(),
                label: named.label.clone(),
                together,
                count,
                jaccard: counts.jaccard(),
                pmi: counts.pmi().unwrap_or(0.0),
                surprise: counts.surprise(),
            };
            partners.push((other, named, partner));
        }
        partners.sort_unstable_by(|a, b| self.order(a, b));
        let all = partners.len();
        partners.truncate(self.partners);
        Partners {
            value: value.clone(),
            more: (all - partners.len()) as u64,
            with: partners.into_iter().map(|(_, _, partner)| partner).collect(),
            none: tallied.none,
        }
    }

    /// Whether one of two places contains the other.
    fn nested(&self, a: Key, b: Key) -> bool {
        let gazetteer = Gazetteer::embedded();
        let place = |key: Key| {
            let number = u32::try_from(key).ok()?;
            gazetteer.by_id(self.snapshot.dictionary.value(number))
        };
        let both = place(a).zip(place(b));
        both.is_some_and(|(a, b)| gazetteer.contains(a, b) || gazetteer.contains(b, a))
    }

    fn order(&self, a: &(Key, FacetValue, Partner), b: &(Key, FacetValue, Partner)) -> Ordering {
        let [_, with] = self.fields;
        let first = match self.by {
            By::Count => Ordering::Equal,
            By::Name => by_name(&a.2.label, &b.2.label).then_with(|| a.2.value.cmp(&b.2.value)),
            By::Surprise => b.2.surprise.total_cmp(&a.2.surprise),
        };
        first.then_with(|| self.snapshot.facet_order(with, (a.0, &a.1), (b.0, &b.1)))
    }
}

/// The order of the alphabet, whatever case and marks; of names that differ in nothing else, by these.
fn by_name(a: &str, b: &str) -> Ordering {
    crate::text::fold(a).cmp(&crate::text::fold(b)).then_with(|| a.cmp(b))
}
