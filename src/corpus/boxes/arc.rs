//! ARC files, in which the Internet Archive kept the web before WARC (versions 1 and 2).
//!
//! A record is a line (address, IP, moment, media type, length; five more fields before the
//! length in version 2), as many bytes as the line says, and a line end. Where the length
//! is wrong, reading goes on at the next line that looks like one.

use std::io::BufRead;
use std::ops::ControlFlow;

use memchr::memmem::Finder;

use crate::corpus::Input;
use crate::corpus::boxes::capture::Capture;
use crate::corpus::bytes::ahead::Ahead;
use crate::corpus::bytes::block::{self, Block, End, Mark};
use crate::corpus::bytes::lines;
use crate::corpus::bytes::packing::Stream;
use crate::corpus::emit::Members;
use crate::error::{Fault, Reason};

/// Bytes of the line above a record.
const LINE_BYTES: usize = 64 << 10;

/// Whether bytes begin as the record does that describes the file.
pub(in crate::corpus) fn is_arc(head: &[u8]) -> bool {
    head.starts_with(b"filedesc:")
}

/// Hands on every record of the archive.
pub(in crate::corpus) fn open(input: Input<'_>, members: &mut Members<'_>) -> Result<(), Fault> {
    let mut source = Ahead::new(input.stream);
    // Nearly all records are of the web.
    let mark = Mark { bytes: Finder::new("\nhttp"), begins };
    block::each(&mut source, members, |source, members| {
        Ok(match next(source)? {
            Next::End => None,
            Next::Record(capture, length) => Some(record(&capture, length, source, &mark, members)),
            Next::Lost(bytes) => {
                let detail = format!("{bytes} bytes between two records are no record");
                Some(members.flaw(Fault::new(Reason::Malformed, detail)))
            }
        })
    })
}

enum Next {
    /// A record with a block of that length.
    Record(Capture, u64),
    /// So many bytes that are none; the next record follows, or the end.
    Lost(u64),
    End,
}

fn next(source: &mut Ahead<Stream<'_>>) -> Result<Next, Fault> {
    let lost = |cause: std::io::Error| Fault::of_io(&cause);
    let (mut line, mut bytes) = (Vec::new(), 0);
    loop {
        // A line is looked at before it is taken, so that what is lost is reported first.
        let window = source.window(LINE_BYTES).map_err(lost)?;
        if window.is_empty() {
            return Ok(if bytes > 0 { Next::Lost(bytes) } else { Next::End });
        }
        let end = memchr::memchr(b'\n', window).unwrap_or(window.len());
        let found = window.get(..end).and_then(header);
        if found.is_some() && bytes > 0 {
            return Ok(Next::Lost(bytes));
        }
        let blank = window.get(..end).is_some_and(|line| line.trim_ascii().is_empty());
        lines::next(source as &mut dyn BufRead, &mut line, LINE_BYTES).map_err(lost)?;
        match found {
            Some((capture, length)) => return Ok(Next::Record(capture, length)),
            None if blank => {}
            None => bytes += line.len() as u64 + 1,
        }
    }
}

/// Whether bytes begin with the line above a record.
fn begins(bytes: &[u8]) -> bool {
    let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    bytes.get(..end).and_then(header).is_some()
}

/// Reads the line above a record. Addresses may hold blanks, so it is read from its end.
fn header(line: &[u8]) -> Option<(Capture, u64)> {
    let line = String::from_utf8_lossy(line);
    let line = line.trim_end();
    let fields: Vec<&str> = line.split(' ').collect();
    let length = fields.last()?.parse().ok()?;
    // The moment is the third field of five, or of ten.
    let is_moment =
        |field: &&str| matches!(field.len(), 12 | 14) && field.bytes().all(|b| b.is_ascii_digit());
    let at = [3, 8]
        .into_iter()
        .filter_map(|back| fields.len().checked_sub(back))
        .find(|&at| fields.get(at).is_some_and(is_moment))?;
    let url = fields.get(..at.checked_sub(1)?)?.join(" ");
    url.contains(':').then(|| {
        let content_type = fields.get(at + 1).filter(|t| t.contains('/')).map(|t| (*t).to_owned());
        let is_answer = url.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http"));
        let stamp = crate::corpus::boxes::capture::stamp(fields.get(at).unwrap_or(&""));
        (Capture { url, stamp, content_type, is_answer }, length)
    })
}

fn record(
    capture: &Capture,
    length: u64,
    source: &mut Ahead<Stream<'_>>,
    mark: &Mark,
    members: &mut Members<'_>,
) -> ControlFlow<()> {
    let mut block = Block::new(source, length, Some(mark));
    capture.give(members, &mut block)?;
    let at = format!("{}/{}", capture.stamp, capture.url);
    match block.finish() {
        End::Broken(fault) => members.flaw(Fault::new(fault.reason, format!("{fault}: {at}"))),
        End::Early => {
            let detail = format!("a record is shorter than the {length} bytes it states: {at}");
            members.flaw(Fault::new(Reason::Malformed, detail))
        }
        End::Whole => ControlFlow::Continue(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_both_versions_are_read() {
        let read =
            |line: &str| header(line.as_bytes()).map(|(c, length)| (c.url, c.stamp, c.content_type, length));
        let html = Some("text/html".to_owned());
        let one = "http://a.example/b c 93.184.216.119 20140216050221 text/html 1591";
        assert_eq!(
            read(one),
            Some(("http://a.example/b c".into(), "20140216050221".into(), html.clone(), 1591))
        );
        let two = "http://a.example/ 1.2.3.4 20140216050221 text/html 200 fac0 - 0 a.arc 77";
        assert_eq!(read(two), Some(("http://a.example/".into(), "20140216050221".into(), html, 77)));
        assert_eq!(read("a line of text with 20140216050221 in the middle"), None);
        assert_eq!(read("1 0 LiveWeb Capture"), None);
    }
}
