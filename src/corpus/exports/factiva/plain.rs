//! Documents whose fields follow each other without codes.

use std::ops::ControlFlow;

use super::{accession, announced, check, with_clock};
use crate::article::DateSource;
use crate::corpus::Emit;
use crate::corpus::draft::Draft;
use crate::corpus::exports::export;
use crate::error::{Fault, Reason};

/// A count of words above a day, and the line that ends a document.
pub(super) fn is_plain(sample: &str) -> bool {
    let lines: Vec<&str> = sample.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let counted = lines.windows(2).position(|pair| match pair {
        [words, day] => is_word_count(words) && export::leading_date(day).is_some(),
        _ => false,
    });
    counted.is_some_and(|at| lines.iter().skip(at).any(|line| accession(line).is_some()))
}

/// `812 words`, in the language of the page.
pub(super) fn is_word_count(line: &str) -> bool {
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

/// Reads documents whose fields follow each other without codes.
pub(super) fn plain(lines: &[&str], emit: &mut Emit<'_>) -> Result<(), Fault> {
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
pub(super) struct Known<'k> {
    pub(super) id: &'k str,
    /// Where the layout marks it.
    pub(super) title: Option<String>,
    pub(super) author: Option<String>,
}

fn give_plain(number: u64, lines: &[&str], known: Known<'_>, emit: &mut Emit<'_>) -> ControlFlow<()> {
    match plain_draft(lines, known) {
        Ok(draft) => export::give(number, draft, emit),
        Err(fault) => emit.fault(number, fault),
    }
}

/// Lines between the day and the text that are looked at.
const DETAILS: usize = 12;

pub(super) fn plain_draft(lines: &[&str], known: Known<'_>) -> Result<Draft, Fault> {
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
    let named = |line: &str| {
        ["by ", "von ", "par ", "por ", "di ", "door ", "av ", "from "]
            .iter()
            .any(|by| line.to_lowercase().starts_with(by))
            && line.len() <= 120
    };
    if lines.len() > 1 && lines.last().is_some_and(|line| named(line)) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_words_stand_alone() {
        for line in ["812 words", "1,012 words", "1.012 Wörter", "1 012 mots", "543字"] {
            assert!(is_word_count(line), "{line}");
        }
        for line in ["words", "812 words in all", "812", "812 boats"] {
            assert!(!is_word_count(line), "{line}");
        }
    }

    #[test]
    fn two_heads_without_a_number_between_them_are_refused() {
        let text = "Fog\n9 words\n4 March 2019\nPost\nEnglish\nFog.\n\nRain\n9 words\n5 March 2019\nPost\nEnglish\nRain.";
        let fault = plain_draft(&text.lines().collect::<Vec<_>>(), Known::default()).unwrap_err();
        assert_eq!(fault.reason, Reason::UnknownLayout);
    }
}
