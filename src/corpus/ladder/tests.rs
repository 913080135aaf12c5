//! Which rung wins, what the others are to it, and what is to be doubted.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn ladder(path: &str) -> Ladder {
    Ladder {
        path: path.to_owned(),
        own_path: true,
        modified_ns: None,
        sample: Habit::default(),
        habits: Arc::default(),
        fetched: None,
        seen: Some(day("2025-06-01")),
    }
}

/// A record that says nothing.
fn silent() -> Clues<'static> {
    Clues { dates: &[], url: None, dateline: None, body: "", outlet: None, lang: None }
}

fn header(raw: &str) -> Vec<(DateSource, String)> {
    vec![(DateSource::Header, raw.to_owned())]
}

/// The winner, what became of every rung, and the suspicions.
fn climb(ladder: &Ladder, clues: &Clues<'_>) -> (String, Vec<String>, Vec<&'static str>) {
    let (published, dating) = ladder.climb(clues, &mut Vec::new());
    let winner = published.map(|p| format!("{} {}", p.date, p.source.as_str())).unwrap_or_default();
    let rungs =
        dating.rungs.iter().map(|r| format!("{} {}", r.source.as_str(), r.verdict.as_str())).collect();
    (winner, rungs, dating.suspicions.iter().map(|s| s.as_str()).collect())
}

#[test]
fn the_first_rung_that_holds_wins() {
    let win = |clues: &Clues<'_>| {
        let mut warnings = Vec::new();
        let (found, _) = ladder("2024/a.txt").climb(clues, &mut warnings);
        (found.map(|p| format!("{} {}", p.date, p.source.as_str())).unwrap_or_default(), warnings.len())
    };
    let (good, bad) = (header("2023-05-06"), header("2023-02-30"));
    let dated = Clues { dateline: Some("Aug 8"), ..silent() };
    assert_eq!(win(&Clues { dates: &good, ..dated }), ("2023-05-06 header".to_owned(), 0));
    assert_eq!(win(&Clues { dates: &bad, ..dated }), ("2024-08-08 dateline".to_owned(), 1));
    let body = "Friday, January 4, 2019\n\nA";
    assert_eq!(win(&Clues { body, ..silent() }), ("2019-01-04 text".to_owned(), 0));
    assert_eq!(win(&Clues { body: "In 2019 it rained", ..silent() }), ("2024 path".to_owned(), 0));
}

#[test]
fn every_rung_is_kept_with_what_became_of_it() {
    let dates = vec![
        (DateSource::Metadata, "2019".to_owned()),
        (DateSource::Header, "13 May 2019 10:11 EDT".to_owned()),
        (DateSource::Metadata, "sometime".to_owned()),
    ];
    let clues = Clues {
        dates: &dates,
        url: Some("https://example.org/2019/05/14/flood"),
        dateline: Some("KURSK, May 10"),
        body: "May 20, 2019\n\nIt rained.",
        ..silent()
    };
    let (winner, rungs, suspicions) = climb(&ladder("2019/05/flood.txt"), &clues);
    assert_eq!(winner, "2019-05-13 header");
    let wanted = [
        "header won",
        "metadata coarser",
        "metadata unreadable",
        "url agrees",
        "dateline agrees",
        "text differs",
        "path coarser",
    ];
    assert_eq!(rungs, wanted);
    assert_eq!(suspicions, ["disagreement"]);
    let (_, dating) = ladder("x").climb(&clues, &mut Vec::new());
    let won = dating.winner().unwrap();
    assert_eq!(
        (won.zone.as_deref(), won.instant.as_deref()),
        (Some("EDT"), Some("2019-05-13T10:11:00-04:00"))
    );
    assert_eq!(dating.suspect().as_deref(), Some("header and text are 7 days apart"));
}

#[test]
fn a_lower_rung_may_say_the_same_more_exactly() {
    let dates = header("May 2019");
    let clues = Clues { dates: &dates, url: Some("https://example.org/2019/05/14/x"), ..silent() };
    assert_eq!(climb(&ladder("a"), &clues).0, "2019-05-14 url");
    assert_eq!(climb(&ladder("a"), &clues).1, ["header coarser", "url won"]);
    let elsewhere = Clues { url: Some("https://example.org/2019/06/14/x"), ..clues };
    assert_eq!(climb(&ladder("a"), &elsewhere).0, "2019-05 header");
}

#[test]
fn what_cannot_be_never_wins_and_is_reported() {
    let cases = [
        ("1970-01-01T00:00:00Z", "not_set"),
        ("1970-01-01", "not_set"),
        ("1969-12-31T19:00:00-05:00", "not_set"),
        ("0001-01-01T00:00:00", "not_set"),
        ("1900-01-01", "not_set"),
        ("9999-12-31", "not_set"),
        ("0000-00-00 00:00:00", "not_set"),
        ("n/a", "not_set"),
        ("2026-07-20", "future"),
        ("1246-03-01", "before_press"),
    ];
    for (raw, why) in cases {
        let dates = header(raw);
        let clues = Clues { dates: &dates, ..silent() };
        assert_eq!(climb(&ladder("a"), &clues).0, "", "{raw}");
        let (_, rungs, suspicions) = climb(&ladder("a"), &clues);
        assert_eq!((rungs, suspicions), (vec!["header implausible".to_owned()], vec![why]), "{raw}");
        let other = Clues { url: Some("https://example.org/2019/05/13/x"), ..clues };
        assert_eq!(climb(&ladder("a"), &other).0, "2019-05-13 url", "{raw}");
        let mut warnings = Vec::new();
        ladder("a").climb(&other, &mut warnings);
        assert_eq!(warnings.len(), 1, "{raw}");
    }
    let twice = vec![header("2999-01-02").remove(0), header("2 January 2999").remove(0)];
    assert_eq!(climb(&ladder("a"), &Clues { dates: &twice, ..silent() }).2, ["future"]);
    // The day after the one of reading can be today elsewhere.
    let dates = header("2025-06-02");
    assert_eq!(climb(&ladder("a"), &Clues { dates: &dates, ..silent() }).0, "2025-06-02 header");
}

#[test]
fn the_first_day_of_1970_is_a_day_when_something_else_says_so() {
    let (words, figures) = (header("Thursday, January 1, 1970"), header("1970-01-01"));
    let clues = |dates| Clues { dates, ..silent() };
    assert_eq!(
        climb(&ladder("a"), &clues(&words)),
        ("1970-01-01 header".to_owned(), vec!["header won".to_owned()], vec![])
    );
    assert_eq!(climb(&ladder("1970/a"), &clues(&figures)).0, "1970-01-01 header");
}

#[test]
fn rungs_a_day_apart_agree() {
    let dates = header("2019-05-13T01:30:00Z");
    let suspect = |url: &str| {
        let clues = Clues { dates: &dates, url: Some(url), ..silent() };
        climb(&ladder("a"), &clues).2
    };
    assert!(suspect("https://example.org/2019/05/12/x").is_empty());
    assert!(suspect("https://example.org/2019/05/x").is_empty());
    assert_eq!(suspect("https://example.org/2019/05/10/x"), ["disagreement"]);
    assert_eq!(suspect("https://example.org/2018/05/13/x"), ["disagreement"]);
}

#[test]
fn a_later_day_in_the_name_of_a_collection_is_that_of_collecting() {
    let dates = header("2019-05-13");
    let clues = Clues { dates: &dates, ..silent() };
    let collection = Ladder { own_path: false, ..ladder("dump-2021-03-04.jsonl") };
    assert!(climb(&collection, &clues).2.is_empty());
    assert_eq!(climb(&ladder("2021-03-04.txt"), &clues).2, ["disagreement"]);
    let earlier = Ladder { own_path: false, ..ladder("dump-2018-03-04.jsonl") };
    assert_eq!(climb(&earlier, &clues).2, ["disagreement"]);
}

#[test]
fn a_later_second_date_is_that_of_a_change() {
    let two = |second: &str| vec![header("2019-05-13").remove(0), (DateSource::Header, second.to_owned())];
    let (later, earlier) = (two("2019-05-20"), two("2018-01-02"));
    assert!(climb(&ladder("a"), &Clues { dates: &later, ..silent() }).2.is_empty());
    assert_eq!(climb(&ladder("a"), &Clues { dates: &earlier, ..silent() }).2, ["disagreement"]);
}

#[test]
fn of_several_dates_in_one_place_one_that_agrees_is_enough() {
    let text = |raw: &str| (DateSource::Text, raw.to_owned());
    let mut dates = header("2019-05-13");
    dates.extend([text("May 13, 2019"), text("March 3, 2011")]);
    assert!(climb(&ladder("a"), &Clues { dates: &dates, ..silent() }).2.is_empty());
    dates.remove(1);
    assert_eq!(climb(&ladder("a"), &Clues { dates: &dates, ..silent() }).2, ["disagreement"]);
    let told = [text("May 13, 2019"), text("March 3, 2011")];
    assert!(climb(&ladder("a"), &Clues { dates: &told, ..silent() }).2.is_empty());
}

#[test]
fn day_and_month_are_told_apart_by_what_is_known() {
    let dates = header("04/03/2001");
    let clues = Clues { dates: &dates, lang: Some("en"), ..silent() };
    let guess = climb(&ladder("a"), &clues);
    assert_eq!((guess.0.as_str(), guess.2), ("2001-04-03 header", vec!["day_month_order"]));
    let british = Clues { lang: Some("en-GB"), ..clues };
    assert_eq!(climb(&ladder("a"), &british).0, "2001-03-04 header");
    let addressed = Clues { url: Some("https://example.org/2001/03/04/x"), ..clues };
    assert_eq!(
        climb(&ladder("a"), &addressed),
        ("2001-03-04 header".to_owned(), vec!["header won".to_owned(), "url agrees".to_owned()], vec![])
    );
    let mut learned = ladder("a");
    learned.learn(["13/04/2001"].into_iter());
    let known = climb(&learned, &clues);
    assert_eq!((known.0.as_str(), known.2), ("2001-03-04 header", vec![]));
    let mut habits = DateHabits::default();
    habits.observe_date(Some("The Post"), "13/04/2001");
    let learned = Ladder { habits: Arc::new(habits), ..ladder("a") };
    let post = Clues { outlet: Some("The Post"), ..clues };
    assert_eq!(climb(&learned, &post).2, Vec::<&str>::new());
    assert_eq!(climb(&learned, &clues).2, ["day_month_order"]);
    // Read the other way it would lie in the future.
    let dates = header("02/05/2025");
    let seen = Ladder { seen: Some(day("2025-03-01")), ..ladder("a") };
    let british = Clues { dates: &dates, lang: Some("en-GB"), ..silent() };
    assert_eq!(
        climb(&seen, &british),
        ("2025-02-05 header".to_owned(), vec!["header won".to_owned()], vec![])
    );
}

#[test]
fn years_of_two_digits_lie_near_the_others() {
    let dates = header("24-AUG-63");
    let clues = Clues { dates: &dates, ..silent() };
    assert_eq!(climb(&ladder("a"), &clues).0, "1963-08-24 header");
    assert_eq!(climb(&ladder("1865/a"), &clues).0, "1863-08-24 header");
    let mut learned = ladder("a");
    learned.learn(["1861-01-02", "3 May 1864"].into_iter());
    assert_eq!(climb(&learned, &clues).0, "1863-08-24 header");
    let late = header("24-AUG-25");
    assert_eq!(climb(&ladder("a"), &Clues { dates: &late, ..silent() }).0, "1925-08-24 header");
}

#[test]
fn a_year_far_from_the_outlets_others_loses_and_is_doubted() {
    let mut habits = DateHabits::default();
    for year in 0..30 {
        habits.observe_date(Some("Post"), &format!("{}-05-13", 2000 + year % 10));
    }
    let ladder = Ladder { habits: Arc::new(habits), ..ladder("a") };
    let dates = header("1927-05-13");
    let clues = Clues { dates: &dates, outlet: Some("Post"), ..silent() };
    let alone = climb(&ladder, &clues);
    assert_eq!((alone.0.as_str(), alone.2), ("1927-05-13 header", vec!["outside_outlet"]));
    let addressed = Clues { url: Some("https://example.org/2007/05/13/x"), ..clues };
    assert_eq!(climb(&ladder, &addressed).0, "2007-05-13 url");
    assert_eq!(climb(&ladder, &Clues { outlet: None, ..clues }).2, Vec::<&str>::new());
}

#[test]
fn no_article_is_younger_than_its_fetching() {
    let fetched = Ladder { fetched: Some(day("2020-06-03")), seen: Some(day("2020-06-03")), ..ladder("a") };
    let dates = vec![header("2021-01-01").remove(0), (DateSource::Metadata, "2 hours ago".to_owned())];
    let (winner, rungs, _) = climb(&fetched, &Clues { dates: &dates, ..silent() });
    assert_eq!(winner, "2020-06-03 metadata");
    assert_eq!(rungs, ["header implausible", "metadata won"]);
}

#[test]
fn the_text_shows_the_language_when_nothing_else_does() {
    let dates = header("1905-10-12");
    let body = "Вчера вечером в городе собрались рабочие, и после речей они пошли по улицам. \
                Власти не ожидали такого числа людей, и поэтому войска прибыли только к ночи. \
                О том, что было потом, нам сообщают разное, но все говорят, что раненых много.";
    let (_, dating) = ladder("a").climb(&Clues { dates: &dates, body, ..silent() }, &mut Vec::new());
    assert_eq!(dating.winner().unwrap().notes, [Note::PerhapsOldStyle]);
    assert!(!dating.is_suspect());
}

#[test]
fn a_time_of_modification_is_never_held_against_a_date() {
    let admitted = Ladder { modified_ns: Some(1_700_000_000_000_000_000), ..ladder("a") };
    let dates = header("2019-05-13");
    let (winner, rungs, suspicions) = climb(&admitted, &Clues { dates: &dates, ..silent() });
    assert_eq!((winner.as_str(), suspicions), ("2019-05-13 header", vec![]));
    assert_eq!(rungs, ["header won", "mtime differs"]);
    assert_eq!(climb(&admitted, &silent()).0, "2023-11-14 mtime");
}

#[test]
fn a_line_of_the_text_is_a_date_only_when_it_is_nothing_else() {
    let line = |text: &str| date_line(text, &DateOptions::default()).map(|f| f.date.to_string());
    assert_eq!(line("Friday, January 4, 2019").as_deref(), Some("2019-01-04"));
    assert_eq!(line("2024年8月8日 星期四").as_deref(), Some("2024-08-08"));
    assert_eq!(line("۱۷ مرداد ۱۳۹۸").as_deref(), Some("2019-08-08"));
    for text in [
        "In January 2019",
        "London, January 4, 2019",
        "2019",
        "January 4, 2019,",
        "3 days ago, 2019",
        "1890s",
    ] {
        assert_eq!(line(text), None, "{text}");
    }
}
