//! Cuts a text into words, numbers and marks, and looks each word up.
//!
//! This is the only step that touches every byte, so it works on bytes. All other
//! steps look at tokens, and most tokens end their interest at once.

use super::lexicon::{self, Word};

/// A word, a number or a mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    /// First byte.
    pub(super) start: u32,
    /// One past the last byte.
    pub(super) end: u32,
    pub(super) kind: Kind,
    /// What stands between this token and the one before.
    pub(super) gap: Gap,
    /// Whether it begins with a capital letter (A to Z).
    pub(super) capital: bool,
}

/// What stands before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    None,
    Space,
    /// A blank line.
    Paragraph,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word(Word),
    Number(Number),
    /// A single sign; dashes of every length are `-`, all single quotes `'`.
    Mark(u8),
}

/// Digits as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// What stands before the decimal point; cut off at `u32::MAX`.
    pub(super) value: u32,
    /// How many digits it has.
    pub(super) width: u8,
    pub(super) form: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Digits alone.
    Plain,
    /// With a comma between thousands.
    Grouped,
    /// With decimals; their first digit.
    Decimal(u8),
}

/// All tokens of a text. What lies past 4 GiB is not looked at.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let bytes = text.as_bytes();
    let bytes = bytes.get(..bytes.len().min(u32::MAX as usize)).unwrap_or_default();
    let mut tokens = Vec::with_capacity(bytes.len() / 5 + 4);
    let (mut at, mut gap, mut newlines) = (0, Gap::Paragraph, 0);
    while let Some(&first) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        if first.is_ascii_whitespace() || rest.starts_with(&[0xC2, 0xA0]) {
            newlines += usize::from(first == b'\n');
            gap = if newlines > 1 || gap == Gap::Paragraph { Gap::Paragraph } else { Gap::Space };
            at += if first == 0xC2 { 2 } else { 1 };
            continue;
        }
        let (kind, length) = piece(text, at, rest);
        let (start, end) = (at as u32, (at + length) as u32);
        tokens.push(Token { start, end, kind, gap, capital: first.is_ascii_uppercase() });
        (at, gap, newlines) = (at + length, Gap::None, 0);
    }
    tokens
}

/// The token at the start of `rest`, and its length in bytes.
fn piece(text: &str, at: usize, rest: &[u8]) -> (Kind, usize) {
    match rest {
        [b'0'..=b'9', ..] => number(rest, text.as_bytes().get(..at).unwrap_or_default()),
        // General punctuation: dashes and quotes.
        [0xE2, 0x80, third, ..] => match third {
            0x90..=0x95 => (Kind::Mark(b'-'), 3),
            0x98 | 0x99 => (Kind::Mark(b'\''), 3),
            _ => (Kind::Mark(b'"'), 3),
        },
        [b'A'..=b'Z' | b'a'..=b'z' | 0x80.., ..] => {
            let length = word_length(rest);
            (Kind::Word(lexicon::word(rest, length)), length)
        }
        [mark, ..] => (Kind::Mark(*mark), 1),
        [] => (Kind::Mark(0), 1),
    }
}

/// Letters, and whatever is not ASCII, up to the next sign of punctuation.
fn word_length(rest: &[u8]) -> usize {
    let ends = |at: usize, b: u8| match b {
        b'A'..=b'Z' | b'a'..=b'z' => false,
        0xE2 => rest.get(at + 1) == Some(&0x80),
        0xC2 => rest.get(at + 1) == Some(&0xA0),
        other => other.is_ascii(),
    };
    let length = rest.iter().enumerate().position(|(at, &b)| ends(at, b)).unwrap_or(rest.len());
    // The first character belongs to the word in any case.
    length.max(1)
}

/// `1989`, `1,900`, `2.5`; `before` is what stands in front of it.
fn number(rest: &[u8], before: &[u8]) -> (Kind, usize) {
    let digits = |from: usize| rest.iter().skip(from).take_while(|b| b.is_ascii_digit()).count();
    let mut end = digits(0);
    let (width, mut form) = (end, Form::Plain);
    while rest.get(end) == Some(&b',') && digits(end + 1) == 3 {
        (end, form) = (end + 4, Form::Grouped);
    }
    let decimals = digits(end + 1);
    // "2019.05.13" is a date, not a number with decimals.
    let another = rest.get(end + 1 + decimals) == Some(&b'.') && digits(end + 2 + decimals) > 0
        || matches!(before, [.., b'0'..=b'9', b'.']);
    if rest.get(end) == Some(&b'.') && decimals > 0 && !another {
        form = Form::Decimal(rest.get(end + 1).map_or(0, |b| b - b'0'));
        end += 1 + decimals;
    }
    let whole = rest.iter().take(width + if form == Form::Grouped { end - width } else { 0 });
    let value = whole
        .filter(|b| b.is_ascii_digit())
        .fold(0_u32, |n, b| n.saturating_mul(10).saturating_add(u32::from(b - b'0')));
    (Kind::Number(Number { value, width: width.min(255) as u8, form }), end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_marks_are_told_apart() {
        let text = "Mid-1996’s 1,900 2.5 «été»\u{a0}13.05.2019—ok";
        let pieces: Vec<&str> =
            tokens(text).iter().map(|t| text.get(t.start as usize..t.end as usize).unwrap()).collect();
        let wanted =
            ["Mid", "-", "1996", "’", "s", "1,900", "2.5", "«été»", "13", ".", "05", ".", "2019", "—", "ok"];
        assert_eq!(pieces, wanted);
    }

    #[test]
    fn a_blank_line_is_seen() {
        let gaps: Vec<Gap> = tokens("a b\nc\n \nd").iter().map(|t| t.gap).collect();
        assert_eq!(gaps, [Gap::Paragraph, Gap::Space, Gap::Space, Gap::Paragraph]);
    }
}
