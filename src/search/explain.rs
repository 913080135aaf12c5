//! Where a hit's score comes from: each word of the query, and what it adds by
//! standing in the text, in the headline and in the lead.

use serde::Serialize;
use tantivy::{DocAddress, Searcher};

use super::compile::{self, WordPart};
use super::plan::{Plan, Words};
use crate::index::Fields;

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
pub(super) fn parts(
    plan: &Plan,
    fields: &Fields,
    searcher: &Searcher,
    address: DocAddress,
) -> Vec<ScorePart> {
    let mut found = Vec::new();
    collect(plan, &mut |leaf| {
        let score = |query: Box<dyn tantivy::query::Query>| {
            query.explain(searcher, address).map_or(0.0, |explanation| explanation.value())
        };
        let part = match leaf {
            Plan::Word(part, stems) => {
                let of =
                    |which| stems.iter().map(|s| score(compile::word_part(*part, which, s, fields))).sum();
                ScorePart {
                    what: stems.join("/"),
                    text: of(WordPart::Whole),
                    title: of(WordPart::Title),
                    lead: of(WordPart::Lead),
                }
            }
            leaf => ScorePart {
                what: name(leaf),
                text: score(compile::engine_query(leaf, fields)),
                title: 0.0,
                lead: 0.0,
            },
        };
        if part.text + part.title + part.lead > 0.0 {
            found.push(part);
        }
    });
    found
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
        Words::AtLeast(n, part) => format!("{} at least {n} times", words_name(part)),
    }
}
