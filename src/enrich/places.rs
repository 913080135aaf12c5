//! Toponyms to places: which of the places that share a name is meant here.
//!
//! All toponyms of an article are resolved together. Each reading of a name starts from how
//! well known the place is under that name; then the readings support each other: by lying in
//! one country or division (demonyms count as witnesses too), by lying near each other, by
//! containment (`Sudzha, Russia`), and by the words beside them (`Kursk region`). A name means
//! one thing throughout an article, unless those words tell two apart. What stays unclear
//! stays unresolved: better no pin than one in the wrong place.
//!
//! ```
//! use dateline::article::Field;
//! use dateline::enrich::places::{Context, Toponym, resolve};
//! use dateline::gazetteer::Gazetteer;
//! let text = "Fighting went on in Kursk region.";
//! let kursk = Toponym { after: " region.", ..Toponym::new("Kursk", Field::Body, 20) };
//! let found = resolve(&[kursk], &Context::default());
//! assert_eq!(Gazetteer::embedded().id(found[0].place.unwrap()), "geonames:538555");
//! ```
//!
//! The scheme is that of the population-and-context resolvers of the literature (Leidner 2007
//! surveys them); the weights were fitted to public sets of resolved news. Out of scope:
//! finding the toponyms, and places that the gazetteer does not have.

mod about;
mod cues;
mod evidence;
mod features;
mod home;
mod names;
mod own;
mod score;
mod senses;
mod weights;

use crate::article::Field;
use crate::date::PartialDate;
use crate::gazetteer::{Gazetteer, Kind, PlaceNo};

use names::{Name, Slots};
use senses::Sense;

pub use about::focus;
#[doc(hidden)]
pub use about::{SIGNS, Signs, countries};
#[doc(hidden)]
pub use features::{FEATURES, Feature, Features, Weights};
pub use home::{Home, Outlet, Outlets, names_for_home};

/// A mention of a place by name, as the tagger found it.
#[derive(Debug, Clone, PartialEq)]
pub struct Toponym<'t> {
    /// The words as they stand, without a possessive ending.
    pub text: &'t str,
    /// The field that it stands in.
    pub field: Field,
    /// Its bytes in that field.
    pub span: std::ops::Range<usize>,
    /// Whether it stands in the line that says where the article was filed.
    pub dateline: bool,
    /// Up to some 30 bytes of text before it, as they stand (`the village of `).
    pub before: &'t str,
    /// Up to some 30 bytes of text after it, as they stand (` region, where`).
    pub after: &'t str,
    /// Index of the toponym that names what it lies in, for `Sudzha, Russia`.
    pub within: Option<usize>,
}

impl<'t> Toponym<'t> {
    /// A name at a byte of a field, with nothing known of the words around it.
    pub fn new(text: &'t str, field: Field, start: usize) -> Toponym<'t> {
        let span = start..start + text.len();
        Toponym { text, field, span, dateline: false, before: "", after: "", within: None }
    }
}

/// A demonym: no place, but a witness for a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Demonym {
    /// ISO 3166 code of the country.
    pub country: &'static str,
    /// The field that it stands in.
    pub field: Field,
    /// Its first byte there.
    pub start: usize,
}

/// What is known of the article around its toponyms.
#[derive(Debug, Clone, Default)]
pub struct Context<'t> {
    /// When it was published: decides about vanished states.
    pub published: Option<PartialDate>,
    /// The demonyms in headline and text.
    pub demonyms: Vec<Demonym>,
    /// Where the outlet is at home, when known.
    pub home: Option<&'t Home>,
}

/// What a toponym means here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resolved {
    /// The place; `None` when there is no candidate, or none is sure enough.
    pub place: Option<PlaceNo>,
    /// From 0 to 1.
    pub confidence: f32,
}

/// Resolves the toponyms of one article together; one answer for each, in their order.
pub fn resolve(toponyms: &[Toponym<'_>], context: &Context<'_>) -> Vec<Resolved> {
    resolve_with(toponyms, context, &weights::FITTED)
}

/// As [`resolve`], with weights of one's own: for fitting them.
#[doc(hidden)]
pub fn resolve_with(toponyms: &[Toponym<'_>], context: &Context<'_>, weights: &Weights) -> Vec<Resolved> {
    let gazetteer = Gazetteer::embedded();
    let (names, which, _) = weighed(toponyms, context, gazetteer, weights);
    let answers: Vec<Resolved> = names.iter().map(|name| answer(name, &names, gazetteer, weights)).collect();
    which.iter().map(|&at| answers.get(at).copied().unwrap_or(UNKNOWN)).collect()
}

/// One reading of a toponym, as fitting the weights needs it.
#[doc(hidden)]
#[derive(Debug, Clone)]
pub struct Reading {
    /// The place.
    pub place: PlaceNo,
    /// What holds of it.
    pub features: Features,
    /// Its share with the weights at hand.
    pub share: f32,
}

/// All readings of each toponym, with their features and shares: for fitting the weights.
#[doc(hidden)]
pub fn readings(toponyms: &[Toponym<'_>], context: &Context<'_>, weights: &Weights) -> Vec<Vec<Reading>> {
    let gazetteer = Gazetteer::embedded();
    let (names, which, slots) = weighed(toponyms, context, gazetteer, weights);
    let described = score::describe(&names, &slots, context, gazetteer);
    let of = |at: &usize| -> Vec<Reading> {
        let senses = names.get(*at).map(|n| n.senses.as_slice()).unwrap_or_default();
        let features = described.get(*at).map(Vec::as_slice).unwrap_or_default();
        let pairs = senses.iter().zip(features);
        pairs.map(|(s, &features)| Reading { place: s.place, features, share: s.share }).collect()
    };
    which.iter().map(of).collect()
}

fn weighed(
    toponyms: &[Toponym<'_>],
    context: &Context<'_>,
    gazetteer: &Gazetteer,
    weights: &Weights,
) -> (Vec<Name>, Vec<usize>, Slots) {
    let (mut names, which) = names::gather(toponyms, context, gazetteer);
    let slots = Slots::number(&mut names, context, gazetteer);
    score::settle(&mut names, &slots, context, gazetteer, weights);
    (names, which, slots)
}

const UNKNOWN: Resolved = Resolved { place: None, confidence: 0.0 };

/// The best sense of a name when it is sure enough, or else what the text says it lies in.
fn answer(name: &Name, names: &[Name], gazetteer: &Gazetteer, weights: &Weights) -> Resolved {
    let best = name.best();
    let outer = name.containers.iter().filter_map(|&at| names.get(at)?.best());
    if let Some(outer) = outer.max_by(|a, b| a.share.total_cmp(&b.share))
        && !best.is_some_and(|best| fits(best, outer, gazetteer))
    {
        return Resolved { place: Some(outer.place), confidence: outer.share * 0.5 };
    }
    let Some(best) = best else { return around(name, names).unwrap_or(UNKNOWN) };
    if best.share >= weights.threshold {
        return Resolved { place: Some(best.place), confidence: best.share };
    }
    country_of(name).unwrap_or(Resolved { place: None, confidence: best.share })
}

/// Where a name without readings stands, when that is sure.
fn around(name: &Name, names: &[Name]) -> Option<Resolved> {
    let best = names.get(name.stands_in?)?.best()?;
    (best.share >= SURE).then_some(Resolved { place: Some(best.place), confidence: best.share * 0.5 })
}

/// Least share of the place that a house or street is said to stand in.
const SURE: f32 = 0.7;

/// The country that nearly all readings lie in, when none of them is sure: `Springfield` is at
/// least in the United States.
fn country_of(name: &Name) -> Option<Resolved> {
    let mut shares: Vec<(PlaceNo, f32)> = Vec::new();
    for sense in &name.senses {
        let Some(country) = sense.country else { continue };
        match shares.iter_mut().find(|(known, _)| *known == country) {
            Some((_, share)) => *share += sense.share,
            None => shares.push((country, sense.share)),
        }
    }
    let (country, share) = shares.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    (share >= COUNTRY_SHARE).then_some(Resolved { place: Some(country), confidence: share })
}

/// The share of a name's readings that must lie in a country for it to stand for them.
const COUNTRY_SHARE: f32 = 0.7;

/// Whether a sense agrees with the name behind the comma. A town may be too small for the
/// gazetteer and a greater namesake stand in for it (`Paris, Idaho`); but two well-known names
/// behind each other are a list, not a place and what it lies in.
fn fits(sense: &Sense, outer: &Sense, gazetteer: &Gazetteer) -> bool {
    let container = matches!(outer.kind, Kind::Admin1 | Kind::Country);
    let list = sense.kind != Kind::City
        || (outer.kind == Kind::Country && (sense.capital || sense.population > LISTED_MIN));
    !container || list || gazetteer.contains(outer.place, sense.place)
}

/// Towns with more inhabitants than this may stand in a list with countries.
const LISTED_MIN: u32 = 300_000;

#[cfg(test)]
mod tests;
