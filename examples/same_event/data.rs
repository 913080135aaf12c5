//! The two collections in which people say which articles tell of one event.

use std::error::Error;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use dateline::Article;
use dateline::article::{DateSource, Published};
use serde_json::Value;

/// Articles of a collection, each with the event that it tells of.
pub struct Collection {
    /// Its name.
    pub name: &'static str,
    /// The articles and their events.
    pub articles: Vec<(Article, String)>,
}

/// BASIL: fifty events, each as three outlets told of it.
pub fn basil(data: &Path) -> Result<Collection, Box<dyn Error>> {
    let rows = rows(&data.join("basil/basil.jsonl.zst"))?;
    let articles = rows.iter().map(|row| {
        let article = Article {
            source_id: text(row, "url"),
            title: text(row, "title"),
            outlet: text(row, "source"),
            published: text(row, "date").and_then(|date| published(&date)),
            body: text(row, "body").unwrap_or_default(),
            lang: Some("en".into()),
            ..Article::default()
        };
        (article, text(row, "cluster").unwrap_or_default())
    });
    Ok(Collection { name: "BASIL", articles: articles.collect() })
}

/// ECB+: of each article the one or two sentences that were annotated, without a date.
pub fn ecbplus(data: &Path) -> Result<Collection, Box<dyn Error>> {
    let mut articles = Vec::new();
    for part in ["train", "dev"] {
        for row in rows(&data.join(format!("ecbplus/{part}.jsonl.zst")))? {
            let sentences = row["sentences"].as_array().into_iter().flatten();
            let body: Vec<String> = sentences.filter_map(|s| s.as_str().map(joined)).collect();
            let article = Article {
                source_id: text(&row, "id"),
                body: body.join("\n\n"),
                lang: Some("en".into()),
                ..Article::default()
            };
            articles.push((article, text(&row, "cluster").unwrap_or_default()));
        }
    }
    Ok(Collection { name: "ECB+", articles })
}

/// Undoes what cut the sentences into words, where that would keep names from being found.
fn joined(sentence: &str) -> String {
    let mut text = format!(" {sentence} ");
    for (apart, together) in
        [(" 's ", "'s "), (" , ", ", "), (" . ", ". "), (" - ", "-"), (" : ", ": "), (" ; ", "; ")]
    {
        text = text.replace(apart, together);
    }
    text.trim().to_owned()
}

/// Articles of no event, one JSON object a line, so that words weigh what they weigh in an archive.
pub fn background(file: &Path, limit: usize) -> Result<Vec<Article>, Box<dyn Error>> {
    let text = std::fs::read_to_string(file)?;
    let rows = text.lines().take(limit).map(serde_json::from_str::<Value>);
    let article = |(at, row): (usize, Result<Value, serde_json::Error>)| {
        let row = row?;
        Ok(Article {
            source_id: Some(format!("background-{at}")),
            title: self::text(&row, "title"),
            outlet: self::text(&row, "outlet"),
            published: self::text(&row, "date").and_then(|date| published(&date)),
            body: self::text(&row, "body").unwrap_or_default(),
            lang: self::text(&row, "lang"),
            ..Article::default()
        })
    };
    rows.enumerate().map(article).collect()
}

fn rows(file: &Path) -> Result<Vec<Value>, Box<dyn Error>> {
    let mut text = String::new();
    let opened = File::open(file).map_err(|e| format!("{}: {e}", file.display()))?;
    ruzstd::decoding::StreamingDecoder::new(opened)?.read_to_string(&mut text)?;
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

fn text(row: &Value, field: &str) -> Option<String> {
    Some(row[field].as_str()?.to_owned())
}

fn published(date: &str) -> Option<Published> {
    Some(Published {
        date: date.get(..10).unwrap_or(date).parse().ok()?,
        instant: None,
        second_of_day: None,
        source: DateSource::Header,
        raw: date.to_owned(),
    })
}
