//! Where a hit's score comes from: each word of the query, and what it adds by
//! standing in the text, in the headline and in the lead; then what moves hits without being asked
//! for. The parts add up to the score.

use std::sync::Arc;

use serde::Serialize;
use tantivy::{DocAddress, DocId, TantivyError};

use super::budget::Budget;
use super::frame::{Docs, Frame, WINDOW};
use super::open::{LEAD_WEIGHT, Opener, TITLE_WEIGHT};
use super::plan::{Part, Plan, Preferred, Words};
use super::postings::Floor;
use super::recency::Recency;
use super::scan::{Frames, Need, Node};
use super::terms::Terms;
use crate::index::Snapshot;
use crate::query::Unit;
use crate::text;

/// Why something adds to a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Ground {
    /// The query asks for it.
    Query,
    /// The best hits have it: [`super::feedback`].
    Feedback,
    /// It is not of the newest, and recent articles are preferred: [`super::recency`]. This part is
    /// negative.
    Recency,
}

/// What one word or phrase adds to a score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScorePart {
    /// Why it does.
    pub ground: Ground,
    /// The word by its stem, or the phrase as it was looked for.
    pub what: String,
    /// What its places in headline and body add.
    pub text: f32,
    /// What is added because it stands in the headline.
    pub title: f32,
    /// What is added because it stands in the lead.
    pub lead: f32,
}

/// The parts of a score, in the order of the query; parts that add nothing are left out.
///
/// # Errors
/// When the index is damaged.
pub(super) fn parts(
    plan: &Plan,
    snapshot: &Snapshot,
    address: DocAddress,
) -> tantivy::Result<Vec<ScorePart>> {
    let terms = Terms::default();
    let budget = Arc::new(Budget::new(snapshot.searcher.num_docs(), None));
    let opener =
        Opener { snapshot, segment: address.segment_ord, scored: true, terms: &terms, budget: &budget };
    let mut found = Vec::new();
    let mut add = |part: ScorePart| {
        if part.text + part.title + part.lead > 0.0 {
            found.push(part);
        }
    };
    let mut all = Vec::new();
    leaves(plan, &opener, address.doc_id, &mut all)?;
    for leaf in all {
        match leaf {
            Leaf::Asked(plan) => add(part(plan, &opener, address.doc_id)?),
            Leaf::Preferred(word) => add(preferred(word, &opener, address.doc_id)?),
        }
    }
    if let Plan::Recent(_, recency) = plan {
        let sum: f32 = found.iter().map(|part| part.text + part.title + part.lead).sum();
        found.extend(age(*recency, sum, snapshot, address));
    }
    Ok(found)
}

/// What age takes away from a sum; nothing from the newest.
fn age(recency: Recency, sum: f32, snapshot: &Snapshot, address: DocAddress) -> Option<ScorePart> {
    let moment = snapshot.kept.columns(address.segment_ord)?.moment.first(address.doc_id);
    let text = sum * (recency.share(moment) - 1.0);
    let what = recency.told(moment);
    (text < 0.0).then_some(ScorePart { ground: Ground::Recency, what, text, title: 0.0, lead: 0.0 })
}

/// What may add to a score.
enum Leaf<'p> {
    Asked(&'p Plan),
    Preferred(&'p Preferred),
}

fn preferred(word: &Preferred, opener: &Opener<'_>, doc: DocId) -> tantivy::Result<ScorePart> {
    let stems = std::slice::from_ref(&word.stem);
    let text = score(opener.stem_part(opener.snapshot.fields.stems, stems, word.weight)?, doc);
    Ok(ScorePart {
        ground: Ground::Feedback,
        what: text::stem::shown(&word.stem).to_owned(),
        text,
        title: 0.0,
        lead: 0.0,
    })
}

fn part(leaf: &Plan, opener: &Opener<'_>, doc: DocId) -> tantivy::Result<ScorePart> {
    let (fields, ground) = (&opener.snapshot.fields, Ground::Query);
    let Plan::Word(part, stems) = leaf else {
        let text = score(opener.open(leaf)?, doc);
        return Ok(ScorePart { ground, what: name(leaf), text, title: 0.0, lead: 0.0 });
    };
    let of = |field, boost| Ok::<f32, TantivyError>(score(opener.stem_part(field, stems, boost)?, doc));
    let mut shown: Vec<&str> = stems.iter().map(|stem| text::stem::shown(stem)).collect();
    shown.dedup();
    let what = shown.join("/");
    Ok(match part {
        Part::Title => ScorePart { ground, what, text: of(fields.title_stems, 1.0)?, title: 0.0, lead: 0.0 },
        Part::Lead => ScorePart { ground, what, text: of(fields.lead_stems, 1.0)?, title: 0.0, lead: 0.0 },
        _ => ScorePart {
            ground,
            what,
            text: of(fields.stems, 1.0)?,
            title: of(fields.title_stems, TITLE_WEIGHT)?,
            lead: of(fields.lead_stems, LEAD_WEIGHT)?,
        },
    })
}

/// What a document scores.
fn score(mut node: Node, doc: DocId) -> f32 {
    let (mut frame, wanted) = alone(doc);
    node.fill(Some(&wanted), Need { scored: true, floor: Floor::NONE }, &mut Frames::default(), &mut frame);
    frame.score(doc % WINDOW)
}

/// A frame around a document, and the document as the only one that is wanted there.
fn alone(doc: DocId) -> (Frame, Docs) {
    let (mut frame, mut wanted) = (Frame::default(), Docs::NONE);
    frame.begin(doc, DocId::MAX, true);
    wanted.insert(doc % WINDOW);
    (frame, wanted)
}

/// The words and phrases that may add to the score of a document. Those of a conjunction that does
/// not hold, one alternative among others, add nothing.
fn leaves<'p>(
    plan: &'p Plan,
    opener: &Opener<'_>,
    doc: DocId,
    found: &mut Vec<Leaf<'p>>,
) -> tantivy::Result<()> {
    match plan {
        Plan::Word(..) | Plan::Positions(..) => found.push(Leaf::Asked(plan)),
        Plan::And(_) if !matches(opener.open(plan)?, doc) => {}
        Plan::And(parts) | Plan::Or(parts) => {
            parts.iter().try_for_each(|part| leaves(part, opener, doc, found))?;
        }
        Plan::Recent(inner, _) => leaves(inner, opener, doc, found)?,
        Plan::Prefer(inner, words) => {
            leaves(inner, opener, doc, found)?;
            found.extend(words.iter().map(Leaf::Preferred));
        }
        _ => {}
    }
    Ok(())
}

fn matches(mut node: Node, doc: DocId) -> bool {
    let (mut frame, wanted) = alone(doc);
    node.fill(Some(&wanted), Need { scored: false, floor: Floor::NONE }, &mut Frames::default(), &mut frame);
    frame.docs.contains(doc % WINDOW)
}

fn name(plan: &Plan) -> String {
    match plan {
        Plan::Positions(_, words) => words_name(words),
        _ => String::new(),
    }
}

/// How many forms of a word are named.
const FORMS_SHOWN: usize = 3;

fn words_name(words: &Words) -> String {
    let joined =
        |parts: &[Words], between: &str| parts.iter().map(words_name).collect::<Vec<_>>().join(between);
    match words {
        Words::Form { forms, .. } if forms.len() > FORMS_SHOWN => {
            let shown: Vec<&str> = forms.iter().take(FORMS_SHOWN).map(String::as_str).collect();
            format!("({} and {} more)", shown.join("/"), forms.len() - FORMS_SHOWN)
        }
        Words::Form { forms, .. } => forms.join("/"),
        Words::Phrase(parts) => format!("\"{}\"", joined(parts, " ")),
        Words::Near(parts, gap, _) => format!("({})", joined(parts, &format!(" near {gap} "))),
        Words::Or(parts) => format!("({})", joined(parts, " or ")),
        Words::Same(sides, unit) => {
            let unit = if *unit == Unit::Sentence { " in a sentence with " } else { " in a paragraph with " };
            format!("({})", joined(sides.as_slice(), unit))
        }
        Words::AtLeast(n, part) => format!("{} at least {n} times", words_name(part)),
    }
}
