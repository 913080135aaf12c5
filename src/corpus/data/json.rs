//! JSON and JSON Lines: objects with the field names that news data uses.
//!
//! A line, or an element of an array, is one article. An object around the articles
//! (`{"articles": […]}`, or deeper: `{"response": {"docs": […]}}`) is opened. Fields
//! that stand one level deeper (`_source`, `fields`) count where the record itself
//! has none of that kind.
//!
//! What programs write although it is not JSON is mended and reported: `NaN`, halves
//! of surrogate pairs, raw control characters in strings. Anything else that is
//! broken costs its record and nothing more.

use std::fmt;
use std::ops::ControlFlow;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

use crate::corpus::bytes::decode::Decoder;
use crate::corpus::bytes::lines::{self, Line};
use crate::corpus::data::names::{self, FieldMap, Rank, Slot};
use crate::corpus::data::record::Collector;
use crate::corpus::data::split::{self, Piece, Splitter};
use crate::corpus::draft::Draft;
use crate::corpus::{Emit, Input, limits};
use crate::error::{Fault, Reason};

/// Names of members that hold the articles of a file.
#[rustfmt::skip]
const WRAPPERS: &[&str] = &[
    "articles", "docs", "documents", "items", "item", "data", "results", "records", "news", "stories", "entries", "posts", "hits", "response", "feed",
    "rows", "list", "value",
];
/// Names of members that hold the fields of an article.
const NESTED: &[&str] = &["_source", "fields", "article", "doc", "document", "attributes", "data"];
/// What a nested field's rank loses against the record's own.
const NESTED_PENALTY: Rank = 50;
/// Records that are looked at to learn how a file writes dates.
const SAMPLED: usize = 200;
/// How deep wrappers stand in each other.
const WRAPPER_DEPTH: usize = 3;

/// Reads a file of one object a line.
pub(in crate::corpus) fn read_lines(mut input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let sample = sampled_dates(input.head.split(|&b| b == b'\n'), &input.options.map);
    emit.ladder.learn(sample.iter().map(String::as_str));
    let mut decoder = Decoder::of_sample(&input.head);
    let mut line = Vec::new();
    for number in 1.. {
        let found = lines::next(&mut input.stream, &mut line, limits::RECORD_BYTES);
        let flow = match found.map_err(|cause| Fault::of_io(&cause))? {
            Line::End => break,
            Line::TooLong => emit.fault(number, too_long()),
            Line::Whole if line.trim_ascii().is_empty() => ControlFlow::Continue(()),
            Line::Whole => element(&line, number, &mut decoder, &input.options.map, emit),
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

/// The dates of the first records, as they are written.
fn sampled_dates<T: AsRef<[u8]>>(records: impl Iterator<Item = T>, map: &FieldMap) -> Vec<String> {
    let is_date = |name: &str| matches!(names::slot(name, map), Some((Slot::Date, _)));
    let parsed = records.take(SAMPLED).filter_map(|r| serde_json::from_slice::<Fields>(r.as_ref()).ok());
    parsed
        .flat_map(|fields| fields.0)
        .filter(|(name, _)| is_date(name))
        .filter_map(|(_, value)| value.as_str().map(str::to_owned))
        .collect()
}

fn too_long() -> Fault {
    let mib = limits::RECORD_BYTES >> 20;
    Fault::new(Reason::TooLarge, format!("a record of more than {mib} MiB"))
}

fn broken(why: &str) -> Fault {
    Fault::new(Reason::Malformed, format!("broken JSON: {why}"))
}

/// Reads a file that is an array, an object, or several objects in a row.
pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let lost = |cause: std::io::Error| Fault::of_io(&cause);
    let is_array = input.head.trim_ascii_start().starts_with(b"[");
    let bound = if is_array { limits::RECORD_BYTES } else { limits::JSON_OBJECT_BYTES };
    let mut splitter = Splitter::new(input.stream, bound);
    if is_array {
        splitter.peek().map_err(lost)?;
        splitter.pass();
    }
    let mut elements = Splitter::new(input.head.trim_ascii_start().get(1..).unwrap_or_default(), bound);
    let pieces = std::iter::from_fn(|| {
        let mut piece = Vec::new();
        matches!(elements.next(&mut piece), Ok(Piece::Value)).then_some(piece)
    });
    if is_array {
        let sample = sampled_dates(pieces, &input.options.map);
        emit.ladder.learn(sample.iter().map(String::as_str));
    }
    let mut reader = Reader { decoder: Decoder::of_sample(&input.head), map: &input.options.map, number: 0 };
    let mut value = Vec::new();
    loop {
        let flow = match splitter.next(&mut value).map_err(lost)? {
            Piece::End => break,
            Piece::Broken(why) => {
                reader.number += 1;
                emit.fault(reader.number, broken(why))
            }
            Piece::Value if is_array => reader.element(&value, emit),
            Piece::Value => reader.object(&value, 0, emit),
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

/// Reads the values of a JSON file.
struct Reader<'a> {
    decoder: Decoder,
    map: &'a FieldMap,
    number: u64,
}

impl Reader<'_> {
    fn element(&mut self, bytes: &[u8], emit: &mut Emit<'_>) -> ControlFlow<()> {
        self.number += 1;
        element(bytes, self.number, &mut self.decoder, self.map, emit)
    }

    /// An object at the top: an article, or a wrapper around articles.
    fn object(&mut self, bytes: &[u8], depth: usize, emit: &mut Emit<'_>) -> ControlFlow<()> {
        let members = split::members(bytes);
        let is_body = |name: &str| matches!(names::slot(name, self.map), Some((Slot::Body, _)));
        let is_wrapper = |name: &str| WRAPPERS.contains(&name.to_lowercase().as_str());
        let wrapped = members.iter().find(|(name, value)| is_wrapper(name) && holds_objects(value));
        if depth < WRAPPER_DEPTH
            && !members.iter().any(|(name, value)| is_body(name) && value.starts_with(b"\""))
        {
            if let Some((_, array)) = wrapped {
                return self.array(array, emit);
            }
            let inner = members.iter().find(|(name, value)| is_wrapper(name) && value.starts_with(b"{"));
            if let Some((_, object)) = inner.filter(|(name, _)| !NESTED.contains(&name.as_str())) {
                return self.object(object, depth + 1, emit);
            }
        }
        self.element(bytes, emit)
    }

    fn array(&mut self, bytes: &[u8], emit: &mut Emit<'_>) -> ControlFlow<()> {
        let mut splitter = Splitter::new(bytes.get(1..).unwrap_or_default(), limits::RECORD_BYTES);
        let mut value = Vec::new();
        // Reading from memory cannot fail.
        while let Ok(piece) = splitter.next(&mut value) {
            match piece {
                Piece::End => break,
                Piece::Value => self.element(&value, emit)?,
                Piece::Broken(why) => {
                    self.number += 1;
                    emit.fault(self.number, broken(why))?;
                }
            }
        }
        ControlFlow::Continue(())
    }
}

fn holds_objects(value: &[u8]) -> bool {
    value.strip_prefix(b"[").is_some_and(|inner| inner.trim_ascii_start().starts_with(b"{"))
}

/// Reads one object and gives the article on.
fn element(
    bytes: &[u8],
    number: u64,
    decoder: &mut Decoder,
    map: &FieldMap,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let decoded = decoder.decode(bytes);
    let warning = decoded.warning();
    match parsed(&decoded.text) {
        Err(reason) => emit.fault(number, reason),
        Ok((Fields(fields), mended)) => {
            let mut draft = draft(fields, map);
            draft.warnings.extend(warning.into_iter().chain(mended));
            emit.draft(number, draft)
        }
    }
}

/// The fields of an object, and a warning when the text had to be mended.
fn parsed(text: &str) -> Result<(Fields, Option<String>), Fault> {
    let first = match serde_json::from_str::<Fields>(text) {
        Ok(fields) => return Ok((fields, None)),
        Err(cause) => cause,
    };
    let mended = mended(text);
    match serde_json::from_str::<Fields>(&mended) {
        Ok(fields) => Ok((fields, Some("the JSON was not well-formed and was mended".to_owned()))),
        Err(_) if first.is_data() => Err(Fault::new(Reason::Malformed, "it is not a JSON object")),
        Err(_) => Err(broken(&without_place(&first.to_string()))),
    }
}

/// The message without `at line 1 column 7`: lines are counted within the record.
fn without_place(message: &str) -> String {
    match message.rsplit_once(" at line ") {
        Some((what, place)) => match place.rsplit_once(' ') {
            Some((_, column)) => format!("{what} at byte {column} of the record"),
            None => what.to_owned(),
        },
        None => message.to_owned(),
    }
}

/// The members of an object, in order and with repeats.
struct Fields(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Fields, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Vec::new();
                while let Some(member) = map.next_entry()? {
                    fields.push(member);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

fn draft(fields: Vec<(String, Value)>, map: &FieldMap) -> Draft {
    let mut found = Collector::new(map);
    let mut nested = Vec::new();
    let repeated = repeated(&fields);
    for (name, value) in fields {
        match value {
            Value::Object(inner) if NESTED.contains(&name.as_str()) => nested.extend(inner),
            value => found.member(&name, value, 0),
        }
    }
    for (name, value) in nested {
        found.member(&name, value, NESTED_PENALTY);
    }
    let mut draft = found.draft();
    draft.warnings.extend(repeated.map(|name| format!("\"{name}\" stands twice in the record")));
    draft
}

/// A name that stands more than once.
fn repeated(fields: &[(String, Value)]) -> Option<String> {
    let mut names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names.windows(2).find_map(|pair| match pair {
        [a, b] if a == b => Some((*a).to_owned()),
        _ => None,
    })
}

/// Puts right what programs write although it is not JSON.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    let mut string = false;
    while let Some(c) = rest.chars().next() {
        let (used, put) = if string { in_string(rest, c) } else { outside(rest, c) };
        string ^= c == '"';
        out.push_str(put.unwrap_or_else(|| rest.get(..used).unwrap_or_default()));
        rest = rest.get(used..).unwrap_or_default();
    }
    out
}

/// How many bytes to take, and what to put in their place.
fn in_string(rest: &str, c: char) -> (usize, Option<&'static str>) {
    match c {
        '\\' => match surrogate(rest) {
            Some(0xd800..=0xdbff) if matches!(rest.get(6..).and_then(surrogate), Some(0xdc00..=0xdfff)) => {
                (12, None)
            }
            Some(0xd800..=0xdfff) => (6, Some("\\ufffd")),
            _ => (1 + rest.get(1..).and_then(|r| r.chars().next()).map_or(0, char::len_utf8), None),
        },
        '\n' => (1, Some("\\n")),
        '\t' => (1, Some("\\t")),
        c if u32::from(c) < 0x20 => (1, Some(" ")),
        c => (c.len_utf8(), None),
    }
}

/// The code unit of an escape `\uXXXX` that the text begins with.
fn surrogate(text: &str) -> Option<u16> {
    u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

/// Words and numbers that JSON does not know become `null`.
fn outside(rest: &str, c: char) -> (usize, Option<&'static str>) {
    if !c.is_alphanumeric() && c != '-' && c != '+' {
        return (c.len_utf8(), None);
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && !"+-.".contains(c)).unwrap_or(rest.len());
    let word = rest.get(..end).unwrap_or_default();
    let known =
        matches!(word, "true" | "false" | "null") || serde_json::from_str::<serde_json::Number>(word).is_ok();
    (end, (!known).then_some("null"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearly_json_is_mended() {
        let text =
            "{\"title\": \"a\tb \\ud800 c\", \"n\": NaN, \"m\": -1e999, \"ok\": \"\\ud83d\\ude00 NaN\"}";
        let (Fields(fields), warning) = parsed(text).unwrap();
        let value = |name: &str| fields.iter().find(|(n, _)| n == name).unwrap().1.clone();
        assert_eq!(value("title"), "a\tb \u{fffd} c");
        assert_eq!((value("n"), value("m")), (Value::Null, Value::Null));
        assert_eq!(value("ok"), "😀 NaN");
        assert!(warning.is_some());
    }

    #[test]
    fn what_is_broken_stays_broken() {
        for text in ["{\"title\": \"a", "{\"title\" \"a\"}", "[1]", &"[".repeat(100_000)] {
            assert!(parsed(text).is_err());
        }
    }

    #[test]
    fn nested_fields_count_where_the_record_has_none() {
        let text = r#"{"id": 7, "_source": {"id": "x", "headline": {"main": "Rain"}, "content": {"rendered": "It rained."}}}"#;
        let (Fields(fields), _) = parsed(text).unwrap();
        let draft = draft(fields, &FieldMap::default());
        assert_eq!(draft.source_id.as_deref(), Some("7"));
        assert_eq!((draft.title.as_deref(), draft.body.as_str()), (Some("Rain"), "It rained."));
    }
}
