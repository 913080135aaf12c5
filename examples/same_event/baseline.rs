//! What the found articles are held against: "more like this" by BM25 alone, as search engines have it.
//!
//! The 25 words of an article that weigh most by tf-idf are searched for as alternatives and ranked by BM25
//! (k1 1.2, b 0.75) over headline and text together; words are stemmed, as in the index.

use std::collections::HashMap;

use dateline::Article;
use dateline::text::{Stemmer, term, words};

/// Words of an article that are searched for.
const SOUGHT: usize = 25;
const K1: f64 = 1.2;
const B: f64 = 0.75;

/// The articles, ready to be searched.
pub struct Baseline {
    /// How often each article has each word.
    counts: Vec<HashMap<String, f64>>,
    lengths: Vec<f64>,
    average: f64,
    postings: HashMap<String, Vec<usize>>,
}

impl Baseline {
    /// Over these articles.
    pub fn new<'a>(articles: impl Iterator<Item = &'a Article>) -> Baseline {
        let mut stemmer = Stemmer::new(Some("en"));
        let mut baseline =
            Baseline { counts: Vec::new(), lengths: Vec::new(), average: 0.0, postings: HashMap::new() };
        for (at, article) in articles.enumerate() {
            let mut counts: HashMap<String, f64> = HashMap::new();
            for text in [article.title.as_deref().unwrap_or_default(), &article.body] {
                for word in words(text) {
                    *counts.entry(stemmer.stem(&term(word.text)).to_owned()).or_default() += 1.0;
                }
            }
            for word in counts.keys() {
                baseline.postings.entry(word.clone()).or_default().push(at);
            }
            baseline.lengths.push(counts.values().sum());
            baseline.counts.push(counts);
        }
        baseline.average = baseline.lengths.iter().sum::<f64>() / baseline.lengths.len().max(1) as f64;
        baseline
    }

    fn rarity(&self, word: &str) -> f64 {
        let (all, with) = (self.counts.len() as f64, self.postings.get(word).map_or(0, Vec::len) as f64);
        (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
    }

    /// The other articles that have any of the words of this one, best first.
    pub fn like(&self, given: usize) -> Vec<usize> {
        let mut sought: Vec<(&String, f64)> =
            self.counts[given].iter().map(|(word, count)| (word, count * self.rarity(word))).collect();
        sought.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        let mut scores: HashMap<usize, f64> = HashMap::new();
        for (word, _) in sought.into_iter().take(SOUGHT) {
            for &other in self.postings.get(word).into_iter().flatten().filter(|&&other| other != given) {
                let count = self.counts[other][word];
                let length = 1.0 - B + B * self.lengths[other] / self.average;
                *scores.entry(other).or_default() +=
                    self.rarity(word) * count * (K1 + 1.0) / (count + K1 * length);
            }
        }
        let mut ranked: Vec<(usize, f64)> = scores.into_iter().collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.into_iter().map(|(other, _)| other).collect()
    }
}
