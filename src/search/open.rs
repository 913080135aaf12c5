//! Opens a plan on one segment: terms looked up, lists and columns opened, what is shortest first.
//!
//! A word is found by its stem in headline and body together; that it also stands in the headline
//! or the lead adds to the score of what was found. Conditions (places, dates, outlets) add
//! none.

use std::ops::Bound;
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::query::{EnableScoring, InvertedIndexRangeQuery, Query, RangeQuery, TermSetQuery};
use tantivy::schema::Field;
use tantivy::{SegmentReader, Term};

use super::bm25::{Averages, Weight};
use super::budget::Budget;
use super::plan::{FacetField, Part, Plan, Preferred, Words};
use super::positions::{Expression, Positions};
use super::postings::Postings;
use super::recency::Recency;
use super::scan::{Form, Node};
use super::spoken;
use super::terms::Terms;
use crate::date::{day_from_number, day_number};
use crate::index::schema::{PARAGRAPH_MARK, SENTENCE_MARK};
use crate::index::{Fields, Moment, Snapshot};
use crate::query::Unit;

/// What a word in the headline adds, against one in the body.
pub const TITLE_WEIGHT: f32 = 1.2;
/// What a word in the lead adds, against one in the body.
pub const LEAD_WEIGHT: f32 = 0.3;

/// More numbers than this are joined by the engine into one set.
const LISTS_MAX: usize = 64;
/// Opens plans on one segment of a snapshot.
pub struct Opener<'o> {
    /// The snapshot.
    pub snapshot: &'o Snapshot,
    /// Number of the segment.
    pub segment: u32,
    /// Whether scores are wanted.
    pub scored: bool,
    /// Terms that were looked up.
    pub terms: &'o Terms,
    /// What the query may cost.
    pub budget: &'o Arc<Budget>,
}

type Opened = tantivy::Result<Node>;

impl Opener<'_> {
    fn reader(&self) -> &SegmentReader {
        self.snapshot.searcher.segment_reader(self.segment)
    }

    fn fields(&self) -> &Fields {
        &self.snapshot.fields
    }

    /// Opens a plan.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn open(&self, plan: &Plan) -> Opened {
        Ok(match plan {
            Plan::All => Node::All,
            Plan::Nothing => Node::Nothing,
            Plan::Word(part, stems) => self.word(*part, stems)?,
            Plan::Positions(part, words) => self.positions(*part, words)?,
            Plan::Filled(part) => self.filled(*part)?,
            Plan::And(parts) => self.all_of(parts)?,
            Plan::Or(parts) => Node::Or(parts.iter().map(|p| self.open(p)).collect::<tantivy::Result<_>>()?),
            Plan::Not(_) => self.all_of(std::slice::from_ref(plan))?,
            Plan::Facet(field, numbers) => self.numbers(facet_field(*field, self.fields()), numbers)?,
            Plan::AnyFacet(field) => self.any_number(facet_field(*field, self.fields()))?,
            Plan::Published(range) => {
                let days = (i64::from(day_number(range.from)), day_number(range.to));
                self.moments(move |moment, last| {
                    moment.is_some_and(|m| Moment(m).day() <= days.1) && last.is_some_and(|l| l >= days.0)
                })
            }
            Plan::Undated => self.moments(|moment, _| moment.is_none()),
            Plan::Suspect => {
                let reasons = self.reader().fast_fields().u64("suspect")?;
                Node::Test(Box::new(move |doc| reasons.first(doc).is_some()))
            }
            Plan::DatedBy(source) => {
                let (column, wanted) = (self.reader().fast_fields().u64("date_source")?, *source as u64);
                Node::Test(Box::new(move |doc| column.first(doc) == Some(wanted)))
            }
            Plan::SpeaksOf(asked) => {
                let docs = spoken::docs(self.fields().spoken, *asked, self.reader())?;
                Node::Test(Box::new(move |doc| docs.contains(doc)))
            }
            Plan::AnyYear(month, day) => self.any_year(*month, *day),
            Plan::Ids(ids) => self.of_numbers(self.fields().id, ids.iter().map(|id| id.number()))?,
            Plan::Prefer(plan, words) => self.prefer(plan, words)?,
            Plan::Recent(plan, recency) => self.recent(plan, *recency)?,
        })
    }

    /// The parts in order of their length, the negated ones apart.
    fn all_of(&self, parts: &[Plan]) -> Opened {
        let (mut all, mut none) = (Vec::new(), Vec::new());
        for part in parts {
            match part {
                Plan::Not(inner) => none.push(self.open(inner)?),
                part => all.push(self.open(part)?),
            }
        }
        let end = self.reader().max_doc();
        all.sort_by_cached_key(|node| node.len(end));
        if all.is_empty() {
            all.push(Node::All);
        }
        Ok(Node::And { all, none })
    }

    /// A word by its stems, as far as the segment has them.
    fn word(&self, part: Part, stems: &[String]) -> Opened {
        let fields = self.fields();
        let (finds, adds) = match part {
            Part::Title => (fields.title_stems, Vec::new()),
            Part::Lead => (fields.lead_stems, Vec::new()),
            _ => (fields.stems, vec![(fields.title_stems, TITLE_WEIGHT), (fields.lead_stems, LEAD_WEIGHT)]),
        };
        let finds = self.stems(finds, stems, 1.0)?;
        let adds = if self.scored { adds.as_slice() } else { &[] };
        let adds = adds.iter().map(|(field, boost)| self.stems(*field, stems, *boost));
        let mut adds = adds.collect::<tantivy::Result<Vec<_>>>()?;
        let mut forms = Vec::new();
        for (at, finds) in finds.into_iter().enumerate() {
            let own = adds.iter_mut().filter_map(|lists| lists.get_mut(at)?.take());
            forms.extend(finds.map(|finds| Form { finds, adds: own.collect() }));
        }
        Ok(if forms.is_empty() { Node::Nothing } else { Node::Word(forms) })
    }

    fn prefer(&self, plan: &Plan, words: &[Preferred]) -> Opened {
        let found = self.open(plan)?;
        if !self.scored {
            return Ok(found);
        }
        let mut lists = Vec::new();
        for word in words {
            let stem = std::slice::from_ref(&word.stem);
            lists.extend(self.stems(self.fields().stems, stem, word.weight)?.into_iter().flatten());
        }
        Ok(Node::Prefer(Box::new(found), lists))
    }

    fn recent(&self, plan: &Plan, recency: Recency) -> Opened {
        let found = self.open(plan)?;
        Ok(match self.snapshot.kept.columns(self.segment).filter(|_| self.scored) {
            Some(columns) => Node::Recent(Box::new(found), columns.moment.clone(), recency),
            None => found,
        })
    }

    /// What one part of a word's score is made of, for explaining it: a field and its boost.
    pub fn stem_part(&self, field: Field, stems: &[String], boost: f32) -> Opened {
        let lists = self.stems(field, stems, boost)?.into_iter().flatten();
        Ok(Node::Word(lists.map(|finds| Form { finds, adds: Vec::new() }).collect()))
    }

    /// The lists of a word's stems, as far as the segment has them. A word is as rare as all its
    /// stems together: it must not weigh more in a language that few articles are in.
    fn stems(&self, field: Field, stems: &[String], boost: f32) -> tantivy::Result<Vec<Option<Postings>>> {
        let terms: Vec<Term> = stems.iter().map(|stem| Term::from_field_text(field, stem)).collect();
        let mut frequency = 0;
        if self.scored {
            for term in &terms {
                frequency += self.terms.frequency(&self.snapshot.searcher, term)?;
            }
        }
        let open = |term: &Term| {
            let Some((inverted, info)) = self.look_up(term)? else { return Ok(None) };
            let weight = if self.scored { Some(self.weight_of(frequency, field, boost)?) } else { None };
            Ok(Some(Postings::open(&inverted, &info, weight)?))
        };
        terms.iter().map(open).collect()
    }

    fn look_up(&self, term: &Term) -> tantivy::Result<Option<(Arc<InvertedIndexReader>, TermInfo)>> {
        let info = self.terms.info(&self.snapshot.searcher, term, self.segment)?;
        let inverted = self.reader().inverted_index(term.field())?;
        Ok(info.map(|info| (inverted, info)))
    }

    /// The weight of a word that so many articles have, by the lengths of a field.
    fn weight_of(&self, frequency: u64, field: Field, boost: f32) -> tantivy::Result<Weight> {
        let (articles, words) = self.snapshot.kept.lengths(&self.snapshot.searcher, field)?;
        let scale = self.terms.scale(self.segment, field, || {
            let average = |words: u64, articles: u64| words as f32 / articles.max(1) as f32;
            let own = self.reader().inverted_index(field)?.total_num_tokens();
            let segment = average(own, u64::from(self.reader().max_doc()));
            Ok(Averages { segment, index: average(words, articles) })
        })?;
        Ok(Weight::new((frequency, articles), boost, self.reader().get_fieldnorms_reader(field)?, scale))
    }

    fn positions(&self, part: Part, words: &Words) -> Opened {
        let fields = self.fields();
        let norms = match part {
            Part::Title => fields.title_stems,
            Part::Lead => fields.lead_stems,
            _ => fields.stems,
        };
        if let Words::Form { forms, except } = words
            && except.is_empty()
        {
            return self.forms(positional_field(fields, part), forms, norms);
        }
        let expression = expression(words, positional_field(fields, part));
        let mut weights = Vec::new();
        if self.scored {
            expression.each_word(&mut |terms| {
                let searcher = &self.snapshot.searcher;
                let sum = terms.iter().map(|term| self.terms.frequency(searcher, term));
                let frequency = sum.sum::<tantivy::Result<u64>>()?;
                weights.push(self.weight_of(frequency, norms, 1.0)?);
                Ok(())
            })?;
        }
        Ok(Node::Positions(Box::new(Positions::open(
            &expression,
            self.reader(),
            weights,
            Arc::clone(self.budget),
        )?)))
    }

    /// One word in any of these forms. No two of them stand at one place, so its places are as
    /// many as the forms have together, and need not be read.
    fn forms(&self, field: Field, forms: &[String], norms: Field) -> Opened {
        let (mut lists, mut frequency) = (Vec::new(), 0);
        for form in forms {
            let term = Term::from_field_text(field, form);
            frequency += self.terms.frequency(&self.snapshot.searcher, &term)?;
            let Some((inverted, info)) = self.look_up(&term)? else { continue };
            lists.push(match self.scored {
                true => Postings::of_frequencies(&inverted, &info)?,
                false => Postings::open(&inverted, &info, None)?,
            });
        }
        let weight = self.scored.then(|| self.weight_of(frequency, norms, 1.0)).transpose()?;
        Ok(if lists.is_empty() { Node::Nothing } else { Node::Forms(lists, weight) })
    }

    /// A query of the engine; its scores are not wanted.
    fn engine(&self, query: &dyn Query) -> Opened {
        let scoring = EnableScoring::disabled_from_searcher(&self.snapshot.searcher);
        Ok(Node::Iterator(query.weight(scoring)?.scorer(self.reader(), 1.0)?))
    }

    fn filled(&self, part: Part) -> Opened {
        let empty = Term::from_field_text(positional_field(self.fields(), part), "");
        self.engine(&RangeQuery::new(Bound::Included(empty), Bound::Unbounded))
    }

    fn any_number(&self, field: Field) -> Opened {
        let zero = Term::from_field_u64(field, 0);
        self.engine(&InvertedIndexRangeQuery::new(Bound::Included(zero), Bound::Unbounded))
    }

    /// Documents with one of these facet numbers.
    pub fn numbers(&self, field: Field, numbers: &[u32]) -> Opened {
        self.of_numbers(field, numbers.iter().map(|&n| u64::from(n)))
    }

    fn of_numbers(&self, field: Field, numbers: impl ExactSizeIterator<Item = u64>) -> Opened {
        let count = numbers.len();
        let terms: Vec<Term> = numbers.map(|n| Term::from_field_u64(field, n)).collect();
        if count > LISTS_MAX {
            return self.engine(&TermSetQuery::new(terms));
        }
        let mut lists = Vec::new();
        for term in terms {
            if let Some((inverted, info)) = self.look_up(&term)? {
                lists.push(Postings::open(&inverted, &info, None)?);
            }
        }
        Ok(if lists.is_empty() { Node::Nothing } else { Node::Lists(lists) })
    }

    /// A test on a document's moment and last day.
    fn moments(&self, test: impl Fn(Option<i64>, Option<i64>) -> bool + Send + Sync + 'static) -> Node {
        let Some(columns) = self.snapshot.kept.columns(self.segment) else { return Node::Nothing };
        let (moment, last): (Column<i64>, Column<i64>) = (columns.moment.clone(), columns.last_day.clone());
        Node::Test(Box::new(move |doc| test(moment.first(doc), last.first(doc))))
    }

    fn any_year(&self, month: u32, day: u32) -> Node {
        use chrono::Datelike;
        self.moments(move |moment, last| {
            let Some(number) = moment.map(|m| Moment(m).day()) else { return false };
            let exact = last == Some(i64::from(number));
            exact && day_from_number(number).is_some_and(|d| d.month() == month && d.day() == day)
        })
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
        Words::Same(sides, unit) => {
            let [left, right] = sides.as_ref();
            let marks: &[&str] = match unit {
                Unit::Sentence => &[SENTENCE_MARK, PARAGRAPH_MARK],
                Unit::Paragraph => &[PARAGRAPH_MARK],
            };
            let marks = marks.iter().map(|mark| Term::from_field_text(field, mark)).collect();
            Expression::Same(Box::new([expression(left, field), expression(right, field)]), marks)
        }
    }
}
