//! A page of HTML as a tree in one vector, in the order of the source.
//!
//! The tree is made for reading, not for showing: text and attributes are slices of the
//! source that are decoded when somebody asks, and nothing is moved about. So a node's
//! descendants are the nodes right behind it, every walk is a loop over numbers, and nothing
//! can recurse.

use std::borrow::Cow;

use super::unescape_into;

macro_rules! tags {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// What a node is.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(super) enum Tag {
            /// Text with character references.
            Text,
            /// Text without them: what is inside a script.
            Raw,
            /// An element that has no meaning here.
            Other,
            $(
                #[doc = concat!("`<", $name, ">`")]
                $variant,
            )*
        }

        impl Tag {
            pub(super) fn of_name(name: &[u8]) -> Tag {
                $(if name == $name.as_bytes() { return Tag::$variant; })*
                Tag::Other
            }
        }
    };
}

tags! {
    Div "div", A "a", Span "span", P "p", Li "li", Img "img", Script "script", Ul "ul", Br "br", Meta "meta", Link "link",
    Strong "strong", B "b", I "i", Em "em", H1 "h1", H2 "h2", H3 "h3", H4 "h4", H5 "h5", H6 "h6", Input "input",
    Section "section", Article "article", Button "button", Figure "figure", Figcaption "figcaption", Style "style",
    Noscript "noscript", Time "time", Header "header", Footer "footer", Nav "nav", Aside "aside", Main "main", Form "form",
    Table "table", Tbody "tbody", Thead "thead", Tfoot "tfoot", Tr "tr", Td "td", Th "th", Caption "caption", Col "col",
    Colgroup "colgroup", Ol "ol", Dl "dl", Dt "dt", Dd "dd", Blockquote "blockquote", Pre "pre", Hr "hr", Address "address",
    Html "html", Head "head", Body "body", Title "title", Base "base", Iframe "iframe", Object "object", Embed "embed",
    Video "video", Audio "audio", Source "source", Track "track", Picture "picture", Canvas "canvas", Svg "svg", Math "math",
    Template "template", Select "select", Option "option", Optgroup "optgroup", Datalist "datalist", Textarea "textarea",
    Label "label", Fieldset "fieldset", Legend "legend", Details "details", Summary "summary", Dialog "dialog", Menu "menu",
    Center "center", Font "font", Small "small", Big "big", U "u", S "s", Strike "strike", Code "code", Tt "tt", Nobr "nobr",
    Sup "sup", Sub "sub", Cite "cite", Q "q", Mark "mark", Abbr "abbr", Del "del", Ins "ins", Wbr "wbr", Area "area",
    Map "map", Param "param", Xmp "xmp", Noembed "noembed", Noframes "noframes", Frame "frame", Frameset "frameset",
    Hgroup "hgroup", Search "search", Dir "dir", Marquee "marquee",
}

impl Tag {
    /// Elements without content.
    #[rustfmt::skip]
    pub(super) fn is_void(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Br | Img | Meta | Link | Input | Hr | Base | Embed | Source | Track | Col | Wbr | Area
                | Param | Frame
        )
    }

    /// Elements whose content is text whatever it looks like.
    pub(super) fn is_raw(self) -> bool {
        use Tag::*;
        matches!(self, Script | Style | Iframe | Xmp | Noembed | Noframes | Textarea | Title)
    }

    /// Elements that stand on lines of their own.
    #[rustfmt::skip]
    pub(super) fn is_block(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Div | P | Li | Ul | Ol | Dl | Dt | Dd | H1 | H2 | H3 | H4 | H5 | H6 | Section | Article
                | Figure | Figcaption | Header | Footer | Nav | Aside | Main | Form | Table | Tbody
                | Thead | Tfoot | Tr | Td | Th | Caption | Blockquote | Pre | Hr | Address | Body | Html
                | Head | Title | Fieldset | Legend | Details | Summary | Dialog | Menu | Center | Hgroup
                | Search | Dir | Marquee | Noscript | Video | Audio | Object | Option | Select
                | Textarea | Iframe | Template
        )
    }

    /// Elements before which an open paragraph ends.
    #[rustfmt::skip]
    pub(super) fn ends_paragraph(self) -> bool {
        use Tag::*;
        self.is_block()
            && !matches!(
                self,
                Noscript | Video | Audio | Object | Option | Select | Textarea | Iframe | Template | Head
                | Title | Td | Th | Tr | Tbody | Thead | Tfoot | Caption | Legend | Html | Body
        )
    }

    pub(super) fn is_heading(self) -> bool {
        use Tag::*;
        matches!(self, H1 | H2 | H3 | H4 | H5 | H6)
    }

    /// Elements that an end tag of something outside them does not close.
    pub(super) fn is_wall(self) -> bool {
        use Tag::*;
        matches!(self, Td | Th | Table | Caption | Html | Body | Template | Object | Marquee | Button)
    }

    pub(super) fn in_head(self) -> bool {
        use Tag::*;
        matches!(
            self,
            Meta | Link | Title | Base | Script | Style | Noscript | Template | Head | Html | Object
        )
    }
}

/// A node's number: its place in the source.
pub(super) type Id = usize;

#[derive(Debug)]
pub(super) struct Node<'a> {
    pub(super) tag: Tag,
    pub(super) parent: u32,
    /// One past the last descendant.
    pub(super) end: u32,
    pub(super) name: &'a str,
    /// The text, or an element's attributes as they are written.
    pub(super) source: &'a str,
}

/// A page.
#[derive(Debug)]
pub(super) struct Tree<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    /// Whether elements were nested too deeply, so that some are missing around their text.
    pub(super) flattened: bool,
}

impl<'a> Tree<'a> {
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn tag(&self, id: Id) -> Tag {
        self.nodes.get(id).map_or(Tag::Other, |n| n.tag)
    }

    /// The element's name as it is written.
    pub(super) fn name(&self, id: Id) -> &'a str {
        self.nodes.get(id).map_or("", |n| n.name)
    }

    pub(super) fn parent(&self, id: Id) -> Option<Id> {
        (id > 0).then(|| self.nodes.get(id).map_or(0, |n| n.parent as usize))
    }

    /// The ancestors, from the parent up.
    pub(super) fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        std::iter::successors(self.parent(id), |&up| self.parent(up))
    }

    /// One past the last descendant.
    pub(super) fn end(&self, id: Id) -> Id {
        self.nodes.get(id).map_or(id + 1, |n| n.end as usize)
    }

    pub(super) fn children(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let end = self.end(id);
        std::iter::successors(Some(id + 1), |&child| Some(self.end(child)))
            .take_while(move |&child| child < end)
    }

    pub(super) fn contains(&self, outer: Id, inner: Id) -> bool {
        outer <= inner && inner < self.end(outer)
    }

    /// The text of a text node as it is written, empty for elements.
    pub(super) fn source(&self, id: Id) -> &'a str {
        self.nodes.get(id).filter(|n| matches!(n.tag, Tag::Text | Tag::Raw)).map_or("", |n| n.source)
    }

    /// An attribute's value.
    pub(super) fn attr(&self, id: Id, name: &str) -> Option<Cow<'a, str>> {
        let node = self.nodes.get(id).filter(|n| !matches!(n.tag, Tag::Text | Tag::Raw))?;
        Attributes { rest: node.source }.find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| decoded(v))
    }

    pub(super) fn has_attr(&self, id: Id, name: &str) -> bool {
        self.attr(id, name).is_some()
    }

    /// The attributes with their values as they are written.
    pub(super) fn attrs(&self, id: Id) -> impl Iterator<Item = (&'a str, &'a str)> {
        let source =
            self.nodes.get(id).filter(|n| !matches!(n.tag, Tag::Text | Tag::Raw)).map_or("", |n| n.source);
        Attributes { rest: source }
    }

    /// The words inside a node on one line.
    pub(super) fn line(&self, id: Id) -> String {
        let mut out = String::new();
        let mut at = id;
        while at < self.end(id) {
            match self.tag(at) {
                Tag::Script | Tag::Style | Tag::Noscript | Tag::Template | Tag::Svg if at != id => {
                    at = self.end(at);
                    continue;
                }
                Tag::Text => unescape_into(self.source(at), &mut out),
                Tag::Raw => out.push_str(self.source(at)),
                tag if tag.is_block() || tag == Tag::Br => out.push(' '),
                _ => {}
            }
            at += 1;
        }
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A text with its character references resolved.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    unescape_into(text, &mut out);
    Cow::Owned(out)
}

/// Takes the attributes of a tag apart.
struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/');
        // A name may begin with a stray "=".
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let name_end = rest.get(first..)?.find(is_end).map_or(rest.len(), |at| at + first);
        let (name, after) = rest.split_at(name_end);
        let Some(value) = after.trim_start().strip_prefix('=') else {
            self.rest = after;
            return Some((name, ""));
        };
        let value = value.trim_start();
        let (value, behind) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = value.get(1..)?;
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            _ => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        self.rest = behind;
        Some((name, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_found_however_they_are_written() {
        let tree = Tree::parse("<a HREF = 'x&amp;y' checked class=b/c data-x=\"1\"id=z>");
        let attr = |name| tree.attr(1, name);
        assert_eq!(attr("href").as_deref(), Some("x&y"));
        assert_eq!(attr("checked").as_deref(), Some(""));
        assert_eq!(attr("class").as_deref(), Some("b/c"));
        assert_eq!(attr("id").as_deref(), Some("z"));
        assert_eq!(attr("none"), None);
    }
}
