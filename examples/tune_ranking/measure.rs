//! How good a ranking is, and what of it would hold for other queries.

use crate::collections::Collection;
use crate::model::{Score, rank};

/// Hits that count.
const DEPTH: usize = 10;

/// Parts into which queries are divided.
const FOLDS: usize = 5;

/// nDCG at 10 of each query, relevance being yes or no.
pub fn ndcg(score: &Score, collection: &Collection) -> Vec<f64> {
    let gain = |place: usize| 1.0 / (place as f64 + 2.0).log2();
    let of = |query: usize| {
        let judged = &collection.queries[query].judged;
        let ranked = rank(score, collection, query);
        let counted = ranked.iter().filter(|doc| !collection.judged_only || judged.contains_key(doc));
        let found = counted.take(DEPTH).enumerate().filter(|(_, doc)| judged.get(doc) == Some(&true));
        let relevant = judged.values().filter(|relevant| **relevant).count();
        found.map(|(place, _)| gain(place)).sum::<f64>() / (0..relevant.min(DEPTH)).map(gain).sum::<f64>()
    };
    (0..collection.queries.len()).map(of).collect()
}

/// The mean.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

/// The mean gain of one list over another, query by query, and its standard error.
pub fn gain(values: &[f64], over: &[f64]) -> (f64, f64) {
    let gains: Vec<f64> = values.iter().zip(over).map(|(a, b)| a - b).collect();
    let middle = mean(&gains);
    let variance = gains.iter().map(|g| (g - middle).powi(2)).sum::<f64>() / (gains.len() as f64 - 1.0);
    (middle, (variance / gains.len() as f64).sqrt())
}

/// What a choice among several scores gives on queries that it was not made by: in each fold the one
/// is taken whose mean over the collections is best on the other folds. Returned are the values of
/// the queries of each collection, and which was taken how often.
pub fn crossed(table: &[Vec<Vec<f64>>]) -> (Vec<Vec<f64>>, Vec<usize>) {
    let collections = table.first().map_or(0, Vec::len);
    let mut held = vec![Vec::new(); collections];
    let mut taken = vec![0; table.len()];
    for fold in 0..FOLDS {
        let part = |values: &[f64], inside: bool| -> Vec<f64> {
            let chosen = values.iter().enumerate().filter(|(at, _)| (at % FOLDS == fold) == inside);
            chosen.map(|(_, value)| *value).collect()
        };
        let worth = |row: &[Vec<f64>]| row.iter().map(|values| mean(&part(values, false))).sum::<f64>();
        let best =
            (0..table.len()).max_by(|&a, &b| worth(&table[a]).total_cmp(&worth(&table[b]))).unwrap_or(0);
        taken[best] += 1;
        for (held, values) in held.iter_mut().zip(&table[best]) {
            held.extend(part(values, true));
        }
    }
    (held, taken)
}

/// The values in the order in which [`crossed`] gives them.
pub fn in_folds(values: &[f64]) -> Vec<f64> {
    (0..FOLDS).flat_map(|fold| values.iter().skip(fold).step_by(FOLDS).copied()).collect()
}
