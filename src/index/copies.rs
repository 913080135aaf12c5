//! Which documents of a segment belong to stories of several articles.
//!
//! Few do, so a search that has to say how many stories it found looks at these alone: all other
//! matches are stories of their own.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::{DocId, SegmentReader};

use super::Stories;

/// A document of a story of several articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copy {
    /// The document.
    pub doc: DocId,
    /// Its story.
    pub story: u32,
}

/// Those of a segment, in the order of documents.
#[derive(Debug, Default)]
pub struct Copies(Vec<Copy>);

impl Copies {
    fn of(reader: &SegmentReader, stories: &Stories) -> tantivy::Result<Copies> {
        if stories.is_empty() {
            return Ok(Copies::default());
        }
        let numbers = reader.fast_fields().u64("number")?;
        let story = |doc| stories.story(u32::try_from(numbers.first(doc)?).ok()?);
        let copies = (0..reader.max_doc()).filter_map(|doc| Some(Copy { doc, story: story(doc)? }));
        Ok(Copies(copies.collect()))
    }

    /// Those among the documents from `start` to before `end`.
    pub fn within(&self, start: DocId, end: DocId) -> &[Copy] {
        let at = |doc| self.0.partition_point(|copy| copy.doc < doc);
        self.0.get(at(start)..at(end)).unwrap_or_default()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What was found out of the segments of a snapshot for the groupings that were asked for.
#[derive(Default)]
pub(super) struct KnownCopies(Mutex<Known>);

/// By the place of a grouping in memory and the number of a segment. The grouping is held, so
/// that no other can come to stand there.
type Known = HashMap<(usize, u32), (Arc<Stories>, Arc<Copies>)>;

impl KnownCopies {
    pub(super) fn get(
        &self,
        segment: u32,
        reader: &SegmentReader,
        stories: &Arc<Stories>,
    ) -> tantivy::Result<Arc<Copies>> {
        let key = (Arc::as_ptr(stories).addr(), segment);
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, copies)) = known.get(&key) {
            return Ok(Arc::clone(copies));
        }
        let copies = Arc::new(Copies::of(reader, stories)?);
        known.insert(key, (Arc::clone(stories), Arc::clone(&copies)));
        Ok(copies)
    }
}
