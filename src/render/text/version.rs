//! Versions of an article: what each one changed in the one before, as a text in which what
//! went and what came are marked.

use std::io::Write;

use super::article::{LABEL, labelled};
use super::figures::counted;
use crate::error::Result;
use crate::index::Record;
use crate::render::Style;
use crate::render::line::{Ink, Line, Page};
use crate::render::versions::{Change, How, Kind, Run, changes, differences, moment};
use crate::search::Chain;

/// Unchanged words that are shown before and after a change.
const AROUND: usize = 8;

/// The versions of an article, oldest first, and among them its issues where its outlet sent it again
/// as articles of their own.
///
/// # Errors
/// When it cannot be written.
pub fn versions(
    record: &Record,
    earlier: &[(i64, Record)],
    issues: Option<&Chain>,
    style: Style,
    out: &mut dyn Write,
) -> Result<()> {
    let mut page = Page::new(style, out);
    let title = record.article.title.as_deref().unwrap_or("(no headline)");
    page.wrapped(&Line::of(Ink::Strong, title), 0)?;
    labelled("id", &record.id.to_string(), &mut page)?;
    let count = match earlier.len() {
        0 => "one: it has not changed since it was indexed".to_owned(),
        n => counted(n as u64 + 1, "versions"),
    };
    labelled("versions", &count, &mut page)?;
    if let Some(chain) = issues {
        let count = counted(chain.issues.len() as u64, "articles");
        labelled("issues", &format!("{count} of its outlet, each revising one before it"), &mut page)?;
    }
    for change in changes(record, earlier, issues) {
        page.blank()?;
        page.wrapped(&Line::of(Ink::Strong, &heading(&change)), 2)?;
        let fields = differences(change.before, change.after);
        if fields.is_empty() {
            labelled("", "text and headline are the same; something beside them changed", &mut page)?;
        }
        for (field, runs) in fields {
            labelled_line(field, diffed(&runs, style), &mut page)?;
        }
    }
    Ok(())
}

fn heading(change: &Change<'_>) -> String {
    match &change.how {
        How::Replaced { number, at } => {
            format!("version {number} replaced version {} at {}", number - 1, moment(*at))
        }
        How::Revised { revises, by } => {
            let date = by.article.published.as_ref().map_or("undated".to_owned(), |p| p.date.to_string());
            format!("{} of {date} is {} of {}", by.id, an(revises.kind.as_str()), revises.id)
        }
    }
}

fn an(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// What went as `[-words-]` and what came as `{+words+}`, with a few words around.
pub(super) fn diffed(runs: &[Run], style: Style) -> Line {
    let last = runs.len().saturating_sub(1);
    let mut line = Line::new();
    let mut push = |ink, text: &str| line.push_marked(ink, text, &[], style);
    for (at, run) in runs.iter().enumerate() {
        match run.kind {
            Kind::Removed => push(Ink::Mark, &format!("[-{}-]", run.text)),
            Kind::Added => push(Ink::Place, &format!("{{+{}+}}", run.text)),
            Kind::Same => push(Ink::Plain, &shortened(&run.text, at > 0, at < last)),
        }
    }
    line
}

/// A label, and a line hanging beside it.
pub(super) fn labelled_line(label: &str, value: Line, page: &mut Page<'_>) -> Result<()> {
    let mut line = Line::of(Ink::Dim, label);
    line.fill(LABEL);
    line.append(value);
    page.wrapped(&line, LABEL)
}

/// The words of a run next to a change before and after it.
fn shortened(text: &str, changed_before: bool, changed_after: bool) -> String {
    let words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    let (head, tail) = (if changed_before { AROUND } else { 0 }, if changed_after { AROUND } else { 0 });
    if words.len() <= head + tail + 1 {
        return text.to_owned();
    }
    let from_end = words.len() - tail;
    let part = |from: usize, to: usize| words.get(from..to).unwrap_or_default().concat();
    let before = if head == 0 { String::new() } else { format!("{} ", part(0, head).trim_end()) };
    format!("{before}… {}", part(from_end, words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_words_are_left_out() {
        let run = |kind, text: &str| Run { kind, text: text.to_owned() };
        let words = "w ".repeat(40);
        let runs = [run(Kind::Same, &words), run(Kind::Removed, "two"), run(Kind::Added, "three")];
        assert_eq!(
            diffed(&runs, Style::default()).plain(),
            format!("… {}[-two-]{{+three+}}", "w ".repeat(AROUND))
        );
    }
}
