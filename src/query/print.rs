//! Prints a query: on one line, as text that reads back to the same tree, and as an
//! indented tree.
//!
//! Operators are always written out, so the line means the same whatever the
//! options it is read with.

use std::fmt;

use super::lex::is_quote;
use super::parse::proximity_rank;
use super::{ActorKind, DateClause, DateSpan, Node, Pattern, Query, Typed, Unit, Value, Zone};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root.fmt(f)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Node::And(parts) => joined(f, parts, " AND "),
            Node::Or(parts) => joined(f, parts, " OR "),
            Node::Not(inner) => {
                let bracketed = proximity_rank(inner).is_some_and(|rank| rank > 0);
                write!(f, "NOT {}", Part { node: inner, bracketed: bracketed || is_list(inner) })
            }
            Node::Near { left, right, .. } | Node::Same { left, right, .. } => {
                let rank = proximity_rank(self).unwrap_or(0);
                let own = |node: &Node| proximity_rank(node).unwrap_or(0);
                let left = Part { node: left, bracketed: is_list(left) || own(left) > rank };
                let right = Part { node: right, bracketed: is_list(right) || own(right) >= rank };
                write!(f, "{left} {} {right}", self.heading())
            }
            Node::Zone { zone, inner } => {
                let bare = matches!(**inner, Node::All | Node::Word(_) | Node::Phrase { .. });
                write!(f, "{}:{}", zone.as_str(), Part { node: inner, bracketed: !bare })
            }
            leaf => f.write_str(&leaf.heading()),
        }
    }
}

impl Node {
    /// The tree, one node a line, children indented by two blanks.
    pub fn tree(&self) -> String {
        let mut lines = String::new();
        self.grow(&mut lines, 0);
        lines
    }

    fn grow(&self, lines: &mut String, depth: usize) {
        lines.extend(std::iter::repeat_n(' ', 2 * depth));
        lines.push_str(&self.heading());
        lines.push('\n');
        for child in self.children() {
            child.grow(lines, depth + 1);
        }
    }

    /// The nodes that this one joins, from left to right; none for a leaf.
    pub fn children(&self) -> Vec<&Node> {
        match self {
            Node::And(parts) | Node::Or(parts) => parts.iter().collect(),
            Node::Not(inner) | Node::Zone { inner, .. } => vec![inner],
            Node::Near { left, right, .. } | Node::Same { left, right, .. } => vec![left, right],
            _ => Vec::new(),
        }
    }

    /// The operator of a node that joins others, the whole text of a leaf.
    pub fn heading(&self) -> String {
        match self {
            Node::All => "*".to_owned(),
            Node::Word(pattern) => pattern.to_string(),
            Node::Phrase { slots, slop } => phrase(slots, *slop),
            Node::Near { n, ordered, .. } => format!("{}/{n}", if *ordered { "PRE" } else { "NEAR" }),
            Node::Same { unit: Unit::Sentence, .. } => "SENT".to_owned(),
            Node::Same { unit: Unit::Paragraph, .. } => "PARA".to_owned(),
            Node::AtLeast { n, pattern } => format!("atleast:{n}:{pattern}"),
            Node::And(_) => "AND".to_owned(),
            Node::Or(_) => "OR".to_owned(),
            Node::Not(_) => "NOT".to_owned(),
            Node::Zone { zone, .. } => format!("{}:", zone.as_str()),
            Node::Place(value) => format!("place:{value}"),
            Node::About(value) => format!("about:{value}"),
            Node::Dateline(value) => format!("dateline:{value}"),
            Node::NearPoint { lat, lon, km } => format!("near:{lat},{lon},{km}km"),
            Node::Within { south, west, north, east } => format!("within:{south},{west},{north},{east}"),
            Node::Actor { name, kind } => format!("{}:{name}", kind.map_or("actor", ActorKind::as_str)),
            Node::Outlet(value) => format!("outlet:{value}"),
            Node::Lang(value) => format!("lang:{value}"),
            Node::Date(clause) => format!("date:{clause}"),
            Node::DateSource(source) => format!("datesrc:{}", source.as_str()),
            Node::AnyYear { month, day } => format!("day:{month:02}-{day:02}"),
            Node::Mentions(span) => format!("mentions:{span}"),
            Node::Story(id) => format!("story:{id}"),
            Node::Id(id) => format!("id:{id}"),
        }
    }
}

impl Zone {
    /// The name of its field, without the colon.
    pub fn as_str(self) -> &'static str {
        match self {
            Zone::Title => "title",
            Zone::Lead => "lead",
            Zone::Caption => "caption",
            Zone::Byline => "byline",
            Zone::DatelineText => "datelinetext",
            Zone::Aside => "aside",
        }
    }
}

impl ActorKind {
    /// The name of its field, without the colon.
    pub fn as_str(self) -> &'static str {
        match self {
            ActorKind::Person => "person",
            ActorKind::Organisation => "org",
            ActorKind::Group => "group",
        }
    }
}

/// A node as a part of another one.
struct Part<'a> {
    node: &'a Node,
    bracketed: bool,
}

impl fmt::Display for Part<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.bracketed {
            true => write!(f, "({})", self.node),
            false => self.node.fmt(f),
        }
    }
}

fn is_list(node: &Node) -> bool {
    matches!(node, Node::And(_) | Node::Or(_))
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &[Node], operator: &str) -> fmt::Result {
    for (at, node) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(operator)?;
        }
        // The brackets around an AND inside an OR are for the eye.
        write!(f, "{}", Part { node, bracketed: is_list(node) })?;
    }
    Ok(())
}

fn phrase(slots: &[Pattern], slop: Option<u32>) -> String {
    let words: Vec<String> = slots.iter().map(|slot| escaped(&slot.to_string())).collect();
    let slop = slop.map(|n| format!("~{n}")).unwrap_or_default();
    format!("\"{}\"{slop}", words.join(" "))
}

/// The text as it has to be written between quotes.
fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\\' || is_quote(c) {
            written.push('\\');
        }
        written.push(c);
    }
    written
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pattern::Word(typed) | Pattern::Wildcard(typed) => f.write_str(&typed.text),
            Pattern::Exact(typed) => write!(f, "={}", typed.text),
            Pattern::Fuzzy { word, distance } => write!(f, "{}~{distance}", word.text),
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Any => f.write_str("*"),
            Value::Name(typed) => typed.fmt(f),
        }
    }
}

/// As the value of a field: in quotes unless it is a plain word.
impl fmt::Display for Typed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner =
            |c: char| (c.is_alphanumeric() && !('！'..='～').contains(&c)) || "_.,:/&+'’-".contains(c);
        let plain = self.text.starts_with(char::is_alphanumeric) && self.text.chars().all(inner);
        match plain {
            true => f.write_str(&self.text),
            false => write!(f, "\"{}\"", escaped(&self.text)),
        }
    }
}

impl fmt::Display for DateClause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateClause::Span(span) => span.fmt(f),
            DateClause::None => f.write_str("none"),
            DateClause::Suspect => f.write_str("suspect"),
        }
    }
}

impl fmt::Display for DateSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => from.fmt(f),
            (Some(from), Some(to)) => write!(f, "{from}..{to}"),
            (Some(from), None) => write!(f, "{from}.."),
            (None, Some(to)) => write!(f, "..{to}"),
            (None, None) => f.write_str(".."),
        }
    }
}
