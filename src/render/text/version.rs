//! Versions of an article: what each one changed in the one before, as a text in which what
//! went and what came are marked.

use std::io::Write;

use super::article::labelled;
use super::figures::counted;
use crate::error::Result;
use crate::index::Record;
use crate::render::Style;
use crate::render::line::{Ink, Line, Page};
use crate::render::versions::{Kind, Run, differences, moment};

/// Unchanged words that are shown before and after a change.
const AROUND: usize = 8;

/// The versions of an article, oldest first.
///
/// # Errors
/// When it cannot be written.
pub fn versions(record: &Record, earlier: &[(i64, Record)], style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let title = record.article.title.as_deref().unwrap_or("(no headline)");
    page.wrapped(&Line::of(Ink::Strong, title), 0)?;
    labelled("id", &record.id.to_string(), &mut page)?;
    if earlier.is_empty() {
        labelled("versions", "one: it has not changed since it was indexed", &mut page)?;
        return Ok(());
    }
    labelled("versions", &counted(earlier.len() as u64 + 1, "versions"), &mut page)?;
    let later = earlier.iter().skip(1).map(|(_, r)| r).chain([record]);
    for (at, ((replaced, before), after)) in earlier.iter().zip(later).enumerate() {
        page.blank()?;
        let head = format!("version {} replaced version {} at {}", at + 2, at + 1, moment(*replaced));
        page.wrapped(&Line::of(Ink::Strong, &head), 2)?;
        let fields = differences(&before.article, &after.article);
        if fields.is_empty() {
            labelled("", "text and headline are the same; something beside them changed", &mut page)?;
        }
        for (field, runs) in fields {
            labelled(field, &shown(&runs), &mut page)?;
        }
    }
    Ok(())
}

/// What went as `[-words-]` and what came as `{+words+}`, with a few words around.
fn shown(runs: &[Run]) -> String {
    let last = runs.len().saturating_sub(1);
    let mut out = String::new();
    for (at, run) in runs.iter().enumerate() {
        match run.kind {
            Kind::Removed => out.push_str(&format!("[-{}-]", run.text)),
            Kind::Added => out.push_str(&format!("{{+{}+}}", run.text)),
            Kind::Same => out.push_str(&shortened(&run.text, at > 0, at < last)),
        }
    }
    out
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
    format!("{} … {}", part(0, head).trim_end(), part(from_end, words.len())).trim_start().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_words_are_left_out() {
        let run = |kind, text: &str| Run { kind, text: text.to_owned() };
        let words = "w ".repeat(40);
        let text = shown(&[run(Kind::Same, &words), run(Kind::Removed, "two"), run(Kind::Added, "three")]);
        assert_eq!(text, format!("… {}[-two-]{{+three+}}", "w ".repeat(AROUND)));
    }
}
