//! Given names: which are one name, and where they come from.

use std::sync::LazyLock;

use super::letters::Hash;
use super::rule::Rule;
use super::skeleton::push_skeleton;

static TEXT: &str = include_str!("../../../assets/names/given.txt");

/// The lines of a class, without remarks.
fn lines(class: &str) -> impl Iterator<Item = &'static str> {
    let mut inside = false;
    TEXT.lines().filter(move |line| match line.strip_prefix('@') {
        Some(name) => {
            inside = name == class;
            false
        }
        None => inside && !line.is_empty() && !line.starts_with('#'),
    })
}

/// Spellings of one name, a line a name; the first one stands for all.
pub(super) fn spellings() -> impl Iterator<Item = &'static str> {
    lines("spelling")
}

/// Where a name comes from; what may be equated depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Origin {
    /// Russian, Ukrainian, Belarusian, the south Slavs, and the former Soviet south.
    Slavic,
    /// Arabs, Persians, Afghans, south Asians.
    Arabic,
    /// Greeks.
    Greek,
    /// Spaniards, Portuguese, Latin Americans.
    Hispanic,
    /// English, French, German, Italian names.
    Western,
}

const ORIGINS: [(&str, Origin); 5] = [
    ("slavic", Origin::Slavic),
    ("arabic", Origin::Arabic),
    ("greek", Origin::Greek),
    ("hispanic", Origin::Hispanic),
    ("western", Origin::Western),
];

/// One given name of the lists.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    hash: u32,
    skeleton: String,
    /// Number of the line, by which names that are one find each other.
    line: u32,
    meaning: Meaning,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Meaning {
    National,
    Short,
    Origin(Origin),
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let classes = [("national", Meaning::National), ("short", Meaning::Short)];
    let origins = ORIGINS.iter().map(|(name, origin)| (*name, Meaning::Origin(*origin)));
    let mut entries = Vec::new();
    for (class, meaning) in classes.into_iter().chain(origins) {
        for (line, words) in (0u32..).zip(lines(class)) {
            for word in words.split(' ') {
                let mut skeleton = String::new();
                push_skeleton(word, &mut skeleton);
                entries.push(Entry { hash: Hash::of(&skeleton), skeleton, line, meaning });
            }
        }
    }
    entries.sort_unstable();
    entries
});

fn entries(skeleton: &str) -> impl Iterator<Item = &'static Entry> {
    let hash = Hash::of(skeleton);
    let from = ENTRIES.partition_point(|e| e.hash < hash);
    let same = ENTRIES.iter().skip(from).take_while(move |e| e.hash == hash);
    same.filter(move |e| e.skeleton == skeleton)
}

/// The origins that a word has as a given name.
pub(super) fn origins(skeleton: &str) -> impl Iterator<Item = Origin> {
    entries(skeleton).filter_map(|e| match e.meaning {
        Meaning::Origin(origin) => Some(origin),
        Meaning::National | Meaning::Short => None,
    })
}

/// Whether a word has this origin as a given name.
pub(super) fn has_origin(skeleton: &str, origin: Origin) -> bool {
    origins(skeleton).any(|own| own == origin)
}

/// Whether it stands in the lists as a given name at all.
pub(super) fn is_given(skeleton: &str) -> bool {
    entries(skeleton).next().is_some()
}

/// Numbers of the lines in which a name stands with other forms of it.
pub(super) fn lines_of(skeleton: &str) -> impl Iterator<Item = u32> {
    let forms = entries(skeleton).filter(|e| !matches!(e.meaning, Meaning::Origin(_)));
    // The two classes number their lines from 0 each.
    forms.map(|e| e.line * 2 + u32::from(e.meaning == Meaning::Short))
}

/// The rule by which two given names, by their skeletons, are forms of one.
pub(super) fn same_name(a: &str, b: &str) -> Option<Rule> {
    let shared = |wanted: Meaning| {
        let mut lines = entries(a).filter(|e| e.meaning == wanted);
        lines.any(|e| entries(b).any(|other| other.meaning == wanted && other.line == e.line))
    };
    if shared(Meaning::National) {
        return Some(Rule::NationalForm);
    }
    shared(Meaning::Short).then_some(Rule::Nickname)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skeleton(word: &str) -> String {
        let mut out = String::new();
        push_skeleton(word, &mut out);
        out
    }

    #[test]
    fn the_list_is_well_formed() {
        let classes: Vec<&str> = TEXT.lines().filter_map(|l| l.strip_prefix('@')).collect();
        assert_eq!(classes.len(), 3 + ORIGINS.len());
        for class in &classes {
            assert!(lines(class).next().is_some(), "{class}");
        }
        for line in lines("spelling").chain(lines("national")).chain(lines("short")) {
            assert!(line.contains(' ') && !line.contains("  ") && line == line.trim(), "{line}");
        }
        assert!(
            TEXT.lines()
                .filter(|l| !l.starts_with('#'))
                .all(|l| l.is_ascii() && !l.contains(char::is_uppercase))
        );
    }

    #[test]
    fn no_spelling_stands_for_two_names() {
        let mut owners = std::collections::HashMap::new();
        for line in spellings() {
            for word in line.split(' ') {
                let owner = *owners.entry(word).or_insert(line);
                assert_eq!(owner, line, "{word}");
            }
        }
    }

    #[test]
    fn forms_of_one_name() {
        let rule = |a: &str, b: &str| same_name(&skeleton(a), &skeleton(b));
        assert_eq!(rule("oleksiy", "alexei"), Some(Rule::NationalForm));
        assert_eq!(rule("bill", "william"), Some(Rule::Nickname));
        assert_eq!(rule("volodymyr", "vladimir"), Some(Rule::NationalForm));
        assert_eq!(rule("mark", "michael"), None);
        assert!(has_origin(&skeleton("sergey"), Origin::Slavic) && !has_origin("boby", Origin::Slavic));
    }
}
