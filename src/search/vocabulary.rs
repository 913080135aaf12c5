//! The words that the index holds, for expanding what stands for many of them.
//!
//! Wildcards, fuzzy words and the inflected forms of a word become sets of exact
//! forms here, from the term dictionaries of all segments. Nothing is cut off in
//! silence: a pattern that stands for more than [`EXPANSIONS_MAX`] words is an error.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::Searcher;
use tantivy::schema::Field;

use crate::index::schema::{EXACT_MARK, is_form};
use crate::text::{self, Stemmer};

/// The most words that one pattern may stand for.
pub const EXPANSIONS_MAX: usize = 20_000;

/// Why a pattern cannot be expanded.
#[derive(Debug)]
pub enum ExpansionError {
    /// It stands for more than [`EXPANSIONS_MAX`] words.
    TooMany,
    /// The index cannot be read.
    Engine(tantivy::TantivyError),
}

/// A word of the index that is spelled much like another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// The folded form.
    pub term: String,
    /// How many edits it is away.
    pub distance: usize,
    /// How many articles have it.
    pub articles: u64,
}

/// The words of one positional field.
pub struct Vocabulary<'s> {
    searcher: &'s Searcher,
    field: Field,
}

impl<'s> Vocabulary<'s> {
    /// The words of a field.
    pub fn new(searcher: &'s Searcher, field: Field) -> Vocabulary<'s> {
        Vocabulary { searcher, field }
    }

    /// The folded forms that a pattern with `*` and `?` stands for; the pattern is folded.
    pub fn wildcard(&self, pattern: &str) -> Result<Vec<String>, ExpansionError> {
        let prefix: String = pattern.chars().take_while(|c| !matches!(c, '*' | '?')).collect();
        let glob: Vec<char> = pattern.chars().collect();
        self.collect(&prefix, |term| glob_matches(&glob, term))
    }

    /// The folded forms within so many edits (insert, delete, replace, swap of neighbours) of a word.
    pub fn fuzzy(&self, word: &str, distance: u8) -> Result<Vec<String>, ExpansionError> {
        let word: Vec<char> = word.chars().collect();
        let mut letters = Vec::new();
        self.collect("", |term| {
            letters.clear();
            letters.extend(term.chars());
            text::edits(&word, &letters, usize::from(distance)).is_some()
        })
    }

    /// The folded forms within so many edits of a word, but for the word itself, with how many
    /// articles have each (deleted ones count until their segment is merged); in order.
    pub fn nearest(&self, word: &str, distance: usize) -> Result<Vec<Near>, ExpansionError> {
        let word: Vec<char> = word.chars().collect();
        let own = letter_set(&word);
        // An edit puts one letter in, takes one out, or both.
        let differ_max = u32::try_from(2 * distance).unwrap_or(u32::MAX);
        let mut found: BTreeMap<String, Near> = BTreeMap::new();
        let mut letters = Vec::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.field).map_err(ExpansionError::Engine)?;
            let mut terms = inverted.terms().stream().map_err(unreadable)?;
            while terms.advance() {
                let Ok(term) = std::str::from_utf8(terms.key()) else { continue };
                letters.clear();
                letters.extend(term.chars());
                let differ = (letter_set(&letters) ^ own).count_ones();
                if differ > differ_max || term.starts_with(EXACT_MARK) {
                    continue;
                }
                let articles = u64::from(terms.value().doc_freq);
                if let Some(near) = found.get_mut(term) {
                    near.articles += articles;
                } else if let Some(distance) = text::edits(&word, &letters, distance).filter(|&d| d > 0) {
                    found.insert(term.to_owned(), Near { term: term.to_owned(), distance, articles });
                }
            }
        }
        Ok(found.into_values().collect())
    }

    /// The folded forms that have one of these stems in one of these languages.
    pub fn inflections(&self, word: &str, stemmers: &mut [Stemmer]) -> Result<Vec<String>, ExpansionError> {
        let stems: Vec<String> = stemmers.iter_mut().map(|s| s.stem(word).to_owned()).collect();
        // Forms share their first letter, except where a stemmer takes prefixes off.
        let shared = usize::from(stemmers.iter().all(Stemmer::keeps_beginnings));
        let prefix: String = word.chars().take(shared).collect();
        self.collect(&prefix, |term| stemmers.iter_mut().zip(&stems).any(|(s, stem)| s.stem(term) == stem))
    }

    /// The marked exact spellings that fold to a word.
    pub fn spellings(&self, word: &str) -> Result<Vec<String>, ExpansionError> {
        let mark = EXACT_MARK.to_string();
        self.scan(&mark, &mut |term| term.strip_prefix(EXACT_MARK).is_some_and(|t| text::term(t) == word))
    }

    fn collect(
        &self,
        prefix: &str,
        mut wanted: impl FnMut(&str) -> bool,
    ) -> Result<Vec<String>, ExpansionError> {
        self.scan(prefix, &mut |term| is_form(term) && wanted(term))
    }

    fn scan(
        &self,
        prefix: &str,
        wanted: &mut dyn FnMut(&str) -> bool,
    ) -> Result<Vec<String>, ExpansionError> {
        let mut found = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.field).map_err(ExpansionError::Engine)?;
            let mut terms =
                inverted.terms().range().ge(prefix.as_bytes()).into_stream().map_err(unreadable)?;
            while terms.advance() {
                let Ok(term) = std::str::from_utf8(terms.key()) else { continue };
                if !term.starts_with(prefix) {
                    break;
                }
                if !found.contains(term) && wanted(term) {
                    found.insert(term.to_owned());
                    if found.len() > EXPANSIONS_MAX {
                        return Err(ExpansionError::TooMany);
                    }
                }
            }
        }
        Ok(found.into_iter().collect())
    }
}

/// Which letters a word has, 64 of them told apart.
fn letter_set(letters: &[char]) -> u64 {
    letters.iter().fold(0, |set, &letter| set | (1 << (u32::from(letter) % u64::BITS)))
}

fn unreadable(cause: std::io::Error) -> ExpansionError {
    ExpansionError::Engine(cause.into())
}

/// Whether a pattern matches the whole of a word. Linear in practice: it goes back
/// only to the last `*`.
pub fn glob_matches(pattern: &[char], word: &str) -> bool {
    let word: Vec<char> = word.chars().collect();
    let (mut p, mut w) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while let Some(&c) = word.get(w) {
        match pattern.get(p) {
            Some('*') => {
                retry = Some((p + 1, w));
                p += 1;
            }
            Some(&x) if x == '?' || x == c => {
                p += 1;
                w += 1;
            }
            _ => {
                let Some((after_star, from)) = retry else { return false };
                retry = Some((after_star, from + 1));
                (p, w) = (after_star, from + 1);
            }
        }
    }
    pattern.iter().skip(p).all(|&c| c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glob(pattern: &str, word: &str) -> bool {
        glob_matches(&pattern.chars().collect::<Vec<_>>(), word)
    }

    #[test]
    fn globs_match_whole_words() {
        assert!(glob("zelensk*", "zelenskyy") && glob("zelensk*", "zelensk") && glob("w?ld", "wild"));
        assert!(glob("*burg", "hamburg") && glob("a*b*c", "axxbyybzc") && glob("*", ""));
        assert!(!glob("w?ld", "wld") && !glob("*burg", "burger") && !glob("a*b", "abc"));
    }
}
