//! The index on disk: created, opened, read, and written by one writer at a time.
//!
//! ```text
//! index/
//!   dateline.json      versions, checked first, and the name of the generation in use
//!   writer.lock        held by the one process that writes
//!   actors.txt         the user's corrections of actors, unless kept elsewhere
//!   watch.txt          the user's saved searches, unless kept elsewhere, and beside it
//!                      watch.txt.seen: what they have shown
//!   gazetteer.tsv      places of the user's own that it was built with, if any
//!   g1/                a generation: the engine's segments, and
//!   g1/side/           the dictionary, the ledger, the stories and the sketches of each commit, books
//!                      of words, earlier versions of articles
//! ```
//!
//! A commit names its files beside the segments, with their checksums, in the payload of the
//! engine's own commit, which takes effect by one rename: readers see all of it or nothing.
//! [`repair`] and a rebuild make another generation beside the one in use and swap the name
//! in `dateline.json`. What is checked when stands in `docs/reliability.md`.

pub mod copies;
pub mod corrections;
pub mod dictionary;
pub mod document;
#[doc(hidden)]
pub mod failpoint;
mod generation;
pub mod groups;
pub(crate) mod hot;
pub(crate) mod kept;
mod learner;
pub mod ledger;
pub mod own_places;
pub mod record;
pub mod repair;
mod replace;
pub mod schema;
pub mod shelf;
mod side;
pub mod spoken;
mod storage;
pub mod stories;
mod tokens;
pub mod verify;
pub mod versions;
pub mod wordbook;
mod writer;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize};
use tantivy::directory::OwnedBytes;
use tantivy::{DocAddress, ReloadPolicy, Searcher};

pub use corrections::{Change, Corrections};
pub use document::{Draft, Prepared, Preparer};
pub use ledger::Ledger;
pub use own_places::OwnPlaces;
pub use record::{Moment, Origin, Record};
pub use replace::replace;
pub use schema::Fields;
#[doc(hidden)]
pub use storage::Opener;
pub use stories::{Grouping, Similarity, Stories};
pub use writer::{Writer, WriterOptions};

use crate::article::ArticleId;
use crate::error::{Error, Result};
use crate::gazetteer::Gazetteer;
use generation::Generation;
use side::SideFile;

/// Raised when words are cut, folded or stemmed in another way, or names found in
/// another way, so that old and new articles would not fit together.
const ANALYSIS_VERSION: u32 = 2;

const POINTER: &str = "dateline.json";
const LOCK: &str = "writer.lock";
const SIDE: &str = "side";
const FIRST_GENERATION: &str = "g1";
/// What the files of saved searches begin with, which may stand in the folder, too.
pub(crate) const SAVED_SEARCHES: &str = "watch.txt";

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
    /// The checksum of the rest.
    #[serde(default)]
    check: u32,
}

impl Pointer {
    fn new(generation: &str) -> Pointer {
        Pointer {
            format: schema::FORMAT_VERSION,
            analysis: analysis_version(),
            generation: generation.to_owned(),
            written_by: format!("dateline {}", env!("CARGO_PKG_VERSION")),
            gazetteer: None,
            check: 0,
        }
    }

    /// The checksum of all but the checksum.
    fn sum(&self) -> u32 {
        let parts = [&self.analysis, &self.generation, &self.written_by];
        let mut sum = crc32fast::Hasher::new();
        sum.update(&self.format.to_le_bytes());
        for part in parts.into_iter().chain(&self.gazetteer) {
            sum.update(part.as_bytes());
            sum.update(&[0]);
        }
        sum.finalize()
    }

    /// Puts it in the place of the one in the folder.
    fn write(mut self, dir: &Path) -> Result<()> {
        self.check = self.sum();
        let mut text = serde_json::to_vec_pretty(&self).unwrap_or_default();
        text.push(b'\n');
        write_whole(&dir.join(POINTER), &text)
    }
}

/// What the text analysis and the gazetteer of this program are, in one word.
fn analysis_version() -> String {
    format!("{ANALYSIS_VERSION}-{:016x}", Gazetteer::embedded().version_hash())
}

/// What a commit says about itself and the files beside the segments.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
struct Payload {
    dictionary: Option<SideFile>,
    ledger: Option<SideFile>,
    /// Which articles are one story.
    #[serde(default)]
    stories: Option<SideFile>,
    /// What the next commit needs to form stories.
    #[serde(default)]
    sketches: Option<SideFile>,
    /// The books that the texts are packed by.
    words: Vec<shelf::Title>,
    /// How many articles it holds.
    articles: u64,
    /// How roots are shown whose label is not, by label.
    #[serde(default)]
    roots: BTreeMap<String, String>,
}

impl Payload {
    /// The files that it names.
    fn files(&self) -> impl Iterator<Item = &SideFile> {
        let words = self.words.iter().map(|title| &title.file);
        let stories = self.stories.iter().chain(&self.sketches);
        self.dictionary.iter().chain(&self.ledger).chain(stories).chain(words)
    }
}

/// An archive: an index in a folder.
pub struct Archive {
    dir: PathBuf,
    opener: Opener,
    /// The generation that was in use at the last look.
    generation: RwLock<Arc<Generation>>,
    fields: Fields,
    /// The writer's lock, when this is a generation that is being built beside the one in use.
    building: Option<Arc<fs::File>>,
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
    pub(crate) stories: Arc<stories::Stories>,
    /// The file of stories.
    groupings: Option<OwnedBytes>,
    dir: PathBuf,
    side: PathBuf,
    ledger: Option<SideFile>,
    sketches: Option<SideFile>,
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

    /// The same, with the files of the engine and those beside them reached in another way.
    ///
    /// # Errors
    /// Those of [`Archive::open`].
    #[doc(hidden)]
    pub fn open_through(dir: impl AsRef<Path>, opener: Opener) -> Result<Archive> {
        Archive::open_bare_through(dir.as_ref(), opener)
    }

    /// Opens it without putting the user's own places to use.
    fn open_bare(dir: &Path) -> Result<Archive> {
        Archive::open_bare_through(dir, storage::mapped())
    }

    fn open_bare_through(dir: &Path, opener: Opener) -> Result<Archive> {
        let dir = dir.to_path_buf();
        let pointer = usable_pointer(&dir)?;
        let generation = Generation::open(&dir, &pointer.generation, &opener)?;
        Ok(Archive::of(dir, opener, generation, None, pointer.gazetteer))
    }

    fn of(
        dir: PathBuf,
        opener: Opener,
        generation: Generation,
        building: Option<Arc<fs::File>>,
        own_places: Option<String>,
    ) -> Archive {
        let (_, fields) = Fields::build();
        let generation = RwLock::new(Arc::new(generation));
        Archive { dir, opener, generation, fields, building, corrections: None, own_places }
    }

    /// The generation in use now: another process may have swapped it.
    fn generation(&self) -> Result<Arc<Generation>> {
        let known = Arc::clone(&self.generation.read().unwrap_or_else(PoisonError::into_inner));
        if self.building.is_some() {
            return Ok(known);
        }
        let pointer = usable_pointer(&self.dir)?;
        if pointer.generation == known.name {
            return Ok(known);
        }
        let opened = Arc::new(Generation::open(&self.dir, &pointer.generation, &self.opener)?);
        *self.generation.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&opened);
        Ok(opened)
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
        let opener = storage::mapped();
        let generation = Generation::create(&dir, FIRST_GENERATION, &opener)?;
        Pointer::new(FIRST_GENERATION).write(&dir)?;
        // The name of a new folder lasts only when its own folder is synced.
        let above = dir.canonicalize().ok().and_then(|d| d.parent().map(Path::to_path_buf));
        let _ = above.map(|folder| sync_folder(&folder));
        Ok(Archive::of(dir, opener, generation, None, None))
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

    /// `None` when a commit or a swap came between.
    fn try_snapshot(&self) -> Result<Option<Snapshot>> {
        let generation = self.generation()?;
        let before = generation.metas(&self.dir)?;
        let payload = parse_payload(&self.dir, before.payload.as_deref())?;
        let dictionary = match &payload.dictionary {
            None => dictionary::View::default(),
            Some(file) => match file.map(generation.side.as_ref()) {
                Ok(bytes) => dictionary::View::of(bytes)
                    .ok_or_else(|| damaged(&self.dir, &format!("{SIDE}/{} is no dictionary", file.name)))?,
                Err(cause) => return self.unless_changed(&generation, &before, file.error(&self.dir, cause)),
            },
        };
        let groupings = match self.groupings(&generation, &payload) {
            Ok(groupings) => groupings,
            Err(error) => return self.unless_changed(&generation, &before, error),
        };
        let stories = self.usual_stories(groupings.as_ref())?;
        let shelf = match shelf::Shelf::open(generation.side.as_ref(), &payload.words) {
            Ok(shelf) => shelf,
            Err((file, cause)) => {
                return self.unless_changed(&generation, &before, file.error(&self.dir, cause));
            }
        };
        let reader = generation.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let searcher = match reader.and_then(|reader: tantivy::IndexReader| {
            let searcher = reader.searcher();
            Ok((kept::Kept::new(&searcher)?, searcher))
        }) {
            Ok(opened) => opened,
            Err(cause) => {
                return self.unless_changed(&generation, &before, damaged_engine(&self.dir, &cause));
            }
        };
        let after = generation.metas(&self.dir)?;
        if after.opstamp != before.opstamp || after.payload != before.payload {
            return Ok(None);
        }
        let (kept, searcher) = searcher;
        if searcher.num_docs() != payload.articles {
            let finding = format!(
                "its last commit has {} articles, but it holds {}",
                payload.articles,
                searcher.num_docs()
            );
            return Err(damaged(&self.dir, &finding));
        }
        Ok(Some(Snapshot {
            searcher,
            kept: Arc::new(kept),
            fields: self.fields,
            dictionary: Arc::new(dictionary),
            corrections: Arc::new(Corrections::none(self.corrections_file())),
            stamp: after.opstamp,
            stories: Arc::new(stories),
            groupings,
            shelf: Arc::new(shelf),
            dir: self.dir.clone(),
            side: generation.side(),
            ledger: payload.ledger,
            sketches: payload.sketches,
            roots: Arc::new(payload.roots),
        }))
    }

    /// The file of a commit's stories; `None` when it has none.
    fn groupings(&self, generation: &Generation, payload: &Payload) -> Result<Option<OwnedBytes>> {
        let read = |file: &SideFile| {
            file.map(generation.side.as_ref()).map_err(|cause| file.error(&self.dir, cause))
        };
        payload.stories.as_ref().map(read).transpose()
    }

    /// The stories at the degree that is meant when nobody names one.
    fn usual_stories(&self, groupings: Option<&OwnedBytes>) -> Result<Stories> {
        let Some(bytes) = groupings else { return Ok(Stories::default()) };
        stories::Groupings::decode(bytes, stories::Similarity::default())
            .ok_or_else(|| damaged(&self.dir, "its stories cannot be read"))
    }

    /// `None` when what went wrong was that a commit, a merge or a swap took files away.
    fn unless_changed(
        &self,
        generation: &Arc<Generation>,
        before: &tantivy::IndexMeta,
        error: Error,
    ) -> Result<Option<Snapshot>> {
        let now = self.generation()?;
        let segments = |metas: &tantivy::IndexMeta| metas.list_segment_files();
        if !Arc::ptr_eq(&now, generation) {
            return Ok(None);
        }
        let after = now.metas(&self.dir)?;
        let same = after.payload == before.payload && segments(&after) == segments(before);
        if same { Err(error) } else { Ok(None) }
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
    /// Which of its articles are one story.
    pub fn stories(&self) -> &stories::Stories {
        &self.stories
    }

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

    /// The version of the text analysis that it was built with.
    pub fn analysis(&self) -> u32 {
        // An index of another version is not opened.
        ANALYSIS_VERSION
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

    /// The permanent number of an article; `None` when there is none of this id.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn number_of(&self, id: ArticleId) -> Result<Option<u32>> {
        let address = match self.address(id) {
            Err(Error::NoArticle { .. }) => return Ok(None),
            found => found?,
        };
        let reader = self.searcher.segment_reader(address.segment_ord);
        let numbers = reader.fast_fields().u64("number").map_err(|e| damaged(&self.dir, &e.to_string()))?;
        Ok(numbers.first(address.doc_id).and_then(|number| u32::try_from(number).ok()))
    }

    /// Where the document of the article with this id is.
    pub(crate) fn address(&self, id: ArticleId) -> Result<DocAddress> {
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
        let folders = [self.side.parent(), Some(&self.side)];
        let files = folders.into_iter().flatten().filter_map(|f| fs::read_dir(f).ok()).flatten().flatten();
        files.filter_map(|f| f.metadata().ok()).filter(|m| m.is_file()).map(|m| m.len()).sum()
    }

    /// What is remembered of the articles' texts to form stories.
    ///
    /// # Errors
    /// When it cannot be read, or is not what the commit wrote.
    pub(crate) fn sketches(&self) -> Result<stories::sketches::Sketches> {
        let Some(file) = &self.sketches else { return Ok(Default::default()) };
        let bytes = file.read(&self.side).map_err(|cause| file.error(&self.dir, cause))?;
        let sketches = stories::sketches::Sketches::decode(&bytes);
        sketches.ok_or_else(|| damaged(&self.dir, "its sketches of articles cannot be read"))
    }

    /// What is known about the inputs.
    ///
    /// # Errors
    /// When it cannot be read, or is not what the commit wrote.
    pub fn ledger(&self) -> Result<Ledger> {
        let Some(file) = &self.ledger else { return Ok(Ledger::default()) };
        let bytes = file.read(&self.side).map_err(|cause| file.error(&self.dir, cause))?;
        Ledger::decode(&bytes).ok_or_else(|| damaged(&self.dir, "its ledger of files cannot be read"))
    }

    /// Runs what reads the index so that a panic of the engine, which may meet damage that it
    /// did not foresee, ends as an error.
    ///
    /// # Errors
    /// Those of `read`, and [`Error::Damaged`] in place of a panic.
    pub fn guarded<T>(&self, read: impl FnOnce() -> Result<T>) -> Result<T> {
        catch_unwind(AssertUnwindSafe(read))
            .unwrap_or_else(|_| Err(self.damaged("reading it failed where no failure was foreseen")))
    }

    /// The error for damage found while searching.
    pub(crate) fn damaged(&self, finding: &str) -> Error {
        damaged(&self.dir, finding)
    }
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

/// The pointer of an index that this program can read.
fn usable_pointer(dir: &Path) -> Result<Pointer> {
    let Some(pointer) = read_pointer(dir)? else {
        // Only a generation that was put to use holds such files.
        let mut generations = generation::all(dir).into_iter();
        if generations.any(|name| !side::files(&dir.join(name).join(SIDE)).is_empty()) {
            return Err(damaged(dir, &format!("its {POINTER} is missing")));
        }
        return Err(Error::NoIndex { dir: dir.to_path_buf() });
    };
    check_version(dir, &pointer)?;
    if pointer.check != pointer.sum() {
        return Err(damaged(dir, &format!("{POINTER} does not match its checksum")));
    }
    Ok(pointer)
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
        let own = own.contains(&name.as_str()) || name.starts_with(SAVED_SEARCHES);
        if !name.starts_with('.') && !own {
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

/// The error for damage that the engine met.
fn damaged_engine(dir: &Path, cause: &tantivy::TantivyError) -> Error {
    let finding = io_cause(cause).map_or_else(|| cause.to_string(), |(_, cause)| cause);
    damaged(dir, &finding)
}

/// The error for a write that failed.
fn engine(dir: &Path, doing: &'static str, cause: &tantivy::TantivyError) -> Error {
    match io_cause(cause) {
        Some((kind, cause)) if is_full(kind) => Error::Full { dir: dir.to_path_buf(), cause },
        Some((_, cause)) => Error::Engine { dir: dir.to_path_buf(), doing, cause },
        None => Error::Engine { dir: dir.to_path_buf(), doing, cause: cause.to_string() },
    }
}

/// The error for a file of the index that could not be written.
fn unwritten(dir: &Path, path: &Path, cause: io::Error) -> Error {
    if is_full(cause.kind()) {
        return Error::Full { dir: dir.to_path_buf(), cause: cause.to_string() };
    }
    Error::Write { path: path.to_path_buf(), cause }
}

/// No room on the disk, in the user's share of it, or in what a file may take.
fn is_full(kind: io::ErrorKind) -> bool {
    matches!(kind, io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge)
}

/// What the system said, in the words of this program: the engine's own are made for
/// developers.
fn io_cause(cause: &tantivy::TantivyError) -> Option<(io::ErrorKind, String)> {
    use tantivy::TantivyError as Engine;
    use tantivy::directory::error::{LockError, OpenReadError, OpenWriteError};
    let said = |path: Option<&Path>, cause: &io::Error| {
        let path = path.filter(|_| cause.kind() != io::ErrorKind::InvalidData);
        let path = path.map(|p| format!("{}: ", p.display())).unwrap_or_default();
        Some((cause.kind(), format!("{path}{cause}")))
    };
    match cause {
        Engine::IoError(cause) | Engine::LockFailure(LockError::IoError(cause), _) => said(None, cause),
        Engine::OpenWriteError(OpenWriteError::IoError { io_error, filepath })
        | Engine::OpenReadError(OpenReadError::IoError { io_error, filepath }) => {
            said(Some(filepath), io_error)
        }
        Engine::OpenReadError(OpenReadError::FileDoesNotExist(path)) => {
            Some((io::ErrorKind::NotFound, format!("{} is missing", path.display())))
        }
        // Some of its threads hand on only the words; the system's number stands at their end.
        Engine::InternalError(said) => {
            let number = said.rsplit_once("(os error ")?.1.split_once(')')?.0.parse().ok()?;
            let cause = io::Error::from_raw_os_error(number);
            Some((cause.kind(), cause.to_string()))
        }
        _ => None,
    }
}
