//! The facet dictionary: every place, actor, outlet and language of the index, each
//! with a number that never changes and is never given again.
//!
//! Documents carry these numbers, so counting adds up plain integers over all
//! segments. Actors are entered under the name and kind with which they were found;
//! which of them are one person is a second table, computed when the dictionary is
//! written ([`View::canonical`]), so that a correction needs no reindexing.
//!
//! The file is read in place: fixed records, one block of text, and the order of the
//! keys for looking one up.

use std::collections::HashMap;

use crate::article::ActorKind;
use crate::gazetteer::Level;

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
}

const LEVELS: [Level; 4] = [Level::Country, Level::Region, Level::Place, Level::Other];

impl Class {
    fn code(self) -> u8 {
        match self {
            Class::None => u8::MAX,
            Class::Kind(kind) => kind as u8,
            Class::Level(level) => 100 + level as u8,
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
    numbers: HashMap<Entry, u32>,
}

impl Builder {
    /// Continues from a written dictionary.
    pub fn from_view(view: &View) -> Builder {
        let mut builder = Builder::default();
        for number in 0..view.len() {
            if let Some((entry, uses)) = view.entry(number) {
                builder.numbers.insert(entry.clone(), number);
                builder.entries.push((entry, uses));
            }
        }
        builder
    }

    /// The number of a value, new or known.
    pub fn number(&mut self, entry: Entry) -> u32 {
        let next = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
        if let Some(&known) = self.numbers.get(&entry) {
            return known;
        }
        self.numbers.insert(entry.clone(), next);
        self.entries.push((entry, 0));
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
        let canonical = self.representatives();
        let mut order: Vec<u32> = (0..u32::try_from(self.entries.len()).unwrap_or(u32::MAX)).collect();
        order.sort_by(|&a, &b| self.sort_key(a).cmp(&self.sort_key(b)));
        let (mut fixed, mut text) = (Vec::new(), Vec::new());
        for ((entry, uses), canonical) in self.entries.iter().zip(canonical) {
            let label = push_text(&mut text, &entry.label);
            let value = push_text(&mut text, &entry.value);
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

    /// For each value the one that speaks for all that share its `value`: the most
    /// used, then the longest, then the first in the alphabet.
    fn representatives(&self) -> Vec<u32> {
        let mut best: HashMap<(Family, &str), u32> = HashMap::new();
        for (number, (entry, _)) in self.entries.iter().enumerate() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            let best = best.entry((entry.family, entry.value.as_str())).or_insert(number);
            if self.rank(number) > self.rank(*best) {
                *best = number;
            }
        }
        self.entries
            .iter()
            .map(|(entry, _)| best.get(&(entry.family, entry.value.as_str())).copied().unwrap_or(u32::MAX))
            .collect()
    }

    fn rank(&self, number: u32) -> Option<(u32, usize, std::cmp::Reverse<&str>, u8)> {
        let (entry, uses) = self.entries.get(number as usize)?;
        Some((*uses, entry.label.len(), std::cmp::Reverse(entry.label.as_str()), entry.class.code()))
    }
}

const MAGIC: &[u8; 8] = b"dldict\x001";
const RECORD_BYTES: usize = 22;
const TEXT_BYTES_MAX: usize = 1_000;

fn push_text(text: &mut Vec<u8>, value: &str) -> (u32, u16) {
    let end = (0..=value.len().min(TEXT_BYTES_MAX)).rev().find(|&at| value.is_char_boundary(at)).unwrap_or(0);
    let start = u32::try_from(text.len()).unwrap_or(u32::MAX);
    text.extend(value.as_bytes().iter().take(end));
    (start, u16::try_from(end).unwrap_or(0))
}

/// The dictionary as it is read.
#[derive(Debug, Clone, Default)]
pub struct View {
    // The fixed part and the order; the labels and values are in `text`, which is known
    // to be UTF-8 since the file was opened.
    bytes: Vec<u8>,
    text: String,
    len: u32,
    // Counting asks for these with every value of every match, so they are taken out of
    // the records once.
    canonical: Vec<u32>,
    // Whether a value speaks for others beside itself.
    shared: Vec<bool>,
    classes: Vec<u8>,
    members: [Vec<u32>; 4],
}

impl View {
    /// Opens the bytes of a dictionary's file; `None` when they are damaged.
    pub fn open(mut bytes: Vec<u8>) -> Option<View> {
        let body = bytes.strip_prefix(MAGIC.as_slice())?;
        let len = u32::from_le_bytes(body.get(..4)?.try_into().ok()?);
        let text_at = (len as usize).checked_mul(RECORD_BYTES + 4)?.checked_add(MAGIC.len() + 4)?;
        bytes.get(text_at..)?;
        let text = String::from_utf8(bytes.split_off(text_at)).ok()?;
        let mut view = View { bytes, text, len, ..View::default() };
        view.take_out_columns();
        Some(view)
    }

    fn take_out_columns(&mut self) {
        self.canonical = (0..self.len).map(|n| self.u32_at(n, 6).unwrap_or(n)).collect();
        self.shared = vec![false; self.len as usize];
        for (own, &canonical) in (0u32..).zip(&self.canonical) {
            if let Some(shared) = self.shared.get_mut(canonical as usize).filter(|_| canonical != own) {
                *shared = true;
            }
        }
        let class = |n| self.fixed(n).and_then(|f| f.get(1)).copied().unwrap_or(u8::MAX);
        self.classes = (0..self.len).map(class).collect();
        let mut members: [Vec<u32>; 4] = Default::default();
        for number in 0..self.len {
            let code = self.fixed(number).and_then(|f| f.first()).copied().unwrap_or(u8::MAX);
            if let Some(members) = members.get_mut(usize::from(code)) {
                members.push(number);
            }
        }
        self.members = members;
    }

    /// How many values there are.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The label of a value: for an actor the name as found.
    pub fn label(&self, number: u32) -> &str {
        self.text(number, 10, 18).unwrap_or_default()
    }

    /// What the user gives back to mean the value.
    pub fn value(&self, number: u32) -> &str {
        self.text(number, 14, 20).unwrap_or_default()
    }

    /// The number that stands for all values that are one with this one.
    pub fn canonical(&self, number: u32) -> u32 {
        self.canonical.get(number as usize).copied().unwrap_or(number)
    }

    /// Whether a [`View::canonical`] number stands for several values.
    pub fn is_shared(&self, number: u32) -> bool {
        self.shared.get(number as usize).copied().unwrap_or(false)
    }

    /// How many articles have the value.
    pub fn uses(&self, number: u32) -> u32 {
        self.u32_at(number, 2).unwrap_or(0)
    }

    /// What it is a value of.
    pub fn family(&self, number: u32) -> Option<Family> {
        let code = *self.fixed(number)?.first()?;
        [Family::Place, Family::Actor, Family::Outlet, Family::Lang].into_iter().find(|f| f.code() == code)
    }

    /// What divides its family.
    pub fn class(&self, number: u32) -> Class {
        self.classes.get(number as usize).map_or(Class::None, |&code| Class::from_code(code))
    }

    /// Where its class stands among those of its family; the first is listed first.
    pub fn class_order(&self, number: u32) -> u8 {
        self.classes.get(number as usize).copied().unwrap_or(u8::MAX)
    }

    /// For an actor, its kind.
    pub fn kind(&self, number: u32) -> Option<ActorKind> {
        match self.class(number) {
            Class::Kind(kind) => Some(kind),
            _ => None,
        }
    }

    /// The numbers that have this value: one, or for an actor all that are one.
    pub fn numbers(&self, family: Family, value: &str) -> Vec<u32> {
        let target = (family.code(), value);
        let (mut low, mut high) = (0, self.len);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.ordered(middle).is_some_and(|n| self.order_key(n) < target) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        (low..self.len).map_while(|at| self.ordered(at).filter(|&n| self.order_key(n) == target)).collect()
    }

    /// All numbers of a family, in their order.
    pub fn family_numbers(&self, family: Family) -> impl Iterator<Item = u32> + '_ {
        self.members.get(usize::from(family.code())).into_iter().flatten().copied()
    }

    fn entry(&self, number: u32) -> Option<(Entry, u32)> {
        let entry = Entry {
            family: self.family(number)?,
            label: self.label(number).to_owned(),
            value: self.value(number).to_owned(),
            class: self.class(number),
        };
        Some((entry, self.uses(number)))
    }

    fn order_key(&self, number: u32) -> (u8, &str) {
        (self.fixed(number).and_then(|f| f.first()).copied().unwrap_or(u8::MAX), self.value(number))
    }

    fn fixed(&self, number: u32) -> Option<&[u8]> {
        let at = MAGIC.len() + 4 + (number as usize).checked_mul(RECORD_BYTES)?;
        (number < self.len).then(|| self.bytes.get(at..at + RECORD_BYTES))?
    }

    fn u32_at(&self, number: u32, at: usize) -> Option<u32> {
        Some(u32::from_le_bytes(self.fixed(number)?.get(at..at + 4)?.try_into().ok()?))
    }

    fn ordered(&self, at: u32) -> Option<u32> {
        let start = MAGIC.len() + 4 + self.len as usize * RECORD_BYTES + at as usize * 4;
        Some(u32::from_le_bytes(self.bytes.get(start..start + 4)?.try_into().ok()?))
    }

    fn text(&self, number: u32, start_at: usize, length_at: usize) -> Option<&str> {
        let fixed = self.fixed(number)?;
        let start = u32::from_le_bytes(fixed.get(start_at..start_at + 4)?.try_into().ok()?) as usize;
        let length = u16::from_le_bytes(fixed.get(length_at..length_at + 2)?.try_into().ok()?);
        self.text.get(start..start + usize::from(length))
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

    #[test]
    fn damaged_files_are_refused() {
        let bytes = Builder { entries: vec![(place("x"), 1)], ..Builder::default() }.encode();
        assert!(View::open(bytes.get(..20).unwrap().to_vec()).is_none());
        assert!(View::open(b"something else".to_vec()).is_none());
    }
}
