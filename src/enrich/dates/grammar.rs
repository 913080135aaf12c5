//! Reads a time expression at a given word, as long as it can get.
//!
//! Each rule knows one family of expressions and says how far it reaches from
//! here; the longest wins. Rules call each other ("the end of" + a period), so
//! the language is larger than the list of rules. A rule looks at tokens only, and
//! never past the paragraph.

mod calendar;
mod clock;
mod gate;
mod length;
mod relative;
mod years;

use super::lexicon::Word;
use super::sense::{Pull, Sense};
use super::token::{Form, Kind, Number, Token};

/// How far an expression reaches (one past its last token), and what it says.
pub(super) type Reading = Option<(usize, Sense)>;

/// A paragraph as the rules see it.
#[derive(Clone, Copy)]
pub(super) struct Paragraph<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: &'t [Token],
}

type Rule<'t> = fn(Paragraph<'t>, usize) -> Reading;

impl<'t> Paragraph<'t> {
    /// In order of preference among expressions of the same length.
    const RULES: &'t [Rule<'t>] = &[
        Paragraph::iso_date,
        Paragraph::date,
        Paragraph::month,
        Paragraph::weekday,
        Paragraph::feast,
        Paragraph::day_of_month,
        Paragraph::another_day,
        Paragraph::year,
        Paragraph::decade,
        Paragraph::century,
        Paragraph::quarter,
        Paragraph::season,
        Paragraph::relative,
        Paragraph::day_name,
        Paragraph::part_of_day,
        Paragraph::ago,
        Paragraph::year_back,
        Paragraph::year_end,
        Paragraph::the_unit,
        Paragraph::vague,
        Paragraph::clock,
        Paragraph::span,
        Paragraph::length,
        Paragraph::bare_units,
        Paragraph::repeated,
    ];

    /// The longest expression that starts at this token.
    pub(super) fn read(self, at: usize) -> Reading {
        if !self.can_start(at) {
            return None;
        }
        self.position(at).or_else(|| self.read_plain(at))
    }

    /// The same without the words that say where in a period ("early"), so that they
    /// can be read before it, and only once.
    fn read_plain(self, at: usize) -> Reading {
        let mut best: Reading = None;
        for (end, sense) in Self::RULES.iter().filter_map(|rule| rule(self, at)) {
            if best.as_ref().is_none_or(|(old, _)| end > *old) {
                best = Some((end, sense));
            }
        }
        best
    }

    pub(super) fn word(self, at: usize) -> Word {
        match self.tokens.get(at).map(|t| t.kind) {
            Some(Kind::Word(word)) => word,
            _ => Word::Other,
        }
    }

    pub(super) fn is(self, at: usize, word: Word) -> bool {
        self.word(at) == word && word != Word::Other
    }

    pub(super) fn mark(self, at: usize, mark: u8) -> bool {
        self.tokens.get(at).is_some_and(|t| t.kind == Kind::Mark(mark))
    }

    pub(super) fn number(self, at: usize) -> Option<Number> {
        match self.tokens.get(at)?.kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Digits without comma or point, of this width.
    fn plain(self, at: usize, widths: std::ops::RangeInclusive<u8>) -> Option<u32> {
        self.number(at).filter(|n| n.form == Form::Plain && widths.contains(&n.width)).map(|n| n.value)
    }

    /// The token as it is written.
    pub(super) fn text_of(self, at: usize) -> &'t str {
        self.tokens.get(at).and_then(|t| self.text.get(t.start as usize..t.end as usize)).unwrap_or_default()
    }

    pub(super) fn says(self, at: usize, word: &str) -> bool {
        self.text_of(at).eq_ignore_ascii_case(word)
    }

    pub(super) fn capital(self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.capital)
    }

    /// Whether nothing stands between this token and the one before.
    pub(super) fn glued(self, at: usize) -> bool {
        at > 0 && self.tokens.get(at).is_some_and(|t| t.gap == super::token::Gap::None)
    }

    /// The token before `at`, as an index.
    fn before(self, at: usize) -> usize {
        at.checked_sub(1).unwrap_or(usize::MAX)
    }

    /// Steps over a mark if it is here.
    fn skip(self, at: usize, mark: u8) -> usize {
        if self.mark(at, mark) { at + 1 } else { at }
    }

    /// Steps over a hyphen that joins two words.
    fn join(self, at: usize) -> usize {
        if self.hyphen(at) { at + 1 } else { at }
    }

    fn hyphen(self, at: usize) -> bool {
        self.mark(at, b'-') && self.glued(at) && self.glued(at + 1)
    }

    /// Steps over `'s`.
    fn possessive(self, at: usize) -> Option<usize> {
        (self.mark(at, b'\'') && self.glued(at) && self.glued(at + 1) && self.says(at + 1, "s"))
            .then_some(at + 2)
    }

    /// Whether the word before leads to a time: "in", "since", "of".
    fn led_to(self, at: usize) -> bool {
        matches!(
            self.word(self.before(at)),
            Word::Preposition | Word::Of | Word::To | Word::At | Word::On | Word::About
        )
    }

    /// "last", "this coming", "the previous": which one of the returning ones is meant.
    fn pull(self, at: usize) -> Option<(usize, Pull)> {
        let the = self.is(at, Word::The);
        let at = if the { at + 1 } else { at };
        let pull = match (self.word(at), self.word(at + 1)) {
            (Word::This, Word::Past | Word::Last) => return Some((at + 2, Pull::Last)),
            (Word::This, Word::Coming | Word::Next) => return Some((at + 2, Pull::Next)),
            (Word::This, _) => Pull::This,
            (Word::Current, _) if the => Pull::This,
            (Word::Last | Word::Past, _) => Pull::Last,
            (Word::Next | Word::Coming, _) => Pull::Next,
            (Word::Following, _) => Pull::Following,
            (Word::Previous, _) => Pull::Previous,
            _ => return None,
        };
        Some((at + 1, pull))
    }
}
