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
mod locate;
pub mod places;
pub mod tagger;

use crate::article::{Article, Field, Mention, PlaceRole, Referent};
use crate::gazetteer::{Gazetteer, PlaceNo};
use crate::text::CharOffsets;
use places::{Home, Outlet, Outlets};

/// Everything found in an article: headline first, in the order of the text. Of where its
/// outlet is at home only what name and address say is known.
pub fn enrich(article: &Article) -> Vec<Mention> {
    enrich_at(article, &Outlets::default().home_of(outlet(article).as_ref()))
}

/// As [`enrich`], when it is known where the article's outlet is at home.
pub fn enrich_at(article: &Article, home: &Home) -> Vec<Mention> {
    let title = article.title.as_deref().unwrap_or_default();
    let tags = tagger::tag(title, &article.body, article.lang.as_deref());
    let mut mentions = locate::mentions(article, &tags, home);
    let filed = actors::Filed { year: year(article), country: filed_from(&mentions) };
    mentions.extend(actors::mentions(title, &article.body, &tags, filed));
    if article.lang.as_deref().is_none_or(|l| l == "en") {
        mentions.extend(date_mentions(article, Field::Title, title));
        mentions.extend(date_mentions(article, Field::Body, &article.body));
    }
    mentions.sort_by_key(|m| (m.field, m.start, m.end));
    mentions
}

/// The country of the dateline.
fn filed_from(mentions: &[Mention]) -> Option<&'static str> {
    let mut places = mentions.iter().filter_map(|m| match &m.what {
        Referent::Place(place) if place.role == PlaceRole::Dateline => place.id.as_deref(),
        _ => None,
    });
    let gazetteer = Gazetteer::embedded();
    Some(gazetteer.name(gazetteer.country_of(gazetteer.by_id(places.next()?)?)?))
}

fn year(article: &Article) -> Option<i32> {
    article.published.as_ref().map(|p| p.date.year())
}

/// The outlet of an article, by its name or else its address on the web.
pub fn outlet(article: &Article) -> Option<Outlet> {
    Outlet::of(article.outlet.as_deref(), article.url.as_deref())
}

/// The countries that an article points to, with what speaks for its being about them: for
/// fitting what that is worth.
#[doc(hidden)]
pub fn countries(article: &Article) -> Vec<(PlaceNo, places::Signs)> {
    let title = article.title.as_deref().unwrap_or_default();
    let tags = tagger::tag(title, &article.body, article.lang.as_deref());
    locate::countries(article, &tags, &Outlets::default().home_of(outlet(article).as_ref()))
}

/// The names of places in an article that tell where its outlet is at home.
pub fn names_for_home(article: &Article) -> Vec<String> {
    let title = article.title.as_deref().unwrap_or_default();
    let tags = tagger::tag(title, &article.body, article.lang.as_deref());
    locate::names_for_home(article, &tags)
}

fn date_mentions(article: &Article, field: Field, text: &str) -> Vec<Mention> {
    let published = article.published.as_ref().map(|p| p.date.range());
    let written = match (field, published) {
        (Field::Body, Some(published)) => {
            article.dateline.as_deref().and_then(|d| dates::filed(d, published))
        }
        _ => None,
    };
    let mut chars = CharOffsets::new(text);
    let found = match written.or(published) {
        Some(span) => dates::find_in(text, span),
        None => dates::find(text, None),
    };
    found
        .into_iter()
        .map(|f| Mention {
            field,
            start: chars.at(f.start),
            end: chars.at(f.end),
            what: Referent::Date(f.date),
        })
        .collect()
}
