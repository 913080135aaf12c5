//! What the best articles speak of, as words that make similar articles stand higher.
//!
//! Whoever pastes a headline or types a question uses a few of the words that articles on the
//! matter use. The best hits have the others, so a second pass lets those count: what has them
//! is moved up. Nothing more is found and nothing less, counts and marks do not change.
//!
//! This is the relevance model RM3 (Abdul-Jaleel and others, TREC 2004; Lavrenko and Croft, SIGIR
//! 2001) over BM25: a word weighs as much as it is frequent in the best articles, each of them
//! counted by its score, and all together weigh [`SHARE`] of the query's own words, which are
//! among them. `docs/ranking.md` has what each number was chosen by.

use std::collections::BTreeMap;

use super::plan::{Plan, Preferred};
use crate::index::Record;
use crate::index::document::apart_of;
use crate::index::stories::Stories;
use crate::text::{self, Stemmer};

/// Articles that are looked at, each of another story: the copies of one text say nothing new.
const ARTICLES: usize = 5;

/// Hits among which these are looked for.
pub const CANDIDATES: usize = 2 * ARTICLES;

/// Words that are taken from them.
pub const WORDS: usize = 40;

/// What all these words weigh, against all words of the query.
const SHARE: f64 = 0.5;

/// Words of an article that are looked at: what a long one says further down says less of it,
/// and nobody waits for a book to be read.
const WORDS_READ: usize = 2_000;

/// Words that more than one in so many articles have say too little.
const COMMON: u64 = 2;

/// How many different words and phrases of a plan add to a score; a query of one word says so
/// clearly what it wants that it is left alone.
pub fn words_asked(plan: &Plan) -> usize {
    match plan {
        Plan::Word(..) | Plan::Positions(..) => 1,
        Plan::And(parts) | Plan::Or(parts) => parts.iter().map(words_asked).sum(),
        _ => 0,
    }
}

/// How often the best articles have each word, as shares of an article.
#[derive(Debug, Default)]
pub struct Spoken {
    shares: BTreeMap<String, f64>,
    articles: usize,
    /// The stories of several articles among them.
    stories: Vec<u32>,
}

impl Spoken {
    /// Whether enough articles were taken in.
    pub fn is_full(&self) -> bool {
        self.articles >= ARTICLES
    }

    /// Whether an article says something new.
    pub fn is_wanted(&mut self, record: &Record, stories: &Stories) -> bool {
        let Some(story) = stories.story(record.number) else { return true };
        let new = !self.stories.contains(&story);
        self.stories.extend(new.then_some(story));
        new
    }

    /// Takes an article in, by its score; the stemmer is that of its language.
    pub fn add(&mut self, record: &Record, score: f64, stemmer: &mut Stemmer) {
        let article = &record.article;
        let title = article.title.as_deref().unwrap_or_default();
        let texts = [title, article.body.as_str()].into_iter().chain(apart_of(article));
        let mut counts: BTreeMap<String, f64> = BTreeMap::new();
        let mut words = 0_u32;
        for word in texts.flat_map(text::words).take(WORDS_READ) {
            let stem = stemmer.stem(&text::term(word.text));
            match counts.get_mut(stem) {
                Some(count) => *count += 1.0,
                None => drop(counts.insert(stem.to_owned(), 1.0)),
            }
            words += 1;
        }
        self.articles += 1;
        for (stem, count) in counts {
            *self.shares.entry(stem).or_default() += score * count / f64::from(words.max(1));
        }
    }

    /// The words that weigh most, the heaviest first. `frequency` tells how many articles have a
    /// stem, of so many; `asked` is how many words the query has.
    ///
    /// # Errors
    /// When a frequency cannot be read.
    pub fn words(
        self,
        frequency: impl Fn(&str) -> tantivy::Result<u64>,
        articles: u64,
        asked: usize,
    ) -> tantivy::Result<Vec<Preferred>> {
        let mut sorted: Vec<(String, f64)> = self.shares.into_iter().collect();
        sorted.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut taken = Vec::with_capacity(WORDS);
        for (stem, share) in sorted {
            // Hits may match by a condition alone, and score nothing.
            if taken.len() == WORDS || share <= 0.0 {
                break;
            }
            let frequency = frequency(&stem)?;
            // A word that stands nowhere else moves nothing.
            if frequency > 1 && frequency < articles.div_ceil(COMMON) {
                taken.push((stem, share));
            }
        }
        let all: f64 = taken.iter().map(|(_, share)| share).sum();
        let weight = |share: f64| (SHARE * asked as f64 * share / all) as f32;
        Ok(taken.into_iter().map(|(stem, share)| Preferred { stem, weight: weight(share) }).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, ArticleId};
    use crate::index::stories::Member;

    fn record(body: &str) -> Record {
        Record {
            id: ArticleId::from_number(1),
            number: 1,
            origin: Default::default(),
            mentions: Vec::new(),
            sentences: Vec::new(),
            paragraphs: Vec::new(),
            article: Article { body: body.into(), ..Article::default() },
        }
    }

    #[test]
    fn one_article_of_a_story_is_enough() {
        let member = |number| Member { id: ArticleId::from_number(u64::from(number)), number };
        let stories = Stories::of([vec![member(1), member(2)]]);
        let numbered = |number| Record { number, ..record("text") };
        let mut spoken = Spoken::default();
        assert!(spoken.is_wanted(&numbered(1), &stories) && !spoken.is_wanted(&numbered(2), &stories));
        assert!(spoken.is_wanted(&numbered(3), &stories) && spoken.is_wanted(&numbered(4), &stories));
        let mut stemmer = Stemmer::new(Some("en"));
        (0..ARTICLES).for_each(|_| spoken.add(&record("text"), 1.0, &mut stemmer));
        assert!(spoken.is_full());
    }

    #[test]
    fn what_the_best_repeat_weighs_most_and_the_sum_is_fixed() {
        let mut stemmer = Stemmer::new(Some("en"));
        let mut spoken = Spoken::default();
        spoken.add(&record("dam dam dam river the the the the"), 3.0, &mut stemmer);
        spoken.add(&record("river flooded the the town once"), 1.0, &mut stemmer);
        let frequency = |stem: &str| {
            Ok(if stem == "the" {
                90
            } else if stem == "onc" {
                1
            } else {
                5
            })
        };
        let words = spoken.words(frequency, 100, 4).unwrap();
        let stems: Vec<&str> = words.iter().map(|w| w.stem.as_str()).collect();
        assert_eq!(stems, ["dam", "river", "flood", "town"]);
        let sum: f32 = words.iter().map(|w| w.weight).sum();
        assert!((sum - 2.0).abs() < 1e-4, "{sum}");
        let mut spoken = Spoken::default();
        spoken.add(&record("dam river"), 0.0, &mut stemmer);
        assert_eq!(spoken.words(frequency, 100, 4).unwrap(), []);
    }
}
