//! Titles and offices before persons, in capitals or not, and after them; and the
//! suffixes that end a company's name.

use std::ops::Range;

use super::super::Label;
use super::super::gaz;
use super::super::lexicon::*;
use super::super::piece::Piece;
use super::super::tokens::{Case, Gap};
use super::Segmenter;

impl Segmenter<'_, '_> {
    /// `X Corp.` ends a name even when capitals follow.
    pub(super) fn company_end(&mut self, range: &Range<usize>) -> bool {
        let found = (range.start + 1..range.end).find(|&at| {
            self.is(at, |t| {
                t.has(COMPANY) && t.case != Case::Upper
                    || matches!(t.text, "PLC" | "AG" | "SA" | "AB" | "NV" | "ASA")
            })
        });
        let Some(at) = found else { return false };
        let mut end = at + 1;
        while end < range.end && self.is(end, |t| t.has(COMPANY)) {
            end += 1;
        }
        let mut start = range.start;
        while start < at && self.is(start, |t| t.has(COMMON | FUNCTION) && t.opens() && start + 2 < at) {
            start += 1;
        }
        self.push(start..end, Label::Organisation, 0.9);
        if end < range.end {
            self.stretch(end..range.end);
        }
        true
    }

    /// `Russian President Vladimir Putin`: what stands before the title, the office, the person.
    pub(super) fn titled(&mut self, range: &Range<usize>) -> bool {
        let found = range.clone().rev().find(|&at| self.is_title_at(at, range));
        let Some(title) = found else { return false };
        let person = self.behind_office(title, range)..range.end;
        if self.is_org(&person) && person.len() > 1 || self.is_org(range) && range.start == title {
            return false;
        }
        let Some(office) = self.office_back(title, range.start) else { return false };
        let office = office.start..person.start;
        self.stretch(range.start..office.start.max(range.start));
        if !self.is(title, |t| matches!(t.key.as_str(), "mr" | "mrs" | "ms" | "miss"))
            && person.len() == 1
            && self.is_country(&person)
        {
            self.judge(person, None);
            return true;
        }
        self.person(person, 0.9, Some(office));
        true
    }

    /// Behind `Secretary of State`, `Minister of Foreign Affairs`.
    pub(super) fn behind_office(&self, title: usize, range: &Range<usize>) -> usize {
        let mut at = title + 1;
        if !self.is(at, |t| t.text == "of" || t.text == "for") {
            return at;
        }
        while at < range.end
            && self.is(at, |t| {
                matches!(t.text, "of" | "for" | "the" | "and" | "Affairs" | "Republic") || t.has(TITLE_MOD)
            })
        {
            at += 1;
        }
        at
    }

    pub(super) fn is_country(&self, range: &Range<usize>) -> bool {
        self.hit(range.clone()).is_some_and(|h| h.country)
    }

    /// A title with a name behind it in the same stretch.
    pub(super) fn is_title_at(&self, at: usize, range: &Range<usize>) -> bool {
        let Some(token) = self.tokens.get(at).filter(|t| t.has(TITLE)) else { return false };
        let behind = self.behind_office(at, range);
        let Some(next) = self.tokens.get(behind).filter(|_| behind < range.end) else { return false };
        if !next.is_capital() && flags(next.text) & PARTICLE == 0
            || next.has(COMPANY)
            || next.has(TITLE) && behind + 1 == range.end && !next.has(GIVEN | SURNAME)
            || next.has(TITLE_MOD) && behind + 1 == range.end && !next.has(GIVEN | SURNAME)
        {
            return false;
        }
        let name_too = token.has(GIVEN | SURNAME)
            || matches!(
                token.key.as_str(),
                "king"
                    | "prince"
                    | "queen"
                    | "major"
                    | "general"
                    | "judge"
                    | "count"
                    | "page"
                    | "forward"
                    | "crown"
                    | "duke"
            );
        let after_name = at > range.start
            && self.is(at - 1, |t| !t.has(TITLE | TITLE_MOD) && gaz::demonym(&t.key).is_none());
        !(name_too && after_name) && next.gap != Gap::Hyphen
    }

    /// The words of the office that end with the title at `title`.
    pub(super) fn office_back(&self, title: usize, start: usize) -> Option<Range<usize>> {
        let mut first = title;
        while first > start
            && self.is(first - 1, |t| {
                t.has(TITLE | TITLE_MOD) || t.case == Case::Lower && matches!(t.text, "of" | "and")
            })
        {
            first -= 1;
        }
        if first == start {
            first = self.lower_office_start(start);
        }
        while self.is(first, |t| t.case == Case::Lower && matches!(t.text, "of" | "and")) {
            first += 1;
        }
        Some(first..title + 1)
    }

    /// Lower-case words of office right before a run: `acting governor`, `former`.
    pub(super) fn lower_office_start(&self, at: usize) -> usize {
        let mut first = at;
        while first > 0
            && self.is(first, |t| matches!(t.gap, Gap::Space | Gap::Hyphen))
            && self.is(first - 1, |t| t.case == Case::Lower && flags(t.text) & (TITLE | TITLE_MOD) != 0)
        {
            first -= 1;
        }
        first
    }

    /// The office before a person at `at`, in the run or in small letters before it.
    pub(super) fn leading_office(&self, before: &Range<usize>, at: usize) -> Option<Range<usize>> {
        if !before.is_empty() {
            let within = before.start..at;
            let title = before.clone().rev().find(|&t| self.is(t, |w| w.has(TITLE)))?;
            let office = self.office_back(title, before.start)?;
            return (self.behind_office(title, &within) == at).then_some(office.start..at);
        }
        self.lower_office(at)
    }

    /// `governor Aleksey Smirnov`, `the active governor, Aleksey Smirnov`.
    pub(super) fn lower_office(&self, at: usize) -> Option<Range<usize>> {
        let last = at.checked_sub(1)?;
        let comma = self.is(at, |t| t.gap == Gap::Comma);
        let joined = comma || self.is(at, |t| t.gap == Gap::Space);
        if !joined || !self.is(last, |t| t.case == Case::Lower && flags(t.text) & TITLE != 0) {
            return None;
        }
        Some(self.lower_office_start(last)..at)
    }

    /// `Aleksey Smirnov, the acting governor`.
    pub(super) fn apposition(&self, end: usize) -> Option<Range<usize>> {
        let mut at = end;
        if !self.is(at, |t| t.gap == Gap::Comma && t.case == Case::Lower) {
            return None;
        }
        if self.is(at, |t| matches!(t.text, "the" | "a" | "an")) {
            at += 1;
        }
        let start = at;
        while self.is(at, |t| {
            t.case == Case::Lower
                && flags(t.text) & (TITLE | TITLE_MOD) != 0
                && (at == start || matches!(t.gap, Gap::Space | Gap::Hyphen))
        }) {
            at += 1;
        }
        let ends_with_title = at > start && self.is(at - 1, |t| flags(t.text) & TITLE != 0);
        ends_with_title.then_some(start..at)
    }

    pub(super) fn person(&mut self, range: Range<usize>, confidence: f32, office: Option<Range<usize>>) {
        let range = self.trim(range);
        if range.is_empty() {
            return;
        }
        let office = office.or_else(|| self.apposition(range.end));
        self.pieces.push(Piece { tokens: range, label: Some(Label::Person), confidence, office });
    }
}
