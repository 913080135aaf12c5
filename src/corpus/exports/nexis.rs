//! Classic Nexis (LexisNexis) exports, as text and as the HTML of the same years.
//!
//! Each document stands under a line that numbers it (`3 of 200 DOCUMENTS`, `Dokument 3 von
//! 200`). Below it come, in the middle of the page, the outlet and the day, perhaps with the
//! copyright above and an edition below them; then the headline, bare or behind a label; then
//! lines with labels (`BYLINE:`, `LENGTH:`), the text, and more lines with labels
//! (`LOAD-DATE:`). The labels are written in the language of the outlet, and all of them may
//! be absent. The HTML holds the same lines, so it is turned into text first.
//!
//! The numbers decide where documents begin. A number that is missing is a faulty record of
//! its own and the others stand; numbers that contradict each other refuse the whole file.

use std::ops::ControlFlow;

mod article;
mod labels;
mod marks;

use crate::corpus::exports::export::{self, Layout, Tally};
use crate::corpus::markup::fragment;
use crate::corpus::{Emit, Input};
use crate::error::Fault;
use labels::{Label, label};
use marks::{Mark, announced, mark, runs, stands_apart};

/// The layout, for documents that hold it.
pub(in crate::corpus) const LAYOUT: Layout = Layout { sniff, read_text };

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    export::read(input, emit, read_text)
}

pub(in crate::corpus) fn read_html(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    export::read(input, emit, |html, emit| {
        // Line ends of the source mean nothing; those of the page are elements.
        let flat = html.replace(['\r', '\n'], " ");
        read_text(&fragment::text(&flat).replace('\u{a0}', " "), emit)
    })
}

/// Whether a text is such an export: a numbering line as this layout sets it, and below it a
/// label or copyright.
pub(in crate::corpus) fn sniff(sample: &str) -> bool {
    let mut lines = sample.lines();
    let Some(first) = lines.find(|line| mark(line).is_some()) else { return is_cover(sample) };
    let set_apart = first.starts_with("        ") || first.contains("DOCUMENT");
    let below = |line: &str| {
        label(line).is_some_and(|(l, _)| matches!(l, Label::Length | Label::Loaded | Label::Language))
    };
    lines.any(|line| below(line) || (set_apart && export::is_copyright(line))) || is_cover(sample)
}

/// Whether a text begins with the cover page of an export, of which nothing else may be left.
fn is_cover(sample: &str) -> bool {
    let starts = |line: &str| COVER_STARTS.iter().any(|start| line.trim_start().starts_with(start));
    sample.lines().filter(|line| !line.trim().is_empty()).take(4).filter(|line| starts(line)).count() >= 2
}

/// Whether a page is such an export: the comments in it that hide its elements.
pub(in crate::corpus) fn sniff_html(sample: &str) -> bool {
    sample.contains("<DOCFULL>") || (sample.contains("NAME=\"DOC_ID_") && sample.contains("DOCUMENTS"))
}

/// Reads a text of this layout.
fn read_text(text: &str, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let lines: Vec<&str> = text.split(['\n', '\u{c}']).map(|line| line.trim_end_matches('\r')).collect();
    let marks: Vec<Mark> = lines
        .iter()
        .enumerate()
        .filter(|&(at, _)| stands_apart(&lines, at))
        .filter_map(|(at, line)| mark(line).map(|(number, of)| Mark { line: at, number, of }))
        .collect();
    let Some(first) = marks.first() else {
        return Err(export::unknown("a Nexis export", "no line numbers its documents"));
    };
    let cover = lines.get(..first.line).unwrap_or_default();
    if first.number == 1
        && cover.iter().any(|line| matches!(label(line), Some((Label::Length | Label::Loaded, _))))
    {
        return Err(export::unknown("a Nexis export", "a document stands before the first number"));
    }
    let mut base = 0;
    let mut cover = cover;
    let mut ahead = marks.iter().skip(1).map(|mark| mark.line).chain([lines.len()]);
    for run in runs(&marks)? {
        let mut tally = Tally::new(base, announced(run, cover), run.len() as u64);
        for (at, mark) in run.iter().enumerate() {
            let end = ahead.next().unwrap_or(lines.len());
            let mut document = lines.get(mark.line + 1..end).unwrap_or_default();
            if at + 1 == run.len() {
                (document, cover) = without_cover(document);
            }
            let flow = match tally.meet(mark.number, emit) {
                ControlFlow::Continue(number) => give(number, document, emit),
                ControlFlow::Break(()) => return Ok(()),
            };
            if flow.is_break() {
                return Ok(());
            }
        }
        match tally.end(emit) {
            ControlFlow::Continue(last) => base = last,
            ControlFlow::Break(()) => return Ok(()),
        }
    }
    Ok(())
}

/// How the cover page of an export begins.
const COVER_STARTS: &[&str] = &[
    "Download Request:",
    "Print Request:",
    "Email Request:",
    "Time Of Request:",
    "Printopdracht:",
    "Downloadopdracht:",
    "Tijdstip ",
    "Druckauftrag:",
    "Download-Auftrag:",
    "Downloadauftrag:",
    "Demande d'impression",
    "Demande de téléchargement",
];

/// The last document of an export without the cover page of the next one, which stands in the
/// same file, and that page.
fn without_cover<'l, 't>(lines: &'l [&'t str]) -> (&'l [&'t str], &'l [&'t str]) {
    let starts = |line: &&str| COVER_STARTS.iter().any(|start| line.trim_start().starts_with(start));
    let at = lines.iter().position(starts).unwrap_or(lines.len());
    lines.split_at_checked(at).unwrap_or((lines, &[]))
}

/// Gives a document on.
fn give(number: u64, lines: &[&str], emit: &mut Emit<'_>) -> ControlFlow<()> {
    match article::draft(lines) {
        Ok(draft) => export::give(number, draft, emit),
        Err(fault) => emit.fault(number, fault),
    }
}
