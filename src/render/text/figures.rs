//! Numbers, times and dates in words.

use crate::article::{DateSource, Published};
use crate::date::PartialDate;

/// `41,877`.
pub(in crate::render) fn number(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `1 article`, `312 articles`, by the plural of the unit.
pub(in crate::render) fn counted(n: u64, plural: &str) -> String {
    format!("{} {}", number(n), if n == 1 { singular(plural) } else { plural.to_owned() })
}

/// The singular of a unit.
fn singular(plural: &str) -> String {
    match plural.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => plural.strip_suffix('s').unwrap_or(plural).to_owned(),
    }
}

/// A time as precise as one can feel it.
pub(super) fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 0.01 => format!("{:.1} ms", s * 1000.0),
        s if s < 1.0 => format!("{:.0} ms", s * 1000.0),
        s if s < 120.0 => format!("{s:.1} s"),
        s => format!("{} min {:.0} s", (s / 60.0).floor(), s % 60.0),
    }
}

/// Bytes in the unit that a person would choose.
pub(super) fn bytes(n: f64) -> String {
    match n {
        n if n < 1e3 => format!("{n:.0} B"),
        n if n < 1e6 => format!("{:.1} kB", n / 1e3),
        n if n < 1e9 => format!("{:.1} MB", n / 1e6),
        n => format!("{:.1} GB", n / 1e9),
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `8 August 2024`, `August 2024`, `2024`.
pub(super) fn date(date: PartialDate) -> String {
    let month = date.month().and_then(|m| MONTHS.get((m as usize).checked_sub(1)?));
    match (month, date.day()) {
        (Some(month), Some(day)) => format!("{day} {month} {}", date.year()),
        (Some(month), None) => format!("{month} {}", date.year()),
        (None, _) => date.year().to_string(),
    }
}

/// A date with what is known about it: `8 August 2024, from the header ("08.08.24")`.
pub(super) fn published(published: &Published) -> String {
    let mut text = date(published.date);
    if let Some(instant) = &published.instant {
        text.extend([" (", instant, ")"]);
    }
    text.extend([", from ", place_of(published.source)]);
    let raw = published.raw.trim();
    if !raw.is_empty() && raw != published.date.to_string() && Some(raw) != published.instant.as_deref() {
        text.extend([" (\"", raw, "\")"]);
    }
    text
}

fn place_of(source: DateSource) -> &'static str {
    match source {
        DateSource::Header => "the header",
        DateSource::Metadata => "the metadata",
        DateSource::Url => "the address",
        DateSource::Dateline => "the dateline",
        DateSource::Text => "the text",
        DateSource::Path => "the file's name",
        DateSource::Mtime => "the file's modification time",
    }
}

/// The name with its country, unless it is one: `Kursk Oblast (RU)`.
pub(super) fn place(name: &str, country: Option<&str>) -> String {
    country.map_or_else(|| name.to_owned(), |code| format!("{name} ({code})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_and_units_agree() {
        assert_eq!([0, 999, 1000, 1234567].map(number), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([(1, "stories"), (0, "articles")].map(|(n, u)| counted(n, u)), ["1 story", "0 articles"]);
    }

    #[test]
    fn times_and_sizes_are_short() {
        assert_eq!([0.0032, 0.25, 1.25, 200.0].map(duration), ["3.2 ms", "250 ms", "1.2 s", "3 min 20 s"]);
        assert_eq!([12.0, 1_260_000.0].map(bytes), ["12 B", "1.3 MB"]);
    }

    #[test]
    fn a_date_says_what_is_known_and_from_where() {
        let known = |text: &str, raw: &str| {
            published(&Published {
                date: text.parse().unwrap(),
                instant: None,
                second_of_day: None,
                source: DateSource::Path,
                raw: raw.into(),
            })
        };
        assert_eq!(known("2024-08-08", "20240808"), "8 August 2024, from the file's name (\"20240808\")");
        assert_eq!(known("1943-05", "1943-05"), "May 1943, from the file's name");
        assert_eq!(known("1943", ""), "1943, from the file's name");
    }
}
