//! ProQuest exports, as text and as HTML.
//!
//! Documents stand between lines of underscores. Each is its headline, bare or behind
//! `Title:`, and lines with labels, of which `Full text:` holds the text over many lines. A
//! cover (`Table of contents`, `Document 3 of 20`) says how many there are, and a last piece holds
//! the vendor's address. In HTML an anchor with the number of the document stands where the text
//! has a separator.

use std::ops::ControlFlow;

use crate::article::DateSource;
use crate::corpus::draft::Draft;
use crate::corpus::exports::export::{self, Layout, Tally};
use crate::corpus::markup::fragment;
use crate::corpus::{Emit, Input};
use crate::error::{Fault, Reason};

/// The layout, for documents that hold it.
pub(in crate::corpus) const LAYOUT: Layout = Layout { sniff, read_text };

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    export::read(input, emit, read_text)
}

pub(in crate::corpus) fn read_html(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    export::read(input, emit, |html, emit| {
        // Line ends of the source mean nothing; those of the page are elements.
        let flat = html.replace(['\r', '\n'], " ");
        let rule = format!("<p>{}</p>{ANCHOR}", "_".repeat(SEPARATOR_CHARS));
        read_text(&fragment::text(&flat.replace(ANCHOR, &rule)).replace('\u{a0}', " "), emit)
    })
}

/// How the anchor above a document begins.
const ANCHOR: &str = "<a name=\"DocID_";

/// Whether a page is such an export.
pub(in crate::corpus) fn sniff_html(sample: &str) -> bool {
    sample.contains(ANCHOR) && sample.contains("ProQuest document") && sample.contains("Full text:")
}

/// Whether a text is such an export: a separator and two labels that only this vendor has.
pub(in crate::corpus) fn sniff(sample: &str) -> bool {
    let own = |line: &str| {
        let line = line.trim_start();
        [
            "ProQuest document ID:",
            "ProQuest document link",
            "Full text:",
            "Publication title:",
            "Publication info:",
        ]
        .iter()
        .position(|label| line.starts_with(label))
    };
    let mut seen: Vec<usize> = sample.lines().filter_map(own).collect();
    seen.sort_unstable();
    seen.dedup();
    if sample.trim_start().starts_with("Report Information from ProQuest") {
        return true;
    }
    sample.lines().any(is_separator) && seen.len() >= 2 && (sample.contains("ProQuest") || seen.len() >= 3)
}

/// Shortest line of underscores or stars that parts documents.
const SEPARATOR_CHARS: usize = 20;

fn is_separator(line: &str) -> bool {
    let line = line.trim();
    line.len() >= SEPARATOR_CHARS && (line.bytes().all(|b| b == b'_') || line.bytes().all(|b| b == b'*'))
}

/// Reads a text of this layout.
fn read_text(text: &str, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let lines: Vec<&str> = text.lines().collect();
    let pieces: Vec<&[&str]> = lines.split(|line| is_separator(line)).collect();
    let documents: Vec<&[&str]> = pieces.iter().copied().filter(|piece| is_document(piece)).collect();
    if documents.is_empty() {
        return Err(export::unknown("a ProQuest export", "no document between its separators"));
    }
    let found = documents.len() as u64;
    let listed = pieces.iter().map(|piece| listed(piece)).max().unwrap_or_default();
    let numbered: Vec<Option<(u64, u64)>> =
        documents.iter().map(|d| d.iter().find_map(|l| numbering(l))).collect();
    let rising = numbered.windows(2).all(|p| matches!(p, [Some((a, n)), Some((b, m))] if a < b && n == m));
    let own = numbered.iter().copied().collect::<Option<Vec<(u64, u64)>>>().filter(|_| rising);
    let announced = own.as_ref().and_then(|n| Some(n.first()?.1)).unwrap_or(listed).max(found);
    let mut tally = Tally::new(0, 1..=announced, found);
    for (at, document) in documents.iter().enumerate() {
        let number = own.as_ref().and_then(|n| Some(n.get(at)?.0)).unwrap_or(at as u64 + 1);
        let flow = match tally.meet(number, emit) {
            ControlFlow::Continue(number) => give(number, document, emit),
            ControlFlow::Break(()) => return Ok(()),
        };
        if flow.is_break() {
            return Ok(());
        }
    }
    let _: ControlFlow<(), u64> = tally.end(emit);
    Ok(())
}

/// A piece with the vendor's own labels; the last of an export has none.
fn is_document(piece: &[&str]) -> bool {
    let known = piece.iter().filter_map(|line| label(line)).count();
    known >= 3 || piece.iter().any(|line| matches!(label(line), Some((Label::Text, _))))
}

/// The headlines that a table of contents numbers.
fn listed(piece: &[&str]) -> u64 {
    let mut lines = piece.iter().map(|line| line.trim());
    if !lines.any(|line| line.eq_ignore_ascii_case("table of contents")) {
        return 0;
    }
    let mut next = 1;
    for line in lines {
        if line.split_once('.').is_some_and(|(number, _)| number.parse() == Ok(next)) {
            next += 1;
        }
    }
    next - 1
}

/// `Document 3 of 20`, alone on a line.
fn numbering(line: &str) -> Option<(u64, u64)> {
    match line.split_whitespace().collect::<Vec<_>>().as_slice() {
        ["Document", number, "of", total] => Some((export::number(number)?, export::number(total)?)),
        _ => None,
    }
}

/// What a line with a label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Title,
    Author,
    Info,
    Outlet,
    Date,
    Abstract,
    Text,
    Terms,
    Section,
    Page,
    Edition,
    Language,
    Id,
    Url,
    Updated,
    Copyright,
    Other,
}

#[rustfmt::skip]
const LABELS: &[(Label, &str)] = &[
    (Label::Title, "Title"), (Label::Author, "Author"), (Label::Info, "Publication info"), (Label::Outlet, "Publication title"), (Label::Date, "Publication date"),
    (Label::Abstract, "Abstract"), (Label::Text, "Full text"), (Label::Terms, "Subject"), (Label::Terms, "Location"), (Label::Terms, "People"),
    (Label::Terms, "Company / organization"), (Label::Terms, "Identifier / keyword"), (Label::Section, "Section"), (Label::Language, "Language of publication"),
    (Label::Id, "ProQuest document ID"), (Label::Url, "Document URL"), (Label::Updated, "Last updated"), (Label::Copyright, "Copyright"),
    (Label::Other, "Links"), (Label::Other, "Classification"), (Label::Other, "Alternate title"), (Label::Other, "Volume"), (Label::Other, "Issue"), (Label::Page, "Pages"),
    (Label::Page, "First page"), (Label::Other, "Number of pages"), (Label::Other, "Publication year"), (Label::Other, "Year"), (Label::Other, "Publisher"),
    (Label::Other, "Place of publication"), (Label::Other, "Country of publication"), (Label::Other, "Publication subject"), (Label::Other, "ISSN"), (Label::Other, "e-ISSN"),
    (Label::Other, "Source type"), (Label::Other, "Document type"), (Label::Other, "Document feature"), (Label::Other, "Source attribution"), (Label::Other, "DOI"), (Label::Other, "Database"),
    (Label::Other, "Accession number"), (Label::Other, "Dateline"), (Label::Other, "Column"), (Label::Edition, "Edition"), (Label::Other, "CODEN"), (Label::Other, "Notes"),
    (Label::Other, "Supplement"), (Label::Other, "Product name"), (Label::Other, "Personal name"), (Label::Other, "Credit"),
];

/// The label that a line opens with, and what stands behind it.
fn label(line: &str) -> Option<(Label, &str)> {
    let (name, value) = line.trim_start().split_once(':')?;
    let known = LABELS.iter().find(|(_, known)| known.eq_ignore_ascii_case(name.trim_end()));
    known.map(|(label, _)| (*label, value.trim()))
}

fn give(number: u64, lines: &[&str], emit: &mut Emit<'_>) -> ControlFlow<()> {
    match draft(lines) {
        Ok(draft) => export::give(number, draft, emit),
        Err(fault) => emit.fault(number, fault),
    }
}

fn draft(lines: &[&str]) -> Result<Draft, Fault> {
    if lines.iter().filter(|line| matches!(label(line), Some((Label::Id, _)))).count() > 1 {
        return Err(export::unknown("a ProQuest document", "two documents without a separator between them"));
    }
    let mut draft = Draft::default();
    let mut fields: Vec<(Label, Vec<&str>)> = Vec::new();
    let mut above: Vec<&str> = Vec::new();
    let mut closed = false;
    for line in lines.iter().copied().filter(|line| numbering(line).is_none()) {
        let in_text = matches!(fields.last(), Some((Label::Text | Label::Abstract, _)));
        match label(line) {
            // A line of the text that looks like a label: only those that follow a text end it.
            Some((label, _)) if in_text && !ends_text(label) => push(&mut fields, line),
            Some((label, value)) => {
                fields.push((label, vec![value]));
                closed |= label == Label::Text;
            }
            None if fields.is_empty() => above.push(line),
            None => push(&mut fields, line),
        }
    }
    if !closed && !fields.iter().any(|(label, _)| *label == Label::Abstract) {
        return Err(Fault::new(Reason::NoText, "no text: only the citation was exported"));
    }
    draft.title = above.iter().map(|line| line.trim()).find(|line| !line.is_empty()).map(str::to_owned);
    fields.iter().for_each(|(label, lines)| fill(*label, lines, &mut draft));
    if draft.body.trim().is_empty() {
        draft.body = draft.lead.take().unwrap_or_default();
    }
    Ok(draft)
}

fn push<'t>(fields: &mut [(Label, Vec<&'t str>)], line: &'t str) {
    if let Some((_, lines)) = fields.last_mut() {
        lines.push(line);
    }
}

/// Labels that stand below a text.
fn ends_text(label: Label) -> bool {
    !matches!(
        label,
        Label::Title | Label::Author | Label::Info | Label::Copyright | Label::Section | Label::Abstract
    )
}

fn fill(label: Label, lines: &[&str], draft: &mut Draft) {
    let blocks = export::blocks(lines.iter().copied());
    let one =
        blocks.iter().map(|block| export::one_line(block)).collect::<Vec<_>>().join(" ").trim().to_owned();
    if one.is_empty() {
        return;
    }
    let text = || blocks.iter().map(|block| export::paragraph(block)).collect::<Vec<_>>().join("\n\n");
    match label {
        Label::Title => draft.title = Some(one),
        Label::Author => draft.byline = Some(one.trim_end_matches('.').to_owned()),
        Label::Info if draft.outlet.is_none() => {
            let outlet = one.split([';', ':']).next().unwrap_or(&one).trim();
            draft.outlet = Some(outlet.trim_end_matches(',').to_owned());
        }
        Label::Outlet => draft.outlet = one.split(';').next().map(|outlet| outlet.trim().to_owned()),
        Label::Date => draft.dates.push((DateSource::Header, one)),
        Label::Abstract => draft.lead = Some(text()),
        Label::Text => draft.body = text(),
        Label::Terms => draft.keywords.extend(export::terms(&one)),
        Label::Section => draft.section = Some(one),
        // "Pages" says more than "First page", which stands behind it.
        Label::Page => draft.page = draft.page.take().or(Some(one)),
        Label::Edition => draft.edition = Some(one),
        Label::Language => draft.lang = export::language(&one),
        Label::Id => draft.source_id = Some(one),
        Label::Url => draft.url = one.split_whitespace().next().map(str::to_owned),
        Label::Copyright => draft.asides.push(one),
        // The day on which the vendor changed its record is none of the article's.
        Label::Info | Label::Updated | Label::Other => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_in_the_text_are_text() {
        let text = "Title: Fog\n\nFull text: Fog came.\n\nAuthor: of the fog, said the poet.\n\nSubject: Fog\n\nPublication title: Harbour Post; Northport\n\nPublication date: Mar 4, 2019";
        let found = draft(&text.lines().collect::<Vec<_>>()).unwrap();
        assert_eq!(found.body, "Fog came.\n\nAuthor: of the fog, said the poet.");
        assert_eq!((found.title.as_deref(), found.outlet.as_deref()), (Some("Fog"), Some("Harbour Post")));
    }

    #[test]
    fn ordinary_texts_are_none() {
        let rule = "_".repeat(40);
        assert!(!sniff(&format!("Full text: see below\n{rule}\nPublisher: Post")));
        assert!(sniff(&format!("{rule}\nFull text: Fog.\nProQuest document ID: 1\n{rule}")));
    }
}
