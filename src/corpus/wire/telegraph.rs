//! Cuts a stream of teleprinter messages at their control characters.
//!
//! The wire formats of before XML frame a message so: start of header, header, start of text,
//! text, end of text, a line with the time, end of transmission. A message runs to the next
//! start of header, so one that lost its end does not eat its neighbour.

use std::io::BufRead;
use std::ops::ControlFlow;

use crate::corpus::bytes::decode::Decoder;
use crate::corpus::{Input, limits};
use crate::error::Fault;

const START_OF_HEADER: u8 = 0x01;
const START_OF_TEXT: char = '\u{2}';
const END_OF_TEXT: char = '\u{3}';
const END_OF_TRANSMISSION: char = '\u{4}';
/// What stations send between messages: nothing, synchronisation, deletion.
const IDLE: &[u8] = &[0x00, 0x04, 0x0c, 0x16, 0x7f, b' ', b'\r', b'\n', b'\t'];
/// Longest header.
const HEADER_BYTES: usize = 600;

/// The parts of a message.
pub(in crate::corpus) struct Message<'a> {
    /// Its number in the file, from 1.
    pub(in crate::corpus) number: u64,
    pub(in crate::corpus) header: &'a str,
    pub(in crate::corpus) text: &'a str,
    /// What stands behind the text, with the time.
    pub(in crate::corpus) trailer: &'a str,
    pub(in crate::corpus) warnings: Vec<String>,
}

/// The header of the first message, when a file begins with one.
pub(in crate::corpus) fn header(head: &[u8]) -> Option<&[u8]> {
    let at = head.iter().position(|b| !IDLE.contains(b))?;
    let message = head.get(at..)?.strip_prefix(&[START_OF_HEADER])?;
    let message = message.get(..message.len().min(HEADER_BYTES))?;
    let end = message.iter().position(|b| *b == START_OF_TEXT as u8)?;
    message.get(..end).filter(|header| header.iter().any(u8::is_ascii_alphanumeric))
}

/// Gives the messages of a stream, in order, until `give` breaks.
pub(in crate::corpus) fn each(
    mut input: Input<'_>,
    give: &mut dyn FnMut(Message<'_>) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let mut decoder = Decoder::of_sample(&input.head);
    let (mut number, mut bytes, mut lost) = (0, Vec::new(), false);
    loop {
        let (used, ended) = match input.stream.fill_buf() {
            Ok([]) => (0, true),
            Ok(chunk) => {
                let end = memchr::memchr(START_OF_HEADER, chunk);
                let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
                let room = limits::RECORD_BYTES.saturating_sub(bytes.len());
                lost |= part.len() > room;
                bytes.extend(part.iter().take(room));
                (end.map_or(chunk.len(), |at| at + 1), end.is_some())
            }
            Err(cause) => {
                let _ = finish(&mut bytes, &mut lost, &mut number, &mut decoder, give);
                return Err(Fault::of_io(&cause));
            }
        };
        input.stream.consume(used);
        if ended && finish(&mut bytes, &mut lost, &mut number, &mut decoder, give).is_break() {
            return Ok(());
        }
        if used == 0 {
            return Ok(());
        }
    }
}

/// Gives the message that has come to its end, if there is one, and clears it.
fn finish(
    bytes: &mut Vec<u8>,
    lost: &mut bool,
    number: &mut u64,
    decoder: &mut Decoder,
    give: &mut dyn FnMut(Message<'_>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    if bytes.iter().all(|b| IDLE.contains(b)) {
        bytes.clear();
        return ControlFlow::Continue(());
    }
    *number += 1;
    let decoded = decoder.decode(bytes);
    let mut warnings: Vec<String> = decoded.warning().into_iter().collect();
    if std::mem::take(lost) {
        warnings.push(format!("only the first {} MiB of the message were read", limits::RECORD_BYTES >> 20));
    }
    let message = decoded.text.split(END_OF_TRANSMISSION).next().unwrap_or_default();
    let (header, rest) = message.split_once(START_OF_TEXT).unwrap_or_else(|| {
        warnings.push("the message has no start of text".to_owned());
        let blank = message.find("\n\n").or_else(|| message.find("\n\r\n")).unwrap_or_default();
        message.split_at_checked(blank).unwrap_or(("", message))
    });
    let (text, trailer) = rest.split_once(END_OF_TEXT).unwrap_or_else(|| {
        warnings.push("the message has no end of text".to_owned());
        (rest, "")
    });
    let flow = give(Message { number: *number, header, text, trailer, warnings });
    bytes.clear();
    flow
}

/// The full year of two digits of a time that a machine set: the formats are younger than 1970.
pub(in crate::corpus) fn full_year(digits: &str) -> Option<i32> {
    let year: i32 = digits.parse().ok()?;
    match digits.len() {
        2 if year < 70 => Some(2000 + year),
        2 => Some(1900 + year),
        4 => Some(year),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_needs_its_frame() {
        assert_eq!(header(b"\x16\x16\x01abc 1\n\x02text"), Some(&b"abc 1\n"[..]));
        assert_eq!(header(b"\r\n\x7f\x04\x01abc 1\x02"), Some(&b"abc 1"[..]));
        for other in [&b"abc\x01d\x02"[..], b"\x01abc", b"\x01\x02text", b"", b"   "] {
            assert_eq!(header(other), None);
        }
    }

    #[test]
    fn years_of_two_digits_are_those_of_machines() {
        assert_eq!(
            (full_year("13"), full_year("87"), full_year("2013"), full_year("x")),
            (Some(2013), Some(1987), Some(2013), None)
        );
    }
}
