//! A buffer over a stream in which one can look ahead as far as is needed, for formats
//! whose parts are found by what comes behind them.
//!
//! What a stream gave before it failed comes out before the error does, and a stream
//! that can go on after an error does so.

use std::io::{self, BufRead, Read};

use memchr::memmem::Finder;

const BUFFER_BYTES: usize = 64 << 10;

/// A stream with a window on what comes next.
pub(in crate::corpus) struct Ahead<R> {
    inner: R,
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// An error that was met behind the bytes in the buffer.
    failed: Option<io::Error>,
    /// How many bytes were given or passed over.
    position: u64,
}

impl<R: Read> Ahead<R> {
    pub(in crate::corpus) fn new(inner: R) -> Ahead<R> {
        Ahead { inner, buffer: Vec::new(), start: 0, end: 0, failed: None, position: 0 }
    }

    /// The next bytes: at least so many, fewer only before the end or an error, often more.
    /// They are held in memory, so the caller must have a bound.
    pub(in crate::corpus) fn window(&mut self, bytes: usize) -> io::Result<&[u8]> {
        while self.end - self.start < bytes && self.failed.is_none() {
            self.make_room(bytes);
            let room = self.buffer.get_mut(self.end..).unwrap_or_default();
            match self.inner.read(room) {
                Ok(0) => break,
                Ok(got) => self.end += got,
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {}
                Err(cause) => self.failed = Some(cause),
            }
        }
        match self.failed.take_if(|_| self.start == self.end) {
            Some(cause) => Err(cause),
            None => Ok(self.buffer.get(self.start..self.end).unwrap_or_default()),
        }
    }

    /// Makes room behind what is held. The buffer grows with what comes, since most members of
    /// archives are small and there are many of them.
    fn make_room(&mut self, bytes: usize) {
        /// Bytes of the buffer at first.
        const FIRST_BYTES: usize = 8 << 10;
        let (was_filled, most) = (self.end == self.buffer.len(), bytes.max(BUFFER_BYTES));
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
            if self.buffer.len() > 16 * most {
                self.buffer = Vec::new();
            }
        }
        if was_filled && self.buffer.len() < most {
            let length = (self.buffer.len() * 4).clamp(FIRST_BYTES, most);
            self.buffer.resize(length, 0);
        } else if self.end == self.buffer.len() {
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
    }

    /// Passes over bytes that were seen in the window.
    pub(in crate::corpus) fn pass(&mut self, bytes: usize) {
        let bytes = bytes.min(self.end - self.start);
        self.start += bytes;
        self.position += bytes as u64;
    }

    /// Passes over so many bytes that need not be in the window, fewer only before the end.
    pub(in crate::corpus) fn pass_all(&mut self, mut bytes: u64) -> io::Result<()> {
        while bytes > 0 {
            let ready = self.window(1)?.len();
            if ready == 0 {
                break;
            }
            let step = usize::try_from(bytes).unwrap_or(usize::MAX).min(ready);
            self.pass(step);
            bytes -= step as u64;
        }
        Ok(())
    }

    /// How many bytes were given or passed over so far.
    pub(in crate::corpus) fn position(&self) -> u64 {
        self.position
    }

    /// Passes over what stands before the next place where the needle is; says how many bytes
    /// that were, and whether it was found. Without it the stream is then at its end.
    pub(in crate::corpus) fn find(&mut self, needle: &Finder<'_>) -> io::Result<(u64, bool)> {
        let length = needle.needle().len();
        let mut passed = 0;
        loop {
            let window = self.window(length)?;
            let (found, at) = match needle.find(window) {
                Some(at) => (true, at),
                // The needle may begin in the last bytes.
                None if window.len() >= length => (false, window.len() + 1 - length),
                None => (false, window.len()),
            };
            let ended = !found && window.len() < length && self.failed.is_none();
            self.pass(at);
            passed += at as u64;
            if found || ended {
                return Ok((passed, found));
            }
        }
    }
}

impl<R: Read> Read for Ahead<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.start == self.end && buffer.len() >= BUFFER_BYTES && self.failed.is_none() {
            let got = self.inner.read(buffer)?;
            self.position += got as u64;
            return Ok(got);
        }
        let got = self.fill_buf()?.read(buffer)?;
        self.pass(got);
        Ok(got)
    }
}

impl<R: Read> BufRead for Ahead<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.window(1)
    }

    fn consume(&mut self, bytes: usize) {
        self.pass(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a byte at a time, and an error at some places.
    struct Drops<'a>(&'a [u8]);

    impl Read for Drops<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.split_first() {
                Some((b'!', rest)) => {
                    self.0 = rest;
                    Err(io::Error::other("!"))
                }
                Some((&byte, rest)) => {
                    self.0 = rest;
                    buffer[0] = byte;
                    Ok(1)
                }
                None => Ok(0),
            }
        }
    }

    #[test]
    fn errors_come_in_their_place_and_the_stream_goes_on() {
        let mut ahead = Ahead::new(Drops(b"abc!def"));
        assert_eq!(ahead.window(6).unwrap(), b"abc");
        let mut text = Vec::new();
        assert!(ahead.read_to_end(&mut text).is_err());
        assert_eq!(text, b"abc");
        assert_eq!(ahead.window(6).unwrap(), b"def");
    }

    #[test]
    fn a_needle_is_found_wherever_the_reads_part_it() {
        let needle = Finder::new("needle");
        let mut ahead = Ahead::new(Drops(b"needneedlex"));
        assert_eq!(ahead.find(&needle).unwrap(), (4, true));
        ahead.pass(1);
        assert_eq!(ahead.find(&needle).unwrap(), (6, false));
        assert_eq!(ahead.find(&needle).unwrap(), (0, false));
    }

    #[test]
    fn a_window_may_be_wider_than_the_buffer() {
        let bytes: Vec<u8> = (0..=255).cycle().take(3 * BUFFER_BYTES).collect();
        let mut ahead = Ahead::new(bytes.as_slice());
        assert!(ahead.window(10).unwrap().len() >= 10);
        ahead.pass(255);
        assert_eq!(ahead.window(2 * BUFFER_BYTES).unwrap()[..3], [255, 0, 1]);
        assert!(ahead.window(2 * BUFFER_BYTES).unwrap().len() >= 2 * BUFFER_BYTES);
        ahead.pass(BUFFER_BYTES);
        assert_eq!(ahead.window(2).unwrap()[..2], [255, 0]);
        let mut rest = Vec::new();
        ahead.read_to_end(&mut rest).unwrap();
        assert_eq!(rest.len(), 2 * BUFFER_BYTES - 255);
    }
}
