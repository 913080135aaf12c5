//! Where readers put what they find: records into a sink, members of containers into
//! readers of their own.

use std::cell::Cell;
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::draft::Draft;
use super::ladder::Ladder;
use super::packing::Stream;
use super::place::{Hints, Place};
use super::{Content, FileOutcome, ReadOptions, Record, limits, walk};
use crate::error::{Fault, Reason};

/// What the caller does with a record.
pub(super) type Sink<'s> = dyn FnMut(Record) -> ControlFlow<()> + 's;

/// What holds for everything that is read from one file.
pub(super) struct Run<'a> {
    pub(super) options: &'a ReadOptions,
    /// Members met so far.
    members: Cell<u64>,
    /// Bytes that members have unpacked to so far.
    unpacked: Cell<u64>,
    /// Bytes that they may unpack to.
    bound: u64,
}

impl<'a> Run<'a> {
    pub(super) fn new(options: &'a ReadOptions, file_bytes: u64) -> Run<'a> {
        let bound = file_bytes.saturating_mul(limits::UNPACK_RATIO).max(limits::RATIO_FROM_BYTES);
        Run { options, members: Cell::new(0), unpacked: Cell::new(0), bound }
    }
}

/// Where a reader puts its records.
pub(super) struct Emit<'e> {
    sink: &'e mut Sink<'e>,
    place: &'e Place<'e>,
    format: &'static str,
    pub(super) ladder: Ladder,
    /// What was odd about the whole file; the next article carries it.
    pub(super) warning: Option<String>,
    /// The number of the last record.
    last: u64,
    given: bool,
    broke: bool,
}

impl<'e> Emit<'e> {
    pub(super) fn new(
        sink: &'e mut Sink<'e>,
        place: &'e Place<'e>,
        format: &'static str,
        options: &ReadOptions,
    ) -> Emit<'e> {
        let ladder = Ladder::new(place, options.dates_from_mtime);
        Emit { sink, place, format, ladder, warning: None, last: 0, given: false, broke: false }
    }

    /// Gives an article on.
    pub(super) fn draft(&mut self, number: u64, mut draft: Draft) -> ControlFlow<()> {
        draft.warnings.extend(self.warning.take());
        let (content, warnings) = draft.finish(&self.ladder);
        let content = content.map_or_else(Content::Skipped, |article| Content::Article(Box::new(article)));
        self.give(number, content, warnings)
    }

    /// Reports a record that cannot be read.
    pub(super) fn fault(&mut self, number: u64, fault: Fault) -> ControlFlow<()> {
        self.give(number, Content::Skipped(fault), Vec::new())
    }

    /// Reports a record that is no article by its nature; `what` says what it is.
    pub(super) fn ignore(&mut self, number: u64, what: &str) -> ControlFlow<()> {
        self.give(number, Content::Ignored(what.to_owned()), Vec::new())
    }

    fn give(&mut self, number: u64, content: Content, warnings: Vec<String>) -> ControlFlow<()> {
        (self.last, self.given) = (number, true);
        let member = self.place.member.clone();
        let flow = (self.sink)(Record { member, number: Some(number), format: self.format, content, warnings });
        self.broke |= flow.is_break();
        flow
    }

    /// What became of a file whose reader ended so.
    pub(super) fn end(mut self, ended: Result<(), Fault>) -> FileOutcome {
        match ended {
            Err(fault) if !self.given => FileOutcome::Skipped(fault),
            Ok(()) if !self.given && !self.broke => {
                FileOutcome::Skipped(Fault::new(Reason::NoText, "no text"))
            }
            Ok(()) => FileOutcome::Read { format: self.format },
            Err(Fault { reason, detail }) => {
                if !self.broke {
                    let detail = format!("the rest of the file is lost: {detail}");
                    let _ = self.fault(self.last + 1, Fault::new(reason, detail));
                }
                FileOutcome::Read { format: self.format }
            }
        }
    }
}

/// Where a container puts its members.
pub(super) struct Members<'m> {
    sink: &'m mut Sink<'m>,
    place: &'m Place<'m>,
    run: &'m Run<'m>,
    format: &'static str,
    /// How many containers stand around the members.
    depth: usize,
    given: bool,
    broke: bool,
}

impl<'m> Members<'m> {
    pub(super) fn new(
        sink: &'m mut Sink<'m>,
        place: &'m Place<'m>,
        run: &'m Run<'m>,
        format: &'static str,
        depth: usize,
    ) -> Members<'m> {
        Members { sink, place, run, format, depth, given: false, broke: false }
    }

    /// Reads a member: a file of an archive, whose name may tell its format and its date.
    /// A reader that panics has a bug; it costs the member and no other.
    pub(super) fn member(&mut self, name: &str, stream: impl Read) -> ControlFlow<()> {
        let place = self.place.inside(name, true, Hints::default());
        if walk::is_no_article(place.name()) {
            return self.give(&place, Content::Ignored("no article by its name".to_owned()));
        }
        self.read(place, stream)
    }

    /// Reads what a crawler has kept, under a name that it gave.
    pub(super) fn capture(&mut self, name: &str, hints: Hints, stream: impl Read) -> ControlFlow<()> {
        let place = self.place.inside(name, false, hints);
        self.read(place, stream)
    }

    /// Reports a member that cannot be read.
    pub(super) fn fault(&mut self, name: &str, fault: Fault) -> ControlFlow<()> {
        let place = self.place.inside(name, false, Hints::default());
        self.give(&place, Content::Skipped(fault))
    }

    /// Reports a member that is no article by its nature; `what` says what it is.
    pub(super) fn ignore(&mut self, name: &str, what: &str) -> ControlFlow<()> {
        let place = self.place.inside(name, false, Hints::default());
        self.give(&place, Content::Ignored(what.to_owned()))
    }

    fn read(&mut self, place: Place<'_>, stream: impl Read) -> ControlFlow<()> {
        let run = self.run;
        run.members.set(run.members.get() + 1);
        if run.members.get() > limits::MEMBERS {
            let detail = format!("more than {} members: the others are not read", limits::MEMBERS);
            let _ = self.give(&place, Content::Skipped(Fault::new(Reason::TooMany, detail)));
            self.broke = true;
            return ControlFlow::Break(());
        }
        if self.depth >= limits::CONTAINER_DEPTH {
            let detail = format!("containers in each other more than {} deep", limits::CONTAINER_DEPTH);
            return self.give(&place, Content::Skipped(Fault::new(Reason::TooDeep, detail)));
        }
        let stream: Stream<'_> = Box::new(BufReader::new(Metered { inner: stream, run, given: 0 }));
        let (given, broke) = (&mut self.given, &mut self.broke);
        let mut sink = |record: Record| {
            *given = true;
            let flow = (self.sink)(record);
            *broke |= flow.is_break();
            flow
        };
        let read = AssertUnwindSafe(|| super::read_place(&place, stream, None, run, self.depth, &mut sink));
        let outcome = catch_unwind(read).unwrap_or_else(|_| FileOutcome::Skipped(panicked()));
        match outcome {
            _ if self.broke => ControlFlow::Break(()),
            FileOutcome::Read { .. } => ControlFlow::Continue(()),
            FileOutcome::Ignored(what) => self.give(&place, Content::Ignored(what)),
            FileOutcome::Skipped(fault) => self.give(&place, Content::Skipped(fault)),
        }
    }

    fn give(&mut self, place: &Place<'_>, content: Content) -> ControlFlow<()> {
        self.given = true;
        let member = place.member.clone();
        let record = Record { member, number: None, format: self.format, content, warnings: Vec::new() };
        let flow = (self.sink)(record);
        self.broke |= flow.is_break();
        flow
    }

    /// What became of a container whose reader ended so.
    pub(super) fn end(mut self, ended: Result<(), Fault>) -> FileOutcome {
        match ended {
            Err(fault) if !self.given => FileOutcome::Skipped(fault),
            Ok(()) if !self.given && !self.broke => {
                FileOutcome::Skipped(Fault::new(Reason::NoText, "no text: the archive is empty"))
            }
            Ok(()) => FileOutcome::Read { format: self.format },
            Err(Fault { reason, detail }) => {
                if !self.broke {
                    let fault = Fault::new(reason, format!("the rest of the archive is lost: {detail}"));
                    let _ = self.give(&self.place.clone(), Content::Skipped(fault));
                }
                FileOutcome::Read { format: self.format }
            }
        }
    }
}

/// What is said of a reader that panicked.
pub(super) fn panicked() -> Fault {
    Fault::new(Reason::Internal, "the reader failed on it, which is a bug: please report it")
}

/// Counts what the members of a file unpack to, and stops when it is too much.
struct Metered<'r, R> {
    inner: R,
    run: &'r Run<'r>,
    given: u64,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buffer)?;
        self.given += got as u64;
        self.run.unpacked.set(self.run.unpacked.get() + got as u64);
        if self.given > limits::UNPACKED_BYTES {
            let gib = limits::UNPACKED_BYTES >> 30;
            let detail = format!("it unpacks to more than {gib} GiB (decompression limit)");
            return Err(Fault::new(Reason::TooLarge, detail).into());
        }
        if self.run.unpacked.get() > self.run.bound {
            let ratio = limits::UNPACK_RATIO;
            let detail = format!(
                "the members of its archive unpack to more than {ratio} times its size (decompression bomb limit)"
            );
            return Err(Fault::new(Reason::Bomb, detail).into());
        }
        Ok(got)
    }
}
