//! Whether two names are one actor's, and by which rule.
//!
//! Names with one key are one. Beyond that, persons' names are laid side by side word by
//! word: family names must be one, given names may be forms of each other, what stands
//! between may be left out. The list of known actors has the last word: two actors that
//! it tells apart are never one, and a short name that fits two of them is nobody's.

use crate::article::ActorKind;

use super::align::{self, Name};
use super::key::{self, key};
use super::known::{Known, by_family, name_key};
use super::organisation;
use super::person::Person;
use super::rule::Rule;
use super::wording;

/// The rule by which two names of this kind are one actor's when nothing else is known
/// of either; `None` when they are not.
///
/// ```
/// use dateline::article::ActorKind;
/// use dateline::enrich::actors::{Rule, why};
/// assert_eq!(why("Aleksey Smirnov", "Alexei Smirnov", ActorKind::Person), Some(Rule::Transliteration));
/// assert_eq!(why("Aleksey Smirnov", "Igor Smirnov", ActorKind::Person), None);
/// ```
pub fn why(a: &str, b: &str, kind: ActorKind) -> Option<Rule> {
    if name_key(a) == name_key(b) {
        return Some(Rule::SameName);
    }
    if key(a, kind) == key(b, kind) {
        return Some(why_same_key(a, b, kind));
    }
    match kind {
        ActorKind::Person => persons(&Ready::of(a), &Ready::of(b)),
        ActorKind::Group => None,
        _ => organisations((a, &name_key(a)), (b, &name_key(b)), kind),
    }
}

fn why_same_key(a: &str, b: &str, kind: ActorKind) -> Rule {
    if kind == ActorKind::Person {
        let (a, b) = (Person::read(a), Person::read(b));
        let known = a.slug() != b.slug();
        return if known { Rule::KnownAlias } else { Rule::Transliteration };
    }
    let (x, y) = (name_key(a), name_key(b));
    if organisation::slug(&x) != organisation::slug(&y) {
        return Rule::KnownAlias;
    }
    let (x, y) = (wording::plain(&x), wording::plain(&y));
    if x == y { Rule::LegalForm } else { Rule::Wording }
}

/// The known actor of this class that a name means.
pub(super) fn known(name: &str, kind: ActorKind) -> Option<Known> {
    let words = name_key(name);
    key::known(&words, kind).or_else(|| match kind {
        ActorKind::Person => key::same_person(name, &Person::read(name)),
        _ => key::same_body(&words, &organisation::slug(&words), kind),
    })
}

/// A person's name ready to be compared with many.
#[derive(Debug)]
pub(super) struct Ready {
    own: Name,
    /// Who it is by the list, with all names there.
    known: Option<(Known, Vec<Name>)>,
}

impl Ready {
    /// Takes a name apart and looks it up.
    pub fn of(name: &str) -> Ready {
        let listed = |known: Known| (known, known.names().map(Name::read).collect());
        Ready { own: Name::read(name), known: known(name, ActorKind::Person).map(listed) }
    }
}

/// The rule by which two persons whose names have different keys are one.
pub(super) fn persons(a: &Ready, b: &Ready) -> Option<Rule> {
    match (&a.known, &b.known) {
        (Some(_), Some(_)) => None, // one key otherwise
        (Some((known, names)), None) => with_known(&b.own, &a.own, known, names),
        (None, Some((known, names))) => with_known(&a.own, &b.own, known, names),
        (None, None) => align::rule(&a.own, &b.own),
    }
}

/// Whether a name that the list does not have is a known person's under some other name.
fn with_known(name: &Name, other: &Name, known: &Known, names: &[Name]) -> Option<Rule> {
    let rule = names.iter().chain([other]).find_map(|listed| align::rule(name, listed))?;
    (!rule.needs_to_be_alone() || !fits_another(name, known)).then_some(rule)
}

/// Whether a name is a short form of some other known person's too.
fn fits_another(name: &Name, known: &Known) -> bool {
    by_family(name.family())
        .any(|(other, bearer)| bearer != *known && align::rule(name, &Name::read(other)).is_some())
}

/// The rule by which two organisations whose names have different keys are one; each name with
/// what [`name_key`] makes of it.
pub(super) fn organisations(a: (&str, &str), b: (&str, &str), kind: ActorKind) -> Option<Rule> {
    let rule = organisation::rule(a, b)?;
    let both_listed = known(a.0, kind).is_some() && known(b.0, kind).is_some();
    (!both_listed).then_some(rule)
}

/// The rule by which words of an article came to mean an actor that the same article
/// names more fully; `None` when nothing but chance ties them.
///
/// ```
/// use dateline::article::ActorKind;
/// use dateline::enrich::actors::{Rule, why_in_article};
/// let rule = why_in_article("Smirnov", "Aleksey Smirnov", ActorKind::Person);
/// assert_eq!(rule, Some(Rule::InArticle));
/// ```
pub fn why_in_article(text: &str, name: &str, kind: ActorKind) -> Option<Rule> {
    if let Some(rule) = why(text, name, kind) {
        return Some(rule);
    }
    let (short, full) = (Person::read(text), Person::read(name));
    let part = short.len() > 0 && short.words().all(|w| full.words().any(|f| f == w));
    part.then_some(Rule::InArticle)
}

#[cfg(test)]
mod tests;
