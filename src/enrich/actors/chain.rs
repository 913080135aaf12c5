//! Chains inside one article: every short form of a name tied to its fullest form.
//!
//! A surname means the one person in the article who bears it, an acronym the long form
//! beside which it stands in brackets or that it spells, `Foreign Ministry` the one of the
//! country that is named with it. Only then the list of known actors is asked.

use crate::article::ActorKind;
use crate::enrich::tagger::{Label, Span, WordMap};

use super::align;
use super::country;
use super::given;
use super::kind;
use super::known::{self, Known, by_key, name_key};
use super::office;
use super::organisation;
use super::person::Person;
use super::wording;

/// A span that names somebody, with its words and the text around it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'t> {
    /// The span.
    pub span: &'t Span,
    /// Where the name begins in it, behind titles; a byte of the text.
    pub start: usize,
    /// The name.
    pub words: &'t str,
    /// The text in which it stands.
    pub text: &'t str,
}

/// When and where an article was filed, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filed {
    /// The year of publication.
    pub year: Option<i32>,
    /// The English name of the country of its dateline.
    pub country: Option<&'static str>,
}

/// Full names of one sort in one article that short forms are tied to. No article has so
/// many; a list of a hundred thousand names must not compare each with each.
const CHAINED: usize = 1_000;

/// The names of an article. Most of them stand in it many times, so everything is found
/// out once for each way in which a name is written.
#[derive(Debug, Default)]
pub(super) struct Names<'t> {
    /// Persons with more than one word, in order of appearance.
    persons: Vec<Bearer>,
    bodies: Vec<Body>,
    /// Acronyms that stand in brackets behind a long form, with its number in `bodies`.
    defined: Vec<(String, usize)>,
    filed: Filed,
    /// Persons by what is written, with their full name once it is known.
    written: WordMap<&'t str, Option<String>>,
    /// Organisations by what is written, with the number in `bodies`.
    written_bodies: WordMap<&'t str, usize>,
}

#[derive(Debug)]
struct Bearer {
    person: Person,
    name: String,
}

/// An organisation as it is written somewhere in the article.
#[derive(Debug)]
struct Body {
    key: String,
    name: String,
    /// Whether it was written in capitals.
    shouted: bool,
    /// The slug, when every country has such a body.
    of_state: Option<String>,
    /// Under which name it goes, and its kind, once that is known.
    full: Option<(String, ActorKind)>,
}

impl<'t> Names<'t> {
    /// Reads all names of an article.
    pub fn of(named: impl Iterator<Item = Named<'t>>, filed: Filed) -> Names<'t> {
        let mut names = Names { filed, ..Names::default() };
        for one in named {
            match one.span.label {
                Label::Person => names.add_person(one.words),
                Label::Organisation => {
                    names.add_body(one);
                }
                _ => {}
            }
        }
        names
    }

    fn add_person(&mut self, words: &'t str) {
        if self.written.contains_key(words) {
            return;
        }
        self.written.insert(words, None);
        if !words.contains([' ', '-', '.', '\n']) || self.persons.len() >= CHAINED {
            return;
        }
        let person = Person::read(words);
        if person.len() < 2 {
            return;
        }
        let name = squeeze(words, Label::Person);
        if let Some(same) = self.persons.iter_mut().find(|b| are_one(b, &person, &name)) {
            if fullness(&person, &name) > fullness(&same.person, &same.name) {
                *same = Bearer { person, name };
            }
            return;
        }
        self.persons.push(Bearer { person, name });
    }

    /// The number of an organisation, which is none of `bodies` when there are too many.
    fn add_body(&mut self, one: Named<'t>) -> usize {
        if let Some(&number) = self.written_bodies.get(one.words) {
            return number;
        }
        let (body, depends) = body(one);
        let same = self.bodies.iter().position(|b| b.key == body.key);
        if let Some(seen) = same.and_then(|number| self.bodies.get_mut(number))
            && seen.shouted
            && !body.shouted
        {
            (seen.shouted, seen.name) = (false, body.name.clone()); // not the form of the headline
        }
        let number = same.unwrap_or_else(|| {
            // Past the bound it is known by what is written alone.
            if self.bodies.len() < CHAINED {
                self.bodies.push(body);
                return self.bodies.len() - 1;
            }
            usize::MAX
        });
        if !depends {
            self.written_bodies.insert(one.words, number);
        }
        let behind = one.text.get(one.span.end..).unwrap_or_default();
        if let Some(acronym) = acronym_in_brackets(behind).filter(|_| one.words.contains(' ')) {
            let acronym = name_key(acronym);
            if !self.defined.iter().any(|(known, _)| *known == acronym) {
                self.defined.push((acronym, number));
            }
        }
        number
    }

    /// The fullest form of a person's name.
    pub fn person(&mut self, words: &'t str, office: Option<&str>) -> String {
        if let Some(known) = office.and_then(|office| self.titled(words, office)) {
            return known.name.to_owned();
        }
        if let Some(Some(name)) = self.written.get(words) {
            return name.clone();
        }
        let name = self.look_up_person(words);
        self.written.insert(words, Some(name.clone()));
        name
    }

    /// `Pope Francis`, and `President Medvedev` in the years when he was it.
    fn titled(&self, words: &str, office: &str) -> Option<Known> {
        let title = office.rsplit(' ').next()?;
        if let Some(known) = by_key(&name_key(&format!("{title} {words}"))) {
            return Some(known);
        }
        let person = Person::read(words);
        let alone = person.len() == 1 && self.bearer(&person).is_none();
        alone.then(|| office::holder(&name_key(words), office, self.filed.year))?
    }

    fn look_up_person(&self, words: &str) -> String {
        let person = Person::read(words);
        let full = if person.len() == 1 {
            self.bearer(&person).map(|b| b.name.clone())
        } else {
            self.tail(&person).or_else(|| self.same_person(&person, words)).map(|b| b.name.clone())
        };
        let name = full.unwrap_or_else(|| squeeze(words, Label::Person));
        known::of_class(&name_key(&name), ActorKind::Person).map_or(name, |known| known.name.to_owned())
    }

    fn same_person(&self, person: &Person, words: &str) -> Option<&Bearer> {
        self.persons.iter().find(|b| are_one(b, person, words))
    }

    /// `Le Pen`, `García Márquez`: the one person whose name ends like that. What opens with
    /// a given name is a name of its own.
    fn tail(&self, short: &Person) -> Option<&Bearer> {
        if given::is_given(short.word(0)) || short.is_initial(0) {
            return None;
        }
        let ends = |b: &&Bearer| {
            let skip = b.person.len().saturating_sub(short.len());
            skip > 0 && b.person.words().skip(skip).eq(short.words())
        };
        only(self.persons.iter().filter(ends))
    }

    /// The one person who bears this surname; failing that, this first name; failing that,
    /// this name anywhere.
    fn bearer(&self, short: &Person) -> Option<&Bearer> {
        let word = short.last();
        let by = |test: &dyn Fn(&Person) -> bool| {
            let mut found = self.persons.iter().filter(|b| test(&b.person));
            found.next().map(|first| (first, found.next().is_none()))
        };
        let found = by(&|p| p.last() == word)
            .or_else(|| by(&|p| p.word(0) == word))
            .or_else(|| by(&|p| p.words().any(|w| w == word)));
        found.filter(|(_, alone)| *alone).map(|(bearer, _)| bearer)
    }

    /// The fullest form of an organisation's name, and its kind.
    pub fn body(&mut self, one: Named<'t>) -> (String, ActorKind) {
        let number = self.add_body(one);
        let Some(body) = self.bodies.get(number) else {
            return (squeeze(one.words, Label::Organisation), ActorKind::Organisation);
        };
        if let Some(full) = &body.full {
            return full.clone();
        }
        let name = self.look_up_body(body);
        let kind = kind::of_organisation(&name);
        if let Some(body) = self.bodies.get_mut(number) {
            body.full = Some((name.clone(), kind));
        }
        (name, kind)
    }

    fn look_up_body(&self, body: &Body) -> String {
        let found = self.defined_as(&body.key).or_else(|| self.longer(body));
        let known = || by_key(&body.key);
        if let Some(long) = found {
            return by_key(&long.key).or_else(known).map_or(long.name.as_str(), |k| k.name).to_owned();
        }
        match known() {
            Some(known) => known.name.to_owned(),
            None => self.at_home(body).unwrap_or_else(|| body.name.clone()),
        }
    }

    /// A ministry of nowhere is that of the country where the article was filed: better that
    /// than one with all ministries of the world. Police are too often a town's.
    fn at_home(&self, body: &Body) -> Option<String> {
        let slug =
            body.of_state.as_ref().filter(|slug| !slug.contains("-of-") && slug.as_str() != "police")?;
        let country = self.filed.country?;
        let name = format!("{} of {}", body.name, country::with_article(country));
        let known = known::by_body(&format!("{slug}-of-{}", country.to_lowercase().replace(' ', "-")));
        Some(known.map_or(name, |known| known.name.to_owned()))
    }

    fn defined_as(&self, key: &str) -> Option<&Body> {
        let (_, number) = self.defined.iter().find(|(acronym, _)| acronym == key)?;
        self.bodies.get(*number)
    }

    /// The long form that an acronym spells, the company whose name a short one begins, the
    /// body of the only country that has one here.
    fn longer(&self, short: &Body) -> Option<&Body> {
        let others = || self.bodies.iter().filter(|b| b.key != short.key);
        if let Some(letters) = organisation::acronym(&short.name)
            && let Some(long) = others().find(|b| organisation::spells(&b.key, &letters))
        {
            return Some(long);
        }
        if by_key(&short.key).is_some() {
            return None;
        }
        if let Some(slug) = &short.of_state {
            let of_country = |b: &&Body| {
                let rest = b.of_state.as_ref().and_then(|long| long.strip_prefix(slug.as_str()));
                rest.is_some_and(|rest| rest.starts_with("-of-"))
            };
            return only(others().filter(of_country));
        }
        only(others().filter(|b| is_short_form(&short.key, &b.key)))
    }
}

/// The only one, if there is exactly one.
fn only<T>(mut found: impl Iterator<Item = T>) -> Option<T> {
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Whether two full names in one article are one person's.
fn are_one(bearer: &Bearer, person: &Person, name: &str) -> bool {
    if bearer.person.slug() == person.slug() {
        return true;
    }
    // The rules cost more than the whole rest, and hardly ever hold between other names.
    let near = bearer.person.last() == person.last();
    near && align::rule(&align::Name::read(&bearer.name), &align::Name::read(name)).is_some()
}

/// Which of two forms of a name is shown: the one with more words written out.
fn fullness(person: &Person, name: &str) -> (usize, bool) {
    let written = (0..person.len()).filter(|&at| !person.is_initial(at)).count();
    (written, name.contains(char::is_lowercase))
}

/// `microsoft` for `microsoft corp`: the long form has only a company's suffix more.
fn is_short_form(short: &str, long: &str) -> bool {
    let rest = long.strip_prefix(short).and_then(|r| r.strip_prefix(' '));
    rest.is_some_and(|r| {
        r.split(' ').all(|w| wording::is_company_suffix(w) || matches!(w, "group" | "holdings"))
    })
}

/// An organisation's name without article, with the country that stands before it where
/// every country has one (`Russia's Foreign Ministry`); and whether it depends on that.
fn body(one: Named<'_>) -> (Body, bool) {
    let words =
        one.words.strip_prefix("The ").or_else(|| one.words.strip_prefix("the ")).unwrap_or(one.words);
    let words = without_own_acronym(words);
    let name = squeeze(words, Label::Organisation);
    let key = name_key(&name);
    let of_state = organisation::body(&key);
    let shouted = !words.contains(char::is_lowercase);
    if of_state.as_ref().is_none_or(|slug| slug.contains("-of-")) {
        return (Body { key, name, shouted, of_state, full: None }, false);
    }
    let before = one.text.get(..one.span.start).unwrap_or_default();
    let Some(country) = country::before(before) else {
        return (Body { key, name, shouted, of_state, full: None }, true);
    };
    let name = format!("{name} of {}", country::with_article(country));
    let key = name_key(&name);
    let of_state = organisation::body(&key);
    (Body { key, name, shouted, of_state, full: None }, true)
}

/// `International Atomic Energy Agency (IAEA)` without its end.
fn without_own_acronym(words: &str) -> &str {
    let Some((long, rest)) = words.split_once(" (") else { return words };
    let own = rest.strip_suffix(')').is_some_and(|short| organisation::is_acronym_of(short, &name_key(long)));
    if own { long } else { words }
}

/// The acronym in `… (IAEA)`, at the beginning of the text behind a name.
fn acronym_in_brackets(behind: &str) -> Option<&str> {
    let inside = behind.strip_prefix(" (")?.split_once(')')?.0;
    let inside = inside.trim_matches(['"', '“', '”', '\'']);
    let letters = inside.chars().filter(|c| c.is_uppercase()).count();
    let plain =
        inside.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '&' | '/'));
    (plain && letters >= 3 && inside.len() <= 12).then_some(inside)
}

/// A name without line breaks and doubled blanks, capitals reduced where all are.
fn squeeze(text: &str, label: Label) -> String {
    let several = text.contains(char::is_whitespace);
    let shout = several && !text.contains(char::is_lowercase);
    if !shout && !text.contains(['\n', '\t', '\r']) && !text.contains("  ") {
        return text.to_owned();
    }
    let word = |word: &str| match word {
        _ if !shout => word.to_owned(),
        "OF" | "AND" | "THE" | "FOR" | "IN" | "ON" | "AT" | "DE" | "VON" | "VAN" | "DER" | "BIN" | "TO" => {
            word.to_lowercase()
        }
        // TIM SMITH, but J.K. SMITH and UBS AG
        _ if label == Label::Person
            && word.contains(['A', 'E', 'I', 'O', 'U', 'Y'])
            && !word.contains('.') =>
        {
            super::with_capital(word)
        }
        _ => super::title_case(word),
    };
    let words: Vec<String> = text.split_whitespace().map(word).collect();
    words.join(" ")
}
