//! The index on disk: created, opened, read, and written by one writer at a time.
//!
//! ```text
//! index/
//!   dateline.json      versions, checked first, and the name of the generation in use
//!   writer.lock        held by the one process that writes
//!   actors.txt         the user's corrections of actors, unless kept elsewhere
//!   gazetteer.tsv      places of the user's own that it was built with, if any
//!   g1/                a generation: the engine's segments, and
//!   g1/side/           the dictionary and the ledger of each commit, and earlier versions
//!                      of articles
//! ```
//!
//! A commit names its dictionary and ledger in the payload of the engine's own
//! commit, which takes effect by one rename: readers see all of it or nothing. A
//! repair can build another generation and swap the name in `dateline.json`.

pub mod corrections;
pub mod dictionary;
pub mod document;
pub mod groups;
pub(crate) mod hot;
pub(crate) mod kept;
mod learner;
pub mod ledger;
pub mod own_places;
pub mod record;
pub mod schema;
pub mod shelf;
pub mod spoken;
mod tokens;
pub mod versions;
pub mod wordbook;
mod writer;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tantivy::directory::{MmapDirectory, OwnedBytes};
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher};

pub use corrections::{Change, Corrections};
pub use document::{Draft, Prepared, Preparer};
pub use ledger::Ledger;
pub use own_places::OwnPlaces;
pub use record::{Moment, Origin, Record};
pub use schema::Fields;
pub use writer::{Writer, WriterOptions};

use crate::article::ArticleId;
use crate::error::{Error, Result};
use crate::gazetteer::Gazetteer;

/// Raised when words are cut, folded or stemmed in another way, or names found in
/// another way, so that old and new articles would not fit together.
const ANALYSIS_VERSION: u32 = 2;

const POINTER: &str = "dateline.json";
const LOCK: &str = "writer.lock";
const SIDE: &str = "side";
const FIRST_GENERATION: &str = "g1";

/// How often a reader starts over when a commit changes files under its hands.
const OPEN_ATTEMPTS: usize = 20;

#[derive(Debug, Serialize, Deserialize, PartialEq)]
struct Pointer {
    format: u32,
    analysis: String,
    generation: String,
    written_by: String,
    /// The hash of the places of the user's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gazetteer: Option<String>,
}

impl Pointer {
    fn new(generation: &str) -> Pointer {
        Pointer {
            format: schema::FORMAT_VERSION,
            analysis: analysis_version(),
            generation: generation.to_owned(),
            written_by: format!("dateline {}", env!("CARGO_PKG_VERSION")),
            gazetteer: None,
        }
    }
}

/// What the text analysis and the gazetteer of this program are, in one word.
fn analysis_version() -> String {
    format!("{ANALYSIS_VERSION}-{:016x}", Gazetteer::embedded().version_hash())
}

/// What a commit says about the files beside the segments.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Payload {
    dictionary: String,
    ledger: String,
    /// The books that the texts are packed by.
    #[serde(default)]
    words: Vec<shelf::Title>,
    /// How roots are shown whose label is not, by label.
    #[serde(default)]
    roots: BTreeMap<String, String>,
}

/// An archive: an index in a folder.
pub struct Archive {
    dir: PathBuf,
    generation: PathBuf,
    index: Index,
    fields: Fields,
    /// Where the user keeps the corrections of actors, when not in the folder.
    corrections: Option<PathBuf>,
    /// The hash of the places of the user's own that it was built with.
    own_places: Option<String>,
}

/// The index as it was at one commit; later commits do not change it.
#[derive(Clone)]
pub struct Snapshot {
    pub(crate) searcher: Searcher,
    pub(crate) fields: Fields,
    pub(crate) dictionary: Arc<dictionary::View>,
    /// Tells one commit from another.
    pub(crate) stamp: u64,
    pub(crate) kept: Arc<kept::Kept>,
    pub(crate) shelf: Arc<shelf::Shelf>,
    pub(crate) corrections: Arc<Corrections>,
    dir: PathBuf,
    ledger: PathBuf,
    /// How roots are shown whose label is not, by label.
    roots: Arc<BTreeMap<String, String>>,
}

impl Archive {
    /// Opens the index in a folder. The places of the user's own that it was built with are in use
    /// in this process from then on.
    ///
    /// # Errors
    /// When there is none, when it was written by another version, or when it is damaged; when
    /// other places of the user's own are in use.
    pub fn open(dir: impl AsRef<Path>) -> Result<Archive> {
        let archive = Archive::open_bare(dir.as_ref())?;
        archive.recall_places()?;
        Ok(archive)
    }

    /// Opens it without putting the user's own places to use.
    fn open_bare(dir: &Path) -> Result<Archive> {
        let dir = dir.to_path_buf();
        let pointer = read_pointer(&dir)?.ok_or_else(|| Error::NoIndex { dir: dir.clone() })?;
        check_version(&dir, &pointer)?;
        let generation = dir.join(&pointer.generation);
        let engine = |cause: tantivy::TantivyError| damaged(&dir, &cause.to_string());
        let directory = MmapDirectory::open(&generation).map_err(|e| damaged(&dir, &e.to_string()))?;
        let index = Index::open(directory).map_err(engine)?;
        let (schema, fields) = Fields::build();
        register_tokenizer(&index);
        if index.schema() != schema {
            return Err(damaged(&dir, "the fields in it are not those that its version says"));
        }
        Ok(Archive { dir, generation, index, fields, corrections: None, own_places: pointer.gazetteer })
    }

    /// Creates an empty index; the folder is made when missing.
    ///
    /// # Errors
    /// When the folder holds something else, or cannot be written.
    pub fn create(dir: impl AsRef<Path>) -> Result<Archive> {
        let dir = dir.as_ref().to_path_buf();
        let write = |path: &Path, cause| Error::Write { path: path.to_path_buf(), cause };
        fs::create_dir_all(&dir).map_err(|e| write(&dir, e))?;
        if let Some(found) = foreign_file(&dir).map_err(|e| write(&dir, e))? {
            return Err(Error::NotAnIndex { dir, found });
        }
        let generation = dir.join(FIRST_GENERATION);
        let side = generation.join(SIDE);
        fs::create_dir_all(&side).map_err(|e| write(&side, e))?;
        let (schema, fields) = Fields::build();
        let directory = MmapDirectory::open(&generation).map_err(|e| damaged(&dir, &e.to_string()))?;
        let index = Index::builder()
            .schema(schema)
            .settings(schema::settings())
            .open_or_create(directory)
            .map_err(|e| engine(&dir, "created", e))?;
        register_tokenizer(&index);
        let pointer = serde_json::to_vec_pretty(&Pointer::new(FIRST_GENERATION)).unwrap_or_default();
        write_whole(&dir.join(POINTER), &pointer)?;
        Ok(Archive { dir, generation, index, fields, corrections: None, own_places: None })
    }

    /// Opens the index in a folder, or creates it when there is none.
    ///
    /// # Errors
    /// Those of [`Archive::open`] and [`Archive::create`].
    pub fn open_or_create(dir: impl AsRef<Path>) -> Result<Archive> {
        match Archive::open(&dir) {
            Err(Error::NoIndex { .. }) => Archive::create(dir),
            opened => opened,
        }
    }

    /// The folder that the index is in.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Takes corrections of actors from this file, which must be there, instead of
    /// [`corrections::FILE_NAME`] in the folder of the index, which need not.
    #[must_use]
    pub fn corrected_by(self, file: impl Into<PathBuf>) -> Archive {
        Archive { corrections: Some(file.into()), ..self }
    }

    /// The file with the corrections of actors, whether it is there or not.
    pub fn corrections_file(&self) -> PathBuf {
        self.corrections.clone().unwrap_or_else(|| self.dir.join(corrections::FILE_NAME))
    }

    /// The index as of the last commit, with the user's corrections of actors.
    ///
    /// # Errors
    /// When it is damaged, or when the corrections cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot> {
        let file = self.corrections_file();
        let corrections = match (Corrections::read(&file)?, &self.corrections) {
            (Some(corrections), _) => corrections,
            (None, None) => Corrections::none(file),
            (None, Some(_)) => {
                let words = "there is no such file\ndateline actors merge or hide begins one";
                let cause = io::Error::new(io::ErrorKind::NotFound, words);
                return Err(Error::Read { path: file, cause });
            }
        };
        Ok(self.as_indexed()?.corrected(corrections))
    }

    /// The index as of the last commit, without corrections.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn as_indexed(&self) -> Result<Snapshot> {
        for _ in 0..OPEN_ATTEMPTS {
            if let Some(snapshot) = self.try_snapshot()? {
                return Ok(snapshot);
            }
        }
        Err(damaged(&self.dir, "the files of its last commit are missing"))
    }

    /// `None` when a commit came between.
    fn try_snapshot(&self) -> Result<Option<Snapshot>> {
        let engine = |cause: tantivy::TantivyError| damaged(&self.dir, &cause.to_string());
        let before = self.index.load_metas().map_err(engine)?;
        let payload = parse_payload(&self.dir, before.payload.as_deref())?;
        let dictionary = match payload.dictionary.as_str() {
            "" => dictionary::View::default(),
            name => match fs::read(self.generation.join(SIDE).join(name)) {
                Ok(bytes) => dictionary::View::open(bytes)
                    .ok_or_else(|| damaged(&self.dir, &format!("{SIDE}/{name} is no dictionary")))?,
                Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
                Err(cause) => return Err(Error::Read { path: self.generation.join(SIDE).join(name), cause }),
            },
        };
        let reader = self.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let reader: tantivy::IndexReader = reader.map_err(engine)?;
        let after = self.index.load_metas().map_err(engine)?;
        if after.opstamp != before.opstamp || after.payload != before.payload {
            return Ok(None);
        }
        let searcher = reader.searcher();
        let kept = Arc::new(kept::Kept::new(&searcher).map_err(engine)?);
        Ok(Some(Snapshot {
            searcher,
            kept,
            fields: self.fields,
            dictionary: Arc::new(dictionary),
            corrections: Arc::new(Corrections::none(self.corrections_file())),
            stamp: after.opstamp,
            shelf: Arc::new(shelf::Shelf::new(&self.generation.join(SIDE), &payload.words)),
            dir: self.dir.clone(),
            ledger: self.generation.join(SIDE).join(payload.ledger),
            roots: Arc::new(payload.roots),
        }))
    }

    /// A writer for this index.
    ///
    /// # Errors
    /// When another process writes to it, or when it is damaged.
    pub fn writer(&self, options: &WriterOptions) -> Result<Writer> {
        self.check_places()?;
        Writer::open(self, options)
    }
}

impl Snapshot {
    /// The same with these corrections of actors, instead of those that it had.
    #[must_use]
    pub fn corrected(self, corrections: Corrections) -> Snapshot {
        if self.corrections.lines == corrections.lines {
            return Snapshot { corrections: Arc::new(corrections), ..self };
        }
        let dictionary = Arc::unwrap_or_clone(self.dictionary).corrected(&corrections);
        // A page of an answer has no next one under other corrections.
        let stamp = self.stamp ^ self.corrections.stamp() ^ corrections.stamp();
        Snapshot { dictionary: Arc::new(dictionary), corrections: Arc::new(corrections), stamp, ..self }
    }

    /// The corrections of actors that it was opened with.
    pub fn corrections(&self) -> &Corrections {
        &self.corrections
    }

    /// The number of articles.
    pub fn articles(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// The article with this id.
    ///
    /// # Errors
    /// When there is none, or when the index is damaged.
    pub fn article(&self, id: ArticleId) -> Result<Record> {
        self.record(self.address(id)?)
    }

    /// The bytes in which an article is stored.
    pub(crate) fn stored(&self, id: ArticleId) -> Result<Vec<u8>> {
        Ok(self.stored_at(self.address(id)?)?.as_slice().to_vec())
    }

    fn address(&self, id: ArticleId) -> Result<DocAddress> {
        let term = tantivy::Term::from_field_u64(self.fields.id, id.number());
        let query = tantivy::query::TermQuery::new(term, tantivy::schema::IndexRecordOption::Basic);
        let found = self.searcher.search(&query, &tantivy::collector::DocSetCollector);
        let found = found.map_err(|e| damaged(&self.dir, &e.to_string()))?;
        found.into_iter().next().ok_or_else(|| Error::NoArticle { id: id.to_string() })
    }

    /// The bytes in which the document at an address is stored.
    pub(crate) fn stored_at(&self, address: DocAddress) -> Result<OwnedBytes> {
        self.kept.stored(address).ok_or_else(|| damaged(&self.dir, "the text of an article cannot be read"))
    }

    /// What the index keeps of the document at an address.
    pub(crate) fn record(&self, address: DocAddress) -> Result<Record> {
        let stored = self.stored_at(address)?;
        let record = Record::decode(stored.as_slice(), self.shelf.as_ref(), &self.dictionary);
        let mut record = record.ok_or_else(|| damaged(&self.dir, "the text of an article cannot be read"))?;
        self.show_path(&mut record.origin);
        Ok(record)
    }

    /// Puts the path of a root that was given from elsewhere in the place of its label.
    pub(crate) fn show_path(&self, origin: &mut Origin) {
        if let Some((label, below)) = origin.path.split_once('/')
            && let Some(shown) = self.roots.get(label)
        {
            origin.path = format!("{shown}/{below}");
        }
    }

    /// Bytes that the index takes on disk.
    pub fn bytes(&self) -> u64 {
        let folders = [self.ledger.parent().and_then(Path::parent), self.ledger.parent()];
        let files = folders.into_iter().flatten().filter_map(|f| fs::read_dir(f).ok()).flatten().flatten();
        files.filter_map(|f| f.metadata().ok()).filter(|m| m.is_file()).map(|m| m.len()).sum()
    }

    /// What is known about the inputs.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn ledger(&self) -> Result<Ledger> {
        if self.ledger.file_name().is_none_or(|n| n == SIDE) {
            return Ok(Ledger::default());
        }
        let bytes =
            fs::read(&self.ledger).map_err(|cause| Error::Read { path: self.ledger.clone(), cause })?;
        Ledger::decode(&bytes).ok_or_else(|| damaged(&self.dir, "its ledger of files cannot be read"))
    }

    /// The error for damage found while searching.
    pub(crate) fn damaged(&self, finding: &str) -> Error {
        damaged(&self.dir, finding)
    }
}

fn register_tokenizer(index: &Index) {
    index.tokenizers().register(tokens::NAME, tantivy::tokenizer::TextAnalyzer::from(tokens::LineTokenizer));
}

/// Whether a folder is an index of dateline.
pub fn is_index(dir: &Path) -> bool {
    dir.join(POINTER).is_file()
}

fn read_pointer(dir: &Path) -> Result<Option<Pointer>> {
    let path = dir.join(POINTER);
    match fs::read(&path) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|_| damaged(dir, &format!("{POINTER} is not what it should be"))),
        Err(cause) if matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(cause) => Err(Error::Read { path, cause }),
    }
}

fn check_version(dir: &Path, pointer: &Pointer) -> Result<()> {
    let wanted = Pointer::new(&pointer.generation);
    if pointer.format == wanted.format && pointer.analysis == wanted.analysis {
        return Ok(());
    }
    let name = |p: &Pointer| format!("format {}, analysis {}", p.format, p.analysis);
    Err(Error::Version { dir: dir.to_path_buf(), found: name(pointer), wanted: name(&wanted) })
}

fn parse_payload(dir: &Path, payload: Option<&str>) -> Result<Payload> {
    let Some(payload) = payload else { return Ok(Payload::default()) };
    serde_json::from_str(payload).map_err(|_| damaged(dir, "its last commit does not name its side files"))
}

/// A file that has no business in an index folder; hidden files do not count.
fn foreign_file(dir: &Path) -> io::Result<Option<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let own = [LOCK, FIRST_GENERATION, corrections::FILE_NAME, own_places::FILE_NAME];
        if !name.starts_with('.') && !own.contains(&name.as_str()) {
            found.push(name);
        }
    }
    Ok(found.into_iter().min())
}

/// Writes a file so that it is there whole or not at all, even after a power cut.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |cause| Error::Write { path: path.to_path_buf(), cause };
    let temporary = path.with_extension("new");
    let mut file = fs::File::create(&temporary).map_err(failed)?;
    io::Write::write_all(&mut file, bytes).map_err(failed)?;
    file.sync_all().map_err(failed)?;
    fs::rename(&temporary, path).map_err(failed)?;
    sync_folder(path.parent().unwrap_or(Path::new("."))).map_err(failed)
}

/// Makes a rename in a folder durable.
fn sync_folder(dir: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(dir)?.sync_all() } else { Ok(()) }
}

fn damaged(dir: &Path, finding: &str) -> Error {
    Error::Damaged { dir: dir.to_path_buf(), finding: finding.to_owned() }
}

fn engine(dir: &Path, doing: &'static str, cause: tantivy::TantivyError) -> Error {
    Error::Engine { dir: dir.to_path_buf(), doing, cause: cause.to_string() }
}
