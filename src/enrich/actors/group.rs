//! Groups named by a country's letters: `U.S. troops`, `UK regulators`.
//!
//! With an adjective such a group is one span of the tagger (`British troops`); here the
//! country is a place, and the group is found behind it.

use crate::article::{ActorKind, ActorRef};

/// The group that begins with the country at these bytes of a text, and where it ends.
pub(super) fn of_letters(text: &str, start: usize, end: usize) -> Option<(ActorRef, usize)> {
    let country = match text.get(start..end)? {
        "U.S." | "US" => "U.S.",
        "U.K." | "UK" => "UK",
        _ => return None,
    };
    let mut noun = None;
    let mut at = end;
    for _ in 0..3 {
        let Some(rest) = text.get(at..).and_then(|rest| rest.strip_prefix(' ')) else { break };
        let word = rest.split(|c: char| !c.is_ascii_lowercase()).next().unwrap_or_default();
        at += 1 + word.len();
        if is_people(word) {
            noun = Some(at);
        } else if !stands_between(word) {
            break;
        }
    }
    let end = noun.filter(|&at| !text.get(at..).is_some_and(|rest| rest.starts_with(['-', '\'', '’'])))?;
    let words = text.get(start..end)?.split(' ').skip(1);
    let name = std::iter::once(country).chain(words).collect::<Vec<_>>().join(" ");
    Some((ActorRef { name, kind: ActorKind::Group, confidence: 0.8, office: None }, end))
}

/// Nouns of people who act together.
fn is_people(word: &str) -> bool {
    matches!(
        word,
        "troops"
            | "forces"
            | "soldiers"
            | "officials"
            | "authorities"
            | "military"
            | "police"
            | "diplomats"
            | "negotiators"
            | "lawmakers"
            | "legislators"
            | "politicians"
            | "senators"
            | "congressmen"
            | "citizens"
            | "civilians"
            | "marines"
            | "sailors"
            | "airmen"
            | "pilots"
            | "commanders"
            | "generals"
            | "investigators"
            | "prosecutors"
            | "regulators"
            | "agents"
            | "scientists"
            | "researchers"
            | "companies"
            | "firms"
            | "banks"
            | "investors"
            | "farmers"
            | "workers"
            | "voters"
            | "consumers"
            | "students"
            | "veterans"
            | "journalists"
            | "warplanes"
            | "warships"
            | "leaders"
            | "nationals"
            | "hostages"
            | "contractors"
    )
}

fn stands_between(word: &str) -> bool {
    matches!(
        word,
        "senior"
            | "military"
            | "federal"
            | "state"
            | "security"
            | "intelligence"
            | "ground"
            | "special"
            | "border"
            | "government"
            | "health"
            | "combat"
            | "armed"
            | "naval"
            | "air"
            | "defence"
            | "defense"
            | "trade"
            | "antitrust"
            | "banking"
            | "law"
            | "enforcement"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(text: &str, country: &str) -> Option<(String, String)> {
        let start = text.find(country).unwrap();
        let (actor, end) = of_letters(text, start, start + country.len())?;
        Some((actor.name, text[start..end].to_owned()))
    }

    #[test]
    fn a_country_and_a_noun_of_people() {
        let both = |name: &str, words: &str| Some((name.to_owned(), words.to_owned()));
        assert_eq!(group("The US troops left.", "US"), both("U.S. troops", "US troops"));
        assert_eq!(
            group("Then U.S. law enforcement officials left", "U.S."),
            both("U.S. law enforcement officials", "U.S. law enforcement officials")
        );
        assert_eq!(
            group("UK military officials said", "UK"),
            both("UK military officials", "UK military officials")
        );
        assert_eq!(group("the US military said", "US"), both("U.S. military", "US military"));
    }

    #[test]
    fn everything_else_is_a_place() {
        for (text, country) in [
            ("in the US.", "US"),
            ("US exports fell", "US"),
            ("US President Obama", "US"),
            ("US troops' wives", "US"),
            ("France troops", "France"),
            ("US special", "US"),
            ("US military-style rifles", "US"),
        ] {
            assert_eq!(group(text, country), None, "{text}");
        }
    }
}
