//! ALTO, versions 1 to 4: a scanned page, word by word.
//!
//! Blocks stand in margins and in the print space, perhaps in blocks around them. What sort
//! a block is may be said by its type or by the tags that it refers to; which article it
//! belongs to, by a tag or a block around it of the type `article`. Pages that are embedded
//! in a METS document are read as well; one that only points to the files of its pages is
//! their table of contents, and no article.
//!
//! Out of scope: the articles that METS cuts out of the pages of an issue, because they lie
//! in other files.

use std::collections::{BTreeMap, HashMap};

use crate::article::DateSource;
use crate::error::{Fault, Reason};

use crate::corpus::markup::xml::{self, Element, Step};
use crate::corpus::scans::scan::{self, Area, Block, Line, Page, Part, Role, Word};
use crate::corpus::{Emit, Input, sniff};

/// The root element of ALTO.
pub(in crate::corpus) fn is_alto(sample: &str) -> bool {
    root(sample).is_some_and(|root| root == "alto")
}

/// The root element of METS.
pub(in crate::corpus) fn is_mets(sample: &str) -> bool {
    root(sample).is_some_and(|root| root == "mets")
}

fn root(sample: &str) -> Option<String> {
    let root = sniff::root_element(sample)?;
    Some(root.rsplit(':').next().unwrap_or(root).to_ascii_lowercase())
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let tree = xml::read(input.stream, input.hints.charset.as_deref())?;
    let Some(root) = tree.root() else { return Err(Fault::new(Reason::Malformed, "it is no XML")) };
    let mut number = 0;
    for page in pages(root) {
        if scan::give(page, &tree.warnings, &mut number, emit).is_break() {
            return Ok(());
        }
    }
    if number == 0 { Err(Fault::new(Reason::NoText, "no text: the scan has no page")) } else { Ok(()) }
}

/// Reads the pages that a METS document holds itself.
pub(in crate::corpus) fn read_mets(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let tree = xml::read(input.stream, input.hints.charset.as_deref())?;
    let Some(root) = tree.root() else { return Err(Fault::new(Reason::Malformed, "it is no XML")) };
    let issue = root.find("mods");
    let mut number = 0;
    for mut page in outermost(root, "alto").flat_map(pages) {
        describe(issue, &mut page);
        if scan::give(page, &tree.warnings, &mut number, emit).is_break() {
            return Ok(());
        }
    }
    if number == 0 {
        let _ = emit.ignore(1, "a table of contents of scans (METS)");
    }
    Ok(())
}

/// The elements of a name inside another one, without those inside themselves.
fn outermost<'t>(element: Element<'t>, name: &'static str) -> impl Iterator<Item = Element<'t>> {
    let mut steps = element.steps();
    std::iter::from_fn(move || {
        loop {
            if let Step::Open(found) = steps.next()?
                && found.is(name)
            {
                steps.pass();
                return Some(found);
            }
        }
    })
}

/// What the issue says: its title and its day.
fn describe(issue: Option<Element<'_>>, page: &mut Page) {
    let Some(issue) = issue else { return };
    page.outlet = issue.find("title").and_then(Element::line);
    let date = issue.find("dateIssued").or_else(|| issue.find("dateCreated")).and_then(Element::line);
    page.dates = date.map(|raw| (DateSource::Metadata, raw)).into_iter().collect();
}

fn pages<'t>(alto: Element<'t>) -> impl Iterator<Item = Page> {
    let tags = tags(alto);
    outermost(alto, "Page").map(move |element| page(element, &tags))
}

/// The labels of the tags that blocks refer to, by id.
type Tags<'t> = HashMap<&'t str, String>;

fn tags(alto: Element<'_>) -> Tags<'_> {
    let Some(tags) = alto.child("Tags") else { return Tags::new() };
    let tag = |tag: Element<'_>| {
        [tag.attr("LABEL"), tag.attr("TYPE")].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    tags.children().filter_map(|element| Some((element.attr("ID")?, tag(element)))).collect()
}

fn page(element: Element<'_>, tags: &Tags<'_>) -> Page {
    let mut page = Page {
        confidence: element.attr("PC").or_else(|| element.attr("ACCURACY")).and_then(ratio),
        ..Page::default()
    };
    let mut ids: Vec<Option<&str>> = Vec::new();
    let mut languages: BTreeMap<&str, usize> = BTreeMap::new();
    for block in outermost(element, "TextBlock") {
        if let Some(language) = block.attr("LANG").or_else(|| block.attr("language")) {
            *languages.entry(language).or_default() += 1;
        }
        let read = text_block(block, tags);
        if !read.lines.is_empty() {
            page.blocks.push(read);
            ids.push(block.attr("ID"));
        }
    }
    let language = languages.iter().max_by_key(|(_, count)| **count);
    page.language = language.map(|(language, _)| (*language).to_owned());
    page.ordered = follow(element, &ids, &mut page.blocks);
    page
}

/// Puts blocks into the order that the page gives for them; false when it gives none.
fn follow(page: Element<'_>, ids: &[Option<&str>], blocks: &mut Vec<Block>) -> bool {
    let Some(order) = page.find("ReadingOrder") else { return false };
    let references = order.find_all("ElementRef").filter_map(|e| e.attr("REF"));
    let order: HashMap<&str, usize> = references.zip(0..).collect();
    let rank = |id: Option<&str>| id.and_then(|id| order.get(id).copied()).unwrap_or(usize::MAX);
    let mut ranked: Vec<(usize, Block)> =
        ids.iter().map(|id| rank(*id)).zip(std::mem::take(blocks)).collect();
    // Blocks that the order does not name keep their place behind the others.
    ranked.sort_by_key(|(rank, _)| *rank);
    blocks.extend(ranked.into_iter().map(|(_, block)| block));
    !order.is_empty()
}

fn text_block(block: Element<'_>, tags: &Tags<'_>) -> Block {
    let mut labels: Vec<&str> = block.attr("TYPE").into_iter().collect();
    let mut article = None;
    let mut margin = false;
    let mut around = Some(block);
    while let Some(element) = around.filter(|e| !e.is("Page")) {
        margin |= element.is_any(&["TopMargin", "BottomMargin", "LeftMargin", "RightMargin"]);
        for reference in element.attr("TAGREFS").unwrap_or_default().split_whitespace() {
            let Some(label) = tags.get(reference) else { continue };
            match is_article(label) {
                true => article = Some(reference.to_owned()),
                false => labels.push(label),
            }
        }
        let names_article = element.is("ComposedBlock") && element.attr("TYPE").is_some_and(is_article);
        if names_article && article.is_none() {
            article = element.attr("ID").map(str::to_owned);
        } else if element.is("ComposedBlock") {
            labels.extend(element.attr("TYPE"));
        }
        around = element.parent();
    }
    let role = labels.iter().find_map(|label| Role::of_label(label));
    Block {
        role: if margin { Role::Beside } else { role.unwrap_or_default() },
        article,
        area: area(block),
        lines: outermost(block, "TextLine").map(line).filter(|line| !line.words.is_empty()).collect(),
    }
}

/// Whether a label names an article, not a part of one (`ArticleTitle`).
fn is_article(label: &str) -> bool {
    let is_part = Role::of_label(label).is_some_and(|role| role != Role::Text);
    label.to_lowercase().contains("article") && !is_part
}

fn line(element: Element<'_>) -> Line {
    let mut line = Line { area: area(element), words: Vec::new() };
    for child in element.children() {
        if child.is("String") {
            line.words.extend(word(child));
        } else if child.is("HYP")
            && let Some(last) = line.words.last_mut()
            && last.part == Part::Whole
        {
            // The sign itself is no part of the word.
            last.part = Part::First(None);
            last.text.push('-');
        }
    }
    line
}

fn word(string: Element<'_>) -> Option<Word> {
    let text = string.attr("CONTENT").filter(|text| !text.trim().is_empty())?;
    let whole = string.attr("SUBS_CONTENT").filter(|whole| !whole.trim().is_empty()).map(str::to_owned);
    let part = match string.attr("SUBS_TYPE") {
        Some("HypPart1") => Part::First(whole),
        Some("HypPart2") => Part::Second(whole),
        _ => Part::Whole,
    };
    Some(Word { text: text.trim().to_owned(), confidence: string.attr("WC").and_then(ratio), part })
}

/// A number from 0 to 1; some programs write it in percent.
fn ratio(raw: &str) -> Option<f64> {
    let value: f64 = raw.trim().parse().ok()?;
    let value = if value > 1.0 { value / 100.0 } else { value };
    (0.0..=1.0).contains(&value).then_some(value)
}

fn area(element: Element<'_>) -> Option<Area> {
    let number = |name: &str| element.attr(name)?.trim().parse::<f64>().ok().filter(|n| n.is_finite());
    let (left, top) = (number("HPOS")?, number("VPOS")?);
    Some(Area { left, top, right: left + number("WIDTH")?, bottom: top + number("HEIGHT")? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::draft::Draft;

    fn read(alto: &str) -> Vec<Draft> {
        let tree = xml::parse(alto);
        pages(tree.root().unwrap()).flat_map(scan::drafts).collect()
    }

    fn block(attributes: &str, words: &str) -> String {
        let strings: String =
            words.split(' ').map(|w| format!("<String CONTENT='{w}' WC='0.9'/><SP/>")).collect();
        format!("<TextBlock {attributes} LANG='fi'><TextLine>{strings}</TextLine></TextBlock>")
    }

    #[test]
    fn words_lines_and_confidence() {
        let alto = "<alto><Layout><Page PC='0.4'><TopMargin><TextBlock><TextLine><String CONTENT='85'/>\
            </TextLine></TextBlock></TopMargin>\
            <PrintSpace><TextBlock LANG='fi'><TextLine><String CONTENT='Satama' WC='0.9'/><SP/><String CONTENT='ava' SUBS_TYPE='HypPart1' \
            SUBS_CONTENT='avattiin' WC='0.7'/><HYP CONTENT='-'/></TextLine><TextLine><String CONTENT='ttiin' SUBS_TYPE='HypPart2' \
            SUBS_CONTENT='avattiin'/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>";
        let drafts = read(alto);
        let draft = drafts.first().unwrap();
        assert_eq!((draft.body.as_str(), draft.ocr_confidence), ("Satama avattiin", Some(800)));
        assert_eq!(
            (draft.asides.as_slice(), draft.lang.as_deref()),
            (["85".to_owned()].as_slice(), Some("fi"))
        );
    }

    #[test]
    fn tags_tell_headlines_and_the_reading_order_is_kept() {
        let alto = format!(
            "<alto><Tags><LayoutTag ID='T1' LABEL='Headline'/></Tags><Layout><Page><ReadingOrder>\
                <OrderedGroup><ElementRef REF='b2'/>\
             <ElementRef REF='b1'/></OrderedGroup></ReadingOrder><PrintSpace>{}{}</PrintSpace></Page>\
             </Layout></alto>",
            block("ID='b1'", "It rained"),
            block("ID='b2' TAGREFS='T1'", "RAIN"),
        );
        let drafts = read(&alto);
        assert_eq!(
            (drafts.len(), drafts[0].title.as_deref(), drafts[0].body.as_str()),
            (1, Some("RAIN"), "It rained")
        );
    }

    #[test]
    fn composed_blocks_of_the_type_article_are_articles() {
        let article = |id: &str, words: &str| {
            format!("<ComposedBlock ID='{id}' TYPE='article'>{}</ComposedBlock>", block("", words))
        };
        let alto = format!(
            "<alto><Page><PrintSpace>{}{}</PrintSpace></Page></alto>",
            article("a", "One"),
            article("b", "Two")
        );
        let bodies: Vec<String> = read(&alto).into_iter().map(|draft| draft.body).collect();
        assert_eq!(bodies, ["One", "Two"]);
    }
}
