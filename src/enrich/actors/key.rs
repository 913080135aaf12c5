//! The id of an actor: one for all spellings that differ only by transliteration.
//!
//! A person's name is reduced word by word to a skeleton: `Aleksey`, `Alexei` and
//! `Alexey` become `aleksei`, `Zelenskyy` and `Zelensky` `zelenski`, `Mohammed` and
//! `Muhammad` `mohamed`. Middle initials and `Jr` stay, since they tell people
//! apart. The rules never touch what tells common names apart in their own language.

use std::sync::LazyLock;

use crate::article::ActorKind;
use crate::enrich::tagger::WordMap;
use crate::text::{fold, words};

use super::known::{by_key, by_skeleton, name_key};

/// The lasting id of an actor with this name: its class, a colon, a readable slug.
pub fn key(name: &str, kind: ActorKind) -> String {
    let known = by_key(&name_key(name)).filter(|k| class(k.kind) == class(kind));
    let slug = match (kind, known) {
        (_, Some(known)) => name_key(known.name).replace(' ', "-"),
        (ActorKind::Person, None) => person_slug(name),
        (ActorKind::Group, None) => name_key(name).replace(' ', "-"),
        (_, None) => organisation_slug(name),
    };
    format!("{}:{}", class(kind), slug)
}

fn person_slug(name: &str) -> String {
    let words = person_words(name);
    by_skeleton(&words).map_or_else(|| words.join("-"), |known| name_key(known.name).replace(' ', "-"))
}

fn class(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Person => "person",
        ActorKind::Group => "group",
        _ => "org",
    }
}

/// The ids that a name typed by a user can mean.
pub fn find_by_name(query: &str) -> Vec<String> {
    let mut keys = Vec::new();
    if let Some(known) = by_key(&name_key(query)) {
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

/// Words before a name that belong to the office, not to the person.
const TITLES: [&str; 30] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "professor",
    "sir",
    "president",
    "prime",
    "minister",
    "gen",
    "general",
    "col",
    "colonel",
    "capt",
    "captain",
    "lt",
    "maj",
    "sgt",
    "gov",
    "governor",
    "sen",
    "senator",
    "rep",
    "sheikh",
    "sheik",
    "chancellor",
    "ayatollah",
    "mullah",
];

/// The skeletons of a person's name, titles and articles dropped.
pub(super) fn person_words(name: &str) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    let mut initials = false;
    let joined = name.replace(['\'', '’', 'ʼ', '`'], "");
    for word in words(&joined) {
        let folded = fold(word.text).replace('.', "");
        let initial = folded.chars().count() == 1;
        match kept.last_mut().filter(|_| initial && initials) {
            Some(last) => last.push_str(&folded),
            None => kept.push(if initial { folded } else { skeleton(&folded) }),
        }
        initials = initial;
    }
    let titles =
        kept.iter().take(kept.len().saturating_sub(1)).take_while(|w| TITLES.contains(&w.as_str())).count();
    kept.drain(..titles);
    let count = kept.len();
    if count > 1 {
        let mut at = 0;
        kept.retain(|w| {
            at += 1;
            at == count || !matches!(w.as_str(), "al" | "el" | "ul" | "ad" | "as" | "ar" | "an")
        });
    }
    kept
}

/// Given names that are spelt in many ways, by one of their spellings.
const VARIANTS: [(&str, &[&str]); 22] = [
    (
        "mohamed",
        &["mohammed", "mohammad", "muhammad", "muhammed", "mohamad", "muhamed", "muhamad", "mohamed"],
    ),
    ("ahmed", &["ahmad", "ahmet"]),
    ("hussein", &["husein", "husain", "husayn", "hossein", "hosein"]),
    ("yusuf", &["yousef", "yusef", "yousuf", "youssef", "yousif", "youssouf", "yosef"]),
    ("khalid", &["khaled"]),
    ("abdel", &["abdul", "abd"]),
    ("aleksander", &["aleksandr", "alexandr", "alexander", "aleksandar"]),
    ("osama", &["usama", "ousama"]),
    ("omar", &["umar", "omer"]),
    ("saeed", &["saed", "said", "saied", "sayeed"]),
    ("ibrahim", &["ebrahim", "ibraheem"]),
    ("suleiman", &["sulayman", "soleiman", "suleyman"]),
    ("mustafa", &["mostafa", "moustafa"]),
    ("walid", &["waleed"]),
    ("rashid", &["rasheed", "rachid"]),
    ("hamid", &["hameed"]),
    ("nasser", &["naser", "nasir"]),
    ("yevgeni", &["evgeni", "evgenii", "yevgenii"]),
    ("yuri", &["iuri", "youri", "yurii"]),
    ("fyodor", &["fedor", "fiodor"]),
    ("pyotr", &["petr", "piotr"]),
    ("mikhail", &["mihail", "michail"]),
];

/// Variant to the one spelling, both without doubled letters.
static BY_VARIANT: LazyLock<WordMap<String, String>> = LazyLock::new(|| {
    let pairs = VARIANTS.iter().flat_map(|(one, all)| all.iter().chain([one]).map(move |v| (v, one)));
    pairs.map(|(variant, one)| (without_doubles(variant), without_doubles(one))).collect()
});

/// A folded word without the marks of one transliteration or another (rules after the
/// usual English, German and French renderings of Russian, Ukrainian and Arabic).
pub(super) fn skeleton(word: &str) -> String {
    let number = word.len() <= 5 && word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    if !word.is_ascii() || number {
        return word.to_owned();
    }
    let single = without_doubles(word);
    if let Some(one) = BY_VARIANT.get(single.as_str()) {
        return one.clone();
    }
    let mut out = x_before_vowel(&single).replace("kh", "h");
    if out.len() >= 5 {
        out = out.replace("ou", "u");
        if let Some(rest) = out.strip_prefix("ye") {
            out = format!("e{rest}");
        }
    }
    ending(&slavic(out))
}

fn without_doubles(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        if !out.ends_with(c) || c.is_ascii_digit() {
            out.push(c);
        }
    }
    out
}

fn x_before_vowel(word: &str) -> String {
    let mut out = String::with_capacity(word.len() + 1);
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        let inside = !out.is_empty() && chars.peek().is_some_and(|n| "aeiouy".contains(*n));
        if c == 'x' && inside { out.push_str("ks") } else { out.push(c) }
    }
    out
}

/// Endings that only Slavic surnames have; in them more may be equated.
fn slavic(word: String) -> String {
    let slavic = word.len() > 5
        && [
            "ov", "ev", "off", "eff", "ova", "eva", "ski", "sky", "skiy", "skyi", "skii", "skij", "skaya",
            "enko", "chuk", "vich", "vitch", "vic",
        ]
        .iter()
        .any(|end| word.ends_with(end));
    if !slavic {
        return word;
    }
    let mut out = word.replace("zh", "j").replace("tch", "ch").replace("iya", "ia");
    for (end, one) in [("of", "ov"), ("ef", "ev"), ("chov", "chev"), ("shov", "shev")] {
        if let Some(stem) = out.strip_suffix(end) {
            out = format!("{stem}{one}");
        }
    }
    out
}

fn ending(word: &str) -> String {
    for (end, one) in [
        ("iyi", "i"),
        ("iy", "i"),
        ("yi", "i"),
        ("ij", "i"),
        ("ii", "i"),
        ("ey", "ei"),
        ("ej", "ei"),
        ("ay", "ai"),
        ("aj", "ai"),
        ("oy", "oi"),
        ("oj", "oi"),
    ] {
        if let Some(stem) = word.strip_suffix(end).filter(|s| s.len() >= 2) {
            return format!("{stem}{one}");
        }
    }
    match word.strip_suffix('y').filter(|s| s.len() >= 2) {
        Some(stem) => format!("{stem}i"),
        None => word.to_owned(),
    }
}

/// Whether a word only says what form of company it is.
pub(super) fn is_company_suffix(word: &str) -> bool {
    matches!(
        word,
        "inc"
            | "corp"
            | "corporation"
            | "ltd"
            | "limited"
            | "plc"
            | "co"
            | "cos"
            | "company"
            | "llc"
            | "gmbh"
            | "ag"
            | "sa"
            | "spa"
            | "nv"
            | "ab"
            | "asa"
            | "oyj"
            | "kk"
            | "bhd"
    )
}

fn organisation_slug(name: &str) -> String {
    let key = name_key(name);
    let mut kept: Vec<&str> = key.split(' ').filter(|w| !w.is_empty() && !matches!(*w, "and")).collect();
    if kept.len() > 1 && kept.first() == Some(&"the") {
        kept.remove(0);
    }
    while kept.len() > 1 && kept.last().is_some_and(|w| is_company_suffix(w)) {
        kept.pop();
    }
    kept.join("-")
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
            &["Aleksey Smirnov", "Alexei Smirnov", "Aleksei Smirnov", "Alexey Smirnov", "Mr Alexey Smirnov"]
                [..],
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
