//! What is read, what is only read in part, and what is refused.

use super::*;

fn read(raw: &str) -> Option<(String, Option<String>, Option<u32>)> {
    parse(raw, &DateOptions::default()).map(|f| (f.date.to_string(), f.instant, f.second_of_day))
}

fn date(raw: &str) -> Option<String> {
    read(raw).map(|f| f.0)
}

#[test]
fn layouts_of_archives() {
    let cases = [
        ("2024-08-08", "2024-08-08"),
        ("2024-08", "2024-08"),
        ("2024", "2024"),
        ("0987", "0987"),
        ("2019/05/13", "2019-05-13"),
        ("2019.05.13", "2019-05-13"),
        ("20030219", "2003-02-19"),
        ("202408", "2024-08"),
        ("870226", "1987-02-26"),
        ("05/2019", "2019-05"),
        ("Friday, January 4, 2019", "2019-01-04"),
        ("January 4, 2019", "2019-01-04"),
        ("JANUARY 4TH 2019", "2019-01-04"),
        ("4 January 2019", "2019-01-04"),
        ("4th of January, 2019", "2019-01-04"),
        ("Jan. 4, 2019", "2019-01-04"),
        ("Jan 2019", "2019-01"),
        ("2019 Jan 4", "2019-01-04"),
        ("26-FEB-87", "1987-02-26"),
        ("May 13-19, 2019", "2019-05"),
        ("May/June 2019", "2019"),
        ("4 janvier 2019", "2019-01-04"),
        ("vendredi 4 janvier 2019 à 10h30", "2019-01-04"),
        ("1er août 1914", "1914-08-01"),
        ("4 de enero de 2019", "2019-01-04"),
        ("4. Januar 2019", "2019-01-04"),
        ("Montag, 3. März 2008, 14:05 Uhr", "2008-03-03"),
        ("4 gennaio 2019", "2019-01-04"),
        ("4 de março de 2019", "2019-03-04"),
        ("4 maart 2019", "2019-03-04"),
        ("4 января 2019 г.", "2019-01-04"),
        ("Published: 4 Jan 2019", "2019-01-04"),
        ("\"2019-05-13\"", "2019-05-13"),
        ("10:00 - 13 May 2019", "2019-05-13"),
    ];
    for (raw, wanted) in cases {
        assert_eq!(date(raw).as_deref(), Some(wanted), "{raw}");
    }
}

#[test]
fn clocks_and_zones() {
    let at = |h: u32, m: u32, s: u32| Some(h * 3600 + m * 60 + s);
    let cases = [
        ("2024-08-08T10:11:12Z", Some("2024-08-08T10:11:12Z"), at(10, 11, 12)),
        ("2024-08-08T10:11:12.345+0200", Some("2024-08-08T10:11:12+02:00"), at(10, 11, 12)),
        ("2024-08-08T10:11:12+02", Some("2024-08-08T10:11:12+02:00"), at(10, 11, 12)),
        ("2024-08-08 10:11:12 -04:30", Some("2024-08-08T10:11:12-04:30"), at(10, 11, 12)),
        ("2024-08-08 10:11:12 +0000 UTC", Some("2024-08-08T10:11:12Z"), at(10, 11, 12)),
        ("20240808T101112Z", Some("2024-08-08T10:11:12Z"), at(10, 11, 12)),
        ("20240808T101112+0200", Some("2024-08-08T10:11:12+02:00"), at(10, 11, 12)),
        ("Thu, 08 Aug 2024 10:11:12 GMT", Some("2024-08-08T10:11:12Z"), at(10, 11, 12)),
        ("8 Aug 2024 23:59 EDT", Some("2024-08-08T23:59:00-04:00"), at(23, 59, 0)),
        ("Thu, 8 Aug 2024 10:11:12 +0200 (CEST)", Some("2024-08-08T10:11:12+02:00"), at(10, 11, 12)),
        ("Thu Aug  8 10:11:12 UTC 2024", Some("2024-08-08T10:11:12Z"), at(10, 11, 12)),
        ("1723111872", Some("2024-08-08T10:11:12Z"), at(10, 11, 12)),
        ("1723111872000", Some("2024-08-08T10:11:12Z"), at(10, 11, 12)),
        ("1723111872.5", Some("2024-08-08T10:11:12Z"), at(10, 11, 12)),
        ("2024-08-08 10:11", None, at(10, 11, 0)),
        ("August 8, 2024 3:05 p.m.", None, at(15, 5, 0)),
        ("12:30 AM, August 8, 2024", None, at(0, 30, 0)),
        ("20240808101112", None, at(10, 11, 12)),
        ("20240808T10:11:12Z", Some("2024-08-08T10:11:12Z"), at(10, 11, 12)),
        ("202408081011", None, at(10, 11, 0)),
        // A clock that cannot be leaves the day standing.
        ("2024-08-08 25:61", None, None),
        ("2024-08-08T24:00:00Z", None, None),
        ("8 Aug 2024 13:00 pm", None, None),
        ("2024-08-08Z", None, None),
    ];
    for (raw, instant, second) in cases {
        let wanted = ("2024-08-08".to_owned(), instant.map(str::to_owned), second);
        assert_eq!(read(raw), Some(wanted), "{raw}");
    }
    assert_eq!(date("27-MAR-1987 06:45:01.32\u{5}\u{5}RM").as_deref(), Some("1987-03-27"));
    assert_eq!(read("26-FEB-1987 15:01:01.79"), Some(("1987-02-26".to_owned(), None, at(15, 1, 1))));
}

#[test]
fn numeric_dates_are_not_guessed() {
    let with =
        |raw, order| parse(raw, &DateOptions { order, ..Default::default() }).map(|f| f.date.to_string());
    assert_eq!(date("04/01/2019").as_deref(), Some("2019"));
    assert_eq!(with("04/01/2019", DateOrder::DayFirst).as_deref(), Some("2019-01-04"));
    assert_eq!(with("04/01/2019", DateOrder::MonthFirst).as_deref(), Some("2019-04-01"));
    assert_eq!(with("13/05/2019", DateOrder::MonthFirst).as_deref(), Some("2019-05-13"));
    assert_eq!(date("13/05/2019").as_deref(), Some("2019-05-13"));
    assert_eq!(date("5.13.2019").as_deref(), Some("2019-05-13"));
    assert_eq!(date("04/04/2019").as_deref(), Some("2019-04-04"));
    assert_eq!(date("01/04/63").as_deref(), Some("1963"));
    assert_eq!(with("01/04/63", DateOrder::MonthFirst).as_deref(), Some("1963-01-04"));
    assert_eq!(date("24/08/29").as_deref(), Some("2029-08-24"));
    assert_eq!(date("26-09-20"), None);
    assert_eq!(with("26-09-20", DateOrder::DayFirst).as_deref(), Some("2020-09-26"));
    let old = DateOptions { first_short_year: 1850, ..Default::default() };
    assert_eq!(parse("24-AUG-63", &old).map(|f| f.date.to_string()).as_deref(), Some("1863-08-24"));
}

#[test]
fn what_is_no_date_is_refused() {
    for raw in [
        "",
        "2023-02-30",
        "2024-13-01",
        "0000-00-00",
        "0000",
        "0",
        "1",
        "86399",
        "2882015",
        "31 April 2019",
        "99999999999999999999",
        "4 January",
        "yesterday",
        "Friday",
        "section 4, 2019",
        "call 555-1234",
        "January",
        "2019-05-13 to 2019-05-19",
        "8 Brumaire 2019",
        "10:30",
        "+",
        ":",
        "12:",
        "\u{665}/\u{665}/2019",
    ] {
        assert_eq!(date(raw), None, "{raw}");
    }
}

#[test]
fn a_dateline_takes_the_latest_such_day_that_is_not_after_the_reference() {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let read = |text, on| dateline_date(text, on).map(|d| d.to_string());
    assert_eq!(read("Feb 26", day(1987, 2, 26)).as_deref(), Some("1987-02-26"));
    assert_eq!(read("KURSK, Aug 8", day(2024, 8, 9)).as_deref(), Some("2024-08-08"));
    assert_eq!(read("LONDON, 30 December", day(2024, 1, 2)).as_deref(), Some("2023-12-30"));
    assert_eq!(read("PARIS, Feb. 29", day(2023, 5, 1)).as_deref(), Some("2020-02-29"));
    assert_eq!(read("PARIS, May 3, 1968", day(2023, 5, 1)).as_deref(), Some("1968-05-03"));
    assert_eq!(read("BOGOTA, 9 JAN 90 (EFE)", day(1990, 12, 31)).as_deref(), Some("1990-01-09"));
    assert_eq!(read("BOGOTA, 9 JAN 05", NaiveDate::MAX).as_deref(), Some("2005-01-09"));
    assert_eq!(read("GEN. SANTOS CITY, Aug. 8", day(2024, 8, 9)).as_deref(), Some("2024-08-08"));
    assert_eq!(read("PARIS, May 3", NaiveDate::MAX), None);
    assert_eq!(read("PARIS, May", day(2023, 5, 1)), None);
    assert_eq!(read("PARIS", day(2023, 5, 1)), None);
}

#[test]
fn no_text_makes_it_panic() {
    let pieces = ["2024", "08", ":", "-", "T", "Z", "+", "Jan", "й", "é", ".", "99", " ", "pm", "("];
    for a in pieces {
        for b in pieces {
            for c in pieces {
                for d in pieces {
                    let text = [a, b, c, d, b].concat();
                    let _ = (parse(&text, &DateOptions::default()), from_path(&text), from_url(&text));
                    let _ = dateline_date(&text, NaiveDate::MIN);
                }
            }
        }
    }
}
