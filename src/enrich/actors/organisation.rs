//! An organisation's name without what is left out or worded in two ways.
//!
//! `The Acme Co., Ltd.` is `acme`, `Organisation` is `Organization`, and `the Ministry of
//! Defence of Russia`, `Russia's Defense Ministry` and `the Russian Ministry of Defence`
//! are one. Universities are not turned round: Washington University is not the
//! University of Washington.

use super::country;
use super::given::Origin;
use super::letters::name_key;
use super::rule::Rule;
use super::skeleton::push_skeleton;
use super::sound;
use super::wording::{is_company_suffix, plain};

/// The compared words of an organisation's name, hyphens between; `words` as made by
/// `name_key`.
pub(super) fn slug(words: &str) -> String {
    body(words).unwrap_or_else(|| plain(words).join("-"))
}

/// The slug of a name that is a state's body's; `None` for all others.
pub(super) fn body(words: &str) -> Option<String> {
    may_be_body(words).then(|| Body::read(&plain(words)).map(|body| body.slug()))?
}

/// Whether a name has a word that such a body's has.
fn may_be_body(words: &str) -> bool {
    words.split(' ').any(|word| {
        matches!(
            word,
            "ministry"
                | "department"
                | "dept"
                | "parliament"
                | "government"
                | "govt"
                | "army"
                | "navy"
                | "force"
                | "forces"
                | "court"
                | "embassy"
                | "police"
                | "bank"
                | "party"
                | "assembly"
                | "senate"
                | "cabinet"
                | "presidency"
                | "council"
                | "guard"
                | "committee"
                | "cross"
                | "crescent"
                | "deputies"
                | "representatives"
                | "staff"
                | "service"
                | "office"
                | "military"
        )
    })
}

/// A body of a state: what it is, of what, of which country.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Body<'w> {
    /// `ministry`, `armed forces`.
    head: String,
    /// What a ministry is for, the words in alphabetical order.
    topic: Vec<&'w str>,
    /// Name of the country.
    country: Option<&'static str>,
}

/// Bodies that every country has, by the words that end their names.
const HEADS: [&str; 36] = [
    "ministry",
    "department",
    "parliament",
    "government",
    "army",
    "navy",
    "air force",
    "armed forces",
    "supreme court",
    "constitutional court",
    "embassy",
    "police",
    "central bank",
    "communist party",
    "national assembly",
    "senate",
    "cabinet",
    "presidency",
    "security council",
    "national guard",
    "coast guard",
    "olympic committee",
    "red cross",
    "red crescent",
    "chamber of deputies",
    "house of representatives",
    "border guard",
    "general staff",
    "secret service",
    "intelligence service",
    "foreign office",
    "defense forces",
    "defense force",
    "security service",
    "military",
    "high court",
];

impl<'w> Body<'w> {
    /// Takes the name of such a body apart; `None` for all other names.
    fn read(words: &[&'w str]) -> Option<Body<'w>> {
        let ministry = words.iter().find(|w| matches!(**w, "ministry" | "department")).copied();
        if ministry.is_none() && !HEADS.iter().any(|head| contains(words, head)) {
            return None;
        }
        let (country, rest) = split_country(words);
        if let Some(head) = ministry {
            return Self::ministry(head, country, rest);
        }
        let rest = rest.join(" ");
        let is_head = HEADS.contains(&rest.as_str());
        is_head.then_some(Body { head: rest, topic: Vec::new(), country })
    }

    /// `Ministry of X` or `X Ministry`, and nothing around it.
    fn ministry(head: &str, country: Option<&'static str>, rest: &[&'w str]) -> Option<Body<'w>> {
        let at = rest.iter().position(|w| *w == head)?;
        let (before, behind) = (rest.get(..at)?, rest.get(at + 1..)?);
        let topic = match (before, behind) {
            ([], ["of" | "for", topic @ ..]) if !topic.is_empty() => topic,
            ([_, ..], []) => before,
            _ => return None,
        };
        if topic.iter().any(|w| matches!(*w, "police" | "fire" | "sheriff" | "city" | "county" | "state"))
            && head == "department"
            && topic != ["state"]
        {
            return None;
        }
        let mut topic: Vec<&str> =
            topic.iter().copied().filter(|w| !matches!(*w, "of" | "for" | "affairs")).collect();
        topic.iter_mut().for_each(|w| *w = if *w == "internal" { "interior" } else { *w });
        topic.sort_unstable();
        Some(Body { head: head.to_owned(), topic, country })
    }

    fn slug(&self) -> String {
        let mut slug = self.topic.join("-");
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&self.head.replace(' ', "-"));
        if let Some(country) = self.country {
            slug.push_str("-of-");
            slug.push_str(&country.to_lowercase().replace(' ', "-"));
        }
        slug
    }
}

fn contains(words: &[&str], phrase: &str) -> bool {
    let mut parts = phrase.split(' ');
    let Some(first) = parts.next() else { return false };
    let Some(at) = words.iter().position(|w| *w == first) else { return false };
    parts.enumerate().all(|(i, part)| words.get(at + 1 + i) == Some(&part))
}

/// The country that a name opens with (`russian`, `russia`) or ends with (`of russia`).
fn split_country<'s, 'w>(words: &'s [&'w str]) -> (Option<&'static str>, &'s [&'w str]) {
    for len in [2, 1] {
        let Some((opening, rest)) = words.split_at_checked(len).filter(|(_, rest)| !rest.is_empty()) else {
            continue;
        };
        if let Some(country) = country::named(&opening.join(" ")).filter(|_| rest.first() != Some(&"of")) {
            return (Some(country), rest);
        }
    }
    let of = words.iter().rposition(|w| *w == "of" || *w == "in").filter(|&at| at > 0);
    let behind = of.and_then(|at| words.split_at_checked(at));
    if let Some((rest, [_, name @ ..])) = behind
        && let Some(country) = country::named(&name.join(" "))
    {
        return (Some(country), rest);
    }
    (None, words)
}

/// The rule by which two names are one organisation's beyond one slug, the list of known
/// actors not asked; each name with what [`name_key`] makes of it.
pub(super) fn rule((a, key_a): (&str, &str), (b, key_b): (&str, &str)) -> Option<Rule> {
    let (x, y) = (plain(key_a), plain(key_b));
    if same_letters(&x, &y) || same_with_s(a, b) {
        return Some(Rule::SameName);
    }
    if without_club(&x) == without_club(&y) {
        return Some(Rule::LegalForm);
    }
    if is_acronym_of(a, key_b) || is_acronym_of(b, key_a) {
        return Some(Rule::Acronym);
    }
    let (short, long) = if x.len() <= y.len() { (&x, &y) } else { (&y, &x) };
    let (same, rest) = long.split_at_checked(short.len())?;
    if same == short.as_slice() && !rest.is_empty() {
        let telling = short.len() > 1 || short.iter().any(|w| w.len() > 3);
        if telling
            && rest.iter().all(|w| matches!(*w, "group" | "holding" | "holdings") || is_company_suffix(w))
        {
            return Some(Rule::LegalForm);
        }
        let sort = matches!(
            rest,
            ["party" | "movement" | "militia" | "newspaper" | "magazine"] | ["news", "agency"]
        );
        return (sort && !short.iter().any(|w| is_plain_word(w))).then_some(Rule::Wording);
    }
    transcribed(&x, &y).then_some(Rule::Transliteration)
}

/// Whether words have the same letters, wherever the gaps are.
fn same_letters(a: &[&str], b: &[&str]) -> bool {
    a.iter().flat_map(|w| w.bytes()).eq(b.iter().flat_map(|w| w.bytes()))
}

/// Whether two names are one when a possessive ending counts as a letter (`McDonald's`, `McDonalds`).
fn same_with_s(a: &str, b: &str) -> bool {
    // Without such an ending they would have the same letters already.
    let has_one = |name: &str| name.contains("'s") || name.contains("’s");
    (has_one(a) || has_one(b)) && with_s(a) == with_s(b)
}

fn with_s(name: &str) -> String {
    name_key(&name.replace("'s", "s").replace("’s", "s"))
}

/// A club's name without what says that it is one (`FC Porto`).
fn without_club<'w>(words: &[&'w str]) -> Vec<&'w str> {
    let club = |w: &&str| matches!(*w, "fc" | "afc" | "cf");
    let rest: Vec<&str> = words.iter().copied().filter(|w| !club(w)).collect();
    if rest.is_empty() { words.to_vec() } else { rest }
}

/// Words that name a party only together with `party`.
fn is_plain_word(word: &str) -> bool {
    matches!(
        word,
        "democratic"
            | "republican"
            | "national"
            | "liberal"
            | "conservative"
            | "socialist"
            | "communist"
            | "workers"
            | "people"
            | "green"
            | "labor"
            | "popular"
            | "progressive"
            | "social"
            | "christian"
            | "united"
            | "independence"
            | "freedom"
            | "justice"
            | "reform"
            | "islamic"
            | "radical"
            | "nationalist"
            | "new"
            | "center"
            | "left"
            | "right"
            | "action"
    )
}

/// Arabic names of organisations after two transcriptions.
fn transcribed(a: &[&str], b: &[&str]) -> bool {
    let arabic = |w: &&str| {
        matches!(
            *w,
            "al" | "el"
                | "abu"
                | "hezb"
                | "hizb"
                | "ansar"
                | "jaish"
                | "jaysh"
                | "jamaat"
                | "jemaah"
                | "jamaah"
                | "lashkar"
                | "harakat"
                | "tehrik"
                | "ahrar"
                | "liwa"
                | "islam"
                | "islami"
                | "islamiya"
                | "fatah"
                | "ul"
                | "qaeda"
                | "shabaab"
                | "hashd"
        )
    };
    let content = |words: &[&str]| -> Vec<String> {
        let kept = words.iter().filter(|w| {
            !matches!(**w, "al" | "el" | "e" | "i" | "ul" | "ud" | "ad" | "as" | "ut" | "us" | "at" | "ash")
        });
        kept.map(|w| {
            let mut skeleton = String::new();
            push_skeleton(w, &mut skeleton);
            skeleton
        })
        .collect()
    };
    let (x, y) = (content(a), content(b));
    (a.iter().any(arabic) || b.iter().any(arabic))
        && x.len() == y.len()
        && !x.is_empty()
        && x.iter().zip(&y).all(|(x, y)| sound::agree(x, y, Origin::Arabic))
}

/// Whether a name in capitals is the initials of a compared name, small words counted or
/// not; three letters at least.
pub(super) fn is_acronym_of(short: &str, long: &str) -> bool {
    acronym(short).is_some_and(|letters| spells(long, &letters))
}

/// Whether the initials of a compared name of several words are these letters.
pub(super) fn spells(long: &str, letters: &str) -> bool {
    long.contains(' ')
        && long.starts_with(|c: char| letters.starts_with(c) || long.starts_with("the "))
        && initials(long).iter().any(|initials| initials == letters)
}

/// The letters of a name that is an acronym, in lower case.
pub(super) fn acronym(name: &str) -> Option<String> {
    if name.contains(char::is_lowercase) || name.contains(' ') {
        return None;
    }
    let letters: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    (3..=8).contains(&letters.chars().count()).then_some(letters)
}

/// What a compared name of several words may be shortened to.
fn initials(long: &str) -> [String; 4] {
    let small =
        |w: &str| matches!(w, "of" | "and" | "for" | "the" | "on" | "in" | "de" | "to" | "la" | "du" | "des");
    let of = |keep: &dyn Fn(&str) -> bool| -> String {
        long.split(' ').filter(|w| keep(w)).filter_map(|w| w.chars().next()).collect()
    };
    [of(&|_| true), of(&|w| w != "the"), of(&|w| !small(w)), of(&|w| !small(w) && !is_company_suffix(w))]
}

/// The acronyms under which a name may meet another: its own letters, or its initials.
pub(super) fn acronyms(name: &str, key: &str) -> Vec<String> {
    if let Some(letters) = acronym(name) {
        return vec![letters];
    }
    let mut found: Vec<String> = if key.contains(' ') { initials(key).into() } else { Vec::new() };
    found.retain(|letters| letters.chars().count() >= 3);
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> String {
        slug(&name_key(name))
    }

    #[test]
    fn wordings_of_one_name_have_one_slug() {
        for group in [
            &[
                "Acme",
                "Acme Corp.",
                "The Acme Company",
                "Acme Co Ltd",
                "Acme, Inc.",
                "ACME",
                "Acme A/S",
                "Acme S.p.A.",
            ][..],
            &["Smith & Jones", "Smith and Jones", "Smith & Jones Ltd."],
            &["World Labour Organisation", "World Labor Organization", "the World Labour Organization"],
            &["U.S. Coast Museum", "US Coast Museum", "United States Coast Museum", "U. S. Coast Museum"],
            &["Utopian Co-operation Council", "Utopian Cooperation Council"],
            &[
                "Ministry of Defence of Norway",
                "Norwegian Defence Ministry",
                "Norway's Defense Ministry",
                "Norwegian Ministry of Defence",
                "The Ministry of Defense of Norway",
            ],
            &["Ministry of Foreign Affairs", "Foreign Ministry", "Foreign Affairs Ministry"],
            &["Norwegian Armed Forces", "Armed Forces of Norway", "Norway's Armed Forces"],
            &["Parliament of South Korea", "South Korean Parliament"],
        ] {
            for name in group {
                assert_eq!(of(name), of(group.first().unwrap()), "{name}");
            }
        }
    }

    #[test]
    fn different_bodies_keep_different_slugs() {
        for (a, b) in [
            ("Norwegian Defence Ministry", "Danish Defence Ministry"),
            ("Norwegian Defence Ministry", "Norwegian Foreign Ministry"),
            ("Defence Ministry", "Norwegian Defence Ministry"),
            ("University of Washington", "Washington University"),
            ("Bank of Korea", "Korean Bank"),
            ("Football Association of Ireland", "Irish Football Association"),
            ("Communist Party of Norway", "Norwegian Communist Workers Party"),
            ("South Korean Army", "North Korean Army"),
            ("Chicago Police Department", "New York Police Department"),
            ("Company", "Corporation"),
        ] {
            assert_ne!(of(a), of(b), "{a} {b}");
        }
    }
}
