//! Vectors for words: skip-gram with negative sampling, the neighbours' positions told apart.

use crate::count::Corpus;

pub const WIDTH: usize = 48;
const EPOCHS: usize = 4;
const NEGATIVES: usize = 6;
const RATE: f32 = 0.04;
/// Frequent words are passed over the more the more frequent they are.
const SUBSAMPLE: f64 = 2e-4;
/// Where the neighbours stand.
const POSITIONS: [isize; 4] = [-2, -1, 1, 2];
const SEED: u64 = 7;

pub type Vector = [f32; WIDTH];

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

    pub fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// A vector for every form of the corpus.
pub fn vectors(corpus: &Corpus) -> Vec<Vector> {
    let mut random = Random(SEED);
    let forms = corpus.forms.len();
    let mut inner: Vec<Vector> =
        (0..forms).map(|_| std::array::from_fn(|_| (random.unit() as f32 - 0.5) / WIDTH as f32)).collect();
    let mut outer = vec![[0f32; WIDTH]; forms * POSITIONS.len()];
    let noise = noise(corpus);
    let total: f64 = corpus.forms.iter().map(|f| f64::from(f.count)).sum();
    let keep: Vec<f64> =
        corpus.forms.iter().map(|f| (SUBSAMPLE * total / f64::from(f.count)).sqrt().min(1.0)).collect();
    for epoch in 0..EPOCHS {
        let mut line: Vec<u32> = Vec::new();
        for (at, &number) in corpus.text.iter().enumerate() {
            if number != Corpus::BREAK {
                line.push(number);
                continue;
            }
            let done = (epoch as f32 + at as f32 / corpus.text.len() as f32) / EPOCHS as f32;
            let rate = RATE * (1.0 - done).max(0.02);
            learn(&line, &mut inner, &mut outer, &noise, &keep, rate, &mut random);
            line.clear();
        }
        eprintln!("vectors: round {} of {EPOCHS}", epoch + 1);
    }
    inner
}

/// Forms to draw from, each as often as the 3/4th power of its frequency says.
fn noise(corpus: &Corpus) -> Vec<u32> {
    const SIZE: f64 = 8e6;
    let weight = |count: u32| f64::from(count).powf(0.75);
    let total: f64 = corpus.forms.iter().map(|f| weight(f.count)).sum();
    let mut table = Vec::with_capacity(SIZE as usize + corpus.forms.len());
    for (number, form) in corpus.forms.iter().enumerate() {
        let share = (weight(form.count) / total * SIZE).ceil() as usize;
        table.extend(std::iter::repeat_n(number as u32, share));
    }
    table
}

fn learn(
    line: &[u32],
    inner: &mut [Vector],
    outer: &mut [Vector],
    noise: &[u32],
    keep: &[f64],
    rate: f32,
    random: &mut Random,
) {
    for (at, &word) in line.iter().enumerate() {
        if word == Corpus::RARE || random.unit() > keep[word as usize] {
            continue;
        }
        for (position, offset) in POSITIONS.iter().enumerate() {
            let Some(&neighbour) = at.checked_add_signed(*offset).and_then(|n| line.get(n)) else { continue };
            if neighbour == Corpus::RARE {
                continue;
            }
            let source = &mut inner[word as usize];
            let mut change = [0f32; WIDTH];
            for draw in 0..=NEGATIVES {
                let target = if draw == 0 { neighbour } else { noise[random.below(noise.len())] };
                if draw > 0 && target == neighbour {
                    continue;
                }
                let row = &mut outer[target as usize * POSITIONS.len() + position];
                let dot: f32 = source.iter().zip(row.iter()).map(|(a, b)| a * b).sum();
                let wanted = if draw == 0 { 1.0 } else { 0.0 };
                let step = rate * (wanted - 1.0 / (1.0 + (-dot).exp()));
                for k in 0..WIDTH {
                    change[k] += step * row[k];
                    row[k] += step * source[k];
                }
            }
            source.iter_mut().zip(change).for_each(|(s, c)| *s += c);
        }
    }
}
