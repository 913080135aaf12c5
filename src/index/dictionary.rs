//! The facet dictionary: every place, actor, outlet and language of the index, each
//! with a number that never changes and is never given again.
//!
//! Documents carry these numbers, so counting adds up plain integers over all
//! segments. Actors are entered under the name and kind with which they were found;
//! which of them are one is a second table ([`View::canonical`]). The rules' part of it
//! is computed when the dictionary is written; the user's corrections are laid over it
//! when it is opened ([`super::groups`]), so that they need no reindexing.
//!
//! The file is read in place ([`entries`]); what takes all of it to know is put together when it
//! is first asked for.

mod entries;

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use tantivy::directory::OwnedBytes;

pub use entries::Entries;

use super::corrections::Corrections;
use super::groups::{Cause, Groups};
use crate::article::ActorKind;
use crate::enrich::actors::{self, Merge, Name, Rule};
use crate::gazetteer::{Gazetteer, Level};

/// What a facet value is a value of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Places, by gazetteer id.
    Place,
    /// Actors.
    Actor,
    /// Outlets, by name.
    Outlet,
    /// Languages, by code.
    Lang,
}

impl Family {
    fn code(self) -> u8 {
        self as u8
    }
}

/// One value as it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry {
    /// What it is a value of.
    pub family: Family,
    /// The name that is shown: for an actor the one under which it was found.
    pub label: String,
    /// What the user gives back to mean it; shared by actors that are one.
    pub value: String,
    /// What divides the family.
    pub class: Class,
}

/// What divides a family of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Class {
    /// Nothing.
    None,
    /// Actors by kind.
    Kind(ActorKind),
    /// Places by level.
    Level(Level),
    /// Places by their depth ([`Gazetteer::depth`](crate::gazetteer::Gazetteer::depth)), which the
    /// gazetteer knows and no dictionary keeps.
    Depth(u8),
}

const LEVELS: [Level; 4] = [Level::Country, Level::Region, Level::Place, Level::Other];

impl Class {
    fn code(self) -> u8 {
        match self {
            Class::None => u8::MAX,
            Class::Kind(kind) => kind as u8,
            Class::Level(level) => 100 + level as u8,
            // Nothing is entered under it.
            Class::Depth(_) => u8::MAX,
        }
    }

    fn from_code(code: u8) -> Class {
        let kind = ActorKind::ALL.into_iter().map(Class::Kind);
        let mut all = kind.chain(LEVELS.into_iter().map(Class::Level));
        all.find(|c| c.code() == code).unwrap_or(Class::None)
    }
}

/// The dictionary while the index is written.
#[derive(Debug, Default)]
pub struct Builder {
    entries: Vec<(Entry, u32)>,
    // By a hash of the entry, so that no text is kept twice: an archive has a million of them.
    numbers: HashTable<u32>,
    hasher: RandomState,
}

impl Builder {
    /// Continues from a written dictionary.
    pub fn from_view(view: &View) -> Builder {
        let mut builder = Builder::default();
        for number in 0..view.len() {
            if let Some((entry, uses)) = view.entry(number) {
                builder.enter(entry, uses);
            }
        }
        builder
    }

    /// The number of a value, new or known.
    pub fn number(&mut self, entry: Entry) -> u32 {
        let same = |&n: &u32| self.entries.get(n as usize).is_some_and(|(known, _)| *known == entry);
        match self.numbers.find(self.hasher.hash_one(&entry), same) {
            Some(&known) => known,
            None => self.enter(entry, 0),
        }
    }

    /// Gives a value that is not known yet the next number.
    fn enter(&mut self, entry: Entry, uses: u32) -> u32 {
        let next = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        let (hasher, entries) = (&self.hasher, &self.entries);
        let again = |&n: &u32| entries.get(n as usize).map_or(0, |(known, _)| hasher.hash_one(known));
        self.numbers.insert_unique(hasher.hash_one(&entry), next, again);
        self.entries.push((entry, uses));
        next
    }

    /// Counts an article that has the value.
    pub fn used(&mut self, number: u32) {
        if let Some((_, uses)) = self.entries.get_mut(number as usize) {
            *uses = uses.saturating_add(1);
        }
    }

    /// Counts an article that no longer has it.
    pub fn unused(&mut self, number: u32) {
        if let Some((_, uses)) = self.entries.get_mut(number as usize) {
            *uses = uses.saturating_sub(1);
        }
    }

    /// The bytes of the dictionary's file.
    pub fn encode(&self) -> Vec<u8> {
        self.encode_with(actors::merges_of_keys)
    }

    /// The same with the rules that look at all names of the archive.
    fn encode_with(&self, rules: impl Fn(&[Name<'_>]) -> Vec<Merge>) -> Vec<u8> {
        let canonical = self.canonical(rules);
        let mut order: Vec<u32> = (0..u32::try_from(self.entries.len()).unwrap_or(u32::MAX)).collect();
        order.sort_by(|&a, &b| self.sort_key(a).cmp(&self.sort_key(b)));
        let (mut fixed, mut text) = (Vec::new(), Vec::new());
        let mut values: HashMap<&str, (u32, u16)> = HashMap::new();
        for ((entry, uses), canonical) in self.entries.iter().zip(canonical) {
            let label = push_text(&mut text, &entry.label);
            let value = *values.entry(&entry.value).or_insert_with(|| push_text(&mut text, &entry.value));
            fixed.extend([entry.family.code(), entry.class.code()]);
            for number in [*uses, canonical, label.0, value.0] {
                fixed.extend(number.to_le_bytes());
            }
            for length in [label.1, value.1] {
                fixed.extend(length.to_le_bytes());
            }
        }
        let mut bytes = MAGIC.to_vec();
        bytes.extend(u32::try_from(self.entries.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend(fixed);
        bytes.extend(order.iter().flat_map(|n| n.to_le_bytes()));
        bytes.extend(text);
        bytes
    }

    fn sort_key(&self, number: u32) -> Option<(u8, &str, u32)> {
        let (entry, _) = self.entries.get(number as usize)?;
        Some((entry.family.code(), entry.value.as_str(), number))
    }

    /// For each value the one that speaks for all that are one with it: those that share
    /// its `value`, and for actors what the rules join beyond that.
    fn canonical(&self, rules: impl Fn(&[Name<'_>]) -> Vec<Merge>) -> Vec<u32> {
        let speakers = self.speakers();
        let joined = self.joined(&speakers, rules);
        let joined: HashMap<u32, u32> = joined.into_iter().map(|(n, into, _)| (n, into)).collect();
        let of = |entry: &Entry| speakers.get(&(entry.family, entry.value.as_str())).copied();
        self.entries
            .iter()
            .map(|(entry, _)| of(entry).map_or(u32::MAX, |n| joined.get(&n).copied().unwrap_or(n)))
            .collect()
    }

    /// The most used of each `value`, then the longest, then the first in the alphabet.
    fn speakers(&self) -> HashMap<(Family, &str), u32> {
        let mut best: HashMap<(Family, &str), u32> = HashMap::new();
        for (number, (entry, _)) in self.entries.iter().enumerate() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let best = best.entry((entry.family, entry.value.as_str())).or_insert(number);
            if self.rank(number) > self.rank(*best) {
                *best = number;
            }
        }
        best
    }

    /// The speakers that the rules join to another one, with that one. Names that no
    /// article has any more are no evidence.
    fn joined(
        &self,
        speakers: &HashMap<(Family, &str), u32>,
        rules: impl Fn(&[Name<'_>]) -> Vec<Merge>,
    ) -> Vec<(u32, u32, Rule)> {
        let mut uses: HashMap<u32, u32> = HashMap::new();
        for (entry, own) in self.entries.iter().filter(|(e, own)| e.family == Family::Actor && *own > 0) {
            if let Some(&speaker) = speakers.get(&(entry.family, entry.value.as_str())) {
                let uses = uses.entry(speaker).or_default();
                *uses = uses.saturating_add(*own);
            }
        }
        let mut numbers: Vec<u32> = uses.keys().copied().collect();
        // Their values are keys: see `merges_of_keys`.
        numbers.sort_unstable_by_key(|&n| self.sort_key(n));
        let name = |n: &u32| {
            let (entry, _) = self.entries.get(*n as usize)?;
            let Class::Kind(kind) = entry.class else { return None };
            Some(Name { name: &entry.label, kind, uses: uses.get(n).copied().unwrap_or(0), country: None })
        };
        numbers.retain(|n| name(n).is_some());
        let names: Vec<Name<'_>> = numbers.iter().filter_map(name).collect();
        let merges = rules(&names);
        merges.iter().filter_map(|m| Some((*numbers.get(m.name)?, *numbers.get(m.into)?, m.rule))).collect()
    }

    fn rank(&self, number: u32) -> Option<Rank<'_>> {
        let (entry, uses) = self.entries.get(number as usize)?;
        Some(rank_of(*uses, &entry.label, entry.class.code()))
    }
}

/// Who speaks for those that are one: the greatest.
type Rank<'a> = (u32, usize, std::cmp::Reverse<&'a str>, u8);

fn rank_of(uses: u32, label: &str, class: u8) -> Rank<'_> {
    (uses, label.len(), std::cmp::Reverse(label), class)
}

/// The rank of a spelling among those of its actor.
pub(super) fn rank(entries: &Entries, number: u32) -> Rank<'_> {
    rank_of(entries.uses(number), entries.name(number), entries.class_order(number))
}

const MAGIC: &[u8; 8] = b"dldict\x001";
const RECORD_BYTES: usize = 22;
const TEXT_BYTES_MAX: usize = 1_000;

fn push_text(text: &mut Vec<u8>, value: &str) -> (u32, u16) {
    let kept = kept(value);
    let start = u32::try_from(text.len()).unwrap_or(u32::MAX);
    text.extend(kept.as_bytes());
    (start, u16::try_from(kept.len()).unwrap_or(0))
}

/// What of a text is kept: nearly always all of it.
fn kept(text: &str) -> &str {
    let end = (0..=text.len().min(TEXT_BYTES_MAX)).rev().find(|&at| text.is_char_boundary(at));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// The dictionary as it is read.
#[derive(Debug, Clone, Default)]
pub struct View {
    entries: Entries,
    corrections: Arc<Corrections>,
    // What takes all entries to know; most searches do without.
    whole: Arc<OnceLock<Whole>>,
    // How deep each place lies; 0 for what is no place, or lies at no depth.
    depths: Arc<OnceLock<Vec<u8>>>,
}

/// What keys, rules and the user's corrections together say of all entries.
#[derive(Debug, Default)]
struct Whole {
    // Counting asks for these with every value of every match, so they are taken out of
    // the entries once.
    canonical: Vec<u32>,
    members: [Vec<u32>; 4],
    // Whether rules joined any actors.
    by_rule: bool,
    // What rules and the user say beyond the keys; most often nothing.
    groups: Groups,
    // Whether the user says that it is no actor; empty when nothing is said so.
    hidden: Vec<bool>,
}

impl Whole {
    fn of(entries: &Entries, corrections: &Corrections) -> Whole {
        let mut whole = Whole {
            canonical: (0..entries.len()).map(|n| entries.canonical(n)).collect(),
            by_rule: entries.merged_by_rule().next().is_some(),
            ..Whole::default()
        };
        for number in 0..entries.len() {
            let family = entries.family(number).map(|family| usize::from(family.code()));
            if let Some(members) = family.and_then(|at| whole.members.get_mut(at)) {
                members.push(number);
            }
        }
        if whole.by_rule || !corrections.lines.is_empty() {
            whole.groups = Groups::of(entries, corrections);
            whole.lay_over(entries.len());
        }
        whole
    }

    /// Lays what rules and the user say over the keys.
    fn lay_over(&mut self, len: u32) {
        for group in self.groups.all() {
            let Some(speaker) = group.speaker else { continue };
            for &member in &group.members {
                set(&mut self.canonical, member, speaker);
            }
            if group.hidden.is_some() {
                self.hidden.resize(len as usize, false);
                for &member in &group.members {
                    set(&mut self.hidden, member, true);
                }
            }
        }
    }
}

impl View {
    /// Opens the bytes of a dictionary's file; `None` when they are damaged.
    pub fn open(bytes: Vec<u8>) -> Option<View> {
        View::of(OwnedBytes::new(bytes))
    }

    /// The same of bytes that are kept elsewhere.
    pub(super) fn of(bytes: OwnedBytes) -> Option<View> {
        Some(View { entries: Entries::open(bytes)?, ..View::default() })
    }

    /// With these corrections of actors, instead of those that it had.
    #[must_use]
    pub fn corrected(self, corrections: &Corrections) -> View {
        View { whole: Arc::default(), corrections: Arc::new(corrections.clone()), ..self }
    }

    fn whole(&self) -> &Whole {
        self.whole.get_or_init(|| Whole::of(&self.entries, &self.corrections))
    }

    /// What is known of all entries, when that is needed: `None` where each entry tells enough
    /// by itself, because the user says nothing and nobody has asked for more yet.
    fn if_needed(&self) -> Option<&Whole> {
        if self.corrections.lines.is_empty() { self.whole.get() } else { Some(self.whole()) }
    }

    /// How many values there are.
    pub fn len(&self) -> u32 {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The name with which a value was entered: for an actor the one that was found.
    pub fn name(&self, number: u32) -> &str {
        self.entries.name(number)
    }

    /// The label of a value; of a [`View::canonical`] one, the label of all that are one
    /// with it.
    pub fn label(&self, number: u32) -> &str {
        let group = self.if_needed().and_then(|whole| whole.groups.of_spelling(number));
        let group = group.filter(|g| g.speaker == Some(number));
        group.and_then(|g| g.label.as_ref()).map_or_else(|| self.name(number), |(label, _)| label)
    }

    /// What the user gives back to mean the value, and all that are one with it.
    pub fn value(&self, number: u32) -> &str {
        match self.if_needed() {
            // Those that rules joined have the key of the one who speaks for them.
            None => self.key(self.entries.canonical(number)),
            Some(whole) => {
                whole.groups.of_spelling(number).map_or_else(|| self.key(number), |group| &group.id)
            }
        }
    }

    /// The value with which it was entered: for an actor the key of its name.
    pub(super) fn key(&self, number: u32) -> &str {
        self.entries.key(number)
    }

    /// The number that stands for all values that are one with this one.
    pub fn canonical(&self, number: u32) -> u32 {
        match self.if_needed() {
            None => self.entries.canonical(number),
            Some(whole) => whole.canonical.get(number as usize).copied().unwrap_or(number),
        }
    }

    /// How many articles have the value.
    pub fn uses(&self, number: u32) -> u32 {
        self.entries.uses(number)
    }

    /// What it is a value of.
    pub fn family(&self, number: u32) -> Option<Family> {
        self.entries.family(number)
    }

    /// What divides its family.
    pub fn class(&self, number: u32) -> Class {
        self.entries.class(number)
    }

    /// Whether it is of a class.
    pub fn is_of(&self, number: u32, class: Class) -> bool {
        match class {
            Class::Depth(depth) => self.depths().get(number as usize) == Some(&depth),
            class => self.class(number) == class,
        }
    }

    fn depths(&self) -> &[u8] {
        self.depths.get_or_init(|| {
            let gazetteer = Gazetteer::embedded();
            let place = |n| gazetteer.by_id(self.value(n)).and_then(|no| gazetteer.depth(no));
            let depth = |n| if self.family(n) == Some(Family::Place) { place(n).unwrap_or(0) } else { 0 };
            (0..self.len()).map(depth).collect()
        })
    }

    /// Where its class stands among those of its family; the first is listed first.
    pub fn class_order(&self, number: u32) -> u8 {
        self.entries.class_order(number)
    }

    /// For an actor, its kind.
    pub fn kind(&self, number: u32) -> Option<ActorKind> {
        match self.class(number) {
            Class::Kind(kind) => Some(kind),
            _ => None,
        }
    }

    /// The numbers that have this value: one, or for an actor all that are one. The id of
    /// an actor that was merged into another means that one.
    pub fn numbers(&self, family: Family, value: &str) -> Vec<u32> {
        match self.whole().groups.of_id(value).filter(|_| family == Family::Actor) {
            Some(group) => group.members.clone(),
            None => self.keyed(family, value),
        }
    }

    /// The number of an actor as it was found.
    pub fn actor(&self, name: &str, kind: ActorKind) -> Option<u32> {
        let spellings = self.keyed(Family::Actor, kept(&actors::key(name, kind)));
        spellings.into_iter().find(|&n| self.name(n) == kept(name) && self.kind(n) == Some(kind))
    }

    /// All numbers that are one with this one, itself among them.
    pub fn spellings(&self, number: u32) -> Vec<u32> {
        match self.whole().groups.of_spelling(number) {
            Some(group) => group.members.clone(),
            None => self.keyed(self.family(number).unwrap_or(Family::Actor), self.key(number)),
        }
    }

    /// Whether the user says that this is no actor: then it is no facet value.
    pub fn is_hidden(&self, number: u32) -> bool {
        self.if_needed().is_some_and(|whole| whole.hidden.get(number as usize).copied().unwrap_or(false))
    }

    /// Whether anything is hidden.
    pub fn hides(&self) -> bool {
        self.if_needed().is_some_and(|whole| !whole.hidden.is_empty())
    }

    /// The line of the corrections that hides an actor, and the one that names it.
    pub fn corrected_by(&self, number: u32) -> (Option<usize>, Option<usize>) {
        let group = self.whole().groups.of_spelling(number);
        group.map_or((None, None), |g| (g.hidden, g.label.as_ref().map(|(_, line)| *line)))
    }

    /// Whether the archive has an actor of this id, or had before it was merged.
    pub fn knows(&self, id: &str) -> bool {
        !self.keyed(Family::Actor, id).is_empty() || self.whole().groups.knows(id)
    }

    /// What brought a spelling to its actor beside its key, the nearest cause first.
    pub fn causes(&self, number: u32) -> Vec<Cause> {
        self.whole().groups.causes(number)
    }

    /// Whether a spelling was entered with this key.
    pub fn has_key(&self, number: u32, key: &str) -> bool {
        self.key(number) == key
    }

    /// The rules that joined actors of different keys: the key of the one, of the other,
    /// and the rule.
    pub fn rules(&self) -> Vec<(String, String, Rule)> {
        if !self.whole().by_rule {
            return Vec::new();
        }
        let builder = Builder::from_view(self);
        let joined = builder.joined(&builder.speakers(), actors::merges);
        let key = |n| self.key(n).to_owned();
        joined.into_iter().map(|(n, into, rule)| (key(n), key(into), rule)).collect()
    }

    /// The numbers that were entered with this value.
    pub(crate) fn keyed(&self, family: Family, value: &str) -> Vec<u32> {
        self.entries.keyed(family, value)
    }

    /// All numbers of a family, in their order, but for hidden ones.
    pub fn family_numbers(&self, family: Family) -> impl Iterator<Item = u32> + '_ {
        self.all_numbers(family).filter(|&n| !self.is_hidden(n))
    }

    /// All numbers of a family, in their order.
    pub fn all_numbers(&self, family: Family) -> impl Iterator<Item = u32> + '_ {
        // Languages are few, and every search asks for them.
        let few = (family == Family::Lang).then(|| {
            let mut few: Vec<u32> = self.entries.by_key(family).collect();
            few.sort_unstable();
            few
        });
        let all = match few {
            Some(_) => None,
            None => self.whole().members.get(usize::from(family.code())),
        };
        few.into_iter().flatten().chain(all.into_iter().flatten().copied())
    }

    fn entry(&self, number: u32) -> Option<(Entry, u32)> {
        self.entries.entry(number)
    }
}

fn set<T>(values: &mut [T], number: u32, value: T) {
    if let Some(old) = values.get_mut(number as usize) {
        *old = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(name: &str, value: &str) -> Entry {
        Entry {
            family: Family::Actor,
            label: name.into(),
            value: value.into(),
            class: Class::Kind(ActorKind::Person),
        }
    }

    fn place(id: &str) -> Entry {
        Entry {
            family: Family::Place,
            label: id.into(),
            value: id.into(),
            class: Class::Level(Level::Region),
        }
    }

    #[test]
    fn a_value_keeps_its_number_through_writing_and_continuing() {
        let mut builder = Builder::default();
        let kursk = builder.number(place("geonames:1"));
        let alexei = builder.number(actor("Alexei Smirnov", "person:aleksei-smirnov"));
        let aleksey = builder.number(actor("Aleksey Smirnov", "person:aleksei-smirnov"));
        builder.used(aleksey);
        let view = View::open(builder.encode()).unwrap();
        assert_eq!(view.numbers(Family::Place, "geonames:1"), [kursk]);
        assert_eq!(view.numbers(Family::Actor, "person:aleksei-smirnov"), [alexei, aleksey]);
        assert_eq!(
            (view.canonical(alexei), view.canonical(kursk)),
            (aleksey, kursk),
            "the most used name speaks for both"
        );
        assert_eq!((view.label(alexei), view.kind(alexei)), ("Alexei Smirnov", Some(ActorKind::Person)));
        assert!(view.numbers(Family::Place, "person:aleksei-smirnov").is_empty());

        let mut again = Builder::from_view(&view);
        assert_eq!(again.number(place("geonames:1")), kursk);
        assert_eq!(again.number(place("geonames:2")), 3);
    }

    /// Three people, the last two of which a rule of the archive takes for one.
    fn joined_by_rule() -> (View, [u32; 3]) {
        let mut builder = Builder::default();
        let names = ["Piet Miller", "Piet K. Miller", "Piet Kees Miller"];
        let numbers = names.map(|name| builder.number(actor(name, &actors::key(name, ActorKind::Person))));
        for number in [0, 1, 1, 2] {
            builder.used(number);
        }
        let rule = |names: &[Name<'_>]| {
            let at = |name: &str| names.iter().position(|n| n.name == name).unwrap();
            let (name, into) = (at("Piet Kees Miller"), at("Piet K. Miller"));
            assert_eq!((names.len(), names[into].uses), (3, 2));
            vec![Merge { name, into, rule: Rule::MiddleName }]
        };
        (View::open(builder.encode_with(rule)).unwrap(), numbers)
    }

    #[test]
    fn rules_join_actors_and_the_user_has_the_last_word() {
        let (view, [old, young, full]) = joined_by_rule();
        let [of_old, of_young, of_full] = [old, young, full].map(|n| view.key(n).to_owned());
        assert_eq!((view.canonical(full), view.value(full)), (young, of_young.as_str()));
        assert_eq!(
            (view.numbers(Family::Actor, &of_full), view.spellings(young)),
            (vec![young, full], vec![young, full])
        );
        assert_eq!((view.causes(full), view.causes(young)), (vec![Cause::Rule], vec![]));

        let with = |text: &str| {
            let corrections = Corrections::parse("x".as_ref(), text.as_bytes()).unwrap();
            view.clone().corrected(&corrections)
        };
        let apart = with(&format!("split {of_young} \"Piet Kees Miller\"\n"));
        assert_eq!(apart.canonical(full), full);
        assert_eq!(apart.value(full), format!("{of_young}/piet-kees-miller"));
        assert_eq!(apart.numbers(Family::Actor, &of_young), [young]);
        // By the id that the rule merged away, its actor is meant.
        let all = with(&format!("merge {of_old} {of_full}\n"));
        assert_eq!([old, young, full].map(|n| all.canonical(n)), [old; 3]);
        assert_eq!(all.causes(full), [Cause::Rule, Cause::Merge(1)]);
        // What is written again is what was found, under its own key.
        let again = View::open(Builder::from_view(&all).encode_with(|_| Vec::new())).unwrap();
        assert_eq!([old, young, full].map(|n| again.canonical(n)), [old, young, full]);
    }

    #[test]
    fn an_entry_tells_by_itself_what_all_of_them_tell() {
        let (view, _) = joined_by_rule();
        let told = |n: u32| (view.label(n).to_owned(), view.value(n).to_owned(), view.canonical(n));
        let alone: Vec<_> = (0..view.len()).map(told).collect();
        assert!(view.whole.get().is_none());
        view.whole();
        assert_eq!((0..view.len()).map(told).collect::<Vec<_>>(), alone);
    }

    #[test]
    fn ids_of_another_version_are_read_as_names() {
        let (view, [_, young, _]) = joined_by_rule();
        let corrections = Corrections::parse("x".as_ref(), b"hide \"person:Piet K Miller\"\n").unwrap();
        assert!(view.corrected(&corrections).is_hidden(young));
    }

    #[test]
    fn damaged_files_are_refused() {
        let bytes = Builder { entries: vec![(place("x"), 1)], ..Builder::default() }.encode();
        assert!(View::open(bytes.get(..20).unwrap().to_vec()).is_none());
        assert!(View::open(b"something else".to_vec()).is_none());
    }
}
