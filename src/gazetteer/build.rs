//! Writes a gazetteer: drafts of places and their names in, one block of bytes out.
//!
//! Used by the command that makes the embedded asset, and by tests that want a small
//! gazetteer of their own. The same drafts give the same bytes, whatever their order.

use std::collections::{BTreeMap, HashMap};

use super::layout::{ERA_LEN, HEADER_LEN, MAGIC, Meaning, OUTER_LEN, Outer, PLACES_MAX, Point, Population};
use super::layout::{READING_LEN, RECORD_LEN, Reading, Record, SECTIONS};
use super::{Kind, NameKind, PlaceNo, key, prior};

/// A place to be written.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its lasting id: `geonames:538560`, or `dateline:` and a word of our own.
    pub id: String,
    /// The English name.
    pub name: String,
    /// What sort of place it is.
    pub kind: Kind,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Inhabitants, 0 when unknown.
    pub population: u32,
    /// Its country's own code: `UA`. On a country, its own.
    pub country: Option<String>,
    /// Id of its first-level division.
    pub admin1: Option<String>,
    /// Ids of all places that contain it, largest first; none of them is a town. A town has just
    /// the containers of the last one, and this one itself.
    pub within: Vec<String>,
    /// Names, the main one too.
    pub names: Vec<(String, NameKind)>,
    /// Whether it is the chief town of something.
    pub seat: Seat,
    /// For a vanished state: first and last year, and ids of the countries that follow it.
    pub era: Option<(u16, u16, Vec<String>)>,
}

/// What a town is the chief town of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seat {
    /// Of nothing that is known.
    None,
    /// Of its country.
    Country,
    /// Of its first-level division.
    Admin1,
}

/// Writes a gazetteer of these places and of demonyms with the country code that they point to.
///
/// # Errors
/// When an id is used twice or named but not there, or the tables grow past what the layout holds.
pub fn build(mut drafts: Vec<Draft>, demonyms: &[(String, String)]) -> Result<Vec<u8>, String> {
    drafts.sort_by(|a, b| order(a).cmp(&order(b)));
    let numbers = numbers(&drafts)?;
    let mut tables = Tables::default();
    tables.sets.push(0);
    for draft in states(&drafts) {
        let code = draft.country.clone().unwrap_or_default();
        tables.countries.entry(code).or_insert(short(number(&numbers, &draft.id)? + 1)?);
    }
    for draft in &drafts {
        tables.add(draft, &numbers)?;
    }
    let (names, postings) = tables.names(&drafts)?;
    let codes = codes(&drafts, demonyms, &numbers)?;
    let sets = tables.sets.iter().flat_map(|n| n.to_le_bytes()).collect();
    Ok(assemble(&[names, codes, postings, tables.records, tables.outers, tables.strings, sets, tables.eras]))
}

/// Countries, and behind them vanished states: a code that both bear (`DE`) is the country's.
fn states(drafts: &[Draft]) -> impl Iterator<Item = &Draft> {
    let of = |kind| drafts.iter().filter(move |d| d.kind == kind);
    of(Kind::Country).chain(of(Kind::FormerCountry))
}

/// What is no town first: its numbers must be short. Then by GeoNames id, which makes the records
/// their own index.
fn order(draft: &Draft) -> (bool, u32, &str) {
    (draft.kind == Kind::City, geonames(&draft.id).unwrap_or(0), &draft.id)
}

type Numbers<'d> = HashMap<&'d str, u32>;

fn numbers(drafts: &[Draft]) -> Result<Numbers<'_>, String> {
    let mut numbers = HashMap::new();
    for (no, draft) in drafts.iter().enumerate() {
        let no = u32::try_from(no).ok().filter(|&no| no < PLACES_MAX);
        let no = no.ok_or("more places than there are numbers for them")?;
        if numbers.insert(draft.id.as_str(), no).is_some() {
            return Err(format!("two places have the id {}", draft.id));
        }
    }
    Ok(numbers)
}

fn number(numbers: &Numbers<'_>, id: &str) -> Result<u32, String> {
    numbers.get(id).copied().ok_or_else(|| format!("no place has the id {id}"))
}

#[derive(Default)]
struct Tables {
    records: Vec<u8>,
    outers: Vec<u8>,
    strings: Vec<u8>,
    known_strings: HashMap<String, u32>,
    sets: Vec<u16>,
    known_sets: HashMap<Vec<u16>, u32>,
    eras: Vec<u8>,
    /// Place number + 1 of each country, by its code.
    countries: HashMap<String, u16>,
    /// The containers of each place that is no town, by its number.
    within: Vec<Vec<u16>>,
}

impl Tables {
    fn add(&mut self, draft: &Draft, numbers: &Numbers<'_>) -> Result<(), String> {
        let no = number(numbers, &draft.id)?;
        let within = draft.within.iter().map(|id| container(numbers, id)).collect::<Result<Vec<_>, _>>()?;
        let parent = if draft.kind == Kind::City {
            self.parent(draft, &within)?
        } else {
            let admin1 = draft.admin1.as_ref().map(|id| container(numbers, id)).transpose()?;
            self.outer(draft, within)?;
            admin1.map_or(0, |no| no + 1)
        };
        let record = Record {
            geonames: geonames(&draft.id).unwrap_or(0),
            name: self.name(draft)?,
            at: Point::new(draft.lat, draft.lon),
            seat: draft.seat as u8,
            population: Population::new(draft.population),
            parent,
        };
        if record.geonames >> 24 != 0 || record.name >> 24 != 0 {
            return Err(format!("{} has too high an id, or there are too many names", draft.id));
        }
        record.write(&mut self.records);
        self.era(draft, no, numbers)
    }

    /// The number of what a town lies in, plus one; its containers must be those of the town.
    fn parent(&self, draft: &Draft, within: &[u16]) -> Result<u16, String> {
        let Some((&parent, above)) = within.split_last() else { return Ok(0) };
        if self.within.get(usize::from(parent)).map(Vec::as_slice) != Some(above) {
            return Err(format!("{} does not lie in just what its smallest container lies in", draft.id));
        }
        Ok(parent + 1)
    }

    fn outer(&mut self, draft: &Draft, within: Vec<u16>) -> Result<(), String> {
        let country = draft.country.as_ref().and_then(|c| self.countries.get(c)).copied().unwrap_or(0);
        let set = self.set(&within)?;
        Outer { kind: draft.kind as u8, country, set }.write(&mut self.outers);
        self.within.push(within);
        debug_assert_eq!(self.outers.len(), self.within.len() * OUTER_LEN);
        Ok(())
    }

    /// Stores the name; behind it the code of a country, then the id of a place of our own.
    fn name(&mut self, draft: &Draft) -> Result<u32, String> {
        let code = matches!(draft.kind, Kind::Country | Kind::FormerCountry);
        let own = geonames(&draft.id).is_none();
        if let (false, false, Some(&at)) = (code, own, self.known_strings.get(&draft.name)) {
            return Ok(at);
        }
        let at = self.string(&draft.name)?;
        if code {
            self.string(draft.country.as_deref().unwrap_or_default())?;
        }
        if own {
            self.string(&draft.id)?;
        }
        self.known_strings.insert(draft.name.clone(), at);
        Ok(at)
    }

    fn string(&mut self, text: &str) -> Result<u32, String> {
        let len = u8::try_from(text.len()).map_err(|_| format!("the name {text} is too long"))?;
        let at = self.strings.len() as u32;
        self.strings.push(len);
        self.strings.extend(text.as_bytes());
        Ok(at)
    }

    fn set(&mut self, places: &[u16]) -> Result<u32, String> {
        if places.is_empty() {
            return Ok(0);
        }
        if let Some(&at) = self.known_sets.get(places) {
            return Ok(at);
        }
        let at = u32::try_from(self.sets.len()).ok().filter(|at| at >> 24 == 0);
        let at = at.ok_or("too many sets of containers")?;
        self.sets.push(short(places.len() as u32)?);
        self.sets.extend(places);
        self.known_sets.insert(places.to_vec(), at);
        Ok(at)
    }

    fn era(&mut self, draft: &Draft, no: u32, numbers: &Numbers<'_>) -> Result<(), String> {
        let Some((first, last, heirs)) = &draft.era else { return Ok(()) };
        let heirs = heirs.iter().map(|id| container(numbers, id)).collect::<Result<Vec<_>, _>>()?;
        let heirs = self.set(&heirs)?;
        let start = self.eras.len();
        self.eras.extend(no.to_le_bytes());
        self.eras.extend(first.to_le_bytes());
        self.eras.extend(last.to_le_bytes());
        self.eras.extend(heirs.to_le_bytes());
        debug_assert_eq!(self.eras.len(), start + ERA_LEN);
        Ok(())
    }

    /// The automaton of names and the readings of those that have several.
    fn names(&self, drafts: &[Draft]) -> Result<(Vec<u8>, Vec<u8>), String> {
        let mut readings: BTreeMap<String, BTreeMap<u32, NameKind>> = BTreeMap::new();
        for (no, draft) in (0u32..).zip(drafts) {
            for (name, kind) in &draft.names {
                let key = key(name);
                if !key.is_empty() {
                    let best = readings.entry(key).or_default().entry(no).or_insert(*kind);
                    *best = std::cmp::min_by_key(*best, *kind, |kind| sureness(*kind));
                }
            }
        }
        let mut postings: Vec<u8> = Vec::new();
        let mut names = fst::MapBuilder::memory();
        for (name, places) in readings {
            let mut all: Vec<(u32, NameKind)> = places.into_iter().collect();
            all.sort_by(|a, b| {
                let score = |x: &(u32, NameKind)| {
                    let people = |d: &Draft| Population::new(d.population).people();
                    drafts.get(x.0 as usize).map_or(0.0, |d| prior(d.kind, people(d), d.seat, x.1))
                };
                score(b).total_cmp(&score(a)).then(a.0.cmp(&b.0))
            });
            let meaning = match all.as_slice() {
                [(no, kind)] => Meaning::One(Reading::new(PlaceNo(*no), *kind)),
                several => {
                    let at = postings.len() / READING_LEN;
                    for (left, &(no, kind)) in (0..several.len()).rev().zip(several) {
                        Reading::new(PlaceNo(no), kind).post(left > 0, &mut postings);
                    }
                    Meaning::Several(at)
                }
            };
            names.insert(name, meaning.number()).map_err(|e| e.to_string())?;
        }
        Ok((names.into_inner().map_err(|e| e.to_string())?, postings))
    }
}

/// How sure a name is against another kind of the same name for one place: that it is a former
/// name says more than that some list has it.
fn sureness(kind: NameKind) -> u8 {
    match kind {
        NameKind::Main => 0,
        NameKind::Shared => 1,
        NameKind::Former => 2,
        NameKind::Alternate => 3,
        NameKind::Abbreviation => 4,
        NameKind::Postal => 5,
    }
}

/// The automaton of own ids, country codes and demonyms.
fn codes(drafts: &[Draft], demonyms: &[(String, String)], numbers: &Numbers<'_>) -> Result<Vec<u8>, String> {
    let mut codes: BTreeMap<String, u64> = BTreeMap::new();
    for draft in drafts {
        let no = u64::from(number(numbers, &draft.id)?);
        if geonames(&draft.id).is_none() {
            codes.insert(format!("={}", draft.id), no);
        }
    }
    for draft in states(drafts) {
        let code = draft.country.as_deref().unwrap_or_default();
        codes.entry(format!("@{code}")).or_insert(u64::from(number(numbers, &draft.id)?));
    }
    for (word, code) in demonyms {
        let no = codes.get(&format!("@{code}")).copied();
        let no = no.ok_or_else(|| format!("the demonym {word} points to {code}, which is no country"))?;
        codes.entry(format!("~{}", key(word))).or_insert(no);
    }
    let mut automaton = fst::MapBuilder::memory();
    automaton.extend_iter(codes).map_err(|e| e.to_string())?;
    automaton.into_inner().map_err(|e| e.to_string())
}

/// The GeoNames number of an id, when it has one.
fn geonames(id: &str) -> Option<u32> {
    id.strip_prefix("geonames:")?.parse().ok()
}

fn short(number: u32) -> Result<u16, String> {
    let short = u16::try_from(number).ok().filter(|&n| n < u16::MAX);
    short.ok_or_else(|| "too many countries, divisions and regions".to_owned())
}

/// The number of a place that contains others.
fn container(numbers: &Numbers<'_>, id: &str) -> Result<u16, String> {
    short(number(numbers, id)?).map_err(|_| format!("{id} is a town, or there are too many places besides"))
}

fn assemble(sections: &[Vec<u8>; SECTIONS]) -> Vec<u8> {
    let mut table = Vec::new();
    let mut at = HEADER_LEN;
    for section in sections {
        table.extend((at as u32).to_le_bytes());
        table.extend((section.len() as u32).to_le_bytes());
        at += section.len();
    }
    table.extend(sections.concat());
    let mut bytes = Vec::with_capacity(at);
    bytes.extend(MAGIC);
    bytes.extend(hash(&table).to_le_bytes());
    bytes.extend((at as u32).to_le_bytes());
    bytes.extend(table);
    debug_assert_eq!(bytes.len(), at);
    debug_assert_eq!(RECORD_LEN, 17);
    bytes
}

/// The hash that stands in the header, over everything behind the length.
pub(super) fn hash(body: &[u8]) -> u64 {
    let digest = blake3::hash(body);
    super::layout::u64_at(digest.as_bytes(), 0).unwrap_or(0)
}
