//! Groups articles by event, by average linkage (Sokal and Michener 1958): the two groups that are most
//! alike on average are joined, until none are alike enough.
//!
//! Joined by single links, one background article would chain the events of a whole war to one.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Likenesses are compared in steps of one hundred-thousandth, so that the last bits of a sum decide
/// nothing.
const STEPS: f64 = 100_000.0;

/// Groups so many articles: the places of each group's articles, in rising order; groups are in the order
/// of their first articles.
///
/// `alike` says how alike two articles are, and groups are joined that are alike by `least` or more on
/// average. `stories` says of each article which story it belongs to; articles of one are in one group.
/// Between pairs that are equally alike the order of the articles decides.
pub fn group(
    articles: usize,
    stories: &[Option<u32>],
    alike: &dyn Fn(usize, usize) -> f64,
    least: f64,
) -> Vec<Vec<usize>> {
    let mut groups = Groups::of(articles, stories, alike, least);
    while let Some((a, b)) = groups.nearest() {
        groups.join(a, b);
    }
    groups.members.into_values().collect()
}

/// Two groups by their names, the lesser first.
type Pair = (usize, usize);

/// Groups while they are joined, each under the place of its first article.
struct Groups {
    members: BTreeMap<usize, Vec<usize>>,
    /// Sums of the likenesses between the articles of a group and those of others that have any.
    sums: HashMap<usize, BTreeMap<usize, f64>>,
    /// Pairs of groups that are alike enough, by how alike: the most alike last, of equals the first.
    pairs: BTreeSet<(i64, Reverse<Pair>)>,
    least: f64,
}

impl Groups {
    fn of(
        articles: usize,
        stories: &[Option<u32>],
        alike: &dyn Fn(usize, usize) -> f64,
        least: f64,
    ) -> Groups {
        let mut groups = Groups {
            members: (0..articles).map(|at| (at, vec![at])).collect(),
            sums: HashMap::new(),
            pairs: BTreeSet::new(),
            least,
        };
        for (a, b) in (0..articles).flat_map(|b| (0..b).map(move |a| (a, b))) {
            let likeness = alike(a, b);
            if likeness > 0.0 {
                groups.set((a, b), likeness);
            }
        }
        groups.join_stories(stories.get(..articles).unwrap_or(stories));
        groups
    }

    fn join_stories(&mut self, stories: &[Option<u32>]) {
        let mut first: HashMap<u32, usize> = HashMap::new();
        for (at, story) in stories.iter().enumerate() {
            let Some(story) = story else { continue };
            match first.get(story) {
                // An article joins the first of its story, which stands before all others of its group.
                Some(&known) => self.join(known, at),
                None => drop(first.insert(*story, at)),
            }
        }
    }

    /// The two groups that are most alike, if any are alike enough.
    fn nearest(&self) -> Option<Pair> {
        self.pairs.last().map(|(_, pair)| pair.0)
    }

    /// How alike two groups are on average, in steps; `None` where that is too little.
    fn average(&self, (a, b): Pair, sum: f64) -> Option<i64> {
        let size = |group: usize| self.members.get(&group).map_or(1, Vec::len);
        let average = sum / (size(a) * size(b)) as f64;
        (average >= self.least).then_some((average * STEPS).round() as i64)
    }

    fn set(&mut self, (a, b): Pair, sum: f64) {
        self.sums.entry(a).or_default().insert(b, sum);
        self.sums.entry(b).or_default().insert(a, sum);
        if let Some(average) = self.average((a, b), sum) {
            self.pairs.insert((average, Reverse((a.min(b), a.max(b)))));
        }
    }

    /// Takes out what is known of two groups: nothing when they have nothing in common.
    fn take(&mut self, a: usize, b: usize) -> f64 {
        let Some(sum) = self.sums.get(&a).and_then(|of_a| of_a.get(&b)).copied() else { return 0.0 };
        if let Some(average) = self.average((a, b), sum) {
            self.pairs.remove(&(average, Reverse((a.min(b), a.max(b)))));
        }
        for (of, other) in [(a, b), (b, a)] {
            self.sums.get_mut(&of).map(|sums| sums.remove(&other));
        }
        sum
    }

    /// Joins two groups under the name of the first.
    fn join(&mut self, a: usize, b: usize) {
        let (kept, gone) = (a.min(b), a.max(b));
        self.take(kept, gone);
        let others = |of: usize| self.sums.get(&of).into_iter().flat_map(|sums| sums.keys().copied());
        let others: BTreeSet<usize> = others(kept).chain(others(gone)).collect();
        let sums: Vec<(usize, f64)> = others
            .into_iter()
            .map(|other| (other, self.take(kept, other) + self.take(gone, other)))
            .collect();
        let articles = self.members.remove(&gone).unwrap_or_default();
        let all = self.members.entry(kept).or_default();
        all.extend(articles);
        all.sort_unstable();
        for (other, sum) in sums {
            self.set((kept, other), sum);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// How alike articles are whose words stand for what they tell of: by words of both.
    fn alike<'w>(words: &'w [&[u32]]) -> impl Fn(usize, usize) -> f64 + use<'w> {
        |a, b| {
            let (a, b) = (words[a], words[b]);
            let shared = a.iter().filter(|word| b.contains(word)).count();
            shared as f64 / (a.len() + b.len() - shared) as f64
        }
    }

    #[test]
    fn what_is_alike_is_joined() {
        let words: [&[u32]; 4] = [&[1, 2, 3, 4], &[7, 8, 9], &[1, 2, 3, 5], &[6]];
        assert_eq!(group(4, &[None; 4], &alike(&words), 0.4), [vec![0, 2], vec![1], vec![3]]);
    }

    #[test]
    fn one_story_is_one_event() {
        let words: [&[u32]; 3] = [&[1], &[2], &[3]];
        assert_eq!(group(3, &[Some(4), None, Some(4)], &alike(&words), 0.4), [vec![0, 2], vec![1]]);
    }

    #[test]
    fn a_link_between_two_events_does_not_join_them() {
        let words: [&[u32]; 3] = [&[1, 2, 3, 4], &[11, 12, 13, 14], &[1, 2, 3, 11, 12, 13]];
        let alike = alike(&words);
        assert!(alike(0, 2) > 0.4 && alike(1, 2) > 0.4 && alike(0, 1) < 0.1);
        assert_eq!(group(3, &[None; 3], &alike, 0.4), [vec![0, 2], vec![1]]);
    }

    proptest! {
        #[test]
        fn groups_hold_each_article_once_and_are_far_from_each_other(
            likenesses in prop::collection::vec(0u32..1000, 66),
            stories in prop::collection::vec(prop::option::of(0u32..3), 12),
            articles in 0usize..=12,
        ) {
            let alike = |a: usize, b: usize| f64::from(likenesses[b * (b - 1) / 2 + a]) / 1000.0;
            let groups = group(articles, &stories, &alike, 0.6);
            let mut all: Vec<usize> = groups.concat();
            all.sort_unstable();
            prop_assert_eq!(all, (0..articles).collect::<Vec<_>>());
            prop_assert!(groups.iter().all(|g| g.is_sorted()) && groups.is_sorted());
            for (a, b) in (0..articles).flat_map(|b| (0..b).map(move |a| (a, b))) {
                let together = groups.iter().any(|g| g.contains(&a) && g.contains(&b));
                prop_assert!(together || stories[a].is_none() || stories[a] != stories[b]);
            }
            for (b, right) in groups.iter().enumerate() {
                for left in &groups[..b] {
                    let pairs = left.iter().flat_map(|&l| right.iter().map(move |&r| (l.min(r), l.max(r))));
                    let sum: f64 = pairs.map(|(a, b)| alike(a, b)).sum();
                    prop_assert!(sum / ((left.len() * right.len()) as f64) < 0.6 + 1e-9);
                }
            }
        }
    }
}
