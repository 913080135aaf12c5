//! What an index holds: articles by date, source of date, language and format, and
//! the inputs that gave none.

mod original;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::article::{DateSource, Suspicion};
use crate::date::day_from_number;
use crate::error::{Result, Skipped};
use crate::index::dictionary::Family;
use crate::index::ledger::FileEntry;
use crate::index::{Moment, Snapshot};
pub use original::OutletText;

/// Figures about an index.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stats {
    /// Articles.
    pub articles: u64,
    /// Stories; an article that stands alone is one.
    pub stories: u64,
    /// Stories of several articles.
    pub shared_stories: u64,
    /// Articles in them.
    pub shared_articles: u64,
    /// What of the outlets' text is their own, those with the most words first.
    pub outlet_texts: Vec<OutletText>,
    /// Day of the oldest article.
    pub first_day: Option<String>,
    /// Day of the newest article.
    pub last_day: Option<String>,
    /// Articles by where their date was found.
    pub dates: BTreeMap<&'static str, u64>,
    /// Articles without a date.
    pub undated: u64,
    /// Articles whose date, or lack of one, is to be doubted.
    pub suspect: u64,
    /// These by reason; an article may have several.
    pub suspect_reasons: BTreeMap<&'static str, u64>,
    /// The outlets with the largest share of articles that are undated or suspect, worst first.
    pub worst_outlets: Vec<WorstOutlet>,
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

/// An outlet whose dates are to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorstOutlet {
    /// Its name.
    pub name: String,
    /// Its articles.
    pub articles: u64,
    /// Those that are undated or suspect.
    pub doubtful: u64,
}

/// How many of the worst outlets are named.
const WORST: usize = 10;
/// A few doubtful articles out of a few say less than many out of many: every outlet is given
/// so many more without a doubt when they are compared.
const WORST_PRIOR: u64 = 4;

/// Gathers the figures.
///
/// # Errors
/// When the index is damaged.
pub fn stats(snapshot: &Snapshot) -> Result<Stats> {
    let ledger = snapshot.ledger()?;
    let dates = dates(snapshot).map_err(|e| snapshot.damaged(&e.to_string()))?;
    let stories = snapshot.stories();
    let (shared_stories, shared_articles) = (stories.len() as u64, stories.articles().len() as u64);
    let files = || ledger.roots.iter().flat_map(|r| r.files.values());
    let mut formats = BTreeMap::new();
    for part in files().flat_map(|f| &f.parts).filter(|p| !p.articles.is_empty()) {
        *formats.entry(part.format.clone()).or_default() += part.articles.len() as u64;
    }
    let day = |moment: Option<Moment>| moment.and_then(|m| day_from_number(m.day())).map(|d| d.to_string());
    Ok(Stats {
        articles: snapshot.articles(),
        stories: (snapshot.articles() + shared_stories).saturating_sub(shared_articles),
        shared_stories,
        shared_articles,
        outlet_texts: original::outlets(snapshot)?,
        first_day: day(dates.first),
        last_day: day(dates.last),
        undated: snapshot.articles().saturating_sub(dates.sources.values().sum()),
        dates: dates.sources,
        suspect: dates.suspect,
        suspect_reasons: dates.reasons,
        worst_outlets: worst(snapshot, &dates.outlets),
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
    suspect: u64,
    reasons: BTreeMap<&'static str, u64>,
    /// Articles and those that are undated or suspect, by outlet.
    outlets: BTreeMap<u64, (u64, u64)>,
}

impl Dates {
    fn doubt(&mut self, reasons: impl Iterator<Item = u64>) -> bool {
        let mut any = false;
        for name in reasons.filter_map(|r| Suspicion::NAMES.get(usize::try_from(r).ok()?)) {
            any = true;
            *self.reasons.entry(name).or_default() += 1;
        }
        self.suspect += u64::from(any);
        any
    }
}

/// The outlets with the largest share of doubtful articles.
fn worst(snapshot: &Snapshot, outlets: &BTreeMap<u64, (u64, u64)>) -> Vec<WorstOutlet> {
    let name = |number: u64| u32::try_from(number).map_or("", |n| snapshot.dictionary.value(n)).to_owned();
    let doubtful = outlets.iter().filter(|(_, (_, doubtful))| *doubtful > 0);
    let mut worst: Vec<WorstOutlet> = doubtful
        .map(|(&number, &(articles, doubtful))| WorstOutlet { name: name(number), articles, doubtful })
        .collect();
    let by_share = |a: &WorstOutlet, b: &WorstOutlet| {
        let (left, right) =
            (b.doubtful * (a.articles + WORST_PRIOR), a.doubtful * (b.articles + WORST_PRIOR));
        left.cmp(&right).then_with(|| a.name.cmp(&b.name))
    };
    worst.sort_by(by_share);
    worst.truncate(WORST);
    worst
}

fn dates(snapshot: &Snapshot) -> tantivy::Result<Dates> {
    let mut dates = Dates::default();
    for segment in snapshot.searcher.segment_readers() {
        let moments = segment.fast_fields().i64("moment")?;
        let sources = segment.fast_fields().u64("date_source")?;
        let reasons = segment.fast_fields().u64("suspect")?;
        let outlets = segment.fast_fields().u64("outlet")?;
        for doc in segment.doc_ids_alive() {
            let moment = moments.first(doc).map(Moment);
            let doubtful = dates.doubt(reasons.values_for_doc(doc)) || moment.is_none();
            for outlet in outlets.values_for_doc(doc) {
                let (articles, bad) = dates.outlets.entry(outlet).or_default();
                (*articles, *bad) = (*articles + 1, *bad + u64::from(doubtful));
            }
            let Some(moment) = moment else { continue };
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
