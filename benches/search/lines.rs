//! The same measurements as lines of JSON, for a table together with other engines (`benches/peers`).

use crate::support::Outcome;
use crate::support::contest::{self, Contestant};
use crate::support::raw::Work;
use crate::support::request::{CLASSES, of_class};
use crate::support::stock::Stock;

/// Asks every class and prints a line for each contestant.
pub fn run(stock: &Stock, rounds: usize) -> Outcome<()> {
    let (requests, dateline, raw) = (stock.requests()?, stock.dateline(1)?, stock.raw(1)?);
    let contestants: [Contestant; 3] =
        [&|r| dateline.answer(r), &|r| raw.answer(r, Work::TopTen), &|r| raw.answer(r, Work::Aggregated)];
    for class in CLASSES {
        let costs = contest::against(&contestants, &of_class(&requests, class), rounds)?;
        for (engine, mut cost) in ["dateline", "tantivy", "tantivy-aggregation"].into_iter().zip(costs) {
            let (wall_ms_p50, wall_ms_p99) = (cost.wall_p50(), cost.wall_p99());
            let line = serde_json::json!({
                "engine": engine, "class": class, "matches": cost.matches,
                "cpu_ms_p50": cost.p50(), "cpu_ms_p99": cost.p99(),
                "wall_ms_p50": wall_ms_p50, "wall_ms_p99": wall_ms_p99,
            });
            println!("{line}");
        }
    }
    Ok(())
}
