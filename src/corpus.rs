//! Walks a corpus, picks a reader for each file, and yields articles.
//!
//! [`walk`] finds the files; [`read`] takes packings off, tells the format by
//! what the file holds (its name decides only where the content leaves it open) and
//! hands each record to a sink as soon as it is read, so that a corpus is never in
//! memory. A container hands its members back, each of which is read in the same way.
//! A broken record is given to the sink as one and the rest goes on. The
//! readers in `corpus/` know one format each and nothing of each other; a new
//! format is a new file there and one line in [`FORMATS`].
//!
//! ```
//! use std::ops::ControlFlow;
//! use dateline::corpus::{FileOutcome, Found, ReadOptions, read, walk};
//!
//! let folder = std::env::temp_dir().join("dateline-doc-read");
//! std::fs::create_dir_all(&folder).unwrap();
//! std::fs::write(folder.join("a.txt"), "date 2024-08-08 Fighting near Sudzha.").unwrap();
//!
//! let mut bodies = Vec::new();
//! for found in walk(&folder) {
//!     let Found::File(file) = found else { continue };
//!     let outcome = read(&file, &ReadOptions::default(), &mut |record| {
//!         bodies.extend(record.content.article().map(|article| article.body));
//!         ControlFlow::Continue(())
//!     });
//!     assert_eq!(outcome, FileOutcome::Read { format: "text" });
//! }
//! assert_eq!(bodies, ["Fighting near Sudzha."]);
//! ```
//!
//! Left out: threads (the caller reads different files on different ones) and
//! finding out the language of a text whose source does not declare it.

use std::fs::File;
use std::io::{Cursor, Read as _, Seek};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::article::Article;
use crate::error::{Fault, Reason};

mod boxes;
mod bytes;
mod collections;
mod data;
mod documents;
mod draft;
mod emit;
mod exports;
mod feeds;
mod habits;
mod ladder;
mod mail;
mod markup;
mod place;
mod plain;
mod prose;
pub mod pubdate;
mod region;
mod scans;
mod sniff;
mod walk;
mod web;
mod wire;

pub use crate::limits;
pub use data::names::FieldMap;
pub use habits::{DateHabits, Habit};
pub(crate) use walk::is_no_article;
pub use walk::{Found, SourceFile, walk};

use bytes::packing::Stream;
use emit::{Emit, Members, Run, Sink};
use place::{Hints, Place};

/// How files are to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Columns whose names say nothing to the readers.
    pub map: FieldMap,
    /// Whether a file's modification time may stand in for a missing date.
    pub dates_from_mtime: bool,
    /// The day of reading: no article is younger than the day after it.
    pub today: Option<NaiveDate>,
    /// How outlets write their dates, as learned from a first pass.
    pub habits: Arc<DateHabits>,
}

/// One record of a file, or what became of a member of a container.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where it stands inside the file when that is a container: the member's path, parts of
    /// nested containers joined by `!/`.
    pub member: Option<String>,
    /// Its number in the file or member, from 1: the line of JSON Lines, the row of a table
    /// without its header, the position in everything else. `None` when a whole member is meant.
    pub number: Option<u64>,
    /// The name of its format, one of [`FORMATS`].
    pub format: &'static str,
    /// The article, or why there is none.
    pub content: Content,
    /// What was odd about a record that was read all the same.
    pub warnings: Vec<String>,
}

/// What a record is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// An article.
    Article(Box<Article>),
    /// No article by its nature, which is no fault; the words say what it is.
    Ignored(String),
    /// Something that cannot be read.
    Skipped(Fault),
}

impl Content {
    /// The article, when it is one.
    pub fn article(self) -> Option<Article> {
        match self {
            Content::Article(article) => Some(*article),
            Content::Ignored(_) | Content::Skipped(_) => None,
        }
    }
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileOutcome {
    /// Its records went to the sink.
    Read {
        /// The name of the format, one of [`FORMATS`].
        format: &'static str,
    },
    /// It is no article by its nature: an image, a program. The words say what it is.
    Ignored(String),
    /// It cannot be read, for this reason; the sink got nothing.
    Skipped(Fault),
}

/// A format that files may have.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Its name in reports.
    pub name: &'static str,
    /// What a person calls it.
    pub title: &'static str,
    /// The extensions that usually mean it.
    pub extensions: &'static [&'static str],
    sniff: Sniff,
    read: Reads,
}

/// How a format is told.
#[derive(Debug, Clone, Copy)]
enum Sniff {
    /// By the first bytes, of something that is no text.
    Bytes(fn(&[u8]) -> bool),
    /// By the first text.
    Text(fn(&str) -> bool),
}

/// What is read from a format.
#[derive(Debug, Clone, Copy)]
enum Reads {
    /// Articles.
    Records(fn(Input<'_>, &mut Emit<'_>) -> Result<(), Fault>),
    /// Members that have formats of their own.
    Members(fn(Input<'_>, &mut Members<'_>) -> Result<(), Fault>),
}

/// Every format, in the order in which they are asked whether a file is theirs.
/// Each may come inside `.gz`, `.zst`, `.xz` or `.bz2`.
#[rustfmt::skip]
pub const FORMATS: &[Format] = &[
    Format { name: "epub", title: "EPUB", extensions: &["epub"], sniff: Sniff::Bytes(documents::epub::is_epub), read: Reads::Records(documents::epub::read) },
    Format { name: "docx", title: "Word document", extensions: &["docx", "docm"], sniff: Sniff::Bytes(documents::docx::is_office), read: Reads::Records(documents::docx::read) },
    Format { name: "odt", title: "OpenDocument text", extensions: &["odt"], sniff: Sniff::Bytes(documents::odt::is_odt), read: Reads::Records(documents::odt::read) },
    Format { name: "rtf", title: "RTF", extensions: &["rtf"], sniff: Sniff::Bytes(documents::rtf::is_rtf), read: Reads::Records(documents::rtf::read) },
    Format { name: "warc", title: "WARC web archive", extensions: &["warc"], sniff: Sniff::Bytes(boxes::warc::is_warc), read: Reads::Members(boxes::warc::open) },
    Format { name: "arc", title: "ARC web archive", extensions: &["arc"], sniff: Sniff::Bytes(boxes::arc::is_arc), read: Reads::Members(boxes::arc::open) },
    Format { name: "tar", title: "tar archive", extensions: &["tar", "tgz"], sniff: Sniff::Bytes(boxes::tar::is_tar), read: Reads::Members(boxes::tar::open) },
    Format { name: "zip", title: "zip archive", extensions: &["zip"], sniff: Sniff::Bytes(boxes::zip::is_zip), read: Reads::Members(boxes::zip::open) },
    Format { name: "reuters", title: "Reuters-21578 SGML", extensions: &["sgm", "sgml"], sniff: Sniff::Text(sniff::reuters), read: Reads::Records(collections::reuters::read) },
    Format { name: "anpa1312", title: "ANPA 1312", extensions: &["anpa"], sniff: Sniff::Bytes(wire::anpa1312::sniff), read: Reads::Records(wire::anpa1312::read) },
    Format { name: "iptc7901", title: "IPTC 7901", extensions: &["iptc"], sniff: Sniff::Bytes(wire::iptc7901::sniff), read: Reads::Records(wire::iptc7901::read) },
    Format { name: "newsml-g2", title: "NewsML-G2", extensions: &[], sniff: Sniff::Text(wire::newsml2::sniff), read: Reads::Records(wire::newsml2::read) },
    Format { name: "newsml", title: "NewsML 1", extensions: &["newsml"], sniff: Sniff::Text(wire::newsml1::sniff), read: Reads::Records(wire::newsml1::read) },
    Format { name: "rcv1", title: "Reuters corpora (RCV1)", extensions: &[], sniff: Sniff::Text(wire::rcv1::sniff), read: Reads::Records(wire::rcv1::read) },
    Format { name: "nitf", title: "NITF", extensions: &["nitf"], sniff: Sniff::Text(wire::nitf::sniff), read: Reads::Records(wire::nitf::read) },
    Format { name: "ninjs", title: "ninjs", extensions: &["ninjs"], sniff: Sniff::Text(wire::ninjs::sniff), read: Reads::Records(wire::ninjs::read) },
    Format { name: "trec", title: "TREC and Gigaword SGML", extensions: &["sgm", "sgml"], sniff: Sniff::Text(collections::trec::is_trec), read: Reads::Records(collections::trec::read) },
    Format { name: "time", title: "TIME collection (`*TEXT`)", extensions: &["all"], sniff: Sniff::Text(collections::startext::is_startext), read: Reads::Records(collections::startext::read) },
    Format { name: "wordpress", title: "WordPress export (WXR)", extensions: &["wxr"], sniff: Sniff::Text(feeds::wordpress::is_wordpress), read: Reads::Records(feeds::feed::read_export) },
    Format { name: "feed", title: "RSS and Atom", extensions: &["rss", "atom", "rdf"], sniff: Sniff::Text(feeds::feed::is_feed), read: Reads::Records(feeds::feed::read) },
    Format { name: "alto", title: "ALTO scans", extensions: &["alto"], sniff: Sniff::Text(scans::alto::is_alto), read: Reads::Records(scans::alto::read) },
    Format { name: "mets", title: "METS issues", extensions: &["mets"], sniff: Sniff::Text(scans::alto::is_mets), read: Reads::Records(scans::alto::read_mets) },
    Format { name: "page", title: "PAGE scans", extensions: &[], sniff: Sniff::Text(scans::pagexml::is_page), read: Reads::Records(scans::pagexml::read) },
    Format { name: "hocr", title: "hOCR scans", extensions: &["hocr"], sniff: Sniff::Text(scans::hocr::is_hocr), read: Reads::Records(scans::hocr::read) },
    Format { name: "jsonfeed", title: "JSON Feed", extensions: &[], sniff: Sniff::Text(feeds::jsonfeed::is_json_feed), read: Reads::Records(feeds::jsonfeed::read) },
    Format { name: "proquest", title: "ProQuest export (text)", extensions: &[], sniff: Sniff::Text(exports::proquest::sniff), read: Reads::Records(exports::proquest::read) },
    Format { name: "proquest-html", title: "ProQuest export (HTML)", extensions: &[], sniff: Sniff::Text(exports::proquest::sniff_html), read: Reads::Records(exports::proquest::read_html) },
    Format { name: "nexis", title: "Nexis export (text)", extensions: &[], sniff: Sniff::Text(exports::nexis::sniff), read: Reads::Records(exports::nexis::read) },
    Format { name: "nexis-html", title: "Nexis export (HTML)", extensions: &[], sniff: Sniff::Text(exports::nexis::sniff_html), read: Reads::Records(exports::nexis::read_html) },
    Format { name: "nexis-uni", title: "Nexis Uni and Lexis export (text)", extensions: &[], sniff: Sniff::Text(exports::lexis::sniff), read: Reads::Records(exports::lexis::read) },
    Format { name: "factiva-html", title: "Factiva export (HTML)", extensions: &[], sniff: Sniff::Text(exports::factiva::sniff_html), read: Reads::Records(exports::factiva::read_html) },
    Format { name: "factiva", title: "Factiva export (text)", extensions: &[], sniff: Sniff::Text(exports::factiva::sniff), read: Reads::Records(exports::factiva::read) },
    Format { name: "jsonl", title: "JSON Lines", extensions: &["jsonl", "ndjson", "jl"], sniff: Sniff::Text(sniff::json_lines), read: Reads::Records(data::json::read_lines) },
    Format { name: "json", title: "JSON", extensions: &["json"], sniff: Sniff::Text(sniff::json), read: Reads::Records(data::json::read) },
    Format { name: "mhtml", title: "saved web page (MHTML)", extensions: &["mht", "mhtml"], sniff: Sniff::Text(mail::page::is_page), read: Reads::Members(mail::page::open) },
    Format { name: "mbox", title: "mail folder (mbox)", extensions: &["mbox", "mbx"], sniff: Sniff::Text(mail::is_folder), read: Reads::Records(mail::read_folder) },
    Format { name: "mail", title: "mail message", extensions: &["eml"], sniff: Sniff::Text(mail::is_message), read: Reads::Records(mail::read) },
    Format { name: "html", title: "web page", extensions: &["html", "htm", "xhtml", "shtml"], sniff: Sniff::Text(web::sniff), read: Reads::Records(web::read) },
    Format { name: "xml", title: "XML of editorial systems", extensions: &["xml"], sniff: Sniff::Text(wire::newsxml::sniff), read: Reads::Records(wire::newsxml::read) },
    Format { name: "markdown", title: "Markdown", extensions: &["md", "markdown"], sniff: Sniff::Text(sniff::front_matter), read: Reads::Records(plain::markdown::read) },
    Format { name: "csv", title: "CSV and TSV", extensions: &["csv", "tsv", "tab"], sniff: Sniff::Text(sniff::table), read: Reads::Records(data::table::read) },
    Format { name: "text", title: "plain text", extensions: &["txt", "text"], sniff: Sniff::Text(sniff::text), read: Reads::Records(plain::text::read) },
];

/// What a reader is given.
struct Input<'a> {
    /// The bytes, without packings and byte order mark.
    stream: Stream<'a>,
    /// The first of these bytes, as a sample.
    head: Vec<u8>,
    options: &'a ReadOptions,
    /// What the container says of it.
    hints: &'a Hints,
    /// The file, when these are its bytes as they are on disk.
    on_disk: Option<&'a Path>,
}

/// Bytes that can be read in any order.
trait Seekable: std::io::Read + Seek {}

impl<T: std::io::Read + Seek> Seekable for T {}

impl Input<'_> {
    /// The bytes for a format whose table of contents does not stand at its start. What is not
    /// on disk as it is must be held whole, and has a bound.
    fn seekable(self) -> Result<Box<dyn Seekable>, Fault> {
        if let Some(path) = self.on_disk {
            return Ok(Box::new(File::open(path).map_err(|cause| Fault::of_io(&cause))?));
        }
        let (bytes, lost) = read_whole(self.stream, limits::HELD_BYTES)?;
        match lost {
            Some(lost) if bytes.len() >= limits::HELD_BYTES => {
                let detail = format!("{lost}; unpack what is around it first");
                Err(Fault::new(Reason::TooLarge, detail))
            }
            // What is cut off may still give some of its members.
            _ => Ok(Box::new(Cursor::new(bytes))),
        }
    }
}

/// Reads a file and hands its records to `sink`, in order, until it breaks.
///
/// Numbers of records rise within a file or member but need not be dense: a blank line of
/// JSON Lines is no record and still counts.
pub fn read(
    file: &SourceFile,
    options: &ReadOptions,
    sink: &mut dyn FnMut(Record) -> ControlFlow<()>,
) -> FileOutcome {
    let place = Place::of(file);
    match bytes::packing::open(&file.path) {
        Ok(stream) => read_place(&place, stream, Some(&file.path), &Run::new(options, file.bytes), 0, sink),
        Err(cause) => FileOutcome::Skipped(Fault::of_io(&cause)),
    }
}

/// Reads what stands at a place; `depth` containers are around it.
fn read_place(
    place: &Place<'_>,
    stream: Stream<'_>,
    on_disk: Option<&Path>,
    run: &Run<'_>,
    depth: usize,
    sink: &mut Sink<'_>,
) -> FileOutcome {
    let opened = bytes::packing::unpack(stream).and_then(|(stream, packings)| {
        let (head, stream) = bytes::packing::peek(stream, limits::HEAD_BYTES)?;
        Ok((head, stream, on_disk.filter(|_| packings == 0)))
    });
    let (head, stream, on_disk) = match opened {
        Ok(opened) => opened,
        Err(cause) => return FileOutcome::Skipped(Fault::of_io(&cause)),
    };
    let (head, stream, format) = match sniff::examine(place, head, stream) {
        sniff::Verdict::Format(head, stream, format) => (head, stream, format),
        sniff::Verdict::Ignored(what) => return FileOutcome::Ignored(what),
        sniff::Verdict::Skipped(fault) => return FileOutcome::Skipped(fault),
    };
    let input = Input { stream, head, options: run.options, hints: &place.hints, on_disk };
    match format.read {
        Reads::Members(_) if depth >= limits::CONTAINER_DEPTH => {
            let detail = format!("containers in each other more than {} deep", limits::CONTAINER_DEPTH);
            FileOutcome::Skipped(Fault::new(Reason::TooDeep, detail))
        }
        Reads::Records(read) => {
            let mut emit = Emit::new(sink, place, format.name, run.options);
            let ended = read(input, &mut emit);
            emit.end(ended)
        }
        Reads::Members(open) => {
            let mut members = Members::new(sink, place, run, format.name, depth + 1);
            let ended = open(input, &mut members);
            members.end(ended)
        }
    }
}

/// Reads a stream to its end or to `bound` bytes; says whether something is left.
/// An error after the first byte keeps what was read, and is a warning.
fn read_whole(mut stream: Stream<'_>, bound: usize) -> Result<(Vec<u8>, Option<String>), Fault> {
    let mut bytes = Vec::new();
    let ended = stream.by_ref().take(bound as u64 + 1).read_to_end(&mut bytes);
    if bytes.len() > bound {
        bytes.truncate(bound);
        return Ok((bytes, Some(format!("only the first {} MiB were read", bound >> 20))));
    }
    match ended {
        Ok(_) => Ok((bytes, None)),
        Err(cause) if bytes.is_empty() => Err(Fault::of_io(&cause)),
        Err(cause) => {
            let fault = Fault::of_io(&cause);
            let all = fault.reason == Reason::Checksum;
            let lost = if all { fault.detail } else { format!("the end is lost: {fault}") };
            Ok((bytes, Some(lost)))
        }
    }
}
