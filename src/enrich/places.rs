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
mod score;
mod senses;

use std::collections::HashMap;

use crate::article::Field;
use crate::date::PartialDate;
use crate::gazetteer::{Gazetteer, Kind, PlaceNo, key};

use cues::Cue;
use senses::{Position, Sense};

pub use about::focus;
#[doc(hidden)]
pub use score::Weights;

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

/// What is known of the article around its toponyms.
#[derive(Debug, Clone, Default)]
pub struct Context<'t> {
    /// When it was published: decides about vanished states.
    pub published: Option<PartialDate>,
    /// ISO 3166 codes of the countries that demonyms in the text point to, one for each occurrence.
    pub demonyms: Vec<&'t str>,
    /// Where the outlet is at home, when known.
    pub home: Option<PlaceNo>,
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
    resolve_with(toponyms, context, &Weights::FITTED)
}

/// As [`resolve`], with weights of one's own: for fitting them.
#[doc(hidden)]
pub fn resolve_with(toponyms: &[Toponym<'_>], context: &Context<'_>, weights: &Weights) -> Vec<Resolved> {
    let gazetteer = Gazetteer::embedded();
    let (mut names, which) = gather(toponyms, gazetteer);
    score::settle(&mut names, context, gazetteer, weights);
    let answers: Vec<Resolved> = names.iter().map(|name| answer(name, &names, gazetteer, weights)).collect();
    which.iter().map(|&at| answers.get(at).copied().unwrap_or(UNKNOWN)).collect()
}

const UNKNOWN: Resolved = Resolved { place: None, confidence: 0.0 };

/// All toponyms of an article that mean the same: one name with one cue.
#[derive(Debug, Default)]
struct Name {
    cue: Cue,
    /// How often it stands in the article.
    count: u32,
    /// The names that stand behind it after a comma.
    containers: Vec<usize>,
    senses: Vec<Sense>,
}

/// Where a toponym stands, as far as that decides whether it may be an abbreviation.
fn position(at: usize, toponyms: &[Toponym<'_>]) -> Position {
    // The container stands right behind what it contains, so one look back is enough.
    let previous = at.checked_sub(1).and_then(|before| toponyms.get(before));
    match toponyms.get(at) {
        _ if previous.is_some_and(|p| p.within == Some(at)) => Position::BehindComma,
        Some(toponym) if toponym.after.starts_with('.') => Position::BeforeStop,
        _ => Position::Free,
    }
}

/// The distinct names of an article, and for each toponym the number of its name.
fn gather(toponyms: &[Toponym<'_>], gazetteer: &Gazetteer) -> (Vec<Name>, Vec<usize>) {
    let mut names: Vec<Name> = Vec::new();
    let mut numbers: HashMap<(String, Cue), usize> = HashMap::with_capacity(toponyms.len());
    let which: Vec<usize> = toponyms
        .iter()
        .enumerate()
        .map(|(at, toponym)| {
            let cue = cues::cue(toponym.before, toponym.after);
            let number = *numbers.entry((key(toponym.text), cue)).or_insert_with(|| {
                let senses = senses::of(toponym.text, position(at, toponyms), gazetteer);
                names.push(Name { cue, senses, ..Name::default() });
                names.len() - 1
            });
            if let Some(name) = names.get_mut(number) {
                name.count += 1;
            }
            number
        })
        .collect();
    for (toponym, &number) in toponyms.iter().zip(&which) {
        let container = toponym.within.and_then(|outer| which.get(outer)).filter(|&&outer| outer != number);
        if let (Some(name), Some(&outer)) = (names.get_mut(number), container)
            && !name.containers.contains(&outer)
        {
            name.containers.push(outer);
        }
    }
    (names, which)
}

impl Name {
    /// Its likeliest sense.
    fn best(&self) -> Option<&Sense> {
        self.senses.iter().max_by(|a, b| a.score.total_cmp(&b.score))
    }
}

/// The best sense of a name when it is sure enough, or else what the text says it lies in.
fn answer(name: &Name, names: &[Name], gazetteer: &Gazetteer, weights: &Weights) -> Resolved {
    let best = name.best();
    let outer = name.containers.iter().filter_map(|&at| names.get(at)?.best());
    if let Some(outer) = outer.max_by(|a, b| a.share.total_cmp(&b.share))
        && !best.is_some_and(|best| fits(best, outer, gazetteer))
    {
        return Resolved { place: Some(outer.place), confidence: outer.share * 0.5 };
    }
    let Some(best) = best else { return UNKNOWN };
    // How sure depends on the rivals, and on whether anything speaks for the winner at all.
    let known = 1.0 / (1.0 + (-(best.score - weights.unknown)).exp());
    let confidence = best.share * known;
    let place = (confidence >= weights.threshold).then_some(best.place);
    Resolved { place, confidence }
}

/// Whether a sense agrees with the name behind the comma. A town may be too small for the
/// gazetteer and a greater namesake stand in for it (`Paris, Idaho`); but two well-known names
/// behind each other are a list, not a place and what it lies in.
fn fits(sense: &Sense, outer: &Sense, gazetteer: &Gazetteer) -> bool {
    let container = matches!(outer.kind, Kind::Admin1 | Kind::Country);
    let list = sense.kind != Kind::City || (outer.kind == Kind::Country && sense.prior > LISTED_PRIOR);
    !container || list || gazetteer.contains(outer.place, sense.place)
}

/// Towns more likely than this may stand in a list with countries.
const LISTED_PRIOR: f32 = 7.0;

#[cfg(test)]
mod tests;
