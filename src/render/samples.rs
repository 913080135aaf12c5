//! A small answer and a small article for the tests of this module.

use crate::article::{
    ActorKind, ActorRef, Article, ArticleId, DateRef, DateSource, Field, Mention, PlaceRef, PlaceRole,
    Published, Referent, Timex,
};
use crate::date::DateRange;
use crate::index::dictionary::{Builder, View};
use crate::index::{Origin, Record};
use crate::query::{self, ParseOptions, Query};
use crate::search::hit::{self, Hit, HitStory};
use crate::search::{Facet, FacetKind, FacetValue, Results, Snippet, Unit};

pub(super) const TITLE: &str = "Russia accuses Ukrainian troops of crossing the border";
pub(super) const BODY: &str = "KURSK, Aug 8 - Russia has accused Ukrainian troops of crossing into the Kursk \
    region on Tuesday, acting governor Alexei Smirnov said.\n\nSmirnov spoke to reporters in 莫斯科 of a \
    \u{1b}[31mcounter-terrorist\u{1b}[0m operation.";

pub(super) fn query(text: &str) -> Query {
    query::parse(text, &ParseOptions::default()).unwrap()
}

pub(super) fn view() -> View {
    View::open(Builder::default().encode()).unwrap()
}

/// The mention of the first occurrence of a text after a byte.
fn mention(text: &str, surface: &str, field: Field, what: Referent) -> Mention {
    let byte = text.find(surface).unwrap();
    let start = text.get(..byte).unwrap().chars().count() as u32;
    Mention { field, start, end: start + surface.chars().count() as u32, what }
}

fn place(id: Option<&str>, name: &str, role: PlaceRole) -> Referent {
    Referent::Place(PlaceRef { id: id.map(str::to_owned), name: name.into(), confidence: 0.9, role })
}

fn actor(name: &str, kind: ActorKind, office: Option<&str>) -> Referent {
    Referent::Actor(ActorRef { name: name.into(), kind, confidence: 0.75, office: office.map(str::to_owned) })
}

pub(super) fn record() -> Record {
    let tuesday = "2024-08-06".parse::<crate::date::PartialDate>().unwrap().range().from;
    let date =
        DateRef { value: "2024-08-06".into(), timex: Timex::Date, range: Some(DateRange::day(tuesday)) };
    let (smirnov, troops) = ("Alexei Smirnov", "Ukrainian troops");
    Record {
        id: ArticleId::from_number(77),
        number: 0,
        origin: Origin { path: "wire/0042.txt".into(), record: 1, format: "text".into() },
        article: Article {
            source_id: Some("42".into()),
            title: Some(TITLE.into()),
            body: BODY.into(),
            published: Some(Published {
                date: "2024-08-08".parse().unwrap(),
                instant: None,
                second_of_day: None,
                source: DateSource::Header,
                raw: "Thu, 8 Aug 2024".into(),
            }),
            outlet: Some("Meridian Wire".into()),
            dateline: Some("KURSK, Aug 8".into()),
            lang: Some("en".into()),
            ..Article::default()
        },
        mentions: vec![
            mention(TITLE, troops, Field::Title, actor(troops, ActorKind::Group, None)),
            mention(BODY, troops, Field::Body, actor(troops, ActorKind::Group, None)),
            mention(
                BODY,
                "Kursk region",
                Field::Body,
                place(Some("geonames:538555"), "Kursk Oblast", PlaceRole::About),
            ),
            mention(BODY, "on Tuesday", Field::Body, Referent::Date(date)),
            mention(BODY, smirnov, Field::Body, actor(smirnov, ActorKind::Person, Some("acting governor"))),
            mention(BODY, "莫斯科", Field::Body, place(None, "莫斯科", PlaceRole::Mention)),
        ],
        sentences: Vec::new(),
        paragraphs: Vec::new(),
    }
}

fn hit(rank: u64, record: Record) -> Hit {
    let text = "KURSK, Aug 8 - Russia has accused Ukrainian troops of crossing into the Kursk region on \
                Tuesday, acting governor Alexei Smirnov said. …";
    Hit {
        rank,
        score: 8.4140625,
        title_marks: vec![(15, 24), (25, 31)],
        snippets: vec![Snippet { text: text.into(), marks: vec![(0, 5), (34, 43), (44, 50), (72, 77)] }],
        places: hit::places(&record, 8),
        actors: hit::actors(&record, &view(), 8),
        explanation: None,
        story: HitStory { id: ArticleId::from_number(77), size: 1, matching: 1 },
        record,
    }
}

fn hostile() -> Record {
    let article = Article {
        title: Some("\u{1b}]0;owned\u{7}\u{202e}gnp.exe\u{9b}2J".into()),
        outlet: Some("Night\tDesk\nBulletin".into()),
        body: "=HYPERLINK(\"x\")".into(),
        ..Article::default()
    };
    Record {
        id: ArticleId::from_number(78),
        origin: Origin { path: "a\u{1b}[2J.txt".into(), record: 3, format: "text".into() },
        article,
        mentions: Vec::new(),
        ..record()
    }
}

fn value(value: &str, label: &str, count: u64) -> FacetValue {
    FacetValue { value: value.into(), label: label.into(), count, selected: false }
}

pub(super) fn places() -> Facet {
    let mut values = vec![
        value("geonames:2017370", "Russia", 1200),
        value("geonames:690791", "Ukraine", 590),
        value("geonames:538555", "Kursk Oblast", 402),
    ];
    values[2].selected = true;
    Facet { unit: "articles", values, none: 14, more: 27 }
}

pub(super) fn results() -> Results {
    let months = vec![value("2024-07", "2024-07", 9), value("2024-08", "2024-08", 488)];
    let hit_two = Hit { title_marks: Vec::new(), snippets: Vec::new(), score: 0.5, ..hit(2, hostile()) };
    Results {
        unit: Unit::Article,
        total: 1210,
        articles: 1210,
        stories: 1210,
        hits: vec![hit(1, record()), hit_two],
        facets: vec![
            ("place".parse::<FacetKind>().unwrap(), places()),
            ("date:month".parse().unwrap(), Facet { unit: "articles", values: months, none: 0, more: 0 }),
            (
                "lang".parse().unwrap(),
                Facet { unit: "articles", values: vec![value("en", "en", 1210)], none: 0, more: 0 },
            ),
        ],
        next: "9-1-2-4e".parse().ok(),
        notes: Vec::new(),
        gaps: None,
        advice: None,
        tree: None,
        took_ms: 3.2049,
    }
}
