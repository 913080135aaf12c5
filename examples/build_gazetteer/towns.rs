//! Which of the many alternate names of a town are worth keeping.

use crate::tables::City;

/// The population from which a town's names in other scripts are kept.
const OTHER_SCRIPTS_FROM: u32 = 100_000;

/// The alternate names of a town worth keeping.
pub(crate) fn alternates<'t>(city: &City<'t>) -> impl Iterator<Item = &'t str> {
    let large = city.population >= OTHER_SCRIPTS_FROM;
    city.alternates.split('|').filter(move |name| worth_keeping(name, large))
}

/// Left out: airport codes, transliterations made by machine (all in small letters), names with
/// digits, and for smaller towns names in other scripts.
fn worth_keeping(name: &str, large: bool) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let code = letters <= 4 && !name.chars().any(char::is_lowercase) && name.is_ascii();
    let latin = name
        .chars()
        .find(|c| c.is_alphabetic())
        .is_some_and(|c| c < '\u{250}' || ('\u{1e00}'..'\u{1f00}').contains(&c));
    let small = latin && !name.chars().any(char::is_uppercase);
    let short = latin && letters < 3;
    let odd = name.chars().any(|c| c.is_numeric() || matches!(c, ',' | '(' | '/'));
    !code && !small && !short && !odd && letters > 0 && (latin || (large && living_script(name)))
}

/// The scripts of news that this program is likely to meet.
fn living_script(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).all(|c| {
        matches!(c, '\u{370}'..='\u{52f}' | '\u{590}'..='\u{6ff}' | '\u{900}'..='\u{9ff}' | '\u{e00}'..='\u{e7f}'
            | '\u{10a0}'..='\u{10ff}' | '\u{530}'..='\u{58f}' | '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
    })
}
