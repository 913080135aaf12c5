//! Which country an adjective, a name or the words before a span point to.

use crate::gazetteer::{Gazetteer, Kind, NameKind, PlaceNo};

/// The country of an adjective (`russian`) or a name (`russia`, `us`), as a compared name.
pub(super) fn of_word(key: &str) -> Option<PlaceNo> {
    let gazetteer = Gazetteer::embedded();
    if let Some(no) = gazetteer.demonym(key).and_then(|code| gazetteer.country(code)) {
        return Some(no);
    }
    let sure = |kind| matches!(kind, NameKind::Main | NameKind::Abbreviation | NameKind::Former);
    let country = |no| matches!(gazetteer.kind(no), Kind::Country | Kind::FormerCountry);
    let best = gazetteer.candidates(key).next().filter(|c| sure(c.name) && country(c.place))?;
    Some(best.place)
}

/// The English name of the country of an adjective or a name.
pub(super) fn named(key: &str) -> Option<&'static str> {
    of_word(key).map(|no| Gazetteer::embedded().name(no))
}

/// The name of a country as it stands behind `of`.
pub(super) fn with_article(country: &str) -> String {
    const WITH_ARTICLE: [&str; 9] = [
        "United States",
        "United Kingdom",
        "United Arab Emirates",
        "Netherlands",
        "Philippines",
        "Soviet Union",
        "Gambia",
        "Bahamas",
        "Maldives",
    ];
    let article = WITH_ARTICLE.contains(&country) || country.contains("Republic");
    format!("{}{country}", if article { "the " } else { "" })
}

/// The country in the words right before a span: `Russia's`, `the Russian`.
pub(super) fn before(text: &str) -> Option<&'static str> {
    let text = text.strip_suffix(' ')?;
    let words: Vec<&str> = text.rsplit(' ').take(2).collect();
    let last = words.first()?;
    if !last.starts_with(char::is_uppercase) {
        return None;
    }
    let owner = last.strip_suffix("'s").or_else(|| last.strip_suffix("’s"));
    let key = |word: &str| super::letters::name_key(word);
    let one = key(owner.unwrap_or(last));
    let two = words.get(1).filter(|w| w.starts_with(char::is_uppercase)).map(|w| format!("{} {one}", key(w)));
    let demonym = |key: &str| Gazetteer::embedded().demonym(key).is_some();
    let counts = |key: &str| owner.is_some() || demonym(key) || key == "us" || key == "uk";
    two.filter(|two| counts(two))
        .and_then(|two| named(&two))
        .or_else(|| Some(one).filter(|o| counts(o)).and_then(|o| named(&o)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_before_name_a_country() {
        for (text, country) in [
            ("and Russia's ", Some("Russia")),
            ("and Russia’s ", Some("Russia")),
            ("the Russian ", Some("Russia")),
            ("the South Korean ", Some("South Korea")),
            ("the U.S. ", Some("United States")),
            ("left Russia ", None),
            ("the ", None),
            ("Smith's ", None),
            ("", None),
        ] {
            assert_eq!(before(text), country, "{text}");
        }
    }
}
