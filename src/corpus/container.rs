//! Takes gzip and Zstandard off a file, with a guard against bombs.
//!
//! What is inside is told by the first bytes, not by the name. The stream that
//! comes out counts what it gives: past the bounds of [`limits`] it fails with a
//! message that names the bound, so that a reader keeps what it has read so far.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::limits;

/// A stream of bytes that can be handed to another thread.
pub(super) type Stream = Box<dyn BufRead + Send>;

const BUFFER_BYTES: usize = 64 << 10;

/// Opens a file and takes its containers off.
pub(super) fn open(path: &Path) -> io::Result<Stream> {
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("it is no longer a regular file"));
    }
    let packed = Arc::new(AtomicU64::new(0));
    let counted = Counted { inner: file, bytes: Arc::clone(&packed) };
    let mut stream: Stream = Box::new(BufReader::with_capacity(BUFFER_BYTES, counted));
    for _ in 0..limits::CONTAINER_DEPTH {
        let (head, rest) = peek(stream, 4)?;
        stream = match container(&head) {
            Some(kind) => unpacked(kind, rest, &packed),
            None => return Ok(rest),
        };
    }
    Ok(stream)
}

/// The first bytes of a stream (fewer only when it is shorter), and the stream
/// with those bytes put back.
pub(super) fn peek(mut stream: Stream, bytes: usize) -> io::Result<(Vec<u8>, Stream)> {
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
enum Container {
    Gzip,
    Zstd,
}

fn container(head: &[u8]) -> Option<Container> {
    match head {
        [0x1f, 0x8b, ..] => Some(Container::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => Some(Container::Zstd),
        _ => None,
    }
}

fn unpacked(kind: Container, stream: Stream, packed: &Arc<AtomicU64>) -> Stream {
    let inner: Box<dyn Read + Send> = match kind {
        Container::Gzip => Box::new(MultiGzDecoder::new(stream)),
        Container::Zstd => Box::new(Frames::new(stream)),
    };
    let guarded = Guarded { inner, given: 0, packed: Arc::clone(packed) };
    Box::new(BufReader::with_capacity(BUFFER_BYTES, guarded))
}

/// Counts the bytes that were read from the file itself.
struct Counted {
    inner: File,
    bytes: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buffer)?;
        self.bytes.fetch_add(got as u64, Ordering::Relaxed);
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
struct Guarded {
    inner: Box<dyn Read + Send>,
    given: u64,
    packed: Arc<AtomicU64>,
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buffer)?;
        self.given += got as u64;
        let packed = self.packed.load(Ordering::Relaxed).max(1);
        if self.given > limits::UNPACKED_BYTES {
            let gib = limits::UNPACKED_BYTES >> 30;
            return Err(io::Error::other(format!("it unpacks to more than {gib} GiB (decompression limit)")));
        }
        if self.given > limits::RATIO_FROM_BYTES && self.given / packed > limits::UNPACK_RATIO {
            let ratio = limits::UNPACK_RATIO;
            return Err(io::Error::other(format!(
                "it unpacks to more than {ratio} times its size (decompression bomb limit)"
            )));
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
struct Frames {
    source: Stream,
    decoder: FrameDecoder,
    open: bool,
    damaged: bool,
}

/// An empty block that is the last of its frame, and room for a checksum.
const LAST_BLOCK: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];

impl Frames {
    fn new(source: Stream) -> Frames {
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

impl Read for Frames {
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
    io::Error::new(io::ErrorKind::InvalidData, "the zstd data is damaged or truncated")
}

/// What an error while reading means, for a report.
pub(super) fn reason(cause: &io::Error) -> String {
    match cause.kind() {
        io::ErrorKind::UnexpectedEof => "the compressed data is truncated".to_owned(),
        io::ErrorKind::NotFound => "it vanished before it was read".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::InvalidInput => format!("damaged gzip data: {cause}"),
        _ => cause.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_that_unpacks_too_well_is_stopped_at_the_bound() {
        let packed = limits::RATIO_FROM_BYTES / (limits::UNPACK_RATIO + 1);
        let read = |bytes: u64| {
            let inner: Box<dyn Read + Send> = Box::new(io::repeat(b'a').take(bytes));
            let mut stream = Guarded { inner, given: 0, packed: Arc::new(AtomicU64::new(packed)) };
            io::copy(&mut stream, &mut io::sink())
        };
        assert_eq!(read(limits::RATIO_FROM_BYTES).unwrap(), limits::RATIO_FROM_BYTES);
        assert!(read(limits::RATIO_FROM_BYTES + 1).unwrap_err().to_string().contains("bomb"));
    }
}
