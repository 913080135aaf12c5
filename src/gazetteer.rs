//! The gazetteer: names to places, and what each place lies in.
//!
//! One block of bytes is built into the program and read where it stands: an automaton
//! from folded names to places, a record of thirty bytes a place, and for each place the
//! *set* of the places that contain it (continent, country, division, and regions such as
//! the Donbas that no administration knows). Opening it costs nothing, a lookup does not
//! allocate. A name may mean many places; choosing among them is the business of
//! `enrich::places`. Demonyms are no places: they only point to a country.
//!
//! ```
//! use dateline::gazetteer::{Gazetteer, NameKind};
//! let gazetteer = Gazetteer::embedded();
//! let found = gazetteer.longest_match("Sudzha, a town in Kursk region").unwrap();
//! assert_eq!(found.len, "Sudzha".len());
//! let reading = gazetteer.readings(found).next().unwrap();
//! assert_eq!(gazetteer.id(reading.place), "geonames:486816");
//! assert_eq!(gazetteer.path(reading.place), ["Russia", "Kursk Oblast", "Sudzha"]);
//! assert_eq!(gazetteer.demonym("ukrainian"), Some("UA"));
//! ```
//!
//! The bytes are made by `cargo run --release --example build_gazetteer` from GeoNames
//! (CC BY 4.0, www.geonames.org) and from tables of our own in `assets/gazetteer`. Left
//! out: most places of fewer than 5,000 people, lesser rivers, mountains, divisions below the first.

mod key;
mod layout;

pub mod build;

use std::sync::LazyLock;

use layout::{DEGREE, ERA_LEN, Meaning, RECORD_LEN, Reading, Record, Section, Sections};
use layout::{kind, number_at, string_at, u16_at, u32_at};

pub use build::Seat;
pub use key::key;

static EMBEDDED: &[u8] = include_bytes!("../assets/gazetteer.bin");

/// A place's number in this gazetteer; not stable across builds of the asset, so
/// nothing stores it: stored is [`Gazetteer::id`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlaceNo(u32);

impl PlaceNo {
    /// The number, from 0 to one less than [`Gazetteer::len`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What sort of place a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A continent.
    Continent,
    /// A sea, ocean, strait, gulf, lake or river.
    Water,
    /// A region across countries, or a group of countries (Sahel, Balkans, Kashmir).
    Area,
    /// A country or dependent territory with a code of its own.
    Country,
    /// A state that no longer exists (USSR).
    FormerCountry,
    /// A first-level division (Kursk Oblast, Texas).
    Admin1,
    /// A region inside one country that is no first-level division (Donbas, Darfur).
    Region,
    /// A city, town or village.
    City,
    /// A building, square, airport or base that news name like a town (`White House`).
    Landmark,
}

/// The level of a place in the place facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Countries, vanished ones too.
    Country,
    /// First-level divisions, and regions inside one country.
    Region,
    /// Cities, towns, villages, landmarks.
    Place,
    /// Continents, seas, regions across countries.
    Other,
}

/// How a name belongs to a place, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NameKind {
    /// Its main name, or an equally sure English name (`United States`, `Kursk Oblast`).
    Main,
    /// A division's name without the word for what it is, where a town in it bears the same
    /// (`Kursk` for Kursk Oblast): the town is meant unless something says otherwise.
    Shared,
    /// Another name that the list gives for it, in any language.
    Alternate,
    /// A name that it no longer bears (`Leningrad`).
    Former,
    /// An abbreviation, meant only where it is written with capitals or a full stop (`Ky.`, `US`).
    Abbreviation,
    /// A postal code of a division, meant only behind the name of a town (`Springfield, IL`).
    Postal,
}

/// One reading of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// The place.
    pub place: PlaceNo,
    /// How the name belongs to it.
    pub name: NameKind,
}

/// A name found at the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Bytes of the text that the name takes.
    pub len: usize,
    meaning: Meaning,
    written: Written,
}

/// Whether a name in a text is written so that it can be an abbreviation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// Two capitals: nothing but an abbreviation (`EU` is not the town of Eu).
    Code,
    Short,
    Plain,
}

/// What is known about one place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place<'g> {
    /// The English name.
    pub name: &'g str,
    /// Code of its country (ISO 3166; `SU`, `YU`, `CS` and `DD` for vanished states); `None`
    /// for seas and regions across countries.
    pub country: Option<&'g str>,
    /// What sort of place it is.
    pub kind: Kind,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Inhabitants, 0 when unknown.
    pub population: u32,
}

/// When a vanished state existed; what followed is told by [`Gazetteer::heirs`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Era {
    /// The state.
    pub state: PlaceNo,
    /// Its first year.
    pub first: u16,
    /// Its last year.
    pub last: u16,
    heirs: u32,
}

/// All places, read in place from one block of bytes.
#[derive(Debug)]
pub struct Gazetteer {
    names: fst::Map<&'static [u8]>,
    codes: fst::Map<&'static [u8]>,
    sections: Sections,
}

impl Gazetteer {
    /// The gazetteer that is built into the program.
    pub fn embedded() -> &'static Gazetteer {
        static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
            // A broken asset is a mistake of the build, which the tests show; searching goes on without places.
            Gazetteer::open(EMBEDDED).unwrap_or_else(|_| Gazetteer::empty())
        });
        &GAZETTEER
    }

    /// Reads a gazetteer from bytes that come from outside, after checking them whole.
    ///
    /// # Errors
    /// Says in a few words what is wrong with the bytes.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Gazetteer, String> {
        let gazetteer = Gazetteer::open(bytes)?;
        let body = bytes.get(layout::HASHED_FROM..).unwrap_or_default();
        if build::hash(body) != gazetteer.sections.hash {
            return Err("its bytes are damaged".to_owned());
        }
        Ok(gazetteer)
    }

    /// Opens bytes without reading them all.
    fn open(bytes: &'static [u8]) -> Result<Gazetteer, String> {
        let sections = Sections::cut(bytes)?;
        let automaton = |section| fst::Map::new(sections.get(section)).map_err(|e| e.to_string());
        Ok(Gazetteer { names: automaton(Section::Names)?, codes: automaton(Section::Codes)?, sections })
    }

    /// One without a place.
    fn empty() -> Gazetteer {
        static NOTHING: LazyLock<Vec<u8>> =
            LazyLock::new(|| build::build(Vec::new(), &[]).expect("no place is no place twice"));
        Gazetteer::open(&NOTHING).expect("what was just written can be read")
    }

    /// How many places it holds.
    pub fn len(&self) -> usize {
        self.sections.get(Section::Records).len() / RECORD_LEN
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Tells one build of the gazetteer from another.
    pub fn version_hash(&self) -> u64 {
        self.sections.hash
    }

    /// The places that a name can mean, most likely first; `key` as made by [`key()`].
    pub fn candidates(&self, key: &str) -> impl Iterator<Item = Candidate> + use<'_> {
        self.readings_of(self.names.get(key).map(Meaning::from_number))
    }

    /// Whether some place bears the name; `key` as made by [`key()`].
    pub fn has_name(&self, key: &str) -> bool {
        self.names.contains_key(key)
    }

    /// The longest name at the beginning of `text`, which must begin at a word and is
    /// taken as it stands, not folded; the name ends where a word ends. Abbreviations
    /// count only where they are written as such, and take their full stop with them;
    /// postal codes never count.
    pub fn longest_match(&self, text: &str) -> Option<Match> {
        let mut walk = Walk::new(self);
        let mut longest = None;
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            if !walk.step(c) {
                break;
            }
            if walk.at_name() && ends_word(c, text.get(end..).unwrap_or_default()) {
                longest = walk.meaning().and_then(|m| self.accept(text, end, m)).or(longest);
            }
        }
        longest
    }

    /// A name that ends at `end`, when it is written as its readings want it.
    fn accept(&self, text: &str, end: usize, meaning: Meaning) -> Option<Match> {
        let name = text.get(..end)?;
        let stop = text.get(end..).is_some_and(|rest| rest.starts_with('.'));
        let dotted = name.contains('.') && stop;
        let capitals = name.chars().any(char::is_uppercase) && !name.chars().any(char::is_lowercase);
        let written = match () {
            () if capitals && !dotted && name.len() <= 2 => Written::Code,
            () if dotted || capitals || (stop && name.starts_with(char::is_uppercase)) => Written::Short,
            () => Written::Plain,
        };
        let found = Match { len: end, meaning, written };
        let mut plain = false;
        let mut abbreviation = false;
        for reading in self.readings(found) {
            plain |= reading.name != NameKind::Abbreviation;
            abbreviation |= reading.name == NameKind::Abbreviation;
        }
        let len = if stop && abbreviation && (dotted || !plain) { end + 1 } else { end };
        (plain || abbreviation).then_some(Match { len, ..found })
    }

    /// The places that a matched name can mean, most likely first.
    pub fn readings(&self, found: Match) -> impl Iterator<Item = Candidate> + use<'_> {
        self.readings_of(Some(found.meaning)).filter(move |c| match c.name {
            NameKind::Postal => false,
            NameKind::Abbreviation => found.written != Written::Plain,
            _ => found.written != Written::Code,
        })
    }

    fn readings_of(&self, meaning: Option<Meaning>) -> impl Iterator<Item = Candidate> + use<'_> {
        let postings = self.sections.get(Section::Postings);
        let (only, at, count) = match meaning {
            None => (None, 0, 0),
            Some(Meaning::One(reading)) => (Some(reading), 0, 0),
            Some(Meaning::Several(at)) => (None, at + 1, number_at(postings, at).unwrap_or(0) as usize),
        };
        let several = (at..at.saturating_add(count)).map_while(move |i| number_at(postings, i)).map(Reading);
        only.into_iter().chain(several).map(|r| Candidate { place: r.place(), name: r.name() })
    }

    /// What is known about a place; an unnamed place at 0, 0 for a number of another gazetteer.
    pub fn place(&self, no: PlaceNo) -> Place<'_> {
        let record = self.record(no);
        Place {
            name: self.name(no),
            country: self.country_of(no).and_then(|c| self.country_code(c)),
            kind: kind(record.kind),
            lat: f64::from(record.lat) / DEGREE,
            lon: f64::from(record.lon) / DEGREE,
            population: record.population,
        }
    }

    /// The English name of a place.
    pub fn name(&self, no: PlaceNo) -> &str {
        string_at(self.sections.get(Section::Strings), self.record(no).name).unwrap_or_default()
    }

    /// What sort of place it is.
    pub fn kind(&self, no: PlaceNo) -> Kind {
        kind(self.record(no).kind)
    }

    /// Inhabitants, 0 when unknown.
    pub fn population(&self, no: PlaceNo) -> u32 {
        self.record(no).population
    }

    /// Whether it is the capital of its country.
    pub fn is_capital(&self, no: PlaceNo) -> bool {
        layout::seat(self.record(no).seat) == Seat::Country
    }

    /// Whether it is the chief town of its country or first-level division.
    pub fn is_seat(&self, no: PlaceNo) -> bool {
        layout::seat(self.record(no).seat) != Seat::None
    }

    fn record(&self, no: PlaceNo) -> Record {
        Record::read(self.sections.get(Section::Records), no).unwrap_or_default()
    }

    /// The place's lasting id: `geonames:538560`, `dateline:donbas`.
    pub fn id(&self, no: PlaceNo) -> String {
        let record = self.record(no);
        let code = matches!(kind(record.kind), Kind::Country | Kind::FormerCountry);
        match record.geonames {
            0 => self.string_behind(no, if code { 2 } else { 1 }).unwrap_or_default().to_owned(),
            number => format!("geonames:{number}"),
        }
    }

    /// What stands behind a place's name in the strings: the code of a country, then the id of a
    /// place of our own.
    fn string_behind(&self, no: PlaceNo, steps: usize) -> Option<&str> {
        let strings = self.sections.get(Section::Strings);
        let mut at = self.record(no).name;
        for _ in 0..steps {
            let len = u32::from(*strings.get(at as usize)?);
            at = at.checked_add(len)?.checked_add(1)?;
        }
        string_at(strings, at)
    }

    /// The place with this id.
    pub fn by_id(&self, id: &str) -> Option<PlaceNo> {
        let Some(number) = id.strip_prefix("geonames:") else {
            return self.code('=', id);
        };
        let number: u32 = number.parse().ok()?;
        let ids = self.sections.get(Section::Ids);
        let (mut low, mut high) = (0, ids.len() / 8);
        while low < high {
            let middle = low + (high - low) / 2;
            match number_at(ids, middle * 2)?.cmp(&number) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return number_at(ids, middle * 2 + 1).map(PlaceNo),
            }
        }
        None
    }

    fn code(&self, sort: char, code: &str) -> Option<PlaceNo> {
        let mut key = String::with_capacity(code.len() + 1);
        key.push(sort);
        key.push_str(code);
        let no = self.codes.get(key)?;
        u32::try_from(no).ok().map(PlaceNo)
    }

    /// The country with this ISO 3166 code, in capitals.
    pub fn country(&self, code: &str) -> Option<PlaceNo> {
        self.code('@', code)
    }

    /// The country that a place lies in, or is.
    pub fn country_of(&self, no: PlaceNo) -> Option<PlaceNo> {
        u32::from(self.record(no).country).checked_sub(1).map(PlaceNo)
    }

    /// The first-level division that a place lies in; for a division itself, itself.
    pub fn admin1_of(&self, no: PlaceNo) -> Option<PlaceNo> {
        let record = self.record(no);
        if kind(record.kind) == Kind::Admin1 {
            return Some(no);
        }
        u32::from(record.admin1).checked_sub(1).map(PlaceNo)
    }

    fn country_code(&self, country: PlaceNo) -> Option<&str> {
        self.string_behind(country, 1)
    }

    /// Every place that contains this one, largest first, without itself.
    pub fn containers(&self, no: PlaceNo) -> impl Iterator<Item = PlaceNo> + use<'_> {
        self.set(self.record(no).set)
    }

    fn set(&self, at: u32) -> impl Iterator<Item = PlaceNo> + use<'_> {
        let sets = self.sections.get(Section::Sets);
        let at = at as usize;
        let count = number_at(sets, at).unwrap_or(0) as usize;
        (at + 1..=at.saturating_add(count)).map_while(move |i| number_at(sets, i)).map(PlaceNo)
    }

    /// Whether `outer` contains `inner`, or is it.
    pub fn contains(&self, outer: PlaceNo, inner: PlaceNo) -> bool {
        outer == inner || self.containers(inner).any(|c| c == outer)
    }

    /// Names from the country down to the place itself. Continents and regions that no
    /// administration knows are [containers](Gazetteer::containers), but no part of the path.
    pub fn path(&self, no: PlaceNo) -> Vec<&str> {
        let vanished = self.kind(no) == Kind::FormerCountry;
        let above = [self.country_of(no).filter(|_| !vanished), self.admin1_of(no)];
        let mut path: Vec<&str> =
            above.into_iter().flatten().filter(|&a| a != no).map(|a| self.name(a)).collect();
        path.push(self.name(no));
        path
    }

    /// The place's level in the place facet.
    pub fn level(&self, no: PlaceNo) -> Level {
        match self.kind(no) {
            Kind::Country | Kind::FormerCountry => Level::Country,
            Kind::Admin1 | Kind::Region => Level::Region,
            Kind::City | Kind::Landmark => Level::Place,
            Kind::Continent | Kind::Water | Kind::Area => Level::Other,
        }
    }

    /// When a vanished state existed, and what followed; `None` for every other place.
    pub fn era(&self, no: PlaceNo) -> Option<Era> {
        self.eras().find(|era| era.state == no)
    }

    /// All vanished states.
    pub fn eras(&self) -> impl Iterator<Item = Era> + use<'_> {
        let eras = self.sections.get(Section::Eras);
        (0..eras.len() / ERA_LEN).filter_map(move |i| {
            let at = i * ERA_LEN;
            let (first, last) = (u16_at(eras, at + 4)?, u16_at(eras, at + 6)?);
            Some(Era { state: PlaceNo(u32_at(eras, at)?), first, last, heirs: u32_at(eras, at + 8)? })
        })
    }

    /// The countries that lie on the ground of a vanished state today.
    pub fn heirs(&self, era: Era) -> impl Iterator<Item = PlaceNo> + use<'_> {
        self.set(era.heirs)
    }

    /// The country code that an adjective or a people's name points to (`ukrainian`,
    /// `frenchmen`, `south korean`); `key` as made by [`key()`].
    pub fn demonym(&self, key: &str) -> Option<&str> {
        self.code('~', key).and_then(|no| self.country_code(no))
    }

    /// What a user means by a place name: every place that bears it as a main name, and
    /// those better known under it than any of these; most likely first. `Paris, Texas` is
    /// the Paris that lies in Texas.
    pub fn find(&self, name: &str) -> Vec<PlaceNo> {
        let all: Vec<Candidate> = self.candidates(&key(name)).collect();
        if let (true, Some((inner, outer))) = (all.is_empty(), name.rsplit_once(',')) {
            let outer = self.find(outer);
            let lies_in_it = |place: &PlaceNo| outer.iter().any(|o| o != place && self.contains(*o, *place));
            return self.find(inner).into_iter().filter(lies_in_it).collect();
        }
        let own = |c: &&Candidate| matches!(c.name, NameKind::Main | NameKind::Shared);
        let best = all.iter().filter(own).map(|c| self.prior(c)).fold(f32::NEG_INFINITY, f32::max);
        all.iter().filter(|c| own(c) || self.prior(c) > best).map(|c| c.place).collect()
    }

    /// How likely a reading is, other things being equal; see [`prior`].
    pub fn prior(&self, candidate: &Candidate) -> f32 {
        let record = self.record(candidate.place);
        prior(kind(record.kind), record.population, layout::seat(record.seat), candidate.name)
    }
}

/// How likely a name is to mean a place of this sort and size, other things being equal: on
/// the scale of a decimal logarithm of its inhabitants.
pub fn prior(kind: Kind, population: u32, seat: Seat, name: NameKind) -> f32 {
    let size = (population as f32 + 10.0).log10();
    let known = match kind {
        Kind::Continent => 12.0,
        Kind::Country => size + 2.5,
        Kind::FormerCountry => 10.0,
        Kind::Water | Kind::Area => 7.0,
        Kind::Region => 6.5,
        Kind::Landmark => 6.0,
        Kind::Admin1 => size + 0.6,
        Kind::City if seat == Seat::Country => size + 2.0,
        Kind::City => size,
    };
    let named = match name {
        NameKind::Main => 1.5,
        NameKind::Former | NameKind::Abbreviation => 1.2,
        NameKind::Alternate => 0.0,
        NameKind::Shared | NameKind::Postal => -1.5,
    };
    known + named
}

/// A walk along the automaton of names, character by character of a text as it stands.
struct Walk<'g> {
    automaton: &'g fst::raw::Fst<&'static [u8]>,
    node: fst::raw::Node<'g>,
    output: fst::raw::Output,
    gap: bool,
}

impl<'g> Walk<'g> {
    fn new(gazetteer: &'g Gazetteer) -> Walk<'g> {
        let automaton = gazetteer.names.as_fst();
        Walk { automaton, node: automaton.root(), output: fst::raw::Output::zero(), gap: false }
    }

    /// Takes one character; false when no name goes on with it.
    fn step(&mut self, c: char) -> bool {
        match key::part(c) {
            key::Part::Nothing => true,
            // No name has a line end or a stop of a sentence in it.
            key::Part::Gap if matches!(c, '\n' | '\r' | ',' | ';' | ':' | '!' | '?' | '"' | '(' | ')') => {
                false
            }
            key::Part::Gap => {
                self.gap = true;
                true
            }
            key::Part::Letters(letters) => {
                let gap = std::mem::take(&mut self.gap).then_some(b' ');
                gap.is_none_or(|space| self.byte(space))
                    && letters.into_iter().take_while(|&l| l != '\0').all(|l| self.letter(l))
            }
        }
    }

    fn letter(&mut self, letter: char) -> bool {
        letter.encode_utf8(&mut [0; 4]).bytes().all(|b| self.byte(b))
    }

    fn byte(&mut self, byte: u8) -> bool {
        let Some(at) = self.node.find_input(byte) else { return false };
        let transition = self.node.transition(at);
        self.output = self.output.cat(transition.out);
        self.node = self.automaton.node(transition.addr);
        true
    }

    /// Whether a name ends here and the last character belonged to it.
    fn at_name(&self) -> bool {
        self.node.is_final() && !self.gap
    }

    fn meaning(&self) -> Option<Meaning> {
        let output = self.output.cat(self.node.final_output());
        self.node.is_final().then(|| Meaning::from_number(output.value()))
    }
}

/// Whether a word may end between this character and the rest of the text.
fn ends_word(last: char, rest: &str) -> bool {
    let letter = |c: char| matches!(key::part(c), key::Part::Letters(_));
    letter(last) && rest.chars().next().is_none_or(|next| !letter(next) || key::runs_on(last))
}

#[cfg(test)]
mod tests;
