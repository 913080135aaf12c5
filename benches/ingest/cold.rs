//! The first answer of a new process: from its start to the end of its output, with the files of
//! the index in memory.
//!
//! The system counts the processor time of ended processes together, in hundredths of a second;
//! so it is read over groups of starts, and the middle group counts.

use std::process::{Command, Stdio};
use std::time::Instant;

use crate::support::bars::Bar;
use crate::support::draw::Counts;
use crate::support::page::Page;
use crate::support::stock::Stock;
use crate::support::{Outcome, child, clock, table};

/// Groups of starts, and starts of each contestant in a group.
const GROUPS: usize = 5;
const STARTS: usize = 20;

/// A command, and what its starts took.
struct Starter {
    name: &'static str,
    command: Command,
    wall_ms: Vec<f64>,
    /// The mean of each group.
    cpu_ms: Vec<f64>,
}

/// Starts in turn, prints, and sets the bars.
pub fn run(stock: &Stock, page: &mut Page) -> Outcome<()> {
    let word = usual_word(stock)?;
    drop((stock.dateline(1)?, stock.raw(1)?));
    let (index, raw_index) = (stock.path("dateline-1"), stock.path("tantivy-1"));
    let dateline = |facets: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.arg("--index").arg(&index).args(["search", &word]).args(facets);
        command
    };
    let facets = ["--facet", "place", "--facet", "actor", "--facet", "date:month"];
    let mut version = Command::new(env!("CARGO_BIN_EXE_dateline"));
    version.arg("--version");
    let commands = [
        ("dateline, a word", dateline(&[])),
        ("dateline, a word and three facets", dateline(&facets)),
        ("tantivy, a word", child::answering(&raw_index, &word)?),
        ("tantivy, a word and the same facets", child::answering(&raw_index, &format!("+{word}"))?),
        ("`dateline --version`", version),
    ];
    let new = |(name, command)| Starter { name, command, wall_ms: Vec::new(), cpu_ms: Vec::new() };
    let mut starters = commands.map(new);
    for _ in 0..GROUPS {
        starters.iter_mut().try_for_each(Starter::group)?;
    }
    let headings = ["from start to answer", "CPU ms", "wall p50 ms", "wall p99 ms"];
    let mut rows = vec![table::row(headings)];
    for starter in &mut starters {
        let wall = [0.5, 0.99].map(|part| format!("{:.1}", table::quantile(&mut starter.wall_ms, part)));
        let cpu = format!("{:.1}", table::median(&mut starter.cpu_ms));
        rows.push(table::row([starter.name, &cpu, &wall[0], &wall[1]]));
    }
    page.table(&rows);
    let [plain, faceted, ..] = &mut starters;
    let cpu = |starter: &mut Starter| table::median(&mut starter.cpu_ms);
    page.bar(Bar::at_most("cold command line, plain, CPU", cpu(plain), 8.0, 6.0).in_units(" ms"));
    page.bar(Bar::at_most("cold command line, facets, CPU", cpu(faceted), 12.0, 8.0).in_units(" ms"));
    Ok(())
}

impl Starter {
    fn group(&mut self) -> Outcome<()> {
        let before = clock::children_seconds();
        let began = Instant::now();
        for _ in 0..STARTS {
            let start = Instant::now();
            let status = self.command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
            self.wall_ms.push(start.elapsed().as_secs_f64() * 1e3);
            if !status.success() {
                return Err(format!("{} ended with {status}", self.name).into());
            }
        }
        let spent = before.zip(clock::children_seconds()).map(|(before, after)| after - before);
        self.cpu_ms.push(spent.unwrap_or(began.elapsed().as_secs_f64()) * 1e3 / STARTS as f64);
        Ok(())
    }
}

/// A word of about a hundredth of the articles.
fn usual_word(stock: &Stock) -> Outcome<String> {
    let mut counts = Counts::default();
    for doc in stock.docs()? {
        counts.add(&doc?);
    }
    Ok(counts.nearest(0.01))
}
