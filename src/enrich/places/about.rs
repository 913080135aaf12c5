//! The places that an article is about.

use std::collections::HashMap;

use crate::article::Field;
use crate::gazetteer::{Gazetteer, PlaceNo};

use super::{Resolved, Toponym};

/// No more places than this are an article's focus.
const FOCUS_MAX: usize = 3;
/// The part of the foremost place's weight that another must have to be in focus too.
const FOCUS_SHARE: f32 = 0.45;
/// Bytes of the body that count as its beginning.
const LEAD_BYTES: usize = 400;

/// The places that the article is about, most so first: by frequency, and by standing in the
/// headline or near the beginning. A place counts in full for itself and in part for what it
/// lies in, so that three towns of one country speak for the country where it is named too.
/// At most three; none that is not named.
pub fn about(toponyms: &[Toponym<'_>], resolved: &[Resolved]) -> Vec<PlaceNo> {
    let gazetteer = Gazetteer::embedded();
    let mut weights: HashMap<PlaceNo, f32> = HashMap::new();
    let mentions: Vec<(PlaceNo, f32)> = toponyms
        .iter()
        .zip(resolved)
        .filter_map(|(toponym, resolved)| Some((resolved.place?, weight(toponym) * resolved.confidence)))
        .collect();
    for (place, weight) in &mentions {
        *weights.entry(*place).or_default() += weight;
    }
    for (place, weight) in &mentions {
        for outer in gazetteer.containers(*place) {
            if let Some(sum) = weights.get_mut(&outer) {
                *sum += weight * 0.5;
            }
        }
    }
    let mut ranked: Vec<(PlaceNo, f32)> = weights.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let least = ranked.first().map_or(0.0, |first| first.1 * FOCUS_SHARE);
    ranked.into_iter().filter(|r| r.1 >= least).take(FOCUS_MAX).map(|r| r.0).collect()
}

/// What one mention counts: most in the headline, then in the lead; a dateline tells where the
/// reporter was, which is not always where it happened.
fn weight(toponym: &Toponym<'_>) -> f32 {
    match toponym.field {
        _ if toponym.dateline => 1.0,
        Field::Title => 3.0,
        Field::Body if toponym.span.start < LEAD_BYTES => 2.0,
        Field::Body => 1.0,
    }
}
