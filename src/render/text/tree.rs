//! A query as a tree: a node a line, with what it finds by itself.

use std::io::Write;

use super::figures::{counted, number};
use crate::error::Result;
use crate::render::Style;
use crate::render::line::{Ink, Line, Page};
use crate::search::{Counted, Forms, NamedValue, Names};

/// Columns that the nodes take at most before their counts.
const NODES_MAX: usize = 48;

/// A tree, and an empty line behind it.
///
/// # Errors
/// When it cannot be written.
pub fn tree(root: &Counted, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut rows = Vec::new();
    grow(root, 0, &mut rows);
    let columns = |row: &Row<'_>| row.node.columns();
    let nodes = rows.iter().map(columns).filter(|&n| n <= NODES_MAX).max().unwrap_or(0);
    let figures = rows.iter().map(|row| number(row.counted.articles).len()).max().unwrap_or(0);
    let mut page = Page::new(style, out);
    for (at, row) in rows.into_iter().enumerate() {
        let articles = row.counted.articles;
        let pad = figures.saturating_sub(number(articles).len());
        let mut line = row.node;
        line.fill(nodes);
        // Only the first says of what.
        let figure = if at == 0 { counted(articles, "articles") } else { number(articles) };
        line.push(Ink::Plain, &format!("  {}{figure}", " ".repeat(pad)));
        let about = about(row.counted);
        if !about.is_empty() {
            line.push(Ink::Dim, &format!("  {about}"));
        }
        page.wrapped(&line, nodes + figures + 4)?;
    }
    page.blank()
}

struct Row<'c> {
    node: Line,
    counted: &'c Counted,
}

fn grow<'c>(counted: &'c Counted, depth: usize, rows: &mut Vec<Row<'c>>) {
    let node = Line::of(Ink::Strong, &format!("{}{}", "  ".repeat(depth), counted.node));
    rows.push(Row { node, counted });
    counted.children.iter().for_each(|child| grow(child, depth + 1, rows));
}

/// What a pattern stands for, and what a name means.
fn about(counted: &Counted) -> String {
    let forms = counted.forms.as_ref().map(forms);
    let names = counted.names.as_ref().map(names);
    forms.into_iter().chain(names).collect::<Vec<_>>().join("; ")
}

fn forms(forms: &Forms) -> String {
    match forms.total {
        0 => "no word of the archive".to_owned(),
        total => listed(counted_words(total), &forms.first, total),
    }
}

fn counted_words(total: usize) -> String {
    if total == 1 { "1 word".to_owned() } else { format!("{total} words") }
}

fn names(names: &Names) -> String {
    let named = |named: &NamedValue| match named.id == named.name {
        true => named.name.clone(),
        false => format!("{} ({})", named.name, named.id),
    };
    let first: Vec<String> = names.first.iter().map(named).collect();
    match names.total {
        0 => "nothing of that name".to_owned(),
        1 => first.concat(),
        total => listed(total.to_string(), &first, total),
    }
}

/// `3: a, b, c`, with `…` where there are more.
fn listed(head: String, first: &[String], total: usize) -> String {
    let more = if total > first.len() { ", …" } else { "" };
    format!("{head}: {}{more}", first.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(node: &str, articles: u64) -> Counted {
        Counted { node: node.into(), articles, forms: None, names: None, children: Vec::new() }
    }

    #[test]
    fn counts_stand_below_each_other() {
        let forms = Forms { total: 7, first: vec!["zelenski".into(), "zelensky".into()] };
        let named = |id: &str, name: &str| NamedValue { id: id.into(), name: name.into() };
        let kursk = vec![named("geonames:538555", "Kursk Oblast")];
        let root = Counted {
            children: vec![
                Counted { forms: Some(forms), ..leaf("zelensk*", 40) },
                Counted { children: vec![leaf("football", 1206)], ..leaf("NOT", 3) },
                Counted {
                    names: Some(Names { total: 1, first: kursk }),
                    ..leaf("place:\"Kursk Oblast\"", 12)
                },
                Counted { names: Some(Names { total: 0, first: Vec::new() }), ..leaf("actor:Nemo", 0) },
                Counted {
                    names: Some(Names { total: 1, first: vec![named("en", "en")] }),
                    ..leaf("lang:en", 9)
                },
            ],
            ..leaf("AND", 2)
        };
        let mut out = Vec::new();
        tree(&root, Style { colour: false, width: 80 }, &mut out).unwrap();
        let expected = "\
AND                         2 articles
  zelensk*                 40  7 words: zelenski, zelensky, …
  NOT                       3
    football            1,206
  place:\"Kursk Oblast\"     12  Kursk Oblast (geonames:538555)
  actor:Nemo                0  nothing of that name
  lang:en                   9  en

";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
