//! The gazetteer: names to places, and what each place lies in.
//!
//! One block of bytes is built into the program and read where it stands: an automaton
//! from folded names to places, a record of seventeen bytes a place, and for each place the
//! *set* of the places that contain it (continent, country, divisions, and regions such as
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
//! (CC BY 4.0, www.geonames.org), the Unicode CLDR (Unicode-3.0), and tables of our own in
//! `assets/gazetteer`. Left out: places of fewer than 500 people that are no seat of anything,
//! lesser rivers, mountains, divisions below the second.
//!
//! What is missing a user can add: a table of places of their own ([`own`]), which belong to the
//! gazetteer of this process from then on and are found, resolved, counted and shown like all
//! others. There is one gazetteer in a process, because place numbers, and names once found, must
//! mean the same everywhere; so a second, different table is an error ([`Gazetteer::add`]).

mod key;
mod layout;

pub mod build;
pub mod own;
mod shown;
mod walk;

use std::sync::{LazyLock, OnceLock};

use layout::{ERA_LEN, Meaning, Outer, Reading, Record, Section, Sections};
use layout::{kind, short_at, string_at, u16_at, u32_at};
use walk::{Beginning, Ends, Walk, Written, beginnings, two_letters, written};

pub use build::Seat;
pub use key::key;
pub use own::Additions;
pub use shown::Shown;

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
    /// A second-level division (Laurel County, Suffolk, Sudzhansky District).
    Admin2,
    /// A region inside one country that is no division (Donbas, Darfur).
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
    /// First- and second-level divisions, and regions inside one country.
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
    meaning: Option<Meaning>,
    /// The meaning among the user's own places.
    own: Option<u64>,
    written: Written,
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
    /// Where names with each two letters at the beginning go on; made when first wanted.
    beginnings: OnceLock<Vec<Option<Beginning>>>,
    /// The user's own places.
    own: OnceLock<Additions>,
}

impl Gazetteer {
    /// The gazetteer of this process: the one built into the program, with the user's own places
    /// once they were [added](Gazetteer::add).
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
        let (names, codes) = (automaton(Section::Names)?, automaton(Section::Codes)?);
        Ok(Gazetteer { names, codes, sections, beginnings: OnceLock::new(), own: OnceLock::new() })
    }

    /// One without a place.
    #[allow(clippy::expect_used, reason = "nothing from outside goes into it")]
    fn empty() -> Gazetteer {
        static NOTHING: LazyLock<Vec<u8>> =
            LazyLock::new(|| build::build(Vec::new(), &[]).expect("no place is no place twice"));
        Gazetteer::open(&NOTHING).expect("what was just written can be read")
    }

    /// Adds the user's own places, for as long as the gazetteer lives. The same table may be added
    /// again; that changes nothing.
    ///
    /// # Errors
    /// Gives the table back when another one was added before.
    pub fn add(&self, additions: Additions) -> Result<(), Box<Additions>> {
        let hash = additions.hash();
        match self.own.set(additions) {
            Err(additions) if self.added() != Some(hash) => Err(Box::new(additions)),
            _ => Ok(()),
        }
    }

    /// The [hash](Additions::hash) of the user's own places, when there are any.
    pub fn added(&self) -> Option<u64> {
        self.own.get().map(Additions::hash)
    }

    /// The user's own place with this number.
    fn own(&self, no: PlaceNo) -> Option<&own::Place> {
        let own = self.own.get()?;
        own.places.get(no.0.checked_sub(self.built_in())? as usize)
    }

    /// How many places are built in; those of the user have the numbers from there on.
    fn built_in(&self) -> u32 {
        u32::try_from(self.sections.places()).unwrap_or(u32::MAX)
    }

    /// How many places it holds.
    pub fn len(&self) -> usize {
        self.sections.places() + self.own.get().map_or(0, Additions::len)
    }

    /// All places.
    pub fn all(&self) -> impl Iterator<Item = PlaceNo> + use<> {
        (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).map(PlaceNo)
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Tells one build of the gazetteer from another, without what was added.
    pub fn version_hash(&self) -> u64 {
        self.sections.hash
    }

    /// The places that a name can mean, most likely first; `key` as made by [`key()`].
    pub fn candidates(&self, key: &str) -> impl Iterator<Item = Candidate> + use<'_> {
        let own = self.own.get().and_then(|own| own.names.get(key));
        self.readings_of(self.names.get(key).map(Meaning::from_number), own)
    }

    /// Whether some place bears the name; `key` as made by [`key()`].
    pub fn has_name(&self, key: &str) -> bool {
        self.names.contains_key(key) || self.own.get().is_some_and(|own| own.names.contains_key(key))
    }

    /// The longest name at the beginning of `text`, which must begin at a word and is
    /// taken as it stands, not folded; the name ends where a word ends. Abbreviations
    /// count only where they are written as such, and take their full stop with them;
    /// postal codes never count.
    pub fn longest_match(&self, text: &str) -> Option<Match> {
        let found = self.longest_built_in(text);
        match self.own.get().and_then(|own| longest_own(own, text)) {
            None => found,
            Some(own) => match found {
                Some(found) if found.len > own.len => Some(found),
                Some(found) if found.len == own.len => Some(Match { own: own.own, ..found }),
                _ => Some(own),
            },
        }
    }

    fn longest_built_in(&self, text: &str) -> Option<Match> {
        let automaton = self.names.as_fst();
        let mut walk = Walk::new(automaton);
        // Names that end on the way; the longest one that is written as it must be is wanted.
        let mut ends = Ends::default();
        let mut from = 0;
        if let Some((first, second)) = two_letters(text) {
            let known = self.beginnings.get_or_init(|| beginnings(automaton));
            let known = known.get(first * 26 + second).copied().flatten()?;
            (walk.node, walk.output) = (automaton.node(known.node), known.output);
            from = 2;
            ends.note(&walk, 'a', from, text);
        }
        for (at, c) in text.get(from..).unwrap_or_default().char_indices() {
            if !walk.step(c) {
                break;
            }
            ends.note(&walk, c, from + at + c.len_utf8(), text);
        }
        ends.longest_first().find_map(|(end, number)| self.accept(text, end, Meaning::from_number(number)))
    }

    /// A name that ends at `end`, when it is written as its readings want it.
    fn accept(&self, text: &str, end: usize, meaning: Meaning) -> Option<Match> {
        let (written, dotted) = written(text, end)?;
        let found = Match { len: end, meaning: Some(meaning), own: None, written };
        let mut plain = false;
        let mut abbreviation = false;
        for reading in self.readings(found) {
            plain |= reading.name != NameKind::Abbreviation;
            abbreviation |= reading.name == NameKind::Abbreviation;
        }
        let stop = text.get(end..).is_some_and(|rest| rest.starts_with('.'));
        let len = if stop && abbreviation && (dotted || !plain) { end + 1 } else { end };
        (plain || abbreviation).then_some(Match { len, ..found })
    }

    /// The places that a matched name can mean, most likely first.
    pub fn readings(&self, found: Match) -> impl Iterator<Item = Candidate> + use<'_> {
        self.readings_of(found.meaning, found.own).filter(move |c| match c.name {
            NameKind::Postal => false,
            NameKind::Abbreviation => found.written != Written::Plain,
            _ => found.written != Written::Code,
        })
    }

    /// The readings of a name among the built-in places and among those of the user, merged.
    fn readings_of(
        &self,
        meaning: Option<Meaning>,
        own: Option<u64>,
    ) -> impl Iterator<Item = Candidate> + use<'_> {
        let mut built_in = self.built_in_readings(meaning).peekable();
        let own = own.and_then(|at| Some(self.own.get()?.readings(at))).unwrap_or_default();
        let first = self.built_in();
        let mut own = own
            .iter()
            .map(move |no| Candidate { place: PlaceNo(first + no), name: NameKind::Main })
            .peekable();
        std::iter::from_fn(move || match (built_in.peek(), own.peek()) {
            (Some(known), Some(new)) if self.prior(new) > self.prior(known) => own.next(),
            (None, Some(_)) => own.next(),
            _ => built_in.next(),
        })
    }

    fn built_in_readings(&self, meaning: Option<Meaning>) -> impl Iterator<Item = Candidate> + use<'_> {
        let postings = self.sections.get(Section::Postings);
        let (only, mut next) = match meaning {
            None => (None, None),
            Some(Meaning::One(reading)) => (Some(reading), None),
            Some(Meaning::Several(at)) => (None, Some(at)),
        };
        let several = std::iter::from_fn(move || {
            let at = next?;
            let (reading, followed) = Reading::posted(postings, at)?;
            next = followed.then_some(at + 1);
            Some(reading)
        });
        only.into_iter().chain(several).map(|r| Candidate { place: r.place(), name: r.name() })
    }

    /// What is known about a place; an unnamed place at 0, 0 for a number of another gazetteer.
    pub fn place(&self, no: PlaceNo) -> Place<'_> {
        let record = self.record(no);
        let (lat, lon) = self.own(no).map_or_else(|| record.at.degrees(), |own| (own.lat, own.lon));
        Place {
            name: self.name(no),
            country: self.country_of(no).and_then(|c| self.country_code(c)),
            kind: self.kind(no),
            lat,
            lon,
            population: self.population(no),
        }
    }

    /// The English name of a place.
    pub fn name(&self, no: PlaceNo) -> &str {
        if let Some(own) = self.own(no) {
            return &own.name;
        }
        string_at(self.sections.get(Section::Strings), self.record(no).name).unwrap_or_default()
    }

    /// What sort of place it is.
    pub fn kind(&self, no: PlaceNo) -> Kind {
        match self.outer(no) {
            Some(outer) => kind(outer.kind),
            None => self.own(no).map_or(Kind::City, |own| own.kind),
        }
    }

    /// Inhabitants, to four digits or so; 0 when unknown.
    pub fn population(&self, no: PlaceNo) -> u32 {
        self.own(no).map_or_else(|| self.record(no).population.people(), |own| own.population)
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

    /// What a place that is no town has besides its record.
    fn outer(&self, no: PlaceNo) -> Option<Outer> {
        Outer::read(self.sections.get(Section::Outer), no)
    }

    /// Of a town the smallest division that it lies in, or else its country; of any other place
    /// its first-level division.
    fn parent(&self, no: PlaceNo) -> Option<PlaceNo> {
        u32::from(self.record(no).parent).checked_sub(1).map(PlaceNo)
    }

    /// The place's lasting id: `geonames:538560`, `dateline:donbas`; `user:` and a word for the
    /// user's own.
    pub fn id(&self, no: PlaceNo) -> String {
        if let Some(own) = self.own(no) {
            return own.id.clone();
        }
        let record = self.record(no);
        let code = matches!(self.kind(no), Kind::Country | Kind::FormerCountry);
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
            let own = || Some(PlaceNo(self.built_in() + self.own.get()?.by_id(id)?));
            return self.code('=', id).or_else(own);
        };
        let number: u32 = number.parse().ok().filter(|number| *number > 0)?;
        let (outers, all) = (self.sections.outers(), self.sections.places());
        self.with_geonames(number, 0, outers).or_else(|| self.with_geonames(number, outers, all))
    }

    /// The place with a GeoNames id among the numbers of a range, where ids rise.
    fn with_geonames(&self, id: u32, from: usize, to: usize) -> Option<PlaceNo> {
        let (mut low, mut high) = (from, to);
        while low < high {
            let middle = low + (high - low) / 2;
            let no = PlaceNo(u32::try_from(middle).ok()?);
            match self.record(no).geonames.cmp(&id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(no),
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
        if let Some(own) = self.own(no) {
            return own.country;
        }
        let outer = self.outer(no).or_else(|| self.outer(self.parent(no)?))?;
        u32::from(outer.country).checked_sub(1).map(PlaceNo)
    }

    /// The first-level division that a place lies in; for a division itself, itself.
    pub fn admin1_of(&self, no: PlaceNo) -> Option<PlaceNo> {
        if let Some(own) = self.own(no) {
            return own.admin1;
        }
        match self.kind(no) {
            Kind::Admin1 => Some(no),
            Kind::City => match self.parent(no)? {
                division if self.kind(division) == Kind::Admin1 => Some(division),
                lesser => self.parent(lesser),
            },
            _ => self.parent(no),
        }
    }

    fn country_code(&self, country: PlaceNo) -> Option<&str> {
        self.string_behind(country, 1)
    }

    /// Every place that contains this one, largest first, without itself.
    pub fn containers(&self, no: PlaceNo) -> impl Iterator<Item = PlaceNo> + use<'_> {
        // What contains a town is its parent, and what contains that.
        let (outer, parent) = match self.outer(no) {
            Some(outer) => (Some(outer), None),
            None => (self.parent(no).and_then(|parent| self.outer(parent)), self.parent(no)),
        };
        let own = self.own(no).map(|own| own.within.as_slice()).unwrap_or_default();
        self.set(outer.unwrap_or_default().set).chain(parent).chain(own.iter().copied())
    }

    fn set(&self, at: u32) -> impl Iterator<Item = PlaceNo> + use<'_> {
        let sets = self.sections.get(Section::Sets);
        let at = at as usize;
        let count = usize::from(short_at(sets, at).unwrap_or(0));
        (at + 1..=at.saturating_add(count)).map_while(move |i| short_at(sets, i)).map(|no| PlaceNo(no.into()))
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

    /// How many steps down it lies, counted by countries and divisions: 1 for countries, 2 for what
    /// lies directly in one, up to 4 for a town in a second-level division. `None` for what stands in
    /// no [path](Gazetteer::path): continents, seas, regions that no administration knows.
    pub fn depth(&self, no: PlaceNo) -> Option<u8> {
        match self.kind(no) {
            Kind::Continent | Kind::Water | Kind::Area | Kind::Region => None,
            Kind::Country | Kind::FormerCountry => Some(1),
            _ => {
                let country = self.country_of(no);
                let district = self.parent(no).filter(|p| self.kind(*p) == Kind::Admin2);
                let above = [country, self.admin1_of(no), district];
                let above = above.into_iter().flatten().filter(|&a| a != no).count();
                Some(1 + u8::try_from(above).unwrap_or(u8::MAX - 1))
            }
        }
    }

    /// The place's level in the place facet.
    pub fn level(&self, no: PlaceNo) -> Level {
        match self.kind(no) {
            Kind::Country | Kind::FormerCountry => Level::Country,
            Kind::Admin1 | Kind::Admin2 | Kind::Region => Level::Region,
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
    /// the Paris that lies in Texas, `UK` no village of that name, and a second-level division
    /// wants to be called one (`Washington County`) where a town has the name.
    pub fn find(&self, name: &str) -> Vec<PlaceNo> {
        let all: Vec<Candidate> = self.candidates(&key(name)).collect();
        if let (true, Some((inner, outer))) = (all.is_empty(), name.rsplit_once(',')) {
            let outer = self.find(outer);
            let lies_in_it = |place: &PlaceNo| outer.iter().any(|o| o != place && self.contains(*o, *place));
            return self.find(inner).into_iter().filter(lies_in_it).collect();
        }
        let written = name.chars().all(|c| c.is_uppercase() || c == '.');
        if let (true, Some(short)) = (written, all.iter().find(|c| c.name == NameKind::Abbreviation)) {
            return vec![short.place];
        }
        let own = |c: &&Candidate| match c.name {
            NameKind::Main => true,
            NameKind::Shared => self.kind(c.place) != Kind::Admin2,
            _ => false,
        };
        let best = all.iter().filter(own).map(|c| self.prior(c)).fold(f32::NEG_INFINITY, f32::max);
        all.iter().filter(|c| own(c) || self.prior(c) > best).map(|c| c.place).collect()
    }

    /// How likely a reading is, other things being equal; see [`prior`].
    pub fn prior(&self, candidate: &Candidate) -> f32 {
        let seat = layout::seat(self.record(candidate.place).seat);
        prior(self.kind(candidate.place), self.population(candidate.place), seat, candidate.name)
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
        Kind::Admin2 => size - 0.5,
        Kind::City if seat == Seat::Country => size + 2.0,
        Kind::City => size,
    };
    let named = match name {
        NameKind::Main => 1.5,
        NameKind::Abbreviation => 1.2,
        NameKind::Former => 0.8,
        NameKind::Alternate => 0.0,
        NameKind::Shared | NameKind::Postal => -1.5,
    };
    known + named
}

/// The longest name of the user's own at the beginning of a text.
fn longest_own(own: &Additions, text: &str) -> Option<Match> {
    let mut walk = Walk::new(own.names.as_fst());
    let mut ends = Ends::default();
    for (at, c) in text.char_indices() {
        if !walk.step(c) {
            break;
        }
        ends.note(&walk, c, at + c.len_utf8(), text);
    }
    ends.longest_first().find_map(|(end, number)| {
        let (written, _) = written(text, end).filter(|(written, _)| *written != Written::Code)?;
        Some(Match { len: end, meaning: None, own: Some(number), written })
    })
}

#[cfg(test)]
mod tests;
