//! A folder of inputs that an archive should not hold and always does, and what must
//! become of each.
//!
//! [`write`] makes the folder anew, byte for byte the same every time, and returns an
//! [`Entry`] for each input. Sound articles lie scattered among the faulty ones. Each holds a
//! word that occurs nowhere else, which a search must find afterwards; words in parts
//! that must not be read (scripts, files outside) must never be found. Packed and binary
//! formats are written by hand, since no library writes a header that lies.

#[path = "bytes.rs"]
mod bytes;
#[path = "days.rs"]
mod days;
#[path = "depth.rs"]
mod depth;
#[path = "documents.rs"]
mod documents;
#[path = "encodings.rs"]
mod encodings;
#[path = "markup.rs"]
mod markup;
#[path = "packings.rs"]
mod packings;
#[path = "records.rs"]
mod records;
#[path = "samples.rs"]
mod samples;
#[path = "screens.rs"]
mod screens;
#[path = "sizes.rs"]
mod sizes;
#[path = "sound.rs"]
mod sound;
#[path = "tars.rs"]
mod tars;
#[path = "tree.rs"]
mod tree;
#[path = "warcs.rs"]
mod warcs;
#[path = "zips.rs"]
mod zips;

use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// What a run reports of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Articles and not a word of complaint.
    Indexed,
    /// Articles, and something that is said about them.
    Warned,
    /// No article, and the reason.
    Skipped,
    /// Nothing but a count: what is no article by its nature.
    Ignored,
}

/// An input and what must become of it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Below the corpus; a folder stands for all that is in it.
    pub path: PathBuf,
    /// What is best, and then what else is right.
    pub outcomes: Vec<Outcome>,
    /// How many articles it may give.
    pub docs: RangeInclusive<usize>,
    /// Words of which the reason, or the warning, has at least one.
    pub reason: Vec<&'static str>,
    /// Words that a search must find.
    pub finds: Vec<String>,
    /// Words that no search may find.
    pub loses: Vec<String>,
    /// The days that its articles may have; `None` in it is no date. Empty: not looked at.
    pub days: Vec<Option<&'static str>>,
    /// Paths beside the corpus that reading it must not make.
    pub must_not_exist: Vec<&'static str>,
    /// Whether it is only bad for a user who may not read everything.
    pub needs_nonroot: bool,
}

impl Entry {
    fn expects(&mut self, outcome: Outcome, docs: RangeInclusive<usize>) -> &mut Entry {
        self.outcomes = vec![outcome];
        self.docs = docs;
        self
    }

    /// It gives so many articles, and nothing is said.
    pub fn indexed(&mut self, docs: usize) -> &mut Entry {
        self.expects(Outcome::Indexed, docs..=docs)
    }

    /// It gives so many articles and something is said, with one of these words.
    pub fn warned(&mut self, docs: RangeInclusive<usize>, words: &[&'static str]) -> &mut Entry {
        self.reason = words.to_vec();
        self.expects(Outcome::Warned, docs)
    }

    /// It gives none, and the reason has one of these words.
    pub fn skipped(&mut self, words: &[&'static str]) -> &mut Entry {
        self.reason = words.to_vec();
        self.expects(Outcome::Skipped, 0..=0)
    }

    /// It is no article by its nature.
    pub fn ignored(&mut self) -> &mut Entry {
        self.expects(Outcome::Ignored, 0..=0)
    }

    /// This is right as well.
    pub fn or(&mut self, outcome: Outcome) -> &mut Entry {
        self.outcomes.push(outcome);
        self
    }

    /// A search finds these words.
    pub fn finds<W: AsRef<str>>(&mut self, words: &[W]) -> &mut Entry {
        self.finds.extend(words.iter().map(|w| w.as_ref().to_owned()));
        self
    }

    /// No search finds these words.
    pub fn loses<W: AsRef<str>>(&mut self, words: &[W]) -> &mut Entry {
        self.loses.extend(words.iter().map(|w| w.as_ref().to_owned()));
        self
    }

    /// Its articles have one of these days.
    pub fn dated(&mut self, days: &[Option<&'static str>]) -> &mut Entry {
        self.days = days.to_vec();
        self
    }
}

/// The folder while it is being written.
pub struct Corpus {
    root: PathBuf,
    entries: Vec<Entry>,
}

impl Corpus {
    /// Writes a file and opens its entry.
    fn file(&mut self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) -> &mut Entry {
        let whole = self.place(&path);
        fs::write(&whole, bytes).unwrap_or_else(|cause| panic!("{}: {cause}", whole.display()));
        self.entry(path)
    }

    /// Opens the entry of something that is there.
    fn entry(&mut self, path: impl AsRef<Path>) -> &mut Entry {
        self.entries.push(Entry {
            path: path.as_ref().to_owned(),
            outcomes: Vec::new(),
            docs: 0..=0,
            reason: Vec::new(),
            finds: Vec::new(),
            loses: Vec::new(),
            days: Vec::new(),
            must_not_exist: Vec::new(),
            needs_nonroot: false,
        });
        self.entries.last_mut().unwrap()
    }

    /// Where a path of the corpus is on disk; the folder above it is made.
    fn place(&self, path: impl AsRef<Path>) -> PathBuf {
        let whole = self.root.join("corpus").join(path);
        fs::create_dir_all(whole.parent().unwrap()).unwrap();
        whole
    }

    /// Writes a file beside the corpus, which no reader may reach.
    fn outside(&self, name: &str, text: &str) -> PathBuf {
        let whole = self.root.join("outside").join(name);
        fs::create_dir_all(whole.parent().unwrap()).unwrap();
        fs::write(&whole, text).unwrap();
        whole
    }
}

/// Writes `corpus` and `outside` into a folder, which must be empty or missing.
pub fn write(root: &Path) -> Vec<Entry> {
    fs::create_dir_all(root.join("corpus")).unwrap();
    let root = root.canonicalize().unwrap();
    let mut corpus = Corpus { root, entries: Vec::new() };
    for part in [
        sound::write,
        packings::write,
        zips::write,
        tars::write,
        warcs::write,
        tree::write,
        encodings::write,
        sizes::write,
        depth::write,
        markup::write,
        records::write,
        days::write,
        screens::write,
        documents::write,
    ] {
        part(&mut corpus);
    }
    corpus.entries
}
