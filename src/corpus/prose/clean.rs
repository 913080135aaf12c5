//! Brings text into the one form that everything behind the readers counts on.
//!
//! NFC; lines end with `\n`; no control character but `\n` and `\t`; no blanks at
//! line ends; at most one blank line in a row. Nothing else is changed, because
//! offsets of mentions and marks are counted in this text and people compare them
//! with their source.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// A running text.
pub(in crate::corpus) fn body(raw: &str) -> String {
    let text = characters(raw);
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.split('\n') {
        let line = line.trim_end();
        if line.is_empty() {
            blank = true;
            continue;
        }
        if out.is_empty() {
            out.push_str(line.trim_start());
        } else {
            out.push_str(if blank { "\n\n" } else { "\n" });
            out.push_str(line);
        }
        blank = false;
    }
    out
}

/// A text on one line: a headline, a name. `None` when nothing is left.
pub(in crate::corpus) fn line(raw: &str) -> Option<String> {
    let text = characters(raw);
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    (!out.is_empty()).then_some(out)
}

/// The first `bound` `char`s, and how many there were when that was not all.
pub(in crate::corpus) fn cut(mut text: String, bound: usize) -> (String, Option<usize>) {
    if text.len() <= bound {
        return (text, None);
    }
    match text.char_indices().nth(bound) {
        None => (text, None),
        Some((at, _)) => {
            let count = text.chars().count();
            text.truncate(at);
            (text, Some(count))
        }
    }
}

/// The longest start of a text that has at most `bytes` bytes and ends between
/// characters.
pub(in crate::corpus) fn prefix(text: &str, bytes: usize) -> &str {
    let ends = (0..=bytes.min(text.len())).rev();
    ends.take(4).find_map(|end| text.get(..end)).unwrap_or_default()
}

/// NFC, line ends, control characters.
fn characters(raw: &str) -> Cow<'_, str> {
    let text = raw.strip_prefix('\u{feff}').unwrap_or(raw);
    // Most text is ASCII or plain Latin; a look at the bytes spares it the rest.
    let controls = text.bytes().any(|b| (b < 0x20 && b != b'\n' && b != b'\t') || b == 0x7f);
    if !controls && text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let text = match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => Cow::Borrowed(text),
        _ => Cow::Owned(text.nfc().collect::<String>()),
    };
    if !controls && !text.chars().any(is_odd) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        match c {
            '\n' if after_return => {}
            '\r' | '\u{b}' | '\u{2028}' => out.push('\n'),
            '\u{c}' | '\u{2029}' => out.push_str("\n\n"),
            c if is_odd(c) => out.extend(windows_1252(c)),
            c => out.push(c),
        }
        after_return = c == '\r';
    }
    Cow::Owned(out)
}

fn is_odd(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t') || matches!(c, '\u{2028}' | '\u{2029}')
}

/// What a C1 control was meant to be. News has none: they are curly quotes and
/// dashes of Windows-1252 that were decoded as Latin-1. Other controls go.
fn windows_1252(c: char) -> Option<char> {
    let bytes = [u8::try_from(u32::from(c)).ok().filter(|b| (0x80..=0x9f).contains(b))?];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.chars().next().filter(|c| !c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_blanks_and_controls_are_put_right() {
        assert_eq!(body("\u{feff}  a \r\nb\rc\u{b}d\u{2028}e\u{1b}[0m\0"), "a\nb\nc\nd\ne[0m");
        assert_eq!(body("a\n \n\n\nb\n\n"), "a\n\nb");
        assert_eq!(body("a\n  b"), "a\n  b");
    }

    #[test]
    fn misread_quotes_come_back_one_for_one() {
        assert_eq!(body("don\u{92}t \u{81}go"), "don’t go");
    }

    #[test]
    fn combining_marks_are_composed() {
        assert_eq!(body("Cafe\u{301}"), "Café");
    }

    #[test]
    fn a_cut_counts_characters() {
        assert_eq!(cut("äöü".to_owned(), 3), ("äöü".to_owned(), None));
        assert_eq!(cut("äöü".to_owned(), 2), ("äö".to_owned(), Some(3)));
    }
}
