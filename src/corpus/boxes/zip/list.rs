//! The list of members at the end of a zip archive, and the heads in front of them.
//!
//! Hand-written, because a news archive needs of the list what a program that unpacks does
//! not: every entry of it, two of one name and those before a damaged one as well.

use std::io::{Read, Seek, SeekFrom};

use crate::corpus::limits;
use crate::error::{Fault, Reason};

/// The bytes before a member.
pub(super) const HEAD: &[u8] = b"PK\x03\x04";

/// Bytes of a member's head without its name.
pub(super) const HEAD_BYTES: usize = 30;

/// The bytes before an entry of the list.
const ENTRY: &[u8] = b"PK\x01\x02";

/// Bytes of an entry without its name.
const ENTRY_BYTES: usize = 46;

/// The bytes before the end of the list, and how many it has without a comment.
const END: &[u8] = b"PK\x05\x06";
const END_BYTES: usize = 22;

/// What stands in the place of a number that has 64 bits and stands elsewhere.
const ELSEWHERE: u64 = u32::MAX as u64;

/// The list of an archive.
pub(super) struct List {
    bytes: Vec<u8>,
    /// How far the list stands from the place that it was written to: what was put in front
    /// of an archive, or into it, moves what is behind.
    pub(super) shift: i64,
}

/// A member as the list or its own head describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: Vec<u8>,
    /// The name as it is written.
    pub(super) raw_name: Vec<u8>,
    pub(super) method: u16,
    pub(super) encrypted: bool,
    /// The checksum and the packed bytes; in a head they may be missing.
    pub(super) sizes: Option<Sizes>,
    /// Where its head stood when the archive was written.
    pub(super) start: u64,
    /// Its kind and rights where the archive comes from Unix.
    pub(super) mode: u32,
}

/// What was known of a member when its head was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sizes {
    pub(super) checksum: u32,
    pub(super) packed: u64,
    pub(super) unpacked: u64,
}

impl List {
    /// Finds and reads the list.
    pub(super) fn read(file: &mut (impl Read + Seek)) -> Result<List, Fault> {
        let length = file.seek(SeekFrom::End(0)).map_err(|cause| Fault::of_io(&cause))?;
        // The end has a comment of up to 65,535 bytes, and before it stands a pointer of 20.
        let tail_start = length.saturating_sub((END_BYTES + 20 + 0xffff) as u64);
        let tail = part(file, tail_start, length - tail_start)?;
        let at =
            end(&tail).ok_or_else(|| Fault::new(Reason::Truncated, "the list of its members is missing"))?;
        let fields = tail.get(at..).unwrap_or_default();
        if short(fields, 4).is_some_and(|disk| disk != 0 && disk != 0xffff) {
            return Err(Fault::new(Reason::Unsupported, "a part of an archive in parts: join them first"));
        }
        let mut size = long(fields, 12).unwrap_or(0);
        let mut stated = long(fields, 16).unwrap_or(0);
        let mut behind = tail_start + at as u64;
        if let Some(wide) = wide_end(file, &tail, at)? {
            (size, stated, behind) = wide;
        }
        let damaged = || Fault::new(Reason::Malformed, "the list of its members is damaged");
        if size > limits::HELD_BYTES as u64 {
            return Err(Fault::new(Reason::TooMany, "the list of its members is too long"));
        }
        let start = behind.checked_sub(size).ok_or_else(damaged)?;
        let bytes = part(file, start, size)?;
        if size > 0 && !bytes.starts_with(ENTRY) {
            return Err(damaged());
        }
        let shift = i64::try_from(i128::from(start) - i128::from(stated)).map_err(|_| damaged())?;
        Ok(List { bytes, shift })
    }

    /// The entries in their order, and a fault where the list is damaged.
    pub(super) fn entries(&self) -> impl Iterator<Item = Result<Entry, Fault>> {
        let mut rest = self.bytes.as_slice();
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            match entry(rest) {
                Some((entry, length)) => {
                    rest = rest.get(length..).unwrap_or_default();
                    Some(Ok(entry))
                }
                None => {
                    rest = &[];
                    Some(Err(Fault::new(Reason::Malformed, "the list of its members is damaged")))
                }
            }
        })
    }
}

/// Reads a part of a file that was measured before.
fn part(file: &mut (impl Read + Seek), start: u64, length: u64) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    let read = file.seek(SeekFrom::Start(start)).and_then(|_| file.take(length).read_to_end(&mut bytes));
    read.map(|_| bytes).map_err(|cause| Fault::of_io(&cause))
}

/// Where the end of the list begins: the last place that looks like it and has room for its
/// comment.
fn end(tail: &[u8]) -> Option<usize> {
    memchr::memmem::rfind_iter(tail, END).find(|&at| {
        let comment = tail.get(at..).and_then(|fields| short(fields, 20));
        comment.is_some_and(|comment| at + END_BYTES + usize::from(comment) <= tail.len())
    })
}

/// Size and place of the list, and the place behind it, where they need 64 bits.
fn wide_end(file: &mut (impl Read + Seek), tail: &[u8], at: usize) -> Result<Option<(u64, u64, u64)>, Fault> {
    let pointer = at.checked_sub(20).and_then(|start| tail.get(start..at));
    let Some(stated) = pointer.filter(|p| p.starts_with(b"PK\x06\x07")).and_then(|p| wide(p, 8)) else {
        return Ok(None);
    };
    let fields = part(file, stated, 56)?;
    let found = fields.starts_with(b"PK\x06\x06");
    Ok(found.then(|| Some((wide(&fields, 40)?, wide(&fields, 48)?, stated))).flatten())
}

/// Reads an entry of the list; says how long it is.
fn entry(bytes: &[u8]) -> Option<(Entry, usize)> {
    if !bytes.starts_with(ENTRY) {
        return None;
    }
    let lengths = [short(bytes, 28)?, short(bytes, 30)?, short(bytes, 32)?].map(usize::from);
    let name = bytes.get(ENTRY_BYTES..)?.get(..lengths[0])?;
    let extra = bytes.get(ENTRY_BYTES + lengths[0]..)?.get(..lengths[1])?;
    let (packed, unpacked, start) = (long(bytes, 20)?, long(bytes, 24)?, long(bytes, 42)?);
    let wide = widened(extra, [unpacked, packed, start]);
    let flags = short(bytes, 8)?;
    let from_unix = bytes.get(5)? == &3;
    let entry = Entry {
        name: named(name, extra, flags),
        raw_name: name.to_vec(),
        method: short(bytes, 10)?,
        encrypted: flags & 1 != 0,
        sizes: Some(Sizes {
            checksum: u32::from_le_bytes(array(bytes, 16)?),
            packed: wide[1],
            unpacked: wide[0],
        }),
        start: wide[2],
        mode: if from_unix { u32::from(short(bytes, 40)?) } else { 0 },
    };
    Some((entry, ENTRY_BYTES + lengths.iter().sum::<usize>()))
}

/// Reads the head of a member, without its name; says how long name and extra fields are.
pub(super) fn head(bytes: &[u8]) -> Option<(Entry, [usize; 2])> {
    if !bytes.starts_with(HEAD) {
        return None;
    }
    let flags = short(bytes, 6)?;
    let (packed, unpacked) = (long(bytes, 18)?, long(bytes, 22)?);
    let sizes = Sizes { checksum: u32::from_le_bytes(array(bytes, 14)?), packed, unpacked };
    let known = flags & 8 == 0 && sizes.packed != ELSEWHERE;
    let entry = Entry {
        method: short(bytes, 8)?,
        encrypted: flags & 1 != 0,
        sizes: known.then_some(sizes),
        ..Entry::default()
    };
    Some((entry, [usize::from(short(bytes, 26)?), usize::from(short(bytes, 28)?)]))
}

/// The fields of an extra part: their number and bytes.
fn fields(mut extra: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let (id, length) = (short(extra, 0)?, short(extra, 2)?);
        let field = extra.get(4..)?.get(..usize::from(length))?;
        extra = extra.get(4 + usize::from(length)..)?;
        Some((id, field))
    })
}

/// Numbers that need 64 bits, which stand in a field of their own in this order.
fn widened(extra: &[u8], mut numbers: [u64; 3]) -> [u64; 3] {
    let mut field = fields(extra).find(|(id, _)| *id == 1).map_or(&[][..], |(_, field)| field);
    for number in numbers.iter_mut().filter(|number| **number == ELSEWHERE) {
        if let Some(read) = wide(field, 0) {
            *number = read;
        }
        field = field.get(8..).unwrap_or_default();
    }
    numbers
}

/// A name in UTF-8: from the field for such names, as it is, or from the code page of DOS.
pub(super) fn named(name: &[u8], extra: &[u8], flags: u16) -> Vec<u8> {
    const UTF8_NAME: u16 = 0x7075;
    const UTF8_FLAG: u16 = 1 << 11;
    if let Some((_, field)) = fields(extra).find(|(id, _)| *id == UTF8_NAME) {
        let sum = |bytes: &[u8]| {
            let mut crc = flate2::Crc::new();
            crc.update(bytes);
            crc.sum()
        };
        // The field goes with the name whose checksum it holds.
        if array(field, 1).map(u32::from_le_bytes) == Some(sum(name)) {
            return field.get(5..).unwrap_or_default().to_vec();
        }
    }
    if flags & UTF8_FLAG != 0 || std::str::from_utf8(name).is_ok() {
        return name.to_vec();
    }
    let decoded = name.iter().map(|&byte| match byte {
        0..=0x7f => char::from(byte),
        _ => CODE_PAGE_437.chars().nth(usize::from(byte - 0x80)).unwrap_or('\u{fffd}'),
    });
    decoded.collect::<String>().into_bytes()
}

/// The upper half of the code page of DOS.
const CODE_PAGE_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.get(..N)?.try_into().ok()
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    array(bytes, at).map(u16::from_le_bytes)
}

/// A number of 32 bits.
fn long(bytes: &[u8], at: usize) -> Option<u64> {
    array(bytes, at).map(|number| u32::from_le_bytes(number).into())
}

/// A number of 64 bits.
fn wide(bytes: &[u8], at: usize) -> Option<u64> {
    array(bytes, at).map(u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_out_in_utf8() {
        assert_eq!(CODE_PAGE_437.chars().count(), 128);
        assert_eq!(named("čas.txt".as_bytes(), &[], 0), "čas.txt".as_bytes());
        assert_eq!(named(b"M\x81nchen.txt", &[], 0), "München.txt".as_bytes());
        // A name in another code page comes with its UTF-8 form and the checksum of the first.
        let mut crc = flate2::Crc::new();
        crc.update(b"\xa2.txt");
        let field = [&[1][..], &crc.sum().to_le_bytes(), "в.txt".as_bytes()].concat();
        let extra = [&0x7075_u16.to_le_bytes()[..], &(field.len() as u16).to_le_bytes(), &field].concat();
        assert_eq!(named(b"\xa2.txt", &extra, 0), "в.txt".as_bytes());
        assert_eq!(named(b"\xa3.txt", &extra, 0), "ú.txt".as_bytes());
    }

    #[test]
    fn large_numbers_stand_in_a_field_of_their_own() {
        let field =
            [&1_u16.to_le_bytes()[..], &16_u16.to_le_bytes(), &5_u64.to_le_bytes(), &7_u64.to_le_bytes()];
        let extra = field.concat();
        assert_eq!(widened(&extra, [ELSEWHERE, 3, ELSEWHERE]), [5, 3, 7]);
        assert_eq!(widened(&extra, [1, 2, 3]), [1, 2, 3]);
        assert_eq!(widened(&[], [ELSEWHERE, 2, 3]), [ELSEWHERE, 2, 3]);
    }
}
