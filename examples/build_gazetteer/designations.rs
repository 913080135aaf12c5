//! The words that say what a second-level division is, in English and in other languages, and names
//! without them: `Laurel County`, `Powiat kielecki`, `Tatsuno-shi`.

use dateline::gazetteer::key;

use crate::divisions::BARE_WORDS;
use crate::sources::Division;

/// What second-level divisions are called, by country; the first is shown where the bare name is a
/// town's. Any other country's are districts.
const WORDS: [(&str, &[&str]); 13] = [
    ("GB", &["Borough", "District"]),
    ("CA", &["County", "District", "Region"]),
    ("AU", &["Council Area", "Shire"]),
    ("RU UA BY", &["District", "Raion", "Rayon"]),
    ("US TW HR NO SE EE HU LR KE IE IR PL KP", &["County"]),
    ("FR", &["Department"]),
    ("AR", &["Department", "Partido"]),
    ("IT ES BE PH CL PE BO MG", &["Province"]),
    ("BR MX CO GT HN NI VE BG PT SI NL CU EC LT LV MK RS IS DO SV FI CR", &["Municipality"]),
    ("ID", &["Regency"]),
    ("CN", &["Prefecture", "City"]),
    ("NG", &["Local Government Area"]),
    ("GR", &["Regional Unit"]),
];
const OTHER_WORDS: [&str; 1] = ["District"];

/// English words that say what a division is, as they stand behind a name and before it.
const ENGLISH_BEHIND: [&str; 31] = [
    " county",
    " district",
    " raion",
    " province",
    " governorate",
    " parish",
    " borough",
    " census area",
    " municipality",
    " department",
    " regency",
    " prefecture",
    " canton",
    " division",
    " urban okrug",
    " urban district",
    " local government area",
    " subdistrict",
    " township",
    " region",
    " shire",
    " agency",
    " regional council",
    " subregion",
    " district municipality",
    " city municipality",
    " district council",
    " special district",
    " planning region",
    " council area",
    " county borough",
];
const ENGLISH_BEFORE: [&str; 6] =
    ["county ", "county of ", "province of ", "municipality of ", "district of ", "region of "];
/// Words for a town that is a division of its own.
const CITY_BEHIND: [&str; 5] = [" city", " city council", " shi", " si", " gorod"];
const CITY_BEFORE: [&str; 2] = ["city of ", "kota "];
/// Foreign words for divisions and what they are in English, behind a name and before it; nothing
/// where it depends on the country.
const FOREIGN_BEHIND: [(&str, &str); 20] = [
    (" rayon", ""),
    (" gun", ""),
    (" ku", "Ward"),
    (" ilcesi", "District"),
    (" kommun", "Municipality"),
    (" kommune", "Municipality"),
    (" gorodskoy okrug", "Urban District"),
    (" barrio", "Barrio"),
    (" miskrada", "Municipality"),
    (" diqu", "Prefecture"),
    (" zizhizhou", "Autonomous Prefecture"),
    (" meng", "League"),
    (" xian", "County"),
    (" okrug", "District"),
    (" novads", "Municipality"),
    (" koshuun", ""),
    (" sum", "District"),
    (" tumani", "District"),
    (" opstina", "Municipality"),
    (" kotar", "County"),
];
const FOREIGN_BEFORE: [(&str, &str); 33] = [
    ("powiat ", "County"),
    ("regierungsbezirk ", "Region"),
    ("okres ", "District"),
    ("nefat ", "District"),
    ("nafat ", "District"),
    ("municipio de ", "Municipality"),
    ("departement de la ", "Department"),
    ("departement de l ", "Department"),
    ("departement de ", "Department"),
    ("departement du ", "Department"),
    ("departement des ", "Department"),
    ("departamento de ", "Department"),
    ("partido de ", "Partido"),
    ("provincia di ", "Province"),
    ("provincia de ", "Province"),
    ("provincia ", "Province"),
    ("qada ", "District"),
    ("qeza i ", "District"),
    ("gorodskoy okrug ", "Urban District"),
    ("distrito de ", "District"),
    ("condado de ", "County"),
    ("arrondissement de ", ""),
    ("arrondissement d ", ""),
    ("canton ", "Canton"),
    ("comuna ", "Commune"),
    ("oras ", "Town"),
    ("municipiul ", "Municipality"),
    ("daira de ", "District"),
    ("shahrestan e ", "County"),
    ("kabupaten ", "Regency"),
    ("huyen ", "District"),
    ("amphoe ", "District"),
    ("concelho de ", "Municipality"),
];
/// Names of barely any meaning by themselves, beside those of the first level.
const BARE_MORE: [&str; 12] = [
    "union",
    "independence",
    "independencia",
    "liberty",
    "la union",
    "centro",
    "metropolitan",
    "victory",
    "capital",
    "city",
    "downtown",
    "most",
];

/// How a name says what it names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Designation {
    None,
    English,
    /// It is a town, in whatever language: the name is rather that town's.
    City,
    /// In another language, and what that is in English when that is sure.
    Foreign(&'static str),
}

/// A name without the word for what it is, and how that stood there.
pub(crate) fn cut(name: &str) -> (String, Designation) {
    let folded: String = name.to_lowercase().chars().map(plain).collect();
    if folded.chars().count() != name.chars().count() {
        return (name.to_owned(), Designation::None); // Letters that change their number: rare, and left alone.
    }
    let len = folded.chars().count();
    let tail = |word: &str| {
        let cut = word.chars().count();
        (folded.ends_with(word) && cut < len).then(|| name.chars().take(len - cut).collect::<String>())
    };
    let head = |word: &str| {
        let cut = word.chars().count();
        (folded.starts_with(word) && cut < len).then(|| name.chars().skip(cut).collect::<String>())
    };
    let plain = |found: Option<String>, sort| found.map(|short| (short, sort));
    let english = shortest(&ENGLISH_BEHIND, tail).or_else(|| shortest(&ENGLISH_BEFORE, head));
    let city = || shortest(&CITY_BEHIND, tail).or_else(|| shortest(&CITY_BEFORE, head));
    let foreign = || {
        let behind = FOREIGN_BEHIND.iter().filter_map(|(word, what)| Some((tail(word)?, *what)));
        let before = FOREIGN_BEFORE.iter().filter_map(|(word, what)| Some((head(word)?, *what)));
        let found = behind.chain(before).min_by_key(|(short, _)| short.chars().count());
        found.map(|(short, what)| (short, Designation::Foreign(what)))
    };
    plain(english, Designation::English)
        .or_else(|| plain(city(), Designation::City))
        .or_else(foreign)
        .unwrap_or_else(|| (name.to_owned(), Designation::None))
}

/// What the longest word of a list leaves of a name.
fn shortest(list: &[&str], cut: impl Fn(&str) -> Option<String>) -> Option<String> {
    list.iter().filter_map(|word| cut(word)).min_by_key(|short| short.chars().count())
}

/// One character for one, so that positions stay: accents off, everything between words a space.
fn plain(c: char) -> char {
    let folded = key(c.encode_utf8(&mut [0; 4]));
    match folded.chars().next() {
        Some(letter) => letter,
        None if matches!(c, '\'' | '’' | '‘' | '-' | ' ') => ' ',
        None => c,
    }
}

/// What a division is called in English: as its name or the list says, or else as in most of its
/// country. Of a town that is a division of its own, nothing but that.
pub(crate) fn words(division: &Division<'_>) -> Vec<&'static str> {
    let usual = WORDS.iter().find(|(codes, _)| codes.split(' ').any(|c| c == division.country()));
    let usual = usual.map_or(&OTHER_WORDS[..], |(_, words)| words);
    let said = match cut(division.name).1 {
        Designation::City => return vec!["City"],
        Designation::Foreign(what) if !what.is_empty() => Some(what),
        _ => SORTS.into_iter().find(|sort| *sort == division.sort),
    };
    said.into_iter().chain(usual.iter().copied().filter(|word| Some(*word) != said)).collect()
}

/// The sorts of divisions in the list that English names have behind them.
const SORTS: [&str; 9] = [
    "Province",
    "Governorate",
    "County",
    "Municipality",
    "Department",
    "Parish",
    "Prefecture",
    "Canton",
    "District",
];

pub(crate) fn is_bare(name: &str) -> bool {
    let name = key(name);
    BARE_WORDS.contains(&name.as_str()) || BARE_MORE.contains(&name.as_str())
}

pub(crate) fn is_raion(name: &str) -> bool {
    let name = key(name);
    ["district", "raion", "rayon", "division"].iter().any(|word| name.ends_with(word))
}

/// `Sudzhansky`: of Sudzha.
pub(crate) fn is_adjective(name: &str) -> bool {
    let name = key(name);
    ["skiy", "sky", "skyi", "skyy", "ski", "tskiy", "tsky"].iter().any(|end| name.ends_with(end))
}
