//! Plain text: one article a file, with what people write above it.
//!
//! The top of a file is peeled off in this order, each part only if it is there: a
//! date (`date 2024-08-08`, with text after it on the same line or not), header lines
//! (`Title: …`), a headline with lines that give author and day under it. What is left is the text. A line that
//! is no clear member of the top belongs to the text, so that nothing is lost.
//!
//! Left out: files that hold several articles; those of news databases have readers of their own.

use std::ops::ControlFlow;

use crate::article::DateSource;
use crate::error::{Fault, Reason};

use crate::corpus::bytes::decode::Decoder;
use crate::corpus::draft::Draft;
use crate::corpus::prose::agency;
use crate::corpus::prose::clean;
use crate::corpus::pubdate::{self, DateOptions};
use crate::corpus::{Emit, Input, ladder, limits, read_whole};

/// Longest headline, in `char`s.
const HEADLINE_CHARS: usize = 200;
/// Longest `By NAME` line, in `char`s.
const BYLINE_CHARS: usize = 100;
/// Longest date in words behind `date`, in bytes.
const DATE_BYTES: usize = 40;
/// Longest name of a header line, in bytes.
const HEADER_BYTES: usize = 20;

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let (bytes, lost) = read_whole(input.stream, limits::TEXT_FILE_BYTES)?;
    let decoded = Decoder::labelled(input.hints.charset.as_deref()).decode(&bytes);
    let text = clean::body(&decoded.text);
    if is_word_list(&text) {
        return Err(Fault::new(Reason::NoText, "no text: a list of words without sentences"));
    }
    let warnings = decoded.warning().into_iter().chain(lost).collect();
    let mut draft = Draft { url: input.hints.url.clone(), warnings, ..Draft::default() };
    top_and_text(&text, &mut draft);
    // Whether the caller wants more does not matter after the only record.
    let _: ControlFlow<()> = emit.draft(1, draft);
    Ok(())
}

/// Fills a draft from a text that [`clean::body`] has tidied.
pub(in crate::corpus) fn top_and_text(text: &str, draft: &mut Draft) {
    let mut rest = date_prefix(text, draft);
    rest = headers(rest, draft);
    if draft.title.is_none() {
        rest = headline(rest, draft);
        if draft.title.is_some() {
            rest = headers(rest, draft);
            rest = under_headline(rest, draft);
        }
    }
    rest = by_line(rest, draft);
    draft.body = rest.to_owned();
}

/// `date 2024-08-08` or a day in digits alone on the first line.
fn date_prefix<'a>(text: &'a str, draft: &mut Draft) -> &'a str {
    let (line, below) = first_line(text);
    let Some((raw, rest)) = opening_date(line) else { return text };
    draft.dates.push((DateSource::Header, raw.to_owned()));
    match rest.trim_start() {
        "" => below,
        rest => suffix(text, rest),
    }
}

/// The date that a line opens with, and what comes after it on the line.
fn opening_date(line: &str) -> Option<(&str, &str)> {
    let marked = line.get(..4).filter(|word| word.eq_ignore_ascii_case("date")).and(line.get(4..));
    let Some(after) = marked.filter(|after| after.starts_with([' ', '\t', ':'])) else {
        return (line.len() <= 10 && is_numeric_day(line)).then_some((line, ""));
    };
    let after = after.trim_start_matches([' ', '\t', ':']);
    let (word, rest) = after.split_at(after.find(char::is_whitespace).unwrap_or(after.len()));
    if is_numeric_day(word) {
        return Some((word, rest));
    }
    // "date 2024 saw …" is a sentence: less than a day, or a day in words, must stand alone.
    let alone = after.len() <= DATE_BYTES && pubdate::parse(after, &DateOptions::default()).is_some();
    alone.then_some((after, ""))
}

/// Whether a word has the shape of a whole day in numbers, year first; the calendar
/// need not have that day.
fn is_numeric_day(word: &str) -> bool {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let plain = word.bytes().all(|b| b.is_ascii_digit() || b"-/.:TZ+".contains(&b));
    plain && matches!(digits, 4 | 8 | 14) && word.bytes().filter(u8::is_ascii_digit).count() >= 6
}

/// The part of `text` that begins where its slice `part` does.
fn suffix<'a>(text: &'a str, part: &str) -> &'a str {
    let at = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    text.get(at..).unwrap_or(text)
}

/// A line, and what comes after it and the blank lines behind it.
fn first_line(text: &str) -> (&str, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    (line, rest.trim_start_matches('\n'))
}

enum Header {
    Title,
    Date,
    Byline,
    Outlet,
    Url,
    Lang,
    Id,
    Section,
    Keywords,
    Dateline,
    Body,
}

#[rustfmt::skip]
fn header(name: &str) -> Option<Header> {
    Some(match name {
        "title" | "headline" | "subject" => Header::Title,
        "date" | "published" | "publication date" | "pubdate" | "date published" | "load-date" => Header::Date,
        "byline" | "author" | "authors" | "by" | "reporter" => Header::Byline,
        "source" | "outlet" | "publication" | "publisher" | "newspaper" | "agency" => Header::Outlet,
        "url" | "link" => Header::Url,
        "lang" | "language" => Header::Lang,
        "id" | "docno" | "document id" => Header::Id,
        "section" | "category" | "desk" => Header::Section,
        "keywords" | "tags" | "topics" => Header::Keywords,
        "dateline" => Header::Dateline,
        "body" | "text" | "content" => Header::Body,
        _ => return None,
    })
}

/// Header lines at the top. A line with another name between two of them is passed
/// over; behind the last of them the text begins.
fn headers<'a>(text: &'a str, draft: &mut Draft) -> &'a str {
    let (mut rest, mut after_last, mut any) = (text, text, !draft.dates.is_empty());
    while let Some((name, value)) = header_line(rest.split('\n').next().unwrap_or_default()) {
        let known = header(&name.to_lowercase());
        if let Some(Header::Body) = known {
            return if value.is_empty() { first_line(rest).1 } else { suffix(text, value) };
        }
        let (_, below) = rest.split_once('\n').unwrap_or((rest, ""));
        match known {
            Some(header) => {
                fill(header, value, draft);
                (any, after_last) = (true, below);
            }
            None if any => {}
            None => break,
        }
        rest = below;
    }
    after_last.trim_start_matches('\n')
}

/// `Name: value`; the name has letters, blanks and hyphens only.
fn header_line(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let named = (1..=HEADER_BYTES).contains(&name.len())
        && name.chars().all(|c| c.is_alphabetic() || " -".contains(c));
    let spaced = value.is_empty() || value.starts_with([' ', '\t']);
    (named && spaced).then_some((name.trim(), value.trim()))
}

fn fill(header: Header, value: &str, draft: &mut Draft) {
    if value.is_empty() {
        return;
    }
    let text = Some(value.to_owned());
    match header {
        Header::Title => draft.title = text,
        Header::Date => draft.dates.push((DateSource::Header, value.to_owned())),
        Header::Byline => draft.byline = text,
        Header::Outlet => draft.outlet = text,
        Header::Url => draft.url = text,
        Header::Lang => draft.lang = text,
        Header::Id => draft.source_id = text,
        Header::Section => draft.section = text,
        Header::Keywords => draft.keywords = crate::corpus::data::record::split_list(value),
        Header::Dateline => draft.dateline = text,
        Header::Body => {}
    }
}

/// A short first line without a final stop that stands apart from the text below; a
/// line that is only a date may stand above it.
fn headline<'a>(text: &'a str, draft: &mut Draft) -> &'a str {
    let (line, below) = first_line(text);
    let dated = is_date_line(line);
    let Some((title, rest)) = headline_of(if dated { below } else { text }) else { return text };
    if dated {
        draft.dates.push((DateSource::Text, line.to_owned()));
    }
    draft.title = Some(title.to_owned());
    rest
}

/// The headline that a text opens with, and the text below it.
fn headline_of(text: &str) -> Option<(&str, &str)> {
    let (line, below) = first_line(text);
    let (next, _) = first_line(below);
    let underlined = next.len() >= 3 && next.bytes().all(|b| b == b'=' || b == b'-');
    let blank_below = text.get(line.len()..).is_some_and(|rest| rest.starts_with("\n\n"));
    let apart = blank_below || underlined || is_small_print(next) || agency::of_text(next).dateline.is_some();
    if below.is_empty() || !apart || is_date_line(line) || !looks_like_headline(line) {
        return None;
    }
    Some((line, if underlined { first_line(below).1 } else { below }))
}

/// Whether a line under a headline gives the author, the day or another detail.
fn is_small_print(line: &str) -> bool {
    let named = header_line(line).is_some_and(|(name, _)| header(&name.to_lowercase()).is_some());
    named || is_date_line(line) || by_name(line).is_some()
}

/// Takes the day and the author that stand under a headline, in either order.
fn under_headline<'a>(text: &'a str, draft: &mut Draft) -> &'a str {
    let rest = by_line(text, draft);
    let (line, below) = first_line(rest);
    if !is_date_line(line) || below.is_empty() {
        return rest;
    }
    draft.dates.push((DateSource::Text, line.to_owned()));
    by_line(below, draft)
}

fn is_date_line(line: &str) -> bool {
    ladder::date_line(line, &DateOptions::default()).is_some()
}

fn looks_like_headline(line: &str) -> bool {
    let stop = line.ends_with(['.', ':', ';', ',', '。', '।']) && !ends_in_initials(line);
    let short = line.chars().nth(HEADLINE_CHARS).is_none();
    short && !stop && by_name(line).is_none() && agency::of_text(line) == agency::Opening::default()
}

/// `… talks with U.S.` ends in a stop and is a headline all the same.
fn ends_in_initials(line: &str) -> bool {
    let last = line.split_whitespace().next_back().unwrap_or_default();
    last.matches('.').count() >= 2 && last.split('.').all(|part| part.chars().count() <= 1)
}

/// The name in a line `By NAME`.
fn by_name(line: &str) -> Option<&str> {
    let name = line.get(..3).filter(|w| w.eq_ignore_ascii_case("by ")).and(line.get(3..))?.trim();
    let capital = name.chars().next().is_some_and(char::is_uppercase);
    let short = line.chars().nth(BYLINE_CHARS).is_none() && name.split_whitespace().count() <= 12;
    (capital && short && !name.ends_with(['.', ',', ':'])).then_some(name)
}

fn by_line<'a>(text: &'a str, draft: &mut Draft) -> &'a str {
    let (line, below) = first_line(text);
    match by_name(line) {
        Some(name) if !below.is_empty() && draft.byline.is_none() => {
            draft.byline = Some(name.to_owned());
            below
        }
        _ => text,
    }
}

/// Lines of one short word each, none of which ends a sentence.
fn is_word_list(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|l| !l.is_empty()).collect();
    let words: usize = lines.iter().map(|l| l.split_whitespace().count()).sum();
    let chars: usize = lines.iter().map(|l| l.chars().count()).sum();
    let ends = |l: &str| l.ends_with(['.', '!', '?', '。', '।', '؟', '…', '"', '”', '」']);
    lines.len() >= 3
        && 2 * words < 3 * lines.len()
        && chars < 25 * lines.len()
        && !lines.iter().any(|l| ends(l))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Draft {
        let mut draft = Draft::default();
        top_and_text(&clean::body(text), &mut draft);
        draft
    }

    #[test]
    fn a_date_prefix_may_share_its_line_with_the_text() {
        let draft = read(" date 2024-08-08 It rained.\n\nAll day.");
        assert_eq!(draft.dates, [(DateSource::Header, "2024-08-08".to_owned())]);
        assert_eq!((draft.title, draft.body.as_str()), (None, "It rained.\n\nAll day."));
        assert_eq!(read("date 2024 saw rain").body, "date 2024 saw rain");
        assert_eq!(
            read("Date 8 August 2024\nIt rained.").dates,
            [(DateSource::Header, "8 August 2024".to_owned())]
        );
        assert_eq!(read("date 2024-02-30 It rained.").body, "It rained.");
    }

    #[test]
    fn headers_headline_and_byline_are_peeled_off() {
        let draft = read(
            "Date: 8 Aug 2024\nLength: 90 words\nSource: The Post\n\nFlood hits town\n\nBy Ana Lima\n\nIt rained.",
        );
        assert_eq!(draft.title.as_deref(), Some("Flood hits town"));
        assert_eq!((draft.outlet.as_deref(), draft.byline.as_deref()), (Some("The Post"), Some("Ana Lima")));
        assert_eq!(draft.body, "It rained.");
    }

    #[test]
    fn small_print_under_a_headline_is_no_text() {
        for small in [
            "By Ana Lima\nMarch 3, 2001",
            "March 3, 2001\nBy Ana Lima",
            "Date: March 3, 2001\nAuthor: Ana Lima",
        ] {
            let draft = read(&format!("Flood hits town\n{small}\n\nIt rained."));
            assert_eq!(draft.title.as_deref(), Some("Flood hits town"));
            assert_eq!(draft.dates.first().map(|d| d.1.as_str()), Some("March 3, 2001"));
            assert_eq!((draft.byline.as_deref(), draft.body.as_str()), (Some("Ana Lima"), "It rained."));
        }
    }

    #[test]
    fn what_is_not_clearly_the_top_stays_text() {
        for text in [
            "It rained.\n\nAll day.",
            "KURSK, Aug 8 -\n\nIt rained.",
            "Moscow: it rained\nText",
            "Only a line",
        ] {
            let draft = read(text);
            assert_eq!((draft.title, draft.body.as_str()), (None, text));
        }
    }

    #[test]
    fn a_list_of_words_is_no_text() {
        assert!(is_word_list("abdel\nalfonsin\namato"));
        assert!(!is_word_list("It rained.\nAll day.\nAnd night."));
    }
}
