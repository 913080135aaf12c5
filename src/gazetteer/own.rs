//! A gazetteer of the user's own: places that the built-in one does not have, from a table.
//!
//! One place a line, columns separated by tabs; the first line names them, in any order:
//!
//! | column | holds |
//! |---|---|
//! | `name` | the name to show and to look for |
//! | `latitude`, `longitude` | degrees north and east, as decimal numbers |
//! | `kind` | `place` (a town or village; also when empty), `landmark`, `district`, `region`, `area`, `water` |
//! | `within` | what it lies in: a country code, an id, or a name; several with bars between them |
//! | `alternates` | other names, with bars between them |
//! | `population` | inhabitants; a place counts at least like a town of 100,000 |
//! | `id` | a word for its id, `user:word`; without it made of the name |
//!
//! Only `name` and the coordinates must be there; other columns are passed over, as are empty
//! lines and those that begin with `#`. A line that is wrong is left out and told of; what lies
//! in it goes with it.
//!
//! The places are added to a [`Gazetteer`] once, before it is used for anything that lasts, and
//! stay for as long as the process lives ([`Gazetteer::add`]): they have numbers behind those of
//! the built-in ones, so nothing that was looked up before becomes wrong. A second table is
//! refused, as two indexes that know different places must not meet in one process.

use std::collections::{BTreeMap, HashMap};

use super::{Gazetteer, Kind, PlaceNo, build, key};

/// A table larger than this is none.
const BYTES_MAX: usize = 32 << 20;
/// Nor is one with more places.
const PLACES_MAX: usize = 200_000;
/// How deep places of one's own may lie in each other.
const NESTED_MAX: usize = 8;
/// A place counts at least like a town of so many people: who adds a hamlet to a table means it when
/// its name is in the news, and names of hamlets are hardly believed.
const POPULATION_MIN: u32 = 100_000;

/// The places of a table.
#[derive(Debug)]
pub struct Additions {
    pub(super) places: Vec<Place>,
    /// From a name's key to an index of `readings`.
    pub(super) names: fst::Map<Vec<u8>>,
    /// The places of each name, by their number in the table.
    pub(super) readings: Vec<Vec<u32>>,
    ids: HashMap<String, u32>,
    hash: u64,
}

/// A place of the user's own.
#[derive(Debug)]
pub(super) struct Place {
    pub id: String,
    pub name: String,
    pub kind: Kind,
    pub lat: f64,
    pub lon: f64,
    pub population: u32,
    pub country: Option<PlaceNo>,
    pub admin1: Option<PlaceNo>,
    /// What contains it, largest first.
    pub within: Vec<PlaceNo>,
}

/// A line that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// Which, from 1.
    pub line: u64,
    /// Why.
    pub reason: String,
}

/// A place as it stands on a line.
struct Row<'t> {
    line: u64,
    id: String,
    name: &'t str,
    kind: Kind,
    lat: f64,
    lon: f64,
    population: u32,
    within: Vec<&'t str>,
    alternates: Vec<&'t str>,
}

/// What a place is said to lie in.
#[derive(Clone, Copy)]
enum Outer {
    Known(PlaceNo),
    /// A row of the same table.
    Own(usize),
}

impl Additions {
    /// Reads a table; names of containers mean what they mean in `gazetteer`.
    ///
    /// # Errors
    /// Says in a few words why the table as a whole cannot be used.
    pub fn read(bytes: &[u8], gazetteer: &Gazetteer) -> Result<(Additions, Vec<BadLine>), String> {
        if bytes.len() > BYTES_MAX {
            return Err(format!("it is larger than {} MiB", BYTES_MAX >> 20));
        }
        let hash = hash(bytes);
        let mut bad = Vec::new();
        let rows = rows(bytes, &mut bad)?;
        let (rows, places) = place(rows, gazetteer, &mut bad);
        bad.sort_by_key(|bad| bad.line);
        if places.is_empty() {
            let why = bad.first().map(|bad| format!(" (line {}: {})", bad.line, bad.reason));
            return Err(format!("no line of it is a place{}", why.unwrap_or_default()));
        }
        let (names, readings) = names(&rows)?;
        let ids = (0u32..).zip(&places).map(|(no, place)| (place.id.clone(), no)).collect();
        Ok((Additions { places, names, readings, ids, hash }, bad))
    }

    /// Tells one table from another.
    pub fn hash(&self) -> u64 {
        self.hash
    }

    /// How many places it has.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether it has none; such a table is not read.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The number in the table of the place with this id.
    pub(super) fn by_id(&self, id: &str) -> Option<u32> {
        self.ids.get(id).copied()
    }

    /// The places that bear a name, by their number in the table.
    pub(super) fn readings(&self, at: u64) -> &[u32] {
        let readings = usize::try_from(at).ok().and_then(|at| self.readings.get(at));
        readings.map(Vec::as_slice).unwrap_or_default()
    }
}

/// Tells one table from another, by its bytes.
pub fn hash(bytes: &[u8]) -> u64 {
    build::hash(bytes)
}

/// Where the columns stand.
struct Columns {
    name: usize,
    latitude: usize,
    longitude: usize,
    kind: Option<usize>,
    within: Option<usize>,
    alternates: Option<usize>,
    population: Option<usize>,
    id: Option<usize>,
}

impl Columns {
    fn read(header: &str) -> Result<Columns, String> {
        let heads: Vec<String> = header.split('\t').map(|head| key(head.trim())).collect();
        let find = |names: &[&str]| heads.iter().position(|head| names.contains(&head.as_str()));
        let must = |names: &[&str]| {
            let missing = || format!("its first line names no column \"{}\"", names.first().unwrap_or(&""));
            find(names).ok_or_else(missing)
        };
        Ok(Columns {
            name: must(&["name"])?,
            latitude: must(&["latitude", "lat"])?,
            longitude: must(&["longitude", "lon", "lng"])?,
            kind: find(&["kind", "level"]),
            within: find(&["within", "container", "country"]),
            alternates: find(&["alternates", "alternate names", "alternatenames", "other names", "aliases"]),
            population: find(&["population"]),
            id: find(&["id"]),
        })
    }
}

/// The lines that are places.
fn rows<'t>(bytes: &'t [u8], bad: &mut Vec<BadLine>) -> Result<Vec<Row<'t>>, String> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut lines = (1u64..).zip(bytes.split(|&byte| byte == b'\n')).filter_map(|(line, bytes)| {
        let text = std::str::from_utf8(bytes).map(|text| text.trim_end_matches('\r'));
        let passed_over = text.is_ok_and(|text| text.trim().is_empty() || text.starts_with('#'));
        (!passed_over).then_some((line, text))
    });
    let header = lines.next().and_then(|(_, text)| text.ok()).ok_or("it is empty, or no text in UTF-8")?;
    let columns = Columns::read(header)?;
    let mut rows: Vec<Row<'_>> = Vec::new();
    let mut ids: HashMap<String, u64> = HashMap::new();
    for (line, text) in lines {
        let row = text.map_err(|_| "it is not UTF-8".to_owned()).and_then(|text| row(line, text, &columns));
        let row = row.and_then(|row| match ids.insert(row.id.clone(), line) {
            None => Ok(row),
            Some(other) => {
                ids.insert(row.id.clone(), other);
                let id = row.id;
                Err(format!("line {other} has the id {id} already; give another one in a column id"))
            }
        });
        match row {
            Ok(row) => rows.push(row),
            Err(reason) => bad.push(BadLine { line, reason }),
        }
        if rows.len() > PLACES_MAX {
            return Err(format!("it has more than {PLACES_MAX} places"));
        }
    }
    Ok(rows)
}

fn row<'t>(line: u64, text: &'t str, columns: &Columns) -> Result<Row<'t>, String> {
    let cells: Vec<&str> = text.split('\t').map(str::trim).collect();
    let at = |column: usize| cells.get(column).copied().unwrap_or_default();
    let cell = |column: Option<usize>| column.map(at).unwrap_or_default();
    let list = |column| cell(column).split('|').map(str::trim).filter(|part| !part.is_empty()).collect();
    let name = at(columns.name);
    if key(name).chars().count() < 2 {
        return Err("it has no name of two letters or more".to_owned());
    }
    let population = match cell(columns.population) {
        "" => 0,
        told => told.parse().map_err(|_| format!("\"{told}\" is no number of inhabitants"))?,
    };
    Ok(Row {
        line,
        id: id(cell(columns.id), name)?,
        name,
        kind: kind(cell(columns.kind))?,
        lat: degrees(at(columns.latitude), "latitude", 90.0)?,
        lon: degrees(at(columns.longitude), "longitude", 180.0)?,
        population: population.max(POPULATION_MIN),
        within: list(columns.within),
        alternates: list(columns.alternates),
    })
}

fn degrees(text: &str, what: &str, most: f64) -> Result<f64, String> {
    let degrees = text.parse::<f64>().ok().filter(|degrees| degrees.abs() <= most);
    degrees.ok_or_else(|| format!("\"{text}\" is no {what} between -{most} and {most}"))
}

fn kind(word: &str) -> Result<Kind, String> {
    match key(word).as_str() {
        "" | "place" | "city" | "town" | "village" => Ok(Kind::City),
        "landmark" => Ok(Kind::Landmark),
        "district" => Ok(Kind::Admin2),
        "region" => Ok(Kind::Region),
        "area" => Ok(Kind::Area),
        "water" => Ok(Kind::Water),
        _ => Err(format!("\"{word}\" is no kind; use place, landmark, district, region, area or water")),
    }
}

fn id(told: &str, name: &str) -> Result<String, String> {
    let told = told.strip_prefix("user:").unwrap_or(told);
    if told.is_empty() {
        return Ok(format!("user:{}", key(name).replace(' ', "-")));
    }
    let fine = told.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
    if fine {
        Ok(format!("user:{told}"))
    } else {
        Err(format!("\"{told}\" is no id: letters, digits, - and _"))
    }
}

/// The rows whose containers are known, and their places, side by side.
fn place<'t>(
    rows: Vec<Row<'t>>,
    gazetteer: &Gazetteer,
    bad: &mut Vec<BadLine>,
) -> (Vec<Row<'t>>, Vec<Place>) {
    let by_name = own_regions(&rows);
    let outers = |row: &Row<'_>| {
        let outers = row.within.iter().map(|text| outer(text, &rows, &by_name, gazetteer));
        outers.collect::<Result<Vec<Outer>, String>>()
    };
    let mut outers: Vec<Result<Vec<Outer>, String>> = rows.iter().map(outers).collect();
    let order = settle(&mut outers);
    // Numbers are given to those that stay, in the order of the table.
    let mut next = gazetteer.built_in();
    let mut number = |outers: &Result<Vec<Outer>, String>| {
        let number = outers.is_ok().then_some(PlaceNo(next));
        next += u32::from(outers.is_ok());
        number
    };
    let numbers: Vec<Option<PlaceNo>> = outers.iter().map(&mut number).collect();
    let kinds: HashMap<PlaceNo, Kind> =
        numbers.iter().zip(&rows).filter_map(|(no, row)| Some(((*no)?, row.kind))).collect();
    let rank = |no: &PlaceNo| rank(kinds.get(no).copied().unwrap_or_else(|| gazetteer.kind(*no)));
    let mut sets: Vec<Vec<PlaceNo>> = vec![Vec::new(); rows.len()];
    for at in order {
        let Some(Ok(outers)) = outers.get(at) else { continue };
        let mut set = Vec::new();
        for outer in outers {
            match *outer {
                Outer::Known(no) => set.extend(gazetteer.containers(no).chain([no])),
                Outer::Own(other) => {
                    set.extend(sets.get(other).into_iter().flatten().copied());
                    set.extend(numbers.get(other).copied().flatten());
                }
            }
        }
        set.sort_by_key(|no| (rank(no), *no));
        set.dedup();
        if let Some(slot) = sets.get_mut(at) {
            *slot = set;
        }
    }
    let mut kept = (Vec::new(), Vec::new());
    for ((row, outers), within) in rows.into_iter().zip(outers).zip(sets) {
        match outers {
            Err(reason) => bad.push(BadLine { line: row.line, reason }),
            Ok(_) => {
                kept.1.push(Place::new(&row, within, gazetteer));
                kept.0.push(row);
            }
        }
    }
    kept
}

impl Place {
    fn new(row: &Row<'_>, within: Vec<PlaceNo>, gazetteer: &Gazetteer) -> Place {
        Place {
            id: row.id.clone(),
            name: row.name.to_owned(),
            kind: row.kind,
            lat: row.lat,
            lon: row.lon,
            population: row.population,
            country: within.iter().find_map(|no| gazetteer.country_of(*no)),
            admin1: within.iter().rev().find_map(|no| gazetteer.admin1_of(*no)),
            within,
        }
    }
}

/// The rows that can contain others, by id and by name.
fn own_regions(rows: &[Row<'_>]) -> HashMap<String, usize> {
    let mut known = HashMap::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| holds(row.kind)) {
        known.insert(row.id.clone(), at);
        known.entry(key(row.name)).or_insert(at);
    }
    known
}

/// Whether places can lie in such a one.
fn holds(kind: Kind) -> bool {
    !matches!(kind, Kind::City | Kind::Landmark)
}

/// What a container's id, code or name means.
fn outer(
    text: &str,
    rows: &[Row<'_>],
    own: &HashMap<String, usize>,
    gazetteer: &Gazetteer,
) -> Result<Outer, String> {
    let by_code = || gazetteer.country(text).or_else(|| gazetteer.by_id(text));
    let by_name = || gazetteer.find(text).into_iter().find(|no| holds(gazetteer.kind(*no)));
    if let Some(&at) = own.get(text).or_else(|| own.get(&key(text))) {
        return Ok(Outer::Own(at));
    }
    match by_code().or_else(by_name) {
        Some(no) if holds(gazetteer.kind(no)) => Ok(Outer::Known(no)),
        _ if rows.iter().any(|row| row.id == text || key(row.name) == key(text)) => {
            Err(format!("\"{text}\" is a place that nothing can lie in"))
        }
        _ => Err(format!("nothing that places lie in is called \"{text}\"")),
    }
}

/// The rows in an order in which each stands behind what it lies in. Rows that lie in one that was
/// left out, in themselves, or too deep are marked as such.
fn settle(outers: &mut [Result<Vec<Outer>, String>]) -> Vec<usize> {
    let mut settled = vec![false; outers.len()];
    let mut order = Vec::with_capacity(outers.len());
    for _ in 0..=NESTED_MAX {
        let known = |outer: &Outer| match outer {
            Outer::Known(_) => true,
            Outer::Own(other) => settled.get(*other).copied().unwrap_or(false),
        };
        let ready = |at: &usize| match (outers.get(*at), settled.get(*at)) {
            (Some(Ok(outers)), Some(false)) => outers.iter().all(known),
            _ => false,
        };
        let new: Vec<usize> = (0..outers.len()).filter(ready).collect();
        if new.is_empty() {
            break;
        }
        for &at in &new {
            settled.get_mut(at).into_iter().for_each(|settled| *settled = true);
        }
        order.extend(new);
    }
    for (outers, settled) in outers.iter_mut().zip(settled) {
        if outers.is_ok() && !settled {
            *outers = Err("it lies in a place of this table that was left out, or in itself".to_owned());
        }
    }
    order
}

fn rank(kind: Kind) -> u8 {
    match kind {
        Kind::Continent => 0,
        Kind::Area | Kind::Water => 1,
        Kind::Country | Kind::FormerCountry => 2,
        Kind::Region => 3,
        Kind::Admin1 => 4,
        Kind::Admin2 | Kind::City | Kind::Landmark => 5,
    }
}

/// An automaton of names, and the places of each by its number there.
type Names = (fst::Map<Vec<u8>>, Vec<Vec<u32>>);

/// The automaton of names, and the places of each.
fn names(rows: &[Row<'_>]) -> Result<Names, String> {
    let mut names: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (no, row) in (0u32..).zip(rows) {
        for name in [row.name].iter().chain(&row.alternates) {
            let places = names.entry(key(name)).or_default();
            if places.last() != Some(&no) {
                places.push(no);
            }
        }
    }
    names.remove("");
    let numbered = names.keys().cloned().zip(0u64..);
    let map = fst::Map::from_iter(numbered).map_err(|cause| cause.to_string())?;
    Ok((map, names.into_values().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::{Level, NameKind};

    /// The built-in gazetteer with a table of its own, apart from that of the process.
    fn with(table: &str) -> (Gazetteer, Vec<BadLine>) {
        let gazetteer = Gazetteer::open(crate::gazetteer::EMBEDDED).unwrap();
        let (additions, bad) = Additions::read(table.as_bytes(), &gazetteer).unwrap();
        gazetteer.add(additions).unwrap();
        (gazetteer, bad)
    }

    const HEADER: &str = "name\tlatitude\tlongitude\tkind\twithin\talternates\tpopulation\tid\n";

    #[test]
    fn own_places_are_found_resolved_and_contained_like_all_others() {
        let (gazetteer, bad) = with(&format!(
            "\u{feff}# of the border\n{HEADER}\
             Bare Hills\t51.3\t35.1\tregion\tKursk Oblast\t\t\t\n\
             Kozachya-Loknya\t51.25\t35.2\t\tBare Hills\tCossack Loknya\t900\tloknya\r\n"
        ));
        assert_eq!(bad, []);
        let found = gazetteer.longest_match("Cossack Loknya’s school").unwrap();
        assert_eq!(found.len, "Cossack Loknya".len());
        let reading = gazetteer.readings(found).next().unwrap();
        let village = reading.place;
        assert_eq!((gazetteer.id(village).as_str(), reading.name), ("user:loknya", NameKind::Main));
        assert_eq!(gazetteer.by_id("user:loknya"), Some(village));
        assert_eq!(gazetteer.find("kozachya loknya"), [village]);
        assert_eq!(gazetteer.find("Kozachya-Loknya, Kursk Oblast"), [village]);
        assert_eq!(gazetteer.path(village), ["Russia", "Kursk Oblast", "Kozachya-Loknya"]);
        let place = gazetteer.place(village);
        assert_eq!(
            (place.country, place.lat, place.lon, place.population),
            (Some("RU"), 51.25, 35.2, POPULATION_MIN)
        );
        let above: Vec<&str> = gazetteer.containers(village).map(|no| gazetteer.name(no)).collect();
        assert_eq!(above.first(), Some(&"Europe"));
        let hills = gazetteer.find("Bare Hills")[0];
        assert!(gazetteer.contains(hills, village) && above.contains(&"Bare Hills"), "{above:?}");
        assert_eq!((gazetteer.level(hills), gazetteer.level(village)), (Level::Region, Level::Place));
        assert_eq!(gazetteer.all().last(), Some(village));
    }

    #[test]
    fn names_that_others_bear_too_have_all_readings_the_likeliest_first() {
        let (gazetteer, _) =
            with(&format!("{HEADER}Sudzha\t10\t10\t\tNG\t\t500\t\nParis\t1\t1\t\tNG\t\t\t\n"));
        let ids = |name: &str| -> Vec<String> {
            let found = gazetteer.longest_match(name).unwrap();
            gazetteer.readings(found).map(|c| gazetteer.id(c.place)).collect()
        };
        assert_eq!(ids("Sudzha"), ["user:sudzha", "geonames:486816"]);
        assert_eq!(ids("Paris")[0], "geonames:2988507");
        assert!(ids("Paris").contains(&"user:paris".to_owned()));
        let priors: Vec<f32> = gazetteer.candidates("paris").map(|c| gazetteer.prior(&c)).collect();
        assert!(priors.is_sorted_by(|a, b| a >= b), "{priors:?}");
    }

    #[test]
    fn wrong_lines_are_told_of_and_leave_the_others() {
        let (gazetteer, bad) = with(&format!(
            "{HEADER}\n\
             \t1\t2\n\
             Aaa\t91\t2\n\
             Bbb\t1\tNaN\n\
             Ccc\t1\t2\tplanet\n\
             Ddd\t1\t2\t\tAtlantis\n\
             Eee\t1\t2\t\t\t\tmany\n\
             Fff\t1\t2\tregion\tGgg\n\
             Ggg\t1\t2\tregion\tFff\n\
             Hhh\t1\t2\t\tFff\n\
             Iii\t1\t2\t\tUA\n\
             iii\t1\t2\t\tRU\n\
             Jjj\t1\t2\t\tIii\n\
             Kkk\t1\t2\t\t\t\t\ta/b\n\
             Lll\n"
        ));
        let lines: Vec<u64> = bad.iter().map(|bad| bad.line).collect();
        assert_eq!(lines, (3..=11).chain(13..=16).collect::<Vec<_>>());
        let reason = |line: u64| &bad.iter().find(|bad| bad.line == line).unwrap().reason;
        assert!(reason(4).contains("\"91\" is no latitude"), "{}", reason(4));
        assert!(reason(7).contains("Atlantis"), "{}", reason(7));
        assert!(reason(9).contains("in itself"), "{}", reason(9));
        assert!(reason(13).contains("line 12 has the id user:iii"), "{}", reason(13));
        assert!(reason(14).contains("nothing can lie in"), "{}", reason(14));
        assert_eq!(gazetteer.own.get().unwrap().len(), 1);
        assert_eq!(gazetteer.id(gazetteer.find("Iii")[0]), "user:iii");
    }

    #[test]
    fn tables_that_are_none_are_refused_whole() {
        let gazetteer = Gazetteer::open(crate::gazetteer::EMBEDDED).unwrap();
        let refused = |bytes: &[u8]| Additions::read(bytes, &gazetteer).unwrap_err();
        assert!(refused(b"").contains("empty"));
        assert!(refused(b"\xff\xfe\n").contains("UTF-8"));
        assert!(refused(b"Sudzha\t51\t35\n").contains("\"name\""));
        assert!(refused(b"name\tlat\n").contains("\"longitude\""));
        assert!(refused(b"name\tlat\tlon\n").contains("no line of it is a place"));
        assert!(refused(b"name\tlat\tlon\n\xff\xff\t1\t2\n").contains("line 2: it is not UTF-8"));
        // Cut anywhere, a table is read or refused, never worse.
        let table = format!("{HEADER}Åaa\t1\t2\tregion\tUA|RU\tÅ|Bb\t7\tx\nCcc\t1\t2\t\tÅaa\n");
        for end in 0..table.len() {
            let _ = Additions::read(&table.as_bytes()[..end], &gazetteer);
        }
    }

    #[test]
    fn one_table_in_a_process() {
        let (gazetteer, _) = with("name\tlat\tlon\nAaa\t1\t2\n");
        let read = |table: &str| Additions::read(table.as_bytes(), &gazetteer).unwrap().0;
        assert!(gazetteer.add(read("name\tlat\tlon\nAaa\t1\t2\n")).is_ok());
        assert!(gazetteer.add(read("name\tlat\tlon\nAaa\t1\t3\n")).is_err());
        assert_eq!(gazetteer.find("Aaa").iter().filter(|no| gazetteer.id(**no) == "user:aaa").count(), 1);
    }
}
