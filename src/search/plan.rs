//! From the query's tree to a plan: names looked up, words cut and folded, patterns
//! expanded into the words that the index holds.
//!
//! A plan is what is carried out. [`super::scan`] finds the articles that match it, and
//! [`super::matching`] where it matches in one stored article, for the highlighter; both see the
//! same words and numbers, so they agree.

use tantivy::schema::Field;

use super::recency::Recency;
use super::spans::Order;
use super::vocabulary::{ExpansionError, Vocabulary};
use crate::article::{ArticleId, DateSource};
use crate::date::DateRange;
use crate::error::{Error, Result};
use crate::gazetteer::{Gazetteer, Level};
use crate::index::Snapshot;
use crate::index::dictionary::Family;
use crate::index::schema::EXACT_MARK;
use crate::index::spoken::Asked;
use crate::limits::{FORMS_MAX, JOINED_FORMS_MAX};
use crate::query::{ActorKind, DateClause, Node, Pattern, Query, Typed, Unit, Value, Zone};
use crate::text::{self, Stemmer};

use super::names;

/// What to find, with every name and pattern looked up in one snapshot of the index.
#[derive(Debug, Clone)]
pub enum Plan {
    /// Every article.
    All,
    /// No article.
    Nothing,
    /// A word by its stems.
    Word(Part, Vec<String>),
    /// Words by their positions.
    Positions(Part, Words),
    /// Any text in a part.
    Filled(Part),
    /// All of these.
    And(Vec<Plan>),
    /// Any of these.
    Or(Vec<Plan>),
    /// Not this.
    Not(Box<Plan>),
    /// One of these facet numbers.
    Facet(FacetField, Vec<u32>),
    /// Any value of a facet.
    AnyFacet(FacetField),
    /// Published in these days.
    Published(DateRange),
    /// Without a date.
    Undated,
    /// With a date, or a lack of one, that is to be doubted.
    Suspect,
    /// Dated from this source.
    DatedBy(DateSource),
    /// Speaks of these days.
    SpeaksOf(Asked),
    /// Published on this day of any year.
    AnyYear(u32, u32),
    /// These articles.
    Ids(Vec<ArticleId>),
    /// What this finds, which scores more where it has some of these words.
    Prefer(Box<Plan>, Vec<Preferred>),
    /// What this finds, of whose score older articles keep less.
    Recent(Box<Plan>, Recency),
}

/// A word that nobody asked for and that adds to the score of what has it in headline or text.
#[derive(Debug, Clone, PartialEq)]
pub struct Preferred {
    /// Its stem.
    pub stem: String,
    /// What it counts, against a word of the query.
    pub weight: f32,
}

/// The part of an article that words are looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Headline and body.
    Text,
    /// The headline.
    Title,
    /// The lead.
    Lead,
    /// Who wrote it.
    Byline,
    /// The words of the dateline.
    DatelineText,
    /// The words under pictures.
    Caption,
    /// What stood around the text.
    Aside,
}

/// The facet fields that a plan can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FacetField {
    /// Places mentioned.
    Place,
    /// Places that it is about.
    About,
    /// Places where it was filed.
    Dateline,
    /// Actors.
    Actor,
    /// Outlets.
    Outlet,
    /// Languages.
    Lang,
}

/// An expression over words and their positions.
#[derive(Debug, Clone)]
pub enum Words {
    /// One of these indexed forms, and at the same place none of the others.
    Form {
        /// Forms that are wanted.
        forms: Vec<String>,
        /// Forms that must not stand at the same place.
        except: Vec<String>,
    },
    /// One after another.
    Phrase(Vec<Words>),
    /// With at most so many other words between.
    Near(Vec<Words>, u32, Order),
    /// Any of these.
    Or(Vec<Words>),
    /// At so many places at least.
    AtLeast(u32, Box<Words>),
    /// Both in one sentence or paragraph.
    Same(Box<[Words; 2]>, Unit),
}

/// A plan, and what to tell the user about it.
#[derive(Debug)]
pub struct Planned {
    /// What to carry out.
    pub plan: Plan,
    /// Notes in whole lines: a name that nothing bears, a name that fits several places.
    pub notes: Vec<String>,
}

/// Makes the plan of a query for a snapshot; `any`: bare words of several parts are
/// alternatives too.
///
/// # Errors
/// A [`crate::error::SyntaxError`] for what cannot be carried out, at its place.
pub fn plan(query: &Query, any: bool, snapshot: &Snapshot) -> Result<Planned> {
    let mut planner = Planner { query, any, snapshot, stemmers: stemmers(snapshot), notes: Vec::new() };
    let plan = planner.node(&query.root, Part::Text)?;
    planner.check_forms(&plan)?;
    Ok(Planned { plan, notes: planner.notes })
}

/// A stemmer for each language that the index holds, and the one for unknown languages.
pub fn stemmers(snapshot: &Snapshot) -> Vec<Stemmer> {
    let dictionary = &snapshot.dictionary;
    let used = dictionary.family_numbers(Family::Lang).filter(|&n| dictionary.uses(n) > 0);
    let mut codes: Vec<&str> = used.map(|n| dictionary.value(n)).filter(|&c| c != "en").collect();
    codes.sort_unstable();
    std::iter::once(None).chain(codes.into_iter().map(Some)).map(Stemmer::new).collect()
}

struct Planner<'p> {
    query: &'p Query,
    any: bool,
    snapshot: &'p Snapshot,
    stemmers: Vec<Stemmer>,
    notes: Vec<String>,
}

impl Planner<'_> {
    fn node(&mut self, node: &Node, part: Part) -> Result<Plan> {
        Ok(match node {
            Node::All if part == Part::Text => Plan::All,
            Node::All => Plan::Filled(part),
            Node::Word(Pattern::Word(typed)) => self.word(typed, part),
            Node::Word(pattern) => self.positions(self.form(pattern, part)?, part),
            Node::Phrase { slots, slop } => {
                let words = self.phrase(slots, *slop, part)?;
                self.positions(words, part)
            }
            Node::Near { .. } | Node::AtLeast { .. } | Node::Same { .. } => {
                let words = self.expression(node, part)?;
                self.positions(words, part)
            }
            Node::And(parts) => Plan::And(distinct(self.nodes(parts, part)?)),
            Node::Or(parts) => Plan::Or(distinct(flat(self.nodes(parts, part)?))),
            Node::Not(inner) => Plan::Not(Box::new(self.node(inner, part)?)),
            Node::Zone { zone, inner } => self.node(inner, part_of(*zone))?,
            Node::Place(value) => self.place(FacetField::Place, value),
            Node::About(value) => self.place(FacetField::About, value),
            Node::Dateline(value) => self.place(FacetField::Dateline, value),
            Node::NearPoint { lat, lon, km } => self.around(*lat, *lon, *km),
            Node::Within { south, west, north, east } => self.inside([*south, *west, *north, *east]),
            Node::Actor { name, kind } => self.actor(name, *kind),
            Node::Outlet(value) => self.plain(FacetField::Outlet, value),
            Node::Lang(value) => self.plain(FacetField::Lang, value),
            Node::Date(DateClause::Span(span)) => Plan::Published(span.range()),
            Node::Date(DateClause::None) => Plan::Undated,
            Node::Date(DateClause::Suspect) => Plan::Suspect,
            Node::DateSource(source) => Plan::DatedBy(*source),
            Node::AnyYear { month, day } => Plan::AnyYear(*month, *day),
            Node::Mentions(span) => Plan::SpeaksOf(Asked::new(span.range())),
            Node::Story(typed) => self.story(typed)?,
            Node::Id(typed) => Plan::Ids(vec![self.id(typed)?]),
        })
    }

    fn nodes(&mut self, nodes: &[Node], part: Part) -> Result<Vec<Plan>> {
        nodes.iter().map(|n| self.node(n, part)).collect()
    }

    /// An error at the first place in the query where `what` stands.
    fn not_yet(&self, what: &str, instead: &str) -> Error {
        let input = &self.query.input;
        let at = input.to_lowercase().find(&what.to_lowercase()).unwrap_or(0);
        let start = input.get(..at).map_or(0, |before| before.chars().count());
        let span = crate::query::Span { start, end: start + what.chars().count() };
        let message = format!("{what} is part of the language, but this version cannot carry it out yet");
        self.query.error_at(span, message, format!("use {instead} instead")).into()
    }

    fn word(&mut self, typed: &Typed, part: Part) -> Plan {
        let terms: Vec<String> = text::words(&typed.text).map(|w| text::term(w.text).into_owned()).collect();
        match terms.as_slice() {
            [] => Plan::Nothing,
            [term] if matches!(part, Part::Text | Part::Title | Part::Lead) => {
                Plan::Word(part, self.stems(term))
            }
            [term] => Plan::Positions(part, form_of(vec![term.clone()])),
            // A pasted headline is matched word by word; elsewhere `cross-border` is a phrase.
            several if self.any && part == Part::Text => {
                Plan::Or(distinct(several.iter().map(|t| Plan::Word(part, self.stems(t))).collect()))
            }
            several => Plan::Positions(part, phrase_of(several.to_vec())),
        }
    }

    fn stems(&mut self, term: &str) -> Vec<String> {
        let mut stems: Vec<String> = self.stemmers.iter_mut().map(|s| s.stem(term).to_owned()).collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    fn positions(&self, words: Words, part: Part) -> Plan {
        match words {
            Words::Form { forms, .. } if forms.is_empty() => Plan::Nothing,
            words => Plan::Positions(part, words),
        }
    }

    /// A pattern as forms of one word, or as a phrase where it has several words.
    fn form(&self, pattern: &Pattern, part: Part) -> Result<Words> {
        let typed = pattern.typed();
        Ok(match pattern {
            Pattern::Word(_) => {
                phrase_of(text::words(&typed.text).map(|w| text::term(w.text).into_owned()).collect())
            }
            Pattern::Exact(_) => {
                let words = text::words(&typed.text).map(|w| self.exact(w.text, typed, part));
                one_or_phrase(words.collect::<Result<_>>()?)
            }
            Pattern::Wildcard(_) => {
                let words = wildcard_words(&typed.text);
                let forms = words.iter().map(|w| self.wildcard(w, typed, part)).collect::<Result<_>>()?;
                one_or_phrase(forms)
            }
            Pattern::Fuzzy { distance, .. } => {
                let fuzzy = |word: text::Word<'_>| {
                    let found = self.vocabulary(part).fuzzy(&text::term(word.text), *distance);
                    found.map(form_of).map_err(|e| self.expansion_error(e, typed))
                };
                one_or_phrase(text::words(&typed.text).map(fuzzy).collect::<Result<_>>()?)
            }
        })
    }

    fn exact(&self, word: &str, typed: &Typed, part: Part) -> Result<Words> {
        let (plain, folded) = (text::plain(word), text::term(word));
        if plain != folded {
            return Ok(form_of(vec![format!("{EXACT_MARK}{plain}")]));
        }
        let except = self.vocabulary(part).spellings(&folded).map_err(|e| self.expansion_error(e, typed))?;
        Ok(Words::Form { forms: vec![folded.into_owned()], except })
    }

    fn wildcard(&self, word: &str, typed: &Typed, part: Part) -> Result<Words> {
        let folded = text::fold(word);
        if !folded.contains(['*', '?']) {
            return Ok(form_of(vec![text::term(word).into_owned()]));
        }
        let forms = self.vocabulary(part).wildcard(&folded).map_err(|e| self.expansion_error(e, typed))?;
        Ok(form_of(forms))
    }

    fn phrase(&self, slots: &[Pattern], slop: Option<u32>, part: Part) -> Result<Words> {
        let words: Vec<Words> = slots.iter().map(|p| self.form(p, part)).collect::<Result<_>>()?;
        Ok(match slop {
            Some(gap) => Words::Near(words, gap, Order::Any),
            None => one_or_phrase(words),
        })
    }

    /// What NEAR, PRE and atleast join: here words count in all their inflections.
    fn expression(&mut self, node: &Node, part: Part) -> Result<Words> {
        Ok(match node {
            Node::Word(Pattern::Word(typed)) => self.inflected(typed, part)?,
            Node::Word(pattern) => self.form(pattern, part)?,
            Node::Phrase { slots, slop } => self.phrase(slots, *slop, part)?,
            Node::Or(parts) => {
                Words::Or(parts.iter().map(|p| self.expression(p, part)).collect::<Result<_>>()?)
            }
            Node::Near { n, ordered, left, right } => {
                let order = if *ordered { Order::Given } else { Order::Any };
                Words::Near(vec![self.expression(left, part)?, self.expression(right, part)?], *n, order)
            }
            Node::AtLeast { n, pattern } => {
                let words = match pattern {
                    Pattern::Word(typed) => self.inflected(typed, part)?,
                    pattern => self.form(pattern, part)?,
                };
                Words::AtLeast(*n, Box::new(words))
            }
            Node::Same { unit, left, right } => {
                let sides = [self.expression(left, part)?, self.expression(right, part)?];
                Words::Same(Box::new(sides), *unit)
            }
            other => return Err(self.not_yet(&other.to_string(), "words and phrases")),
        })
    }

    fn inflected(&mut self, typed: &Typed, part: Part) -> Result<Words> {
        let terms: Vec<String> = text::words(&typed.text).map(|w| text::term(w.text).into_owned()).collect();
        let [term] = terms.as_slice() else { return Ok(phrase_of(terms)) };
        let field = self.field(part);
        let vocabulary = Vocabulary::new(&self.snapshot.searcher, field);
        let forms = vocabulary.inflections(term, &mut self.stemmers);
        forms.map(form_of).map_err(|e| self.expansion_error(e, typed))
    }

    fn field(&self, part: Part) -> Field {
        super::open::positional_field(&self.snapshot.fields, part)
    }

    fn vocabulary(&self, part: Part) -> Vocabulary<'_> {
        Vocabulary::new(&self.snapshot.searcher, self.field(part))
    }

    /// Each pattern stands for no more words than are allowed, but all together may be too many.
    fn check_forms(&self, plan: &Plan) -> Result<()> {
        let mut forms = Forms::default();
        forms.count(plan);
        let (found, most, help) = if forms.joined > JOINED_FORMS_MAX {
            (forms.joined, JOINED_FORMS_MAX, "write more letters of the words inside phrases and beside NEAR")
        } else if forms.all > FORMS_MAX {
            (forms.all, FORMS_MAX, "write more letters of its words with wildcards, or run several queries")
        } else {
            return Ok(());
        };
        let span = crate::query::Span { start: 0, end: self.query.input.chars().count() };
        let message =
            format!("the query stands for {found} words, and no more than {most} can be looked for");
        Err(self.query.error_at(span, message, help.to_owned()).into())
    }

    fn expansion_error(&self, error: ExpansionError, typed: &Typed) -> Error {
        match error {
            ExpansionError::TooMany => {
                let message = format!(
                    "{} stands for more than {} words",
                    typed.text,
                    super::vocabulary::EXPANSIONS_MAX
                );
                self.query.error_at(typed.span, message, "write more letters of it".to_owned()).into()
            }
            ExpansionError::Engine(cause) => self.snapshot.damaged(&cause.to_string()),
        }
    }

    fn place(&mut self, field: FacetField, value: &Value) -> Plan {
        let Value::Name(typed) = value else { return Plan::AnyFacet(field) };
        let found = names::places(&self.snapshot.dictionary, &typed.text);
        self.notes.extend(found.note);
        Plan::Facet(field, found.numbers)
    }

    fn actor(&mut self, value: &Value, kind: Option<ActorKind>) -> Plan {
        let dictionary = &self.snapshot.dictionary;
        let of_kind =
            |n: &u32| kind.is_none_or(|k| names::is_of_kind(dictionary.kind(dictionary.canonical(*n)), k));
        let Value::Name(typed) = value else {
            if kind.is_none() && !dictionary.hides() {
                return Plan::AnyFacet(FacetField::Actor);
            }
            return Plan::Facet(
                FacetField::Actor,
                dictionary.family_numbers(Family::Actor).filter(of_kind).collect(),
            );
        };
        let found = names::actors(dictionary, &typed.text);
        self.notes.extend(found.note);
        Plan::Facet(FacetField::Actor, found.numbers.into_iter().filter(of_kind).collect())
    }

    fn plain(&mut self, field: FacetField, value: &Value) -> Plan {
        let Value::Name(typed) = value else { return Plan::AnyFacet(field) };
        let family = if field == FacetField::Outlet { Family::Outlet } else { Family::Lang };
        let found = names::plain(&self.snapshot.dictionary, family, &typed.text);
        self.notes.extend(found.note);
        Plan::Facet(field, found.numbers)
    }

    fn around(&self, lat: f64, lon: f64, km: f64) -> Plan {
        self.towns(|place| distance_km((lat, lon), place) <= km)
    }

    fn inside(&self, [south, west, north, east]: [f64; 4]) -> Plan {
        self.towns(|(lat, lon)| {
            let across = if west <= east { lon >= west && lon <= east } else { lon >= west || lon <= east };
            lat >= south && lat <= north && across
        })
    }

    /// Towns of the index that a test on their coordinates admits; a country or region
    /// has no one point and never counts.
    fn towns(&self, admits: impl Fn((f64, f64)) -> bool) -> Plan {
        let gazetteer = Gazetteer::embedded();
        let dictionary = &self.snapshot.dictionary;
        let wanted = |&n: &u32| {
            gazetteer.by_id(dictionary.value(n)).is_some_and(|no| {
                let place = gazetteer.place(no);
                gazetteer.level(no) == Level::Place && admits((place.lat, place.lon))
            })
        };
        Plan::Facet(FacetField::Place, dictionary.family_numbers(Family::Place).filter(wanted).collect())
    }

    /// The articles of the story with this id, or with an article of this id.
    fn story(&self, typed: &Typed) -> Result<Plan> {
        let id = self.id(typed)?;
        let stories = self.snapshot.stories();
        let story = match stories.by_id(id) {
            Some(story) => Some(story),
            None => self.snapshot.number_of(id)?.and_then(|number| stories.story(number)),
        };
        let members = story.map(|story| stories.members(story)).unwrap_or_default();
        Ok(Plan::Ids(if members.is_empty() { vec![id] } else { members.iter().map(|m| m.id).collect() }))
    }

    fn id(&self, typed: &Typed) -> Result<ArticleId> {
        typed.text.parse().map_err(|message: String| {
            self.query
                .error_at(typed.span, message, "ids are shown by: dateline search … --format json".to_owned())
                .into()
        })
    }
}

/// Each word once: who repeats one, as a pasted text does with its small words, does not want it
/// more.
fn distinct(plans: Vec<Plan>) -> Vec<Plan> {
    let mut known: Vec<(Part, Vec<String>)> = Vec::new();
    let mut is_new = |plan: &Plan| match plan {
        Plan::Word(part, stems) => {
            let new = !known.iter().any(|(p, s)| p == part && s == stems);
            if new {
                known.push((*part, stems.clone()));
            }
            new
        }
        _ => true,
    };
    plans.into_iter().filter(|plan| is_new(plan)).collect()
}

/// Alternatives among alternatives are of one rank.
fn flat(plans: Vec<Plan>) -> Vec<Plan> {
    let apart = plans.into_iter().map(|plan| match plan {
        Plan::Or(inner) => inner,
        plan => vec![plan],
    });
    apart.flatten().collect()
}

/// How many forms of words a plan looks for.
#[derive(Default)]
struct Forms {
    all: usize,
    /// Those whose positions are compared.
    joined: usize,
}

impl Forms {
    fn count(&mut self, plan: &Plan) {
        match plan {
            Plan::And(parts) | Plan::Or(parts) => parts.iter().for_each(|part| self.count(part)),
            Plan::Not(inner) | Plan::Prefer(inner, _) | Plan::Recent(inner, _) => self.count(inner),
            Plan::Positions(_, words) => self.count_words(words, false),
            _ => {}
        }
    }

    fn count_words(&mut self, words: &Words, joined: bool) {
        match words {
            Words::Form { forms, except } => {
                let count = forms.len() + except.len();
                self.all += count;
                self.joined += if joined || !except.is_empty() { count } else { 0 };
            }
            Words::Phrase(parts) | Words::Near(parts, ..) | Words::Or(parts) => {
                parts.iter().for_each(|part| self.count_words(part, true));
            }
            Words::AtLeast(_, part) => self.count_words(part, true),
            Words::Same(sides, _) => sides.iter().for_each(|part| self.count_words(part, true)),
        }
    }
}

/// The part of an article that a zone is; without one, headline and body.
pub(super) fn part(zone: Option<Zone>) -> Part {
    zone.map_or(Part::Text, part_of)
}

fn part_of(zone: Zone) -> Part {
    match zone {
        Zone::Title => Part::Title,
        Zone::Lead => Part::Lead,
        Zone::Byline => Part::Byline,
        Zone::DatelineText => Part::DatelineText,
        Zone::Caption => Part::Caption,
        Zone::Aside => Part::Aside,
    }
}

fn form_of(forms: Vec<String>) -> Words {
    Words::Form { forms, except: Vec::new() }
}

fn phrase_of(terms: Vec<String>) -> Words {
    one_or_phrase(terms.into_iter().map(|t| form_of(vec![t])).collect())
}

fn one_or_phrase(mut words: Vec<Words>) -> Words {
    if words.len() == 1 { words.remove(0) } else { Words::Phrase(words) }
}

/// Cuts a pattern into words, its wildcards taken for letters.
fn wildcard_words(pattern: &str) -> Vec<String> {
    let is_part = |c: char| matches!(c, '*' | '?') || text::continues_word(c);
    pattern.split(|c| !is_part(c)).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// Great-circle distance (haversine formula, mean Earth radius 6371 km).
fn distance_km((lat1, lon1): (f64, f64), (lat2, lon2): (f64, f64)) -> f64 {
    let (dlat, dlon) = ((lat2 - lat1).to_radians(), (lon2 - lon1).to_radians());
    let h = (dlat / 2.0).sin().powi(2)
        + lat1.to_radians().cos() * lat2.to_radians().cos() * (dlon / 2.0).sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_cut_where_words_are() {
        assert_eq!(wildcard_words("cross-bord*"), ["cross", "bord*"]);
        assert_eq!(wildcard_words("w?ld"), ["w?ld"]);
        assert_eq!(wildcard_words("दिल्*"), ["दिल्*"]);
    }

    #[test]
    fn distances_are_those_on_the_globe() {
        let berlin_paris = distance_km((52.52, 13.405), (48.857, 2.352));
        assert!((berlin_paris - 878.0).abs() < 5.0, "{berlin_paris}");
    }
}
