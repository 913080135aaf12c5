//! What a page says of itself in meta elements, links and microdata.

use std::collections::HashMap;

use super::tree::{Id, Tag, Tree};

/// The metadata of a page, by lower-case names; each name keeps its values in order.
#[derive(Debug, Default)]
pub(super) struct Head {
    metas: HashMap<String, Vec<String>>,
    links: HashMap<String, Vec<String>>,
    props: HashMap<String, Vec<Id>>,
    /// The words between `<title>` and its end.
    pub(super) title: Option<String>,
    /// The language of the page.
    pub(super) lang: Option<String>,
    /// Elements of headings of the first rank.
    pub(super) h1: Vec<Id>,
    /// `<time>` elements.
    pub(super) times: Vec<Id>,
}

/// Longest value that is kept, in bytes.
const LONGEST: usize = 20_000;
/// Most values of one name.
const MOST: usize = 100;

impl Head {
    pub(super) fn of_tree(tree: &Tree<'_>) -> Head {
        let mut head = Head::default();
        let mut id = 0;
        while id < tree.len() {
            match tree.tag(id) {
                Tag::Svg | Tag::Template => {
                    id = tree.end(id);
                    continue;
                }
                Tag::Meta => head.meta(tree, id),
                Tag::Link => head.link(tree, id),
                Tag::Title if head.title.is_none() => {
                    head.title = Some(tree.line(id)).filter(|t| !t.is_empty())
                }
                Tag::Html => {
                    head.lang = tree.attr(id, "lang").or_else(|| tree.attr(id, "xml:lang")).map(Into::into)
                }
                Tag::H1 => head.h1.push(id),
                Tag::Time => head.times.push(id),
                _ => {}
            }
            if let Some(props) = tree.attr(id, "itemprop") {
                for prop in props.split_ascii_whitespace().take(4) {
                    push(&mut head.props, prop, id);
                }
            }
            id += 1;
        }
        head
    }

    fn meta(&mut self, tree: &Tree<'_>, id: Id) {
        let Some(content) = tree.attr(id, "content").or_else(|| tree.attr(id, "value")) else { return };
        let content = content.trim();
        if content.is_empty() || content.len() > LONGEST {
            return;
        }
        for key in ["property", "name", "itemprop", "http-equiv"] {
            for name in tree.attr(id, key).iter().flat_map(|n| n.split_ascii_whitespace()) {
                push(&mut self.metas, name, content.to_owned());
            }
        }
    }

    fn link(&mut self, tree: &Tree<'_>, id: Id) {
        let (Some(rel), Some(href)) = (tree.attr(id, "rel"), tree.attr(id, "href")) else { return };
        if href.len() <= LONGEST {
            for name in rel.split_ascii_whitespace() {
                push(&mut self.links, name, href.trim().to_owned());
            }
        }
    }

    /// The first value of the first of these names that has one.
    pub(super) fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.metas.get(*name)?.first()).map(String::as_str)
    }

    pub(super) fn all(&self, name: &str) -> &[String] {
        self.metas.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn link_to(&self, rel: &str) -> Option<&str> {
        self.links.get(rel)?.first().map(String::as_str)
    }

    /// The elements that are this property in microdata, in order.
    pub(super) fn prop(&self, name: &str) -> &[Id] {
        self.props.get(&name.to_ascii_lowercase()).map_or(&[], Vec::as_slice)
    }
}

fn push<T>(map: &mut HashMap<String, Vec<T>>, name: &str, value: T) {
    let values = map.entry(name.to_ascii_lowercase()).or_default();
    if values.len() < MOST {
        values.push(value);
    }
}

/// What an element of microdata holds: its attribute, or its words.
pub(super) fn value_of(tree: &Tree<'_>, id: Id) -> Option<String> {
    let attribute =
        ["content", "datetime"].iter().find_map(|name| tree.attr(id, name)).filter(|v| !v.trim().is_empty());
    let value = attribute.map_or_else(|| tree.line(id), Into::into);
    (!value.trim().is_empty() && value.len() <= LONGEST).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case_and_attribute() {
        let page = "<html lang=en><title>A &amp; B</title><meta name=Author content=X><meta property='OG:title' content=T>\
                    <link rel='canonical x' href=/a><svg><title>no</title></svg><time itemprop=datePublished datetime=D>t</time>";
        let tree = Tree::parse(page);
        let head = Head::of_tree(&tree);
        assert_eq!(head.title.as_deref(), Some("A & B"));
        assert_eq!(head.first(&["none", "author"]), Some("X"));
        assert_eq!(head.first(&["og:title"]), Some("T"));
        assert_eq!(head.link_to("canonical"), Some("/a"));
        assert_eq!(
            head.prop("datePublished").first().and_then(|&id| value_of(&tree, id)).as_deref(),
            Some("D")
        );
    }
}
