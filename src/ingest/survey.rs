//! Looks at every file under the paths and compares it with the ledger: what is unchanged,
//! only touched, new or changed, moved, or gone.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::account::{Account, Outcome, may_come_back};
use super::{IngestOptions, moves};
use crate::corpus::{self, Found, SourceFile};
use crate::error::{Error, Fault, Reason, Result, Skipped};
use crate::index::Ledger;
use crate::index::ledger::{FileEntry, Root};

/// What there is to do.
#[derive(Default)]
pub(super) struct Survey {
    pub(super) jobs: Vec<Job>,
    /// Files that are in the ledger and no longer there.
    pub(super) gone: Vec<Spot>,
    /// Files that stand elsewhere now.
    pub(super) moved: Vec<moves::Move>,
    /// Entries to write whose articles stay as they are.
    pub(super) touched: Vec<(Spot, FileEntry)>,
    /// Whether roots were found in another place.
    pub(super) adopted: bool,
    /// Articles of roots that were found in another place.
    pub(super) moved_articles: u64,
}

impl Survey {
    pub(super) fn has_work(&self) -> bool {
        !self.jobs.is_empty()
            || !self.gone.is_empty()
            || !self.touched.is_empty()
            || !self.moved.is_empty()
            || self.adopted
    }
}

/// Where a file stands: its root's position in the ledger, and its path below that.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) root: usize,
    pub(super) relative: String,
}

/// A file to be read.
pub(super) struct Job {
    pub(super) spot: Spot,
    pub(super) file: SourceFile,
    pub(super) hash: [u8; 32],
}

/// A path that was given, as a part of a root.
pub(super) struct Target {
    pub(super) root: usize,
    pub(super) path: PathBuf,
    /// Where the path stands below the root, with `/` behind it; empty for the root itself.
    pub(super) prefix: String,
}

/// Looks at every file under the paths.
pub(super) fn survey(
    ledger: &mut Ledger,
    paths: &[PathBuf],
    options: &IngestOptions,
    account: &mut Account<'_>,
) -> Result<Survey> {
    let mut survey = Survey::default();
    let mut met = BTreeSet::new();
    for path in paths {
        if let Some(articles) = moves::adopt_root(ledger, path) {
            survey.adopted = true;
            survey.moved_articles += articles;
        }
        let target = target(ledger, path)?;
        let remap = !options.map.is_empty();
        if let Some(root) = ledger.roots.get_mut(target.root).filter(|r| remap && r.map != options.map) {
            // Everything was read with another mapping.
            root.map.clone_from(&options.map);
            root.files.values_mut().for_each(|f| (f.bytes, f.hash) = (u64::MAX, [0; 32]));
        }
        Look { ledger, target: &target, met: &mut met, survey: &mut survey, account }.at_all();
    }
    moves::find(ledger, &mut survey);
    check_removal(ledger, &survey, options)?;
    Ok(survey)
}

pub(super) fn target(ledger: &mut Ledger, path: &Path) -> Result<Target> {
    let absolute = fs::canonicalize(path).map_err(|cause| Error::Read { path: path.to_path_buf(), cause })?;
    let known = ledger.roots.iter().enumerate().filter(|(_, r)| absolute.starts_with(&r.path));
    let known = known.max_by_key(|(_, r)| r.path.len()).map(|(at, r)| (at, PathBuf::from(&r.path)));
    let (root, base) = known.unwrap_or_else(|| {
        let folder = if absolute.is_dir() {
            absolute.clone()
        } else {
            absolute.parent().unwrap_or(&absolute).to_path_buf()
        };
        (ledger.root_at(&folder.to_string_lossy()), folder)
    });
    let is_root = |root: &Root| absolute == base || root.files.is_empty();
    if let Some(root) = ledger.roots.get_mut(root).filter(|root| is_root(root)) {
        root.shown = path.is_absolute().then(|| root.path.clone());
    }
    let below = absolute.strip_prefix(&base).unwrap_or(Path::new(""));
    let folder = if absolute.is_dir() { below } else { below.parent().unwrap_or(Path::new("")) };
    let prefix: String =
        folder.components().map(|c| format!("{}/", c.as_os_str().to_string_lossy())).collect();
    Ok(Target { root, path: absolute, prefix })
}

/// More than half of the files of a root must not vanish unasked: a drive that is not mounted
/// looks like a folder that was emptied.
fn check_removal(ledger: &Ledger, survey: &Survey, options: &IngestOptions) -> Result<()> {
    for (at, root) in ledger.roots.iter().enumerate() {
        let gone = survey.gone.iter().filter(|spot| spot.root == at).count();
        if 2 * gone > root.files.len() && !options.allow_mass_removal {
            return Err(Error::MassRemoval { root: root.path.clone(), gone, known: root.files.len() });
        }
    }
    Ok(())
}

/// Looks at the files under one target.
struct Look<'s, 'l> {
    ledger: &'s Ledger,
    target: &'s Target,
    /// The files that were met already: paths may overlap.
    met: &'s mut BTreeSet<Spot>,
    survey: &'s mut Survey,
    account: &'s mut Account<'l>,
}

impl Look<'_, '_> {
    fn at_all(mut self) {
        let mut closed = Vec::new();
        for found in corpus::walk(&self.target.path) {
            match found {
                Found::File(file) => {
                    let relative = format!("{}{}", self.target.prefix, file.relative);
                    let spot = Spot { root: self.target.root, relative };
                    if self.met.insert(spot.clone()) {
                        self.at_file(spot, file);
                    }
                }
                Found::Ignored(path) => {
                    self.count_file(0);
                    self.account.settle(&path, None, Outcome::Ignored("no article by its name"));
                }
                Found::Skipped(Skipped { path, reason, code, .. }) => {
                    let fault = Fault::new(code, reason);
                    if may_come_back(&fault) {
                        closed.extend(self.below_root(&path));
                    }
                    self.count_file(0);
                    self.account.settle(&path, None, Outcome::Skipped(&fault));
                }
            }
        }
        self.missing(&closed);
    }

    /// A file that gives one input at least.
    fn count_file(&mut self, bytes: u64) {
        self.account.report.files += 1;
        self.account.report.bytes += bytes;
        self.account.met(1);
    }

    /// The path below the root of something that the walk could not enter.
    fn below_root(&self, shown: &str) -> Option<String> {
        let target = self.target.path.to_string_lossy();
        let below = shown.strip_prefix(target.as_ref())?.trim_start_matches('/');
        Some(format!("{}{below}", self.target.prefix))
    }

    /// Files of the ledger that were not met. What lies in a folder that cannot be entered now
    /// is not gone.
    fn missing(&mut self, closed: &[String]) {
        let target = self.target;
        let Some(root) = self.ledger.roots.get(target.root) else { return };
        if target.path.is_file() {
            return;
        }
        for (relative, entry) in root.files.iter().filter(|(path, _)| path.starts_with(&target.prefix)) {
            let spot = Spot { root: target.root, relative: relative.clone() };
            if self.met.contains(&spot) {
                continue;
            }
            let inside = |folder: &String| {
                relative.strip_prefix(folder.as_str()).is_some_and(|r| r.is_empty() || r.starts_with('/'))
            };
            if closed.iter().any(inside) {
                self.met.insert(spot);
                stays(&format!("{}/{relative}", root.path), entry, self.account);
            } else {
                self.survey.gone.push(spot);
            }
        }
    }

    /// Sorts a file into unchanged, only touched, or to be read.
    fn at_file(&mut self, spot: Spot, file: SourceFile) {
        self.account.report.files += 1;
        self.account.report.bytes += file.bytes;
        let shown = shown(&file);
        let known = self.ledger.roots.get(spot.root).and_then(|r| r.files.get(&spot.relative));
        if let Some(entry) = known.filter(|e| e.bytes == file.bytes && e.modified_ns == file.modified_ns) {
            return unchanged(&shown, entry, self.account);
        }
        let hash = match hash_of(&file.path) {
            Ok(hash) => hash,
            Err(cause) => {
                self.account.met(1);
                self.account.settle(&shown, None, Outcome::Skipped(&Fault::of_io(&cause)));
                if let Some(entry) = known {
                    stays(&shown, entry, self.account);
                }
                return;
            }
        };
        match known.filter(|e| e.hash == hash && e.bytes != u64::MAX) {
            Some(entry) => {
                unchanged(&shown, entry, self.account);
                let entry = FileEntry { bytes: file.bytes, modified_ns: file.modified_ns, ..entry.clone() };
                self.survey.touched.push((spot, entry));
            }
            None => self.survey.jobs.push(Job { spot, file, hash }),
        }
    }
}

/// How a file is named in reports.
pub(super) fn shown(file: &SourceFile) -> String {
    file.path.to_string_lossy().into_owned()
}

/// Accounts for a file that is not read again as what it was when it was read.
pub(super) fn unchanged(path: &str, entry: &FileEntry, account: &mut Account<'_>) {
    if let Some(what) = &entry.ignored {
        account.met(1);
        account.settle(path, None, Outcome::Ignored(what));
    }
    if let Some(fault) = &entry.fault {
        account.met(1);
        account.settle(path, None, Outcome::Skipped(fault));
    }
    for (what, &times) in &entry.ignored_inside {
        account.met(times);
        (0..times).for_each(|_| account.settle(path, None, Outcome::Ignored(what)));
    }
    stays(path, entry, account);
    for part in &entry.parts {
        let path = FileEntry::shown(path, part);
        account.met(part.skipped.len() as u64);
        for (record, fault) in &part.skipped {
            account.settle(&path, *record, Outcome::Skipped(fault));
        }
        part.warnings.iter().for_each(|(record, reason)| account.warn(&path, *record, reason));
    }
}

/// Accounts for the articles of a file that stay in the index as they are.
pub(super) fn stays(path: &str, entry: &FileEntry, account: &mut Account<'_>) {
    for part in &entry.parts {
        let path = FileEntry::shown(path, part);
        account.met(part.articles.len() as u64);
        for article in &part.articles {
            let id = crate::article::ArticleId::from_number(article.id);
            account.settle(&path, Some(article.record), Outcome::Unchanged(id));
        }
    }
}

fn hash_of(path: &Path) -> std::io::Result<[u8; 32]> {
    let file = fs::File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(Fault::new(Reason::Special, "it is no longer a regular file").into());
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file)?;
    Ok(*hasher.finalize().as_bytes())
}
