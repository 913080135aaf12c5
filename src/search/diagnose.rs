//! Why a query finds nothing: which of its clauses match nothing, which of them not together,
//! and what would find something.
//!
//! The clauses are what AND joins, and beside them each selection. Few of them are counted
//! alone, and all but one together. Where each has matches of its own, a set that matches nothing
//! together, of which none can be spared, is found as by deletion in constraint solving: the
//! shortest beginning of the list that matches nothing ends in a clause of such a set; that one is
//! kept, and the next is sought before it (compare QuickXplain, Junker 2004). Halving keeps each
//! step to a few counts, and [`COUNTS_MAX`] ends the whole.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::collect;
use super::facets::{Dimension, Picked};
use super::nearest::{self, Nearest};
use super::plan::{self, FacetField, Plan};
use super::{SearchOptions, Selection};
use crate::date::day_from_number;
use crate::error::Result;
use crate::index::Snapshot;
use crate::query::{DateSpan, Node, Pattern, Query, Zone};

/// Counts that one diagnosis makes of clauses together; each costs no more than a search.
const COUNTS_MAX: usize = 24;

/// With more clauses than this, only those that cannot match together are counted.
const EACH_MAX: usize = 8;

/// Why nothing was found, and what would be.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Advice {
    /// Clauses with their counts: all of a few; of many those that match nothing, alone or
    /// together.
    pub clauses: Vec<Clause>,
    /// A set of clauses that match nothing together, none of which can be spared: two or more of
    /// the texts in `clauses`. Empty when single clauses match nothing.
    pub together: Vec<String>,
    /// Weaker clauses for some that match nothing, which do: the words of a phrase joined by AND.
    pub instead: Vec<Weaker>,
    /// Words and names of the archive that are spelled much like one that it does not have.
    pub spellings: Vec<Nearest>,
    /// The first and the last day of the archive, when a clause asks for days that have no
    /// article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub archive: Option<(String, String)>,
}

/// A part of a query that every match must meet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Clause {
    /// As it is written: `kursk`, `lang:fr`, `--place Ukraine`.
    pub clause: String,
    /// Articles that match it alone, when that was counted.
    pub articles: Option<u64>,
    /// Articles that match all the others, when that was counted.
    pub without: Option<u64>,
}

/// A weaker clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weaker {
    /// What matches nothing.
    pub clause: String,
    /// What does.
    pub write: String,
    /// Articles that match it alone.
    pub articles: u64,
}

/// A clause with its plan.
struct Part {
    text: String,
    /// The part of the query; `None` for a selection.
    node: Option<Node>,
    plan: Plan,
}

/// What stands in the way of a query that matches nothing.
///
/// # Errors
/// When the index is damaged.
pub(super) fn diagnose(snapshot: &Snapshot, query: &Query, options: &SearchOptions) -> Result<Advice> {
    let parts = parts(snapshot, query, options)?;
    let mut counter = Counter { snapshot, parts: &parts, left: COUNTS_MAX, known: HashMap::new() };
    let mut advice = Advice::default();
    let all: Vec<usize> = (0..parts.len()).collect();
    // One clause alone is known to match nothing.
    counter.known.insert(all.clone(), 0);
    let few = parts.len() <= EACH_MAX;
    let mut shown = if few { all.clone() } else { Vec::new() };
    let mut empty = Vec::new();
    for &at in &shown {
        empty.extend((counter.count(&[at])? == Some(0)).then_some(at));
    }
    if empty.is_empty() {
        let together = counter.conflict()?.unwrap_or_default();
        if !few {
            shown.clone_from(&together);
        }
        match together.as_slice() {
            [] => {}
            [only] => empty.push(*only),
            several => advice.together = texts(&parts, several),
        }
    }
    advice.clauses = clauses(&mut counter, &shown, &empty)?;
    for part in empty.iter().filter_map(|&at| parts.get(at)) {
        advice.instead.extend(weaker(snapshot, query, options, part)?);
    }
    let days = |part: &Part| is_of_days(&part.plan);
    if empty.iter().filter_map(|&at| parts.get(at)).any(days) {
        advice.archive = archive_days(snapshot);
    }
    let nodes: Vec<&Node> = parts.iter().filter_map(|part| part.node.as_ref()).collect();
    advice.spellings = nearest::spellings(snapshot, query, &nodes, &options.selection)?;
    Ok(advice)
}

fn texts(parts: &[Part], wanted: &[usize]) -> Vec<String> {
    wanted.iter().filter_map(|&at| parts.get(at)).map(|part| part.text.clone()).collect()
}

/// The counts of clauses alone, and of all without each.
fn clauses(counter: &mut Counter<'_>, shown: &[usize], empty: &[usize]) -> Result<Vec<Clause>> {
    let mut clauses = Vec::with_capacity(shown.len());
    for &at in shown {
        let Some(part) = counter.parts.get(at) else { continue };
        let rest: Vec<usize> = (0..counter.parts.len()).filter(|&other| other != at).collect();
        // While another one matches nothing alone, leaving this one out changes nothing.
        let hopeless = empty.iter().any(|&other| other != at) || rest.is_empty();
        let without = if hopeless { None } else { counter.count(&rest)? };
        clauses.push(Clause { clause: part.text.clone(), articles: counter.count(&[at])?, without });
    }
    Ok(clauses)
}

/// The clauses of a query and the selections beside it.
fn parts(snapshot: &Snapshot, query: &Query, options: &SearchOptions) -> Result<Vec<Part>> {
    let mut nodes = Vec::new();
    split(&query.root, None, &mut nodes);
    let mut parts = Vec::with_capacity(nodes.len());
    let mut seen = HashSet::new();
    // What is asked for twice is one clause.
    for node in nodes.into_iter().filter(|node| seen.insert(node.to_string())) {
        let plan = plan_of(snapshot, query, &node, options.any)?;
        parts.push(Part { text: as_part(&node), node: Some(node), plan });
    }
    parts.extend(selected(snapshot, &options.selection));
    Ok(parts)
}

/// The plan of a part of a query.
pub(super) fn plan_of(snapshot: &Snapshot, query: &Query, node: &Node, any: bool) -> Result<Plan> {
    let part = Query { input: query.input.clone(), root: node.clone(), hints: Vec::new() };
    Ok(plan::plan(&part, any, snapshot)?.plan)
}

/// How many articles match a plan.
pub(super) fn count(snapshot: &Snapshot, plan: &Plan) -> Result<u64> {
    collect::count(snapshot, plan).map_err(|cause| snapshot.damaged(&cause.to_string()))
}

/// What AND joins, also inside the brackets of a field.
fn split(node: &Node, zone: Option<Zone>, into: &mut Vec<Node>) {
    match node {
        Node::And(parts) => parts.iter().for_each(|part| split(part, zone, into)),
        Node::Zone { zone, inner } if matches!(**inner, Node::And(_)) => split(inner, Some(*zone), into),
        Node::All if zone.is_none() => {}
        node => into.push(match zone {
            Some(zone) => Node::Zone { zone, inner: Box::new(node.clone()) },
            None => node.clone(),
        }),
    }
}

/// A node as it is written beside AND.
fn as_part(node: &Node) -> String {
    if matches!(node, Node::Or(_)) { format!("({node})") } else { node.to_string() }
}

/// A part for each dimension that is selected.
fn selected(snapshot: &Snapshot, selection: &Selection) -> Vec<Part> {
    let fields = [
        (Dimension::Place, FacetField::Place, "place", &selection.place),
        (Dimension::Actor, FacetField::Actor, "actor", &selection.actor),
        (Dimension::Outlet, FacetField::Outlet, "outlet", &selection.outlet),
        (Dimension::Lang, FacetField::Lang, "lang", &selection.lang),
    ];
    let mut parts = Vec::new();
    for (dimension, field, flag, values) in fields {
        let picked = selection.picked(dimension, &snapshot.dictionary, &mut Vec::new());
        let Picked { wanted, banned } = picked;
        let (given, excluded): (Vec<&String>, Vec<&String>) =
            values.iter().partition(|value| !value.starts_with('-'));
        let written = |values: &[&String], between: &str| {
            values
                .iter()
                .map(|value| format!("--{flag}{between}{}", shell_word(value)))
                .collect::<Vec<_>>()
                .join(" ")
        };
        if let Some(numbers) = wanted {
            parts.push(Part { text: written(&given, " "), node: None, plan: Plan::Facet(field, numbers) });
        }
        if !excluded.is_empty() {
            let plan = Plan::Not(Box::new(Plan::Facet(field, banned)));
            parts.push(Part { text: written(&excluded, "="), node: None, plan });
        }
    }
    if selection.from.is_some() || selection.to.is_some() {
        let from = selection.from.map(|date| format!("--from {date}"));
        let to = selection.to.map(|date| format!("--to {date}"));
        let text = from.into_iter().chain(to).collect::<Vec<_>>().join(" ");
        let span = DateSpan { from: selection.from, to: selection.to };
        parts.push(Part { text, node: None, plan: Plan::Published(span.range()) });
    }
    parts
}

/// A value as it is typed behind a flag.
pub(super) fn shell_word(value: &str) -> String {
    let plain = value.chars().all(|c| c.is_alphanumeric() || "-_.:/,".contains(c));
    if plain { value.to_owned() } else { format!("\"{value}\"") }
}

/// Counts sets of clauses, each once, until no more counts are left.
struct Counter<'d> {
    snapshot: &'d Snapshot,
    parts: &'d [Part],
    left: usize,
    known: HashMap<Vec<usize>, u64>,
}

impl Counter<'_> {
    /// How many articles match all of these; `None` when no more counts are left.
    fn count(&mut self, wanted: &[usize]) -> Result<Option<u64>> {
        let mut wanted = wanted.to_vec();
        wanted.sort_unstable();
        if let Some(&known) = self.known.get(&wanted) {
            return Ok(Some(known));
        }
        // Who has more cannot have fewer than none.
        let within = |(set, &n): (&Vec<usize>, &u64)| n == 0 && set.iter().all(|at| wanted.contains(at));
        if self.known.iter().any(within) {
            return Ok(Some(0));
        }
        let Some(left) = self.left.checked_sub(1) else { return Ok(None) };
        self.left = left;
        let plans = wanted.iter().filter_map(|&at| self.parts.get(at)).map(|part| part.plan.clone());
        let found = count(self.snapshot, &Plan::And(plans.collect()))?;
        self.known.insert(wanted, found);
        Ok(Some(found))
    }

    /// A set of clauses that match nothing together, of which none can be spared, in their order;
    /// `None` when the counts do not suffice.
    fn conflict(&mut self) -> Result<Option<Vec<usize>>> {
        let (mut kept, mut end) = (Vec::new(), self.parts.len());
        loop {
            let with_first = |n: usize| -> Vec<usize> { (0..n).chain(kept.iter().copied()).collect() };
            // The shortest beginning that matches nothing together with what is kept.
            let (mut fits, mut none) = (if kept.is_empty() { 1 } else { 0 }, end);
            while fits < none {
                let middle = fits + (none - fits) / 2;
                match self.count(&with_first(middle))? {
                    Some(0) => none = middle,
                    Some(_) => fits = middle + 1,
                    None => return Ok(None),
                }
            }
            let Some(last) = none.checked_sub(1) else { break };
            kept.push(last);
            end = last;
        }
        kept.sort_unstable();
        Ok(Some(kept))
    }
}

/// A weaker clause than one that matches nothing, when it matches something.
fn weaker(
    snapshot: &Snapshot,
    query: &Query,
    options: &SearchOptions,
    part: &Part,
) -> Result<Option<Weaker>> {
    let Some(node) = part.node.as_ref().and_then(weakened) else { return Ok(None) };
    let articles = count(snapshot, &plan_of(snapshot, query, &node, options.any)?)?;
    let weaker = Weaker { clause: part.text.clone(), write: as_part(&node), articles };
    Ok((articles > 0).then_some(weaker))
}

/// What asks for the same words under fewer conditions.
fn weakened(node: &Node) -> Option<Node> {
    let all = |parts: Vec<Node>| (parts.len() > 1).then_some(Node::And(parts));
    match node {
        Node::Phrase { slots, .. } => all(slots.iter().cloned().map(Node::Word).collect()),
        Node::Near { .. } | Node::Same { .. } => {
            let mut parts = Vec::new();
            operands(node, &mut parts);
            all(parts)
        }
        Node::AtLeast { pattern, .. } => Some(Node::Word(pattern.clone())),
        Node::Word(Pattern::Exact(typed)) => Some(Node::Word(Pattern::Word(typed.clone()))),
        Node::Zone { inner, .. } if **inner != Node::All => Some((**inner).clone()),
        Node::About(value) | Node::Dateline(value) => Some(Node::Place(value.clone())),
        _ => None,
    }
}

/// What proximity joins, also inside another one.
fn operands(node: &Node, into: &mut Vec<Node>) {
    match node {
        Node::Near { left, right, .. } | Node::Same { left, right, .. } => {
            operands(left, into);
            operands(right, into);
        }
        other => into.push(other.clone()),
    }
}

fn is_of_days(plan: &Plan) -> bool {
    matches!(plan, Plan::Published(_))
}

/// The first and the last day of all articles.
fn archive_days(snapshot: &Snapshot) -> Option<(String, String)> {
    let mut days: Option<(i32, i32)> = None;
    for (segment, reader) in (0..).zip(snapshot.searcher.segment_readers()) {
        let Some(columns) = snapshot.kept.columns(segment) else { continue };
        for (first, last) in reader.doc_ids_alive().filter_map(|doc| columns.days.of(doc)) {
            let (from, to) = days.unwrap_or((first, last));
            days = Some((from.min(first), to.max(last)));
        }
    }
    let (from, to) = days?;
    Some((day_from_number(from)?.to_string(), day_from_number(to)?.to_string()))
}
