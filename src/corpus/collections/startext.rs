//! The layout of the TIME test collection: `*TEXT 017 01/04/63 PAGE 020`, the text, and
//! `*STOP` behind the last record.
//!
//! The text has no headline and is set in capitals; it stays as it is, only its lines are
//! joined. A record runs to the next line that begins with a star and a word in capitals.

use std::ops::ControlFlow;

use crate::article::DateSource;
use crate::error::Fault;

use crate::corpus::bytes::decode::Decoder;
use crate::corpus::bytes::lines::{self, Line};
use crate::corpus::draft::Draft;
use crate::corpus::prose::paragraphs;
use crate::corpus::{Emit, Input, limits};

/// The word that opens a record.
const OPEN: &str = "*TEXT";
/// The word behind the last record.
const STOP: &str = "*STOP";

/// A first line that opens a record with a number and a day.
pub(in crate::corpus) fn is_startext(sample: &str) -> bool {
    let mut words = sample.lines().next().unwrap_or_default().split_whitespace();
    words.next() == Some(OPEN)
        && words.next().is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
        && words.next().is_some_and(|day| day.contains('/'))
}

pub(in crate::corpus) fn read(mut input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let head = String::from_utf8_lossy(&input.head).into_owned();
    emit.ladder.learn(head.lines().filter(|line| line.starts_with(OPEN)).filter_map(day));
    let mut decoder = Decoder::of_sample(&input.head);
    let (mut line, mut record) = (Vec::new(), Vec::new());
    let mut number = 0;
    loop {
        let found = lines::next(&mut input.stream, &mut line, limits::RECORD_BYTES);
        let opens = line.starts_with(OPEN.as_bytes());
        let ended = found.as_ref().map_or(true, |found| *found == Line::End);
        if (ended || opens || line.starts_with(STOP.as_bytes())) && !record.is_empty() {
            number += 1;
            if give(&record, number, &mut decoder, emit).is_break() {
                return Ok(());
            }
            record.clear();
        }
        match found {
            Err(cause) => return Err(Fault::of_io(&cause)),
            Ok(Line::End) => return Ok(()),
            Ok(_) => {}
        }
        if (opens || !record.is_empty()) && record.len() + line.len() < limits::RECORD_BYTES {
            record.extend_from_slice(&line);
            record.push(b'\n');
        }
    }
}

fn give(record: &[u8], number: u64, decoder: &mut Decoder, emit: &mut Emit<'_>) -> ControlFlow<()> {
    let decoded = decoder.decode(record);
    let mut draft = draft(&decoded.text);
    draft.warnings.extend(decoded.warning());
    emit.draft(number, draft)
}

/// The day in the line that opens a record.
fn day(line: &str) -> Option<&str> {
    line.split_whitespace().nth(2)
}

fn draft(record: &str) -> Draft {
    let (line, text) = record.split_once('\n').unwrap_or((record, ""));
    Draft {
        source_id: line.split_whitespace().nth(1).map(str::to_owned),
        dates: day(line).map(|raw| (DateSource::Header, raw.to_owned())).into_iter().collect(),
        outlet: Some("TIME".to_owned()),
        body: text_of(text),
        ..Draft::default()
    }
}

/// The paragraphs of a record. There are no tables in it: a line end inside a paragraph was
/// made by the width.
fn text_of(raw: &str) -> String {
    let joined = paragraphs::of_typed(&single_spaced(raw)).into_iter().map(|p| p.replace('\n', " "));
    joined.collect::<Vec<String>>().join("\n\n")
}

/// Takes the blank lines out of a text that has one behind every line.
fn single_spaced(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let count = lines.iter().filter(|line| !line.is_empty()).count();
    let touching = lines.windows(2).filter(|pair| pair.iter().all(|line| !line.is_empty())).count();
    if touching * 10 >= count {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut blanks = 0;
    for line in lines {
        blanks = if line.is_empty() { blanks + 1 } else { 0 };
        // Two blank lines part paragraphs all the same.
        if blanks != 1 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opening_line_tells_number_and_day() {
        assert!(is_startext("*TEXT 017 01/04/63 PAGE 020\n\nTHE"));
        assert!(!is_startext("*TEXT of the speech\n"));
        let draft = draft("*TEXT 017 01/14/63 PAGE 020\n\nTHE RIVER\n\nROSE .\n");
        assert_eq!(draft.source_id.as_deref(), Some("017"));
        assert_eq!(draft.dates, [(DateSource::Header, "01/14/63".to_owned())]);
    }

    #[test]
    fn double_spacing_is_no_mark() {
        assert_eq!(single_spaced("a b\n\nc d\n\n\ne f\n"), "a b\nc d\n\ne f\n");
        assert_eq!(single_spaced("a\nb\n\nc"), "a\nb\n\nc");
    }
}
