//! Tells what has moved from what was removed here and added there.
//!
//! A folder whose place no longer exists and whose files stand in a folder that is new is that
//! folder: the ledger notes its new place and nothing is read. A single file that vanished
//! while one of the same content appeared is that file: its articles keep their ids, and only
//! where they stand changes.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::survey::{Job, Spot, Survey};
use crate::index::Ledger;
use crate::index::ledger::{FileEntry, Root};

/// A file that stands elsewhere now.
pub(super) struct Move {
    pub(super) from: Spot,
    pub(super) job: Job,
}

/// Files of a root that are looked for in a folder to know it again.
const SAMPLED: usize = 200;

/// Gives a root of the ledger its new place, when `path` is it; says how many articles it has.
pub(super) fn adopt_root(ledger: &mut Ledger, path: &Path) -> Option<u64> {
    let folder = fs::canonicalize(path).ok().filter(|p| p.is_dir())?;
    let is_known = |root: &Root| folder.starts_with(&root.path) || Path::new(&root.path).starts_with(&folder);
    if ledger.roots.iter().any(is_known) {
        return None;
    }
    let root = ledger.roots.iter_mut().find(|root| is_gone(&root.path) && stands_in(root, &folder))?;
    root.path = folder.to_string_lossy().into_owned();
    root.shown = path.is_absolute().then(|| root.path.clone());
    Some(root.files.values().map(|f| f.articles().count() as u64).sum())
}

fn is_gone(path: &str) -> bool {
    Path::new(path).is_absolute()
        && fs::symlink_metadata(path).is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound)
}

/// Whether more than half of a sample of a root's files are in a folder, of the same size.
fn stands_in(root: &Root, folder: &Path) -> bool {
    let step = root.files.len().div_ceil(SAMPLED).max(1);
    let sample: Vec<(&String, &FileEntry)> = root.files.iter().step_by(step).collect();
    let is_there = |path: &str, entry: &FileEntry| {
        fs::metadata(folder.join(path)).is_ok_and(|data| data.is_file() && data.len() == entry.bytes)
    };
    let found = sample.iter().filter(|(path, entry)| is_there(path, entry)).count();
    2 * found > sample.len()
}

/// Takes the files that have moved out of what is new and what is gone.
pub(super) fn find(ledger: &Ledger, survey: &mut Survey) {
    let is_new = |job: &Job| entry(ledger, &job.spot).is_none();
    if !survey.jobs.iter().any(is_new) {
        return;
    }
    let mut lost = lost_files(ledger, survey);
    for job in std::mem::take(&mut survey.jobs) {
        let from = if is_new(&job) { lost.get_mut(&job.hash).and_then(Vec::pop) } else { None };
        match from {
            Some(from) => {
                survey.gone.retain(|spot| *spot != from);
                survey.moved.push(Move { from, job });
            }
            None => survey.jobs.push(job),
        }
    }
}

/// Files of the ledger that are not where they were, by content; the last ones first.
fn lost_files(ledger: &Ledger, survey: &Survey) -> HashMap<[u8; 32], Vec<Spot>> {
    let wanted: std::collections::HashSet<[u8; 32]> = survey.jobs.iter().map(|job| job.hash).collect();
    let mut lost: HashMap<[u8; 32], Vec<Spot>> = HashMap::new();
    for (at, root) in ledger.roots.iter().enumerate().rev() {
        for (relative, file) in root.files.iter().rev() {
            let has_articles = file.articles().next().is_some();
            // A name that had to be escaped cannot be asked for.
            if !has_articles
                || relative.contains('\\')
                || file.bytes == u64::MAX
                || !wanted.contains(&file.hash)
            {
                continue;
            }
            let place: PathBuf = Path::new(&root.path).join(relative);
            if is_gone(&place.to_string_lossy()) {
                lost.entry(file.hash).or_default().push(Spot { root: at, relative: relative.clone() });
            }
        }
    }
    lost
}

fn entry<'l>(ledger: &'l Ledger, spot: &Spot) -> Option<&'l FileEntry> {
    ledger.roots.get(spot.root)?.files.get(&spot.relative)
}
