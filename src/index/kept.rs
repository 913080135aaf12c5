//! What a snapshot keeps from one search to the next, because getting it anew would
//! cost more than many a search: the columns and stores of its segments, opened, stemmers
//! with their memory of words, and tables for counting.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tantivy::columnar::Column;
use tantivy::directory::OwnedBytes;
use tantivy::schema::Field;
use tantivy::store::StoreReader;
use tantivy::{DocAddress, Searcher, SegmentReader};

use super::Stories;
use super::copies::{Copies, KnownCopies};
use super::hot::{Days, Numbers};
use crate::gazetteer::Shown;
use crate::text::Stemmer;

/// Stemmers by language; that of unknown ones under an empty name.
pub type Stemmers = HashMap<String, Stemmer>;

/// What is kept.
pub struct Kept {
    columns: Vec<Columns>,
    stores: Vec<StoreReader>,
    lengths: Mutex<HashMap<Field, (u64, u64)>>,
    stemmers: Mutex<Stemmers>,
    counters: Mutex<Vec<Vec<u32>>>,
    places: RwLock<HashMap<u32, Arc<Shown>>>,
    copies: KnownCopies,
}

/// The columns of a segment that searches read.
pub struct Columns {
    /// Ids of the articles.
    pub id: Column<u64>,
    /// When they were published.
    pub moment: Column<i64>,
    /// The last day that this can mean.
    pub last_day: Column<i64>,
    /// First and last day.
    pub days: Days,
    /// Numbers of the periods spoken of.
    pub spoken: Column<u64>,
    /// Facet numbers of places.
    pub places: Numbers,
    /// Facet numbers of actors, as they were found.
    pub actors: Numbers,
    /// Facet numbers of outlets.
    pub outlet: Numbers,
    /// Facet numbers of languages.
    pub lang: Numbers,
}

impl Columns {
    fn open(reader: &SegmentReader) -> tantivy::Result<Columns> {
        let fast = reader.fast_fields();
        let numbers = |name: &str| -> tantivy::Result<Numbers> { Ok(Numbers::new(fast.u64(name)?)) };
        let (moment, last_day) = (fast.i64("moment")?, fast.i64("last_day")?);
        Ok(Columns {
            id: fast.u64("id")?,
            days: Days::new(moment.clone(), last_day.clone(), reader.max_doc()),
            moment,
            last_day,
            spoken: fast.u64("spoken")?,
            places: numbers("places")?,
            actors: numbers("actors")?,
            outlet: numbers("outlet")?,
            lang: numbers("lang")?,
        })
    }
}

/// The bytes of a document's only stored value. The engine's way to them copies byte by byte
/// through several layers; in front of them stand the number of values, the field, the type of
/// the value, and its length.
fn only_value(document: OwnedBytes) -> Option<OwnedBytes> {
    /// One, as the engine writes it.
    const ONE: u8 = 0x81;
    /// The type of a value that is bytes.
    const BYTES: u8 = 4;
    let mut rest = document.as_slice();
    let (&[count, _, _, _, _, kind], behind) = rest.split_first_chunk::<6>()?;
    rest = behind;
    // Seven bits a byte, the lowest first; the highest bit says that it is the last.
    let mut length = 0_usize;
    for shift in (0..35).step_by(7) {
        let (&byte, behind) = rest.split_first()?;
        rest = behind;
        length |= usize::from(byte & 0x7F) << shift;
        if byte >= 0x80 {
            break;
        }
    }
    let whole = count == ONE && kind == BYTES && length == rest.len();
    whole.then(|| document.slice(document.len() - length..document.len()))
}

/// Tables for counting that wait for the next search.
const COUNTERS_MAX: usize = 16;

impl Kept {
    /// Opens the columns of all segments.
    pub(super) fn new(searcher: &Searcher) -> tantivy::Result<Kept> {
        let columns = searcher.segment_readers().iter().map(Columns::open);
        let stores = searcher.segment_readers().iter().map(|reader| reader.get_store_reader(0));
        Ok(Kept {
            columns: columns.collect::<tantivy::Result<_>>()?,
            stores: stores.collect::<std::io::Result<_>>()?,
            lengths: Mutex::default(),
            stemmers: Mutex::default(),
            counters: Mutex::default(),
            places: RwLock::default(),
            copies: KnownCopies::default(),
        })
    }

    /// The record of a document as it is stored; `None` when it cannot be read.
    pub fn stored(&self, address: DocAddress) -> Option<OwnedBytes> {
        let document = self.stores.get(address.segment_ord as usize)?.get_document_bytes(address.doc_id);
        only_value(document.ok()?)
    }

    /// The columns of the segment with this number.
    pub fn columns(&self, segment: u32) -> Option<&Columns> {
        self.columns.get(segment as usize)
    }

    /// The documents of a segment that belong to stories of several articles.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn copies(
        &self,
        segment: u32,
        reader: &SegmentReader,
        stories: &Arc<Stories>,
    ) -> tantivy::Result<Arc<Copies>> {
        self.copies.get(segment, reader, stories)
    }

    /// How many articles there are, and how many words a field has in all of them; deleted
    /// articles count until their segment is merged.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn lengths(&self, searcher: &Searcher, field: Field) -> tantivy::Result<(u64, u64)> {
        let mut lengths = self.lengths.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lengths.get(&field) {
            return Ok(*known);
        }
        let (mut articles, mut words) = (0, 0);
        for reader in searcher.segment_readers() {
            articles += u64::from(reader.max_doc());
            words += reader.inverted_index(field)?.total_num_tokens();
        }
        lengths.insert(field, (articles, words));
        Ok((articles, words))
    }

    /// The stemmers, to be given back. A search that runs meanwhile finds none and makes its own.
    pub fn take_stemmers(&self) -> Stemmers {
        std::mem::take(&mut *self.stemmers.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Gives stemmers back.
    pub fn give_back(&self, stemmers: Stemmers) {
        *self.stemmers.lock().unwrap_or_else(PoisonError::into_inner) = stemmers;
    }

    /// What is shown of the place with a facet number, put together the first time.
    pub fn place(&self, number: u32, shown: impl FnOnce() -> Option<Arc<Shown>>) -> Option<Arc<Shown>> {
        if let Some(known) = self.places.read().unwrap_or_else(PoisonError::into_inner).get(&number) {
            return Some(Arc::clone(known));
        }
        let new = shown()?;
        self.places.write().unwrap_or_else(PoisonError::into_inner).insert(number, Arc::clone(&new));
        Some(new)
    }

    /// A table of so many zeros at least, to be given back. Making one costs more than most
    /// searches have to count.
    pub fn take_counters(&self, len: usize) -> Vec<u32> {
        let mut counters =
            self.counters.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        if counters.len() < len {
            counters.resize(len, 0);
        }
        counters
    }

    /// Gives a table back, which must hold nothing but zeros.
    pub fn give_counters_back(&self, zeros: Vec<u32>) {
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        if counters.len() < COUNTERS_MAX {
            counters.push(zeros);
        }
    }
}
