//! Finds the names in an article: text in, labelled spans out.
//!
//! Two work together. Rules (`segment`) look at runs of capitalised words, at lists of
//! titles, given names and heads of organisations' names, at the gazetteer and at the
//! well-known actors, and at the rest of the article, where a name often stands once
//! more and clearer. What they say of each word is, beside much else (`facts`,
//! `features`), a hint to a model trained on annotated news (`model`, `crf`), which has
//! the last word on persons, organisations and places. What the training data do not
//! know, such as datelines, groups and offices, comes from the rules alone (`decide`).
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

mod crf;
mod decide;
mod facts;
mod features;
mod foreign;
mod gaz;
mod headline;
mod labels;
mod learned;
#[doc(hidden)]
pub mod learning;
mod lexicon;
mod memory;
mod model;
mod piece;
mod run;
mod segment;
mod table;
mod tables;
mod tokens;
pub mod toponyms;
mod truecase;
mod vocabulary;
#[doc(hidden)]
pub mod wordbook;

#[cfg(test)]
mod tests;

use std::ops::Range;

use learned::{Name, Sheet};
pub(crate) use lexicon::WordMap;
use memory::LowerWords;
use model::Model;
use piece::Piece;
use tokens::{Token, tokenise};
use vocabulary::Vocabulary;

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
    if let Some(lang) = lang.filter(|l| *l != "en" && !l.starts_with("en-")) {
        let known = |text: &str| {
            let tokens = tokenise(text);
            spans(&tokens, foreign::pieces(text, &tokens, lang))
        };
        return Tags { title: known(title), body: known(body) };
    }
    let restored = truecase::truecased(body);
    let (title_tokens, body_tokens) = (tokenise(title), tokenise(&restored));
    let (sheets, title_names, body_names) = Vocabulary::lend(|words| {
        let sheets = Sheets::new(title, &title_tokens, &restored, &body_tokens, words);
        let model = Model::embedded();
        let (title, body) = (sheets.title.names(model, words), sheets.body.names(model, words));
        (sheets, title, body)
    });
    let mut fields = [(&title_tokens[..], title_names), (&body_tokens[..], body_names)];
    decide::agree(&mut fields);
    let [(_, title_names), (_, body_names)] = fields;
    Tags {
        title: sheets.spans(title, &title_tokens, &title_names, &sheets.title_rules),
        body: sheets.spans(&restored, &body_tokens, &body_names, &sheets.body_rules),
    }
}

/// An article as the model sees it: what the rules say, and the facts about each word.
struct Sheets<'a, 't> {
    lower: LowerWords,
    title_rules: Vec<Piece>,
    body_rules: Vec<Piece>,
    title: Sheet<'a, 't>,
    body: Sheet<'a, 't>,
}

impl<'a, 't> Sheets<'a, 't> {
    fn new(
        title: &str,
        title_tokens: &'a [Token<'t>],
        body: &str,
        body_tokens: &'a [Token<'t>],
        words: &mut Vocabulary,
    ) -> Sheets<'a, 't> {
        let lower = LowerWords::of(body_tokens);
        let mut body_rules = segment::pieces(body, body_tokens, &lower);
        let mut title_rules = segment::pieces(title, title_tokens, &lower);
        let memory = memory::Memory::of(&[(title_tokens, &title_rules), (body_tokens, &body_rules)]);
        memory.apply(body_tokens, &mut body_rules);
        memory.apply(title_tokens, &mut title_rules);
        let mut title = Sheet::new(title, title_tokens, &title_rules, &lower, words);
        let mut body = Sheet::new(body, body_tokens, &body_rules, &lower, words);
        learned::share(&mut title, &mut body);
        Sheets { lower, title_rules, body_rules, title, body }
    }

    fn spans(&self, text: &str, tokens: &[Token<'_>], names: &[Name], rules: &[Piece]) -> Vec<Span> {
        let around = segment::Surroundings::new(text, tokens, &self.lower);
        spans(tokens, decide::pieces(&around, names, rules))
    }
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
