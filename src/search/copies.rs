//! The copies of a story side by side: one of them leads, and each other one is held against it.
//!
//! How much of a text two copies share is told by their shingles, the runs of five words
//! (Broder, "On the resemblance and containment of documents", 1997): resemblance is the share of all
//! shingles of both that both have, containment the share of the smaller text's that the other has
//! too. A cut from the end lowers the first and not the second.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::lead::Lead;
use super::revisions::Chain;
use crate::article::ArticleId;
use crate::error::Result;
use crate::index::record::{Moment, Stored};
use crate::index::{Record, Snapshot};
use crate::text;

/// Words of a shingle.
const SHINGLE_WORDS: usize = 5;

/// A story with its copies.
#[derive(Debug)]
pub struct Copies {
    /// The id of the story: the least id of its articles.
    pub story: ArticleId,
    /// How many articles it has, the lead among them.
    pub articles: usize,
    /// How many outlets these have; articles of no known outlet count as one.
    pub outlets: usize,
    /// The copy that leads.
    pub lead: Record,
    /// The others, the earliest first; no more than were asked for.
    pub copies: Vec<Copy>,
    /// Corrections, updates and withdrawals that the articles of each outlet are to each other.
    pub chains: Vec<Chain>,
    /// What the user should know: whole lines.
    pub notes: Vec<String>,
}

/// A copy beside the lead.
#[derive(Debug)]
pub struct Copy {
    /// The article.
    pub record: Record,
    /// The share of the shingles of both texts that both have, from 0 to 1.
    pub resemblance: f32,
    /// The share of the smaller text's shingles that the other has too, from 0 to 1.
    pub containment: f32,
}

impl Snapshot {
    /// The copies of the story with this id, or that the article with this id belongs to. An article
    /// without twins leads a story of its own.
    ///
    /// # Errors
    /// When there is no such article, or when the index is damaged.
    pub fn copies(&self, id: ArticleId, lead: &Lead, limit: usize) -> Result<Copies> {
        self.guarded(|| {
            let given = self.article(id)?;
            let story = self.stories().story(given.number);
            let chains = self.chains(&given)?;
            let Some(story) = story else {
                let (story, notes) = (given.id, Vec::new());
                return Ok(Copies {
                    story,
                    articles: 1,
                    outlets: 1,
                    lead: given,
                    copies: Vec::new(),
                    chains,
                    notes,
                });
            };
            let mut heads = self.members(story)?;
            let outlets = heads.iter().map(folded_outlet).collect::<HashSet<_>>().len();
            heads.sort_by_key(|record| (in_time(record), record.id));
            let (at, notes) = leading(&heads, lead);
            let articles = heads.len();
            let lead = match heads.get(at) {
                Some(head) => self.article(head.id)?,
                None => given,
            };
            let own = shingles(&lead.article.body);
            let others = heads.iter().filter(|head| head.id != lead.id).take(limit);
            let copies = others.map(|head| self.copy(head.id, &own)).collect::<Result<_>>()?;
            let story = self.stories().id(story).unwrap_or(lead.id);
            Ok(Copies { story, articles, outlets, lead, copies, chains, notes })
        })
    }

    fn copy(&self, id: ArticleId, lead: &HashSet<u64>) -> Result<Copy> {
        let record = self.article(id)?;
        let own = shingles(&record.article.body);
        let shared = own.intersection(lead).count() as f32;
        let (all, smaller) = ((own.len() + lead.len()) as f32 - shared, own.len().min(lead.len()) as f32);
        let share = |whole: f32| if whole > 0.0 { shared / whole } else { 0.0 };
        Ok(Copy { record, resemblance: share(all), containment: share(smaller) })
    }

    /// The articles of a story with their texts, but without what was found in them.
    pub(super) fn members(&self, story: u32) -> Result<Vec<Record>> {
        self.stories().members(story).iter().map(|member| self.without_mentions(member.id)).collect()
    }

    /// An article without what was found in it, which takes longest to read.
    pub(super) fn without_mentions(&self, id: ArticleId) -> Result<Record> {
        let stored = self.stored_at(self.address(id)?)?;
        let read = || {
            let stored = Stored::open(stored.as_slice(), self.shelf.as_ref())?;
            let mut record = stored.head()?;
            record.article.body = stored.body()?;
            Some(record)
        };
        let mut record = read().ok_or_else(|| self.damaged("the text of an article cannot be read"))?;
        self.show_path(&mut record.origin);
        Ok(record)
    }
}

/// The copy that leads, of copies in the order of time.
fn leading(copies: &[Record], lead: &Lead) -> (usize, Vec<String>) {
    let last = copies.iter().rposition(|record| record.article.published.is_some());
    match lead {
        Lead::Earliest => (0, Vec::new()),
        Lead::Latest => (last.unwrap_or(0), Vec::new()),
        Lead::Longest => {
            let length = |at: &usize| copies.get(*at).map_or(0, |r| r.article.body.chars().count());
            ((0..copies.len()).min_by_key(|at| (Reverse(length(at)), *at)).unwrap_or(0), Vec::new())
        }
        Lead::Outlet(name) => {
            let wanted = text::fold(name);
            let of_it = copies.iter().position(|record| folded_outlet(record) == wanted);
            let note = || vec![format!("no copy of this story is by {name}; the earliest leads")];
            (of_it.unwrap_or(0), if of_it.is_none() { note() } else { Vec::new() })
        }
    }
}

/// The earliest first, undated ones last.
pub(super) fn in_time(record: &Record) -> (bool, Option<Moment>) {
    let moment = record.article.published.as_ref().map(Moment::of);
    (moment.is_none(), moment)
}

pub(super) fn folded_outlet(record: &Record) -> String {
    record.article.outlet.as_deref().map(|name| text::fold(name).into_owned()).unwrap_or_default()
}

/// The different runs of five words of a text as numbers; a shorter text is one run.
fn shingles(body: &str) -> HashSet<u64> {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
    let words: Vec<String> = text::words(body).map(|word| text::term(word.text).into_owned()).collect();
    let hash = |run: &[String]| BuildHasherDefault::<DefaultHasher>::default().hash_one(run);
    match words.len() {
        0 => HashSet::new(),
        n if n < SHINGLE_WORDS => HashSet::from([hash(&words)]),
        _ => words.windows(SHINGLE_WORDS).map(hash).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_are_read_and_written() {
        for text in ["earliest", "latest", "longest", "outlet:The Wire"] {
            assert_eq!(text.parse::<Lead>().unwrap().to_string(), text);
        }
        for text in ["", "first", "outlet:", "outlet: "] {
            assert!(text.parse::<Lead>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_cut_text_is_contained() {
        let (whole, cut) = ("one two three four five six seven", "One two, three four five six.");
        let (a, b) = (shingles(whole), shingles(cut));
        assert_eq!((a.len(), b.len(), a.intersection(&b).count()), (3, 2, 2));
        assert_eq!((shingles("").len(), shingles("a b").len()), (0, 1));
    }
}
