//! Carries out a plan on one segment, window by window ([`super::frame`]).
//!
//! A word is found by its stem in headline and body together; that it also stands in the headline
//! or the lead adds to the score of what was found. Conditions (places, dates, outlets) add
//! none. What is added is added in the order of the plan, so that equal articles score equally
//! to the last bit, in whatever order the engine keeps them.
//!
//! Why not the engine's own queries: they hand over one document at a time through several
//! virtual calls, cannot share a pass between the count, the best hits and the facets, and skip
//! what cannot be among the best only when nothing else is asked for. Here a list that is read
//! becomes bits and sums, 64 documents an instruction.

use std::ops::Bound;
use std::sync::Arc;

use tantivy::columnar::Column;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::TermInfo;
use tantivy::query::{EnableScoring, InvertedIndexRangeQuery, Query, RangeQuery, Scorer, TermSetQuery};
use tantivy::schema::Field;
use tantivy::{DocId, SegmentReader, TERMINATED, Term};

use super::bm25::{Averages, Weight};
use super::budget::Budget;
use super::frame::{Docs, Frame};
use super::plan::{FacetField, Part, Plan, Preferred, Words};
use super::positions::{Expression, Positions};
use super::postings::{Floor, Postings};
use super::recency::Recency;
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

/// A plan opened on one segment.
pub enum Node {
    /// Every document.
    All,
    /// No document.
    Nothing,
    /// A word.
    Word(Vec<Form>),
    /// Documents in one of these lists.
    Lists(Vec<Postings>),
    /// One word in any of many forms, which count together, and what it scores if that is wanted.
    Forms(Vec<Postings>, Option<Weight>),
    /// Words by their positions.
    Positions(Box<Positions>),
    /// What an iterator of the engine gives, which adds no score.
    Iterator(Box<dyn Scorer>),
    /// Documents that pass a test on their columns.
    Test(Test),
    /// All of the first, none of the second. The first are in order of their length.
    And {
        /// Must match.
        all: Vec<Node>,
        /// Must not match.
        none: Vec<Node>,
    },
    /// Any of these.
    Or(Vec<Node>),
    /// What the first finds, with what the lists add to its score.
    Prefer(Box<Node>, Vec<Postings>),
    /// What the first finds, less of its score for what is older.
    Recent(Box<Node>, Column<i64>, Recency),
}

/// A test on the columns of a document.
pub type Test = Box<dyn Fn(DocId) -> bool + Send + Sync>;

/// One stem of a word.
pub struct Form {
    /// What finds it.
    finds: Postings,
    /// What adds to its score: the same stem in the headline, in the lead.
    adds: Vec<Postings>,
}

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

/// Frames that are not in use; a conjunction takes one for each of its parts.
#[derive(Default)]
pub struct Frames(Vec<Frame>);

impl Frames {
    /// An empty one for the same window as another.
    pub fn take(&mut self, other: &Frame, scored: bool) -> Frame {
        let mut frame = self.0.pop().unwrap_or_default();
        frame.begin(other.start, other.end, scored);
        frame
    }

    /// Takes one back.
    pub fn give_back(&mut self, frame: Frame) {
        self.0.push(frame);
    }
}

/// How a window is filled.
#[derive(Clone, Copy)]
pub struct Need {
    /// Whether scores are wanted.
    pub scored: bool,
    /// Scores that matter.
    pub floor: Floor,
}

impl Node {
    /// About how many documents match: no fewer, but for what an iterator guesses.
    fn len(&self, end: DocId) -> u32 {
        let sum = |lens: &mut dyn Iterator<Item = u32>| lens.fold(0, u32::saturating_add);
        match self {
            Node::All | Node::Test(_) => end,
            Node::Nothing => 0,
            Node::Word(forms) => sum(&mut forms.iter().map(|f| f.finds.len())),
            Node::Lists(lists) | Node::Forms(lists, _) => sum(&mut lists.iter().map(Postings::len)),
            // What it gives has to be searched for, so a list of the same length goes first.
            Node::Iterator(scorer) => scorer.size_hint().saturating_add(1),
            Node::Positions(positions) => positions.len().saturating_add(1),
            Node::And { all, .. } => all.iter().map(|n| n.len(end)).min().unwrap_or(end),
            Node::Or(any) => sum(&mut any.iter().map(|n| n.len(end))),
            Node::Prefer(found, _) | Node::Recent(found, ..) => found.len(end),
        }
    }

    /// How many documents match, deleted ones among them, where that is known without looking.
    pub fn known_len(&self) -> Option<u32> {
        match self {
            Node::Nothing => Some(0),
            Node::Word(forms) => match forms.as_slice() {
                [form] => Some(form.finds.len()),
                _ => None,
            },
            Node::Lists(lists) => match lists.as_slice() {
                [list] => Some(list.len()),
                _ => None,
            },
            Node::And { all, none } if none.is_empty() => match all.as_slice() {
                [one] => one.known_len(),
                _ => None,
            },
            Node::Or(any) => match any.as_slice() {
                [one] => one.known_len(),
                _ => None,
            },
            Node::Prefer(found, _) | Node::Recent(found, ..) => found.known_len(),
            _ => None,
        }
    }

    /// No document scores more; infinite where nothing is known.
    fn score_max(&self) -> f32 {
        match self {
            Node::Word(forms) => forms.iter().map(Form::score_max).sum(),
            Node::Positions(_) => f32::INFINITY,
            Node::Forms(_, weight) => weight.as_ref().map_or(0.0, Weight::max),
            Node::And { all, .. } => all.iter().map(Node::score_max).sum(),
            Node::Or(any) => any.iter().map(Node::score_max).sum(),
            Node::Recent(found, ..) => found.score_max(),
            Node::Prefer(found, lists) => {
                found.score_max() + lists.iter().map(Postings::score_max).sum::<f32>()
            }
            _ => 0.0,
        }
    }

    /// The first document from `target` on that may match: none before it does.
    pub fn next_from(&mut self, target: DocId) -> DocId {
        let first = |docs: &mut dyn Iterator<Item = DocId>| docs.min().unwrap_or(TERMINATED);
        match self {
            Node::All | Node::Test(_) => target,
            Node::Nothing => TERMINATED,
            Node::Word(forms) => first(&mut forms.iter_mut().map(|f| f.finds.next_from(target))),
            Node::Lists(lists) | Node::Forms(lists, _) => {
                first(&mut lists.iter_mut().map(|l| l.next_from(target)))
            }
            // Finding out may be dear, and be in vain where another part does not match.
            Node::Iterator(scorer) => scorer.doc().max(target),
            Node::Positions(positions) => positions.next_from(target),
            Node::And { all, .. } => all.iter_mut().map(|n| n.next_from(target)).max().unwrap_or(target),
            Node::Or(any) => first(&mut any.iter_mut().map(|n| n.next_from(target))),
            Node::Prefer(found, _) | Node::Recent(found, ..) => found.next_from(target),
        }
    }

    /// Marks the documents of the frame's window that match, and adds their scores. Of documents
    /// that are not among the wanted ones both may be left out.
    pub fn fill(&mut self, wanted: Option<&Docs>, need: Need, frames: &mut Frames, frame: &mut Frame) {
        match self {
            Node::All => frame.docs.or(&wanted.cloned().unwrap_or_else(|| frame.all())),
            Node::Nothing => {}
            Node::Word(forms) => fill_word(forms, wanted, need, frame),
            Node::Lists(lists) => {
                lists.iter_mut().for_each(|list| list.fill(wanted, true, Floor::NONE, frame));
            }
            Node::Forms(lists, weight) => fill_forms(lists, weight.as_ref(), need.scored, frames, frame),
            Node::Iterator(scorer) => fill_iterator(scorer.as_mut(), wanted, frame),
            Node::Positions(positions) => fill_positions(positions, wanted, need.scored, frame),
            Node::Test(test) => {
                let all = frame.all();
                let (start, docs) = (frame.start, &mut frame.docs);
                wanted.unwrap_or(&all).each(|at| {
                    if test(start + at) {
                        docs.insert(at);
                    }
                });
            }
            Node::And { all, none } => fill_all(all, none, wanted, need, frames, frame),
            Node::Or(any) => fill_any(any, wanted, need, frames, frame),
            Node::Prefer(found, lists) => fill_preferring(found, lists, wanted, need, frames, frame),
            Node::Recent(found, moments, recency) => {
                fill_recent(found, (moments, *recency), wanted, need, frames, frame);
            }
        }
    }
}

impl Form {
    fn score_max(&self) -> f32 {
        self.finds.score_max() + self.adds.iter().map(Postings::score_max).sum::<f32>()
    }
}

fn fill_word(forms: &mut [Form], wanted: Option<&Docs>, need: Need, frame: &mut Frame) {
    let most: f32 = forms.iter().map(Form::score_max).sum();
    for form in forms {
        let floor = need.floor.beside(most - form.finds.score_max());
        form.finds.fill(wanted, true, floor, frame);
        for adds in &mut form.adds {
            let floor = need.floor.beside(most - adds.score_max());
            adds.fill(wanted, false, floor, frame);
        }
    }
}

/// Adds up how often a document has the forms, and scores the sum.
fn fill_forms(
    lists: &mut [Postings],
    weight: Option<&Weight>,
    scored: bool,
    frames: &mut Frames,
    frame: &mut Frame,
) {
    let Some(weight) = weight.filter(|_| scored) else {
        return lists.iter_mut().for_each(|list| list.fill(None, true, Floor::NONE, frame));
    };
    let mut places = frames.take(frame, true);
    lists.iter_mut().for_each(|list| list.fill_frequencies(&mut places));
    frame.docs.or(&places.docs);
    places.docs.each(|at| {
        frame.add(at, weight.score(frame.start + at, places.score(at) as u32));
    });
    frames.give_back(places);
}

/// Of an iterator each wanted document is asked for, since finding the next one may be dear.
fn fill_iterator(scorer: &mut dyn Scorer, wanted: Option<&Docs>, frame: &mut Frame) {
    let (start, end) = (frame.start, frame.end);
    match wanted {
        Some(wanted) => wanted.each(|at| {
            if scorer.doc() < start + at {
                scorer.seek(start + at);
            }
            if scorer.doc() == start + at {
                frame.docs.insert(at);
            }
        }),
        None => {
            if scorer.doc() < start {
                scorer.seek(start);
            }
            while scorer.doc() < end {
                frame.docs.insert(scorer.doc() - start);
                scorer.advance();
            }
        }
    }
}

/// Positions are compared only in documents that are still wanted and have all the words.
fn fill_positions(positions: &mut Positions, wanted: Option<&Docs>, scored: bool, frame: &mut Frame) {
    let (start, end) = (frame.start, frame.end);
    let mut take = |positions: &mut Positions, doc: DocId| {
        let places = positions.places();
        if places > 0 {
            frame.docs.insert(doc - start);
            if scored {
                frame.add(doc - start, positions.score(doc, places));
            }
        }
    };
    match wanted {
        Some(wanted) => wanted.each(|at| {
            if positions.next_from(start + at) == start + at {
                take(positions, start + at);
            }
        }),
        None => {
            let mut doc = positions.next_from(start);
            while doc < end {
                take(positions, doc);
                doc = positions.next_from(doc + 1);
            }
        }
    }
}

fn fill_all(
    all: &mut [Node],
    none: &mut [Node],
    wanted: Option<&Docs>,
    need: Need,
    frames: &mut Frames,
    frame: &mut Frame,
) {
    // A frame of its own, since the one that is given may hold other alternatives already.
    let mut sum = frames.take(frame, need.scored);
    let most: f32 = all.iter().map(Node::score_max).sum();
    let mut left = wanted.cloned();
    for node in all.iter_mut() {
        let need = Need { floor: need.floor.beside(most - node.score_max()), ..need };
        // Scores add up in one frame; what matches is what matches in each.
        sum.docs = Docs::NONE;
        node.fill(left.as_ref(), need, frames, &mut sum);
        if let Some(left) = &left {
            sum.docs.and(left);
        }
        if sum.docs.is_empty() {
            frames.give_back(sum);
            return;
        }
        left = Some(sum.docs.clone());
    }
    for node in none {
        let mut banned = frames.take(frame, false);
        node.fill(Some(&sum.docs), Need { scored: false, floor: Floor::NONE }, frames, &mut banned);
        sum.docs.and_not(&banned.docs);
        frames.give_back(banned);
    }
    add_up(&sum, need.scored, frame);
    frames.give_back(sum);
}

/// Adds one frame to another.
fn add_up(from: &Frame, scored: bool, to: &mut Frame) {
    to.docs.or(&from.docs);
    if scored {
        from.docs.each(|at| to.add(at, from.score(at)));
    }
}

fn fill_any(any: &mut [Node], wanted: Option<&Docs>, need: Need, frames: &mut Frames, frame: &mut Frame) {
    let most: f32 = any.iter().map(Node::score_max).sum();
    for node in any.iter_mut() {
        let need = Need { floor: need.floor.beside(most - node.score_max()), ..need };
        node.fill(wanted, need, frames, frame);
    }
}

/// What adds to scores adds nothing where it stands alone, so nobody looks for it elsewhere.
fn fill_preferring(
    found: &mut Node,
    lists: &mut [Postings],
    wanted: Option<&Docs>,
    need: Need,
    frames: &mut Frames,
    frame: &mut Frame,
) {
    let preferred: f32 = lists.iter().map(Postings::score_max).sum();
    let most = found.score_max() + preferred;
    let mut sum = frames.take(frame, need.scored);
    let floor = need.floor.beside(preferred);
    found.fill(wanted, Need { floor, ..need }, frames, &mut sum);
    let docs = sum.docs.clone();
    if need.scored && !docs.is_empty() {
        for list in lists {
            list.fill(Some(&docs), false, need.floor.beside(most - list.score_max()), &mut sum);
        }
    }
    add_up(&sum, need.scored, frame);
    frames.give_back(sum);
}

/// No share is more than all, so what could not be among the best before is not among them now.
fn fill_recent(
    found: &mut Node,
    (moments, recency): (&Column<i64>, Recency),
    wanted: Option<&Docs>,
    need: Need,
    frames: &mut Frames,
    frame: &mut Frame,
) {
    let mut sum = frames.take(frame, need.scored);
    found.fill(wanted, need, frames, &mut sum);
    if need.scored {
        let start = sum.start;
        sum.docs.clone().each(|at| sum.scale(at, recency.share(moments.first(start + at))));
    }
    add_up(&sum, need.scored, frame);
    frames.give_back(sum);
}
