//! Brings an index up to date with folders of files.
//!
//! Only what is new, changed or gone costs anything: a file of the same size and time
//! is not opened, one of the same content not read, and of a changed file only the
//! changed records are indexed again. Files are read on several threads and their records
//! taken in order; other threads find names, cut words and hand documents to the engine;
//! bounded queues keep memory flat. All of a run becomes visible in one commit, or nothing;
//! a run that is stopped commits what it has done.
//!
//! Every file met and every record in it ends up in the [`Report`]: as an article that
//! was indexed, updated or unchanged, as ignored, or as skipped with its reason.

mod account;
mod collection;
mod follow;
mod homes;
mod ids;
mod inspect;
mod moves;
mod pool;
mod rebuild;
mod run;
mod survey;
mod workers;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use crate::corpus::{DateHabits, FieldMap, ReadOptions};
use crate::error::{Error, Result};
use crate::index::{Archive, Ledger, WriterOptions};

pub use account::{Input, Listener, Outcome, Progress, Quiet, Report};
pub use collection::add;
pub use follow::{Update, follow};
pub use inspect::{Inspected, inspect};
pub use rebuild::{Rebuilt, rebuild};
pub use workers::language;

use account::Account;
use run::Run;
use survey::Job;

/// How to bring an index up to date.
#[derive(Debug, Clone)]
pub struct IngestOptions {
    /// Threads that find names and prepare documents.
    pub threads: usize,
    /// Memory for building the index, in MiB.
    pub memory_mib: usize,
    /// Names of columns that say nothing to the readers (`date=pub_dt`); remembered for
    /// the folder, so that a later run without it reads the same.
    pub map: Vec<String>,
    /// Whether a file's modification time may stand in for a missing date.
    pub dates_from_mtime: bool,
    /// Whether places, actors and dates are looked for.
    pub extract: bool,
    /// Whether to learn from an outlet's articles how it writes dates, and where it is at home, so
    /// that `Paris` is Paris, Texas, to a paper of that town. What is known when an article is indexed counts; without
    /// this every article is read by itself, whatever came before it.
    pub homes: bool,
    /// Whether more than half of a folder's known files may vanish from the index at once.
    /// Without it such a run is refused: a drive that is not mounted looks like an empty folder.
    pub allow_mass_removal: bool,
}

impl Default for IngestOptions {
    fn default() -> IngestOptions {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        IngestOptions {
            threads,
            memory_mib: 256,
            map: Vec::new(),
            dates_from_mtime: false,
            extract: true,
            homes: true,
            allow_mass_removal: false,
        }
    }
}

/// Brings the index up to date with these files and folders; what it holds from
/// elsewhere stays. The listener is told what happens; [`Quiet`] does not care.
///
/// # Errors
/// When a path does not exist, when another process writes to the index, when it
/// cannot be written, or when most files of a folder have vanished. The index is then as it
/// was before.
pub fn ingest(
    archive: &Archive,
    paths: &[PathBuf],
    options: &IngestOptions,
    listener: &mut dyn Listener,
) -> Result<Report> {
    let began = Instant::now();
    let mut account = Account::new(listener);
    let all = |_: &Job, _: &Ledger| true;
    match bring_up(archive, paths, options, &mut account, &all) {
        Err(error) if redo_may_help(&error) => {
            // Once more, from the last commit, with a writer that has met no error.
            account.restart();
            bring_up(archive, paths, options, &mut account, &all)?;
        }
        done => done?,
    }
    account.report.seconds = began.elapsed().as_secs_f64();
    Ok(account.report)
}

/// Does the same with those files only that are wanted.
fn bring_up(
    archive: &Archive,
    paths: &[PathBuf],
    options: &IngestOptions,
    account: &mut Account<'_>,
    wanted: &dyn Fn(&Job, &Ledger) -> bool,
) -> Result<()> {
    let before = archive.as_indexed()?;
    let mut ledger = before.ledger()?;
    let mut survey = survey::survey(&mut ledger, paths, options, account)?;
    survey.jobs.retain(|job| wanted(job, &ledger));
    if !survey.has_work() {
        return account.close();
    }
    let writer = archive.writer(&writer_options(options))?;
    if writer.before().stamp != before.stamp {
        // Between the look and the lock another process has written.
        account.restart();
        ledger = writer.before().ledger()?;
        survey = survey::survey(&mut ledger, paths, options, account)?;
        survey.jobs.retain(|job| wanted(job, &ledger));
    }
    Run { ledger: &mut ledger, survey, options, account }.write(writer)
}

/// Whether to begin again after an error: when writing failed, unless the disk is full, which
/// it would be again.
fn redo_may_help(error: &Error) -> bool {
    error.is_failed_write() && !matches!(error, Error::Full { .. })
}

/// One thread builds segments for about as many as four can feed.
fn writer_options(options: &IngestOptions) -> WriterOptions {
    WriterOptions { threads: options.threads.div_ceil(4), memory_mib: options.memory_mib }
}

fn read_options(map: &[String], habits: &Arc<DateHabits>, options: &IngestOptions) -> Result<ReadOptions> {
    let map: FieldMap = map.join(",").parse().map_err(Error::Usage)?;
    Ok(ReadOptions {
        map,
        dates_from_mtime: options.dates_from_mtime,
        today: Some(chrono::Utc::now().date_naive()),
        habits: Arc::clone(habits),
    })
}
