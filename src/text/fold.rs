//! Folding: what two spellings must share to count as the same word.
//!
//! Lower case, and the marks off Latin, Greek, Arabic and Hebrew letters; letters
//! that no decomposition takes apart (`ø`, `ł`, `ß`) become their usual
//! transcription. Cyrillic `й` stays, since it is a letter of its own, and the
//! vowel signs of Indian scripts stay, since words differ by them.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::word::is_joiner;

/// Longest term that is indexed, in bytes; what is longer is cut (and so is a query's).
pub const TERM_BYTES_MAX: usize = 255;

/// Folds case, diacritics and compatibility forms.
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    if text.is_ascii() {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        fold_char(c, &mut out);
    }
    Cow::Owned(out.nfc().collect())
}

fn fold_char(c: char, out: &mut String) {
    match c {
        'a'..='z' | '0'..='9' | ' ' | 'й' => out.push(c),
        'ø' => out.push('o'),
        'ł' => out.push('l'),
        'đ' | 'ð' => out.push('d'),
        'ħ' => out.push('h'),
        'ı' => out.push('i'),
        'ß' => out.push_str("ss"),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'þ' => out.push_str("th"),
        'ё' => out.push('е'),
        'ς' => out.push('σ'),
        '’' | '‘' | '\u{2bc}' => out.push('\''),
        c if is_joiner(c) => {}
        c => out.extend(std::iter::once(c).nfkd().filter(|&d| !is_removable_mark(d))),
    }
}

fn is_removable_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x0591..=0x05C7 | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670 | 0x0640)
}

/// The folded form of a word as it is indexed: acronyms lose their stops, numbers
/// their thousands separators, and what is too long is cut.
pub fn term(word: &str) -> Cow<'_, str> {
    cut(without_separators(fold(word)))
}

/// The word as it stands, case and marks kept, in the form in which exact matches
/// (`=ISIS`) are indexed.
pub fn plain(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return cut(without_separators(Cow::Borrowed(word)));
    }
    let composed: String = word.nfc().filter(|&c| !is_joiner(c)).collect();
    cut(Cow::Owned(without_separators(Cow::Owned(composed)).into_owned()))
}

fn without_separators(word: Cow<'_, str>) -> Cow<'_, str> {
    if !word.contains(['.', ',']) {
        return word;
    }
    let numeric = word.starts_with(|c: char| c.is_ascii_digit());
    Cow::Owned(word.chars().filter(|&c| c != ',' && (c != '.' || numeric)).collect())
}

fn cut(word: Cow<'_, str>) -> Cow<'_, str> {
    if word.len() <= TERM_BYTES_MAX {
        return word;
    }
    let end = (0..=TERM_BYTES_MAX).rev().find(|&at| word.is_char_boundary(at)).unwrap_or(0);
    Cow::Owned(word.get(..end).unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_diacritics_fold() {
        for (text, folded) in [
            ("Kursk", "kursk"),
            ("São Tomé", "sao tome"),
            ("ŁÓDŹ", "lodz"),
            ("Straße", "strasse"),
            ("Reykjavík", "reykjavik"),
            ("Đà Nẵng", "da nang"),
            ("İstanbul", "istanbul"),
            ("Алёна Лавровый", "алена лавровый"),
            ("ﬁn", "fin"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn vowel_signs_that_tell_words_apart_stay() {
        assert_eq!(fold("हिन्दी"), "हिन्दी");
    }

    #[test]
    fn terms_lose_separators_and_keep_decimals() {
        assert_eq!(term("U.S."), "us");
        assert_eq!(term("1,200"), "1200");
        assert_eq!(term("2.5"), "2.5");
        assert_eq!(plain("U.S."), "US");
    }

    #[test]
    fn long_terms_are_cut_at_a_character() {
        let long = "я".repeat(400);
        assert_eq!(term(&long).len(), 254);
    }
}
