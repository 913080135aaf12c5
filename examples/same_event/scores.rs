//! What is measured of rankings and of groups.

use std::collections::HashMap;

/// Means over the articles of a collection.
#[derive(Debug, Default, Clone, Copy)]
pub struct Ranking {
    articles: f64,
    first: f64,
    two: f64,
    average: f64,
}

impl Ranking {
    /// Adds one article: which of its hits, in order, tell of its event, and how many articles do.
    pub fn add(&mut self, hits: &[bool], relevant: usize) {
        let found = |limit: usize| hits.iter().take(limit).filter(|hit| **hit).count() as f64;
        let at_hits =
            hits.iter().zip(1..).filter(|(hit, _)| **hit).map(|(_, rank)| found(rank) / rank as f64);
        self.articles += 1.0;
        self.first += found(1);
        self.two += found(2) / 2.0;
        self.average += at_hits.sum::<f64>() / relevant as f64;
    }

    /// Precision of the first hit, of the first two, and mean average precision.
    pub fn means(&self) -> [f64; 3] {
        [self.first, self.two, self.average].map(|sum| sum / self.articles.max(1.0))
    }
}

/// How well groups agree with those that people made, each as F1.
#[derive(Debug, Default, Clone, Copy)]
pub struct Agreement {
    /// Of pairs of articles.
    pub pairs: f64,
    /// B³ (Bagga and Baldwin 1998): of what stands with each article.
    pub b_cubed: f64,
    /// CEAF-e (Luo 2005): of groups, each held against one.
    pub ceaf_e: f64,
}

/// Holds groups against those that people made, both as the name of a group for each article.
pub fn agreement(gold: &[usize], found: &[usize]) -> Agreement {
    let mut both: HashMap<(usize, usize), f64> = HashMap::new();
    let (mut golds, mut founds): (HashMap<usize, f64>, HashMap<usize, f64>) = Default::default();
    for (&g, &f) in gold.iter().zip(found) {
        *both.entry((g, f)).or_default() += 1.0;
        *golds.entry(g).or_default() += 1.0;
        *founds.entry(f).or_default() += 1.0;
    }
    let pairs = |sizes: &mut dyn Iterator<Item = f64>| sizes.map(|n| n * (n - 1.0) / 2.0).sum::<f64>();
    let of_both = pairs(&mut both.values().copied());
    let (of_gold, of_found) = (pairs(&mut golds.values().copied()), pairs(&mut founds.values().copied()));
    let articles = gold.len() as f64;
    let precision = both.iter().map(|((_, f), n)| n * n / founds[f]).sum::<f64>() / articles;
    let recall = both.iter().map(|((g, _), n)| n * n / golds[g]).sum::<f64>() / articles;
    let likeness = best_sum(&both, &golds, &founds);
    Agreement {
        pairs: f1(of_both / of_found.max(1.0), of_both / of_gold.max(1.0)),
        b_cubed: f1(precision, recall),
        ceaf_e: f1(likeness / founds.len() as f64, likeness / golds.len() as f64),
    }
}

fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}

/// The largest sum of likenesses when each group is held against one at most (the Hungarian method).
fn best_sum(
    both: &HashMap<(usize, usize), f64>,
    golds: &HashMap<usize, f64>,
    founds: &HashMap<usize, f64>,
) -> f64 {
    let sorted = |groups: &HashMap<usize, f64>| {
        let mut names: Vec<usize> = groups.keys().copied().collect();
        names.sort_unstable();
        names
    };
    let (rows, columns) = (sorted(golds), sorted(founds));
    let side = rows.len().max(columns.len());
    let likeness = |row: usize, column: usize| match (rows.get(row), columns.get(column)) {
        (Some(g), Some(f)) => both.get(&(*g, *f)).map_or(0.0, |n| 2.0 * n / (golds[g] + founds[f])),
        _ => 0.0,
    };
    -least_cost(side, &|row, column| -likeness(row, column))
}

/// The least cost of giving each row a column of its own, by shortest augmenting paths.
fn least_cost(side: usize, cost: &dyn Fn(usize, usize) -> f64) -> f64 {
    let mut of_rows = vec![0.0; side + 1];
    let mut of_columns = vec![0.0; side + 1];
    // The row of each column; 0 is none.
    let mut taken = vec![0; side + 1];
    for row in 1..=side {
        let (mut column, mut back) = (0, vec![0; side + 1]);
        let (mut least, mut done) = (vec![f64::INFINITY; side + 1], vec![false; side + 1]);
        taken[0] = row;
        while taken[column] != 0 {
            done[column] = true;
            let (from, mut step, mut next) = (taken[column], f64::INFINITY, 0);
            for other in (1..=side).filter(|&other| !done[other]) {
                let reduced = cost(from - 1, other - 1) - of_rows[from] - of_columns[other];
                if reduced < least[other] {
                    (least[other], back[other]) = (reduced, column);
                }
                if least[other] < step {
                    (step, next) = (least[other], other);
                }
            }
            for other in 0..=side {
                if done[other] {
                    of_rows[taken[other]] += step;
                    of_columns[other] -= step;
                } else {
                    least[other] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            taken[column] = taken[back[column]];
            column = back[column];
        }
    }
    (1..=side).map(|column| cost(taken[column] - 1, column - 1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_held_against_groups() {
        let same = agreement(&[1, 1, 2, 3], &[7, 7, 8, 9]);
        assert!([same.pairs, same.b_cubed, same.ceaf_e].iter().all(|f1| (f1 - 1.0).abs() < 1e-9));
        // One group of all four: one pair of six is right.
        let one = agreement(&[1, 1, 2, 3], &[0; 4]);
        let expected = [f1(1.0 / 6.0, 1.0), f1(6.0 / 16.0, 1.0), f1(2.0 * 2.0 / 6.0, 2.0 * 2.0 / 6.0 / 3.0)];
        for (found, expected) in [one.pairs, one.b_cubed, one.ceaf_e].into_iter().zip(expected) {
            assert!((found - expected).abs() < 1e-9, "{found} {expected}");
        }
    }

    #[test]
    fn the_best_assignment_is_found() {
        let costs = [[4.0, 1.0, 3.0], [2.0, 0.0, 5.0], [3.0, 2.0, 2.0]];
        assert!((least_cost(3, &|row, column| costs[row][column]) - 5.0).abs() < 1e-9);
    }
}
