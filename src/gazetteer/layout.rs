//! The bytes of a gazetteer: what stands where, for the reader and the writer alike.
//!
//! Everything is little-endian and read where it stands. A header (magic number, hash,
//! length) is followed by a table of sections, then the sections:
//!
//! | section | holds |
//! |---|---|
//! | names | automaton from a name's key to a [`Meaning`] |
//! | codes | automaton from `=id`, `@COUNTRY` and `~demonym` to a place number |
//! | postings | the readings of names that have several, as [`Reading`]s of three bytes |
//! | records | one [`Record`] of seventeen bytes a place |
//! | outer | one [`Outer`] of six bytes for each place that is no town |
//! | strings | names, each behind a byte with its length |
//! | sets | the containers of places that are no towns, each set behind its length, in shorts |
//! | eras | years and successors of vanished states |
//!
//! Nine places in ten are towns, so their records are kept small: a town only names the
//! smallest division that it lies in, and has that one's country and containers. What is no
//! town has the lower numbers, all below 65,535, so that two bytes name it. Within both
//! groups the numbers rise with the GeoNames id, which makes the records their own index.
//!
//! Nothing here can panic on wrong bytes: what is out of range reads as absent.

use super::{Kind, NameKind, PlaceNo, Seat};

/// First bytes of a gazetteer; the last one is the version of the layout.
pub(super) const MAGIC: &[u8; 8] = b"dlgaz\0\0\x02";
/// The sections, in the order in which they stand.
pub(super) const SECTIONS: usize = 8;
/// Magic number, hash, total length, then offset and length of each section.
pub(super) const HEADER_LEN: usize = 8 + 8 + 4 + SECTIONS * 8;
/// Where the hashed part begins: behind magic number, hash and length.
pub(super) const HASHED_FROM: usize = 20;
/// Bytes of one record.
pub(super) const RECORD_LEN: usize = 17;
/// Bytes of what a place that is no town has besides.
pub(super) const OUTER_LEN: usize = 6;
/// Bytes of one reading in the postings.
pub(super) const READING_LEN: usize = 3;
/// Units of a degree in a record.
const DEGREE: f64 = 100_000.0;
/// Bytes of one era.
pub(super) const ERA_LEN: usize = 12;
/// More places than this cannot be numbered.
pub(super) const PLACES_MAX: u32 = 1 << 20;

/// Which section is which.
#[derive(Debug, Clone, Copy)]
pub(super) enum Section {
    Names,
    Codes,
    Postings,
    Records,
    Outer,
    Strings,
    Sets,
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

    /// How many places it holds.
    pub(super) fn places(&self) -> usize {
        self.get(Section::Records).len() / RECORD_LEN
    }

    /// How many of them are no towns; these have the numbers from 0.
    pub(super) fn outers(&self) -> usize {
        self.get(Section::Outer).len() / OUTER_LEN
    }
}

/// One place as it is stored.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Record {
    /// GeoNames id, 0 when the place is one of our own.
    pub geonames: u32,
    /// Where its name stands in the strings.
    pub name: u32,
    pub at: Point,
    /// 1 for a country's capital, 2 for the chief town of a division.
    pub seat: u8,
    pub population: Population,
    /// As place number + 1, 0 for none: of a town the smallest division that it lies in, else its
    /// country; of any other place its first-level division.
    pub parent: u16,
}

impl Record {
    /// The record with this number.
    pub(super) fn read(records: &[u8], no: PlaceNo) -> Option<Record> {
        let start = no.index().checked_mul(RECORD_LEN)?;
        let bytes: &[u8; RECORD_LEN] = records.get(start..start.checked_add(RECORD_LEN)?)?.try_into().ok()?;
        let (lat, lon) = (u32_at(bytes, 6)?, u32_at(bytes, 9)?);
        Some(Record {
            geonames: u24_at(bytes, 0)?,
            name: u24_at(bytes, 3)?,
            at: Point { lat: lat & LAT_MASK, lon: lon >> 2 & LON_MASK },
            seat: (lon >> 28) as u8,
            population: Population(u16_at(bytes, 13)?),
            parent: u16_at(bytes, 15)?,
        })
    }

    /// Appends the record's bytes.
    pub(super) fn write(&self, out: &mut Vec<u8>) {
        // Latitude takes 25 bits, longitude 26, the seat 2: seven bytes.
        let packed = u64::from(self.at.lat) | u64::from(self.at.lon) << 26 | u64::from(self.seat & 15) << 52;
        push_u24(out, self.geonames);
        push_u24(out, self.name);
        out.extend(packed.to_le_bytes().iter().take(7));
        out.extend(self.population.0.to_le_bytes());
        out.extend(self.parent.to_le_bytes());
    }
}

const LAT_MASK: u32 = (1 << 25) - 1;
const LON_MASK: u32 = (1 << 26) - 1;

/// A spot on the Earth in whole units, counted from the south pole and from 180 degrees west.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    lat: u32,
    lon: u32,
}

impl Default for Point {
    fn default() -> Point {
        Point::new(0.0, 0.0)
    }
}

impl Point {
    pub(super) fn new(lat: f64, lon: f64) -> Point {
        let units = |degrees: f64, most: f64| ((degrees.clamp(-most, most) + most) * DEGREE).round() as u32;
        Point { lat: units(lat, 90.0), lon: units(lon, 180.0) }
    }

    /// Degrees north and east.
    pub(super) fn degrees(self) -> (f64, f64) {
        // Whole numbers first: the quotient is then the nearest one to what was read.
        let degrees = |units: u32, most: i64| (i64::from(units) - most) as f64 / DEGREE;
        (degrees(self.lat, 9_000_000), degrees(self.lon, 18_000_000))
    }
}

/// A number of inhabitants in two bytes: exact up to 4,095, then to four digits or so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Population(u16);

/// Bits of a population that are kept below its highest.
const FRACTION_BITS: u32 = 11;

impl Population {
    pub(super) fn new(people: u32) -> Population {
        let bits = u32::BITS - people.leading_zeros();
        let shift = bits.saturating_sub(FRACTION_BITS + 1);
        if shift == 0 && bits <= FRACTION_BITS {
            return Population(people as u16);
        }
        let fraction = (people >> shift) & ((1 << FRACTION_BITS) - 1);
        Population(((shift + 1) << FRACTION_BITS | fraction) as u16)
    }

    pub(super) fn people(self) -> u32 {
        let (exponent, fraction) = (u32::from(self.0) >> FRACTION_BITS, u32::from(self.0) & 0x7ff);
        match exponent.checked_sub(1) {
            None => fraction,
            Some(shift) => (fraction | 1 << FRACTION_BITS).checked_shl(shift).unwrap_or(u32::MAX),
        }
    }
}

/// What a place that is no town has besides its record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Outer {
    pub kind: u8,
    /// Its country, as place number + 1; 0 for none.
    pub country: u16,
    /// Where its containers stand in the sets, in shorts; 0 is the empty set.
    pub set: u32,
}

impl Outer {
    pub(super) fn read(outers: &[u8], no: PlaceNo) -> Option<Outer> {
        let at = no.index().checked_mul(OUTER_LEN)?;
        let kind = *outers.get(at)?;
        Some(Outer { kind, country: u16_at(outers, at + 1)?, set: u24_at(outers, at + 3)? })
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.push(self.kind);
        out.extend(self.country.to_le_bytes());
        push_u24(out, self.set);
    }
}

/// One reading of a name as a number of 23 bits: the place above, the kind of name in the lowest
/// three. In the postings a bit above them says that another reading follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading(pub u32);

const FOLLOWED: u32 = 1 << 23;

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

    /// The reading at an index of the postings, and whether another one follows.
    pub(super) fn posted(postings: &[u8], at: usize) -> Option<(Reading, bool)> {
        let number = u24_at(postings, at.checked_mul(READING_LEN)?)?;
        Some((Reading(number & !FOLLOWED), number & FOLLOWED != 0))
    }

    /// Appends the reading to the postings.
    pub(super) fn post(self, followed: bool, out: &mut Vec<u8>) {
        push_u24(out, self.0 | if followed { FOLLOWED } else { 0 });
    }
}

/// What the automaton says of a name: its only reading, or where its readings stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    One(Reading),
    /// Index of the first one in the postings.
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
        6 => Kind::Admin2,
        7 => Kind::Region,
        9 => Kind::Landmark,
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

pub(super) fn u24_at(bytes: &[u8], at: usize) -> Option<u32> {
    match bytes.get(at..at.checked_add(3)?)? {
        &[low, middle, high] => Some(u32::from_le_bytes([low, middle, high, 0])),
        _ => None,
    }
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// Appends the lower three bytes of a number.
pub(super) fn push_u24(out: &mut Vec<u8>, number: u32) {
    out.extend(number.to_le_bytes().iter().take(3));
}

/// The number at an index of a section of shorts.
pub(super) fn short_at(numbers: &[u8], index: usize) -> Option<u16> {
    u16_at(numbers, index.checked_mul(2)?)
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
            geonames: 13_665_338,
            name: 3_000_000,
            at: Point::new(-51.737_33, 179.999_99),
            seat: 2,
            population: Population::new(409_431),
            parent: 65_535,
        };
        let mut bytes = Vec::new();
        Record::default().write(&mut bytes);
        record.write(&mut bytes);
        assert_eq!(bytes.len(), 2 * RECORD_LEN);
        assert_eq!(Record::read(&bytes, PlaceNo(1)), Some(record));
        assert_eq!(Record::read(&bytes, PlaceNo(2)), None);
        assert_eq!(record.at.degrees(), (-51.737_33, 179.999_99));
        assert_eq!(Record::default().at.degrees(), (0.0, 0.0));
    }

    #[test]
    fn outers_and_readings_read_back() {
        let outer = Outer { kind: 5, country: 252, set: 70_000 };
        let mut bytes = Vec::new();
        Outer::default().write(&mut bytes);
        outer.write(&mut bytes);
        assert_eq!(bytes.len(), 2 * OUTER_LEN);
        assert_eq!(Outer::read(&bytes, PlaceNo(1)), Some(outer));
        let last = Reading::new(PlaceNo(PLACES_MAX - 1), NameKind::Postal);
        let mut postings = Vec::new();
        last.post(true, &mut postings);
        last.post(false, &mut postings);
        assert_eq!(Reading::posted(&postings, 0), Some((last, true)));
        assert_eq!(Reading::posted(&postings, 1), Some((last, false)));
        assert_eq!(Reading::posted(&postings, 2), None);
        assert_eq!((last.place(), last.name()), (PlaceNo(PLACES_MAX - 1), NameKind::Postal));
    }

    #[test]
    fn populations_keep_their_order_and_four_digits() {
        let mut before = 0;
        for people in
            [0, 1, 500, 2_047, 2_048, 4_095, 4_097, 6_940, 409_431, 8_804_190, 1_411_778_724, u32::MAX]
        {
            let kept = Population::new(people).people();
            assert!(kept <= people && people - kept <= people / 2_048, "{people} became {kept}");
            assert!(kept >= before);
            before = kept;
        }
        assert_eq!(Population::new(4_095).people(), 4_095);
    }

    #[test]
    fn wrong_bytes_are_refused() {
        assert!(Sections::cut(b"").is_err());
        assert!(Sections::cut(b"dlgaz\0\0\x02").is_err());
        assert!(Sections::cut(&[0; 200]).is_err());
    }
}
