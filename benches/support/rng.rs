//! Random numbers that are the same on every machine: SplitMix64 (Steele, Lea and
//! Flood 2014), and ranks that follow Zipf's law.

/// A source of random numbers, fixed by its seed.
pub struct Rng(u64);

impl Rng {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Rng {
        Rng(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.bits() % (end.max(1) as u64)) as usize
    }

    /// One of these.
    pub fn pick<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }

    fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Ranks from 0, of which the n-th is drawn in proportion to 1 / (n + shift).
pub struct Zipf(Vec<f64>);

impl Zipf {
    /// Over so many ranks.
    pub fn new(ranks: usize, shift: f64) -> Zipf {
        let mut sum = 0.0;
        let sums = (0..ranks).map(|rank| {
            sum += 1.0 / (rank as f64 + shift);
            sum
        });
        Zipf(sums.collect())
    }

    /// Draws a rank.
    pub fn draw(&self, rng: &mut Rng) -> usize {
        let at = rng.unit() * self.0.last().copied().unwrap_or(0.0);
        self.0.partition_point(|&sum| sum < at).min(self.0.len().saturating_sub(1))
    }
}
