//! TREC runs: the ranking of a query for evaluation programs.
//!
//! One line an article, `qid Q0 id rank score dateline`, the fields divided by a blank.

use std::io::Write;

use super::output;
use crate::article::ArticleId;
use crate::error::Result;

/// The ranking of the query with this id. White space in the id becomes `_`, since the
/// lines are read by field.
///
/// # Errors
/// When it cannot be written.
pub fn run(qid: &str, ranking: &[(ArticleId, f32)], out: &mut dyn Write) -> Result<()> {
    let qid = qid.replace(|c: char| c.is_whitespace() || c.is_control(), "_");
    for (rank, (id, score)) in (1_u64..).zip(ranking) {
        writeln!(out, "{qid} Q0 {id} {rank} {score} dateline").map_err(output)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_has_one_line_an_article() {
        let ranking = [(77, 8.5), (78, 0.25)].map(|(id, score)| (ArticleId::from_number(id), score));
        let mut out = Vec::new();
        run("q 1", &ranking, &mut out).unwrap();
        let expected = "q_1 Q0 00000000002d 1 8.5 dateline\nq_1 Q0 00000000002e 2 0.25 dateline\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
