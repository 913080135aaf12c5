//! The bytes of a gazetteer: what stands where, for the reader and the writer alike.
//!
//! Everything is little-endian and read where it stands. A header (magic number, hash,
//! length) is followed by a table of sections, then the sections:
//!
//! | section | holds |
//! |---|---|
//! | names | automaton from a name's key to a [`Meaning`] |
//! | codes | automaton from `=id`, `@COUNTRY` and `~demonym` to a place number |
//! | postings | the readings of names that have several, as [`Reading`] numbers |
//! | records | one [`Record`] a place |
//! | strings | names, each behind a byte with its length |
//! | sets | the containers of places, each set behind its length |
//! | ids | GeoNames ids in rising order, each with its place |
//! | eras | years and successors of vanished states |
//!
//! Nothing here can panic on wrong bytes: what is out of range reads as absent.

use super::{Kind, NameKind, PlaceNo, Seat};

/// First bytes of a gazetteer; the last one is the version of the layout.
pub(super) const MAGIC: &[u8; 8] = b"dlgaz\0\0\x01";
/// The sections, in the order in which they stand.
pub(super) const SECTIONS: usize = 8;
/// Magic number, hash, total length, then offset and length of each section.
pub(super) const HEADER_LEN: usize = 8 + 8 + 4 + SECTIONS * 8;
/// Where the hashed part begins: behind magic number, hash and length.
pub(super) const HASHED_FROM: usize = 20;
/// Bytes of one record.
pub(super) const RECORD_LEN: usize = 30;
/// Units of a degree in a record.
pub(super) const DEGREE: f64 = 100_000.0;
/// Bytes of one era.
pub(super) const ERA_LEN: usize = 12;

/// Which section is which.
#[derive(Debug, Clone, Copy)]
pub(super) enum Section {
    Names,
    Codes,
    Postings,
    Records,
    Strings,
    Sets,
    Ids,
    Eras,
}

/// The bytes of all sections.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sections {
    parts: [&'static [u8]; SECTIONS],
    /// The hash that the writer put into the header.
    pub(super) hash: u64,
}

impl Sections {
    /// Cuts a block of bytes into sections.
    pub(super) fn cut(bytes: &'static [u8]) -> Result<Sections, &'static str> {
        if bytes.get(..MAGIC.len()) != Some(MAGIC) {
            return Err("it is no gazetteer, or one of another version");
        }
        let hash = u64_at(bytes, 8).ok_or("its header is cut short")?;
        if u32_at(bytes, 16).map(|len| len as usize) != Some(bytes.len()) {
            return Err("it is cut short");
        }
        let mut parts: [&'static [u8]; SECTIONS] = [&[]; SECTIONS];
        for (number, part) in parts.iter_mut().enumerate() {
            let entry = 20 + number * 8;
            let place = u32_at(bytes, entry).zip(u32_at(bytes, entry + 4));
            let (start, len) = place.ok_or("its header is cut short")?;
            let range = (start as usize)..(start as usize).saturating_add(len as usize);
            *part = bytes.get(range).ok_or("a section lies outside the file")?;
        }
        Ok(Sections { parts, hash })
    }

    /// The bytes of one section.
    pub(super) fn get(&self, section: Section) -> &'static [u8] {
        self.parts.get(section as usize).copied().unwrap_or_default()
    }
}

/// One place as it is stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// GeoNames id, 0 when the place is one of our own.
    pub geonames: u32,
    /// Where its name stands in the strings.
    pub name: u32,
    /// Degrees north and east times [`DEGREE`].
    pub lat: i32,
    pub lon: i32,
    pub population: u32,
    /// Where its containers stand in the sets, in numbers; 0 is the empty set.
    pub set: u32,
    /// Its country and first-level division, as place number + 1; 0 for none.
    pub country: u16,
    pub admin1: u16,
    pub kind: u8,
    /// 1 for a country's capital, 2 for the chief town of a division.
    pub seat: u8,
}

impl Record {
    /// The record with this number.
    pub(super) fn read(records: &[u8], no: PlaceNo) -> Option<Record> {
        let start = no.index().checked_mul(RECORD_LEN)?;
        let bytes: &[u8; RECORD_LEN] = records.get(start..start.checked_add(RECORD_LEN)?)?.try_into().ok()?;
        Some(Record {
            geonames: u32_at(bytes, 0)?,
            name: u32_at(bytes, 4)?,
            lat: u32_at(bytes, 8)?.cast_signed(),
            lon: u32_at(bytes, 12)?.cast_signed(),
            population: u32_at(bytes, 16)?,
            set: u32_at(bytes, 20)?,
            country: u16_at(bytes, 24)?,
            admin1: u16_at(bytes, 26)?,
            kind: bytes[28],
            seat: bytes[29],
        })
    }

    /// Appends the record's bytes.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.extend(self.geonames.to_le_bytes());
        out.extend(self.name.to_le_bytes());
        out.extend(self.lat.to_le_bytes());
        out.extend(self.lon.to_le_bytes());
        out.extend(self.population.to_le_bytes());
        out.extend(self.set.to_le_bytes());
        out.extend(self.country.to_le_bytes());
        out.extend(self.admin1.to_le_bytes());
        out.extend([self.kind, self.seat]);
    }
}

/// One reading of a name as a number: the place above, the kind of name in the lowest three bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading(pub u32);

impl Reading {
    pub(super) fn new(place: PlaceNo, name: NameKind) -> Reading {
        Reading((place.0 << 3) | name as u32)
    }

    pub(super) fn place(self) -> PlaceNo {
        PlaceNo(self.0 >> 3)
    }

    pub(super) fn name(self) -> NameKind {
        match self.0 & 7 {
            0 => NameKind::Main,
            1 => NameKind::Shared,
            3 => NameKind::Former,
            4 => NameKind::Abbreviation,
            5 => NameKind::Postal,
            _ => NameKind::Alternate,
        }
    }
}

/// What the automaton says of a name: its only reading, or where its readings stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    One(Reading),
    /// Offset into the postings, in numbers.
    Several(usize),
}

impl Meaning {
    pub(super) fn from_number(number: u64) -> Meaning {
        let value = u32::try_from(number >> 1).unwrap_or(u32::MAX);
        if number & 1 == 0 { Meaning::One(Reading(value)) } else { Meaning::Several(value as usize) }
    }

    pub(super) fn number(self) -> u64 {
        match self {
            Meaning::One(reading) => u64::from(reading.0) << 1,
            Meaning::Several(at) => (at as u64) << 1 | 1,
        }
    }
}

/// The kind with this number.
pub(super) fn kind(number: u8) -> Kind {
    match number {
        0 => Kind::Continent,
        1 => Kind::Water,
        2 => Kind::Area,
        3 => Kind::Country,
        4 => Kind::FormerCountry,
        5 => Kind::Admin1,
        6 => Kind::Region,
        8 => Kind::Landmark,
        _ => Kind::City,
    }
}

/// The seat with this number.
pub(super) fn seat(number: u8) -> Seat {
    match number {
        1 => Seat::Country,
        2 => Seat::Admin1,
        _ => Seat::None,
    }
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// The number at an index of a section of 32-bit numbers.
pub(super) fn number_at(numbers: &[u8], index: usize) -> Option<u32> {
    u32_at(numbers, index.checked_mul(4)?)
}

/// The name that stands at an offset of the strings.
pub(super) fn string_at(strings: &[u8], at: u32) -> Option<&str> {
    let at = at as usize;
    let len = usize::from(*strings.get(at)?);
    let start = at.checked_add(1)?;
    std::str::from_utf8(strings.get(start..start.checked_add(len)?)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_read_back() {
        let record = Record {
            geonames: 538_560,
            lat: -5_173_733,
            population: 409_431,
            country: 7,
            seat: 2,
            ..Record::default()
        };
        let mut bytes = Vec::new();
        Record::default().write(&mut bytes);
        record.write(&mut bytes);
        assert_eq!(bytes.len(), 2 * RECORD_LEN);
        assert_eq!(Record::read(&bytes, PlaceNo(1)), Some(record));
        assert_eq!(Record::read(&bytes, PlaceNo(2)), None);
    }

    #[test]
    fn wrong_bytes_are_refused() {
        assert!(Sections::cut(b"").is_err());
        assert!(Sections::cut(b"dlgaz\0\0\x01").is_err());
        assert!(Sections::cut(&[0; 200]).is_err());
    }
}
