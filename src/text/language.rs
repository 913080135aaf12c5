//! The language of a text, when there is enough of it to tell.
//!
//! Headlines are too short for any detector; a guess from a few words would put
//! them into Estonian. So a text below [`CHARS_MIN`] characters has no language
//! unless its source declares one.

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
    let info = whatlang::detect(text.get(..end)?)?;
    info.is_reliable().then(|| code(info.lang()))
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
    }
}
