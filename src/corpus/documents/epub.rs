//! EPUB: a book or an issue of a paper as web pages in a zip file.
//!
//! The package document names the pages and their order (the spine), and says what the issue
//! is called, its day and its language. Each page of the spine is an article; covers, title
//! pages and tables of contents are none: they are told by what the package calls them, or
//! by being nothing but links. Issues that programs make of a paper's site put the address
//! of the article into its last line.
//!
//! What the file unpacks to is counted and bounded. Pictures are never unpacked.

use std::collections::{HashMap, HashSet};

use crate::article::DateSource;
use crate::error::{Fault, Reason};

use crate::corpus::documents::package::{Package, malformed};
use crate::corpus::draft::Draft;
use crate::corpus::markup::xml::{Element, Step, Tree};
use crate::corpus::prose::clean;
use crate::corpus::prose::field as prose;
use crate::corpus::{Emit, Input};

/// Where a book names its package document.
const CONTAINER: &str = "META-INF/container.xml";
/// Where a book lists what is encrypted in it.
const ENCRYPTION: &str = "META-INF/encryption.xml";

/// A zip file that says what it is, or that begins like a book.
pub(in crate::corpus) fn is_epub(head: &[u8]) -> bool {
    let says = |words: &str, within: usize| {
        let part = head.get(..within.min(head.len())).unwrap_or_default();
        memchr::memmem::find(part, words.as_bytes()).is_some()
    };
    head.starts_with(b"PK\x03\x04") && (says("application/epub+zip", 200) || says(CONTAINER, head.len()))
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let mut book = Package::open(input.seekable()?)?;
    let container = book.document(CONTAINER)?;
    let path = container.root().and_then(|root| root.find("rootfile")?.attr("full-path").map(str::to_owned));
    let path = path.ok_or_else(|| malformed("the book does not name its package document"))?;
    let encrypted = encrypted(&mut book);
    let package_tree = book.document(&path)?;
    let package = package_tree.root().ok_or_else(|| malformed("the package document is no XML"))?;
    let issue = issue(package);
    let pages = spine(package, path.rsplit_once('/').map_or("", |(folder, _)| folder));
    if pages.is_empty() {
        return Err(malformed("the package document names no pages"));
    }
    for (number, page) in (1..).zip(pages) {
        let flow = if let Some(what) = page.sort {
            emit.ignore(number, what)
        } else if encrypted.contains(&page.path) {
            emit.fault(number, Fault::new(Reason::Encrypted, "the page is encrypted (a protected book)"))
        } else {
            match book.document(&page.path) {
                Err(fault) if fault.reason == Reason::Bomb => return Err(fault),
                Err(fault) => emit.fault(number, fault),
                Ok(tree) => match article(&tree, &issue) {
                    Ok(draft) => emit.draft(number, draft),
                    Err(what) => emit.ignore(number, what),
                },
            }
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

/// Paths of the documents that are encrypted; scrambled fonts are no hindrance.
fn encrypted(book: &mut Package) -> HashSet<String> {
    let Ok(tree) = book.document(ENCRYPTION) else { return HashSet::new() };
    let Some(root) = tree.root() else { return HashSet::new() };
    root.find_all("CipherReference").filter_map(|e| e.attr("URI")).map(|uri| resolved("", uri)).collect()
}

/// What the package says of the whole issue.
#[derive(Debug, Default)]
struct Issue {
    title: Option<String>,
    author: Option<String>,
    language: Option<String>,
    subjects: Vec<String>,
    dates: Vec<(DateSource, String)>,
}

fn issue(package: Element<'_>) -> Issue {
    let Some(metadata) = package.find("metadata") else { return Issue::default() };
    let title = metadata.find("dc:title").or_else(|| metadata.find("title")).and_then(Element::line);
    // Programs that make issues sign as authors.
    let authors: Vec<String> = metadata
        .find_all("creator")
        .filter_map(Element::line)
        .filter(|name| !name.eq_ignore_ascii_case("calibre"))
        .collect();
    let rank = |date: &Element<'_>| match date.attr("event") {
        Some("publication" | "original-publication") => 0,
        None => 1,
        Some(_) => 2,
    };
    let mut dates: Vec<Element<'_>> = metadata.find_all("date").collect();
    dates.sort_by_key(rank);
    let dates = dates.into_iter().filter(|date| rank(date) < 2).filter_map(Element::line);
    Issue {
        title: title.map(|title| without_day(&title).to_owned()),
        author: (!authors.is_empty()).then(|| authors.join(", ")),
        language: metadata.find("language").and_then(Element::line),
        subjects: metadata.find_all("subject").filter_map(Element::line).collect(),
        dates: dates.map(|raw| (DateSource::Metadata, raw)).collect(),
    }
}

/// `The Ferry [Fri, 03 Aug 2012]`: a title without the day of the issue.
fn without_day(title: &str) -> &str {
    match title.rsplit_once('[') {
        Some((name, day)) if day.ends_with(']') && !name.trim().is_empty() => name.trim_end(),
        _ => title,
    }
}

/// A page of the spine.
struct Page {
    path: String,
    /// What it is when it is no article.
    sort: Option<&'static str>,
}

/// The pages in reading order, each once.
fn spine(package: Element<'_>, folder: &str) -> Vec<Page> {
    let items = package.find("manifest").map(|manifest| manifest.all("item")).into_iter().flatten();
    let items: HashMap<&str, Element<'_>> = items.filter_map(|item| Some((item.attr("id")?, item))).collect();
    let guide: HashMap<String, &str> = package
        .find("guide")
        .map(|guide| guide.all("reference"))
        .into_iter()
        .flatten()
        .filter_map(|e| Some((resolved(folder, e.attr("href")?), e.attr("type")?)))
        .collect();
    let page = |reference: Element<'_>| {
        let id = reference.attr("idref")?;
        let item = items.get(id)?;
        let path = resolved(folder, item.attr("href")?);
        let is_nav = item.attr("properties").is_some_and(|p| p.split_whitespace().any(|word| word == "nav"));
        let said = guide.get(&path).and_then(|sort| no_article(sort));
        let sort = if is_nav { Some("a table of contents") } else { said };
        Some(Page { path, sort })
    };
    let mut seen = HashSet::new();
    let pages = package.find("spine").into_iter().flat_map(|spine| spine.all("itemref")).filter_map(page);
    pages.filter(|page| seen.insert(page.path.clone())).collect()
}

/// What a page is that its package or its own markup calls so.
fn no_article(sort: &str) -> Option<&'static str> {
    Some(match sort.to_ascii_lowercase().as_str() {
        "cover" => "a cover",
        "toc" | "landmarks" | "page-list" | "loi" | "lot" | "index" => "a table of contents",
        "title-page" | "titlepage" | "halftitlepage" => "a title page",
        "copyright-page" | "colophon" | "imprint" => "an imprint",
        _ => return None,
    })
}

/// The path of a document that is named from a folder, without fragment and escapes.
fn resolved(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or(href);
    let mut parts: Vec<String> =
        folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    for part in unescaped(href).split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part.to_owned()),
        }
    }
    parts.join("/")
}

/// A text with its `%20` resolved.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let code =
            behind.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match code.filter(|_| first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Share of a page's letters that stand in links, in percent, above which it is a list.
const LINKED_PERCENT: usize = 60;

/// The article on a page, or what the page is instead.
fn article(tree: &Tree, issue: &Issue) -> Result<Draft, &'static str> {
    let Some(body) =
        tree.root().and_then(|root| if root.is("body") { Some(root) } else { root.find("body") })
    else {
        return Err("a page without text");
    };
    let typed = body.attr("epub:type").or_else(|| body.children().next().and_then(|e| e.attr("epub:type")));
    if let Some(what) = typed.and_then(|sorts| sorts.split_whitespace().find_map(no_article)) {
        return Err(what);
    }
    let (letters, linked) = letters(body);
    match letters {
        0 => return Err("a page without text"),
        _ if linked * 100 > letters * LINKED_PERCENT => return Err("a table of contents"),
        _ => {}
    }
    let heading = body.descendants().find(|e| e.is_any(&["h1", "h2", "h3"])).and_then(Element::line);
    let named = tree.root().and_then(|root| root.path(&["head", "title"])).and_then(Element::line);
    let found = prose::of_html(&body.inner_html());
    let mut draft = Draft {
        lang: tree
            .root()
            .and_then(|root| root.attr("lang"))
            .map(str::to_owned)
            .or_else(|| issue.language.clone()),
        captions: found.captions,
        asides: found.asides,
        byline: issue.author.clone(),
        outlet: issue.title.clone(),
        keywords: issue.subjects.clone(),
        dates: issue.dates.clone(),
        warnings: tree.warnings.clone(),
        ..Draft::default()
    };
    let mut paragraphs: Vec<&str> = found.text.split("\n\n").collect();
    draft.title = heading.or_else(|| named.filter(|named| Some(named) != issue.title.as_ref()));
    if let Some(title) = &draft.title {
        // What stands above the headline belongs to the page, and the headline is not said twice.
        let at = paragraphs.iter().take(4).position(|p| clean::line(p).as_ref() == Some(title));
        if let Some(at) = at {
            draft.asides.extend(paragraphs.drain(..=at).take(at).map(str::to_owned));
        }
    }
    address(&mut paragraphs, &mut draft);
    draft.body = paragraphs.join("\n\n");
    Ok(draft)
}

/// Letters of an element, and those of them that stand in links.
fn letters(body: Element<'_>) -> (usize, usize) {
    let (mut letters, mut linked, mut depth) = (0, 0, 0_usize);
    for step in body.steps() {
        match step {
            Step::Open(e) if e.is("a") && e.attr("href").is_some() => depth += 1,
            Step::Close(e) if e.is("a") && e.attr("href").is_some() => depth = depth.saturating_sub(1),
            Step::Text(text) => {
                let count = text.chars().filter(|c| c.is_alphanumeric()).count();
                letters += count;
                linked += if depth > 0 { count } else { 0 };
            }
            Step::Open(_) | Step::Close(_) => {}
        }
    }
    (letters, linked)
}

/// Takes the line that says where the article comes from off its end.
fn address(paragraphs: &mut Vec<&str>, draft: &mut Draft) {
    /// Lines at the end that are looked at: navigation stands around the address.
    const LAST: usize = 3;
    let from = paragraphs.len().saturating_sub(LAST);
    let says = |p: &&str| p.contains("downloaded by") && p.contains("http");
    let Some(at) = paragraphs.iter().skip(from).position(says) else { return };
    let foot = paragraphs.split_off(from + at);
    let said = foot.first().and_then(|line| line.get(line.find("http")?..)?.split_whitespace().next());
    draft.url = said.map(str::to_owned);
    draft.asides.extend(foot.into_iter().map(str::to_owned));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::markup::xml;

    fn page(html: &str) -> Result<Draft, &'static str> {
        article(&xml::parse(html), &Issue { title: Some("The Ferry".to_owned()), ..Issue::default() })
    }

    #[test]
    fn a_page_is_an_article_under_its_first_heading() {
        let draft = page(
            "<html lang='de'><head><title>The Ferry</title></head><body><h2>Rain</h2>\
            <p>It\nrained.</p><h3>Sun</h3>\
            <p>This article was downloaded by x from <a href='u'>http://f.example/1</a></p></body>\
            </html>",
        )
        .unwrap();
        assert_eq!((draft.title.as_deref(), draft.body.as_str()), (Some("Rain"), "It rained.\n\nSun"));
        assert_eq!((draft.url.as_deref(), draft.lang.as_deref()), (Some("http://f.example/1"), Some("de")));
    }

    #[test]
    fn pages_of_links_and_covers_are_no_articles() {
        assert!(
            page("<html><body><h1>Today</h1><ul><li><a href='a'>Rain in Elmar</a></li></ul></body></html>")
                .is_err()
        );
        assert!(page("<html xmlns:epub='x'><body epub:type='cover'><p>The Ferry</p></body></html>").is_err());
        assert!(page("<html><body><img src='a.png'/></body></html>").is_err());
        assert!(page("<html><body><p>It rained.</p></body></html>").is_ok());
    }

    #[test]
    fn paths_are_resolved_inside_the_book() {
        assert_eq!(resolved("OEBPS/text", "../a%20b.xhtml#c"), "OEBPS/a b.xhtml");
        assert_eq!(resolved("", "../../../etc/passwd"), "etc/passwd");
        assert_eq!(resolved("x", "a%2"), "x/a%2");
    }

    #[test]
    fn the_day_of_an_issue_is_no_part_of_its_name() {
        assert_eq!(without_day("The Ferry [Fri, 03 Aug 2012]"), "The Ferry");
        assert_eq!(without_day("[untitled]"), "[untitled]");
    }
}
