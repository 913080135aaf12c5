//! A stretch of tokens that may be one name.

use std::ops::Range;

use super::Label;

/// A stretch of tokens with what is thought of it so far.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// The tokens, by number.
    pub tokens: Range<usize>,
    /// `None`: a capitalised stretch that nothing is known of yet.
    pub label: Option<Label>,
    /// From 0 to 1.
    pub confidence: f32,
    /// The tokens that give title or office.
    pub office: Option<Range<usize>>,
}

impl Piece {
    /// A piece that is thought to be this.
    pub fn new(tokens: Range<usize>, label: Label, confidence: f32) -> Piece {
        Piece { tokens, label: Some(label), confidence, office: None }
    }

    /// A piece that may be a name, or not.
    pub fn unknown(tokens: Range<usize>) -> Piece {
        Piece { tokens, label: None, confidence: 0.0, office: None }
    }
}
