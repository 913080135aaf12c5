//! Cuts the records of a collection out of a stream: each `<item>` of a feed, each `<DOC>`.
//!
//! The stream is never in memory, only the record that is being cut, and that has a bound.
//! Nothing has to be well-formed: a record that is not closed ends where the next one opens,
//! so that it does not eat its neighbour. Tags inside CDATA sections and comments do not
//! count, unless the section itself is never closed: then the end of a record with another
//! tag of the collection right behind it ends the section as well.

use std::io::BufRead as _;

use crate::corpus::bytes::packing::Stream;
use crate::corpus::limits;
use crate::error::Fault;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::corpus) enum Cut {
    /// A record with its tags.
    Record {
        /// Its bytes.
        bytes: Vec<u8>,
        /// Whether its own closing tag ended it.
        closed: bool,
    },
    /// A record that is longer than the bound and was passed over.
    TooLong,
    /// The stream is at its end.
    End,
}

/// Bytes that suffice to tell a tag.
const LOOK_BYTES: usize = 256;

/// Cuts a stream.
pub(in crate::corpus) struct Cutter<'a> {
    stream: Stream<'a>,
    /// The local names of records, lower case.
    names: &'static [&'static str],
    buffer: Vec<u8>,
    /// Where the open record begins, or what has not been looked at.
    start: usize,
    /// Where to look on.
    at: usize,
    open: bool,
    too_long: bool,
    ended: Option<Result<(), Fault>>,
    /// What stands before the first record, up to a bound.
    pub(in crate::corpus) preface: Vec<u8>,
    seen_record: bool,
}

/// What a `<` opens.
enum Mark {
    Record,
    /// The end of a record, so many bytes long.
    End(usize),
    /// A section up to these bytes.
    Section(&'static [u8]),
    Other,
}

impl<'a> Cutter<'a> {
    pub(in crate::corpus) fn new(stream: Stream<'a>, names: &'static [&'static str]) -> Cutter<'a> {
        Cutter {
            stream,
            names,
            buffer: Vec::new(),
            start: 0,
            at: 0,
            open: false,
            too_long: false,
            ended: None,
            preface: Vec::new(),
            seen_record: false,
        }
    }

    /// The next record. An error of the stream comes after the record that it broke.
    pub(in crate::corpus) fn next(&mut self) -> Result<Cut, Fault> {
        while self.find_tag() {
            match self.mark() {
                Mark::Record if self.open => {
                    let cut = self.take(self.at, false);
                    (self.open, self.at) = (true, self.at + 1);
                    return Ok(cut);
                }
                Mark::Record => {
                    self.pass(self.at);
                    (self.open, self.seen_record, self.at) = (true, true, self.at + 1);
                }
                Mark::End(bytes) if self.open => {
                    self.at += bytes;
                    return Ok(self.take(self.at, true));
                }
                Mark::End(bytes) => self.at += bytes,
                Mark::Section(end) => self.pass_section(end),
                Mark::Other => self.at += 1,
            }
        }
        if self.open {
            return Ok(self.take(self.buffer.len(), false));
        }
        self.pass(self.buffer.len());
        self.ended.take().unwrap_or(Ok(())).map(|()| Cut::End)
    }

    /// Goes on to the next `<`; false at the end of the stream.
    fn find_tag(&mut self) -> bool {
        loop {
            match memchr::memchr(b'<', self.ahead(0)) {
                Some(at) => {
                    self.at += at;
                    self.look(LOOK_BYTES);
                    return true;
                }
                None => self.at = self.buffer.len(),
            }
            if !self.more() {
                return false;
            }
        }
    }

    /// What is in the buffer from `offset` behind the place to look at.
    fn ahead(&self, offset: usize) -> &[u8] {
        self.buffer.get(self.at + offset..).unwrap_or_default()
    }

    /// Fills the buffer until so many bytes are ahead, if there are so many.
    fn look(&mut self, bytes: usize) {
        while self.ahead(0).len() < bytes && self.more() {}
    }

    /// Reads on; false at the end.
    fn more(&mut self) -> bool {
        if self.ended.is_some() {
            return false;
        }
        if self.open && self.at - self.start > limits::RECORD_BYTES {
            self.too_long = true;
        }
        if self.too_long || !self.open {
            self.pass(self.at);
        }
        self.buffer.drain(..self.start);
        self.at -= self.start;
        self.start = 0;
        let got = match self.stream.fill_buf() {
            Ok(chunk) => {
                self.buffer.extend_from_slice(chunk);
                chunk.len()
            }
            Err(cause) => {
                self.ended = Some(Err(Fault::of_io(&cause)));
                return false;
            }
        };
        self.stream.consume(got);
        if got == 0 {
            self.ended = Some(Ok(()));
        }
        got > 0
    }

    /// Lets go what stands before `end`.
    fn pass(&mut self, end: usize) {
        let passed = self.buffer.get(self.start..end).unwrap_or_default();
        if !self.seen_record && self.preface.len() < limits::HEAD_BYTES {
            self.preface.extend_from_slice(passed);
        }
        self.start = end.max(self.start);
    }

    /// The record that ends at `end`.
    fn take(&mut self, end: usize, closed: bool) -> Cut {
        let bytes = self.buffer.get(self.start..end).unwrap_or_default();
        let cut = match self.too_long || bytes.len() > limits::RECORD_BYTES {
            true => Cut::TooLong,
            false => Cut::Record { bytes: bytes.to_vec(), closed },
        };
        (self.start, self.at, self.open, self.too_long) = (end, end, false, false);
        cut
    }

    /// What the `<` ahead opens.
    fn mark(&self) -> Mark {
        let ahead = self.ahead(0);
        if ahead.starts_with(b"<!--") {
            return Mark::Section(b"-->");
        }
        if ahead.starts_with(b"<![CDATA[") {
            return Mark::Section(b"]]>");
        }
        let closes = ahead.starts_with(b"</");
        if !self.is_record(ahead.get(if closes { 2 } else { 1 }..).unwrap_or_default()) {
            return Mark::Other;
        }
        if !closes {
            return Mark::Record;
        }
        let end = ahead.iter().take(LOOK_BYTES).position(|&b| b == b'>');
        Mark::End(end.map_or(2, |at| at + 1))
    }

    /// Whether a text begins with the name of a record.
    fn is_record(&self, text: &[u8]) -> bool {
        let is_end = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'/');
        let Some(end) = text.iter().take(LOOK_BYTES).position(is_end) else { return false };
        let name = text.get(..end).unwrap_or_default();
        let local = name.rsplit(|&b| b == b':').next().unwrap_or(name);
        self.names.iter().any(|n| n.as_bytes().eq_ignore_ascii_case(local))
    }

    /// Goes behind a section, or to the tag that shows that it is never closed.
    fn pass_section(&mut self, end: &'static [u8]) {
        self.at += 4;
        loop {
            let Some(found) = memchr::memchr2(b'<', b'>', self.ahead(0)) else {
                self.at = self.buffer.len();
                if !self.more() {
                    return;
                }
                continue;
            };
            self.at += found;
            let until = self.buffer.get(self.start..=self.at).unwrap_or_default();
            if until.ends_with(end) {
                self.at += 1;
                return;
            }
            self.look(LOOK_BYTES);
            if self.open && self.ends_here() {
                return;
            }
            self.at += 1;
        }
    }

    /// Whether a record ends here for certain: its closing tag is followed by another tag of
    /// the collection.
    fn ends_here(&self) -> bool {
        let Mark::End(bytes) = self.mark() else { return false };
        let behind = self.ahead(bytes).trim_ascii_start();
        behind.starts_with(b"</")
            || behind.strip_prefix(b"<").is_some_and(|b| self.is_record(b))
            || (behind.is_empty() && self.ended.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Cursor};

    fn cuts(text: &str) -> Vec<String> {
        // A small buffer, so that every tag is split somewhere.
        let stream: Stream<'_> = Box::new(BufReader::with_capacity(7, Cursor::new(text.as_bytes().to_vec())));
        let mut cutter = Cutter::new(stream, &["item"]);
        let mut found = Vec::new();
        loop {
            match cutter.next().unwrap() {
                Cut::End => break,
                Cut::TooLong => found.push("too long".to_owned()),
                Cut::Record { bytes, closed } => {
                    let text = String::from_utf8(bytes).unwrap();
                    found.push(if closed { text } else { format!("{text}…") });
                }
            }
        }
        found.insert(0, String::from_utf8(cutter.preface).unwrap());
        found
    }

    #[test]
    fn records_are_cut_and_what_stands_before_is_kept() {
        let text = "<rss><title>x</title><items/><Item a='1'>one</Item >\n<r:item>two</r:item></rss>";
        let expected = ["<rss><title>x</title><items/>", "<Item a='1'>one</Item >", "<r:item>two</r:item>"];
        assert_eq!(cuts(text), expected);
    }

    #[test]
    fn a_damaged_record_does_not_eat_its_neighbour() {
        assert_eq!(cuts("<item>one<item>two</item>"), ["", "<item>one…", "<item>two</item>"]);
        assert_eq!(cuts("</item><item>cut off <b"), ["</item>", "<item>cut off <b…"]);
        let open = "<item><![CDATA[one</item>\n <item>two</item>";
        assert_eq!(cuts(open), ["", "<item><![CDATA[one</item>", "<item>two</item>"]);
    }

    #[test]
    fn tags_in_sections_do_not_count() {
        let text = "<!-- <item> --><item><![CDATA[a </item> b <item>]]><!-- </item> x --></item>";
        assert_eq!(cuts(text)[1], "<item><![CDATA[a </item> b <item>]]><!-- </item> x --></item>");
    }

    #[test]
    fn a_record_beyond_the_bound_is_passed_over_and_the_next_one_read() {
        let long = format!("<item>{}</item><item>a</item>", "x".repeat(limits::RECORD_BYTES + 1));
        assert_eq!(cuts(&long)[1..], ["too long", "<item>a</item>"]);
    }
}
