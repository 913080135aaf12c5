//! CSV for spreadsheets, as RFC 4180 describes it.
//!
//! A spreadsheet takes a cell that begins with `=` for a formula, and an article may
//! begin with anything; such cells get an apostrophe in front, which the spreadsheet
//! reads as "this is text". Several values in one cell are divided by `"; "`.
//!
//! Left out: a byte order mark; the output is UTF-8.

mod beside;
mod facets;

pub use beside::beside;
pub use facets::{surprising, together, under};

use std::io::Write;

use csv::{Terminator, Writer, WriterBuilder};

use super::{Timeline, batch, output, safe};
use crate::error::{Error, Result};
use crate::index::Record;
use crate::index::dictionary::View;
use crate::search::{Facet, hit};

/// The columns of an export.
pub const COLUMNS: [&str; 16] = [
    "id",
    "title",
    "date",
    "precision",
    "date_source",
    "outlet",
    "byline",
    "lang",
    "url",
    "path",
    "record",
    "places",
    "place_ids",
    "actors",
    "actor_ids",
    "body",
];

/// A table while it is written; [`Table::finish`] ends it.
pub struct Table<'o> {
    writer: Writer<&'o mut dyn Write>,
}

impl<'o> Table<'o> {
    /// A table of articles, beginning with its header.
    ///
    /// # Errors
    /// When it cannot be written; so for the other functions.
    pub fn articles(out: &'o mut dyn Write) -> Result<Table<'o>> {
        Table::new(&COLUMNS, out)
    }

    fn new(header: &[&str], out: &'o mut dyn Write) -> Result<Table<'o>> {
        let mut table = Table { writer: WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out) };
        table.write(header.iter().map(|name| (*name).to_owned()))?;
        Ok(table)
    }

    /// One article.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn article(&mut self, record: &Record, dictionary: &View) -> Result<()> {
        let article = &record.article;
        let published = article.published.as_ref();
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let places = hit::places(record, usize::MAX);
        let actors = hit::actors(record, dictionary, usize::MAX);
        self.write([
            record.id.to_string(),
            text(&article.title),
            published.map(|p| p.date.to_string()).unwrap_or_default(),
            published.map(|p| p.precision().to_owned()).unwrap_or_default(),
            published.map(|p| p.source.as_str().to_owned()).unwrap_or_default(),
            text(&article.outlet),
            text(&article.byline),
            text(&article.lang),
            text(&article.url),
            record.origin.path.clone(),
            record.origin.record.to_string(),
            joined(places.iter().map(|p| p.name.as_str())),
            joined(places.iter().map(|p| p.id.as_str())),
            joined(actors.iter().map(|a| a.name.as_str())),
            joined(actors.iter().map(|a| a.id.as_str())),
            article.body.clone(),
        ])
    }

    /// Writes out what is still held back.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> Result<()> {
        self.writer.flush().map_err(output)
    }

    fn write(&mut self, cells: impl IntoIterator<Item = String>) -> Result<()> {
        self.row(cells.into_iter().map(|c| guarded(&c)))
    }

    /// A row of cells that are guarded already, or are figures.
    fn row(&mut self, cells: impl IntoIterator<Item = String>) -> Result<()> {
        self.writer.write_record(cells).map_err(unwrapped)
    }
}

/// What the system said, so that a closed pipe is known for one.
fn unwrapped(cause: csv::Error) -> Error {
    match cause.into_kind() {
        csv::ErrorKind::Io(cause) => output(cause),
        _ => output(std::io::Error::other("a row has another number of cells than the first")),
    }
}

/// A batch of queries: each with its id, and how much it found.
///
/// # Errors
/// When it cannot be written.
pub fn batch(found: &batch::Table<'_>, out: &mut dyn Write) -> Result<()> {
    let mut table = Table::new(&["id", "query", "total", "unit", "articles", "stories"], out)?;
    for row in found.rows {
        let [total, articles, stories] = [row.total, row.articles, row.stories].map(|n| n.to_string());
        let unit = found.unit.plural().to_owned();
        table.write([row.id.clone(), row.query.clone(), total, unit, articles, stories])?;
    }
    table.finish()
}

/// The values of a facet: what a selection takes back, what is shown, the count. Matches
/// without a value are the last row, with an empty value.
///
/// # Errors
/// When it cannot be written.
pub fn facet(facet: &Facet, out: &mut dyn Write) -> Result<()> {
    let values = facet.values.iter().map(|v| (v.value.as_str(), v.label.as_str(), v.count));
    counts(values, ("(none)", facet.none), out)
}

/// Matches over time; the undated ones are the last row, with an empty value.
///
/// # Errors
/// When it cannot be written.
pub fn timeline(timeline: &Timeline, out: &mut dyn Write) -> Result<()> {
    let values = timeline.buckets.iter().map(|(value, count)| (value.as_str(), value.as_str(), *count));
    counts(values, ("(undated)", timeline.undated), out)
}

fn counts<'a>(
    values: impl Iterator<Item = (&'a str, &'a str, u64)>,
    (rest, without): (&'a str, u64),
    out: &mut dyn Write,
) -> Result<()> {
    let mut table = Table::new(&["value", "label", "count"], out)?;
    for (value, label, count) in values.chain((without > 0).then_some(("", rest, without))) {
        table.write([value.to_owned(), label.to_owned(), count.to_string()])?;
    }
    table.finish()
}

fn joined<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.collect::<Vec<_>>().join("; ")
}

/// A cell that is nothing but text, to terminals and to spreadsheets (for some of
/// which the wide forms of the signs are signs too).
fn guarded(cell: &str) -> String {
    let formula = |text: &str| text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    let kept = |c: char| match c {
        '\n' => Some(c),
        '\t' => Some(' '),
        c if c.is_control() => None,
        c => safe::shown(c),
    };
    let text: String = cell.chars().filter_map(kept).collect();
    if formula(cell) || formula(&text) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    #[test]
    fn articles_are_rows_below_a_header() {
        let mut out = Vec::new();
        let mut table = Table::articles(&mut out).unwrap();
        table.article(&samples::record(), &samples::view()).unwrap();
        table.finish().unwrap();
        let expected = "id,title,date,precision,date_source,outlet,byline,lang,url,path,record,places,place_ids,\
            actors,actor_ids,body\r\n00000000002d,Russia accuses Ukrainian troops of crossing the border,\
            2024-08-08,day,header,Meridian Wire,,en,,wire/0042.txt,1,Kursk Oblast,geonames:538555,\
            Ukrainian troops; Alexei Smirnov,group:ukrainian-troops; person:alexei-smirnov,\
            \"KURSK, Aug 8 - Russia has accused Ukrainian troops of crossing into the Kursk region on Tuesday, \
            acting governor Alexei Smirnov said.\n\nSmirnov spoke to reporters in 莫斯科 of a \
            [31mcounter-terrorist[0m operation.\"\r\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn no_cell_is_a_formula_or_a_control_sequence() {
        let cells =
            ["=1+1", "+1", "-1", "@x", "\tx", "\r=x", "\u{1b}=x", "\u{200b}@x", "＝x", "a=b", "", "a\r\nb"];
        let expected = ["'=1+1", "'+1", "'-1", "'@x", "' x", "'=x", "'=x", "'@x", "'＝x", "a=b", "", "a\nb"];
        assert_eq!(cells.map(guarded), expected);
    }

    #[test]
    fn counts_end_with_what_has_no_value() {
        let mut out = Vec::new();
        facet(&samples::places(), &mut out).unwrap();
        let expected = "value,label,count\r\ngeonames:2017370,Russia,1200\r\ngeonames:690791,Ukraine,590\r\n\
            geonames:538555,Kursk Oblast,402\r\n,(none),14\r\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
