//! The nearest spellings that an archive has for words and names that it does not have.
//!
//! A word is held against the vocabulary of the field that it is looked for in, a name word by
//! word against all names of its kind. Of what is near (one edit in a short word, two in a long
//! one: insert, leave out, replace, swap neighbours) the most frequent counts first, where an edit
//! more must be made up for by [`EDIT_WEIGHT`] times as many articles: the noisy-channel view of
//! spelling with one weight for all edits (Kernighan, Church and Gale 1990). A word that is in
//! the archive is questioned only where it is rare and its neighbour is not.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::diagnose::{count, plan_of, shell_word};
use super::facets::Selection;
use super::names;
use super::plan::{FacetField, Plan};
use super::vocabulary::{ExpansionError, Vocabulary};
use crate::error::Result;
use crate::index::Snapshot;
use crate::index::dictionary::{Family, View};
use crate::query::{Node, Pattern, Query, Typed, Value, Zone};
use crate::text;

/// How much more frequent a spelling must be that is one edit farther away.
const EDIT_WEIGHT: u64 = 32;

/// Spellings that are offered for one word or name.
const OFFERED: usize = 3;

/// One that weighs less than this part of the first is not offered beside it.
const OFFERED_PART: u64 = 10;

/// Words and names of a query that are looked after; each is held against a whole vocabulary.
const SOUGHT_MAX: usize = 4;

/// Articles up to which a word of the archive may be a slip of the pen, and how many times more
/// frequent its neighbour must be.
const SLIP_MAX: u64 = 2;
const SLIP_RATIO: u64 = 50;

/// Letters from which on two may differ; below, one.
const LONG_WORD: usize = 5;

/// Letters below which every word is near some other.
const SHORT_WORD: usize = 3;

/// A spelling of the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Nearest {
    /// What was typed.
    pub typed: String,
    /// What to write instead of it, with its field or flag.
    pub write: String,
    /// Articles that match that alone.
    pub articles: u64,
}

/// Spellings for the words and names of the clauses and selections that nothing has, the first
/// few of them, in their order.
///
/// # Errors
/// When the index is damaged.
pub(super) fn spellings(
    snapshot: &Snapshot,
    query: &Query,
    clauses: &[&Node],
    selection: &Selection,
) -> Result<Vec<Nearest>> {
    let mut search = Search { snapshot, query, left: SOUGHT_MAX, found: Vec::new() };
    for clause in clauses {
        search.node(clause, None)?;
    }
    for (field, flag, values) in [
        (FacetField::Place, "place", &selection.place),
        (FacetField::Actor, "actor", &selection.actor),
        (FacetField::Outlet, "outlet", &selection.outlet),
        (FacetField::Lang, "lang", &selection.lang),
    ] {
        for value in values.iter().filter(|value| !value.starts_with('-')) {
            search.name(field, value, &|name| format!("--{flag} {}", shell_word(name)))?;
        }
    }
    Ok(search.found)
}

struct Search<'s> {
    snapshot: &'s Snapshot,
    query: &'s Query,
    left: usize,
    found: Vec<Nearest>,
}

impl Search<'_> {
    fn node(&mut self, node: &Node, zone: Option<Zone>) -> Result<()> {
        let field = |name: &str, value: &str| format!("{name}:{}", Typed::from(value));
        match node {
            Node::Word(Pattern::Word(typed) | Pattern::Exact(typed)) => self.word(typed, zone),
            Node::AtLeast { pattern: Pattern::Word(typed), .. } => self.word(typed, zone),
            Node::Phrase { slots, .. } => slots.iter().try_for_each(|slot| match slot {
                Pattern::Word(typed) => self.word(typed, zone),
                _ => Ok(()),
            }),
            Node::Zone { zone, inner } => self.node(inner, Some(*zone)),
            // What is excluded may well be missing.
            Node::Not(_) => Ok(()),
            Node::Place(Value::Name(typed)) => {
                self.name(FacetField::Place, &typed.text, &|name| field("place", name))
            }
            Node::About(Value::Name(typed)) => {
                self.name(FacetField::About, &typed.text, &|name| field("about", name))
            }
            Node::Dateline(Value::Name(typed)) => {
                self.name(FacetField::Dateline, &typed.text, &|name| field("dateline", name))
            }
            Node::Actor { name: Value::Name(typed), kind } => {
                let kind = kind.map_or("actor", |kind| kind.as_str());
                self.name(FacetField::Actor, &typed.text, &|name| field(kind, name))
            }
            Node::Outlet(Value::Name(typed)) => {
                self.name(FacetField::Outlet, &typed.text, &|name| field("outlet", name))
            }
            Node::Lang(Value::Name(typed)) => {
                self.name(FacetField::Lang, &typed.text, &|name| field("lang", name))
            }
            other => other.children().into_iter().try_for_each(|child| self.node(child, zone)),
        }
    }

    /// Offers spellings for a word that no article has, or hardly any.
    fn word(&mut self, typed: &Typed, zone: Option<Zone>) -> Result<()> {
        let folded: Vec<String> = text::words(&typed.text).map(|w| text::term(w.text).into_owned()).collect();
        let [term] = folded.as_slice() else { return Ok(()) };
        let letters = term.chars().count();
        // Numbers have neighbours, but no spelling.
        if self.left == 0
            || !term.chars().any(char::is_alphabetic)
            || !(SHORT_WORD..=crate::limits::FUZZY_CHARS_MAX).contains(&letters)
        {
            return Ok(());
        }
        let own = self.articles_with(&typed.text, zone)?;
        if own > SLIP_MAX {
            return Ok(());
        }
        self.left -= 1;
        let field = super::open::positional_field(&self.snapshot.fields, super::plan::part(zone));
        let vocabulary = Vocabulary::new(&self.snapshot.searcher, field);
        // A word that is there is a slip of one letter, or none.
        let allowed = if own == 0 { edits_allowed(letters) } else { 1 };
        let near = vocabulary.nearest(term, allowed).map_err(|error| match error {
            ExpansionError::Engine(cause) => self.snapshot.damaged(&cause.to_string()),
            ExpansionError::TooMany => self.snapshot.damaged("a spelling has too many neighbours"),
        })?;
        let ranked = ranked(near.into_iter().map(|near| (near.distance, near.articles, near.term)));
        for near in ranked {
            let articles = self.articles_with(&near, zone)?;
            if articles >= own.saturating_mul(SLIP_RATIO).max(1) {
                let write = zone.map_or(near.clone(), |zone| format!("{}:{near}", zone.as_str()));
                self.offer(&typed.text, write, articles);
            }
        }
        Ok(())
    }

    fn articles_with(&self, word: &str, zone: Option<Zone>) -> Result<u64> {
        let word = Node::Word(Pattern::Word(word.into()));
        let node = match zone {
            Some(zone) => Node::Zone { zone, inner: Box::new(word) },
            None => word,
        };
        count(self.snapshot, &plan_of(self.snapshot, self.query, &node, false)?)
    }

    /// Offers names for one that nothing bears.
    fn name(&mut self, field: FacetField, typed: &str, write: &dyn Fn(&str) -> String) -> Result<()> {
        let dictionary = &self.snapshot.dictionary;
        let family = match field {
            FacetField::Place | FacetField::About | FacetField::Dateline => Family::Place,
            FacetField::Actor => Family::Actor,
            FacetField::Outlet => Family::Outlet,
            FacetField::Lang => Family::Lang,
        };
        let known = |name: &str| match family {
            Family::Place => names::places(dictionary, name),
            Family::Actor => names::actors(dictionary, name),
            family => names::plain(dictionary, family, name),
        };
        if self.left == 0 || !known(typed).numbers.is_empty() {
            return Ok(());
        }
        self.left -= 1;
        let ranked = ranked(near_names(dictionary, family, typed).into_iter());
        for name in ranked {
            let articles = count(self.snapshot, &Plan::Facet(field, known(&name).numbers))?;
            if articles > 0 {
                self.offer(typed, write(&name), articles);
            }
        }
        Ok(())
    }

    fn offer(&mut self, typed: &str, write: String, articles: u64) {
        let spelling = Nearest { typed: typed.to_owned(), write, articles };
        if !self.found.contains(&spelling) {
            self.found.push(spelling);
        }
    }
}

/// The names of a family that are near the one that was typed, by any of their spellings: how
/// many edits they are away, how many articles have them, and their labels.
fn near_names(dictionary: &View, family: Family, typed: &str) -> Vec<(usize, u64, String)> {
    let wanted = words(typed);
    let mut near: BTreeMap<u32, (usize, u64)> = BTreeMap::new();
    for number in dictionary.family_numbers(family) {
        let (canonical, uses) = (dictionary.canonical(number), u64::from(dictionary.uses(number)));
        // Languages are few, and any of them is worth naming.
        let far = match family {
            Family::Lang => Some(0),
            _ => name_distance(&wanted, dictionary.name(number)),
        };
        let known = near.entry(canonical).or_insert((usize::MAX, 0));
        *known = (known.0.min(far.unwrap_or(usize::MAX)), known.1 + uses);
    }
    let used = near.into_iter().filter(|(_, (far, uses))| *far < usize::MAX && *uses > 0);
    let mut names: Vec<(usize, u64, String)> =
        used.map(|(number, (far, uses))| (far, uses, dictionary.label(number).to_owned())).collect();
    // Several may bear one name, which means them all.
    names.sort_by(|a, b| a.2.cmp(&b.2).then(a.0.cmp(&b.0)));
    names.dedup_by(|later, first| {
        let same = later.2 == first.2;
        first.1 += if same { later.1 } else { 0 };
        same
    });
    names
}

/// Those that are nearest first, frequent ones before rare ones, as far as they are offered.
fn ranked(near: impl Iterator<Item = (usize, u64, String)>) -> Vec<String> {
    let weight = |edits: usize, articles: u64| {
        let per_edit = EDIT_WEIGHT.saturating_pow(u32::try_from(edits).unwrap_or(u32::MAX));
        // In parts of a thousand, so that rare words far away still differ.
        articles.saturating_mul(1000) / per_edit.max(1)
    };
    let mut near: Vec<(Reverse<u64>, usize, String)> =
        near.map(|(edits, articles, name)| (Reverse(weight(edits, articles)), edits, name)).collect();
    near.sort();
    let best = near.first().map_or(0, |(weight, ..)| weight.0);
    near.retain(|(weight, ..)| weight.0.saturating_mul(OFFERED_PART) >= best);
    near.into_iter().take(OFFERED).map(|(.., name)| name).collect()
}

fn edits_allowed(letters: usize) -> usize {
    if letters < LONG_WORD { 1 } else { 2 }
}

fn words(name: &str) -> Vec<Vec<char>> {
    text::words(name).map(|word| text::term(word.text).chars().collect()).collect()
}

/// Edits that make each word of a name one of the words of another; `None` when some word is
/// like none of them.
fn name_distance(wanted: &[Vec<char>], label: &str) -> Option<usize> {
    let label = words(label);
    if wanted.is_empty() {
        return None;
    }
    let nearest = |word: &Vec<char>| {
        let allowed = if word.len() < SHORT_WORD { 0 } else { edits_allowed(word.len()) };
        label.iter().filter_map(|other| text::edits(word, other, allowed)).min()
    };
    wanted.iter().map(nearest).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_near_when_each_of_its_words_is() {
        let distance = |typed: &str, label: &str| name_distance(&words(typed), label);
        assert_eq!(distance("Zelenski", "Volodymyr Zelenskyy"), Some(2));
        assert_eq!(distance("Volodimir Zelensky", "Volodymyr Zelenskyy"), Some(3));
        assert_eq!(distance("Boris Zelensky", "Volodymyr Zelenskyy"), None);
        assert_eq!(distance("UN", "UK"), None);
        assert_eq!(distance("", "UK"), None);
    }

    #[test]
    fn an_edit_more_must_be_made_up_for_by_frequency() {
        let near = |list: &[(usize, u64, &str)]| -> Vec<String> {
            ranked(list.iter().map(|&(edits, articles, term)| (edits, articles, term.to_owned())))
        };
        assert_eq!(near(&[(2, 300, "far"), (1, 10, "near")]), ["near", "far"]);
        assert_eq!(near(&[(1, 2, "rare"), (2, 300, "frequent")]), ["frequent", "rare"]);
        assert_eq!(near(&[(1, 5, "b"), (1, 5, "a"), (1, 6, "c"), (1, 1, "d")]), ["c", "a", "b"]);
        assert_eq!(near(&[(1, 100, "one"), (2, 100, "two")]), ["one"]);
    }
}
