//! Every match with its values: what the facets beyond plain counting are made of.
//!
//! A pass hands over one article after another, each with its values of the facets asked for:
//! facet numbers, or the keys of dates. Counted by story, the values of a story's matching
//! articles come together, because a story has a value when one of them has it.
//!
//! Left out: selections that are kept apart from the query (drill-sideways); what is selected
//! is a part of the plan here.

use std::sync::Arc;

use tantivy::DocId;

use super::Unit;
use super::budget::Budget;
use super::collect::as_counted;
use super::facets::{FacetKind, date_key, date_label};
use super::frame::{Docs, Frame};
use super::open::Opener;
use super::plan::Plan;
use super::postings::Floor;
use super::scan::{Frames, Need};
use super::terms::Terms;
use crate::error::Result;
use crate::index::Snapshot;
use crate::index::dictionary::View;
use crate::index::kept::Columns;
use crate::index::spoken::Spoken;

/// A value of a facet: a facet number, or the key of a date ([`date_key`]).
pub(super) type Key = i64;

/// Calls back with the matches of each window of each segment: the number of the segment, its
/// columns, the first document of the window, and the matches by their distance from it.
pub(super) fn windows(
    snapshot: &Snapshot,
    plan: &Plan,
    mut callback: impl FnMut(u32, &Columns, DocId, &Docs),
) -> Result<()> {
    let damaged = |e: tantivy::TantivyError| snapshot.damaged(&e.to_string());
    let budget = Arc::new(Budget::new(snapshot.searcher.num_docs(), None));
    let (terms, mut frames) = (Terms::default(), Frames::default());
    for (segment, reader) in (0_u32..).zip(snapshot.searcher.segment_readers()) {
        let Some(columns) = snapshot.kept.columns(segment) else { continue };
        let mut root = Opener { snapshot, segment, scored: false, terms: &terms, budget: &budget }
            .open(plan)
            .map_err(damaged)?;
        let end = reader.max_doc();
        let mut frame = Frame::default();
        let mut start = root.next_from(0);
        while start < end {
            frame.begin(start, end, false);
            root.fill(None, Need { scored: false, floor: Floor::NONE }, &mut frames, &mut frame);
            frame.drop_deleted(reader.alive_bitset());
            callback(segment, columns, frame.start, &frame.docs);
            budget.check()?;
            start = root.next_from(frame.end);
        }
    }
    budget.check()
}

/// Calls back with the values of each match, a list for each facet: sorted, each value once.
/// Gives the number of matches, in the unit.
pub(super) fn each(
    snapshot: &Snapshot,
    plan: &Plan,
    unit: Unit,
    kinds: &[FacetKind],
    mut callback: impl FnMut(&[Vec<Key>]),
) -> Result<u64> {
    let stories = snapshot.stories();
    let by_story = unit == Unit::Story && !stories.is_empty();
    let mut readers: Vec<Reader> = kinds.iter().map(|&kind| Reader::new(kind)).collect();
    let mut values = vec![Vec::new(); kinds.len()];
    // What articles of stories have, to be joined: memory goes with the articles in stories.
    let mut joined: Vec<(u32, Option<usize>, Key)> = Vec::new();
    let mut matches = 0;
    windows(snapshot, plan, |segment, columns, start, docs| {
        let numbers = snapshot.searcher.segment_reader(segment).fast_fields().u64("number").ok();
        let story = |doc| {
            let number = numbers.as_ref().filter(|_| by_story)?.first(doc)?;
            stories.story(u32::try_from(number).ok()?)
        };
        docs.each(|at| {
            let doc = start + at;
            for (reader, values) in readers.iter_mut().zip(&mut values) {
                reader.read(doc, columns, &snapshot.dictionary, values);
            }
            match story(doc) {
                None => {
                    matches += 1;
                    callback(&values);
                }
                Some(story) => {
                    joined.push((story, None, 0));
                    for (at, values) in values.iter().enumerate() {
                        joined.extend(values.iter().map(|&value| (story, Some(at), value)));
                    }
                }
            }
        });
    })?;
    joined.sort_unstable();
    joined.dedup();
    for story in joined.chunk_by(|a, b| a.0 == b.0) {
        values.iter_mut().for_each(Vec::clear);
        for &(_, at, value) in story {
            if let Some(values) = at.and_then(|at| values.get_mut(at)) {
                values.push(value);
            }
        }
        matches += 1;
        callback(&values);
    }
    Ok(matches)
}

/// Reads the values of one facet.
struct Reader {
    kind: FacetKind,
    numbers: Vec<u32>,
}

impl Reader {
    fn new(kind: FacetKind) -> Reader {
        Reader { kind, numbers: Vec::new() }
    }

    fn read(&mut self, doc: DocId, columns: &Columns, dictionary: &View, values: &mut Vec<Key>) {
        values.clear();
        match self.kind {
            FacetKind::Date(step) => {
                let key = columns.days.of(doc).and_then(|(first, last)| date_key(first, last, step));
                values.extend(key.map(Key::from));
            }
            FacetKind::Mentions(step) => {
                let periods = columns.spoken.values_for_doc(doc).map(Spoken::from_number);
                let keys = periods.filter_map(|p| date_key(p.first(), p.last(), step));
                values.extend(keys.map(Key::from));
            }
            FacetKind::Place(_) | FacetKind::PlaceDepth(_) => columns.places.read(doc, &mut self.numbers),
            FacetKind::Outlet => columns.outlet.read(doc, &mut self.numbers),
            FacetKind::Lang => columns.lang.read(doc, &mut self.numbers),
            FacetKind::Actor(_) => {
                columns.actors.read(doc, &mut self.numbers);
                as_counted(&mut self.numbers, dictionary);
            }
        }
        let class = self.kind.class();
        let counted = |n: &u32| class.is_none_or(|class| dictionary.is_of(*n, class));
        values.extend(self.numbers.drain(..).filter(counted).map(Key::from));
        values.sort_unstable();
        values.dedup();
    }
}

/// The values of a document: sorted, each once.
pub(super) fn values(kind: FacetKind, doc: DocId, columns: &Columns, dictionary: &View) -> Vec<Key> {
    let mut values = Vec::new();
    Reader::new(kind).read(doc, columns, dictionary, &mut values);
    values
}

/// The facet number that a key is; `None` for a date.
pub(super) fn number(kind: FacetKind, key: Key) -> Option<u32> {
    match kind {
        FacetKind::Date(_) | FacetKind::Mentions(_) => None,
        _ => u32::try_from(key).ok(),
    }
}

/// What a selection takes back for a value, and what is shown for it.
pub(super) fn named(kind: FacetKind, key: Key, dictionary: &View) -> (String, String) {
    match (kind, number(kind, key)) {
        (_, Some(number)) => (dictionary.value(number).to_owned(), dictionary.label(number).to_owned()),
        (FacetKind::Date(step) | FacetKind::Mentions(step), None) => {
            let label = i32::try_from(key).map_or(String::new(), |key| date_label(key, step));
            (label.clone(), label)
        }
        _ => (String::new(), String::new()),
    }
}
