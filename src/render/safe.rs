//! What foreign text may do to a terminal: nothing.
//!
//! An article can hold escape sequences that move the cursor, rewrite what stands
//! above, or set the window's title, and marks of writing direction that make a line
//! read otherwise than it is stored. [`shown`] says for each character what of it is
//! shown; everything that prints goes through it. A control character leaves a
//! visible `�`, so that the reader sees that something was there; what is invisible
//! in any case is dropped.
//!
//! ```
//! use dateline::render::safe;
//! assert_eq!(safe::line("red\u{1b}[31m\ttext\nnext"), "red�[31m text next");
//! ```
//!
//! Left out: heaps of combining marks (they are ugly, but stay where they are), and
//! letters that look alike.

use std::borrow::Cow;

/// Stands for a control character.
pub const CONTROL_SHOWN: char = '\u{FFFD}';

/// What is shown of a character on one line; `None`: nothing.
pub fn shown(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        c if c.is_control() => Some(CONTROL_SHOWN),
        c if is_invisible(c) => None,
        c => Some(c),
    }
}

/// Whether the character turns the direction of writing.
pub fn is_bidi(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Direction marks, and characters that only ever hide something: tags, fillers of
/// annotations, soft hyphens. Joiners stay, since scripts need them.
fn is_invisible(c: char) -> bool {
    is_bidi(c)
        || matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}')
        || matches!(c, '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// The text as it can be printed on one line.
pub fn line(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| shown(c) == Some(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(shown).collect())
}

/// The text as it can be printed, its line breaks kept.
pub fn lines(text: &str) -> Cow<'_, str> {
    let keep = |c: char| if c == '\n' { Some(c) } else { shown(c) };
    if text.chars().all(|c| keep(c) == Some(c)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(keep).collect())
}

/// A path as it can be printed on one line, so that two different ones still look different.
pub fn path(path: &str) -> Cow<'_, str> {
    if line(path) == path {
        return Cow::Borrowed(path);
    }
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if shown(c) == Some(c) { out.push(c) } else { out.extend(c.escape_unicode()) }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_sequence_survives() {
        let hostile = "\u{1b}]0;title\u{7}\u{9b}2J\u{7f}\u{0}a\rb\u{85}c\u{2028}d";
        assert_eq!(line(hostile), "�]0;title��2J��a b c d");
        let kept = lines("a\u{1b}\nb\r\n");
        assert_eq!(kept, "a�\nb \n");
    }

    #[test]
    fn what_a_path_must_not_do_is_written_out() {
        assert_eq!(path("a\u{1b}[31m\nb\u{202e}"), "a\\u{1b}[31m\\u{a}b\\u{202e}");
        assert_eq!(path("näme é.txt"), "näme é.txt");
    }

    #[test]
    fn every_control_character_is_caught() {
        for c in (0..=0x10FFFF_u32).filter_map(char::from_u32) {
            let shown = shown(c);
            assert!(shown.is_none_or(|s| !s.is_control() && !is_bidi(s)), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn direction_marks_go_and_joiners_stay() {
        assert_eq!(line("\u{202e}evil\u{2066}\u{200f}"), "evil");
        assert_eq!(line("می\u{200c}خواهم"), "می\u{200c}خواهم");
    }
}
