//! Cuts runs of capitalised words into names, and says what each of them is.
//!
//! A run may hold several names (`Russian President Vladimir Putin`) or none
//! (`Summer Sale`). Words that never belong to a name break it; a known name, a
//! title or a company's suffix cuts it; what remains is judged as a whole.

use std::ops::Range;

use crate::article::ActorKind;
use crate::enrich::actors::known::{self, Known};

use super::Label;
use super::gaz::{self, Hit, Strength};
use super::lexicon::*;
use super::memory::{LowerWords, follows_locative};
use super::piece::Piece;
use super::tokens::{Case, Gap, Style, Token};
use super::{headline, run, tables};

/// Finds the pieces of one field; those that are unknown yet have no label.
pub(super) fn pieces(text: &str, tokens: &[Token<'_>], lower: &LowerWords) -> Vec<Piece> {
    let mut segmenter = Segmenter { text, tokens, lower, pieces: Vec::new() };
    let mut at = headline::dateline(text, tokens, &mut segmenter.pieces);
    while let Some(token) = tokens.get(at) {
        if token.style == Style::AllCaps {
            at = headline::all_caps(text, tokens, at, &mut segmenter.pieces);
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
            if let Some(hit) = self.hit(end..end + 1).filter(|h| h.strength == Strength::Strong) {
                let _ = hit;
                if self.tokens.get(end).is_some_and(Token::is_capital) {
                    self.pieces.push(Piece::new(end..end + 1, Label::Place, 0.7));
                }
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
            let before = (at > range.start).then(|| self.tokens.get(at - 1)).flatten();
            return !(token.has(GIVEN | SURNAME)
                || before.is_some_and(|b| b.has(GIVEN) && token.text == "May"))
                || !before.is_some_and(|b| b.has(GIVEN));
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
        let hague =
            token.text == "The" && self.hit(at..at + 2).is_some_and(|h| h.strength >= Strength::Medium);
        !given && !hague
    }

    /// A stretch without breaks: cut at known names, demonyms, titles.
    fn stretch(&mut self, range: Range<usize>) {
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
    fn trim(&self, mut range: Range<usize>) -> Range<usize> {
        while range.start < range.end
            && self.is(range.end - 1, |t| !t.is_capital() && t.gap != Gap::Apostrophe)
        {
            range.end -= 1;
        }
        while range.start < range.end
            && self.is(range.start, |t| !t.is_capital() && !(flags(t.text) & PARTICLE != 0))
        {
            range.start += 1;
        }
        range
    }

    fn is(&self, at: usize, test: impl Fn(&Token<'_>) -> bool) -> bool {
        self.tokens.get(at).is_some_and(test)
    }

    fn words(&self, range: &Range<usize>) -> &[Token<'_>] {
        self.tokens.get(range.clone()).unwrap_or_default()
    }

    fn push(&mut self, range: Range<usize>, label: Label, confidence: f32) {
        self.pieces.push(Piece::new(range, label, confidence));
    }

    // ------------------------------------------------------------ known actors

    /// Cuts at the first known actor's name.
    fn known(&mut self, range: &Range<usize>) -> bool {
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
            && self.is(at, |t| t.has(TITLE) && !t.has(GIVEN | SURNAME));
        if titled { at + 1 } else { at }
    }

    fn known_at(&self, at: usize) -> Option<(usize, Known)> {
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
    fn single_known_fits(&self, at: usize, range: &Range<usize>, known: &Known) -> bool {
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
    fn is_furniture(&self, at: usize) -> bool {
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

    // ------------------------------------------------------------ demonyms

    /// A stretch that begins with a demonym: group, organisation, or only a hint.
    fn demonym(&mut self, range: &Range<usize>) -> bool {
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
    fn demonym_len(&self, range: &Range<usize>) -> Option<usize> {
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

    fn each_demonym(&mut self, range: &Range<usize>) -> bool {
        let all = self.words(range).iter().all(|t| gaz::demonym(&t.key).is_some());
        if all {
            for at in range.clone() {
                self.push(at..at + 1, Label::Demonym, 0.9);
            }
        }
        all
    }

    /// `Ukrainian troops`, `Palestinians`; otherwise the demonym alone.
    fn group_or_hint(&mut self, range: Range<usize>) {
        match self.role_end(range.end) {
            Some(end) => self.push(range.start..end, Label::Group, 0.9),
            None if self.is_plural_people(&range) => self.push(range, Label::Group, 0.8),
            None => self.push(range, Label::Demonym, 0.9),
        }
    }

    /// Behind the last of the lower-case words that make a group of a demonym.
    fn role_end(&self, from: usize) -> Option<usize> {
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

    fn is_plural_people(&self, range: &Range<usize>) -> bool {
        let Some(word) = self.words(range).last() else { return false };
        let singular = word.key.strip_suffix('s').is_some_and(|s| gaz::demonym(s).is_some());
        singular || word.key.ends_with("men") && word.key.len() > 5
    }

    // ------------------------------------------------------------ titles and companies

    /// `X Corp.` ends a name even when capitals follow.
    fn company_end(&mut self, range: &Range<usize>) -> bool {
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
    fn titled(&mut self, range: &Range<usize>) -> bool {
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
    fn behind_office(&self, title: usize, range: &Range<usize>) -> usize {
        let mut at = title + 1;
        if !self.is(at, |t| t.text == "of" || t.text == "for") {
            return at;
        }
        while at < range.end
            && self.is(at, |t| matches!(t.text, "of" | "for" | "the" | "and" | "Affairs") || t.has(TITLE_MOD))
        {
            at += 1;
        }
        at
    }

    fn is_country(&self, range: &Range<usize>) -> bool {
        self.hit(range.clone()).is_some_and(|h| h.country)
    }

    /// A title with a name behind it in the same stretch.
    fn is_title_at(&self, at: usize, range: &Range<usize>) -> bool {
        let Some(token) = self.tokens.get(at).filter(|t| t.has(TITLE)) else { return false };
        let behind = self.behind_office(at, range);
        let Some(next) = self.tokens.get(behind).filter(|_| behind < range.end) else { return false };
        if !next.is_capital() && flags(next.text) & PARTICLE == 0
            || next.has(COMPANY)
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
    fn office_back(&self, title: usize, start: usize) -> Option<Range<usize>> {
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
    fn lower_office_start(&self, at: usize) -> usize {
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
    fn leading_office(&self, before: &Range<usize>, at: usize) -> Option<Range<usize>> {
        if !before.is_empty() {
            return self
                .is(at - 1, |t| t.has(TITLE))
                .then(|| self.office_back(at - 1, before.start))
                .flatten();
        }
        self.lower_office(at)
    }

    /// `governor Aleksey Smirnov`, `the active governor, Aleksey Smirnov`.
    fn lower_office(&self, at: usize) -> Option<Range<usize>> {
        let last = at.checked_sub(1)?;
        let comma = self.is(at, |t| t.gap == Gap::Comma);
        let joined = comma || self.is(at, |t| t.gap == Gap::Space);
        if !joined || !self.is(last, |t| t.case == Case::Lower && flags(t.text) & TITLE != 0) {
            return None;
        }
        Some(self.lower_office_start(last)..at)
    }

    /// `Aleksey Smirnov, the acting governor`.
    fn apposition(&self, end: usize) -> Option<Range<usize>> {
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

    fn person(&mut self, range: Range<usize>, confidence: f32, office: Option<Range<usize>>) {
        let range = self.trim(range);
        if range.is_empty() {
            return;
        }
        let office = office.or_else(|| self.apposition(range.end));
        self.pieces.push(Piece { tokens: range, label: Some(Label::Person), confidence, office });
    }

    // ------------------------------------------------------------ judging

    /// What a stretch as a whole is.
    fn judge(&mut self, range: Range<usize>, office: Option<Range<usize>>) {
        if range.len() == 1 {
            return self.judge_single(range.start);
        }
        let office = office.or_else(|| self.lower_office(range.start));
        let strips =
            self.is(range.start, |t| (t.opens() || t.style == Style::TitleCase) && self.is_common(t));
        if self.is_misc(&range) {
            return;
        }
        let hit = self.hit(range.clone());
        if self.is_org(&range) && !hit.is_some_and(|h| h.strength == Strength::Strong) {
            return self.push(range, Label::Organisation, 0.75);
        }
        let given = self.is(range.start, |t| t.has(GIVEN));
        if let Some(hit) = hit.filter(|h| {
            office.is_none()
                && (h.strength == Strength::Strong && (!given || h.country || h.population > 1_000_000)
                    || !given && !strips)
        }) {
            let confidence = if hit.strength == Strength::Weak { 0.6 } else { 0.85 };
            return self.push(range, Label::Place, confidence);
        }
        if strips && !(given && range.len() <= 3) {
            return self.stretch(range.start + 1..range.end);
        }
        let compass = self.is(range.start, |t| {
            t.has(PLACE_HEAD)
                && matches!(
                    t.key.as_str(),
                    "north"
                        | "south"
                        | "east"
                        | "west"
                        | "northern"
                        | "southern"
                        | "eastern"
                        | "western"
                        | "central"
                        | "upper"
                        | "lower"
                )
        });
        if self.is_place_shape(&range)
            || compass && range.len() == 2 && self.is(range.end - 1, |t| !self.is_common(t))
        {
            return self.push(range, Label::Place, 0.65);
        }
        if office.is_some() {
            return self.person(range, 0.85, office);
        }
        if given && range.len() <= 5 || self.has_initial(&range) {
            return self.person(range, if given { 0.8 } else { 0.7 }, None);
        }
        self.split_or_guess(range);
    }

    fn is_common(&self, token: &Token<'_>) -> bool {
        token.has(COMMON | FUNCTION | ROLE) || self.lower.contains(&token.key) && !token.has(GIVEN)
    }

    /// Names of events, laws, products: neither persons nor organisations nor places.
    fn is_misc(&self, range: &Range<usize>) -> bool {
        let words = self.words(range);
        words.last().is_some_and(|t| t.has(MISC_SUFFIX) && !t.has(GIVEN | SURNAME))
    }

    /// Whether the stretch has the shape of an organisation's name.
    fn is_org(&self, range: &Range<usize>) -> bool {
        let words = self.words(range);
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
        if words.len() < 2 {
            return false;
        }
        let linked = words.iter().position(|t| t.case == Case::Lower && matches!(t.text, "of" | "for"));
        if let Some(at) = linked.filter(|&at| at > 0) {
            return words.get(at - 1).is_some_and(|t| t.has(ORG_HEAD | ORG_ANY) && (!t.has(TITLE)));
        }
        let person = first.has(GIVEN) && words.len() == 2 && last.has(SURNAME | WEAK_SUFFIX);
        last.has(ORG_SUFFIX | ORG_ANY) && !last.has(TITLE) && !person && last.gap != Gap::Hyphen
    }

    fn is_place_shape(&self, range: &Range<usize>) -> bool {
        let words = self.words(range);
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
        let of = words.iter().any(|t| t.text == "of");
        first.has(PLACE_PREFIX) && words.len() <= 3
            || last.has(PLACE_SUFFIX) && !first.has(GIVEN)
            || of && first.has(PLACE_HEAD)
    }

    fn has_initial(&self, range: &Range<usize>) -> bool {
        let words = self.words(range);
        words.len() <= 4
            && words.iter().take(words.len() - 1).any(|t| {
                t.case == Case::Initial
                    || t.text.contains('.')
                        && t.text.len() <= 6
                        && t.case == Case::Upper
                        && t.key != "us"
                        && t.key != "un"
                        && t.key != "uk"
            })
            && words.last().is_some_and(|t| t.case == Case::Title || t.case == Case::Mixed)
    }

    /// Nothing fits the whole: a place at its beginning, or two unknown words.
    fn split_or_guess(&mut self, range: Range<usize>) {
        let hyphenated = self.words(&range).iter().skip(1).all(|t| t.gap == Gap::Hyphen);
        if hyphenated
            && range.clone().all(|at| self.hit(at..at + 1).is_some_and(|h| h.strength >= Strength::Medium))
        {
            for at in range {
                self.push(at..at + 1, Label::Place, 0.7);
            }
            return;
        }
        if let Some(end) = self.place_prefix(&range) {
            let plural = self
                .words(&(end..range.end))
                .last()
                .is_some_and(|t| t.key.ends_with('s') && !t.has(COMMON | GIVEN | SURNAME | TITLE));
            if plural && range.end - end <= 2 {
                return self.push(range, Label::Organisation, 0.65); // Chicago Bulls
            }
            self.push(range.start..end, Label::Place, 0.7);
            return self.stretch(end..range.end);
        }
        let words = self.words(&range);
        let names = words.iter().all(|t| {
            !t.is_capital()
                || matches!(t.case, Case::Title | Case::Mixed | Case::Initial)
                    && !self.is_common(t)
                    && !t.has(TITLE | ORG_HEAD | ORG_SUFFIX)
        });
        if names && range.len() <= 4 {
            let locative = follows_locative(self.tokens, range.start)
                && !self.is(range.end, |t| flags(t.text) & SAY != 0);
            let surname = words.last().is_some_and(|t| t.has(SURNAME));
            let label = if locative && !surname { Label::Place } else { Label::Person };
            return self.push(range, label, 0.58);
        }
        if words.iter().any(|t| t.case == Case::Upper && t.text.len() > 1) && range.len() <= 3 {
            for at in range {
                self.judge_single(at);
            }
            return;
        }
        self.pieces.push(Piece::unknown(range));
    }

    /// Where a well-known place at the beginning of the stretch ends, with words left behind it.
    fn place_prefix(&self, range: &Range<usize>) -> Option<usize> {
        let start = self.tokens.get(range.start)?;
        let hit = gaz::hit(self.text.get(start.start..)?).filter(|h| h.strength == Strength::Strong)?;
        let end = super::foreign::token_behind(self.tokens, range.start, start.start + hit.len)?;
        let trap = start.has(GIVEN | SURNAME) && end == range.start + 1 && !hit.country;
        (end < range.end && !trap).then_some(end)
    }

    /// The gazetteer's word on exactly this stretch, or on it with a small word behind it
    /// (`Kursk region`).
    fn hit(&self, range: Range<usize>) -> Option<Hit> {
        let start = self.tokens.get(range.start)?.start;
        let end = self.tokens.get(range.end.checked_sub(1)?)?.end;
        let hit = gaz::hit(self.text.get(start..)?)?;
        let longer = self.text.get(end..start + hit.len);
        (start + hit.len == end || longer.is_some_and(|l| !l.contains(char::is_uppercase))).then_some(hit)
    }

    /// A name of one word.
    fn judge_single(&mut self, at: usize) {
        let Some(token) = self.tokens.get(at).filter(|t| t.is_capital()) else { return };
        let weak_position = token.opens() || token.style == Style::TitleCase;
        if token.case == Case::Initial
            || self.is_furniture(at)
            || weak_position && token.has(COMMON | FUNCTION)
            || token.has(MONTH)
        {
            return;
        }
        let said = self.is(at + 1, |t| t.case == Case::Lower && flags(t.text) & SAY != 0);
        if let Some(office) = self.lower_office(at).filter(|_| !self.is_country(&(at..at + 1))) {
            if token.case != Case::Upper {
                return self.person(at..at + 1, 0.8, Some(office));
            }
        }
        if let Some((label, confidence)) = self.single_place(at, token, weak_position, said) {
            return self.push(at..at + 1, label, confidence);
        }
        if token.has(ORG_ANY) && !weak_position {
            return self.push(at..at + 1, Label::Organisation, 0.6);
        }
        if token
            .has(TITLE | TITLE_MOD | ORG_SUFFIX | ORG_HEAD | COMMON | FURNITURE | MISC_SUFFIX | PLACE_SUFFIX)
            || token.case == Case::Upper && token.has(ACRONYM_NO)
        {
            return;
        }
        if token.case == Case::Upper {
            let word = token.key.len();
            if (2..=7).contains(&word) && token.style == Style::Prose {
                self.push(at..at + 1, Label::Organisation, 0.62);
            }
            return;
        }
        if token.has(GIVEN | SURNAME) && !(weak_position && self.lower.contains(&token.key)) {
            return self.push(at..at + 1, Label::Person, 0.55);
        }
        if said && !token.opens() || said && !self.lower.contains(&token.key) {
            return self.push(at..at + 1, Label::Person, 0.5);
        }
        self.unknown_single(at, weak_position);
    }

    fn single_place(&self, at: usize, token: &Token<'_>, weak: bool, said: bool) -> Option<(Label, f32)> {
        let hit = self.hit(at..at + 1)?;
        let locative = follows_locative(self.tokens, at);
        let name_too = token.has(GIVEN | SURNAME);
        let wordlike = token.has(COMMON | FUNCTION | TITLE | ORG_HEAD | ORG_SUFFIX)
            || token.case == Case::Upper && token.has(ACRONYM_NO)
            || weak && self.lower.contains(&token.key);
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
            Strength::Weak if !weak && !name_too && !wordlike && !said => 0.5,
            _ => return None,
        };
        Some((Label::Place, confidence))
    }

    /// A single capitalised word of which nothing is known.
    fn unknown_single(&mut self, at: usize, weak: bool) {
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
