//! Chinese, Korean and Japanese names: the family name comes first or last, syllables are
//! joined in three ways, and one name is romanised after several systems.
//!
//! Words here are folded but no skeletons, since the rules of western transcriptions do
//! not hold for them.

use std::sync::LazyLock;

use crate::enrich::tagger::WordMap;

use super::given::{self, Origin};

/// Chinese family names in pinyin and in the older spellings, and Vietnamese ones.
const CHINESE: &str = " ai an bai bao bi bian bo cai cao cen chang chao che chen cheng chi chiang chiao chien chin \
    chou chow chu chuang cui dai deng di ding dong du duan fan fang fei feng fu gan gao ge geng gong gu guan guo han \
    hao he hong hou hsia hsiao hsieh hsu hsueh hu hua huang hung ji jia jian jiang jiao jin jing kang kao ke kong ku \
    kuang kuo lai lan lau lee lei li lian liang liao lin ling liu lo long lu luo luo ma mao mei meng mi miao mo mu \
    ni ning niu ou ouyang pan pang pei peng pu qi qian qiao qin qiu qu ren rong ruan shang shao shen sheng shi shih \
    shu song su sun sung tan tang tao teng ti tian tien ting tong tsai tsao tseng tsui tu tuan tung wan wang wei wen weng \
    wong wu xi xia xiang xiao xie xin xing xiong xu xue yan yang yao ye yeh yen yi yin yu yuan yue yun zeng zha zhai \
    zhan zhang zhao zheng zhong zhou zhu zhuang zhuo zou zuo nguyen tran pham hoang phan vu vo dang bui do ho ngo duong ly ";

/// Korean family names in the spellings of the news, one name a group.
const KOREAN: [&str; 40] = [
    " kim gim ",
    " lee yi rhee ri li rhie ",
    " park pak bak ",
    " choi choe choy ",
    " jung jeong chung chong cheong ",
    " kang gang ",
    " cho jo ",
    " yoon yun ",
    " jang chang ",
    " lim im rim yim ",
    " han ",
    " oh o ",
    " seo suh so sur ",
    " shin sin ",
    " kwon gwon ",
    " hwang whang ",
    " ahn an ",
    " song ",
    " yoo yu ryu you ryoo ",
    " hong ",
    " jeon chun jun chon ",
    " ko koh go goh ",
    " moon mun ",
    " yang ",
    " son sohn ",
    " bae pae ",
    " baek paik paek baik ",
    " heo hur huh ho ",
    " nam ",
    " shim sim ",
    " noh roh no ro ",
    " ha ",
    " kwak gwak ",
    " sung seong song ",
    " cha ",
    " joo chu ju ",
    " woo u wu ",
    " koo gu ku ",
    " min ",
    " ban pan ",
];

/// Family names: those of China and Vietnam by bit 63, those of Korea by the bit of their group.
static FAMILIES: LazyLock<WordMap<&'static str, u64>> = LazyLock::new(|| {
    let mut families = WordMap::default();
    for word in CHINESE.split_whitespace() {
        *families.entry(word).or_insert(0) |= CHINA;
    }
    for (group, words) in KOREAN.iter().enumerate() {
        for word in words.split_whitespace() {
            *families.entry(word).or_insert(0) |= 1 << group;
        }
    }
    families
});

const CHINA: u64 = 1 << 63;

fn family(word: &str) -> u64 {
    FAMILIES.get(word).copied().unwrap_or(0)
}

fn is_chinese(word: &str) -> bool {
    family(word) & CHINA != 0
}

/// The groups of Korean family names that a word belongs to.
fn korean(word: &str) -> u64 {
    family(word) & !CHINA
}

/// Whether the names are one, romanised after two systems (`Mao Tse-tung`, `Park Jung-hee`).
pub(super) fn same_romanised(a: &[String], b: &[String]) -> bool {
    korean_order(a).zip(korean_order(b)).is_some_and(|(a, b)| same_korean(&a, &b))
        || chinese_order(a).zip(chinese_order(b)).is_some_and(|(a, b)| same_chinese(&a, &b))
}

/// Whether a name may stand in either order: the words are Chinese, Korean or Japanese.
pub(super) fn may_turn(words: &[String]) -> bool {
    let family = |word: &String| family(word) != 0;
    let western = |words: &[String]| words.iter().any(|w| given::has_origin(w, Origin::Western));
    let short = words.iter().all(|w| w.len() <= 9 && syllables(w) <= 3);
    let eastern = match words {
        [first, rest @ ..] if family(first) && !rest.is_empty() => !western(rest),
        [rest @ .., last] if family(last) && !rest.is_empty() => !western(rest),
        _ => false,
    };
    eastern && short || words.len() == 2 && !western(words) && words.iter().all(|w| is_japanese(w))
}

/// How many groups of vowels a word has.
fn syllables(word: &str) -> usize {
    let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let mut last = false;
    let mut count = 0;
    for c in word.chars() {
        count += usize::from(vowel(c) && !last);
        last = vowel(c);
    }
    count
}

/// Family name and given name of a Korean name of three syllables.
fn korean_order(words: &[String]) -> Option<(String, String)> {
    let is_family = |word: &str| korean(word) != 0;
    let (family, given) = match words {
        [family, given @ ..] if is_family(family) => (family, given.concat()),
        [given @ .., family] if is_family(family) => (family, given.concat()),
        _ => return None,
    };
    let parts = if words.len() == 3 { 2 } else { syllables(&given) };
    (words.len() <= 3 && parts == 2 && given.len() >= 3 && given.len() <= 11).then(|| (family.clone(), given))
}

fn same_korean(a: &(String, String), b: &(String, String)) -> bool {
    korean(&a.0) & korean(&b.0) != 0 && korean_sounds(&a.1) == korean_sounds(&b.1)
}

/// The sounds of Korean syllables, with everything equal that one system or another writes
/// alike.
fn korean_sounds(word: &str) -> String {
    let mut out = String::new();
    let mut rest = word;
    const SOUNDS: [(&str, char); 43] = [
        ("kk", 'k'),
        ("ch", 'c'),
        ("sh", 's'),
        ("ss", 's'),
        ("ng", 'q'),
        ("yeo", 'Y'),
        ("you", 'Y'),
        ("yoo", 'Y'),
        ("yo", 'Y'),
        ("yu", 'Y'),
        ("eoo", 'u'),
        ("woo", 'u'),
        ("wu", 'u'),
        ("oo", 'u'),
        ("eo", 'u'),
        ("eu", 'u'),
        ("ou", 'u'),
        ("ui", 'i'),
        ("ee", 'i'),
        ("ae", 'e'),
        ("ai", 'e'),
        ("ay", 'e'),
        ("oe", 'e'),
        ("oi", 'e'),
        ("g", 'k'),
        ("k", 'k'),
        ("d", 't'),
        ("t", 't'),
        ("b", 'p'),
        ("p", 'p'),
        ("j", 'c'),
        ("s", 's'),
        ("r", 'l'),
        ("l", 'l'),
        ("n", 'n'),
        ("m", 'm'),
        ("a", 'a'),
        ("e", 'e'),
        ("i", 'i'),
        ("o", 'u'),
        ("u", 'u'),
        ("w", 'w'),
        ("y", 'y'),
    ];
    while let Some(first) = rest.chars().next() {
        let found = SOUNDS.iter().find(|(letters, _)| rest.starts_with(letters));
        out.push(found.map_or(first, |(_, sound)| *sound));
        let taken = found.map_or(first.len_utf8(), |(letters, _)| letters.len());
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

/// Family name and syllables of a Chinese name of two or three syllables, in Wade and
/// Giles' spelling without apostrophes; syllables that no pinyin are stay as they are.
fn chinese_order(words: &[String]) -> Option<(String, Vec<String>)> {
    let (family, given) = match words {
        [family, given @ ..] if is_chinese(family) => (family, given),
        [given @ .., family] if is_chinese(family) => (family, given),
        _ => return None,
    };
    let syllables: Vec<String> = given.iter().flat_map(|w| split_pinyin(w)).collect();
    (!syllables.is_empty() && syllables.len() <= 2).then(|| (family.clone(), syllables))
}

fn same_chinese(a: &(String, Vec<String>), b: &(String, Vec<String>)) -> bool {
    let one = |x: &str, y: &str| {
        x == y || wade_giles(x).is_some_and(|w| w == y) || wade_giles(y).is_some_and(|w| w == x)
    };
    one(&a.0, &b.0) && a.1.len() == b.1.len() && a.1.iter().zip(&b.1).all(|(x, y)| one(x, y))
}

/// `zedong` is `ze dong`.
fn split_pinyin(word: &str) -> Vec<String> {
    if wade_giles(word).is_none() {
        let cut = (1..word.len()).find_map(|at| {
            let (first, second) = word.split_at_checked(at)?;
            (wade_giles(first).is_some() && wade_giles(second).is_some()).then_some((first, second))
        });
        if let Some((first, second)) = cut {
            return vec![first.to_owned(), second.to_owned()];
        }
    }
    vec![word.to_owned()]
}

/// A syllable of pinyin in Wade and Giles' spelling without apostrophes and dots.
fn wade_giles(pinyin: &str) -> Option<String> {
    const INITIALS: [(&str, &str); 24] = [
        ("zh", "ch"),
        ("ch", "ch"),
        ("sh", "sh"),
        ("b", "p"),
        ("p", "p"),
        ("m", "m"),
        ("f", "f"),
        ("d", "t"),
        ("t", "t"),
        ("n", "n"),
        ("l", "l"),
        ("g", "k"),
        ("k", "k"),
        ("h", "h"),
        ("j", "ch"),
        ("q", "ch"),
        ("x", "hs"),
        ("r", "j"),
        ("z", "ts"),
        ("c", "ts"),
        ("s", "s"),
        ("y", "y"),
        ("w", "w"),
        ("", ""),
    ];
    let (initial, written) = INITIALS.iter().find(|(initial, _)| pinyin.starts_with(initial))?;
    let ending = pinyin.strip_prefix(initial)?;
    let hissing = matches!(*initial, "z" | "c" | "s");
    let ending = match (*initial, ending) {
        ("zh" | "ch" | "sh" | "r", "i") => "ih",
        ("z" | "c", "i") => return Some("tzu".to_owned()),
        ("s", "i") => return Some("ssu".to_owned()),
        ("y", "i") => return Some("i".to_owned()),
        ("y", "e") => "eh",
        ("y", "ou") => "u",
        ("y", "an") => "en",
        ("y", "ong") => "ung",
        ("y", "ue") => "ueh",
        ("y", "a" | "ao" | "in" | "ang" | "ing" | "u" | "uan" | "un") => ending,
        ("y", _) => return None,
        ("w", "u" | "a" | "o" | "ai" | "ei" | "an" | "en" | "ang" | "eng") => ending,
        ("w", _) => return None,
        ("g" | "k" | "h", "e") => "o",
        ("g" | "k", "ui") => "uei",
        ("g" | "k" | "h" | "sh", "uo") => "uo",
        (_, "uo") => "o",
        (_, "ie") => "ieh",
        (_, "ian") => "ien",
        (_, "iong") => "iung",
        (_, "ong") => "ung",
        ("j" | "q" | "x" | "n" | "l", "ue") => "ueh",
        ("", "er") => "erh",
        (_, "i") if hissing => return None,
        (_, "a" | "o" | "e" | "ai" | "ei" | "ao" | "ou" | "an" | "en" | "ang" | "eng") => ending,
        ("", _) => return None,
        (_, "i" | "ia" | "iao" | "iu" | "in" | "iang" | "ing") if !hissing => ending,
        (_, "u" | "ua" | "uai" | "ui" | "uan" | "un" | "uang") => ending,
        _ => return None,
    };
    Some(format!("{written}{ending}"))
}

/// Whether two Japanese names differ only by how long vowels are written (`Ohtani`, `Otani`).
pub(super) fn same_japanese(a: &[String], b: &[String]) -> bool {
    let japanese = |words: &[String]| words.iter().all(|w| is_japanese(&short_vowels(w)));
    a.len() == 2
        && b.len() == 2
        && japanese(a)
        && japanese(b)
        && a.iter().zip(b).all(|(x, y)| short_vowels(x) == short_vowels(y))
}

fn short_vowels(word: &str) -> String {
    let mut short = word.replace("ou", "o").replace("oo", "o").replace("uu", "u");
    let letters: Vec<char> = short.chars().collect();
    let vowel = |c: Option<&char>| c.is_some_and(|c| matches!(c, 'a' | 'i' | 'u' | 'e' | 'o'));
    let silent = |at: usize| {
        letters.get(at) == Some(&'h')
            && at > 0
            && letters.get(at - 1) == Some(&'o')
            && !vowel(letters.get(at + 1))
    };
    short = (0..letters.len()).filter(|&at| !silent(at)).filter_map(|at| letters.get(at)).collect();
    short
}

/// Whether a word is made of the syllables of Japanese.
fn is_japanese(word: &str) -> bool {
    let letters = word.as_bytes();
    let vowel = |at: usize| letters.get(at).is_some_and(|l| matches!(l, b'a' | b'i' | b'u' | b'e' | b'o'));
    let mut at = 0;
    while at < letters.len() {
        let rest = letters.get(at..).unwrap_or_default();
        let consonants = match rest {
            [b'a' | b'i' | b'u' | b'e' | b'o', ..] => 0,
            [b'n'] => {
                at += 1;
                continue;
            }
            [b'n', next, ..] if !matches!(next, b'a' | b'i' | b'u' | b'e' | b'o' | b'y') => {
                at += 1;
                continue;
            }
            [x, y, ..] if x == y && matches!(x, b'k' | b's' | b't' | b'p') => {
                at += 1;
                continue;
            }
            [b's' | b'c', b'h', ..] | [b't', b's', ..] => 2,
            [b'k' | b'g' | b'n' | b'h' | b'b' | b'p' | b'm' | b'r', b'y', ..] => 2,
            [
                b'k' | b'g' | b's' | b'z' | b't' | b'd' | b'n' | b'h' | b'b' | b'p' | b'm' | b'y' | b'r'
                | b'w' | b'j' | b'f',
                ..,
            ] => 1,
            _ => return false,
        };
        if !vowel(at + consonants) {
            return false;
        }
        at += consonants + 1;
    }
    letters.len() >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(name: &str) -> Vec<String> {
        name.to_lowercase().replace('-', " ").split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn one_name_after_two_systems() {
        for (a, b) in [
            ("Mao Zedong", "Mao Tse-tung"),
            ("Deng Xiaoping", "Teng Hsiao-ping"),
            ("Zhou Enlai", "Chou En-lai"),
            ("Lin Biao", "Lin Piao"),
            ("Hua Guofeng", "Hua Kuo-feng"),
            ("Xi Jinping", "Jinping Xi"),
            ("Park Chung-hee", "Pak Chong-hui"),
            ("Park Jung Hee", "Park Chung-hee"),
            ("Kim Il-sung", "Kim Il Song"),
            ("Roh Moo-hyun", "No Mu-hyon"),
            ("Lee Myung-bak", "Yi Myong-bak"),
            ("Kim Jong-un", "Kim Jong Eun"),
            ("Moon Jae-in", "Jae-in Moon"),
            ("Kim Dae-jung", "Kim Tae Chung"),
        ] {
            assert!(same_romanised(&words(a), &words(b)), "{a} {b}");
        }
    }

    #[test]
    fn different_names() {
        for (a, b) in [
            ("Kim Jong-un", "Kim Jong-il"),
            ("Kim Jong-nam", "Kim Yong-nam"),
            ("Li Peng", "Li Keqiang"),
            ("Hu Jintao", "Hu Yaobang"),
            ("Wang Yi", "Wang Yang"),
            ("Park Geun-hye", "Park Chung-hee"),
            ("Zhang Gaoli", "Zhang Dejiang"),
            ("Lee Kuan Yew", "Lee Hsien Loong"),
            ("John Smith", "Smith John"),
        ] {
            assert!(!same_romanised(&words(a), &words(b)), "{a} {b}");
        }
    }

    #[test]
    fn long_vowels_are_written_in_many_ways() {
        for (a, b) in [
            ("Shohei Ohtani", "Shohei Otani"),
            ("Eisaku Satoh", "Eisaku Sato"),
            ("Kouhei Saitou", "Kohei Saito"),
        ] {
            assert!(same_japanese(&words(a), &words(b)), "{a} {b}");
        }
        assert!(!same_japanese(&words("Taro Aso"), &words("Taro Kono")));
    }

    #[test]
    fn names_that_may_be_turned() {
        for name in ["Shinzo Abe", "Junichiro Koizumi", "Xi Jinping", "Jae-in Moon", "Nguyen Phu Trong"] {
            assert!(may_turn(&words(name)), "{name}");
        }
        for name in ["James Henry", "Martin Luther", "Angela Merkel", "Paul Martin"] {
            assert!(!may_turn(&words(name)), "{name}");
        }
    }
}
