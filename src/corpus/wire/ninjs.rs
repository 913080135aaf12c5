//! ninjs, news in JSON as the IPTC defines it, versions 1 to 3.
//!
//! An item names its parts by the standard's words (`versioncreated`, `body_xhtml`,
//! `pubstatus`), which tell it from any other JSON. Version 1 puts variants into the name of a
//! member (`body_text`, `body_html`), version 2 into arrays of objects with a role (`bodies`),
//! version 3 writes names in camel case; all are read, alone, in arrays, one a line, and inside
//! the answers of search services.
//!
//! Dates: `firstcreated` is the first issue and counts as publication, `versioncreated` is
//! this version's, so publication where there is no other and an update where there is.

use std::ops::ControlFlow;

use serde_json::{Map, Value};

use crate::article::{DateSource, Form, Revision, RevisionKind};
use crate::corpus::bytes::decode::Decoder;
use crate::corpus::data::split::{Piece, Splitter};
use crate::corpus::draft::Draft;
use crate::corpus::prose::marks;
use crate::corpus::wire::desk;
use crate::corpus::wire::story::{self, Story};
use crate::corpus::{Emit, Input, limits};
use crate::error::{Fault, Reason};

/// Members that only this standard names so.
#[rustfmt::skip]
const MARKS: &[&str] = &[
    "versioncreated", "firstcreated", "contentcreated", "pubstatus", "body_xhtml", "body_text", "copyrightholder", "copyrightnotice",
    "representationtype", "description_text", "usageterms", "headline", "renditions", "associations", "slugline", "bodies", "headlines",
];
/// So many of them make an item.
const ENOUGH: usize = 3;
/// How deep items may stand in the answer of a service.
const WRAPPERS: usize = 6;

/// Whether a text is such an item, or holds some.
pub(in crate::corpus) fn sniff(sample: &str) -> bool {
    if !sample.starts_with(['{', '[']) {
        return false;
    }
    let has = |name: &str| has_member(sample, name);
    let named = MARKS.iter().filter(|mark| has(mark)).count();
    let strong = has("versioncreated") || has("pubstatus") || has("representationtype") || has("body_xhtml");
    named >= ENOUGH && strong && (has("uri") || has("guid") || has("id"))
}

/// Whether a text has a member of this name, in any case.
fn has_member(sample: &str, name: &str) -> bool {
    let quoted =
        |at: usize| sample.get(at + 1..at + 1 + name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name));
    sample
        .match_indices('"')
        .any(|(at, _)| quoted(at) && sample.as_bytes().get(at + 1 + name.len()) == Some(&b'"'))
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let lost = |cause: std::io::Error| Fault::of_io(&cause);
    let is_array = input.head.trim_ascii_start().starts_with(b"[");
    let mut decoder = Decoder::of_sample(&input.head);
    let mut splitter = Splitter::new(input.stream, limits::RECORD_BYTES);
    if is_array {
        splitter.peek().map_err(lost)?;
        splitter.pass();
    }
    let (mut number, mut bytes) = (0, Vec::new());
    loop {
        let flow = match splitter.next(&mut bytes).map_err(lost)? {
            Piece::End => break,
            Piece::Broken(why) => {
                number += 1;
                emit.fault(number, Fault::new(Reason::Malformed, format!("broken JSON: {why}")))
            }
            Piece::Value => value(&bytes, &mut number, &mut decoder, emit),
        };
        if flow.is_break() {
            return Ok(());
        }
    }
    match splitter.peek().map_err(lost)? {
        None if is_array => Err(Fault::new(Reason::Truncated, "the array has no end")),
        _ => Ok(()),
    }
}

fn value(bytes: &[u8], number: &mut u64, decoder: &mut Decoder, emit: &mut Emit<'_>) -> ControlFlow<()> {
    let decoded = decoder.decode(bytes);
    let mut warning = decoded.warning();
    let value = match serde_json::from_str::<Value>(&decoded.text) {
        Ok(value) => value,
        Err(cause) => {
            *number += 1;
            return emit.fault(*number, Fault::new(Reason::Malformed, format!("broken JSON: {cause}")));
        }
    };
    let mut items = Vec::new();
    collect(&value, 0, &mut items);
    if items.is_empty() {
        items.extend(value.as_object());
    }
    for item in items {
        *number += 1;
        one(&Item::of(item), *number, warning.take(), emit)?;
    }
    ControlFlow::Continue(())
}

/// The items in an answer. The depth is bounded here and by the parser.
fn collect<'v>(value: &'v Value, depth: usize, items: &mut Vec<&'v Map<String, Value>>) {
    match value {
        Value::Object(members) if is_item(members) => items.push(members),
        Value::Object(members) if depth < WRAPPERS => {
            members.values().for_each(|inner| collect(inner, depth + 1, items));
        }
        Value::Array(elements) if depth < WRAPPERS => {
            elements.iter().for_each(|inner| collect(inner, depth + 1, items));
        }
        _ => {}
    }
}

fn is_item(members: &Map<String, Value>) -> bool {
    let is_mark = |name: &&String| MARKS.iter().any(|mark| name.eq_ignore_ascii_case(mark));
    members.keys().filter(is_mark).count() >= ENOUGH
}

/// An item whose members are found whatever their case.
struct Item<'v> {
    members: Vec<(String, &'v Value)>,
}

impl<'v> Item<'v> {
    fn of(members: &'v Map<String, Value>) -> Item<'v> {
        Item { members: members.iter().map(|(name, value)| (name.to_lowercase(), value)).collect() }
    }

    fn get(&self, name: &str) -> Option<&'v Value> {
        self.members.iter().find(|(found, _)| found == name).map(|(_, value)| *value)
    }

    /// A member's text: a string or number itself, or what an object says under its usual names.
    fn text(&self, name: &str) -> Option<String> {
        self.get(name).and_then(words)
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.text(name))
    }

    /// The names of the objects in a member.
    fn names(&self, name: &str) -> Vec<String> {
        match self.get(name) {
            Some(Value::Array(elements)) => elements.iter().filter_map(words).collect(),
            Some(value) => words(value).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// The variants of a part: `body_text` of version 1, the objects in `bodies` of version 2,
    /// each with its role and content type.
    fn variants(&self, one: &str, many: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (name, value) in &self.members {
            let role = name.strip_prefix(one).and_then(|rest| rest.strip_prefix('_'));
            if let (Some(role), Some(text)) = (role.or((name == one).then_some("")), words(value)) {
                found.push((role.to_owned(), text));
            }
        }
        for variant in self.get(many).and_then(Value::as_array).into_iter().flatten() {
            let Some(object) = variant.as_object().map(Item::of) else {
                found.extend(words(variant).map(|text| (String::new(), text)));
                continue;
            };
            let role = object.text("role").unwrap_or_default();
            let kind = object.text("contenttype").unwrap_or_default();
            found.extend(
                object.first(&["value", "text"]).map(|text| (format!("{role} {kind}").to_lowercase(), text)),
            );
        }
        found.retain(|(_, text)| !text.trim().is_empty());
        found
    }
}

/// What a value says in words.
fn words(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(members) => {
            let item = Item::of(members);
            return ["name", "value", "literal", "text", "label", "by"]
                .iter()
                .find_map(|n| item.get(n).filter(|v| v.is_string()).and_then(words));
        }
        Value::Array(elements) => {
            let all: Vec<String> = elements.iter().filter(|e| !e.is_array()).filter_map(words).collect();
            all.join(", ")
        }
        Value::Null | Value::Bool(_) => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

fn one(item: &Item<'_>, number: u64, warning: Option<String>, emit: &mut Emit<'_>) -> ControlFlow<()> {
    let class = item.text("type").unwrap_or_default().to_lowercase();
    let status = item.text("pubstatus").unwrap_or_default().to_lowercase();
    let withdrawn = status.starts_with("cancel") || status == "withheld" || status == "withdrawn";
    let mut draft = fields(item);
    draft.warnings.extend(warning);
    let mut story = body(item);
    let form = form(&class);
    if form.is_some() || story.is_empty() {
        described(item, form, &mut draft, &mut story);
    }
    if story.is_empty() {
        match () {
            () if withdrawn => {
                let detail = format!("withdrawn by its agency ({status})");
                return emit.fault(number, Fault::new(Reason::Withdrawn, detail));
            }
            () if matches!(class.as_str(), "composite" | "package") => {
                return emit.ignore(number, "a package: a list of other items");
            }
            () if matches!(class.as_str(), "event" | "planning" | "coverage") => {
                return emit.ignore(number, "a plan of coverage to come");
            }
            () if form.is_some() && draft.title.is_none() => {
                return emit.ignore(number, "a picture, film or sound without a caption");
            }
            () => {}
        }
    }
    let located = item.first(&["located", "locations"]);
    desk::file(&mut draft, story, located);
    revise(item, &mut draft, withdrawn);
    emit.draft(number, draft)
}

/// What an item is that is more or less than an article.
fn form(class: &str) -> Option<Form> {
    match class {
        "picture" | "photo" | "image" | "graphic" => Some(Form::Gallery),
        "video" | "audio" | "animation" => Some(Form::Video),
        _ => None,
    }
}

/// The text, from the variant that tells paragraphs apart.
fn body(item: &Item<'_>) -> Story {
    let mut variants = item.variants("body", "bodies");
    let rank = |role: &str| match () {
        () if role.contains("xhtml") => 0,
        () if role.contains("html") => 1,
        () if role.contains("nitf") || role.contains("xml") => 2,
        () => 3,
    };
    variants.sort_by_key(|(role, _)| rank(role));
    let stories = variants.iter().map(|(_, text)| Story::of_text(text));
    stories.into_iter().find(|story| !story.is_empty()).unwrap_or_default()
}

/// The description of an item: the caption of a picture, the summary of a text.
fn described(item: &Item<'_>, form: Option<Form>, draft: &mut Draft, story: &mut Story) {
    let variants = item.variants("description", "descriptions");
    let Some((_, text)) = variants.iter().find(|(role, _)| role.contains("caption")).or(variants.first())
    else {
        return;
    };
    let mut described = Story::of_text(text);
    let own = std::mem::take(&mut story.paragraphs);
    described.paragraphs.extend(own.into_iter().filter(|p| Some(p) != draft.title.as_ref()));
    described.paragraphs.dedup();
    story.paragraphs = described.paragraphs;
    draft.lead = None;
    draft.form = form.or(Some(Form::Teaser));
}

fn fields(item: &Item<'_>) -> Draft {
    let headlines = item.variants("headline", "headlines");
    let is_sub = |role: &str| role.contains("sub") || role.contains("short");
    let main = headlines.iter().find(|(role, _)| !is_sub(role) && !role.contains("html"));
    let main = main.or(headlines.first()).map(|(_, text)| story::line(text));
    let descriptions = item.variants("description", "descriptions");
    let summary = descriptions.iter().find(|(role, _)| !role.contains("caption"));
    let id = item.first(&["guid", "uri", "id", "altids"]);
    let url = ["url", "canonicalurl", "weburl", "link", "uri"].iter().filter_map(|name| item.text(name));
    let mut draft = Draft {
        source_id: id,
        title: main.or_else(|| item.text("title")),
        subheads: headlines
            .iter()
            .filter(|(role, _)| role.contains("sub"))
            .map(|(_, text)| story::line(text))
            .collect(),
        lead: summary.map(|(_, text)| story::line(text)),
        byline: byline(item),
        dateline: item.text("dateline").map(|line| story::line(&line)),
        outlet: item.first(&[
            "source",
            "infosource",
            "infosources",
            "provider",
            "creditline",
            "copyrightholder",
        ]),
        url: url.into_iter().find(|u| u.starts_with("http")),
        lang: item.first(&["language", "lang"]),
        section: ["service", "product", "section", "category"]
            .iter()
            .find_map(|n| item.names(n).into_iter().next()),
        keywords: keywords(item),
        ..Draft::default()
    };
    draft.captions = captions(item);
    draft.asides.extend(item.text("ednote").map(|note| Story::of_text(&note).paragraphs.join("\n\n")));
    dates(item, &mut draft);
    draft
}

fn byline(item: &Item<'_>) -> Option<String> {
    let line = item.first(&["byline", "bylines", "by"]).map(|line| story::line(&line));
    line.or_else(|| {
        let names = ["authors", "creators", "contributors"]
            .iter()
            .map(|name| item.names(name))
            .find(|n| !n.is_empty())?;
        Some(names.join(", "))
    })
}

fn keywords(item: &Item<'_>) -> Vec<String> {
    let mut found: Vec<String> = item.first(&["slugline", "sluglines"]).into_iter().collect();
    #[rustfmt::skip]
    let members = [
        "keyword", "keywords", "subject", "subjects", "person", "persons", "people", "organisation", "organisations", "organization",
        "organizations", "place", "places", "event", "events", "object", "objects",
    ];
    for name in members {
        found.extend(item.names(name));
    }
    found.retain(|word| word.chars().count() > 1);
    found
}

/// Captions of the pictures and films that come with a text.
fn captions(item: &Item<'_>) -> Vec<String> {
    let associated: Vec<&Value> = match item.get("associations") {
        Some(Value::Object(members)) => members.values().collect(),
        Some(Value::Array(elements)) => elements.iter().collect(),
        _ => Vec::new(),
    };
    let mut found = Vec::new();
    for other in associated.into_iter().filter_map(Value::as_object).map(Item::of) {
        if form(&other.text("type").unwrap_or_default().to_lowercase()).is_none() {
            continue;
        }
        let described = other.variants("description", "descriptions");
        let caption = described.iter().find(|(role, _)| role.contains("caption")).or(described.first());
        let caption = caption.map(|(_, text)| story::line(text)).filter(|c| !found.contains(c));
        found.extend(caption);
    }
    found
}

fn dates(item: &Item<'_>, draft: &mut Draft) {
    let (first, version) = (item.text("firstcreated"), item.text("versioncreated"));
    if let (Some(first), Some(version)) = (&first, &version)
        && first < version
    {
        draft.updated.push((DateSource::Header, version.clone()));
    }
    let best = item.text("published").or(first).or(version).or_else(|| item.text("contentcreated"));
    draft.dates.extend(best.map(|raw| (DateSource::Header, raw)));
    if let Some(until) = item.first(&["embargoed", "embargoeduntil", "embargo"]) {
        draft.warnings.push(format!("the agency put an embargo on it until {until}"));
    }
}

/// What the item is to earlier ones.
fn revise(item: &Item<'_>, draft: &mut Draft, withdrawn: bool) {
    let earlier = item.first(&["evolvedfrom", "updateof", "correctionof"]);
    let said = item
        .names("signal")
        .into_iter()
        .chain(item.names("profile"))
        .find_map(|s| marks::marked(&s.to_uppercase()));
    let note = item.text("ednote").filter(|note| marks::change(note).is_some());
    let before = draft.revision.take();
    let noted = note.as_deref().and_then(marks::change);
    let slug = item.text("slugline").and_then(|slug| marks::marked_slug(&slug));
    let kind = match withdrawn {
        true => Some(RevisionKind::Withdrawal),
        false => before.as_ref().map(|r| r.kind).or(said).or(slug).or(noted),
    };
    let kind = kind.or(earlier.as_ref().map(|_| RevisionKind::Update));
    draft.revision =
        kind.map(|kind| Revision { kind, of: earlier, note: before.and_then(|r| r.note).or(note) });
    marks::version(draft, item.text("version").and_then(|v| v.trim().parse().ok()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_told_from_other_json() {
        assert!(sniff(r#"{"uri": "a", "versioncreated": "b", "headline": "c", "body_text": "d"}"#));
        assert!(sniff(r#"[{"uri": "a", "versionCreated": "b", "headlines": [], "pubStatus": "usable"}]"#));
        for other in [
            r#"{"id": 1, "headline": "a", "body": "b"}"#,
            r#"{"uri": "a", "headline": "b", "body_text": "c", "slugline": "d"}"#,
        ] {
            assert!(!sniff(other), "{other}");
        }
    }

    #[test]
    fn the_variant_with_paragraphs_is_the_text() {
        let of = |json: &str| {
            let value: Value = serde_json::from_str(json).unwrap();
            body(&Item::of(value.as_object().unwrap())).paragraphs
        };
        assert_eq!(
            of(r#"{"body_text": "One. Two.", "body_xhtml": "<p>One.</p><p>Two.</p>"}"#),
            ["One.", "Two."]
        );
        assert_eq!(
            of(r#"{"bodies": [{"contenttype": "text/html", "value": ""}, {"value": "One."}]}"#),
            ["One."]
        );
        assert_eq!(of(r#"{"body_html": "", "body_text": "One."}"#), ["One."]);
    }

    #[test]
    fn names_come_from_objects_lists_and_strings() {
        for json in [
            r#"{"source": "XYZ"}"#,
            r#"{"source": {"name": "XYZ"}}"#,
            r#"{"Source": [{"name": "XYZ", "code": "x"}]}"#,
        ] {
            let value: Value = serde_json::from_str(json).unwrap();
            assert_eq!(Item::of(value.as_object().unwrap()).text("source").as_deref(), Some("XYZ"), "{json}");
        }
    }
}
