//! One document: what stands above its text, the text, and what stands below.

use super::labels::{Label, block_label, label};
use crate::article::DateSource;
use crate::corpus::draft::Draft;
use crate::corpus::exports::export::{self, Block};
use crate::corpus::prose::revision;
use crate::error::Fault;

/// The parts of a document, in order.
struct Parts<'t> {
    /// Outlet, day, headline, and lines with labels.
    above: Vec<Block<'t>>,
    body: Vec<Block<'t>>,
    below: Vec<Block<'t>>,
}

/// Reads a document.
pub(super) fn draft(lines: &[&str]) -> Result<Draft, Fault> {
    let blocks = export::blocks(lines.iter().copied());
    if [Label::Length, Label::Language]
        .into_iter()
        .any(|twice| blocks.iter().filter(|b| opens_with(b, twice)).count() > 1)
    {
        return Err(export::unknown("a Nexis document", "two heads or ends without a number between them"));
    }
    let parts = parts(blocks);
    let mut draft = Draft::default();
    let first = first_label(&parts.above).unwrap_or(parts.above.len());
    let dated = masthead(parts.above.get(..first).unwrap_or_default(), &mut draft);
    let labelled = parts.above.iter().chain(&parts.below).any(|block| block_label(block).is_some());
    let paragraphs: Vec<String> = parts.body.iter().map(|block| export::paragraph(block)).collect();
    draft.body = paragraphs.join("\n\n");
    for (at, block) in parts.above.iter().enumerate() {
        if at >= first || is_labelled(block) {
            above(block, &mut draft);
        }
    }
    below(&parts.below, &mut draft);
    if !dated && !labelled && export::error_note(&draft).is_none() {
        return Err(export::unknown("a Nexis document", "neither a day nor a label"));
    }
    Ok(draft)
}

/// Blocks above the first label that are looked at.
const MASTHEAD_BLOCKS: usize = 8;

/// The first label below the day, or the first of all where there is no day. What stands above
/// that belongs to the masthead, where a programme's name has a label too.
fn first_label(blocks: &[Block<'_>]) -> Option<usize> {
    let top = || blocks.iter().take(MASTHEAD_BLOCKS).enumerate();
    let day = top().find(|(_, block)| !is_labelled(block) && date_of(block).is_some()).map(|(at, _)| at);
    top().find(|(at, block)| is_labelled(block) && day.is_none_or(|day| *at > day)).map(|(at, _)| at)
}

/// Tells the text from what stands above and below it.
fn parts(mut blocks: Vec<Block<'_>>) -> Parts<'_> {
    let below = blocks.split_off(first_below(&blocks));
    let start = match first_label(&blocks) {
        Some(first) => labels_end(&blocks, first),
        None => {
            // No label: the day, then the headline, then the text.
            let day = blocks.iter().take(MASTHEAD_BLOCKS).position(|b| date_of(b).is_some());
            day.map_or(0, |day| (day + 2).min(blocks.len().saturating_sub(1)))
        }
    };
    let mut body = blocks.split_off(start);
    // The text may stand on the line of its label, or right below it.
    if let Some(block) = blocks.last_mut()
        && let Some((Label::Body, value)) = block_label(block)
    {
        let mut first: Block<'_> = block.split_off(1);
        if !value.is_empty() {
            first.insert(0, value);
        }
        if !first.is_empty() {
            body.insert(0, first);
        }
    }
    Parts { above: blocks, body, below }
}

/// The block behind the last label above the text; one block may stand between two labels.
fn labels_end(blocks: &[Block<'_>], first: usize) -> usize {
    let mut end = first + 1;
    for (at, block) in blocks.iter().enumerate().skip(first + 1) {
        let body = matches!(block_label(blocks.get(end - 1).map_or(&[], |b| b)), Some((Label::Body, _)));
        if body || at > end + 1 {
            break;
        }
        if block_label(block).is_some_and(|(label, _)| label.is_above()) {
            end = at + 1;
        }
    }
    end
}

/// Captions that may stand apart below their label.
const CAPTION_BLOCKS: usize = 12;

/// Where the lines below the text begin: at a label behind which nothing stands but labels,
/// copyright, and captions.
fn first_below(blocks: &[Block<'_>]) -> usize {
    let known = |block: &Block<'_>| block_label(block).is_some_and(|(l, _)| l.is_below()) || is_rights(block);
    let mut start = blocks.len();
    let mut loose = 0;
    for (at, block) in blocks.iter().enumerate().rev() {
        if known(block) {
            let captions = matches!(block_label(block), Some((Label::Graphic | Label::Correction, _)));
            if loose > 0 && !(captions && loose <= CAPTION_BLOCKS && start < blocks.len()) {
                break;
            }
            (start, loose) = (at, 0);
        } else {
            loose += 1;
            if loose > CAPTION_BLOCKS {
                break;
            }
        }
    }
    // What is above the text is never below it.
    let masthead = blocks.iter().take(3).take_while(|b| !is_labelled(b)).count();
    start.max(masthead.min(blocks.len()))
}

fn opens_with(block: &Block<'_>, wanted: Label) -> bool {
    block_label(block).is_some_and(|(label, _)| label == wanted)
}

fn is_labelled(block: &Block<'_>) -> bool {
    block_label(block).is_some()
}

fn is_rights(block: &Block<'_>) -> bool {
    block.first().is_some_and(|line| export::is_copyright(line))
}

/// The day that a block opens with.
fn date_of<'t>(block: &Block<'t>) -> Option<(&'t str, &'t str)> {
    export::leading_date(block.first()?)
}

/// Fills in outlet, day and headline; says whether there was a day.
fn masthead(above: &[Block<'_>], draft: &mut Draft) -> bool {
    let bare: Vec<&Block<'_>> = above.iter().filter(|block| !is_labelled(block)).collect();
    let day = bare.iter().position(|block| date_of(block).is_some());
    let period =
        || bare.iter().take(3).position(|b| b.first().is_some_and(|l| export::leading_period(l).is_some()));
    let Some(at) = day.or_else(period) else {
        // Only the outlet is certain.
        let mut words = bare.iter().filter(|block| !is_rights(block)).map(|block| export::one_line(block));
        draft.outlet = words.next();
        draft.title = words.next();
        return false;
    };
    for (i, block) in bare.iter().enumerate() {
        match i {
            i if is_rights(block) => rights(block, i + 1 == at, draft),
            i if i < at && draft.outlet.is_none() => draft.outlet = Some(export::one_line(block)),
            i if i < at => draft.subheads.push(export::one_line(block)),
            i if i == at => dated_block(block, draft),
            // The day again, in the words of another language.
            i if i == at + 1 && date_of(block).is_some_and(|(_, rest)| rest.is_empty()) => {
                dated_block(block, draft)
            }
            _ if draft.title.is_none() => headline(block, draft),
            _ => draft.subheads.push(export::one_line(block)),
        }
    }
    true
}

/// The copyright; right above the day its last line is the outlet.
fn rights(block: &[&str], above_day: bool, draft: &mut Draft) {
    let mut rights = block;
    if let [above @ .., last] = block
        && above_day
        && draft.outlet.is_none()
        && !above.is_empty()
        && !export::is_copyright(last)
    {
        draft.outlet = Some(last.trim().to_owned());
        rights = above;
    }
    draft.asides.push(export::one_line(rights));
}

/// A day, with an edition behind or below it.
fn dated_block(block: &Block<'_>, draft: &mut Draft) {
    let Some(line) = block.first() else { return };
    let (raw, rest) =
        export::leading_date(line).or_else(|| export::leading_period(line)).unwrap_or((line.trim(), ""));
    draft.dates.push((DateSource::Header, raw.to_owned()));
    let edition = block.iter().skip(1).map(|line| line.trim());
    let edition: Vec<&str> = Some(rest).filter(|rest| !rest.is_empty()).into_iter().chain(edition).collect();
    if !edition.is_empty() {
        draft.edition = export::edition(&edition.join(" "));
        draft.asides.push(edition.join(" "));
    }
}

/// A headline; a line that ends in a semicolon parts it from what stands under it.
fn headline(block: &[&str], draft: &mut Draft) {
    let mut parts: Vec<String> = vec![String::new()];
    for line in block {
        if let Some(part) = parts.last_mut() {
            if !part.is_empty() {
                part.push(' ');
            }
            part.push_str(line.trim().trim_end_matches(';'));
        }
        if line.trim_end().ends_with(';') {
            parts.push(String::new());
        }
    }
    let mut parts = parts.into_iter().filter(|part| !part.trim().is_empty());
    draft.title = parts.next();
    draft.subheads.extend(parts);
}

/// The value of a block with a label, on one line.
fn value(block: &[&str], first: &str) -> String {
    let mut lines = vec![first];
    lines.extend(block.iter().skip(1));
    export::one_line(&lines).trim().to_owned()
}

/// Takes a block above the text in.
fn above(block: &Block<'_>, draft: &mut Draft) {
    // Labels may follow each other without a blank line, or with a bare line between them.
    let mut rest: &[&str] = block;
    if !is_labelled(block) {
        draft.asides.push(export::one_line(block));
    }
    while let Some((named, first)) = label_of_first(rest) {
        let lines = 1 + rest.iter().skip(1).take_while(|line| label(line).is_none()).count();
        let (one, behind) = rest.split_at(lines);
        above_label(named, one, first, draft);
        rest = behind;
    }
}

fn above_label(label: Label, block: &[&str], first: &str, draft: &mut Draft) {
    let text = value(block, first);
    match label {
        _ if text.is_empty() => {}
        Label::Headline => {
            let bare = draft.title.take();
            let mut lines = vec![first];
            lines.extend(block.iter().skip(1));
            headline(&lines, draft);
            draft.subheads.extend(bare);
        }
        Label::Byline => draft.byline = Some(text),
        Label::Section => {
            draft.section = export::section(&text);
            draft.page = export::page(&text);
        }
        Label::Dateline => draft.dateline = Some(text),
        Label::Lead => draft.lead = Some(text),
        Label::Terms => draft.keywords.extend(export::terms(&text)),
        Label::Url => draft.url = Some(text),
        Label::Language => draft.lang = export::language(&text),
        _ => {}
    }
}

/// Takes the blocks below the text in.
fn below(blocks: &[Block<'_>], draft: &mut Draft) {
    let mut last = Label::Other;
    for block in blocks {
        if is_rights(block) {
            draft.asides.push(export::one_line(block));
            continue;
        }
        let mut rest: &[&str] = block;
        if label_of_first(rest).is_none() {
            loose(last, &export::one_line(rest), draft);
            continue;
        }
        while let Some((named, first)) = label_of_first(rest) {
            let lines = 1 + rest.iter().skip(1).take_while(|line| label(line).is_none()).count();
            let (one, behind) = rest.split_at(lines);
            below_label(named, &value(one, first), draft);
            (rest, last) = (behind, named);
        }
    }
}

fn label_of_first<'t>(lines: &[&'t str]) -> Option<(Label, &'t str)> {
    lines.first().and_then(|line| label(line))
}

/// A block that goes on with what stands above it.
fn loose(label: Label, text: &str, draft: &mut Draft) {
    match label {
        Label::Graphic => draft.captions.push(text.to_owned()),
        _ => draft.asides.push(text.to_owned()),
    }
}

fn below_label(label: Label, text: &str, draft: &mut Draft) {
    match label {
        _ if text.is_empty() => {}
        Label::Graphic => draft.captions.push(text.to_owned()),
        Label::Url => draft.url = Some(text.to_owned()),
        Label::Language => draft.lang = export::language(text),
        Label::Terms => draft.keywords.extend(export::terms(text)),
        // The day on which the vendor took it in, which may be years later, is none of its own.
        Label::Corrected => draft.updated.push((DateSource::Header, text.to_owned())),
        Label::Correction => {
            draft.asides.push(text.to_owned());
            revision::corrected(text, draft);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Draft {
        draft(&text.lines().collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn a_document_without_labels_has_day_headline_and_text() {
        let found = read(
            "\n\n      Harbour Post\n\n      March 4, 2019 Monday\n\nFog\n\nIt was foggy.\n\nLOAD-DATE: March 5, 2019",
        );
        assert_eq!((found.outlet.as_deref(), found.title.as_deref()), (Some("Harbour Post"), Some("Fog")));
        assert_eq!(found.body, "It was foggy.");
    }

    #[test]
    fn the_day_may_stand_twice_and_the_outlet_below_the_copyright() {
        let found = read(
            "  Copyright 2002 Havenkrant\n\n  Havenkrant\n\n  24. September 2002\n\n  September 24, 2002\n\nLENGTE: 4 words\n\nKOP: Mist\n\nAUTEUR: BERG, JAN\n\nTEKST:\n\nHet was mistig.\n\nTAAL: Dutch / Nederlands",
        );
        assert_eq!((found.outlet.as_deref(), found.title.as_deref()), (Some("Havenkrant"), Some("Mist")));
        assert_eq!((found.dates.len(), found.lang.as_deref()), (2, Some("nl")));
        assert_eq!((found.byline.as_deref(), found.body.as_str()), (Some("BERG, JAN"), "Het was mistig."));
    }

    #[test]
    fn transcripts_have_labels_above_the_day() {
        let found = read(
            "  Harbour TV\n\n  SHOW: MORNING NEWS 7:00 AM EST\n\n  March 4, 2019 Monday\n\nTRANSCRIPT: 030401\n\nSECTION: NEWS\n\nLENGTH: 9 words\n\nHEADLINE: Fog\n\nGUESTS: Ana Lima\n\nBODY:\n\nANCHOR: Good morning.\n\nLIMA: It was foggy.",
        );
        assert_eq!((found.outlet.as_deref(), found.title.as_deref()), (Some("Harbour TV"), Some("Fog")));
        assert_eq!(found.body, "ANCHOR: Good morning.\n\nLIMA: It was foggy.");
        assert_eq!(found.section.as_deref(), Some("NEWS"));
    }

    #[test]
    fn labels_in_the_text_are_text() {
        let found = read(
            "  Harbour Post\n\n  March 4, 2019 Monday\n\nFog\n\nLENGTH: 9 words\n\nIt was foggy.\n\nUPDATE: the fog lifts.\n\nSUBJECT: fog, said the memo.\n\nIt rained.\n\nUPDATE: March 5, 2019",
        );
        assert_eq!(
            found.body,
            "It was foggy.\n\nUPDATE: the fog lifts.\n\nSUBJECT: fog, said the memo.\n\nIt rained."
        );
    }

    #[test]
    fn two_documents_without_a_number_between_them_are_refused() {
        let one = "  Harbour Post\n\n  March 4, 2019 Monday\n\nFog\n\nLENGTH: 9 words\n\nIt was foggy.\n\n";
        let lines: Vec<&str> = one.lines().chain(one.lines()).collect();
        assert_eq!(draft(&lines).unwrap_err().reason, crate::error::Reason::UnknownLayout);
    }
}
