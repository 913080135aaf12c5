//! What is new to saved searches, and which there are, for people and for programs.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::json::{self, HitRow};
use super::line::{Ink, Line, Page};
use super::text::{counted, hit, number};
use super::{Style, safe};
use crate::error::Result;
use crate::search::{Hit, Question, Results, Unit};
use crate::watch::{New, News, Saved, Why, seen};

/// What is new to some searches, as a page. A search without news takes one line.
///
/// # Errors
/// When it cannot be written, or an article cannot be read; so for all functions of this module.
pub fn text(all: &[News<'_>], style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let mut before: Option<&News<'_>> = None;
    for news in all {
        if before.is_some_and(|before| !before.new.is_empty() || !news.new.is_empty()) {
            page.blank()?;
        }
        one(news, &mut page)?;
        before = Some(news);
    }
    Ok(())
}

fn one(news: &News<'_>, page: &mut Page<'_>) -> Result<()> {
    let mut heading = Line::of(Ink::Strong, &news.name);
    let new = news.new.len() as u64;
    let articles = counted(news.total, "articles");
    let found = match news.unit {
        Unit::Article => format!("{} new of {articles}", number(new)),
        Unit::Story => format!("{} among {articles}", counted(new, "new stories")),
    };
    heading.push(Ink::Plain, &format!("  {found}  "));
    heading.push(Ink::Dim, &news.query.to_string());
    page.wrapped(&heading, 2)?;
    for found in news.hits() {
        let (new, found) = found?;
        page.blank()?;
        hit(&found, page)?;
        if let Some(said) = said(&new) {
            page.wrapped(&Line::of(Ink::Dim, &format!("    {said}")), 4)?;
        }
    }
    Ok(())
}

/// What is to be said of a new article beside itself.
fn said(new: &New) -> Option<String> {
    let copies = (new.copies > 0).then(|| format!("+{} new of the same story", number(new.copies)));
    let late = (new.why == Why::Match).then(|| "in the archive before, matches since".to_owned());
    let said: Vec<String> = copies.into_iter().chain(late).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

#[derive(Serialize)]
struct NewRow<'a> {
    watch: &'a str,
    new: &'static str,
    copies: u64,
    #[serde(flatten)]
    hit: HitRow<'a>,
}

impl<'a> NewRow<'a> {
    fn of(watch: &'a str, new: &New, hit: &'a Hit) -> NewRow<'a> {
        NewRow { watch, new: new.why.as_str(), copies: new.copies, hit: HitRow::of(hit) }
    }
}

/// The new articles of a search, one a line.
pub fn lines(news: &News<'_>, out: &mut dyn Write) -> Result<()> {
    for found in news.hits() {
        let (new, hit) = found?;
        json::line(&NewRow::of(&news.name, &new, &hit), out)?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Run<'a> {
    version: u32,
    new: u64,
    searches: Vec<SearchRow<'a>>,
    failed: Vec<FailedRow<'a>>,
}

#[derive(Serialize)]
struct SearchRow<'a> {
    name: &'a str,
    query: QueryRow<'a>,
    unit: &'static str,
    total: u64,
    new: u64,
    left_out: u64,
    hits: Vec<NewRow<'a>>,
}

#[derive(Serialize)]
struct QueryRow<'a> {
    input: &'a str,
    parsed: String,
}

#[derive(Serialize)]
struct FailedRow<'a> {
    name: &'a str,
    error: &'a str,
}

/// What a run found, as one object; `failed` are searches that could not be run, and why.
pub fn run(all: &[News<'_>], failed: &[(String, String)], out: &mut dyn Write) -> Result<()> {
    let hits: Vec<Vec<(New, Hit)>> = all.iter().map(|news| news.hits().collect()).collect::<Result<_>>()?;
    let searches = all.iter().zip(&hits).map(|(news, hits)| SearchRow {
        name: &news.name,
        query: QueryRow { input: &news.query.input, parsed: news.query.to_string() },
        unit: news.unit.plural(),
        total: news.total,
        new: news.new.len() as u64,
        left_out: news.left_out,
        hits: hits.iter().map(|(new, hit)| NewRow::of(&news.name, new, hit)).collect(),
    });
    let failed = failed.iter().map(|(name, error)| FailedRow { name, error }).collect();
    let new = all.iter().map(|news| news.new.len() as u64).sum();
    json::line(&Run { version: json::VERSION, new, searches: searches.collect(), failed }, out)
}

/// A search that was saved, with the articles that match it now; `seen` when these are no news.
pub fn added(
    saved: &Saved,
    file: &Path,
    now: &Results,
    seen: bool,
    style: Style,
    out: &mut dyn Write,
) -> Result<()> {
    let mut page = Page::new(style, out);
    let mut line = Line::of(Ink::Strong, &format!("added {}", saved.name));
    line.push(
        Ink::Plain,
        &format!(" to {}  {}", safe::path(&file.display().to_string()), typed(&saved.question)),
    );
    page.wrapped(&line, 2)?;
    let match_now = if now.articles == 1 { "matches" } else { "match" };
    let shown = if seen { "and no run shows them" } else { "and the first run shows them" };
    let found = format!("{} {match_now} now, {shown}", counted(now.articles, "articles"));
    page.wrapped(&Line::of(Ink::Dim, &found), 2)
}

#[derive(Serialize)]
struct Added<'a> {
    version: u32,
    added: &'a str,
    file: String,
    question: &'a Question,
    total: u64,
    seen: bool,
}

/// The same as one object.
pub fn added_json(saved: &Saved, file: &Path, now: &Results, seen: bool, out: &mut dyn Write) -> Result<()> {
    let file = file.display().to_string();
    let (added, question, total) = (saved.name.as_str(), &saved.question, now.articles);
    json::line(&Added { version: json::VERSION, added, file, question, total, seen }, out)
}

/// A saved search and what is known of it.
#[derive(Debug)]
pub struct Listed<'a> {
    /// The search.
    pub saved: &'a Saved,
    /// Its last run; `None` when there was none.
    pub state: Option<&'a seen::State>,
}

/// The saved searches as a list.
pub fn list(all: &[Listed<'_>], file: &Path, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let mut heading = Line::of(Ink::Strong, &saved_searches(all.len()));
    heading.push(Ink::Dim, &format!(" in {}", safe::path(&file.display().to_string())));
    page.line(heading)?;
    let name = all.iter().map(|one| Line::of(Ink::Plain, &one.saved.name).columns()).max().unwrap_or(0);
    for Listed { saved, state } in all {
        let mut line = Line::of(Ink::Plain, "  ");
        line.push(Ink::Strong, &saved.name);
        line.fill(2 + name + 2);
        line.push(Ink::Plain, &typed(&saved.question));
        page.wrapped(&line, 2 + name + 2)?;
        let mut line = Line::new();
        line.fill(2 + name + 2);
        let said = match state.and_then(|state| Some((state, state.last_run.as_ref()?))) {
            Some((state, when)) => format!("last run {when}, {} seen", counted(state.seen(), "articles")),
            None => "never run".to_owned(),
        };
        line.push(Ink::Dim, &said);
        page.line(line)?;
    }
    Ok(())
}

fn saved_searches(n: usize) -> String {
    if n == 1 { "1 saved search".to_owned() } else { format!("{} saved searches", number(n as u64)) }
}

/// A question as it would be typed, without the quotes that a shell needs.
fn typed(question: &Question) -> String {
    let mut words = if question.query.is_empty() { "*".to_owned() } else { question.query.clone() };
    for (flag, values) in question.flags() {
        values.iter().for_each(|value| words.push_str(&format!(" --{flag} {value}")));
    }
    if question.any {
        words.push_str(" --any");
    }
    if question.by == Unit::Story {
        words.push_str(" --by story");
    }
    words
}

#[derive(Serialize)]
struct List<'a> {
    version: u32,
    file: String,
    searches: Vec<ListRow<'a>>,
}

#[derive(Serialize)]
struct ListRow<'a> {
    name: &'a str,
    question: &'a Question,
    last_run: Option<&'a str>,
    runs: u64,
    seen: u64,
}

impl<'a> ListRow<'a> {
    fn of(one: &Listed<'a>) -> ListRow<'a> {
        let state = one.state;
        ListRow {
            name: &one.saved.name,
            question: &one.saved.question,
            last_run: state.and_then(|state| state.last_run.as_deref()),
            runs: state.map_or(0, |state| state.runs),
            seen: state.map_or(0, seen::State::seen),
        }
    }
}

/// The saved searches as one object.
pub fn list_json(all: &[Listed<'_>], file: &Path, out: &mut dyn Write) -> Result<()> {
    let searches = all.iter().map(ListRow::of).collect();
    json::line(&List { version: json::VERSION, file: file.display().to_string(), searches }, out)
}

/// The saved searches, one a line.
pub fn list_lines(all: &[Listed<'_>], out: &mut dyn Write) -> Result<()> {
    all.iter().try_for_each(|one| json::line(&ListRow::of(one), out))
}
