//! What a page says of itself in JSON-LD, the data that search engines are given.
//!
//! It is often broken (line ends inside strings, a comma too many, HTML around it), it
//! describes everything on a page (the site, the path to the page, films, other articles),
//! and parts refer to each other by `@id`. What is looked for is the one object that is the
//! page's article.

use std::collections::HashMap;

use serde_json::Value;

use super::tree::{Tag, Tree, decoded};

/// The objects of a page.
#[derive(Debug, Default)]
pub(super) struct Graph {
    objects: Vec<Value>,
    /// Objects by their `@id`.
    by_id: HashMap<String, usize>,
}

/// Most objects of a page that are looked at.
const MOST: usize = 5_000;
/// Keys behind which other parts of the same page stand. What is behind others (a list of
/// articles, the comments) is something else.
const WITHIN: [&str; 5] = ["@graph", "mainEntity", "mainEntityOfPage", "publisher", "author"];

impl Graph {
    pub(super) fn of_tree(tree: &Tree<'_>) -> Graph {
        let mut graph = Graph::default();
        for id in (0..tree.len()).filter(|&id| tree.tag(id) == Tag::Script) {
            let of_kind = tree.attr(id, "type").is_some_and(|t| t.to_ascii_lowercase().contains("ld+json"));
            if of_kind && let Some(content) = tree.children(id).next() {
                for value in parse(tree.source(content)) {
                    graph.add(value);
                }
            }
        }
        graph
    }

    fn add(&mut self, value: Value) {
        // The first in the source comes out first.
        let mut todo = vec![value];
        while let Some(value) = todo.pop() {
            if self.objects.len() >= MOST {
                return;
            }
            match value {
                Value::Array(values) => todo.extend(values.into_iter().rev()),
                Value::Object(map) => {
                    let inner = WITHIN.iter().rev().filter_map(|key| map.get(*key));
                    todo.extend(inner.filter(|v| v.is_object() || v.is_array()).cloned());
                    if let Some(id) = map.get("@id").and_then(Value::as_str).filter(|_| map.len() > 1) {
                        self.by_id.insert(id.to_owned(), self.objects.len());
                    }
                    self.objects.push(Value::Object(map));
                }
                _ => {}
            }
        }
    }

    /// The objects that are articles, and how well their type fits (2: an article, 1: a page
    /// or a film).
    pub(super) fn articles(&self) -> impl Iterator<Item = (u8, Item<'_>)> {
        self.objects.iter().filter_map(|object| Some((rank(object)?, Item { graph: self, object })))
    }

    /// Whether the page says that it is a list of other pages.
    pub(super) fn is_list(&self) -> bool {
        let kinds = ["CollectionPage", "SearchResultsPage", "ItemList"];
        self.objects.iter().any(|o| types(o).any(|t| kinds.contains(&t)))
    }

    fn resolved<'g>(&'g self, value: &'g Value) -> &'g Value {
        let only_id =
            value.as_object().filter(|o| o.len() == 1).and_then(|o| o.get("@id")).and_then(Value::as_str);
        let known = only_id.and_then(|id| self.by_id.get(id)).and_then(|&at| self.objects.get(at));
        known.unwrap_or(value)
    }
}

fn types(object: &Value) -> impl Iterator<Item = &str> {
    let value = object.get("@type");
    let one = value.and_then(Value::as_str);
    let many = value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    one.into_iter().chain(many).map(|t| t.rsplit(['/', ':', '#']).next().unwrap_or(t))
}

fn rank(object: &Value) -> Option<u8> {
    types(object)
        .filter_map(|t| match t {
            "BlogPosting"
            | "LiveBlogPosting"
            | "Report"
            | "Review"
            | "CriticReview"
            | "ClaimReview"
            | "SocialMediaPosting"
            | "DiscussionForumPosting"
            | "Recipe"
            | "ImageGallery"
            | "MediaGallery" => Some(2),
            t if t.ends_with("Article") || t.ends_with("NewsArticle") => Some(2),
            "VideoObject" | "AudioObject" | "PodcastEpisode" | "Event" | "QAPage" | "Question"
            | "CreativeWork" => Some(1),
            t if t.ends_with("WebPage") || t.ends_with("ItemPage") => Some(1),
            _ => None,
        })
        .max()
}

/// An object of the graph.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'g> {
    graph: &'g Graph,
    object: &'g Value,
}

impl Item<'_> {
    /// The first text behind a key.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.texts(key).into_iter().next()
    }

    /// The texts behind a key: strings, numbers, and the names of objects.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        let values = match self.object.get(key) {
            Some(Value::Array(values)) => values.iter().collect(),
            Some(value) => vec![value],
            None => Vec::new(),
        };
        let texts = values.into_iter().filter_map(|v| {
            let value = self.graph.resolved(v);
            let name =
                value.get("name").or_else(|| value.get("@value")).or_else(|| value.get("alternateName"));
            let name = match name {
                Some(Value::Array(names)) => names.first(),
                other => other,
            };
            plain(name.unwrap_or(value))
        });
        texts.filter(|t| !t.trim().is_empty()).collect()
    }

    /// The address behind a key: a string, or the `@id` or `url` of an object.
    pub(super) fn address(&self, key: &str) -> Option<String> {
        let value = self.object.get(key)?;
        let value = value.as_array().and_then(|v| v.first()).unwrap_or(value);
        let text =
            value.as_str().or_else(|| value.get("@id")?.as_str()).or_else(|| value.get("url")?.as_str())?;
        Some(text.to_owned())
    }

    pub(super) fn is(&self, wanted: &str) -> bool {
        types(self.object).any(|t| t == wanted)
    }

    /// Whether it says that it can be read only by those who pay.
    pub(super) fn is_closed(&self) -> bool {
        match self.object.get("isAccessibleForFree") {
            Some(Value::Bool(free)) => !free,
            Some(Value::String(free)) => free.eq_ignore_ascii_case("false"),
            _ => false,
        }
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        // Some sites put the text through HTML first.
        Value::String(text) => Some(decoded(text).into_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Reads a script; mends what is commonly broken.
fn parse(source: &str) -> Vec<Value> {
    let source = source.split_once("<![CDATA[").map_or(source, |(_, inner)| inner);
    let source = source.split("]]>").next().unwrap_or(source);
    let bare = source.trim_start_matches(|c: char| c != '{' && c != '[');
    let end = bare.rfind(['}', ']']).map_or(bare.len(), |at| at + 1);
    let bare = bare.get(..end).unwrap_or_default();
    if bare.is_empty() {
        return Vec::new();
    }
    if let Ok(value) = serde_json::from_str(bare) {
        return vec![value];
    }
    let mended = mended(bare);
    let mut values = Vec::new();
    for value in serde_json::Deserializer::from_str(&mended).into_iter::<Value>() {
        match value {
            Ok(value) => values.push(value),
            Err(_) => break,
        }
    }
    if values.is_empty() {
        values.extend(salvaged(&mended));
    }
    values
}

/// JSON without line ends in strings, commas before brackets and comments.
fn mended(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let (mut in_string, mut escaped) = (false, false);
    let mut rest = source.chars().peekable();
    while let Some(c) = rest.next() {
        if in_string {
            match c {
                _ if escaped => {
                    escaped = false;
                    if "\"\\/bfnrtu".contains(c) {
                        out.push('\\');
                    }
                    out.push(if c.is_control() { ' ' } else { c });
                    continue;
                }
                '\\' => {
                    escaped = true;
                    continue;
                }
                '"' => in_string = false,
                c if c.is_control() => {
                    out.push(' ');
                    continue;
                }
                _ => {}
            }
            out.push(c);
            continue;
        }
        match c {
            '"' => in_string = true,
            '/' if rest.peek() == Some(&'*') => {
                let mut last = ' ';
                for c in rest.by_ref() {
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
                continue;
            }
            '}' | ']' => {
                let kept = out.trim_end().len();
                if out.get(..kept).is_some_and(|o| o.ends_with(',')) {
                    out.truncate(kept - 1);
                }
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

/// The fields of an article that can still be told in JSON that nothing reads.
fn salvaged(source: &str) -> Option<Value> {
    let kind = field(source, "@type")?;
    let mut map = serde_json::Map::new();
    map.insert("@type".to_owned(), Value::String(kind));
    for key in ["headline", "datePublished", "dateModified", "dateCreated", "articleSection", "inLanguage"] {
        if let Some(value) = field(source, key) {
            map.insert(key.to_owned(), Value::String(value));
        }
    }
    Some(Value::Object(map))
}

/// The string behind the first such key.
fn field(source: &str, key: &str) -> Option<String> {
    let at = source.find(&format!("\"{key}\""))?;
    let rest =
        source.get(at + key.len() + 2..)?.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let end = rest.find("\",").or_else(|| rest.find("\"}")).or_else(|| rest.find('"'))?;
    rest.get(..end.min(2_000)).map(|t| t.replace("\\\"", "\"").replace("\\/", "/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headline(script: &str) -> Option<String> {
        let page = format!("<script type='application/ld+json'>{script}</script>");
        let graph = Graph::of_tree(&Tree::parse(&page));
        let best = graph.articles().max_by_key(|(rank, _)| *rank).map(|(_, item)| item.text("headline"));
        best.flatten()
    }

    #[test]
    fn articles_are_found_wherever_they_stand() {
        let article = r#"{"@type": ["NewsArticle"], "headline": "Rain &amp; wind"}"#;
        for script in [
            article.to_owned(),
            format!("[{{\"@type\": \"WebSite\"}}, {article}]"),
            format!("{{\"@context\": \"x\", \"@graph\": [{{\"@type\": \"Person\"}}, {article}]}}"),
            format!("{{\"@type\": \"WebPage\", \"mainEntity\": {article}}}"),
            format!("// <![CDATA[\n{article}\n// ]]>;"),
        ] {
            assert_eq!(headline(&script).as_deref(), Some("Rain & wind"), "{script}");
        }
    }

    #[test]
    fn broken_json_is_mended() {
        for script in [
            "{\"@type\": \"Article\", \"headline\": \"Rain\n\",}",
            "{\"@type\": \"Article\", /* x */ \"headline\": \"Rain \"}{\"@type\": \"Person\"}",
            "{\"@type\": \"Article\", \"headline\": \"Rain\", \"text\": \"a \"b\" c\"}",
            "{\"@type\": \"Article\", \"headline\": \"\\Rain\", \"a\": [1,2",
        ] {
            let found = headline(script);
            assert_eq!(found.as_deref().map(str::trim), Some("Rain"), "{script}");
        }
    }

    #[test]
    fn references_are_followed() {
        let script = r##"{"@graph": [{"@type": "Article", "author": {"@id": "#a"}}, {"@id": "#a", "@type": "Person", "name": "Ana Lima"}]}"##;
        let page = format!("<script type='application/ld+json'>{script}</script>");
        let graph = Graph::of_tree(&Tree::parse(&page));
        let authors: Vec<String> = graph.articles().flat_map(|(_, item)| item.texts("author")).collect();
        assert_eq!(authors, ["Ana Lima"]);
    }
}
