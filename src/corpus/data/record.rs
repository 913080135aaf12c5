//! From named values to a draft: what JSON objects and table rows share.
//!
//! Several columns may fit one field. The one with the best name wins; among
//! columns with equally good names the longest text. Dates are all kept, so that a
//! second date column can stand in for one that is empty or cannot be read. A summary beside a
//! text is kept apart from it, and alone it is the text.

use serde_json::Value;

use crate::article::{DateSource, Revision, RevisionKind};

use crate::corpus::data::names::{self, FieldMap, Rank, Slot};
use crate::corpus::draft::Draft;

/// Collects the values of a record.
pub(in crate::corpus) struct Collector<'a> {
    map: &'a FieldMap,
    best: [Option<(Rank, Vec<String>)>; Slot::COUNT],
    dates: Vec<(Rank, String)>,
    updated: Vec<(Rank, String)>,
    warnings: Vec<String>,
}

impl<'a> Collector<'a> {
    pub(in crate::corpus) fn new(map: &'a FieldMap) -> Collector<'a> {
        Collector {
            map,
            best: Default::default(),
            dates: Vec::new(),
            updated: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Takes a cell of a table.
    pub(in crate::corpus) fn cell(&mut self, slot: (Slot, Rank), text: &str) {
        if !is_missing(text) {
            self.put(slot, vec![text.to_owned()]);
        }
    }

    /// Takes a member of a JSON object, if its name says something. `penalty` is
    /// added to the rank of names that stand deeper in the record.
    pub(in crate::corpus) fn member(&mut self, name: &str, value: Value, penalty: Rank) {
        let Some((slot, rank)) = names::slot(name, self.map) else { return };
        let rank = rank.saturating_add(penalty);
        match texts(value, slot) {
            Some(texts) if texts.is_empty() => {}
            Some(texts) => self.put((slot, rank), texts),
            None => self.warnings.push(format!("\"{name}\" holds no text and was not read")),
        }
    }

    /// Takes the values of a front matter.
    pub(in crate::corpus) fn list(&mut self, slot: (Slot, Rank), texts: Vec<String>) {
        let texts: Vec<String> = texts.into_iter().filter(|t| !is_missing(t)).collect();
        if !texts.is_empty() {
            self.put(slot, texts);
        }
    }

    fn put(&mut self, (slot, rank): (Slot, Rank), texts: Vec<String>) {
        let dates = match slot {
            Slot::Date => Some(&mut self.dates),
            Slot::Updated => Some(&mut self.updated),
            _ => None,
        };
        if let Some(dates) = dates {
            dates.extend(texts.into_iter().next().map(|raw| (rank, raw)));
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
    pub(in crate::corpus) fn draft(mut self) -> Draft {
        let revision = self.revision();
        let mut take =
            |slot: Slot| self.best.get_mut(slot as usize).and_then(Option::take).map(|(_, texts)| texts);
        let mut one = |slot: Slot| take(slot).map(|texts| texts.join(", "));
        let (source_id, title, outlet, byline) =
            (one(Slot::Id), one(Slot::Title), one(Slot::Outlet), one(Slot::Byline));
        let (url, lang, section, dateline) =
            (one(Slot::Url), one(Slot::Lang), one(Slot::Section), one(Slot::Dateline));
        let (page, edition) = (one(Slot::Page), one(Slot::Edition));
        let (subheads, captions) =
            (take(Slot::Subhead).unwrap_or_default(), take(Slot::Caption).unwrap_or_default());
        let mut lead = take(Slot::Lead).map(|texts| texts.join("\n\n"));
        let body = take(Slot::Body).map(|texts| texts.join("\n\n")).filter(|body| !body.trim().is_empty());
        // Some sources fill both with the same words.
        lead = lead.filter(|lead| body.as_ref().is_none_or(|body| body.trim() != lead.trim()));
        let body = body.or_else(|| lead.take()).unwrap_or_default();
        let keywords = match take(Slot::Keywords) {
            Some(texts) if texts.len() == 1 => split_list(&texts.concat()),
            texts => texts.unwrap_or_default(),
        };
        Draft {
            source_id,
            title,
            subheads,
            lead,
            body,
            captions,
            outlet,
            byline,
            dateline,
            url,
            lang,
            section,
            page,
            edition,
            keywords,
            dates: best_first(self.dates),
            updated: best_first(self.updated),
            revision,
            warnings: self.warnings,
            ..Draft::default()
        }
    }

    /// What the record says of an earlier one: marks, notes, and which it replaces.
    fn revision(&mut self) -> Option<Revision> {
        let mut take = |slot: Slot| {
            let texts =
                self.best.get_mut(slot as usize).and_then(Option::take).map(|(_, texts)| texts.join(" "));
            texts.filter(|text| !is_no(text))
        };
        let of = take(Slot::Replaces);
        let marks = [
            (RevisionKind::Withdrawal, take(Slot::Withdrawal)),
            (RevisionKind::Correction, take(Slot::Correction)),
            (RevisionKind::Update, take(Slot::Update)),
        ];
        let marked = marks.into_iter().find_map(|(kind, mark)| Some((kind, mark?)));
        let (kind, note) = match marked {
            Some((kind, mark)) => (kind, Some(mark).filter(|mark| !is_yes(mark))),
            None => (of.as_ref().map(|_| RevisionKind::Update)?, None),
        };
        Some(Revision { kind, of, note })
    }
}

/// Dates without their ranks, best first.
fn best_first(mut dates: Vec<(Rank, String)>) -> Vec<(DateSource, String)> {
    dates.sort_by_key(|(rank, _)| *rank);
    dates.into_iter().map(|(_, raw)| (DateSource::Header, raw)).collect()
}

fn is_yes(mark: &str) -> bool {
    matches!(mark.trim().to_lowercase().as_str(), "true" | "yes" | "y" | "1" | "x" | "t")
}

fn is_no(mark: &str) -> bool {
    matches!(mark.trim().to_lowercase().as_str(), "false" | "no" | "n" | "0" | "f" | "")
}

/// Words that programs write where there is no value.
fn is_missing(text: &str) -> bool {
    matches!(text.trim(), "" | "null" | "NULL" | "None" | "nan" | "NaN" | "N/A" | "\\N")
}

/// A list in one string, as `a, b; c`, or as a program prints it: `['a', 'b']`.
pub(in crate::corpus) fn split_list(text: &str) -> Vec<String> {
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
        Value::Number(number) if !slot.is_text() && slot != Slot::Lang => Some(vec![number.to_string()]),
        Value::Bool(mark) if slot.is_revision() => Some(vec![mark.to_string()]),
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
    fn a_summary_is_the_text_only_when_it_is_alone() {
        let map = FieldMap::default();
        let draft = |fields: &[(&str, &str)]| {
            let mut found = Collector::new(&map);
            fields.iter().for_each(|(name, text)| found.member(name, Value::from(*text), 0));
            found.draft()
        };
        let both = draft(&[("tiivistelma", "a summary"), ("teksti", "a text")]);
        assert_eq!((both.lead.as_deref(), both.body.as_str()), (Some("a summary"), "a text"));
        let alone = draft(&[("tiivistelma", "a summary"), ("otsikko", "Rain")]);
        assert_eq!((alone.lead, alone.body.as_str()), (None, "a summary"));
        let same = draft(&[("description", "a text"), ("text", "a text ")]);
        assert_eq!((same.lead, same.body.as_str()), (None, "a text "));
    }

    #[test]
    fn marks_of_revision_may_be_words_or_signs() {
        let map = FieldMap::default();
        let revision = |fields: &[(&str, Value)]| {
            let mut found = Collector::new(&map);
            fields.iter().for_each(|(name, value)| found.member(name, value.clone(), 0));
            found.draft().revision.map(|r| (r.kind, r.of, r.note))
        };
        let correction = RevisionKind::Correction;
        assert_eq!(revision(&[("is_correction", Value::from(true))]), Some((correction, None, None)));
        assert_eq!(revision(&[("is_correction", Value::from(false)), ("correction", Value::from(""))]), None);
        assert_eq!(
            revision(&[("correction", Value::from("The dam is 30 m high.")), ("replaces", Value::from(7))]),
            Some((correction, Some("7".to_owned()), Some("The dam is 30 m high.".to_owned())))
        );
        assert_eq!(
            revision(&[("supersedes", Value::from("a-1"))]),
            Some((RevisionKind::Update, Some("a-1".to_owned()), None))
        );
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
