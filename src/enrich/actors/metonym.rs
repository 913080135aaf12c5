//! Capitals that stand for their governments: `Moscow warned`, `Kyiv has accused`.
//!
//! A capital speaks when it is the subject of a verb of speech or of statecraft. Precision
//! counts more than recall here: a capital behind a preposition is a place (`officials in
//! Moscow said`), one before a noun too (`Moscow residents said`), and teams beat and win.
//!
//! Left out: Brussels, which speaks for a union as often as for its country, and countries
//! themselves, whose name says as much.

use crate::article::{ActorKind, ActorRef};
use crate::gazetteer::{Gazetteer, Kind, PlaceNo};

use super::country;
use super::known::by_name;

/// Fewest inhabitants of a capital that news call its government by; smaller ones bear the
/// names of persons and towns elsewhere.
const INHABITANTS_MIN: u32 = 100_000;

/// The government that a place stands for at these bytes of a text of that year, if it does.
pub(crate) fn government(
    text: &str,
    start: usize,
    end: usize,
    place: PlaceNo,
    year: Option<i32>,
) -> Option<ActorRef> {
    let gazetteer = Gazetteer::embedded();
    if gazetteer.kind(place) == Kind::Landmark {
        let known = text.get(start..end).and_then(by_name)?;
        return palace(known.name, known.country, text, start, end);
    }
    let capital = gazetteer.is_capital(place) || is_seat(gazetteer.name(place));
    let small = gazetteer.population(place) < INHABITANTS_MIN || gazetteer.name(place) == "Brussels";
    if gazetteer.kind(place) != Kind::City || !capital || small || !is_subject(text, start, end) {
        return None;
    }
    let country = country_then(gazetteer.name(place), year)
        .or_else(|| gazetteer.country_of(place).map(|c| gazetteer.name(c)))?;
    Some(of_country(country))
}

/// The government of the country whose palace speaks (`the Kremlin said`).
pub(super) fn palace(
    name: &str,
    country: Option<&str>,
    text: &str,
    start: usize,
    end: usize,
) -> Option<ActorRef> {
    const PALACES: [&str; 13] = [
        "Kremlin",
        "White House",
        "Downing Street",
        "Whitehall",
        "Élysée Palace",
        "Blue House",
        "Moncloa Palace",
        "Quirinal Palace",
        "Kantei",
        "Zhongnanhai",
        "Planalto Palace",
        "Casa Rosada",
        "Quai d'Orsay",
    ];
    if !PALACES.contains(&name) || !is_subject(text, start, end) {
        return None;
    }
    let gazetteer = Gazetteer::embedded();
    Some(of_country(gazetteer.name(gazetteer.country(country?)?)))
}

/// Seats of government that are no capitals.
fn is_seat(name: &str) -> bool {
    matches!(name, "The Hague" | "Tel Aviv" | "La Paz" | "Bonn" | "Abidjan")
}

/// States that have vanished, by their capital and the last year in which it spoke for them.
fn country_then(capital: &str, year: Option<i32>) -> Option<&'static str> {
    let (last, country) = match capital {
        "Moscow" => (1991, "Soviet Union"),
        "Belgrade" => (2002, "Yugoslavia"),
        "Prague" => (1992, "Czechoslovakia"),
        "Bonn" => (1990, "West Germany"),
        _ => return None,
    };
    year.is_some_and(|y| y <= last).then_some(country)
}

fn of_country(country: &str) -> ActorRef {
    let name = format!("Government of {}", country::with_article(country));
    ActorRef { name, kind: ActorKind::Government, confidence: 0.7, office: None }
}

/// Whether the words at these bytes are the subject of a verb that governments do.
fn is_subject(text: &str, start: usize, end: usize) -> bool {
    let (Some(before), Some(behind)) = (text.get(..start), text.get(end..)) else { return false };
    may_begin_clause(before) && behind.strip_prefix(' ').is_some_and(acts)
}

/// Whether a subject may stand behind these words.
fn may_begin_clause(before: &str) -> bool {
    let article = before.strip_suffix("the ").or_else(|| before.strip_suffix("The "));
    let before = article.unwrap_or(before);
    let Some(rest) = before.strip_suffix([' ', '\n', '"', '“', '\'', '‘']) else {
        return before.is_empty();
    };
    let last = rest.rsplit([' ', '\n']).next().unwrap_or_default();
    if last.is_empty() || last.ends_with(['.', ',', ';', ':', '"', '”', '’', '—', '–', '-', '!', '?', ')'])
    {
        // A stop behind an abbreviation of a title (`Gen. Washington said`) is rare enough.
        return true;
    }
    matches!(
        last,
        "and"
            | "but"
            | "that"
            | "while"
            | "as"
            | "because"
            | "when"
            | "after"
            | "before"
            | "since"
            | "if"
            | "although"
            | "though"
            | "whether"
            | "where"
            | "what"
            | "which"
            | "until"
            | "or"
            | "said"
            | "says"
            | "And"
            | "But"
            | "While"
            | "As"
            | "When"
            | "After"
            | "Since"
            | "If"
            | "Yet"
            | "yet"
            | "Although"
            | "Meanwhile"
            | "both"
            | "Both"
            | "so"
            | "than"
            | "how"
            | "why"
            | "However"
    )
}

/// Whether a text begins with a verb that governments do, perhaps behind an adverb, a day
/// or an auxiliary.
fn acts(behind: &str) -> bool {
    let mut words = behind.split([' ', '\n']).take(5).peekable();
    while let Some(word) = words.next() {
        match word {
            "also" | "later" | "again" | "already" | "has" | "had" | "have" | "repeatedly"
            | "immediately" | "now" | "still" | "then" | "officially" | "formally" | "strongly" | "long"
            | "earlier" | "consistently" | "never" | "not" | "publicly" | "yesterday" | "today"
            | "quickly" | "reportedly" | "recently" => {}
            "on" | "last" | "this" => {
                let day = words.next().is_some_and(|w| is_day(w.trim_end_matches(',')));
                if !day {
                    return false;
                }
            }
            "would" | "will" | "may" | "might" | "could" | "must" | "should" | "did" | "does" => {
                return words
                    .find(|w| !matches!(*w, "not" | "also" | "never" | "soon"))
                    .is_some_and(|verb| has_stem(verb, ""));
            }
            "is" | "was" | "are" | "were" => {
                return words
                    .find(|w| !matches!(*w, "not" | "also" | "now" | "still"))
                    .is_some_and(|verb| has_stem(verb, "ing"));
            }
            verb => return is_finite(verb.trim_end_matches([',', ':', '.', ';'])),
        }
    }
    false
}

fn is_day(word: &str) -> bool {
    matches!(
        word,
        "Monday"
            | "Tuesday"
            | "Wednesday"
            | "Thursday"
            | "Friday"
            | "Saturday"
            | "Sunday"
            | "week"
            | "month"
            | "year"
    )
}

/// Verbs of speech and statecraft; `e` stands for one that falls away before an ending.
const VERBS: [&str; 68] = [
    "warn",
    "urge",
    "accuse",
    "insist",
    "announce",
    "condemn",
    "demand",
    "deny",
    "vow",
    "reject",
    "claim",
    "confirm",
    "impose",
    "expel",
    "summon",
    "threaten",
    "pledge",
    "promise",
    "refuse",
    "blame",
    "criticise",
    "criticize",
    "dismiss",
    "protest",
    "declare",
    "welcome",
    "acknowledge",
    "admit",
    "argue",
    "maintain",
    "stress",
    "respond",
    "retaliate",
    "suspend",
    "sever",
    "denounce",
    "deplore",
    "propose",
    "recognise",
    "recognize",
    "offer",
    "hope",
    "believe",
    "consider",
    "fear",
    "regard",
    "view",
    "want",
    "seek",
    "call",
    "back",
    "support",
    "oppose",
    "annex",
    "invade",
    "signal",
    "reiterate",
    "agree",
    "recall",
    "decide",
    "plan",
    "describe",
    "hail",
    "resume",
    "ban",
    "ask",
    "launch",
    "conduct",
];

/// Past tense, or third person of the present.
fn is_finite(verb: &str) -> bool {
    matches!(
        verb,
        "said"
            | "says"
            | "told"
            | "tells"
            | "sought"
            | "sees"
            | "saw"
            | "made"
            | "gave"
            | "sent"
            | "withdrew"
            | "broke"
            | "insists"
    ) || has_stem(verb, "ed")
        || has_stem(verb, "s")
}

fn has_stem(verb: &str, ending: &str) -> bool {
    let Some(stem) = verb.strip_suffix(ending) else { return false };
    if ending.is_empty() && stem == "say" {
        return true;
    }
    VERBS.iter().any(|&known| {
        stem == known
            || known.strip_suffix('e') == Some(stem) && ending != "s"
            || known
                .strip_suffix('y')
                .is_some_and(|s| stem.strip_suffix(if ending == "s" { "ie" } else { "i" }) == Some(s))
            || ending == "s" && stem.strip_suffix('e') == Some(known)
            || ending != "s" && doubled(known, stem)
    })
}

/// `expell` of `expel`, `bann` of `ban`.
fn doubled(known: &str, stem: &str) -> bool {
    stem.strip_prefix(known).is_some_and(|rest| rest.len() == 1 && known.ends_with(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speaks(text: &str, name: &str) -> bool {
        let start = text.find(name).unwrap();
        is_subject(text, start, start + name.len())
    }

    #[test]
    fn a_capital_speaks_as_the_subject_of_a_verb() {
        for text in [
            "Moscow said it had no part in it.",
            "The deal is dead, Moscow warned.",
            "On Friday, Moscow accused Kyiv of lying.",
            "He said that Moscow has repeatedly denied it.",
            "Analysts say Moscow would never agree.\nBut Moscow insists.",
            "Moscow on Tuesday expelled two envoys.",
            "Moscow is considering an answer.",
            "Moscow did not reject the plan.",
            "\"No,\" he said. Moscow denies this.",
            "Moscow: Moscow banned imports",
        ] {
            let at = text.rfind("Moscow").unwrap();
            assert!(is_subject(text, at, at + 6), "{text}");
        }
        assert!(speaks("The Kremlin said so.", "Kremlin"));
    }

    #[test]
    fn elsewhere_it_is_a_place() {
        for text in [
            "Officials in Moscow said it had no part in it.",
            "Moscow residents said they heard it.",
            "Moscow beat Chicago.",
            "The mayor of Moscow said no.",
            "Moscow police said no.",
            "Moscow, which is cold, was calm.",
            "a Moscow said",
            "Near Moscow accused men were held.",
            "He left Moscow said nothing",
            "Moscow won the cup.",
            "Moscow-based firms said",
            "Greater Moscow said",
            "Moscow has two airports.",
            "Moscow is a city.",
            "Moscow",
        ] {
            assert!(!speaks(text, "Moscow"), "{text}");
        }
    }

    #[test]
    fn only_capitals_of_countries_do() {
        let gazetteer = Gazetteer::embedded();
        let speaker = |city: &str, year| {
            let text = format!("{city} warned them.");
            let place = gazetteer.find(city).into_iter().next().unwrap();
            government(&text, 0, city.len(), place, year).map(|a| a.name)
        };
        assert_eq!(speaker("Moscow", Some(2020)).as_deref(), Some("Government of Russia"));
        assert_eq!(speaker("Moscow", Some(1987)).as_deref(), Some("Government of the Soviet Union"));
        assert_eq!(speaker("Washington, D.C.", None).as_deref(), Some("Government of the United States"));
        assert_eq!(speaker("Kyiv", None).as_deref(), Some("Government of Ukraine"));
        for city in ["Chicago", "Saint Petersburg", "Brussels", "Russia"] {
            assert_eq!(speaker(city, None), None, "{city}");
        }
    }
}
