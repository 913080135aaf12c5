//! Who wrote an article, read from its byline where that is safe.
//!
//! Bylines are printed for readers: `By Ana Lima and Bo Ek in Kyiv`, `BERG, JAN`, `Meridian Wire`. A
//! reference manager wants family and given names. [`read`] splits what surely is a list of persons,
//! and keeps anything else as one name that nobody takes apart: an agency filed under `Wire,
//! Meridian` is worse than a person filed under the given name.
//!
//! ```
//! use dateline::render::cite::byline::{Author, read};
//! let (authors, whole) = read("Ana Lima and Bo de Wit in Kyiv", None, Some("en"));
//! let person = |given: &str, family: &str| Author::Person {
//!     family: family.into(),
//!     given: given.into(),
//!     suffix: None,
//! };
//! assert_eq!(authors, [person("Ana", "Lima"), person("Bo", "de Wit")]);
//! assert!(!whole, "the place is none of the authors");
//! ```
//!
//! Left out: names whose order is not known from their script or language (Hungarian, Vietnamese,
//! Chinese, Japanese, Korean, Arabic; Spanish ones of three words and more), which stay whole.

/// Who wrote something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// A person.
    Person {
        /// Family name, with what belongs to it (`van der Berg`).
        family: String,
        /// Given names.
        given: String,
        /// `Jr.`, `III`.
        suffix: Option<String>,
    },
    /// An agency, a desk, or a name that is not taken apart.
    Literal(String),
}

/// The authors in a byline, and whether they are all of it. `outlet` and `lang` are those of the
/// article.
pub fn read(byline: &str, outlet: Option<&str>, lang: Option<&str>) -> (Vec<Author>, bool) {
    let line = match byline.split_once(' ') {
        Some((by, rest)) if by.eq_ignore_ascii_case("by") => rest.trim(),
        _ => byline.trim(),
    };
    let context = Context { outlet, lang };
    context.list(line).unwrap_or_else(|| (vec![Author::Literal(line.to_owned())], true))
}

/// Words between two authors.
const JOINTS: [&str; 11] =
    [" and ", " & ", " und ", " et ", " y ", " e ", " en ", " och ", " og ", " и ", " та "];

/// What belongs to a family name before it.
#[rustfmt::skip]
const PARTICLES: [&str; 34] = [
    "van", "von", "der", "den", "de", "del", "della", "dela", "di", "da", "das", "dos", "do", "du", "des", "la", "le", "ter", "ten", "te",
    "zu", "zur", "vom", "af", "av", "bin", "ibn", "bint", "al", "el", "st.", "dal", "degli", "y",
];

/// Words that no person is called by: of agencies, papers, desks and offices. Names with one of
/// them stay whole.
#[rustfmt::skip]
const OFFICES: [&str; 76] = [
    "agence", "agencia", "agencies", "agency", "agentur", "agenzia", "agencias", "press", "presse", "news", "newswire", "wire", "wires", "service", "services",
    "staff", "desk", "bureau", "team", "editorial", "editors", "editor", "newsroom", "newsdesk", "redaktion", "redacción", "redaccion", "redazione", "rédaction",
    "redactie", "redaksjonen", "toimitus", "редакция", "times", "post", "herald", "tribune", "journal", "gazette", "guardian", "magazine", "media", "network", "tv", "television", "radio",
    "correspondent", "correspondents", "correspondant", "korrespondent", "corresponsal", "reporter", "reporters", "writer", "writers", "contributor", "columnist",
    "freelance", "special", "international", "group", "company", "university", "institute", "foundation", "committee", "ministry", "department",
    "board", "association", "union", "the", "our", "online", "web", "from",
];

/// Agencies whose names look like those of persons.
#[rustfmt::skip]
const AGENCIES: [&str; 34] = [
    "reuters", "afp", "dpa", "upi", "efe", "ansa", "tass", "itar", "interfax", "ria", "unian", "ukrinform", "apa", "belga", "anp", "ntb", "ritzau", "stt", "pap",
    "mti", "ctk", "čtk", "agerpres", "xinhua", "kyodo", "jiji", "yonhap", "pti", "ani", "ians", "bernama", "antara", "bloomberg", "apn",
];

/// Words of what somebody is, behind the name.
#[rustfmt::skip]
const ROLES: [&str; 22] = [
    "staff", "writer", "reporter", "correspondent", "editor", "bureau", "chief", "columnist", "contributor", "contributing", "special", "freelance", "photographer",
    "analyst", "producer", "korrespondent", "redakteur", "redakteurin", "corresponsal", "enviado", "envoyé", "senior",
];

const SUFFIXES: [&str; 7] = ["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"];

struct Context<'c> {
    outlet: Option<&'c str>,
    lang: Option<&'c str>,
}

impl Context<'_> {
    /// The authors of a whole line; `None` when one of its parts is not understood.
    fn list(&self, line: &str) -> Option<(Vec<Author>, bool)> {
        let mut authors = Vec::new();
        let mut whole = true;
        for part in parted(line, &[";", " / "]) {
            if let Some(person) = self.inverted(part) {
                authors.push(person);
                continue;
            }
            for segment in parted(part, &JOINTS).into_iter().flat_map(|p| parted(p, &[","])) {
                if let Some(suffix) = suffix(segment) {
                    let Some(Author::Person { suffix: own, .. }) = authors.last_mut() else { return None };
                    *own = Some(suffix.to_owned());
                } else if !authors.is_empty() && is_role(segment) {
                    whole = false;
                } else {
                    let (author, all) = self.one(segment)?;
                    authors.push(author);
                    whole &= all;
                }
            }
        }
        (!authors.is_empty()).then_some((authors, whole))
    }

    /// `BERG, JAN`: a part with one comma, one word before it, and given names behind it.
    fn inverted(&self, part: &str) -> Option<Author> {
        let (family, given) = part.split_once(',').map(|(f, g)| (f.trim(), g.trim()))?;
        let names = |text: &str| text.split_whitespace().all(|word| is_name(word) || is_particle(word));
        let fits = !family.contains(' ') || family.split_whitespace().next().is_some_and(is_particle);
        let fits = fits && (1..=2).contains(&given.split_whitespace().count()) && !given.contains(',');
        let fits = fits && names(family) && names(given) && suffix(given).is_none();
        let known = self.is_office(family) || self.is_office(given) || is_role(given);
        (fits && !known && is_splittable(part)).then(|| Author::Person {
            family: family.to_owned(),
            given: given.to_owned(),
            suffix: None,
        })
    }

    /// One author, and whether nothing of the text was left out.
    fn one(&self, segment: &str) -> Option<(Author, bool)> {
        let literal = |text: &str| Some((Author::Literal(text.to_owned()), true));
        if self.is_office(segment) {
            return literal(segment);
        }
        // `Ana Lima in Kyiv`
        let (name, all) = match segment.split_once(" in ").or_else(|| segment.split_once(" at ")) {
            Some((name, _)) => (name.trim(), false),
            None => (segment, true),
        };
        let words: Vec<&str> = name.split_whitespace().collect();
        match words.as_slice() {
            [] => None,
            [word] if all => is_name(word).then(|| literal(word)).flatten(),
            [_] => None,
            _ if words.len() > 5 || !words.iter().all(|w| is_name(w) || is_particle(w)) => None,
            words if words.first().is_some_and(|word| is_particle(word)) || !self.order_is_known(words) => {
                Some((Author::Literal(name.to_owned()), all))
            }
            words => Some((person(words)?, all)),
        }
    }

    fn order_is_known(&self, words: &[&str]) -> bool {
        let split = words.iter().all(|word| is_splittable(word));
        split
            && match self.lang {
                Some("hu" | "vi" | "zh" | "ja" | "ko" | "ar" | "fa") => false,
                // Two family names, or two given ones.
                Some("es" | "ca" | "gl") => words.len() == 2,
                _ => true,
            }
    }

    /// Whether a text names no person: the outlet itself, or with a word of offices.
    fn is_office(&self, text: &str) -> bool {
        let own = self.outlet.is_some_and(|outlet| outlet.to_lowercase() == text.to_lowercase());
        own || words_in(text)
            .any(|word| OFFICES.contains(&word.as_str()) || AGENCIES.contains(&word.as_str()))
    }
}

/// The pieces of a text between the separators, without those that hold nothing.
fn parted<'t>(text: &'t str, separators: &[&str]) -> Vec<&'t str> {
    let mut pieces = vec![text];
    for separator in separators {
        pieces = pieces.into_iter().flat_map(|piece| piece.split(separator)).collect();
    }
    pieces.into_iter().map(str::trim).filter(|piece| !piece.is_empty()).collect()
}

fn words_in(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}

fn is_role(segment: &str) -> bool {
    words_in(segment).any(|word| ROLES.contains(&word.as_str()))
}

fn suffix(segment: &str) -> Option<&str> {
    SUFFIXES.contains(&segment.to_lowercase().as_str()).then_some(segment)
}

/// Whether a word can be a name: a capital, or a letter of a script without any, and no digits.
fn is_name(word: &str) -> bool {
    let first = word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    // `d'Angelo`
    let elided = word.get(1..).is_some_and(|rest| {
        rest.strip_prefix(['\'', '’']).is_some_and(|name| name.starts_with(char::is_uppercase))
    });
    (first || elided)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '‐' | '\u{301}'))
}

fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// Whether family and given names are parted by a blank and stand in an order that can be told:
/// Latin, Greek, Cyrillic, Armenian and Georgian letters.
fn is_splittable(text: &str) -> bool {
    let known = |c: char| {
        matches!(c, '\0'..='\u{24F}' | '\u{300}'..='\u{52F}' | '\u{530}'..='\u{58F}' | '\u{10A0}'..='\u{10FF}')
            || matches!(c, '\u{1E00}'..='\u{1FFF}' | '\u{2010}'..='\u{2019}')
    };
    text.chars().all(known)
}

/// Given names, then the family name with its particles.
fn person(words: &[&str]) -> Option<Author> {
    let (words, suffix) = match words.split_last() {
        Some((last, rest)) if rest.len() > 1 && suffix(last).is_some() => (rest, Some((*last).to_owned())),
        _ => (words, None),
    };
    let last = words.len().checked_sub(1)?;
    let small = words.iter().skip(1).position(|word| is_particle(word)).map(|at| at + 1);
    // `Ana De Souza`: a particle with a capital belongs to the name behind it.
    let large = || {
        let before = words.get(1..last)?.iter().rev();
        let count = before.take_while(|word| is_particle(&word.to_lowercase())).count();
        (count > 0).then(|| last - count)
    };
    let family = small.or_else(large).unwrap_or(last);
    let joined = |part: &[&str]| part.join(" ");
    Some(Author::Person { family: joined(words.get(family..)?), given: joined(words.get(..family)?), suffix })
        .filter(|_| family > 0 && family <= last)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Authors as `family|given|suffix` or `{literal}`, with `+` where something is left out.
    fn shown(byline: &str, lang: &str) -> String {
        let (authors, whole) = read(byline, Some("Lake Post"), Some(lang));
        let one = |author: &Author| match author {
            Author::Person { family, given, suffix } => {
                let suffix = suffix.as_ref().map(|s| format!("|{s}")).unwrap_or_default();
                format!("{family}|{given}{suffix}")
            }
            Author::Literal(name) => format!("{{{name}}}"),
        };
        let names: Vec<String> = authors.iter().map(one).collect();
        format!("{}{}", names.join(" "), if whole { "" } else { " +" })
    }

    #[test]
    fn persons_are_parted() {
        for (byline, expected) in [
            ("Ana Lima", "Lima|Ana"),
            ("By ANA LIMA", "LIMA|ANA"),
            ("Ana Lima and Bo Ek", "Lima|Ana Ek|Bo"),
            ("Ana Lima, Bo Ek and J. R. Smith Jr.", "Lima|Ana Ek|Bo Smith|J. R.|Jr."),
            ("Ana Lima, Bo Ek, Jr.", "Lima|Ana Ek|Bo|Jr."),
            ("BERG, JAN", "BERG|JAN"),
            ("Berg, Jan; de Wit, Bo", "Berg|Jan de Wit|Bo"),
            ("Ursula von der Leyen & Ana De Souza", "von der Leyen|Ursula De Souza|Ana"),
            ("Иван Петров", "Петров|Иван"),
            ("Siobhán O’Brien-Smith", "O’Brien-Smith|Siobhán"),
        ] {
            assert_eq!(shown(byline, "en"), expected, "{byline}");
        }
    }

    #[test]
    fn what_is_no_person_stays_whole() {
        for (byline, expected) in [
            ("Meridian Wire", "{Meridian Wire}"),
            ("Lake Post", "{Lake Post}"),
            ("Reuters", "{Reuters}"),
            ("AFP, DPA", "{AFP} {DPA}"),
            ("From our own correspondent", "{From our own correspondent}"),
            ("Ana Lima and Associated Press", "Lima|Ana {Associated Press}"),
            ("ana77", "{ana77}"),
            ("a friend, who was there", "{a friend, who was there}"),
            ("{Ana} \\and Bo", "{{Ana} \\and Bo}"),
            ("李明", "{李明}"),
            ("محمد علي", "{محمد علي}"),
        ] {
            assert_eq!(shown(byline, "en"), expected, "{byline}");
        }
        assert_eq!(shown("Nagy Anna", "hu"), "{Nagy Anna}");
        assert_eq!(shown("Ana García Lima", "es"), "{Ana García Lima}");
        assert_eq!(shown("Ana Lima y Luis Vega", "es"), "Lima|Ana Vega|Luis");
    }

    #[test]
    fn what_is_left_out_is_told() {
        assert_eq!(shown("Ana Lima, Staff Writer", "en"), "Lima|Ana +");
        assert_eq!(shown("Ana Lima in Kyiv and Bo Ek in Lviv", "en"), "Lima|Ana Ek|Bo +");
    }

    proptest::proptest! {
        #[test]
        fn every_byline_has_an_author(byline in "\\PC{1,40}") {
            let (authors, _) = read(&byline, None, None);
            proptest::prop_assert!(!authors.is_empty());
        }
    }
}
