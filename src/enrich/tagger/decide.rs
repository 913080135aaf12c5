//! Makes one answer of what the model found and what the rules found.
//!
//! The model says what the names are. The rules know what the training data do not tell:
//! the dateline, the line that credits a picture, demonyms and the groups made of them,
//! the place in `Kiev-based`, and the titles and offices beside persons.

use std::collections::HashSet;

use super::Label;
use super::labels::Class;
use super::learned::Name;
use super::memory::follows_locative;
use super::piece::Piece;
use super::run;
use super::segment::Surroundings;
use super::tokens::{Case, Gap, Token};

/// The pieces of a field: the model's names, and what the rules add where it has none.
pub(super) fn pieces(around: &Surroundings<'_, '_>, names: &[Name], rules: &[Piece]) -> Vec<Piece> {
    let mut found: Vec<Piece> = names.iter().filter_map(|name| piece(around, name)).collect();
    let mut taken = vec![false; around.tokens().len()];
    for piece in &found {
        taken.get_mut(piece.tokens.clone()).unwrap_or_default().fill(true);
    }
    let free = |piece: &Piece| !taken.get(piece.tokens.clone()).unwrap_or_default().contains(&true);
    found.extend(rules.iter().filter(|p| is_added(around, p) && free(p)).cloned());
    found
}

/// Makes one person of a surname that stands alone where the article also has the full name: what
/// the model takes for a firm or a place without being sure (`Hilton, 42, was seen`).
pub(super) fn agree(fields: &mut [(&[Token<'_>], Vec<Name>)]) {
    const SURE: f32 = 0.8;
    let mut surnames: HashSet<String> = HashSet::new();
    let mut others: HashSet<String> = HashSet::new();
    for (tokens, names) in fields.iter() {
        for name in names.iter().filter(|n| n.tokens.len() > 1 && n.confidence >= SURE) {
            let words = tokens.get(name.tokens.clone()).unwrap_or_default();
            match name.class {
                Class::Person => surnames.extend(words.last().map(|w| w.key.clone())),
                _ => others.extend(words.iter().map(|w| w.key.clone())),
            }
        }
    }
    for (tokens, names) in fields.iter_mut() {
        for name in names.iter_mut().filter(|n| n.tokens.len() == 1 && n.confidence < SURE) {
            let at = name.tokens.start;
            let Some(key) = tokens.get(at).map(|t| &t.key).filter(|_| name.class != Class::Person) else {
                continue;
            };
            if surnames.contains(key) && !others.contains(key) && !follows_locative(tokens, at) {
                name.class = Class::Person;
            }
        }
    }
}

fn piece(around: &Surroundings<'_, '_>, name: &Name) -> Option<Piece> {
    let start = name.tokens.start;
    if start < around.dateline_end() || around.is_credit(start) || around.is_source(&name.tokens) {
        return None;
    }
    if name.confidence < 0.9 && name.tokens.len() == 1 && around.opens_as_word(start) {
        return None;
    }
    let words = start..run::whole_word(around.tokens(), name.tokens.end);
    let mut piece = Piece::new(words, name.class.label()?, name.confidence);
    if name.class == Class::Person {
        piece.office = around.office(&piece.tokens);
    }
    Some(piece)
}

/// What only the rules find.
fn is_added(around: &Surroundings<'_, '_>, piece: &Piece) -> bool {
    match piece.label {
        Some(Label::Demonym | Label::Group | Label::Dateline) => true,
        Some(Label::Place) => opens_compound(around.tokens(), piece) || around.is_credit(piece.tokens.start),
        _ => false,
    }
}

/// `Kiev-based`, `US-led`: the model knows the compound as a name of another kind.
fn opens_compound(tokens: &[Token<'_>], piece: &Piece) -> bool {
    let next = tokens.get(piece.tokens.end);
    next.is_some_and(|t| t.gap == Gap::Hyphen && t.case == Case::Lower) && piece.confidence >= 0.7
}
