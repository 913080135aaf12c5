//! Which names of an archive are worth comparing.
//!
//! Comparing all with all would take hours. So every name is filed under a few hashes of
//! what it would have to share with another: family and given name, an initial, a line of
//! the table of given names, the letters of an acronym. Only names that meet somewhere are
//! compared. A hash under which very many meet says too little to go by.

use std::collections::BTreeSet;

use crate::article::ActorKind;

use super::align;
use super::given;
use super::key::class;
use super::letters::{Hash, name_key};
use super::organisation;
use super::person::Person;
use super::wording;

/// More names under one hash are not compared.
const MEMBERS_MAX: usize = 60;

/// The pairs of names of one class that share something, lower number first.
pub(super) fn candidates<'a>(names: impl Iterator<Item = (&'a str, ActorKind)>) -> BTreeSet<(usize, usize)> {
    let mut filed: Vec<(u32, usize)> = Vec::new();
    for (number, (name, kind)) in names.enumerate() {
        let class = class(kind);
        let mut file = |what: &str| filed.push((Hash::of(&format!("{class} {what}")), number));
        match kind {
            ActorKind::Person => file_person(name, &mut file),
            ActorKind::Group => {}
            _ => file_organisation(name, &mut file),
        }
    }
    filed.sort_unstable();
    filed.dedup();
    let mut pairs = BTreeSet::new();
    for members in filed.chunk_by(|a, b| a.0 == b.0).filter(|m| m.len() <= MEMBERS_MAX) {
        for (at, (_, a)) in members.iter().enumerate() {
            pairs.extend(members.iter().skip(at + 1).map(|(_, b)| (*a.min(b), *a.max(b))));
        }
    }
    pairs
}

fn file_person(name: &str, file: &mut impl FnMut(&str)) {
    let person = Person::read(name);
    file(&format!("letters {}", person.words().collect::<String>()));
    if person.len() < 2 {
        file(&format!("one {}", code(person.last())));
        return;
    }
    let words: Vec<&str> = person.words().collect();
    let codes: Vec<String> = words.iter().map(|w| code(w)).collect();
    let aligned = align::Name::read(name);
    let foreign = aligned.is_foreign();
    let mut ends = |first: usize, last: usize| {
        let at = |list: &[&str], at: usize| list.get(at).copied().unwrap_or_default().to_owned();
        file(&both("ends", &at(&words, first), &at(&words, last)));
        if foreign {
            let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
            file(&both("sounds", &at(&codes, first), &at(&codes, last)));
        }
    };
    let last = words.len() - 1;
    ends(0, last);
    if words.len() > 2 {
        ends(1, last); // J. Edgar Hoover
        ends(0, last - 1); // Felipe González Márquez
    }
    let family = person.last();
    let initial = person.word(0).chars().next().unwrap_or_default();
    file(&format!("initial {initial} {family}"));
    for line in given::lines_of(person.word(0)) {
        file(&format!("given {line} {family}"));
        if foreign {
            file(&format!("given {line} {}", code(family)));
        }
    }
    if foreign || aligned.may_turn() {
        file_any_order(aligned.folded(), file);
    }
}

/// The family name first or last, the given name in one word or two.
fn file_any_order(folded: &[String], file: &mut impl FnMut(&str)) {
    // Park, Pak
    let family = |word: &str| code(if word == "park" { "pak" } else { word });
    if let [first, rest @ ..] = folded {
        file(&both("turned", &family(first), &code(&rest.concat())));
    }
    if let [rest @ .., last] = folded {
        file(&both("turned", &family(last), &code(&rest.concat())));
    }
}

/// The same for either order of two words.
fn both(what: &str, a: &str, b: &str) -> String {
    format!("{what} {} {}", a.min(b), a.max(b))
}

fn file_organisation(name: &str, file: &mut impl FnMut(&str)) {
    let key = name_key(name);
    let words = wording::plain(&key);
    file(&format!("letters {}", words.concat()));
    let sort = |w: &&&str| {
        matches!(
            **w,
            "group"
                | "holding"
                | "holdings"
                | "party"
                | "movement"
                | "militia"
                | "newspaper"
                | "magazine"
                | "news"
                | "agency"
        )
    };
    let tail = words.iter().rev().take_while(sort).count();
    file(&format!("letters {}", words.iter().take(words.len() - tail).copied().collect::<String>()));
    for letters in organisation::acronyms(name, &key) {
        file(&format!("acronym {letters}"));
    }
    let codes: Vec<String> = words.iter().map(|w| code(w)).filter(|c| c.len() > 1).collect();
    if words.len() > 1 {
        file(&format!("codes {}", codes.join(" ")));
    }
}

/// The consonants of a word that no transcription mixes up, in classes of those that some do.
fn code(word: &str) -> String {
    let mut code = String::new();
    for c in word.chars() {
        let class = match c {
            'b' | 'p' => 'p',
            'd' | 't' => 't',
            'l' | 'r' => 'l',
            'f' | 'v' | 'w' => 'v',
            'm' | 'n' => c,
            c if c.is_ascii() => continue,
            c => c,
        };
        if !code.ends_with(class) {
            code.push(class);
        }
    }
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(a: &str, b: &str, kind: ActorKind) -> bool {
        !candidates([(a, kind), (b, kind)].into_iter()).is_empty()
    }

    #[test]
    fn names_that_may_be_one_meet() {
        for (a, b) in [
            ("Mikhail Vatrushkin", "Michail Watruschkin"),
            ("Bill Hartwell", "William Hartwell"),
            ("W. Hartwell", "Walter Hartwell"),
            ("Walter K. Hartwell", "Walter Hartwell"),
            ("J. Edgar Hoover", "Edgar Hoover"),
            ("Oleksiy Honcharenko", "Alexei Goncharenko"),
            ("Xi Jinping", "Jinping Xi"),
            ("Mao Zedong", "Mao Tse-tung"),
            ("Park Chung-hee", "Pak Chong-hui"),
            ("Felipe González", "Felipe González Márquez"),
            ("Kim Jong-un", "Kim Jongun"),
        ] {
            assert!(meet(a, b, ActorKind::Person), "{a} {b}");
        }
        for (a, b) in
            [("TRC", "Tundra Research Council"), ("Acme", "Acme Holdings"), ("Likud", "Likud party")]
        {
            assert!(meet(a, b, ActorKind::Organisation), "{a} {b}");
        }
    }

    #[test]
    fn others_do_not() {
        assert!(!meet("Walter Hartwell", "Anna Hartwell", ActorKind::Person));
        assert!(!meet("Walter Hartwell", "Walter Kovac", ActorKind::Person));
        assert!(!meet("Acme", "Utopia Steel", ActorKind::Organisation));
    }
}
