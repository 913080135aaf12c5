//! CSV and TSV: one article a row.
//!
//! The delimiter is the one that cuts a sample into the most regular rows. If the
//! first row names fields that news data has, it is the header. If it names nothing
//! known, the columns are told apart by what they hold, and the first article carries
//! a warning with the guess, so that `--map` can put it right.

use std::ops::ControlFlow;

use crate::corpus::bytes::decode::Decoder;
use crate::corpus::data::names::{self, FieldMap, Rank, Slot};
use crate::corpus::data::record::Collector;
use crate::corpus::data::rows::{Row, Rows};
use crate::corpus::pubdate::{self, DateOptions};
use crate::corpus::{Emit, Input, limits};
use crate::error::{Fault, Reason};

/// Rows of the sample that are looked at.
const SAMPLE_ROWS: usize = 200;
/// The rank of a column whose field was guessed.
const GUESSED: Rank = 90;

/// What each column holds.
struct Layout {
    slots: Vec<Option<(Slot, Rank)>>,
    has_header: bool,
    guess: Option<String>,
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let (delimiter, sample) = sampled(&input.head);
    let layout = layout(&sample, &input.options.map)
        .ok_or_else(|| Fault::new(Reason::NoText, "no text: no column holds words"))?;
    let date = |slot: &Option<(Slot, Rank)>| matches!(slot, Some((Slot::Date, _)));
    let columns: Vec<usize> =
        (0..layout.slots.len()).filter(|&c| layout.slots.get(c).is_some_and(date)).collect();
    let cells = sample.iter().flat_map(|row| columns.iter().filter_map(|&c| row.get(c)));
    emit.ladder.learn(cells.map(String::as_str));
    let mut rows = Rows::new(input.stream, delimiter, limits::RECORD_BYTES, limits::TABLE_REPAIRS);
    let mut decoder = Decoder::of_sample(&input.head);
    let mut cells = Vec::new();
    if layout.has_header {
        rows.next(&mut cells).map_err(|cause| Fault::of_io(&cause))?;
    }
    for number in 1.. {
        let flow = match rows.next(&mut cells).map_err(|cause| Fault::of_io(&cause))? {
            Row::End => break,
            Row::Broken(why) => {
                emit.fault(number, Fault::new(Reason::Malformed, format!("broken row: {why}")))
            }
            Row::Cells => article(number, &cells, &layout, &mut decoder, &input.options.map, emit),
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

fn article(
    number: u64,
    cells: &[Vec<u8>],
    layout: &Layout,
    decoder: &mut Decoder,
    map: &FieldMap,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let mut found = Collector::new(map);
    let mut warnings: Vec<String> = Vec::new();
    for (cell, slot) in cells.iter().zip(&layout.slots) {
        let Some(slot) = slot else { continue };
        let decoded = decoder.decode(cell);
        warnings.extend(decoded.warning());
        found.cell(*slot, &decoded.text);
    }
    let (have, want) = (cells.len(), layout.slots.len());
    let surplus_is_blank = cells.iter().skip(want).all(|cell| cell.trim_ascii().is_empty());
    if have < want || !surplus_is_blank {
        warnings.push(format!("the row has {have} cells where {want} are usual"));
    }
    if number == 1 {
        warnings.extend(layout.guess.clone());
    }
    let mut draft = found.draft();
    draft.warnings.extend(warnings);
    emit.draft(number, draft)
}

/// The delimiter, and the first rows as it cuts them.
fn sampled(head: &[u8]) -> (u8, Vec<Vec<String>>) {
    let mut best = (b',', Vec::new(), 0.0);
    for delimiter in [b',', b'\t', b';', b'|'] {
        let rows = sample(head, delimiter);
        let columns = usual_columns(&rows);
        let regular = rows.iter().filter(|r| r.len() == columns).count();
        // Regular rows first; of two delimiters that cut as regularly, more columns.
        let score = if columns < 2 {
            0.0
        } else {
            regular as f64 / rows.len().max(1) as f64 + columns.min(50) as f64 / 1e3
        };
        if score > best.2 || best.1.is_empty() {
            best = (delimiter, rows, score);
        }
    }
    (best.0, best.1)
}

fn sample(head: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let mut rows = Rows::new(head, delimiter, limits::HEAD_BYTES, 0);
    let (mut cells, mut found) = (Vec::new(), Vec::new());
    while let Ok(Row::Cells) = rows.next(&mut cells) {
        found.push(cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect());
        if found.len() == SAMPLE_ROWS {
            break;
        }
    }
    // The sample may end inside the last row.
    if head.len() >= limits::HEAD_BYTES && found.len() > 1 && found.len() < SAMPLE_ROWS {
        found.pop();
    }
    found
}

/// The number of cells that most rows have.
fn usual_columns(rows: &[Vec<String>]) -> usize {
    let count = |n: usize| rows.iter().filter(|r| r.len() == n).count();
    rows.iter().map(Vec::len).max_by_key(|&n| (count(n), n)).unwrap_or(0)
}

fn layout(sample: &[Vec<String>], map: &FieldMap) -> Option<Layout> {
    let first = sample.first()?;
    let short = first.iter().all(|cell| cell.chars().count() <= 40);
    let none = FieldMap::default();
    // A cell "3" is no name, even where the user has mapped column 3.
    if !(short && names_text(&slots_of(first, &none)))
        && let Some(layout) = by_position(first.len(), map)
    {
        return Some(layout);
    }
    let named = slots_of(first, map);
    if short && names_text(&named) {
        return Some(Layout { slots: named, has_header: true, guess: None });
    }
    guessed(sample, named, short)
}

fn slots_of(row: &[String], map: &FieldMap) -> Vec<Option<(Slot, Rank)>> {
    row.iter().map(|name| names::slot(name, map)).collect()
}

fn names_text(slots: &[Option<(Slot, Rank)>]) -> bool {
    slots.iter().flatten().any(|(slot, _)| slot.is_text())
}

/// Columns that the user has mapped by their numbers (`--map title=2,body=3`).
fn by_position(columns: usize, map: &FieldMap) -> Option<Layout> {
    let slots: Vec<_> = (1..=columns).map(|column| names::slot(&column.to_string(), map)).collect();
    let any = slots.iter().any(Option::is_some);
    any.then_some(Layout { slots, has_header: false, guess: None })
}

/// Tells columns apart by what they hold. A first row that is shorter and plainer
/// than the rows below it is taken for a header that names nothing known.
fn guessed(sample: &[Vec<String>], named: Vec<Option<(Slot, Rank)>>, short: bool) -> Option<Layout> {
    let first = sample.first()?;
    let word =
        |cell: &String| !cell.is_empty() && !cell.contains(' ') && cell.chars().any(char::is_alphabetic);
    let has_header = short && sample.len() > 1 && first.iter().all(word);
    let rows = if has_header { sample.get(1..)? } else { sample };
    let columns = usual_columns(rows);
    let mean = |column: usize, measure: fn(&str) -> usize| {
        let cells: Vec<&str> = rows.iter().filter_map(|r| r.get(column)).map(String::as_str).collect();
        cells.iter().map(|c| measure(c)).sum::<usize>() as f64 / cells.len().max(1) as f64
    };
    let words = |column: usize| mean(column, |c| c.split_whitespace().count());
    let chars = |column: usize| mean(column, |c| c.chars().count());
    let is_text = |column: &usize| words(*column) >= 2.0 || chars(*column) >= 15.0;
    let is_date = |c: &str| usize::from(c.len() >= 6 && pubdate::parse(c, &DateOptions::default()).is_some());
    let is_address = |c: &str| usize::from(c.starts_with("http"));

    let date = (0..columns).find(|&c| mean(c, is_date) > 0.8);
    let url = (0..columns).find(|&c| mean(c, is_address) > 0.8);
    let free = |c: &usize| Some(*c) != date && mean(*c, is_address) < 0.2;
    let by_length = |a: &usize, b: &usize| chars(*a).total_cmp(&chars(*b));
    let body = (0..columns).filter(is_text).filter(free).max_by(by_length)?;
    let title = (0..columns).filter(is_text).filter(free).filter(|c| *c != body).max_by(by_length);

    let mut slots = if has_header { named } else { vec![None; columns] };
    slots.resize(columns.max(first.len()), None);
    let picks = [(Slot::Body, Some(body)), (Slot::Title, title), (Slot::Date, date), (Slot::Url, url)];
    let mut guess = String::from("columns guessed:");
    for (slot, column) in picks {
        let Some(column) = column else { continue };
        let taken = slots.iter().flatten().any(|(s, _)| *s == slot);
        if let Some(place) = slots.get_mut(column).filter(|place| place.is_none() && !taken) {
            *place = Some((slot, GUESSED));
            guess.push_str(&format!(" {} is column {};", slot.name(), column + 1));
        }
    }
    guess.push_str(" name them with --map, by number (--map title=2,body=3) or by name");
    Some(Layout { slots, has_header, guess: Some(guess) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> (u8, Option<Layout>) {
        let (delimiter, sample) = sampled(text.as_bytes());
        (delimiter, layout(&sample, &FieldMap::default()))
    }

    #[test]
    fn the_delimiter_and_a_known_header() {
        let (delimiter, layout) = seen("date;title;text\n2024-08-08;Rain, again;It rained, and how\n");
        let layout = layout.unwrap();
        assert_eq!((delimiter, layout.has_header, layout.guess), (b';', true, None));
    }

    #[test]
    fn columns_without_names_are_told_apart_by_what_they_hold() {
        let (_, layout) = seen("\"3\",\"Rain hits the town\",\"It rained all day and all night in town.\"\n");
        let layout = layout.unwrap();
        let slots: Vec<Option<Slot>> = layout.slots.iter().map(|s| s.map(|s| s.0)).collect();
        assert_eq!(slots, [None, Some(Slot::Title), Some(Slot::Body)]);
        assert!(!layout.has_header && layout.guess.is_some());
    }

    #[test]
    fn columns_can_be_mapped_by_number() {
        let (_, sample) = sampled(b"3,A body of words,Its title\n");
        let layout = layout(&sample, &"title=3,body=2".parse().unwrap()).unwrap();
        let slots: Vec<Option<Slot>> = layout.slots.iter().map(|s| s.map(|s| s.0)).collect();
        assert_eq!((slots, layout.has_header), (vec![None, Some(Slot::Body), Some(Slot::Title)], false));
    }
}
