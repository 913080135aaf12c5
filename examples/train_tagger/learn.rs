//! Learns the weights: the logarithm of the likelihood of the labels, climbed word run by word
//! run with a step of its own for each weight (AdaGrad, Duchi et al. 2011), with features left
//! out at random, and small weights drawn to nothing (L1). The mean of the weights over the
//! second half of the rounds is kept, which is steadier than the last ones.

use std::collections::HashMap;

use dateline::enrich::tagger::learning::{
    LABELS, OUTSIDE, Scores, Transitions, best, chances, follows, lawful,
};

/// A run, its features as numbers of rows.
pub struct Example {
    pub features: Vec<Vec<u32>>,
    /// How many of a word's features, the first ones, tell which word it is.
    pub own: Vec<usize>,
    pub labels: Vec<usize>,
}

/// How to learn.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    pub rounds: usize,
    pub rate: f32,
    /// How strongly small weights are drawn to nothing.
    pub sparse: f32,
    /// How many features are left out at random.
    pub dropout: f32,
    /// How many words lose everything that tells the word itself, so that unknown ones are learned.
    pub unknown: f32,
    pub seed: u64,
}

/// Numbers for the features that stand often enough.
#[derive(Default)]
pub struct Alphabet {
    pub rows: HashMap<u64, u32>,
}

impl Alphabet {
    /// All features that stand at least `least` times.
    pub fn of<'f>(features: impl Iterator<Item = &'f u64>, least: u32) -> Alphabet {
        let mut counts: HashMap<u64, u32> = HashMap::new();
        for feature in features {
            *counts.entry(*feature).or_default() += 1;
        }
        let mut kept: Vec<u64> = counts.into_iter().filter(|(_, n)| *n >= least).map(|(f, _)| f).collect();
        kept.sort_unstable();
        Alphabet { rows: kept.into_iter().zip(0..).collect() }
    }

    pub fn numbers(&self, features: &[u64]) -> Vec<u32> {
        features.iter().filter_map(|f| self.rows.get(f)).copied().collect()
    }
}

/// The weights being learned.
pub struct Learner {
    pub weights: Vec<Scores>,
    squares: Vec<Scores>,
    sums: Vec<[f64; LABELS]>,
    summed: u32,
    pub transitions: Transitions,
    transition_squares: Transitions,
    transition_sums: Vec<f64>,
}

impl Learner {
    pub fn new(rows: usize) -> Learner {
        Learner {
            weights: vec![[0.0; LABELS]; rows],
            squares: vec![[1e-4; LABELS]; rows],
            sums: vec![[0.0; LABELS]; rows],
            summed: 0,
            transitions: lawful(),
            transition_squares: [[1e-2; LABELS]; LABELS],
            transition_sums: vec![0.0; LABELS * LABELS],
        }
    }

    /// Learns from all examples, several times over.
    pub fn learn(&mut self, examples: &[Example], settings: &Settings) {
        let mut random = Random(settings.seed);
        let mut order: Vec<usize> = (0..examples.len()).collect();
        for round in 0..settings.rounds {
            for at in (1..order.len()).rev() {
                order.swap(at, random.below(at + 1));
            }
            let mut loss = 0.0f64;
            for &at in &order {
                loss += f64::from(self.example(&examples[at], settings, &mut random));
            }
            if round * 2 >= settings.rounds {
                self.sum();
            }
            eprintln!("  round {}: loss {:.0}", round + 1, loss);
        }
        self.average();
    }

    fn example(&mut self, example: &Example, settings: &Settings, random: &mut Random) -> f32 {
        let kept: Vec<Vec<u32>> = example
            .features
            .iter()
            .zip(&example.own)
            .map(|(features, &own)| {
                let from = if random.unit() < settings.unknown { own } else { 0 };
                features[from..].iter().copied().filter(|_| random.unit() >= settings.dropout).collect()
            })
            .collect();
        let scores: Vec<Scores> =
            kept.iter().map(|f| self.scores(f, 1.0 / (1.0 - settings.dropout))).collect();
        let steps = self.transitions.map(|row| row.map(f32::exp));
        let chances = chances(&scores, &steps, true);
        let mut gold = 0.0;
        let mut last = OUTSIDE;
        for (score, &label) in scores.iter().zip(&example.labels) {
            gold += score[label] + self.transitions[last][label];
            last = label;
        }
        gold += self.transitions[last][OUTSIDE];
        for ((features, chance), &label) in kept.iter().zip(&chances.labels).zip(&example.labels) {
            let mut gradient = *chance;
            gradient[label] -= 1.0;
            if gradient.iter().all(|g| g.abs() < 1e-4) {
                continue;
            }
            for &feature in features {
                self.step(feature as usize, &gradient, settings);
            }
        }
        self.step_transitions(&chances.pairs, &chances.labels, &example.labels, settings);
        chances.total - gold
    }

    pub fn scores(&self, features: &[u32], factor: f32) -> Scores {
        let mut sums = [0.0; LABELS];
        for &feature in features {
            sums.iter_mut().zip(&self.weights[feature as usize]).for_each(|(s, w)| *s += w);
        }
        sums.map(|s| s * factor)
    }

    fn step(&mut self, row: usize, gradient: &Scores, settings: &Settings) {
        let (weights, squares) = (&mut self.weights[row], &mut self.squares[row]);
        for label in 0..LABELS {
            let g = gradient[label];
            squares[label] += g * g;
            let rate = settings.rate / squares[label].sqrt();
            let stepped = weights[label] - rate * g;
            // The proximal step of the L1 norm.
            let pull = rate * settings.sparse;
            weights[label] = if stepped.abs() <= pull { 0.0 } else { stepped - pull * stepped.signum() };
        }
    }

    fn step_transitions(
        &mut self,
        pairs: &[Transitions],
        labels: &[Scores],
        gold: &[usize],
        settings: &Settings,
    ) {
        let mut gradient = [[0.0f32; LABELS]; LABELS];
        let mut last = OUTSIDE;
        for &label in gold {
            gradient[last][label] -= 1.0;
            last = label;
        }
        gradient[last][OUTSIDE] -= 1.0;
        for pair in pairs {
            gradient.iter_mut().flatten().zip(pair.iter().flatten()).for_each(|(g, p)| *g += p);
        }
        if let (Some(first), Some(last)) = (labels.first(), labels.last()) {
            for label in 0..LABELS {
                gradient[OUTSIDE][label] += first[label];
                gradient[label][OUTSIDE] += last[label];
            }
        }
        for a in 0..LABELS {
            for b in (0..LABELS).filter(|&b| follows(a, b)) {
                let g = gradient[a][b];
                self.transition_squares[a][b] += g * g;
                self.transitions[a][b] -= settings.rate * g / self.transition_squares[a][b].sqrt();
            }
        }
    }

    fn sum(&mut self) {
        self.summed += 1;
        for (sum, weights) in self.sums.iter_mut().zip(&self.weights) {
            sum.iter_mut().zip(weights).for_each(|(s, w)| *s += f64::from(*w));
        }
        let all = self.transition_sums.iter_mut().zip(self.transitions.iter().flatten());
        all.for_each(|(s, t)| *s += f64::from(*t));
    }

    fn average(&mut self) {
        let count = f64::from(self.summed.max(1));
        for (sum, weights) in self.sums.iter().zip(&mut self.weights) {
            weights.iter_mut().zip(sum).for_each(|(w, s)| *w = (s / count) as f32);
        }
        let all = self.transition_sums.iter().zip(self.transitions.iter_mut().flatten());
        all.for_each(|(s, t)| *t = (s / count) as f32);
    }

    /// The best labels of an example.
    pub fn best(&self, example: &Example) -> Vec<usize> {
        let scores: Vec<Scores> = example.features.iter().map(|f| self.scores(f, 1.0)).collect();
        best(&scores, &self.transitions)
    }
}

/// Small, fast and always the same (SplitMix64).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        dateline::enrich::tagger::wordbook::mix(self.0)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (((self.next() >> 32) * bound as u64) >> 32) as usize
    }

    pub fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }
}
