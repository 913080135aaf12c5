//! The first hits in the order asked for, and of a story only the one that comes first.

use std::cmp::Reverse;
use std::collections::HashSet;

use tantivy::{DocAddress, DocId, Score};

use crate::article::ArticleId;
use crate::index::kept::Columns;
use crate::search::postings::Floor;

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
    /// The story that it stands for, when articles that have copies count as one.
    pub story: Option<u32>,
}

/// Keeps the first so many candidates.
pub(super) struct Top {
    pub(super) sort: Sort,
    limit: usize,
    after: Option<Rank>,
    kept: Vec<Candidate>,
    // Once there are enough, nothing behind this rank can come in any more.
    worst: Option<Rank>,
    // No score below this can have a better one.
    least: Score,
    // A story stands where its first article does, which may be on an earlier page: then all of
    // them have to be kept to the end.
    all: bool,
}

/// Candidates beyond the limit that are gathered at least before the worse ones are dropped.
const SLACK: usize = 16;

impl Top {
    /// Of articles, or with `stories` of the first article of each story.
    pub(super) fn new(sort: Sort, limit: usize, after: Option<Rank>, stories: bool) -> Top {
        Top {
            sort,
            limit,
            after,
            kept: Vec::new(),
            worst: None,
            least: Score::NEG_INFINITY,
            all: stories && after.is_some(),
        }
    }

    /// Scores below which nothing can come in any more.
    pub(super) fn floor(&self) -> Floor {
        Floor { score: self.least, ..Floor::NONE }
    }

    /// Takes a document; `story` when it is one of several of a story that count as one.
    #[inline]
    pub(super) fn offer(&mut self, address: DocAddress, story: Option<u32>, score: Score, columns: &Columns) {
        // Nearly all end here once there are enough.
        if score >= self.least || self.sort != Sort::Relevance {
            self.compare(address, story, score, columns);
        }
    }

    fn compare(&mut self, address: DocAddress, story: Option<u32>, score: Score, columns: &Columns) {
        let doc: DocId = address.doc_id;
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
        let passed = !self.all && self.after.is_some_and(|a| rank <= a);
        if passed || self.worst.is_some_and(|w| rank >= w) {
            return;
        }
        self.kept.push(Candidate { rank, score, address, story });
        if !self.all && self.kept.len() >= self.limit.saturating_add(SLACK.max(self.limit)) {
            self.drop_worse();
        }
    }

    /// Keeps the best. Of a story the first is kept: whatever stood behind enough of them can
    /// only fall further behind.
    fn drop_worse(&mut self) {
        if self.kept.iter().any(|c| c.story.is_some()) {
            self.keep_firsts();
            if self.kept.len() < self.limit {
                return;
            }
        }
        self.kept.select_nth_unstable_by_key(self.limit - 1, |c| c.rank);
        self.kept.truncate(self.limit);
        self.worst = self.kept.last().map(|c| c.rank);
        if let Some(worst) = self.worst.filter(|_| self.sort == Sort::Relevance) {
            // A score as good as the worst one may still come before it by its date.
            self.least = ((worst.first.0 as f64 - 1.0) / SCORE_STEPS) as Score;
        }
    }

    /// Sorts, and keeps the first of each story.
    fn keep_firsts(&mut self) {
        self.kept.sort_unstable_by_key(|c| c.rank);
        let mut seen = HashSet::new();
        self.kept.retain(|c| c.story.is_none_or(|story| seen.insert(story)));
    }

    /// The best, in order.
    pub(super) fn best(mut self) -> Vec<Candidate> {
        self.keep_firsts();
        if let Some(after) = self.after {
            self.kept.retain(|c| c.rank > after);
        }
        self.kept.truncate(self.limit);
        self.kept
    }
}
