//! What the parts of the search for an article share: the page with its hints, sums over its
//! blocks, and what a block can be.

use super::blocks::Block;
use super::marks::{self, Marks};
use super::tree::{Id, Tag, Tree};

/// What a block is to the article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Body,
    Caption,
    /// Stood inside the article and is none of its text.
    Aside,
    /// A summary before the text.
    Lead,
    Outside,
}

/// The article on a page.
#[derive(Debug)]
pub(super) struct Article {
    /// The element around it.
    pub(super) root: Id,
    /// What each block is to it.
    pub(super) roles: Vec<Role>,
    /// Whether the page names that element as the text of its article, and no other beside it.
    pub(super) named: bool,
}

impl Article {
    /// The numbers of the blocks that are its text.
    pub(super) fn body(&self) -> Vec<usize> {
        let of_text = |(n, role): (usize, &Role)| (*role == Role::Body).then_some(n);
        self.roles.iter().enumerate().filter_map(of_text).collect()
    }

    pub(super) fn set(&mut self, nth: usize, role: Role) {
        if let Some(slot) = self.roles.get_mut(nth) {
            *slot = role;
        }
    }

    /// The first block of running text.
    pub(super) fn first_prose(&self, blocks: &[Block]) -> Option<usize> {
        let is = |(block, role): (&Block, &Role)| *role == Role::Body && is_prose(block);
        blocks.iter().zip(&self.roles).position(is)
    }
}

/// Hints that an element is no part of an article.
pub(super) const FURNITURE: Marks = marks::COMMENTS
    .and(marks::RELATED)
    .and(marks::FRAME)
    .and(marks::SHARE)
    .and(marks::PROMO)
    .and(marks::ADVERT)
    .and(marks::NOTICE)
    .and(marks::TAGS);

/// Share of the page's text from which on an element's name is that of the page's frame.
const FRAME_SHARE: f64 = 0.4;

pub(super) struct Page<'p, 'a> {
    pub(super) tree: &'p Tree<'a>,
    pub(super) marks: &'p [Marks],
    pub(super) blocks: &'p [Block],
    pub(super) inherited: Vec<Marks>,
    /// What the page is called, in its head and in its headings.
    pub(super) titles: &'p [String],
}

/// Sums over the blocks inside each element.
pub(super) struct Sums(Vec<f64>);

impl Sums {
    pub(super) fn new(tree: &Tree<'_>, blocks: &[Block], weight: impl Fn(usize, &Block) -> f64) -> Sums {
        let mut sums = vec![0.0; tree.len() + 1];
        for (nth, block) in blocks.iter().enumerate() {
            if let Some(slot) = sums.get_mut(block.first + 1) {
                *slot += weight(nth, block);
            }
        }
        let mut total = 0.0;
        for slot in &mut sums {
            total += *slot;
            *slot = total;
        }
        Sums(sums)
    }

    pub(super) fn of(&self, tree: &Tree<'_>, id: Id) -> f64 {
        let at = |i: usize| self.0.get(i).copied().unwrap_or(0.0);
        at(tree.end(id)) - at(id)
    }
}

impl<'p, 'a> Page<'p, 'a> {
    pub(super) fn new(
        tree: &'p Tree<'a>,
        marks: &'p [Marks],
        blocks: &'p [Block],
        titles: &'p [String],
    ) -> Page<'p, 'a> {
        let mut page = Page { tree, marks, blocks, inherited: Vec::new(), titles };
        page.inherited = page.inherit();
        page
    }

    pub(super) fn own(&self, id: Id) -> Marks {
        self.marks.get(id).copied().unwrap_or_default()
    }

    pub(super) fn around(&self, id: Id) -> Marks {
        self.inherited.get(id).copied().unwrap_or_default()
    }

    /// The hints that hold for each node: its own and those of the elements around it, but
    /// for the names of elements that hold much of the page's text.
    fn inherit(&self) -> Vec<Marks> {
        let tree = self.tree;
        let sums = Sums::new(tree, self.blocks, |_, b| if is_prose(b) { b.chars as f64 } else { 0.0 });
        let whole = sums.of(tree, 0);
        // How many signs of an article stand before each node.
        let strong = marks::COMMENTS.and(marks::EDGE);
        let sign = |id: Id| {
            let text =
                self.own(id).has(marks::BODY.and(marks::BODY_PROP).and(marks::ARTICLE).and(marks::MAIN));
            tree.tag(id) == Tag::H1 || (text && !self.own(id).has(strong))
        };
        let mut signs = vec![0u32; tree.len() + 1];
        for id in 0..tree.len() {
            let before = signs.get(id).copied().unwrap_or(0);
            if let Some(slot) = signs.get_mut(id + 1) {
                *slot = before + u32::from(sign(id));
            }
        }
        let signs_in =
            |id: Id| signs.get(tree.end(id)).copied().unwrap_or(0) - signs.get(id).copied().unwrap_or(0);
        let mut inherited: Vec<Marks> = Vec::with_capacity(tree.len());
        for id in 0..tree.len() {
            let above = tree.parent(id).and_then(|p| inherited.get(p)).copied().unwrap_or_default();
            let own = self.own(id);
            let large = whole > 0.0 && sums.of(tree, id) > FRAME_SHARE * whole;
            let frame = large && (!own.has(strong) || signs_in(id) > 0);
            inherited.push(if frame { above } else { above.and(own) });
        }
        inherited
    }
}

/// The hints that count for a block: bars of buttons and lists of topics hold no sentences.
pub(super) fn weighed(marks: Marks, block: &Block) -> Marks {
    let sentences = block.chars >= 100 && block.link_density() < 0.3 && block.ends_sentence();
    if sentences { marks.without(marks::SHARE.and(marks::TAGS).and(marks::META)) } else { marks }
}

/// Whether a block reads like a paragraph of running text.
pub(super) fn is_prose(block: &Block) -> bool {
    let density = block.link_density();
    (block.chars >= 80 && density < 0.5) || (block.chars >= 20 && block.ends_sentence() && density < 0.4)
}
