//! Counts one facet: articles by their values, or stories by those of any of their articles.

use std::collections::HashSet;

use tantivy::DocId;
use tantivy::columnar::Column;

use crate::index::Snapshot;
use crate::index::copies::Copy;
use crate::index::dictionary::{Class, View};
use crate::index::hot::Numbers;
use crate::index::kept::Columns;
use crate::index::spoken::Spoken;
use crate::search::facets::{FacetKind, Step, Tally, date_key};
use crate::search::frame::Docs;

/// Counts one facet.
pub(super) struct Counter {
    pub(super) kind: FacetKind,
    tally: Tally,
    class: Option<Class>,
    // The values of the current article, where they have to be unpacked.
    numbers: Vec<u32>,
    // Counts of the current segment, by values of its own or by days from the first, and those of
    // them that are not 0.
    own: Vec<u32>,
    touched: Vec<u32>,
    // The first and last day of the last article that was not of one day, and what they were
    // counted as.
    last_date: Option<((i32, i32), Option<i32>)>,
    // By story: what was found in articles that have copies.
    stories: Option<Stories>,
}

/// The values of stories of several articles, each of which counts once.
#[derive(Default)]
struct Stories {
    // A value and a story, some of them several times.
    pairs: Vec<(i32, u32)>,
    // The lengths at which they are sorted out next.
    sorted_at: usize,
    all: HashSet<u32>,
    with_value: HashSet<u32>,
}

/// Pairs that are gathered at least before those that are the same are dropped.
const PAIRS_MIN: usize = 1 << 16;

impl Stories {
    fn add(&mut self, story: u32, values: impl Iterator<Item = i32>) {
        self.all.insert(story);
        let before = self.pairs.len();
        self.pairs.extend(values.map(|value| (value, story)));
        if self.pairs.len() > before {
            self.with_value.insert(story);
        }
        if self.pairs.len() > self.sorted_at.max(PAIRS_MIN) {
            self.sort_out();
            self.sorted_at = self.pairs.len().saturating_mul(2);
        }
    }

    fn sort_out(&mut self) {
        self.pairs.sort_unstable();
        self.pairs.dedup();
    }

    /// Each value of each story once, and how many stories have none.
    fn finish(mut self) -> (impl Iterator<Item = i32>, u32) {
        self.sort_out();
        let none = self.all.len() - self.with_value.len();
        (self.pairs.into_iter().map(|(value, _)| value), u32::try_from(none).unwrap_or(u32::MAX))
    }
}

/// The longest stretch of days for which each day is counted by itself.
const DAYS_MAX: usize = 1 << 20;

impl Counter {
    pub(super) fn new(kind: FacetKind, by_story: bool, snapshot: &Snapshot) -> Counter {
        let tally = match kind {
            FacetKind::Date(_) | FacetKind::Mentions(_) => Tally::default(),
            _ => Tally::for_numbers(snapshot.kept.take_counters(snapshot.dictionary.len() as usize)),
        };
        Counter {
            kind,
            tally,
            class: kind.class(),
            numbers: Vec::new(),
            own: snapshot.kept.take_counters(0),
            touched: Vec::new(),
            last_date: None,
            stories: by_story.then(Stories::default),
        }
    }

    pub(super) fn into_tally(mut self, snapshot: &Snapshot) -> Tally {
        snapshot.kept.give_counters_back(self.own);
        if let Some(stories) = self.stories.take() {
            let (values, none) = stories.finish();
            self.tally.none += none;
            for value in values {
                match self.kind {
                    FacetKind::Date(_) | FacetKind::Mentions(_) => self.tally.count_date(Some(value), 1),
                    _ => self.tally.count(value.cast_unsigned(), 1),
                }
            }
        }
        self.tally
    }

    /// The column of the numbers that it counts.
    fn column<'c>(&self, columns: &'c Columns) -> Option<&'c Numbers> {
        match self.kind {
            FacetKind::Date(_) | FacetKind::Mentions(_) => None,
            FacetKind::Place(_) | FacetKind::PlaceDepth(_) => Some(&columns.places),
            FacetKind::Actor(_) => Some(&columns.actors),
            FacetKind::Outlet => Some(&columns.outlet),
            FacetKind::Lang => Some(&columns.lang),
        }
    }

    /// Counts the documents of a window; those that have copies apart where stories are counted.
    pub(super) fn count(
        &mut self,
        docs: &Docs,
        start: DocId,
        copies: &[Copy],
        columns: &Columns,
        snapshot: &Snapshot,
    ) {
        let Some(mut stories) = self.stories.take() else {
            return self.count_articles(docs, start, columns, snapshot);
        };
        let mut alone = docs.clone();
        let mut values = Vec::new();
        for copy in copies.iter().filter(|copy| docs.contains(copy.doc - start)) {
            alone.remove(copy.doc - start);
            self.values(copy.doc, columns, snapshot, &mut values);
            stories.add(copy.story, values.drain(..));
        }
        self.stories = Some(stories);
        self.count_articles(&alone, start, columns, snapshot);
    }

    /// The values that a document counts for.
    fn values(&mut self, doc: DocId, columns: &Columns, snapshot: &Snapshot, values: &mut Vec<i32>) {
        let dictionary = snapshot.dictionary.as_ref();
        match self.kind {
            FacetKind::Date(step) => {
                values.extend(columns.days.of(doc).and_then(|(first, last)| date_key(first, last, step)));
            }
            FacetKind::Mentions(step) => {
                let periods = columns.spoken.values_for_doc(doc).map(Spoken::from_number);
                values.extend(periods.filter_map(|period| date_key(period.first(), period.last(), step)));
            }
            kind => {
                let Some(column) = self.column(columns) else { return };
                let mut numbers = std::mem::take(&mut self.numbers);
                column.read(doc, &mut numbers);
                if matches!(kind, FacetKind::Actor(_)) {
                    as_counted(&mut numbers, dictionary);
                }
                let counted = numbers
                    .iter()
                    .filter(|number| self.class.is_none_or(|class| dictionary.is_of(**number, class)));
                values.extend(counted.map(|number| number.cast_signed()));
                self.numbers = numbers;
            }
        }
    }

    fn count_articles(&mut self, docs: &Docs, start: DocId, columns: &Columns, snapshot: &Snapshot) {
        let dictionary = snapshot.dictionary.as_ref();
        let Some(column) = self.column(columns) else {
            return match self.kind {
                FacetKind::Mentions(step) => {
                    docs.each(|at| self.count_spoken(&columns.spoken, start + at, step));
                }
                FacetKind::Date(step) => self.count_dates(docs, start, columns, step),
                _ => {}
            };
        };
        let actors = matches!(self.kind, FacetKind::Actor(_));
        let counted = |numbers: &mut Vec<u32>| {
            if actors {
                as_counted(numbers, dictionary);
            }
        };
        match column.unpacked(docs.len(), snapshot.stamp, counted) {
            Some(unpacked) => {
                if self.own.len() < unpacked.names.len() {
                    self.own.resize(unpacked.names.len(), 0);
                }
                let class = self.class;
                let is_counted = |value: u32| {
                    class.is_none_or(|class| {
                        unpacked.names.get(value as usize).is_some_and(|n| dictionary.is_of(*n, class))
                    })
                };
                docs.each(|at| {
                    let mut found = false;
                    unpacked.each(start + at, |value| {
                        if is_counted(value) {
                            count_one(&mut self.own, &mut self.touched, value);
                            found = true;
                        }
                    });
                    self.tally.none += u32::from(!found);
                });
            }
            None => docs.each(|at| {
                column.read(start + at, &mut self.numbers);
                counted(&mut self.numbers);
                let mut found = false;
                for &number in &self.numbers {
                    if self.class.is_none_or(|class| dictionary.is_of(number, class)) {
                        self.tally.count(number, 1);
                        found = true;
                    }
                }
                self.tally.none += u32::from(!found);
            }),
        }
    }

    fn count_dates(&mut self, docs: &Docs, start: DocId, columns: &Columns, step: Step) {
        columns.days.expect(docs.len());
        let reach = columns.days.reach();
        let days = (i64::from(*reach.end()) - i64::from(*reach.start()) + 1).try_into().unwrap_or(usize::MAX);
        let each = days <= DAYS_MAX;
        if each && self.own.len() < days {
            self.own.resize(days, 0);
        }
        docs.each(|at| match columns.days.of(start + at) {
            None => self.tally.none += 1,
            // Nearly all are of one day.
            Some((first, last)) if each && first == last => {
                count_one(&mut self.own, &mut self.touched, first.wrapping_sub(*reach.start()) as u32);
            }
            Some(days) => {
                let key = match self.last_date {
                    Some((last, key)) if last == days => key,
                    _ => date_key(days.0, days.1, step),
                };
                self.last_date = Some((days, key));
                self.tally.count_date(key, 1);
            }
        });
    }

    /// Adds what was counted in a segment to the whole.
    pub(super) fn end_segment(&mut self, columns: &Columns, snapshot: &Snapshot) {
        let names = self.column(columns).and_then(|column| column.if_unpacked(snapshot.stamp));
        for value in self.touched.drain(..) {
            let count = self.own.get_mut(value as usize).map_or(0, std::mem::take);
            match self.kind {
                FacetKind::Date(step) => {
                    let day = columns.days.reach().start().wrapping_add(value as i32);
                    self.tally.count_date(date_key(day, day, step), count);
                }
                _ => {
                    let number = names.and_then(|unpacked| unpacked.names.get(value as usize));
                    number.iter().for_each(|number| self.tally.count(**number, count));
                }
            }
        }
    }

    fn count_spoken(&mut self, column: &Column<u64>, doc: DocId, step: Step) {
        let mut last = None;
        for period in column.values_for_doc(doc).map(Spoken::from_number) {
            let Some(key) = date_key(period.first(), period.last(), step) else { continue };
            // Periods are sorted by their first day, so equal keys follow each other.
            if last != Some(key) {
                *self.tally.dates.entry(key).or_default() += 1;
            }
            last = Some(key);
        }
        self.tally.none += u32::from(last.is_none());
    }
}

#[inline]
fn count_one(counts: &mut [u32], touched: &mut Vec<u32>, value: u32) {
    if let Some(count) = counts.get_mut(value as usize) {
        if *count == 0 {
            touched.push(value);
        }
        *count += 1;
    }
}

/// Turns the actors of a document into those that speak for them, each once, without hidden ones.
pub(in crate::search) fn as_counted(numbers: &mut Vec<u32>, dictionary: &View) {
    let mut kept = 0;
    for at in 0..numbers.len() {
        let Some(&number) = numbers.get(at) else { break };
        let canonical = dictionary.canonical(number);
        let known = numbers.get(..kept).is_some_and(|before| before.contains(&canonical));
        if known || dictionary.is_hidden(canonical) {
            continue;
        }
        if let Some(slot) = numbers.get_mut(kept) {
            *slot = canonical;
        }
        kept += 1;
    }
    numbers.truncate(kept);
}
