//! The text of a piece of HTML that stands in a field of something else: the content of a
//! feed's item, the body of a wire story, a letter.
//!
//! Such pieces are short and hold no furniture, so they are read in one pass without a tree.
//! Elements that stand on lines of their own part paragraphs, scripts and styles go, and
//! captions of pictures are kept apart.

use quick_xml::escape::resolve_html5_entity;

/// What a piece of HTML holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::corpus) struct Fragment {
    /// The text, paragraphs separated by a blank line.
    pub(in crate::corpus) text: String,
    /// Captions of pictures (`<figcaption>`).
    pub(in crate::corpus) captions: Vec<String>,
}

/// Elements that part paragraphs.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "blockquote", "pre", "section",
    "article", "figure", "header", "footer", "aside", "hr", "hl2", "block",
];
/// Elements whose content is no text.
const UNSEEN: &[&str] =
    &["script", "style", "noscript", "template", "iframe", "object", "svg", "head", "title"];

/// Reads a piece of HTML, or of the HTML-like markup of news formats. What is no markup stays.
pub(in crate::corpus) fn read(html: &str) -> Fragment {
    let mut found = Fragment::default();
    let mut caption: Option<String> = None;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, markup) = rest.split_at(at);
        let into = caption.as_mut().unwrap_or(&mut found.text);
        unescape_into(text, into);
        let Some((tag, behind)) = tag(markup) else {
            into.push('<');
            rest = markup.get(1..).unwrap_or_default();
            continue;
        };
        rest = behind;
        match tag.name.as_str() {
            name if UNSEEN.contains(&name) && !tag.closes && !tag.empty => rest = behind_element(rest, name),
            "br" => into.push('\n'),
            "td" | "th" if tag.closes => into.push('\t'),
            "figcaption" if tag.closes => found.captions.extend(caption.take()),
            "figcaption" => caption = Some(String::new()),
            name if BLOCKS.contains(&name) => into.push_str("\n\n"),
            _ => {}
        }
    }
    unescape_into(rest, caption.as_mut().unwrap_or(&mut found.text));
    found.captions.extend(caption);
    found.captions.retain(|c| !c.trim().is_empty());
    found
}

/// The text of a piece of HTML, with its captions left out.
pub(in crate::corpus) fn text(html: &str) -> String {
    read(html).text
}

struct Tag {
    name: String,
    closes: bool,
    empty: bool,
}

/// The tag, comment or declaration that a text opens with, and what comes behind it.
fn tag(markup: &str) -> Option<(Tag, &str)> {
    if let Some(comment) = markup.strip_prefix("<!--") {
        let behind = comment.find("-->").map_or("", |end| comment.get(end + 3..).unwrap_or_default());
        return Some((Tag { name: String::new(), closes: false, empty: true }, behind));
    }
    let inner = markup.get(1..)?;
    let closes = inner.starts_with('/');
    let named = inner.trim_start_matches(['/', '!', '?']);
    if !named.starts_with(|c: char| c.is_ascii_alphabetic() || c == '[') {
        return None;
    }
    let name_end = named.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(named.len());
    let name = named.get(..name_end)?.to_ascii_lowercase();
    let end = end_of_tag(inner)?;
    let empty = inner.get(..end)?.ends_with('/');
    Some((Tag { name, closes, empty }, inner.get(end + 1..).unwrap_or_default()))
}

/// Where the `>` of a tag stands, outside quotes.
fn end_of_tag(inner: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in inner.bytes().enumerate() {
        match (byte, quote) {
            (b'>', None) => return Some(at),
            (b'"' | b'\'', None) if inner.as_bytes().get(at.wrapping_sub(1)) == Some(&b'=') => {
                quote = Some(byte);
            }
            (_, Some(open)) if byte == open => quote = None,
            _ => {}
        }
    }
    // A quote that is never closed: the next ">" has to do.
    quote.and_then(|_| inner.find('>'))
}

/// What comes behind the end of an element.
fn behind_element<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = rest;
    while let Some(at) = from.find("</") {
        let close = from.get(at + 2..).unwrap_or_default();
        let is_it = close.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name));
        if is_it {
            return close.find('>').map_or("", |end| close.get(end + 1..).unwrap_or_default());
        }
        from = close;
    }
    ""
}

/// Appends a text with its character references resolved; what is none stays.
pub(in crate::corpus) fn unescape_into(text: &str, out: &mut String) {
    /// Longest name of a reference.
    const NAME_BYTES: usize = 32;
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, reference) = rest.split_at(at);
        out.push_str(before);
        let inner = reference.get(1..).unwrap_or_default();
        let end = inner.bytes().take(NAME_BYTES).position(|b| !b.is_ascii_alphanumeric() && b != b'#');
        let end = end.unwrap_or(inner.len().min(NAME_BYTES));
        let name = inner.get(..end).unwrap_or_default();
        match character(name).filter(|_| inner.as_bytes().get(end) == Some(&b';')) {
            Some(resolved) => {
                out.push_str(&resolved);
                rest = inner.get(end + 1..).unwrap_or_default();
            }
            None => {
                out.push('&');
                rest = inner;
            }
        }
    }
    out.push_str(rest);
}

/// What a reference without `&` and `;` means.
fn character(name: &str) -> Option<String> {
    let Some(number) = name.strip_prefix('#') else {
        return resolve_html5_entity(name).map(str::to_owned);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    // Numbers of Windows-1252 are put right where all text is cleaned.
    Some(char::from_u32(code).unwrap_or('\u{fffd}').to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_part_paragraphs_and_unseen_elements_go() {
        let found =
            read("<p>One&nbsp;two <b>three</b></p><script>if (a<b) {}</script><p>4 &lt; 5 & 6<br/>x</p>");
        assert_eq!(found.text.trim(), "One\u{a0}two three\n\n\n\n4 < 5 & 6\nx");
    }

    #[test]
    fn captions_stand_apart_and_what_is_no_tag_stays() {
        let found = read(
            "a <3 b<figure><img alt=\"x>y\"><figcaption>A bridge</figcaption></figure>c &unknown; &#8217;",
        );
        assert_eq!(found.captions, ["A bridge"]);
        assert_eq!(found.text, "a <3 b\n\n\n\nc &unknown; ’");
    }

    #[test]
    fn broken_markup_is_read_to_its_end() {
        for html in
            ["<", "<p", "<p class=\"x", "</", "<!--", "<script>", "&", "&#", "&#x110000;", "<figcaption>x"]
        {
            let _ = read(html);
        }
    }
}
