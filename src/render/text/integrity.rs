//! Whether an index is whole, and what was saved of one that was not.

use std::io::Write;

use super::figures::{bytes, counted, number};
use crate::error::Result;
use crate::index::repair::{Lost, Repaired};
use crate::index::verify::{Damage, Verification};
use crate::ingest::Rebuilt;
use crate::render::Style;
use crate::render::line::{Ink, Line, Page};

/// How many lines of one kind are shown; JSON has all.
const SHOWN: usize = 20;

/// What a check of an index found.
///
/// # Errors
/// When it cannot be written.
pub fn verify(found: &Verification, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let read = format!("{}, {}", counted(found.files, "files"), bytes(found.bytes as f64));
    if found.is_sound() {
        let line = format!("sound: {} in {read}", counted(found.articles, "articles"));
        page.line(Line::of(Ink::Strong, &line))?;
    } else {
        let line = format!("damaged in {} of {read}", counted(found.damage.len() as u64, "places"));
        page.line(Line::of(Ink::Strong, &line))?;
        damage(&found.damage, &mut page)?;
    }
    if !found.orphans.is_empty() {
        let files = counted(found.orphans.len() as u64, "files");
        let line = format!("leftovers, harmless: {files} of no commit (dateline repair removes leftovers)");
        page.wrapped(&Line::of(Ink::Plain, &line), 2)?;
        list(found.orphans.iter().cloned(), found.orphans.len(), &mut page)?;
    }
    if !found.is_sound() {
        let line = "dateline repair saves what is whole; dateline rebuild reads the files anew";
        page.wrapped(&Line::of(Ink::Plain, line), 2)?;
    }
    Ok(())
}

fn damage(damage: &[Damage], page: &mut Page<'_>) -> Result<()> {
    list(damage.iter().map(|one| format!("{}: {}", one.path, one.finding)), damage.len(), page)
}

fn list(lines: impl Iterator<Item = String>, all: usize, page: &mut Page<'_>) -> Result<()> {
    for line in lines.take(SHOWN) {
        page.wrapped(&Line::of(Ink::Plain, &format!("  {line}")), 4)?;
    }
    if all > SHOWN {
        page.line(Line::of(Ink::Dim, &format!("  and {} more", number((all - SHOWN) as u64))))?;
    }
    Ok(())
}

/// What a repair did.
///
/// # Errors
/// When it cannot be written.
pub fn repair(done: &Repaired, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let articles = counted(done.articles, "articles");
    let head = match (done.rebuilt, done.damage.is_empty()) {
        (true, _) => format!("repaired: {articles} saved, {} lost", number(done.lost.len() as u64)),
        (false, false) => format!("repaired: all {articles} are there"),
        (false, true) => format!("nothing was damaged: all {articles} are there"),
    };
    page.line(Line::of(Ink::Strong, &head))?;
    if !done.damage.is_empty() {
        page.line(Line::of(Ink::Plain, "damaged were"))?;
        damage(&done.damage, &mut page)?;
    }
    if !done.lost.is_empty() {
        page.line(Line::of(Ink::Plain, "lost are"))?;
        let line = |lost: &Lost| format!("{} {}:{}", lost.id, lost.path, lost.record);
        list(done.lost.iter().map(line), done.lost.len(), &mut page)?;
        let next = "dateline index <CORPUS> reads their files again";
        page.wrapped(&Line::of(Ink::Plain, next), 2)?;
    }
    if done.without_names {
        let next = "their places and actors are lost; dateline index <CORPUS> finds them again";
        page.wrapped(&Line::of(Ink::Plain, next), 2)?;
    }
    if done.versions_lost > 0 {
        let line = format!("lost, too: {}", counted(done.versions_lost, "earlier versions"));
        page.wrapped(&Line::of(Ink::Plain, &line), 2)?;
    }
    if !done.dropped.is_empty() {
        let line = format!("leftovers removed: {}", counted(done.dropped.len() as u64, "files"));
        page.line(Line::of(Ink::Plain, &line))?;
    }
    Ok(())
}

/// What a rebuild did beside reading files.
///
/// # Errors
/// When it cannot be written.
pub fn rebuild(done: &Rebuilt, style: Style, out: &mut dyn Write) -> Result<()> {
    super::index(&done.report, style, out)?;
    let mut page = Page::new(style, out);
    if done.report.interrupted {
        let line = "the index is as it was before: a rebuild takes effect as a whole";
        return page.wrapped(&Line::of(Ink::Strong, line), 2);
    }
    let rows = [
        (done.taken_over, "articles", "of no file taken over from the old index"),
        (done.lost, "articles", "of no file lost: the old index cannot be read"),
        (done.versions, "earlier versions", "taken over"),
        (done.versions_lost, "earlier versions", "lost"),
        (done.files_gone, "files", "not there any more, and their articles with them"),
    ];
    for (count, what, became) in rows.into_iter().filter(|(count, ..)| *count > 0) {
        page.wrapped(&Line::of(Ink::Plain, &format!("{} {became}", counted(count, what))), 2)?;
    }
    Ok(())
}
