//! A plain model of the score, with everything that was tried as a switch.

use std::collections::BTreeMap;

use crate::collections::{Collection, Doc};
use crate::{feedback, near};

/// What a score is made of.
#[derive(Debug, Clone)]
pub struct Score {
    /// BM25.
    pub k1: f64,
    /// BM25.
    pub b: f64,
    /// What the headline and the lead add, against the text.
    pub zones: [f64; 2],
    /// What a word that is said n times counts.
    pub repeats: Repeats,
    /// The power of the share of the query's words (by their idf) that an article has, by which its
    /// score is multiplied.
    pub coordination: f64,
    /// What is added for each word beside what its places give (BM25+, Lv and Zhai 2011).
    pub floor: f64,
    /// The power of the idf.
    pub idf: f64,
    /// Pairs of neighbouring words near each other.
    pub pairs: near::Pairs,
    /// The best passage.
    pub passage: near::Passage,
    /// Words of the best hits.
    pub feedback: Option<feedback::Feedback>,
}

/// What a repeated word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeats {
    /// Each time.
    All,
    /// Up to twice, more slowly: 2n / (n + 1).
    Half,
    /// Once.
    Once,
}

/// BM25 as it is mostly used, and as the score was before, but for headline and lead.
pub const PLAIN: Score = Score {
    k1: 1.2,
    b: 0.75,
    zones: [0.0, 0.0],
    repeats: Repeats::All,
    coordination: 0.0,
    floor: 0.0,
    idf: 1.0,
    pairs: near::Pairs::NONE,
    passage: near::Passage::NONE,
    feedback: None,
};

/// How much a word says that stands in so many of so many articles.
pub fn idf(frequency: u32, articles: usize) -> f64 {
    (1.0 + (articles as f64 - f64::from(frequency) + 0.5) / (f64::from(frequency) + 0.5)).ln()
}

/// Articles that match, best first.
pub fn rank(score: &Score, collection: &Collection, query: usize) -> Vec<usize> {
    let query = &collection.queries[query];
    let words = weights(score, &query.words);
    let mut scores = vec![0.0; collection.docs.len()];
    for (&word, weight) in &words {
        for &doc in &collection.lists[word as usize] {
            scores[doc] += weight * score.word(collection, doc, word, score.zones);
        }
    }
    if let Some(own) = query.own {
        scores[own] = 0.0;
    }
    score.coordinate(collection, &words, &mut scores);
    near::add(score, collection, &query.words, &words, &mut scores);
    if let Some(feedback) = &score.feedback {
        let best: Vec<(usize, f64)> =
            order(&scores).into_iter().take(feedback.articles).map(|doc| (doc, scores[doc])).collect();
        for (word, weight) in feedback.words(score, collection, &words, &best) {
            for &doc in
                collection.lists[word as usize].iter().filter(|&&doc| scores[doc] > 0.0).collect::<Vec<_>>()
            {
                scores[doc] += weight * score.word(collection, doc, word, [0.0; 2]);
            }
        }
    }
    order(&scores)
}

/// Each word of a query with what it counts.
fn weights(score: &Score, words: &[u32]) -> BTreeMap<u32, f64> {
    let mut counts: BTreeMap<u32, f64> = BTreeMap::new();
    words.iter().for_each(|word| *counts.entry(*word).or_default() += 1.0);
    for n in counts.values_mut() {
        *n = match score.repeats {
            Repeats::All => *n,
            Repeats::Half => 2.0 * *n / (*n + 1.0),
            Repeats::Once => 1.0,
        };
    }
    counts
}

fn order(scores: &[f64]) -> Vec<usize> {
    let mut found: Vec<usize> = (0..scores.len()).filter(|&doc| scores[doc] > 0.0).collect();
    found.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    found
}

impl Score {
    /// At how many places a word has half of what it can score.
    pub fn half(&self, length: usize, mean: f64) -> f64 {
        self.k1 * (1.0 - self.b + self.b * length as f64 / mean)
    }

    /// What a word adds that a document has.
    fn word(&self, collection: &Collection, doc: usize, word: u32, zones: [f64; 2]) -> f64 {
        let doc: &Doc = &collection.docs[doc];
        let counts = doc.counts[&word];
        let lengths = [doc.words.len(), doc.title, doc.lead];
        let boosts = [1.0, zones[0], zones[1]];
        let mut sum = 0.0;
        for part in 0..3 {
            if boosts[part] > 0.0 && counts[part] > 0 {
                let places = f64::from(counts[part]);
                let half = self.half(lengths[part], collection.mean[part]);
                let idf =
                    idf(collection.frequency[word as usize][part], collection.docs.len()).powf(self.idf);
                let floor = if part == 0 { self.floor } else { 0.0 };
                sum += boosts[part] * idf * ((self.k1 + 1.0) * places / (places + half) + floor);
            }
        }
        sum
    }

    fn coordinate(&self, collection: &Collection, words: &BTreeMap<u32, f64>, scores: &mut [f64]) {
        if self.coordination == 0.0 {
            return;
        }
        let idf = |word: u32| idf(collection.frequency[word as usize][0], collection.docs.len());
        let all: f64 = words.keys().map(|&word| idf(word)).sum();
        let mut shares = vec![0.0; scores.len()];
        for &word in words.keys() {
            collection.lists[word as usize].iter().for_each(|&doc| shares[doc] += idf(word) / all);
        }
        for (score, share) in scores.iter_mut().zip(shares).filter(|(score, _)| **score > 0.0) {
            *score *= share.powf(self.coordination);
        }
    }
}
