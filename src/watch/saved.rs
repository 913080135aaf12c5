//! The user's file of saved searches.
//!
//! A search is a name, a colon, and the query; below it, indented, what is selected, by the names
//! of the flags. Everything behind a colon is taken as it stands, so nothing needs quotes.
//!
//! ```text
//! # Text behind a # at the start of a line is for people.
//! kursk: "border guards" OR kursk
//!   place: Ukraine
//!   from: -30d
//!   by: story
//! ```
//!
//! A line that cannot be read is an error and not skipped: a search that silently finds less than
//! its owner thinks is worse than none.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::index::Similarity;
use crate::index::{corrections::one_line, replace};
use crate::search::{Question, Unit};

/// The name of the file in the folder of the index, unless the user keeps it elsewhere.
pub const FILE_NAME: &str = crate::index::SAVED_SEARCHES;

/// Far more than anybody writes by hand; what is larger is something else.
const BYTES_MAX: u64 = 2 << 20;
/// The longest name of a search, in characters.
const NAME_CHARS_MAX: usize = 64;

/// What a new file begins with.
const HEADER: &str = "\
# Saved searches for dateline: a name, a colon, a query; below it what is selected.
#   kursk: kursk border
#     place: Ukraine        also actor, outlet, lang, from, to, each as often as you like
#     by: story             a story is new once, however many articles it has
#     any: yes              words are joined by OR
# Everything behind a colon is taken as it stands. dateline watch run says what is new.
";

/// A saved search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Its name: letters, digits, `-`, `_` and `.`.
    pub name: String,
    /// What it asks.
    pub question: Question,
}

/// All saved searches of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearches {
    /// Where they stand, or would.
    pub file: PathBuf,
    /// The searches, in their order.
    pub all: Vec<Saved>,
    /// The lines of each, from 0, half-open.
    lines: Vec<(usize, usize)>,
}

/// Why a line cannot be read, and what to write instead.
type Fault = (String, String);

impl SavedSearches {
    /// Reads a file; one that is not there holds no searches.
    ///
    /// # Errors
    /// When it cannot be read, or a line of it says nothing that makes sense.
    pub fn read(file: &Path) -> Result<SavedSearches> {
        let failed = |cause| Error::Read { path: file.to_path_buf(), cause };
        match fs::metadata(file) {
            Ok(found) if found.len() > BYTES_MAX => {
                let finding = format!("the file has more than {} MiB", BYTES_MAX >> 20);
                Err(at(file, 0, (finding, "name a file of saved searches with --file".to_owned())))
            }
            Ok(_) => SavedSearches::parse(file, &fs::read(file).map_err(failed)?),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => SavedSearches::parse(file, b""),
            Err(cause) => Err(failed(cause)),
        }
    }

    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// When a line of it says nothing that makes sense.
    pub fn parse(file: &Path, bytes: &[u8]) -> Result<SavedSearches> {
        let text = std::str::from_utf8(bytes).map_err(|e| {
            let before = bytes.get(..e.valid_up_to()).unwrap_or_default();
            let line = before.iter().filter(|&&b| b == b'\n').count();
            at(file, line, ("this is not UTF-8".to_owned(), "save the file as UTF-8".to_owned()))
        })?;
        let mut searches = SavedSearches { file: file.to_path_buf(), all: Vec::new(), lines: Vec::new() };
        for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            searches.take(number, line).map_err(|fault| at(file, number, fault))?;
        }
        Ok(searches)
    }

    fn take(&mut self, number: usize, line: &str) -> Result<(), Fault> {
        if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| line.starts_with(mark)) {
            return fault(
                "here two versions of the file were not brought together",
                "keep the lines of both that are right, and remove the marks that git left",
            );
        }
        let bare = line.trim();
        if bare.is_empty() || bare.starts_with('#') {
            return Ok(());
        }
        let Some((word, value)) = bare.split_once(':') else {
            return fault("there is no colon in this line", "write for instance: kursk: kursk border");
        };
        let (word, value) = (word.trim(), value.trim());
        if !line.starts_with(char::is_whitespace) {
            let name = checked_name(word)?;
            if self.all.iter().any(|saved| saved.name == name) {
                return fault(
                    format!("there are two searches called {name}"),
                    "give one of them another name",
                );
            }
            let question = Question { query: value.to_owned(), ..Question::default() };
            self.all.push(Saved { name, question });
            self.lines.push((number, number + 1));
            return Ok(());
        }
        let (Some(saved), Some(lines)) = (self.all.last_mut(), self.lines.last_mut()) else {
            return fault(
                "this line is indented and belongs to no search",
                "begin a search at the start of a line: kursk: kursk border",
            );
        };
        lines.1 = number + 1;
        select(&mut saved.question, word, value)
    }

    /// The search of this name.
    pub fn get(&self, name: &str) -> Option<&Saved> {
        self.all.iter().find(|saved| saved.name == name)
    }

    /// Writes a search behind the others.
    ///
    /// # Errors
    /// When there is one of that name, when the file could not hold it, or cannot be written.
    pub fn add(&mut self, saved: Saved) -> Result<()> {
        let saved = Saved { name: checked_name(&saved.name).map_err(usage)?, ..saved };
        if self.get(&saved.name).is_some() {
            let finding = format!("there is a search called {} already", saved.name);
            return Err(usage((finding, format!("remove it first: dateline watch remove {}", saved.name))));
        }
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
        new.push_str(&format!("\n{saved}"));
        // What was typed must come back as it is, or not be written at all.
        let read = SavedSearches::parse(&self.file, saved.to_string().as_bytes())?;
        if read.all.first() != Some(&tidied(&saved)) {
            return Err(usage((
                "this search cannot be written into a file of lines".to_owned(),
                "leave out empty values".to_owned(),
            )));
        }
        let mut file = File::options().append(true).create(true).open(&self.file).map_err(failed)?;
        file.write_all(new.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
        *self = SavedSearches::read(&self.file)?;
        Ok(())
    }

    /// Takes a search out of the file, and nothing else: comments stay. Says whether it was there.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn remove(&mut self, name: &str) -> Result<bool> {
        let Some(place) = self.all.iter().position(|saved| saved.name == name) else { return Ok(false) };
        let Some(&(start, end)) = self.lines.get(place) else { return Ok(false) };
        let failed = |cause| Error::Read { path: self.file.clone(), cause };
        let text = fs::read_to_string(&self.file).map_err(failed)?;
        let is_comment = |line: &str| line.trim_start().starts_with('#');
        let lines = text.split_inclusive('\n').enumerate();
        let kept = lines.filter(|(n, line)| !(start..end).contains(n) || (is_comment(line) && *n > start));
        replace(&self.file, kept.map(|(_, line)| line).collect::<String>().as_bytes())?;
        *self = SavedSearches::read(&self.file)?;
        Ok(true)
    }
}

/// A search as it reads back: every value on one line.
fn tidied(saved: &Saved) -> Saved {
    let all = |values: &[String]| values.iter().map(|value| one_line(value)).collect();
    let question = &saved.question;
    Saved {
        name: saved.name.clone(),
        question: Question {
            query: one_line(&question.query),
            place: all(&question.place),
            actor: all(&question.actor),
            from: all(&question.from),
            to: all(&question.to),
            outlet: all(&question.outlet),
            lang: all(&question.lang),
            ..question.clone()
        },
    }
}

/// Takes up what an indented line selects.
fn select(question: &mut Question, flag: &str, value: &str) -> Result<(), Fault> {
    const FLAGS: &str = "place, actor, from, to, outlet, lang, by, similarity, story-window or any";
    let values = match flag {
        "place" => &mut question.place,
        "actor" => &mut question.actor,
        "from" => &mut question.from,
        "to" => &mut question.to,
        "outlet" => &mut question.outlet,
        "lang" => &mut question.lang,
        "by" => {
            question.by = match value {
                "article" => Unit::Article,
                "story" => Unit::Story,
                _ => return fault(format!("\"{value}\" is not counted"), "write by: article, or by: story"),
            };
            return Ok(());
        }
        "similarity" => {
            question.grouping.similarity = match value {
                "moderate" => Similarity::Moderate,
                "high" => Similarity::High,
                _ => {
                    let finding = format!("\"{value}\" is no degree of similarity");
                    return fault(finding, "write similarity: moderate, or similarity: high");
                }
            };
            return Ok(());
        }
        "story-window" => {
            let days = value.strip_suffix('d').and_then(|days| days.parse().ok());
            if days.is_none() {
                return fault(format!("\"{value}\" is no number of days"), "write story-window: 7d");
            }
            question.grouping.window_days = days;
            return Ok(());
        }
        "any" => {
            question.any = match value {
                "yes" => true,
                "no" => false,
                _ => {
                    return fault(format!("\"{value}\" is neither yes nor no"), "write any: yes, or any: no");
                }
            };
            return Ok(());
        }
        _ => return fault(format!("\"{flag}\" selects nothing"), format!("write {FLAGS}")),
    };
    if value.is_empty() {
        return fault(format!("{flag} has no value"), "write it behind the colon, or remove the line");
    }
    values.push(value.to_owned());
    Ok(())
}

/// A name, if it may be one.
fn checked_name(name: &str) -> Result<String, Fault> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let fits = name.chars().nth(NAME_CHARS_MAX).is_none() && name.chars().any(char::is_alphanumeric);
    if fits && name.chars().all(plain) && !name.starts_with('-') {
        return Ok(name.to_owned());
    }
    let shown: String = name.chars().take(NAME_CHARS_MAX).collect();
    fault(
        format!("\"{shown}\" is no name of a search"),
        format!("use letters, digits, -, _ and ., at most {NAME_CHARS_MAX}"),
    )
}

fn fault<T>(finding: impl Into<String>, help: impl Into<String>) -> Result<T, Fault> {
    Err((finding.into(), help.into()))
}

fn usage((finding, help): Fault) -> Error {
    Error::Usage(format!("{finding}\n{help}"))
}

/// The error for a line, counted from 0.
fn at(file: &Path, line: usize, (finding, help): Fault) -> Error {
    Error::Watch { file: file.to_path_buf(), line: line + 1, finding, help }
}

impl fmt::Display for Saved {
    /// The lines that say it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let question = &self.question;
        writeln!(f, "{}", format!("{}: {}", self.name, one_line(&question.query)).trim_end())?;
        for (flag, values) in question.flags() {
            for value in values {
                writeln!(f, "  {flag}: {}", one_line(value))?;
            }
        }
        if question.by == Unit::Story {
            writeln!(f, "  by: story")?;
        }
        if question.grouping.similarity == Similarity::High {
            writeln!(f, "  similarity: high")?;
        }
        if let Some(days) = question.grouping.window_days {
            writeln!(f, "  story-window: {days}d")?;
        }
        if question.any {
            writeln!(f, "  any: yes")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Result<Vec<Saved>> {
        Ok(SavedSearches::parse(Path::new("watch.txt"), text.as_bytes())?.all)
    }

    #[test]
    fn a_file_is_read_as_people_write_it() {
        let text = "\u{feff}# mine\r\n\r\nkursk: \"border guards\" # OR kursk\r\n  place: Ukraine\n\tplace : -Lviv\n  by: story\n# \
                    more\nall.of-it:\n  from: -30d\n  any: yes\n";
        let all = parse(text).unwrap();
        assert_eq!(all.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["kursk", "all.of-it"]);
        assert_eq!(all[0].question.query, "\"border guards\" # OR kursk");
        assert_eq!(all[0].question.place, ["Ukraine", "-Lviv"]);
        assert_eq!((all[0].question.by, all[1].question.any), (Unit::Story, true));
        assert_eq!(
            (all[1].question.query.as_str(), &all[1].question.from[..]),
            ("", &["-30d".to_owned()][..])
        );
    }

    #[test]
    fn every_fault_is_named_with_its_line() {
        for (line, expected) in [
            ("kursk border", "there is no colon in this line"),
            ("two words: x", "\"two words\" is no name of a search"),
            (": x", "\"\" is no name of a search"),
            ("one: y", "there are two searches called one"),
            ("  plaice: Kursk", "\"plaice\" selects nothing"),
            ("  place:", "place has no value"),
            ("  by: stories", "\"stories\" is not counted"),
            ("  any: maybe", "\"maybe\" is neither yes nor no"),
            ("<<<<<<< HEAD", "here two versions of the file were not brought together"),
        ] {
            let error = parse(&format!("one: x\n\n{line}\n")).unwrap_err();
            assert!(error.to_string().starts_with(&format!("watch.txt:3: {expected}\n")), "{error}");
            assert_eq!(error.code(), 2);
        }
        assert!(parse("  place: x\n").unwrap_err().to_string().contains("belongs to no search"));
        let broken = SavedSearches::parse(Path::new("w"), b"a: b\nc: \xff\n").unwrap_err();
        assert!(broken.to_string().starts_with("w:2: this is not UTF-8"), "{broken}");
    }

    #[test]
    fn adding_and_removing_touches_nothing_else() {
        let dir = std::env::temp_dir().join(format!("dateline-saved-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        let file = dir.join("watch.txt");
        let _ = fs::remove_file(&file);
        let mut searches = SavedSearches::read(&file).unwrap();
        let saved = |name: &str| Saved {
            name: name.to_owned(),
            question: Question {
                query: "kursk\n border".into(),
                place: vec!["-Lviv".into()],
                ..Question::default()
            },
        };
        searches.add(saved("one")).unwrap();
        // As an editor leaves it that writes no line break at the end.
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{text}# by hand\ntwo: x\n  # why\n  lang: uk")).unwrap();
        let mut searches = SavedSearches::read(&file).unwrap();
        searches.add(saved("three")).unwrap();
        assert!(
            searches.add(saved("two")).unwrap_err().to_string().starts_with("there is a search called two")
        );
        assert!(searches.add(saved("a b")).is_err());
        assert!(searches.remove("two").unwrap() && !searches.remove("four").unwrap());
        let left: Vec<&str> = searches.all.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(left, ["one", "three"]);
        assert_eq!(searches.all[0].question.query, "kursk border");
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with(HEADER) && text.contains("# by hand\n  # why\n\nthree:"), "{text}");
        fs::remove_dir_all(&dir).unwrap();
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(query in "\\PC{0,40}", values in prop::collection::vec("\\PC{1,20}", 0..3), any: bool) {
            let question = Question { query, actor: values, any, ..Question::default() };
            let saved = tidied(&Saved { name: "n".into(), question });
            prop_assume!(saved.question.actor.iter().all(|value| !value.is_empty()));
            let searches = SavedSearches::parse(Path::new("x"), saved.to_string().as_bytes()).unwrap();
            prop_assert_eq!(searches.all, vec![saved]);
        }

        #[test]
        fn no_file_is_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), text in "(\\PC|\n|:| ){0,80}") {
            let _ = SavedSearches::parse(Path::new("x"), &bytes);
            let _ = SavedSearches::parse(Path::new("x"), text.as_bytes());
        }
    }
}
