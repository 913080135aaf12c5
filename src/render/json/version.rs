//! Versions of an article, and what each one changed.

use std::io::Write;

use serde::Serialize;

use super::{PublishedRow, VERSION, line};
use crate::article::Article;
use crate::error::Result;
use crate::index::Record;
use crate::render::versions::{Kind, Run, differences, moment};
use crate::search::{Chain, Issue};

#[derive(Serialize)]
struct Versions<'a> {
    version: u32,
    id: String,
    versions: Vec<Row<'a>>,
    changes: Vec<Change>,
    /// Articles that its outlet sent as corrections and updates of each other, it among them; what
    /// each changed in the one that it revises.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    issues: Vec<IssueRow<'a>>,
}

#[derive(Serialize)]
struct IssueRow<'a> {
    id: String,
    title: Option<&'a str>,
    published: Option<PublishedRow<'a>>,
    revises: Option<String>,
    kind: Option<&'static str>,
    known: Option<&'static str>,
    fields: Vec<FieldChange>,
}

#[derive(Serialize)]
struct Row<'a> {
    number: usize,
    /// When it was replaced; absent for the one that is in the index.
    replaced: Option<String>,
    title: Option<&'a str>,
    published: Option<PublishedRow<'a>>,
    body: &'a str,
}

/// What a version changed in the one before.
#[derive(Serialize)]
struct Change {
    from: usize,
    to: usize,
    fields: Vec<FieldChange>,
}

#[derive(Serialize)]
struct FieldChange {
    field: &'static str,
    runs: Vec<RunRow>,
}

#[derive(Serialize)]
struct RunRow {
    change: &'static str,
    text: String,
}

impl From<Run> for RunRow {
    fn from(run: Run) -> RunRow {
        let change = match run.kind {
            Kind::Same => "same",
            Kind::Removed => "removed",
            Kind::Added => "added",
        };
        RunRow { change, text: run.text }
    }
}

/// The versions of an article, oldest first; the last one is in the index.
///
/// # Errors
/// When it cannot be written.
pub fn versions(
    record: &Record,
    earlier: &[(i64, Record)],
    issues: Option<&Chain>,
    out: &mut dyn Write,
) -> Result<()> {
    let each = earlier.iter().map(|(at, r)| (Some(moment(*at)), &r.article));
    let all: Vec<(Option<String>, &Article)> = each.chain([(None, &record.article)]).collect();
    let changes = all.windows(2).enumerate().filter_map(|(at, pair)| {
        let [(_, before), (_, after)] = pair else { return None };
        Some(Change { from: at + 1, to: at + 2, fields: field_changes(before, after) })
    });
    let changes = changes.collect();
    let versions = all
        .iter()
        .enumerate()
        .map(|(at, (replaced, article))| Row {
            number: at + 1,
            replaced: replaced.clone(),
            title: article.title.as_deref(),
            published: article.published.as_ref().map(|p| PublishedRow::of(p, Some(&p.raw))),
            body: &article.body,
        })
        .collect();
    let issues = issues.map_or_else(Vec::new, |chain| chain.issues.iter().map(|i| issue(i, chain)).collect());
    line(&Versions { version: VERSION, id: record.id.to_string(), versions, changes, issues }, out)
}

fn field_changes(before: &Article, after: &Article) -> Vec<FieldChange> {
    let field = |(field, runs): (_, Vec<Run>)| FieldChange {
        field,
        runs: runs.into_iter().map(RunRow::from).collect(),
    };
    differences(before, after).into_iter().map(field).collect()
}

fn issue<'a>(issue: &'a Issue, chain: &Chain) -> IssueRow<'a> {
    let article = &issue.record.article;
    let revised = chain.revised_by_it(issue.record.id);
    IssueRow {
        id: issue.record.id.to_string(),
        title: article.title.as_deref(),
        published: article.published.as_ref().map(|p| PublishedRow::of(p, Some(&p.raw))),
        revises: revised.map(|(_, earlier)| earlier.id.to_string()),
        kind: revised.map(|(revises, _)| revises.kind.as_str()),
        known: revised.map(|(revises, _)| revises.known.as_str()),
        fields: revised.map(|(_, before)| field_changes(&before.article, article)).unwrap_or_default(),
    }
}
