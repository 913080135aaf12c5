//! Pages (HTML) that hold documents, each in an element whose id is its number.

use std::ops::ControlFlow;

use super::coded::coded_element;
use super::plain::{Known, plain_draft};
use super::{accession, is_accession};
use crate::corpus::Emit;
use crate::corpus::draft::Draft;
use crate::corpus::exports::export::{self, Tally};
use crate::corpus::markup::fragment;
use crate::corpus::prose::clean;
use crate::error::Fault;

/// Reads a page of documents.
pub(super) fn html(page: &str, emit: &mut Emit<'_>) -> Result<(), Fault> {
    // Line ends of the source mean nothing; those of the page are elements.
    let page = page.replace(['\r', '\n'], " ");
    let mut articles: Vec<Element<'_>> = Vec::new();
    for (at, _) in page.match_indices("id=").filter(|(at, _)| starts_article(&page, *at)) {
        if let Some(last) = articles.last_mut() {
            last.html = last.html.get(..at.saturating_sub(last.at)).unwrap_or_default();
        }
        articles.push(Element { at, html: page.get(at..).unwrap_or_default() });
    }
    if articles.is_empty() {
        return Err(export::unknown("a Factiva page", "no element holds a document"));
    }
    let counted: Vec<Option<u64>> =
        articles.iter().map(|article| headline(article.html).and_then(|h| h.1)).collect();
    let numbers = positions(&counted);
    let last = numbers.last().copied().unwrap_or_default();
    let first = numbers.first().copied().unwrap_or(1);
    let mut tally = Tally::new(0, first..=last, articles.len() as u64);
    for (article, number) in articles.iter().zip(numbers) {
        let flow = match tally.meet(number, emit) {
            ControlFlow::Continue(number) => give_element(number, article.html, emit),
            ControlFlow::Break(()) => return Ok(()),
        };
        if flow.is_break() {
            return Ok(());
        }
    }
    Ok(())
}

/// A document in a page, from its id on.
struct Element<'p> {
    at: usize,
    html: &'p str,
}

/// Whether an attribute is the id of a document.
fn starts_article(page: &str, at: usize) -> bool {
    let value = page.get(at + 3..).and_then(|v| v.strip_prefix(['"', '\'']));
    let id = value.and_then(|v| v.strip_prefix("article-")).and_then(|v| v.split(['"', '\'']).next());
    id.is_some_and(is_accession)
}

/// The numbers that stand before the headlines where all have rising ones, else positions.
fn positions(counted: &[Option<u64>]) -> Vec<u64> {
    let rising = counted.windows(2).all(|pair| matches!(pair, [Some(a), Some(b)] if a < b));
    match counted.iter().copied().collect::<Option<Vec<u64>>>() {
        Some(numbers) if rising && numbers.first().is_some_and(|n| *n > 0) => numbers,
        _ => (1..=counted.len() as u64).collect(),
    }
}

/// The headline of a document, and the number that may stand before it (`12) Flood`).
fn headline(html: &str) -> Option<(String, Option<u64>)> {
    let at = html.find("Headline")?;
    let counted = html.get(at..)?.split('>').next()?.contains("counted");
    let inner = html.get(at..)?.split_once('>')?.1;
    let inner = inner.split("</span>").next().unwrap_or(inner);
    let words = clean::line(&fragment::text(inner))?;
    let numbered =
        words.split_once(") ").filter(|_| counted).and_then(|(n, rest)| Some((n.parse().ok()?, rest)));
    Some(match numbered {
        Some((number, rest)) => (rest.to_owned(), Some(number)),
        None => (words, None),
    })
}

fn give_element(number: u64, html: &str, emit: &mut Emit<'_>) -> ControlFlow<()> {
    let inner = html.split_once('>').map_or(html, |(_, inner)| inner);
    let drafted = if is_coded_element(inner) {
        coded_element(&fragment::text(inner).replace('\u{a0}', " "))
    } else {
        plain_element(inner)
    };
    match drafted {
        Ok(mut draft) => {
            draft.title = headline(inner).map(|(words, _)| words).or(draft.title.take());
            export::give(number, draft, emit)
        }
        Err(fault) => emit.fault(number, fault),
    }
}

fn plain_element(html: &str) -> Result<Draft, Fault> {
    // Captions and the publisher stand in bare paragraphs behind those of the text.
    let behind = html.rfind("articleParagraph").and_then(|at| Some(at + html.get(at..)?.find("</p>")?));
    let (text, behind) = behind.and_then(|at| html.split_at_checked(at)).unwrap_or((html, html));
    let lines = element_lines(text);
    let trailing = element_lines(behind);
    let Some(end) = trailing.iter().position(|line| accession(line).is_some()) else {
        return Err(export::unknown("a Factiva document", "no line with its number"));
    };
    let id = trailing.get(end).and_then(|line| accession(line)).unwrap_or_default();
    // The line as it stands, to be found among the others.
    let shown = headline(html).and_then(|(words, _)| lines.iter().find(|line| line.ends_with(&words)));
    let until = lines.iter().position(|line| accession(line).is_some()).unwrap_or(lines.len());
    let document: Vec<&str> = lines.iter().take(until).map(String::as_str).collect();
    let known = Known { id, title: shown.cloned(), author: element(html, "class=\"author\"") };
    let mut draft = plain_draft(&document, known)?;
    if behind.len() < html.len() {
        let mut loose: Vec<String> =
            trailing.iter().take(end).filter(|line| !line.is_empty()).cloned().collect();
        draft.asides.extend(loose.pop());
        draft.captions.extend(loose);
    }
    Ok(draft)
}

fn element_lines(html: &str) -> Vec<String> {
    let text = fragment::text(html);
    text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The text of the first element with an attribute.
fn element(html: &str, attribute: &str) -> Option<String> {
    let inner = html.get(html.find(attribute)?..)?.split_once('>')?.1;
    clean::line(&fragment::text(inner.split("</div>").next()?))
}

fn is_coded_element(html: &str) -> bool {
    html.contains("<b>HD</b>") || html.contains("<B>HD</B>")
}
