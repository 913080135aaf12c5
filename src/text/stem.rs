//! Stemming by language, with a memory for words seen before.
//!
//! Words are folded first and stemmed then, on both sides, so that a query typed
//! without its accents still finds the word. A language without a stemmer leaves
//! words as they are; an unknown language is treated as English when the word is
//! plain ASCII.
//!
//! A stem carries its language, English excepted: Romanian makes `der` of *derna*, which would
//! otherwise find every German article.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use frostem::{Algorithm, Stemmer as Snowball};

/// Languages that have a stemmer, by their two-letter code.
const LANGUAGES: [(&str, Algorithm); 17] = [
    ("ar", Algorithm::Arabic),
    ("da", Algorithm::Danish),
    ("de", Algorithm::German),
    ("el", Algorithm::Greek),
    ("en", Algorithm::English),
    ("es", Algorithm::Spanish),
    ("fi", Algorithm::Finnish),
    ("fr", Algorithm::French),
    ("hu", Algorithm::Hungarian),
    ("it", Algorithm::Italian),
    ("nl", Algorithm::Dutch),
    ("no", Algorithm::Norwegian),
    ("pt", Algorithm::Portuguese),
    ("ro", Algorithm::Romanian),
    ("ru", Algorithm::Russian),
    ("sv", Algorithm::Swedish),
    ("tr", Algorithm::Turkish),
];

/// Between a stem and its language.
const LANGUAGE_MARK: char = '\u{1}';

/// A stem as it may be shown, without its language.
pub fn shown(stem: &str) -> &str {
    stem.split(LANGUAGE_MARK).next().unwrap_or(stem)
}

/// Words remembered for one language; the memory starts anew when it is full.
const MEMORY_WORDS_MAX: usize = 100_000;

/// Stems folded words of one language.
pub struct Stemmer {
    lang: Option<String>,
    snowball: Option<Snowball>,
    /// What its stems end with.
    suffix: String,
    /// Words met so far, each with its place in `stems`. Nearly every word of a text was met before,
    /// so this look-up is what stemming costs.
    known: HashMap<Box<str>, usize, RandomState>,
    stems: Vec<Box<str>>,
}

impl Stemmer {
    /// The stemmer of a language (`en`); `None` stands for an unknown language.
    pub fn new(lang: Option<&str>) -> Stemmer {
        let code = match lang {
            Some("nb" | "nn") => "no",
            Some(code) => code,
            None => "en",
        };
        let algorithm = LANGUAGES.iter().find(|(name, _)| *name == code);
        Stemmer {
            lang: lang.map(str::to_owned),
            snowball: algorithm.map(|&(_, algorithm)| Snowball::new(algorithm)),
            suffix: if code == "en" { String::new() } else { format!("{LANGUAGE_MARK}{code}") },
            known: HashMap::default(),
            stems: Vec::new(),
        }
    }

    /// The language it was made for.
    pub fn lang(&self) -> Option<&str> {
        self.lang.as_deref()
    }

    /// Whether every stem begins with the letter that its word begins with; so it is
    /// where only endings are taken off.
    pub fn keeps_beginnings(&self) -> bool {
        !matches!(self.lang.as_deref(), Some("ar" | "nl"))
    }

    /// Whether the second letter stays too where the stem has one, but for `y` and `i`, of which
    /// one may become the other.
    pub fn keeps_second_letters(&self) -> bool {
        !matches!(self.lang.as_deref(), Some("ar" | "de" | "fi" | "nl" | "tr"))
    }

    /// The stem of a folded word ([`super::term`]).
    pub fn stem(&mut self, term: &str) -> &str {
        if let Some(&at) = self.known.get(term) {
            return self.stems.get(at).map_or("", |stem| stem);
        }
        let foreign = self.lang.is_none() && !term.is_ascii();
        let stem = match &self.snowball {
            Some(snowball) if !foreign && term.chars().all(char::is_alphabetic) => {
                super::fold(&snowball.stem(term)).into_owned() + &self.suffix
            }
            _ => term.to_owned(),
        };
        self.remember(term, stem)
    }

    fn remember(&mut self, term: &str, stem: String) -> &str {
        if self.stems.len() >= MEMORY_WORDS_MAX {
            self.known.clear();
            self.stems.clear();
        }
        self.known.insert(term.into(), self.stems.len());
        self.stems.push(stem.into());
        self.stems.last().map_or("", |stem| stem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn stems_keep_the_letter_that_words_begin_with(word in "[a-z]{1,12}") {
            for (lang, _) in LANGUAGES {
                let mut stemmer = Stemmer::new(Some(lang));
                let kept = stemmer.stem(&word).chars().next() == word.chars().next();
                prop_assert!(kept || !stemmer.keeps_beginnings(), "{} {}", lang, word);
            }
        }
    }

    #[test]
    fn stems_of_two_languages_are_none_of_each_other() {
        let stem = |lang: Option<&str>, word: &str| Stemmer::new(lang).stem(word).to_owned();
        assert_ne!(stem(Some("ro"), "derna"), stem(Some("de"), "der"));
        assert_eq!(shown(&stem(Some("de"), "hauser")), "haus");
        assert_eq!(stem(None, "troops"), stem(Some("en"), "troop"));
        // Numbers, and words of languages without a stemmer, are the same everywhere.
        assert_eq!(stem(Some("de"), "2024"), stem(Some("uk"), "2024"));
    }

    proptest! {
        #[test]
        fn stems_keep_the_second_letter_or_have_none(word in "[a-z]{2,12}") {
            for (lang, _) in LANGUAGES {
                let mut stemmer = Stemmer::new(Some(lang));
                let second = |w: &str| w.as_bytes().get(1).copied().map(|b| if b == b'y' { b'i' } else { b });
                let stem = second(shown(stemmer.stem(&word)));
                let kept = stem.is_none() || stem == second(&word);
                prop_assert!(kept || !stemmer.keeps_second_letters(), "{} {}", lang, word);
            }
        }
    }

    #[test]
    fn each_language_has_its_own_rules() {
        for (lang, word, stem) in [
            (Some("en"), "attacked", "attack"),
            (None, "attacks", "attack"),
            (Some("de"), "hauser", "haus"),
            (Some("xx"), "attacks", "attacks"),
            (Some("ru"), "москвы", "москв"),
        ] {
            assert_eq!(shown(Stemmer::new(lang).stem(word)), stem, "{lang:?} {word}");
        }
    }

    #[test]
    fn numbers_are_left_alone() {
        assert_eq!(Stemmer::new(None).stem("1990s"), "1990s");
    }
}
