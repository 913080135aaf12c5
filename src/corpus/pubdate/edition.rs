//! The words of a newspaper's edition behind a day (`January 1, 1989, Sunday, Home Edition`).

use super::cut::Part;
use super::names;

/// A date without the edition behind it. What is no edition stays.
pub fn without_edition(raw: &str) -> &str {
    let mut rest = raw;
    loop {
        let trimmed = rest.trim_end_matches([' ', ',', ';', '-']);
        let start = trimmed.rfind([' ', ',', ';']).map_or(0, |at| at + 1);
        let word = trimmed.get(start..).unwrap_or_default();
        if start == 0 || names::word(word, None) != Part::Edition {
            return if rest.len() == raw.len() { raw } else { trimmed };
        }
        rest = trimmed.get(..start).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_editions_go() {
        assert_eq!(without_edition("January 1, 1989, Sunday, Home Edition"), "January 1, 1989, Sunday");
        assert_eq!(without_edition("May 2, 2002, Thursday,, FINAL EDITION"), "May 2, 2002, Thursday");
        assert_eq!(without_edition("5 March 2012 London"), "5 March 2012 London");
        assert_eq!(without_edition("Late Edition"), "Late");
        assert_eq!(without_edition(""), "");
    }
}
