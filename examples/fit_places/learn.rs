//! Raises the likelihood of the right readings by gradient steps.

use dateline::enrich::places::{FEATURES, Feature, Features, Reading, Weights, readings};

use dateline::gazetteer::{Gazetteer, Kind};

use crate::gold::Case;

/// How far a weight may stray from where it starts, in the sense of a standard deviation.
const STRAY: f32 = 2.0;
/// Gradient steps.
const STEPS: usize = 250;
/// The first step's length, and its least.
const RATE: f32 = 0.15;

/// Where learning starts.
pub struct Start {
    pub weights: Weights,
    /// Features that are left out.
    pub without: Vec<Feature>,
}

impl Default for Start {
    fn default() -> Start {
        Start { weights: prior(), without: Vec::new() }
    }
}

/// Learns from these articles.
pub fn fit(cases: &[&Case<'_>], start: &Start) -> Weights {
    let mut weights = start.weights;
    for &feature in &start.without {
        weights.of.set(feature, 0.0);
    }
    let first = weights;
    let mut squares = [1e-6f32; FEATURES + 1];
    for step in 0..STEPS {
        let mut slope = [0.0f32; FEATURES + 1];
        for case in cases {
            add_slope(case, &weights, &mut slope);
        }
        let rate = RATE * (1.0 - 0.8 * step as f32 / STEPS as f32);
        for at in 0..=FEATURES {
            let now = get(&weights, at);
            let pull = (get(&first, at) - now) / (STRAY * STRAY);
            let slope = slope[at] + pull;
            squares[at] = 0.95 * squares[at] + 0.05 * slope * slope;
            set(&mut weights, at, now + rate * 0.3 * slope / squares[at].sqrt().max(0.3));
        }
        for &feature in &start.without {
            weights.of.set(feature, 0.0);
        }
    }
    weights
}

/// The score of there being no place stands behind the features.
fn get(weights: &Weights, at: usize) -> f32 {
    weights.of.0.get(at).copied().unwrap_or(weights.unknown)
}

fn set(weights: &mut Weights, at: usize, value: f32) {
    match weights.of.0.get_mut(at) {
        Some(slot) => *slot = value,
        None => weights.unknown = value,
    }
}

/// The gradient of the log likelihood of one article's right readings.
fn add_slope(case: &Case<'_>, weights: &Weights, slope: &mut [f32; FEATURES + 1]) {
    let all = readings(&case.toponyms, &case.context, weights);
    for (meant, readings) in case.meant.iter().zip(&all) {
        let Some(meant) = meant else { continue };
        let good: Vec<f32> = readings.iter().map(|r| Case::right(meant, r.place)).collect();
        let none = 1.0 - readings.iter().map(|r| r.share).sum::<f32>();
        let likely: f32 = readings.iter().zip(&good).map(|(r, g)| r.share * g).sum();
        let possible = good.iter().any(|&g| g > 0.0);
        if !possible && readings.iter().any(is_wide) {
            continue; // the middle of a sea or continent is anywhere
        }
        // Where the gazetteer lacks the place, `none` is what is right.
        let right = if possible { likely.max(1e-9) } else { none.max(1e-9) };
        for (reading, good) in readings.iter().zip(&good) {
            let target = if possible { reading.share * good / right } else { 0.0 };
            add(reading, (target - reading.share) * meant.weight, slope);
        }
        let target = if possible { 0.0 } else { 1.0 };
        slope[FEATURES] += (target - none) * meant.weight;
    }
}

/// Whether a reading is a place without a spot.
fn is_wide(reading: &Reading) -> bool {
    matches!(
        Gazetteer::embedded().kind(reading.place),
        Kind::Continent | Kind::Water | Kind::Area | Kind::Region
    )
}

fn add(reading: &Reading, by: f32, slope: &mut [f32; FEATURES + 1]) {
    for (slope, value) in slope.iter_mut().zip(&reading.features.0) {
        *slope += by * value;
    }
}

/// What the weights are held near: sizes in tenfolds, and plain guesses.
pub fn prior() -> Weights {
    use Feature::*;
    let guesses = [
        (TownSize, 1.35),
        (Capital, 2.5),
        (Seat, 0.5),
        (Country, 12.5),
        (CountrySize, 1.3),
        (FormerCountry, 11.0),
        (Division, 7.0),
        (DivisionSize, 1.3),
        (County, 3.0),
        (CountySize, 1.3),
        (Region, 6.0),
        (Continent, 14.0),
        (Expanse, 8.0),
        (Landmark, 5.0),
        (Shared, -4.0),
        (Alternate, -2.0),
        (FormerName, -0.5),
        (Postal, -2.0),
        (Compound, 1.0),
        (Alone, 0.5),
        (DivisionAsked, 4.5),
        (DivisionMissed, -2.0),
        (CountyAsked, 4.0),
        (CountyMissed, -2.5),
        (TownAsked, 2.0),
        (TownMissed, -2.0),
        (VillageAsked, 3.0),
        (VillageMissed, -3.0),
        (CountryAsked, 2.0),
        (Filed, 1.0),
        (Held, 6.0),
        (Unheld, -3.0),
        (Holds, 3.0),
        (Kin, 1.0),
        (CountrySupport, 2.0),
        (CountryPart, 2.0),
        (CountryNamed, 1.0),
        (DivisionSupport, 1.5),
        (DivisionPart, 2.0),
        (DivisionNamed, 1.0),
        (AmongCountries, 1.0),
        (AmongCapitals, 1.0),
        (AmongDivisions, 1.0),
        (Near, 1.5),
        (Around, 1.0),
        (NextCountry, 1.0),
        (NextDivision, 1.0),
        (NextNear, 1.0),
        (Again, 1.0),
        (Demonym, 2.0),
        (AddressCountry, 1.0),
        (HomeDivision, 2.0),
        (HomeNear, 2.0),
        (Alive, 2.0),
        (Unborn, -4.0),
        (UnionNamed, 5.0),
    ];
    let mut of = Features::default();
    for (feature, guess) in guesses {
        of.set(feature, guess);
    }
    Weights { of, unknown: 1.0, threshold: 0.3 }
}
