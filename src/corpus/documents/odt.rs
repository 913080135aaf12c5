//! OpenDocument text (ODT), as LibreOffice writes it: paragraphs, headings, lists and tables
//! in the order of the document; footnotes apart; title, author and day of the properties.
//!
//! Left out: tables of contents, comments, changes that are tracked, and everything else that
//! a reader of the printed page would not see.

use crate::error::{Fault, Reason};

use crate::corpus::documents::document::{self, Document};
use crate::corpus::documents::package::{Package, malformed};
use crate::corpus::markup::xml::{Element, Step};
use crate::corpus::{Emit, Input};

/// How the types of OpenDocument begin.
const TYPE: &str = "application/vnd.oasis.opendocument.";

/// Bytes of a package's start that name its type.
const TYPE_BYTES: usize = 200;

/// A zip file that says that it is OpenDocument.
pub(in crate::corpus) fn is_odt(head: &[u8]) -> bool {
    let start = head.get(..TYPE_BYTES.min(head.len())).unwrap_or_default();
    head.starts_with(b"PK\x03\x04") && memchr::memmem::find(start, TYPE.as_bytes()).is_some()
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let start = input.head.get(..TYPE_BYTES.min(input.head.len())).unwrap_or_default();
    if memchr::memmem::find(start, format!("{TYPE}text").as_bytes()).is_none() {
        let what = "no reader for spreadsheets and presentations: save it as CSV or text first";
        return Err(Fault::new(Reason::Unsupported, what));
    }
    let mut package = Package::open(input.seekable()?)?;
    let manifest = package.document("META-INF/manifest.xml");
    let locked = manifest.ok().and_then(|tree| Some(tree.root()?.find("encryption-data").is_some()));
    if locked == Some(true) {
        return Err(Fault::new(Reason::Encrypted, "the document is encrypted"));
    }
    let tree = package.document("content.xml")?;
    let text = tree.root().and_then(|root| root.find("office:text").or_else(|| root.find("text")));
    let mut found = Document::default();
    body(text.ok_or_else(|| malformed("the document has no text"))?, &mut found);
    found.warnings.extend(tree.warnings.iter().cloned());
    if let Ok(meta) = package.document("meta.xml")
        && let Some(meta) = meta.root()
    {
        properties(meta, &mut found);
    }
    document::give(found, emit)
}

/// Elements that no reader of the page sees, and notes, which stand apart.
const UNSEEN: &[&str] = &[
    "tracked-changes",
    "annotation",
    "table-of-content",
    "sequence-decls",
    "variable-decls",
    "user-field-decls",
    "forms",
    "svg:title",
    "svg:desc",
    "note",
];

/// Reads the text of a document.
fn body(text: Element<'_>, found: &mut Document) {
    let (mut paragraphs, mut cells) = (0_usize, 0_usize);
    let mut steps = text.steps();
    while let Some(step) = steps.next() {
        match step {
            Step::Open(e) if e.is_any(UNSEEN) => {
                if e.is("note") {
                    found.notes.extend(e.child("note-body").and_then(Element::line));
                }
                steps.pass();
            }
            Step::Open(e) if e.is_any(&["text:p", "text:h"]) => {
                if found.text.trim().is_empty() && found.heading.is_none() && is_title(e) {
                    found.heading = e.line();
                }
                // A frame may stand inside a paragraph, and hold paragraphs.
                if paragraphs > 0 {
                    found.text.push_str("\n\n");
                }
                paragraphs += 1;
            }
            Step::Close(e) if e.is_any(&["text:p", "text:h"]) => {
                paragraphs = paragraphs.saturating_sub(1);
                found.text.push_str(if cells > 0 { " " } else { "\n\n" });
            }
            Step::Open(e) if e.is("table-cell") => cells += 1,
            Step::Close(e) if e.is("table-cell") => {
                cells = cells.saturating_sub(1);
                found.text.truncate(found.text.trim_end_matches(' ').len());
                found.text.push('\t');
            }
            Step::Close(e) if e.is_any(&["table-row", "table"]) => found.text.push('\n'),
            Step::Open(e) if e.is("text:line-break") => found.text.push('\n'),
            Step::Open(e) if e.is("text:tab") => found.text.push('\t'),
            Step::Open(e) if e.is("text:s") => found.text.push(' '),
            Step::Text(words) if paragraphs > 0 => found.text.push_str(words),
            Step::Open(_) | Step::Close(_) | Step::Text(_) => {}
        }
    }
}

/// A heading of the first level, or a paragraph in the style of a title.
fn is_title(element: Element<'_>) -> bool {
    let is_first = element.is("text:h") && element.attr("outline-level").is_none_or(|level| level == "1");
    is_first || element.attr("style-name") == Some("Title")
}

/// Title, author and day of the document's properties.
fn properties(meta: Element<'_>, found: &mut Document) {
    let line = |name: &str| meta.find(name).and_then(Element::line);
    found.title = line("dc:title");
    // A single word is the name of an account.
    let author = line("initial-creator").or_else(|| line("dc:creator"));
    found.author = author.filter(|name| name.contains(' '));
    found.created = line("creation-date");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::markup::xml;

    fn read(inner: &str) -> Document {
        let tree = xml::parse(&format!("<office:text>{inner}</office:text>"));
        let mut found = Document::default();
        body(tree.root().unwrap(), &mut found);
        found
    }

    #[test]
    fn paragraphs_tables_and_notes() {
        let found = read(
            "<text:sequence-decls><x/></text:sequence-decls><text:h text:outline-level='1'>Rain</text:h>\
             <text:p>It <text:span>rained</text:span><text:note><text:note-citation>1</text:note-citation>\
             <text:note-body><text:p>Hard.</text:p></text:note-body></text:note>.<text:line-break/>Twice.</text:p>\
             <table:table><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell>\
             <table:table-cell><text:p>2</text:p></table:table-cell></table:table-row></table:table>",
        );
        assert_eq!(found.heading.as_deref(), Some("Rain"));
        assert_eq!(found.text.trim(), "Rain\n\nIt rained.\nTwice.\n\n1\t2");
        assert_eq!(found.notes, ["Hard."]);
    }

    #[test]
    fn what_is_not_seen_on_the_page_is_no_text() {
        let found = read(
            "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes>loose<text:p>kept\
             <office:annotation><text:p>a comment</text:p></office:annotation></text:p>",
        );
        assert_eq!((found.text.trim(), found.heading), ("kept", None));
    }
}
