//! The readings of a name, with what the scoring needs of each place at hand.

use crate::gazetteer::{Candidate, Gazetteer, Kind, NameKind, PlaceNo, key};

/// More readings than this are not looked at; they come most likely first.
const SENSES_MAX: usize = 24;
/// A place that bears a demonym as its name must be larger than this to be meant.
const DEMONYM_TOWN: u32 = 500_000;
/// Kilometres to a radian on the Earth's surface.
const EARTH_KM: f32 = 6371.0;

/// One reading of a name in the article at hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sense {
    pub place: PlaceNo,
    pub kind: Kind,
    pub population: u32,
    pub prior: f32,
    pub country: Option<PlaceNo>,
    pub admin1: Option<PlaceNo>,
    /// Its direction from the middle of the Earth.
    at: [f32; 3],
    /// Grows as the article is weighed.
    pub score: f32,
    /// Its probability among the readings of the name.
    pub share: f32,
}

impl Sense {
    fn new(candidate: Candidate, gazetteer: &Gazetteer) -> Sense {
        let place = gazetteer.place(candidate.place);
        Sense {
            place: candidate.place,
            kind: place.kind,
            population: place.population,
            prior: gazetteer.prior(&candidate),
            country: gazetteer.country_of(candidate.place),
            admin1: gazetteer.admin1_of(candidate.place),
            at: direction(place.lat, place.lon),
            score: 0.0,
            share: 0.0,
        }
    }

    /// How far away another place is, in kilometres along the chord: a little less than on the
    /// ground, and much faster to compute.
    pub(super) fn kilometres(&self, other: [f32; 3]) -> f32 {
        let squares = self.at.iter().zip(other).map(|(a, b)| (a - b) * (a - b));
        squares.sum::<f32>().sqrt() * EARTH_KM
    }

    pub(super) fn direction(&self) -> [f32; 3] {
        self.at
    }

    /// Whether it is a spot rather than an expanse: nearness means something.
    pub(super) fn is_local(&self) -> bool {
        matches!(self.kind, Kind::City | Kind::Landmark | Kind::Admin1 | Kind::Region)
    }
}

/// The direction of a point from the middle of the Earth, as a vector of length one.
pub(super) fn direction(lat: f64, lon: f64) -> [f32; 3] {
    let (lat, lon) = (lat.to_radians() as f32, lon.to_radians() as f32);
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

/// Where a name stands, as far as that decides whether it may be an abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// Anywhere.
    Free,
    /// Just before a full stop (`Calif.`), which the tagger may have left out.
    BeforeStop,
    /// Behind another name and a comma, where postal codes count too (`Springfield, IL`).
    BehindComma,
}

/// The readings of a name as it stands in a text.
pub(super) fn of(text: &str, position: Position, gazetteer: &Gazetteer) -> Vec<Sense> {
    let whole = exact(text, position, gazetteer);
    // Demonyms are no places, though small ones bear such names; a country may (`Khmer`).
    if gazetteer.demonym(&key(text)).is_some() && !whole.iter().any(|s| s.population > DEMONYM_TOWN) {
        return Vec::new();
    }
    if !whole.is_empty() {
        return whole;
    }
    let known = |less: &str| Some(exact(less, position, gazetteer)).filter(|senses| !senses.is_empty());
    let once = shorter(text).find_map(known);
    once.or_else(|| shorter(text).flat_map(shorter).find_map(known)).unwrap_or_default()
}

fn exact(text: &str, position: Position, gazetteer: &Gazetteer) -> Vec<Sense> {
    let sense = |candidate| Sense::new(candidate, gazetteer);
    if position != Position::Free && text.starts_with(char::is_uppercase) {
        let capitals = !text.chars().any(char::is_lowercase);
        let postal = capitals && position == Position::BehindComma;
        let all = gazetteer.candidates(&key(text)).filter(|c| postal || c.name != NameKind::Postal);
        return all.take(SENSES_MAX).map(sense).collect();
    }
    match gazetteer.longest_match(text) {
        Some(found) if key(text.get(found.len..).unwrap_or_default()).is_empty() => {
            gazetteer.readings(found).take(SENSES_MAX).map(sense).collect()
        }
        _ => Vec::new(),
    }
}

/// Words before a name that narrow it down without changing it much.
const LEADING: [&str; 29] = [
    "the ",
    "northern ",
    "southern ",
    "eastern ",
    "western ",
    "central ",
    "north ",
    "south ",
    "east ",
    "west ",
    "northeastern ",
    "northwestern ",
    "southeastern ",
    "southwestern ",
    "north-eastern ",
    "north-western ",
    "south-eastern ",
    "south-western ",
    "upper ",
    "lower ",
    "downtown ",
    "greater ",
    "inner ",
    "city of ",
    "state of ",
    "province of ",
    "republic of ",
    "kingdom of ",
    "outer ",
];
/// Words behind a name that say what it is.
const TRAILING: [&str; 14] = [
    " city",
    " region",
    " province",
    " state",
    " oblast",
    " governorate",
    " area",
    " metropolitan area",
    " town",
    " district",
    " municipality",
    " airport",
    " international airport",
    " suburbs",
];

/// The name without a word at its beginning or end.
fn shorter(text: &str) -> impl Iterator<Item = &str> {
    let leading = LEADING.iter().filter_map(move |word| {
        let head = text.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
        text.get(head.len()..)
    });
    let trailing = TRAILING.iter().filter_map(move |word| {
        let cut = text.len().checked_sub(word.len())?;
        text.get(cut..).filter(|tail| tail.eq_ignore_ascii_case(word))?;
        text.get(..cut)
    });
    leading.chain(trailing)
}
