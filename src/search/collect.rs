//! One pass over the matches of a query: how many, the best of them, and every facet.
//!
//! Selections are kept apart from the query, because a facet must count matches that only its
//! own selection would drop: what matches and passes all selections counts everywhere, what
//! passes all but those of one dimension counts for that dimension's facets.
//!
//! By story the same pass counts articles that have copies apart ([`Copies`]): all others are
//! stories of their own.

mod counter;
mod top;

use std::ops::RangeInclusive;
use std::sync::Arc;

use tantivy::DocAddress;

pub(super) use counter::as_counted;
pub use top::{Candidate, Rank, Sort};

use super::budget::Budget;
use super::facets::{Dimension, FacetKind, Picked, Tally};
use super::frame::{Docs, Frame};
use super::open::Opener;
use super::plan::Plan;
use super::postings::Floor;
use super::scan::{Frames, Need, Node};
use super::terms::Terms;
use crate::index::Snapshot;
use crate::index::copies::{Copies, Copy};
use crate::index::kept::Columns;
use counter::Counter;
use top::Top;

/// What one pass gives.
#[derive(Debug, Default)]
pub struct Collected {
    /// How many articles match query and selections.
    pub articles: u64,
    /// How many stories have one of these articles.
    pub stories: u64,
    /// The first of them in the order.
    pub best: Vec<Candidate>,
    /// The counts of each facet, in the order asked for.
    pub(super) tallies: Vec<Tally>,
    /// By story: the matching articles of the stories that are among the best, in no order.
    pub(super) copies: Vec<(u32, DocAddress)>,
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
    /// What it may cost.
    pub(super) budget: Arc<Budget>,
    /// Whether stories are ranked and counted in facets, instead of articles.
    pub(super) by_story: bool,
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
        budget: Arc::new(Budget::new(snapshot.searcher.num_docs(), None)),
        by_story: false,
    };
    Ok(pass.run()?.articles)
}

impl Pass<'_> {
    /// Goes through all segments. What it gives is not to be used when the budget is spent.
    pub(super) fn run(&self) -> tantivy::Result<Collected> {
        let counter = |&kind: &FacetKind| Counter::new(kind, self.by_story, self.snapshot);
        let mut running = Running {
            terms: Terms::default(),
            frames: Frames::default(),
            top: Top::new(self.sort, self.limit, self.after, self.by_story),
            counters: self.facets.iter().map(counter).collect(),
            articles: 0,
            copies: Vec::new(),
            found: Found::new(self.snapshot.stories.len()),
        };
        for segment in 0..self.snapshot.searcher.segment_readers().len() {
            self.segment(u32::try_from(segment).unwrap_or(u32::MAX), &mut running)?;
        }
        let best = running.top.best();
        let mut shown: Vec<u32> = best.iter().filter_map(|c| c.story).collect();
        shown.sort_unstable();
        running.copies.retain(|(story, _)| shown.binary_search(story).is_ok());
        Ok(Collected {
            articles: running.articles,
            stories: running.articles - running.found.articles + running.found.stories,
            best,
            tallies: running.counters.into_iter().map(|c| c.into_tally(self.snapshot)).collect(),
            copies: running.copies,
        })
    }

    fn segment(&self, segment: u32, running: &mut Running) -> tantivy::Result<()> {
        let Some(columns) = self.snapshot.kept.columns(segment) else { return Ok(()) };
        let reader = self.snapshot.searcher.segment_reader(segment);
        let copies = self.snapshot.kept.copies(segment, reader, &self.snapshot.stories)?;
        let scored = self.limit > 0 && self.sort == Sort::Relevance;
        let (snapshot, terms) = (self.snapshot, &running.terms);
        let opener = Opener { snapshot, segment, scored, terms, budget: &self.budget };
        let mut root = opener.open(self.plan)?;
        let mut selections = self.selections(&opener)?;
        let plain = selections.is_empty() && self.facets.is_empty() && !reader.has_deletes();
        let known = root.known_len().filter(|_| plain);
        running.articles += u64::from(known.unwrap_or(0));
        if known.is_some() && self.limit == 0 && copies.is_empty() {
            return Ok(());
        }
        let own = OwnSegment { segment, columns, copies, counted: known.is_none() };
        let end = reader.max_doc();
        let mut frame = Frame::default();
        let mut start = 0;
        loop {
            let next = root.next_from(start);
            if next >= end || self.budget.is_spent() {
                break;
            }
            frame.begin(next, end, scored);
            let need = Need { scored, floor: running.top.floor() };
            root.fill(None, need, &mut running.frames, &mut frame);
            frame.drop_deleted(reader.alive_bitset());
            if !frame.docs.is_empty() {
                self.window(&frame, &mut selections, &own, running);
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
        own: &OwnSegment<'_>,
        running: &mut Running,
    ) {
        let columns = own.columns;
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
        if own.counted {
            running.articles += u64::from(all.len());
        }
        let copies = own.copies.within(frame.start, frame.end);
        self.count_copies(copies, &all, frame, own.segment, running);
        if self.limit > 0 {
            let mut stories = InOrder(if self.by_story { copies } else { &[] });
            all.each(|at| {
                let address = DocAddress::new(own.segment, frame.start + at);
                running.top.offer(address, stories.story(address.doc_id), frame.score(at), columns);
            });
        }
        for counter in &mut running.counters {
            let dimension = counter.kind.dimension();
            let selected = passing.iter().any(|(d, _)| *d == dimension);
            let docs = selected.then(|| all_but(Some(dimension)));
            counter.count(docs.as_ref().unwrap_or(&all), frame.start, copies, columns, self.snapshot);
        }
    }

    /// Notes the matches that have copies.
    fn count_copies(&self, copies: &[Copy], all: &Docs, frame: &Frame, segment: u32, running: &mut Running) {
        for copy in copies.iter().filter(|copy| all.contains(copy.doc - frame.start)) {
            running.found.add(copy.story);
            if self.by_story && self.limit > 0 {
                running.copies.push((copy.story, DocAddress::new(segment, copy.doc)));
            }
        }
    }
}

/// What does not change from window to window of a segment.
struct OwnSegment<'s> {
    segment: u32,
    columns: &'s Columns,
    copies: Arc<Copies>,
    /// Whether matches are counted one by one.
    counted: bool,
}

/// Tells the stories of documents that are asked for in their order.
struct InOrder<'c>(&'c [Copy]);

impl InOrder<'_> {
    fn story(&mut self, doc: tantivy::DocId) -> Option<u32> {
        while let Some((first, rest)) = self.0.split_first() {
            if first.doc >= doc {
                return (first.doc == doc).then_some(first.story);
            }
            self.0 = rest;
        }
        None
    }
}

/// Which stories of several articles were found.
struct Found {
    seen: Vec<bool>,
    /// Their matching articles.
    articles: u64,
    stories: u64,
}

impl Found {
    fn new(stories: usize) -> Found {
        Found { seen: vec![false; stories], articles: 0, stories: 0 }
    }

    fn add(&mut self, story: u32) {
        self.articles += 1;
        if let Some(seen) = self.seen.get_mut(story as usize).filter(|seen| !**seen) {
            *seen = true;
            self.stories += 1;
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
    copies: Vec<(u32, DocAddress)>,
    found: Found,
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
