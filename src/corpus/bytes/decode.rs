//! From bytes to text, whatever the encoding.
//!
//! Asked in this order: the byte order mark, what the format declares, strict
//! UTF-8, and a detector that knows how the legacy encodings of news are
//! distributed. Old archives mix encodings between records, so a file is decoded
//! record by record; what the detector saw in earlier records helps with the
//! later ones.
//!
//! Left out: repair of text that was decoded wrongly before it came here.

use std::borrow::Cow;
use std::io::{self, BufRead, BufReader, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

use crate::corpus::bytes::packing::Stream;
use crate::corpus::limits;

/// Share of control characters, in percent, above which bytes are no text.
const CONTROL_PERCENT: usize = 10;

/// Decodes the records of one file.
pub(in crate::corpus) struct Decoder {
    declared: Option<&'static Encoding>,
    detector: Option<EncodingDetector>,
}

/// A decoded record.
pub(in crate::corpus) struct Decoded<'a> {
    pub(in crate::corpus) text: Cow<'a, str>,
    /// How many characters were replaced because the bytes mean nothing.
    pub(in crate::corpus) replaced: usize,
    /// The encoding that was used.
    pub(in crate::corpus) encoding: &'static str,
}

impl Decoded<'_> {
    /// What to tell the user when characters were lost.
    pub(in crate::corpus) fn warning(&self) -> Option<String> {
        let (count, encoding) = (self.replaced, self.encoding);
        let what = if count == 1 { "character" } else { "characters" };
        (count > 0).then(|| format!("{count} {what} could not be decoded (read as {encoding})"))
    }
}

impl Decoder {
    /// A decoder for a file whose format does not say its encoding.
    pub(in crate::corpus) fn new() -> Decoder {
        Decoder { declared: None, detector: None }
    }

    /// A decoder for a file of many records, which learns from those of a sample that
    /// are no UTF-8.
    pub(in crate::corpus) fn of_sample(head: &[u8]) -> Decoder {
        let mut decoder = Decoder::new();
        let mut lines = head.split_inclusive(|&b| b == b'\n').peekable();
        while let Some(line) = lines.next() {
            // The last line may end inside a character.
            let whole = lines.peek().is_some() || head.len() < limits::HEAD_BYTES;
            if whole && std::str::from_utf8(line).is_err() {
                decoder.detector().feed(line, false);
            }
        }
        decoder
    }

    /// A decoder for a format with an encoding of its own, used where the bytes
    /// are no UTF-8.
    pub(in crate::corpus) fn declared(encoding: &'static Encoding) -> Decoder {
        Decoder { declared: Some(encoding), detector: None }
    }

    /// A decoder for a text that comes with a label (of HTTP, of a meta element), which may
    /// be missing, unknown or wrong.
    pub(in crate::corpus) fn labelled(label: Option<&str>) -> Decoder {
        let declared = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
        Decoder {
            declared: declared.filter(|e| e.is_ascii_compatible() || *e == ISO_2022_JP),
            detector: None,
        }
    }

    /// Decodes one record.
    ///
    /// Bytes that are sound UTF-8 beyond ASCII are that, whatever is declared: no other
    /// encoding's text looks so by chance, and wrong labels are common.
    pub(in crate::corpus) fn decode<'a>(&mut self, bytes: &'a [u8]) -> Decoded<'a> {
        let escapes = self.declared == Some(ISO_2022_JP);
        if let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| !escapes) {
            return Decoded { text: Cow::Borrowed(text), replaced: 0, encoding: UTF_8.name() };
        }
        let encoding = self.declared.unwrap_or_else(|| self.guess(bytes));
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let replaced = text.chars().filter(|&c| c == '\u{fffd}').count();
        Decoded { text, replaced, encoding: encoding.name() }
    }

    /// UTF-8 when most of its multi-byte sequences are sound, else what the
    /// detector says.
    fn guess(&mut self, bytes: &[u8]) -> &'static Encoding {
        let lossy = String::from_utf8_lossy(bytes);
        let broken = lossy.chars().filter(|&c| c == '\u{fffd}').count();
        let sound = lossy.chars().filter(|&c| !c.is_ascii() && c != '\u{fffd}').count();
        if sound > 3 * broken {
            return UTF_8;
        }
        self.detector().feed(bytes, false);
        self.detector().guess(None, Utf8Detection::Deny)
    }

    fn detector(&mut self) -> &mut EncodingDetector {
        self.detector.get_or_insert_with(|| EncodingDetector::new(Iso2022JpDetection::Allow))
    }
}

/// What the first bytes of a file say about its encoding.
pub(in crate::corpus) enum Kind {
    /// Bytes that a [`Decoder`] reads, after this many bytes of byte order mark.
    Bytes(usize),
    /// UTF-16 in this order, after this many bytes of byte order mark.
    Utf16(&'static Encoding, usize),
    /// UTF-32, which nothing here reads.
    Utf32,
    /// No text.
    Binary,
}

/// Looks at the first bytes of a file.
pub(in crate::corpus) fn kind(head: &[u8]) -> Kind {
    match head {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return Kind::Utf32,
        [0xff, 0xfe, ..] => return Kind::Utf16(UTF_16LE, 2),
        [0xfe, 0xff, ..] => return Kind::Utf16(UTF_16BE, 2),
        [0xef, 0xbb, 0xbf, ..] => return if is_binary(head) { Kind::Binary } else { Kind::Bytes(3) },
        _ => {}
    }
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), head.len() / 2);
    if half >= 8 && odd * 10 > half * 4 && even * 20 < half {
        return Kind::Utf16(UTF_16LE, 0);
    }
    if half >= 8 && even * 10 > half * 4 && odd * 20 < half {
        return Kind::Utf16(UTF_16BE, 0);
    }
    if is_binary(head) { Kind::Binary } else { Kind::Bytes(0) }
}

fn is_binary(head: &[u8]) -> bool {
    let control = |b: u8| (b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b)) || b == 0x7f;
    head.iter().filter(|&&b| control(b)).count() * 100 > head.len() * CONTROL_PERCENT
}

/// Turns a stream of UTF-16 into one of UTF-8.
pub(in crate::corpus) fn from_utf16<'a>(stream: Stream<'a>, encoding: &'static Encoding) -> Stream<'a> {
    let decoder = encoding.new_decoder_without_bom_handling();
    Box::new(BufReader::with_capacity(64 << 10, Transcoded { stream, decoder, done: false }))
}

struct Transcoded<'a> {
    stream: Stream<'a>,
    decoder: encoding_rs::Decoder,
    done: bool,
}

impl Read for Transcoded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // A character needs up to four bytes; `BufReader` always asks for far more.
        if buffer.len() < 16 {
            return Err(io::Error::other("too small a buffer for a character"));
        }
        while !self.done {
            let source = self.stream.fill_buf()?;
            let last = source.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(source, buffer, last);
            self.stream.consume(read);
            self.done = last && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
        Ok(0)
    }
}
