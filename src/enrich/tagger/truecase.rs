//! Gives capitals back to text that has lost them: typed in small letters, or printed all in
//! capitals as old wires are.
//!
//! The tagger reads capitals. Where a text has none, or nothing else, a copy is made in which
//! the words have capitals that mostly have them in the news (`Wordbook`); the copy is tagged in
//! its place. Letters keep their lengths in bytes, so what is found in the copy stands at the same
//! place in the text.

use std::borrow::Cow;

use crate::text::words;

use super::lexicon::{COMMON, FUNCTION, GIVEN, TITLE, flags};
use super::table::hash;
use super::wordbook::Wordbook;

/// A text with fewer words is left as it is: its case says too little.
const WORDS_MIN: usize = 12;
/// From this step of `Row::caps` on, a word mostly has a capital.
const MOSTLY: u16 = 6;

/// The text with capitals where names are likely, when its own say nothing.
pub(super) fn truecased(text: &str) -> Cow<'_, str> {
    match spelling(text) {
        Spelling::Mixed => Cow::Borrowed(text),
        _ => Cow::Owned(restore(text)),
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Spelling {
    Mixed,
    AllSmall,
    AllCapitals,
}

fn spelling(text: &str) -> Spelling {
    let (mut all, mut capitals, mut small) = (0usize, 0usize, 0usize);
    for word in words(text) {
        let mut letters = word.text.chars().filter(|c| c.is_alphabetic());
        let Some(first) = letters.next() else { continue };
        all += 1;
        capitals += usize::from(first.is_uppercase());
        small += usize::from(first.is_lowercase() || letters.any(char::is_lowercase));
    }
    match all {
        all if all < WORDS_MIN => Spelling::Mixed,
        all if capitals * 100 <= all => Spelling::AllSmall,
        all if small * 20 <= all => Spelling::AllCapitals,
        _ => Spelling::Mixed,
    }
}

fn restore(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut behind, mut named) = (0, false);
    for word in words(text) {
        let between = text.get(behind..word.start).unwrap_or_default();
        out.push_str(between);
        let opens = behind == 0 || between.contains(['.', '!', '?', '\n', '"', '“']);
        let small: String = word.text.chars().map(lowered).collect();
        let likely = likely(&small, named && !between.contains(['.', ',', ';']));
        named = likely != Likely::Small;
        match likely {
            Likely::Acronym => out.extend(small.chars().map(raised)),
            Likely::Name => push_title(&mut out, &small),
            Likely::Small if opens => push_title(&mut out, &small),
            Likely::Small => out.push_str(&small),
        }
        behind = word.end;
    }
    out.push_str(text.get(behind..).unwrap_or_default());
    out
}

#[derive(Debug, PartialEq, Eq)]
enum Likely {
    Small,
    Name,
    Acronym,
}

/// How a word is likely written, `named` when a name or title stands before it.
fn likely(small: &str, named: bool) -> Likely {
    let book = Wordbook::embedded();
    let row = book.row(hash(small.bytes()));
    let classes = flags(small);
    let cluster = |form: String| book.row(hash(form.bytes())).cluster();
    if small.contains('.') {
        return Likely::Acronym;
    }
    if row.caps() >= MOSTLY && classes & FUNCTION == 0 {
        let title = small.chars().next().map_or(0, |_| cluster(title(small)));
        let acronym = title == 0 && cluster(small.to_uppercase()) != 0;
        return if acronym { Likely::Acronym } else { Likely::Name };
    }
    let unknown = row.caps() == 0 && row.cluster() == 0 && classes & (FUNCTION | COMMON) == 0;
    let beside_name = named && (unknown || classes & GIVEN != 0 || row.is_surname() && row.caps() >= 4);
    if beside_name || classes & TITLE != 0 && named { Likely::Name } else { Likely::Small }
}

fn title(small: &str) -> String {
    let mut out = String::with_capacity(small.len());
    push_title(&mut out, small);
    out
}

fn push_title(out: &mut String, small: &str) {
    let mut letters = small.chars();
    out.extend(letters.next().map(raised));
    out.push_str(letters.as_str());
}

/// The small letter, when it takes as many bytes.
fn lowered(c: char) -> char {
    let mut small = c.to_lowercase();
    match (small.next(), small.next()) {
        (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
        _ => c,
    }
}

/// The capital letter, when it takes as many bytes.
fn raised(c: char) -> char {
    let mut capital = c.to_uppercase();
    match (capital.next(), capital.next()) {
        (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROSE: &str = "Russian President Boris Yeltsin met the chancellor of Germany in London \
                         and spoke about troops and the OECD for some hours on Friday.";

    #[test]
    fn text_with_its_capitals_stays() {
        assert!(matches!(truecased(PROSE), Cow::Borrowed(_)));
        assert!(matches!(truecased("no capitals here"), Cow::Borrowed(_)));
    }

    #[test]
    fn names_get_their_capitals_back() {
        for text in [PROSE.to_lowercase(), PROSE.to_uppercase()] {
            let restored = truecased(&text);
            assert_eq!(restored.len(), text.len());
            for name in ["Boris Yeltsin", "Germany", "London", "OECD"] {
                assert!(restored.contains(name), "{name}: {restored}");
            }
            assert!(restored.contains("spoke about"), "{restored}");
        }
    }

    #[test]
    fn letters_keep_their_lengths() {
        let text = "İSTANBUL ẞ ŒUVRE ÉTÉ ĄĆĘ ИВАНОВ ΣΊΣΥΦΟΣ A B C D E F G H";
        assert_eq!(restore(text).len(), text.len());
    }
}
