//! Where readers put what they find: records into a sink, members of containers into
//! readers of their own.

use std::cell::Cell;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::corpus::bytes::packing::{self, Stream};
use crate::corpus::draft::Draft;
use crate::corpus::ladder::Ladder;
use crate::corpus::place::{Hints, Place};
use crate::corpus::{Content, FileOutcome, ReadOptions, Record, limits, walk};
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
    /// Bytes of the file.
    bytes: u64,
}

impl<'a> Run<'a> {
    pub(super) fn new(options: &'a ReadOptions, file_bytes: u64) -> Run<'a> {
        Run { options, members: Cell::new(0), unpacked: Cell::new(0), bytes: file_bytes }
    }

    /// Why no more members of the file are read.
    fn spent(&self) -> Option<Fault> {
        if self.members.get() >= limits::MEMBERS {
            let detail = format!("more than {} members", limits::MEMBERS);
            return Some(Fault::new(Reason::TooMany, detail));
        }
        let bound = self.bytes.saturating_mul(limits::UNPACK_RATIO).max(limits::RATIO_FROM_BYTES);
        (self.unpacked.get() > bound).then(|| {
            let ratio = limits::UNPACK_RATIO;
            let detail = format!(
                "the members of the archive unpack to more than {ratio} times its size (decompression bomb limit)"
            );
            Fault::new(Reason::Bomb, detail)
        })
    }
}

/// Where a reader puts its records.
pub(super) struct Emit<'e> {
    sink: &'e mut Sink<'e>,
    pub(super) place: &'e Place<'e>,
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
        let ladder = Ladder::new(place, format, options);
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
        let flow =
            (self.sink)(Record { member, number: Some(number), format: self.format, content, warnings });
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
    /// How often each name was met, by its hash: a container may use one more than once.
    names: HashMap<u64, u32>,
    hasher: RandomState,
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
        let (names, hasher) = (HashMap::new(), RandomState::new());
        Members { sink, place, run, format, depth, names, hasher, given: false, broke: false }
    }

    /// Reads a member: a file of an archive, whose name may tell its format and its date.
    /// A reader that panics has a bug; it costs the member and no other.
    pub(super) fn member(&mut self, name: &[u8], stream: impl Read) -> ControlFlow<()> {
        let place = self.numbered(self.place.inside(name, true, Hints::default()));
        // Names from other systems part folders by backslashes, which are shown doubled.
        if walk::is_no_article(&place.name().replace("\\\\", "/")) {
            return self.give(&place, Content::Ignored("no article by its name".to_owned()));
        }
        self.read(place, stream)
    }

    /// Reads what a crawler has kept, under a name that it gave.
    pub(super) fn capture(&mut self, name: &[u8], hints: Hints, stream: impl Read) -> ControlFlow<()> {
        let place = self.numbered(self.place.inside(name, false, hints));
        self.read(place, stream)
    }

    /// Reports a member that cannot be read.
    pub(super) fn fault(&mut self, name: &[u8], fault: Fault) -> ControlFlow<()> {
        let place = self.place.inside(name, false, Hints::default());
        self.give(&place, Content::Skipped(fault))
    }

    /// Reports a member that is no article by its nature; `what` says what it is.
    pub(super) fn ignore(&mut self, name: &[u8], what: &str) -> ControlFlow<()> {
        let place = self.place.inside(name, false, Hints::default());
        self.give(&place, Content::Ignored(what.to_owned()))
    }

    /// Reports something that is wrong with the container itself, behind which there may be
    /// more members.
    pub(super) fn flaw(&mut self, fault: Fault) -> ControlFlow<()> {
        self.give(&self.place.clone(), Content::Skipped(fault))
    }

    /// The place with a number behind its name, when the name was met before.
    fn numbered<'p>(&mut self, mut place: Place<'p>) -> Place<'p> {
        let times = self.names.entry(self.hasher.hash_one(&place.member)).or_default();
        *times += 1;
        if let (Some(member), 2..) = (&mut place.member, *times) {
            member.push_str(&format!("#{times}"));
        }
        place
    }

    fn read(&mut self, place: Place<'_>, stream: impl Read) -> ControlFlow<()> {
        let run = self.run;
        if let Some(Fault { reason, detail }) = run.spent() {
            let _ = self.flaw(Fault::new(reason, format!("{detail}: the others are not read")));
            self.broke = true;
            return ControlFlow::Break(());
        }
        run.members.set(run.members.get() + 1);
        let stream: Stream<'_> = Box::new(BufReader::new(Metered { inner: stream, run, given: 0 }));
        let (given, broke) = (&mut self.given, &mut self.broke);
        let mut sink = |record: Record| {
            *given = true;
            let flow = (self.sink)(record);
            *broke |= flow.is_break();
            flow
        };
        let read =
            AssertUnwindSafe(|| crate::corpus::read_place(&place, stream, None, run, self.depth, &mut sink));
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
        if self.given > limits::unpacked_bytes(self.run.bytes) {
            return Err(packing::too_large(self.run.bytes).into());
        }
        match self.run.spent().filter(|fault| fault.reason == Reason::Bomb) {
            Some(fault) => Err(fault.into()),
            None => Ok(got),
        }
    }
}
