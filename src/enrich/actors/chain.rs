//! Chains inside one article: every short form of a name tied to its fullest form.

use std::collections::BTreeMap;

use crate::enrich::tagger::{Label, Span};

use super::key::person_words;
use super::known::{by_key, name_key};

/// The names of an article.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Persons with more than one word, in order of appearance.
    persons: Vec<Person>,
    /// Organisations by their compared form: the form that is shown.
    organisations: BTreeMap<String, String>,
}

#[derive(Debug)]
struct Person {
    /// Skeletons of the words.
    words: Vec<String>,
    name: String,
}

impl Names {
    /// Reads all names of an article.
    pub fn of<'s, 't>(spans: impl Iterator<Item = (&'s Span, &'t str)>) -> Names {
        let mut names = Names::default();
        for (span, text) in spans {
            match span.label {
                Label::Person => names.add_person(text),
                Label::Organisation => names.add_organisation(text),
                _ => {}
            }
        }
        names
    }

    fn add_person(&mut self, text: &str) {
        let words = person_words(text);
        if words.len() < 2 {
            return;
        }
        if let Some(same) = self.persons.iter_mut().find(|p| are_one(&p.words, &words)) {
            if words.len() > same.words.len() {
                (same.words, same.name) = (words, squeeze(text));
            }
            return;
        }
        self.persons.push(Person { words, name: squeeze(text) });
    }

    fn add_organisation(&mut self, text: &str) {
        let name = squeeze(text.strip_prefix("The ").unwrap_or(text));
        self.organisations.entry(name_key(&name)).or_insert(name);
    }

    /// The fullest form of a person's name.
    pub fn person(&self, text: &str, office: Option<&str>) -> String {
        let titled =
            office.and_then(|o| o.rsplit(' ').next()).map(|title| name_key(&format!("{title} {text}")));
        if let Some(known) = titled.and_then(|key| by_key(&key)) {
            return known.name.to_owned();
        }
        let words = person_words(text);
        let name = match words.as_slice() {
            [only] => self.bearer(only).unwrap_or_else(|| squeeze(text)),
            _ => self
                .persons
                .iter()
                .find(|p| are_one(&p.words, &words))
                .map_or_else(|| squeeze(text), |p| p.name.clone()),
        };
        by_key(&name_key(&name)).map_or(name, |known| known.name.to_owned())
    }

    /// The one person who bears this surname (or, failing that, this first name).
    fn bearer(&self, word: &str) -> Option<String> {
        let mut by_surname = self.persons.iter().filter(|p| surname(&p.words) == Some(word));
        match (by_surname.next(), by_surname.next()) {
            (Some(person), None) => return Some(person.name.clone()),
            (Some(_), Some(_)) => return None,
            _ => {}
        }
        let mut by_first = self.persons.iter().filter(|p| p.words.first().is_some_and(|w| w == word));
        match (by_first.next(), by_first.next()) {
            (Some(person), None) => Some(person.name.clone()),
            _ => None,
        }
    }

    /// The fullest form of an organisation's name: the long form of an acronym, the
    /// company whose name a short one begins.
    pub fn organisation(&self, text: &str) -> String {
        let text = text.strip_prefix("The ").unwrap_or(text);
        let key = name_key(text);
        if let Some(known) = by_key(&key) {
            return known.name.to_owned();
        }
        let acronym = !key.contains(' ') && text.len() >= 3 && !text.contains(char::is_lowercase);
        let long = if acronym {
            self.organisations.iter().find(|(long, _)| spells(long, &key))
        } else {
            let mut longer = self.organisations.iter().filter(|(long, _)| is_short_form(&key, long));
            longer.next().filter(|_| longer.next().is_none())
        };
        let name = long.map_or_else(|| squeeze(text), |(_, name)| name.clone());
        by_key(&name_key(&name)).map_or(name, |known| known.name.to_owned())
    }
}

/// The word that a person is called by: the last one, without `jr` and the like.
fn surname(words: &[String]) -> Option<&str> {
    words.iter().rev().map(String::as_str).find(|w| !matches!(*w, "jr" | "sr" | "ii" | "iii" | "iv"))
}

/// Whether two full names in one article are one person's: the same words, or the same
/// first and last word where only one of them has something between.
fn are_one(a: &[String], b: &[String]) -> bool {
    if a == b {
        return true;
    }
    let ends = a.first() == b.first() && a.last() == b.last();
    ends && (a.len() == 2 || b.len() == 2)
}

/// Whether the initials of the words (small words may be left out) spell the acronym.
fn spells(long: &str, acronym: &str) -> bool {
    let all = || long.split(' ').filter_map(|w| w.chars().next());
    let main = || {
        long.split(' ')
            .filter(|w| !matches!(*w, "of" | "and" | "for" | "the" | "on" | "in" | "de" | "to"))
            .filter_map(|w| w.chars().next())
    };
    long.contains(' ') && (all().eq(acronym.chars()) || main().eq(acronym.chars()))
}

/// `microsoft` for `microsoft corp`: the long form has only a company's suffix more.
fn is_short_form(short: &str, long: &str) -> bool {
    let rest = long.strip_prefix(short).and_then(|r| r.strip_prefix(' '));
    rest.is_some_and(|r| r.split(' ').all(super::key::is_company_suffix))
}

/// A name without line breaks and doubled blanks, capitals reduced where all are.
fn squeeze(text: &str) -> String {
    let words = text.split_whitespace();
    let shout = text.split_whitespace().count() > 1 && !text.contains(char::is_lowercase);
    let words: Vec<String> = words.map(|w| if shout { super::title_case(w) } else { w.to_owned() }).collect();
    words.join(" ")
}
