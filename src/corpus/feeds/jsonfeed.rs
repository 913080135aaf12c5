//! JSON Feed: what RSS says, as JSON.
//!
//! It is one object with an array of items. Plain JSON with such an array is not this: the
//! object must name the version of JSON Feed.

use serde_json::Value;

use crate::article::{DateSource, Form};
use crate::error::{Fault, Reason};

use crate::corpus::bytes::decode::Decoder;
use crate::corpus::data::split::{self, Piece, Splitter};
use crate::corpus::draft::Draft;
use crate::corpus::prose::clean;
use crate::corpus::prose::field as prose;
use crate::corpus::{Emit, Input, limits, read_whole};

/// Bytes of the start in which the version is looked for.
const VERSION_BYTES: usize = 4_000;

/// An object that names the version of JSON Feed.
pub(in crate::corpus) fn is_json_feed(sample: &str) -> bool {
    let start = clean::prefix(sample, VERSION_BYTES).replace("\\/", "/");
    sample.starts_with('{') && start.contains("\"version\"") && start.contains("//jsonfeed.org/version/")
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let (bytes, lost) = read_whole(input.stream, limits::JSON_OBJECT_BYTES)?;
    let members = split::members(&bytes);
    let of = |name: &str| members.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_slice());
    let text = |name: &str| of(name).and_then(|value| serde_json::from_slice::<String>(value).ok());
    let channel = Channel {
        title: text("title"),
        language: text("language"),
        author: of("authors").or(of("author")).and_then(parsed),
    };
    let Some(items) = of("items").or_else(|| behind_name(&bytes)).and_then(|value| value.strip_prefix(b"["))
    else {
        return Err(Fault::new(Reason::Malformed, "the feed has no items"));
    };
    let mut splitter = Splitter::new(items, limits::RECORD_BYTES);
    let mut decoder = Decoder::new();
    let mut value = Vec::new();
    for number in 1.. {
        let flow = match splitter.next(&mut value).map_err(|cause| Fault::of_io(&cause))? {
            Piece::End => {
                if number == 1 {
                    let _ = emit.ignore(1, "a feed without items");
                }
                break;
            }
            Piece::Broken(why) => emit.fault(number, broken(why)),
            Piece::Value => {
                let decoded = decoder.decode(&value);
                match serde_json::from_str::<Value>(&decoded.text) {
                    Ok(item) => {
                        let mut draft = draft(&item, &channel);
                        draft.warnings.extend(decoded.warning());
                        emit.draft(number, draft)
                    }
                    Err(cause) => emit.fault(number, broken(&cause.to_string())),
                }
            }
        };
        if flow.is_break() {
            return Ok(());
        }
    }
    match lost {
        Some(lost) => Err(Fault::new(Reason::Truncated, lost)),
        None => Ok(()),
    }
}

/// The array of items in an object that is broken somewhere, and everything behind it.
fn behind_name(object: &[u8]) -> Option<&[u8]> {
    let name = b"\"items\"";
    let behind = object.get(memchr::memmem::find(object, name)? + name.len()..)?;
    Some(behind.trim_ascii_start().strip_prefix(b":")?.trim_ascii_start())
}

fn broken(why: &str) -> Fault {
    Fault::new(Reason::Malformed, format!("broken JSON: {why}"))
}

fn parsed(value: &[u8]) -> Option<String> {
    names(&serde_json::from_slice(value).ok()?)
}

struct Channel {
    title: Option<String>,
    language: Option<String>,
    author: Option<String>,
}

/// The names of an author or of several.
fn names(value: &Value) -> Option<String> {
    let one = |author: &Value| author.get("name").and_then(Value::as_str).map(str::to_owned);
    match value {
        Value::Array(all) => {
            Some(all.iter().filter_map(one).collect::<Vec<_>>().join(", ")).filter(|names| !names.is_empty())
        }
        author => one(author),
    }
}

fn draft(item: &Value, channel: &Channel) -> Draft {
    let text = |name: &str| match item.get(name) {
        Some(Value::String(text)) => Some(text.clone()).filter(|text| !text.trim().is_empty()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let of = |name: &str| text(name).map(|raw| (DateSource::Header, raw)).into_iter().collect::<Vec<_>>();
    let full = text("content_html").map(|html| prose::of_html(&html));
    let full = full.or_else(|| {
        text("content_text").map(|plain| prose::Prose { text: plain, ..prose::Prose::default() })
    });
    let summary = text("summary").unwrap_or_default();
    let full = full.filter(|full| !full.text.is_empty());
    let (found, summary) = match full {
        Some(full) => (full, summary),
        None => (prose::of_typed(&summary), String::new()),
    };
    let tags = item.get("tags").and_then(Value::as_array);
    Draft {
        source_id: text("id"),
        title: text("title"),
        lead: prose::lead(&summary, &found.text),
        form: found.teaser.then_some(Form::Teaser),
        body: found.text,
        captions: found.captions,
        asides: found.asides,
        url: text("url").or_else(|| text("external_url")),
        byline: item
            .get("authors")
            .or_else(|| item.get("author"))
            .and_then(names)
            .or_else(|| channel.author.clone()),
        outlet: channel.title.clone(),
        lang: text("language").or_else(|| channel.language.clone()),
        keywords: tags.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect(),
        dates: of("date_published"),
        updated: of("date_modified"),
        ..Draft::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_tells_it_from_plain_json() {
        assert!(is_json_feed(r#"{"version": "https:\/\/jsonfeed.org\/version\/1.1", "items": []}"#));
        assert!(!is_json_feed(r#"{"version": "1", "items": [{"title": "jsonfeed.org"}]}"#));
    }

    #[test]
    fn an_item_has_a_body_and_a_lead() {
        let item = serde_json::json!({"id": 7, "title": "Rain", "summary": "Wet", "content_html": "<p>It\nrained.</p>",
            "authors": [{"name": "Ana Lima"}, {"name": "Bo Ek"}], "tags": ["weather"], "date_published": "2024-05-06"});
        let channel =
            Channel { title: Some("The Ferry".to_owned()), language: Some("en".to_owned()), author: None };
        let draft = draft(&item, &channel);
        assert_eq!(
            (draft.source_id.as_deref(), draft.byline.as_deref()),
            (Some("7"), Some("Ana Lima, Bo Ek"))
        );
        assert_eq!((draft.body.as_str(), draft.lead.as_deref()), ("It rained.", Some("Wet")));
    }
}
