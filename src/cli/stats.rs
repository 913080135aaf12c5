//! `dateline stats`: what the index holds.

use std::collections::BTreeMap;
use std::io::Write;

use clap::Args;
use dateline::error::Result;
use dateline::render::{self, Figure};
use dateline::stats;

use super::common::{FOUND, NOTHING, refuse_format, snapshot, style};
use super::{Common, Format};

/// The flags of `dateline stats`.
#[derive(Debug, Args)]
pub struct Flags {
    /// List the inputs that were skipped, with their reasons
    #[arg(long)]
    skipped: bool,
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "stats", &[Format::Text, Format::Json, Format::Jsonl])?;
    let snapshot = snapshot(common)?;
    if flags.skipped {
        let skipped = stats::skipped(&snapshot)?;
        for one in &skipped {
            match common.format {
                Format::Text => render::text::skipped(one, style(common), out)?,
                _ => render::json::skipped(one, out)?,
            }
        }
        return Ok(if skipped.is_empty() { NOTHING } else { FOUND });
    }
    let stats = groups(&stats::stats(&snapshot)?);
    match common.format {
        Format::Text => render::text::stats(&stats, style(common), out)?,
        _ => render::json::stats(&stats, out)?,
    }
    Ok(FOUND)
}

/// The name of a group that is shown only when there is something in it.
const WORST: &str = "outlets by undated or suspect articles";

/// The figures as they are laid out.
fn groups(stats: &stats::Stats) -> render::Stats {
    let number = |label: &str, n: u64| (label.to_owned(), Figure::Number(n));
    let text = |label: &str, t: &Option<String>| {
        (label.to_owned(), Figure::Text(t.clone().unwrap_or_else(|| "-".into())))
    };
    let counts =
        |counts: &BTreeMap<String, u64>| counts.iter().map(|(k, n)| number(k, *n)).collect::<Vec<_>>();
    let mut dates: Vec<_> = stats.dates.iter().map(|(k, n)| number(k, *n)).collect();
    dates.push(number("none", stats.undated));
    let mut suspect = vec![number("articles", stats.suspect)];
    suspect.extend(stats.suspect_reasons.iter().map(|(k, n)| number(&k.replace('_', " "), *n)));
    let worst =
        |w: &stats::WorstOutlet| (w.name.clone(), Figure::Text(format!("{} of {}", w.doubtful, w.articles)));
    let worst: Vec<_> = stats.worst_outlets.iter().map(worst).collect();
    let archive = vec![
        number("articles", stats.articles),
        number("stories", stats.stories),
        text("first day", &stats.first_day),
        text("last day", &stats.last_day),
        number("outlets", stats.outlets),
        number("places", stats.places),
        number("actors", stats.actors),
    ];
    let inputs = vec![number("skipped", stats.skipped), number("ignored", stats.ignored)];
    let index = vec![number("segments", stats.segments), number("bytes", stats.bytes)];
    let groups = [
        ("archive", archive),
        ("dates by source", dates),
        ("suspect dates", suspect),
        (WORST, worst),
        ("languages", counts(&stats.languages)),
        ("formats", counts(&stats.formats)),
        ("files by folder", counts(&stats.roots)),
        ("inputs", inputs),
        ("index", index),
    ];
    let shown = |(name, rows): &(&str, Vec<_>)| *name != WORST || !rows.is_empty();
    let groups = groups.into_iter().filter(shown);
    render::Stats { groups: groups.map(|(name, rows)| (name.to_owned(), rows)).collect() }
}
