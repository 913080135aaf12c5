//! Takes Markdown's markup off, so that the text reads as it prints.
//!
//! A line at a time, without a tree: marks of headings, quotes and lists go from the
//! line's start, then links become their text, pictures their caption, and emphasis
//! and code lose their signs. A sign that is no markup (`2 * 3`, `snake_case`) stays.
//!
//! Left out: tables and footnotes, which stay as they are typed.

/// The text without markup.
pub(in crate::corpus) fn plain(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut code = false;
    for line in markdown.lines() {
        let bare = line.trim_start();
        if bare.starts_with("```") || bare.starts_with("~~~") {
            code = !code;
            continue;
        }
        if code {
            out.push_str(line);
        } else if !is_rule(bare) && !is_reference(bare) {
            inline(without_marks(bare), &mut out);
        }
        out.push('\n');
    }
    out
}

/// The words of a heading of the first level (`# Words`).
pub(in crate::corpus) fn first_heading(line: &str) -> Option<String> {
    let words = line.strip_prefix("# ")?.trim().trim_end_matches('#').trim_end();
    let mut out = String::new();
    inline(words, &mut out);
    (!out.is_empty()).then_some(out)
}

/// A line of three or more signs, as between sections or under a heading.
fn is_rule(line: &str) -> bool {
    let signs: Vec<char> = line.chars().filter(|c| !c.is_whitespace()).collect();
    signs.len() >= 3 && signs.first().is_some_and(|s| "-*_=".contains(*s) && signs.iter().all(|c| c == s))
}

/// `[1]: https://…`, the target of a link elsewhere.
fn is_reference(line: &str) -> bool {
    line.starts_with('[')
        && line.split_once("]:").is_some_and(|(_, to)| to.trim_start().starts_with(['h', '/', '<']))
}

fn without_marks(line: &str) -> &str {
    let mut rest = line;
    while let Some(inner) = rest.strip_prefix('>') {
        rest = inner.trim_start();
    }
    let heading = rest.trim_start_matches('#');
    if (1..=6).contains(&(rest.len() - heading.len())) && heading.starts_with(' ') {
        return heading.trim().trim_end_matches('#').trim_end();
    }
    rest.strip_prefix("- ")
        .or_else(|| rest.strip_prefix("* "))
        .or_else(|| rest.strip_prefix("+ "))
        .unwrap_or(rest)
}

/// Writes a line without the marks inside it.
fn inline(line: &str, out: &mut String) {
    let mut rest = line;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let tail = rest.get(c.len_utf8()..).unwrap_or_default();
        let next = tail.chars().next().unwrap_or(' ');
        if c == '\\' && next.is_ascii_punctuation() {
            out.push(next);
            (rest, before) = (tail.get(1..).unwrap_or_default(), next);
            continue;
        }
        if let Some((words, after)) = link(rest) {
            inline(words, out);
            (rest, before) = (after, ')');
            continue;
        }
        if let Some((address, after)) = autolink(rest) {
            out.push_str(address);
            (rest, before) = (after, '>');
            continue;
        }
        if !is_mark(c, before, next) {
            out.push(c);
        }
        (rest, before) = (tail, c);
    }
}

/// A sign of emphasis or code: it touches a word on one side and a gap, another
/// sign or a stop on the other.
fn is_mark(c: char, before: char, next: char) -> bool {
    let gap = |c: char| !c.is_alphanumeric();
    match c {
        '`' => true,
        '*' => {
            let both = |is: fn(char) -> bool| is(before) && is(next);
            !both(char::is_whitespace) && !both(|c| c.is_ascii_digit())
        }
        '_' => (gap(before) && !next.is_whitespace()) || (gap(next) && !before.is_whitespace()),
        _ => false,
    }
}

/// `[words](address)`, `![caption](address)` or `[words][1]`: the words, and what
/// comes after.
fn link(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix("![").or_else(|| text.strip_prefix('['))?;
    let end = matching(inner, '[', ']')?;
    let (words, after) = (inner.get(..end)?, inner.get(end + 1..)?);
    let (open, close) = match after.chars().next()? {
        '(' => ('(', ')'),
        '[' => ('[', ']'),
        _ => return None,
    };
    let target = after.get(1..)?;
    let end = matching(target, open, close)?;
    Some((words, target.get(end + 1..)?))
}

/// Where the bracket that was opened before `text` closes; looks at one line of
/// limited length only, so that many open brackets cost little.
fn matching(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices().take(2_000) {
        match c {
            c if c == close && depth == 0 => return Some(at),
            c if c == close => depth -= 1,
            c if c == open => depth += 1,
            _ => {}
        }
    }
    None
}

/// `<https://…>`.
fn autolink(text: &str) -> Option<(&str, &str)> {
    let (address, after) = text.strip_prefix("<http").and_then(|_| text.get(1..)?.split_once('>'))?;
    (!address.contains(' ')).then_some((address, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_signs_stay() {
        let cases = [
            ("## A *town* under __water__", "A town under water\n"),
            ("> - see [the **map**](http://x/a_(b)) now", "see the map now\n"),
            ("![Rain](a.png) fell on `main` street", "Rain fell on main street\n"),
            ("2 * 3 and 4*5 and snake_case \\*", "2 * 3 and 4*5 and snake_case *\n"),
            ("[Reuters] said", "[Reuters] said\n"),
        ];
        for (markdown, text) in cases {
            assert_eq!(plain(markdown), text, "{markdown}");
        }
    }

    #[test]
    fn deep_links_do_not_exhaust_the_stack() {
        let deep = format!("{}a{}", "[".repeat(20_000), "](b)".repeat(20_000));
        assert!(plain(&deep).contains('a'));
    }
}
