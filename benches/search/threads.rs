//! Two clients at once against one: what threads that search take from each other. Time that
//! passes counts here, so the figures are only good on a machine with two cores to spare.

use std::time::Instant;

use crate::support::bars::Bar;
use crate::support::contest::Contestant;
use crate::support::page::Page;
use crate::support::raw::Work;
use crate::support::request::{Request, of_class};
use crate::support::stock::Stock;
use crate::support::{Outcome, table};

const CLASSES: [&str; 3] = ["common word", "and", "facets"];
/// How often each client asks all queries of a class in a round.
const PASSES: usize = 3;

/// Lets one client and two ask, in turn.
pub fn run(stock: &Stock, rounds: usize, page: &mut Page) -> Outcome<()> {
    let (requests, dateline, raw) = (stock.requests()?, stock.dateline(1)?, stock.raw(1)?);
    let ours = |r: &Request| dateline.answer(r);
    let theirs = |r: &Request| raw.answer(r, Work::Whole);
    let headings = ["queries a second, wall", "dateline, 1", "2", "gain", "tantivy, 1", "2", "gain"];
    let mut rows = vec![table::row(headings)];
    let mut gains = Vec::new();
    for class in CLASSES {
        let asked = of_class(&requests, class);
        let mut rates: [Vec<f64>; 4] = Default::default();
        for _ in 0..rounds {
            rates[0].push(rate(&ours, &asked, 1)?);
            rates[1].push(rate(&ours, &asked, 2)?);
            rates[2].push(rate(&theirs, &asked, 1)?);
            rates[3].push(rate(&theirs, &asked, 2)?);
        }
        let rates: Vec<f64> = rates.iter_mut().map(|r| table::median(r)).collect();
        let mut row = vec![class.to_owned()];
        for pair in rates.chunks(2) {
            row.extend(pair.iter().map(|rate| format!("{rate:.0}")));
            row.push(format!("{:.2}", pair[1] / pair[0]));
        }
        rows.push(row);
        gains.push(rates[1] / rates[0]);
    }
    page.table(&rows);
    let worst = gains.into_iter().fold(f64::INFINITY, f64::min);
    page.bar(Bar::at_least("two clients against one, the worst class", worst, 1.7, 1.9));
    Ok(())
}

/// Answers a second of so many clients.
fn rate(
    contestant: &(impl Fn(&Request) -> Outcome<u64> + Sync),
    requests: &[&Request],
    clients: usize,
) -> Outcome<f64> {
    let client = |number: usize| -> Outcome<()> {
        let contestant: Contestant = contestant;
        // They begin at different queries, so that they do not walk in step.
        let from = number * requests.len() / clients;
        for request in requests.iter().cycle().skip(from).take(requests.len() * PASSES) {
            contestant(request)?;
        }
        Ok(())
    };
    let began = Instant::now();
    std::thread::scope(|scope| {
        let started: Vec<_> = (0..clients).map(|number| scope.spawn(move || client(number))).collect();
        started.into_iter().try_for_each(|s| s.join().map_err(|_| "a client panicked")?)
    })?;
    Ok((clients * PASSES * requests.len()) as f64 / began.elapsed().as_secs_f64())
}
