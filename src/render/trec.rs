//! TREC runs: the ranking of a query for evaluation programs.
//!
//! One line a hit, `qid Q0 id rank score dateline`, the fields divided by a blank.

use std::io::Write;

use super::output;
use crate::error::Result;
use crate::search::Results;

/// The ranking of the query with this id. White space in the id becomes `_`.
///
/// # Errors
/// When it cannot be written.
pub fn run(qid: &str, results: &Results, out: &mut dyn Write) -> Result<()> {
    let qid: String =
        qid.chars().map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c }).collect();
    results.hits.iter().try_for_each(|hit| {
        writeln!(out, "{qid} Q0 {} {} {} dateline", hit.record.id, hit.rank, hit.score).map_err(output)
    })
}
