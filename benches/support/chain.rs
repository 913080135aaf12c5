//! Which word follows which: a Markov chain over the words of an archive.
//!
//! It is learned from articles that are given when the bench runs, and knows nothing else. Each
//! word keeps its most frequent followers only; the rest of its occurrences are followed by any
//! word, as often as that stands in the archive. So memory is bounded, and frequent pairs of
//! words are as frequent in what it makes as they are in what it was made from.

use std::collections::HashMap;

use super::rng::Rng;

/// Followers that a word keeps.
const FOLLOWERS_MAX: usize = 48;

/// Learns a chain.
#[derive(Default)]
pub struct Learner {
    numbers: HashMap<String, u32>,
    words: Vec<String>,
    counts: Vec<u32>,
    pairs: HashMap<(u32, u32), u32>,
}

impl Learner {
    /// Takes in what stands behind a word, or at a beginning; gives its number.
    pub fn word(&mut self, before: Option<u32>, word: &str) -> u32 {
        let number = match self.numbers.get(word) {
            Some(&number) => number,
            None => {
                let number = self.words.len() as u32;
                self.numbers.insert(word.to_owned(), number);
                self.words.push(word.to_owned());
                self.counts.push(0);
                number
            }
        };
        self.counts[number as usize] += 1;
        *self.pairs.entry((state(before), number)).or_default() += 1;
        number
    }

    /// The chain.
    pub fn close(self) -> Chain {
        let mut pairs: Vec<((u32, u32), u32)> = self.pairs.into_iter().collect();
        pairs.sort_unstable_by_key(|&((before, word), n)| (before, std::cmp::Reverse(n), word));
        let mut followers = vec![Followers::default(); self.words.len() + 1];
        for ((before, word), n) in pairs {
            let followers = &mut followers[before as usize];
            followers.all += n;
            if followers.kept.len() < FOLLOWERS_MAX {
                followers.kept.push((followers.all, word));
            }
        }
        let mut sum = 0;
        let add = |n: u32| {
            sum += u64::from(n);
            sum
        };
        Chain { sums: self.counts.into_iter().map(add).collect(), words: self.words, followers }
    }
}

/// The row of followers of a word; the first is that of beginnings.
fn state(before: Option<u32>) -> u32 {
    before.map_or(0, |word| word + 1)
}

/// What stands behind a word.
#[derive(Default, Clone)]
struct Followers {
    /// The most frequent ones, each with how often it and those before it occurred.
    kept: Vec<(u32, u32)>,
    all: u32,
}

/// A learned chain.
pub struct Chain {
    words: Vec<String>,
    /// How often each word and those before it occurred.
    sums: Vec<u64>,
    followers: Vec<Followers>,
}

impl Chain {
    /// Draws what stands behind a word, or at a beginning.
    pub fn next(&self, before: Option<u32>, rng: &mut Rng) -> u32 {
        let followers = &self.followers[state(before) as usize];
        let at = rng.below(followers.all as usize) as u32;
        let place = followers.kept.partition_point(|&(sum, _)| sum <= at);
        if let Some(&(_, word)) = followers.kept.get(place) {
            return word;
        }
        let at = rng.below(self.sums.last().copied().unwrap_or(0) as usize) as u64;
        self.sums.partition_point(|&sum| sum <= at) as u32
    }

    /// A word by its number.
    pub fn word(&self, number: u32) -> &str {
        self.words.get(number as usize).map_or("", String::as_str)
    }

    /// Whether nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}
