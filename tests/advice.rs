//! What is said of a query that finds nothing: every number of an advice is held against a
//! search of its own, over archives made at random and over a small one that people could have
//! asked.

use std::fs;
use std::sync::LazyLock;

use dateline::article::{Article, DateSource, Published};
use dateline::index::{Archive, Snapshot};
use dateline::ingest::{IngestOptions, add};
use dateline::query::{ParseOptions, parse};
use dateline::search::{Advice, SearchOptions, Selection};
use proptest::prelude::*;

/// A snapshot of an archive of these articles; it outlives its folder.
fn snapshot_of(name: &str, articles: Vec<Article>) -> Snapshot {
    let folder = std::env::temp_dir().join(format!("dateline-advice-{}-{name}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    let options = IngestOptions { threads: 1, memory_mib: 32, homes: false, ..IngestOptions::default() };
    let archive = Archive::create(&folder).unwrap();
    add(&archive, "made", articles, &options).unwrap();
    let snapshot = archive.snapshot().unwrap();
    let _ = fs::remove_dir_all(&folder);
    snapshot
}

fn total(snapshot: &Snapshot, query: &str) -> u64 {
    let query = parse(query, &ParseOptions::default()).unwrap_or_else(|error| panic!("{error}"));
    snapshot.search(&query, &SearchOptions { limit: 0, ..SearchOptions::default() }).unwrap().total
}

/// What is said of a query, `None` when it finds something.
fn advice(snapshot: &Snapshot, query: &str, selection: Selection) -> Option<Advice> {
    let query = parse(query, &ParseOptions::default()).unwrap();
    let options = SearchOptions { advise: true, limit: 1, selection, ..SearchOptions::default() };
    let results = snapshot.search(&query, &options).unwrap();
    assert_eq!(results.advice.is_some(), results.total == 0);
    results.advice
}

fn joined<'a>(clauses: impl IntoIterator<Item = &'a String>) -> String {
    clauses.into_iter().cloned().collect::<Vec<_>>().join(" AND ")
}

/// Every number of an advice on a query of these clauses, searched for.
fn check(snapshot: &Snapshot, advice: &Advice, all: &[String]) {
    for clause in &advice.clauses {
        if let Some(articles) = clause.articles {
            assert_eq!(articles, total(snapshot, &clause.clause), "{}", clause.clause);
        }
        if let Some(without) = clause.without {
            let rest = joined(all.iter().filter(|other| **other != clause.clause));
            assert_eq!(without, total(snapshot, &rest), "without {}: {rest}", clause.clause);
        }
    }
    if !advice.together.is_empty() {
        assert!(advice.together.len() > 1);
        assert_eq!(total(snapshot, &joined(&advice.together)), 0, "{:?}", advice.together);
        for spared in &advice.together {
            let rest = joined(advice.together.iter().filter(|clause| *clause != spared));
            assert!(total(snapshot, &rest) > 0, "{spared} can be spared of {:?}", advice.together);
        }
    }
    for weaker in &advice.instead {
        assert_eq!(total(snapshot, &weaker.clause), 0);
        assert!(weaker.articles > 0 && weaker.articles == total(snapshot, &weaker.write), "{weaker:?}");
    }
    for near in &advice.spellings {
        assert!(near.articles > 0 && near.articles == total(snapshot, &near.write), "{near:?}");
    }
}

const WORDS: [&str; 9] =
    ["border", "troops", "kursk", "belgorod", "parliament", "harvest", "ceasefire", "governor", "zelenskyy"];

fn articles() -> impl Strategy<Value = Vec<Article>> {
    let words = prop::collection::vec(prop::sample::select(&WORDS[..]), 1..6);
    prop::collection::vec(words, 1..9).prop_map(|made| {
        let article = |(at, words): (usize, Vec<&str>)| Article {
            body: words.join(" "),
            source_id: Some(at.to_string()),
            ..Article::default()
        };
        made.into_iter().enumerate().map(article).collect()
    })
}

fn clause() -> impl Strategy<Value = String> {
    let word = || prop::sample::select(&WORDS[..]);
    prop_oneof![
        4 => word().prop_map(str::to_owned),
        1 => (word(), word()).prop_map(|(a, b)| format!("\"{a} {b}\"")),
        1 => (word(), word()).prop_map(|(a, b)| format!("{a} NEAR/1 {b}")),
        1 => (word(), word()).prop_map(|(a, b)| format!("({a} OR {b})")),
        1 => word().prop_map(|a| format!("NOT {a}")),
        1 => word().prop_map(|a| format!("atleast:3:{a}")),
        1 => prop::sample::select(&["kusrk", "belgorid", "parliment", "zelensky"][..]).prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_number_is_that_of_a_search(
        articles in articles(),
        queries in prop::collection::vec(prop::collection::vec(clause(), 1..14), 1..12),
    ) {
        let snapshot = snapshot_of("random", articles);
        for clauses in queries {
            if let Some(advice) = advice(&snapshot, &clauses.join(" AND "), Selection::default()) {
                check(&snapshot, &advice, &clauses);
            }
        }
    }
}

fn article(outlet: &str, lang: &str, date: &str, title: &str, body: &str) -> Article {
    Article {
        title: Some(title.to_owned()),
        body: body.to_owned(),
        outlet: Some(outlet.to_owned()),
        lang: Some(lang.to_owned()),
        published: Some(Published {
            date: date.parse().unwrap(),
            source: DateSource::Metadata,
            instant: None,
            second_of_day: None,
            raw: date.to_owned(),
        }),
        source_id: Some(format!("{outlet} {title}")),
        ..Article::default()
    }
}

static SMALL: LazyLock<Snapshot> = LazyLock::new(|| {
    let wire = |date: &str, title: &str, body: &str| article("Meridian Wire", "en", date, title, body);
    snapshot_of(
        "small",
        vec![
            wire("2024-08-06", "Troops cross", "Ukrainian troops crossed the border near Sudzha in Russia."),
            wire(
                "2024-08-08",
                "Kyiv silent",
                "President Volodymyr Zelenskyy said nothing of the border raid.",
            ),
            wire("2024-08-09", "Aid", "Volodymyr Zelenskyy spoke in Kyiv of tanks and of troops in Moscow."),
            article("Harbour Courier", "de", "2024-09-01", "Ernte", "Die Ernte in Brandenburg war schlecht."),
        ],
    )
});

#[test]
fn clauses_that_match_nothing_together_are_named() {
    let advice = advice(&SMALL, "border troops lang:de", Selection::default()).unwrap();
    check(&SMALL, &advice, &["border", "troops", "lang:de"].map(str::to_owned));
    let counts: Vec<(&str, Option<u64>, Option<u64>)> =
        advice.clauses.iter().map(|c| (c.clause.as_str(), c.articles, c.without)).collect();
    assert_eq!(
        counts,
        [("border", Some(2), Some(0)), ("troops", Some(2), Some(0)), ("lang:de", Some(1), Some(1)),]
    );
    assert_eq!(advice.together, ["border", "lang:de"]);
}

#[test]
fn selections_are_clauses_too() {
    let selection = Selection {
        outlet: vec!["Harbour Courier".to_owned()],
        place: vec!["-Russia".to_owned()],
        from: "2024-08-07".parse().ok(),
        ..Selection::default()
    };
    let advice = advice(&SMALL, "zelenskyy", selection).unwrap();
    let counts: Vec<(&str, Option<u64>, Option<u64>)> =
        advice.clauses.iter().map(|c| (c.clause.as_str(), c.articles, c.without)).collect();
    assert_eq!(
        counts,
        [
            ("zelenskyy", Some(2), Some(1)),
            ("--place=-Russia", Some(2), Some(0)),
            ("--outlet \"Harbour Courier\"", Some(1), Some(1)),
            ("--from 2024-08-07", Some(3), Some(0)),
        ]
    );
    assert_eq!(advice.together, ["zelenskyy", "--outlet \"Harbour Courier\""]);
}

#[test]
fn days_outside_the_archive_show_its_span() {
    let span = Some(("2024-08-06".to_owned(), "2024-09-01".to_owned()));
    let asked = advice(&SMALL, "troops date:1999", Selection::default()).unwrap();
    assert_eq!((asked.archive, asked.clauses[1].articles), (span.clone(), Some(0)));
    let selection = Selection { to: "1999".parse().ok(), ..Selection::default() };
    assert_eq!(advice(&SMALL, "troops", selection).unwrap().archive, span);
    assert_eq!(advice(&SMALL, "troops date:2024 lang:de", Selection::default()).unwrap().archive, None);
}

#[test]
fn the_nearest_spellings_are_offered() {
    let offered = |query: &str, selection: Selection| -> Vec<(String, u64)> {
        let advice = advice(&SMALL, query, selection).unwrap();
        advice.spellings.into_iter().map(|near| (near.write, near.articles)).collect()
    };
    let none = Selection::default;
    assert_eq!(offered("zelensky", none()), [("zelenskyy".to_owned(), 2)]);
    assert_eq!(offered("bordre troops", none()), [("border".to_owned(), 2)]);
    assert_eq!(offered("title:trops", none()), [("title:troops".to_owned(), 1)]);
    assert_eq!(offered("\"border raad\"", none()), [("raid".to_owned(), 1)]);
    assert_eq!(
        offered("actor:\"Wolodymyr Zelenski\"", none()),
        [("actor:\"Volodymyr Zelensky\"".to_owned(), 2)]
    );
    assert_eq!(offered("person:Zelenksy", none()), [("person:\"Volodymyr Zelensky\"".to_owned(), 2)]);
    assert!(offered("place:Mosscow", none()).contains(&("place:Moscow".to_owned(), 1)));
    assert_eq!(offered("outlet:Meridan", none()), [("outlet:\"Meridian Wire\"".to_owned(), 3)]);
    assert_eq!(offered("lang:fr", none()), [("lang:en".to_owned(), 3), ("lang:de".to_owned(), 1)]);
    let selection = Selection { outlet: vec!["Habour Courier".to_owned()], ..none() };
    assert_eq!(offered("*", selection), [("--outlet \"Harbour Courier\"".to_owned(), 1)]);
    // What is excluded may be missing, and what is far is no misspelling.
    assert!(offered("border -trops lang:de", none()).is_empty());
    assert!(offered("xylophone", none()).is_empty());
}

#[test]
fn weaker_clauses_that_match_are_offered() {
    let offered = |query: &str| -> Vec<(String, u64)> {
        let advice = advice(&SMALL, query, Selection::default()).unwrap();
        let clauses: Vec<String> = advice.clauses.iter().map(|clause| clause.clause.clone()).collect();
        check(&SMALL, &advice, &clauses);
        advice.instead.into_iter().map(|weaker| (weaker.write, weaker.articles)).collect()
    };
    assert_eq!(offered("\"troops border\""), [("troops AND border".to_owned(), 1)]);
    assert_eq!(offered("tanks NEAR/0 Kyiv moscow"), [("tanks AND Kyiv".to_owned(), 1)]);
    assert_eq!(offered("atleast:2:border"), [("border".to_owned(), 2)]);
    assert_eq!(offered("=BORDER"), [("BORDER".to_owned(), 2)]);
    assert_eq!(offered("title:border"), [("border".to_owned(), 2)]);
    assert!(offered("nonsuch").is_empty());
}

#[test]
fn a_tree_says_what_each_part_finds() {
    let query = parse("(zelensk* OR tanks) -title:silent place:Moscow", &ParseOptions::default()).unwrap();
    let options = SearchOptions { explain: true, ..SearchOptions::default() };
    let tree = SMALL.search(&query, &options).unwrap().tree.unwrap();
    assert_eq!((tree.node.as_str(), tree.articles, tree.children.len()), ("AND", 1, 3));
    let pattern = &tree.children[0].children[0];
    let forms = pattern.forms.as_ref().unwrap();
    assert_eq!(
        (pattern.articles, forms.total, forms.first.as_slice()),
        (2, 1, &["zelenskyy".to_owned()][..])
    );
    let silent = &tree.children[1].children[0].children[0];
    assert_eq!((silent.node.as_str(), silent.articles, tree.children[1].articles), ("silent", 1, 3));
    let names = tree.children[2].names.as_ref().unwrap();
    assert!(names.total == names.first.len() && !names.first.is_empty());
    assert!(names.first.iter().all(|n| n.name.starts_with("Moscow") && n.id.starts_with("geonames:")));
}

#[test]
fn side_by_side_in_any_order() {
    for (query, articles) in [
        ("troops NEAR/0 Ukrainian", 1),
        ("Ukrainian PRE/0 troops", 1),
        ("troops PRE/0 Ukrainian", 0),
        ("troops NEAR/0 border", 0),
        ("troops w/1 Ukrainian", 1),
        ("troops w/3 border", 1),
        ("troops w/2 border", 0),
        ("hlead(troops)", 2),
        ("allcaps(Ernte)", 0),
        ("caps(ernte)", 1),
        ("nocaps(ernte)", 0),
        ("crossed! atleast2 troops", 1),
        ("date:{2024-08-06 TO 2024-09-01}", 2),
    ] {
        assert_eq!(total(&SMALL, query), articles, "{query}");
    }
}
