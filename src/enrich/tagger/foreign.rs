//! Languages without rules of their own: only names that are known already.

use crate::enrich::actors::known;

use super::Label;
use super::gaz::{self, Strength};
use super::lexicon::{COMMON, FUNCTION};
use super::memory::LowerWords;
use super::piece::Piece;
use super::segment::known_label;
use super::tokens::{Case, Gap, Style, Token};

/// The known actors and places of a text, longest first from the left.
pub(super) fn pieces(text: &str, tokens: &[Token<'_>], lang: &str) -> Vec<Piece> {
    let lower = LowerWords::of(tokens);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let piece = if token.is_capital() {
            known_actor(tokens, at).or_else(|| place(text, tokens, &lower, at, lang))
        } else {
            caseless(text, tokens, at)
        };
        at = piece.as_ref().map_or(at + 1, |p| p.tokens.end.max(at + 1));
        found.extend(piece);
    }
    found
}

/// A known actor, unless the words are part of a longer name (`Gustavo Noboa`).
fn known_actor(tokens: &[Token<'_>], at: usize) -> Option<Piece> {
    let token = tokens.get(at)?;
    let word = |i: usize| tokens.get(at + i).map(|t| t.text);
    let acronym = token.case == Case::Upper && token.style != Style::AllCaps;
    let (len, known) = known::longest(&token.key, acronym, false, word)?;
    let label = known_label(&known);
    let part = label == Label::Person && !stands_alone(tokens, at, at + len)
        || len == 1 && follows_capital(tokens, at);
    (!part && (len > 1 || !token.has(FUNCTION | COMMON))).then(|| Piece::new(at..at + len, label, 0.8))
}

/// A well-known place that stands alone. In German every noun has a capital, so there it
/// must be a country, a region or a large city.
fn place(text: &str, tokens: &[Token<'_>], lower: &LowerWords, at: usize, lang: &str) -> Option<Piece> {
    let token = tokens.get(at)?;
    let hit = gaz::hit(text.get(token.start..)?)?;
    let end = token_behind(tokens, at, token.start + hit.len)?;
    let nouns = lang.starts_with("de");
    let needed =
        if token.opens() && hit.population < 1_000_000 { Strength::Strong } else { Strength::Medium };
    let large = !nouns || hit.country || hit.population >= 250_000;
    let long_enough = token.end - token.start >= 4 || end > at + 1;
    let wordlike = token.has(FUNCTION | COMMON) || lower.contains(&token.key);
    (hit.strength >= needed && large && long_enough && !wordlike && stands_alone(tokens, at, end))
        .then(|| Piece::new(at..end, Label::Place, 0.6))
}

fn stands_alone(tokens: &[Token<'_>], at: usize, end: usize) -> bool {
    !follows_capital(tokens, at) && !tokens.get(end).is_some_and(|t| t.is_capital() && t.gap == Gap::Space)
}

/// Whether a capitalised word, perhaps with a particle, stands right before.
fn follows_capital(tokens: &[Token<'_>], at: usize) -> bool {
    let near = tokens.get(at).is_some_and(|t| matches!(t.gap, Gap::Space | Gap::Hyphen));
    near && at.checked_sub(1).and_then(|b| tokens.get(b)).is_some_and(Token::is_capital)
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
