//! What the indexer sees in an article, in short: the date and how it was found, then
//! the places, actors and times with their counts.

use std::io::Write;

use super::article::{described, labelled};
use super::figures;
use crate::article::{Field, Mention, Referent};
use crate::error::{Result, Skipped};
use crate::render::line::{Ink, Line, Page};
use crate::render::place::Located;
use crate::render::slices::Slices;
use crate::render::{Inspected, Style};

/// An article as the indexer sees it.
///
/// # Errors
/// When it cannot be written.
pub fn inspect(article: &Inspected<'_>, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let mut source =
        Line::of(Ink::Strong, &super::report::named(&article.origin.path, Some(article.origin.record)));
    source.push(Ink::Dim, &format!("  {}  {}", article.origin.format, article.id));
    page.wrapped(&source, 2)?;
    if let Some(title) = &article.article.title {
        labelled("title", title, &mut page)?;
    }
    for (label, value) in described(article.article) {
        labelled(label, &value, &mut page)?;
    }
    labelled(
        "text",
        &figures::counted(article.article.body.chars().count() as u64, "characters"),
        &mut page,
    )?;
    for (label, values) in ["places", "actors", "times"].into_iter().zip(found(article)) {
        let values = if values.is_empty() { "none".to_owned() } else { values.join(", ") };
        labelled(label, &values, &mut page)?;
    }
    page.blank()
}

/// A file or record that cannot be read.
///
/// # Errors
/// When it cannot be written.
pub fn skipped(skipped: &Skipped, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    page.wrapped(&Line::of(Ink::Strong, &super::report::named(&skipped.path, skipped.record)), 2)?;
    labelled("skipped", &skipped.reason, &mut page)?;
    page.blank()
}

/// What is no article by its nature.
///
/// # Errors
/// When it cannot be written.
pub fn ignored(path: &str, record: Option<u64>, what: &str, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    page.wrapped(&Line::of(Ink::Strong, &super::report::named(path, record)), 2)?;
    labelled("ignored", what, &mut page)?;
    page.blank()
}

/// The different places, actors and times, each with how often it is named.
fn found(article: &Inspected<'_>) -> [Vec<String>; 3] {
    let title = Slices::new(article.article.title.as_deref().unwrap_or_default());
    let body = Slices::new(&article.article.body);
    let mut counted: [Vec<(String, u32)>; 3] = Default::default();
    for mention in article.mentions {
        let text = if mention.field == Field::Title { &title } else { &body };
        let (list, value) = named(mention, text.get(mention.start, mention.end));
        let Some(list) = counted.get_mut(list) else { continue };
        match list.iter_mut().find(|(known, _)| *known == value) {
            Some((_, n)) => *n += 1,
            None => list.push((value, 1)),
        }
    }
    counted.map(|list| {
        let shown = |(value, n)| if n == 1 { value } else { format!("{value} ×{n}") };
        list.into_iter().map(shown).collect()
    })
}

/// In which list a mention belongs, and under which name.
fn named(mention: &Mention, text: &str) -> (usize, String) {
    match &mention.what {
        Referent::Place(place) => {
            let located = place.id.as_deref().map(Located::of);
            let name = match located {
                None => format!("{} (unresolved)", place.name),
                Some(located) => figures::place(&place.name, located.and_then(|l| l.country)),
            };
            (0, name)
        }
        Referent::Actor(actor) => (1, format!("{} ({})", actor.name, actor.kind.as_str().replace('_', " "))),
        Referent::Date(date) => (2, format!("{} \"{text}\"", date.value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Fault, Reason};
    use crate::render::samples;

    #[test]
    fn an_article_in_short() {
        let mut out = Vec::new();
        inspect(&(&samples::record()).into(), Style::default(), &mut out).unwrap();
        let fault = Skipped::new("wire/b.jsonl", Some(7), &Fault::new(Reason::NoText, "no text"));
        skipped(&fault, Style::default(), &mut out).unwrap();
        let expected = "\
wire/0042.txt:1  text  00000000002d
title     Russia accuses Ukrainian troops of crossing the border
date      8 August 2024, from the header (\"Thu, 8 Aug 2024\")
outlet    Meridian Wire
dateline  KURSK, Aug 8
language  en
text      211 characters
places    Kursk Oblast (RU), 莫斯科 (unresolved)
actors    Ukrainian troops (group) ×2, Alexei Smirnov (person)
times     2024-08-06 \"on Tuesday\"

wire/b.jsonl:7
skipped   no text

";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
