//! Columns that are unpacked once they have been read often enough.
//!
//! The engine packs a column to the last bit and reads each value through two virtual calls.
//! For one search that is the cheapest way. A program that asks again and again has soon spent
//! more on reading than unpacking the column would cost, and from then on reads it unpacked:
//! the cost is never more than twice that of having known it in advance.

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
    values: Vec<u32>,
    /// The facet number of each value.
    pub names: Vec<u32>,
}

impl Unpacked {
    /// The values of a document.
    #[inline]
    pub fn of(&self, doc: DocId) -> &[u32] {
        let bounds = self.starts.get(doc as usize..doc as usize + 2);
        let Some(&[start, end]) = bounds else { return &[] };
        self.values.get(start as usize..end as usize).unwrap_or_default()
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
        let (mut starts, mut values) = (Vec::with_capacity(docs as usize + 1), Vec::new());
        let mut numbers = Vec::new();
        let mut uses: HashMap<u32, u32> = HashMap::new();
        for doc in 0..docs {
            starts.push(values.len() as u32);
            self.read(doc, &mut numbers);
            counted(&mut numbers);
            numbers.iter().for_each(|&number| *uses.entry(number).or_default() += 1);
            values.extend_from_slice(&numbers);
        }
        starts.push(values.len() as u32);
        let mut names: Vec<u32> = uses.keys().copied().collect();
        names.sort_unstable_by_key(|number| (Reverse(uses.get(number).copied()), *number));
        let order: HashMap<u32, u32> = names.iter().copied().zip(0..).collect();
        values.iter_mut().for_each(|value| *value = order.get(value).copied().unwrap_or(0));
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
