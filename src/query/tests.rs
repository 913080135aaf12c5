//! The language as tables: what a query is read as, and what an error says.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Result<Query, SyntaxError> {
    parse(text, &ParseOptions::default())
}

fn printed(text: &str) -> String {
    read(text).map_or_else(|error| error.to_string(), |query| query.to_string())
}

fn hints(text: &str) -> Vec<String> {
    let query = read(text).unwrap();
    query
        .hints
        .into_iter()
        .map(|Hint { span, message }| format!("{}..{} {message}", span.start, span.end))
        .collect()
}

/// The message of an error, without the blanks that an empty label leaves.
fn refused(text: &str) -> String {
    let message = read(text).map_or_else(|error| error.to_string(), |query| format!("read as {query}"));
    message.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[test]
fn queries_are_read_as_they_print() {
    for (query, tree) in [
        ("", "*"),
        (" \t ", "*"),
        ("*", "*"),
        ("kursk border", "kursk AND border"),
        ("kursk OR belgorod", "kursk OR belgorod"),
        ("a OR b c", "a OR (b AND c)"),
        ("a b OR c AND d", "(a AND b) OR (c AND d)"),
        ("(a OR b) c", "(a OR b) AND c"),
        ("((a) (b (c)))", "a AND b AND c"),
        ("kursk -football", "kursk AND NOT football"),
        ("-football", "NOT football"),
        ("a AND NOT b", "a AND NOT b"),
        ("a OR -(b c)", "a OR NOT (b AND c)"),
        ("NOT NOT a", "NOT NOT a"),
        (
            "cross-border O'Brien U.S. AT&T 12:30 3:1",
            "cross-border AND O'Brien AND U.S. AND AT&T AND 12:30 AND 3:1",
        ),
        ("android andy ORCHARD notes", "android AND andy AND ORCHARD AND notes"),
        ("\"AND\" \"kursk  border\"", "\"AND\" AND \"kursk border\""),
        ("\"What, then ?\"", "\"What, then\""),
        (r#""a \"b\" c\d""#, r#""a \"b\" c\\d""#),
        ("\"troops border\"~5", "\"troops border\"~5"),
        ("\"Ukrainian troop*\" w?ld *burg", "\"Ukrainian troop*\" AND w?ld AND *burg"),
        ("a NEAR/5 b PRE/3 c", "a NEAR/5 b PRE/3 c"),
        ("a NEAR/0 b PRE/0 c", "a NEAR/0 b PRE/0 c"),
        ("a NEAR/5 (b NEAR/2 c)", "a NEAR/5 (b NEAR/2 c)"),
        ("a SENT b NEAR/3 c PARA d", "a SENT b NEAR/3 c PARA d"),
        ("(Joh* OR \"J. Doe\") NEAR/2 Doe", "(Joh* OR \"J. Doe\") NEAR/2 Doe"),
        ("-(a NEAR/5 b) c", "NOT (a NEAR/5 b) AND c"),
        ("zelensk* kursk~1 kursk~2 =ISIS -=Isis", "zelensk* AND kursk~1 AND kursk~2 AND =ISIS AND NOT =Isis"),
        ("=\"Wagner Group\" \"=ISIS fighters\"", "\"=Wagner =Group\" AND \"=ISIS fighters\""),
        ("atleast:5:wagner atleast:2:zelensk*", "atleast:5:wagner AND atleast:2:zelensk*"),
        ("title:ceasefire lead:\"x y\"~3 byline:*", "title:ceasefire AND lead:\"x y\"~3 AND byline:*"),
        ("title:(a b -c) caption:(d)", "title:(a AND b AND NOT c) AND caption:d"),
        ("title:(a NEAR/3 b) datelinetext:=KURSK", "title:(a NEAR/3 b) AND datelinetext:=KURSK"),
        ("PLACE:UA about:\"UA\" dateline:Moscow", "place:UA AND about:UA AND dateline:Moscow"),
        (
            "place:\"Kursk  Oblast\" place:geonames:2022890",
            "place:\"Kursk Oblast\" AND place:geonames:2022890",
        ),
        ("actor:(Putin OR \"Wagner Group\") group:*", "(actor:Putin OR actor:\"Wagner Group\") AND group:*"),
        ("place:(Russia -Kursk) person:X org:Y", "place:Russia AND NOT place:Kursk AND person:X AND org:Y"),
        ("place:\"E*\" place:*", "place:\"E*\" AND place:*"),
        ("near:51.73,36.190,50km within:50,34,52,38.5", "near:51.73,36.19,50km AND within:50,34,52,38.5"),
        (
            "date:2024 date:2024-08 date:2024-08-06..2024-08-20",
            "date:2024 AND date:2024-08 AND date:2024-08-06..2024-08-20",
        ),
        ("date:..1953 date:1953.. date:1940s", "date:..1953 AND date:1953.. AND date:1940..1949"),
        ("date:(none OR suspect) day:04-25", "(date:none OR date:suspect) AND day:04-25"),
        ("mentions:2022-02-24 datesrc:url lang:pt-br", "mentions:2022-02-24 AND datesrc:url AND lang:pt-br"),
        ("outlet:\"BBC News\" story:abc id:0123", "outlet:\"BBC News\" AND story:abc AND id:0123"),
        ("“a b” „c“ «d \"e\" f» ‹g› 「東京」", r#""a b" AND "c" AND "d \"e\" f" AND "g" AND "東京""#),
        (
            "ｋｕｒｓｋ　（ａ　ＯＲ　ｂ＊）　ｔｉｔｌｅ：ｘ　－ｆｏｏ −bar",
            "kursk AND (a OR b*) AND title:x AND NOT foo AND NOT bar",
        ),
        ("a\u{200B}b \u{202A}c\u{202C}", "a AND b AND c"),
        ("Marks & Spencer – profit", "Marks AND Spencer AND profit"),
    ] {
        assert_eq!(printed(query), tree, "{query}");
    }
}

#[test]
fn any_joins_words_by_or_and_keeps_conditions() {
    let options = ParseOptions { any: true, today: None };
    for (query, tree) in [
        ("a b c", "a OR b OR c"),
        ("a \"b c\" -d", "(a OR \"b c\") AND NOT d"),
        ("a b place:X date:2024", "(a OR b) AND place:X AND date:2024"),
        ("a AND b c", "(a AND b) OR c"),
        ("title:(a b) c", "title:(a OR b) OR c"),
        ("place:X -a", "place:X AND NOT a"),
        ("a b OR c d", "a OR b OR c OR d"),
    ] {
        assert_eq!(parse(query, &options).unwrap().to_string(), tree, "{query}");
    }
}

#[test]
fn relative_days_count_from_today() {
    let options = ParseOptions { any: false, today: NaiveDate::from_ymd_opt(2024, 8, 31) };
    let query = parse("date:-30d..today mentions:yesterday", &options).unwrap();
    assert_eq!(query.to_string(), "date:2024-08-01..2024-08-31 AND mentions:2024-08-30");
}

#[test]
fn surprising_readings_come_with_a_hint() {
    for (query, hint) in [
        ("troops and border", "7..10 and is searched as a word; the operator is AND"),
        ("not kursk", "0..3 not is searched as a word; the operator is NOT"),
        (
            "a OR b c",
            "0..8 words side by side are joined before OR: read as a OR (b AND c); brackets change that",
        ),
        ("pay same wages", "4..8 same is searched as a word; the operator is PARA"),
        ("a & b", "2..3 & has no letters or digits and is left out"),
        (
            "who won?",
            "4..8 won? asks for one more letter after won; leave the question mark out if it only ends a question",
        ),
        (
            "place:Kursk Oblast",
            "12..18 place: takes one word, so Oblast is searched in the text; for a longer name write place:\"Kursk Oblast\"",
        ),
        (
            "'kursk border'",
            "0..14 single quotes make no phrase, the words are searched separately; use double quotes",
        ),
        (
            "within:-20,177,-12,-178",
            "7..23 the box goes from its western edge eastward across the 180th meridian; the first corner is the south-western one",
        ),
    ] {
        assert_eq!(hints(query), [hint], "{query}");
    }
    for query in [
        "and",
        "and b",
        "a or",
        "a AND b OR c",
        "w?ld",
        "(a b) OR c",
        "place:Kursk border",
        "O'Brien Joneses'",
        "\"a or b\"",
    ] {
        assert!(hints(query).is_empty(), "{query}");
    }
}

#[test]
fn errors_show_the_place_and_the_remedy() {
    for message in include_str!("errors.txt").split("\n\n").filter(|message| !message.starts_with('#')) {
        let shown = message.lines().find_map(|line| line.strip_prefix("  ")).unwrap();
        assert_eq!(refused(shown), message.trim_end());
    }
}

#[test]
fn every_limit_holds_at_its_last_value() {
    let words = |n: usize| vec!["a"; n].join(" ");
    let nested = |n: usize| format!("{}a{}", "(".repeat(n), ")".repeat(n));
    let near = |n: u32| format!("a NEAR/{n} b \"c d\"~{n}");
    let counted = |n: u32| format!("atleast:{n}:a");
    let several = |word: &str, n: usize| vec![word; n].join(" ");
    let message = |text: &str| read(text).unwrap_err().message;
    for (fits, beyond, says) in [
        (
            "a".repeat(QUERY_CHARS_MAX),
            "é".repeat(QUERY_CHARS_MAX + 1),
            "the query has more than 4096 characters",
        ),
        (words(LEAVES_MAX), words(LEAVES_MAX + 1), "the query has more than 256 words and values"),
        (
            format!("\"{}\"", words(LEAVES_MAX)),
            format!("\"{}\" b", words(LEAVES_MAX)),
            "the query has more than 256 words and values",
        ),
        (nested(NESTING_MAX), nested(NESTING_MAX + 1), "brackets and negations are nested deeper than 64"),
        (
            format!("{}a", "NOT ".repeat(NESTING_MAX)),
            format!("{}a", "NOT ".repeat(NESTING_MAX + 1)),
            "brackets and negations are nested deeper than 64",
        ),
        (near(DISTANCE_MAX), near(DISTANCE_MAX + 1), "NEAR/101 has no distance from 0 to 100"),
        (
            several("=a", PATTERNS_MAX),
            several("con*", PATTERNS_MAX + 1),
            "the query has more than 64 words with wildcards, in similar spellings or exact forms",
        ),
        (
            several("a~2", BROAD_PATTERNS_MAX),
            several("a*", BROAD_PATTERNS_MAX + 1),
            "the query has more than 8 words that every word of the index is compared with",
        ),
        (
            format!("\"{}\"", several("*a", BROAD_PATTERNS_MAX)),
            format!("title:({} \"?a b\")", several("a?", BROAD_PATTERNS_MAX)),
            "the query has more than 8 words that every word of the index is compared with",
        ),
        (
            several("place:a", NAMES_MAX),
            format!("actor:({}) outlet:b", vec!["a"; NAMES_MAX].join(" OR ")),
            "the query has more than 64 names of places, actors and outlets",
        ),
        (
            vec!["a"; PROXIMITY_PARTS_MAX].join(" NEAR/3 "),
            format!("{} PARA (b OR \"c d\" OR \"e f\"~1)", vec!["a"; PROXIMITY_PARTS_MAX - 1].join(" SENT ")),
            "more than 16 parts are to stand near each other",
        ),
        (
            format!("\"{}\"~5", words(PROXIMITY_PARTS_MAX)),
            format!("\"{}\"~5", words(PROXIMITY_PARTS_MAX + 1)),
            "more than 16 parts are to stand near each other",
        ),
        (counted(AT_LEAST_MAX), counted(AT_LEAST_MAX + 1), "atleast: has no number from 1 to 10000"),
    ] {
        assert!(read(&fits).is_ok(), "{says}");
        assert_eq!(message(&beyond), says);
    }
}

#[test]
fn huge_queries_are_refused_at_once() {
    for text in ["(", "NOT ", "-", "a NEAR/5 ", "\"", "title:(", "a OR "] {
        let error = read(&text.repeat(1_000_000)).unwrap_err();
        assert!(error.to_string().len() < 400);
        assert!(read(&text.repeat(QUERY_CHARS_MAX / text.len())).is_err(), "{text}");
    }
}

#[test]
fn spans_point_into_the_query() {
    let Node::And(parts) = read("é =ISIS atleast:2:wag* \"b c\" place:\"Kursk Oblast\"").unwrap().root
    else {
        panic!("five operands side by side");
    };
    let spans: Vec<(usize, usize)> =
        parts.iter().flat_map(typed).map(|t| (t.span.start, t.span.end)).collect();
    assert_eq!(spans, [(0, 1), (2, 7), (18, 22), (24, 25), (26, 27), (35, 49)]);
}

#[test]
fn the_tree_is_indented() {
    let query = read("kursk (title:\"a b\" OR c NEAR/3 d) -date:none").unwrap();
    let tree =
        "AND\n  kursk\n  OR\n    title:\n      \"a b\"\n    NEAR/3\n      c\n      d\n  NOT\n    date:none\n";
    assert_eq!(query.tree(), tree);
}

#[test]
fn an_error_found_later_shows_its_place_too() {
    let query = read("border place:Kursq").unwrap();
    let error =
        query.error_at(Span { start: 13, end: 18 }, "no place is called Kursq".into(), "check it".into());
    assert_eq!((error.query.as_str(), error.start, error.end), ("border place:Kursq", 13, 18));
}

/// The texts of a leaf.
fn typed(node: &Node) -> Vec<&Typed> {
    match node {
        Node::Word(pattern) | Node::AtLeast { pattern, .. } => vec![pattern.typed()],
        Node::Phrase { slots, .. } => slots.iter().map(Pattern::typed).collect(),
        Node::Place(Value::Name(name)) | Node::Actor { name: Value::Name(name), .. } => vec![name],
        _ => Vec::new(),
    }
}

fn all_typed(node: &Node) -> Vec<&Typed> {
    typed(node).into_iter().chain(node.children().into_iter().flat_map(all_typed)).collect()
}

/// Pieces that make up most of the language, to be strung together at random.
const PIECES: [&str; 92] = [
    " ",
    " ",
    " ",
    "kursk",
    "U.S.",
    "é",
    "and",
    "AND",
    "OR",
    "NOT",
    "-",
    "(",
    ")",
    "\"",
    "“",
    "«",
    "»",
    "~1",
    "~5",
    "=",
    "*",
    "?",
    "w?ld*",
    "NEAR/3",
    "PRE/2",
    "SENT",
    "PARA",
    "title:",
    "lead:(",
    "place:",
    "actor:(",
    "date:",
    "2024..",
    "none",
    "1940s",
    "near:1,2,3km",
    "within:1,2,3,4",
    "day:04-25",
    "lang:en",
    "atleast:2:",
    "\\",
    ":",
    "/",
    "|",
    "[",
    "ａ",
    "：",
    "（",
    "\u{200B}",
    "\u{0}",
    "12:30",
    "foo:",
    "'",
    "–",
    "datesrc:url",
    "\"a b\"",
    "w/5",
    "adj3",
    "NEAR5",
    "/s",
    "same",
    "SAME",
    "BUT",
    "not",
    "&&",
    "||",
    "!",
    "+",
    "word!",
    "word~",
    "^2",
    "hd=",
    "hlead=",
    "la=en",
    "site:",
    "ns=x",
    "hlead(",
    "headline(",
    "caps(",
    "allcaps(",
    "atleast5",
    "atleast5(",
    "person(",
    "[2024 TO 2025}",
    ">=2024",
    "o5p",
    "o2",
    "/x.*/",
    "pre/s",
    "wc>5",
    "/f5/",
    "date:[",
];

fn check(text: &str, any: bool) {
    let options = ParseOptions { any, today: NaiveDate::from_ymd_opt(2024, 2, 29) };
    let length = text.chars().count();
    match parse(text, &options) {
        Ok(query) => {
            let line = query.to_string();
            assert_eq!(
                read(&line).map(|again| again.root).as_ref(),
                Ok(&query.root),
                "{text:?} printed {line}"
            );
            assert!(
                query.hints.iter().all(|hint| hint.span.start < hint.span.end && hint.span.end <= length),
                "{text:?}"
            );
            let placed = |typed: &&Typed| typed.span.start < typed.span.end && typed.span.end <= length;
            assert!(all_typed(&query.root).iter().all(placed), "{text:?}");
        }
        Err(error) => {
            assert!(error.start < error.end && error.end <= length, "{text:?}: {error}");
            assert!(!error.message.is_empty() && !error.help.is_empty());
        }
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in ".{0,60}", any: bool) {
        check(&text, any);
    }

    #[test]
    fn any_string_of_pieces_is_read_or_refused(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..24), any: bool) {
        check(&pieces.concat(), any);
        check(&pieces.join(" "), any);
    }

    #[test]
    fn a_printed_tree_reads_back(root in tree_of_words()) {
        let line = root.to_string();
        prop_assert_eq!(read(&line).map(|query| query.root), Ok(root), "{}", line);
    }

    #[test]
    fn any_name_reads_back(name in "[^\\p{C}\\p{Z}]{0,4}[a-zＡ-Ｚ][^\\p{C}\\p{Z}]{0,4}( [^\\p{C}\\p{Z}]{1,4}){0,2}") {
        let root = Node::Outlet(Value::Name(name.as_str().into()));
        let line = root.to_string();
        prop_assert_eq!(read(&line).map(|query| query.root), Ok(root), "{}", line);
    }
}

/// Words, phrases and what can be made of them, as the parser would build it.
fn tree_of_words() -> impl Strategy<Value = Node> {
    let word = prop::sample::select(&["kursk", "U.S.", "12:30", "cross-border", "é"][..]);
    let pattern = (word, 0..4_u8).prop_map(|(word, form)| match form {
        0 => Pattern::Exact(word.into()),
        1 => Pattern::Wildcard(format!("{word}*").as_str().into()),
        _ => Pattern::Word(word.into()),
    });
    let phrase = (prop::collection::vec(pattern.clone(), 2..4), prop::option::of(1..9_u32));
    let leaf = prop_oneof![
        pattern.clone().prop_map(Node::Word),
        phrase.prop_map(|(slots, slop)| Node::Phrase { slots, slop }),
        (pattern, 1..9_u32).prop_map(|(pattern, n)| Node::AtLeast { n, pattern }),
        Just(Node::Place(Value::Any)),
        Just(Node::Date(DateClause::None)),
    ];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let several = prop::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            several.clone().prop_map(parse::and),
            several.prop_map(parse::or),
            inner.clone().prop_map(|node| Node::Not(Box::new(node))),
            (inner.clone(), inner, 1..4_u8).prop_map(|(left, right, rank)| together(left, right, rank)),
        ]
    })
}

/// The two joined by an operator of proximity when they can be, else by AND.
fn together(left: Node, right: Node, rank: u8) -> Node {
    let fits = |node: &Node| parse::proximity_rank(node).is_some_and(|own| own <= rank);
    if !fits(&left) || !fits(&right) {
        return parse::and(vec![left, right]);
    }
    let (left, right) = (Box::new(left), Box::new(right));
    match rank {
        1 => Node::Near { n: 3, ordered: false, left, right },
        2 => Node::Same { unit: Unit::Sentence, left, right },
        _ => Node::Same { unit: Unit::Paragraph, left, right },
    }
}
