//! The places directly inside a place, counted, and the articles that name it but nothing in it.
//!
//! What lies in a place are all places that it contains; of these, those that lie in no other
//! country, division or town inside it are its children. Regions that no administration knows (the
//! Donbas in Ukraine) are children themselves, but hide none: Donetsk Oblast is one beside them. A
//! place may lie in two children then, and an article may name several, so the counts can add up
//! to more than the articles; the articles with a child and those of the place itself are all.

use std::collections::{HashMap, HashSet};

use super::facets::{Facet, FacetKind, FacetValue};
use super::matches::{self, Key};
use super::plan::{FacetField, Plan};
use super::{SearchOptions, names};
use crate::error::{Error, Result};
use crate::gazetteer::{Gazetteer, Kind, PlaceNo};
use crate::index::Snapshot;
use crate::index::dictionary::Family;
use crate::query::Query;

/// What lies directly in a place.
#[derive(Debug, Clone, PartialEq)]
pub struct Under {
    /// The place, and how many matches name it or anything inside it.
    pub place: FacetValue,
    /// Its children; `none` are the matches that name the place itself and nothing inside it.
    pub facet: Facet,
}

impl Snapshot {
    /// Counts the children of a place, by name or id, in what matches the query and all that is
    /// selected; and notes as in [`super::Results::notes`]. `None` when no article has the place.
    ///
    /// # Errors
    /// Those of [`Snapshot::search`]; when the name means several places.
    pub fn under(
        &self,
        query: &Query,
        place: &str,
        options: &SearchOptions,
    ) -> Result<(Option<Under>, Vec<String>)> {
        self.guarded(|| self.count_under(query, place, options))
    }

    fn count_under(
        &self,
        query: &Query,
        place: &str,
        options: &SearchOptions,
    ) -> Result<(Option<Under>, Vec<String>)> {
        let prepared = self.prepare(query, options)?;
        let mut notes = prepared.notes.clone();
        let meaning = names::places(&self.dictionary, place);
        notes.extend(meaning.note.filter(|_| meaning.numbers.len() < 2));
        notes.dedup();
        let number = match meaning.numbers.as_slice() {
            [] => return Ok((None, notes)),
            [number] => *number,
            several => return Err(self.ambiguous(place, several)),
        };
        let below = self.below(number);
        let plan = Plan::And(vec![
            Snapshot::whole_plan(&prepared, &options.selection),
            Plan::Facet(FacetField::Place, vec![number]),
        ]);
        let mut counts: HashMap<Key, u64> = HashMap::new();
        let mut itself = 0;
        let total = matches::each(self, &plan, options.unit, &[FacetKind::Place(None)], |values| {
            let mut named = false;
            for value in values.iter().flatten() {
                named |= below.all.contains(value);
                if below.children.contains(value) {
                    *counts.entry(*value).or_default() += 1;
                }
            }
            itself += u64::from(!named);
        });
        let total = total?;
        let place = self.value_of(FacetKind::Place(None), Key::from(number), total, &[]);
        Ok((Some(Under { place, facet: self.facet_of_places(counts, itself, options) }), notes))
    }

    fn ambiguous(&self, name: &str, numbers: &[u32]) -> Error {
        let gazetteer = Gazetteer::embedded();
        let named = |n: &u32| {
            let id = self.dictionary.value(*n);
            let path = gazetteer.by_id(id).map(|no| gazetteer.path(no).join(" > "));
            format!("{id} {}", path.unwrap_or_default())
        };
        let all: Vec<String> = numbers.iter().take(8).map(named).collect();
        Error::Usage(format!(
            "\"{name}\" means {} places here, and what lies in a place is asked for one\ngive an id: {}",
            numbers.len(),
            all.join(", ")
        ))
    }

    /// What the index has inside a place.
    fn below(&self, number: u32) -> Below {
        let gazetteer = Gazetteer::embedded();
        let mut below = Below::default();
        let Some(place) = gazetteer.by_id(self.dictionary.value(number)) else { return below };
        let hides = |outer: PlaceNo| {
            let kind = gazetteer.kind(outer);
            matches!(kind, Kind::Country | Kind::Admin1 | Kind::Admin2 | Kind::City)
                && outer != place
                && gazetteer.contains(place, outer)
        };
        for n in self.dictionary.family_numbers(Family::Place) {
            let Some(no) = gazetteer.by_id(self.dictionary.value(n)) else { continue };
            if no == place || !gazetteer.contains(place, no) {
                continue;
            }
            below.all.insert(Key::from(n));
            if !gazetteer.containers(no).any(hides) {
                below.children.insert(Key::from(n));
            }
        }
        below
    }

    fn facet_of_places(&self, counts: HashMap<Key, u64>, itself: u64, options: &SearchOptions) -> Facet {
        let kind = FacetKind::Place(None);
        let selected = self.selected(kind, &options.selection);
        let values = counts.into_iter().map(|(key, n)| (key, self.value_of(kind, key, n, &selected)));
        let mut values: Vec<(Key, FacetValue)> = values.collect();
        if let Some(wanted) = options.facet_contains.as_deref() {
            values.retain(|(_, value)| value.contains(wanted));
        }
        values.sort_unstable_by(|(a, of_a), (b, of_b)| self.facet_order(kind, (*a, of_a), (*b, of_b)));
        let all = values.len();
        values.truncate(options.facet_limit);
        Facet {
            unit: options.unit.plural(),
            more: (all - values.len()) as u64,
            values: values.into_iter().map(|(_, value)| value).collect(),
            none: itself,
        }
    }
}

/// Places inside a place, by their facet numbers.
#[derive(Default)]
struct Below {
    all: HashSet<Key>,
    /// Those directly inside.
    children: HashSet<Key>,
}
