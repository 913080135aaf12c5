//! The query language: from the text that a user typed to a tree.
//!
//! Words side by side are joined by AND; operators are written in upper case.
//! From tight to loose: `NOT` (or `-`), `NEAR/n` and `PRE/n`, `SENT`, `PARA`,
//! `AND` (or nothing), `OR`. Whatever cannot be read is a [`SyntaxError`] that
//! shows the place and what to write instead. Nothing is quietly read as
//! something else: where a reading may surprise, the query carries a [`Hint`], and so it
//! does for each spelling of another search language that has a counterpart here.
//!
//! ```
//! use dateline::query::{self, Node, ParseOptions};
//! let query = query::parse("kursk -football place:\"Kursk Oblast\"", &ParseOptions::default()).unwrap();
//! assert_eq!(query.to_string(), "kursk AND NOT football AND place:\"Kursk Oblast\"");
//! assert!(matches!(query.root, Node::And(parts) if parts.len() == 3));
//!
//! let error = query::parse("(kursk OR belgorod", &ParseOptions::default()).unwrap_err();
//! assert_eq!((error.start, error.end), (0, 1));
//! ```
//!
//! The tree knows nothing of an index. A word stays as it was typed, be it
//! `cross-border`, `O'Brien` or `U.S.`; cutting it into tokens, stemming and
//! folding are for whoever carries the query out, and so is finding out which
//! places and actors a name means.

mod cost;
mod dates;
mod dialect;
mod fields;
mod lex;
mod operand;
mod parse;
mod pasted;
mod print;
#[cfg(test)]
mod tests;
mod words;

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::article::DateSource;
use crate::date::{DateRange, PartialDate};
use crate::error::SyntaxError;

pub use dates::{End, parse_date_span, parse_day_bound};

pub use crate::limits::{
    AT_LEAST_MAX, BROAD_PATTERNS_MAX, DISTANCE_MAX, FUZZY_CHARS_MAX, LEAVES_MAX, NAMES_MAX, NESTING_MAX,
    PATTERNS_MAX, PROXIMITY_PARTS_MAX, QUERY_CHARS_MAX, WILDCARD_CHARS_MAX,
};

/// A query that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The text, as it was typed.
    pub input: String,
    /// What it asks for.
    pub root: Node,
    /// What the user may want to know about how it was read.
    pub hints: Vec<Hint>,
}

impl Query {
    /// The tree, one node a line, children indented by two blanks.
    pub fn tree(&self) -> String {
        self.root.tree()
    }

    /// An error found later, in carrying the query out, at a place in its text.
    pub fn error_at(&self, span: Span, message: String, help: String) -> SyntaxError {
        Fault { span, message, label: String::new(), help }.in_query(&self.input)
    }
}

/// A stretch of the query's text, in `char`s from its start, half-open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// The first `char`.
    pub start: usize,
    /// One past the last `char`.
    pub end: usize,
}

impl Span {
    /// From the start of this one to the end of the other.
    fn to(self, last: Span) -> Span {
        Span { start: self.start, end: last.end }
    }
}

/// Text as the user typed it, and where.
///
/// Two of them are equal when their texts are, wherever they stand: a query means
/// the same with more blanks between its words.
#[derive(Debug, Clone, Eq)]
pub struct Typed {
    /// The text, without quotes and escapes.
    pub text: String,
    /// Where it stands in the query; empty when it came from elsewhere (a flag).
    pub span: Span,
}

impl PartialEq for Typed {
    fn eq(&self, other: &Typed) -> bool {
        self.text == other.text
    }
}

impl From<&str> for Typed {
    fn from(text: &str) -> Typed {
        Typed { text: text.to_owned(), span: Span::default() }
    }
}

/// Something to tell the user about a query that was read nevertheless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The part of the query that it is about.
    pub span: Span,
    /// How that part was read and what to write for another reading, in lower case.
    pub message: String,
}

/// What a query asks for.
///
/// [`And`](Node::And) and [`Or`](Node::Or) have at least two parts, none of them
/// of the same kind as the whole.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Every article (`*`, or an empty query).
    All,
    /// A word in title or text.
    Word(Pattern),
    /// Words in a row: `"cross-border raid"`. A single quoted word is a phrase of one.
    Phrase {
        /// The words, at least one.
        slots: Vec<Pattern>,
        /// `"…"~n`: the words in any order, with at most so many others among them.
        slop: Option<u32>,
    },
    /// `left NEAR/n right` or `left PRE/n right`: at most `n` words between. Either
    /// side is a word, a phrase, an OR of such, or again a `Near`.
    Near {
        /// How many words may stand between, up to [`DISTANCE_MAX`]; 0: side by side.
        n: u32,
        /// `PRE`: the left side comes first.
        ordered: bool,
        /// One side.
        left: Box<Node>,
        /// The other side.
        right: Box<Node>,
    },
    /// `left SENT right` or `left PARA right`: in one sentence or paragraph. Either
    /// side is what [`Near`](Node::Near) allows, a `Near`, or a `Same` of a unit
    /// that is no larger.
    Same {
        /// What they have in common.
        unit: Unit,
        /// One side.
        left: Box<Node>,
        /// The other side.
        right: Box<Node>,
    },
    /// `atleast:5:wagner`: the word stands in the article so often.
    AtLeast {
        /// How often at least, 1 to [`AT_LEAST_MAX`].
        n: u32,
        /// The word.
        pattern: Pattern,
    },
    /// All of these.
    And(Vec<Node>),
    /// At least one of these.
    Or(Vec<Node>),
    /// Not this. May stand alone: `-football` is every article without the word.
    Not(Box<Node>),
    /// Words in one part of the article only: `title:(a OR b)`.
    Zone {
        /// The part.
        zone: Zone,
        /// Words, phrases and their combinations, without any field;
        /// [`All`](Node::All) (`byline:*`) asks for articles that have such a part.
        inner: Box<Node>,
    },
    /// `place:`: in the place, or in anything inside it.
    Place(Value),
    /// `about:`: the place is the article's focus.
    About(Value),
    /// `dateline:`: filed from the place.
    Dateline(Value),
    /// `near:lat,lon,km`: a place within the distance.
    NearPoint {
        /// Degrees north, -90 to 90.
        lat: f64,
        /// Degrees east, -180 to 180.
        lon: f64,
        /// Kilometres, more than 0.
        km: f64,
    },
    /// `within:lat,lon,lat,lon`: a place inside the box.
    Within {
        /// The southern edge in degrees north; not above `north`.
        south: f64,
        /// The western edge in degrees east; above `east` when the box lies
        /// across the 180th meridian.
        west: f64,
        /// The northern edge.
        north: f64,
        /// The eastern edge.
        east: f64,
    },
    /// `actor:`, `person:`, `org:`, `group:`: somebody by any of their names.
    Actor {
        /// Who.
        name: Value,
        /// Only of this kind.
        kind: Option<ActorKind>,
    },
    /// `outlet:`: who published it.
    Outlet(Value),
    /// `lang:`: the language, a code of two or three letters, maybe with a subtag.
    Lang(Value),
    /// `date:`: when it was published.
    Date(DateClause),
    /// `datesrc:`: how that date is known.
    DateSource(DateSource),
    /// `day:04-25`: published on that day of any year.
    AnyYear {
        /// 1 to 12.
        month: u32,
        /// 1 to 31, a day that the month can have.
        day: u32,
    },
    /// `mentions:`: a date that the text speaks of.
    Mentions(DateSpan),
    /// `story:`: the copies of one story.
    Story(Typed),
    /// `id:`: one article.
    Id(Typed),
}

/// A word to look for, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pattern {
    /// As typed between blanks (`U.S.`, `cross-border`); holds a letter or digit.
    Word(Typed),
    /// `=ISIS`: the exact form, case kept, not stemmed. The text is without `=`.
    Exact(Typed),
    /// With `*` (any letters or none) and `?` (one letter); holds a letter or
    /// digit, and maybe punctuation (`cross-bord*`).
    Wildcard(Typed),
    /// `kursk~1`: similar spellings.
    Fuzzy {
        /// The word, without the `~`.
        word: Typed,
        /// How many letters may differ: 1 or 2.
        distance: u8,
    },
}

impl Pattern {
    /// What was typed, without `=` and `~n`.
    pub fn typed(&self) -> &Typed {
        match self {
            Pattern::Word(typed) | Pattern::Exact(typed) | Pattern::Wildcard(typed) => typed,
            Pattern::Fuzzy { word, .. } => word,
        }
    }
}

/// A stretch of text that words can have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// `SENT`.
    Sentence,
    /// `PARA`.
    Paragraph,
}

/// A part of an article whose words can be searched by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Zone {
    /// `title:`, the headline.
    Title,
    /// `lead:`, how the text begins.
    Lead,
    /// `caption:`, the words under pictures.
    Caption,
    /// `byline:`, who wrote it.
    Byline,
    /// `datelinetext:`, the words of the line that says where and when it was filed.
    DatelineText,
    /// `aside:`, what stood around the text: credits, notes to editors, invitations.
    Aside,
}

/// The value of a field that names something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `*`: there is a value, whichever.
    Any,
    /// This one, by name or id.
    Name(Typed),
}

/// Which actors `person:`, `org:` and `group:` mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActorKind {
    /// `person:`.
    Person,
    /// `org:`, of every kind that has a proper name: companies, governments, armies.
    Organisation,
    /// `group:`, a people or a loose collective.
    Group,
}

/// What `date:` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateClause {
    /// Published in these days.
    Span(DateSpan),
    /// `date:none`: without a date.
    None,
    /// `date:suspect`: with a date that can hardly be right.
    Suspect,
}

/// A span of time between two partial dates, both included; either end may be
/// open, not both, and the end is not before the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateSpan {
    /// From the first day of this date; `None`: since ever.
    pub from: Option<PartialDate>,
    /// To the last day of this date; `None`: without an end.
    pub to: Option<PartialDate>,
}

impl DateSpan {
    /// The days, an open end at the first or last day of the calendar (year 1 or 9999).
    pub fn range(self) -> DateRange {
        let first = NaiveDate::from_ymd_opt(1, 1, 1).unwrap_or(NaiveDate::MIN);
        let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX);
        DateRange {
            from: self.from.map_or(first, |date| date.range().from),
            to: self.to.map_or(last, |date| date.range().to),
        }
    }
}

/// How a query is to be read.
#[derive(Debug, Clone, Default)]
pub struct ParseOptions {
    /// Words side by side are joined by OR. Fields that name no words (`place:`,
    /// `date:`, …) and exclusions stay conditions that every match must meet. Punctuation of
    /// running text that is none of the language is left out with a hint.
    pub any: bool,
    /// What `today`, `yesterday` and `-30d` count from; without it they are errors.
    pub today: Option<NaiveDate>,
}

/// Reads a query. An empty one asks for [every article](Node::All).
///
/// # Errors
/// When the text is not a query of the language, or larger than the limits of this
/// module; no part of it is ever left out silently.
pub fn parse(text: &str, options: &ParseOptions) -> Result<Query, SyntaxError> {
    if text.chars().nth(QUERY_CHARS_MAX).is_some() {
        return Err(too_long(text));
    }
    let mut hints = Vec::new();
    let plain = options.any.then(|| pasted::without_punctuation(text, &mut hints));
    let root =
        read(plain.as_deref().unwrap_or(text), options, &mut hints).map_err(|fault| fault.in_query(text))?;
    hints.iter_mut().for_each(|hint| hint.message = shortened(std::mem::take(&mut hint.message)));
    hints.sort_by_key(|hint| hint.span.start);
    // What is told of one place holds for the others.
    let mut told = HashSet::new();
    hints.retain(|hint| told.insert(hint.message.clone()));
    Ok(Query { input: text.to_owned(), root, hints })
}

fn read(text: &str, options: &ParseOptions, hints: &mut Vec<Hint>) -> Result<Node, Fault> {
    let tokens = lex::tokens(text, hints)?;
    let read = dialect::read(tokens, options, hints)?;
    parse::tree(&read, options, hints)
}

/// The error for a query past [`QUERY_CHARS_MAX`]; it shows only how the query begins.
fn too_long(text: &str) -> SyntaxError {
    const SHOWN: usize = 60;
    let beginning: String = text.chars().take(SHOWN).chain(" …".chars()).collect();
    Fault {
        span: Span { start: SHOWN + 1, end: SHOWN + 2 },
        message: format!("the query has more than {QUERY_CHARS_MAX} characters"),
        label: "goes on".to_owned(),
        help: "shorten it, or run several queries".to_owned(),
    }
    .in_query(&beginning)
}

/// A syntax error that does not hold the query yet.
#[derive(Debug)]
struct Fault {
    span: Span,
    message: String,
    label: String,
    help: String,
}

impl Fault {
    fn new(span: Span, message: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault { span, message: message.into(), label: String::new(), help: help.into() }
    }

    fn label(self, label: impl Into<String>) -> Fault {
        Fault { label: label.into(), ..self }
    }

    fn in_query(self, query: &str) -> SyntaxError {
        let Fault { span: Span { start, end }, message, label, help } = self;
        let (message, help) = (shortened(message), shortened(help));
        SyntaxError { query: query.to_owned(), start, end: end.max(start + 1), message, label, help }
    }
}

/// The text of a message, which may quote a word of any length, cut to fit a screen.
fn shortened(text: String) -> String {
    const SHOWN: usize = 600;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned() + " …",
        None => text,
    }
}
