//! Columns that are unpacked once they have been read often enough.
//!
//! The engine packs a column to the last bit and reads each value through two virtual calls.
//! For one search that is the cheapest way. A program that asks again and again has soon spent
//! more on reading than unpacking the column would cost, and from then on reads it unpacked:
//! the cost is never more than twice that of having known it in advance.

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

/// A column with any number of values a document, all of which fit in 32 bits.
pub struct Numbers {
    column: Column<u64>,
    read: Read,
    unpacked: OnceLock<Unpacked>,
}

struct Unpacked {
    /// Where the values of each document begin; one more at the end.
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl Numbers {
    pub(super) fn new(column: Column<u64>) -> Numbers {
        Numbers { column, read: Read::default(), unpacked: OnceLock::new() }
    }

    /// To be told before the values of so many documents are read.
    pub fn expect(&self, docs: u32) {
        let all = u64::from(self.column.values.num_vals());
        let a_doc = all / u64::from(self.column.num_docs().max(1)) + 1;
        if self.unpacked.get().is_none() && self.read.more_than(u64::from(docs) * a_doc, all) {
            self.unpacked.get_or_init(|| self.unpack());
        }
    }

    fn unpack(&self) -> Unpacked {
        let docs = self.column.num_docs();
        let mut unpacked = Unpacked { starts: Vec::with_capacity(docs as usize + 1), values: Vec::new() };
        let mut numbers = Vec::new();
        for doc in 0..docs {
            unpacked.starts.push(unpacked.values.len() as u32);
            self.read_packed(doc, &mut numbers);
            unpacked.values.extend_from_slice(&numbers);
        }
        unpacked.starts.push(unpacked.values.len() as u32);
        unpacked
    }

    fn read_packed(&self, doc: DocId, numbers: &mut Vec<u32>) {
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

    /// The values of a document, which may be read into `room`.
    #[inline]
    pub fn of<'n>(&'n self, doc: DocId, room: &'n mut Vec<u32>) -> &'n [u32] {
        if let Some(unpacked) = self.unpacked.get() {
            let bounds = unpacked.starts.get(doc as usize..doc as usize + 2);
            let Some(&[start, end]) = bounds else { return &[] };
            return unpacked.values.get(start as usize..end as usize).unwrap_or_default();
        }
        self.read_packed(doc, room);
        room
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
