//! How strongly two things go together, from exact counts: the statistics of the facets.
//!
//! Everything here is made of four counts: how many there are in all, how many have the one,
//! how many the other, how many both. The signed log-likelihood ratio (Dunning, "Accurate methods
//! for the statistics of surprise and coincidence", Computational Linguistics 19, 1993) weighs how
//! far a count lies from what chance would give, and holds for rare things too; pointwise mutual
//! information and the Jaccard index say how close two things are, whatever their number.
//!
//! ```
//! use dateline::search::association::Counts;
//! let counts = Counts { all: 1000, one: 100, other: 50, both: 40 };
//! assert!(counts.surprise() > 100.0);
//! assert_eq!(counts.pmi(), Some(3.0));
//! assert!((counts.jaccard() - 40.0 / 110.0).abs() < 1e-12);
//! ```

/// How many there are, and how many of them have one thing, another, and both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// All.
    pub all: u64,
    /// Those with the one.
    pub one: u64,
    /// Those with the other.
    pub other: u64,
    /// Those with both; no more than with either.
    pub both: u64,
}

impl Counts {
    /// The signed log-likelihood ratio, G²: 0 when the two go together as often as chance has it,
    /// above 0 when more often, below when less often. Beyond 10.83 on either side chance alone
    /// would get there once in a thousand (chi-squared with one degree of freedom).
    pub fn surprise(self) -> f64 {
        let Counts { all, one, other, both } = self;
        let neither = (all + both).saturating_sub(one + other);
        let (only_one, only_other) = (one.saturating_sub(both), other.saturating_sub(both));
        let cells = [
            (both, one, other),
            (only_one, one, all.saturating_sub(other)),
            (only_other, all.saturating_sub(one), other),
            (neither, all.saturating_sub(one), all.saturating_sub(other)),
        ];
        let part = |(observed, row, column): (u64, u64, u64)| {
            if observed == 0 {
                return 0.0;
            }
            let expected = row as f64 * column as f64 / all as f64;
            observed as f64 * (observed as f64 / expected).ln()
        };
        let ratio = (2.0 * cells.into_iter().map(part).sum::<f64>()).max(0.0);
        // Compared as products, so that no rounding decides the sign.
        let found = u128::from(both) * u128::from(all);
        let expected = u128::from(one) * u128::from(other);
        if found < expected { -ratio } else { ratio }
    }

    /// Pointwise mutual information, in bits: how many times as often as by chance the two go
    /// together, as a power of two. `None` when they never do.
    pub fn pmi(self) -> Option<f64> {
        let by_chance = self.one as f64 * self.other as f64 / self.all as f64;
        (self.both > 0).then(|| (self.both as f64 / by_chance).log2())
    }

    /// The Jaccard index: of those with either, the share with both; from 0 to 1.
    pub fn jaccard(self) -> f64 {
        let either = (self.one + self.other).saturating_sub(self.both);
        if either == 0 { 0.0 } else { self.both as f64 / either as f64 }
    }
}

/// A share from 0 to 1; 0 of nothing is 0.
pub fn share(part: u64, all: u64) -> f64 {
    if all == 0 { 0.0 } else { part as f64 / all as f64 }
}

/// Writes a statistic with four decimals: what comes behind them may differ from machine to machine.
pub(super) fn rounded<S: serde::Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(in_ten_thousandths(*value))
}

/// Rounded to four decimals; never -0.
pub fn in_ten_thousandths(value: f64) -> f64 {
    (value * 10_000.0).round() / 10_000.0 + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_ratio_is_the_published_one() {
        // Dunning's table for "the swiss": 110 together, 2,442 and 111 apart, 29,114 neither.
        let counts = Counts { all: 31_777, one: 2_552, other: 221, both: 110 };
        assert!((counts.surprise() - 270.72).abs() < 0.01, "{}", counts.surprise());
    }

    #[test]
    fn the_whole_is_no_surprise() {
        assert_eq!(Counts { all: 9, one: 9, other: 4, both: 4 }.surprise(), 0.0);
        assert_eq!(Counts::default().surprise(), 0.0);
        assert_eq!((Counts::default().pmi(), Counts::default().jaccard()), (None, 0.0));
    }

    proptest! {
        #[test]
        fn which_of_two_is_the_one_does_not_matter(a in 0..40_u64, b in 0..40_u64, c in 0..40_u64, d in 0..40_u64) {
            let counts = Counts { all: a + b + c + d, one: a + b, other: a + c, both: a };
            let turned = Counts { one: counts.other, other: counts.one, ..counts };
            prop_assert!((counts.surprise() - turned.surprise()).abs() < 1e-9);
            prop_assert!(counts.surprise().is_finite());
            prop_assert_eq!(counts.jaccard(), turned.jaccard());
            // The sign is that of the difference of the cross products.
            let (ad, bc) = (a * d, b * c);
            prop_assert!(ad <= bc || counts.surprise() > 0.0);
            prop_assert!(ad >= bc || counts.surprise() < 0.0);
        }
    }
}
