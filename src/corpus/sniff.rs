//! Tells what a file is by its first bytes, and by its name where they leave it open.
//!
//! What is no text at all is ignored, because a folder of news always holds
//! pictures; it is skipped with a reason when its name promised text, or when it is
//! a container or document format that nothing here opens.

use crate::corpus::bytes::decode::{self, Kind};
use crate::corpus::bytes::packing::{self, Stream};
use crate::corpus::data::names;
use crate::corpus::place::Place;
use crate::corpus::prose::clean;
use crate::corpus::{FORMATS, Format, Sniff};
use crate::error::{Fault, Reason};

/// What [`examine`] has found.
pub(super) enum Verdict<'a> {
    /// A sample of the text, the whole stream, and the format.
    Format(Vec<u8>, Stream<'a>, &'static Format),
    /// No article by its nature; the words say what it is.
    Ignored(String),
    Skipped(Fault),
}

/// Extensions of files that hold text but no article.
#[rustfmt::skip]
const NO_ARTICLES: &[&str] = &[
    "rs", "py", "pyc", "c", "h", "cpp", "hpp", "java", "js", "mjs", "ts", "css", "scss", "sh", "bat", "ps1", "rb", "go", "pl", "php", "r", "sql",
    "ipynb", "toml", "yaml", "yml", "ini", "cfg", "conf", "lock", "log", "svg", "map", "lst", "srt", "bib", "ris", "tex", "geojson", "ann",
    "png", "jpg", "jpeg", "gif", "bmp", "webp", "ico", "tif", "tiff", "mp3", "mp4", "wav", "avi", "mov", "woff", "woff2", "ttf", "eot",
];

/// First bytes of formats that are text to people and that nothing here opens.
const UNREAD: &[(&[u8], &str)] = &[
    (b"%PDF", "no reader for PDF: convert it to text first (pdftotext)"),
    (b"7z\xbc\xaf", "no reader for 7z archives: unpack it first"),
    (b"\xd0\xcf\x11\xe0", "no reader for old Word files: save it as text first"),
    (b"PAR1", "no reader for Parquet: convert it to JSON Lines first"),
];

/// Looks at the first bytes of a file or member without its packings.
pub(super) fn examine<'a>(place: &Place<'_>, head: Vec<u8>, stream: Stream<'a>) -> Verdict<'a> {
    let extension = extension_of(place);
    if head.is_empty() {
        return Verdict::Skipped(no_text("the file is empty"));
    }
    if NO_ARTICLES.contains(&extension.as_str()) {
        return Verdict::Ignored(format!("a .{extension} file"));
    }
    let by_bytes = |f: &&Format| matches!(f.sniff, Sniff::Bytes(is) if is(&head));
    if let Some(format) = FORMATS.iter().find(by_bytes) {
        return Verdict::Format(head, stream, format);
    }
    if let Some((_, detail)) = UNREAD.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Verdict::Skipped(Fault::new(Reason::Unsupported, *detail));
    }
    let named = FORMATS.iter().find(|f| f.extensions.contains(&extension.as_str()));
    match decoded(&head, stream) {
        Ok((head, stream)) => {
            chosen(&head, named).map_or_else(Verdict::Skipped, |f| Verdict::Format(head, stream, f))
        }
        Err(Some(fault)) => Verdict::Skipped(fault),
        // Many formats are XML, and none of them has the extension for itself.
        Err(None) if named.is_some() || extension == "xml" => {
            Verdict::Skipped(Fault::new(Reason::Binary, format!("binary data in a file named .{extension}")))
        }
        Err(None) => Verdict::Ignored("binary data".to_owned()),
    }
}

fn no_text(finding: &str) -> Fault {
    Fault::new(Reason::NoText, format!("no text: {finding}"))
}

/// The extension that tells the format of what stands at a place. An address on the web has
/// none (`news.php` is a page), but the server says what it sends.
fn extension_of(place: &Place<'_>) -> String {
    if place.named {
        return extension(place.name());
    }
    let by_type = match place.hints.media_type.as_deref() {
        Some("text/csv") => "csv",
        Some("text/tab-separated-values") => "tsv",
        Some("text/markdown") => "md",
        Some("application/json") => "json",
        Some("application/x-ndjson" | "application/jsonl") => "jsonl",
        _ => "",
    };
    by_type.to_owned()
}

/// The extension of a name, lower case, without those of packings and without the number that
/// tells members of one name apart.
fn extension(name: &str) -> String {
    let name = name.rsplit('/').next().unwrap_or(name).to_lowercase();
    let mut bare = name.as_str();
    if let Some((name, _)) = bare.rsplit_once('#').filter(|(_, n)| n.bytes().all(|b| b.is_ascii_digit())) {
        bare = name;
    }
    while let Some(inner) =
        [".gz", ".zst", ".gzip", ".zstd", ".xz", ".bz2"].iter().find_map(|e| bare.strip_suffix(e))
    {
        bare = inner;
    }
    bare.rsplit_once('.').map(|(_, e)| e.to_owned()).unwrap_or_default()
}

/// The bytes in an encoding that holds ASCII as it is, without a byte order mark;
/// an error without a reason when they are no text.
fn decoded<'a>(head: &[u8], mut stream: Stream<'a>) -> Result<(Vec<u8>, Stream<'a>), Option<Fault>> {
    let mut drop_mark = |bytes: usize| std::io::Read::read_exact(&mut stream, vec![0; bytes].as_mut_slice());
    let lost = |cause: std::io::Error| Some(Fault::of_io(&cause));
    match decode::kind(head) {
        Kind::Binary => Err(None),
        Kind::Utf32 => {
            Err(Some(Fault::new(Reason::Encoding, "UTF-32 text is not read: convert it to UTF-8 first")))
        }
        Kind::Bytes(mark) => {
            drop_mark(mark).map_err(lost)?;
            Ok((head.get(mark..).unwrap_or_default().to_vec(), stream))
        }
        Kind::Utf16(encoding, mark) => {
            drop_mark(mark).map_err(lost)?;
            packing::peek(decode::from_utf16(stream, encoding), head.len()).map_err(lost)
        }
    }
}

/// The format of a text: by content where that is clear, else by name.
fn chosen(head: &[u8], named: Option<&'static Format>) -> Result<&'static Format, Fault> {
    let sample = String::from_utf8_lossy(head);
    let sample = sample.trim_start();
    if sample.is_empty() {
        return Err(no_text("the file is blank"));
    }
    let found = FORMATS.iter().find(|f| matches!(f.sniff, Sniff::Text(is) if is(sample)));
    let format = match (named, found) {
        // JSON Lines with a single line, or a first line longer than the sample.
        (Some(named), Some(found)) if named.name == "jsonl" && found.name == "json" => named,
        // JSON so broken that it does not look like any.
        (Some(named), Some(found))
            if found.name == "text"
                && matches!(named.name, "json" | "jsonl")
                && sample.starts_with(['{', '[']) =>
        {
            named
        }
        // A name decides between the formats that any text could be.
        (Some(named), Some(found)) if found.name == "text" && is_loose(named) => named,
        (_, Some(found)) => found,
        (Some(named), None) if is_loose(named) => named,
        _ => return Err(Fault::new(Reason::Unsupported, "no reader for this format")),
    };
    match format.name {
        "text" | "markdown" if sample.starts_with('<') && is_markup(sample) => {
            Err(Fault::new(Reason::Unsupported, "no reader for this markup (XML or SGML)"))
        }
        _ => Ok(format),
    }
}

/// Formats that have no mark of their own, so that a name is needed to tell them.
fn is_loose(format: &Format) -> bool {
    matches!(format.name, "csv" | "html" | "markdown" | "text")
}

/// Whether a text that begins with `<` begins with a tag.
fn is_markup(sample: &str) -> bool {
    let start = clean::prefix(sample, 400);
    let tag =
        start.get(1..).is_some_and(|t| t.starts_with(|c: char| c.is_ascii_alphabetic() || "!?/".contains(c)));
    tag && start.contains('>')
}

/// The name of the first element of a document, with its prefix, behind a declaration,
/// comments and a document type.
pub(super) fn root_element(sample: &str) -> Option<&str> {
    let mut rest = sample.trim_start_matches('\u{feff}').trim_start();
    loop {
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!") {
            // The declarations of a document type stand in brackets.
            let declaration = rest.get(..rest.find('>')?)?;
            if declaration.contains('[') { "]" } else { ">" }
        } else {
            break;
        };
        rest = rest.get(rest.find(end)? + end.len()..)?.trim_start_matches(['>', ' ']).trim_start();
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
    name.get(..end).filter(|name| name.starts_with(|c: char| c.is_alphabetic() || c == '_'))
}

pub(super) fn reuters(sample: &str) -> bool {
    sample.contains("<REUTERS") && sample.contains("NEWID=")
}

/// Two lines that are objects each, or one such line that is followed by a line
/// that begins as one.
pub(super) fn json_lines(sample: &str) -> bool {
    let mut lines = sample.lines().map(str::trim).filter(|l| !l.is_empty());
    let is_object = |l: &str| l.starts_with('{') && l.ends_with('}');
    match (lines.next(), lines.next()) {
        (Some(first), Some(second)) => is_object(first) && second.starts_with('{') && has_key(first),
        _ => false,
    }
}

/// An object with a key, or an array of objects.
pub(super) fn json(sample: &str) -> bool {
    match sample.strip_prefix('[') {
        Some(inner) => {
            let inner = inner.trim_start();
            inner.starts_with(']') || (inner.starts_with('{') && has_key(inner))
        }
        None => has_key(sample),
    }
}

fn has_key(sample: &str) -> bool {
    sample.strip_prefix('{').is_some_and(|inner| inner.trim_start().starts_with(['"', '}']))
}

/// A fence of YAML or TOML with the second fence in sight.
pub(super) fn front_matter(sample: &str) -> bool {
    let mut lines = sample.lines().map(str::trim_end);
    let Some(fence @ ("---" | "+++")) = lines.next() else { return false };
    lines.any(|line| line == fence)
}

/// A first line that names at least two fields that news data has, one of them text.
pub(super) fn table(sample: &str) -> bool {
    let Some(line) = sample.lines().next().filter(|l| l.len() < 2_000) else { return false };
    [',', '\t', ';', '|'].iter().any(|&delimiter| {
        let map = names::FieldMap::default();
        let cells: Vec<&str> = line.split(delimiter).map(|c| c.trim().trim_matches('"')).collect();
        let slots: Vec<names::Slot> = cells.iter().filter_map(|c| Some(names::slot(c, &map)?.0)).collect();
        let has_text = slots.iter().any(|s| s.is_text());
        has_text && slots.len() >= 2 && slots.len() * 2 >= cells.len()
    })
}

/// Anything else.
pub(super) fn text(_: &str) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_goes_before_the_name() {
        let named = |name: &str| FORMATS.iter().find(|f| f.name == name);
        let chosen = |sample: &str, name: &str| chosen(sample.as_bytes(), named(name)).map(|f| f.name);
        assert_eq!(chosen("{\"title\": 1}\n{\"title\": 2}", "text"), Ok("jsonl"));
        assert_eq!(chosen("{\"title\":\n 1}", "jsonl"), Ok("jsonl"));
        assert_eq!(chosen("[{\"title\": 1}]", ""), Ok("json"));
        assert_eq!(chosen("[Reuters] It rained.", "text"), Ok("text"));
        assert_eq!(chosen("{'title': 1}", "json"), Ok("json"));
        assert_eq!(chosen("date,title,text\n", "text"), Ok("csv"));
        assert_eq!(chosen("It rained, and how.", "csv"), Ok("csv"));
        assert_eq!(chosen("Text, title and date\n", ""), Ok("text"));
        assert_eq!(chosen("---\ntitle: a\n---\nb", "text"), Ok("markdown"));
        assert_eq!(chosen("<!DOCTYPE html><p>a", "text"), Ok("html"));
        assert_eq!(chosen("<3 from Oslo", "text"), Ok("text"));
    }

    #[test]
    fn the_root_is_found_behind_what_may_stand_before_it() {
        let before = "\u{feff}<?xml version='1.0'?>\n<!-- <a> -->\n<!DOCTYPE a [ <!ENTITY b 'c'> ]>\n";
        assert_eq!(root_element(&format!("{before}<x:Rss a='1'>")), Some("x:Rss"));
        assert_eq!(root_element("<!DOCTYPE html><html>"), Some("html"));
        assert_eq!(root_element("<3 from Oslo >"), None);
        assert_eq!(root_element("<!-- never closed <a>"), None);
    }

    #[test]
    fn containers_do_not_hide_the_extension() {
        assert_eq!(extension("a/b.d/NEWS.JSONL.gz"), "jsonl");
        assert_eq!(extension("a.b/news"), "");
        assert_eq!(extension("a/news.csv.gz#2"), "csv");
    }
}
