//! What has become of a receipt: the same question asked again, and why the answer differs.
//!
//! The question is read as on the day of the receipt, and asked twice when the corrections of
//! actors have changed since: once with those of today and once with those of that day. What
//! differs between the two is due to the corrections; of the rest, the ledger says which
//! articles are new, gone or changed. Where two causes fit, both are named.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use chrono::{DateTime, NaiveDate};

use super::{Counting, Entry, Found, Occasion, Receipt, State, entries};
use crate::article::ArticleId;
use crate::error::Result;
use crate::index::ledger::Ledger;
use crate::index::{Corrections, Snapshot};
use crate::search::{FacetKind, Sort};

/// Why an article matches now and did not, or the other way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// It has come into the archive since.
    Arrived,
    /// It is not in the archive any more.
    Gone,
    /// Its text, or something else that its source says, is another now.
    Changed,
    /// The corrections of actors are others now.
    Corrections,
    /// Its places, actors or words were found by another gazetteer or another analysis.
    FoundOtherwise,
    /// It is new, or its names are found otherwise: both fit.
    ArrivedOrFoundOtherwise,
    /// Another version of the program reads or answers the query in another way.
    Program,
    /// Nothing that is known has changed: its names were found anew, with other articles around.
    Unknown,
}

impl Cause {
    /// The word for it in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Cause::Arrived => "new",
            Cause::Gone => "gone",
            Cause::Changed => "changed",
            Cause::Corrections => "corrections",
            Cause::FoundOtherwise => "gazetteer",
            Cause::ArrivedOrFoundOtherwise => "new_or_gazetteer",
            Cause::Program => "program",
            Cause::Unknown => "unknown",
        }
    }
}

/// An article that matches now and did not, or the other way round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The article, and where it stands or stood.
    pub entry: Entry,
    /// Why.
    pub cause: Cause,
    /// What it is, while it is in the archive.
    pub head: Option<Head>,
}

/// By what a person knows an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its date.
    pub date: Option<String>,
    /// Its headline.
    pub title: Option<String>,
}

/// Something that answers depend on and that is not what it was: then and now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circumstance {
    /// What: `program`, `analysis`, `gazetteer`, `own places`, `corrections`, `reading`.
    pub what: &'static str,
    /// As it was.
    pub then: String,
    /// As it is.
    pub now: String,
}

/// A count that is another now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountChange {
    /// The value.
    pub value: String,
    /// The count as it was.
    pub then: u64,
    /// The count as it is.
    pub now: u64,
}

/// A receipt held against the archive as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What was written.
    pub then: Receipt,
    /// What would be written now, for the same day.
    pub now: Receipt,
    /// Articles that match now and did not, by date.
    pub added: Vec<Difference>,
    /// Articles that matched and do not, by date.
    pub removed: Vec<Difference>,
    /// Articles that match still, and say something else.
    pub changed: Vec<Entry>,
    /// What answers depend on and is not what it was.
    pub circumstances: Vec<Circumstance>,
    /// Counts that are others now, as far as they stand in the receipt.
    pub counts: Vec<CountChange>,
}

impl Comparison {
    /// Whether the same articles match, in the same order of dates, in the same number of
    /// stories, with the same counts.
    pub fn is_same_set(&self) -> bool {
        let counted = |receipt: &Receipt| receipt.counted.as_ref().map(|c| (c.hash.clone(), c.none));
        self.then.order.by_date == self.now.order.by_date
            && (self.then.count, self.then.stories) == (self.now.count, self.now.stories)
            && counted(&self.then) == counted(&self.now)
    }

    /// Whether nothing differs, the ranked order included.
    pub fn is_same(&self) -> bool {
        self.is_same_set() && self.then.order.ranked == self.now.order.ranked
    }

    /// Whether the archive holds the same articles with the same texts.
    pub fn is_same_archive(&self) -> bool {
        self.then.archive.fingerprint == self.now.archive.fingerprint
    }
}

impl Snapshot {
    /// Holds a receipt against this snapshot.
    ///
    /// # Errors
    /// When its question cannot be read or carried out any more, or when the index is damaged.
    pub fn compare(&self, then: &Receipt) -> Result<Comparison> {
        let ledger = self.ledger()?;
        let now = self.again(then)?;
        let circumstances = circumstances(then, &now);
        let by_corrections = self.by_corrections(then, &now, &circumstances)?;
        let was: HashMap<ArticleId, &Entry> = then.matches.iter().map(|entry| (entry.id, entry)).collect();
        let is: HashSet<ArticleId> = now.matches.iter().map(|entry| entry.id).collect();
        let judge = Judge { then, now: &now, ledger: &ledger, circumstances: &circumstances, by_corrections };
        let added = now.matches.iter().filter(|entry| !was.contains_key(&entry.id));
        let added = added.map(|entry| judge.difference(self, entry, true)).collect::<Result<_>>()?;
        let removed = then.matches.iter().filter(|entry| !is.contains(&entry.id));
        let removed = removed.map(|entry| judge.difference(self, entry, false)).collect::<Result<_>>()?;
        let says_else = |entry: &&Entry| was.get(&entry.id).is_some_and(|was| was.content != entry.content);
        let changed = now.matches.iter().filter(says_else).cloned().collect();
        let counts = count_changes(then, &now);
        Ok(Comparison { then: then.clone(), now, added, removed, changed, circumstances, counts })
    }

    /// The receipt of the same question, asked now as on that day.
    fn again(&self, then: &Receipt) -> Result<Receipt> {
        let counted = then.counted.as_ref().and_then(|counted| counted.facet.parse::<FacetKind>().ok());
        let how = if then.verb == "timeline" { Counting::Timeline } else { Counting::Facet };
        let occasion = Occasion {
            verb: &then.verb,
            sort: then.sort,
            counted: counted.map(|kind| (kind, how)),
            today: then.read.today.unwrap_or(then.made),
        };
        self.receipt_with(&then.question, &occasion, usize::MAX)
    }

    /// The articles that match with the corrections of one of the two and not of the other;
    /// `None` when the corrections are the same.
    fn by_corrections(
        &self,
        then: &Receipt,
        now: &Receipt,
        circumstances: &[Circumstance],
    ) -> Result<Option<HashSet<ArticleId>>> {
        if !circumstances.iter().any(|c| c.what == "corrections") {
            return Ok(None);
        }
        let file = Path::new("corrections in the receipt");
        let corrections = Corrections::parse(file, then.corrections.join("\n").as_bytes())?;
        let before = self.clone().corrected(corrections);
        let today = Some(then.read.today.unwrap_or(then.made));
        let (query, options) = (then.question.parse(today)?, then.question.options(today)?);
        let Found { by_date, .. } = before.found(&query, &options, Sort::Oldest)?;
        let with_old: HashSet<ArticleId> = by_date.into_iter().collect();
        let with_new: HashSet<ArticleId> = now.matches.iter().map(|entry| entry.id).collect();
        Ok(Some(with_old.symmetric_difference(&with_new).copied().collect()))
    }
}

/// What differs between two receipts beside the answer.
fn circumstances(then: &Receipt, now: &Receipt) -> Vec<Circumstance> {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
    let corrected = |state: &State| match &state.corrections {
        Some(hash) => format!("{} lines, {hash}", state.correction_lines),
        None => "none".to_owned(),
    };
    let (was, is) = (&then.archive, &now.archive);
    let pairs = [
        ("program", then.program.clone(), now.program.clone()),
        ("reading", then.read.query.clone(), now.read.query.clone()),
        ("analysis", was.analysis.to_string(), is.analysis.to_string()),
        ("gazetteer", was.gazetteer.clone(), is.gazetteer.clone()),
        ("own places", text(&was.own_places), text(&is.own_places)),
        ("corrections", corrected(was), corrected(is)),
    ];
    let differing = pairs.into_iter().filter(|(_, then, now)| then != now);
    differing.map(|(what, then, now)| Circumstance { what, then, now }).collect()
}

/// What is needed to say why an article is there or not.
struct Judge<'a> {
    then: &'a Receipt,
    now: &'a Receipt,
    ledger: &'a Ledger,
    circumstances: &'a [Circumstance],
    by_corrections: Option<HashSet<ArticleId>>,
}

impl Judge<'_> {
    fn difference(&self, snapshot: &Snapshot, entry: &Entry, added: bool) -> Result<Difference> {
        // Where it stands now, if it does.
        let now = if added { Some(entry.clone()) } else { self.entry_now(entry.id) };
        let cause = match &now {
            None => Cause::Gone,
            Some(now) if added => self.why_added(now),
            Some(now) => self.why_removed(entry, now),
        };
        let head = now.is_some().then(|| head(snapshot, entry.id)).transpose()?;
        Ok(Difference { entry: now.unwrap_or_else(|| entry.clone()), cause, head })
    }

    fn entry_now(&self, id: ArticleId) -> Option<Entry> {
        entries(&[id], self.ledger).pop().filter(|entry| !entry.path.is_empty())
    }

    fn why_removed(&self, was: &Entry, now: &Entry) -> Cause {
        if was.content != now.content {
            return Cause::Changed;
        }
        self.but_for_the_text(was.id)
    }

    fn why_added(&self, now: &Entry) -> Cause {
        if self.then.archive.fingerprint == self.now.archive.fingerprint {
            return self.but_for_the_text(now.id);
        }
        if self.is_by_corrections(now.id) {
            return Cause::Corrections;
        }
        // It had another text on the day of the receipt, or came on that very day.
        let replaced = self.ledger.versions.get(&now.id.number()).and_then(|versions| versions.last());
        if replaced.is_some_and(|version| day(version.replaced).is_none_or(|day| day >= self.then.made)) {
            return Cause::Changed;
        }
        if self.is_other(&["analysis", "gazetteer", "own places"]) {
            return Cause::ArrivedOrFoundOtherwise;
        }
        Cause::Arrived
    }

    /// Why, when the article was there and said the same.
    fn but_for_the_text(&self, id: ArticleId) -> Cause {
        match () {
            () if self.is_by_corrections(id) => Cause::Corrections,
            () if self.is_other(&["analysis", "gazetteer", "own places"]) => Cause::FoundOtherwise,
            () if self.is_other(&["program", "reading"]) => Cause::Program,
            () => Cause::Unknown,
        }
    }

    fn is_by_corrections(&self, id: ArticleId) -> bool {
        self.by_corrections.as_ref().is_some_and(|ids| ids.contains(&id))
    }

    fn is_other(&self, what: &[&str]) -> bool {
        self.circumstances.iter().any(|circumstance| what.contains(&circumstance.what))
    }
}

/// The day of a second since 1970.
fn day(second: i64) -> Option<NaiveDate> {
    DateTime::from_timestamp(second, 0).map(|moment| moment.date_naive())
}

/// Date and headline of an article.
fn head(snapshot: &Snapshot, id: ArticleId) -> Result<Head> {
    let article = snapshot.article(id)?.article;
    let date = article.published.map(|published| published.date.to_string());
    Ok(Head { date, title: article.title })
}

/// Counts that are others now. A receipt holds the first values alone; of those behind them nothing
/// is said.
fn count_changes(then: &Receipt, now: &Receipt) -> Vec<CountChange> {
    let (Some(was), Some(is)) = (&then.counted, &now.counted) else { return Vec::new() };
    let rows = |first: &[String]| -> Vec<(String, u64)> {
        let split = |row: &String| row.split_once(' ').map(|(n, v)| (v.to_owned(), n.parse().unwrap_or(0)));
        first.iter().filter_map(split).collect()
    };
    let whole = was.values == was.first.len() as u64;
    let (was, is) = (rows(&was.first), rows(&is.first));
    let count =
        |rows: &[(String, u64)], value: &str| rows.iter().find(|(v, _)| v == value).map_or(0, |(_, n)| *n);
    let known = was.iter().map(|(value, _)| value);
    let new =
        is.iter().map(|(value, _)| value).filter(|value| whole && !was.iter().any(|(v, _)| v == *value));
    let changes = known.chain(new).map(|value| CountChange {
        value: value.clone(),
        then: count(&was, value),
        now: count(&is, value),
    });
    changes.filter(|change| change.then != change.now).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_that_of_its_second() {
        assert_eq!(day(0), NaiveDate::from_ymd_opt(1970, 1, 1));
        assert_eq!(day(i64::MAX), None);
    }
}
