//! The readings of a name, with what the scoring needs of each place at hand.

use crate::gazetteer::{Candidate, Gazetteer, Kind, NameKind, PlaceNo, key};

/// More readings than this are not looked at; they come most likely first.
const SENSES_MAX: usize = 72;
/// A place that bears a demonym as its name must be larger than this to be meant.
const DEMONYM_TOWN: u32 = 500_000;
/// Kilometres to a radian on the Earth's surface.
const EARTH_KM: f32 = 6371.0;

/// One reading of a name in the article at hand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sense {
    pub place: PlaceNo,
    pub kind: Kind,
    pub name: NameKind,
    pub population: u32,
    pub capital: bool,
    /// The chief town of its country or division.
    pub seat: bool,
    pub country: Option<PlaceNo>,
    pub division: Option<PlaceNo>,
    /// Numbers of the place, its country and its division among those of the article, for adding up what
    /// speaks for each.
    pub place_slot: usize,
    pub country_slot: Option<usize>,
    pub division_slot: Option<usize>,
    /// Its direction from the middle of the Earth.
    pub at: [f32; 3],
    /// The part of its score that no other name changes.
    pub own: f32,
    pub score: f32,
    /// Its probability among the readings of the name, and of there being none.
    pub share: f32,
}

impl Sense {
    fn new(candidate: Candidate, gazetteer: &Gazetteer) -> Sense {
        let place = gazetteer.place(candidate.place);
        Sense {
            place: candidate.place,
            kind: place.kind,
            name: candidate.name,
            population: place.population,
            capital: gazetteer.is_capital(candidate.place),
            seat: gazetteer.is_seat(candidate.place),
            country: gazetteer.country_of(candidate.place),
            division: gazetteer.admin1_of(candidate.place),
            place_slot: 0,
            country_slot: None,
            division_slot: None,
            at: direction(place.lat, place.lon),
            own: 0.0,
            score: 0.0,
            share: 0.0,
        }
    }

    /// How far away another place is, in kilometres along the chord: a little less than on the
    /// ground, and much faster to compute.
    pub(super) fn kilometres(&self, other: [f32; 3]) -> f32 {
        kilometres(self.at, other)
    }

    /// Whether it is a spot rather than an expanse: nearness means something.
    pub(super) fn is_local(&self) -> bool {
        matches!(self.kind, Kind::City | Kind::Landmark | Kind::Admin2)
    }

    /// A town, or something in one.
    pub(super) fn is_town(&self) -> bool {
        matches!(self.kind, Kind::City | Kind::Landmark)
    }

    /// A country, vanished ones too.
    pub(super) fn is_state(&self) -> bool {
        matches!(self.kind, Kind::Country | Kind::FormerCountry)
    }

    /// A first-level division or a region inside a country.
    pub(super) fn is_division(&self) -> bool {
        matches!(self.kind, Kind::Admin1 | Kind::Region)
    }

    /// A division below the first level.
    pub(super) fn is_county(&self) -> bool {
        self.kind == Kind::Admin2
    }

    /// Whether two readings are of one sort, as the names of a list are.
    pub(super) fn is_kin(&self, other: &Sense) -> bool {
        self.is_state() && other.is_state()
            || self.is_division() && other.is_division()
            || self.is_county() && other.is_county()
            || self.is_town() && other.is_town()
    }
}

/// The distance of two directions on the Earth's surface, along the chord.
pub(super) fn kilometres(a: [f32; 3], b: [f32; 3]) -> f32 {
    let squares = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b));
    squares.sum::<f32>().sqrt() * EARTH_KM
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
    let twice = || shorter(text).flat_map(shorter).find_map(known);
    once.or_else(twice).or_else(|| attributed(text, gazetteer)).unwrap_or_default()
}

/// Words before a name that are a part of it, so that it cannot do without.
const PARTS: [&str; 9] = ["new", "little", "old", "port", "fort", "saint", "st", "mount", "lake"];

/// `Nazi Germany`, `A Metcalfe County`: a country or division behind words that are no part of it.
fn attributed(text: &str, gazetteer: &Gazetteer) -> Option<Vec<Sense>> {
    let blanks = text.match_indices(' ').map(|(at, _)| at);
    blanks.take(ATTRIBUTES_MAX).find_map(|at| {
        let (head, rest) = (text.get(..at)?, text.get(at + 1..)?);
        let last = head.rsplit(' ').next()?.trim_end_matches('.');
        let senses = exact(rest, Position::Free, gazetteer);
        let wide = senses.first().is_some_and(|s| s.is_state() || s.is_division() || s.is_county());
        (wide && !PARTS.iter().any(|p| p.eq_ignore_ascii_case(last))).then_some(senses)
    })
}

/// No more words than this are taken for no part of a name.
const ATTRIBUTES_MAX: usize = 3;

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
const LEADING: [&str; 35] = [
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
    "far ",
    "mid ",
    "mid-",
    "rural ",
    "suburban ",
    "metro ",
];
/// Words behind a name that say what it is.
const TRAILING: [&str; 15] = [
    " city",
    " region",
    " province",
    " state",
    " oblast",
    " governorate",
    " area",
    " metropolitan area",
    " district",
    " county",
    " borough",
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
