//! Answers of web servers as crawlers keep them: the head, and the body without what was
//! put around it for the way.
//!
//! Crawlers often keep a head that no longer fits its body, so what the head declares is
//! only believed when the body looks like it. gzip and Zstandard are not taken off here:
//! whatever is packed so is unpacked where all input is.

use std::io::{self, BufRead, Read};

use brotli_decompressor::Decompressor;
use flate2::bufread::{DeflateDecoder, ZlibDecoder};

use crate::corpus::bytes::ahead::Ahead;
use crate::corpus::bytes::packing::Named;
use crate::error::{Fault, Reason};

/// What the head of an answer says.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::corpus) struct Head {
    pub(in crate::corpus) status: u16,
    /// `Content-Type` as it stands.
    pub(in crate::corpus) content_type: Option<String>,
    chunked: bool,
    /// Lower case, in the order in which they were put on.
    encodings: Vec<String>,
}

/// Reads a head; says how many bytes it has. `None` when there is none, as in answers of
/// old servers and of other protocols.
pub(in crate::corpus) fn head(bytes: &[u8]) -> Option<(Head, usize)> {
    if !bytes.starts_with(b"HTTP/") && !bytes.starts_with(b"ICY ") {
        return None;
    }
    let (mut head, mut length) = (Head::default(), 0);
    for (n, raw) in bytes.split_inclusive(|&b| b == b'\n').enumerate() {
        length += raw.len();
        let line = raw.trim_ascii_end();
        if n == 0 {
            head.status = status(line)?;
        } else if line.is_empty() {
            break;
        } else if let Some((name, value)) = field(line) {
            head.take(&name, value);
        }
    }
    Some((head, length))
}

/// The number in `HTTP/1.1 200 OK`.
fn status(line: &[u8]) -> Option<u16> {
    let number = line.split(|&b| b == b' ').filter(|word| !word.is_empty()).nth(1)?;
    std::str::from_utf8(number).ok()?.parse().ok()
}

/// Name, in lower case, and value of a line of a head.
pub(in crate::corpus) fn field(line: &[u8]) -> Option<(String, String)> {
    let colon = line.iter().position(|&b| b == b':')?;
    let (name, value) = (line.get(..colon)?, line.get(colon + 1..)?);
    let name = std::str::from_utf8(name).ok()?.trim().to_ascii_lowercase();
    Some((name, String::from_utf8_lossy(value).trim().to_owned()))
}

impl Head {
    /// What holds where there is no head.
    pub(in crate::corpus) fn none() -> Head {
        Head { status: 200, ..Head::default() }
    }

    fn take(&mut self, name: &str, value: String) {
        let listed = || value.split(',').map(|v| v.trim().to_ascii_lowercase());
        match name {
            "content-type" => self.content_type = Some(value),
            "transfer-encoding" => self.chunked |= listed().any(|v| v == "chunked"),
            "content-encoding" => self.encodings.extend(listed()),
            _ => {}
        }
    }

    /// The body as the server had it.
    pub(in crate::corpus) fn body<'r>(&self, raw: impl Read + 'r) -> Box<dyn Read + 'r> {
        let mut body: Box<dyn Read + 'r> = Box::new(raw);
        if self.chunked {
            body = dechunked(Ahead::new(body));
        }
        for encoding in self.encodings.iter().rev() {
            body = match encoding.as_str() {
                "deflate" => inflated(Ahead::new(body)),
                "br" => unbrotlied(Ahead::new(body)),
                _ => body,
            };
        }
        body
    }
}

/// The media type of a `Content-Type`, lower case, and the label of the encoding.
pub(in crate::corpus) fn media_type(content_type: &str) -> (Option<String>, Option<String>) {
    let mut parts = content_type.split(';');
    let media = parts.next().map(|m| m.trim().to_ascii_lowercase()).filter(|m| m.contains('/'));
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']).to_owned())
    });
    (media, charset.filter(|label| !label.is_empty()))
}

/// Whether bytes are plain text, so that nothing was put around them.
fn is_plain(head: &[u8]) -> bool {
    let head = head.get(..32).unwrap_or(head);
    head.iter().all(|&b| matches!(b, b'\t' | b'\n' | b'\r' | b' '..=b'~'))
}

fn inflated<'r>(mut body: Ahead<Box<dyn Read + 'r>>) -> Box<dyn Read + 'r> {
    let head = body.window(32).unwrap_or_default();
    let inner: Box<dyn Read + 'r> = match head {
        _ if is_plain(head) => return Box::new(body),
        // Both are sent under this name. The two bytes of zlib are a multiple of 31.
        &[method, flags, ..]
            if method & 0x0f == 8 && (u16::from(method) << 8 | u16::from(flags)) % 31 == 0 =>
        {
            Box::new(ZlibDecoder::new(body))
        }
        _ => Box::new(DeflateDecoder::new(body)),
    };
    Box::new(Named::new("deflate", inner))
}

fn unbrotlied<'r>(mut body: Ahead<Box<dyn Read + 'r>>) -> Box<dyn Read + 'r> {
    const BUFFER_BYTES: usize = 16 << 10;
    /// The first bits of the variant with windows of up to 1 GiB, which browsers do not read.
    const LARGE_WINDOW: u8 = 0b001_0001;
    let head = body.window(32).unwrap_or_default();
    match head.first() {
        _ if is_plain(head) => Box::new(body),
        Some(first) if first & 0x7f == LARGE_WINDOW => Box::new(body),
        _ => Box::new(Named::new("brotli", Decompressor::new(body, BUFFER_BYTES))),
    }
}

fn dechunked<'r>(mut body: Ahead<Box<dyn Read + 'r>>) -> Box<dyn Read + 'r> {
    match body.window(MAX_SIZE_LINE).map(size_line) {
        Ok(Some(_)) => Box::new(Chunked { body, left: 0, first: true, done: false }),
        // The crawler has joined the chunks already.
        _ => Box::new(body),
    }
}

/// Bytes of the line that says how long a chunk is.
const MAX_SIZE_LINE: usize = 256;

/// The length of a chunk, and how many bytes the line has.
fn size_line(window: &[u8]) -> Option<(u64, usize)> {
    let window = window.get(..MAX_SIZE_LINE).unwrap_or(window);
    let end = memchr::memchr(b'\n', window)?;
    let line = std::str::from_utf8(window.get(..end)?).ok()?;
    let digits = line.split(';').next()?.trim();
    let size = u64::from_str_radix(digits, 16).ok().filter(|_| digits.len() <= 8)?;
    Some((size, end + 1))
}

/// Joins the chunks of a body.
struct Chunked<R> {
    body: Ahead<R>,
    left: u64,
    first: bool,
    done: bool,
}

impl<R: Read> Chunked<R> {
    fn next_chunk(&mut self) -> io::Result<()> {
        if !std::mem::take(&mut self.first) {
            let end = match self.body.window(2)? {
                [b'\r', b'\n', ..] => 2,
                [b'\n', ..] => 1,
                _ => 0,
            };
            self.body.pass(end);
        }
        let window = self.body.window(MAX_SIZE_LINE)?;
        match size_line(window) {
            Some((size, length)) => {
                self.body.pass(length);
                self.left = size;
                self.done = size == 0;
            }
            // Without the empty chunk at the end, but nothing is missing.
            None if window.is_empty() => self.done = true,
            None => {
                self.done = true;
                return Err(Fault::new(Reason::Malformed, "the chunks of the HTTP body do not fit").into());
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Chunked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.left == 0 && !self.done {
            self.next_chunk()?;
        }
        if self.left == 0 {
            return Ok(0);
        }
        let ready = self.body.fill_buf()?;
        if ready.is_empty() {
            (self.left, self.done) = (0, true);
            return Err(Fault::new(Reason::Truncated, "the HTTP body ends inside a chunk").into());
        }
        let left = usize::try_from(self.left).unwrap_or(usize::MAX);
        let got = ready.len().min(buffer.len()).min(left);
        if let (Some(to), Some(from)) = (buffer.get_mut(..got), ready.get(..got)) {
            to.copy_from_slice(from);
        }
        self.body.pass(got);
        self.left -= got as u64;
        Ok(got)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn body(fields: &str, bytes: &[u8]) -> Result<String, Fault> {
        let (head, length) = head(format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n").as_bytes()).unwrap();
        assert_eq!(length, fields.len() + 21);
        let mut text = String::new();
        let read = head.body(bytes).read_to_string(&mut text);
        read.map(|_| text).map_err(|cause| Fault::of_io(&cause))
    }

    #[test]
    fn heads_are_read_as_crawlers_keep_them() {
        let (head, length) = head(b"HTTP/1.0  404 Not found\nContent-type: text/html\n\nbody").unwrap();
        assert_eq!((head.status, head.content_type.as_deref(), length), (404, Some("text/html"), 49));
        assert_eq!(super::head(b"<html>"), None);
        assert_eq!(super::head(b"HTTP/1.1 200").map(|(head, n)| (head.status, n)), Some((200, 12)));
        let utf8 = (Some("text/html".to_owned()), Some("utf-8".to_owned()));
        assert_eq!(media_type("Text/HTML; Charset=\"utf-8\"; a=b"), utf8);
        assert_eq!(media_type("html"), (None, None));
    }

    #[test]
    fn chunks_are_joined_where_there_are_any() {
        let chunked = "Transfer-Encoding: chunked";
        assert_eq!(body(chunked, b"4\r\nIt r\r\n6;x=y\r\nained.\r\n0\r\n\r\n"), Ok("It rained.".into()));
        assert_eq!(body(chunked, b"4\r\nIt r\r\n6\r\nained.\r\n"), Ok("It rained.".into()));
        assert_eq!(body(chunked, b"It rained."), Ok("It rained.".into()));
        assert_eq!(body(chunked, b"ff\r\nIt rained.").unwrap_err().reason, Reason::Truncated);
        assert_eq!(body(chunked, b"2\r\nIt\r\n-1\r\n").unwrap_err().reason, Reason::Malformed);
    }

    #[test]
    fn encodings_are_taken_off_where_they_were_put_on() {
        let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(b"It rained.").unwrap();
        assert_eq!(body("Content-Encoding: deflate", &zlib.finish().unwrap()), Ok("It rained.".into()));
        let mut raw = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        raw.write_all(b"It rained.").unwrap();
        assert_eq!(body("Content-Encoding: deflate", &raw.finish().unwrap()), Ok("It rained.".into()));
        assert_eq!(body("Content-Encoding: deflate", b"It rained."), Ok("It rained.".into()));
        let brotli = [0x8f, 4, 0x80, b'I', b't', b' ', b'r', b'a', b'i', b'n', b'e', b'd', b'.', 3];
        assert_eq!(body("Content-Encoding: br", &brotli), Ok("It rained.".into()));
        assert_eq!(body("Content-Encoding: br", b"It rained."), Ok("It rained.".into()));
        assert!(body("Content-Encoding: br", &brotli[..9]).is_err());
    }
}
