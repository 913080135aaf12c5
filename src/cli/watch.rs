//! `dateline watch`: saved searches, and what is new to them.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use dateline::error::{Error, Result};
use dateline::index::{self, Snapshot};
use dateline::render::rss::{self, Channel};
use dateline::render::{self, safe};
use dateline::search::SearchOptions;
use dateline::watch::{self, Holdings, News, NewsOptions, Saved, SavedSearches, Session, seen};

use super::common::{
    FOUND, NOTHING, QueryFlags, USAGE, note, notes, refuse_format, shown, snapshot, style, today,
};
use super::{Common, Format};

/// The flags of `dateline watch`.
#[derive(Debug, Args)]
pub struct Flags {
    #[command(subcommand)]
    verb: Verb,
    /// File with the saved searches [default: watch.txt in the folder of the index]
    #[arg(long, global = true, value_name = "FILE")]
    file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Save a search under a name
    Add(Add),
    /// List the saved searches, and when each was last run
    List,
    /// Show what is new since the last run: of all searches, or of some
    Run(Run),
    /// Remove saved searches
    Remove {
        /// Their names
        #[arg(value_name = "NAME", required = true)]
        names: Vec<String>,
    },
}

#[derive(Debug, Args)]
struct Add {
    /// The name of the search: letters, digits, -, _ and .
    #[arg(value_name = "NAME")]
    name: String,
    #[command(flatten)]
    query: QueryFlags,
    /// What matches now is no news: show only what comes later
    #[arg(long)]
    seen: bool,
}

#[derive(Debug, Args)]
struct Run {
    /// Names of saved searches [default: all]
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Only articles that the archive did not have at the last run; what was there before and
    /// matches since stays for a later run without this
    #[arg(long)]
    articles_only: bool,
    /// Keep a feed in this file (with --format rss): what is new, before what stands in it
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The most items of the feed
    #[arg(long, value_name = "N", default_value_t = 200, requires = "output")]
    keep: usize,
    /// The address that the feed gives as its page
    #[arg(long, value_name = "URL", default_value = "http://localhost/")]
    link: String,
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    let file = flags.file.clone().unwrap_or_else(|| watch::file_of(&common.index));
    match &flags.verb {
        Verb::Add(add) => self::add(add, &file, common, out),
        Verb::List => list(&file, common, out),
        Verb::Run(run) => news(run, &file, common, out),
        Verb::Remove { names } => remove(names, &file, common, out),
    }
}

fn add(flags: &Add, file: &Path, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "watch add", &[Format::Text, Format::Json, Format::Jsonl])?;
    let (query, options) = (flags.query.parse()?, flags.query.options()?);
    let snapshot = snapshot(common)?;
    let results = snapshot.search(&query, &SearchOptions { limit: 0, ..options })?;
    notes(common, &query, &results.notes);
    let mut session = Session::open(file)?;
    let mut searches = SavedSearches::read(file)?;
    let saved = Saved { name: flags.name.clone(), question: flags.query.question() };
    searches.add(saved.clone())?;
    // One of the same name may have been taken out of the file by hand.
    session.forget(&saved.name);
    if flags.seen {
        let options = NewsOptions { today: Some(today()), ..NewsOptions::default() };
        let news = session.news(&snapshot, &Holdings::of(&snapshot.ledger()?), &saved, options)?;
        session.saw(&news, &now());
    }
    session.save()?;
    match common.format {
        Format::Text => render::watch::added(&saved, file, &results, flags.seen, style(common), out)?,
        _ => render::watch::added_json(&saved, file, &results, flags.seen, out)?,
    }
    Ok(FOUND)
}

fn list(file: &Path, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "watch list", &[Format::Text, Format::Json, Format::Jsonl])?;
    let searches = SavedSearches::read(file)?;
    let states = seen::states(file)?;
    let all: Vec<_> = searches
        .all
        .iter()
        .map(|saved| render::watch::Listed { saved, state: states.get(&saved.name) })
        .collect();
    match common.format {
        Format::Json => render::watch::list_json(&all, file, out)?,
        Format::Jsonl => render::watch::list_lines(&all, out)?,
        _ => render::watch::list(&all, file, style(common), out)?,
    }
    Ok(if all.is_empty() { NOTHING } else { FOUND })
}

fn remove(names: &[String], file: &Path, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "watch remove", &[Format::Text])?;
    let mut session = Session::open(file)?;
    let mut searches = SavedSearches::read(file)?;
    chosen(&searches, names)?;
    for name in names {
        searches.remove(name)?;
        session.forget(name);
        writeln!(out, "removed {}", safe::line(name)).map_err(Error::Output)?;
    }
    session.save()?;
    Ok(FOUND)
}

/// The searches of these names, in the order of the file; without names all.
fn chosen<'s>(searches: &'s SavedSearches, names: &[String]) -> Result<Vec<&'s Saved>> {
    if let Some(name) = names.iter().find(|name| searches.get(name).is_none()) {
        let file = safe::path(&searches.file.display().to_string()).into_owned();
        return Err(Error::Usage(format!(
            "there is no saved search called \"{name}\" in {file}\ndateline watch list shows those that there are"
        )));
    }
    Ok(searches.all.iter().filter(|saved| names.is_empty() || names.contains(&saved.name)).collect())
}

fn news(flags: &Run, file: &Path, common: &Common, out: &mut dyn Write) -> Result<u8> {
    let formats = [Format::Text, Format::Json, Format::Jsonl, Format::Rss];
    refuse_format(common, "watch run", &formats)?;
    if flags.output.is_some() && common.format != Format::Rss {
        return Err(Error::Usage(
            "--output keeps a feed\nsay --format rss, or redirect the output".to_owned(),
        ));
    }
    let mut session = Session::open(file)?;
    let searches = SavedSearches::read(file)?;
    let chosen = chosen(&searches, &flags.names)?;
    if chosen.is_empty() {
        note(
            common,
            &format!("there are no saved searches in {}; dateline watch add saves one", file.display()),
        );
    }
    let snapshot = snapshot(common)?;
    let found = run_all(&session, &snapshot, &chosen, flags)?;
    tell(&found, common);
    print(&found, flags, common, out)?;
    // Only what was passed on is seen: whoever dies before this line is told the same again.
    out.flush().map_err(Error::Output)?;
    let when = now();
    found.news.iter().for_each(|news| session.saw(news, &when));
    session.save()?;
    Ok(match (found.failed.is_empty(), found.news.iter().any(|news| !news.new.is_empty())) {
        (false, _) => USAGE,
        (true, true) => FOUND,
        (true, false) => NOTHING,
    })
}

/// What a run found.
struct Ran<'s> {
    news: Vec<News<'s>>,
    /// Searches that cannot be read any more, and why.
    failed: Vec<(String, String)>,
}

/// Runs each search; one that cannot be read does not stop the others.
fn run_all<'s>(session: &Session, snapshot: &'s Snapshot, chosen: &[&Saved], flags: &Run) -> Result<Ran<'s>> {
    let options = NewsOptions { articles_only: flags.articles_only, today: Some(today()) };
    let holdings = Holdings::of(&snapshot.ledger()?);
    let mut ran = Ran { news: Vec::new(), failed: Vec::new() };
    for saved in chosen {
        match session.news(snapshot, &holdings, saved, options) {
            Ok(news) => ran.news.push(news),
            Err(error @ (Error::Query(_) | Error::Usage(_))) => {
                ran.failed.push((saved.name.clone(), shown(&error)));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(ran)
}

/// Says on stderr what is no result.
fn tell(found: &Ran<'_>, common: &Common) {
    for news in &found.news {
        notes(common, &news.query, news.matches.notes());
        if news.left_out > 0 {
            let n = news.left_out;
            note(common, &format!("{}: {n} more were in the archive before and match since", news.name));
        }
    }
    for (name, error) in &found.failed {
        let _ = writeln!(std::io::stderr(), "dateline: {}: {error}", safe::line(name));
    }
}

fn print(found: &Ran<'_>, flags: &Run, common: &Common, out: &mut dyn Write) -> Result<()> {
    match common.format {
        Format::Json => render::watch::run(&found.news, &found.failed, out),
        Format::Jsonl => found.news.iter().try_for_each(|news| render::watch::lines(news, out)),
        Format::Rss => feed(found, flags, out),
        _ => render::watch::text(&found.news, style(common), out),
    }
}

/// Prints a feed of what is new, or brings the one in a file up to date.
fn feed(found: &Ran<'_>, flags: &Run, out: &mut dyn Write) -> Result<()> {
    let mut items = Vec::new();
    for news in &found.news {
        for hit in news.hits() {
            items.push(rss::item(&news.name, &hit?.1));
        }
    }
    // What came last is read first.
    items.reverse();
    let channel = Channel { title: "dateline: saved searches".to_owned(), link: flags.link.clone() };
    let Some(file) = &flags.output else {
        return out.write_all(rss::feed(&channel, &items).as_bytes()).map_err(Error::Output);
    };
    let old = match std::fs::read_to_string(file) {
        Ok(text) => rss::items(&text).ok_or_else(|| {
            let name = safe::path(&file.display().to_string()).into_owned();
            Error::Usage(format!("{name} is there and is no feed of dateline, so it is not overwritten\ngive another name with --output"))
        })?,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        Err(cause) => return Err(Error::Read { path: file.clone(), cause }),
    };
    index::replace(file, rss::feed(&channel, &rss::merged(items, old, flags.keep)).as_bytes())
}

/// The time of a run.
fn now() -> String {
    chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}
