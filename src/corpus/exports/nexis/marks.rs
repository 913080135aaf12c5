//! The lines that number the documents of an export, and what is wrong with their numbers.

use crate::corpus::exports::export;
use crate::error::{Fault, Reason};

/// Where a document begins, and how it is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) line: usize,
    pub(super) number: u64,
    pub(super) of: u64,
}

/// Words for a document in a numbering line.
const DOCUMENT_WORDS: &[&str] = &[
    "document",
    "documents",
    "dokument",
    "dokumente",
    "dokumenten",
    "documento",
    "documentos",
    "documenti",
    "documenten",
];
/// Words for "of" in a numbering line.
const OF_WORDS: &[&str] = &["of", "von", "de", "di", "van", "af", "av", "sur"];

/// The numbers in a line that numbers a document and holds nothing else.
pub(super) fn mark(line: &str) -> Option<(u64, u64)> {
    if line.len() > 120 || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let (number, of, total, document) = match words.as_slice() {
        [number, of, total, document] if number.starts_with(|c: char| c.is_ascii_digit()) => {
            (number, of, total, document)
        }
        [document, number, of, total] => (number, of, total, document),
        _ => return None,
    };
    let known = |word: &str, list: &[&str]| list.contains(&word.to_lowercase().as_str());
    // A sentence would not begin its word for a document with a capital.
    let capital = document.starts_with(char::is_uppercase);
    (capital && known(document, DOCUMENT_WORDS) && known(of, OF_WORDS))
        .then(|| Some((export::number(number)?, export::number(total)?)))?
}

/// Whether blank lines, or the ends of the text, stand around a line.
pub(super) fn stands_apart(lines: &[&str], at: usize) -> bool {
    let blank = |line: Option<&&str>| line.is_none_or(|line| line.trim().is_empty());
    blank(at.checked_sub(1).and_then(|before| lines.get(before))) && blank(lines.get(at + 1))
}

/// The exports that stand one after the other in a file; an error when the numbers of one
/// of them contradict each other.
pub(super) fn runs(marks: &[Mark]) -> Result<Vec<&[Mark]>, Fault> {
    let mut runs = Vec::new();
    let mut start = 0;
    for (at, pair) in marks.windows(2).enumerate() {
        if let [before, after] = pair
            && (after.of != before.of || (after.number == 1 && before.number > 1))
        {
            runs.extend(marks.get(start..=at));
            start = at + 1;
        }
    }
    runs.extend(marks.get(start..));
    if let Some(Mark { number, of, .. }) = marks.iter().find(|m| m.number == 0 || m.number > m.of) {
        return Err(contradiction(&format!("a document is numbered {number} of {of}")));
    }
    let falls = |pair: &[Mark]| match pair {
        [before, after] if after.number <= before.number => Some((before.number, after.number)),
        _ => None,
    };
    match runs.iter().find_map(|run| run.windows(2).find_map(falls)) {
        Some((before, after)) => {
            Err(contradiction(&format!("document {before} comes before document {after}")))
        }
        None => Ok(runs),
    }
}

fn contradiction(finding: &str) -> Fault {
    let detail =
        format!("{finding}: the file was not read, since its documents cannot be told apart for certain");
    Fault::new(Reason::CountMismatch, detail)
}

/// The numbers that the documents of a run should have: 1 to the total, or the part of them
/// that the cover page says was asked for.
pub(super) fn announced(run: &[Mark], cover: &[&str]) -> std::ops::RangeInclusive<u64> {
    let (first, of) = run.first().map_or((1, 0), |m| (m.number, m.of));
    let asked = cover.iter().filter(|line| line.contains(':')).find_map(|line| {
        let (from, to) = line.rsplit(|c: char| c.is_whitespace() || c == ':').next()?.split_once('-')?;
        Some((export::number(from)?, export::number(to)?))
    });
    match asked {
        Some((from, to)) if from > 1 && from == first && (from..=of).contains(&to) => from..=to,
        _ => 1..=of,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbering_lines_are_told_from_sentences() {
        for line in ["  1 of 200 DOCUMENTS", "Dokument 1 von 200", "Document 1 de 200", "1 of 200 DOCUMENT"] {
            assert_eq!(mark(line), Some((1, 200)), "{line}");
        }
        assert_eq!(mark("1,001 of 2,325 DOCUMENTS"), Some((1001, 2325)));
        for line in
            ["1 of 200 documents", "He read 1 of 200 DOCUMENTS", "one of 200 DOCUMENTS", "1 of DOCUMENTS"]
        {
            assert_eq!(mark(line), None, "{line}");
        }
    }

    #[test]
    fn numbers_part_into_runs_and_contradictions_are_refused() {
        let runs = |numbers: &[(u64, u64)]| {
            let marks: Vec<Mark> = numbers.iter().map(|&(number, of)| Mark { line: 0, number, of }).collect();
            super::runs(&marks).map(|runs| runs.iter().map(|run| run.len()).collect::<Vec<_>>())
        };
        assert_eq!(runs(&[(1, 2), (2, 2), (1, 2), (2, 2), (1, 1)]).unwrap(), [2, 2, 1]);
        assert_eq!(runs(&[(1, 5), (2, 5), (4, 5)]).unwrap(), [3]);
        for numbers in [&[(1, 3), (3, 3), (2, 3)][..], &[(1, 2), (1, 2)], &[(4, 3)], &[(0, 3)]] {
            assert_eq!(runs(numbers).unwrap_err().reason, Reason::CountMismatch);
        }
    }

    #[test]
    fn a_part_of_a_longer_list_is_whole() {
        let marks = [Mark { line: 0, number: 501, of: 998 }];
        assert_eq!(announced(&marks, &["Download Request: Selected Items: 501-998"]), 501..=998);
        assert_eq!(announced(&marks, &["Terms: 501-998 and rain", "Project ID: None"]), 1..=998);
        let marks = [Mark { line: 0, number: 1, of: 62 }];
        assert_eq!(announced(&marks, &["Download Request: Selected Items: 1201-1262"]), 1..=62);
    }
}
