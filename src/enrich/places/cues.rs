//! Words beside a name that say what sort of place is meant: `Kursk region`, `the village of
//! New York`, `governor of Kursk`.

/// What the words around a name ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Cue {
    /// Nothing in particular.
    #[default]
    None,
    /// A first-level division or a region.
    Division,
    /// A division below the first level (`county`, `district`), which is seldom in the gazetteer.
    County,
    /// A town of any size.
    Town,
    /// A small town.
    Village,
    /// A country.
    Country,
}

impl Cue {
    /// Whether a town can be meant.
    pub(super) fn may_be_town(self) -> bool {
        matches!(self, Cue::None | Cue::Town | Cue::Village)
    }
}

const DIVISIONS: [&str; 22] = [
    "region",
    "oblast",
    "province",
    "governorate",
    "state",
    "prefecture",
    "krai",
    "territory",
    "department",
    "canton",
    "voivodeship",
    "governor",
    "gov",
    "gubernatorial",
    "regional",
    "provincial",
    "republic",
    "statehouse",
    "emirate",
    "peninsula",
    "regions",
    "legislature",
];
const COUNTIES: [&str; 9] =
    ["county", "district", "raion", "rayon", "parish", "counties", "districts", "subdistrict", "borough"];
const TOWNS: [&str; 13] = [
    "city",
    "town",
    "mayor",
    "municipality",
    "airport",
    "suburb",
    "suburbs",
    "neighborhood",
    "neighbourhood",
    "residents",
    "downtown",
    "stadium",
    "metro",
];
const VILLAGES: [&str; 6] = ["village", "hamlet", "settlement", "township", "villagers", "villages"];
const COUNTRIES: [&str; 5] = ["country", "nation", "republics", "ambassador", "embassy"];

/// Reads the words just before and after a name.
pub(super) fn cue(before: &str, after: &str) -> Cue {
    match behind(after) {
        Cue::None => ahead(before),
        found => found,
    }
}

/// `, a village of the Donbas`: what the name is said to be.
fn apposition(after: &str) -> Cue {
    let mut words = after.strip_prefix(", ").unwrap_or_default().split(' ');
    if !words.next().is_some_and(|w| matches!(w, "a" | "an" | "the")) {
        return Cue::None;
    }
    // `a small town`, `the regional capital`: one word may stand between.
    let mut kinds = words.take(2).map(|w| sort(w.trim_matches(|c: char| !c.is_alphabetic())));
    kinds.find(|cue| matches!(cue, Cue::Town | Cue::Village)).unwrap_or_default()
}

/// `region, where`, `’s governor`: the first word behind the name, past a possessive.
fn behind(after: &str) -> Cue {
    if after.starts_with(',') {
        return apposition(after);
    }
    let after = after.strip_prefix("'s").or_else(|| after.strip_prefix("’s")).unwrap_or(after);
    let Some(rest) = after.strip_prefix([' ', '-', '\u{a0}']) else { return Cue::None };
    sort(rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default())
}

/// `governor of `, `the city of `: the word before `of`; `the village `: the word itself.
fn ahead(before: &str) -> Cue {
    let mut words = before.trim_end().rsplit([' ', '\u{a0}', '\n']);
    let last = words.next().unwrap_or_default();
    let noun = if last == "of" { words.next().unwrap_or_default() } else { last };
    let found = sort(noun.trim_matches(|c: char| !c.is_alphabetic()));
    match (found, last) {
        // `The president's country, Georgia` is too loose a link for anything but `of`.
        (Cue::Country | Cue::County, "of") | (Cue::Division | Cue::Town | Cue::Village, _) => found,
        _ => Cue::None,
    }
}

fn sort(word: &str) -> Cue {
    let is = |list: &[&str]| list.iter().any(|w| w.eq_ignore_ascii_case(word));
    if is(&DIVISIONS) {
        Cue::Division
    } else if is(&COUNTIES) {
        Cue::County
    } else if is(&VILLAGES) {
        Cue::Village
    } else if is(&TOWNS) {
        Cue::Town
    } else if is(&COUNTRIES) {
        Cue::Country
    } else {
        Cue::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_a_name_tell_its_level() {
        for (before, after, cue_expected) in [
            ("troops in ", " region, where", Cue::Division),
            ("the governor of ", " said", Cue::Division),
            ("", "’s governor", Cue::Division),
            ("the village of ", "", Cue::Village),
            ("a village in ", "", Cue::None),
            ("the city of ", " and", Cue::Town),
            ("in ", " and", Cue::None),
            ("the state in ", "", Cue::None),
            ("", " County sheriff", Cue::County),
            ("in ", ", a village of the Donbas", Cue::Village),
            ("in ", ", a small town in", Cue::Town),
            ("in ", ", a former governor", Cue::None),
        ] {
            assert_eq!(cue(before, after), cue_expected, "{before}X{after}");
        }
    }
}
