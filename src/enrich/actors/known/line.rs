//! A line of the list of well-known actors.

use super::letters::walk;

/// One actor as its line has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'t> {
    /// The name under which it is shown.
    pub name: &'t str,
    /// The letter of its kind.
    pub kind: &'t str,
    /// Code of its country, perhaps empty.
    pub country: &'t str,
    /// Other names, separated by semicolons.
    pub aliases: &'t str,
    /// Offices and years, separated by semicolons.
    pub offices: &'t str,
}

/// Reads a line; `None` for remarks.
pub fn read(line: &str) -> Option<Line<'_>> {
    let mut columns = line.split('\t');
    let name = columns.next().filter(|n| !n.starts_with('#'))?;
    let kind = columns.next()?;
    let mut more = || columns.next().unwrap_or_default();
    Some(Line { name, kind, country: more(), aliases: more(), offices: more() })
}

impl<'t> Line<'t> {
    /// All its names as they are written, the main one first.
    pub fn names(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        std::iter::once(self.name).chain(self.aliases.split(';').filter(|a| !a.is_empty()))
    }
}

/// The name that begins at the start of this text.
pub fn name_at(text: &str) -> &str {
    text.split([';', '\t', '\n']).next().unwrap_or_default()
}

/// A single word of a name as the tagger has it: folded, without stops.
pub fn word(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    walk(text, |c| key.extend(Some(c).filter(|c| *c != ' ')));
    key
}
