//! The line that says where, when and by which agency an article was filed.
//!
//! Agencies open a text with it: `KURSK, Aug 8 (Reuters) -`, `LONDON (AP) —`,
//! `MOSCOW, August 8. /TASS/.`. It is a place, perhaps a date, perhaps an agency, and
//! a dash. A place in capitals and a dash are enough; a place in mixed case needs
//! an agency or a date beside it, or any clause before a dash would pass.
//!
//! The line is only recognised here and stays in the text. What the place means is
//! left to the gazetteer.

use crate::corpus::prose::clean::prefix;

/// What the opening of a text says.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::corpus) struct Opening {
    /// Place and date, as written.
    pub(in crate::corpus) dateline: Option<String>,
    /// The part of it that is the date.
    pub(in crate::corpus) date: Option<String>,
    /// The agency.
    pub(in crate::corpus) agency: Option<String>,
    /// The author, when the name stands before the place on the same line.
    pub(in crate::corpus) byline: Option<String>,
}

/// Longest dateline, in bytes; longer ones are sentences.
const LONGEST: usize = 120;
/// Most words of a place in capitals that stands without agency and date.
const BARE_PLACE_WORDS: usize = 4;

/// Agencies as they sign, and the name they are counted under.
#[rustfmt::skip]
const AGENCIES: &[(&str, &str)] = &[
    ("reuters", "Reuters"), ("reuter", "Reuters"), ("thomson reuters foundation", "Thomson Reuters Foundation"),
    ("рейтер", "Reuters"), ("ap", "AP"), ("associated press", "AP"), ("the associated press", "AP"), ("afp", "AFP"),
    ("agence france-presse", "AFP"), ("upi", "UPI"), ("dpa", "dpa"), ("efe", "EFE"), ("ansa", "ANSA"), ("xinhua", "Xinhua"),
    ("tass", "TASS"), ("itar-tass", "TASS"), ("тасс", "TASS"), ("interfax", "Interfax"), ("ria novosti", "RIA Novosti"),
    ("риа новости", "RIA Novosti"), ("ukrinform", "Ukrinform"), ("unian", "UNIAN"), ("pti", "PTI"), ("ians", "IANS"), ("ani", "ANI"),
    ("kyodo", "Kyodo"), ("kyodo news", "Kyodo"), ("jiji", "Jiji Press"), ("jiji press", "Jiji Press"), ("yonhap", "Yonhap"), ("kcna", "KCNA"),
    ("bernama", "Bernama"), ("antara", "Antara"), ("anadolu", "Anadolu"), ("aa", "Anadolu"), ("irna", "IRNA"), ("sana", "SANA"),
    ("petra", "Petra"), ("mena", "MENA"), ("apa", "APA"), ("ats", "ATS"), ("sda", "SDA"), ("belga", "Belga"), ("anp", "ANP"),
    ("ritzau", "Ritzau"), ("ntb", "NTB"), ("tt", "TT"), ("stt", "STT"), ("pap", "PAP"), ("ctk", "ČTK"), ("čtk", "ČTK"), ("mti", "MTI"),
    ("hina", "HINA"), ("tanjug", "Tanjug"), ("lusa", "Lusa"), ("europa press", "Europa Press"), ("telam", "Télam"), ("télam", "Télam"),
    ("notimex", "Notimex"), ("prensa latina", "Prensa Latina"), ("aap", "AAP"), ("cp", "The Canadian Press"),
    ("canadian press", "The Canadian Press"), ("the canadian press", "The Canadian Press"), ("pa", "PA"), ("press association", "PA"),
    ("bloomberg", "Bloomberg"), ("dow jones", "Dow Jones"), ("marketwatch", "MarketWatch"), ("cnn", "CNN"), ("bbc", "BBC"), ("vietnam news agency", "VNA"),
    ("ips", "IPS"), ("inter press service", "IPS"), ("panapress", "Panapress"), ("allafrica", "allAfrica"), ("nan", "NAN"),
];

/// Words in capitals before a dash that mark the text and name no place.
const MARKS: &[&str] = &[
    "UPDATE",
    "UPDATED",
    "CORRECTED",
    "CORRECTION",
    "BREAKING",
    "EXCLUSIVE",
    "ANALYSIS",
    "FACTBOX",
    "TIMELINE",
    "WRAPUP",
    "NOTE",
    "EDITOR",
    "WATCH",
    "VIDEO",
    "PHOTOS",
    "LIVE",
    "OPINION",
    "REPEAT",
    "REFILE",
    "ADVISORY",
    "FLASH",
    "URGENT",
    "ALERT",
    "BULLETIN",
    "EMBARGOED",
    "INTERVIEW",
    "INSIGHT",
    "FEATURE",
    "CHRONOLOGY",
    "NEWS",
    "THE",
    "A",
];

/// Months, shortened to what tells them apart, in the languages of the big agencies.
#[rustfmt::skip]
const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    "ene", "abr", "ago", "dic", "fév", "févr", "avr", "mai", "juin", "juil", "août", "déc",
    "mär", "märz", "okt", "dez", "янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
];

/// Recognises the dateline that a text opens with. A line in brackets before it
/// (`(Adds details)`) is passed over.
pub(in crate::corpus) fn of_text(body: &str) -> Opening {
    let mut lines = prefix(body, 3 * LONGEST).lines().map(str::trim).filter(|l| !l.is_empty());
    let first = lines.next().unwrap_or_default();
    let in_brackets = first.starts_with('(') && first.ends_with(')') && !first.contains(") ");
    let start = if in_brackets { lines.next().unwrap_or_default() } else { first };
    if let Some(opening) = with_author(start) {
        return opening;
    }
    // Syndicated summaries put the agency alone before everything: `AP - CAIRO (AP) - `.
    if let Some((first, rest)) = split_dash(start)
        && let Some(agency) = known_agency(first)
    {
        let inner = recognised(rest).unwrap_or_default();
        return Opening { agency: inner.agency.or(Some(agency)), ..inner };
    }
    recognised(start).unwrap_or_default()
}

/// `By Ana Lima TOKYO, Nov 21 (Reuters) -`: the name ends where capitals begin.
fn with_author(start: &str) -> Option<Opening> {
    let rest = start.strip_prefix("By ")?;
    let is_place =
        |w: &str| w.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !w.chars().any(char::is_lowercase);
    let (at, _) = words(rest).skip(1).find(|(_, w)| is_place(w))?;
    let (name, tail) = (rest.get(..at)?.trim(), rest.get(at..)?);
    let mixed = name.chars().any(char::is_lowercase) && name.len() <= LONGEST;
    let opening = recognised(tail).filter(|_| mixed)?;
    Some(Opening { byline: Some(name.to_owned()), ..opening })
}

/// Takes a dateline apart that the source gives by itself.
pub(in crate::corpus) fn of_line(line: &str) -> Opening {
    let dashes = |c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—');
    let text = line.trim().trim_end_matches(dashes);
    let (head, agency) = without_agency(text);
    let date = date_part(head).map(|(_, date)| date.to_owned());
    Opening { dateline: non_empty(head), date, agency: agency.map(canonical), byline: None }
}

fn recognised(start: &str) -> Option<Opening> {
    if start.starts_with("By ") {
        return None;
    }
    let (head, agency) = match split_dash(start) {
        Some((before, _)) => without_agency(before),
        None => slashed(start)?,
    };
    if head.len() > LONGEST {
        return None;
    }
    let known = agency.is_some_and(|name| known_agency(name).is_some());
    let dated = date_part(head);
    let date = dated.map(|(_, date)| date);
    let (place, after) = match dated {
        Some((at, date)) => (head.get(..at)?, head.get(at + date.len()..)?),
        None => (head, ""),
    };
    let place = place.trim_end_matches([',', ' ']);
    // Behind the date only an agency whose bracket was lost may stand.
    let fits = after.split_whitespace().count() <= 1
        && match place.is_empty() {
            true => known || (date.is_some() && agency.is_some()),
            false if is_capitals(place) => agency.is_some() || date.is_some() || is_bare_place(place),
            false => (known || date.is_some()) && is_mixed_place(place),
        };
    let line = head.strip_suffix(after).unwrap_or(head);
    fits.then(|| Opening {
        dateline: non_empty(line),
        date: date.map(str::to_owned),
        agency: agency.map(canonical),
        byline: None,
    })
}

/// What stands before and after the first dash that ends a dateline.
fn split_dash(start: &str) -> Option<(&str, &str)> {
    let window = prefix(start, LONGEST + 8);
    if let Some(found) = between_dashes(window) {
        return Some(found);
    }
    let mut best: Option<(usize, usize)> = None;
    for dash in [" - ", " -- ", " – ", " — ", ")- ", ").- ", ")– ", ")— ", "— ", " —", " -"] {
        let Some(at) = window.find(dash) else { continue };
        // A dash at the end of a line counts, one inside a line needs its blank.
        let ends_line = at + dash.len() == start.len();
        if !dash.ends_with(' ') && !ends_line {
            continue;
        }
        let lead = if dash.starts_with(')') { 1 } else { 0 };
        if best.is_none_or(|(first, _)| at + lead < first) {
            best = Some((at + lead, at + dash.len()));
        }
    }
    let (end, next) = best?;
    Some((start.get(..end)?.trim(), start.get(next..)?.trim_start()))
}

/// `DALLAS--(BUSINESS WIRE)--Acme`: the agency stands between dashes.
fn between_dashes(window: &str) -> Option<(&str, &str)> {
    let at = window.find("--(")?;
    let close = at + window.get(at..)?.find(")--")?;
    Some((window.get(..close + 1)?, window.get(close + 3..)?.trim_start()))
}

/// `MOSCOW, August 8. /TASS/. `: the agency between slashes, no dash.
fn slashed(start: &str) -> Option<(&str, Option<&str>)> {
    let open = prefix(start, LONGEST).find('/')?;
    let (head, rest) = (start.get(..open)?, start.get(open + 1..)?);
    let name = prefix(rest, 40).split_once('/')?.0;
    known_agency(name)?;
    Some((head.trim(), Some(name)))
}

/// Splits `KURSK, Aug 8 (Reuters)` into place with date, and agency.
fn without_agency(text: &str) -> (&str, Option<&str>) {
    let text = text.strip_suffix('.').filter(|t| t.ends_with([')', '/'])).unwrap_or(text);
    let inner = text.strip_suffix(')').and_then(|t| t.rsplit_once('('));
    match inner.or_else(|| text.strip_suffix('/').and_then(|t| t.rsplit_once('/'))) {
        Some((head, name)) if name.len() <= 40 && !name.trim().is_empty() => {
            (head.trim_end_matches('-').trim(), Some(name.trim()))
        }
        _ => (text, None),
    }
}

pub(in crate::corpus) fn known_agency(name: &str) -> Option<String> {
    let name = name.trim().trim_matches(['(', ')', '/']).to_lowercase();
    AGENCIES.iter().find(|(signed, _)| *signed == name).map(|(_, counted)| (*counted).to_owned())
}

fn canonical(name: &str) -> String {
    known_agency(name).unwrap_or_else(|| name.to_owned())
}

/// The part of a dateline that is a date, and where it begins: a month with a day
/// before or behind it, and a year if there is one.
fn date_part(head: &str) -> Option<(usize, &str)> {
    let words: Vec<(usize, &str)> = words(head).collect();
    let at = words.iter().position(|(_, w)| is_month(w))?;
    let is_day = |w: &str| {
        let digits = w.trim_end_matches(|c: char| c.is_alphabetic());
        digits.len() <= 2 && digits.parse::<u32>().is_ok_and(|n| (1..=31).contains(&n))
    };
    let is_year = |w: &str| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit());
    let before = at.checked_sub(1).filter(|&i| words.get(i).is_some_and(|(_, w)| is_day(w)));
    let after = Some(at + 1).filter(|&i| words.get(i).is_some_and(|(_, w)| is_day(w)));
    let last = if before.is_some() { at } else { after? };
    let last = if words.get(last + 1).is_some_and(|(_, w)| is_year(w)) { last + 1 } else { last };
    let (start, _) = words.get(before.unwrap_or(at))?;
    let (end, word) = words.get(last)?;
    Some((*start, head.get(*start..end + word.len())?))
}

/// Words of letters and digits with their byte offsets.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(move |w| (w.as_ptr() as usize - text.as_ptr() as usize, w))
}

/// Whether a word is a month or starts as one and goes on as its full name does.
fn is_month(word: &str) -> bool {
    let lower = word.to_lowercase();
    let count = lower.chars().count();
    MONTHS.iter().any(|m| lower.starts_with(m) && (count == m.chars().count() || (3..=10).contains(&count)))
        && (count <= 4 || LONG_MONTHS.iter().any(|m| lower.starts_with(m)))
}

/// The first letters of full month names, so that `MARSEILLE` and `AUGUSTA` are none.
#[rustfmt::skip]
const LONG_MONTHS: &[&str] = &[
    "januar", "februar", "march", "april", "august", "september", "october", "november", "december", "enero", "febrero", "marzo",
    "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre", "janvier", "février", "avril",
    "juillet", "septembre", "octobre", "novembre", "décembre", "januari", "oktober", "dezember", "января", "февраля", "марта",
    "апреля", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
];

/// Whether the words up to the first comma are all in capitals (`NAGOYA, Japan`).
fn is_capitals(place: &str) -> bool {
    let city = place.split(',').next().unwrap_or_default();
    let letters = city.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 2
        && !city.chars().any(|c| c.is_lowercase() || c.is_ascii_digit())
        && city.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || "-'’./&".contains(c))
        && is_mixed_tail(place)
}

/// Whether what follows the first comma looks like regions and nothing longer.
fn is_mixed_tail(place: &str) -> bool {
    place.split(',').skip(1).all(|part| {
        let part = part.trim();
        part.split_whitespace().count() <= 4
            && part.chars().next().is_none_or(|c| c.is_uppercase() || c.is_ascii_digit())
    })
}

/// A place in capitals that may stand before a dash without agency and date.
fn is_bare_place(place: &str) -> bool {
    let city = place.split(',').next().unwrap_or_default();
    let known_mark = city.split_whitespace().any(|w| MARKS.contains(&w));
    // A region behind a comma makes a longer name plausible.
    let most = if place.contains(',') { 2 * BARE_PLACE_WORDS } else { BARE_PLACE_WORDS };
    city.split_whitespace().count() <= most && !known_mark && known_agency(city).is_none()
}

/// A place in mixed case: a few words that begin with capitals (`Rio de Janeiro`).
fn is_mixed_place(place: &str) -> bool {
    let words: Vec<&str> = place.split_whitespace().collect();
    let capital = |w: &&str| w.chars().next().is_some_and(char::is_uppercase);
    let small = |w: &&str| {
        matches!(
            *w,
            "de" | "da"
                | "do"
                | "del"
                | "di"
                | "la"
                | "le"
                | "el"
                | "al"
                | "of"
                | "and"
                | "am"
                | "an"
                | "der"
                | "sur"
        )
    };
    (1..=6).contains(&words.len())
        && words.first().is_some_and(capital_word)
        && words.iter().all(|w| capital(w) || small(w))
        && place.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || "-'’.,/".contains(c))
}

fn capital_word(word: &&str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// The words of a dateline; a stop behind a number is no part of them, behind a
/// letter it ends an abbreviation.
fn non_empty(text: &str) -> Option<String> {
    let mut text = text.trim().trim_end_matches([',', ' ']);
    if let Some(bare) = text.strip_suffix('.').filter(|t| t.ends_with(|c: char| c.is_ascii_digit())) {
        text = bare;
    }
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &str) -> (String, String, String) {
        let Opening { dateline, date, agency, .. } = of_text(text);
        (dateline.unwrap_or_default(), date.unwrap_or_default(), agency.unwrap_or_default())
    }

    #[test]
    fn agency_datelines_are_taken_apart() {
        let cases = [
            ("KURSK, Aug 8 (Reuters) - Fighting", ("KURSK, Aug 8", "Aug 8", "Reuters")),
            ("LONDON (AP) — The", ("LONDON", "", "AP")),
            ("NEW YORK, March 3 - Shares", ("NEW YORK, March 3", "March 3", "")),
            ("NAGOYA, Japan (Reuters) - Toyota", ("NAGOYA, Japan", "", "Reuters")),
            ("ST. LOUIS, Mo. (AP) -- A", ("ST. LOUIS, Mo.", "", "AP")),
            ("MOSCOW, August 8. /TASS/. The", ("MOSCOW, August 8", "August 8", "TASS")),
            ("Paris, 8 août (AFP) - Le", ("Paris, 8 août", "8 août", "AFP")),
            ("Rio de Janeiro (dpa) - Die", ("Rio de Janeiro", "", "dpa")),
            ("BEIJING, Aug. 8, 2024 (Xinhua) -- China", ("BEIJING, Aug. 8, 2024", "Aug. 8, 2024", "Xinhua")),
            ("MARSEILLE, France - A", ("MARSEILLE, France", "", "")),
            ("DALLAS--(BUSINESS WIRE)--Acme", ("DALLAS", "", "BUSINESS WIRE")),
            ("AP - A company founded", ("", "", "AP")),
            ("(Reuters) - A company", ("", "", "Reuters")),
            ("(Adds details)\n\nTOKYO Nov 21 (Reuters) - Japan", ("TOKYO Nov 21", "Nov 21", "Reuters")),
            (
                "AUGUST 18, 2004 (IDG NEWS SERVICE) - A",
                ("AUGUST 18, 2004", "AUGUST 18, 2004", "IDG NEWS SERVICE"),
            ),
            ("OSLO, July 25 Reuters) - New", ("OSLO, July 25", "July 25", "")),
            ("Madrid, 8 ago (EFE).- El", ("Madrid, 8 ago", "8 ago", "EFE")),
            ("МОСКВА, 8 авг (Рейтер) - Рубль", ("МОСКВА, 8 авг", "8 авг", "Reuters")),
        ];
        for (text, (dateline, date, agency)) in cases {
            assert_eq!(seen(text), (dateline.into(), date.into(), agency.into()), "{text}");
        }
    }

    #[test]
    fn sentences_are_no_datelines() {
        for text in [
            "The Senate - after a long debate - voted",
            "UPDATE 2 - Oil rises",
            "EXCLUSIVE - The minister",
            "Smith (Labour) - the winner",
            "He said it would - perhaps - rain",
            "U2 - the band - plays",
            "By PAUL BERG OSLO - The",
            "",
            "—",
        ] {
            assert_eq!(of_text(text), Opening::default(), "{text}");
        }
    }

    #[test]
    fn an_author_before_the_place_is_told_apart() {
        let opening = of_text("By Ana Lima and Bo Ek TOKYO/OSLO Nov 21 (Reuters) - Japan");
        assert_eq!(opening.byline.as_deref(), Some("Ana Lima and Bo Ek"));
        assert_eq!(opening.dateline.as_deref(), Some("TOKYO/OSLO Nov 21"));
    }

    #[test]
    fn a_line_of_its_own_loses_the_dash() {
        let opening = of_line("    SALVADOR, Feb 26 - ");
        assert_eq!(opening.dateline.as_deref(), Some("SALVADOR, Feb 26"));
        assert_eq!(opening.date.as_deref(), Some("Feb 26"));
    }
}
