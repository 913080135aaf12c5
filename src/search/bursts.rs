//! When matches come in bursts: periods that have more of them than usual, given how much the
//! archive holds of each period.
//!
//! The method is Kleinberg's automaton ("Bursty and Hierarchical Structure in Streams", KDD 2002,
//! section 4) over batches: of the `d` articles of a period `r` match, with a probability that is
//! usual or, in the states above, 2, 4, 8, … times that (by odds). Going up costs the logarithm of
//! the number of periods, staying and going down nothing; the cheapest way through all periods says
//! which are bursts. Two things differ: going up by several states costs no more than going up by
//! one, so that three articles in a day are a burst where one a year is usual; and what is usual is
//! measured outside of the bursts, anew until nothing changes, so that a great event does not hide
//! the lesser ones.

/// A period: how many match, of how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batch {
    /// Matches.
    pub matches: u64,
    /// All articles; no fewer.
    pub all: u64,
}

/// A run of periods with more matches than usual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Burst {
    /// The first period, by its place in the list.
    pub first: usize,
    /// The last one.
    pub last: usize,
    /// How sure it is: the log-likelihood ratio, in nats, of its own rate against the usual one.
    pub weight: f64,
    /// How many matches would be usual in these periods.
    pub usual: f64,
}

/// States above the usual one; the highest is 1,024 times as likely.
const STATES: usize = 10;
/// How often what is usual is measured.
const ROUNDS: usize = 6;

/// The bursts of a list of periods, in the order of time. Periods of which the archive holds nothing
/// say nothing and end no burst.
pub fn bursts(batches: &[Batch]) -> Vec<Burst> {
    let known: Vec<(usize, Batch)> =
        batches.iter().copied().enumerate().filter(|(_, batch)| batch.all > 0).collect();
    let mut states = vec![0; known.len()];
    let mut usual = 0.0;
    for _ in 0..ROUNDS {
        let Some(rate) = usual_rate(&known, &states) else { return Vec::new() };
        let found = cheapest(&known, rate);
        let same = found == states;
        usual = rate;
        states = found;
        if same {
            break;
        }
    }
    let mut sums = vec![(0, 0)];
    sums.extend(known.iter().scan((0, 0), |sum, (_, batch)| {
        *sum = (sum.0 + batch.matches.min(batch.all), sum.1 + batch.all);
        Some(*sum)
    }));
    let scan = Scan { known: &known, sums, usual, least: (known.len().max(2) as f64).ln() };
    let mut found = Vec::new();
    let numbered: Vec<(usize, usize)> = states.iter().copied().enumerate().collect();
    for run in numbered.chunk_by(|a, b| (a.1 > 0) == (b.1 > 0)).filter(|run| run.iter().all(|s| s.1 > 0)) {
        if let (Some(first), Some(last)) = (run.first(), run.last()) {
            scan.cut(first.0, last.0, &mut found);
        }
    }
    found.sort_by_key(|burst| burst.first);
    found
}

/// The longest burst, in periods.
const LENGTH_MAX: usize = 1_000;

/// Cuts runs to the stretches that stand out.
struct Scan<'s> {
    known: &'s [(usize, Batch)],
    /// Matches and articles before each period, and in all.
    sums: Vec<(u64, u64)>,
    usual: f64,
    /// The least weight of a burst.
    least: f64,
}

impl Scan<'_> {
    /// The stretches of a run, from its first to its last period.
    fn cut(&self, first: usize, last: usize, found: &mut Vec<Burst>) {
        let mut open = vec![(first, last)];
        while let Some((first, last)) = open.pop() {
            let mut best: Option<(f64, usize, usize)> = None;
            for from in first..=last {
                // Of equal ones the earliest, and the shortest.
                for to in from..=last.min(from + LENGTH_MAX - 1) {
                    let weight = self.weight(from, to);
                    if best.is_none_or(|best| weight > best.0) {
                        best = Some((weight, from, to));
                    }
                }
            }
            let Some((weight, from, to)) = best.filter(|best| best.0 >= self.least) else { continue };
            if let (Some((start, _)), Some((end, _))) = (self.known.get(from), self.known.get(to)) {
                let usual = self.within(from, to).1 as f64 * self.usual;
                found.push(Burst { first: *start, last: *end, weight, usual });
            }
            open.extend((from > first).then(|| (first, from - 1)));
            open.extend((to < last).then(|| (to + 1, last)));
        }
    }

    /// Matches and articles of some periods.
    fn within(&self, from: usize, to: usize) -> (u64, u64) {
        let sum = |at: usize| self.sums.get(at).copied().unwrap_or_default();
        let (before, behind) = (sum(from), sum(to + 1));
        (behind.0.saturating_sub(before.0), behind.1.saturating_sub(before.1))
    }

    /// The log-likelihood ratio of the rate of some periods, by Poisson, where it is above the usual.
    fn weight(&self, from: usize, to: usize) -> f64 {
        let (matches, all) = self.within(from, to);
        let (matches, usual) = (matches as f64, all as f64 * self.usual);
        if matches <= usual { 0.0 } else { matches * (matches / usual).ln() - (matches - usual) }
    }
}

/// The share of matches outside of bursts; of all periods, where bursts hold more than half of what
/// the archive holds. `None` when nothing or everything matches.
fn usual_rate(known: &[(usize, Batch)], states: &[usize]) -> Option<f64> {
    let sum = |outside: bool| {
        let wanted = known.iter().zip(states).filter(|(_, state)| !outside || **state == 0);
        wanted.fold((0, 0), |(r, d), ((_, batch), _)| (r + batch.matches, d + batch.all))
    };
    let (whole, outside) = (sum(false), sum(true));
    if whole.0 == 0 || whole.0 >= whole.1 {
        return None;
    }
    // Where nothing matches outside of bursts, as if half an article did.
    let few = (outside.0.max(1) as f64 - if outside.0 == 0 { 0.5 } else { 0.0 }) / outside.1.max(1) as f64;
    let all = whole.0 as f64 / whole.1 as f64;
    Some(if outside.1 * 2 >= whole.1 { few.min(all) } else { all })
}

/// What a period costs in a state: the negative logarithm of its likelihood, without what is the
/// same in all states.
fn cost(batch: Batch, usual: f64, state: usize) -> f64 {
    let odds = usual / (1.0 - usual) * 2.0_f64.powi(i32::try_from(state).unwrap_or(0));
    let (matches, all) = (batch.matches.min(batch.all) as f64, batch.all as f64);
    // ln p = ln odds - ln(1 + odds), ln(1 - p) = -ln(1 + odds).
    all * odds.ln_1p() - matches * odds.ln()
}

/// The cheapest way through the periods (Viterbi). Of equally cheap states the lowest is taken.
fn cheapest(known: &[(usize, Batch)], usual: f64) -> Vec<usize> {
    let up = (known.len().max(2) as f64).ln();
    let mut costs = [f64::INFINITY; STATES + 1];
    costs[0] = 0.0;
    let mut from: Vec<[usize; STATES + 1]> = Vec::with_capacity(known.len());
    for (_, batch) in known {
        let (mut next, mut came) = ([0.0; STATES + 1], [0; STATES + 1]);
        for (state, (next, came)) in next.iter_mut().zip(&mut came).enumerate() {
            let ways = costs.iter().enumerate().map(|(s, c)| (s, if s < state { c + up } else { *c }));
            let best = ways.fold((0, f64::INFINITY), |best, way| if way.1 < best.1 { way } else { best });
            (*came, *next) = (best.0, best.1 + cost(*batch, usual, state));
        }
        costs = next;
        from.push(came);
    }
    let ways = costs.iter().copied().enumerate();
    let mut state = ways.fold((0, f64::INFINITY), |best, way| if way.1 < best.1 { way } else { best }).0;
    let mut states = vec![0; known.len()];
    for (slot, came) in states.iter_mut().zip(&from).rev() {
        *slot = state;
        state = came.get(state).copied().unwrap_or(0);
    }
    states
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(matches: &[u64], all: u64) -> Vec<(usize, usize)> {
        let batches: Vec<Batch> = matches.iter().map(|&matches| Batch { matches, all }).collect();
        bursts(&batches).iter().map(|burst| (burst.first, burst.last)).collect()
    }

    #[test]
    fn what_is_steady_has_no_burst() {
        let steady: Vec<u64> = (0..200).map(|n| 3 + n % 4).collect();
        assert_eq!(found(&steady, 100), []);
        assert_eq!((found(&[0; 9], 5), found(&[5; 9], 5), found(&[], 5)), (vec![], vec![], vec![]));
    }

    #[test]
    fn more_than_usual_is_a_burst_great_or_small() {
        let mut counts: Vec<u64> = (0..300).map(|n| n % 3).collect();
        counts[50..53].copy_from_slice(&[40, 60, 30]);
        counts[200..202].copy_from_slice(&[9, 8]);
        assert_eq!(found(&counts, 100), [(50, 52), (200, 201)]);
        // What trails off is cut, and a second peak behind it is a burst of its own.
        counts[53..60].copy_from_slice(&[3, 2, 1, 3, 2, 2, 30]);
        assert_eq!(found(&counts, 100), [(50, 52), (59, 59), (200, 201)]);
        let mut rare = vec![0; 2_000];
        for day in (0..2_000).step_by(400) {
            rare[day] = 1;
        }
        rare[1_234] = 3;
        assert_eq!(found(&rare, 50), [(1_234, 1_234)]);
    }

    #[test]
    fn a_day_of_many_articles_is_no_burst_by_that() {
        let batches: Vec<Batch> = (0..100)
            .map(|n| if n == 40 { Batch { matches: 50, all: 1_000 } } else { Batch { matches: 5, all: 100 } })
            .collect();
        assert_eq!(bursts(&batches), []);
    }

    #[test]
    fn what_the_archive_does_not_hold_ends_no_burst() {
        let mut batches = vec![Batch { matches: 1, all: 100 }; 60];
        batches[30] = Batch { matches: 20, all: 100 };
        batches[31] = Batch { matches: 0, all: 0 };
        batches[32] = Batch { matches: 25, all: 100 };
        let found = bursts(&batches);
        assert_eq!(found.iter().map(|b| (b.first, b.last)).collect::<Vec<_>>(), [(30, 32)]);
        assert!(found[0].usual > 1.5 && found[0].usual < 2.5 && found[0].weight > 50.0, "{found:?}");
    }

    proptest! {
        #[test]
        fn bursts_are_runs_in_order(counts in prop::collection::vec((0..60_u64, 0..60_u64), 0..80)) {
            let batches: Vec<Batch> =
                counts.iter().map(|&(a, b)| Batch { matches: a.min(b), all: a.max(b) }).collect();
            let found = bursts(&batches);
            for burst in &found {
                prop_assert!(burst.first <= burst.last && burst.last < batches.len());
                prop_assert!(burst.weight.is_finite() && burst.weight > 0.0);
                let inside: u64 = batches[burst.first..=burst.last].iter().map(|b| b.matches).sum();
                prop_assert!(inside as f64 > burst.usual);
            }
            prop_assert!(found.windows(2).all(|pair| pair[0].last < pair[1].first));
        }
    }
}
