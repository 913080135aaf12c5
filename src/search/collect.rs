//! One pass over the matches of a query: how many, the best of them, and every facet.
//!
//! Selections are tested here, on columns, and not in the query, because a facet must
//! count matches that only its own selection would drop. For each match of the query
//! it is noted which dimensions' selections it fails: none, and it counts everywhere;
//! exactly one, and it counts for that dimension's facets alone.

use std::cmp::Reverse;
use std::ops::RangeInclusive;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader, TantivyError};

use super::facets::{Dimension, FacetKind, Picked, Step, Tally, date_key};
use crate::article::ArticleId;
use crate::index::Moment;
use crate::index::dictionary::{Class, View};
use crate::index::kept::Kept;
use crate::index::spoken::Spoken;

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// Best first; ties by date, newest first, then by id.
    #[default]
    Relevance,
    /// Newest first; undated ones last; ties by id.
    Newest,
    /// Oldest first; undated ones last; ties by id.
    Oldest,
}

/// Where a hit stands in the order. The smaller comes first; no two articles of an
/// index have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    first: Reverse<i64>,
    second: Reverse<i64>,
    id: u64,
}

impl Rank {
    /// The numbers that it is made of, for a cursor.
    pub fn parts(self) -> (i64, i64, u64) {
        (self.first.0, self.second.0, self.id)
    }

    /// The article that has it.
    pub fn article(self) -> ArticleId {
        ArticleId::from_number(self.id)
    }

    /// The rank made of these numbers.
    pub fn from_parts((first, second, id): (i64, i64, u64)) -> Rank {
        Rank { first: Reverse(first), second: Reverse(second), id }
    }
}

/// Scores are compared in these steps, so that the last bits of a sum, which depend on
/// the order of adding, decide nothing.
const SCORE_STEPS: f64 = 10_000.0;

/// A hit before its article is read.
#[derive(Debug, Clone, Copy)]
pub struct Candidate {
    /// Where it stands in the order.
    pub rank: Rank,
    /// Its score.
    pub score: Score,
    /// Where its document is.
    pub address: DocAddress,
}

/// What one pass gives.
#[derive(Debug, Default)]
pub struct Collected {
    /// How many articles match query and selections.
    pub articles: u64,
    /// The first of them in the order.
    pub best: Vec<Candidate>,
    /// The counts of each facet, in the order asked for.
    pub(super) tallies: Vec<Tally>,
}

/// Collects it all.
pub(super) struct Everything {
    pub(super) dictionary: Arc<View>,
    pub(super) kept: Arc<Kept>,
    pub(super) picked: Vec<(Dimension, Picked)>,
    pub(super) days: Option<RangeInclusive<i32>>,
    pub(super) facets: Vec<FacetKind>,
    pub(super) sort: Sort,
    pub(super) limit: usize,
    pub(super) after: Option<Rank>,
}

impl Collector for Everything {
    type Fruit = Collected;
    type Child = Segment;

    fn for_segment(&self, ordinal: SegmentOrdinal, _: &SegmentReader) -> tantivy::Result<Segment> {
        let unknown = || TantivyError::InternalError(format!("segment {ordinal} is not of this snapshot"));
        let columns = self.kept.columns(ordinal).ok_or_else(unknown)?;
        let column = |dimension| match dimension {
            Dimension::Place => columns.places.clone(),
            Dimension::Actor => columns.actors.clone(),
            Dimension::Outlet => columns.outlet.clone(),
            Dimension::Lang | Dimension::Date => columns.lang.clone(),
            Dimension::Mentions => columns.spoken.clone(),
        };
        let filters = self.picked.iter().map(|(d, p)| (*d, column(*d), p.clone()));
        let counters = self.facets.iter().map(|&kind| {
            let (column, tally) = match kind {
                FacetKind::Date(_) => (None, Tally::default()),
                FacetKind::Mentions(_) => (Some(columns.spoken.clone()), Tally::default()),
                _ => (Some(column(kind.dimension())), Tally::for_numbers(self.dictionary.len())),
            };
            let class = kind.class();
            Counter { kind, column, tally, numbers: Vec::new(), seen: Vec::new(), last_date: None, class }
        });
        Ok(Segment {
            ordinal,
            dictionary: Arc::clone(&self.dictionary),
            id: columns.id.clone(),
            moment: columns.moment.clone(),
            last_day: columns.last_day.clone(),
            filters: filters.collect(),
            days: self.days.clone(),
            needs_dates: self.days.is_some() || self.facets.iter().any(|f| matches!(f, FacetKind::Date(_))),
            counters: counters.collect(),
            top: Top::new(self.sort, self.limit, self.after),
            articles: 0,
            numbers: Vec::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.limit > 0
    }

    fn merge_fruits(&self, fruits: Vec<Collected>) -> tantivy::Result<Collected> {
        let mut fruits = fruits.into_iter();
        let mut all = fruits.next().unwrap_or_default();
        all.tallies.resize(self.facets.len(), Tally::default());
        for fruit in fruits {
            all.articles += fruit.articles;
            all.best.extend(fruit.best);
            for (sum, tally) in all.tallies.iter_mut().zip(&fruit.tallies) {
                sum.add(tally);
            }
        }
        all.best.sort_unstable_by_key(|c| c.rank);
        all.best.truncate(self.limit);
        Ok(all)
    }
}

/// The pass over one segment.
pub(super) struct Segment {
    ordinal: SegmentOrdinal,
    dictionary: Arc<View>,
    id: Column<u64>,
    moment: Column<i64>,
    last_day: Column<i64>,
    filters: Vec<(Dimension, Column<u64>, Picked)>,
    days: Option<RangeInclusive<i32>>,
    // Whether something is counted or selected by date; else no match's date is read.
    needs_dates: bool,
    counters: Vec<Counter>,
    top: Top,
    articles: u64,
    // The facet numbers of the current article, for testing a selection.
    numbers: Vec<u32>,
}

impl SegmentCollector for Segment {
    type Fruit = Collected;

    fn collect(&mut self, doc: DocId, score: Score) {
        let (moment, last_day) = if self.needs_dates { self.dates(doc) } else { (None, None) };
        let failed = self.failed_dimensions(doc, moment, last_day);
        if failed == 0 {
            self.articles += 1;
            self.top.offer(doc, score, &self.moment, &self.id, self.ordinal);
        } else if !failed.is_power_of_two() {
            return;
        }
        for counter in &mut self.counters {
            if failed & !counter.kind.dimension().bit() == 0 {
                counter.count(doc, moment, last_day, &self.dictionary);
            }
        }
    }

    fn harvest(self) -> Collected {
        Collected {
            articles: self.articles,
            best: self.top.kept,
            tallies: self.counters.into_iter().map(|c| c.tally).collect(),
        }
    }
}

impl Segment {
    fn dates(&self, doc: DocId) -> (Option<Moment>, Option<i32>) {
        let last_day = self.last_day.first(doc).and_then(|d| i32::try_from(d).ok());
        (self.moment.first(doc).map(Moment), last_day)
    }

    /// The bits of the dimensions whose selection the article does not pass.
    fn failed_dimensions(&mut self, doc: DocId, moment: Option<Moment>, last_day: Option<i32>) -> u8 {
        let mut failed = 0;
        for (dimension, column, picked) in &self.filters {
            self.numbers.clear();
            self.numbers.extend(column.values_for_doc(doc).filter_map(|n| u32::try_from(n).ok()));
            if !picked.admits(self.numbers.iter().copied()) {
                failed |= dimension.bit();
            }
        }
        if let Some(days) = &self.days {
            let overlaps =
                moment.zip(last_day).is_some_and(|(m, last)| m.day() <= *days.end() && last >= *days.start());
            if !overlaps {
                failed |= Dimension::Date.bit();
            }
        }
        failed
    }
}

/// Counts one facet.
struct Counter {
    kind: FacetKind,
    // What it counts; nothing for dates of publication, which are read once for all.
    column: Option<Column<u64>>,
    tally: Tally,
    // The values of the current article.
    numbers: Vec<u64>,
    // Those that were counted already: an actor may have several numbers.
    seen: Vec<u32>,
    // The first and last day of the last article, and what they were counted as:
    // neighbours in an archive are mostly of one day.
    last_date: Option<(i32, i32, Option<i32>)>,
    class: Option<Class>,
}

impl Counter {
    fn count(&mut self, doc: DocId, moment: Option<Moment>, last_day: Option<i32>, dictionary: &View) {
        let found = match self.kind {
            FacetKind::Date(step) => self.count_date(moment.map(Moment::day).zip(last_day), step),
            FacetKind::Mentions(step) => self.count_spoken(doc, step),
            _ => self.count_numbers(doc, dictionary),
        };
        self.tally.none += u32::from(!found);
    }

    fn count_date(&mut self, days: Option<(i32, i32)>, step: Step) -> bool {
        let Some((first, last)) = days else { return false };
        let key = match self.last_date {
            Some((f, l, key)) if (f, l) == (first, last) => key,
            _ => date_key(first, last, step),
        };
        self.last_date = Some((first, last, key));
        if let Some(key) = key {
            *self.tally.dates.entry(key).or_default() += 1;
        }
        key.is_some()
    }

    /// Reads the values of an article. They lie side by side, so one call gets them all.
    fn read_numbers(&mut self, doc: DocId) {
        self.numbers.clear();
        let Some(column) = &self.column else { return };
        let rows = column.index.value_row_ids(doc);
        self.numbers.resize(rows.len(), 0);
        column.values.get_range(u64::from(rows.start), &mut self.numbers);
    }

    fn count_spoken(&mut self, doc: DocId, step: Step) -> bool {
        self.read_numbers(doc);
        let mut last = None;
        for period in self.numbers.iter().map(|&n| Spoken::from_number(n)) {
            let Some(key) = date_key(period.first(), period.last(), step) else { continue };
            // Periods are sorted by their first day, so equal keys follow each other.
            if last != Some(key) {
                *self.tally.dates.entry(key).or_default() += 1;
            }
            last = Some(key);
        }
        last.is_some()
    }

    fn count_numbers(&mut self, doc: DocId, dictionary: &View) -> bool {
        self.read_numbers(doc);
        self.seen.clear();
        let mut found = false;
        for &number in &self.numbers {
            let canonical = dictionary.canonical(u32::try_from(number).unwrap_or(u32::MAX));
            if self.class.is_some_and(|c| dictionary.class(canonical) != c) || dictionary.is_hidden(canonical)
            {
                continue;
            }
            if dictionary.is_shared(canonical) {
                if self.seen.contains(&canonical) {
                    continue;
                }
                self.seen.push(canonical);
            }
            self.tally.count(canonical, 1);
            found = true;
        }
        found
    }
}

/// Keeps the first so many candidates.
struct Top {
    sort: Sort,
    limit: usize,
    after: Option<Rank>,
    kept: Vec<Candidate>,
    // Once there are enough, nothing behind this rank can come in any more.
    worst: Option<Rank>,
}

/// Candidates beyond the limit that are gathered before the worse half is dropped.
const SLACK: usize = 64;

impl Top {
    fn new(sort: Sort, limit: usize, after: Option<Rank>) -> Top {
        Top { sort, limit, after, kept: Vec::new(), worst: None }
    }

    fn offer(
        &mut self,
        doc: DocId,
        score: Score,
        moments: &Column<i64>,
        id: &Column<u64>,
        segment: SegmentOrdinal,
    ) {
        if self.limit == 0 {
            return;
        }
        let first = match self.sort {
            Sort::Relevance => (f64::from(score) * SCORE_STEPS).round() as i64,
            Sort::Newest => moments.first(doc).unwrap_or(i64::MIN),
            Sort::Oldest => moments.first(doc).map_or(i64::MIN, |m| -m),
        };
        if self.worst.is_some_and(|w| Reverse(first) > w.first) {
            return;
        }
        let second = match self.sort {
            Sort::Relevance => moments.first(doc).unwrap_or(i64::MIN),
            Sort::Newest | Sort::Oldest => 0,
        };
        let rank = Rank { first: Reverse(first), second: Reverse(second), id: id.first(doc).unwrap_or(0) };
        if self.worst.is_some_and(|w| rank >= w) || self.after.is_some_and(|a| rank <= a) {
            return;
        }
        self.kept.push(Candidate { rank, score, address: DocAddress::new(segment, doc) });
        if self.kept.len() >= self.limit.saturating_add(SLACK.max(self.limit)) {
            self.kept.select_nth_unstable_by_key(self.limit - 1, |c| c.rank);
            self.kept.truncate(self.limit);
            self.worst = self.kept.last().map(|c| c.rank);
        }
    }
}
