//! What an article speaks of: runs the finders and gathers their mentions.
//!
//! The tagger finds names; places are resolved on the map, all of an article
//! together; actors are chained to the fullest form of their name; time expressions
//! are resolved against the day of publication.
//!
//! ```
//! use dateline::article::{Article, Referent};
//! let article = Article { body: "President Vladimir Putin spoke in Moscow on Friday.".into(), ..Article::default() };
//! let names: Vec<String> = dateline::enrich::enrich(&article)
//!     .into_iter()
//!     .filter_map(|mention| match mention.what {
//!         Referent::Actor(actor) => Some(actor.name),
//!         Referent::Place(place) => Some(place.name),
//!         Referent::Date(_) => None,
//!     })
//!     .collect();
//! assert_eq!(names, ["Vladimir Putin", "Moscow"]);
//! ```

pub mod actors;
pub mod dates;
pub mod places;
pub mod tagger;

use crate::article::{Article, Field, Mention, PlaceRef, PlaceRole, Referent};
use crate::gazetteer::{self, Gazetteer};
use crate::text::CharOffsets;
use places::{Context, Resolved, Toponym};
use tagger::{Label, Span, Tags};

/// Everything found in an article: headline first, in the order of the text.
pub fn enrich(article: &Article) -> Vec<Mention> {
    let title = article.title.as_deref().unwrap_or_default();
    let tags = tagger::tag(title, &article.body, article.lang.as_deref());
    let mut mentions = place_mentions(article, title, &tags);
    mentions.extend(actors::mentions(title, &article.body, &tags));
    if article.lang.as_deref().is_none_or(|l| l == "en") {
        mentions.extend(date_mentions(article, Field::Title, title));
        mentions.extend(date_mentions(article, Field::Body, &article.body));
    }
    mentions.sort_by_key(|m| (m.field, m.start, m.end));
    mentions
}

fn place_mentions(article: &Article, title: &str, tags: &Tags) -> Vec<Mention> {
    let mut toponyms = Vec::new();
    tagger::toponyms::collect(Field::Title, title, &tags.title, &mut toponyms);
    tagger::toponyms::collect(Field::Body, &article.body, &tags.body, &mut toponyms);
    let mut keys = demonym_keys(title, &tags.title);
    keys.extend(demonym_keys(&article.body, &tags.body));
    let context = Context {
        published: article.published.as_ref().map(|p| p.date),
        demonyms: keys.iter().filter_map(|k| Gazetteer::embedded().demonym(k)).collect(),
        home: None,
    };
    let resolved = places::resolve(&toponyms, &context);
    let about = places::focus(&toponyms, &resolved, &context);
    let (mut title_chars, mut body_chars) = (CharOffsets::new(title), CharOffsets::new(&article.body));
    let pairs = toponyms.iter().zip(&resolved);
    pairs
        .map(|(toponym, resolved)| {
            let chars = if toponym.field == Field::Title { &mut title_chars } else { &mut body_chars };
            let (start, end) = (chars.at(toponym.span.start), chars.at(toponym.span.end));
            let what = Referent::Place(place_ref(toponym, *resolved, &about));
            Mention { field: toponym.field, start, end, what }
        })
        .collect()
}

fn place_ref(toponym: &Toponym<'_>, resolved: Resolved, about: &[gazetteer::PlaceNo]) -> PlaceRef {
    let gazetteer = Gazetteer::embedded();
    let role = match resolved.place {
        _ if toponym.dateline => PlaceRole::Dateline,
        Some(place) if about.contains(&place) => PlaceRole::About,
        _ => PlaceRole::Mention,
    };
    PlaceRef {
        id: resolved.place.map(|p| gazetteer.id(p)),
        name: resolved.place.map_or(toponym.text, |p| gazetteer.place(p).name).to_owned(),
        confidence: resolved.confidence,
        role,
    }
}

/// The demonyms among the spans, as the gazetteer looks them up.
fn demonym_keys(text: &str, spans: &[Span]) -> Vec<String> {
    let named = spans.iter().filter(|s| matches!(s.label, Label::Demonym | Label::Group));
    named
        .filter_map(|s| {
            let words = text.get(s.start..s.end)?;
            let demonym = if s.label == Label::Group { words.split_whitespace().next()? } else { words };
            Some(gazetteer::key(demonym))
        })
        .collect()
}

fn date_mentions(article: &Article, field: Field, text: &str) -> Vec<Mention> {
    let day = article.published.as_ref().map(|p| p.date.range()).filter(|r| r.from == r.to).map(|r| r.from);
    let mut chars = CharOffsets::new(text);
    let found = dates::find(text, day).into_iter();
    found
        .map(|f| Mention {
            field,
            start: chars.at(f.start),
            end: chars.at(f.end),
            what: Referent::Date(f.date),
        })
        .collect()
}
