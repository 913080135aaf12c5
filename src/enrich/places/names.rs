//! The distinct names of an article, and how they stand to each other in the text.

use std::collections::HashMap;

use crate::gazetteer::{Gazetteer, PlaceNo, key};

use super::cues::{self, Cue};
use super::senses::{self, Position, Sense};
use super::{Context, Toponym};

/// All toponyms of an article that mean the same: one name with one cue.
#[derive(Debug, Default)]
pub(super) struct Name {
    pub cue: Cue,
    /// How often it stands in the article.
    pub count: u32,
    /// Whether it stands where the article was filed.
    pub filed: bool,
    /// Whether it has several words.
    pub compound: bool,
    /// The same name with other words beside it.
    pub variants: Vec<usize>,
    /// The names that stand behind it after a comma, and those that it stands behind.
    pub containers: Vec<usize>,
    pub contained: Vec<usize>,
    /// The name of the place that this one, which has no readings, stands in.
    pub stands_in: Option<usize>,
    /// The names that stand close by.
    pub neighbours: Vec<Neighbour>,
    pub senses: Vec<Sense>,
}

/// A name that stands close to another in the text.
#[derive(Debug)]
pub(super) struct Neighbour {
    pub name: usize,
    /// How often, and how close.
    pub weight: f32,
    /// Whether nothing but a comma or `and` is between them.
    pub listed: bool,
}

/// Where a toponym stands, as far as that decides whether it may be an abbreviation.
fn position(at: usize, toponyms: &[Toponym<'_>]) -> Position {
    // The container stands right behind what it contains, so one look back is enough.
    let previous = at.checked_sub(1).and_then(|before| toponyms.get(before));
    match toponyms.get(at) {
        _ if previous.is_some_and(|p| p.within == Some(at)) => Position::BehindComma,
        Some(toponym) if toponym.after.starts_with('.') => Position::BeforeStop,
        _ => Position::Free,
    }
}

/// The distinct names of an article, and for each toponym the number of its name. The names of
/// places in the outlet's own name come last, as names that no toponym has.
pub(super) fn gather(
    toponyms: &[Toponym<'_>],
    context: &Context<'_>,
    gazetteer: &Gazetteer,
) -> (Vec<Name>, Vec<usize>) {
    let mut names: Vec<Name> = Vec::new();
    let mut numbers: HashMap<(String, Cue), usize> = HashMap::with_capacity(toponyms.len());
    let mut which: Vec<usize> = Vec::with_capacity(toponyms.len());
    for (at, toponym) in toponyms.iter().enumerate() {
        let cue = cues::cue(toponym.before, toponym.after);
        let number = *numbers.entry((key(toponym.text), cue)).or_insert_with(|| {
            let senses = senses::of(toponym.text, position(at, toponyms), gazetteer);
            let compound = toponym.text.trim().contains([' ', '-']);
            names.push(Name { cue, compound, senses, ..Name::default() });
            names.len() - 1
        });
        if let Some(name) = names.get_mut(number) {
            name.count += 1;
            name.filed |= toponym.dateline;
        }
        which.push(number);
    }
    for (toponym, &inner) in toponyms.iter().zip(&which) {
        let container = toponym.within.and_then(|outer| which.get(outer)).filter(|&&outer| outer != inner);
        if let Some(&outer) = container {
            names.get_mut(inner).into_iter().for_each(|n| push_new(&mut n.containers, outer));
            names.get_mut(outer).into_iter().for_each(|n| push_new(&mut n.contained, inner));
        }
    }
    lend_readings(toponyms, &which, &mut names);
    tie_variants(&numbers, &mut names);
    neighbours(toponyms, &which, &mut names);
    for outlet in context.home.iter().flat_map(|home| &home.names) {
        let senses = senses::of(outlet, Position::Free, gazetteer);
        names.push(Name { count: 1, senses, ..Name::default() });
    }
    (names, which)
}

/// Names of houses, offices and streets are seldom in a gazetteer. Where one begins or ends with a
/// place of which the article speaks (`Winnipeg Animal Hospital`), that is where it stands; else
/// it stands in the place named beside it.
fn lend_readings(toponyms: &[Toponym<'_>], which: &[usize], names: &mut [Name]) {
    let known = |number: usize| names.get(number).is_some_and(|n| !n.senses.is_empty());
    let spelled: HashMap<&str, usize> =
        toponyms.iter().zip(which).filter(|(_, n)| known(**n)).map(|(t, &n)| (t.text, n)).collect();
    let mut lent: Vec<(usize, usize)> = Vec::new();
    for (at, (toponym, &number)) in toponyms.iter().zip(which).enumerate() {
        if known(number) || toponym.text.len() > FACILITY_BYTES_MAX {
            continue;
        }
        let part = parts(toponym.text).find_map(|part| spelled.get(part).copied());
        let beside = || is_facility(toponym.text).then(|| beside(at, toponyms, which, &known)).flatten();
        lent.extend(part.or_else(beside).map(|from| (number, from)));
    }
    for (number, from) in lent {
        names.get_mut(number).into_iter().for_each(|name| name.stands_in = Some(from));
    }
}

/// Longer names are sentences.
const FACILITY_BYTES_MAX: usize = 80;

/// What a name begins or ends with, longest first.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let blanks: Vec<usize> = name.match_indices([' ', '-', '’', '\'']).map(|(at, _)| at).collect();
    let heads: Vec<&str> = blanks.iter().rev().filter_map(|&at| name.get(..at)).collect();
    let tails: Vec<&str> = blanks.iter().filter_map(|&at| name.get(at + 1..)).collect();
    heads.into_iter().chain(tails)
}

/// Words that say that a name is one of a house, an office, a street.
#[rustfmt::skip]
const FACILITIES: [&str; 44] = [
    "airport", "arena", "avenue", "boulevard", "bridge", "building", "cathedral", "cemetery", "center", "centre",
    "chapel", "church", "college", "court", "courthouse", "drive", "estate", "field", "garden", "gardens", "hall",
    "highway", "hospital", "hotel", "house", "jail", "lane", "library", "mall", "mosque", "museum", "park", "place",
    "plaza", "prison", "road", "school", "square", "stadium", "station", "street", "temple", "theatre", "university",
];

fn is_facility(name: &str) -> bool {
    let last = name.rsplit([' ', '-']).next().unwrap_or_default();
    name.contains(' ') && FACILITIES.iter().any(|f| f.eq_ignore_ascii_case(last))
}

/// Bytes of text within which a facility stands beside the place it is in.
const BESIDE_BYTES: usize = 60;

/// The nearest name with readings beside a toponym.
fn beside(
    at: usize,
    toponyms: &[Toponym<'_>],
    which: &[usize],
    known: &dyn Fn(usize) -> bool,
) -> Option<usize> {
    let own = toponyms.get(at)?;
    let gap = |other: &Toponym<'_>| {
        let behind = other.span.start.checked_sub(own.span.end);
        behind.or_else(|| own.span.start.checked_sub(other.span.end)).unwrap_or(usize::MAX)
    };
    let around = at.saturating_sub(1)..(at + 2).min(toponyms.len());
    let near = around.filter(|&i| i != at).filter_map(|i| Some((toponyms.get(i)?, *which.get(i)?)));
    let near = near.filter(|(t, n)| t.field == own.field && known(*n) && gap(t) <= BESIDE_BYTES);
    near.min_by_key(|(t, _)| gap(t)).map(|(_, number)| number)
}

/// Tells each name which others are the same one with other words beside it. Where those words
/// do not set them apart, what is said once of where it lies holds for all.
fn tie_variants(numbers: &HashMap<(String, Cue), usize>, names: &mut [Name]) {
    let mut spellings: HashMap<&str, Vec<(usize, Cue)>> = HashMap::with_capacity(numbers.len());
    for ((spelling, cue), &number) in numbers {
        spellings.entry(spelling).or_default().push((number, *cue));
    }
    for mut same in spellings.into_values().filter(|same| same.len() > 1) {
        same.sort_unstable_by_key(|&(number, _)| number);
        let towns: Vec<usize> = same.iter().filter(|(_, cue)| cue.may_be_town()).map(|&(n, _)| n).collect();
        let mut held: Vec<usize> = Vec::new();
        for containers in towns.iter().filter_map(|&n| names.get(n)).map(|n| &n.containers) {
            containers.iter().for_each(|&outer| push_new(&mut held, outer));
        }
        for &(number, _) in &same {
            let Some(name) = names.get_mut(number) else { continue };
            name.variants = same.iter().map(|&(n, _)| n).filter(|&n| n != number).collect();
            if towns.contains(&number) {
                name.containers.clone_from(&held);
            }
        }
    }
}

/// Bytes of text within which a name is close by.
const CLOSE_BYTES: usize = 120;

/// Ties each name to those that stand before and behind it.
fn neighbours(toponyms: &[Toponym<'_>], which: &[usize], names: &mut [Name]) {
    let pairs = toponyms.iter().zip(toponyms.iter().skip(1)).zip(which.iter().zip(which.iter().skip(1)));
    for ((left, right), (&a, &b)) in pairs {
        let gap = right.span.start.saturating_sub(left.span.end);
        if a == b
            || left.field != right.field
            || gap > CLOSE_BYTES
            || left.within.is_some()
            || left.span.is_empty()
        {
            continue;
        }
        let weight = if gap < CLOSE_BYTES / 3 { 1.0 } else { 0.5 };
        let between = left.after.get(..gap).unwrap_or("far");
        let listed = matches!(between, ", " | " and " | ", and " | " or " | ", or " | " & " | "/" | " / ");
        for (name, other) in [(a, b), (b, a)] {
            let Some(name) = names.get_mut(name) else { continue };
            match name.neighbours.iter_mut().find(|n| n.name == other) {
                Some(known) => {
                    known.weight += weight;
                    known.listed |= listed;
                }
                None => name.neighbours.push(Neighbour { name: other, weight, listed }),
            }
        }
    }
}

fn push_new(list: &mut Vec<usize>, new: usize) {
    if !list.contains(&new) {
        list.push(new);
    }
}

/// The countries and divisions that the readings of an article lie in, numbered from 0, so
/// that what speaks for each can be added up.
#[derive(Debug, Default)]
pub(super) struct Slots {
    pub countries: Vec<PlaceNo>,
    pub divisions: Vec<PlaceNo>,
    /// The country that each division lies in, by its number.
    pub countries_of: Vec<Option<usize>>,
    /// How many different places there are.
    pub places: usize,
    /// The part of the demonyms that point to each country.
    pub demonyms: Vec<f32>,
}

impl Slots {
    /// Numbers them, and tells each reading its numbers.
    pub(super) fn number(names: &mut [Name], context: &Context<'_>, gazetteer: &Gazetteer) -> Slots {
        let (mut countries, mut divisions, mut places) =
            (Numbers::default(), Numbers::default(), Numbers::default());
        for sense in names.iter_mut().flat_map(|n| &mut n.senses) {
            sense.place_slot = places.of(sense.place);
            sense.country_slot = sense.country.map(|c| countries.of(c));
            sense.division_slot = sense.division.map(|d| divisions.of(d));
        }
        let mut demonyms = vec![0.0; countries.all.len()];
        let part = 1.0 / context.demonyms.len().max(1) as f32;
        for country in context.demonyms.iter().filter_map(|d| gazetteer.country(d.country)) {
            let slot = countries.known.get(&country).and_then(|&slot| demonyms.get_mut(slot));
            slot.into_iter().for_each(|sum| *sum += part);
        }
        let country = |division: &PlaceNo| countries.known.get(&gazetteer.country_of(*division)?).copied();
        let countries_of = divisions.all.iter().map(country).collect();
        let (places, divisions) = (places.all.len(), divisions.all);
        Slots { countries: countries.all, divisions, countries_of, places, demonyms }
    }
}

/// Places, numbered in the order in which they come.
#[derive(Default)]
struct Numbers {
    all: Vec<PlaceNo>,
    known: HashMap<PlaceNo, usize>,
}

impl Numbers {
    fn of(&mut self, place: PlaceNo) -> usize {
        let next = self.all.len();
        let number = *self.known.entry(place).or_insert(next);
        if number == next {
            self.all.push(place);
        }
        number
    }
}

impl Name {
    /// Its likeliest sense.
    pub(super) fn best(&self) -> Option<&Sense> {
        self.senses.iter().max_by(|a, b| a.score.total_cmp(&b.score))
    }
}
