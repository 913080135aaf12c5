//! Articles like a given one, with what the two have in common.

use std::io::Write;

use serde::Serialize;

use super::{ActorRow, Head, PlaceRow, VERSION, actor_rows, line};
use crate::error::Result;
use crate::search::similar::{Likeness, Similar, SimilarHit};

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    /// The given article; `null` for a text from elsewhere.
    id: Option<String>,
    unit: &'static str,
    /// How many articles were compared in full.
    compared: usize,
    took_ms: f64,
    notes: &'a [String],
    hits: Vec<HitRow<'a>>,
}

#[derive(Serialize)]
struct HitRow<'a> {
    rank: u64,
    score: f32,
    #[serde(flatten)]
    head: Head<'a>,
    relation: &'static str,
    parts: Parts,
    /// Days between the two dates of publication; `null` when one is unknown.
    days_apart: Option<u32>,
    /// Days that both speak of.
    days_shared: u32,
    words: &'a [String],
    places: Vec<PlaceRow<'a>>,
    actors: Vec<ActorRow<'a>>,
}

/// Each from 0 to 1, before it is weighted.
#[derive(Serialize)]
struct Parts {
    words: f32,
    actors: f32,
    places: f32,
    published: f32,
    spoken: f32,
}

impl From<&Likeness> for Parts {
    fn from(likeness: &Likeness) -> Parts {
        Parts {
            words: rounded(likeness.words),
            actors: rounded(likeness.actors),
            places: rounded(likeness.places),
            published: rounded(likeness.published),
            spoken: rounded(likeness.spoken),
        }
    }
}

/// To as many digits as mean something.
pub(super) fn rounded(part: f32) -> f32 {
    (part * 10_000.0).round() / 10_000.0
}

impl<'a> From<&'a SimilarHit> for HitRow<'a> {
    fn from(hit: &'a SimilarHit) -> HitRow<'a> {
        let mut head = Head::of(&hit.record);
        head.story = super::Story { id: hit.story.to_string(), size: hit.story_size as u64, matching: None };
        HitRow {
            rank: hit.rank,
            score: rounded(hit.likeness.score),
            head,
            relation: hit.relation.as_str(),
            parts: (&hit.likeness).into(),
            days_apart: hit.likeness.days_apart,
            days_shared: hit.likeness.days_shared,
            words: &hit.words,
            places: hit.places.iter().map(PlaceRow::brief).collect(),
            actors: actor_rows(&hit.actors),
        }
    }
}

/// All of them as one object.
///
/// # Errors
/// When it cannot be written.
pub fn similar(similar: &Similar, out: &mut dyn Write) -> Result<()> {
    let answer = Answer {
        version: VERSION,
        id: similar.given.as_ref().map(|record| record.id.to_string()),
        unit: similar.unit.plural(),
        compared: similar.compared,
        took_ms: (similar.took_ms * 1000.0).round() / 1000.0,
        notes: &similar.notes,
        hits: similar.hits.iter().map(HitRow::from).collect(),
    };
    line(&answer, out)
}

/// One a line.
///
/// # Errors
/// When it cannot be written.
pub fn similar_lines(similar: &Similar, out: &mut dyn Write) -> Result<()> {
    similar.hits.iter().try_for_each(|hit| line(&HitRow::from(hit), out))
}
