//! Which of the names of a whole archive are one actor's.
//!
//! Names with one [`super::key()`] are one without further evidence. What is left is
//! decided here, where all names are known. Two names are joined by the rule that would
//! hold between them alone (see `pair`), unless something speaks against it:
//!
//! - their articles are about different countries;
//! - the rule says little (a middle name left out, an initial, a short form, an acronym),
//!   and a third name fits one of the two but not the other: `George Bush` is neither
//!   `George W. Bush` nor `George H. W. Bush` in an archive that has both;
//! - it says little, and the family name is borne by many in this archive;
//! - one is an acronym, and nothing ties it to the country of an institution that it spells:
//!   three letters spell too much.
//!
//! The answer depends on the set of names alone, not on their order.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::article::ActorKind;

use super::block;
use super::key::key;
use super::letters::{Hash, name_key};
use super::pair;
use super::person::Person;
use super::rule::Rule;

/// A name as an archive has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name<'a> {
    /// The fullest form that an article has.
    pub name: &'a str,
    /// Its kind.
    pub kind: ActorKind,
    /// How many articles have it.
    pub uses: u32,
    /// ISO 3166 code of the country that its articles are mostly about, when that is known.
    pub country: Option<&'a str>,
}

/// Two names that are one actor's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merge {
    /// Number of the name that is taken up, in the list that was given.
    pub name: usize,
    /// Number of the name that speaks for the actor; it is never taken up itself.
    pub into: usize,
    /// Why.
    pub rule: Rule,
}

/// A family name that more persons bear in one archive is too common to go by little.
const BEARERS_MAX: usize = 8;

/// Which names are one beyond those with one key: every name that is taken up stands in
/// the answer once, in the order of the list. Names that share a key with the one that
/// speaks for the actor are left out.
///
/// ```
/// use dateline::article::ActorKind;
/// use dateline::enrich::actors::{Name, Rule, merges};
/// let name = |name, uses| Name { name, kind: ActorKind::Person, uses, country: None };
/// let names = [name("Walter Hartwell", 9), name("Walter K. Hartwell", 2), name("Anna Hartwell", 4)];
/// let found = merges(&names);
/// assert_eq!(found.len(), 1);
/// assert_eq!((found[0].name, found[0].into, found[0].rule), (1, 0, Rule::MiddleName));
/// ```
pub fn merges(names: &[Name<'_>]) -> Vec<Merge> {
    merges_of(names, &actors(names))
}

/// The same for names of which no two have one [`super::key()`], in the order of their keys: an
/// archive has told them apart already.
pub fn merges_of_keys(names: &[Name<'_>]) -> Vec<Merge> {
    let known = names.iter().enumerate().filter(|(_, name)| name.kind != ActorKind::Group);
    let actors: Vec<Actor<'_>> = known.filter_map(|(number, _)| actor(names, vec![number])).collect();
    merges_of(names, &actors)
}

fn merges_of(names: &[Name<'_>], actors: &[Actor<'_>]) -> Vec<Merge> {
    let pairs = pairs(actors);
    let strong = pairs.iter().filter(|(_, rule)| !rule.needs_to_be_alone());
    let joined = unite(strong.map(|(&pair, _)| pair));
    // What strong rules joined is one from here on.
    let group = |at: usize| joined.get(&at).copied().unwrap_or(at);
    let all = pairs.keys().map(|&(a, b)| (group(a), group(b))).filter(|(a, b)| a != b);
    let united = unite(all);
    let mut groups: BTreeMap<usize, Vec<&Actor<'_>>> = BTreeMap::new();
    for (at, actor) in actors.iter().enumerate() {
        let group = group(at);
        groups.entry(united.get(&group).copied().unwrap_or(group)).or_default().push(actor);
    }
    let mut merges: Vec<Merge> = groups.into_values().flat_map(|group| told(names, group)).collect();
    merges.sort_by_key(|m| m.name);
    merges
}

/// The names with one key.
#[derive(Debug)]
struct Actor<'a> {
    /// Numbers of the names, the one that speaks for them first.
    numbers: Vec<usize>,
    name: &'a str,
    kind: ActorKind,
    uses: u32,
    countries: BTreeSet<&'a str>,
}

/// Order in which one of several names speaks for all: the most used, then the longest,
/// then the first in the alphabet.
fn rank(uses: u32, name: &str) -> (Reverse<u32>, Reverse<usize>, &str) {
    (Reverse(uses), Reverse(name.len()), name)
}

fn actors<'a>(names: &[Name<'a>]) -> Vec<Actor<'a>> {
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, name) in names.iter().enumerate() {
        if name.kind != ActorKind::Group {
            by_key.entry(key(name.name, name.kind)).or_default().push(number);
        }
    }
    by_key.into_values().filter_map(|numbers| actor(names, numbers)).collect()
}

fn actor<'a>(names: &[Name<'a>], mut numbers: Vec<usize>) -> Option<Actor<'a>> {
    numbers.sort_by_key(|&n| names.get(n).map(|name| rank(name.uses, name.name)));
    let own = || numbers.iter().filter_map(|&n| names.get(n));
    let first = own().next()?;
    Some(Actor {
        name: first.name,
        kind: first.kind,
        uses: own().map(|n| n.uses).fold(0, u32::saturating_add),
        countries: own().filter_map(|n| n.country).collect(),
        numbers,
    })
}

/// The pairs of actors between whose names a rule holds, lower number first.
fn pairs(actors: &[Actor<'_>]) -> BTreeMap<(usize, usize), Rule> {
    let (candidates, bearers) = filed(actors);
    let ready: Vec<OnceCell<Ready>> = actors.iter().map(|_| OnceCell::new()).collect();
    let ready = |at: usize, actor: &Actor<'_>| {
        ready.get(at).map(|cell| cell.get_or_init(|| Ready::of(actor.name, actor.kind)))
    };
    let mut found = BTreeMap::new();
    for (a, b) in candidates {
        let (Some(x), Some(y)) = (actors.get(a), actors.get(b)) else { continue };
        let apart =
            !x.countries.is_empty() && !y.countries.is_empty() && x.countries.is_disjoint(&y.countries);
        if apart {
            continue;
        }
        let rule = match (ready(a, x), ready(b, y)) {
            (Some(Ready::Person(x)), Some(Ready::Person(y))) => pair::persons(x, y),
            (Some(Ready::Body(k)), Some(Ready::Body(l))) => {
                pair::organisations((x.name, k), (y.name, l), x.kind)
            }
            _ => None,
        };
        let Some(rule) = rule else { continue };
        let at_home = x.countries.len() == 1 && x.countries == y.countries;
        let common = || bearers.of(Person::read(x.name).last()) > BEARERS_MAX;
        let holds = match rule {
            Rule::Acronym => at_home && is_institution(x, y),
            rule if rule.needs_to_be_alone() && x.kind == ActorKind::Person => at_home || !common(),
            _ => true,
        };
        if holds {
            found.insert((a, b), rule);
        }
    }
    found
}

/// Whether the longer name is one that news shorten to its initials, and both are used
/// more than once.
fn is_institution(a: &Actor<'_>, b: &Actor<'_>) -> bool {
    let long = if a.name.len() > b.name.len() { a } else { b };
    let key = name_key(long.name);
    let last = matches!(
        key.rsplit(' ').next().unwrap_or_default(),
        "agency"
            | "association"
            | "authority"
            | "board"
            | "bureau"
            | "commission"
            | "committee"
            | "confederation"
            | "congress"
            | "council"
            | "court"
            | "federation"
            | "foundation"
            | "front"
            | "institute"
            | "league"
            | "ministry"
            | "movement"
            | "nations"
            | "organisation"
            | "organization"
            | "party"
            | "programme"
            | "program"
            | "society"
            | "union"
            | "university"
    );
    let linked = key.contains(" of ") || key.contains(" for ");
    (last || linked) && a.uses.min(b.uses) >= 2
}

/// A name ready to be compared with many.
enum Ready {
    Person(pair::Ready),
    /// The name as it is compared.
    Body(String),
}

impl Ready {
    fn of(name: &str, kind: ActorKind) -> Ready {
        match kind {
            ActorKind::Person => Ready::Person(pair::Ready::of(name)),
            _ => Ready::Body(name_key(name)),
        }
    }
}

/// The pairs that are worth comparing, and who bears which family name.
fn filed(actors: &[Actor<'_>]) -> (Vec<(usize, usize)>, Bearers) {
    let (mut filing, mut bearers) = (block::Filing::default(), Bearers::default());
    for (number, actor) in actors.iter().enumerate() {
        if let Some(person) = filing.file(number, actor.name, actor.kind) {
            bearers.note(&person);
        }
    }
    (filing.pairs(), bearers.sorted())
}

/// Family names with the given names of those who bear them, by hashes: an archive has a million.
#[derive(Default)]
struct Bearers(Vec<(u64, u64)>);

impl Bearers {
    fn note(&mut self, person: &Person) {
        if person.len() > 1 && !person.is_initial(0) {
            self.0.push((Hash::wide(person.last()), Hash::wide(person.word(0))));
        }
    }

    fn sorted(mut self) -> Bearers {
        self.0.sort_unstable();
        self.0.dedup();
        self
    }

    /// How many given names stand before a family name.
    fn of(&self, family: &str) -> usize {
        let family = Hash::wide(family);
        let from = self.0.partition_point(|(known, _)| *known < family);
        self.0.iter().skip(from).take_while(|(known, _)| *known == family).count()
    }
}

/// Joins those that have the same neighbours, themselves counted: each to the first of
/// them. A chain of pairs joins nobody, since its ends have nothing to do with each other.
fn unite(pairs: impl Iterator<Item = (usize, usize)>) -> BTreeMap<usize, usize> {
    let mut around: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (a, b) in pairs {
        around.entry(a).or_default().extend([a, b]);
        around.entry(b).or_default().extend([a, b]);
    }
    let mut first: BTreeMap<BTreeSet<usize>, usize> = BTreeMap::new();
    let mut united = BTreeMap::new();
    for (at, neighbours) in around {
        united.insert(at, *first.entry(neighbours).or_insert(at));
    }
    united
}

/// The merges of a group of actors that are one.
fn told(names: &[Name<'_>], group: Vec<&Actor<'_>>) -> Vec<Merge> {
    let best = group.iter().min_by_key(|a| rank(a.uses, a.name));
    let Some((best, &into)) = best.and_then(|best| Some((*best, best.numbers.first()?))) else {
        return Vec::new();
    };
    let others = group.iter().filter(|actor| actor.numbers != best.numbers);
    let taken = others.flat_map(|actor| actor.numbers.iter().map(move |&number| (actor, number)));
    taken
        .map(|(actor, number)| {
            let name = names.get(number).map_or(actor.name, |n| n.name);
            // Two that a third joins may have no rule between them.
            let rule =
                pair::why(name, best.name, best.kind).or_else(|| pair::why(actor.name, best.name, best.kind));
            Merge { name: number, into, rule: rule.unwrap_or(Rule::Transliteration) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged<'a>(names: &[(&'a str, u32)], kind: ActorKind) -> Vec<(&'a str, &'a str, Rule)> {
        let list: Vec<Name<'_>> =
            names.iter().map(|&(name, uses)| Name { name, kind, uses, country: None }).collect();
        let told = merges(&list).into_iter().map(|m| (names[m.name].0, names[m.into].0, m.rule));
        told.collect()
    }

    #[test]
    fn a_name_that_fits_two_is_nobodys() {
        let two = [("Walter K. Hartwell", 5), ("Walter L. Hartwell", 5), ("Walter Hartwell", 9)];
        assert_eq!(merged(&two, ActorKind::Person), []);
        assert_eq!(
            merged(&two[1..], ActorKind::Person),
            [("Walter L. Hartwell", "Walter Hartwell", Rule::MiddleName)]
        );
        let initial = [("W. Hartwell", 1), ("Walter Hartwell", 5), ("Wilbur Hartwell", 5)];
        assert_eq!(merged(&initial, ActorKind::Person), []);
    }

    #[test]
    fn what_is_spelt_alike_is_joined_first() {
        let names = [
            ("Mikhail Vatrushkin", 5),
            ("Michail Watruschkin", 1),
            ("Mykhailo Vatrushkin", 2),
            ("M. Vatrushkin", 1),
            ("Bill Hartwell", 1),
            ("William Hartwell", 1),
        ];
        let told = merged(&names, ActorKind::Person);
        assert_eq!(
            told,
            [
                ("Michail Watruschkin", "Mikhail Vatrushkin", Rule::Transliteration),
                ("Mykhailo Vatrushkin", "Mikhail Vatrushkin", Rule::NationalForm),
                ("M. Vatrushkin", "Mikhail Vatrushkin", Rule::Initials),
                ("Bill Hartwell", "William Hartwell", Rule::Nickname),
            ]
        );
    }

    #[test]
    fn countries_keep_namesakes_apart() {
        let name = |name, country| Name { name, kind: ActorKind::Person, uses: 1, country: Some(country) };
        let names = [name("Oleksii Vatrushkin", "UA"), name("Aleksei Vatrushkin", "RU")];
        assert_eq!(merges(&names), []);
        let names = [name("Oleksii Vatrushkin", "UA"), name("Aleksei Vatrushkin", "UA")];
        assert_eq!(merges(&names).len(), 1);
    }

    #[test]
    fn a_common_family_name_says_little() {
        let given = ["Anna", "Peter", "Karl", "Diana", "Frank", "Grace", "Henry", "Laura", "Oscar"];
        let others: Vec<String> = given.iter().map(|g| format!("{g} Hartwell")).collect();
        let mut names: Vec<(&str, u32)> = others.iter().map(|n| (n.as_str(), 1)).collect();
        names.extend([("Walter Hartwell", 3), ("Walter K. Hartwell", 3)]);
        assert_eq!(merged(&names, ActorKind::Person), []);
    }

    #[test]
    fn organisations_by_acronym_and_form() {
        let name = |name, country| Name { name, kind: ActorKind::Organisation, uses: 4, country };
        let told =
            |names: &[Name<'_>]| merges(names).iter().map(|m| (m.name, m.into, m.rule)).collect::<Vec<_>>();
        let at_home = [name("TRC", Some("CA")), name("Tundra Research Council", Some("CA"))];
        assert_eq!(told(&at_home), [(0, 1, Rule::Acronym)]);
        let anywhere = [name("TRC", None), name("Tundra Research Council", Some("CA"))];
        assert_eq!(told(&anywhere), []);
        let company = [name("TRC", Some("CA")), name("Tundra Retail Corp", Some("CA"))];
        assert_eq!(told(&company), []);
        let forms = [name("Acme Holdings", None), name("Acme", None)];
        assert_eq!(told(&forms), [(1, 0, Rule::LegalForm)]);
        let namesake = [name("Acme", None), Name { kind: ActorKind::Person, ..name("Acme", None) }];
        assert_eq!(told(&namesake), []);
    }

    #[test]
    fn names_that_are_told_apart_already_are_joined_alike() {
        let kind = ActorKind::Person;
        let mut names = [
            "M. Vatrushkin",
            "Michail Watruschkin",
            "Mikhail Vatrushkin",
            "Bill Hartwell",
            "William Hartwell",
        ];
        names.sort_by_key(|name| key(name, kind));
        let list: Vec<Name<'_>> =
            (1..).zip(names).map(|(uses, name)| Name { name, kind, uses, country: None }).collect();
        assert_eq!(merges_of_keys(&list), merges(&list));
        assert_eq!(merges(&list).len(), 3);
        let group = [Name { kind: ActorKind::Group, ..list[0] }];
        assert_eq!(merges_of_keys(&group), []);
    }

    #[test]
    fn the_order_of_the_list_does_not_matter() {
        let names =
            ["W. Hartwell", "Walter Hartwell", "Walter K. Hartwell", "Mikhail Popov", "Michail Popow", "TRC"];
        let list = |order: &[usize]| -> Vec<Name<'_>> {
            let name =
                |&at: &usize| Name { name: names[at], kind: ActorKind::Person, uses: 1, country: None };
            order.iter().map(name).collect()
        };
        let told = |order: &[usize]| -> BTreeSet<(String, String)> {
            let list = list(order);
            let found = merges(&list).into_iter();
            found.map(|m| (list[m.name].name.to_owned(), list[m.into].name.to_owned())).collect()
        };
        let first = told(&[0, 1, 2, 3, 4, 5]);
        assert!(!first.is_empty());
        assert_eq!(told(&[5, 4, 3, 2, 1, 0]), first);
        assert_eq!(told(&[2, 4, 0, 5, 1, 3]), first);
    }
}
