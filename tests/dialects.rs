//! Queries as people bring them from other search languages: each is read as the one beside it,
//! and says so. The definitions that the counterparts rest on stand in `docs/queries.md`.

use chrono::NaiveDate;
use dateline::query::{ParseOptions, Query, parse};

fn options(any: bool) -> ParseOptions {
    ParseOptions { any, today: NaiveDate::from_ymd_opt(2024, 8, 31) }
}

fn read(text: &str) -> Query {
    parse(text, &options(false)).unwrap_or_else(|error| panic!("{error}"))
}

fn hints(query: &Query) -> Vec<&str> {
    query.hints.iter().map(|hint| hint.message.as_str()).collect()
}

/// A query, what it is read as, and the beginning of its only hint.
type Case = (&'static str, &'static str, &'static str);

fn check(cases: &[Case]) {
    for (foreign, ours, hint) in cases {
        let query = read(foreign);
        assert_eq!(query.to_string(), *ours, "{foreign}");
        assert_eq!(read(ours).root, query.root, "{foreign} is printed as {ours}");
        let told = hints(&query);
        assert!(told.len() == 1 && told[0].starts_with(hint), "{foreign}: {told:?}");
    }
}

#[test]
fn proximity_of_nexis_and_factiva_counts_from_word_to_word() {
    check(&[
        ("a w/5 b", "a NEAR/4 b", "w/5 is read as NEAR/4: in any order, at most 4 words between"),
        ("a W/2 b", "a NEAR/1 b", "W/2 is read as NEAR/1: in any order, at most 1 word between"),
        ("a w/1 b", "a NEAR/0 b", "w/1 is read as NEAR/0: in any order, with no word between"),
        ("a /5 b", "a NEAR/4 b", "/5 is read as NEAR/4"),
        ("a near/5 b", "a NEAR/4 b", "near/5 is read as NEAR/4"),
        ("a near5 b", "a NEAR/4 b", "near5 is read as NEAR/4"),
        ("a NEAR5 b", "a NEAR/4 b", "NEAR5 is read as NEAR/4"),
        ("a /N30/ b", "a NEAR/29 b", "/N30/ is read as NEAR/29"),
        ("a pre/5 b", "a PRE/4 b", "pre/5 is read as PRE/4: in this order, at most 4 words between"),
        ("a onear/5 b", "a PRE/4 b", "onear/5 is read as PRE/4"),
        ("a adj5 b", "a PRE/4 b", "adj5 is read as PRE/4"),
        ("a ADJ5 b", "a PRE/4 b", "ADJ5 is read as PRE/4"),
        ("a ADJ b", "a PRE/0 b", "ADJ is read as PRE/0"),
        ("a w/s b", "a SENT b", "w/s is read as SENT: in one sentence"),
        ("a /S b", "a SENT b", "/S is read as SENT"),
        ("a w/p b", "a PARA b", "w/p is read as PARA: in one paragraph"),
        ("a /p b", "a PARA b", "/p is read as PARA"),
        ("a SAME b", "a PARA b", "SAME is read as PARA"),
        ("(a OR \"b c\") w/3 d*", "(a OR \"b c\") NEAR/2 d*", "w/3 is read as NEAR/2"),
        ("title:(a w/3 b)", "title:(a NEAR/2 b)", "w/3 is read as NEAR/2"),
        ("ａ　ｗ／５　ｂ", "a NEAR/4 b", "w/5 is read as NEAR/4"),
        ("a\u{a0}w/5\u{a0}“b”", "a NEAR/4 \"b\"", "w/5 is read as NEAR/4"),
    ]);
}

#[test]
fn our_own_operators_need_no_hint() {
    for query in ["a NEAR/5 b", "a PRE/5 b", "a NEAR/0 b", "a SENT b", "a AND NOT b", "a -b", "title:(a b)"] {
        assert!(hints(&read(query)).is_empty(), "{query}");
    }
}

#[test]
fn what_may_be_a_word_is_an_operator_only_between_operands() {
    for (query, printed) in
        [("near5", "near5"), ("near5 road", "near5 AND road"), ("the w/5", "the AND w/5"), ("adj5", "adj5")]
    {
        let read = read(query);
        assert_eq!(read.to_string(), printed);
        let told = hints(&read);
        assert!(told.len() == 1 && told[0].contains("is searched as a word"), "{query}: {told:?}");
    }
    let same = read("court same sex marriage");
    assert_eq!(same.to_string(), "court AND same AND sex AND marriage");
    assert_eq!(hints(&same), ["same is searched as a word; the operator is PARA"]);
    for query in
        ["w/o", "n/a", "same", "the same", "atleast", "AT&T", "a/b", "US$5", "+380", "caps", "by=", "a=b"]
    {
        let told = parse(query, &options(false)).map(|read| read.hints.len());
        assert!(told.is_ok_and(|told| told == 0) || query == "by=", "{query}");
    }
}

#[test]
fn marks_of_lucene_and_google() {
    check(&[
        ("a && b", "a AND b", "&& is read as AND"),
        ("a || b", "a OR b", "|| is read as OR"),
        ("a | b", "a OR b", "| is read as OR"),
        ("a !b", "a AND NOT b", "! before a word is read as NOT"),
        ("a !(b c)", "a AND NOT (b AND c)", "! before a word is read as NOT"),
        ("a AND !\"b c\"", "a AND NOT \"b c\"", "! before a word is read as NOT"),
        ("!title:a", "NOT title:a", "! before a word is read as NOT"),
        (
            "+a +\"b c\" -d",
            "a AND \"b c\" AND NOT d",
            "+ before a word is left out: every word must be there",
        ),
        ("+title:(a b)", "title:(a AND b)", "+ before a word is left out"),
        ("kursk~", "kursk~2", "kursk~ is read as kursk~2: up to 2 letters differ"),
        ("title:kursk~", "title:kursk~2", "kursk~ is read as kursk~2"),
        ("a BUT NOT b", "a AND NOT b", "BUT NOT is read as NOT"),
        ("site:bbc.co.uk", "outlet:bbc.co.uk", "site: is read as outlet:"),
    ]);
    let error = parse("+kursk border", &options(true)).unwrap_err();
    assert_eq!(error.message, "+ demands a word, while any word will do here");
}

#[test]
fn ranges_of_lucene_and_intervals() {
    check(&[
        (
            "date:[2024-01-01 TO 2024-02-01]",
            "date:2024-01-01..2024-02-01",
            "[2024-01-01 TO 2024-02-01] is read as 2024-01-01..2024-02-01",
        ),
        ("date:{2024-01 TO 2024-04}", "date:2024-02-01..2024-03-31", "{2024-01 TO 2024-04} is read as"),
        ("date:[1953 TO *]", "date:1953..", "[1953 TO *] is read as 1953.."),
        ("mentions:[* TO \"1953\"}", "mentions:..1952-12-31", "[* TO \"1953\"} is read as ..1952-12-31"),
        ("date:>=2024-08", "date:2024-08..", ">=2024-08 is read as 2024-08.."),
        ("date:<2024", "date:..2023-12-31", "<2024 is read as ..2023-12-31"),
        ("date:2024-01/2024-03", "date:2024-01..2024-03", "2024-01/2024-03 is read as 2024-01..2024-03"),
        ("date:[-30d TO today]", "date:2024-08-01..2024-08-31", "[-30d TO today] is read as -30d..today"),
    ]);
}

#[test]
fn truncation_and_capitals_of_nexis() {
    check(&[
        ("bankrupt!", "bankrupt*", "bankrupt! is read as bankrupt*; leave the exclamation mark out"),
        ("title:recycl!", "title:recycl*", "recycl! is read as recycl*"),
        ("allcaps(isis)", "=ISIS", "allcaps() is read as the exact form in capitals: =ISIS"),
        ("allcaps(rico)  cash", "=RICO AND cash", "allcaps()"),
        ("NOCAPS(Aids)", "=aids", "NOCAPS() is read as the exact form in small letters"),
        ("caps(apple)", "=Apple OR =APPLE", "caps() is read as (=Word OR =WORD)"),
        ("allcaps(\"wagner group\")", "\"=WAGNER =GROUP\"", "allcaps()"),
    ]);
    assert_eq!(parse("Stop the war!", &options(true)).unwrap().to_string(), "Stop OR the OR war");
}

#[test]
fn counts_of_words() {
    check(&[
        ("atleast5 wagner", "atleast:5:wagner", "atleast5 is read as atleast:5:"),
        ("ATLEAST10(wagner)", "atleast:10:wagner", "ATLEAST10 is read as atleast:10:"),
        ("atleast2 zelensk* kursk", "atleast:2:zelensk* AND kursk", "atleast2 is read as"),
        ("atleast3 \"wagner\"", "atleast:3:wagner", "atleast3 is read as"),
    ]);
    let caps = read("atleast5(allcaps(rico))");
    assert_eq!((caps.to_string().as_str(), caps.hints.len()), ("atleast:5:=RICO", 2));
}

#[test]
fn fields_of_nexis_and_factiva() {
    check(&[
        ("headline(strike AND port)", "title:(strike AND port)", "headline() is read as title:()"),
        ("BYLINE(fisk)", "byline:fisk", "BYLINE() is read as byline:()"),
        (
            "publication(\"New York Times\")",
            "outlet:\"New York Times\"",
            "publication() is read as outlet:()",
        ),
        ("hd=strike", "title:strike", "hd= is read as title:"),
        ("HD=(strike port)", "title:(strike AND port)", "HD= is read as title:"),
        ("by=\"Robert Fisk\"", "byline:\"Robert Fisk\"", "by= is read as byline:"),
        ("rst=(nytf OR wsj)", "outlet:nytf OR outlet:wsj", "rst= is read as outlet:"),
        ("la=en", "lang:en", "la= is read as lang:"),
        ("lp=gaza", "lead:gaza", "lp= is read as lead:"),
        ("title=strike", "title:strike", "title= is read as title:"),
        ("hlead(gaza)", "title:gaza OR lead:gaza", "hlead() is read as title: OR lead:"),
        (
            "hlead(gaza -\"west bank\")",
            "(title:gaza OR lead:gaza) AND NOT (title:\"west bank\" OR lead:\"west bank\")",
            "hlead() is read as",
        ),
        ("hlead=gaza", "title:gaza OR lead:gaza", "hlead= is read as title: OR lead:"),
        ("hlp=(a b)", "(title:a OR lead:a) AND (title:b OR lead:b)", "hlp= is read as"),
    ]);
}

#[test]
fn quotes_of_recoll() {
    check(&[
        ("\"a b c\"o5p", "\"a b c\"~5", "o5p behind a quote is read as ~5: in any order"),
        ("\"a b\"p", "\"a b\"~10", "p behind a quote is read as ~10"),
        ("\"a b\"o5", "\"a\" PRE/5 \"b\"", "o5 behind a quote is read as PRE/5: in this order"),
        ("x -\"a b\"o5", "x AND NOT (\"a\" PRE/5 \"b\")", "o5 behind a quote is read as"),
        ("\"a b\"l", "\"a b\"", "l behind a quote is left out"),
    ]);
}

#[test]
fn precedence_is_ours_and_shown() {
    let query = read("bankrupt! w/25 discharg* AND student OR college");
    assert_eq!(query.to_string(), "(bankrupt* NEAR/24 discharg* AND student) OR college");
    let told = hints(&query);
    assert!(
        told.contains(
            &"AND and words near each other are joined before OR: read as \
              (bankrupt* NEAR/24 discharg* AND student) OR college; brackets change that"
        ),
        "{told:?}"
    );
    assert!(!hints(&read("(a w/3 b) OR c")).iter().any(|hint| hint.contains("joined before OR")));
    assert!(hints(&read("a NEAR/3 b OR c")).is_empty());
}

#[test]
fn one_hint_for_one_spelling() {
    assert_eq!(hints(&read("a w/5 b w/5 c w/5 d")).len(), 1);
    assert_eq!(hints(&read("hd=(a w/5 b!)")).len(), 3);
}

#[test]
fn foreign_spellings_keep_within_the_limits() {
    let refused = |text: &str| parse(text, &options(false)).unwrap_err().message;
    let chain = vec!["a"; 17].join(" w/3 ");
    assert_eq!(refused(&chain), "more than 16 parts are to stand near each other");
    let leads = format!("hlead({})", vec!["a"; 129].join(" "));
    assert_eq!(refused(&leads), "the query has more than 256 words and values");
    let broad = format!("hlead({})", ["a!"; 5].join(" "));
    assert_eq!(
        refused(&broad),
        "the query has more than 8 words that every word of the index is compared with"
    );
    let deep = format!("{}a{}", "caps(".repeat(40), ")".repeat(40));
    assert_eq!(refused(&deep), "brackets and negations are nested deeper than 64");
    let counted = format!("{}a", "atleast5 ".repeat(70));
    assert_eq!(refused(&counted), "brackets and negations are nested deeper than 64");
    assert_eq!(refused("a w/102 b"), "w/102 has no distance from 1 to 101");
}
