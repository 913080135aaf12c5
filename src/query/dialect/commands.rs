//! Commands of Nexis and Factiva that change how what follows them is read: `hlead(…)`,
//! `allcaps(…)`, `atleast5(…)`.

use super::super::parse::{self, Parser, Scope};
use super::super::{AT_LEAST_MAX, Fault, Node, Pattern, Span, Typed, Zone};

/// A command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Command {
    /// Headline and lead taken as one.
    Hlead,
    /// Words by their capitals.
    Caps(Case),
    /// What follows stands there so often.
    AtLeast(u32),
}

/// Which capitals a word must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Case {
    /// All letters are capitals.
    All,
    /// Some letter is one.
    Some,
    /// None is one.
    None,
}

/// The number of `atleast5`, `Some(None)` when it is none that can be counted to; `None` when
/// the word is another one.
pub(super) fn at_least(text: &str) -> Option<Option<u32>> {
    const NAME: usize = "atleast".len();
    let name = text.get(..NAME)?;
    let digits = text.get(NAME..).filter(|_| name.eq_ignore_ascii_case("atleast"))?;
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok().filter(|n| (1..=AT_LEAST_MAX).contains(n)))
}

/// The error for `atleast0`.
pub(super) fn no_count(text: &str, span: Span) -> Fault {
    let help = "write a number, a colon and one word: atleast:5:wagner";
    Fault::new(span, format!("{text} has no number from 1 to {AT_LEAST_MAX}"), help)
}

impl Parser<'_> {
    /// What follows a command, read as it says; the command has been taken.
    pub(in super::super) fn command(&mut self, command: Command, span: Span) -> Result<Node, Fault> {
        match command {
            Command::Hlead => self.hlead(span),
            Command::Caps(case) => {
                let inner = self.operand()?;
                self.in_case(&inner, case, span)
            }
            Command::AtLeast(n) => self.at_least_foreign(n, span),
        }
    }

    fn hlead(&mut self, span: Span) -> Result<Node, Fault> {
        if self.scope != Scope::Article {
            let help = "end the brackets before it, or put the text in quotes";
            return Err(Fault::new(span, "headline and lead inside the brackets of a field", help));
        }
        // Read as words of the headline, and then said of the lead as well.
        let Node::Zone { inner, .. } = self.zone(Zone::Title, span)? else {
            return Err(Fault::new(span, "no words for headline and lead", "write hlead(ceasefire)"));
        };
        self.in_headline_or_lead(*inner, span)
    }

    /// Each word and phrase in the headline or in the lead. Both are one text in Nexis, so one
    /// word may stand here and another there.
    fn in_headline_or_lead(&mut self, node: Node, span: Span) -> Result<Node, Fault> {
        Ok(match node {
            Node::And(parts) => parse::and(self.each_in_headline_or_lead(parts, span)?),
            Node::Or(parts) => parse::or(self.each_in_headline_or_lead(parts, span)?),
            Node::Not(inner) => Node::Not(Box::new(self.in_headline_or_lead(*inner, span)?)),
            leaf => {
                self.spend_again(&leaf, span)?;
                let zone = |zone| Node::Zone { zone, inner: Box::new(leaf.clone()) };
                parse::or(vec![zone(Zone::Title), zone(Zone::Lead)])
            }
        })
    }

    fn each_in_headline_or_lead(&mut self, parts: Vec<Node>, span: Span) -> Result<Vec<Node>, Fault> {
        parts.into_iter().map(|part| self.in_headline_or_lead(part, span)).collect()
    }

    /// Counts words that are looked for a second time.
    fn spend_again(&mut self, node: &Node, span: Span) -> Result<(), Fault> {
        let patterns: Vec<&Pattern> = match node {
            Node::Word(pattern) => vec![pattern],
            Node::Phrase { slots, .. } => slots.iter().collect(),
            other => return other.children().into_iter().try_for_each(|child| self.spend_again(child, span)),
        };
        self.spent.leaves(patterns.len(), span)?;
        patterns.into_iter().try_for_each(|pattern| self.spent.pattern(pattern))
    }

    /// The words of a tree in exact forms of this case.
    fn in_case(&mut self, node: &Node, case: Case, span: Span) -> Result<Node, Fault> {
        let mut each = |parts: &[Node]| -> Result<Vec<Node>, Fault> {
            parts.iter().map(|part| self.in_case(part, case, span)).collect()
        };
        Ok(match node {
            Node::And(parts) => parse::and(each(parts)?),
            Node::Or(parts) => parse::or(each(parts)?),
            Node::Word(Pattern::Word(typed)) => {
                let forms = forms(typed, case);
                self.spent.leaves(forms.len().saturating_sub(1), span)?;
                forms.iter().try_for_each(|form| self.spent.pattern(form))?;
                parse::or(forms.into_iter().map(Node::Word).collect())
            }
            Node::Phrase { slots, slop } if case != Case::Some => {
                let exact = |slot: &Pattern| match slot {
                    Pattern::Word(typed) => forms(typed, case).into_iter().next(),
                    _ => None,
                };
                let slots: Option<Vec<Pattern>> = slots.iter().map(exact).collect();
                let slots = slots.ok_or_else(|| no_case(span))?;
                slots.iter().try_for_each(|form| self.spent.pattern(form))?;
                Node::Phrase { slots, slop: *slop }
            }
            _ => return Err(no_case(span)),
        })
    }

    /// `wagner`, `"wagner"` or `(wagner)`.
    fn at_least_foreign(&mut self, n: u32, span: Span) -> Result<Node, Fault> {
        let first = self.at;
        if self.scope != Scope::Article {
            let message = "atleast inside the brackets of a field";
            return Err(Fault::new(span, message, "end the brackets before it, or put the text in quotes"));
        }
        let wrong = |span: Span| {
            let help = "count each by itself: atleast:5:wagner atleast:5:group";
            Fault::new(span, "more than one word to be counted together", help)
        };
        match self.operand()? {
            Node::Word(pattern) => Ok(Node::AtLeast { n, pattern }),
            Node::Phrase { slots, slop: None } => match <[Pattern; 1]>::try_from(slots) {
                Ok([pattern]) => Ok(Node::AtLeast { n, pattern }),
                Err(_) => Err(wrong(self.since(first))),
            },
            _ => Err(wrong(self.since(first))),
        }
    }
}

/// A word in the exact forms that have these capitals.
fn forms(typed: &Typed, case: Case) -> Vec<Pattern> {
    let exact = |text: String| Pattern::Exact(Typed { text, span: typed.span });
    let upper = typed.text.to_uppercase();
    match case {
        Case::All => vec![exact(upper)],
        Case::None => vec![exact(typed.text.to_lowercase())],
        Case::Some => {
            let mut letters = typed.text.chars();
            let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
            let title = first + &letters.as_str().to_lowercase();
            if title == upper { vec![exact(upper)] } else { vec![exact(title), exact(upper)] }
        }
    }
}

fn no_case(span: Span) -> Fault {
    let help = "write single words, or = before each form that is wanted: =ISIS, =\"Wagner Group\"";
    Fault::new(span, "capitals can be asked for of words alone", help)
}
