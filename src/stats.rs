//! What an index holds: articles by date, source of date, language and format, and
//! the inputs that gave none.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::article::DateSource;
use crate::date::day_from_number;
use crate::error::{Result, Skipped};
use crate::index::dictionary::Family;
use crate::index::ledger::FileEntry;
use crate::index::{Moment, Snapshot};

/// Figures about an index.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stats {
    /// Articles.
    pub articles: u64,
    /// Stories.
    pub stories: u64,
    /// Day of the oldest article.
    pub first_day: Option<String>,
    /// Day of the newest article.
    pub last_day: Option<String>,
    /// Articles by where their date was found.
    pub dates: BTreeMap<&'static str, u64>,
    /// Articles without a date.
    pub undated: u64,
    /// Articles by language; those without one are not among them.
    pub languages: BTreeMap<String, u64>,
    /// Articles by format.
    pub formats: BTreeMap<String, u64>,
    /// Different outlets, places and actors.
    pub outlets: u64,
    /// Different places, with those that contain them.
    pub places: u64,
    /// Different actors, after merging spellings.
    pub actors: u64,
    /// Folders that were indexed, with the number of their files.
    pub roots: BTreeMap<String, u64>,
    /// Files and records that could not be read.
    pub skipped: u64,
    /// Files that are no articles by their nature.
    pub ignored: u64,
    /// Segments of the engine.
    pub segments: u64,
    /// Bytes of the index on disk.
    pub bytes: u64,
}

/// Gathers the figures.
///
/// # Errors
/// When the index is damaged.
pub fn stats(snapshot: &Snapshot) -> Result<Stats> {
    let ledger = snapshot.ledger()?;
    let dates = dates(snapshot).map_err(|e| snapshot.damaged(&e.to_string()))?;
    let files = || ledger.roots.iter().flat_map(|r| r.files.values());
    let mut formats = BTreeMap::new();
    for part in files().flat_map(|f| &f.parts).filter(|p| !p.articles.is_empty()) {
        *formats.entry(part.format.clone()).or_default() += part.articles.len() as u64;
    }
    let day = |moment: Option<Moment>| moment.and_then(|m| day_from_number(m.day())).map(|d| d.to_string());
    Ok(Stats {
        articles: snapshot.articles(),
        stories: snapshot.articles(),
        first_day: day(dates.first),
        last_day: day(dates.last),
        undated: snapshot.articles().saturating_sub(dates.sources.values().sum()),
        dates: dates.sources,
        languages: counted(snapshot, Family::Lang),
        formats,
        outlets: counted(snapshot, Family::Outlet).len() as u64,
        places: counted(snapshot, Family::Place).len() as u64,
        actors: counted(snapshot, Family::Actor).len() as u64,
        roots: ledger
            .roots
            .iter()
            .map(|r| (format!("{} ({})", r.label, r.path), r.files.len() as u64))
            .collect(),
        skipped: files().map(faults).sum(),
        ignored: files()
            .map(|f| u64::from(f.ignored.is_some()) + f.ignored_inside.values().sum::<u64>())
            .sum(),
        segments: snapshot.searcher.segment_readers().len() as u64,
        bytes: snapshot.bytes(),
    })
}

/// How many of a file's inputs could not be read.
fn faults(file: &FileEntry) -> u64 {
    u64::from(file.fault.is_some()) + file.parts.iter().map(|p| p.skipped.len() as u64).sum::<u64>()
}

/// The inputs that could not be read, by path below their root.
///
/// # Errors
/// When the index is damaged.
pub fn skipped(snapshot: &Snapshot) -> Result<Vec<Skipped>> {
    let mut all = Vec::new();
    for root in snapshot.ledger()?.roots {
        for (path, file) in root.files {
            let path = format!("{}/{path}", root.label);
            all.extend(file.fault.iter().map(|fault| Skipped::new(&path, None, fault)));
            for part in &file.parts {
                let path = FileEntry::shown(&path, part);
                all.extend(part.skipped.iter().map(|(record, fault)| Skipped::new(&path, *record, fault)));
            }
        }
    }
    Ok(all)
}

/// The values of a family that some article has, by value.
fn counted(snapshot: &Snapshot, family: Family) -> BTreeMap<String, u64> {
    let dictionary = &snapshot.dictionary;
    let mut counts = BTreeMap::new();
    for number in dictionary.family_numbers(family).filter(|&n| dictionary.uses(n) > 0) {
        *counts.entry(dictionary.value(number).to_owned()).or_default() += u64::from(dictionary.uses(number));
    }
    counts
}

#[derive(Default)]
struct Dates {
    first: Option<Moment>,
    last: Option<Moment>,
    sources: BTreeMap<&'static str, u64>,
}

fn dates(snapshot: &Snapshot) -> tantivy::Result<Dates> {
    let mut dates = Dates::default();
    for segment in snapshot.searcher.segment_readers() {
        let moments = segment.fast_fields().i64("moment")?;
        let sources = segment.fast_fields().u64("date_source")?;
        for doc in segment.doc_ids_alive() {
            let Some(moment) = moments.first(doc).map(Moment) else { continue };
            dates.first = Some(dates.first.map_or(moment, |m| m.min(moment)));
            dates.last = Some(dates.last.map_or(moment, |m| m.max(moment)));
            let source =
                sources.first(doc).and_then(|code| DateSource::ALL.into_iter().find(|s| *s as u64 == code));
            if let Some(source) = source {
                *dates.sources.entry(source.as_str()).or_default() += 1;
            }
        }
    }
    Ok(dates)
}
