//! Cuts runs of capitalised words into names, and says what each of them is.
//!
//! A run may hold several names (`Russian President Vladimir Putin`) or none
//! (`Summer Sale`). Words that never belong to a name break it; a known name, a
//! title or a company's suffix cuts it; what remains is judged as a whole.

mod demonyms;
mod guess;
mod judge;
mod single;
mod titles;

use std::ops::Range;

use crate::article::ActorKind;
use crate::enrich::actors::known::{self, Known};

use super::Label;
use super::gaz::{self, Strength};
use super::lexicon::*;
use super::memory::LowerWords;
use super::piece::Piece;
use super::table::hash;
use super::tokens::{Case, Gap, Style, Token};
use super::wordbook::Wordbook;
use super::{headline, run, tables};

/// Finds the pieces of one field; those that are unknown yet have no label.
pub(super) fn pieces(text: &str, tokens: &[Token<'_>], lower: &LowerWords) -> Vec<Piece> {
    let mut segmenter = Segmenter { text, tokens, lower, pieces: Vec::new() };
    let mut at = headline::dateline(text, tokens, &mut segmenter.pieces);
    while let Some(token) = tokens.get(at) {
        if token.style == Style::AllCaps {
            at = headline::all_caps(text, tokens, lower, at, &mut segmenter.pieces);
        } else if token.has(FURNITURE) && token.opens() && is_label(text, token) {
            at = segmenter.skip_furniture(at);
        } else if let Some(range) = run::run_at(text, tokens, at) {
            at = range.end;
            segmenter.run(range);
        } else {
            at += 1;
        }
    }
    let mut pieces = segmenter.pieces;
    tables::mark(text, tokens, &mut pieces);
    pieces
}

/// `Credit:`, `Photo by`.
fn is_label(text: &str, token: &Token<'_>) -> bool {
    text.get(token.end..)
        .is_some_and(|rest| rest.starts_with(':') || rest.starts_with(" by ") || rest.starts_with(" via "))
}

/// The label that a known actor's name gets.
pub(super) fn known_label(known: &Known) -> Label {
    if known.kind == ActorKind::Person { Label::Person } else { Label::Organisation }
}

/// What the rules know of the words around names that something else has found.
pub(super) struct Surroundings<'a, 't> {
    field: Segmenter<'a, 't>,
    dateline_end: usize,
}

impl<'a, 't> Surroundings<'a, 't> {
    pub fn new(text: &'t str, tokens: &'a [Token<'t>], lower: &'a LowerWords) -> Surroundings<'a, 't> {
        let dateline_end = headline::dateline(text, tokens, &mut Vec::new());
        Surroundings { field: Segmenter { text, tokens, lower, pieces: Vec::new() }, dateline_end }
    }

    pub fn tokens(&self) -> &'a [Token<'t>] {
        self.field.tokens
    }

    /// The first token behind the dateline; 0 when there is none.
    pub fn dateline_end(&self) -> usize {
        self.dateline_end
    }

    /// Whether a word stands in a line like `Credit: AP`.
    pub fn is_credit(&self, at: usize) -> bool {
        const LINE_MAX: usize = 12;
        let opening = (at.saturating_sub(LINE_MAX)..=at).rev().find(|&t| self.field.is(t, |w| w.opens()));
        let label = opening.and_then(|t| self.field.tokens.get(t)).filter(|t| t.has(FURNITURE));
        label.is_some_and(|t| is_label(self.field.text, t))
    }

    /// Whether a name only says by which way something was published (`on Telegram`).
    pub fn is_source(&self, name: &Range<usize>) -> bool {
        name.len() == 1 && self.field.is_furniture(name.start)
    }

    /// Whether a word opens a sentence that has small letters elsewhere in the news: its capital
    /// says nothing then (`Reading is fun`).
    pub fn opens_as_word(&self, at: usize) -> bool {
        const SELDOM: std::ops::RangeInclusive<u16> = 1..=2;
        let caps = |t: &Token<'_>| Wordbook::embedded().row(hash(t.key.bytes())).caps();
        self.field.is(at, |t| t.opens() && t.style == Style::Prose && SELDOM.contains(&caps(t)))
    }

    /// The words of office before a person, or behind it.
    pub fn office(&self, person: &Range<usize>) -> Option<Range<usize>> {
        let field = &self.field;
        let is_joined = |at: usize| field.is(at, |t| matches!(t.gap, Gap::Space | Gap::Hyphen | Gap::Stop));
        let mut start = person.start;
        while start > 0 && is_joined(start) && field.is(start - 1, |t| t.has(TITLE | TITLE_MOD)) {
            start -= 1;
        }
        let leading = field.leading_office(&(start..person.start), person.start);
        leading.or_else(|| field.lower_office(person.start)).or_else(|| field.apposition(person.end))
    }
}

/// The field at work.
pub(super) struct Segmenter<'a, 't> {
    pub text: &'t str,
    pub tokens: &'a [Token<'t>],
    pub lower: &'a LowerWords,
    pub pieces: Vec<Piece>,
}

impl Segmenter<'_, '_> {
    /// The places of a line like `Credit: AP`; persons and agencies there are no actors.
    fn skip_furniture(&mut self, at: usize) -> usize {
        let mut end = at + 1;
        while self.tokens.get(end).is_some_and(|t| t.gap != Gap::Break) {
            let strong = self.hit(end..end + 1).is_some_and(|h| h.strength == Strength::Strong);
            if strong && self.is(end, |t| t.is_capital()) {
                self.push(end..end + 1, Label::Place, 0.7);
            }
            end += 1;
        }
        end
    }

    fn run(&mut self, range: Range<usize>) {
        let mut start = range.start;
        for at in range.clone() {
            if self.breaks(at, &range) {
                self.stretch(start..at);
                start = at + 1;
            }
        }
        self.stretch(start..range.end);
    }

    /// Function words, months and weekdays break a run, unless they stand inside a name.
    fn breaks(&self, at: usize, range: &Range<usize>) -> bool {
        let Some(token) = self.tokens.get(at).filter(|t| t.is_capital()) else { return false };
        if token.has(MONTH) {
            let behind_given = at > range.start && self.is(at - 1, |t| t.has(GIVEN));
            return !(behind_given && (token.has(GIVEN | SURNAME) || token.text == "May")); // Theresa May
        }
        if !token.has(FUNCTION) || token.case == Case::Initial || token.text.contains('.') {
            return false;
        }
        if token.case == Case::Upper && token.style == Style::Prose && !token.opens() && token.text.len() > 1
        {
            return false; // US, IT, WHO
        }
        let given = token.has(GIVEN) && !token.opens()
            || token.has(GIVEN) && at + 1 < range.end && token.text == "Will";
        let hague = token.text == "The" && self.is(at + 1, |t| t.text == "Hague" && t.gap == Gap::Space);
        let counted = matches!(token.text, "First" | "Second" | "Third" | "Three" | "Four" | "Seven" | "All")
            && !token.opens()
            && token.style == Style::Prose
            && at + 1 < range.end;
        !given && !hague && !counted
    }

    /// A stretch without breaks: cut at known names, demonyms, titles.
    pub(super) fn stretch(&mut self, range: Range<usize>) {
        let range = self.trim(range);
        if range.is_empty()
            || self.demonym(&range)
            || self.known(&range)
            || self.company_end(&range)
            || self.titled(&range)
        {
            return;
        }
        self.judge(range, None);
    }

    /// Lower-case words at the ends of a stretch go.
    pub(super) fn trim(&self, mut range: Range<usize>) -> Range<usize> {
        while range.start < range.end
            && self.is(range.end - 1, |t| !t.is_capital() && t.gap != Gap::Apostrophe)
        {
            range.end -= 1;
        }
        while range.start < range.end
            && self.is(range.start, |t| !t.is_capital() && flags(t.text) & PARTICLE == 0)
        {
            range.start += 1;
        }
        range
    }

    pub(super) fn is(&self, at: usize, test: impl Fn(&Token<'_>) -> bool) -> bool {
        self.tokens.get(at).is_some_and(test)
    }

    pub(super) fn words(&self, range: &Range<usize>) -> &[Token<'_>] {
        self.tokens.get(range.clone()).unwrap_or_default()
    }

    pub(super) fn push(&mut self, range: Range<usize>, label: Label, confidence: f32) {
        self.pieces.push(Piece::new(range, label, confidence));
    }

    /// Cuts at the first known actor's name.
    pub(super) fn known(&mut self, range: &Range<usize>) -> bool {
        for at in range.clone() {
            let Some((len, known)) = self.known_at(at) else { continue };
            let end = at + len;
            if len == 1 && !self.single_known_fits(at, range, &known) {
                continue;
            }
            if end < range.end && self.is_org(&(range.start..range.end)) {
                continue; // Clinton Foundation
            }
            let end_word = self.tokens.get(end);
            if end < range.end
                && known.kind != ActorKind::Person
                && end_word.is_some_and(|t| t.has(ORG_SUFFIX) && !t.has(TITLE))
            {
                continue;
            }
            let at = self.without_title(at, end, &known);
            let before = range.start..at;
            let office =
                if known.kind == ActorKind::Person { self.leading_office(&before, at) } else { None };
            let rest = before.start..office.as_ref().map_or(at, |o| o.start.max(before.start));
            self.stretch(rest.start..rest.end.min(at));
            let office = office.or_else(|| self.apposition(end));
            let unsure = len == 1 && self.is(at, |t| t.has(GIVEN | SURNAME));
            let confidence = if unsure { 0.7 } else { 0.9 };
            self.pieces.push(Piece { tokens: at..end, label: Some(known_label(&known)), confidence, office });
            if end < range.end {
                self.stretch(end..range.end);
            }
            return true;
        }
        false
    }

    /// `Pope Francis`, `King Hussein`: the title stands outside the span.
    fn without_title(&self, at: usize, end: usize, known: &Known) -> usize {
        let titled = known.kind == ActorKind::Person
            && end > at + 1
            && self.is(at, |t| t.has(TITLE) && (!t.has(GIVEN | SURNAME) || t.key == "king"));
        if titled { at + 1 } else { at }
    }

    pub(super) fn known_at(&self, at: usize) -> Option<(usize, Known)> {
        let first = self.tokens.get(at).filter(|t| t.is_capital())?;
        let word = |i: usize| {
            let token = self.tokens.get(at + i)?;
            matches!(
                token.gap,
                Gap::Space | Gap::Hyphen | Gap::Ampersand | Gap::Possessive | Gap::Apostrophe | Gap::Stop
            )
            .then_some(token.text)
        };
        let found = known::longest(&first.key, first.case == Case::Upper, false, word)?;
        let last = self.tokens.get(at + found.0 - 1)?;
        (last.is_capital() || last.case == Case::Number).then_some(found)
    }

    /// A single word names a known actor unless it is part of another name
    /// (`Maria Putin`), or a common word that opens a sentence.
    pub(super) fn single_known_fits(&self, at: usize, range: &Range<usize>, known: &Known) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        if token.opens() && token.has(COMMON | FUNCTION) {
            return false;
        }
        if self.is_furniture(at) {
            return false;
        }
        if known.kind != ActorKind::Person {
            return at == range.start || self.is(at - 1, |t| !t.has(GIVEN));
        }
        let alone = range.len() == 1;
        let titled = at > range.start && self.is(at - 1, |t| t.has(TITLE));
        let demonym = at > range.start && self.is(at - 1, |t| gaz::demonym(&t.key).is_some());
        (alone || titled || demonym) && at + 1 == range.end
    }

    /// `via AP`, `on Telegram`, `Telegram post`: where a text or picture comes from.
    pub(super) fn is_furniture(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|b| self.tokens.get(b)).map_or("", |t| t.text);
        let after = self.tokens.get(at + 1).map_or("", |t| t.text);
        let platform = self.is(at, |t| t.has(PLATFORM));
        before == "via"
            || platform
                && (matches!(before, "on" | "via" | "to" | "a" | "his" | "her" | "their" | "its")
                    || matches!(
                        after,
                        "post"
                            | "posts"
                            | "channel"
                            | "channels"
                            | "account"
                            | "page"
                            | "message"
                            | "video"
                            | "messaging"
                            | "app"
                    ))
    }
}
