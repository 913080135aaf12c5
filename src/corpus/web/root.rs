//! Where on a page the article stands.
//!
//! Each block weighs what it adds to an article: prose much, links and labels less than
//! nothing. The element whose blocks weigh most is the article's, unless one that says so
//! itself holds nearly as much. A text may go on beside it, cut into pieces.

use std::collections::HashMap;

use super::blocks::Block;
use super::facts::agree;
use super::marks;
use super::page::{FURNITURE, Page, Sums, is_prose, weighed};
use super::tree::{Id, Tag};

impl Page<'_, '_> {
    /// The element that holds most of the prose and least of the rest.
    pub(super) fn densest(&self) -> Option<(Id, Sums)> {
        /// Blocks behind the headline among which a short article stands.
        const NEAR: usize = 30;
        let tree = self.tree;
        let heading = self.heading();
        let start = heading.map_or(usize::MAX, |h| self.blocks.partition_point(|b| b.first < h));
        let sums = Sums::new(tree, self.blocks, |nth, block| {
            let near = nth >= start && nth - start < NEAR;
            if weighed(self.around(block.node), block).has(FURNITURE) {
                -0.3 * (block.chars.min(200) as f64) - 5.0
            } else if is_prose(block) {
                block.chars as f64 * (1.0 - block.link_density()) * if near { 1.5 } else { 1.0 }
            } else {
                -10.0 - 0.2 * block.chars.min(200) as f64
            }
        });
        let mut best: Option<(Id, f64)> = None;
        for id in 0..tree.len() {
            let sum = sums.of(tree, id);
            // Of elements with the same content the innermost stands last.
            if best.is_none_or(|(_, b)| sum >= b) {
                best = Some((id, sum));
            }
        }
        let (id, sum) = best.filter(|&(_, sum)| sum > 0.0)?;
        let headed = self.headed(&sums, id);
        let (most, within) = headed.map_or((sum, 0), |first| (sums.of(tree, first), first));
        let root = self.named(&sums, most, within).unwrap_or(headed.unwrap_or(id));
        Some((root, sums))
    }

    /// The heading that bears the page's title.
    fn heading(&self) -> Option<Id> {
        let is = |&id: &Id| {
            let rank = matches!(self.tree.tag(id), Tag::H1 | Tag::H2);
            rank && !self.around(id).has(marks::FRAME.and(marks::RELATED)) && {
                let line = self.tree.line(id);
                // A heading of the first rank is among the titles itself.
                let own = usize::from(self.tree.tag(id) == Tag::H1);
                self.titles.iter().filter(|t| agree(t, &line)).take(2).count() > own
            }
        };
        (0..self.tree.len()).find(is)
    }

    /// The element around the page's headline, when the densest element stands elsewhere and
    /// holds several articles: those are others.
    fn headed(&self, sums: &Sums, densest: Id) -> Option<Id> {
        /// Enough text, in `char`s, for a short article.
        const ENOUGH: f64 = 250.0;
        let tree = self.tree;
        let articles =
            (densest + 1..tree.end(densest)).filter(|&id| tree.tag(id) == Tag::Article).take(3).count();
        let named = |&id: &Id| {
            matches!(tree.tag(id), Tag::H1 | Tag::H2 | Tag::H3) && {
                let line = tree.line(id);
                self.titles.iter().any(|t| agree(t, &line))
            }
        };
        if articles < 3 {
            return None;
        }
        let heading = (0..densest).find(named)?;
        let mut around = tree.ancestors(heading).take_while(|&up| !tree.contains(up, densest));
        around.find(|&up| sums.of(tree, up) > ENOUGH)
    }

    /// An element that says itself that it is the article's text and holds enough of it.
    fn named(&self, sums: &Sums, most: f64, within: Id) -> Option<Id> {
        let tree = self.tree;
        let rank = |id: Id| {
            let own = self.own(id);
            match () {
                _ if self.around(id).has(FURNITURE) => None,
                _ if own.has(marks::BODY_PROP) => Some((3, 0.5)),
                _ if own.has(marks::BODY) => Some((2, 0.6)),
                _ if own.has(marks::ARTICLE) => Some((1, 0.7)),
                _ => None,
            }
        };
        let mut best: Option<(u8, f64, Id)> = None;
        for id in within..tree.end(within) {
            let Some((level, share)) = rank(id) else { continue };
            let sum = sums.of(tree, id);
            if sum > share * most && best.is_none_or(|(l, s, _)| level > l || (level == l && sum >= s)) {
                best = Some((level, sum, id));
            }
        }
        best.map(|(_, _, id)| id)
    }

    /// Whether an element is named as an article's text and is the only one: lists of articles
    /// have many.
    pub(super) fn is_only_text(&self, core: Id) -> bool {
        let (tree, text) = (self.tree, marks::BODY.and(marks::BODY_PROP));
        let sums = Sums::new(tree, self.blocks, |_, b| if is_prose(b) { b.chars as f64 } else { 0.0 });
        let rival = |&id: &Id| {
            let apart = !tree.contains(core, id) && !tree.contains(id, core);
            apart && self.own(id).has(text) && sums.of(tree, id) * 4.0 > sums.of(tree, core)
        };
        self.own(core).has(text) && (0..tree.len()).filter(rival).count() < 3
    }

    /// How most of the prose inside an element is made: paragraphs of one article are made
    /// alike. Nothing is said where paragraphs have no class.
    pub(super) fn make_of(&self, core: Id) -> Option<(Tag, String)> {
        let mut counts: HashMap<(Tag, String), usize> = HashMap::new();
        let mut all = 0;
        for block in self.blocks.iter().filter(|b| self.tree.contains(core, b.first) && is_prose(b)) {
            all += block.chars;
            if let Some(class) = self.tree.attr(block.node, "class").filter(|c| !c.trim().is_empty()) {
                *counts.entry((self.tree.tag(block.node), class.into_owned())).or_insert(0) += block.chars;
            }
        }
        counts.into_iter().find(|(_, chars)| chars * 2 > all).map(|(make, _)| make)
    }

    /// Whether a block outside the article's element is a paragraph made like those inside.
    pub(super) fn is_made(&self, block: &Block, make: Option<&(Tag, String)>) -> bool {
        let Some((tag, class)) = make.filter(|_| is_prose(block)) else { return false };
        let alike = self.tree.tag(block.node) == *tag
            && self.tree.attr(block.node, "class").is_some_and(|c| c == class.as_str());
        alike && !self.around(block.node).has(FURNITURE)
    }

    /// The elements that hold the article's text: the core, and those beside it that are made
    /// like it, when a text is cut into pieces; and the element around them.
    pub(super) fn widened(&self, core: Id, make: Option<&(Tag, String)>) -> (Id, Vec<Id>) {
        let tree = self.tree;
        if matches!(tree.tag(core), Tag::P | Tag::Blockquote | Tag::Li) {
            // One paragraph is no container, and paragraphs of one article are made alike.
            let prose = |id: Id| -> usize {
                let inside = self.blocks.iter().filter(|b| tree.contains(id, b.first) && is_prose(b));
                inside
                    .filter(|b| tree.contains(core, b.first) || self.is_made(b, make))
                    .map(|b| b.chars)
                    .sum()
            };
            let own = prose(core);
            let up = tree.ancestors(core).take(6).find(|&up| prose(up) * 10 > own * 11);
            if let Some(up) = up {
                return (up, vec![core]);
            }
            let parent = tree.parent(core).filter(|&p| tree.tag(p) != Tag::Body).unwrap_or(core);
            return (parent, vec![parent]);
        }
        let made = |id: Id| (tree.tag(id), tree.attr(id, "class").filter(|c| !c.trim().is_empty()));
        let own = made(core);
        if own.1.is_none() || tree.tag(core) == Tag::Article {
            return (core, vec![core]);
        }
        for up in tree.ancestors(core).take(3) {
            let alike = |&id: &Id| made(id) == own && !self.around(id).has(FURNITURE);
            let pieces: Vec<Id> = (up + 1..tree.end(up)).filter(alike).collect();
            let apart = pieces.windows(2).all(|w| matches!(w, [a, b] if !tree.contains(*a, *b)));
            let headed = (core..tree.end(up)).any(|id| tree.tag(id) == Tag::H1);
            if headed || tree.tag(up) == Tag::Body {
                break;
            }
            if pieces.len() > 1 && apart && pieces.contains(&core) {
                return (up, pieces);
            }
        }
        (core, vec![core])
    }
}
