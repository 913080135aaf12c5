//! Facets: as blocks side by side below the hits, or one as a full list.

use std::io::Write;

use super::chart::bar;
use super::figures::{counted, number};
use crate::error::Result;
use crate::gazetteer::Gazetteer;
use crate::render::Style;
use crate::render::line::{Ink, Line, Page};
use crate::search::facets::Dimension;
use crate::search::{Facet, FacetKind, FacetValue};

/// The narrowest and the widest block, and the gap between two, in columns.
const BLOCK_MIN: usize = 36;
const BLOCK_MAX: usize = 56;
const GAP: usize = 3;
/// The longest bar in a block.
const BLOCK_BAR: usize = 8;

/// All facets as blocks, as many side by side as the page is wide for.
pub(super) fn blocks(facets: &[(FacetKind, Facet)], page: &mut Page<'_>) -> Result<()> {
    let room = page.style.width + GAP;
    let across = (room / (BLOCK_MIN + GAP)).clamp(1, facets.len().max(1));
    let width = (room / across - GAP).min(BLOCK_MAX);
    for row in facets.chunks(across) {
        page.blank()?;
        let named = row.iter().map(|(kind, facet)| (*kind, with_countries(*kind, facet)));
        let blocks: Vec<Vec<Line>> = named.map(|(kind, facet)| block(kind, &facet, width)).collect();
        let height = blocks.iter().map(Vec::len).max().unwrap_or(0);
        for at in 0..height {
            let mut line = Line::new();
            for (column, block) in blocks.iter().enumerate() {
                line.fill(column * (width + GAP));
                line.append(block.get(at).cloned().unwrap_or_default());
            }
            page.line(line)?;
        }
    }
    Ok(())
}

/// Towns and regions of one name are told apart by their country.
fn with_countries(kind: FacetKind, facet: &Facet) -> Facet {
    let mut facet = facet.clone();
    for value in &mut facet.values {
        value.label = with_country(kind, &value.value, &value.label);
    }
    facet
}

/// The label of a value, for a place inside a country with that country.
pub(super) fn with_country(kind: FacetKind, value: &str, label: &str) -> String {
    if kind.dimension() != Dimension::Place {
        return label.to_owned();
    }
    let gazetteer = Gazetteer::embedded();
    let place = gazetteer.by_id(value).filter(|&no| gazetteer.path(no).len() > 1);
    super::figures::place(label, place.and_then(|no| gazetteer.place(no).country))
}

fn block(kind: FacetKind, facet: &Facet, width: usize) -> Vec<Line> {
    let columns = Columns::of(facet, width, BLOCK_BAR);
    let mut heading = Line::of(Ink::Strong, &kind.to_string());
    heading.push(Ink::Dim, &format!("  {}", facet.unit));
    let rows = facet.values.iter().map(|value| columns.row(value));
    [heading].into_iter().chain(rows).chain(columns.rest(facet)).collect()
}

/// The values of one facet, one a line, with the id that a selection takes back.
///
/// # Errors
/// When it cannot be written.
pub fn facet(kind: FacetKind, facet: &Facet, style: Style, out: &mut dyn Write) -> Result<()> {
    let facet = &with_countries(kind, facet);
    let mut page = Page::new(style, out);
    let mut heading = Line::of(Ink::Strong, &kind.to_string());
    let shown = counted(facet.values.len() as u64, "values");
    let shown = match facet.more {
        0 => shown,
        more => format!(
            "{} of {}",
            number(facet.values.len() as u64),
            counted(facet.values.len() as u64 + more, "values")
        ),
    };
    heading.push(Ink::Dim, &format!("  {shown}, counted in {}", facet.unit));
    page.line(heading)?;
    let ids = facet.values.iter().any(|v| v.value != v.label);
    let id = facet.values.iter().map(|v| columns(&v.value)).max().filter(|_| ids).unwrap_or(0);
    let width = page.style.width;
    let room = width.saturating_sub(if ids { id + 2 } else { 0 }).max(width / 2);
    let columns = Columns::of(facet, room, width / 4);
    for value in &facet.values {
        let mut line = columns.row(value);
        if ids {
            line.fill(columns.end() + 2);
            line.push(Ink::Dim, &value.value);
        }
        page.line(line)?;
    }
    columns.rest(facet).into_iter().try_for_each(|line| page.line(line))
}

fn columns(text: &str) -> usize {
    Line::of(Ink::Plain, text).columns()
}

const NONE: &str = "(none)";

/// How the columns of a list of values are divided.
struct Columns {
    box_: usize,
    label: usize,
    count: usize,
    bar: usize,
    largest: u64,
}

impl Columns {
    fn of(facet: &Facet, width: usize, bar: usize) -> Columns {
        let box_ = if facet.values.iter().any(|v| v.selected) { SELECTED.len() } else { 2 };
        let largest = facet.values.iter().map(|v| v.count).max().unwrap_or(0);
        let count = number(largest.max(facet.none)).len();
        let labels = facet.values.iter().map(|v| columns(&v.label)).max().unwrap_or(0).max(NONE.len());
        let room = width.saturating_sub(box_ + 2 + count + 1 + bar);
        Columns { box_, label: labels.min(room), count, bar, largest }
    }

    /// The column behind the bars.
    fn end(&self) -> usize {
        self.box_ + self.label + 2 + self.count + 1 + self.bar
    }

    fn row(&self, value: &FacetValue) -> Line {
        let mut line = Line::of(Ink::Plain, if value.selected { SELECTED } else { "" });
        line.fill(self.box_);
        line.append(Line::of(Ink::Plain, &value.label).cut(self.label));
        self.counted(&mut line, value.count, Ink::Plain);
        line.push(Ink::Bar, &bar(value.count, self.largest, self.bar));
        line
    }

    fn counted(&self, line: &mut Line, count: u64, ink: Ink) {
        line.fill(self.box_ + self.label + 2);
        line.push(ink, &format!("{:>1$} ", number(count), self.count));
    }

    /// The rows for what has no value, and for the values that are not shown.
    fn rest(&self, facet: &Facet) -> Vec<Line> {
        let mut lines = Vec::new();
        if facet.none > 0 {
            let mut line = Line::new();
            line.fill(self.box_);
            line.push(Ink::Dim, NONE);
            self.counted(&mut line, facet.none, Ink::Dim);
            lines.push(line);
        }
        if facet.more > 0 {
            let mut line = Line::new();
            line.fill(self.box_);
            line.push(Ink::Dim, &format!("… {} more", number(facet.more)));
            lines.push(line);
        }
        lines
    }
}

const SELECTED: &str = "[x] ";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    #[test]
    fn one_facet_as_a_list() {
        let mut out = Vec::new();
        facet("place".parse().unwrap(), &samples::places(), Style::default(), &mut out).unwrap();
        let expected = "\
place  3 of 30 values, counted in articles
    Russia             1,200 ████████████████████  geonames:2017370
    Ukraine              590 █████████▊            geonames:690791
[x] Kursk Oblast (RU)    402 ██████▋               geonames:538555
    (none)                14
    … 27 more
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn long_and_wide_labels_are_cut_so_that_counts_stay_in_line() {
        let value =
            |label: &str| FacetValue { value: label.into(), label: label.into(), count: 5, selected: false };
        let labels = ["漢字".repeat(20), "x\u{1b}".into()];
        let facet =
            Facet { unit: "articles", values: labels.iter().map(|l| value(l)).collect(), none: 0, more: 0 };
        let rows = block(FacetKind::Outlet, &facet, BLOCK_MIN);
        let rows: Vec<String> = rows.iter().map(Line::plain).collect();
        let expected = [
            "outlet  articles",
            "  漢字漢字漢字漢字漢字…   5 ████████",
            "  x�                      5 ████████",
        ];
        assert_eq!(rows, expected);
    }
}
