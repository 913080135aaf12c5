//! The pairs of texts that are worth comparing: those whose sketches share something that is no
//! stock, and so much of it that the texts may be near.
//!
//! A sketch is a sample that is the same for all articles, so two texts of which half is common
//! share about thirteen of twenty numbers, and that they share fewer than two does not happen.

use super::shingles::mix;
use super::sketches::WHOLE;
use super::stock::Stock;
use super::texts::{Estimate, Posting, Postings, Text};

/// Texts of a shingle that are all paired with each other. In longer lists, as those of a text of
/// which there are thousands of variants, each is paired with a few others: they are joined by
/// those in between.
const ALL_PAIRED: usize = 32;

/// Texts whose pairs are held in memory together.
const BLOCK: usize = 1 << 16;

/// Shingles that two sketches must share, unless one of them has few.
const SHARED: usize = 2;
/// A sketch of so few is short.
const FEW: usize = 8;

/// Pairs that look less near than this, in millionths, are not compared. It lies well below the
/// least resemblance that counts (three tenths), since a sketch is a small sample.
const LEAST: u32 = WHOLE / 8;

/// Two texts by their numbers, the lower first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Candidate {
    pub(super) a: u32,
    pub(super) b: u32,
}

/// The pairs, in their order, with how near they look.
pub(super) fn candidates(
    texts: &[Text<'_>],
    postings: &Postings,
    stock: &Stock,
) -> Vec<(Candidate, Estimate)> {
    let mut found = Vec::new();
    for from in (0..texts.len()).step_by(BLOCK) {
        let block = from..from + BLOCK;
        let mut pairs = Vec::new();
        for list in postings.lists() {
            if list.first().is_some_and(|(shingle, _)| !stock.contains(*shingle)) {
                pair_up(list, texts, &mut |a, b| {
                    if block.contains(&(a.min(b) as usize)) {
                        pairs.push(Candidate { a: a.min(b), b: a.max(b) });
                    }
                });
            }
        }
        pairs.sort_unstable();
        let may_be_near = |same: &[Candidate]| {
            let &pair = same.first()?;
            let (a, b) = (texts.get(pair.a as usize)?.sketch, texts.get(pair.b as usize)?.sketch);
            if same.len() < SHARED && a.smallest.len().min(b.smallest.len()) > FEW {
                return None;
            }
            let estimate = Estimate::of(a, b, stock);
            (estimate.resemblance >= LEAST).then_some((pair, estimate))
        };
        found.extend(pairs.chunk_by(|a, b| a == b).filter_map(may_be_near));
    }
    found
}

/// Gives the pairs of a list.
fn pair_up(list: &[Posting], texts: &[Text<'_>], give: &mut impl FnMut(u32, u32)) {
    if list.len() <= ALL_PAIRED {
        for (at, &(_, a)) in list.iter().enumerate() {
            list.iter().skip(at + 1).for_each(|&(_, b)| give(a, b));
        }
        return;
    }
    // In another order for each shingle, so that a text meets different ones.
    let print = |text: u32| texts.get(text as usize).and_then(|t| t.sketch.print).unwrap_or(0);
    let mut order: Vec<(u64, u32)> =
        list.iter().map(|&(shingle, text)| (mix(print(text) ^ u64::from(shingle)), text)).collect();
    order.sort_unstable();
    let Some(&(_, first)) = order.first() else { return };
    for pair in order.windows(2) {
        let [(_, a), (_, b)] = pair else { continue };
        for _ in 0..SHARED {
            give(*a, *b);
            if *a != first {
                give(first, *b);
            }
        }
    }
}
