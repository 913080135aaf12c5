//! JSON: one object for an answer, or one object a line.
//!
//! The names of the fields are an interface that scripts rely on; they are written
//! here once, as structs. Unknown is `null`, numbers are numbers, and offsets count
//! characters. [`line()`] escapes more than JSON demands: no control character and no
//! mark of writing direction gets through, so that the output may be looked at.
//!
//! ```
//! let mut out = Vec::new();
//! dateline::render::json::line(&"a\u{9b}31m\u{202e}b", &mut out).unwrap();
//! assert_eq!(out, b"\"a\\u009b31m\\u202eb\"\n");
//! ```

mod actors;
mod beside;
mod dating;
mod escape;
mod events;
mod facets;
mod integrity;
mod mention;
mod report;
mod rows;
mod similar;
mod story;
mod version;

pub use actors::{actor_lines, actors, corrected, log, log_lines, why, why_lines};
pub use beside::beside;
pub(in crate::render) use escape::value;
pub use escape::{line, pretty};
pub use events::{event_lines, events};
pub use facets::{surprising, surprising_lines, together, together_lines, under};
pub use integrity::{rebuild, repair, verify};
pub use mention::{ignored, inspect, skipped};
pub use report::{index, input, stats, timeline};
pub use rows::{comention, fields, kwic};
pub use similar::{similar, similar_lines};
pub use story::story;
pub use version::versions;

use std::collections::HashSet;
use std::io::Write;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::article::{Article, Published};
use crate::error::Result;
use crate::index::dictionary::View;
use crate::index::{Record, Stories};
use crate::query::Query;
use crate::search::hit::{self, ActorValue, HitStory, PlaceValue};
use crate::search::{
    Advice, Chain, Counted, Facet, FacetKind, Gap, Hit, Results, ScorePart, Snippet, Together,
};
use dating::DatingRow;
use mention::MentionRow;
use story::Revisions;

/// Raised when a field changes its meaning or goes.
pub(super) const VERSION: u32 = 1;

#[derive(Serialize)]
struct Answer<'a> {
    version: u32,
    query: Asked<'a>,
    unit: &'static str,
    total: u64,
    articles: u64,
    stories: u64,
    took_ms: f64,
    next: Option<String>,
    notes: &'a [String],
    /// Why nothing was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<&'a Advice>,
    hits: Vec<HitRow<'a>>,
    facets: Facets<'a>,
    /// What the archive does not hold of the days asked for; absent when none were.
    #[serde(skip_serializing_if = "Option::is_none")]
    gaps: Option<&'a [Gap]>,
}

#[derive(Serialize)]
struct Asked<'a> {
    input: &'a str,
    parsed: String,
    /// How parts of it were read, where that may surprise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hints: Vec<&'a str>,
    /// With `--explain`: its parts and what each finds.
    #[serde(skip_serializing_if = "Option::is_none")]
    tree: Option<&'a Counted>,
}

/// A hit as programs get it.
#[derive(Serialize)]
pub(super) struct HitRow<'a> {
    rank: u64,
    score: f32,
    #[serde(flatten)]
    head: Head<'a>,
    title_marks: &'a [(u32, u32)],
    snippets: &'a [Snippet],
    places: Vec<PlaceRow<'a>>,
    actors: Vec<ActorRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<&'a [ScorePart]>,
}

/// What is known of an article without reading it.
#[derive(Serialize)]
struct Head<'a> {
    id: String,
    title: Option<&'a str>,
    published: Option<PublishedRow<'a>>,
    outlet: Option<&'a str>,
    byline: Option<&'a str>,
    url: Option<&'a str>,
    lang: Option<&'a str>,
    path: &'a str,
    record: u64,
    story: Story,
}

#[derive(Serialize)]
struct Story {
    id: String,
    size: u64,
    /// How many of its articles a hit stands for; absent where stories are not counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    matching: Option<u64>,
}

impl Story {
    fn of_hit(story: &HitStory) -> Story {
        let matching = (story.matching > 1).then_some(story.matching);
        Story { id: story.id.to_string(), size: story.size, matching }
    }
}

#[derive(Serialize)]
struct PublishedRow<'a> {
    date: String,
    precision: &'static str,
    source: &'static str,
    instant: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    raw: Option<&'a str>,
    /// Why the date is to be doubted; absent when it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    suspect: Option<String>,
}

#[derive(Serialize)]
struct PlaceRow<'a> {
    id: &'a str,
    name: &'a str,
    country: Option<&'a str>,
    path: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    path_ids: Option<&'a [String]>,
    lat: f64,
    lon: f64,
    mentions: u32,
}

#[derive(Serialize)]
struct ActorRow<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'static str,
    mentions: u32,
}

#[derive(Serialize)]
struct Export<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dating: Option<DatingRow<'a>>,
    source_id: Option<&'a str>,
    section: Option<&'a str>,
    page: Option<&'a str>,
    edition: Option<&'a str>,
    keywords: &'a [String],
    dateline: Option<&'a str>,
    format: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
    places: Vec<PlaceRow<'a>>,
    actors: Vec<ActorRow<'a>>,
}

#[derive(Serialize)]
struct Shown<'a> {
    version: u32,
    #[serde(flatten)]
    article: Export<'a>,
    #[serde(flatten)]
    revisions: Revisions,
    mentions: Vec<MentionRow<'a>>,
}

impl<'a> Asked<'a> {
    fn of(query: &'a Query) -> Asked<'a> {
        Asked {
            input: &query.input,
            parsed: query.to_string(),
            hints: query.hints.iter().map(|hint| hint.message.as_str()).collect(),
            tree: None,
        }
    }
}

impl<'a> Answer<'a> {
    fn of(results: &'a Results, query: &'a Query) -> Answer<'a> {
        let asked = Asked { tree: results.tree.as_ref(), ..Asked::of(query) };
        Answer {
            version: VERSION,
            query: asked,
            unit: results.unit.plural(),
            total: results.total,
            articles: results.articles,
            stories: results.stories,
            took_ms: (results.took_ms * 1000.0).round() / 1000.0,
            next: results.next.map(|cursor| cursor.to_string()),
            notes: &results.notes,
            advice: results.advice.as_ref(),
            hits: results.hits.iter().map(HitRow::of).collect(),
            facets: Facets(&results.facets),
            gaps: results.gaps.as_deref(),
        }
    }
}

impl<'a> Head<'a> {
    fn of(record: &'a Record) -> Head<'a> {
        let article = &record.article;
        Head {
            id: record.id.to_string(),
            title: article.title.as_deref(),
            published: article.published.as_ref().map(|p| PublishedRow::of(p, None).doubted(article)),
            outlet: article.outlet.as_deref(),
            byline: article.byline.as_deref(),
            url: article.url.as_deref(),
            lang: article.lang.as_deref(),
            path: &record.origin.path,
            record: record.origin.record,
            story: Story { id: record.id.to_string(), size: 1, matching: None },
        }
    }
}

impl<'a> PublishedRow<'a> {
    fn of(published: &'a Published, raw: Option<&'a str>) -> PublishedRow<'a> {
        PublishedRow {
            date: published.date.to_string(),
            precision: published.precision(),
            source: published.source.as_str(),
            instant: published.instant.as_deref(),
            raw,
            suspect: None,
        }
    }

    /// With what is to be doubted of the article's date.
    fn doubted(self, article: &Article) -> PublishedRow<'a> {
        PublishedRow { suspect: article.dating.suspect(), ..self }
    }
}

impl<'a> PlaceRow<'a> {
    fn brief(place: &'a PlaceValue) -> PlaceRow<'a> {
        PlaceRow {
            id: &place.id,
            name: &place.name,
            country: place.country.as_deref(),
            path: &place.path,
            path_ids: None,
            lat: place.lat,
            lon: place.lon,
            mentions: place.mentions,
        }
    }

    fn full(place: &'a PlaceValue) -> PlaceRow<'a> {
        PlaceRow { path_ids: Some(&place.path_ids), ..PlaceRow::brief(place) }
    }
}

fn actor_rows(actors: &[ActorValue]) -> Vec<ActorRow<'_>> {
    actors
        .iter()
        .map(|a| ActorRow { id: &a.id, name: &a.name, kind: a.kind.as_str(), mentions: a.mentions })
        .collect()
}

impl<'a> HitRow<'a> {
    pub(super) fn of(hit: &'a Hit) -> HitRow<'a> {
        HitRow {
            rank: hit.rank,
            score: hit.score,
            head: Head { story: Story::of_hit(&hit.story), ..Head::of(&hit.record) },
            title_marks: &hit.title_marks,
            snippets: &hit.snippets,
            places: hit.places.iter().map(PlaceRow::brief).collect(),
            actors: actor_rows(&hit.actors),
            explanation: hit.explanation.as_deref(),
        }
    }
}

impl<'a> Export<'a> {
    fn of(record: &'a Record, places: &'a [PlaceValue], actors: &'a [ActorValue]) -> Export<'a> {
        let article = &record.article;
        Export {
            head: Head::of(record),
            dating: DatingRow::of(&article.dating),
            source_id: article.source_id.as_deref(),
            section: article.section.as_deref(),
            page: article.page.as_deref(),
            edition: article.edition.as_deref(),
            keywords: &article.keywords,
            dateline: article.dateline.as_deref(),
            format: &record.origin.format,
            body: Some(&article.body),
            places: places.iter().map(PlaceRow::full).collect(),
            actors: actor_rows(actors),
        }
    }

    fn in_story(mut self, record: &Record, stories: &Stories) -> Export<'a> {
        if let Some(story) = Story::of(record, stories) {
            self.head.story = story;
        }
        self
    }
}

/// Facets by the name under which they were asked for, in that order.
struct Facets<'a>(&'a [(FacetKind, Facet)]);

impl Serialize for Facets<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seen = HashSet::new();
        let mut map = serializer.serialize_map(None)?;
        for (kind, facet) in self.0.iter().filter(|(kind, _)| seen.insert(*kind)) {
            map.serialize_entry(&kind.to_string(), facet)?;
        }
        map.end()
    }
}

/// A whole answer as one object.
///
/// # Errors
/// When it cannot be written; so for all functions of this module.
pub fn search(results: &Results, query: &Query, out: &mut dyn Write) -> Result<()> {
    line(&Answer::of(results, query), out)
}

/// The whole answer to one query of a batch, with its id there.
pub fn search_of(qid: &str, results: &Results, query: &Query, out: &mut dyn Write) -> Result<()> {
    #[derive(Serialize)]
    struct OfBatch<'a> {
        qid: &'a str,
        #[serde(flatten)]
        answer: Answer<'a>,
    }
    line(&OfBatch { qid, answer: Answer::of(results, query) }, out)
}

/// A whole answer with tables of values that come together, in `together`.
pub fn search_with(
    results: &Results,
    query: &Query,
    tables: &[Together<'_>],
    out: &mut dyn Write,
) -> Result<()> {
    line(&facets::with_tables(Answer::of(results, query), tables)?, out)
}

/// The hits alone, one a line.
pub fn search_lines(results: &Results, out: &mut dyn Write) -> Result<()> {
    results.hits.iter().try_for_each(|hit| line(&HitRow::of(hit), out))
}

impl Story {
    /// That of an article.
    fn of(record: &Record, stories: &Stories) -> Option<Story> {
        let story = stories.story(record.number)?;
        let size = stories.members(story).len() as u64;
        Some(Story { id: stories.id(story)?.to_string(), size, matching: None })
    }
}

/// An article as it is exported, on one line.
pub fn export(record: &Record, dictionary: &View, stories: &Stories, out: &mut dyn Write) -> Result<()> {
    let places = hit::places(record, usize::MAX);
    let actors = hit::actors(record, dictionary, usize::MAX);
    line(&Export::of(record, &places, &actors).in_story(record, stories), out)
}

/// The same without its text.
pub fn export_head(record: &Record, dictionary: &View, stories: &Stories, out: &mut dyn Write) -> Result<()> {
    let places = hit::places(record, usize::MAX);
    let actors = hit::actors(record, dictionary, usize::MAX);
    line(&Export { body: None, ..Export::of(record, &places, &actors).in_story(record, stories) }, out)
}

/// An article with its mentions, and what it and others of its `issues` are to each other.
pub fn show(
    record: &Record,
    issues: Option<&Chain>,
    dictionary: &View,
    stories: &Stories,
    out: &mut dyn Write,
) -> Result<()> {
    let places = hit::places(record, usize::MAX);
    let actors = hit::actors(record, dictionary, usize::MAX);
    let article = Export::of(record, &places, &actors).in_story(record, stories);
    let revisions = Revisions::of(issues, record);
    let mentions = mention::rows(&record.into(), Some(dictionary));
    line(&Shown { version: VERSION, article, revisions, mentions }, out)
}

/// One facet.
pub fn facet(facet: &Facet, out: &mut dyn Write) -> Result<()> {
    line(facet, out)
}

/// The values of a facet, one a line.
pub fn facet_lines(facet: &Facet, out: &mut dyn Write) -> Result<()> {
    facet.values.iter().try_for_each(|value| line(value, out))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::ArticleId;
    use crate::index::stories::Member;
    use crate::render::samples;
    use serde_json::Value;

    fn written(write: impl FnOnce(&mut dyn Write) -> Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_answer_is_one_line_with_the_fields_in_their_order() {
        let json = written(|out| search(&samples::results(), &samples::query("troops"), out));
        let beginning = r#"{"version":1,"query":{"input":"troops","parsed":"troops"},"unit":"articles","total":1210,"articles":1210,"stories":1210,"took_ms":3.205,"next":"9-1-2-4e","notes":[],"hits":[{"rank":1,"score":8.4140625,"id":"00000000002d","title":"Russia accuses Ukrainian troops of crossing the border","published":{"date":"2024-08-08","precision":"day","source":"header","instant":null},"outlet":"Meridian Wire","byline":null,"url":null,"lang":"en","path":"wire/0042.txt","record":1,"story":{"id":"00000000002d","size":1},"title_marks":[[15,24],[25,31]],"snippets":[{"text":"KURSK,"#;
        assert_eq!(json.get(..beginning.len()), Some(beginning));
        assert!(json.contains(r#""title":"\u001b]0;owned\u0007\u202egnp.exe\u009b2J","published":null"#));
        let facets = r#""facets":{"place":{"unit":"articles","values":[{"value":"geonames:2017370","label":"Russia","count":1200,"selected":false},"#;
        assert!(json.contains(facets) && json.contains(r#"],"none":14,"more":27},"date:month":{"unit""#));
        assert!(json.ends_with("}}\n") && json.matches('\n').count() == 1);
    }

    #[test]
    fn lines_are_the_hits() {
        let lines = written(|out| search_lines(&samples::results(), out));
        let rows: Vec<Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(rows.iter().map(|r| r["rank"].clone()).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(rows[0]["places"][0]["path"], serde_json::json!(["Russia", "Kursk Oblast"]));
        assert_eq!(rows[0]["actors"][1]["kind"], "person");
    }

    #[test]
    fn an_export_has_the_whole_article() {
        let record = samples::record();
        let other = Member { id: ArticleId::from_number(3), number: record.number + 1 };
        let stories = Stories::of([vec![Member { id: record.id, number: record.number }, other]]);
        let json = written(|out| export(&samples::record(), &samples::view(), &stories, out));
        let row: Value = serde_json::from_str(&json).unwrap();
        assert_eq!((&row["body"], &row["source_id"]), (&samples::BODY.into(), &"42".into()));
        assert_eq!(row["places"][0]["country"], "RU");
        assert_eq!(row["places"][0]["path_ids"].as_array().unwrap().last(), Some(&"geonames:538555".into()));
        assert_eq!(row["story"], serde_json::json!({"id": other.id.to_string(), "size": 2}));
        assert!(row.get("rank").is_none() && row.get("snippets").is_none());
    }

    #[test]
    fn mentions_say_what_they_name() {
        let json = written(|out| inspect(&(&samples::record()).into(), out));
        let row: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(row["published"]["raw"], "Thu, 8 Aug 2024");
        let expected = serde_json::json!([
            {"field": "body", "start": 72, "end": 84, "text": "Kursk region", "kind": "place",
             "id": "geonames:538555", "name": "Kursk Oblast", "country": "RU", "path": ["Russia", "Kursk Oblast"],
             "lat": 51.682, "lon": 36.042, "confidence": 0.9, "role": "about"},
            {"field": "body", "start": 85, "end": 95, "text": "on Tuesday", "kind": "date",
             "value": "2024-08-06", "timex": "DATE", "from": "2024-08-06", "to": "2024-08-06"},
            {"field": "body", "start": 113, "end": 127, "text": "Alexei Smirnov", "kind": "actor",
             "id": "person:alexei-smirnov", "name": "Alexei Smirnov", "actor_kind": "person",
             "confidence": 0.75, "office": "acting governor"},
            {"field": "body", "start": 165, "end": 168, "text": "莫斯科", "kind": "place", "id": null,
             "name": "莫斯科", "country": null, "path": [], "lat": null, "lon": null, "confidence": 0.9,
             "role": "mention"},
        ]);
        assert_eq!(row["mentions"].as_array().unwrap().get(2..), expected.as_array().map(Vec::as_slice));
    }
}
