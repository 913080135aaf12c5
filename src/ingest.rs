//! Brings an index up to date with folders of files.
//!
//! Only what is new, changed or gone costs anything: a file of the same size and time
//! is not opened, one of the same content not read, and of a changed file only the
//! changed records are indexed again. One thread reads; the others find names, cut
//! words and hand documents to the engine; bounded queues keep memory flat. All of a
//! run becomes visible in one commit, or nothing.
//!
//! Every file met and every record in it ends up in the [`Report`]: as an article that
//! was indexed, updated or unchanged, as ignored, or as skipped with its reason.

mod homes;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs;
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use serde::Serialize;

use crate::article::{Article, ArticleId};
use crate::corpus::{self, FieldMap, FileOutcome, Found, ReadOptions, SourceFile};
use crate::enrich;
use crate::enrich::places::Outlets;
use crate::error::{Error, Result, Skipped, Warning};
use crate::index::ledger::{ArticleEntry, FileEntry, Ledger};
use crate::index::{Archive, Draft, Origin, Writer, WriterOptions};
use crate::text;

use homes::Homes;

/// How to bring an index up to date.
#[derive(Debug, Clone)]
pub struct IngestOptions {
    /// Threads that find names and prepare documents.
    pub threads: usize,
    /// Memory for building the index, in MiB.
    pub memory_mib: usize,
    /// Names of columns that say nothing to the readers (`date=pub_dt`); remembered for
    /// the folder, so that a later run without it reads the same.
    pub map: Vec<String>,
    /// Whether a file's modification time may stand in for a missing date.
    pub dates_from_mtime: bool,
    /// Whether places, actors and dates are looked for.
    pub extract: bool,
    /// Whether to learn from an outlet's articles where it is at home, so that `Paris` is Paris,
    /// Texas, to a paper of that town. What is known when an article is indexed counts; without
    /// this every article is read by itself, whatever came before it.
    pub homes: bool,
}

impl Default for IngestOptions {
    fn default() -> IngestOptions {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        IngestOptions {
            threads,
            memory_mib: 256,
            map: Vec::new(),
            dates_from_mtime: false,
            extract: true,
            homes: true,
        }
    }
}

/// What a run did. `articles = indexed + updated + unchanged`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// Files met.
    pub files: u64,
    /// Articles in them.
    pub articles: u64,
    /// Articles that were not in the index before.
    pub indexed: u64,
    /// Articles that were there with other content.
    pub updated: u64,
    /// Articles that were there already.
    pub unchanged: u64,
    /// Articles that are in the files no more.
    pub removed: u64,
    /// Files that are no articles by their nature.
    pub ignored: u64,
    /// Files and records that could not be read.
    pub skipped: Vec<Skipped>,
    /// What was odd about records that were read all the same.
    pub warnings: Vec<Warning>,
    /// Bytes of the files met.
    pub bytes: u64,
    /// How long it took.
    pub seconds: f64,
}

/// How far a run has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files to be read, when all of them are known.
    pub files: u64,
    /// Files read.
    pub files_done: u64,
    /// Bytes of the files to be read.
    pub bytes: u64,
    /// Bytes of the files read.
    pub bytes_done: u64,
    /// Articles handed on.
    pub articles: u64,
}

/// Brings the index up to date with these files and folders; what it holds from
/// elsewhere stays. `progress` is called now and then.
///
/// # Errors
/// When a path does not exist, when another process writes to the index, or when it
/// cannot be written. The index is then as it was before.
pub fn ingest(
    archive: &Archive,
    paths: &[PathBuf],
    options: &IngestOptions,
    progress: &mut dyn FnMut(Progress),
) -> Result<Report> {
    let began = Instant::now();
    let mut ledger = archive.as_indexed()?.ledger()?;
    let mut survey = survey(&mut ledger, paths, options)?;
    if survey.has_work() {
        let writer = archive.writer(&writer_options(options))?;
        // Between the first look and the lock another process may have written.
        ledger = writer.before().ledger()?;
        survey = self::survey(&mut ledger, paths, options)?;
        Run { ledger: &mut ledger, survey: &mut survey, options, progress }.write(writer)?;
    }
    let mut report = survey.report;
    report.articles = report.indexed + report.updated + report.unchanged;
    report.seconds = began.elapsed().as_secs_f64();
    Ok(report)
}

/// Adds articles that come from elsewhere than files, and replaces those that a
/// collection of this name has already: by their `source_id`, else by their `url`, else
/// by their content.
///
/// # Errors
/// When another process writes to the index, or when it cannot be written.
pub fn add(
    archive: &Archive,
    collection: &str,
    articles: impl IntoIterator<Item = Article>,
    options: &IngestOptions,
) -> Result<Report> {
    let began = Instant::now();
    let mut writer = archive.writer(&writer_options(options))?;
    let mut ledger = writer.before().ledger()?;
    let root = ledger.root_at(&format!("{COLLECTION}{collection}"));
    let mut report = Report::default();
    let articles = last_of_each(collection, articles);
    if options.extract && options.homes {
        homes::learn(&mut ledger.outlets, options.threads, |take| {
            articles.iter().for_each(|new| take(new.id.number(), new.article.clone()));
        });
    }
    let outlets = ledger.outlets.clone();
    let warnings = with_workers(&writer, &outlets, options, |sender| {
        articles
            .into_iter()
            .try_for_each(|new| add_one(&mut ledger, root, collection, new, &writer, &sender, &mut report))
    })?;
    report.warnings = warnings;
    writer.commit(&ledger)?;
    writer.close()?;
    report.articles = report.indexed + report.updated + report.unchanged;
    report.seconds = began.elapsed().as_secs_f64();
    Ok(report)
}

/// In front of the name of a root that is no folder.
const COLLECTION: &str = "collection:";

/// An article to add, with what it is known by.
struct New {
    id: ArticleId,
    content: u64,
    article: Article,
}

/// Of articles with the same id the last one; in the order in which the ids came.
fn last_of_each(collection: &str, articles: impl IntoIterator<Item = Article>) -> Vec<New> {
    let mut kept: Vec<New> = Vec::new();
    let mut places: HashMap<ArticleId, usize> = HashMap::new();
    for article in articles {
        let content = content_hash(&article);
        let key = match (&article.source_id, &article.url) {
            (Some(id), _) => format!("id\0{id}"),
            (None, Some(url)) => format!("url\0{url}"),
            (None, None) => format!("content\0{content:x}"),
        };
        let id = hashed_id(&format!("{collection}\0{key}"));
        let new = New { id, content, article };
        match places.get(&id).and_then(|&at| kept.get_mut(at)) {
            Some(earlier) => *earlier = new,
            None => {
                places.insert(id, kept.len());
                kept.push(new);
            }
        }
    }
    kept
}

fn add_one(
    ledger: &mut Ledger,
    root: usize,
    collection: &str,
    New { id, content, article }: New,
    writer: &Writer,
    sender: &SyncSender<Draft>,
    report: &mut Report,
) -> Result<()> {
    let next = ledger.next_number;
    let Some(files) = ledger.roots.get_mut(root).map(|r| &mut r.files) else { return Ok(()) };
    let entry = files.entry(format!("{id}")).or_default();
    let known = entry.articles.first().copied();
    if known.is_some_and(|k| k.content == content) {
        report.unchanged += 1;
        return Ok(());
    }
    let number = known.map_or(next, |k| k.number);
    entry.articles = vec![ArticleEntry { id: id.number(), number, content }];
    entry.format = "library".to_owned();
    if known.is_some() {
        report.updated += 1;
        writer.remove(id)?;
    } else {
        report.indexed += 1;
        ledger.next_number = next.saturating_add(1);
    }
    let origin = Origin { path: format!("{collection}/{id}"), record: 1, format: "library".to_owned() };
    // The other end is gone only when a worker failed, which is reported there.
    let _ = sender.send(Draft { id, number, origin, article, mentions: Vec::new() });
    Ok(())
}

/// One thread builds segments for about as many as four can feed.
fn writer_options(options: &IngestOptions) -> WriterOptions {
    WriterOptions { threads: options.threads.div_ceil(4), memory_mib: options.memory_mib }
}

/// What there is to do.
#[derive(Default)]
struct Survey {
    jobs: Vec<Job>,
    /// Files that are in the ledger and no longer there: root and path below it.
    gone: Vec<(usize, String)>,
    /// Entries to write whose articles stay as they are.
    touched: Vec<(usize, String, FileEntry)>,
    report: Report,
}

impl Survey {
    fn has_work(&self) -> bool {
        !self.jobs.is_empty() || !self.gone.is_empty() || !self.touched.is_empty()
    }
}

/// A file to be read.
struct Job {
    root: usize,
    relative: String,
    file: SourceFile,
    hash: [u8; 32],
}

/// A path that was given, as a part of a root.
struct Target {
    root: usize,
    path: PathBuf,
    /// Where the path stands below the root, with `/` behind it; empty for the root itself.
    prefix: String,
}

/// Looks at every file under the paths and compares it with the ledger.
fn survey(ledger: &mut Ledger, paths: &[PathBuf], options: &IngestOptions) -> Result<Survey> {
    let mut survey = Survey::default();
    let mut met = BTreeSet::new();
    for path in paths {
        let target = target(ledger, path)?;
        let remap = !options.map.is_empty();
        if let Some(root) = ledger.roots.get_mut(target.root).filter(|r| remap && r.map != options.map) {
            // Everything was read with another mapping.
            root.map.clone_from(&options.map);
            root.files.values_mut().for_each(|f| (f.bytes, f.hash) = (u64::MAX, [0; 32]));
        }
        look_at(ledger, &target, &mut met, &mut survey);
    }
    Ok(survey)
}

fn target(ledger: &mut Ledger, path: &Path) -> Result<Target> {
    let absolute = fs::canonicalize(path).map_err(|cause| Error::Read { path: path.to_path_buf(), cause })?;
    let known = ledger.roots.iter().enumerate().filter(|(_, r)| absolute.starts_with(&r.path));
    let known = known.max_by_key(|(_, r)| r.path.len()).map(|(at, r)| (at, PathBuf::from(&r.path)));
    let (root, base) = known.unwrap_or_else(|| {
        let folder = if absolute.is_dir() {
            absolute.clone()
        } else {
            absolute.parent().unwrap_or(&absolute).to_path_buf()
        };
        (ledger.root_at(&folder.to_string_lossy()), folder)
    });
    let below = absolute.strip_prefix(&base).unwrap_or(Path::new(""));
    let folder = if absolute.is_dir() { below } else { below.parent().unwrap_or(Path::new("")) };
    let prefix: String =
        folder.components().map(|c| format!("{}/", c.as_os_str().to_string_lossy())).collect();
    Ok(Target { root, path: absolute, prefix })
}

/// `met` holds the files that were met already, by root: paths may overlap.
fn look_at(ledger: &Ledger, target: &Target, met: &mut BTreeSet<(usize, String)>, survey: &mut Survey) {
    let Some(root) = ledger.roots.get(target.root) else { return };
    for found in corpus::walk(&target.path) {
        match found {
            Found::File(file) => {
                let relative = format!("{}{}", target.prefix, file.relative);
                if met.insert((target.root, relative.clone())) {
                    compare(root.files.get(&relative), target.root, &relative, file, survey);
                }
            }
            Found::Ignored(_) => {
                survey.report.files += 1;
                survey.report.ignored += 1;
            }
            Found::Skipped(skipped) => {
                survey.report.files += 1;
                survey.report.skipped.push(skipped);
            }
        }
    }
    let single = target.path.is_file();
    let under = |path: &&String| path.starts_with(&target.prefix) && !single;
    let is_met = |path: &str| met.contains(&(target.root, path.to_owned()));
    let gone = root.files.keys().filter(under).filter(|path| !is_met(path));
    survey.gone.extend(gone.map(|path| (target.root, path.clone())));
}

/// Sorts a file into unchanged, only touched, or to be read.
fn compare(known: Option<&FileEntry>, root: usize, relative: &str, file: SourceFile, survey: &mut Survey) {
    survey.report.files += 1;
    survey.report.bytes += file.bytes;
    if let Some(entry) = known.filter(|e| e.bytes == file.bytes && e.modified_ns == file.modified_ns) {
        account(entry, &file, &mut survey.report);
        return;
    }
    let hash = match hash_of(&file.path) {
        Ok(hash) => hash,
        Err(cause) => {
            survey.report.skipped.push(Skipped {
                path: file.path.to_string_lossy().into_owned(),
                record: None,
                reason: format!("cannot be read: {cause}"),
            });
            return;
        }
    };
    match known.filter(|e| e.hash == hash) {
        Some(entry) => {
            account(entry, &file, &mut survey.report);
            let entry = FileEntry { bytes: file.bytes, modified_ns: file.modified_ns, ..entry.clone() };
            survey.touched.push((root, relative.to_owned(), entry));
        }
        None => survey.jobs.push(Job { root, relative: relative.to_owned(), file, hash }),
    }
}

/// Counts a file that is not read again as what it was when it was read.
fn account(entry: &FileEntry, file: &SourceFile, report: &mut Report) {
    let path = file.path.to_string_lossy();
    let told = |list: &[(Option<u64>, String)]| -> Vec<Skipped> {
        let each = list.iter().cloned();
        each.map(|(record, reason)| Skipped { path: path.clone().into_owned(), record, reason }).collect()
    };
    report.unchanged += entry.articles.len() as u64;
    report.ignored += u64::from(entry.ignored);
    report.skipped.extend(told(&entry.skipped));
    report.warnings.extend(told(&entry.warnings));
}

fn hash_of(path: &Path) -> std::io::Result<[u8; 32]> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(fs::File::open(path)?)?;
    Ok(*hasher.finalize().as_bytes())
}

/// The writing part of a run.
struct Run<'r> {
    ledger: &'r mut Ledger,
    survey: &'r mut Survey,
    options: &'r IngestOptions,
    progress: &'r mut dyn FnMut(Progress),
}

/// Articles that wait between the reader and the other threads.
const QUEUE: usize = 256;

impl Run<'_> {
    fn write(mut self, mut writer: Writer) -> Result<()> {
        for (root, relative, entry) in std::mem::take(&mut self.survey.touched) {
            self.set_entry(root, relative, Some(entry));
        }
        for (root, relative) in std::mem::take(&mut self.survey.gone) {
            let entry = self.set_entry(root, relative, None);
            for article in entry.iter().flat_map(|e| &e.articles) {
                writer.remove(ArticleId::from_number(article.id))?;
                self.survey.report.removed += 1;
            }
        }
        self.learn_homes()?;
        let outlets = std::mem::take(&mut self.ledger.outlets);
        let warnings =
            with_workers(&writer, &outlets, self.options, |sender| self.read_all(&writer, sender))?;
        self.survey.report.warnings.extend(warnings);
        self.ledger.outlets = outlets;
        if self.survey.report.removed > 0 {
            let ids: HashSet<u64> = self.ledger.ids().collect();
            self.ledger.outlets.forget(&|id| !ids.contains(&id));
        }
        writer.commit(self.ledger)?;
        writer.close()
    }

    /// Reads all jobs a first time, to learn where their outlets are at home.
    fn learn_homes(&mut self) -> Result<()> {
        if !(self.options.extract && self.options.homes) {
            return Ok(());
        }
        let (roots, jobs, options) = (&self.ledger.roots, &self.survey.jobs, self.options);
        homes::learn(&mut self.ledger.outlets, options.threads, |take| {
            for job in jobs {
                let Some(root) = roots.get(job.root) else { continue };
                let mut ids = Ids::new(format!("{}/{}", root.label, job.relative));
                offer(&job.file, &mut ids, &read_options(&root.map, options)?, take);
            }
            Ok(())
        })
    }

    fn set_entry(&mut self, root: usize, relative: String, entry: Option<FileEntry>) -> Option<FileEntry> {
        let files = &mut self.ledger.roots.get_mut(root)?.files;
        match entry {
            Some(entry) => files.insert(relative, entry),
            None => files.remove(&relative),
        }
    }

    fn read_all(&mut self, writer: &Writer, sender: SyncSender<Draft>) -> Result<()> {
        let jobs = std::mem::take(&mut self.survey.jobs);
        let mut state = Progress {
            files: jobs.len() as u64,
            bytes: jobs.iter().map(|j| j.file.bytes).sum(),
            ..Progress::default()
        };
        for job in jobs {
            self.read_file(&job, writer, &sender, &mut state)?;
            state.files_done += 1;
            state.bytes_done += job.file.bytes;
            (self.progress)(state);
        }
        Ok(())
    }

    fn read_file(
        &mut self,
        job: &Job,
        writer: &Writer,
        sender: &SyncSender<Draft>,
        state: &mut Progress,
    ) -> Result<()> {
        let Some(root) = self.ledger.roots.get(job.root) else { return Ok(()) };
        let read_options = read_options(&root.map, self.options)?;
        let known = root.files.get(&job.relative).map(|e| e.articles.as_slice()).unwrap_or_default();
        let mut file = FileRun {
            ids: Ids::new(format!("{}/{}", root.label, job.relative)),
            shown: job.file.path.to_string_lossy().into_owned(),
            known: known.iter().map(|a| (a.id, *a)).collect(),
            next_number: self.ledger.next_number,
            entry: FileEntry {
                bytes: job.file.bytes,
                modified_ns: job.file.modified_ns,
                hash: job.hash,
                ..FileEntry::default()
            },
            report: &mut self.survey.report,
            writer,
            sender,
            failure: None,
        };
        let progress = &mut self.progress;
        let outcome = guarded_read(&job.file, &read_options, &mut |record| {
            state.articles += 1;
            if state.articles.is_multiple_of(64) {
                (progress)(*state);
            }
            file.take(record)
        });
        file.end(outcome);
        let FileRun { known, next_number, entry, failure, .. } = file;
        if let Some(failure) = failure {
            return Err(failure);
        }
        self.ledger.next_number = next_number;
        for gone in known.into_values() {
            writer.remove(ArticleId::from_number(gone.id))?;
            self.survey.report.removed += 1;
        }
        self.set_entry(job.root, job.relative.clone(), Some(entry));
        Ok(())
    }
}

fn read_options(map: &[String], options: &IngestOptions) -> Result<ReadOptions> {
    let map: FieldMap = map.join(",").parse().map_err(Error::Usage)?;
    Ok(ReadOptions { map, dates_from_mtime: options.dates_from_mtime })
}

fn lost_worker() -> Error {
    Error::Usage("a thread of the indexer ended before its work was done; nothing was changed\nthis is a bug: please report it".to_owned())
}

/// A reader that panics has a bug; it costs the file, not the run.
fn guarded_read(
    file: &SourceFile,
    options: &ReadOptions,
    sink: &mut dyn FnMut(corpus::Record) -> ControlFlow<()>,
) -> FileOutcome {
    catch_unwind(AssertUnwindSafe(|| corpus::read(file, options, sink))).unwrap_or_else(|_| {
        FileOutcome::Skipped("the reader failed on it, which is a bug: please report it".to_owned())
    })
}

/// Hands the articles of a file on with their ids, for learning from them.
fn offer(file: &SourceFile, ids: &mut Ids, options: &ReadOptions, take: &mut dyn FnMut(u64, Article)) {
    guarded_read(file, options, &mut |record| {
        if let Ok(article) = record.content {
            take(ids.id_of(&article, record.number).number(), article);
        }
        ControlFlow::Continue(())
    });
}

/// One file being read.
struct FileRun<'f> {
    ids: Ids,
    shown: String,
    /// Articles that the file gave last time and did not give yet this time.
    known: BTreeMap<u64, ArticleEntry>,
    next_number: u32,
    entry: FileEntry,
    report: &'f mut Report,
    writer: &'f Writer,
    sender: &'f SyncSender<Draft>,
    failure: Option<Error>,
}

impl FileRun<'_> {
    fn take(&mut self, record: corpus::Record) -> ControlFlow<()> {
        for warning in record.warnings {
            self.warn(Some(record.number), warning);
        }
        match record.content {
            Err(reason) => self.skip(Some(record.number), reason),
            Ok(article) => return self.take_article(record.number, record.format, article),
        }
        ControlFlow::Continue(())
    }

    fn skip(&mut self, record: Option<u64>, reason: String) {
        self.report.skipped.push(Skipped { path: self.shown.clone(), record, reason: reason.clone() });
        self.entry.skipped.push((record, reason));
    }

    fn warn(&mut self, record: Option<u64>, reason: String) {
        self.report.warnings.push(Warning { path: self.shown.clone(), record, reason: reason.clone() });
        self.entry.warnings.push((record, reason));
    }

    fn take_article(&mut self, record: u64, format: &str, article: Article) -> ControlFlow<()> {
        let id = self.ids.id_of(&article, record);
        let content = content_hash(&article);
        let known = self.known.remove(&id.number());
        let number = known.map_or(self.next_number, |k| k.number);
        self.entry.articles.push(ArticleEntry { id: id.number(), number, content });
        match known {
            Some(known) if known.content == content => {
                self.report.unchanged += 1;
                return ControlFlow::Continue(());
            }
            Some(_) => {
                self.report.updated += 1;
                if let Err(failure) = self.writer.remove(id) {
                    self.failure = Some(failure);
                    return ControlFlow::Break(());
                }
            }
            None => {
                self.report.indexed += 1;
                self.next_number = self.next_number.saturating_add(1);
            }
        }
        let origin = Origin { path: self.ids.path.clone(), record, format: format.to_owned() };
        let draft = Draft { id, number, origin, article, mentions: Vec::new() };
        // The other end is gone only when a worker failed, which is reported there.
        if self.sender.send(draft).is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn end(&mut self, outcome: FileOutcome) {
        match outcome {
            FileOutcome::Read { format } => self.entry.format = format.to_owned(),
            FileOutcome::Ignored => {
                self.entry.ignored = true;
                self.report.ignored += 1;
            }
            FileOutcome::Skipped(reason) => self.skip(None, reason),
        }
    }
}

/// Gives the articles of one file their ids.
struct Ids {
    /// Label of the root and path below it.
    path: String,
    seen: BTreeSet<u64>,
}

impl Ids {
    fn new(path: String) -> Ids {
        Ids { path, seen: BTreeSet::new() }
    }

    /// The id derives from where the article stands, and from the source's own id where
    /// the file gives it only once, else from the record's number.
    fn id_of(&mut self, article: &Article, record: u64) -> ArticleId {
        let by_source = article.source_id.as_ref().map(|id| self.hash("id", id));
        let id = by_source.filter(|id| !self.seen.contains(&id.number()));
        let id = id.unwrap_or_else(|| self.hash("record", &record.to_string()));
        self.seen.insert(id.number());
        id
    }

    fn hash(&self, sort: &str, value: &str) -> ArticleId {
        hashed_id(&format!("{}\0{sort}\0{value}", self.path))
    }
}

fn hashed_id(key: &str) -> ArticleId {
    let bytes: [u8; 8] = blake3::hash(key.as_bytes()).as_bytes().first_chunk().copied().unwrap_or_default();
    ArticleId::from_number(u64::from_be_bytes(bytes))
}

fn content_hash(article: &Article) -> u64 {
    let bytes = postcard::to_stdvec(article).unwrap_or_default();
    let hash = blake3::hash(&bytes);
    u64::from_be_bytes(hash.as_bytes().first_chunk().copied().unwrap_or_default())
}

/// Runs `read` on this thread, while others prepare and add what it sends.
fn with_workers(
    writer: &Writer,
    outlets: &Outlets,
    options: &IngestOptions,
    read: impl FnOnce(SyncSender<Draft>) -> Result<()>,
) -> Result<Vec<Warning>> {
    let (sender, receiver) = sync_channel(QUEUE);
    let receiver = Mutex::new(receiver);
    let warnings = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        let work = || add_all(writer, &receiver, &warnings, options.extract.then_some(outlets));
        let workers: Vec<_> = (0..options.threads.max(1)).map(|_| scope.spawn(work)).collect();
        let read = read(sender);
        let added = workers.into_iter().map(|w| w.join().unwrap_or_else(|_| Err(lost_worker())));
        added.collect::<Result<Vec<()>>>().and(read)
    })?;
    Ok(warnings.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Takes articles from the queue until there are no more. After a failure it goes on
/// taking, so that the reader, who waits for room in the queue, comes to its end.
fn add_all(
    writer: &Writer,
    receiver: &Mutex<Receiver<Draft>>,
    warnings: &Mutex<Vec<Warning>>,
    outlets: Option<&Outlets>,
) -> Result<()> {
    let mut preparer = writer.preparer();
    let mut homes = outlets.map(Homes::new);
    let mut outcome = Ok(());
    loop {
        let next = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(mut draft) = next else { return outcome };
        if outcome.is_err() {
            continue;
        }
        if let Some(warning) = complete(&mut draft, homes.as_mut()) {
            warnings.lock().unwrap_or_else(PoisonError::into_inner).push(warning);
        }
        outcome = writer.add(preparer.prepare(draft));
    }
}

/// Adds the language that the source did not name.
fn name_language(article: &mut Article) {
    if article.lang.is_none() {
        article.lang = language(article).map(str::to_owned);
    }
}

/// Adds what the source did not say: the language, and what the text speaks of. Without homes
/// nothing is looked for in the text.
fn complete(draft: &mut Draft, homes: Option<&mut Homes<'_>>) -> Option<Warning> {
    let article = &mut draft.article;
    name_language(article);
    let home = homes?.of(article);
    let warning = |reason: &str| {
        let (path, record) = (draft.origin.path.clone(), Some(draft.origin.record));
        Some(Warning { path, record, reason: reason.to_owned() })
    };
    let beginning = beginning_of(article);
    let searched = beginning.as_ref().unwrap_or(article);
    match catch_unwind(AssertUnwindSafe(|| enrich::enrich_at(searched, &home))) {
        Ok(mentions) => {
            draft.mentions = mentions;
            beginning.and_then(|_| warning("names and dates were looked for in its first MiB only"))
        }
        Err(_) => warning("names and dates could not be found in it, which is a bug: please report it"),
    }
}

/// Bytes of a text that names and dates are looked for in: an article so long that weighing all
/// its names against each other would hold up the others. 1 MiB.
const EXTRACTED_BYTES: usize = 1 << 20;

/// The beginning of an article that is too long to be searched for names as a whole.
fn beginning_of(article: &Article) -> Option<Article> {
    if article.body.len() <= EXTRACTED_BYTES {
        return None;
    }
    let mut end = EXTRACTED_BYTES;
    while !article.body.is_char_boundary(end) {
        end -= 1;
    }
    let mut beginning = article.clone();
    beginning.body.truncate(end);
    Some(beginning)
}

/// The language of an article that does not declare one.
pub fn language(article: &Article) -> Option<&'static str> {
    match &article.title {
        Some(title) => {
            text::detect(&format!("{title}\n{}", article.body.chars().take(600).collect::<String>()))
        }
        None => text::detect(&article.body),
    }
}

/// Gives every article under a path as the indexer would see it, without an index. Where
/// outlets are at home is learned from what is under the path alone.
///
/// # Errors
/// When the path does not exist, or the field mapping cannot be read.
pub fn inspect(path: &Path, options: &IngestOptions, sink: &mut dyn FnMut(Inspected)) -> Result<()> {
    let read_options = read_options(&options.map, options)?;
    let mut ledger = Ledger::default();
    let target = target(&mut ledger, path)?;
    let label = ledger.roots.get(target.root).map(|r| r.label.clone()).unwrap_or_default();
    let ids = |file: &SourceFile| Ids::new(format!("{label}/{}{}", target.prefix, file.relative));
    let mut outlets = Outlets::default();
    if options.extract && options.homes {
        homes::learn(&mut outlets, options.threads, |take| {
            for found in corpus::walk(&target.path) {
                if let Found::File(file) = found {
                    offer(&file, &mut ids(&file), &read_options, take);
                }
            }
        });
    }
    let mut homes = options.extract.then(|| Homes::new(&outlets));
    for found in corpus::walk(&target.path) {
        match found {
            Found::File(file) => {
                // Paths are shown as they were given, not as they were followed.
                let given = if path.is_dir() { path.join(&file.relative) } else { path.to_path_buf() };
                let shown = given.to_string_lossy().into_owned();
                inspect_file(&file, ids(&file), shown, &read_options, &mut homes, sink);
            }
            Found::Ignored(_) => {}
            Found::Skipped(skipped) => sink(Inspected::Skipped(skipped)),
        }
    }
    Ok(())
}

fn inspect_file(
    file: &SourceFile,
    mut ids: Ids,
    shown: String,
    options: &ReadOptions,
    homes: &mut Option<Homes<'_>>,
    sink: &mut dyn FnMut(Inspected),
) {
    let skipped = |record, reason| Inspected::Skipped(Skipped { path: shown.clone(), record, reason });
    let outcome = guarded_read(file, options, &mut |record| {
        let article = match record.content {
            Ok(article) => article,
            Err(reason) => {
                sink(skipped(Some(record.number), reason));
                return ControlFlow::Continue(());
            }
        };
        let id = ids.id_of(&article, record.number);
        let origin = Origin { path: shown.clone(), record: record.number, format: record.format.to_owned() };
        let mut draft = Draft { id, number: 0, origin, article, mentions: Vec::new() };
        complete(&mut draft, homes.as_mut());
        sink(Inspected::Article { draft: Box::new(draft), warnings: record.warnings });
        ControlFlow::Continue(())
    });
    match outcome {
        FileOutcome::Read { .. } => {}
        FileOutcome::Ignored => sink(skipped(None, "ignored: it is no article by its nature".to_owned())),
        FileOutcome::Skipped(reason) => sink(skipped(None, reason)),
    }
}

/// What [`inspect`] sees.
#[derive(Debug)]
pub enum Inspected {
    /// An article.
    Article {
        /// As it would go into the index.
        draft: Box<Draft>,
        /// What was odd about it.
        warnings: Vec<String>,
    },
    /// Something that cannot be read.
    Skipped(Skipped),
}
