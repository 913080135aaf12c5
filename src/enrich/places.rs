//! Toponyms to places: which of the places that share a name is meant here.
//!
//! STUB: signatures are final, bodies follow.

use crate::article::Field;
use crate::date::PartialDate;
use crate::gazetteer::PlaceNo;

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

/// What is known of the article around its toponyms.
#[derive(Debug, Clone, Default)]
pub struct Context<'t> {
    /// When it was published: decides about vanished states and former names.
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
pub fn resolve(toponyms: &[Toponym<'_>], _context: &Context<'_>) -> Vec<Resolved> {
    toponyms.iter().map(|_| Resolved { place: None, confidence: 0.0 }).collect()
}

/// The places that the article is about, most so first: by frequency, and by standing in the
/// headline or near the beginning. At most three, and none that merely contains another.
pub fn about(_toponyms: &[Toponym<'_>], _resolved: &[Resolved]) -> Vec<PlaceNo> {
    Vec::new()
}
