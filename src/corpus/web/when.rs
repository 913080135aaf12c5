//! When a page was published and changed: all dates that it gives, best first.
//!
//! Data about the article comes first, then meta elements, microdata and `<time>`, and last
//! what is written near the headline. Dates of other articles, of comments and of the page's
//! building are passed over; so are those that stand for "none".

use crate::article::DateSource;
use crate::corpus::pubdate::{self, DateOptions};

use super::blocks::Block;
use super::facts::Facts;
use super::head::value_of;
use super::marks::{self, Marks};
use super::page::Article;
use super::tree::Id;

/// Names of meta elements that give the day of publication, best first.
#[rustfmt::skip]
const PUBLISHED: &[&str] = &[
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "og:pubdate", "rnews:datepublished", "datepublished", "date_published", "parsely-pub-date", "sailthru.date",
    "article.published", "published-date", "published_date", "published_time", "published_at", "published", "publish_date", "publish-date", "publishdate", "publishtime", "publish_time", "publication_date", "publication-date", "publicationdate",
    "pubdate", "pub_date", "bt:pubdate", "originalpublicationdate", "article_date_original", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "shareaholic:article_published_time", "nrbi:date", "article:post_time", "article_published_at", "article:publish_date",
    "dcterms.issued", "dc.date.issued", "dcterms.date", "dcterms.created", "dc.date.created", "dc.date", "dc:date", "dc.dateissued", "dc.created", "citation_publication_date", "citation_online_date", "citation_date", "date", "article:create_at", "article:created", "displaydate", "date.available", "timestamp", "time", "video:release_date", "news:publication_date", "doc_date", "weibo: article:create_at", "apub:time", "firstcreate", "ptime", "release_date", "created", "datecreated", "og:release_date", "ga_publication_date",
];

/// Names of meta elements that give the day of the last change.
#[rustfmt::skip]
const MODIFIED: &[&str] = &[
    "article:modified_time", "og:updated_time", "article:modified", "datemodified", "date_modified", "og:modified_time", "og:article:modified_time", "lastmod", "last-modified", "last_modified", "dcterms.modified", "dc.date.modified", "modified", "lastupdate", "updated_time", "revision_date", "cxenseparse:recs:modifiedtime",
];

/// Hints that a date is another one's.
const OTHERS: Marks = marks::COMMENTS
    .and(marks::RELATED)
    .and(marks::FRAME)
    .and(marks::NOTICE)
    .and(marks::ADVERT)
    .and(marks::PROMO);

/// The dates of a page.
#[derive(Debug, Default)]
pub(super) struct When {
    pub(super) published: Vec<(DateSource, String)>,
    pub(super) updated: Vec<(DateSource, String)>,
}

/// Most dates that are kept.
const MOST: usize = 12;

/// Gathers the dates.
pub(super) fn gather(
    facts: &Facts<'_, '_>,
    blocks: &[Block],
    inherited: &[Marks],
    article: Option<&Article>,
) -> When {
    let mut when = When::default();
    let (head, tree) = (facts.head, facts.tree);
    let data = |key: &str| facts.item.and_then(|i| i.text(key));
    let known = |id: &Id| !around(inherited, *id).has(OTHERS);
    if facts.is_article {
        when.add(data("datePublished"));
    }
    for name in PUBLISHED {
        when.add(head.first(&[name]).map(str::to_owned));
    }
    for id in head.prop("datePublished").iter().filter(|id| known(id)).take(3) {
        when.add(value_of(tree, *id));
    }
    for key in ["datePublished", "uploadDate", "dateCreated"] {
        when.add(data(key));
    }
    for name in ["dateCreated", "uploadDate"] {
        for id in head.prop(name).iter().filter(|id| known(id)).take(1) {
            when.add(value_of(tree, *id));
        }
    }
    when.times(facts, inherited, blocks, article);
    when.abbreviated(facts, inherited);
    when.written(facts, inherited, blocks, article);
    when.updates(facts, inherited);
    when
}

impl When {
    fn add(&mut self, raw: Option<String>) {
        self.push(DateSource::Metadata, raw);
    }

    fn push(&mut self, source: DateSource, raw: Option<String>) {
        let Some(raw) = raw.filter(|r| is_date(r)) else { return };
        let new = !self.published.iter().any(|(_, r)| *r == raw);
        if new && self.published.len() < MOST {
            self.published.push((source, raw));
        }
    }

    /// `<time>` elements: those that say that they are the day of publication, then those
    /// between the headline and the text.
    fn times(
        &mut self,
        facts: &Facts<'_, '_>,
        inherited: &[Marks],
        blocks: &[Block],
        article: Option<&Article>,
    ) {
        let tree = facts.tree;
        let zone = zone(facts, blocks, article);
        let candidates = facts.head.times.iter().copied().filter(|&id| !around(inherited, id).has(OTHERS));
        let mut ranked: Vec<(u8, Id)> = Vec::new();
        for id in candidates {
            let own = facts.tree.attr(id, "class").map(|c| c.to_ascii_lowercase()).unwrap_or_default();
            let modified = own.contains("updated") || own.contains("modified");
            let rank = match () {
                _ if tree.has_attr(id, "pubdate") => 0,
                _ if own.contains("publish") && !modified => 0,
                _ if own.contains("entry-date") && (!modified || own.contains("publish")) => 1,
                _ if modified => 4,
                _ if zone.is_some_and(|(from, to)| (from..to).contains(&id)) => 2,
                _ if article.is_some_and(|a| tree.contains(a.root, id)) => 3,
                _ => continue,
            };
            ranked.push((rank, id));
        }
        ranked.sort_by_key(|&(rank, _)| rank);
        for (_, id) in ranked.into_iter().take(3) {
            let attribute = tree.attr(id, "datetime").map(String::from).filter(|d| is_date(d));
            self.add(attribute.or_else(|| Some(tree.line(id))));
        }
    }

    /// Dates that stand in the title of an element named as one (`<abbr class="published"
    /// title="2008-05-06">`), as weblogs used to write them.
    fn abbreviated(&mut self, facts: &Facts<'_, '_>, inherited: &[Marks]) {
        if !self.published.is_empty() {
            return;
        }
        let marked = |&id: &Id| facts.marks.get(id).is_some_and(|m| m.has(marks::META));
        let own = |&id: &Id| !around(inherited, id).has(OTHERS);
        for id in (0..facts.tree.len()).filter(marked).filter(own).take(5) {
            let names = ["title", "datetime", "data-datetime", "data-date"];
            self.add(names.iter().find_map(|name| facts.tree.attr(id, name)).map(String::from));
        }
    }

    /// Dates in words between the headline and the text.
    fn written(
        &mut self,
        facts: &Facts<'_, '_>,
        inherited: &[Marks],
        blocks: &[Block],
        article: Option<&Article>,
    ) {
        let Some((from, to)) = zone(facts, blocks, article) else { return };
        let near = blocks.iter().filter(|b| (from..to).contains(&b.first));
        let near = near.filter(|b| !around(inherited, b.node).has(OTHERS) && b.chars < 250).take(40);
        for block in near {
            if let Some(raw) = date_in(&block.text) {
                self.push(DateSource::Text, Some(raw));
            }
        }
        // Some sites write it under the text.
        let Some(article) = article else { return };
        let behind = blocks.iter().skip_while(|b| b.first < article.root).filter(|b| {
            around(inherited, b.node).has(marks::META)
                && !around(inherited, b.node).has(OTHERS)
                && b.chars < 120
        });
        for block in behind.take(4) {
            self.push(DateSource::Text, date_in(&block.text));
        }
    }

    fn updates(&mut self, facts: &Facts<'_, '_>, inherited: &[Marks]) {
        let mut found: Vec<String> = Vec::new();
        found.extend(facts.item.and_then(|i| i.text("dateModified")));
        found.extend(MODIFIED.iter().filter_map(|name| facts.head.first(&[name]).map(str::to_owned)));
        for &id in facts.head.prop("dateModified").iter().take(1) {
            if !around(inherited, id).has(OTHERS) {
                found.extend(value_of(facts.tree, id));
            }
        }
        for raw in found.into_iter().filter(|r| is_date(r)).take(MOST) {
            self.updated.push((DateSource::Metadata, raw));
        }
    }
}

fn around(inherited: &[Marks], id: Id) -> Marks {
    inherited.get(id).copied().unwrap_or_default()
}

/// The part of the page in which the date of an article stands: from a little above its
/// headline to its first paragraphs.
fn zone(facts: &Facts<'_, '_>, blocks: &[Block], article: Option<&Article>) -> Option<(Id, Id)> {
    let article = article?;
    let first = article.first_prose(blocks)?;
    let text = blocks.get(first)?.first;
    let heading = facts.head.h1.iter().copied().rfind(|&h| h < text);
    let start = blocks.partition_point(|b| b.first < heading.unwrap_or(text));
    let from = blocks.get(start.saturating_sub(if heading.is_some() { 6 } else { 12 }))?.first;
    let to = blocks.get(first + 1).map_or(facts.tree.len(), |b| b.first + 1);
    Some((from, to))
}

/// Whether a text can be a day of publication: it is a date, and none of those that stand
/// for "none".
fn is_date(raw: &str) -> bool {
    let raw = raw.trim();
    const NONE: [&str; 7] =
        ["1970-01-01", "0000-", "0001-", "1969-12-31", "1900-01-01", "-0001", "1601-01-01"];
    raw.len() <= 120
        && !NONE.iter().any(|n| raw.starts_with(n))
        && pubdate::parse(raw, &DateOptions::default()).is_some()
}

/// The date that a line holds beside other words (`By Ana Lima | 5 May 2020, 10:30`): the
/// longest run of words that is a day.
fn date_in(line: &str) -> Option<String> {
    if !line.bytes().any(|b| b.is_ascii_digit()) && !line.chars().any(char::is_numeric) {
        return None;
    }
    let is_gap =
        |c: char| c.is_whitespace() || matches!(c, '|' | '•' | '·' | '[' | ']' | '(' | ')' | '»' | '«');
    let words: Vec<(usize, &str)> = line
        .split(is_gap)
        .filter(|w| !w.is_empty())
        .map(|w| (w.as_ptr() as usize - line.as_ptr() as usize, w))
        .take(40)
        .collect();
    for (nth, &(start, first)) in words.iter().enumerate() {
        if !first.starts_with(char::is_alphanumeric) {
            continue;
        }
        for &(last, word) in words.iter().skip(nth).take(8).rev() {
            let Some(run) = line.get(start..last + word.len()) else { continue };
            let run = run.trim_end_matches([',', '.', ';', ':', '-', '–', '/']);
            let digits = run.chars().filter(|c| c.is_numeric()).count();
            if digits < 5 || run.len() > 100 {
                continue;
            }
            let found = pubdate::parse(run, &DateOptions::default());
            if found.is_some_and(|f| f.date.year() > 1700 && (f.date.day().is_some() || is_numeric(run))) {
                return Some(run.to_owned());
            }
        }
    }
    None
}

/// Whether a text is a day in numbers alone, whose order may not be known (`2.9.2020`).
fn is_numeric(text: &str) -> bool {
    let mut parts = text.split(['.', '/', '-']);
    let mut next = |width: std::ops::RangeInclusive<usize>| {
        parts.next().is_some_and(|p| width.contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit()))
    };
    next(1..=2) && next(1..=2) && next(4..=4) && parts.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_among_other_words() {
        let cases = [
            ("By Ana Lima | 5 May 2020, 10:30", Some("5 May 2020, 10:30")),
            ("Published: March 3, 2019 at 9:05 am by staff", Some("March 3, 2019 at 9:05 am")),
            ("Updated 2020-05-06", Some("2020-05-06")),
            ("2.9.2020 klo 12.45", Some("2.9.2020")),
            ("3 comments on 12 articles in 2020", None),
        ];
        for (line, expected) in cases {
            let found = date_in(line);
            assert_eq!(
                found.as_deref().map(|f| f.trim_start_matches("Published: ").trim_start_matches("Updated ")),
                expected,
                "{line}"
            );
        }
    }

    #[test]
    fn placeholders_are_no_dates() {
        assert!(!is_date("1970-01-01T00:00:00Z") && !is_date("0000-00-00") && !is_date("tomorrow"));
        assert!(is_date("2020-05-06T07:08:09+02:00"));
    }
}
