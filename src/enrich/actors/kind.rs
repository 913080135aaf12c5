//! Which sort of organisation a name stands for, by its words.

use crate::article::ActorKind;

use super::known::{by_key, name_key};

/// Words that only governments have in their names.
const GOVERNMENT: [&str; 24] = [
    "ministry",
    "government",
    "cabinet",
    "parliament",
    "senate",
    "congress",
    "knesset",
    "duma",
    "bundestag",
    "bundesrat",
    "kremlin",
    "treasury",
    "embassy",
    "consulate",
    "presidency",
    "chancellery",
    "politburo",
    "presidium",
    "department",
    "administration",
    "ministries",
    "secretariat",
    "majlis",
    "diet",
];

/// Words of the names of states' armed and security forces.
const MILITARY: [&str; 16] = [
    "army",
    "navy",
    "military",
    "guard",
    "guards",
    "police",
    "marines",
    "fleet",
    "battalion",
    "regiment",
    "brigade",
    "gendarmerie",
    "infantry",
    "airborne",
    "coastguard",
    "squadron",
];

/// Words of the names of armed groups.
const ARMED: [&str; 14] = [
    "liberation",
    "resistance",
    "mujahideen",
    "mujahedin",
    "mujahedeen",
    "jihad",
    "brigades",
    "martyrs",
    "tigers",
    "militia",
    "guerrilla",
    "revolutionary",
    "rebel",
    "separatist",
];

/// Words that make an armed group of a liberation or revolution.
const ARMED_HEAD: [&str; 7] = ["army", "front", "forces", "force", "brigades", "movement", "command"];

/// The kind of an organisation with this name.
pub(super) fn of_organisation(name: &str) -> ActorKind {
    let key = name_key(name);
    if let Some(known) = by_key(&key) {
        return known.kind;
    }
    let has = |list: &[&str]| key.split(' ').any(|w| list.contains(&w));
    let ends = |list: &[&str]| key.rsplit(' ').next().is_some_and(|w| list.contains(&w));
    let armed = has(&ARMED);
    if armed && has(&ARMED_HEAD) && !ends(&["party"])
        || ends(&["mujahideen", "mujahedin", "jihad", "brigades", "martyrs", "militia"])
    {
        ActorKind::ArmedGroup
    } else if key.ends_with("armed forces")
        || key.ends_with("air force")
        || key.ends_with("defence forces")
        || key.ends_with("defense forces")
        || ends(&MILITARY)
        || key.starts_with("armed forces of")
    {
        ActorKind::Military
    } else if has(&GOVERNMENT)
        || key.ends_with("supreme court")
        || key.ends_with("white house")
        || key.starts_with("house of")
    {
        ActorKind::Government
    } else {
        ActorKind::Organisation
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_the_kind() {
        for (name, kind) in [
            ("Russian Ministry of Health", ActorKind::Government),
            ("Ukrainian Armed Forces", ActorKind::Military),
            ("U.S. Army", ActorKind::Military),
            ("Russian Air Force", ActorKind::Military),
            ("Sudan People Liberation Army", ActorKind::ArmedGroup),
            ("Acme Corp", ActorKind::Organisation),
            ("Hamas", ActorKind::ArmedGroup),
        ] {
            assert_eq!(of_organisation(name), kind, "{name}");
        }
    }
}
