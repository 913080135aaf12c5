//! Building from files, as `dateline index` does: reading, telling the language, looking for
//! names, places and dates; then the same again with nothing changed, and with one more article
//! for every hundred.

use std::path::Path;
use std::time::Instant;

use crate::support::bars::Bar;
use crate::support::child::{self, Cost};
use crate::support::docs::{self, Doc, Sink};
use crate::support::page::Page;
use crate::support::stock::{self, Stock};
use crate::support::{Outcome, clock, raw, table};

/// Runs over unchanged files that are taken together.
const UNCHANGED_RUNS: usize = 20;

/// Builds, updates, prints, and sets the bars.
pub fn run(stock: &Stock, rounds: usize, page: &mut Page) -> Outcome<()> {
    let text = stock.about.text_bytes as f64;
    let (source, index) = (stock.source()?, stock.path("from-files"));
    let mut builds: [Vec<Cost>; 2] = Default::default();
    for _ in 0..rounds {
        builds[1].push(child::update(&stock.fresh("from-files"), &[&source], false)?);
        builds[0].push(child::update(&stock.fresh("from-files"), &[&source], true)?);
    }
    let mut rows = vec![table::row([
        "from files",
        "CPU s",
        "MB of text / CPU s",
        "wall s",
        "MB / wall s",
        "peak MB",
        "index / text",
    ])];
    let size = stock::folder_bytes(&index) as f64 / text;
    let [full, plain] = builds.map(|costs| middle(&costs));
    for (name, cost, size) in [("everything", full, Some(size)), ("without looking for names", plain, None)] {
        rows.push(row(name, cost, text, size));
    }
    page.table(&rows);
    page.bar(Bar::at_least("building with all extraction, MB / CPU s", text / 1e6 / full.cpu, 1.0, 3.0));
    page.bar(Bar::at_most("peak memory, all extraction", full.peak_mb, 500.0, 300.0).in_units(" MB"));
    updates(stock, &index, full, rounds, page)
}

fn middle(costs: &[Cost]) -> Cost {
    let of = |value: &dyn Fn(&Cost) -> f64| table::median(&mut costs.iter().map(value).collect::<Vec<_>>());
    Cost { cpu: of(&|c| c.cpu), wall: of(&|c| c.wall), peak_mb: of(&|c| c.peak_mb) }
}

fn row(name: &str, cost: Cost, text: f64, size: Option<f64>) -> Vec<String> {
    vec![
        name.to_owned(),
        format!("{:.2}", cost.cpu),
        format!("{:.1}", text / 1e6 / cost.cpu),
        format!("{:.2}", cost.wall),
        format!("{:.1}", text / 1e6 / cost.wall),
        format!("{:.0}", cost.peak_mb),
        size.map_or_else(String::new, |s| format!("{s:.2}")),
    ]
}

/// Another run over the same files, and others with a hundredth more.
fn updates(stock: &Stock, index: &Path, full: Cost, rounds: usize, page: &mut Page) -> Outcome<()> {
    let (some, source) = (stock.about.articles / 100, stock.source()?);
    let unchanged = unchanged(index, &source)?;
    let mut added = Vec::new();
    for round in 0..rounds {
        // Each round adds other articles, in a file of its own.
        let extra = stock.path(&format!("extra-{round}.jsonl"));
        write(&extra, stock, some, round)?;
        added.push(child::update(index, &[&extra], true)?);
        std::fs::remove_file(&extra)?;
    }
    let raw_index = stock.path("tantivy-1");
    drop(stock.raw(1)?);
    let copy = stock.fresh("tantivy-added");
    copy_folder(&raw_index, &copy)?;
    let docs: Vec<Doc> = stock.docs()?.take(some).collect::<Outcome<_>>()?;
    let (raw_cpu, raw_wall, done) = clock::process_seconds(|| {
        let mut adding = raw::Adding::new(&copy)?;
        adding.add(&docs)?;
        adding.close()
    });
    done?;
    std::fs::remove_dir_all(&copy)?;
    let added = middle(&added);
    let share = |cost: f64| format!("{:.2} %", cost / full.cpu * 100.0);
    let mut rows = vec![table::row(["bringing up to date", "CPU s", "of the whole build", "wall s"])];
    for (name, cost) in [("nothing changed", unchanged), (&format!("{some} articles more"), added)] {
        rows.push(vec![
            name.into(),
            format!("{:.3}", cost.cpu),
            share(cost.cpu),
            format!("{:.3}", cost.wall),
        ]);
    }
    let name = format!("tantivy, facets given, {some} articles more");
    rows.push(vec![name, format!("{raw_cpu:.3}"), String::new(), format!("{raw_wall:.3}")]);
    page.table(&rows);
    page.bar(
        Bar::at_most("adding 1 %, of the whole build", added.cpu / full.cpu * 100.0, 2.0, 1.2).in_units(" %"),
    );
    let again = unchanged.cpu / full.cpu * 100.0;
    page.bar(Bar::at_most("nothing changed, of the whole build", again, 1.0, 0.2).in_units(" %"));
    Ok(())
}

/// Many runs that find nothing to do, on average: one alone is shorter than what the system counts in.
fn unchanged(index: &Path, source: &Path) -> Outcome<Cost> {
    let (before, began) = (clock::children_seconds(), Instant::now());
    for _ in 0..UNCHANGED_RUNS {
        child::update(index, &[source], true)?;
    }
    let wall = began.elapsed().as_secs_f64() / UNCHANGED_RUNS as f64;
    let spent = before.zip(clock::children_seconds()).map(|(before, after)| after - before);
    Ok(Cost { cpu: spent.map_or(wall, |s| s / UNCHANGED_RUNS as f64), wall, peak_mb: 0.0 })
}

/// Some articles of the archive once more, as other ones.
fn write(path: &Path, stock: &Stock, some: usize, round: usize) -> Outcome<()> {
    let mut sink = Sink::create(path)?;
    for (at, article) in stock.given()?.skip(round * some).take(some).enumerate() {
        let (doc, given) = article?;
        sink.put(&docs::news(&format!("extra-{round}-{at}"), &doc, &given))?;
    }
    sink.close()
}

fn copy_folder(from: &Path, to: &Path) -> Outcome<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        std::fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}
