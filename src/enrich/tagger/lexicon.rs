//! The word lists: which words are titles, given names, heads of organisations' names.
//!
//! One table for all of them, a word to a set of classes, so that a word is looked
//! up once. The lists stand as plain text in `assets/names`.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

/// A set of word classes.
pub(super) type Flags = u32;

macro_rules! classes {
    ($($name:ident $word:literal,)*) => {
        classes!(@count 0u32; $($name $word,)*);
        /// The classes by the name that opens them in the files.
        const CLASSES: &[(&str, Flags)] = &[$(($word, $name)),*];
    };
    (@count $n:expr; $name:ident $word:literal, $($rest:tt)*) => {
        pub(super) const $name: Flags = 1 << $n;
        classes!(@count $n + 1; $($rest)*);
    };
    (@count $n:expr;) => {};
}

classes! {
    FUNCTION "function",
    MONTH "month",
    TITLE "title",
    TITLE_MOD "titlemod",
    GIVEN "given",
    SURNAME "surname",
    ORG_SUFFIX "orgsuffix",
    ORG_HEAD "orghead",
    ORG_ANY "organy",
    MISC_SUFFIX "miscsuffix",
    PLACE_SUFFIX "placesuffix",
    PLACE_HEAD "placehead",
    PLACE_PREFIX "placeprefix",
    LOCATIVE "locative",
    SAY "say",
    ROLE "role",
    ROLE_MOD "rolemod",
    ACRONYM_NO "acronymno",
    FURNITURE "furniture",
    COMMON "common",
    WEAK_SUFFIX "weaksuffix",
    COMPANY "company",
    PARTICLE "particle",
    PLATFORM "platform",
    RANK "rank",
    PLACE_GIVEN "placegiven",
}

/// A fast hash for short words; no defence against chosen keys is needed, since the
/// tables never grow after they are built (FNV-1a).
#[derive(Debug, Clone)]
pub(crate) struct WordHasher(u64);

impl Default for WordHasher {
    fn default() -> WordHasher {
        WordHasher(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = (self.0 ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A table keyed by words.
pub(crate) type WordMap<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

static WORDS: LazyLock<WordMap<&'static str, Flags>> = LazyLock::new(|| {
    let mut table = WordMap::default();
    for file in
        [include_str!("../../../assets/names/words.txt"), include_str!("../../../assets/names/common.txt")]
    {
        read(file, &mut table);
    }
    table
});

fn read(file: &'static str, table: &mut WordMap<&'static str, Flags>) {
    let mut class = 0;
    for line in file.lines().filter(|l| !l.starts_with('#')) {
        if let Some(name) = line.strip_prefix('@') {
            class = CLASSES.iter().find(|(n, _)| *n == name.trim()).map_or(0, |(_, flag)| *flag);
            continue;
        }
        for word in line.split_whitespace() {
            *table.entry(word).or_default() |= class;
        }
    }
}

/// The classes of a word, as [`super::tokens::key`] makes it.
pub(super) fn flags(key: &str) -> Flags {
    WORDS.get(key).copied().unwrap_or_default()
}

/// The classes of a word as it stands in the text.
pub(super) fn flags_of(word: &str) -> Flags {
    if word.bytes().all(|b| b.is_ascii_lowercase()) { flags(word) } else { flags(&super::tokens::key(word)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_in_the_files_is_known_and_used() {
        for file in [
            include_str!("../../../assets/names/words.txt"),
            include_str!("../../../assets/names/common.txt"),
        ] {
            for name in file.lines().filter_map(|l| l.strip_prefix('@')) {
                assert!(CLASSES.iter().any(|(n, _)| *n == name.trim()), "{name}");
            }
        }
        for (name, flag) in CLASSES {
            assert!(WORDS.values().any(|f| f & flag != 0), "{name}");
        }
    }

    #[test]
    fn a_word_has_all_its_classes() {
        assert_eq!(flags("march") & (MONTH | GIVEN), MONTH);
        assert!(flags_of("Gen.") & TITLE != 0);
    }
}
