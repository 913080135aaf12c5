//! Dates that no calendar has, that wrap around, or that nobody can mean.

use super::samples::*;
use super::{Corpus, Outcome};

const DATE: &[&str] = &["date", "day", "year", "clock", "zone", "mended", "holds no text"];

pub fn write(corpus: &mut Corpus) {
    for (name, raw, days) in CASES {
        let path = format!("days/{name}.json");
        let own = word(&path);
        let record = format!("{{\"title\": \"Ferry {own}\", \"body\": {:?}, \"date\": {raw}}}", text(&own));
        let entry = corpus.file(&path, record);
        entry.warned(1..=1, DATE).or(Outcome::Indexed).finds(&[own]).dated(days);
    }
    never_today(corpus);
    in_other_places(corpus);
}

const NONE: &[Option<&str>] = &[None];

/// A name, the date as it stands in JSON, and the days that it may be.
const CASES: &[(&str, &str, &[Option<&str>])] = &[
    ("zeros", "\"0000-00-00\"", NONE),
    ("zeros-and-clock", "\"0000-00-00 00:00:00\"", NONE),
    ("thirtieth-february", "\"2019-02-30\"", &[None, Some("2019-02"), Some("2019")]),
    ("no-leap-year", "\"2019-02-29T10:00:00Z\"", &[None, Some("2019-02"), Some("2019")]),
    ("month-thirteen", "\"2019-13-01\"", &[None, Some("2019"), Some("2019-01-13")]),
    ("bad-clock", "\"2019-05-04T25:61:00Z\"", &[Some("2019-05-04"), None]),
    ("bad-zone", "\"2019-05-04T10:00:00+99:00\"", &[Some("2019-05-04"), None]),
    ("leap-second", "\"2016-12-31T23:59:60Z\"", &[Some("2016-12-31")]),
    ("twenty-four", "\"2019-05-04T24:00:00\"", &[Some("2019-05-04"), Some("2019-05-05"), None]),
    ("year-9999", "\"9999-12-31\"", &[None, Some("9999-12-31")]),
    ("year-10000", "\"+010000-01-01\"", NONE),
    ("year-1605", "\"1605-07-04\"", &[Some("1605-07-04"), None]),
    ("year-1850", "\"1850-07-04\"", &[Some("1850-07-04")]),
    ("year-minus", "\"-262144-01-01\"", NONE),
    ("year-262143", "\"+262143-12-31\"", NONE),
    ("ten-to-twenty", "100000000000000000000", NONE),
    ("ten-to-400", "1e400", NONE),
    ("minus-number", "-99999999999999", NONE),
    ("fraction", "0.5", NONE),
    ("twelve-digits", "\"196907202017\"", &[Some("1969-07-20"), None]),
    ("fourteen-digits", "\"19690720201740\"", &[Some("1969-07-20")]),
    ("seconds", "1556964000", &[Some("2019-05-04")]),
    ("milliseconds", "1556964000000", &[Some("2019-05-04")]),
    ("epoch", "0", &[None, Some("1970-01-01")]),
    ("epoch-text", "\"1970-01-01T00:00:00Z\"", &[None, Some("1970-01-01")]),
    ("far-future", "\"2891-05-04\"", &[None, Some("2891-05-04")]),
    ("empty", "\"\"", NONE),
    ("blank", "\"   \"", NONE),
    ("words", "\"last Tuesday\"", NONE),
    ("now", "\"now\"", NONE),
    ("null-text", "\"null\"", NONE),
    ("not-a-number", "\"NaN\"", NONE),
    ("digits", "\"99999999\"", NONE),
    (
        "long",
        "\"2019-05-04-2019-05-04-2019-05-04-2019-05-04-2019-05-04-2019-05-04-2019-05-04-2019-05-04-2019-05-04-2019-05-04-2019-05-04-2019\"",
        &[None, Some("2019-05-04")],
    ),
    ("list", "[\"2019-05-04\", \"2019-05-05\"]", &[None, Some("2019-05-04")]),
    ("object", "{\"$date\": \"2019-05-04T10:00:00Z\"}", &[None, Some("2019-05-04")]),
    ("two-digit-year", "\"04-May-19\"", &[Some("2019-05-04"), None]),
    ("ambiguous", "\"03/04/2001\"", &[Some("2001"), Some("2001-03-04"), Some("2001-04-03")]),
    ("minus-signs", "\"2019\u{2212}05\u{2212}04\"", &[None, Some("2019-05-04")]),
    ("wide-digits", "\"２０１９-０５-０４\"", &[None, Some("2019-05-04")]),
    ("sqlite-zero", "\"0001-01-01T00:00:00\"", NONE),
    ("dotnet", "\"/Date(1556964000000)/\"", &[None, Some("2019-05-04")]),
    ("control", "\"2019-05-04\\u0000\\u001b[31m\"", &[None, Some("2019-05-04")]),
];

/// An article without a date has none: not that of its file, and not today's.
fn never_today(corpus: &mut Corpus) {
    let own = word("no date");
    let record = format!("{{\"title\": \"Ferry {own}\", \"body\": {:?}}}", text(&own));
    corpus.file("days/none.json", record).indexed(1).finds(&[own]).dated(NONE);
    let own = word("no date in page");
    let page =
        format!("<html><body><article><h1>Ferry {own}</h1><p>{}</p></article></body></html>", text(&own));
    corpus.file("days/none.html", page).indexed(1).finds(&[own]).dated(NONE);
    let own = word("no date in text");
    corpus.file("days/none.txt", text(&own)).indexed(1).finds(&[own]).dated(NONE);
}

fn in_other_places(corpus: &mut Corpus) {
    let own = word("bad path date");
    corpus
        .file("days/2019/13/45/99999999/story.txt", text(&own))
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own])
        .dated(&[None, Some("2019")]);
    let own = word("bad meta date");
    let page = page("", &format!("<p>{}</p>", text(&own)), &own)
        .replace("2019-05-04T10:00:00Z", "2019-02-31T99:99:99");
    corpus.file("days/meta.html", page).indexed(1).or(Outcome::Warned).finds(&[own]).dated(&[
        None,
        Some("2019-02"),
        Some("2019"),
    ]);
    let own = word("bad feed date");
    let feed = rss(&[&own]).replace("Sat, 04 May 2019 10:00:00 GMT", "Someday, 99 Foo 20199 10:00:00 XYZ");
    corpus.file("days/feed.xml", feed).warned(1..=1, DATE).or(Outcome::Indexed).finds(&[own]).dated(NONE);
    let own = word("bad mail date");
    let mail = mail(&own).replace("Sat, 4 May 2019 10:00:00 +0000", "Thu, 1 Jan 1970 00:00:00 +0000");
    corpus
        .file("days/epoch.eml", mail)
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own])
        .dated(&[None, Some("1970-01-01")]);
    let own = word("bad nitf date");
    let document = nitf(&own).replace("20190504T100000Z", "20191399T996161Z");
    corpus
        .file("days/nitf.xml", document)
        .warned(1..=1, DATE)
        .or(Outcome::Indexed)
        .finds(&[own])
        .dated(&[None, Some("2019")]);
    let own = word("bad csv date");
    let table = format!("date,title,text\n99/99/9999,Ferry {own},late again\n");
    corpus.file("days/table.csv", table).warned(1..=1, DATE).finds(&[own]).dated(NONE);
}
