//! The list of documents that hold a term, read block by block.

use std::sync::Arc;

use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, TERMINATED};

use super::bm25::Weight;
use super::frame::{Docs, Frame};

/// A list with fewer wanted documents to one of its own than this is looked through for them,
/// instead of being read whole.
const SPARSE: u32 = 24;

/// A list being read.
pub struct Postings {
    blocks: BlockSegmentPostings,
    /// The next document in the block.
    at: usize,
    /// What a document with the term scores; `None` for conditions.
    weight: Option<Weight>,
}

impl Postings {
    /// Opens the list of a term with its frequencies, which are added up instead of scores.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn of_frequencies(inverted: &Arc<InvertedIndexReader>, info: &TermInfo) -> std::io::Result<Postings> {
        let blocks = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        Ok(Postings { blocks, at: 0, weight: None })
    }

    /// Marks the documents of the frame's window that are in the list, and adds up how often they
    /// have the term.
    pub fn fill_frequencies(&mut self, frame: &mut Frame) {
        while self.seek(frame.start) < frame.end {
            let docs = self.blocks.docs().get(self.at..).unwrap_or_default();
            let frequencies = self.blocks.freqs().get(self.at..).unwrap_or_default();
            let here = docs.iter().take_while(|&&doc| doc < frame.end).count();
            for (&doc, &frequency) in docs.iter().zip(frequencies).take(here) {
                frame.docs.insert(doc - frame.start);
                frame.add(doc - frame.start, frequency as f32);
            }
            self.at += here;
            if self.at < self.blocks.docs().len() {
                return;
            }
            self.blocks.advance();
            self.at = 0;
        }
    }

    /// Opens the list of a term; with a weight if it scores.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn open(
        inverted: &Arc<InvertedIndexReader>,
        info: &TermInfo,
        weight: Option<Weight>,
    ) -> std::io::Result<Postings> {
        let option = if weight.is_some() { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        Ok(Postings { blocks: inverted.read_block_postings_from_terminfo(info, option)?, at: 0, weight })
    }

    /// How many documents it has, deleted ones among them.
    pub fn len(&self) -> u32 {
        self.blocks.doc_freq()
    }

    /// No document scores more.
    pub fn score_max(&self) -> f32 {
        self.weight.as_ref().map_or(0.0, Weight::max)
    }

    /// The first document from `target` on that it may have: never behind the first that it has.
    pub fn next_from(&mut self, target: DocId) -> DocId {
        self.seek(target)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let docs = self.blocks.docs();
        match docs.last() {
            None => return TERMINATED,
            Some(&last) if last >= target => {
                // Mostly a few steps ahead in the block that is open.
                let rest = docs.get(self.at..).unwrap_or_default();
                self.at += rest.iter().take_while(|&&doc| doc < target).count();
            }
            Some(_) => self.at = self.blocks.seek(target),
        }
        self.blocks.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    /// Marks the documents of the frame's window that are in the list (`marks`), and adds what
    /// they score. Of documents that are not among the wanted ones both may be left out; scores
    /// also where a document cannot come above `floor` with no more than `others` from elsewhere.
    pub fn fill(&mut self, wanted: Option<&Docs>, marks: bool, floor: Floor, frame: &mut Frame) {
        let first = self.seek(frame.start);
        if first >= frame.end {
            return;
        }
        match wanted {
            Some(wanted) if wanted.len().saturating_mul(SPARSE) < self.len_in_window() => {
                self.fill_wanted(wanted, marks, frame);
            }
            wanted => self.fill_all(wanted, marks, floor, frame),
        }
    }

    /// About how many of its documents a window holds: what the open block tells.
    fn len_in_window(&self) -> u32 {
        let docs = self.blocks.docs();
        let (Some(first), Some(last)) = (docs.first(), docs.last()) else { return 0 };
        let reach = (last - first).max(1);
        (docs.len() as u32).saturating_mul(super::frame::WINDOW / reach.min(super::frame::WINDOW))
    }

    fn fill_all(&mut self, wanted: Option<&Docs>, marks: bool, floor: Floor, frame: &mut Frame) {
        let (start, end) = (frame.start, frame.end);
        loop {
            let scores = self.weight.is_some() && floor.may_be_passed(|| self.block_score_max());
            let docs = self.blocks.docs().get(self.at..).unwrap_or_default();
            let here = docs.iter().take_while(|&&doc| doc < end).count();
            let docs = docs.get(..here).unwrap_or_default();
            if marks {
                docs.iter().for_each(|&doc| frame.docs.insert(doc - start));
            }
            if let Some(weight) = self.weight.as_ref().filter(|_| scores) {
                let frequencies = self.blocks.freqs().get(self.at..).unwrap_or_default();
                let scored = docs.iter().zip(frequencies);
                // A look whether a document is wanted costs less than its score.
                for (&doc, &frequency) in
                    scored.filter(|(doc, _)| wanted.is_none_or(|w| w.contains(**doc - start)))
                {
                    frame.add(doc - start, weight.score(doc, frequency));
                }
            }
            self.at += here;
            if self.at < self.blocks.docs().len() {
                return;
            }
            self.blocks.advance();
            self.at = 0;
            if self.blocks.docs().first().is_none_or(|&doc| doc >= end) {
                return;
            }
        }
    }

    fn block_score_max(&mut self) -> f32 {
        match &self.weight {
            Some(weight) => weight.block_max(&mut self.blocks),
            None => 0.0,
        }
    }

    fn fill_wanted(&mut self, wanted: &Docs, marks: bool, frame: &mut Frame) {
        wanted.each(|at| {
            let doc = frame.start + at;
            if self.seek(doc) == doc {
                if marks {
                    frame.docs.insert(at);
                }
                if let (Some(weight), Some(&frequency)) = (&self.weight, self.blocks.freqs().get(self.at)) {
                    frame.add(at, weight.score(doc, frequency));
                }
            }
        });
    }
}

/// Scores that need not be known: those below what is among the best already.
#[derive(Debug, Clone, Copy)]
pub struct Floor {
    /// What a document must score to matter.
    pub score: f32,
    /// What it can score elsewhere at most.
    pub others: f32,
}

impl Floor {
    /// Every score matters.
    pub const NONE: Floor = Floor { score: f32::NEG_INFINITY, others: 0.0 };

    /// When other lists can add so much more. The difference of two sums without a bound is no
    /// number, and bounds nothing.
    pub fn beside(self, others: f32) -> Floor {
        let others = if others.is_nan() { f32::INFINITY } else { others };
        Floor { others: self.others + others, ..self }
    }

    fn may_be_passed(self, most: impl FnOnce() -> f32) -> bool {
        self.score == f32::NEG_INFINITY || most() + self.others >= self.score
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beside_what_has_no_bound_every_score_matters() {
        let floor = Floor { score: 5.0, ..Floor::NONE };
        assert!(!floor.beside(2.0).may_be_passed(|| 2.9) && floor.beside(2.0).may_be_passed(|| 3.0));
        assert!(floor.beside(f32::INFINITY - f32::INFINITY).may_be_passed(|| 0.0));
        assert!(floor.beside(f32::NAN).beside(1.0).may_be_passed(|| 0.0));
    }
}
