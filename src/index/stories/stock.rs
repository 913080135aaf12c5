//! Stock: passages that many otherwise different articles repeat, such as the notice below
//! every article of an agency, an invitation to subscribe, or the frame of a daily table.
//!
//! Two strangers with the same notice are not near. What is stock follows from the articles
//! that are there and from nothing else: a shingle is stock when enough of the texts that hold
//! it have a rest that the others do not have. How many are enough depends on how large their
//! rests are: copies of one report differ in a few words, and few papers change half of it.
//! Shingles of sketches are counted, which are a sample of all; a passage of some length always
//! has some in it.

use std::collections::{HashMap, HashSet};

use super::texts::{Posting, Postings, Text};

/// So many texts whose rests are different and have at least this share, in percent, of their
/// shingles make what they share stock, when they are half of all that share it.
const STRANGERS: [(usize, usize); 2] = [(25, 6), (15, 16)];

/// Fewer texts make nothing stock.
const FEWEST: usize = 6;

/// What is in more than the fourth part of the texts that share a shingle is no rest of one.
const RARE: usize = 4;

/// The shingles of sketches that are stock.
#[derive(Debug, Default)]
pub(super) struct Stock(HashSet<u32>);

impl Stock {
    pub(super) fn of(texts: &[Text<'_>], postings: &Postings) -> Stock {
        let frequencies: HashMap<u32, usize> =
            postings.lists().filter_map(|list| Some((list.first()?.0, list.len()))).collect();
        let is_stock = |list: &&[Posting]| list.len() >= FEWEST && is_stock(list, texts, &frequencies);
        let stock = postings.lists().filter(is_stock).filter_map(|list| Some(list.first()?.0));
        Stock(stock.collect())
    }

    pub(super) fn contains(&self, shingle: u32) -> bool {
        !self.0.is_empty() && self.0.contains(&shingle)
    }
}

fn is_stock(list: &[Posting], texts: &[Text<'_>], frequencies: &HashMap<u32, usize>) -> bool {
    let rare = (list.len() / RARE).max(1);
    let is_rest = |shingle: &&u32| frequencies.get(*shingle).is_none_or(|&texts| texts <= rare);
    // The least shingle of a rest stands for it: rests with much in common mostly share it.
    let rest = |&(_, text): &Posting| {
        let all = &texts.get(text as usize)?.sketch.smallest;
        let rest = all.iter().filter(is_rest);
        Some((*rest.clone().next()?, rest.count() * 100 / all.len().max(1)))
    };
    let mut rests: Vec<(u32, usize)> = list.iter().filter_map(rest).collect();
    rests.sort_unstable_by_key(|&(least, share)| (least, std::cmp::Reverse(share)));
    rests.dedup_by_key(|(least, _)| *least);
    let with = |percent: usize| rests.iter().filter(|(_, share)| *share >= percent).count();
    STRANGERS.iter().any(|&(percent, texts)| with(percent) >= texts.max(list.len() / 2))
}
