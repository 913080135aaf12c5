//! The file of a dictionary, read in place: fixed records, the order of their keys, one block of
//! text. Nothing is taken out of it when it is opened, so that a search that shows ten articles
//! of a large archive reads a few lines of it.

use tantivy::directory::OwnedBytes;

use super::{Class, Entry, Family, MAGIC, RECORD_BYTES};

/// The entries of a dictionary.
#[derive(Debug, Clone)]
pub struct Entries {
    bytes: OwnedBytes,
    text_at: usize,
    len: u32,
}

impl Default for Entries {
    fn default() -> Entries {
        Entries { bytes: OwnedBytes::empty(), text_at: 0, len: 0 }
    }
}

impl Entries {
    /// Opens the bytes of a dictionary's file; `None` when they are none.
    pub fn open(bytes: OwnedBytes) -> Option<Entries> {
        let body = bytes.as_slice().strip_prefix(MAGIC.as_slice())?;
        let len = u32::from_le_bytes(body.get(..4)?.try_into().ok()?);
        let text_at = (len as usize).checked_mul(RECORD_BYTES + 4)?.checked_add(MAGIC.len() + 4)?;
        bytes.as_slice().get(text_at..)?;
        Some(Entries { bytes, text_at, len })
    }

    /// How many values there are.
    pub fn len(&self) -> u32 {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The name with which a value was entered: for an actor the one that was found.
    pub fn name(&self, number: u32) -> &str {
        self.text(number, 10, 18).unwrap_or_default()
    }

    /// The value with which it was entered: for an actor the key of its name.
    pub fn key(&self, number: u32) -> &str {
        self.text(number, 14, 20).unwrap_or_default()
    }

    /// The number that stands for all values that are one with this one by keys and rules.
    pub fn canonical(&self, number: u32) -> u32 {
        self.u32_at(number, 6).unwrap_or(number)
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

    /// Where its class stands among those of its family; the first is listed first.
    pub fn class_order(&self, number: u32) -> u8 {
        self.fixed(number).and_then(|f| f.get(1)).copied().unwrap_or(u8::MAX)
    }

    /// What divides its family.
    pub fn class(&self, number: u32) -> Class {
        Class::from_code(self.class_order(number))
    }

    /// The numbers that were entered with this value.
    pub fn keyed(&self, family: Family, value: &str) -> Vec<u32> {
        let target = (family.code(), value);
        let low = self.first_place(target);
        (low..self.len).map_while(|at| self.ordered(at).filter(|&n| self.order_key(n) == target)).collect()
    }

    /// All numbers of a family, in the order of their keys.
    pub fn by_key(&self, family: Family) -> impl Iterator<Item = u32> + '_ {
        let range = self.first_place((family.code(), ""))..self.first_place((family.code() + 1, ""));
        range.filter_map(|at| self.ordered(at))
    }

    /// The first place in the order of keys whose key is not before this one.
    fn first_place(&self, target: (u8, &str)) -> u32 {
        let (mut low, mut high) = (0, self.len);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.ordered(middle).is_some_and(|n| self.order_key(n) < target) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        low
    }

    /// Spellings that rules joined to an actor of another key, with the one that speaks there.
    pub fn merged_by_rule(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        // One text stands for all that have one key, so mostly the text need not be read.
        let joined = |(own, canonical): &(u32, u32)| {
            own != canonical
                && self.u32_at(*own, 14) != self.u32_at(*canonical, 14)
                && self.key(*own) != self.key(*canonical)
        };
        (0..self.len).map(|own| (own, self.canonical(own))).filter(joined)
    }

    /// A value as it was entered, and how many articles have it.
    pub fn entry(&self, number: u32) -> Option<(Entry, u32)> {
        let entry = Entry {
            family: self.family(number)?,
            label: self.name(number).to_owned(),
            value: self.key(number).to_owned(),
            class: self.class(number),
        };
        Some((entry, self.uses(number)))
    }

    fn order_key(&self, number: u32) -> (u8, &str) {
        (self.fixed(number).and_then(|f| f.first()).copied().unwrap_or(u8::MAX), self.key(number))
    }

    fn fixed(&self, number: u32) -> Option<&[u8]> {
        let at = MAGIC.len() + 4 + (number as usize).checked_mul(RECORD_BYTES)?;
        (number < self.len).then(|| self.bytes.as_slice().get(at..at + RECORD_BYTES))?
    }

    fn u32_at(&self, number: u32, at: usize) -> Option<u32> {
        Some(u32::from_le_bytes(self.fixed(number)?.get(at..at + 4)?.try_into().ok()?))
    }

    fn ordered(&self, at: u32) -> Option<u32> {
        let start = MAGIC.len() + 4 + self.len as usize * RECORD_BYTES + at as usize * 4;
        Some(u32::from_le_bytes(self.bytes.as_slice().get(start..start + 4)?.try_into().ok()?))
    }

    fn text(&self, number: u32, start_at: usize, length_at: usize) -> Option<&str> {
        let fixed = self.fixed(number)?;
        let start = u32::from_le_bytes(fixed.get(start_at..start_at + 4)?.try_into().ok()?) as usize;
        let length = u16::from_le_bytes(fixed.get(length_at..length_at + 2)?.try_into().ok()?);
        let text = self.bytes.as_slice().get(self.text_at..)?.get(start..start + usize::from(length))?;
        std::str::from_utf8(text).ok()
    }
}
