//! `dateline actors`: who is who, and the user's corrections of it.

use std::io::Write;

use clap::{Args, Subcommand, ValueEnum};
use dateline::article::ActorKind;
use dateline::error::Result;
use dateline::index::{Archive, Snapshot};
use dateline::render;
use dateline::search::correct::{self, Wish};

use super::common::{FOUND, NOTHING, archive, note, refuse_format, snapshot, style};
use super::{Common, Format};

/// The flags of `dateline actors`.
#[derive(Debug, Args)]
pub struct Flags {
    #[command(subcommand)]
    verb: Verb,
}

/// NAME and A stand for an actor's id, or for a name that only one actor has.
#[derive(Debug, Subcommand)]
enum Verb {
    /// List actors with their spellings, or say why spellings are one
    List(List),
    /// Make several actors one: all become the first
    Merge {
        /// The actor that they all are, and the others
        #[arg(value_name = "A", required = true, num_args = 2..)]
        actors: Vec<String>,
    },
    /// Make spellings of an actor an actor of their own
    Split {
        /// The actor
        #[arg(value_name = "A")]
        actor: String,
        /// The spellings that are somebody else
        #[arg(value_name = "NAME", required = true)]
        names: Vec<String>,
    },
    /// Show an actor under another name
    Rename {
        /// The actor
        #[arg(value_name = "A")]
        actor: String,
        /// The name
        #[arg(value_name = "LABEL")]
        label: String,
    },
    /// Take what is no actor out of lists and counts; its words are still found
    Hide {
        /// The actor
        #[arg(value_name = "A")]
        actor: String,
    },
    /// Take a correction back, the last one unless a line is named
    Undo {
        /// The line in the file
        #[arg(value_name = "LINE")]
        line: Option<usize>,
    },
    /// Show the corrections, and what of them this archive does not have
    Log,
}

#[derive(Debug, Args)]
struct List {
    /// Only actors with this text in a name or in the id
    #[arg(long, value_name = "TEXT", conflicts_with = "why")]
    contains: Option<String>,
    /// Only actors of this kind
    #[arg(long, value_enum, value_name = "KIND", conflicts_with = "why")]
    kind: Option<Kind>,
    /// List every actor
    #[arg(long)]
    all: bool,
    /// The most actors
    #[arg(long, value_name = "N", default_value_t = 30, conflicts_with = "all")]
    limit: usize,
    /// Say of each spelling of this actor by which rule or correction it belongs to it
    #[arg(long, value_name = "NAME")]
    why: Option<String>,
}

/// Kinds of actors.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
enum Kind {
    Person,
    Organisation,
    Government,
    Military,
    ArmedGroup,
    Group,
}

impl From<Kind> for ActorKind {
    fn from(kind: Kind) -> ActorKind {
        match kind {
            Kind::Person => ActorKind::Person,
            Kind::Organisation => ActorKind::Organisation,
            Kind::Government => ActorKind::Government,
            Kind::Military => ActorKind::Military,
            Kind::ArmedGroup => ActorKind::ArmedGroup,
            Kind::Group => ActorKind::Group,
        }
    }
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "actors", &[Format::Text, Format::Json, Format::Jsonl])?;
    let wish = match &flags.verb {
        Verb::List(list) => return self::list(list, &snapshot(common)?, common, out),
        Verb::Log => return log(&snapshot(common)?, common, out),
        Verb::Undo { line } => return undo(&archive(common)?, *line, common, out),
        Verb::Merge { actors } => Wish::Merge(actors.clone()),
        Verb::Split { actor, names } => Wish::Split(actor.clone(), names.clone()),
        Verb::Rename { actor, label } => Wish::Rename(actor.clone(), label.clone()),
        Verb::Hide { actor } => Wish::Hide(actor.clone()),
    };
    corrected(&correct::correct(&archive(common)?, &wish)?, common, out)
}

fn list(flags: &List, snapshot: &Snapshot, common: &Common, out: &mut dyn Write) -> Result<u8> {
    let limit = if flags.all { usize::MAX } else { flags.limit };
    if let Some(name) = &flags.why {
        return why(name, limit, snapshot, common, out);
    }
    let mut actors = snapshot.actors(flags.kind.map(ActorKind::from), flags.contains.as_deref())?;
    let total = actors.len();
    actors.truncate(limit);
    match common.format {
        Format::Json => render::json::actors(&actors, total, out)?,
        Format::Jsonl => render::json::actor_lines(&actors, out)?,
        _ => render::text::actors(&actors, total, style(common), out)?,
    }
    Ok(if total > 0 { FOUND } else { NOTHING })
}

fn why(name: &str, limit: usize, snapshot: &Snapshot, common: &Common, out: &mut dyn Write) -> Result<u8> {
    let mut actors = snapshot.actors_called(name)?;
    if actors.is_empty() {
        note(
            common,
            &format!(
                "no actor is called \"{name}\"; dateline actors list --contains \"{name}\" looks for parts of names"
            ),
        );
    }
    if actors.len() > limit {
        note(
            common,
            &format!("{} of {} actors that \"{name}\" can mean; --all shows them", limit, actors.len()),
        );
    }
    let found = !actors.is_empty();
    actors.truncate(limit);
    let actors: Vec<_> = actors
        .into_iter()
        .map(|actor| {
            let why = snapshot.why(&actor);
            (actor, why)
        })
        .collect();
    match common.format {
        Format::Json => render::json::why(&actors, out)?,
        Format::Jsonl => render::json::why_lines(&actors, out)?,
        _ => {
            let file = &snapshot.corrections().file;
            for (actor, reasons) in &actors {
                render::text::why(actor, reasons, file, style(common), out)?;
            }
        }
    }
    Ok(if found { FOUND } else { NOTHING })
}

fn log(snapshot: &Snapshot, common: &Common, out: &mut dyn Write) -> Result<u8> {
    let (lines, file) = (correct::log(snapshot), &snapshot.corrections().file);
    match common.format {
        Format::Json => render::json::log(&lines, file, out)?,
        Format::Jsonl => render::json::log_lines(&lines, out)?,
        _ => render::text::log(&lines, file, style(common), out)?,
    }
    Ok(if lines.is_empty() { NOTHING } else { FOUND })
}

fn undo(archive: &Archive, line: Option<usize>, common: &Common, out: &mut dyn Write) -> Result<u8> {
    match correct::undo(archive, line)? {
        Some(done) => corrected(&done, common, out),
        None => {
            let file = archive.corrections_file();
            note(common, &format!("there is nothing to take back in {}", file.display()));
            Ok(NOTHING)
        }
    }
}

fn corrected(done: &correct::Done, common: &Common, out: &mut dyn Write) -> Result<u8> {
    for text in &done.notes {
        note(common, text);
    }
    match common.format {
        Format::Text => render::text::corrected(done, style(common), out)?,
        _ => render::json::corrected(done, out)?,
    }
    Ok(FOUND)
}
