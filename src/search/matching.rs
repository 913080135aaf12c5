//! Where a plan matches in one stored article.
//!
//! The highlighter asks this, so that what is marked is what matched: a word of an
//! alternative that does not hold is not marked, nor is anything that was excluded.
//! The same words, forms and facet numbers are compared as in the index, and positions
//! are joined by the same functions.

use std::cell::OnceCell;

use super::plan::{FacetField, Part, Plan, Words};
use super::spans::{self, STEPS_MAX, Span};
use crate::article::{Field, PlaceRole, Referent};
use crate::date::{DateRange, day_number};
use crate::gazetteer::Gazetteer;
use crate::index::dictionary::{Family, View};
use crate::index::document::{apart_of, lead_of};
use crate::index::record::Record;
use crate::index::schema::{EXACT_MARK, POSITION_GAP};
use crate::query::Unit;
use crate::text::{self, Beginnings, ByteOffsets, Stemmer, Word};

/// A stretch of headline or body that matched, in bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The field.
    pub field: Field,
    /// Its bytes.
    pub bytes: (usize, usize),
}

/// A word and its position. It is folded and stemmed only when it is compared: most
/// words are passed over by their first letter.
struct Token<'t> {
    word: Word<'t>,
    position: u32,
}

/// The stems that a plan looks for; the same for all articles.
pub struct Sought<'p> {
    stems: Vec<&'p str>,
    beginnings: Beginnings,
}

impl<'p> Sought<'p> {
    /// Of a plan.
    pub fn of(plan: &'p Plan) -> Sought<'p> {
        let mut stems = Vec::new();
        collect_stems(plan, &mut stems);
        stems.sort_unstable();
        stems.dedup();
        let beginnings = Beginnings::of(stems.iter().copied());
        Sought { stems, beginnings }
    }
}

fn collect_stems<'p>(plan: &'p Plan, stems: &mut Vec<&'p str>) {
    match plan {
        Plan::Word(_, own) => stems.extend(own.iter().map(String::as_str)),
        Plan::And(parts) | Plan::Or(parts) => parts.iter().for_each(|part| collect_stems(part, stems)),
        Plan::Not(inner) | Plan::Prefer(inner, _) | Plan::Recent(inner, _) => collect_stems(inner, stems),
        _ => {}
    }
}

/// Whether a plan asks for what is mentioned, so that mentions are to be marked.
pub fn asks_for_mentions(plan: &Plan) -> bool {
    match plan {
        Plan::Facet(field, _) | Plan::AnyFacet(field) => {
            !matches!(field, FacetField::Outlet | FacetField::Lang)
        }
        Plan::SpeaksOf(_) => true,
        Plan::And(parts) | Plan::Or(parts) => parts.iter().any(asks_for_mentions),
        Plan::Not(inner) | Plan::Prefer(inner, _) | Plan::Recent(inner, _) => asks_for_mentions(inner),
        _ => false,
    }
}

/// Compares plans with one article.
pub struct Matcher<'m> {
    record: &'m Record,
    dictionary: &'m View,
    /// Where one of the sought stems stands: the field in which it is marked, if in any, the
    /// bytes there, and the stem.
    words: Vec<(Option<Field>, usize, usize, &'m str)>,
    /// Cut only when positions are asked for.
    tokens: OnceCell<Tokens<'m>>,
    lead_end: OnceCell<usize>,
}

/// Where stretches of text begin, by the position of their first word; sorted.
#[derive(Default)]
struct Starts {
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
}

impl Starts {
    /// Adds a text that is one sentence.
    fn add(&mut self, first: u32) {
        self.sentences.push(first);
        self.paragraphs.push(first);
    }

    /// Adds the body of an article, whose words begin at this position.
    fn add_body(&mut self, record: &Record, first: u32) {
        self.add(first);
        self.sentences.extend(record.sentences.iter().map(|start| first.saturating_add(start.word)));
        self.paragraphs.extend(record.paragraphs.iter().map(|start| first.saturating_add(start.word)));
    }

    fn of(&self, unit: Unit) -> &[u32] {
        match unit {
            Unit::Sentence => &self.sentences,
            Unit::Paragraph => &self.paragraphs,
        }
    }
}

/// Texts that no phrase reaches into or out of.
#[derive(Default)]
struct Apart<'t> {
    tokens: Vec<Token<'t>>,
    starts: Vec<u32>,
}

/// All words of an article and their positions.
struct Tokens<'m> {
    title: Vec<Token<'m>>,
    body: Vec<Token<'m>>,
    /// Secondary headlines and the lead, where the source keeps them apart. They are not
    /// shown with marks.
    apart: Vec<Token<'m>>,
    /// How many of these stand before the lead.
    before_lead: usize,
    starts: Starts,
}

impl<'m> Tokens<'m> {
    fn of(record: &'m Record) -> Tokens<'m> {
        let title = tokens(record.article.title.as_deref().unwrap_or_default(), 0);
        let body = tokens(&record.article.body, title.len() + POSITION_GAP);
        let behind = title.len() + POSITION_GAP + body.len();
        let apart = Apart::of(apart_of(&record.article), behind);
        let lead = text::words(record.article.lead.as_deref().unwrap_or_default()).count();
        let before_lead = apart.tokens.len().saturating_sub(lead);
        let mut starts = Starts::default();
        starts.add(0);
        starts.add_body(record, body.first().map_or(0, |t| t.position));
        apart.starts.iter().for_each(|&first| starts.add(first));
        Tokens { title, body, apart: apart.tokens, before_lead, starts }
    }
}

/// A token and the field in which it is marked, if in any.
type Placed<'t, 'm> = (Option<Field>, &'t Token<'m>);

impl<'m> Matcher<'m> {
    /// For one article; the stemmer is that of its language, and the plans have no other stems
    /// than the sought ones.
    pub fn new(
        record: &'m Record,
        dictionary: &'m View,
        stemmer: &mut Stemmer,
        sought: &'m Sought<'_>,
    ) -> Matcher<'m> {
        let words = if sought.stems.is_empty() { Vec::new() } else { find(record, stemmer, sought) };
        Matcher { record, dictionary, words, tokens: OnceCell::new(), lead_end: OnceCell::new() }
    }

    /// The marks of a plan: sorted, none overlapping another. `None` when the article
    /// does not match.
    pub fn marks(&self, plan: &Plan) -> Option<Vec<Mark>> {
        let mut marks = self.evaluate(plan)?;
        marks.sort_unstable();
        let mut merged: Vec<Mark> = Vec::new();
        for mark in marks {
            match merged.last_mut() {
                Some(last) if last.field == mark.field && mark.bytes.0 < last.bytes.1 => {
                    last.bytes.1 = last.bytes.1.max(mark.bytes.1);
                }
                _ => merged.push(mark),
            }
        }
        Some(merged)
    }

    fn evaluate(&self, plan: &Plan) -> Option<Vec<Mark>> {
        let holds = |yes: bool| yes.then(Vec::new);
        match plan {
            Plan::All => Some(Vec::new()),
            Plan::Nothing => None,
            Plan::Word(part, stems) => self.stemmed(*part, stems),
            Plan::Positions(part, words) => self.positions(*part, words),
            Plan::Filled(part) => holds(match part {
                Part::Byline => self.record.article.byline.is_some(),
                Part::DatelineText => self.record.article.dateline.is_some(),
                Part::Caption => !self.record.article.captions.is_empty(),
                Part::Aside => !self.record.article.asides.is_empty(),
                part => self.tokens(*part).next().is_some(),
            }),
            Plan::And(parts) => {
                let all: Option<Vec<_>> = parts.iter().map(|p| self.evaluate(p)).collect();
                Some(all?.concat())
            }
            Plan::Or(parts) => {
                let any: Vec<Vec<Mark>> = parts.iter().filter_map(|p| self.evaluate(p)).collect();
                (!any.is_empty()).then(|| any.concat())
            }
            Plan::Not(inner) => holds(self.evaluate(inner).is_none()),
            Plan::Facet(field, numbers) => self.facet(*field, &|n| numbers.contains(&n)),
            Plan::AnyFacet(field) => self.facet(*field, &|_| true),
            Plan::Published(range) => holds(self.published_in(*range)),
            Plan::Undated => holds(self.record.article.published.is_none()),
            Plan::Suspect => holds(self.record.article.dating.is_suspect()),
            Plan::DatedBy(source) => {
                holds(self.record.article.published.as_ref().is_some_and(|p| p.source == *source))
            }
            Plan::SpeaksOf(asked) => self.mentions(&|what| match what {
                Referent::Date(date) => asked.admits_any_of(date),
                Referent::Place(_) | Referent::Actor(_) => false,
            }),
            Plan::AnyYear(month, day) => holds(
                self.record
                    .article
                    .published
                    .as_ref()
                    .is_some_and(|p| p.date.month() == Some(*month) && p.date.day() == Some(*day)),
            ),
            Plan::Ids(ids) => holds(ids.contains(&self.record.id)),
            Plan::Prefer(inner, _) | Plan::Recent(inner, _) => self.evaluate(inner),
        }
    }

    fn published_in(&self, range: DateRange) -> bool {
        self.record.article.published.as_ref().is_some_and(|p| {
            let own = p.date.range();
            day_number(own.from) <= day_number(range.to) && day_number(range.from) <= day_number(own.to)
        })
    }

    /// The words with one of these stems.
    fn stemmed(&self, part: Part, stems: &[String]) -> Option<Vec<Mark>> {
        let mut found = false;
        let mut marks = Vec::new();
        for &(field, start, end, stem) in &self.words {
            if !stems.iter().any(|s| s == stem) || !self.is_in(part, field, end) {
                continue;
            }
            found = true;
            marks.extend(field.map(|field| Mark { field, bytes: (start, end) }));
        }
        found.then_some(marks)
    }

    /// Whether a word that ends at this byte of a field belongs to a part; without a field it
    /// stands in a secondary headline or, ending at 0, in the lead that is kept apart.
    fn is_in(&self, part: Part, field: Option<Field>, end: usize) -> bool {
        match (part, field) {
            (Part::Title, field) => field == Some(Field::Title),
            (Part::Lead, Some(Field::Title)) => false,
            (Part::Lead, Some(Field::Body)) => end <= self.lead_end(),
            (Part::Lead, None) => end == 0,
            _ => true,
        }
    }

    fn lead_end(&self) -> usize {
        *self.lead_end.get_or_init(|| lead_of(&self.record.article.body).len())
    }

    fn cut(&self) -> &Tokens<'m> {
        self.tokens.get_or_init(|| Tokens::of(self.record))
    }

    /// The tokens that belong to a part, in the order of their positions.
    fn tokens(&self, part: Part) -> impl Iterator<Item = Placed<'_, 'm>> {
        let Tokens { title, body, apart, before_lead, .. } = self.cut();
        let with_title = matches!(part, Part::Text | Part::Title);
        let (body_bytes, apart_from) = match part {
            Part::Text => (usize::MAX, 0),
            Part::Lead => (self.lead_end(), *before_lead),
            _ => (0, usize::MAX),
        };
        let titles = title.iter().filter(move |_| with_title).map(|t| (Some(Field::Title), t));
        let body = body.iter().take_while(move |t| t.word.end <= body_bytes);
        let apart = apart.iter().skip(apart_from).map(|t| (None, t));
        titles.chain(body.map(|t| (Some(Field::Body), t))).chain(apart)
    }

    fn positions(&self, part: Part, words: &Words) -> Option<Vec<Mark>> {
        let article = &self.record.article;
        let unmarked = match part {
            Part::Byline => Apart::of(article.byline.as_deref().into_iter(), 0),
            Part::DatelineText => Apart::of(article.dateline.as_deref().into_iter(), 0),
            Part::Caption => Apart::of(article.captions.iter().map(String::as_str), 0),
            Part::Aside => Apart::of(article.asides.iter().map(String::as_str), 0),
            Part::Text | Part::Title | Part::Lead => {
                let found: Vec<Placed<'_, 'm>> = self.tokens(part).collect();
                let tokens: Vec<&Token> = found.iter().map(|(_, t)| *t).collect();
                let spans = Joiner { tokens: &tokens, starts: &self.cut().starts }.join(words);
                return (!spans.is_empty())
                    .then(|| spans.iter().filter_map(|s| mark_of_span(&found, *s)).collect());
            }
        };
        let tokens: Vec<&Token> = unmarked.tokens.iter().collect();
        let starts = Starts { sentences: unmarked.starts.clone(), paragraphs: unmarked.starts };
        (!Joiner { tokens: &tokens, starts: &starts }.join(words).is_empty()).then(Vec::new)
    }

    fn facet(&self, field: FacetField, wanted: &dyn Fn(u32) -> bool) -> Option<Vec<Mark>> {
        let has = |family: Family, value: &Option<String>| {
            value.as_ref().is_some_and(|v| self.dictionary.numbers(family, v).into_iter().any(wanted))
        };
        match field {
            FacetField::Outlet => has(Family::Outlet, &self.record.article.outlet).then(Vec::new),
            FacetField::Lang => has(Family::Lang, &self.record.article.lang).then(Vec::new),
            _ => self.mentions(&|what| self.is_wanted(what, field, wanted)),
        }
    }

    /// Where what is wanted is named; nowhere when it is not. A place of a dateline that stands
    /// apart from the text is named without a mark.
    fn mentions(&self, wanted: &dyn Fn(&Referent) -> bool) -> Option<Vec<Mark>> {
        let mut offsets = [
            (Field::Title, ByteOffsets::new(self.record.article.title.as_deref().unwrap_or_default())),
            (Field::Body, ByteOffsets::new(&self.record.article.body)),
        ];
        let mut named = self.record.mentions.iter().filter(|m| wanted(&m.what)).peekable();
        named.peek()?;
        let marks = named.filter(|m| m.start < m.end).filter_map(|m| {
            let (_, offsets) = offsets.iter_mut().find(|(f, _)| *f == m.field)?;
            Some(Mark { field: m.field, bytes: (offsets.at(m.start), offsets.at(m.end)) })
        });
        Some(marks.collect())
    }

    fn is_wanted(&self, what: &Referent, field: FacetField, wanted: &dyn Fn(u32) -> bool) -> bool {
        let numbers = |family, value: &str| self.dictionary.numbers(family, value);
        match (what, field) {
            (Referent::Actor(actor), FacetField::Actor) => {
                self.dictionary.actor(&actor.name, actor.kind).is_some_and(wanted)
            }
            (Referent::Place(place), FacetField::Place | FacetField::About | FacetField::Dateline) => {
                let role = match field {
                    FacetField::About => place.role == PlaceRole::About,
                    FacetField::Dateline => place.role == PlaceRole::Dateline,
                    _ => true,
                };
                let Some(id) = place.id.as_ref().filter(|_| role) else { return false };
                let gazetteer = Gazetteer::embedded();
                let Some(no) = gazetteer.by_id(id) else { return false };
                let mut around = gazetteer.containers(no).chain([no]);
                around.any(|p| numbers(Family::Place, &gazetteer.id(p)).into_iter().any(wanted))
            }
            _ => false,
        }
    }
}

/// Where the sought stems stand in an article.
fn find<'m>(
    record: &'m Record,
    stemmer: &mut Stemmer,
    sought: &'m Sought<'_>,
) -> Vec<(Option<Field>, usize, usize, &'m str)> {
    let any = Beginnings::any();
    let beginnings = if stemmer.keeps_second_letters() { &sought.beginnings } else { &any };
    let mut found = Vec::new();
    let mut look = |field: Option<Field>, text: &'m str, apart: Option<usize>| {
        text::words_beginning(text, beginnings, |word| {
            let stem = stemmer.stem(&text::term(word.text));
            if let Ok(at) = sought.stems.binary_search(&stem)
                && let Some(stem) = sought.stems.get(at)
            {
                found.push((field, word.start, apart.unwrap_or(word.end), *stem));
            }
        });
    };
    let article = &record.article;
    look(Some(Field::Title), article.title.as_deref().unwrap_or_default(), None);
    look(Some(Field::Body), &article.body, None);
    article.subheads.iter().for_each(|subhead| look(None, subhead, Some(usize::MAX)));
    article.lead.iter().for_each(|lead| look(None, lead, Some(0)));
    found
}

/// From the first to the last word of a span.
fn mark_of_span(tokens: &[Placed<'_, '_>], span: Span) -> Option<Mark> {
    let at = |position: u32| {
        tokens.binary_search_by_key(&position, |(_, t)| t.position).ok().and_then(|i| tokens.get(i))
    };
    let (field, first) = at(span.start)?;
    let (_, last) = at(span.end.checked_sub(1)?)?;
    Some(Mark { field: (*field)?, bytes: (first.word.start, last.word.end) })
}

impl<'t> Apart<'t> {
    fn of(texts: impl Iterator<Item = &'t str>, first: usize) -> Apart<'t> {
        let (mut all, mut next) = (Apart::default(), first);
        for text in texts {
            let found = tokens(text, next + POSITION_GAP);
            next += POSITION_GAP + found.len();
            all.starts.extend(found.first().map(|t| t.position));
            all.tokens.extend(found);
        }
        all
    }
}

/// About the bytes that a word takes with the blank behind it.
const BYTES_A_WORD: usize = 5;

fn tokens(text: &str, first: usize) -> Vec<Token<'_>> {
    // Most languages have fewer words than this, so that the list seldom has to grow.
    let mut tokens = Vec::with_capacity(text.len() / BYTES_A_WORD + 1);
    let words = text::words(text).enumerate();
    tokens.extend(
        words.map(|(n, word)| Token { word, position: u32::try_from(first + n).unwrap_or(u32::MAX) }),
    );
    tokens
}

/// Joins the words of a text by their positions.
struct Joiner<'j> {
    tokens: &'j [&'j Token<'j>],
    starts: &'j Starts,
}

impl Joiner<'_> {
    /// Where an expression matches: whole phrases, but the parts of a proximity each for itself.
    fn join(&self, words: &Words) -> Vec<Span> {
        let Words::Near(parts, gap, order) = words else { return self.whole(words) };
        let found = spans::near(&self.lists(parts), *gap, *order, &mut STEPS_MAX.clone());
        sorted(found.into_iter().flat_map(|t| t.parts).collect())
    }

    fn lists(&self, parts: &[Words]) -> Vec<Vec<Span>> {
        parts.iter().map(|p| self.whole(p)).collect()
    }

    /// Where an expression matches, each match as one span.
    fn whole(&self, words: &Words) -> Vec<Span> {
        match words {
            Words::Form { forms, except } => {
                let beginnings = Beginnings::of(forms.iter().map(|f| f.trim_start_matches(EXACT_MARK)));
                let here = self.tokens.iter().filter(|t| {
                    beginnings.may_begin(t.word.text) && is_one_of(t, forms) && !is_one_of(t, except)
                });
                here.map(|t| Span::word(t.position)).collect()
            }
            Words::Phrase(parts) => spans::phrase(&self.lists(parts)),
            Words::Near(parts, gap, order) => {
                spans::near_spans(&self.lists(parts), *gap, *order, &mut STEPS_MAX.clone())
            }
            Words::Or(parts) => sorted(self.lists(parts).concat()),
            Words::AtLeast(n, part) => {
                let found = self.whole(part);
                if found.len() >= *n as usize { found } else { Vec::new() }
            }
            Words::Same(sides, unit) => {
                let [left, right] = sides.as_ref();
                spans::same(&self.whole(left), &self.whole(right), self.starts.of(*unit)).concat()
            }
        }
    }
}

fn sorted(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup();
    spans
}

/// Forms are sorted, since a wildcard may stand for thousands.
fn is_one_of(token: &Token, forms: &[String]) -> bool {
    if forms.is_empty() {
        return false;
    }
    let has = |form: &str| forms.binary_search_by(|f| f.as_str().cmp(form)).is_ok();
    let term = text::term(token.word.text);
    let plain = text::plain(token.word.text);
    has(&term) || (plain != term && has(&format!("{EXACT_MARK}{plain}")))
}
