//! A linear-chain conditional random field over one run of words: the best sequence of
//! labels, and how probable each label is (Lafferty, McCallum and Pereira 2001).
//!
//! Words before and behind a run are outside every name, so a run begins and ends as if
//! such a word stood there.

use super::labels::{LABELS, OUTSIDE, follows};

/// A number for every label.
pub type Scores = [f32; LABELS];

/// Scores of label pairs: first the earlier word's label.
pub type Transitions = [Scores; LABELS];

/// In place of a score: never.
pub const NEVER: f32 = -1.0e4;

/// Transitions that only forbid what no name allows.
pub fn lawful() -> Transitions {
    std::array::from_fn(|a| std::array::from_fn(|b| if follows(a, b) { 0.0 } else { NEVER }))
}

/// The best sequence of labels for a run (Viterbi).
pub fn best(words: &[Scores], transitions: &Transitions) -> Vec<usize> {
    let mut reached: Vec<(Scores, [usize; LABELS])> = Vec::with_capacity(words.len());
    for word in words {
        let before = reached.last().map(|r| r.0);
        let mut scores = [0.0; LABELS];
        let mut from = [OUTSIDE; LABELS];
        for (label, (score, from)) in scores.iter_mut().zip(&mut from).enumerate() {
            let (best, at) = match &before {
                None => (step(transitions, OUTSIDE, label), OUTSIDE),
                Some(before) => highest(before, transitions, label),
            };
            *score = best + word.get(label).copied().unwrap_or(NEVER);
            *from = at;
        }
        reached.push((scores, from));
    }
    let Some((last, _)) = reached.last() else { return Vec::new() };
    let mut label = highest(last, transitions, OUTSIDE).1;
    let mut labels = vec![OUTSIDE; words.len()];
    for (place, (_, from)) in labels.iter_mut().zip(&reached).rev() {
        *place = label;
        label = from.get(label).copied().unwrap_or(OUTSIDE);
    }
    labels
}

fn step(transitions: &Transitions, from: usize, to: usize) -> f32 {
    transitions.get(from).and_then(|row| row.get(to)).copied().unwrap_or(NEVER)
}

/// The best way to reach a label.
fn highest(before: &Scores, transitions: &Transitions, label: usize) -> (f32, usize) {
    let mut best = (f32::NEG_INFINITY, OUTSIDE);
    for (from, (score, row)) in before.iter().zip(transitions).enumerate() {
        let sum = score + row.get(label).copied().unwrap_or(NEVER);
        if sum > best.0 {
            best = (sum, from);
        }
    }
    best
}

/// How probable everything is in a run.
#[derive(Debug, Default)]
pub struct Chances {
    /// For each word the probability of each label.
    pub labels: Vec<Scores>,
    /// For each word but the first the probability of each pair of labels with the word before.
    pub pairs: Vec<Transitions>,
    /// Logarithm of the sum over all sequences.
    pub total: f32,
}

/// Computes the probabilities in a run (forward-backward); `with_pairs` for learning only.
///
/// The transitions come as exponentials, `exp(score)`, since a run needs them all many times.
pub fn chances(words: &[Scores], steps: &Transitions, with_pairs: bool) -> Chances {
    let Some(first) = words.first() else { return Chances::default() };
    // Scaled at each word so that the sums stay in range.
    let outside = steps.first().copied().unwrap_or([0.0; LABELS]);
    let mut total = 0.0f32;
    let mut forward: Vec<Scores> = Vec::with_capacity(words.len());
    let mut emitted: Vec<Scores> = Vec::with_capacity(words.len());
    for word in std::iter::once(first).chain(words.iter().skip(1)) {
        let top = word.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
        let emission = word.map(|s| (s - top).exp());
        let mut sums = match forward.last() {
            None => outside,
            Some(before) => through(before, steps),
        };
        sums.iter_mut().zip(emission).for_each(|(s, e)| *s *= e);
        let scale = sums.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        sums.iter_mut().for_each(|s| *s /= scale);
        total += top + scale.ln();
        forward.push(sums);
        emitted.push(emission);
    }
    let mut chances = Chances::default();
    let mut backward: Scores = std::array::from_fn(|l| step_to_outside(steps, l));
    let end: f32 = forward.last().map_or(0.0, |f| dot(f, &backward));
    chances.total = total + end.max(f32::MIN_POSITIVE).ln();
    for (at, (forward_here, emission)) in forward.iter().zip(&emitted).enumerate().rev() {
        let mut label: Scores = product(forward_here, &backward);
        normalise(&mut label);
        chances.labels.push(label);
        let ahead: Scores = product(emission, &backward);
        if let Some(before) = at.checked_sub(1).and_then(|b| forward.get(b)) {
            if with_pairs {
                chances.pairs.push(pair(before, steps, &ahead));
            }
            backward = std::array::from_fn(|l| steps.get(l).map_or(0.0, |row| dot(row, &ahead)));
            normalise(&mut backward);
        }
    }
    chances.labels.reverse();
    chances.pairs.reverse();
    chances
}

fn through(before: &Scores, steps: &Transitions) -> Scores {
    let mut sums = [0.0; LABELS];
    for (score, row) in before.iter().zip(steps) {
        if *score > 0.0 {
            sums.iter_mut().zip(row).for_each(|(s, step)| *s += score * step);
        }
    }
    sums
}

fn pair(before: &Scores, steps: &Transitions, ahead: &Scores) -> Transitions {
    let mut pairs = *steps;
    for (row, score) in pairs.iter_mut().zip(before) {
        row.iter_mut().zip(ahead).for_each(|(step, ahead)| *step *= score * ahead);
    }
    let sum = pairs.iter().flatten().sum::<f32>().max(f32::MIN_POSITIVE);
    pairs.iter_mut().flatten().for_each(|p| *p /= sum);
    pairs
}

fn step_to_outside(steps: &Transitions, label: usize) -> f32 {
    steps.get(label).and_then(|row| row.get(OUTSIDE)).copied().unwrap_or(0.0)
}

fn product(a: &Scores, b: &Scores) -> Scores {
    let mut product = *a;
    product.iter_mut().zip(b).for_each(|(a, b)| *a *= b);
    product
}

fn dot(a: &Scores, b: &Scores) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn normalise(scores: &mut Scores) {
    let sum = scores.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    scores.iter_mut().for_each(|s| *s /= sum);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All sequences of a run with their scores.
    fn sequences(words: &[Scores], transitions: &Transitions) -> Vec<(Vec<usize>, f32)> {
        let mut all: Vec<(Vec<usize>, f32)> = vec![(Vec::new(), 0.0)];
        for word in words {
            all = all
                .into_iter()
                .flat_map(|(labels, score)| {
                    let last = labels.last().copied().unwrap_or(OUTSIDE);
                    (0..LABELS).map(move |l| {
                        let labels: Vec<usize> = labels.iter().copied().chain([l]).collect();
                        (labels, score + transitions[last][l] + word[l])
                    })
                })
                .collect();
        }
        all.iter_mut().for_each(|(labels, score)| *score += transitions[*labels.last().unwrap()][OUTSIDE]);
        all
    }

    fn sample() -> (Vec<Scores>, Transitions) {
        let mut transitions = lawful();
        for (a, row) in transitions.iter_mut().enumerate() {
            for (b, score) in row.iter_mut().enumerate() {
                *score += ((a * 7 + b * 3) % 5) as f32 * 0.3;
            }
        }
        let words = (0..3).map(|w| std::array::from_fn(|l| ((w * 11 + l * 5) % 7) as f32 * 0.4)).collect();
        (words, transitions)
    }

    #[test]
    fn the_best_sequence_is_the_best_of_all() {
        let (words, transitions) = sample();
        let all = sequences(&words, &transitions);
        let wanted = all.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        assert_eq!(best(&words, &transitions), wanted.0);
        assert!(best(&[], &transitions).is_empty());
    }

    #[test]
    fn chances_are_those_of_all_sequences() {
        let (words, transitions) = sample();
        let all = sequences(&words, &transitions);
        let sum: f64 = all.iter().map(|(_, s)| f64::from(*s).exp()).sum();
        let found = chances(&words, &transitions.map(|row| row.map(f32::exp)), true);
        assert!((f64::from(found.total) - sum.ln()).abs() < 1e-3);
        for (word, label) in [(0, 0), (1, 2), (2, 4), (0, 5)] {
            let part: f64 =
                all.iter().filter(|(l, _)| l[word] == label).map(|(_, s)| f64::from(*s).exp()).sum();
            assert!((f64::from(found.labels[word][label]) - part / sum).abs() < 1e-4);
        }
        let both: f64 =
            all.iter().filter(|(l, _)| l[0] == 1 && l[1] == 3).map(|(_, s)| f64::from(*s).exp()).sum();
        assert!((f64::from(found.pairs[0][1][3]) - both / sum).abs() < 1e-4);
    }
}
