//! XML of no standard: exports of editorial systems whose elements say what they hold.
//!
//! Agencies and papers have made hundreds of formats of their own. Most name their parts as
//! people would: a headline, a text, a date. An element that holds a headline and a text is
//! taken for an article, and its other elements and attributes for fields, by the table of
//! names that JSON and tables are read with. Where nothing of the kind is found, the file is
//! of a format that is not known, and is reported as one.
//!
//! Left out: formats whose fields are told by attributes alone (`<field name="title">`) and
//! those that put each line of a text into an element of its own with other words between.

use std::collections::HashSet;
use std::ops::ControlFlow;

use crate::corpus::data::names::{self, FieldMap, Rank, Slot};
use crate::corpus::data::record::Collector;
use crate::corpus::draft::Draft;
use crate::corpus::markup::xml::{self, Element, Step, Tree};
use crate::corpus::wire::desk;
use crate::corpus::wire::story::Story;
use crate::corpus::{Emit, Input};
use crate::error::{Fault, Reason};

/// Names that say too little in XML, where everything has a name.
#[rustfmt::skip]
const VAGUE: &[&str] = &[
    "name", "subject", "class", "label", "time", "media", "domain", "key", "value", "feed", "article", "articles", "story", "news", "year", "link",
    "href", "publication", "site", "paragraphs", "description", "summary",
];
/// Names that are told as well as those of the table.
const SUBHEADS: &[&str] = &[
    "subtitle",
    "subheadline",
    "subheading",
    "subhead",
    "hl2",
    "untertitel",
    "soustitre",
    "subtitulo",
    "deck",
];
const LEADS: &[&str] = &[
    "lead",
    "abstract",
    "standfirst",
    "teaser",
    "summary",
    "description",
    "ingress",
    "chapo",
    "kicker",
    "intro",
    "firstline",
];
const DATELINES: &[&str] = &["dateline"];
const CAPTIONS: &[&str] =
    &["caption", "mediacaption", "photocaption", "imagecaption", "legend", "bildunterschrift"];
/// What a field's rank loses when it stands deeper in the record, and when it is an attribute.
const DEEPER: Rank = 5;
const ATTRIBUTE: Rank = 20;
/// Shortest text of an article, in bytes: shorter ones are labels.
const TEXT_BYTES: usize = 40;

/// Whether a text is XML with elements for a headline and a text.
pub(in crate::corpus) fn sniff(sample: &str) -> bool {
    let map = FieldMap::default();
    let is_page = ["html", "rss", "feed", "rdf", "urlset", "sitemapindex", "svg", "alto", "mets"];
    sample.starts_with('<')
        && !is_page.iter().any(|name| xml::opens_with(sample, name))
        && xml::any_tag(sample, |name| field(name, &map).is_some_and(|(slot, _)| slot == Slot::Title))
        && xml::any_tag(sample, |name| is_text(name, &map))
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let map = &input.options.map;
    let mut tree = xml::read(input.stream, input.hints.charset.as_deref())?;
    let (mut warnings, mut end) = tree.take_warnings();
    let records = records(&tree, map);
    let last = records.len();
    if records.is_empty() {
        let detail = "no reader for this markup (HTML, XML or SGML)";
        return Err(Fault::new(Reason::Unsupported, detail));
    }
    for (at, record) in records.into_iter().enumerate() {
        let mut found = std::mem::take(&mut warnings);
        found.extend(end.take_if(|_| at + 1 == last));
        if one(at as u64 + 1, record, map, found, emit).is_break() {
            break;
        }
    }
    Ok(())
}

/// The slot of a name, as far as it says something here.
fn field(name: &str, map: &FieldMap) -> Option<(Slot, Rank)> {
    let key = names::normal(name);
    let (slot, rank) = names::slot(name, map)?;
    (rank == 0 || !VAGUE.contains(&key.as_str())).then_some((slot, rank))
}

/// Whether a name is that of a whole text.
fn is_text(name: &str, map: &FieldMap) -> bool {
    let lead = LEADS.contains(&names::normal(name).as_str());
    !lead && field(name, map).is_some_and(|(slot, rank)| slot == Slot::Body && rank < 100)
}

/// The elements that are articles: each is the innermost one around a text that has a
/// headline as well.
fn records<'t>(tree: &'t Tree, map: &FieldMap) -> Vec<Element<'t>> {
    let mut found: Vec<Element<'t>> = Vec::new();
    let mut seen = HashSet::new();
    let is_title = |e: &Element<'_>| {
        field(e.name(), map).is_some_and(|(slot, _)| slot == Slot::Title) && e.line().is_some()
    };
    for root in tree.roots() {
        let mut steps = root.steps();
        while let Some(step) = steps.next() {
            let Step::Open(text) = step else { continue };
            if !is_text(text.name(), map) || text.text().trim().len() < TEXT_BYTES {
                continue;
            }
            // A text that holds its headline is the article itself.
            let own = text.descendants().find(is_title).filter(|t| t.line().is_some_and(|l| l.len() >= 8));
            let around = std::iter::successors(text.parent(), |e| e.parent());
            let record = match own.filter(|_| text.children().any(|c| is_text(c.name(), map))) {
                Some(_) => Some(text),
                None => around.take(4).find(|e| e.children().any(|c| is_title(&c) || has_title(c, map))),
            };
            if let Some(record) = record.filter(|r| *r != text) {
                if seen.insert(record.index()) {
                    found.push(record);
                }
                steps.pass();
            }
        }
    }
    // One around others is their wrapper.
    let around = |record: &Element<'t>| std::iter::successors(record.parent(), |e| e.parent());
    let wrappers: HashSet<u32> = found.iter().flat_map(around).map(Element::index).collect();
    found.retain(|record| !wrappers.contains(&record.index()));
    found
}

/// Whether an element that groups fields (`<head>`, `<meta>`) has a headline.
fn has_title(group: Element<'_>, map: &FieldMap) -> bool {
    let is_title = |e: Element<'_>| field(e.name(), map).is_some_and(|(slot, _)| slot == Slot::Title);
    group.children().any(|e| is_title(e) && e.line().is_some())
}

fn one(
    number: u64,
    record: Element<'_>,
    map: &FieldMap,
    warnings: Vec<String>,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let mut fields = Fields { found: Collector::new(map), texts: Vec::new(), extra: Draft::default() };
    fields.attributes(record, map, 0);
    let mut steps = record.steps();
    let mut depth: Rank = 0;
    while let Some(step) = steps.next() {
        match step {
            Step::Open(element) => {
                if fields.element(element, map, depth) {
                    steps.pass();
                }
                depth = depth.saturating_add(1);
            }
            Step::Close(_) => depth = depth.saturating_sub(1),
            Step::Text(_) => {}
        }
    }
    let Fields { found, mut texts, extra } = fields;
    let mut draft = found.draft();
    draft.body = String::new();
    draft.subheads = extra.subheads;
    draft.lead = extra.lead;
    draft.dateline = extra.dateline;
    draft.captions = extra.captions;
    draft.keywords.extend(extra.keywords);
    draft.warnings.extend(warnings);
    texts.sort_by_key(|(rank, story)| {
        (*rank, usize::MAX - story.paragraphs.iter().map(String::len).sum::<usize>())
    });
    let story = texts.into_iter().next().map(|(_, story)| story).unwrap_or_default();
    desk::file(&mut draft, story, None);
    emit.draft(number, draft)
}

/// What the elements of a record say.
struct Fields<'a> {
    found: Collector<'a>,
    /// Texts, by how well they are named.
    texts: Vec<(Rank, Story)>,
    /// Fields that the table has no slot for.
    extra: Draft,
}

impl Fields<'_> {
    /// Takes an element; whether what stands inside it is done with.
    fn element(&mut self, element: Element<'_>, map: &FieldMap, depth: Rank) -> bool {
        let key = names::normal(element.name());
        let is = |names: &[&str]| names.contains(&key.as_str());
        self.attributes(element, map, depth.saturating_add(1));
        let line = element.line();
        match () {
            () if is_text(element.name(), map) => {
                // A group of fields may be called so.
                let group = element
                    .children()
                    .any(|c| field(c.name(), map).is_some_and(|(slot, _)| slot == Slot::Title));
                if !group {
                    let rank = field(element.name(), map).map_or(Rank::MAX, |(_, rank)| rank);
                    let story = Story::of([element]);
                    self.texts.extend((!story.is_empty()).then_some((rank, story)));
                }
                !group
            }
            () if is(SUBHEADS) => {
                self.extra.subheads.extend(line);
                true
            }
            () if is(LEADS) => {
                let text = Story::of([element]).paragraphs.join("\n\n");
                self.extra.lead.get_or_insert(text);
                true
            }
            () if is(DATELINES) => {
                self.extra.dateline = self.extra.dateline.take().or(line);
                true
            }
            () if is(CAPTIONS) => {
                self.extra.captions.extend(line);
                true
            }
            () => self.field(element, line, map, depth),
        }
    }

    fn field(&mut self, element: Element<'_>, line: Option<String>, map: &FieldMap, depth: Rank) -> bool {
        let Some((slot, rank)) = field(element.name(), map) else { return false };
        let rank = rank.saturating_add(depth.saturating_mul(DEEPER));
        let value = element.attr("value").or_else(|| element.attr("name")).map(str::to_owned);
        if slot == Slot::Keywords {
            // A list has an element for each word, or one for all.
            let words: Vec<String> =
                element.children().filter_map(|c| c.line().or(c.attr("value").map(str::to_owned))).collect();
            if !words.is_empty() {
                self.extra.keywords.extend(words);
                return true;
            }
            self.extra.keywords.extend(line.or(value));
            return true;
        }
        if element.has_children() && !matches!(slot, Slot::Title | Slot::Date | Slot::Byline) {
            return false;
        }
        if let Some(text) = line.or(value) {
            self.found.list((slot, rank), vec![text]);
        }
        true
    }

    /// Takes the attributes of the record, or of an element in it, that are fields.
    fn attributes(&mut self, element: Element<'_>, map: &FieldMap, depth: Rank) {
        if depth > 1 {
            return;
        }
        for (name, value) in element.attributes() {
            let bare = name.rsplit(':').next().unwrap_or(name);
            if let Some((slot, rank)) = field(bare, map)
                && (depth == 0 || matches!(slot, Slot::Lang))
                && !matches!(slot, Slot::Body | Slot::Title)
            {
                let rank = rank.saturating_add(ATTRIBUTE).saturating_add(depth.saturating_mul(DEEPER));
                self.found.list((slot, rank), vec![value.to_owned()]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_the_innermost_elements_with_headline_and_text() {
        let text = "A text that is long enough to be that of an article.";
        let of = |xml: &str| {
            let tree = xml::parse(xml);
            records(&tree, &FieldMap::default())
                .iter()
                .map(|e| e.attr("n").unwrap_or("?").to_owned())
                .collect::<Vec<_>>()
        };
        let two = format!(
            "<list n='0'><title>All</title><a n='1'><headline>One</headline><text>{text}</text></a>\
             <a n='2'><meta><headline>Two</headline></meta><body>{text}</body></a></list>"
        );
        assert_eq!(of(&two), ["1", "2"]);
        assert!(of(&format!("<a n='1'><text>{text}</text></a>")).is_empty());
        assert!(of("<window n='1'><title>Main</title><text>OK</text></window>").is_empty());
    }

    #[test]
    fn pages_and_feeds_are_left_to_others() {
        let inner = "<title>a</title><text>b</text>";
        assert!(sniff(&format!("<export>{inner}</export>")));
        for root in ["html", "rss", "feed", "svg"] {
            assert!(!sniff(&format!("<{root}>{inner}</{root}>")), "{root}");
        }
    }
}
