//! Weighs the readings of all names of an article against each other.
//!
//! A few rounds: in each, every reading gets a score from what is known of it and from the
//! readings of the other names, each counted with the share that it had in the round before.

use crate::gazetteer::Gazetteer;

use super::Context;
use super::evidence::Evidence;
use super::features::{Features, Weights};
use super::names::{Name, Slots};
use super::own::Fixed;

const ROUNDS: usize = 3;

/// Scores all readings and sets their shares.
pub(super) fn settle(
    names: &mut [Name],
    slots: &Slots,
    context: &Context<'_>,
    gazetteer: &Gazetteer,
    weights: &Weights,
) {
    let fixed = Fixed::new(names, context, gazetteer);
    for name in names.iter_mut() {
        let own: Vec<f32> = name.senses.iter().map(|s| fixed.features(s, name).dot(&weights.of)).collect();
        for (sense, own) in name.senses.iter_mut().zip(own) {
            sense.own = own;
            sense.score = own;
        }
        share(name, weights);
    }
    for _ in 0..ROUNDS {
        let mut evidence = Evidence::gather(names, slots);
        let mut scores: Vec<Vec<f32>> = names.iter().map(|n| vec![0.0; n.senses.len()]).collect();
        for (at, scores) in scores.iter_mut().enumerate() {
            evidence.of_name(names, at, gazetteer, &mut |number, features| {
                if let Some(score) = scores.get_mut(number) {
                    *score = features.dot(&weights.of);
                }
            });
        }
        for (name, scores) in names.iter_mut().zip(scores) {
            for (sense, score) in name.senses.iter_mut().zip(scores) {
                sense.score = sense.own + score;
            }
            share(name, weights);
        }
    }
}

/// Sets the shares of a name's readings from their scores; what is left to 1 is the share of
/// places that the gazetteer does not have.
fn share(name: &mut Name, weights: &Weights) {
    let best = name.senses.iter().map(|s| s.score).fold(weights.unknown, f32::max);
    let mut sum = (weights.unknown - best).exp();
    for sense in &mut name.senses {
        sense.share = (sense.score - best).exp();
        sum += sense.share;
    }
    for sense in &mut name.senses {
        sense.share /= sum;
    }
}

/// All features of the readings of each name, as the last round saw them.
pub(super) fn describe(
    names: &[Name],
    slots: &Slots,
    context: &Context<'_>,
    gazetteer: &Gazetteer,
) -> Vec<Vec<Features>> {
    let fixed = Fixed::new(names, context, gazetteer);
    let mut evidence = Evidence::gather(names, slots);
    let mut described = Vec::with_capacity(names.len());
    for (at, name) in names.iter().enumerate() {
        let mut all: Vec<Features> = name.senses.iter().map(|s| fixed.features(s, name)).collect();
        evidence.of_name(names, at, gazetteer, &mut |number, features| {
            if let Some(own) = all.get_mut(number) {
                own.0.iter_mut().zip(&features.0).for_each(|(own, more)| *own += more);
            }
        });
        described.push(all);
    }
    described
}
