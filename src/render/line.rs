//! A line of a page before it is laid out: characters, each with its ink.
//!
//! Wrapping, cutting and filling happen on these characters and their width in
//! columns; only then are colours written, so an escape sequence is never cut, and a
//! mark that runs over a line's end begins anew on the next. Whatever is put in has
//! passed [`safe::shown`], which makes this the only way for foreign text to a page.
//!
//! ```
//! use dateline::render::line::{Ink, Line};
//! let line = Line::of(Ink::Plain, "Fighting near Sudzha on Tuesday");
//! let wrapped: Vec<String> = line.wrap(16).iter().map(Line::plain).collect();
//! assert_eq!(wrapped, ["Fighting near", "Sudzha on", "Tuesday"]);
//! ```
//!
//! Left out: hyphenation, and the width of emoji that are joined to one picture,
//! which terminals do not agree on (they count as their parts).

use std::io::Write;

use unicode_width::UnicodeWidthChar;

use super::safe;
use super::{Style, WIDTH_MIN, output};
use crate::error::Result;

/// What a piece of text is, and so how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ink {
    /// Running text.
    #[default]
    Plain,
    /// A headline or heading.
    Strong,
    /// What can be passed over.
    Dim,
    /// What the query matched.
    Mark,
    /// A bar of a chart.
    Bar,
    /// A place.
    Place,
    /// An actor.
    Actor,
    /// A time.
    Date,
}

impl Ink {
    /// The numbers that select it on a terminal: colours that are legible on a dark
    /// ground and on a light one.
    fn sgr(self) -> &'static str {
        match self {
            Ink::Plain => "",
            Ink::Strong => "1",
            Ink::Dim => "2",
            Ink::Mark => "1;31",
            Ink::Bar => "34",
            Ink::Place => "32",
            Ink::Actor => "35",
            Ink::Date => "36",
        }
    }

    /// What is written around it where there is no colour.
    fn brackets(self) -> Option<(char, char)> {
        match self {
            Ink::Mark => Some(('«', '»')),
            Ink::Place => Some(('[', ']')),
            Ink::Actor => Some(('{', '}')),
            Ink::Date => Some(('<', '>')),
            Ink::Plain | Ink::Strong | Ink::Dim | Ink::Bar => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cell {
    c: char,
    ink: Ink,
}

impl Cell {
    const BLANK: Cell = Cell { c: ' ', ink: Ink::Plain };

    fn columns(&self) -> usize {
        columns_of(self.c)
    }

    fn is_blank(&self) -> bool {
        self.c == ' '
    }
}

fn columns_of(c: char) -> usize {
    c.width().unwrap_or(0)
}

/// A stretch of a text, in `char`s, half-open, and its ink.
pub type Marked = (u32, u32, Ink);

/// Characters with their ink.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line(Vec<Cell>);

impl Line {
    /// An empty line.
    pub fn new() -> Line {
        Line::default()
    }

    /// A line of one ink.
    pub fn of(ink: Ink, text: &str) -> Line {
        let mut line = Line::new();
        line.push(ink, text);
        line
    }

    /// Adds text.
    pub fn push(&mut self, ink: Ink, text: &str) {
        self.0.extend(text.chars().filter_map(safe::shown).map(|c| Cell { c, ink }));
    }

    /// Adds another line.
    pub fn append(&mut self, other: Line) {
        self.0.extend(other.0);
    }

    /// Adds running text of a source, with stretches in an ink of their own: those
    /// come in order, and one that overlaps an earlier one is left out. White space of
    /// any length is one blank. Without colour, brackets set the stretches off.
    pub fn push_marked(&mut self, ink: Ink, text: &str, marks: &[Marked], style: Style) {
        let marks = disjoint(marks);
        let mut ahead = marks.iter().peekable();
        let mut open: Option<&Marked> = None;
        let bracket = |bracket: Option<char>, ink| bracket.filter(|_| !style.colour).map(|c| Cell { c, ink });
        for (at, c) in (0..).zip(text.chars()) {
            if let Some(&(.., ink)) = open.take_if(|m| m.1 <= at) {
                self.0.extend(bracket(ink.brackets().map(|b| b.1), ink));
            }
            if let Some(mark) = ahead.next_if(|m| m.0 <= at) {
                self.0.extend(bracket(mark.2.brackets().map(|b| b.0), mark.2));
                open = Some(mark);
            }
            self.push_flat(c, open.map_or(ink, |m| m.2));
        }
        if let Some(&(.., ink)) = open {
            self.0.extend(bracket(ink.brackets().map(|b| b.1), ink));
        }
    }

    /// Adds a character, unless it is a blank after a blank.
    fn push_flat(&mut self, c: char, ink: Ink) {
        let Some(c) = safe::shown(c) else { return };
        let c = if c.is_whitespace() { ' ' } else { c };
        if c != ' ' || self.0.last().is_some_and(|last| !last.is_blank()) {
            self.0.push(Cell { c, ink });
        }
    }

    /// Adds blanks up to a column.
    pub fn fill(&mut self, column: usize) {
        let missing = column.saturating_sub(self.columns());
        self.0.extend(std::iter::repeat_n(Cell::BLANK, missing));
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Columns of the terminal that it takes.
    pub fn columns(&self) -> usize {
        columns(&self.0)
    }

    /// The line, cut where it has more columns than this; then it ends in `…`.
    pub fn cut(mut self, width: usize) -> Line {
        if self.columns() <= width {
            return self;
        }
        let mut used = 1;
        let kept = self.0.iter().take_while(|cell| {
            used += cell.columns();
            used <= width
        });
        self.0.truncate(kept.count());
        let ink = self.0.last().map_or(Ink::Plain, |cell| cell.ink);
        trim_end(&mut self.0);
        self.0.push(Cell { c: '…', ink });
        self
    }

    /// The end of the line, where it has more columns than this; then it begins with `…`.
    pub fn cut_start(mut self, width: usize) -> Line {
        if self.columns() <= width {
            return self;
        }
        let mut used = 1;
        let kept = self.0.iter().rev().take_while(|cell| {
            used += cell.columns();
            used <= width
        });
        let mut cells = self.0.split_off(self.0.len() - kept.count());
        let blanks = cells.iter().take_while(|cell| cell.is_blank() || cell.columns() == 0).count();
        cells.drain(..blanks);
        let ink = cells.first().map_or(Ink::Plain, |cell| cell.ink);
        cells.insert(0, Cell { c: '…', ink });
        Line(cells)
    }

    /// The line as lines of at most so many columns, all but the first indented.
    ///
    /// It breaks at blanks and beside wide characters; a word that is longer than a
    /// line is cut. A character is never torn from the marks that combine with it.
    pub fn wrap_hanging(&self, width: usize, indent: usize) -> Vec<Line> {
        let mut wrap = Wrap { width, indent, lines: Vec::new(), line: Vec::new(), fresh: true };
        let mut gap: &[Cell] = &[];
        for atom in self.0.chunk_by(|a, b| !may_break(a, b)) {
            if atom.iter().all(Cell::is_blank) {
                gap = atom;
            } else {
                wrap.add(gap, atom);
                gap = &[];
            }
        }
        wrap.finish()
    }

    /// The line as lines of at most so many columns.
    pub fn wrap(&self, width: usize) -> Vec<Line> {
        self.wrap_hanging(width, 0)
    }

    /// Its text without colours.
    pub fn plain(&self) -> String {
        self.0.iter().map(|cell| cell.c).collect()
    }

    /// Writes it with its colours and a line break; blanks at its end are left out.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, style: Style, out: &mut dyn Write) -> Result<()> {
        let mut cells = self.0.clone();
        trim_end(&mut cells);
        let mut text = String::new();
        for run in cells.chunk_by(|a, b| a.ink == b.ink) {
            let sgr = run.first().map_or("", |cell| cell.ink.sgr());
            let coloured = style.colour && !sgr.is_empty();
            if coloured {
                text.extend(["\u{1b}[", sgr, "m"]);
            }
            text.extend(run.iter().map(|cell| cell.c));
            if coloured {
                text.push_str("\u{1b}[0m");
            }
        }
        text.push('\n');
        out.write_all(text.as_bytes()).map_err(output)
    }
}

fn columns(cells: &[Cell]) -> usize {
    cells.iter().map(Cell::columns).sum()
}

fn trim_end(cells: &mut Vec<Cell>) {
    while cells.last().is_some_and(Cell::is_blank) {
        cells.pop();
    }
}

/// The stretches without those that overlap an earlier one or hold nothing.
fn disjoint(marks: &[Marked]) -> Vec<Marked> {
    let mut end = 0;
    let mut kept = Vec::with_capacity(marks.len());
    for &mark in marks {
        if mark.0 >= end && mark.0 < mark.1 {
            end = mark.1;
            kept.push(mark);
        }
    }
    kept
}

/// Whether a line may end between two characters: around blanks, and beside wide ones,
/// as scripts without blanks do, but not before what closes or after what opens.
fn may_break(a: &Cell, b: &Cell) -> bool {
    const CLOSING: &str = "、。，．！？：；）］｝〉》」』】〕’”ー々…»·・％,.!?:;)]}%";
    const OPENING: &str = "（［｛〈《「『【〔‘“«([{";
    if a.is_blank() || b.is_blank() {
        return a.is_blank() != b.is_blank();
    }
    let wide = a.columns() == 2 || b.columns() == 2;
    let joined = b.columns() == 0 || a.c == '\u{200D}';
    wide && !joined && !CLOSING.contains(b.c) && !OPENING.contains(a.c)
}

/// Lines while they are filled.
struct Wrap {
    width: usize,
    indent: usize,
    lines: Vec<Line>,
    line: Vec<Cell>,
    /// Whether the line has nothing but its indent.
    fresh: bool,
}

impl Wrap {
    /// Adds what must stay together, with the blanks before it.
    fn add(&mut self, gap: &[Cell], atom: &[Cell]) {
        if !self.fresh && columns(&self.line) + gap.len() + columns(atom) > self.width {
            self.end_line();
        } else if columns(&self.line) + gap.len() + atom.first().map_or(0, Cell::columns) <= self.width {
            self.line.extend(gap);
        }
        let mut used = columns(&self.line);
        for cell in atom {
            if !self.fresh && used + cell.columns() > self.width {
                self.end_line();
                used = self.indent;
            }
            used += cell.columns();
            self.line.push(*cell);
            self.fresh = false;
        }
    }

    fn end_line(&mut self) {
        let indent = std::iter::repeat_n(Cell::BLANK, self.indent).collect();
        self.lines.push(Line(std::mem::replace(&mut self.line, indent)));
        self.fresh = true;
    }

    fn finish(mut self) -> Vec<Line> {
        if !self.fresh {
            self.lines.push(Line(self.line));
        }
        self.lines
    }
}

/// Where lines are written, one below the other.
pub struct Page<'o> {
    out: &'o mut dyn Write,
    /// How they look.
    pub style: Style,
}

impl<'o> Page<'o> {
    /// A page that goes to `out`.
    pub fn new(style: Style, out: &'o mut dyn Write) -> Page<'o> {
        Page { out, style: Style { width: style.width.max(WIDTH_MIN), ..style } }
    }

    /// Columns for what is read as running text; longer lines are hard to follow.
    pub fn measure(&self) -> usize {
        self.style.width.min(MEASURE_MAX)
    }

    /// One line, cut at the page's edge.
    ///
    /// # Errors
    /// When it cannot be written; so for the other methods.
    pub fn line(&mut self, line: Line) -> Result<()> {
        line.cut(self.style.width).write(self.style, self.out)
    }

    /// A line, wrapped; what follows the first is indented.
    pub fn wrapped(&mut self, line: &Line, indent: usize) -> Result<()> {
        let wrapped = line.wrap_hanging(self.measure(), indent);
        wrapped.iter().try_for_each(|line| line.write(self.style, self.out))
    }

    /// A line that is not to be broken, so that the path in it can be copied.
    pub fn whole(&mut self, line: &Line) -> Result<()> {
        line.write(self.style, self.out)
    }

    /// An empty line.
    pub fn blank(&mut self) -> Result<()> {
        Line::new().write(self.style, self.out)
    }
}

/// The longest line of running text, in columns.
const MEASURE_MAX: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PLAIN: Style = Style { colour: false, width: 80 };

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        Line::of(Ink::Plain, text).wrap(width).iter().map(Line::plain).collect()
    }

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("abcdefghij k", 4), ["abcd", "efgh", "ij k"]);
        assert_eq!(wrapped("", 4), Vec::<String>::new());
        let hanging = Line::of(Ink::Plain, " 1  one two three").wrap_hanging(8, 4);
        let hanging: Vec<String> = hanging.iter().map(Line::plain).collect();
        assert_eq!(hanging, [" 1  one", "    two", "    thre", "    e"]);
    }

    #[test]
    fn wide_characters_count_two_and_break_anywhere_but_before_a_stop() {
        assert_eq!(wrapped("莫斯科和基辅。", 6), ["莫斯科", "和基", "辅。"]);
        assert_eq!(wrapped("e\u{301}e\u{301}e\u{301}", 2), ["e\u{301}e\u{301}", "e\u{301}"]);
        assert_eq!(Line::of(Ink::Plain, "莫斯科").cut(5).plain(), "莫斯…");
        assert_eq!(Line::of(Ink::Plain, "莫斯科").cut(4).plain(), "莫…");
        assert_eq!(Line::of(Ink::Plain, "莫斯科").cut_start(4).plain(), "…科");
        assert_eq!(Line::of(Ink::Plain, "before it").cut_start(4).plain(), "…it");
    }

    #[test]
    fn marks_are_bracketed_or_coloured_and_survive_wrapping() {
        let marks = [(0, 5, Ink::Mark), (3, 6, Ink::Place), (7, 14, Ink::Mark)];
        let mut line = Line::new();
        line.push_marked(Ink::Plain, "Kursk  \u{1b}border", &marks, PLAIN);
        assert_eq!(line.plain(), "«Kursk» «�border»");

        let colour = Style { colour: true, width: 80 };
        let mut line = Line::new();
        line.push_marked(Ink::Plain, "go to Sudzha now", &[(3, 12, Ink::Mark)], colour);
        let mut out = Vec::new();
        for line in line.wrap(5) {
            line.write(colour, &mut out).unwrap();
        }
        let red = |t: &str| format!("\u{1b}[1;31m{t}\u{1b}[0m");
        assert_eq!(
            String::from_utf8(out).unwrap(),
            format!("go {}\n{}\n{} now\n", red("to"), red("Sudzh"), red("a"))
        );
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_word_is_lost(text in "[a-zé漢。\u{301} ]{0,80}", width in 2usize..20) {
            let lines = wrapped(&text, width);
            for line in &lines {
                let columns: usize = line.chars().map(columns_of).sum();
                prop_assert!(columns <= width, "{line}");
            }
            let without_blanks = |t: &str| t.replace(' ', "");
            prop_assert_eq!(without_blanks(&lines.concat()), without_blanks(&text));
        }
    }
}
