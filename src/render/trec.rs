//! TREC run lines: `qid Q0 id rank score dateline`.

use std::io::Write;

use crate::article::ArticleId;
use crate::error::{Error, Result};

/// Writes the ranking of one query.
///
/// # Errors
/// When it cannot be written.
pub fn run(query: &str, ranking: &[(ArticleId, f32)], out: &mut dyn Write) -> Result<()> {
    for (at, (id, score)) in ranking.iter().enumerate() {
        writeln!(out, "{query} Q0 {id} {} {score} dateline", at + 1).map_err(Error::Output)?;
    }
    Ok(())
}
