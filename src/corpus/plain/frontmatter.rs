//! The block of metadata above a Markdown text: YAML between `---`, TOML between
//! `+++`.
//!
//! Only the part of both languages that newsrooms use there is read: a name with a
//! value, quoted or not, and lists, on one line or one item a line. What is not
//! understood is reported and passed over; the text below is never lost with it.

/// A front matter, and the text below it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::corpus) struct FrontMatter<'a> {
    /// Names with their values, in order; more than one value for a list.
    pub(in crate::corpus) fields: Vec<(String, Vec<String>)>,
    pub(in crate::corpus) text: &'a str,
    pub(in crate::corpus) warnings: Vec<String>,
}

/// Splits a text from its front matter; a text without one comes back whole.
pub(in crate::corpus) fn split(text: &str) -> FrontMatter<'_> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let fence = first.trim_end();
    if fence != "---" && fence != "+++" {
        return FrontMatter { text, ..FrontMatter::default() };
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == fence {
            let text = rest.get(at + line.len()..).unwrap_or_default();
            let header = rest.get(..at).unwrap_or_default();
            let found = fields(header, if fence == "+++" { '=' } else { ':' }, text);
            // Two rules around a paragraph are no front matter.
            let is_header = !found.fields.is_empty() || header.trim().is_empty();
            return if is_header { found } else { FrontMatter { text: rest, ..FrontMatter::default() } };
        }
        at += line.len();
    }
    let warnings = vec!["the front matter has no end and was read as text".to_owned()];
    FrontMatter { text: rest, warnings, ..FrontMatter::default() }
}

fn fields<'a>(header: &str, sign: char, text: &'a str) -> FrontMatter<'a> {
    let mut found = FrontMatter { text, ..FrontMatter::default() };
    let mut odd = 0;
    for line in header.lines() {
        let bare = line.trim();
        let indented = line.starts_with([' ', '\t']);
        if bare.is_empty() || bare.starts_with('#') || (sign == '=' && bare.starts_with('[')) {
            continue;
        }
        if let (Some(item), Some((_, values))) = (list_item(bare, sign, indented), found.fields.last_mut()) {
            values.extend(item);
            continue;
        }
        match bare.split_once(sign).filter(|(name, _)| !indented && is_name(name)) {
            Some((name, value)) => {
                found.fields.push((name.trim().trim_matches('"').to_owned(), values(value)))
            }
            None => odd += usize::from(!indented && bare != "]"),
        }
    }
    if odd > 0 {
        let lines = if odd == 1 { "1 line".to_owned() } else { format!("{odd} lines") };
        found.warnings.push(format!("{lines} of the front matter cannot be read"));
    }
    found
}

fn is_name(name: &str) -> bool {
    let name = name.trim().trim_matches('"');
    !name.is_empty()
        && name.chars().all(|c| c.is_alphanumeric() || "_-. :".contains(c))
        && !name.starts_with('-')
}

/// An item of a list, or a line that goes on with the value above.
fn list_item(line: &str, sign: char, indented: bool) -> Option<Vec<String>> {
    if sign == ':' {
        if let Some(item) = line.strip_prefix("- ") {
            // An author as an object: "- name: Ana Lima".
            let item = item.trim();
            return Some(values(item.strip_prefix("name:").unwrap_or(item)));
        }
        if indented {
            return line
                .split_once(": ")
                .map(|(name, value)| if name == "name" { values(value) } else { Vec::new() });
        }
        return None;
    }
    let item = line.trim_end_matches([',', ']']);
    (item.starts_with(['"', '\'']) && !item.contains('=')).then(|| values(item))
}

/// The value or values behind a name.
fn values(raw: &str) -> Vec<String> {
    let raw = without_comment(raw.trim());
    if let Some(list) = raw.strip_prefix('[') {
        let list = list.strip_suffix(']').unwrap_or(list);
        return split_quoted(list).into_iter().map(|v| unquoted(&v)).filter(|v| !v.is_empty()).collect();
    }
    let value = unquoted(raw);
    // A block of text ("|", ">") is not read; its lines are indented.
    if value.is_empty() || matches!(value.as_str(), "|" | ">" | "null" | "~") {
        Vec::new()
    } else {
        vec![value]
    }
}

/// Cuts ` # a comment` off a value that is not quoted.
fn without_comment(raw: &str) -> &str {
    match raw.find(" #") {
        Some(at) if !raw.starts_with(['"', '\'']) => raw.get(..at).unwrap_or(raw).trim_end(),
        _ => raw,
    }
}

fn unquoted(raw: &str) -> String {
    let raw = raw.trim();
    let inner = |quote: char| raw.strip_prefix(quote).and_then(|r| r.strip_suffix(quote));
    match (inner('"'), inner('\'')) {
        (Some(text), _) => text.replace("\\\"", "\"").replace("\\\\", "\\"),
        (None, Some(text)) => text.replace("''", "'"),
        _ => raw.to_owned(),
    }
}

/// Splits at commas that stand outside quotes.
fn split_quoted(list: &str) -> Vec<String> {
    let (mut parts, mut part, mut open) = (Vec::new(), String::new(), None);
    for c in list.chars() {
        match (c, open) {
            (',', None) => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            ('"' | '\'', None) if part.trim().is_empty() => open = Some(c),
            (_, Some(quote)) if c == quote => open = None,
            _ => {}
        }
        part.push(c);
    }
    parts.push(part);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(found: &FrontMatter<'_>, name: &str) -> Vec<String> {
        found.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default()
    }

    #[test]
    fn yaml_values_and_lists() {
        let text = "---\ntitle: \"Rain: a \\\"review\\\"\"\ntags: [war, 'a, b'] # two\nauthors:\n  - Ana Lima\n  - name: Bo Ek\n---\nIt rained.";
        let found = split(text);
        assert_eq!(field(&found, "title"), ["Rain: a \"review\""]);
        assert_eq!(field(&found, "tags"), ["war", "a, b"]);
        assert_eq!(field(&found, "authors"), ["Ana Lima", "Bo Ek"]);
        assert_eq!((found.text, found.warnings.len()), ("It rained.", 0));
    }

    #[test]
    fn toml_values_and_lists() {
        let found =
            split("+++\ntitle = 'Rain'\ndate = 2024-08-08\ntags = [\n \"war\",\n]\n[extra]\n+++\nIt rained.");
        assert_eq!(field(&found, "date"), ["2024-08-08"]);
        assert_eq!(field(&found, "tags"), ["war"]);
        assert_eq!((found.text, found.warnings.len()), ("It rained.", 0));
    }

    #[test]
    fn a_bad_header_does_not_lose_the_text() {
        let found = split("---\ntitle: a: b\n???\n---\nIt rained.");
        assert_eq!(field(&found, "title"), ["a: b"]);
        assert_eq!((found.text, found.warnings.len()), ("It rained.", 1));
        assert_eq!(split("---\ntitle: a\nIt rained.").warnings.len(), 1);
        assert_eq!(split("---\nIt rained.\n---\nAll day.").text, "It rained.\n---\nAll day.");
    }
}
