//! What each operator of the language costs, and the worst that can be asked for.
//!
//! No other engine is asked beside: none has these operators. An answer is what it is everywhere
//! here: exact total, ten hits with marked snippets, their places and actors.

use crate::support::bars::Bar;
use crate::support::clock;
use crate::support::contest::{self, Contestant};
use crate::support::ours::Dateline;
use crate::support::page::Page;
use crate::support::request::{OPERATORS, of_class};
use crate::support::stock::{self, Stock};
use crate::support::{Outcome, table};
use dateline::query;
use dateline::search::SearchOptions;

/// Queries that are allowed and cost more than any others that are known, in archives of English.
fn worst_queries() -> Vec<String> {
    let joined = |part: &str, with: &str, times: usize| vec![part; times].join(with);
    vec![
        joined("the", " NEAR/100 ", 4),
        "the NEAR/100 of NEAR/100 and".to_owned(),
        "the PRE/100 of PRE/100 the PRE/100 of".to_owned(),
        "\"the of and to in a\"~100".to_owned(),
        "(the NEAR/100 of) SENT (and NEAR/100 to)".to_owned(),
        joined("(the NEAR/20 of)", " OR ", 60),
        joined("the", " SENT ", 16),
        joined("(the OR of OR and OR to)", " SENT ", 4),
        "the PARA of PARA and PARA to PARA in PARA a PARA said PARA for".to_owned(),
        "co* NEAR/100 pr*".to_owned(),
    ]
}

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
            row.push(shown(&first.words));
            rows.push(row);
            slowest = if cpu.1 > slowest.0 { (cpu.1, class) } else { slowest };
        }
    }
    page.table(&rows);
    let name = format!("p99 of the CPU time, the slowest operator ({})", slowest.1);
    page.bar(Bar::at_most(name, slowest.0, 1_000.0, None).in_units(" ms"));
    worst(&dateline, rounds, &mut page)?;
    page.close()
}

/// The worst queries one by one: each gives an answer or an error that says what is too much.
fn worst(dateline: &Dateline, rounds: usize, page: &mut Page) -> Outcome<()> {
    let mut rows = vec![table::row(["the worst queries", "CPU ms", "wall ms", "what comes of it"])];
    let mut slowest: f64 = 0.0;
    for text in worst_queries() {
        let (mut cpus, mut walls, mut comes) = (Vec::new(), Vec::new(), String::new());
        for _ in 0..rounds {
            let (cpu, wall, answer) = clock::thread_seconds(|| answer(dateline, &text));
            cpus.push(cpu * 1e3);
            walls.push(wall * 1e3);
            comes = answer;
        }
        let (cpu, wall) = (table::median(&mut cpus), table::median(&mut walls));
        slowest = slowest.max(cpu);
        rows.push(vec![shown(&text), format!("{cpu:.0}"), format!("{wall:.0}"), comes]);
    }
    page.table(&rows);
    page.bar(Bar::at_most("the worst of these, CPU time", slowest, 1_000.0, None).in_units(" ms"));
    Ok(())
}

fn answer(dateline: &Dateline, text: &str) -> String {
    let query = query::parse(text, &Default::default()).map_err(|error| error.to_string());
    let said = query.and_then(|query| {
        dateline.0.search(&query, &SearchOptions::default()).map_err(|error| error.to_string())
    });
    match said {
        Ok(results) => format!("{} matches", results.total),
        Err(error) => error.lines().next().unwrap_or_default().to_owned(),
    }
}

/// A query as it stands in a table.
fn shown(text: &str) -> String {
    const SHOWN: usize = 48;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}` …", text[..end].trim_end()),
        None => format!("`{text}`"),
    }
}
