//! Finds the article on a page and tells its text from what stands in and around it.

use std::collections::HashMap;

use super::blocks::{Block, Kind, ratio};
use super::marks::{self, Marks};
use super::phrases::Says;
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
    fn body(&self) -> Vec<usize> {
        let of_text = |(n, role): (usize, &Role)| (*role == Role::Body).then_some(n);
        self.roles.iter().enumerate().filter_map(of_text).collect()
    }

    /// The first block of running text.
    pub(super) fn first_prose(&self, blocks: &[Block]) -> Option<usize> {
        let is = |(block, role): (&Block, &Role)| *role == Role::Body && is_prose(block);
        blocks.iter().zip(&self.roles).position(is)
    }
}

/// Hints that an element is no part of an article.
const FURNITURE: Marks = marks::COMMENTS
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
struct Sums(Vec<f64>);

impl Sums {
    fn new(tree: &Tree<'_>, blocks: &[Block], weight: impl Fn(usize, &Block) -> f64) -> Sums {
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

    fn of(&self, tree: &Tree<'_>, id: Id) -> f64 {
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

    /// The element that holds most of the prose and least of the rest.
    fn densest(&self) -> Option<(Id, Sums)> {
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
                self.titles.iter().filter(|t| super::facts::agree(t, &line)).take(2).count() > own
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
                self.titles.iter().any(|t| super::facts::agree(t, &line))
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
    fn is_only_text(&self, core: Id) -> bool {
        let (tree, text) = (self.tree, marks::BODY.and(marks::BODY_PROP));
        let sums = Sums::new(tree, self.blocks, |_, b| if is_prose(b) { b.chars as f64 } else { 0.0 });
        let rival = |&id: &Id| {
            let apart = !tree.contains(core, id) && !tree.contains(id, core);
            apart && self.own(id).has(text) && sums.of(tree, id) * 4.0 > sums.of(tree, core)
        };
        self.own(core).has(text) && (0..tree.len()).filter(rival).count() < 3
    }

    /// The article, if there is any prose.
    pub(super) fn article(&self) -> Option<Article> {
        let Some((core, _)) = self.densest() else { return self.scraps() };
        // A list is a part of a text.
        let is_list = |&id: &Id| matches!(self.tree.tag(id), Tag::Ul | Tag::Ol | Tag::Dl | Tag::Li);
        let mut around = std::iter::once(core).chain(self.tree.ancestors(core));
        let core = around.find(|id| !is_list(id)).unwrap_or(core);
        let make = self.make_of(core);
        let (root, pieces) = self.widened(core, make.as_ref());
        let inside = self.inside(root);
        let pictured = self.pictured(root);
        let mut roles: Vec<Role> = Vec::with_capacity(self.blocks.len());
        for (nth, block) in self.blocks.iter().enumerate() {
            let role = if !self.tree.contains(root, block.first) {
                Role::Outside
            } else if !pieces.iter().any(|&p| self.tree.contains(p, block.first))
                && !self.is_made(block, make.as_ref())
            {
                Role::Outside
            } else {
                let marks = inside.get(block.node.saturating_sub(root)).copied().unwrap_or_default();
                self.role(block, marks, pictured.get(nth).copied().unwrap_or(false))
            };
            roles.push(role);
        }
        let named = self.is_only_text(core);
        let mut article = Article { root, roles, named };
        self.trim(&mut article);
        self.find_lead(&mut article);
        Some(article)
    }

    /// What a page shows that holds no running text: a flash of a few words, a table.
    fn scraps(&self) -> Option<Article> {
        let role = |block: &Block| {
            let title = self.titles.iter().any(|t| super::facts::agree(t, &block.text));
            let frame = self.around(block.node).has(FURNITURE) || block.link_density() > 0.5;
            if title || frame || self.tree.tag(block.node) == Tag::H1 { Role::Outside } else { Role::Body }
        };
        let roles: Vec<Role> = self.blocks.iter().map(role).collect();
        roles.contains(&Role::Body).then_some(Article { root: 0, roles, named: false })
    }

    /// The summary that a page shows between its headline and its text.
    fn find_lead(&self, article: &mut Article) {
        let Some(text) = article.first_prose(self.blocks) else { return };
        let start = self.blocks.get(text).map_or(0, |b| b.first);
        let heading = (0..start).rev().find(|&id| self.tree.tag(id) == Tag::H1);
        let from = heading.unwrap_or(article.root).min(start);
        let is_lead = |b: &Block| {
            let near = std::iter::once(b.node).chain(self.tree.ancestors(b.node)).take(3);
            let marked = near.take_while(|&id| id > from).any(|id| self.own(id).has(marks::LEAD));
            marked && (30..=700).contains(&b.chars) && b.link_density() < 0.5
        };
        let named = |b: &Block| self.titles.iter().any(|t| super::facts::agree(t, &b.text));
        let candidate = |&n: &usize| {
            let open = matches!(article.roles.get(n), Some(Role::Aside | Role::Outside));
            let furniture = |b: &Block| weighed(self.around(b.node), b).has(FURNITURE);
            self.blocks
                .get(n)
                .is_some_and(|b| open && b.first >= from && is_lead(b) && !furniture(b) && !named(b))
        };
        if let Some(lead) = (0..text).find(candidate) {
            set(article, lead, Role::Lead);
        }
    }

    /// How most of the prose inside an element is made: paragraphs of one article are made
    /// alike. Nothing is said where paragraphs have no class.
    fn make_of(&self, core: Id) -> Option<(Tag, String)> {
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
    fn is_made(&self, block: &Block, make: Option<&(Tag, String)>) -> bool {
        let Some((tag, class)) = make.filter(|_| is_prose(block)) else { return false };
        let alike = self.tree.tag(block.node) == *tag
            && self.tree.attr(block.node, "class").is_some_and(|c| c == class.as_str());
        alike && !self.around(block.node).has(FURNITURE)
    }

    /// The elements that hold the article's text: the core, and those beside it that are made
    /// like it, when a text is cut into pieces; and the element around them.
    fn widened(&self, core: Id, make: Option<&(Tag, String)>) -> (Id, Vec<Id>) {
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

    /// The hints that hold for the nodes of the article, but for the names of elements that
    /// hold much of its text; by number behind the root.
    fn inside(&self, root: Id) -> Vec<Marks> {
        let tree = self.tree;
        let sums = Sums::new(tree, self.blocks, |_, b| if is_prose(b) { b.chars as f64 } else { 0.0 });
        let whole = sums.of(tree, root).max(1.0);
        let mut inside: Vec<Marks> = Vec::with_capacity(tree.end(root) - root);
        for id in root..tree.end(root) {
            let above = match tree.parent(id).and_then(|p| p.checked_sub(root)) {
                Some(up) if id > root => inside.get(up).copied().unwrap_or_default(),
                _ => Marks::default(),
            };
            let own = self.own(id);
            let bound = if own.has(marks::COMMENTS.and(marks::RELATED)) { 0.5 } else { 0.3 };
            let frame = id == root || sums.of(tree, id) > bound * whole;
            inside.push(match () {
                _ if own.has(marks::POST) => {
                    above.without(FURNITURE.and(marks::META).and(marks::EMBED)).and(marks::POST)
                }
                _ if frame => above,
                _ if above.has(marks::POST) => above,
                _ => above.and(own),
            });
        }
        inside
    }

    /// Which blocks stand alone with a picture in an element of the article.
    fn pictured(&self, root: Id) -> Vec<bool> {
        let tree = self.tree;
        let is_picture = |id: Id| {
            matches!(tree.tag(id), Tag::Img | Tag::Picture | Tag::Video | Tag::Figure)
                || tree.name(id).eq_ignore_ascii_case("amp-img")
        };
        let mut pictures = vec![0u32; tree.len() + 1];
        for id in 0..tree.len() {
            let before = pictures.get(id).copied().unwrap_or(0);
            if let Some(slot) = pictures.get_mut(id + 1) {
                *slot = before + u32::from(is_picture(id));
            }
        }
        let counted = |id: Id| {
            pictures.get(tree.end(id)).copied().unwrap_or(0) - pictures.get(id).copied().unwrap_or(0)
        };
        let chars = Sums::new(tree, self.blocks, |_, b| b.chars as f64);
        let mut pictured = Vec::with_capacity(self.blocks.len());
        for block in self.blocks {
            let up = std::iter::once(block.node)
                .chain(tree.ancestors(block.node))
                .take(5)
                .take_while(|&id| id > root);
            let mut alone = up.take_while(|&id| chars.of(tree, id) < 1.5 * block.chars as f64 + 40.0);
            pictured.push(alone.any(|id| counted(id) > 0));
        }
        pictured
    }

    fn role(&self, block: &Block, marks: Marks, pictured: bool) -> Role {
        let marks = weighed(marks, block);
        let says = super::phrases::says(&block.text);
        if block.kind == Kind::Caption || marks.has(marks::CAPTION) || says == Says::PictureCredit {
            return Role::Caption;
        }
        if pictured && block.chars < 350 && self.tree.tag(block.node) != Tag::P {
            return Role::Caption;
        }
        if pictured && block.chars < 100 && !block.ends_sentence() {
            return Role::Caption;
        }
        let not_text = FURNITURE
            .and(marks::AUTHOR)
            .and(marks::META)
            .and(marks::LEGAL)
            .and(marks::PULL_QUOTE)
            .and(marks::LEAD)
            .and(marks::EMBED);
        if marks.has(not_text) || says != Says::Nothing {
            return Role::Aside;
        }
        if self.tree.tag(block.node) == Tag::H1 {
            return Role::Aside;
        }
        let address = block.text.starts_with("http") || block.text.starts_with("www.");
        let sentence = block.ends_sentence() && block.link_density() < 0.75;
        let links = block.link_density() > 0.6 && !is_prose(block) && !sentence && !address;
        if links && block.kind != Kind::Quote {
            return Role::Aside;
        }
        Role::Body
    }

    /// Takes off what remains of furniture at both ends and in lists of links.
    fn trim(&self, article: &mut Article) {
        self.drop_link_lists(article);
        self.drop_repeated(article);
        self.drop_next_articles(article);
        self.drop_headed_sections(article);
        let body = article.body();
        let block = |n: &usize| self.blocks.get(*n);
        let text = |b: &Block| b.kind != Kind::Heading && (is_prose(b) || b.chars > 60);
        let Some(first) = body.iter().position(|n| block(n).is_some_and(text)) else { return };
        for n in body.iter().take(first) {
            if block(n).is_some_and(|b| self.is_above_text(b)) {
                set(article, *n, Role::Aside);
            }
        }
        // The head of something that has gone.
        for n in body.iter().skip(first + 1).rev() {
            let stump = |b: &Block| {
                let words = b.text.chars().any(char::is_alphabetic);
                let short = b.chars < 25 && !b.ends_sentence() && b.kind == Kind::Paragraph && words;
                b.kind == Kind::Heading || short || super::phrases::heads_more(&b.text)
            };
            if !block(n).is_some_and(stump) {
                break;
            }
            set(article, *n, Role::Aside);
        }
    }

    /// Whether a short line before the text is no part of it: the title again, a date, a name.
    fn is_above_text(&self, block: &Block) -> bool {
        let digits = block.text.chars().filter(|c| c.is_numeric()).count();
        let dated = digits >= 4 && block.chars < 60;
        let title = self.titles.iter().any(|t| super::facts::agree(t, &block.text));
        title || dated || (block.chars < 25 && !block.ends_sentence()) || block.kind == Kind::Item
    }

    /// Pages that go on with the next article when the reader comes to the end hold it in an
    /// `<article>` of its own. (The many entries of a running account do as well.)
    fn drop_next_articles(&self, article: &mut Article) {
        /// Text, in `char`s, that makes the first article one of its own.
        const OWN_TEXT: usize = 500;
        let tree = self.tree;
        let Some(first) = article.first_prose(self.blocks).and_then(|n| self.blocks.get(n)) else { return };
        let body = article.body();
        let chars = |id: Id| -> usize {
            let inside =
                body.iter().filter_map(|&n| self.blocks.get(n)).filter(|b| tree.contains(id, b.first));
            inside.filter(|b| is_prose(b)).map(|b| b.chars).sum()
        };
        let headed = |id: Id| (id..tree.end(id)).any(|n| matches!(tree.tag(n), Tag::H1 | Tag::H2));
        let inside = article.root + 1..tree.end(article.root);
        let others = inside.filter(|&id| tree.tag(id) == Tag::Article && !tree.contains(id, first.first));
        let others: Vec<Id> = others.filter(|&id| id > first.first && headed(id)).take(4).collect();
        let own: usize = chars(article.root).saturating_sub(others.iter().map(|&id| chars(id)).sum());
        if others.is_empty() || others.len() > 3 || own < OWN_TEXT {
            return;
        }
        for n in body {
            let next = |b: &Block| others.iter().any(|&id| tree.contains(id, b.first));
            if self.blocks.get(n).is_some_and(next) {
                set(article, n, Role::Outside);
            }
        }
    }

    /// A part of the page under a heading such as "Related" or "Comments" is none of the text,
    /// when an element holds it together that is not the text's own.
    fn drop_headed_sections(&self, article: &mut Article) {
        /// Share of the text that such a part may have.
        const MOST: f64 = 0.45;
        /// More such headings are labels in a list.
        const SECTIONS: usize = 50;
        let tree = self.tree;
        let Some(first) = article.first_prose(self.blocks).and_then(|n| self.blocks.get(n)) else { return };
        let body = article.body();
        let is_body = |n: usize| article.roles.get(n) == Some(&Role::Body);
        let sums = Sums::new(tree, self.blocks, |n, b| if is_body(n) { b.chars as f64 } else { 0.0 });
        let whole = sums.of(tree, article.root);
        let mut sections: Vec<Id> = Vec::new();
        for (n, block) in self.blocks.iter().enumerate() {
            let inside =
                article.roles.get(n).is_some_and(|r| *r != Role::Outside) && block.first > first.first;
            let short = block.kind == Kind::Heading || (block.chars < 40 && !block.ends_sentence());
            if sections.len() >= SECTIONS || !inside || !short || !super::phrases::heads_more(&block.text) {
                continue;
            }
            // It begins with its heading.
            let heads = |up: Id| self.blocks.partition_point(|b| b.first < up) == n;
            let apart = |&up: &Id| up > article.root && !tree.contains(up, first.first) && heads(up);
            let up = tree.ancestors(block.node).take_while(apart);
            let small = up.take_while(|&up| sums.of(tree, up) < MOST * whole);
            sections.extend(small.last());
        }
        for n in body {
            let within = |b: &Block| sections.iter().any(|&s| tree.contains(s, b.first));
            if self.blocks.get(n).is_some_and(within) {
                set(article, n, Role::Aside);
            }
        }
    }

    /// Short lines that come again and again but for a number are labels.
    fn drop_repeated(&self, article: &mut Article) {
        let mut counts = HashMap::new();
        let bare = |b: &Block| b.text.chars().filter(|c| !c.is_numeric()).collect::<String>();
        let short = |b: &Block| b.chars < 30 && b.text.chars().any(char::is_alphabetic) && !b.ends_sentence();
        let body = article.body();
        for block in body.iter().filter_map(|&n| self.blocks.get(n)).filter(|b| short(b)) {
            *counts.entry(bare(block)).or_insert(0) += 1;
        }
        for n in body {
            let label = |b: &Block| short(b) && counts.get(&bare(b)).is_some_and(|&c| c >= 3);
            if self.blocks.get(n).is_some_and(label) {
                set(article, n, Role::Aside);
            }
        }
    }

    /// Lists whose items are mostly links lead to other articles, with the line above them.
    fn drop_link_lists(&self, article: &mut Article) {
        let tree = self.tree;
        let mut at = 0;
        while let Some(block) = self.blocks.get(at) {
            let list = (block.kind == Kind::Item)
                .then(|| {
                    tree.ancestors(block.node)
                        .chain(std::iter::once(block.node))
                        .take(5)
                        .find(|&id| matches!(tree.tag(id), Tag::Ul | Tag::Ol | Tag::Dl))
                })
                .flatten();
            let Some(list) =
                list.filter(|&l| l >= article.root && article.roles.get(at) == Some(&Role::Body))
            else {
                at += 1;
                continue;
            };
            let count =
                self.blocks.iter().skip(at).take_while(|b| tree.contains(list, b.first)).count().max(1);
            let items = self.blocks.iter().skip(at).take(count);
            let (links, chars) = items.fold((0, 0), |(l, c), b| (l + b.link_chars, c + b.chars));
            if ratio(links, chars) > 0.35 {
                for n in at..at + count {
                    set(article, n, Role::Aside);
                }
                if let Some(head) = at.checked_sub(1)
                    && self
                        .blocks
                        .get(head)
                        .is_some_and(|b| b.kind == Kind::Heading || b.chars < 40 && !b.ends_sentence())
                    && article.roles.get(head) == Some(&Role::Body)
                {
                    set(article, head, Role::Aside);
                }
            }
            at += count;
        }
    }
}

fn set(article: &mut Article, nth: usize, role: Role) {
    if let Some(slot) = article.roles.get_mut(nth) {
        *slot = role;
    }
}

/// The hints that count for a block: bars of buttons and lists of topics hold no sentences.
fn weighed(marks: Marks, block: &Block) -> Marks {
    let sentences = block.chars >= 100 && block.link_density() < 0.3 && block.ends_sentence();
    if sentences { marks.without(marks::SHARE.and(marks::TAGS).and(marks::META)) } else { marks }
}

/// Whether a block reads like a paragraph of running text.
pub(super) fn is_prose(block: &Block) -> bool {
    let density = block.link_density();
    (block.chars >= 80 && density < 0.5) || (block.chars >= 20 && block.ends_sentence() && density < 0.4)
}
