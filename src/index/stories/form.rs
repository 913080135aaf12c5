//! Forms the stories of a commit.
//!
//! From the sketches of all articles follow their texts, what is stock, and which pairs of texts
//! are to be compared; from the pairs follow the stories. All of that is computed anew at each
//! commit, from the articles that are there, so no order in which they came and nothing that was
//! there before can be seen in it. What is dear, the comparison of two full texts, is remembered
//! by the pair ([`Sketches::pairs`]), and done for new pairs only.

use std::collections::HashMap;

use super::candidates::{Candidate, candidates};
use super::link::{Near, link};
use super::sketches::{Overlap, Sketches};
use super::stock::Stock;
use super::texts::{Estimate, Postings, Text, texts};
use super::{Groupings, Member, Similarity, Stories};
use crate::error::Result;

/// Shingles that are held while pairs are compared: 32 MiB of them.
const HELD: usize = 8 << 20;

/// The stories of these articles, which all have sketches. The pairs that were compared are left
/// in the place of those that were known; those that are new are compared by the sets that `load`
/// gives for the number of an article.
///
/// # Errors
/// Those of `load`.
pub(super) fn form(
    articles: &[Member],
    sketches: &mut Sketches,
    load: &mut dyn FnMut(Member) -> Result<Vec<u32>>,
) -> Result<Groupings> {
    let texts = texts(articles, &sketches.articles);
    let postings = Postings::of(&texts);
    let stock = Stock::of(&texts, &postings);
    let candidates = candidates(&texts, &postings, &stock);
    drop(postings);
    let mut pairs = HashMap::with_capacity(candidates.len());
    let near = compare(&texts, &candidates, &sketches.pairs, &mut pairs, load)?;
    let stories = |similarity| {
        let groups = link(&texts, &near, &stock, similarity);
        Stories::of(with_members(&texts, groups))
    };
    let groupings = Groupings { moderate: stories(Similarity::Moderate), high: stories(Similarity::High) };
    drop(texts);
    sketches.pairs = pairs;
    Ok(groupings)
}

/// The articles of groups of texts, and of texts that are in none.
fn with_members(texts: &[Text<'_>], groups: Vec<Vec<u32>>) -> Vec<Vec<Member>> {
    let mut alone = vec![true; texts.len()];
    let mut members = |group: Vec<u32>| {
        let mut all = Vec::new();
        for at in group {
            if let Some(alone) = alone.get_mut(at as usize) {
                *alone = false;
            }
            all.extend(texts.get(at as usize).into_iter().flat_map(|text| text.members.iter().copied()));
        }
        all
    };
    let mut stories: Vec<Vec<Member>> = groups.into_iter().map(&mut members).collect();
    let alone = texts.iter().zip(alone).filter(|(text, alone)| *alone && text.members.len() > 1);
    stories.extend(alone.map(|(text, _)| text.members.clone()));
    stories
}

/// Compares the candidates that are not known yet.
fn compare(
    texts: &[Text<'_>],
    candidates: &[(Candidate, Estimate)],
    known: &HashMap<(u32, u32), Overlap>,
    pairs: &mut HashMap<(u32, u32), Overlap>,
    load: &mut dyn FnMut(Member) -> Result<Vec<u32>>,
) -> Result<Vec<Near>> {
    let mut sets = Sets { texts, load, held: HashMap::new(), shingles: 0 };
    let mut near = Vec::with_capacity(candidates.len());
    for &at in &order_of_reading(texts.len(), candidates) {
        let Some(&(pair, estimate)) = candidates.get(at) else { continue };
        let Some((a, b)) = texts.get(pair.a as usize).zip(texts.get(pair.b as usize)) else { continue };
        let numbers = (a.number().min(b.number()), a.number().max(b.number()));
        let overlap = match known.get(&numbers) {
            Some(overlap) => *overlap,
            None => sets.overlap(pair, a, b)?,
        };
        pairs.insert(numbers, overlap);
        near.push(Near { pair, overlap, estimate });
    }
    Ok(near)
}

/// The candidates in an order in which those that hang together stand together, so that each
/// text is read once.
fn order_of_reading(texts: usize, candidates: &[(Candidate, Estimate)]) -> Vec<usize> {
    let mut above: Vec<u32> = (0..).take(texts).collect();
    fn root(above: &mut [u32], mut at: u32) -> u32 {
        while let Some(&next) = above.get(at as usize)
            && next != at
        {
            let beyond = above.get(next as usize).copied().unwrap_or(next);
            if let Some(place) = above.get_mut(at as usize) {
                *place = beyond;
            }
            at = beyond;
        }
        at
    }
    for (pair, _) in candidates {
        let (a, b) = (root(&mut above, pair.a), root(&mut above, pair.b));
        if let Some(place) = above.get_mut(a.max(b) as usize) {
            *place = a.min(b);
        }
    }
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_cached_key(|&at| {
        candidates.get(at).map(|(pair, _)| (root(&mut above, pair.a), pair.a, pair.b))
    });
    order
}

/// Sets of shingles that were loaded, as long as there is room.
struct Sets<'t, 'l> {
    texts: &'t [Text<'t>],
    load: &'l mut dyn FnMut(Member) -> Result<Vec<u32>>,
    held: HashMap<u32, Vec<u32>>,
    shingles: usize,
}

impl Sets<'_, '_> {
    fn overlap(&mut self, pair: Candidate, a: &Text<'_>, b: &Text<'_>) -> Result<Overlap> {
        if self.shingles > HELD {
            self.held.clear();
            self.shingles = 0;
        }
        self.hold(pair.a)?;
        self.hold(pair.b)?;
        let set = |at| self.held.get(&at).map(Vec::as_slice).unwrap_or_default();
        Ok(Overlap::of((set(pair.a), a.sketch.size), (set(pair.b), b.sketch.size)))
    }

    fn hold(&mut self, at: u32) -> Result<()> {
        if self.held.contains_key(&at) {
            return Ok(());
        }
        let Some(member) = self.texts.get(at as usize).and_then(|text| text.members.first()) else {
            return Ok(());
        };
        let set = (self.load)(*member)?;
        self.shingles += set.len();
        self.held.insert(at, set);
        Ok(())
    }
}
