//! A word of a person's name without the marks of one transcription or another.
//!
//! The rules follow the usual English, German and French renderings of Russian,
//! Ukrainian, Serbian and Arabic, and the ASCII spellings of umlauts. They never touch
//! what tells common names apart in their own language: what is bolder than this needs
//! evidence and stands in `sound`.

use std::sync::LazyLock;

use super::given;
use super::letters::Hash;

/// Writes the skeleton of a folded word behind `out`.
pub(super) fn push_skeleton(word: &str, out: &mut String) {
    let start = out.len();
    push_plain(word, out);
    let own = out.get(start..).unwrap_or_default();
    if let Some(one) = one_spelling(own) {
        out.truncate(start);
        out.push_str(one);
    }
}

/// The same without the table of given names.
pub(super) fn push_plain(word: &str, out: &mut String) {
    let numeral = word.len() <= 5 && word.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    let mut latin = String::new();
    let word = if word.is_ascii() { word } else { latinised(word, &mut latin) };
    if numeral || !word.is_ascii() {
        out.push_str(word);
        return;
    }
    let start = out.len();
    letters(word.as_bytes(), out);
    slavic(start, out);
    ending(start, out);
}

/// Cyrillic and Azeri in plain Latin letters; other scripts as they are.
fn latinised<'a>(word: &'a str, into: &'a mut String) -> &'a str {
    for c in word.chars() {
        match cyrillic(c) {
            Some(letters) => into.push_str(letters),
            None if c.is_ascii() => into.push(c),
            None => return word,
        }
    }
    into
}

fn cyrillic(c: char) -> Option<&'static str> {
    const LETTERS: [&str; 32] = [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
        "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya",
    ];
    Some(match c {
        'ə' => "a",
        'і' => "i",
        'ї' => "i",
        'є' => "e",
        'ґ' => "g",
        'ў' => "u",
        'ј' => "j",
        'љ' => "lj",
        'њ' => "nj",
        'ћ' => "c",
        'ђ' => "d",
        'џ' => "dz",
        c => LETTERS.get(u32::from(c).checked_sub(u32::from('а'))? as usize)?,
    })
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// Letter by letter: doubles, umlauts written with an `e`, `kh`, `ou`, `x`.
fn letters(word: &[u8], out: &mut String) {
    let start = out.len();
    let at = |i: usize| word.get(i).copied().unwrap_or(0);
    let mut i = 0;
    if word.len() >= 5 && word.starts_with(b"ye") {
        i = 1;
    }
    while i < word.len() {
        let (byte, next) = (at(i), at(i + 1));
        let before = if i == 0 { 0 } else { at(i - 1) };
        let taken = match (byte, next) {
            (b'x', n) if i > 0 && is_vowel(n) => {
                push(out, start, b'k');
                push(out, start, b's');
                1
            }
            (b'k', b'h') => {
                push(out, start, b'h');
                2
            }
            (b't', b'z') => {
                push(out, start, b't');
                push(out, start, b's');
                2
            }
            (b'o', b'u') if word.len() >= 5 => {
                push(out, start, b'u');
                2
            }
            (b'o' | b'u' | b'a', b'e') if is_umlaut(word, i, before) => {
                push(out, start, byte);
                2
            }
            _ => {
                push(out, start, byte);
                1
            }
        };
        i += taken;
    }
}

/// `oe`, `ue`, `ae` between consonants, where they may be a letter with two dots; not in
/// `Michael`, `Samuel`, `Noel`.
fn is_umlaut(word: &[u8], i: usize, before: u8) -> bool {
    let at = |i: usize| word.get(i).copied().unwrap_or(0);
    let (behind, second) = (at(i + 2), at(i + 3));
    let opens = i == 0 && at(i) == b'o';
    let inside = i > 0 && !is_vowel(before) && !matches!(before, b'g' | b'q');
    let dark = at(i) == b'a' && behind == b'u'; // Schaeuble
    let closed = behind != 0 && !is_vowel(behind);
    let turkic = at(i) == b'a' && behind == b'v'; // Nazarbaev
    let name_end = behind == b'l' && second != b'l' && (at(i) != b'o' || second == 0);
    word.len() >= 5 && (opens || inside) && (closed || dark) && !name_end && !turkic
}

/// Adds a letter unless it doubles the last one of this word; a doubled `e` or `o` is
/// another sound (`Moody` is not `Modi`).
fn push(out: &mut String, start: usize, byte: u8) {
    let doubled = out.len() > start && out.as_bytes().last() == Some(&byte);
    if !doubled || byte.is_ascii_digit() || matches!(byte, b'e' | b'o' | b'u') {
        out.push(char::from(byte));
    }
}

/// Endings that only Slavic surnames have; in them more may be equated.
fn slavic(start: usize, out: &mut String) {
    const ENDINGS: [&str; 22] = [
        "ov", "ev", "of", "ef", "ova", "eva", "ski", "sky", "skiy", "skyi", "skii", "skij", "skaya", "skaia",
        "enko", "chuk", "vich", "vitch", "vic", "evic", "anic", "jic",
    ];
    let word = out.get(start..).unwrap_or_default();
    if word.len() <= 5 || !ENDINGS.iter().any(|end| word.ends_with(end)) {
        return;
    }
    let mut word = word.to_owned();
    for (letters, one) in [
        ("zh", "j"),
        ("tch", "ch"),
        ("iya", "ia"),
        ("iye", "ie"),
        ("aye", "ae"),
        ("yev", "ev"),
        ("iev", "ev"),
        ("dj", "d"),
        ("yo", "e"),
    ] {
        if word.contains(letters) {
            word = word.replace(letters, one);
        }
    }
    for (end, one) in
        [("of", "ov"), ("ef", "ev"), ("chov", "chev"), ("shov", "shev"), ("skaia", "skaya"), ("vich", "vic")]
    {
        if let Some(stem) = word.strip_suffix(end) {
            word = format!("{stem}{one}");
        }
    }
    out.truncate(start);
    out.push_str(&word);
}

/// `Aleksey`, `Aleksej`, `Aleksei`; `Zelenskyy`, `Zelenskiy`, `Zelensky`.
fn ending(start: usize, out: &mut String) {
    const ENDINGS: [(&str, &str); 12] = [
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
        ("y", "i"),
    ];
    let word = out.get(start..).unwrap_or_default();
    let found = ENDINGS.iter().find(|(end, _)| word.ends_with(end) && word.len() >= end.len() + 2);
    if let Some((end, one)) = found {
        out.truncate(out.len() - end.len());
        out.push_str(one);
    }
}

/// The one spelling of a given name that is spelt in many ways, by its skeleton.
fn one_spelling(skeleton: &str) -> Option<&'static str> {
    SPELLINGS.get(skeleton)
}

/// Skeletons of the spellings of given names, sorted by hash, each with the first one of its line.
struct Spellings(Vec<(u32, &'static str, String)>);

static SPELLINGS: LazyLock<Spellings> = LazyLock::new(|| {
    let mut all = Vec::new();
    for line in given::spellings() {
        let Some(one) = line.split(' ').next() else { continue };
        for word in line.split(' ') {
            let mut skeleton = String::new();
            push_plain(word, &mut skeleton);
            all.push((Hash::of(&skeleton), one, skeleton));
        }
    }
    all.sort_unstable();
    Spellings(all)
});

impl Spellings {
    fn get(&self, skeleton: &str) -> Option<&'static str> {
        let hash = Hash::of(skeleton);
        let from = self.0.partition_point(|(h, ..)| *h < hash);
        let same = self.0.iter().skip(from).take_while(|(h, ..)| *h == hash);
        same.into_iter().find(|(.., word)| word == skeleton).map(|(_, one, _)| *one)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skeleton(word: &str) -> String {
        let mut out = String::new();
        push_skeleton(word, &mut out);
        out
    }

    #[test]
    fn spellings_of_one_word_have_one_skeleton() {
        for group in [
            &["aleksei", "aleksey", "alexei", "alexey", "aleksej"][..],
            &["zelensky", "zelenskyy", "zelenskiy", "zelenskyi", "zelenskii"],
            &["gorbachev", "gorbachov", "gorbatchev"],
            &["muller", "mueller"],
            &["schroder", "schroeder"],
            &["schauble", "schaeuble"],
            &["boll", "boell"],
            &["jorgensen", "joergensen"],
            &["milosevic", "milosevich", "milosevitch"],
            &["dindic", "djindjic"],
            &["solovyov", "soloviev", "solovyev"],
            &["nazarbayev", "nazarbaev"],
            &["mohammed", "muhammad", "mohamed"],
            &["смирнов", "smirnov"],
            &["haakon", "hakon"],
            &["tsipi", "tzipi"],
        ] {
            for word in group {
                assert_eq!(skeleton(word), skeleton(group.first().unwrap()), "{word}");
            }
        }
    }

    #[test]
    fn different_names_stay_different() {
        for (a, b) in [
            ("michael", "michal"),
            ("rafael", "rafal"),
            ("noel", "nol"),
            ("mohammed", "mahmoud"),
            ("marx", "marks"),
            ("iii", "i"),
            ("ivanov", "ivanova"),
            ("mark", "marc"),
            ("hansen", "hanson"),
            ("reed", "reid"),
            ("samuel", "samul"),
            ("moody", "modi"),
            ("reed", "red"),
        ] {
            assert_ne!(skeleton(a), skeleton(b), "{a} {b}");
        }
    }
}
