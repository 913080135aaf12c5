//! Builds the tree from the pieces of a query, by recursive descent.
//!
//! From loose to tight, one function each: OR, words side by side, AND, proximity
//! (PARA, SENT, NEAR), NOT; single operands are read next door. Depth and number of operands are
//! limited, so neither this module nor a later walk over the tree can run out of stack.

use super::cost::{self, Spent};
use super::dialect::Read;
use super::fields::Field;
use super::lex::{Kind, Token};
use super::{Fault, Hint, NESTING_MAX, Node, ParseOptions, Span, Unit, Zone};

/// The tree of a whole query.
pub(super) fn tree(read: &Read, options: &ParseOptions, hints: &mut Vec<Hint>) -> Result<Node, Fault> {
    let Read { tokens, foreign } = read;
    let (spent, scope) = (Spent::default(), Scope::Article);
    let mut parser = Parser { tokens, foreign: *foreign, options, hints, at: 0, depth: 0, spent, scope };
    if tokens.is_empty() {
        return Ok(Node::All);
    }
    let root = parser.either()?;
    match parser.peek() {
        None => Ok(root),
        Some(_) => Err(parser.no_operand()),
    }
}

/// What a word stands for here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Scope {
    /// Words of the article.
    Article,
    /// Inside `title:(…)`: words of that part.
    Zone(Zone),
    /// Inside `actor:(…)`: values of that field.
    Values(Field),
}

/// Where the parser stands in the pieces of the query, and what it has counted.
pub(super) struct Parser<'a> {
    tokens: &'a [Token],
    /// Whether operators were written as in a language of other precedence.
    foreign: bool,
    pub options: &'a ParseOptions,
    pub hints: &'a mut Vec<Hint>,
    pub at: usize,
    pub depth: usize,
    pub spent: Spent,
    pub scope: Scope,
}

impl<'a> Parser<'a> {
    pub(super) fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    fn peek_kind(&self) -> Option<&'a Kind> {
        self.peek().map(|token| &token.kind)
    }

    pub(super) fn take(&mut self, kind: &Kind) -> bool {
        let found = self.peek_kind() == Some(kind);
        self.at += usize::from(found);
        found
    }

    /// From the token at `first` to the one that was read last.
    pub(super) fn since(&self, first: usize) -> Span {
        let span = |at: usize| self.tokens.get(at).map_or(Span::default(), |token| token.span);
        span(first).to(span(self.at.saturating_sub(1)))
    }

    /// Operands joined by OR.
    pub(super) fn either(&mut self) -> Result<Node, Fault> {
        let first = self.at;
        let (mut parts, mut mixed, mut foreign) = (Vec::new(), false, false);
        loop {
            let begin = self.at;
            parts.push(self.side_by_side()?);
            let tokens = self.tokens.get(begin..self.at).unwrap_or_default();
            mixed |= !self.options.any && has_unmarked_and(tokens);
            foreign |= self.foreign && has_tighter_operator(tokens);
            if !self.take(&Kind::Or) {
                break;
            }
        }
        let several = parts.len() > 1;
        let node = or(parts);
        if several && (mixed || foreign) {
            let what = if mixed { "words side by side are" } else { "AND and words near each other are" };
            let message = format!("{what} joined before OR: read as {node}; brackets change that");
            self.hints.push(Hint { span: self.since(first), message });
        }
        Ok(node)
    }

    /// Operands without an operator between them.
    fn side_by_side(&mut self) -> Result<Node, Fault> {
        let mut parts = vec![self.both()?];
        while self.peek_kind().is_some_and(starts_operand) {
            self.check_neighbours()?;
            parts.push(self.both()?);
        }
        Ok(if self.options.any { any_of(parts) } else { and(parts) })
    }

    /// Notes names of several words without quotes: an error inside the brackets of
    /// a field, a hint after `place:Kursk`.
    fn check_neighbours(&mut self) -> Result<(), Fault> {
        let (Some(before), Some(token)) =
            (self.at.checked_sub(1).and_then(|at| self.tokens.get(at)), self.peek())
        else {
            return Ok(());
        };
        if let (Scope::Values(field), false) = (self.scope, token.kind == Kind::Not) {
            let help = match &token.kind {
                Kind::Word(word) if matches!(word.as_str(), "or" | "and") => {
                    format!("the operator is {}", word.to_uppercase())
                }
                _ => "join them by OR or AND, or put a name of several words in quotes".to_owned(),
            };
            return Err(Fault::new(
                token.span,
                format!("two values of {}: side by side", field.name()),
                help,
            ));
        }
        let field = self.at.checked_sub(2).and_then(|at| self.tokens.get(at)).map(|token| &token.kind);
        if let (Some(Kind::Field(field)), Kind::Value(value), Kind::Word(word)) =
            (field, &before.kind, &token.kind)
            && field.takes_name()
            && word.starts_with(char::is_uppercase)
        {
            let name = field.name();
            let message = format!(
                "{name}: takes one word, so {word} is searched in the text; \
                 for a longer name write {name}:\"{value} {word}\""
            );
            self.hints.push(Hint { span: token.span, message });
        }
        Ok(())
    }

    /// Operands joined by AND.
    fn both(&mut self) -> Result<Node, Fault> {
        let mut parts = vec![self.proximity(PARAGRAPH)?];
        while self.take(&Kind::And) {
            parts.push(self.proximity(PARAGRAPH)?);
        }
        Ok(and(parts))
    }

    /// Operands joined by operators of this rank or a tighter one, from the left.
    fn proximity(&mut self, rank: u8) -> Result<Node, Fault> {
        let first = self.at;
        let mut left = self.tighter(rank)?;
        while let Some(operator) = self.peek().filter(|token| operator_rank(&token.kind) == Some(rank)) {
            let left_span = self.since(first);
            self.at += 1;
            let right_first = self.at;
            let right = self.tighter(rank)?;
            check_operand(&left, rank, left_span, operator)?;
            check_operand(&right, rank, self.since(right_first), operator)?;
            let (side, other) = (Box::new(left), Box::new(right));
            left = match operator.kind {
                Kind::Near { n, ordered } => Node::Near { n, ordered, left: side, right: other },
                Kind::Same(unit) => Node::Same { unit, left: side, right: other },
                // `operator_rank` knows no other operators.
                _ => *side,
            };
            cost::check_proximity(&left, self.since(first))?;
        }
        Ok(left)
    }

    fn tighter(&mut self, rank: u8) -> Result<Node, Fault> {
        if rank > NEAR { self.proximity(rank - 1) } else { self.negation() }
    }

    /// An operand with any number of NOTs before it.
    fn negation(&mut self) -> Result<Node, Fault> {
        let first = self.at;
        while self.take(&Kind::Not) {}
        let negations = self.at - first;
        self.deepen(negations, first)?;
        let mut node = self.operand()?;
        self.depth -= negations;
        for _ in 0..negations {
            node = Node::Not(Box::new(node));
        }
        Ok(node)
    }

    pub(super) fn deepen(&mut self, levels: usize, at: usize) -> Result<(), Fault> {
        self.depth += levels;
        if self.depth <= NESTING_MAX {
            return Ok(());
        }
        let span = self.tokens.get(at).map_or(Span::default(), |token| token.span);
        let message = format!("brackets and negations are nested deeper than {NESTING_MAX}");
        Err(Fault::new(span, message, "leave out brackets that change nothing, or split the query"))
    }

    /// The error for a place where an operand should begin and none does, or where
    /// one has ended and something follows that cannot.
    pub(super) fn no_operand(&self) -> Fault {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        let itself = |name: &str| {
            format!("leave {name} out; to search for the word itself, put it in quotes: \"{name}\"")
        };
        if let Some((token, name)) = before.and_then(|token| Some((token, operator_name(&token.kind)?))) {
            if token.kind == Kind::Not {
                let help = "write a word right after it: NOT football, -football";
                return Fault::new(token.span, "nothing follows to be excluded", help);
            }
            let help = format!("write a word after it, or {}", itself(&name));
            return Fault::new(token.span, format!("nothing stands on the right of {name}"), help);
        }
        let Some(token) = self.peek() else {
            return Fault::new(
                Span::default(),
                "the query ends too early",
                "write a word, or * for every article",
            );
        };
        match operator_name(&token.kind) {
            Some(name) => {
                let help = format!("write a word before it, or {}", itself(&name));
                Fault::new(token.span, format!("nothing stands on the left of {name}"), help)
            }
            None => {
                let help = "leave it out, or open the bracket where the group begins";
                Fault::new(token.span, "a closing bracket without an opening one", help)
                    .label("closes nothing")
            }
        }
    }
}

const NEAR: u8 = 1;
const SENTENCE: u8 = 2;
const PARAGRAPH: u8 = 3;

fn operator_rank(kind: &Kind) -> Option<u8> {
    match kind {
        Kind::Near { .. } => Some(NEAR),
        Kind::Same(Unit::Sentence) => Some(SENTENCE),
        Kind::Same(Unit::Paragraph) => Some(PARAGRAPH),
        _ => None,
    }
}

fn operator_name(kind: &Kind) -> Option<String> {
    Some(match kind {
        Kind::And => "AND".to_owned(),
        Kind::Or => "OR".to_owned(),
        Kind::Not => "NOT".to_owned(),
        Kind::Near { n, ordered: false } => format!("NEAR/{n}"),
        Kind::Near { n, ordered: true } => format!("PRE/{n}"),
        Kind::Same(Unit::Sentence) => "SENT".to_owned(),
        Kind::Same(Unit::Paragraph) => "PARA".to_owned(),
        _ => return None,
    })
}

/// Whether an operand, or a mark before one, can begin with this.
pub(super) fn starts_operand(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Open
            | Kind::Not
            | Kind::Plus
            | Kind::Field(_)
            | Kind::Command(_)
            | Kind::Word(_)
            | Kind::Quoted(_)
    )
}

/// Whether an operator that binds tighter than OR stands outside brackets.
fn has_tighter_operator(tokens: &[Token]) -> bool {
    let mut depth = 0_usize;
    tokens.iter().any(|token| {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && matches!(token.kind, Kind::And | Kind::Near { .. } | Kind::Same(_))
    })
}

/// Whether two operands stand side by side outside brackets, with no operator between.
fn has_unmarked_and(tokens: &[Token]) -> bool {
    let mut depth = 0_usize;
    let mut ended = false;
    for token in tokens {
        if depth == 0 && ended && starts_operand(&token.kind) {
            return true;
        }
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        ended = matches!(token.kind, Kind::Close | Kind::Value(_) | Kind::Word(_) | Kind::Quoted(_));
    }
    false
}

/// Of what rank a node is as an operand of proximity: 0 for words, phrases and their
/// alternatives, else that of its operator; `None` when it has no position in a text.
pub(super) fn proximity_rank(node: &Node) -> Option<u8> {
    match node {
        Node::Word(_) | Node::Phrase { .. } => Some(0),
        Node::Near { .. } => Some(NEAR),
        Node::Same { unit: Unit::Sentence, .. } => Some(SENTENCE),
        Node::Same { unit: Unit::Paragraph, .. } => Some(PARAGRAPH),
        Node::Or(parts) => parts.iter().map(proximity_rank).try_fold(0, |most, rank| Some(most.max(rank?))),
        _ => None,
    }
}

fn check_operand(node: &Node, rank: u8, span: Span, operator: &Token) -> Result<(), Fault> {
    if proximity_rank(node).is_some_and(|own| own <= rank) {
        return Ok(());
    }
    let name = operator_name(&operator.kind).unwrap_or_default();
    let help = match node {
        Node::Not(_) => format!("to exclude what stands together, write -(a {name} b)"),
        Node::And(_) => format!("join the words by OR, or write a {name} b AND a {name} c"),
        Node::Zone { .. } => format!("put the field before the whole: title:(a {name} b)"),
        Node::Near { .. } | Node::Same { .. } | Node::Or(_) => {
            "only a larger stretch can hold a smaller one: NEAR in SENT, SENT in PARA".to_owned()
        }
        _ => "join it by AND: it has no position in the text".to_owned(),
    };
    let message = format!("{name} joins words, phrases and groups of them with OR");
    Err(Fault::new(span, message, help).label("none of these"))
}

/// Joins nodes by AND; those that are ANDs themselves are taken apart.
pub(super) fn and(parts: Vec<Node>) -> Node {
    let flat = parts.into_iter().flat_map(|part| match part {
        Node::And(inner) => inner,
        other => vec![other],
    });
    single_or(flat.collect(), Node::And)
}

/// Joins nodes by OR; those that are ORs themselves are taken apart.
pub(super) fn or(parts: Vec<Node>) -> Node {
    let flat = parts.into_iter().flat_map(|part| match part {
        Node::Or(inner) => inner,
        other => vec![other],
    });
    single_or(flat.collect(), Node::Or)
}

fn single_or(mut parts: Vec<Node>, join: fn(Vec<Node>) -> Node) -> Node {
    match (parts.len(), parts.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            parts.extend(last);
            join(parts)
        }
    }
}

/// Joins what stands side by side when any of the words will do: what is text by OR,
/// and that with every other condition by AND.
fn any_of(parts: Vec<Node>) -> Node {
    let (conditions, texts): (Vec<Node>, Vec<Node>) = parts.into_iter().partition(is_condition);
    let texts = (!texts.is_empty()).then(|| or(texts));
    and(texts.into_iter().chain(conditions).collect())
}

/// Whether a node filters articles without looking for words.
fn is_condition(node: &Node) -> bool {
    match node {
        Node::Word(_) | Node::Phrase { .. } | Node::Near { .. } | Node::Same { .. } => false,
        Node::AtLeast { .. } | Node::Zone { .. } => false,
        Node::And(parts) | Node::Or(parts) => parts.iter().all(is_condition),
        _ => true,
    }
}
