//! Operators of other languages: what joins two operands there, and what it is here.
//!
//! Nexis and Factiva count from word to word: what is *within 1* stands side by side. Here the
//! words between are counted, so their `n` is one more than ours. In capitals and with a slash,
//! `NEAR/5` and `PRE/5` are our own; every other spelling is theirs. The sources stand in
//! `docs/queries.md`.

use super::super::lex::Kind;
use super::super::{DISTANCE_MAX, Fault, Span, Unit};

/// What a foreign operator is here.
#[derive(Debug, PartialEq)]
pub(super) enum Foreign {
    /// This, and how that is told.
    Is(Kind, String),
    /// Nothing: what was found, and what to write.
    Refused(String, String),
}

/// What the word is as an operator of another language; `None` when it is none.
pub(super) fn operator(text: &str) -> Option<Foreign> {
    let lower = text.to_ascii_lowercase();
    let is = |kind: Kind, name: &str| Some(Foreign::Is(kind, name.to_owned()));
    match lower.as_str() {
        "&&" => is(Kind::And, "AND"),
        "||" | "|" => is(Kind::Or, "OR"),
        "w/s" | "/s" | "w/sent" => is(Kind::Same(Unit::Sentence), "SENT: in one sentence"),
        "w/p" | "/p" | "w/para" => is(Kind::Same(Unit::Paragraph), "PARA: in one paragraph"),
        // In small letters it is a word that any sentence may hold.
        "same" if text == "SAME" => is(Kind::Same(Unit::Paragraph), "PARA: in one paragraph"),
        "adj" if text == "ADJ" => Some(within(text, 1, true)),
        "w/seg" | "/seg" => Some(refused(text, "AND, or put both into one part: title:(a b)")),
        "pre/s" | "onear/s" => Some(refused(text, "PRE/24, which is how Nexis takes it, or SENT")),
        "pre/p" | "onear/p" => Some(refused(text, "PRE/74, which is how Nexis takes it, or PARA")),
        _ => numbered(text, &lower),
    }
}

/// An operator that has a number.
fn numbered(text: &str, lower: &str) -> Option<Foreign> {
    if let Some(inner) = lower.strip_prefix('/').and_then(|rest| rest.strip_suffix('/')) {
        return match (digits(inner, "n"), digits(inner, "f")) {
            (Some(n), _) => Some(within(text, n, false)),
            (_, Some(_)) => Some(refused(text, "lead: before a word that is to stand where the text begins")),
            _ => None,
        };
    }
    for name in ["not w/", "not/"] {
        if digits(lower, name).is_some() {
            return Some(Foreign::Refused(format!("{text} has no counterpart"), not_near_help()));
        }
    }
    for name in ["onear/", "adj/", "adj", "pre/", "pre"] {
        if let Some(n) = digits(lower, name) {
            let ours = text.starts_with("PRE/");
            return (!ours).then(|| within(text, n, true));
        }
    }
    for name in ["near/", "near", "w/", "/"] {
        if let Some(n) = digits(lower, name) {
            let ours = text.starts_with("NEAR/");
            return (!ours).then(|| within(text, n, false));
        }
    }
    // Services that write so do not say how they count.
    digits(lower, "n/").map(|n| refused(text, &format!("NEAR/{n} for at most {n} words between")))
}

/// The number behind a name; past the largest one it is all the same.
fn digits(text: &str, name: &str) -> Option<u32> {
    let digits = text.strip_prefix(name)?;
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().unwrap_or(u32::MAX))
}

/// Within `n` words, which is `n - 1` between.
fn within(text: &str, n: u32, ordered: bool) -> Foreign {
    let Some(between) = n.checked_sub(1).filter(|between| *between <= DISTANCE_MAX) else {
        let most = DISTANCE_MAX + 1;
        let help = format!("write a number of words; for the text itself, put it in quotes: \"{text}\"");
        return Foreign::Refused(format!("{text} has no distance from 1 to {most}"), help);
    };
    let (name, order) = if ordered { ("PRE", "in this order") } else { ("NEAR", "in any order") };
    let gap = match between {
        0 => "with no word between".to_owned(),
        1 => "at most 1 word between".to_owned(),
        n => format!("at most {n} words between"),
    };
    Foreign::Is(Kind::Near { n: between, ordered }, format!("{name}/{between}: {order}, {gap}"))
}

fn refused(text: &str, instead: &str) -> Foreign {
    let help = format!("write {instead}; for the text itself, put it in quotes: \"{text}\"");
    Foreign::Refused(format!("{text} is not an operator here"), help)
}

/// The error for `NOT w/5`, whose first word may stand elsewhere with the second one near.
pub(super) fn not_near(text: &str, span: Span) -> Fault {
    Fault::new(span, format!("NOT {text} has no counterpart"), not_near_help())
}

fn not_near_help() -> String {
    "write a AND NOT (a NEAR/5 b), which leaves out each article where both stand together once".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match operator(text) {
            Some(Foreign::Is(_, note)) => note.split(':').next().unwrap_or_default().to_owned(),
            Some(Foreign::Refused(message, _)) => message,
            None => "no operator".to_owned(),
        }
    }

    #[test]
    fn within_one_word_is_side_by_side() {
        for (foreign, ours) in [
            ("w/1", "NEAR/0"),
            ("W/5", "NEAR/4"),
            ("/5", "NEAR/4"),
            ("near/5", "NEAR/4"),
            ("near5", "NEAR/4"),
            ("NEAR5", "NEAR/4"),
            ("/N30/", "NEAR/29"),
            ("w/101", "NEAR/100"),
            ("pre/5", "PRE/4"),
            ("onear/5", "PRE/4"),
            ("adj5", "PRE/4"),
            ("ADJ5", "PRE/4"),
            ("ADJ", "PRE/0"),
        ] {
            assert_eq!(read(foreign), ours, "{foreign}");
        }
    }

    #[test]
    fn distances_past_the_limit_are_refused() {
        for foreign in ["w/0", "w/102", "near999999999999", "adj0"] {
            assert_eq!(read(foreign), format!("{foreign} has no distance from 1 to 101"));
        }
    }

    #[test]
    fn words_and_our_own_operators_are_none() {
        for text in ["NEAR/5", "PRE/3", "same", "adj", "near", "w/o", "n/a", "pre-war", "/path/", "not", "w/"]
        {
            assert_eq!(read(text), "no operator", "{text}");
        }
    }
}
