//! What may not reach a terminal, and where it was found.

/// Control characters but the ends of lines, separators of lines, and marks that turn the
/// direction of writing.
pub fn acts_on_screen(c: char) -> bool {
    let turns =
        matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || matches!(c, '\u{2028}' | '\u{2029}') || (c.is_control() && c != '\n')
}

/// The first such character of what was printed, with the line that it stands in.
pub fn raw_character(printed: &[u8]) -> Option<String> {
    let Ok(text) = std::str::from_utf8(printed) else { return Some("bytes that are no text".to_owned()) };
    let (line, c) =
        text.split('\n').find_map(|line| Some((line, line.chars().find(|&c| acts_on_screen(c))?)))?;
    Some(format!("a raw U+{:04X} in {:?}", u32::from(c), line.chars().take(300).collect::<String>()))
}
