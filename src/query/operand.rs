//! Reads one operand of a query: a word, a text in quotes, a field with its value, or
//! a group in brackets.

use std::borrow::Cow;

use super::cost;
use super::fields::Field;
use super::lex::{Kind, Quoted, Token};
use super::parse::{Parser, Scope};
use super::words::{self, is_wildcard};
use super::{AT_LEAST_MAX, Fault, Hint, Node, Pattern, Span, Typed, Zone};

impl<'a> Parser<'a> {
    /// Reads the next operand; an error when none begins here.
    pub(super) fn operand(&mut self) -> Result<Node, Fault> {
        let Some(token) = self.peek() else { return Err(self.no_operand()) };
        match &token.kind {
            Kind::Open => self.group(),
            Kind::Field(field) => {
                self.at += 1;
                self.field(*field, token.span)
            }
            Kind::Command(command) => {
                self.at += 1;
                self.deepen(1, self.at - 1)?;
                let node = self.command(*command, token.span)?;
                self.depth -= 1;
                Ok(node)
            }
            Kind::Word(text) => {
                self.at += 1;
                self.word(text, token.span)
            }
            Kind::Quoted(quoted) => {
                self.at += 1;
                self.quoted(quoted, token.span)
            }
            _ => Err(self.no_operand()),
        }
    }

    /// What the brackets hold.
    fn group(&mut self) -> Result<Node, Fault> {
        let open = self.at;
        self.at += 1;
        self.deepen(1, open)?;
        let opened = self.since(open);
        if self.peek().is_none() {
            return Err(unclosed(opened));
        }
        if self.take(&Kind::Close) {
            let help = "write something between the brackets, or leave them out; brackets to search for go in quotes";
            return Err(Fault::new(self.since(open), "empty brackets", help));
        }
        let node = self.either()?;
        if !self.take(&Kind::Close) {
            return Err(unclosed(opened));
        }
        self.depth -= 1;
        Ok(node)
    }

    fn group_in(&mut self, scope: Scope) -> Result<Node, Fault> {
        let outer = std::mem::replace(&mut self.scope, scope);
        let node = self.group()?;
        self.scope = outer;
        Ok(node)
    }

    /// A word outside quotes.
    fn word(&mut self, text: &str, span: Span) -> Result<Node, Fault> {
        self.spent.leaves(1, span)?;
        let typed = Typed { text: text.to_owned(), span };
        match self.scope {
            Scope::Values(field) => self.named(field, &typed, false),
            Scope::Zone(zone) if text == "*" => Err(Fault::new(
                span,
                "a star alone inside the brackets of a field",
                format!("write {}:* for articles that have one", Field::Zone(zone).name()),
            )),
            Scope::Article if text == "*" => Ok(Node::All),
            _ => self.pattern(&self.of_running_text(text), span).map(Node::Word),
        }
    }

    /// In running text a colon ends a word, as it does before a blank, and what looks like an
    /// operator (`SENT!`) is a word in capitals.
    fn of_running_text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let word = text.trim_end_matches(':');
        match self.options.any && words::has_letter(word) {
            true if is_operator(word) => word.to_lowercase().into(),
            true => word.into(),
            false => text.into(),
        }
    }

    fn pattern(&mut self, text: &str, span: Span) -> Result<Pattern, Fault> {
        let pattern = words::pattern(text, span)?;
        self.spent.pattern(&pattern)?;
        self.hint_at_question_mark(&pattern);
        Ok(pattern)
    }

    /// A question mark at the end of a word may just end a question.
    fn hint_at_question_mark(&mut self, pattern: &Pattern) {
        let Pattern::Wildcard(typed) = pattern else { return };
        if let Some(word) = typed.text.strip_suffix('?').filter(|word| !is_wildcard(word)) {
            let message = format!(
                "{word}? asks for one more letter after {word}; \
                 leave the question mark out if it only ends a question"
            );
            self.hints.push(Hint { span: typed.span, message });
        }
    }

    /// A text in quotes: a phrase, or the value of a field.
    fn quoted(&mut self, quoted: &Quoted, span: Span) -> Result<Node, Fault> {
        let Scope::Values(field) = self.scope else { return self.phrase(quoted, span) };
        self.spent.leaves(1, span)?;
        self.quoted_value(field, quoted, span)
    }

    fn quoted_value(&mut self, field: Field, quoted: &Quoted, span: Span) -> Result<Node, Fault> {
        if quoted.slop.is_some() || quoted.exact {
            let help = format!("leave the mark out: {}", field.example());
            return Err(Fault::new(span, format!("= and ~ do not work in {}:", field.name()), help));
        }
        let words: Vec<&str> = quoted.words.iter().map(|(word, _)| word.as_str()).collect();
        self.named(field, &Typed { text: words.join(" "), span }, true)
    }

    fn phrase(&mut self, quoted: &Quoted, span: Span) -> Result<Node, Fault> {
        let mut slots = Vec::new();
        let slot = if quoted.exact { words::exact_slot } else { words::slot };
        for (text, span) in &quoted.words {
            slots.extend(slot(text, *span)?);
        }
        slots.iter().for_each(|slot| self.hint_at_question_mark(slot));
        self.spent.leaves(slots.len(), span)?;
        slots.iter().try_for_each(|slot| self.spent.pattern(slot))?;
        let lone = slots.first().filter(|_| slots.len() == 1).map(|slot| slot.typed().text.clone());
        if let (Some(word), true) =
            (lone.filter(|word| word.chars().all(char::is_alphanumeric)), quoted.slop.is_some())
        {
            let help = format!("for similar spellings leave the quotes out: {word}~1");
            return Err(Fault::new(span, "one word has no order to be free in", help));
        }
        let node = Node::Phrase { slots, slop: quoted.slop };
        if quoted.slop.is_some() {
            cost::check_proximity(&node, span)?;
        }
        Ok(node)
    }

    /// What stands after a field's colon.
    fn field(&mut self, field: Field, span: Span) -> Result<Node, Fault> {
        let outer = match self.scope {
            Scope::Article => None,
            Scope::Zone(zone) => Some(Field::Zone(zone)),
            Scope::Values(field) => Some(field),
        };
        if let Some(outer) = outer {
            let message = format!("{}: inside the brackets of {}:", field.name(), outer.name());
            return Err(Fault::new(span, message, "end the brackets before it, or put the text in quotes"));
        }
        let Some(token) = self.peek() else { return Err(no_value(field, span)) };
        match field {
            Field::Zone(zone) => self.zone(zone, span),
            Field::AtLeast => self.at_least(token, span),
            _ => self.value(field, token, span),
        }
    }

    /// The words of a part of the article, in whatever form they follow its field.
    pub(super) fn zone(&mut self, zone: Zone, span: Span) -> Result<Node, Fault> {
        let Some(token) = self.peek() else { return Err(no_value(Field::Zone(zone), span)) };
        let inner = match &token.kind {
            Kind::Open => self.group_in(Scope::Zone(zone))?,
            Kind::Quoted(quoted) => {
                self.at += 1;
                self.phrase(quoted, token.span)?
            }
            Kind::Value(text) => {
                self.at += 1;
                self.zone_word(zone, text, token.span)?
            }
            _ => return Err(no_value(Field::Zone(zone), span)),
        };
        Ok(Node::Zone { zone, inner: Box::new(inner) })
    }

    fn zone_word(&mut self, zone: Zone, text: &str, span: Span) -> Result<Node, Fault> {
        self.spent.leaves(1, span)?;
        if text == "*" {
            return Ok(Node::All);
        }
        let name = Field::Zone(zone).name();
        if let Some(excluded) = text.strip_prefix('-') {
            let help = format!("write -{name}:{excluded}");
            return Err(Fault::new(span, "the hyphen that excludes goes before the field", help));
        }
        let is_word = words::has_letter(text) || is_wildcard(text) || text.contains(['~', '=']);
        if !is_word {
            let help = format!("write {}", Field::Zone(zone).example());
            return Err(Fault::new(span, format!("{name}: wants a letter or digit in its value"), help));
        }
        self.pattern(text, span).map(Node::Word)
    }

    /// `5:wagner`.
    fn at_least(&mut self, token: &'a Token, span: Span) -> Result<Node, Fault> {
        let wrong = |message: &str| {
            let help = "write a number, a colon and one word: atleast:5:wagner";
            Fault::new(span.to(token.span), message, help)
        };
        let no_number = || wrong(&format!("atleast: has no number from 1 to {AT_LEAST_MAX}"));
        let Kind::Value(value) = &token.kind else { return Err(no_number()) };
        self.at += 1;
        let (digits, word) = value.split_once(':').unwrap_or((value, ""));
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        let n = digits.parse().ok().filter(|n| plain && (1..=AT_LEAST_MAX).contains(n));
        let n = n.ok_or_else(no_number)?;
        if !words::has_letter(word) || word.starts_with('-') {
            return Err(wrong("atleast: has no word to count"));
        }
        self.spent.leaves(1, token.span)?;
        let start = token.span.start + digits.len() + 1;
        let pattern = self.pattern(word, Span { start, end: token.span.end })?;
        Ok(Node::AtLeast { n, pattern })
    }

    /// The value of a field that is not made of words of the text.
    fn value(&mut self, field: Field, token: &'a Token, span: Span) -> Result<Node, Fault> {
        match &token.kind {
            Kind::Open if matches!(field, Field::Near | Field::Within) => {
                let help = format!("write each with its own field, joined by OR: {}", field.example());
                Err(Fault::new(span.to(token.span), format!("{}: takes no brackets", field.name()), help))
            }
            Kind::Open => self.group_in(Scope::Values(field)),
            Kind::Value(text) => {
                self.at += 1;
                self.spent.leaves(1, token.span)?;
                let typed = Typed { text: text.clone(), span: token.span };
                let node = self.named(field, &typed, false)?;
                self.hint_at_wrapped_box(&node, token.span);
                Ok(node)
            }
            Kind::Quoted(quoted) => {
                self.at += 1;
                self.spent.leaves(1, token.span)?;
                self.quoted_value(field, quoted, token.span)
            }
            _ => Err(no_value(field, span)),
        }
    }

    /// What a field with this value asks for.
    fn named(&mut self, field: Field, value: &Typed, quoted: bool) -> Result<Node, Fault> {
        if field.takes_name() {
            self.spent.name(value.span)?;
        }
        field.node(value, quoted, self.options.today)
    }

    fn hint_at_wrapped_box(&mut self, node: &Node, span: Span) {
        if matches!(node, Node::Within { west, east, .. } if west > east) {
            let message = "the box goes from its western edge eastward across the 180th meridian; \
                           the first corner is the south-western one";
            self.hints.push(Hint { span, message: message.to_owned() });
        }
    }
}

fn is_operator(word: &str) -> bool {
    let name = word.split('/').next().unwrap_or(word);
    matches!(name, "AND" | "OR" | "NOT" | "NEAR" | "PRE" | "SENT" | "PARA" | "TO" | "SAME" | "BUT")
}

fn unclosed(span: Span) -> Fault {
    Fault::new(span, "no closing bracket in the query", "write ) where the group ends").label("opened here")
}

fn no_value(field: Field, span: Span) -> Fault {
    let help = format!("write it right after the colon: {}", field.example());
    Fault::new(span, format!("{}: has no value", field.name()), help).label("nothing follows")
}
