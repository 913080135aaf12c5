//! Tells the text of an article from what stands in and around it.
//!
//! Once it is known where the article stands, each of its blocks is judged by the hints of
//! the elements around it, by what it says and by how it lies.

use super::blocks::{Block, Kind};
use super::facts::agree;
use super::marks::{self, Marks};
use super::page::{Article, FURNITURE, Page, Role, Sums, is_prose, weighed};
use super::phrases::{self, Says};
use super::tree::{Id, Tag};

impl Page<'_, '_> {
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
            let core = pieces.iter().any(|&p| self.tree.contains(p, block.first));
            let within =
                self.tree.contains(root, block.first) && (core || self.is_made(block, make.as_ref()));
            let role = if !within {
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
            let title = self.titles.iter().any(|t| agree(t, &block.text));
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
        let named = |b: &Block| self.titles.iter().any(|t| agree(t, &b.text));
        let candidate = |&n: &usize| {
            let open = matches!(article.roles.get(n), Some(Role::Aside | Role::Outside));
            let furniture = |b: &Block| weighed(self.around(b.node), b).has(FURNITURE);
            self.blocks
                .get(n)
                .is_some_and(|b| open && b.first >= from && is_lead(b) && !furniture(b) && !named(b))
        };
        if let Some(lead) = (0..text).find(candidate) {
            article.set(lead, Role::Lead);
        }
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
        let says = phrases::says(&block.text);
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
}
