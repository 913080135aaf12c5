//! A text as the tagger sees it: words with their case, what stands between them,
//! and the kind of sentence they stand in.

use crate::text::{fold, sentences, words};

use super::lexicon::{self, Flags};

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// No capital at its beginning.
    Lower,
    /// `Kursk`.
    Title,
    /// `NATO`, `U.S.`; two letters at least.
    Upper,
    /// `J`: one capital letter.
    Initial,
    /// `McDonald`, `DiCaprio`.
    Mixed,
    /// A number.
    Number,
    /// A script that has no capitals.
    Caseless,
}

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// The beginning of a sentence or of a line that stands by itself.
    Break,
    /// White space only.
    Space,
    /// A hyphen and nothing else.
    Hyphen,
    /// An apostrophe and nothing else.
    Apostrophe,
    /// `'s` and white space.
    Possessive,
    /// A full stop and perhaps white space.
    Stop,
    /// An ampersand.
    Ampersand,
    /// A comma and white space.
    Comma,
    /// A colon, an opening quote: what follows is written like a sentence's beginning.
    Opening,
    /// A bracket opens.
    Bracket,
    /// Anything else.
    Other,
}

/// How a sentence uses capitals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Names only.
    Prose,
    /// Most Words Have One.
    TitleCase,
    /// ALL LETTERS.
    AllCaps,
}

/// A word and what is known of it without its neighbours.
#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    pub text: &'t str,
    pub start: usize,
    pub end: usize,
    /// Folded, without stops; empty for lower-case words and numbers.
    pub key: String,
    /// Word classes of a capitalised word; see [`lexicon::flags`] for the others.
    pub flags: Flags,
    pub case: Case,
    pub gap: Gap,
    pub style: Style,
}

impl Token<'_> {
    /// Whether it can be part of a name by its case.
    pub fn is_capital(&self) -> bool {
        matches!(self.case, Case::Title | Case::Upper | Case::Initial | Case::Mixed)
    }

    /// Whether it has one of these classes.
    pub fn has(&self, flags: Flags) -> bool {
        self.flags & flags != 0
    }

    /// Whether it opens a sentence, or is written as if it did.
    pub fn opens(&self) -> bool {
        matches!(self.gap, Gap::Break | Gap::Opening)
    }
}

/// Cuts a text into tokens.
pub(super) fn tokenise(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::with_capacity(text.len() / 5);
    let lines_end_sentences = !is_wrapped(text);
    let ranges = sentences(text);
    let mut next_sentence = ranges.iter().map(|r| r.start).peekable();
    let mut behind = 0;
    for word in words(text) {
        let mut first = tokens.is_empty();
        while next_sentence.next_if(|&start| start <= word.start).is_some() {
            first = true;
        }
        let between = text.get(behind..word.start).unwrap_or_default();
        let gap = if first { Gap::Break } else { gap(between, lines_end_sentences) };
        tokens.push(token(word.text, word.start, word.end, gap));
        behind = word.end;
    }
    mark_styles(text, &mut tokens);
    tokens
}

fn token(text: &str, start: usize, end: usize, gap: Gap) -> Token<'_> {
    let case = case(text);
    let named = !matches!(case, Case::Lower | Case::Number);
    let key = if named { key(text) } else { String::new() };
    let flags = if named { lexicon::flags(&key) } else { 0 };
    Token { text, start, end, key, flags, case, gap, style: Style::Prose }
}

/// A word as the lists hold it: folded, without stops.
pub(super) fn key(word: &str) -> String {
    let mut key = fold(word).into_owned();
    key.retain(|c| c != '.');
    key
}

fn case(text: &str) -> Case {
    let Some(first) = text.chars().next() else { return Case::Lower };
    if first.is_ascii_digit() || first.is_numeric() {
        return Case::Number;
    }
    if first.is_lowercase() {
        return Case::Lower;
    }
    if !first.is_uppercase() {
        return Case::Caseless;
    }
    let (mut letters, mut lower) = (0, 0);
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        lower += usize::from(c.is_lowercase());
    }
    match (letters, lower) {
        (1, _) => Case::Initial,
        (_, 0) => Case::Upper,
        (n, l) if l + 1 == n => Case::Title,
        _ => Case::Mixed,
    }
}

fn gap(between: &str, lines_end_sentences: bool) -> Gap {
    if between == " " {
        return Gap::Space;
    }
    if lines_end_sentences && between.contains('\n') {
        return Gap::Break;
    }
    match between.trim() {
        "" if between.is_empty() => Gap::Other,
        "" => Gap::Space,
        "-" | "\u{2010}" | "\u{2011}" if between.len() <= 3 && !between.contains(' ') => Gap::Hyphen,
        "'" | "’" | "ʼ" if !between.contains(' ') => Gap::Apostrophe,
        "'s" | "’s" | "'S" | "’S" | "'" | "’" => Gap::Possessive,
        "." => Gap::Stop,
        "&" => Gap::Ampersand,
        "," => Gap::Comma,
        ":" => Gap::Opening,
        other if other.ends_with(['"', '“', '‘', '«', '`']) && !between.ends_with(['"', '”']) => {
            Gap::Opening
        }
        other if other.ends_with(['"', '“', '\'', '‘', '„']) && other.len() <= 6 => Gap::Opening,
        "(" | "[" => Gap::Bracket,
        _ => Gap::Other,
    }
}

/// Whether line breaks are only there to keep lines short.
fn is_wrapped(text: &str) -> bool {
    let (mut long, mut longest) = (0, 0);
    for line in text.lines().take(60) {
        long += usize::from(line.len() >= 50);
        longest = longest.max(line.len());
    }
    long >= 2 && longest <= 100
}

/// Judges the use of capitals, sentence by sentence.
fn mark_styles(text: &str, tokens: &mut [Token<'_>]) {
    let mut start = 0;
    while start < tokens.len() {
        let end = (start + 1..tokens.len())
            .find(|&i| tokens.get(i).is_some_and(|t| t.gap == Gap::Break))
            .unwrap_or(tokens.len());
        if let Some(sentence) = tokens.get_mut(start..end) {
            let style = style(text, sentence);
            sentence.iter_mut().for_each(|t| t.style = style);
        }
        start = end;
    }
}

fn style(text: &str, sentence: &[Token<'_>]) -> Style {
    let stopped = sentence.last().is_some_and(|t| text.as_bytes().get(t.end) == Some(&b'.'));
    let (mut upper, mut long_upper, mut capital, mut lower) = (0, 0, 0, 0);
    for token in sentence {
        match token.case {
            Case::Upper => {
                upper += 1;
                long_upper += usize::from(token.text.len() > 4);
            }
            Case::Title | Case::Mixed => capital += 1,
            Case::Lower if token.text.len() > 3 => lower += 1,
            _ => {}
        }
    }
    if lower == 0 && capital * 4 < upper && (long_upper >= 1 || upper >= 3) {
        Style::AllCaps
    } else if !stopped && capital + upper >= 4 && (capital + upper) >= 3 * lower {
        Style::TitleCase
    } else {
        Style::Prose
    }
}
