//! Factiva exports: text with or without codes, and HTML of both.
//!
//! With codes, each field of a document begins with two or three capitals (`HD` headline,
//! `WC` words, `PD` day, `SN` source, `LP` and `TD` text, `AN` the document's number). Without,
//! the same fields follow each other on lines of their own: headline, author, `812 words`, day,
//! clock, source, its code, page, language, copyright, the text; and a line `Document` with the
//! number ends it. In HTML each document is an element whose id holds that number. The number,
//! which holds the source's code and a day, is what tells documents apart in every one of them.

use std::ops::ControlFlow;

use super::draft::Draft;
use super::export::{self, Tally};
use super::{Emit, Input, fragment};
use crate::article::DateSource;
use crate::error::{Fault, Reason};

pub(super) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    export::read(input, emit, read_text)
}

pub(super) fn read_html(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    export::read(input, emit, html)
}

/// Whether a text is such an export, in either of its layouts.
pub(super) fn sniff(sample: &str) -> bool {
    is_coded(sample) || is_plain(sample)
}

/// A headline, a count of words, a day and a text, each behind its code.
fn is_coded(sample: &str) -> bool {
    let mut seen = [false; 4];
    for line in sample.lines() {
        let Some((code, _)) = code(line) else { continue };
        let at = match code {
            "HD" => 0,
            "WC" | "SN" | "SC" => 1,
            "PD" => 2,
            "LP" | "TD" => 3,
            _ => continue,
        };
        if let Some(seen) = seen.get_mut(at) {
            *seen = true;
        }
    }
    seen.iter().all(|seen| *seen)
}

/// A count of words above a day, and the line that ends a document.
fn is_plain(sample: &str) -> bool {
    let lines: Vec<&str> = sample.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let counted = lines.windows(2).position(|pair| match pair {
        [words, day] => is_word_count(words) && export::leading_date(day).is_some(),
        _ => false,
    });
    counted.is_some_and(|at| lines.iter().skip(at).any(|line| accession(line).is_some()))
}

pub(super) fn sniff_html(sample: &str) -> bool {
    let named = sample.contains("id=\"article-") || sample.contains("id='article-");
    let whole = sample.contains("Article\"") && sample.contains("class=\"article");
    (named && whole) || (sample.contains("<title>Factiva</title>") && sample.contains("class=\"article"))
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

/// `812 words`, in the language of the page.
fn is_word_count(line: &str) -> bool {
    let line = line.trim();
    let end =
        line.find(|c: char| !c.is_ascii_digit() && !matches!(c, ',' | '.' | '\u{a0}' | '\u{202f}' | ' '));
    let Some((count, word)) = end.and_then(|end| line.split_at_checked(end)) else { return false };
    let words = [
        "words",
        "word",
        "wörter",
        "mots",
        "palabras",
        "parole",
        "palavras",
        "woorden",
        "ord",
        "слов",
        "слова",
        "語",
        "文字",
        "字",
        "단어",
        "kelime",
        "sanaa",
        "słów",
    ];
    export::number(count).is_some() && words.contains(&word.trim().to_lowercase().as_str())
}

/// Lines at the top of each printed page.
fn is_page_line(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    lower.starts_with("page ") && lower.contains("factiva") && lower.contains(" of ")
}

/// Reads a text of either layout.
pub(super) fn read_text(text: &str, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let lines: Vec<&str> = text
        .lines()
        .map(|l| l.trim_end_matches('\r').trim_start_matches('\u{c}'))
        .filter(|line| !is_page_line(line))
        .collect();
    if is_coded(text) { coded(&lines, emit) } else { plain(&lines, emit) }
}

/// The codes, in the order in which they stand.
#[rustfmt::skip]
const CODES: &[&str] = &[
    "CLM", "SE", "HD", "CR", "BY", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "CX", "ART", "RF", "CT", "CO", "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN",
];
/// Codes whose lines look like the beginning of a sentence.
const LOOSE_CODES: &[&str] = &["IN", "CO", "RE", "NS", "AN", "BY", "SE", "CT"];

/// A code, and the lines of its field.
type Field<'t> = (&'static str, Vec<&'t str>);

/// The code that a line opens with, and what stands behind it: after a tab, two blanks, a
/// line of its own, or one blank where the code is no word.
fn code(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim_end();
    let end = line.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(line.len());
    let (name, rest) = line.split_at_checked(end)?;
    let known = CODES.iter().copied().find(|code| *code == name)?;
    let value = rest.trim();
    let apart = rest.is_empty() || rest.starts_with(['\t', '\u{a0}']) || rest.starts_with("  ");
    // `IN i211 : Agriculture`, `AN Document LBA…`
    let named = value.contains(" : ") || accession(value).is_some();
    let sure = apart || (rest.starts_with(' ') && (!LOOSE_CODES.contains(&known) || named));
    sure.then_some((known, value))
}

/// Reads documents whose fields have codes.
fn coded(lines: &[&str], emit: &mut Emit<'_>) -> Result<(), Fault> {
    let mut number = 0;
    let mut document: Vec<Field<'_>> = Vec::new();
    let announced = announced(lines);
    let mut found = 0;
    for line in lines {
        match code(line) {
            Some((name, value)) if comes_next(&document, name) => document.push((name, vec![value])),
            _ => {
                if let Some((_, values)) = document.last_mut() {
                    values.push(line);
                }
            }
        }
        let closes = document
            .last()
            .is_some_and(|(name, values)| *name == "AN" && values.iter().any(|v| is_number_line(v)));
        if closes {
            (number, found) = (number + 1, found + 1);
            if give_coded(number, std::mem::take(&mut document), emit).is_break() {
                return Ok(());
            }
        }
    }
    if document.iter().any(|(name, _)| *name == "HD") {
        (number, found) = (number + 1, found + 1);
        if give_coded(number, document, emit).is_break() {
            return Ok(());
        }
    }
    check(announced, found, number, emit)
}

fn is_number_line(value: &str) -> bool {
    accession(value).is_some() || is_accession(value.trim())
}

/// Whether a code can follow: codes stand in one order, but a few stand out of it in some
/// exports. A second headline is kept, so that the document is seen to hold two.
fn comes_next(document: &[Field<'_>], name: &str) -> bool {
    let place = |name: &str| CODES.iter().position(|code| *code == name).unwrap_or_default();
    let text = document.iter().any(|(n, _)| matches!(*n, "LP" | "TD"));
    let last = document.last().map_or(0, |(last, _)| place(last));
    !text || place(name) > last || name == "HD" || name == "WC"
}

fn give_coded(number: u64, document: Vec<Field<'_>>, emit: &mut Emit<'_>) -> ControlFlow<()> {
    match coded_draft(document) {
        Ok(draft) => export::give(number, draft, emit),
        Err(fault) => emit.fault(number, fault),
    }
}

fn coded_draft(document: Vec<Field<'_>>) -> Result<Draft, Fault> {
    for code in ["HD", "WC", "PD"] {
        if document.iter().filter(|(name, _)| *name == code).count() > 1 {
            let finding = format!("it has the code {code} twice: a number between two documents is missing");
            return Err(export::unknown("a Factiva document", &finding));
        }
    }
    let mut draft = Draft::default();
    let mut text: Vec<String> = Vec::new();
    let mut clock = None;
    for (name, values) in document {
        let blocks = export::blocks(values.iter().copied());
        let one = blocks.iter().map(|b| export::one_line(b)).collect::<Vec<_>>().join(" ").trim().to_owned();
        let paragraphs = || blocks.iter().map(|b| export::paragraph(b)).filter(|p| !p.is_empty());
        match name {
            _ if one.is_empty() => {}
            "HD" => draft.title = Some(one),
            "BY" => draft.byline = Some(one),
            "PD" => draft.dates.push((DateSource::Header, one)),
            "ET" => clock = Some(one),
            "SN" => draft.outlet = Some(one),
            "SE" => draft.section = Some(one),
            "LA" => draft.lang = export::language(&one),
            "CY" | "CR" | "CT" => draft.asides.push(one),
            "LP" | "TD" => text.extend(paragraphs()),
            "ART" => draft.captions.extend(paragraphs()),
            "CO" | "IN" | "NS" | "RE" => draft.keywords.extend(described(&one)),
            "AN" => draft.source_id = accession(&one).or(Some(&one)).map(str::to_owned),
            _ => {}
        }
    }
    draft.body = text.join("\n\n");
    with_clock(clock.as_deref(), &mut draft);
    if draft.source_id.is_none() {
        draft.warnings.push("the document has no number: the export may be cut off".to_owned());
    }
    Ok(draft)
}

/// The descriptions behind codes (`gpol : Domestic Politics | gcat : Political News`).
fn described(value: &str) -> Vec<String> {
    let one = |part: &str| part.split_once(" : ").map_or(part, |(_, words)| words).trim().to_owned();
    value.split('|').map(one).filter(|words| !words.is_empty()).collect()
}

/// Puts a clock that stands apart behind the day.
fn with_clock(clock: Option<&str>, draft: &mut Draft) {
    if let (Some(clock), Some((_, day))) = (clock, draft.dates.first_mut()) {
        *day = format!("{day} {clock}");
    }
}

/// Reads documents whose fields follow each other without codes.
fn plain(lines: &[&str], emit: &mut Emit<'_>) -> Result<(), Fault> {
    let announced = announced(lines);
    let mut number = 0;
    let mut start = 0;
    let numbers = lines.iter().enumerate().filter_map(|(at, line)| Some((at, accession(line)?)));
    for (at, id) in numbers {
        number += 1;
        let document = lines.get(start..at).unwrap_or_default();
        if give_plain(number, document, Known { id, ..Known::default() }, emit).is_break() {
            return Ok(());
        }
        start = at + 1;
    }
    let rest = lines.get(start..).unwrap_or_default();
    if rest.iter().any(|line| is_word_count(line)) {
        number += 1;
        let detail = "the last document breaks off before its number";
        if emit.fault(number, Fault::new(Reason::Truncated, detail)).is_break() {
            return Ok(());
        }
    }
    if number == 0 {
        return Err(export::unknown("a Factiva export", "no document has a number"));
    }
    check(announced, number, number, emit)
}

/// What is known of a document beside its lines.
#[derive(Default)]
struct Known<'k> {
    id: &'k str,
    /// Where the layout marks it.
    title: Option<String>,
    author: Option<String>,
}

fn give_plain(number: u64, lines: &[&str], known: Known<'_>, emit: &mut Emit<'_>) -> ControlFlow<()> {
    match plain_draft(lines, known) {
        Ok(draft) => export::give(number, draft, emit),
        Err(fault) => emit.fault(number, fault),
    }
}

/// Lines between the day and the text that are looked at.
const DETAILS: usize = 12;

fn plain_draft(lines: &[&str], known: Known<'_>) -> Result<Draft, Fault> {
    let counts: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| is_word_count(line)).map(|(at, _)| at).collect();
    let dated = |at: usize| {
        lines.iter().skip(at + 1).find(|l| !l.trim().is_empty()).and_then(|l| export::leading_date(l))
    };
    let headers: Vec<usize> = counts.into_iter().filter(|&at| dated(at).is_some()).collect();
    let [at] = headers.as_slice() else {
        let finding = if headers.is_empty() {
            "no count of words above a day"
        } else {
            "two heads without a number between them"
        };
        return Err(export::unknown("a Factiva document", finding));
    };
    let mut draft = Draft { source_id: Some(known.id.to_owned()), ..Draft::default() };
    heading(lines.get(..*at).unwrap_or_default(), known, &mut draft);
    let below: Vec<&str> = lines.iter().skip(at + 1).copied().collect();
    let text = details(&below, &mut draft);
    let paragraphs = export::blocks(below.iter().skip(text).copied());
    draft.body = paragraphs.iter().map(|block| export::paragraph(block)).collect::<Vec<_>>().join("\n\n");
    Ok(draft)
}

/// What stands above the count of words: the section, the headline, the author.
fn heading(lines: &[&str], known: Known<'_>, draft: &mut Draft) {
    let mut lines: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    if let Some(title) = known.title {
        let at = lines.iter().position(|line| *line == title);
        draft.section = at.filter(|at| *at > 0).and_then(|_| lines.first()).map(|s| (*s).to_owned());
        let behind = at.map(|at| lines.split_off(at + 1)).unwrap_or_default();
        draft.byline = known.author.or_else(|| behind.first().map(|line| (*line).to_owned()));
        draft.title = Some(title);
        return;
    }
    let named = |line: &&str| {
        ["by ", "von ", "par ", "por ", "di ", "door ", "av ", "from "]
            .iter()
            .any(|by| line.to_lowercase().starts_with(by))
            && line.len() <= 120
    };
    if lines.len() > 1 && lines.last().is_some_and(|line| named(&line)) {
        draft.byline = lines.pop().map(str::to_owned);
    }
    // The headline is the longest line; a short one above it is the section, below it the author.
    let longest = lines
        .iter()
        .enumerate()
        .max_by_key(|(at, line)| (line.chars().count(), std::cmp::Reverse(*at)))
        .map(|(at, _)| at);
    let Some(at) = longest else { return };
    draft.title = lines.get(at).map(|line| (*line).to_owned());
    draft.section = at.checked_sub(1).and_then(|_| lines.first()).map(|line| (*line).to_owned());
    for line in lines.iter().skip(at + 1) {
        match draft.byline {
            None => draft.byline = Some((*line).to_owned()),
            Some(_) => draft.subheads.push((*line).to_owned()),
        }
    }
}

/// Day, clock, source, language and copyright; gives the line at which the text begins.
fn details(lines: &[&str], draft: &mut Draft) -> usize {
    let filled: Vec<(usize, &str)> = lines
        .iter()
        .enumerate()
        .map(|(at, l)| (at, l.trim()))
        .filter(|(_, l)| !l.is_empty())
        .take(DETAILS)
        .collect();
    let rights = filled.iter().position(|(_, line)| export::is_copyright(line));
    let tongue = filled.iter().position(|(_, line)| export::known_language(line).is_some());
    let last = rights.or(tongue).unwrap_or_else(|| 2.min(filled.len().saturating_sub(1)));
    let mut clock = None;
    let mut words = filled.iter().take(last + 1).map(|(_, line)| *line);
    draft.dates.extend(words.next().map(|day| (DateSource::Header, day.to_owned())));
    for (at, line) in words.enumerate() {
        let is_clock = at == 0
            && line.len() <= 8
            && line.contains(':')
            && line.starts_with(|c: char| c.is_ascii_digit());
        match () {
            () if is_clock => clock = Some(line),
            () if export::is_copyright(line) => draft.asides.push(line.to_owned()),
            () if draft.outlet.is_none() => draft.outlet = Some(line.to_owned()),
            () => draft.lang = draft.lang.take().or_else(|| export::known_language(line).map(str::to_owned)),
        }
    }
    with_clock(clock, draft);
    filled.get(last).map_or(0, |(at, _)| at + 1)
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

/// Reads a page of documents.
fn html(page: &str, emit: &mut Emit<'_>) -> Result<(), Fault> {
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
    id.is_some_and(|id| is_accession(id))
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
    let words = super::clean::line(&fragment::text(inner))?;
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
    super::clean::line(&fragment::text(inner.split("</div>").next()?))
}

fn is_coded_element(html: &str) -> bool {
    html.contains("<b>HD</b>") || html.contains("<B>HD</B>")
}

fn coded_element(text: &str) -> Result<Draft, Fault> {
    let mut document: Vec<Field<'_>> = Vec::new();
    for line in text.lines().map(str::trim) {
        match code(line).filter(|(name, _)| comes_next(&document, name)) {
            Some((name, value)) => document.push((name, vec![value])),
            // Behind the number stands the foot of the page.
            None => match document.last_mut() {
                Some((name, values)) if *name != "AN" || is_number_line(line) => values.push(line),
                _ => {}
            },
        }
    }
    coded_draft(document)
}
