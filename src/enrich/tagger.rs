//! Finds the names in an article: text in, labelled spans out.
//!
//! The rules look at runs of capitalised words, at the words around them, at lists
//! of titles, given names and heads of organisations' names, at the gazetteer and
//! at the well-known actors; then at the rest of the article, where a name often
//! stands once more and clearer. [`tag`] is the whole interface, so that a trained
//! tagger can take its place.
//!
//! ```
//! use dateline::enrich::tagger::{Label, tag};
//! let text = "He met President Anna Kovalenko, and Ukrainian troops left.";
//! let spans = tag("", text, Some("en")).body;
//! let found: Vec<(&str, Label)> = spans.iter().map(|s| (&text[s.start..s.end], s.label)).collect();
//! assert_eq!(found, [("Anna Kovalenko", Label::Person), ("Ukrainian troops", Label::Group)]);
//! ```
//!
//! Left out: who is meant by a name (see `actors`), which place (see `places`), and
//! rules of grammar for languages other than English; there only names that are
//! known already are found.

mod foreign;
mod gaz;
mod headline;
mod lexicon;
mod memory;
mod piece;
mod run;
mod segment;
mod tables;
mod tokens;
pub mod toponyms;

#[cfg(test)]
mod tests;

use std::ops::Range;

pub(crate) use lexicon::WordMap;
use piece::Piece;
use tokens::{Token, tokenise};

/// What a span of text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Label {
    /// A human being.
    Person,
    /// A company, institution, government body, armed force.
    Organisation,
    /// A place.
    Place,
    /// The place where the article was filed.
    Dateline,
    /// A demonym that stands for no group (`the Ukrainian capital`): points to a country.
    Demonym,
    /// A people or a loose collective (`Ukrainian troops`, `Palestinians`).
    Group,
}

/// A labelled span of one field.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset behind the last byte.
    pub end: usize,
    /// What it names.
    pub label: Label,
    /// From 0 to 1.
    pub confidence: f32,
    /// Bytes of the words that give a person's title or office (`acting governor`).
    pub office: Option<Range<usize>>,
}

/// The spans of an article, in order and without overlap.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tags {
    /// Of the headline.
    pub title: Vec<Span>,
    /// Of the text.
    pub body: Vec<Span>,
}

/// Finds the names in an article. `lang` is its BCP 47 language; none counts as English.
pub fn tag(title: &str, body: &str, lang: Option<&str>) -> Tags {
    let (title_tokens, body_tokens) = (tokenise(title), tokenise(body));
    if let Some(lang) = lang.filter(|l| *l != "en" && !l.starts_with("en-")) {
        return Tags {
            title: spans(&title_tokens, foreign::pieces(title, &title_tokens, lang)),
            body: spans(&body_tokens, foreign::pieces(body, &body_tokens, lang)),
        };
    }
    let lower = memory::LowerWords::of(&body_tokens);
    let mut body_pieces = segment::pieces(body, &body_tokens, &lower);
    let mut title_pieces = segment::pieces(title, &title_tokens, &lower);
    let memory = memory::Memory::of(&[(&title_tokens, &title_pieces), (&body_tokens, &body_pieces)]);
    memory.apply(&body_tokens, &mut body_pieces);
    memory.apply(&title_tokens, &mut title_pieces);
    Tags { title: spans(&title_tokens, title_pieces), body: spans(&body_tokens, body_pieces) }
}

/// The pieces that got a label, as spans.
fn spans(tokens: &[Token<'_>], pieces: Vec<Piece>) -> Vec<Span> {
    let mut found: Vec<Span> = pieces.into_iter().filter_map(|piece| span(tokens, piece)).collect();
    found.sort_by_key(|s| s.start);
    let mut end = 0;
    found.retain(|s| {
        let apart = s.start >= end;
        end = if apart { s.end } else { end };
        apart
    });
    found
}

fn span(tokens: &[Token<'_>], piece: Piece) -> Option<Span> {
    let start = tokens.get(piece.tokens.start)?.start;
    let end = tokens.get(piece.tokens.end.checked_sub(1)?)?.end;
    let office = piece.office.and_then(|office| {
        Some(tokens.get(office.start)?.start..tokens.get(office.end.checked_sub(1)?)?.end)
    });
    Some(Span { start, end, label: piece.label?, confidence: piece.confidence, office })
}
