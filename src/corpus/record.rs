//! From named values to a draft: what JSON objects and table rows share.
//!
//! Several columns may fit one field. The one with the best name wins; among
//! columns with equally good names the longest text. Dates are all kept, so that a
//! second date column can stand in for one that is empty or cannot be read.

use serde_json::Value;

use crate::article::DateSource;

use super::draft::Draft;
use super::names::{self, FieldMap, Rank, Slot};

/// Collects the values of a record.
pub(super) struct Collector<'a> {
    map: &'a FieldMap,
    best: [Option<(Rank, Vec<String>)>; Slot::COUNT],
    dates: Vec<(Rank, String)>,
    warnings: Vec<String>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(map: &'a FieldMap) -> Collector<'a> {
        Collector { map, best: Default::default(), dates: Vec::new(), warnings: Vec::new() }
    }

    /// Takes a cell of a table.
    pub(super) fn cell(&mut self, slot: (Slot, Rank), text: &str) {
        if !is_missing(text) {
            self.put(slot, vec![text.to_owned()]);
        }
    }

    /// Takes a member of a JSON object, if its name says something. `penalty` is
    /// added to the rank of names that stand deeper in the record.
    pub(super) fn member(&mut self, name: &str, value: Value, penalty: Rank) {
        let Some((slot, rank)) = names::slot(name, self.map) else { return };
        let rank = rank.saturating_add(penalty);
        match texts(value, slot) {
            Some(texts) if texts.is_empty() => {}
            Some(texts) => self.put((slot, rank), texts),
            None => self.warnings.push(format!("\"{name}\" holds no text and was not read")),
        }
    }

    /// Takes the values of a front matter.
    pub(super) fn list(&mut self, slot: (Slot, Rank), texts: Vec<String>) {
        let texts: Vec<String> = texts.into_iter().filter(|t| !is_missing(t)).collect();
        if !texts.is_empty() {
            self.put(slot, texts);
        }
    }

    fn put(&mut self, (slot, rank): (Slot, Rank), texts: Vec<String>) {
        if slot == Slot::Date {
            self.dates.extend(texts.into_iter().next().map(|raw| (rank, raw)));
            return;
        }
        let Some(best) = self.best.get_mut(slot as usize) else { return };
        let length = |texts: &[String]| texts.iter().map(String::len).sum::<usize>();
        let better =
            best.as_ref().is_none_or(|(r, t)| rank < *r || (rank == *r && length(&texts) > length(t)));
        if better {
            *best = Some((rank, texts));
        }
    }

    /// The article as far as the values tell it.
    pub(super) fn draft(mut self) -> Draft {
        let mut take =
            |slot: Slot| self.best.get_mut(slot as usize).and_then(Option::take).map(|(_, texts)| texts);
        let mut one = |slot: Slot| take(slot).map(|texts| texts.join(", "));
        let (source_id, title, outlet, byline) =
            (one(Slot::Id), one(Slot::Title), one(Slot::Outlet), one(Slot::Byline));
        let (url, lang, section) = (one(Slot::Url), one(Slot::Lang), one(Slot::Section));
        let body = take(Slot::Body).unwrap_or_default().join("\n\n");
        let keywords = match take(Slot::Keywords) {
            Some(texts) if texts.len() == 1 => split_list(&texts.concat()),
            texts => texts.unwrap_or_default(),
        };
        self.dates.sort_by_key(|(rank, _)| *rank);
        let dates = self.dates.into_iter().map(|(_, raw)| (DateSource::Header, raw)).collect();
        let warnings = self.warnings;
        Draft {
            source_id,
            title,
            body,
            outlet,
            byline,
            url,
            lang,
            section,
            keywords,
            dates,
            warnings,
            ..Draft::default()
        }
    }
}

/// Words that programs write where there is no value.
fn is_missing(text: &str) -> bool {
    matches!(text.trim(), "" | "null" | "NULL" | "None" | "nan" | "NaN" | "N/A" | "\\N")
}

/// A list in one string, as `a, b; c`, or as a program prints it: `['a', 'b']`.
pub(super) fn split_list(text: &str) -> Vec<String> {
    let text = text.trim().trim_start_matches('[').trim_end_matches(']');
    let separator = [';', '|', ','].into_iter().find(|&s| text.contains(s)).unwrap_or(',');
    let quotes = |c: char| c.is_whitespace() || c == '\'' || c == '"';
    text.split(separator).map(|t| t.trim_matches(quotes).to_owned()).filter(|t| !t.is_empty()).collect()
}

/// The texts in a JSON value, in order; empty when there is no value, `None` when it
/// is of a type that cannot be meant.
fn texts(value: Value, slot: Slot) -> Option<Vec<String>> {
    match value {
        Value::Null => Some(Vec::new()),
        Value::String(text) if is_missing(&text) => Some(Vec::new()),
        Value::String(text) => Some(vec![text]),
        Value::Number(number) if !matches!(slot, Slot::Title | Slot::Body | Slot::Lang) => {
            Some(vec![number.to_string()])
        }
        Value::Array(items) => {
            let items: Vec<Option<Vec<String>>> = items.into_iter().map(|item| texts(item, slot)).collect();
            let any = items.is_empty() || items.iter().any(Option::is_some);
            any.then(|| items.into_iter().flatten().flatten().collect())
        }
        Value::Object(members) if is_aside(&members) => None,
        Value::Object(mut members) => {
            // An object says its text under one of a few names: {"name": "BBC"}.
            let inner = [
                "name", "rendered", "text", "content", "value", "main", "title", "$t", "#text", "$date",
                "$oid", "label", "id",
            ]
            .iter()
            .find_map(|key| members.remove(*key).filter(|v| !v.is_null()))?;
            texts(inner, slot)
        }
        _ => None,
    }
}

/// Whether a part of a text, in a list of typed parts, is none of its paragraphs.
fn is_aside(members: &serde_json::Map<String, Value>) -> bool {
    let kind = members.get("type").and_then(Value::as_str).unwrap_or_default();
    matches!(
        kind,
        "title"
            | "byline"
            | "date"
            | "kicker"
            | "author_info"
            | "image"
            | "gallery"
            | "video"
            | "tweet"
            | "ad"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_in_a_string_are_taken_apart() {
        assert_eq!(split_list("war, border"), ["war", "border"]);
        assert_eq!(split_list("['war', \"border\"]"), ["war", "border"]);
        assert_eq!(split_list("a, b; c"), ["a, b", "c"]);
    }

    #[test]
    fn the_best_name_wins_and_then_the_longest_text() {
        let map = FieldMap::default();
        let mut found = Collector::new(&map);
        for (name, text) in
            [("description", "long long long summary"), ("text", "a text"), ("content", "a longer text")]
        {
            found.member(name, Value::from(text), 0);
        }
        assert_eq!(found.draft().body, "a longer text");
    }

    #[test]
    fn values_of_the_wrong_type_are_reported_and_left_out() {
        let map = FieldMap::default();
        let mut found = Collector::new(&map);
        found.member("title", Value::from(7), 0);
        found.member("id", Value::from(7), 0);
        let draft = found.draft();
        assert_eq!((draft.title, draft.source_id.as_deref(), draft.warnings.len()), (None, Some("7"), 1));
    }
}
