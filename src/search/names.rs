//! What a name that the user typed can mean in this index: places, actors, outlets.
//!
//! An id means itself. A place name means every place that bears it; an actor's name
//! means the actors with that name or with all its words in theirs; an outlet's name
//! means the outlet, or those that have it in theirs when none is called so.

use crate::article;
use crate::enrich::actors;
use crate::gazetteer::Gazetteer;
use crate::index::dictionary::{Family, View};
use crate::query::ActorKind;
use crate::text;

/// What a name means.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// Facet numbers; empty when the index has nothing of that name.
    pub numbers: Vec<u32>,
    /// What the user should know about the choice, a whole line.
    pub note: Option<String>,
}

/// The places that a name or id means.
pub fn places(dictionary: &View, name: &str) -> Meaning {
    let gazetteer = Gazetteer::embedded();
    if dictionary.numbers(Family::Place, name).len() == 1 || gazetteer.by_id(name).is_some() {
        return Meaning { numbers: dictionary.numbers(Family::Place, name), note: None };
    }
    let found = gazetteer.find(name);
    // Of places that only removed articles have, there is nothing to say.
    let in_index = |no: &crate::gazetteer::PlaceNo| {
        let mut numbers = dictionary.numbers(Family::Place, &gazetteer.id(*no));
        numbers.retain(|&n| dictionary.uses(n) > 0);
        numbers
    };
    let present: Vec<_> = found.iter().copied().filter(|no| !in_index(no).is_empty()).collect();
    let note = match (found.as_slice(), present.as_slice()) {
        ([], _) => Some(format!(
            "no place is called \"{name}\"; dateline facets place --contains \"{name}\" lists names"
        )),
        (_, []) => Some(format!("no article has a place called \"{name}\"")),
        (_, [_]) => None,
        (_, several) => {
            let names: Vec<String> = several
                .iter()
                .take(5)
                .map(|&no| format!("{} ({})", gazetteer.path(no).join(" > "), gazetteer.id(no)))
                .collect();
            Some(format!(
                "\"{name}\" means {} places here: {}; give an id for one of them",
                several.len(),
                names.join(", ")
            ))
        }
    };
    Meaning { numbers: present.iter().flat_map(in_index).collect(), note }
}

/// The actors that a name or id means.
pub fn actors(dictionary: &View, name: &str) -> Meaning {
    let mut numbers = actors_even_hidden(dictionary, name);
    let hidden = numbers.iter().copied().find(|&n| dictionary.is_hidden(n));
    numbers.retain(|&n| !dictionary.is_hidden(n) && dictionary.uses(n) > 0);
    let note = numbers.is_empty().then(|| match hidden {
        Some(n) => format!(
            "the actor \"{}\" is hidden by your corrections; search for the words, or see dateline actors log",
            dictionary.label(dictionary.canonical(n))
        ),
        None => {
            format!("no actor is called \"{name}\"; dateline facets actor --contains \"{name}\" lists names")
        }
    });
    Meaning { numbers, note }
}

/// The numbers of the actors that a name or id means, hidden ones among them.
pub fn actors_even_hidden(dictionary: &View, name: &str) -> Vec<u32> {
    let by_id = dictionary.numbers(Family::Actor, name);
    if !by_id.is_empty() {
        return by_id;
    }
    let mut numbers: Vec<u32> =
        actors::find_by_name(name).iter().flat_map(|key| dictionary.numbers(Family::Actor, key)).collect();
    let wanted = folded_words(name);
    if !wanted.is_empty() {
        let has_all = |text: &str| {
            let words = folded_words(text);
            wanted.iter().all(|w| words.contains(w))
        };
        let all = dictionary.all_numbers(Family::Actor);
        let renamed = |n| Some(dictionary.label(n)).filter(|&label| label != dictionary.name(n));
        numbers.extend(all.filter(|&n| has_all(dictionary.name(n)) || renamed(n).is_some_and(has_all)));
    }
    let mut numbers: Vec<u32> = numbers.into_iter().map(|n| dictionary.canonical(n)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut all: Vec<u32> = numbers.into_iter().flat_map(|n| dictionary.spellings(n)).collect();
    all.sort_unstable();
    all
}

/// The outlets or languages that a value means.
pub fn plain(dictionary: &View, family: Family, value: &str) -> Meaning {
    let wanted = text::fold(value);
    let folded = |n: u32| text::fold(dictionary.value(n)).into_owned();
    let all = || dictionary.family_numbers(family).filter(|&n| dictionary.uses(n) > 0);
    let mut numbers: Vec<u32> = all().filter(|&n| folded(n) == wanted).collect();
    if numbers.is_empty() && family == Family::Outlet {
        numbers = all().filter(|&n| folded(n).contains(wanted.as_ref())).collect();
    }
    let what = if family == Family::Outlet { "outlet" } else { "lang" };
    let note = numbers
        .is_empty()
        .then(|| format!("no article has the {what} \"{value}\"; dateline facets {what} lists them"));
    Meaning { numbers, note }
}

/// Whether an actor's kind is what `person:`, `org:` or `group:` asks for.
pub fn is_of_kind(kind: Option<article::ActorKind>, wanted: ActorKind) -> bool {
    use article::ActorKind as K;
    let kinds: &[K] = match wanted {
        ActorKind::Person => &[K::Person],
        ActorKind::Organisation => &[K::Organisation, K::Government, K::Military, K::ArmedGroup],
        ActorKind::Group => &[K::Group, K::ArmedGroup],
    };
    kind.is_some_and(|k| kinds.contains(&k))
}

fn folded_words(name: &str) -> Vec<String> {
    text::words(name).map(|w| text::term(w.text).into_owned()).collect()
}
