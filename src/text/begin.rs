//! Words of a text that begin with certain letters, without looking at the others.
//!
//! Who looks for a few words in a long text would spend nearly all the time on cutting words that
//! nobody asked for. What stands between two blanks is cut in the same way wherever it stands, so
//! a stretch without a letter in question at the beginning of a word is passed over whole.

use super::word::{Word, words};

/// Letters that words may begin with.
#[derive(Clone)]
pub struct Beginnings {
    bytes: [bool; 256],
}

impl Beginnings {
    /// Those of folded words. What folding makes of other letters than ASCII is not foreseen, so
    /// words with such letters are always looked at.
    pub fn of<'w>(words: impl Iterator<Item = &'w str>) -> Beginnings {
        let mut bytes = [false; 256];
        for word in words {
            for byte in word.bytes().take(1) {
                for form in [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()] {
                    set(&mut bytes, form);
                }
            }
        }
        (0x80..=0xFF).for_each(|byte| set(&mut bytes, byte));
        Beginnings { bytes }
    }

    /// Any letters.
    pub fn any() -> Beginnings {
        Beginnings { bytes: [true; 256] }
    }

    #[inline]
    fn has(&self, byte: u8) -> bool {
        self.bytes.get(usize::from(byte)).copied().unwrap_or(true)
    }

    /// `false` only when a word is certainly none of them.
    pub fn may_begin(&self, word: &str) -> bool {
        word.bytes().next().is_none_or(|byte| self.has(byte)) || !word.is_ascii()
    }
}

fn set(bytes: &mut [bool; 256], byte: u8) {
    if let Some(is_set) = bytes.get_mut(usize::from(byte)) {
        *is_set = true;
    }
}

/// Calls back with the words of a text that may begin with these letters, in order.
pub fn words_beginning<'t>(text: &'t str, beginnings: &Beginnings, mut callback: impl FnMut(Word<'t>)) {
    let bytes = text.as_bytes();
    let mut done = 0;
    while let Some(found) = next_beginning(bytes, done, beginnings) {
        let blank = |b: &u8| b.is_ascii_whitespace();
        let before = bytes.get(done..found).unwrap_or_default();
        let start = done + before.iter().rposition(blank).map_or(0, |at| at + 1);
        let behind = bytes.get(found..).unwrap_or_default();
        let end = found + behind.iter().position(blank).unwrap_or(behind.len());
        for word in words(text.get(start..end).unwrap_or_default()) {
            if beginnings.may_begin(word.text) {
                callback(Word { text: word.text, start: start + word.start, end: start + word.end });
            }
        }
        done = end;
    }
}

/// The next byte that may begin a word in question, or stand inside one.
fn next_beginning(bytes: &[u8], from: usize, beginnings: &Beginnings) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| beginnings.has(byte))?;
        let byte = *bytes.get(at)?;
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied();
        let inside = byte.is_ascii() && before.is_some_and(|b| b.is_ascii_alphanumeric());
        let letter = !byte.is_ascii() || byte.is_ascii_alphanumeric();
        if letter && !inside {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn they_are_the_words_that_may_begin_so(
            text in "[ab1.,'\u{2019}sU é漢ё\n-]{0,60}|\\PC{0,40}",
            letters in "[abu1]{0,2}",
        ) {
            let beginnings = Beginnings::of(letters.split("").filter(|l| !l.is_empty()));
            let mut found = Vec::new();
            words_beginning(&text, &beginnings, |word| found.push(word));
            let expected: Vec<Word<'_>> = words(&text).filter(|w| beginnings.may_begin(w.text)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
