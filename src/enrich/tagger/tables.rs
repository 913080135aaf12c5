//! Tables of results: `Hamburg 3 2 0`, `Ajax 1 Utrecht 0` name clubs, not towns.
//!
//! A name between a line's beginning (or a number) and a small number is an entry of
//! such a table. Only countries stay places there, since they play as what they are.

use super::Label;
use super::gaz;
use super::piece::Piece;
use super::tokens::{Case, Gap, Token};

/// How many entries make a table.
const ENTRIES_MIN: usize = 3;

/// Makes organisations of the towns and unknown names that stand in tables of results.
pub(super) fn mark(text: &str, tokens: &[Token<'_>], pieces: &mut [Piece]) {
    let is_entry = |piece: &Piece| {
        let fits = matches!(piece.label, None | Some(Label::Place | Label::Organisation));
        fits && piece.confidence < 0.95 && stands_in_table(tokens, piece)
    };
    if pieces.iter().filter(|p| is_entry(p)).count() < ENTRIES_MIN {
        return;
    }
    for piece in pieces.iter_mut().filter(|p| is_entry(p)) {
        if piece.label != Some(Label::Organisation) && !is_country(text, tokens, piece) {
            (piece.label, piece.confidence) = (Some(Label::Organisation), 0.62);
        }
    }
}

fn stands_in_table(tokens: &[Token<'_>], piece: &Piece) -> bool {
    let (Some(first), Some(behind)) = (tokens.get(piece.tokens.start), tokens.get(piece.tokens.end)) else {
        return false;
    };
    let before = piece.tokens.start.checked_sub(1).and_then(|b| tokens.get(b));
    let opens = first.gap == Gap::Break || before.is_some_and(|b| b.case == Case::Number);
    let counted = |t: &Token<'_>| t.case == Case::Number && t.text.len() <= 3 && t.gap == Gap::Space;
    let more = tokens.get(piece.tokens.end + 1).is_none_or(|t| t.gap == Gap::Break || t.case != Case::Lower);
    opens && counted(behind) && more
}

fn is_country(text: &str, tokens: &[Token<'_>], piece: &Piece) -> bool {
    let Some(first) = tokens.get(piece.tokens.start) else { return false };
    text.get(first.start..).and_then(gaz::hit).is_some_and(|h| h.country)
}
