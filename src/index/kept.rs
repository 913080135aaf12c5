//! What a snapshot keeps from one search to the next, because getting it anew would
//! cost more than many a search: the columns of its segments, opened, and stemmers
//! with their memory of words.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tantivy::columnar::Column;
use tantivy::{Searcher, SegmentReader};

use crate::text::Stemmer;

/// Stemmers by language.
pub type Stemmers = HashMap<Option<String>, Stemmer>;

/// What is kept.
pub struct Kept {
    columns: Vec<Columns>,
    stemmers: Mutex<Stemmers>,
}

/// The columns of a segment that searches read.
#[derive(Clone)]
pub struct Columns {
    /// Ids of the articles.
    pub id: Column<u64>,
    /// When they were published.
    pub moment: Column<i64>,
    /// The last day that this can mean.
    pub last_day: Column<i64>,
    /// Numbers of the periods spoken of.
    pub spoken: Column<u64>,
    /// Facet numbers of places.
    pub places: Column<u64>,
    /// Facet numbers of actors, as they were found.
    pub actors: Column<u64>,
    /// Facet numbers of outlets.
    pub outlet: Column<u64>,
    /// Facet numbers of languages.
    pub lang: Column<u64>,
}

impl Columns {
    fn open(reader: &SegmentReader) -> tantivy::Result<Columns> {
        let fast = reader.fast_fields();
        Ok(Columns {
            id: fast.u64("id")?,
            moment: fast.i64("moment")?,
            last_day: fast.i64("last_day")?,
            spoken: fast.u64("spoken")?,
            places: fast.u64("places")?,
            actors: fast.u64("actors")?,
            outlet: fast.u64("outlet")?,
            lang: fast.u64("lang")?,
        })
    }
}

impl Kept {
    /// Opens the columns of all segments.
    pub(super) fn new(searcher: &Searcher) -> tantivy::Result<Kept> {
        let columns = searcher.segment_readers().iter().map(Columns::open);
        Ok(Kept { columns: columns.collect::<tantivy::Result<_>>()?, stemmers: Mutex::default() })
    }

    /// The columns of the segment with this number.
    pub fn columns(&self, segment: u32) -> Option<&Columns> {
        self.columns.get(segment as usize)
    }

    /// The stemmers, to be given back. A search that runs meanwhile finds none and makes its own.
    pub fn take_stemmers(&self) -> Stemmers {
        std::mem::take(&mut *self.stemmers.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Gives stemmers back.
    pub fn give_back(&self, stemmers: Stemmers) {
        *self.stemmers.lock().unwrap_or_else(PoisonError::into_inner) = stemmers;
    }
}
