//! Versions of an article side by side: what each one changed in the one before.
//!
//! Texts are compared by words, since news is rewritten in the middle of paragraphs and a
//! comparison by lines would show whole paragraphs as new. The comparison is that of Myers
//! (1986), which the library `similar` carries out.

pub(super) mod compare;

use similar::{Algorithm, ChangeTag, TextDiff};

use crate::article::Article;
use crate::index::Record;
use crate::search::{Chain, Revises};

/// A step from one text to the next.
pub(super) struct Change<'c> {
    pub(super) before: &'c Article,
    pub(super) after: &'c Article,
    pub(super) how: How<'c>,
}

/// How a text came in the place of another one.
pub(super) enum How<'c> {
    /// The source changed it, and a run of the indexer saw that.
    Replaced {
        /// The number of the later version.
        number: usize,
        /// Seconds since 1970.
        at: i64,
    },
    /// The outlet sent it again, as an article of its own.
    Revised {
        /// What it is to the earlier one.
        revises: &'c Revises,
        /// The later article.
        by: &'c Record,
    },
}

/// All changes of an article in the order of time: those that made of an earlier issue its own first
/// version, those of its versions, and those that later issues made of the last one.
pub(super) fn changes<'c>(
    record: &'c Record,
    earlier: &'c [(i64, Record)],
    issues: Option<&'c Chain>,
) -> Vec<Change<'c>> {
    let first = earlier.first().map_or(record, |(_, first)| first);
    let own = || {
        let later = earlier.iter().skip(1).map(|(_, r)| r).chain([record]);
        earlier.iter().zip(later).zip(2..).map(|(((at, before), after), number)| Change {
            before: &before.article,
            after: &after.article,
            how: How::Replaced { number, at: *at },
        })
    };
    let Some(chain) = issues else { return own().collect() };
    let mut changes = Vec::new();
    for issue in &chain.issues {
        let is_own = issue.record.id == record.id;
        if let Some((revises, before)) = chain.revised_by_it(issue.record.id) {
            let after = if is_own { first } else { &issue.record };
            let how = How::Revised { revises, by: &issue.record };
            changes.push(Change { before: &before.article, after: &after.article, how });
        }
        if is_own {
            changes.extend(own());
        }
    }
    changes
}

/// A run of words that both versions have, or only one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) kind: Kind,
    pub(super) text: String,
}

/// Which version has a run of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Same,
    Removed,
    Added,
}

/// The fields in which two versions differ, with what differs in them.
pub(super) fn differences(before: &Article, after: &Article) -> Vec<(&'static str, Vec<Run>)> {
    let date = |a: &Article| a.published.as_ref().map(|p| p.date.to_string()).unwrap_or_default();
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    let fields = [
        ("title", text(&before.title), text(&after.title)),
        ("lead", text(&before.lead), text(&after.lead)),
        ("byline", text(&before.byline), text(&after.byline)),
        ("date", date(before), date(after)),
        ("body", before.body.clone(), after.body.clone()),
    ];
    let differ = fields.into_iter().filter(|(_, before, after)| before != after);
    differ.map(|(name, before, after)| (name, runs(&before, &after))).collect()
}

/// The words of two texts in one sequence of runs.
fn runs(before: &str, after: &str) -> Vec<Run> {
    let diff = TextDiff::configure().algorithm(Algorithm::Myers).diff_words(before, after);
    let mut runs: Vec<Run> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => Kind::Same,
            ChangeTag::Delete => Kind::Removed,
            ChangeTag::Insert => Kind::Added,
        };
        match runs.last_mut().filter(|run| run.kind == kind) {
            Some(run) => run.text.push_str(change.value()),
            None => runs.push(Run { kind, text: change.value().to_owned() }),
        }
    }
    runs
}

/// A moment in seconds since 1970, as UTC.
pub(super) fn moment(seconds: i64) -> String {
    let moment = chrono::DateTime::from_timestamp(seconds, 0);
    moment.map(|m| m.format("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn only(runs: &[Run], but: Kind) -> String {
        runs.iter().filter(|r| r.kind != but).map(|r| r.text.as_str()).collect()
    }

    #[test]
    fn changed_words_are_told_from_those_that_stayed() {
        let found = runs("Two people died.", "Three people died.");
        let text =
            |kind| found.iter().filter(|r| r.kind == kind).map(|r| r.text.as_str()).collect::<String>();
        assert_eq!((text(Kind::Removed).trim(), text(Kind::Added).trim()), ("Two", "Three"));
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_from_the_runs(before in "[ab \n]{0,30}", after in "[ab \n]{0,30}") {
            let found = runs(&before, &after);
            prop_assert_eq!(only(&found, Kind::Added), before);
            prop_assert_eq!(only(&found, Kind::Removed), after);
        }
    }
}
