//! When an article was published: the ladder of places that may say it.
//!
//! A date field of the record is best, then metadata around the text, the article's
//! address, the line that says where it was filed, a line of the text that is a date
//! and nothing else, and last the names of file and folders. Every place that says something
//! is kept; the first that holds wins, unless a lower one says the same more exactly. A date
//! that cannot be read or cannot be is reported, and the next rung is tried. A file's
//! modification time counts only when the user admits it.
//!
//! Two rungs may be a day apart without a doubt: a zone moves a day, and a paper prints in
//! the morning what its site had the evening before. A dateline may be three days older, for
//! what was filed on a Friday is printed on a Monday.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate};

use crate::article::{Calendar, DateSource, Dating, Implausible, Note, Published, Rung, Suspicion, Verdict};
use crate::date::PartialDate;
use crate::text::language;

use crate::corpus::habits::{DateHabits, Habit};
use crate::corpus::place::Place;
use crate::corpus::pubdate::{self, DateOptions, DateOrder, Found, Reading};
use crate::corpus::{ReadOptions, region};

/// What a record says about its date.
pub(super) struct Clues<'a> {
    /// Date fields, best first, and where they stand.
    pub(super) dates: &'a [(DateSource, String)],
    pub(super) url: Option<&'a str>,
    /// Month and day, perhaps the year, of the dateline.
    pub(super) dateline: Option<&'a str>,
    pub(super) body: &'a str,
    pub(super) outlet: Option<&'a str>,
    /// As the source writes it, with its region.
    pub(super) lang: Option<&'a str>,
}

/// What is known about dates for all records of a file.
#[derive(Debug)]
pub(super) struct Ladder {
    /// The path below the root, with the path inside containers.
    path: String,
    /// Whether the path is that of one article, so that no later day stands in it.
    own_path: bool,
    /// The file's modification time in nanoseconds, when it is admitted.
    modified_ns: Option<i64>,
    /// What a sample of the file's dates shows.
    sample: Habit,
    habits: Arc<DateHabits>,
    /// The day on which it was fetched.
    fetched: Option<NaiveDate>,
    /// The first day on which it was certainly there.
    seen: Option<NaiveDate>,
}

/// Longest line of the text that is looked at as a date, in `char`s.
const DATE_LINE_CHARS: usize = 40;
/// Earlier years are numbers of something else: there was no press.
const FIRST_NEWS_YEAR: i32 = 1600;
/// Longest raw date that a warning repeats.
const SHOWN_CHARS: usize = 60;
/// Longest raw date that is kept.
const RAW_CHARS: usize = 200;
/// Most date fields of a record that are looked at.
const FIELDS: usize = 12;
/// Days that two rungs may be apart without a doubt.
const SLACK_DAYS: u32 = 1;
/// Days that a dateline may be apart from another rung.
const DATELINE_DAYS: u32 = 3;
/// Before this year a language can be one whose papers were dated Old Style.
const OLD_STYLE_YEARS: i32 = 1924;
/// Formats whose files hold one article each, named by whoever filed it.
const ONE_ARTICLE: [&str; 3] = ["text", "markdown", "html"];

/// A rung and what else was read there.
struct Candidate {
    rung: Rung,
    second_of_day: Option<u32>,
}

impl Candidate {
    fn holds(&self) -> bool {
        self.rung.date.is_some() && !matches!(self.rung.verdict, Verdict::Implausible(_))
    }

    fn has(&self, note: Note) -> bool {
        self.rung.notes.contains(&note)
    }
}

impl Ladder {
    pub(super) fn new(place: &Place<'_>, format: &str, options: &ReadOptions) -> Ladder {
        let modified_ns = Some(place.file.modified_ns).filter(|&ns| options.dates_from_mtime && ns != 0);
        let fetched = place.hints.fetched;
        Ladder {
            path: place.dated_path(),
            own_path: place.named && ONE_ARTICLE.contains(&format),
            modified_ns,
            sample: Habit::default(),
            habits: Arc::clone(&options.habits),
            fetched,
            seen: fetched.or(options.today),
        }
    }

    /// Learns from a sample of a file's dates in which order they give day and month, and in
    /// which years they lie.
    pub(super) fn learn<'b>(&mut self, sample: impl Iterator<Item = &'b str>) {
        sample.for_each(|raw| self.sample.observe_date(raw));
    }

    /// The date of the first rung that holds, and what every rung says.
    pub(super) fn climb(&self, clues: &Clues<'_>, warnings: &mut Vec<String>) -> (Option<Published>, Dating) {
        let mut options = self.options(clues);
        let mut candidates = self.candidates(clues, &options);
        if options.lang.is_none() && candidates.iter().any(|c| depends_on_language(&c.rung)) {
            // The source does not declare its language: the text shows it.
            if let Some(lang) = language::detect(clues.body) {
                options = self.options(&Clues { lang: Some(lang), ..*clues });
                candidates = self.candidates(clues, &options);
            }
        }
        settle_order(&mut candidates, &options);
        self.judge(&mut candidates, clues);
        let winner = pick(&candidates);
        let winners = winner.and_then(|at| candidates.get(at)).and_then(doubt_of_winner);
        self.compare(&mut candidates, winner);
        let mut suspicions = suspicions(&candidates, winner, self.own_path);
        suspicions.extend(winners);
        warnings.extend(candidates.iter().filter_map(|c| warning(&c.rung)));
        let published = winner.and_then(|at| candidates.get(at)).and_then(published);
        (published, Dating { rungs: candidates.into_iter().map(|c| c.rung).collect(), suspicions })
    }

    /// The first of these dates that can be.
    pub(super) fn read_first(&self, clues: &Clues<'_>, dates: &[(DateSource, String)]) -> Option<Published> {
        let options = self.options(clues);
        let mut candidates: Vec<Candidate> =
            dates.iter().take(FIELDS).map(|(source, raw)| field(*source, raw, &options)).collect();
        self.judge(&mut candidates, clues);
        published(candidates.iter().find(|c| c.holds())?)
    }

    /// How the dates of this record are to be read.
    fn options(&self, clues: &Clues<'_>) -> DateOptions {
        let habit = self.habits.of(clues.outlet);
        let known = [Some(&self.sample), habit].into_iter().flatten();
        let order = known.clone().map(Habit::order).find(|order| *order != DateOrder::Unknown);
        let near = |(date, _): (PartialDate, &str)| date.year() - 98;
        let first_short_year = known
            .clone()
            .find_map(Habit::first_short_year)
            .or_else(|| pubdate::from_path(&self.path).map(near))
            .or_else(|| clues.url.and_then(pubdate::from_url).map(near))
            .or_else(|| self.seen.map(|seen| chrono::Datelike::year(&seen) - 99));
        DateOptions {
            order: order.unwrap_or_else(|| region::date_order(clues.lang, clues.url)),
            order_is_guess: order.is_none(),
            first_short_year: first_short_year.unwrap_or(DateOptions::default().first_short_year),
            lang: clues.lang.and_then(region::two_letters),
            seen: self.seen,
            fetched: self.fetched,
        }
    }

    /// What every rung says, best first.
    fn candidates(&self, clues: &Clues<'_>, options: &DateOptions) -> Vec<Candidate> {
        let mut candidates: Vec<Candidate> = Vec::new();
        for (source, raw) in clues.dates.iter().filter(|(_, raw)| !raw.trim().is_empty()).take(FIELDS) {
            let one = field(*source, raw, options);
            if !candidates.iter().any(|c| c.rung.source == *source && c.rung.raw == one.rung.raw) {
                candidates.push(one);
            }
        }
        if let Some((date, raw)) = clues.url.and_then(pubdate::from_url) {
            candidates.push(bare(date, DateSource::Url, raw));
        }
        let path = pubdate::from_path(&self.path);
        let reference = candidates.iter().filter(|c| self.implausible(c).is_none()).find_map(|c| c.rung.date);
        candidates.extend(by_dateline(clues, reference, path.map(|(date, _)| date)));
        if !candidates.iter().any(|c| c.rung.source == DateSource::Text) {
            candidates.extend(by_text(clues.body, options));
        }
        candidates.extend(path.map(|(date, raw)| bare(date, DateSource::Path, raw)));
        candidates.extend(self.by_mtime());
        candidates.sort_by_key(|c| c.rung.source);
        candidates
    }

    fn by_mtime(&self) -> Option<Candidate> {
        let seconds = self.modified_ns?.div_euclid(1_000_000_000);
        let when = DateTime::from_timestamp(seconds, 0)?;
        Some(bare(PartialDate::from_day(when.date_naive())?, DateSource::Mtime, &when.to_rfc3339()))
    }

    /// Marks what cannot be.
    fn judge(&self, candidates: &mut [Candidate], clues: &Clues<'_>) {
        let habit = self.habits.of(clues.outlet);
        let dates: Vec<Option<PartialDate>> = candidates.iter().map(|c| c.rung.date).collect();
        for at in 0..candidates.len() {
            let Some(candidate) = candidates.get(at) else { continue };
            let year = candidate.rung.date.map(PartialDate::year);
            let told = |y: i32| {
                let others = dates.iter().enumerate().filter(|(other, _)| *other != at);
                others.filter_map(|(_, d)| *d).any(|d| d.year().abs_diff(y) <= 1)
                    || habit
                        .and_then(Habit::years)
                        .is_some_and(|(from, to)| i32::from(from) < y && y <= i32::from(to))
            };
            let outside = |y: i32| {
                habit.and_then(|h| h.excludes(y)).map(|(from, to)| Implausible::OutsideOutlet { from, to })
            };
            let why = self
                .implausible(candidate)
                .or_else(|| {
                    (is_zero(&candidate.rung) && !year.is_some_and(told)).then_some(Implausible::NotSet)
                })
                .or_else(|| year.and_then(outside));
            if let Some(why) = why
                && let Some(candidate) = candidates.get_mut(at)
            {
                candidate.rung.verdict = Verdict::Implausible(why);
            }
        }
    }

    /// Why a date cannot be, whatever the others say.
    fn implausible(&self, candidate: &Candidate) -> Option<Implausible> {
        if says_unset(&candidate.rung.raw) {
            return Some(Implausible::NotSet);
        }
        let date = candidate.rung.date?;
        if date.year() <= 1 || date.year() == 9999 {
            return Some(Implausible::NotSet);
        }
        if date.year() < FIRST_NEWS_YEAR {
            return Some(Implausible::BeforePress);
        }
        let seen = self.seen?;
        let last = seen.checked_add_days(Days::new(1))?;
        (date.range().from > last).then_some(Implausible::Future)
    }

    /// Says of every rung how it stands to the winner.
    fn compare(&self, candidates: &mut [Candidate], winner: Option<usize>) {
        let Some((won, source)) =
            winner.and_then(|at| candidates.get(at)).and_then(|c| Some((c.rung.date?, c.rung.source)))
        else {
            return;
        };
        for (at, candidate) in candidates.iter_mut().enumerate() {
            let Some(date) = candidate.rung.date else { continue };
            if matches!(candidate.rung.verdict, Verdict::Implausible(_)) && winner != Some(at) {
                continue;
            }
            let slack = match (source, candidate.rung.source) {
                (DateSource::Dateline, _) | (_, DateSource::Dateline) => DATELINE_DAYS,
                _ => SLACK_DAYS,
            };
            let days = pubdate::gap(date, won);
            candidate.rung.verdict = match days {
                _ if winner == Some(at) => Verdict::Won,
                0 if precision(date) < precision(won) => Verdict::Coarser,
                days if days <= slack => Verdict::Agrees,
                days => Verdict::Differs { days },
            };
        }
    }
}

/// A date field.
fn field(source: DateSource, raw: &str, options: &DateOptions) -> Candidate {
    let raw = raw.trim();
    match pubdate::parse_field(raw, options) {
        Some(found) => of_found(found, source, raw),
        None => Candidate {
            rung: Rung {
                source,
                raw: shown(raw, RAW_CHARS),
                date: None,
                instant: None,
                zone: None,
                calendar: Calendar::Gregorian,
                notes: Vec::new(),
                verdict: Verdict::Unreadable,
            },
            second_of_day: None,
        },
    }
}

fn of_found(found: Found, source: DateSource, raw: &str) -> Candidate {
    Candidate {
        rung: Rung {
            source,
            raw: shown(raw, RAW_CHARS),
            date: Some(found.date),
            instant: found.instant,
            zone: found.zone,
            calendar: found.calendar,
            notes: found.notes,
            verdict: Verdict::Agrees,
        },
        second_of_day: found.second_of_day,
    }
}

fn bare(date: PartialDate, source: DateSource, raw: &str) -> Candidate {
    let found = Found {
        date,
        instant: None,
        second_of_day: None,
        zone: None,
        calendar: Calendar::Gregorian,
        notes: Vec::new(),
    };
    of_found(found, source, raw)
}

fn shown(raw: &str, chars: usize) -> String {
    crate::corpus::prose::clean::cut(raw.trim().to_owned(), chars).0
}

/// The day of a dateline; its year comes from another rung when it has none. A day filed may
/// bear the date after the one of publication when a zone lies between.
fn by_dateline(
    clues: &Clues<'_>,
    above: Option<PartialDate>,
    path: Option<PartialDate>,
) -> Option<Candidate> {
    let raw = clues.dateline?;
    let has_year = raw.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    let reference = match (above, path) {
        (Some(above), _) => above.range().to.checked_add_days(Days::new(u64::from(SLACK_DAYS)))?,
        (None, Some(path)) => path.range().to,
        (None, None) if has_year => NaiveDate::MAX,
        (None, None) => return None,
    };
    Some(bare(pubdate::dateline_date(raw, reference)?, DateSource::Dateline, raw))
}

/// A day that stands alone above the first paragraph.
fn by_text(body: &str, options: &DateOptions) -> Option<Candidate> {
    let (line, below) = body.split_once('\n').unwrap_or((body, "\n"));
    if !below.starts_with('\n') {
        return None;
    }
    Some(of_found(date_line(line, options)?, DateSource::Text, line.trim()))
}

/// The day that a line means which holds nothing else (`Friday, January 4, 2019`).
pub(super) fn date_line(line: &str, options: &DateOptions) -> Option<Found> {
    let line = line.trim();
    // Digits of every script count; East Asian ones are spelled out as well.
    let digits = line.chars().filter(|c| c.is_numeric()).count();
    let long = line.chars().nth(DATE_LINE_CHARS).is_some();
    if long || !(5..=8).contains(&digits) || line.ends_with(',') {
        return None;
    }
    let found = pubdate::parse(line, options)?;
    let other = [Note::Wordy, Note::Several, Note::Relative, Note::Decade];
    let alone = !other.iter().any(|note| found.has(*note));
    (alone && found.date.day().is_some() && found.date.year() >= FIRST_NEWS_YEAR).then_some(found)
}

/// Whether the language of its source would change how a date is read.
fn depends_on_language(rung: &Rung) -> bool {
    let old = rung.date.is_some_and(|date| date.year() < OLD_STYLE_YEARS);
    old || rung.notes.contains(&Note::Swappable)
}

/// Settles which of two numbers is the day by what the other rungs say, and by the calendar:
/// what lies in the future was not meant.
fn settle_order(candidates: &mut [Candidate], options: &DateOptions) {
    let others: Vec<PartialDate> = candidates
        .iter()
        .filter(|c| !c.has(Note::Swappable) && c.rung.source != DateSource::Mtime)
        .filter_map(|c| c.rung.date.filter(|d| d.day().is_some() || d.month().is_some()))
        .collect();
    let future = |d: PartialDate| {
        options.seen.and_then(|s| s.checked_add_days(Days::new(1))).is_some_and(|last| d.range().from > last)
    };
    for candidate in candidates.iter_mut().filter(|c| c.has(Note::Swappable)) {
        let Some(Reading::Both { day_first, month_first }) = pubdate::both_ways(&candidate.rung.raw, options)
        else {
            continue;
        };
        let told = |d: PartialDate| others.iter().any(|o| pubdate::gap(*o, d) <= SLACK_DAYS);
        let order = match (told(day_first), told(month_first), future(day_first), future(month_first)) {
            (true, false, ..) | (_, _, false, true) => DateOrder::DayFirst,
            (false, true, ..) | (_, _, true, false) => DateOrder::MonthFirst,
            _ => continue,
        };
        let source = candidate.rung.source;
        let options = DateOptions { order, order_is_guess: false, ..*options };
        let raw = candidate.rung.raw.clone();
        *candidate = field(source, &raw, &options);
    }
}

/// The zero of a calendar or a machine, as a machine writes it.
fn is_zero(rung: &Rung) -> bool {
    let Some(date) = rung.date else { return false };
    let machine = rung
        .raw
        .split(|c: char| !c.is_alphabetic())
        .all(|word| matches!(word, "" | "T" | "Z" | "t" | "z" | "UTC" | "GMT"));
    let first = matches!((date.month(), date.day()), (Some(1), Some(1)));
    match date.year() {
        1970 => {
            (machine && first) || rung.instant.as_deref().is_some_and(|i| i.contains("1970-01-01T00:00:00"))
        }
        1969 => rung
            .instant
            .as_deref()
            .and_then(|i| DateTime::parse_from_rfc3339(i).ok())
            .is_some_and(|i| i.timestamp() == 0),
        1601 | 1753 | 1900 => machine && first,
        1899 => machine && matches!((date.month(), date.day()), (Some(12), Some(30 | 31))),
        1980 => rung.source == DateSource::Mtime && first,
        _ => false,
    }
}

/// Whether a field says in its own way that it holds no date: zeros, or a word for it.
fn says_unset(raw: &str) -> bool {
    const WORDS: [&str; 10] =
        ["null", "none", "nil", "nan", "nat", "n/a", "unknown", "undated", "n.d.", "s.d."];
    let digits = || raw.chars().filter(char::is_ascii_digit);
    let zeros = digits().next().is_some()
        && digits().all(|d| d == '0')
        && raw.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "-/.:TZ+".contains(c));
    zeros || raw == "-1" || WORDS.contains(&raw.to_lowercase().as_str())
}

fn precision(date: PartialDate) -> (bool, bool) {
    (date.month().is_some(), date.day().is_some())
}

/// The first rung that holds, or a lower one that says the same more exactly. What only the
/// outlet's other articles speak against still counts when there is nothing else.
fn pick(candidates: &[Candidate]) -> Option<usize> {
    let outside =
        |c: &Candidate| matches!(c.rung.verdict, Verdict::Implausible(Implausible::OutsideOutlet { .. }));
    let first =
        candidates.iter().position(Candidate::holds).or_else(|| candidates.iter().position(outside))?;
    let coarse = candidates.get(first)?.rung.date?;
    let exact = |c: &Candidate| {
        c.holds()
            && c.rung.source != DateSource::Mtime
            && c.rung.date.is_some_and(|d| precision(d) > precision(coarse) && pubdate::gap(d, coarse) == 0)
    };
    candidates.iter().position(exact).or(Some(first))
}

fn published(candidate: &Candidate) -> Option<Published> {
    Some(Published {
        date: candidate.rung.date?,
        instant: candidate.rung.instant.clone(),
        second_of_day: candidate.second_of_day,
        source: candidate.rung.source,
        raw: candidate.rung.raw.clone(),
    })
}

/// A date that won for want of a better one.
fn doubt_of_winner(candidate: &Candidate) -> Option<Suspicion> {
    match candidate.rung.verdict {
        Verdict::Implausible(why) => Some(Suspicion::Implausible { source: candidate.rung.source, why }),
        _ => None,
    }
}

/// Why the date that won, or the lack of one, is to be doubted.
fn suspicions(candidates: &[Candidate], winner: Option<usize>, own_path: bool) -> Vec<Suspicion> {
    let won = winner.and_then(|at| candidates.get(at));
    let doubt = |(at, candidate): (usize, &Candidate)| {
        let source = candidate.rung.source;
        match candidate.rung.verdict {
            _ if source == DateSource::Mtime && winner != Some(at) => None,
            Verdict::Implausible(why) => Some(Suspicion::Implausible { source, why }),
            Verdict::Differs { days } => {
                let won = won.filter(|won| speaks_against(candidate, won, candidates, own_path))?;
                Some(Suspicion::Differs { won: won.rung.source, other: source, days })
            }
            _ => None,
        }
    };
    let mut found: Vec<Suspicion> = candidates.iter().enumerate().filter_map(doubt).collect();
    let notes = won.map(|won| won.rung.notes.as_slice()).unwrap_or_default();
    found.extend(notes.iter().filter(|n| n.is_doubt()).map(|n| Suspicion::Doubt(*n)));
    let mut said = Vec::new();
    found.retain(|suspicion| {
        let new = !said.contains(suspicion);
        said.push(*suspicion);
        new
    });
    found
}

/// Whether a rung that differs from the winner casts doubt on it.
fn speaks_against(rung: &Candidate, won: &Candidate, all: &[Candidate], own_path: bool) -> bool {
    let source = rung.rung.source;
    let first = |c: &Candidate| c.rung.date.map(|d| d.range().from);
    let later = first(rung) > first(won);
    // A second date of one source that is later is that of a change, a second one in the text that
    // of something told there, and a collection is named by the day on which it was made.
    let same = source == won.rung.source;
    let collected = source == DateSource::Path && !own_path;
    let of_something_else = (later && (same || collected)) || (same && source == DateSource::Text);
    // Where a source that says several dates has one that agrees, the others are of other things.
    let agrees = |c: &Candidate| matches!(c.rung.verdict, Verdict::Agrees | Verdict::Coarser);
    let has_said_so = all.iter().any(|c| c.rung.source == source && agrees(c));
    !of_something_else && !has_said_so
}

/// What is said of a field that gave no date.
fn warning(rung: &Rung) -> Option<String> {
    let raw = shown(&rung.raw, SHOWN_CHARS);
    match rung.verdict {
        Verdict::Unreadable => Some(format!("the date \"{raw}\" cannot be read")),
        Verdict::Implausible(why) => Some(format!("the date \"{raw}\" is not believed: {why}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
