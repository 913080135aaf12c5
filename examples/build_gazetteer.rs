//! Builds the embedded gazetteer from a GeoNames extract and the tables in `assets/gazetteer`.
//!
//! ```text
//! cargo run --release --example build_gazetteer -- --geonames DIR --out assets/gazetteer.bin
//! ```
//!
//! DIR holds, plain or compressed with Zstandard (`.zst`): `cities5000.tsv` (with a header line;
//! geonameid, name, latitude, longitude, countrycode, admin1code, population, timezone,
//! alternatenames joined by a bar), `admin1CodesASCII.txt` and `countryInfo.txt`. GeoNames is
//! licensed CC BY 4.0. The tables beside are of our own writing; each says in its head what its
//! columns are. The same input gives the same bytes.
//!
//! GeoNames' extract has no coordinates for countries and divisions: those of the tables are
//! taken, or else the middle of the towns.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dateline::gazetteer::build::{Draft, Seat, build};
use dateline::gazetteer::{Kind, NameKind, key};

type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    match run() {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(finding) => {
            eprintln!("build_gazetteer: {finding}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Outcome<String> {
    let (geonames, tables, out) = arguments()?;
    let mut world = World::default();
    world.read_continents();
    world.read_countries(&read(&geonames, "countryInfo.txt")?, &read(&tables, "countries.tsv")?)?;
    world.read_country_names(&read(&tables, "country_names.tsv")?);
    world.read_former_states(&read(&tables, "former_states.tsv")?)?;
    let names = read(&tables, "city_names.tsv")?;
    let towns = read(&geonames, "cities5000.tsv")?;
    let cities = cities(&towns)?;
    world.read_divisions(
        &read(&geonames, "admin1CodesASCII.txt")?,
        &read(&tables, "admin1.tsv")?,
        &cities,
        &names,
    )?;
    world.read_regions(&read(&tables, "regions.tsv")?)?;
    world.read_cities(&cities, &names)?;
    world.read_demonyms(&read(&tables, "demonyms.tsv")?);
    let places = world.drafts.len();
    let bytes = build(world.drafts, &world.demonyms)?;
    std::fs::write(&out, &bytes).map_err(|cause| format!("cannot write {}: {cause}", out.display()))?;
    Ok(format!("{places} places in {} bytes", bytes.len()))
}

/// The folder of GeoNames, the folder of our tables, and the file to write.
fn arguments() -> Outcome<(PathBuf, PathBuf, PathBuf)> {
    let usage = "usage: build_gazetteer --geonames DIR --out FILE [--tables DIR]";
    let (mut geonames, mut out, mut tables) = (None, None, PathBuf::from("assets/gazetteer"));
    let mut arguments = std::env::args().skip(1);
    while let Some(flag) = arguments.next() {
        let value = PathBuf::from(arguments.next().ok_or(usage)?);
        match flag.as_str() {
            "--geonames" => geonames = Some(value),
            "--out" => out = Some(value),
            "--tables" => tables = value,
            _ => return Err(usage.to_owned()),
        }
    }
    Ok((geonames.ok_or(usage)?, tables, out.ok_or(usage)?))
}

/// The text of a file, unpacked when only its `.zst` is there.
fn read(folder: &Path, name: &str) -> Outcome<String> {
    let plain = folder.join(name);
    let packed = folder.join(format!("{name}.zst"));
    let path = if plain.exists() { plain } else { packed };
    let wrong = |cause: String| format!("cannot read {}: {cause}", path.display());
    let bytes = std::fs::read(&path).map_err(|e| wrong(e.to_string()))?;
    if path.extension().is_some_and(|e| e == "zst") {
        let mut text = String::new();
        let mut decoder =
            ruzstd::decoding::StreamingDecoder::new(bytes.as_slice()).map_err(|e| wrong(e.to_string()))?;
        decoder.read_to_string(&mut text).map_err(|e| wrong(e.to_string()))?;
        return Ok(text);
    }
    String::from_utf8(bytes).map_err(|e| wrong(e.to_string()))
}

/// The rows of a table, split at tabs, without comments; missing columns read as empty.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .map(|l| l.split('\t').map(str::trim).collect())
}

fn by_first_column(table: &str) -> HashMap<&str, Vec<&str>> {
    rows(table).map(|row| (column(&row, 0), row)).collect()
}

fn column<'t>(row: &[&'t str], at: usize) -> &'t str {
    row.get(at).copied().unwrap_or_default()
}

/// The parts of a column that lists several things.
fn list(column: &str) -> impl Iterator<Item = &str> {
    column.split([';', ',']).map(str::trim).filter(|part| !part.is_empty())
}

/// Names are separated by semicolons only: some have commas in them.
fn named(column: &str, kind: NameKind) -> impl Iterator<Item = (String, NameKind)> {
    column.split(';').map(str::trim).filter(|n| !n.is_empty()).map(move |n| (n.to_owned(), kind))
}

fn degrees(text: &str) -> Outcome<f64> {
    text.parse().map_err(|_| format!("\"{text}\" is no number of degrees"))
}

/// A town as GeoNames gives it.
struct City<'t> {
    id: &'t str,
    name: &'t str,
    lat: f64,
    lon: f64,
    country: &'t str,
    admin1: String,
    population: u32,
    alternates: &'t str,
}

fn cities(table: &str) -> Outcome<Vec<City<'_>>> {
    table.lines().skip(1).filter(|l| !l.is_empty()).map(city).collect()
}

fn city(line: &str) -> Outcome<City<'_>> {
    let row: Vec<&str> = line.split('\t').collect();
    let country = column(&row, 4);
    Ok(City {
        id: column(&row, 0),
        name: column(&row, 1),
        lat: degrees(column(&row, 2))?,
        lon: degrees(column(&row, 3))?,
        country,
        admin1: format!("{country}.{}", column(&row, 5)),
        population: column(&row, 6).parse().unwrap_or(0),
        alternates: column(&row, 8),
    })
}

/// Everything read so far.
#[derive(Default)]
struct World {
    drafts: Vec<Draft>,
    demonyms: Vec<(String, String)>,
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
    fn read_continents(&mut self) {
        for (code, number, name, lat, lon, other) in CONTINENTS {
            let id = format!("geonames:{number}");
            self.ids.insert(format!("continent:{code}"), id.clone());
            self.ids.insert(name.to_owned(), id.clone());
            let mut draft = draft(&id, name, Kind::Continent, (lat, lon));
            draft.names.extend(named(other, NameKind::Main));
            self.drafts.push(draft);
        }
    }

    fn read_countries(&mut self, info: &str, table: &str) -> Outcome<()> {
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
    fn read_country_names(&mut self, table: &str) {
        for row in rows(table) {
            let Some(id) = self.ids.get(column(&row, 0)) else { continue };
            let Some(draft) = self.drafts.iter_mut().find(|d| d.id == *id) else { continue };
            draft.names.extend((1..row.len()).flat_map(|at| named(column(&row, at), NameKind::Main)));
        }
    }

    fn read_former_states(&mut self, table: &str) -> Outcome<()> {
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

    fn read_divisions(
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
        let aliases = by_first_column(aliases);
        let names: HashSet<(&str, String)> = cities.iter().map(|c| (c.country, key(c.name))).collect();
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
            let mut draft = division((country, &state), theirs, own, inside, (&names, &aliases));
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

    fn read_regions(&mut self, table: &str) -> Outcome<()> {
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

    fn read_cities(&mut self, cities: &[City<'_>], table: &str) -> Outcome<()> {
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

    fn read_demonyms(&mut self, table: &str) {
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

fn draft(id: &str, name: &str, kind: Kind, at: (f64, f64)) -> Draft {
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

// ---------------------------------------------------------------- names of divisions

/// What divisions are called in English, by country; the first is used for the display of one
/// that shares its name with a town.
const DIVISION_WORDS: [(&str, &[&str]); 12] = [
    ("RU UA", &["Oblast"]),
    ("BY KZ KG BG UZ TM TJ SI", &["Region", "Oblast"]),
    ("IQ SY YE EG JO LB OM TN KW BH", &["Governorate"]),
    ("AF IR TR PK CN KP AO MZ ZM ID PH LA KH VN TH AR CU DO EC CR PA ES IT BI NL SB PG", &["Province"]),
    ("US IN NG MX BR VE AU SD SS MM MY DE AT SO", &["State"]),
    ("KE HU RO HR EE SE NO LR TW GB IE LT", &["County"]),
    ("JP GR", &["Prefecture"]),
    ("CO BO PY UY HN GT SV NI HT BJ CG FR PE", &["Department"]),
    ("CH", &["Canton"]),
    ("PL", &["Voivodeship"]),
    ("BD", &["Division"]),
    ("AE", &["Emirate"]),
];
/// Words that any division is called by.
const COMMON_WORDS: [&str; 2] = ["Region", "Province"];
/// Words cut off a name to find what the division is called for short.
const CUT_WORDS: [&str; 25] = [
    "oblast",
    "oblysy",
    "region",
    "province",
    "governorate",
    "state",
    "county",
    "prefecture",
    "department",
    "canton",
    "voivodeship",
    "division",
    "district",
    "republic",
    "krai",
    "kray",
    "pradesh province",
    "municipality",
    "kraj",
    "do",
    "si",
    "territory",
    "parish",
    "emirate",
    "raionul",
];
/// Names that say nothing without the word for the division.
const BARE_WORDS: [&str; 34] = [
    "north",
    "south",
    "east",
    "west",
    "central",
    "centre",
    "center",
    "northern",
    "southern",
    "eastern",
    "western",
    "capital",
    "littoral",
    "coast",
    "coastal",
    "north east",
    "north west",
    "south east",
    "south west",
    "northwest",
    "northeast",
    "southeast",
    "southwest",
    "north central",
    "north western",
    "red sea",
    "delta",
    "plateau",
    "rivers",
    "national capital",
    "central district",
    "upper east",
    "island",
    "bay",
];
/// Countries whose divisions keep their short name for display even beside a town of that name.
const BARE_DISPLAY: &str = "US CA BR MX IN DE AT AU NG CH CN JP";

fn division(
    (country, state): (&str, &str),
    theirs: &str,
    own: &[&str],
    towns: &[&City<'_>],
    (names, aliases): (&HashSet<(&str, String)>, &HashMap<&str, Vec<&str>>),
) -> Draft {
    let given = if column(own, 1).is_empty() { theirs } else { column(own, 1) };
    let short = short_name(given, towns);
    let words: Vec<&str> = division_words(country).chain(COMMON_WORDS).collect();
    let bare = BARE_WORDS.contains(&key(&short).as_str());
    let shared = names.contains(&(country, key(&short))) || bare;
    let display = match division_words(country).next() {
        Some(word) if shared && key(given) == key(&short) && !BARE_DISPLAY.contains(country) => {
            format!("{short} {word}")
        }
        _ => given.to_owned(),
    };
    let mut draft = draft("", &display, Kind::Admin1, (0.0, 0.0));
    draft.country = Some(country.to_owned());
    draft.population = towns.iter().map(|c| c.population).sum();
    let whole = [given, theirs, &short, &display].map(str::to_owned).into_iter();
    let telling = whole.filter(|n| !BARE_WORDS.contains(&key(n).as_str()));
    let sort = |n: String| {
        let shared = key(&n) == key(state) || shared_with(&n, towns, aliases);
        (n, if shared { NameKind::Shared } else { NameKind::Main })
    };
    draft.names = telling.map(sort).collect();
    // What the table says outright is the division's own, town or no town (Quebec).
    draft.names.extend(named(column(own, 2), NameKind::Main));
    draft.names.extend(words.iter().map(|word| (format!("{short} {word}"), NameKind::Main)));
    draft.names.extend(named(column(own, 3), NameKind::Abbreviation));
    draft.names.extend(named(column(own, 4), NameKind::Postal));
    draft
}

/// Whether a town of some weight in the division bears the name too, or a town once bore it.
fn shared_with(name: &str, towns: &[&City<'_>], aliases: &HashMap<&str, Vec<&str>>) -> bool {
    let people: u32 = towns.iter().map(|c| c.population).sum();
    let wanted = key(name);
    let former = |own: &Vec<&str>| column(own, 3).split(';').any(|n| key(n) == wanted);
    aliases.values().any(former)
        || towns.iter().filter(|c| c.population >= people / 50).any(|c| {
            let own = aliases.get(c.id).map(Vec::as_slice).unwrap_or_default();
            key(c.name) == wanted || column(own, 2).split(';').any(|n| key(n) == wanted)
        })
}

fn division_words(country: &str) -> impl Iterator<Item = &'static str> {
    let own = DIVISION_WORDS.iter().find(|(codes, _)| codes.split(' ').any(|c| c == country));
    own.into_iter().flat_map(|(_, words)| words.iter().copied())
}

/// A division's name without the word for what it is; adjectives (`Saratovskaya`) give way to the
/// name of the town that they are made of.
fn short_name(name: &str, towns: &[&City<'_>]) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    let cut = |word: &str| CUT_WORDS.contains(&key(word).as_str());
    let kept: Vec<&str> = match words.as_slice() {
        [first, rest @ ..] if !rest.is_empty() && matches!(key(first).as_str(), "muhafazat" | "raionul") => {
            rest.to_vec()
        }
        [rest @ .., last] if !rest.is_empty() && cut(last) => rest.to_vec(),
        all => all.to_vec(),
    };
    let short = kept.join(" ").trim_end_matches(['\'', '’']).to_owned();
    let adjective = ["skaya", "skiy", "naya", "sky", "skyy"].iter().any(|end| short.ends_with(end));
    let stem: String = key(&short).chars().take(5).collect();
    let town = towns.iter().filter(|c| key(c.name).starts_with(&stem)).max_by_key(|c| c.population);
    match town {
        Some(town) if adjective => town.name.to_owned(),
        _ => short,
    }
}

// ---------------------------------------------------------------- names of towns

/// The population from which a town's names in other scripts are kept.
const OTHER_SCRIPTS_FROM: u32 = 100_000;

/// The alternate names of a town worth keeping.
fn alternates<'t>(city: &City<'t>) -> impl Iterator<Item = &'t str> {
    let large = city.population >= OTHER_SCRIPTS_FROM;
    city.alternates.split('|').filter(move |name| worth_keeping(name, large))
}

/// Left out: airport codes, transliterations made by machine (all in small letters), names with
/// digits, and for smaller towns names in other scripts.
fn worth_keeping(name: &str, large: bool) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let code = letters <= 4 && !name.chars().any(char::is_lowercase) && name.is_ascii();
    let latin = name
        .chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(|c| c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c));
    let small = latin && !name.chars().any(char::is_uppercase);
    let short = latin && letters < 3;
    let odd = name.chars().any(|c| c.is_numeric() || matches!(c, ',' | '(' | '/'));
    !code && !small && !short && !odd && letters > 0 && (latin || (large && living_script(name)))
}

/// The scripts of news that this program is likely to meet.
fn living_script(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).all(|c| {
        matches!(c, '\u{370}'..='\u{52f}' | '\u{590}'..='\u{6ff}' | '\u{900}'..='\u{9ff}' | '\u{e00}'..='\u{e7f}'
            | '\u{10a0}'..='\u{10ff}' | '\u{530}'..='\u{58f}' | '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
    })
}
