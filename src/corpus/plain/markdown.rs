//! Markdown: front matter, then a text whose markup is taken off.

use std::ops::ControlFlow;

use crate::article::DateSource;
use crate::error::Fault;

use crate::corpus::bytes::decode::Decoder;
use crate::corpus::data::names;
use crate::corpus::data::names::Slot;
use crate::corpus::data::record::Collector;
use crate::corpus::draft::Draft;
use crate::corpus::plain::frontmatter;
use crate::corpus::plain::inline as markup;
use crate::corpus::plain::text;
use crate::corpus::prose::clean;
use crate::corpus::{Emit, Input, limits, read_whole};

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let (bytes, lost) = read_whole(input.stream, limits::TEXT_FILE_BYTES)?;
    let decoded = Decoder::new().decode(&bytes);
    let whole = decoded.text.replace("\r\n", "\n").replace('\r', "\n");
    let parts = frontmatter::split(whole.trim_start_matches(['\u{feff}', ' ', '\n']));

    let mut found = Collector::new(&input.options.map);
    for (name, values) in parts.fields {
        // The text stands below; what the header calls one is none.
        let slot = names::slot(&name, &input.options.map).filter(|(slot, _)| *slot != Slot::Body);
        slot.into_iter().for_each(|slot| found.list(slot, values.clone()));
    }
    let mut draft = found.draft();
    draft.dates.iter_mut().for_each(|(source, _)| *source = DateSource::Metadata);
    draft.warnings.extend(parts.warnings.into_iter().chain(decoded.warning()).chain(lost));
    // A summary is none of the text, although it is all the text that the header has.
    let lead =
        draft.lead.take().or_else(|| Some(std::mem::take(&mut draft.body)).filter(|lead| !lead.is_empty()));
    body(parts.text.trim_start(), &mut draft);
    if draft.body.trim().is_empty() {
        draft.body = lead.unwrap_or_default();
    } else {
        draft.lead = lead;
    }
    let _: ControlFlow<()> = emit.draft(1, draft);
    Ok(())
}

/// Fills in the text; a heading that opens it is the headline, if there is none or
/// if it says the same.
fn body(markdown: &str, draft: &mut Draft) {
    let (line, below) = markdown.split_once('\n').unwrap_or((markdown, ""));
    let mut rest = markdown;
    if let Some(heading) = markup::first_heading(line)
        && draft.title.as_ref().is_none_or(|title| *title == heading)
    {
        draft.title = Some(heading);
        rest = below;
    }
    text::top_and_text(&clean::body(&markup::plain(rest)), draft);
}
