//! Two persons' names laid side by side, word by word.

use super::east;
use super::given::{self, Origin};
use super::person::Person;
use super::rule::Rule;
use super::sound;

/// The rule by which two names are one person's, the list of known actors not asked.
pub(super) fn rule(a: &Name, b: &Name) -> Option<Rule> {
    if a.suffix != b.suffix || a.words.is_empty() || b.words.is_empty() {
        return None;
    }
    if a.words.len() == 1 || b.words.len() == 1 {
        return joined(a, b).then_some(Rule::Transliteration).or_else(|| single(a, b));
    }
    // Every syllable counts in a Chinese name.
    let eastern = a.words.len() != b.words.len() && (a.may_turn || b.may_turn);
    if let Some(rule) = direct(a, b).filter(|_| !eastern) {
        return Some(rule);
    }
    if joined(a, b) {
        return Some(Rule::Transliteration);
    }
    if let Some(rule) = turned(a, b) {
        return Some(rule);
    }
    let romanised = a.may_turn && b.may_turn && east::same_romanised(&a.folded, &b.folded);
    (romanised || east::same_japanese(&a.folded, &b.folded)).then_some(Rule::Transliteration)
}

/// A name ready to be laid beside another.
#[derive(Debug, Clone)]
pub(super) struct Name {
    words: Vec<Word>,
    suffix: Option<&'static str>,
    /// The words without skeletons, for the rules of the east.
    folded: Vec<String>,
    /// Whether it may stand in either order.
    may_turn: bool,
    /// What speaks for an origin, the surest first.
    origin: Option<(Sign, Origin)>,
}

/// What tells where a name comes from, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sign {
    GreekFamily,
    SlavicFamily,
    Arabic,
    Slavic,
    Greek,
    Hispanic,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    skeleton: String,
    initial: bool,
    joined: bool,
}

impl Name {
    /// Takes a name apart.
    pub fn read(name: &str) -> Name {
        Name::with_person(name).1
    }

    /// Takes a name apart, and gives both forms.
    pub fn with_person(name: &str) -> (Person, Name) {
        let (person, folded) = Person::with_folded(name);
        let mut words = Vec::with_capacity(person.len());
        for (at, skeleton) in person.words().enumerate() {
            if person.is_initial(at) {
                // J.K. are two words here.
                let word = |c: char| Word { skeleton: c.into(), initial: true, joined: false };
                words.extend(skeleton.chars().map(word));
            } else {
                words.push(Word {
                    skeleton: skeleton.to_owned(),
                    initial: false,
                    joined: person.is_joined(at),
                });
            }
        }
        let (may_turn, origin) = (east::may_turn(&folded), origin_of(&words));
        let name = Name { words, suffix: person.suffix(), folded, may_turn, origin };
        (person, name)
    }

    /// Whether it is of an origin whose transcriptions differ.
    pub fn is_foreign(&self) -> bool {
        self.origin.is_some_and(|(_, origin)| origin != Origin::Hispanic)
    }

    /// Whether its parts may stand in another order.
    pub fn may_turn(&self) -> bool {
        self.may_turn
    }

    /// The skeleton of the last word.
    pub fn family(&self) -> &str {
        self.words.last().map_or("", |w| w.skeleton.as_str())
    }

    /// Its words, without skeletons.
    pub fn folded(&self) -> &[String] {
        &self.folded
    }
}

fn origin_of(words: &[Word]) -> Option<(Sign, Origin)> {
    let family = words.last().map_or("", |w| w.skeleton.as_str());
    if is_greek(family) {
        return Some((Sign::GreekFamily, Origin::Greek));
    }
    if is_slavic(family) {
        return Some((Sign::SlavicFamily, Origin::Slavic));
    }
    let origins: Vec<Origin> =
        words.iter().filter(|w| !w.initial).flat_map(|w| given::origins(&w.skeleton)).collect();
    let given = [
        (Sign::Arabic, Origin::Arabic),
        (Sign::Slavic, Origin::Slavic),
        (Sign::Greek, Origin::Greek),
        (Sign::Hispanic, Origin::Hispanic),
    ];
    given.into_iter().find(|(_, origin)| origins.contains(origin))
}

/// Where two names that may be one come from; western unless something says otherwise.
fn origin(a: &Name, b: &Name) -> Origin {
    a.origin
        .into_iter()
        .chain(b.origin)
        .min_by_key(|(sign, _)| *sign)
        .map_or(Origin::Western, |(_, origin)| origin)
}

fn is_slavic(family: &str) -> bool {
    const ENDINGS: [&str; 26] = [
        "ov", "ev", "ova", "eva", "ski", "sky", "skaya", "enko", "enka", "chuk", "tschuk", "vic", "vich",
        "witsch", "wicz", "off", "eff", "of", "ow", "ew", "owa", "ewa", "ik", "yan", "ian", "vili",
    ];
    family.len() > 4 && ENDINGS.iter().any(|end| family.ends_with(end))
}

fn is_greek(family: &str) -> bool {
    const ENDINGS: [&str; 12] = [
        "opoulos", "opoulou", "opulos", "akis", "idis", "adis", "ides", "ades", "eou", "iou", "oglou", "atos",
    ];
    family.len() > 5 && ENDINGS.iter().any(|end| family.ends_with(end))
}

/// Names of one word: transcriptions of one family name, where it shows its origin.
fn single(a: &Name, b: &Name) -> Option<Rule> {
    let ([a], [b]) = (a.words.as_slice(), b.words.as_slice()) else { return None };
    let slavic = is_slavic(&a.skeleton) && is_slavic(&b.skeleton);
    (slavic && sound::agree(&a.skeleton, &b.skeleton, Origin::Slavic)).then_some(Rule::Transliteration)
}

/// The same letters with other gaps between them (`Abdul Rahman`, `Kim Jongun`).
fn joined(a: &Name, b: &Name) -> bool {
    let letters = |name: &Name| name.words.iter().map(|w| w.skeleton.as_str()).collect::<String>();
    a.words.len() != b.words.len()
        && !a.words.iter().chain(&b.words).any(|w| w.initial)
        && letters(a) == letters(b)
}

/// Given name first, family name last.
fn direct(a: &Name, b: &Name) -> Option<Rule> {
    let origin = origin(a, b);
    let (short, long) = if a.words.len() <= b.words.len() { (a, b) } else { (b, a) };
    whole(&short.words, &long.words, origin)
        .or_else(|| second_family(&short.words, &long.words, origin))
        .or_else(|| led(&short.words, &long.words, origin))
}

/// First and last words that are one, and nothing between that speaks against it.
fn whole(short: &[Word], long: &[Word], origin: Origin) -> Option<Rule> {
    let ([first, middle @ .., last], [long_first, long_middle @ .., long_last]) = (short, long) else {
        return None;
    };
    let given = given_rule(first, long_first, origin)?;
    let family = family_rule(last, long_last, origin)?;
    let between = middle_rule(middle, long_middle, origin)?;
    if between == Rule::MiddleName && (long_last.joined || origin == Origin::Arabic && is_everywhere(first)) {
        return None; // Mary Smith-Jones is not Mary Jones
    }
    // An initial and a name left out: nearly anybody.
    if given == Rule::Initials && middle.len() != long_middle.len() {
        return None;
    }
    // A family name that only sounds alike needs a given name that is the same.
    let weak = |rule: Rule| rule.needs_to_be_alone() && rule != Rule::NationalForm;
    if family != Rule::SameName && (weak(given) || weak(between) && origin != Origin::Arabic) {
        return None;
    }
    let all = [given, between, family];
    [Rule::Initials, Rule::Nickname, Rule::NationalForm, Rule::MiddleName, Rule::Transliteration]
        .into_iter()
        .find(|rule| all.contains(rule))
        .or(Some(Rule::Transliteration))
}

/// How two given names are one.
fn given_rule(a: &Word, b: &Word, origin: Origin) -> Option<Rule> {
    if a.skeleton == b.skeleton {
        return Some(Rule::SameName);
    }
    match (a.initial, b.initial) {
        (true, true) => None,
        (true, false) | (false, true) => starts_alike(a, b).then_some(Rule::Initials),
        (false, false) => given::same_name(&a.skeleton, &b.skeleton)
            .or_else(|| sound::agree(&a.skeleton, &b.skeleton, origin).then_some(Rule::Transliteration)),
    }
}

fn starts_alike(a: &Word, b: &Word) -> bool {
    a.skeleton.chars().next() == b.skeleton.chars().next()
}

fn family_rule(a: &Word, b: &Word, origin: Origin) -> Option<Rule> {
    if a.skeleton == b.skeleton {
        return Some(Rule::SameName);
    }
    if a.initial || b.initial {
        return None;
    }
    sound::agree(&a.skeleton, &b.skeleton, origin).then_some(Rule::Transliteration)
}

/// What stands between given and family name: the same, or the beginning of the same, or
/// only one has it.
fn middle_rule(a: &[Word], b: &[Word], origin: Origin) -> Option<Rule> {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < long.len() && !may_be_left_out(long, origin) {
        return None;
    }
    let one = |x: &Word, y: &Word| {
        x.skeleton == y.skeleton
            || x.initial != y.initial && starts_alike(x, y)
            || are_sons(x, y)
            || !x.initial && !y.initial && sound::agree(&x.skeleton, &y.skeleton, origin)
    };
    let alike = short.iter().zip(long).all(|(x, y)| one(x, y));
    let same = short == long;
    alike.then_some(if same { Rule::SameName } else { Rule::MiddleName })
}

/// Given names that say next to nothing without the one behind them.
fn is_everywhere(given: &Word) -> bool {
    matches!(given.skeleton.as_str(), "mohamed" | "ahmed" | "ali" | "abdel")
}

/// `bin`, `ben`, `ibn`.
fn are_sons(a: &Word, b: &Word) -> bool {
    let son = |w: &Word| matches!(w.skeleton.as_str(), "bin" | "ben" | "ibn");
    son(a) && son(b)
}

/// Middle names may; a part of a given or family name of several words may not.
fn may_be_left_out(middle: &[Word], origin: Origin) -> bool {
    let part = |w: &Word| {
        w.joined
            || matches!(
                w.skeleton.as_str(),
                "de" | "la"
                    | "van"
                    | "von"
                    | "der"
                    | "den"
                    | "da"
                    | "di"
                    | "del"
                    | "dos"
                    | "do"
                    | "du"
                    | "le"
                    | "ter"
                    | "abu"
                    | "st"
                    | "san"
                    | "santa"
                    | "mac"
            )
    };
    let abdel = |w: &Word| w.skeleton == "abdel";
    let arabic = origin == Origin::Arabic;
    !middle.iter().any(|w| if arabic { abdel(w) } else { part(w) })
}

/// A second family name that one of them leaves out (`Felipe González Márquez`).
fn second_family(short: &[Word], long: &[Word], origin: Origin) -> Option<Rule> {
    if origin != Origin::Hispanic || long.len() != short.len() + 1 || short.len() < 2 {
        return None;
    }
    let (_, rest) = long.split_last()?;
    let last_given = short.last().is_some_and(|w| given::is_given(&w.skeleton) || w.initial);
    (short == rest && !last_given).then_some(Rule::MiddleName)
}

/// `Mohammed Hosni Mubarak`, `J. Edgar Hoover`: a first name that nobody uses.
fn led(short: &[Word], long: &[Word], origin: Origin) -> Option<Rule> {
    let (first, rest) = long.split_first()?;
    let idle =
        first.initial || origin == Origin::Arabic && matches!(first.skeleton.as_str(), "mohamed" | "md");
    let named = rest.first().is_some_and(|w| !w.initial);
    (idle && named && rest.len() >= 2 && short == rest).then_some(Rule::MiddleName)
}

/// The same words, the family name first in one of them.
fn turned(a: &Name, b: &Name) -> Option<Rule> {
    if a.words.len() != b.words.len() || a.words.iter().chain(&b.words).any(|w| w.initial) {
        return None;
    }
    let rotated = |x: &Name, y: &Name| {
        let Some((first, rest)) = x.words.split_first() else { return false };
        rest.iter().chain([first]).zip(&y.words).all(|(p, q)| p.skeleton == q.skeleton)
    };
    let same = rotated(a, b) || rotated(b, a);
    let allowed = same && (a.may_turn || b.may_turn || family_is_sure(a));
    allowed.then_some(Rule::NameOrder)
}

/// Whether one end of the name is a given name, and the other is none. English given names
/// say nothing here, since too many of them are family names too.
fn family_is_sure(name: &Name) -> bool {
    let (Some(first), Some(last)) = (name.words.first(), name.words.last()) else { return false };
    let given = |w: &Word| {
        let origins = [Origin::Slavic, Origin::Greek, Origin::Arabic, Origin::Hispanic];
        is_hungarian(&w.skeleton)
            || origins.iter().any(|&o| given::has_origin(&w.skeleton, o))
                && !given::has_origin(&w.skeleton, Origin::Western)
    };
    let family = |w: &Word| !given::is_given(&w.skeleton) && !is_hungarian(&w.skeleton);
    given(first) && family(last) || family(first) && given(last)
}

fn is_hungarian(word: &str) -> bool {
    matches!(
        word,
        "viktor"
            | "janos"
            | "istvan"
            | "ferenc"
            | "laszlo"
            | "gyorgy"
            | "jozsef"
            | "zoltan"
            | "gabor"
            | "andras"
            | "sandor"
            | "imre"
            | "matyas"
            | "lajos"
            | "miklos"
            | "tibor"
            | "atila"
            | "balazs"
            | "gergely"
            | "katalin"
            | "judit"
            | "ildiko"
            | "agnes"
            | "zsuzsa"
            | "ferencz"
            | "geza"
            | "karoly"
            | "bela"
            | "arpad"
            | "tamas"
            | "pal"
            | "erno"
    )
}
