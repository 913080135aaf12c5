//! What the verbs share: the query's flags, notes on stderr, the terminal.

use std::io::{IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use dateline::error::{Error, Result};
use dateline::index::{self, Archive, Grouping, Similarity, Snapshot};
use dateline::limits::{DEADLINE_SECONDS, SELECTED_CHARS_MAX, SELECTED_MAX};
use dateline::query::{self, ParseOptions, Query};
use dateline::render::{self, Style, safe};
use dateline::search::receipt::{Counting, Occasion};
use dateline::search::{FacetKind, Gap, Question, Receipt, SearchOptions, Selection, Sort, Unit};

use super::{Common, Format, When};

/// Found something, or done.
pub const FOUND: u8 = 0;
/// Nothing matched.
pub const NOTHING: u8 = 1;
/// A flag, a query or a line of a file is wrong.
pub const USAGE: u8 = 2;
/// The index is damaged.
pub const DAMAGED: u8 = 3;
/// Done, but some input was skipped.
pub const SKIPPED: u8 = 4;

/// A query and what is selected beside it.
#[derive(Debug, Args)]
pub struct QueryFlags {
    /// What to find; without it, every article
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    /// Only articles with this place, or one inside it; by name or id, -P excludes
    #[arg(long, value_name = "P", allow_hyphen_values = true, help_heading = "Selection")]
    pub place: Vec<String>,
    /// Only articles with this actor, under any name; by name or id, -A excludes
    #[arg(long, value_name = "A", allow_hyphen_values = true, help_heading = "Selection")]
    pub actor: Vec<String>,
    /// Only articles from this day, month or year on
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, help_heading = "Selection")]
    pub from: Vec<String>,
    /// Only articles up to this day, month or year, all of it included
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, help_heading = "Selection")]
    pub to: Vec<String>,
    /// Only articles of this outlet; -O excludes
    #[arg(long, value_name = "O", allow_hyphen_values = true, help_heading = "Selection")]
    pub outlet: Vec<String>,
    /// Only articles in this language; -L excludes
    #[arg(long, value_name = "L", allow_hyphen_values = true, help_heading = "Selection")]
    pub lang: Vec<String>,
    /// Join bare words by OR instead of AND
    #[arg(long)]
    pub any: bool,
    /// What to count
    #[arg(long, value_enum, value_name = "UNIT", default_value = "article")]
    pub by: By,
    /// Give a query up after so many seconds; 0: never
    #[arg(long, value_name = "SECONDS", default_value_t = DEADLINE_SECONDS)]
    pub deadline: u64,
    #[command(flatten)]
    pub stories: StoryFlags,
}

/// What makes articles one story.
#[derive(Debug, Args)]
pub struct StoryFlags {
    /// How near the articles of a story are
    #[arg(long, value_enum, value_name = "DEGREE", default_value = "moderate", help_heading = "Stories")]
    pub similarity: Degree,
    /// Part a story where more than this passes between one article and the next, such as 7d or 2w
    #[arg(long, value_name = "SPAN", value_parser = span_of_days, help_heading = "Stories")]
    pub story_window: Option<u32>,
}

/// How near the articles of a story are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Degree {
    /// The same text, but for small changes
    High,
    /// Half of the text is the same, or one is cut from the other
    Moderate,
}

impl StoryFlags {
    /// The index with its articles grouped in this way.
    pub fn group(&self, snapshot: Snapshot) -> Result<Snapshot> {
        snapshot.grouped(self.grouping())
    }

    fn grouping(&self) -> Grouping {
        let similarity = match self.similarity {
            Degree::High => Similarity::High,
            Degree::Moderate => Similarity::Moderate,
        };
        Grouping { similarity, window_days: self.story_window }
    }
}

/// Days of a span such as `7d` or `2w`.
fn span_of_days(text: &str) -> std::result::Result<u32, String> {
    let units = [("d", 1), ("w", 7)];
    let days = units
        .into_iter()
        .find_map(|(unit, days)| text.strip_suffix(unit)?.parse::<u32>().ok()?.checked_mul(days));
    days.ok_or_else(|| "say how many days or weeks, such as 7d or 2w".to_owned())
}

/// A receipt of the answer.
#[derive(Debug, Args)]
pub struct ReceiptFlag {
    /// Write down what was found, to be checked later with dateline verify FILE
    #[arg(long, value_name = "FILE")]
    receipt: Option<PathBuf>,
}

/// What to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Articles
    Article,
    /// Groups of near-identical articles
    Story,
    /// Groups of articles that are likely to tell of one event; `search` has them
    Event,
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SortBy {
    /// Best first
    Relevance,
    /// Newest first
    Newest,
    /// Oldest first
    Oldest,
}

impl From<SortBy> for Sort {
    fn from(by: SortBy) -> Sort {
        match by {
            SortBy::Relevance => Sort::Relevance,
            SortBy::Newest => Sort::Newest,
            SortBy::Oldest => Sort::Oldest,
        }
    }
}

impl QueryFlags {
    /// The query that was typed, all words of it.
    pub fn parse(&self) -> Result<Query> {
        self.parse_text(&self.query.join(" "))
    }

    /// Another query, read in the same way.
    pub fn parse_text(&self, text: &str) -> Result<Query> {
        let options = ParseOptions { any: self.any, today: Some(today()) };
        Ok(query::parse(text, &options)?)
    }

    /// The options of a search without facets.
    pub fn options(&self) -> Result<SearchOptions> {
        if self.by == By::Event {
            return Err(Error::Usage(
                "--by event is for search alone\ncount by article or by story".to_owned(),
            ));
        }
        self.options_of_any_unit()
    }

    /// The same for a verb that groups by event, too.
    pub fn options_of_any_unit(&self) -> Result<SearchOptions> {
        for (flag, values) in
            [("place", &self.place), ("actor", &self.actor), ("outlet", &self.outlet), ("lang", &self.lang)]
        {
            check_selected(flag, values)?;
        }
        let deadline = (self.deadline > 0).then(|| Duration::from_secs(self.deadline));
        Ok(SearchOptions { deadline, ..self.question().options(Some(today()))? })
    }

    /// What was typed.
    pub fn question(&self) -> Question {
        Question {
            query: self.query.join(" "),
            any: self.any,
            place: self.place.clone(),
            actor: self.actor.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            outlet: self.outlet.clone(),
            lang: self.lang.clone(),
            by: if self.by == By::Story { Unit::Story } else { Unit::Article },
            grouping: self.stories.grouping(),
        }
    }
}

impl ReceiptFlag {
    /// Writes the receipt that was asked for, before anything is printed: what cannot be written
    /// down is not to be found out after the results.
    pub fn write(
        &self,
        snapshot: &Snapshot,
        asked: &QueryFlags,
        verb: &str,
        sort: Sort,
        counted: Option<(FacetKind, Counting)>,
    ) -> Result<()> {
        let Some(file) = &self.receipt else { return Ok(()) };
        let is_full = std::fs::metadata(file).is_ok_and(|found| found.is_file() && found.len() > 0);
        if is_full && !Receipt::is_one(file) {
            let name = safe::path(&file.display().to_string()).into_owned();
            return Err(Error::Usage(format!(
                "{name} is there and is no receipt, so it is not overwritten\ngive another name with --receipt"
            )));
        }
        let receipt =
            snapshot.receipt(&asked.question(), &Occasion { verb, sort, counted, today: today() })?;
        index::replace(file, &render::receipt::file(&receipt)?)
    }
}

/// The day that relative dates count from.
pub fn today() -> NaiveDate {
    chrono::Local::now().date_naive()
}

/// Checks the number and the length of the values of a flag.
fn check_selected(flag: &str, values: &[String]) -> Result<()> {
    if values.len() > SELECTED_MAX {
        let n = values.len();
        return Err(Error::Usage(format!(
            "--{flag} is given {n} times, more than {SELECTED_MAX}\nrun several commands, or select something that holds them all"
        )));
    }
    match values.iter().find(|value| value.chars().nth(SELECTED_CHARS_MAX).is_some()) {
        Some(value) => {
            let start: String = value.chars().take(40).collect();
            Err(Error::Usage(format!(
                "the value of --{flag} that begins with \"{start}\" has more than {SELECTED_CHARS_MAX} characters\ngive a name or an id: dateline facets {flag} lists them"
            )))
        }
        None => Ok(()),
    }
}

/// The index, with the file of corrections that was named.
pub fn archive(common: &Common) -> Result<Archive> {
    let archive = Archive::open(&common.index)?;
    Ok(match &common.corrections {
        Some(file) => archive.corrected_by(file),
        None => archive,
    })
}

/// The index as it is now.
pub fn snapshot(common: &Common) -> Result<Snapshot> {
    archive(common)?.snapshot()
}

/// How to print for people.
pub fn style(common: &Common) -> Style {
    let terminal = std::io::stdout().is_terminal();
    let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    let colour = match common.color {
        When::Always => true,
        When::Never => false,
        When::Auto => terminal && !plain,
    };
    let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let width =
        terminal_size::terminal_size().map(|(w, _)| usize::from(w.0)).filter(|_| terminal).or(columns);
    Style { colour, width: width.unwrap_or(80).clamp(40, 400) }
}

/// Says something on stderr that is no result.
pub fn note(common: &Common, text: &str) {
    if !common.quiet {
        let _ = writeln!(std::io::stderr(), "note: {}", safe::line(text));
    }
}

/// Tells how a query was read and what its names mean, where that may surprise.
pub fn notes(common: &Common, query: &Query, notes: &[String]) {
    for hint in &query.hints {
        note(common, &hint.message);
    }
    for text in notes {
        note(common, text);
    }
}

/// What the archive does not hold of the days that a query and a selection ask for, told on stderr.
pub fn gaps(snapshot: &Snapshot, query: &Query, selection: &Selection, common: &Common) -> Result<Vec<Gap>> {
    let coverage = snapshot.coverage(query, selection)?;
    // Programs find them in the answer.
    let said = if common.format == Format::Text { coverage.notes() } else { Vec::new() };
    said.iter().for_each(|text| note(common, text));
    Ok(coverage.gaps)
}

/// The error for a format that a verb does not have.
pub fn refuse_format(common: &Common, verb: &str, formats: &[Format]) -> Result<()> {
    if formats.contains(&common.format) {
        return Ok(());
    }
    let name = |f: &Format| f.to_possible_value().map(|v| v.get_name().to_owned()).unwrap_or_default();
    let known: Vec<String> = formats.iter().map(name).collect();
    Err(Error::Usage(format!(
        "{verb} has no format {}\nuse one of: {}",
        name(&common.format),
        known.join(", ")
    )))
}

/// How many threads to use.
pub fn threads(common: &Common) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    common.threads.map_or_else(cores, usize::from)
}

/// An error as it may be printed: foreign text in it cannot steer the terminal.
pub fn shown(error: &Error) -> String {
    error.to_string().lines().map(|line| safe::line(line).into_owned()).collect::<Vec<_>>().join("\n")
}

/// Ends the program because of its flags, or to show its help. A message that quotes what a
/// terminal would act on is shown without it, and without colour.
pub fn refuse(refusal: &clap::Error) -> ! {
    let text = refusal.to_string();
    if safe::lines(&text) == text {
        refusal.exit();
    }
    let _ = write!(std::io::stderr(), "{}", safe::lines(&text));
    std::process::exit(refusal.exit_code())
}

/// Runs a command so that a panic (the engine underneath may meet damage that it did
/// not foresee) ends as an error.
pub fn guarded(index: &Path, run: impl FnOnce() -> Result<u8>) -> Result<u8> {
    std::panic::set_hook(Box::new(|_| {}));
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|t| (*t).to_owned())).unwrap_or_default();
        Err(Error::Damaged { dir: index.to_path_buf(), finding: format!("reading it failed ({text})") })
    })
}
