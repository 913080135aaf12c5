//! Cuts JSON into its values without reading them.
//!
//! An array of a hundred thousand articles is taken apart one element at a time by
//! counting brackets outside strings, so that each element is parsed by itself: the
//! array is never in memory, and one that is broken does not take the others along.

use std::io::{self, BufRead};

/// What [`Splitter::next`] has found.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::corpus) enum Piece {
    /// A value, in the buffer.
    Value,
    /// A value that is longer than the bound, or that breaks off inside a string.
    Broken(&'static str),
    /// The end of the array or of the input.
    End,
}

/// Cuts a stream of values. Commas between values are passed over, and the bracket
/// that closes the array around them ends it.
pub(in crate::corpus) struct Splitter<R> {
    stream: R,
    bound: usize,
}

impl<R: BufRead> Splitter<R> {
    pub(in crate::corpus) fn new(stream: R, bound: usize) -> Splitter<R> {
        Splitter { stream, bound }
    }

    /// The next byte that is no white space, still in the stream.
    pub(in crate::corpus) fn peek(&mut self) -> io::Result<Option<u8>> {
        loop {
            let chunk = self.stream.fill_buf()?;
            if chunk.is_empty() {
                return Ok(None);
            }
            match chunk.iter().position(|b| !b.is_ascii_whitespace()) {
                Some(at) => {
                    let byte = chunk.get(at).copied();
                    self.stream.consume(at);
                    return Ok(byte);
                }
                None => {
                    let all = chunk.len();
                    self.stream.consume(all);
                }
            }
        }
    }

    /// Passes over one byte that was peeked at.
    pub(in crate::corpus) fn pass(&mut self) {
        self.stream.consume(1);
    }

    /// Reads the next value into `value`, which is cleared first.
    pub(in crate::corpus) fn next(&mut self, value: &mut Vec<u8>) -> io::Result<Piece> {
        value.clear();
        loop {
            match self.peek()? {
                Some(b',') => self.pass(),
                Some(b']' | b'}') | None => return Ok(Piece::End),
                Some(_) => break,
            }
        }
        let mut state = State::default();
        let mut too_long = false;
        while !state.done {
            let chunk = self.stream.fill_buf()?;
            if chunk.is_empty() {
                // A number at the very end is whole; anything that is open is not.
                return Ok(if state.depth == 0 && !state.string {
                    Piece::Value
                } else {
                    Piece::Broken("it breaks off")
                });
            }
            let used = state.advance(chunk);
            let room = self.bound.saturating_sub(value.len());
            too_long |= used > room;
            value.extend(chunk.iter().take(used.min(room)));
            self.stream.consume(used);
            if state.torn {
                self.resynchronise()?;
                return Ok(Piece::Broken("a line ends inside a string"));
            }
        }
        Ok(if too_long { Piece::Broken("it is longer than the bound for a record") } else { Piece::Value })
    }

    /// After a torn string: on to the next line that begins with a bracket.
    fn resynchronise(&mut self) -> io::Result<()> {
        loop {
            match self.peek()? {
                Some(b'{') | None => return Ok(()),
                Some(_) => {
                    let chunk = self.stream.fill_buf()?;
                    let used = memchr::memchr(b'\n', chunk).map_or(chunk.len(), |at| at + 1);
                    self.stream.consume(used);
                }
            }
        }
    }
}

/// Where in a value the splitter stands.
#[derive(Default)]
struct State {
    depth: usize,
    string: bool,
    escaped: bool,
    started: bool,
    done: bool,
    torn: bool,
}

impl State {
    /// Goes over bytes to the end of the value or of the chunk; says how many belong
    /// to the value.
    fn advance(&mut self, chunk: &[u8]) -> usize {
        let mut at = 0;
        while let Some(&byte) = chunk.get(at) {
            if self.string {
                at += 1;
                match byte {
                    _ if self.escaped => self.escaped = false,
                    b'\\' => self.escaped = true,
                    b'"' => {
                        self.string = false;
                        self.done = self.depth == 0;
                    }
                    b'\n' => self.torn = true,
                    _ => {}
                }
            } else {
                let ends_scalar =
                    self.started && self.depth == 0 && (b",]}".contains(&byte) || byte.is_ascii_whitespace());
                if ends_scalar {
                    self.done = true;
                    return at;
                }
                at += 1;
                match byte {
                    b'"' => self.string = true,
                    b'{' | b'[' => self.depth += 1,
                    b'}' | b']' => {
                        self.depth = self.depth.saturating_sub(1);
                        self.done = self.depth == 0;
                    }
                    _ => {}
                }
                self.started = true;
            }
            if self.done || self.torn {
                break;
            }
        }
        at
    }
}

/// The members of an object whose bytes are given: name and value, as written.
pub(in crate::corpus) fn members(object: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let Some(inner) = object.trim_ascii_start().strip_prefix(b"{") else { return found };
    let mut splitter = Splitter::new(inner, usize::MAX);
    let (mut name, mut value) = (Vec::new(), Vec::new());
    while let Ok(Piece::Value) = splitter.next(&mut name) {
        let Ok(Some(b':')) = splitter.peek() else { break };
        splitter.pass();
        let Ok(Piece::Value) = splitter.next(&mut value) else { break };
        if let Ok(name) = serde_json::from_slice::<String>(&name) {
            found.push((name, std::mem::take(&mut value)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str, bound: usize) -> Vec<Result<String, &'static str>> {
        let mut splitter = Splitter::new(text.as_bytes(), bound);
        let mut value = Vec::new();
        let mut found = Vec::new();
        loop {
            match splitter.next(&mut value).unwrap() {
                Piece::Value => found.push(Ok(String::from_utf8(value.clone()).unwrap())),
                Piece::Broken(why) => found.push(Err(why)),
                Piece::End => return found,
            }
        }
    }

    #[test]
    fn values_are_cut_at_brackets_outside_strings() {
        let expected: Vec<_> =
            ["{\"a\": \"}\\\"\"}", "[1, [2]]", "7", "\"x\""].map(|s| Ok(s.to_owned())).into();
        assert_eq!(pieces("{\"a\": \"}\\\"\"} , [1, [2]],7,\n \"x\" ] rest", 100), expected);
    }

    #[test]
    fn a_torn_or_long_value_does_not_take_the_next_along() {
        let found = pieces("{\"a\": \"x\n  \"b\": 1},\n{\"a\": 2}", 100);
        assert_eq!(found.last(), Some(&Ok("{\"a\": 2}".to_owned())));
        assert_eq!(found.len(), 2);
        assert_eq!(pieces("[1,2,3,4], 7", 5).last(), Some(&Ok("7".to_owned())));
    }

    #[test]
    fn members_keep_order_and_repeats() {
        let found = members(br#" {"a": {"b": 1}, "c": [2], "a": 3} "#);
        let names: Vec<&str> = found.iter().map(|(n, _)| n.as_str()).collect();
        assert_eq!(names, ["a", "c", "a"]);
        assert_eq!(found[1].1, b"[2]");
    }
}
