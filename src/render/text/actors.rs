//! Who is who: actors as a list, one actor with the reasons of its spellings, and what a
//! correction did.

use std::io::Write;
use std::path::Path;

use super::figures::{counted, number};
use crate::error::Result;
use crate::render::Style;
use crate::render::line::{Ink, Line, Page};
use crate::search::{Actor, Done, Logged, Reason};

/// Other spellings that are named in a list.
const OTHERS_MAX: usize = 8;

/// Actors of which there are `total`, one a line, each with its other spellings below it.
///
/// # Errors
/// When it cannot be written; so for all functions of this module.
pub fn actors(actors: &[Actor], total: usize, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let heading = match actors.len() == total {
        true => counted(total as u64, "actors"),
        false => format!("{} of {}", number(actors.len() as u64), counted(total as u64, "actors")),
    };
    let mut line = Line::of(Ink::Strong, &heading);
    line.push(Ink::Dim, ", counted in articles");
    page.line(line)?;
    rows(actors, &mut page)
}

fn rows(actors: &[Actor], page: &mut Page<'_>) -> Result<()> {
    let columns = Columns::of(actors, page.style.width);
    for actor in actors {
        page.line(columns.row(actor))?;
        if let Some(others) = others(actor) {
            let mut line = Line::of(Ink::Plain, "    ");
            line.push(Ink::Dim, &others);
            page.wrapped(&line, 4)?;
        }
    }
    Ok(())
}

fn others(actor: &Actor) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for spelling in &actor.spellings {
        if spelling.name != actor.name && !names.contains(&spelling.name.as_str()) {
            names.push(&spelling.name);
        }
    }
    let more = names.len().saturating_sub(OTHERS_MAX);
    names.truncate(OTHERS_MAX);
    let more = if more > 0 { format!(" and {} more", number(more as u64)) } else { String::new() };
    (!names.is_empty()).then(|| format!("also {}{more}", names.join(", ")))
}

/// How a list of actors is divided.
struct Columns {
    name: usize,
    kind: usize,
    count: usize,
}

fn width(text: &str) -> usize {
    Line::of(Ink::Plain, text).columns()
}

fn kind(actor: &Actor) -> String {
    let kind = actor.kind.as_str().replace('_', " ");
    if actor.hidden.is_some() { format!("{kind}, hidden") } else { kind }
}

impl Columns {
    fn of(actors: &[Actor], page: usize) -> Columns {
        let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
        let kind = widest(&mut actors.iter().map(|a| width(&kind(a))));
        let count = widest(&mut actors.iter().map(|a| number(a.articles).len()));
        let id = widest(&mut actors.iter().map(|a| width(&a.id)));
        let room = page.saturating_sub(2 + 2 + kind + 2 + count + 2 + id).max(page / 4);
        Columns { name: widest(&mut actors.iter().map(|a| width(&a.name))).min(room), kind, count }
    }

    fn row(&self, actor: &Actor) -> Line {
        let mut line = Line::of(Ink::Plain, "  ");
        line.append(Line::of(Ink::Plain, &actor.name).cut(self.name));
        line.fill(2 + self.name + 2);
        line.push(Ink::Dim, &kind(actor));
        line.fill(2 + self.name + 2 + self.kind + 2);
        line.push(Ink::Plain, &format!("{:>1$}", number(actor.articles), self.count));
        line.push(Ink::Dim, &format!("  {}", actor.id));
        line
    }
}

/// One actor, with the rule or line that brought each spelling to it.
pub fn why(actor: &Actor, reasons: &[Reason], file: &Path, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let mut heading = Line::of(Ink::Strong, &actor.name);
    let articles = counted(actor.articles, "articles");
    heading.push(Ink::Plain, &format!(" ({})  {articles}", actor.kind.as_str().replace('_', " ")));
    heading.push(Ink::Dim, &format!("  {}", actor.id));
    page.line(heading)?;
    let file = file.display();
    for (said, line) in [("named so", actor.renamed), ("hidden", actor.hidden)] {
        if let Some(line) = line {
            page.line(Line::of(Ink::Plain, &format!("  {said} by line {line} of {file}")))?;
        }
    }
    let kinds = actor.spellings.iter().any(|s| s.kind != actor.kind);
    let name = actor.spellings.iter().map(|s| width(&s.name)).max().unwrap_or(0).min(style.width / 2);
    let count = actor.spellings.iter().map(|s| number(s.articles.into()).len()).max().unwrap_or(0);
    for (spelling, reason) in actor.spellings.iter().zip(reasons) {
        let mut line = Line::of(Ink::Plain, "  ");
        line.append(Line::of(Ink::Plain, &spelling.name).cut(name));
        line.fill(2 + name + 2);
        line.push(Ink::Plain, &format!("{:>count$}  ", number(spelling.articles.into())));
        let indent = line.columns();
        if kinds {
            line.push(Ink::Dim, &format!("{}; ", spelling.kind.as_str().replace('_', " ")));
        }
        let because = match reason.line() {
            Some(line) => format!("{}: line {line} of {file}", reason.as_str()),
            None if *reason == Reason::Shown => reason.explain().to_owned(),
            None => format!("{}: {}", reason.as_str(), reason.explain()),
        };
        line.push(Ink::Plain, &because);
        page.wrapped(&line, indent)?;
    }
    Ok(())
}

/// What a correction did, and whom it concerns.
pub fn corrected(done: &Done, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let (line, file) = (done.line, done.file.display());
    let mut heading = Line::of(Ink::Strong, done.verb);
    heading.push(
        Ink::Dim,
        &match done.verb {
            "undo" => format!("  line {line} of {file} is gone: {}", done.text),
            _ => format!("  line {line} of {file}"),
        },
    );
    page.wrapped(&heading, 2)?;
    rows(&done.actors, &mut page)
}

/// The lines of the corrections, and what of them the archive does not have.
pub fn log(lines: &[Logged], file: &Path, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let mut heading = Line::of(Ink::Strong, &counted(lines.len() as u64, "corrections"));
    heading.push(Ink::Dim, &format!(" in {}", file.display()));
    page.line(heading)?;
    let digits = lines.iter().map(|l| l.line.to_string().len()).max().unwrap_or(0);
    for logged in lines {
        let mut line = Line::of(Ink::Plain, &format!("  {:>digits$}  ", logged.line));
        line.push(Ink::Plain, &logged.text);
        if !logged.absent.is_empty() {
            line.push(Ink::Dim, &format!("  (not in this archive: {})", logged.absent.join(", ")));
        }
        page.wrapped(&line, 4 + digits)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::ActorKind;
    use crate::search::actors::Spelling;

    fn actor(name: &str, id: &str, names: &[(&str, u32)]) -> Actor {
        let spelling = |&(name, articles): &(&str, u32)| Spelling::new(name, ActorKind::Person, articles);
        Actor {
            id: id.into(),
            name: name.into(),
            kind: ActorKind::ArmedGroup,
            articles: 1234,
            spellings: names.iter().map(spelling).collect(),
            hidden: None,
            renamed: None,
        }
    }

    fn page(write: impl FnOnce(&mut dyn Write) -> Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn long_and_hostile_names_keep_the_columns() {
        let names: Vec<String> = (0..12).map(|n| format!("Other Name {n}")).collect();
        let names: Vec<(&str, u32)> = names.iter().map(|n| (n.as_str(), 1)).collect();
        let long = actor(&"漢字".repeat(20), "org:a", &names);
        let hostile = Actor { hidden: Some(3), articles: 5, ..actor("x\u{1b}[2J", "org:b", &[]) };
        let printed = page(|out| actors(&[long, hostile], 40, Style::default(), out));
        let expected = "\
2 of 40 actors, counted in articles
  漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢…  armed group          1,234  org:a
    also Other Name 0, Other Name 1, Other Name 2, Other Name 3, Other Name 4,
    Other Name 5, Other Name 6, Other Name 7 and 4 more
  x�[2J                                        armed group, hidden      5  org:b
";
        assert_eq!(printed, expected);
    }

    #[test]
    fn each_spelling_says_what_brought_it() {
        let shown = actor("Wagner", "org:wagner", &[("Wagner", 10), ("Wagner Group", 3), ("Vagner", 1)]);
        let shown = Actor { renamed: Some(4), ..shown };
        let reasons = [Reason::Shown, Reason::Merge(12), Reason::Rule(crate::enrich::actors::Rule::Wording)];
        let printed = page(|out| why(&shown, &reasons, Path::new("a/actors.txt"), Style::default(), out));
        let expected = "\
Wagner (armed group)  1,234 articles  org:wagner
  named so by line 4 of a/actors.txt
  Wagner        10  person; the name found most often
  Wagner Group   3  person; merge: line 12 of a/actors.txt
  Vagner         1  person; wording: the same name with another word for the
                    same thing
";
        assert_eq!(printed, expected);
    }
}
