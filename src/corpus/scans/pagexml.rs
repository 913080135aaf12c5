//! PAGE: a scanned page region by region, as transcription tools write it.
//!
//! Regions say their sort; text stands with the words of a line or with the line as a whole.

use std::collections::HashMap;

use crate::error::{Fault, Reason};

use crate::corpus::markup::xml::{self, Element};
use crate::corpus::scans::scan::{self, Area, Block, Line, Page, Part, Role, Word};
use crate::corpus::{Emit, Input, sniff};

/// The root element of PAGE.
pub(in crate::corpus) fn is_page(sample: &str) -> bool {
    sniff::root_element(sample).is_some_and(|root| root.rsplit(':').next() == Some("PcGts"))
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let tree = xml::read(input.stream, input.hints.charset.as_deref())?;
    let found = tree.root().and_then(|root| root.child("Page"));
    let Some(found) = found else {
        return Err(Fault::new(Reason::NoText, "no text: the scan has no page"));
    };
    let _ = scan::give(page(found), &tree.warnings, &mut 0, emit);
    Ok(())
}

fn page(element: Element<'_>) -> Page {
    let order = element.child("ReadingOrder").map(|order| order.descendants()).into_iter().flatten();
    let order: HashMap<&str, usize> = order.filter_map(|e| e.attr("regionRef")).zip(0..).collect();
    let rank = |id: Option<&str>| id.and_then(|id| order.get(id).copied()).unwrap_or(usize::MAX);
    let regions = element.descendants().filter(|e| e.is("TextRegion"));
    let mut ranked: Vec<(usize, Block)> =
        regions.map(|region| (rank(region.attr("id")), block(region))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    Page {
        blocks: ranked.into_iter().map(|(_, block)| block).collect(),
        language: element.attr("primaryLanguage").map(str::to_owned),
        ordered: !order.is_empty(),
        ..Page::default()
    }
}

fn block(region: Element<'_>) -> Block {
    let sort = region.attr("type").unwrap_or_default();
    // The other sorts are small signs at the foot of a page, for the binder.
    let role = match sort {
        "catch-word" | "signature-mark" | "page-number" => Role::Beside,
        sort => Role::of_label(sort).unwrap_or_default(),
    };
    Block { role, article: None, area: area(region), lines: region.all("TextLine").map(line).collect() }
}

fn line(element: Element<'_>) -> Line {
    let mut words: Vec<Word> = element.all("Word").flat_map(words).collect();
    if words.is_empty() {
        words = self::words(element);
    }
    Line { words, area: area(element) }
}

/// The words of a line or of a word, by the first reading that is given for it.
fn words(element: Element<'_>) -> Vec<Word> {
    let Some(reading) = element.child("TextEquiv") else { return Vec::new() };
    let confidence =
        reading.attr("conf").and_then(|raw| raw.trim().parse().ok()).filter(|c| (0.0..=1.0).contains(c));
    let text = reading.child("Unicode").map(Element::text).unwrap_or_default();
    let word = |text: &str| Word { text: text.to_owned(), confidence, part: Part::Whole };
    text.split_whitespace().map(word).collect()
}

/// The box around the points of an outline.
fn area(element: Element<'_>) -> Option<Area> {
    let points = element.child("Coords")?.attr("points")?;
    let mut area: Option<Area> = None;
    for point in points.split_whitespace() {
        let (x, y) = point.split_once(',')?;
        let (x, y): (f64, f64) = (x.parse().ok()?, y.parse().ok()?);
        let so_far = area.unwrap_or(Area { left: x, top: y, right: x, bottom: y });
        area = Some(Area {
            left: so_far.left.min(x),
            top: so_far.top.min(y),
            right: so_far.right.max(x),
            bottom: so_far.bottom.max(y),
        });
    }
    area
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_lines_and_words() {
        let region = |id: &str, sort: &str, line: &str| {
            format!(
                "<TextRegion id='{id}' type='{sort}'><TextLine>\
                    <Coords points='1,2 9,2 9,4'/>{line}</TextLine></TextRegion>"
            )
        };
        let equiv = |text: &str| format!("<TextEquiv conf='0.8'><Unicode>{text}</Unicode></TextEquiv>");
        let xml = format!(
            "<Page><ReadingOrder><OrderedGroup><RegionRefIndexed index='0' regionRef='b'/>\
                <RegionRefIndexed index='1' regionRef='a'/>\
             </OrderedGroup></ReadingOrder>{}{}{}</Page>",
            region(
                "a",
                "paragraph",
                &format!("<Word>{}</Word><Word>{}</Word>{}", equiv("It"), equiv("rained."), equiv("no"))
            ),
            region("b", "heading", &equiv("RAIN IN ELMAR")),
            region("c", "page-number", &equiv("3")),
        );
        let tree = xml::parse(&xml);
        let drafts = scan::drafts(page(tree.root().unwrap()));
        let draft = drafts.first().unwrap();
        assert_eq!((draft.title.as_deref(), draft.body.as_str()), (Some("RAIN IN ELMAR"), "It rained."));
        assert_eq!((draft.asides.as_slice(), draft.ocr_confidence), (["3".to_owned()].as_slice(), Some(800)));
    }
}
