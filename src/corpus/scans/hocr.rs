//! hOCR: scanned pages as HTML whose classes say what is a page, a paragraph, a line, a word.
//!
//! Where a thing stands, and how sure a word is, stands in its `title`:
//! `bbox 36 90 580 130; x_wconf 93`.

use crate::error::{Fault, Reason};

use crate::corpus::markup::xml::{self, Element, Step};
use crate::corpus::prose::clean;
use crate::corpus::scans::scan::{self, Area, Block, Line, Page, Part, Role, Word};
use crate::corpus::{Emit, Input, sniff};

/// Bytes of a document's start in which its first page is looked for.
const PAGE_BYTES: usize = 32_000;

/// HTML with a page of hOCR.
pub(in crate::corpus) fn is_hocr(sample: &str) -> bool {
    let is_html = sniff::root_element(sample).is_some_and(|root| root.eq_ignore_ascii_case("html"));
    let start = clean::prefix(sample, PAGE_BYTES);
    is_html && ["class=\"ocr_page\"", "class='ocr_page'"].iter().any(|class| start.contains(class))
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let tree = xml::read(input.stream, input.hints.charset.as_deref())?;
    let Some(root) = tree.root() else { return Err(Fault::new(Reason::Malformed, "it is no XML")) };
    let mut number = 0;
    for element in outermost(root, &["ocr_page"]) {
        if scan::give(page(element), &tree.warnings, &mut number, emit).is_break() {
            return Ok(());
        }
    }
    if number == 0 { Err(Fault::new(Reason::NoText, "no text: the scan has no page")) } else { Ok(()) }
}

/// Classes of what parts a page into blocks, and of lines.
const BLOCKS: &[&str] =
    &["ocr_par", "ocr_header", "ocr_footer", "ocr_pageno", "ocr_caption", "ocr_textfloat"];
const LINES: &[&str] = &["ocr_line", "ocrx_line"];

/// The elements of these classes inside another one, without those inside themselves.
fn outermost<'t>(
    element: Element<'t>,
    classes: &'static [&'static str],
) -> impl Iterator<Item = Element<'t>> {
    let mut steps = element.steps();
    std::iter::from_fn(move || {
        loop {
            if let Step::Open(found) = steps.next()?
                && classes.iter().any(|class| is(found, class))
            {
                steps.pass();
                return Some(found);
            }
        }
    })
}

fn is(element: Element<'_>, class: &str) -> bool {
    element.attr("class").is_some_and(|classes| classes.split_whitespace().any(|c| c == class))
}

fn page(element: Element<'_>) -> Page {
    let mut blocks: Vec<Block> = outermost(element, BLOCKS).map(block).collect();
    if blocks.is_empty() {
        blocks.push(block(element));
    }
    let language = element.descendants().find_map(|e| e.attr("lang")).map(str::to_owned);
    Page { blocks, language, ..Page::default() }
}

fn block(element: Element<'_>) -> Block {
    let class = element.attr("class").unwrap_or_default();
    let role = match class.trim_start_matches("ocr_") {
        "header" | "footer" | "pageno" => Role::Beside,
        "caption" => Role::Caption,
        _ => Role::Text,
    };
    let lines = outermost(element, LINES).map(line).filter(|line| !line.words.is_empty());
    Block { role, article: None, area: area(element), lines: lines.collect() }
}

fn line(element: Element<'_>) -> Line {
    let words: Vec<Word> = outermost(element, &["ocrx_word", "ocr_word"]).filter_map(word).collect();
    let plain = || {
        let text = element.text();
        let word = |text: &str| Word { text: text.to_owned(), confidence: None, part: Part::Whole };
        text.split_whitespace().map(word).collect()
    };
    Line { words: if words.is_empty() { plain() } else { words }, area: area(element) }
}

fn word(element: Element<'_>) -> Option<Word> {
    let confidence = property(element, "x_wconf").and_then(|value| value.trim().parse::<f64>().ok());
    let confidence = confidence.map(|percent| percent / 100.0).filter(|c| (0.0..=1.0).contains(c));
    Some(Word { text: element.line()?, confidence, part: Part::Whole })
}

/// The value of a property in the title.
fn property<'t>(element: Element<'t>, name: &str) -> Option<&'t str> {
    let mut properties = element.attr("title")?.split(';').map(str::trim);
    properties.find_map(|property| property.strip_prefix(name)?.strip_prefix(' '))
}

fn area(element: Element<'_>) -> Option<Area> {
    let mut numbers = property(element, "bbox")?.split_whitespace().map(|n| n.parse::<f64>().ok());
    let mut next = || numbers.next().flatten();
    Some(Area { left: next()?, top: next()?, right: next()?, bottom: next()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_tell_paragraphs_lines_and_words() {
        let line = |words: &str| {
            let words: String = words
                .split(' ')
                .map(|w| format!("<span class='ocrx_word' title='bbox 1 2 3 4; x_wconf 90'>{w}</span> "))
                .collect();
            format!("<span class='ocr_line' title='bbox 1 2 30 4'>{words}</span>")
        };
        let html = format!(
            "<html><body><div class='ocr_page'><div class='ocr_carea'>\
                <p class='ocr_par' lang='eng'>{}{}</p><p class='ocr_par'>{}</p></div></div></body></html>",
            line("The har-"),
            line("bour froze."),
            line("Nobody came.")
        );
        assert!(is_hocr(&html));
        let tree = xml::parse(&html);
        let found = outermost(tree.root().unwrap(), &["ocr_page"]).next().unwrap();
        let drafts = scan::drafts(page(found));
        let draft = drafts.first().unwrap();
        assert_eq!(
            (draft.body.as_str(), draft.ocr_confidence),
            ("The harbour froze.\n\nNobody came.", Some(900))
        );
        assert_eq!(draft.lang.as_deref(), Some("eng"));
    }
}
