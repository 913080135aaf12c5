//! Builds the tree of a page, whatever it looks like.
//!
//! Elements end where a browser ends them, but what a browser would move about (a formatting
//! element that is closed across a block, text straight in a table) stays where it was
//! written.
//!
//! Why not html5ever, which builds what a browser builds: its time grows with the square of
//! the depth (40,000 open `<div>`s took two seconds, 20,000 half a second), and formatting
//! elements that are never closed are made anew in every paragraph. Here each tag costs at
//! most [`DEPTH`] steps.
//!
//! Left out: templates' separate contents, foreign elements (`<svg>` is an element like
//! others), and all that scripts would do.

use super::tree::{Node, Tag, Tree};

/// Elements nested deeper than this are read as if they stood at this depth.
const DEPTH: usize = 512;

impl<'a> Tree<'a> {
    /// Reads a page; any text makes a tree. Node 0 stands around everything.
    pub(super) fn parse(html: &'a str) -> Tree<'a> {
        let mut builder = Builder::new(html);
        builder.run();
        builder.finish()
    }
}

struct Open {
    id: u32,
    tag: Tag,
    /// Its end tag came while a block inside it was open: it ends with that block.
    closing: bool,
}

struct Builder<'a> {
    html: &'a str,
    nodes: Vec<Node<'a>>,
    open: Vec<Open>,
    /// Elements that were too deep to be opened and whose end tags are still to come.
    too_deep: usize,
    flattened: bool,
    /// Ends that were looked for in vain: they do not come further down either.
    missing: Vec<&'static str>,
}

impl<'a> Builder<'a> {
    fn new(html: &'a str) -> Builder<'a> {
        let root = Node { tag: Tag::Other, parent: 0, end: 0, name: "", source: "" };
        let open = vec![Open { id: 0, tag: Tag::Other, closing: false }];
        Builder { html, nodes: vec![root], open, too_deep: 0, flattened: false, missing: Vec::new() }
    }

    fn run(&mut self) {
        let mut rest = self.html;
        while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
            // A "<" that begins no markup is part of the text.
            let (mut text, mut markup) = rest.split_at(at);
            loop {
                let next = markup.as_bytes().get(1).copied().unwrap_or(b' ');
                if next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?') {
                    break;
                }
                let behind = markup.get(1..).unwrap_or_default();
                let length = memchr::memchr(b'<', behind.as_bytes()).unwrap_or(behind.len());
                let taken = text.len() + 1 + length;
                (text, markup) =
                    (rest.get(..taken).unwrap_or_default(), rest.get(taken..).unwrap_or_default());
                if markup.is_empty() {
                    break;
                }
            }
            self.text(text);
            rest = self.markup(markup);
        }
        self.text(rest);
    }

    fn finish(mut self) -> Tree<'a> {
        while self.open.len() > 1 {
            self.pop();
        }
        let end = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        if let Some(root) = self.nodes.first_mut() {
            root.end = end;
        }
        Tree { nodes: self.nodes, flattened: self.flattened }
    }

    fn text(&mut self, text: &'a str) {
        if !text.is_empty() {
            if self.current() == Tag::Head && !text.trim().is_empty() {
                self.pop();
            }
            self.add(Tag::Text, "", text);
        }
    }

    /// Takes what begins with `<`; gives back what comes behind it.
    fn markup(&mut self, markup: &'a str) -> &'a str {
        let bytes = markup.as_bytes();
        match bytes.get(1) {
            None => "",
            Some(b'!') if markup.starts_with("<!--") => self.behind_comment(markup),
            Some(b'!' | b'?') => behind(markup, 1, ">").unwrap_or_default(),
            Some(b'/') if !bytes.get(2).is_some_and(u8::is_ascii_alphabetic) => {
                behind(markup, 2, ">").unwrap_or_default()
            }
            Some(b'/') => {
                let (name, rest) = name_of(markup.get(2..).unwrap_or_default());
                let (_, rest) = self.tag_end(rest);
                self.end_tag(tag_of(name));
                rest
            }
            Some(_) => {
                let (name, rest) = name_of(markup.get(1..).unwrap_or_default());
                let (attributes, rest) = self.tag_end(rest);
                self.start_tag(tag_of(name), name, attributes, rest)
            }
        }
    }

    fn behind_comment(&mut self, markup: &'a str) -> &'a str {
        // "<!-->" is a whole comment.
        match self.find(markup.get(2..).unwrap_or_default(), "-->") {
            Some(at) => markup.get(at + 5..).unwrap_or_default(),
            None => behind(markup, 1, ">").unwrap_or_default(),
        }
    }

    /// Where `end` stands, unless it is known to come no more.
    fn find(&mut self, text: &str, end: &'static str) -> Option<usize> {
        if self.missing.contains(&end) {
            return None;
        }
        let at = memchr::memmem::find(text.as_bytes(), end.as_bytes());
        if at.is_none() {
            self.missing.push(end);
        }
        at
    }

    /// The attributes of a tag and what comes behind its `>`.
    fn tag_end(&mut self, inner: &'a str) -> (&'a str, &'a str) {
        let bytes = inner.as_bytes();
        let mut at = 0;
        while let Some(next) = memchr::memchr3(b'>', b'"', b'\'', bytes.get(at..).unwrap_or_default()) {
            let stop = at + next;
            match bytes.get(stop) {
                Some(b'>') => {
                    return (
                        inner.get(..stop).unwrap_or_default(),
                        inner.get(stop + 1..).unwrap_or_default(),
                    );
                }
                Some(&quote) if opens_value(bytes, stop) => {
                    let quote = if quote == b'"' { "\"" } else { "'" };
                    match self.find(inner.get(stop + 1..).unwrap_or_default(), quote) {
                        Some(length) => at = stop + 1 + length + 1,
                        // A quote that is never closed is none.
                        None => at = stop + 1,
                    }
                }
                _ => at = stop + 1,
            }
        }
        (inner, "")
    }

    fn start_tag(&mut self, tag: Tag, name: &'a str, attributes: &'a str, rest: &'a str) -> &'a str {
        if matches!(tag, Tag::Html | Tag::Body) && self.nodes.iter().take(64).any(|n| n.tag == tag) {
            return rest;
        }
        if !tag.in_head() && self.is_open(Tag::Head) {
            self.close_to(Tag::Head);
        }
        self.close_implied(tag);
        // Browsers take the slash of `<div />` for nothing, but who writes it means it.
        if tag.is_void() || closes_itself(attributes) {
            self.add(tag, name, attributes);
            return rest;
        }
        if tag.is_raw() {
            return self.raw(tag, name, attributes, rest);
        }
        if self.open.len() >= DEPTH {
            self.too_deep += 1;
            self.flattened = true;
            return rest;
        }
        let id = self.add(tag, name, attributes);
        self.open.push(Open { id, tag, closing: false });
        rest
    }

    /// An element whose content is text up to its end tag.
    fn raw(&mut self, tag: Tag, name: &'a str, attributes: &'a str, rest: &'a str) -> &'a str {
        let id = self.add(tag, name, attributes);
        let (content, behind) = self.raw_content(tag, rest);
        if !content.is_empty() {
            let inner = if matches!(tag, Tag::Title | Tag::Textarea) { Tag::Text } else { Tag::Raw };
            self.nodes.push(Node { tag: inner, parent: id, end: 0, name: "", source: content });
            let end = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
            for node in self.nodes.iter_mut().rev().take(2) {
                node.end = end;
            }
        }
        behind
    }

    fn raw_content(&mut self, tag: Tag, rest: &'a str) -> (&'a str, &'a str) {
        let mut from = 0;
        let name: &'static str = match tag {
            Tag::Script => "script",
            Tag::Style => "style",
            Tag::Title => "title",
            Tag::Textarea => "textarea",
            Tag::Iframe => "iframe",
            Tag::Xmp => "xmp",
            Tag::Noembed => "noembed",
            _ => "noframes",
        };
        if self.missing.contains(&name) {
            return ("", rest);
        }
        while let Some(at) = memchr::memmem::find(rest.as_bytes().get(from..).unwrap_or_default(), b"</") {
            let start = from + at;
            let inner = rest.get(start + 2..).unwrap_or_default();
            if inner.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
                let content = rest.get(..start).unwrap_or_default();
                return (content, behind(inner, 0, ">").unwrap_or_default());
            }
            from = start + 2;
        }
        self.missing.push(name);
        // A script that never ends is no text; a title that never ends is one line.
        match tag {
            Tag::Script | Tag::Style => (rest, ""),
            _ => ("", rest),
        }
    }

    fn end_tag(&mut self, tag: Tag) {
        if self.too_deep > 0 && !tag.is_void() && !tag.is_raw() {
            self.too_deep -= 1;
            return;
        }
        match tag {
            Tag::Br => {
                self.add(Tag::Br, "br", "");
            }
            // What comes behind the end of the page still belongs to it.
            Tag::Html | Tag::Body | Tag::Other => {
                if tag == Tag::Other && self.current() == Tag::Other && self.open.len() > 1 {
                    self.pop();
                }
            }
            tag if tag.is_void() => {}
            tag if tag.is_heading() => {
                if let Some(at) = self.find_open(Tag::is_heading, Tag::is_wall) {
                    self.truncate(at);
                }
            }
            Tag::Table => self.close(tag, |_| false),
            Tag::Tr | Tag::Td | Tag::Th | Tag::Tbody | Tag::Thead | Tag::Tfoot | Tag::Caption => {
                self.close(tag, |t| t == Tag::Table);
            }
            Tag::Li => self.close(tag, |t| t.is_wall() || matches!(t, Tag::Ul | Tag::Ol)),
            Tag::Form => self.close_later(tag),
            tag if tag.is_block() || matches!(tag, Tag::Button | Tag::Object) => {
                self.close(tag, |t| t.is_wall() && t != tag);
            }
            tag => self.close_later(tag),
        }
    }

    /// Closes an element and all that is open in it, unless a wall stands between.
    fn close(&mut self, tag: Tag, wall: impl Fn(Tag) -> bool) {
        if let Some(at) = self.find_open(|t| t == tag, wall) {
            self.truncate(at);
        }
    }

    /// Closes an element; if blocks are open in it, it ends with them.
    fn close_later(&mut self, tag: Tag) {
        let Some(at) = self.find_open(|t| t == tag, Tag::is_wall) else { return };
        let crossed = self.open.iter().skip(at + 1).any(|o| o.tag.is_block());
        if !crossed {
            self.truncate(at);
        } else if let Some(open) = self.open.get_mut(at) {
            open.closing = true;
        }
    }

    /// Closes what ends without an end tag when `tag` begins.
    fn close_implied(&mut self, tag: Tag) {
        use Tag::*;
        if tag.ends_paragraph() {
            self.close(P, |t| t.is_wall());
        }
        match tag {
            _ if tag.is_heading() && self.current().is_heading() => self.pop(),
            Li => self.close(Li, |t| t.is_block() && !matches!(t, Div | P | Address | Li)),
            Dt | Dd => {
                let is = |t| matches!(t, Dt | Dd);
                if let Some(at) =
                    self.find_open(is, |t| t.is_block() && !matches!(t, Div | P | Address | Dt | Dd))
                {
                    self.truncate(at);
                }
            }
            Option | Optgroup if self.current() == Option => self.pop(),
            Td | Th => self.close_any(|t| matches!(t, Td | Th), |t| matches!(t, Tr | Table)),
            Tr => self.close_any(|t| t == Tr, |t| t == Table),
            Tbody | Thead | Tfoot => self.close_any(|t| matches!(t, Tbody | Thead | Tfoot), |t| t == Table),
            A => {
                if let Some(at) = self.find_open(|t| t == A, |t| t.is_block()) {
                    self.truncate(at);
                }
            }
            Body => self.close(Head, |_| false),
            _ => {}
        }
    }

    fn close_any(&mut self, is: impl Fn(Tag) -> bool, wall: impl Fn(Tag) -> bool) {
        if let Some(at) = self.find_open(is, wall) {
            self.truncate(at);
        }
    }

    fn close_to(&mut self, tag: Tag) {
        self.close(tag, |_| false);
    }

    /// The innermost open element that is wanted, unless a wall stands before it.
    fn find_open(&self, is: impl Fn(Tag) -> bool, wall: impl Fn(Tag) -> bool) -> Option<usize> {
        for (at, open) in self.open.iter().enumerate().skip(1).rev() {
            if is(open.tag) {
                return Some(at);
            }
            if wall(open.tag) {
                return None;
            }
        }
        None
    }

    fn is_open(&self, tag: Tag) -> bool {
        self.open.iter().take(4).any(|o| o.tag == tag)
    }

    fn current(&self) -> Tag {
        self.open.last().map_or(Tag::Other, |o| o.tag)
    }

    /// Closes everything from the open element at `at` on.
    fn truncate(&mut self, at: usize) {
        while self.open.len() > at.max(1) {
            self.pop();
        }
        while self.open.len() > 1 && self.open.last().is_some_and(|o| o.closing) {
            self.pop();
        }
    }

    fn pop(&mut self) {
        if let Some(closed) = self.open.pop() {
            let end = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
            if let Some(node) = self.nodes.get_mut(closed.id as usize) {
                node.end = end;
            }
        }
    }

    fn add(&mut self, tag: Tag, name: &'a str, source: &'a str) -> u32 {
        let parent = self.open.last().map_or(0, |o| o.id);
        let id = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(Node { tag, parent, end: id + 1, name, source });
        id
    }
}

/// Whether a quote opens an attribute's value: it follows a `=`.
fn opens_value(bytes: &[u8], at: usize) -> bool {
    bytes.get(..at).unwrap_or_default().trim_ascii_end().last() == Some(&b'=')
}

/// Whether a tag ends in a slash that is no part of an attribute.
fn closes_itself(attributes: &str) -> bool {
    let Some(before) = attributes.strip_suffix('/') else { return false };
    before.is_empty() || before.ends_with(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\''))
}

/// What comes behind the next `end`.
fn behind<'a>(text: &'a str, from: usize, end: &str) -> Option<&'a str> {
    let at = text.get(from..)?.find(end)?;
    text.get(from + at + end.len()..)
}

/// The name that a tag begins with, and the rest.
fn name_of(inner: &str) -> (&str, &str) {
    let is_end = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'/' | b'<');
    inner.split_at(inner.as_bytes().iter().position(is_end).unwrap_or(inner.len()))
}

fn tag_of(name: &str) -> Tag {
    let mut lower = [0u8; 10];
    let Some(place) = lower.get_mut(..name.len()) else { return Tag::Other };
    place.copy_from_slice(name.as_bytes());
    place.make_ascii_lowercase();
    Tag::of_name(place)
}

#[cfg(test)]
mod tests {
    use super::super::tree::Id;
    use super::*;

    /// The tree in one line: names with what is inside them.
    fn shape(html: &str) -> String {
        fn of(tree: &Tree<'_>, id: Id) -> String {
            let inner: Vec<String> = tree.children(id).map(|child| of(tree, child)).collect();
            match tree.tag(id) {
                Tag::Text | Tag::Raw => tree.source(id).to_owned(),
                _ if inner.is_empty() => tree.name(id).to_owned(),
                _ => format!("{}({})", tree.name(id), inner.join(" ")),
            }
        }
        let tree = Tree::parse(html);
        tree.children(0).map(|child| of(&tree, child)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn elements_end_where_a_browser_ends_them() {
        let cases = [
            ("<p>a<p>b<div>c</div>d", "p(a) p(b) div(c) d"),
            ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "ul(li(a) li(b ul(li(c)))) d"),
            ("<table><tr><td>a<td>b<tr><td>c</table>d", "table(tr(td(a) td(b)) tr(td(c))) d"),
            ("<head><meta x><p>a", "head(meta) p(a)"),
            ("<b>a<p>b</b>c</p>d", "b(a p(b c)) d"),
            ("<div>a</span></p></div>b", "div(a) b"),
            ("<a>a<a>b</a>c", "a(a) a(b) c"),
            ("a < b <3 <!-- <p> --> c</", "a < b <3   c"),
            ("<script>if (a</b) '<p>'</SCRIPT >x", "script(if (a</b) '<p>') x"),
            ("<title>a <b> c</title>", "title(a <b> c)"),
            ("<p title=\"a>b\" x='\">'>c", "p(c)"),
            ("<div/>a<script src=\"x\"/>b<a href=/x/>c</a>", "div a script b a(c)"),
        ];
        for (html, expected) in cases {
            assert_eq!(shape(html), expected, "{html}");
        }
    }

    #[test]
    fn depth_has_a_bound_and_keeps_the_text() {
        let html = format!("{}deep{}<p>after", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let tree = Tree::parse(&html);
        let depth = |id: Id| tree.ancestors(id).count();
        assert!((0..tree.len()).all(|id| depth(id) <= DEPTH));
        assert!(tree.line(0).contains("deep after"));
    }

    #[test]
    fn damaged_pages_are_read_to_their_end() {
        for html in [
            "<",
            "<p",
            "<p class=\"x",
            "</",
            "</x",
            "<!--",
            "<!-->a",
            "<script>",
            "<title>",
            "<p a='>b",
            "&",
            "",
        ] {
            let _ = Tree::parse(html);
        }
        assert_eq!(shape("<p class=\"x>a<p>b"), "p(a) p(b)");
    }
}
