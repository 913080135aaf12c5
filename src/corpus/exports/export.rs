//! What the exports of news databases have in common, whichever vendor wrote them.
//!
//! An export is one long text: a cover page, then documents one after the other, each with
//! a few lines of metadata above its text and more below. Nothing in such a layout is safe
//! to guess, because one wrong boundary gives one article the text of the next. So a vendor's
//! own numbering is held against what was found ([`Tally`]), and what fits no known layout is
//! refused rather than split by luck.

use std::ops::{ControlFlow, RangeInclusive};

use crate::corpus::bytes::decode::Decoder;
use crate::corpus::draft::Draft;
use crate::corpus::pubdate::{self, DateOptions};
use crate::corpus::{Emit, Input, limits, read_whole};
use crate::date::PartialDate;
use crate::error::{Fault, Reason};

/// Reads a text from beginning to end and gives its documents on.
pub(in crate::corpus) type ReadText = fn(&str, &mut Emit<'_>) -> Result<(), Fault>;

/// A layout that texts may have, wherever they stand.
pub(in crate::corpus) struct Layout {
    /// Whether a text has it.
    pub(in crate::corpus) sniff: fn(&str) -> bool,
    pub(in crate::corpus) read_text: ReadText,
}

/// Reads an input whole and gives its text to the reader of a layout. What goes over the
/// bound, or is lost behind damage, is a fault behind the documents before it.
pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>, layout: ReadText) -> Result<(), Fault> {
    let (bytes, lost) = read_whole(input.stream, limits::EXPORT_BYTES)?;
    let decoded = Decoder::labelled(input.hints.charset.as_deref()).decode(&bytes);
    emit.warning = decoded.warning();
    layout(&decoded.text, emit)?;
    match lost {
        Some(lost) if bytes.len() >= limits::EXPORT_BYTES => Err(Fault::new(Reason::TooLarge, lost)),
        Some(lost) => Err(Fault::new(Reason::Truncated, lost)),
        None => Ok(()),
    }
}

/// Lines without blank ones between them.
pub(in crate::corpus) type Block<'t> = Vec<&'t str>;

/// The blocks that lines fall into.
pub(in crate::corpus) fn blocks<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<Block<'t>> {
    let (mut found, mut block) = (Vec::new(), Vec::new());
    for line in lines {
        if !line.trim().is_empty() {
            block.push(line.trim_end());
        } else if !block.is_empty() {
            found.push(std::mem::take(&mut block));
        }
    }
    if !block.is_empty() {
        found.push(block);
    }
    found
}

/// A block on one line.
pub(in crate::corpus) fn one_line(block: &[&str]) -> String {
    block.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

/// Shortest line that may have been broken because it was full.
const FULL_LINE_CHARS: usize = 45;

/// A block as a paragraph. Lines that were broken to fit the width of a page are joined;
/// short ones (verse, tables) and indented ones stay apart.
pub(in crate::corpus) fn paragraph(block: &[&str]) -> String {
    let mut out = String::new();
    let mut full = false;
    for line in block {
        let indented = line.starts_with([' ', '\t']);
        match (out.is_empty(), full && !indented) {
            (true, _) => {}
            (false, true) => out.push(' '),
            (false, false) => out.push('\n'),
        }
        out.push_str(line.trim());
        full = line.chars().count() >= FULL_LINE_CHARS;
    }
    out
}

/// Words of a date that are tried, counted from the start of the line.
const DATE_WORDS: usize = 12;
/// Longest line that may open with a date, in bytes.
const DATE_LINE_BYTES: usize = 160;
/// Earlier years are numbers of something else.
const FIRST_YEAR: i32 = 1600;

/// The day that a line opens with, and what stands behind it: an edition
/// (`May 2, 2002, Thursday, FINAL EDITION`).
pub(in crate::corpus) fn leading_date(line: &str) -> Option<(&str, &str)> {
    leading(line, |date| date.day().is_some())
}

/// The month or year that a line opens with, as magazines are dated.
pub(in crate::corpus) fn leading_period(line: &str) -> Option<(&str, &str)> {
    let alone = |(_, rest): &(&str, &str)| rest.is_empty();
    leading(line, |date| date.month().is_some()).or_else(|| leading(line, |_| true).filter(alone))
}

fn leading(line: &str, enough: fn(PartialDate) -> bool) -> Option<(&str, &str)> {
    let line = line.trim();
    if line.len() > DATE_LINE_BYTES || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let gaps =
        line.char_indices().filter(|(_, c)| c.is_whitespace() || matches!(c, ';' | '(')).map(|(at, _)| at);
    let mut ends: Vec<usize> = gaps.take(DATE_WORDS).chain([line.len()]).collect();
    ends.dedup();
    ends.iter().rev().find_map(|&end| {
        let raw = line.get(..end)?.trim_end_matches([',', ' ', ';']);
        let raw = pubdate::without_edition(raw);
        let rest = line.get(raw.len()..)?;
        let found = pubdate::parse(raw, &DateOptions::default())?;
        let held = enough(found.date) && found.date.year() >= FIRST_YEAR;
        held.then_some((raw, rest.trim_matches([',', ' ', ';'])))
    })
}

/// Whether a line says who holds the rights.
pub(in crate::corpus) fn is_copyright(line: &str) -> bool {
    let line = line.trim_start().to_lowercase();
    ["copyright", "(c)", "©", "all rights reserved", "alle rechte vorbehalten", "tous droits", "alle rechten"]
        .iter()
        .any(|mark| line.starts_with(mark))
}

/// A section without the number of the page (`FEATURES; Pg. 6`).
pub(in crate::corpus) fn section(text: &str) -> Option<String> {
    let kept: Vec<&str> = text
        .split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty() && behind_page(part).is_none())
        .collect();
    (!kept.is_empty()).then(|| kept.join("; "))
}

/// The number of the page in such a line; `A1` and `12-14` are numbers, too.
pub(in crate::corpus) fn page(text: &str) -> Option<String> {
    let number = |part: &str| {
        let word = behind_page(part.trim())?.split_whitespace().next()?.to_owned();
        word.contains(|c: char| c.is_ascii_digit()).then_some(word)
    };
    text.split(';').find_map(number)
}

/// What stands behind the word for a page, where a part of a line is of that sort.
fn behind_page(part: &str) -> Option<&str> {
    let marks = ["pg.", "p.", "s.", "page", "seite", "ausg.", "blz."];
    let begins = |mark: &&str| part.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    let rest = part.get(marks.iter().find(|mark| begins(mark))?.len()..)?.trim();
    (rest.len() <= 12 && rest.contains(|c: char| c.is_ascii_digit())).then_some(rest)
}

/// What stands behind a day, when it is the name of an edition.
pub(in crate::corpus) fn edition(text: &str) -> Option<String> {
    let folded = text.to_lowercase();
    let known = ["edition", "édition", "edición", "edizione", "editie", "ausgabe", "final", "zustellung"];
    known.iter().any(|word| folded.contains(word)).then(|| text.to_owned())
}

/// The terms of an index line, without how sure the indexer was of each
/// (`TRADE TREATIES (90%); ELECTIONS (75%)`).
pub(in crate::corpus) fn terms(value: &str) -> Vec<String> {
    let bare = |term: &str| {
        let term = term.trim().trim_end_matches('.');
        let score = term.rsplit_once('(').filter(|(_, score)| {
            score.strip_suffix("%)").is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
        });
        score.map_or(term, |(term, _)| term.trim()).to_owned()
    };
    value.split(';').map(bare).filter(|term| !term.is_empty()).collect()
}

/// The language that a metadata line names, in whatever language that line is written:
/// `GERMAN; DEUTSCH`, `Dutch / Nederlands`, `anglais`.
#[rustfmt::skip]
pub(in crate::corpus) fn known_language(value: &str) -> Option<&'static str> {
    let first = value.split([';', '/', ',']).next()?.trim().to_lowercase();
    Some(match first.as_str() {
        "english" | "englisch" | "anglais" | "inglés" | "ingles" | "inglese" | "inglês" | "engels" | "английский" | "英語" | "英语" => "en",
        "german" | "deutsch" | "allemand" | "alemán" | "tedesco" | "alemão" | "duits" | "немецкий" => "de",
        "french" | "französisch" | "français" | "francés" | "francese" | "francês" | "frans" | "французский" => "fr",
        "spanish" | "spanisch" | "espagnol" | "español" | "spagnolo" | "espanhol" | "spaans" | "испанский" => "es",
        "italian" | "italienisch" | "italien" | "italiano" | "italiaans" => "it",
        "portuguese" | "portugiesisch" | "portugais" | "portugués" | "portoghese" | "português" | "portugees" => "pt",
        "dutch" | "niederländisch" | "néerlandais" | "holandés" | "olandese" | "holandês" | "nederlands" => "nl",
        "russian" | "russisch" | "russe" | "ruso" | "russo" | "русский" => "ru",
        "danish" | "dänisch" | "danois" | "dansk" => "da",
        "norwegian" | "norwegisch" | "norvégien" | "norsk" => "no",
        "greek" | "griechisch" | "grec" => "el",
        "czech" | "tschechisch" | "tchèque" => "cs",
        "hungarian" | "ungarisch" | "hongrois" => "hu",
        "romanian" | "rumänisch" | "roumain" => "ro",
        "bulgarian" | "bulgarisch" | "bulgare" => "bg",
        "chinese" | "chinesisch" | "chinois" | "chinese - traditional" | "chinese - simplified" | "中文" => "zh",
        "japanese" | "japanisch" | "japonais" | "日本語" => "ja",
        "korean" | "koreanisch" | "coréen" => "ko",
        "arabic" | "arabisch" | "arabe" => "ar",
        "turkish" | "türkisch" | "turc" | "türkçe" => "tr",
        "polish" | "polnisch" | "polonais" | "polski" => "pl",
        "swedish" | "schwedisch" | "suédois" | "svenska" => "sv",
        _ => return None,
    })
}

/// The language as [`known_language`] knows it, else as it is written.
pub(in crate::corpus) fn language(value: &str) -> Option<String> {
    let written = || value.split([';', '/', ',']).next().map(|name| name.trim().to_owned());
    known_language(value).map(str::to_owned).or_else(written).filter(|name| !name.is_empty())
}

/// Longest text that may be a vendor's error note, in `char`s.
const NOTE_CHARS: usize = 400;

/// The fault that a document is whose text is nothing but an error note of the vendor.
pub(in crate::corpus) fn error_note(draft: &Draft) -> Option<Fault> {
    let body = draft.body.trim();
    if body.chars().nth(NOTE_CHARS).is_some() {
        return None;
    }
    let text = format!("{} {body}", draft.title.as_deref().unwrap_or_default()).to_lowercase();
    let about = ["document", "dokument", "article", "artikel", "artículo", "articolo"];
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| text.contains(phrase));
    let gone = [
        "no longer available",
        "has been removed",
        "was removed",
        "withdrawn by the publisher",
        "nicht mehr verfügbar",
        "n'est plus disponible",
        "n’est plus disponible",
        "ya no está disponible",
    ];
    let failed = [
        "could not be retrieved",
        "cannot be retrieved",
        "could not be displayed",
        "cannot be displayed",
        "could not be loaded",
        "could not be found",
        "unable to retrieve",
        "error retrieving",
        "could not be delivered",
        "konnte nicht abgerufen",
        "kann nicht angezeigt",
        "n'a pas pu être",
        "n’a pas pu être",
        "no se pudo",
    ];
    if !has(&about) {
        return None;
    }
    let quoted = |what: &str| format!("{what} in place of the document: \"{}\"", first_words(body));
    if has(&failed) {
        let detail = quoted("the vendor put an error note");
        return Some(Fault::new(Reason::NoText, format!("{detail}; export it again")));
    }
    has(&gone).then(|| Fault::new(Reason::Withdrawn, quoted("the vendor put a note")))
}

fn first_words(text: &str) -> String {
    text.split_whitespace().take(12).collect::<Vec<_>>().join(" ")
}

/// Gives a document on: an article, or the vendor's error note as the fault it is.
pub(in crate::corpus) fn give(number: u64, draft: Draft, emit: &mut Emit<'_>) -> ControlFlow<()> {
    match error_note(&draft) {
        Some(fault) => emit.fault(number, fault),
        None => emit.draft(number, draft),
    }
}

/// Holds the numbers of documents against those that the export announces.
pub(in crate::corpus) struct Tally {
    /// Records of what stands before in the same file.
    base: u64,
    announced: RangeInclusive<u64>,
    found: u64,
    next: u64,
}

impl Tally {
    /// For documents with these numbers, of which `found` are there.
    pub(in crate::corpus) fn new(base: u64, announced: RangeInclusive<u64>, found: u64) -> Tally {
        let next = *announced.start();
        Tally { base, announced, found, next }
    }

    /// The number of the record for a document, after what is missing before it was reported.
    pub(in crate::corpus) fn meet(&mut self, number: u64, emit: &mut Emit<'_>) -> ControlFlow<(), u64> {
        if number > self.next {
            self.missing(number - 1, emit)?;
        }
        self.next = number + 1;
        ControlFlow::Continue(self.base + number)
    }

    /// Reports what is missing at the end; gives the base for what follows in the file.
    pub(in crate::corpus) fn end(mut self, emit: &mut Emit<'_>) -> ControlFlow<(), u64> {
        let last = *self.announced.end();
        if last >= self.next {
            self.missing(last, emit)?;
        }
        ControlFlow::Continue(self.base + self.next.saturating_sub(1))
    }

    fn missing(&mut self, last: u64, emit: &mut Emit<'_>) -> ControlFlow<()> {
        let first = self.next;
        self.next = last + 1;
        let announced = (self.announced.end() + 1).saturating_sub(*self.announced.start());
        let which = if first == last {
            format!("document {first} is missing")
        } else {
            format!("documents {first} to {last} are missing")
        };
        emit.fault(self.base + first, mismatch(announced, self.found, &which))
    }
}

/// The fault of an export that does not hold what it announces.
pub(in crate::corpus) fn mismatch(announced: u64, found: u64, which: &str) -> Fault {
    let detail =
        format!("the export announces {announced} documents and holds {found}: {which}; export it again");
    Fault::new(Reason::CountMismatch, detail)
}

/// The fault of a document or file whose layout is none of those that are known.
pub(in crate::corpus) fn unknown(what: &str, finding: &str) -> Fault {
    let detail = format!(
        "{what} in an unknown layout ({finding}): it was not read, so that no article gets another's text"
    );
    Fault::new(Reason::UnknownLayout, detail)
}

/// A number as exports write it: `1,234`, `1.234`, `1 234`.
pub(in crate::corpus) fn number(text: &str) -> Option<u64> {
    let digits: String =
        text.chars().filter(|c| !matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}')).collect();
    Some(digits).filter(|d| (1..=9).contains(&d.len()) && d.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_may_go_on_behind_its_date() {
        let cases = [
            ("January 11, 2010 Monday", "January 11, 2010 Monday", ""),
            ("May 2, 2002, Thursday,, FINAL EDITION", "May 2, 2002, Thursday", "FINAL EDITION"),
            ("27. Februar 2012 Montag 9:50 PM GMT+1", "27. Februar 2012 Montag 9:50 PM GMT+1", ""),
            ("Mittwoch 31. August 2011", "Mittwoch 31. August 2011", ""),
            ("5 March 2012 London Edition", "5 March 2012", "London Edition"),
        ];
        for (line, raw, rest) in cases {
            assert_eq!(leading_date(line), Some((raw, rest)), "{line}");
        }
        assert_eq!(leading_date("The Sun (England)"), None);
        assert_eq!(leading_date("20 dead in 2010 flood"), None);
        assert_eq!(leading_period("March 2012"), Some(("March 2012", "")));
    }

    #[test]
    fn broken_lines_are_joined_and_verse_is_not() {
        let broken = ["a line that was broken because the page was only so wide,", "and its rest"];
        assert_eq!(
            paragraph(&broken),
            "a line that was broken because the page was only so wide, and its rest"
        );
        assert_eq!(paragraph(&["Roses are red", "violets too"]), "Roses are red\nviolets too");
    }

    #[test]
    fn terms_lose_their_scores() {
        assert_eq!(terms("TRADE (90%); U.S. ELECTIONS (2020) (75%);"), ["TRADE", "U.S. ELECTIONS (2020)"]);
    }

    #[test]
    fn pages_are_no_sections() {
        assert_eq!(section("FEATURES; Pg. 6").as_deref(), Some("FEATURES"));
        assert_eq!(section("WISSEN; KREBS; S. 114 Ausg. 9").as_deref(), Some("WISSEN; KREBS"));
        assert_eq!(section("S. 7 Ausg. 167"), None);
        assert_eq!(section("Sports").as_deref(), Some("Sports"));
        assert_eq!(page("Section A; Column 0; Foreign Desk; Pg. 1").as_deref(), Some("1"));
        assert_eq!(page("WISSEN; KREBS; S. 114 Ausg. 9").as_deref(), Some("114"));
        assert_eq!(page("NEWS; Page A12").as_deref(), Some("A12"));
        assert_eq!(page("Sports"), None);
    }

    #[test]
    fn an_edition_is_told_from_a_weekday() {
        assert_eq!(edition("Late Edition - Final").as_deref(), Some("Late Edition - Final"));
        assert_eq!(edition("Thursday 4:12 PM GMT"), None);
    }

    #[test]
    fn error_notes_are_no_articles() {
        let note =
            |body: &str| error_note(&Draft { body: body.to_owned(), ..Draft::default() }).map(|f| f.reason);
        assert_eq!(
            note("We are sorry, the requested document could not be retrieved."),
            Some(Reason::NoText)
        );
        assert_eq!(
            note("This article is no longer available at the request of its publisher."),
            Some(Reason::Withdrawn)
        );
        assert_eq!(note("The black box could not be retrieved, the navy said."), None);
        let long = "The document could not be retrieved from the wreck. ".repeat(20);
        assert_eq!(note(&long), None);
    }
}
