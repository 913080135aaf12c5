//! The order of hits: what adds to a score, that nothing else does, and that it hangs on nothing
//! but the articles.
//!
//! How good the order is cannot be told by a test of a few articles; `docs/ranking.md` says how it
//! was measured on judged collections.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline::article::{Article, ArticleId, DateSource, Published};
use dateline::date::PartialDate;
use dateline::ingest::{self, IngestOptions};
use dateline::query::{ParseOptions, Query, parse};
use dateline::search::{Ground, HalfLife, SearchOptions, Sort};
use dateline::{Archive, Snapshot};

/// SplitMix64.
struct Rng(u64);

impl Rng {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end
    }

    /// One of sixty words, the first far more often than the last.
    fn word(&mut self) -> String {
        let at = self.below(60).min(self.below(60)).min(self.below(60));
        format!("w{}x", char::from(b'a' + (at % 26) as u8).to_string().repeat(1 + at as usize / 26))
    }

    fn text(&mut self, words: u64) -> String {
        (0..words).map(|_| self.word() + " ").collect()
    }
}

struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let dir = std::env::temp_dir().join(format!("dateline-ranking-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        Folder(dir)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// An index of these articles, a commit for each list of them.
fn index(commits: Vec<(&str, Vec<Article>)>) -> (Folder, Snapshot) {
    let folder = Folder::new();
    let archive = Archive::open_or_create(&folder.0).unwrap();
    let options = IngestOptions { extract: false, homes: false, threads: 1, ..IngestOptions::default() };
    for (label, articles) in commits {
        ingest::add(&archive, label, articles, &options).unwrap();
    }
    let snapshot = archive.snapshot().unwrap();
    (folder, snapshot)
}

fn published(date: &str) -> Option<Published> {
    Some(Published {
        date: date.parse::<PartialDate>().unwrap(),
        source: DateSource::Metadata,
        second_of_day: None,
        instant: None,
        raw: date.into(),
    })
}

fn article(id: &str, title: &str, body: &str, date: Option<&str>) -> Article {
    Article {
        source_id: Some(id.into()),
        title: Some(title.into()),
        body: body.into(),
        lang: Some("en".into()),
        published: date.and_then(published),
        ..Article::default()
    }
}

/// Articles of about so many words.
fn random(rng: &mut Rng, count: u64, words: u64) -> Vec<Article> {
    let make = |n| {
        let (title, lead, length) = (rng.text(3), rng.text(1 + words / 4), 1 + rng.below(words * 2));
        let body = format!("{lead}\n\n{}", rng.text(length));
        let date = format!("{}-{:02}-{:02}", 2000 + rng.below(20), 1 + rng.below(12), 1 + rng.below(28));
        let date = (rng.below(9) > 0).then_some(date);
        article(&format!("{words}-{n}"), &title, &body, date.as_deref())
    };
    (0..count).map(make).collect()
}

fn some() -> (Folder, Snapshot) {
    let mut rng = Rng(7);
    let sizes = [("short", 700, 8), ("long", 400, 60), ("middle", 600, 25)];
    index(sizes.map(|(label, count, words)| (label, random(&mut rng, count, words))).into())
}

fn any(text: &str) -> Query {
    parse(text, &ParseOptions { any: true, today: None }).unwrap()
}

fn options(recency: Option<&str>) -> SearchOptions {
    SearchOptions { any: true, recency: recency.map(|age| age.parse().unwrap()), ..SearchOptions::default() }
}

fn ids(snapshot: &Snapshot, query: &Query, options: &SearchOptions) -> Vec<String> {
    let results = snapshot.search(query, options).unwrap();
    results.hits.iter().map(|hit| hit.record.article.source_id.clone().unwrap()).collect()
}

#[test]
fn the_parts_of_a_score_add_up_to_it() {
    let (_folder, snapshot) = some();
    let mut rng = Rng(5);
    let mut grounds = [0, 0, 0];
    for round in 0..30 {
        let (a, b, c) = (rng.word(), rng.word(), rng.word());
        let text = match round % 3 {
            0 => format!("{a} {b} {c} {a}"),
            1 => format!("\"{a} {b}\" {c} title:{a} lead:{b}"),
            _ => format!("({a} AND {b}) {c} {a}* -{b}{c}"),
        };
        let recency = (round % 2 == 0).then_some("1y");
        let wanted = SearchOptions { explain: true, any: round % 5 > 0, ..options(recency) };
        for hit in snapshot.search(&any(&text), &wanted).unwrap().hits {
            let parts = hit.explanation.unwrap();
            let sum: f32 = parts.iter().map(|part| part.text + part.title + part.lead).sum();
            assert!((sum - hit.score).abs() < 1e-3, "{text}: {sum} of {}", hit.score);
            for part in parts {
                grounds[part.ground as usize] += 1;
            }
        }
    }
    assert!(grounds.iter().all(|&n| n > 50), "{grounds:?}");
}

#[test]
fn the_best_are_the_first_of_all_with_what_moves_them() {
    let (_folder, snapshot) = some();
    let mut rng = Rng(13);
    for round in 0..20 {
        let query = any(&format!("{} {} {}", rng.word(), rng.word(), rng.word()));
        let wanted = |limit| SearchOptions { limit, ..options((round % 2 == 0).then_some("200d")) };
        let ranked = |limit| snapshot.ranking(&query, &wanted(limit)).unwrap();
        let all: Vec<(ArticleId, f32)> = ranked(2000);
        for limit in [1, 10, 37] {
            assert_eq!(ranked(limit), all[..limit.min(all.len())], "{query}, the best {limit}");
        }
        let first = snapshot.search(&query, &wanted(10)).unwrap();
        assert_eq!(first.total as usize, all.len(), "{query}");
        let Some(next) = first.next else { continue };
        let second = SearchOptions { after: Some(next), ..wanted(10) };
        let second = snapshot.search(&query, &second).unwrap();
        let found: Vec<ArticleId> = second.hits.iter().map(|hit| hit.record.id).collect();
        let expected: Vec<ArticleId> = all.iter().skip(10).take(10).map(|(id, _)| *id).collect();
        assert_eq!(found, expected, "{query}, the second page");
    }
}

#[test]
fn the_order_hangs_on_the_articles_alone() {
    let mut rng = Rng(3);
    let lists: Vec<(&str, Vec<Article>)> =
        [("a", 150, 12), ("b", 90, 40), ("c", 120, 25)].map(|(l, n, w)| (l, random(&mut rng, n, w))).into();
    let (_one, one) = index(lists.clone());
    let reversed = lists.into_iter().rev().map(|(label, list)| (label, list.into_iter().rev().collect()));
    let (_other, other) = index(reversed.collect());
    for _ in 0..20 {
        let query = any(&format!("{} {} {}", rng.word(), rng.word(), rng.word()));
        let wanted = SearchOptions { limit: 50, ..options(Some("90d")) };
        let ids = |snapshot: &Snapshot| -> Vec<ArticleId> {
            snapshot.ranking(&query, &wanted).unwrap().into_iter().map(|(id, _)| id).collect()
        };
        assert_eq!(ids(&one), ids(&other), "{query}");
    }
}

/// Articles on a flood and others, of which one on the flood has only one of the query's words.
fn flood() -> (Folder, Snapshot) {
    let filler = "Nothing else was said about it by anybody on that day in the town hall.";
    let on_flood = |n: usize| {
        let body = format!("The river burst the dam and the flood drowned the valley. Report {n}. {filler}");
        article(&format!("flood-{n}"), "Flood", &body, None)
    };
    let mut articles: Vec<Article> = (0..5).map(on_flood).collect();
    let body = format!("The dam was old and the valley below was warned. {filler}");
    articles.push(article("dam", "Warning", &body, None));
    let body = format!("The flood of tourists went on and the market was full. {filler}");
    articles.push(article("tourists", "Tourists", &body, None));
    let other =
        |n: usize| article(&format!("other-{n}"), "Other", &format!("A match was played. {filler}"), None);
    articles.extend((0..30).map(other));
    index(vec![("all", articles)])
}

#[test]
fn words_of_the_best_hits_move_others_and_find_nothing() {
    let (_folder, snapshot) = flood();
    let query = any("river burst flood dam");
    let found = snapshot.search(&query, &SearchOptions { explain: true, ..options(None) }).unwrap();
    assert_eq!(found.total, 7);
    let order = ids(&snapshot, &query, &options(None));
    let place = |id: &str| order.iter().position(|other| other == id).unwrap();
    // Both have one word of the query, but the valley stands in the best hits.
    assert!(place("dam") < place("tourists"), "{order:?}");
    let dam = &found.hits[place("dam")];
    let parts = dam.explanation.as_ref().unwrap();
    assert!(parts.iter().any(|part| part.ground == Ground::Feedback && part.what == "valley"), "{parts:?}");
    // What was not asked for is not marked.
    let snippet = &dam.snippets[0];
    let marked: Vec<&str> =
        snippet.marks.iter().map(|&(start, end)| &snippet.text[start as usize..end as usize]).collect();
    assert_eq!(marked, ["dam"]);
    // A query of one word, and one whose words must all be there, are left alone.
    for (text, any) in [("flood", true), ("river flood", false)] {
        let query = parse(text, &ParseOptions { any, today: None }).unwrap();
        let wanted = SearchOptions { any, explain: true, ..SearchOptions::default() };
        let hits = snapshot.search(&query, &wanted).unwrap().hits;
        assert!(hits.len() > 1);
        let parts = hits.iter().flat_map(|hit| hit.explanation.iter().flatten());
        assert!(parts.into_iter().all(|part| part.ground == Ground::Query), "{text}");
    }
}

#[test]
fn a_word_said_twice_counts_once() {
    let (_folder, snapshot) = flood();
    let ranked = |text| snapshot.ranking(&any(text), &options(None)).unwrap();
    let once = ranked("river tourists");
    assert_eq!(ranked("river tourists river rivers"), once);
    assert_eq!(ranked("river-tourists tourists"), once);
}

#[test]
fn recent_articles_are_preferred_by_their_age_at_the_newest() {
    let body = "The council met about the bridge.";
    let dated = |id: &str, date: Option<&str>| article(id, "Council", body, date);
    let much =
        article("much", "The bridge, the bridge", "The bridge and again the bridge.", Some("1950-01-01"));
    let little = article("little", "Council", &format!("{body} Of a bridge."), Some("1950-01-01"));
    let (_folder, snapshot) = index(vec![(
        "all",
        vec![
            dated("undated", None),
            dated("1962", Some("1962-12-20")),
            dated("1963", Some("1963-05-01")),
            dated("april", Some("1963-04-01")),
            much,
            little,
        ],
    )]);
    let query = parse("bridge", &ParseOptions::default()).unwrap();
    let order =
        |recency: Option<&str>| ids(&snapshot, &query, &SearchOptions { any: false, ..options(recency) });
    assert_eq!(order(None), ["much", "little", "1963", "april", "1962", "undated"]);
    // What is more than twice as good stays in front however old it is.
    assert_eq!(order(Some("30d")), ["much", "1963", "april", "little", "1962", "undated"]);
    let wanted = SearchOptions { explain: true, any: false, ..options(Some("30d")) };
    let hits = snapshot.search(&query, &wanted).unwrap().hits;
    let score =
        |id: &str| hits.iter().find(|hit| hit.record.article.source_id.as_deref() == Some(id)).unwrap().score;
    assert!((score("april") / score("1963") - 0.75).abs() < 1e-3);
    assert!((score("undated") / score("1963") - 0.5).abs() < 1e-3);
    let told: Vec<&str> = hits[2].explanation.iter().flatten().map(|part| part.what.as_str()).collect();
    assert_eq!(told, ["bridg", "30 days before 1963-05-01"]);
    // Other orders do not know it.
    let newest = SearchOptions { sort: Sort::Newest, any: false, ..options(Some("30d")) };
    assert_eq!(ids(&snapshot, &query, &newest)[0], "1963");
    assert!(HalfLife::days(0).is_none());
}
