//! How names are written to be compared: small letters without marks, one blank
//! between words, nothing else.
//!
//! Apostrophes vanish (`O'Brien`, `Sana'a`), a possessive `s` goes with its own, the
//! stops of an acronym too (`U.S.`); everything else that is no letter or digit
//! separates. It works character by character, so that names can be compared and hashed
//! without being copied.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Calls `put` with the characters of a name as it is compared.
pub(super) fn walk(name: &str, mut put: impl FnMut(char)) {
    let mut chars = name.char_indices();
    let (mut gap, mut any) = (false, false);
    while let Some((at, c)) = chars.next() {
        if c.is_ascii_alphanumeric() || is_letter(c) {
            if std::mem::take(&mut gap) && any {
                put(' ');
            }
            any = true;
            if c.is_ascii() { put(c.to_ascii_lowercase()) } else { fold(c, &mut put) }
        } else if is_apostrophe(c) {
            let rest = chars.as_str();
            if is_possessive(rest) {
                chars.next();
                gap = true;
            }
        } else if c == '.' {
            gap |= !joins_letters(name, at);
        } else {
            gap |= !is_silent(c);
        }
    }
}

/// A name as it is compared.
pub(crate) fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    walk(name, |c| key.push(c));
    key
}

/// A running hash of characters (FNV-1a).
#[derive(Debug, Clone, Copy)]
pub(super) struct Hash(u64);

impl Default for Hash {
    fn default() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }
}

impl Hash {
    /// Takes one more character.
    pub fn push(&mut self, c: char) {
        self.0 = (self.0 ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
    }

    /// The hash of all characters of a text.
    pub fn of(text: &str) -> u32 {
        let mut hash = Hash::default();
        text.chars().for_each(|c| hash.push(c));
        hash.finish()
    }

    /// A longer one.
    pub fn wide(text: &str) -> u64 {
        let mut hash = Hash::default();
        text.chars().for_each(|c| hash.push(c));
        hash.0
    }

    /// Having taken a text too.
    #[must_use]
    pub fn and(mut self, text: &str) -> Hash {
        text.chars().for_each(|c| self.push(c));
        self
    }

    /// The hash of what was taken.
    pub fn finish(self) -> u32 {
        // The upper half is the better mixed one.
        (self.0 >> 32) as u32 ^ self.0 as u32
    }
}

fn is_letter(c: char) -> bool {
    !c.is_ascii() && c.is_alphanumeric() && !is_apostrophe(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | 'ʻ' | 'ʾ' | 'ʿ' | 'ʹ' | 'ʺ' | '′')
}

/// Marks and joiners inside words.
fn is_silent(c: char) -> bool {
    !c.is_ascii() && (is_combining_mark(c) || matches!(c, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}'))
}

/// Whether an `s` that ends a word comes next.
fn is_possessive(rest: &str) -> bool {
    let behind = rest.strip_prefix(['s', 'S']);
    behind.is_some_and(|r| !r.starts_with(|c: char| c.is_alphanumeric()))
}

/// Whether the stop at `at` stands between two single letters (`U.S`, `J.K.`).
fn joins_letters(name: &str, at: usize) -> bool {
    let single = |letters: &mut dyn Iterator<Item = char>| {
        letters.next().is_some_and(char::is_alphabetic) && !letters.next().is_some_and(char::is_alphanumeric)
    };
    let (before, behind) = (name.get(..at).unwrap_or_default(), name.get(at + 1..).unwrap_or_default());
    single(&mut before.chars().rev()) && single(&mut behind.chars())
}

/// One letter without case and marks; letters that no decomposition takes apart become
/// their usual transcription.
fn fold(c: char, put: &mut impl FnMut(char)) {
    for lower in c.to_lowercase() {
        match lower {
            'й' => put('й'),
            'ё' => put('е'),
            'ø' => put('o'),
            'ł' => put('l'),
            'đ' | 'ð' => put('d'),
            'ħ' => put('h'),
            'ı' => put('i'),
            'ς' => put('σ'),
            'ß' => ['s', 's'].into_iter().for_each(&mut *put),
            'æ' => ['a', 'e'].into_iter().for_each(&mut *put),
            'œ' => ['o', 'e'].into_iter().for_each(&mut *put),
            'þ' => ['t', 'h'].into_iter().for_each(&mut *put),
            lower => decompose_compatible(lower, |d| {
                if !is_combining_mark(d) {
                    put(d);
                }
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_tell_names_apart_is_gone() {
        for (name, key) in [
            ("U.S. Army", "us army"),
            ("J.K. Rowling", "jk rowling"),
            ("J. K. Rowling", "j k rowling"),
            ("St.Petersburg", "st petersburg"),
            ("Sinéad O’Brien", "sinead obrien"),
            ("Russia's Army", "russia army"),
            ("  Jean-Marie  Le Pen ", "jean marie le pen"),
            ("Đinđić Großmann Ørsted", "dindic grossmann orsted"),
            ("AT&T", "at t"),
            ("Сергей Королёв", "сергей королев"),
            ("ﬁrst", "first"),
            ("", ""),
        ] {
            assert_eq!(name_key(name), key);
        }
    }
}
