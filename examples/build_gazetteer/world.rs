//! Puts the tables together: which place lies in which, and under which names.

use std::collections::{BTreeMap, HashMap, HashSet};

use dateline::gazetteer::build::{Draft, Seat};
use dateline::gazetteer::{Kind, NameKind, key};

use crate::Outcome;
use crate::divisions::{TownNames, division};
use crate::tables::{City, by_first_column, column, degrees, list, named, rows};
use crate::towns::alternates;

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

    pub(crate) fn read_divisions(
        &mut self,
        codes: &str,
        table: &str,
        cities: &[City<'_>],
        aliases: &str,
    ) -> Outcome<()> {
        let ours = by_first_column(table);
        let mut towns: HashMap<&str, Vec<&City<'_>>> = HashMap::new();
        for city in cities {
            towns.entry(city.admin1.as_str()).or_default().push(city);
        }
        let main = cities.iter().map(|c| (c.country, key(c.name))).collect();
        let names = TownNames { main, ours: by_first_column(aliases) };
        for row in rows(codes) {
            let (code, theirs) = (column(&row, 0), column(&row, 1));
            let country = code.split('.').next().unwrap_or_default();
            if !self.ids.contains_key(country) {
                continue;
            }
            let id = format!("geonames:{}", column(&row, 3));
            let state = self.country_name(country)?;
            let inside = towns.get(code).map(Vec::as_slice).unwrap_or_default();
            let own = ours.get(code).map(Vec::as_slice).unwrap_or_default();
            let mut draft = division((country, &state), theirs, own, inside, &names);
            draft.id.clone_from(&id);
            self.place_division(&mut draft, code, own, inside)?;
            self.ids.insert(code.to_owned(), id);
            self.divisions.insert(code.to_owned(), self.drafts.len());
            self.drafts.push(draft);
        }
        Ok(())
    }

    fn country_name(&self, code: &str) -> Outcome<String> {
        let id = self.id(code)?;
        let found = self.drafts.iter().find(|d| d.id == id);
        Ok(found.map(|d| d.name.clone()).unwrap_or_default())
    }

    /// Where a division lies: as the table says, else amid its towns, else amid its country.
    fn place_division(
        &self,
        draft: &mut Draft,
        code: &str,
        own: &[&str],
        towns: &[&City<'_>],
    ) -> Outcome<()> {
        let id = self.id(code.split('.').next().unwrap_or_default())?;
        let state = self.drafts.iter().find(|d| d.id == id).ok_or("a country has no draft")?;
        (draft.lat, draft.lon) = match (column(own, 5), column(own, 6)) {
            ("", _) | (_, "") => middle(towns).unwrap_or((state.lat, state.lon)),
            (lat, lon) => (degrees(lat)?, degrees(lon)?),
        };
        draft.within = match elsewhere(code) {
            Some(continent) => self.ids.get(&format!("continent:{continent}")).into_iter().cloned().collect(),
            None => state.within.clone(),
        };
        draft.within.push(id);
        Ok(())
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
        for draft in &mut self.drafts {
            let division = draft.admin1.as_ref().unwrap_or(&draft.id);
            let division = division_code(&self.ids, division);
            let apart = division.as_deref().and_then(elsewhere).is_some() || apart.contains(&draft.id);
            let codes = [draft.country.clone().filter(|_| !apart), division];
            let holders = codes.iter().flatten().filter_map(|c| self.holders.get(c)).flatten();
            let own = draft.id.clone();
            draft.within.extend(holders.filter(|h| **h != own).cloned().collect::<Vec<_>>());
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
        let holds: Vec<&str> = list(column(row, 5)).collect();
        for code in &holds {
            self.id(code)?;
        }
        let outer = column(row, 6);
        let country = outer.split('.').next().filter(|c| !c.is_empty());
        if let Some(country) = country {
            draft.country = Some(country.to_owned());
            let apart = elsewhere(outer).or_else(|| holds.first().and_then(|code| elsewhere(code)));
            let continent = apart.and_then(|c| self.ids.get(&format!("continent:{c}")).cloned());
            draft.within.extend(continent.or_else(|| self.continent(country)));
            draft.within.push(self.id(country)?);
            if outer != country {
                draft.admin1 = Some(self.id(outer)?);
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
                    Kind::Admin1 | Kind::City | Kind::Landmark => 4,
                };
                (d.id.clone(), (rank, at))
            })
            .collect();
        for draft in &mut self.drafts {
            draft.within.sort_by_key(|id| ranks.get(id).copied().unwrap_or((9, 0)));
            draft.within.dedup();
        }
    }

    pub(crate) fn read_cities(&mut self, cities: &[City<'_>], table: &str) -> Outcome<()> {
        let ours = by_first_column(table);
        let chief = self.chief_towns(cities);
        for city in cities {
            let Some(country) = self.ids.get(city.country).cloned() else { continue };
            let division = self.divisions.get(&city.admin1).and_then(|&at| self.drafts.get(at));
            let mut draft =
                draft(&format!("geonames:{}", city.id), city.name, Kind::City, (city.lat, city.lon));
            draft.population = city.population;
            draft.country = Some(city.country.to_owned());
            draft.seat = chief.get(city.id).copied().unwrap_or(Seat::None);
            if let Some(division) = division {
                draft.admin1 = Some(division.id.clone());
                draft.within = division.within.iter().chain([&division.id]).cloned().collect();
            } else {
                draft.within = self
                    .drafts
                    .iter()
                    .find(|d| d.id == country)
                    .map(|d| d.within.clone())
                    .unwrap_or_default();
                draft.within.push(country);
            }
            let own = ours.get(city.id).map(Vec::as_slice).unwrap_or_default();
            draft.names.extend(named(column(own, 2), NameKind::Main));
            draft.names.extend(named(column(own, 3), NameKind::Former));
            draft.names.extend(alternates(city).map(|n| (n.to_owned(), NameKind::Alternate)));
            self.drafts.push(draft);
        }
        Ok(())
    }

    /// The capitals, and in each division the town that it is named after, else its largest.
    fn chief_towns<'t>(&self, cities: &[City<'t>]) -> HashMap<&'t str, Seat> {
        let mut largest: HashMap<&str, (&City<'t>, bool)> = HashMap::new();
        let mut seats = HashMap::new();
        let mut capitals = HashSet::new();
        for city in cities {
            let name = key(city.name);
            let capital = self.capitals.get(city.country);
            if capital.is_some_and(|c| *c == name) && capitals.insert(city.country) {
                seats.insert(city.id, Seat::Country);
            }
            let division = self.divisions.get(&city.admin1).and_then(|&at| self.drafts.get(at));
            let namesake = division.is_some_and(|d| d.names.iter().any(|(n, _)| key(n) == name));
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

    /// Whether all of these lie in it, by themselves or with their country.
    fn holds_all(&self, codes: &[&str]) -> bool {
        let held = |code: &&str| {
            let country = code.split('.').next().unwrap_or_default();
            self.holds.contains(code) || self.holds.contains(&country)
        };
        !codes.is_empty() && self.holds.len() > codes.len() && codes.iter().all(held)
    }
}

fn division_code(ids: &HashMap<String, String>, id: &str) -> Option<String> {
    // Divisions are few; the table is turned round once only.
    static CODES: std::sync::OnceLock<HashMap<String, String>> = std::sync::OnceLock::new();
    let codes = CODES.get_or_init(|| {
        ids.iter()
            .filter(|(code, _)| code.contains('.'))
            .map(|(code, id)| (id.clone(), code.clone()))
            .collect()
    });
    codes.get(id).cloned()
}

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
fn middle(towns: &[&City<'_>]) -> Option<(f64, f64)> {
    let cells: BTreeMap<(i64, i64), (f64, f64)> = towns
        .iter()
        .map(|c| (((c.lat * 4.0).floor() as i64, (c.lon * 4.0).floor() as i64), (c.lat, c.lon)))
        .collect();
    let count = cells.len() as f64;
    let sum = cells.values().fold((0.0, 0.0), |s, c| (s.0 + c.0, s.1 + c.1));
    (count > 0.0).then(|| (round(sum.0 / count), round(sum.1 / count)))
}

fn round(degrees: f64) -> f64 {
    (degrees * 1000.0).round() / 1000.0
}
