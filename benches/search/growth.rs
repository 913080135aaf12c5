//! The same queries over a tenth of the articles and over all: what more articles cost.
//!
//! Only queries count that find ten hits in the tenth too: else they would be compared with
//! queries that have next to nothing to show.

use crate::support::bars::Bar;
use crate::support::contest::{self, Contestant};
use crate::support::page::Page;
use crate::support::raw::Work;
use crate::support::request::{CLASSES, PLAIN, Request, of_class};
use crate::support::stock::Stock;
use crate::support::{Outcome, table};

/// Hits of a page.
const HITS: u64 = 10;
/// Fewer queries of a class tell nothing.
const QUERIES_MIN: usize = 10;

/// Asks both sizes in turn.
pub fn run(stock: &Stock, rounds: usize, page: &mut Page) -> Outcome<()> {
    let (requests, tenth) = (stock.requests()?, stock.tenth()?);
    let (all, some) = (stock.dateline(1)?, tenth.dateline(1)?);
    let (raw_all, raw_some) = (stock.raw(1)?, tenth.raw(1)?);
    let contestants: [Contestant; 4] =
        [&|r| all.answer(r), &|r| some.answer(r), &|r| raw_all.answer(r, Work::Whole), &|r| {
            raw_some.answer(r, Work::Whole)
        }];
    let headings = [
        "p50, CPU ms, of articles",
        "queries",
        "dateline, a tenth",
        "all",
        "ratio",
        "tantivy, a tenth",
        "all",
        "ratio",
    ];
    let mut rows = vec![table::row(headings)];
    let mut ratios = Vec::new();
    for class in CLASSES {
        let mut asked: Vec<&Request> = Vec::new();
        for request in of_class(&requests, class) {
            asked.extend((some.answer(request)? >= HITS).then_some(request));
        }
        if asked.len() < QUERIES_MIN {
            continue;
        }
        let mut costs = contest::run(&contestants, &asked, rounds)?;
        let middles: Vec<f64> = costs.iter_mut().map(contest::Costs::p50).collect();
        let mut row = vec![class.to_owned(), asked.len().to_string()];
        for pair in middles.chunks(2) {
            row.extend(pair.iter().rev().map(|ms| format!("{ms:.2}")));
            row.push(format!("{:.2}", pair[0] / pair[1]));
        }
        rows.push(row);
        ratios.push((class, middles[0] / middles[1]));
    }
    page.table(&rows);
    let worst = |of: &[&str]| {
        let wanted = ratios.iter().filter(|(class, _)| of.contains(class));
        wanted.map(|(_, ratio)| *ratio).fold(0.0, f64::max)
    };
    let bars: [(&str, &[&str], f64); 3] = [
        ("top ten, the worst class", &PLAIN, 1.6),
        ("phrase", &["phrase"], 3.0),
        ("facets", &["facets", "drill-down"], 2.0),
    ];
    for (name, classes, must) in bars {
        // A class without enough queries was not measured.
        if ratios.iter().any(|(class, _)| classes.contains(class)) {
            page.bar(Bar::at_most(format!("ten times the articles: {name}"), worst(classes), must, None));
        }
    }
    Ok(())
}
