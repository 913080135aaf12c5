//! Walks a corpus, picks a reader for each file, and yields articles.
//!
//! [`walk`] finds the files; [`read`] takes containers off, tells the format by
//! what the file holds (its name decides only where the content leaves it open) and
//! hands each record to a sink as soon as it is read, so that a corpus is never in
//! memory. A broken record is given to the sink as one and the rest goes on. The
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
//!         bodies.extend(record.content.map(|article| article.body));
//!         ControlFlow::Continue(())
//!     });
//!     assert_eq!(outcome, FileOutcome::Read { format: "text" });
//! }
//! assert_eq!(bodies, ["Fighting near Sudzha."]);
//! ```
//!
//! Left out: threads (the caller reads different files on different ones) and
//! finding out the language of a text whose source does not declare it.

use std::ops::ControlFlow;

use crate::article::Article;

mod agency;
mod clean;
mod container;
mod decode;
mod draft;
mod frontmatter;
mod json;
mod ladder;
pub mod limits;
mod lines;
mod markdown;
mod markup;
mod names;
pub mod pubdate;
mod record;
mod reuters;
mod rows;
mod sniff;
mod split;
mod table;
mod text;
mod walk;

pub use names::FieldMap;
pub use walk::{Found, SourceFile, walk};

use container::Stream;
use draft::Draft;
use ladder::Ladder;

/// How files are to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// Columns whose names say nothing to the readers.
    pub map: FieldMap,
    /// Whether a file's modification time may stand in for a missing date.
    pub dates_from_mtime: bool,
}

/// One record of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number in the file, from 1: the line of JSON Lines, the row of a table
    /// without its header, the position in everything else.
    pub number: u64,
    /// The name of the file's format, one of [`FORMATS`].
    pub format: &'static str,
    /// The article, or why there is none.
    pub content: Result<Article, String>,
    /// What was odd about a record that was read all the same.
    pub warnings: Vec<String>,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileOutcome {
    /// Its records went to the sink.
    Read {
        /// The name of the format, one of [`FORMATS`].
        format: &'static str,
    },
    /// It is no article by its nature: an image, a program.
    Ignored,
    /// It cannot be read, for this reason; the sink got nothing.
    Skipped(String),
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
    sniff: fn(&str) -> bool,
    read: Reader,
}

type Reader = fn(Input<'_>, &mut Emit<'_>) -> Result<(), String>;

/// Every format, in the order in which they are asked whether a file is theirs.
/// Each may come inside `.gz` or `.zst`.
#[rustfmt::skip]
pub const FORMATS: &[Format] = &[
    Format { name: "reuters", title: "Reuters-21578 SGML", extensions: &["sgm", "sgml"], sniff: sniff::reuters, read: reuters::read },
    Format { name: "jsonl", title: "JSON Lines", extensions: &["jsonl", "ndjson", "jl"], sniff: sniff::json_lines, read: json::read_lines },
    Format { name: "json", title: "JSON", extensions: &["json"], sniff: sniff::json, read: json::read },
    Format { name: "markdown", title: "Markdown", extensions: &["md", "markdown"], sniff: sniff::front_matter, read: markdown::read },
    Format { name: "csv", title: "CSV and TSV", extensions: &["csv", "tsv", "tab"], sniff: sniff::table, read: table::read },
    Format { name: "text", title: "plain text", extensions: &["txt", "text"], sniff: sniff::text, read: text::read },
];

/// What a reader is given.
struct Input<'a> {
    /// The bytes, without containers and byte order mark.
    stream: Stream,
    /// The first of these bytes, as a sample.
    head: Vec<u8>,
    options: &'a ReadOptions,
}

/// Reads a file and hands its records to `sink`, in order, until it breaks.
///
/// Numbers of records rise but need not be dense: a blank line of JSON Lines is no
/// record and still counts.
pub fn read(
    file: &SourceFile,
    options: &ReadOptions,
    sink: &mut dyn FnMut(Record) -> ControlFlow<()>,
) -> FileOutcome {
    let opened = container::open(&file.path).and_then(|stream| container::peek(stream, limits::HEAD_BYTES));
    let (head, stream) = match opened {
        Ok(opened) => opened,
        Err(cause) => return FileOutcome::Skipped(container::reason(&cause)),
    };
    let (head, stream, format) = match sniff::examine(&file.relative, head, stream) {
        sniff::Verdict::Format(head, stream, format) => (head, stream, format),
        sniff::Verdict::Ignored => return FileOutcome::Ignored,
        sniff::Verdict::Skipped(reason) => return FileOutcome::Skipped(reason),
    };
    let mut emit = Emit {
        sink,
        format: format.name,
        ladder: Ladder::new(file, options.dates_from_mtime),
        last: 0,
        given: false,
        broke: false,
    };
    let ended = (format.read)(Input { stream, head, options }, &mut emit);
    match ended {
        Err(reason) if !emit.given => FileOutcome::Skipped(reason),
        Ok(()) if !emit.given && !emit.broke => FileOutcome::Skipped("no text".to_owned()),
        Ok(()) => FileOutcome::Read { format: format.name },
        Err(reason) => {
            if !emit.broke {
                let _ = emit.fault(emit.last + 1, format!("the rest of the file is lost: {reason}"));
            }
            FileOutcome::Read { format: format.name }
        }
    }
}

/// Where a reader puts its records.
struct Emit<'a> {
    sink: &'a mut dyn FnMut(Record) -> ControlFlow<()>,
    format: &'static str,
    ladder: Ladder<'a>,
    /// The number of the last record.
    last: u64,
    given: bool,
    broke: bool,
}

impl Emit<'_> {
    /// Gives an article on.
    fn draft(&mut self, number: u64, draft: Draft) -> ControlFlow<()> {
        let (content, warnings) = draft.finish(&self.ladder);
        self.give(Record { number, format: self.format, content, warnings })
    }

    /// Reports a record that cannot be read.
    fn fault(&mut self, number: u64, reason: String) -> ControlFlow<()> {
        self.give(Record { number, format: self.format, content: Err(reason), warnings: Vec::new() })
    }

    fn give(&mut self, record: Record) -> ControlFlow<()> {
        self.last = record.number;
        self.given = true;
        let flow = (self.sink)(record);
        self.broke |= flow.is_break();
        flow
    }
}

/// Reads a stream to its end or to `bound` bytes; says whether something is left.
/// An error after the first byte keeps what was read, and is a warning.
fn read_whole(mut stream: Stream, bound: usize) -> Result<(Vec<u8>, Option<String>), String> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    let ended = stream.by_ref().take(bound as u64 + 1).read_to_end(&mut bytes);
    if bytes.len() > bound {
        bytes.truncate(bound);
        return Ok((bytes, Some(format!("only the first {} MiB were read", bound >> 20))));
    }
    match ended {
        Ok(_) => Ok((bytes, None)),
        Err(cause) if bytes.is_empty() => Err(container::reason(&cause)),
        Err(cause) => Ok((bytes, Some(format!("the end is lost: {}", container::reason(&cause))))),
    }
}
