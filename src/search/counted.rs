//! A query's tree with what each of its nodes finds by itself: how many articles, which places
//! and actors a name means, which words a pattern stands for.

use serde::Serialize;

use super::diagnose::{count, plan_of};
use super::plan::{Plan, Words};
use crate::error::Result;
use crate::index::Snapshot;
use crate::query::{Node, Query, Zone};

/// Forms and names that are shown of one node.
const SHOWN: usize = 5;

/// A node of a query and what it finds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Counted {
    /// The operator, or the whole of a word or field.
    pub node: String,
    /// Articles that match it alone.
    pub articles: u64,
    /// For a pattern: the words of the archive that it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forms: Option<Forms>,
    /// For a name: what it means here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub names: Option<Names>,
    /// What it joins.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Counted>,
}

/// Words that a pattern stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Forms {
    /// How many there are.
    pub total: usize,
    /// The first of them by the alphabet.
    pub first: Vec<String>,
}

/// Values that a name means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Names {
    /// How many there are.
    pub total: usize,
    /// The first of them, each with its id.
    pub first: Vec<NamedValue>,
}

/// A value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedValue {
    /// What a selection takes.
    pub id: String,
    /// What is shown.
    pub name: String,
}

/// The tree of a query with its counts.
///
/// # Errors
/// When a part cannot be carried out, or the index is damaged.
pub(super) fn tree(snapshot: &Snapshot, query: &Query, any: bool) -> Result<Counted> {
    Counter { snapshot, query, any }.node(&query.root, None)
}

struct Counter<'c> {
    snapshot: &'c Snapshot,
    query: &'c Query,
    any: bool,
}

impl Counter<'_> {
    fn node(&self, node: &Node, zone: Option<Zone>) -> Result<Counted> {
        let in_zone = zone.map(|zone| Node::Zone { zone, inner: Box::new(node.clone()) });
        let plan = plan_of(self.snapshot, self.query, in_zone.as_ref().unwrap_or(node), self.any)?;
        let zone = match node {
            Node::Zone { zone, .. } => Some(*zone),
            _ => zone,
        };
        let children = node.children().into_iter().map(|child| self.node(child, zone));
        let children = children.collect::<Result<Vec<_>>>()?;
        Ok(Counted {
            node: node.heading(),
            articles: count(self.snapshot, &plan)?,
            forms: forms(node, &plan),
            names: if children.is_empty() { self.names(&plan) } else { None },
            children,
        })
    }

    fn names(&self, plan: &Plan) -> Option<Names> {
        let Plan::Facet(_, numbers) = plan else { return None };
        let dictionary = &self.snapshot.dictionary;
        let mut canonical: Vec<u32> = numbers.iter().map(|&n| dictionary.canonical(n)).collect();
        canonical.sort_unstable();
        canonical.dedup();
        // What most articles have comes first.
        canonical.sort_by_key(|&n| std::cmp::Reverse(dictionary.uses(n)));
        let named = |&n: &u32| NamedValue {
            id: dictionary.value(n).to_owned(),
            name: dictionary.label(n).to_owned(),
        };
        let first = canonical.iter().take(SHOWN).map(named).collect();
        Some(Names { total: canonical.len(), first })
    }
}

/// The words that a pattern stands for; `None` when the node is none.
fn forms(node: &Node, plan: &Plan) -> Option<Forms> {
    use crate::query::Pattern;
    let pattern = match node {
        Node::Word(pattern) | Node::AtLeast { pattern, .. } => pattern,
        _ => return None,
    };
    if matches!(pattern, Pattern::Word(_) | Pattern::Exact(_)) {
        return None;
    }
    let words = match plan {
        Plan::Positions(_, Words::AtLeast(_, inner)) => inner,
        Plan::Positions(_, words) => words,
        _ => return Some(Forms { total: 0, first: Vec::new() }),
    };
    let Words::Form { forms, .. } = words else { return None };
    Some(Forms { total: forms.len(), first: forms.iter().take(SHOWN).cloned().collect() })
}
