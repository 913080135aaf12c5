//! Word documents (DOCX): a zip file whose `word/document.xml` holds the text.
//!
//! Paragraphs, line breaks, tabs and cells of tables come out as text; what was deleted while
//! changes were tracked is left out, and footnotes stand apart. The document's properties say
//! its title, author and day. What the text belongs to is found out from the text itself
//! ([`crate::corpus::documents::document`]), since databases export whole piles of articles as one document.
//!
//! Left out: headers and footers of pages, comments, pictures.

use std::io::{Read, SeekFrom};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;
use zip::read::read_zipfile_from_stream;
use zip::result::ZipError;

use crate::corpus::bytes::decode::Decoder;
use crate::corpus::documents::document::{self, Document};
use crate::corpus::markup::fragment;
use crate::corpus::{Emit, Input, Seekable, limits};
use crate::error::{Fault, Reason};

/// Bytes that the parts of a document may unpack to. 64 MiB.
const UNPACKED_BYTES: u64 = 64 << 20;
/// Elements inside each other.
const DEPTH: usize = 1_000;

/// Whether a zip file is an office document: its first member is one that all of them have.
/// A zip of documents begins with a document.
pub(in crate::corpus) fn is_office(head: &[u8]) -> bool {
    let name = first_name(head).unwrap_or_default();
    ["[Content_Types].xml", "_rels/", "docProps/", "word/", "xl/", "ppt/", "customXml/"]
        .iter()
        .any(|known| name.starts_with(known.as_bytes()))
}

/// The name of the first member of a zip file.
fn first_name(head: &[u8]) -> Option<&[u8]> {
    let header = head.strip_prefix(b"PK\x03\x04")?;
    let length =
        header.get(22..24).and_then(|l| Some(usize::from(u16::from_le_bytes(l.try_into().ok()?))))?;
    header.get(26..26 + length)
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let mut bytes = input.seekable()?;
    let left = bound(&mut bytes).map_err(|cause| Fault::of_io(&cause))?;
    let mut found = Document::default();
    // The list of parts stands at the end; without it they are met one after the other.
    if let Err(cause) = ZipArchive::new(&mut bytes) {
        let xml = salvaged(&mut bytes, left).ok_or_else(|| unlisted(cause))?;
        found.warnings.push("the document is damaged or truncated: its end is lost".to_owned());
        return match body(&xml, &mut found) {
            Err(fault) if found.text.trim().is_empty() => Err(fault),
            _ => document::give(found, emit),
        };
    }
    let mut package =
        Package { archive: ZipArchive::new(bytes).map_err(unlisted)?, left, warnings: Vec::new() };
    let Some(main) = package.main() else {
        let what = "no reader for spreadsheets and presentations: save it as CSV or text first";
        return Err(Fault::new(Reason::Unsupported, what));
    };
    let xml = package.part(&main)?.ok_or_else(|| malformed("the document has no text part"))?;
    let whole = body(&xml, &mut found);
    for part in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Ok(Some(xml)) = package.part(part) {
            found.notes.extend(notes(&xml));
        }
    }
    if let Ok(Some(xml)) = package.part("docProps/core.xml") {
        properties(&xml, &mut found);
    }
    found.warnings.append(&mut package.warnings);
    match whole {
        Ok(()) => {}
        Err(fault) if found.text.trim().is_empty() => return Err(fault),
        Err(fault) => found.warnings.push(format!("the end is lost: {fault}")),
    }
    document::give(found, emit)
}

/// How much the parts may unpack to.
fn bound(bytes: &mut dyn Seekable) -> std::io::Result<u64> {
    let size = bytes.seek(SeekFrom::End(0))?;
    bytes.seek(SeekFrom::Start(0))?;
    Ok(size.saturating_mul(limits::UNPACK_RATIO).min(UNPACKED_BYTES))
}

fn unlisted(cause: ZipError) -> Fault {
    match cause {
        ZipError::Io(cause) => Fault::of_io(&cause),
        _ => {
            let detail = "the document is damaged or truncated: its list of parts and its text are missing";
            Fault::new(Reason::Truncated, detail)
        }
    }
}

/// Whether a part holds the text.
fn is_main(name: &str) -> bool {
    name.starts_with("word/document") && name.ends_with(".xml")
}

/// Parts that are looked at in a document without a list of them.
const SALVAGED_PARTS: usize = 1_000;

/// The text part of a document without a list of parts, as far as it is there.
fn salvaged(mut bytes: &mut dyn Seekable, left: u64) -> Option<String> {
    bytes.seek(SeekFrom::Start(0)).ok()?;
    for _ in 0..SALVAGED_PARTS {
        let part = read_zipfile_from_stream(&mut bytes).ok()??;
        if is_main(part.name().ok()?.as_ref()) {
            let mut xml = Vec::new();
            // What comes before the damage is enough.
            let _ = part.take(left).read_to_end(&mut xml);
            return Some(xml_text(&xml)).filter(|xml| !xml.is_empty());
        }
    }
    None
}

fn malformed(finding: &str) -> Fault {
    Fault::new(Reason::Malformed, finding)
}

/// An open document, and how much of it may still be unpacked.
struct Package {
    archive: ZipArchive<Box<dyn Seekable>>,
    left: u64,
    /// What was odd about its parts.
    warnings: Vec<String>,
}

impl Package {
    /// The part that holds the text.
    fn main(&self) -> Option<String> {
        self.archive.file_names().flatten().find(|name| is_main(name)).map(std::borrow::Cow::into_owned)
    }

    /// A part as text; `None` when there is none of this name.
    fn part(&mut self, name: &str) -> Result<Option<String>, Fault> {
        let left = self.left;
        let part = match self.archive.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(ZipError::UnsupportedArchive(_)) => {
                return Err(Fault::new(
                    Reason::Encrypted,
                    "the document is encrypted, or packed in an unknown way",
                ));
            }
            Err(ZipError::Io(cause)) => return Err(Fault::of_io(&cause)),
            Err(_) => return Err(malformed("a part of the document is damaged")),
        };
        let mut bytes = Vec::new();
        let ended = part.take(left + 1).read_to_end(&mut bytes);
        if bytes.len() as u64 > left {
            let detail = format!(
                "the document unpacks to more than {} MiB or {} times its size (decompression bomb limit)",
                UNPACKED_BYTES >> 20,
                limits::UNPACK_RATIO
            );
            return Err(Fault::new(Reason::Bomb, detail));
        }
        self.left -= bytes.len() as u64;
        match ended {
            Err(_) if bytes.is_empty() => Err(malformed("a part of the document is damaged")),
            Err(_) => {
                self.warnings.push(
                    "a part of the document is damaged: its checksum is wrong, or its end is lost".to_owned(),
                );
                Ok(Some(xml_text(&bytes)))
            }
            Ok(_) => Ok(Some(xml_text(&bytes))),
        }
    }
}

/// The text of an XML part, which is UTF-8 or UTF-16.
fn xml_text(bytes: &[u8]) -> String {
    match bytes {
        [0xff, 0xfe, ..] => encoding_rs::UTF_16LE.decode(bytes).0.into_owned(),
        [0xfe, 0xff, ..] => encoding_rs::UTF_16BE.decode(bytes).0.into_owned(),
        _ => Decoder::labelled(Some("utf-8")).decode(bytes).text.trim_start_matches('\u{feff}').to_owned(),
    }
}

/// Where in a document the reader stands.
#[derive(Default)]
struct State {
    /// Names of the open elements.
    open: Vec<Vec<u8>>,
    /// How many open elements hold nothing that is read.
    unseen: usize,
    /// Where the open cells and rows of tables began in the text.
    cells: Vec<usize>,
    /// Where the open paragraph began in the text.
    paragraph: usize,
    /// Whether there were words in an earlier paragraph.
    begun: bool,
    /// Whether the style of the open paragraph is a title's.
    title: bool,
}

/// Elements whose content is no text of the document: what was deleted or moved away, and what
/// repeats something for older programs.
const UNSEEN: &[&[u8]] =
    &[b"del", b"moveFrom", b"Fallback", b"delText", b"instrText", b"pPrChange", b"rPrChange"];

/// Reads the main part; the error says why it was not read to its end.
fn body(xml: &str, found: &mut Document) -> Result<(), Fault> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut state = State::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => open(&start, &mut state, found)?,
            Ok(Event::Empty(start)) => {
                open(&start, &mut state, found)?;
                close(&mut state, found);
            }
            Ok(Event::End(_)) => close(&mut state, found),
            Ok(Event::Text(text)) if state.reads() => found.text.push_str(&text),
            Ok(Event::CData(text)) if state.reads() => found.text.push_str(&text),
            Ok(Event::GeneralRef(name)) if state.reads() => {
                fragment::unescape_into(&format!("&{};", &*name), &mut found.text);
            }
            Ok(Event::Eof) if state.open.is_empty() => return Ok(()),
            Ok(Event::Eof) => return Err(Fault::new(Reason::Truncated, "the text part ends too early")),
            Ok(_) => {}
            Err(cause) => return Err(malformed(&format!("broken XML in the text part: {cause}"))),
        }
    }
}

impl State {
    /// Whether text counts here: in a run's text, and in nothing unseen.
    fn reads(&self) -> bool {
        self.unseen == 0 && self.open.last().is_some_and(|name| name == b"t")
    }
}

fn open(start: &BytesStart<'_>, state: &mut State, found: &mut Document) -> Result<(), Fault> {
    let name = start.local_name();
    let name = name.as_ref().as_bytes();
    if state.open.len() >= DEPTH {
        return Err(Fault::new(Reason::TooDeep, format!("elements in each other more than {DEPTH} deep")));
    }
    let in_run = state.open.last().is_some_and(|outer| outer == b"r");
    let seen = state.unseen == 0;
    match name {
        b"p" if seen => (state.paragraph, state.title) = (found.text.len(), false),
        b"tc" | b"tr" if seen => state.cells.push(found.text.len()),
        b"tab" if seen && in_run => found.text.push('\t'),
        b"br" | b"cr" if seen => found.text.push('\n'),
        b"noBreakHyphen" if seen => found.text.push('-'),
        b"pStyle" if seen => state.title = state.title || is_title_style(start),
        _ => {}
    }
    state.unseen += usize::from(UNSEEN.contains(&name));
    state.open.push(name.to_vec());
    Ok(())
}

/// Whether a paragraph's style is that of a title or a first heading.
fn is_title_style(start: &BytesStart<'_>) -> bool {
    let value =
        start.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == "val");
    value.is_some_and(|v| {
        matches!(
            v.value.to_lowercase().as_str(),
            "title" | "titel" | "titre" | "heading1" | "berschrift1" | "titre1" | "headline"
        )
    })
}

fn close(state: &mut State, found: &mut Document) {
    let Some(name) = state.open.pop() else { return };
    state.unseen -= usize::from(UNSEEN.contains(&name.as_slice()));
    if state.unseen > 0 {
        return;
    }
    match name.as_slice() {
        b"p" => {
            let words = found.text.get(state.paragraph..).unwrap_or_default().trim();
            if state.title && !state.begun && !words.is_empty() {
                found.heading = Some(words.to_owned());
            }
            state.begun = state.begun || !words.is_empty();
            found.text.push_str("\n\n");
        }
        b"tc" | b"tr" => {
            let start = state.cells.pop().unwrap_or_default();
            let end = found.text.get(start..).map_or(start, |cell| start + cell.trim_end().len());
            found.text.truncate(end);
            found.text.push_str(if name == b"tc" { "\t" } else { "\n\n" });
        }
        _ => {}
    }
}

/// The notes in a part of notes; the lines that only part them from the page have no words.
fn notes(xml: &str) -> Vec<String> {
    let mut all = Document::default();
    // What came before a fault is still a note.
    let _ = body(
        &xml.replace("</w:footnote>", "<w:t>\u{c}</w:t></w:footnote>")
            .replace("</w:endnote>", "<w:t>\u{c}</w:t></w:endnote>"),
        &mut all,
    );
    all.text.split('\u{c}').map(str::trim).filter(|note| !note.is_empty()).map(str::to_owned).collect()
}

/// Title, author and day of the document's properties.
fn properties(xml: &str, found: &mut Document) {
    let mut reader = Reader::from_str(xml);
    let mut name = Vec::new();
    let mut value = String::new();
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) => {
                name = start.local_name().as_ref().as_bytes().to_vec();
                value.clear();
            }
            Event::Text(text) => value.push_str(&text),
            Event::GeneralRef(reference) => {
                fragment::unescape_into(&format!("&{};", &*reference), &mut value)
            }
            Event::End(_) => {
                let value = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
                match std::mem::take(&mut name).as_slice() {
                    b"title" => found.title = value,
                    b"creator" => found.author = value.filter(|author| is_author(author)),
                    b"created" => found.created = value,
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
}

/// Whether a name is a person's: programs put their own there.
fn is_author(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.contains(' ')
        && !["microsoft", "user", "admin", "python-docx", "nexis", "factiva", "office"]
            .iter()
            .any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(inner: &str) -> Document {
        let mut found = Document::default();
        body(&format!("<w:document xmlns:w=\"w\"><w:body>{inner}</w:body></w:document>"), &mut found)
            .unwrap();
        found
    }

    #[test]
    fn runs_breaks_and_tabs_make_paragraphs() {
        let found = text(
            "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t xml:space=\"preserve\">One </w:t></w:r><w:r><w:t>two &amp; t&#104;ree</w:t><w:br/><w:t>four</w:t><w:tab/><w:t>five</w:t></w:r></w:p><w:p/><w:p><w:r><w:t>Six</w:t></w:r></w:p>",
        );
        assert_eq!(found.text.trim(), "One two & three\nfour\tfive\n\n\n\nSix");
    }

    #[test]
    fn what_was_deleted_is_no_text() {
        let found = text(
            "<w:p><w:del><w:r><w:delText>old</w:delText><w:t>older</w:t></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:r><w:instrText>HYPERLINK</w:instrText></w:r></w:p>",
        );
        assert_eq!(found.text.trim(), "new");
    }

    #[test]
    fn cells_stand_beside_each_other() {
        let cell = |words: &str| format!("<w:tc><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>");
        let row = |a: &str, b: &str| format!("<w:tr>{}{}</w:tr>", cell(a), cell(b));
        let above = "<w:p><w:r><w:t>A</w:t></w:r></w:p>";
        let found = text(&format!("{above}<w:tbl>{}{}</w:tbl>", row("", "Rain"), row("WC", "9 words")));
        assert_eq!(found.text.trim(), "A\n\n\tRain\n\nWC\t9 words");
    }

    #[test]
    fn a_title_is_told_by_its_style() {
        let found = text(
            "<w:p><w:pPr><w:pStyle w:val=\"Title\"/></w:pPr><w:r><w:t>Rain</w:t></w:r></w:p><w:p><w:r><w:t>It rained.</w:t></w:r></w:p>",
        );
        assert_eq!(found.heading.as_deref(), Some("Rain"));
    }

    #[test]
    fn damage_keeps_what_came_before() {
        let mut found = Document::default();
        let cut = "<w:document><w:body><w:p><w:r><w:t>It rained.</w:t></w:r></w:p><w:p><w:r><w:t>All";
        assert_eq!(body(cut, &mut found).unwrap_err().reason, Reason::Truncated);
        assert!(found.text.starts_with("It rained."));
        let deep = "<a>".repeat(100_000);
        assert_eq!(body(&deep, &mut found).unwrap_err().reason, Reason::TooDeep);
    }

    #[test]
    fn a_zip_of_documents_is_none() {
        let zip = |name: &str| {
            [b"PK\x03\x04".as_slice(), &[0; 22], &(name.len() as u16).to_le_bytes(), &[0; 2], name.as_bytes()]
                .concat()
        };
        assert!(is_office(&zip("[Content_Types].xml")) && is_office(&zip("word/document.xml")));
        assert!(!is_office(&zip("ferry.docx")) && !is_office(b"PK\x03\x04") && !is_office(b""));
    }
}
