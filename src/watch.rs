//! Saved searches: what is new since they were last run.
//!
//! The searches are lines of a text file that belongs to the user ([`saved`]): it can be written
//! by hand, kept in git and shared. What each has shown stands in a file beside it that nobody
//! needs to look at ([`seen`]). An article is new to a search when it matches and none of its
//! runs has seen it; an article that was changed since, or that has moved, is the same one.
//!
//! A run is a [`Session`]: it holds a lock, hands out what is new, and writes down what was seen
//! only when it is told that this was passed on. Who dies in between is told the same again:
//! nothing is lost, and what is told twice is told in full.
//!
//! What this does not know: clocks, mail, feeds. Whoever calls brings the time and passes on.

pub mod saved;
pub mod seen;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

pub use saved::{FILE_NAME, Saved, SavedSearches};
pub use seen::Session;

use crate::article::ArticleId;
use crate::error::Result;
use crate::index::{Ledger, Snapshot, Stories};
use crate::query::Query;
use crate::search::all::Matches;
use crate::search::{Hit, SearchOptions, Sort, Unit};
use seen::Numbering;

/// Why an article is new to a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// It has come into the archive since the last run, or there was none.
    Article,
    /// It was in the archive then, and matches since: it was changed, or the corrections of
    /// actors were, or the search itself.
    Match,
}

impl Why {
    /// The word for it in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Why::Article => "article",
            Why::Match => "match",
        }
    }
}

/// An article that is new to a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct New {
    /// The article; by story the oldest new one of its story.
    pub id: ArticleId,
    /// Why it is new.
    pub why: Why,
    /// Other new articles of the same story, when stories are counted.
    pub copies: u64,
}

/// What is new to one search.
pub struct News<'s> {
    /// Its name.
    pub name: String,
    /// The query as it was read.
    pub query: Query,
    /// What is counted.
    pub unit: Unit,
    /// Articles that match, seen or not.
    pub total: u64,
    /// The new ones, oldest first.
    pub new: Vec<New>,
    /// Articles that match since and were in the archive before, left out because only
    /// articles that are new themselves were asked for; a later run can still show them.
    pub left_out: u64,
    /// All matches, for reading hits of the new ones.
    pub matches: Matches<'s>,
    seen: Vec<ArticleId>,
    numbering: Numbering,
}

/// Which articles an archive has, in the order in which they came: made once for all searches.
#[derive(Debug)]
pub struct Holdings {
    /// The number of each article, by its id.
    numbers: HashMap<u64, u32>,
    numbering: Numbering,
}

impl Holdings {
    /// Those of an archive.
    pub fn of(ledger: &Ledger) -> Holdings {
        let numbers = ledger.entries().map(|entry| (entry.id, entry.number)).collect();
        Holdings { numbers, numbering: Numbering::of(ledger) }
    }

    /// Why a match is new, by the numbering at the last run. Where nobody can tell it is called a
    /// new article: what is taken for an old one may be left out.
    fn why(&self, id: ArticleId, before: Option<&Numbering>) -> Why {
        match (before, self.numbers.get(&id.number())) {
            (Some(before), Some(&number)) if number < before.next => Why::Match,
            _ => Why::Article,
        }
    }
}

/// What counts as new.
#[derive(Debug, Clone, Copy, Default)]
pub struct NewsOptions {
    /// Only articles that the archive did not have at the last run.
    pub articles_only: bool,
    /// The day that relative dates count from.
    pub today: Option<NaiveDate>,
}

/// Hits are read in groups of so many, so that a first run of a wide search stays small.
const READ_AT_ONCE: usize = 64;

impl News<'_> {
    /// The new articles with their hits, in order, numbered from 1; each is read when it is asked for.
    pub fn hits(&self) -> impl Iterator<Item = Result<(New, Hit)>> + '_ {
        let read = |group: &[New]| -> Result<Vec<(New, Hit)>> {
            let ids: Vec<ArticleId> = group.iter().map(|new| new.id).collect();
            Ok(group.iter().copied().zip(self.matches.hits(&ids)?).collect())
        };
        let groups = self.new.chunks(READ_AT_ONCE).map(read);
        let one_by_one = groups.flat_map(|group| match group {
            Ok(hits) => hits.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        });
        (1..).zip(one_by_one).map(|(rank, found)| {
            let (new, hit) = found?;
            Ok((new, Hit { rank, ..hit }))
        })
    }
}

impl Session {
    /// What is new to a search. Nothing is written down by that.
    ///
    /// # Errors
    /// When the search cannot be read or carried out, or when the index is damaged.
    pub fn news<'s>(
        &self,
        snapshot: &'s Snapshot,
        holdings: &Holdings,
        saved: &Saved,
        options: NewsOptions,
    ) -> Result<News<'s>> {
        let query = saved.question.parse(options.today)?;
        let wanted = saved.question.options(options.today)?;
        let matches = snapshot.matches(&query, &SearchOptions { sort: Sort::Oldest, ..wanted })?;
        let (known, before) = self.known(&saved.name);
        let before = before.filter(|before| !before.is_other(&holdings.numbers));
        let unseen = matches.ids().filter(|id| !known.contains(id));
        let unseen = unseen.map(|id| New { id, why: holdings.why(id, before), copies: 0 });
        let (mut new, late): (Vec<New>, Vec<New>) =
            unseen.partition(|new| !options.articles_only || new.why == Why::Article);
        let late: HashSet<ArticleId> = late.into_iter().map(|new| new.id).collect();
        let seen = matches.ids().filter(|id| !late.contains(id)).collect();
        if saved.question.by == Unit::Story {
            let grouped = snapshot.clone().grouped(saved.question.grouping)?;
            new = by_story(&new, &known, grouped.stories(), &holdings.numbers);
        }
        Ok(News {
            name: saved.name.clone(),
            query,
            unit: saved.question.by,
            total: matches.ids().count() as u64,
            new,
            left_out: late.len() as u64,
            matches,
            seen,
            numbering: holdings.numbering.clone(),
        })
    }

    /// Notes that all of this was passed on; [`Session::save`] writes it down.
    pub fn saw(&mut self, news: &News<'_>, when: &str) {
        self.note(&news.name, &news.seen, news.numbering.clone(), when);
    }
}

/// One for each story of which nothing was seen before: the first of its new articles.
fn by_story(
    new: &[New],
    known: &HashSet<ArticleId>,
    stories: &Stories,
    numbers: &HashMap<u64, u32>,
) -> Vec<New> {
    let mut leads: Vec<New> = Vec::new();
    let mut lead_of: HashMap<u32, usize> = HashMap::new();
    for &one in new {
        let Some(story) = numbers.get(&one.id.number()).and_then(|&number| stories.story(number)) else {
            leads.push(one);
            continue;
        };
        if stories.members(story).iter().any(|member| known.contains(&member.id)) {
            continue;
        }
        match lead_of.get(&story).and_then(|&at| leads.get_mut(at)) {
            Some(lead) => lead.copies += 1,
            None => {
                lead_of.insert(story, leads.len());
                leads.push(one);
            }
        }
    }
    leads
}

/// The file of saved searches of an index that is kept in this folder.
pub fn file_of(index: &Path) -> PathBuf {
    index.join(FILE_NAME)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::stories::Member;

    #[test]
    fn a_story_is_new_once_however_many_articles_it_has() {
        let id = |n: u32| ArticleId::from_number(u64::from(n) * 7);
        let new = |n: u32| New { id: id(n), why: Why::Article, copies: 0 };
        let numbers: HashMap<u64, u32> = (0..9).map(|n| (id(n).number(), n)).collect();
        let member = |n: u32| Member { id: id(n), number: n };
        let stories = Stories::of([vec![member(1), member(2), member(5)], vec![member(3), member(4)]]);
        let known = HashSet::from([id(4)]);
        let leads = by_story(&[new(8), new(2), new(3), new(1), new(5)], &known, &stories, &numbers);
        // The fourth was seen, so the third is a copy; the others are told by the first of them.
        assert_eq!(leads, [new(8), New { copies: 2, ..new(2) }]);
        assert_eq!(by_story(&[new(1)], &HashSet::from([id(5)]), &stories, &numbers), []);
    }
}
