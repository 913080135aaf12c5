//! Factiva exports: text with or without codes, and HTML of both.
//!
//! With codes, each field of a document begins with two or three capitals (`HD` headline,
//! `WC` words, `PD` day, `SN` source, `LP` and `TD` text, `AN` the document's number). Without,
//! the same fields follow each other on lines of their own: headline, author, `812 words`, day,
//! clock, source, its code, page, language, copyright, the text; and a line `Document` with the
//! number ends it. In HTML each document is an element whose id holds that number. The number,
//! which holds the source's code and a day, is what tells documents apart in every one of them.

mod coded;
mod page;
mod plain;

use std::ops::ControlFlow;

use crate::corpus::draft::Draft;
use crate::corpus::exports::export::{self, Layout};
use crate::corpus::{Emit, Input};
use crate::error::Fault;
use coded::{code, is_coded};
use plain::{is_plain, is_word_count};

/// The layout, for documents that hold it.
pub(in crate::corpus) const LAYOUT: Layout = Layout { sniff, read_text };

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    export::read(input, emit, read_text)
}

pub(in crate::corpus) fn read_html(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    export::read(input, emit, page::html)
}

/// Whether a text is such an export, in either of its layouts.
pub(in crate::corpus) fn sniff(sample: &str) -> bool {
    is_coded(sample) || is_plain(sample)
}

/// Whether a page is such an export: an element that has a document's number for its name.
/// Styles can be longer than the sample, so the title has to do where it says enough.
pub(in crate::corpus) fn sniff_html(sample: &str) -> bool {
    let numbered = |rest: &str| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        rest.get(..end).is_some_and(is_accession)
    };
    let named = ["id=\"article-", "id='article-"];
    named.iter().any(|mark| sample.split(mark).skip(1).any(numbered))
        || sample.contains("<title>Factiva</title>")
}

/// Words before a document's number.
#[rustfmt::skip]
const DOCUMENT_WORDS: &[&str] = &["document", "dokument", "documento", "документ", "文件", "文档", "ドキュメント", "문서", "belge", "dokumentti", "doküman"];

/// The number in the line that ends a document (`Document LBA0000020240808ek880001x`).
fn accession(line: &str) -> Option<&str> {
    let (word, number) = line.trim().split_once(char::is_whitespace)?;
    let number = number.trim();
    let known = DOCUMENT_WORDS.contains(&word.to_lowercase().as_str());
    (known && is_accession(number)).then_some(number)
}

/// Letters of the source, zeros, eight digits of a day, and a rest.
fn is_accession(number: &str) -> bool {
    let plain = (18..=32).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_alphanumeric());
    let letter = number.starts_with(|c: char| c.is_ascii_alphabetic());
    let dated = (1..number.len()).any(|at| {
        let day = number.get(at..at + 8).filter(|day| day.bytes().all(|b| b.is_ascii_digit()));
        let part = |from: usize, to: usize| day?.get(from..to)?.parse::<u32>().ok();
        matches!((part(0, 4), part(4, 6), part(6, 8)), (Some(1900..=2099), Some(1..=12), Some(1..=31)))
    });
    plain && letter && dated
}

/// Lines at the top of each printed page.
fn is_page_line(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    lower.starts_with("page ") && lower.contains("factiva") && lower.contains(" of ")
}

/// Reads a text of either layout.
fn read_text(text: &str, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let lines: Vec<&str> = text
        .lines()
        .map(|l| l.trim_end_matches('\r').trim_start_matches('\u{c}'))
        .filter(|line| !is_page_line(line))
        .collect();
    if is_coded(text) { coded::coded(&lines, emit) } else { plain::plain(&lines, emit) }
}

/// Puts a clock that stands apart behind the day.
fn with_clock(clock: Option<&str>, draft: &mut Draft) {
    if let (Some(clock), Some((_, day))) = (clock, draft.dates.first_mut()) {
        *day = format!("{day} {clock}");
    }
}

/// How many documents the export says it holds: a line `100 articles` above the first, and
/// nothing else on it.
fn announced(lines: &[&str]) -> Option<u64> {
    let mut above = lines
        .iter()
        .take(40)
        .take_while(|line| !is_word_count(line) && code(line).is_none_or(|(c, _)| c != "HD"));
    above.find_map(|line| {
        let (count, word) = line.trim().rsplit_once(' ')?;
        let known = ["documents", "articles", "dokumente", "artikel", "artículos", "documentos"];
        known.contains(&word.to_lowercase().as_str()).then(|| export::number(count))?
    })
}

fn check(announced: Option<u64>, found: u64, last: u64, emit: &mut Emit<'_>) -> Result<(), Fault> {
    if let Some(announced) = announced.filter(|announced| *announced != found) {
        let fault = export::mismatch(announced, found, "which of them cannot be told");
        let _: ControlFlow<()> = emit.fault(last + 1, fault);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_hold_a_source_and_a_day() {
        for line in [
            "Document LBA0000020240808ek880001x",
            "Dokument dstan00020020519dy5k000bi",
            "Documento J000000020241230ekcu0001g",
        ] {
            assert!(accession(line).is_some(), "{line}");
        }
        for line in [
            "Document 3 of 20",
            "Document LBA0000099999999ek880001x",
            "The Document LBA0000020240808ek880001x",
            "Document",
        ] {
            assert_eq!(accession(line), None, "{line}");
        }
    }

    #[test]
    fn ordinary_texts_are_none() {
        assert!(!sniff("HD TVs sell.\nPD says so.\nThe text is 9 words\nlong."));
        assert!(!sniff("9 words\n4 March 2019\nDocument 3\n"));
    }
}
