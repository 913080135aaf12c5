//! A query that tests each article by its columns.

use std::fmt;
use std::sync::Arc;

use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError};

/// A test on the documents of one segment.
pub type Test = Box<dyn Fn(DocId) -> bool + Send + Sync>;

type Open = dyn Fn(&SegmentReader) -> tantivy::Result<Test> + Send + Sync;

/// Articles that pass a test.
#[derive(Clone)]
pub struct Predicate {
    open: Arc<Open>,
}

impl Predicate {
    /// From a function that opens the columns of a segment and gives its test.
    pub fn new(open: impl Fn(&SegmentReader) -> tantivy::Result<Test> + Send + Sync + 'static) -> Predicate {
        Predicate { open: Arc::new(open) }
    }
}

impl fmt::Debug for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Predicate")
    }
}

impl Query for Predicate {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for Predicate {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut passing = Passing { test: (self.open)(reader)?, doc: 0, end: reader.max_doc() };
        passing.settle(0);
        Ok(Box::new(ConstScorer::new(passing, boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        if (self.open)(reader)?(doc) {
            Ok(Explanation::new("condition", 0.0))
        } else {
            Err(TantivyError::InvalidArgument(format!("document {doc} does not match")))
        }
    }
}

/// The documents of a segment that pass.
struct Passing {
    test: Test,
    doc: DocId,
    end: DocId,
}

impl Passing {
    fn settle(&mut self, from: DocId) -> DocId {
        self.doc = (from..self.end).find(|&doc| (self.test)(doc)).unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for Passing {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED { TERMINATED } else { self.settle(self.doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target { self.doc } else { self.settle(target) }
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    /// A guess at the number that pass, large, so that other conditions lead the way.
    fn size_hint(&self) -> u32 {
        self.end
    }
}
