//! Made-up local papers: lists of places such as a small town's paper would name.
//!
//! The public sets are mostly of world news; what they say of local papers is little. Here a
//! town is drawn and, for each article of its paper, towns near by, the county, the division,
//! cities of the country, a country or two. Their names go to the resolver as if they stood in
//! a text, and most have namesakes elsewhere. Half of the papers have an outlet whose home is
//! learned from its other articles. All of it comes from the gazetteer and a fixed seed.

use dateline::article::Field;
use dateline::enrich::places::{Context, Home, Outlet, Outlets, Toponym, names_for_home};
use dateline::gazetteer::{Gazetteer, Kind, PlaceNo};

use crate::gold::{Case, Meant, kilometres};

const PAPERS: usize = 120;
const ARTICLES: usize = 6;
/// A made-up article counts this much.
const WEIGHT: f32 = 0.15;
/// Countries of papers, each as often as it stands here.
const COUNTRIES: [&str; 12] = ["US", "US", "US", "US", "US", "US", "US", "US", "GB", "CA", "AU", "IE"];

/// A small generator of numbers that look random (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// One of the items, by their weights.
    fn pick(&mut self, items: &[(PlaceNo, f64)]) -> Option<PlaceNo> {
        let mut left = self.next() * items.iter().map(|i| i.1).sum::<f64>();
        let found = items.iter().find(|(_, weight)| {
            left -= weight;
            left < 0.0
        });
        found.or(items.last()).map(|i| i.0)
    }
}

/// A place of the gazetteer with what drawing needs.
struct Spot {
    no: PlaceNo,
    kind: Kind,
    country: Option<PlaceNo>,
    division: Option<PlaceNo>,
    at: (f64, f64),
    people: f64,
}

/// The names of an article and what they mean.
pub struct Article {
    names: Vec<(PlaceNo, Option<usize>)>,
    home: Home,
}

/// All articles of all papers.
pub fn make_up() -> Vec<Article> {
    let gazetteer = Gazetteer::embedded();
    let spots: Vec<Spot> = gazetteer.all().map(|no| spot(no, gazetteer)).collect();
    let mut dice = Dice(7);
    let mut articles = Vec::new();
    for paper in 0..PAPERS {
        let code = COUNTRIES[(dice.next() * COUNTRIES.len() as f64) as usize % COUNTRIES.len()];
        let Some(country) = gazetteer.country(code) else { continue };
        let town = |s: &&Spot| s.kind == Kind::City && s.country == Some(country);
        let towns: Vec<&Spot> = spots.iter().filter(town).collect();
        let sizes: Vec<(PlaceNo, f64)> = towns
            .iter()
            .filter(|s| (2_000.0..200_000.0).contains(&s.people))
            .map(|s| (s.no, s.people.powf(0.25)))
            .collect();
        let Some(home) = dice.pick(&sizes).and_then(|no| spots.iter().find(|s| s.no == no)) else { continue };
        let region = Region::around(home, &spots);
        let names: Vec<_> = (0..ARTICLES).map(|_| region.names(&mut dice, gazetteer)).collect();
        articles.extend(published(paper, names));
    }
    articles
}

/// Gives every other paper an outlet, with the home that its other articles show.
fn published(paper: usize, names: Vec<Vec<(PlaceNo, Option<usize>)>>) -> Vec<Article> {
    let outlet = Outlet::of(Some(&format!("made up {paper}")), None).filter(|_| paper.is_multiple_of(2));
    let mut articles: Vec<Article> =
        names.into_iter().map(|names| Article { names, home: Home::default() }).collect();
    let Some(outlet) = outlet else { return articles };
    let mut outlets = Outlets::default();
    for (number, article) in articles.iter().enumerate() {
        outlets.reserve(&outlet, number as u64);
        outlets.learn(&outlet, number as u64, names_for_home(&article.toponyms()));
    }
    for (number, article) in articles.iter_mut().enumerate() {
        article.home = outlets.home_without(&outlet, Some(number as u64));
    }
    articles
}

fn spot(no: PlaceNo, gazetteer: &Gazetteer) -> Spot {
    let place = gazetteer.place(no);
    Spot {
        no,
        kind: place.kind,
        country: gazetteer.country_of(no),
        division: gazetteer.admin1_of(no),
        at: (place.lat, place.lon),
        people: f64::from(place.population.max(100)),
    }
}

/// What a paper can write about, with weights.
struct Region {
    home: PlaceNo,
    near: Vec<(PlaceNo, f64)>,
    counties: Vec<(PlaceNo, f64)>,
    division: Vec<(PlaceNo, f64)>,
    in_division: Vec<(PlaceNo, f64)>,
    cities: Vec<(PlaceNo, f64)>,
    divisions: Vec<(PlaceNo, f64)>,
    countries: Vec<(PlaceNo, f64)>,
}

impl Region {
    fn around(home: &Spot, spots: &[Spot]) -> Region {
        let chosen = |fits: &dyn Fn(&Spot) -> bool, weight: &dyn Fn(&Spot) -> f64| {
            spots.iter().filter(|s| fits(s)).map(|s| (s.no, weight(s))).collect::<Vec<_>>()
        };
        let far = |s: &Spot| kilometres(home.at, s.at);
        let domestic = |s: &Spot| s.country == home.country;
        let regional = |s: &Spot| home.division.is_some() && s.division == home.division;
        let city = |s: &Spot| s.kind == Kind::City;
        Region {
            home: home.no,
            near: chosen(&|s| city(s) && domestic(s) && far(s) < 60.0, &|s| {
                s.people.powf(0.4) * (-far(s) / 20.0).exp()
            }),
            counties: chosen(&|s| s.kind == Kind::Admin2 && domestic(s) && far(s) < 80.0, &|s| {
                (-far(s) / 25.0).exp()
            }),
            division: home.division.map(|d| (d, 1.0)).into_iter().collect(),
            in_division: chosen(&|s| city(s) && regional(s), &|s| s.people.powf(0.7)),
            cities: chosen(&|s| city(s) && domestic(s), &|s| s.people),
            divisions: chosen(&|s| s.kind == Kind::Admin1 && domestic(s), &|s| s.people.powf(0.7)),
            countries: chosen(&|s| s.kind == Kind::Country, &|s| s.people.powf(0.5)),
        }
    }

    /// The names of one article; behind some stands what they lie in.
    fn names(&self, dice: &mut Dice, gazetteer: &Gazetteer) -> Vec<(PlaceNo, Option<usize>)> {
        let mut names = Vec::new();
        if dice.next() < 0.7 {
            names.push((self.home, None));
        }
        // Most articles name few places, some many.
        for _ in 0..1 + (dice.next().powi(2) * 10.0) as usize {
            let (list, far) = match dice.next() {
                x if x < 0.50 => (&self.near, false),
                x if x < 0.60 => (&self.counties, false),
                x if x < 0.67 => (&self.division, false),
                x if x < 0.79 => (&self.in_division, true),
                x if x < 0.90 => (&self.cities, true),
                x if x < 0.95 => (&self.divisions, false),
                _ => (&self.countries, false),
            };
            let Some(place) = dice.pick(list) else { continue };
            let outer = gazetteer.admin1_of(place).filter(|_| far && dice.next() < 0.3);
            names.push((place, outer.map(|_| names.len() + 1)));
            names.extend(outer.map(|outer| (outer, None)));
        }
        names
    }
}

impl Article {
    fn toponyms(&self) -> Vec<Toponym<'static>> {
        let gazetteer = Gazetteer::embedded();
        let toponym = |(at, &(place, within)): (usize, &(PlaceNo, Option<usize>))| {
            let after = if within.is_some() { ", " } else { " said" };
            // A name behind a comma follows at once, the others some words later.
            let start = at * 90 - if at > 0 && self.names[at - 1].1.is_some() { 60 } else { 0 };
            Toponym { within, after, ..Toponym::new(gazetteer.name(place), Field::Body, start) }
        };
        self.names.iter().enumerate().map(toponym).collect()
    }

    /// As the resolver sees it, with what each name means.
    pub fn case(&self) -> Case<'_> {
        let gazetteer = Gazetteer::embedded();
        let meant = |&(place, _): &(PlaceNo, Option<usize>)| {
            let known = gazetteer.place(place);
            Some(Meant { places: vec![place], at: Some((known.lat, known.lon)), weight: WEIGHT, found: true })
        };
        Case {
            set: "made up",
            toponyms: self.toponyms(),
            context: Context { home: Some(&self.home), ..Context::default() },
            meant: self.names.iter().map(meant).collect(),
        }
    }
}
