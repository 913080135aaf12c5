//! What was found in an article, in few bytes: who and where by their numbers in the facet
//! dictionary, days as distances from the day of publication, mentions as distances from each
//! other.
//!
//! Numbers also save the reader work: a search that shows an article needs the numbers of its
//! places and actors, and need not look names up.

use crate::article::{ActorKind, ActorRef, DateRef, Field, Mention, PlaceRef, PlaceRole, Referent, Timex};
use crate::date::{DateRange, PartialDate, day_from_number, day_number};
use crate::index::dictionary::View;
use crate::index::wordbook::{read_varint, write_varint};

/// An entity of an article as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub enum Entity {
    /// A place of the facet dictionary.
    Place {
        /// Its number there.
        number: u32,
        /// What it is to the article.
        role: PlaceRole,
        /// In thousandths.
        confidence: u16,
        /// Its name, where the dictionary has another.
        name: Option<String>,
    },
    /// A name that no place of the gazetteer bears, or none that can be meant.
    Unresolved(PlaceRef),
    /// An actor of the facet dictionary.
    Actor {
        /// Its number there.
        number: u32,
        /// In thousandths.
        confidence: u16,
        /// Role or office.
        office: Option<String>,
        /// Its name and kind, where the dictionary has others.
        named: Option<(String, ActorKind)>,
    },
    /// A time.
    Date(DateRef),
}

/// Where an entity is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The field.
    pub field: Field,
    /// First `char`.
    pub start: u32,
    /// Number of `char`s.
    pub chars: u32,
    /// The entity's place among those of the article.
    pub entity: u32,
}

/// What was found in an article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The distinct entities, in the order in which they are first named.
    pub entities: Vec<Entity>,
    /// Where they are named: headline first, in the order of the text.
    pub places: Vec<Place>,
}

/// Where an article's entities stand in the facet dictionary.
pub trait Numbers {
    /// The number of a place by its gazetteer id, and its name there.
    fn place(&self, id: &str) -> Option<(u32, &str)>;
    /// The number of an actor as it was found.
    fn actor(&self, actor: &ActorRef) -> Option<u32>;
}

/// Knows no numbers: everything is kept by its name.
pub struct Unnumbered;

impl Numbers for Unnumbered {
    fn place(&self, _: &str) -> Option<(u32, &str)> {
        None
    }

    fn actor(&self, _: &ActorRef) -> Option<u32> {
        None
    }
}

/// The longest name that the dictionary keeps whole is longer than this.
const NAME_BYTES_MAX: usize = 900;

impl Found {
    /// Of the mentions of an article. What the dictionary does not know is kept by its name.
    pub fn of(mentions: &[Mention], numbers: &impl Numbers) -> Found {
        let mut referents: Vec<&Referent> = Vec::new();
        let places = mentions.iter().map(|mention| {
            let known = referents.iter().position(|r| **r == mention.what);
            let entity = known.unwrap_or_else(|| {
                referents.push(&mention.what);
                referents.len() - 1
            });
            Place {
                field: mention.field,
                start: mention.start,
                chars: mention.end.saturating_sub(mention.start),
                entity: u32::try_from(entity).unwrap_or(u32::MAX),
            }
        });
        let places = places.collect();
        Found { places, entities: referents.into_iter().map(|r| entity(r, numbers)).collect() }
    }

    /// As mentions again; `None` when it does not fit together.
    pub fn mentions(&self, dictionary: &View) -> Option<Vec<Mention>> {
        let referents: Option<Vec<Referent>> = self.entities.iter().map(|e| e.referent(dictionary)).collect();
        let referents = referents?;
        let mention = |place: &Place| {
            let what = referents.get(place.entity as usize)?.clone();
            Some(Mention {
                field: place.field,
                start: place.start,
                end: place.start.checked_add(place.chars)?,
                what,
            })
        };
        self.places.iter().map(mention).collect()
    }

    /// Writes it; `base` is the number of the day of publication.
    pub fn write(&self, base: i32, pack: &dyn Fn(&str) -> Vec<u8>, out: &mut Vec<u8>) {
        let mut writer = Writer { base, pack, out };
        writer.number(self.entities.len() as u64);
        self.entities.iter().for_each(|entity| writer.entity(entity));
        let title = self.places.iter().take_while(|p| p.field == Field::Title).count();
        writer.number(title as u64);
        writer.number((self.places.len() - title) as u64);
        let mut last = (Field::Title, 0);
        for place in &self.places {
            let from = if last.0 == place.field { last.1 } else { 0 };
            writer.number(zigzag(i64::from(place.start) - from));
            writer.number(u64::from(place.chars));
            writer.number(u64::from(place.entity));
            last = (place.field, i64::from(place.start));
        }
    }

    /// Reads what [`Found::write`] wrote, and moves behind it; `None` when it is damaged. Without
    /// an `unpack` the texts are left empty, for those who only want numbers.
    pub fn read(base: i32, unpack: Option<Unpack<'_>>, bytes: &mut &[u8]) -> Option<Found> {
        let mut reader = Reader { base, unpack, bytes };
        let count: usize = reader.number()?;
        let entities = (0..count).map(|_| reader.entity()).collect::<Option<Vec<_>>>()?;
        let title: usize = reader.number()?;
        let body: usize = reader.number()?;
        let mut places = Vec::new();
        for (field, count) in [(Field::Title, title), (Field::Body, body)] {
            let mut last = 0_i64;
            for _ in 0..count {
                last = last.checked_add(unzigzag(reader.number()?))?;
                let (chars, entity) = (reader.number()?, reader.number()?);
                let start = u32::try_from(last).ok()?;
                if entity as usize >= entities.len() || start.checked_add(chars).is_none() {
                    return None;
                }
                places.push(Place { field, start, chars, entity });
            }
        }
        Some(Found { entities, places })
    }
}

fn entity(referent: &Referent, numbers: &impl Numbers) -> Entity {
    match referent {
        Referent::Place(place) => match place.id.as_deref().and_then(|id| numbers.place(id)) {
            Some((number, name)) => Entity::Place {
                number,
                role: place.role,
                confidence: thousandths(place.confidence),
                name: (place.name != name || name.len() > NAME_BYTES_MAX).then(|| place.name.clone()),
            },
            None => Entity::Unresolved(place.clone()),
        },
        Referent::Actor(actor) => {
            let number = numbers.actor(actor);
            let whole = number.is_some() && actor.name.len() <= NAME_BYTES_MAX;
            Entity::Actor {
                number: number.unwrap_or(u32::MAX),
                confidence: thousandths(actor.confidence),
                office: actor.office.clone(),
                named: (!whole).then(|| (actor.name.clone(), actor.kind)),
            }
        }
        Referent::Date(date) => Entity::Date(date.clone()),
    }
}

impl Entity {
    /// As the shared noun; `None` when the dictionary does not hold what it must.
    pub fn referent(&self, dictionary: &View) -> Option<Referent> {
        Some(match self {
            Entity::Place { number, role, confidence, name } => {
                (*number < dictionary.len()).then_some(())?;
                let name = name.clone().unwrap_or_else(|| dictionary.name(*number).to_owned());
                let id = Some(dictionary.key(*number).to_owned());
                Referent::Place(PlaceRef { id, name, confidence: whole(*confidence), role: *role })
            }
            Entity::Unresolved(place) => Referent::Place(place.clone()),
            Entity::Actor { number, confidence, office, named } => {
                let (name, kind) = match named {
                    Some((name, kind)) => (name.clone(), *kind),
                    None => (dictionary.name(*number).to_owned(), dictionary.kind(*number)?),
                };
                let confidence = whole(*confidence);
                Referent::Actor(ActorRef { name, kind, confidence, office: office.clone() })
            }
            Entity::Date(date) => Referent::Date(date.clone()),
        })
    }
}

#[allow(clippy::cast_possible_truncation)] // at most 1000
fn thousandths(confidence: f32) -> u16 {
    (confidence.clamp(0.0, 1.0) * 1000.0).round() as u16
}

fn whole(thousandths: u16) -> f32 {
    f32::from(thousandths.min(1000)) / 1000.0
}

fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

fn unzigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

const ROLES: [PlaceRole; 3] = [PlaceRole::Dateline, PlaceRole::Mention, PlaceRole::About];
const TIMEXES: [Timex; 4] = [Timex::Date, Timex::Time, Timex::Duration, Timex::Set];

/// What an entity is: the low three bits of its first byte. The others say more about it.
const PLACE: u8 = 0;
const UNRESOLVED: u8 = 1;
const ACTOR: u8 = 2;
const DATE: u8 = 3;

/// How the value of a time is written: as a text, or as what its days are called.
#[derive(Clone, Copy, PartialEq)]
enum Value {
    Text,
    Day,
    Month,
    Year,
}

const VALUES: [Value; 4] = [Value::Text, Value::Day, Value::Month, Value::Year];

impl Value {
    fn of(date: &DateRef) -> Value {
        let called = |value: &Value| value.of_days(date.range).is_some_and(|v| v == date.value);
        VALUES.into_iter().find(called).unwrap_or(Value::Text)
    }

    fn of_days(self, range: Option<DateRange>) -> Option<String> {
        let first = PartialDate::from_day(range?.from)?;
        Some(match self {
            Value::Text => return None,
            Value::Day => first.to_string(),
            Value::Month => PartialDate::year_month(first.year(), first.month()?)?.to_string(),
            Value::Year => PartialDate::year_only(first.year())?.to_string(),
        })
    }
}

struct Writer<'w> {
    base: i32,
    pack: &'w dyn Fn(&str) -> Vec<u8>,
    out: &'w mut Vec<u8>,
}

impl Writer<'_> {
    fn number(&mut self, number: u64) {
        write_varint(number, self.out);
    }

    fn text(&mut self, text: &str) {
        let packed = (self.pack)(text);
        self.number(packed.len() as u64);
        self.out.extend(packed);
    }

    fn entity(&mut self, entity: &Entity) {
        match entity {
            Entity::Place { number, role, confidence, name } => {
                self.out.push(PLACE | (*role as u8) << 3 | u8::from(name.is_some()) << 5);
                self.number(u64::from(*number));
                self.number(u64::from(*confidence));
                name.iter().for_each(|name| self.text(name));
            }
            Entity::Unresolved(place) => {
                self.out.push(UNRESOLVED | (place.role as u8) << 3 | u8::from(place.id.is_some()) << 5);
                self.number(u64::from(thousandths(place.confidence)));
                self.text(&place.name);
                place.id.iter().for_each(|id| self.text(id));
            }
            Entity::Actor { number, confidence, office, named } => {
                self.out.push(ACTOR | u8::from(office.is_some()) << 3 | u8::from(named.is_some()) << 4);
                self.number(u64::from(*number));
                self.number(u64::from(*confidence));
                office.iter().for_each(|office| self.text(office));
                if let Some((name, kind)) = named {
                    self.out.push(*kind as u8);
                    self.text(name);
                }
            }
            Entity::Date(date) => self.date(date),
        }
    }

    fn date(&mut self, date: &DateRef) {
        let value = Value::of(date);
        self.out
            .push(DATE | u8::from(date.range.is_some()) << 3 | (value as u8) << 4 | (date.timex as u8) << 6);
        if let Some(range) = date.range {
            let first = day_number(range.from);
            self.number(zigzag(i64::from(first) - i64::from(self.base)));
            self.number(zigzag(i64::from(day_number(range.to)) - i64::from(first)));
        }
        if value == Value::Text {
            self.text(&date.value);
        }
    }
}

/// Unpacks a text.
pub type Unpack<'u> = &'u dyn Fn(&[u8]) -> Option<String>;

struct Reader<'r, 'b> {
    base: i32,
    unpack: Option<Unpack<'r>>,
    bytes: &'r mut &'b [u8],
}

impl Reader<'_, '_> {
    fn number<N: TryFrom<u64>>(&mut self) -> Option<N> {
        read_varint(self.bytes)
    }

    fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.bytes.split_first()?;
        *self.bytes = rest;
        Some(byte)
    }

    fn text(&mut self) -> Option<String> {
        let length: usize = self.number()?;
        let (packed, rest) = self.bytes.split_at_checked(length)?;
        *self.bytes = rest;
        self.unpack.map_or_else(|| Some(String::new()), |unpack| unpack(packed))
    }

    fn entity(&mut self) -> Option<Entity> {
        let first = self.byte()?;
        let is_set = |bit: u8| first & (1 << bit) != 0;
        let role = || ROLES.get(usize::from(first >> 3 & 3)).copied();
        Some(match first & 7 {
            PLACE => Entity::Place {
                number: self.number()?,
                role: role()?,
                confidence: self.number()?,
                name: if is_set(5) { Some(self.text()?) } else { None },
            },
            UNRESOLVED => {
                let confidence = whole(self.number()?);
                let name = self.text()?;
                let id = if is_set(5) { Some(self.text()?) } else { None };
                Entity::Unresolved(PlaceRef { id, name, confidence, role: role()? })
            }
            ACTOR => {
                let (number, confidence) = (self.number()?, self.number()?);
                let office = if is_set(3) { Some(self.text()?) } else { None };
                let named = if is_set(4) {
                    let kind = *ActorKind::ALL.get(usize::from(self.byte()?))?;
                    Some((self.text()?, kind))
                } else {
                    None
                };
                Entity::Actor { number, confidence, office, named }
            }
            DATE => Entity::Date(self.date(first)?),
            _ => return None,
        })
    }

    fn date(&mut self, first: u8) -> Option<DateRef> {
        let range = if first & 8 != 0 {
            let from = i64::from(self.base).checked_add(unzigzag(self.number()?))?;
            let to = from.checked_add(unzigzag(self.number()?))?;
            let day = |number: i64| day_from_number(i32::try_from(number).ok()?);
            Some(DateRange { from: day(from)?, to: day(to)? })
        } else {
            None
        };
        let value = *VALUES.get(usize::from(first >> 4 & 3))?;
        let text = match value {
            Value::Text => self.text()?,
            _ if self.unpack.is_none() => String::new(),
            value => value.of_days(range)?,
        };
        Some(DateRef { value: text, timex: *TIMEXES.get(usize::from(first >> 6))?, range })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(number: i32) -> chrono::NaiveDate {
        day_from_number(number).unwrap()
    }

    fn referents() -> impl Strategy<Value = Referent> {
        let confidence = || (0_u16..=1000).prop_map(whole);
        let place = ("\\PC{0,12}", prop::option::of("geonames:[0-9]{1,7}"), confidence(), 0_usize..3)
            .prop_map(|(name, id, confidence, role)| {
                Referent::Place(PlaceRef { id, name, confidence, role: ROLES[role] })
            });
        let actor = ("\\PC{0,12}", 0_usize..6, confidence(), prop::option::of("[a-z ]{0,9}")).prop_map(
            |(name, kind, confidence, office)| {
                Referent::Actor(ActorRef { name, kind: ActorKind::ALL[kind], confidence, office })
            },
        );
        let range = prop::option::of((-700_000..2_900_000_i32, 0..800_i32));
        let date = (range, "\\PC{0,9}", 0_usize..4, 0_usize..4).prop_map(|(range, text, timex, value)| {
            let range = range.map(|(from, days)| DateRange { from: day(from), to: day(from + days) });
            let value = VALUES[value].of_days(range).unwrap_or(text);
            Referent::Date(DateRef { value, timex: TIMEXES[timex], range })
        });
        prop_oneof![place, actor, date]
    }

    proptest! {
        #[test]
        fn mentions_come_back(
            named in prop::collection::vec((referents(), any::<bool>(), 0_u32..9000, 0_u32..40), 0..12),
            base in -10_000..20_000_i32,
        ) {
            let mut mentions: Vec<Mention> = named
                .into_iter()
                .map(|(what, title, start, chars)| {
                    let field = if title { Field::Title } else { Field::Body };
                    Mention { field, start, end: start + chars, what }
                })
                .collect();
            mentions.sort_by_key(|m| (m.field, m.start));
            let mut bytes = Vec::new();
            Found::of(&mentions, &Unnumbered).write(base, &|t| t.as_bytes().to_vec(), &mut bytes);
            let mut rest = bytes.as_slice();
            let read = Found::read(base, Some(&|b| String::from_utf8(b.to_vec()).ok()), &mut rest).unwrap();
            prop_assert!(rest.is_empty());
            prop_assert_eq!(read.mentions(&View::default()), Some(mentions));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let found = Found::read(0, Some(&|b| String::from_utf8(b.to_vec()).ok()), &mut bytes.as_slice());
            let _ = found.and_then(|f| f.mentions(&View::default()));
        }
    }

    #[test]
    fn a_day_takes_few_bytes() {
        let range = Some(DateRange { from: day(20_000), to: day(20_000) });
        let value = day(20_000).to_string();
        let what = Referent::Date(DateRef { value, timex: Timex::Date, range });
        let mention = Mention { field: Field::Body, start: 10, end: 19, what };
        let mut bytes = Vec::new();
        Found::of(&[mention], &Unnumbered).write(20_002, &|t| t.as_bytes().to_vec(), &mut bytes);
        assert_eq!(bytes.len(), 9);
    }
}
