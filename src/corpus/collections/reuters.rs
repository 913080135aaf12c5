//! Reuters-21578: newswire of 1987 in an SGML of its own.
//!
//! It is not XML: ampersands stand bare, control characters come as references, and
//! bytes are Latin-1. A record runs from `<REUTERS` to the next one, whether it is
//! closed or not, so a damaged record does not eat its neighbour. The text is a
//! teleprinter's: lines are wrapped, a paragraph begins with four blanks, and each
//! item ends with the word `Reuter`; here a paragraph is a line of its own, with a
//! blank line between two, and the signature goes.

use std::ops::ControlFlow;

use crate::article::DateSource;
use crate::error::Fault;

use crate::corpus::bytes::decode::Decoder;
use crate::corpus::bytes::lines::{self, Line};
use crate::corpus::draft::Draft;
use crate::corpus::{Emit, Input, limits};

const OPEN: &str = "<REUTERS";
const CLOSE: &str = "</REUTERS>";
/// Elements that hold codes, each in a `<D>`.
const CODES: &[&str] = &["TOPICS", "PLACES", "PEOPLE", "ORGS", "EXCHANGES", "COMPANIES"];

pub(in crate::corpus) fn read(mut input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    // What is no UTF-8 is read as Windows-1252, which holds Latin-1's letters.
    let mut decoder = Decoder::declared(encoding_rs::WINDOWS_1252);
    let (mut line, mut record) = (Vec::new(), Vec::new());
    let mut number = 0;
    loop {
        let found = lines::next(&mut input.stream, &mut line, limits::RECORD_BYTES);
        let end = match found {
            Ok(found) => found == Line::End,
            Err(cause) => {
                let _ = finish(&mut record, &mut number, &mut decoder, emit);
                return Err(Fault::of_io(&cause));
            }
        };
        let mut rest = line.as_slice();
        while let Some(at) = memchr::memmem::find(rest, OPEN.as_bytes()) {
            // Text between two records is no record.
            let (before, from) = rest.split_at(at);
            record.extend_from_slice(before);
            if finish(&mut record, &mut number, &mut decoder, emit).is_break() {
                return Ok(());
            }
            record.extend_from_slice(OPEN.as_bytes());
            rest = from.get(OPEN.len()..).unwrap_or_default();
        }
        if end {
            let _ = finish(&mut record, &mut number, &mut decoder, emit);
            return Ok(());
        }
        if !record.is_empty() && record.len() + rest.len() < limits::RECORD_BYTES {
            record.extend_from_slice(rest);
            record.push(b'\n');
        }
    }
}

/// Reads the record that has come to its end, if there is one, and clears it.
fn finish(
    record: &mut Vec<u8>,
    number: &mut u64,
    decoder: &mut Decoder,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    if !record.starts_with(OPEN.as_bytes()) {
        record.clear();
        return ControlFlow::Continue(());
    }
    *number += 1;
    let decoded = decoder.decode(record);
    let mut draft = draft(&decoded.text);
    draft.warnings.extend(decoded.warning());
    let flow = emit.draft(*number, draft);
    record.clear();
    flow
}

fn draft(record: &str) -> Draft {
    let mut draft = Draft { outlet: Some("Reuters".to_owned()), ..Draft::default() };
    match record.find(CLOSE) {
        Some(_) => {}
        None => draft.warnings.push(format!("the record is not closed with {CLOSE}")),
    }
    let record = record.split(CLOSE).next().unwrap_or(record);
    draft.source_id = attribute(record, "NEWID");
    draft.dates.extend(element(record, "DATE").map(|raw| (DateSource::Header, date(&characters(raw)))));
    draft.title =
        element(record, "TITLE").map(|raw| characters(raw).trim_matches(['*', ' ', '\n']).to_owned());
    draft.byline = element(record, "AUTHOR").map(characters);
    draft.dateline = element(record, "DATELINE").map(characters);
    draft.keywords = CODES.iter().flat_map(|code| codes(record, code)).collect();
    draft.body = match element(record, "BODY") {
        Some(body) => paragraphs(&characters(body)),
        None => unprocessed(record),
    };
    if draft.title.is_none() {
        headline(&mut draft);
    }
    draft
}

/// The day and time without the letters that some records have behind them.
fn date(raw: &str) -> String {
    let line = raw.trim().lines().next().unwrap_or_default();
    line.trim_end_matches(|c: char| !c.is_ascii_digit()).to_owned()
}

fn attribute(record: &str, name: &str) -> Option<String> {
    let head = record.split('>').next()?;
    let (_, value) = head.split_once(&format!("{name}=\""))?;
    value.split('"').next().filter(|v| !v.is_empty()).map(str::to_owned)
}

/// The inside of the first element of this name; one that is not closed ends at the
/// next tag that the format knows.
fn element<'a>(record: &'a str, name: &str) -> Option<&'a str> {
    let (_, inner) = record.split_once(&format!("<{name}>"))?;
    if let Some((inner, _)) = inner.split_once(&format!("</{name}>")) {
        return Some(inner);
    }
    let next = ["<DATELINE>", "<BODY>", "<TITLE>", "<TOPICS>", "</TEXT>", "</"]
        .iter()
        .filter_map(|tag| inner.find(tag))
        .min();
    inner.get(..next.unwrap_or(inner.len()))
}

fn codes(record: &str, name: &str) -> Vec<String> {
    let block = element(record, name).unwrap_or_default();
    block.split("<D>").skip(1).filter_map(|d| d.split("</D>").next()).map(characters).collect()
}

/// The text of an item whose parts nobody has marked: everything in `<TEXT>` that is
/// no other element, with its lines as they are.
fn unprocessed(record: &str) -> String {
    let Some((_, text)) = record.split_once("<TEXT") else { return String::new() };
    let text = text.split_once('>').map_or("", |(_, inner)| inner);
    let mut rest = text.split("</TEXT>").next().unwrap_or(text).to_owned();
    for name in ["TITLE", "DATELINE", "AUTHOR"] {
        let open = format!("<{name}>");
        if let (Some(at), Some(inner)) = (rest.find(&open), element(&rest, name)) {
            let close = format!("</{name}>");
            let end = at + open.len() + inner.len();
            let after = rest.get(end..).unwrap_or_default();
            let after = after.strip_prefix(close.as_str()).unwrap_or(after);
            rest = format!("{}{after}", rest.get(..at).unwrap_or_default());
        }
    }
    without_signature(&characters(&rest)).to_owned()
}

/// An item without parts opens with its headline, in capitals on a line of its own.
fn headline(draft: &mut Draft) {
    let text = draft.body.trim_start();
    let (line, below) = text.split_once('\n').unwrap_or((text, ""));
    let has_letters = line.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    if has_letters
        && !line.chars().any(char::is_lowercase)
        && !line.ends_with('.')
        && !below.trim().is_empty()
    {
        draft.title = Some(line.to_owned());
        draft.body = below.to_owned();
    }
}

/// Joins wrapped lines; a line that begins with blanks, or after an empty one, opens
/// a paragraph.
fn paragraphs(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut open = true;
    for line in without_signature(body).lines() {
        let words = line.trim();
        if words.is_empty() {
            open = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if open || line.starts_with("  ") { "\n\n" } else { " " });
        }
        out.push_str(words);
        open = false;
    }
    out
}

/// The text without the word that ends each item.
fn without_signature(text: &str) -> &str {
    let text = text.trim_end();
    let Some((rest, last)) = text.rsplit_once('\n') else { return text };
    let signed = ["reuter", "reuters", "reuter..."].contains(&last.trim().to_lowercase().as_str());
    if signed { rest.trim_end() } else { text }
}

/// Replaces references; those to control characters go.
fn characters(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        match reference(rest) {
            Some((c, used)) => {
                out.extend(c);
                rest = rest.get(used..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out.retain(|c| c == '\n' || c == '\t' || !c.is_control());
    out
}

/// The character that a reference means (none for a control), and its length.
fn reference(text: &str) -> Option<(Option<char>, usize)> {
    let end = text.bytes().take(10).position(|b| b == b';')?;
    let c = match text.get(1..end)? {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        name => char::from_u32(name.strip_prefix('#')?.parse().ok()?)?,
    };
    Some(((c == '\n' || !c.is_control()).then_some(c), end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapped_lines_become_paragraphs() {
        let body = "Showers fell\nin Bahia.\n    The dry spell\nis over.\n\n Reuter\n&#3;";
        assert_eq!(paragraphs(&characters(body)), "Showers fell in Bahia.\n\nThe dry spell is over.");
    }

    #[test]
    fn references_and_bare_ampersands() {
        assert_eq!(characters("AT&T &lt;T> &#38; R&D; &#22;&amp;lt;"), "AT&T <T> & R&D; &lt;");
    }

    #[test]
    fn text_outside_the_marked_parts() {
        let record = "<REUTERS NEWID=\"9\"><TEXT TYPE=\"UNPROC\">&#2;\n<TITLE>Rain</TITLE>\nA  B\n1  2\n Reuter\n</TEXT>";
        let draft = draft(record);
        assert_eq!((draft.title.as_deref(), draft.body.trim()), (Some("Rain"), "A  B\n1  2"));
        assert_eq!(draft.warnings.len(), 1);
    }
}
