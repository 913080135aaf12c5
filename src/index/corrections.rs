//! What the user knows better about actors, as lines of a text file.
//!
//! The file is read from top to bottom; each line acts on what the lines above it made,
//! so the last line is also the one that can be taken back first. Lines about different
//! actors may stand in any order. It belongs to the user: it can be written by hand, kept
//! in git and shared, and no program ever reorders it.
//!
//! ```text
//! # Text behind a # is for people.
//! merge group:ukrainian-troops group:ukrainian-soldiers
//! split person:george-bush "George Bush Sr."      # the father
//! rename person:muammar-gaddafi "Muammar al-Gaddafi"
//! hide org:telegram
//! ```
//!
//! A line that cannot be read is an error and not skipped: an answer that silently left
//! a correction out would be wrong without anybody seeing it. An id that the archive does
//! not have is none: a shared file may know more actors than one archive.

use std::fmt::{self, Write as _};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::sync_folder;
use crate::article::ActorKind;
use crate::error::{Error, Result};

/// The name of the file in the folder of the index, unless the user keeps it elsewhere.
pub const FILE_NAME: &str = "actors.txt";

/// Far more than anybody writes by hand; what is larger is something else.
const BYTES_MAX: u64 = 2 << 20;
/// The longest name that an actor can be given, in characters.
const LABEL_CHARS_MAX: usize = 200;

/// What ids begin with, and a kind of actor that has such ids.
const CLASSES: [(&str, ActorKind); 3] =
    [("person", ActorKind::Person), ("org", ActorKind::Organisation), ("group", ActorKind::Group)];

/// What a new file begins with.
const HEADER: &str = "\
# Corrections of actors for dateline, read from top to bottom.
#   merge A B ...       B and all after it are A
#   split A NAME ...    these spellings are not A, but an actor of their own
#   rename A LABEL      A is shown under another name
#   hide A              A is no actor
# A and B are ids, as `dateline actors list` shows them; what has blanks stands in \"quotes\".
";

/// One correction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Several actors are the first of them.
    Merge {
        /// Id of the one that they all are.
        into: String,
        /// Ids of the others.
        others: Vec<String>,
    },
    /// Spellings of an actor are another one.
    Split {
        /// Id of the actor.
        from: String,
        /// Names as they were found.
        names: Vec<String>,
    },
    /// An actor is shown under another name.
    Rename {
        /// Its id.
        actor: String,
        /// The name.
        label: String,
    },
    /// What was found is no actor.
    Hide {
        /// Its id.
        actor: String,
    },
}

/// A correction with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line, from 1.
    pub number: usize,
    /// What it says.
    pub change: Change,
}

/// All corrections of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Corrections {
    /// Where they stand, or would.
    pub file: PathBuf,
    /// The lines that say something, in their order.
    pub lines: Vec<Line>,
}

/// Why a line cannot be read, and what to write instead.
#[derive(Debug, PartialEq, Eq)]
struct Fault {
    finding: String,
    help: String,
}

fn fault<T>(finding: impl Into<String>, help: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { finding: finding.into(), help: help.into() })
}

impl Corrections {
    /// None yet, to be written into this file.
    pub fn none(file: impl Into<PathBuf>) -> Corrections {
        Corrections { file: file.into(), lines: Vec::new() }
    }

    /// Reads a file; `None` when it is not there.
    ///
    /// # Errors
    /// When it cannot be read, or a line of it says nothing that makes sense.
    pub fn read(file: &Path) -> Result<Option<Corrections>> {
        let failed = |cause| Error::Read { path: file.to_path_buf(), cause };
        let bytes = match fs::metadata(file) {
            Ok(found) if found.len() > BYTES_MAX => {
                let finding = format!("the file has more than {} MiB", BYTES_MAX >> 20);
                return Err(error(
                    file,
                    1,
                    fault_of(finding, "name a file of corrections; dateline actors merge begins one"),
                ));
            }
            Ok(_) => fs::read(file).map_err(failed)?,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(failed(cause)),
        };
        Corrections::parse(file, &bytes).map(Some)
    }

    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// When a line of it says nothing that makes sense.
    pub fn parse(file: &Path, bytes: &[u8]) -> Result<Corrections> {
        let text = std::str::from_utf8(bytes).map_err(|e| {
            let before = bytes.get(..e.valid_up_to()).unwrap_or_default();
            let line = before.iter().filter(|&&b| b == b'\n').count() + 1;
            error(file, line, fault_of("this is not UTF-8", "save the file as UTF-8"))
        })?;
        let mut corrections = Corrections::none(file);
        for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            let change = Change::parse(line).map_err(|fault| error(file, number, fault))?;
            corrections.lines.extend(change.map(|change| Line { number, change }));
        }
        Ok(corrections)
    }

    /// Tells sets of corrections apart; 0 when there are none.
    pub(super) fn stamp(&self) -> u64 {
        if self.lines.is_empty() {
            return 0;
        }
        let mut hash = blake3::Hasher::new();
        for line in &self.lines {
            hash.update(line.change.to_string().as_bytes()).update(b"\n");
        }
        hash.finalize().as_bytes().iter().take(8).fold(0, |all, &byte| (all << 8) | u64::from(byte))
    }

    /// Writes a correction behind the others, with a comment, and gives its line.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn append(&mut self, change: Change, comment: &str) -> Result<usize> {
        let failed = |cause| Error::Write { path: self.file.clone(), cause };
        let before = match fs::read_to_string(&self.file) {
            Ok(text) => text,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => String::new(),
            Err(cause) => return Err(failed(cause)),
        };
        let mut new = if before.is_empty() { HEADER.to_owned() } else { String::new() };
        if !before.is_empty() && !before.ends_with('\n') {
            new.push('\n');
        }
        let comment = one_line(comment);
        let _ = writeln!(new, "{change}{}{comment}", if comment.is_empty() { "" } else { "  # " });
        // One write behind what is there: two who write at once lose nothing.
        let mut file = File::options().append(true).create(true).open(&self.file).map_err(failed)?;
        file.write_all(new.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
        let number = before.lines().count() + new.trim_start_matches('\n').lines().count();
        self.lines.push(Line { number, change });
        Ok(number)
    }

    /// Takes a line out of the file; the lines behind it move up.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remove(&mut self, number: usize) -> Result<()> {
        let failed = |cause| Error::Write { path: self.file.clone(), cause };
        // A link stays one: what it leads to is rewritten.
        let file = self.file.canonicalize().map_err(failed)?;
        let text = fs::read_to_string(&file).map_err(failed)?;
        let lines = (1..).zip(text.split_inclusive('\n')).filter(|(n, _)| *n != number);
        let kept: String = lines.map(|(_, line)| line).collect();
        replace(&file, kept.as_bytes()).map_err(failed)?;
        self.lines.retain(|line| line.number != number);
        for line in self.lines.iter_mut().filter(|line| line.number > number) {
            line.number -= 1;
        }
        Ok(())
    }
}

/// Puts a new content in a file's place so that there is always one of the two, whole.
fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let temporary = file.with_file_name(format!(".{name}.new"));
    let mut new = File::create(&temporary)?;
    new.set_permissions(fs::metadata(file)?.permissions())?;
    new.write_all(bytes)?;
    new.sync_all()?;
    fs::rename(&temporary, file)?;
    sync_folder(file.parent().unwrap_or(Path::new(".")))
}

fn fault_of(finding: impl Into<String>, help: impl Into<String>) -> Fault {
    Fault { finding: finding.into(), help: help.into() }
}

fn error(file: &Path, line: usize, fault: Fault) -> Error {
    Error::Corrections { file: file.to_path_buf(), line, finding: fault.finding, help: fault.help }
}

impl Change {
    /// What a line says; `None` when it is empty or a comment.
    fn parse(line: &str) -> Result<Option<Change>, Fault> {
        if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
            return fault(
                "here two versions of the file were not brought together",
                "keep the lines of both that are right, and remove the marks that git left",
            );
        }
        let words = words(line)?;
        let Some((verb, rest)) = words.split_first() else { return Ok(None) };
        Change::of(verb, rest).map(Some)
    }

    fn of(verb: &str, words: &[String]) -> Result<Change, Fault> {
        match (verb, words) {
            ("merge", [into, others @ ..]) if !others.is_empty() => {
                let others = others.iter().map(|id| an_id(id)).collect::<Result<_, _>>()?;
                Ok(Change::Merge { into: an_id(into)?, others })
            }
            ("split", [from, names @ ..]) if !names.is_empty() => {
                let names = names.iter().map(|name| a_name(name)).collect::<Result<_, _>>()?;
                Ok(Change::Split { from: an_id(from)?, names })
            }
            ("rename", [actor, label]) => Ok(Change::Rename { actor: an_id(actor)?, label: a_name(label)? }),
            ("hide", [actor]) => Ok(Change::Hide { actor: an_id(actor)? }),
            ("merge", few) => wrong_number("merge needs two ids or more", few, "merge person:a person:b"),
            ("split", few) => {
                wrong_number("split needs an id and a name", few, "split person:a \"Name As Found\"")
            }
            ("rename", other) => {
                wrong_number("rename needs an id and a name", other, "rename person:a \"New Name\"")
            }
            ("hide", other) => wrong_number("hide needs one id", other, "hide org:a"),
            (other, _) => fault(
                format!("\"{other}\" is no correction"),
                "write merge, split, rename or hide, or # before a comment",
            ),
        }
    }

    /// The same, if the file can hold it.
    ///
    /// # Errors
    /// When a name in it is too long, or empty.
    pub fn checked(self) -> Result<Change> {
        match Change::parse(&self.to_string()) {
            Ok(read) => Ok(read.unwrap_or(self)),
            Err(Fault { finding, help }) => Err(Error::Usage(format!("{finding}\n{help}"))),
        }
    }

    /// The ids that it speaks of, the actor that is kept first.
    pub fn ids(&self) -> Vec<&str> {
        match self {
            Change::Merge { into, others } => {
                std::iter::once(into).chain(others).map(String::as_str).collect()
            }
            Change::Split { from: actor, .. } | Change::Rename { actor, .. } | Change::Hide { actor } => {
                vec![actor]
            }
        }
    }

    /// Its first word.
    pub fn verb(&self) -> &'static str {
        match self {
            Change::Merge { .. } => "merge",
            Change::Split { .. } => "split",
            Change::Rename { .. } => "rename",
            Change::Hide { .. } => "hide",
        }
    }
}

fn wrong_number<T>(needs: &str, found: &[String], example: &str) -> Result<T, Fault> {
    fault(format!("{needs}, here stand {}", found.len()), format!("write for instance: {example}"))
}

/// A word that is an id: a class of actors, a colon, and something behind it.
fn an_id(word: &str) -> Result<String, Fault> {
    match kind_of_id(word) {
        Some(_) => Ok(word.to_owned()),
        None => fault(
            format!("\"{}\" is no id of an actor", one_line(word)),
            "write an id such as person:vladimir-putin; dateline actors list --contains NAME shows it",
        ),
    }
}

/// A name or label.
fn a_name(word: &str) -> Result<String, Fault> {
    let name = one_line(word);
    if name.is_empty() || name.chars().count() > LABEL_CHARS_MAX {
        return fault(
            format!("a name has from 1 to {LABEL_CHARS_MAX} characters"),
            "write it in quotes: \"Alexei Smirnov\"",
        );
    }
    Ok(name)
}

/// A kind whose ids begin like this one, and what stands behind the colon.
pub(super) fn kind_of_id(id: &str) -> Option<(ActorKind, &str)> {
    let (class, rest) = id.split_once(':')?;
    let (_, kind) = CLASSES.into_iter().find(|(name, _)| *name == class)?;
    (!rest.trim().is_empty()).then_some((kind, rest))
}

/// A text with every run of blanks and control characters as one blank.
pub fn one_line(text: &str) -> String {
    let plain = text.replace(char::is_control, " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a line up to a comment, their quotes taken off.
fn words(line: &str) -> Result<Vec<String>, Fault> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        match first {
            '#' => break,
            '"' => {
                let (word, behind) = quoted(rest)?;
                words.push(word);
                rest = behind;
            }
            '“' | '”' | '„' | '«' | '»' => {
                return fault(format!("a name stands in {first} here"), "write straight quotes: \"Name\"");
            }
            _ => {
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                let (word, behind) = rest.split_at(end);
                if word.contains('"') {
                    return fault(
                        format!("a quote stands inside {word}"),
                        "put the whole name in quotes, and a \\ before a quote that belongs to it",
                    );
                }
                words.push(word.to_owned());
                rest = behind;
            }
        }
        rest = rest.trim_start();
    }
    Ok(words)
}

/// A word in quotes at the beginning of a text, and what stands behind it.
fn quoted(text: &str) -> Result<(String, &str), Fault> {
    let mut word = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => {
                let behind = text.get(at + 1..).unwrap_or_default();
                if behind.starts_with(|c: char| !c.is_whitespace()) {
                    return fault(
                        format!("something stands right behind the quotes of \"{word}\""),
                        "put a blank between, or a \\ before a quote that belongs to the name",
                    );
                }
                return Ok((word, behind));
            }
            '\\' => word.extend(chars.next().map(|(_, c)| c)),
            c => word.push(c),
        }
    }
    fault("a quote is opened and not closed", "write \" at the end of the name")
}

impl fmt::Display for Change {
    /// The line that says it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.verb())?;
        let more: &[String] = match self {
            Change::Split { names, .. } => names,
            Change::Rename { label, .. } => std::slice::from_ref(label),
            _ => &[],
        };
        for word in self.ids().into_iter().chain(more.iter().map(String::as_str)) {
            f.write_char(' ')?;
            let plain = |c: char| c.is_alphanumeric() || matches!(c, ':' | '-' | '_' | '/' | '.');
            if !word.is_empty() && word.chars().all(plain) {
                f.write_str(word)?;
            } else {
                write!(f, "\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<Vec<(usize, String)>> {
        let parsed = Corrections::parse(Path::new("actors.txt"), text.as_bytes())?;
        Ok(parsed.lines.into_iter().map(|l| (l.number, l.change.to_string())).collect())
    }

    fn finding(line: &str) -> String {
        let text = format!("# one\n\n{line}\n");
        let error = parse(&text).unwrap_err().to_string();
        error.strip_prefix("actors.txt:3: ").unwrap().split('\n').next().unwrap().to_owned()
    }

    #[test]
    fn the_classes_are_those_of_ids() {
        for kind in ActorKind::ALL {
            assert!(kind_of_id(&crate::enrich::actors::key("Somebody Else", kind)).is_some(), "{kind:?}");
        }
        for (class, kind) in CLASSES {
            assert!(crate::enrich::actors::key("Somebody Else", kind).starts_with(class));
        }
    }

    #[test]
    fn lines_are_read_with_their_numbers() {
        let text = "\u{feff}# comment\r\n\r\n  merge\tperson:a  person:b org:c # why\r\nsplit person:a \"A \\\"B\\\" C\" D# \
                    \"# no comment\"\nhide group:the-rebels";
        let lines = parse(text).unwrap();
        let expected = [
            (3, "merge person:a person:b org:c"),
            (4, "split person:a \"A \\\"B\\\" C\" \"D#\" \"# no comment\""),
            (5, "hide group:the-rebels"),
        ];
        assert_eq!(lines, expected.map(|(n, l)| (n, l.to_owned())));
        assert!(parse("").unwrap().is_empty() && parse("# only\n").unwrap().is_empty());
    }

    #[test]
    fn every_fault_is_named() {
        for (line, expected) in [
            ("marge person:a person:b", "\"marge\" is no correction"),
            ("merge person:a", "merge needs two ids or more, here stand 1"),
            ("split person:a", "split needs an id and a name, here stand 1"),
            ("rename person:a New Name", "rename needs an id and a name, here stand 3"),
            ("hide", "hide needs one id, here stand 0"),
            ("merge person:a Smirnov", "\"Smirnov\" is no id of an actor"),
            ("hide place:kursk", "\"place:kursk\" is no id of an actor"),
            ("hide person:", "\"person:\" is no id of an actor"),
            ("split person:a \"Alexey", "a quote is opened and not closed"),
            ("split person:a “Alexey”", "a name stands in “ here"),
            ("split person:a Al\"ex\"ey", "a quote stands inside Al\"ex\"ey"),
            ("split person:a \"Al\"exey", "something stands right behind the quotes of \"Al\""),
            ("rename person:a \" \"", "a name has from 1 to 200 characters"),
            ("<<<<<<< HEAD", "here two versions of the file were not brought together"),
        ] {
            assert_eq!(finding(line), expected, "{line}");
        }
        let broken = Corrections::parse(Path::new("x"), b"hide org:a\nhide org:\xff\n").unwrap_err();
        assert_eq!(broken.to_string(), "x:2: this is not UTF-8\nsave the file as UTF-8");
        assert_eq!(broken.code(), 2);
    }

    #[test]
    fn files_grow_and_shrink_by_lines() {
        let dir = std::env::temp_dir().join(format!("dateline-corrections-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        let file = dir.join("a b.txt");
        let _ = fs::remove_file(&file);
        assert_eq!(Corrections::read(&file).unwrap(), None);
        let mut corrections = Corrections::none(&file);
        let hide = |id: &str| Change::Hide { actor: id.into() };
        let first = corrections.append(hide("org:a"), "A\nand\u{7} B").unwrap();
        // As an editor leaves it that writes no line break at the end.
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{text}# mine\nhide org:b")).unwrap();
        let third = Corrections::read(&file).unwrap().unwrap().append(hide("org:c"), "").unwrap();
        assert_eq!((first, third), (7, 10));
        let mut corrections = Corrections::read(&file).unwrap().unwrap();
        corrections.remove(9).unwrap();
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.ends_with("hide org:a  # A and B\n# mine\nhide org:c\n"), "{text}");
        assert_eq!(Corrections::read(&file).unwrap().unwrap(), corrections);
        assert_ne!(corrections.stamp(), Corrections::none(&file).stamp());
        fs::remove_dir_all(&dir).unwrap();
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(names in prop::collection::vec("\\PC{1,30}", 1..4)) {
            let names: Vec<String> = names.iter().map(|n| one_line(n)).filter(|n| !n.is_empty()).collect();
            prop_assume!(!names.is_empty());
            let change = Change::Split { from: "person:a".into(), names };
            prop_assert_eq!(Change::parse(&change.to_string()), Ok(Some(change)));
        }

        #[test]
        fn no_file_is_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "\\PC{0,80}") {
            let _ = Corrections::parse(Path::new("x"), &bytes);
            let _ = Corrections::parse(Path::new("x"), text.as_bytes());
        }
    }
}
