//! Keyword in context: every place where a query matched, with what stands beside it.
//!
//! Linguists call such a list a concordance. It has one row for each mark of each match, and the
//! marks are those of [`super::matching`], so a row shows what the evaluator matched and nothing
//! else. An article whose match leaves no mark (by its date, its byline, its language) has no row; the
//! caller can tell how many those are.
//!
//! In the order of articles a concordance holds one article at a time. Sorted by what stands beside
//! the match, all rows have to be known before the first; they are bounded by
//! [`crate::limits::KWIC_SORTED_BYTES_MAX`].

use std::str::FromStr;
use std::sync::Arc;

use super::collect::Candidate;
use super::matching::{self, Mark, Matcher, Sought};
use super::{Prepared, SearchOptions};
use crate::article::{ArticleId, Field};
use crate::error::{Error, Result};
use crate::index::{Record, Snapshot};
use crate::limits::{KWIC_CONTEXT_CHARS_MAX, KWIC_SORTED_BYTES_MAX};
use crate::query::Query;
use crate::text::{self, CharOffsets, Stemmer};

/// How much of the text stands beside a match, on each side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// So many `char`s; a word that would be cut is left out where there are blanks.
    Chars(usize),
    /// So many words.
    Words(usize),
}

impl Default for Context {
    fn default() -> Context {
        Context::Chars(60)
    }
}

impl FromStr for Context {
    type Err = String;

    /// Reads `60` (characters) and `8w` (words).
    fn from_str(text: &str) -> std::result::Result<Context, String> {
        let wrong = || format!("\"{text}\" is no context: write 60 for characters, or 8w for words");
        let (number, words) = text.strip_suffix('w').map_or((text, false), |number| (number, true));
        let number: usize = number.parse().map_err(|_| wrong())?;
        let most = if words { KWIC_CONTEXT_CHARS_MAX / 10 } else { KWIC_CONTEXT_CHARS_MAX };
        if number > most {
            let what = if words { "words" } else { "characters" };
            return Err(format!("a context of {number} {what} is more than {most}: export the text instead"));
        }
        Ok(if words { Context::Words(number) } else { Context::Chars(number) })
    }
}

/// What is told of the article of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The article's id.
    pub id: ArticleId,
    /// When it was published, as precisely as that is known.
    pub date: Option<crate::date::PartialDate>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Its address on the web.
    pub url: Option<String>,
    /// The file that it stands in.
    pub path: String,
    /// The record in that file, from 1.
    pub record: u64,
}

/// A match with what stands beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kwic {
    /// The article.
    pub source: Arc<Source>,
    /// Headline or text.
    pub field: Field,
    /// First `char` of the match in that field.
    pub start: u32,
    /// One past its last `char`.
    pub end: u32,
    /// What stands before it; white space of any length is one blank, the last one before the match
    /// too.
    pub left: String,
    /// What matched, as it stands.
    pub text: String,
    /// What stands behind it, like `left`.
    pub right: String,
}

/// The side of a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// What stands before it, read from the match backwards.
    Left,
    /// What stands behind it.
    Right,
}

/// The matches of a query with what stands beside them, made ready.
pub struct Concordance<'s> {
    snapshot: &'s Snapshot,
    prepared: Prepared,
    best: Vec<Candidate>,
    context: Context,
}

impl Snapshot {
    /// Every match of a query in its context, article by article in the order that the options
    /// ask for.
    ///
    /// # Errors
    /// When the query cannot be carried out.
    pub fn concordance(
        &self,
        query: &Query,
        options: &SearchOptions,
        context: Context,
    ) -> Result<Concordance<'_>> {
        let prepared = self.prepare(query, options)?;
        let best = self.collect(&prepared, options, usize::MAX)?.best;
        Ok(Concordance { snapshot: self, prepared, best, context })
    }
}

impl Concordance<'_> {
    /// Notes as in [`super::Results::notes`].
    pub fn notes(&self) -> &[String] {
        &self.prepared.notes
    }

    /// How many articles match, those without a row too.
    pub fn articles(&self) -> u64 {
        self.best.len() as u64
    }

    /// The rows of one article after the other; reading an article may fail.
    pub fn rows(&self) -> impl Iterator<Item = Result<Vec<Kwic>>> + '_ {
        let plan = &self.prepared.plan;
        let sought = Sought::of(plan);
        let with_mentions = matching::asks_for_mentions(plan);
        self.best.iter().map(move |candidate| {
            let (record, _) = self.snapshot.read_hit(candidate.address, with_mentions)?;
            let mut stemmer = Stemmer::new(record.article.lang.as_deref());
            let matcher = Matcher::new(&record, &self.snapshot.dictionary, &mut stemmer, &sought);
            Ok(rows(&record, &matcher.marks(plan).unwrap_or_default(), self.context))
        })
    }

    /// All rows by what stands on one side: by the first word there, then the next; then by the
    /// match itself, and then in the order of articles.
    ///
    /// # Errors
    /// When an article cannot be read, or the rows take too much room.
    pub fn sorted(&self, side: Side) -> Result<Vec<Kwic>> {
        let mut all: Vec<(String, Kwic)> = Vec::new();
        let mut bytes = 0;
        for rows in self.rows() {
            for row in rows? {
                let key = row.key(side);
                bytes += key.len() + row.bytes();
                if bytes > KWIC_SORTED_BYTES_MAX {
                    return Err(too_many(all.len()));
                }
                all.push((key, row));
            }
        }
        // A stable sort keeps the order of articles.
        all.sort_by(|a, b| a.0.cmp(&b.0));
        Ok(all.into_iter().map(|(_, row)| row).collect())
    }
}

fn too_many(rows: usize) -> Error {
    Error::Usage(format!(
        "{rows} rows are more than can be sorted by their context in {} MB\nsort by date, ask for less context, \
         or narrow the query",
        KWIC_SORTED_BYTES_MAX >> 20
    ))
}

impl Kwic {
    /// What a row is sorted by: folded words, each ended by what sorts before all letters.
    fn key(&self, side: Side) -> String {
        let words = |text: &str| -> Vec<String> {
            text::words(text).map(|w| text::fold(w.text).into_owned()).collect()
        };
        let (mut beside, matched) = match side {
            Side::Left => (words(&self.left), words(&self.text)),
            Side::Right => (words(&self.right), words(&self.text)),
        };
        if side == Side::Left {
            beside.reverse();
        }
        format!("{}\u{0}\u{0}{}", beside.join("\u{0}"), matched.join("\u{0}"))
    }

    /// Bytes that a row takes in memory, about.
    fn bytes(&self) -> usize {
        size_of::<(String, Kwic)>() + self.left.len() + self.text.len() + self.right.len()
    }
}

/// The rows of one article.
fn rows(record: &Record, marks: &[Mark], context: Context) -> Vec<Kwic> {
    let article = &record.article;
    let source = Arc::new(Source {
        id: record.id,
        date: article.published.as_ref().map(|p| p.date),
        outlet: article.outlet.clone(),
        title: article.title.clone(),
        url: article.url.clone(),
        path: record.origin.path.clone(),
        record: record.origin.record,
    });
    let mut found = Vec::new();
    for field in [Field::Title, Field::Body] {
        let text = match field {
            Field::Title => article.title.as_deref().unwrap_or_default(),
            Field::Body => &article.body,
        };
        let mut own = marks.iter().filter(|mark| mark.field == field).peekable();
        if own.peek().is_none() {
            continue;
        }
        let window = Window::of(text, context);
        let mut chars = CharOffsets::new(text);
        found.extend(own.filter_map(|mark| {
            let (start, end) = mark.bytes;
            Some(Kwic {
                source: Arc::clone(&source),
                field,
                left: flat(text.get(window.left(start)..start)?, Side::Left),
                text: text.get(start..end)?.to_owned(),
                right: flat(text.get(end..window.right(end))?, Side::Right),
                start: chars.at(start),
                end: chars.at(end),
            })
        }));
    }
    found
}

/// A context on one line, its blank beside the match kept.
fn flat(text: &str, side: Side) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match side {
        _ if line.is_empty() => line,
        Side::Left if text.ends_with(char::is_whitespace) => format!("{line} "),
        Side::Right if text.starts_with(char::is_whitespace) => format!(" {line}"),
        Side::Left | Side::Right => line,
    }
}

/// How far the context of a match reaches in one text.
struct Window<'t> {
    text: &'t str,
    context: Context,
    /// Where words stand, for a context of words.
    words: Vec<(usize, usize)>,
}

impl<'t> Window<'t> {
    fn of(text: &'t str, context: Context) -> Window<'t> {
        let words = match context {
            Context::Words(_) => text::words(text).map(|w| (w.start, w.end)).collect(),
            Context::Chars(_) => Vec::new(),
        };
        Window { text, context, words }
    }

    /// The byte at which the context before this byte begins.
    fn left(&self, before: usize) -> usize {
        match self.context {
            Context::Words(count) => {
                let ended = self.words.partition_point(|&(_, end)| end <= before);
                let first = ended.saturating_sub(count);
                if count == 0 { before } else { self.words.get(first).map_or(before, |w| w.0.min(before)) }
            }
            Context::Chars(count) => {
                let part = self.text.get(..before).unwrap_or_default();
                // Blanks at the edge show nothing.
                let part = part.trim_end();
                let start = part.char_indices().rev().take(count).last().map_or(part.len(), |(at, _)| at);
                let shown = part.get(start..).unwrap_or_default();
                let cut = part.get(..start).is_some_and(|rest| rest.ends_with(char::is_alphanumeric))
                    && shown.starts_with(char::is_alphanumeric);
                let blank = shown.find(char::is_whitespace).filter(|_| cut);
                if shown.is_empty() { before } else { start + blank.unwrap_or_default() }
            }
        }
    }

    /// The byte at which the context behind this byte ends.
    fn right(&self, behind: usize) -> usize {
        match self.context {
            Context::Words(count) => {
                let first = self.words.partition_point(|&(start, _)| start < behind);
                let last = first.saturating_add(count).checked_sub(1);
                let last = last.map(|at| at.min(self.words.len().saturating_sub(1)));
                let end = last.and_then(|at| self.words.get(at)).map_or(behind, |w| w.1);
                if count == 0 { behind } else { end.max(behind) }
            }
            Context::Chars(count) => {
                let rest = self.text.get(behind..).unwrap_or_default();
                let skipped = rest.len() - rest.trim_start().len();
                let part = rest.get(skipped..).unwrap_or_default();
                let end = part.char_indices().nth(count).map_or(part.len(), |(at, _)| at);
                let shown = part.get(..end).unwrap_or_default();
                let cut = part.get(end..).is_some_and(|next| next.starts_with(char::is_alphanumeric))
                    && shown.ends_with(char::is_alphanumeric);
                let blank = shown.rfind(char::is_whitespace).filter(|_| cut);
                if shown.is_empty() { behind } else { behind + skipped + blank.unwrap_or(end) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn row(text: &str, matched: &str, context: Context) -> (String, String) {
        let start = text.find(matched).unwrap();
        let end = start + matched.len();
        let window = Window::of(text, context);
        let (left, right) = (&text[window.left(start)..start], &text[end..window.right(end)]);
        (flat(left, Side::Left), flat(right, Side::Right))
    }

    fn pair(left: &str, right: &str) -> (String, String) {
        (left.into(), right.into())
    }

    #[test]
    fn context_is_cut_at_words() {
        let text = "The troops had crossed\nthe border near Sudzha.";
        assert_eq!(row(text, "crossed", Context::Chars(8)), pair("had ", " the"));
        assert_eq!(row(text, "crossed", Context::Chars(10)), pair("troops had ", " the border"));
        assert_eq!(row(text, "crossed", Context::Words(2)), pair("troops had ", " the border"));
        assert_eq!(row(text, "The", Context::Words(1)), pair("", " troops"));
        assert_eq!(
            row(text, "Sudzha", Context::Chars(60)),
            pair("The troops had crossed the border near ", ".")
        );
        assert_eq!(row(text, "crossed", Context::Chars(0)), pair("", ""));
        assert_eq!(row(text, "crossed", Context::Words(0)), pair("", ""));
    }

    #[test]
    fn scripts_without_blanks_are_cut_anywhere() {
        assert_eq!(row("他在莫斯科对记者说", "莫斯科", Context::Chars(2)), pair("他在", "对记"));
    }

    #[test]
    fn a_context_is_a_number_of_characters_or_words() {
        assert_eq!(("40".parse(), "8w".parse()), (Ok(Context::Chars(40)), Ok(Context::Words(8))));
        for wrong in ["", "w", "-1", "4 w", "5000", "999w"] {
            assert!(wrong.parse::<Context>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn context_never_leaves_the_text(text in "[aé漢 \n.]{1,40}", at in 0usize..40, count in 0usize..12) {
            let chars: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let at = chars[at % chars.len()];
            for context in [Context::Chars(count), Context::Words(count)] {
                let window = Window::of(&text, context);
                let (left, right) = (window.left(at), window.right(at));
                prop_assert!(left <= at && at <= right && right <= text.len());
                prop_assert!(text.is_char_boundary(left) && text.is_char_boundary(right));
                if let Context::Chars(count) = context {
                    prop_assert!(text[left..at].trim().chars().count() <= count);
                    prop_assert!(text[at..right].trim().chars().count() <= count);
                }
            }
        }
    }
}
