//! What building costs, beside tantivy indexing the same fields, in the same run; what an update
//! costs; and how soon a new process gives its first answer.
//!
//! ```console
//! $ cargo bench --bench ingest                                  # a made-up archive
//! $ DATELINE_BENCH_CORPUS=reuters21578 cargo bench --bench ingest
//! $ cargo bench --bench ingest -- given cold                    # some parts of it
//! $ cargo bench --bench ingest -- forms                         # positions of stems too?
//! ```
//!
//! Parts: `given` (everybody is given texts and facet values), `files` (dateline reads files and
//! looks for names), `cold`; `forms` only when it is asked for, and `lines`, which prints JSON. Flags stand in `support/options.rs`.

// A bench prints, and a fault in it may end it.
#![allow(clippy::print_stdout, clippy::indexing_slicing)]

mod cold;
mod files;
mod forms;
mod given;
#[path = "../support/mod.rs"]
mod support;

use support::options::Options;
use support::page::Page;
use support::stock::Stock;
use support::{Outcome, child};

/// How often everything is built; medians count.
const ROUNDS: usize = 3;

fn main() -> Outcome<()> {
    if let Some(done) = child::serve() {
        return done;
    }
    let options = Options::read()?;
    let stock = Stock::open(&options)?;
    if options.asks_for("lines") {
        return given::lines(&stock);
    }
    let forms = options.asks_for("forms");
    let mut page = Page::new(if forms { "forms" } else { "ingest" }, &stock, &options);
    if forms {
        forms::compare(&stock, &mut page)?;
        return page.close();
    }
    let rounds = options.rounds.unwrap_or(ROUNDS);
    if options.wants("given") {
        given::run(&stock, rounds, &mut page)?;
    }
    if options.wants("files") {
        files::run(&stock, rounds, &mut page)?;
    }
    if options.wants("cold") {
        cold::run(&stock, &mut page)?;
    }
    page.close()
}
