//! Articles as every contestant is given them: lines of JSON in one file.
//!
//! Text, day and facet values stand in `docs.jsonl`, which any engine can read. What only
//! dateline has a use for, the mentions behind the facet values and the article's own metadata,
//! stands in `given.jsonl`, line by line beside it, so that nobody pays for reading what it
//! does not need.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Lines, Write};
use std::path::Path;

use dateline::article::{Article, Field, Mention, Published, Referent};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Outcome;

/// An article as all engines are given it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Doc {
    pub title: String,
    pub body: String,
    /// Number of the first day of its date.
    pub day: Option<i64>,
    /// Twelve times the year, and the month.
    pub month: Option<u64>,
    /// Ids of the places that it names, and of what contains them.
    pub places: Vec<String>,
    /// Ids of the actors that it names.
    pub actors: Vec<String>,
}

impl Doc {
    /// Bytes of headline and body.
    pub fn text_bytes(&self) -> u64 {
        (self.title.len() + self.body.len()) as u64
    }
}

/// What dateline is given with it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Given {
    published: Option<Published>,
    outlet: Option<String>,
    lang: Option<String>,
    /// What is named, each once.
    entities: Vec<Referent>,
    /// Where: whether in the headline, first `char`, one past the last, and the entity's place
    /// in the list.
    mentions: Vec<(bool, u32, u32, usize)>,
}

impl Given {
    /// Of an article and what was found in it.
    pub fn new(article: &Article, mentions: Vec<Mention>) -> Given {
        let mut entities: Vec<Referent> = Vec::new();
        let mut short = |mention: Mention| {
            let at = entities.iter().position(|e| *e == mention.what).unwrap_or_else(|| {
                entities.push(mention.what.clone());
                entities.len() - 1
            });
            (mention.field == Field::Title, mention.start, mention.end, at)
        };
        let mentions = mentions.into_iter().map(&mut short).collect();
        let (published, outlet, lang) =
            (article.published.clone(), article.outlet.clone(), article.lang.clone());
        Given { published, outlet, lang, entities, mentions }
    }

    /// The article, and what was found in it.
    pub fn article(self, doc: Doc) -> (Article, Vec<Mention>) {
        let article = Article {
            title: Some(doc.title).filter(|t| !t.is_empty()),
            body: doc.body,
            published: self.published,
            outlet: self.outlet,
            lang: self.lang,
            ..Article::default()
        };
        let long = |&(in_title, start, end, entity): &(bool, u32, u32, usize)| {
            let field = if in_title { Field::Title } else { Field::Body };
            Some(Mention { field, start, end, what: self.entities.get(entity)?.clone() })
        };
        (article, self.mentions.iter().filter_map(long).collect())
    }
}

/// An article as a record of newswire in JSON, which dateline reads.
pub fn news(id: &str, doc: &Doc, given: &Given) -> serde_json::Value {
    let date = given.published.as_ref().map(|p| p.date.to_string());
    serde_json::json!({ "id": id, "date": date, "title": doc.title, "body": doc.body })
}

/// Lines of a file, one value each.
pub struct Values<T> {
    lines: Lines<BufReader<File>>,
    of: std::marker::PhantomData<T>,
}

impl<T: DeserializeOwned> Values<T> {
    /// Opens the file.
    pub fn open(path: &Path) -> Outcome<Values<T>> {
        let file = File::open(path).map_err(|e| format!("cannot read {}: {e}", path.display()))?;
        let lines = BufReader::with_capacity(1 << 20, file).lines();
        Ok(Values { lines, of: std::marker::PhantomData })
    }
}

impl<T: DeserializeOwned> Iterator for Values<T> {
    type Item = Outcome<T>;

    fn next(&mut self) -> Option<Outcome<T>> {
        let line = self.lines.next()?;
        Some(line.map_err(Into::into).and_then(|line| Ok(serde_json::from_str(&line)?)))
    }
}

/// Writes values as lines of a file.
pub struct Sink(BufWriter<File>);

impl Sink {
    /// Makes the file.
    pub fn create(path: &Path) -> Outcome<Sink> {
        Ok(Sink(BufWriter::with_capacity(1 << 20, File::create(path)?)))
    }

    /// Writes one.
    pub fn put(&mut self, value: &impl Serialize) -> Outcome<()> {
        serde_json::to_writer(&mut self.0, value)?;
        Ok(self.0.write_all(b"\n")?)
    }

    /// Writes what is left.
    pub fn close(mut self) -> Outcome<()> {
        Ok(self.0.flush()?)
    }
}
