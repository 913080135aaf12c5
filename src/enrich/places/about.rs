//! The places that an article is about.
//!
//! First the countries: each that a place or a demonym points to is judged by where and how
//! often it does so, since a story on French farmers is one about France. What that is worth
//! was learned from the indexers' country codes of Reuters-21578 by `examples/fit_places`.
//! Then, in each country in focus, the places most spoken of.

use crate::article::Field;
use crate::gazetteer::{Gazetteer, PlaceNo};

use super::weights::FOCUS;
use super::{Context, Resolved, Toponym};

/// No more places than this are an article's focus.
const FOCUS_MAX: usize = 6;
/// The part of the weight of a country's foremost place that another in it must have.
const PLACE_SHARE: f32 = 0.5;
/// Bytes of the body that count as its beginning.
const LEAD_BYTES: usize = 400;

/// How many numbers describe a country.
pub const SIGNS: usize = 15;

/// What is known of a country in an article: see [`Country::signs`] for what the numbers say.
pub type Signs = [f32; SIGNS];

/// The places that the article is about, most so first: by frequency, and by standing in the
/// headline, the dateline or near the beginning. None that is not named.
pub fn focus(toponyms: &[Toponym<'_>], resolved: &[Resolved], context: &Context<'_>) -> Vec<PlaceNo> {
    let gazetteer = Gazetteer::embedded();
    let mut places = Tally::default();
    for (toponym, resolved) in toponyms.iter().zip(resolved) {
        if let Some(place) = resolved.place {
            places.add(place, weight(toponym) * resolved.confidence);
        }
    }
    let mut chosen: Vec<(PlaceNo, f32)> = countries(toponyms, resolved, context)
        .into_iter()
        .map(|(country, signs)| (country, dot(&signs, &FOCUS)))
        .filter(|(_, score)| *score > 0.0)
        .collect();
    chosen.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    chosen.into_iter().flat_map(|(country, _)| inside(country, &places, gazetteer)).take(FOCUS_MAX).collect()
}

fn dot(signs: &Signs, weights: &Signs) -> f32 {
    signs.iter().zip(weights).map(|(a, b)| a * b).sum()
}

/// Every country that may be in focus, with its signs: what [`focus`] judges by. Where an article
/// was filed says something of its focus only when the headline names no country.
#[doc(hidden)]
pub fn countries(
    toponyms: &[Toponym<'_>],
    resolved: &[Resolved],
    context: &Context<'_>,
) -> Vec<(PlaceNo, Signs)> {
    let gazetteer = Gazetteer::embedded();
    let mut all: Vec<Country> = Vec::new();
    for (toponym, resolved) in toponyms.iter().zip(resolved) {
        let Some(place) = resolved.place else { continue };
        let country = gazetteer.country_of(place).unwrap_or(place);
        entry(&mut all, country, |c| c.name(toponym, place == country, resolved.confidence));
    }
    for demonym in &context.demonyms {
        if let Some(country) = gazetteer.country(demonym.country) {
            entry(&mut all, country, |c| c.demonym(demonym.field, demonym.start));
        }
    }
    let weights: Vec<f32> = all.iter().map(Country::weight).collect();
    let (sum, best) = (weights.iter().sum::<f32>(), weights.iter().copied().fold(0.0, f32::max));
    let first = all.iter().map(|c| c.first).min().unwrap_or_default();
    let number = all.len() as f32;
    let in_title = |c: &Country| c.title + c.title_demonyms > 0.0;
    let titled = all.iter().any(in_title);
    let each = all.iter().zip(&weights).filter(|(c, _)| !(titled && c.is_filed_only()));
    each.map(|(c, &weight)| (c.place, c.signs(weight / sum, weight >= best, first, number))).collect()
}

fn entry(all: &mut Vec<Country>, place: PlaceNo, change: impl FnOnce(&mut Country)) {
    match all.iter_mut().find(|c| c.place == place) {
        Some(country) => change(country),
        None => {
            let mut country = Country::new(place);
            change(&mut country);
            all.push(country);
        }
    }
}

/// What an article has of a country.
#[derive(Debug, Clone)]
struct Country {
    place: PlaceNo,
    /// Names in the headline, in the lead, and in all.
    title: f32,
    lead: f32,
    all: f32,
    /// The same of demonyms.
    title_demonyms: f32,
    lead_demonyms: f32,
    demonyms: f32,
    dateline: bool,
    /// Whether the country itself is named.
    itself: bool,
    confidence: f32,
    /// The byte of the text where it first comes up.
    first: usize,
}

impl Country {
    fn new(place: PlaceNo) -> Country {
        Country {
            place,
            title: 0.0,
            lead: 0.0,
            all: 0.0,
            title_demonyms: 0.0,
            lead_demonyms: 0.0,
            demonyms: 0.0,
            dateline: false,
            itself: false,
            confidence: 0.0,
            first: usize::MAX,
        }
    }

    fn name(&mut self, toponym: &Toponym<'_>, itself: bool, confidence: f32) {
        self.itself |= itself;
        self.confidence = self.confidence.max(confidence);
        if toponym.dateline {
            self.dateline = true;
            return;
        }
        self.all += 1.0;
        match toponym.field {
            Field::Title => self.title += 1.0,
            Field::Body => {
                self.lead += f32::from(u8::from(toponym.span.start < LEAD_BYTES));
                self.first = self.first.min(toponym.span.start);
            }
        }
    }

    fn demonym(&mut self, field: Field, start: usize) {
        self.demonyms += 1.0;
        match field {
            Field::Title => self.title_demonyms += 1.0,
            Field::Body => {
                self.lead_demonyms += f32::from(u8::from(start < LEAD_BYTES));
                self.first = self.first.min(start);
            }
        }
    }

    /// Whether nothing but the dateline points to it.
    fn is_filed_only(&self) -> bool {
        self.dateline && self.all + self.demonyms == 0.0
    }

    /// A first guess of how much the article has of it.
    fn weight(&self) -> f32 {
        let names = self.all + 0.5 * self.lead + 2.0 * self.title;
        let demonyms = self.demonyms + 0.5 * self.lead_demonyms + 2.0 * self.title_demonyms;
        names + 0.8 * demonyms + if self.dateline { 1.5 } else { 0.0 }
    }

    /// The numbers by which it is judged; the first is always 1.
    fn signs(&self, part: f32, best: bool, first: usize, number: f32) -> Signs {
        let flag = |is: bool| f32::from(u8::from(is));
        let few = |count: f32| count.min(3.0) / 3.0;
        let many = |count: f32| (1.0 + count).log2() / 4.0;
        [
            1.0,
            flag(self.title > 0.0),
            flag(self.title_demonyms > 0.0),
            flag(self.dateline),
            few(self.lead),
            few(self.lead_demonyms),
            many(self.all),
            many(self.demonyms),
            part,
            flag(best),
            flag(number == 1.0),
            flag(self.itself),
            1.0 / number,
            flag(self.is_filed_only()),
            flag(self.first == first && first < usize::MAX),
        ]
    }
}

/// The places most spoken of in a country, itself among them. What lies in a place counts half
/// for it: three towns of one region speak for the region, where it is named.
fn inside(country: PlaceNo, places: &Tally, gazetteer: &Gazetteer) -> Vec<PlaceNo> {
    let own = |place| gazetteer.country_of(place).unwrap_or(place) == country;
    let mut tally = Tally(places.0.iter().copied().filter(|p| own(p.0)).collect());
    for &(place, weight) in &places.0 {
        for outer in gazetteer.containers(place) {
            tally.add_to_known(outer, weight * 0.5);
        }
    }
    tally.foremost(PLACE_SHARE)
}

/// Weights of places, few enough to be searched in turn.
#[derive(Debug, Default)]
struct Tally(Vec<(PlaceNo, f32)>);

impl Tally {
    fn add(&mut self, place: PlaceNo, weight: f32) {
        if !self.add_to_known(place, weight) {
            self.0.push((place, weight));
        }
    }

    fn add_to_known(&mut self, place: PlaceNo, weight: f32) -> bool {
        let known = self.0.iter_mut().find(|(known, _)| *known == place);
        known.map(|(_, sum)| *sum += weight).is_some()
    }

    /// Those that weigh at least this part of the heaviest, heaviest first.
    fn foremost(mut self, share: f32) -> Vec<PlaceNo> {
        self.0.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let least = self.0.first().map_or(0.0, |first| first.1 * share);
        self.0.into_iter().take_while(|p| p.1 >= least).map(|p| p.0).collect()
    }
}

/// What one mention counts: most in the headline, then in the dateline and the lead.
fn weight(toponym: &Toponym<'_>) -> f32 {
    match toponym.field {
        _ if toponym.dateline => 2.0,
        Field::Title => 3.0,
        Field::Body if toponym.span.start < LEAD_BYTES => 1.5,
        Field::Body => 1.0,
    }
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::enrich::places::{Demonym, resolve};

    fn ids(names: &[(&str, Field, usize)], context: &Context<'_>) -> Vec<String> {
        let toponyms: Vec<Toponym<'_>> = names.iter().map(|&(n, f, at)| Toponym::new(n, f, at)).collect();
        let found = focus(&toponyms, &resolve(&toponyms, context), context);
        found.into_iter().map(|place| Gazetteer::embedded().id(place)).collect()
    }

    #[test]
    fn headline_and_frequency_make_the_focus() {
        let names = [
            ("Lyon", Field::Title, 0),
            ("Lyon", Field::Body, 10),
            ("France", Field::Body, 900),
            ("Japan", Field::Body, 990),
        ];
        assert_eq!(ids(&names, &Context::default()), ["geonames:2996944", "geonames:3017382"]);
    }

    #[test]
    fn demonyms_speak_for_their_country() {
        let names = [("Kenya", Field::Body, 900), ("Peru", Field::Body, 950)];
        let kenyan = Demonym { country: "KE", field: Field::Body, start: 50 };
        let context = Context { demonyms: vec![kenyan; 2], ..Context::default() };
        assert_eq!(ids(&names, &context), ["geonames:192950"]);
    }
}
