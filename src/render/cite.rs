//! Articles as entries of a bibliography: RIS, BibTeX and CSL-JSON.
//!
//! A [`Citation`] is what a reference manager knows of a newspaper article, made once and written in
//! three ways. A date keeps its precision: of a year nobody makes a first of January. A byline
//! becomes persons where that is safe ([`byline`]); where a word of it is left out by that, it stands
//! once more in a note, as it was printed.
//!
//! ```
//! use dateline::article::Article;
//! use dateline::index::{Origin, Record};
//! use dateline::render::cite::{Bibliography, Style};
//! # let article = Article { title: Some("Grain & bread".into()), ..Article::default() };
//! # let (id, origin) = (dateline::article::ArticleId::from_number(7), Origin::default());
//! # let (mentions, sentences, paragraphs) = (vec![], vec![], vec![]);
//! let record = Record { id, number: 0, origin, article, mentions, sentences, paragraphs };
//! let mut out = Vec::new();
//! let mut entries = Bibliography::begin(Style::Bibtex, &mut out).unwrap();
//! entries.add(&record).unwrap();
//! entries.end().unwrap();
//! assert!(String::from_utf8(out).unwrap().contains("title = {Grain \\& bread}"));
//! ```
//!
//! Left out: the text of the article, and where it stands in the corpus, for which no reference
//! manager has a field.

mod bibtex;
pub mod byline;
mod csl;
mod ris;

use std::io::Write;

use super::{output, safe};
use crate::article::ArticleId;
use crate::date::PartialDate;
use crate::error::Result;
use crate::index::Record;
use byline::Author;

/// How entries are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// RIS: tags of two letters, a line each.
    Ris,
    /// BibTeX, in UTF-8.
    Bibtex,
    /// CSL-JSON: one array of objects.
    Csl,
}

/// An article as a reference manager knows it. All texts are on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The article's id.
    pub id: ArticleId,
    /// The headline.
    pub title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<Author>,
    /// The newspaper, agency or site.
    pub outlet: Option<String>,
    /// When it was published, as precisely as that is known.
    pub date: Option<PartialDate>,
    /// The printed page.
    pub page: Option<String>,
    /// Desk, section or category.
    pub section: Option<String>,
    /// The edition.
    pub edition: Option<String>,
    /// Its address on the web.
    pub url: Option<String>,
    /// BCP 47 language tag.
    pub lang: Option<String>,
    /// The summary that its source keeps apart from the text.
    pub summary: Option<String>,
    /// Topic words of the source.
    pub keywords: Vec<String>,
    /// The byline as printed, where the authors are not all of it.
    pub note: Option<String>,
}

impl Citation {
    /// Of an article.
    pub fn of(record: &Record) -> Citation {
        let article = &record.article;
        let text = |value: &Option<String>| value.as_deref().and_then(running);
        let printed = text(&article.byline);
        let (outlet, lang) = (text(&article.outlet), text(&article.lang));
        let read = printed.as_deref().map(|line| byline::read(line, outlet.as_deref(), lang.as_deref()));
        let (authors, whole) = read.unwrap_or((Vec::new(), true));
        Citation {
            id: record.id,
            title: text(&article.title),
            authors,
            date: article.published.as_ref().map(|p| p.date),
            page: text(&article.page),
            section: text(&article.section),
            edition: text(&article.edition),
            url: text(&article.url),
            summary: text(&article.lead),
            keywords: article.keywords.iter().filter_map(|word| running(word)).collect(),
            note: printed.filter(|_| !whole).map(|line| format!("Byline: {line}")),
            outlet,
            lang,
        }
    }
}

/// A text on one line, with single blanks; `None` when nothing of it can be seen.
fn running(text: &str) -> Option<String> {
    let line = safe::line(text).split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// Entries while they are written, one at a time; [`Bibliography::end`] ends them.
pub struct Bibliography<'o> {
    style: Style,
    entries: u64,
    out: &'o mut dyn Write,
}

impl<'o> Bibliography<'o> {
    /// One without an entry.
    ///
    /// # Errors
    /// When it cannot be written; so for the other functions.
    pub fn begin(style: Style, out: &'o mut dyn Write) -> Result<Bibliography<'o>> {
        if style == Style::Csl {
            out.write_all(b"[").map_err(output)?;
        }
        Ok(Bibliography { style, entries: 0, out })
    }

    /// Adds an article.
    pub fn add(&mut self, record: &Record) -> Result<()> {
        let citation = Citation::of(record);
        if self.style == Style::Csl {
            self.out.write_all(if self.entries > 0 { b",\n" } else { b"\n" }).map_err(output)?;
        }
        self.entries += 1;
        match self.style {
            Style::Ris => self.out.write_all(ris::entry(&citation).as_bytes()).map_err(output),
            Style::Bibtex => self.out.write_all(bibtex::entry(&citation).as_bytes()).map_err(output),
            Style::Csl => csl::entry(&citation, self.out),
        }
    }

    /// Ends it.
    pub fn end(self) -> Result<()> {
        match self.style {
            Style::Csl if self.entries > 0 => self.out.write_all(b"\n]\n").map_err(output),
            Style::Csl => self.out.write_all(b"]\n").map_err(output),
            Style::Ris | Style::Bibtex => Ok(()),
        }
    }
}

/// A citation with everything that can go wrong, for the tests of all three forms.
#[cfg(test)]
fn sample() -> Citation {
    Citation {
        id: ArticleId::from_number(77),
        title: Some("50% of {all} \"A&B\" stock_#1 ~ $5\\n".into()),
        authors: vec![
            Author::Person { family: "de Souza".into(), given: "Ana".into(), suffix: Some("Jr.".into()) },
            Author::Literal("Meridian Wire".into()),
        ],
        outlet: Some("Gazette & Post".into()),
        date: "1943-05".parse().ok(),
        page: Some("A1".into()),
        section: Some("World".into()),
        edition: Some("Late".into()),
        url: Some("https://a.example/x_y?q={1}&r=50%25".into()),
        lang: Some("en".into()),
        summary: Some("Short.".into()),
        keywords: vec!["war".into(), "bread; grain".into()],
        note: Some("Byline: Ana de Souza Jr., staff".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    fn written(style: Style, records: &[Record]) -> String {
        let mut out = Vec::new();
        let mut entries = Bibliography::begin(style, &mut out).unwrap();
        records.iter().for_each(|r| entries.add(r).unwrap());
        entries.end().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_empty_bibliography_can_be_read() {
        assert_eq!([Style::Ris, Style::Bibtex, Style::Csl].map(|s| written(s, &[])), ["", "", "[]\n"]);
    }

    #[test]
    fn many_entries_make_one_array() {
        let json = written(Style::Csl, &[samples::record(), samples::record()]);
        let read: Vec<serde_json::Value> = serde_json::from_str(&json).unwrap();
        assert_eq!(read.len(), 2);
        assert_eq!(read[1]["issued"]["date-parts"], serde_json::json!([[2024, 8, 8]]));
    }

    #[test]
    fn control_characters_end_no_line() {
        let mut record = samples::record();
        record.article.title = Some("a\nER  - \r\n\u{1b}[31mb\u{85}c\u{2028}d\u{202e}".into());
        for style in [Style::Ris, Style::Bibtex, Style::Csl] {
            let text = written(style, std::slice::from_ref(&record));
            assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text}");
            let ends = text.lines().filter(|line| line.starts_with("ER")).count();
            assert_eq!(ends, usize::from(style == Style::Ris), "{text}");
        }
    }
}
