//! Names of fields in other languages: tags of Factiva before an equals sign, segments of
//! Nexis before a bracket, and what Google has before a colon.

use super::super::fields::Field;
use super::super::lex::Kind;
use super::super::{Fault, Span, Zone};
use super::commands::{Case, Command};

/// What a name is here.
pub(super) enum Named {
    /// This, and how that is told.
    Is(Kind, String),
    /// Nothing; what to write instead.
    Refused(String),
}

/// Tags of Factiva whose fields an article has.
const TAGS: [(&str, Field); 11] = [
    ("hd", Field::Zone(Zone::Title)),
    ("hl", Field::Zone(Zone::Title)),
    ("lp", Field::Zone(Zone::Lead)),
    ("by", Field::Zone(Zone::Byline)),
    ("au", Field::Zone(Zone::Byline)),
    ("art", Field::Zone(Zone::Caption)),
    ("rst", Field::Outlet),
    ("sn", Field::Outlet),
    ("pub", Field::Outlet),
    ("la", Field::Lang),
    ("pd", Field::Date),
];

/// Tags of headline and lead together.
const LEADS: [&str; 2] = ["hlead", "hlp"];

/// Tags whose codes only the service has, and what comes near them.
const CODES: [(&str, &str); 8] = [
    ("re", "place:\"United Kingdom\""),
    ("fds", "org:\"Deutsche Bank\""),
    ("co", "org:\"Deutsche Bank\""),
    ("pe", "person:Zelenskyy"),
    ("ns", "words of the subject"),
    ("in", "words of the industry"),
    ("td", "the words without it"),
    ("wc", "nothing in its place: the length of articles is not searched"),
];

/// Whether the name before an equals sign is a tag, or a field of ours.
pub(in super::super) fn is_tag(name: &str) -> bool {
    let known = |tag: &str| name.eq_ignore_ascii_case(tag);
    let ours = Field::named(name).is_some_and(|field| field.takes_name() || matches!(field, Field::Zone(_)));
    let listed = TAGS.iter().any(|(tag, _)| known(tag)) || LEADS.into_iter().any(known);
    // In small letters alone: IN=… and RE=… are no tags that anybody types.
    listed || ours || CODES.iter().any(|(tag, _)| *tag == name)
}

/// What a foreign name stands for, with `=` or `:` behind it; `None` when it is none.
///
/// # Errors
/// When it is a tag for codes that only its service has.
pub(in super::super) fn tag(name: &str, word: &str, span: Span) -> Result<Option<Kind>, Fault> {
    let known = |tag: &str| name.eq_ignore_ascii_case(tag);
    let equals = word.chars().nth(name.chars().count()) == Some('=');
    if !equals {
        return Ok(known("site").then_some(Kind::Field(Field::Outlet)));
    }
    if LEADS.into_iter().any(known) {
        return Ok(Some(Kind::Command(Command::Hlead)));
    }
    if let Some((tag, instead)) = CODES.iter().find(|(tag, _)| *tag == name) {
        let help = format!("write {instead}; to search for the text itself, put it in quotes: \"{word}\"");
        return Err(Fault::new(span, format!("{tag}= is not a field here"), help));
    }
    let tag = TAGS.iter().find(|(tag, _)| known(tag)).map(|&(_, field)| field);
    Ok(tag.or_else(|| Field::named(name)).map(Kind::Field))
}

/// What a word with a bracket right behind it is; `None` when it is a word.
pub(super) fn before_bracket(text: &str) -> Option<Named> {
    let lower = text.to_ascii_lowercase();
    let field = |field: Field| Some(Named::Is(Kind::Field(field), format!("{}:()", field.name())));
    let command = |command, ours: &str| Some(Named::Is(Kind::Command(command), ours.to_owned()));
    match lower.as_str() {
        "headline" | "title" => field(Field::Zone(Zone::Title)),
        "lead" => field(Field::Zone(Zone::Lead)),
        "byline" => field(Field::Zone(Zone::Byline)),
        "caption" => field(Field::Zone(Zone::Caption)),
        "dateline" => field(Field::Zone(Zone::DatelineText)),
        "publication" => field(Field::Outlet),
        "hlead" => command(Command::Hlead, "title: OR lead:, for each word"),
        "allcaps" => command(Command::Caps(Case::All), "the exact form in capitals: =ISIS"),
        "nocaps" => command(Command::Caps(Case::None), "the exact form in small letters: =aids"),
        "caps" => command(Command::Caps(Case::Some), "(=Word OR =WORD); other mixtures are not found"),
        _ => segment(&lower).map(|help| Named::Refused(help.to_owned())),
    }
}

/// What to write for a segment of Nexis that no article has here by that name.
fn segment(name: &str) -> Option<&'static str> {
    Some(match name {
        "body" | "text" => "write the words without it",
        "author" => "write byline:(…)",
        "source" => "write outlet:\"New York Times\"",
        "person" => "write person:Zelenskyy",
        "company" | "organization" | "ticker" => "write org:\"Deutsche Bank\"",
        "geographic" | "country" | "city" | "state" => "write place:\"Kursk Oblast\"",
        "language" => "write the code: lang:en",
        "date" => "write date:2024-08-06..2024-08-20",
        "plural" | "singular" => "write = before the form that is wanted: =troops",
        "subject" | "term" | "terms" | "industry" | "length" | "section" => {
            "leave it out: this field is not searched"
        }
        _ => return None,
    })
}

/// Words that ask for something which is not searched, as message and help.
pub(super) fn without_counterpart(text: &str) -> Option<(String, String)> {
    let count = text.strip_prefix("wc").and_then(|rest| rest.strip_prefix(['>', '<']))?;
    let digits = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| {
        let help = format!("leave it out; for the text itself, put it in quotes: \"{text}\"");
        ("the length of articles is not searched".to_owned(), help)
    })
}
