//! What speaks for a reading before any other name of the article is looked at: the place's
//! size and sort, the words beside the name, the outlet's home, the day of publication.

use crate::gazetteer::{Gazetteer, Kind, NameKind, PlaceNo};

use super::Context;
use super::cues::Cue;
use super::evidence::closeness;
use super::features::{Feature, Features};
use super::home::Home;
use super::names::Name;
use super::senses::{Sense, direction};

/// The largest village that is called one, and the smallest town that never is.
const VILLAGE_MAX: u32 = 100_000;
const TOWN_MIN: u32 = 500_000;
/// Kilometres within which a place counts as lying at the outlet's home.
const HOME_KM: f32 = 60.0;

/// What is known of the article beside its names.
pub(super) struct Fixed {
    address: Option<PlaceNo>,
    home_division: Option<(PlaceNo, f32)>,
    home_at: Option<([f32; 3], f32)>,
    /// Vanished states that existed on the day of publication, or not long before.
    alive: Vec<PlaceNo>,
    /// Countries that were not states of their own then, and whether the state that they were a
    /// part of is spoken of.
    unborn: Vec<(PlaceNo, bool)>,
}

/// States whose parts were not in the news as countries before they broke up, and when they did.
const WHOLE: [(&str, i32); 3] = [("SU", 1991), ("YU", 1991), ("CS", 1992)];

impl Fixed {
    pub(super) fn new(names: &[Name], context: &Context<'_>, gazetteer: &Gazetteer) -> Fixed {
        let nowhere = Home::default();
        let home = context.home.unwrap_or(&nowhere);
        let mut fixed = Fixed {
            address: home.address,
            home_division: home.division,
            home_at: home.spot.zip(home.division).map(|((lat, lon), (_, part))| (direction(lat, lon), part)),
            alive: Vec::new(),
            unborn: Vec::new(),
        };
        let Some(year) = context.published.map(|date| date.year()) else { return fixed };
        for era in gazetteer.eras().filter(|e| i32::from(e.first) <= year && year <= i32::from(e.last) + 2) {
            fixed.alive.push(era.state);
            let code = gazetteer.place(era.state).country;
            if WHOLE.iter().any(|(whole, end)| Some(*whole) == code && year < *end) {
                let is_state = |s: &Sense| s.place == era.state;
                let named = names.iter().any(|n| n.senses.iter().any(is_state))
                    || context.demonyms.iter().any(|d| Some(d.country) == code);
                fixed.unborn.extend(gazetteer.heirs(era).map(|heir| (heir, named)));
            }
        }
        fixed
    }

    /// The features of a reading that no other name changes.
    pub(super) fn features(&self, sense: &Sense, name: &Name) -> Features {
        let mut features = Features::default();
        place(&mut features, sense);
        naming(&mut features, sense.name);
        cue(&mut features, name.cue, sense);
        let mut holds = |feature, holds| features.set(feature, f32::from(u8::from(holds)));
        let same = |a: Option<PlaceNo>, b: Option<PlaceNo>| a.is_some() && a == b;
        holds(Feature::Compound, name.compound);
        holds(Feature::Alone, name.senses.len() == 1);
        holds(Feature::Filed, name.filed && sense.is_town());
        holds(Feature::AddressCountry, same(self.address, sense.country));
        holds(Feature::Alive, sense.kind == Kind::FormerCountry && self.alive.contains(&sense.place));
        let unborn = self.unborn.iter().find(|(heir, _)| *heir == sense.place);
        holds(Feature::Unborn, unborn.is_some());
        holds(Feature::UnionNamed, unborn.is_some_and(|(_, named)| *named));
        if let Some((_, part)) = self.home_division.filter(|home| same(Some(home.0), sense.division)) {
            features.set(Feature::HomeDivision, part);
        }
        if let Some((home, part)) = self.home_at.filter(|_| sense.is_local()) {
            features.set(Feature::HomeNear, part * closeness(sense.kilometres(home), HOME_KM));
        }
        features
    }
}

fn place(features: &mut Features, sense: &Sense) {
    let size = (sense.population as f32 + 10.0).log10();
    let mut set = |feature| features.set(feature, 1.0);
    match sense.kind {
        Kind::Continent => set(Feature::Continent),
        Kind::Water | Kind::Area => set(Feature::Expanse),
        Kind::FormerCountry => set(Feature::FormerCountry),
        Kind::Region => set(Feature::Region),
        Kind::Country => {
            set(Feature::Country);
            features.set(Feature::CountrySize, size - 7.0);
        }
        Kind::Admin1 => {
            set(Feature::Division);
            features.set(Feature::DivisionSize, size - 6.0);
        }
        Kind::Admin2 => {
            set(Feature::County);
            features.set(Feature::CountySize, size - 5.0);
        }
        Kind::Landmark => set(Feature::Landmark),
        Kind::City => {
            if sense.capital {
                set(Feature::Capital);
            } else if sense.seat {
                set(Feature::Seat);
            }
            features.set(Feature::TownSize, size - 4.0);
        }
    }
}

fn naming(features: &mut Features, name: NameKind) {
    let feature = match name {
        NameKind::Main => return,
        NameKind::Shared => Feature::Shared,
        NameKind::Alternate => Feature::Alternate,
        NameKind::Former => Feature::FormerName,
        NameKind::Abbreviation => Feature::Abbreviation,
        NameKind::Postal => Feature::Postal,
    };
    features.set(feature, 1.0);
}

/// How well a reading fits the words beside the name.
fn cue(features: &mut Features, cue: Cue, sense: &Sense) {
    let (town, division, county) = (sense.is_town(), sense.is_division(), sense.is_county());
    let feature = match cue {
        Cue::None => None,
        Cue::Division if division => Some(Feature::DivisionAsked),
        Cue::Division if town => Some(Feature::DivisionMissed),
        Cue::County if county => Some(Feature::CountyAsked),
        Cue::County if town => Some(Feature::CountyMissed),
        Cue::Town | Cue::Village if sense.is_state() || division => Some(Feature::TownMissed),
        Cue::Town if town => Some(Feature::TownAsked),
        Cue::Village if town && sense.population < VILLAGE_MAX => Some(Feature::VillageAsked),
        Cue::Village if sense.population > TOWN_MIN => Some(Feature::VillageMissed),
        Cue::Country if sense.is_state() => Some(Feature::CountryAsked),
        _ => None,
    };
    if let Some(feature) = feature {
        features.set(feature, 1.0);
    }
}
