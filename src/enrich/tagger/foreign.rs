//! Languages without rules of their own: only names that are known already.

use crate::enrich::actors::known;

use super::Label;
use super::gaz::{self, Strength};
use super::lexicon::{COMMON, FUNCTION};
use super::piece::Piece;
use super::segment::known_label;
use super::tokens::{Case, Token};

/// The known actors and places of a text, longest first from the left.
pub(super) fn pieces(text: &str, tokens: &[Token<'_>]) -> Vec<Piece> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let piece =
            if token.is_capital() { capitalised(text, tokens, at) } else { caseless(text, tokens, at) };
        at = piece.as_ref().map_or(at + 1, |p| p.tokens.end.max(at + 1));
        found.extend(piece);
    }
    found
}

fn capitalised(text: &str, tokens: &[Token<'_>], at: usize) -> Option<Piece> {
    let token = tokens.get(at)?;
    let word = |i: usize| tokens.get(at + i).map(|t| t.text);
    if let Some((len, known)) = known::longest(&token.key, token.case == Case::Upper, false, word) {
        if len > 1 || !token.has(FUNCTION | COMMON) {
            return Some(Piece::new(at..at + len, known_label(&known), 0.8));
        }
    }
    let hit = gaz::hit(text.get(token.start..)?)?;
    let end = token_behind(tokens, at, token.start + hit.len)?;
    let whole = !tokens.get(end).is_some_and(|t| t.is_capital() && t.gap == super::tokens::Gap::Space);
    let alone_in_run = whole
        && !at
            .checked_sub(1)
            .and_then(|b| tokens.get(b))
            .is_some_and(|b| b.is_capital() && token.gap == super::tokens::Gap::Space);
    let needed = if alone_in_run && !token.opens() { Strength::Medium } else { Strength::Strong };
    let long_enough = token.end - token.start >= 4 || end > at + 1;
    (hit.strength >= needed && long_enough && alone_in_run && !token.has(FUNCTION | COMMON))
        .then(|| Piece::new(at..end, Label::Place, 0.6))
}

/// Scripts without capitals: only names of at least two characters that are known well.
fn caseless(text: &str, tokens: &[Token<'_>], at: usize) -> Option<Piece> {
    let token = tokens.get(at).filter(|t| t.case == Case::Caseless)?;
    let word = |i: usize| tokens.get(at + i).map(|t| t.text);
    if let Some((len, known)) = known::longest(&token.key, false, true, word) {
        return Some(Piece::new(at..at + len, known_label(&known), 0.7));
    }
    let hit = gaz::hit(text.get(token.start..)?).filter(|h| h.strength == Strength::Strong)?;
    let name = text.get(token.start..token.start + hit.len)?;
    let end = token_behind(tokens, at, token.start + hit.len)?;
    (name.chars().count() >= 2).then(|| Piece::new(at..end, Label::Place, 0.5))
}

/// The number of the first token at or behind this byte.
pub(super) fn token_behind(tokens: &[Token<'_>], from: usize, byte: usize) -> Option<usize> {
    let mut at = from;
    while tokens.get(at).is_some_and(|t| t.end <= byte) {
        at += 1;
    }
    (at > from).then_some(at)
}
