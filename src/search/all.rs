//! All matches of a search by their ids, and hits of those that are wanted.
//!
//! An ordinary search reads the first hits of an order. Who compares matches with what he knows
//! already needs all ids first and then a few hits from anywhere.

use std::collections::HashMap;

use super::collect::Candidate;
use super::{Hit, Prepared, SearchOptions, Shown, Unit};
use crate::article::ArticleId;
use crate::error::Result;
use crate::index::Snapshot;
use crate::query::Query;

/// All matches of a search.
pub struct Matches<'s> {
    snapshot: &'s Snapshot,
    prepared: Prepared,
    options: SearchOptions,
    found: Vec<Candidate>,
    places: HashMap<ArticleId, usize>,
}

impl Snapshot {
    /// Finds all matching articles, in the order asked for, without reading any of them; limit and
    /// unit of the options do not count.
    ///
    /// # Errors
    /// When the query cannot be carried out.
    pub fn matches(&self, query: &Query, options: &SearchOptions) -> Result<Matches<'_>> {
        self.guarded(|| {
            let options = SearchOptions { unit: Unit::Article, facets: Vec::new(), ..options.clone() };
            let prepared = self.prepare(query, &options)?;
            let found = self.collect(&prepared, &options, usize::MAX)?.best;
            let places = found.iter().enumerate().map(|(at, found)| (found.rank.article(), at)).collect();
            Ok(Matches { snapshot: self, prepared, options, found, places })
        })
    }
}

impl Matches<'_> {
    /// Their ids, in order.
    pub fn ids(&self) -> impl Iterator<Item = ArticleId> + '_ {
        self.found.iter().map(|candidate| candidate.rank.article())
    }

    /// What the user should know about how the query was read: whole lines.
    pub fn notes(&self) -> &[String] {
        &self.prepared.notes
    }

    /// Hits of these articles, in the order of the ids; one that does not match is left out.
    ///
    /// # Errors
    /// When an article cannot be read.
    pub fn hits(&self, ids: &[ArticleId]) -> Result<Vec<Hit>> {
        let places = ids.iter().filter_map(|id| self.places.get(id));
        let found = places.filter_map(|&at| self.found.get(at).copied());
        let shown: Vec<(Candidate, Shown)> =
            found.map(|c| (c, Shown { address: c.address, matching: 1 })).collect();
        self.snapshot.guarded(|| self.snapshot.hits(&self.prepared, &shown, &self.options))
    }
}
