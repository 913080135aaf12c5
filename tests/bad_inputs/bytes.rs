//! Packed and binary formats byte by byte, so that every length and checksum can lie.

use std::io::{Read as _, Write as _};

use flate2::{Compress, Compression, Crc, FlushCompress};

/// Bytes of a run that bombs repeat.
const UNIT: usize = 1 << 20;

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// A deflated stream with what its container says of it.
pub struct Deflated {
    pub stream: Vec<u8>,
    pub crc: u32,
    pub bytes: u64,
}

/// A text deflated.
pub fn deflate(bytes: &[u8]) -> Deflated {
    let mut stream = Vec::new();
    let mut encoder = flate2::read::DeflateEncoder::new(bytes, Compression::fast());
    encoder.read_to_end(&mut stream).unwrap();
    Deflated { stream, crc: crc(bytes), bytes: bytes.len() as u64 }
}

/// So many MiB of a repeated text as one deflated stream.
pub fn deflate_repeated(text: &[u8], mib: usize) -> Deflated {
    deflate_padded("", text, mib, "")
}

/// The same between a beginning and an end.
///
/// A full flush makes the compressor forget what came before, so a MiB that is
/// compressed once can be repeated as it is: a gigabyte takes no longer than that.
pub fn deflate_padded(lead: &str, text: &[u8], mib: usize, tail: &str) -> Deflated {
    let unit: Vec<u8> = text.iter().copied().cycle().take(UNIT).collect();
    let mut packed = Vec::with_capacity(UNIT);
    let mut compress = Compress::new(Compression::best(), false);
    compress.compress_vec(&unit, &mut packed, FlushCompress::Full).unwrap();
    let (mut of_unit, mut whole) = (Crc::new(), Crc::new());
    of_unit.update(&unit);
    whole.update(lead.as_bytes());
    let mut stream = stored_block(lead, false);
    for _ in 0..mib {
        stream.extend_from_slice(&packed);
        whole.combine(&of_unit);
    }
    stream.extend(stored_block(tail, true));
    whole.update(tail.as_bytes());
    Deflated { stream, crc: whole.sum(), bytes: (lead.len() + mib * UNIT + tail.len()) as u64 }
}

/// A record of JSON with a short headline and a field of so many MiB that nobody reads.
pub fn padded_json(title: &str, mib: usize) -> Deflated {
    deflate_padded(&format!("{{\"title\": \"{title}\", \"pad\": \""), b"-", mib, "\"}\n")
}

/// A block of a deflated stream that is not compressed.
fn stored_block(text: &str, last: bool) -> Vec<u8> {
    let length = text.len() as u16;
    let mut block = vec![u8::from(last)];
    block.extend_from_slice(&length.to_le_bytes());
    block.extend_from_slice(&(!length).to_le_bytes());
    block.extend_from_slice(text.as_bytes());
    block
}

/// One member of a gzip file.
pub fn gzip(deflated: &Deflated) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    out.extend_from_slice(&deflated.stream);
    out.extend_from_slice(&deflated.crc.to_le_bytes());
    out.extend_from_slice(&(deflated.bytes as u32).to_le_bytes());
    out
}

/// A text as a gzip file.
pub fn gz(text: impl AsRef<[u8]>) -> Vec<u8> {
    gzip(&deflate(text.as_ref()))
}

/// A bzip2 file.
pub fn bz2(text: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
    encoder.write_all(text.as_ref()).unwrap();
    encoder.finish().unwrap()
}

/// An xz file.
pub fn xz(text: impl AsRef<[u8]>) -> Vec<u8> {
    let options = lzma_rust2::XzOptions::with_preset(0);
    let mut encoder = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
    encoder.write_all(text.as_ref()).unwrap();
    encoder.finish().unwrap()
}

/// A Zstandard frame whose blocks are not compressed.
pub fn zst(text: impl AsRef<[u8]>) -> Vec<u8> {
    let blocks: Vec<&[u8]> = text.as_ref().chunks(8_192).collect();
    let mut out = zst_head();
    for (at, block) in blocks.iter().enumerate() {
        out.extend_from_slice(&zst_block(block.len(), 0, at + 1 == blocks.len()));
        out.extend_from_slice(block);
    }
    out
}

/// A Zstandard frame of one repeated byte.
pub fn zst_run(byte: u8, mib: usize) -> Vec<u8> {
    let blocks = mib * 8;
    let mut out = zst_head();
    for at in 0..blocks {
        out.extend_from_slice(&zst_block(UNIT / 8, 1, at + 1 == blocks));
        out.push(byte);
    }
    out
}

/// The magic number and a window of 1 MiB.
fn zst_head() -> Vec<u8> {
    vec![0x28, 0xb5, 0x2f, 0xfd, 0, 10 << 3]
}

fn zst_block(bytes: usize, kind: u32, last: bool) -> [u8; 3] {
    let [a, b, c, _] = ((bytes as u32) << 3 | kind << 1 | u32::from(last)).to_le_bytes();
    [a, b, c]
}

/// A member of a zip archive: what its headers say, and what is there.
#[derive(Clone)]
pub struct Member {
    pub name: Vec<u8>,
    pub stream: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    pub crc: u32,
    /// The size that is said to be packed; `None` is the true one.
    pub packed: Option<u32>,
    /// The size that it is said to unpack to.
    pub unpacked: u32,
    /// The mode of a file on Unix.
    pub mode: u32,
    /// Which member's bytes the list of members points to; `None` is its own.
    pub at: Option<usize>,
}

impl Member {
    fn new(name: &str, deflated: Deflated, method: u16) -> Member {
        Member {
            name: name.as_bytes().to_vec(),
            stream: deflated.stream,
            method,
            flags: 0x800,
            crc: deflated.crc,
            packed: None,
            unpacked: deflated.bytes as u32,
            mode: 0o100_644,
            at: None,
        }
    }

    pub fn deflated(name: &str, text: impl AsRef<[u8]>) -> Member {
        Member::new(name, deflate(text.as_ref()), 8)
    }

    pub fn repeated(name: &str, text: &[u8], mib: usize) -> Member {
        Member::new(name, deflate_repeated(text, mib), 8)
    }

    /// A record of JSON with a short headline and a field of so many MiB that nobody reads.
    pub fn padded(name: &str, title: &str, mib: usize) -> Member {
        Member::new(name, padded_json(title, mib), 8)
    }

    pub fn stored(name: &str, text: impl AsRef<[u8]>) -> Member {
        let text = text.as_ref();
        let plain = Deflated { stream: text.to_vec(), crc: crc(text), bytes: text.len() as u64 };
        Member::new(name, plain, 0)
    }

    /// The fields that both headers have.
    fn common(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for short in [20, self.flags, self.method, 0, 0x21] {
            out.extend_from_slice(&short.to_le_bytes());
        }
        for long in [self.crc, self.packed.unwrap_or(self.stream.len() as u32), self.unpacked] {
            out.extend_from_slice(&long.to_le_bytes());
        }
        out.extend_from_slice(&(self.name.len() as u16).to_le_bytes());
        out.extend_from_slice(&[0, 0]);
        out
    }
}

/// A zip archive.
pub fn zip(members: &[Member]) -> Vec<u8> {
    zip_saying(members, members.len() as u16)
}

/// A zip archive that says that it has so many members.
pub fn zip_saying(members: &[Member], count: u16) -> Vec<u8> {
    let (mut out, mut starts) = (Vec::new(), Vec::new());
    for member in members {
        starts.push(out.len() as u32);
        if member.at.is_none() {
            out.extend_from_slice(b"PK\x03\x04");
            out.extend_from_slice(&member.common());
            out.extend_from_slice(&member.name);
            out.extend_from_slice(&member.stream);
        }
    }
    let list = out.len();
    for (member, start) in members.iter().zip(&starts) {
        out.extend_from_slice(b"PK\x01\x02\x14\x03");
        out.extend_from_slice(&member.common());
        out.extend_from_slice(&[0; 6]);
        out.extend_from_slice(&(member.mode << 16).to_le_bytes());
        let start = member.at.map_or(*start, |other| starts[other]);
        out.extend_from_slice(&start.to_le_bytes());
        out.extend_from_slice(&member.name);
    }
    let length = (out.len() - list) as u32;
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&count.to_le_bytes());
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&(list as u32).to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    out
}

/// A block at the head of a member of a tar archive.
pub struct TarHead<'a> {
    pub name: &'a [u8],
    /// The eleven digits of its size.
    pub size: Vec<u8>,
    /// `0` is a file, `1` a hard link, `2` a symbolic one, `3` a device, `6` a pipe.
    pub kind: u8,
    pub link: &'a str,
}

impl TarHead<'_> {
    pub fn block(&self) -> Vec<u8> {
        let mut block = vec![0; 512];
        let mut put = |at: usize, bytes: &[u8]| block[at..at + bytes.len()].copy_from_slice(bytes);
        put(0, &self.name[..self.name.len().min(100)]);
        put(100, b"0000644\x000000000\x000000000\x00");
        put(124, &self.size);
        put(136, b"00000000000\0        ");
        put(156, &[self.kind]);
        put(157, self.link.as_bytes());
        put(257, b"ustar\x00000");
        let sum: u32 = block.iter().map(|&b| u32::from(b)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        block
    }
}

/// The digits of a size.
pub fn octal(bytes: usize) -> Vec<u8> {
    format!("{bytes:011o}\0").into_bytes()
}

/// A file of a tar archive.
pub fn tar_file(name: &str, text: impl AsRef<[u8]>) -> Vec<u8> {
    let text = text.as_ref();
    let head = TarHead { name: name.as_bytes(), size: octal(text.len()), kind: b'0', link: "" };
    let mut out = head.block();
    out.extend_from_slice(text);
    out.resize(out.len().next_multiple_of(512), 0);
    out
}

/// A tar archive of these members, with its end.
pub fn tar(members: &[Vec<u8>]) -> Vec<u8> {
    let mut out = members.concat();
    out.resize(out.len() + 1024, 0);
    out
}

/// A record of WARC; `length` is what it says of itself, if it is not the truth.
pub fn warc(kind: &str, address: &str, media: &str, body: &[u8], length: Option<&str>) -> Vec<u8> {
    let length = length.map_or_else(|| body.len().to_string(), str::to_owned);
    let mut out = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2019-06-01T00:00:00Z\r\n\
         WARC-Record-ID: <urn:uuid:{:08x}-0000-4000-8000-000000000000>\r\nContent-Type: {media}\r\n\
         Content-Length: {length}\r\n\r\n",
        crc(address.as_bytes())
    )
    .into_bytes();
    out.extend_from_slice(body);
    out.extend_from_slice(b"\r\n\r\n");
    out
}

/// An answer of HTTP; `headers` are lines with their ends.
pub fn http(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 200 OK\r\n{headers}\r\n").into_bytes();
    out.extend_from_slice(body);
    out
}
