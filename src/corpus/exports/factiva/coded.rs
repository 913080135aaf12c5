//! Documents whose fields stand behind codes.

use std::ops::ControlFlow;

use super::{accession, announced, check, is_accession, with_clock};
use crate::article::DateSource;
use crate::corpus::Emit;
use crate::corpus::draft::Draft;
use crate::corpus::exports::export;
use crate::error::Fault;

/// A headline, a source or count of words, and a day, each behind its code.
pub(super) fn is_coded(sample: &str) -> bool {
    let mut seen = [false; 3];
    for line in sample.lines() {
        let Some((code, _)) = code(line) else { continue };
        let at = match code {
            "HD" => 0,
            "WC" | "SN" | "SC" => 1,
            "PD" => 2,
            _ => continue,
        };
        if let Some(seen) = seen.get_mut(at) {
            *seen = true;
        }
    }
    seen.iter().all(|seen| *seen)
}

/// The codes, in the order in which they stand.
#[rustfmt::skip]
const CODES: &[&str] = &[
    "CLM", "SE", "HD", "CR", "BY", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "CX", "ART", "RF", "CT", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN",
];
/// Codes whose lines look like the beginning of a sentence.
const LOOSE_CODES: &[&str] = &["IN", "CO", "RE", "NS", "AN", "BY", "SE", "CT"];

/// A code, and the lines of its field.
type Field<'t> = (&'static str, Vec<&'t str>);

/// The code that a line opens with, and what stands behind it: after a tab, two blanks, a
/// line of its own, or one blank where the code is no word.
pub(super) fn code(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim_end();
    let end = line.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(line.len());
    let (name, rest) = line.split_at_checked(end)?;
    let known = CODES.iter().copied().find(|code| *code == name)?;
    let value = rest.trim();
    let apart = rest.is_empty() || rest.starts_with(['\t', '\u{a0}']) || rest.starts_with("  ");
    // `IN i211 : Agriculture`, `AN Document LBA…`
    let named = value.contains(" : ") || accession(value).is_some();
    let sure = apart || (rest.starts_with(' ') && (!LOOSE_CODES.contains(&known) || named));
    sure.then_some((known, value))
}

/// Fields of one document.
const FIELDS: usize = 200;

/// Reads documents whose fields have codes.
pub(super) fn coded(lines: &[&str], emit: &mut Emit<'_>) -> Result<(), Fault> {
    let mut number = 0;
    let mut document: Vec<Field<'_>> = Vec::new();
    let announced = announced(lines);
    let mut found = 0;
    for &line in lines {
        let added = match code(line) {
            Some((name, value)) if comes_next(&document, name) => {
                document.push((name, vec![value]));
                value
            }
            _ => {
                document.last_mut().into_iter().for_each(|(_, values)| values.push(line));
                line
            }
        };
        if document.len() > FIELDS {
            let finding = format!("more than {FIELDS} fields without a document's number");
            return Err(export::unknown("a Factiva export", &finding));
        }
        if document.last().is_some_and(|(name, _)| *name == "AN") && is_number_line(added) {
            (number, found) = (number + 1, found + 1);
            if give_coded(number, std::mem::take(&mut document), emit).is_break() {
                return Ok(());
            }
        }
    }
    if document.iter().any(|(name, _)| *name == "HD") {
        (number, found) = (number + 1, found + 1);
        if give_coded(number, document, emit).is_break() {
            return Ok(());
        }
    }
    check(announced, found, number, emit)
}

fn is_number_line(value: &str) -> bool {
    accession(value).is_some() || is_accession(value.trim())
}

/// Whether a code can follow: codes stand in one order, but a few stand out of it in some
/// exports. A second headline is kept, so that the document is seen to hold two.
fn comes_next(document: &[Field<'_>], name: &str) -> bool {
    let place = |name: &str| CODES.iter().position(|code| *code == name).unwrap_or_default();
    let text = document.iter().any(|(n, _)| matches!(*n, "LP" | "TD"));
    let last = document.last().map_or(0, |(last, _)| place(last));
    !text || place(name) > last || name == "HD" || name == "WC"
}

fn give_coded(number: u64, document: Vec<Field<'_>>, emit: &mut Emit<'_>) -> ControlFlow<()> {
    match coded_draft(document) {
        Ok(draft) => export::give(number, draft, emit),
        Err(fault) => emit.fault(number, fault),
    }
}

fn coded_draft(document: Vec<Field<'_>>) -> Result<Draft, Fault> {
    for code in ["HD", "WC", "PD"] {
        if document.iter().filter(|(name, _)| *name == code).count() > 1 {
            let finding = format!("it has the code {code} twice: a number between two documents is missing");
            return Err(export::unknown("a Factiva document", &finding));
        }
    }
    let mut draft = Draft::default();
    let mut text: Vec<String> = Vec::new();
    let mut clock = None;
    for (name, values) in document {
        let blocks = export::blocks(values.iter().copied());
        let one = blocks.iter().map(|b| export::one_line(b)).collect::<Vec<_>>().join(" ").trim().to_owned();
        let paragraphs = || blocks.iter().map(|b| export::paragraph(b)).filter(|p| !p.is_empty());
        match name {
            _ if one.is_empty() => {}
            "HD" => draft.title = Some(one),
            "BY" => draft.byline = Some(one),
            "PD" => draft.dates.push((DateSource::Header, one)),
            "ET" => clock = Some(one),
            "SN" => draft.outlet = Some(one),
            "SE" => draft.section = Some(one),
            "PG" => draft.page = Some(one),
            "ED" => draft.edition = Some(one),
            "LA" => draft.lang = export::language(&one),
            "CY" | "CR" | "CT" => draft.asides.push(one),
            "LP" | "TD" => text.extend(paragraphs()),
            "ART" => draft.captions.extend(paragraphs()),
            "CO" | "IN" | "NS" | "RE" => draft.keywords.extend(described(&one)),
            "AN" => draft.source_id = accession(&one).or(Some(&one)).map(str::to_owned),
            _ => {}
        }
    }
    draft.body = text.join("\n\n");
    with_clock(clock.as_deref(), &mut draft);
    if draft.source_id.is_none() {
        draft.warnings.push("the document has no number: the export may be cut off".to_owned());
    }
    Ok(draft)
}

/// The descriptions behind codes (`gpol : Domestic Politics | gcat : Political News`).
fn described(value: &str) -> Vec<String> {
    let one = |part: &str| part.split_once(" : ").map_or(part, |(_, words)| words).trim().to_owned();
    value.split('|').map(one).filter(|words| !words.is_empty()).collect()
}

/// Reads a document of a page, whose cells are parted by tabs.
pub(super) fn coded_element(text: &str) -> Result<Draft, Fault> {
    let mut document: Vec<Field<'_>> = Vec::new();
    for line in text.lines().map(str::trim) {
        let field = code(line).filter(|(name, _)| document.len() < FIELDS && comes_next(&document, name));
        match field {
            Some((name, value)) => document.push((name, vec![value])),
            // Behind the number stands the foot of the page.
            None => match document.last_mut() {
                Some((name, values)) if *name != "AN" || is_number_line(line) => values.push(line),
                _ => {}
            },
        }
    }
    coded_draft(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_capitals_in_a_sentence() {
        assert_eq!(code("HD  Fog"), Some(("HD", "Fog")));
        assert_eq!(code("HD Fog"), Some(("HD", "Fog")));
        assert_eq!(code("TD"), Some(("TD", "")));
        assert_eq!(code("IN i211 : Agriculture | i2 : More"), Some(("IN", "i211 : Agriculture | i2 : More")));
        assert_eq!(code("IN THE HARBOUR"), None);
        assert_eq!(code("HDTV sales"), None);
    }
}
