//! One table of the lines that all engines have printed, from standard input: medians over rounds,
//! ratios to dateline, and the bars that dateline has against other engines.
//!
//! `summary TEXT_BYTES` prints; `summary TEXT_BYTES DOCUMENT MARK` also puts it between
//! the two marks of that name in a document.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Read as _;

use dateline_bench_peers::{Outcome, clock};
use serde_json::Value;

/// Classes whose answer is only the best ten; their geometric mean has a bar.
const PLAIN: [&str; 5] = ["rare word", "common word", "and", "or", "date range"];
const CLASSES: [&str; 9] =
    ["rare word", "common word", "and", "or", "phrase", "prefix", "date range", "facets", "drill-down"];
const ENGINES: [&str; 6] = ["dateline", "tantivy", "tantivy-aggregation", "lucene", "seekstorm", "sqlite"];

/// Values of all rounds by engine, class or step, and figure.
type Figures = BTreeMap<(String, String, String), Vec<f64>>;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let text_bytes: f64 = args.first().ok_or("usage: summary TEXT_BYTES [DOCUMENT MARK]")?.parse()?;
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    let mut figures = read(&input)?;
    let mut page = String::new();
    queries(&mut figures, "cpu_ms", "CPU ms, p50 / p99", &mut page)?;
    queries(&mut figures, "wall_ms", "wall ms, p50 / p99", &mut page)?;
    builds(&mut figures, text_bytes, &mut page)?;
    bars(&mut figures, &mut page)?;
    print!("{page}");
    if let [_, document, mark] = args.as_slice() {
        let (begin, end) = (format!("<!-- begin: {mark} -->\n"), format!("<!-- end: {mark} -->"));
        let old = std::fs::read_to_string(document)?;
        let (before, rest) =
            old.split_once(&begin).ok_or_else(|| format!("{document} has no mark {begin}"))?;
        let (_, after) = rest.split_once(&end).ok_or_else(|| format!("{document} has no mark {end}"))?;
        std::fs::write(document, format!("{before}{begin}\n{page}{end}{after}"))?;
    }
    Ok(())
}

/// Lines that are no JSON are not ours.
fn read(input: &str) -> Outcome<Figures> {
    let mut figures = Figures::new();
    for line in input.lines().filter(|l| l.starts_with('{')) {
        let line: BTreeMap<String, Value> = serde_json::from_str(line)?;
        let word = |key: &str| line.get(key).and_then(Value::as_str).map(str::to_owned);
        let (Some(engine), Some(of)) = (word("engine"), word("class").or_else(|| word("step"))) else {
            continue;
        };
        for (figure, value) in &line {
            if let Some(value) = value.as_f64() {
                figures.entry((engine.clone(), of.clone(), figure.clone())).or_default().push(value);
            }
        }
    }
    Ok(figures)
}

fn figure(figures: &mut Figures, engine: &str, of: &str, figure: &str) -> Option<f64> {
    let values = figures.get_mut(&(engine.to_owned(), of.to_owned(), figure.to_owned()))?;
    Some(clock::quantile(values, 0.5))
}

/// The engines that have a figure of a class or step.
fn present(figures: &Figures) -> Vec<&'static str> {
    let known = |engine: &&str| figures.keys().any(|(e, ..)| e == engine);
    ENGINES.into_iter().filter(known).collect()
}

fn head(page: &mut String, title: &str, columns: &[&str]) -> Outcome<()> {
    writeln!(page, "| {title} | {} |", columns.join(" | "))?;
    Ok(writeln!(page, "|---|{}", "--:|".repeat(columns.len()))?)
}

fn queries(figures: &mut Figures, unit: &str, title: &str, page: &mut String) -> Outcome<()> {
    let engines = present(figures);
    head(page, title, &engines)?;
    for class in CLASSES {
        let ours = figure(figures, "dateline", class, &format!("{unit}_p50"));
        let mut cells = Vec::new();
        for engine in &engines {
            let middle = figure(figures, engine, class, &format!("{unit}_p50"));
            let late = figure(figures, engine, class, &format!("{unit}_p99"));
            cells.push(match (middle, late, ours) {
                (Some(p50), Some(p99), Some(ours)) if *engine != "dateline" => {
                    format!("{p50:.2} / {p99:.2} ({:.2})", ours / p50)
                }
                (Some(p50), Some(p99), _) => format!("{p50:.2} / {p99:.2}"),
                _ => String::new(),
            });
        }
        writeln!(page, "| {class} | {} |", cells.join(" | "))?;
    }
    Ok(writeln!(page, "\nIn brackets: dateline's median as a part of that engine's.\n")?)
}

fn builds(figures: &mut Figures, text_bytes: f64, page: &mut String) -> Outcome<()> {
    let engines: Vec<&str> = present(figures);
    head(page, "building", &["CPU s", "MB of text / CPU s", "wall s", "peak MB", "index / text"])?;
    for engine in engines {
        let mut of = |name: &str| figure(figures, engine, "index", name);
        let (Some(cpu), Some(wall), Some(peak), Some(bytes)) =
            (of("cpu_s"), of("wall_s"), of("peak_mb"), of("index_bytes"))
        else {
            continue;
        };
        writeln!(
            page,
            "| {engine} | {cpu:.2} | {:.1} | {wall:.2} | {peak:.0} | {:.2} |",
            text_bytes / 1e6 / cpu,
            bytes / text_bytes
        )?;
    }
    Ok(writeln!(page)?)
}

fn bars(figures: &mut Figures, page: &mut String) -> Outcome<()> {
    let mut ratio = |engine: &str, classes: &[&str]| {
        let mut sum = 0.0;
        for class in classes {
            let of = |figures: &mut Figures, engine: &str| figure(figures, engine, class, "cpu_ms_p50");
            sum += (of(figures, "dateline")? / of(figures, engine)?).ln();
        }
        Some((sum / classes.len() as f64).exp())
    };
    let rows = [
        ("top ten with snippets, of Lucene's time", ratio("lucene", &PLAIN), 0.35, 0.22),
        ("top ten with snippets, of SeekStorm's time", ratio("seekstorm", &PLAIN), 0.6, 0.35),
        ("facets, of Lucene's time", ratio("lucene", &["facets"]), 0.6, 0.3),
        ("facets, of tantivy's aggregation's time", ratio("tantivy-aggregation", &["facets"]), 0.45, 0.25),
        ("drill-down, of Lucene's time", ratio("lucene", &["drill-down"]), 0.5, 0.3),
    ];
    head(page, "measure", &["measured", "must be", "should reach", ""])?;
    for (name, measured, must, reach) in rows {
        let Some(measured) = measured else { continue };
        let verdict = if measured <= reach {
            "reached"
        } else if measured <= must {
            "met"
        } else {
            "**not met**"
        };
        writeln!(page, "| {name} | {measured:.3} | ≤ {must} | ≤ {reach} | {verdict} |")?;
    }
    Ok(writeln!(page)?)
}
