//! Whether two words can be one name heard and written down twice.
//!
//! Each letter or pair of letters becomes the set of sounds that it can stand for in the
//! transcriptions of one language; two words agree when their sets meet one by one. This
//! is bolder than the skeleton (`Khodorkovsky` and `Chodorkowski`, `Zawahiri` and
//! `Zawahri` agree, but also `Samir` and `Samer`), so it counts only between names whose
//! other words agree too. The relation is not transitive.

use super::given::Origin;

/// A set of sounds.
type Sounds = u32;

macro_rules! sounds {
    ($($name:ident)*) => { sounds!(@ 0; $($name)*); };
    (@ $n:expr; $name:ident $($rest:ident)*) => { const $name: Sounds = 1 << $n; sounds!(@ $n + 1; $($rest)*); };
    (@ $n:expr;) => {};
}
sounds! { A E I O U AI AU B D F G H J K L M N P R S SH T TS CH V Z ZH Y OTHER }

const VOWELS: Sounds = A | E | I | O | U | AI | AU;

/// Whether two skeletons can be one word of this origin.
pub(super) fn agree(a: &str, b: &str, origin: Origin) -> bool {
    if a == b {
        return true;
    }
    if !(a.is_ascii() && b.is_ascii()) || matches!(origin, Origin::Hispanic | Origin::Western) {
        return false;
    }
    let (a, b) = (Word::read(a, origin), Word::read(b, origin));
    let consonants = |w: &Word| w.sounds().iter().filter(|s| **s & VOWELS == 0).count();
    let skips = u8::from(origin == Origin::Arabic && consonants(&a).min(consonants(&b)) >= 3);
    a.len > 1 && b.len > 1 && meet(a.sounds(), b.sounds(), skips)
}

/// Whether the sets meet one by one when so many vowels of either side may be left out.
fn meet(a: &[Sounds], b: &[Sounds], skips: u8) -> bool {
    match (a.split_first(), b.split_first()) {
        (None, None) => true,
        (Some((x, rest_a)), Some((y, rest_b))) if x & y != 0 && meet(rest_a, rest_b, skips) => true,
        (x, y) => {
            // The last vowel tells Samira from Samir, unless it is silent.
            let skip = |side: Option<(&Sounds, &[Sounds])>| {
                side.is_some_and(|(s, rest)| s & !VOWELS == 0 && (!rest.is_empty() || *s == A | E | I))
            };
            skips > 0
                && (skip(x) && meet(a.get(1..).unwrap_or_default(), b, skips - 1)
                    || skip(y) && meet(a, b.get(1..).unwrap_or_default(), skips - 1))
        }
    }
}

/// Sounds of a word; longer ones are cut, since no name is as long.
struct Word {
    sounds: [Sounds; 24],
    len: usize,
}

impl Word {
    fn sounds(&self) -> &[Sounds] {
        self.sounds.get(..self.len).unwrap_or_default()
    }

    fn push(&mut self, sounds: Sounds) {
        if let Some(slot) = self.sounds.get_mut(self.len) {
            *slot = sounds;
            self.len += 1;
        }
    }

    fn read(word: &str, origin: Origin) -> Word {
        let mut read = Word { sounds: [0; 24], len: 0 };
        // Poutine, Eltsine
        let french = origin == Origin::Slavic && (word.ends_with("ine") || word.ends_with("yne"));
        let mut rest = if french { word.trim_end_matches('e') } else { word }.as_bytes();
        while !rest.is_empty() {
            let at_start = read.len == 0;
            let (taken, sounds) = match origin {
                Origin::Arabic => arabic(rest, at_start),
                Origin::Greek => greek(rest, at_start),
                _ => slavic(rest, at_start),
            };
            // Khrushchev, Chruschtschow
            let hushed = origin == Origin::Slavic && read.sounds().last().is_some_and(|s| s & (SH | CH) != 0);
            let sounds = if hushed && sounds & !(E | O) == 0 && sounds != 0 { E | O } else { sounds };
            if sounds != 0 {
                read.push(sounds);
            }
            rest = rest.get(taken.max(1)..).unwrap_or_default();
        }
        read
    }
}

fn is_vowel(letter: Option<&u8>) -> bool {
    letter.is_some_and(|l| matches!(l, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
}

/// Russian, Ukrainian and South Slavic names in English, French, German and Polish spelling.
/// Returns how many letters were taken, and the sounds: none for a glide.
fn slavic(rest: &[u8], at_start: bool) -> (usize, Sounds) {
    match rest {
        [b's', b'h' | b'c', b'h' | b't', b'c' | b's', ..] => (long_shch(rest), SH | CH),
        [b't', b's', b'c', b'h', ..] => (4, CH),
        [b's', b'c', b'h', ..] => (3, SH | ZH),
        [b's', next, ..] if is_vowel(Some(next)) && !at_start => (1, S | SH | Z),
        [b't', b'c', b'h', ..] => (3, CH),
        [b'd', b'z', b'h', ..] => (3, J),
        [b's', b'z', ..] | [b's', b'h', ..] => (2, SH | S),
        [b'c', b'z', ..] => (2, CH),
        [b'c', b'h', ..] => (2, CH | H | SH),
        [b'z', b'h', ..] => (2, ZH),
        [b't', b's' | b'z', ..] => (2, TS),
        [b'd', b'j' | b'z', ..] => (2, J | D),
        [b'g', b'u', b'e' | b'i', ..] => (2, G),
        [b'y' | b'j' | b'i', b'a', ..] => (2, A | if rest.first() == Some(&b'i') { I } else { 0 }),
        [b'y' | b'j' | b'i', b'u', ..] => (2, U),
        [b'y' | b'j' | b'i', b'e' | b'o', ..] => (2, E | O),
        [b'i' | b'y', b'i' | b'y', ..] => (2, I),
        [b'o', b'o', ..] => (2, U | O),
        [b'e', b'e', ..] => (2, E | I),
        [b'a'] | [b'o'] => (1, A | O), // Lukashenka
        [letter, ..] => (1, slavic_letter(*letter, at_start)),
        [] => (1, 0),
    }
}

fn slavic_letter(letter: u8, at_start: bool) -> Sounds {
    match letter {
        b'a' => A,
        b'e' => E,
        b'i' | b'y' => I,
        b'o' => O,
        b'u' => U,
        b'c' => TS | CH | K,
        b's' => S | SH,
        b'z' => Z | ZH | TS,
        b'j' if at_start => Y | J | ZH,
        b'j' => J | ZH | I,
        b'g' => G | H,
        b'h' => H | G,
        b'w' => V,
        _ => plain(letter),
    }
}

/// `shch`, `schtsch`, `chtch`.
fn long_shch(rest: &[u8]) -> usize {
    let spellings: [&[u8]; 4] = [b"schtsch", b"shtsch", b"shch", b"schch"];
    spellings.iter().find(|s| rest.starts_with(s)).map_or(0, |s| s.len())
}

/// Arabic, Persian and Urdu names in English and French spelling.
fn arabic(rest: &[u8], at_start: bool) -> (usize, Sounds) {
    match rest {
        [b'd', b'j', ..] => (2, J),
        [b'z', b'h', ..] => (2, J),
        [b's' | b'c', b'h', ..] => (2, SH),
        [b'd' | b'k' | b'g', b'h', ..] => {
            (2, arabic_letter(*rest.first().unwrap_or(&0)) | if rest.first() == Some(&b'd') { Z } else { 0 })
        }
        [b't', b'h', ..] => (2, T | S),
        [b'b', b'h', ..] => (2, B),
        [b'a' | b'e', b'i' | b'y', next, ..] if !is_vowel(Some(next)) => (2, AI | E),
        [b'a' | b'e', b'i' | b'y'] => (2, AI | E | I),
        [b'a', b'u' | b'w' | b'o', ..] if !is_vowel(rest.get(2)) => (2, AU | O),
        [b'o', b'u' | b'o', ..] | [b'u', b'u', ..] => (2, U | O),
        [b'e', b'e', ..] => (2, I | E),
        [b'o', b'w', ..] => (2, AU | U),
        [b'y', letter, ..] if is_vowel(Some(letter)) && !at_start => (1, 0),
        [b'i', b'a' | b'e', ..] => (1, I),
        [b'a', b'h'] => (2, A | E),
        [b'e', b'h'] => (2, A | E | I),
        [b'a', b'e', ..] => (2, AI | E),
        [b'u' | b'o', b'l', b'a', b'h'] => (1, A | O | U), // Nasrullah
        [b'h'] => (1, 0),
        [b'k', ..] if at_start => (1, K | G), // Kadhafi
        [letter, ..] => (1, arabic_letter(*letter)),
        [] => (1, 0),
    }
}

fn arabic_letter(letter: u8) -> Sounds {
    match letter {
        b'a' => A | E,
        b'e' => A | E | I,
        b'i' | b'y' => I,
        b'o' | b'u' => O | U,
        b'c' | b'k' => K,
        b'q' => K | G,
        b'g' => G | J,
        b'w' => V,
        _ => plain(letter),
    }
}

/// Greek names.
fn greek(rest: &[u8], at_start: bool) -> (usize, Sounds) {
    match rest {
        [b'c' | b'k', b'h', ..] => (2, H),
        [b'p', b'h', ..] => (2, F),
        [b't', b'h', ..] => (2, T),
        [b'd', b'h', ..] => (2, D),
        [b'o', b'u', ..] => (2, U),
        [b'e' | b'o', b'i', ..] => (2, I),
        [b'a', b'i', ..] => (2, E),
        [b'a' | b'e', b'u', next, ..] if !is_vowel(Some(next)) => (2, F | V),
        [b'g', b'k' | b'g', ..] => (2, G),
        [b'm', b'p', ..] if at_start => (2, B),
        [b'n', b't', ..] if at_start => (2, D),
        [b'a', ..] => (1, A),
        [b'e' | b'i', b's'] => (1, E | I), // Anastasiades
        [b'e', ..] => (1, E),
        [b'i' | b'y', ..] => (1, I),
        [b'o', ..] => (1, O),
        [b'u', ..] => (1, U | I),
        [b'c' | b'q', ..] => (1, K),
        [b'g', ..] => (1, G | Y),
        [b'w', ..] => (1, V),
        [b'f', ..] => (1, F | V),
        [letter, ..] => (1, plain(*letter)),
        [] => (1, 0),
    }
}

fn plain(letter: u8) -> Sounds {
    match letter {
        b'b' => B,
        b'd' => D,
        b'f' => F,
        b'g' => G,
        b'h' => H,
        b'j' => J,
        b'k' | b'q' => K,
        b'l' => L,
        b'm' => M,
        b'n' => N,
        b'p' => P,
        b'r' => R,
        b's' => S,
        b't' => T,
        b'v' => V,
        b'y' => Y,
        b'z' => Z,
        _ => OTHER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_many_spellings() {
        for (a, b, origin) in [
            ("hodorkovski", "chodorkowski", Origin::Slavic),
            ("shevchenko", "schewtschenko", Origin::Slavic),
            ("yushchenko", "juschtschenko", Origin::Slavic),
            ("lukashenko", "lukashenka", Origin::Slavic),
            ("timoshenko", "tymoshenko", Origin::Slavic),
            ("hritsenko", "gritsenko", Origin::Slavic),
            ("miloshevic", "milosevic", Origin::Slavic),
            ("zawahiri", "zawahri", Origin::Arabic),
            ("zarqawi", "zarkawi", Origin::Arabic),
            ("rouhani", "rohani", Origin::Arabic),
            ("ahmadinejad", "ahmadinezhad", Origin::Arabic),
            ("kadafi", "qadhafi", Origin::Arabic),
            ("rahman", "rahmane", Origin::Arabic),
            ("hameed", "hamid", Origin::Arabic),
            ("masood", "masud", Origin::Arabic),
            ("papandreou", "papandreu", Origin::Greek),
            ("karamanlis", "caramanlis", Origin::Greek),
        ] {
            assert!(agree(a, b, origin), "{a} {b}");
        }
    }

    #[test]
    fn different_names() {
        for (a, b, origin) in [
            ("hasan", "husein", Origin::Arabic),
            ("mohamed", "mahmoud", Origin::Arabic),
            ("jamal", "jamil", Origin::Arabic),
            ("karim", "karam", Origin::Arabic),
            ("hamid", "hamad", Origin::Arabic),
            ("ivanov", "ivanova", Origin::Slavic),
            ("petrov", "petrovic", Origin::Slavic),
            ("popov", "popova", Origin::Slavic),
            ("ali", "al", Origin::Arabic),
            ("meyer", "maier", Origin::Western),
        ] {
            assert!(!agree(a, b, origin), "{a} {b}");
        }
    }
}
