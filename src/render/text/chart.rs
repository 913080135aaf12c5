//! Bars, and matches over time as a chart of them.

use std::io::Write;

use super::figures::{counted, number};
use crate::error::Result;
use crate::render::line::{Ink, Line, Page};
use crate::render::{Style, Timeline};
use crate::search::Over;

/// Parts of a column, in eighths.
const EIGHTHS: [char; 7] = ['▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/// A bar of at most `width` columns for a share of the largest count. Whatever is
/// more than nothing has a bar.
pub(super) fn bar(count: u64, largest: u64, width: usize) -> String {
    if count == 0 || largest == 0 || width == 0 {
        return String::new();
    }
    let eighths = u128::from(count.min(largest)) * width as u128 * 8 / u128::from(largest);
    let eighths = usize::try_from(eighths).unwrap_or(0).max(1);
    let mut bar = "█".repeat(eighths / 8);
    bar.extend((eighths % 8).checked_sub(1).and_then(|at| EIGHTHS.get(at)));
    bar
}

/// As many empty times in a row are shown; longer runs are one line.
pub(super) const EMPTY_SHOWN_MAX: usize = 3;
/// The longest bar in columns; longer ones are hard to follow back to their label.
const BAR_MAX: usize = 100;

/// Matches over time, a bar for each; long stretches without any are one line.
///
/// # Errors
/// When it cannot be written.
pub fn timeline(timeline: &Timeline, style: Style, out: &mut dyn Write) -> Result<()> {
    let mut page = Page::new(style, out);
    let total = counted(timeline.total, timeline.unit);
    let heading = match timeline.over {
        Over::Published => format!("{total} by {}", timeline.step),
        Over::Mentions => format!("{total} by {} spoken of", timeline.step),
    };
    let mut heading = Line::of(Ink::Strong, &heading);
    if timeline.over == Over::Mentions {
        heading.push(Ink::Dim, &format!(", each counted once in every {}", timeline.step));
    }
    page.line(heading)?;
    let chart = Chart::of(timeline, page.style.width);
    for run in timeline.buckets.chunk_by(|a, b| a.1 == 0 && b.1 == 0) {
        if run.len() > EMPTY_SHOWN_MAX {
            let empty = format!("…  {} {}s without a match", number(run.len() as u64), timeline.step);
            page.line(Line::of(Ink::Dim, &empty))?;
        } else {
            run.iter().try_for_each(|(label, count)| page.line(chart.row(label, *count, chart.bar)))?;
        }
    }
    if timeline.undated > 0 {
        page.line(chart.row(UNDATED, timeline.undated, 0))?;
    }
    Ok(())
}

const UNDATED: &str = "undated";

/// How the columns of a timeline are divided.
struct Chart {
    label: usize,
    count: usize,
    bar: usize,
    largest: u64,
}

impl Chart {
    fn of(timeline: &Timeline, width: usize) -> Chart {
        let undated = (timeline.undated > 0).then_some((UNDATED, timeline.undated));
        let rows = timeline.buckets.iter().map(|(label, count)| (label.as_str(), *count)).chain(undated);
        let (labels, counts): (Vec<usize>, Vec<u64>) =
            rows.map(|(label, count)| (Line::of(Ink::Plain, label).columns(), count)).unzip();
        let label = labels.into_iter().max().unwrap_or(0);
        let count = counts.into_iter().map(|count| number(count).len()).max().unwrap_or(0);
        let largest = timeline.buckets.iter().map(|(_, count)| *count).max().unwrap_or(0);
        Chart { label, count, bar: width.saturating_sub(label + count + 3).clamp(1, BAR_MAX), largest }
    }

    /// A label, its count, and a bar that is `width` columns long for the largest count.
    fn row(&self, label: &str, count: u64, width: usize) -> Line {
        let ink = if width == 0 { Ink::Dim } else { Ink::Plain };
        let mut line = Line::of(ink, label);
        line.fill(self.label + 2);
        line.push(ink, &format!("{:>1$} ", number(count), self.count));
        line.push(Ink::Bar, &bar(count, self.largest, width));
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_drawn_in_eighths() {
        assert_eq!(bar(8, 8, 2), "██");
        assert_eq!(bar(5, 8, 1), "▋");
        assert_eq!(bar(1, 1_000_000, 10), "▏");
        assert_eq!(bar(u64::MAX, u64::MAX, 3), "███");
        assert_eq!((bar(0, 8, 2), bar(0, 0, 2)), (String::new(), String::new()));
    }

    #[test]
    fn a_timeline_folds_what_is_empty() {
        let bucket = |label: &str, count| (label.to_owned(), count);
        let mut buckets = vec![bucket("2024-01", 12), bucket("2024-02", 0), bucket("2024-03", 3)];
        buckets.extend((4..9).map(|m| bucket(&format!("2024-{m:02}"), 0)));
        buckets.push(bucket("2024-09", 1));
        let over = Over::Published;
        let data = Timeline { unit: "articles", over, step: "month", total: 18, buckets, undated: 2 };
        let written = |data: &Timeline, width| {
            let mut out = Vec::new();
            timeline(data, Style { colour: false, width }, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let expected = "\
18 articles by month
2024-01  12 ████████████████████████████
2024-02   0
2024-03   3 ███████
…  5 months without a match
2024-09   1 ██▎
undated   2
";
        assert_eq!(written(&data, 40), expected);
        let spoken = written(&Timeline { over: Over::Mentions, ..data }, 70);
        assert!(spoken.starts_with("18 articles by month spoken of, each counted once in every month\n"));
    }
}
