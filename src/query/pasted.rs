//! Punctuation of running text, taken out of a query whose words are alternatives.
//!
//! With `--any` people paste a headline or ask a question, and those have colons, dashes and
//! question marks that mean nothing to a search. Here what would be an error, or a wildcard that
//! nobody meant, becomes a blank; whatever else the language knows stays. Each sort of change is
//! told in a hint, and the length stays, so that places in the query are those of what was typed.

use super::lex::{is_blank, is_quote, plain_width};
use super::{Hint, Span};

/// The text without such punctuation.
pub(super) fn without_punctuation(text: &str, hints: &mut Vec<Hint>) -> String {
    let mut pasted = Pasted { chars: text.chars().map(plain_width).collect(), typed: text.chars().collect() };
    pasted.question_marks(hints);
    pasted.dashes();
    pasted.colons(hints);
    pasted.bars();
    pasted.quotes(hints);
    pasted.brackets();
    pasted.operators(hints);
    pasted.typed.into_iter().collect()
}

struct Pasted {
    /// In ordinary width, as the lexer sees them.
    chars: Vec<char>,
    /// As they were typed.
    typed: Vec<char>,
}

impl Pasted {
    fn at(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.at(at))
    }

    /// Whether nothing stands here, or what parts words.
    fn is_edge(&self, c: Option<char>) -> bool {
        c.is_none_or(|c| is_blank(c) || matches!(c, '(' | ')') || is_quote(c))
    }

    fn blank(&mut self, at: usize) {
        for chars in [&mut self.chars, &mut self.typed] {
            if let Some(c) = chars.get_mut(at) {
                *c = ' ';
            }
        }
    }

    /// Where one of these characters stands.
    fn places(&self, wanted: impl Fn(char) -> bool) -> Vec<usize> {
        let places = self.chars.iter().enumerate().filter(|&(_, &c)| wanted(c));
        places.map(|(at, _)| at).collect()
    }

    /// A question mark behind a word asks; inside a word it stands for a letter.
    fn question_marks(&mut self, hints: &mut Vec<Hint>) {
        let mut told = None;
        for at in self.places(|c| c == '?').into_iter().rev() {
            let behind = self.at(at + 1);
            let ends = self.is_edge(behind) || behind.is_some_and(|c| c.is_ascii_punctuation() && c != '*');
            if ends && self.before(at).is_some_and(|c| c != '*') {
                told = self.before(at).filter(|c| c.is_alphanumeric()).map(|_| at).or(told);
                self.blank(at);
            }
        }
        let message = "a question mark behind a word is left out with --any; a * there stands for letters";
        hint(told, message, hints);
    }

    /// Dashes that part clauses. A single hyphen right before a word excludes it, as ever.
    fn dashes(&mut self) {
        for at in self.places(|c| matches!(c, '–' | '—' | '―')) {
            self.blank(at);
        }
        let runs = self.places(|c| c == '-');
        for at in runs {
            let (before, behind) = (self.before(at), self.at(at + 1));
            let doubled = before == Some('-') || behind == Some('-');
            let ends = behind.is_none_or(|c| is_blank(c) || c == ')');
            let joined = before.is_some_and(|c| c == ')' || is_quote(c));
            if self.chars.get(at) == Some(&'-') && (doubled || ends || joined) {
                self.blank_run(at);
            }
        }
    }

    /// The hyphens from here on.
    fn blank_run(&mut self, at: usize) {
        let run = self.chars.iter().skip(at).take_while(|&&c| c == '-').count();
        (at..at + run).for_each(|at| self.blank(at));
    }

    /// A colon with a blank behind it, as in "Analysis: why", names no field.
    fn colons(&mut self, hints: &mut Vec<Hint>) {
        let mut told = None;
        for at in self.places(|c| c == ':') {
            if self.at(at + 1).is_none_or(is_blank) {
                told = told.or(self.before(at).filter(|c| c.is_alphanumeric()).map(|_| at));
                self.blank(at);
            }
        }
        hint(told, "a colon with a blank behind it is left out with --any", hints);
    }

    /// Bars between a headline and the name of its paper, and signs in front of words that
    /// mean something in other search languages only; a plus in front of a word does not
    /// stand in headlines.
    fn bars(&mut self) {
        let demands =
            |at: usize| self.at(at) == Some('+') && self.at(at + 1).is_some_and(char::is_alphabetic);
        // `"troops border"~5` is of this language.
        let is_slop = |at: usize| {
            self.at(at) == Some('~')
                && self.before(at).is_some_and(is_quote)
                && self.at(at + 1).is_some_and(|c| c.is_ascii_digit())
        };
        let places = self.places(|c| matches!(c, '|' | '!' | '+' | '~' | '^'));
        for at in places.into_iter().filter(|&at| !demands(at) && !is_slop(at)).collect::<Vec<_>>() {
            let starts = self.is_edge(self.before(at));
            if self.at(at) == Some('|') || starts {
                self.blank(at);
            }
        }
    }

    /// Quotes that nothing closes, or with nothing in them.
    fn quotes(&mut self, hints: &mut Vec<Hint>) {
        let mut told = None;
        let mut at = 0;
        while let Some(open) =
            (at..self.typed.len()).find(|&at| self.typed.get(at).is_some_and(|&c| is_quote(c)))
        {
            let closing = super::lex::closing_quotes(self.typed.get(open).copied().unwrap_or_default());
            let close = (open + 1..self.typed.len())
                .find(|&at| self.typed.get(at).is_some_and(|&c| closing.contains(c)));
            let Some(close) = close else {
                told = told.or(Some(open));
                self.blank(open);
                at = open + 1;
                continue;
            };
            let inside = self.typed.get(open..close).unwrap_or_default();
            if !inside.iter().any(|&c| c.is_alphanumeric() || c == '*') {
                self.blank(open);
                self.blank(close);
            }
            at = close + 1;
        }
        hint(told, "a quote that nothing closes is left out with --any", hints);
    }

    /// Brackets without a partner, or with nothing in them.
    fn brackets(&mut self) {
        let (mut open, mut quoted) = (Vec::new(), false);
        for at in 0..self.chars.len() {
            match self.at(at) {
                Some(c) if is_quote(c) => quoted = !quoted,
                Some('(') if !quoted => open.push(at),
                Some(')') if !quoted => match open.pop() {
                    Some(start) => {
                        let inside = self.chars.get(start..at).unwrap_or_default();
                        if !inside.iter().any(|&c| c.is_alphanumeric() || c == '*') {
                            self.blank(start);
                            self.blank(at);
                        }
                    }
                    None => self.blank(at),
                },
                _ => {}
            }
        }
        open.into_iter().for_each(|at| self.blank(at));
    }

    /// `NEAR` and `PRE` without a distance are words of a headline in capitals.
    fn operators(&mut self, hints: &mut Vec<Hint>) {
        let mut told = None;
        for name in ["NEAR", "PRE"] {
            let length = name.chars().count();
            for at in self.places(|c| name.starts_with(c)) {
                let is_it = self.chars.iter().skip(at).take(length).copied().eq(name.chars());
                if is_it && self.is_edge(self.before(at)) && self.is_edge(self.at(at + length)) {
                    told = told.or(Some(at));
                    for c in self.typed.iter_mut().skip(at).take(length) {
                        *c = c.to_ascii_lowercase();
                    }
                }
            }
        }
        hint(told, "an operator without a distance is searched as a word with --any", hints);
    }
}

fn hint(at: Option<usize>, message: &str, hints: &mut Vec<Hint>) {
    let of = |at| Hint { span: Span { start: at, end: at + 1 }, message: message.to_owned() };
    hints.extend(at.map(of));
}

#[cfg(test)]
mod tests {
    use crate::query::{ParseOptions, parse};

    fn read(text: &str) -> String {
        let options = ParseOptions { any: true, today: None };
        parse(text, &options).map_or_else(|fault| format!("error: {}", fault.message), |q| q.root.to_string())
    }

    #[test]
    fn headlines_and_questions_are_words() {
        for (text, expected) in [
            ("Who killed the king?", "Who OR killed OR the OR king"),
            ("Really?! \"Who won?\"", "Really OR \"Who won\""),
            ("Analysis: why title: now", "Analysis OR why OR title OR now"),
            ("'Crabzilla' or 'Crapzilla' -- You Decide", "'Crabzilla' OR or OR 'Crapzilla' OR You OR Decide"),
            ("Ebola - the latest", "Ebola OR the OR latest"),
            ("war —and peace – now", "war OR and OR peace OR now"),
            ("Floods hit Leeds | BBC News", "Floods OR hit OR Leeds OR BBC OR News"),
            ("\"We opened umbrellas", "We OR opened OR umbrellas"),
            ("talks (again", "talks OR again"),
            ("talks) again ()", "talks OR again"),
            ("\"Brexit\"-weary (UK)-based", "\"Brexit\" OR weary OR UK OR based"),
            ("FIRE NEAR LONDON", "FIRE OR near OR LONDON"),
            ("+50 ~60 !now", "50 OR 60 OR now"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_the_language_knows_stays() {
        for (text, expected) in [
            ("w?ld zelensk*", "w?ld OR zelensk*"),
            ("kursk -football", "kursk AND NOT football"),
            ("kursk border place:Russia", "(kursk OR border) AND place:Russia"),
            ("title:(a b)", "title:(a OR b)"),
            ("\"cross-border raid\" =ISIS kursk~1", "\"cross-border raid\" OR =ISIS OR kursk~1"),
            ("troops NEAR/5 border", "troops NEAR/5 border"),
            ("\"troops border\"~5 \"a b\"o5p", "\"troops border\"~5 OR \"a b\"~5"),
            ("nobody:kursk", "error: unknown field \"nobody:\""),
            ("+kursk border", "error: + demands a word, while any word will do here"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
