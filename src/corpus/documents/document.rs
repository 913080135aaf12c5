//! What a file of a word processor holds, once its format is taken off: an export of a news
//! database, or one article.
//!
//! Databases hand out the same layouts as plain text and as Word or RTF files, so the text is
//! shown to the readers of those layouts first.

use std::ops::ControlFlow;

use crate::article::DateSource;
use crate::corpus::draft::Draft;
use crate::corpus::exports::export::Layout;
use crate::corpus::exports::factiva;
use crate::corpus::exports::lexis;
use crate::corpus::exports::nexis;
use crate::corpus::exports::proquest;
use crate::corpus::plain::text;
use crate::corpus::prose::clean;
use crate::corpus::{Emit, limits};
use crate::error::{Fault, Reason};

/// What was found in a file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::corpus) struct Document {
    /// The text, paragraphs separated by a blank line, cells of tables by tabs.
    pub(in crate::corpus) text: String,
    /// Footnotes and endnotes.
    pub(in crate::corpus) notes: Vec<String>,
    /// What the file's properties call it, who wrote it, and when it was made.
    pub(in crate::corpus) title: Option<String>,
    pub(in crate::corpus) author: Option<String>,
    pub(in crate::corpus) created: Option<String>,
    /// A headline that is marked as one in the text; it opens the text as well.
    pub(in crate::corpus) heading: Option<String>,
    pub(in crate::corpus) warnings: Vec<String>,
}

/// The layouts of exports.
const LAYOUTS: &[Layout] = &[proquest::LAYOUT, nexis::LAYOUT, lexis::LAYOUT, factiva::LAYOUT];

/// Gives the articles of a document on.
pub(in crate::corpus) fn give(document: Document, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let sample = clean::prefix(&document.text, limits::HEAD_BYTES);
    if let Some(layout) = LAYOUTS.iter().find(|layout| (layout.sniff)(sample)) {
        emit.warning = document.warnings.into_iter().next();
        return (layout.read_text)(&document.text, emit);
    }
    let text = clean::body(&document.text);
    if text.is_empty() {
        return Err(Fault::new(Reason::NoText, "no text: the document holds no words"));
    }
    let mut draft = Draft { asides: document.notes, warnings: document.warnings, ..Draft::default() };
    let heading = document.heading.as_deref().and_then(clean::line);
    let below = heading
        .as_deref()
        .and_then(|heading| text.strip_prefix(heading))
        .map(|rest| rest.trim_start_matches('\n'));
    draft.title = heading.filter(|_| below.is_some_and(|rest| !rest.is_empty()));
    text::top_and_text(below.filter(|_| draft.title.is_some()).unwrap_or(&text), &mut draft);
    draft.title = draft.title.or(document.title.filter(|title| is_headline(title)));
    draft.byline = draft.byline.or(document.author);
    draft.dates.extend(document.created.map(|created| (DateSource::Metadata, created)));
    let _: ControlFlow<()> = emit.draft(1, draft);
    Ok(())
}

/// Whether a title was given by a person: programs put names of files and templates there.
fn is_headline(title: &str) -> bool {
    let lower = title.trim().to_lowercase();
    let file = [".doc", ".docx", ".rtf", ".dot", ".txt", ".odt"].iter().any(|end| lower.ends_with(end));
    lower.contains(' ') && !file && !lower.starts_with("microsoft word")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_no_headlines() {
        assert!(is_headline("Ferry runs aground"));
        assert!(!is_headline("Microsoft Word - ferry final"));
        assert!(!is_headline("ferry final.docx"));
        assert!(!is_headline("Document1"));
    }
}
