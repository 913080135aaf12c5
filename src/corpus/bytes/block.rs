//! A block of bytes whose length stands in front of it: the record of a web archive, the
//! member of a tar.
//!
//! The length may be wrong. When the mark of a next record turns up inside a block, what
//! stands behind the stated length says which of the two is right: a block may hold the
//! text of such a mark, and then the next record begins where the length says.

use std::io::{self, Read};
use std::ops::ControlFlow;

use memchr::memmem::Finder;

use crate::corpus::bytes::ahead::Ahead;
use crate::corpus::bytes::packing::Stream;
use crate::corpus::emit::Members;
use crate::corpus::limits;
use crate::error::{Fault, Reason};

/// Bytes of the beginning of a record that are looked at.
const HEAD_BYTES: usize = 4 << 10;

/// A block that is being read.
pub(in crate::corpus) struct Block<'b, 'a> {
    source: &'b mut Ahead<Stream<'a>>,
    left: u64,
    /// What stands between two records, when the format has a mark for it.
    mark: Option<&'b Mark>,
    end: End,
}

/// What stands between two records.
pub(in crate::corpus) struct Mark {
    pub(in crate::corpus) bytes: Finder<'static>,
    /// Whether a record begins with these bytes, of which blanks were taken off.
    pub(in crate::corpus) begins: fn(&[u8]) -> bool,
}

/// How a block has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::corpus) enum End {
    /// It has not, or it has where its length says.
    Whole,
    /// The next record began before.
    Early,
    /// The stream broke, for this reason.
    Broken(Fault),
}

/// Does one step after the other until one is the last (`None`), or somebody has seen enough.
///
/// A packed archive can be read behind a damaged place, so an error of a step is reported and
/// the next one tried, as long as the stream moves on.
pub(in crate::corpus) fn each<'a>(
    source: &mut Ahead<Stream<'a>>,
    members: &mut Members<'_>,
    mut step: impl FnMut(&mut Ahead<Stream<'a>>, &mut Members<'_>) -> Result<Option<ControlFlow<()>>, Fault>,
) -> Result<(), Fault> {
    let mut stuck_at = None;
    loop {
        let flow = match step(source, members) {
            Ok(None) => return Ok(()),
            Ok(Some(flow)) => flow,
            Err(fault) if stuck_at == Some(source.position()) => return Err(fault),
            Err(fault) => {
                stuck_at = Some(source.position());
                members.flaw(fault)
            }
        };
        if flow.is_break() {
            return Ok(());
        }
    }
}

impl<'b, 'a> Block<'b, 'a> {
    pub(in crate::corpus) fn new(
        source: &'b mut Ahead<Stream<'a>>,
        length: u64,
        mark: Option<&'b Mark>,
    ) -> Block<'b, 'a> {
        Block { source, left: length, mark, end: End::Whole }
    }

    /// The first bytes that are left, fewer only when there are not so many.
    pub(in crate::corpus) fn peek(&mut self, bytes: usize) -> &[u8] {
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        // An error comes again when the block is read.
        let window = self.source.window(bytes.min(left)).unwrap_or_default();
        window.get(..left.min(window.len())).unwrap_or_default()
    }

    /// Passes over bytes that were peeked at.
    pub(in crate::corpus) fn pass(&mut self, bytes: usize) {
        self.source.pass(bytes);
        self.left = self.left.saturating_sub(bytes as u64);
    }

    /// Passes over what is left and says how the block has ended.
    pub(in crate::corpus) fn finish(mut self) -> End {
        while let Ok(ready @ 1..) = self.ready() {
            self.pass(ready);
        }
        self.end
    }

    /// How many bytes at the start of the window belong to the block; none at its end.
    fn ready(&mut self) -> io::Result<usize> {
        loop {
            if self.left == 0 {
                return Ok(0);
            }
            let held = self.mark.map_or(0, |mark| mark.bytes.needle().len() - 1);
            let window = match self.source.window(held + 1) {
                Ok([]) => return Err(self.broken(cut_off())),
                Ok(window) => window,
                Err(cause) => return Err(self.broken(Fault::of_io(&cause))),
            };
            let left = usize::try_from(self.left).unwrap_or(usize::MAX);
            let Some(mark) = self.mark else { return Ok(left.min(window.len())) };
            let searched = window.get(..left.saturating_add(held)).unwrap_or(window);
            let (found, seen) = (mark.bytes.find(searched), searched.len());
            match found.filter(|&at| at < left) {
                Some(0) if !self.begins_at(0, mark.begins) => return Ok(left.min(held + 1)),
                Some(0) if self.is_right(left, mark.begins) => self.mark = None,
                Some(0) => (self.left, self.end) = (0, End::Early),
                Some(at) => return Ok(at),
                // The last bytes may be the first ones of a mark.
                None if seen > held && seen < left.saturating_add(held) => return Ok(seen - held),
                None => return Ok(left.min(seen)),
            }
        }
    }

    /// Whether the stated length is right although a record seems to begin before its end:
    /// where it says stands the next record, or the end of the archive.
    fn is_right(&mut self, left: usize, begins: fn(&[u8]) -> bool) -> bool {
        left <= limits::RECORD_BYTES && (self.begins_at(left, begins) || self.ends_at(left))
    }

    /// Whether a record begins so many bytes from here, behind blanks.
    fn begins_at(&mut self, bytes: usize, begins: fn(&[u8]) -> bool) -> bool {
        let window = self.source.window(bytes.saturating_add(HEAD_BYTES)).unwrap_or_default();
        begins(window.get(bytes..).unwrap_or_default().trim_ascii_start())
    }

    /// Whether nothing but blanks stands so many bytes from here.
    fn ends_at(&mut self, bytes: usize) -> bool {
        let window = self.source.window(bytes.saturating_add(HEAD_BYTES)).unwrap_or_default();
        window.get(bytes..).is_some_and(|behind| behind.trim_ascii().is_empty())
    }

    fn broken(&mut self, fault: Fault) -> io::Error {
        self.left = 0;
        self.end = End::Broken(fault.clone());
        fault.into()
    }
}

impl Read for Block<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let ready = self.ready()?.min(buffer.len());
        let got = (&mut *self.source).take(ready as u64).read(buffer)?;
        self.left = self.left.saturating_sub(got as u64);
        Ok(got)
    }
}

fn cut_off() -> Fault {
    Fault::new(Reason::Truncated, "the archive is truncated here")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a block of that length gives, how it ends, and what is left behind it.
    fn read(text: &str, length: u64) -> (String, End, String) {
        let begins = |bytes: &[u8]| bytes.starts_with(b"WARC/");
        let mark = Mark { bytes: Finder::new("\r\n\r\nWARC/1."), begins };
        let mut source = Ahead::new(Box::new(text.as_bytes()) as Stream<'_>);
        let mut block = Block::new(&mut source, length, Some(&mark));
        let mut bytes = Vec::new();
        let _ = block.read_to_end(&mut bytes);
        let end = block.finish();
        let mut rest = String::new();
        source.read_to_string(&mut rest).unwrap();
        (String::from_utf8(bytes).unwrap(), end, rest)
    }

    #[test]
    fn a_block_ends_where_its_length_says() {
        let behind = "\r\n\r\nWARC/1.0\r\n";
        assert_eq!(read(&format!("text{behind}"), 4), ("text".into(), End::Whole, behind.into()));
        assert_eq!(read("text", 4), ("text".into(), End::Whole, String::new()));
        assert_eq!(read("text", 0), (String::new(), End::Whole, "text".into()));
    }

    #[test]
    fn a_length_that_reaches_into_the_next_record_is_wrong() {
        let behind = "\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\n\r\nmore";
        let text = "text".repeat(50_000);
        for length in [200_005, 200_010, 300_000, u64::MAX] {
            let (got, end, rest) = read(&format!("{text}{behind}"), length);
            assert!(got == text && end == End::Early && rest == behind, "{length}: {end:?}");
        }
    }

    #[test]
    fn the_text_of_a_mark_inside_a_block_is_text() {
        let inner = "as in\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\nand so on";
        let text = format!("{inner}\r\n\r\nWARC/1.0\r\n");
        let (got, end, _) = read(&text, inner.len() as u64);
        assert_eq!((got.as_str(), end), (inner, End::Whole));
    }

    #[test]
    fn a_block_that_is_cut_off_says_so() {
        let (got, end, _) = read("text", 10);
        assert_eq!((got.as_str(), end), ("text", End::Broken(cut_off())));
    }
}
