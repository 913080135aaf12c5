//! Puts the tables together: which place lies in which, and under which names.

use std::collections::{BTreeMap, HashMap, HashSet};

use dateline::gazetteer::build::{Draft, Seat};
use dateline::gazetteer::{Kind, NameKind, key};

use crate::Outcome;
use crate::divisions::{TownNames, division};
use crate::lesser::{Around, by_division, lesser_division};
use crate::sources::{City, Division};
use crate::tables::{by_first_column, column, degrees, list, named, rows};
use crate::towns::{short_spellings, skeleton, worth_keeping};

/// Everything read so far.
#[derive(Default)]
pub(crate) struct World {
    pub(crate) drafts: Vec<Draft>,
    pub(crate) demonyms: Vec<(String, String)>,
    /// Ids by continent code and name, country code and division code.
    ids: HashMap<String, String>,
    /// Continent of each country.
    continents: HashMap<String, String>,
    capitals: HashMap<String, String>,
    /// For each country and division code, the ids of the regions that hold it, largest first.
    holders: BTreeMap<String, Vec<String>>,
    /// Where divisions stand among the drafts.
    divisions: HashMap<String, usize>,
    division_ids: HashSet<String>,
    /// The second-level division of towns that it is named after, where no list has the link.
    seats: HashMap<u32, String>,
}

/// Code and GeoNames id of the continents, and a point near their middle.
const CONTINENTS: [(&str, &str, &str, f64, f64, &str); 7] = [
    ("AF", "6255146", "Africa", 7.19, 21.09, "African continent"),
    ("AS", "6255147", "Asia", 29.84, 89.30, ""),
    ("EU", "6255148", "Europe", 48.69, 9.14, "European continent"),
    ("NA", "6255149", "North America", 46.07, -100.55, ""),
    ("OC", "6255151", "Oceania", -18.31, 138.52, ""),
    ("SA", "6255150", "South America", -14.60, -57.66, ""),
    ("AN", "6255152", "Antarctica", -78.16, 16.41, ""),
];

/// Divisions that lie on another continent than the rest of their country.
const ELSEWHERE: [(&str, &str); 3] = [
    (
        "AS",
        "RU.03 RU.04 RU.05 RU.11 RU.13 RU.15 RU.20 RU.29 RU.30 RU.31 RU.32 RU.40 RU.53 RU.54 RU.59 RU.63 \
         RU.64 RU.71 RU.75 RU.78 RU.79 RU.87 RU.89 RU.91 RU.92 RU.93",
    ),
    ("OC", "US.HI"),
    ("AF", "ES.53 ES.CE ES.ML PT.10"),
];

/// The continent of a division that does not lie on its country's.
fn elsewhere(code: &str) -> Option<&'static str> {
    let found = ELSEWHERE.iter().find(|(_, codes)| codes.split(' ').any(|c| c == code));
    found.map(|(continent, _)| *continent)
}

impl World {
    pub(crate) fn read_continents(&mut self) {
        for (code, number, name, lat, lon, other) in CONTINENTS {
            let id = format!("geonames:{number}");
            self.ids.insert(format!("continent:{code}"), id.clone());
            self.ids.insert(name.to_owned(), id.clone());
            let mut draft = draft(&id, name, Kind::Continent, (lat, lon));
            draft.names.extend(named(other, NameKind::Main));
            self.drafts.push(draft);
        }
    }

    pub(crate) fn read_countries(&mut self, info: &str, table: &str) -> Outcome<()> {
        let ours = by_first_column(table);
        for row in rows(info) {
            let (code, number) = (column(&row, 0), column(&row, 16));
            let Some(own) = ours.get(code).filter(|_| code.len() == 2 && number != "0") else { continue };
            let id = format!("geonames:{number}");
            self.ids.insert(code.to_owned(), id.clone());
            self.continents.insert(code.to_owned(), column(&row, 8).to_owned());
            self.capitals.insert(code.to_owned(), key(column(&row, 5)));
            let theirs = column(&row, 4);
            let name = if column(own, 3).is_empty() { theirs } else { column(own, 3) };
            let mut draft =
                draft(&id, name, Kind::Country, (degrees(column(own, 1))?, degrees(column(own, 2))?));
            draft.population = column(&row, 7).parse().unwrap_or(0);
            draft.country = Some(code.to_owned());
            draft.within.extend(self.ids.get(&format!("continent:{}", column(&row, 8))).cloned());
            draft.names.push((theirs.to_owned(), NameKind::Main));
            draft.names.extend(named(column(own, 4), NameKind::Main));
            draft.names.extend(named(column(own, 5), NameKind::Abbreviation));
            draft.names.extend(named(column(own, 7), NameKind::Former));
            self.drafts.push(draft);
            self.demonyms(code, column(own, 6));
        }
        Ok(())
    }

    /// Names in other languages; the country is as sure to be meant as by its English name.
    pub(crate) fn read_country_names(&mut self, table: &str) {
        for row in rows(table) {
            let Some(id) = self.ids.get(column(&row, 0)) else { continue };
            let Some(draft) = self.drafts.iter_mut().find(|d| d.id == *id) else { continue };
            draft.names.extend((1..row.len()).flat_map(|at| named(column(&row, at), NameKind::Main)));
        }
    }

    /// Formal names: `Islamic Republic of Iran`.
    pub(crate) fn read_formal_names<'t>(&mut self, names: impl Iterator<Item = (&'t str, &'t str)>) {
        for (code, name) in names {
            let Some(id) = self.ids.get(code) else { continue };
            let draft = self.drafts.iter_mut().find(|d| d.id == *id);
            draft.into_iter().for_each(|d| d.names.push((name.to_owned(), NameKind::Main)));
        }
    }

    pub(crate) fn read_former_states(&mut self, table: &str) -> Outcome<()> {
        for row in rows(table) {
            let id = format!("dateline:{}", column(&row, 0));
            let code = column(&row, 1);
            let at = (degrees(column(&row, 3))?, degrees(column(&row, 4))?);
            let mut draft = draft(&id, column(&row, 2), Kind::FormerCountry, at);
            let year = |at| column(&row, at).parse::<u16>().map_err(|_| format!("{id} has no years"));
            let heirs = list(column(&row, 7)).map(|c| self.id(c)).collect::<Outcome<Vec<_>>>()?;
            draft.era = Some((year(5)?, year(6)?, heirs));
            draft.within = list(column(&row, 8)).map(|c| self.id(c)).collect::<Outcome<Vec<_>>>()?;
            draft.country = Some(code.to_owned());
            draft.names.extend(named(column(&row, 9), NameKind::Main));
            draft.names.extend(named(column(&row, 10), NameKind::Abbreviation));
            self.drafts.push(draft);
            self.demonyms(code, column(&row, 11));
        }
        Ok(())
    }

    fn id(&self, code: &str) -> Outcome<String> {
        self.ids
            .get(code)
            .cloned()
            .ok_or_else(|| format!("there is no country, continent or division {code}"))
    }

    /// First-level divisions: those of the list that the towns go by, under GeoNames' own names,
    /// and older ones, whose codes may stand for something else today.
    pub(crate) fn read_divisions(
        &mut self,
        codes: &str,
        table: &str,
        listed: &[Division<'_>],
        cities: &[City],
        aliases: &str,
    ) -> Outcome<()> {
        let ours = by_first_column(table);
        let listed: BTreeMap<&str, &Division<'_>> =
            listed.iter().filter(|d| d.is_first()).map(|d| (d.code, d)).collect();
        let towns = by_division(cities, |c| Some(c.admin1.as_str()));
        let large = cities.iter().filter(|c| c.population >= SHARED_FROM);
        let main = large.map(|c| (c.country.as_str(), key(&c.name))).collect();
        let ours_by_id = by_id(aliases);
        let mut former: HashMap<&str, HashSet<String>> = HashMap::new();
        for city in cities {
            let own = ours_by_id.get(&city.id).map(Vec::as_slice).unwrap_or_default();
            let names = column(own, 3).split(';').filter(|name| !name.is_empty()).map(skeleton);
            former.entry(&city.country).or_default().extend(names);
        }
        let names = TownNames { main, former, ours: ours_by_id };
        let published: Vec<(&str, &str, &str)> =
            rows(codes).map(|row| (column(&row, 0), column(&row, 1), column(&row, 3))).collect();
        let gone = |code: &str, number: &str| listed.get(code).is_some_and(|d| d.id != number);
        let current = published.iter().filter(|(code, _, number)| !gone(code, number));
        let current = current.map(|&(code, name, number)| (code.to_owned(), name, number));
        let newer = listed.values().map(|d| (d.code.to_owned(), d.name, d.id));
        let older = published.iter().filter(|(code, _, number)| gone(code, number));
        let older = older.map(|&(code, name, number)| (format!("{code}*"), name, number));
        for (code, theirs, number) in current.chain(newer).chain(older) {
            let code = code.as_str();
            let country = code.split('.').next().unwrap_or_default();
            let id = format!("geonames:{number}");
            if !self.ids.contains_key(country)
                || self.ids.contains_key(code)
                || !self.division_ids.insert(id.clone())
            {
                continue;
            }
            let state = self.country_name(country)?;
            let inside = towns.get(code).map(Vec::as_slice).unwrap_or_default();
            let own = ours.get(code).map(Vec::as_slice).unwrap_or_default();
            let list = (inside, listed.get(code).copied());
            let mut draft = division((country, &state), theirs, own, list, &names);
            draft.id.clone_from(&id);
            let namesake = || cities.iter().find(|c| c.country == country && key(&c.name) == key(theirs));
            let at = middle(inside).or_else(|| namesake().map(|town| town.at));
            if !self.place_division(&mut draft, code, own, at)? {
                eprintln!("left out: {code} {theirs}, which has no town; admin1.tsv can say where it is");
                continue;
            }
            self.ids.insert(code.to_owned(), id);
            self.divisions.insert(code.to_owned(), self.drafts.len());
            self.drafts.push(draft);
        }
        Ok(())
    }

    /// Second-level divisions, each within a first-level one.
    pub(crate) fn read_lesser_divisions(
        &mut self,
        listed: &[Division<'_>],
        table: &str,
        cities: &[City],
    ) -> Outcome<()> {
        let ours = by_first_column(table);
        let inside = by_division(cities, |c| c.admin2.as_deref());
        let beside = by_division(cities, |c| Some(c.admin1.as_str()));
        for division in listed.iter().filter(|d| d.is_second()) {
            let Some(&outer) = self.divisions.get(division.first()) else { continue };
            let around = Around {
                inside: inside.get(division.code).map(Vec::as_slice).unwrap_or_default(),
                beside: beside.get(division.first()).map(Vec::as_slice).unwrap_or_default(),
            };
            let own = ours.get(division.code).map(Vec::as_slice).unwrap_or_default();
            let Some((mut draft, seat)) = lesser_division(division, own, &around) else { continue };
            let outer = self.drafts.get(outer).ok_or("a division has no draft")?;
            draft.admin1 = Some(outer.id.clone());
            draft.within = outer.within.iter().chain([&outer.id]).cloned().collect();
            if !self.division_ids.insert(draft.id.clone()) {
                continue;
            }
            // Which raion a Russian town lies in no list says, but the name of the raion does. Large
            // towns are districts of their own.
            if let Some(seat) = seat.filter(|s| s.admin2.is_none() && s.population < SEAT_BELOW) {
                self.seats.insert(seat.id, division.code.to_owned());
            }
            self.ids.insert(division.code.to_owned(), draft.id.clone());
            self.divisions.insert(division.code.to_owned(), self.drafts.len());
            self.drafts.push(draft);
        }
        Ok(())
    }

    fn country_name(&self, code: &str) -> Outcome<String> {
        let id = self.id(code)?;
        let found = self.drafts.iter().find(|d| d.id == id);
        Ok(found.map(|d| d.name.clone()).unwrap_or_default())
    }

    /// Where a division lies: as the table says, else amid its towns; false when there is no telling.
    fn place_division(
        &self,
        draft: &mut Draft,
        code: &str,
        own: &[&str],
        middle: Option<(f64, f64)>,
    ) -> Outcome<bool> {
        let id = self.id(code.split('.').next().unwrap_or_default())?;
        let state = self.drafts.iter().find(|d| d.id == id).ok_or("a country has no draft")?;
        let at = match (column(own, 5), column(own, 6)) {
            ("", _) | (_, "") => middle,
            (lat, lon) => Some((degrees(lat)?, degrees(lon)?)),
        };
        let Some(at) = at else { return Ok(false) };
        (draft.lat, draft.lon) = at;
        draft.within = match elsewhere(code) {
            Some(continent) => self.ids.get(&format!("continent:{continent}")).into_iter().cloned().collect(),
            None => state.within.clone(),
        };
        draft.within.push(id);
        Ok(true)
    }

    pub(crate) fn read_regions(&mut self, table: &str) -> Outcome<()> {
        let regions: Vec<Region<'_>> = rows(table).map(|row| self.region(&row)).collect::<Outcome<_>>()?;
        for region in &regions {
            let mut draft = region.draft.clone();
            let wider = regions.iter().filter(|r| r.draft.id != draft.id && r.holds_all(&region.holds));
            let wider: Vec<String> = wider.map(|r| r.draft.id.clone()).collect();
            draft.within.extend(wider);
            for code in &region.holds {
                self.holders.entry((*code).to_owned()).or_default().push(draft.id.clone());
            }
            self.drafts.push(draft);
        }
        let apart: HashSet<String> =
            regions.iter().filter(|r| r.is_apart()).map(|r| r.draft.id.clone()).collect();
        // The holders of a country hold its divisions; those of a region's country hold the region.
        let codes_of: HashMap<&str, &str> = self
            .ids
            .iter()
            .filter(|(code, _)| code.contains('.'))
            .map(|(c, id)| (id.as_str(), c.as_str()))
            .collect();
        for draft in &mut self.drafts {
            let code = |id: &String| codes_of.get(id.as_str()).copied();
            let (own, outer) = (code(&draft.id), draft.admin1.as_ref().and_then(code));
            let far = own.or(outer).map(first_level).and_then(elsewhere).is_some();
            let country = draft.country.as_deref().filter(|_| !far && !apart.contains(&draft.id));
            let holders = [country, outer, own].into_iter().flatten();
            let holders = holders.filter_map(|code| self.holders.get(code)).flatten();
            let new: Vec<String> = holders.filter(|h| **h != draft.id).cloned().collect();
            draft.within.extend(new);
        }
        self.sort_containers();
        Ok(())
    }

    fn region<'t>(&self, row: &[&'t str]) -> Outcome<Region<'t>> {
        let id = format!("dateline:{}", column(row, 1));
        let kind = match column(row, 0) {
            "area" => Kind::Area,
            "region" => Kind::Region,
            "water" => Kind::Water,
            "landmark" => Kind::Landmark,
            other => return Err(format!("{id} is of the unknown sort {other}")),
        };
        let mut draft =
            draft(&id, column(row, 2), kind, (degrees(column(row, 3))?, degrees(column(row, 4))?));
        draft.names.extend(named(column(row, 7), NameKind::Main));
        let known = |code: &&str| {
            let known = self.ids.contains_key(*code);
            if !known {
                eprintln!("{id} holds {code}, which there is not");
            }
            known
        };
        let holds: Vec<&str> = list(column(row, 5)).filter(known).collect();
        let outer = column(row, 6);
        let country = outer.split('.').next().filter(|c| !c.is_empty());
        if let Some(country) = country {
            draft.country = Some(country.to_owned());
            let apart = elsewhere(outer).or_else(|| holds.first().and_then(|code| elsewhere(code)));
            let continent = apart.and_then(|c| self.ids.get(&format!("continent:{c}")).cloned());
            draft.within.extend(continent.or_else(|| self.continent(country)));
            draft.within.push(self.id(country)?);
            if outer != country {
                draft.admin1 = Some(self.id(first_level(outer))?);
                draft.within.push(self.id(first_level(outer))?);
            }
            if outer != first_level(outer) {
                draft.within.push(self.id(outer)?);
            }
        } else if let Some(first) = holds.first() {
            let continent = |code: &str| self.continent(code.split('.').next().unwrap_or_default());
            let common = continent(first).filter(|_| holds.iter().all(|c| continent(c) == continent(first)));
            draft.within.extend(common);
        }
        Ok(Region { draft, holds })
    }

    fn continent(&self, country: &str) -> Option<String> {
        self.ids.get(&format!("continent:{}", self.continents.get(country)?)).cloned()
    }

    /// Largest first: continents, areas, countries, regions, divisions; each once.
    fn sort_containers(&mut self) {
        let ranks: HashMap<String, (u8, usize)> = self
            .drafts
            .iter()
            .enumerate()
            .map(|(at, d)| {
                let rank = match d.kind {
                    Kind::Continent => 0,
                    Kind::Area | Kind::Water => 1,
                    Kind::Country | Kind::FormerCountry => 2,
                    Kind::Region => 3,
                    Kind::Admin1 => 4,
                    Kind::Admin2 | Kind::City | Kind::Landmark => 5,
                };
                (d.id.clone(), (rank, at))
            })
            .collect();
        for draft in &mut self.drafts {
            draft.within.sort_by_key(|id| ranks.get(id).copied().unwrap_or((9, 0)));
            draft.within.dedup();
        }
    }

    pub(crate) fn read_cities(&mut self, cities: &[City], table: &str) -> Outcome<()> {
        let ours = by_id(table);
        let chief = self.chief_towns(cities);
        let countries: HashMap<String, Vec<String>> = self
            .drafts
            .iter()
            .filter(|d| d.kind == Kind::Country)
            .map(|d| (d.id.clone(), d.within.iter().chain([&d.id]).cloned().collect()))
            .collect();
        for city in cities {
            let Some(country) = self.ids.get(&city.country) else { continue };
            let own = ours.get(&city.id).map(Vec::as_slice).unwrap_or_default();
            let mut draft = draft(&format!("geonames:{}", city.id), &city.name, Kind::City, city.at);
            draft.population = city.population;
            draft.country = Some(city.country.clone());
            draft.seat = chief.get(&city.id).copied().unwrap_or(Seat::None);
            draft.within = match self.smallest_division(city) {
                Some(division) => division.within.iter().chain([&division.id]).cloned().collect(),
                None => countries.get(country).cloned().unwrap_or_default(),
            };
            draft.names.extend(named(column(own, 2), NameKind::Main));
            draft.names.extend(named(column(own, 3), NameKind::Former));
            draft.names.extend(short_spellings(&city.name).map(|n| (n, NameKind::Main)));
            let others = worth_keeping(&city.name, &city.alternates, &city.country, city.population);
            draft.names.extend(others.map(|n| (n.clone(), NameKind::Alternate)));
            self.drafts.push(draft);
        }
        Ok(())
    }

    /// The second-level division that a town lies in, or else the first-level one.
    fn smallest_division(&self, city: &City) -> Option<&Draft> {
        let first = self.divisions.get(&city.admin1);
        let second = city.admin2.as_ref().or_else(|| self.seats.get(&city.id));
        let second = second.filter(|code| first_level(code) == city.admin1);
        let second = second.and_then(|code| self.divisions.get(code));
        self.drafts.get(*second.or(first)?)
    }

    /// The capitals, and in each division the town that it is named after, else its largest.
    fn chief_towns(&self, cities: &[City]) -> HashMap<u32, Seat> {
        let mut largest: HashMap<&str, (&City, bool)> = HashMap::new();
        let mut seats = HashMap::new();
        let mut capitals = HashSet::new();
        for city in cities {
            let name = key(&city.name);
            let capital = self.capitals.get(&city.country);
            if capital.is_some_and(|c| *c == name) && capitals.insert(&city.country) {
                seats.insert(city.id, Seat::Country);
            }
            let division = self.divisions.get(&city.admin1).and_then(|&at| self.drafts.get(at));
            // A hamlet that happens to bear the division's name is not its chief town.
            let namesake = division.is_some_and(|d| {
                city.population >= d.population / 50 && d.names.iter().any(|(n, _)| key(n) == name)
            });
            let best = largest.entry(&city.admin1).or_insert((city, namesake));
            if (namesake, city.population) > (best.1, best.0.population) {
                *best = (city, namesake);
            }
        }
        for (city, _) in largest.values() {
            seats.entry(city.id).or_insert(Seat::Admin1);
        }
        seats
    }

    pub(crate) fn read_demonyms(&mut self, table: &str) {
        for row in rows(table) {
            self.demonyms(column(&row, 0), column(&row, 1));
        }
    }

    /// Singular and plural of a country's demonyms.
    fn demonyms(&mut self, code: &str, singular: &str) {
        for word in singular.split(';').map(str::trim).filter(|w| !w.is_empty()) {
            self.demonyms.push((word.to_owned(), code.to_owned()));
            let invariable = ["s", "sh", "ch", "se", "men", "x", "z"].iter().any(|end| word.ends_with(end));
            if !invariable {
                self.demonyms.push((format!("{word}s"), code.to_owned()));
            }
        }
    }
}

/// A row of the regions, with the codes that lie wholly in it.
struct Region<'t> {
    draft: Draft,
    holds: Vec<&'t str>,
}

impl Region<'_> {
    /// Whether it lies on another continent than its country.
    fn is_apart(&self) -> bool {
        self.holds.first().is_some_and(|code| elsewhere(code).is_some())
    }

    /// Whether all of these lie in it, by themselves or with their division or country.
    fn holds_all(&self, codes: &[&str]) -> bool {
        let held = |code: &&str| {
            let country = code.split('.').next().unwrap_or_default();
            self.holds.contains(code)
                || self.holds.contains(&first_level(code))
                || self.holds.contains(&country)
        };
        !codes.is_empty() && self.holds.len() > codes.len() && codes.iter().all(held)
    }
}

/// The first-level division of a division's code.
fn first_level(code: &str) -> &str {
    let end = code.match_indices('.').nth(1).map_or(code.len(), |(at, _)| at);
    code.get(..end).unwrap_or_default()
}

/// The rows of a table whose first column is a GeoNames id.
fn by_id(table: &str) -> HashMap<u32, Vec<&str>> {
    rows(table).filter_map(|row| Some((column(&row, 0).parse().ok()?, row))).collect()
}

/// The chief town of a raion is smaller than this.
const SEAT_BELOW: u32 = 50_000;
/// Towns below this do not keep a division from being shown under its bare name.
const SHARED_FROM: u32 = 5_000;

pub(crate) fn draft(id: &str, name: &str, kind: Kind, at: (f64, f64)) -> Draft {
    Draft {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        lat: at.0,
        lon: at.1,
        population: 0,
        country: None,
        admin1: None,
        within: Vec::new(),
        names: vec![(name.to_owned(), NameKind::Main)],
        seat: Seat::None,
        era: None,
    }
}

/// The middle of the area that towns cover: each quarter of a degree counts once, so that a
/// conurbation does not pull it.
pub(crate) fn middle(towns: &[&City]) -> Option<(f64, f64)> {
    let cell = |at: (f64, f64)| ((at.0 * 4.0).floor() as i64, (at.1 * 4.0).floor() as i64);
    // Of the towns in a cell the largest stands for it; they come in falling order.
    let cells: BTreeMap<(i64, i64), (f64, f64)> = towns.iter().rev().map(|c| (cell(c.at), c.at)).collect();
    // Beyond the 180th meridian degrees go on, where a division lies on both sides of it.
    let astride = cells.values().any(|at| at.1 > 150.0) && cells.values().any(|at| at.1 < -150.0);
    let east = |lon: f64| if astride && lon < 0.0 { lon + 360.0 } else { lon };
    let count = cells.len() as f64;
    let sum = cells.values().fold((0.0, 0.0), |s, at| (s.0 + at.0, s.1 + east(at.1)));
    let lon = sum.1 / count;
    (count > 0.0).then(|| (round(sum.0 / count), round(if lon > 180.0 { lon - 360.0 } else { lon })))
}

fn round(degrees: f64) -> f64 {
    (degrees * 1000.0).round() / 1000.0
}
