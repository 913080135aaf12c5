//! Puts the paragraphs of typed text together again.
//!
//! Wire copy was typed for teleprinters, and it still travels so inside modern markup: lines
//! are wrapped at some width, a paragraph is set off by a blank line, by blanks before its
//! first line, or by nothing but a short last line, and tables stand between. A line that
//! was only wrapped is joined to the one before it; a line that was ended by its writer
//! stays one.
//!
//! Left out: words that were parted by a hyphen, which news agencies do not do.

/// A line break that the source marks as one (`<br>`); other line ends in markup may mean
/// nothing.
pub(in crate::corpus) const HARD: char = '\u{b}';

/// Longest line of text that was wrapped for a printer; longer lines are whole paragraphs.
const WRAPPED_CHARS: usize = 92;
/// Shortest width that lines are wrapped at.
const NARROWEST_CHARS: usize = 45;
/// How far from the width a wrapped line may stay, in characters.
const SLACK_CHARS: usize = 8;
/// Lines at the start whose indentation may be the margin.
const MARGINS: usize = 4;
/// Columns that a tabulator stands for at the start of a line.
const TAB_COLUMNS: usize = 4;

struct Line<'a> {
    words: &'a str,
    indent: usize,
    chars: usize,
}

impl Line<'_> {
    fn of(raw: &str) -> Line<'_> {
        let words = raw.trim();
        let blanks = raw.chars().take_while(|c| c.is_whitespace());
        let indent = blanks.map(|c| if c == '\t' { TAB_COLUMNS } else { 1 }).sum();
        Line { words, indent, chars: words.chars().count() }
    }

    fn is_blank(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether it has columns: gaps of several blanks that end no sentence.
    fn is_tabular(&self) -> bool {
        let mut gaps = 0;
        let (mut blanks, mut before) = (0, ' ');
        for c in self.words.chars() {
            match c {
                '\t' => gaps += 2,
                ' ' => blanks += 1,
                _ => {
                    gaps += match blanks {
                        0 | 1 => 0,
                        2 if ".?!:".contains(before) => 0,
                        2 => 1,
                        _ => 2,
                    };
                    (blanks, before) = (0, c);
                }
            }
        }
        gaps >= 2
    }

    /// Whether it is a point of a list.
    fn is_point(&self) -> bool {
        self.words.starts_with("* ") || self.words.starts_with('•')
    }

    /// Whether the next line would have gone on here if there had been room.
    fn is_full(&self, next: &Line<'_>, width: usize) -> bool {
        let word = next.words.split_whitespace().next().map_or(0, |w| w.chars().count());
        self.chars + 1 + word + SLACK_CHARS >= width
    }
}

/// The paragraphs of text whose lines are as they were typed.
pub(in crate::corpus) fn of_typed(text: &str) -> Vec<String> {
    let lines: Vec<Line<'_>> = text.lines().map(Line::of).collect();
    let layout = Layout::of(&lines);
    let mut found: Vec<String> = Vec::new();
    let mut before: Option<&Line<'_>> = None;
    for line in &lines {
        if line.is_blank() {
            before = None;
            continue;
        }
        match (before.map(|b| layout.between(b, line)), found.last_mut()) {
            (Some(Between::Wrap), Some(last)) => {
                last.push(' ');
                last.push_str(line.words);
            }
            (Some(Between::Line), Some(last)) => {
                last.push('\n');
                last.push_str(line.words);
            }
            _ => found.push(line.words.to_owned()),
        }
        before = Some(line);
    }
    found
}

/// What parts two lines that follow each other.
enum Between {
    Wrap,
    Line,
    Paragraph,
}

/// How a text sets off its paragraphs.
struct Layout {
    /// The least indentation.
    base: usize,
    width: usize,
    has_blanks: bool,
    has_indents: bool,
    has_tables: bool,
}

impl Layout {
    fn of(lines: &[Line<'_>]) -> Layout {
        let words = || lines.iter().filter(|l| !l.is_blank());
        let first = lines.iter().position(|l| !l.is_blank()).unwrap_or_default();
        let last = lines.iter().rposition(|l| !l.is_blank()).unwrap_or_default();
        // Where nearly all lines are indented alike, that is the margin.
        let least = words().map(|l| l.indent).min().unwrap_or_default();
        let alike = |base: usize| words().filter(|l| l.indent == base).count() * 5 >= words().count() * 4;
        let base = words().map(|l| l.indent).take(MARGINS).find(|&base| alike(base)).unwrap_or(least);
        Layout {
            base,
            width: words().map(|l| l.chars).max().unwrap_or_default(),
            has_blanks: lines.iter().take(last).skip(first).any(Line::is_blank),
            has_indents: words().skip(1).any(|l| l.indent >= base + 2),
            has_tables: words().filter(|l| l.is_tabular()).count() * 3 >= words().count(),
        }
    }

    fn between(&self, before: &Line<'_>, line: &Line<'_>) -> Between {
        let table = before.is_tabular() || line.is_tabular();
        // Among tables the longest line may be a heading.
        let goes_on = !self.has_tables || line.words.starts_with(char::is_lowercase);
        let wrapped = !table
            && !line.is_point()
            && goes_on
            && (NARROWEST_CHARS..=WRAPPED_CHARS).contains(&self.width)
            && before.is_full(line, self.width);
        let (here, there) = (line.indent >= self.base + 2, before.indent >= self.base + 2);
        if here && !(there && wrapped) && !(there && table) {
            return Between::Paragraph;
        }
        if wrapped {
            return Between::Wrap;
        }
        let ends = before.words.ends_with(['.', '!', '?', '"', '”', '»', ')', '…']);
        let bare = !self.has_blanks && !self.has_indents && !table;
        if bare && (self.width > WRAPPED_CHARS || (ends && self.width >= NARROWEST_CHARS)) {
            return Between::Paragraph;
        }
        Between::Line
    }
}

/// The paragraphs of what stands in one block of markup. Its line ends are blanks, unless
/// it is typed text that was put into the block as it was. `width` is what marked lines of
/// the document are known to be wrapped at.
pub(in crate::corpus) fn of_block(text: &str, width: Option<usize>) -> Vec<String> {
    let parts: Vec<Vec<String>> = text.split(HARD).map(of_soft).collect();
    let mut found: Vec<String> = Vec::new();
    let mut before: Option<Line<'_>> = None;
    for part in &parts {
        let mut pieces = part.iter();
        let Some(piece) = pieces.next() else {
            before = None;
            continue;
        };
        let line = Line::of(piece);
        match (&before, found.last_mut()) {
            (Some(before), Some(last)) => {
                let wraps = width.is_some_and(|width| before.is_full(&line, width)) && !before.is_tabular();
                last.push(if wraps { ' ' } else { '\n' });
                last.push_str(piece);
            }
            _ => found.push(piece.clone()),
        }
        found.extend(pieces.cloned());
        before = part.last().map(|last| Line::of(last));
    }
    found
}

/// The width that marked lines of these blocks are wrapped at: in one of them each line is
/// full, and sentences go on behind it.
pub(in crate::corpus) fn wrapped_at<'t>(blocks: impl Iterator<Item = &'t str>) -> Option<usize> {
    let mut widest = None;
    for block in blocks.filter(|b| b.contains(HARD)) {
        let lines: Vec<Line<'_>> = block.split(HARD).map(Line::of).filter(|l| !l.is_blank()).collect();
        let width = lines.iter().map(|l| l.chars).max().unwrap_or_default();
        let pairs = || lines.windows(2).filter_map(|pair| Some((pair.first()?, pair.last()?)));
        let wraps = (NARROWEST_CHARS..=WRAPPED_CHARS).contains(&width)
            && pairs().all(|(line, next)| line.is_full(next, width) && !line.is_tabular())
            && pairs().any(|(_, next)| next.words.starts_with(char::is_lowercase));
        widest = widest.max(wraps.then_some(width));
    }
    widest
}

/// The paragraphs of a block, or of a line of it.
fn of_soft(text: &str) -> Vec<String> {
    let lines: Vec<Line<'_>> = text.lines().map(Line::of).collect();
    let words: Vec<&Line<'_>> = lines.iter().filter(|l| !l.is_blank()).collect();
    let base = words.iter().skip(1).map(|l| l.indent).min().unwrap_or_default();
    let tables = words.iter().filter(|l| l.is_tabular()).count();
    let first = lines.iter().position(|l| !l.is_blank()).unwrap_or_default();
    let last = lines.iter().rposition(|l| !l.is_blank()).unwrap_or_default();
    let blanks = lines.iter().take(last).skip(first).any(Line::is_blank);
    let indents = words.iter().skip(1).any(|l| (base + 2..=base + 12).contains(&l.indent));
    // Text that an editor has indented as a whole is the work of a program.
    let is_typed = words.len() > 1 && base < 2 && (blanks || indents || tables * 3 >= words.len());
    if is_typed {
        return of_typed(text);
    }
    let joined = words.iter().map(|l| l.words).collect::<Vec<&str>>().join(" ");
    if joined.is_empty() { Vec::new() } else { vec![joined] }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRAPPED: [&str; 4] = [
        "The river rose above the old marks on Monday, and the mayor of the",
        "upper town asked people to leave.",
        "Trains to the coast were stopped at noon, said a spokesman of the",
        "railways.",
    ];

    #[test]
    fn each_way_of_setting_off_a_paragraph() {
        let [a, b, c, d] = WRAPPED;
        let whole = [format!("{a} {b}"), format!("{c} {d}")];
        let typed = [
            format!("{a}\n{b}\n\n{c}\n{d}\n"),
            format!("   {a}\r\n{b}\r\n   {c}\r\n{d}"),
            format!("{a}\n{b}\n{c}\n{d}"),
            format!("{} {}\n{} {}", a, b, c, d),
        ];
        for text in typed {
            assert_eq!(of_typed(&text), whole, "{text}");
        }
    }

    #[test]
    fn lines_that_were_ended_stay() {
        let [a, b, ..] = WRAPPED;
        let text = format!("{a}\n{b}\n\nHome   3  Away   1\nEast   0  West   2\n\n- one\n- two");
        let last = ["Home   3  Away   1\nEast   0  West   2", "- one\n- two"];
        assert_eq!(of_typed(&text).get(1..), Some(&last.map(str::to_owned)[..]));
    }

    #[test]
    fn indentation_by_an_editor_means_nothing() {
        let block = "The river rose\n\t\t\tabove the old\n\t\tmarks.\n\t\t";
        assert_eq!(of_block(block, None), ["The river rose above the old marks."]);
        assert_eq!(of_block("The river rose\nabove it.", None), ["The river rose above it."]);
    }

    #[test]
    fn typed_text_in_a_block_is_taken_apart() {
        let [a, b, c, d] = WRAPPED;
        let block = format!("\n        {a}\n{b}\n   {c}\n{d}\n   ");
        assert_eq!(of_block(&block, None), [format!("{a} {b}"), format!("{c} {d}")]);
    }

    #[test]
    fn marked_breaks_part_lines_unless_they_only_wrap() {
        let [a, b, c, _] = WRAPPED;
        let block = format!("{a} \u{b}{b}");
        let width = wrapped_at([block.as_str(), "Home 3\u{b}Away 1"].into_iter());
        assert_eq!(of_block(&block, width), [format!("{a} {b}")]);
        assert_eq!(of_block("Home 3\u{b}Away 1", width), ["Home 3\nAway 1"]);
        assert_eq!(of_block(&format!("{a}\u{b}\u{b}{c}"), width), [a, c]);
        assert_eq!(wrapped_at([format!("{c}\u{b}{a}").as_str()].into_iter()), None);
    }

    #[test]
    fn points_of_a_list_are_not_joined() {
        let [a, b, ..] = WRAPPED;
        let text = format!("    * {a}\n    * Two\n    {a}\n{b}");
        assert_eq!(of_typed(&text).len(), 3);
    }
}
