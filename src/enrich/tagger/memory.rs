//! What the whole article knows: the words it writes small, and the names that
//! stand in it clearly elsewhere.

use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault};

use super::Label;
use super::lexicon::{
    COMMON, COMPANY, FUNCTION, Flags, GIVEN, LOCATIVE, ORG_HEAD, ORG_SUFFIX, PLACE_HEAD, TITLE, TITLE_MOD,
    WordHasher, WordMap, flags_of,
};
use super::piece::Piece;
use super::tokens::{Case, Style, Token};

/// The words that the article writes in lower case, by hash.
#[derive(Debug, Default)]
pub(super) struct LowerWords(HashSet<u64, BuildHasherDefault<WordHasher>>);

impl LowerWords {
    pub fn of(tokens: &[Token<'_>]) -> LowerWords {
        let hasher = BuildHasherDefault::<WordHasher>::default();
        let lower = tokens.iter().filter(|t| t.case == Case::Lower && t.text.len() > 2);
        LowerWords(lower.map(|t| hasher.hash_one(t.text)).collect())
    }

    pub fn contains(&self, word: &str) -> bool {
        self.0.contains(&BuildHasherDefault::<WordHasher>::default().hash_one(word))
    }
}

/// Words that do not stand for a company whose name they begin.
const NO_SHORT_NAME: Flags =
    COMMON | GIVEN | FUNCTION | ORG_SUFFIX | ORG_HEAD | TITLE | TITLE_MOD | PLACE_HEAD;

/// Names of the article whose label is sure, by their words.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Last words of full names of persons.
    surnames: HashSet<String>,
    /// Those of them that stand beside a given name or a title.
    sure_surnames: HashSet<String>,
    labels: WordMap<String, (Label, f32)>,
}

impl Memory {
    pub fn of(fields: &[(&[Token<'_>], &[Piece])]) -> Memory {
        let mut memory = Memory::default();
        for (tokens, pieces) in fields {
            for piece in pieces.iter() {
                memory.learn(tokens, piece);
            }
        }
        memory
    }

    fn learn(&mut self, tokens: &[Token<'_>], piece: &Piece) {
        let (Some(label), Some(words)) = (piece.label, tokens.get(piece.tokens.clone())) else { return };
        let Some(last) = words.last() else { return };
        if label == Label::Person && piece.confidence >= 0.55 && (words.len() > 1 || piece.office.is_some()) {
            self.surnames.insert(last.key.clone());
            if piece.confidence >= 0.75 {
                self.sure_surnames.insert(last.key.clone());
            }
        }
        let company = label == Label::Organisation && words.len() > 1 && last.has(COMPANY);
        if let Some(first) = words.first().filter(|w| company && !w.has(NO_SHORT_NAME)) {
            self.remember(first.key.clone(), label, 0.6);
        }
        if piece.confidence >= 0.6 && !matches!(label, Label::Demonym | Label::Group) {
            let label = if label == Label::Dateline { Label::Place } else { label };
            self.remember(join(words), label, piece.confidence);
        }
    }

    fn remember(&mut self, key: String, label: Label, confidence: f32) {
        let entry = self.labels.entry(key).or_insert((label, 0.0));
        if confidence > entry.1 {
            *entry = (label, confidence);
        }
    }

    /// Labels what is unknown, and corrects what is unsure.
    pub fn apply(&self, tokens: &[Token<'_>], pieces: &mut [Piece]) {
        for piece in pieces.iter_mut() {
            self.judge(tokens, piece);
        }
    }

    fn judge(&self, tokens: &[Token<'_>], piece: &mut Piece) {
        let Some(words) = tokens.get(piece.tokens.clone()) else { return };
        let [first, ..] = words else { return };
        let stays = piece.confidence >= 0.85 && piece.label != Some(Label::Place);
        if stays || matches!(piece.label, Some(Label::Demonym | Label::Group | Label::Dateline)) {
            return;
        }
        let surnames = if piece.confidence > 0.7 { &self.sure_surnames } else { &self.surnames };
        if words.len() == 1 && surnames.contains(&first.key) && !self.reads_as_word(first) {
            let in_place = piece.label == Some(Label::Place) && follows_locative(tokens, piece.tokens.start);
            if !in_place {
                (piece.label, piece.confidence) = (Some(Label::Person), 0.8);
                return;
            }
        }
        if piece.confidence >= 0.6 {
            return;
        }
        if !(words.len() == 1 && self.reads_as_word(first))
            && let Some(&(label, confidence)) = self.labels.get(&join(words))
        {
            (piece.label, piece.confidence) = (Some(label), confidence * 0.9);
        }
    }

    /// A capital that says nothing: at a sentence's beginning or in a headline, on a common word.
    fn reads_as_word(&self, word: &Token<'_>) -> bool {
        (word.opens() || word.style != Style::Prose) && word.has(COMMON | FUNCTION)
    }
}

/// What stands before `of` and a place.
const PLACE_NOUNS: [&str; 24] = [
    "town",
    "village",
    "city",
    "district",
    "region",
    "province",
    "port",
    "suburb",
    "settlement",
    "island",
    "state",
    "county",
    "north",
    "south",
    "east",
    "west",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "capital",
    "outskirts",
    "neighbourhood",
    "neighborhood",
];

/// Whether the word before is one that places follow (`in`, `near`).
pub(super) fn follows_locative(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).and_then(|b| tokens.get(b)) else { return false };
    if before.text == "of" {
        let noun = at.checked_sub(2).and_then(|b| tokens.get(b));
        return noun.is_some_and(|t| PLACE_NOUNS.contains(&t.text));
    }
    before.case == Case::Lower && flags_of(before.text) & LOCATIVE != 0
}

fn join(words: &[Token<'_>]) -> String {
    let mut key = String::new();
    for word in words {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(if word.key.is_empty() { word.text } else { &word.key });
    }
    key
}
