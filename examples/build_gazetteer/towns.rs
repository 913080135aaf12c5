//! Which of the many other names of a place are worth keeping, and which are missing.
//!
//! GeoNames collects every spelling in every language, and many that a machine made. A name is
//! kept when news that this program may meet are likely to use it: a town of any size may be
//! spelled in several ways where its own script is not the Latin one; elsewhere a small town is
//! called by its name.

use std::collections::HashSet;

use dateline::gazetteer::key;

use crate::divisions::BARE_WORDS;

/// From this population on, names in all scripts of news are kept.
const ALL_SCRIPTS_FROM: u32 = 100_000;
/// The same for names in the script of the country itself.
const OWN_SCRIPT_FROM: u32 = 15_000;
/// From this population on, a town's names in other languages of Latin script are kept.
const OTHER_NAMES_FROM: u32 = 5_000;

/// Countries whose own script is not the Latin one.
const OTHER_SCRIPT: &str = "RU UA BY BG RS MK ME XK MN KZ KG TJ UZ TM GE AM AZ GR CY CN TW HK MO JP KR KP TH LA \
    KH MM IN PK BD NP BT LK MV IR IQ AF SY LB JO IL PS SA YE OM AE QA BH KW EG LY TN DZ MA EH SD SS MR ET ER DJ";

/// The other names worth keeping of a place in a country.
pub(crate) fn worth_keeping<'t>(
    main: &str,
    names: &'t [String],
    country: &str,
    population: u32,
) -> impl Iterator<Item = &'t String> {
    let foreign = OTHER_SCRIPT.split(' ').any(|code| code == country);
    let machine =
        if foreign || population >= ALL_SCRIPTS_FROM { HashSet::new() } else { transliterated(names) };
    let scripts_from = if foreign { OWN_SCRIPT_FROM } else { ALL_SCRIPTS_FROM };
    let words: HashSet<String> = key(main).split(' ').map(str::to_owned).collect();
    let short_for = move |name: &str| key(name).split(' ').all(|word| words.contains(word));
    let country = country.to_owned();
    names.iter().filter(move |name| {
        let latin = is_latin(name);
        let useful = match (latin, foreign) {
            (false, _) => population >= scripts_from,
            (true, true) => population >= OWN_SCRIPT_FROM || !is_old_romanisation(name, &country),
            (true, false) => population >= OTHER_NAMES_FROM || short_for(name),
        };
        useful
            && is_name(name)
            && !machine.contains(&skeleton(name))
            && !BARE_WORDS.contains(&key(name).as_str())
    })
}

/// Whether it is a name at all: no airport code, no transliteration made by machine (these are
/// all in small letters), nothing with digits, no script that no news are written in.
pub(crate) fn is_name(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let code = letters <= 4 && !name.chars().any(char::is_lowercase) && name.is_ascii();
    let latin = is_latin(name);
    let small = latin && !name.chars().any(char::is_uppercase);
    let short = latin && letters < 3;
    let odd = name.chars().any(|c| c.is_numeric() || matches!(c, ',' | '(' | '/'));
    !code && !small && !short && !odd && letters > 0 && (latin || living_script(name))
}

pub(crate) fn is_latin(name: &str) -> bool {
    name.chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(|c| c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c))
}

/// The scripts of news that this program is likely to meet.
fn living_script(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).all(|c| {
        matches!(c, '\u{370}'..='\u{52f}' | '\u{590}'..='\u{6ff}' | '\u{900}'..='\u{9ff}' | '\u{e00}'..='\u{e7f}'
            | '\u{10a0}'..='\u{10ff}' | '\u{530}'..='\u{58f}' | '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
    })
}

/// `Hou-an-shih`, `Dasizhan Zhen`: Chinese villages under names that only old gazetteers use.
fn is_old_romanisation(name: &str, country: &str) -> bool {
    let word = |ends: &[&str]| ends.iter().any(|end| key(name).ends_with(end));
    matches!(country, "CN" | "TW" | "KR" | "KP" | "JP")
        && (name.contains(['-', '\'', '’']) || word(&[" zhen", " xiang", "hsien", "chen", "shih", "tsun"]))
}

/// What a machine made of the Cyrillic names in a list, as skeletons: `Саутгейт`, the Russian
/// spelling of Southgate, comes back as `Sautgejt`.
fn transliterated(names: &[String]) -> HashSet<String> {
    let cyrillic = names.iter().filter(|n| n.chars().any(|c| ('\u{400}'..'\u{460}').contains(&c)));
    cyrillic.map(|name| skeleton(&name.chars().map(letters).collect::<String>())).collect()
}

fn letters(c: char) -> String {
    const LETTERS: [(&str, &str); 38] = [
        ("а", "a"),
        ("б", "b"),
        ("в", "v"),
        ("г", "g"),
        ("ґ", "g"),
        ("д", "d"),
        ("е", "e"),
        ("ё", "e"),
        ("є", "ie"),
        ("ж", "zh"),
        ("з", "z"),
        ("и", "i"),
        ("і", "i"),
        ("ї", "i"),
        ("й", "i"),
        ("к", "k"),
        ("л", "l"),
        ("м", "m"),
        ("н", "n"),
        ("о", "o"),
        ("п", "p"),
        ("р", "r"),
        ("с", "s"),
        ("т", "t"),
        ("у", "u"),
        ("ў", "u"),
        ("ф", "f"),
        ("х", "h"),
        ("ц", "c"),
        ("ч", "ch"),
        ("ш", "sh"),
        ("щ", "shch"),
        ("ы", "i"),
        ("э", "e"),
        ("ю", "iu"),
        ("я", "ia"),
        ("ь", ""),
        ("ъ", ""),
    ];
    let lower = c.to_lowercase().to_string();
    LETTERS.iter().find(|(from, _)| *from == lower).map_or(lower.clone(), |(_, to)| (*to).to_owned())
}

/// A name reduced to what all ways of transliterating it have in common.
pub(crate) fn skeleton(name: &str) -> String {
    let mut text = key(name);
    for (from, to) in
        [("kh", "h"), ("ts", "c"), ("tz", "c"), ("eh", "e"), ("j", "i"), ("y", "i"), ("w", "v"), ("-", " ")]
    {
        text = text.replace(from, to);
    }
    let mut last = ' ';
    text.retain(|c| std::mem::replace(&mut last, c) != c);
    text
}

/// Spellings of the main name that writers take for the same: `St. Paul`, `Mt Vernon`, `Ft. Worth`.
pub(crate) fn short_spellings(main: &str) -> Option<String> {
    const LONG: [(&str, &str); 4] = [("Saint", "St"), ("Sainte", "Ste"), ("Mount", "Mt"), ("Fort", "Ft")];
    let (first, rest) = main.split_once([' ', '-'])?;
    let other = LONG.iter().find_map(|(long, short)| {
        let first = first.trim_end_matches('.');
        if first == *long { Some(*short) } else { (first == *short).then_some(*long) }
    })?;
    Some(format!("{other} {rest}"))
}
