//! Articles that come from elsewhere than files, by name of a collection.

use std::collections::HashMap;
use std::time::Instant;

use super::account::{Account, Outcome, Quiet, Report};
use super::workers::{Feed, with_workers};
use super::{IngestOptions, homes, ids, redo_may_help, run, writer_options};
use crate::article::{Article, ArticleId};
use crate::error::Result;
use crate::index::ledger::{ANEW, ArticleEntry, FileEntry, Part};
use crate::index::{Archive, Draft, Ledger, Origin, Writer};

/// In front of the name of a root that is no folder.
pub(super) const COLLECTION: &str = "collection:";

/// An article to add, with what it is known by.
struct New {
    id: ArticleId,
    content: u64,
    article: Article,
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
    let articles = last_of_each(collection, articles);
    let report = match enter(archive, collection, &articles, options) {
        // Once more, from the last commit, with a writer that has met no error.
        Err(error) if redo_may_help(&error) => enter(archive, collection, &articles, options),
        done => done,
    };
    report.map(|report| Report { seconds: began.elapsed().as_secs_f64(), ..report })
}

fn enter(archive: &Archive, collection: &str, articles: &[New], options: &IngestOptions) -> Result<Report> {
    let mut writer = archive.writer(&writer_options(options))?;
    let mut quiet = Quiet;
    let mut account = Account::new(&mut quiet);
    match commit(&mut writer, collection, articles, options, &mut account) {
        Ok(()) => run::close(writer, &mut account)?,
        Err(error) => return Err(writer.give_up(error)),
    }
    Ok(account.report)
}

fn commit(
    writer: &mut Writer,
    collection: &str,
    articles: &[New],
    options: &IngestOptions,
    account: &mut Account<'_>,
) -> Result<()> {
    let mut ledger = writer.before().ledger()?;
    let root = ledger.root_at(&format!("{COLLECTION}{collection}"));
    if options.extract && options.homes {
        homes::learn(&mut ledger.outlets, options.threads, |take| {
            articles.iter().for_each(|new| take(new.id.number(), new.article.clone()));
        });
    }
    let outlets = ledger.outlets.clone();
    let warnings = with_workers(writer, &outlets, options, |feed| {
        let mut adding = Adding { ledger: &mut ledger, root, collection, writer, feed };
        articles.iter().try_for_each(|new| adding.take(new, account))
    })?;
    account.report.warnings = warnings;
    account.close()?;
    writer.commit(&ledger)
}

/// Of articles with the same id the last one; in the order in which the ids came.
fn last_of_each(collection: &str, articles: impl IntoIterator<Item = Article>) -> Vec<New> {
    let mut kept: Vec<New> = Vec::new();
    let mut places: HashMap<ArticleId, usize> = HashMap::new();
    for mut article in articles {
        let content = ids::content(&mut article);
        let key = match (&article.source_id, &article.url) {
            (Some(id), _) => format!("id\0{id}"),
            (None, Some(url)) => format!("url\0{url}"),
            (None, None) => format!("content\0{content:x}"),
        };
        let id = ids::hashed(&format!("{collection}\0{key}"));
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

struct Adding<'a> {
    ledger: &'a mut Ledger,
    root: usize,
    collection: &'a str,
    writer: &'a Writer,
    feed: &'a mut Feed,
}

impl Adding<'_> {
    fn take(&mut self, new: &New, account: &mut Account<'_>) -> Result<()> {
        let New { id, content, .. } = *new;
        let next = self.ledger.next_number;
        let path = format!("{}/{id}", self.collection);
        account.met(1);
        let Some(root) = self.ledger.roots.get_mut(self.root) else { return Ok(()) };
        let entry = root.files.entry(format!("{id}")).or_default();
        let known = entry.articles().next().copied();
        if known.is_some_and(|k| k.content == content) {
            account.settle(&path, Some(1), Outcome::Unchanged(id));
            return Ok(());
        }
        let number = known.map_or(next, |k| k.number);
        *entry = only(ArticleEntry { id: id.number(), number, record: 1, content });
        if known.is_some() {
            account.settle(&path, Some(1), Outcome::Updated(id));
            if known.is_some_and(|known| known.content == ANEW) {
                self.writer.remove(id)?;
            } else if let Some(version) = self.writer.replace(id, run::now())? {
                self.ledger.versions.entry(id.number()).or_default().push(version);
            }
        } else {
            account.settle(&path, Some(1), Outcome::Indexed(id));
            self.ledger.next_number = next.saturating_add(1);
        }
        let origin = Origin { path, record: 1, format: "library".to_owned() };
        let article = new.article.clone();
        self.feed.put(Draft { id, number, origin, article, mentions: Vec::new() });
        Ok(())
    }
}

/// The entry of a file that holds one article.
fn only(article: ArticleEntry) -> FileEntry {
    let format = "library".to_owned();
    let part = Part { format: format.clone(), articles: vec![article], ..Part::default() };
    FileEntry { format, parts: vec![part], ..FileEntry::default() }
}
