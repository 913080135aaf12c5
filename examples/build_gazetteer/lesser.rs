//! What second-level divisions are called in English: `Laurel County`, `Suffolk`, `Sudzhansky
//! District`, `Pokrovsk Raion`.
//!
//! Most bear the name of a town in them. Such a bare name stays the town's and is only lent to the
//! division ([`NameKind::Shared`]); the name with the word for what it is belongs to the division.

use std::collections::{HashMap, HashSet};

use dateline::gazetteer::build::Draft;
use dateline::gazetteer::{Kind, NameKind, key};

use crate::designations::{Designation, cut, is_adjective, is_bare, is_raion, words};
use crate::sources::{City, Division};
use crate::tables::{column, named};
use crate::towns::{is_latin, is_name};
use crate::world::{draft, middle};

/// The population from which names in other scripts are kept.
const OTHER_SCRIPTS_FROM: u32 = 100_000;

/// Countries whose second-level divisions nobody names without the word for what they are.
const SELDOM_BARE: &str = "US CA AU NZ JP CU CO MX BR VE AR TR RU UA CN TL CI CR";

/// The towns that help to name and place a division.
pub(crate) struct Around<'t> {
    /// Those that lie in it.
    pub(crate) inside: &'t [&'t City],
    /// Those of the first-level division that it lies in, the most populous first.
    pub(crate) beside: &'t [&'t City],
}

impl Around<'_> {
    /// Under which names a town is known there.
    fn names(&self) -> HashSet<String> {
        let main = self.beside.iter().map(|town| key(&town.name));
        main.chain(self.inside.iter().flat_map(|town| &town.alternates).map(|name| key(name))).collect()
    }
}

/// A second-level division under all its names, without what contains it, and the town that it is
/// named after as an adjective. None when it cannot be told where it is.
pub(crate) fn lesser_division<'t>(
    division: &Division<'_>,
    own: &[&str],
    around: &Around<'t>,
) -> Option<(Draft, Option<&'t City>)> {
    let country = division.country();
    let shown = shown(division, own);
    let (bare, designation) = cut(&shown);
    let seat = seat(&bare, around.beside);
    let at = middle(around.inside).or_else(|| seat.map(|town| town.at))?;
    let towns = around.names();
    let shared = designation != Designation::None || towns.contains(&key(&bare)) || is_bare(&bare);
    let words = words(division);
    let words = words.as_slice();
    let telling = designation == Designation::English || shown.to_lowercase().contains("city");
    let name = match words.first() {
        Some(word) if shared && !telling => format!("{bare} {word}"),
        _ => shown.clone(),
    };
    let mut draft = draft(&format!("geonames:{}", division.id), &name, Kind::Admin2, at);
    draft.country = Some(country.to_owned());
    draft.population = around.inside.iter().map(|c| c.population).sum();
    let city = designation == Designation::City || cut(division.name).1 == Designation::City;
    let shared = shared || city || SELDOM_BARE.split(' ').any(|code| code == country);
    if city || (shared && key(&name) == key(&bare)) {
        draft.names = vec![(name, NameKind::Shared)];
    }
    let mut names = Names { draft: &mut draft, shared, towns: &towns };
    names.bare(&bare);
    if !is_bare(&bare) && (!telling || is_raion(&shown)) {
        names.with_words(&bare, words);
    }
    let seat = seat.filter(|_| is_adjective(&bare));
    if let Some(seat) = seat {
        names.with_words(&seat.name, words);
    }
    for other in [Some(division.name), division.english.as_deref()].into_iter().flatten() {
        names.other(&turned(other), &bare, words);
    }
    for alias in &division.aliases {
        names.alias(alias, &bare);
    }
    draft.names.extend(named(column(own, 2), NameKind::Main));
    Some((draft, seat))
}

/// The names of a division as they are gathered.
struct Names<'d> {
    draft: &'d mut Draft,
    /// Whether its bare name is rather a town's.
    shared: bool,
    towns: &'d HashSet<String>,
}

impl Names<'_> {
    fn push(&mut self, name: &str, kind: NameKind) {
        self.draft.names.push((name.to_owned(), kind));
    }

    fn bare(&mut self, bare: &str) {
        if is_bare(bare) || is_adjective(bare) {
            return;
        }
        let shared = self.shared || self.towns.contains(&key(bare));
        self.push(bare, if shared { NameKind::Shared } else { NameKind::Main });
    }

    fn with_words(&mut self, bare: &str, words: &[&str]) {
        for word in words {
            // The town itself is called so too.
            let sort = if *word == "City" { NameKind::Shared } else { NameKind::Main };
            self.push(&format!("{bare} {word}"), sort);
        }
    }

    /// Another name of the same standing.
    fn other(&mut self, name: &str, bare: &str, words: &[&str]) {
        let (short, designation) = cut(name);
        let sort = if designation == Designation::City { NameKind::Shared } else { NameKind::Main };
        if designation != Designation::None && !is_bare(&short) {
            self.push(name, sort);
        }
        if key(&short) != key(bare) {
            self.bare(&short);
            if matches!(designation, Designation::Foreign(_)) || is_raion(name) {
                self.with_words(&short, words);
            }
        }
    }

    fn alias(&mut self, name: &str, bare: &str) {
        let (short, designation) = cut(name);
        let same = key(&short) == key(bare);
        let spelled = is_latin(name) || self.draft.population >= OTHER_SCRIPTS_FROM;
        if !is_name(name) || !spelled || (same && designation == Designation::None) {
            return;
        }
        let sort = match designation {
            Designation::English if same => NameKind::Main,
            Designation::None | Designation::City if self.towns.contains(&key(&short)) => NameKind::Shared,
            _ => NameKind::Alternate,
        };
        if !is_bare(&short) {
            self.push(name, sort);
        }
    }
}

/// The name to show: ours, else the CLDR's, else the first that an English reader understands.
fn shown(division: &Division<'_>, own: &[&str]) -> String {
    if !column(own, 1).is_empty() {
        return column(own, 1).to_owned();
    }
    if let Some(english) = &division.english {
        return turned(english);
    }
    let (short, designation) = cut(division.name);
    if let Designation::Foreign(_) = designation {
        let said = |name: &&&str| is_latin(name) && cut(name).1 == Designation::English;
        return division.aliases.iter().find(said).map_or(short, |name| (*name).to_owned());
    }
    turned(division.name)
}

/// `Durham, County` as one says it.
fn turned(name: &str) -> String {
    match name.split_once(", ") {
        Some((head, "The")) => head.to_owned(),
        Some((head, tail @ ("County" | "City of"))) => format!("{tail} {head}"),
        _ => name.to_owned(),
    }
}

/// The town that a division is named after: of the same name, or with an adjective's stem.
fn seat<'t>(bare: &str, beside: &[&'t City]) -> Option<&'t City> {
    let wanted = key(bare);
    if let Some(same) = beside.iter().find(|c| key(&c.name) == wanted) {
        return Some(same);
    }
    let stem = ["skiy", "sky", "skyi", "skyy", "ski"].iter().find_map(|end| wanted.strip_suffix(end))?;
    let common = |town: &City| {
        let name = key(&town.name);
        let same = name.chars().zip(stem.chars()).take_while(|(a, b)| a == b).count();
        // `Sudzhan` and `sudzha`: all but the last letter or two of either.
        (same >= 4 && same + 2 >= stem.chars().count() && same + 3 >= name.chars().count()).then_some(same)
    };
    let fitting = beside.iter().filter_map(|town| Some((common(town)?, *town)));
    fitting.max_by_key(|(same, town)| (*same, town.population)).map(|(_, town)| town)
}

/// The towns of each division.
pub(crate) fn by_division<'t>(
    cities: &'t [City],
    code: impl Fn(&'t City) -> Option<&'t str>,
) -> HashMap<&'t str, Vec<&'t City>> {
    let mut towns: HashMap<&str, Vec<&City>> = HashMap::new();
    for city in cities {
        if let Some(code) = code(city) {
            towns.entry(code).or_default().push(city);
        }
    }
    towns
}
