//! Cuts a page into blocks: the paragraphs, headings, items and cells that a reader would
//! see, each with what its markup tells about it.
//!
//! A block is a stretch of text between the ends of two elements that stand on lines of
//! their own, or between two empty lines. What no reader sees (scripts, hidden elements,
//! controls of forms) is in no block.

use super::marks::{self, Marks};
use super::tree::{Id, Tag, Tree};
use super::unescape_into;

/// What sort of element a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Paragraph,
    Heading,
    Item,
    Cell,
    Caption,
    Quote,
}

/// A stretch of text.
#[derive(Debug)]
pub(super) struct Block {
    /// The element that stands on lines of its own and holds the text directly.
    pub(super) node: Id,
    /// Its first text node.
    pub(super) first: Id,
    pub(super) kind: Kind,
    /// The row or list that it is part of, else the element itself.
    pub(super) group: Id,
    /// The text on one line, but for single line breaks of the page.
    pub(super) text: String,
    /// How much text it is: `char`s that are no white space, those that are whole syllables or
    /// words counted as several.
    pub(super) chars: usize,
    /// Of these, how many stand in links.
    pub(super) link_chars: usize,
}

impl Block {
    /// The share of the text that stands in links.
    pub(super) fn link_density(&self) -> f64 {
        ratio(self.link_chars, self.chars)
    }

    /// Whether it ends as a sentence does.
    pub(super) fn ends_sentence(&self) -> bool {
        let end = self.text.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)]*“".contains(c));
        end.ends_with(|c: char| ".!?…:;。！？।؟۔。".contains(c))
    }
}

pub(super) fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// How many letters of an alphabet a character stands for.
fn weight(c: char) -> usize {
    match u32::from(c) {
        0x3040..=0x30ff | 0xac00..=0xd7af => 2,
        0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff => 3,
        _ => 1,
    }
}

/// Elements whose text nobody reads as part of a page.
#[rustfmt::skip]
fn is_unseen(tag: Tag) -> bool {
    use Tag::*;
    matches!(
        tag,
        Script | Style | Noscript | Template | Svg | Math | Iframe | Object | Select | Datalist
                | Textarea | Button | Video | Audio | Canvas | Head | Title | Xmp | Noembed | Noframes
                | Map
        )
}

/// The page in blocks; `hidden` admits what is hidden from readers.
pub(super) fn cut(tree: &Tree<'_>, marks: &[Marks], hidden: bool) -> Vec<Block> {
    let mut cutter = Cutter {
        tree,
        blocks: Vec::new(),
        open: Vec::new(),
        block: None,
        breaks: 0,
        gap: false,
        links: Vec::new(),
    };
    let mut at = 1;
    while at < tree.len() {
        cutter.leave(at);
        let unseen =
            is_unseen(tree.tag(at)) || (!hidden && marks.get(at).is_some_and(|m| m.has(marks::HIDDEN)));
        if unseen {
            if tree.tag(at).is_block() {
                cutter.flush();
            }
            at = tree.end(at);
            continue;
        }
        cutter.enter(at);
        at += 1;
    }
    cutter.flush();
    cutter.blocks
}

struct Cutter<'t, 'a> {
    tree: &'t Tree<'a>,
    blocks: Vec<Block>,
    /// Open elements that stand on lines of their own.
    open: Vec<Id>,
    block: Option<Block>,
    /// Line breaks since the last text.
    breaks: usize,
    /// White space since the last text.
    gap: bool,
    links: Vec<Id>,
}

impl Cutter<'_, '_> {
    /// Leaves the elements that end before the node at `at`.
    fn leave(&mut self, at: Id) {
        let tree = self.tree;
        while self.open.last().is_some_and(|&o| tree.end(o) <= at) {
            self.flush();
            self.open.pop();
        }
        while self.links.last().is_some_and(|&o| tree.end(o) <= at) {
            self.links.pop();
        }
    }

    fn enter(&mut self, at: Id) {
        match self.tree.tag(at) {
            Tag::Text => self.text(at),
            Tag::Raw => {}
            Tag::Br => {
                self.breaks += 1;
                if self.breaks >= 2 {
                    self.flush();
                }
            }
            tag if tag.is_block() => {
                self.flush();
                self.open.push(at);
            }
            Tag::A if self.tree.has_attr(at, "href") => self.links.push(at),
            _ => {}
        }
    }

    fn text(&mut self, at: Id) {
        let source = self.tree.source(at);
        if source.bytes().all(|b| b.is_ascii_whitespace()) {
            self.gap = true;
            return;
        }
        let mut decoded = String::new();
        let text = if source.contains('&') {
            unescape_into(source, &mut decoded);
            decoded.as_str()
        } else {
            source
        };
        let is_space = |c: char| c.is_whitespace() || c == '\u{200b}';
        let count = text.chars().filter(|&c| !is_space(c)).map(weight).sum::<usize>();
        if count == 0 {
            self.gap = true;
            return;
        }
        let in_link = !self.links.is_empty();
        let block = self.block.get_or_insert_with(|| {
            let node = self.open.last().copied().unwrap_or(0);
            let (kind, group) = kind(self.tree, node);
            Block { node, first: at, kind, group, text: String::new(), chars: 0, link_chars: 0 }
        });
        if !block.text.is_empty() {
            if self.breaks > 0 {
                block.text.push('\n');
            } else if self.gap || text.starts_with(is_space) {
                block.text.push(' ');
            }
        }
        for (nth, word) in text.split(is_space).filter(|w| !w.is_empty()).enumerate() {
            if nth > 0 {
                block.text.push(' ');
            }
            block.text.push_str(word);
        }
        block.chars += count;
        block.link_chars += if in_link { count } else { 0 };
        self.gap = text.ends_with(is_space);
        self.breaks = 0;
    }

    fn flush(&mut self) {
        self.blocks.extend(self.block.take());
        self.breaks = 0;
        self.gap = false;
    }
}

/// What a block is by the elements around it, as far as the next container, and what it is
/// part of.
fn kind(tree: &Tree<'_>, node: Id) -> (Kind, Id) {
    for at in std::iter::once(node).chain(tree.ancestors(node)).take(4) {
        let kind = match tree.tag(at) {
            tag if tag.is_heading() => Kind::Heading,
            Tag::Li | Tag::Dd | Tag::Dt => Kind::Item,
            Tag::Td | Tag::Th if at == node => Kind::Cell,
            Tag::Figcaption | Tag::Caption => Kind::Caption,
            Tag::Blockquote => Kind::Quote,
            Tag::P | Tag::Div => continue,
            _ => break,
        };
        let group =
            if matches!(kind, Kind::Item | Kind::Cell) { tree.parent(at).unwrap_or(at) } else { node };
        return (kind, group);
    }
    (Kind::Paragraph, node)
}
