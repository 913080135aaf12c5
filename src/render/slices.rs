//! Pieces of a text by `char` offsets.

/// A text whose pieces are wanted by `char` offsets.
pub(super) struct Slices<'t> {
    text: &'t str,
    /// Where each `char` begins, and the end; empty for ASCII, where it is plain.
    bounds: Vec<usize>,
}

impl<'t> Slices<'t> {
    pub(super) fn new(text: &'t str) -> Slices<'t> {
        let bounds = match text.is_ascii() {
            true => Vec::new(),
            false => text.char_indices().map(|(at, _)| at).chain([text.len()]).collect(),
        };
        Slices { text, bounds }
    }

    /// The piece; empty when the text has none there.
    pub(super) fn get(&self, start: u32, end: u32) -> &'t str {
        let byte = |at: u32| match self.bounds.is_empty() {
            true => Some(at as usize),
            false => self.bounds.get(at as usize).copied(),
        };
        byte(start).zip(byte(end)).and_then(|(s, e)| self.text.get(s..e)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_counted_in_characters() {
        assert_eq!(Slices::new("aé漢z").get(1, 3), "é漢");
        assert_eq!(Slices::new("abc").get(1, 3), "bc");
        assert_eq!((Slices::new("é").get(0, 9), Slices::new("a").get(3, 1)), ("", ""));
    }
}
