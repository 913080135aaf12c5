//! CSV for spreadsheets, as RFC 4180 describes it.
//!
//! A spreadsheet takes a cell that begins with `=` for a formula, and an article may
//! begin with anything; such cells get an apostrophe in front, which the spreadsheet
//! reads as "this is text". Several values in one cell are divided by `"; "`.
//!
//! The output is UTF-8, without a byte order mark unless one is asked for ([`mark_bytes`]).

mod beside;
mod facets;

pub use beside::beside;
pub use facets::{surprising, together, under};

use std::io::Write;

use csv::{Terminator, Writer, WriterBuilder};

use super::fields::{Field, Fields, Known};
use super::{Timeline, batch, output, safe};
use crate::article::Published;
use crate::error::{Error, Result};
use crate::index::Record;
use crate::search::Facet;
use crate::search::comention::Comention;
use crate::search::hit::{self, ActorValue, PlaceValue};
use crate::search::kwic::Kwic;

/// A table while it is written; [`Table::finish`] ends it.
pub struct Table<'o> {
    writer: Writer<&'o mut dyn Write>,
}

impl<'o> Table<'o> {
    /// A table with this header.
    ///
    /// # Errors
    /// When it cannot be written; so for the other functions.
    pub fn new(header: &[&str], out: &'o mut dyn Write) -> Result<Table<'o>> {
        let mut table = Table { writer: WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out) };
        table.write(header.iter().map(|name| (*name).to_owned()))?;
        Ok(table)
    }

    /// One article, its fields as cells.
    pub fn article(&mut self, record: &Record, fields: &Fields, known: Known<'_>) -> Result<()> {
        let mut row = Cells { record, known, places: None, actors: None };
        self.write(fields.0.iter().map(|field| row.cell(*field)).collect::<Vec<_>>())
    }

    /// One match in its context; see [`KWIC_COLUMNS`].
    pub fn kwic(&mut self, row: &Kwic) -> Result<()> {
        let source = &row.source;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        self.write([
            source.id.to_string(),
            source.date.map(|date| date.to_string()).unwrap_or_default(),
            text(&source.outlet),
            row.field.as_str().to_owned(),
            row.start.to_string(),
            row.end.to_string(),
            row.left.clone(),
            row.text.clone(),
            row.right.clone(),
            text(&source.title),
            text(&source.url),
            source.path.clone(),
            source.record.to_string(),
        ])
    }

    /// One co-mention of an article; see [`COMENTION_COLUMNS`].
    pub fn comention(&mut self, row: &Comention, record: &Record, known: Known<'_>) -> Result<()> {
        let article = &record.article;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let when = row.when.as_ref();
        let said = when.and_then(|when| when.said.as_ref());
        let cells = [
            when.map(|w| w.days.from.to_string()).unwrap_or_default(),
            when.map(|w| w.days.to.to_string()).unwrap_or_default(),
            when.map(|w| w.precision().to_owned()).unwrap_or_default(),
            when.map(|w| w.basis.as_str().to_owned()).unwrap_or_default(),
            said.map(|(.., words)| words.clone()).unwrap_or_default(),
            row.actor.name.clone(),
            row.actor.id.clone(),
            row.actor.kind.as_str().to_owned(),
            row.place.name.clone(),
            row.place.id.clone(),
            text(&row.place.country),
            row.admin1.unwrap_or_default().to_owned(),
            row.level.to_owned(),
            row.place.lat.to_string(),
            row.place.lon.to_string(),
            row.role.as_str().to_owned(),
            row.sentence.clone(),
            row.field.as_str().to_owned(),
            row.start.to_string(),
            row.end.to_string(),
            row.actor_at.text.clone(),
            row.actor_at.start.to_string(),
            row.actor_at.end.to_string(),
            row.place_at.text.clone(),
            row.place_at.start.to_string(),
            row.place_at.end.to_string(),
            row.actor_at.confidence.to_string(),
            row.place_at.confidence.to_string(),
            record.id.to_string(),
            known.story(record).0.to_string(),
            article.published.as_ref().map(|p| p.date.to_string()).unwrap_or_default(),
            text(&article.outlet),
            text(&article.title),
            text(&article.url),
            record.origin.path.clone(),
            record.origin.record.to_string(),
        ];
        // A coordinate in the west begins with a sign, and is a number all the same.
        let number = |name: &str| matches!(name, "latitude" | "longitude");
        let cells = COMENTION_COLUMNS.iter().zip(cells);
        let cells = cells.map(|(name, cell)| if number(name) { cell } else { guarded(&cell) });
        self.writer.write_record(cells).map_err(unwrapped)
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

/// The columns of a concordance.
pub const KWIC_COLUMNS: [&str; 13] = [
    "id", "date", "outlet", "field", "start", "end", "left", "match", "right", "title", "url", "path",
    "record",
];

/// The columns of a table of co-mentions: when, who, where, the sentence, what in it says so, and the
/// article. Names are those of tables of coded events where these have the same.
#[rustfmt::skip]
pub const COMENTION_COLUMNS: [&str; 36] = [
    "date_from", "date_to", "time_precision", "date_basis", "date_text",
    "actor", "actor_id", "actor_kind",
    "location", "location_id", "country", "admin1", "location_type", "latitude", "longitude", "location_role",
    "sentence", "field", "start", "end",
    "actor_text", "actor_start", "actor_end", "location_text", "location_start", "location_end",
    "actor_confidence", "location_confidence",
    "id", "story", "published", "source", "title", "url", "path", "record",
];

/// The cells of one article. Who and where it names is gathered when a cell asks for it.
struct Cells<'r> {
    record: &'r Record,
    known: Known<'r>,
    places: Option<Vec<PlaceValue>>,
    actors: Option<Vec<ActorValue>>,
}

impl Cells<'_> {
    fn cell(&mut self, field: Field) -> String {
        let (record, article) = (self.record, &self.record.article);
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let dated =
            |of: &dyn Fn(&Published) -> String| article.published.as_ref().map(of).unwrap_or_default();
        match field {
            Field::Id => record.id.to_string(),
            Field::Title => text(&article.title),
            Field::Subheads => joined(article.subheads.iter().map(String::as_str)),
            Field::Lead => text(&article.lead),
            // Objects of JSON have no cell; a date has one.
            Field::Published | Field::Dating | Field::Date => dated(&|p| p.date.to_string()),
            Field::Precision => dated(&|p| p.precision().to_owned()),
            Field::DateSource => dated(&|p| p.source.as_str().to_owned()),
            Field::Instant => dated(&|p| text(&p.instant)),
            Field::Suspect => article.dating.suspect().unwrap_or_default(),
            Field::Outlet => text(&article.outlet),
            Field::Byline => text(&article.byline),
            Field::Lang => text(&article.lang),
            Field::Url => text(&article.url),
            Field::Path => record.origin.path.clone(),
            Field::Record => record.origin.record.to_string(),
            Field::Format => record.origin.format.clone(),
            Field::SourceId => text(&article.source_id),
            Field::Section => text(&article.section),
            Field::Page => text(&article.page),
            Field::Edition => text(&article.edition),
            Field::Keywords => joined(article.keywords.iter().map(String::as_str)),
            Field::Dateline => text(&article.dateline),
            Field::Captions => joined(article.captions.iter().map(String::as_str)),
            Field::Story => self.known.story(record).0.to_string(),
            Field::StorySize => self.known.story(record).1.to_string(),
            Field::Places => joined(self.places().iter().map(|p| p.name.as_str())),
            Field::PlaceIds => joined(self.places().iter().map(|p| p.id.as_str())),
            Field::Actors => joined(self.actors().iter().map(|a| a.name.as_str())),
            Field::ActorIds => joined(self.actors().iter().map(|a| a.id.as_str())),
            Field::Body => article.body.clone(),
        }
    }

    fn places(&mut self) -> &[PlaceValue] {
        self.places.get_or_insert_with(|| hit::places(self.record, usize::MAX))
    }

    fn actors(&mut self) -> &[ActorValue] {
        self.actors.get_or_insert_with(|| hit::actors(self.record, self.known.dictionary, usize::MAX))
    }
}

/// Writes the mark by which some spreadsheets know UTF-8; before the table, and only for them, since
/// other programs take it for a part of the first column's name.
///
/// # Errors
/// When it cannot be written.
pub fn mark_bytes(out: &mut dyn Write) -> Result<()> {
    out.write_all("\u{FEFF}".as_bytes()).map_err(output)
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
    use crate::index::Stories;
    use crate::render::samples;

    #[test]
    fn articles_are_rows_below_a_header() {
        let mut out = Vec::new();
        let (view, stories, fields) = (samples::view(), Stories::default(), Fields::columns(true));
        let mut table = Table::new(&fields.names(), &mut out).unwrap();
        let known = Known { dictionary: &view, stories: &stories };
        table.article(&samples::record(), &fields, known).unwrap();
        table.finish().unwrap();
        let expected = "id,title,date,precision,date_source,outlet,byline,lang,url,path,record,places,place_ids,\
            actors,actor_ids,section,page,edition,source_id,keywords,dateline,story,body\r\n00000000002d,Russia accuses Ukrainian troops of crossing the border,\
            2024-08-08,day,header,Meridian Wire,,en,,wire/0042.txt,1,Kursk Oblast,geonames:538555,\
            Ukrainian troops; Alexei Smirnov,group:ukrainian-troops; person:alexei-smirnov,\
            ,,,42,,\"KURSK, Aug 8\",00000000002d,\"KURSK, Aug 8 - Russia has accused Ukrainian troops of crossing into the Kursk region on Tuesday, \
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
