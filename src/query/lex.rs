//! Cuts a query into words, quoted texts, brackets, field names and operators.
//!
//! Structure is seen through look-alikes: full-width forms, curly and angular
//! quotes, the minus sign. Text outside quotes comes out in plain width; text in
//! quotes stays as it is. Operators of other search languages come out as words, which
//! [`super::dialect`] reads: whether `w/5` is one depends on what stands beside it.

use super::dialect::{self, Command};
use super::fields::{self, Field};
use super::words::has_letter;
use super::{DISTANCE_MAX, Fault, Hint, Span, Unit};

/// A piece of the query.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    /// `NOT` or a hyphen.
    Not,
    Near {
        n: u32,
        ordered: bool,
    },
    Same(Unit),
    /// `title:`; a [`Value`](Kind::Value), a quoted text or a bracket follows.
    Field(Field),
    /// What stands after a field's colon, up to the next blank.
    Value(String),
    /// A mark of another language before a word: it must be there.
    Plus,
    /// A word of another language that says how what follows it is to be read.
    Command(Command),
    Word(String),
    Quoted(Quoted),
}

/// A text in quotes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quoted {
    /// Its words, as blanks part them, each with its place.
    pub words: Vec<(String, Span)>,
    /// The number after `"…"~`.
    pub slop: Option<u32>,
    /// An equals sign stood before the quote: `="Wagner Group"`.
    pub exact: bool,
}

/// Cuts the query into its pieces.
pub(super) fn tokens(query: &str, hints: &mut Vec<Hint>) -> Result<Vec<Token>, Fault> {
    let typed: Vec<char> = query.chars().collect();
    let plain = typed.iter().map(|&c| plain_width(c)).collect();
    let mut lexer = Lexer { typed, plain, at: 0, tokens: Vec::new(), hints: Vec::new() };
    while lexer.skip_blanks() {
        lexer.token()?;
    }
    lexer.hint_at_lower_case_operators();
    lexer.hint_at_single_quotes();
    if let (true, Some(first)) = (lexer.tokens.is_empty(), lexer.hints.first()) {
        let help = "write at least one word, or * for every article";
        return Err(Fault::new(first.span, "the query has no letters or digits to search for", help));
    }
    hints.append(&mut lexer.hints);
    Ok(lexer.tokens)
}

/// The same character in ordinary width, and a minus sign as a hyphen.
pub(super) fn plain_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '−' | '﹣' => '-',
        _ => c,
    }
}

/// White space, and what is invisible and stands between words: control
/// characters, zero-width spaces, marks of writing direction.
pub(super) fn is_blank(c: char) -> bool {
    let zero_width = matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}');
    let direction = matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    c.is_whitespace() || c.is_control() || zero_width || direction
}

/// The quotes that can close a text which `open` has opened; empty when it is no quote.
pub(super) fn closing_quotes(open: char) -> &'static str {
    match open {
        '"' | '“' | '”' | '„' | '‟' | '＂' => "\"“”„‟＂",
        '«' | '»' | '‹' | '›' => "«»‹›",
        '「' | '」' => "」",
        '『' | '』' => "』",
        _ => "",
    }
}

/// Whether the character opens or closes a quoted text.
pub(super) fn is_quote(c: char) -> bool {
    !closing_quotes(c).is_empty()
}

struct Lexer {
    typed: Vec<char>,
    plain: Vec<char>,
    at: usize,
    tokens: Vec<Token>,
    hints: Vec<Hint>,
}

impl Lexer {
    fn peek(&self) -> Option<char> {
        self.plain.get(self.at).copied()
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.plain.get(at).copied()
    }

    /// Whether a word ends before this position.
    fn ends_at(&self, at: usize) -> bool {
        self.char_at(at).is_none_or(|c| is_blank(c) || matches!(c, '(' | ')') || is_quote(c))
    }

    /// Goes on to the next piece; `false` at the end.
    fn skip_blanks(&mut self) -> bool {
        while self.peek().is_some_and(is_blank) {
            self.at += 1;
        }
        self.peek().is_some()
    }

    fn since(&self, start: usize) -> Span {
        Span { start, end: self.at }
    }

    fn push(&mut self, kind: Kind, start: usize) {
        let span = self.since(start);
        self.tokens.push(Token { kind, span });
    }

    fn token(&mut self) -> Result<(), Fault> {
        let start = self.at;
        match self.peek() {
            Some('(') => self.single(Kind::Open),
            Some(')') => self.single(Kind::Close),
            Some('-') => self.hyphen()?,
            Some(mark @ ('!' | '+')) if self.marks_what_follows(mark) => self.foreign_mark(mark),
            Some('=') if self.char_at(start + 1).is_some_and(is_quote) => {
                self.at += 1;
                self.quoted(start)?;
            }
            Some(c) if is_quote(c) => self.quoted(start)?,
            _ => self.word()?,
        }
        Ok(())
    }

    fn single(&mut self, kind: Kind) {
        self.at += 1;
        self.push(kind, self.at - 1);
    }

    /// A hyphen at the start of a word excludes what follows.
    fn hyphen(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let before = start.checked_sub(1).and_then(|at| self.char_at(at));
        while self.peek() == Some('-') {
            self.at += 1;
        }
        let span = self.since(start);
        let next = self.char_at(self.at).filter(|&c| !is_blank(c) && c != ')');
        if next.is_none() {
            let help = "join it to a word to exclude that word (-football), or leave it out";
            return Err(Fault::new(span, "a hyphen that stands alone", help));
        }
        if self.at > start + 1 {
            let help = "one hyphen excludes a word: -football; flags of the command stand outside the query";
            return Err(Fault::new(span, "more than one hyphen before a word", help));
        }
        if before.is_some_and(|c| !is_blank(c) && c != '(') {
            let help = "put a blank before it to exclude what follows, or in its place to search for that";
            return Err(Fault::new(span, "a hyphen right after a quote or bracket", help));
        }
        self.push(Kind::Not, start);
        Ok(())
    }

    /// Whether a mark stands right before a word, quote or bracket, as in `!(a b)` and `+word`.
    /// Numbers have a plus of their own.
    fn marks_what_follows(&self, mark: char) -> bool {
        self.char_at(self.at + 1).is_some_and(|c| match mark {
            '+' => c.is_alphabetic() || c == '(' || c == '=' || is_quote(c),
            _ => c.is_alphanumeric() || c == '(' || c == '=' || is_quote(c),
        })
    }

    /// `!word` excludes and `+word` demands in other languages.
    fn foreign_mark(&mut self, mark: char) {
        let start = self.at;
        self.at += 1;
        if mark == '+' {
            self.push(Kind::Plus, start);
            return;
        }
        self.push(Kind::Not, start);
        let message = "! before a word is read as NOT".to_owned();
        self.hints.push(Hint { span: self.since(start), message });
    }

    /// A text in quotes; `start` is where it began, with the equals sign if any.
    fn quoted(&mut self, start: usize) -> Result<(), Fault> {
        let open = self.at;
        let Some(words) = self.quoted_words() else {
            let help = "close it, or leave the quote out to search for the words separately";
            let span = Span { start: open, end: open + 1 };
            return Err(Fault::new(span, "no closing quote in the query", help).label("opened here"));
        };
        if !words.iter().any(|(word, _)| has_letter(word))
            && !words.iter().any(|(word, _)| word.contains('*'))
        {
            let help = "write a word between them, or leave the quotes out";
            return Err(Fault::new(self.since(start), "nothing to search for between the quotes", help));
        }
        let slop = self.slop()?;
        self.push(Kind::Quoted(Quoted { words, slop, exact: open > start }), start);
        Ok(())
    }

    /// The words from this quote to the one that closes it, with their places; `None`
    /// when there is none. A backslash takes the meaning from a quote or backslash.
    fn quoted_words(&mut self) -> Option<Vec<(String, Span)>> {
        let closing = closing_quotes(self.typed.get(self.at).copied()?);
        let mut words = Vec::new();
        let mut word: (String, Span) = Default::default();
        loop {
            self.at += 1;
            let start = self.at;
            let c = self.typed.get(start).copied()?;
            let next = self.typed.get(start + 1).filter(|&&next| next == '\\' || is_quote(next));
            let literal = match next {
                Some(&next) if c == '\\' => {
                    self.at += 1;
                    next
                }
                _ if closing.contains(c) || is_blank(c) => {
                    finish_word(&mut word, &mut words);
                    if closing.contains(c) {
                        self.at += 1;
                        return Some(words);
                    }
                    continue;
                }
                _ => c,
            };
            add_char(&mut word, literal, Span { start, end: self.at + 1 });
        }
    }

    /// The `~5` after a closing quote.
    fn slop(&mut self) -> Result<Option<u32>, Fault> {
        if self.peek() != Some('~') {
            return Ok(None);
        }
        let start = self.at;
        while !self.ends_at(self.at) {
            self.at += 1;
        }
        let digits: String = self.plain.iter().take(self.at).skip(start + 1).collect();
        match distance(&digits, 1) {
            Some(n) => Ok(Some(n)),
            None => {
                let help = format!(
                    "write how many other words may stand among these, 1 to {DISTANCE_MAX}: \"troops border\"~5"
                );
                Err(Fault::new(self.since(start), "~ after a quote needs a number", help))
            }
        }
    }

    /// A word, an operator, or a field with its value.
    fn word(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let text = self.take_word();
        let span = self.since(start);
        let foreign = || self.foreign_range(&text, span).or_else(|| self.regex(&text, start));
        if let Some(fault) = foreign().or_else(|| joined_dash(&text, span)) {
            return Err(fault);
        }
        if let Some(kind) = operator(&text, span)? {
            self.push(kind, start);
            return Ok(());
        }
        if let Some((name, _)) = text.split_once('=').filter(|(name, _)| dialect::is_tag(name)) {
            return self.field(name, &text, start);
        }
        match field_name(&text) {
            Some(name) => self.field(name, &text, start),
            None if has_letter(&text) || text.contains(['*', '?', '~', '=', '^']) || is_bars(&text) => {
                self.push(Kind::Word(text), start);
                Ok(())
            }
            None => {
                // Punctuation that stands by itself, which no index knows.
                let message = format!("{text} has no letters or digits and is left out");
                self.hints.push(Hint { span, message });
                Ok(())
            }
        }
    }

    fn take_word(&mut self) -> String {
        let start = self.at;
        while !self.ends_at(self.at) {
            self.at += 1;
        }
        self.plain.iter().take(self.at).skip(start).collect()
    }

    /// `name:` and the value right after it.
    fn field(&mut self, name: &str, word: &str, start: usize) -> Result<(), Fault> {
        self.at = start + name.chars().count() + 1;
        let span = self.since(start);
        if word.chars().skip(name.chars().count() + 1).take(2).eq("//".chars()) {
            let end = start + word.chars().count();
            let help = format!("to search for it, put it in quotes: \"{word}\"");
            return Err(Fault::new(Span { start, end }, "an address is not a field", help));
        }
        if name.starts_with('=') {
            let name = name.trim_start_matches('=');
            let help = format!("= goes after the colon: {name}:=ISIS; or put the whole in quotes");
            return Err(Fault::new(span, "= before a field", help));
        }
        let kind = self.field_kind(name, word, span)?;
        if self.peek().is_none_or(|c| is_blank(c) || c == ')') {
            let (typed, example) = match kind {
                Kind::Field(field) => (format!("{}:", field.name()), field.example()),
                _ => (self.typed.iter().take(span.end).skip(start).collect(), "hlead=ceasefire".to_owned()),
            };
            let help = format!("write it right after the colon, without a blank: {example}");
            return Err(Fault::new(span, format!("{typed} has no value"), help).label("nothing follows"));
        }
        self.push(kind, start);
        let start = self.at;
        let value = self.take_value();
        match value.as_str() {
            // A bracket or quote comes as a token of its own.
            "" => {}
            "=" if self.peek().is_some_and(is_quote) => self.quoted(start)?,
            _ => self.push(Kind::Value(value), start),
        }
        Ok(())
    }

    /// What a name before a colon or equals sign stands for; a hint where it is a foreign one.
    fn field_kind(&mut self, name: &str, word: &str, span: Span) -> Result<Kind, Fault> {
        if word.chars().nth(name.chars().count()) == Some(':')
            && let Some(field) = Field::named(name)
        {
            return Ok(Kind::Field(field));
        }
        let kind = dialect::tag(name, word, span)?.ok_or_else(|| fields::unknown(name, word, span))?;
        let typed: String = self.plain.iter().take(span.end).skip(span.start).collect();
        let message = match kind {
            Kind::Field(field) => format!("{typed} is read as {}:", field.name()),
            _ => format!("{typed} is read as title: OR lead:, for each word"),
        };
        self.hints.push(Hint { span, message });
        Ok(kind)
    }

    /// The value after a field's colon: up to the next blank, or the whole of `[a TO b]`.
    fn take_value(&mut self) -> String {
        if let Some('[' | '{') = self.peek() {
            let rest = self.plain.get(self.at..).unwrap_or_default();
            let length = rest.iter().position(|c| matches!(c, ']' | '}')).map(|at| at + 1);
            let range: Option<String> = length.map(|n| rest.iter().take(n).collect());
            if let (Some(length), Some(range)) = (length, range)
                && self.ends_at(self.at + length)
                && range.split_whitespace().any(|word| word == "TO")
            {
                self.at += length;
                return range;
            }
        }
        self.take_word()
    }

    /// `/…/`, even with brackets inside. What has a slash at both ends and between them is a path.
    fn regex(&self, text: &str, start: usize) -> Option<Fault> {
        if !text.starts_with('/') || dialect::is_operator(text) {
            return None;
        }
        let rest = self.plain.get(start + 1..).unwrap_or_default();
        let end = rest.iter().position(|&c| c == '/').map(|at| start + at + 2)?;
        let inside: String = self.plain.iter().take(end - 1).skip(start + 1).collect();
        let pattern = has_letter(&inside) && !inside.contains(is_blank);
        (pattern && self.ends_at(end)).then(|| {
            let help = format!("use * and ? in words, or put it in quotes: \"/{inside}/\"");
            Fault::new(Span { start, end }, "regular expressions are not searched", help)
        })
    }

    /// `[a TO b]`, a span in other languages.
    fn foreign_range(&self, text: &str, span: Span) -> Option<Fault> {
        if !text.starts_with(['[', '{']) {
            return None;
        }
        let rest: String = self.plain.iter().skip(self.at).take(80).collect();
        rest.split_whitespace().take(2).any(|word| word == "TO").then(|| {
            let help = "write a span of dates with two dots: date:2024-08-06..2024-08-20";
            Fault::new(span, "a span is not written in square brackets", help)
        })
    }

    /// `and`, `or`, `not` may have been meant as operators where one could stand.
    fn hint_at_lower_case_operators(&mut self) {
        let last = self.tokens.len().saturating_sub(1);
        for (at, Token { kind, span }) in self.tokens.iter().enumerate().take(last) {
            let Kind::Word(word) = kind else { continue };
            if word == "not" || (at > 0 && matches!(word.as_str(), "and" | "or")) {
                let message =
                    format!("{word} is searched as a word; the operator is {}", word.to_uppercase());
                self.hints.push(Hint { span: *span, message });
            }
        }
    }

    /// Single quotes may have been meant to make a phrase.
    fn hint_at_single_quotes(&mut self) {
        let mut opened = None;
        for Token { kind, span } in &self.tokens {
            let Kind::Word(word) = kind else { continue };
            if word.starts_with(['\'', '‘', '‚']) {
                opened = Some(*span);
            }
            if let (Some(first), true) = (opened, word.ends_with(['\'', '’', '‘'])) {
                let message =
                    "single quotes make no phrase, the words are searched separately; use double quotes";
                self.hints.push(Hint { span: first.to(*span), message: message.to_owned() });
                opened = None;
            }
        }
    }
}

/// A dash may have been meant to exclude, or just to part two clauses.
fn joined_dash(text: &str, span: Span) -> Option<Fault> {
    let joined = text.starts_with(['–', '—']) && has_letter(text);
    let help = "write an ordinary hyphen to exclude the word, or put a blank after the dash";
    joined.then(|| Fault::new(span, "a dash joined to the word after it", help))
}

fn add_char(word: &mut (String, Span), c: char, span: Span) {
    if word.0.is_empty() {
        word.1.start = span.start;
    }
    word.0.push(c);
    word.1.end = span.end;
}

fn finish_word(word: &mut (String, Span), words: &mut Vec<(String, Span)>) {
    if !word.0.is_empty() {
        words.push(std::mem::take(word));
    }
}

/// A number of words, up to [`DISTANCE_MAX`].
fn distance(digits: &str, least: u32) -> Option<u32> {
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|n| plain && (least..=DISTANCE_MAX).contains(n))
}

/// The operator that the word is, if any.
///
/// # Errors
/// When it is one without its number.
fn operator(text: &str, span: Span) -> Result<Option<Kind>, Fault> {
    Ok(Some(match text {
        "AND" => Kind::And,
        "OR" => Kind::Or,
        "NOT" => Kind::Not,
        "SENT" => Kind::Same(Unit::Sentence),
        "PARA" => Kind::Same(Unit::Paragraph),
        _ => match text.strip_prefix("NEAR").or_else(|| text.strip_prefix("PRE")) {
            Some("") => return Err(no_distance(text, text, span)),
            Some(rest) if rest.starts_with('/') && !dialect::is_operator(text) => {
                let name = text.trim_end_matches(rest);
                let digits = rest.trim_start_matches('/');
                let n = distance(digits, 0).filter(|_| rest.len() == digits.len() + 1);
                let n = n.ok_or_else(|| no_distance(text, name, span))?;
                Kind::Near { n, ordered: name == "PRE" }
            }
            _ => return Ok(None),
        },
    }))
}

fn no_distance(text: &str, name: &str, span: Span) -> Fault {
    let help = format!(
        "write how many words may stand between: {name}/5; for the word itself, put it in quotes: \"{name}\""
    );
    Fault::new(span, format!("{text} has no distance from 0 to {DISTANCE_MAX}"), help)
}

/// `&&`, `||` and `|`, which other languages have for AND and OR.
fn is_bars(text: &str) -> bool {
    matches!(text, "&&" | "||" | "|")
}

/// What stands before the first colon, when it could be the name of a field: a time
/// (`12:30`), a score (`3:1`) and a leading colon are none.
fn field_name(text: &str) -> Option<&str> {
    text.split_once(':')
        .map(|(name, _)| name)
        .filter(|name| name.chars().any(char::is_alphabetic) && !name.starts_with(|c: char| c.is_numeric()))
}
