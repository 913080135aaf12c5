//! Words of the best hits, chosen in several ways.

use std::collections::BTreeMap;

use crate::collections::Collection;
use crate::model::{Score, idf};

/// How words of the best hits are taken.
#[derive(Debug, Clone, Copy)]
pub struct Feedback {
    /// By what they are weighed.
    pub by: By,
    /// Articles that are looked at.
    pub articles: usize,
    /// Words that are taken.
    pub words: usize,
    /// What they weigh together, against the query's.
    pub share: f64,
}

/// What a word of the best hits weighs.
#[derive(Debug, Clone, Copy)]
pub enum By {
    /// Its share of each article, by the article's score (RM3).
    Share,
    /// Its information against the collection (Bo1; Amati 2003).
    Bose,
    /// Its divergence from the collection (Carpineto and others 2001).
    Divergence,
    /// What it scores in each article, by the article's score (Rocchio).
    Rocchio,
}

impl Feedback {
    /// The words and what they weigh.
    pub fn words(
        &self,
        score: &Score,
        collection: &Collection,
        asked: &BTreeMap<u32, f64>,
        best: &[(usize, f64)],
    ) -> Vec<(u32, f64)> {
        let weighed = self.weighed(score, collection, best);
        let common = collection.docs.len() / 2;
        let is_useful = |word: u32| (2..common).contains(&collection.lists[word as usize].len());
        let mut words: Vec<(u32, f64)> =
            weighed.into_iter().filter(|&(word, weight)| weight > 0.0 && is_useful(word)).collect();
        words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        words.truncate(self.words);
        let all: f64 = words.iter().map(|(_, weight)| weight).sum();
        let asked: f64 = asked.values().sum();
        words.into_iter().map(|(word, weight)| (word, self.share * asked * weight / all)).collect()
    }

    fn weighed(&self, score: &Score, collection: &Collection, best: &[(usize, f64)]) -> BTreeMap<u32, f64> {
        let mut counts: BTreeMap<u32, f64> = BTreeMap::new();
        let mut weights: BTreeMap<u32, f64> = BTreeMap::new();
        let mut length = 0.0;
        for &(at, points) in best {
            let doc = &collection.docs[at];
            let half = score.half(doc.words.len(), collection.mean[0]);
            length += doc.words.len() as f64;
            for (&word, places) in &doc.counts {
                let places = f64::from(places[0]);
                *counts.entry(word).or_default() += places;
                let says = idf(collection.frequency[word as usize][0], collection.docs.len());
                *weights.entry(word).or_default() += match self.by {
                    By::Rocchio => points * says * places / (places + half),
                    _ => points * places / doc.words.len() as f64,
                };
            }
        }
        let all: f64 = collection.total.iter().sum();
        for (word, weight) in &mut weights {
            let (here, everywhere) = (counts[word], collection.total[*word as usize]);
            match self.by {
                By::Share | By::Rocchio => {}
                By::Bose => {
                    let mean = everywhere / collection.docs.len() as f64;
                    *weight = here * ((1.0 + mean) / mean).log2() + (1.0 + mean).log2();
                }
                By::Divergence => {
                    let share = here / length;
                    *weight = share * (share * all / everywhere).log2();
                }
            }
        }
        weights
    }
}
