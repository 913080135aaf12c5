//! Hands words that are cut and folded already over to the engine.
//!
//! The engine's own way for this writes the tokens as JSON and parses them again for
//! each field. Here they travel as one string, a token a line: an exact spelling
//! (marked with `=`) and the mark of a sentence or paragraph stand at the position of the
//! form after them, and a line that begins with [`JUMP`] leaves out so many positions.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::schema::{EXACT_MARK, PARAGRAPH_MARK, SENTENCE_MARK, is_form};

/// The name under which the engine knows this tokenizer.
pub const NAME: &str = "dateline_lines";

/// Begins a line that holds a number of positions to leave out.
const JUMP: char = '\t';

/// The tokens of a field, on their way to the engine.
#[derive(Debug, Default, Clone)]
pub struct Lines(String);

impl Lines {
    /// Adds a word's term, and its exact spelling where that differs.
    pub fn word(&mut self, term: &str, spelling: Option<&str>) {
        if let Some(spelling) = spelling {
            self.0.push(EXACT_MARK);
            self.line(spelling);
        }
        self.line(term);
    }

    /// Says that with the next word a paragraph begins, or else only a sentence.
    pub fn begin(&mut self, paragraph: bool) {
        self.line(if paragraph { PARAGRAPH_MARK } else { SENTENCE_MARK });
    }

    /// Leaves out positions.
    pub fn jump(&mut self, positions: usize) {
        self.0.push(JUMP);
        self.line(&positions.to_string());
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text for the engine.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }
}

/// Takes [`Lines`] apart again.
#[derive(Debug, Clone, Copy)]
pub struct LineTokenizer;

impl Tokenizer for LineTokenizer {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        LineStream { rest: text, next: 0, token: Token::default() }
    }
}

/// The tokens of one field.
pub struct LineStream<'a> {
    rest: &'a str,
    /// The position of the next term.
    next: usize,
    token: Token,
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some((line, rest)) = self.rest.split_once('\n') {
            self.rest = rest;
            if let Some(positions) = line.strip_prefix(JUMP) {
                self.next += positions.parse().unwrap_or(0);
                continue;
            }
            self.token.text.clear();
            self.token.text.push_str(line);
            self.token.position = self.next;
            self.next += usize::from(is_form(line));
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_arrive_at_their_positions() {
        let mut lines = Lines::default();
        lines.word("isis", Some("ISIS"));
        lines.begin(false);
        lines.word("fell", None);
        lines.jump(128);
        lines.word("raqqa", Some("Raqqa"));
        let mut tokenizer = LineTokenizer;
        let mut stream = tokenizer.token_stream(lines.as_str());
        let mut found = Vec::new();
        while stream.advance() {
            found.push((stream.token().position, stream.token().text.clone()));
        }
        let expected = [(0, "=ISIS"), (0, "isis"), (1, "."), (1, "fell"), (130, "=Raqqa"), (130, "raqqa")];
        assert_eq!(found, expected.map(|(at, text)| (at, text.to_owned())));
    }
}
