//! From a plan to the engine's own queries; the one place that knows them.
//!
//! A word is found by its stem in headline and body together, so that an AND of words
//! is an intersection of plain lists; that it also stands in the headline or the lead
//! adds to the score of what was found. Conditions (places, dates, outlets) add none.

use std::ops::{Bound, RangeInclusive};

use tantivy::columnar::Column;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, InvertedIndexRangeQuery, Occur, Query,
    RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Term};

use super::plan::{FacetField, Part, Plan, Words};
use super::positions::{Expression, PositionsQuery};
use super::predicate::{Predicate, Test};
use super::spoken::SpokenQuery;
use crate::date::{DateRange, day_from_number, day_number};
use crate::index::Fields;
use crate::index::Moment;

/// What a word in the headline adds, against one in the body.
pub const TITLE_WEIGHT: f32 = 1.2;
/// What a word in the lead adds, against one in the body.
pub const LEAD_WEIGHT: f32 = 0.3;

/// The engine's query for a plan.
pub fn engine_query(plan: &Plan, fields: &Fields) -> Box<dyn Query> {
    match plan {
        Plan::All => condition(Box::new(AllQuery)),
        Plan::Nothing => Box::new(EmptyQuery),
        Plan::Word(part, stems) => any_of(stems.iter().map(|s| word(*part, s, fields)).collect()),
        Plan::Positions(part, words) => {
            let norms = match part {
                Part::Title => fields.title_stems,
                Part::Lead => fields.lead_stems,
                _ => fields.stems,
            };
            let expression = expression(words, positional_field(fields, *part));
            Box::new(PositionsQuery { norms, expression })
        }
        Plan::Filled(part) => condition(whole_range(positional_field(fields, *part))),
        Plan::And(parts) => all_of(parts, fields),
        Plan::Or(parts) => any_of(parts.iter().map(|p| engine_query(p, fields)).collect()),
        Plan::Not(inner) => all_of(std::slice::from_ref(&Plan::Not(inner.clone())), fields),
        Plan::Facet(field, numbers) => facet(facet_field(*field, fields), numbers),
        Plan::AnyFacet(field) => condition(any_number(facet_field(*field, fields))),
        Plan::Published(range) => published(*range),
        Plan::Undated => condition(moments(|moment, _| moment.is_none())),
        Plan::Suspect => suspect(),
        Plan::DatedBy(source) => date_source(*source as u64),
        Plan::SpeaksOf(asked) => condition(Box::new(SpokenQuery { field: fields.spoken, asked: *asked })),
        Plan::AnyYear(month, day) => any_year(*month, *day),
        Plan::Id(id) => {
            let term = Term::from_field_u64(fields.id, id.number());
            condition(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
        }
    }
}

/// The field that holds the positions of a part.
pub fn positional_field(fields: &Fields, part: Part) -> Field {
    match part {
        Part::Text => fields.text,
        Part::Title => fields.title,
        Part::Lead => fields.lead,
        Part::Byline => fields.byline,
        Part::DatelineText => fields.dateline_text,
        Part::Caption => fields.caption,
        Part::Aside => fields.aside,
    }
}

fn facet_field(field: FacetField, fields: &Fields) -> Field {
    match field {
        FacetField::Place => fields.places,
        FacetField::About => fields.about_places,
        FacetField::Dateline => fields.dateline_places,
        FacetField::Actor => fields.actors,
        FacetField::Outlet => fields.outlet,
        FacetField::Lang => fields.lang,
    }
}

/// Restricts without adding to the score.
fn condition(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn word(part: Part, stem: &str, fields: &Fields) -> Box<dyn Query> {
    match part {
        Part::Title | Part::Lead => word_part(part, WordPart::Whole, stem, fields),
        _ => Box::new(BooleanQuery::new(vec![
            (Occur::Must, word_part(part, WordPart::Whole, stem, fields)),
            (Occur::Should, word_part(part, WordPart::Title, stem, fields)),
            (Occur::Should, word_part(part, WordPart::Lead, stem, fields)),
        ])),
    }
}

/// The parts that a word's score has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordPart {
    /// What finds it.
    Whole,
    /// What is added for the headline.
    Title,
    /// What is added for the lead.
    Lead,
}

/// The query for one part of a word's score; headline and lead add nothing to a word
/// that is looked for in one of them alone.
pub fn word_part(part: Part, which: WordPart, stem: &str, fields: &Fields) -> Box<dyn Query> {
    let term = |field: Field| -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_text(field, stem), IndexRecordOption::WithFreqs))
    };
    match (part, which) {
        (Part::Title, WordPart::Whole) => term(fields.title_stems),
        (Part::Lead, WordPart::Whole) => term(fields.lead_stems),
        (_, WordPart::Whole) => term(fields.stems),
        (Part::Title | Part::Lead, _) => Box::new(EmptyQuery),
        (_, WordPart::Title) => Box::new(BoostQuery::new(term(fields.title_stems), TITLE_WEIGHT)),
        (_, WordPart::Lead) => Box::new(BoostQuery::new(term(fields.lead_stems), LEAD_WEIGHT)),
    }
}

fn any_of(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::new(queries.into_iter().map(|q| (Occur::Should, q)).collect())),
    }
}

fn all_of(parts: &[Plan], fields: &Fields) -> Box<dyn Query> {
    let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
    for part in parts {
        match part {
            Plan::Not(inner) => clauses.push((Occur::MustNot, engine_query(inner, fields))),
            part => clauses.push((Occur::Must, engine_query(part, fields))),
        }
    }
    if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        clauses.push((Occur::Must, condition(Box::new(AllQuery))));
    }
    Box::new(BooleanQuery::new(clauses))
}

fn expression(words: &Words, field: Field) -> Expression {
    let terms = |forms: &[String]| forms.iter().map(|f| Term::from_field_text(field, f)).collect();
    let each = |parts: &[Words]| parts.iter().map(|w| expression(w, field)).collect();
    match words {
        Words::Form { forms, except } if except.is_empty() => Expression::AnyOf(terms(forms)),
        Words::Form { forms, except } => Expression::Except(terms(forms), terms(except)),
        Words::Phrase(parts) => Expression::Phrase(each(parts)),
        Words::Near(parts, gap, order) => Expression::Near(each(parts), *gap, *order),
        Words::Or(parts) => Expression::Or(each(parts)),
        Words::AtLeast(n, part) => Expression::AtLeast(*n, Box::new(expression(part, field))),
    }
}

/// Articles with one of these numbers.
pub fn facet(field: Field, numbers: &[u32]) -> Box<dyn Query> {
    let term = |n: &u32| Term::from_field_u64(field, u64::from(*n));
    match numbers {
        [] => Box::new(EmptyQuery),
        [one] => condition(Box::new(TermQuery::new(term(one), IndexRecordOption::Basic))),
        several => condition(Box::new(TermSetQuery::new(several.iter().map(term)))),
    }
}

fn any_number(field: Field) -> Box<dyn Query> {
    let zero = Term::from_field_u64(field, 0);
    Box::new(InvertedIndexRangeQuery::new(Bound::Included(zero), Bound::Unbounded))
}

fn whole_range(field: Field) -> Box<dyn Query> {
    let empty = Term::from_field_text(field, "");
    Box::new(RangeQuery::new(Bound::Included(empty), Bound::Unbounded))
}

/// Articles whose date overlaps these days.
pub fn published(range: DateRange) -> Box<dyn Query> {
    let (first, last) = (i64::from(day_number(range.from)), day_number(range.to));
    condition(moments(move |moment, last_day| {
        moment.is_some_and(|m| Moment(m).day() <= last) && last_day.is_some_and(|l| l >= first)
    }))
}

fn any_year(month: u32, day: u32) -> Box<dyn Query> {
    use chrono::Datelike;
    condition(moments(move |moment, last_day| {
        let Some(number) = moment.map(|m| Moment(m).day()) else { return false };
        let exact = last_day == Some(i64::from(number));
        exact && day_from_number(number).is_some_and(|d| d.month() == month && d.day() == day)
    }))
}

/// A test on an article's moment and last day.
fn moments(
    test: impl Fn(Option<i64>, Option<i64>) -> bool + Send + Sync + Clone + 'static,
) -> Box<dyn Query> {
    Box::new(Predicate::new(move |reader| {
        let moment: Column<i64> = reader.fast_fields().i64("moment")?;
        let last_day: Column<i64> = reader.fast_fields().i64("last_day")?;
        let test = test.clone();
        let of_doc: Test = Box::new(move |doc: DocId| test(moment.first(doc), last_day.first(doc)));
        Ok(of_doc)
    }))
}

fn suspect() -> Box<dyn Query> {
    condition(Box::new(Predicate::new(|reader| {
        let reasons: Column<u64> = reader.fast_fields().u64("suspect")?;
        let test: Test = Box::new(move |doc: DocId| reasons.first(doc).is_some());
        Ok(test)
    })))
}

fn date_source(wanted: u64) -> Box<dyn Query> {
    condition(Box::new(Predicate::new(move |reader| {
        let source: Column<u64> = reader.fast_fields().u64("date_source")?;
        let test: Test = Box::new(move |doc: DocId| source.first(doc) == Some(wanted));
        Ok(test)
    })))
}

/// The days of a selection, open ends included.
pub fn day_numbers(from: Option<DateRange>, to: Option<DateRange>) -> RangeInclusive<i32> {
    from.map_or(i32::MIN, |r| day_number(r.from))..=to.map_or(i32::MAX, |r| day_number(r.to))
}
