//! What the gazetteer says about a run of words, boiled down to how much it weighs.

use crate::gazetteer::{Gazetteer, Kind, NameKind};

/// How likely a name that stands alone is meant as a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// A small place, or a rare name of a place.
    Weak,
    /// A town, or another name of a well-known place.
    Medium,
    /// A country, a region, a city.
    Strong,
}

/// A name at the beginning of a text that some place bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// Bytes.
    pub len: usize,
    pub strength: Strength,
    /// Whether it is a country, or contains countries.
    pub country: bool,
    pub population: u32,
}

/// Places of fewer people are not heard of by name alone: too many are called like people, or
/// like a word. Where the text says that a place is meant, it is found without the gazetteer.
const HEARD_OF: u32 = 5_000;

/// The longest place name at the beginning of `text`.
pub(super) fn hit(text: &str) -> Option<Hit> {
    let gazetteer = Gazetteer::embedded();
    let found = gazetteer.longest_match(text)?;
    let first = gazetteer.readings(found).next()?;
    let place = gazetteer.place(first.place);
    let country = !matches!(place.kind, Kind::City | Kind::Admin1 | Kind::Admin2 | Kind::Region);
    let strength = match (place.kind, first.name) {
        (Kind::City | Kind::Admin2, NameKind::Main) if place.population >= 100_000 => Strength::Strong,
        (Kind::City | Kind::Admin2, NameKind::Main) if place.population >= 15_000 => Strength::Medium,
        (Kind::City, _) if place.population >= 500_000 => Strength::Medium,
        // `Laurel County` says what it is.
        (Kind::Admin2, NameKind::Main) if text.get(..found.len)?.contains(' ') => Strength::Medium,
        (Kind::City | Kind::Admin2, _) if place.population < HEARD_OF => return None,
        (Kind::City | Kind::Admin2, _) => Strength::Weak,
        (_, NameKind::Alternate) => Strength::Medium,
        _ => Strength::Strong,
    };
    Some(Hit { len: found.len, strength, country, population: place.population })
}

/// The country code that an adjective or a people's name points to.
pub(super) fn demonym(words: &str) -> Option<&'static str> {
    Gazetteer::embedded().demonym(words)
}
