//! A batch of queries as one table: which, and how much each found.

use std::io::Write;

use super::Style;
use super::line::{Ink, Line, Page};
use super::text::number;
use crate::error::Result;
use crate::query::Query;
use crate::search::{Results, Unit};

/// A query of a batch and what it found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its id in the batch.
    pub id: String,
    /// The query as it was typed.
    pub query: String,
    /// Matches in the unit.
    pub total: u64,
    /// Matching articles.
    pub articles: u64,
    /// Stories with a matching article.
    pub stories: u64,
}

impl Row {
    /// What a query of this id found.
    pub fn of(id: &str, query: &Query, results: &Results) -> Row {
        let Results { total, articles, stories, .. } = *results;
        Row { id: id.to_owned(), query: query.input.clone(), total, articles, stories }
    }
}

/// The queries of a batch.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    /// What is counted.
    pub unit: Unit,
    /// The queries that were carried out, in their order.
    pub rows: &'a [Row],
}

/// The table as a page: id, number, query; the last line adds nothing up, since an article may
/// match many queries.
///
/// # Errors
/// When it cannot be written.
pub fn text(table: &Table<'_>, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let unit = table.unit.plural();
    let widest = |texts: &mut dyn Iterator<Item = &str>| {
        texts.map(|text| Line::of(Ink::Plain, text).columns()).max().unwrap_or(0)
    };
    let id = widest(&mut table.rows.iter().map(|row| row.id.as_str())).clamp("id".len(), style.width / 3);
    let count = table.rows.iter().map(|row| number(row.total).len()).max().unwrap_or(0).max(unit.len());
    let row = |(ink, first): (Ink, &str), total: &str, query: &str| {
        let mut line = Line::of(ink, first).cut(id);
        line.fill(id + 2);
        line.push(Ink::Plain, &format!("{total:>count$}  "));
        line.push(Ink::Dim, query);
        line
    };
    page.line(row((Ink::Dim, "id"), unit, "query"))?;
    table
        .rows
        .iter()
        .try_for_each(|found| page.line(row((Ink::Strong, &found.id), &number(found.total), &found.query)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_cut_to_the_page() {
        let row = |id: &str, total, query: &str| Row {
            id: id.into(),
            query: query.into(),
            total,
            articles: total,
            stories: total,
        };
        let rows = [row("q1", 1234, "kursk border"), row("a-longer-id", 0, &"word ".repeat(20))];
        let mut out = Vec::new();
        text(&Table { unit: Unit::Article, rows: &rows }, Style { colour: false, width: 50 }, &mut out)
            .unwrap();
        let expected = "\
id           articles  query
q1              1,234  kursk border
a-longer-id         0  word word word word word w…
";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
