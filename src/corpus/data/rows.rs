//! Rows of a table, cut from a stream, however they are quoted.
//!
//! Like the usual readers of CSV, but with a bound: a quote that is never closed
//! would otherwise swallow the rest of the file. Such a row is reported, and reading
//! goes on with the line after the one on which it began.

use std::io::{self, BufRead};

/// Cuts a stream into rows.
pub(in crate::corpus) struct Rows<R> {
    /// Bytes that were read once and are to be read again, before the stream.
    back: Vec<u8>,
    /// How many of these bytes were read again.
    back_used: usize,
    stream: R,
    delimiter: u8,
    bound: usize,
    repairs: u32,
}

/// What [`Rows::next`] has found.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::corpus) enum Row {
    /// A row, in the buffer.
    Cells,
    /// A row that cannot be read.
    Broken(&'static str),
    /// There are no more.
    End,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// At the start of a cell.
    Start,
    /// In a cell without quotes.
    Bare,
    /// Between quotes.
    Quoted,
    /// Behind a quote that ends a cell or is the first of two.
    Quote,
    /// Behind the end of the row.
    Done,
}

impl<R: BufRead> Rows<R> {
    pub(in crate::corpus) fn new(stream: R, delimiter: u8, bound: usize, repairs: u32) -> Rows<R> {
        Rows { back: Vec::new(), back_used: 0, stream, delimiter, bound, repairs }
    }

    /// Some of the bytes that come next; none at the end.
    fn fill(&mut self) -> io::Result<&[u8]> {
        match self.back.get(self.back_used..) {
            Some(back) if !back.is_empty() => Ok(back),
            _ => self.stream.fill_buf(),
        }
    }

    fn consume(&mut self, bytes: usize) {
        if self.back_used < self.back.len() { self.back_used += bytes } else { self.stream.consume(bytes) }
    }

    /// Reads the next row into `cells`; blank lines are passed over.
    pub(in crate::corpus) fn next(&mut self, cells: &mut Vec<Vec<u8>>) -> io::Result<Row> {
        loop {
            let row = self.row(cells)?;
            let blank =
                row == Row::Cells && cells.len() == 1 && cells.iter().all(|c| c.trim_ascii().is_empty());
            if !blank {
                return Ok(row);
            }
        }
    }

    fn row(&mut self, cells: &mut Vec<Vec<u8>>) -> io::Result<Row> {
        cells.clear();
        let (mut raw, mut cell, mut state) = (Vec::new(), Vec::new(), State::Start);
        let delimiter = self.delimiter;
        while state != State::Done {
            let room = self.bound.saturating_add(1).saturating_sub(raw.len());
            let chunk = self.fill()?;
            if chunk.is_empty() {
                break;
            }
            let chunk = chunk.get(..room).unwrap_or(chunk);
            let mut used = 0;
            while let Some(rest) = chunk.get(used..).filter(|r| !r.is_empty() && state != State::Done) {
                let plain = plain_bytes(state, rest, delimiter);
                cell.extend_from_slice(rest.get(..plain).unwrap_or_default());
                used += plain;
                if let Some(&byte) = rest.get(plain) {
                    state = step(state, byte, delimiter, &mut cell, cells);
                    used += 1;
                }
            }
            raw.extend_from_slice(chunk.get(..used).unwrap_or_default());
            self.consume(used);
            if raw.len() > self.bound {
                return self.give_up(state, raw);
            }
        }
        match state {
            State::Done => Ok(Row::Cells),
            State::Quoted => self.give_up(state, raw),
            State::Start if cells.is_empty() => Ok(Row::End),
            _ => {
                cells.push(cell);
                Ok(Row::Cells)
            }
        }
    }

    /// A row that has no end within the bound: the line on which it began is lost,
    /// the rest of what was read is put back.
    fn give_up(&mut self, state: State, raw: Vec<u8>) -> io::Result<Row> {
        let end = memchr::memchr(b'\n', &raw).map_or(raw.len(), |at| at + 1);
        if state != State::Quoted || self.repairs == 0 {
            self.skip_line()?;
            return Ok(Row::Broken("it is longer than the bound for a record"));
        }
        self.repairs -= 1;
        let mut back = raw.get(end..).unwrap_or_default().to_vec();
        back.extend_from_slice(self.back.get(self.back_used..).unwrap_or_default());
        (self.back, self.back_used) = (back, 0);
        Ok(Row::Broken("a quote is never closed"))
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let chunk = self.fill()?;
            let (end, all) = (memchr::memchr(b'\n', chunk), chunk.len());
            self.consume(end.map_or(all, |at| at + 1));
            if end.is_some() || all == 0 {
                return Ok(());
            }
        }
    }
}

/// How many bytes from here on belong to the cell as they are.
fn plain_bytes(state: State, rest: &[u8], delimiter: u8) -> usize {
    let end = match state {
        State::Quoted => memchr::memchr(b'"', rest),
        State::Bare => memchr::memchr2(delimiter, b'\n', rest),
        _ => Some(0),
    };
    end.unwrap_or(rest.len())
}

/// Takes one byte in.
fn step(state: State, byte: u8, delimiter: u8, cell: &mut Vec<u8>, cells: &mut Vec<Vec<u8>>) -> State {
    match (state, byte) {
        (State::Start, b'"') => State::Quoted,
        (State::Quoted, b'"') => State::Quote,
        (State::Quoted, _) => {
            cell.push(byte);
            State::Quoted
        }
        (State::Quote, b'"') => {
            cell.push(b'"');
            State::Quoted
        }
        (_, b) if b == delimiter => {
            cells.push(std::mem::take(cell));
            State::Start
        }
        (_, b'\n') => {
            if cell.last() == Some(&b'\r') {
                cell.pop();
            }
            cells.push(std::mem::take(cell));
            State::Done
        }
        (State::Quote, b'\r') => State::Quote,
        (State::Quote, _) | (State::Start | State::Bare | State::Done, _) => {
            cell.push(byte);
            State::Bare
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, bound: usize) -> Vec<Result<Vec<String>, &'static str>> {
        let mut rows = Rows::new(text.as_bytes(), b',', bound, 2);
        let (mut cells, mut found) = (Vec::new(), Vec::new());
        loop {
            match rows.next(&mut cells).unwrap() {
                Row::Cells => {
                    found.push(Ok(cells.iter().map(|c| String::from_utf8(c.clone()).unwrap()).collect()))
                }
                Row::Broken(why) => found.push(Err(why)),
                Row::End => return found,
            }
        }
    }

    fn row(cells: &[&str]) -> Result<Vec<String>, &'static str> {
        Ok(cells.iter().map(|c| (*c).to_owned()).collect())
    }

    #[test]
    fn quotes_line_ends_and_empty_cells() {
        let found = rows("a,\"b\n\"\"c\"\"\",\r\n\r\n5\" nail,,x", 100);
        assert_eq!(found, [row(&["a", "b\n\"c\"", ""]), row(&["5\" nail", "", "x"])]);
    }

    #[test]
    fn an_open_quote_costs_one_line() {
        let found = rows("a,\"b\nc,d\ne,f\n", 100);
        assert_eq!(found, [Err("a quote is never closed"), row(&["c", "d"]), row(&["e", "f"])]);
    }

    #[test]
    fn a_row_at_the_bound_is_read_and_a_longer_one_is_not() {
        let found = rows("aaa,bbb\naaaa,bbbb\nc,d\n", 8);
        assert_eq!(
            found,
            [row(&["aaa", "bbb"]), Err("it is longer than the bound for a record"), row(&["c", "d"])]
        );
    }
}
