//! WARC files, in which crawlers keep what they fetched (ISO 28500).
//!
//! Answers of servers, resources and texts made of them are members; requests, notes and
//! revisits of what is kept already are not. Where a record ends is told by the length in
//! its head; where that is wrong, or bytes between records are none, reading goes on at
//! the next line that begins a record, and the damage is reported.
//!
//! Left out: records in segments, and the digests, which say nothing to a reader of news.

use std::ops::ControlFlow;

use memchr::memmem::Finder;

use crate::corpus::Input;
use crate::corpus::boxes::capture::{self, Capture};
use crate::corpus::boxes::http;
use crate::corpus::bytes::ahead::Ahead;
use crate::corpus::bytes::block::{self, Block, End, Mark};
use crate::corpus::bytes::lines;
use crate::corpus::bytes::packing::Stream;
use crate::corpus::emit::Members;
use crate::error::{Fault, Reason};

/// Bytes of a line of a record's head.
const LINE_BYTES: usize = 64 << 10;

/// Lines of a record's head.
const HEAD_LINES: usize = 1_000;

/// Whether bytes begin as a record does.
pub(in crate::corpus) fn is_warc(head: &[u8]) -> bool {
    head.trim_ascii_start().starts_with(b"WARC/")
}

/// What stands in the head of a record.
#[derive(Debug, Default)]
struct Head {
    kind: String,
    id: String,
    url: String,
    moment: String,
    content_type: Option<String>,
    length: Option<String>,
}

/// Hands on every record of the archive.
pub(in crate::corpus) fn open(input: Input<'_>, members: &mut Members<'_>) -> Result<(), Fault> {
    let mut source = Ahead::new(input.stream);
    let mark = Mark { bytes: Finder::new("\r\n\r\nWARC/1."), begins: is_warc };
    block::each(&mut source, members, |source, members| {
        Ok(match next(source)? {
            Next::End => None,
            Next::Record(head) => Some(record(&head, source, &mark, members)),
            Next::Flaw(fault) => Some(members.flaw(fault)),
        })
    })
}

/// What comes next in an archive.
enum Next {
    Record(Head),
    /// Something that is no record.
    Flaw(Fault),
    End,
}

fn next(source: &mut Ahead<Stream<'_>>) -> Result<Next, Fault> {
    let lost = |cause: std::io::Error| Fault::of_io(&cause);
    loop {
        let window = source.window(8).map_err(lost)?;
        let blanks = window.iter().take_while(|b| b.is_ascii_whitespace()).count();
        match blanks {
            0 => break,
            blanks => source.pass(blanks),
        }
    }
    let window = source.window(5).map_err(lost)?;
    if window.is_empty() {
        return Ok(Next::End);
    }
    if window.starts_with(b"WARC/") {
        return head(source);
    }
    let (passed, found) = source.find(&Finder::new("\nWARC/1.")).map_err(lost)?;
    let what = if found { "between two records" } else { "at the end" };
    Ok(Next::Flaw(Fault::new(Reason::Malformed, format!("{passed} bytes {what} are no record"))))
}

/// Reads the head of a record up to the empty line.
fn head(source: &mut Ahead<Stream<'_>>) -> Result<Next, Fault> {
    let (mut head, mut line) = (Head::default(), Vec::new());
    let mut last = String::new();
    for n in 0..HEAD_LINES {
        let met = lines::next(source, &mut line, LINE_BYTES).map_err(|cause| Fault::of_io(&cause))?;
        match met {
            lines::Line::End => {
                return Ok(Next::Flaw(Fault::new(
                    Reason::Truncated,
                    "the archive ends inside the head of a record",
                )));
            }
            _ if line.is_empty() => return Ok(Next::Record(head)),
            _ if n == 0 => {}
            // A line that begins with a blank goes on with the field above it.
            _ if line.starts_with(b" ") || line.starts_with(b"\t") => {
                let more = String::from_utf8_lossy(&line).trim().to_owned();
                if let Some(slot) = head.slot(&last) {
                    slot.push_str(&more);
                }
            }
            _ => {
                if let Some((name, value)) = http::field(&line) {
                    if let Some(slot) = head.slot(&name) {
                        *slot = value;
                    }
                    last = name;
                }
            }
        }
    }
    Ok(Next::Flaw(Fault::new(
        Reason::Malformed,
        format!("a record with a head of more than {HEAD_LINES} lines"),
    )))
}

impl Head {
    fn slot(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "warc-type" => &mut self.kind,
            "warc-record-id" => &mut self.id,
            "warc-target-uri" => &mut self.url,
            "warc-date" => &mut self.moment,
            "content-type" => self.content_type.get_or_insert_default(),
            "content-length" => self.length.get_or_insert_default(),
            _ => return None,
        })
    }

    /// What the record is a record of.
    fn capture(&self) -> Capture {
        // Some crawlers put the address into angle brackets.
        let url = self.url.trim_start_matches('<').trim_end_matches('>');
        let url =
            [url, self.id.trim_matches(['<', '>']), &self.kind].into_iter().find(|name| !name.is_empty());
        let content_type = self.content_type.clone();
        let says_http =
            content_type.as_deref().is_some_and(|t| t.to_ascii_lowercase().contains("application/http"));
        Capture {
            url: url.unwrap_or("record").to_owned(),
            stamp: capture::stamp(&self.moment),
            is_answer: self.kind == "response" && (says_http || content_type.is_none()),
            content_type,
        }
    }
}

/// Hands on a record, whose block comes next, and passes over what was not read of it.
fn record(
    head: &Head,
    source: &mut Ahead<Stream<'_>>,
    mark: &Mark,
    members: &mut Members<'_>,
) -> ControlFlow<()> {
    let capture = head.capture();
    let name = capture.name();
    let length = head.length.as_deref().and_then(|length| length.trim().parse::<u64>().ok());
    // Without a length that can be one, the block ends at the next record.
    let mut block = Block::new(source, length.unwrap_or(u64::MAX), Some(mark));
    let flow = match head.kind.to_ascii_lowercase().as_str() {
        _ if head.length.is_none() => {
            members.fault(&name, malformed("a record that does not state its length".to_owned()))
        }
        "response" | "resource" | "conversion" => capture.give(members, &mut block),
        "revisit" => members.ignore(&name, "a revisit"),
        "continuation" => {
            let detail = "a further segment of a long record: segments are not joined";
            members.fault(&name, Fault::new(Reason::Unsupported, detail))
        }
        kind @ ("request" | "metadata" | "warcinfo") => members.ignore(&name, &format!("a {kind} record")),
        kind => members.fault(
            &name,
            Fault::new(Reason::Unsupported, format!("a record of the unknown type \"{kind}\"")),
        ),
    };
    if flow.is_break() {
        return flow;
    }
    let at = String::from_utf8_lossy(&name).into_owned();
    let flaw = match (block.finish(), &head.length, length) {
        // Without a length, the end of the archive is where the last block ends.
        (End::Broken(fault), _, length) if length.is_some() || fault.reason != Reason::Truncated => {
            Some(Fault::new(fault.reason, format!("{fault}: {at}")))
        }
        (End::Early, Some(said), Some(_)) => {
            Some(malformed(format!("a record is shorter than the {said} bytes it states: {at}")))
        }
        (_, Some(said), None) => Some(malformed(format!("a record states a length of \"{said}\": {at}"))),
        _ => None,
    };
    flaw.map_or(ControlFlow::Continue(()), |fault| members.flaw(fault))
}

fn malformed(detail: String) -> Fault {
    Fault::new(Reason::Malformed, detail)
}
