//! What a run works on and the next one can use again: articles, queries, indexes.
//!
//! Each archive has a folder of its own below `DATELINE_BENCH_DIR`, named after the corpus, its
//! files and the number of articles. Looking for names costs far more than building the index,
//! so it is done once, and every index is built from what was found. Without that variable
//! everything goes into a folder that is removed at the end.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use super::docs::{self, Doc, Given, Sink, Values};
use super::options::Options;
use super::ours::{self, Dateline};
use super::raw::{self, Raw};
use super::request::Request;
use super::{Outcome, draw, generate, synthetic};

/// Articles handed over at once, so that memory stays flat.
pub const BATCH: usize = 256;
/// Raised when articles are written, or queries drawn, in another way.
const FORM: u32 = 3;
/// Articles of the made-up archive where no number is given.
const MADE_UP: usize = 20_000;

/// An archive and its indexes.
pub struct Stock {
    /// The folder of all archives.
    root: PathBuf,
    dir: PathBuf,
    scratch: bool,
    rebuild: bool,
    /// Files that dateline reads: the corpus, or where those of a made archive are to be.
    source: PathBuf,
    /// How the archive is called in tables.
    pub name: String,
    /// Its size.
    pub about: About,
}

/// The size of an archive.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct About {
    /// Which form the files of articles have.
    form: u32,
    pub articles: usize,
    /// Bytes of headlines and bodies.
    pub text_bytes: u64,
}

impl About {
    fn known(file: &Path) -> Option<About> {
        serde_json::from_slice(&fs::read(file).ok()?).ok().filter(|known: &About| known.form == FORM)
    }

    fn add(&mut self, doc: &Doc) {
        self.articles += 1;
        self.text_bytes += doc.text_bytes();
    }
}

impl Stock {
    /// The archive that is asked for; made where it is not kept.
    pub fn open(options: &Options) -> Outcome<Stock> {
        let scratch = options.dir.is_none();
        let root = options
            .dir
            .clone()
            .unwrap_or_else(|| std::env::temp_dir().join(format!("dateline-bench-{}", std::process::id())));
        let name = name(options);
        let key = match &options.corpus {
            Some(corpus) => format!("{name}-{:08x}", fingerprint(corpus)? as u32),
            None => name.clone(),
        };
        let dir = root.join(key);
        fs::create_dir_all(&dir)?;
        let source = options.corpus.clone().filter(|_| options.articles.is_none());
        let source = source.unwrap_or_else(|| dir.join("source"));
        let rebuild = options.rebuild;
        let mut stock = Stock { root, dir, scratch, rebuild, source, name, about: About::default() };
        stock.about = stock.made(options)?;
        Ok(stock)
    }

    fn made(&self, options: &Options) -> Outcome<About> {
        let about = self.dir.join("about.json");
        if let Some(known) = About::known(&about) {
            return Ok(known);
        }
        // Queries and indexes of what stood here before are no use.
        let _ = fs::remove_dir_all(&self.dir);
        fs::create_dir_all(&self.dir)?;
        match (&options.corpus, options.articles) {
            (Some(_), Some(articles)) => return self.generated(options, articles),
            (Some(_), None) => {}
            (None, articles) => {
                fs::create_dir_all(&self.source)?;
                synthetic::write(&self.source, articles.unwrap_or(MADE_UP))?;
            }
        }
        let extracted = self.fresh("extracted");
        ours::update(&extracted, std::slice::from_ref(&self.source), true)?;
        let (mut docs, mut given) = (Sink::create(&self.docs_file())?, Sink::create(&self.given_file())?);
        Dateline::open(&extracted)?.export(&mut docs, &mut given)?;
        docs.close()?;
        given.close()?;
        fs::remove_dir_all(&extracted)?;
        self.counted()
    }

    /// Articles made after the corpus, whose own archive is a stock too.
    fn generated(&self, options: &Options, articles: usize) -> Outcome<About> {
        let own =
            Options { corpus: options.corpus.clone(), dir: Some(self.root.clone()), ..Options::default() };
        let base = Stock::open(&own)?;
        let (mut docs, mut given) = (Sink::create(&self.docs_file())?, Sink::create(&self.given_file())?);
        generate::write(&base, articles, &mut docs, &mut given)?;
        docs.close()?;
        given.close()?;
        self.counted()
    }

    /// Counts what has been written, and makes a note that it is whole.
    fn counted(&self) -> Outcome<About> {
        let mut found = About { form: FORM, ..About::default() };
        for doc in self.docs()? {
            found.add(&doc?);
        }
        fs::write(self.path("about.json"), serde_json::to_vec(&found)?)?;
        Ok(found)
    }

    /// Every tenth of its articles, as an archive of its own beside it.
    pub fn tenth(&self) -> Outcome<Stock> {
        let dir = self.path("tenth");
        fs::create_dir_all(&dir)?;
        let name = format!("a tenth of {}", self.name);
        let source = dir.join("source");
        let mut tenth = Stock {
            root: self.root.clone(),
            dir,
            scratch: false,
            rebuild: self.rebuild,
            source,
            name,
            about: About::default(),
        };
        if let Some(known) = About::known(&tenth.path("about.json")) {
            tenth.about = known;
            return Ok(tenth);
        }
        let (mut docs, mut given) = (Sink::create(&tenth.docs_file())?, Sink::create(&tenth.given_file())?);
        for article in self.given()?.step_by(10) {
            let (doc, more) = article?;
            docs.put(&doc)?;
            given.put(&more)?;
        }
        docs.close()?;
        given.close()?;
        tenth.about = tenth.counted()?;
        Ok(tenth)
    }

    /// A path in its folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// A path in its folder, with nothing there.
    pub fn fresh(&self, name: &str) -> PathBuf {
        let path = self.path(name);
        let _ = fs::remove_dir_all(&path);
        path
    }

    /// Where the articles stand.
    pub fn docs_file(&self) -> PathBuf {
        self.path("docs.jsonl")
    }

    /// Where that stands which dateline alone is given.
    pub fn given_file(&self) -> PathBuf {
        self.path("given.jsonl")
    }

    /// The articles.
    pub fn docs(&self) -> Outcome<Values<Doc>> {
        Values::open(&self.docs_file())
    }

    /// The articles with what dateline is given.
    pub fn given(&self) -> Outcome<impl Iterator<Item = Outcome<(Doc, Given)>> + use<>> {
        let given: Values<Given> = Values::open(&self.given_file())?;
        Ok(self.docs()?.zip(given).map(|(doc, given)| Ok((doc?, given?))))
    }

    /// Files that dateline reads; those of a made archive are written when they are asked for.
    pub fn source(&self) -> Outcome<PathBuf> {
        if !self.source.exists() {
            let part = self.path("source.part");
            let mut sink = Sink::create(&part)?;
            for (at, article) in self.given()?.enumerate() {
                let (doc, given) = article?;
                sink.put(&docs::news(&format!("made-{at}"), &doc, &given))?;
            }
            sink.close()?;
            fs::create_dir_all(&self.source)?;
            fs::rename(part, self.source.join("made.jsonl"))?;
        }
        Ok(self.source.clone())
    }

    /// Queries of all classes; other engines find them in `queries.jsonl`.
    pub fn requests(&self) -> Outcome<Vec<Request>> {
        let path = self.path("queries.jsonl");
        if !path.exists() {
            let mut sink = Sink::create(&self.path("queries.part"))?;
            draw::requests(self.docs()?)?.iter().try_for_each(|request| sink.put(request))?;
            sink.close()?;
            fs::rename(self.path("queries.part"), &path)?;
        }
        Values::open(&path)?.collect()
    }

    /// Queries of each operator of dateline's language, in `operators.jsonl`.
    pub fn operators(&self, dateline: &Dateline) -> Outcome<Vec<Request>> {
        let path = self.path("operators.jsonl");
        if !path.exists() {
            let mut sink = Sink::create(&self.path("operators.part"))?;
            let ids = dateline.some_ids(draw::QUERIES)?;
            draw::operators::requests(self.docs()?, &ids)?
                .iter()
                .try_for_each(|request| sink.put(request))?;
            sink.close()?;
            fs::rename(self.path("operators.part"), &path)?;
        }
        Values::open(&path)?.collect()
    }

    /// dateline's index, built in so many commits.
    pub fn dateline(&self, parts: usize) -> Outcome<Dateline> {
        let dir = self.path(&format!("dateline-{parts}"));
        // An index of another version is refused, a half-built one has too few articles.
        let kept = (!self.rebuild).then(|| Dateline::open(&dir).ok()).flatten();
        if let Some(kept) = kept.filter(|k| k.0.articles() as usize == self.about.articles) {
            return Ok(kept);
        }
        let dir = self.fresh(&format!("dateline-{parts}"));
        let mut adding = ours::Adding::new(&dir)?;
        let mut given = self.given()?;
        for size in sizes(self.about.articles, parts) {
            if size.start > 0 {
                adding.commit()?;
            }
            for batch in batches(given.by_ref().take(size.len())) {
                adding.add(batch?)?;
            }
        }
        adding.close()?;
        Dateline::open(&dir)
    }

    /// tantivy's index, built in so many commits.
    pub fn raw(&self, parts: usize) -> Outcome<Raw> {
        let dir = self.path(&format!("tantivy-{parts}"));
        let kept = Raw::open(&dir).ok();
        if let Some(kept) = kept.filter(|k| k.articles() as usize == self.about.articles) {
            return Ok(kept);
        }
        let dir = self.fresh(&format!("tantivy-{parts}"));
        let mut adding = raw::Adding::new(&dir)?;
        let mut docs = self.docs()?;
        for size in sizes(self.about.articles, parts) {
            if size.start > 0 {
                adding.commit()?;
            }
            for batch in batches(docs.by_ref().take(size.len())) {
                adding.add(&batch?)?;
            }
        }
        adding.close()?;
        Raw::open(&dir)
    }
}

impl Drop for Stock {
    fn drop(&mut self) {
        if self.scratch {
            let _ = fs::remove_dir_all(&self.root);
        }
    }
}

/// Values in batches; the first fault ends them.
pub fn batches<T>(mut values: impl Iterator<Item = Outcome<T>>) -> impl Iterator<Item = Outcome<Vec<T>>> {
    std::iter::from_fn(move || {
        let batch: Outcome<Vec<T>> = values.by_ref().take(BATCH).collect();
        batch.map(|b| (!b.is_empty()).then_some(b)).transpose()
    })
}

/// Which articles each commit adds. The first gets so many more than the others that the engine does
/// not take all of them for segments of a size, which it merges when there are eight.
fn sizes(articles: usize, parts: usize) -> Vec<std::ops::Range<usize>> {
    const FIRST_MIN: usize = 17_000;
    let first =
        if parts == 1 { articles } else { (articles * 3 / (parts + 2)).max(FIRST_MIN.min(articles / 2)) };
    let end = |part: usize| first + (articles - first) * part / (parts - 1).max(1);
    (0..parts).map(|part| part.checked_sub(1).map_or(0, end)..end(part)).collect()
}

/// What the archive is called.
fn name(options: &Options) -> String {
    let corpus = options.corpus.as_ref().and_then(|c| c.file_name());
    let corpus = corpus.map(|c| c.to_string_lossy().split('.').next().unwrap_or_default().to_owned());
    match (corpus, options.articles) {
        (Some(corpus), None) => corpus,
        (Some(corpus), Some(n)) => format!("{n} articles after {corpus}").replace(' ', "-"),
        (None, n) => format!("{} made-up articles", n.unwrap_or(MADE_UP)).replace(' ', "-"),
    }
}

/// A number that changes with the names, sizes and times of files.
fn fingerprint(corpus: &Path) -> Outcome<u64> {
    let mut hasher = blake3::Hasher::new();
    for entry in WalkDir::new(corpus).sort_by_file_name() {
        let entry = entry?;
        let metadata = entry.metadata()?;
        if metadata.is_file() {
            let modified = metadata.modified()?.duration_since(std::time::UNIX_EPOCH)?;
            hasher.update(entry.path().to_string_lossy().as_bytes());
            hasher.update(format!("{} {}", metadata.len(), modified.as_nanos()).as_bytes());
        }
    }
    let hash = hasher.finalize();
    Ok(hash.as_bytes().iter().take(8).fold(0, |number, &byte| number << 8 | u64::from(byte)))
}

/// Bytes of all files in a folder.
pub fn folder_bytes(dir: &Path) -> u64 {
    let files = WalkDir::new(dir).into_iter().flatten().filter_map(|e| e.metadata().ok());
    files.filter(|m| m.is_file()).map(|m| m.len()).sum()
}

/// How many segments the engine's index in a folder, or below it, has.
pub fn segments(dir: &Path) -> usize {
    let files = WalkDir::new(dir).into_iter().flatten();
    let meta = files.filter(|e| e.file_name() == "meta.json").find_map(|e| fs::read(e.path()).ok());
    let meta = meta.and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    meta.and_then(|m| Some(m.get("segments")?.as_array()?.len())).unwrap_or(0)
}
