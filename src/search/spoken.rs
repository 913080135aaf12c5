//! The times that articles speak of: the union of the postings of all
//! periods that fit what is asked ([`crate::index::spoken`]).

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, SegmentReader, Term};

use crate::index::spoken::{Asked, Spoken};

/// The documents of a segment that speak of some days; `field` is that of the periods.
///
/// # Errors
/// When the index is damaged.
pub fn docs(field: Field, asked: Asked, reader: &SegmentReader) -> tantivy::Result<BitSet> {
    let mut found = BitSet::with_max_value(reader.max_doc());
    let inverted = reader.inverted_index(field)?;
    let (lowest, highest) = asked.numbers();
    let term = |number| Term::from_field_u64(field, number);
    let (lowest, highest) = (term(lowest), term(highest));
    let range = inverted.terms().range().ge(lowest.serialized_value_bytes());
    let mut terms = range.le(highest.serialized_value_bytes()).into_stream()?;
    while terms.advance() {
        let number = <[u8; 8]>::try_from(terms.key()).map(u64::from_be_bytes);
        let wanted = number.is_ok_and(|n| asked.admits(Spoken::from_number(n)));
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
