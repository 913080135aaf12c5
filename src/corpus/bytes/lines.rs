//! Lines of a stream, none of them longer than a bound.

use std::io::{self, BufRead};

/// What [`next`] has found.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::corpus) enum Line {
    /// A line is in the buffer, without its end.
    Whole,
    /// The line is longer than the bound; its start is in the buffer, the rest was
    /// passed over.
    TooLong,
    /// The stream is at its end.
    End,
}

/// Reads a line into `line`, which is cleared first. A line ends at `\n`; a `\r`
/// before it belongs to the end.
pub(in crate::corpus) fn next(
    stream: &mut dyn BufRead,
    line: &mut Vec<u8>,
    bound: usize,
) -> io::Result<Line> {
    line.clear();
    let (mut any, mut too_long) = (false, false);
    loop {
        let chunk = stream.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        any = true;
        let end = memchr::memchr(b'\n', chunk);
        let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or(chunk);
        let room = bound.saturating_sub(line.len());
        too_long |= part.len() > room;
        line.extend_from_slice(part.get(..room).unwrap_or(part));
        let used = end.map_or(chunk.len(), |at| at + 1);
        stream.consume(used);
        if end.is_some() {
            break;
        }
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(match (any, too_long) {
        (false, _) => Line::End,
        (true, true) => Line::TooLong,
        (true, false) => Line::Whole,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_at_the_bound_is_whole_and_one_byte_more_is_not() {
        let mut stream: &[u8] = b"abcd\r\nabcdef\nab";
        let mut line = Vec::new();
        let mut read = |line: &mut Vec<u8>| next(&mut stream, line, 5).unwrap();
        assert_eq!((read(&mut line), line.as_slice()), (Line::Whole, &b"abcd"[..]));
        assert_eq!((read(&mut line), line.as_slice()), (Line::TooLong, &b"abcde"[..]));
        assert_eq!((read(&mut line), line.as_slice()), (Line::Whole, &b"ab"[..]));
        assert_eq!(read(&mut line), Line::End);
    }
}
