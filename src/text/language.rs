//! The language of a text, when there is enough of it to tell.
//!
//! Headlines are too short for any detector; a guess from a few words would put
//! them into Estonian. So a text below [`CHARS_MIN`] characters has no language
//! unless its source declares one. Nor has a table of figures one, which looks like
//! French to a detector of letters: a language must show in its smallest words too.

use whatlang::Lang;

/// Shortest text that is judged, in `char`s.
pub const CHARS_MIN: usize = 200;

/// No more than this many characters are looked at.
const CHARS_MAX: usize = 600;

/// The two-letter code of the text's language (three letters where there is no
/// shorter one); `None` when the text is too short or the answer is not reliable.
pub fn detect(text: &str) -> Option<&'static str> {
    let (end, _) = text.char_indices().nth(CHARS_MIN)?;
    let end = text.char_indices().nth(CHARS_MAX).map_or(text.len(), |(at, _)| at.max(end));
    let sample = text.get(..end)?;
    let info = whatlang::detect(sample)?;
    let code = code(info.lang());
    (info.is_reliable() && shows_in_small_words(sample, code)).then_some(code)
}

/// The smallest words of languages in Latin script, folded.
#[rustfmt::skip]
const SMALL_WORDS: [(&str, &[&str]); 14] = [
    ("ca", &["el", "la", "els", "les", "de", "del", "que", "i", "en", "per", "amb", "una"]),
    ("da", &["og", "i", "at", "det", "en", "er", "til", "som", "den", "af", "for", "ikke"]),
    ("de", &["der", "die", "und", "das", "den", "in", "von", "zu", "mit", "dem", "nicht", "ein", "eine", "dass", "am", "auf"]),
    ("en", &["the", "of", "and", "to", "in", "a", "for", "on", "that", "was", "by", "with", "at", "is", "it", "from"]),
    ("es", &["el", "la", "los", "las", "de", "del", "que", "y", "en", "por", "con", "una", "se"]),
    ("fi", &["ja", "on", "ei", "se", "etta", "oli", "mutta", "kun", "myos", "joka", "han", "ovat"]),
    ("fr", &["le", "la", "les", "de", "des", "du", "et", "une", "que", "dans", "en", "est", "pour", "qui", "au"]),
    ("it", &["il", "la", "di", "che", "e", "del", "della", "per", "un", "una", "con", "non", "in"]),
    ("nl", &["de", "het", "een", "van", "en", "in", "op", "dat", "te", "voor", "met", "is"]),
    ("no", &["og", "i", "det", "en", "er", "til", "som", "av", "for", "ikke", "at", "den"]),
    ("pl", &["w", "i", "na", "z", "do", "sie", "nie", "jest", "ze", "o", "to", "od"]),
    ("pt", &["o", "a", "os", "as", "de", "do", "da", "que", "e", "em", "para", "com", "uma", "no"]),
    ("sv", &["och", "i", "att", "det", "en", "som", "av", "for", "den", "till", "inte", "har"]),
    ("tr", &["ve", "bir", "bu", "da", "de", "icin", "ile", "olarak", "cok", "daha", "gibi"]),
];

/// A text in a language has at least so many different ones of its smallest words.
const SMALL_WORDS_MIN: usize = 2;

fn shows_in_small_words(sample: &str, code: &str) -> bool {
    let Some((_, small)) = SMALL_WORDS.iter().find(|(lang, _)| *lang == code) else { return true };
    let mut found: Vec<&str> = Vec::new();
    for word in super::words(sample) {
        let term = super::term(word.text);
        if let Some(known) = small.iter().find(|s| **s == term).filter(|s| !found.contains(*s)) {
            found.push(known);
        }
    }
    found.len() >= SMALL_WORDS_MIN
}

fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Eng => "en",
        Lang::Ara => "ar",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Nob => "no",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Slk => "sk",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tha => "th",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Vie => "vi",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_have_a_language_and_short_ones_none() {
        let english =
            "The government said on Tuesday that it would open the border to aid convoys within a week. ";
        let german = "Die Regierung teilte am Dienstag mit, dass die Grenze innerhalb einer Woche geöffnet werden soll. ";
        assert_eq!(detect(&english.repeat(4)), Some("en"));
        assert_eq!(detect(&german.repeat(4)), Some("de"));
        assert_eq!(detect(english), None);
        let table = "Oper shr 25 cts vs 31 cts. Oper net 3,111,000 vs 3,501,000. Revs 45.2 mln vs 40.1 mln. Avg shrs 12.1 mln. ";
        assert_eq!(detect(&table.repeat(4)), None);
    }
}
