//! Matches in their context, one below the other.
//!
//! What matched stands in one column, so that the eye runs down what comes before it and behind it.
//! The context is as wide as was asked for in characters; else a line fills the page.

use std::io::Write;

use crate::error::Result;
use crate::render::line::{Ink, Line, Page};
use crate::render::{Style, WIDTH_MIN};
use crate::search::kwic::{Context, Kwic};

/// Columns of an id and of a date, each with what parts it from the next.
const ID: usize = 14;
const DATE: usize = 12;
/// Columns of an outlet with what parts it from the context, on a page of at least so many.
const OUTLET: usize = 18;
const WITH_OUTLET: usize = 110;

/// The columns of a page of matches.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    outlet: bool,
    left: usize,
    width: usize,
}

impl Layout {
    /// For a page of this style; the context is that which was asked for, if any was.
    pub fn of(style: Style, asked: Option<Context>) -> Layout {
        let page = style.width.max(WIDTH_MIN);
        let outlet = page >= WITH_OUTLET;
        let before = ID + DATE + if outlet { OUTLET } else { 0 };
        match asked {
            // The match itself may be as long as it likes; so the line is not cut behind it.
            Some(Context::Chars(chars)) => Layout { outlet, left: chars + 1, width: usize::MAX },
            // A little more than half: the match and its mark stand on the right side.
            _ => Layout { outlet, left: page.saturating_sub(before) * 2 / 5, width: page },
        }
    }
}

/// One match on one line.
///
/// # Errors
/// When it cannot be written.
pub fn kwic(row: &Kwic, layout: Layout, style: Style, out: &mut dyn Write) -> Result<()> {
    let source = &row.source;
    let mut line = Line::of(Ink::Dim, &source.id.to_string());
    line.fill(ID);
    line.push(Ink::Date, &source.date.map_or_else(|| "undated".to_owned(), |date| date.to_string()));
    line.fill(ID + DATE);
    let mut before = ID + DATE;
    if layout.outlet {
        line.append(Line::of(Ink::Plain, source.outlet.as_deref().unwrap_or_default()).cut(OUTLET - 2));
        before += OUTLET;
        line.fill(before);
    }
    let mut left = Line::new();
    left.push_marked(Ink::Plain, &row.left, &[], style);
    let left = left.cut_start(layout.left);
    line.fill(before + layout.left.saturating_sub(left.columns()));
    line.append(left);
    let whole = u32::try_from(row.text.chars().count()).unwrap_or(u32::MAX);
    line.push_marked(Ink::Plain, &row.text, &[(0, whole, Ink::Mark)], style);
    line.push_marked(Ink::Plain, &row.right, &[], style);
    let line = if layout.width == usize::MAX { line } else { line.cut(layout.width) };
    Page::new(style, out).whole(&line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{ArticleId, Field};
    use crate::search::kwic::Source;
    use std::sync::Arc;

    fn shown(left: &str, right: &str, width: usize, asked: Option<Context>) -> String {
        let source = Source {
            id: ArticleId::from_number(77),
            date: "1943".parse().ok(),
            outlet: Some("Meridian\u{1b}Wire".into()),
            title: None,
            url: None,
            path: "a.txt".into(),
            record: 1,
        };
        let row = Kwic {
            source: Arc::new(source),
            field: Field::Body,
            start: 0,
            end: 6,
            left: left.into(),
            text: "Sudzha".into(),
            right: right.into(),
        };
        let style = Style { colour: false, width };
        let mut out = Vec::new();
        kwic(&row, Layout::of(style, asked), style, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_match_stands_in_one_column() {
        let column = |line: &str| line.chars().position(|c| c == '«');
        let long = "A long sentence that stands before what was looked for near ";
        let (one, other) = (
            shown("near ", " on Tuesday", 80, None),
            shown(long, "漢字 again and again and again", 80, None),
        );
        assert_eq!(one, "00000000002d  1943                        near «Sudzha» on Tuesday\n");
        assert_eq!(column(&one), column(&other));
        assert!(other.contains("…") && other.chars().count() <= 81, "{other}");
    }

    #[test]
    fn the_context_asked_for_is_not_cut() {
        let line = shown("before it ", &" word".repeat(40), 80, Some(Context::Chars(20)));
        assert!(
            line.contains(&format!("{}before it «Sudzha» word", " ".repeat(11))) && line.len() > 200,
            "{line}"
        );
    }

    #[test]
    fn a_wide_page_shows_the_outlet() {
        assert!(shown("near ", " on Tuesday", 120, None).contains("1943        Meridian�Wire"));
    }
}
