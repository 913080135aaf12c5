//! What is known of each word before the model is asked: its form, what news text in
//! general says of it, what the lists and the rules say, and how the rest of the
//! article uses it.
//!
//! Only words near a possible name are looked at (`active`); they are a fifth of a text.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::article::ActorKind;
use crate::enrich::actors::known;

use super::Label;
use super::foreign::token_behind;
use super::gaz::{self, Strength};
use super::lexicon::*;
use super::memory::LowerWords;
use super::piece::Piece;
use super::table::hash;
use super::tokens::{Case, Gap, Style, Token};
use super::vocabulary::{Vocabulary, WordNo};
use super::wordbook::{Row, Wordbook};

/// What is known of one word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Fact {
    /// The form as it stands, digits made one.
    pub form: u64,
    /// The folded form.
    pub lower: u64,
    pub shape: u64,
    /// Fine, medium, coarse.
    pub clusters: [u16; 3],
    /// How often the word has a capital in general.
    pub caps: u16,
    /// 1: a given name, 2: a surname.
    pub names: u8,
    pub flags: Flags,
    /// What the gazetteer says of the name that the word stands in; 0: nothing.
    pub place: u8,
    /// What the list of actors says of it; 0: nothing.
    pub actor: u8,
    /// What the rules say of it; 0: nothing.
    pub rule: u8,
    /// How this occurrence is used: see [`usage`].
    pub usage: u32,
    /// How the other occurrences in the article are used.
    pub others: u32,
    pub small_elsewhere: bool,
}

impl Fact {
    /// The cluster of a grain, from 0 (fine) to 2 (coarse).
    pub fn cluster(&self, grain: usize) -> u16 {
        self.clusters.get(grain).copied().unwrap_or(0)
    }
}

/// The words of a field that may belong to a name, by token.
pub(super) fn active(tokens: &[Token<'_>]) -> Vec<bool> {
    let mut active: Vec<bool> = tokens.iter().map(Token::is_capital).collect();
    let mut last: Option<usize> = None;
    for (at, token) in tokens.iter().enumerate() {
        if token.gap == Gap::Break {
            last = None;
        }
        if !token.is_capital() {
            continue;
        }
        // `Ministry of the Interior`: small words between two capitals.
        if let Some(last) = last.filter(|&l| at - l <= BRIDGE + 1) {
            let joined = tokens.get(last + 1..=at).is_some_and(|t| t.iter().all(|t| bridges(t.gap)));
            if joined && let Some(between) = active.get_mut(last..at) {
                between.fill(true);
            }
        }
        last = Some(at);
        mark_before(tokens, at, &mut active);
        mark_behind(tokens, at, &mut active);
    }
    active
}

/// So many small words may stand inside a name.
const BRIDGE: usize = 3;

fn bridges(gap: Gap) -> bool {
    !matches!(gap, Gap::Break | Gap::Comma | Gap::Bracket | Gap::Opening | Gap::Possessive)
}

/// Particles and numbers that a name may begin with (`al-Assad`, `van Gogh`, `49ers`).
fn mark_before(tokens: &[Token<'_>], at: usize, active: &mut [bool]) {
    let mut at = at;
    for _ in 0..2 {
        let near =
            tokens.get(at).is_some_and(|t| matches!(t.gap, Gap::Space | Gap::Hyphen | Gap::Apostrophe));
        let Some(before) = at.checked_sub(1).filter(|_| near) else { return };
        let fits = tokens.get(before).is_some_and(|t| {
            t.case == Case::Number || t.case == Case::Lower && flags(t.text) & PARTICLE != 0
        });
        if !fits {
            return;
        }
        if let Some(mark) = active.get_mut(before) {
            *mark = true;
        }
        at = before;
    }
}

/// Numbers and ends of words that a name may have behind a capital (`Apollo 11`, `Sana'a`).
fn mark_behind(tokens: &[Token<'_>], at: usize, active: &mut [bool]) {
    let Some(next) = tokens.get(at + 1) else { return };
    let number = next.case == Case::Number && matches!(next.gap, Gap::Space | Gap::Hyphen);
    let ending = next.case == Case::Lower && next.gap == Gap::Apostrophe;
    let hyphen = next.case == Case::Lower && next.gap == Gap::Hyphen;
    if let Some(mark) = active.get_mut(at + 1).filter(|_| number || ending || hyphen) {
        *mark = true;
    }
}

/// The facts of one field, and the words' numbers in the vocabulary. Words that are not near an
/// active one have neither.
pub(super) fn facts(
    text: &str,
    tokens: &[Token<'_>],
    active: &[bool],
    pieces: &[Piece],
    lower: &LowerWords,
    vocabulary: &mut Vocabulary,
) -> (Vec<Fact>, Vec<Option<WordNo>>) {
    let mut facts = vec![Fact::default(); tokens.len()];
    let mut words = vec![None; tokens.len()];
    for (at, ((token, fact), word)) in tokens.iter().zip(&mut facts).zip(&mut words).enumerate() {
        let near = (at.saturating_sub(2)..at + 3).any(|n| active.get(n).copied().unwrap_or(false));
        if near {
            let number = vocabulary.number(token);
            *word = Some(number);
            *fact = vocabulary.fact(number);
            fact.small_elsewhere = !token.key.is_empty() && lower.contains(&token.key);
        }
    }
    mark_rules(&mut facts, pieces);
    mark_places(text, tokens, &mut facts);
    mark_actors(tokens, &mut facts);
    for at in 0..tokens.len() {
        let used = usage(tokens, &facts, at);
        if let Some(fact) = facts.get_mut(at) {
            fact.usage = used;
        }
    }
    (facts, words)
}

/// What the word says by itself.
pub(super) fn word(token: &Token<'_>) -> Fact {
    let book = Wordbook::embedded();
    let form = hash(normal(token.text));
    let lower = if token.key.is_empty() { hash(normal(token.text)) } else { hash(normal(&token.key)) };
    let small = book.row(lower);
    let mut row = if form == lower { small } else { book.row(form) };
    if row.cluster() == 0 && matches!(token.case, Case::Upper | Case::Mixed) {
        row = book.row(hash(title_case(&token.key)));
    }
    if row.cluster() == 0 {
        row = Row::new(small.cluster(), 0, false, false);
    }
    let (medium, coarse) = book.wider(row.cluster());
    Fact {
        form,
        lower,
        shape: shape(token.text),
        clusters: [row.cluster(), medium, u16::from(coarse)],
        caps: small.caps(),
        names: u8::from(small.is_given()) | u8::from(small.is_surname()) << 1,
        flags: if token.key.is_empty() { flags(token.text) } else { token.flags },
        ..Fact::default()
    }
}

/// Bytes with all digits made one.
fn normal(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().map(|b| if b.is_ascii_digit() { b'0' } else { b })
}

fn title_case(key: &str) -> impl Iterator<Item = u8> {
    key.bytes().enumerate().map(|(at, b)| if at == 0 { b.to_ascii_uppercase() } else { b })
}

/// How the word is written: capitals, small letters, digits and signs, repeats left out, and
/// its length as far as it says something.
fn shape(text: &str) -> u64 {
    let (mut shape, mut last, mut length) = (0u64, 0u64, 0u64);
    for c in text.chars() {
        let class = match c {
            c if c.is_ascii_lowercase() => 1,
            c if c.is_ascii_uppercase() => 2,
            c if c.is_ascii_digit() => 3,
            '.' => 4,
            c if c.is_lowercase() => 1,
            c if c.is_uppercase() => 2,
            _ => 5,
        };
        if class != last {
            shape = shape.wrapping_mul(7).wrapping_add(class);
        }
        last = class;
        length += 1;
    }
    shape.wrapping_mul(8).wrapping_add(length.min(5))
}

/// Parts of a name, for the marks below.
fn part(at: usize, len: usize) -> u8 {
    match (at, len) {
        (_, 1) => 0,
        (0, _) => 1,
        _ => 2,
    }
}

fn mark_rules(facts: &mut [Fact], pieces: &[Piece]) {
    for piece in pieces {
        let label = match piece.label {
            None => 1,
            Some(Label::Person) => 2,
            Some(Label::Organisation) => 3,
            Some(Label::Place) => 4,
            Some(Label::Dateline) => 5,
            Some(Label::Demonym) => 6,
            Some(Label::Group) => 7,
        };
        let sure = u8::from(piece.confidence >= 0.65) + u8::from(piece.confidence >= 0.85);
        let len = piece.tokens.len();
        for (at, fact) in facts.get_mut(piece.tokens.clone()).unwrap_or_default().iter_mut().enumerate() {
            fact.rule = (label * 3 + sure) * 3 + part(at, len);
        }
    }
}

/// The label of a rule's mark: 0 nothing, 1 unknown name, 2 person, 3 organisation, 4 place,
/// 5 dateline, 6 demonym, 7 group.
pub(super) fn rule_label(rule: u8) -> u8 {
    rule / 9
}

fn mark_places(text: &str, tokens: &[Token<'_>], facts: &mut [Fact]) {
    let mut behind = 0;
    for (at, token) in tokens.iter().enumerate() {
        if at < behind || !token.is_capital() {
            continue;
        }
        if gaz::demonym(&token.key).is_some() {
            if let Some(fact) = facts.get_mut(at) {
                fact.place = 1;
            }
            continue;
        }
        let Some(hit) = text.get(token.start..).and_then(gaz::hit) else { continue };
        let Some(end) = token_behind(tokens, at, token.start + hit.len) else { continue };
        let class = match (hit.country, hit.strength) {
            (true, Strength::Strong) => 1,
            (true, _) => 2,
            (_, Strength::Strong) => 3,
            (_, Strength::Medium) => 4,
            (_, Strength::Weak) => 5,
        };
        for (nth, fact) in facts.get_mut(at..end).unwrap_or_default().iter_mut().enumerate() {
            fact.place = class * 3 + part(nth, end - at);
        }
        behind = end;
    }
}

fn mark_actors(tokens: &[Token<'_>], facts: &mut [Fact]) {
    let mut behind = 0;
    for (at, token) in tokens.iter().enumerate() {
        if at < behind || !token.is_capital() {
            continue;
        }
        let word = |i: usize| tokens.get(at + i).filter(|t| t.gap != Gap::Break).map(|t| t.text);
        let upper = token.case == Case::Upper && token.style != Style::AllCaps;
        let Some((len, known)) = known::longest(&token.key, upper, false, word) else { continue };
        let class = match known.kind {
            ActorKind::Person => 1,
            ActorKind::Organisation => 2,
            _ => 3,
        };
        for (nth, fact) in facts.get_mut(at..at + len).unwrap_or_default().iter_mut().enumerate() {
            fact.actor = class * 3 + part(nth, len);
        }
        behind = at + len;
    }
}

/// How an occurrence of a word is used, as a set of bits: what stands beside it, and what the
/// rules take it for.
fn usage(tokens: &[Token<'_>], facts: &[Fact], at: usize) -> u32 {
    let (Some(token), Some(fact)) = (tokens.get(at), facts.get(at)) else { return 0 };
    if !token.is_capital() {
        return 0;
    }
    let before = at
        .checked_sub(1)
        .and_then(|b| Some((tokens.get(b)?, facts.get(b)?)))
        .filter(|_| token.gap != Gap::Break);
    let next = tokens.get(at + 1).zip(facts.get(at + 1)).filter(|(t, _)| t.gap != Gap::Break);
    let near = |gap: Gap| matches!(gap, Gap::Space | Gap::Hyphen | Gap::Stop | Gap::Apostrophe);
    let mut bits = 0;
    let mut set = |bit: u32, holds: bool| bits |= u32::from(holds) << bit;
    if let Some((word, fact)) = before.filter(|_| near(token.gap)) {
        set(0, fact.flags & TITLE != 0);
        set(1, fact.names & 1 != 0 || fact.flags & GIVEN != 0);
        set(2, word.case == Case::Lower && fact.flags & LOCATIVE != 0);
        set(3, word.is_capital());
        set(4, word.text == "the" || word.text == "The");
    }
    if let Some((word, fact)) = next {
        set(5, near(word.gap) && fact.flags & SAY != 0);
        set(6, near(word.gap) && word.is_capital());
        set(7, near(word.gap) && fact.flags & (ORG_SUFFIX | COMPANY) != 0);
        set(8, word.gap == Gap::Possessive);
        set(9, word.gap == Gap::Comma && word.is_capital());
        set(10, near(word.gap) && word.case == Case::Lower && fact.flags & (SAY | FUNCTION) == 0);
    }
    set(11, token.case == Case::Upper && token.style == Style::Prose);
    set(12, token.case != Case::Upper);
    set(13, !token.opens() && token.style == Style::Prose);
    let label = rule_label(fact.rule);
    set(14, label == 2);
    set(15, label == 3);
    set(16, label == 4 || label == 5);
    set(17, label >= 6);
    set(18, label <= 1);
    bits
}

/// Number of bits of a usage.
pub(super) const USAGES: u32 = 19;

/// Tells every word how the other occurrences of it in the article are used.
pub(super) fn share(fields: &mut [&mut Vec<Fact>]) {
    let mut counts: HashMap<u64, [u16; USAGES as usize], BuildHasherDefault<WordHasher>> = HashMap::default();
    for fact in fields.iter().flat_map(|f| f.iter()).filter(|f| f.usage != 0) {
        let counts = counts.entry(fact.lower).or_default();
        for (bit, count) in counts.iter_mut().enumerate() {
            *count = count.saturating_add(u16::from(fact.usage & (1 << bit) != 0));
        }
    }
    for fact in fields.iter_mut().flat_map(|f| f.iter_mut()).filter(|f| f.usage != 0) {
        let Some(counts) = counts.get(&fact.lower) else { continue };
        for (bit, &count) in counts.iter().enumerate() {
            let own = u16::from(fact.usage & (1 << bit) != 0);
            fact.others |= u32::from(count > own) << bit;
        }
    }
}
