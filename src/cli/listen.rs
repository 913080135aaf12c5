//! Listens to an indexing run: a line of progress on a terminal, the file of `--report`, and
//! the signals that ask it to stop.

use std::fs::File;
use std::io::{BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use dateline::error::{Error, Result};
use dateline::ingest::{Input, Listener, Progress};
use dateline::render;
use signal_hook::consts::{SIGINT, SIGTERM};

use super::Common;

/// Between two lines of progress.
const BETWEEN: Duration = Duration::from_millis(100);

/// Listens to a run.
pub struct Listen {
    bar: bool,
    began: Instant,
    last: Option<Instant>,
    report: Option<(PathBuf, BufWriter<File>)>,
    failure: Option<std::io::Error>,
    /// The number of the signal that came, or 0.
    signal: Arc<AtomicUsize>,
}

impl Listen {
    /// Begins to listen. From now on Ctrl-C and TERM end the run with what is done; a second
    /// one ends the program at once.
    pub fn new(common: &Common, report: Option<&Path>) -> Result<Listen> {
        let report = report.map(create).transpose()?;
        let signal = Arc::new(AtomicUsize::new(0));
        for number in [SIGINT, SIGTERM] {
            let code = usize::try_from(number).unwrap_or(0);
            // Where signals cannot be caught, the system ends the program, and the index stays
            // as it was.
            let asked = Arc::new(std::sync::atomic::AtomicBool::new(false));
            let _ =
                signal_hook::flag::register_conditional_shutdown(number, 128 + number, Arc::clone(&asked));
            let _ = signal_hook::flag::register(number, asked);
            let _ = signal_hook::flag::register_usize(number, Arc::clone(&signal), code);
        }
        Ok(Listen {
            bar: !common.quiet && std::io::stderr().is_terminal(),
            began: Instant::now(),
            last: None,
            report,
            failure: None,
            signal,
        })
    }

    /// The number of the signal that asked the run to stop.
    pub fn signal(&self) -> Option<u8> {
        u8::try_from(self.signal.load(Ordering::Relaxed)).ok().filter(|&signal| signal > 0)
    }

    /// Clears the line of progress and completes the report.
    pub fn finish(&mut self) -> Result<()> {
        if self.bar && self.last.is_some() {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
        let Some((path, file)) = &mut self.report else { return Ok(()) };
        let written = self.failure.take().map_or_else(|| file.flush(), Err);
        written.map_err(|cause| Error::Write { path: path.clone(), cause })
    }
}

fn create(path: &Path) -> Result<(PathBuf, BufWriter<File>)> {
    let file = File::create(path).map_err(|cause| Error::Write { path: path.to_path_buf(), cause })?;
    Ok((path.to_path_buf(), BufWriter::new(file)))
}

impl Listener for Listen {
    fn progress(&mut self, progress: Progress) {
        if !self.bar || self.last.is_some_and(|t| t.elapsed() < BETWEEN) {
            return;
        }
        self.last = Some(Instant::now());
        let rate = progress.articles as f64 / self.began.elapsed().as_secs_f64().max(0.001);
        let _ = write!(
            std::io::stderr(),
            "\r\x1b[Kindexing: file {} of {}, {} articles, {rate:.0} a second",
            progress.files_done,
            progress.files,
            progress.articles
        );
    }

    fn input(&mut self, input: &Input<'_>) {
        let Some((_, file)) = self.report.as_mut().filter(|_| self.failure.is_none()) else { return };
        if let Err(Error::Output(cause)) = render::json::input(input, file) {
            self.failure = Some(cause);
        }
    }

    fn restart(&mut self) {
        let Some((path, file)) = &mut self.report else { return };
        match File::create(path) {
            Ok(anew) => *file = BufWriter::new(anew),
            Err(cause) => self.failure = Some(cause),
        }
    }

    fn stop(&mut self) -> bool {
        self.signal.load(Ordering::Relaxed) > 0
    }
}
