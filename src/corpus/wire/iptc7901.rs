//! IPTC 7901, the text transmission format of European agencies.
//!
//! The header has a line of codes (source and number, priority, category, count of words) and
//! the keywords; the text opens with labels, headline and author up to the first blank line;
//! behind it stands the time, as day and clock with zone, month and year. That time is when the
//! message was sent, which is publication for an agency.

use crate::article::DateSource;
use crate::corpus::draft::Draft;
use crate::corpus::prose::agency;
use crate::corpus::prose::marks;
use crate::corpus::prose::paragraphs;
use crate::corpus::wire::desk;
use crate::corpus::wire::story::Story;
use crate::corpus::wire::telegraph::{self, Message};
use crate::corpus::{Emit, Input};
use crate::error::Fault;

/// Longest headline; a longer opening is text.
const HEADLINE_BYTES: usize = 400;

/// Whether a file begins with such a message.
pub(in crate::corpus) fn sniff(head: &[u8]) -> bool {
    telegraph::header(head).is_some()
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    telegraph::each(input, &mut |message| {
        let number = message.number;
        emit.draft(number, draft(message))
    })
}

fn draft(message: Message<'_>) -> Draft {
    let mut lines = message.header.lines().map(str::trim).filter(|l| !l.is_empty());
    let codes = lines.next().unwrap_or_default();
    let keywords: Vec<&str> = lines.collect();
    let agency = codes.split_whitespace().skip(1).find_map(agency::known_agency);
    let mut draft = Draft {
        source_id: codes.split_whitespace().next().map(str::to_owned),
        outlet: agency,
        keywords: vec![keywords.join(" ").trim_end_matches('/').to_owned()],
        warnings: message.warnings,
        ..Draft::default()
    };
    match sent(message.trailer) {
        Some(raw) => draft.dates.push((DateSource::Header, raw)),
        None if message.trailer.trim().is_empty() => {}
        None => draft.warnings.push("the time behind the text cannot be read".to_owned()),
    }
    let below = opening(message.text, &mut draft);
    let story = Story { paragraphs: paragraphs::of_typed(below), ..Story::default() };
    desk::file(&mut draft, story, None);
    draft
}

/// Takes labels, headline and author from the beginning of a text; what comes below them.
fn opening<'a>(text: &'a str, draft: &mut Draft) -> &'a str {
    let text = text.trim_start_matches(['\r', '\n']);
    let mut end = 0;
    let mut head: Vec<&str> = Vec::new();
    for line in text.split_inclusive('\n') {
        let indented = line.starts_with("  ") || line.starts_with('\t');
        if line.trim().is_empty() || (indented && !head.is_empty()) {
            break;
        }
        end += line.len();
        head.push(line.trim());
    }
    let below = text.get(end..).unwrap_or_default();
    if below.trim().is_empty() || end > HEADLINE_BYTES {
        // No line parts a headline from the text.
        return text;
    }
    let mut title: Vec<&str> = Vec::new();
    for (at, line) in head.iter().enumerate() {
        let bare = line.trim_end_matches(['=', ' ', '-', '+']);
        let last = at + 1 == head.len();
        if let Some(kind) = marks::marked(bare).filter(|_| is_label(bare) && !last) {
            draft.revision.get_or_insert(marks::revision(kind));
        } else if title.is_empty() && is_label(bare) && !last {
            draft.asides.push(bare.to_owned());
        } else if desk::is_byline(line) {
            draft.byline.get_or_insert(bare.to_owned());
        } else {
            title.push(bare);
        }
    }
    draft.title = Some(title.join(" ")).filter(|t| !t.is_empty());
    below
}

/// A word or two above the headline: `1ST LEAD`, `URGENT`, `Achtung`.
fn is_label(line: &str) -> bool {
    let words = line.split_whitespace().count();
    words <= 3 && (!line.chars().any(char::is_lowercase) || marks::marked(line).is_some())
}

/// The time of a message (`131137 GMT Nov 13`), its parts in an order that people use.
fn sent(trailer: &str) -> Option<String> {
    let mut words = trailer.split_whitespace();
    let stamp = words.find(|w| w.len() == 6 && w.bytes().all(|b| b.is_ascii_digit()))?;
    let (day, clock) = stamp.split_at_checked(2)?;
    let (hour, minute) = clock.split_at_checked(2)?;
    let rest: Vec<&str> = words.take(3).collect();
    let (zone, month, year) = match *rest.as_slice() {
        [zone, month, year] if telegraph::full_year(year).is_some() => (zone, month, year),
        [month, year, ..] => ("", month, year),
        _ => return None,
    };
    let year = telegraph::full_year(year)?;
    Some(format!("{day} {month} {year} {hour}:{minute} {zone}").trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_behind_the_text() {
        assert_eq!(sent("131137 GMT Nov 13 \n").as_deref(), Some("13 Nov 2013 11:37 GMT"));
        assert_eq!(sent("071341 Okt 1998").as_deref(), Some("07 Okt 1998 13:41"));
        assert_eq!(sent("1311 GMT Nov 13"), None);
        assert_eq!(sent("131137 GMT"), None);
    }

    #[test]
    fn labels_headline_and_author_stand_above_the_text() {
        let mut draft = Draft::default();
        let text = "\r\nURGENT\r\n2ND LEAD\r\nRain floods\r\nthe old town\r\nBy Ana Lima, dpa =\r\n\r\n   Oslo (dpa) - It rained.\r\n";
        assert_eq!(opening(text, &mut draft).trim(), "Oslo (dpa) - It rained.");
        assert_eq!(draft.title.as_deref(), Some("Rain floods the old town"));
        assert_eq!(draft.byline.as_deref(), Some("By Ana Lima, dpa"));
        assert_eq!((draft.asides.len(), draft.revision.is_some()), (1, true));
    }

    #[test]
    fn a_text_without_a_headline_is_all_text() {
        let mut draft = Draft::default();
        assert_eq!(opening("It rained.\nAll day.", &mut draft), "It rained.\nAll day.");
        assert_eq!(draft.title, None);
    }
}
