//! A window of neighbouring documents: which of them match, and with what scores.
//!
//! A plan is carried out window by window. Lists of documents become bits, so that AND, OR and
//! NOT are single instructions for 64 documents, a total is a count of bits, and a facet is
//! counted over what is left, without asking each document through layers of iterators.

use tantivy::DocId;
use tantivy::fastfield::AliveBitSet;

/// Documents in a window.
pub const WINDOW: u32 = 4096;
const WORDS: usize = WINDOW as usize / 64;

/// A set of documents of one window, by their distance from its start.
#[derive(Clone)]
pub struct Docs([u64; WORDS]);

impl Docs {
    /// None.
    pub const NONE: Docs = Docs([0; WORDS]);

    /// The first so many.
    pub fn first(count: u32) -> Docs {
        let mut docs = Docs::NONE;
        let mut left = count.min(WINDOW);
        for word in &mut docs.0 {
            *word = if left >= 64 { u64::MAX } else { (1 << left) - 1 };
            left = left.saturating_sub(64);
        }
        docs
    }

    /// Adds one.
    #[inline]
    pub fn insert(&mut self, at: u32) {
        if let Some(word) = self.0.get_mut(at as usize >> 6) {
            *word |= 1 << (at & 63);
        }
    }

    /// Takes one out.
    pub fn remove(&mut self, at: u32) {
        if let Some(word) = self.0.get_mut(at as usize >> 6) {
            *word &= !(1 << (at & 63));
        }
    }

    /// Whether one is among them.
    #[inline]
    pub fn contains(&self, at: u32) -> bool {
        self.0.get(at as usize >> 6).is_some_and(|word| word >> (at & 63) & 1 == 1)
    }

    /// How many there are.
    pub fn len(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Keeps those that are in the other set too.
    pub fn and(&mut self, other: &Docs) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= b);
    }

    /// Adds those of the other set.
    pub fn or(&mut self, other: &Docs) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a |= b);
    }

    /// Keeps those that are not in the other set.
    pub fn and_not(&mut self, other: &Docs) {
        self.0.iter_mut().zip(&other.0).for_each(|(a, b)| *a &= !b);
    }

    /// Calls back with each, in order.
    #[inline]
    pub fn each(&self, mut callback: impl FnMut(u32)) {
        for (at, &word) in (0_u32..).zip(&self.0) {
            let mut left = word;
            while left != 0 {
                callback(at * 64 + left.trailing_zeros());
                left &= left - 1;
            }
        }
    }
}

/// What matches in a window, and the scores so far.
pub struct Frame {
    /// Number of the first document.
    pub start: DocId,
    /// One past the last document: of the window or, in the last one, of the segment.
    pub end: DocId,
    /// Those that match.
    pub docs: Docs,
    scores: Box<[f32; WINDOW as usize]>,
}

impl Default for Frame {
    fn default() -> Frame {
        Frame { start: 0, end: 0, docs: Docs::NONE, scores: Box::new([0.0; WINDOW as usize]) }
    }
}

impl Frame {
    /// Takes out the documents that were deleted.
    pub fn drop_deleted(&mut self, alive: Option<&AliveBitSet>) {
        let Some(alive) = alive else { return };
        let found = self.docs.clone();
        found.each(|at| {
            if alive.is_deleted(self.start + at) {
                self.docs.remove(at);
            }
        });
    }

    /// Empties it for the window that this document of a segment of so many is in.
    pub fn begin(&mut self, doc: DocId, max_doc: DocId, scored: bool) {
        self.start = doc - doc % WINDOW;
        self.end = self.start.saturating_add(WINDOW).min(max_doc);
        self.docs = Docs::NONE;
        if scored {
            self.scores.fill(0.0);
        }
    }

    /// All documents of the window.
    pub fn all(&self) -> Docs {
        Docs::first(self.end.saturating_sub(self.start))
    }

    /// Adds to the score of a document.
    #[inline]
    pub fn add(&mut self, at: u32, score: f32) {
        if let Some(sum) = self.scores.get_mut(at as usize) {
            *sum += score;
        }
    }

    /// Multiplies the score of a document.
    pub fn scale(&mut self, at: u32, share: f32) {
        if let Some(sum) = self.scores.get_mut(at as usize) {
            *sum *= share;
        }
    }

    /// The score of a document.
    #[inline]
    pub fn score(&self, at: u32) -> f32 {
        self.scores.get(at as usize).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn docs(of: &BTreeSet<u32>) -> Docs {
        let mut docs = Docs::NONE;
        of.iter().for_each(|&at| docs.insert(at));
        docs
    }

    fn set(of: &Docs) -> BTreeSet<u32> {
        let mut set = BTreeSet::new();
        of.each(|at| assert!(set.insert(at)));
        set
    }

    proptest! {
        #[test]
        fn they_are_sets(
            a in prop::collection::btree_set(0..WINDOW, 0..40),
            b in prop::collection::btree_set(0..WINDOW, 0..40),
            count in 0..WINDOW + 70,
        ) {
            let mut both = docs(&a);
            both.and(&docs(&b));
            let mut any = docs(&a);
            any.or(&docs(&b));
            let mut only = docs(&a);
            only.and_not(&docs(&b));
            prop_assert_eq!(set(&both), a.intersection(&b).copied().collect());
            prop_assert_eq!(set(&any), a.union(&b).copied().collect());
            prop_assert_eq!(set(&only), a.difference(&b).copied().collect());
            prop_assert!((0..WINDOW).all(|at| both.contains(at) == (a.contains(&at) && b.contains(&at))));
            prop_assert_eq!((any.len() as usize, any.is_empty()), (set(&any).len(), set(&any).is_empty()));
            prop_assert_eq!(set(&Docs::first(count)), (0..count.min(WINDOW)).collect());
        }
    }
}
