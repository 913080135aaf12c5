//! Queries of every class, drawn from the articles themselves with a fixed seed.
//!
//! They are drawn by document frequency, because what costs differs: a rare word shows the
//! price of asking at all, a common one that of walking a list, phrases that of positions,
//! facets that of counting. One pass over the articles counts words and keeps some articles,
//! from which pairs, days and places are drawn; so an archive of any size will do.

pub mod operators;

use std::collections::HashMap;

use super::Outcome;
use super::docs::Doc;
use super::request::{NARROW, Request};
use super::rng::Rng;

/// Queries of each class.
pub const QUERIES: usize = 100;
const SEED: u64 = 7;
/// Articles kept to draw from.
const KEPT: usize = 4_000;

/// Draws queries of all classes.
pub fn requests(docs: impl Iterator<Item = Outcome<Doc>>) -> Outcome<Vec<Request>> {
    let mut draw = Draw::new(docs)?;
    let words = |words: String| Some(Request { words, ..Request::default() });
    let mut all = Vec::new();
    let mut of = |class: &str, request: &dyn Fn(&mut Draw) -> Option<Request>| {
        let found = std::iter::repeat_with(|| request(&mut draw)).take(QUERIES * 200).flatten();
        all.extend(found.take(QUERIES).map(|r| Request { class: class.to_owned(), ..r }));
    };
    of("rare word", &|d| words(d.word(0.0002, 0.001)?));
    of("common word", &|d| words(d.word(0.05, 0.3)?));
    of("and", &|d| d.together(0.003, 0.3).and_then(|(a, b)| words(format!("{a} {b}"))));
    of("or", &|d| words((0..3).map(|_| d.word(0.003, 0.03)).collect::<Option<Vec<_>>>()?.join(" OR ")));
    of("phrase", &|d| d.neighbours(0.003).and_then(|(a, b)| words(format!("\"{a} {b}\""))));
    of("prefix", &|d| {
        let word = d.word(0.003, 0.03)?;
        Some(Request { prefix: Some(word.get(..5)?.to_owned()), ..Request::default() })
    });
    of("date range", &|d| {
        Some(Request { words: d.word(0.05, 0.3)?, days: Some(d.days()?), ..Request::default() })
    });
    of("facets", &|d| Some(Request { words: d.word(0.03, 0.3)?, facets: true, ..Request::default() }));
    of("drill-down", &|d| {
        let words = d.word(0.03, 0.3)?;
        let place = Some(d.place_with(&words)?);
        Some(Request { place, words, facets: true, ..Request::default() })
    });
    of(NARROW, &|d| {
        let words = d.word(0.0002, 0.002)?;
        let place = Some(d.place_with(&words)?);
        Some(Request { place, words, facets: true, ..Request::default() })
    });
    Ok(all)
}

struct Draw {
    rng: Rng,
    /// Words and how many articles hold them, in the order of the alphabet.
    frequencies: Vec<(String, usize)>,
    number: HashMap<String, usize>,
    kept: Vec<Doc>,
    articles: usize,
}

impl Draw {
    fn new(docs: impl Iterator<Item = Outcome<Doc>>) -> Outcome<Draw> {
        let mut rng = Rng::new(SEED);
        let mut counts = Counts::default();
        let mut kept = Vec::new();
        for (at, doc) in docs.enumerate() {
            let doc = doc?;
            counts.add(&doc);
            // Each article is kept with the same chance (reservoir sampling).
            if kept.len() < KEPT {
                kept.push(doc);
            } else if let Some(place) = kept.get_mut(rng.below(at + 1)) {
                *place = doc;
            }
        }
        if kept.is_empty() {
            return Err("there are no articles to draw queries from".into());
        }
        let articles = counts.articles;
        let number: HashMap<String, usize> = counts.words.into_iter().map(|(w, (n, _))| (w, n)).collect();
        let mut frequencies: Vec<(String, usize)> = number.iter().map(|(w, &n)| (w.clone(), n)).collect();
        frequencies.sort_unstable();
        Ok(Draw { rng, frequencies, number, kept, articles })
    }

    /// Whether a word stands in this part of all articles.
    fn is_between(&self, word: &str, least: f64, most: f64) -> bool {
        let part = self.number.get(word).map_or(0.0, |&n| n as f64 / self.articles as f64);
        part >= least && part <= most
    }

    /// A word that this part of all articles holds.
    fn word(&mut self, least: f64, most: f64) -> Option<String> {
        let number = |part: f64| (part * self.articles as f64) as usize;
        let wanted = number(least).max(1)..=number(most).max(1);
        let all = self.frequencies.iter().filter(|(word, n)| wanted.contains(n) && word.len() >= 5);
        let all: Vec<&String> = all.map(|(word, _)| word).collect();
        Some((*all.get(self.rng.below(all.len()))?).clone())
    }

    fn doc(&mut self) -> &Doc {
        self.rng.pick(&self.kept)
    }

    /// Two words of one article.
    fn together(&mut self, least: f64, most: f64) -> Option<(String, String)> {
        let words = plain_words(&self.doc().body);
        let words: Vec<String> = words.into_iter().filter(|w| self.is_between(w, least, most)).collect();
        let mut word = || words.get(self.rng.below(words.len())).cloned();
        let (a, b) = (word()?, word()?);
        (a != b).then_some((a, b))
    }

    /// Two words with one blank between them in some article.
    fn neighbours(&mut self, least: f64) -> Option<(String, String)> {
        let body = self.doc().body.clone();
        let parts: Vec<&str> = body.split(' ').collect();
        let at = self.rng.below(parts.len());
        let usual = |word: &&&str| is_plain(word) && self.is_between(&word.to_lowercase(), least, 1.0);
        let (a, b) = (parts.get(at).filter(usual)?, parts.get(at + 1).filter(usual)?);
        Some((a.to_lowercase(), b.to_lowercase()))
    }

    /// A week, a month or a year from the day of some article on.
    fn days(&mut self) -> Option<(i64, i64)> {
        let length = *self.rng.pick(&[7, 30, 365]);
        self.doc().day.map(|day| (day, day + length - 1))
    }

    /// A place of an article that holds the word.
    fn place_with(&mut self, word: &str) -> Option<String> {
        let start = self.rng.below(self.kept.len());
        let docs = self.kept.iter().cycle().skip(start).take(self.kept.len());
        let mut docs = docs.filter(|d| !d.places.is_empty());
        let doc = docs.find(|d| plain_words(&d.body).iter().any(|w| w == word))?;
        Some(self.rng.pick(&doc.places).clone())
    }
}

/// How many articles hold each plain word, folded.
#[derive(Default)]
pub struct Counts {
    /// Each with the number of articles and the last one that was counted.
    words: HashMap<String, (usize, usize)>,
    articles: usize,
    folded: String,
}

impl Counts {
    /// Counts the words of an article.
    pub fn add(&mut self, doc: &Doc) {
        self.articles += 1;
        let texts = [doc.title.as_str(), doc.body.as_str()];
        for word in texts.into_iter().flat_map(dateline::text::words).filter(|w| is_plain(w.text)) {
            self.folded.clear();
            self.folded.extend(word.text.chars().map(|c| c.to_ascii_lowercase()));
            match self.words.get_mut(&self.folded) {
                Some((_, last)) if *last == self.articles => {}
                Some((n, last)) => (*n, *last) = (*n + 1, self.articles),
                None => {
                    self.words.insert(self.folded.clone(), (1, self.articles));
                }
            }
        }
    }

    /// The word whose number of articles is nearest to this part of all; of equals the first.
    pub fn nearest(&self, part: f64) -> String {
        let wanted = (self.articles as f64 * part) as usize;
        let nearest = self.words.iter().min_by_key(|(word, (n, _))| (n.abs_diff(wanted), word.as_str()));
        nearest.map(|(word, _)| word.clone()).unwrap_or_default()
    }

    /// All words.
    pub fn into_words(self) -> impl Iterator<Item = String> {
        self.words.into_keys()
    }
}

/// The words of a text that every tokenizer cuts alike.
fn plain_words(text: &str) -> Vec<String> {
    let words = dateline::text::words(text).filter(|w| is_plain(w.text));
    words.map(|w| w.text.to_ascii_lowercase()).collect()
}

/// Whether every tokenizer takes this for one word: ASCII letters, at least four.
pub fn is_plain(word: &str) -> bool {
    word.len() >= 4 && word.bytes().all(|b| b.is_ascii_alphabetic())
}
