//! The id of an actor: one for all spellings that differ only by transliteration.
//!
//! A person's name is reduced word by word to a skeleton: `Aleksey`, `Alexei` and
//! `Alexey` become `aleksei`, `Zelenskyy` and `Zelensky` `zelenski`, `Mohammed` and
//! `Muhammad` `mohamed`. Of an organisation's name its article and its legal form are
//! left out, and words that two countries spell differently are one.

use crate::article::ActorKind;

use super::known::{Known, by_body, by_name, by_slug, name_key, of_class};
use super::organisation;
use super::person::{Person, behind_titles};

/// The lasting id of an actor with this name: its class, a colon, a readable slug.
pub fn key(name: &str, kind: ActorKind) -> String {
    let words = name_key(name);
    let slug = match (known(&words, kind), kind) {
        (Some(known), _) => slug_of(&known),
        (None, ActorKind::Person) => {
            let person = Person::read(name);
            same_person(name, &person).map_or_else(|| person.slug().to_owned(), |known| slug_of(&known))
        }
        (None, ActorKind::Group) => words.replace(' ', "-"),
        (None, _) => {
            let slug = organisation::slug(&words);
            same_body(&words, &slug, kind).map_or(slug, |known| slug_of(&known))
        }
    };
    format!("{}:{}", class(kind), slug)
}

/// The known person that a name means which the list does not have as it stands.
pub(super) fn same_person(name: &str, person: &Person) -> Option<Known> {
    // Mr Putin
    let behind = name.get(behind_titles(name)..).filter(|behind| behind.len() < name.len());
    let untitled = behind.and_then(|behind| of_class(&name_key(behind), ActorKind::Person));
    untitled.or_else(|| by_slug(person.slug(), ActorKind::Person))
}

/// The known organisation that a name means which the list does not have as it stands.
pub(super) fn same_body(words: &str, slug: &str, kind: ActorKind) -> Option<Known> {
    if organisation::body(words).is_some() {
        return by_body(slug);
    }
    by_slug(slug, kind).or_else(|| known(&slug.replace('-', " "), kind))
}

/// The known actor of this class that a compared name means.
pub(super) fn known(words: &str, kind: ActorKind) -> Option<Known> {
    let plain = words.strip_prefix("the ").unwrap_or(words);
    of_class(words, kind).or_else(|| of_class(plain, kind))
}

fn slug_of(known: &Known) -> String {
    name_key(known.name).replace(' ', "-")
}

/// What divides the ids of actors.
pub(super) fn class(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "person",
        ActorKind::Group => "group",
        _ => "org",
    }
}

/// The ids that a name typed by a user can mean.
pub fn find_by_name(query: &str) -> Vec<String> {
    let mut keys = Vec::new();
    if let Some(known) = by_name(query) {
        keys.push(key(known.name, known.kind));
    }
    for kind in [ActorKind::Person, ActorKind::Organisation, ActorKind::Group] {
        keys.push(key(query, kind));
    }
    keys.retain(|k| !k.ends_with(':'));
    let mut seen = std::collections::HashSet::new();
    keys.retain(|k| seen.insert(k.clone()));
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(name: &str) -> String {
        key(name, ActorKind::Person)
    }

    #[test]
    fn spellings_of_one_name_have_one_key() {
        for group in [
            &["Aleksey Vatrushkin", "Alexei Vatrushkin", "Aleksei Vatrushkin", "Mr Alexey Vatrushkin"][..],
            &["Oleh Zelensky", "Oleh Zelenskyy", "Oleh Zelenskiy", "Oleh Zelenskyi"],
            &["Ivan Gorbachev", "Ivan Gorbachov"],
            &["Mohammed Karimi", "Muhammad Karimi", "Mohamed Karimi"],
            &["Sergei Khrenov", "Sergey Khrenov"],
            &["Omar al-Masri", "Omar Al Masri", "Omar el-Masri"],
            &["J. K. Miller", "J.K. Miller"],
            &["Kim Song-ho", "Kim Song Ho"],
        ] {
            for name in group {
                assert_eq!(person(name), person(group[0]), "{name}");
            }
        }
    }

    #[test]
    fn titles_do_not_hide_known_people() {
        assert_eq!(person("Mr Putin"), person("Vladimir Putin"));
        assert_eq!(person("President Vladimir Putin"), person("Vladimir Putin"));
    }

    #[test]
    fn different_people_keep_different_keys() {
        for (a, b) in [
            ("George Bush", "George W. Bush"),
            ("Mohammed Hassan", "Mahmoud Hassan"),
            ("Aleksey Smirnov", "Igor Smirnov"),
            ("Tom Marx", "Tom Marks"),
            ("Keith Mitchell", "Keith Michel"),
            ("John Smith", "John Smith Jr"),
            ("Smirnov", "Aleksey Smirnov"),
        ] {
            assert_ne!(person(a), person(b), "{a} {b}");
        }
    }

    #[test]
    fn organisations_lose_articles_and_suffixes() {
        assert_eq!(key("The United Nations", ActorKind::Organisation), "org:united-nations");
        assert_eq!(key("U.N.", ActorKind::Organisation), "org:united-nations");
        assert_eq!(key("Acme Corp.", ActorKind::Organisation), "org:acme");
        assert_eq!(key("Ukrainian troops", ActorKind::Group), "group:ukrainian-troops");
    }

    #[test]
    fn a_typed_name_means_keys_of_every_class() {
        assert_eq!(find_by_name("Putin"), ["person:vladimir-putin", "org:putin", "group:putin"]);
        assert!(find_by_name(" ").is_empty());
    }
}
