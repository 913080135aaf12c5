//! Writing JSON so that a terminal may show it.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter, Serializer};

use crate::error::Result;
use crate::render::{output, safe};

/// Writes a value as one line of JSON; control characters, direction marks and the
/// separators of lines are escaped wherever they stand.
///
/// # Errors
/// When it cannot be written.
pub fn line(value: &impl Serialize, out: &mut dyn Write) -> Result<()> {
    self::value(value, out)?;
    out.write_all(b"\n").map_err(output)
}

/// The same without the end of the line.
///
/// # Errors
/// When it cannot be written.
pub fn value(value: &impl Serialize, out: &mut dyn Write) -> Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Escaping)).map_err(output)
}

/// Compact JSON with more escapes.
struct Escaping;

/// Writes a value over many lines, indented, with the same escapes.
///
/// # Errors
/// When it cannot be written.
pub fn pretty(value: &impl Serialize, out: &mut dyn Write) -> Result<()> {
    let formatter = Indented(PrettyFormatter::new());
    value.serialize(&mut Serializer::with_formatter(&mut *out, formatter)).map_err(output)?;
    out.write_all(b"\n").map_err(output)
}

/// Indented JSON with more escapes.
struct Indented(PrettyFormatter<'static>);

/// What JSON itself would let through.
fn needs_escape(c: char) -> bool {
    c.is_control() || safe::is_bidi(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Writes a piece of a string with more escapes than JSON demands.
fn write_escaped<W: ?Sized + Write>(writer: &mut W, fragment: &str) -> io::Result<()> {
    let mut rest = fragment;
    while let Some((at, c)) = rest.char_indices().find(|&(_, c)| needs_escape(c)) {
        let (before, after) = rest.split_at(at);
        writer.write_all(before.as_bytes())?;
        write!(writer, "\\u{:04x}", u32::from(c))?;
        rest = after.get(c.len_utf8()..).unwrap_or_default();
    }
    writer.write_all(rest.as_bytes())
}

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        write_escaped(writer, fragment)
    }
}

impl Formatter for Indented {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        write_escaped(writer, fragment)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_comes_back_and_none_can_harm() {
        let all: String = ('\0'..='\u{2100}').chain(['漢', '\u{10FFFF}', '"', '\\']).collect();
        let mut out = Vec::new();
        line(&all, &mut out).unwrap();
        let json = String::from_utf8(out).unwrap();
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), all);
        assert!(!json.trim_end().chars().any(needs_escape));
        let mut indented = Vec::new();
        pretty(&[&all], &mut indented).unwrap();
        assert_eq!(String::from_utf8(indented).unwrap(), format!("[\n  {}\n]\n", json.trim_end()));
    }
}
