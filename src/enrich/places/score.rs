//! Weighs the readings of all names of an article against each other.
//!
//! A few rounds: in each, every reading gets a score from what is known of it and from the
//! readings of the other names, each counted with the share that it had in the round before.

use crate::gazetteer::{Gazetteer, Kind, PlaceNo};

use super::cues::Cue;
use super::senses::{Sense, direction};
use super::{Context, Name};

/// What each piece of evidence is worth, on the scale of the natural logarithm of odds.
#[derive(Debug, Clone, Copy)]
pub struct Weights {
    /// For one decimal order of inhabitants.
    pub prior: f32,
    /// For full support by names and demonyms of the same country.
    pub country: f32,
    /// For full support by names in the same first-level division.
    pub admin1: f32,
    /// For another place of the article on the spot.
    pub near: f32,
    /// The distance in kilometres at which that is worth half.
    pub near_km: f32,
    /// For a container named behind a comma.
    pub within: f32,
    /// For words beside the name that fit; the same is taken off when they do not.
    pub cue: f32,
    /// For lying at the home of the outlet.
    pub home: f32,
    /// How much a demonym counts, against a name.
    pub demonym: f32,
    /// Scores below this are more likely no place of the gazetteer at all.
    pub unknown: f32,
    /// Least confidence of an answer.
    pub threshold: f32,
}

impl Weights {
    /// Fitted by search over public sets of resolved news (TR-News, GeoWebNews).
    pub const FITTED: Weights = Weights {
        prior: 1.35,
        country: 4.3,
        admin1: 3.0,
        near: 2.0,
        near_km: 90.0,
        within: 8.0,
        cue: 4.5,
        home: 4.0,
        demonym: 0.6,
        unknown: 6.5,
        threshold: 0.25,
    };
}

const ROUNDS: usize = 3;

/// Scores all readings and sets their shares.
pub(super) fn settle(names: &mut [Name], context: &Context<'_>, gazetteer: &Gazetteer, weights: &Weights) {
    let fixed = Fixed::new(context, gazetteer);
    for name in names.iter_mut() {
        for sense in &mut name.senses {
            sense.score =
                weights.prior * sense.prior + cue(name.cue, sense) * weights.cue + fixed.of(sense, weights);
        }
        share(name);
    }
    let own: Vec<Vec<f32>> = names.iter().map(|n| n.senses.iter().map(|s| s.score).collect()).collect();
    for _ in 0..ROUNDS {
        let evidence = Evidence::gather(names, &fixed, weights);
        let scores: Vec<Vec<f32>> = (0..names.len())
            .map(|at| {
                evidence.scores(
                    names,
                    at,
                    own.get(at).map(Vec::as_slice).unwrap_or_default(),
                    gazetteer,
                    weights,
                )
            })
            .collect();
        for (name, scores) in names.iter_mut().zip(scores) {
            for (sense, score) in name.senses.iter_mut().zip(scores) {
                sense.score = score;
            }
            share(name);
        }
    }
}

/// Sets the shares of a name's readings from their scores.
fn share(name: &mut Name) {
    let best = name.senses.iter().map(|s| s.score).fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for sense in &mut name.senses {
        sense.share = (sense.score - best).exp();
        sum += sense.share;
    }
    for sense in &mut name.senses {
        sense.share /= sum;
    }
}

/// How well a reading fits the words beside the name: from -1 to 1.
fn cue(cue: Cue, sense: &Sense) -> f32 {
    let division = matches!(sense.kind, Kind::Admin1 | Kind::Region);
    let (town, state) = (sense.kind == Kind::City, matches!(sense.kind, Kind::Country | Kind::FormerCountry));
    match cue {
        Cue::None => 0.0,
        Cue::Division if division => 1.0,
        Cue::Division if town => -0.5,
        Cue::Lesser if division => 0.3,
        Cue::Lesser if town => -0.6,
        Cue::Town if town => 0.5,
        Cue::Town if state => -0.5,
        Cue::Village if town && sense.population < 100_000 => 0.7,
        Cue::Village if town && sense.population < 500_000 => 0.0,
        Cue::Village => -0.7,
        Cue::Country if state => 0.5,
        _ => 0.0,
    }
}

/// Evidence from outside the names: it does not change between rounds.
struct Fixed {
    /// Countries that demonyms point to, with how often, damped.
    demonyms: Vec<(PlaceNo, f32)>,
    home: Option<([f32; 3], Option<PlaceNo>)>,
    /// Vanished states that existed on the day of publication, or not long before.
    alive: Vec<PlaceNo>,
    /// Countries that were not states of their own then.
    unborn: Vec<PlaceNo>,
}

/// States whose parts were not in the news as countries while they lasted.
const WHOLE: [&str; 3] = ["SU", "YU", "CS"];

impl Fixed {
    fn new(context: &Context<'_>, gazetteer: &Gazetteer) -> Fixed {
        let home = context.home.map(|no| {
            let place = gazetteer.place(no);
            (direction(place.lat, place.lon), gazetteer.country_of(no))
        });
        let mut fixed = Fixed {
            demonyms: demonyms(&context.demonyms, gazetteer),
            home,
            alive: Vec::new(),
            unborn: Vec::new(),
        };
        let Some(year) = context.published.map(|date| date.year()) else { return fixed };
        for era in gazetteer.eras().filter(|e| i32::from(e.first) <= year && year <= i32::from(e.last) + 2) {
            fixed.alive.push(era.state);
            let whole = gazetteer.place(era.state).country.is_some_and(|code| WHOLE.contains(&code));
            if whole && year < i32::from(era.last) {
                fixed.unborn.extend(gazetteer.heirs(era));
            }
        }
        fixed
    }

    fn of(&self, sense: &Sense, weights: &Weights) -> f32 {
        let mut score = 0.0;
        if let Some((at, country)) = self.home {
            let same = f32::from(u8::from(country.is_some() && country == sense.country));
            score += weights.home * (0.5 * same + 0.5 / (1.0 + sense.kilometres(at) / 200.0));
        }
        if sense.kind == Kind::FormerCountry && self.alive.contains(&sense.place) {
            score += 1.0;
        }
        if sense.kind == Kind::Country && self.unborn.contains(&sense.place) {
            score -= 3.0;
        }
        score
    }
}

fn demonyms(codes: &[&str], gazetteer: &Gazetteer) -> Vec<(PlaceNo, f32)> {
    let mut counts: Vec<(&str, u32)> = Vec::new();
    for code in codes {
        match counts.iter_mut().find(|(known, _)| known == code) {
            Some((_, count)) => *count += 1,
            None => counts.push((code, 1)),
        }
    }
    let country = |code: &str| gazetteer.country(code);
    counts.into_iter().filter_map(|(code, count)| Some((country(code)?, damped(count)))).collect()
}

/// Ten mentions are not ten witnesses.
fn damped(count: u32) -> f32 {
    (1.0 + count as f32).ln()
}

/// Support from 0 to 1; the first witness counts most.
fn saturated(support: f32) -> f32 {
    let support = support.max(0.0);
    support / (support + 1.0)
}

/// What all names together say, before the own part of each is taken out.
struct Evidence {
    countries: Vec<(PlaceNo, f32)>,
    divisions: Vec<(PlaceNo, f32)>,
    /// The likeliest local reading of each name.
    spots: Vec<(usize, [f32; 3], f32)>,
}

impl Evidence {
    fn gather(names: &[Name], fixed: &Fixed, weights: &Weights) -> Evidence {
        let mut countries: Vec<(PlaceNo, f32)> =
            fixed.demonyms.iter().map(|&(country, count)| (country, count * weights.demonym)).collect();
        let mut divisions = Vec::new();
        let mut spots = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let weight = damped(name.count);
            for sense in &name.senses {
                add(&mut countries, sense.country, sense.share * weight);
                add(&mut divisions, sense.admin1, sense.share * weight);
            }
            let best = name.senses.iter().max_by(|a, b| a.share.total_cmp(&b.share));
            spots.extend(best.filter(|s| s.is_local()).map(|s| (at, s.direction(), s.share)));
        }
        Evidence { countries, divisions, spots }
    }

    /// New scores for the readings of one name.
    fn scores(
        &self,
        names: &[Name],
        at: usize,
        own: &[f32],
        gazetteer: &Gazetteer,
        weights: &Weights,
    ) -> Vec<f32> {
        let Some(name) = names.get(at) else { return Vec::new() };
        let count = damped(name.count);
        let mine = |same: &dyn Fn(&Sense) -> bool| {
            name.senses.iter().filter(|s| same(s)).map(|s| s.share).sum::<f32>() * count
        };
        let supported = |sense: &Sense| {
            let country = total(&self.countries, sense.country) - mine(&|s| s.country == sense.country);
            let division = total(&self.divisions, sense.admin1) - mine(&|s| s.admin1 == sense.admin1);
            let country = if sense.country.is_some() { saturated(country) } else { 0.0 };
            let division = if sense.admin1.is_some() { saturated(division) } else { 0.0 };
            weights.country * country
                + weights.admin1 * division
                + weights.near * self.nearness(sense, at, weights)
                + weights.within * containment(sense, name, names, gazetteer)
        };
        name.senses.iter().zip(own).map(|(sense, own)| own + supported(sense)).collect()
    }

    /// How near the nearest other name of the article lies, from 0 to 1.
    fn nearness(&self, sense: &Sense, at: usize, weights: &Weights) -> f32 {
        if !sense.is_local() {
            return 0.0;
        }
        let others = self.spots.iter().filter(|(other, ..)| *other != at);
        others
            .map(|&(_, place, share)| share / (1.0 + sense.kilometres(place) / weights.near_km))
            .fold(0.0, f32::max)
    }
}

/// Whether a name behind the comma means something that contains this reading; and, the other way
/// round, whether this is what contains a name before the comma. From 0 to 1.
fn containment(sense: &Sense, name: &Name, names: &[Name], gazetteer: &Gazetteer) -> f32 {
    let outer = name.containers.iter().filter_map(|&at| names.get(at)).flat_map(|n| &n.senses);
    let held = outer.filter(|o| o.place != sense.place && gazetteer.contains(o.place, sense.place));
    held.map(|o| o.share).fold(0.0, f32::max)
}

fn add(list: &mut Vec<(PlaceNo, f32)>, place: Option<PlaceNo>, weight: f32) {
    let Some(place) = place else { return };
    match list.iter_mut().find(|(known, _)| *known == place) {
        Some((_, sum)) => *sum += weight,
        None => list.push((place, weight)),
    }
}

fn total(list: &[(PlaceNo, f32)], place: Option<PlaceNo>) -> f32 {
    let found = list.iter().find(|(known, _)| Some(*known) == place);
    found.map_or(0.0, |(_, sum)| *sum)
}
