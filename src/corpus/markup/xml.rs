//! A tree of XML elements for documents that fit the bound of one record.
//!
//! News formats are XML on paper and nearly XML on disk: tags that nobody closes, bare
//! ampersands and angle brackets, names of characters that only HTML knows, prefixes that
//! are not declared, capitals. So names are matched without their prefix and without regard
//! to case, what is closed wrongly is closed all the same, and after a fault reading goes
//! on with the next tag; what was odd is kept as warnings. Entities of a document type are
//! never resolved, and nothing is fetched.
//!
//! ```text
//! let tree = xml::parse("<item><dc:title>Rain &amp; wind</dc:title></item>");
//! let title = tree.root()?.child("title")?.text();
//! ```
//!
//! Nodes stand in one vector and all words in one string, because a record of many tiny
//! elements must not take a hundred times its size. Nothing here recurses: the depth of a
//! document is its author's choice.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::corpus::bytes::decode::Decoder;
use crate::corpus::bytes::packing::Stream;
use crate::corpus::markup::fragment::unescape_into;
use crate::corpus::prose::clean;
use crate::corpus::{limits, read_whole};
use crate::error::Fault;

/// Times that reading goes on after a fault.
const REPAIRS: usize = 64;
/// Attributes of one element.
const ATTRIBUTES: usize = 256;
/// Elements of HTML that have no content, whether they are closed or not.
const VOID: &[&str] = &["br", "hr", "img"];
/// How the warning begins that a document breaks off.
const BREAKS_OFF: &str = "the XML ends while";
/// No node.
const NONE: u32 = u32::MAX;

/// A document, or several one after the other.
#[derive(Debug, Default)]
pub(in crate::corpus) struct Tree {
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    /// Names, values and text, each once, in the order in which they were met.
    words: String,
    /// What was odd about the document.
    pub(in crate::corpus) warnings: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
}

#[derive(Debug)]
struct Node {
    /// The name of an element, or a text.
    words: Span,
    is_text: bool,
    /// Which of the attributes are its.
    attributes: Span,
    parent: u32,
    first: u32,
    last: u32,
    next: u32,
}

#[derive(Debug)]
struct Attribute {
    name: Span,
    value: Span,
}

/// Reads a stream whole, up to the bound of a record. `charset` is what stands around the
/// document; its own declaration goes first.
pub(in crate::corpus) fn read(stream: Stream<'_>, charset: Option<&str>) -> Result<Tree, Fault> {
    let (bytes, lost) = read_whole(stream, limits::RECORD_BYTES)?;
    let mut tree = parse_bytes(&bytes, charset);
    tree.warnings.extend(lost);
    Ok(tree)
}

/// Reads the bytes of a document.
pub(in crate::corpus) fn parse_bytes(bytes: &[u8], charset: Option<&str>) -> Tree {
    let declared = declared_encoding(bytes);
    // Programs write "UTF-8" whatever follows, so that label alone proves nothing.
    let is_told = |label: &&str| !matches!(label.trim().to_ascii_lowercase().as_str(), "utf-8" | "utf8");
    let label = declared.as_deref().filter(is_told).or(charset.filter(is_told));
    let mut decoder = Decoder::labelled(label);
    let decoded = decoder.decode(bytes);
    let warning = decoded.warning();
    let mut tree = parse(&decoded.text);
    tree.warnings.extend(warning);
    tree
}

/// The label in `<?xml version="1.0" encoding="…"?>`.
pub(in crate::corpus) fn declared_encoding(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(400))?).into_owned();
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split(quote).next().map(str::to_owned)
}

/// Whether a sample has a start tag of this name, whatever its prefix and case.
pub(in crate::corpus) fn has_tag(sample: &str, name: &str) -> bool {
    any_tag(sample, |tag| tag.eq_ignore_ascii_case(name))
}

/// Whether a sample has a start tag whose name, without its prefix, passes a test.
pub(in crate::corpus) fn any_tag(sample: &str, mut test: impl FnMut(&str) -> bool) -> bool {
    start_tags(sample).any(|tag| test(local(tag)))
}

/// Whether the first element of a document has this name.
pub(in crate::corpus) fn opens_with(sample: &str, name: &str) -> bool {
    start_tags(sample).next().is_some_and(|tag| local(tag).eq_ignore_ascii_case(name))
}

/// Names in the start tags of a sample, as written. Comments are not looked into.
fn start_tags(sample: &str) -> impl Iterator<Item = &str> {
    let mut rest = sample;
    std::iter::from_fn(move || {
        loop {
            let tag = rest.get(rest.find('<')? + 1..)?;
            if let Some(comment) = tag.strip_prefix("!--") {
                rest = comment.get(comment.find("-->")?..)?;
                continue;
            }
            rest = tag;
            // A name ends at the next bracket too, or a run of brackets costs its square.
            let end =
                tag.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '/')).unwrap_or(tag.len());
            match tag.get(..end) {
                Some(name) if is_name(name) => return Some(name),
                _ => {}
            }
        }
    })
}

/// Reads a document.
pub(in crate::corpus) fn parse(text: &str) -> Tree {
    let mut builder = Builder::default();
    let mut rest = text.trim_start_matches('\u{feff}');
    for _ in 0..=REPAIRS {
        match builder.read(rest) {
            None => break,
            Some(at) => rest = behind_fault(rest, at),
        }
        if rest.is_empty() {
            break;
        }
    }
    builder.end()
}

/// Where to go on after a fault: inside a comment or a section without an end, else at the
/// next tag.
fn behind_fault(text: &str, at: usize) -> &str {
    let from = text.get(at..).unwrap_or_default();
    let inside = ["<![CDATA[", "<!--"].iter().find_map(|mark| from.strip_prefix(mark));
    inside.unwrap_or_else(|| {
        let tail = from.get(1..).unwrap_or_default();
        tail.find('<').and_then(|next| tail.get(next..)).unwrap_or_default()
    })
}

#[derive(Default)]
struct Builder {
    tree: Tree,
    /// The elements that are open.
    open: Vec<u32>,
    /// Names of elements that are open and stand too deep to be kept.
    deep: usize,
    last_root: Option<u32>,
    misplaced: usize,
    too_deep: bool,
    too_many: bool,
    fault: Option<String>,
}

impl Builder {
    /// Reads a text; where the fault stands, when there is one.
    fn read(&mut self, text: &str) -> Option<usize> {
        let mut base = 0;
        let mut reader = tolerant(text);
        loop {
            let begun = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).saturating_add(base);
            match reader.read_event() {
                Ok(Event::Eof) => return None,
                Ok(Event::Start(tag) | Event::Empty(tag)) if !is_name(tag.name().as_ref()) => {
                    // "profits <10%, costs up" is no tag, although a ">" comes some day.
                    self.text("<");
                    base = begun.saturating_add(1);
                    reader = tolerant(text.get(base..).unwrap_or_default());
                }
                Ok(event) => self.event(&event),
                Err(cause) => {
                    self.fault.get_or_insert_with(|| cause.to_string());
                    let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                    return Some(at.saturating_add(base).min(text.len()));
                }
            }
        }
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag, false),
            Event::Empty(tag) => self.start(tag, true),
            Event::End(tag) => self.close(tag.name().as_ref()),
            Event::Text(text) => self.text(text),
            Event::CData(text) => self.text(text),
            Event::GeneralRef(name) => {
                let mut text = String::new();
                unescape_into(&format!("&{};", &**name), &mut text);
                self.text(&text);
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Eof => {}
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>, empty: bool) {
        let qname = tag.name();
        let name: &str = qname.as_ref();
        let empty = empty || VOID.iter().any(|void| name.eq_ignore_ascii_case(void));
        // No news format has a paragraph in a paragraph; those of SGML are never closed.
        if name.eq_ignore_ascii_case("p") && self.deep == 0 && self.top_is("p") {
            self.open.pop();
        }
        if self.open.len() >= limits::XML_DEPTH || self.tree.nodes.len() >= limits::XML_NODES {
            self.too_deep |= self.open.len() >= limits::XML_DEPTH;
            self.too_many |= self.tree.nodes.len() >= limits::XML_NODES;
            self.deep += usize::from(!empty);
            return;
        }
        let words = self.tree.keep(name);
        let attributes = self.attributes(tag);
        let at = self.push(words, false, attributes);
        if !empty {
            self.open.push(at);
        }
    }

    fn attributes(&mut self, tag: &BytesStart<'_>) -> Span {
        let start = index(self.tree.attributes.len());
        for attribute in tag.html_attributes().with_checks(false).take(ATTRIBUTES).flatten() {
            let name = self.tree.keep(attribute.key.as_ref());
            let mut value = String::new();
            unescape_into(&attribute.value, &mut value);
            let value = self.tree.keep(&value);
            self.tree.attributes.push(Attribute { name, value });
        }
        Span { start, end: index(self.tree.attributes.len()) }
    }

    fn top_is(&self, name: &str) -> bool {
        self.open.last().is_some_and(|&at| self.tree.element(at).is(name))
    }

    /// Closes the innermost element of this name, and what was left open inside it.
    fn close(&mut self, name: &str) {
        if self.deep > 0 {
            self.deep -= 1;
            return;
        }
        if VOID.iter().any(|void| name.eq_ignore_ascii_case(void)) {
            return;
        }
        let named = |&at: &u32| self.tree.element(at).full_name().eq_ignore_ascii_case(name);
        match self.open.iter().rposition(named) {
            Some(at) => {
                self.misplaced += self.open.len() - at - 1;
                self.open.truncate(at);
            }
            None => self.misplaced += 1,
        }
    }

    fn text(&mut self, text: &str) {
        let parent = self.open.last().copied();
        if text.is_empty() || (parent.is_none() && text.trim().is_empty()) {
            return;
        }
        let last = parent.map_or(NONE, |at| self.tree.node(at).map_or(NONE, |n| n.last));
        let words = self.tree.keep(text);
        match self.tree.nodes.get_mut(last as usize) {
            // References and sections part a text only for the parser.
            Some(node) if node.is_text && node.words.end == words.start => node.words.end = words.end,
            _ => {
                self.push(words, true, Span { start: 0, end: 0 });
            }
        }
    }

    fn push(&mut self, words: Span, is_text: bool, attributes: Span) -> u32 {
        let at = index(self.tree.nodes.len());
        let parent = self.open.last().copied().unwrap_or(NONE);
        let before = match self.tree.nodes.get_mut(parent as usize) {
            Some(parent) => {
                if parent.first == NONE {
                    parent.first = at;
                }
                std::mem::replace(&mut parent.last, at)
            }
            None => self.last_root.replace(at).unwrap_or(NONE),
        };
        if let Some(before) = self.tree.nodes.get_mut(before as usize) {
            before.next = at;
        }
        let node = Node { words, is_text, attributes, parent, first: NONE, last: NONE, next: NONE };
        self.tree.nodes.push(node);
        at
    }

    fn end(mut self) -> Tree {
        let open = self.open.len() + self.deep;
        let mut warn = |text: String| self.tree.warnings.push(text);
        if let Some(cause) = self.fault {
            warn(format!("the XML is not well-formed: {cause}"));
        }
        if open > 0 {
            let elements = if open == 1 { "element is" } else { "elements are" };
            warn(format!("{BREAKS_OFF} {open} {elements} open"));
        }
        if self.misplaced > 0 {
            let tags = if self.misplaced == 1 { "tag" } else { "tags" };
            let are = if self.misplaced == 1 { "is" } else { "are" };
            warn(format!("{} end {tags} of the XML {are} missing or misplaced", self.misplaced));
        }
        if self.too_deep {
            warn(format!("elements more than {} deep were taken for their text", limits::XML_DEPTH));
        }
        if self.too_many {
            warn(format!("elements after the first {} were taken for their text", limits::XML_NODES));
        }
        self.tree
    }
}

/// A reader that takes what most programs would refuse.
fn tolerant(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.allow_dangling_amp = true;
    config.allow_unmatched_ends = true;
    config.check_end_names = false;
    reader
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// A place in a document, which has at most the bytes of a record.
fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}

impl Tree {
    /// The first element.
    pub(in crate::corpus) fn root(&self) -> Option<Element<'_>> {
        self.roots().next()
    }

    /// The elements at the top: one, unless documents were strung together.
    pub(in crate::corpus) fn roots(&self) -> impl Iterator<Item = Element<'_>> {
        let first = if self.nodes.is_empty() { NONE } else { 0 };
        Siblings { tree: self, at: first }
    }

    /// Takes the warnings out: those of the whole document, and the one that it breaks off,
    /// which concerns its last record.
    pub(in crate::corpus) fn take_warnings(&mut self) -> (Vec<String>, Option<String>) {
        let mut warnings = std::mem::take(&mut self.warnings);
        let at = warnings.iter().position(|w| w.starts_with(BREAKS_OFF));
        let end = at.map(|at| warnings.remove(at));
        (warnings, end)
    }

    fn keep(&mut self, text: &str) -> Span {
        let start = index(self.words.len());
        self.words.push_str(text);
        Span { start, end: index(self.words.len()) }
    }

    fn words(&self, span: Span) -> &str {
        self.words.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    fn node(&self, at: u32) -> Option<&Node> {
        self.nodes.get(at as usize)
    }

    fn element(&self, at: u32) -> Element<'_> {
        Element { tree: self, at }
    }
}

/// An element of a tree.
#[derive(Debug, Clone, Copy)]
pub(in crate::corpus) struct Element<'t> {
    tree: &'t Tree,
    at: u32,
}

impl PartialEq for Element<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.at == other.at
    }
}

/// What is met on the way through an element.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::corpus) enum Step<'t> {
    Open(Element<'t>),
    Text(&'t str),
    Close(Element<'t>),
}

impl<'t> Element<'t> {
    /// The name with its prefix, as written (`dc:creator`).
    pub(in crate::corpus) fn full_name(self) -> &'t str {
        self.node().map_or("", |node| self.tree.words(node.words))
    }

    /// The name without its prefix, as written.
    pub(in crate::corpus) fn name(self) -> &'t str {
        local(self.full_name())
    }

    /// The prefix (`dc` of `dc:creator`).
    pub(in crate::corpus) fn prefix(self) -> Option<&'t str> {
        self.full_name().rsplit_once(':').map(|(prefix, _)| prefix)
    }

    /// Whether this is its name. One with a colon must match with its prefix.
    pub(in crate::corpus) fn is(self, name: &str) -> bool {
        matches(self.full_name(), name)
    }

    /// Whether one of these is its name.
    pub(in crate::corpus) fn is_any(self, names: &[&str]) -> bool {
        names.iter().any(|name| self.is(name))
    }

    /// An attribute's value; without a colon in the name, whatever its prefix.
    pub(in crate::corpus) fn attr(self, name: &str) -> Option<&'t str> {
        self.attributes().find(|(found, _)| matches(found, name)).map(|(_, value)| value)
    }

    /// Names with prefixes, and values.
    pub(in crate::corpus) fn attributes(self) -> impl Iterator<Item = (&'t str, &'t str)> {
        let span = self.node().map_or(Span { start: 0, end: 0 }, |node| node.attributes);
        let found = self.tree.attributes.get(span.start as usize..span.end as usize);
        found.unwrap_or_default().iter().map(|a| (self.tree.words(a.name), self.tree.words(a.value)))
    }

    pub(in crate::corpus) fn parent(self) -> Option<Element<'t>> {
        let at = self.node()?.parent;
        (at != NONE).then(|| self.tree.element(at))
    }

    /// The elements directly inside.
    pub(in crate::corpus) fn children(self) -> impl Iterator<Item = Element<'t>> {
        Siblings { tree: self.tree, at: self.node().map_or(NONE, |node| node.first) }
    }

    /// The first element of this name directly inside.
    pub(in crate::corpus) fn child(self, name: &str) -> Option<Element<'t>> {
        self.children().find(|e| e.is(name))
    }

    /// The elements of this name directly inside.
    pub(in crate::corpus) fn all(self, name: &str) -> impl Iterator<Item = Element<'t>> {
        self.children().filter(move |e| e.is(name))
    }

    /// The first element that is reached by this way down, each name directly inside the
    /// one before.
    pub(in crate::corpus) fn path(self, names: &[&str]) -> Option<Element<'t>> {
        let (first, rest) = match names {
            [] => return Some(self),
            [first, rest @ ..] => (first, rest),
        };
        // As deep as the list that the program wrote down.
        self.all(first).find_map(|e| e.path(rest))
    }

    /// The elements inside at any depth, in the order of the document.
    pub(in crate::corpus) fn descendants(self) -> impl Iterator<Item = Element<'t>> {
        self.steps().filter_map(|step| match step {
            Step::Open(element) => Some(element),
            Step::Text(_) | Step::Close(_) => None,
        })
    }

    /// The first element of this name inside at any depth.
    pub(in crate::corpus) fn find(self, name: &str) -> Option<Element<'t>> {
        self.descendants().find(|e| e.is(name))
    }

    /// The elements of this name inside at any depth.
    pub(in crate::corpus) fn find_all(self, name: &str) -> impl Iterator<Item = Element<'t>> {
        self.descendants().filter(move |e| e.is(name))
    }

    /// The way through everything inside, in the order of the document.
    pub(in crate::corpus) fn steps(self) -> Steps<'t> {
        let first = self.node().map_or(NONE, |node| node.first);
        Steps { tree: self.tree, root: self.at, next: first, up: self.at, skip: None }
    }

    /// All text inside, as it stands.
    pub(in crate::corpus) fn text(self) -> String {
        let texts = self.steps().filter_map(|step| match step {
            Step::Text(text) => Some(text),
            Step::Open(_) | Step::Close(_) => None,
        });
        texts.collect()
    }

    /// All text inside on one line, if there is any.
    pub(in crate::corpus) fn line(self) -> Option<String> {
        clean::line(&self.text())
    }

    /// Its place in the document, different for each element.
    pub(in crate::corpus) fn index(self) -> u32 {
        self.at
    }

    /// Whether words stand directly inside.
    pub(in crate::corpus) fn has_words(self) -> bool {
        let mut at = self.node().map_or(NONE, |node| node.first);
        while let Some(node) = self.tree.node(at) {
            if node.is_text && !self.tree.words(node.words).trim().is_empty() {
                return true;
            }
            at = node.next;
        }
        false
    }

    /// Whether there are elements inside.
    pub(in crate::corpus) fn has_children(self) -> bool {
        self.children().next().is_some()
    }

    /// What stands inside as HTML, with names in lower case and without prefixes, for
    /// readers of HTML.
    pub(in crate::corpus) fn inner_html(self) -> String {
        let mut html = String::new();
        for step in self.steps() {
            match step {
                Step::Open(element) => element.open_tag(&mut html),
                Step::Text(text) => escape_into(text, &mut html),
                Step::Close(element) if is_void(element.name()) => {}
                Step::Close(element) => {
                    html.push_str("</");
                    html.push_str(&element.name().to_ascii_lowercase());
                    html.push('>');
                }
            }
        }
        html
    }

    fn open_tag(self, html: &mut String) {
        html.push('<');
        html.push_str(&self.name().to_ascii_lowercase());
        for (name, value) in self.attributes().filter(|(name, _)| !name.starts_with("xmlns")) {
            html.push(' ');
            html.push_str(local(name));
            html.push_str("=\"");
            escape_into(value, html);
            html.push('"');
        }
        html.push_str(if is_void(self.name()) { "/>" } else { ">" });
    }

    fn node(self) -> Option<&'t Node> {
        self.tree.node(self.at)
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn matches(found: &str, name: &str) -> bool {
    let found = if name.contains(':') { found } else { local(found) };
    found.eq_ignore_ascii_case(name)
}

fn is_void(name: &str) -> bool {
    VOID.iter().any(|void| name.eq_ignore_ascii_case(void))
}

fn escape_into(text: &str, html: &mut String) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            c => html.push(c),
        }
    }
}

/// A row of elements.
struct Siblings<'t> {
    tree: &'t Tree,
    at: u32,
}

impl<'t> Iterator for Siblings<'t> {
    type Item = Element<'t>;

    fn next(&mut self) -> Option<Element<'t>> {
        loop {
            let at = self.at;
            let node = self.tree.node(at)?;
            self.at = node.next;
            if !node.is_text {
                return Some(self.tree.element(at));
            }
        }
    }
}

/// The way through an element.
pub(in crate::corpus) struct Steps<'t> {
    tree: &'t Tree,
    root: u32,
    /// The node to be met next; at the end of a row, none.
    next: u32,
    /// The element whose row that is.
    up: u32,
    /// The element that was opened last.
    skip: Option<u32>,
}

impl Steps<'_> {
    /// Leaves out what stands inside the element that was just opened; its end is still met.
    pub(in crate::corpus) fn pass(&mut self) {
        if self.skip.take().is_some() {
            self.next = NONE;
        }
    }
}

impl<'t> Iterator for Steps<'t> {
    type Item = Step<'t>;

    fn next(&mut self) -> Option<Step<'t>> {
        self.skip = None;
        if let Some(node) = self.tree.node(self.next) {
            let at = self.next;
            if node.is_text {
                self.next = node.next;
                return Some(Step::Text(self.tree.words(node.words)));
            }
            (self.up, self.next, self.skip) = (at, node.first, Some(at));
            return Some(Step::Open(self.tree.element(at)));
        }
        if self.up == self.root {
            return None;
        }
        let closed = self.up;
        let node = self.tree.node(closed)?;
        (self.up, self.next) = (node.parent, node.next);
        Some(Step::Close(self.tree.element(closed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_matched_without_prefix_and_case() {
        let tree = parse("<A xml:lang='fr' x='1'><dc:Title>R&amp;D</dc:Title><title>plain</title></A>");
        let root = tree.root().unwrap();
        assert!(root.is("a"));
        assert_eq!(
            (root.attr("lang"), root.attr("xml:lang"), root.attr("X")),
            (Some("fr"), Some("fr"), Some("1"))
        );
        assert_eq!(root.child("title").unwrap().text(), "R&D");
        assert_eq!(root.child("dc:title").unwrap().prefix(), Some("dc"));
        assert!(root.child("x:title").is_none());
        assert!(tree.warnings.is_empty());
    }

    #[test]
    fn texts_sections_and_references_run_together() {
        let tree = parse("<a>AT&T &eacute;&#8217;&unknown; <![CDATA[<b> & ]]>end<c/>tail</a>");
        let root = tree.root().unwrap();
        assert_eq!(root.text(), "AT&T é’&unknown; <b> & endtail");
        assert_eq!(root.steps().count(), 4);
    }

    #[test]
    fn ways_down() {
        let tree = parse("<a><b><c>1</c></b><b><c>2</c><d><c>3</c></d></b></a>");
        let root = tree.root().unwrap();
        let texts = |found: Vec<Element<'_>>| found.iter().map(|e| e.text()).collect::<Vec<String>>();
        assert_eq!(texts(root.find_all("c").collect()), ["1", "2", "3"]);
        assert_eq!(root.path(&["b", "d", "c"]).unwrap().text(), "3");
        assert_eq!(root.find("d").unwrap().parent().unwrap().children().count(), 2);
        assert!(root.path(&["d"]).is_none());
    }

    #[test]
    fn a_part_can_be_passed_over() {
        let tree = parse("<a>1<b>2<c>3</c></b>4</a>");
        let mut steps = tree.root().unwrap().steps();
        let mut seen = String::new();
        while let Some(step) = steps.next() {
            match step {
                Step::Open(e) if e.is("b") => steps.pass(),
                Step::Text(text) => seen.push_str(text),
                Step::Open(_) => seen.push('<'),
                Step::Close(_) => seen.push('>'),
            }
        }
        assert_eq!(seen, "1>4");
    }

    #[test]
    fn what_is_closed_wrongly_is_closed_all_the_same() {
        let tree = parse("<a><p>one<p>two <b>bold</p></i><q>three</a>");
        let root = tree.root().unwrap();
        assert_eq!(root.all("p").map(Element::text).collect::<Vec<_>>(), ["one", "two bold"]);
        assert_eq!(root.child("q").unwrap().text(), "three");
        assert_eq!(tree.warnings, ["3 end tags of the XML are missing or misplaced"]);
    }

    #[test]
    fn a_fault_costs_only_its_place() {
        let tree = parse("<a><b>rates <5% or > 3, <4%</b><!-- <c>kept</c><d");
        let root = tree.root().unwrap();
        assert_eq!(root.child("b").unwrap().text(), "rates <5% or > 3, <4%");
        assert_eq!(root.child("c").unwrap().text(), "kept");
        assert_eq!(tree.warnings.len(), 2, "{:?}", tree.warnings);
    }

    #[test]
    fn depth_and_count_are_bounded() {
        let deep = format!("{}x{}y", "<a>".repeat(50_000), "</a>".repeat(50_000));
        let tree = parse(&deep);
        assert_eq!(tree.root().unwrap().text(), "x");
        assert!(tree.nodes.len() <= limits::XML_DEPTH + 2);
        assert_eq!(tree.warnings.len(), 1, "{:?}", tree.warnings);
    }

    #[test]
    fn the_declaration_names_the_encoding() {
        let tree = parse_bytes(b"<?xml version='1.0' encoding='ISO-8859-2'?><a>\xb1</a>", None);
        assert_eq!(tree.root().unwrap().text(), "ą");
        let wrong = b"<?xml version='1.0' encoding='UTF-8'?><a>Lluvia en M\xe1laga y Le\xf3n</a>";
        assert_eq!(parse_bytes(wrong, None).root().unwrap().text(), "Lluvia en Málaga y León");
        assert_eq!(parse_bytes(b"<a>\xb1</a>", Some("iso-8859-2")).root().unwrap().text(), "ą");
    }

    #[test]
    fn inside_as_html() {
        let tree = parse("<a><x:P class='q\"'>1 &lt; 2<br/></x:P></a>");
        assert_eq!(tree.root().unwrap().inner_html(), "<p class=\"q&quot;\">1 &lt; 2<br/></p>");
    }

    #[test]
    fn odd_beginnings_of_tags_are_read_to_their_end() {
        for text in [
            "",
            "<",
            "<a",
            "<a b=",
            "</",
            "<!",
            "<![CDATA[",
            "<!DOCTYPE a [ <!ENTITY b \"c\"> ",
            "<?",
            "&",
            "<a>&b;",
            "<<<<a>",
            "</a></b>",
        ] {
            let tree = parse(text);
            let _ = tree.root().map(|e| (e.text(), e.inner_html()));
        }
    }
}
