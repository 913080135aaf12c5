//! What each operator of the language costs, and the worst that can be asked for.
//!
//! No other engine is asked beside: none has these operators. An answer is what it is everywhere
//! here: exact total, ten hits with marked snippets, their places and actors.

use std::time::Instant;

use crate::support::bars::Bar;
use crate::support::contest::{self, Contestant};
use crate::support::ours::Dateline;
use crate::support::page::Page;
use crate::support::request::{OPERATORS, of_class};
use crate::support::stock::{self, Stock};
use crate::support::{Outcome, table};
use dateline::query;
use dateline::search::SearchOptions;

/// Queries that are allowed and cost more than any other that is known.
#[rustfmt::skip]
const WORST: [&str; 1] = [
    "the NEAR/100 the NEAR/100 the NEAR/100 the",
];

/// Asks, prints, and sets the bars.
pub fn run(stock: &Stock, rounds: usize, mut page: Page) -> Outcome<()> {
    let dateline = stock.dateline(1)?;
    let requests = stock.operators(&dateline)?;
    page.say(&format!(
        "Queries: {} of each operator, each asked {rounds} times. Segments: {}.",
        of_class(&requests, OPERATORS[0]).len(),
        stock::segments(&stock.path("dateline-1")),
    ));
    let headings = ["operator", "matches", "CPU ms, p50", "p99", "wall ms, p50", "p99", "such as"];
    let mut rows = vec![table::row(headings)];
    let mut slowest = (0.0, "");
    let ours: [Contestant; 1] = [&|r| dateline.answer(r)];
    for class in OPERATORS {
        let asked = of_class(&requests, class);
        let Some(first) = asked.first() else { continue };
        for cost in &mut contest::run(&ours, &asked, rounds)? {
            let (cpu, wall) = ((cost.p50(), cost.p99()), (cost.wall_p50(), cost.wall_p99()));
            let figures = [cpu.0, cpu.1, wall.0, wall.1].map(|ms| format!("{ms:.2}"));
            let mut row = vec![class.to_owned(), cost.mean_matches().to_string()];
            row.extend(figures);
            row.push(format!("`{}`", first.words));
            rows.push(row);
            slowest = if wall.1 > slowest.0 { (wall.1, class) } else { slowest };
        }
    }
    page.table(&rows);
    let name = format!("p99 of the time that passes, the slowest operator ({})", slowest.1);
    page.bar(Bar::at_most(name, slowest.0, 1_000.0, None).in_units(" ms"));
    worst(&dateline, rounds, &mut page)?;
    page.close()
}

/// The worst queries one by one: each gives an answer or an error that says what is too much.
fn worst(dateline: &Dateline, rounds: usize, page: &mut Page) -> Outcome<()> {
    let mut rows = vec![table::row(["the worst queries", "wall ms", "what comes of it"])];
    let mut slowest: f64 = 0.0;
    for text in WORST {
        let mut taken = Vec::new();
        let mut comes = String::new();
        for _ in 0..rounds {
            let began = Instant::now();
            let answer = query::parse(text, &Default::default())
                .map_err(|error| error.to_string())
                .and_then(|q| dateline.0.search(&q, &SearchOptions::default()).map_err(|e| e.to_string()));
            taken.push(began.elapsed().as_secs_f64() * 1e3);
            comes = match answer {
                Ok(results) => format!("{} matches", results.total),
                Err(error) => error.lines().next().unwrap_or_default().to_owned(),
            };
        }
        let ms = table::median(&mut taken);
        slowest = slowest.max(ms);
        rows.push(vec![format!("`{}`", text.replace('|', "\\|")), format!("{ms:.0}"), comes]);
    }
    page.table(&rows);
    page.bar(Bar::at_most("the worst of these", slowest, 1_000.0, None).in_units(" ms"));
    Ok(())
}
