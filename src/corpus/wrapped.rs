//! Turns lines that were wrapped at a width back into paragraphs.
//!
//! A paragraph opens after a blank line, or at a line that is indented more than most. A text
//! with neither has only one mark left: a sentence that ends well before the margin.

/// Lines without any mark below which a text is one paragraph.
const MARKLESS_LINES: usize = 6;

/// Signs that end sentences.
const STOPS: [char; 6] = ['.', '?', '!', '"', '\'', ')'];

/// Joins wrapped lines; paragraphs come out separated by a blank line.
pub(super) fn paragraphs(text: &str) -> String {
    let text = text.replace('\t', "    ");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let indent = |line: &str| line.len() - line.trim_start().len();
    let full = || lines.iter().filter(|line| !line.is_empty());
    let base = common(full().map(|line| indent(line)));
    let count = full().count();
    let gaps =
        lines.windows(2).filter(|pair| matches!(pair, [a, b] if !a.is_empty() && b.is_empty())).count();
    let marked = full().skip(1).any(|line| indent(line) >= base + 2) || gaps > 1;
    let width = full().map(|line| line.trim_start().chars().count()).max().unwrap_or(0);
    let mut out = String::with_capacity(text.len());
    let mut open = true;
    for line in lines {
        let words = line.trim_start();
        if words.is_empty() {
            open = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if open || indent(line) >= base + 2 { "\n\n" } else { " " });
        }
        out.push_str(words);
        let short = words.chars().count() * 4 < width * 3;
        open = !marked && count > MARKLESS_LINES && short && words.ends_with(STOPS);
    }
    out
}

/// Takes the blank lines out of a text that has one behind every line.
pub(super) fn single_spaced(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let count = lines.iter().filter(|line| !line.is_empty()).count();
    let touching = lines.windows(2).filter(|pair| pair.iter().all(|line| !line.is_empty())).count();
    if touching * 10 >= count {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut blanks = 0;
    for line in lines {
        blanks = if line.is_empty() { blanks + 1 } else { 0 };
        // Two blank lines part paragraphs all the same.
        if blanks != 1 {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The smallest number that is common enough to be the margin.
fn common(numbers: impl Iterator<Item = usize>) -> usize {
    let mut sorted: Vec<usize> = numbers.collect();
    sorted.sort_unstable();
    // A stray line further left does not move the margin.
    sorted.get(sorted.len() / 10).copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_and_indents_open_paragraphs() {
        assert_eq!(paragraphs("\n  One\n  two.\n\n  Three\n"), "One two.\n\nThree");
        assert_eq!(paragraphs("   One\ntwo.\n   Three\nfour."), "One two.\n\nThree four.");
    }

    #[test]
    fn double_spacing_is_no_mark() {
        assert_eq!(single_spaced("a b\n\nc d\n\n\ne f\n"), "a b\nc d\n\ne f\n");
        assert_eq!(single_spaced("a\nb\n\nc"), "a\nb\n\nc");
    }

    #[test]
    fn a_short_last_line_ends_a_paragraph_where_nothing_else_does() {
        let line = "The harbour was closed for the whole of the day\n";
        let text = format!("{line}{line}and then.\n{line}{line}{line}{line}");
        assert_eq!(paragraphs(&text).split("\n\n").count(), 2);
    }
}
