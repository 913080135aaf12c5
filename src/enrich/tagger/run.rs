//! Runs: the longest stretches of capitalised words that could be one name.
//!
//! Lower-case words join a run where they stand inside names: particles
//! (`van der Sar`), and `of` and `for` behind the head of an organisation's or a
//! place's name (`Ministry of Health`).

use std::ops::Range;

use super::lexicon::*;
use super::tokens::{Case, Gap, Token};

/// The run that begins at token `at`, if one does.
pub(super) fn run_at(text: &str, tokens: &[Token<'_>], at: usize) -> Option<Range<usize>> {
    let start = tokens.get(at)?;
    let begins = start.is_capital() || (starts_with_particle(tokens, at) && !start.opens());
    if !begins {
        return None;
    }
    let mut end = at + 1;
    while let Some(next) = extend(tokens, at, end).or_else(|| through_place(text, tokens, at, end)) {
        end = next;
    }
    Some(at..end)
}

/// `al-Assad`, `van der Sar`, `de Gaulle`: particles that stand before a name.
fn starts_with_particle(tokens: &[Token<'_>], at: usize) -> bool {
    // Every small word of a text comes here, so the list is asked last.
    tokens.get(at).is_some_and(|token| {
        token.case == Case::Lower
            && stands_before_name(tokens, at, token)
            && !matches!(token.text, "y" | "e" | "do" | "mac" | "st" | "la" | "le")
            && flags_has(token.text, PARTICLE)
    })
}

/// Whether a small word stands where a particle would.
fn stands_before_name(tokens: &[Token<'_>], at: usize, token: &Token<'_>) -> bool {
    match tokens.get(at + 1) {
        Some(next) if next.is_capital() => {
            next.gap == Gap::Hyphen
                || (next.gap == Gap::Space && !matches!(token.text, "al" | "el" | "ben" | "ten" | "af"))
        }
        Some(next) => {
            next.gap == Gap::Space
                && matches!(token.text, "van" | "von" | "de")
                && starts_with_particle(tokens, at + 1)
                || (matches!((token.text, next.text), ("de", "la") | ("van", "de"))
                    && tokens.get(at + 2).is_some_and(Token::is_capital))
        }
        None => false,
    }
}

fn flags_has(word: &str, flags: Flags) -> bool {
    super::lexicon::flags(word) & flags != 0
}

/// The run's new end when it goes on behind `end`.
fn extend(tokens: &[Token<'_>], start: usize, end: usize) -> Option<usize> {
    let (last, next) = (tokens.get(end - 1)?, tokens.get(end)?);
    if next.is_capital() {
        return joins(last, next).then_some(end + 1);
    }
    if whole_word(tokens, end) > end {
        return Some(end + 1);
    }
    if !matches!(next.gap, Gap::Space | Gap::Hyphen) {
        return None;
    }
    through_particles(tokens, end)
        .or_else(|| through_of(tokens, end))
        .or_else(|| through_and(tokens, start, end))
}

/// `Horn of Africa`, `Trinidad and Tobago`: small words inside a place's name.
fn through_place(text: &str, tokens: &[Token<'_>], start: usize, end: usize) -> Option<usize> {
    let link = tokens
        .get(end)
        .filter(|t| t.gap == Gap::Space && matches!(t.text, "of" | "and" | "the" | "upon" | "on"))?;
    let begin = (start..end).rev().take(2).filter_map(|at| tokens.get(at)).find_map(|t| {
        let hit = super::gaz::hit(text.get(t.start..)?)?;
        (t.start + hit.len > link.end).then_some(t.start + hit.len)
    })?;
    let behind = super::foreign::token_behind(tokens, end, begin)?;
    tokens.get(behind.checked_sub(1)?)?.is_capital().then_some(behind)
}

fn joins(last: &Token<'_>, next: &Token<'_>) -> bool {
    match next.gap {
        Gap::Space | Gap::Hyphen | Gap::Apostrophe | Gap::Ampersand => true,
        Gap::Stop => last.case == Case::Initial || last.has(RANK | COMPANY) && last.text.len() <= 5,
        _ => false,
    }
}

/// Where a name that seems to end at `end` really ends: behind what an apostrophe joins to it
/// (`Sana'a`).
pub(super) fn whole_word(tokens: &[Token<'_>], end: usize) -> usize {
    let joined = tokens
        .get(end)
        .is_some_and(|t| t.gap == Gap::Apostrophe && t.case == Case::Lower && !is_contraction(t.text));
    if joined { end + 1 } else { end }
}

fn is_contraction(word: &str) -> bool {
    matches!(word, "s" | "t" | "re" | "ll" | "ve" | "d" | "m" | "em" | "n")
}

/// `Osama bin Laden`, `Edwin van der Sar`, `Bashar al-Assad`.
fn through_particles(tokens: &[Token<'_>], end: usize) -> Option<usize> {
    let mut at = end;
    while at < end + 3 && tokens.get(at)?.case == Case::Lower && flags_has(tokens.get(at)?.text, PARTICLE) {
        at += 1;
        let behind = tokens.get(at)?;
        if behind.is_capital() {
            return matches!(behind.gap, Gap::Space | Gap::Hyphen | Gap::Apostrophe).then_some(at + 1);
        }
        if !matches!(behind.gap, Gap::Space | Gap::Hyphen) {
            return None;
        }
    }
    None
}

/// `Ministry of Health`, `Organization for Security`, `Secretary of State`, `Gulf of the X`.
fn through_of(tokens: &[Token<'_>], end: usize) -> Option<usize> {
    let link = tokens.get(end)?.text;
    let head = tokens.get(end - 1)?;
    let fits = match link {
        "of" => head.has(ORG_HEAD | PLACE_HEAD | TITLE | ORG_ANY),
        "for" | "on" | "against" => head.has(ORG_HEAD) && (head.case != Case::Upper || head.text.len() > 1),
        _ => false,
    };
    if !fits {
        return None;
    }
    let mut at = end + 1;
    if tokens.get(at)?.text == "the" && tokens.get(at)?.gap == Gap::Space {
        at += 1;
    }
    let behind = tokens.get(at)?;
    let portfolio =
        !head.has(TITLE) || head.has(ORG_HEAD) || behind.has(TITLE_MOD) || behind.text == "Republic";
    (behind.is_capital() && behind.gap == Gap::Space && portfolio && !behind.has(FUNCTION)).then_some(at + 1)
}

/// `Securities and Exchange Commission`, `Ministry of Health and Welfare`.
fn through_and(tokens: &[Token<'_>], start: usize, end: usize) -> Option<usize> {
    if tokens.get(end)?.text != "and"
        || !tokens.get(end + 1)?.is_capital()
        || tokens.get(end + 1)?.gap != Gap::Space
    {
        return None;
    }
    let run = tokens.get(start..end)?;
    let last = run.last()?;
    let behind = tokens.get(end + 1)?;
    if behind.has(COMPANY) && !last.has(FUNCTION | COMMON) {
        return Some(end + 2); // Merck and Co
    }
    let headed = run.iter().any(|t| t.case == Case::Lower && matches!(t.text, "of" | "for"))
        && run.iter().any(|t| t.has(ORG_HEAD));
    if headed && behind.has(TITLE_MOD | COMMON) && !behind.has(TITLE) {
        return Some(end + 2);
    }
    let mut stop = end + 2;
    while tokens.get(stop).is_some_and(|t| t.is_capital() && t.gap == Gap::Space) {
        stop += 1;
    }
    let suffix = tokens.get(stop - 1)?;
    let topical = last.has(TITLE_MOD | COMMON) && !last.has(GIVEN | SURNAME | ORG_SUFFIX) && !last.opens();
    let split_trade = stop == end + 3 && suffix.has(COMPANY) && behind.has(ORG_SUFFIX | COMMON | TITLE_MOD);
    if split_trade && last.has(ORG_SUFFIX | COMMON) && run.len() > 1 {
        return Some(stop); // Nippon Telegraph and Telephone Corp
    }
    (topical && suffix.has(ORG_SUFFIX) && !suffix.has(TITLE) && stop > end + 2).then_some(stop)
}
