//! Columns that are unpacked once they have been read often enough.
//!
//! The engine packs a column to the last bit and reads each value through two virtual calls.
//! For one search that is the cheapest way. A program that asks again and again has soon spent
//! more on reading than unpacking the column would cost, and from then on reads it unpacked:
//! the cost is never more than twice that of having known it in advance.

// Values are cut into bytes here, and no column is unpacked whose places need more than 32 bits.
#![allow(clippy::cast_possible_truncation)]

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use tantivy::DocId;
use tantivy::columnar::Column;

/// Bytes that one column may take unpacked.
const BYTES_MAX: u64 = 256 << 20;

/// Counts how much was read.
#[derive(Default)]
struct Read(AtomicU64);

impl Read {
    /// Counts so many values, and says whether more were read by now than there are.
    fn more_than(&self, values: u64, all: u64) -> bool {
        self.0.fetch_add(values, Ordering::Relaxed) + values > all && all.saturating_mul(4) <= BYTES_MAX
    }
}

/// A column of facet numbers, any number of them a document.
pub struct Numbers {
    column: Column<u64>,
    read: Read,
    unpacked: OnceLock<Unpacked>,
}

/// What the documents of a segment count as, with the most frequent values numbered first: most
/// of what is counted is then a few values that stay in the processor's nearest memory.
pub struct Unpacked {
    /// The snapshot for which numbers were turned into what they count as.
    stamp: u64,
    /// Where the values of each document begin; one more at the end.
    starts: Vec<u32>,
    /// Values in as few bytes as their frequency allows: documents that match lie apart, and each
    /// line of memory that has to be fetched for one costs more than counting its values.
    values: Vec<u8>,
    /// The facet number of each value.
    pub names: Vec<u32>,
}

impl Unpacked {
    /// Calls back with each value of a document.
    #[inline]
    pub fn each(&self, doc: DocId, mut callback: impl FnMut(u32)) {
        let bounds = self.starts.get(doc as usize..doc as usize + 2);
        let Some(&[start, end]) = bounds else { return };
        let mut rest = self.values.get(start as usize..end as usize).unwrap_or_default();
        while let Some((&first, behind)) = rest.split_first() {
            rest = behind;
            callback(match first {
                0..TWO => u32::from(first),
                TWO..FOUR => {
                    let Some((&low, behind)) = rest.split_first() else { return };
                    rest = behind;
                    u32::from(TWO) + (u32::from(first - TWO) << 8) + u32::from(low)
                }
                FOUR => {
                    let Some((&bytes, behind)) = rest.split_first_chunk() else { return };
                    rest = behind;
                    u32::from_le_bytes(bytes)
                }
            });
        }
    }
}

/// First byte of a value of two bytes; smaller ones are values themselves.
const TWO: u8 = 192;
/// In front of a value of four bytes.
const FOUR: u8 = 255;

fn write_value(value: u32, out: &mut Vec<u8>) {
    if value < u32::from(TWO) {
        out.push(value as u8);
        return;
    }
    let behind = value - u32::from(TWO);
    if behind >> 8 < u32::from(FOUR - TWO) {
        out.extend([TWO + (behind >> 8) as u8, behind as u8]);
    } else {
        out.push(FOUR);
        out.extend(value.to_le_bytes());
    }
}

impl Numbers {
    pub(super) fn new(column: Column<u64>) -> Numbers {
        Numbers { column, read: Read::default(), unpacked: OnceLock::new() }
    }

    /// The column unpacked, when that was worth while by now; to be asked before the values of so
    /// many documents are counted. `counted` turns the numbers of a document into those that they
    /// count as, in the snapshot of this stamp.
    pub fn unpacked(&self, docs: u32, stamp: u64, counted: impl Fn(&mut Vec<u32>)) -> Option<&Unpacked> {
        if self.unpacked.get().is_none() {
            let all = u64::from(self.column.values.num_vals());
            let a_doc = all / u64::from(self.column.num_docs().max(1)) + 1;
            if self.read.more_than(u64::from(docs) * a_doc, all) {
                self.unpacked.get_or_init(|| self.unpack(stamp, counted));
            }
        }
        self.if_unpacked(stamp)
    }

    /// The column unpacked for the snapshot of this stamp, if it is by now.
    pub fn if_unpacked(&self, stamp: u64) -> Option<&Unpacked> {
        self.unpacked.get().filter(|unpacked| unpacked.stamp == stamp)
    }

    fn unpack(&self, stamp: u64, counted: impl Fn(&mut Vec<u32>)) -> Unpacked {
        let docs = self.column.num_docs();
        let mut numbers = Vec::new();
        let mut uses: HashMap<u32, u32> = HashMap::new();
        for doc in 0..docs {
            self.read(doc, &mut numbers);
            counted(&mut numbers);
            numbers.iter().for_each(|&number| *uses.entry(number).or_default() += 1);
        }
        let mut names: Vec<u32> = uses.keys().copied().collect();
        names.sort_unstable_by_key(|number| (Reverse(uses.get(number).copied()), *number));
        let order: HashMap<u32, u32> = names.iter().copied().zip(0..).collect();
        let (mut starts, mut values) = (Vec::with_capacity(docs as usize + 1), Vec::new());
        for doc in 0..docs {
            starts.push(values.len() as u32);
            self.read(doc, &mut numbers);
            counted(&mut numbers);
            let order = numbers.iter().filter_map(|number| order.get(number));
            order.for_each(|&value| write_value(value, &mut values));
        }
        starts.push(values.len() as u32);
        Unpacked { stamp, starts, values, names }
    }

    /// Reads the numbers of a document.
    pub fn read(&self, doc: DocId, numbers: &mut Vec<u32>) {
        /// Values that are read at a time.
        const CHUNK: usize = 64;
        numbers.clear();
        let rows = self.column.index.value_row_ids(doc);
        let mut chunk = [0_u64; CHUNK];
        let mut at = rows.start;
        while at < rows.end {
            let count = ((rows.end - at) as usize).min(CHUNK);
            let Some(part) = chunk.get_mut(..count) else { return };
            // They lie side by side, so one call gets them.
            self.column.values.get_range(u64::from(at), part);
            numbers.extend(part.iter().filter_map(|&n| u32::try_from(n).ok()));
            at += count as u32;
        }
    }
}

/// First and last day of publication.
pub struct Days {
    moment: Column<i64>,
    last_day: Column<i64>,
    docs: u32,
    read: Read,
    unpacked: OnceLock<Vec<(i32, i32)>>,
}

/// Stands for no date; no day comes before it, and none after it.
const NONE: (i32, i32) = (i32::MAX, i32::MIN);

impl Days {
    pub(super) fn new(moment: Column<i64>, last_day: Column<i64>, docs: u32) -> Days {
        Days { moment, last_day, docs, read: Read::default(), unpacked: OnceLock::new() }
    }

    /// The days on which documents of the segment were published, none of them outside.
    pub fn reach(&self) -> RangeInclusive<i32> {
        let day = |moment| super::Moment(moment).day();
        day(self.moment.min_value())..=day(self.moment.max_value())
    }

    /// To be told before the days of so many documents are read.
    pub fn expect(&self, docs: u32) {
        let all = u64::from(self.docs);
        if self.unpacked.get().is_none() && self.read.more_than(u64::from(docs), all) {
            self.unpacked.get_or_init(|| (0..self.docs).map(|doc| self.packed(doc)).collect());
        }
    }

    fn packed(&self, doc: DocId) -> (i32, i32) {
        let first = self.moment.first(doc).map(|m| super::Moment(m).day());
        let last = self.last_day.first(doc).and_then(|day| i32::try_from(day).ok());
        first.zip(last).unwrap_or(NONE)
    }

    /// The days of a document; `None` when it has no date.
    #[inline]
    pub fn of(&self, doc: DocId) -> Option<(i32, i32)> {
        let days = match self.unpacked.get() {
            Some(unpacked) => unpacked.get(doc as usize).copied().unwrap_or(NONE),
            None => self.packed(doc),
        };
        (days != NONE).then_some(days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_every_length_come_back() {
        let all = [0, 1, 191, 192, 193, 447, 448, 16_319, 16_320, 16_321, 70_000, u32::MAX];
        let mut values = Vec::new();
        all.iter().for_each(|&value| write_value(value, &mut values));
        let starts = vec![0, 0, values.len() as u32];
        let unpacked = Unpacked { stamp: 0, starts, values, names: Vec::new() };
        let of = |doc| {
            let mut found = Vec::new();
            unpacked.each(doc, |value| found.push(value));
            found
        };
        assert_eq!((of(0), of(1), of(2)), (Vec::new(), all.to_vec(), Vec::new()));
    }
}
