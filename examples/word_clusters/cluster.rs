//! Groups vectors by k-means on the sphere: fine groups of words, then groups of those.

use crate::count::Corpus;
use crate::embed::{Random, Vector, WIDTH};

const ROUNDS: usize = 14;
const SEED: u64 = 11;

/// The groups in three grains.
pub struct Groups {
    /// For each word its fine group, from 0.
    fine: Vec<u16>,
    medium: Vec<u16>,
    coarse: Vec<u16>,
}

/// Groups words into the numbers of groups given, fine first.
pub fn hierarchy(vectors: &[Vector], counts: &[u32], sizes: &[usize; 3]) -> Groups {
    let unit: Vec<Vector> = vectors.iter().map(normalised).collect();
    // A word as frequent as a hundred others must not pull a group to itself.
    let weights: Vec<f32> = counts.iter().map(|&c| (c as f32).ln()).collect();
    let (fine, middles, sums) = groups(&unit, &weights, sizes[0]);
    eprintln!("clusters: {} fine", middles.len());
    let (medium, middles, sums) = groups(&middles, &sums, sizes[1]);
    let (coarse, _, _) = groups(&middles, &sums, sizes[2]);
    Groups { fine, medium, coarse }
}

impl Groups {
    /// The fine cluster of a word, from 1.
    pub fn fine(&self, word: usize) -> u16 {
        self.fine[word] + 1
    }

    /// For each fine cluster, and for 0 (none), the medium and the coarse one, from 1.
    pub fn wider(&self) -> Vec<(u16, u8)> {
        let wider = self.medium.iter().map(|&m| (m + 1, self.coarse[m as usize] as u8 + 1));
        std::iter::once((0, 0)).chain(wider).collect()
    }

    /// The most frequent words of each fine cluster.
    pub fn samples(&self, corpus: &Corpus) -> Vec<(usize, String)> {
        let mut words = vec![Vec::new(); self.medium.len()];
        for (number, form) in corpus.forms.iter().enumerate() {
            let list = &mut words[self.fine[number] as usize];
            if list.len() < 12 {
                list.push(form.word.as_str());
            }
        }
        words.into_iter().enumerate().map(|(n, list)| (n + 1, list.join(" "))).collect()
    }
}

/// The group of each vector, the groups' middles and their weights.
fn groups(vectors: &[Vector], weights: &[f32], wanted: usize) -> (Vec<u16>, Vec<Vector>, Vec<f32>) {
    let mut random = Random(SEED);
    let wanted = wanted.min(vectors.len());
    // The most frequent words come first: a start drawn from them is better than one from all.
    let pool = (wanted * 12).min(vectors.len());
    let mut order: Vec<usize> = (0..pool).collect();
    for at in 0..wanted {
        let other = at + random.below(pool - at);
        order.swap(at, other);
    }
    let mut middles: Vec<Vector> = order.iter().take(wanted).map(|&n| vectors[n]).collect();
    let mut member = vec![0u16; vectors.len()];
    let mut sums = vec![0f32; wanted];
    for _ in 0..ROUNDS {
        for (vector, group) in vectors.iter().zip(&mut member) {
            *group = nearest(vector, &middles);
        }
        let mut totals = vec![[0f32; WIDTH]; wanted];
        sums.iter_mut().for_each(|s| *s = 0.0);
        for ((vector, &group), &weight) in vectors.iter().zip(&member).zip(weights) {
            let total = &mut totals[group as usize];
            total.iter_mut().zip(vector).for_each(|(t, v)| *t += weight * v);
            sums[group as usize] += weight;
        }
        for (group, total) in totals.iter().enumerate() {
            middles[group] =
                if sums[group] > 0.0 { normalised(total) } else { vectors[random.below(vectors.len())] };
        }
    }
    (member, middles, sums)
}

fn nearest(vector: &Vector, middles: &[Vector]) -> u16 {
    let mut best = (f32::NEG_INFINITY, 0);
    for (group, middle) in middles.iter().enumerate() {
        let mut sums = [0f32; 8];
        for (a, b) in vector.chunks_exact(8).zip(middle.chunks_exact(8)) {
            for lane in 0..8 {
                sums[lane] += a[lane] * b[lane];
            }
        }
        let dot = sums.iter().sum();
        if dot > best.0 {
            best = (dot, group);
        }
    }
    best.1 as u16
}

fn normalised(vector: &Vector) -> Vector {
    let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
    if length == 0.0 { *vector } else { vector.map(|v| v / length) }
}
