//! Matches over time beside something else: their share of the archive, a second query, bursts.

use std::io::Write;

use super::chart::{EMPTY_SHOWN_MAX, bar};
use super::facets::with_country;
use super::figures::{counted, number};
use super::surprise::percent;
use crate::error::Result;
use crate::render::line::{Ink, Line, Page};
use crate::render::{Style, Timeline};
use crate::search::association::share;
use crate::search::{Explanation, FacetKind, Named, Over, Period, Periods};

/// Marks the periods of a burst, and the burst below.
const MARK: &str = "*";
const UNDATED: &str = "undated";
const BAR_MAX: usize = 100;

/// Matches over time with what was counted beside them: `queries` are the query and, where there is
/// one, the other.
///
/// # Errors
/// When it cannot be written.
pub fn beside(
    timeline: &Timeline,
    periods: &Periods,
    queries: [&str; 2],
    style: Style,
    out: &mut dyn Write,
) -> Result<()> {
    let mut page = Page::new(style, out);
    heading(timeline, periods, queries, &mut page)?;
    let rows = Rows::of(periods, page.style.width);
    let empty = |p: &Period| p.count == 0 && p.vs == 0;
    for run in periods.periods.chunk_by(|a, b| empty(a) && empty(b)) {
        if run.len() > EMPTY_SHOWN_MAX && run.first().is_some_and(empty) {
            let folded = format!("…  {} {}s without a match", number(run.len() as u64), timeline.step);
            page.line(Line::of(Ink::Dim, &folded))?;
        } else {
            run.iter().try_for_each(|period| page.line(rows.row(period)))?;
        }
    }
    if periods.undated > 0 || periods.vs.is_some_and(|vs| vs.undated > 0) {
        page.line(rows.undated(periods))?;
    }
    match &periods.bursts {
        Some(named) => bursts(named, periods.more_bursts, timeline, &mut page),
        None => Ok(()),
    }
}

fn heading(timeline: &Timeline, periods: &Periods, queries: [&str; 2], page: &mut Page<'_>) -> Result<()> {
    let of = if timeline.over == Over::Mentions { " spoken of" } else { "" };
    let total = counted(timeline.total, timeline.unit);
    let mut line = Line::of(Ink::Strong, &format!("{total} by {}{of}", timeline.step));
    if let Some(archive) = periods.archive {
        let all = number(archive.total);
        line.push(Ink::Dim, &format!(", as a share of all of each {} ({all} in all)", timeline.step));
    }
    page.wrapped(&line, 2)?;
    let Some(vs) = periods.vs else { return Ok(()) };
    let [a, b] = queries;
    let query = |letter: &str, query: &str, total: u64| {
        let mut line = Line::of(Ink::Strong, letter);
        line.push(Ink::Plain, &format!("  {query}  "));
        line.push(Ink::Dim, &counted(total, timeline.unit));
        line
    };
    page.line(query("A", a, timeline.total))?;
    let mut line = query("B", b, vs.total);
    line.push(Ink::Dim, &format!(", {} of them in A too", number(periods.both.unwrap_or(0))));
    page.line(line)
}

/// How the columns are divided.
struct Rows {
    label: usize,
    marked: Vec<(String, String)>,
    /// The widths of count, share and bar of one side.
    count: usize,
    share: usize,
    bar: usize,
    sides: usize,
    largest: u64,
}

/// A share in parts of a million, to compare bars by.
fn millionths(count: u64, all: u64) -> u64 {
    u64::try_from(u128::from(count) * 1_000_000 / u128::from(all.max(1))).unwrap_or(u64::MAX)
}

impl Rows {
    fn of(periods: &Periods, width: usize) -> Rows {
        let sides = if periods.vs.is_some() { 2 } else { 1 };
        let with_share = periods.archive.is_some();
        let all = periods.periods.iter().flat_map(|p| [(p.count, p.archive), (p.vs, p.archive)]);
        let undated = [periods.undated, periods.vs.map_or(0, |vs| vs.undated)];
        let counts = all.clone().map(|(count, _)| count);
        let count = counts.clone().chain(undated).max().map_or(1, |most| number(most).len());
        let of_share = |(count, archive): (u64, u64)| percent(share(count, archive)).chars().count();
        let share = if with_share { all.clone().map(of_share).max().unwrap_or(0) + 2 } else { 0 };
        let largest = match with_share {
            true => all.map(|(count, archive)| millionths(count, archive)).max(),
            false => counts.max(),
        };
        let labels = periods.periods.iter().map(|p| Line::of(Ink::Plain, &p.value).columns());
        let label = labels.chain([if undated == [0, 0] { 0 } else { UNDATED.len() }]).max().unwrap_or(0);
        let bursts = periods.bursts.iter().flatten();
        let marked = bursts.map(|burst| (burst.from.clone(), burst.to.clone())).collect();
        let room = width.saturating_sub(label + 3) / sides;
        let bar = room.saturating_sub(count + share + 3).clamp(1, BAR_MAX);
        Rows { label, marked, count, share, bar, sides, largest: largest.unwrap_or(0) }
    }

    fn row(&self, period: &Period) -> Line {
        // Names of times sort as the times do.
        let marked = self.marked.iter().any(|(from, to)| *from <= period.value && period.value <= *to);
        let mut line = Line::of(Ink::Plain, &period.value);
        line.fill(self.label + 1);
        line.push(Ink::Mark, if marked { MARK } else { " " });
        for (side, count) in [period.count, period.vs].into_iter().take(self.sides).enumerate() {
            line.fill(self.at(side));
            line.push(Ink::Plain, &format!("{:>1$}", number(count), self.count));
            let mut size = count;
            if self.share > 0 {
                size = millionths(count, period.archive);
                let share = percent(share(count, period.archive));
                line.push(Ink::Plain, &format!("{share:>0$}", self.share));
            }
            line.push(Ink::Plain, " ");
            line.push(Ink::Bar, &bar(size, self.largest, self.bar));
        }
        line
    }

    /// The column at which a side begins.
    fn at(&self, side: usize) -> usize {
        self.label + 3 + side * (self.count + self.share + 3 + self.bar)
    }

    fn undated(&self, periods: &Periods) -> Line {
        let mut line = Line::of(Ink::Dim, UNDATED);
        let counts = [periods.undated, periods.vs.map_or(0, |vs| vs.undated)];
        for (side, count) in counts.into_iter().take(self.sides).enumerate() {
            line.fill(self.at(side));
            line.push(Ink::Dim, &format!("{:>1$}", number(count), self.count));
        }
        line
    }
}

fn bursts(named: &[Named], more: u64, timeline: &Timeline, page: &mut Page<'_>) -> Result<()> {
    page.blank()?;
    if named.is_empty() {
        return page
            .line(Line::of(Ink::Dim, "no bursts: no period has more than usual of what the archive holds"));
    }
    page.line(Line::of(Ink::Strong, &counted(named.len() as u64 + more, "bursts")))?;
    named.iter().try_for_each(|burst| burst_block(burst, timeline, page))?;
    if more > 0 {
        page.line(Line::of(Ink::Dim, &format!("… {} weaker ones", number(more))))?;
    }
    Ok(())
}

fn burst_block(burst: &Named, timeline: &Timeline, page: &mut Page<'_>) -> Result<()> {
    let days = match burst.from == burst.to {
        true => burst.from.clone(),
        false => format!("{} to {}", burst.from, burst.to),
    };
    let mut line = Line::of(Ink::Mark, MARK);
    line.push(Ink::Strong, &format!(" {days}"));
    let count = counted(burst.count, timeline.unit);
    let of = number(burst.archive);
    line.push(Ink::Plain, &format!("  {count} of {of}; usual would be {}", figure(burst.usual)));
    page.line(line)?;
    for (name, sort, kind) in [
        ("actors", &burst.actors, FacetKind::Actor(None)),
        ("places", &burst.places, FacetKind::Place(None)),
        ("words", &burst.words, FacetKind::Lang),
    ] {
        if !sort.is_empty() {
            explained(name, sort, kind, page)?;
        }
    }
    let Some(example) = &burst.example else { return Ok(()) };
    let parts = [example.date.as_deref(), example.title.as_deref()];
    let rest = parts.into_iter().flatten().collect::<Vec<_>>().join("  ");
    let mut line = label("article");
    line.push(Ink::Dim, &example.id);
    line.push(Ink::Plain, &format!("  {rest}"));
    page.line(line.cut(page.style.width))
}

/// The values that explain a burst, each with how many articles inside have it.
fn explained(name: &str, values: &[Explanation], kind: FacetKind, page: &mut Page<'_>) -> Result<()> {
    let mut line = label(name);
    for (at, value) in values.iter().enumerate() {
        line.push(Ink::Plain, if at > 0 { ", " } else { "" });
        line.push(Ink::Plain, &with_country(kind, &value.value, &value.label));
        line.push(Ink::Dim, &format!(" {}", number(value.count)));
    }
    line.wrap_hanging(page.style.width, INDENT).into_iter().try_for_each(|line| page.line(line))
}

const INDENT: usize = 11;

fn label(name: &str) -> Line {
    let mut line = Line::of(Ink::Plain, "  ");
    line.push(Ink::Dim, name);
    line.fill(INDENT);
    line
}

/// `2.3`; from ten on `12`.
fn figure(value: f64) -> String {
    if value < 9.95 { format!("{value:.1}") } else { format!("{value:.0}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Example, Results, Side, Unit};

    fn periods() -> Periods {
        let period = |value: &str, count, archive, vs| Period { value: value.into(), count, archive, vs };
        let mut all = vec![period("2024-01", 2, 20, 1)];
        all.extend((2..7).map(|month| period(&format!("2024-{month:02}"), 0, 10, 0)));
        all.push(period("2024-07", 8, 16, 0));
        Periods {
            results: Results {
                unit: Unit::Article,
                total: 11,
                articles: 11,
                stories: 11,
                hits: Vec::new(),
                facets: Vec::new(),
                next: None,
                notes: Vec::new(),
                advice: None,
                tree: None,
                gaps: None,
                took_ms: 0.0,
            },
            periods: all,
            undated: 1,
            archive: Some(Side { total: 90, undated: 4 }),
            vs: None,
            both: None,
            bursts: None,
            more_bursts: 0,
        }
    }

    fn written(periods: &Periods, width: usize) -> String {
        let timeline = Timeline {
            unit: "articles",
            over: Over::Published,
            step: "month",
            total: 11,
            buckets: Vec::new(),
            undated: 1,
        };
        let mut out = Vec::new();
        beside(&timeline, periods, ["flood", "dam\u{1b}"], Style { colour: false, width }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn shares_are_what_bars_show() {
        let expected = "\
11 articles by month, as a share of all of
  each month (90 in all)
2024-01   2  10.0 % ████
…  5 months without a match
2024-07   8  50.0 % ████████████████████
undated   1
";
        assert_eq!(written(&periods(), 42), expected);
    }

    #[test]
    fn two_queries_stand_side_by_side() {
        let mut periods = periods();
        (periods.archive, periods.vs, periods.both) = (None, Some(Side { total: 1, undated: 0 }), Some(1));
        let expected = "\
11 articles by month
A  flood  11 articles
B  dam�  1 article, 1 of them in A too
2024-01   2 ██▊          1 █▍
…  5 months without a match
2024-07   8 ███████████  0
undated   1              0
";
        assert_eq!(written(&periods, 38), expected);
    }

    #[test]
    fn bursts_are_marked_and_named() {
        let value = |label: &str, count| Explanation {
            value: label.into(),
            label: label.into(),
            count,
            outside: 0,
            surprise: 20.0,
            example: None,
        };
        let burst = Named {
            from: "2024-07".into(),
            to: "2024-07".into(),
            count: 8,
            archive: 16,
            usual: 0.62,
            weight: 12.0,
            actors: vec![value("Ada Quill", 7)],
            places: Vec::new(),
            words: vec![value("sluice", 8), value("levee", 5)],
            example: Some(Example {
                id: "00000000002d".into(),
                date: Some("2024-07-03".into()),
                title: None,
            }),
        };
        let periods = Periods { bursts: Some(vec![burst]), more_bursts: 1, ..periods() };
        let written = written(&periods, 60);
        assert!(written.contains("2024-07 * 8  50.0 % █"), "{written}");
        let expected = "
2 bursts
* 2024-07  8 articles of 16; usual would be 0.6
  actors   Ada Quill 7
  words    sluice 8, levee 5
  article  00000000002d  2024-07-03
… 1 weaker ones
";
        assert!(written.ends_with(expected), "{written}");
    }
}
