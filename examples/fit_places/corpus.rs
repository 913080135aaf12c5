//! Readers of the gold sets: articles, and what their names mean.

use dateline::date::PartialDate;

use crate::input::{bytes, members};
use crate::{Outcome, text};

/// An article of a gold set.
#[derive(Debug, Default)]
pub struct Text {
    /// The set it is from.
    pub set: &'static str,
    pub title: String,
    pub body: String,
    pub published: Option<PartialDate>,
    pub url: Option<String>,
    /// Names with what they mean; bytes of the body.
    pub gold: Vec<Gold>,
}

/// What a name means.
#[derive(Debug, Clone, Default)]
pub struct Gold {
    pub start: usize,
    pub end: usize,
    pub geonames: Option<u32>,
    pub at: Option<(f64, f64)>,
    /// Title of a page of Wikipedia.
    pub title: Option<String>,
}

/// All articles of the data folder.
pub fn read_all(data: &std::path::Path) -> Outcome<Vec<Text>> {
    let mut all = tr_news(&text(data, "toponyms/TR-News.xml")?);
    all.extend(geo_web_news(&bytes(&data.join("toponyms/GeoWebNews.tar"))?));
    all.extend(aida(&text(data, "conll2003/eng.train")?, &text(data, "entity-linking/aida-train.xml")?));
    Ok(all)
}

/// What stands between two marks, and what follows.
fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<(&'t str, &'t str)> {
    let (_, rest) = text.split_once(open)?;
    rest.split_once(close)
}

/// The content of each element of this name.
fn elements<'t>(text: &'t str, name: &str) -> Vec<&'t str> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((inner, behind)) = between(rest, &open, &close) {
        found.push(inner);
        rest = behind;
    }
    found
}

fn child<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    between(text, &format!("<{name}>"), &format!("</{name}>")).map(|(inner, _)| inner.trim())
}

fn unescaped(text: &str) -> String {
    let marks =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    marks.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn tr_news(xml: &str) -> Vec<Text> {
    elements(xml, "article").into_iter().filter_map(tr_article).collect()
}

fn tr_article(article: &str) -> Option<Text> {
    let (raw, rest) = between(article, "<text>", "</text>")?;
    let body = match raw.trim_start().strip_prefix("<![CDATA[") {
        Some(plain) => plain.strip_suffix("]]>").unwrap_or(plain).to_owned(),
        None => unescaped(raw),
    };
    let bytes = byte_offsets(&body);
    let gold = elements(rest, "toponym").into_iter().filter_map(|t| {
        let number = |name: &str| child(t, name)?.parse::<f64>().ok();
        let stated = bytes.get(child(t, "start")?.parse::<usize>().ok()?).copied()?;
        let phrase = unescaped(child(t, "phrase")?);
        let start = nearest(&body, &phrase, stated)?;
        let id = between(t, "geonameid=\"", "\"").and_then(|(id, _)| id.parse().ok());
        Some(Gold {
            start,
            end: start + phrase.len(),
            geonames: id,
            at: number("lat").zip(number("lon")),
            title: None,
        })
    });
    Some(Text {
        set: "TR-News",
        title: unescaped(child(article, "title").unwrap_or_default()),
        gold: gold.filter(|g| g.start < g.end).collect(),
        published: child(article, "dltime").and_then(|d| d.get(..10)?.parse().ok()),
        url: child(article, "url").map(str::to_owned),
        body,
    })
}

/// Where a phrase stands nearest to the place where it is said to stand: some offsets are off.
fn nearest(body: &str, phrase: &str, stated: usize) -> Option<usize> {
    let found = body.match_indices(phrase).map(|(at, _)| at);
    found.min_by_key(|at| at.abs_diff(stated)).filter(|at| at.abs_diff(stated) <= 60)
}

/// The byte of each character, and the end.
fn byte_offsets(text: &str) -> Vec<usize> {
    text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
}

/// Kinds of annotations that are no names of places.
const NO_NAMES: [&str; 5] = ["Embedded_Non_Lit", "Demonym", "Homonym", "Language", "Non_Toponym"];

fn geo_web_news(tar: &[u8]) -> Vec<Text> {
    let files = members(tar);
    let find = |name: &str| files.iter().find(|(n, _)| n == name).map(|(_, b)| String::from_utf8_lossy(b));
    let notes = files.iter().filter(|(name, _)| name.ends_with(".ann"));
    notes
        .filter_map(|(name, notes)| {
            let text = find(&format!("{}.txt", name.strip_suffix(".ann")?))?;
            Some(brat(&text.replace("\r\n", "\n"), &String::from_utf8_lossy(notes)))
        })
        .collect()
}

/// One article of GeoWebNews: headline and address in the first line, then the text.
fn brat(text: &str, notes: &str) -> Text {
    let head =
        text.split_inclusive('\n').next().filter(|line| line.starts_with("TITLE:")).unwrap_or_default();
    let (title, url) =
        head.strip_prefix("TITLE:").unwrap_or_default().split_once("LINK:").unwrap_or_default();
    let body = text.get(head.len()..).unwrap_or_default().to_owned();
    let cut = head.chars().count();
    let bytes = byte_offsets(&body);
    let note = |key: &str| {
        let lines = notes.lines().map(|l| l.split('\t').collect::<Vec<_>>());
        lines.filter(|l| l.first().is_some_and(|f| f.starts_with('#'))).find_map(|l| {
            let about = l.get(1)?.split_whitespace().last()?;
            (about == key).then(|| l.get(2).map(|n| n.trim().to_owned()))?
        })
    };
    let adjective = |key: &str| notes.lines().any(|l| l.contains(&format!("Modifier_Type {key} Adjective")));
    let gold = notes.lines().filter(|l| l.starts_with('T')).filter_map(|line| {
        let mut parts = line.split('\t');
        let (key, kind) = (parts.next()?, parts.next()?);
        let label = kind.split(' ').next()?;
        let numbers: Vec<usize> = kind.split([' ', ';']).filter_map(|n| n.parse().ok()).collect();
        let offset = |at: &usize| bytes.get(at.checked_sub(cut)?).copied();
        let (start, end) = (offset(numbers.first()?)?, offset(numbers.last()?)?);
        if NO_NAMES.contains(&label) || adjective(key) {
            return None;
        }
        let note = note(key)?;
        let at =
            note.split_once(',').and_then(|(a, b)| Some((a.trim().parse().ok()?, b.trim().parse().ok()?)));
        Some(Gold { start, end, geonames: note.parse().ok(), at, title: None })
    });
    Text {
        set: "GeoWebNews",
        title: title.trim().to_owned(),
        gold: gold.filter(|g| g.start < g.end && (g.at.is_some() || g.geonames.is_some())).collect(),
        url: Some(url.trim().to_owned()).filter(|u| !u.is_empty()),
        published: None,
        body,
    }
}

/// CoNLL-2003 with the titles that AIDA gives: the annotations stand in the order of the documents.
fn aida(tokens: &str, xml: &str) -> Vec<Text> {
    tokens
        .split("-DOCSTART-")
        .filter(|d| d.contains("\n\n"))
        .zip(elements(xml, "document"))
        .map(|(document, notes)| aida_article(document, notes))
        .collect()
}

fn aida_article(document: &str, notes: &str) -> Text {
    let mut body = String::new();
    let mut locations = Vec::new();
    // What is left of the line that separates documents is no token.
    let document = document.strip_prefix(" -X-").and_then(|d| d.split_once("\n\n")).map_or(document, |d| d.1);
    for line in document.lines() {
        let mut columns = line.split(' ');
        match columns.next() {
            Some(token) if !token.is_empty() => {
                if columns.next_back().is_some_and(|tag| tag.ends_with("LOC")) {
                    locations.push(body.len());
                }
                body.push_str(token);
                body.push(' ');
            }
            _ if !body.is_empty() => {
                body.pop();
                body.push('\n');
            }
            _ => {}
        }
    }
    // The offsets count characters of a text that is not there, so names are looked for in turn.
    let mut from = 0;
    let gold = elements(notes, "annotation").into_iter().filter_map(|a| {
        let (name, title) = (unescaped(child(a, "mention")?), unescaped(child(a, "wikiName")?));
        let start = from + body.get(from..)?.find(&name)?;
        let end = start + name.len();
        from = end;
        let place = !title.is_empty() && locations.contains(&start);
        place.then_some(Gold { start, end, title: Some(title), ..Gold::default() })
    });
    let gold = gold.collect();
    Text { set: "AIDA", gold, body, published: PartialDate::year_only(1996), ..Text::default() }
}
