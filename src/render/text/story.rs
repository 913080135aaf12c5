//! A story: the copy that leads, and of each other copy what it has otherwise.

use std::io::Write;

use super::article::labelled;
use super::figures::counted;
use super::similar::headline;
use super::version::{diffed, labelled_line};
use crate::article::RevisionKind;
use crate::error::Result;
use crate::index::Record;
use crate::render::Style;
use crate::render::line::{Ink, Line, Page};
use crate::render::versions::compare;
use crate::search::{Chain, Copies, Copy, Lead};

/// What belongs to a copy stands this far in.
const INDENT: usize = 4;

/// A story as a page.
///
/// # Errors
/// When it cannot be written.
pub fn story(copies: &Copies, lead: &Lead, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    page.wrapped(&headline(&copies.lead.article, style), INDENT)?;
    page.blank()?;
    let size = match copies.articles {
        1 => "one article: no other one has nearly its text".to_owned(),
        n => format!("{} of {}", counted(n as u64, "articles"), counted(copies.outlets as u64, "outlets")),
    };
    labelled("story", &format!("{}: {size}", copies.story), &mut page)?;
    if copies.articles > 1 {
        labelled("lead", &format!("{}, {}", copies.lead.id, why(lead)), &mut page)?;
    }
    labelled(
        "source",
        &super::report::named(&copies.lead.origin.path, Some(copies.lead.origin.record)),
        &mut page,
    )?;
    revisions(&copies.chains, &copies.lead, &mut page)?;
    for (copy, number) in copies.copies.iter().zip(2..) {
        page.blank()?;
        show(copy, number, copies, &mut page)?;
    }
    let left = copies.articles.saturating_sub(copies.copies.len() + 1);
    if left > 0 {
        page.blank()?;
        let more = counted(left as u64, "articles");
        page.line(Line::of(Ink::Dim, &format!("… {more} more: --limit {}", copies.articles)))?;
    }
    Ok(())
}

/// Why this copy leads.
fn why(lead: &Lead) -> String {
    match lead {
        Lead::Earliest => "the earliest".to_owned(),
        Lead::Latest => "the latest".to_owned(),
        Lead::Longest => "the longest".to_owned(),
        Lead::Outlet(name) => format!("chosen by outlet: {name}"),
    }
}

fn show(copy: &Copy, number: u64, copies: &Copies, page: &mut Page<'_>) -> Result<()> {
    let mut head = Line::of(Ink::Strong, &format!("{number:>2}  "));
    head.append(headline(&copy.record.article, page.style));
    page.wrapped(&head, INDENT)?;
    labelled("id", &copy.record.id.to_string(), page)?;
    labelled(
        "source",
        &super::report::named(&copy.record.origin.path, Some(copy.record.origin.record)),
        page,
    )?;
    revisions(&copies.chains, &copy.record, page)?;
    let percent = |share: f32| format!("{:.0} %", (share * 100.0).floor());
    let shared = match (percent(copy.resemblance), percent(copy.containment)) {
        (both, of_one) if both == of_one => format!("{both} of the text"),
        (both, of_one) => format!("{both} of both texts, {of_one} of the shorter one"),
    };
    labelled("shared", &shared, page)?;
    let fields = compare::fields(&copies.lead.article, &copy.record.article);
    if fields.is_empty() {
        labelled("", "headline and text are the same", page)?;
    }
    fields.iter().try_for_each(|(field, text, differences)| {
        labelled_line(field, diffed(&compare::runs(text, differences), page.style), page)
    })
}

/// What an article revises, and what revises it, as rows.
pub(super) fn revisions<'c>(
    chains: impl IntoIterator<Item = &'c Chain>,
    record: &Record,
    page: &mut Page<'_>,
) -> Result<()> {
    let named = |other: &Record| {
        let date = other.article.published.as_ref().map_or("undated".to_owned(), |p| p.date.to_string());
        format!("{}  {date}  {}", other.id, other.article.title.as_deref().unwrap_or("(no headline)"))
    };
    for chain in chains {
        if let Some((revises, earlier)) = chain.revised_by_it(record.id) {
            labelled("revises", &format!("{} of {}", revises.kind.as_str(), named(earlier)), page)?;
        }
        for (revises, later) in chain.revising(record.id) {
            let done = match revises.kind {
                RevisionKind::Correction => "corrected by",
                RevisionKind::Update => "updated by",
                RevisionKind::Withdrawal => "withdrawn by",
            };
            labelled("revised", &format!("{done} {}", named(later)), page)?;
        }
    }
    Ok(())
}
