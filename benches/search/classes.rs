//! Every class of queries, asked of four: dateline, which gives its whole answer (exact total,
//! ten hits with marked snippets, places and actors, and facets where the class has them);
//! tantivy's top ten with its `SnippetGenerator`; tantivy made to count as much as dateline
//! does; and that with the facets by tantivy's own aggregation.

use crate::support::bars::Bar;
use crate::support::contest::{self, Contestant, Costs};
use crate::support::ours::Dateline;
use crate::support::page::Page;
use crate::support::raw::Work;
use crate::support::request::{NARROW, PLAIN, Request, of_class};
use crate::support::stock::{self, Stock};
use crate::support::{Outcome, table};

/// An archive of this size is a large one, for which there are bars of their own.
const LARGE: usize = 1_000_000;

/// What all classes together came to.
#[derive(Default)]
struct Sums {
    /// dateline's time as a part of tantivy's top ten, of the plain classes.
    plain: Vec<f64>,
    /// The same against the aggregation, of searches with facets.
    facets: Option<f64>,
    /// The class whose 99th percentile is furthest from its median.
    spread: Option<(f64, String)>,
    /// The longest 99th percentile of the time that passed, in milliseconds.
    slowest: Option<(f64, String)>,
}

/// Asks, prints, and sets the bars.
pub fn run(stock: &Stock, classes: &[&str], rounds: usize, page: &mut Page) -> Outcome<()> {
    let (requests, dateline, raw) = (stock.requests()?, stock.dateline(1)?, stock.raw(1)?);
    let contestants: [Contestant; 4] =
        [&|r| dateline.answer(r), &|r| raw.answer(r, Work::TopTen), &|r| raw.answer(r, Work::Whole), &|r| {
            raw.answer(r, Work::Aggregated)
        }];
    page.say(&format!(
        "Queries: {} of each class, each asked {rounds} times of everybody. Segments: dateline {}, tantivy {}.",
        of_class(&requests, classes[0]).len(),
        stock::segments(&stock.path("dateline-1")),
        stock::segments(&stock.path("tantivy-1")),
    ));
    let mut rows = vec![table::row([
        "class",
        "matches",
        "dateline, p50 / p99 ms",
        "tantivy, top ten",
        "ratio",
        "tantivy, same work",
        "ratio",
        "tantivy, aggregation",
        "ratio",
    ])];
    let mut sums = Sums::default();
    for class in classes {
        let requests = of_class(&requests, class);
        let facets = requests.iter().any(|r| r.facets);
        // Without facets there is nothing to aggregate.
        let asked = if facets { &contestants[..] } else { &contestants[..3] };
        let mut costs = contest::against(asked, &requests, rounds)?;
        rows.push(row(class, &mut costs));
        sums.add(class, &mut costs);
    }
    page.table(&rows);
    sums.bars(stock, page);
    if classes.contains(&"drill-down") {
        fixed_cost(&dateline, &of_class(&requests, NARROW), rounds, page)?;
    }
    Ok(())
}

fn row(class: &str, costs: &mut [Costs]) -> Vec<String> {
    let ours = costs[0].p50();
    let mut row = vec![class.to_owned(), costs[0].mean_matches().to_string()];
    for (at, cost) in costs.iter_mut().enumerate() {
        row.push(format!("{:.2} / {:.2}", cost.p50(), cost.p99()));
        row.extend((at > 0).then(|| format!("{:.2}", ours / cost.p50())));
    }
    row.resize(9, String::new());
    row
}

impl Sums {
    fn add(&mut self, class: &str, costs: &mut [Costs]) {
        let ours = costs[0].p50();
        if PLAIN.contains(&class) {
            self.plain.push(ours / costs[1].p50());
        }
        if class == "facets" {
            self.facets = Some(ours / costs[3].p50());
        }
        let more = |known: &mut Option<(f64, String)>, value: f64| {
            if known.as_ref().is_none_or(|(most, _)| value > *most) {
                *known = Some((value, class.to_owned()));
            }
        };
        more(&mut self.spread, costs[0].p99() / ours);
        more(&mut self.slowest, costs[0].wall_p99());
    }

    fn bars(self, stock: &Stock, page: &mut Page) {
        if self.plain.len() == PLAIN.len() {
            let mean = self.plain.iter().map(|r| r.ln()).sum::<f64>() / PLAIN.len() as f64;
            let name =
                "top ten with snippets, of tantivy's time (geometric mean of rare, common, and, or, range)";
            page.bar(Bar::at_most(name, mean.exp(), 0.6, 0.4));
        }
        if let Some(ratio) = self.facets {
            page.bar(Bar::at_most("facets, of the time of tantivy's aggregation", ratio, 0.45, 0.25));
        }
        if let Some((ratio, class)) = self.spread {
            page.bar(Bar::at_most(format!("p99 against p50, the worst class ({class})"), ratio, 4.0, 3.0));
        }
        if let (true, Some((wall, class))) = (stock.about.articles >= LARGE, self.slowest) {
            let name = format!("p99 of the time that passes, the slowest class ({class})");
            page.bar(Bar::at_most(name, wall, 50.0, 20.0).in_units(" ms"));
        }
    }
}

/// What counting costs where next to nothing is counted: the same queries with and without facets.
fn fixed_cost(dateline: &Dateline, requests: &[&Request], rounds: usize, page: &mut Page) -> Outcome<()> {
    let plain = |r: &Request| dateline.answer(&Request { facets: false, ..r.clone() });
    let costs = contest::run(&[&|r| dateline.answer(r), &plain], requests, rounds)?;
    let fixed = costs[0].beyond(&costs[1]);
    let name = format!("fixed cost of facets (drill-down to {} articles)", costs[0].mean_matches());
    page.bar(Bar::at_most(name, fixed, 0.15, None).in_units(" ms"));
    Ok(())
}
