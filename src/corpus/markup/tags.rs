//! Takes markup that need not be well-formed apart into tags and text.
//!
//! Feeds, SGML collections and scans have bare ampersands, tags that are never closed and
//! names in any case, so nothing here can fail: what is no tag is text. There is no tree;
//! a reader keeps as much of a stack as its format needs.

use crate::corpus::markup::fragment;

/// A piece of markup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::corpus) enum Token<'a> {
    /// Text as it is written, with its character references.
    Text(&'a str),
    /// The inside of a CDATA section, which has no references.
    Literal(&'a str),
    /// An opening tag.
    Open(Tag<'a>),
    /// The name in a closing tag.
    Close(&'a str),
}

/// An opening tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::corpus) struct Tag<'a> {
    /// Its name with its prefix, as written.
    pub(in crate::corpus) name: &'a str,
    attributes: &'a str,
    /// Whether it closes itself.
    pub(in crate::corpus) empty: bool,
}

impl<'a> Tag<'a> {
    /// The value of an attribute by its local name, references resolved.
    pub(in crate::corpus) fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        while let Some((before, behind)) = rest.split_once('=') {
            let found = before.split_whitespace().next_back().unwrap_or_default();
            let (value, after) = value(behind.trim_start());
            if local(found).eq_ignore_ascii_case(name) {
                return Some(plain(value));
            }
            rest = after;
        }
        None
    }
}

/// An attribute's value, and what follows it.
fn value(text: &str) -> (&str, &str) {
    let quoted =
        text.strip_prefix('"').map(|t| (t, '"')).or_else(|| text.strip_prefix('\'').map(|t| (t, '\'')));
    match quoted {
        Some((inner, quote)) => inner.split_once(quote).unwrap_or((inner, "")),
        None => text.split_once(char::is_whitespace).unwrap_or((text, "")),
    }
}

/// A name without its namespace's prefix.
pub(in crate::corpus) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// A text with its references resolved.
pub(in crate::corpus) fn plain(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    fragment::unescape_into(raw, &mut out);
    out
}

/// Walks through markup. Comments, declarations and processing instructions are passed over.
pub(in crate::corpus) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(in crate::corpus) fn new(markup: &'a str) -> Tokens<'a> {
        Tokens { rest: markup }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            // A sign that opens no tag is text together with what follows it.
            let opens = markup_start(self.rest);
            if opens != Some(0) {
                let (text, rest) = self.rest.split_at(opens.unwrap_or(self.rest.len()));
                self.rest = rest;
                return Some(Token::Text(text));
            }
            let markup = self.rest;
            if let Some(inner) = markup.strip_prefix("<![CDATA[") {
                let (literal, rest) = inner.split_once("]]>").unwrap_or((inner, ""));
                self.rest = rest;
                return Some(Token::Literal(literal));
            }
            if let Some(comment) = markup.strip_prefix("<!--") {
                self.rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            if markup.starts_with("<!") || markup.starts_with("<?") {
                self.rest = behind_declaration(markup);
                continue;
            }
            let (token, rest) = tag(markup);
            self.rest = rest;
            return Some(token);
        }
    }
}

/// Where the next tag, section, comment or declaration begins.
fn markup_start(text: &str) -> Option<usize> {
    let is_start = |at: usize| {
        let mut behind = text.get(at + 1..).unwrap_or_default().chars();
        match behind.next() {
            Some('/') => behind.next().is_some_and(|c| c.is_alphabetic() || c == '_'),
            Some(c) => c.is_alphabetic() || matches!(c, '_' | '!' | '?'),
            None => false,
        }
    };
    text.match_indices('<').map(|(at, _)| at).find(|&at| is_start(at))
}

/// What follows a declaration or instruction; a DOCTYPE may hold declarations in brackets.
fn behind_declaration(markup: &str) -> &str {
    if markup.starts_with("<?") {
        return markup.split_once("?>").map_or("", |(_, rest)| rest);
    }
    let end = markup.find('>').unwrap_or(markup.len());
    let subset = markup.find('[').filter(|&at| at < end);
    let from = subset.and_then(|at| Some(at + markup.get(at..)?.find(']')?)).unwrap_or(0);
    let rest = markup.get(from..).unwrap_or_default();
    rest.split_once('>').map_or("", |(_, rest)| rest)
}

/// The tag that a text begins with, and what follows it. One that is not closed ends where
/// the next one begins.
fn tag(markup: &str) -> (Token<'_>, &str) {
    let inner = markup.get(1..).unwrap_or_default();
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let name_end =
        inner.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/' | '<')).unwrap_or(inner.len());
    let (name, behind) = inner.split_at(name_end);
    let end = tag_end(behind);
    let attributes = behind.get(..end).unwrap_or(behind);
    let rest = behind.get(end..).unwrap_or_default();
    let rest = rest.strip_prefix('>').unwrap_or(rest);
    if closes {
        return (Token::Close(name), rest);
    }
    let bare = attributes.trim_end();
    let (attributes, empty) = bare.strip_suffix('/').map_or((bare, false), |bare| (bare, true));
    (Token::Open(Tag { name, attributes, empty }), rest)
}

/// Where a tag ends: at `>` outside quotes, or before the next `<`.
fn tag_end(behind: &str) -> usize {
    let mut quote = None;
    let mut before = 0;
    for (at, byte) in behind.bytes().enumerate() {
        match (byte, quote) {
            (b'>' | b'<', None) => return at,
            (b'"' | b'\'', None) if before == b'=' => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    // A quote that is never closed: the next ">" has to do.
    behind.find(['>', '<']).unwrap_or(behind.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(markup: &str) -> Vec<String> {
        let shown = |token| match token {
            Token::Text(text) => format!("'{text}'"),
            Token::Literal(text) => format!("[{text}]"),
            Token::Open(tag) if tag.empty => format!("{}/", tag.name),
            Token::Open(tag) => tag.name.to_owned(),
            Token::Close(name) => format!("/{name}"),
        };
        Tokens::new(markup).map(shown).collect()
    }

    #[test]
    fn tags_and_text_are_told_apart() {
        let markup = "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b \"c\">]><a x='1>2'>AT&T <3<!-- <b> -->\
            <![CDATA[<p>]]><br/></a >";
        assert_eq!(shown(markup), ["a", "'AT&T <3'", "[<p>]", "br/", "/a"]);
        assert_eq!(shown("a < b<P<Q x=\"1>c"), ["'a < b'", "P", "Q", "'c'"]);
    }

    #[test]
    fn attributes_are_found_by_their_local_name() {
        let Some(Token::Open(tag)) = Tokens::new("<Doc id=\"A&amp;B\" xml:lang='de' type = story>").next()
        else {
            panic!("no tag")
        };
        let values = ["ID", "lang", "type", "x"].map(|name| tag.attribute(name));
        assert_eq!(values, [Some("A&B".to_owned()), Some("de".to_owned()), Some("story".to_owned()), None]);
    }

    #[test]
    fn broken_markup_comes_to_its_end() {
        for markup in ["<", "<a", "</", "<a b=\"", "<!--", "<![CDATA[", "<?", "<!DOCTYPE [", "</a", "<a/"] {
            let _ = Tokens::new(markup).count();
        }
    }
}
