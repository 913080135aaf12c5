//! Reads many files on many threads, and gives their records on in the order of the files.
//!
//! Threads take files in order, none further ahead than a window, and each file that is being
//! read has a queue with a bound, so memory stays flat. The file whose turn it is always has a
//! thread at work on it, since an earlier file is taken before a later one, so nobody waits for
//! ever.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::corpus::{self, FileOutcome, ReadOptions, Record, SourceFile};
use crate::error::{Fault, Reason};

/// Records that are handed on together: waking another thread costs about as much as reading one.
const BATCH: usize = 8;
/// Batches of one file that wait for their turn.
const WAITING: usize = 4;
/// Files that are read ahead of the one whose turn it is.
const AHEAD: usize = 64;

/// A file to read, and how.
pub(super) struct Task<'a> {
    pub(super) file: &'a SourceFile,
    pub(super) options: &'a ReadOptions,
}

/// What is told about the files, in their order.
pub(super) enum Event {
    /// A record of the file.
    Record(Box<Record>),
    /// The file is at its end.
    End(FileOutcome),
}

/// Reads the files and tells `take` what is in them: the position of the file among the tasks
/// and the event. When `take` breaks, no more is read.
pub(super) fn read_in_order(
    tasks: &[Task<'_>],
    threads: usize,
    take: &mut dyn FnMut(usize, Event) -> ControlFlow<()>,
) {
    let window = Window { state: Mutex::default(), changed: Condvar::new() };
    std::thread::scope(|scope| {
        for _ in 0..threads.clamp(1, tasks.len().max(1)) {
            scope.spawn(|| read_some(tasks, &window));
        }
        for at in 0..tasks.len() {
            let mut events = window.events_of(at).into_iter().flatten();
            if events.any(|event| take(at, event).is_break()) {
                break;
            }
        }
        window.close();
    });
}

/// Which files are being read, and whose turn it is.
struct Window {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// The next file to take up.
    next: usize,
    /// The file whose events are being told.
    turn: usize,
    /// Events of files that were taken up and whose turn has not come.
    waiting: HashMap<usize, Receiver<Vec<Event>>>,
    closed: bool,
}

impl Window {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The events of a file, when its turn has come.
    fn events_of(&self, at: usize) -> Receiver<Vec<Event>> {
        let mut state = self.lock();
        state.turn = at;
        self.changed.notify_all();
        loop {
            match state.waiting.remove(&at) {
                Some(events) => return events,
                None => state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    /// The next file for a thread to read; `None` when there is no more to do.
    fn take_up(&self, tasks: usize) -> Option<(usize, SyncSender<Vec<Event>>)> {
        let mut state = self.lock();
        while !state.closed && state.next < tasks && state.next > state.turn + AHEAD {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.closed || state.next >= tasks {
            return None;
        }
        let at = state.next;
        state.next += 1;
        let (sender, receiver) = sync_channel(WAITING);
        state.waiting.insert(at, receiver);
        self.changed.notify_all();
        Some((at, sender))
    }

    /// Nothing more is wanted: threads that wait for room in a queue give up.
    fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        state.waiting.clear();
        self.changed.notify_all();
    }
}

fn read_some(tasks: &[Task<'_>], window: &Window) {
    while let Some((at, sender)) = window.take_up(tasks.len()) {
        let Some(task) = tasks.get(at) else { return };
        let mut batch = Vec::with_capacity(BATCH);
        let outcome = read(task.file, task.options, &mut |record| {
            batch.push(Event::Record(Box::new(record)));
            if batch.len() < BATCH {
                return ControlFlow::Continue(());
            }
            match sender.send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        });
        batch.push(Event::End(outcome));
        // Nobody listens any more when the taker has broken off.
        let _ = sender.send(batch);
    }
}

/// A reader that panics has a bug; it costs the file, not the run.
fn read(
    file: &SourceFile,
    options: &ReadOptions,
    sink: &mut dyn FnMut(Record) -> ControlFlow<()>,
) -> FileOutcome {
    catch_unwind(AssertUnwindSafe(|| corpus::read(file, options, sink))).unwrap_or_else(|_| {
        let detail = "the reader failed on it, which is a bug: please report it";
        FileOutcome::Skipped(Fault::new(Reason::Internal, detail))
    })
}
