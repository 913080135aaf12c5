//! Takes packings that hold one thing (gzip, Zstandard, xz, bzip2) off a stream, with a
//! guard against bombs.
//!
//! What is inside is told by the first bytes, not by the name. The stream that
//! comes out counts what it gives: past the bounds of [`limits`] it fails with a
//! fault that names the bound, so that a reader keeps what it has read so far.
//! Containers of many members are formats of their own.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::rc::Rc;

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use lzma_rust2::XzReader;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::limits;
use crate::error::{Fault, Reason};

/// A stream of bytes.
pub(super) type Stream<'a> = Box<dyn BufRead + 'a>;

const BUFFER_BYTES: usize = 64 << 10;

/// Opens a file.
pub(super) fn open(path: &Path) -> io::Result<Stream<'static>> {
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(Fault::new(Reason::Special, "it is no longer a regular file").into());
    }
    Ok(Box::new(BufReader::with_capacity(BUFFER_BYTES, file)))
}

/// Takes packings off a stream; says how many there were.
pub(super) fn unpack(stream: Stream<'_>) -> io::Result<(Stream<'_>, usize)> {
    let packed = Rc::new(Cell::new(0));
    let counted = Counted { inner: stream, bytes: Rc::clone(&packed) };
    let mut stream: Stream<'_> = Box::new(BufReader::with_capacity(BUFFER_BYTES, counted));
    for depth in 0..=limits::PACKING_DEPTH {
        let (head, rest) = peek(stream, 6)?;
        stream = match packing(&head) {
            Some(kind) if depth < limits::PACKING_DEPTH => unpacked(kind, rest, &packed),
            Some(_) => {
                let bound = limits::PACKING_DEPTH;
                let detail = format!("packed more than {bound} times: unpack it first");
                return Err(Fault::new(Reason::TooDeep, detail).into());
            }
            None => return Ok((rest, depth)),
        };
    }
    Ok((stream, limits::PACKING_DEPTH))
}

/// The first bytes of a stream (fewer only when it is shorter), and the stream
/// with those bytes put back.
pub(super) fn peek(mut stream: Stream<'_>, bytes: usize) -> io::Result<(Vec<u8>, Stream<'_>)> {
    let mut head = Vec::with_capacity(bytes);
    // A stream that breaks inside its head still has the part before.
    let broken = stream.by_ref().take(bytes as u64).read_to_end(&mut head).err();
    match broken {
        Some(cause) if head.is_empty() => Err(cause),
        Some(cause) => {
            Ok((head.clone(), Box::new(BufReader::new(Cursor::new(head).chain(Broken(Some(cause)))))))
        }
        None => Ok((head.clone(), Box::new(Cursor::new(head).chain(stream)))),
    }
}

#[derive(Clone, Copy)]
enum Packing {
    Gzip,
    Zstd,
    Xz,
    Bzip2,
}

fn packing(head: &[u8]) -> Option<Packing> {
    match head {
        [0x1f, 0x8b, ..] => Some(Packing::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Packing::Zstd),
        [0xfd, b'7', b'z', b'X', b'Z', 0] => Some(Packing::Xz),
        [b'B', b'Z', b'h', b'1'..=b'9', ..] => Some(Packing::Bzip2),
        _ => None,
    }
}

fn unpacked<'a>(kind: Packing, stream: Stream<'a>, packed: &Rc<Cell<u64>>) -> Stream<'a> {
    let inner: Box<dyn Read + 'a> = match kind {
        Packing::Gzip => Box::new(MultiGzDecoder::new(stream)),
        Packing::Zstd => Box::new(Frames::new(stream)),
        Packing::Xz => Box::new(XzReader::new(stream, true)),
        Packing::Bzip2 => Box::new(MultiBzDecoder::new(stream)),
    };
    let guarded = Guarded { inner, given: 0, packed: Rc::clone(packed) };
    Box::new(BufReader::with_capacity(BUFFER_BYTES, guarded))
}

/// Counts the bytes that were read from the packed stream.
struct Counted<'a> {
    inner: Stream<'a>,
    bytes: Rc<Cell<u64>>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buffer)?;
        self.bytes.set(self.bytes.get() + got as u64);
        Ok(got)
    }
}

/// Gives the error that a stream met, once, after what came before it.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Stops a stream that unpacks to more than the bounds allow.
struct Guarded<'a> {
    inner: Box<dyn Read + 'a>,
    given: u64,
    packed: Rc<Cell<u64>>,
}

impl Read for Guarded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buffer)?;
        self.given += got as u64;
        let packed = self.packed.get().max(1);
        if self.given > limits::UNPACKED_BYTES {
            let gib = limits::UNPACKED_BYTES >> 30;
            let detail = format!("it unpacks to more than {gib} GiB (decompression limit)");
            return Err(Fault::new(Reason::TooLarge, detail).into());
        }
        if self.given > limits::RATIO_FROM_BYTES && self.given / packed > limits::UNPACK_RATIO {
            let ratio = limits::UNPACK_RATIO;
            let detail = format!("it unpacks to more than {ratio} times its size (decompression bomb limit)");
            return Err(Fault::new(Reason::Bomb, detail).into());
        }
        Ok(got)
    }
}

/// Reads the frames of a Zstandard file one after the other; the decoder below
/// knows single frames only.
///
/// The decoder holds back what later blocks may repeat, up to megabytes, until its
/// frame ends. When a frame breaks off, it is closed by hand, so that everything up to
/// the damage comes out before the error does.
struct Frames<'a> {
    source: Stream<'a>,
    decoder: FrameDecoder,
    open: bool,
    damaged: bool,
}

/// An empty block that is the last of its frame, and room for a checksum.
const LAST_BLOCK: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];

impl<'a> Frames<'a> {
    fn new(source: Stream<'a>) -> Frames<'a> {
        Frames { source, decoder: FrameDecoder::new(), open: false, damaged: false }
    }

    /// Opens the next frame; false at the end of the file.
    fn next_frame(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.source) {
                Ok(()) => {
                    self.open = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut self.source.by_ref().take(u64::from(length)), &mut io::sink())?;
                }
                Err(_) => return Err(damaged()),
            }
        }
        Ok(false)
    }

    /// Decodes until there is something to collect or the frame is at its end.
    fn decode(&mut self) {
        while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
            let strategy = BlockDecodingStrategy::UptoBytes(BUFFER_BYTES);
            if self.decoder.decode_blocks(&mut self.source, strategy).is_err() {
                self.damaged = true;
                let closed = self.decoder.decode_blocks(LAST_BLOCK.as_slice(), BlockDecodingStrategy::All);
                if closed.is_err() {
                    return;
                }
            }
        }
    }
}

impl Read for Frames<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.open {
                self.decode();
                let got = self.decoder.read(buffer)?;
                if got > 0 {
                    return Ok(got);
                }
                self.open = false;
            }
            if self.damaged {
                return Err(damaged());
            }
            if !self.next_frame()? {
                return Ok(0);
            }
        }
    }
}

fn damaged() -> io::Error {
    Fault::new(Reason::Malformed, "the zstd data is damaged or truncated").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_that_unpacks_too_well_is_stopped_at_the_bound() {
        let packed = limits::RATIO_FROM_BYTES / (limits::UNPACK_RATIO + 1);
        let read = |bytes: u64| {
            let inner: Box<dyn Read> = Box::new(io::repeat(b'a').take(bytes));
            let mut stream = Guarded { inner, given: 0, packed: Rc::new(Cell::new(packed)) };
            io::copy(&mut stream, &mut io::sink())
        };
        assert_eq!(read(limits::RATIO_FROM_BYTES).unwrap(), limits::RATIO_FROM_BYTES);
        assert!(read(limits::RATIO_FROM_BYTES + 1).unwrap_err().to_string().contains("bomb"));
    }
}
