//! Known persons by the office they held when the article was written.

use super::known::{Known, persons_called};
use super::letters::name_key;

/// The known person who is called `key` and held this office in that year: `President
/// Medvedev` of 2010. Nobody when the year is unknown or several did.
pub(super) fn holder(key: &str, office: &str, year: Option<i32>) -> Option<Known> {
    let (year, office) = (i16::try_from(year?).ok()?, name_key(office));
    let mut holders =
        persons_called(key).filter(|known| known.offices().any(|entry| held(entry, &office, year)));
    let first = holders.next()?;
    holders.all(|other| other == first).then_some(first)
}

/// Whether an entry like `prime minister 2008-2012` says so; a former holder is still
/// called by the office for a year.
fn held(entry: &str, office: &str, year: i16) -> bool {
    let Some((title, years)) = entry.rsplit_once(' ') else { return false };
    let (from, to) = years.split_once('-').unwrap_or((years, years));
    let Ok(from) = from.parse::<i16>() else { return false };
    let to = if to.is_empty() { i16::MAX } else { to.parse().unwrap_or(from) };
    let in_years = (from..=to.saturating_add(1)).contains(&year);
    let title = name_key(title);
    let before = office.strip_suffix(title.as_str());
    let lesser = |before: &str| {
        matches!(before.trim_end().rsplit(' ').next(), Some("vice" | "deputy" | "assistant" | "under"))
    };
    in_years && before.is_some_and(|before| !lesser(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_has_its_years() {
        for (entry, office, year, is) in [
            ("president 2008-2012", "president", 2010, true),
            ("president 2008-2012", "russian president", 2010, true),
            ("president 2008-2012", "vice president", 2010, false),
            ("president 2008-2012", "prime minister", 2010, false),
            ("president 2008-2012", "president", 2020, false),
            ("president 2008-", "president", 2020, true),
            ("president 2024", "president", 2024, true),
            ("president", "president", 2024, false),
            ("", "president", 2024, false),
        ] {
            assert_eq!(held(entry, office, year), is, "{entry} {office} {year}");
        }
    }

    #[test]
    fn nobody_without_a_year() {
        assert!(holder("putin", "president", None).is_none());
        assert_eq!(holder("putin", "president", Some(2014)).map(|k| k.name), Some("Vladimir Putin"));
    }
}
