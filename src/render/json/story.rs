//! A story: its copies, and what each has otherwise than the one that leads.

use std::io::Write;

use serde::Serialize;

use super::similar::rounded;
use super::{Head, VERSION, line};
use crate::error::Result;
use crate::index::Record;
use crate::render::versions::{Kind, Run, differences};
use crate::search::{Chain, Copies, Copy, Lead, Revises};

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    id: String,
    articles: usize,
    outlets: usize,
    /// How the lead was chosen.
    chosen: String,
    notes: &'a [String],
    lead: Article<'a>,
    copies: Vec<CopyRow<'a>>,
}

#[derive(Serialize)]
struct Article<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    body: &'a str,
    #[serde(flatten)]
    revisions: Revisions,
}

#[derive(Serialize)]
struct CopyRow<'a> {
    #[serde(flatten)]
    article: Article<'a>,
    /// Share of the five-word runs of both texts that both have.
    resemblance: f32,
    /// Share of those of the smaller text that the other has.
    containment: f32,
    differences: Vec<Field>,
}

#[derive(Serialize)]
struct Field {
    field: &'static str,
    spans: Vec<Span>,
}

/// A stretch that differs, in `char`s of the lead's field and of the copy's.
#[derive(Serialize, Debug, PartialEq)]
struct Span {
    lead: (usize, usize),
    copy: (usize, usize),
    removed: String,
    added: String,
}

/// What an article revises, and what revises it.
#[derive(Serialize, Default)]
pub(super) struct Revisions {
    #[serde(skip_serializing_if = "Option::is_none")]
    revises: Option<Link>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    revised_by: Vec<Link>,
}

#[derive(Serialize)]
struct Link {
    id: String,
    kind: &'static str,
    /// How that is known.
    known: &'static str,
    title: Option<String>,
    date: Option<String>,
}

impl Link {
    fn of((revises, other): (&Revises, &Record)) -> Link {
        Link {
            id: other.id.to_string(),
            kind: revises.kind.as_str(),
            known: revises.known.as_str(),
            title: other.article.title.clone(),
            date: other.article.published.as_ref().map(|p| p.date.to_string()),
        }
    }
}

impl Revisions {
    /// Of an article, by the chains in which it may stand.
    pub(super) fn of<'c>(chains: impl IntoIterator<Item = &'c Chain>, record: &Record) -> Revisions {
        let chain = chains.into_iter().find(|c| c.issues.iter().any(|issue| issue.record.id == record.id));
        chain.map_or_else(Revisions::default, |chain| Revisions {
            revises: chain.revised_by_it(record.id).map(Link::of),
            revised_by: chain.revising(record.id).map(Link::of).collect(),
        })
    }
}

/// A story as one object.
///
/// # Errors
/// When it cannot be written.
pub fn story(copies: &Copies, lead: &Lead, out: &mut dyn Write) -> Result<()> {
    let answer = Answer {
        version: VERSION,
        id: copies.story.to_string(),
        articles: copies.articles,
        outlets: copies.outlets,
        chosen: lead.to_string(),
        notes: &copies.notes,
        lead: article(&copies.lead, copies),
        copies: copies.copies.iter().map(|copy| row(copy, copies)).collect(),
    };
    line(&answer, out)
}

fn article<'a>(record: &'a Record, copies: &Copies) -> Article<'a> {
    let mut head = Head::of(record);
    head.story = super::Story { id: copies.story.to_string(), size: copies.articles as u64, matching: None };
    Article { head, body: &record.article.body, revisions: Revisions::of(&copies.chains, record) }
}

fn row<'a>(copy: &'a Copy, copies: &Copies) -> CopyRow<'a> {
    let fields = differences(&copies.lead.article, &copy.record.article).into_iter();
    let compared = fields.filter(|(field, _)| ["title", "lead", "body"].contains(field));
    CopyRow {
        article: article(&copy.record, copies),
        resemblance: rounded(copy.resemblance),
        containment: rounded(copy.containment),
        differences: compared.map(|(field, runs)| Field { field, spans: spans(&runs) }).collect(),
    }
}

/// Where two texts differ; what stands between is the same.
fn spans(runs: &[Run]) -> Vec<Span> {
    let (mut lead, mut copy) = (0, 0);
    let mut spans: Vec<Span> = Vec::new();
    let mut open = false;
    for run in runs {
        let chars = run.text.chars().count();
        if run.kind == Kind::Same {
            (lead, copy, open) = (lead + chars, copy + chars, false);
            continue;
        }
        if !open {
            spans.push(Span {
                lead: (lead, lead),
                copy: (copy, copy),
                removed: String::new(),
                added: String::new(),
            });
            open = true;
        }
        let Some(span) = spans.last_mut() else { continue };
        if run.kind == Kind::Removed {
            lead += chars;
            span.lead.1 = lead;
            span.removed.push_str(&run.text);
        } else {
            copy += chars;
            span.copy.1 = copy;
            span.added.push_str(&run.text);
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_where_texts_differ() {
        let run = |kind, text: &str| Run { kind, text: text.to_owned() };
        let runs = [
            run(Kind::Same, "Zwölf "),
            run(Kind::Removed, "Tote "),
            run(Kind::Added, "Verletzte "),
            run(Kind::Same, "in "),
            run(Kind::Added, "Nord-"),
        ];
        let span = |lead, copy, removed: &str, added: &str| Span {
            lead,
            copy,
            removed: removed.to_owned(),
            added: added.to_owned(),
        };
        assert_eq!(
            spans(&runs),
            [span((6, 11), (6, 16), "Tote ", "Verletzte "), span((14, 14), (19, 24), "", "Nord-")]
        );
    }
}
