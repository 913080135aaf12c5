//! What a search costs, beside tantivy doing its own, in the same run.
//!
//! ```console
//! $ cargo bench --bench search                                  # a made-up archive
//! $ DATELINE_BENCH_CORPUS=reuters21578 cargo bench --bench search
//! $ DATELINE_BENCH_CORPUS=news.jsonl DATELINE_BENCH_DIR=kept cargo bench --bench search -- classes
//! ```
//!
//! Words on the command line restrict the run to parts (`classes`, `segments`, `growth`, `threads`)
//! or to classes of queries (`phrase`); `operators` makes a page of its own, and runs only when it is named; flags stand in `support/options.rs`. For other programs there
//! are `where`, which prints the folder with articles and queries, and `lines`, which prints JSON.

// A bench prints, and a fault in it may end it.
#![allow(clippy::print_stdout, clippy::indexing_slicing)]

mod classes;
mod growth;
mod lines;
mod operators;
mod segments;
#[path = "../support/mod.rs"]
mod support;
mod threads;

use support::Outcome;
use support::options::Options;
use support::page::Page;
use support::request::CLASSES;
use support::stock::Stock;

/// How often each query is asked of each contestant; the median counts.
const ROUNDS: usize = 5;

fn main() -> Outcome<()> {
    let options = Options::read()?;
    let stock = Stock::open(&options)?;
    let rounds = options.rounds.unwrap_or(ROUNDS);
    // For programs: other engines read articles and queries in the folder of the archive.
    if options.asks_for("where") {
        stock.requests()?;
        println!("{}", stock.path("").display());
        return Ok(());
    }
    if options.asks_for("lines") {
        return lines::run(&stock, rounds);
    }
    if options.asks_for("operators") {
        return operators::run(&stock, rounds, Page::new("operators", &stock, &options));
    }
    let mut page = Page::new("search", &stock, &options);
    let wanted: Vec<&str> =
        CLASSES.into_iter().filter(|c| options.wants("classes") || options.wants(c)).collect();
    if !wanted.is_empty() {
        classes::run(&stock, &wanted, rounds, &mut page)?;
    }
    if options.wants("segments") {
        segments::run(&stock, rounds, &mut page)?;
    }
    if options.wants("growth") {
        growth::run(&stock, rounds, &mut page)?;
    }
    if options.wants("threads") {
        threads::run(&stock, rounds, &mut page)?;
    }
    page.close()
}
