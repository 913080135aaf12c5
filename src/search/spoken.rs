//! A query for the times that articles speak of: the union of the postings of all
//! periods that fit what is asked ([`crate::index::spoken`]).

use tantivy::query::{BitSetDocSet, ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, Score, SegmentReader, TantivyError, Term};

use crate::index::spoken::{Asked, Spoken};

/// Articles that speak of some days.
#[derive(Debug, Clone)]
pub struct SpokenQuery {
    /// The field of the periods.
    pub field: Field,
    /// The days.
    pub asked: Asked,
}

impl Query for SpokenQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for SpokenQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let docs = BitSetDocSet::from(self.docs(reader)?);
        Ok(Box::new(ConstScorer::new(docs, boost)))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        if self.docs(reader)?.contains(doc) {
            Ok(Explanation::new("speaks of it", 0.0))
        } else {
            Err(TantivyError::InvalidArgument(format!("document {doc} does not match")))
        }
    }
}

impl SpokenQuery {
    fn docs(&self, reader: &SegmentReader) -> tantivy::Result<BitSet> {
        let mut found = BitSet::with_max_value(reader.max_doc());
        let inverted = reader.inverted_index(self.field)?;
        let (lowest, highest) = self.asked.numbers();
        let term = |number| Term::from_field_u64(self.field, number);
        let (lowest, highest) = (term(lowest), term(highest));
        let range = inverted.terms().range().ge(lowest.serialized_value_bytes());
        let mut terms = range.le(highest.serialized_value_bytes()).into_stream()?;
        while terms.advance() {
            let number = <[u8; 8]>::try_from(terms.key()).map(u64::from_be_bytes);
            let wanted = number.is_ok_and(|n| self.asked.admits(Spoken::from_number(n)));
            if !wanted {
                continue;
            }
            let mut postings =
                inverted.read_block_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
            while !postings.docs().is_empty() {
                for &doc in postings.docs() {
                    found.insert(doc);
                }
                postings.advance();
            }
        }
        Ok(found)
    }
}
