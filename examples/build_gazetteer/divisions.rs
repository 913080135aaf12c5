//! What first-level divisions are called in English: `Kursk`, `Kursk Oblast`, `Kursk Region`.

use std::collections::{HashMap, HashSet};

use dateline::gazetteer::build::Draft;
use dateline::gazetteer::{Kind, NameKind, key};

use crate::sources::{City, Division};
use crate::tables::{column, named};
use crate::towns::{is_name, skeleton};
use crate::world::draft;

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
pub(crate) const BARE_WORDS: [&str; 52] = [
    "nord",
    "sud",
    "est",
    "ouest",
    "norte",
    "sur",
    "sul",
    "leste",
    "oeste",
    "oriental",
    "occidental",
    "west coast",
    "east coast",
    "federal",
    "free",
    "islands",
    "savannah",
    "region",
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
const BARE_DISPLAY: &str = "US CA BR MX IN DE AT AU NG CH CN JP GB";

/// The names that towns bear.
pub(crate) struct TownNames<'t> {
    /// Country code and key of the main names of towns of some size.
    pub(crate) main: HashSet<(&'t str, String)>,
    /// Skeletons of the names that towns once bore, by country.
    pub(crate) former: HashMap<&'t str, HashSet<String>>,
    /// The rows of our table of town names, by id.
    pub(crate) ours: HashMap<u32, Vec<&'t str>>,
}

/// A division under all its names, without an id and a position yet.
pub(crate) fn division(
    (country, state): (&str, &str),
    theirs: &str,
    own: &[&str],
    (towns, listed): (&[&City], Option<&Division<'_>>),
    names: &TownNames<'_>,
) -> Draft {
    let english = listed.and_then(|l| l.english.as_deref());
    // The CLDR often writes the same name without diacritics that no English reader expects.
    let accents = |name: &str| name.chars().filter(|c| !c.is_ascii()).count();
    let plainer = english.filter(|e| key(e) == key(theirs) && accents(e) < accents(theirs));
    let theirs = plainer.unwrap_or(theirs);
    let given = if column(own, 1).is_empty() { theirs } else { column(own, 1) };
    let short = short_name(given, towns);
    let words: Vec<&str> = division_words(country).chain(COMMON_WORDS).collect();
    let bare = BARE_WORDS.contains(&key(&short).as_str());
    let shared = names.main.contains(&(country, key(&short))) || bare;
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
    let telling = whole.chain(english.map(str::to_owned)).filter(|n| !BARE_WORDS.contains(&key(n).as_str()));
    let rather = Towns::new(country, towns, names);
    let sort = |n: String| {
        let shared = key(&n) == key(state) || rather.own.contains(&skeleton(&n));
        (n, if shared { NameKind::Shared } else { NameKind::Main })
    };
    draft.names = telling.map(sort).collect();
    // What the table says outright is the division's own, town or no town (Quebec).
    draft.names.extend(named(column(own, 2), NameKind::Main));
    if let Some(listed) = listed {
        draft.names.extend(others(listed, &short, &rather));
    }
    draft.names.extend(words.iter().map(|word| (format!("{short} {word}"), NameKind::Main)));
    draft.names.extend(named(column(own, 3), NameKind::Abbreviation));
    draft.names.extend(named(column(own, 4), NameKind::Postal));
    draft
}

/// The names that the lists have besides; bare ones are less sure than those with a word for what
/// it is. Short ones are codes or words of other languages (`Sant`, for Centre).
fn others(listed: &Division<'_>, short: &str, towns: &Towns) -> Vec<(String, NameKind)> {
    let telling = |name: &str| {
        let (known, cut) = (key(name), key(&short_name(name, &[])));
        known.chars().count() > 4 && known != key(short) && !BARE_WORDS.contains(&cut.as_str())
    };
    let kept = listed.aliases.iter().filter(|name| is_name(name) && telling(name));
    let sort = |name: &str| {
        if [&towns.own, &towns.other].iter().any(|list| list.contains(&skeleton(name))) {
            NameKind::Shared
        } else {
            NameKind::Alternate
        }
    };
    kept.map(|name| ((*name).to_owned(), sort(name))).collect()
}

/// The names that are rather a town's: of the towns of some weight in a division, in any spelling,
/// and those that towns of the country once bore (Leningrad lies in no Leningrad Oblast).
struct Towns {
    own: HashSet<String>,
    /// Their other names, which only tell that a division's other names may be theirs.
    other: HashSet<String>,
}

impl Towns {
    fn new(country: &str, towns: &[&City], known: &TownNames<'_>) -> Towns {
        let people: u32 = towns.iter().map(|c| c.population).sum();
        let keys = |list: &str| list.split(';').map(skeleton).collect::<Vec<_>>();
        let former = known.former.get(country).cloned().unwrap_or_default();
        let mut names = Towns { own: former, other: HashSet::new() };
        for town in towns.iter().filter(|c| c.population >= people / 50) {
            let own = known.ours.get(&town.id).map(Vec::as_slice).unwrap_or_default();
            names.own.insert(skeleton(&town.name));
            names.own.extend(keys(column(own, 2)));
            names.other.extend(town.alternates.iter().map(|name| skeleton(name)));
        }
        names
    }
}

/// The town that an adjective is made of is not smaller than this.
const NAMING_FROM: u32 = 20_000;

fn division_words(country: &str) -> impl Iterator<Item = &'static str> {
    let own = DIVISION_WORDS.iter().find(|(codes, _)| codes.split(' ').any(|c| c == country));
    own.into_iter().flat_map(|(_, words)| words.iter().copied())
}

/// A division's name without the word for what it is; adjectives (`Saratovskaya`) give way to the
/// name of the town that they are made of.
fn short_name(name: &str, towns: &[&City]) -> String {
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
    let large = towns.iter().filter(|c| c.population >= NAMING_FROM);
    let town = large.filter(|c| key(&c.name).starts_with(&stem)).max_by_key(|c| c.population);
    match town {
        Some(town) if adjective => town.name.clone(),
        _ => short,
    }
}
