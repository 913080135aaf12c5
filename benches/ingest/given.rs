//! Building from articles whose names have been found already: the engine alone.
//!
//! Everybody is given the same texts, days, places and actors, in the same order, with the same
//! memory and one thread that builds segments; what reading them costs is not counted. dateline
//! makes more of them: stems beside exact forms, headline and lead once more, records that can
//! be shown. A tenth of the articles is built too, to see whether cost grows with size.

use crate::support::bars::Bar;
use crate::support::child::{self, Cost};
use crate::support::page::Page;
use crate::support::stock::{self, Stock};
use crate::support::{Outcome, table};

/// What several builds cost, by medians.
#[derive(Default)]
struct Builds {
    cpu: Vec<f64>,
    wall: Vec<f64>,
    peak_mb: Vec<f64>,
    bytes: u64,
}

impl Builds {
    fn add(&mut self, cost: Cost, bytes: u64) {
        self.cpu.push(cost.cpu);
        self.wall.push(cost.wall);
        self.peak_mb.push(cost.peak_mb);
        self.bytes = bytes;
    }

    fn row(&mut self, name: &str, text: f64) -> Vec<String> {
        let (cpu, wall) = (table::median(&mut self.cpu), table::median(&mut self.wall));
        vec![
            name.to_owned(),
            format!("{cpu:.2}"),
            format!("{:.1}", text / 1e6 / cpu),
            format!("{wall:.2}"),
            format!("{:.1}", text / 1e6 / wall),
            format!("{:.0}", table::median(&mut self.peak_mb)),
            format!("{:.2}", self.bytes as f64 / text),
        ]
    }
}

/// Builds in turn, prints, and sets the bars.
pub fn run(stock: &Stock, rounds: usize, page: &mut Page) -> Outcome<()> {
    let tenth = stock.tenth()?;
    let mut builds: [Builds; 4] = Default::default();
    for _ in 0..rounds {
        for (at, stock) in [(0, stock), (2, &tenth)] {
            let index = stock.fresh("built");
            let cost = child::build_dateline(&stock.docs_file(), &stock.given_file(), &index)?;
            builds[at].add(cost, stock::folder_bytes(&index));
            let index = stock.fresh("built");
            let cost = child::build_tantivy(&stock.docs_file(), &index)?;
            builds[at + 1].add(cost, stock::folder_bytes(&index));
            stock.fresh("built");
        }
    }
    let headings = [
        "building, facets given",
        "CPU s",
        "MB of text / CPU s",
        "wall s",
        "MB / wall s",
        "peak MB",
        "index / text",
    ];
    let mut rows = vec![table::row(headings)];
    let texts = [stock, stock, &tenth, &tenth].map(|s| s.about.text_bytes as f64);
    let names = ["dateline", "tantivy", "dateline, a tenth of the articles", "tantivy, a tenth"];
    for ((builds, name), text) in builds.iter_mut().zip(names).zip(texts) {
        rows.push(builds.row(name, text));
    }
    page.table(&rows);
    bars(&mut builds, page);
    Ok(())
}

/// Builds once and prints lines of JSON, for a table together with other engines.
pub fn lines(stock: &Stock) -> Outcome<()> {
    for engine in ["dateline", "tantivy"] {
        let index = stock.fresh("built");
        let cost = match engine {
            "dateline" => child::build_dateline(&stock.docs_file(), &stock.given_file(), &index)?,
            _ => child::build_tantivy(&stock.docs_file(), &index)?,
        };
        let line = serde_json::json!({
            "engine": engine, "step": "index", "cpu_s": cost.cpu, "wall_s": cost.wall,
            "peak_mb": cost.peak_mb, "index_bytes": stock::folder_bytes(&index),
        });
        println!("{line}");
        stock.fresh("built");
    }
    Ok(())
}

fn bars(builds: &mut [Builds; 4], page: &mut Page) {
    let [ours, theirs, ours_tenth, _] = builds;
    let (cpu, raw) = (table::median(&mut ours.cpu), table::median(&mut theirs.cpu));
    page.bar(Bar::at_least("building, facets given: MB / CPU s, of tantivy's", raw / cpu, 0.9, 1.0));
    page.bar(Bar::at_most("index size, of tantivy's", ours.bytes as f64 / theirs.bytes as f64, 0.95, 0.8));
    let peak = table::median(&mut ours.peak_mb);
    page.bar(Bar::at_most("peak memory, facets given", peak, 500.0, 300.0).in_units(" MB"));
    let growth = cpu / table::median(&mut ours_tenth.cpu);
    page.bar(Bar::at_most("ten times the articles: CPU time of building", growth, 10.0, None));
}
