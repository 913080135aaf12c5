//! The part of `docs/performance.md` that one run makes: tables, bars, the machine.
//!
//! It is printed as it is made, and with `--write` it takes the place of what stands between
//! its two marks in the document. A part is known by the bench and its archive, so one document
//! holds the results over several archives, each made anew by its own command.

use std::fs;
use std::path::Path;

use super::bars::{self, Bar};
use super::options::Options;
use super::stock::Stock;
use super::{Outcome, clock, table};

/// What a run has to say.
pub struct Page {
    mark: String,
    text: String,
    bars: Vec<Bar>,
    write: bool,
}

impl Page {
    /// Begins with the archive and the machine.
    pub fn new(bench: &str, stock: &Stock, options: &Options) -> Page {
        let mark = format!("{bench} {}", stock.name);
        let mut page = Page { mark, text: String::new(), bars: Vec::new(), write: options.write };
        page.say(&format!(
            "Archive: {}, {} articles, {:.1} MB of headlines and bodies. {}",
            stock.name.replace('-', " "),
            stock.about.articles,
            stock.about.text_bytes as f64 / 1e6,
            machine(),
        ));
        page
    }

    /// A paragraph.
    pub fn say(&mut self, text: &str) {
        println!("{text}\n");
        self.text += &format!("{text}\n\n");
    }

    /// A table; the first row holds the headings.
    pub fn table(&mut self, rows: &[Vec<String>]) {
        self.say(table::markdown(rows).trim_end());
    }

    /// A figure that has bars; all of them come in one table at the end.
    pub fn bar(&mut self, bar: Bar) {
        self.bars.push(bar);
    }

    /// Ends with the bars, and writes into the document what is to be written.
    pub fn close(mut self) -> Outcome<()> {
        if !self.bars.is_empty() {
            let bars = bars::markdown(&self.bars);
            self.say(bars.trim_end());
        }
        if !self.write {
            return Ok(());
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/performance.md");
        let document = fs::read_to_string(&path)?;
        Ok(fs::write(&path, replaced(&document, &self.mark, &self.text)?)?)
    }
}

/// The document with this text between the marks.
fn replaced(document: &str, mark: &str, text: &str) -> Outcome<String> {
    let (begin, end) = (format!("<!-- begin: {mark} -->\n"), format!("<!-- end: {mark} -->"));
    let missing = || format!("docs/performance.md has no place for this: put in two lines, {begin}{end}");
    let (before, rest) = document.split_once(&begin).ok_or_else(missing)?;
    let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
    Ok(format!("{before}{begin}\n{text}{end}{after}"))
}

/// The machine, how busy it is, and what the figures are.
fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let value = |text: &str, key: &str| {
        let line = text.lines().find(|l| l.starts_with(key))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let processor = value(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| "processor unknown".into());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = value(&read("/proc/meminfo"), "MemTotal");
    let memory = memory.and_then(|m| m.split(' ').next()?.parse::<f64>().ok()).unwrap_or(0.0);
    let load = read("/proc/loadavg");
    let load = load.split(' ').next().unwrap_or("unknown");
    format!(
        "Machine: {processor}, {cores} cores, {:.0} GB of memory, {} {}; load {load} at the start. Times are {}.",
        memory / 1048576.0,
        std::env::consts::OS,
        read("/proc/sys/kernel/osrelease").trim(),
        clock::name(),
    )
}
