//! Rows of cells in columns: names to the left, figures to the right.
//!
//! A table that is wider than the page loses its ids, and then from the columns of names, the widest
//! first; figures are never cut.

use crate::error::Result;
use crate::render::line::{Ink, Line, Page};

/// Columns between two cells.
const GAP: usize = 2;
/// No column of names gets narrower.
const NAME_MIN: usize = 8;

/// What a column holds, and how it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Names, to the left, which may be cut.
    Name(Ink),
    /// Figures, to the right.
    Figure(Ink),
    /// Ids and the like in the last column, to the left: whole, or left out.
    Id,
}

impl Column {
    fn ink(self) -> Ink {
        match self {
            Column::Name(ink) | Column::Figure(ink) => ink,
            Column::Id => Ink::Dim,
        }
    }
}

/// A table.
pub(super) struct Grid<'g> {
    columns: &'g [Column],
    rows: Vec<Vec<Line>>,
}

impl<'g> Grid<'g> {
    /// A table with a line of headings, or without.
    pub(super) fn new(columns: &'g [Column], headings: &[&str]) -> Grid<'g> {
        let headings: Vec<Line> = headings.iter().map(|heading| Line::of(Ink::Dim, heading)).collect();
        Grid { columns, rows: if headings.is_empty() { Vec::new() } else { vec![headings] } }
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        let cells = cells.into_iter().zip(self.columns);
        self.rows.push(cells.map(|(cell, column)| Line::of(column.ink(), &cell)).collect());
    }

    /// Adds a row that can be passed over.
    pub(super) fn dim(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| Line::of(Ink::Dim, &cell)).collect());
    }

    /// Writes it, indented.
    pub(super) fn write(self, indent: usize, page: &mut Page<'_>) -> Result<()> {
        let widths = self.widths(page.style.width.saturating_sub(indent));
        for row in self.rows {
            let mut line = Line::new();
            let mut at = indent;
            for ((cell, column), width) in row.into_iter().zip(self.columns).zip(&widths) {
                let cell = match column {
                    Column::Name(_) => cell.cut(*width),
                    _ => cell,
                };
                let left =
                    if matches!(column, Column::Figure(_)) { width - cell.columns().min(*width) } else { 0 };
                line.fill(at + left);
                line.append(cell);
                at += width + GAP;
            }
            page.line(line)?;
        }
        Ok(())
    }

    /// The widths of the columns that there is room for.
    fn widths(&self, room: usize) -> Vec<usize> {
        let widest =
            |at| self.rows.iter().filter_map(|row| row.get(at)).map(Line::columns).max().unwrap_or(0);
        let mut widths: Vec<usize> = (0..self.columns.len()).map(widest).collect();
        let over = |widths: &[usize]| {
            (widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)).saturating_sub(room)
        };
        if over(&widths) > 0 && self.columns.last() == Some(&Column::Id) {
            widths.pop();
        }
        loop {
            let over = over(&widths);
            let names = widths.iter_mut().zip(self.columns).filter(|(_, c)| matches!(c, Column::Name(_)));
            match names.map(|(width, _)| width).max() {
                Some(width) if over > 0 && *width > NAME_MIN => *width -= 1,
                _ => return widths,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::Style;

    #[test]
    fn figures_stay_whole_and_names_are_cut() {
        let columns = [Column::Name(Ink::Plain), Column::Figure(Ink::Plain), Column::Id];
        let mut grid = Grid::new(&columns, &["name", "count", "id"]);
        grid.row(["Federal Reserve Bank of New York\u{1b}".into(), "1,200".into(), "org:fed".into()]);
        grid.row(["漢字".into(), "7".into(), String::new()]);
        let mut out = Vec::new();
        grid.write(2, &mut Page::new(Style { colour: false, width: 40 }, &mut out)).unwrap();
        let expected = "  name                             count
  Federal Reserve Bank of New Yo…  1,200
  漢字                                 7
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
