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

use super::draft::Draft;
use super::export::{self, Block, Tally};
use super::{Emit, Input, fragment};
use crate::article::DateSource;
use crate::error::{Fault, Reason};

pub(super) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    export::read(input, emit, read_text)
}

pub(super) fn read_html(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    export::read(input, emit, |html, emit| {
        // Line ends of the source mean nothing; those of the page are elements.
        let flat = html.replace(['\r', '\n'], " ");
        read_text(&fragment::text(&flat).replace('\u{a0}', " "), emit)
    })
}

/// Whether a text is such an export: a numbering line as this layout sets it, and below it a
/// label or copyright.
pub(super) fn sniff(sample: &str) -> bool {
    let mut lines = sample.lines();
    let Some(first) = lines.find(|line| mark(line).is_some()) else { return false };
    let set_apart = first.starts_with("        ") || first.contains("DOCUMENT");
    let below = |line: &str| {
        label(line).is_some_and(|(l, _)| matches!(l, Label::Length | Label::Loaded | Label::Language))
    };
    lines.any(|line| below(line) || (set_apart && export::is_copyright(line)))
}

/// Whether a page is such an export: the comments in it that hide its elements.
pub(super) fn sniff_html(sample: &str) -> bool {
    sample.contains("<DOCFULL>") || (sample.contains("NAME=\"DOC_ID_") && sample.contains("DOCUMENTS"))
}

/// Where a document begins, and how it is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark {
    line: usize,
    number: u64,
    of: u64,
}

/// Words for a document in a numbering line.
const DOCUMENT_WORDS: &[&str] = &[
    "document",
    "documents",
    "dokument",
    "dokumente",
    "dokumenten",
    "documento",
    "documentos",
    "documenti",
    "documenten",
];
/// Words for "of" in a numbering line.
const OF_WORDS: &[&str] = &["of", "von", "de", "di", "van", "af", "av", "sur"];

/// The numbers in a line that numbers a document and holds nothing else.
fn mark(line: &str) -> Option<(u64, u64)> {
    if line.len() > 120 || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let (number, of, total, document) = match words.as_slice() {
        [number, of, total, document] if number.starts_with(|c: char| c.is_ascii_digit()) => {
            (number, of, total, document)
        }
        [document, number, of, total] => (number, of, total, document),
        _ => return None,
    };
    let known = |word: &str, list: &[&str]| list.contains(&word.to_lowercase().as_str());
    // A sentence would not begin its word for a document with a capital.
    let capital = document.starts_with(char::is_uppercase);
    (capital && known(document, DOCUMENT_WORDS) && known(of, OF_WORDS))
        .then(|| Some((export::number(number)?, export::number(total)?)))?
}

/// Reads a text of this layout.
pub(super) fn read_text(text: &str, emit: &mut Emit<'_>) -> Result<(), Fault> {
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
    let runs = runs(&marks)?;
    let mut base = 0;
    for run in &runs {
        let end_of = |mark: &Mark| marks.iter().find(|m| m.line > mark.line).map_or(lines.len(), |m| m.line);
        let mut tally = Tally::new(base, announced(run, cover), run.len() as u64);
        for mark in *run {
            let document = lines.get(mark.line + 1..end_of(mark)).unwrap_or_default();
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

/// Whether blank lines, or the ends of the text, stand around a line.
fn stands_apart(lines: &[&str], at: usize) -> bool {
    let blank = |line: Option<&&str>| line.is_none_or(|line| line.trim().is_empty());
    blank(at.checked_sub(1).and_then(|before| lines.get(before))) && blank(lines.get(at + 1))
}

/// The exports that stand one after the other in a file; an error when the numbers of one
/// of them contradict each other.
fn runs(marks: &[Mark]) -> Result<Vec<&[Mark]>, Fault> {
    let mut runs = Vec::new();
    let mut start = 0;
    for (at, pair) in marks.windows(2).enumerate() {
        if let [before, after] = pair
            && (after.of != before.of || (after.number == 1 && before.number > 1))
        {
            runs.extend(marks.get(start..=at));
            start = at + 1;
        }
    }
    runs.extend(marks.get(start..));
    for mark in marks.iter().filter(|m| m.number == 0 || m.number > m.of) {
        let Mark { number, of, .. } = mark;
        let detail = format!(
            "a document is numbered {number} of {of}: the file was not read, since its documents cannot be told apart for certain"
        );
        return Err(Fault::new(Reason::CountMismatch, detail));
    }
    let falls = |pair: &[Mark]| matches!(pair, [before, after] if after.number <= before.number);
    if let Some(run) = runs.iter().find(|run| run.windows(2).any(falls)) {
        let numbers: Vec<String> =
            run.windows(2).filter(|p| falls(p)).flatten().map(|m| m.number.to_string()).take(2).collect();
        let detail = format!(
            "document {} comes before document {}: the file was not read, since its documents cannot be told apart for certain",
            numbers.first().map_or("?", |n| n),
            numbers.get(1).map_or("?", |n| n)
        );
        return Err(Fault::new(Reason::CountMismatch, detail));
    }
    Ok(runs)
}

/// The numbers that the documents of a run should have: 1 to the total, or the part of them
/// that the cover page says was asked for.
fn announced(run: &[Mark], cover: &[&str]) -> std::ops::RangeInclusive<u64> {
    let (first, of) = run.first().map_or((1, 0), |m| (m.number, m.of));
    let asked = cover.iter().filter(|line| line.contains(':')).find_map(|line| {
        let (from, to) = line.rsplit(|c: char| c.is_whitespace() || c == ':').next()?.split_once('-')?;
        Some((export::number(from)?, export::number(to)?))
    });
    match asked {
        Some((from, to)) if from > 1 && from == first && (from..=of).contains(&to) => from..=to,
        _ => 1..=of,
    }
}

/// What a line with a label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Headline,
    Byline,
    Section,
    Length,
    Dateline,
    Lead,
    Body,
    Graphic,
    Url,
    Loaded,
    Language,
    Terms,
    Correction,
    Corrected,
    /// Known, and nothing that an article carries.
    Other,
}

impl Label {
    /// Whether it stands below the text.
    fn is_below(self) -> bool {
        !matches!(
            self,
            Label::Headline
                | Label::Byline
                | Label::Section
                | Label::Length
                | Label::Dateline
                | Label::Lead
                | Label::Body
        )
    }
}

/// The labels, in the languages of the outlets.
#[rustfmt::skip]
const LABELS: &[(Label, &[&str])] = &[
    (Label::Headline, &["HEADLINE", "TITLE", "KOP", "TITRE", "TITULO", "TÍTULO", "TITOLO", "SCHLAGZEILE", "ÜBERSCHRIFT", "TITEL"]),
    (Label::Byline, &["BYLINE", "AUTHOR", "AUTHORS", "AUTOR", "AUTOREN", "AUTEUR", "AUTEURS", "AUTORE", "VON", "NAME"]),
    (Label::Section, &["SECTION", "RUBRIK", "RUBRIQUE", "RUBRIEK", "SECCION", "SECCIÓN", "SEZIONE"]),
    (Label::Length, &["LENGTH", "LÄNGE", "LONGUEUR", "LENGTE", "LONGITUD", "LUNGHEZZA", "EXTENSION", "COMPRIMENTO"]),
    (Label::Dateline, &["DATELINE"]),
    (Label::Lead, &["HIGHLIGHT", "ABSTRACT", "ZUSAMMENFASSUNG", "HIGHLIGHTS", "SUMMARY", "TEASER"]),
    (Label::Body, &["BODY", "TEXT", "TEKST", "TEXTE", "TEXTO", "TESTO", "FULL TEXT"]),
    (Label::Graphic, &["GRAPHIC", "GRAFIK", "GRAPHIQUE", "GRAFIEK", "GRÁFICO", "GRAFICO", "ILLUSTRATION", "PHOTO", "IMAGE"]),
    (Label::Url, &["URL"]),
    (Label::Loaded, &["LOAD-DATE", "UPDATE", "DATE-CHARGEMENT", "LAADDATUM", "FECHA-CARGA", "FECHA DE CARGA", "DATA-CARICAMENTO"]),
    (Label::Language, &["LANGUAGE", "SPRACHE", "LANGUE", "TAAL", "IDIOMA", "LENGUA", "LINGUA"]),
    (Label::Terms, &["SUBJECT", "ORGANIZATION", "ORGANISATION", "COMPANY", "PERSON", "INDUSTRY", "CITY", "STATE", "COUNTRY", "GEOGRAPHIC", "TICKER",
        "SCHLAGWORT", "SUJET", "PERSONNE", "ORGANISME", "SOCIETE", "PAYS", "VILLE"]),
    (Label::Correction, &["CORRECTION"]),
    (Label::Corrected, &["CORRECTION-DATE"]),
    (Label::Other, &["PUBLICATION-TYPE", "PUB-TYPE", "TYPE-PUBLICATION", "TIPO-PUBLICACION", "JOURNAL-CODE", "ZEITUNGS-CODE", "CODE-REVUE", "PUB-SUBJECT",
        "DOCUMENT-TYPE", "TYPE", "ACC-NO", "SERIES", "DISTRIBUTION", "NOTES", "CHART", "COLUMN", "DATE", "EDITION", "ISSN", "CONTACT", "BIO", "MARKET",
        "FILED", "GUESTS", "SHOW", "TRANSCRIPT", "UPLOAD", "ISSUE", "VOLUME", "PAGE", "PAGES", "COPYRIGHT"]),
];

/// The label that a line opens with, and what stands behind it.
fn label(line: &str) -> Option<(Label, &str)> {
    let (name, value) = line.trim_start().split_once(':')?;
    let spaced = value.is_empty() || value.starts_with(char::is_whitespace);
    let capitals = name.chars().all(|c| c.is_uppercase() || c == '-' || c == ' ');
    if !spaced || !capitals || name.is_empty() {
        return None;
    }
    let found = LABELS.iter().find(|(_, names)| names.contains(&name.trim_end()));
    found.map(|(label, _)| (*label, value.trim()))
}

fn block_label<'t>(block: &[&'t str]) -> Option<(Label, &'t str)> {
    block.first().and_then(|line| label(line))
}

/// Gives a document on.
fn give(number: u64, lines: &[&str], emit: &mut Emit<'_>) -> ControlFlow<()> {
    match draft(lines) {
        Ok(draft) => export::give(number, draft, emit),
        Err(fault) => emit.fault(number, fault),
    }
}

/// The parts of a document, in order.
struct Parts<'t> {
    /// Outlet, day, headline, and lines with labels.
    above: Vec<Block<'t>>,
    body: Vec<Block<'t>>,
    below: Vec<Block<'t>>,
}

fn draft(lines: &[&str]) -> Result<Draft, Fault> {
    let parts = parts(export::blocks(lines.iter().copied()));
    let mut draft = Draft::default();
    let dated = masthead(&parts.above, &mut draft);
    let labelled = parts.above.iter().chain(&parts.below).any(|block| block_label(block).is_some());
    let paragraphs: Vec<String> = parts.body.iter().map(|block| export::paragraph(block)).collect();
    draft.body = paragraphs.join("\n\n");
    for block in parts.above.iter().skip_while(|block| !is_labelled(block)) {
        above(block, &mut draft);
    }
    below(&parts.below, &mut draft);
    if !dated && !labelled && export::error_note(&draft).is_none() {
        return Err(export::unknown("a Nexis document", "neither a day nor a label"));
    }
    Ok(draft)
}

/// Blocks above the first label that are looked at.
const MASTHEAD_BLOCKS: usize = 8;

/// Tells the text from what stands above and below it.
fn parts(mut blocks: Vec<Block<'_>>) -> Parts<'_> {
    let below = blocks.split_off(first_below(&blocks));
    let is_label = |block: &Block<'_>| block_label(block).is_some();
    let first_label = blocks.iter().take(MASTHEAD_BLOCKS).position(is_label);
    let start = match first_label {
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
        if block_label(block).is_some_and(|(label, _)| !label.is_below()) {
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

/// Fills in what stands above the first label; says whether there was a day.
fn masthead(above: &[Block<'_>], draft: &mut Draft) -> bool {
    let bare: Vec<&Block<'_>> = above.iter().take_while(|block| !is_labelled(block)).collect();
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
    while let Some((label, first)) = rest.first().and_then(|line| self::label(line)) {
        let lines = 1 + rest.iter().skip(1).take_while(|line| self::label(line).is_none()).count();
        let (one, behind) = rest.split_at(lines);
        above_label(label, one, first, draft);
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
        Label::Section => draft.section = Some(section(&text)),
        Label::Dateline => draft.dateline = Some(text),
        Label::Lead => draft.lead = Some(text),
        Label::Terms => draft.keywords.extend(export::terms(&text)),
        Label::Url => draft.url = Some(text),
        Label::Language => draft.lang = export::language(&text),
        _ => {}
    }
}

/// A section without the number of the page (`FEATURES; Pg. 6`).
fn section(text: &str) -> String {
    let is_page = |part: &str| {
        let part = part.trim().to_lowercase();
        let behind = ["pg.", "p.", "s.", "page", "seite", "ausg.", "blz."]
            .iter()
            .find_map(|mark| part.strip_prefix(mark));
        behind.is_some_and(|rest| rest.trim().len() <= 12 && rest.contains(|c: char| c.is_ascii_digit()))
    };
    let kept: Vec<&str> =
        text.split(';').map(str::trim).filter(|part| !part.is_empty() && !is_page(part)).collect();
    if kept.is_empty() { text.to_owned() } else { kept.join("; ") }
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
        while let Some((label, first)) = label_of_first(rest) {
            let lines = 1 + rest.iter().skip(1).take_while(|line| self::label(line).is_none()).count();
            let (one, behind) = rest.split_at(lines);
            below_label(label, &value(one, first), draft);
            (rest, last) = (behind, label);
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
        // The day on which the vendor took it in: no day of publication, but close to it.
        Label::Loaded if draft.dates.is_empty() => draft.dates.push((DateSource::Metadata, text.to_owned())),
        Label::Corrected => draft.updated.push((DateSource::Header, text.to_owned())),
        Label::Correction => {
            draft.asides.push(text.to_owned());
            super::revision::corrected(text, draft);
        }
        _ => {}
    }
}
