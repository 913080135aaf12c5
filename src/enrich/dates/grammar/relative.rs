//! Expressions that count from another time: `yesterday`, `last week`, `two years
//! ago`, `the next day`, `the end of the year`, `now`.

use super::{Paragraph, Reading};
use crate::enrich::dates::lexicon::{Part, Unit, Word};
use crate::enrich::dates::period::Grain;
use crate::enrich::dates::sense::{Amount, Back, Clock, Named, Origin, Pull, Ref, Sense};
use crate::enrich::dates::token::Kind;

impl Paragraph<'_> {
    /// `last week`, `this month`, `next year`, `the following day`, `the current fiscal year`.
    pub(super) fn relative(self, at: usize) -> Reading {
        let (next, pull) = self.pull(at)?;
        let next = if matches!(self.word(next), Word::Fiscal | Word::Kind) { next + 1 } else { next };
        if let Word::Part(part) = self.word(next) {
            return Some((next + 1, self.part_on(pull, part)?));
        }
        let Word::Unit(unit) = self.word(next) else { return None };
        let grain = unit.grain()?;
        let the = self.is(at, Word::The);
        let (by, origin) = match pull {
            // "the next day" is the day after the one spoken of.
            Pull::Next if the && grain == Grain::Day => (1, Origin::Narrative),
            Pull::Last | Pull::Next | Pull::This if grain == Grain::Day => return None,
            Pull::This => (0, Origin::Publication),
            Pull::Last => (-1, Origin::Publication),
            Pull::Next => (1, Origin::Publication),
            Pull::Following => (1, Origin::Narrative),
            Pull::Previous => (-1, Origin::Narrative),
            _ => return None,
        };
        // "This Week" in capitals is a broadcast.
        if at > 0 && self.capital(at) && self.capital(next) && !self.acronym(next) && pull == Pull::This {
            return None;
        }
        Some((self.or_so(next + 1), Sense::Shift { grain, by, origin }))
    }

    /// `last night`, `this morning`, `the next morning`.
    fn part_on(self, pull: Pull, part: Part) -> Option<Sense> {
        let (by, origin) = match pull {
            Pull::This => (0, Origin::Publication),
            Pull::Last => (-1, Origin::Publication),
            Pull::Next | Pull::Following => (1, Origin::Narrative),
            Pull::Previous => (-1, Origin::Narrative),
            _ => return None,
        };
        let day = Sense::Shift { grain: Grain::Day, by, origin };
        Some(Sense::At(Some(Box::new(day)), Clock::Part(part)))
    }

    /// `yesterday`, `tomorrow`, `the day before yesterday`, `tonight`, `that day`.
    pub(super) fn day_name(self, at: usize) -> Reading {
        let shift = |by, origin| Sense::Shift { grain: Grain::Day, by, origin };
        let tonight = Sense::At(Some(Box::new(shift(0, Origin::Publication))), Clock::Part(Part::Night));
        match self.word(at) {
            // "USA Today" is a newspaper.
            Word::Today(_) if self.capital(at) && self.acronym(self.before(at)) => None,
            Word::Today(by) => Some((at + 1, shift(i32::from(by), Origin::Publication))),
            Word::Tonight => Some((at + 1, tonight)),
            // As spelt until about 1930.
            Word::To if self.hyphen(at + 1) => match self.text_of(at + 2) {
                "day" => Some((at + 3, shift(0, Origin::Publication))),
                "morrow" => Some((at + 3, shift(1, Origin::Publication))),
                "night" => Some((at + 3, tonight)),
                _ => None,
            },
            Word::Overnight => Some((at + 1, Sense::At(None, Clock::Part(Part::Night)))),
            Word::The if self.is(at + 1, Word::Same) => self.same(at + 1),
            Word::The => match (self.text_of(at + 2), self.word(at + 3)) {
                ("before", Word::Today(-1)) => Some((at + 4, shift(-2, Origin::Publication))),
                ("after", Word::Today(1)) => Some((at + 4, shift(2, Origin::Publication))),
                _ => self.day_before(at),
            },
            Word::That if self.is(at + 1, Word::Same) => self.same(at + 1),
            Word::That => match self.word(at + 1) {
                Word::Part(part) => {
                    let day = shift(0, Origin::Narrative);
                    Some((at + 2, Sense::At(Some(Box::new(day)), Clock::Part(part))))
                }
                Word::Unit(unit) => {
                    Some((at + 2, Sense::Shift { grain: unit.grain()?, by: 0, origin: Origin::Narrative }))
                }
                _ => None,
            },
            Word::Same => self.same(at),
            _ => None,
        }
    }

    /// `the same day`, `that same week`: the one spoken of.
    fn same(self, at: usize) -> Reading {
        let Word::Unit(unit @ (Unit::Day | Unit::Week | Unit::Month | Unit::Year)) = self.word(at + 1) else {
            return None;
        };
        let sense = Sense::Shift { grain: unit.grain()?, by: 0, origin: Origin::Narrative };
        // "the same-day delivery", "comparable year"
        (self.says(at, "same") && !self.glued(at + 1)).then_some((at + 2, sense))
    }

    /// `two years ago`, `a week later`, `nearly three months earlier`, `10 days from now`.
    pub(super) fn ago(self, at: usize) -> Reading {
        let start = self.approximately(at);
        let bare = if let Word::Units(unit) = self.word(start) { Some(unit) } else { None };
        let (end, amount, unit) = match bare {
            Some(unit) => (start + 1, None, unit),
            None => {
                let (end, amount, unit) = self.counted_unit(start)?;
                (end, Some(amount), unit)
            }
        };
        let (end, forward, origin) = self.direction(end)?;
        let vague = if forward { Ref::Future } else { Ref::Past };
        let Some((count, half)) = amount.and_then(|a| Some((i32::try_from(a.whole?).ok()?, a.half))) else {
            return (origin == Origin::Publication || bare.is_none()).then_some((end, Sense::Vague(vague)));
        };
        let Some(grain) = unit.grain() else {
            // Hours and minutes do not leave the day.
            let length =
                amount.map(|a| Sense::Length(unit.length(a))).filter(|_| origin == Origin::Narrative);
            return Some((end, length.unwrap_or(Sense::Vague(vague))));
        };
        if unit == Unit::Year && count == 1 && !half && !forward {
            let word = if origin == Origin::Publication { Back::Ago } else { Back::Earlier };
            return Some((end, Sense::YearsBack { by: -1, word }));
        }
        let (grain, count) = match (unit, half) {
            (Unit::Year, true) => (Grain::Month, count.saturating_mul(12).saturating_add(6)),
            (Unit::Decade, _) => {
                (Grain::Year, count.saturating_mul(10).saturating_add(if half { 5 } else { 0 }))
            }
            (Unit::Century, _) => {
                (Grain::Decade, count.saturating_mul(10).saturating_add(if half { 5 } else { 0 }))
            }
            (Unit::Fortnight, _) => (Grain::Week, count.saturating_mul(2)),
            _ => (grain, count),
        };
        let by = if forward { count } else { count.saturating_neg() };
        Some((end, Sense::Shift { grain, by, origin }))
    }

    /// `ago`, `earlier`, `later`, `from now`: whether forward, and from where.
    fn direction(self, at: usize) -> Option<(usize, bool, Origin)> {
        match self.word(at) {
            Word::Ago => Some((at + 1, false, Origin::Publication)),
            Word::Earlier => Some((at + 1, false, Origin::Narrative)),
            Word::Other if self.says(at, "back") && self.phrase_ends(at + 1) => {
                Some((at + 1, false, Origin::Publication))
            }
            Word::Later => Some((at + 1, true, Origin::Narrative)),
            Word::Preposition if self.says(at, "from") && self.is(at + 1, Word::Now) => {
                Some((at + 2, true, Origin::Publication))
            }
            _ => None,
        }
    }

    /// `year-ago`, `the year-earlier quarter`, `the same period last year`.
    pub(super) fn year_back(self, at: usize) -> Reading {
        let start = if self.is(at, Word::The) { at + 1 } else { at };
        let unit_at = |i: usize| matches!(self.word(i), Word::Unit(Unit::Quarter | Unit::Period));
        if self.is(start, Word::Same) && unit_at(start + 1) {
            let mut year = start + 2;
            if self.is(year, Word::Of) || self.says(year, "in") {
                year += 1;
            }
            if let Some((end, Pull::YearsOff(-1))) = self.relative_year(year) {
                return Some((end, Sense::YearsBack { by: -1, word: Back::Earlier }));
            }
            let (end, sense) = self.ago(year).filter(|(_, s)| matches!(s, Sense::YearsBack { .. }))?;
            return Some((end, sense));
        }
        if !self.is(start, Word::Unit(Unit::Year)) || !self.hyphen(start + 1) {
            return None;
        }
        let word = match self.word(start + 2) {
            Word::Ago => Back::Ago,
            Word::Earlier => Back::Earlier,
            _ => return None,
        };
        let end = if start != at && unit_at(start + 3) { start + 4 } else { start + 3 };
        // Without the noun the article belongs to what follows: "the year-earlier results".
        (start == at || end == start + 4).then_some((end, Sense::YearsBack { by: -1, word }))
    }

    /// `the day before`, `the year earlier`, `the week after`, with nothing after them to count from.
    fn day_before(self, at: usize) -> Reading {
        let Word::Unit(unit) = self.word(at + 1) else { return None };
        let by = match self.text_of(at + 2) {
            "before" if self.is(at + 3, Word::Last) && self.phrase_ends(at + 4) => {
                let sense = Sense::Shift { grain: unit.grain()?, by: -2, origin: Origin::Publication };
                return Some((at + 4, sense));
            }
            "before" | "earlier" => -1,
            "after" | "later" => 1,
            _ => return None,
        };
        let grain = unit.grain().filter(|_| self.phrase_ends(at + 3))?;
        Some((at + 3, Sense::Shift { grain, by, origin: Origin::Narrative }))
    }

    /// Whether a mark or a preposition follows, or nothing.
    pub(super) fn phrase_ends(self, at: usize) -> bool {
        let joins = matches!(
            self.word(at),
            Word::Preposition
                | Word::To
                | Word::At
                | Word::On
                | Word::And
                | Word::Or
                | Word::Will
                | Word::Did
        );
        at >= self.tokens.len() || joins || matches!(self.tokens.get(at).map(|t| t.kind), Some(Kind::Mark(_)))
    }

    /// Whether a word of a mixed text is all capitals.
    pub(super) fn acronym(self, at: usize) -> bool {
        let text = self.text_of(at);
        text.len() > 1 && text.bytes().all(|b| b.is_ascii_uppercase())
    }

    /// Where in a period: `early Tuesday`, `later this month`, `mid-1996`, `the end of 1990`.
    pub(super) fn position(self, at: usize) -> Reading {
        let start = if self.is(at, Word::The) { at + 1 } else { at };
        let inner = match self.word(start) {
            Word::Early | Word::Late | Word::Mid | Word::Earlier | Word::Later if start == at => {
                let next = self.join(start + 1);
                // "later in the day", "early in 1990"
                if self.says(next, "in") || self.is(next, Word::On) { next + 1 } else { next }
            }
            Word::Edge if start != at && self.is(start + 1, Word::Of) => start + 2,
            _ => return None,
        };
        if self.word(start) == Word::Mid
            && let Word::Part(part) = self.word(inner)
        {
            let (end, day) =
                self.day(inner + 1).map_or((inner + 1, None), |(end, day)| (end, Some(Box::new(day))));
            return Some((end, Sense::At(day, Clock::Part(part))));
        }
        let (end, sense) = self.read_plain(inner).or_else(|| self.the_day(inner))?;
        let placed = matches!(
            sense,
            Sense::Fixed(_)
                | Sense::Named(..)
                | Sense::Shift { .. }
                | Sense::At(Some(_), _)
                | Sense::The(_)
                | Sense::Latest(_)
        );
        placed.then_some((end, sense))
    }

    /// `the day` of `later in the day`.
    fn the_day(self, at: usize) -> Reading {
        let known = self.is(at, Word::The) && self.is(at + 1, Word::Unit(Unit::Day));
        known.then_some((at + 2, Sense::The(Unit::Day)))
    }

    /// `year-end`, `around year end`: the last day of the year.
    pub(super) fn year_end(self, at: usize) -> Reading {
        let start = if self.is(at, Word::About) { at + 1 } else { at };
        let end = self.possessive(start + 1).unwrap_or_else(|| self.join(start + 1));
        let known = self.is(start, Word::Unit(Unit::Year)) && self.says(end, "end");
        known.then_some((end + 1, Sense::Named(Named::Days(12, 31, 31), Pull::Near)))
    }

    /// `the quarter`, `the year`, `the latest quarter`, `the weekend`.
    pub(super) fn the_unit(self, at: usize) -> Reading {
        if !self.is(at, Word::The) {
            return None;
        }
        let latest = self.is(at + 1, Word::Latest);
        let fiscal = matches!(self.word(at + 1), Word::Fiscal | Word::Kind);
        let next = if latest || fiscal { at + 2 } else { at + 1 };
        let Word::Unit(unit) = self.word(next) else { return None };
        match unit {
            Unit::Quarter | Unit::Year | Unit::Month | Unit::Week | Unit::Period if latest => {
                Some((next + 1, Sense::Latest(unit)))
            }
            // "the year ended March 31" is as long as a year.
            Unit::Year | Unit::Month | Unit::Week if self.is(next + 1, Word::Ended) => {
                let one = Amount { whole: Some(1), half: false };
                Some((next + 1, Sense::Length(unit.length(one))))
            }
            Unit::Quarter if self.hyphen(next + 1) => None,
            Unit::Quarter | Unit::Year | Unit::Month | Unit::Week | Unit::Weekend => {
                let joined = self.hyphen(next + 1);
                (!joined).then_some((next + 1, Sense::The(unit)))
            }
            _ => None,
        }
    }

    /// `now`, `recently`, `in the past`, `the near future`, `recent years`, `coming months`.
    pub(super) fn vague(self, at: usize) -> Reading {
        let vague = |end, reference| Some((end, Sense::Vague(reference)));
        let unit = |i: usize| matches!(self.word(i), Word::Units(_));
        match (self.word(at), self.word(at + 1)) {
            (Word::Now, _) => vague(at + 1, Ref::Present),
            (Word::Recently, _) => vague(at + 1, Ref::Past),
            (Word::More, Word::Recently) => vague(at + 2, Ref::Past),
            (Word::These, Word::Units(Unit::Day)) => vague(at + 2, Ref::Present),
            (Word::Recent | Word::Past, Word::Units(_)) => vague(at + 2, Ref::Past),
            (Word::Coming | Word::Future, Word::Units(_)) => vague(at + 2, Ref::Future),
            (Word::The, Word::Past) if self.stands_alone(at + 2) => vague(at + 2, Ref::Past),
            (Word::The, Word::Future) if self.stands_alone(at + 2) => vague(at + 2, Ref::Future),
            (Word::The, Word::Recent) if self.is(at + 2, Word::Past) => vague(at + 3, Ref::Past),
            (Word::The, Word::Coming) if unit(at + 2) => vague(at + 3, Ref::Future),
            (Word::The, Word::Near) if matches!(self.word(at + 2), Word::Future | Word::Term) => {
                vague(at + 3, Ref::Future)
            }
            (Word::Near, Word::Future) => vague(at + 2, Ref::Future),
            _ => None,
        }
    }

    /// Whether a noun such as "past" ends its phrase here.
    fn stands_alone(self, at: usize) -> bool {
        if self.is(at, Word::Of) || self.mark(at, b'\'') || self.hyphen(at) {
            return false;
        }
        !matches!(self.word(at), Word::Unit(_) | Word::Units(_) | Word::Number(_) | Word::Few | Word::Vague)
            && self.number(at).is_none()
    }
}
