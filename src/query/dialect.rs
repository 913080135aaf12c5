//! Spellings of other search languages, put into ours: Nexis, Factiva, Lucene, Recoll, Google.
//!
//! People bring their queries along. `w/5`, `hd=`, `atleast5` mean something to them, and each
//! has an exact counterpart here or is refused with what to write instead; each one that is read
//! leaves a hint that says how. What could be meant as a word is an operator only between two
//! operands, and words of everyday language (`and`, `or`, `not`, `same`) never are.
//!
//! The pieces of a query go through [`read`] before the tree is built, so the tree, the limits
//! and the printed form know our language alone. Precedence stays ours too: a query whose OR
//! stands beside foreign operators is printed in a hint.
//!
//! Left out: indexing codes of the services (`ns=`, `fds=`, `term(…)`), which no archive of
//! one's own has.

mod commands;
mod names;
mod operators;
mod ranges;

use chrono::NaiveDate;

use super::fields::Field;
use super::lex::{Kind, Quoted, Token};
use super::parse::starts_operand;
use super::words::{self, has_letter};
use super::{Fault, Hint, ParseOptions, Span};
pub(super) use commands::Command;
pub(super) use names::{is_tag, tag};
use operators::Foreign;

/// Whether the word is an operator of another language, with a counterpart here or without.
pub(super) fn is_operator(text: &str) -> bool {
    operators::operator(text).is_some()
}

/// The pieces of a query, in our language.
pub(super) struct Read {
    pub tokens: Vec<Token>,
    /// Whether an operator was written as in another language, where others bind tighter.
    pub foreign: bool,
}

/// The pieces of a query with every foreign spelling in ours.
///
/// # Errors
/// When one has no counterpart.
pub(super) fn read(tokens: Vec<Token>, options: &ParseOptions, hints: &mut Vec<Hint>) -> Result<Read, Fault> {
    let read = Read { tokens: Vec::with_capacity(tokens.len()), foreign: false };
    let mut reader = Reader { tokens, at: 0, read, any: options.any, today: options.today, hints };
    while let Some(token) = reader.tokens.get(reader.at).cloned() {
        reader.at += 1;
        reader.token(token)?;
    }
    Ok(reader.read)
}

struct Reader<'h> {
    tokens: Vec<Token>,
    /// The next piece.
    at: usize,
    /// What was read so far, in our language.
    read: Read,
    any: bool,
    today: Option<NaiveDate>,
    hints: &'h mut Vec<Hint>,
}

impl Reader<'_> {
    fn token(&mut self, token: Token) -> Result<(), Fault> {
        let Token { kind, span } = token;
        match kind {
            Kind::Plus => return self.plus(span),
            Kind::Quoted(quoted) => return self.quoted(quoted, span),
            Kind::Value(text) => {
                let field = self.last().map(|token| token.kind.clone());
                let text = self.value(&text, field.as_ref(), span)?;
                self.push(Kind::Value(text), span);
            }
            Kind::Word(text) => return self.word(&text, span),
            Kind::Close => {
                self.push(Kind::Close, span);
                return self.no_weight();
            }
            kind => self.push(kind, span),
        }
        Ok(())
    }

    fn push(&mut self, kind: Kind, span: Span) {
        self.read.tokens.push(Token { kind, span });
    }

    fn last(&self) -> Option<&Token> {
        self.read.tokens.last()
    }

    fn hint(&mut self, span: Span, message: String) {
        self.hints.push(Hint { span, message });
    }

    fn next(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    /// The text of the word right behind this place, without a blank between.
    fn joined_word(&self, span: Span) -> Option<(&str, Span)> {
        match self.next() {
            Some(Token { kind: Kind::Word(text), span: next }) if next.start == span.end => {
                Some((text, *next))
            }
            _ => None,
        }
    }

    fn opens_bracket_at(&self, span: Span) -> bool {
        self.next().is_some_and(|next| next.kind == Kind::Open && next.span.start == span.end)
    }

    /// Whether an operand stands before and another one behind.
    fn is_between_operands(&self) -> bool {
        let before = self.last().is_some_and(|token| ends_operand(&token.kind));
        before && self.next().is_some_and(|next| starts_operand(&next.kind))
    }

    /// `+word` demands the word, which the words of a query are anyway.
    fn plus(&mut self, span: Span) -> Result<(), Fault> {
        if self.any {
            let help =
                "join what must be there by AND, with the rest in brackets: kursk AND (border OR raid)";
            return Err(Fault::new(span, "+ demands a word, while any word will do here", help));
        }
        self.hint(span, "+ before a word is left out: every word must be there".to_owned());
        Ok(())
    }

    fn word(&mut self, text: &str, span: Span) -> Result<(), Fault> {
        if self.opens_bracket_at(span) && self.named_bracket(text, span)? {
            return Ok(());
        }
        if let Some(n) = commands::at_least(text).filter(|_| self.next().is_some_and(starts_word)) {
            return self.at_least(text, n, span);
        }
        if let Some(foreign) = operators::operator(text) {
            return self.operator(text, foreign, span);
        }
        if text == "BUT" && self.next().is_some_and(|next| next.kind == Kind::Not) {
            self.hint(span, "BUT NOT is read as NOT".to_owned());
            return Ok(());
        }
        if text == "same" && !self.any && self.is_between_operands() {
            self.hint(span, "same is searched as a word; the operator is PARA".to_owned());
        }
        if let Some((message, help)) = names::without_counterpart(text) {
            return Err(Fault::new(span, message, help));
        }
        let text = self.spelling(text, span);
        self.push(Kind::Word(text), span);
        Ok(())
    }

    fn operator(&mut self, text: &str, foreign: Foreign, span: Span) -> Result<(), Fault> {
        let negated = self.last().is_some_and(|token| match &token.kind {
            Kind::Not => true,
            Kind::Word(word) => word == "not",
            _ => false,
        });
        if negated && self.next().is_some_and(|next| starts_operand(&next.kind)) && text.contains('/') {
            return Err(operators::not_near(text, span));
        }
        if !self.is_between_operands() {
            if !has_letter(text) {
                self.hint(span, format!("{text} has no letters or digits and is left out"));
                return Ok(());
            }
            self.hint(span, format!("{text} is searched as a word, since it does not stand between two"));
            self.push(Kind::Word(text.to_owned()), span);
            return Ok(());
        }
        match foreign {
            Foreign::Is(kind, note) => {
                self.hint(span, format!("{text} is read as {note}"));
                self.push(kind, span);
                self.read.foreign = true;
                Ok(())
            }
            Foreign::Refused(message, help) => Err(Fault::new(span, message, help)),
        }
    }

    fn at_least(&mut self, text: &str, n: Option<u32>, span: Span) -> Result<(), Fault> {
        let Some(n) = n else { return Err(commands::no_count(text, span)) };
        self.hint(span, format!("{text} is read as atleast:{n}:"));
        self.push(Kind::Command(Command::AtLeast(n)), span);
        Ok(())
    }

    /// `headline(…)`: a word with a bracket right behind it. `false` when it is no foreign name.
    fn named_bracket(&mut self, text: &str, span: Span) -> Result<bool, Fault> {
        let Some(named) = names::before_bracket(text) else { return Ok(false) };
        match named {
            names::Named::Is(kind, ours) => {
                self.hint(span, format!("{text}() is read as {ours}"));
                self.push(kind, span);
                Ok(true)
            }
            // In a pasted text, `person(s)` is two words.
            names::Named::Refused(_) if self.any => Ok(false),
            names::Named::Refused(help) => {
                let message = format!("{text}() is not a field here");
                let help = format!("{help}; for the word itself, put a blank before the bracket");
                Err(Fault::new(span, message, help))
            }
        }
    }

    /// A word in our spelling.
    fn spelling(&mut self, text: &str, span: Span) -> String {
        let word = |mark| text.strip_suffix(mark).filter(|word| is_plain(word));
        let (read, why) = if let Some(word) = word('!') {
            // A pasted headline may end so, and no index knows the mark.
            if self.any {
                return word.to_owned();
            }
            (format!("{word}*"), "; leave the exclamation mark out if it only ends a sentence")
        } else if let Some(word) = word('~') {
            (format!("{word}~2"), ": up to 2 letters differ")
        } else {
            if is_counted_truncation(text) {
                let word = text.split('$').next().unwrap_or_default();
                let message = format!("$ does not truncate: {text} is searched as it stands; write {word}*");
                self.hint(span, message);
            }
            return text.to_owned();
        };
        self.hint(span, format!("{text} is read as {read}{why}"));
        read
    }

    /// The value of a field in our spelling.
    fn value(&mut self, text: &str, field: Option<&Kind>, span: Span) -> Result<String, Fault> {
        match field {
            Some(Kind::Field(Field::Date | Field::Mentions)) => {
                let Some(read) = ranges::span(text, self.today, span)? else { return Ok(text.to_owned()) };
                self.hint(span, format!("{text} is read as {read}"));
                Ok(read)
            }
            _ if text.starts_with(['[', '{']) && text.contains(" TO ") => {
                let help = "only days have a range: date:2024-08-06..2024-08-20";
                Err(Fault::new(span, "a range of values that have no order", help))
            }
            Some(Kind::Field(Field::Zone(_)) | Kind::Command(_)) => Ok(self.spelling(text, span)),
            _ => Ok(text.to_owned()),
        }
    }

    /// A text in quotes, with what Recoll has behind the closing one: `"a b"o5p`.
    fn quoted(&mut self, quoted: Quoted, span: Span) -> Result<(), Fault> {
        let modifiers = self.joined_word(span).and_then(|(text, at)| Some((Modifiers::of(text)?, at, text)));
        let Some((modifiers, at, typed)) = modifiers.filter(|_| quoted.slop.is_none()) else {
            self.push(Kind::Quoted(quoted), span);
            return self.no_weight();
        };
        let typed = typed.to_owned();
        self.at += 1;
        let note = |read: &str| format!("{typed} behind a quote is read as {read}");
        match (modifiers.any_order, modifiers.slack, quoted.words.len()) {
            (true, slack, _) => {
                let n = slack.unwrap_or(Modifiers::SLACK);
                self.hint(at, note(&format!("~{n}: in any order, at most {n} other words among these")));
                self.push(Kind::Quoted(Quoted { slop: Some(n), ..quoted }), span);
            }
            (false, None, _) => {
                self.hint(at, "l behind a quote is left out: phrases are not stemmed".to_owned());
                self.push(Kind::Quoted(quoted), span);
            }
            (false, Some(n), 2) => {
                self.hint(at, note(&format!("PRE/{n}: in this order, at most {n} words between")));
                self.in_order(quoted, n, span);
            }
            (false, Some(n), _) => {
                let help = format!("write the words with PRE/{n} between them, or \"…\"~{n} for any order");
                return Err(Fault::new(at, "a gap shared by more than two words in order", help));
            }
        }
        Ok(())
    }

    /// `("a" PRE/n "b")` for a phrase of two words.
    fn in_order(&mut self, quoted: Quoted, n: u32, span: Span) {
        let Quoted { words, exact, .. } = quoted;
        self.push(Kind::Open, span);
        for (at, word) in words.into_iter().enumerate() {
            if at > 0 {
                self.push(Kind::Near { n, ordered: true }, span);
            }
            let span = word.1;
            self.push(Kind::Quoted(Quoted { words: vec![word], slop: None, exact }), span);
        }
        self.push(Kind::Close, span);
    }

    /// Refuses `"a b"^2` and `(a b)^2`; what stands right behind a word belongs to the word.
    fn no_weight(&mut self) -> Result<(), Fault> {
        let Some(last) = self.last() else { return Ok(()) };
        match self.joined_word(last.span) {
            Some((text, span)) if text.starts_with('^') => Err(words::no_weight(text, "", span)),
            _ => Ok(()),
        }
    }
}

/// What Recoll has behind a closing quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Modifiers {
    /// `o5`: so many other words may stand among these.
    slack: Option<u32>,
    /// `p`: in any order.
    any_order: bool,
}

impl Modifiers {
    /// The slack of `o` without a number, and of `p` alone.
    const SLACK: u32 = 10;

    /// Those that have a counterpart: `o`, `o5`, `p`, `l` in any order.
    fn of(text: &str) -> Option<Modifiers> {
        let mut modifiers = Modifiers { slack: None, any_order: false };
        let mut rest = text;
        while let Some(mark) = rest.chars().next() {
            rest = rest.get(mark.len_utf8()..).unwrap_or_default();
            match mark {
                'o' => {
                    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                    rest = rest.get(digits.len()..).unwrap_or_default();
                    let slack = if digits.is_empty() { Some(Modifiers::SLACK) } else { digits.parse().ok() };
                    modifiers.slack = Some(slack.filter(|n| (1..=super::DISTANCE_MAX).contains(n))?);
                }
                'p' => modifiers.any_order = true,
                'l' => {}
                _ => return None,
            }
        }
        (!text.is_empty()).then_some(modifiers)
    }
}

/// A word that wildcards and tildes can follow: letters and digits alone, with marks inside.
fn is_plain(word: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '.' | '&');
    has_letter(word) && word.chars().all(inner) && word.ends_with(char::is_alphanumeric)
}

/// `engineer$3`, up to three more letters in Factiva; `US$3` is money.
fn is_counted_truncation(text: &str) -> bool {
    const LETTERS_MIN: usize = 3;
    let parts = text.split_once('$').filter(|(_, n)| n.len() == 1 && n.bytes().all(|b| b.is_ascii_digit()));
    parts.is_some_and(|(word, _)| word.len() >= LETTERS_MIN && word.chars().all(char::is_lowercase))
}

fn ends_operand(kind: &Kind) -> bool {
    matches!(kind, Kind::Close | Kind::Value(_) | Kind::Word(_) | Kind::Quoted(_))
}

/// Whether what `atleast5` counts can begin here.
fn starts_word(token: &Token) -> bool {
    matches!(token.kind, Kind::Word(_) | Kind::Quoted(_) | Kind::Open)
}
