//! A story: its copies, and what each has otherwise than the one that leads.

use std::io::Write;

use serde::Serialize;

use super::similar::rounded;
use super::{Head, VERSION, line};
use crate::error::Result;
use crate::index::Record;
use crate::render::versions::compare::{self, Difference};
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
#[derive(Serialize)]
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
    let fields = compare::fields(&copies.lead.article, &copy.record.article).into_iter();
    CopyRow {
        article: article(&copy.record, copies),
        resemblance: rounded(copy.resemblance),
        containment: rounded(copy.containment),
        differences: fields
            .map(|(field, _, differences)| Field {
                field,
                spans: differences.into_iter().map(Span::from).collect(),
            })
            .collect(),
    }
}

impl From<Difference> for Span {
    fn from(difference: Difference) -> Span {
        Span {
            lead: (difference.before.start, difference.before.end),
            copy: (difference.after.start, difference.after.end),
            removed: difference.removed,
            added: difference.added,
        }
    }
}
