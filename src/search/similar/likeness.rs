//! How alike two articles are, in parts that can be shown.
//!
//! Words, actors and places are each compared by the cosine of their weights, from 0 to 1; then count the
//! days that both speak of, and how far apart they were published. The score is a
//! weighted sum of the parts; how the weights and the bounds were found, and on what, stands in
//! `docs/similar.md`.

use super::profile::{Profile, Weights, each_shared};

/// What each part adds to the score when it is complete. They add up to 1.
const WORDS: f32 = 0.62;
const ACTORS: f32 = 0.13;
const PLACES: f32 = 0.06;
const SPOKEN: f32 = 0.06;
const PUBLISHED: f32 = 0.13;

/// Articles published this far apart, in days, have half of what those of one day have.
const HALF_DAYS: f32 = 3.0;
/// Days spoken of in common that count; more of them tell no more.
const SPOKEN_MAX: usize = 3;

/// From this sum on of all parts but the days of publication two articles are likely to tell of one event.
pub const EVENT: f32 = 0.19;
/// Reports of one event are published no further apart than this, in days.
pub const EVENT_DAYS_MAX: u32 = 7;
/// Below this sum they are not on the same subject.
pub const SUBJECT: f32 = 0.08;

/// How alike two articles are.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Likeness {
    /// The weighted sum of the parts, from 0 to 1.
    pub score: f32,
    /// Words, from 0 to 1.
    pub words: f32,
    /// Actors, from 0 to 1.
    pub actors: f32,
    /// Places, from 0 to 1.
    pub places: f32,
    /// Days spoken of, from 0 to 1.
    pub spoken: f32,
    /// How near to each other they were published, from 0 to 1; 0 when a date is unknown.
    pub published: f32,
    /// Days between their publication, 0 where the dates may mean one day; `None` when a date is unknown.
    pub days_apart: Option<u32>,
    /// How many of the days spoken of both speak of.
    pub days_shared: u32,
}

/// What two articles are to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relation {
    /// They are likely to tell of one event.
    Event,
    /// They are on one subject.
    Subject,
    /// They have little in common.
    None,
}

impl Relation {
    /// The name in the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Relation::Event => "event",
            Relation::Subject => "subject",
            Relation::None => "none",
        }
    }
}

impl Likeness {
    /// Of two articles; which is which does not matter.
    pub fn of(a: &Profile, b: &Profile) -> Likeness {
        let days_apart = a.published.zip(b.published).map(|(a, b)| apart(a, b));
        let shared = shared_days(&a.spoken, &b.spoken);
        let parts = Likeness {
            score: 0.0,
            words: cosine(&a.words, &b.words),
            actors: cosine(&a.actors, &b.actors),
            places: cosine(&a.places, &b.places),
            spoken: shared.min(SPOKEN_MAX) as f32 / SPOKEN_MAX as f32,
            published: days_apart.map_or(0.0, |days| HALF_DAYS / (HALF_DAYS + days as f32)),
            days_apart,
            days_shared: u32::try_from(shared).unwrap_or(u32::MAX),
        };
        Likeness { score: parts.content() + PUBLISHED * parts.published, ..parts }
    }

    /// What the parts add to the score, but for the days of publication.
    pub fn content(&self) -> f32 {
        WORDS * self.words + ACTORS * self.actors + PLACES * self.places + SPOKEN * self.spoken
    }

    /// What speaks for one event: as [`Likeness::content`], but nothing where too many days lie between.
    pub fn of_one_event(&self) -> f64 {
        let near = self.days_apart.is_none_or(|days| days <= EVENT_DAYS_MAX);
        if near { f64::from(self.content()) } else { 0.0 }
    }

    /// What the parts say.
    pub fn relation(&self) -> Relation {
        match self.content() {
            _ if self.of_one_event() >= f64::from(EVENT) => Relation::Event,
            content if content >= SUBJECT => Relation::Subject,
            _ => Relation::None,
        }
    }
}

fn cosine(a: &Weights, b: &Weights) -> f32 {
    let mut dot = 0.0;
    each_shared(a, b, |_, of_a, of_b| dot += of_a * of_b);
    let length = |weights: &Weights| weights.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    let lengths = length(a) * length(b);
    if lengths > 0.0 { (dot / lengths).min(1.0) } else { 0.0 }
}

/// Days between two stretches of days.
fn apart(a: (i32, i32), b: (i32, i32)) -> u32 {
    let gap = a.0.saturating_sub(b.1).max(b.0.saturating_sub(a.1)).max(0);
    u32::try_from(gap).unwrap_or(0)
}

fn shared_days(a: &[i32], b: &[i32]) -> usize {
    a.iter().filter(|day| b.binary_search(day).is_ok()).count()
}
