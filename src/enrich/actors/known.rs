//! Well-known actors and the names they go by.
//!
//! The list is a seed, not a census: it settles who `Gaddafi` and `Kadhafi` are,
//! that `IAEA` has a long form, and that `Hamas` is an armed group even where the
//! text does not say so.
//!
//! The list is text and stays text: an actor is where its line begins. The tables by
//! which a name finds its place in the text are made when the program is built, so that
//! a search opens nothing and a lookup reads a few numbers.

mod line;
mod table;

use std::sync::LazyLock;

use crate::article::ActorKind;
use crate::text::words;

use super::key::class;
use super::letters::{self, Hash, walk};
use super::organisation;
use super::person::Person;
use super::wording;
use line::{Line, name_at};
use table::Table;

pub(crate) use super::letters::name_key;

static TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/actors.txt"));
static NAMES: Table<2> = Table(include_bytes!(concat!(env!("OUT_DIR"), "/actors.names")));
static SLUGS: Table<2> = Table(include_bytes!(concat!(env!("OUT_DIR"), "/actors.slugs")));
static FAMILIES: Table<2> = Table(include_bytes!(concat!(env!("OUT_DIR"), "/actors.families")));
static OPENINGS: Table<3> = Table(include_bytes!(concat!(env!("OUT_DIR"), "/actors.openings")));

/// One well-known actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The name under which it is shown.
    pub name: &'static str,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// ISO 3166 code of its country, when it has one.
    pub country: Option<&'static str>,
    line: Line<'static>,
}

impl Known {
    fn read(line: &'static str) -> Option<Known> {
        let line = line::read(line)?;
        let country = Some(line.country).filter(|c| !c.is_empty());
        Some(Known { name: line.name, kind: kind(line.kind)?, country, line })
    }

    /// All its names, the one that is shown first.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.line.names().map(|name| name.trim_start_matches('~'))
    }

    /// Its offices with their years (`president 2000-2008`).
    pub(super) fn offices(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.line.offices.split(';').filter(|o| !o.is_empty())
    }
}

fn kind(letter: &str) -> Option<ActorKind> {
    Some(match letter {
        "p" => ActorKind::Person,
        "o" => ActorKind::Organisation,
        "g" => ActorKind::Government,
        "m" => ActorKind::Military,
        "a" => ActorKind::ArmedGroup,
        _ => return None,
    })
}

/// Where a name stands in the text of the list.
type Place = u32;

/// The actor whose line holds this place.
fn actor_at(place: Place) -> Option<Known> {
    let (before, behind) = TEXT.split_at_checked(place as usize)?;
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let end = before.len() + behind.find('\n').unwrap_or(behind.len());
    Known::read(TEXT.get(start..end)?)
}

/// The name at this place, as it is written in the list.
fn written_at(place: Place) -> &'static str {
    TEXT.get(place as usize..).map_or("", name_at)
}

/// The known actor that goes by this name when a user types it.
pub fn by_name(name: &str) -> Option<Known> {
    actor_at(places_of(&name_key(name)).next()?)
}

/// The known actor that a text means by a name; `key` as made by [`name_key`].
pub(crate) fn by_key(key: &str) -> Option<Known> {
    actor_at(places_of(key).find(|&place| !written_at(place).starts_with('~'))?)
}

/// The known actor of this kind's class that a text means by a name.
pub(super) fn of_class(key: &str, kind: ActorKind) -> Option<Known> {
    let meant = places_of(key).filter(|&place| !written_at(place).starts_with('~'));
    meant.filter_map(actor_at).find(|known| class(known.kind) == class(kind))
}

/// The known persons that go by this name, those too that it means only when it is typed.
pub(super) fn persons_called(key: &str) -> impl Iterator<Item = Known> {
    places_of(key).filter_map(actor_at).filter(|known| known.kind == ActorKind::Person)
}

fn places_of(key: &str) -> impl Iterator<Item = Place> {
    let places = NAMES.rows(Hash::of(key)).map(|[_, place]| place);
    places.filter(move |&place| is_written(written_at(place), key))
}

/// Whether a name is this one as it is compared.
fn is_written(name: &str, key: &str) -> bool {
    let (mut key, mut same) = (key.chars(), true);
    walk(name, |c| same &= key.next() == Some(c));
    same && key.next().is_none()
}

/// The known actor of this class with a name that has the same slug (`Muamar Gadafi`);
/// nobody when two have.
pub(super) fn by_slug(wanted: &str, kind: ActorKind) -> Option<Known> {
    let places = SLUGS.rows(Hash::of(wanted)).map(|[_, place]| place);
    let same = |(place, known): &(Place, Known)| {
        class(known.kind) == class(kind) && slug(written_at(*place).trim_start_matches('~'), kind) == wanted
    };
    let mut found =
        places.filter_map(|place| Some((place, actor_at(place)?))).filter(same).map(|(_, known)| known);
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

fn slug(name: &str, kind: ActorKind) -> String {
    match kind {
        ActorKind::Person => Person::read(name).slug().to_owned(),
        _ => wording::plain(&name_key(name)).join("-"),
    }
}

/// The known body of a state with this slug, made by [`organisation::slug`].
pub(super) fn by_body(wanted: &str) -> Option<Known> {
    static BODIES: LazyLock<Vec<(String, Known)>> = LazyLock::new(|| {
        let known = TEXT.lines().filter_map(Known::read).filter(|k| k.kind != ActorKind::Person);
        let names = known.flat_map(|known| known.names().map(move |name| (name, known)));
        let mut bodies: Vec<(String, Known)> =
            names.filter_map(|(name, known)| Some((organisation::body(&name_key(name))?, known))).collect();
        bodies.sort_by(|a, b| a.0.cmp(&b.0));
        bodies
    });
    let from = BODIES.partition_point(|(slug, _)| slug.as_str() < wanted);
    let mut found = BODIES.iter().skip(from).take_while(|(slug, _)| slug == wanted).map(|(_, known)| *known);
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// The names of several words of known persons that end with a word of this skeleton.
pub(super) fn by_family(skeleton: &str) -> impl Iterator<Item = (&'static str, Known)> {
    let places = FAMILIES.rows(Hash::of(skeleton)).map(|[_, place]| place);
    places.filter_map(|place| Some((written_at(place).trim_start_matches('~'), actor_at(place)?)))
}

/// The longest known name that begins with the word `first`; `word` gives the words
/// behind it (number 1 is the next), as they stand. Returns how many words it takes.
/// A name in capitals counts only where the text has capitals, or where `any_case`.
pub(crate) fn longest<'t>(
    first: &str,
    first_is_upper: bool,
    any_case: bool,
    word: impl Fn(usize) -> Option<&'t str>,
) -> Option<(usize, Known)> {
    let mut next = None;
    // The longest come first.
    for [_, second, place] in OPENINGS.rows(Hash::of(first)) {
        if second != 0 {
            let next = *next.get_or_insert_with(|| word(1).map_or(0, |w| Hash::of(&line::word(w))));
            if next != second {
                continue;
            }
        }
        let (len, place) = ((place >> 24) as usize, place & 0x00ff_ffff);
        let name = written_at(place);
        if !(first_is_upper || any_case || name.contains(char::is_lowercase)) {
            continue;
        }
        let mut keys = words(name).map(|w| line::word(w.text));
        let fits = keys.next().is_some_and(|k| k == first)
            && keys.enumerate().all(|(i, key)| word(i + 1).is_some_and(|w| line::word(w) == key));
        if fits {
            return Some((len, actor_at(place)?));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    /// Every name of the list with its actor, in order.
    fn names() -> impl Iterator<Item = (&'static str, Known)> {
        let known = TEXT.lines().filter_map(Known::read);
        known.flat_map(|known| known.line.names().map(move |name| (name, known)))
    }

    #[test]
    fn every_line_is_well_formed_and_no_name_has_two_owners() {
        let mut owners: HashMap<(String, bool), &str> = HashMap::new();
        for line in TEXT.lines().filter(|l| !l.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let [name, letter, country, aliases, _offices] = columns[..] else { panic!("{line}") };
            assert!(kind(letter).is_some() && (country.is_empty() || country.len() == 2), "{line}");
            for alias in aliases.split(';').filter(|a| !a.is_empty()).chain([name]) {
                // Keith Kellogg and Kellogg's never meet.
                let owner = *owners.entry((name_key(alias), letter == "p")).or_insert(name);
                assert_eq!(owner, name, "{alias}");
            }
        }
    }

    #[test]
    fn names_lead_to_actors() {
        assert_eq!(by_name("U.N.").map(|k| k.name), Some("United Nations"));
        assert_eq!(by_name("vladimir putin").map(|k| k.country), Some(Some("RU")));
        assert!(by_name("Vladimir").is_none() && by_name("").is_none());
    }

    #[test]
    fn every_name_finds_its_actor() {
        let mut seen: HashMap<String, Known> = HashMap::new();
        for (name, known) in names() {
            let first = *seen.entry(name_key(name)).or_insert(known);
            assert_eq!(by_name(name), Some(first), "{name}");
            assert!(!name.starts_with('~') || by_key(&name_key(name)) != Some(known), "{name}");
        }
        assert!(seen.len() > 1_000);
    }

    #[test]
    fn names_are_found_in_a_text_word_by_word() {
        for (name, _) in names().filter(|(name, _)| !name.starts_with('~')) {
            let text: Vec<&str> = words(name).map(|w| w.text).collect();
            let first = line::word(text.first().unwrap());
            let found = longest(&first, true, true, |i| text.get(i).copied());
            assert_eq!(found.map(|(len, _)| len), Some(text.len()), "{name}");
        }
    }

    #[test]
    fn the_longest_name_counts() {
        let text = ["United", "Nations", "General", "Assembly", "met"];
        let (len, known) = longest("united", false, false, |i| text.get(i).copied()).unwrap();
        assert_eq!((len, known.name), (4, "UN General Assembly"));
        assert!(longest("who", false, false, |_| None).is_none(), "the word, not the body");
    }
}
