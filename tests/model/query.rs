//! Random queries: a tree of our own and its spelling in the query language.

use std::collections::BTreeSet;

use dateline::article::DateSource;
use dateline::query::Unit;

use crate::corpus::{Lexicon, cut, fold};
use crate::rng::Rng;

/// One word of a query, as it is typed.
#[derive(Debug, Clone, PartialEq)]
pub enum Pat {
    Word(String),
    Exact(String),
    Wild(String),
    Fuzzy(String, usize),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Zone {
    Title,
    Lead,
    Caption,
    Byline,
    DatelineText,
    Aside,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Role {
    Any,
    About,
    Dateline,
}

/// What a query asks for. A name of `None` is a star: any value.
#[derive(Debug, Clone, PartialEq)]
pub enum Q {
    All,
    Word(Pat),
    Phrase(Vec<Pat>, Option<u32>),
    Near {
        n: u32,
        ordered: bool,
        sides: Box<(Q, Q)>,
    },
    /// In one sentence or paragraph.
    Same {
        unit: Unit,
        sides: Box<(Q, Q)>,
    },
    AtLeast(usize, Pat),
    And(Vec<Q>),
    Or(Vec<Q>),
    /// A whole query whose bare words are alternatives.
    Any(Vec<Q>),
    Not(Box<Q>),
    Zone(Zone, Box<Q>),
    Filled(Zone),
    Place(Role, Option<String>),
    NearPoint(f64, f64, f64),
    /// South, west, north, east.
    Within([f64; 4]),
    Actor(&'static str, Option<String>),
    Outlet(Option<String>),
    Lang(Option<String>),
    /// As typed, and its first and last day.
    Date(String, String, String),
    /// A date spoken of, likewise.
    Mentions(String, String, String),
    Undated,
    Suspect,
    DateSource(&'static str),
    Day(u32, u32),
    Story(String),
    Id(String),
}

impl Pat {
    /// How it is told in [`Q::uses`].
    fn kind(&self) -> &'static str {
        match self {
            Pat::Word(_) => "word",
            Pat::Exact(_) => "=",
            Pat::Wild(_) => "*",
            Pat::Fuzzy(..) => "~",
        }
    }

    pub fn typed(&self) -> String {
        match self {
            Pat::Word(word) | Pat::Wild(word) => word.clone(),
            Pat::Exact(word) => format!("={word}"),
            Pat::Fuzzy(word, n) => format!("{word}~{n}"),
        }
    }
}

fn quoted(name: &Option<String>) -> String {
    name.as_ref().map_or("*".to_owned(), |n| format!("\"{n}\""))
}

impl Q {
    /// The query's text.
    pub fn typed(&self) -> String {
        self.spelt(matches!(self, Q::Any(_)))
    }

    /// Its text; `any`: blanks do not mean AND.
    fn spelt(&self, any: bool) -> String {
        match self {
            Q::All => "*".to_owned(),
            Q::Word(pat) => pat.typed(),
            Q::Phrase(slots, slop) => {
                let words: Vec<String> = slots.iter().map(Pat::typed).collect();
                format!("\"{}\"{}", words.join(" "), slop.map_or(String::new(), |n| format!("~{n}")))
            }
            Q::Near { n, ordered, sides } => {
                let operator = if *ordered { "PRE" } else { "NEAR" };
                // From the left it needs no brackets; half of them have some.
                let left = match &sides.0 {
                    left @ Q::Near { .. } if n % 2 == 0 => left.spelt(any),
                    left => left.inner(any),
                };
                format!("{left} {operator}/{n} {}", sides.1.inner(any))
            }
            Q::Same { unit, sides } => {
                let operator = if *unit == Unit::Sentence { "SENT" } else { "PARA" };
                let side = |q: &Q, bare: bool| if bare { q.spelt(any) } else { q.inner(any) };
                let left = matches!(&sides.0, Q::Near { .. } | Q::Same { .. });
                let right = match &sides.1 {
                    Q::Near { n, .. } => n % 2 == 0,
                    Q::Same { unit: own, .. } => own < unit,
                    _ => false,
                };
                format!("{} {operator} {}", side(&sides.0, left), side(&sides.1, right))
            }
            Q::AtLeast(n, pat) => format!("atleast:{n}:{}", pat.typed()),
            // Both spellings of AND mean the same; which one stands here does not matter.
            Q::And(parts) => join(parts, if parts.len() == 2 && !any { " " } else { " AND " }, any),
            Q::Or(parts) => join(parts, " OR ", any),
            Q::Any(parts) => join(parts, " ", any),
            Q::Not(inner) if matches!(**inner, Q::Word(_) | Q::Phrase(..)) => {
                format!("-{}", inner.inner(any))
            }
            Q::Not(inner) => format!("NOT {}", inner.inner(any)),
            Q::Zone(zone, inner) => format!("{}:{}", zone.name(), inner.inner(any)),
            Q::Filled(zone) => format!("{}:*", zone.name()),
            Q::Place(role, name) => {
                let field = match role {
                    Role::Any => "place",
                    Role::About => "about",
                    Role::Dateline => "dateline",
                };
                format!("{field}:{}", quoted(name))
            }
            Q::NearPoint(lat, lon, km) => format!("near:{lat},{lon},{km}km"),
            Q::Within([south, west, north, east]) => format!("within:{south},{west},{north},{east}"),
            Q::Actor(field, name) => format!("{field}:{}", quoted(name)),
            Q::Outlet(name) => format!("outlet:{}", quoted(name)),
            Q::Lang(code) => format!("lang:{}", code.as_deref().unwrap_or("*")),
            Q::Date(text, ..) => format!("date:{text}"),
            Q::Mentions(text, ..) => format!("mentions:{text}"),
            Q::Undated => "date:none".to_owned(),
            Q::Suspect => "date:suspect".to_owned(),
            Q::DateSource(source) => format!("datesrc:{source}"),
            Q::Day(month, day) => format!("day:{month:02}-{day:02}"),
            Q::Story(id) => format!("story:{id}"),
            Q::Id(id) => format!("id:{id}"),
        }
    }

    /// Whether it looks for no words of the text.
    pub fn is_condition(&self) -> bool {
        match self {
            Q::Word(_) | Q::Phrase(..) | Q::Near { .. } | Q::Same { .. } | Q::AtLeast(..) => false,
            Q::Zone(..) | Q::Filled(_) => false,
            Q::And(parts) | Q::Or(parts) => parts.iter().all(Q::is_condition),
            _ => true,
        }
    }

    /// Whether a word like `cross-border` stands in it by itself.
    pub fn has_compound(&self) -> bool {
        match self {
            Q::Word(Pat::Word(word)) => terms(word).len() > 1,
            Q::And(parts) | Q::Or(parts) | Q::Any(parts) => parts.iter().any(Q::has_compound),
            Q::Not(inner) => inner.has_compound(),
            _ => false,
        }
    }

    /// Its text where it is a part of another.
    fn inner(&self, any: bool) -> String {
        match self {
            Q::And(_) | Q::Or(_) | Q::Near { .. } | Q::Same { .. } | Q::Not(_) => {
                format!("({})", self.spelt(any))
            }
            _ => self.spelt(any),
        }
    }

    /// What of the language it uses, and, with two names, one in the other.
    pub fn uses(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        self.add_uses(&mut found);
        found
    }

    fn add_uses(&self, found: &mut BTreeSet<String>) {
        let (own, parts): (&str, Vec<&Q>) = match self {
            Q::Near { ordered, sides, .. } => {
                (if *ordered { "PRE" } else { "NEAR" }, vec![&sides.0, &sides.1])
            }
            Q::Same { unit: Unit::Sentence, sides } => ("SENT", vec![&sides.0, &sides.1]),
            Q::Same { unit: Unit::Paragraph, sides } => ("PARA", vec![&sides.0, &sides.1]),
            Q::And(parts) => ("AND", parts.iter().collect()),
            Q::Or(parts) => ("OR", parts.iter().collect()),
            Q::Any(parts) => ("any", parts.iter().collect()),
            Q::Not(inner) => ("NOT", vec![inner]),
            Q::Zone(zone, inner) => (zone.name(), vec![inner]),
            Q::Filled(zone) => return found.extend([zone.name().to_owned()]),
            Q::All => return,
            Q::AtLeast(_, pat) => {
                return found.extend(["atleast".to_owned(), format!("atleast {}", pat.kind())]);
            }
            Q::Word(pat) => return found.extend([pat.kind().to_owned()]),
            Q::Phrase(slots, slop) => {
                let own = if slop.is_some() { "slop" } else { "phrase" };
                return found
                    .extend(slots.iter().map(|pat| format!("{own} {}", pat.kind())).chain([own.to_owned()]));
            }
            field => {
                let text = field.typed();
                return found.extend([text.split(':').next().unwrap_or_default().to_owned()]);
            }
        };
        for part in parts {
            let mut inner = BTreeSet::new();
            part.add_uses(&mut inner);
            let single = inner.iter().filter(|name| !name.contains(' '));
            found.extend(single.map(|name| format!("{own} {name}")).collect::<Vec<_>>());
            found.extend(inner);
        }
        found.insert(own.to_owned());
    }

    /// Smaller queries that a failure may be reduced to.
    pub fn smaller(&self) -> Vec<Q> {
        match self {
            Q::Any(parts) if parts.len() > 1 => {
                let without = |at: usize| Q::Any([&parts[..at], &parts[at + 1..]].concat());
                (0..parts.len()).map(without).collect()
            }
            Q::Same { unit, sides } => smaller_sides(sides, |sides| Q::Same { unit: *unit, sides }),
            Q::Near { n, ordered, sides } => {
                smaller_sides(sides, |sides| Q::Near { n: *n, ordered: *ordered, sides })
            }
            Q::And(parts) | Q::Or(parts) => {
                let fewer = (0..parts.len()).filter(|_| parts.len() > 2).map(|without| {
                    let mut fewer = parts.clone();
                    fewer.remove(without);
                    if matches!(self, Q::And(_)) { Q::And(fewer) } else { Q::Or(fewer) }
                });
                let shrunk = parts.iter().enumerate().flat_map(|(at, part)| {
                    part.smaller().into_iter().map(move |small| {
                        let mut all = parts.clone();
                        all[at] = small;
                        if matches!(self, Q::And(_)) { Q::And(all) } else { Q::Or(all) }
                    })
                });
                parts.iter().cloned().chain(fewer).chain(shrunk).collect()
            }
            Q::Not(inner) => {
                let deeper = inner.smaller().into_iter().map(|q| Q::Not(Box::new(q)));
                std::iter::once((**inner).clone()).chain(deeper).collect()
            }
            Q::Zone(zone, inner) => {
                let deeper = inner.smaller().into_iter().map(|q| Q::Zone(*zone, Box::new(q)));
                std::iter::once((**inner).clone()).chain(deeper).collect()
            }
            Q::Phrase(slots, _) if slots.len() > 2 => {
                vec![Q::Phrase(slots[1..].to_vec(), None), Q::Phrase(slots[..slots.len() - 1].to_vec(), None)]
            }
            _ => Vec::new(),
        }
    }
}

/// Each side alone, and the whole with one of them smaller.
fn smaller_sides(sides: &(Q, Q), whole: impl Fn(Box<(Q, Q)>) -> Q) -> Vec<Q> {
    let (left, right) = sides;
    let lefts = left.smaller().into_iter().map(|small| Box::new((small, right.clone())));
    let rights = right.smaller().into_iter().map(|small| Box::new((left.clone(), small)));
    let sides = lefts.chain(rights).map(whole);
    [left.clone(), right.clone()].into_iter().chain(sides).collect()
}

fn join(parts: &[Q], with: &str, any: bool) -> String {
    parts.iter().map(|part| part.inner(any)).collect::<Vec<_>>().join(with)
}

impl Zone {
    fn name(self) -> &'static str {
        match self {
            Zone::Title => "title",
            Zone::Lead => "lead",
            Zone::Caption => "caption",
            Zone::Byline => "byline",
            Zone::DatelineText => "datelinetext",
            Zone::Aside => "aside",
        }
    }
}

/// What queries about an archive can name.
pub struct Makings<'m> {
    pub lexicon: &'m Lexicon,
    pub ids: Vec<String>,
    pub stories: Vec<String>,
    pub places: Vec<String>,
    pub actors: Vec<String>,
}

/// A random query, nested `depth` deep.
pub fn query(rng: &mut Rng, makings: &Makings<'_>, depth: usize) -> Q {
    let kind = if depth == 0 { rng.between(4, 14) } else { rng.below(15) };
    let parts = |rng: &mut Rng| (0..rng.between(2, 3)).map(|_| query(rng, makings, depth - 1)).collect();
    match kind {
        0 | 1 => Q::And(parts(rng)),
        2 => Q::Or(parts(rng)),
        3 => Q::And(vec![query(rng, makings, depth - 1), Q::Not(Box::new(query(rng, makings, depth - 1)))]),
        4 if depth > 0 => Q::Not(Box::new(query(rng, makings, depth - 1))),
        5 | 6 => condition(rng, makings),
        7 | 8 => zone(rng, makings),
        _ => words(rng, makings, 1),
    }
}

/// A query as `--any` takes it, of up to thirty words and some conditions.
pub fn any(rng: &mut Rng, makings: &Makings<'_>) -> Q {
    let mut parts: Vec<Q> =
        (0..rng.between(2, 30)).map(|_| Q::Word(Pat::Word(word(rng, makings.lexicon)))).collect();
    for _ in 0..rng.below(3) {
        let more = match rng.below(6) {
            0 => condition(rng, makings),
            1 => Q::Not(Box::new(Q::Word(Pat::Word(word(rng, makings.lexicon))))),
            2 => phrase(rng, makings.lexicon),
            3 => near(rng, makings.lexicon, 0),
            4 => together(rng, makings.lexicon, Unit::Sentence, 0),
            _ => zone(rng, makings),
        };
        parts.insert(rng.below(parts.len() + 1), more);
    }
    Q::Any(parts)
}

/// A query of words alone: what can stand in a zone.
fn words(rng: &mut Rng, makings: &Makings<'_>, depth: usize) -> Q {
    let lexicon = makings.lexicon;
    match rng.below(if depth > 0 { 17 } else { 14 }) {
        0..=3 => Q::Word(pattern(rng, lexicon)),
        4 | 5 => phrase(rng, lexicon),
        6..=8 => near(rng, lexicon, 2),
        9..=11 => together(rng, lexicon, Unit::Sentence, 1),
        12 => together(rng, lexicon, Unit::Paragraph, 2),
        13 => Q::AtLeast(rng.between(1, 4), pattern(rng, lexicon)),
        14 => Q::And(vec![words(rng, makings, 0), words(rng, makings, 0)]),
        15 => Q::Or(vec![words(rng, makings, 0), words(rng, makings, 0)]),
        _ => Q::And(vec![words(rng, makings, 0), Q::Not(Box::new(words(rng, makings, 0)))]),
    }
}

fn phrase(rng: &mut Rng, lexicon: &Lexicon) -> Q {
    let slop = rng.chance(40).then(|| rng.between(1, 6) as u32);
    let slots = (0..rng.between(if slop.is_some() { 2 } else { 1 }, 3)).map(|_| pattern(rng, lexicon));
    Q::Phrase(slots.collect(), slop)
}

/// A side of a proximity without another one in it.
fn side(rng: &mut Rng, lexicon: &Lexicon) -> Q {
    match rng.below(8) {
        0..=3 => Q::Word(pattern(rng, lexicon)),
        4 => phrase(rng, lexicon),
        5 => Q::Or(vec![Q::Word(pattern(rng, lexicon)), phrase(rng, lexicon)]),
        _ => Q::Or((0..rng.between(2, 4)).map(|_| Q::Word(Pat::Word(word(rng, lexicon)))).collect()),
    }
}

/// NEAR or PRE, with others in it up to `depth` deep.
fn near(rng: &mut Rng, lexicon: &Lexicon, depth: usize) -> Q {
    let side = |rng: &mut Rng| match rng.below(if depth > 0 { 5 } else { 4 }) {
        0..=3 => side(rng, lexicon),
        _ => near(rng, lexicon, depth - 1),
    };
    let sides = Box::new((side(rng), side(rng)));
    Q::Near { n: rng.between(1, 8) as u32, ordered: rng.chance(40), sides }
}

/// SENT or PARA, with what is no larger in it up to `depth` deep.
fn together(rng: &mut Rng, lexicon: &Lexicon, unit: Unit, depth: usize) -> Q {
    let inner = |rng: &mut Rng| {
        let unit = if rng.chance(50) { Unit::Sentence } else { unit };
        together(rng, lexicon, unit, depth.saturating_sub(1))
    };
    let side = |rng: &mut Rng| match rng.below(if depth > 0 { 8 } else { 6 }) {
        0..=4 => side(rng, lexicon),
        5 => near(rng, lexicon, 0),
        6 => inner(rng),
        _ => Q::Or(vec![inner(rng), side(rng, lexicon)]),
    };
    Q::Same { unit, sides: Box::new((side(rng), side(rng))) }
}

fn zone(rng: &mut Rng, makings: &Makings<'_>) -> Q {
    let zone = rng.weighted(&[
        (5, Zone::Title),
        (3, Zone::Lead),
        (2, Zone::Caption),
        (2, Zone::Byline),
        (2, Zone::DatelineText),
        (2, Zone::Aside),
    ]);
    if rng.chance(10) {
        return Q::Filled(zone);
    }
    let names: &[&str] = match zone {
        Zone::Byline => &["Robert", "Ana", "Bo", "Lima", "fisk", "Müller", "a", "anna", "nobody"],
        Zone::DatelineText => &["Kursk", "cairo", "PARIS", "France", "Red", "cross", "nowhere"],
        _ => &[],
    };
    if !names.is_empty() {
        return Q::Zone(zone, Box::new(of_names(rng, names)));
    }
    // Fields do not stand inside a zone.
    match words(rng, makings, 1) {
        inner if has_at_least(&inner) => Q::Zone(zone, Box::new(phrase(rng, makings.lexicon))),
        inner => Q::Zone(zone, Box::new(inner)),
    }
}

fn of_names(rng: &mut Rng, names: &[&str]) -> Q {
    let pat = |rng: &mut Rng| match rng.below(4) {
        0 => Pat::Exact((*rng.pick(names)).to_owned()),
        _ => Pat::Word((*rng.pick(names)).to_owned()),
    };
    let (first, second) = (pat(rng), pat(rng));
    match rng.below(6) {
        0 => Q::Phrase(vec![first, second], None),
        1 => Q::Or(vec![Q::Word(first), Q::Word(second)]),
        2 => Q::Near { n: 2, ordered: rng.chance(50), sides: Box::new((Q::Word(first), Q::Word(second))) },
        3 => Q::Same { unit: Unit::Sentence, sides: Box::new((Q::Word(first), Q::Word(second))) },
        _ => Q::Word(first),
    }
}

fn has_at_least(query: &Q) -> bool {
    match query {
        Q::AtLeast(..) => true,
        Q::And(parts) | Q::Or(parts) => parts.iter().any(has_at_least),
        Q::Not(inner) => has_at_least(inner),
        _ => false,
    }
}

/// A word that the archive may well have, in another case now and then.
fn word(rng: &mut Rng, lexicon: &Lexicon) -> String {
    let from = if rng.chance(15) { lexicon.names } else { lexicon.words };
    let word = rng.pick(from).split(' ').next().unwrap_or_default().to_owned();
    match rng.below(10) {
        0 if word != "U.S." => word.to_uppercase(),
        1 if !word.contains('.') => word.to_lowercase(),
        _ => word,
    }
}

fn pattern(rng: &mut Rng, lexicon: &Lexicon) -> Pat {
    let word = word(rng, lexicon);
    let single = cut(&word).len() == 1 && word.chars().all(|c| c != '.' && c != ',' && c != '\'');
    match rng.below(10) {
        0 | 1 => Pat::Exact(word),
        2 | 3 if single => Pat::Wild(wildcard(rng, &word)),
        4 if single && word.chars().count() > 2 => Pat::Fuzzy(misspelt(rng, &word), rng.between(1, 2)),
        _ => Pat::Word(word),
    }
}

fn wildcard(rng: &mut Rng, word: &str) -> String {
    let mut chars: Vec<char> = word.chars().collect();
    match rng.below(4) {
        0 | 1 => {
            chars.truncate(rng.between(1, chars.len()));
            chars.push('*');
        }
        2 => {
            let at = rng.below(chars.len());
            chars[at] = '?';
            // A question mark alone asks for nothing that can be looked up.
            if chars.len() == 1 {
                chars.push('*');
                chars.insert(0, word.chars().next().unwrap_or('a'));
            }
        }
        _ => {
            chars.drain(..rng.below(chars.len()));
            chars.insert(0, '*');
        }
    }
    chars.into_iter().collect()
}

fn misspelt(rng: &mut Rng, word: &str) -> String {
    let mut chars: Vec<char> = word.chars().collect();
    let at = rng.below(chars.len());
    match rng.below(4) {
        0 if chars.len() > 3 && at > 0 => drop(chars.remove(at)),
        1 => chars.insert(at, *rng.pick(&word.chars().collect::<Vec<_>>())),
        2 if at > 0 => chars.swap(at - 1, at),
        _ => {}
    }
    chars.into_iter().collect()
}

/// Boxes; the last ones lie across the 180th meridian.
const BOXES: [[f64; 4]; 6] = [
    [50.0, 30.0, 56.5, 38.0],
    [-90.0, -180.0, 90.0, 180.0],
    [48.0, 2.0, 53.0, 14.0],
    [-20.0, 170.0, -10.0, -170.0],
    [60.0, 175.5, 70.0, -179.5],
    [-60.0, 178.4, 80.0, 2.5],
];

fn condition(rng: &mut Rng, makings: &Makings<'_>) -> Q {
    let any =
        |rng: &mut Rng, from: &[String]| (!from.is_empty() && rng.chance(90)).then(|| rng.pick(from).clone());
    match rng.below(17) {
        0..=2 => {
            let role = rng.weighted(&[(4, Role::Any), (2, Role::About), (2, Role::Dateline)]);
            Q::Place(role, any(rng, &makings.places))
        }
        3 => {
            let (lat, lon) = *rng.pick(&[(51.73, 36.19), (55.75, 37.62), (48.86, 2.35), (30.04, 31.24)]);
            Q::NearPoint(lat, lon, *rng.pick(&[5.0, 200.0, 2500.0]))
        }
        14 => Q::Within(*rng.pick(&BOXES)),
        15 => Q::DateSource(DateSource::ALL[rng.below(4)].as_str()),
        16 => Q::Story(any(rng, &makings.stories).unwrap_or_else(|| "000000000000".to_owned())),
        4 | 5 => {
            let field = rng.weighted(&[(3, "actor"), (2, "person"), (1, "org"), (1, "group")]);
            Q::Actor(field, any(rng, &makings.actors))
        }
        6 => {
            let name = *rng.pick(&["Wire", "wire service", "courrier", "Gazette", "вестник", "service"]);
            Q::Outlet(rng.chance(90).then(|| name.to_owned()))
        }
        7 => {
            let code = makings.lexicon.langs.iter().flatten().next().unwrap_or(&"en");
            Q::Lang(rng.chance(90).then(|| (*rng.pick(&[code, "en", "de"])).to_owned()))
        }
        8 | 9 => date(rng),
        10 | 11 => mentions(rng),
        12 => Q::Day(*rng.pick(&[2, 8, 12]), *rng.pick(&[1, 8, 28])),
        _ => match rng.below(5) {
            0 => Q::All,
            3 => Q::Suspect,
            1 | 2 if !makings.ids.is_empty() => Q::Id(rng.pick(&makings.ids).clone()),
            _ => Q::Undated,
        },
    }
}

fn date(rng: &mut Rng) -> Q {
    let choices = [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-08", "2024-08-01", "2024-08-31"),
        ("2024-08-08", "2024-08-08", "2024-08-08"),
        ("1940s", "1940-01-01", "1949-12-31"),
        ("..1999", "0001-01-01", "1999-12-31"),
        ("2023-12..", "2023-12-01", "9999-12-31"),
        ("2023-08-08..2024-02", "2023-08-08", "2024-02-29"),
        ("1999-02-02..1999-08-07", "1999-02-02", "1999-08-07"),
    ];
    let (text, first, last) = *rng.pick(&choices);
    Q::Date(text.to_owned(), first.to_owned(), last.to_owned())
}

fn mentions(rng: &mut Rng) -> Q {
    let choices = [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2022-02-24", "2022-02-24", "2022-02-24"),
        ("2024-08", "2024-08-01", "2024-08-31"),
        ("2024-08-09", "2024-08-09", "2024-08-09"),
        ("2024-07-31..2024-08-06", "2024-07-31", "2024-08-06"),
        ("2023-12-01..2023-12-02", "2023-12-01", "2023-12-02"),
        ("2023-08..2024-02", "2023-08-01", "2024-02-29"),
        ("1943", "1943-01-01", "1943-12-31"),
        ("1943-06..1943-08", "1943-06-01", "1943-08-31"),
        ("1990s", "1990-01-01", "1999-12-31"),
        ("..1899", "0001-01-01", "1899-12-31"),
        ("1850..", "1850-01-01", "9999-12-31"),
    ];
    let (text, first, last) = *rng.pick(&choices);
    Q::Mentions(text.to_owned(), first.to_owned(), last.to_owned())
}

/// The folded words that a piece of a query stands for.
pub fn terms(typed: &str) -> Vec<String> {
    cut(typed).into_iter().map(|(_, _, plain)| fold(&plain)).collect()
}
