//! Takes packings that hold one thing (gzip, Zstandard, xz, bzip2) off a stream, with a
//! guard against bombs.
//!
//! What is inside is told by the first bytes, not by the name. The stream that
//! comes out counts what it gives: past the bounds of [`limits`] it fails with a
//! fault that names the bound, so that a reader keeps what it has read so far.
//! A damaged frame of a packing is one error; who reads on behind it gets the frames
//! that are sound. Containers of many members are formats of their own.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use crate::corpus::bytes::ahead::Ahead;
use crate::corpus::limits;
use crate::error::{Fault, Reason};

mod frames;
mod zstd;

/// A stream of bytes.
pub(in crate::corpus) type Stream<'a> = Box<dyn BufRead + 'a>;

/// A stream whose start can be looked at.
pub(in crate::corpus) type Source<'a> = Ahead<Box<dyn Read + 'a>>;

const BUFFER_BYTES: usize = 64 << 10;

/// Opens a file.
pub(in crate::corpus) fn open(path: &Path) -> io::Result<Stream<'static>> {
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(Fault::new(Reason::Special, "it is no longer a regular file").into());
    }
    Ok(Box::new(BufReader::with_capacity(BUFFER_BYTES, file)))
}

/// Takes packings off a stream; says how many there were.
pub(in crate::corpus) fn unpack(stream: Stream<'_>) -> io::Result<(Stream<'_>, usize)> {
    let packed = Rc::new(Cell::new(0));
    let mut source: Source<'_> = Ahead::new(Box::new(Counted { inner: stream, bytes: Rc::clone(&packed) }));
    for depth in 0..=limits::PACKING_DEPTH {
        match packing(source.window(6)?) {
            Some(kind) if depth < limits::PACKING_DEPTH => source = unpacked(kind, source, &packed),
            Some(_) => {
                let bound = limits::PACKING_DEPTH;
                let detail = format!("packed more than {bound} times: unpack it first");
                return Err(Fault::new(Reason::TooDeep, detail).into());
            }
            None => return Ok((Box::new(source), depth)),
        }
    }
    Ok((Box::new(source), limits::PACKING_DEPTH))
}

/// The first bytes of a stream (fewer only when it is shorter or breaks), and the stream
/// with those bytes put back.
pub(in crate::corpus) fn peek(stream: Stream<'_>, bytes: usize) -> io::Result<(Vec<u8>, Stream<'_>)> {
    let mut ahead = Ahead::new(stream);
    let window = ahead.window(bytes)?;
    let head = window.get(..bytes).unwrap_or(window).to_vec();
    Ok((head, Box::new(ahead)))
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
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Some(Packing::Xz),
        [b'B', b'Z', b'h', b'1'..=b'9', ..] => Some(Packing::Bzip2),
        _ => None,
    }
}

fn unpacked<'a>(kind: Packing, source: Source<'a>, packed: &Rc<Cell<u64>>) -> Source<'a> {
    let inner: Box<dyn Read + 'a> = match kind {
        Packing::Gzip => Box::new(frames::gzip(source)),
        Packing::Zstd => Box::new(zstd::Frames::new(source)),
        Packing::Xz => Box::new(frames::xz(source)),
        Packing::Bzip2 => Box::new(frames::bzip2(source)),
    };
    Ahead::new(Box::new(Guarded { inner, given: 0, packed: Rc::clone(packed) }))
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
        if self.given > limits::unpacked_bytes(packed) {
            return Err(too_large(packed).into());
        }
        if self.given > limits::RATIO_FROM_BYTES && self.given / packed > limits::UNPACK_RATIO {
            let ratio = limits::UNPACK_RATIO;
            let detail = format!("it unpacks to more than {ratio} times its size (decompression bomb limit)");
            return Err(Fault::new(Reason::Bomb, detail).into());
        }
        Ok(got)
    }
}

/// What is said of something that unpacks to more than so many packed bytes may.
pub(in crate::corpus) fn too_large(packed: u64) -> Fault {
    let gib = limits::unpacked_bytes(packed) >> 30;
    Fault::new(Reason::TooLarge, format!("it unpacks to more than {gib} GiB (decompression limit)"))
}

/// What an error of a decoder means; `what` is the packing. What the stream below reports is
/// left as it is.
fn named(what: &str, cause: io::Error) -> io::Error {
    use io::ErrorKind::{InvalidData, InvalidInput, Other, OutOfMemory, UnexpectedEof, Unsupported};
    if cause.get_ref().is_some_and(|inner| inner.is::<Fault>()) {
        return cause;
    }
    let said = cause.to_string().to_lowercase();
    let fault = match cause.kind() {
        UnexpectedEof => Fault::new(Reason::Truncated, format!("the {what} data is truncated")),
        OutOfMemory => {
            let mib = limits::DICTIONARY_BYTES >> 20;
            let detail = format!("the {what} data needs a dictionary of more than {mib} MiB");
            Fault::new(Reason::TooLarge, detail)
        }
        InvalidData | InvalidInput | Other if said.contains("checksum") || said.contains("crc") => {
            Fault::new(Reason::Checksum, format!("the {what} data is damaged: its checksum is wrong"))
        }
        Unsupported => {
            Fault::new(Reason::Unsupported, format!("the {what} data is of a sort that is not read: {cause}"))
        }
        InvalidData | InvalidInput => {
            Fault::new(Reason::Malformed, format!("the {what} data is damaged: {cause}"))
        }
        _ => return cause,
    };
    fault.into()
}

/// Gives the errors of a decoder a name.
pub(in crate::corpus) struct Named<R> {
    what: &'static str,
    inner: R,
}

impl<R: Read> Named<R> {
    pub(in crate::corpus) fn new(what: &'static str, inner: R) -> Named<R> {
        Named { what, inner }
    }
}

impl<R: Read> Read for Named<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer).map_err(|cause| named(self.what, cause))
    }
}

#[cfg(test)]
mod tests;
