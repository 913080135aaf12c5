//! Words of the query near each other: pairs of neighbours, and the best passage.
//!
//! Both look at the first articles only, as a program would that has to read them.

use std::collections::{BTreeMap, HashMap};

use crate::collections::{Collection, Doc};
use crate::model::{Score, idf};

/// Articles that are looked at.
const ARTICLES: usize = 50;

/// What neighbours in the query add that are neighbours in the text.
#[derive(Debug, Clone, Copy)]
pub struct Pairs {
    /// In a row.
    pub row: f64,
    /// Within a window, the less the further apart.
    pub near: f64,
}

impl Pairs {
    /// Nothing.
    pub const NONE: Pairs = Pairs { row: 0.0, near: 0.0 };
}

/// Words of the window in which a pair is near.
const WINDOW: usize = 8;

/// What the best passage adds.
#[derive(Debug, Clone, Copy)]
pub struct Passage {
    /// Against the whole text.
    pub weight: f64,
    /// Its length in words.
    pub words: usize,
}

impl Passage {
    /// Nothing.
    pub const NONE: Passage = Passage { weight: 0.0, words: 1 };
}

/// Adds both to the scores of the first articles.
pub fn add(
    score: &Score,
    collection: &Collection,
    asked: &[u32],
    words: &BTreeMap<u32, f64>,
    scores: &mut [f64],
) {
    let paired = score.pairs.row + score.pairs.near > 0.0;
    if !paired && score.passage.weight == 0.0 {
        return;
    }
    let says = |word: u32| idf(collection.frequency[word as usize][0], collection.docs.len());
    let says: HashMap<u32, f64> = words.iter().map(|(&word, weight)| (word, weight * says(word))).collect();
    let mut first: Vec<usize> = (0..scores.len()).filter(|&doc| scores[doc] > 0.0).collect();
    first.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    for doc in first.into_iter().take(ARTICLES) {
        let text = &collection.docs[doc];
        if paired {
            scores[doc] += pairs(score, text, collection.mean[0], asked, &says);
        }
        scores[doc] += score.passage.weight * passage(score, text, &says);
    }
}

fn pairs(score: &Score, doc: &Doc, mean: f64, asked: &[u32], says: &HashMap<u32, f64>) -> f64 {
    let mut places: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, word) in doc.words.iter().enumerate().filter(|(_, word)| says.contains_key(word)) {
        places.entry(*word).or_default().push(at);
    }
    let half = score.half(doc.words.len(), mean);
    let mut sum = 0.0;
    for pair in asked.windows(2).filter(|pair| pair[0] != pair[1]) {
        let (Some(first), Some(second)) = (places.get(&pair[0]), places.get(&pair[1])) else { continue };
        let (mut row, mut near) = (0.0, 0.0);
        for (a, b) in first.iter().flat_map(|a| second.iter().map(move |b| (*a, *b))) {
            row += f64::from(u8::from(b == a + 1));
            let apart = a.abs_diff(b);
            near += if apart < WINDOW { 1.0 / (apart * apart) as f64 } else { 0.0 };
        }
        let weight = (says[&pair[0]] + says[&pair[1]]) * (score.k1 + 1.0);
        sum += weight * (score.pairs.row * row / (row + half) + score.pairs.near * near / (near + half));
    }
    sum
}

/// The best of windows that overlap by half, by BM25 without lengths.
fn passage(score: &Score, doc: &Doc, says: &HashMap<u32, f64>) -> f64 {
    let length = score.passage.words;
    let starts = (0..doc.words.len()).step_by((length / 2).max(1));
    let of = |start: usize| {
        let mut counts: BTreeMap<u32, f64> = BTreeMap::new();
        let words = doc.words[start..].iter().take(length).filter(|word| says.contains_key(word));
        words.for_each(|word| *counts.entry(*word).or_default() += 1.0);
        counts.iter().map(|(word, n)| says[word] * 2.2 * n / (n + 1.2)).sum::<f64>()
    };
    starts.map(of).fold(0.0, f64::max)
}
