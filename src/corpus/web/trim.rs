//! Takes off what remains of furniture inside an article: lists of links, labels, other
//! articles, and lines at both ends that belong to what has gone.

use std::collections::HashMap;

use super::blocks::{Block, Kind, ratio};
use super::facts::agree;
use super::marks;
use super::page::{Article, Page, Role, Sums, is_prose};
use super::phrases::heads_more;
use super::tree::{Id, Tag};

impl Page<'_, '_> {
    /// Takes off what remains of furniture at both ends and in lists of links.
    pub(super) fn trim(&self, article: &mut Article) {
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
                article.set(*n, Role::Aside);
            }
        }
        // The head of something that has gone.
        for n in body.iter().skip(first + 1).rev() {
            let stump = |b: &Block| {
                let words = b.text.chars().any(char::is_alphabetic);
                let short = b.chars < 25 && !b.ends_sentence() && b.kind == Kind::Paragraph && words;
                b.kind == Kind::Heading || short || heads_more(&b.text)
            };
            if !block(n).is_some_and(stump) {
                break;
            }
            article.set(*n, Role::Aside);
        }
    }

    /// Whether a short line before the text is no part of it: the title again, a date, a name.
    fn is_above_text(&self, block: &Block) -> bool {
        let digits = block.text.chars().filter(|c| c.is_numeric()).count();
        let dated = digits >= 4 && block.chars < 60;
        let title = self.titles.iter().any(|t| agree(t, &block.text));
        title || dated || (block.chars < 25 && !block.ends_sentence()) || block.kind == Kind::Item
    }

    /// Pages that go on with the next article when the reader comes to the end hold it in an
    /// `<article>` of its own. (The many entries of a running account do as well.)
    fn drop_next_articles(&self, article: &mut Article) {
        /// Text, in `char`s, that makes the first article one of its own.
        const OWN_TEXT: usize = 500;
        let tree = self.tree;
        let running = (article.root..tree.end(article.root)).any(|id| self.own(id).has(marks::LIVE));
        let Some(first) = article.first_prose(self.blocks).and_then(|n| self.blocks.get(n)) else { return };
        if running {
            return;
        }
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
                article.set(n, Role::Outside);
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
            if sections.len() >= SECTIONS || !inside || !short || !heads_more(&block.text) {
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
                article.set(n, Role::Aside);
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
                article.set(n, Role::Aside);
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
                    article.set(n, Role::Aside);
                }
                if let Some(head) = at.checked_sub(1)
                    && self
                        .blocks
                        .get(head)
                        .is_some_and(|b| b.kind == Kind::Heading || b.chars < 40 && !b.ends_sentence())
                    && article.roles.get(head) == Some(&Role::Body)
                {
                    article.set(head, Role::Aside);
                }
            }
            at += count;
        }
    }
}
