//! zip archives: members in the order of the list at the end of the archive.
//!
//! Names are only names: a member called `../../x` is shown so, and nothing is ever written.
//! Members whose bytes overlap are how bombs are built, so only the first of them is read.
//! When the list is missing or broken off, members are found by their own heads, one
//! behind the other.

use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::ops::ControlFlow;

use flate2::bufread::DeflateDecoder;
use memchr::memmem::Finder;

use crate::corpus::bytes::ahead::Ahead;
use crate::corpus::bytes::packing::Named;
use crate::corpus::emit::Members;
use crate::corpus::{Input, Seekable};
use crate::error::{Fault, Reason};

mod list;

use list::{Entry, HEAD, HEAD_BYTES, List, Sizes};

type Archive = BufReader<Box<dyn Seekable>>;

/// Whether bytes begin as an archive does: with a member, or with the end of an empty list.
pub(in crate::corpus) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(HEAD) || head.starts_with(b"PK\x05\x06") || head.starts_with(b"PK\x07\x08")
}

/// Hands on every member of the archive.
pub(in crate::corpus) fn open(input: Input<'_>, members: &mut Members<'_>) -> Result<(), Fault> {
    let mut file = BufReader::new(input.seekable()?);
    let (met, broken) = match List::read(&mut file) {
        Ok(list) => {
            let (met, broken, flow) = listed(&list, &mut file, members);
            if flow.is_break() {
                return Ok(());
            }
            (met, broken)
        }
        Err(fault @ Fault { reason: Reason::Unsupported | Reason::TooMany, .. }) => return Err(fault),
        Err(fault) => (HashSet::new(), Some(fault)),
    };
    let Some(Fault { reason, detail }) = broken else { return Ok(()) };
    let detail = format!("{detail}: they are looked for one by one");
    file.rewind().map_err(|cause| Fault::of_io(&cause))?;
    match members.flaw(Fault::new(reason, detail)) {
        ControlFlow::Break(()) => Ok(()),
        ControlFlow::Continue(()) => unlisted(Ahead::new(file), &met, members),
    }
}

/// Hands on what the list names; says where those members begin, and what is wrong with the
/// list.
fn listed(
    list: &List,
    file: &mut Archive,
    members: &mut Members<'_>,
) -> (HashSet<u64>, Option<Fault>, ControlFlow<()>) {
    let spans: Vec<(u64, u64)> = list.entries().flatten().map(|entry| span(&entry)).collect();
    let overlapping = overlapping(&spans);
    let met = spans.into_iter().flat_map(|(start, _)| places(start, list.shift)).collect();
    for (number, entry) in list.entries().enumerate() {
        let flow = match entry {
            Ok(entry) => member(&entry, list.shift, overlapping.contains(&number), file, members),
            Err(fault) => return (met, Some(fault), ControlFlow::Continue(())),
        };
        if flow.is_break() {
            return (met, None, flow);
        }
    }
    (met, None, ControlFlow::Continue(()))
}

/// Where the head of a member may stand.
fn places(start: u64, shift: i64) -> impl Iterator<Item = u64> {
    // What was put in front of the archive moves all members, what was put into it only some.
    start.checked_add_signed(shift).into_iter().chain((shift != 0).then_some(start))
}

/// Where a member begins, and where it ends at the earliest.
fn span(entry: &Entry) -> (u64, u64) {
    let packed = entry.sizes.map_or(0, |sizes| sizes.packed);
    (entry.start, entry.start.saturating_add(HEAD_BYTES as u64).saturating_add(packed))
}

/// The numbers of the members that share bytes with one before them.
fn overlapping(spans: &[(u64, u64)]) -> HashSet<usize> {
    let mut order: Vec<(usize, u64, u64)> =
        spans.iter().enumerate().map(|(n, &(start, end))| (n, start, end)).collect();
    order.sort_by_key(|&(_, start, _)| start);
    let (mut numbers, mut behind) = (HashSet::new(), 0);
    for (number, start, end) in order {
        if start < behind {
            numbers.insert(number);
        } else {
            behind = end;
        }
    }
    numbers
}

/// Hands on a member that the list names.
fn member(
    entry: &Entry,
    shift: i64,
    overlaps: bool,
    file: &mut Archive,
    members: &mut Members<'_>,
) -> ControlFlow<()> {
    let kind = entry.mode & 0o170_000;
    if entry.name.ends_with(b"/") || kind == 0o040_000 {
        return ControlFlow::Continue(());
    }
    let unread = match kind {
        _ if overlaps => Some((Reason::Bomb, "it shares its bytes with another member, as bombs do")),
        _ if entry.encrypted => {
            Some((Reason::Encrypted, "it is encrypted: unpack the archive with its password"))
        }
        0o120_000 => Some((Reason::Link, "it is a symbolic link, which is not followed")),
        0o010_000 | 0o020_000 | 0o060_000 | 0o140_000 => {
            Some((Reason::Special, "it is no regular file (a pipe, socket or device)"))
        }
        _ => None,
    };
    if let Some((reason, detail)) = unread {
        return members.fault(&entry.name, Fault::new(reason, detail));
    }
    match go_to(entry, shift, file).and_then(|()| content(entry.method, entry.sizes, file)) {
        Ok(content) => members.member(&entry.name, content),
        Err(fault) => members.fault(&entry.name, fault),
    }
}

/// Goes to the first byte of a member, behind its head.
fn go_to(entry: &Entry, shift: i64, file: &mut Archive) -> Result<(), Fault> {
    let mut another = None;
    for place in places(entry.start, shift) {
        match head_at(place, file) {
            Ok(Some((name, extra))) if name == entry.raw_name => {
                return file.seek_relative(extra).map_err(|cause| Fault::of_io(&cause));
            }
            Ok(found) => another = another.or(found.map(|_| place)),
            Err(cause) if cause.kind() == io::ErrorKind::UnexpectedEof => {}
            Err(cause) => return Err(Fault::of_io(&cause)),
        }
    }
    // A head with another name is the member's all the same, where there is no second place.
    match another.filter(|_| shift == 0).map(|place| head_at(place, file)) {
        Some(Ok(Some((_, extra)))) => file.seek_relative(extra).map_err(|cause| Fault::of_io(&cause)),
        _ => Err(Fault::new(Reason::Malformed, "it does not stand where the list says")),
    }
}

/// Reads the head and name at a place; says how many bytes of extra fields follow.
fn head_at(place: u64, file: &mut Archive) -> io::Result<Option<(Vec<u8>, i64)>> {
    let here = file.stream_position()?;
    // Members mostly follow each other, so that the next one is in the buffer already.
    let Ok(step) = i64::try_from(i128::from(place) - i128::from(here)) else { return Ok(None) };
    file.seek_relative(step)?;
    let mut bytes = [0; HEAD_BYTES];
    file.read_exact(&mut bytes)?;
    let Some((_, [name, extra])) = list::head(&bytes) else { return Ok(None) };
    let mut bytes = vec![0; name];
    file.read_exact(&mut bytes)?;
    Ok(i64::try_from(extra).ok().map(|extra| (bytes, extra)))
}

/// The content of a member whose packed bytes come next.
fn content<'r>(
    method: u16,
    sizes: Option<Sizes>,
    source: impl BufRead + 'r,
) -> Result<Box<dyn Read + 'r>, Fault> {
    const STORED: u16 = 0;
    const DEFLATED: u16 = 8;
    /// bzip2, Zstandard and xz: packings of their own, which are taken off where all are.
    const PACKED: [u16; 3] = [12, 93, 95];
    match (method, sizes) {
        (STORED, Some(sizes)) => Ok(Box::new(Checked::new(source.take(sizes.packed), Some(sizes)))),
        (DEFLATED, Some(sizes)) => {
            Ok(Box::new(Checked::new(DeflateDecoder::new(source.take(sizes.packed)), Some(sizes))))
        }
        // Such data says itself where it ends.
        (DEFLATED, None) => Ok(Box::new(Checked::new(DeflateDecoder::new(source), None))),
        (method, Some(sizes)) if PACKED.contains(&method) => Ok(Box::new(source.take(sizes.packed))),
        (method, Some(_)) => {
            let detail =
                format!("it is packed with {}, which is not read: unpack the archive first", name_of(method));
            Err(Fault::new(Reason::Unsupported, detail))
        }
        (_, None) => Err(Fault::new(
            Reason::Truncated,
            "where it ends stands in the list of members, which is missing",
        )),
    }
}

/// What people call a method.
fn name_of(method: u16) -> String {
    let name = match method {
        1 => "Shrink",
        2..=5 => "Reduce",
        6 => "Implode",
        9 => "Deflate64",
        14 => "LZMA",
        20 => "an old form of Zstandard",
        96 => "a method for pictures",
        98 => "PPMd",
        _ => return format!("method {method}"),
    };
    name.to_owned()
}

/// Hands on the members that are found by their heads, but for those that begin at `met`.
fn unlisted(mut source: Ahead<Archive>, met: &HashSet<u64>, members: &mut Members<'_>) -> Result<(), Fault> {
    let needle = Finder::new(HEAD);
    let lost = |cause: io::Error| Fault::of_io(&cause);
    while source.find(&needle).map_err(lost)?.1 {
        let start = source.position();
        let Some((mut entry, [name, extra])) = list::head(source.window(HEAD_BYTES).map_err(lost)?) else {
            break;
        };
        let window = source.window(HEAD_BYTES + name).map_err(lost)?;
        let bytes = window.get(HEAD_BYTES..HEAD_BYTES + name).unwrap_or_default();
        entry.name = list::named(bytes, &[], 0);
        let length = (HEAD_BYTES + name + extra) as u64;
        source.pass_all(length).map_err(lost)?;
        let flow = match content(entry.method, entry.sizes, &mut source) {
            _ if met.contains(&start) || entry.name.is_empty() || entry.name.ends_with(b"/") => {
                ControlFlow::Continue(())
            }
            _ if entry.encrypted => {
                members.fault(&entry.name, Fault::new(Reason::Encrypted, "it is encrypted"))
            }
            Ok(content) => members.member(&entry.name, content),
            Err(fault) => members.fault(&entry.name, fault),
        };
        if flow.is_break() {
            break;
        }
        // What a reader has left of a member must not be taken for members.
        let end = start.saturating_add(length).saturating_add(entry.sizes.map_or(0, |sizes| sizes.packed));
        source.pass_all(end.saturating_sub(source.position())).map_err(lost)?;
    }
    Ok(())
}

/// Compares checksum and length of a member when it is read to its end.
struct Checked<R> {
    inner: Named<R>,
    sum: flate2::Crc,
    stated: Option<Sizes>,
}

impl<R: Read> Checked<R> {
    fn new(inner: R, stated: Option<Sizes>) -> Checked<R> {
        Checked { inner: Named::new("zip", inner), sum: flate2::Crc::new(), stated }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buffer)?;
        self.sum.update(buffer.get(..got).unwrap_or_default());
        let Some(stated) = self.stated.take_if(|_| got == 0 && !buffer.is_empty()) else { return Ok(got) };
        // Lengths are compared in 32 bits, which is what the sum counts.
        let (length, stated_length) = (self.sum.amount(), (stated.unpacked & 0xFFFF_FFFF) as u32);
        if length < stated_length {
            return Err(Fault::new(Reason::Truncated, "the zip data is truncated").into());
        }
        if stated.checksum != self.sum.sum() {
            return Err(Fault::new(Reason::Checksum, "the zip data is damaged: its checksum is wrong").into());
        }
        if length > stated_length {
            return Err(Fault::new(Reason::Checksum, "the zip data is longer than the archive says").into());
        }
        Ok(got)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_that_share_bytes_are_found() {
        assert_eq!(overlapping(&[(50, 90), (0, 50), (90, 95)]), HashSet::new());
        assert_eq!(overlapping(&[(0, 50), (49, 60), (60, 70), (0, 50)]), HashSet::from([1, 3]));
    }

    #[test]
    fn a_wrong_checksum_or_length_is_an_error_at_the_end() {
        let read = |checksum, unpacked| {
            let mut text = String::new();
            let mut checked =
                Checked::new("It rained.".as_bytes(), Some(Sizes { checksum, packed: 0, unpacked }));
            checked.read_to_string(&mut text).map_err(|cause| Fault::of_io(&cause).reason)
        };
        let mut crc = flate2::Crc::new();
        crc.update(b"It rained.");
        assert_eq!(read(crc.sum(), 10), Ok(10));
        assert_eq!(read(crc.sum() + 1, 10), Err(Reason::Checksum));
        assert_eq!(read(crc.sum(), 11), Err(Reason::Truncated));
        assert_eq!(read(crc.sum(), 9), Err(Reason::Checksum));
    }
}
