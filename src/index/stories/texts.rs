//! The different texts of an archive, and the lists of those that share a shingle.
//!
//! Articles with the same text are one from here on: ten thousand copies of a notice are one
//! text with ten thousand articles. Texts are in the order of their least ids, and everything
//! that has to choose between texts chooses by this order, never by numbers, which tell in what
//! order articles came.

use std::collections::HashMap;

use super::Member;
use super::sketches::{Sketch, millionths};
use super::stock::Stock;

/// A text and the articles that have it.
#[derive(Debug)]
pub(super) struct Text<'s> {
    /// Its sketch.
    pub(super) sketch: &'s Sketch,
    /// The articles, by id; never none.
    pub(super) members: Vec<Member>,
}

impl Text<'_> {
    /// The permanent number of the article that stands for all that have this text.
    pub(super) fn number(&self) -> u32 {
        self.members.first().map_or(0, |member| member.number)
    }
}

/// The texts of these articles; those without text are left out.
pub(super) fn texts<'s>(articles: &[Member], sketches: &'s HashMap<u32, Sketch>) -> Vec<Text<'s>> {
    let mut printed: Vec<(u64, Member, &Sketch)> = articles
        .iter()
        .filter_map(|&member| {
            let sketch = sketches.get(&member.number)?;
            Some((sketch.print?, member, sketch))
        })
        .collect();
    printed.sort_unstable_by_key(|(print, member, _)| (*print, *member));
    let same = printed.chunk_by(|(a, ..), (b, ..)| a == b);
    let text = |same: &[(u64, Member, &'s Sketch)]| {
        let members = same.iter().map(|(_, member, _)| *member).collect();
        same.first().map(|(.., sketch)| Text { sketch, members })
    };
    let mut texts: Vec<Text<'s>> = same.filter_map(text).collect();
    texts.sort_unstable_by_key(|text| text.members.first().copied());
    texts
}

/// A shingle of a sketch, and the number of a text that it is in.
pub(super) type Posting = (u32, u32);

/// The shingles that are in several sketches.
pub(super) struct Postings(Vec<Posting>);

impl Postings {
    pub(super) fn of(texts: &[Text<'_>]) -> Postings {
        let mut all: Vec<Posting> = Vec::new();
        for (text, at) in texts.iter().zip(0_u32..) {
            all.extend(text.sketch.smallest.iter().map(|&shingle| (shingle, at)));
        }
        all.sort_unstable();
        let mut repeated = Vec::new();
        let lists = all.chunk_by(|a, b| a.0 == b.0).filter(|list| list.len() > 1);
        lists.for_each(|list| repeated.extend_from_slice(list));
        Postings(repeated)
    }

    /// The texts of each shingle, in their order.
    pub(super) fn lists(&self) -> impl Iterator<Item = &[Posting]> {
        self.0.chunk_by(|a, b| a.0 == b.0)
    }
}

/// How near two texts are by their sketches, in millionths (Jaccard).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Estimate {
    /// Without the stock in them.
    pub(super) resemblance: u32,
    /// With it.
    pub(super) with_stock: u32,
}

impl Estimate {
    pub(super) fn of(a: &Sketch, b: &Sketch, stock: &Stock) -> Estimate {
        let bound = a.bound().min(b.bound());
        let (mut all, mut shared, mut stock_all, mut stock_shared) = (0, 0, 0, 0);
        for_each_of_both(&a.smallest, &b.smallest, bound, |shingle, is_shared| {
            let is_stock = stock.contains(shingle);
            (all, shared) = (all + 1, shared + u64::from(is_shared));
            stock_all += u64::from(is_stock);
            stock_shared += u64::from(is_stock && is_shared);
        });
        let resemblance = millionths(shared - stock_shared, all - stock_all);
        Estimate { resemblance, with_stock: millionths(shared, all) }
    }

    /// What is left of a measured resemblance, in millionths, without stock.
    pub(super) fn without_stock(self, measured: u32) -> u32 {
        if self.resemblance >= self.with_stock {
            return measured;
        }
        let left = u64::from(measured) * u64::from(self.resemblance) / u64::from(self.with_stock.max(1));
        u32::try_from(left).unwrap_or(measured)
    }
}

/// Goes through two sets in rising order up to a bound, and says of each number whether it is in
/// both.
fn for_each_of_both(mut a: &[u32], mut b: &[u32], bound: u32, mut take: impl FnMut(u32, bool)) {
    loop {
        let least = a.first().into_iter().chain(b.first()).min().copied();
        let Some(least) = least.filter(|&least| least <= bound) else { return };
        let (in_a, in_b) = (a.first() == Some(&least), b.first() == Some(&least));
        take(least, in_a && in_b);
        a = a.get(usize::from(in_a)..).unwrap_or_default();
        b = b.get(usize::from(in_b)..).unwrap_or_default();
    }
}
