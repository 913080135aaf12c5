//! `dateline stats`: what the index holds.

use std::collections::BTreeMap;
use std::io::Write;

use clap::Args;
use dateline::error::Result;
use dateline::render::{self, Figure};
use dateline::stats;

use super::common::{FOUND, NOTHING, StoryFlags, refuse_format, snapshot, style};
use super::{Common, Format};

/// The flags of `dateline stats`.
#[derive(Debug, Args)]
pub struct Flags {
    /// List the inputs that were skipped, with their reasons
    #[arg(long)]
    skipped: bool,
    #[command(flatten)]
    stories: StoryFlags,
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "stats", &[Format::Text, Format::Json, Format::Jsonl])?;
    let snapshot = flags.stories.group(snapshot(common)?)?;
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
    let stats = groups(&stats::stats(&snapshot)?, common.format == Format::Text);
    match common.format {
        Format::Text => render::text::stats(&stats, style(common), out)?,
        _ => render::json::stats(&stats, out)?,
    }
    Ok(FOUND)
}

/// The name of a group that is shown only when there is something in it.
const WORST: &str = "outlets by undated or suspect articles";

/// People are told of stories and of what is whose only where articles share their text.
const STORIES: &str = "stories";
const OWN: &str = "original text by outlet";

/// Outlets whose own text is shown to people; the others are summed up.
const OWN_SHOWN: usize = 20;

/// Whether something of an outlet's text stands in another one's.
fn is_shared(text: &stats::OutletText) -> bool {
    text.original < text.words || text.same_time > 0
}

fn own_texts(texts: &[stats::OutletText], limit: usize) -> Vec<(String, Figure)> {
    let figure = |name: String, texts: &[stats::OutletText]| {
        let sum = |words: fn(&stats::OutletText) -> u64| texts.iter().map(words).sum();
        let (original, same_time) = (sum(|t| t.original), sum(|t| t.same_time));
        (name, Figure::Original { words: sum(|t| t.words), original, same_time })
    };
    let (shown, rest) = texts.split_at(limit.min(texts.len()));
    let mut figures: Vec<_> = shown.iter().map(|t| figure(t.name.clone(), std::slice::from_ref(t))).collect();
    if !rest.is_empty() {
        figures.push(figure(format!("{} more", rest.len()), rest));
    }
    figures
}

/// The figures as they are laid out.
fn groups(stats: &stats::Stats, for_people: bool) -> render::Stats {
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
    let several = vec![
        number("of several articles", stats.shared_stories),
        number("articles in these", stats.shared_articles),
    ];
    let own = own_texts(&stats.outlet_texts, if for_people { OWN_SHOWN } else { usize::MAX });
    let groups = [
        ("archive", archive),
        (STORIES, several),
        ("dates by source", dates),
        ("suspect dates", suspect),
        (WORST, worst),
        ("languages", counts(&stats.languages)),
        ("formats", counts(&stats.formats)),
        (OWN, own),
        ("files by folder", counts(&stats.roots)),
        ("inputs", inputs),
        ("index", index),
    ];
    let shown = |(name, rows): &(&str, Vec<_>)| match *name {
        WORST => !rows.is_empty(),
        STORIES => !for_people || stats.shared_stories > 0,
        OWN => !rows.is_empty() && (!for_people || stats.outlet_texts.iter().any(is_shared)),
        _ => true,
    };
    let groups = groups.into_iter().filter(shown);
    render::Stats { groups: groups.map(|(name, rows)| (name.to_owned(), rows)).collect() }
}
