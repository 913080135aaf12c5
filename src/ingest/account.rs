//! The account of a run: every input that was met, and what became of it.
//!
//! An input is a record, or a file or member of a container that gave no record. Each is
//! counted twice, by different hands: once where it is met, and once where its outcome is
//! written down. If the two sums differ, an input was lost, and the run ends without a change.

use serde::Serialize;

use crate::article::ArticleId;
use crate::error::{Error, Fault, Reason, Result, Skipped, Warning};

/// What a run did. `articles = indexed + updated + unchanged`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// Files met.
    pub files: u64,
    /// Inputs met: records, and files or members that gave none.
    /// `inputs = articles + ignored + skipped`.
    pub inputs: u64,
    /// Articles in them.
    pub articles: u64,
    /// Articles that were not in the index before.
    pub indexed: u64,
    /// Articles that were there with other content; the earlier version is kept.
    pub updated: u64,
    /// Articles that were there already.
    pub unchanged: u64,
    /// Of these, articles whose file was found in another place.
    pub moved: u64,
    /// Articles that are in the files no more.
    pub removed: u64,
    /// Files, members and records that are no articles by their nature.
    pub ignored: u64,
    /// Files and records that could not be read.
    pub skipped: Vec<Skipped>,
    /// What was odd about records that were read all the same.
    pub warnings: Vec<Warning>,
    /// Whether the run was stopped before its end.
    pub interrupted: bool,
    /// Files that an interrupted run has not read.
    pub files_left: u64,
    /// Bytes of the files met.
    pub bytes: u64,
    /// How long it took.
    pub seconds: f64,
}

/// What became of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome<'a> {
    /// An article that was not in the index before.
    Indexed(ArticleId),
    /// An article that was there with other content.
    Updated(ArticleId),
    /// An article that was there already.
    Unchanged(ArticleId),
    /// No article by its nature; the words say what it is.
    Ignored(&'a str),
    /// It cannot be read.
    Skipped(&'a Fault),
}

/// An input, with what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Input<'a> {
    /// The file, as it was reached; a member of a container as `outer.zip!/inner`.
    pub path: &'a str,
    /// The record in it, from 1; `None` for a whole file or member.
    pub record: Option<u64>,
    /// What became of it.
    pub outcome: Outcome<'a>,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files to be read, when all of them are known.
    pub files: u64,
    /// Files read.
    pub files_done: u64,
    /// Bytes of the files to be read.
    pub bytes: u64,
    /// Bytes of the files read.
    pub bytes_done: u64,
    /// Articles handed on.
    pub articles: u64,
}

/// Who is told about a run while it goes on.
pub trait Listener {
    /// How far it has come; called now and then.
    fn progress(&mut self, _: Progress) {}

    /// An input has come to its end.
    fn input(&mut self, _: &Input<'_>) {}

    /// All that was told is void: another process wrote to the index, and the run begins anew.
    fn restart(&mut self) {}

    /// Asked often: whether to stop here, keeping what is done.
    fn stop(&mut self) -> bool {
        false
    }
}

/// Listens to nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl Listener for Quiet {}

/// Keeps the account.
pub(super) struct Account<'l> {
    pub(super) report: Report,
    pub(super) listener: &'l mut dyn Listener,
}

impl<'l> Account<'l> {
    pub(super) fn new(listener: &'l mut dyn Listener) -> Account<'l> {
        Account { report: Report::default(), listener }
    }

    /// Begins anew.
    pub(super) fn restart(&mut self) {
        self.report = Report::default();
        self.listener.restart();
    }

    /// An input was met. Whoever meets it calls this, and nobody else.
    pub(super) fn met(&mut self, inputs: u64) {
        self.report.inputs += inputs;
    }

    /// Writes down what became of an input.
    pub(super) fn settle(&mut self, path: &str, record: Option<u64>, outcome: Outcome<'_>) {
        let report = &mut self.report;
        match outcome {
            Outcome::Indexed(_) => report.indexed += 1,
            Outcome::Updated(_) => report.updated += 1,
            Outcome::Unchanged(_) => report.unchanged += 1,
            Outcome::Ignored(_) => report.ignored += 1,
            Outcome::Skipped(fault) => report.skipped.push(Skipped::new(path, record, fault)),
        }
        self.listener.input(&Input { path, record, outcome });
    }

    /// Something odd about an input that was read all the same.
    pub(super) fn warn(&mut self, path: &str, record: Option<u64>, reason: &str) {
        self.report.warnings.push(Warning { path: path.to_owned(), record, reason: reason.to_owned() });
    }

    /// Sums up, and checks that nothing was lost.
    ///
    /// # Errors
    /// When the inputs met are not those accounted for, which is a bug.
    pub(super) fn close(&mut self) -> Result<()> {
        let report = &mut self.report;
        report.articles = report.indexed + report.updated + report.unchanged;
        let settled = report.articles + report.ignored + report.skipped.len() as u64;
        if settled == report.inputs { Ok(()) } else { Err(Error::Account { met: report.inputs, settled }) }
    }
}

/// The fault of a file that the system does not give out now; what is known of it stays.
pub(super) fn may_come_back(fault: &Fault) -> bool {
    matches!(fault.reason, Reason::Denied | Reason::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_input_is_found() {
        let mut quiet = Quiet;
        let mut account = Account::new(&mut quiet);
        account.met(2);
        account.settle("a.txt", Some(1), Outcome::Indexed(ArticleId::from_number(1)));
        assert!(matches!(account.close(), Err(Error::Account { met: 2, settled: 1 })));
        account.settle("a.txt", Some(2), Outcome::Ignored("an index page"));
        assert!(account.close().is_ok());
        assert_eq!((account.report.articles, account.report.ignored), (1, 1));
    }
}
