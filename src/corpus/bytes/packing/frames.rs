//! Packings that are a series of frames: gzip members, bzip2 and xz streams.
//!
//! Tools write many frames behind each other (a frame for each record of a web archive,
//! for each block that was packed at once), and tapes pad with zeros. So the next frame
//! is looked for behind the one that ended, and behind one that is damaged.

use std::io::{self, Read};

use bzip2::bufread::BzDecoder;
use flate2::bufread::GzDecoder;
use lzma_rust2::XzReader;
use memchr::memmem::Finder;

use super::{Source, limits, named};
use crate::error::{Fault, Reason};

/// How a packing is decoded.
pub(super) struct Codec<'a, D> {
    what: &'static str,
    /// The first bytes of a frame.
    magic: &'static [u8],
    open: fn(Source<'a>) -> D,
    close: fn(D) -> Source<'a>,
}

/// The content of frames that stand one after the other.
pub(super) struct Frames<'a, D> {
    codec: Codec<'a, D>,
    state: State<'a, D>,
    /// Where the last frame began.
    began: u64,
}

enum State<'a, D> {
    Inside(D),
    /// A frame has ended here; another may follow.
    Behind(Source<'a>),
    /// Something here is no frame; a sound one may follow.
    Lost(Source<'a>),
    End,
}

pub(super) fn gzip<'a>(source: Source<'a>) -> Frames<'a, GzDecoder<Source<'a>>> {
    let magic = &[0x1f, 0x8b, 8];
    Frames::new(source, Codec { what: "gzip", magic, open: GzDecoder::new, close: GzDecoder::into_inner })
}

pub(super) fn bzip2<'a>(source: Source<'a>) -> Frames<'a, BzDecoder<Source<'a>>> {
    Frames::new(
        source,
        Codec { what: "bzip2", magic: b"BZh", open: BzDecoder::new, close: BzDecoder::into_inner },
    )
}

pub(super) fn xz<'a>(source: Source<'a>) -> Frames<'a, XzReader<Source<'a>>> {
    /// What the decoder needs apart from its dictionary.
    const OVERHEAD_KIB: u32 = 1 << 10;
    let open = |source| {
        XzReader::new_mem_limit(
            source,
            false,
            (limits::DICTIONARY_BYTES >> 10 & 0xFFFF_FFFF) as u32 + OVERHEAD_KIB,
        )
    };
    Frames::new(source, Codec { what: "xz", magic: b"\xfd7zXZ\0", open, close: XzReader::into_inner })
}

impl<'a, D: Read> Frames<'a, D> {
    fn new(source: Source<'a>, codec: Codec<'a, D>) -> Frames<'a, D> {
        Frames { began: source.position(), state: State::Inside((codec.open)(source)), codec }
    }

    fn inside(&mut self, source: Source<'a>) -> State<'a, D> {
        self.began = source.position();
        State::Inside((self.codec.open)(source))
    }

    /// What follows a frame: nothing, padding and nothing, or another frame.
    fn next(&mut self, mut source: Source<'a>) -> io::Result<State<'a, D>> {
        loop {
            let window = source.window(self.codec.magic.len())?;
            if window.is_empty() {
                return Ok(State::End);
            }
            if window.starts_with(self.codec.magic) {
                return Ok(self.inside(source));
            }
            match window.iter().take_while(|&&b| b == 0).count() {
                0 => return Ok(State::Lost(source)),
                zeros => source.pass(zeros),
            }
        }
    }
}

impl<D: Read> Read for Frames<'_, D> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match std::mem::replace(&mut self.state, State::End) {
                State::Inside(mut frame) => match frame.read(buffer) {
                    Ok(0) if !buffer.is_empty() => self.state = State::Behind((self.codec.close)(frame)),
                    Ok(got) => {
                        self.state = State::Inside(frame);
                        return Ok(got);
                    }
                    Err(cause) if cause.kind() == io::ErrorKind::Interrupted => {
                        self.state = State::Inside(frame)
                    }
                    Err(cause) => {
                        self.state = State::Lost((self.codec.close)(frame));
                        return Err(named(self.codec.what, cause));
                    }
                },
                State::Behind(source) => {
                    self.state = self.next(source)?;
                    if matches!(self.state, State::Lost(_)) {
                        let detail = format!("behind the {} data stands something else", self.codec.what);
                        return Err(Fault::new(Reason::Malformed, detail).into());
                    }
                }
                State::Lost(mut source) => {
                    // A frame that failed at its first byte would fail there again.
                    if source.position() == self.began {
                        source.pass(1);
                    }
                    let (_, found) = source.find(&Finder::new(self.codec.magic))?;
                    if found {
                        self.state = self.inside(source);
                    }
                }
                State::End => return Ok(0),
            }
        }
    }
}
