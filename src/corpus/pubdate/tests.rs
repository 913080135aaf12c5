//! What is read, what is only read in part, and what is refused.

use chrono::Datelike;

use super::*;

fn read(raw: &str) -> Option<(String, Option<String>, Option<u32>)> {
    parse_field(raw, &DateOptions::default()).map(|f| (f.date.to_string(), f.instant, f.second_of_day))
}

#[test]
fn a_date_alone_has_no_other_words_around_it() {
    let alone = |raw: &str| parse(raw, &DateOptions::default()).is_some();
    for raw in ["Published: 4 Jan 2019 | Updated: 6 Jan 2019", "Jan. 4, 2019", "2020-06-03 2020-06-03"] {
        assert!(alone(raw), "{raw}");
    }
    for raw in [
        "By Jane Doe on 4 January 2019",
        "4 January 2019, London",
        "Stand: 24.05.2019",
        "Sport | 4 January 2019",
        "January 1, 1989, Sunday, Home Edition",
    ] {
        assert!(!alone(raw), "{raw}");
        assert!(parse_field(raw, &DateOptions::default()).is_some(), "{raw}");
    }
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
        ("May 13-19, 2019", "2019-05-13"),
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
        ("8 Aug 2024 13:00 am", None, None),
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
fn layouts_of_the_web_and_of_vendors() {
    let cases = [
        ("2020-06-03 08:00:00.0", "2020-06-03", None),
        ("Thu Jun 04 2020 10:00:00 GMT+0200 (CEST)", "2020-06-04", Some("2020-06-04T10:00:00+02:00")),
        (
            "Thu Jun 04 2020 10:00:00 GMT+0200 (Central European Summer Time)",
            "2020-06-04",
            Some("2020-06-04T10:00:00+02:00"),
        ),
        ("2020-6-3", "2020-06-03", None),
        ("2020-06-03T08:00:00.123456+0530", "2020-06-03", Some("2020-06-03T08:00:00+05:30")),
        ("2020-06-03T08:00:00+02:00CET", "2020-06-03", Some("2020-06-03T08:00:00+02:00")),
        ("2017-04-25 T 10:22:45 +0200", "2017-04-25", Some("2017-04-25T10:22:45+02:00")),
        ("2020-10-28 13:04:45.123456 CEST", "2020-10-28", Some("2020-10-28T13:04:45+02:00")),
        ("2019-12-10|18h23", "2019-12-10", None),
        ("03/12/2019 18h23", "2019", None),
        ("07:11  GMT 25.10.2020", "2020-10-25", Some("2020-10-25T07:11:00Z")),
        ("Oct 9, 2020 / 10:31 PM MDT", "2020-10-09", Some("2020-10-09T22:31:00-06:00")),
        ("Senin, 4 Mei 2020 10:22 WIB", "2020-05-04", Some("2020-05-04T10:22:00+07:00")),
        ("May 4, 2020 at 5:21pm PDT", "2020-05-04", Some("2020-05-04T17:21:00-07:00")),
        ("Tue, Sep 29 2020 10:11:12 EDT", "2020-09-29", Some("2020-09-29T10:11:12-04:00")),
        ("January 1, 1989, Sunday, Home Edition", "1989-01-01", None),
        ("Monday, 2 January 1989, Late City Final Edition", "1989-01-02", None),
        ("8 August 2024", "2024-08-08", None),
        ("August 8, 2024 Thursday 11:04 PM GMT", "2024-08-08", Some("2024-08-08T23:04:00Z")),
        ("August 8, 2024 Thursday 1:04 AM EST", "2024-08-08", Some("2024-08-08T01:04:00-05:00")),
        ("910514", "1991-05-14", None),
        ("19870101T000000", "1987-01-01", None),
        ("20020115T093000-0500", "2002-01-15", Some("2002-01-15T09:30:00-05:00")),
        ("Published: 4 Jan 2019 | Updated: 6 Jan 2019", "2019-01-04", None),
        ("Updated: 6 Jan 2019 - Published: 4 Jan 2019", "2019-01-04", None),
        ("First published on Fri 4 Jan 2019 10.05 GMT", "2019-01-04", None),
        ("Last modified on Fri 4 Jan 2019 11.05 EST", "2019-01-04", None),
        ("4.1.2019 14.05", "2019", None),
        ("24.1.2019 klo 14.05", "2019-01-24", None),
        ("2019-05-13T10:00:00Z, 2019-05-13T10:00:00Z", "2019-05-13", Some("2019-05-13T10:00:00Z")),
        ("2020-06-03 2020-06-03", "2020-06-03", None),
        ("By Jane Doe on 4 January 2019", "2019-01-04", None),
        ("4 January 2019, London", "2019-01-04", None),
        ("Stand: 24.05.2019", "2019-05-24", None),
        ("2024-08-08T10:11:12 Europe/Berlin", "2024-08-08", None),
    ];
    for (raw, day, instant) in cases {
        let found = read(raw);
        let found = found.as_ref().map(|f| (f.0.as_str(), f.1.as_deref()));
        assert_eq!(found, Some((day, instant)), "{raw}");
    }
}

#[test]
fn names_of_months_in_many_languages() {
    let cases = [
        "8 августа 2024 г.",
        "8 серпня 2024, 10:11",
        "8 жніўня 2024",
        "8 август 2024",
        "8 kolovoza 2024",
        "8 sierpnia 2024",
        "8. srpna 2024",
        "8. augusta 2024",
        "8. avgust 2024",
        "2024. augusztus 8.",
        "8 august 2024",
        "8 Αυγούστου 2024",
        "8 أغسطس 2024",
        "8 آب 2024",
        "8 آب/أغسطس 2024",
        "٨ أغسطس ٢٠٢٤",
        "الخميس 8 غشت 2024",
        "8 באוגוסט 2024",
        "8 Ağustos 2024 Perşembe",
        "8 avqust 2024",
        "8 अगस्त 2024",
        "৮ আগস্ট ২০২৪",
        "8 اگست 2024",
        "2024年8月8日",
        "2024年8月8日(木) 10時11分",
        "2024年8月8日 星期四 10:11",
        "二〇二四年八月八日",
        "令和6年8月8日",
        "2024년 8월 8일 목요일 오전 10시 11분",
        "2024. 8. 8.",
        "Kamis, 8 Agustus 2024",
        "ngày 8 tháng 8 năm 2024",
        "8 Tháng Tám, 2024",
        "Thứ Năm, 08/08/2024",
        "8 สิงหาคม 2567",
        "วันพฤหัสบดีที่ 8 สิงหาคม พ.ศ. 2567",
        "๘ ส.ค. ๒๕๖๗",
        "8. elokuuta 2024",
        "torsdag den 8 augusti 2024",
        "8. ágúst 2024",
        "2024 m. rugpjūčio 8 d.",
        "2024. gada 8. augusts",
        "8 gusht 2024",
        "8 d'agost de 2024",
        "2024ko abuztuaren 8a",
        "8 Awst 2024",
        "8 de agosto de 2024",
        "8 de Agosto de 2024 às 10h11",
        "jeudi 8 août 2024 à 10h11",
        "Donnerstag, 8. August 2024, 10.11 Uhr",
        "8 Agosti 2024",
        "Agosto 8, 2024",
        "8 օգոստոսի 2024",
        "8 აგვისტო 2024",
        "17 مرداد 1403 - 18 مرداد 1403",
    ];
    for raw in cases {
        let wanted = if raw.starts_with("17 ") { "2024-08-07" } else { "2024-08-08" };
        assert_eq!(date(raw).as_deref(), Some(wanted), "{raw}");
    }
}

fn found(raw: &str, lang: Option<&[u8; 2]>) -> Option<(String, Calendar, Vec<Note>)> {
    let options = DateOptions { lang: lang.copied(), ..DateOptions::default() };
    parse_field(raw, &options).map(|f| (f.date.to_string(), f.calendar, f.notes))
}

#[test]
fn days_of_other_calendars_are_converted_and_say_so() {
    use Calendar::{Buddhist, Gregorian, Hijri, Jalali};
    let cases: [(&str, Option<&[u8; 2]>, &str, Calendar); 18] = [
        ("۱۷ مرداد ۱۳۹۸", None, "2019-08-08", Jalali),
        ("پنجشنبه ۱۷ مرداد ۱۳۹۸ - ۱۰:۱۱", None, "2019-08-08", Jalali),
        ("سه‌شنبه، ۲۲ بهمن ۱۳۹۸", None, "2020-02-11", Jalali),
        ("۱۳۹۸/۵/۱۷", None, "2019-08-08", Jalali),
        ("۱۳۹۸-۰۵-۱۷ ۱۰:۱۱", None, "2019-08-08", Jalali),
        ("1398/05/17", Some(b"fa"), "2019-08-08", Jalali),
        ("17/05/1398", Some(b"ps"), "2019-08-08", Jalali),
        ("17 اسد 1398", None, "2019-08-08", Jalali),
        ("۸ خرداد ۹۹", None, "2020-05-28", Jalali),
        ("۸ اوت ۲۰۱۹", None, "2019-08-08", Gregorian),
        ("1 محرم 1445 هـ", None, "2023-07-19", Hijri),
        ("الأربعاء 1 محرم 1445", None, "2023-07-19", Hijri),
        ("١/١/١٤٤٥", None, "2023-07-19", Hijri),
        ("1445/1/1", Some(b"ar"), "2023-07-19", Hijri),
        ("12 محرم 1445 هـ الموافق 30 يوليو 2023 م", None, "2023-07-30", Gregorian),
        ("8/8/2567", Some(b"th"), "2024-08-08", Buddhist),
        ("مرداد ۱۳۹۸", None, "2019", Jalali),
        ("昭和20年8月15日", None, "1945-08-15", Calendar::Reign),
    ];
    for (raw, lang, wanted, calendar) in cases {
        let found = found(raw, lang).map(|f| (f.0, f.1));
        assert_eq!(found, Some((wanted.to_owned(), calendar)), "{raw}");
    }
    assert_eq!(date("1398/05/17").as_deref(), Some("1398-05-17"));
    let reckoned = |raw: &str| found(raw, None).is_some_and(|f| f.2.contains(&Note::Reckoned));
    assert!(reckoned("1 محرم 1445 هـ"));
    assert!(!reckoned("الأربعاء 1 محرم 1445"));
    // The weekday puts the reckoned day right.
    assert_eq!(date("الثلاثاء 1 محرم 1445").as_deref(), Some("2023-07-18"));
    assert_eq!(date("31 مهر 1398"), None);
}

#[test]
fn old_style_is_converted_when_marked_and_noted_when_likely() {
    use Calendar::{Gregorian, Julian};
    let old = (Julian, vec![Note::OldStyle]);
    let perhaps = (Gregorian, vec![Note::PerhapsOldStyle]);
    type Case<'c> = (&'c str, Option<&'c [u8; 2]>, &'c str, &'c (Calendar, Vec<Note>));
    let cases: [Case<'_>; 14] = [
        ("12 (25) October 1905", None, "1905-10-25", &old),
        ("12/25 октября 1905 г.", None, "1905-10-25", &old),
        ("25 (12) октября 1905", None, "1905-10-25", &old),
        ("28 февраля (13 марта) 1910", None, "1910-03-13", &old),
        ("Oct. 12 (24), 1895", None, "1895-10-24", &old),
        ("12 October 1905 O.S.", None, "1905-10-25", &old),
        ("12 октября 1905 г. (ст. ст.)", None, "1905-10-25", &old),
        ("12 октября 1905", None, "1905-10-12", &perhaps),
        ("1905-10-12", Some(b"ru"), "1905-10-12", &perhaps),
        ("1905-10-12", None, "1905-10-12", &(Gregorian, vec![])),
        ("25 октября 1905 (н. ст.)", None, "1905-10-25", &(Gregorian, vec![])),
        ("1 марта 1918", None, "1918-03-01", &(Gregorian, vec![])),
        ("10 February 1711/12", None, "1712-02-10", &perhaps),
        // A Sunday by the old calendar.
        ("воскресенье, 9 января 1905", None, "1905-01-09", &perhaps),
    ];
    for (raw, lang, wanted, (calendar, notes)) in cases {
        assert_eq!(found(raw, lang), Some((wanted.to_owned(), *calendar, notes.clone())), "{raw}");
    }
    // Not the days between the styles: an issue for several days.
    assert_eq!(
        found("12/14 October 1905", None),
        Some(("1905-10-12".to_owned(), Gregorian, vec![Note::Span]))
    );
}

#[test]
fn partial_and_doubtful_dates_stay_so() {
    let cases = [
        ("Spring 1943", "1943", vec![]),
        ("Winter 1942/43", "1942", vec![Note::Span]),
        ("c. 1890", "1890", vec![Note::Approximate]),
        ("ca. 1890", "1890", vec![Note::Approximate]),
        ("[1890?]", "1890", vec![Note::Approximate]),
        ("[1890]", "1890", vec![]),
        ("189-", "1890", vec![Note::Decade, Note::Approximate]),
        ("[189-?]", "1890", vec![Note::Decade, Note::Approximate]),
        ("1890s", "1890", vec![Note::Decade, Note::Approximate]),
        ("March 1998", "1998-03", vec![]),
        ("2024-W32", "2024-08-05", vec![Note::Span]),
        ("2024-W32-4", "2024-08-08", vec![]),
        ("2024W324", "2024-08-08", vec![]),
        ("2024-221", "2024-08-08", vec![]),
        ("May 3-4, 1989", "1989-05-03", vec![Note::Span]),
        ("3/4 May 1989", "1989-05-03", vec![Note::Span]),
        ("30 April - 6 May 2019", "2019-04-30", vec![Note::Span]),
        ("Dec. 31, 1988/Jan. 1, 1989", "1988-12-31", vec![Note::Span]),
        ("December 28 - January 3, 1999", "1998-12-28", vec![Note::Span]),
        ("May/June 2019", "2019", vec![Note::Span]),
        ("Monday, 4 January 2019", "2019-01-04", vec![Note::Weekday]),
        ("26-FEB-87", "1987-02-26", vec![Note::ShortYear]),
        ("2 January 2019, 3 March 2018", "2019-01-02", vec![Note::Several]),
    ];
    for (raw, wanted, notes) in cases {
        let found = found(raw, None).map(|f| (f.0, f.2));
        assert_eq!(found, Some((wanted.to_owned(), notes)), "{raw}");
    }
}

#[test]
fn days_counted_back_need_the_day_of_fetching() {
    let on = |raw: &str| {
        let fetched = NaiveDate::from_ymd_opt(2024, 8, 8);
        parse_field(raw, &DateOptions { fetched, ..DateOptions::default() }).map(|f| f.date.to_string())
    };
    for raw in [
        "2 hours ago",
        "35 mins ago",
        "9時間前",
        "16 jam lalu",
        "Il y a 9 heures",
        "vor 3 Stunden",
        "сегодня в 10:00",
        "hace 2 horas",
    ] {
        assert_eq!(on(raw).as_deref(), Some("2024-08-08"), "{raw}");
        assert_eq!(date(raw), None, "{raw}");
    }
    for (raw, wanted) in [
        ("yesterday", "2024-08-07"),
        ("вчера в 10:31", "2024-08-07"),
        ("3 days ago", "2024-08-05"),
        ("2 weeks ago", "2024-07-25"),
        ("há 2 dias", "2024-08-06"),
        ("1 month ago", "2024-07-08"),
    ] {
        assert_eq!(on(raw).as_deref(), Some(wanted), "{raw}");
    }
    assert_eq!(on("2 hours"), None);
    assert_eq!(on("ago"), None);
}

#[test]
fn zones_are_kept_as_written() {
    let zone = |raw: &str| parse_field(raw, &DateOptions::default()).map(|f| (f.zone, f.instant.is_some()));
    let cases = [
        ("8 Aug 2024 10:11 EDT", Some("EDT"), true),
        ("8 Aug 2024 10:11 IST", Some("IST"), false),
        ("8 Aug 2024 10:11 GMT+3", Some("GMT+3"), true),
        ("8 Aug 2024 10:11 a.m. ET", Some("ET"), false),
        ("8 августа 2024 10:11 МСК", Some("МСК"), true),
        ("Thu, 8 Aug 2024 10:11:12 +0200 (CEST)", Some("+0200 (CEST)"), true),
        ("20240808T101112+0200", Some("+0200"), true),
        ("2024-08-08T10:11:12Z", Some("Z"), true),
        ("2024-08-08T10:11:12+99:00", Some("+99:00"), false),
        ("2024-08-08 10:11", None, false),
    ];
    for (raw, wanted, exact) in cases {
        assert_eq!(zone(raw), Some((wanted.map(str::to_owned), exact)), "{raw}");
    }
}

#[test]
fn a_weekday_tells_day_and_month_apart() {
    assert_eq!(date("Friday, 04/01/2019").as_deref(), Some("2019-01-04"));
    assert_eq!(date("Monday, 04/01/2019").as_deref(), Some("2019-04-01"));
    let guess = DateOptions { order: DateOrder::DayFirst, order_is_guess: true, ..DateOptions::default() };
    let read = |raw: &str| parse_field(raw, &guess).map(|f| (f.date.to_string(), f.notes));
    assert_eq!(read("04/01/2019"), Some(("2019-01-04".to_owned(), vec![Note::Swappable])));
    assert_eq!(read("Monday, 04/01/2019"), Some(("2019-04-01".to_owned(), vec![])));
    assert_eq!(read("24/01/2019"), Some(("2019-01-24".to_owned(), vec![])));
}

#[test]
fn numeric_dates_are_not_guessed() {
    let with = |raw, order| {
        parse_field(raw, &DateOptions { order, ..Default::default() }).map(|f| f.date.to_string())
    };
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
fn every_day_of_three_centuries_is_read_in_every_layout() {
    const SHORT: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const RUSSIAN: [&str; 12] = [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ];
    const WEEK: [&str; 7] = ["Mon", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let mut day = NaiveDate::from_ymd_opt(1800, 1, 1).unwrap();
    let last = NaiveDate::from_ymd_opt(2100, 12, 31).unwrap();
    let options = DateOptions { order: DateOrder::DayFirst, ..DateOptions::default() };
    while day <= last {
        let (y, m, d) = (day.year(), day.month(), day.day());
        let (short, russian) = (SHORT[m as usize - 1], RUSSIAN[m as usize - 1]);
        let week = WEEK[day.weekday().num_days_from_monday() as usize];
        let layouts = [
            format!("{y}-{m:02}-{d:02}"),
            format!("{y}{m:02}{d:02}"),
            format!("{d}/{m}/{y}"),
            format!("{week}, {d} {short} {y} 10:11:12 +0000"),
            format!("{short}. {d}, {y}"),
            format!("{d} {russian} {y} г."),
            format!("{y}年{m}月{d}日"),
            format!("{d}/{m}/{}", if y >= 1857 { y + 543 } else { y }),
        ];
        for (at, raw) in layouts.iter().enumerate() {
            let options = DateOptions { lang: (at == 7).then_some(*b"th"), ..options };
            let found = parse(raw, &options).unwrap();
            assert_eq!(found.date.to_string(), day.to_string(), "{raw}");
            assert!(!found.has(Note::Weekday) && !found.has(Note::Swappable), "{raw}");
        }
        // A step that meets every day of the month and of the week.
        day += chrono::Duration::days(5);
    }
}

proptest::proptest! {
    #[test]
    fn no_string_makes_it_panic(
        text in "\\PC{0,60}",
        date in "[0-9٠-٩۰-۹〇一十]{0,4}[-/.:年月 ]{0,2}[a-zа-яäçéم-يا三]{0,9}[-/.:, (]{0,2}[0-9]{0,4}[ T]?[0-9:.+]{0,9} ?[A-Z()]{0,5}",
    ) {
        for text in [text, date] {
            let fetched = NaiveDate::from_ymd_opt(2024, 8, 8);
            let on_that_day = DateOptions { fetched, seen: fetched, ..DateOptions::default() };
            for options in [DateOptions::default(), on_that_day] {
                let _ = (parse(&text, &options), parse_field(&text, &options), both_ways(&text, &options));
            }
            let _ = (from_path(&text), from_url(&text), dateline_date(&text, NaiveDate::MAX));
        }
    }
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
                    let _ = (dateline_date(&text, NaiveDate::MIN), both_ways(&text, &DateOptions::default()));
                }
            }
        }
    }
}
