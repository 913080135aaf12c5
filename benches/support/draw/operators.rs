//! Queries of each operator of dateline's language, which no other engine could be asked.
//!
//! What they ask for is drawn from an article that has it, so that nearly all of them match; the
//! words are as frequent as those of people's queries, some common, some rare.

use dateline::date::day_from_number;
use dateline::gazetteer::Gazetteer;

use super::{Draw, QUERIES, is_plain, plain_words};
use crate::support::Outcome;
use crate::support::docs::Doc;
use crate::support::request::{OPERATORS, Request};

/// Words that this part of all articles holds.
const USUAL: (f64, f64) = (0.003, 0.3);
/// Words apart that two of one sentence may stand.
const NEAR: usize = 6;

/// Draws queries of all operators; `ids` are those of some articles.
pub fn requests(docs: impl Iterator<Item = Outcome<Doc>>, ids: &[String]) -> Outcome<Vec<Request>> {
    let mut draw = Draw::new(docs)?;
    let mut all = Vec::new();
    for class in OPERATORS {
        let found = std::iter::repeat_with(|| draw.operator(class, ids)).take(QUERIES * 200).flatten();
        let request = |words: String| Request {
            class: class.to_owned(),
            words,
            facets: class == "by story, facets",
            by_story: class.starts_with("by story"),
            ..Request::default()
        };
        all.extend(found.take(QUERIES).map(request));
    }
    Ok(all)
}

impl Draw {
    /// A query of an operator, if the article that was looked at can give one.
    fn operator(&mut self, class: &str, ids: &[String]) -> Option<String> {
        let (least, most) = USUAL;
        Some(match class {
            "NEAR" => self.pair("NEAR/5")?,
            "PRE" => self.pair("PRE/5")?,
            "NEAR of common words" => {
                let words = (0..3).map(|_| self.word(0.2, 1.0)).collect::<Option<Vec<_>>>()?;
                words.join(" NEAR/20 ")
            }
            "SENT" => self.pair("SENT")?,
            "SENT of common words" => format!("{} SENT {}", self.word(0.2, 1.0)?, self.word(0.2, 1.0)?),
            "PARA" => self.pair("PARA")?,
            "NEAR in SENT" => {
                let (a, b) = self.apart(least)?;
                format!("({a} NEAR/5 {b}) SENT {}", self.word(0.03, most)?)
            }
            "atleast" => format!("atleast:3:{}", self.word(0.03, most)?),
            "=Exact" => format!("={}", self.spelling()?),
            "wildcard in a phrase" => {
                let (a, b) = self.neighbours(least)?;
                format!("\"{}* {b}\"", a.get(..4)?)
            }
            "wildcard in NEAR" => {
                let (a, b) = self.apart(least)?;
                format!("{}* NEAR/5 {b}", a.get(..4)?)
            }
            "fuzzy" => format!("{}~1", self.word(least, 0.03)?),
            "title:" => format!("title:{}", self.of_headline()?),
            "lead:" => format!("lead:{}", self.word(0.03, most)?),
            "about:" => format!("about:{}", self.place()?),
            "near:" => {
                let (lat, lon) = self.point()?;
                format!("near:{lat:.2},{lon:.2},50km")
            }
            "within:" => {
                let (lat, lon) = self.point()?;
                let (south, west) = ((lat - 1.0).max(-90.0), (lon - 1.0).max(-180.0));
                format!(
                    "within:{south:.2},{west:.2},{:.2},{:.2}",
                    (lat + 1.0).min(90.0),
                    (lon + 1.0).min(180.0)
                )
            }
            "day:" => format!("day:{}", day_from_number(self.doc().day? as i32)?.format("%m-%d")),
            "mentions:" => {
                format!("mentions:{}", day_from_number(self.doc().day? as i32)?.format("%Y-%m-%d"))
            }
            "lang:" => format!("lang:en {}", self.word(least, most)?),
            "story:" => format!("story:{}", ids.get(self.rng.below(ids.len()))?),
            "any, twelve words" => {
                let words = (0..12).map(|_| self.word(least, most)).collect::<Option<Vec<_>>>()?;
                words.join(" OR ")
            }
            "by story" | "by story, facets" => self.word(0.03, most)?,
            _ => return None,
        })
    }

    /// Two words of one article with an operator between them.
    fn pair(&mut self, operator: &str) -> Option<String> {
        let (a, b) = self.apart(USUAL.0)?;
        Some(format!("{a} {operator} {b}"))
    }

    /// Two plain words that stand close to each other in some article.
    fn apart(&mut self, least: f64) -> Option<(String, String)> {
        let words = plain_words(&self.doc().body);
        let at = self.rng.below(words.len());
        let behind = at + 1 + self.rng.below(NEAR);
        let usual = |word: &&String| self.is_between(word, least, 1.0);
        let (a, b) = (words.get(at).filter(usual)?, words.get(behind).filter(usual)?);
        (a != b).then(|| (a.clone(), b.clone()))
    }

    /// A word as it stands, which begins with a capital.
    fn spelling(&mut self) -> Option<String> {
        let body = self.doc().body.clone();
        let words: Vec<&str> = body.split(' ').filter(|w| is_plain(w)).collect();
        let word = words.get(self.rng.below(words.len()))?;
        word.starts_with(char::is_uppercase).then(|| (*word).to_owned())
    }

    /// A word of a headline.
    fn of_headline(&mut self) -> Option<String> {
        let words = plain_words(&self.doc().title);
        words.get(self.rng.below(words.len())).cloned()
    }

    /// A place that some article names, by its id.
    fn place(&mut self) -> Option<String> {
        let places = self.doc().places.clone();
        Some(format!("\"{}\"", places.get(self.rng.below(places.len()))?))
    }

    /// Where such a place lies, in degrees north and east.
    fn point(&mut self) -> Option<(f64, f64)> {
        let places = self.doc().places.clone();
        let gazetteer = Gazetteer::embedded();
        let place = gazetteer.place(gazetteer.by_id(places.get(self.rng.below(places.len()))?)?);
        Some((place.lat, place.lon))
    }
}
