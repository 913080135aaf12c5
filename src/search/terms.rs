//! Terms of a search, each looked up once in each segment: scores need to know how many articles
//! of the whole index have a term before its list is opened in the first segment.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{Searcher, Term};

use super::bm25::{Averages, Scale};

/// What was found for a term in each segment.
type Found = Rc<[Option<TermInfo>]>;

/// Terms that were looked up, and the scales of fields by which their articles score.
#[derive(Default)]
pub struct Terms {
    found: RefCell<HashMap<Term, Found>>,
    /// By segment and field.
    scales: RefCell<HashMap<(u32, Field), Arc<Scale>>>,
}

impl Terms {
    fn found(&self, searcher: &Searcher, term: &Term) -> tantivy::Result<Found> {
        if let Some(found) = self.found.borrow().get(term) {
            return Ok(Rc::clone(found));
        }
        let look_up = |segment: &tantivy::SegmentReader| -> tantivy::Result<Option<TermInfo>> {
            Ok(segment.inverted_index(term.field())?.get_term_info(term)?)
        };
        let found: Found =
            searcher.segment_readers().iter().map(look_up).collect::<tantivy::Result<Vec<_>>>()?.into();
        self.found.borrow_mut().insert(term.clone(), Rc::clone(&found));
        Ok(found)
    }

    /// Where a segment keeps the list of a term.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn info(&self, searcher: &Searcher, term: &Term, segment: u32) -> tantivy::Result<Option<TermInfo>> {
        Ok(self.found(searcher, term)?.get(segment as usize).cloned().flatten())
    }

    /// The scale of a field in a segment.
    ///
    /// # Errors
    /// When `averages`, which is asked once, fails.
    pub fn scale(
        &self,
        segment: u32,
        field: Field,
        averages: impl FnOnce() -> tantivy::Result<Averages>,
    ) -> tantivy::Result<Arc<Scale>> {
        if let Some(known) = self.scales.borrow().get(&(segment, field)) {
            return Ok(Arc::clone(known));
        }
        let scale = Arc::new(Scale::new(averages()?));
        self.scales.borrow_mut().insert((segment, field), Arc::clone(&scale));
        Ok(scale)
    }

    /// How many articles have a term, deleted ones among them.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn frequency(&self, searcher: &Searcher, term: &Term) -> tantivy::Result<u64> {
        Ok(self.found(searcher, term)?.iter().flatten().map(|info| u64::from(info.doc_freq)).sum())
    }
}
