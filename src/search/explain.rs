//! Where a hit's score comes from: each word of the query, and what it adds by
//! standing in the text, in the headline and in the lead.

use std::sync::Arc;

use serde::Serialize;
use tantivy::{DocAddress, DocId, TantivyError};

use super::budget::Budget;
use super::frame::{Docs, Frame, WINDOW};
use super::plan::{Part, Plan, Words};
use super::postings::Floor;
use super::scan::{Frames, LEAD_WEIGHT, Need, Node, Opener, TITLE_WEIGHT};
use super::terms::Terms;
use crate::index::Snapshot;
use crate::query::Unit;
use crate::text;

/// What one word or phrase of the query adds to a score.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScorePart {
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
    let mut leaves = Vec::new();
    collect(plan, &mut |leaf| leaves.push(leaf.clone()));
    let mut found = Vec::new();
    for leaf in leaves {
        let part = part(&leaf, &opener, address.doc_id)?;
        if part.text + part.title + part.lead > 0.0 {
            found.push(part);
        }
    }
    Ok(found)
}

fn part(leaf: &Plan, opener: &Opener<'_>, doc: DocId) -> tantivy::Result<ScorePart> {
    let fields = &opener.snapshot.fields;
    let Plan::Word(part, stems) = leaf else {
        let text = score(opener.open(leaf)?, doc);
        return Ok(ScorePart { what: name(leaf), text, title: 0.0, lead: 0.0 });
    };
    let of = |field, boost| Ok::<f32, TantivyError>(score(opener.stem_part(field, stems, boost)?, doc));
    let mut shown: Vec<&str> = stems.iter().map(|stem| text::stem::shown(stem)).collect();
    shown.dedup();
    let what = shown.join("/");
    Ok(match part {
        Part::Title => ScorePart { what, text: of(fields.title_stems, 1.0)?, title: 0.0, lead: 0.0 },
        Part::Lead => ScorePart { what, text: of(fields.lead_stems, 1.0)?, title: 0.0, lead: 0.0 },
        _ => ScorePart {
            what,
            text: of(fields.stems, 1.0)?,
            title: of(fields.title_stems, TITLE_WEIGHT)?,
            lead: of(fields.lead_stems, LEAD_WEIGHT)?,
        },
    })
}

/// What a document scores.
fn score(mut node: Node, doc: DocId) -> f32 {
    let mut frame = Frame::default();
    frame.begin(doc, DocId::MAX, true);
    let mut wanted = Docs::NONE;
    wanted.insert(doc % WINDOW);
    node.fill(Some(&wanted), Need { scored: true, floor: Floor::NONE }, &mut Frames::default(), &mut frame);
    frame.score(doc % WINDOW)
}

/// Calls back with each word and phrase that may add to a score.
fn collect(plan: &Plan, callback: &mut dyn FnMut(&Plan)) {
    match plan {
        Plan::Word(..) | Plan::Positions(..) => callback(plan),
        Plan::And(parts) | Plan::Or(parts) => parts.iter().for_each(|p| collect(p, callback)),
        _ => {}
    }
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
