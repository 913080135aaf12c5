//! Which names of an archive are worth comparing.
//!
//! Comparing all with all would take hours. So every name is filed under a few hashes of
//! what it would have to share with another: family and given name, an initial, a line of
//! the table of given names, the letters of an acronym. Only names that meet somewhere are
//! compared. A hash under which very many meet says too little to go by.

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

/// The names, filed.
#[derive(Default)]
pub(super) struct Filing {
    filed: Vec<(u32, usize)>,
}

impl Filing {
    /// Files a name; gives it back taken apart when it is a person's.
    pub(super) fn file(&mut self, number: usize, name: &str, kind: ActorKind) -> Option<Person> {
        let class = Hash::default().and(class(kind)).and(" ");
        let mut file = |what: Hash| self.filed.push((what.finish(), number));
        match kind {
            ActorKind::Person => return Some(file_person(name, class, &mut file)),
            ActorKind::Group => {}
            _ => file_organisation(name, class, &mut file),
        }
        None
    }

    /// The pairs of names of one class that share something, lower number first, in order.
    pub(super) fn pairs(mut self) -> Vec<(usize, usize)> {
        self.filed.sort_unstable();
        self.filed.dedup();
        let mut pairs = Vec::new();
        for members in self.filed.chunk_by(|a, b| a.0 == b.0).filter(|m| m.len() <= MEMBERS_MAX) {
            for (at, (_, a)) in members.iter().enumerate() {
                pairs.extend(members.iter().skip(at + 1).map(|(_, b)| (*a.min(b), *a.max(b))));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }
}

fn file_person(name: &str, class: Hash, file: &mut impl FnMut(Hash)) -> Person {
    let (person, aligned) = align::Name::with_person(name);
    file(person.words().fold(class.and("letters "), Hash::and));
    if person.len() < 2 {
        file(class.and("one ").and(&code(person.last())));
        return person;
    }
    let words: Vec<&str> = person.words().collect();
    let foreign = aligned.is_foreign();
    let codes: Vec<String> = if foreign { words.iter().map(|w| code(w)).collect() } else { Vec::new() };
    let mut ends = |first: usize, last: usize| {
        let word = |at: usize| words.get(at).copied().unwrap_or_default();
        file(both(class.and("ends "), word(first), word(last)));
        if foreign {
            let code = |at: usize| codes.get(at).map_or("", String::as_str);
            file(both(class.and("sounds "), code(first), code(last)));
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
    file(class.and("initial ").and(initial.encode_utf8(&mut [0; 4])).and(" ").and(family));
    for line in given::lines_of(person.word(0)) {
        let line = class.and("given ").and(&line.to_string()).and(" ");
        file(line.and(family));
        if foreign {
            file(line.and(&code(family)));
        }
    }
    if foreign || aligned.may_turn() {
        file_any_order(aligned.folded(), class.and("turned "), file);
    }
    person
}

/// The family name first or last, the given name in one word or two.
fn file_any_order(folded: &[String], turned: Hash, file: &mut impl FnMut(Hash)) {
    // Park, Pak
    let family = |word: &str| code(if word == "park" { "pak" } else { word });
    if let [first, rest @ ..] = folded {
        file(both(turned, &family(first), &code(&rest.concat())));
    }
    if let [rest @ .., last] = folded {
        file(both(turned, &family(last), &code(&rest.concat())));
    }
}

/// The same for either order of two words.
fn both(what: Hash, a: &str, b: &str) -> Hash {
    what.and(a.min(b)).and(" ").and(a.max(b))
}

fn file_organisation(name: &str, class: Hash, file: &mut impl FnMut(Hash)) {
    let key = name_key(name);
    let words = wording::plain(&key);
    let letters = class.and("letters ");
    file(words.iter().copied().fold(letters, Hash::and));
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
    if tail > 0 {
        file(words.iter().take(words.len() - tail).copied().fold(letters, Hash::and));
    }
    for letters in organisation::acronyms(name, &key) {
        file(class.and("acronym ").and(&letters));
    }
    if words.len() > 1 {
        let codes: Vec<String> = words.iter().map(|w| code(w)).filter(|c| c.len() > 1).collect();
        file(class.and("codes ").and(&codes.join(" ")));
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
        let mut filing = Filing::default();
        filing.file(0, a, kind);
        filing.file(1, b, kind);
        !filing.pairs().is_empty()
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
