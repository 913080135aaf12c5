//! The answer to a search: what was asked, how much there is, the hits, the facets.

use std::io::Write;

use super::facets;
use super::figures::{counted, duration, place};
use crate::error::Result;
use crate::query::Query;
use crate::render::Style;
use crate::render::line::{Ink, Line, Marked, Page};
use crate::render::safe;
use crate::search::{Ground, Hit, Results, ScorePart, Unit};

/// What belongs to a hit stands this far in.
const INDENT: usize = 4;

/// An answer as a page.
///
/// # Errors
/// When it cannot be written.
pub fn search(results: &Results, query: &Query, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    heading(results, query, &mut page)?;
    for hit in &results.hits {
        page.blank()?;
        show(hit, &mut page)?;
    }
    if !results.facets.is_empty() {
        facets::blocks(&results.facets, &mut page)?;
    }
    if let Some(cursor) = results.next {
        page.blank()?;
        page.line(Line::of(Ink::Dim, &format!("more: --after {cursor}")))?;
    }
    Ok(())
}

/// The query as it was understood, and the totals; on one line where they fit.
fn heading(results: &Results, query: &Query, page: &mut Page<'_>) -> Result<()> {
    let mut asked = Line::of(Ink::Dim, "query ");
    asked.push(Ink::Strong, &query.to_string());
    let totals = Line::of(Ink::Plain, &totals(results));
    let room = page.measure().saturating_sub(totals.columns());
    if asked.columns() + 2 <= room {
        asked.fill(room);
        asked.append(totals);
        return page.line(asked);
    }
    page.wrapped(&asked, "query ".len())?;
    page.line(totals)
}

fn totals(results: &Results) -> String {
    let (articles, stories) = (counted(results.articles, "articles"), counted(results.stories, "stories"));
    let found = match results.unit {
        Unit::Article if results.stories < results.articles => format!("{articles} in {stories}"),
        Unit::Article => articles,
        Unit::Story => format!("{stories} of {articles}"),
    };
    format!("{found}, {}", duration(results.took_ms / 1000.0))
}

/// One hit, as it stands in an answer.
pub(in crate::render) fn show(hit: &Hit, page: &mut Page<'_>) -> Result<()> {
    page.wrapped(&head(hit, page.style), INDENT)?;
    for snippet in &hit.snippets {
        let mut line = indented();
        let marks = marks(&snippet.text, &snippet.marks);
        line.append(marked(Ink::Plain, &snippet.text, &marks, page.style));
        page.wrapped(&line, INDENT)?;
    }
    let about = about(hit);
    if !about.is_empty() {
        let mut line = indented();
        line.push(Ink::Dim, &about);
        page.wrapped(&line, INDENT)?;
    }
    let mut source = indented();
    let origin = &hit.record.origin;
    source.push(Ink::Dim, &format!("{}  {}:{}", hit.record.id, safe::path(&origin.path), origin.record));
    page.whole(&source)?;
    hit.explanation.as_deref().map_or(Ok(()), |explanation| explain(hit.score, explanation, page))
}

fn indented() -> Line {
    let mut line = Line::new();
    line.fill(INDENT);
    line
}

/// Rank, date, outlet, how many copies the hit stands for besides, headline.
fn head(hit: &Hit, style: Style) -> Line {
    let article = &hit.record.article;
    let mut line = Line::of(Ink::Strong, &format!("{:>2}  ", hit.rank));
    let date = article.published.as_ref().map_or("undated".to_owned(), |p| p.date.to_string());
    line.push(Ink::Date, &date);
    if let Some(outlet) = &article.outlet {
        line.push(Ink::Dim, "  ");
        line.append(marked(Ink::Dim, outlet, &[], style));
    }
    if hit.story.matching > 1 {
        line.push(Ink::Strong, &format!(" +{}", hit.story.matching - 1));
    }
    line.push(Ink::Plain, "  ");
    match &article.title {
        Some(title) => line.append(marked(Ink::Strong, title, &marks(title, &hit.title_marks), style)),
        None => line.push(Ink::Dim, "(no headline)"),
    }
    line
}

fn marked(ink: Ink, text: &str, marks: &[Marked], style: Style) -> Line {
    let mut line = Line::new();
    line.push_marked(ink, text, marks, style);
    line
}

/// Marks in their ink; those with nothing but a blank between them are one.
fn marks(text: &str, marks: &[(u32, u32)]) -> Vec<Marked> {
    let chars: Vec<char> = text.chars().collect();
    let blank = |at: u32| chars.get(at as usize).is_some_and(|c| c.is_whitespace());
    let mut joined: Vec<Marked> = Vec::with_capacity(marks.len());
    for &(start, end) in marks {
        match joined.last_mut() {
            Some(last) if start == last.1 + 1 && blank(last.1) => last.1 = end,
            _ => joined.push((start, end, Ink::Mark)),
        }
    }
    joined
}

/// Places and actors.
fn about(hit: &Hit) -> String {
    let places = hit.places.iter().map(|p| match p.path.len() {
        0 | 1 => p.name.clone(),
        _ => place(&p.name, p.country.as_deref()),
    });
    let actors = hit.actors.iter().map(|a| a.name.clone());
    let lists = [places.collect::<Vec<_>>().join(", "), actors.collect::<Vec<_>>().join(", ")];
    lists.into_iter().filter(|list| !list.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Words of the best hits that are named.
const FEEDBACK_SHOWN: usize = 3;

/// `score 5.41 = kursk 2.84 + 2.64 headline + 0.73 lead - 0.80 age (12 days before 2024-08-20)`
fn explain(score: f32, parts: &[ScorePart], page: &mut Page<'_>) -> Result<()> {
    let named = |part: &ScorePart| {
        let more = [(part.title, "headline"), (part.lead, "lead")];
        let more = more.iter().filter(|(n, _)| *n > 0.0).map(|(n, name)| format!(" + {n:.2} {name}"));
        format!("{} {:.2}{}", part.what, part.text, more.collect::<String>())
    };
    let of = |ground| parts.iter().filter(move |part| part.ground == ground);
    let sum = of(Ground::Query).map(named).chain(feedback(parts)).collect::<Vec<_>>().join(" + ");
    let age = of(Ground::Recency).map(|age| format!(" - {:.2} age ({})", age.text.abs(), age.what));
    let sum = sum + &age.collect::<String>();
    let equals = if parts.is_empty() { "" } else { " = " };
    let mut line = indented();
    line.push(Ink::Dim, &format!("score {score:.2}{equals}{sum}"));
    page.wrapped(&line, INDENT)
}

/// `1.24 words of the best hits (oblast 0.51, troop 0.33, raid 0.20, 7 more)`
fn feedback(parts: &[ScorePart]) -> Option<String> {
    let mut words: Vec<&ScorePart> = parts.iter().filter(|part| part.ground == Ground::Feedback).collect();
    if words.is_empty() {
        return None;
    }
    let sum: f32 = words.iter().map(|word| word.text).sum();
    words.sort_by(|a, b| b.text.total_cmp(&a.text));
    let shown = words.iter().take(FEEDBACK_SHOWN).map(|word| format!("{} {:.2}", word.what, word.text));
    let more = words.len().saturating_sub(FEEDBACK_SHOWN);
    let more = (more > 0).then(|| format!("{more} more"));
    let names = shown.chain(more).collect::<Vec<_>>().join(", ");
    Some(format!("{sum:.2} words of the best hits ({names})"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    fn page(width: usize, colour: bool) -> String {
        let query = samples::query("ukrainian troops date:2024");
        let mut out = Vec::new();
        search(&samples::results(), &query, Style { width, colour }, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_answer_at_80_columns() {
        let expected = "\
query ukrainian AND troops AND date:2024                  1,210 articles, 3.2 ms

 1  2024-08-08  Meridian Wire  Russia accuses «Ukrainian troops» of crossing the
    border
    «KURSK», Aug 8 - Russia has accused «Ukrainian troops» of crossing into the
    «Kursk» region on Tuesday, acting governor Alexei Smirnov said. …
    Kursk Oblast (RU) · Ukrainian troops, Alexei Smirnov
    00000000002d  wire/0042.txt:1

 2  undated  Night Desk Bulletin  �]0;owned�gnp.exe�2J
    00000000002e  a\\u{1b}[2J.txt:3

place  articles                          date:month  articles
    Russia             1,200 ████████      2024-07    9 ▏
    Ukraine              590 ███▉          2024-08  488 ████████
[x] Kursk Oblast (RU)    402 ██▋
    (none)                14
    … 27 more

lang  articles
  en      1,210 ████████

more: --after 9-1-2-4e
";
        assert_eq!(page(80, false), expected);
    }

    #[test]
    fn an_answer_at_120_columns() {
        let expected = "\
query ukrainian AND troops AND date:2024                                      1,210 articles, 3.2 ms

 1  2024-08-08  Meridian Wire  Russia accuses «Ukrainian troops» of crossing the border
    «KURSK», Aug 8 - Russia has accused «Ukrainian troops» of crossing into the «Kursk» region on
    Tuesday, acting governor Alexei Smirnov said. …
    Kursk Oblast (RU) · Ukrainian troops, Alexei Smirnov
    00000000002d  wire/0042.txt:1

 2  undated  Night Desk Bulletin  �]0;owned�gnp.exe�2J
    00000000002e  a\\u{1b}[2J.txt:3

place  articles                          date:month  articles                     lang  articles
    Russia             1,200 ████████      2024-07    9 ▏                           en      1,210 ████████
    Ukraine              590 ███▉          2024-08  488 ████████
[x] Kursk Oblast (RU)    402 ██▋
    (none)                14
    … 27 more

more: --after 9-1-2-4e
";
        assert_eq!(page(120, false), expected);
    }

    #[test]
    fn colour_says_nothing_that_the_text_does_not() {
        let coloured = page(80, true);
        assert!(coloured.contains("\u{1b}[1;31mUkrainian troops\u{1b}[0m"));
        let parts = coloured.split("\u{1b}[").enumerate();
        let bare: String =
            parts.map(|(at, p)| if at == 0 { p } else { p.split_once('m').unwrap().1 }).collect();
        assert_eq!(bare, page(80, false).replace(['«', '»'], ""));
    }

    #[test]
    fn stories_are_counted_apart_from_articles() {
        let found = |unit, stories| totals(&Results { unit, stories, ..samples::results() });
        assert_eq!(found(Unit::Story, 41), "41 stories of 1,210 articles, 3.2 ms");
        assert_eq!(found(Unit::Article, 41), "1,210 articles in 41 stories, 3.2 ms");
    }

    #[test]
    fn a_score_is_explained_part_by_part() {
        let part = |ground, what: &str, text, title, lead| ScorePart {
            ground,
            what: what.into(),
            text,
            title,
            lead,
        };
        let asked = |what: &str, text, title, lead| part(Ground::Query, what, text, title, lead);
        let other = |what: &str, text| part(Ground::Feedback, what, text, 0.0, 0.0);
        let parts = [asked("kursk", 2.0, 0.5, 0.0), asked("\"border raid\"", 1.5, 0.0, 0.25)];
        let mut out = Vec::new();
        explain(4.25, &parts, &mut Page::new(Style::default(), &mut out)).unwrap();
        let expected = "    score 4.25 = kursk 2.00 + 0.50 headline + \"border raid\" 1.50 + 0.25 lead\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        let more = [
            asked("kursk", 2.0, 0.0, 0.0),
            other("a", 0.25),
            other("b", 0.5),
            other("c", 0.5),
            other("d", 0.75),
        ];
        let mut out = Vec::new();
        explain(4.0, &more, &mut Page::new(Style::default(), &mut out)).unwrap();
        let expected = "    score 4.00 = kursk 2.00 + 2.00 words of the best hits (d 0.75, b 0.50, c\n    0.50, 1 more)\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
