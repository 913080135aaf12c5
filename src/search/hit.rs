//! A hit as it is shown: the article, its snippet, and who and where it speaks of.

use crate::article::{ActorKind, ActorRef, PlaceRole, Referent};
use crate::enrich::actors;
use crate::gazetteer::Gazetteer;
use crate::index::Record;
use crate::index::dictionary::View;

use super::explain::ScorePart;
use super::snippet::Snippet;

/// Places and actors shown with a hit.
pub const SHOWN_MAX: usize = 8;

/// One hit.
#[derive(Debug)]
pub struct Hit {
    /// Its place in this answer, from 1.
    pub rank: u64,
    /// Its score; 0 when nothing in the query ranks.
    pub score: f32,
    /// What the index keeps of the article.
    pub record: Record,
    /// What matched in the headline, as `char` offsets.
    pub title_marks: Vec<(u32, u32)>,
    /// The best fragments.
    pub snippets: Vec<Snippet>,
    /// The places named most.
    pub places: Vec<PlaceValue>,
    /// The actors named most.
    pub actors: Vec<ActorValue>,
    /// Where the score comes from, when asked for.
    pub explanation: Option<Vec<ScorePart>>,
}

/// A place of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceValue {
    /// Gazetteer id.
    pub id: String,
    /// Name.
    pub name: String,
    /// ISO 3166 code of the country.
    pub country: Option<String>,
    /// Names from the country down to the place itself.
    pub path: Vec<String>,
    /// Ids of everything that contains it, and its own last.
    pub path_ids: Vec<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How often it is named.
    pub mentions: u32,
}

/// An actor of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorValue {
    /// Canonical id.
    pub id: String,
    /// Canonical name.
    pub name: String,
    /// Kind.
    pub kind: ActorKind,
    /// How often it is named.
    pub mentions: u32,
}

/// The resolved places of an article: those that it is about first, then by number of
/// mentions, then in the order of the text.
pub fn places(record: &Record, limit: usize) -> Vec<PlaceValue> {
    let mut counted: Vec<(&str, u32, bool)> = Vec::new();
    for mention in &record.mentions {
        let Referent::Place(place) = &mention.what else { continue };
        let Some(id) = &place.id else { continue };
        let about = place.role == PlaceRole::About;
        match counted.iter_mut().find(|(known, ..)| known == id) {
            Some((_, n, focus)) => {
                *n += 1;
                *focus |= about;
            }
            None => counted.push((id, 1, about)),
        }
    }
    counted.sort_by_key(|&(_, n, about)| (std::cmp::Reverse(about), std::cmp::Reverse(n)));
    counted.into_iter().filter_map(|(id, n, _)| place_value(id, n)).take(limit).collect()
}

fn place_value(id: &str, mentions: u32) -> Option<PlaceValue> {
    let gazetteer = Gazetteer::embedded();
    let no = gazetteer.by_id(id)?;
    let place = gazetteer.place(no);
    Some(PlaceValue {
        id: id.to_owned(),
        name: place.name.to_owned(),
        country: place.country.map(str::to_owned),
        path: gazetteer.path(no).into_iter().map(str::to_owned).collect(),
        path_ids: gazetteer.containers(no).chain([no]).map(|p| gazetteer.id(p)).collect(),
        lat: place.lat,
        lon: place.lon,
        mentions,
    })
}

/// The actors of an article under their canonical names, but for hidden ones, by number
/// of mentions, then in the order of the text.
pub fn actors(record: &Record, dictionary: &View, limit: usize) -> Vec<ActorValue> {
    actors_among(record, &[], dictionary, limit)
}

/// The same, when the facet numbers of the article's actors are known: finding a name
/// among them costs far less than making its key.
pub(super) fn actors_among(
    record: &Record,
    numbers: &[u32],
    dictionary: &View,
    limit: usize,
) -> Vec<ActorValue> {
    let mut counted: Vec<ActorValue> = Vec::new();
    for (actor, mentions) in named(record) {
        let is_known = |&n: &u32| dictionary.name(n) == actor.name && dictionary.kind(n) == Some(actor.kind);
        let known = numbers.iter().copied().find(is_known);
        let number = known.or_else(|| dictionary.actor(&actor.name, actor.kind));
        if number.is_some_and(|n| dictionary.is_hidden(n)) {
            continue;
        }
        let id =
            number.map_or_else(|| actors::key(&actor.name, actor.kind), |n| dictionary.value(n).to_owned());
        match counted.iter_mut().find(|other| other.id == id) {
            Some(other) => other.mentions += mentions,
            None => counted.push(actor_value(actor, id, mentions, number, dictionary)),
        }
    }
    counted.sort_by_key(|a| std::cmp::Reverse(a.mentions));
    counted.truncate(limit);
    counted
}

/// Whether a mention is of an actor that the user hides.
pub fn is_hidden(what: &Referent, dictionary: &View) -> bool {
    match what {
        Referent::Actor(actor) if dictionary.hides() => {
            dictionary.actor(&actor.name, actor.kind).is_some_and(|n| dictionary.is_hidden(n))
        }
        _ => false,
    }
}

/// The actors of an article under the names in it, and how often each is named.
fn named(record: &Record) -> Vec<(&ActorRef, u32)> {
    let mut named: Vec<(&ActorRef, u32)> = Vec::new();
    for mention in &record.mentions {
        let Referent::Actor(actor) = &mention.what else { continue };
        match named.iter_mut().find(|(known, _)| known.name == actor.name && known.kind == actor.kind) {
            Some((_, n)) => *n += 1,
            None => named.push((actor, 1)),
        }
    }
    named
}

/// An actor as the one speaks for it that its number in the dictionary leads to.
fn actor_value(
    actor: &ActorRef,
    id: String,
    mentions: u32,
    number: Option<u32>,
    dictionary: &View,
) -> ActorValue {
    let canonical = number.map(|n| dictionary.canonical(n));
    let name = canonical.map(|n| dictionary.label(n)).filter(|n| !n.is_empty());
    ActorValue {
        name: name.unwrap_or(&actor.name).to_owned(),
        kind: canonical.and_then(|n| dictionary.kind(n)).unwrap_or(actor.kind),
        id,
        mentions,
    }
}
