//! NewsML-G2, the exchange format of the IPTC: items of news, alone or in a message.
//!
//! Everything is an item. A `newsItem` is an article when it holds text, in line as NITF,
//! XHTML or plain; a picture, film or graphic with a caption is one as well, with the caption
//! as its text, because that is what people look for and cite. Packages, concepts,
//! vocabularies, plans and catalogues are none: what they list comes by itself.
//!
//! Dates: `firstCreated` is when the agency first issued the item and counts as publication;
//! `versionCreated` is when this version was, which is publication where there is no other
//! and an update where there is. `contentCreated` may be years before (a photograph from the
//! archive), so it stands in only where both are missing.
//!
//! Items are found wherever they stand, and parts that were cut out of an item (a bare
//! `contentSet`) are read as far as they go, since archives hold both.

use std::ops::ControlFlow;

use crate::article::{DateSource, Form, Revision, RevisionKind};
use crate::corpus::draft::Draft;
use crate::corpus::markup::xml::{self, Element, Tree};
use crate::corpus::prose::marks;
use crate::corpus::wire::desk;
use crate::corpus::wire::nitf;
use crate::corpus::wire::story::Story;
use crate::corpus::{Emit, Input};
use crate::error::{Fault, Reason};

/// Elements that are items of their own, and what those are that are no news.
const ITEMS: &[(&str, &str)] = &[
    ("newsItem", ""),
    ("packageItem", "a package: a list of other items"),
    ("conceptItem", "a concept: an entry of a vocabulary"),
    ("knowledgeItem", "a vocabulary of concepts"),
    ("planningItem", "a plan of coverage to come"),
    ("catalogItem", "a catalogue of vocabularies"),
];
/// Parts of items that hold no story when they stand by themselves.
const NO_STORY: &[(&str, &str)] = &[
    ("groupSet", "a package: a list of other items"),
    ("contentMeta", "the metadata of an item without its content"),
    ("itemMeta", "the metadata of an item without its content"),
];
/// Parts of an item that archives keep by themselves.
const PARTS: &[&str] = &[
    "contentSet",
    "contentMeta",
    "itemMeta",
    "groupSet",
    "inlineXML",
    "inlineData",
    "newsMessage",
    "itemSet",
];

/// Whether a text is one of these documents, or a part of one.
pub(in crate::corpus) fn sniff(sample: &str) -> bool {
    if !sample.starts_with('<') {
        return false;
    }
    let marked = ["iptc.org/std/nar/", "NewsML-G2"].iter().any(|mark| sample.contains(mark));
    let has = |name: &str| xml::has_tag(sample, name);
    let item = ITEMS.iter().any(|(name, _)| has(name));
    let inner = ["itemMeta", "contentMeta", "contentSet", "groupSet"].iter().any(|name| has(name));
    (item && (marked || inner)) || PARTS.iter().any(|name| xml::opens_with(sample, name)) || (marked && inner)
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let mut tree = xml::read(input.stream, input.hints.charset.as_deref())?;
    let (mut warnings, mut end) = tree.take_warnings();
    let mut items = items(&tree);
    if items.is_empty() {
        items.extend(tree.roots());
    }
    let last = items.last().copied();
    for (number, item) in (1..).zip(items) {
        let broken = end.is_some() && Some(item) == last;
        // What is odd about a document is said once.
        let mut warnings = std::mem::take(&mut warnings);
        warnings.extend(end.take_if(|_| broken));
        if one(number, item, broken, warnings, emit).is_break() {
            break;
        }
    }
    Ok(())
}

/// An item without a text. Where the document breaks off in it, the text was behind that.
fn without_text(broken: bool) -> Fault {
    match broken {
        true => Fault::new(Reason::Truncated, "the XML breaks off before the text"),
        false => Fault::new(Reason::NoText, "no text: the item holds metadata alone"),
    }
}

/// The items of a document that stand in no other item.
fn items(tree: &Tree) -> Vec<Element<'_>> {
    let is_item = |e: Element<'_>| ITEMS.iter().any(|(name, _)| e.is(name));
    let mut found = Vec::new();
    for root in tree.roots() {
        if is_item(root) {
            found.push(root);
            continue;
        }
        let mut steps = root.steps();
        while let Some(step) = steps.next() {
            if let xml::Step::Open(element) = step
                && is_item(element)
            {
                found.push(element);
                steps.pass();
            }
        }
    }
    found
}

fn one(
    number: u64,
    item: Element<'_>,
    broken: bool,
    warnings: Vec<String>,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let what = ITEMS.iter().chain(NO_STORY).find(|(name, what)| item.is(name) && !what.is_empty());
    if let Some((_, what)) = what {
        return emit.ignore(number, what);
    }
    let content = content(item);
    let class = class(item);
    if content.story.is_empty()
        && let Some(what) = content.data
    {
        return emit.ignore(number, what);
    }
    let mut draft = metadata(item);
    draft.warnings.extend(warnings);
    let withdrawn = is_withdrawn(item);
    let mut story = content.story;
    if story.is_empty() && !withdrawn {
        match described(item, &class, &mut draft) {
            Some(text) => story.paragraphs = text,
            None if class != "text" && !class.is_empty() => {
                return emit.ignore(number, &format!("{} without a caption", named(&class)));
            }
            None if draft.title.is_none() => return emit.fault(number, without_text(broken)),
            None => {}
        }
    }
    if withdrawn && story.is_empty() {
        let detail = format!("withdrawn by its agency ({})", status(item).unwrap_or_default());
        return emit.fault(number, Fault::new(Reason::Withdrawn, detail));
    }
    if let Some(fields) = content.nitf {
        fields.fill(&mut draft);
    }
    desk::file(&mut draft, story, located(item));
    draft.byline = draft.byline.take().or_else(|| creators(item));
    revise(item, &mut draft, withdrawn);
    emit.draft(number, draft)
}

/// What an item holds in line.
#[derive(Default)]
struct Content<'t> {
    story: Story,
    /// What NITF inside says of the story.
    nitf: Option<nitf::Head<'t>>,
    /// What it holds that is no story.
    data: Option<&'static str>,
}

/// The text of an item. What stands in a content set are renditions of one content, so the
/// first that has text is enough.
fn content(item: Element<'_>) -> Content<'_> {
    let mut found = Content::default();
    let lines = item.descendants().filter(|e| e.is_any(&["inlineXML", "inlineData"]));
    let own = item.is_any(&["inlineXML", "inlineData"]).then_some(item);
    for line in own.into_iter().chain(lines) {
        let kind = line.attr("contenttype").unwrap_or_default();
        let binary = ["image", "video", "audio", "base64"].iter().any(|b| kind.starts_with(b));
        if binary || line.attr("encoding").is_some_and(|e| e.contains("base64")) {
            continue;
        }
        let inner = line.children().next();
        if let Some(what) = inner.and_then(data) {
            found.data = Some(what);
            continue;
        }
        let nitf = line.find("nitf").map(nitf::Head::of);
        let story = match line.find("nitf") {
            Some(document) => nitf::story(document),
            None => Story::of([line]),
        };
        if found.nitf.is_none() {
            found.nitf = nitf;
        }
        if !story.is_empty() {
            found.story = story;
            break;
        }
        found.story.append(story);
    }
    found
}

/// What an element in line is that holds no story.
fn data(element: Element<'_>) -> Option<&'static str> {
    let name = element.name().to_ascii_lowercase();
    match name.as_str() {
        "sports-content" | "sports-data" => Some("sports results as data (SportsML)"),
        "events" | "event" => Some("a list of events"),
        "concept" | "conceptset" => Some("a vocabulary of concepts"),
        "newsroom" | "weather" | "rss" => Some("data for machines"),
        _ => None,
    }
}

/// What sort of item it is (`text`, `picture`), in lower case.
fn class(item: Element<'_>) -> String {
    let class = meta(item, "itemMeta", "itemClass");
    class.and_then(value).map(|v| code(v).to_lowercase()).unwrap_or_default()
}

fn named(class: &str) -> &str {
    match class {
        "picture" | "photo" => "a picture",
        "video" => "a film",
        "audio" => "a recording",
        "graphic" => "a graphic",
        "animation" => "an animation",
        "composite" => "a package",
        _ => "an item",
    }
}

/// What describes an item that has no text of its own: the caption of a picture, the script
/// of a film, the summary of a text that stands elsewhere.
fn described(item: Element<'_>, class: &str, draft: &mut Draft) -> Option<Vec<String>> {
    let roles = ["caption", "script", "intro", "summary", "synthe", "description", "abstract"];
    let rank = |e: &Element<'_>| {
        let role = e.attr("role").map(code).unwrap_or_default().to_lowercase();
        roles.iter().position(|r| role.contains(r)).unwrap_or(roles.len())
    };
    let slug = draft.keywords.first().cloned().unwrap_or_default();
    let title = draft.title.clone().unwrap_or_default();
    let mut texts: Vec<(usize, String)> = descriptions(item)
        .map(|e| (rank(&e), e.text()))
        .filter(|(_, text)| !desk::is_placeholder(text))
        .filter(|(_, text)| !repeats(text, title.trim(), &slug))
        .collect();
    texts.sort_by_key(|(rank, _)| *rank);
    let texts: Vec<String> =
        texts.into_iter().flat_map(|(_, text)| Story::of_text(&unwrapped(&text)).paragraphs).collect();
    if texts.is_empty() {
        return None;
    }
    draft.lead = None;
    draft.form = match class {
        "video" | "audio" | "animation" => Some(Form::Video),
        "picture" | "photo" | "graphic" => Some(Form::Gallery),
        _ => Some(Form::Teaser),
    };
    Some(texts)
}

/// Whether a description is the headline, which some systems put there behind the slug.
fn repeats(text: &str, title: &str, slug: &str) -> bool {
    let text = text.trim();
    let bare = text.strip_prefix(slug.trim()).unwrap_or(text).trim_start_matches([':', ' ', '-']);
    !title.is_empty() && (bare == title || text == title)
}

/// A text of one paragraph that an editor of XML has broken into lines.
fn unwrapped(text: &str) -> String {
    let has_paragraphs = text.contains("<p") || text.trim().contains("\n\n");
    if has_paragraphs { text.to_owned() } else { crate::corpus::prose::clean::line(text).unwrap_or_default() }
}

fn descriptions(item: Element<'_>) -> impl Iterator<Item = Element<'_>> {
    let metas = item.children().filter(|e| e.is("contentMeta"));
    let own = item.is("contentMeta").then_some(item);
    metas.chain(own).flat_map(|meta| meta.all("description").collect::<Vec<Element<'_>>>())
}

/// The fields of an item.
fn metadata(item: Element<'_>) -> Draft {
    let mut draft = Draft {
        source_id: item.attr("guid").map(str::to_owned),
        title: headline(item),
        subheads: headlines(item).filter(|e| is_subhead(*e)).filter_map(Element::line).collect(),
        byline: meta(item, "contentMeta", "by").and_then(Element::line),
        outlet: outlet(item),
        dateline: meta(item, "contentMeta", "dateline").and_then(Element::line),
        url: url(item),
        lang: language(item),
        keywords: keywords(item),
        ..Draft::default()
    };
    if class(item) == "text" || class(item).is_empty() {
        let summary = |e: &Element<'_>| {
            let role = e.attr("role").map(code).unwrap_or_default().to_lowercase();
            ["summary", "intro", "abstract", "lead", "standfirst", "teaser"].iter().any(|r| role.contains(r))
        };
        draft.lead = descriptions(item).find(summary).and_then(Element::line);
    }
    dates(item, &mut draft);
    let note = meta(item, "itemMeta", "edNote").map(Element::text).filter(|note| !note.trim().is_empty());
    draft.asides.extend(note);
    if let Some(embargo) = meta(item, "itemMeta", "embargoed").and_then(Element::line) {
        draft.warnings.push(format!("the agency put an embargo on it until {embargo}"));
    }
    draft
}

/// The first element of a name in a section of the item, or in the item itself where it is
/// that section or some agency has put it elsewhere.
fn meta<'t>(item: Element<'t>, section: &str, name: &str) -> Option<Element<'t>> {
    let sections = item.all(section).find_map(|s| s.child(name));
    sections.or_else(|| item.child(name)).or_else(|| {
        let others = ["itemMeta", "contentMeta", "rightsInfo"];
        others.iter().find_map(|other| item.all(other).find_map(|s| s.child(name)))
    })
}

/// What an element means: a code, a name, an address.
fn value(element: Element<'_>) -> Option<&str> {
    ["qcode", "literal", "uri"]
        .iter()
        .find_map(|name| element.attr(name))
        .map(str::trim)
        .filter(|v| !v.is_empty())
}

/// `text` of `ninat:text`, or the end of an address.
fn code(value: &str) -> &str {
    value.rsplit(['/', ':', '#']).find(|part| !part.is_empty()).unwrap_or(value)
}

/// The name in an element, in the item's language if it has several.
fn name_in(element: Element<'_>, lang: Option<&str>) -> Option<String> {
    let in_lang = |e: &Element<'_>| e.attr("lang").zip(lang).is_some_and(|(a, b)| primary(a) == primary(b));
    let names = || element.all("name").filter(|e| e.attr("part").is_none());
    names().find(in_lang).or_else(|| names().next()).and_then(Element::line)
}

fn primary(tag: &str) -> String {
    tag.split('-').next().unwrap_or(tag).to_ascii_lowercase()
}

fn headlines(item: Element<'_>) -> impl Iterator<Item = Element<'_>> {
    let metas = item.children().filter(|e| e.is("contentMeta"));
    let own = item.is("contentMeta").then_some(item);
    metas.chain(own).flat_map(|meta| meta.all("headline").collect::<Vec<Element<'_>>>())
}

fn is_subhead(headline: Element<'_>) -> bool {
    headline.attr("role").is_some_and(|role| role.to_lowercase().contains("sub"))
}

fn headline(item: Element<'_>) -> Option<String> {
    let lang = language(item);
    let in_lang = |e: &Element<'_>| match (e.attr("lang"), &lang) {
        (Some(a), Some(b)) => primary(a) == primary(b),
        _ => true,
    };
    let main = || headlines(item).filter(|e| !is_subhead(*e) && e.line().is_some());
    let found = main().find(|e| e.attr("role").is_none() && in_lang(e)).or_else(|| main().next());
    found.and_then(Element::line).or_else(|| meta(item, "itemMeta", "title").and_then(Element::line))
}

fn language(item: Element<'_>) -> Option<String> {
    let tag = meta(item, "contentMeta", "language")
        .and_then(|e| e.attr("tag").map(str::to_owned).or_else(|| e.line()));
    let inner = item.find_all("inlineXML").chain(item.find_all("html")).chain(item.find_all("nitf"));
    tag.or_else(|| item.attr("lang").map(str::to_owned))
        .or_else(|| inner.into_iter().find_map(|e| e.attr("lang").map(str::to_owned)))
        .or_else(|| headlines(item).find_map(|e| e.attr("lang").map(str::to_owned)))
}

/// The persons who created the content, where no line is printed.
fn creators(item: Element<'_>) -> Option<String> {
    let metas = item.children().filter(|e| e.is("contentMeta")).chain(item.is("contentMeta").then_some(item));
    let creators = metas.flat_map(|meta| meta.all("creator").collect::<Vec<Element<'_>>>());
    let named = |e: Element<'_>| name_in(e, None).filter(|name| is_person(e, name));
    let names: Vec<String> = creators.filter_map(named).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// Whether a creator is a human being rather than an agency or a code.
fn is_person(creator: Element<'_>, name: &str) -> bool {
    let organisation = creator.attr("type").is_some_and(|t| t.contains("organi"));
    let words: Vec<&str> = name.split_whitespace().collect();
    let firm = [
        "the", "inc.", "inc", "llc", "llp", "ltd", "ltd.", "plc", "news", "press", "agency", "network",
        "reuters", "service", "tv", "media",
    ];
    !organisation
        && (2..=5).contains(&words.len())
        && !words.iter().any(|w| firm.contains(&w.to_lowercase().as_str()))
}

/// The agency: by its name if there is one, else by what stands for it.
fn outlet(item: Element<'_>) -> Option<String> {
    let lang = language(item);
    let element = |section: &str, name: &str| meta(item, section, name);
    let named = |e: Option<Element<'_>>| e.and_then(|e| name_in(e, lang.as_deref()));
    let literal = |e: Option<Element<'_>>| {
        e.and_then(|e| e.attr("literal")).filter(|l| !is_address(l)).map(str::to_owned)
    };
    let provider = element("itemMeta", "provider");
    let holder = element("rightsInfo", "copyrightHolder");
    let source = element("contentMeta", "infoSource");
    let credit = || element("contentMeta", "creditline").and_then(Element::line);
    let short = || credit().map(|c| c.split('/').next().unwrap_or(&c).trim().to_owned());
    let coded = || provider.and_then(value).filter(|v| !v.contains('/')).map(|v| code(v).to_owned());
    let sender = || header(item).and_then(|h| h.child("sender")).and_then(Element::line);
    named(provider)
        .or_else(short)
        .or_else(|| literal(provider))
        .or_else(|| literal(source))
        .or_else(|| named(holder))
        .or_else(|| literal(holder))
        .or_else(|| named(source))
        .or_else(coded)
        .or_else(sender)
        .or_else(|| [provider, holder].into_iter().flatten().filter_map(value).find_map(site))
        .filter(|name| !desk::is_placeholder(name))
}

/// The header of the message around an item, which stands at its beginning.
fn header(item: Element<'_>) -> Option<Element<'_>> {
    let message = item.parent()?.parent()?;
    message.children().take(8).find(|e| e.is("header"))
}

/// Whether a name is the address of a site rather than a name.
fn is_address(name: &str) -> bool {
    name.contains("://") || (name.contains('.') && !name.contains(' ') && !name.ends_with('.'))
}

/// The host of an address.
fn site(address: &str) -> Option<String> {
    let host = address.split_once("://")?.1.split('/').next()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned()).filter(|host| host.contains('.'))
}

fn url(item: Element<'_>) -> Option<String> {
    let web = |text: &str| text.starts_with("http://") || text.starts_with("https://");
    let alternatives = item.all("contentMeta").flat_map(|m| m.all("altId").collect::<Vec<Element<'_>>>());
    let found = alternatives.filter_map(Element::line).find(|text| web(text));
    found.or_else(|| item.attr("guid").filter(|guid| web(guid)).map(str::to_owned))
}

/// Subjects by name, and the slug.
fn keywords(item: Element<'_>) -> Vec<String> {
    let lang = language(item);
    let slug = meta(item, "contentMeta", "slugline").and_then(Element::line);
    let mut found: Vec<String> = slug.into_iter().collect();
    let metas = item.children().filter(|e| e.is("contentMeta")).chain(item.is("contentMeta").then_some(item));
    for element in metas.flat_map(Element::children) {
        let words = match () {
            () if element.is("keyword") => element.line(),
            () if element.is("subject") => {
                let concept = element.child("mainConcept").unwrap_or(element);
                name_in(concept, lang.as_deref())
            }
            () => None,
        };
        // Categories of one letter are codes.
        found.extend(words.filter(|w| w.chars().count() > 1));
    }
    found
}

fn dates(item: Element<'_>, draft: &mut Draft) {
    let date = |section: &str, name: &str| {
        meta(item, section, name)
            .and_then(Element::line)
            .filter(|raw| raw.chars().filter(char::is_ascii_digit).count() >= 4)
    };
    let message = || header(item).and_then(|h| h.child("sent")).and_then(Element::line);
    let first = date("itemMeta", "firstCreated");
    let version = date("itemMeta", "versionCreated");
    if let (Some(first), Some(version)) = (&first, &version)
        && first < version
    {
        draft.updated.push((DateSource::Header, version.clone()));
    }
    let header = first.or(version).map(|raw| (DateSource::Header, raw));
    let content = || date("contentMeta", "contentCreated").map(|raw| (DateSource::Header, raw));
    draft.dates.extend(header.or_else(content).or_else(|| message().map(|raw| (DateSource::Metadata, raw))));
}

/// Where it was written: `Berlin, Germany`.
fn located(item: Element<'_>) -> Option<String> {
    let lang = language(item);
    let place = meta(item, "contentMeta", "located")?;
    let name = name_in(place, lang.as_deref()).or_else(|| place.attr("literal").map(str::to_owned))?;
    let wider = place.all("broader").filter_map(|e| Some((e.attr("type")?, name_in(e, lang.as_deref())?)));
    let country = wider.filter(|(kind, _)| kind.contains("country")).map(|(_, name)| name).next();
    match country.filter(|country| !name.contains(country.as_str())) {
        Some(country) => Some(format!("{name}, {country}")),
        None => Some(name),
    }
}

/// Whether it may be used (`usable`, `withheld`, `canceled`).
fn status(item: Element<'_>) -> Option<String> {
    meta(item, "itemMeta", "pubStatus").and_then(value).map(|v| code(v).to_lowercase())
}

fn is_withdrawn(item: Element<'_>) -> bool {
    status(item).is_some_and(|s| s.starts_with("cancel") || s == "withheld" || s == "withdrawn")
}

/// What the item is to earlier ones, as its signals, links, slug and version say.
fn revise(item: Element<'_>, draft: &mut Draft, withdrawn: bool) {
    let signals = item.all("itemMeta").flat_map(|m| m.all("signal").collect::<Vec<Element<'_>>>());
    let kinds: Vec<RevisionKind> = signals.filter_map(value).filter_map(signalled).collect();
    let strongest = [RevisionKind::Withdrawal, RevisionKind::Correction, RevisionKind::Update];
    let slug = meta(item, "contentMeta", "slugline").and_then(Element::line).unwrap_or_default();
    let said = strongest.into_iter().find(|kind| kinds.contains(kind)).or_else(|| marks::marked_slug(&slug));
    let kind = if withdrawn { Some(RevisionKind::Withdrawal) } else { said };
    let before = draft.revision.take();
    let note = before.as_ref().and_then(|r| r.note.clone());
    // A correction that the headline or a note speaks of is more than an update.
    let kind = match (kind, before.as_ref().map(|r| r.kind)) {
        (Some(RevisionKind::Update) | None, Some(kind)) => Some(kind),
        (kind, _) => kind,
    };
    let editors = meta(item, "itemMeta", "edNote").and_then(Element::line);
    let note = note.or(editors.filter(|note| marks::change(note).is_some()));
    draft.revision = kind.map(|kind| Revision { kind, of: earlier(item), note });
    marks::version(draft, item.attr("version").and_then(|v| v.trim().parse().ok()));
}

fn signalled(signal: &str) -> Option<RevisionKind> {
    let (scheme, code) = signal.rsplit_once(':').unwrap_or(("", signal));
    match code.to_lowercase().as_str() {
        "correction" | "corrected" => Some(RevisionKind::Correction),
        "update" | "updated" | "writethru" | "lead" => Some(RevisionKind::Update),
        "kill" | "withdrawal" | "withdrawn" | "retraction" => Some(RevisionKind::Withdrawal),
        // The editorial status of Reuters.
        "c" if scheme.eq_ignore_ascii_case("edStat") => Some(RevisionKind::Correction),
        "u" if scheme.eq_ignore_ascii_case("edStat") => Some(RevisionKind::Update),
        "d" if scheme.eq_ignore_ascii_case("edStat") => Some(RevisionKind::Withdrawal),
        _ => None,
    }
}

/// The earlier item that a link names.
fn earlier(item: Element<'_>) -> Option<String> {
    let links = item.all("itemMeta").flat_map(|m| m.all("link").collect::<Vec<Element<'_>>>());
    let before = |e: &Element<'_>| {
        let rel = e.attr("rel").map(code).unwrap_or_default().to_lowercase();
        ["previousversion", "replaces", "corrects", "updates", "evolvedfrom", "correctionof", "updateof"]
            .contains(&rel.as_str())
    };
    links.into_iter().find(before).and_then(|e| e.attr("residref").or(e.attr("href"))).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_their_parts_are_told_from_other_markup() {
        assert!(sniff("<?xml version='1.0'?><n:newsItem standard='NewsML-G2'><n:itemMeta/></n:newsItem>"));
        assert!(sniff("<!-- a part --><contentSet><inlineXML/></contentSet>"));
        for other in [
            "<newsitem itemid='1'><text/></newsitem>",
            "<NewsML><NewsItem/></NewsML>",
            "It is a newsItem.",
            "<html/>",
        ] {
            assert!(!sniff(other), "{other}");
        }
    }

    #[test]
    fn items_inside_others_are_parts_of_them() {
        let tree = xml::parse("<m><packageItem><newsItem/></packageItem><x><newsItem guid='2'/></x></m>");
        let found: Vec<&str> = items(&tree).iter().map(|e| e.name()).collect();
        assert_eq!(found, ["packageItem", "newsItem"]);
    }

    #[test]
    fn an_agency_is_known_by_its_name_before_its_code() {
        let of = |meta: &str, rights: &str| {
            let text =
                format!("<newsItem><rightsInfo>{rights}</rightsInfo><itemMeta>{meta}</itemMeta></newsItem>");
            outlet(xml::parse(&text).root().unwrap())
        };
        let holder = "<copyrightHolder literal='XYZ Ltd'/>";
        assert_eq!(
            of("<provider qcode='p:XYZ'><name>Agency XYZ</name></provider>", holder).as_deref(),
            Some("Agency XYZ")
        );
        assert_eq!(of("<provider literal='xyz.example'/>", holder).as_deref(), Some("XYZ Ltd"));
        assert_eq!(of("<provider qcode='p:XYZ'/>", "").as_deref(), Some("XYZ"));
        assert_eq!(of("<provider uri='http://www.xyz.example/a'/>", "").as_deref(), Some("xyz.example"));
    }

    #[test]
    fn a_description_that_is_the_headline_tells_nothing() {
        assert!(repeats("RAIN/OSLO:Rain floods town", "Rain floods town", "RAIN/OSLO"));
        assert!(!repeats("Rain floods town on Monday.", "Rain floods town", "RAIN/OSLO"));
        assert!(!repeats("A caption.", "", ""));
    }
}
