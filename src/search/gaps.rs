//! What of the days asked for the archive does not hold.
//!
//! An answer about some days is worth what the archive holds of them: nothing found in a week that
//! is missing says nothing. A gap is a run of days without an article of the archive, or of one
//! outlet, where its own rhythm leads to expect some ([`super::rhythm`]). Days are those of
//! publication; outlets and languages that are selected are looked at alone.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::facets::{Dimension, Selection, day_numbers};
use super::plan::Plan;
use super::rhythm::{Run, Series};
use super::{SearchOptions, matches};
use crate::date::{PartialDate, day_from_number, day_number};
use crate::error::Result;
use crate::index::Snapshot;
use crate::query::{DateClause, Node, Query};

/// An outlet needs so many articles to have a rhythm.
const OUTLET_MIN: u64 = 20;
/// Among outlets that nobody asked for, so many articles must be missed in a run.
const UNASKED_MIN: f64 = 14.0;

/// A run of days without an article.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    /// The first day, as a date.
    pub from: String,
    /// The last day, as a date.
    pub to: String,
    /// How many days it has.
    pub days: u64,
    /// The outlet that has none; absent when the archive has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// How many articles its rhythm leads to expect, rounded.
    pub expected: u64,
}

/// What the archive does not hold of some days.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Coverage {
    /// The days that were asked for; `None` stands for all that the archive has.
    pub asked: Option<(String, String)>,
    /// The first and the last day with an article.
    pub held: Option<(String, String)>,
    /// Whether there is any article in these days.
    pub any: bool,
    /// The gaps: those of the archive first, then those of outlets, each in the order of time.
    pub gaps: Vec<Gap>,
}

/// The days that a query and a selection ask for, when they do: what every match must lie in.
pub fn asked(query: &Query, selection: &Selection) -> Option<(Option<PartialDate>, Option<PartialDate>)> {
    let (mut from, mut to) = (selection.from, selection.to);
    let mut narrow = |node: &Node| {
        if let Node::Date(DateClause::Span(span)) = node {
            let later = |a: PartialDate, b: PartialDate| if b.range().from > a.range().from { b } else { a };
            let earlier = |a: PartialDate, b: PartialDate| if b.range().to < a.range().to { b } else { a };
            from = span.from.map(|date| from.map_or(date, |known| later(known, date))).or(from);
            to = span.to.map(|date| to.map_or(date, |known| earlier(known, date))).or(to);
        }
    };
    match &query.root {
        Node::And(parts) => parts.iter().for_each(&mut narrow),
        node => narrow(node),
    }
    (from.is_some() || to.is_some()).then_some((from, to))
}

impl Snapshot {
    /// What the archive, of the outlets and languages selected, does not hold of the days that a
    /// query and a selection ask for; of all its days when they ask for none.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn coverage(&self, query: &Query, selection: &Selection) -> Result<Coverage> {
        self.guarded(|| self.look_for_gaps(asked(query, selection), selection))
    }

    fn look_for_gaps(
        &self,
        asked: Option<(Option<PartialDate>, Option<PartialDate>)>,
        selection: &Selection,
    ) -> Result<Coverage> {
        let (whole, outlets) = self.series(selection)?;
        let reach = whole.reach();
        let (from, to) = asked.unwrap_or_default();
        let days = day_numbers(from, to);
        let mut coverage = Coverage {
            asked: asked.map(|_| (open(from, |d| d.range().from), open(to, |d| d.range().to))),
            held: reach.map(|(first, last)| (date(first), date(last))),
            any: whole.days.range(days.clone()).next().is_some(),
            gaps: Vec::new(),
        };
        let Some((first, last)) = reach else { return Ok(coverage) };
        // Towards an open end the archive ends where it ends.
        let from = from.map_or(first, |_| *days.start());
        let to = to.map_or(last, |_| *days.end());
        if from > to {
            return Ok(coverage);
        }
        if asked.is_some() && !coverage.any {
            // There is nothing in these days, whatever the rhythm; outlets would say it again.
            coverage.gaps.push(gap(&Run { from, to, expected: 0.0 }, None));
            return Ok(coverage);
        }
        let missed = whole.missed(from, to);
        for (number, series) in &outlets {
            let name = self.dictionary.label(*number);
            coverage.gaps.extend(self.of_outlet(
                name,
                series,
                (from, to),
                asked.is_some(),
                selection,
                &missed,
            ));
        }
        coverage.gaps.sort_by(|a, b| (&a.outlet, &a.from).cmp(&(&b.outlet, &b.from)));
        let whole: Vec<Gap> = missed.iter().map(|run| gap(run, None)).collect();
        coverage.gaps.splice(0..0, whole);
        Ok(coverage)
    }

    /// Articles by day, of all and of each outlet that has enough.
    fn series(&self, selection: &Selection) -> Result<(Series, BTreeMap<u32, Series>)> {
        let sources = selection.sources();
        let options = SearchOptions { selection: sources.clone(), ..SearchOptions::default() };
        let everything = Query { input: String::new(), root: Node::All, hints: Vec::new() };
        let plan: Plan = Snapshot::whole_plan(&self.prepare(&everything, &options)?, &sources);
        // By outlet and days, so that an article costs one look into a table.
        let mut counts: HashMap<(Option<u32>, i32, i32), u64> = HashMap::new();
        let mut numbers = Vec::new();
        let passed = matches::windows(self, &plan, |_, columns, start, docs| {
            columns.days.expect(docs.len());
            docs.each(|at| {
                let Some((first, last)) = columns.days.of(start + at) else { return };
                columns.outlet.read(start + at, &mut numbers);
                *counts.entry((numbers.first().copied(), first, last)).or_default() += 1;
            });
        });
        passed?;
        let mut whole = Series::default();
        let mut outlets: BTreeMap<u32, Series> = BTreeMap::new();
        for ((outlet, first, last), count) in counts {
            whole.add(first, last, count);
            if let Some(outlet) = outlet {
                outlets.entry(outlet).or_default().add(first, last, count);
            }
        }
        outlets.retain(|_, series| series.days.values().sum::<u64>() >= OUTLET_MIN);
        Ok((whole, outlets))
    }

    /// The gaps of an outlet that are not those of the archive. That it begins or ends within the
    /// archive is told when days were asked for.
    fn of_outlet(
        &self,
        name: &str,
        series: &Series,
        (from, to): (i32, i32),
        asked: bool,
        selection: &Selection,
        missed: &[Run],
    ) -> Vec<Gap> {
        let Some((first, last)) = series.reach() else { return Vec::new() };
        let (from, to) = if asked { (from, to) } else { (first, last) };
        let picked = selection.picked(Dimension::Outlet, &self.dictionary, &mut Vec::new());
        let least = if picked.wanted.is_some() { 0.0 } else { UNASKED_MIN };
        let of_all = |run: &Run| missed.iter().any(|all| all.from <= run.from && all.to >= run.to);
        let runs = series.missed(from, to).into_iter().filter(|run| run.expected >= least && !of_all(run));
        runs.map(|run| gap(&run, Some(name))).collect()
    }
}

fn gap(run: &Run, outlet: Option<&str>) -> Gap {
    Gap {
        from: date(run.from),
        to: date(run.to),
        days: u64::try_from(i64::from(run.to) - i64::from(run.from) + 1).unwrap_or(0),
        outlet: outlet.map(str::to_owned),
        expected: run.expected.round() as u64,
    }
}

fn date(day: i32) -> String {
    day_from_number(day).map_or(String::new(), |day| day.format("%Y-%m-%d").to_string())
}

/// A bound as a date; empty where it is open.
fn open(bound: Option<PartialDate>, day: impl Fn(PartialDate) -> chrono::NaiveDate) -> String {
    bound.map_or(String::new(), |bound| date(day_number(day(bound))))
}

/// Gaps that a note names.
const NAMED_MAX: usize = 3;

impl Coverage {
    /// What the user should know, in whole lines: nothing when nothing is missing.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let (Some((from, to)), Some((first, last)), false) = (&self.asked, &self.held, self.any) {
            let days = span(from, to);
            notes.push(format!("the archive has no article {days}; it holds {first} to {last}"));
            return notes;
        }
        let (of_archive, of_outlets): (Vec<&Gap>, Vec<&Gap>) =
            self.gaps.iter().partition(|gap| gap.outlet.is_none());
        if !of_archive.is_empty() {
            let named: Vec<String> = of_archive.iter().map(|gap| span(&gap.from, &gap.to)).collect();
            notes.push(format!("the archive has no article {}", listed(named)));
        }
        if !of_outlets.is_empty() {
            let named = of_outlets.iter().map(|gap| {
                let outlet = gap.outlet.as_deref().unwrap_or_default();
                format!("of {outlet} {}", span(&gap.from, &gap.to))
            });
            notes.push(format!("the archive has nothing {}", listed(named.collect())));
        }
        notes
    }
}

/// `on 2024-03-02`, `from 2024-03-02 to 2024-03-09`, `from 2024-03-02 on`.
fn span(from: &str, to: &str) -> String {
    match (from, to) {
        ("", to) => format!("up to {to}"),
        (from, "") => format!("from {from} on"),
        (from, to) if from == to => format!("on {from}"),
        (from, to) => format!("from {from} to {to}"),
    }
}

fn listed(mut named: Vec<String>) -> String {
    let more = named.len().saturating_sub(NAMED_MAX);
    named.truncate(NAMED_MAX);
    let list = named.join(", ");
    match more {
        0 => list,
        more => format!("{list}, and {more} more such gaps; --format json lists all"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{ParseOptions, parse};

    fn asked_by(query: &str) -> Option<(String, String)> {
        let query = parse(query, &ParseOptions::default()).unwrap();
        let name = |date: Option<PartialDate>| date.map_or(String::new(), |d| d.to_string());
        asked(&query, &Selection::default()).map(|(from, to)| (name(from), name(to)))
    }

    #[test]
    fn only_what_every_match_must_lie_in_is_asked_for() {
        let days = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
        assert_eq!(asked_by("kursk date:2024-08"), days("2024-08", "2024-08"));
        assert_eq!(asked_by("date:2024 date:2024-03.. x"), days("2024-03", "2024"));
        assert_eq!(
            (asked_by("kursk OR date:2024"), asked_by("-date:2024"), asked_by("kursk")),
            (None, None, None)
        );
    }

    #[test]
    fn notes_name_some_gaps_and_count_the_rest() {
        let gap = |from: &str, to: &str, outlet: Option<&str>| Gap {
            from: from.into(),
            to: to.into(),
            days: 1,
            outlet: outlet.map(str::to_owned),
            expected: 9,
        };
        let days = |text: &str| (text.to_owned(), text.to_owned());
        let gaps = vec![gap("2024-03-02", "2024-03-02", None), gap("2024-05-01", "2024-05-09", Some("Wire"))];
        let held = Some(("1999-01-01".to_owned(), "2024-12-31".to_owned()));
        let mut coverage = Coverage { asked: None, held, any: true, gaps };
        let expected = [
            "the archive has no article on 2024-03-02",
            "the archive has nothing of Wire from 2024-05-01 to 2024-05-09",
        ];
        assert_eq!(coverage.notes(), expected);
        coverage.gaps = vec![gap("2024-03-02", "2024-03-02", None); 5];
        assert!(coverage.notes()[0].ends_with(", and 2 more such gaps; --format json lists all"));
        (coverage.asked, coverage.any) = (Some(days("2030-01-01")), false);
        let expected = "the archive has no article on 2030-01-01; it holds 1999-01-01 to 2024-12-31";
        assert_eq!(coverage.notes(), [expected]);
    }
}
