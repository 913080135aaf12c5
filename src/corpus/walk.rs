//! Finds the files of a corpus, in an order that does not depend on the machine.
//!
//! Every entry that is met is accounted for: a file to read, something that is no
//! article by its nature (ignored, counted), or something that could not be
//! looked at (skipped, with the reason). Links are not followed, so a walk stays
//! inside its root and always ends.

use std::fmt::Write as _;
use std::fs::Metadata;
use std::path::{Component, Path, PathBuf};
use std::time::UNIX_EPOCH;

use walkdir::{DirEntry, WalkDir};

use crate::error::{Fault, Reason, Skipped};

/// A file that may hold articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where to open it.
    pub path: PathBuf,
    /// Its path below the root, parts separated by `/`. Bytes that are no UTF-8 are
    /// escaped, so that two files never share a name; it may hold any character. For a root that is a file: the file's name.
    pub relative: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// When it was last changed, in nanoseconds since 1970; 0 when unknown.
    pub modified_ns: i64,
}

/// Something that the walk met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A file to read.
    File(SourceFile),
    /// A file or folder that is no article by its name, as its path is shown:
    /// hidden, a README or licence, a DTD, an index of ours.
    Ignored(String),
    /// Something that cannot be read.
    Skipped(Skipped),
}

/// Walks a folder, or names a single file. Entries come sorted by name, folder by
/// folder. A root that is given by itself is taken whatever its name.
///
/// ```
/// use dateline::corpus::{Found, walk};
/// let folder = std::env::temp_dir().join("dateline-doc-walk");
/// std::fs::create_dir_all(&folder).unwrap();
/// std::fs::write(folder.join("a.txt"), "date 2024-08-08 Fighting near Sudzha.").unwrap();
/// let files = walk(&folder).filter(|found| matches!(found, Found::File(_)));
/// assert_eq!(files.count(), 1);
/// ```
pub fn walk(root: &Path) -> impl Iterator<Item = Found> {
    let mut entries = WalkDir::new(root).sort_by_file_name().into_iter();
    let root = root.to_owned();
    std::iter::from_fn(move || {
        loop {
            let entry = match entries.next()? {
                Ok(entry) => entry,
                Err(cause) => return Some(Found::Skipped(unreadable(&cause, &root))),
            };
            if entry.depth() > 0 && is_ignored(&entry) {
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                return Some(Found::Ignored(shown(entry.path())));
            }
            if !entry.file_type().is_dir() {
                return Some(look_at(&entry, &root));
            }
        }
    })
}

fn is_ignored(entry: &DirEntry) -> bool {
    if entry.file_type().is_dir() && entry.path().join("dateline.json").is_file() {
        return true;
    }
    is_no_article(&entry.file_name().to_string_lossy())
}

/// Whether a file or folder is no article by its name (its path, for a member of an
/// archive): hidden, a README or licence, a DTD.
pub(crate) fn is_no_article(path: &str) -> bool {
    let path = path.to_lowercase();
    // Some programs for Windows write its separators into zip archives.
    let mut parts = path.split(['/', '\\']).rev();
    let name = parts.next().unwrap_or_default();
    let hidden = |part: &str| part.starts_with('.') && !matches!(part, "." | "..");
    // What archivers and site copiers keep for themselves.
    let own = |part: &str| matches!(part, "__macosx" | "hts-cache");
    if hidden(name) || own(name) || parts.any(|folder| hidden(folder) || own(folder)) {
        return true;
    }
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let is_text = matches!(extension, "" | "txt" | "md" | "markdown" | "rst" | "html" | "orig");
    extension == "dtd"
        || (is_text && matches!(stem, "readme" | "license" | "licence" | "copying" | "changelog"))
}

fn look_at(entry: &DirEntry, root: &Path) -> Found {
    let kind = entry.file_type();
    if entry.path_is_symlink() && entry.depth() > 0 {
        return skip(entry.path(), &link());
    }
    match std::fs::metadata(entry.path()) {
        Ok(data) if data.is_file() => Found::File(source_file(entry.path(), root, &data)),
        Ok(_) if kind.is_symlink() => skip(entry.path(), &link()),
        Ok(_) => {
            let detail = "it is no regular file (a pipe, socket or device)";
            skip(entry.path(), &Fault::new(Reason::Special, detail))
        }
        Err(cause) => skip(entry.path(), &Fault::of_io(&cause)),
    }
}

fn skip(path: &Path, fault: &Fault) -> Found {
    Found::Skipped(Skipped::new(shown(path), None, fault))
}

fn link() -> Fault {
    Fault::new(Reason::Link, "it is a symbolic link, which is not followed")
}

fn unreadable(cause: &walkdir::Error, root: &Path) -> Skipped {
    let path = shown(cause.path().unwrap_or(root));
    let fault = match cause.io_error() {
        Some(io) if io.kind() == std::io::ErrorKind::NotFound && cause.depth() == 0 => {
            Fault::new(Reason::Vanished, "no such file or folder")
        }
        Some(io) => Fault::of_io(io),
        None => Fault::new(Reason::Loop, "a folder that contains itself"),
    };
    Skipped::new(path, None, &fault)
}

/// The file at `path`, which was reached from `root`.
pub(super) fn source_file(path: &Path, root: &Path, data: &Metadata) -> SourceFile {
    let below = path.strip_prefix(root).unwrap_or(path);
    let named =
        if below.as_os_str().is_empty() { Path::new(path.file_name().unwrap_or_default()) } else { below };
    let parts: Vec<String> = named
        .components()
        .filter(|part| matches!(part, Component::Normal(_)))
        .map(|part| shown(Path::new(part.as_os_str())))
        .collect();
    SourceFile {
        path: path.to_owned(),
        relative: parts.join("/"),
        bytes: data.len(),
        modified_ns: modified_ns(data),
    }
}

fn modified_ns(data: &Metadata) -> i64 {
    let since = data.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.and_then(|d| i64::try_from(d.as_nanos()).ok()).unwrap_or(0)
}

/// A path as text, without loss: bytes that are no UTF-8 become `\xff`, and a backslash that
/// could be taken for the beginning of one becomes `\x5c`. What prints it takes care of
/// characters that act on a screen.
pub(super) fn shown(path: &Path) -> String {
    shown_bytes(path.as_os_str().as_encoded_bytes())
}

/// The name of a member of a container, in the same way.
pub(super) fn shown_bytes(path: &[u8]) -> String {
    let mut out = String::new();
    for chunk in path.utf8_chunks() {
        let valid = chunk.valid();
        out.push_str(&if cfg!(unix) { valid.replace("\\x", "\\x5cx") } else { valid.to_owned() });
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    out
}
