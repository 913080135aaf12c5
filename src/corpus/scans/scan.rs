//! A scanned page as text recognition gives it, and the articles on it.
//!
//! The formats of scans (ALTO, PAGE, hOCR) say the same things with other names: blocks of
//! lines of words, where they stand, what sort a block is, how sure each word is. Their
//! readers fill a [`Page`]; what makes text of it is here: the order in which a person
//! reads the blocks, words joined that were parted at a line's end, running heads and page
//! numbers set apart, the mean confidence.
//!
//! A page is one article unless its blocks say more: blocks that name their article are
//! gathered by it, and a block that is a headline opens an article. Nothing is guessed from
//! the size of type.

mod order;

use std::collections::HashMap;
use std::ops::ControlFlow;

use crate::article::{DateSource, Form};
use crate::error::{Fault, Reason};

use crate::corpus::Emit;
use crate::corpus::draft::Draft;
use crate::corpus::prose::clean;

/// A page.
#[derive(Debug, Default)]
pub(in crate::corpus) struct Page {
    pub(in crate::corpus) blocks: Vec<Block>,
    /// The language that is declared for it.
    pub(in crate::corpus) language: Option<String>,
    /// How sure recognition was of all of it, where words do not say so: 0 to 1.
    pub(in crate::corpus) confidence: Option<f64>,
    /// Whether the blocks stand in reading order for certain.
    pub(in crate::corpus) ordered: bool,
    /// Who published it and when, where the file tells.
    pub(in crate::corpus) outlet: Option<String>,
    pub(in crate::corpus) dates: Vec<(DateSource, String)>,
}

/// A block of lines: a paragraph or several.
#[derive(Debug, Default, Clone)]
pub(in crate::corpus) struct Block {
    pub(in crate::corpus) role: Role,
    /// The article that it belongs to, by an id of the file's own.
    pub(in crate::corpus) article: Option<String>,
    pub(in crate::corpus) area: Option<Area>,
    pub(in crate::corpus) lines: Vec<Line>,
}

/// What a block is.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(in crate::corpus) enum Role {
    #[default]
    Text,
    Headline,
    Subhead,
    Byline,
    Caption,
    /// A running head, a page number, an advertisement: found, but no part of an article.
    Beside,
}

impl Role {
    /// What the label of a block means.
    pub(in crate::corpus) fn of_label(label: &str) -> Option<Role> {
        let label = label.to_lowercase().replace(['_', '-', ' '], "");
        let says = |words: &[&str]| words.iter().any(|word| label.contains(word));
        Some(if says(&["subhead", "subtitle", "soustitre", "untertitel", "crosshead"]) {
            Role::Subhead
        } else if says(&["caption"]) {
            Role::Caption
        } else if says(&[
            "headline",
            "heading",
            "title",
            "titre",
            "titel",
            "überschrift",
            "título",
            "titolo",
            "otsikko",
        ]) && !says(&["running", "page"])
        {
            Role::Headline
        } else if says(&["byline", "author"]) {
            Role::Byline
        } else if says(&[
            "advert",
            "pagenumber",
            "header",
            "footer",
            "runninghead",
            "runningtitle",
            "signature",
            "margin",
        ]) {
            Role::Beside
        } else if says(&["paragraph", "text", "article", "body"]) {
            Role::Text
        } else {
            return None;
        })
    }
}

/// Where something stands on the page.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
pub(in crate::corpus) struct Area {
    pub(in crate::corpus) left: f64,
    pub(in crate::corpus) top: f64,
    pub(in crate::corpus) right: f64,
    pub(in crate::corpus) bottom: f64,
}

/// A line.
#[derive(Debug, Default, Clone)]
pub(in crate::corpus) struct Line {
    pub(in crate::corpus) words: Vec<Word>,
    pub(in crate::corpus) area: Option<Area>,
}

/// A word, or a part of one.
#[derive(Debug, Default, Clone)]
pub(in crate::corpus) struct Word {
    pub(in crate::corpus) text: String,
    /// 0 to 1.
    pub(in crate::corpus) confidence: Option<f64>,
    pub(in crate::corpus) part: Part,
}

/// What a word is to one that is parted at a line's end.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::corpus) enum Part {
    #[default]
    Whole,
    /// The first part; the whole word, when the file tells it.
    First(Option<String>),
    /// The second part.
    Second(Option<String>),
}

/// The articles on a page.
pub(in crate::corpus) fn drafts(mut page: Page) -> Vec<Draft> {
    if !page.ordered {
        order::sort(&mut page.blocks);
    }
    let (beside, blocks): (Vec<&Block>, Vec<&Block>) = page
        .blocks
        .iter()
        .filter(|block| !block.lines.is_empty())
        .partition(|block| block.role == Role::Beside);
    let mut drafts: Vec<Draft> = groups(&blocks).iter().map(|blocks| article(blocks, &page)).collect();
    if drafts.is_empty() && !beside.is_empty() {
        drafts.push(article(&[], &page));
    }
    if let Some(first) = drafts.first_mut() {
        first.asides = beside.into_iter().map(|block| running_text([block].into_iter())).collect();
    }
    drafts
}

/// Puts blocks to their articles: by name, else a headline behind other text opens one.
fn groups<'p>(blocks: &[&'p Block]) -> Vec<Vec<&'p Block>> {
    let mut groups: Vec<Vec<&Block>> = Vec::new();
    let mut named: HashMap<&str, usize> = HashMap::new();
    let mut open = false;
    for &block in blocks {
        if let Some(name) = &block.article {
            let at = *named.entry(name.as_str()).or_insert(groups.len());
            if at == groups.len() {
                groups.push(Vec::new());
            }
            groups.get_mut(at).into_iter().for_each(|group| group.push(block));
            open = false;
            continue;
        }
        // A headline of several blocks is one headline.
        let after_text = |group: &Vec<&Block>| group.last().is_some_and(|last| last.role != Role::Headline);
        let opens = block.role == Role::Headline && groups.last().is_some_and(after_text);
        if !open || opens {
            groups.push(Vec::new());
        }
        groups.last_mut().into_iter().for_each(|group| group.push(block));
        open = true;
    }
    groups
}

fn article(blocks: &[&Block], page: &Page) -> Draft {
    let of = |role: Role| blocks.iter().copied().filter(move |block| block.role == role);
    let lines = |role: Role| {
        of(role).filter_map(|block| clean::line(&running_text([block].into_iter()))).collect::<Vec<_>>()
    };
    let headlines = lines(Role::Headline);
    let bylines = lines(Role::Byline);
    Draft {
        title: (!headlines.is_empty()).then(|| headlines.join(" ")),
        subheads: lines(Role::Subhead),
        byline: (!bylines.is_empty()).then(|| bylines.join(", ")),
        body: running_text(of(Role::Text)),
        captions: lines(Role::Caption),
        lang: page.language.clone(),
        outlet: page.outlet.clone(),
        dates: page.dates.clone(),
        form: Some(Form::Scan),
        ocr_confidence: confidence(blocks, page),
        ..Draft::default()
    }
}

/// The mean of the words' confidence in thousandths.
fn confidence(blocks: &[&Block], page: &Page) -> Option<u16> {
    let words = blocks.iter().flat_map(|block| &block.lines).flat_map(|line| &line.words);
    let (mut sum, mut count) = (0.0, 0.0);
    for confidence in words.filter_map(|word| word.confidence) {
        sum += confidence;
        count += 1.0;
    }
    let mean = if count > 0.0 { sum / count } else { page.confidence? };
    // The bounds make the conversion exact.
    #[allow(clippy::cast_possible_truncation, reason = "from 0 to 1000")]
    let thousandths = (mean * 1000.0).round() as u16;
    (0.0..=1.0).contains(&mean).then_some(thousandths)
}

/// Marks that part a word at the end of a line.
const HYPHENS: [char; 4] = ['-', '\u{ad}', '¬', '⸗'];

/// The text of blocks, paragraphs separated by a blank line.
fn running_text<'b>(blocks: impl Iterator<Item = &'b Block>) -> String {
    let mut text = Text::default();
    for block in blocks {
        text.block(block);
    }
    text.out
}

/// A text that grows by lines.
#[derive(Default)]
struct Text {
    out: String,
    /// The word that the next line goes on with, as the file tells it.
    whole: Option<String>,
    /// Whether the last line ended inside a word.
    parted: bool,
}

impl Text {
    fn block(&mut self, block: &Block) {
        let indents = indented(&block.lines);
        for (at, line) in block.lines.iter().enumerate() {
            let Some(first) = line.words.first() else { continue };
            let opens = if at == 0 { self.opens_with(first) } else { indents.get(at) == Some(&true) };
            self.line(line, opens);
        }
    }

    /// Whether a block opens a paragraph: not when it goes on with the sentence that the
    /// column before broke off.
    fn opens_with(&self, first: &Word) -> bool {
        let goes_on = first.text.starts_with(char::is_lowercase);
        let broken = self.parted || !self.out.trim_end().ends_with(['.', '!', '?', ':', '"', '»', '”', ')']);
        !(goes_on && broken)
    }

    fn line(&mut self, line: &Line, opens: bool) {
        for (at, word) in line.words.iter().enumerate() {
            let last = at + 1 == line.words.len();
            self.word(word, at == 0, opens, last);
        }
    }

    fn word(&mut self, word: &Word, first: bool, opens: bool, last: bool) {
        if let Part::Second(whole) = &word.part
            && first
            && let Some(given) = self.whole.take()
            && whole.as_ref().is_none_or(|whole| *whole == given)
        {
            return;
        }
        self.whole = None;
        let joins = first && std::mem::take(&mut self.parted) && word.text.starts_with(char::is_lowercase);
        if joins {
            let end = self.out.trim_end_matches(HYPHENS).len();
            self.out.truncate(end);
        } else if !self.out.is_empty() {
            self.out.push_str(if first && opens { "\n\n" } else { " " });
        }
        match &word.part {
            Part::First(Some(whole)) => {
                self.out.push_str(whole);
                self.whole = Some(whole.clone());
            }
            part => {
                self.out.push_str(&word.text);
                let before = word.text.trim_end_matches(HYPHENS);
                let hyphened = before.len() < word.text.len() && before.ends_with(char::is_alphabetic);
                self.parted = last && (hyphened || matches!(part, Part::First(None)));
            }
        }
    }
}

/// Lines of a block below which indents say nothing.
const INDENT_LINES: usize = 4;

/// Which lines of a block open a paragraph: those that stand in from the margin, behind a
/// line that ends a sentence or stops short.
fn indented(lines: &[Line]) -> Vec<bool> {
    let areas: Vec<Area> = lines.iter().filter_map(|line| line.area).collect();
    if areas.len() != lines.len() || lines.len() < INDENT_LINES {
        return vec![false; lines.len()];
    }
    let middle = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    let margin = middle(areas.iter().map(|area| area.left).collect());
    let width = middle(areas.iter().map(|area| area.right - area.left).collect());
    let end = areas.iter().map(|area| area.right).fold(f64::MIN, f64::max);
    let mut found = vec![false; lines.len()];
    for (at, pair) in areas.windows(2).enumerate() {
        let [before, here] = pair else { continue };
        let indent = (here.left - margin) / width.max(1.0);
        let text = lines.get(at).and_then(|line| line.words.last()).map_or("", |word| word.text.as_str());
        let ends =
            text.ends_with(['.', '!', '?', ':', '"', '»', '”', ')']) || before.right < end - width / 10.0;
        if let Some(opens) = found.get_mut(at + 1) {
            *opens = (0.02..0.2).contains(&indent) && ends;
        }
    }
    found
}

/// Gives the articles on a page on; empty pages and pictures are none. What was odd about the
/// document goes with its first one.
pub(in crate::corpus) fn give(
    page: Page,
    warnings: &[String],
    number: &mut u64,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let mut drafts = drafts(page);
    if drafts.is_empty() {
        drafts.push(Draft::default());
    }
    for mut draft in drafts {
        *number += 1;
        if let (true, Some(odd)) = (is_blank(&draft), warnings.first()) {
            // Its words may be in what could not be read.
            emit.fault(*number, Fault::new(Reason::NoText, format!("no text: {odd}")))?;
            continue;
        }
        if is_blank(&draft) {
            emit.ignore(*number, "a page without text")?;
            continue;
        }
        if *number == 1 {
            draft.warnings.extend(warnings.iter().cloned());
        }
        emit.draft(*number, draft)?;
    }
    ControlFlow::Continue(())
}

/// Whether an article has no word.
fn is_blank(draft: &Draft) -> bool {
    let blank = |text: &str| !text.chars().any(char::is_alphanumeric);
    draft.title.as_deref().is_none_or(blank) && blank(&draft.body)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Word {
        Word { text: text.to_owned(), confidence: Some(0.5), part: Part::Whole }
    }

    fn block(role: Role, lines: &[&str]) -> Block {
        let line = |text: &&str| Line { words: text.split(' ').map(word).collect(), area: None };
        Block { role, lines: lines.iter().map(line).collect(), ..Block::default() }
    }

    #[test]
    fn words_parted_at_a_lines_end_are_joined() {
        let text = |lines: &[&str]| running_text([&block(Role::Text, lines)].into_iter());
        assert_eq!(
            text(&["the har-", "bour of Anglo-", "American trade -", "and"]),
            "the harbour of Anglo- American trade - and"
        );
        let mut parted = block(Role::Text, &["the har", "bour was"]);
        parted.lines[0].words[1].part = Part::First(Some("harbour".to_owned()));
        parted.lines[1].words[0].part = Part::Second(Some("harbour".to_owned()));
        assert_eq!(running_text([&parted].into_iter()), "the harbour was");
    }

    #[test]
    fn a_sentence_goes_on_in_the_next_column() {
        let blocks = [
            block(Role::Text, &["It rained all"]),
            block(Role::Text, &["day. Then"]),
            block(Role::Text, &["Sun"]),
        ];
        assert_eq!(running_text(blocks.iter()), "It rained all day. Then\n\nSun");
    }

    #[test]
    fn headlines_open_articles_and_what_stands_beside_is_set_apart() {
        let blocks = vec![
            block(Role::Beside, &["The Ferry, page 3"]),
            block(Role::Headline, &["RAIN"]),
            block(Role::Headline, &["IN ELMAR"]),
            block(Role::Text, &["It rained."]),
            block(Role::Headline, &["SUN"]),
            block(Role::Text, &["It shone."]),
        ];
        let drafts = drafts(Page { blocks, ordered: true, ..Page::default() });
        let seen: Vec<_> =
            drafts.iter().map(|d| (d.title.as_deref(), d.body.as_str(), d.ocr_confidence)).collect();
        assert_eq!(
            seen,
            [(Some("RAIN IN ELMAR"), "It rained.", Some(500)), (Some("SUN"), "It shone.", Some(500))]
        );
        assert_eq!(drafts[0].asides, ["The Ferry, page 3"]);
    }

    #[test]
    fn blocks_that_name_their_article_are_gathered() {
        let mut blocks =
            vec![block(Role::Text, &["One."]), block(Role::Text, &["Two."]), block(Role::Text, &["More."])];
        for (block, name) in blocks.iter_mut().zip(["a", "b", "a"]) {
            block.article = Some(name.to_owned());
        }
        let bodies: Vec<String> =
            drafts(Page { blocks, ordered: true, ..Page::default() }).into_iter().map(|d| d.body).collect();
        assert_eq!(bodies, ["One.\n\nMore.", "Two."]);
    }

    #[test]
    fn an_indent_behind_a_full_stop_opens_a_paragraph() {
        let mut block = block(Role::Text, &["One two", "three.", "Four five", "six."]);
        for (line, (left, right)) in
            block.lines.iter_mut().zip([(0.0, 100.0), (0.0, 60.0), (5.0, 100.0), (0.0, 30.0)])
        {
            line.area = Some(Area { left, top: 0.0, right, bottom: 0.0 });
        }
        assert_eq!(running_text([&block].into_iter()), "One two three.\n\nFour five six.");
    }
}
