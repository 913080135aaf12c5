//! A plan that was opened on a segment ([`super::open`]), carried out window by window
//! ([`super::frame`]).
//!
//! What is added to a score is added in the order of the plan, so that equal articles score
//! equally to the last bit, in whatever order the engine keeps them.
//!
//! Why not the engine's own queries: they hand over one document at a time through several
//! virtual calls, cannot share a pass between the count, the best hits and the facets, and skip
//! what cannot be among the best only when nothing else is asked for. Here a list that is read
//! becomes bits and sums, 64 documents an instruction.

use tantivy::columnar::Column;
use tantivy::query::Scorer;
use tantivy::{DocId, TERMINATED};

use super::bm25::Weight;
use super::frame::{Docs, Frame};
use super::positions::Positions;
use super::postings::{Floor, Postings};
use super::recency::Recency;

/// A plan opened on one segment.
pub enum Node {
    /// Every document.
    All,
    /// No document.
    Nothing,
    /// A word.
    Word(Vec<Form>),
    /// Documents in one of these lists.
    Lists(Vec<Postings>),
    /// One word in any of many forms, which count together, and what it scores if that is wanted.
    Forms(Vec<Postings>, Option<Weight>),
    /// Words by their positions.
    Positions(Box<Positions>),
    /// What an iterator of the engine gives, which adds no score.
    Iterator(Box<dyn Scorer>),
    /// Documents that pass a test on their columns.
    Test(Test),
    /// All of the first, none of the second. The first are in order of their length.
    And {
        /// Must match.
        all: Vec<Node>,
        /// Must not match.
        none: Vec<Node>,
    },
    /// Any of these.
    Or(Vec<Node>),
    /// What the first finds, with what the lists add to its score.
    Prefer(Box<Node>, Vec<Postings>),
    /// What the first finds, less of its score for what is older.
    Recent(Box<Node>, Column<i64>, Recency),
}

/// A test on the columns of a document.
pub type Test = Box<dyn Fn(DocId) -> bool + Send + Sync>;

/// One stem of a word.
pub struct Form {
    /// What finds it.
    pub(super) finds: Postings,
    /// What adds to its score: the same stem in the headline, in the lead.
    pub(super) adds: Vec<Postings>,
}
/// Frames that are not in use; a conjunction takes one for each of its parts.
#[derive(Default)]
pub struct Frames(Vec<Frame>);

impl Frames {
    /// An empty one for the same window as another.
    pub fn take(&mut self, other: &Frame, scored: bool) -> Frame {
        let mut frame = self.0.pop().unwrap_or_default();
        frame.begin(other.start, other.end, scored);
        frame
    }

    /// Takes one back.
    pub fn give_back(&mut self, frame: Frame) {
        self.0.push(frame);
    }
}

/// How a window is filled.
#[derive(Clone, Copy)]
pub struct Need {
    /// Whether scores are wanted.
    pub scored: bool,
    /// Scores that matter.
    pub floor: Floor,
}

impl Node {
    /// About how many documents match: no fewer, but for what an iterator guesses.
    pub fn len(&self, end: DocId) -> u32 {
        let sum = |lens: &mut dyn Iterator<Item = u32>| lens.fold(0, u32::saturating_add);
        match self {
            Node::All | Node::Test(_) => end,
            Node::Nothing => 0,
            Node::Word(forms) => sum(&mut forms.iter().map(|f| f.finds.len())),
            Node::Lists(lists) | Node::Forms(lists, _) => sum(&mut lists.iter().map(Postings::len)),
            // What it gives has to be searched for, so a list of the same length goes first.
            Node::Iterator(scorer) => scorer.size_hint().saturating_add(1),
            Node::Positions(positions) => positions.len().saturating_add(1),
            Node::And { all, .. } => all.iter().map(|n| n.len(end)).min().unwrap_or(end),
            Node::Or(any) => sum(&mut any.iter().map(|n| n.len(end))),
            Node::Prefer(found, _) | Node::Recent(found, ..) => found.len(end),
        }
    }

    /// How many documents match, deleted ones among them, where that is known without looking.
    pub fn known_len(&self) -> Option<u32> {
        match self {
            Node::Nothing => Some(0),
            Node::Word(forms) => match forms.as_slice() {
                [form] => Some(form.finds.len()),
                _ => None,
            },
            Node::Lists(lists) => match lists.as_slice() {
                [list] => Some(list.len()),
                _ => None,
            },
            Node::And { all, none } if none.is_empty() => match all.as_slice() {
                [one] => one.known_len(),
                _ => None,
            },
            Node::Or(any) => match any.as_slice() {
                [one] => one.known_len(),
                _ => None,
            },
            Node::Prefer(found, _) | Node::Recent(found, ..) => found.known_len(),
            _ => None,
        }
    }

    /// No document scores more; infinite where nothing is known.
    fn score_max(&self) -> f32 {
        match self {
            Node::Word(forms) => forms.iter().map(Form::score_max).sum(),
            Node::Positions(_) => f32::INFINITY,
            Node::Forms(_, weight) => weight.as_ref().map_or(0.0, Weight::max),
            Node::And { all, .. } => all.iter().map(Node::score_max).sum(),
            Node::Or(any) => any.iter().map(Node::score_max).sum(),
            Node::Recent(found, ..) => found.score_max(),
            Node::Prefer(found, lists) => {
                found.score_max() + lists.iter().map(Postings::score_max).sum::<f32>()
            }
            _ => 0.0,
        }
    }

    /// The first document from `target` on that may match: none before it does.
    pub fn next_from(&mut self, target: DocId) -> DocId {
        let first = |docs: &mut dyn Iterator<Item = DocId>| docs.min().unwrap_or(TERMINATED);
        match self {
            Node::All | Node::Test(_) => target,
            Node::Nothing => TERMINATED,
            Node::Word(forms) => first(&mut forms.iter_mut().map(|f| f.finds.next_from(target))),
            Node::Lists(lists) | Node::Forms(lists, _) => {
                first(&mut lists.iter_mut().map(|l| l.next_from(target)))
            }
            // Finding out may be dear, and be in vain where another part does not match.
            Node::Iterator(scorer) => scorer.doc().max(target),
            Node::Positions(positions) => positions.next_from(target),
            Node::And { all, .. } => all.iter_mut().map(|n| n.next_from(target)).max().unwrap_or(target),
            Node::Or(any) => first(&mut any.iter_mut().map(|n| n.next_from(target))),
            Node::Prefer(found, _) | Node::Recent(found, ..) => found.next_from(target),
        }
    }

    /// Marks the documents of the frame's window that match, and adds their scores. Of documents
    /// that are not among the wanted ones both may be left out.
    pub fn fill(&mut self, wanted: Option<&Docs>, need: Need, frames: &mut Frames, frame: &mut Frame) {
        match self {
            Node::All => frame.docs.or(&wanted.cloned().unwrap_or_else(|| frame.all())),
            Node::Nothing => {}
            Node::Word(forms) => fill_word(forms, wanted, need, frame),
            Node::Lists(lists) => {
                lists.iter_mut().for_each(|list| list.fill(wanted, true, Floor::NONE, frame));
            }
            Node::Forms(lists, weight) => fill_forms(lists, weight.as_ref(), need.scored, frames, frame),
            Node::Iterator(scorer) => fill_iterator(scorer.as_mut(), wanted, frame),
            Node::Positions(positions) => fill_positions(positions, wanted, need.scored, frame),
            Node::Test(test) => {
                let all = frame.all();
                let (start, docs) = (frame.start, &mut frame.docs);
                wanted.unwrap_or(&all).each(|at| {
                    if test(start + at) {
                        docs.insert(at);
                    }
                });
            }
            Node::And { all, none } => fill_all(all, none, wanted, need, frames, frame),
            Node::Or(any) => fill_any(any, wanted, need, frames, frame),
            Node::Prefer(found, lists) => fill_preferring(found, lists, wanted, need, frames, frame),
            Node::Recent(found, moments, recency) => {
                fill_recent(found, (moments, *recency), wanted, need, frames, frame);
            }
        }
    }
}

impl Form {
    fn score_max(&self) -> f32 {
        self.finds.score_max() + self.adds.iter().map(Postings::score_max).sum::<f32>()
    }
}

fn fill_word(forms: &mut [Form], wanted: Option<&Docs>, need: Need, frame: &mut Frame) {
    let most: f32 = forms.iter().map(Form::score_max).sum();
    for form in forms {
        let floor = need.floor.beside(most - form.finds.score_max());
        form.finds.fill(wanted, true, floor, frame);
        for adds in &mut form.adds {
            let floor = need.floor.beside(most - adds.score_max());
            adds.fill(wanted, false, floor, frame);
        }
    }
}

/// Adds up how often a document has the forms, and scores the sum.
fn fill_forms(
    lists: &mut [Postings],
    weight: Option<&Weight>,
    scored: bool,
    frames: &mut Frames,
    frame: &mut Frame,
) {
    let Some(weight) = weight.filter(|_| scored) else {
        return lists.iter_mut().for_each(|list| list.fill(None, true, Floor::NONE, frame));
    };
    let mut places = frames.take(frame, true);
    lists.iter_mut().for_each(|list| list.fill_frequencies(&mut places));
    frame.docs.or(&places.docs);
    places.docs.each(|at| {
        frame.add(at, weight.score(frame.start + at, places.score(at) as u32));
    });
    frames.give_back(places);
}

/// Of an iterator each wanted document is asked for, since finding the next one may be dear.
fn fill_iterator(scorer: &mut dyn Scorer, wanted: Option<&Docs>, frame: &mut Frame) {
    let (start, end) = (frame.start, frame.end);
    match wanted {
        Some(wanted) => wanted.each(|at| {
            if scorer.doc() < start + at {
                scorer.seek(start + at);
            }
            if scorer.doc() == start + at {
                frame.docs.insert(at);
            }
        }),
        None => {
            if scorer.doc() < start {
                scorer.seek(start);
            }
            while scorer.doc() < end {
                frame.docs.insert(scorer.doc() - start);
                scorer.advance();
            }
        }
    }
}

/// Positions are compared only in documents that are still wanted and have all the words.
fn fill_positions(positions: &mut Positions, wanted: Option<&Docs>, scored: bool, frame: &mut Frame) {
    let (start, end) = (frame.start, frame.end);
    let mut take = |positions: &mut Positions, doc: DocId| {
        let places = positions.places();
        if places > 0 {
            frame.docs.insert(doc - start);
            if scored {
                frame.add(doc - start, positions.score(doc, places));
            }
        }
    };
    match wanted {
        Some(wanted) => wanted.each(|at| {
            if positions.next_from(start + at) == start + at {
                take(positions, start + at);
            }
        }),
        None => {
            let mut doc = positions.next_from(start);
            while doc < end {
                take(positions, doc);
                doc = positions.next_from(doc + 1);
            }
        }
    }
}

fn fill_all(
    all: &mut [Node],
    none: &mut [Node],
    wanted: Option<&Docs>,
    need: Need,
    frames: &mut Frames,
    frame: &mut Frame,
) {
    // A frame of its own, since the one that is given may hold other alternatives already.
    let mut sum = frames.take(frame, need.scored);
    let most: f32 = all.iter().map(Node::score_max).sum();
    let mut left = wanted.cloned();
    for node in all.iter_mut() {
        let need = Need { floor: need.floor.beside(most - node.score_max()), ..need };
        // Scores add up in one frame; what matches is what matches in each.
        sum.docs = Docs::NONE;
        node.fill(left.as_ref(), need, frames, &mut sum);
        if let Some(left) = &left {
            sum.docs.and(left);
        }
        if sum.docs.is_empty() {
            frames.give_back(sum);
            return;
        }
        left = Some(sum.docs.clone());
    }
    for node in none {
        let mut banned = frames.take(frame, false);
        node.fill(Some(&sum.docs), Need { scored: false, floor: Floor::NONE }, frames, &mut banned);
        sum.docs.and_not(&banned.docs);
        frames.give_back(banned);
    }
    add_up(&sum, need.scored, frame);
    frames.give_back(sum);
}

/// Adds one frame to another.
fn add_up(from: &Frame, scored: bool, to: &mut Frame) {
    to.docs.or(&from.docs);
    if scored {
        from.docs.each(|at| to.add(at, from.score(at)));
    }
}

fn fill_any(any: &mut [Node], wanted: Option<&Docs>, need: Need, frames: &mut Frames, frame: &mut Frame) {
    let most: f32 = any.iter().map(Node::score_max).sum();
    for node in any.iter_mut() {
        let need = Need { floor: need.floor.beside(most - node.score_max()), ..need };
        node.fill(wanted, need, frames, frame);
    }
}

/// What adds to scores adds nothing where it stands alone, so nobody looks for it elsewhere.
fn fill_preferring(
    found: &mut Node,
    lists: &mut [Postings],
    wanted: Option<&Docs>,
    need: Need,
    frames: &mut Frames,
    frame: &mut Frame,
) {
    let preferred: f32 = lists.iter().map(Postings::score_max).sum();
    let most = found.score_max() + preferred;
    let mut sum = frames.take(frame, need.scored);
    let floor = need.floor.beside(preferred);
    found.fill(wanted, Need { floor, ..need }, frames, &mut sum);
    let docs = sum.docs.clone();
    if need.scored && !docs.is_empty() {
        for list in lists {
            list.fill(Some(&docs), false, need.floor.beside(most - list.score_max()), &mut sum);
        }
    }
    add_up(&sum, need.scored, frame);
    frames.give_back(sum);
}

/// No share is more than all, so what could not be among the best before is not among them now.
fn fill_recent(
    found: &mut Node,
    (moments, recency): (&Column<i64>, Recency),
    wanted: Option<&Docs>,
    need: Need,
    frames: &mut Frames,
    frame: &mut Frame,
) {
    let mut sum = frames.take(frame, need.scored);
    found.fill(wanted, need, frames, &mut sum);
    if need.scored {
        let start = sum.start;
        sum.docs.clone().each(|at| sum.scale(at, recency.share(moments.first(start + at))));
    }
    add_up(&sum, need.scored, frame);
    frames.give_back(sum);
}
