//! Rows of an export that are not whole articles: chosen fields, matches in their context, and who
//! stands together with where.

use std::io::Write;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{DatingRow, PlaceRow, PublishedRow, Story, actor_rows, line};
use crate::error::Result;
use crate::index::Record;
use crate::render::fields::{Field, Fields, Known};
use crate::search::comention::{Comention, Named};
use crate::search::hit;
use crate::search::kwic::Kwic;

/// Chosen fields of an article, in their order.
struct Chosen<'r> {
    fields: &'r Fields,
    record: &'r Record,
    known: Known<'r>,
}

impl Serialize for Chosen<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.fields.0.len()))?;
        for field in &self.fields.0 {
            map.serialize_key(field.name())?;
            self.value(*field, &mut map)?;
        }
        map.end()
    }
}

impl Chosen<'_> {
    fn value<M: SerializeMap>(&self, field: Field, map: &mut M) -> std::result::Result<(), M::Error> {
        let (record, article) = (self.record, &self.record.article);
        let published = article.published.as_ref();
        match field {
            Field::Id => map.serialize_value(&record.id.to_string()),
            Field::Title => map.serialize_value(&article.title),
            Field::Subheads => map.serialize_value(&article.subheads),
            Field::Lead => map.serialize_value(&article.lead),
            Field::Published => {
                map.serialize_value(&published.map(|p| PublishedRow::of(p, None).doubted(article)))
            }
            Field::Date => map.serialize_value(&published.map(|p| p.date.to_string())),
            Field::Precision => map.serialize_value(&published.map(|p| p.precision())),
            Field::DateSource => map.serialize_value(&published.map(|p| p.source.as_str())),
            Field::Instant => map.serialize_value(&published.and_then(|p| p.instant.as_ref())),
            Field::Suspect => map.serialize_value(&article.dating.suspect()),
            Field::Dating => map.serialize_value(&DatingRow::of(&article.dating)),
            Field::Outlet => map.serialize_value(&article.outlet),
            Field::Byline => map.serialize_value(&article.byline),
            Field::Lang => map.serialize_value(&article.lang),
            Field::Url => map.serialize_value(&article.url),
            Field::Path => map.serialize_value(&record.origin.path),
            Field::Record => map.serialize_value(&record.origin.record),
            Field::Format => map.serialize_value(&record.origin.format),
            Field::SourceId => map.serialize_value(&article.source_id),
            Field::Section => map.serialize_value(&article.section),
            Field::Page => map.serialize_value(&article.page),
            Field::Edition => map.serialize_value(&article.edition),
            Field::Keywords => map.serialize_value(&article.keywords),
            Field::Dateline => map.serialize_value(&article.dateline),
            Field::Captions => map.serialize_value(&article.captions),
            Field::Story => {
                let (id, size) = self.known.story(record);
                map.serialize_value(&Story { id: id.to_string(), size, matching: None })
            }
            Field::StorySize => map.serialize_value(&self.known.story(record).1),
            Field::Places | Field::PlaceIds | Field::Actors | Field::ActorIds => self.named(field, map),
            Field::Body => map.serialize_value(&article.body),
        }
    }

    /// Who and where the article names.
    fn named<M: SerializeMap>(&self, field: Field, map: &mut M) -> std::result::Result<(), M::Error> {
        let actors = || hit::actors(self.record, self.known.dictionary, usize::MAX);
        let places = || hit::places(self.record, usize::MAX);
        match field {
            Field::Actors => map.serialize_value(&actor_rows(&actors())),
            Field::ActorIds => map.serialize_value(&actors().iter().map(|a| &a.id).collect::<Vec<_>>()),
            Field::PlaceIds => map.serialize_value(&places().iter().map(|p| &p.id).collect::<Vec<_>>()),
            _ => map.serialize_value(&places().iter().map(PlaceRow::full).collect::<Vec<_>>()),
        }
    }
}

/// Chosen fields of an article, on one line.
///
/// # Errors
/// When it cannot be written; so for all functions of this module.
pub fn fields(record: &Record, fields: &Fields, known: Known<'_>, out: &mut dyn Write) -> Result<()> {
    line(&Chosen { fields, record, known }, out)
}

#[derive(Serialize)]
struct KwicRow<'a> {
    id: String,
    date: Option<String>,
    outlet: Option<&'a str>,
    field: &'static str,
    start: u32,
    end: u32,
    left: &'a str,
    r#match: &'a str,
    right: &'a str,
    title: Option<&'a str>,
    url: Option<&'a str>,
    path: &'a str,
    record: u64,
}

/// A match in its context, on one line.
pub fn kwic(row: &Kwic, out: &mut dyn Write) -> Result<()> {
    let source = &row.source;
    let row = KwicRow {
        id: source.id.to_string(),
        date: source.date.map(|date| date.to_string()),
        outlet: source.outlet.as_deref(),
        field: row.field.as_str(),
        start: row.start,
        end: row.end,
        left: &row.left,
        r#match: &row.text,
        right: &row.right,
        title: source.title.as_deref(),
        url: source.url.as_deref(),
        path: &source.path,
        record: source.record,
    };
    line(&row, out)
}

#[derive(Serialize)]
struct ComentionRow<'a> {
    date_from: Option<String>,
    date_to: Option<String>,
    time_precision: Option<&'static str>,
    date_basis: Option<&'static str>,
    date_text: Option<&'a str>,
    date_start: Option<u32>,
    date_end: Option<u32>,
    actor: &'a str,
    actor_id: &'a str,
    actor_kind: &'static str,
    location: &'a str,
    location_id: &'a str,
    country: Option<&'a str>,
    admin1: Option<&'static str>,
    location_type: &'static str,
    location_path: &'a [String],
    latitude: f64,
    longitude: f64,
    location_role: &'static str,
    sentence: &'a str,
    field: &'static str,
    start: u32,
    end: u32,
    #[serde(flatten)]
    actor_at: ActorAt<'a>,
    #[serde(flatten)]
    location_at: LocationAt<'a>,
    id: String,
    story: String,
    published: Option<String>,
    source: Option<&'a str>,
    title: Option<&'a str>,
    url: Option<&'a str>,
    path: &'a str,
    record: u64,
}

#[derive(Serialize)]
struct ActorAt<'a> {
    actor_text: &'a str,
    actor_start: u32,
    actor_end: u32,
    actor_confidence: f32,
}

#[derive(Serialize)]
struct LocationAt<'a> {
    location_text: &'a str,
    location_start: u32,
    location_end: u32,
    location_confidence: f32,
}

/// An actor and a place in one sentence of an article, on one line.
pub fn comention(row: &Comention, record: &Record, known: Known<'_>, out: &mut dyn Write) -> Result<()> {
    let article = &record.article;
    let when = row.when.as_ref();
    let said = when.and_then(|when| when.said.as_ref());
    let Named { start: actor_start, end: actor_end, text: actor_text, confidence: actor_confidence } =
        &row.actor_at;
    let Named { start, end, text: location_text, confidence } = &row.place_at;
    let row = ComentionRow {
        date_from: when.map(|when| when.days.from.to_string()),
        date_to: when.map(|when| when.days.to.to_string()),
        time_precision: when.map(|when| when.precision()),
        date_basis: when.map(|when| when.basis.as_str()),
        date_text: said.map(|(.., words)| words.as_str()),
        date_start: said.map(|(start, ..)| *start),
        date_end: said.map(|(_, end, _)| *end),
        actor: &row.actor.name,
        actor_id: &row.actor.id,
        actor_kind: row.actor.kind.as_str(),
        location: &row.place.name,
        location_id: &row.place.id,
        country: row.place.country.as_deref(),
        admin1: row.admin1,
        location_type: row.level,
        location_path: &row.place.path,
        latitude: row.place.lat,
        longitude: row.place.lon,
        location_role: row.role.as_str(),
        sentence: &row.sentence,
        field: row.field.as_str(),
        start: row.start,
        end: row.end,
        actor_at: ActorAt {
            actor_text,
            actor_start: *actor_start,
            actor_end: *actor_end,
            actor_confidence: *actor_confidence,
        },
        location_at: LocationAt {
            location_text,
            location_start: *start,
            location_end: *end,
            location_confidence: *confidence,
        },
        id: record.id.to_string(),
        story: known.story(record).0.to_string(),
        published: article.published.as_ref().map(|p| p.date.to_string()),
        source: article.outlet.as_deref(),
        title: article.title.as_deref(),
        url: article.url.as_deref(),
        path: &record.origin.path,
        record: record.origin.record,
    };
    line(&row, out)
}
