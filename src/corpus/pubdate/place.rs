//! Dates in the names of files and folders, and in web addresses.
//!
//! Archives are filed by date, and an address often holds the day of
//! publication. But names hold many other numbers, so a date must be set off on
//! both sides, its year must be plausible, and a lone year counts only as a whole
//! name. The most precise date wins; of two the one nearer to the article in a path, where
//! folders group, and the first in an address, where the words behind it may tell of other days.
//! A day that does not begin with its year counts only if it can be read in one way.

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
    best(path, Kind::Path)
}

/// What a name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Of a file and the folders above it.
    Path,
    /// The path of a web address.
    Address,
}

/// There was no press before.
const FIRST_YEAR: i32 = 1600;
/// In an address eight digits are the number of an article rather than an older day.
const FIRST_WEB_YEAR: i32 = 1980;
/// Later years are numbers of something else.
const LAST_YEAR: i32 = 2100;
/// Parts of a query that hold the day of publication.
const QUERY_KEYS: [&str; 9] = [
    "date",
    "pubdate",
    "pub_date",
    "publishdate",
    "publish_date",
    "published",
    "issue_date",
    "issuedate",
    "day",
];

/// The date in the path of a web address: `/2019/05/13/`, `/2019-05-13/`, `/20190513/`,
/// `/2019/may/13/`, `/flood-13-05-2019`, or the month `/2019/05/`; else the day in its query
/// (`?date=2019-05-13`). Host and fragment are not looked at.
pub fn from_url(url: &str) -> Option<(PartialDate, &str)> {
    let behind_host = match url.find("://") {
        Some(at) => url.get(at + 3..)?,
        None => url,
    };
    let path = behind_host.get(behind_host.find('/')?..)?;
    let path = path.split('#').next()?;
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    best(path, Kind::Address).or_else(|| {
        let dated = |pair: &str| {
            pair.split_once('=')
                .is_some_and(|(key, _)| QUERY_KEYS.contains(&key.to_ascii_lowercase().as_str()))
        };
        let value = query.split('&').find(|pair| dated(pair))?.split_once('=')?.1;
        best(value, Kind::Address).filter(|(date, _)| date.day().is_some())
    })
}

/// The most precise date in a name; of equals the last one of a path and the first of an address.
fn best(path: &str, kind: Kind) -> Option<(PartialDate, &str)> {
    let starts = path.bytes().enumerate().filter(|&(at, b)| b.is_ascii_digit() && starts_number(path, at));
    let mut found: Option<(PartialDate, Range<usize>)> = None;
    for (at, _) in starts {
        // What is a part of a date starts no date of its own ("09/16" of "2008/09/16").
        if found.as_ref().is_some_and(|(_, span)| span.contains(&at)) {
            continue;
        }
        let Some((date, end)) = date_at(path, at, kind) else { continue };
        let precision = |d: PartialDate| (d.month().is_some(), d.day().is_some());
        let better = found.as_ref().is_none_or(|(old, _)| match kind {
            Kind::Path => precision(date) >= precision(*old),
            Kind::Address => precision(date) > precision(*old),
        });
        if better {
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
fn date_at(path: &str, at: usize, kind: Kind) -> Option<(PartialDate, usize)> {
    let rest = path.get(at..)?;
    let width = rest.bytes().take_while(u8::is_ascii_digit).count();
    let number = |from: usize, to: usize| rest.get(from..to)?.parse::<u32>().ok();
    let year = |from: usize| {
        i32::try_from(number(from, from + 4)?).ok().filter(|y| (FIRST_YEAR..=LAST_YEAR).contains(y))
    };
    match width {
        // Eight digits, or more when the clock follows at once.
        8 | 12 | 14 => {
            let clock = width == 8 || (number(8, 10)? < 24 && number(10, 12)? < 60);
            let recent = |d: &PartialDate| kind == Kind::Path || d.year() >= FIRST_WEB_YEAR;
            let begins = year(0).and_then(|y| PartialDate::ymd(y, number(4, 6)?, number(6, 8)?));
            let ends = || day_and_month(number(0, 2)?, number(2, 4)?, year(4)?);
            let day = begins.or_else(|| ends().filter(|_| width == 8)).filter(recent)?;
            (clock && set_off(path, at + width)).then_some((day, at + 8))
        }
        4 => {
            let year = year(0)?;
            let lone = || lone_year(path, at, year).filter(|_| kind == Kind::Path);
            // In the words of an address a year and a number are often something else.
            let folder = |(date, end): &(PartialDate, usize)| {
                let slash =
                    |i: Option<usize>| i.and_then(|i| path.as_bytes().get(i)).is_none_or(|b| *b == b'/');
                let between = path.as_bytes().get(at + 4);
                date.day().is_some()
                    || (slash(at.checked_sub(1)) && between == Some(&b'/') && slash(Some(*end)))
            };
            let found = day_or_month(path, at, year).filter(|f| kind == Kind::Path || folder(f));
            found.or_else(lone)
        }
        1 | 2 => year_last(path, at, width),
        _ => None,
    }
}

/// `13-05-2019`, `5.13.2019`: the same mark between all parts.
fn year_last(path: &str, at: usize, width: usize) -> Option<(PartialDate, usize)> {
    let first = path.get(at..at + width)?.parse().ok()?;
    let rest = path.get(at + width..)?;
    let mark = rest.chars().next().filter(|c| "-_./".contains(*c))?;
    let mut parts = rest.get(1..)?.split(mark);
    let second = parts.next().filter(|p| matches!(p.len(), 1 | 2))?;
    let digits = |t: &str| t.bytes().take_while(u8::is_ascii_digit).count();
    let year = parts.next().filter(|p| digits(p) == 4)?.get(..4)?;
    let end = at + width + 1 + second.len() + 1 + 4;
    let year = year.parse().ok().filter(|y| (FIRST_YEAR..=LAST_YEAR).contains(y))?;
    let day = day_and_month(first, second.parse().ok()?, year)?;
    set_off(path, end).then_some((day, end))
}

/// The day, when it can be read in one way only.
fn day_and_month(a: u32, b: u32, year: i32) -> Option<PartialDate> {
    match (PartialDate::ymd(year, b, a), PartialDate::ymd(year, a, b)) {
        (Some(one), Some(other)) if one != other => None,
        (one, other) => one.or(other),
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

/// Languages whose months addresses are known to hold.
const MONTH_LANGS: [&[u8; 2]; 7] = [b"en", b"fr", b"es", b"pt", b"it", b"de", b"nl"];

/// Two digits, or the name of a month, and where it ends.
fn month_at(path: &str, at: usize) -> Option<(u32, usize)> {
    let rest = path.get(at..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if matches!(digits, 1..=2) {
        return Some((rest.get(..digits)?.parse().ok()?, at + digits));
    }
    let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    match super::names::word(rest.get(..letters)?, Some(*b"en")) {
        super::Part::Month(month) if letters >= 3 && MONTH_LANGS.contains(&&month.lang) => {
            Some((month.number, at + letters))
        }
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
            "04-05-2019.txt",
            "04052019.txt",
            "1550-01-02.txt",
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
        assert_eq!(url("https://example.org/20190513-flood-2017-01-02"), day("20190513"));
        assert_eq!(url("https://example.org/flood-13-05-2019.html"), day("13-05-2019"));
        assert_eq!(url("https://example.org/flood-13052019"), day("13052019"));
        assert_eq!(url("https://example.org/show?date=2019-05-13&x=1"), day("2019-05-13"));
        assert_eq!(url("https://example.org/201905131005/x"), day("20190513"));
        assert_eq!(url("https://example.org/show?id=20190513"), None);
        assert_eq!(url("https://example.org/flood-04-05-2019"), None);
        assert_eq!(url("https://example.org/article-18720513"), None);
        assert_eq!(url("https://example.org/201905131299/x"), None);
        assert_eq!(url("https://example.org/world/2019/may/13/flood"), day("2019/may/13"));
        assert_eq!(url("https://example.org/2019/05/flood").map(|f| f.0).as_deref(), Some("2019-05"));
        assert_eq!(url("https://example.org/best-of-2019-11-albums"), None);
        assert_eq!(url("https://2019-05-13.example.org/flood"), None);
        assert_eq!(url("https://example.org/2019/flood"), None);
        assert_eq!(url("https://example.org/flood#2019-05-13"), None);
    }
}
