//! Names of one word: a place, an acronym, a surname; or nothing, since one word in
//! capitals says little.

use super::super::Label;
use super::super::gaz::Strength;
use super::super::lexicon::*;
use super::super::memory::follows_locative;
use super::super::piece::Piece;
use super::super::tokens::{Case, Style, Token};
use super::Segmenter;

/// Words that are no name when they stand alone.
const NO_NAME: Flags =
    TITLE | TITLE_MOD | ORG_SUFFIX | ORG_HEAD | COMMON | FURNITURE | MISC_SUFFIX | PLACE_SUFFIX;

impl Segmenter<'_, '_> {
    /// A name of one word.
    pub(super) fn judge_single(&mut self, at: usize) {
        let Some(token) = self.tokens.get(at).filter(|t| t.is_capital()) else { return };
        let weak_position = token.opens() || token.style == Style::TitleCase;
        if token.case == Case::Initial
            || self.is_furniture(at)
            || weak_position && token.has(COMMON | FUNCTION) && !token.text.contains('.')
            || token.has(MONTH)
        {
            return;
        }
        let said = self.is(at + 1, |t| t.case == Case::Lower && flags(t.text) & SAY != 0);
        if token.case != Case::Upper
            && let Some(office) = self.lower_office(at)
            && !self.is_country(&(at..at + 1))
        {
            return self.person(at..at + 1, 0.8, Some(office));
        }
        if let Some((label, confidence)) = self.single_place(at, token, weak_position, said) {
            return self.push(at..at + 1, label, confidence);
        }
        if token.has(ORG_ANY) && !weak_position {
            return self.push(at..at + 1, Label::Organisation, 0.6);
        }
        if token.has(NO_NAME) || token.case == Case::Upper && token.has(ACRONYM_NO) {
            return;
        }
        if token.case == Case::Upper {
            if is_acronym(token) {
                self.push(at..at + 1, Label::Organisation, 0.62);
            }
            return;
        }
        if token.has(GIVEN | SURNAME) && !(weak_position && self.lower.contains(&token.key)) {
            return self.push(at..at + 1, Label::Person, 0.55);
        }
        if said && (!token.opens() || !self.lower.contains(&token.key)) {
            return self.push(at..at + 1, Label::Person, 0.5);
        }
        self.unknown_single(at, weak_position);
    }

    pub(super) fn single_place(
        &self,
        at: usize,
        token: &Token<'_>,
        weak: bool,
        said: bool,
    ) -> Option<(Label, f32)> {
        let hit = self.hit(at..at + 1)?;
        let acronym = token.case == Case::Upper && !token.text.contains('.') && token.style == Style::Prose;
        if acronym && hit.strength != Strength::Strong {
            return None;
        }
        let locative = follows_locative(self.tokens, at);
        let name_too = token.has(GIVEN | SURNAME);
        let wordlike = token.has(COMMON | FUNCTION | TITLE | ORG_HEAD | ORG_SUFFIX)
            || token.case == Case::Upper && token.has(ACRONYM_NO)
            || weak && self.lower.contains(&token.key);
        let wordlike = wordlike && !(token.case == Case::Upper && token.style == Style::Prose && hit.country);
        let confidence = match hit.strength {
            Strength::Strong if hit.country && !wordlike => 0.9,
            Strength::Strong if !name_too && !wordlike => 0.84,
            Strength::Strong if locative => 0.7,
            Strength::Strong if name_too && !said && !wordlike && hit.population > 2_000_000 => 0.6,
            Strength::Medium if !name_too && !wordlike => {
                if locative {
                    0.8
                } else {
                    0.6
                }
            }
            Strength::Weak if locative && !name_too && !wordlike => 0.65,
            _ => return None,
        };
        Some((Label::Place, confidence))
    }

    /// A single capitalised word of which nothing is known.
    pub(super) fn unknown_single(&mut self, at: usize, weak: bool) {
        if weak {
            if self.is(at, |t| !self.lower.contains(&t.key)) {
                self.pieces.push(Piece::unknown(at..at + 1));
            }
        } else if follows_locative(self.tokens, at) {
            self.push(at..at + 1, Label::Place, 0.5);
        } else {
            self.pieces.push(Piece::unknown(at..at + 1));
        }
    }
}

/// Two to seven letters in running text, no digits: `TRC`.
fn is_acronym(token: &Token<'_>) -> bool {
    let word = !token.has(FUNCTION) && !token.text.contains(|c: char| c.is_ascii_digit());
    word && (2..=7).contains(&token.key.len()) && token.style == Style::Prose
}
