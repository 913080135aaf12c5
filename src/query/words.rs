//! What one typed word asks for: itself, an exact form, a wildcard, similar
//! spellings. Spellings of other search languages that would otherwise pass for
//! words are errors that say what to write here.

use super::{FUZZY_CHARS_MAX, Fault, Pattern, Span, Typed, WILDCARD_CHARS_MAX};

/// Reads a word that stands outside quotes.
pub(super) fn pattern(text: &str, span: Span) -> Result<Pattern, Fault> {
    if let Some(form) = text.strip_prefix('=') {
        return exact(form, span);
    }
    if text.contains('~') {
        return fuzzy(text, span);
    }
    if let Some(fault) = foreign(text, span) {
        return Err(fault);
    }
    if is_wildcard(text) {
        return wildcard(text, span);
    }
    Ok(Pattern::Word(Typed { text: text.to_owned(), span }))
}

/// Reads one word of a phrase; `None` for punctuation that stands alone.
pub(super) fn slot(text: &str, span: Span) -> Result<Option<Pattern>, Fault> {
    if let Some(form) = text.strip_prefix('=').filter(|form| has_letter(form)) {
        return exact(form, span).map(Some);
    }
    if let Some((_, "0" | "1" | "2" | "3" | "")) = text.rsplit_once('~').filter(|(word, _)| has_letter(word))
    {
        return fuzzy(text, span).map(Some);
    }
    if !has_letter(text) {
        return if text.contains('*') { Err(lone_star(span)) } else { Ok(None) };
    }
    if is_wildcard(text) {
        return wildcard(text, span).map(Some);
    }
    Ok(Some(Pattern::Word(Typed { text: text.to_owned(), span })))
}

/// Reads one word of a phrase that asks for exact forms, `="Wagner Group"`.
pub(super) fn exact_slot(text: &str, span: Span) -> Result<Option<Pattern>, Fault> {
    let form = text.strip_prefix('=').unwrap_or(text);
    if has_letter(form) || form.contains('*') { exact(form, span).map(Some) } else { Ok(None) }
}

/// Whether the text holds anything that an index of words can know.
pub(super) fn has_letter(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

pub(super) fn is_wildcard(text: &str) -> bool {
    text.contains(['*', '?'])
}

fn lone_star(span: Span) -> Fault {
    let help =
        "for a gap of one word, write the words before it, PRE/1 and the words after it: king PRE/1 england";
    Fault::new(span, "a star cannot stand for a whole word of a phrase", help)
}

fn exact(form: &str, span: Span) -> Result<Pattern, Fault> {
    if !has_letter(form) {
        let help = "write it directly before the word whose exact form you want: =ISIS";
        return Err(Fault::new(span, "= without a word", help));
    }
    if is_wildcard(form) || form.contains('~') {
        let help = "leave out the =, or write the form in full";
        return Err(Fault::new(span, "an exact form cannot have wildcards or similar spellings", help));
    }
    Ok(Pattern::Exact(Typed { text: form.to_owned(), span }))
}

fn fuzzy(text: &str, span: Span) -> Result<Pattern, Fault> {
    let (word, distance) = text.rsplit_once('~').unwrap_or((text, ""));
    let distance = match distance {
        "1" => 1,
        "2" => 2,
        _ => return Err(wrong_tilde(text, span)),
    };
    if !has_letter(word) || word.contains('~') {
        return Err(wrong_tilde(text, span));
    }
    if is_wildcard(word) {
        let help = "use one of the two";
        return Err(Fault::new(span, "similar spellings and wildcards cannot be combined in a word", help));
    }
    if word.chars().nth(FUZZY_CHARS_MAX).is_some() {
        let message = format!("the word before ~ has more than {FUZZY_CHARS_MAX} characters");
        return Err(Fault::new(span, message, "leave out the ~ and the number"));
    }
    Ok(Pattern::Fuzzy { word: Typed { text: word.to_owned(), span }, distance })
}

fn wrong_tilde(text: &str, span: Span) -> Fault {
    let word: String = text.chars().take_while(|&c| c != '~').collect();
    let help = match has_letter(&word) {
        true => format!("write {word}~1 or {word}~2 for similar spellings, or put it in quotes as it is"),
        false => {
            "write it directly after a word (kursk~1) or a closing quote (\"troops border\"~5)".to_owned()
        }
    };
    Fault::new(span, "~ needs a word before it and 1 or 2 after it", help)
}

fn wildcard(text: &str, span: Span) -> Result<Pattern, Fault> {
    if !has_letter(text) {
        let help = "write at least one letter beside it (zelensk*, w?ld); a * alone asks for every article";
        return Err(Fault::new(span, "a wildcard without a letter", help));
    }
    if text.chars().nth(WILDCARD_CHARS_MAX).is_some() {
        let message = format!("the word with a wildcard has more than {WILDCARD_CHARS_MAX} characters");
        return Err(Fault::new(span, message, "shorten it"));
    }
    Ok(Pattern::Wildcard(Typed { text: text.to_owned(), span }))
}

/// The error for `word^2`, and for `^2` behind a quote or bracket.
pub(super) fn no_weight(weight: &str, word: &str, span: Span) -> Fault {
    let help = match word {
        "" => "leave it out; the rarer a word, the more it counts".to_owned(),
        word => format!("write {word}"),
    };
    Fault::new(span, format!("words cannot be given a weight ({weight})"), help)
}

/// A word that means something in another search language and nothing here.
fn foreign(text: &str, span: Span) -> Option<Fault> {
    let fault = |message: &str, help: String| Some(Fault::new(span, message, help));
    let after = |mark: char| text.strip_prefix(mark);
    if let Some(word) = after('!').filter(|word| word.starts_with(char::is_alphanumeric)) {
        return fault("! does not exclude", format!("write -{word}"));
    }
    if let Some(word) = after('+').filter(|word| word.starts_with(char::is_alphabetic)) {
        return fault("+ is not needed", format!("write {word}; words are joined by AND"));
    }
    if text.contains('|') {
        let words: Vec<&str> = text.split('|').filter(|word| !word.is_empty()).collect();
        return fault("| does not mean OR", format!("write {}", words.join(" OR ")));
    }
    if text.contains("&&") {
        let words: Vec<&str> = text.split("&&").filter(|word| !word.is_empty()).collect();
        return fault("&& does not mean AND inside a word", format!("write {}", words.join(" AND ")));
    }
    if let Some((word, weight)) = text.rsplit_once('^').filter(|(_, weight)| weight.parse::<f32>().is_ok()) {
        return Some(no_weight(&format!("^{weight}"), word, span));
    }
    let inner = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('/'));
    if inner.is_some_and(has_letter) {
        let help = format!("use * and ? in words, or put it in quotes: \"{text}\"");
        return fault("regular expressions are not searched", help);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Pattern, String> {
        pattern(text, Span::default()).map_err(|fault| fault.message)
    }

    #[test]
    fn a_word_keeps_its_punctuation() {
        for text in ["cross-border", "O'Brien", "U.S.", "AT&T", "C++", "+380", "12:30", "a=b", "#tag", "w/o"]
        {
            assert_eq!(read(text), Ok(Pattern::Word(text.into())), "{text}");
        }
    }

    #[test]
    fn limits_hold_at_the_last_character() {
        let fuzzy = |n| read(&format!("{}~1", "a".repeat(n)));
        let wildcard = |n| read(&format!("{}*", "a".repeat(n)));
        assert!(fuzzy(FUZZY_CHARS_MAX).is_ok() && fuzzy(FUZZY_CHARS_MAX + 1).is_err());
        assert!(wildcard(WILDCARD_CHARS_MAX - 1).is_ok() && wildcard(WILDCARD_CHARS_MAX).is_err());
    }
}
