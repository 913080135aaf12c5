//! The values of a facet by surprise, and pairs of values, as tables.

use std::io::Write;

use super::facets::with_country;
use super::figures::{counted, number};
use super::grid::{Column, Grid};
use crate::error::Result;
use crate::render::Style;
use crate::render::line::{Ink, Line, Page};
use crate::search::association::share;
use crate::search::{FacetKind, Partners, Ranked, Together, Under};

/// The values of a facet by surprise: how many matches have each, how many of the archive, both as
/// shares, and the statistic.
///
/// # Errors
/// When it cannot be written; so for all functions of this module.
pub fn surprising(kind: FacetKind, ranked: &Ranked, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let mut heading = Line::of(Ink::Strong, &kind.to_string());
    let shown = shown(ranked.values.len() as u64, ranked.more);
    heading.push(Ink::Dim, &format!("  {shown} by surprise, counted in {}", ranked.unit));
    page.line(heading)?;
    let columns = [
        Column::Name(Ink::Plain),
        Column::Figure(Ink::Plain),
        Column::Figure(Ink::Plain),
        Column::Figure(Ink::Dim),
        Column::Figure(Ink::Dim),
        Column::Figure(Ink::Plain),
        Column::Id,
    ];
    let heads = ["", "here", "share", "archive", "share", "surprise", ""];
    let mut grid = Grid::new(&columns, &heads);
    for row in &ranked.values {
        let selected = if row.value.selected { "[x] " } else { "" };
        let label = with_country(kind, &row.value.value, &row.value.label);
        let id = if row.value.value == row.value.label { String::new() } else { row.value.value.clone() };
        grid.row([
            format!("{selected}{label}"),
            number(row.value.count),
            percent(share(row.value.count, ranked.total)),
            number(row.archive),
            percent(share(row.archive, ranked.archive)),
            format!("{:+.1}", row.surprise),
            id,
        ]);
    }
    if ranked.none > 0 {
        grid.dim(["(none)".to_owned(), number(ranked.none), percent(share(ranked.none, ranked.total))]);
    }
    grid.dim(["(all)".to_owned(), number(ranked.total), String::new(), number(ranked.archive)]);
    grid.write(2, &mut page)?;
    more(ranked.more, &mut page)?;
    page.line(Line::of(Ink::Dim, &format!("  surprise: {}", ranked.statistic)))
}

/// What lies directly in a place.
pub fn under(under: &Under, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let place = FacetKind::Place(None);
    let name = with_country(place, &under.place.value, &under.place.label);
    let facet = &under.facet;
    let shown = shown(facet.values.len() as u64, facet.more);
    page.line(Line::of(Ink::Strong, &format!("{name}  {}", counted(under.place.count, facet.unit))))?;
    page.line(Line::of(Ink::Dim, &format!("  {shown} directly in it")))?;
    let columns = [Column::Name(Ink::Plain), Column::Figure(Ink::Plain), Column::Id];
    let mut grid = Grid::new(&columns, &[]);
    for value in &facet.values {
        let selected = if value.selected { "[x] " } else { "" };
        grid.row([format!("{selected}{}", value.label), number(value.count), value.value.clone()]);
    }
    grid.dim([itself(under), number(facet.none), under.place.value.clone()]);
    grid.write(2, &mut page)?;
    more(facet.more, &mut page)
}

/// The row of what names a place and nothing inside it.
pub(in crate::render) fn itself(under: &Under) -> String {
    format!("({} itself)", under.place.label)
}

/// Values of one facet with their partners of another.
pub fn together(together: &Together<'_>, style: Style, out: &mut dyn Write) -> Result<()> {
    let [rows, with] = together.fields();
    let mut page = Page::new(style, out);
    let mut heading = Line::of(Ink::Strong, &format!("{rows} with {with}"));
    let shown = shown(together.len() as u64, together.more);
    let total = counted(together.total(), together.unit().plural());
    heading.push(Ink::Dim, &format!("  {shown}, in {total}"));
    page.line(heading)?;
    let unit = together.unit().plural();
    let columns = [
        Column::Name(Ink::Strong),
        Column::Figure(Ink::Plain),
        Column::Name(Ink::Plain),
        Column::Figure(Ink::Plain),
        Column::Figure(Ink::Dim),
        Column::Figure(Ink::Dim),
        Column::Figure(Ink::Dim),
    ];
    let (left, right) = (rows.to_string(), with.to_string());
    let mut grid = Grid::new(&columns, &[&left, unit, &right, "both", unit, "Jaccard", "PMI"]);
    for row in together.rows() {
        block(rows, with, &row?, &mut grid);
    }
    let [none, without] = together.none();
    if none > 0 {
        grid.dim(["(none)".to_owned(), number(none)]);
    }
    if without > 0 {
        let cells = ["", "", "(none)", "", &number(without)];
        grid.dim(cells.map(str::to_owned));
    }
    grid.write(2, &mut page)?;
    more(together.more, &mut page)
}

fn block(rows: FacetKind, with: FacetKind, row: &Partners, grid: &mut Grid<'_>) {
    let mut name = with_country(rows, &row.value.value, &row.value.label);
    let mut count = number(row.value.count);
    for partner in &row.with {
        grid.row([
            std::mem::take(&mut name),
            std::mem::take(&mut count),
            with_country(with, &partner.value, &partner.label),
            number(partner.together),
            number(partner.count),
            format!("{:.2}", partner.jaccard),
            format!("{:+.1}", partner.pmi),
        ]);
    }
    if row.with.is_empty() {
        grid.row([name, count, "(none)".to_owned()]);
    } else if row.more > 0 {
        grid.dim([String::new(), String::new(), format!("… {} more", number(row.more))]);
    }
}

/// `3 values`, `3 of 30 values`.
fn shown(shown: u64, more: u64) -> String {
    match more {
        0 => counted(shown, "values"),
        more => format!("{} of {}", number(shown), counted(shown + more, "values")),
    }
}

fn more(more: u64, page: &mut Page<'_>) -> Result<()> {
    if more == 0 {
        return Ok(());
    }
    page.line(Line::of(Ink::Dim, &format!("  … {} more", number(more))))
}

/// `60.9 %`; small shares keep two digits.
pub(super) fn percent(share: f64) -> String {
    let percent = share * 100.0;
    match percent {
        p if p == 0.0 || p >= 9.95 => format!("{p:.1} %"),
        p if p >= 0.1 => format!("{p:.2} %"),
        p => format!("{p:.3} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_shares_keep_digits() {
        assert_eq!(
            [0.0, 1.0, 0.609, 0.0123, 0.000456].map(percent),
            ["0.0 %", "100.0 %", "60.9 %", "1.23 %", "0.046 %"]
        );
    }
}
