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

mod agency;
mod ahead;
mod alto;
mod anpa1312;
mod arc;
mod block;
mod capture;
mod clean;
mod cutter;
mod decode;
mod desk;
mod document;
mod docx;
mod draft;
mod emit;
mod epub;
mod export;
mod factiva;
mod feed;
mod fragment;
mod frontmatter;
mod habits;
mod hocr;
mod http;
mod iptc7901;
mod json;
mod jsonfeed;
mod ladder;
mod lexis;
pub mod limits;
mod lines;
mod mail;
mod markdown;
mod marks;
mod markup;
mod names;
mod newsml1;
mod newsml2;
mod newsxml;
mod nexis;
mod ninjs;
mod nitf;
mod odt;
mod package;
mod packing;
mod pagexml;
mod paragraphs;
mod place;
mod proquest;
mod prose;
pub mod pubdate;
mod rcv1;
mod record;
mod region;
mod reuters;
mod revision;
mod rows;
mod rtf;
mod scan;
mod sniff;
mod split;
mod startext;
mod story;
mod table;
mod tags;
mod tar;
mod telegraph;
mod text;
mod trec;
mod walk;
mod warc;
mod web;
mod wordpress;
mod xml;
mod zip;

pub use habits::{DateHabits, Habit};
pub use names::FieldMap;
pub(crate) use walk::is_no_article;
pub use walk::{Found, SourceFile, walk};

use emit::{Emit, Members, Run, Sink};
use packing::Stream;
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
    Format { name: "epub", title: "EPUB", extensions: &["epub"], sniff: Sniff::Bytes(epub::is_epub), read: Reads::Records(epub::read) },
    Format { name: "docx", title: "Word document", extensions: &["docx", "docm"], sniff: Sniff::Bytes(docx::is_office), read: Reads::Records(docx::read) },
    Format { name: "odt", title: "OpenDocument text", extensions: &["odt"], sniff: Sniff::Bytes(odt::is_odt), read: Reads::Records(odt::read) },
    Format { name: "rtf", title: "RTF", extensions: &["rtf"], sniff: Sniff::Bytes(rtf::is_rtf), read: Reads::Records(rtf::read) },
    Format { name: "warc", title: "WARC web archive", extensions: &["warc"], sniff: Sniff::Bytes(warc::is_warc), read: Reads::Members(warc::open) },
    Format { name: "arc", title: "ARC web archive", extensions: &["arc"], sniff: Sniff::Bytes(arc::is_arc), read: Reads::Members(arc::open) },
    Format { name: "tar", title: "tar archive", extensions: &["tar", "tgz"], sniff: Sniff::Bytes(tar::is_tar), read: Reads::Members(tar::open) },
    Format { name: "zip", title: "zip archive", extensions: &["zip"], sniff: Sniff::Bytes(zip::is_zip), read: Reads::Members(zip::open) },
    Format { name: "reuters", title: "Reuters-21578 SGML", extensions: &["sgm", "sgml"], sniff: Sniff::Text(sniff::reuters), read: Reads::Records(reuters::read) },
    Format { name: "anpa1312", title: "ANPA 1312", extensions: &["anpa"], sniff: Sniff::Bytes(anpa1312::sniff), read: Reads::Records(anpa1312::read) },
    Format { name: "iptc7901", title: "IPTC 7901", extensions: &["iptc"], sniff: Sniff::Bytes(iptc7901::sniff), read: Reads::Records(iptc7901::read) },
    Format { name: "newsml-g2", title: "NewsML-G2", extensions: &[], sniff: Sniff::Text(newsml2::sniff), read: Reads::Records(newsml2::read) },
    Format { name: "newsml", title: "NewsML 1", extensions: &["newsml"], sniff: Sniff::Text(newsml1::sniff), read: Reads::Records(newsml1::read) },
    Format { name: "rcv1", title: "Reuters corpora (RCV1)", extensions: &[], sniff: Sniff::Text(rcv1::sniff), read: Reads::Records(rcv1::read) },
    Format { name: "nitf", title: "NITF", extensions: &["nitf"], sniff: Sniff::Text(nitf::sniff), read: Reads::Records(nitf::read) },
    Format { name: "ninjs", title: "ninjs", extensions: &["ninjs"], sniff: Sniff::Text(ninjs::sniff), read: Reads::Records(ninjs::read) },
    Format { name: "trec", title: "TREC and Gigaword SGML", extensions: &["sgm", "sgml"], sniff: Sniff::Text(trec::is_trec), read: Reads::Records(trec::read) },
    Format { name: "time", title: "TIME collection (`*TEXT`)", extensions: &["all"], sniff: Sniff::Text(startext::is_startext), read: Reads::Records(startext::read) },
    Format { name: "wordpress", title: "WordPress export (WXR)", extensions: &["wxr"], sniff: Sniff::Text(wordpress::is_wordpress), read: Reads::Records(feed::read_export) },
    Format { name: "feed", title: "RSS and Atom", extensions: &["rss", "atom", "rdf"], sniff: Sniff::Text(feed::is_feed), read: Reads::Records(feed::read) },
    Format { name: "alto", title: "ALTO scans", extensions: &["alto"], sniff: Sniff::Text(alto::is_alto), read: Reads::Records(alto::read) },
    Format { name: "mets", title: "METS issues", extensions: &["mets"], sniff: Sniff::Text(alto::is_mets), read: Reads::Records(alto::read_mets) },
    Format { name: "page", title: "PAGE scans", extensions: &[], sniff: Sniff::Text(pagexml::is_page), read: Reads::Records(pagexml::read) },
    Format { name: "hocr", title: "hOCR scans", extensions: &["hocr"], sniff: Sniff::Text(hocr::is_hocr), read: Reads::Records(hocr::read) },
    Format { name: "jsonfeed", title: "JSON Feed", extensions: &[], sniff: Sniff::Text(jsonfeed::is_json_feed), read: Reads::Records(jsonfeed::read) },
    Format { name: "proquest", title: "ProQuest export (text)", extensions: &[], sniff: Sniff::Text(proquest::sniff), read: Reads::Records(proquest::read) },
    Format { name: "proquest-html", title: "ProQuest export (HTML)", extensions: &[], sniff: Sniff::Text(proquest::sniff_html), read: Reads::Records(proquest::read_html) },
    Format { name: "nexis", title: "Nexis export (text)", extensions: &[], sniff: Sniff::Text(nexis::sniff), read: Reads::Records(nexis::read) },
    Format { name: "nexis-html", title: "Nexis export (HTML)", extensions: &[], sniff: Sniff::Text(nexis::sniff_html), read: Reads::Records(nexis::read_html) },
    Format { name: "nexis-uni", title: "Nexis Uni and Lexis export (text)", extensions: &[], sniff: Sniff::Text(lexis::sniff), read: Reads::Records(lexis::read) },
    Format { name: "factiva-html", title: "Factiva export (HTML)", extensions: &[], sniff: Sniff::Text(factiva::sniff_html), read: Reads::Records(factiva::read_html) },
    Format { name: "factiva", title: "Factiva export (text)", extensions: &[], sniff: Sniff::Text(factiva::sniff), read: Reads::Records(factiva::read) },
    Format { name: "jsonl", title: "JSON Lines", extensions: &["jsonl", "ndjson", "jl"], sniff: Sniff::Text(sniff::json_lines), read: Reads::Records(json::read_lines) },
    Format { name: "json", title: "JSON", extensions: &["json"], sniff: Sniff::Text(sniff::json), read: Reads::Records(json::read) },
    Format { name: "mhtml", title: "saved web page (MHTML)", extensions: &["mht", "mhtml"], sniff: Sniff::Text(mail::page::is_page), read: Reads::Members(mail::page::open) },
    Format { name: "mbox", title: "mail folder (mbox)", extensions: &["mbox", "mbx"], sniff: Sniff::Text(mail::is_folder), read: Reads::Records(mail::read_folder) },
    Format { name: "mail", title: "mail message", extensions: &["eml"], sniff: Sniff::Text(mail::is_message), read: Reads::Records(mail::read) },
    Format { name: "html", title: "web page", extensions: &["html", "htm", "xhtml", "shtml"], sniff: Sniff::Text(web::sniff), read: Reads::Records(web::read) },
    Format { name: "xml", title: "XML of editorial systems", extensions: &["xml"], sniff: Sniff::Text(newsxml::sniff), read: Reads::Records(newsxml::read) },
    Format { name: "markdown", title: "Markdown", extensions: &["md", "markdown"], sniff: Sniff::Text(sniff::front_matter), read: Reads::Records(markdown::read) },
    Format { name: "csv", title: "CSV and TSV", extensions: &["csv", "tsv", "tab"], sniff: Sniff::Text(sniff::table), read: Reads::Records(table::read) },
    Format { name: "text", title: "plain text", extensions: &["txt", "text"], sniff: Sniff::Text(sniff::text), read: Reads::Records(text::read) },
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
    match packing::open(&file.path) {
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
    let opened = packing::unpack(stream).and_then(|(stream, packings)| {
        let (head, stream) = packing::peek(stream, limits::HEAD_BYTES)?;
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

#[cfg(test)]
mod box_tests;
