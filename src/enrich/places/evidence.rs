//! What the names of an article say of each other: which countries and divisions they lie in,
//! and how near each other. Every reading bears witness with the share that it has so far.

use crate::gazetteer::{Gazetteer, Kind, PlaceNo};

use super::features::{Feature, Features};
use super::names::{Name, Slots};
use super::senses::Sense;

/// Kilometres within which another place is near.
const NEAR_KM: f32 = 30.0;
/// Kilometres within which another place is around.
const AROUND_KM: f32 = 150.0;
/// Kilometres within which a name close by in the text is near on the map.
const NEXT_KM: f32 = 100.0;
/// Readings less likely than this are no witnesses of what lies near.
const SPOT_SHARE_MIN: f32 = 0.15;

/// What all names together say, before the own part of each is taken out.
pub(super) struct Evidence {
    /// Witnesses for each country and division of the article, by slot.
    countries: Vec<f32>,
    divisions: Vec<f32>,
    /// The same of names that mean the country or division itself.
    named_countries: Vec<f32>,
    named_divisions: Vec<f32>,
    /// The country that each division lies in, as slots.
    countries_of: Vec<Option<usize>>,
    /// Witnesses for each place, by slot.
    places: Vec<f32>,
    /// Witnesses that are countries, and that are capitals.
    states: f32,
    capitals: f32,
    /// The part of the demonyms that point to a country.
    demonyms: Vec<f32>,
    /// Likely local readings.
    spots: Vec<Spot>,
}

/// A likely reading that is a spot on the map.
struct Spot {
    /// The number of its name.
    name: usize,
    place: PlaceNo,
    at: [f32; 3],
    share: f32,
}

impl Evidence {
    /// Takes down what the names say with the shares that their readings have now.
    pub(super) fn gather(names: &[Name], slots: &Slots) -> Evidence {
        let mut evidence = Evidence {
            countries: vec![0.0; slots.countries.len()],
            divisions: vec![0.0; slots.divisions.len()],
            named_countries: vec![0.0; slots.countries.len()],
            named_divisions: vec![0.0; slots.divisions.len()],
            countries_of: slots.countries_of.clone(),
            places: vec![0.0; slots.places],
            states: 0.0,
            capitals: 0.0,
            demonyms: slots.demonyms.clone(),
            spots: Vec::new(),
        };
        for (at, name) in names.iter().enumerate() {
            evidence.count(name, 1.0);
            let likely = name.senses.iter().filter(|s| s.is_local() && s.share > SPOT_SHARE_MIN);
            let spot = |s: &Sense| Spot { name: at, place: s.place, at: s.at, share: s.share };
            evidence.spots.extend(likely.map(spot));
        }
        evidence
    }

    /// Adds what one name says, or takes it out again.
    fn count(&mut self, name: &Name, sign: f32) {
        let weight = sign * damped(name.count);
        for sense in &name.senses {
            let said = sense.share * weight;
            add(&mut self.places, Some(sense.place_slot), said);
            add(&mut self.countries, sense.country_slot, said);
            add(&mut self.divisions, sense.division_slot, said);
            self.states += if sense.is_state() { said } else { 0.0 };
            self.capitals += if sense.capital { said } else { 0.0 };
            match sense.kind {
                Kind::Country => add(&mut self.named_countries, sense.country_slot, said),
                Kind::Admin1 => add(&mut self.named_divisions, sense.division_slot, said),
                _ => {}
            }
        }
    }

    /// Calls `take` with the features of each reading of a name that other names decide.
    pub(super) fn of_name(
        &mut self,
        names: &[Name],
        at: usize,
        gazetteer: &Gazetteer,
        take: &mut dyn FnMut(usize, &Features),
    ) {
        let Some(name) = names.get(at) else { return };
        self.count(name, -1.0);
        let all: f32 = self.countries.iter().sum::<f32>().max(0.5);
        let all_divisions: f32 = self.divisions.iter().sum::<f32>().max(0.5);
        for (number, sense) in name.senses.iter().enumerate() {
            let mut features = Features::default();
            let mut set = |feature, value: f32| features.set(feature, value.clamp(0.0, 1.0));
            // Another name for the same place is no further witness of where it lies.
            let same = of(&self.places, Some(sense.place_slot));
            let besides = |list: &[f32], slot| of(list, slot) - same;
            let (country, division) =
                (besides(&self.countries, sense.country_slot), besides(&self.divisions, sense.division_slot));
            set(Feature::CountrySupport, saturated(country));
            set(Feature::CountryPart, country / all);
            set(Feature::DivisionSupport, saturated(division));
            set(Feature::DivisionPart, division / all_divisions);
            let named =
                |list: &[f32], slot, itself| if itself { 0.0 } else { saturated(2.0 * of(list, slot)) };
            let (country, division) = (sense.kind == Kind::Country, sense.kind == Kind::Admin1);
            set(Feature::CountryNamed, named(&self.named_countries, sense.country_slot, country));
            set(Feature::DivisionNamed, named(&self.named_divisions, sense.division_slot, division));
            set(Feature::Demonym, of(&self.demonyms, sense.country_slot));
            match sense.kind {
                _ if sense.is_state() => set(Feature::AmongCountries, self.states / all),
                _ if sense.capital => set(Feature::AmongCapitals, self.capitals / all),
                Kind::Admin1 => set(Feature::AmongDivisions, self.fellows(sense) / all),
                _ => {}
            }
            let again = name.variants.iter().filter_map(|&n| names.get(n)).flat_map(|n| &n.senses);
            let again: f32 = again.filter(|s| s.place == sense.place).map(|s| s.share).sum();
            set(Feature::Again, again);
            set(Feature::OtherName, same - again);
            if sense.is_local() {
                let (near, around) = self.nearness(sense, at);
                set(Feature::Near, near);
                set(Feature::Around, around);
            }
            beside(&mut features, sense, name, names);
            containment(&mut features, sense, name, names, gazetteer);
            take(number, &features);
        }
        self.count(name, 1.0);
    }

    /// Witnesses that are divisions of the country that a division lies in.
    fn fellows(&self, sense: &Sense) -> f32 {
        let each = self.named_divisions.iter().zip(&self.countries_of);
        each.filter(|(_, country)| **country == sense.country_slot).map(|(said, _)| said).sum()
    }

    /// How likely it is that some other place lies near, and around.
    fn nearness(&self, sense: &Sense, at: usize) -> (f32, f32) {
        let (mut far, mut farther) = (1.0, 1.0);
        for spot in self.spots.iter().filter(|s| s.name != at && s.place != sense.place) {
            let kilometres = sense.kilometres(spot.at);
            far *= 1.0 - spot.share * closeness(kilometres, NEAR_KM);
            farther *= 1.0 - spot.share * closeness(kilometres, AROUND_KM);
        }
        (1.0 - far, 1.0 - farther)
    }
}

/// From 1 on the spot to 0 far away; a third at `scale` kilometres.
pub(super) fn closeness(kilometres: f32, scale: f32) -> f32 {
    // Far away is the common case, and exponentials cost.
    if kilometres > 6.0 * scale { 0.0 } else { (-kilometres / scale).exp() }
}

/// What the names close by in the text say: of one country, of one division, near, of one sort.
fn beside(features: &mut Features, sense: &Sense, name: &Name, names: &[Name]) {
    let (mut country, mut division, mut near, mut all) = (0.0, 0.0, 0.0, 0.0);
    let (mut kin, mut listed) = (0.0, 0.0f32);
    for neighbour in &name.neighbours {
        let Some(other) = names.get(neighbour.name) else { continue };
        all += neighbour.weight;
        let (mut its_country, mut its_division, mut its_near, mut its_kin) = (0.0, 0.0, 0.0f32, 0.0);
        for o in &other.senses {
            if o.share < 0.01 {
                continue;
            }
            its_country += if same(o.country_slot, sense.country_slot) { o.share } else { 0.0 };
            its_division += if same(o.division_slot, sense.division_slot) { o.share } else { 0.0 };
            its_kin += if o.is_kin(sense) { o.share } else { 0.0 };
            if o.is_local() && sense.is_local() && o.place != sense.place {
                its_near += o.share * closeness(sense.kilometres(o.at), NEXT_KM);
            }
        }
        country += neighbour.weight * its_country;
        division += neighbour.weight * its_division;
        near += neighbour.weight * its_near;
        if neighbour.listed {
            listed += 1.0;
            kin += its_kin;
        }
    }
    if all > 0.0 {
        features.set(Feature::NextCountry, country / all);
        features.set(Feature::NextDivision, division / all);
        features.set(Feature::NextNear, near / all);
    }
    if listed > 0.0 {
        features.set(Feature::Kin, kin / listed);
    }
}

/// Whether what stands behind a comma contains what stands before it.
fn containment(features: &mut Features, sense: &Sense, name: &Name, names: &[Name], gazetteer: &Gazetteer) {
    let inside = |outer: PlaceNo, inner: PlaceNo| outer != inner && gazetteer.contains(outer, inner);
    let likely = |numbers: &[usize], fits: &dyn Fn(&Sense) -> bool| {
        let each = numbers.iter().filter_map(|&n| names.get(n));
        let sum = |n: &Name| n.senses.iter().filter(|s| fits(s)).map(|s| s.share).sum::<f32>();
        each.map(sum).fold(0.0, f32::max)
    };
    if !name.containers.is_empty() {
        let held = likely(&name.containers, &|outer| inside(outer.place, sense.place));
        let known = likely(&name.containers, &|outer| !outer.is_town());
        features.set(Feature::Held, held);
        features.set(Feature::Unheld, (known - held).max(0.0));
    }
    if !sense.is_town() {
        let inner = name.contained.iter().filter_map(|&n| names.get(n)).flat_map(|n| &n.senses);
        let holds = inner.filter(|inner| inside(sense.place, inner.place)).count() > 0;
        features.set(Feature::Holds, f32::from(u8::from(holds)));
    }
}

fn same(a: Option<usize>, b: Option<usize>) -> bool {
    a.is_some() && a == b
}

fn add(list: &mut [f32], slot: Option<usize>, weight: f32) {
    if let Some(sum) = slot.and_then(|slot| list.get_mut(slot)) {
        *sum += weight;
    }
}

fn of(list: &[f32], slot: Option<usize>) -> f32 {
    slot.and_then(|slot| list.get(slot)).copied().unwrap_or(0.0)
}

/// Ten mentions are not ten witnesses.
pub(super) fn damped(count: u32) -> f32 {
    (1.0 + count as f32).ln()
}

/// Support from 0 to 1; the first witness counts most.
fn saturated(support: f32) -> f32 {
    let support = support.max(0.0);
    support / (support + 1.0)
}
