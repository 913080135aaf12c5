//! Contestants are asked in turn, query by query, so that whatever else the machine does hits
//! all of them alike, and each finds the processor's caches as another has left them.

use super::request::Request;
use super::{Outcome, clock, table};

/// Somebody who answers requests with the number of matches.
pub type Contestant<'c> = &'c dyn Fn(&Request) -> Outcome<u64>;

/// What the queries of a class cost one contestant.
#[derive(Debug, Default, Clone)]
pub struct Costs {
    /// Of each query the median over all rounds.
    cpu_ms: Vec<f64>,
    wall_ms: Vec<f64>,
    /// Matches of all queries together, as far as they were counted.
    pub matches: u64,
}

impl Costs {
    /// The median of what each query costs more than it costs another contestant, in milliseconds.
    /// To be asked for before any quantile, which puts the costs in another order.
    pub fn beyond(&self, other: &Costs) -> f64 {
        let pairs = self.cpu_ms.iter().zip(&other.cpu_ms);
        table::median(&mut pairs.map(|(ours, theirs)| ours - theirs).collect::<Vec<_>>())
    }

    /// The median query's CPU time in milliseconds.
    pub fn p50(&mut self) -> f64 {
        table::quantile(&mut self.cpu_ms, 0.5)
    }

    /// The CPU time of the query that 99 in 100 do not exceed, in milliseconds.
    pub fn p99(&mut self) -> f64 {
        table::quantile(&mut self.cpu_ms, 0.99)
    }

    /// The median query's time that passed, in milliseconds.
    pub fn wall_p50(&mut self) -> f64 {
        table::quantile(&mut self.wall_ms, 0.5)
    }

    /// The time that 99 in 100 do not exceed.
    pub fn wall_p99(&mut self) -> f64 {
        table::quantile(&mut self.wall_ms, 0.99)
    }

    /// Matches of a query on average.
    pub fn mean_matches(&self) -> u64 {
        self.matches / self.cpu_ms.len().max(1) as u64
    }
}

/// Asks all of everybody in turn, as often as wanted. Costs come in the order of the contestants.
pub fn run(contestants: &[Contestant], requests: &[&Request], rounds: usize) -> Outcome<Vec<Costs>> {
    let turns: Vec<usize> = (0..contestants.len()).collect();
    ask(contestants, requests, rounds, &turns)
}

/// As [`run`], but the first is asked before each of the others: for others that share an index,
/// so that none of them finds what one of its own kind has just left in the caches.
pub fn against(contestants: &[Contestant], requests: &[&Request], rounds: usize) -> Outcome<Vec<Costs>> {
    let turns: Vec<usize> = (1..contestants.len()).flat_map(|other| [0, other]).collect();
    ask(contestants, requests, rounds, &turns)
}

fn ask(
    contestants: &[Contestant],
    requests: &[&Request],
    rounds: usize,
    turns: &[usize],
) -> Outcome<Vec<Costs>> {
    let mut costs = vec![Costs::default(); contestants.len()];
    let overhead = clock::thread_overhead();
    for request in requests {
        let mut taken = vec![(Vec::new(), Vec::new(), 0); contestants.len()];
        // A first round is not counted: it finds everything as other queries have left it, and
        // whoever comes first would pay for the next ones.
        turns.iter().try_for_each(|&at| contestants[at](request).map(|_| ()))?;
        for &at in (0..rounds).flat_map(|_| turns) {
            let (cpu, wall, total) = clock::thread_seconds(|| contestants[at](request));
            let (cpus, walls, matches) = &mut taken[at];
            cpus.push((cpu - overhead).max(0.0) * 1e3);
            walls.push(wall * 1e3);
            *matches = total?;
        }
        for (cost, (mut cpus, mut walls, matches)) in costs.iter_mut().zip(taken) {
            cost.cpu_ms.push(table::median(&mut cpus));
            cost.wall_ms.push(table::median(&mut walls));
            cost.matches += matches;
        }
    }
    Ok(costs)
}
