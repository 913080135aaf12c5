//! Threads that find names, cut words and hand documents to the engine, while others read.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

use super::IngestOptions;
use super::homes::Homes;
use crate::article::Article;
use crate::enrich;
use crate::enrich::places::Outlets;
use crate::error::{Error, Result, Warning};
use crate::index::wordbook::SAMPLE_BYTES;
use crate::index::{Draft, Writer};
use crate::text;

/// Articles that wait between the reader and the other threads.
pub(super) const QUEUE: usize = 256;
/// Articles that are handed on together: waking a thread for each costs more than reading it.
const BATCH: usize = 8;

/// Bytes of a text that names and dates are looked for in: an article so long that weighing all
/// its names against each other would hold up the others. 1 MiB.
const EXTRACTED_BYTES: usize = 1 << 20;

/// Runs `read` on this thread, while others prepare and add what it sends.
pub(super) fn with_workers(
    writer: &Writer,
    outlets: &Outlets,
    options: &IngestOptions,
    read: impl FnOnce(&mut Feed) -> Result<()>,
) -> Result<Vec<Warning>> {
    let (sender, receiver) = sync_channel(QUEUE / BATCH);
    let receiver = Mutex::new(receiver);
    let warnings = Mutex::new(Vec::new());
    let first = First::default();
    std::thread::scope(|scope| {
        let work = || add_all(writer, &receiver, &warnings, options.extract.then_some(outlets), &first);
        let workers: Vec<_> = (0..options.threads.max(1)).map(|_| scope.spawn(work)).collect();
        let mut feed = Feed { sender, batch: Vec::new() };
        let read = read(&mut feed);
        feed.hand_on();
        drop(feed);
        let added = workers.into_iter().map(|w| w.join().unwrap_or_else(|_| Err(lost_worker())));
        added.collect::<Result<Vec<()>>>().and(read)
    })?;
    Ok(warnings.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Where the reader puts what the other threads are to add.
pub(super) struct Feed {
    sender: SyncSender<Vec<Draft>>,
    batch: Vec<Draft>,
}

impl Feed {
    pub(super) fn put(&mut self, draft: Draft) {
        self.batch.push(draft);
        if self.batch.len() >= BATCH {
            self.hand_on();
        }
    }

    fn hand_on(&mut self) {
        // The other end is gone only when a worker failed, which is reported there.
        let _ = self.sender.send(std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH)));
    }
}

fn lost_worker() -> Error {
    Error::Usage("a thread of the indexer ended before its work was done; nothing was changed\nthis is a bug: please report it".to_owned())
}

/// Takes articles from the queue until there are no more. After a failure it goes on
/// taking, so that the reader, who waits for room in the queue, comes to its end.
fn add_all(
    writer: &Writer,
    receiver: &Mutex<Receiver<Vec<Draft>>>,
    warnings: &Mutex<Vec<Warning>>,
    outlets: Option<&Outlets>,
    first: &First,
) -> Result<()> {
    let mut preparer = writer.preparer();
    let mut homes = outlets.map(Homes::new);
    let mut outcome = Ok(());
    let mut add = |mut draft: Draft| {
        // What has moved comes with its mentions.
        let warning = if draft.mentions.is_empty() { complete(&mut draft, homes.as_mut()) } else { None };
        if let Some(warning) = warning {
            warnings.lock().unwrap_or_else(PoisonError::into_inner).push(warning);
        }
        writer.add(preparer.prepare(draft))
    };
    loop {
        let next = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let is_last = next.is_err();
        let ready = first.pass(next.ok(), writer);
        if outcome.is_ok() {
            outcome = ready.into_iter().try_for_each(&mut add);
        }
        if is_last {
            return outcome;
        }
    }
}

/// The first articles of a run wait here until there are enough to learn from how their texts
/// are stored in few bytes.
#[derive(Default)]
struct First(Mutex<Vec<Draft>>);

impl First {
    /// Takes the next articles, or `None` when there are no more, and gives those that need not
    /// wait any longer.
    fn pass(&self, batch: Option<Vec<Draft>>, writer: &Writer) -> Vec<Draft> {
        let is_last = batch.is_none();
        let batch = batch.unwrap_or_default();
        if !is_last && !writer.wants_texts() {
            return batch;
        }
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.extend(batch);
        let bytes: usize = waiting.iter().map(|d| d.article.body.len()).sum();
        if waiting.is_empty() || (!is_last && bytes < SAMPLE_BYTES && writer.wants_texts()) {
            return Vec::new();
        }
        writer.learn(waiting.iter().map(|d| d.article.body.as_str()));
        std::mem::take(&mut waiting)
    }
}

/// Adds the language that the source did not name.
pub(super) fn name_language(article: &mut Article) {
    if article.lang.is_none() {
        article.lang = language(article).map(str::to_owned);
    }
}

/// Adds what the source did not say: the language, and what the text speaks of. Without homes
/// nothing is looked for in the text.
pub(super) fn complete(draft: &mut Draft, homes: Option<&mut Homes<'_>>) -> Option<Warning> {
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
