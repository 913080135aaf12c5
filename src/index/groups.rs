//! Which spellings are one actor, where that is not settled by their keys: what the rules
//! found by looking at the whole archive, and then, over it, what the user says.
//!
//! A spelling is entered under its key. Spellings of one key begin as one node; a merge
//! hangs a node below another, a split moves spellings to a node of their own. Only what
//! some rule or line speaks of is looked at, so that an archive without corrections pays
//! nothing, and a small file costs little.

use std::collections::{BTreeMap, HashMap};

use super::corrections::{Change, Corrections, kind_of_id, one_line};
use super::dictionary::{Entries, Family, rank};
use crate::enrich::actors::{self, known::name_key};

/// Why a spelling belongs to another actor than its key says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A rule of the archive tied their keys together.
    Rule,
    /// A line of the corrections merged them.
    Merge(usize),
    /// A line of the corrections set it apart.
    Split(usize),
}

/// Spellings that are one actor.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    /// The actor's id.
    pub(super) id: String,
    /// The name that the user gave it, and in which line.
    pub(super) label: Option<(String, usize)>,
    /// The line that says that it is no actor.
    pub(super) hidden: Option<usize>,
    /// The numbers of its spellings, rising.
    pub(super) members: Vec<u32>,
    /// The number of the spelling that speaks for it; none when the archive has none.
    pub(super) speaker: Option<u32>,
}

/// The groups that rules and corrections speak of.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    nodes: Vec<Node>,
    groups: Vec<Group>,
    /// Node by spelling.
    spellings: HashMap<u32, usize>,
    /// Node by id, those among them that were merged away.
    ids: HashMap<String, usize>,
}

#[derive(Debug, Clone)]
struct Node {
    id: String,
    /// Spellings that hang here and not below.
    own: Vec<u32>,
    /// The node that this one became a part of, and why.
    up: Option<(usize, Cause)>,
    /// Some node above, to get to the top quickly.
    shortcut: usize,
    /// At a top: all nodes below it, and itself.
    below: Vec<usize>,
    /// The line that made it, when it was set apart.
    split: Option<usize>,
    label: Option<(String, usize)>,
    hidden: Option<usize>,
    /// At a top, when all is done: its group.
    group: usize,
}

impl Groups {
    /// Combines the rules' merges that stand in the dictionary with the user's lines,
    /// which come later and so have the last word.
    pub(super) fn of(entries: &Entries, corrections: &Corrections) -> Groups {
        let mut groups = Groups::default();
        for (number, into) in entries.merged_by_rule() {
            let (node, top) =
                (groups.node(entries, entries.key(number)), groups.node(entries, entries.key(into)));
            groups.merge(top, node, Cause::Rule);
        }
        for line in &corrections.lines {
            groups.apply(entries, &line.change, line.number);
        }
        groups.finish(entries);
        groups
    }

    fn apply(&mut self, entries: &Entries, change: &Change, line: usize) {
        match change {
            Change::Merge { into, others } => {
                let into = self.node(entries, into);
                for other in others {
                    let other = self.node(entries, other);
                    self.merge(into, other, Cause::Merge(line));
                }
            }
            Change::Split { from, names } => self.split(entries, from, names, line),
            Change::Rename { actor, label } => {
                let top = self.top_of(entries, actor);
                self.change(top, |node| node.label = Some((label.clone(), line)));
            }
            Change::Hide { actor } => {
                let top = self.top_of(entries, actor);
                self.change(top, |node| node.hidden = Some(line));
            }
        }
    }

    fn change(&mut self, node: usize, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(node) {
            change(node);
        }
    }

    /// The node of an id. One that the archive does not have is read as a name: another
    /// version of the program may have made another id of it.
    fn node(&mut self, entries: &Entries, id: &str) -> usize {
        if let Some(&known) = self.ids.get(id) {
            return known;
        }
        let own = entries.keyed(Family::Actor, id);
        let again = if own.is_empty() { key_anew(id).filter(|key| key != id) } else { None };
        if let Some(key) = again
            && (self.ids.contains_key(&key) || !entries.keyed(Family::Actor, &key).is_empty())
        {
            let node = self.node(entries, &key);
            self.ids.insert(id.to_owned(), node);
            return node;
        }
        self.add(id.to_owned(), own, None)
    }

    fn add(&mut self, id: String, own: Vec<u32>, split: Option<usize>) -> usize {
        let at = self.nodes.len();
        self.ids.insert(id.clone(), at);
        self.nodes.push(Node {
            id,
            own,
            up: None,
            shortcut: at,
            below: vec![at],
            split,
            label: None,
            hidden: None,
            group: 0,
        });
        at
    }

    fn top_of(&mut self, entries: &Entries, id: &str) -> usize {
        let node = self.node(entries, id);
        self.top(node)
    }

    fn top(&mut self, node: usize) -> usize {
        let above = |at: usize| self.nodes.get(at).map_or(at, |n| n.shortcut);
        let mut top = node;
        while above(top) != top {
            top = above(top);
        }
        let mut at = node;
        while at != top {
            let Some(node) = self.nodes.get_mut(at) else { break };
            at = std::mem::replace(&mut node.shortcut, top);
        }
        top
    }

    /// Makes one actor a part of another. What was said of it as an actor is no longer asked
    /// for: nothing ever comes out from below another node but by a split, as a new one.
    fn merge(&mut self, into: usize, other: usize, cause: Cause) {
        let (top, other) = (self.top(into), self.top(other));
        if top == other {
            return;
        }
        let mut below = Vec::new();
        self.change(other, |node| {
            node.up = Some((top, cause));
            node.shortcut = top;
            below = std::mem::take(&mut node.below);
        });
        self.change(top, |node| {
            if node.below.len() < below.len() {
                std::mem::swap(&mut node.below, &mut below);
            }
            node.below.extend(below);
        });
    }

    /// Moves spellings of an actor to a new one, whose id says where they come from and
    /// can be no key of a name.
    fn split(&mut self, entries: &Entries, from: &str, names: &[String], line: usize) {
        let top = self.top_of(entries, from);
        let below = self.nodes.get(top).map(|n| n.below.clone()).unwrap_or_default();
        let mut moved = Vec::new();
        for node in below {
            self.change(node, |node| {
                node.own.retain(|&n| {
                    let stays = !is_one_of(names, entries.name(n));
                    if !stays {
                        moved.push(n);
                    }
                    stays
                });
            });
        }
        let id = split_id(from, names);
        // Spellings that differ only in case or accents have one id, and so are one actor.
        match self.ids.get(&id).copied().filter(|&known| self.top(known) == known) {
            Some(known) => self.change(known, |node| {
                node.own.extend(moved);
                node.own.sort_unstable();
            }),
            None => {
                moved.sort_unstable();
                self.add(id, moved, Some(line));
            }
        }
    }

    /// Turns the nodes into groups.
    fn finish(&mut self, entries: &Entries) {
        let mut by_top: BTreeMap<usize, Group> = BTreeMap::new();
        for at in 0..self.nodes.len() {
            let top = self.top(at);
            let Some(node) = self.nodes.get(at) else { continue };
            by_top.entry(top).or_default().members.extend(&node.own);
            self.spellings.extend(node.own.iter().map(|&n| (n, at)));
        }
        for (top, mut group) in by_top {
            group.members.sort_unstable();
            let number = self.groups.len();
            self.change(top, |node| {
                let own = |n: &u32| node.own.binary_search(n).is_ok() && entries.uses(*n) > 0;
                group.speaker = group.members.iter().copied().max_by_key(|n| (own(n), rank(entries, *n)));
                group.id.clone_from(&node.id);
                group.label.clone_from(&node.label);
                group.hidden = node.hidden;
                node.group = number;
            });
            self.groups.push(group);
        }
        for at in 0..self.nodes.len() {
            let top = self.top(at);
            let group = self.nodes.get(top).map_or(0, |n| n.group);
            self.change(at, |node| node.group = group);
        }
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Group] {
        &self.groups
    }

    fn group(&self, node: Option<&usize>) -> Option<&Group> {
        self.groups.get(self.nodes.get(*node?)?.group)
    }

    /// The group of a spelling.
    pub(super) fn of_spelling(&self, number: u32) -> Option<&Group> {
        self.group(self.spellings.get(&number))
    }

    /// The group that an id means, one that was merged away too.
    pub(super) fn of_id(&self, id: &str) -> Option<&Group> {
        self.group(self.ids.get(id))
    }

    /// Whether a correction gave somebody this id who is in the archive.
    pub(super) fn knows(&self, id: &str) -> bool {
        self.ids.get(id).and_then(|&node| self.nodes.get(node)).is_some_and(|node| !node.own.is_empty())
    }

    /// What brought a spelling to its actor, the nearest cause first.
    pub(super) fn causes(&self, number: u32) -> Vec<Cause> {
        let mut node = self.spellings.get(&number).and_then(|&n| self.nodes.get(n));
        let mut causes: Vec<Cause> = node.and_then(|n| n.split).map(Cause::Split).into_iter().collect();
        while let Some((up, cause)) = node.and_then(|n| n.up) {
            causes.push(cause);
            node = self.nodes.get(up);
        }
        causes
    }
}

/// Whether a name as found is one of these, which stand on one line each.
fn is_one_of(names: &[String], found: &str) -> bool {
    let plain = !found.contains(char::is_control) && !found.contains("  ");
    names.iter().any(|name| name == found) || (!plain && names.contains(&one_line(found)))
}

/// The id that a name in the place of an id has, or an id of another version.
fn key_anew(id: &str) -> Option<String> {
    let (kind, name) = kind_of_id(id).filter(|(_, name)| !name.contains('/'))?;
    Some(actors::key(name, kind))
}

/// The id of spellings that were set apart: that of the actor they were taken for, a
/// stroke, and the first of them as it is spelt.
pub fn split_id(from: &str, names: &[String]) -> String {
    let slug = |text: &str| name_key(text).replace(' ', "-");
    let (class, rest) = from.split_once(':').unwrap_or(("person", from));
    let parts = rest.split('/').map(slug).chain([slug(names.first().map_or("", String::as_str))]);
    format!("{class}:{}", parts.collect::<Vec<_>>().join("/"))
}
