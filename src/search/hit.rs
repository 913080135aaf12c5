//! A hit as it is shown: the article, its snippet, and who and where it speaks of.

use std::cmp::Reverse;
use std::ops::Deref;
use std::sync::Arc;

use crate::article::{ActorKind, ActorRef, ArticleId, PlaceRole, Referent};
use crate::enrich::actors;
use crate::gazetteer::Gazetteer;
pub use crate::gazetteer::Shown as PlaceInfo;
use crate::index::dictionary::View;
use crate::index::record::found::{Entity, Found};
use crate::index::{Record, Snapshot};

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
    /// What the index keeps of the article. Its mentions are there only when the query asks for
    /// what is mentioned; [`Snapshot::article`] has them all.
    pub record: Record,
    /// What matched in the headline, as `char` offsets.
    pub title_marks: Vec<(u32, u32)>,
    /// The best fragments.
    pub snippets: Vec<Snippet>,
    /// The places named most.
    pub places: Vec<PlaceValue>,
    /// The actors named most.
    pub actors: Vec<ActorValue>,
    /// The story that it belongs to.
    pub story: HitStory,
    /// Where the score comes from, when asked for.
    pub explanation: Option<Vec<ScorePart>>,
}

/// The story of a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HitStory {
    /// Its id, the least of those of its articles.
    pub id: ArticleId,
    /// How many articles of the archive it has, this one among them.
    pub size: u64,
    /// How many of them the hit stands for: those that match, when stories are counted, else 1.
    pub matching: u64,
}

/// A place of an article, and how often it is named.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceValue {
    /// The place.
    pub place: Arc<PlaceInfo>,
    /// How often it is named.
    pub mentions: u32,
}

impl Deref for PlaceValue {
    type Target = PlaceInfo;

    fn deref(&self) -> &PlaceInfo {
        &self.place
    }
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
    counted.sort_by_key(|&(_, n, about)| (Reverse(about), Reverse(n)));
    let value = |(id, mentions, _): (&str, u32, bool)| Some(PlaceValue { place: info(id)?, mentions });
    counted.into_iter().filter_map(value).take(limit).collect()
}

fn info(id: &str) -> Option<Arc<PlaceInfo>> {
    let gazetteer = Gazetteer::embedded();
    Some(gazetteer.shown(gazetteer.by_id(id)?).into())
}

/// The places and actors of an article as it is stored, in the same order.
pub(super) fn named_in(
    snapshot: &Snapshot,
    found: &Found,
    limit: usize,
) -> (Vec<PlaceValue>, Vec<ActorValue>) {
    let mut mentions = vec![0_u32; found.entities.len()];
    for place in &found.places {
        if let Some(n) = mentions.get_mut(place.entity as usize) {
            *n += 1;
        }
    }
    let dictionary = snapshot.dictionary.as_ref();
    let mut places: Vec<(u32, u32, bool)> = Vec::new();
    let mut actors: Vec<(u32, u32, u32)> = Vec::new();
    for (entity, &n) in found.entities.iter().zip(&mentions) {
        match entity {
            Entity::Place { number, role, .. } => {
                let about = *role == PlaceRole::About;
                match places.iter_mut().find(|(known, ..)| known == number) {
                    Some((_, sum, focus)) => {
                        *sum += n;
                        *focus |= about;
                    }
                    None => places.push((*number, n, about)),
                }
            }
            Entity::Actor { number, .. } if !dictionary.is_hidden(*number) => {
                let canonical = dictionary.canonical(*number);
                match actors.iter_mut().find(|(known, ..)| *known == canonical) {
                    Some((_, _, sum)) => *sum += n,
                    None => actors.push((canonical, *number, n)),
                }
            }
            _ => {}
        }
    }
    places.sort_by_key(|&(_, n, about)| (Reverse(about), Reverse(n)));
    let value = |(number, mentions, _)| Some(PlaceValue { place: snapshot.place_info(number)?, mentions });
    let places = places.into_iter().filter_map(value).take(limit).collect();
    actors.sort_by_key(|&(_, _, n)| Reverse(n));
    let value = |(_, number, mentions)| actor_numbered(number, mentions, dictionary);
    let actors = actors.into_iter().filter_map(value).take(limit).collect();
    (places, actors)
}

impl Snapshot {
    /// What is shown of a place by its facet number. Putting it together takes longer than much
    /// of a search, and the same places are shown again and again.
    pub(super) fn place_info(&self, number: u32) -> Option<Arc<PlaceInfo>> {
        self.kept.place(number, || info(self.dictionary.value(number)))
    }
}

/// The actors of an article under their canonical names, but for hidden ones, by number
/// of mentions, then in the order of the text.
pub fn actors(record: &Record, dictionary: &View, limit: usize) -> Vec<ActorValue> {
    let mut counted: Vec<ActorValue> = Vec::new();
    for (actor, mentions) in named(record) {
        let Some(value) = actor_value(actor, mentions, dictionary) else { continue };
        match counted.iter_mut().find(|other| other.id == value.id) {
            Some(other) => other.mentions += mentions,
            None => counted.push(value),
        }
    }
    counted.sort_by_key(|a| Reverse(a.mentions));
    counted.truncate(limit);
    counted
}

/// An actor under its canonical name; `None` when the user hides it.
pub(super) fn actor_value(actor: &ActorRef, mentions: u32, dictionary: &View) -> Option<ActorValue> {
    let number = dictionary.actor(&actor.name, actor.kind);
    if number.is_some_and(|n| dictionary.is_hidden(n)) {
        return None;
    }
    let unknown = || ActorValue {
        id: actors::key(&actor.name, actor.kind),
        name: actor.name.clone(),
        kind: actor.kind,
        mentions,
    };
    Some(number.and_then(|n| actor_numbered(n, mentions, dictionary)).unwrap_or_else(unknown))
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
pub(super) fn actor_numbered(number: u32, mentions: u32, dictionary: &View) -> Option<ActorValue> {
    let canonical = dictionary.canonical(number);
    let label = Some(dictionary.label(canonical)).filter(|label| !label.is_empty());
    Some(ActorValue {
        name: label.unwrap_or_else(|| dictionary.name(number)).to_owned(),
        kind: dictionary.kind(canonical).or_else(|| dictionary.kind(number))?,
        id: dictionary.value(number).to_owned(),
        mentions,
    })
}
