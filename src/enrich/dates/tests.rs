//! The phrasings of news, each with its value; what must not be taken for a time;
//! and what must hold for any text.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::article::Timex;

/// A Thursday.
fn filed() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2024, 8, 8)
}

fn values(text: &str) -> Vec<(&str, String)> {
    find(text, filed()).into_iter().map(|f| (&text[f.start..f.end], f.date.value)).collect()
}

/// Each text has one expression, which is in brackets.
fn check(cases: &[(&str, &str)]) {
    for (marked, value) in cases {
        let text = marked.replace(['[', ']'], "");
        let wanted = marked.split_once('[').and_then(|(_, r)| r.split_once(']')).map_or("", |(w, _)| w);
        assert_eq!(values(&text), [(wanted, (*value).to_owned())], "{text}");
    }
}

#[test]
fn calendar_dates() {
    check(&[
        ("SAN SALVADOR, [3 JAN 90] -- The", "1990-01-03"),
        ("Filed [26-FEB-1987] in", "1987-02-26"),
        ("On [Aug. 7], 2000 people left", "2024-08-07"),
        ("It happened on [Aug. 7, 2024], they said.", "2024-08-07"),
        ("an emergency from [August 7].", "2024-08-07"),
        ("He was born on [7 August 1953] in Kursk.", "1953-08-07"),
        ("on [Wednesday, August 7], officials", "2024-08-07"),
        ("by [the 7th of August]", "2024-08-07"),
        ("the talks of [Aug. 6-8] failed", "2024-08-06"),
        ("ended on [2024-08-07] at sea", "2024-08-07"),
        ("a report of [13.05.2019] said", "2019-05-13"),
        ("a report of [04/01/2019] said", "2019"),
        ("in [August 1988]", "1988-08"),
        ("in [Aug. 1988] he", "1988-08"),
        ("since [May]", "2024-05"),
        ("It opened in [March last year].", "2023-03"),
        ("They met [last May].", "2024-05"),
        ("rose in [December] to", "2023-12"),
        ("will be held in [December]", "2024-12"),
        ("in [1943]", "1943"),
        ("the [1989] revolution", "1989"),
        ("in [mid-1996]", "1996"),
        ("during [1941-45] and", "1941"),
        ("in [nineteen ninety-six] he", "1996"),
        ("by [the year 2000]", "2000"),
        ("in [fiscal 1989]", "1989"),
        ("in [the 1980s]", "198"),
        ("in [the late '70s]", "197"),
        ("in [the nineties]", "199"),
        ("[the 19th century] poet", "18"),
        ("[third-quarter] profit rose", "2024-Q2".replace("Q2", "Q3").as_str()),
        ("in [the first quarter of 1989]", "1989-Q1"),
        ("in [the second half of 2023]", "2023-H2"),
        ("Revenue in [Q3 2019] fell", "2019-Q3"),
        ("in [the summer of 1989]", "1989-SU"),
        ("[last fall] they left", "2023-FA"),
        ("It began on [Christmas Eve].", "2023-12-24"),
        ("on [Good Friday]", "2024-03-29"),
        ("on [May Day] they", "2024-05-01"),
        ("after [9/11] they", "2001-09-11"),
        ("since [Oct. 7] they", "2023-10-07"),
        ("on [Labor Day 2023]", "2023-09-04"),
        ("[New Year's Day] was quiet", "2024-01-01"),
        ("from [6 to 8 August 2023] he", "2023-08-06"),
        ("in [the month of July] it", "2024-07"),
        ("the [May] riots", "2024-05"),
        ("In its [May] report it", "2024-05"),
        ("The [April] report", "2024-04"),
        ("in [january] they", "2024-01"),
        ("in [2021/22] sales", "2021"),
        ("the [2017] Women's Cup", "2017"),
        ("the [1892] elections", "1892"),
        ("the picture ([1886]) was", "1886"),
        ("They met around [1565], they say", "1565"),
    ]);
}

#[test]
fn days_of_the_week_follow_the_tense() {
    check(&[
        ("He said [Tuesday] that it was over.", "2024-08-06"),
        ("The minister told reporters on [Thursday].", "2024-08-08"),
        ("The council will meet on [Friday].", "2024-08-09"),
        ("It was signed on [Friday].", "2024-08-02"),
        ("It had been due to expire [Friday].", "2024-08-02"),
        ("They will vote on [Friday] and said so.", "2024-08-09"),
        ("He resigned, and on [Friday] the party will choose.", "2024-08-09"),
        ("It fell by half. On [Friday] shares ended lower, which may help.", "2024-08-02"),
        ("The bank, which will open a branch, on [Friday] said no.", "2024-08-02"),
        ("He could not be reached on [Friday].", "2024-08-02"),
        ("The judge on [Friday] set a deadline.", "2024-08-02"),
        ("The trial is set for [Friday].", "2024-08-09"),
        ("The deadline is [Friday].", "2024-08-09"),
        ("Creditors rejected the plan on [Friday].", "2024-08-02"),
        ("They plan to meet on [Friday].", "2024-08-09"),
        ("He was to meet her on [Friday].", "2024-08-09"),
        ("If confirmed by figures on [Friday], it is news.", "2024-08-09"),
        ("It will replace Acme Corp. (ACME) after trade on [Friday].", "2024-08-09"),
        ("They set a [May 3] deadline.", "2025-05-03"),
        ("[Last Thursday] it rained", "2024-08-01"),
        ("[Next Monday] it rains", "2024-08-12"),
        ("[this coming Sunday]", "2024-08-11"),
        ("[Wednesday night], troops", "2024-08-07TNI"),
        ("at [10 p.m. Wednesday], police said", "2024-08-07T22:00"),
        ("on [Wednesday at 7:15 a.m.], he was", "2024-08-07T07:15"),
        ("until [5 p.m. EST, Nov. 6]", "2024-11-06T17:00"),
        ("at [10.30am] he", "2024-08-08T10:30"),
        ("in [the early hours of Tuesday]", "2024-08-06TMO"),
        ("at [1330 GMT]", "2024-08-08T13:30"),
    ]);
}

#[test]
fn times_that_count_from_another() {
    check(&[
        ("[yesterday]", "2024-08-07"),
        ("[the day before yesterday]", "2024-08-06"),
        ("in [the year before last]", "2022"),
        ("[last night]", "2024-08-07TNI"),
        ("[this morning]", "2024-08-08TMO"),
        ("[last week]", "2024-W31"),
        ("[late last week]", "2024-W31"),
        ("[later this month]", "2024-08"),
        ("[next year]", "2025"),
        ("[this quarter]", "2024-Q3"),
        ("[10 days ago]", "2024-07-29"),
        ("[nearly three months ago]", "2024-05"),
        ("[two and a half years ago]", "2022-02"),
        ("[several years ago]", "PAST_REF"),
        ("over [the weekend] they fought", "2024-W31-WE"),
        ("at [the end of the year]", "2024"),
        ("by [year-end]", "2024-12-31"),
        ("by [year's end]", "2024-12-31"),
        ("levels of [the early summer], they said", "2024-SU"),
        ("in [the last half of 1989]", "1989-H2"),
        ("in [the second half of the year] it will", "2024-H2"),
        ("He is [now] in Kursk", "PRESENT_REF"),
        ("in [the near future]", "FUTURE_REF"),
        ("in [recent weeks]", "PAST_REF"),
    ]);
}

#[test]
fn lengths_and_sets() {
    check(&[
        ("for [three days]", "P3D"),
        ("Over [the next couple of years] we", "P2Y"),
        ("in [the week] ending soon", "P1W"),
        ("[Six mths] net 1.2 mln", "P6M"),
        ("in [the two and half years] since", "P2Y6M"),
        ("[two-and-a-half years] of war", "P2Y6M"),
        ("a [26-1/2-year] high", "P26Y6M"),
        ("over [the past three months]", "P3M"),
        ("[more than four hours]", "PT4H"),
        ("a [31-year-old] man", "P31Y"),
        ("within [two to three weeks]", "P2W"),
        ("[a couple of years]", "P2Y"),
        ("for [decades]", "PXDE"),
        ("for [half an hour]", "PT30M"),
        ("[every Thursday]", "XXXX-WXX-4"),
        ("[each month]", "P1M"),
        ("on [Tuesday nights]", "XXXX-WXX-2TNI"),
        ("on [Sundays]", "XXXX-WXX-7"),
    ]);
}

#[test]
fn older_newspapers() {
    check(&[
        ("The ship sailed on [the 28th ult.] from", "2024-07-28"),
        ("your letter of [the 4th inst.] came", "2024-08-04"),
        ("He will speak [to-morrow] at", "2024-08-09"),
        ("It was resolved on [Monday last], that", "2024-08-05"),
    ]);
}

#[test]
fn the_story_has_a_time_of_its_own() {
    let text = "On May 3, 1968 they met. The next day they left, and two years later he died.";
    let wanted = [("May 3, 1968", "1968-05-03"), ("The next day", "1968-05-04"), ("two years later", "1970")];
    assert_eq!(values(text), wanted.map(|(t, v)| (t, v.to_owned())));
    let text = "In the second quarter profit rose 3%. A year earlier it had fallen.";
    let wanted = [("the second quarter", "2024-Q2"), ("A year earlier", "2023-Q2")];
    assert_eq!(values(text), wanted.map(|(t, v)| (t, v.to_owned())));
}

#[test]
fn what_goes_on_from_a_time_needs_one() {
    let text = "They met on March 3. That night they left; the same day he was seen. \
                Later in the day it rained. Two days later he died.";
    let wanted = [
        ("March 3", "2024-03-03"),
        ("That night", "2024-03-03TNI"),
        ("the same day", "2024-03-03"),
        ("Later in the day", "2024-03-03"),
        ("Two days later", "2024-03-05"),
    ];
    assert_eq!(values(text), wanted.map(|(t, v)| (t, v.to_owned())));
    for text in ["Two days later he died.", "The next day he left.", "That day it rained."] {
        assert!(find(text, filed()).iter().all(|f| f.date.range.is_none()), "{text}");
    }
    let march = find("It was in March. That day it rained.", filed());
    assert_eq!(march.last().map(|f| f.date.range), Some(None), "no day of March is known");
}

#[test]
fn the_month_is_the_one_just_spoken_of() {
    let wanted = [("June", "2024-06"), ("the month", "2024-06")];
    assert_eq!(
        values("Sales rose in June; prices fell in the month."),
        wanted.map(|(t, v)| (t, v.to_owned()))
    );
    assert_eq!(values("at [the end of the month]"), [("the end of the month", "2024-08".to_owned())]);
}

#[test]
fn days_and_months_in_lists() {
    let both =
        |a: (&'static str, &str), b: (&'static str, &str)| [(a.0, a.1.to_owned()), (b.0, b.1.to_owned())];
    let cases = [
        ("on June 29 and 30 in", both(("June 29", "2024-06-29"), ("30", "2024-06-30"))),
        ("on June 3 and 4, 1989.", both(("June 3", "1989-06-03"), ("4, 1989", "1989-06-04"))),
        ("in February and March he", both(("February", "2024-02"), ("March", "2024-03"))),
        ("between January and May.", both(("January", "2024-01"), ("May", "2024-05"))),
        ("in the 1960s and 70s", both(("the 1960s", "196"), ("70s", "197"))),
        ("more in 2022 than 2021,", both(("2022", "2022"), ("2021", "2021"))),
        ("from roughly 1948 to 1951,", both(("1948", "1948"), ("1951", "1951"))),
    ];
    for (text, wanted) in cases {
        assert_eq!(values(text), wanted, "{text}");
    }
    assert_eq!(values("On Aug. 7, 12 people died.").len(), 1);
    let quarter = values("in the year-ago third quarter");
    assert_eq!(quarter, [("the year-ago third quarter", "2023-Q3".to_owned())]);
}

#[test]
fn other_uses_of_the_same_words_are_no_times() {
    for text in [
        "It may rain, and they may march on.",
        "The March on Rome. Theresa May said so. May I?",
        "They came second; the fall of Berlin; the sun and the moon.",
        "won 2-1, 6-4, 3:2 and 21:18",
        "for $1989, €1,900, 1,989 or 2000 troops",
        "call 555-1989 or 1-800-1989",
        "Flight 1549, Windows 2000, resolution 1973, F-1999",
        "April Smith met June Carter.",
        "about three-quarters of it; a quarter of them; at half price",
        "\"This Week\" and USA Today".replace("\"This", "ABC's \"This").as_str(),
        "the first half was dull; in the second half of the match",
        "to march in spring shoes",
        "Black Friday sales, the Sunday Times",
        "No. 1987 was in his 80s and his early 30s",
        "a woman in her late twenties",
        "at 1.5 percent, 12/13 of it",
        "about 2000 in all, more than 1989, around 1900 horses",
        "the 2000 people who came; 1989/1985",
    ] {
        assert_eq!(values(text), [], "{text}");
    }
}

#[test]
fn without_an_anchor_relative_times_have_no_days() {
    let found = find("on Tuesday, last week, in May, on Aug. 7, tomorrow, in 1943", None);
    let values: Vec<&str> = found.iter().map(|f| f.date.value.as_str()).collect();
    assert_eq!(values, ["XXXX-WXX-2", "PAST_REF", "XXXX-05", "XXXX-08-07", "FUTURE_REF", "1943"]);
    let with_days: Vec<bool> = found.iter().map(|f| f.date.range.is_some()).collect();
    assert_eq!(with_days, [false, false, false, false, false, true]);
}

/// Values in an article of this month or year.
fn values_in(text: &str, published: &str) -> Vec<String> {
    let published = published.parse::<crate::date::PartialDate>().unwrap().range();
    find_in(text, published).into_iter().map(|f| f.date.value).collect()
}

#[test]
fn a_month_or_year_of_publication_resolves_what_any_of_its_days_would() {
    let text = "on Tuesday, yesterday, last week, this month, last year, in May, on Aug. 7, in 1943";
    let wanted = ["XXXX-WXX-2", "PAST_REF", "PAST_REF", "2024-08", "2023", "2024-05", "2024-08-07", "1943"];
    assert_eq!(values_in(text, "2024-08"), wanted);
    let wanted =
        ["XXXX-WXX-2", "PAST_REF", "PAST_REF", "PRESENT_REF", "2023", "2024-05", "2024-08-07", "1943"];
    assert_eq!(values_in(text, "2024"), wanted);
    assert_eq!(values_in("on Tuesday", "2024-08-08"), ["2024-08-06"]);
    assert_eq!(values_in("last May they met", "2024"), ["XXXX-05"]);
}

#[test]
fn a_dateline_says_when_an_article_was_filed() {
    let filed = |dateline: &str, published: &str| {
        let published = published.parse::<crate::date::PartialDate>().unwrap().range();
        super::filed(dateline, published).map(|r| r.from.to_string())
    };
    assert_eq!(filed("NEW YORK, Sept 15", "2008-09-16").as_deref(), Some("2008-09-15"));
    assert_eq!(filed("PARIS, Dec. 31", "2024-01-02").as_deref(), Some("2023-12-31"));
    assert_eq!(filed("KURSK, Aug 8", "2024-08").as_deref(), Some("2024-08-08"));
    assert_eq!(filed("KURSK, Aug 8", "2024").as_deref(), Some("2024-08-08"));
    assert_eq!(filed("NEW YORK, Sept 15", "2008-12-16"), None, "too long ago");
    assert_eq!(filed("NEW YORK, Sept 18", "2008-09-16"), None, "not yet");
    assert_eq!(filed("MOSCOW (Reuters)", "2008-09-16"), None);
}

#[test]
fn types_and_days_go_with_the_values() {
    let text = "Last week, every day, for three days, at noon, from Aug. 6-8";
    let found = find(text, filed());
    let types: Vec<Timex> = found.iter().map(|f| f.date.timex).collect();
    assert_eq!(types, [Timex::Date, Timex::Set, Timex::Duration, Timex::Time, Timex::Date]);
    let days = |at: usize| found[at].date.range.map(|r| (r.from.to_string(), r.to.to_string()));
    assert_eq!(days(0), Some(("2024-07-29".to_owned(), "2024-08-04".to_owned())));
    assert_eq!(days(2), None);
    assert_eq!(days(4), Some(("2024-08-06".to_owned(), "2024-08-08".to_owned())));
}

#[test]
fn a_paragraph_ends_every_expression() {
    assert_eq!(values("in May\n\n7, 2024").first(), Some(&("May", "2024-05".to_owned())));
    assert_eq!(values("on May\n7, 2024"), [("May\n7, 2024", "2024-05-07".to_owned())]);
}

#[test]
fn piled_up_words_cost_neither_stack_nor_time() {
    for word in
        ["early ", "the end of ", "another ", "one hundred ", "two and a half ", "last ", "1989-", "a "]
    {
        find(&word.repeat(20_000), filed());
    }
}

/// Pieces that rules look for, so that random texts get deep into them.
fn pieces() -> impl Strategy<Value = String> {
    let words = [
        "last",
        "the",
        "end",
        "of",
        "May",
        "7",
        "2024",
        "19",
        "-",
        ",",
        ".",
        "'",
        "s",
        "year",
        "years",
        "ago",
        "two",
        "and",
        "a",
        "half",
        "third",
        "quarter",
        "p",
        "m",
        ":",
        "30",
        "\n\n",
        "Friday",
        "é",
        "—",
        "’80s",
        "until",
        "9999",
        "0",
        "4294967295",
        "century",
        "decades",
        "later",
        "next",
        "day",
        "Easter",
        "1/2",
        "early",
    ];
    let word = prop::sample::select(words.to_vec());
    prop::collection::vec((word, prop::bool::ANY), 0..30).prop_map(|parts| {
        parts.iter().map(|(w, gap)| format!("{w}{}", if *gap { " " } else { "" })).collect()
    })
}

proptest! {
    #[test]
    fn spans_are_in_order_and_on_char_boundaries(text in prop_oneof![pieces(), any::<String>()], day in -800_000..4_000_000_i32) {
        let anchor = NaiveDate::from_num_days_from_ce_opt(day);
        let mut last = 0;
        for found in find(&text, anchor) {
            prop_assert!(found.start >= last && found.start < found.end);
            prop_assert!(text.get(found.start..found.end).is_some());
            prop_assert!(found.date.range.is_none_or(|r| r.from <= r.to));
            last = found.end;
        }
    }
}
