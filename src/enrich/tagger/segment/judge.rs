//! What a stretch is as a whole: by its shape, by the gazetteer, by given names; and when
//! nothing fits, by a guess that says how unsure it is.

use std::ops::Range;

use super::super::Label;
use super::super::gaz::{self, Hit, Strength};
use super::super::lexicon::*;
use super::super::piece::Piece;
use super::super::tokens::{Case, Gap, Style, Token};
use super::Segmenter;

impl Segmenter<'_, '_> {
    /// What a stretch as a whole is.
    pub(super) fn judge(&mut self, mut range: Range<usize>, office: Option<Range<usize>>) {
        let lettered = self.is(range.start, |t| t.case == Case::Initial)
            && self.is(range.start + 1, |t| t.gap == Gap::Hyphen);
        if lettered && range.len() > 1 {
            if !self.is(range.start, |t| matches!(t.text, "R" | "D" | "I")) {
                return self.pieces.push(Piece::unknown(range)); // T-Mobile
            }
            range.start += 1; // (D-Calif)
        }
        while range.len() > 1 && self.is(range.end - 1, |t| t.has(ACRONYM_NO)) {
            range.end -= 1;
        }
        if range.len() == 1 {
            self.judge_single(range.start);
        } else if !self.is_misc(&range) {
            let office = office.or_else(|| self.lower_office(range.start));
            self.judge_name(range, office);
        }
    }

    /// What a name of several words is.
    fn judge_name(&mut self, range: Range<usize>, office: Option<Range<usize>>) {
        let hit = self.hit(range.clone());
        if self.is_org(&range) && hit.is_none_or(|h| h.strength != Strength::Strong) {
            return self.push(range, Label::Organisation, 0.75);
        }
        let given = self.is(range.start, |t| t.has(GIVEN));
        let wordy = self.is(range.start, |t| (t.opens() || t.style == Style::TitleCase) && self.is_common(t));
        if let Some(hit) = hit.filter(|h| office.is_none() && outweighs(h, given, wordy)) {
            let confidence = if hit.strength == Strength::Weak { 0.6 } else { 0.85 };
            return self.push(range, Label::Place, confidence);
        }
        if wordy && !(given && range.len() <= 3) {
            return self.stretch(range.start + 1..range.end);
        }
        if self.is_joined_acronym(&range) {
            return self.push(range, Label::Organisation, 0.65);
        }
        if self.is_place_shape(&range) || self.is_compass_place(&range) {
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

    /// `South Nyanza`.
    fn is_compass_place(&self, range: &Range<usize>) -> bool {
        const COMPASS: [&str; 11] = [
            "north", "south", "east", "west", "northern", "southern", "eastern", "western", "central",
            "upper", "lower",
        ];
        let compass = self.is(range.start, |t| COMPASS.contains(&t.key.as_str()));
        compass && range.len() == 2 && self.is(range.end - 1, |t| !self.is_common(t))
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

    /// The gazetteer's word on exactly this stretch, or on it with a small word behind it
    /// (`Kursk region`).
    pub(super) fn hit(&self, range: Range<usize>) -> Option<Hit> {
        let start = self.tokens.get(range.start)?.start;
        let end = self.tokens.get(range.end.checked_sub(1)?)?.end;
        let hit = gaz::hit(self.text.get(start..)?)?;
        let longer = self.text.get(end..start + hit.len);
        (start + hit.len == end || longer.is_some_and(|l| !l.contains(char::is_uppercase))).then_some(hit)
    }
}

/// Whether the gazetteer's word counts more than a given name or a common word at the beginning.
fn outweighs(hit: &Hit, given: bool, wordy: bool) -> bool {
    let strong = hit.strength == Strength::Strong;
    let known = strong && (!given || hit.country || hit.population > 1_000_000);
    known || !given && !wordy
}
