//! Lines that are written in capitals: headlines of old wires, datelines.
//!
//! Capitals say nothing there, so only what is known counts: well-known actors,
//! countries and cities, demonyms, a given name with a word behind it.

use crate::enrich::actors::known;

use super::Label;
use super::foreign::token_behind;
use super::gaz::{self, Strength};
use super::lexicon::*;
use super::memory::LowerWords;
use super::piece::Piece;
use super::segment::known_label;
use super::tokens::{Case, Gap, Style, Token};

/// Longest dateline, in bytes.
const DATELINE_BYTES_MAX: usize = 120;

/// Reads the dateline at the beginning of a text (`KURSK, Russia, Aug 8 (Reuters) -`) and
/// returns the number of the first token behind it; 0 when there is none.
pub(super) fn dateline(text: &str, tokens: &[Token<'_>], pieces: &mut Vec<Piece>) -> usize {
    let Some(end) = dateline_end(text) else { return 0 };
    let behind = tokens.iter().take_while(|t| t.start < end).count();
    let Some(head) = tokens.get(..behind) else { return 0 };
    if !looks_like_dateline(head) {
        return 0;
    }
    let mut at = 0;
    while let Some(token) = head.get(at) {
        let hit = text.get(token.start..).and_then(gaz::hit).filter(|_| is_place_word(token));
        let stop = hit.and_then(|h| token_behind(head, at, token.start + h.len));
        if let Some(stop) = stop.filter(|_| !in_brackets(text, token)) {
            pieces.push(Piece::new(at..stop, Label::Dateline, 0.95));
            at = stop;
        } else if at == 0 && token.case == Case::Upper && is_dated(head) && !token.has(COMMON) {
            let stop = head
                .iter()
                .take_while(|t| t.case == Case::Upper && t.gap != Gap::Comma && t.gap != Gap::Bracket)
                .count()
                .max(1);
            pieces.push(Piece::new(0..stop, Label::Dateline, 0.8));
            at = stop;
        } else {
            at += 1;
        }
    }
    behind
}

fn is_place_word(token: &Token<'_>) -> bool {
    token.is_capital() && !token.has(MONTH)
}

fn in_brackets(text: &str, token: &Token<'_>) -> bool {
    let before = text.get(..token.start).unwrap_or_default();
    before.matches('(').count() > before.matches(')').count()
}

/// Where a line that opens like a dateline has its dash.
fn dateline_end(text: &str) -> Option<usize> {
    let line = text.lines().next()?;
    let mut cut = line.len().min(DATELINE_BYTES_MAX);
    while !line.is_char_boundary(cut) {
        cut -= 1;
    }
    let head = line.get(..cut)?;
    [" - ", " -- ", " – ", " — ", "--", "—", ") -", ") –"]
        .iter()
        .filter_map(|dash| head.find(dash).map(|at| at + dash.len()))
        .min()
}

/// A place in capitals first, then nothing but places, dates and an agency.
fn looks_like_dateline(head: &[Token<'_>]) -> bool {
    let Some(first) = head.first() else { return false };
    let lower = head
        .iter()
        .filter(|t| t.case == Case::Lower && !matches!(t.text, "of" | "the" | "and" | "de" | "la"))
        .count();
    let upper = first.case == Case::Upper && first.text.len() > 2;
    let bracket = head.iter().any(|t| t.gap == Gap::Bracket);
    lower == 0
        && head.len() <= 14
        && first.is_capital()
        && (upper || bracket || is_dated(head))
        && !first.has(FURNITURE | FUNCTION)
}

/// A month and a number, or an agency in brackets.
fn is_dated(head: &[Token<'_>]) -> bool {
    let day = head.iter().any(|t| t.has(MONTH)) && head.iter().any(|t| t.case == Case::Number);
    day || head.iter().any(|t| t.gap == Gap::Bracket)
}

/// Judges the all-caps stretch that begins at token `at`; returns where it ends. Words of
/// which nothing is known become unknown pieces, unless the article writes them in small letters.
pub(super) fn all_caps(
    text: &str,
    tokens: &[Token<'_>],
    lower: &LowerWords,
    at: usize,
    pieces: &mut Vec<Piece>,
) -> usize {
    let mut at = at;
    let mut first = true;
    while let Some(token) =
        tokens.get(at).filter(|t| t.style == Style::AllCaps && (first || t.gap != Gap::Break))
    {
        first = false;
        let unknown = || {
            let name = token.case == Case::Upper && !token.has(FUNCTION | COMMON | TITLE | MONTH);
            (name && !lower.contains(&token.key)).then(|| Piece::unknown(at..at + 1))
        };
        let piece = if token.is_capital() { name_at(text, tokens, at).or_else(unknown) } else { None };
        at = piece.as_ref().map_or(at + 1, |p| p.tokens.end.max(at + 1));
        pieces.extend(piece);
    }
    at
}

fn name_at(text: &str, tokens: &[Token<'_>], at: usize) -> Option<Piece> {
    let token = tokens.get(at)?;
    let wordlike = token.has(FUNCTION | COMMON | TITLE | MONTH | MISC_SUFFIX | ORG_SUFFIX);
    let word = |i: usize| tokens.get(at + i).filter(|t| t.gap != Gap::Break).map(|t| t.text);
    if let Some((len, known)) =
        known::longest(&token.key, !wordlike, false, word).filter(|(len, _)| *len > 1 || !wordlike)
    {
        return Some(Piece::new(at..at + len, known_label(&known), 0.8));
    }
    if gaz::demonym(&token.key).is_some() {
        let role = tokens.get(at + 1).is_some_and(|t| t.gap == Gap::Space && t.has(ROLE));
        return Some(if role {
            Piece::new(at..at + 2, Label::Group, 0.7)
        } else {
            Piece::new(at..at + 1, Label::Demonym, 0.8)
        });
    }
    let hit = text.get(token.start..).and_then(gaz::hit);
    let strong = hit.is_some_and(|h| h.strength == Strength::Strong && h.len > token.text.len());
    if let Some(end) = person_end(tokens, at).filter(|_| !strong) {
        return Some(Piece::new(at..end, Label::Person, 0.6));
    }
    let hit = hit?;
    let end = token_behind(tokens, at, token.start + hit.len)?;
    if let Some(piece) = fixture(tokens, at, end) {
        return Some(piece);
    }
    let safe = if end > at + 1 {
        hit.strength >= Strength::Medium
    } else {
        hit.strength == Strength::Strong && !wordlike || hit.country && !token.has(FUNCTION)
    };
    let alone = token.gap == Gap::Break
        && tokens.get(end).is_none_or(|t| t.case == Case::Number || t.gap == Gap::Break);
    (safe || alone && !wordlike).then(|| Piece::new(at..end, Label::Place, 0.7))
}

/// `TEXAS AT KANSAS CITY`: lines of fixtures name clubs by their towns.
fn fixture(tokens: &[Token<'_>], at: usize, end: usize) -> Option<Piece> {
    let line_ends = |i: usize| tokens.get(i).is_none_or(|t| t.gap == Gap::Break);
    let home = tokens.get(end).is_some_and(|t| t.text == "AT" && t.gap == Gap::Space)
        && tokens.get(at)?.gap == Gap::Break;
    let away = at >= 2
        && tokens.get(at - 1)?.text == "AT"
        && line_ends(end)
        && tokens.get(at.saturating_sub(4)..at)?.iter().any(|t| t.gap == Gap::Break);
    let short = (end..end + 5).any(line_ends);
    (home && short || away).then(|| Piece::new(at..end, Label::Organisation, 0.6))
}

/// A given name with one or two words behind it that are no common words.
fn person_end(tokens: &[Token<'_>], at: usize) -> Option<usize> {
    tokens.get(at).filter(|t| t.has(GIVEN) && !t.has(COMMON | FUNCTION | MONTH))?;
    let mut end = at + 1;
    while tokens.get(end).is_some_and(|t| {
        t.is_capital()
            && matches!(t.gap, Gap::Space | Gap::Hyphen | Gap::Stop)
            && !t.has(COMMON | FUNCTION | MONTH | SAY | TITLE)
    }) && end < at + 3
    {
        end += 1;
    }
    (end > at + 1).then_some(end)
}
