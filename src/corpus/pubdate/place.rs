//! Dates in the names of files and folders, and in web addresses.
//!
//! Archives are filed by date, and an address often holds the day of
//! publication. But names hold many other numbers, so a date must be set off on
//! both sides, its year must be plausible, and a lone year counts only as a whole
//! name. The most precise date wins, and of two the one nearer to the article.
//!
//! Left out: all-numeric days that begin with the day or the month.

use std::ops::Range;

use crate::date::PartialDate;

/// The date in the name of a file or of a folder above it, and the words it was read from.
///
/// ```
/// use dateline::corpus::pubdate::from_path;
/// let (date, raw) = from_path("archive/2008/09/16/lehman.txt").unwrap();
/// assert_eq!((date.to_string().as_str(), raw), ("2008-09-16", "2008/09/16"));
/// ```
pub fn from_path(path: &str) -> Option<(PartialDate, &str)> {
    best(path, true)
}

/// The date in the path of a web address: `/2019/05/13/`, `/2019-05-13/`, `/20190513/`,
/// `/2019/may/13/`, or the month `/2019/05/`. Host, query and fragment are not looked at.
pub fn from_url(url: &str) -> Option<(PartialDate, &str)> {
    let behind_host = match url.find("://") {
        Some(at) => url.get(at + 3..)?,
        None => url,
    };
    let path = behind_host.get(behind_host.find('/')?..)?;
    let end = path.find(['?', '#']).unwrap_or(path.len());
    best(path.get(..end)?, false)
}

/// The most precise date in a path; of equals the last one.
fn best(path: &str, lone_years: bool) -> Option<(PartialDate, &str)> {
    let starts = path.bytes().enumerate().filter(|&(at, b)| b.is_ascii_digit() && starts_number(path, at));
    let mut found: Option<(PartialDate, Range<usize>)> = None;
    for (at, _) in starts {
        let Some((date, end)) = date_at(path, at, lone_years) else { continue };
        let precision = |d: PartialDate| (d.month().is_some(), d.day().is_some());
        // The day inside a folder's date ("09/16" of "2008/09/16") starts no date of its own,
        // because four digits are asked for.
        if found.as_ref().is_none_or(|(old, _)| precision(date) >= precision(*old)) {
            found = Some((date, at..end));
        }
    }
    let (date, span) = found?;
    Some((date, path.get(span)?))
}

/// Whether a number begins here that nothing is glued to.
fn starts_number(path: &str, at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| path.as_bytes().get(before))
        .is_none_or(|b| !b.is_ascii_alphanumeric())
}

/// A date that starts at `at`, and where it ends.
fn date_at(path: &str, at: usize, lone_years: bool) -> Option<(PartialDate, usize)> {
    let rest = path.get(at..)?;
    let width = rest.bytes().take_while(u8::is_ascii_digit).count();
    let year: i32 = rest.get(..4)?.parse().ok().filter(|y| (1500..=2100).contains(y))?;
    match width {
        // Eight digits, or fourteen when the clock follows at once.
        8 | 14 => {
            let day = PartialDate::ymd(year, rest.get(4..6)?.parse().ok()?, rest.get(6..8)?.parse().ok()?)?;
            Some((day, at + 8))
        }
        4 => day_or_month(path, at, year).or_else(|| lone_year(path, at, year).filter(|_| lone_years)),
        _ => None,
    }
}

/// `2008-09-16`, `2008/09`, `2019/may/13`: the same mark between all parts.
fn day_or_month(path: &str, at: usize, year: i32) -> Option<(PartialDate, usize)> {
    let mark = path.get(at + 4..)?.chars().next().filter(|c| "-_./\\".contains(*c))?;
    let (month, month_end) = month_at(path, at + 5)?;
    let day = path.get(month_end..).and_then(|r| r.strip_prefix(mark)).and_then(|r| {
        let width = r.bytes().take_while(u8::is_ascii_digit).count();
        let day = r.get(..width).filter(|_| matches!(width, 1..=2))?.parse().ok()?;
        Some((PartialDate::ymd(year, month, day)?, month_end + 1 + width))
    });
    match day.filter(|&(_, end)| set_off(path, end)) {
        Some(found) => Some(found),
        // "2008.09" may as well be the number of a version.
        None if mark == '.' || !set_off(path, month_end) => None,
        None => Some((PartialDate::year_month(year, month)?, month_end)),
    }
}

/// Two digits, or the English name of a month, and where it ends.
fn month_at(path: &str, at: usize) -> Option<(u32, usize)> {
    let rest = path.get(at..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if matches!(digits, 1..=2) {
        return Some((rest.get(..digits)?.parse().ok()?, at + digits));
    }
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    match super::names::word(rest.get(..letters)?) {
        super::Part::Month(month) => Some((month, at + letters)),
        _ => None,
    }
}

/// A folder or a file's stem that is a year and nothing else.
fn lone_year(path: &str, at: usize, year: i32) -> Option<(PartialDate, usize)> {
    let whole = |b: Option<&u8>| b.is_none_or(|b| matches!(b, b'/' | b'\\'));
    let before = at.checked_sub(1).and_then(|i| path.as_bytes().get(i));
    let after = path.get(at + 4..)?;
    let is_stem = after.starts_with('.') && !after.contains(['/', '\\']);
    (whole(before) && (whole(after.as_bytes().first()) || is_stem))
        .then(|| Some((PartialDate::year_only(year)?, at + 4)))
        .flatten()
}

/// Whether no letter or digit goes on where a date ends. A `T` may: a clock follows it.
fn set_off(path: &str, end: usize) -> bool {
    path.as_bytes().get(end).is_none_or(|b| !b.is_ascii_alphanumeric() || *b == b'T')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Option<String> {
        from_path(text).map(|(date, _)| date.to_string())
    }

    #[test]
    fn files_and_folders_are_named_by_day_month_or_year() {
        let cases = [
            ("news/2008/09/16/lehman.txt", "2008-09-16"),
            ("2008-09-16-lehman.txt", "2008-09-16"),
            ("20080916_x.html", "2008-09-16"),
            ("feed_2008_9_6.xml", "2008-09-06"),
            ("20080916T101112Z.json", "2008-09-16"),
            ("20080916101112.json", "2008-09-16"),
            ("archive/1989/strike.txt", "1989"),
            ("archive/1989.zip", "1989"),
            ("1989\\05\\strike.txt", "1989-05"),
            ("1989/1989-05-03.txt", "1989-05-03"),
            ("1989-05/report 7.txt", "1989-05"),
            ("2019/may/13/story", "2019-05-13"),
        ];
        for (text, date) in cases {
            assert_eq!(path(text).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_no_dates() {
        for text in [
            "wsj_1989.txt",
            "report-2008.txt",
            "20081399.txt",
            "id120080916.txt",
            "200809161.txt",
            "version-2008.09/x",
            "0999-01-01",
            "2882015.txt",
            "1.5/1200 items",
            "2008-13-01/99",
        ] {
            assert_eq!(path(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_are_read_by_their_path() {
        let url = |text| from_url(text).map(|(date, raw)| (date.to_string(), raw.to_owned()));
        let day = |raw: &str| Some(("2019-05-13".to_owned(), raw.to_owned()));
        assert_eq!(url("https://example.org/2019/05/13/flood"), day("2019/05/13"));
        assert_eq!(url("https://example.org/a/2019-05-13/"), day("2019-05-13"));
        assert_eq!(url("https://example.org/20190513/flood?id=20180101"), day("20190513"));
        assert_eq!(url("https://example.org/world/2019/may/13/flood"), day("2019/may/13"));
        assert_eq!(url("https://example.org/2019/05/flood").map(|f| f.0).as_deref(), Some("2019-05"));
        assert_eq!(url("https://2019-05-13.example.org/flood"), None);
        assert_eq!(url("https://example.org/2019/flood"), None);
        assert_eq!(url("https://example.org/flood#2019-05-13"), None);
    }
}
