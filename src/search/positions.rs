//! Words by their positions: phrases, proximity, wildcards and exact forms.
//!
//! The engine's own phrase query knows neither several terms in one place (a wildcard
//! inside a phrase) nor distance in any order, and its prefix phrases stop silently
//! after fifty terms. This one takes an expression over sets of terms, finds the
//! articles that have all the terms it needs, and joins their positions with
//! [`super::spans`]. Scores are BM25 over the number of places that match.

use std::sync::Arc;

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::bm25::Weight;
use super::budget::Budget;
use super::spans::{self, Order, STEPS_MAX, Span};

/// An expression over positions.
#[derive(Debug, Clone)]
pub enum Expression {
    /// A word that is any of these terms.
    AnyOf(Vec<Term>),
    /// A word that is one of the first terms and at the same place none of the second.
    Except(Vec<Term>, Vec<Term>),
    /// Parts that follow each other.
    Phrase(Vec<Expression>),
    /// Parts with at most this many other words between them.
    Near(Vec<Expression>, u32, Order),
    /// Any of these.
    Or(Vec<Expression>),
    /// At least so many places.
    AtLeast(u32, Box<Expression>),
    /// Two sides in one stretch of text, and the terms that stand where such stretches begin.
    Same(Box<[Expression; 2]>, Vec<Term>),
}

impl Expression {
    /// Calls back with the terms of each word of the expression.
    pub fn each_word(&self, callback: &mut dyn FnMut(&[Term]) -> tantivy::Result<()>) -> tantivy::Result<()> {
        match self {
            Expression::AnyOf(terms) | Expression::Except(terms, _) => callback(terms),
            Expression::Phrase(parts) | Expression::Near(parts, ..) | Expression::Or(parts) => {
                parts.iter().try_for_each(|p| p.each_word(callback))
            }
            Expression::AtLeast(_, part) => part.each_word(callback),
            Expression::Same(sides, _) => sides.iter().try_for_each(|p| p.each_word(callback)),
        }
    }
}

/// An expression opened on one segment, and what its matches score.
pub struct Positions {
    node: Node,
    /// A weight for each word of the expression; none when scores are not wanted.
    weights: Vec<Weight>,
    budget: Arc<Budget>,
}

impl Positions {
    /// Opens it.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn open(
        expression: &Expression,
        reader: &SegmentReader,
        weights: Vec<Weight>,
        budget: Arc<Budget>,
    ) -> tantivy::Result<Positions> {
        Ok(Positions { node: Node::open(expression, reader)?, weights, budget })
    }

    /// The first article from `target` on that has all the words needed, wherever they stand.
    pub fn next_from(&mut self, target: DocId) -> DocId {
        if self.node.doc >= target && target > 0 { self.node.doc } else { self.node.seek(target) }
    }

    /// At how many places the expression matches in this article, to which the last call of
    /// [`Positions::next_from`] came.
    pub fn places(&mut self) -> u32 {
        u32::try_from(self.node.places(&self.budget)).unwrap_or(u32::MAX)
    }

    /// What an article scores that has so many places.
    pub fn score(&self, doc: DocId, places: u32) -> f32 {
        self.weights.iter().map(|w| w.score(doc, places)).sum()
    }

    /// About how many articles have the words needed.
    pub fn len(&self) -> u32 {
        self.node.size_hint()
    }
}

/// An expression opened on one segment.
struct Node {
    /// Where the last [`Node::seek`] came to. Not to be asked of the parts: of an
    /// exhausted conjunction some are still on their way.
    doc: DocId,
    opened: Opened,
    /// Where positions are read into, again and again.
    room: [Vec<u32>; 2],
}

enum Opened {
    Word { postings: Vec<SegmentPostings>, except: Vec<SegmentPostings> },
    All { parts: Vec<Node>, join: Join },
    Or(Vec<Node>),
    AtLeast(u32, Box<Node>),
    Same { sides: Vec<Node>, marks: Vec<SegmentPostings> },
}

#[derive(Clone, Copy)]
enum Join {
    Phrase,
    Near(u32, Order),
}

impl Node {
    fn open(expression: &Expression, reader: &SegmentReader) -> tantivy::Result<Node> {
        let open_all = |parts: &[Expression]| -> tantivy::Result<Vec<Node>> {
            parts.iter().map(|p| Node::open(p, reader)).collect()
        };
        let opened = match expression {
            Expression::AnyOf(terms) => {
                Opened::Word { postings: open_terms(terms, reader)?, except: Vec::new() }
            }
            Expression::Except(terms, except) => {
                Opened::Word { postings: open_terms(terms, reader)?, except: open_terms(except, reader)? }
            }
            Expression::Phrase(parts) => Opened::All { parts: open_all(parts)?, join: Join::Phrase },
            Expression::Near(parts, gap, order) => {
                Opened::All { parts: open_all(parts)?, join: Join::Near(*gap, *order) }
            }
            Expression::Or(parts) => Opened::Or(open_all(parts)?),
            Expression::AtLeast(n, part) => Opened::AtLeast(*n, Box::new(Node::open(part, reader)?)),
            Expression::Same(sides, marks) => {
                Opened::Same { sides: open_all(sides.as_slice())?, marks: open_terms(marks, reader)? }
            }
        };
        Ok(Node { doc: 0, opened, room: Default::default() })
    }

    /// The first article from `target` on that has all the words needed, wherever they stand.
    fn seek(&mut self, target: DocId) -> DocId {
        self.doc = match &mut self.opened {
            Opened::Word { postings, .. } => {
                postings.iter_mut().map(|p| seek_to(p, target)).min().unwrap_or(TERMINATED)
            }
            Opened::Or(parts) => parts.iter_mut().map(|p| p.seek(target)).min().unwrap_or(TERMINATED),
            Opened::AtLeast(_, part) => part.seek(target),
            Opened::All { parts, .. } | Opened::Same { sides: parts, .. } => seek_all(parts, target),
        };
        self.doc
    }

    /// At how many places the expression matches in the current article.
    fn places(&mut self, budget: &Budget) -> usize {
        if let Opened::All { parts, join: Join::Phrase } = &mut self.opened
            && let Some((places, read)) = plain_phrase(parts, &mut self.room)
        {
            budget.charge(read);
            return places;
        }
        match &mut self.opened {
            Opened::All { parts, join: Join::Near(gap, order) } => {
                let lists: Vec<Vec<Span>> = parts.iter_mut().map(|p| p.spans(budget)).collect();
                budget.spend(STEPS_MAX, |steps| spans::near(&lists, *gap, *order, steps).len())
            }
            Opened::Same { .. } => self.units(budget).len(),
            _ => self.spans(budget).len(),
        }
    }

    /// What each stretch of text has of both sides in the current article.
    fn units(&mut self, budget: &Budget) -> Vec<Vec<Span>> {
        let doc = self.doc;
        let Opened::Same { sides, marks } = &mut self.opened else { return Vec::new() };
        let lists: Vec<Vec<Span>> = sides.iter_mut().map(|p| p.spans(budget)).collect();
        match lists.as_slice() {
            [left, right] if !left.is_empty() && !right.is_empty() => {
                spans::same(left, right, &positions_in(marks, doc))
            }
            _ => Vec::new(),
        }
    }

    /// Where the expression matches in the current article; sorted.
    fn spans(&mut self, budget: &Budget) -> Vec<Span> {
        if matches!(self.opened, Opened::Same { .. }) {
            return self.units(budget).concat();
        }
        let doc = self.doc;
        match &mut self.opened {
            Opened::Word { postings, except } => {
                let spans = word_spans(postings, except, doc);
                budget.charge(spans.len());
                spans
            }
            Opened::Or(parts) => {
                let here = parts.iter_mut().filter(|p| p.doc == doc);
                let mut all: Vec<Span> = here.flat_map(|p| p.spans(budget)).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
            Opened::AtLeast(n, part) => {
                let found = part.spans(budget);
                if found.len() >= *n as usize { found } else { Vec::new() }
            }
            Opened::All { parts, join } => {
                let lists: Vec<Vec<Span>> = parts.iter_mut().map(|p| p.spans(budget)).collect();
                match *join {
                    Join::Phrase => spans::phrase(&lists),
                    Join::Near(gap, order) => {
                        budget.spend(STEPS_MAX, |steps| spans::near_spans(&lists, gap, order, steps))
                    }
                }
            }
            Opened::Same { .. } => Vec::new(),
        }
    }

    fn size_hint(&self) -> u32 {
        match &self.opened {
            Opened::Word { postings, .. } => {
                postings.iter().fold(0, |sum, p| sum.saturating_add(p.size_hint()))
            }
            Opened::Or(parts) => parts.iter().fold(0, |sum, p| sum.saturating_add(p.size_hint())),
            Opened::AtLeast(_, part) => part.size_hint(),
            Opened::All { parts, .. } | Opened::Same { sides: parts, .. } => {
                parts.iter().map(Node::size_hint).min().unwrap_or(0)
            }
        }
    }
}

/// At how many places plain words follow each other, and how many positions were read for that;
/// `None` when not all are plain. Nearly all
/// phrases are of this kind, and a frequent one is compared in many thousand articles.
fn plain_phrase(parts: &mut [Node], [ends, next]: &mut [Vec<u32>; 2]) -> Option<(usize, usize)> {
    let mut read = 0;
    let is_plain = |node: &Node| matches!(&node.opened, Opened::Word { postings, except } if postings.len() == 1 && except.is_empty());
    if !parts.iter().all(is_plain) {
        return None;
    }
    for (at, part) in (0_u32..).zip(parts) {
        let Opened::Word { postings, .. } = &mut part.opened else { return None };
        let list = postings.first_mut()?;
        next.clear();
        list.append_positions_with_offset(0, next);
        read += next.len();
        if at == 0 {
            std::mem::swap(ends, next);
        } else {
            keep_followed(ends, next);
        }
        if ends.is_empty() {
            return Some((0, read));
        }
    }
    Some((ends.len(), read))
}

/// Keeps of the first positions those that are followed by one of the next, as these.
fn keep_followed(ends: &mut Vec<u32>, next: &[u32]) {
    let mut rest = next;
    let mut kept = 0;
    for at in 0..ends.len() {
        let Some(wanted) = ends.get(at).map(|end| end + 1) else { break };
        let skipped = rest.iter().take_while(|&&position| position < wanted).count();
        rest = rest.get(skipped..).unwrap_or_default();
        match rest.first() {
            None => break,
            Some(&position) if position == wanted => {
                if let Some(slot) = ends.get_mut(kept) {
                    *slot = position;
                }
                kept += 1;
            }
            Some(_) => {}
        }
    }
    ends.truncate(kept);
}

fn open_terms(terms: &[Term], reader: &SegmentReader) -> tantivy::Result<Vec<SegmentPostings>> {
    let mut opened = Vec::new();
    for term in terms {
        let inverted = reader.inverted_index(term.field())?;
        opened.extend(inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?);
    }
    Ok(opened)
}

fn seek_to(postings: &mut SegmentPostings, target: DocId) -> DocId {
    if postings.doc() >= target { postings.doc() } else { postings.seek(target) }
}

/// The first article from `target` on that all parts have.
fn seek_all(parts: &mut [Node], mut target: DocId) -> DocId {
    'candidate: loop {
        for part in parts.iter_mut() {
            let doc = part.seek(target);
            if doc == TERMINATED {
                return TERMINATED;
            }
            if doc > target {
                target = doc;
                continue 'candidate;
            }
        }
        return if parts.is_empty() { TERMINATED } else { target };
    }
}

fn word_spans(postings: &mut [SegmentPostings], except: &mut [SegmentPostings], doc: DocId) -> Vec<Span> {
    let mut positions = positions_in(postings, doc);
    if !except.is_empty() {
        let banned = positions_in(except, doc);
        positions.retain(|p| banned.binary_search(p).is_err());
    }
    positions.into_iter().map(Span::word).collect()
}

fn positions_in(postings: &mut [SegmentPostings], doc: DocId) -> Vec<u32> {
    let mut positions = Vec::new();
    for list in postings.iter_mut() {
        if seek_to(list, doc) == doc {
            list.append_positions_with_offset(0, &mut positions);
        }
    }
    positions.sort_unstable();
    positions.dedup();
    positions
}
