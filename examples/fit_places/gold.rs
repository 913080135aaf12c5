//! Articles as the resolver sees them, with what each of their names means.

use dateline::article::Field;
use dateline::enrich::places::{Context, Home, Outlet, Outlets, Toponym, names_for_home};
use dateline::enrich::tagger::{Label, Span, tag, toponyms};
use dateline::gazetteer::{Gazetteer, Kind, PlaceNo, key};

use crate::corpus::{Gold, Text};

/// Kilometres within which an answer is right: a hundred miles.
pub const NEAR_KM: f64 = 161.0;

/// What a title of Wikipedia says counts this much, since it is looked up in the gazetteer.
const TITLE_WEIGHT: f32 = 0.2;

/// An article with its toponyms, and for each what it means where that is known.
pub struct Case<'t> {
    pub set: &'static str,
    pub toponyms: Vec<Toponym<'t>>,
    pub context: Context<'t>,
    pub meant: Vec<Option<Meant>>,
}

/// What a toponym means.
#[derive(Debug, Clone, PartialEq)]
pub struct Meant {
    pub places: Vec<PlaceNo>,
    pub at: Option<(f64, f64)>,
    /// How much it counts in learning.
    pub weight: f32,
    /// Whether the tagger found it; only then is it judged.
    pub found: bool,
}

/// Where each article's outlet is at home, learned from its other articles.
pub fn homes(texts: &[Text]) -> Vec<Home> {
    let outlet = |text: &Text| Outlet::of(None, text.url.as_deref());
    let mut outlets = Outlets::default();
    for (number, text) in texts.iter().enumerate() {
        let Some(outlet) = outlet(text) else { continue };
        let nowhere = Home::default();
        let case = Case::of(text, &nowhere);
        outlets.reserve(&outlet, number as u64);
        outlets.learn(&outlet, number as u64, names_for_home(&case.toponyms));
    }
    let home = |(number, text): (usize, &Text)| {
        outlet(text).map(|o| outlets.home_without(&o, Some(number as u64))).unwrap_or_default()
    };
    texts.iter().enumerate().map(home).collect()
}

impl<'t> Case<'t> {
    pub fn of(text: &'t Text, home: &'t Home) -> Case<'t> {
        let tags = tag(&text.title, &text.body, Some("en"));
        let mut demonyms = Vec::new();
        toponyms::demonyms(Field::Title, &text.title, &tags.title, &mut demonyms);
        toponyms::demonyms(Field::Body, &text.body, &tags.body, &mut demonyms);
        let mut found = Vec::new();
        toponyms::collect(Field::Title, &text.title, &tags.title, &mut found);
        toponyms::collect(Field::Body, &text.body, &with_missed(&tags.body, text), &mut found);
        let gold_of = |t: &Toponym<'_>| {
            let overlaps = |g: &&Gold| t.field == Field::Body && g.start < t.span.end && t.span.start < g.end;
            text.gold.iter().find(overlaps)
        };
        let mut meant: Vec<Option<Meant>> = found
            .iter()
            .map(|t| meant(gold_of(t)?, tags.body.iter().any(|s| is_place(s) && s.start == t.span.start)))
            .collect();
        soften(&mut meant);
        let context = Context { published: text.published, demonyms, home: Some(home) };
        Case { set: text.set, toponyms: found, context, meant }
    }

    /// Whether a place is what a toponym means: how much so, from 0 to 1.
    pub fn right(meant: &Meant, place: PlaceNo) -> f32 {
        match () {
            () if meant.places.contains(&place) => 1.0,
            () if !near(meant, place) => 0.0,
            // Some town beside a place that is known exactly is second best.
            () if meant.places.is_empty() => 1.0,
            () => 0.3,
        }
    }
}

/// Whether a place lies within a hundred miles of what is meant.
pub fn near(meant: &Meant, place: PlaceNo) -> bool {
    let place = Gazetteer::embedded().place(place);
    meant.at.is_some_and(|at| kilometres(at, (place.lat, place.lon)) <= NEAR_KM)
}

fn is_place(span: &Span) -> bool {
    matches!(span.label, Label::Place | Label::Dateline)
}

/// The spans of the tagger, and the gold names that it missed.
fn with_missed(spans: &[Span], text: &Text) -> Vec<Span> {
    let mut all: Vec<Span> = spans.iter().filter(|s| is_place(s)).cloned().collect();
    for gold in &text.gold {
        let missed = !all.iter().any(|s| s.start < gold.end && gold.start < s.end);
        let name = text.body.get(gold.start..gold.end).unwrap_or_default();
        if missed && Gazetteer::embedded().demonym(&key(name)).is_none() {
            let (start, end) = (gold.start, gold.end);
            all.push(Span { start, end, label: Label::Place, confidence: 1.0, office: None });
        }
    }
    all.sort_by_key(|s| s.start);
    all
}

fn meant(gold: &Gold, found: bool) -> Option<Meant> {
    let gazetteer = Gazetteer::embedded();
    if let Some(title) = &gold.title {
        let place = by_title(title)?;
        let known = gazetteer.place(place);
        return Some(Meant {
            places: vec![place],
            at: Some((known.lat, known.lon)),
            weight: TITLE_WEIGHT,
            found,
        });
    }
    let place = gold.geonames.and_then(|id| gazetteer.by_id(&format!("geonames:{id}")));
    let at = gold.at.or_else(|| place.map(|p| gazetteer.place(p)).map(|p| (p.lat, p.lon)))?;
    Some(Meant { places: place.into_iter().collect(), at: Some(at), weight: 1.0, found })
}

/// The place that a title of Wikipedia names: `Boston`, `Paris, Texas`, `Georgia (country)`.
fn by_title(title: &str) -> Option<PlaceNo> {
    let gazetteer = Gazetteer::embedded();
    let (name, sort) = title.split_once(" (").unwrap_or((title, ""));
    let found = gazetteer.find(name).into_iter().find(|&p| match sort.trim_end_matches(')') {
        "" => true,
        "country" => gazetteer.kind(p) == Kind::Country,
        "U.S. state" | "state" => gazetteer.kind(p) == Kind::Admin1,
        _ => false,
    })?;
    Some(found)
}

/// A name that stands often in an article is not as many examples.
fn soften(meant: &mut [Option<Meant>]) {
    let all: Vec<Option<Meant>> = meant.to_vec();
    for one in meant.iter_mut().flatten() {
        let same = all.iter().flatten().filter(|m| m.places == one.places && m.at == one.at).count();
        one.weight /= (same as f32).sqrt().max(1.0);
    }
}

pub fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let (dlat, dlon) = ((lat_b - lat_a) / 2.0, (b.1 - a.1).to_radians() / 2.0);
    let h = dlat.sin().powi(2) + lat_a.cos() * lat_b.cos() * dlon.sin().powi(2);
    2.0 * 6371.0 * h.sqrt().min(1.0).asin()
}
