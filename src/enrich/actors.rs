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
//! assert_eq!(key("Aleksey Vatrushkin", ActorKind::Person), "person:aleksei-vatrushkin");
//! assert_eq!(key("Alexei Vatrushkin", ActorKind::Person), "person:aleksei-vatrushkin");
//! ```
//!
//! Left out: merging persons by what they do or whom they appear with. A wrong merge
//! hurts more than a missed one.

mod align;
mod block;
mod chain;
mod country;
mod east;
mod given;
mod group;
mod key;
mod kind;
pub mod known;
mod letters;
mod merge;
pub(crate) mod metonym;
mod office;
mod organisation;
mod pair;
mod person;
mod rule;
mod skeleton;
mod sound;
mod source;
mod wording;

#[cfg(test)]
mod tests;

pub use chain::Filed;
pub use key::{find_by_name, key};
pub use merge::{Merge, Name, merges, merges_of_keys};
pub use pair::{why, why_in_article};
pub use rule::Rule;

use crate::article::{ActorKind, ActorRef, Field, Mention, Referent};
use crate::text::CharOffsets;

use super::tagger::{Label, Span, Tags};
use chain::{Named, Names};

/// The mentions of actors in an article, in order, headline first.
pub fn mentions(title: &str, body: &str, tags: &Tags, filed: Filed) -> Vec<Mention> {
    let fields = [(Field::Title, title, &tags.title), (Field::Body, body, &tags.body)];
    let actors =
        fields.map(|(_, text, spans)| spans.iter().map(|span| named(text, span)).collect::<Vec<_>>());
    let mut names = Names::of(actors.iter().flatten().flatten().copied(), filed);
    let mut found = Vec::new();
    for ((field, text, spans), actors) in fields.into_iter().zip(&actors) {
        let mut chars = CharOffsets::new(text);
        for (span, one) in spans.iter().zip(actors) {
            let mut push = |start, end, actor| {
                let (start, end) = (chars.at(start), chars.at(end));
                found.push(Mention { field, start, end, what: Referent::Actor(actor) });
            };
            if let Some(one) = *one {
                let actor = actor(one, &mut names);
                let government = speaker(one, &actor);
                push(one.start, span.end, actor);
                government.into_iter().for_each(|actor| push(one.start, span.end, actor));
            } else if span.label == Label::Place
                && let Some((actor, end)) = group::of_letters(text, span.start, span.end)
            {
                push(span.start, end, actor);
            }
        }
    }
    found
}

/// A span that names an actor, unless it only says where a text comes from.
fn named<'t>(text: &'t str, span: &'t Span) -> Option<Named<'t>> {
    let is_actor = matches!(span.label, Label::Person | Label::Organisation | Label::Group);
    if !is_actor || source::is_source(text, span.start, span.end) {
        return None;
    }
    let words = text.get(span.start..span.end)?;
    let titles = if span.label == Label::Person { person::behind_titles(words) } else { 0 };
    Some(Named { span, start: span.start + titles, words: words.get(titles..)?, text })
}

fn actor<'t>(one: Named<'t>, names: &mut Names<'t>) -> ActorRef {
    let office = office(one);
    let (name, kind) = match one.span.label {
        Label::Person => (names.person(one.words, office.as_deref()), ActorKind::Person),
        Label::Group => (group_name(one.words), ActorKind::Group),
        _ => names.body(one),
    };
    ActorRef { name, kind, confidence: one.span.confidence, office }
}

/// The government for which a palace speaks.
fn speaker(one: Named<'_>, actor: &ActorRef) -> Option<ActorRef> {
    if actor.kind != ActorKind::Government {
        return None;
    }
    let country = known::by_name(&actor.name)?.country;
    metonym::palace(&actor.name, country, one.text, one.span.start, one.span.end)
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

/// A word in capitals with only its first one kept; short ones may be acronyms.
fn title_case(word: &str) -> String {
    if word.contains(char::is_lowercase) || word.chars().count() < 4 {
        return word.to_owned();
    }
    with_capital(word)
}

/// The first letter as a capital, the others small.
fn with_capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().into_iter().chain(chars.flat_map(char::to_lowercase)).collect()
}

/// Title or office, unless it is only a form of address.
fn office(one: Named<'_>) -> Option<String> {
    // Titles that the span has taken along are nearer to the name than those before it.
    let own = Some(one.span.start..one.start).filter(|own| !own.is_empty());
    let words = one.text.get(own.or(one.span.office.clone())?)?.trim().trim_end_matches('.');
    let address = ["mr", "mrs", "ms", "miss", "mx"].iter().any(|a| words.eq_ignore_ascii_case(a));
    if address || words.is_empty() {
        return None;
    }
    Some(words.split_whitespace().map(title_case).collect::<Vec<_>>().join(" "))
}
