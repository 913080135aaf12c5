//! How much work a query asks for beyond its length, and where that ends.
//!
//! A few letters can ask for minutes of work: `s*` stands for ten thousand words, `~2` is
//! compared with every word of the index, and the ways in which ten common words stand
//! near each other are beyond counting. So words of the costly kinds are counted while the
//! query is read, and one too many is an error at its place.
//!
//! Left out: how many words a pattern really stands for, which only the index knows.

use super::words::is_wildcard;
use super::{
    BROAD_PATTERNS_MAX, Fault, LEAVES_MAX, NAMES_MAX, Node, PATTERNS_MAX, PROXIMITY_PARTS_MAX, Pattern, Span,
};
use crate::limits::PATTERN_START_CHARS;

/// What the operands read so far cost.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spent {
    leaves: usize,
    patterns: usize,
    broad: usize,
    names: usize,
}

impl Spent {
    /// Counts words and values.
    pub(super) fn leaves(&mut self, more: usize, span: Span) -> Result<(), Fault> {
        self.leaves += more;
        let message = || format!("the query has more than {LEAVES_MAX} words and values");
        let help = "leave some out, use wildcards, or run several queries";
        within(self.leaves, LEAVES_MAX, span, message, help)
    }

    /// Counts a word that may stand for many.
    pub(super) fn pattern(&mut self, pattern: &Pattern) -> Result<(), Fault> {
        if matches!(pattern, Pattern::Word(_)) {
            return Ok(());
        }
        let span = pattern.typed().span;
        self.patterns += 1;
        let message = || {
            format!(
                "the query has more than {PATTERNS_MAX} words with wildcards, in similar spellings or exact forms"
            )
        };
        within(self.patterns, PATTERNS_MAX, span, message, "run several queries")?;
        self.broad += usize::from(is_broad(pattern));
        let message = || {
            format!(
                "the query has more than {BROAD_PATTERNS_MAX} words that every word of the index is compared with"
            )
        };
        let help = format!(
            "begin words that have wildcards with {PATTERN_START_CHARS} letters or more, and leave ~1 and ~2 out where they are not needed"
        );
        within(self.broad, BROAD_PATTERNS_MAX, span, message, &help)
    }

    /// Counts a name that is looked for among all names.
    pub(super) fn name(&mut self, span: Span) -> Result<(), Fault> {
        self.names += 1;
        let message = || format!("the query has more than {NAMES_MAX} names of places, actors and outlets");
        within(
            self.names,
            NAMES_MAX,
            span,
            message,
            "run several queries, or use a larger place or a part of the name",
        )
    }
}

/// Whether the whole vocabulary must be walked over.
fn is_broad(pattern: &Pattern) -> bool {
    match pattern {
        Pattern::Word(_) | Pattern::Exact(_) => false,
        Pattern::Fuzzy { .. } => true,
        Pattern::Wildcard(typed) => {
            let start = typed.text.chars().take_while(|c| !is_wildcard(c.encode_utf8(&mut [0; 4])));
            start.count() < PATTERN_START_CHARS
        }
    }
}

/// Checks how many parts an expression of proximity joins.
pub(super) fn check_proximity(node: &Node, span: Span) -> Result<(), Fault> {
    let message = || format!("more than {PROXIMITY_PARTS_MAX} parts are to stand near each other");
    within(
        parts(node),
        PROXIMITY_PARTS_MAX,
        span,
        message,
        "join groups of fewer by AND, or leave out words that say little",
    )
}

fn parts(node: &Node) -> usize {
    match node {
        Node::Phrase { slots, slop: Some(_) } => slots.len(),
        Node::Near { left, right, .. } | Node::Same { left, right, .. } => parts(left) + parts(right),
        Node::Or(alternatives) => alternatives.iter().map(parts).max().unwrap_or(0),
        _ => 1,
    }
}

fn within(
    count: usize,
    most: usize,
    span: Span,
    message: impl Fn() -> String,
    help: &str,
) -> Result<(), Fault> {
    if count <= most { Ok(()) } else { Err(Fault::new(span, message(), help).label("one too many")) }
}
