//! Which sort of organisation a name stands for, by the list of known actors and by its words.
//!
//! Government is what a state decides and judges with: cabinets, ministries, parliaments,
//! courts, regulators, secret services. Central banks, universities and state companies
//! are organisations, as journalists write of them; police are security forces; bodies of
//! several states are organisations, whatever they are called.

use crate::article::ActorKind;

use super::known::{by_key, name_key};
use super::organisation;

/// The kind of an organisation with this name.
pub(super) fn of_organisation(name: &str) -> ActorKind {
    let key = name_key(name);
    if let Some(known) = by_key(&key).filter(|k| k.kind != ActorKind::Person) {
        return known.kind;
    }
    let words: Vec<&str> = key.split(' ').collect();
    of_words(&words, &key)
}

fn of_words(words: &[&str], key: &str) -> ActorKind {
    if is_private(words) {
        ActorKind::Organisation
    } else if is_armed_group(words) {
        ActorKind::ArmedGroup
    } else if is_military(words) {
        ActorKind::Military
    } else if !is_of_several_states(words) && is_government(words, key) {
        ActorKind::Government
    } else {
        ActorKind::Organisation
    }
}

fn last<'w>(words: &[&'w str]) -> &'w str {
    words.last().copied().unwrap_or_default()
}

fn any(words: &[&str], test: fn(&str) -> bool) -> bool {
    words.iter().any(|w| test(w))
}

/// Whether two neighbouring words are such a pair.
fn any_pair(words: &[&str], test: fn(&str, &str) -> bool) -> bool {
    words.windows(2).any(|pair| matches!(pair, [a, b] if test(a, b)))
}

/// Endings of names that no state's body and no force has.
fn is_private(words: &[&str]) -> bool {
    matches!(
        last(words),
        "party"
            | "club"
            | "league"
            | "company"
            | "inc"
            | "corp"
            | "ltd"
            | "plc"
            | "association"
            | "foundation"
            | "institute"
            | "university"
            | "college"
            | "school"
            | "hospital"
            | "museum"
            | "newspaper"
            | "times"
            | "post"
            | "news"
            | "bank"
            | "fund"
            | "trust"
            | "society"
            | "stores"
            | "union"
            | "federation"
            | "team"
            | "fc"
            | "records"
            | "band"
            | "cathedral"
            | "church"
            | "choir"
    ) || any_pair(words, |a, b| {
        matches!((a, b), ("salvation", "army") | ("news", "agency") | ("national", "congress"))
    })
}

/// `International`, `European`: a body of several states.
fn is_of_several_states(words: &[&str]) -> bool {
    let opening = matches!(
        words.first().copied().unwrap_or_default(),
        "international"
            | "european"
            | "world"
            | "african"
            | "arab"
            | "asian"
            | "un"
            | "united"
            | "global"
            | "nordic"
            | "eu"
            | "pan"
            | "inter"
            | "islamic"
            | "commonwealth"
            | "east"
            | "west"
    );
    opening && !words.starts_with(&["united", "states"])
}

fn is_armed_group(words: &[&str]) -> bool {
    let fights = |w: &str| {
        matches!(
            w,
            "liberation"
                | "resistance"
                | "revolutionary"
                | "rebel"
                | "separatist"
                | "guerrilla"
                | "insurgent"
                | "emancipation"
                | "jihad"
        )
    };
    let heads = |w: &str| {
        matches!(
            w,
            "army"
                | "front"
                | "forces"
                | "force"
                | "brigades"
                | "brigade"
                | "movement"
                | "command"
                | "council"
                | "tigers"
                | "battalion"
                | "commandos"
                | "militia"
                | "fighters"
        )
    };
    let telling = |w: &str| {
        matches!(
            w,
            "mujahideen"
                | "mujahedin"
                | "mujahedeen"
                | "mujahidin"
                | "mujahid"
                | "militia"
                | "militias"
                | "martyrs"
                | "ansar"
                | "jaish"
                | "jaysh"
                | "lashkar"
                | "katibat"
                | "jund"
                | "liwa"
                | "cartel"
                | "guerrillas"
                | "jihadists"
                | "paramilitaries"
        )
    };
    let of_state = |w: &str| {
        matches!(
            w,
            "guard"
                | "guards"
                | "corps"
                | "police"
                | "ministry"
                | "court"
                | "tribunal"
                | "japan"
                | "japanese"
        )
    };
    let self_defence = |a: &str, b: &str| a == "self" && matches!(b, "defense" | "defence");
    if any(words, of_state) {
        return false;
    }
    any(words, telling)
        || matches!(last(words), "jihad" | "brigades" | "rebels")
        || any(words, heads) && (any(words, fights) || any_pair(words, self_defence))
}

fn is_military(words: &[&str]) -> bool {
    let unit = |w: &str| {
        matches!(
            w,
            "army"
                | "navy"
                | "military"
                | "guard"
                | "guards"
                | "police"
                | "marines"
                | "fleet"
                | "battalion"
                | "regiment"
                | "brigade"
                | "gendarmerie"
                | "infantry"
                | "airborne"
                | "coastguard"
                | "squadron"
                | "carabinieri"
                | "paratroopers"
                | "corps"
                | "artillery"
                | "militaries"
                | "armies"
                | "constabulary"
                | "flotilla"
                | "cavalry"
                | "commandos"
        )
    };
    let force = |a: &str, b: &str| {
        matches!(
            (a, b),
            ("armed" | "ground" | "special" | "security" | "support" | "defence" | "defense", "forces")
                | ("air" | "defence" | "defense" | "police" | "peacekeeping", "force")
                | ("police", "department" | "service")
                | ("sheriffs" | "sheriff", "office" | "department")
                | ("general", "staff")
                | ("of", "staff")
        )
    };
    let weapon = |w: &str| {
        matches!(
            w,
            "infantry" | "airborne" | "armored" | "armoured" | "mountain" | "rifle" | "tank" | "marine"
        )
    };
    let ends_with_force = matches!(words, [.., a, b] if force(a, b));
    let force_of = words.windows(3).any(|w| matches!(w, [a, b, "of"] if force(a, b)));
    let division = last(words) == "division" && any(words, weapon);
    let peaceful = matches!(words, [.., "press" | "diplomatic", "corps"]);
    let opens = matches!(words, ["army" | "navy" | "police" | "gendarmerie", "of", ..]);
    !peaceful && (unit(last(words)) || ends_with_force || force_of || division || opens)
}

fn is_government(words: &[&str], key: &str) -> bool {
    let body = |w: &str| {
        matches!(
            w,
            "ministry"
                | "ministries"
                | "government"
                | "cabinet"
                | "parliament"
                | "senate"
                | "knesset"
                | "duma"
                | "bundestag"
                | "bundesrat"
                | "kremlin"
                | "treasury"
                | "embassy"
                | "consulate"
                | "presidency"
                | "chancellery"
                | "politburo"
                | "presidium"
                | "majlis"
                | "sejm"
                | "rada"
                | "legislature"
        )
    };
    let of_state = |w: &str| {
        matches!(
            w,
            "federal"
                | "national"
                | "state"
                | "securities"
                | "electoral"
                | "election"
                | "civil"
                | "environmental"
                | "nuclear"
                | "customs"
        )
    };
    let pair = |a: &str, b: &str| {
        matches!(
            (a, b),
            ("house" | "department", "of")
                | ("court", "of")
                | ("white", "house")
                | (
                    "city" | "town" | "county" | "security" | "state" | "federal" | "legislative" | "privy",
                    "council"
                )
                | ("council", "of")
                | ("city", "hall")
                | ("national", "assembly")
                | ("secret" | "intelligence" | "revenue", "service")
                | ("intelligence", "agency" | "directorate")
                | ("attorney" | "prosecutor", "general")
                | ("prosecutors", "office")
        )
    };
    let ending = match last(words) {
        "congress" => words.len() <= 2,
        "department" | "administration" | "court" | "tribunal" => words.len() > 1,
        "commission" | "agency" | "authority" | "bureau" | "directorate" | "inspectorate" => {
            any(words, of_state)
        }
        "supervisors" => true,
        _ => false,
    };
    let names_body = || {
        let council = words.windows(3).any(|w| matches!(w, ["council", "of", b] if *b != "ministers"));
        any_pair(words, pair) && !council
    };
    any(words, body) || ending || names_body() || organisation::body(key).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_the_kind() {
        for (name, kind) in [
            ("Utopian Ministry of Health", ActorKind::Government),
            ("Ministry of Agriculture", ActorKind::Government),
            ("Utopian Parliament", ActorKind::Government),
            ("Utopian Constitutional Court", ActorKind::Government),
            ("Ninth Circuit Court of Appeals", ActorKind::Government),
            ("Springfield City Council", ActorKind::Government),
            ("Utopian Embassy", ActorKind::Government),
            ("Federal Maritime Commission", ActorKind::Government),
            ("Utopian Intelligence Service", ActorKind::Government),
            ("Utopian Armed Forces", ActorKind::Military),
            ("Utopian Air Force", ActorKind::Military),
            ("82nd Airborne Division", ActorKind::Military),
            ("93rd Mechanized Brigade", ActorKind::Military),
            ("Springfield Police Department", ActorKind::Military),
            ("Republican Guard", ActorKind::Military),
            ("Utopia Liberation Army", ActorKind::ArmedGroup),
            ("Popular Front for the Liberation of Utopia", ActorKind::ArmedGroup),
            ("Movement for the Liberation of Utopia", ActorKind::ArmedGroup),
            ("Utopian Martyrs Brigades", ActorKind::ArmedGroup),
            ("Jaish al-Utopia", ActorKind::ArmedGroup),
            ("Hamas", ActorKind::ArmedGroup),
            ("Acme Corp", ActorKind::Organisation),
            ("Salvation Army", ActorKind::Organisation),
            ("Movement for Utopian Change", ActorKind::Organisation),
            ("Utopia Liberation Party", ActorKind::Organisation),
            ("Central Bank of Utopia", ActorKind::Organisation),
            ("European Court of Utopia", ActorKind::Organisation),
            ("International Atomic Agency", ActorKind::Organisation),
            ("Diplomatic Corps", ActorKind::Organisation),
            ("Utopia Press Agency", ActorKind::Organisation),
            ("Army Beer Company", ActorKind::Organisation),
            ("Courthouse Records", ActorKind::Organisation),
            ("", ActorKind::Organisation),
        ] {
            assert_eq!(of_organisation(name), kind, "{name}");
        }
    }
}
