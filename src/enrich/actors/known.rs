//! Well-known actors and the names they go by.
//!
//! The list is a seed, not a census: it settles who `Gaddafi` and `Kadhafi` are,
//! that `IAEA` has a long form, and that `Hamas` is an armed group even where the
//! text does not say so.

use std::sync::LazyLock;

use crate::article::ActorKind;
use crate::enrich::tagger::WordMap;
use crate::text::{fold, words};

use super::key::person_words;

/// One well-known actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The name under which it is shown.
    pub name: &'static str,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// ISO 3166 code of its country, when it has one.
    pub country: Option<&'static str>,
}

/// One way to write a known actor's name, as words.
#[derive(Debug)]
struct Alias {
    /// All words but the first, as [`name_key`] makes them.
    rest: Vec<String>,
    /// Whether it is an acronym, which counts only in capitals.
    acronym: bool,
    actor: usize,
}

#[derive(Debug, Default)]
struct Table {
    actors: Vec<Known>,
    /// First word to the aliases that begin with it, longest first.
    by_first: WordMap<String, Vec<Alias>>,
    /// Whole alias to actor.
    by_name: WordMap<String, usize>,
    /// Skeleton of a person's full name to actor; `None` where two have the same.
    by_skeleton: WordMap<String, Option<usize>>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table::default();
    for line in include_str!("../../../assets/names/actors.tsv").lines().filter(|l| !l.starts_with('#')) {
        add(&mut table, line);
    }
    for aliases in table.by_first.values_mut() {
        aliases.sort_by_key(|a| std::cmp::Reverse(a.rest.len()));
    }
    table
});

fn add(table: &mut Table, line: &'static str) {
    let mut columns = line.split('\t');
    let (Some(name), Some(kind)) = (columns.next(), columns.next().and_then(kind)) else { return };
    let country = columns.next().filter(|c| !c.is_empty());
    let aliases = columns.next().unwrap_or_default().split(';').filter(|a| !a.is_empty());
    let actor = table.actors.len();
    table.actors.push(Known { name, kind, country });
    for alias in std::iter::once(name).chain(aliases) {
        let only_typed = alias.starts_with('~');
        let alias = alias.trim_start_matches('~');
        table.by_name.entry(name_key(alias)).or_insert(actor);
        if kind == ActorKind::Person {
            add_skeleton(table, alias, actor);
        }
        if !only_typed {
            add_alias(table, alias, actor);
        }
    }
}

fn add_skeleton(table: &mut Table, alias: &str, actor: usize) {
    let words = person_words(alias);
    if words.len() > 1 {
        let owner = table.by_skeleton.entry(words.join(" ")).or_insert(Some(actor));
        *owner = owner.filter(|&o| o == actor);
    }
}

fn add_alias(table: &mut Table, alias: &str, actor: usize) {
    let mut keys = name_words(alias);
    if let Some(first) = keys.next() {
        let acronym = !alias.contains(char::is_lowercase);
        let rest = keys.collect();
        table.by_first.entry(first).or_default().push(Alias { rest, acronym, actor });
    }
}

fn kind(letter: &str) -> Option<ActorKind> {
    Some(match letter {
        "p" => ActorKind::Person,
        "o" => ActorKind::Organisation,
        "g" => ActorKind::Government,
        "m" => ActorKind::Military,
        "a" => ActorKind::ArmedGroup,
        _ => return None,
    })
}

fn name_words(name: &str) -> impl Iterator<Item = String> + '_ {
    words(name).map(|w| fold(w.text).replace('.', ""))
}

/// A name in the form in which names are compared: folded words with one blank between.
pub(crate) fn name_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    for word in name_words(name) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&word);
    }
    key
}

/// The known actor that goes by this name.
pub fn by_name(name: &str) -> Option<Known> {
    by_key(&name_key(name))
}

/// The same for a name that [`name_key`] has made ready.
pub(crate) fn by_key(key: &str) -> Option<Known> {
    TABLE.by_name.get(key).and_then(|&actor| TABLE.actors.get(actor)).copied()
}

/// The known person whose name has the same skeleton (`Muamar Gadafi`).
pub(super) fn by_skeleton(words: &[String]) -> Option<Known> {
    let actor = (*TABLE.by_skeleton.get(&words.join(" "))?)?;
    TABLE.actors.get(actor).copied()
}

/// The longest known name that begins with the word `first`; `word` gives the words
/// behind it (number 1 is the next), as they stand. Returns how many words it takes.
pub(crate) fn longest<'t>(
    first: &str,
    first_is_upper: bool,
    any_case: bool,
    word: impl Fn(usize) -> Option<&'t str>,
) -> Option<(usize, Known)> {
    let aliases = TABLE.by_first.get(first)?;
    let fits = |alias: &Alias| {
        (!alias.acronym || first_is_upper || any_case)
            && alias.rest.iter().enumerate().all(|(i, key)| word(i + 1).is_some_and(|w| same(w, key)))
    };
    let alias = aliases.iter().find(|a| fits(a))?;
    Some((alias.rest.len() + 1, *TABLE.actors.get(alias.actor)?))
}

fn same(word: &str, key: &str) -> bool {
    word.eq_ignore_ascii_case(key)
        || (!word.bytes().all(|b| b.is_ascii_alphanumeric()) && fold(word).replace('.', "") == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_well_formed_and_no_name_has_two_owners() {
        let mut owners: WordMap<String, &str> = WordMap::default();
        for line in include_str!("../../../assets/names/actors.tsv").lines().filter(|l| !l.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [name, letter, country, aliases] = columns[..] else { panic!("{line}") };
            assert!(kind(letter).is_some() && (country.is_empty() || country.len() == 2), "{line}");
            for alias in aliases.split(';').filter(|a| !a.is_empty()).chain([name]) {
                let owner = *owners.entry(name_key(alias)).or_insert(name);
                assert_eq!(owner, name, "{alias}");
            }
        }
    }

    #[test]
    fn names_lead_to_actors() {
        assert_eq!(by_name("U.N.").map(|k| k.name), Some("United Nations"));
        assert_eq!(by_name("vladimir putin").map(|k| k.country), Some(Some("RU")));
        assert!(by_name("Vladimir").is_none());
    }
}
