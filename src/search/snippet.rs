//! Snippets: the best fragments of an article for a query, whole sentences where they
//! fit, with the marks of what matched.
//!
//! A fragment is worth what it shows: each different word that matched counts, and a
//! word already shown by an earlier fragment counts little. Fragments are printed in
//! the order of the text. An article that matched by its headline or by a condition
//! shows its beginning, without marks.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::ops::Range;

use super::matching::Mark;
use crate::article::Field;
use crate::text::{self, CharOffsets};

/// The longest fragment, in `char`s.
pub const FRAGMENT_CHARS_MAX: usize = 260;
/// A fragment shorter than this takes the next sentence too, when both fit.
const FRAGMENT_CHARS_MIN: usize = 110;
/// How many fragments a snippet has at most.
pub const FRAGMENTS_MAX: usize = 3;
/// Fragments after the first must show so many words that were not shown yet.
const NEW_WORDS_MIN: usize = 1;

/// A fragment of text with what matched in it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Snippet {
    /// The fragment; line breaks are blanks.
    pub text: String,
    /// The stretches that matched, as `char` offsets into `text`, half-open, in order.
    pub marks: Vec<(u32, u32)>,
}

/// Marks of a text as `char` offsets.
pub fn char_marks(text: &str, marks: &[Mark], field: Field) -> Vec<(u32, u32)> {
    let mut chars = CharOffsets::new(text);
    let own = marks.iter().filter(|m| m.field == field);
    own.map(|m| (chars.at(m.bytes.0), chars.at(m.bytes.1))).collect()
}

/// The best fragments of a body for the marks in it; `sentences` are its own, in order.
pub fn snippets(body: &str, sentences: &[Range<usize>], marks: &[Mark], fragments: usize) -> Vec<Snippet> {
    let marks: Vec<Range<usize>> =
        marks.iter().filter(|m| m.field == Field::Body).map(|m| m.bytes.0..m.bytes.1).collect();
    let mut chosen = choose(body, sentences, &marks, fragments);
    if chosen.is_empty() {
        chosen.extend(sentences.first().map(|_| 0));
    }
    chosen.sort_unstable();
    let mut found: Vec<Snippet> = Vec::new();
    let mut shown_to = 0;
    for at in chosen {
        let range = extended(body, sentences, at);
        if range.start >= shown_to || found.is_empty() {
            shown_to = range.end;
            found.push(fragment(body, range, &marks));
        }
    }
    found
}

/// The sentences that show most, best first.
fn choose(body: &str, sentences: &[Range<usize>], marks: &[Range<usize>], fragments: usize) -> Vec<usize> {
    // Each sentence with marks, and the different words that are marked in it.
    let mut words: Vec<(usize, Vec<u32>)> = Vec::new();
    let mut known: Vec<Cow<'_, str>> = Vec::new();
    let mut at = 0;
    for mark in marks {
        while sentences.get(at).is_some_and(|s| s.end <= mark.start) {
            at += 1;
        }
        let word = text::fold(body.get(mark.clone()).unwrap_or_default());
        let number = known.iter().position(|k| *k == word).unwrap_or_else(|| {
            known.push(word);
            known.len() - 1
        }) as u32;
        match words.last_mut() {
            Some((last, set)) if *last == at => {
                if !set.contains(&number) {
                    set.push(number);
                }
            }
            _ => words.push((at, vec![number])),
        }
    }
    let mut chosen = Vec::new();
    let mut shown = vec![false; known.len()];
    while chosen.len() < fragments {
        let is_new = |n: &&u32| shown.get(**n as usize).is_some_and(|shown| !shown);
        let new = |set: &[u32]| set.iter().filter(is_new).count();
        let best = words.iter().enumerate().max_by_key(|(_, (at, set))| (new(set), Reverse(*at)));
        let Some((place, (_, set))) = best else { break };
        if !chosen.is_empty() && new(set) < NEW_WORDS_MIN {
            break;
        }
        let (at, set) = words.swap_remove(place);
        set.iter().filter_map(|&n| shown.get_mut(n as usize).map(|s| *s = true)).for_each(drop);
        chosen.push(at);
    }
    chosen
}

/// A sentence, with the following ones while it is short and they fit.
fn extended(body: &str, sentences: &[Range<usize>], at: usize) -> Range<usize> {
    let Some(first) = sentences.get(at) else { return 0..0 };
    let mut range = first.clone();
    for next in sentences.iter().skip(at + 1) {
        let chars = |r: Range<usize>| body.get(r).map_or(0, |t| t.chars().count());
        if chars(range.clone()) >= FRAGMENT_CHARS_MIN || chars(range.start..next.end) > FRAGMENT_CHARS_MAX {
            break;
        }
        range.end = next.end;
    }
    range
}

fn fragment(body: &str, range: Range<usize>, marks: &[Range<usize>]) -> Snippet {
    let inside: Vec<Range<usize>> =
        marks.iter().filter(|m| m.start >= range.start && m.start < range.end).cloned().collect();
    let window = window(body, range.clone(), &inside);
    let Some(text) = body.get(window.clone()) else {
        return Snippet { text: String::new(), marks: Vec::new() };
    };
    let before = if window.start > range.start { "… " } else { "" };
    let after = if window.end < range.end { " …" } else { "" };
    let mut chars = CharOffsets::new(text);
    let shift = before.chars().count() as u32;
    let marks = inside.iter().filter(|m| m.start >= window.start && m.start < window.end).map(|m| {
        let start = chars.at(m.start - window.start) + shift;
        (start, chars.at(m.end.min(window.end) - window.start) + shift)
    });
    let marks = marks.collect();
    Snippet { text: format!("{before}{}{after}", flat(text)), marks }
}

/// With blanks for line breaks and other white space.
fn flat(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii() && (b == b' ' || !b.is_ascii_whitespace()) && b != 0x0B) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect())
}

/// The whole range when it is short enough, else a window that begins a little before
/// the first mark of the densest stretch, cut at blanks where there are any.
fn window(body: &str, range: Range<usize>, marks: &[Range<usize>]) -> Range<usize> {
    let Some(text) = body.get(range.clone()) else { return range.start..range.start };
    // There are no more characters than bytes.
    if text.len() <= FRAGMENT_CHARS_MAX {
        return range;
    }
    let bounds: Vec<usize> = text.char_indices().map(|(at, _)| range.start + at).chain([range.end]).collect();
    let length = bounds.len() - 1;
    if length <= FRAGMENT_CHARS_MAX {
        return range;
    }
    let room = FRAGMENT_CHARS_MAX - 4;
    let index_of = |byte: usize| bounds.partition_point(|&b| b < byte);
    let within = |first: usize| {
        marks.iter().filter(|m| index_of(m.start) >= first && index_of(m.end) <= first + room).count()
    };
    let lead = room / 4;
    let starts = marks.iter().map(|m| index_of(m.start).saturating_sub(lead).min(length - room));
    let first = starts.max_by_key(|&s| (within(s), std::cmp::Reverse(s))).unwrap_or(0);
    let start = if first == 0 { 0 } else { blank_after(body, &bounds, first, marks) };
    let last = (start + room).min(length);
    let end = if last == length { last } else { blank_before(body, &bounds, start, last, marks) };
    bounds.get(start).copied().unwrap_or(range.start)..bounds.get(end).copied().unwrap_or(range.end)
}

/// How far a cut may move to fall on a blank, in `char`s.
const CUT_CHARS: usize = 24;

fn is_blank(body: &str, byte: usize) -> bool {
    body.get(byte..).and_then(|t| t.chars().next()).is_some_and(char::is_whitespace)
}

fn inside_mark(byte: usize, marks: &[Range<usize>]) -> bool {
    marks.iter().any(|m| m.start < byte && byte < m.end)
}

fn blank_after(body: &str, bounds: &[usize], from: usize, marks: &[Range<usize>]) -> usize {
    let candidates = bounds.iter().enumerate().skip(from).take(CUT_CHARS);
    let mut blanks = candidates.filter(|(_, b)| is_blank(body, **b) && !inside_mark(**b, marks));
    blanks.next().map_or(from, |(at, _)| at + 1)
}

fn blank_before(body: &str, bounds: &[usize], start: usize, to: usize, marks: &[Range<usize>]) -> usize {
    let from = to.saturating_sub(CUT_CHARS).max(start + 1);
    let candidates = (from..=to).rev().filter_map(|at| Some((at, *bounds.get(at)?)));
    let mut blanks = candidates.filter(|(_, b)| is_blank(body, *b) && !inside_mark(*b, marks));
    blanks.next().map_or(to, |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(body: &str, marks: &[Mark], fragments: usize) -> Vec<Snippet> {
        snippets(body, &text::sentences(body), marks, fragments)
    }

    fn marks_of(body: &str, words: &[&str]) -> Vec<Mark> {
        let mut found: Vec<Mark> = words
            .iter()
            .flat_map(|w| {
                body.match_indices(w).map(|(at, w)| Mark { field: Field::Body, bytes: (at, at + w.len()) })
            })
            .collect();
        found.sort();
        found
    }

    #[test]
    fn the_sentences_that_show_most_are_chosen_in_text_order() {
        let body = "Rain fell all day over the hills and the valleys of the northern province, said a farmer there on Monday. \
                    The border stayed shut. Troops at the border of Kursk waited for orders from the capital in the cold. \
                    Nothing else happened in the town, where people went to work as they had always done before the war.";
        let found = cut(body, &marks_of(body, &["border", "Kursk"]), 2);
        assert_eq!(found.len(), 1);
        assert!(found[0].text.starts_with("Troops at the border"));
        let marked: Vec<&str> =
            found[0].marks.iter().map(|&(a, b)| &found[0].text[a as usize..b as usize]).collect();
        assert_eq!(marked, ["border", "Kursk"]);
    }

    #[test]
    fn without_marks_the_beginning_is_shown() {
        let found = cut("First sentence here. Second one.", &[], 3);
        assert_eq!(found.len(), 1);
        assert!(found[0].text.starts_with("First sentence here.") && found[0].marks.is_empty());
    }

    #[test]
    fn long_sentences_are_cut_at_blanks_around_the_marks() {
        let body = format!("{} target {}", "filler ".repeat(100).trim(), "padding ".repeat(100).trim());
        let found = cut(&body, &marks_of(&body, &["target"]), 1);
        let snippet = &found[0];
        assert!(snippet.text.chars().count() <= FRAGMENT_CHARS_MAX, "{}", snippet.text.chars().count());
        assert!(
            snippet.text.starts_with("… filler") && snippet.text.ends_with("padding …"),
            "{}",
            snippet.text
        );
        let (a, b) = snippet.marks[0];
        assert_eq!(
            snippet.text.chars().skip(a as usize).take((b - a) as usize).collect::<String>(),
            "target"
        );
    }

    proptest! {
        #[test]
        fn marks_show_what_they_mark_in_every_script(
            words in prop::collection::vec("[a-céя漢]{1,9}[.]?", 1..120),
            picks in prop::collection::vec(0usize..120, 1..6),
        ) {
            let body = words.join(" ");
            let mut marks = Vec::new();
            for pick in picks {
                let start: usize = words.iter().take(pick).map(|w| w.len() + 1).sum();
                if let Some(word) = words.get(pick) {
                    marks.push(Mark { field: Field::Body, bytes: (start, start + word.len()) });
                }
            }
            marks.sort();
            marks.dedup();
            for snippet in cut(&body, &marks, 3) {
                let chars: Vec<char> = snippet.text.chars().collect();
                prop_assert!(chars.len() <= FRAGMENT_CHARS_MAX);
                let mut last = 0;
                for (a, b) in snippet.marks {
                    prop_assert!(last <= a && a < b && (b as usize) <= chars.len());
                    last = b;
                    let shown: String = chars[a as usize..b as usize].iter().collect();
                    prop_assert!(marks.iter().any(|m| body[m.bytes.0..m.bytes.1].starts_with(&shown)));
                }
            }
        }
    }
}
