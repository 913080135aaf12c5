//! The writing part of a run: what has gone is removed, what has moved is entered anew, and
//! what is new or changed is read, record by record.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::account::{Account, Outcome, Progress, may_come_back};
use super::ids::{self, Ids};
use super::moves::Move;
use super::pool::{self, Event, Task};
use super::survey::{self, Job, Spot, Survey, shown};
use super::workers::{Feed, with_workers};
use super::{IngestOptions, homes, read_options};
use crate::article::{Article, ArticleId};
use crate::corpus::{Content, DateHabits, FileOutcome, ReadOptions, Record};
use crate::error::{Result, Warning};
use crate::index::ledger::{ANEW, ArticleEntry, FileEntry, Part, member_path};
use crate::index::{Draft, Ledger, Origin, Writer};

/// A run that has something to write.
pub(super) struct Run<'r, 'l> {
    pub(super) ledger: &'r mut Ledger,
    pub(super) survey: Survey,
    pub(super) options: &'r IngestOptions,
    pub(super) account: &'r mut Account<'l>,
}

impl Run<'_, '_> {
    pub(super) fn write(mut self, mut writer: Writer) -> Result<()> {
        match self.enter(&mut writer) {
            Ok(()) => close(writer, self.account),
            Err(error) => Err(writer.give_up(error)),
        }
    }

    fn enter(&mut self, writer: &mut Writer) -> Result<()> {
        for (spot, entry) in std::mem::take(&mut self.survey.touched) {
            set_entry(self.ledger, &spot, Some(entry));
        }
        for spot in std::mem::take(&mut self.survey.gone) {
            let entry = set_entry(self.ledger, &spot, None);
            for article in entry.iter().flat_map(FileEntry::articles) {
                forget(article.id, self.ledger, writer, self.account)?;
            }
        }
        self.account.report.moved += self.survey.moved_articles;
        if !self.learn()? {
            let outlets = std::mem::take(&mut self.ledger.outlets);
            let warnings = with_workers(writer, &outlets, self.options, |feed| {
                self.enter_moved(writer, feed)?;
                self.read_all(writer, feed)
            });
            self.ledger.outlets = outlets;
            self.account.report.warnings.extend(warnings?);
        }
        if self.account.report.removed > 0 {
            let ids: std::collections::HashSet<u64> = self.ledger.ids().collect();
            self.ledger.outlets.forget(&|id| !ids.contains(&id));
        }
        self.account.close()?;
        writer.commit(self.ledger)
    }

    /// Reads all jobs a first time, to learn how their outlets write dates and where they are at
    /// home; says whether it was interrupted.
    fn learn(&mut self) -> Result<bool> {
        let jobs = &self.survey.jobs;
        if !self.options.homes || jobs.is_empty() {
            return Ok(false);
        }
        let extract = self.options.extract;
        let options = all_read_options(self.ledger, self.options)?;
        let tasks = tasks(jobs, &options);
        let (roots, account) = (&self.ledger.roots, &mut *self.account);
        let mut ids: Vec<Ids> = jobs
            .iter()
            .map(|job| {
                let root = roots.get(job.spot.root);
                let entry = root.and_then(|r| r.files.get(&job.spot.relative));
                let label = root.map(|r| r.label.as_str()).unwrap_or_default();
                Ids::new(id_path(label, &job.spot.relative, entry))
            })
            .collect();
        let mut interrupted = false;
        let mut habits = DateHabits::default();
        homes::learn(&mut self.ledger.outlets, self.options.threads, |take| {
            pool::read_in_order(&tasks, self.options.threads, &mut |at, event| {
                let Event::Record(record) = event else { return ControlFlow::Continue(()) };
                let Record { member, number, content, .. } = *record;
                if let (Some(article), Some(ids)) = (content.article(), ids.get_mut(at)) {
                    habits.observe(&article);
                    let id = ids.of(&article, member.as_deref(), number.unwrap_or(0));
                    if extract {
                        take(id.number(), article);
                    }
                }
                interrupted = account.listener.stop();
                if interrupted { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
        });
        self.ledger.habits.merge(&habits);
        if interrupted {
            account.report.interrupted = true;
            account.report.files_left = jobs.len() as u64;
        }
        Ok(interrupted)
    }

    /// Enters the articles of files that have moved anew, under their old ids.
    fn enter_moved(&mut self, writer: &Writer, feed: &mut Feed) -> Result<()> {
        for Move { from, job } in std::mem::take(&mut self.survey.moved) {
            let old_label = self.ledger.roots.get(from.root).map(|r| r.label.clone()).unwrap_or_default();
            let Some(mut entry) = set_entry(self.ledger, &from, None) else { continue };
            let label = self.ledger.roots.get(job.spot.root).map(|r| r.label.as_str()).unwrap_or_default();
            let path = format!("{label}/{}", job.spot.relative);
            for part in &entry.parts {
                for article in &part.articles {
                    let path = member_path(&path, part.member.as_deref());
                    move_article(article, path, writer, feed)?;
                }
            }
            entry.born = Some(id_path(&old_label, &from.relative, Some(&entry)));
            (entry.bytes, entry.modified_ns) = (job.file.bytes, job.file.modified_ns);
            survey::unchanged(&shown(&job.file), &entry, self.account);
            self.account.report.moved += entry.articles().count() as u64;
            set_entry(self.ledger, &job.spot, Some(entry));
        }
        Ok(())
    }

    fn read_all(&mut self, writer: &Writer, feed: &mut Feed) -> Result<()> {
        let jobs = std::mem::take(&mut self.survey.jobs);
        let options = all_read_options(self.ledger, self.options)?;
        let tasks = tasks(&jobs, &options);
        let state = Progress {
            files: jobs.len() as u64,
            bytes: jobs.iter().map(|j| j.file.bytes).sum(),
            ..Progress::default()
        };
        let mut reading = Reading {
            ledger: &mut *self.ledger,
            account: &mut *self.account,
            writer,
            feed,
            state,
            file: None,
        };
        let mut failure = None;
        pool::read_in_order(&tasks, self.options.threads, &mut |at, event| {
            let Some(job) = jobs.get(at) else { return ControlFlow::Break(()) };
            reading.take(job, event).unwrap_or_else(|error| {
                failure = Some(error);
                ControlFlow::Break(())
            })
        });
        failure.map_or(Ok(()), Err)
    }
}

/// Lets go of an index after a commit. That segments could not be merged loses nothing, and
/// the next run tries again.
pub(super) fn close(writer: Writer, account: &mut Account<'_>) -> Result<()> {
    if let Err(error) = writer.close() {
        let reason = error.to_string();
        account.report.warnings.push(Warning { path: "the index".to_owned(), record: None, reason });
    }
    Ok(())
}

/// How the files of each root are read.
fn all_read_options(ledger: &Ledger, options: &IngestOptions) -> Result<Vec<ReadOptions>> {
    let habits = Arc::new(ledger.habits.clone());
    ledger.roots.iter().map(|root| read_options(&root.map, &habits, options)).collect()
}

fn tasks<'a>(jobs: &'a [Job], options: &'a [ReadOptions]) -> Vec<Task<'a>> {
    let options = |job: &Job| options.get(job.spot.root);
    jobs.iter().filter_map(|job| Some(Task { file: &job.file, options: options(job)? })).collect()
}

fn set_entry(ledger: &mut Ledger, spot: &Spot, entry: Option<FileEntry>) -> Option<FileEntry> {
    let files = &mut ledger.roots.get_mut(spot.root)?.files;
    match entry {
        Some(entry) => files.insert(spot.relative.clone(), entry),
        None => files.remove(&spot.relative),
    }
}

/// The path under which the articles of a file have their ids.
fn id_path(label: &str, relative: &str, entry: Option<&FileEntry>) -> String {
    entry.and_then(|e| e.born.clone()).unwrap_or_else(|| format!("{label}/{relative}"))
}

/// Now, in seconds since 1970.
pub(super) fn now() -> i64 {
    chrono::Utc::now().timestamp()
}

/// Removes an article that is in the files no more, with its versions.
fn forget(id: u64, ledger: &mut Ledger, writer: &Writer, account: &mut Account<'_>) -> Result<()> {
    ledger.versions.remove(&id);
    account.report.removed += 1;
    writer.remove(ArticleId::from_number(id))
}

/// Enters an article anew under another path.
fn move_article(article: &ArticleEntry, path: String, writer: &Writer, feed: &mut Feed) -> Result<()> {
    let id = ArticleId::from_number(article.id);
    let record = writer.before().article(id)?;
    writer.remove(id)?;
    let origin = Origin { path, ..record.origin };
    let draft =
        Draft { id, number: article.number, origin, article: record.article, mentions: record.mentions };
    feed.put(draft);
    Ok(())
}

/// Files being read one after the other.
struct Reading<'a, 'l> {
    ledger: &'a mut Ledger,
    account: &'a mut Account<'l>,
    writer: &'a Writer,
    feed: &'a mut Feed,
    state: Progress,
    file: Option<FileRun>,
}

impl Reading<'_, '_> {
    fn take(&mut self, job: &Job, event: Event) -> Result<ControlFlow<()>> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => self.begin(job),
        };
        match event {
            Event::Record(record) => {
                self.record(&mut file, *record)?;
                self.file = Some(file);
            }
            Event::End(outcome) => self.end(file, job, outcome)?,
        }
        if !self.account.listener.stop() {
            return Ok(ControlFlow::Continue(()));
        }
        self.account.report.interrupted = true;
        if let Some(file) = self.file.take() {
            set_entry(self.ledger, &job.spot, Some(file.broken_off()));
        }
        self.account.report.files_left = self.state.files.saturating_sub(self.state.files_done);
        Ok(ControlFlow::Break(()))
    }

    fn begin(&self, job: &Job) -> FileRun {
        let root = self.ledger.roots.get(job.spot.root);
        let known = root.and_then(|r| r.files.get(&job.spot.relative));
        let label = root.map(|r| r.label.as_str()).unwrap_or_default();
        FileRun {
            ids: Ids::new(id_path(label, &job.spot.relative, known)),
            origin: format!("{label}/{}", job.spot.relative),
            shown: shown(&job.file),
            known: known.iter().flat_map(|e| e.articles()).map(|a| (a.id, *a)).collect(),
            entry: FileEntry {
                bytes: job.file.bytes,
                modified_ns: job.file.modified_ns,
                hash: job.hash,
                born: known.and_then(|e| e.born.clone()),
                ..FileEntry::default()
            },
        }
    }

    fn record(&mut self, file: &mut FileRun, record: Record) -> Result<()> {
        let Record { member, number, format, content, warnings } = record;
        let path = member_path(&file.shown, member.as_deref());
        self.account.met(1);
        for warning in &warnings {
            self.account.warn(&path, number, warning);
        }
        file.enter_part(member, format);
        let Some(part) = file.entry.parts.last_mut() else { return Ok(()) };
        part.warnings.extend(warnings.into_iter().map(|w| (number, w)));
        match content {
            Content::Article(article) => self.article(file, &path, number.unwrap_or(1), *article)?,
            Content::Ignored(what) => {
                self.account.settle(&path, number, Outcome::Ignored(&what));
                *file.entry.ignored_inside.entry(what).or_default() += 1;
            }
            Content::Skipped(fault) => {
                self.account.settle(&path, number, Outcome::Skipped(&fault));
                part.skipped.push((number, fault));
            }
        }
        file.drop_empty_part();
        Ok(())
    }

    fn article(&mut self, file: &mut FileRun, path: &str, record: u64, mut article: Article) -> Result<()> {
        let Some(part) = file.entry.parts.last_mut() else { return Ok(()) };
        let id = file.ids.of(&article, part.member.as_deref(), record);
        let content = ids::content(&mut article);
        let known = file.known.remove(&id.number());
        let number = known.map_or(self.ledger.next_number, |k| k.number);
        part.articles.push(ArticleEntry { id: id.number(), number, record, content });
        let outcome = match known {
            Some(known) if known.content == content => Outcome::Unchanged(id),
            Some(_) => Outcome::Updated(id),
            None => Outcome::Indexed(id),
        };
        self.account.settle(path, Some(record), outcome);
        match outcome {
            Outcome::Unchanged(_) => return Ok(()),
            // What is entered anew was saved without its names: no version of the article.
            Outcome::Updated(_) if known.is_some_and(|known| known.content == ANEW) => {
                self.writer.remove(id)?
            }
            Outcome::Updated(_) => {
                if let Some(version) = self.writer.replace(id, now())? {
                    self.ledger.versions.entry(id.number()).or_default().push(version);
                }
            }
            _ => self.ledger.next_number = self.ledger.next_number.saturating_add(1),
        }
        let path = member_path(&file.origin, part.member.as_deref());
        let origin = Origin { path, record, format: part.format.clone() };
        self.feed.put(Draft { id, number, origin, article, mentions: Vec::new() });
        self.state.articles += 1;
        if self.state.articles.is_multiple_of(64) {
            self.account.listener.progress(self.state);
        }
        Ok(())
    }

    fn end(&mut self, mut file: FileRun, job: &Job, outcome: FileOutcome) -> Result<()> {
        self.state.files_done += 1;
        self.state.bytes_done += job.file.bytes;
        self.account.listener.progress(self.state);
        match outcome {
            FileOutcome::Read { format } => file.entry.format = format.to_owned(),
            FileOutcome::Ignored(what) => {
                self.account.met(1);
                self.account.settle(&file.shown, None, Outcome::Ignored(&what));
                file.entry.ignored = Some(what);
            }
            FileOutcome::Skipped(fault) => {
                self.account.met(1);
                self.account.settle(&file.shown, None, Outcome::Skipped(&fault));
                if may_come_back(&fault) && !file.known.is_empty() {
                    // What is known of it stays, and it is tried again the next time.
                    let root = self.ledger.roots.get(job.spot.root);
                    if let Some(entry) = root.and_then(|r| r.files.get(&job.spot.relative)) {
                        survey::stays(&file.shown, entry, self.account);
                    }
                    return Ok(());
                }
                file.entry.fault = Some(fault);
            }
        }
        for gone in std::mem::take(&mut file.known).into_values() {
            forget(gone.id, self.ledger, self.writer, self.account)?;
        }
        set_entry(self.ledger, &job.spot, Some(file.entry));
        Ok(())
    }
}

/// One file being read.
struct FileRun {
    ids: Ids,
    /// Label of the root and path below it.
    origin: String,
    shown: String,
    /// Articles that the file gave last time and did not give yet this time.
    known: BTreeMap<u64, ArticleEntry>,
    entry: FileEntry,
}

impl FileRun {
    /// Begins a new part when the member or the format has changed.
    fn enter_part(&mut self, member: Option<String>, format: &str) {
        let parts = &mut self.entry.parts;
        if parts.last().is_none_or(|p| p.member != member || p.format != format) {
            parts.push(Part { member, format: format.to_owned(), ..Part::default() });
        }
    }

    /// Members that hold nothing to remember leave no part: an archive has many pictures.
    fn drop_empty_part(&mut self) {
        let is_empty = |p: &Part| p.articles.is_empty() && p.skipped.is_empty() && p.warnings.is_empty();
        if self.entry.parts.last().is_some_and(is_empty) {
            self.entry.parts.pop();
        }
    }

    /// What is to be remembered of a file whose reading was broken off: what it has given so
    /// far and what it gave before, and that it must be read again.
    fn broken_off(self) -> FileEntry {
        let rest = Part { articles: self.known.into_values().collect(), ..Part::default() };
        let mut entry = FileEntry { bytes: u64::MAX, hash: [0; 32], ..self.entry };
        entry.parts.extend(Some(rest).filter(|p| !p.articles.is_empty()));
        entry
    }
}
