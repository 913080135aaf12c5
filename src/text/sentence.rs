//! Sentences and paragraphs.
//!
//! A paragraph ends at a blank line. A sentence ends at a stop that is followed by
//! white space and something that can begin a sentence, unless the stop belongs to
//! an abbreviation or an initial; a line break ends one when the line ended in a
//! stop or the next line opens like a new one after a short line (a headline).

use std::ops::Range;

/// Abbreviations, folded and without their stop, that stand before a name or number.
const ABBREVIATIONS: [&str; 58] = [
    "adm", "apr", "aug", "brig", "bros", "capt", "cmdr", "co", "col", "corp", "cpl", "dec", "dept", "dr",
    "feb", "fr", "gen", "gov", "hon", "inc", "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "mar", "messrs",
    "mr", "mrs", "ms", "mt", "no", "nos", "nov", "oct", "op", "pres", "prof", "pvt", "rep", "reps", "rev",
    "sec", "sen", "sens", "sep", "sept", "sgt", "sr", "st", "ste", "supt", "treas", "vs", "vol", "etc",
];

/// The paragraphs of a text as byte ranges, without the blank lines around them.
pub fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut end, mut at) = (None, 0, 0);
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        if content.trim_start().is_empty() {
            found.extend(start.take().map(|s| s..end));
        } else {
            start.get_or_insert(at + (content.len() - content.trim_start().len()));
            end = at + content.len();
        }
        at += line.len();
    }
    found.extend(start.map(|s| s..end));
    found
}

/// The sentences of a text as byte ranges, in order, none across a paragraph's end.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for paragraph in paragraphs(text) {
        split_paragraph(text, paragraph, &mut found);
    }
    found
}

fn split_paragraph(text: &str, paragraph: Range<usize>, found: &mut Vec<Range<usize>>) {
    let Some(inside) = text.get(paragraph.clone()) else { return };
    let mut start = 0;
    for (at, c) in inside.char_indices() {
        if at < start || !matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '।' | '\n') {
            continue;
        }
        if let Some(end) = sentence_end(inside, start, at, c) {
            push_trimmed(inside, start..end, paragraph.start, found);
            start = end;
        }
    }
    push_trimmed(inside, start..inside.len(), paragraph.start, found);
}

fn push_trimmed(inside: &str, range: Range<usize>, offset: usize, found: &mut Vec<Range<usize>>) {
    let Some(sentence) = inside.get(range.clone()) else { return };
    let trimmed = sentence.trim();
    if !trimmed.is_empty() {
        let start = offset + range.start + (sentence.len() - sentence.trim_start().len());
        found.push(start..start + trimmed.len());
    }
}

/// Where a sentence ends if the character at `at` ends one.
fn sentence_end(inside: &str, start: usize, at: usize, c: char) -> Option<usize> {
    if c == '\n' {
        return ends_line(inside, start, at).then_some(at + 1);
    }
    let behind = inside.get(at + c.len_utf8()..)?;
    let closing: usize = behind.chars().take_while(|c| is_closing(*c)).map(char::len_utf8).sum();
    let end = at + c.len_utf8() + closing;
    if matches!(c, '。' | '！' | '？') {
        return Some(end);
    }
    let rest = inside.get(end..)?;
    let next = rest.trim_start();
    if rest.is_empty() || next.len() == rest.len() || !next.starts_with(can_begin) {
        return None;
    }
    let real = c != '.' || closing > 0 || !is_abbreviation(inside.get(start..at)?, next);
    real.then_some(end)
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '”' | '’' | '»' | ')' | ']' | '.' | '!' | '?')
}

fn can_begin(c: char) -> bool {
    !c.is_lowercase()
        && (c.is_alphanumeric()
            || matches!(c, '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '¿' | '¡' | '-' | '–' | '—'))
}

/// A line break inside a paragraph ends a sentence behind a stop, or behind a short
/// line that is followed by a capital (a headline, an entry of a list).
fn ends_line(inside: &str, start: usize, at: usize) -> bool {
    let Some(before) = inside.get(start..at) else { return false };
    let stopped = before.trim_end().ends_with(['.', '!', '?', '"', '”', ':', ';']);
    let next = inside.get(at..).unwrap_or_default().trim_start();
    stopped || (before.trim().chars().count() < 50 && next.starts_with(can_begin))
}

/// Whether the stop behind `before` belongs to its last word.
fn is_abbreviation(before: &str, next: &str) -> bool {
    let last =
        before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“')).next().unwrap_or_default();
    let letters = last.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 1 && last.chars().all(char::is_uppercase) {
        return true; // an initial
    }
    if last.contains('.') && letters <= 4 {
        // An acronym ends a sentence only before a word that opens one rather than a name.
        return !opens_sentence(next);
    }
    let folded = last.to_lowercase();
    let numbers = folded != "no" || next.starts_with(|c: char| c.is_ascii_digit());
    ABBREVIATIONS.contains(&folded.as_str()) && numbers
}

/// Words that open sentences far more often than they follow an acronym.
fn opens_sentence(next: &str) -> bool {
    let word: String = next.chars().take_while(|c| c.is_alphabetic()).collect();
    matches!(
        word.as_str(),
        "The"
            | "A"
            | "An"
            | "It"
            | "He"
            | "She"
            | "They"
            | "We"
            | "But"
            | "In"
            | "On"
            | "At"
            | "This"
            | "That"
            | "There"
            | "His"
            | "Her"
            | "Their"
            | "And"
            | "As"
            | "For"
            | "If"
            | "When"
            | "While"
            | "After"
            | "Before"
            | "Some"
            | "Many"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().filter_map(|r| text.get(r)).collect()
    }

    #[test]
    fn stops_end_sentences_but_not_abbreviations() {
        let text =
            "Gen. A. Smith met U.S. officials on Jan. 5. He left. \"Why?\" she asked. It cost 2.5 million.";
        assert_eq!(
            cut(text),
            [
                "Gen. A. Smith met U.S. officials on Jan. 5.",
                "He left.",
                "\"Why?\" she asked.",
                "It cost 2.5 million."
            ]
        );
    }

    #[test]
    fn an_acronym_may_end_a_sentence() {
        assert_eq!(
            cut("He lives in the U.S. The house is big."),
            ["He lives in the U.S.", "The house is big."]
        );
    }

    #[test]
    fn paragraphs_end_at_blank_lines_and_end_sentences() {
        let text = "  First line\nwraps here\n\n\nSecond one";
        let found: Vec<&str> = paragraphs(text).into_iter().filter_map(|r| text.get(r)).collect();
        assert_eq!(found, ["First line\nwraps here", "Second one"]);
        assert_eq!(cut("No stop here\n\nNext"), ["No stop here", "Next"]);
    }

    #[test]
    fn other_scripts_have_their_own_stops() {
        assert_eq!(cut("今日は雨。明日は晴れ。"), ["今日は雨。", "明日は晴れ。"]);
    }

    proptest! {
        #[test]
        fn sentences_hold_all_that_is_not_blank(text in "[ a-zA-Zéя.!?\"\n]{0,80}") {
            let kept: String = sentences(&text).into_iter().map(|r| &text[r]).collect::<String>();
            let squeeze = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(squeeze(&kept), squeeze(&text));
        }
    }
}
