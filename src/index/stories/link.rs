//! Joins near texts to stories.
//!
//! Taking all that hangs together would make chains: a report, its update, the update of that, and
//! in the end two texts without a sentence in common. So the nearest pairs are joined first, and
//! two groups only when *every* two of their texts have something in common (complete linkage,
//! with a floor that is lower than what brings two texts together). Pairs are sorted by how near
//! they are, then by ids; nothing else decides.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::Similarity;
use super::candidates::Candidate;
use super::sketches::{Overlap, WHOLE};
use super::stock::Stock;
use super::texts::{Estimate, Text};

/// A pair of texts that were compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near {
    pub(super) pair: Candidate,
    pub(super) overlap: Overlap,
    pub(super) estimate: Estimate,
}

/// What is demanded of two texts, in millionths.
struct Rule {
    /// Resemblance that is enough.
    resemblance: u32,
    /// Containment that is enough when they resemble each other by `floor`: one is cut.
    containment: u32,
    /// Resemblance of every two texts of a story.
    floor: u32,
    /// What is to be left of the resemblance without the stock that both have.
    without_stock: u32,
}

impl Rule {
    fn of(similarity: Similarity) -> Rule {
        let percent = |n: u32| WHOLE / 100 * n;
        let rule = |resemblance, containment, floor, without_stock| Rule {
            resemblance: percent(resemblance),
            containment: percent(containment),
            floor: percent(floor),
            without_stock: percent(without_stock),
        };
        match similarity {
            Similarity::Moderate => rule(50, 80, 30, 25),
            Similarity::High => rule(80, 95, 60, 50),
        }
    }

    fn brings_together(&self, near: &Near) -> bool {
        let resemblance = near.overlap.resemblance();
        let is_cut = resemblance >= self.floor && near.overlap.containment() >= self.containment;
        let is_near = resemblance >= self.resemblance || is_cut;
        is_near && near.estimate.without_stock(resemblance) >= self.without_stock
    }
}

/// Texts of a group that another group is compared with; in larger ones the others are near those.
const COMPARED: usize = 32;

/// The groups of several texts.
pub(super) fn link(
    texts: &[Text<'_>],
    pairs: &[Near],
    stock: &Stock,
    similarity: Similarity,
) -> Vec<Vec<u32>> {
    let rule = Rule::of(similarity);
    let mut joining: Vec<&Near> = pairs.iter().filter(|near| rule.brings_together(near)).collect();
    joining.sort_unstable_by_key(|near| {
        (Reverse(near.overlap.resemblance()), Reverse(near.overlap.containment()), near.pair)
    });
    let known = pairs.iter().map(|near| (near.pair, near.overlap.resemblance())).collect();
    let measure = Measure { texts, known, stock };
    let mut groups = Groups::default();
    for near in joining {
        let (a, b) = (groups.of(near.pair.a), groups.of(near.pair.b));
        if a != b && groups.every_two(a, b, &|a, b| measure.resemblance(a, b) >= rule.floor) {
            groups.join(a, b);
        }
    }
    groups.members.into_iter().filter(|group| group.len() > 1).collect()
}

/// How near texts are, as far as that is known.
struct Measure<'t> {
    texts: &'t [Text<'t>],
    known: HashMap<Candidate, u32>,
    stock: &'t Stock,
}

impl Measure<'_> {
    /// Measured where they were compared, and else estimated.
    fn resemblance(&self, a: u32, b: u32) -> u32 {
        let pair = Candidate { a: a.min(b), b: a.max(b) };
        let sketch = |text: u32| self.texts.get(text as usize).map(|text| text.sketch);
        self.known.get(&pair).copied().unwrap_or_else(|| {
            let both = sketch(a).zip(sketch(b));
            both.map_or(0, |(a, b)| Estimate::of(a, b, self.stock).resemblance)
        })
    }
}

/// Groups while they are joined; each text begins as one.
#[derive(Default)]
struct Groups {
    of: HashMap<u32, usize>,
    members: Vec<Vec<u32>>,
}

impl Groups {
    fn of(&mut self, text: u32) -> usize {
        *self.of.entry(text).or_insert_with(|| {
            self.members.push(vec![text]);
            self.members.len() - 1
        })
    }

    fn compared(&self, group: usize) -> impl Iterator<Item = u32> {
        self.members.get(group).into_iter().flatten().take(COMPARED).copied()
    }

    fn every_two(&self, a: usize, b: usize, near: &dyn Fn(u32, u32) -> bool) -> bool {
        self.compared(a).all(|one| self.compared(b).all(|other| near(one, other)))
    }

    fn join(&mut self, a: usize, b: usize) {
        let size = |group: usize| self.members.get(group).map_or(0, Vec::len);
        let (into, from) = if size(a) >= size(b) { (a, b) } else { (b, a) };
        let moved = self.members.get_mut(from).map(std::mem::take).unwrap_or_default();
        moved.iter().for_each(|&text| {
            self.of.insert(text, into);
        });
        if let Some(group) = self.members.get_mut(into) {
            group.extend(moved);
        }
    }
}
