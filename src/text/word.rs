//! Cuts text into words.
//!
//! A word is a run of letters, digits and marks. Acronyms written with stops
//! (`U.S.`) and numbers with separators (`1,200`, `2.5`) are one word; an
//! apostrophe ends a word, and a possessive `s` behind it is dropped, so that
//! `president's` is found by `president`. Hyphens separate.

use unicode_normalization::char::is_combining_mark;

/// A word and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'t> {
    /// The word as it stands in the text.
    pub text: &'t str,
    /// Offset of its first byte.
    pub start: usize,
    /// Offset behind its last byte.
    pub end: usize,
}

/// The words of a text, in order.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0 }
}

/// The iterator that [`words`] returns.
#[derive(Debug, Clone)]
pub struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Iterator for Words<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        let start = skip_to_word(self.text, self.at)?;
        let end = acronym_end(self.text, start).unwrap_or_else(|| run_end(self.text, start));
        self.at = skip_possessive(self.text, end);
        Some(Word { text: self.text.get(start..end)?, start, end })
    }
}

/// The character that starts at a byte offset.
fn char_at(text: &str, at: usize) -> Option<char> {
    let byte = *text.as_bytes().get(at)?;
    if byte.is_ascii() { Some(char::from(byte)) } else { text.get(at..)?.chars().next() }
}

fn skip_to_word(text: &str, mut at: usize) -> Option<usize> {
    loop {
        let c = char_at(text, at)?;
        if starts_word(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
}

/// Letters and digits start words; marks and joiners only continue them.
fn starts_word(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() }
}

/// Whether a character can stand inside a word: letters, digits, marks, joiners.
pub fn continues_word(c: char) -> bool {
    starts_word(c) || (!c.is_ascii() && (is_combining_mark(c) || is_joiner(c)))
}

/// Soft hyphen and what has no width stand inside words and mean nothing for matching: sites
/// put such characters into long words to have them broken, or by mistake.
pub(super) fn is_joiner(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Scripts written without blanks between words.
pub fn stands_alone(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF | 0x1000..=0x109F | 0x1780..=0x17FF        // Thai, Lao, Burmese, Khmer
        | 0x3040..=0x30FF | 0x31F0..=0x31FF                        // kana
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF      // Han
        | 0x20000..=0x323AF)
}

/// Where the run of word characters that begins at `start` ends.
fn run_end(text: &str, start: usize) -> usize {
    ascii_run_end(text, start).unwrap_or_else(|| any_run_end(text, start))
}

/// The same for a run that is plain ASCII up to its end, as nearly all are; `None` for
/// others, and where a stop or comma with a digit behind it may join two runs.
fn ascii_run_end(text: &str, start: usize) -> Option<usize> {
    let rest = text.as_bytes().get(start..)?;
    let length = rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let joins = |b: &u8| matches!(b, b'.' | b',') && rest.get(length + 1).is_some_and(u8::is_ascii_digit);
    let plain = rest.get(length).is_none_or(|b| b.is_ascii() && !joins(b));
    plain.then_some(start + length)
}

fn any_run_end(text: &str, start: usize) -> usize {
    let mut at = start;
    let mut last = None;
    while let Some(c) = char_at(text, at) {
        let joined = continues_word(c) || separates_digits(text, at, c, last);
        let alone = stands_alone(c) || last.is_some_and(stands_alone);
        if !joined || (at > start && alone && !is_combining_mark(c)) {
            break;
        }
        last = if is_combining_mark(c) { last } else { Some(c) };
        at += c.len_utf8();
    }
    at
}

/// `1,200` and `2.5`: a stop or comma between two digits does not end a word.
fn separates_digits(text: &str, at: usize, c: char, last: Option<char>) -> bool {
    matches!(c, '.' | ',')
        && last.is_some_and(|l| l.is_ascii_digit())
        && text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit)
}

/// The end of `U.S.` or `e.g`: at least two single letters, each followed by a stop
/// (the last one perhaps not), and no letter right behind.
fn acronym_end(text: &str, start: usize) -> Option<usize> {
    let (mut at, mut letters) = (start, 0);
    loop {
        let letter = char_at(text, at).filter(|c| c.is_alphabetic() && !stands_alone(*c))?;
        let behind = at + letter.len_utf8();
        letters += 1;
        match char_at(text, behind) {
            Some('.') => at = behind + 1,
            next if letters >= 2 && !next.is_some_and(continues_word) => return Some(behind),
            _ => return None,
        }
        if !char_at(text, at).is_some_and(char::is_alphabetic) {
            return (letters >= 2 && !char_at(text, at).is_some_and(continues_word)).then_some(at);
        }
    }
}

/// Steps over `'s` behind a word.
fn skip_possessive(text: &str, end: usize) -> usize {
    let Some(quote) = char_at(text, end).filter(|c| matches!(c, '\'' | '’' | '\u{2bc}')) else {
        return end;
    };
    let s = end + quote.len_utf8();
    let is_s = matches!(text.as_bytes().get(s), Some(b's' | b'S'));
    if is_s && !char_at(text, s + 1).is_some_and(continues_word) { s + 1 } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        words(text).map(|w| w.text).collect()
    }

    #[test]
    fn punctuation_separates() {
        assert_eq!(
            cut("one,two - three/four (five) cross-border"),
            ["one", "two", "three", "four", "five", "cross", "border"]
        );
    }

    #[test]
    fn acronyms_and_numbers_hold_together() {
        assert_eq!(
            cut("U.S. troops, the U.S., e.g. 1,200.50 at 5.30."),
            ["U.S.", "troops", "the", "U.S.", "e.g.", "1,200.50", "at", "5.30"]
        );
        assert_eq!(cut("A.B fell. I.e. no."), ["A.B", "fell", "I.e.", "no"]);
        assert_eq!(cut("J. Smith a.example"), ["J", "Smith", "a", "example"]);
    }

    #[test]
    fn possessives_drop_their_s() {
        assert_eq!(
            cut("Russia’s president's men's O'Brien don't James'"),
            ["Russia", "president", "men", "O", "Brien", "don", "t", "James"]
        );
    }

    #[test]
    fn characters_without_width_do_not_part_a_word() {
        assert_eq!(words("mid\u{200b}night \u{feff}noon\u{200b}").count(), 2);
        assert_eq!(cut("莫\u{200b}斯"), ["莫", "斯"]);
    }

    #[test]
    fn unspaced_scripts_give_single_characters() {
        assert_eq!(cut("莫斯科 ab東京c"), ["莫", "斯", "科", "ab", "東", "京", "c"]);
    }

    #[test]
    fn words_of_any_length_and_script_come_out_whole() {
        let long = "я".repeat(500);
        assert_eq!(cut(&long), [long.as_str()]);
        assert_eq!(cut("हिन्दी العربيّة"), ["हिन्दी", "العربيّة"]);
    }

    proptest! {
        #[test]
        fn words_are_in_order_and_cut_at_characters(text in "\\PC{0,60}") {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(word.start >= last && word.end > word.start);
                prop_assert_eq!(text.get(word.start..word.end), Some(word.text));
                last = word.end;
            }
        }
    }
}
