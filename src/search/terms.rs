//! Terms of a search, each looked up once in each segment: scores need to know how many articles
//! of the whole index have a term before its list is opened in the first segment.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use tantivy::postings::TermInfo;
use tantivy::{Searcher, Term};

/// What was found for a term in each segment.
type Found = Rc<[Option<TermInfo>]>;

/// Terms that were looked up.
#[derive(Default)]
pub struct Terms(RefCell<HashMap<Term, Found>>);

impl Terms {
    fn found(&self, searcher: &Searcher, term: &Term) -> tantivy::Result<Found> {
        if let Some(found) = self.0.borrow().get(term) {
            return Ok(Rc::clone(found));
        }
        let look_up = |segment: &tantivy::SegmentReader| -> tantivy::Result<Option<TermInfo>> {
            Ok(segment.inverted_index(term.field())?.get_term_info(term)?)
        };
        let found: Found =
            searcher.segment_readers().iter().map(look_up).collect::<tantivy::Result<Vec<_>>>()?.into();
        self.0.borrow_mut().insert(term.clone(), Rc::clone(&found));
        Ok(found)
    }

    /// Where a segment keeps the list of a term.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn info(&self, searcher: &Searcher, term: &Term, segment: u32) -> tantivy::Result<Option<TermInfo>> {
        Ok(self.found(searcher, term)?.get(segment as usize).cloned().flatten())
    }

    /// How many articles have a term, deleted ones among them.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn frequency(&self, searcher: &Searcher, term: &Term) -> tantivy::Result<u64> {
        Ok(self.found(searcher, term)?.iter().flatten().map(|info| u64::from(info.doc_freq)).sum())
    }
}
