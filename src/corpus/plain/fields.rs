//! A first line of fields, as collections of crawled news put above each text:
//! `source###headline###address###section###day###id###tags`.
//!
//! The fields have no names, so each is told by what it holds: an address, a day, a list in
//! brackets, a number, words. A line counts only if it has several fields and an address or a
//! day among them; what cannot be told is left out. Below it such collections number their
//! sentences, a number and a tab in front of each, and these numbers go.

use crate::article::DateSource;
use crate::corpus::data::record::split_list;
use crate::corpus::draft::Draft;
use crate::corpus::pubdate::{self, DateOptions};

/// Signs that stand twice or more between fields.
const SIGNS: &[char] = &['#', '|', '@', ';', '~', '^'];
/// Fewest fields of such a line.
const FIELDS_MIN: usize = 4;
/// Longest line that is looked at, in bytes.
const LINE_BYTES: usize = 4_000;

/// Takes such a line off a text and fills the draft from it; `None` when there is none.
pub(in crate::corpus) fn peel(text: &str, draft: &mut Draft) -> Option<String> {
    let (line, below) = text.split_once('\n')?;
    let fields = fields(line)?;
    for field in fields {
        take(field, draft);
    }
    Some(unnumbered(below))
}

/// The fields of a line, when it is one.
fn fields(line: &str) -> Option<Vec<&str>> {
    if line.len() > LINE_BYTES {
        return None;
    }
    let separator = SIGNS.iter().find_map(|&sign| {
        let start = line.find(&format!("{sign}{sign}"))?;
        let run = line.get(start..)?;
        run.get(..run.find(|c| c != sign).unwrap_or(run.len()))
    })?;
    let fields: Vec<&str> = line.split(separator).map(str::trim).collect();
    let told = fields.iter().any(|f| is_address(f) || is_day(f));
    (fields.len() >= FIELDS_MIN && told).then_some(fields)
}

fn is_address(field: &str) -> bool {
    field.starts_with("http://") || field.starts_with("https://")
}

fn is_day(field: &str) -> bool {
    let found = pubdate::parse(field, &DateOptions::default());
    field.contains(['-', '/', '.', ' ']) && found.is_some_and(|found| found.date.day().is_some())
}

fn take(field: &str, draft: &mut Draft) {
    if is_address(field) {
        draft.url.get_or_insert_with(|| field.to_owned());
    } else if is_day(field) {
        draft.dates.push((DateSource::Header, field.to_owned()));
    } else if field.starts_with('[') && field.ends_with(']') {
        draft.keywords.extend(split_list(field));
    } else if !field.is_empty() && field.chars().all(char::is_numeric) {
        draft.source_id.get_or_insert_with(|| field.to_owned());
    } else if field.split_whitespace().nth(1).is_some() {
        draft.title.get_or_insert_with(|| field.to_owned());
    }
}

/// The lines without the numbers in front of them, if most have one.
fn unnumbered(text: &str) -> String {
    // A line of numbers alone names sentences of a summary.
    let is_reference = |line: &str| !line.chars().any(char::is_alphabetic) && sentence(line).is_none();
    let lines: Vec<&str> =
        text.lines().filter(|line| !line.trim().is_empty() && !is_reference(line)).collect();
    let numbered = lines.iter().filter(|line| sentence(line).is_some()).count();
    if numbered == 0 || numbered * 10 < lines.len() * 8 {
        return text.to_owned();
    }
    lines.iter().map(|line| sentence(line).unwrap_or(line)).collect::<Vec<_>>().join("\n")
}

/// What stands behind a number and a tab.
fn sentence(line: &str) -> Option<&str> {
    let (number, rest) = line.split_once('\t')?;
    (!number.is_empty() && number.chars().all(char::is_numeric)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_by_what_they_hold() {
        let mut draft = Draft::default();
        let text = "press_data###Ice on the river###https://press.example/7###['Weather']###2020-03-01 19:22:00###۹۶###['ice', 'river']\n1@@@3\n1\tIt froze.\n2\tFerries stopped.\n3\tNobody sank.";
        let body = peel(text, &mut draft).unwrap();
        assert_eq!(body, "It froze.\nFerries stopped.\nNobody sank.");
        assert_eq!(draft.title.as_deref(), Some("Ice on the river"));
        assert_eq!(draft.url.as_deref(), Some("https://press.example/7"));
        assert_eq!(draft.dates, [(DateSource::Header, "2020-03-01 19:22:00".to_owned())]);
        assert_eq!(
            (draft.source_id.as_deref(), draft.keywords),
            (Some("۹۶"), vec!["Weather".to_owned(), "ice".to_owned(), "river".to_owned()])
        );
    }

    #[test]
    fn other_first_lines_stay() {
        for text in [
            "## A heading ## of Markdown\nText.",
            "It rained ;; and rained ;; and rained\nText.",
            "a||b||c||d\nText.",
            "One line only",
            "https://press.example/7\nText.",
        ] {
            assert_eq!(peel(text, &mut Draft::default()), None, "{text}");
        }
    }
}
