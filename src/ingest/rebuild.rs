//! Builds an index anew from the files that it was built from.
//!
//! Another generation is built beside the one in use, so a rebuild that fails, is stopped or
//! killed leaves everything as it was. Ids stay what they are, since they depend on labels and
//! paths. What no file holds is taken over from the old index as far as that can be read:
//! articles that were added by the library, and earlier versions of articles. The bytes of
//! versions that nothing speaks of any more are left behind, and so is all other waste.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::account::{Account, Listener, Report};
use super::collection::COLLECTION;
use super::survey::Job;
use super::{IngestOptions, bring_up, writer_options};
use crate::article::ArticleId;
use crate::error::{Error, Result};
use crate::index::ledger::{ArticleEntry, FileEntry, Part, Root};
use crate::index::repair::{self, Rebuilding};
use crate::index::{Ledger, Snapshot, Writer};

/// What a rebuild did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rebuilt {
    /// What became of the files.
    pub report: Report,
    /// Articles that no file holds and that were taken over.
    pub taken_over: u64,
    /// Those that could not be read any more.
    pub lost: u64,
    /// Earlier versions that were taken over.
    pub versions: u64,
    /// Earlier versions that are gone: unreadable, or of articles that are no more.
    pub versions_lost: u64,
    /// Files that were indexed and are not there any more; their articles are left out.
    pub files_gone: u64,
}

/// Builds the index in a folder anew: from these paths, or without any from all files that it
/// was built from. A run that is stopped changes nothing.
///
/// # Errors
/// When there is no index, when another process writes to it, when it cannot be written, when
/// a folder that it was built from is missing, and when no paths are given and it is unknown
/// what it was built from.
pub fn rebuild(
    dir: &Path,
    paths: &[PathBuf],
    options: &IngestOptions,
    listener: &mut dyn Listener,
) -> Result<Rebuilt> {
    let began = Instant::now();
    let Rebuilding { beside, ledger: known, old } = repair::begin_rebuild(dir)?;
    let known_paths = paths_of(&known);
    if paths.is_empty() && known_paths.is_empty() && known.roots.is_empty() {
        return Err(Error::Usage(format!(
            "what the index in {} was built from cannot be read\nsay it: dateline rebuild <CORPUS>",
            dir.display()
        )));
    }
    let archive = beside.archive();
    let mut writer = archive.writer(&writer_options(options))?;
    writer.commit(&roots_alone(&known))?;
    writer.close()?;
    let mut account = Account::new(listener);
    let was_known = |job: &Job, now: &Ledger| knows(&known, job, now);
    let everything = |_: &Job, _: &Ledger| true;
    match paths {
        [] => bring_up(archive, &known_paths, options, &mut account, &was_known)?,
        paths => bring_up(archive, paths, options, &mut account, &everything)?,
    }
    let mut done = Rebuilt { report: account.report, ..Rebuilt::default() };
    if !done.report.interrupted {
        let mut writer = archive.writer(&writer_options(options))?;
        let mut ledger = writer.before().ledger()?;
        for root in &mut ledger.roots {
            let before = known.roots.iter().find(|known| known.label == root.label);
            root.shown = before.map_or_else(|| root.shown.clone(), |before| before.shown.clone());
        }
        take_over(&known, old.as_ref(), &mut ledger, &writer, &mut done)?;
        if paths.is_empty() {
            done.files_gone = files_gone(&known, &ledger);
        }
        done.report.articles = ledger.articles() as u64;
        writer.commit(&ledger)?;
        writer.close()?;
        beside.swap()?;
    }
    done.report.seconds = began.elapsed().as_secs_f64();
    Ok(done)
}

fn is_folder(root: &Root) -> bool {
    !root.path.starts_with(COLLECTION)
}

fn paths_of(known: &Ledger) -> Vec<PathBuf> {
    known.roots.iter().filter(|root| is_folder(root)).map(|root| PathBuf::from(&root.path)).collect()
}

/// The roots as they were, without their files: labels are part of the articles' ids.
fn roots_alone(known: &Ledger) -> Ledger {
    let roots = known.roots.iter().map(|root| Root { files: Default::default(), ..root.clone() });
    Ledger { roots: roots.collect(), ..Ledger::default() }
}

/// Whether a file was indexed before. A root may be the folder of a single file that was given.
fn knows(known: &Ledger, job: &Job, now: &Ledger) -> bool {
    let label = now.roots.get(job.spot.root).map(|root| root.label.as_str());
    let root = known.roots.iter().find(|root| Some(root.label.as_str()) == label);
    root.is_some_and(|root| root.files.contains_key(&job.spot.relative))
}

fn files_gone(known: &Ledger, now: &Ledger) -> u64 {
    let gone = |root: &Root| {
        let now = now.roots.iter().find(|now| now.label == root.label);
        root.files.keys().filter(|path| now.is_none_or(|now| !now.files.contains_key(*path))).count() as u64
    };
    known.roots.iter().map(gone).sum()
}

/// Takes over what no file holds.
fn take_over(
    known: &Ledger,
    old: Option<&Snapshot>,
    ledger: &mut Ledger,
    writer: &Writer,
    done: &mut Rebuilt,
) -> Result<()> {
    for root in known.roots.iter().filter(|root| !is_folder(root)) {
        for (path, entry) in &root.files {
            let entry = take_over_entry(entry, old, ledger, writer, done)?;
            if let Some(now) = ledger.roots.iter_mut().find(|now| now.label == root.label) {
                now.files.insert(path.clone(), entry);
            }
        }
    }
    let ids: HashSet<u64> = ledger.ids().collect();
    let before = |ledger: &Ledger| ledger.versions.values().map(|v| v.len() as u64).sum::<u64>();
    let versions = known.versions.iter().filter(|(id, _)| ids.contains(*id));
    ledger.versions = versions.map(|(id, versions)| (*id, versions.clone())).collect();
    if let Some(old) = old {
        repair::keep_versions(ledger, writer, |version| old.version_at(version), &mut 0);
    } else {
        ledger.versions.clear();
    }
    done.versions = before(ledger);
    done.versions_lost = before(known).saturating_sub(done.versions);
    Ok(())
}

fn take_over_entry(
    entry: &FileEntry,
    old: Option<&Snapshot>,
    ledger: &mut Ledger,
    writer: &Writer,
    done: &mut Rebuilt,
) -> Result<FileEntry> {
    let mut parts = Vec::new();
    for part in &entry.parts {
        let mut articles = Vec::new();
        for article in &part.articles {
            let id = ArticleId::from_number(article.id);
            let Some(record) = old.and_then(|old| old.article(id).ok()) else {
                done.lost += 1;
                continue;
            };
            let number = ledger.next_number;
            ledger.next_number = number.saturating_add(1);
            writer
                .add(writer.preparer().prepare(repair::draft(crate::index::Record { number, ..record })))?;
            articles.push(ArticleEntry { number, ..*article });
            done.taken_over += 1;
        }
        parts.push(Part { articles, ..part.clone() });
    }
    Ok(FileEntry { parts, ..entry.clone() })
}
