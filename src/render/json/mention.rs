//! Articles as the indexer sees them: every mention with its fields by kind.

use std::io::Write;

use serde::Serialize;

use super::dating::DatingRow;
use super::{PublishedRow, line};
use crate::article::{ActorRef, Article, DateRef, Field, Mention, PlaceRef, Referent};
use crate::enrich::actors;
use crate::error::{Result, Skipped};
use crate::index::dictionary::View;
use crate::render::Inspected;
use crate::render::place::Located;
use crate::render::slices::Slices;
use crate::search::hit;

#[derive(Serialize)]
struct InspectRow<'a> {
    path: &'a str,
    record: u64,
    format: &'a str,
    id: String,
    source_id: Option<&'a str>,
    title: Option<&'a str>,
    body: &'a str,
    published: Option<PublishedRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dating: Option<DatingRow<'a>>,
    outlet: Option<&'a str>,
    byline: Option<&'a str>,
    dateline: Option<&'a str>,
    url: Option<&'a str>,
    lang: Option<&'a str>,
    section: Option<&'a str>,
    keywords: &'a [String],
    #[serde(flatten)]
    more: More<'a>,
    mentions: Vec<MentionRow<'a>>,
}

/// What few sources say; absent where they do not.
#[derive(Serialize)]
pub(super) struct More<'a> {
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    subheads: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    lead: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    captions: &'a [String],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    asides: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    updated: Option<PublishedRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<RevisionRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ocr_confidence: Option<f64>,
}

#[derive(Serialize)]
struct RevisionRow<'a> {
    kind: &'static str,
    of: Option<&'a str>,
    note: Option<&'a str>,
}

impl<'a> More<'a> {
    pub(super) fn of(article: &'a Article) -> More<'a> {
        let revision = article.revision.as_ref().map(|r| RevisionRow {
            kind: r.kind.as_str(),
            of: r.of.as_deref(),
            note: r.note.as_deref(),
        });
        More {
            subheads: &article.subheads,
            lead: article.lead.as_deref(),
            captions: &article.captions,
            asides: &article.asides,
            updated: article.updated.as_ref().map(|p| PublishedRow::of(p, Some(&p.raw))),
            revision,
            form: article.form.map(|form| form.as_str()),
            ocr_confidence: article.ocr_confidence.map(|mean| f64::from(mean) / 1000.0),
        }
    }
}

#[derive(Serialize)]
struct SkippedRow<'a> {
    path: &'a str,
    record: Option<u64>,
    skipped: &'a str,
    code: &'a str,
}

/// A mention: where it stands, and what it names.
#[derive(Serialize)]
pub(super) struct MentionRow<'a> {
    field: &'static str,
    start: u32,
    end: u32,
    text: &'a str,
    #[serde(flatten)]
    what: What<'a>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum What<'a> {
    Place(PlaceMention<'a>),
    Actor(ActorMention<'a>),
    Date(DateMention<'a>),
}

#[derive(Serialize)]
struct PlaceMention<'a> {
    id: Option<&'a str>,
    name: &'a str,
    country: Option<&'a str>,
    path: Vec<&'a str>,
    lat: Option<f64>,
    lon: Option<f64>,
    confidence: f64,
    role: &'static str,
}

#[derive(Serialize)]
struct ActorMention<'a> {
    id: String,
    name: &'a str,
    actor_kind: &'static str,
    confidence: f64,
    office: Option<&'a str>,
}

#[derive(Serialize)]
struct DateMention<'a> {
    value: &'a str,
    timex: &'static str,
    from: Option<String>,
    to: Option<String>,
}

/// An article as the indexer sees it, on one line.
///
/// # Errors
/// When it cannot be written.
pub fn inspect(article: &Inspected<'_>, out: &mut dyn Write) -> Result<()> {
    let Inspected { id, origin, article: a, .. } = article;
    let row = InspectRow {
        path: &origin.path,
        record: origin.record,
        format: &origin.format,
        id: id.to_string(),
        source_id: a.source_id.as_deref(),
        title: a.title.as_deref(),
        body: &a.body,
        published: a.published.as_ref().map(|p| PublishedRow::of(p, Some(&p.raw)).doubted(a)),
        dating: DatingRow::of(&a.dating),
        outlet: a.outlet.as_deref(),
        byline: a.byline.as_deref(),
        dateline: a.dateline.as_deref(),
        url: a.url.as_deref(),
        lang: a.lang.as_deref(),
        section: a.section.as_deref(),
        keywords: &a.keywords,
        more: More::of(a),
        mentions: rows(article, None),
    };
    line(&row, out)
}

/// A record that cannot be read, on one line.
///
/// # Errors
/// When it cannot be written.
pub fn skipped(skipped: &Skipped, out: &mut dyn Write) -> Result<()> {
    let row = SkippedRow {
        path: &skipped.path,
        record: skipped.record,
        skipped: &skipped.reason,
        code: skipped.code.code(),
    };
    line(&row, out)
}

/// What is no article by its nature, on one line.
///
/// # Errors
/// When it cannot be written.
pub fn ignored(path: &str, record: Option<u64>, what: &str, out: &mut dyn Write) -> Result<()> {
    line(&SkippedRow { path, record, skipped: &format!("ignored: {what}"), code: "ignored" }, out)
}

/// The mentions of an article, in their order; with a dictionary as the index knows them.
pub(super) fn rows<'a>(article: &Inspected<'a>, dictionary: Option<&View>) -> Vec<MentionRow<'a>> {
    let title = Slices::new(article.article.title.as_deref().unwrap_or_default());
    let body = Slices::new(&article.article.body);
    let row = |mention: &'a Mention| {
        let (field, text) = match mention.field {
            Field::Title => ("title", &title),
            Field::Body => ("body", &body),
        };
        let (start, end) = (mention.start, mention.end);
        MentionRow { field, start, end, text: text.get(start, end), what: what(&mention.what, dictionary) }
    };
    let is_shown = |m: &&Mention| dictionary.is_none_or(|d| !hit::is_hidden(&m.what, d));
    article.mentions.iter().filter(is_shown).map(row).collect()
}

fn what<'a>(referent: &'a Referent, dictionary: Option<&View>) -> What<'a> {
    match referent {
        Referent::Place(place) => What::Place(place_mention(place)),
        Referent::Actor(actor) => What::Actor(actor_mention(actor, dictionary)),
        Referent::Date(date) => What::Date(date_mention(date)),
    }
}

fn place_mention(place: &PlaceRef) -> PlaceMention<'_> {
    let located = place.id.as_deref().and_then(Located::of);
    PlaceMention {
        id: place.id.as_deref(),
        name: &place.name,
        country: located.as_ref().and_then(|l| l.country),
        lat: located.as_ref().map(|l| l.lat),
        lon: located.as_ref().map(|l| l.lon),
        path: located.map(|l| l.path).unwrap_or_default(),
        confidence: rounded(place.confidence),
        role: place.role.as_str(),
    }
}

fn actor_mention<'a>(actor: &'a ActorRef, dictionary: Option<&View>) -> ActorMention<'a> {
    let known = dictionary.and_then(|d| Some(d.value(d.actor(&actor.name, actor.kind)?).to_owned()));
    ActorMention {
        id: known.unwrap_or_else(|| actors::key(&actor.name, actor.kind)),
        name: &actor.name,
        actor_kind: actor.kind.as_str(),
        confidence: rounded(actor.confidence),
        office: actor.office.as_deref(),
    }
}

fn date_mention(date: &DateRef) -> DateMention<'_> {
    DateMention {
        value: &date.value,
        timex: date.timex.as_str(),
        from: date.range.map(|r| r.from.to_string()),
        to: date.range.map(|r| r.to.to_string()),
    }
}

/// Three digits are more than a confidence is good for.
fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1000.0).round() / 1000.0
}
