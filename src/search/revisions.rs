//! Corrections, updates and withdrawals that came as articles of their own, linked to what they revise.
//!
//! An agency does not change a text in place: it sends it again, marked (`CORRECTED-`, `UPDATE 2-`), and
//! an archive holds all issues. Readers note the mark ([`crate::article::Revision`]); which article it
//! means is found here, among the articles of the same outlet: the one that the source names by id or
//! address; else the issue before it of the same story; else an article on the same event shortly before
//! whose headline it repeats. Where none fits, the earlier issue is not in the archive, and nothing is linked.

use chrono::NaiveDate;

use super::copies::{folded_outlet, in_time};
use super::similar::likeness::EVENT_DAYS_MAX;
use super::similar::{Relation, SimilarHit};
use super::{SearchOptions, Selection, Unit};
use crate::article::{ArticleId, RevisionKind};
use crate::date::PartialDate;
use crate::error::Result;
use crate::index::{Record, Snapshot};
use crate::query::{Node, Query};
use crate::text;

/// Articles on the same event that are looked at for issues of one text.
const LOOKED_AT: usize = 60;
/// The fewest words of a headline that can be recognised.
const HEADLINE_WORDS_MIN: usize = 3;

/// The issues of one article by one outlet, the earliest first.
#[derive(Debug, Default)]
pub struct Chain {
    /// At least two.
    pub issues: Vec<Issue>,
}

/// An article among its issues.
#[derive(Debug)]
pub struct Issue {
    /// The article, without its mentions.
    pub record: Record,
    /// The earlier issue that it revises, and how; `None` for the first one.
    pub revises: Option<Revises>,
}

/// What an issue does to an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revises {
    /// The earlier issue.
    pub id: ArticleId,
    /// What is done to it.
    pub kind: RevisionKind,
    /// How that is known.
    pub known: Known,
}

/// How it is known which article is revised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Known {
    /// The source names it.
    Named,
    /// It is the issue before of the same story.
    Story,
    /// It is on the same event, shortly before, and has the same headline.
    Headline,
}

impl Known {
    /// The name in the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Known::Named => "named",
            Known::Story => "story",
            Known::Headline => "headline",
        }
    }
}

impl Chain {
    /// What an article revises.
    pub fn revised_by_it(&self, id: ArticleId) -> Option<(&Revises, &Record)> {
        let issue = self.issues.iter().find(|issue| issue.record.id == id)?;
        let revises = issue.revises.as_ref()?;
        let earlier = self.issues.iter().find(|issue| issue.record.id == revises.id)?;
        Some((revises, &earlier.record))
    }

    /// The articles that revise this one, the earliest first.
    pub fn revising(&self, id: ArticleId) -> impl Iterator<Item = (&Revises, &Record)> {
        self.issues.iter().filter_map(move |issue| {
            let revises = issue.revises.as_ref().filter(|revises| revises.id == id)?;
            Some((revises, &issue.record))
        })
    }
}

impl Snapshot {
    /// The issues of an article by its own outlet, it among them; `None` when it neither revises
    /// another one nor is revised.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn issues(&self, record: &Record) -> Result<Option<Chain>> {
        let own = |chain: &Chain| chain.issues.iter().any(|issue| issue.record.id == record.id);
        Ok(self.guarded(|| self.chains(record))?.into_iter().find(own))
    }

    /// The chains of issues in the story of an article, and of those like it.
    pub(super) fn chains(&self, record: &Record) -> Result<Vec<Chain>> {
        let mut near = match self.stories().story(record.number) {
            Some(story) => self.members(story)?,
            None => vec![Record { mentions: Vec::new(), ..record.clone() }],
        };
        for hit in self.like_it(record)? {
            let named = near.iter().any(|known| names(&hit.record, known) || names(known, &hit.record));
            let known = near.iter().any(|known| known.id == hit.record.id);
            if !known && (named || hit.relation == Relation::Event) {
                near.push(hit.record);
            }
        }
        near.sort_by_cached_key(|record| (source(record), issue_order(record), record.id));
        let chains = near.chunk_by(|a, b| source(a) == source(b)).flat_map(|own| self.chains_of(own));
        Ok(chains.collect())
    }

    /// Articles of the same source that may be issues of one text although too much was changed for one
    /// story.
    fn like_it(&self, record: &Record) -> Result<Vec<SimilarHit>> {
        let all = Query { input: String::new(), root: Node::All, hints: Vec::new() };
        let selection = near_issues(record);
        let options =
            SearchOptions { unit: Unit::Article, limit: LOOKED_AT, selection, ..SearchOptions::default() };
        let mut hits = self.similar(record.id, &all, &options)?.hits;
        hits.retain(|hit| source(&hit.record) == source(record));
        Ok(hits)
    }

    /// Links articles of one source, in the order of their issue, and parts them into chains.
    fn chains_of(&self, records: &[Record]) -> Vec<Chain> {
        let links: Vec<Option<Revises>> =
            records.iter().enumerate().map(|(at, record)| self.revises(record, at, records)).collect();
        let mut chains: Vec<Chain> = Vec::new();
        for (record, revises) in records.iter().zip(links) {
            let linked = |chain: &&mut Chain| {
                revises.is_some_and(|r| chain.issues.iter().any(|issue| issue.record.id == r.id))
            };
            let issue = Issue { record: record.clone(), revises };
            match chains.iter_mut().find(linked) {
                Some(chain) => chain.issues.push(issue),
                None => chains.push(Chain { issues: vec![issue] }),
            }
        }
        chains.retain(|chain| chain.issues.len() > 1);
        chains
    }

    /// What an article revises, of those of its source that stand before it.
    fn revises(&self, record: &Record, at: usize, all: &[Record]) -> Option<Revises> {
        let revision = record.article.revision.as_ref()?;
        let before = all.get(..at).unwrap_or_default();
        let named = before.iter().rfind(|other| names(record, other));
        let story = self.stories().story(record.number);
        let twin = |other: &&Record| story.is_some() && self.stories().story(other.number) == story;
        let twin = before.iter().rfind(twin);
        let titled = before.iter().rfind(|other| repeats_headline(record, other));
        let (earlier, known) = named
            .map(|other| (other, Known::Named))
            .or_else(|| Some((twin?, Known::Story)))
            .or_else(|| Some((titled?, Known::Headline)))?;
        Some(Revises { id: earlier.id, kind: revision.kind, known })
    }
}

/// Selects the days on which issues of an article can have come, so that little else is compared with it.
fn near_issues(record: &Record) -> Selection {
    let days = i64::from(EVENT_DAYS_MAX);
    let range = record.article.published.as_ref().map(|p| p.date.range());
    let shifted = |day: Option<NaiveDate>, by: i64| {
        PartialDate::from_day(day?.checked_add_signed(chrono::TimeDelta::days(by))?)
    };
    Selection {
        from: shifted(range.map(|r| r.from), -days),
        to: shifted(range.map(|r| r.to), days),
        ..Selection::default()
    }
}

/// Who published it: the outlet, or where none is known the folder that it came from.
fn source(record: &Record) -> (String, String) {
    let folder = || record.origin.path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    match &record.article.outlet {
        Some(_) => (folded_outlet(record), String::new()),
        None => (String::new(), folder()),
    }
}

/// The order of issues: by time; of one time the unmarked first, then by the number of the update.
fn issue_order(record: &Record) -> impl Ord + use<> {
    (in_time(record), record.article.revision.is_some(), update_number(record))
}

/// The number in `UPDATE 2-` or `version 2`, as far as headline or note begin with a mark.
fn update_number(record: &Record) -> u32 {
    let note = record.article.revision.as_ref().and_then(|r| r.note.as_deref());
    let number = |text: &str| {
        let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.by_ref().take(2).find_map(|word| word.parse().ok())
    };
    record.article.title.as_deref().and_then(number).or_else(|| note.and_then(number)).unwrap_or(0)
}

/// Whether an article says by id or address that it revises another one.
fn names(later: &Record, earlier: &Record) -> bool {
    let of = later.article.revision.as_ref().and_then(|revision| revision.of.as_ref());
    let article = &earlier.article;
    of.is_some_and(|of| [&article.source_id, &article.url].into_iter().flatten().any(|name| name == of))
}

/// Whether a later article has the headline of an earlier one, with marks before or behind it at most.
fn repeats_headline(later: &Record, earlier: &Record) -> bool {
    let words = |record: &Record| -> Vec<String> {
        let title = record.article.title.as_deref().unwrap_or_default();
        text::words(title).map(|word| text::term(word.text).into_owned()).collect()
    };
    let (later_words, mut earlier_words) = (words(later), words(earlier));
    // An earlier issue may have marks of its own, a later one has others in their place.
    if earlier.article.revision.is_some() {
        let common = earlier_words.iter().rev().zip(later_words.iter().rev()).take_while(|(a, b)| a == b);
        let common = common.count();
        earlier_words.drain(..earlier_words.len() - common);
    }
    let enough = earlier_words.len() >= HEADLINE_WORDS_MIN;
    enough && later_words.windows(earlier_words.len()).any(|run| run == earlier_words) && near(later, earlier)
}

fn near(later: &Record, earlier: &Record) -> bool {
    let day = |record: &Record| record.article.published.as_ref().map(|p| p.date.range());
    let apart = day(later).zip(day(earlier)).map(|(a, b)| (a.from - b.to).num_days());
    apart.is_none_or(|days| days <= i64::from(EVENT_DAYS_MAX))
}
