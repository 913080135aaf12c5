//! Demonyms: `Ukrainian troops` are a group, `Palestinians` are one, `British Airways` is a
//! company, and everything else only points to a country.

use std::ops::Range;

use super::super::Label;
use super::super::gaz::{self, Strength};
use super::super::lexicon::*;
use super::super::tokens::{Case, Gap};
use super::Segmenter;

impl Segmenter<'_, '_> {
    /// A stretch that begins with a demonym: group, organisation, or only a hint.
    pub(super) fn demonym(&mut self, range: &Range<usize>) -> bool {
        let Some(len) = self.demonym_len(range) else { return false };
        let rest = range.start + len..range.end;
        if self.hit(range.clone()).is_some_and(|h| h.strength >= Strength::Medium && range.len() > len) {
            return false; // French Guiana
        }
        if self.known_at(range.start).is_some_and(|(n, _)| n > len) {
            return false;
        }
        if rest.is_empty() {
            self.group_or_hint(range.start..range.start + len);
            return true;
        }
        if self.is(rest.start, |t| t.gap == Gap::Hyphen) {
            return self.each_demonym(range);
        }
        let without_title = !self.words(&rest).iter().any(|t| t.has(TITLE) && !t.has(ORG_SUFFIX));
        if self.is_org(range) && without_title {
            self.push(range.clone(), Label::Organisation, 0.8);
            return true;
        }
        self.push(range.start..range.start + len, Label::Demonym, 0.9);
        self.stretch(rest);
        true
    }

    /// How many words at the beginning are a demonym (`South Korean` has two).
    pub(super) fn demonym_len(&self, range: &Range<usize>) -> Option<usize> {
        let first = self.tokens.get(range.start).filter(|t| matches!(t.case, Case::Title | Case::Mixed))?;
        if let Some(second) =
            self.tokens.get(range.start + 1).filter(|t| range.contains(&(range.start + 1)) && t.is_capital())
        {
            let separator = if second.gap == Gap::Hyphen { "-" } else { " " };
            if separator == " " && gaz::demonym(&format!("{} {}", first.key, second.key)).is_some() {
                return Some(2);
            }
        }
        gaz::demonym(&first.key).is_some().then_some(1)
    }

    pub(super) fn each_demonym(&mut self, range: &Range<usize>) -> bool {
        let all = self.words(range).iter().all(|t| gaz::demonym(&t.key).is_some());
        if all {
            for at in range.clone() {
                self.push(at..at + 1, Label::Demonym, 0.9);
            }
        }
        all
    }

    /// `Ukrainian troops`, `Palestinians`; otherwise the demonym alone.
    pub(super) fn group_or_hint(&mut self, range: Range<usize>) {
        match self.role_end(range.end) {
            Some(end) => self.push(range.start..end, Label::Group, 0.9),
            None if self.is_country(&range) => self.push(range, Label::Place, 0.9), // Philippines
            None if self.is_plural_people(&range) => self.push(range, Label::Group, 0.8),
            None => self.push(range, Label::Demonym, 0.9),
        }
    }

    /// Behind the last of the lower-case words that make a group of a demonym.
    pub(super) fn role_end(&self, from: usize) -> Option<usize> {
        let mut found = None;
        for at in from..from + 3 {
            let Some(token) = self
                .tokens
                .get(at)
                .filter(|t| t.case == Case::Lower && matches!(t.gap, Gap::Space | Gap::Hyphen))
            else {
                break;
            };
            let flags = flags(token.text);
            if flags & ROLE != 0 {
                found = Some(at + 1);
            } else if flags & ROLE_MOD == 0 {
                break;
            }
        }
        found
    }

    pub(super) fn is_plural_people(&self, range: &Range<usize>) -> bool {
        let Some(word) = self.words(range).last() else { return false };
        let singular = word.key.strip_suffix('s').is_some_and(|s| gaz::demonym(s).is_some());
        singular || word.key.ends_with("men") && word.key.len() > 5
    }
}
