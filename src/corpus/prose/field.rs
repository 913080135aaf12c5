//! The text of an article that stands as HTML in a field of something else, made tidy, and
//! what publishers' systems leave in it.
//!
//! In HTML a line end is a blank; where an editor typed the text (WordPress), a blank line
//! parts paragraphs and a line end stays one. Lines such as "The post … appeared first on …"
//! and "Continue reading" are the system's, not the author's: they are set apart, and the
//! second sort says that the text is only the beginning of one.

use crate::corpus::markup::fragment;
use crate::corpus::prose::clean;

/// What a field holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::corpus) struct Prose {
    pub(in crate::corpus) text: String,
    pub(in crate::corpus) captions: Vec<String>,
    pub(in crate::corpus) asides: Vec<String>,
    /// Whether the text says that it goes on elsewhere.
    pub(in crate::corpus) teaser: bool,
}

/// Lines of the system at the end of a text.
const FOOTERS: usize = 8;

/// The text of HTML, in which white space means nothing.
pub(in crate::corpus) fn of_html(html: &str) -> Prose {
    // Without any tag it is plain text, whose lines may mean something.
    let has_tags = html.contains("</") || html.contains("<br") || html.contains("<p");
    if !has_tags || html.contains("<pre") {
        return of_typed(html);
    }
    let mut flat = String::with_capacity(html.len());
    let mut blank = false;
    for c in html.chars() {
        if matches!(c, ' ' | '\n' | '\r' | '\t') {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            flat.push(' ');
        }
        flat.push(c);
    }
    of_typed(&flat)
}

/// The text of HTML that was typed line by line.
pub(in crate::corpus) fn of_typed(html: &str) -> Prose {
    let found = fragment::read(html);
    let mut prose = Prose { captions: found.captions, ..Prose::default() };
    let lines: Vec<&str> = found.text.lines().map(str::trim).collect();
    let text = clean::body(&lines.join("\n"));
    let mut paragraphs: Vec<&str> = text.split("\n\n").collect();
    while let Some(last) = paragraphs.last().filter(|_| prose.asides.len() < FOOTERS) {
        let invites = is_invitation(last);
        if !invites && !is_footer(last) {
            break;
        }
        prose.teaser |= invites;
        prose.asides.insert(0, (*last).to_owned());
        paragraphs.pop();
    }
    prose.text = paragraphs.join("\n\n");
    let (kept, invitation) = without_invitation(&prose.text);
    if let Some(invitation) = invitation {
        prose.asides.insert(0, invitation.to_owned());
        (prose.text, prose.teaser) = (kept.to_owned(), true);
    }
    prose.teaser |= breaks_off(&prose.text);
    prose
}

/// Whether a text ends in the mark of a cut.
fn breaks_off(text: &str) -> bool {
    ["[…]", "[...]", "[&hellip;]", "(…)", "(...)"].iter().any(|mark| text.ends_with(mark))
}

/// Longest invitation to read on, in `char`s; longer lines say something else.
const INVITATION_CHARS: usize = 120;

/// The words that invite to read on, in the languages of many sites, lower case.
#[rustfmt::skip]
const INVITATIONS: &[&str] = &[
    "read more", "continue reading", "keep reading", "read the full", "read full", "read the rest", "full story", "read on", "more...", "more…",
    "click here to read", "weiterlesen", "weiter lesen", "mehr lesen", "zum artikel", "lire la suite", "lire plus", "en savoir plus", "leer más",
    "seguir leyendo", "sigue leyendo", "continuar leyendo", "leia mais", "continue lendo", "ler mais", "leggi tutto", "continua a leggere",
    "leggi di più", "lees meer", "lees verder", "läs mer", "les mer", "læs mere", "lue lisää", "czytaj więcej", "czytaj dalej", "читать далее",
    "читать дальше", "читати далі", "подробнее", "devamını oku", "اقرأ المزيد", "ادامه مطلب", "阅读全文", "続きを読む",
];

/// A line of its own that invites to read on.
fn is_invitation(paragraph: &str) -> bool {
    let lower = paragraph.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    paragraph.chars().count() <= INVITATION_CHARS
        && INVITATIONS
            .iter()
            .any(|words| lower.starts_with(words.trim_end_matches(['.', '…'])) && is_short(&lower, words))
}

/// Whether little stands behind the words of an invitation, unless it names the article.
fn is_short(line: &str, words: &str) -> bool {
    let most =
        if words.contains("reading") || words.contains("full") || words.contains("rest") { 100 } else { 25 };
    line.chars().count() <= words.chars().count() + most
}

/// An invitation at the end of a paragraph: `… of the town. [Read more...]`, `Read more »`.
fn without_invitation(text: &str) -> (&str, Option<&str>) {
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || "]).…»>→›".contains(c));
    let tail_from = end.char_indices().rev().nth(40).map_or(0, |(at, _)| at);
    let tail = end.get(tail_from..).unwrap_or_default();
    // The invitation follows the end of a sentence or the mark of a cut.
    let opens =
        tail.char_indices().filter(|(_, c)| ".!?…[(\"”»".contains(*c)).map(|(at, c)| at + c.len_utf8());
    for open in opens {
        let words =
            tail.get(open..).unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if INVITATIONS.contains(&words.as_str()) {
            let at = tail_from + open;
            let kept = text.get(..at).unwrap_or(text).trim_end_matches(['[', '(', ' ']);
            return (kept, text.get(at..).map(str::trim).filter(|said| !said.is_empty()));
        }
    }
    (text, None)
}

/// A line that the publishing system adds to every article of a feed.
fn is_footer(paragraph: &str) -> bool {
    let lower = paragraph.to_lowercase();
    let one_line = paragraph.chars().count() <= 300 && !paragraph.contains('\n');
    one_line
        && ((lower.starts_with("the post ") && lower.contains(" appeared first on "))
            || (lower.starts_with("der beitrag ") && lower.contains(" erschien zuerst auf "))
            || (lower.starts_with("l'article ") && lower.contains(" est apparu en premier sur "))
            || (lower.starts_with("la entrada ") && lower.contains(" se publicó primero en "))
            || (lower.starts_with("l'articolo ") && lower.contains(" proviene da "))
            || (lower.starts_with("сообщение ") && lower.contains(" появились сначала на ")))
}

/// Sets a summary beside a text: nothing when it is the text's own beginning.
pub(in crate::corpus) fn lead(summary: &str, body: &str) -> Option<String> {
    let words = |text: &str| {
        let end = text.trim_end_matches(|c: char| c.is_whitespace() || "[]()….".contains(c));
        end.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    let (summary_words, body_words) = (words(summary), words(body));
    let repeats = body_words.starts_with(&summary_words);
    (!repeats && !summary_words.is_empty()).then(|| summary.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_ends_of_html_are_blanks_and_typed_ones_stay() {
        assert_eq!(of_html("<p>One\n two</p>\n<p>three</p>").text, "One two\n\nthree");
        assert_eq!(of_typed("One\ntwo\n\n<b>three</b>").text, "One\ntwo\n\nthree");
        assert_eq!(of_html("  One & two\n  three").text, "One & two\nthree");
    }

    #[test]
    fn what_the_system_adds_is_set_apart() {
        let prose =
            of_html("<p>It rained.</p><p>The post <a>Rain</a> appeared first on <a>The Ferry</a>.</p>");
        assert_eq!((prose.text.as_str(), prose.teaser), ("It rained.", false));
        assert_eq!(prose.asides, ["The post Rain appeared first on The Ferry."]);
        let prose = of_html(
            "<p>It rained &#8230; <a href='x'>Continue reading <span>Rain in Elmar</span> &#8594;</a></p>",
        );
        assert!(!prose.text.is_empty());
        for text in [
            "It rained. [Read more...]",
            "It rained. Read more »",
            "<p>It rained.</p><p>Weiterlesen</p>",
            "It rained […]",
        ] {
            let prose = of_html(text);
            assert!(prose.teaser && prose.text.starts_with("It rained"), "{text}: {prose:?}");
            assert!(!prose.text.to_lowercase().contains("more"), "{text}: {prose:?}");
        }
        assert!(!of_html("Children should read more.").teaser);
        assert!(!of_html("He wants to know the full story").teaser);
    }

    #[test]
    fn a_summary_that_repeats_the_beginning_is_no_lead() {
        assert_eq!(lead("It rained all [...]", "It  rained all day."), None);
        assert_eq!(lead("Rain in Elmar", "It rained."), Some("Rain in Elmar".to_owned()));
    }
}
