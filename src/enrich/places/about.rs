//! The places that an article is about.
//!
//! First the countries: every mention of a place in them counts, and demonyms too, since a
//! story on French farmers is one about France. Then, in each country in focus, the places
//! most spoken of. The figures were fitted on the indexers' country codes of Reuters-21578,
//! where they are flat near the best.

use crate::article::Field;
use crate::gazetteer::{Gazetteer, PlaceNo};

use super::{Context, Resolved, Toponym};

/// No more places than this are an article's focus.
const FOCUS_MAX: usize = 4;
/// The part of the foremost country's weight that another must have to be in focus too.
const COUNTRY_SHARE: f32 = 0.65;
/// The part of the weight of a country's foremost place that another in it must have.
const PLACE_SHARE: f32 = 0.5;
/// What a demonym counts for its country, where a plain mention counts 1.
const DEMONYM: f32 = 0.8;
/// Bytes of the body that count as its beginning.
const LEAD_BYTES: usize = 400;

/// The places that the article is about, most so first: by frequency, and by standing in the
/// headline, the dateline or near the beginning. At most four, and none that is not named.
pub fn focus(toponyms: &[Toponym<'_>], resolved: &[Resolved], context: &Context<'_>) -> Vec<PlaceNo> {
    let gazetteer = Gazetteer::embedded();
    let mut places = Tally::default();
    for (toponym, resolved) in toponyms.iter().zip(resolved) {
        if let Some(place) = resolved.place {
            places.add(place, weight(toponym) * resolved.confidence);
        }
    }
    let mut countries = Tally::default();
    for &(place, weight) in &places.0 {
        countries.add(gazetteer.country_of(place).unwrap_or(place), weight);
    }
    for country in context.demonyms.iter().filter_map(|code| gazetteer.country(code)) {
        countries.add(country, DEMONYM);
    }
    let chosen = countries.foremost(COUNTRY_SHARE).into_iter();
    chosen.flat_map(|country| inside(country, &places, gazetteer)).take(FOCUS_MAX).collect()
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
    use crate::enrich::places::resolve;

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
        let context = Context { demonyms: vec!["KE", "KE"], ..Context::default() };
        assert_eq!(ids(&names, &context), ["geonames:192950"]);
    }
}
