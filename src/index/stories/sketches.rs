//! What a commit remembers of its articles' texts so that the next one need not read them: a
//! sketch of each, and how near the pairs are that were compared.
//!
//! A sketch is the smallest numbers of an article's set of shingles, some eighty bytes. Nothing
//! that is kept here decides anything by itself: sketches follow from the texts, and so do the
//! measured pairs, so what is computed from them is the same whatever came in between.

use std::collections::HashMap;

use super::shingles::Shingles;
use crate::article::Article;
use crate::index::wordbook::{read_varint, write_varint};

/// Numbers of a sketch.
pub(super) const SKETCH: usize = 20;

/// The sketch of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    /// Words of the body.
    pub words: u32,
    /// Different shingles of the body.
    pub size: u32,
    /// Equal for articles with the same text; `None` for those without.
    pub print: Option<u64>,
    /// The smallest shingles, in rising order.
    pub smallest: Vec<u32>,
}

impl Sketch {
    /// Of these shingles.
    pub fn of(shingles: &Shingles) -> Sketch {
        Sketch {
            words: shingles.words,
            size: shingles.size,
            print: shingles.print,
            smallest: shingles.set.iter().take(SKETCH).copied().collect(),
        }
    }

    /// The largest number up to which the sketch holds all shingles of its article.
    pub(super) fn bound(&self) -> u32 {
        let is_whole = self.smallest.len() == self.size as usize;
        if is_whole { u32::MAX } else { self.smallest.last().copied().unwrap_or(0) }
    }
}

/// How much two sets of shingles have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// Shingles of both.
    pub shared: u32,
    /// Shingles of the smaller set.
    pub smaller: u32,
    /// Shingles of the larger set.
    pub larger: u32,
}

/// One whole of a similarity: they are counted in millionths, so that they sort exactly.
pub const WHOLE: u32 = 1_000_000;

impl Overlap {
    /// Of two sets in rising order that hold this many shingles in all. Where one is cut off,
    /// both are compared up to there.
    pub fn of(a: (&[u32], u32), b: (&[u32], u32)) -> Overlap {
        let bound = |(set, size): (&[u32], u32)| {
            if set.len() == size as usize { u32::MAX } else { set.last().copied().unwrap_or(0) }
        };
        let bound = bound(a).min(bound(b));
        let within = |set: &[u32]| set.partition_point(|&shingle| shingle <= bound);
        let (in_a, in_b) = (within(a.0), within(b.0));
        let shared = count_shared(a.0.get(..in_a).unwrap_or_default(), b.0.get(..in_b).unwrap_or_default());
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Overlap { shared, smaller: number(in_a.min(in_b)), larger: number(in_a.max(in_b)) }
    }

    /// The share that both have in what one of them has (Jaccard), in millionths.
    pub fn resemblance(self) -> u32 {
        let all = (u64::from(self.smaller) + u64::from(self.larger)).saturating_sub(u64::from(self.shared));
        millionths(u64::from(self.shared), all)
    }

    /// The share of the smaller set that is in the larger one, in millionths.
    pub fn containment(self) -> u32 {
        millionths(u64::from(self.shared), u64::from(self.smaller))
    }
}

/// A share in millionths; of nothing, none.
pub(super) fn millionths(part: u64, whole: u64) -> u32 {
    let share = part.saturating_mul(u64::from(WHOLE)).checked_div(whole).unwrap_or(0);
    u32::try_from(share).unwrap_or(WHOLE)
}

fn count_shared(mut a: &[u32], mut b: &[u32]) -> u32 {
    let mut shared = 0;
    while let (Some((first, rest_a)), Some((second, rest_b))) = (a.split_first(), b.split_first()) {
        shared += u32::from(first == second);
        let (step_a, step_b) = (first <= second, second <= first);
        a = if step_a { rest_a } else { a };
        b = if step_b { rest_b } else { b };
    }
    shared
}

/// The sketches of all articles, and the pairs that were compared; by permanent numbers, the
/// lower one first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketches {
    /// By the number of an article.
    pub articles: HashMap<u32, Sketch>,
    /// By the numbers of two articles.
    pub pairs: HashMap<(u32, u32), Overlap>,
}

/// What the file begins with.
const MAGIC: &[u8; 8] = b"dlsketc1";

impl Sketches {
    /// Whether the sketch of this number is of this article.
    pub fn is_of(&self, number: u32, article: &Article) -> bool {
        let shingles = Shingles::of(article.title.as_deref(), &article.body);
        self.articles.get(&number) == Some(&Sketch::of(&shingles))
    }

    /// The bytes of the file, which are the same for the same content.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        let mut articles: Vec<(&u32, &Sketch)> = self.articles.iter().collect();
        articles.sort_unstable_by_key(|(number, _)| **number);
        write_varint(articles.len() as u64, &mut out);
        let mut last = 0;
        for (&number, sketch) in articles {
            write_varint(u64::from(number.wrapping_sub(last)), &mut out);
            last = number;
            sketch.write(&mut out);
        }
        let mut pairs: Vec<(&(u32, u32), &Overlap)> = self.pairs.iter().collect();
        pairs.sort_unstable_by_key(|(numbers, _)| **numbers);
        write_varint(pairs.len() as u64, &mut out);
        for ((a, b), overlap) in pairs {
            for value in [*a, *b, overlap.shared, overlap.smaller, overlap.larger] {
                write_varint(u64::from(value), &mut out);
            }
        }
        out
    }

    /// Reads what [`Sketches::encode`] wrote; `None` when it is damaged.
    pub fn decode(bytes: &[u8]) -> Option<Sketches> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut read = Sketches::default();
        let articles: usize = read_varint(&mut rest)?;
        read.articles.reserve(articles.min(rest.len() / 4));
        let mut number = 0_u32;
        for _ in 0..articles {
            number = number.checked_add(read_varint(&mut rest)?)?;
            read.articles.insert(number, Sketch::read(&mut rest)?);
        }
        let pairs: usize = read_varint(&mut rest)?;
        read.pairs.reserve(pairs.min(rest.len() / 5));
        for _ in 0..pairs {
            let numbers = (read_varint(&mut rest)?, read_varint(&mut rest)?);
            let (shared, smaller) = (read_varint(&mut rest)?, read_varint(&mut rest)?);
            read.pairs.insert(numbers, Overlap { shared, smaller, larger: read_varint(&mut rest)? });
        }
        rest.is_empty().then_some(read)
    }
}

impl Sketch {
    fn write(&self, out: &mut Vec<u8>) {
        write_varint(u64::from(self.words), out);
        write_varint(u64::from(self.size), out);
        out.push(u8::from(self.print.is_some()));
        self.print.iter().for_each(|print| out.extend(print.to_le_bytes()));
        write_varint(self.smallest.len() as u64, out);
        self.smallest.iter().for_each(|shingle| out.extend(shingle.to_le_bytes()));
    }

    fn read(bytes: &mut &[u8]) -> Option<Sketch> {
        let (words, size) = (read_varint(bytes)?, read_varint(bytes)?);
        let (&has_print, rest) = bytes.split_first()?;
        *bytes = rest;
        let mut print = None;
        if has_print == 1 {
            let (first, rest) = bytes.split_first_chunk::<8>()?;
            print = Some(u64::from_le_bytes(*first));
            *bytes = rest;
        }
        let length: usize = read_varint(bytes)?;
        let (numbers, rest) = bytes.split_at_checked(length.checked_mul(4)?)?;
        *bytes = rest;
        let numbers = numbers.as_chunks::<4>().0.iter();
        Some(Sketch { words, size, print, smallest: numbers.map(|n| u32::from_le_bytes(*n)).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: u32, to: u32) -> String {
        (from..to).map(|n| format!("w{n} ")).collect()
    }

    #[test]
    fn sketches_come_back_as_they_were_written_and_damage_is_noticed() {
        let mut sketches = Sketches::default();
        for (number, body) in [(7, text(0, 100)), (2, text(50, 80)), (9, String::new())] {
            sketches.articles.insert(number, Sketch::of(&Shingles::of(None, &body)));
        }
        sketches.pairs.insert((2, 7), Overlap { shared: 26, smaller: 26, larger: 96 });
        let bytes = sketches.encode();
        assert_eq!(Sketches::decode(&bytes), Some(sketches));
        for end in 0..bytes.len() {
            assert_eq!(Sketches::decode(&bytes[..end]), None, "{end}");
        }
    }

    #[test]
    fn overlaps_are_those_of_sets() {
        let (a, b) = (Shingles::of(None, &text(0, 100)), Shingles::of(None, &text(50, 150)));
        let overlap = Overlap::of((&a.set, a.size), (&b.set, b.size));
        assert_eq!(overlap, Overlap { shared: 46, smaller: 96, larger: 96 });
        assert_eq!((overlap.resemblance(), overlap.containment()), (46_000_000 / 146, 46_000_000 / 96));
        let none = Overlap::of((&[], 0), (&[], 0));
        assert_eq!((none.resemblance(), none.containment()), (0, 0));
    }

    #[test]
    fn sets_that_were_cut_off_are_compared_as_far_as_both_reach() {
        let (a, b) = (Shingles::of(None, &text(0, 200_000)), Shingles::of(None, &text(0, 100_000)));
        let near = Overlap::of((&a.set, a.size), (&b.set, b.size));
        assert!(near.resemblance().abs_diff(WHOLE / 2) < WHOLE / 100, "{near:?}");
        assert!(near.containment() > WHOLE / 100 * 99);
    }
}
