//! One pass over the matches of a query: how many, the best of them, and every facet.
//!
//! Selections are kept apart from the query, because a facet must count matches that only its
//! own selection would drop: what matches and passes all selections counts everywhere, what
//! passes all but those of one dimension counts for that dimension's facets.

use std::cmp::Reverse;
use std::ops::RangeInclusive;

use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score};

use super::facets::{Dimension, FacetKind, Picked, Step, Tally, date_key};
use super::frame::{Docs, Frame};
use super::plan::Plan;
use super::postings::Floor;
use super::scan::{Frames, Need, Node, Opener};
use super::terms::Terms;
use crate::article::ArticleId;
use crate::index::Snapshot;
use crate::index::dictionary::{Class, View};
use crate::index::hot::Numbers;
use crate::index::kept::Columns;
use crate::index::spoken::Spoken;

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
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

/// What is to be collected.
pub(super) struct Pass<'p> {
    pub(super) snapshot: &'p Snapshot,
    pub(super) plan: &'p Plan,
    pub(super) picked: Vec<(Dimension, Picked)>,
    pub(super) days: Option<RangeInclusive<i32>>,
    pub(super) facets: &'p [FacetKind],
    pub(super) sort: Sort,
    pub(super) limit: usize,
    pub(super) after: Option<Rank>,
}

/// How many articles match a plan.
pub(super) fn count(snapshot: &Snapshot, plan: &Plan) -> tantivy::Result<u64> {
    let pass = Pass {
        snapshot,
        plan,
        picked: Vec::new(),
        days: None,
        facets: &[],
        sort: Sort::Relevance,
        limit: 0,
        after: None,
    };
    Ok(pass.run()?.articles)
}

impl Pass<'_> {
    /// Goes through all segments.
    pub(super) fn run(&self) -> tantivy::Result<Collected> {
        let mut running = Running {
            terms: Terms::default(),
            frames: Frames::default(),
            top: Top::new(self.sort, self.limit, self.after),
            counters: self.facets.iter().map(|&kind| Counter::new(kind, self.snapshot)).collect(),
            articles: 0,
        };
        for segment in 0..self.snapshot.searcher.segment_readers().len() {
            self.segment(u32::try_from(segment).unwrap_or(u32::MAX), &mut running)?;
        }
        Ok(Collected {
            articles: running.articles,
            best: running.top.best(),
            tallies: running.counters.into_iter().map(|c| c.into_tally(self.snapshot)).collect(),
        })
    }

    fn segment(&self, segment: u32, running: &mut Running) -> tantivy::Result<()> {
        let Some(columns) = self.snapshot.kept.columns(segment) else { return Ok(()) };
        let reader = self.snapshot.searcher.segment_reader(segment);
        let scored = self.limit > 0 && self.sort == Sort::Relevance;
        let opener = Opener { snapshot: self.snapshot, segment, scored, terms: &running.terms };
        let mut root = opener.open(self.plan)?;
        let mut selections = self.selections(&opener)?;
        let plain = selections.is_empty() && self.facets.is_empty() && !reader.has_deletes();
        let known = root.known_len().filter(|_| plain);
        running.articles += u64::from(known.unwrap_or(0));
        if known.is_some() && self.limit == 0 {
            return Ok(());
        }
        let end = reader.max_doc();
        let mut frame = Frame::default();
        let mut start = 0;
        loop {
            let next = root.next_from(start);
            if next >= end {
                break;
            }
            frame.begin(next, end, scored);
            let need = Need { scored, floor: running.top.floor() };
            root.fill(None, need, &mut running.frames, &mut frame);
            if let Some(alive) = reader.alive_bitset() {
                let found = frame.docs.clone();
                found.each(|at| {
                    if alive.is_deleted(frame.start + at) {
                        frame.docs.remove(at);
                    }
                });
            }
            if !frame.docs.is_empty() {
                self.window(&frame, &mut selections, known.is_none(), columns, segment, running);
            }
            start = frame.end;
        }
        running.counters.iter_mut().for_each(|counter| counter.end_segment(columns, self.snapshot));
        Ok(())
    }

    /// What passes the selections in each dimension, opened on a segment.
    fn selections(&self, opener: &Opener<'_>) -> tantivy::Result<Vec<Selected>> {
        let mut selections = Vec::new();
        for (dimension, picked) in &self.picked {
            let field = dimension.field(&self.snapshot.fields);
            let wanted = picked.wanted.as_ref().map(|numbers| opener.numbers(field, numbers)).transpose()?;
            let (wanted, banned) = (wanted.map(Box::new), Box::new(opener.numbers(field, &picked.banned)?));
            selections.push(Selected { dimension: *dimension, test: Selector::Numbers { wanted, banned } });
        }
        let days = self.days.clone().map(Selector::Days);
        selections.extend(days.map(|test| Selected { dimension: Dimension::Date, test }));
        Ok(selections)
    }

    fn window(
        &self,
        frame: &Frame,
        selections: &mut [Selected],
        counted: bool,
        columns: &Columns,
        segment: u32,
        running: &mut Running,
    ) {
        let passing: Vec<(Dimension, Docs)> = selections
            .iter_mut()
            .map(|s| (s.dimension, s.test.passing(frame, columns, &mut running.frames)))
            .collect();
        let all_but = |dimension: Option<Dimension>| {
            let mut docs = frame.docs.clone();
            passing.iter().filter(|(d, _)| Some(*d) != dimension).for_each(|(_, passing)| docs.and(passing));
            docs
        };
        let all = all_but(None);
        if counted {
            running.articles += u64::from(all.len());
        }
        if self.limit > 0 {
            all.each(|at| running.top.offer(frame.start + at, frame.score(at), columns, segment));
        }
        for counter in &mut running.counters {
            let dimension = counter.kind.dimension();
            let own = passing.iter().any(|(d, _)| *d == dimension);
            let docs = own.then(|| all_but(Some(dimension)));
            counter.count(docs.as_ref().unwrap_or(&all), frame.start, columns, self.snapshot);
        }
    }
}

/// What goes on from segment to segment.
struct Running {
    terms: Terms,
    frames: Frames,
    top: Top,
    counters: Vec<Counter>,
    articles: u64,
}

/// The selection in a dimension.
struct Selected {
    dimension: Dimension,
    test: Selector,
}

enum Selector {
    Numbers { wanted: Option<Box<Node>>, banned: Box<Node> },
    Days(RangeInclusive<i32>),
}

impl Selector {
    /// Those of a frame's documents that pass.
    fn passing(&mut self, frame: &Frame, columns: &Columns, frames: &mut Frames) -> Docs {
        match self {
            Selector::Numbers { wanted, banned } => {
                let mut passing = frame.docs.clone();
                if let Some(wanted) = wanted {
                    passing.and(&matching(wanted, frame, frames));
                }
                passing.and_not(&matching(banned, frame, frames));
                passing
            }
            Selector::Days(days) => {
                let mut passing = Docs::NONE;
                columns.days.expect(frame.docs.len());
                frame.docs.each(|at| {
                    let found = columns.days.of(frame.start + at);
                    if found.is_some_and(|(first, last)| first <= *days.end() && last >= *days.start()) {
                        passing.insert(at);
                    }
                });
                passing
            }
        }
    }
}

/// The documents of a frame's window that match a condition; others than the frame's may be
/// left out.
fn matching(node: &mut Node, frame: &Frame, frames: &mut Frames) -> Docs {
    let mut found = frames.take(frame, false);
    node.fill(Some(&frame.docs), Need { scored: false, floor: Floor::NONE }, frames, &mut found);
    let docs = found.docs.clone();
    frames.give_back(found);
    docs
}

/// Counts one facet.
struct Counter {
    kind: FacetKind,
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
}

/// The longest stretch of days for which each day is counted by itself.
const DAYS_MAX: usize = 1 << 20;

impl Counter {
    fn new(kind: FacetKind, snapshot: &Snapshot) -> Counter {
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
        }
    }

    fn into_tally(self, snapshot: &Snapshot) -> Tally {
        snapshot.kept.give_counters_back(self.own);
        self.tally
    }

    /// The column of the numbers that it counts.
    fn column<'c>(&self, columns: &'c Columns) -> Option<&'c Numbers> {
        match self.kind {
            FacetKind::Date(_) | FacetKind::Mentions(_) => None,
            FacetKind::Place(_) => Some(&columns.places),
            FacetKind::Actor(_) => Some(&columns.actors),
            FacetKind::Outlet => Some(&columns.outlet),
            FacetKind::Lang => Some(&columns.lang),
        }
    }

    /// Counts the documents of a window.
    fn count(&mut self, docs: &Docs, start: DocId, columns: &Columns, snapshot: &Snapshot) {
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
                        unpacked.names.get(value as usize).is_some_and(|n| dictionary.class(*n) == class)
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
                    if self.class.is_none_or(|class| dictionary.class(number) == class) {
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
    fn end_segment(&mut self, columns: &Columns, snapshot: &Snapshot) {
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
fn as_counted(numbers: &mut Vec<u32>, dictionary: &View) {
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

/// Keeps the first so many candidates.
struct Top {
    sort: Sort,
    limit: usize,
    after: Option<Rank>,
    kept: Vec<Candidate>,
    // Once there are enough, nothing behind this rank can come in any more.
    worst: Option<Rank>,
    // No score below this can have a better one.
    least: Score,
}

/// Candidates beyond the limit that are gathered at least before the worse ones are dropped.
const SLACK: usize = 16;

impl Top {
    fn new(sort: Sort, limit: usize, after: Option<Rank>) -> Top {
        Top { sort, limit, after, kept: Vec::new(), worst: None, least: Score::NEG_INFINITY }
    }

    /// Scores below which nothing can come in any more.
    fn floor(&self) -> Floor {
        Floor { score: self.least, ..Floor::NONE }
    }

    #[inline]
    fn offer(&mut self, doc: DocId, score: Score, columns: &Columns, segment: u32) {
        // Nearly all end here once there are enough.
        if score >= self.least || self.sort != Sort::Relevance {
            self.compare(doc, score, columns, segment);
        }
    }

    fn compare(&mut self, doc: DocId, score: Score, columns: &Columns, segment: u32) {
        let moment = || columns.moment.first(doc);
        let first = match self.sort {
            Sort::Relevance => (f64::from(score) * SCORE_STEPS).round() as i64,
            Sort::Newest => moment().unwrap_or(i64::MIN),
            Sort::Oldest => moment().map_or(i64::MIN, |m| -m),
        };
        if self.worst.is_some_and(|w| Reverse(first) > w.first) {
            return;
        }
        let second = match self.sort {
            Sort::Relevance => moment().unwrap_or(i64::MIN),
            Sort::Newest | Sort::Oldest => 0,
        };
        let id = columns.id.first(doc).unwrap_or(0);
        let rank = Rank { first: Reverse(first), second: Reverse(second), id };
        if self.worst.is_some_and(|w| rank >= w) || self.after.is_some_and(|a| rank <= a) {
            return;
        }
        self.kept.push(Candidate { rank, score, address: DocAddress::new(segment, doc) });
        if self.kept.len() >= self.limit.saturating_add(SLACK.max(self.limit)) {
            self.kept.select_nth_unstable_by_key(self.limit - 1, |c| c.rank);
            self.kept.truncate(self.limit);
            self.worst = self.kept.last().map(|c| c.rank);
            if let Some(worst) = self.worst.filter(|_| self.sort == Sort::Relevance) {
                // A score as good as the worst one may still come before it by its date.
                self.least = ((worst.first.0 as f64 - 1.0) / SCORE_STEPS) as Score;
            }
        }
    }

    /// The best, in order.
    fn best(mut self) -> Vec<Candidate> {
        self.kept.sort_unstable_by_key(|c| c.rank);
        self.kept.truncate(self.limit);
        self.kept
    }
}
