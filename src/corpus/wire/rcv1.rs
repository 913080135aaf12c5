//! The Reuters corpora of 1996 (RCV1, RCV2): a `newsitem` of its own kind for each story.
//!
//! The item's `date` is the day of publication; there is no time. Headline, byline, dateline
//! and text are elements; topics, countries and industries are codes of the agency's own,
//! which are kept as they are where the item gives no words for them.

use crate::article::DateSource;
use crate::corpus::draft::Draft;
use crate::corpus::markup::xml::{self, Element};
use crate::corpus::wire::desk;
use crate::corpus::wire::story::Story;
use crate::corpus::{Emit, Input};
use crate::error::Fault;

/// Whether a text is such an item.
pub(in crate::corpus) fn sniff(sample: &str) -> bool {
    sample.starts_with('<')
        && xml::has_tag(sample, "newsitem")
        && xml::has_tag(sample, "text")
        && (sample.contains("itemid=") || xml::has_tag(sample, "headline"))
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let mut tree = xml::read(input.stream, input.hints.charset.as_deref())?;
    let (mut warnings, end) = tree.take_warnings();
    let mut items = Vec::new();
    for root in tree.roots() {
        items.extend(root.is("newsitem").then_some(root));
        items.extend(root.find_all("newsitem"));
    }
    let last = items.last().copied();
    for (number, item) in (1..).zip(items) {
        let mut draft = fields(item);
        draft.warnings.append(&mut warnings);
        draft.warnings.extend(end.clone().filter(|_| Some(item) == last));
        let located = meta(item, "dc.creator.location");
        desk::file(&mut draft, Story::of(item.child("text")), located);
        if emit.draft(number, draft).is_break() {
            break;
        }
    }
    Ok(())
}

fn fields(item: Element<'_>) -> Draft {
    let line = |name: &str| item.child(name).and_then(Element::line);
    let date = item.attr("date").map(str::to_owned);
    let codes = item.find_all("code").filter_map(|e| e.line().or_else(|| e.attr("code").map(str::to_owned)));
    let mut draft = Draft {
        source_id: item.attr("itemid").or(item.attr("id")).map(str::to_owned),
        title: line("headline").or_else(|| line("title")),
        byline: line("byline"),
        dateline: line("dateline"),
        outlet: meta(item, "dc.source").or_else(|| meta(item, "dc.publisher")),
        lang: item.attr("lang").map(str::to_owned),
        keywords: codes.collect(),
        ..Draft::default()
    };
    let date = date.or_else(|| meta(item, "dc.date.published")).or_else(|| meta(item, "dc.date.created"));
    draft.dates.extend(date.map(|raw| (DateSource::Header, raw)));
    draft
}

/// The value of an element of Dublin Core.
fn meta(item: Element<'_>, name: &str) -> Option<String> {
    let named = item.find_all("dc").find(|e| e.attr("element") == Some(name))?;
    named.attr("value").map(str::to_owned).filter(|v| !v.trim().is_empty())
}
