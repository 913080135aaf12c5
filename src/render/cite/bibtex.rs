//! BibTeX in UTF-8, as BibTeX, biblatex and reference managers read it.
//!
//! An article of a newspaper is an `@article` whose `journal` is the newspaper; biblatex is told by
//! `entrysubtype`. The date stands twice: `date` for biblatex, with its precision; `year` and
//! `month` for BibTeX. The section is the `chapter`, which reference managers read as one. A key is
//! made of the article alone, whatever is exported beside it: a name, the year, and the id.
//!
//! What TeX acts on is escaped, in the way of Zotero and citation.js, whose readers undo it. BibTeX
//! counts braces even when they are escaped, so one without its counterpart takes an invisible one along. An
//! address is not escaped, since it is read letter by letter; what would end
//! it early is written as addresses write it (`%7B`).
//!
//! Left out: braces that keep the capitals of a title; they would come back as a part of it.

use super::Citation;
use super::byline::Author;
use crate::text::fold;

/// An entry, with an empty line behind it.
pub(super) fn entry(citation: &Citation) -> String {
    let mut lines = format!("@article{{{}", key(citation));
    let mut field = |name: &str, value: &str| lines.extend([",\n  ", name, " = ", value]);
    let braced = |text: &str| format!("{{{}}}", escaped(text));
    if !citation.authors.is_empty() {
        let names: Vec<String> = citation.authors.iter().map(name).collect();
        field("author", &format!("{{{}}}", names.join(" and ")));
    }
    let given = [
        ("title", &citation.title),
        ("journal", &citation.outlet),
        ("pages", &citation.page),
        ("chapter", &citation.section),
        ("edition", &citation.edition),
        ("language", &citation.lang),
        ("abstract", &citation.summary),
        ("note", &citation.note),
    ];
    for (name, value) in given {
        value.iter().for_each(|value| field(name, &braced(value)));
    }
    if let Some(date) = citation.date {
        field("date", &format!("{{{date}}}"));
        field("year", &format!("{{{}}}", date.year()));
        date.month().and_then(month).iter().for_each(|month| field("month", month));
    }
    citation.url.iter().for_each(|url| field("url", &format!("{{{}}}", address(url))));
    if !citation.keywords.is_empty() {
        // A comma would part one keyword in two.
        let keywords: Vec<String> = citation.keywords.iter().map(|k| escaped(&k.replace(',', ";"))).collect();
        field("keywords", &format!("{{{}}}", keywords.join(", ")));
    }
    field("entrysubtype", "{newspaper}");
    lines.push_str("\n}\n\n");
    lines
}

/// Name, year and id, in letters and digits that every program takes for a key.
fn key(citation: &Citation) -> String {
    let name = match citation.authors.first() {
        Some(Author::Person { family, .. }) => Some(family),
        Some(Author::Literal(name)) => Some(name),
        None => citation.outlet.as_ref(),
    };
    let plain = |text: &String| -> String {
        fold(text).chars().filter(char::is_ascii_alphanumeric).take(KEY_NAME_CHARS).collect()
    };
    let name = name.map(plain).filter(|name| !name.is_empty()).unwrap_or_else(|| "article".to_owned());
    let year = citation.date.map(|date| format!("{:04}", date.year())).unwrap_or_default();
    format!("{name}{year}-{}", citation.id)
}

/// Letters of a name in a key.
const KEY_NAME_CHARS: usize = 20;

/// A month by the name that every style defines.
fn month(number: u32) -> Option<&'static str> {
    let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    names.get(usize::try_from(number.checked_sub(1)?).ok()?).copied()
}

/// A name; braces keep one together that is no person's, whatever stands in it.
fn name(author: &Author) -> String {
    match author {
        Author::Person { family, given, suffix: Some(suffix) } => {
            format!("{}, {}, {}", escaped(family), escaped(suffix), escaped(given))
        }
        Author::Person { family, given, suffix: None } => format!("{}, {}", escaped(family), escaped(given)),
        Author::Literal(name) => format!("{{{}}}", escaped(name)),
    }
}

/// A text without what TeX would act on.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut last = '\0';
    let paired = is_paired(text);
    for c in text.chars() {
        // Two of these in a row would be one sign: a dash, a quotation mark.
        let joined = last == c && matches!(c, '-' | '`' | '\'' | ',' | '<' | '>');
        if joined || (c == '`' && matches!(last, '!' | '?')) {
            out.push_str("{}");
        }
        last = c;
        match c {
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            '{' | '}' if paired => out.extend(['\\', c]),
            '{' => out.push_str("\\{\\vphantom{\\}}"),
            '}' => out.push_str("\\vphantom{\\{}\\}"),
            '\\' => out.push_str("{\\textbackslash}"),
            '~' => out.push_str("{\\textasciitilde}"),
            '^' => out.push_str("{\\textasciicircum}"),
            c => out.push(c),
        }
    }
    out
}

/// Whether each brace of a text has its counterpart.
fn is_paired(text: &str) -> bool {
    let mut open = 0_u32;
    let closed = |open: &mut u32| open.checked_sub(1).map(|rest| *open = rest).is_some();
    let fits = text.chars().all(|c| match c {
        '{' => {
            open += 1;
            true
        }
        '}' => closed(&mut open),
        _ => true,
    });
    fits && open == 0
}

/// An address without what would end it early.
fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '{' => out.push_str("%7B"),
            '}' => out.push_str("%7D"),
            '\\' => out.push_str("%5C"),
            ' ' => out.push_str("%20"),
            '"' => out.push_str("%22"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::cite::sample;

    #[test]
    fn an_entry_has_fields_in_braces() {
        let expected = r#"@article{desouza1943-00000000002d,
  author = {de Souza, Jr., Ana and {Meridian Wire}},
  title = {50\% of \{all\} "A\&B" stock\_\#1 {\textasciitilde} \$5{\textbackslash}n},
  journal = {Gazette \& Post},
  pages = {A1},
  chapter = {World},
  edition = {Late},
  language = {en},
  abstract = {Short.},
  note = {Byline: Ana de Souza Jr., staff},
  date = {1943-05},
  year = {1943},
  month = may,
  url = {https://a.example/x_y?q=%7B1%7D&r=50%25},
  keywords = {war, bread; grain},
  entrysubtype = {newspaper}
}

"#;
        assert_eq!(entry(&sample()), expected);
    }

    #[test]
    fn keys_are_letters_of_any_article() {
        let bare = Citation { authors: Vec::new(), outlet: Some("Müncher  Blatt".into()), ..sample() };
        assert_eq!(key(&bare), "muncherblatt1943-00000000002d");
        let foreign = Citation { outlet: Some("新华社".into()), date: None, ..bare };
        assert_eq!(key(&foreign), "article-00000000002d");
    }

    #[test]
    fn signs_are_not_joined() {
        assert_eq!(escaped("a -- b ``c'' ?`"), "a -{}- b `{}`c'{}' ?{}`");
    }

    #[test]
    fn braces_are_balanced_whatever_the_text() {
        assert_eq!(escaped("}{"), r"\vphantom{\{}\}\{\vphantom{\}}");
        let open = Citation { title: Some("}{ {{{ \\{".into()), ..sample() };
        let entry = entry(&open);
        assert_eq!(entry.matches('{').count(), entry.matches('}').count());
    }
}
