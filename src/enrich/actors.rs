//! Actors: the spans of an article that name somebody, as entities.
//!
//! Inside an article a name is written out once and then shortened; so the short
//! forms are first tied to the fullest one (`Smirnov` to `Alexei Smirnov`, `IAEA` to
//! its long form). Across articles [`key()`] makes one id of the spellings that
//! differ only by transliteration, and the list of well-known actors knows names
//! that no rule could tie together.
//!
//! ```
//! use dateline::article::ActorKind;
//! use dateline::enrich::actors::key;
//! assert_eq!(key("Aleksey Smirnov", ActorKind::Person), "person:aleksei-smirnov");
//! assert_eq!(key("Alexei Smirnov", ActorKind::Person), "person:aleksei-smirnov");
//! ```
//!
//! Left out: merging persons by what they do or whom they appear with. A wrong merge
//! hurts more than a missed one.

mod chain;
mod key;
mod kind;
pub mod known;

#[cfg(test)]
mod tests;

pub use key::{find_by_name, key};

use crate::article::{ActorKind, ActorRef, Field, Mention, Referent};
use crate::text::CharOffsets;

use super::tagger::{Label, Span, Tags};

/// The mentions of actors in an article, in order, headline first.
pub fn mentions(title: &str, body: &str, tags: &Tags) -> Vec<Mention> {
    let fields = [(Field::Title, title, &tags.title), (Field::Body, body, &tags.body)];
    let names = chain::Names::of(fields.iter().flat_map(|(_, text, spans)| named(text, spans)));
    let mut found = Vec::new();
    for (field, text, spans) in fields {
        let mut chars = CharOffsets::new(text);
        for (span, name) in named(text, spans) {
            let (start, end) = (chars.at(span.start), chars.at(span.end));
            let actor = actor(text, span, name, &names);
            found.push(Mention { field, start, end, what: Referent::Actor(actor) });
        }
    }
    found
}

/// The spans that name actors, with their words.
fn named<'t, 's>(text: &'t str, spans: &'s [Span]) -> impl Iterator<Item = (&'s Span, &'t str)> {
    spans
        .iter()
        .filter(|s| matches!(s.label, Label::Person | Label::Organisation | Label::Group))
        .filter_map(move |s| Some((s, text.get(s.start..s.end)?)))
}

fn actor(text: &str, span: &Span, name: &str, names: &chain::Names) -> ActorRef {
    let office = office(text, span);
    let (name, kind) = match span.label {
        Label::Person => (names.person(name, office.as_deref()), ActorKind::Person),
        Label::Group => (group_name(name), ActorKind::Group),
        _ => {
            let full = names.organisation(name);
            let kind = kind::of_organisation(&full);
            (full, kind)
        }
    };
    ActorRef { name, kind, confidence: span.confidence, office }
}

/// The demonym as it stands, the noun in small letters.
fn group_name(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut name = words.next().map(title_case).unwrap_or_default();
    for word in words {
        name.push(' ');
        if word.chars().any(char::is_lowercase) {
            name.push_str(word);
        } else {
            name.push_str(&word.to_lowercase());
        }
    }
    name
}

/// A word in capitals with only its first one kept.
fn title_case(word: &str) -> String {
    if word.contains(char::is_lowercase) || word.chars().count() < 4 {
        return word.to_owned();
    }
    let mut chars = word.chars();
    chars.next().into_iter().chain(chars.flat_map(char::to_lowercase)).collect()
}

/// Title or office, unless it is only a form of address.
fn office(text: &str, span: &Span) -> Option<String> {
    let words = text.get(span.office.clone()?)?.trim_end_matches('.');
    let address = ["mr", "mrs", "ms", "miss", "mx"].iter().any(|a| words.eq_ignore_ascii_case(a));
    (!address && !words.is_empty()).then(|| words.split_whitespace().collect::<Vec<_>>().join(" "))
}
