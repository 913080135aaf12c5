//! Corrects who is who: names as the user types them become a line of the file with the
//! corrections ([`crate::index::corrections`]), or the line is taken back.
//!
//! A wish that would change nothing, or that could mean several actors, is refused: what
//! stands in the file then always does what its writer saw it do.

use std::path::PathBuf;

use super::actors::{Actor, Reason};
use crate::enrich::actors::known::name_key;
use crate::error::{Error, Result};
use crate::index::corrections::{Change, Corrections, Line, one_line};
use crate::index::groups::split_id;
use crate::index::{Archive, Snapshot};

/// What the user wants, with actors by name or id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// All of these are the first of them.
    Merge(Vec<String>),
    /// These spellings of an actor are another one.
    Split(String, Vec<String>),
    /// An actor is to be shown under this name.
    Rename(String, String),
    /// This is no actor.
    Hide(String),
}

/// What was done to the file, and whom it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// `merge`, `split`, `rename`, `hide` or `undo`.
    pub verb: &'static str,
    /// The file.
    pub file: PathBuf,
    /// The line that was written or taken out, from 1.
    pub line: usize,
    /// What it says.
    pub text: String,
    /// The actors that it speaks of, as they are now.
    pub actors: Vec<Actor>,
    /// What the user should know.
    pub notes: Vec<String>,
}

/// A line of the corrections, and what of it this archive does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The line, from 1.
    pub line: usize,
    /// What it says.
    pub text: String,
    /// Ids and names in it that nobody here has: there it does nothing.
    pub absent: Vec<String>,
}

/// Writes a correction.
///
/// # Errors
/// When a name means nobody or several actors, when nothing would change, or when the
/// file cannot be read or written.
pub fn correct(archive: &Archive, wish: &Wish) -> Result<Done> {
    let (mut corrections, snapshot) = opened(archive)?;
    let planned = match wish {
        Wish::Merge(names) => merge(&snapshot, names)?,
        Wish::Split(actor, names) => split(&snapshot, actor, names)?,
        Wish::Rename(actor, label) => rename(&snapshot, actor, label)?,
        Wish::Hide(actor) => hide(&snapshot, actor)?,
    };
    let change = planned.change.checked()?;
    let (verb, text) = (change.verb(), change.to_string());
    let line = corrections.append(change, &planned.comment)?;
    let file = corrections.file.clone();
    let after = snapshot.corrected(corrections);
    let actors = shown(&after, &planned.ids)?;
    Ok(Done { verb, file, line, text, actors, notes: planned.notes })
}

/// Takes a line of the corrections back, the last one when none is named; `None` when
/// there is nothing to take back.
///
/// # Errors
/// When there is no correction in that line, or the file cannot be read or written.
pub fn undo(archive: &Archive, line: Option<usize>) -> Result<Option<Done>> {
    let (mut corrections, snapshot) = opened(archive)?;
    let Some(last) = corrections.lines.last() else { return Ok(None) };
    let number = line.unwrap_or(last.number);
    let Some(Line { change, .. }) = corrections.lines.iter().find(|l| l.number == number).cloned() else {
        let file = corrections.file.display();
        return Err(Error::Usage(format!(
            "line {number} of {file} is no correction\ndateline actors log shows the lines that are"
        )));
    };
    corrections.remove(number)?;
    let file = corrections.file.clone();
    let after = snapshot.corrected(corrections);
    let actors = shown(&after, &change.ids().into_iter().map(str::to_owned).collect::<Vec<_>>())?;
    let text = change.to_string();
    Ok(Some(Done { verb: "undo", file, line: number, text, actors, notes: Vec::new() }))
}

/// The corrections that a snapshot was opened with, line by line.
pub fn log(snapshot: &Snapshot) -> Vec<Logged> {
    let dictionary = snapshot.dictionary();
    let logged = |line: &Line| {
        let mut absent: Vec<String> =
            line.change.ids().into_iter().filter(|id| !dictionary.knows(id)).map(str::to_owned).collect();
        if let Change::Split { from, names } = &line.change
            && !dictionary.knows(&split_id(from, names))
        {
            absent.extend(names.iter().cloned());
        }
        Logged { line: line.number, text: line.change.to_string(), absent }
    };
    snapshot.corrections().lines.iter().map(logged).collect()
}

fn opened(archive: &Archive) -> Result<(Corrections, Snapshot)> {
    let file = archive.corrections_file();
    let corrections = Corrections::read(&file)?.unwrap_or_else(|| Corrections::none(file));
    let snapshot = archive.as_indexed()?.corrected(corrections.clone());
    Ok((corrections, snapshot))
}

/// The actors with these ids, each once.
fn shown(snapshot: &Snapshot, ids: &[String]) -> Result<Vec<Actor>> {
    let mut actors: Vec<Actor> = Vec::new();
    for id in ids {
        let actor = snapshot.actor_of_id(id)?;
        actors.extend(actor.filter(|a| actors.iter().all(|known| known.id != a.id)));
    }
    Ok(actors)
}

/// A line that can be written.
struct Planned {
    change: Change,
    /// For people: whom the ids mean.
    comment: String,
    /// Ids of the actors to be shown.
    ids: Vec<String>,
    notes: Vec<String>,
}

fn merge(snapshot: &Snapshot, names: &[String]) -> Result<Planned> {
    let actors = names.iter().map(|name| one(snapshot, name)).collect::<Result<Vec<_>>>()?;
    let Some((into, others)) = actors.split_first().filter(|(_, others)| !others.is_empty()) else {
        return Err(Error::Usage(
            "merge needs two actors or more\nname the one that they all are first".into(),
        ));
    };
    for (at, other) in actors.iter().enumerate() {
        if let Some(twin) = actors.iter().take(at).position(|a| a.id == other.id) {
            let typed = |at: usize| names.get(at).map_or("", String::as_str);
            return Err(Error::Usage(format!(
                "\"{}\" and \"{}\" are one already: {} ({})\ndateline actors list --why says by which rule",
                typed(twin),
                typed(at),
                other.name,
                other.id
            )));
        }
    }
    let comment = actors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>().join(" + ");
    let others = others.iter().map(|a| a.id.clone()).collect();
    let ids = vec![into.id.clone()];
    Ok(Planned { change: Change::Merge { into: into.id.clone(), others }, comment, ids, notes: Vec::new() })
}

fn split(snapshot: &Snapshot, actor: &str, names: &[String]) -> Result<Planned> {
    let actor = one(snapshot, actor)?;
    let mut wanted: Vec<String> = Vec::new();
    for name in names {
        let found = spellings(&actor, name)?;
        wanted.extend(found.into_iter().filter(|new| !wanted.contains(new)).collect::<Vec<_>>());
    }
    if actor.spellings.iter().all(|s| wanted.contains(&one_line(&s.name))) {
        return Err(Error::Usage(format!(
            "these are all spellings of {}\nleave out the one that is to stay, or rename the actor",
            actor.name
        )));
    }
    let mut notes = Vec::new();
    for (spelling, reason) in actor.spellings.iter().zip(snapshot.why(&actor)) {
        if let Reason::Merge(line) = reason
            && wanted.contains(&one_line(&spelling.name))
        {
            notes.push(format!(
                "\"{}\" came here by line {line}; dateline actors undo {line} would take that back",
                spelling.name
            ));
        }
    }
    let ids = vec![actor.id.clone(), split_id(&actor.id, &wanted)];
    let comment = format!("not {}", actor.name);
    Ok(Planned { change: Change::Split { from: actor.id, names: wanted }, comment, ids, notes })
}

/// The spellings of an actor that a typed name means: that very one, else those that
/// differ only in case and accents.
fn spellings(actor: &Actor, typed: &str) -> Result<Vec<String>> {
    let mut all: Vec<String> = actor.spellings.iter().map(|s| one_line(&s.name)).collect();
    all.dedup();
    let wanted = one_line(typed);
    if all.contains(&wanted) {
        return Ok(vec![wanted]);
    }
    let key = name_key(typed);
    let alike: Vec<String> = all.iter().filter(|s| name_key(s) == key).cloned().collect();
    if !alike.is_empty() {
        return Ok(alike);
    }
    Err(Error::Usage(format!(
        "\"{typed}\" is no spelling of {} ({})\nit was found as: {}",
        actor.name,
        actor.id,
        all.join(", ")
    )))
}

fn rename(snapshot: &Snapshot, actor: &str, label: &str) -> Result<Planned> {
    let actor = one(snapshot, actor)?;
    let label = one_line(label);
    if label == actor.name {
        return Err(Error::Usage(format!("{} ({}) is called so already", actor.name, actor.id)));
    }
    let (comment, ids) = (actor.name, vec![actor.id.clone()]);
    Ok(Planned { change: Change::Rename { actor: actor.id, label }, comment, ids, notes: Vec::new() })
}

fn hide(snapshot: &Snapshot, actor: &str) -> Result<Planned> {
    let actor = one(snapshot, actor)?;
    if let Some(line) = actor.hidden {
        return Err(Error::Usage(format!(
            "{} ({}) is hidden already\ndateline actors undo {line} shows it again",
            actor.name, actor.id
        )));
    }
    let (comment, ids) = (actor.name, vec![actor.id.clone()]);
    Ok(Planned { change: Change::Hide { actor: actor.id }, comment, ids, notes: Vec::new() })
}

/// How many of the actors that a name can mean are told.
const TOLD_MAX: usize = 10;

/// The one actor that a name or id means; hidden ones only when no other does.
fn one(snapshot: &Snapshot, name: &str) -> Result<Actor> {
    let mut found = snapshot.actors_called(name)?;
    if found.iter().any(|a| a.hidden.is_none()) {
        found.retain(|a| a.hidden.is_none());
    }
    if found.len() > 1 {
        let told = found.iter().take(TOLD_MAX);
        let width = told.clone().map(|a| a.id.chars().count()).max().unwrap_or(0);
        let mut rows: Vec<String> =
            told.map(|a| format!("  {:width$}  {} ({})", a.id, a.name, articles(a.articles))).collect();
        if found.len() > TOLD_MAX {
            rows.push(format!("  and {} more", found.len() - TOLD_MAX));
        }
        let count = found.len();
        return Err(Error::Usage(format!(
            "\"{name}\" can mean {count} actors\n{}\ngive the id of the one you mean",
            rows.join("\n")
        )));
    }
    found.pop().ok_or_else(|| {
        Error::Usage(format!(
            "no actor is called \"{name}\"\ndateline actors list --contains \"{name}\" looks for parts of names"
        ))
    })
}

fn articles(count: u64) -> String {
    if count == 1 { "1 article".to_owned() } else { format!("{count} articles") }
}
