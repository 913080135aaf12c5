//! Where an outlet is at home: a local paper's `Paris` is the one down the road.
//!
//! Some of it can be read off: the country of an address that ends in `.ca`, and places in
//! the name (`The Paris News`). The rest is learned from what the outlet writes about. Of
//! each outlet a sample of articles is kept, with the names of places in each. An outlet at
//! home in a division draws a part of its names from there; whether these names are better
//! explained so than by how well known their bearers are in the world, tells whether it is.
//! Agencies and national papers are at home nowhere.
//!
//! The sample consists of the articles with the lowest ids, which are as good as drawn by
//! lot. So it depends on which articles there are and on nothing else: not on the order in
//! which they come, nor on how many threads read them, nor on whether they came in one run
//! or in several.
//!
//! ```
//! use dateline::enrich::places::{Outlet, Outlets};
//! use dateline::gazetteer::Gazetteer;
//! let outlet = Outlet::of(Some("The Paris News"), None).unwrap();
//! let mut outlets = Outlets::default();
//! for (article, names) in [(1, ["Paris", "Powderly"]), (2, ["Paris", "London"]), (3, ["Lamar County", "Paris"])] {
//!     outlets.reserve(&outlet, article);
//!     outlets.learn(&outlet, article, names.map(String::from).into());
//! }
//! let home = outlets.home(&outlet).division.unwrap();
//! assert_eq!(Gazetteer::embedded().name(home.0), "Texas");
//! ```

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::gazetteer::{Candidate, Gazetteer, Kind, NameKind, PlaceNo, key};
use crate::text::fold;

use super::Toponym;

/// Articles of an outlet that are kept: enough to see where most of them lie.
const SAMPLE_MAX: usize = 20;
/// Names that are kept of an article.
const NAMES_MAX: usize = 8;
/// Of fewer articles than this nothing is learned: the article at hand and two others.
const ARTICLES_MIN: usize = 3;
/// Articles that are taken to speak for elsewhere, so that few articles count for less.
const DOUBT: f32 = 1.0;

/// Where an outlet is at home, as far as is known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Home {
    /// The country of its address (`.co.uk`).
    pub address: Option<PlaceNo>,
    /// The first-level division where it is at home, and the part of its articles that name
    /// something there.
    pub division: Option<(PlaceNo, f32)>,
    /// Degrees north and east of the middle of its places in that division.
    pub spot: Option<(f64, f64)>,
    /// Names of places in the name of the outlet (`Paris` of `The Paris News`), while nothing
    /// is learned.
    pub names: Vec<String>,
}

/// An outlet, by its name, or else by where its articles stand on the web.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Outlet {
    key: String,
    /// The last part of the address, when it is the code of a country.
    address: Option<String>,
    names: Vec<String>,
}

impl Outlet {
    /// The outlet with this name or, without one, of the site that this address is on.
    pub fn of(name: Option<&str>, url: Option<&str>) -> Option<Outlet> {
        let host = url.and_then(host);
        let address = host.as_deref().and_then(|h| h.rsplit_once('.')).map(|(_, end)| end.to_uppercase());
        let key = name.map(|n| fold(n).into_owned()).filter(|n| !n.is_empty()).or_else(|| host.clone())?;
        let names = match (name, &host) {
            (Some(name), _) => named_in(name),
            (None, Some(host)) => run_together(host).into_iter().collect(),
            (None, None) => Vec::new(),
        };
        Some(Outlet { key, address, names })
    }
}

/// The host of an address, without `www.` and the like.
fn host(url: &str) -> Option<String> {
    let rest = url.trim().split_once("://").map_or(url.trim(), |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
    let host =
        ["www.", "m.", "news.", "www2."].iter().fold(host.as_str(), |h, p| h.strip_prefix(p).unwrap_or(h));
    host.contains('.').then(|| host.to_owned())
}

/// Endings of addresses that say nothing of the country whose code they are.
const FOR_ALL: [&str; 16] =
    ["TV", "IO", "CO", "AI", "FM", "CC", "LY", "TO", "ME", "WS", "GG", "LA", "VC", "NU", "TK", "IM"];

/// The country of an address.
fn country_of_address(end: &str, gazetteer: &Gazetteer) -> Option<PlaceNo> {
    match end {
        "UK" => gazetteer.country("GB"),
        _ if FOR_ALL.contains(&end) => None,
        _ => gazetteer.country(end),
    }
}

/// Words that papers and stations are called by, which are no places though some place is
/// called so.
#[rustfmt::skip]
const PAPERS: [&str; 72] = [
    "advertiser", "advocate", "beacon", "bee", "broadcasting", "bulletin", "business", "call", "capital",
    "channel", "chronicle", "citizen", "commercial", "courier", "daily", "democrat", "dispatch", "eagle",
    "echo", "enterprise", "evening", "examiner", "express", "financial", "free", "gazette", "global",
    "globe", "guardian", "herald", "independence", "independent", "inquirer", "intelligencer", "journal",
    "leader", "ledger", "live", "local", "mail", "mercury", "mirror", "monitor", "morning", "national",
    "news", "observer", "online", "patriot", "post", "press", "progress", "public", "radio", "record",
    "register", "reporter", "republic", "reuters", "review", "sentinel", "standard", "star", "sun",
    "telegraph", "times", "today", "tribune", "union", "weekly", "wire", "world",
];

fn is_paper(word: &str) -> bool {
    PAPERS.iter().any(|p| p.eq_ignore_ascii_case(word))
}

/// Whether some place bears this as its main name.
fn is_place(name: &str, gazetteer: &Gazetteer) -> bool {
    gazetteer.candidates(&key(name)).any(|c| matches!(c.name, NameKind::Main | NameKind::Shared))
}

/// The first place in an outlet's name: `Lancaster` of `Lancaster Intelligencer Journal`.
fn named_in(name: &str) -> Vec<String> {
    let gazetteer = Gazetteer::embedded();
    let mut starts = name.match_indices([' ', '-']).map(|(at, _)| at + 1).collect::<Vec<_>>();
    starts.insert(0, 0);
    let found = starts.into_iter().find_map(|at| {
        let rest = name.get(at..)?;
        let word = rest.split(|c: char| !c.is_alphanumeric()).next()?;
        let len = gazetteer.longest_match(rest)?.len;
        let place = rest.get(..len)?;
        let fits = word.len() > 2 && !is_paper(word) && word.starts_with(char::is_uppercase);
        (fits && is_place(place, gazetteer)).then(|| place.to_owned())
    });
    found.into_iter().collect()
}

/// The place in a host: `paris` of `theparisnews.com`, `new york` of `newyorktimes.com`.
fn run_together(host: &str) -> Option<String> {
    let gazetteer = Gazetteer::embedded();
    let mut rest = host.split('.').max_by_key(|part| part.len())?;
    while let Some(less) = PAPERS.iter().chain(&["the", "e", "my"]).find_map(|p| {
        let less = rest.strip_suffix(p).or_else(|| rest.strip_prefix(p))?;
        (less.len() > 3).then(|| less.trim_matches('-'))
    }) {
        if is_place(rest, gazetteer) {
            break;
        }
        rest = less;
    }
    if rest.len() < 4 || is_paper(rest) {
        return None;
    }
    let split = (3..rest.len().saturating_sub(2))
        .filter_map(|at| Some(format!("{} {}", rest.get(..at)?, rest.get(at..)?)));
    std::iter::once(rest.to_owned()).chain(split).find(|name| is_place(name, gazetteer))
}

/// What is known of all outlets.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlets {
    /// For each outlet its articles with the lowest numbers, and the names of places in them.
    samples: BTreeMap<String, BTreeMap<u64, Vec<String>>>,
}

impl Outlets {
    /// Keeps a place for an article in the sample of its outlet; false when it does not belong
    /// there, or is there already.
    pub fn reserve(&mut self, outlet: &Outlet, article: u64) -> bool {
        let sample = self.samples.entry(outlet.key.clone()).or_default();
        if sample.contains_key(&article) {
            return false;
        }
        sample.insert(article, Vec::new());
        let over = sample.len() > SAMPLE_MAX;
        !over || sample.pop_last().is_some_and(|(last, _)| last != article)
    }

    /// Says which places an article of a sample names, as given by [`names_for_home`]; nothing
    /// happens when it has lost its place to others.
    pub fn learn(&mut self, outlet: &Outlet, article: u64, names: Vec<String>) {
        let kept = self.samples.get_mut(&outlet.key).and_then(|sample| sample.get_mut(&article));
        kept.into_iter().for_each(|kept| kept.clone_from(&names));
    }

    /// Takes articles out that are no more.
    pub fn forget(&mut self, is_gone: &dyn Fn(u64) -> bool) {
        self.samples.values_mut().for_each(|sample| sample.retain(|&article, _| !is_gone(article)));
        self.samples.retain(|_, sample| !sample.is_empty());
    }

    /// Where an outlet is at home.
    pub fn home(&self, outlet: &Outlet) -> Home {
        self.home_without(outlet, None)
    }

    /// Where the outlet of an article is at home; nowhere when it has none.
    pub fn home_of(&self, outlet: Option<&Outlet>) -> Home {
        outlet.map(|outlet| self.home(outlet)).unwrap_or_default()
    }

    /// As [`Outlets::home`], as if one of its articles were not there: for fitting the weights.
    #[doc(hidden)]
    pub fn home_without(&self, outlet: &Outlet, article: Option<u64>) -> Home {
        let gazetteer = Gazetteer::embedded();
        let address = outlet.address.as_deref().and_then(|end| country_of_address(end, gazetteer));
        let nothing = BTreeMap::new();
        let sample = self.samples.get(&outlet.key).unwrap_or(&nothing);
        let others = sample.iter().filter(|(number, names)| Some(**number) != article && !names.is_empty());
        let articles: Vec<Vec<Name>> =
            others.map(|(_, names)| names.iter().map(|n| Name::of(n, gazetteer)).collect()).collect();
        let enough = articles.len() + usize::from(article.is_some()) >= ARTICLES_MIN;
        match enough.then(|| settled(&articles, address, gazetteer)).flatten() {
            Some(division) => {
                let (part, spot) = within(&articles, division, gazetteer);
                Home { address, division: Some((division, part)), spot, names: Vec::new() }
            }
            None => Home { address, names: outlet.names.clone(), ..Home::default() },
        }
    }
}

/// The names of places in an article that tell where its outlet is at home: the most frequent
/// ones. What stands before a comma and a container is far from home, or it would not be said.
pub fn names_for_home(toponyms: &[Toponym<'_>]) -> Vec<String> {
    let mut counts: Vec<(&str, u32)> = Vec::new();
    for toponym in toponyms.iter().filter(|t| t.within.is_none()) {
        match counts.iter_mut().find(|(known, _)| *known == toponym.text) {
            Some((_, count)) => *count += 1,
            None => counts.push((toponym.text, 1)),
        }
    }
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    counts.into_iter().take(NAMES_MAX).map(|(name, _)| name.to_owned()).collect()
}

/// The part of its names that an outlet with a home draws from there.
const LOCAL: f32 = 0.4;
/// What must speak for a home, as the logarithm of a likelihood ratio.
const EVIDENCE_MIN: f32 = 2.0;
/// Names that are so much likelier in a local paper are local.
const TELLING: f32 = 3.0;

/// What evidence an address is for the divisions of its country, and against all others.
const ADDRESS: f32 = 2.0;

/// A name in an article, with how much likelier it is in papers of each division than in the
/// world's.
struct Name {
    divisions: BTreeMap<PlaceNo, Ratio>,
    /// Countries that it can mean: likelier in papers of all their divisions.
    countries: Vec<PlaceNo>,
    country_ratio: f32,
}

/// How much likelier a name is in papers of a division, and the reading that makes it so.
#[derive(Clone, Copy)]
struct Ratio {
    ratio: f32,
    place: PlaceNo,
}

impl Name {
    fn of(name: &str, gazetteer: &Gazetteer) -> Name {
        let readings: Vec<Candidate> = gazetteer.candidates(&key(name)).collect();
        let world = likelihood(readings.iter().map(|c| gazetteer.prior(c)).fold(0.0, f32::max));
        let mut found =
            Name { divisions: BTreeMap::new(), countries: Vec::new(), country_ratio: 0.05 / world };
        for reading in readings.iter().filter(|c| c.name <= NameKind::Alternate) {
            let place = reading.place;
            if gazetteer.kind(place) == Kind::Country {
                found.countries.push(place);
            }
            let Some(division) = gazetteer.admin1_of(place) else { continue };
            let ratio = Ratio { ratio: local(place, division, gazetteer) / world, place };
            let known = found.divisions.entry(division).or_insert(ratio);
            if ratio.ratio > known.ratio {
                *known = ratio;
            }
        }
        found
    }

    fn ratio(&self, division: PlaceNo, country: Option<PlaceNo>) -> f32 {
        let own = self.divisions.get(&division).map_or(0.0, |r| r.ratio);
        if self.countries.iter().any(|&c| Some(c) == country) { own.max(self.country_ratio) } else { own }
    }
}

/// How often news of the world name a place of this prior: a village of a thousand people
/// three times in a million names, London once in fifty.
fn likelihood(prior: f32) -> f32 {
    10f32.powf(0.64 * prior - 8.4).clamp(1e-6, 0.1)
}

/// How often a paper that is at home in a division names this place of it, among the names
/// from there.
fn local(place: PlaceNo, division: PlaceNo, gazetteer: &Gazetteer) -> f32 {
    match gazetteer.kind(place) {
        _ if place == division => 0.1,
        Kind::Admin2 => 0.01,
        _ => (gazetteer.population(place).max(500) as f32 / 10_000.0).powf(0.4) / 300.0,
    }
}

/// The division that explains the names of the articles best, when one does.
fn settled(articles: &[Vec<Name>], address: Option<PlaceNo>, gazetteer: &Gazetteer) -> Option<PlaceNo> {
    let names = || articles.iter().flatten();
    let divisions: BTreeSet<PlaceNo> = names().flat_map(|n| n.divisions.keys().copied()).collect();
    let evidence = |division: PlaceNo| -> f32 {
        let country = gazetteer.country_of(division);
        let told = names().map(|n| (1.0 - LOCAL + LOCAL * n.ratio(division, country)).ln()).sum::<f32>();
        told + match address {
            None => 0.0,
            Some(_) if address == country => ADDRESS,
            Some(_) => -ADDRESS,
        }
    };
    let scored = divisions.into_iter().map(|division| (division, evidence(division)));
    let (division, evidence) = scored.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    (evidence >= EVIDENCE_MIN).then_some(division)
}

/// The part of the articles that name something in a division, and the middle of that.
fn within(articles: &[Vec<Name>], division: PlaceNo, gazetteer: &Gazetteer) -> (f32, Option<(f64, f64)>) {
    let telling = |n: &Name| n.divisions.get(&division).filter(|r| r.ratio > TELLING).copied();
    let local = articles.iter().filter(|names| names.iter().any(|n| telling(n).is_some())).count();
    let part = local as f32 / (articles.len() as f32 + DOUBT);
    let places = articles.iter().flatten().filter_map(telling).map(|r| r.place).filter(|&p| p != division);
    (part, middle(&places.collect::<Vec<_>>(), gazetteer))
}

/// The middle of some places: half of them lie north of it, half of them east.
fn middle(places: &[PlaceNo], gazetteer: &Gazetteer) -> Option<(f64, f64)> {
    let median = |of: &dyn Fn(PlaceNo) -> f64| {
        let mut all: Vec<f64> = places.iter().map(|&p| of(p)).collect();
        all.sort_by(f64::total_cmp);
        all.get(all.len() / 2).copied()
    };
    Some((median(&|p| gazetteer.place(p).lat)?, median(&|p| gazetteer.place(p).lon)?))
}
