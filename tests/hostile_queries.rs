//! Queries and flags made to break a search: each gives an answer or an error that names the
//! place and the remedy; none ends the program by itself, hangs, or takes much memory.
//!
//! The archive behind them is made for it: one article has twenty thousand different words,
//! for patterns to stand for; others say the same words over and over, in one sentence and in
//! very many, for phrases and proximities to stand in, and one of them is printed by many outlets. What is longer than a command line may be comes from a file.
//! Time is bounded far above what is wanted, so that a slow machine fails nothing.

#![cfg(unix)]

#[path = "hostile/child.rs"]
mod child;
#[path = "hostile/screen.rs"]
mod screen;

use std::fs;
use std::path::PathBuf;

use child::{Ran, dateline};
use dateline::Archive;
use dateline::article::Article;
use dateline::ingest::{IngestOptions, add};
use dateline::limits::{FACETS_MAX, SELECTED_CHARS_MAX, SELECTED_MAX};
use screen::raw_character;

/// How much more memory than a plain search a hostile one may take.
const MORE_KIB: u64 = 128 << 10;

/// What must come of a query.
#[derive(Clone, Copy)]
enum Comes {
    /// An answer, with hits or without.
    Answer,
    /// A refusal with exit code 2 that says this.
    Refusal(&'static str),
    /// Either: what is too much for one archive is an answer in another.
    Either,
}

use Comes::{Answer, Either, Refusal};

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn archive(name: &str) -> Folder {
    let folder = Folder(std::env::temp_dir().join(format!("dateline-hostile-{}-{name}", std::process::id())));
    let _ = fs::remove_dir_all(&folder.0);
    let article =
        |title: &str, body: String| Article { title: Some(title.into()), body, ..Article::default() };
    let vocabulary: Vec<String> = (0..20_000_u32).map(word).collect();
    let articles = [
        article("Many words", vocabulary.join(" ")),
        article("Few words", "the cat saw the dog and the cat ran ".repeat(300)),
        article("Short sentences", "The cat saw the dog. The cat and the dog ran.\n\n".repeat(500)),
        article("Kursk", "Ukrainian troops crossed the border near Sudzha, said Alexei Smirnov.".into()),
    ];
    let print = "The cat saw the dog and ran to the river, where the ferry had left. ".repeat(8);
    let prints = (0..40).map(|n| article(&format!("Print {n}"), format!("{print}Print {n} of the Wire.")));
    let articles: Vec<Article> = articles.into_iter().chain(prints).collect();
    let options = IngestOptions { threads: 1, extract: false, ..IngestOptions::default() };
    add(&Archive::create(folder.0.join("index")).unwrap(), "made", articles, &options).unwrap();
    folder
}

/// The word of a number: each has five letters, and all letters begin some.
fn word(number: u32) -> String {
    let letters = std::iter::successors(Some(number.wrapping_mul(7919) % 11_881_376), |n| Some(n / 26));
    letters.take(5).map(|n| char::from(b'a' + (n % 26) as u8)).collect()
}

fn joined(part: &str, with: &str, times: usize) -> String {
    vec![part; times].join(with)
}

const DEEP: &str = "nested deeper than 64";
const LONG: &str = "more than 4096 characters";
const MANY: &str = "more than 256 words and values";
const PATTERNS: &str = "more than 64 words with wildcards";
const BROAD: &str = "more than 8 words that every word of the index is compared with";
const CLOSE: &str = "more than 16 parts are to stand near each other";
const NAMES: &str = "more than 64 names";

/// Queries that grow: brackets, operators, words and patterns without an end.
fn series() -> Vec<(String, Comes)> {
    let mut made = Vec::new();
    for n in [65, 600, 3_000] {
        let fits = 2 * n < 4_096;
        let bound = if fits { Refusal(DEEP) } else { Refusal(LONG) };
        made.push((format!("{}a{}", "(".repeat(n), ")".repeat(n)), bound));
        made.push(("(".repeat(n), Refusal(DEEP)));
        made.push((format!("{}a", "-(".repeat(n)), bound));
        made.push((
            format!("{}a", "title:(".repeat(n)),
            Refusal(if n > 585 { LONG } else { "inside the brackets" }),
        ));
        made.push((format!("{}a", "NOT ".repeat(n)), Refusal(if n > 1_000 { LONG } else { DEEP })));
        made.push((")".repeat(n), Refusal("a closing bracket without an opening one")));
    }
    for n in [10_000, 1_000_000] {
        for part in [
            "(",
            "a ",
            "NOT ",
            "a OR ",
            "a AND ",
            "a NEAR/5 ",
            "\"a b\" ",
            "a* ",
            "a~2 ",
            "\"",
            "place:a ",
            "-",
        ] {
            made.push((part.repeat(n), Refusal(LONG)));
        }
    }
    for with in [" ", " OR ", " AND "] {
        made.push((joined("the", with, 256), Answer));
        made.push((joined("the", with, 257), Refusal(MANY)));
        made.push((joined("\"the cat\"", with, 128), Answer));
    }
    made.extend([
        (format!("\"{}\"", joined("the", " ", 256)), Answer),
        (format!("\"{}\"", joined("the", " ", 257)), Refusal(MANY)),
        (format!("\"{}\"~100", joined("cat", " ", 8)), Answer),
        (format!("\"{}\"~100", joined("the", " ", 17)), Refusal(CLOSE)),
        (joined("the", " NEAR/100 ", 4), Answer),
        (joined("cat", " NEAR/20 ", 8), Answer),
        (joined("the", " PRE/100 ", 17), Refusal(CLOSE)),
        (joined("(the OR cat OR dog)", " NEAR/5 ", 4), Answer),
        (joined("(the OR cat OR dog)", " NEAR/100 ", 17), Refusal(CLOSE)),
        (joined("-the", " ", 200), Answer),
        (joined("atleast:10000:the", " OR ", 190), Answer),
        (joined("place:Springfield", " OR ", 64), Answer),
        (joined("place:Springfield", " OR ", 65), Refusal(NAMES)),
        (joined("actor:a", " OR ", 65), Refusal(NAMES)),
        (joined("date:1901..1999", " OR ", 200), Answer),
        (joined("mentions:0001..9999", " OR ", 170), Answer),
        (joined("day:02-29", " OR ", 250), Answer),
        (joined("near:0,0,20038km", " OR ", 190), Answer),
        (joined("within:-90,-180,90,180", " OR ", 150), Answer),
        (joined("story:000000000000", " OR ", 180), Answer),
        (joined("about:Springfield", " ", 65), Refusal(NAMES)),
        (joined("lang:en", " OR ", 250), Either),
        (joined("datesrc:url", " OR ", 250), Answer),
    ]);
    made
}

/// SENT and PARA, by themselves and with all that they can hold.
fn together() -> Vec<(String, Comes)> {
    // Brackets that open to the right.
    let nested = |with: &str, n: usize| format!("{}the{}", format!("the {with} (").repeat(n), ")".repeat(n));
    let two_letters = |n: usize| {
        let letter = |at: usize| char::from(b'a' + (at % 26) as u8);
        (0..n).map(|at| format!("{}{}*", letter(at), letter(at / 26 + at))).collect::<Vec<_>>().join(" OR ")
    };
    let mut made = Vec::new();
    for with in ["SENT", "PARA"] {
        let blanks = format!(" {with} ");
        let near = format!("(the NEAR/100 the NEAR/100 the NEAR/100 the) {with} (the NEAR/100 the)");
        made.extend([
            (joined("the", &blanks, 2), Answer),
            (joined("the", &blanks, 16), Answer),
            (joined("the", &blanks, 17), Refusal(CLOSE)),
            (joined("\"the cat\"", &blanks, 16), Answer),
            (joined("(the OR cat OR dog)", &blanks, 16), Answer),
            (joined("\"the cat\"~100", &blanks, 8), Answer),
            (nested(with, 15), Answer),
            (nested(with, 16), Refusal(CLOSE)),
            (nested(with, 65), Refusal(DEEP)),
            (format!("the {with} ").repeat(3_000), Refusal(LONG)),
            (near, Either),
            (format!("title:({})", joined("the", &blanks, 16)), Answer),
            (format!("caption:({})", joined("the", &blanks, 16)), Answer),
            (format!("aside:({})", nested(with, 15)), Answer),
            (format!("-({})", joined("the", &blanks, 16)), Answer),
            (joined(&format!("(the {with} cat)"), " OR ", 120), Answer),
            (joined(&format!("(the {with} cat)"), " ", 120), Answer),
            (format!("({0}) {with} ({0})", two_letters(32)), Answer),
            (format!("({0}) {with} ({0})", two_letters(33)), Refusal(PATTERNS)),
            (joined("*a", &blanks, 3), Answer),
            (joined("a*", &blanks, 9), Refusal(BROAD)),
            (joined("(a* OR b*)", &blanks, 4), Refusal("no more than 4000 can be looked for")),
            (joined("cat~2", &blanks, 8), Answer),
            (joined("=the", &blanks, 16), Answer),
            (format!("the {with}"), Refusal("nothing stands on the right")),
            (format!("{with} the"), Refusal("nothing stands on the left")),
            (format!("the {with} {with} the"), Refusal("nothing stands on the")),
            (format!("-the {with} cat"), Refusal("joins words, phrases")),
            (format!("(the AND cat) {with} dog"), Refusal("joins words, phrases")),
            (format!("the {with} title:cat"), Refusal("joins words, phrases")),
            (format!("place:Kursk {with} cat"), Refusal("joins words, phrases")),
            (format!("the {with} atleast:2:cat"), Refusal("joins words, phrases")),
            (format!("* {with} *"), Refusal("joins words, phrases")),
            (format!("(the {with} cat) NEAR/5 dog"), Refusal("joins words, phrases")),
        ]);
    }
    made.extend([
        ("(the PARA cat) SENT dog".into(), Refusal("joins words, phrases")),
        ("the SENT cat PARA dog SENT the NEAR/3 cat PRE/2 dog".into(), Answer),
        ("((the SENT cat) OR (dog SENT the)) PARA ((the NEAR/5 cat) OR ran)".into(), Answer),
        (joined("(the NEAR/100 the)", " SENT ", 8), Either),
        (joined("(the SENT the)", " PARA ", 8), Answer),
        (joined("(the NEAR/100 the NEAR/100 the NEAR/100 the)", " OR ", 60), Either),
        (joined("(the NEAR/100 cat NEAR/100 the NEAR/100 dog)", " ", 60), Either),
    ]);
    made
}

/// Operators as other languages spell them.
fn foreign() -> Vec<(String, Comes)> {
    let spellings = [
        "the w/5 cat",
        "the /5 cat",
        "the near5 cat",
        "the NEAR5 cat",
        "the NEAR cat",
        "the n/5 cat",
        "the adj3 cat",
        "the ADJ cat",
        "the same cat",
        "the w/s cat",
        "the w/p cat",
        "the /s cat",
        "the /p cat",
        "the +5 cat",
        "the pre/5 cat",
        "the onear/5 cat",
        "the && cat",
        "the || cat",
        "the and not cat",
        "the BUT NOT cat",
        "!the cat",
        "+the -cat",
        "the^2 cat",
        "\"the cat\"~5^2",
        "the w/4294967296 cat",
        "the w/0 cat",
        "the w/-5 cat",
        "the NEAR/5/5 cat",
        "the near/five cat",
        "hlead(the)",
        "HEADLINE(the)",
        "hd=the",
        "ti:the",
        "au:the",
        "la=en",
        "rst=the",
        "atleast5(the)",
        "ATLEAST5(the cat)",
        "plurals(the)",
        "caps(the)",
        "date(geq (2020))",
        "date is 2020",
        "[2020-01-01 TO *]",
        "date:[2020 TO 2021]",
        "_exists_:title",
        "title:(+the +cat)",
        "the within 5 words of cat",
        "the SENT/5 cat",
        "the PARA/2 cat",
        "the w/sent cat",
        "the w/para cat",
        "$the",
        "the$",
        "the!",
        "th%",
    ];
    let mut made: Vec<_> = spellings.iter().map(|query| ((*query).to_owned(), Either)).collect();
    for operator in ["w/100", "near100", "/s", "w/p", "same", "adj100", "&&", "||"] {
        made.push((joined("the", &format!(" {operator} "), 17), Either));
        made.push((joined("the", &format!(" {operator} "), 300), Either));
        made.push((format!("the {operator} (").repeat(70), Either));
    }
    for name in ["hlead", "atleast5", "HEADLINE"] {
        made.push((format!("{name}(").repeat(200), Either));
        made.push((joined(&format!("{name}(the)"), " ", 257), Either));
    }
    made
}

/// Words that stand for many.
fn patterns() -> Vec<(String, Comes)> {
    let each = |before: &str, after: &str, n: usize| {
        let word = |at: usize| format!("{before}{}{after}", char::from(b'a' + (at % 26) as u8));
        (0..n).map(word).collect::<Vec<_>>().join(" OR ")
    };
    let mut made = vec![
        ("*a*".into(), Answer),
        ("a*".into(), Answer),
        ("?????".into(), Refusal("a wildcard without a letter")),
        ("****".into(), Refusal("a wildcard without a letter")),
        ("*?*?*?*?*?*a".into(), Answer),
        ("a*a*a*a*a*a*a*a*a*a*a*a*a*a*b".into(), Answer),
        (format!("{}b", "a*".repeat(63)), Answer),
        (format!("{}bc", "a*".repeat(64)), Refusal("more than 128 characters")),
        (format!("{}a", "?".repeat(127)), Answer),
        (format!("{}a", "*".repeat(127)), Answer),
        ("a~1".into(), Answer),
        ("a~2".into(), Answer),
        ("a~3".into(), Refusal("~ needs a word before it")),
        ("a~99999999999".into(), Refusal("~ needs a word before it")),
        (format!("{}~2", "a".repeat(64)), Answer),
        (format!("{}~2", "a".repeat(65)), Refusal("more than 64 characters")),
        ("a*~2".into(), Refusal("cannot be combined")),
        ("/.*.*.*.*a/".into(), Refusal("regular expressions are not searched")),
        ("\"a* b* c* d* e* f* g* h*\"".into(), Refusal("no more than 4000 can be looked for")),
        ("\"*a *b *c\"~100".into(), Answer),
        ("a* NEAR/100 b* NEAR/100 c*".into(), Answer),
        ("title:(*a OR *b)".into(), Answer),
        ("atleast:10000:*a".into(), Answer),
        ("atleast:10001:a".into(), Refusal("atleast: has no number from 1 to 10000")),
        ("atleast:18446744073709551616:a".into(), Refusal("atleast: has no number")),
    ];
    made.extend([
        (each("", "*", 8), Answer),
        (each("", "*", 9), Refusal(BROAD)),
        (each("*", "", 256), Refusal(BROAD)),
        (each("", "~2", 8), Answer),
        (each("", "~2", 9), Refusal(BROAD)),
        (each("a", "*", 64), Answer),
        (each("a", "*", 65), Refusal(PATTERNS)),
        (each("=a", "", 64), Answer),
        (each("=a", "", 65), Refusal(PATTERNS)),
    ]);
    made
}

/// Values out of range, unknown names, what other languages write.
fn values() -> Vec<(String, Comes)> {
    let no_date = Refusal("is not a date");
    let no_day = Refusal("in the calendar");
    let rows: &[(&str, Comes)] = &[
        ("", Answer),
        ("*", Answer),
        ("date:0000", no_day),
        ("date:0001", Answer),
        ("date:9999", Answer),
        ("date:10000", no_date),
        ("date:-262144", no_day),
        ("date:99999999999999999999", no_date),
        ("date:2024-02-30", no_day),
        ("date:2024-13", no_day),
        ("date:2024-00-00", no_day),
        ("date:2024..2023", Refusal("ends before it begins")),
        ("date:..", Refusal("a span without any date")),
        ("date:1600..9999-12-31", Answer),
        ("date:nan", no_date),
        ("date:-99999999999d", no_date),
        ("date:-4294967295y", no_date),
        ("date:-4294967295d", no_date),
        ("mentions:0001..9999", Answer),
        ("mentions:none", no_date),
        ("day:02-30", Refusal("is not a day of the year")),
        ("day:13-01", Refusal("is not a day of the year")),
        ("day:4294967298-01", Refusal("is not a day of the year")),
        ("near:91,0,5km", Refusal("is not a latitude")),
        ("near:nan,0,5km", Refusal("is not a latitude")),
        ("near:0,inf,5km", Refusal("is not a longitude")),
        ("near:0,0,1e400km", Refusal("is not a distance")),
        ("near:0,0,-5km", Refusal("is not a distance")),
        ("near:0,0,20039km", Refusal("is not a distance")),
        ("near:-90,-180,20038km", Answer),
        ("near:,,", Refusal("is not a latitude")),
        ("within:90,180,-90,-180", Refusal("south")),
        ("within:-90,-180,90,180", Answer),
        ("a NEAR/0 b", Answer),
        ("a NEAR/101 b", Refusal("NEAR/101 has no distance")),
        ("a NEAR/18446744073709551616 b", Refusal("has no distance")),
        ("\"a b\"~0", Refusal("needs a number")),
        ("\"a b\"~4294967296", Refusal("needs a number")),
        ("foo:bar", Refusal("unknown field")),
        ("__proto__:x", Refusal("unknown field")),
        ("\u{1b}[31mred:x", Refusal("unknown field")),
        ("http://example.org/", Refusal("an address is not a field")),
        ("datesrc:mars", Refusal("no date comes from")),
        ("lang:klingonese", Refusal("lang")),
        ("place:", Refusal("has no value")),
        ("place:()", Refusal("empty brackets")),
        ("place:\"\"", Refusal("nothing to search for")),
        ("place:(a b)", Refusal("side by side")),
        ("id:zzz", Refusal("id")),
        ("id:ffffffffffff", Answer),
        ("story:zzz", Refusal("id")),
        ("story:ffffffffffff", Answer),
        ("story:\"../../etc/passwd\"", Refusal("id")),
        ("story:\u{1b}[31m", Refusal("has no value")),
        ("story:", Refusal("has no value")),
        ("story:()", Refusal("empty brackets")),
        ("story:(a b)", Refusal("id")),
        ("story:999999999999999999999999", Refusal("id")),
        ("story:*", Refusal("wants a letter or digit")),
        ("-story:000000000000", Answer),
        ("about:\u{202e}x", Refusal("has no value")),
        ("mentions:9999-99-99", no_day),
        ("datesrc:*", Refusal("no date comes from")),
        ("within:0,0,0,0", Answer),
        ("within:-90,179.9,90,-179.9", Answer),
        ("within:0,0,0,1e9", Refusal("is not a longitude")),
        ("within:0,0,0", Refusal("within")),
        ("caption:*", Answer),
        ("aside:(a* NEAR/100 b*)", Answer),
        ("id:\"../../etc/passwd\"", Refusal("id")),
        ("\"", Refusal("no closing quote")),
        ("“a", Refusal("no closing quote")),
        ("\"\"", Refusal("nothing to search for")),
        ("\"\\\"", Refusal("no closing quote")),
        ("()", Refusal("empty brackets")),
        ("(", Refusal("no closing bracket")),
        (")", Refusal("a closing bracket")),
        ("AND", Refusal("nothing stands on the")),
        ("a AND", Refusal("nothing stands on the right")),
        ("OR OR OR", Refusal("nothing stands on the")),
        ("NOT", Refusal("nothing follows to be excluded")),
        ("-", Refusal("a hyphen that stands alone")),
        ("--index", Refusal("more than one hyphen")),
        ("[2020 TO 2024]", Refusal("not written in square brackets")),
        ("a^1e308", Refusal("cannot be given a weight")),
        ("a||b", Refusal("does not mean OR")),
        ("!a", Answer),
        ("=", Refusal("= without a word")),
        ("title:=", Refusal("= without a word")),
        ("a\u{0}b", Answer),
        ("\u{1b}]0;owned\u{7}", Answer),
        ("\u{202e}kursk\u{202c}", Answer),
        ("\u{9b}31m kursk", Answer),
        ("\u{200b}\u{200b}", Answer),
        ("k\u{301}\u{301}\u{301}ursk", Answer),
        ("\u{fdfa}\u{fdfa}", Answer),
        ("\u{1d173}a", Answer),
        ("İıſß", Answer),
        ("ﬀﬁ* ", Answer),
        ("👩‍👩‍👧‍👦 a", Answer),
        ("مصر AND 北京 AND Київ", Answer),
        ("'; DROP TABLE articles; --", Refusal("a hyphen that stands alone")),
        ("{{7*7}} ${jndi:ldap}", Refusal("unknown field")),
        ("%00%0a a", Answer),
    ];
    rows.iter().map(|&(query, comes)| (query.to_owned(), comes)).collect()
}

/// Flags of `search` out of range.
const FLAGS: &[(&[&str], Comes)] = &[
    (&["a", "--limit", "0"], Answer),
    (&["a", "--limit", "10000"], Answer),
    (&["a", "--limit", "10001"], Refusal("more than 10000")),
    (&["a", "--limit", "18446744073709551615"], Refusal("more than 10000")),
    (&["a", "--limit", "18446744073709551616"], Refusal("--limit")),
    (&["a", "--limit", "-1"], Refusal("-1")),
    (&["a", "--limit", "1e9"], Refusal("--limit")),
    (&["a", "--limit", "NaN"], Refusal("--limit")),
    (&["a", "--facet", "place", "--facet-limit", "18446744073709551615"], Answer),
    (&["a", "--facet", "actor", "--facet-limit", "0"], Answer),
    (&["a", "--facet", "nothing"], Refusal("nothing")),
    (&["a", "--facet", "date:century"], Refusal("date:century")),
    (&["a", "--facet", "\u{1b}[31mplace"], Refusal("place")),
    (&["a", "--after", ""], Refusal("is not a cursor")),
    (&["a", "--after", "x"], Refusal("is not a cursor")),
    (&["a", "--after", "0-0-0"], Refusal("is not a cursor")),
    (&["a", "--after", "0-0-0-0"], Refusal("the index has changed")),
    (
        &["a", "--after", "ffffffffffffffff-ffffffffffffffff-ffffffffffffffff-ffffffffffffffff"],
        Refusal("the index has changed"),
    ),
    (&["a", "--after", "10000000000000000-0-0-0"], Refusal("is not a cursor")),
    (&["a", "--after", "-1--1--1--1"], Refusal("is not a cursor")),
    (&["a", "--after", "\u{1b}[2J\u{202e}"], Refusal("is not a cursor")),
    (&["a", "--from", "0000"], Refusal("in the calendar")),
    (&["a", "--from", "9999-12-31", "--to", "0001"], Refusal("swap them")),
    (&["a", "--to", "-99999999999d"], Refusal("is not a date")),
    (&["a", "--from", "\u{1b}[31m"], Refusal("is not a date")),
    (&["a", "--place", ""], Answer),
    (&["a", "--place", "\u{1b}]0;x\u{7}\u{202e}"], Answer),
    (&["a", "--sort", "random"], Refusal("random")),
    (&["a", "--by", "\u{9b}31m"], Refusal("--by")),
    (&["the", "--by", "story", "--limit", "0"], Answer),
    (&["the", "--by", "story", "--limit", "10000", "--facet", "place", "--facet", "mentions:day"], Answer),
    (&["the", "--by", "story", "--after", "0-0-0-0"], Refusal("the index has changed")),
    (&["the", "--by", "event"], Either),
    (&["a", "--threads", "0"], Refusal("--threads")),
    (&["a", "--format", "csv"], Refusal("search has no format csv")),
    (&["a", "--format", "\u{1b}[31m"], Refusal("--format")),
    (&["a", "--\u{1b}[31mflag"], Refusal("unexpected argument")),
    (&["a", "--explain"], Answer),
];

/// What is wrong with how a run went.
fn judge(name: &str, ran: &Ran, comes: Comes, baseline: u64) -> Option<String> {
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    let fault = |what: String| Some(format!("{name}: {what}"));
    match (ran.code, comes) {
        (Some(0 | 1), Answer | Either) => {}
        (Some(2), Either) => {}
        (Some(2), Refusal(words)) if said.contains(words) => {}
        (code, _) => return fault(format!("ended with {code:?}: {said}")),
    }
    if said.contains("panicked") || said.contains("is damaged") {
        return fault(said);
    }
    if said.len() > 16_000 {
        return fault(format!("{} bytes of messages", said.len()));
    }
    if let Some(raw) = raw_character(&ran.stderr).or_else(|| raw_character(&ran.stdout)) {
        return fault(raw);
    }
    (ran.peak_kib > baseline + MORE_KIB).then(|| {
        format!("{name}: {} MiB of memory, a plain search takes {}", ran.peak_kib >> 10, baseline >> 10)
    })
}

#[test]
fn no_query_breaks_a_search() {
    let folder = archive("queries");
    let plain = dateline(&folder.0, &["search", "cat"]);
    assert_eq!(plain.code, Some(0), "{}", String::from_utf8_lossy(&plain.stderr));
    let parts = [series(), together(), patterns(), values(), foreign()];
    let queries: Vec<_> = parts.into_iter().flatten().collect();
    assert!(queries.len() >= 300);
    let mut faults = Vec::new();
    for (at, (query, comes)) in queries.iter().enumerate() {
        let name: String = query.chars().take(60).flat_map(char::escape_default).collect();
        // No argument may be longer than 128 KiB or hold a zero byte.
        let as_argument = query.len() < 100_000 && !query.contains('\0');
        let ran = if as_argument {
            let format = if at % 2 == 0 { "text" } else { "json" };
            let unit = if at % 3 == 0 { "story" } else { "article" };
            dateline(&folder.0, &["search", "--format", format, "--by", unit, "--", query])
        } else {
            fs::write(folder.0.join("batch.tsv"), format!("q\t{query}\n")).unwrap();
            dateline(&folder.0, &["search", "--batch", "batch.tsv", "--format", "jsonl"])
        };
        faults.extend(judge(&name, &ran, *comes, plain.peak_kib));
    }
    let (wrong, all) = (faults.len(), queries.len());
    assert!(faults.is_empty(), "{wrong} of {all} went wrong:\n{}", faults.join("\n"));
}

#[test]
fn no_flag_breaks_a_search() {
    let folder = archive("flags");
    let plain = dateline(&folder.0, &["search", "cat"]);
    let mut faults = Vec::new();
    for (flags, comes) in FLAGS {
        let ran = dateline(&folder.0, &[&["search"], *flags].concat());
        faults.extend(judge(&format!("{flags:?}"), &ran, *comes, plain.peak_kib));
    }
    // At the limit, and one past it.
    let (fits, long) = ("a".repeat(SELECTED_CHARS_MAX), "a".repeat(SELECTED_CHARS_MAX + 1));
    let times = |flag: &[&'static str], n: usize| [&["search", "a"], &flag.repeat(n)[..]].concat();
    for (words, comes) in [
        (vec!["search", "a", "--place", &fits], Answer),
        (vec!["search", "a", "--place", &long], Refusal("more than 1000 characters")),
        (times(&["--actor", "x"], SELECTED_MAX), Answer),
        (times(&["--actor", "x"], SELECTED_MAX + 1), Refusal("more than 64")),
        (times(&["--facet", "place"], FACETS_MAX), Answer),
        (times(&["--facet", "place"], FACETS_MAX + 1), Refusal("more than 32")),
    ] {
        let name = format!("{} of {}", words.len(), words.get(2).unwrap_or(&""));
        faults.extend(judge(&name, &dateline(&folder.0, &words), comes, plain.peak_kib));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Arguments that are no text are refused like any other wrong flag.
#[test]
fn arguments_that_are_no_text_are_refused() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = archive("bytes");
    for verb in ["search", "facets", "show", "timeline"] {
        let ran = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"))
            .arg(verb)
            .arg(std::ffi::OsStr::from_bytes(b"a\xff\xfe\x9b31m"))
            .current_dir(&folder.0)
            .output()
            .unwrap();
        assert_eq!(ran.status.code(), Some(2), "{verb}");
        assert_eq!(raw_character(&ran.stderr), None);
    }
}
