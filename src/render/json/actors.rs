//! Who is who as JSON.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::{VERSION, line};
use crate::error::Result;
use crate::search::{Actor, Done, Logged, Reason};

#[derive(Serialize)]
struct ActorsRow<'a> {
    version: u32,
    total: usize,
    actors: Vec<ActorEntry<'a>>,
}

#[derive(Serialize)]
struct ActorEntry<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'static str,
    articles: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden_by_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    renamed_by_line: Option<usize>,
    spellings: Vec<SpellingRow<'a>>,
}

#[derive(Serialize)]
struct SpellingRow<'a> {
    name: &'a str,
    kind: &'static str,
    articles: u32,
    #[serde(flatten)]
    reason: Option<ReasonRow>,
}

#[derive(Serialize)]
struct ReasonRow {
    rule: &'static str,
    explanation: &'static str,
    line: Option<usize>,
}

#[derive(Serialize)]
struct DoneRow<'a> {
    version: u32,
    verb: &'static str,
    file: String,
    line: usize,
    text: &'a str,
    notes: &'a [String],
    actors: Vec<ActorEntry<'a>>,
}

#[derive(Serialize)]
struct LogRow<'a> {
    version: u32,
    file: String,
    lines: Vec<LoggedRow<'a>>,
}

#[derive(Serialize)]
struct LoggedRow<'a> {
    line: usize,
    text: &'a str,
    absent: &'a [String],
}

impl<'a> ActorEntry<'a> {
    /// Without reasons when there are none.
    fn of(actor: &'a Actor, reasons: Option<&[Reason]>) -> ActorEntry<'a> {
        let reason = |at: usize| {
            let reason = reasons?.get(at)?;
            Some(ReasonRow { rule: reason.as_str(), explanation: reason.explain(), line: reason.line() })
        };
        let spellings = actor.spellings.iter().enumerate().map(|(at, spelling)| SpellingRow {
            name: &spelling.name,
            kind: spelling.kind.as_str(),
            articles: spelling.articles,
            reason: reason(at),
        });
        ActorEntry {
            id: &actor.id,
            name: &actor.name,
            kind: actor.kind.as_str(),
            articles: actor.articles,
            hidden_by_line: actor.hidden,
            renamed_by_line: actor.renamed,
            spellings: spellings.collect(),
        }
    }
}

/// Actors of which there are `total`, as one object.
///
/// # Errors
/// When it cannot be written; so for all functions of this module.
pub fn actors(actors: &[Actor], total: usize, out: &mut dyn Write) -> Result<()> {
    let actors = actors.iter().map(|a| ActorEntry::of(a, None)).collect();
    line(&ActorsRow { version: VERSION, total, actors }, out)
}

/// Actors, one a line.
pub fn actor_lines(actors: &[Actor], out: &mut dyn Write) -> Result<()> {
    actors.iter().try_for_each(|a| line(&ActorEntry::of(a, None), out))
}

/// Actors with the reasons of their spellings, as one object.
pub fn why(actors: &[(Actor, Vec<Reason>)], out: &mut dyn Write) -> Result<()> {
    let rows = actors.iter().map(|(actor, reasons)| ActorEntry::of(actor, Some(reasons))).collect();
    line(&ActorsRow { version: VERSION, total: actors.len(), actors: rows }, out)
}

/// Actors with the reasons of their spellings, one a line.
pub fn why_lines(actors: &[(Actor, Vec<Reason>)], out: &mut dyn Write) -> Result<()> {
    actors.iter().try_for_each(|(actor, reasons)| line(&ActorEntry::of(actor, Some(reasons)), out))
}

/// What a correction did.
pub fn corrected(done: &Done, out: &mut dyn Write) -> Result<()> {
    let row = DoneRow {
        version: VERSION,
        verb: done.verb,
        file: done.file.display().to_string(),
        line: done.line,
        text: &done.text,
        notes: &done.notes,
        actors: done.actors.iter().map(|a| ActorEntry::of(a, None)).collect(),
    };
    line(&row, out)
}

/// The lines of the corrections, as one object.
pub fn log(lines: &[Logged], file: &Path, out: &mut dyn Write) -> Result<()> {
    let lines = lines.iter().map(LoggedRow::of).collect();
    line(&LogRow { version: VERSION, file: file.display().to_string(), lines }, out)
}

/// The lines of the corrections, one a line.
pub fn log_lines(lines: &[Logged], out: &mut dyn Write) -> Result<()> {
    lines.iter().try_for_each(|logged| line(&LoggedRow::of(logged), out))
}

impl<'a> LoggedRow<'a> {
    fn of(logged: &'a Logged) -> LoggedRow<'a> {
        LoggedRow { line: logged.line, text: &logged.text, absent: &logged.absent }
    }
}
