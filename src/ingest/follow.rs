//! Keeps an index up to date while files arrive.
//!
//! The system tells what changes under the folders; a short quiet after the last change lets a
//! file be written to its end, and then only what changed is looked at. Since such news can be
//! lost (a queue that overflows, a network drive that sends none), everything is looked at now
//! and then all the same, and often where the system cannot tell.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use super::account::{Listener, Report};
use super::{IngestOptions, ingest};
use crate::corpus::is_no_article;
use crate::error::{Error, Result};
use crate::index::Archive;

/// Quiet after which what has changed is read.
const QUIET: Duration = Duration::from_millis(250);
/// Time after which it is read although changes go on.
const PATIENCE: Duration = Duration::from_millis(1_000);
/// Between two looks at whether to stop.
const TICK: Duration = Duration::from_millis(100);
/// Between two looks at everything.
const LOOK_AGAIN: Duration = Duration::from_secs(300);
/// The same, where the system does not tell what changes.
const LOOK_WITHOUT_NEWS: Duration = Duration::from_millis(1_000);

/// What a run of [`follow`] was about.
#[derive(Debug)]
pub enum Update {
    /// Everything was looked at.
    All(Report),
    /// What had changed was looked at, and something was done.
    Changes(Report),
    /// It could not be done now, and is tried again with the next change.
    Failed(Error),
    /// The system does not tell what changes, for this reason; everything is looked at
    /// every second instead.
    Polling(String),
}

/// Brings the index up to date with these paths, and again whenever something changes under
/// them, until the listener says stop or `told` breaks.
///
/// # Errors
/// When a path cannot be read at the beginning, or when the first run fails.
pub fn follow(
    archive: &Archive,
    paths: &[PathBuf],
    options: &IngestOptions,
    listener: &mut dyn Listener,
    told: &mut dyn FnMut(Update) -> ControlFlow<()>,
) -> Result<()> {
    let roots = canonical(paths)?;
    // Watching begins before the first look, so that nothing falls between the two.
    let (sender, news) = channel();
    let watcher = watch(&roots, sender);
    if told(Update::All(ingest(archive, paths, options, listener)?)).is_break() {
        return Ok(());
    }
    let look_again = match &watcher {
        Ok(_) => LOOK_AGAIN,
        Err(reason) => {
            if told(Update::Polling(reason.clone())).is_break() {
                return Ok(());
            }
            LOOK_WITHOUT_NEWS
        }
    };
    let mut looked = Instant::now();
    while !listener.stop() {
        let all = looked.elapsed() >= look_again;
        let changes = if all { Changes::everything() } else { gather(&news) };
        let todo = if changes.everything { roots.clone() } else { changes.to_look_at(&roots, archive.dir()) };
        if changes.everything {
            looked = Instant::now();
        }
        if !todo.is_empty() && run(archive, &todo, options, listener, told).is_break() {
            break;
        }
        if watcher.is_err() {
            std::thread::sleep(TICK);
        }
    }
    Ok(())
}

fn canonical(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let read = |path: &PathBuf| {
        std::fs::canonicalize(path).map_err(|cause| Error::Read { path: path.clone(), cause })
    };
    paths.iter().map(read).collect()
}

type News = notify::Result<notify::Event>;

fn watch(roots: &[PathBuf], sender: std::sync::mpsc::Sender<News>) -> Result<RecommendedWatcher, String> {
    let mut watcher = notify::recommended_watcher(sender).map_err(|e| e.to_string())?;
    for root in roots {
        watcher.watch(root, RecursiveMode::Recursive).map_err(|e| e.to_string())?;
    }
    Ok(watcher)
}

fn run(
    archive: &Archive,
    todo: &[PathBuf],
    options: &IngestOptions,
    listener: &mut dyn Listener,
    told: &mut dyn FnMut(Update) -> ControlFlow<()>,
) -> ControlFlow<()> {
    match ingest(archive, todo, options, listener) {
        Ok(report) if report.indexed + report.updated + report.removed + report.moved == 0 => {
            ControlFlow::Continue(())
        }
        Ok(report) => told(Update::Changes(report)),
        Err(error) => told(Update::Failed(error)),
    }
}

/// What has changed.
#[derive(Default)]
struct Changes {
    paths: BTreeSet<PathBuf>,
    everything: bool,
}

impl Changes {
    fn everything() -> Changes {
        Changes { everything: true, ..Changes::default() }
    }

    fn take(&mut self, news: News) {
        match news {
            // Reading a file is no change of it, and the indexer reads.
            Ok(event) if event.kind.is_access() => {}
            Ok(event) => {
                self.everything |= event.need_rescan();
                self.paths.extend(event.paths);
            }
            Err(_) => self.everything = true,
        }
    }

    /// The paths to look at: what is there, and the folders of what is not.
    fn to_look_at(&self, roots: &[PathBuf], index: &Path) -> Vec<PathBuf> {
        let index = std::fs::canonicalize(index).unwrap_or_else(|_| index.to_path_buf());
        let mut found = BTreeSet::new();
        for path in self.paths.iter().filter(|path| !path.starts_with(&index)) {
            let Some(root) = roots.iter().find(|root| path.starts_with(root)) else { continue };
            let below = path.strip_prefix(root).unwrap_or(path);
            if is_no_article(&below.to_string_lossy()) {
                continue;
            }
            let there = path.ancestors().take_while(|p| p.starts_with(root)).find(|p| p.exists());
            found.extend(there.map(Path::to_path_buf));
        }
        found.into_iter().collect()
    }
}

/// Waits for changes, and for a little quiet after them.
fn gather(news: &Receiver<News>) -> Changes {
    let mut changes = Changes::default();
    match news.recv_timeout(TICK) {
        Ok(first) => changes.take(first),
        Err(RecvTimeoutError::Timeout) => return changes,
        Err(RecvTimeoutError::Disconnected) => {
            std::thread::sleep(TICK);
            return changes;
        }
    }
    let began = Instant::now();
    while began.elapsed() < PATIENCE {
        match news.recv_timeout(QUIET) {
            Ok(more) => changes.take(more),
            Err(_) => break,
        }
    }
    changes
}
