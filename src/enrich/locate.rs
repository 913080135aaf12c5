//! The places of an article as mentions: toponyms gathered, resolved together, and given the
//! role that each has.
//!
//! A dateline that the source keeps apart from the text (as Reuters did) stands nowhere in
//! it: its places are mentions of no length at the beginning of the text. And a place may be
//! what the article is about and be named in the dateline alone: it then is a mention twice,
//! once for each role.

use crate::article::{ActorRef, Article, Field, Mention, PlaceRef, PlaceRole, Referent};
use crate::gazetteer::{Gazetteer, PlaceNo};
use crate::text::CharOffsets;

use super::actors::metonym;
use super::places::{self, Context, Demonym, Home, Resolved, Signs, Toponym};
use super::tagger::{Tags, toponyms};

/// Bytes at the beginning of a text within which its dateline stands.
const OPENING_BYTES: usize = 400;

/// The mentions of places in an article, headline first.
pub(super) fn mentions(article: &Article, tags: &Tags, home: &Home) -> Vec<Mention> {
    let found = Found::of(article, tags);
    let context = found.context(article, home);
    let resolved = places::resolve(&found.toponyms, &context);
    let about = places::focus(&found.toponyms, &resolved, &context);
    let pairs = || found.toponyms.iter().zip(&resolved);
    let in_text: Vec<Option<PlaceNo>> = pairs().filter(|(t, _)| !t.dateline).map(|(_, r)| r.place).collect();
    let title = article.title.as_deref().unwrap_or_default();
    let (mut title_chars, mut body_chars) = (CharOffsets::new(title), CharOffsets::new(&article.body));
    let mut mentions = Vec::with_capacity(found.toponyms.len());
    for (toponym, resolved) in pairs() {
        let chars = if toponym.field == Field::Title { &mut title_chars } else { &mut body_chars };
        let (start, end) = (chars.at(toponym.span.start), chars.at(toponym.span.end));
        let focus = resolved.place.is_some_and(|place| about.contains(&place));
        let role = match () {
            () if toponym.dateline => PlaceRole::Dateline,
            () if focus => PlaceRole::About,
            () => PlaceRole::Mention,
        };
        // The focus is told by the text where the text names it.
        let twice = focus && toponym.dateline && !in_text.contains(&resolved.place);
        for role in std::iter::once(role).chain(twice.then_some(PlaceRole::About)) {
            let what = Referent::Place(place_ref(toponym, *resolved, role));
            mentions.push(Mention { field: toponym.field, start, end, what });
        }
        if let Some(actor) = speaker(article, toponym, *resolved) {
            mentions.push(Mention { field: toponym.field, start, end, what: Referent::Actor(actor) });
        }
    }
    mentions
}

/// The government for which a capital speaks there.
fn speaker(article: &Article, toponym: &Toponym<'_>, resolved: Resolved) -> Option<ActorRef> {
    let place = resolved.place.filter(|_| !toponym.dateline)?;
    let text = if toponym.field == Field::Title { article.title.as_deref()? } else { &article.body };
    let (start, end) = (toponym.span.start, toponym.span.end);
    let mut actor = metonym::government(text, start, end, place, super::year(article))?;
    // The place is the surer reading of the two.
    actor.confidence = actor.confidence.min(resolved.confidence * 0.9);
    Some(actor)
}

/// The names of places in an article that tell where its outlet is at home.
pub(super) fn names_for_home(article: &Article, tags: &Tags) -> Vec<String> {
    places::names_for_home(&Found::of(article, tags).toponyms)
}

/// The countries that an article points to, with what speaks for its being about them.
pub(super) fn countries(article: &Article, tags: &Tags, home: &Home) -> Vec<(PlaceNo, Signs)> {
    let found = Found::of(article, tags);
    let context = found.context(article, home);
    places::countries(&found.toponyms, &places::resolve(&found.toponyms, &context), &context)
}

/// What the tagger found that bears on places.
struct Found<'t> {
    toponyms: Vec<Toponym<'t>>,
    demonyms: Vec<Demonym>,
}

impl<'t> Found<'t> {
    fn of(article: &'t Article, tags: &Tags) -> Found<'t> {
        let title = article.title.as_deref().unwrap_or_default();
        let mut found = Found { toponyms: Vec::new(), demonyms: Vec::new() };
        toponyms::collect(Field::Title, title, &tags.title, &mut found.toponyms);
        if let Some(dateline) = article.dateline.as_deref().filter(|line| !is_in_text(line, &article.body)) {
            toponyms::of_dateline(dateline, &mut found.toponyms);
        }
        toponyms::collect(Field::Body, &article.body, &tags.body, &mut found.toponyms);
        toponyms::demonyms(Field::Title, title, &tags.title, &mut found.demonyms);
        toponyms::demonyms(Field::Body, &article.body, &tags.body, &mut found.demonyms);
        found
    }

    fn context<'c>(&self, article: &Article, home: &'c Home) -> Context<'c> {
        let published = article.published.as_ref().map(|p| p.date);
        Context { published, demonyms: self.demonyms.clone(), home: Some(home) }
    }
}

/// Whether a dateline is the opening of the text.
fn is_in_text(dateline: &str, body: &str) -> bool {
    let mut end = body.len().min(OPENING_BYTES);
    while !body.is_char_boundary(end) {
        end -= 1;
    }
    body.get(..end).is_some_and(|opening| opening.contains(dateline))
}

fn place_ref(toponym: &Toponym<'_>, resolved: Resolved, role: PlaceRole) -> PlaceRef {
    let gazetteer = Gazetteer::embedded();
    PlaceRef {
        id: resolved.place.map(|p| gazetteer.id(p)),
        name: resolved.place.map_or(toponym.text, |p| gazetteer.name(p)).to_owned(),
        confidence: resolved.confidence,
        role,
    }
}
