//! What can go wrong, told apart by who has to act.
//!
//! An [`Error`] means that a command cannot do what it was asked. A broken
//! article is none: it is a [`Skipped`], which is counted and reported while the
//! run goes on. A [`SyntaxError`] is a query that cannot be read; it knows the
//! place in the query and what to write instead.

mod reason;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthChar;

pub use reason::{Fault, Reason};

/// What a fallible function of this crate returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a command cannot do what it was asked.
///
/// The first line of the message names the thing and what was found; the lines
/// after it say what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file or folder cannot be read.
    #[error("cannot read {}: {cause}", named(path))]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// A file or folder cannot be written.
    #[error("cannot write {}: {cause}", named(path))]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// There is no index where one was looked for.
    #[error("no index in {}\nbuild one first: dateline index <CORPUS>", named(dir))]
    NoIndex {
        /// The folder that was looked into.
        dir: PathBuf,
    },
    /// The folder for a new index holds something else.
    #[error(
        "{} holds files that are not an index of dateline (such as {found})\ngive an empty folder with --index",
        named(dir)
    )]
    NotAnIndex {
        /// The folder.
        dir: PathBuf,
        /// One of the foreign files.
        found: String,
    },
    /// The index was written with another schema or another text analysis.
    #[error(
        "the index in {} was built by another version ({found}; this one needs {wanted})\nbuild it anew: remove the folder (but keep actors.txt, if it is there), then dateline index <CORPUS>",
        named(dir)
    )]
    Version {
        /// The index folder.
        dir: PathBuf,
        /// The version found there.
        found: String,
        /// The version that this program writes.
        wanted: String,
    },
    /// Another process writes to the index.
    #[error(
        "the index in {} is being written by another process{}\nwait for it to end, then try again; searching is possible meanwhile",
        named(dir),
        holder.as_deref().map(|h| format!(" ({h})")).unwrap_or_default()
    )]
    Locked {
        /// The index folder.
        dir: PathBuf,
        /// Who holds the lock, when known.
        holder: Option<String>,
    },
    /// The index cannot be read as what it should be.
    #[error(
        "the index in {} is damaged: {finding}\ndateline verify says what is damaged, dateline repair saves what is whole, dateline rebuild reads the files anew",
        named(dir)
    )]
    Damaged {
        /// The index folder.
        dir: PathBuf,
        /// What is wrong with it.
        finding: String,
    },
    /// The search engine underneath refused.
    #[error("the index in {} cannot be {doing}: {cause}", named(dir))]
    Engine {
        /// The index folder.
        dir: PathBuf,
        /// What was being done, as a participle: `created`, `written`, `merged`.
        doing: &'static str,
        /// What the engine said.
        cause: String,
    },
    /// There is no room for what is to be written.
    #[error(
        "there is no room left to write the index in {} ({cause})\nnothing that was committed is lost; make room, then run the same command again",
        dir.display()
    )]
    Full {
        /// The index folder.
        dir: PathBuf,
        /// What the system said.
        cause: String,
    },
    /// A query cannot be read.
    #[error(transparent)]
    Query(#[from] SyntaxError),
    /// A flag or argument is wrong.
    #[error("{0}")]
    Usage(String),
    /// A line of the file with corrections of actors cannot be read.
    #[error("{}:{line}: {finding}\n{help}", named(file))]
    Corrections {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        finding: String,
        /// What to write instead.
        help: String,
    },
    /// The file of saved searches, or that of what they have shown, cannot be read.
    #[error("{}:{line}: {finding}\n{help}", named(file))]
    Watch {
        /// The file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        finding: String,
        /// What to write instead.
        help: String,
    },
    /// Another process runs the saved searches.
    #[error(
        "the saved searches in {} are being run by another process\nwait for it to end, then try again",
        named(file)
    )]
    Busy {
        /// The file with the searches.
        file: PathBuf,
    },
    /// A receipt of a search cannot be used.
    #[error("{}: {finding}\n{help}", named(file))]
    Receipt {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        finding: String,
        /// What to do.
        help: String,
    },
    /// A gazetteer of the user's own cannot be used.
    #[error("{}: {finding}\n{help}", named(file))]
    Gazetteer {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        finding: String,
        /// What to do.
        help: String,
    },
    /// More than half of the files of a folder have vanished.
    #[error(
        "{gone} of the {known} known files under {root} are not there any more; nothing was changed\nif it is on a drive, mount it; if they are gone for good, say --allow-mass-removal"
    )]
    MassRemoval {
        /// The folder.
        root: String,
        /// Files that have vanished.
        gone: usize,
        /// Files that were known.
        known: usize,
    },
    /// Inputs were lost from the account of a run.
    #[error(
        "{met} inputs were met and {settled} accounted for; nothing was changed\nthis is a bug: please report it"
    )]
    Account {
        /// Inputs that were met.
        met: u64,
        /// Inputs whose outcome is known.
        settled: u64,
    },
    /// No article has this id.
    #[error("no article {id} in the index\nids are shown by: dateline search … --format json")]
    NoArticle {
        /// The id that was asked for.
        id: String,
    },
    /// Results cannot be written out.
    #[error("cannot write the results: {0}")]
    Output(io::Error),
}

impl Error {
    /// Whether the reader of our output has gone away, which is no error to report.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Error::Output(cause) if cause.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Whether writing the index failed, so that a writer opened anew may have better luck.
    pub(crate) fn is_failed_write(&self) -> bool {
        matches!(self, Error::Engine { .. } | Error::Write { .. } | Error::Full { .. })
    }

    /// The exit code of a command that ends with this error: 2 for a wrong flag, query,
    /// file of corrections or gazetteer, 3 for an index that is missing, locked, damaged or of another version.
    pub fn code(&self) -> u8 {
        match self {
            Error::Query(_) | Error::Usage(_) | Error::Read { .. } => 2,
            Error::Corrections { .. } | Error::Gazetteer { .. } | Error::MassRemoval { .. } => 2,
            Error::Watch { .. } | Error::Receipt { .. } => 2,
            Error::NoArticle { .. } => 1,
            _ => 3,
        }
    }
}

/// A query that cannot be read: where, why, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The whole query as it was typed.
    pub query: String,
    /// First character of the offending part, counted in `char`s from 0.
    pub start: usize,
    /// One past its last character; at least `start + 1` for display.
    pub end: usize,
    /// What is wrong, in lower case and without a final stop.
    pub message: String,
    /// A short label printed behind the marker under the query; may be empty.
    pub label: String,
    /// What to write instead, a sentence without a final stop.
    pub help: String,
}

/// How much of a long query is shown before and after the start of the offending part.
const SHOWN_BEFORE: usize = 40;
const SHOWN_AFTER: usize = 60;

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<char> = self.query.chars().map(shown).collect();
        let from = if query.len() > SHOWN_BEFORE + SHOWN_AFTER {
            self.start.saturating_sub(SHOWN_BEFORE)
        } else {
            0
        };
        let to = query.len().min(self.start.max(SHOWN_BEFORE).saturating_add(SHOWN_AFTER));
        let part = |from: usize, to: usize| query.get(from..to.max(from)).unwrap_or_default();
        let columns = |part: &[char]| part.iter().map(|c| c.width().unwrap_or(0)).sum::<usize>();
        let (cut, more) = (if from > 0 { "… " } else { "" }, if to < query.len() { " …" } else { "" });
        let indent = columns(part(from, self.start)) + cut.chars().count();
        let marked = columns(part(self.start, self.end.min(to))).max(1);
        writeln!(f, "{}", self.message)?;
        writeln!(f, "  {cut}{}{more}", part(from, to).iter().collect::<String>())?;
        let marker = format!("  {}{} {}", " ".repeat(indent), "^".repeat(marked), self.label);
        writeln!(f, "{}", marker.trim_end())?;
        write!(f, "{}", self.help)
    }
}

/// A character as it can be shown on one line: neither a control character nor a
/// mark of writing direction, which would move the marker or the terminal's cursor.
fn shown(c: char) -> char {
    if acts_on_screen(c) { ' ' } else { c }
}

/// Control characters, separators of lines, and marks of writing direction.
fn acts_on_screen(c: char) -> bool {
    let direction =
        matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    c.is_control() || direction || matches!(c, '\u{2028}' | '\u{2029}')
}

/// A path as it can be named in a message: on one line, whatever somebody has called the file,
/// so that no name can pass for a message of its own.
fn named(path: &Path) -> String {
    let mut name = String::new();
    for c in path.display().to_string().chars() {
        if acts_on_screen(c) { name.extend(c.escape_unicode()) } else { name.push(c) }
    }
    name
}

impl std::error::Error for SyntaxError {}

/// A record that could not be read, and where to look for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// The file, as it was reached from the path that was given; a member of a container as
    /// `outer.zip!/inner`.
    pub path: String,
    /// The record in the file, from 1; `None` when the whole file is meant.
    pub record: Option<u64>,
    /// What was found, in lower case.
    pub reason: String,
    /// Which of the closed list of reasons it is.
    pub code: Reason,
}

impl Skipped {
    /// A file or record that was skipped for a fault.
    pub fn new(path: impl Into<String>, record: Option<u64>, fault: &Fault) -> Skipped {
        Skipped { path: path.into(), record, reason: fault.detail.clone(), code: fault.reason }
    }
}

/// Something odd about a record that was read all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// The file, as for [`Skipped`].
    pub path: String,
    /// The record in the file, from 1; `None` when the whole file is meant.
    pub record: Option<u64>,
    /// What was found, in lower case.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_of_a_file_passes_for_a_message() {
        let path = PathBuf::from("a\ndateline: \u{1b}[2J\u{202e}all is well");
        let error = Error::Read { path, cause: io::Error::other("no") };
        let expected = "cannot read a\\u{a}dateline: \\u{1b}[2J\\u{202e}all is well: no";
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn the_marker_stands_under_what_it_marks() {
        let q = |query: &str, start, end| {
            SyntaxError {
                query: query.into(),
                start,
                end,
                message: "m".into(),
                label: String::new(),
                help: "h".into(),
            }
            .to_string()
        };
        assert_eq!(q("莫斯科 x:y\u{1b}", 4, 6), "m\n  莫斯科 x:y \n         ^^\nh");
        assert_eq!(q("abc", 3, 4), "m\n  abc\n     ^\nh");
        let long = q(&"a ".repeat(500), 600, 601);
        assert!(long.lines().nth(1).unwrap().starts_with("  … a ") && long.contains("a  …"), "{long}");
        let at = |n: usize| long.lines().nth(n).unwrap().chars().collect::<Vec<_>>();
        assert_eq!(at(2).iter().position(|&c| c == '^').and_then(|i| at(1).get(i).copied()), Some('a'));
    }
}
