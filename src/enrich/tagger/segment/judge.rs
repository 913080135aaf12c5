//! What a stretch is as a whole: by its shape, by the gazetteer, by given names; and when
//! nothing fits, by a guess that says how unsure it is.

use std::ops::Range;

use super::super::Label;
use super::super::foreign::token_behind;
use super::super::gaz::{self, Hit, Strength};
use super::super::lexicon::*;
use super::super::memory::follows_locative;
use super::super::piece::Piece;
use super::super::tokens::{Case, Gap, Style, Token};
use super::Segmenter;

impl Segmenter<'_, '_> {
    /// What a stretch as a whole is.
    pub(super) fn judge(&mut self, mut range: Range<usize>, office: Option<Range<usize>>) {
        if self.is(range.start, |t| t.case == Case::Initial)
            && self.is(range.start + 1, |t| t.gap == Gap::Hyphen)
        {
            if self.is(range.start, |t| matches!(t.text, "R" | "D" | "I")) {
                range.start += 1; // (D-Calif)
            } else {
                return self.pieces.push(Piece::unknown(range)); // T-Mobile
            }
        }
        while range.len() > 1 && self.is(range.end - 1, |t| t.has(ACRONYM_NO)) {
            range.end -= 1;
        }
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
        if self.is_org(&range) && hit.is_none_or(|h| h.strength != Strength::Strong) {
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
        if self.is_joined_acronym(&range) {
            return self.push(range, Label::Organisation, 0.65);
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

    pub(super) fn is_common(&self, token: &Token<'_>) -> bool {
        token.has(COMMON | FUNCTION | ROLE) || self.lower.contains(&token.key) && !token.has(GIVEN)
    }

    /// `SNC-Lavalin`.
    pub(super) fn is_joined_acronym(&self, range: &Range<usize>) -> bool {
        let words = self.words(range);
        let joined = words.iter().skip(1).all(|t| t.gap == Gap::Hyphen);
        let acronym =
            words.iter().any(|t| t.case == Case::Upper && t.text.len() > 2 && !t.text.contains('.'));
        joined
            && acronym
            && words
                .iter()
                .all(|t| t.is_capital() && t.style == Style::Prose && gaz::demonym(&t.key).is_none())
    }

    /// Names of events, laws, products: neither persons nor organisations nor places.
    pub(super) fn is_misc(&self, range: &Range<usize>) -> bool {
        let words = self.words(range);
        words.last().is_some_and(|t| t.has(MISC_SUFFIX) && !t.has(GIVEN | SURNAME))
    }

    /// Whether the stretch has the shape of an organisation's name.
    pub(super) fn is_org(&self, range: &Range<usize>) -> bool {
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

    pub(super) fn is_place_shape(&self, range: &Range<usize>) -> bool {
        let words = self.words(range);
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
        let of = words.iter().any(|t| t.text == "of");
        first.has(PLACE_PREFIX) && words.len() <= 3
            || last.has(PLACE_SUFFIX) && !first.has(GIVEN)
            || of && first.has(PLACE_HEAD)
    }

    pub(super) fn has_initial(&self, range: &Range<usize>) -> bool {
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
    pub(super) fn split_or_guess(&mut self, range: Range<usize>) {
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
            if self.is_named_like_place(&range, end) {
                return self.person(range, 0.6, None); // Paris Hilton
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
        let article = range.start.checked_sub(1).and_then(|b| self.tokens.get(b));
        let noun = article.is_some_and(|t| matches!(t.text, "the" | "The" | "a" | "an" | "A" | "An"))
            && self.is(range.start, |t| t.gap == Gap::Space);
        let letters = words.iter().all(|t| t.case == Case::Initial);
        if names && range.len() <= 4 && !noun && !letters {
            return self.guess(range);
        }
        if words.iter().any(|t| t.case == Case::Upper && t.text.len() > 1) && range.len() <= 3 {
            for at in range {
                self.judge_single(at);
            }
            return;
        }
        self.pieces.push(Piece::unknown(range));
    }

    /// Two to four unknown words: mostly a person.
    pub(super) fn guess(&mut self, range: Range<usize>) {
        let last = range.end - 1;
        let surname = self.is(last, |t| t.has(SURNAME));
        let town = self.hit(last..last + 1).filter(|h| h.strength == Strength::Strong && !surname);
        if town.is_some_and(|h| h.country) {
            return self.push(last..last + 1, Label::Place, 0.6); // Calling Ireland
        }
        let locative =
            follows_locative(self.tokens, range.start) && !self.is(range.end, |t| flags(t.text) & SAY != 0);
        let label = match town {
            Some(_) => Label::Organisation, // Legia Warsaw
            None if locative && !surname => Label::Place,
            None => Label::Person,
        };
        self.push(range, label, 0.58);
    }

    /// A place that is a given name too, with one more word behind it.
    pub(super) fn is_named_like_place(&self, range: &Range<usize>, end: usize) -> bool {
        let first = end == range.start + 1 && self.is(range.start, |t| t.has(PLACE_GIVEN));
        let one_more = range.end == end + 1
            && self.is(end, |t| {
                t.case == Case::Title
                    && t.gap == Gap::Space
                    && !self.is_common(t)
                    && !t.has(ORG_HEAD | ORG_SUFFIX | TITLE | MISC_SUFFIX | PLACE_SUFFIX)
            });
        first && one_more && !follows_locative(self.tokens, range.start)
    }

    /// Where a well-known place at the beginning of the stretch ends, with words left behind it.
    pub(super) fn place_prefix(&self, range: &Range<usize>) -> Option<usize> {
        let start = self.tokens.get(range.start)?;
        let hit = gaz::hit(self.text.get(start.start..)?).filter(|h| h.strength == Strength::Strong)?;
        let end = token_behind(self.tokens, range.start, start.start + hit.len)?;
        let trap = start.has(GIVEN | SURNAME | PARTICLE) && end == range.start + 1 && !hit.country;
        (end < range.end && !trap).then_some(end)
    }

    /// The gazetteer's word on exactly this stretch, or on it with a small word behind it
    /// (`Kursk region`).
    pub(super) fn hit(&self, range: Range<usize>) -> Option<Hit> {
        let start = self.tokens.get(range.start)?.start;
        let end = self.tokens.get(range.end.checked_sub(1)?)?.end;
        let hit = gaz::hit(self.text.get(start..)?)?;
        let longer = self.text.get(end..start + hit.len);
        (start + hit.len == end || longer.is_some_and(|l| !l.contains(char::is_uppercase))).then_some(hit)
    }

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
        if token
            .has(TITLE | TITLE_MOD | ORG_SUFFIX | ORG_HEAD | COMMON | FURNITURE | MISC_SUFFIX | PLACE_SUFFIX)
            || token.case == Case::Upper && token.has(ACRONYM_NO)
        {
            return;
        }
        if token.case == Case::Upper {
            let word = token.key.len();
            let name = !token.has(FUNCTION) && !token.text.contains(|c: char| c.is_ascii_digit());
            if name && (2..=7).contains(&word) && token.style == Style::Prose {
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
