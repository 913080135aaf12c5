//! Where two texts differ in their words. White space of any kind and length is equal: each outlet breaks
//! its lines elsewhere, and that is no difference between copies.
//!
//! The comparison is that of Myers (1986), which the library `similar` carries out.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{Kind, Run};
use crate::article::Article;

/// A stretch that differs: `char`s of the first text, and of the second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct Difference {
    pub(in crate::render) before: Range<usize>,
    pub(in crate::render) after: Range<usize>,
    pub(in crate::render) removed: String,
    pub(in crate::render) added: String,
}

/// The fields in which the words of two copies differ: the field, its text in the first copy, and where.
pub(in crate::render) fn fields<'a>(
    before: &'a Article,
    after: &Article,
) -> Vec<(&'static str, &'a str, Vec<Difference>)> {
    fn text(text: &Option<String>) -> &str {
        text.as_deref().unwrap_or_default()
    }
    let fields = [
        ("title", text(&before.title), text(&after.title)),
        ("lead", text(&before.lead), text(&after.lead)),
        ("body", before.body.as_str(), after.body.as_str()),
    ];
    let compared = fields.into_iter().map(|(name, before, after)| (name, before, differences(before, after)));
    compared.filter(|(.., differences)| !differences.is_empty()).collect()
}

/// A word, or the white space between two.
#[derive(Clone, Copy)]
struct Token<'t>(&'t str);

impl Token<'_> {
    fn is_blank(&self) -> bool {
        self.0.starts_with(char::is_whitespace)
    }

    /// What it is compared by.
    fn key(&self) -> &str {
        if self.is_blank() { " " } else { self.0 }
    }
}

impl PartialEq for Token<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Token<'_> {}

impl PartialOrd for Token<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Token<'_> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(other.key())
    }
}

impl Hash for Token<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

/// A text cut into tokens, with the `char` at which each begins and one past the last.
struct Tokens<'t> {
    tokens: Vec<Token<'t>>,
    starts: Vec<usize>,
}

impl<'t> Tokens<'t> {
    fn of(text: &'t str) -> Tokens<'t> {
        let mut tokens = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let blank = first.is_whitespace();
            let end = rest.find(|c: char| c.is_whitespace() != blank).unwrap_or(rest.len());
            let (token, behind) = rest.split_at(end);
            tokens.push(Token(token));
            rest = behind;
        }
        let mut at = 0;
        let mut starts = vec![0];
        for token in &tokens {
            at += token.0.chars().count();
            starts.push(at);
        }
        Tokens { tokens, starts }
    }

    fn chars(&self, tokens: &Range<usize>) -> Range<usize> {
        let at = |token: usize| self.starts.get(token).copied().unwrap_or_default();
        at(tokens.start)..at(tokens.end)
    }

    fn text(&self, tokens: &Range<usize>) -> String {
        self.tokens.get(tokens.clone()).unwrap_or_default().iter().map(|token| token.0).collect()
    }

    fn are_blank(&self, tokens: Range<usize>) -> bool {
        self.tokens.get(tokens).unwrap_or_default().iter().all(Token::is_blank)
    }
}

/// Where the words of two texts differ, in the order of the texts. What was replaced word by word is one
/// difference and not as many as it has words.
pub(in crate::render) fn differences(before: &str, after: &str) -> Vec<Difference> {
    let (old, new) = (Tokens::of(before), Tokens::of(after));
    let ops = capture_diff_slices(Algorithm::Myers, &old.tokens, &new.tokens);
    let mut ranges: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for op in ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })) {
        let (removed, added) = (op.old_range(), op.new_range());
        match ranges.last_mut() {
            Some(last) if joins(&old, last, &removed, &added) => {
                (last.0.end, last.1.end) = (removed.end, added.end);
            }
            _ => ranges.push((removed, added)),
        }
    }
    let differs = ranges.into_iter().filter(|(a, b)| !(old.are_blank(a.clone()) && new.are_blank(b.clone())));
    differs
        .map(|(a, b)| Difference {
            before: old.chars(&a),
            after: new.chars(&b),
            removed: old.text(&a),
            added: new.text(&b),
        })
        .collect()
}

/// Whether a difference goes on: it follows at once, or words were replaced and nothing but a blank stands
/// between.
fn joins(
    old: &Tokens<'_>,
    last: &(Range<usize>, Range<usize>),
    removed: &Range<usize>,
    added: &Range<usize>,
) -> bool {
    let at_once = last.0.end == removed.start && last.1.end == added.start;
    let replaced = !last.0.is_empty() && !last.1.is_empty();
    at_once || (replaced && old.are_blank(last.0.end..removed.start))
}

/// The first text as runs of words that stayed, went and came.
pub(in crate::render) fn runs(before: &str, differences: &[Difference]) -> Vec<Run> {
    let mut chars = before.chars();
    let mut at = 0;
    let mut runs = Vec::new();
    let mut push = |kind, text: String| {
        if !text.is_empty() {
            runs.push(Run { kind, text });
        }
    };
    for difference in differences {
        push(Kind::Same, chars.by_ref().take(difference.before.start.saturating_sub(at)).collect());
        chars.by_ref().take(difference.before.len()).for_each(drop);
        at = difference.before.end;
        push(Kind::Removed, difference.removed.clone());
        push(Kind::Added, difference.added.clone());
    }
    push(Kind::Same, chars.collect());
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_may_break_anywhere() {
        assert!(differences("One two\nthree.\n\nFour", "One\ntwo three. Four").is_empty());
    }

    #[test]
    fn differences_are_told_in_characters_of_both() {
        let found = differences("Zwölf Tote in Köln", "Zwölf schwer\nVerletzte in Nord-Köln");
        let spans: Vec<_> = found.iter().map(|d| (d.before.clone(), d.after.clone())).collect();
        assert_eq!(spans, [(6..10, 6..22), (14..18, 26..35)]);
        assert_eq!((found[0].removed.as_str(), found[1].added.as_str()), ("Tote", "Nord-Köln"));
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_from_the_differences(before in "[abü \n]{0,30}", after in "[abü \n]{0,30}") {
            let found = differences(&before, &after);
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>().join(" ");
            let only = |but: Kind| -> String {
                runs(&before, &found).iter().filter(|run| run.kind != but).map(|run| run.text.as_str()).collect()
            };
            prop_assert_eq!(only(Kind::Added), before.clone());
            prop_assert_eq!(words(&only(Kind::Removed)), words(&after));
            let chars = |text: &str, range: &Range<usize>| -> String {
                text.chars().skip(range.start).take(range.len()).collect()
            };
            for difference in &found {
                prop_assert_eq!(&chars(&before, &difference.before), &difference.removed);
                prop_assert_eq!(&chars(&after, &difference.after), &difference.added);
            }
        }
    }
}
