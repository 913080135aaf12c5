//! Words of a text that begin with certain letters, without looking at the others.
//!
//! Who looks for a few words in a long text would spend nearly all the time on cutting words that
//! nobody asked for. What stands between two blanks is cut in the same way wherever it stands, so
//! a stretch without a letter in question at the beginning of a word is passed over whole.

use super::word::{Word, words};

/// Letters that words may begin with.
#[derive(Clone)]
pub struct Beginnings {
    first: [bool; 256],
    /// The second letters that may follow; the same table for all first ones.
    second: [bool; 256],
    /// The one first letter, when there is only one, in both cases.
    only: Option<[u8; 2]>,
}

impl Beginnings {
    /// Those of folded words. What folding makes of other letters than ASCII is not foreseen, so
    /// words with such letters are always looked at.
    pub fn of<'w>(words: impl Iterator<Item = &'w str>) -> Beginnings {
        let (mut first, mut second) = ([false; 256], [false; 256]);
        for word in words {
            let mut bytes = word.bytes();
            bytes.next().iter().for_each(|&byte| set_both(&mut first, byte));
            match bytes.next() {
                // Endings change one into the other: `dying`, `die`.
                Some(b'i' | b'y') => [b'i', b'y'].iter().for_each(|&byte| set_both(&mut second, byte)),
                Some(byte) if !byte.is_ascii_control() => set_both(&mut second, byte),
                // Behind a stem of one letter may stand its language.
                _ => second = [true; 256],
            }
        }
        for table in [&mut first, &mut second] {
            (0x80..=0xFF).for_each(|byte| set(table, byte));
        }
        // What is no letter ends a word or is taken out of it (`U.S.`).
        (0..0x80_u8).filter(|byte| !byte.is_ascii_alphabetic()).for_each(|byte| set(&mut second, byte));
        let mut letters = (0..0x80_u8).filter(|&b| has(&first, b) && !b.is_ascii_uppercase());
        let only = letters.next().filter(|_| letters.next().is_none());
        let only = only.map(|letter| [letter, letter.to_ascii_uppercase()]);
        Beginnings { first, second, only }
    }

    /// Any letters.
    pub fn any() -> Beginnings {
        Beginnings { first: [true; 256], second: [true; 256], only: None }
    }

    /// `false` only when a word is certainly none of them.
    pub fn may_begin(&self, word: &str) -> bool {
        let mut bytes = word.bytes();
        let (first, second) = (bytes.next(), bytes.next());
        let may = first.is_none_or(|b| has(&self.first, b)) && second.is_none_or(|b| has(&self.second, b));
        may || !word.is_ascii()
    }
}

#[inline]
fn has(table: &[bool; 256], byte: u8) -> bool {
    table.get(usize::from(byte)).copied().unwrap_or(true)
}

fn set_both(table: &mut [bool; 256], byte: u8) {
    set(table, byte.to_ascii_lowercase());
    set(table, byte.to_ascii_uppercase());
}

fn set(bytes: &mut [bool; 256], byte: u8) {
    if let Some(is_set) = bytes.get_mut(usize::from(byte)) {
        *is_set = true;
    }
}

/// Calls back with the words of a text that may begin with these letters, in order.
pub fn words_beginning<'t>(text: &'t str, beginnings: &Beginnings, mut callback: impl FnMut(Word<'t>)) {
    let bytes = text.as_bytes();
    // Where only one letter can begin a word, the library that looks for bytes is faster.
    let only = beginnings.only.filter(|_| text.is_ascii());
    let next = |rest: &[u8]| match only {
        Some([lower, upper]) => memchr::memchr2(lower, upper, rest),
        None => rest.iter().position(|&byte| has(&beginnings.first, byte)),
    };
    let mut done = 0;
    while let Some(found) = next_beginning(bytes, done, beginnings, &next) {
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
fn next_beginning(
    bytes: &[u8],
    from: usize,
    beginnings: &Beginnings,
    next: &impl Fn(&[u8]) -> Option<usize>,
) -> Option<usize> {
    let mut at = from;
    loop {
        at += next(bytes.get(at..)?)?;
        let byte = *bytes.get(at)?;
        if !byte.is_ascii() {
            return Some(at);
        }
        let before = at.checked_sub(1).and_then(|at| bytes.get(at)).copied();
        let begins = byte.is_ascii_alphanumeric() && !before.is_some_and(|b| b.is_ascii_alphanumeric());
        if begins && bytes.get(at + 1).is_none_or(|&next| has(&beginnings.second, next)) {
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
            letters in prop::collection::vec("[abu1][abus1]?", 0..3),
        ) {
            let begun: Vec<String> = letters.iter().map(String::to_owned).collect();
            let beginnings = Beginnings::of(begun.iter().map(String::as_str));
            let mut found = Vec::new();
            words_beginning(&text, &beginnings, |word| found.push(word));
            let expected: Vec<Word<'_>> = words(&text).filter(|w| beginnings.may_begin(w.text)).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
