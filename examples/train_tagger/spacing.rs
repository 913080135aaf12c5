//! Running text from tokens: where blanks stand in English, and where lines end.

use std::ops::Range;

/// Marks that stand close to the word before.
const CLOSING: [&str; 15] = [".", ",", ";", ":", "!", "?", "%", ")", "]", "}", "”", "»", "...", "''", "/"];
/// Marks that stand close to the word behind.
const OPENING: [&str; 9] = ["(", "[", "{", "“", "«", "$", "£", "``", "/"];

/// The text of sentences, and the bytes of each token in it. A sentence without a full stop
/// (a headline, a row of a table) has a line of its own. `split_hyphens`: the source parts
/// words at hyphens, which are put together again before a small letter or a digit.
pub fn write_out(sentences: &[Vec<&str>], split_hyphens: bool) -> (String, Vec<Range<usize>>) {
    let mut writer = Writer::default();
    for sentence in sentences {
        writer.sentence(sentence, split_hyphens);
    }
    (writer.text, writer.places)
}

#[derive(Default)]
struct Writer {
    text: String,
    places: Vec<Range<usize>>,
}

impl Writer {
    fn sentence(&mut self, words: &[&str], split_hyphens: bool) {
        if !self.text.is_empty() {
            let ended = self.text.ends_with(['.', '!', '?', '"', '”', ')']);
            self.text.push(if ended { ' ' } else { '\n' });
        }
        let (mut close_next, mut quoted) = (true, false);
        for (at, word) in words.iter().enumerate() {
            let shown = match *word {
                "``" | "''" => "\"",
                other => other,
            };
            let next = words.get(at + 1).copied().unwrap_or_default();
            let mut close = close_next || is_clitic(word) || CLOSING.contains(word);
            close_next = OPENING.contains(word);
            if shown == "\"" {
                close |= quoted;
                quoted = !quoted;
                close_next = quoted;
            } else if (*word == "'" || *word == "’")
                && matches!(next, "s" | "t" | "re" | "ve" | "ll" | "d" | "m")
            {
                (close, close_next) = (true, true);
            } else if *word == "'" {
                close |= self.text.ends_with('s');
                close_next |= !close;
            } else if split_hyphens
                && *word == "-"
                && next.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
            {
                (close, close_next) = (true, true);
            }
            if !close {
                self.text.push(' ');
            }
            let start = self.text.len();
            self.text.push_str(shown);
            self.places.push(start..self.text.len());
        }
    }
}

/// `'s`, `n't`, `’ll`.
fn is_clitic(word: &str) -> bool {
    let bare = word.trim_start_matches(['n', 'N']).strip_prefix(['\'', '’']);
    bare.is_some_and(|rest| {
        matches!(rest.to_lowercase().as_str(), "s" | "re" | "ve" | "ll" | "d" | "m" | "t" | "em")
    })
}
