//! The same articles in eight segments and in one: what counts adding up over segments costs.

use crate::support::Outcome;
use crate::support::bars::Bar;
use crate::support::contest::{self, Contestant};
use crate::support::page::Page;
use crate::support::raw::Work;
use crate::support::request::of_class;
use crate::support::stock::{self, Stock};

/// Commits of the index with many segments; of a small archive the engine would merge eight.
const PARTS: usize = 8;
const PARTS_OF_FEW: usize = 7;
const FEW: usize = 24_000;
const CLASSES: [&str; 5] = ["common word", "and", "phrase", "facets", "drill-down"];

/// Asks all four indexes in turn.
pub fn run(stock: &Stock, rounds: usize, page: &mut Page) -> Outcome<()> {
    let requests = stock.requests()?;
    let parts = if stock.about.articles < FEW { PARTS_OF_FEW } else { PARTS };
    let (one, many) = (stock.dateline(1)?, stock.dateline(parts)?);
    let (raw_one, raw_many) = (stock.raw(1)?, stock.raw(parts)?);
    let segments = |engine: &str, parts: usize| stock::segments(&stock.path(&format!("{engine}-{parts}")));
    let segments = [("dateline", 1), ("dateline", parts), ("tantivy", 1), ("tantivy", parts)]
        .map(|(engine, parts)| segments(engine, parts));
    let contestants: [Contestant; 4] =
        [&|r| one.answer(r), &|r| many.answer(r), &|r| raw_one.answer(r, Work::Whole), &|r| {
            raw_many.answer(r, Work::Whole)
        }];
    let mut rows = vec![vec!["p50, CPU ms, by segments".to_owned()]];
    rows[0].extend([
        format!("dateline, {}", segments[0]),
        segments[1].to_string(),
        "ratio".into(),
        format!("tantivy, {}", segments[2]),
        segments[3].to_string(),
        "ratio".into(),
    ]);
    let mut worst: f64 = 0.0;
    for class in CLASSES {
        let asked = of_class(&requests, class);
        let mut costs = contest::run(&contestants, &asked, rounds)?;
        let middles: Vec<f64> = costs.iter_mut().map(contest::Costs::p50).collect();
        let (ours, theirs) = (middles[1] / middles[0], middles[3] / middles[2]);
        let mut row = vec![class.to_owned()];
        for (pair, ratio) in middles.chunks(2).zip([ours, theirs]) {
            row.extend(pair.iter().map(|ms| format!("{ms:.2}")));
            row.push(format!("{ratio:.2}"));
        }
        rows.push(row);
        if asked.iter().any(|r| r.facets) {
            worst = worst.max(ours);
        }
    }
    page.table(&rows);
    let name = format!("facets and drill-down in {} segments against {}", segments[1], segments[0]);
    page.bar(Bar::at_most(name, worst, 1.5, 1.2));
    Ok(())
}
