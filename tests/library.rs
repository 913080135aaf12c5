//! The library as somebody uses it who has read its front page and nothing else: build an
//! archive, ask it, look at hits and counts, and see what goes wrong said in words.

use std::fs;
use std::path::PathBuf;

use dateline::article::{Article, Field, Referent};
use dateline::error::Error;
use dateline::index::{Archive, Snapshot};
use dateline::ingest::{self, IngestOptions, Quiet, ingest};
use dateline::query::{ParseOptions, parse};
use dateline::search::{FacetKind, Over, SearchOptions, Selection, Sort, Step};

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("dateline-library-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("news")).unwrap();
        Folder(path)
    }

    /// An archive of three articles.
    fn archive(&self) -> Archive {
        let news = self.0.join("news");
        fs::write(
            news.join("kursk.txt"),
            "date 2024-08-08\nUkrainian troops cross into Kursk\n\nKURSK, Aug 8 (Reuters) - Governor Alexei \
             Smirnov said Ukrainian troops had crossed the border near Sudzha.\n",
        )
        .unwrap();
        fs::write(
            news.join("more.jsonl"),
            concat!(
                r#"{"title": "Putin meets governor", "date": "2024-08-12", "outlet": "Wire", "#,
                r#""body": "Vladimir Putin met Aleksey Smirnov in Moscow."}"#,
                "\n",
                r#"{"title": "Grain prices", "date": "2023", "outlet": "Gazette", "body": "Prices rose in Paris."}"#,
                "\n"
            ),
        )
        .unwrap();
        let archive = Archive::create(self.0.join("index")).unwrap();
        let report = ingest(&archive, &[news], &IngestOptions::default(), &mut Quiet).unwrap();
        assert_eq!((report.indexed, report.skipped.len()), (3, 0));
        archive
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn titles(snapshot: &Snapshot, query: &str, options: &SearchOptions) -> Vec<String> {
    let query = parse(query, &ParseOptions::default()).unwrap();
    let results = snapshot.search(&query, options).unwrap();
    results.hits.into_iter().filter_map(|hit| hit.record.article.title).collect()
}

#[test]
fn an_archive_answers_in_a_few_lines() {
    let folder = Folder::new("few-lines");
    let snapshot = folder.archive().snapshot().unwrap();
    let query = parse("governor place:Russia", &ParseOptions::default()).unwrap();
    let options = SearchOptions { facets: vec!["actor".parse().unwrap()], ..SearchOptions::default() };
    let results = snapshot.search(&query, &options).unwrap();
    assert_eq!(results.total, 2);
    for hit in &results.hits {
        assert!(hit.record.article.body.contains("Smirnov") && !hit.snippets.is_empty());
    }
    let (_, actors) = &results.facets[0];
    let smirnov = actors.values.iter().find(|v| v.label.ends_with("Smirnov")).unwrap();
    assert_eq!(smirnov.count, 2, "both spellings are one person");

    // What a facet gives, a selection takes.
    let selection = Selection { actor: vec![smirnov.value.clone()], ..Selection::default() };
    let narrowed = SearchOptions { selection, ..SearchOptions::default() };
    assert_eq!(titles(&snapshot, "", &narrowed).len(), 2);
}

#[test]
fn hits_come_in_the_order_asked_for() {
    let folder = Folder::new("order");
    let snapshot = folder.archive().snapshot().unwrap();
    let sorted = |sort| titles(&snapshot, "*", &SearchOptions { sort, ..SearchOptions::default() });
    let newest = sorted(Sort::Newest);
    assert_eq!(newest, ["Putin meets governor", "Ukrainian troops cross into Kursk", "Grain prices"]);
    let mut oldest = sorted(Sort::Oldest);
    oldest.reverse();
    assert_eq!(oldest, newest);
    assert_eq!(titles(&snapshot, "smirnov OR title:kursk", &SearchOptions::default()).len(), 2);
}

#[test]
fn dates_keep_their_precision() {
    let folder = Folder::new("dates");
    let snapshot = folder.archive().snapshot().unwrap();
    let query = parse("*", &ParseOptions::default()).unwrap();
    let (_, months) =
        snapshot.timeline(&query, &SearchOptions::default(), Over::Published, Step::Month).unwrap();
    let months: Vec<(&str, u64)> = months.values.iter().map(|v| (v.value.as_str(), v.count)).collect();
    assert_eq!(months, [("2024-08", 2)], "2023 is no month");
    let within = |from: &str, to: &str| {
        let selection = Selection { from: from.parse().ok(), to: to.parse().ok(), ..Selection::default() };
        titles(&snapshot, "", &SearchOptions { selection, ..SearchOptions::default() })
    };
    assert_eq!(within("2023-05", "2023-05"), ["Grain prices"], "some day of 2023 may have been in May");
    assert_eq!(within("2024-08", "2024-08-08"), ["Ukrainian troops cross into Kursk"]);
}

#[test]
fn marks_are_stretches_of_the_text() {
    let folder = Folder::new("marks");
    let snapshot = folder.archive().snapshot().unwrap();
    let query = parse("\"crossed the border\" smirnov -grain", &ParseOptions::default()).unwrap();
    let results = snapshot.search(&query, &SearchOptions::default()).unwrap();
    let record = &results.hits[0].record;
    let marks = snapshot.marks(&query, record).unwrap().unwrap();
    let marked: Vec<&str> = marks
        .iter()
        .filter(|m| m.field == Field::Body)
        .map(|m| &record.article.body[m.bytes.0..m.bytes.1])
        .collect();
    assert_eq!(marked, ["Smirnov", "crossed the border"]);
    let whole = snapshot.article(record.id).unwrap();
    let named = whole.mentions.iter().filter(|m| matches!(m.what, Referent::Place(_)));
    assert!(named.count() >= 2);
    // A query for what is mentioned marks it, whichever record it is asked of.
    let kursk = parse("place:Kursk", &ParseOptions::default()).unwrap();
    let marks = snapshot.marks(&kursk, record).unwrap().unwrap();
    assert_eq!(marks, snapshot.marks(&kursk, &whole).unwrap().unwrap());
    assert!(marks.iter().any(|m| m.field == Field::Body));
}

#[test]
fn every_article_can_be_had_back_by_its_id() {
    let folder = Folder::new("ids");
    let snapshot = folder.archive().snapshot().unwrap();
    let query = parse("", &ParseOptions::default()).unwrap();
    let (records, notes) = snapshot.export(&query, &SearchOptions::default()).unwrap();
    assert!(notes.is_empty());
    for record in records.map(Result::unwrap) {
        let id = record.id.to_string().parse().unwrap();
        assert_eq!(snapshot.article(id).unwrap(), record);
    }
    let missing = snapshot.article(dateline::article::ArticleId::from_number(1)).unwrap_err();
    assert!(missing.to_string().starts_with("no article 000000000001 in the index"));
}

#[test]
fn what_goes_wrong_says_what_to_do() {
    let folder = Folder::new("wrong");
    let missing = Archive::open(folder.0.join("index")).err().unwrap();
    assert!(matches!(missing, Error::NoIndex { .. }) && missing.to_string().contains("build one first"));
    let archive = folder.archive();
    let nowhere = folder.0.join("nowhere");
    let unread = ingest(&archive, &[nowhere], &IngestOptions::default(), &mut Quiet).unwrap_err();
    assert!(matches!(unread, Error::Read { .. }), "{unread}");
    let error = parse("kursk AND", &ParseOptions::default()).unwrap_err();
    assert_eq!((error.start, error.end), (6, 9));
    assert!("plaec".parse::<FacetKind>().unwrap_err().contains("there are place"));

    // A cursor of an earlier commit is not taken for one of this.
    let query = parse("", &ParseOptions::default()).unwrap();
    let one = SearchOptions { limit: 1, ..SearchOptions::default() };
    let next = archive.snapshot().unwrap().search(&query, &one).unwrap().next;
    fs::remove_file(folder.0.join("news/kursk.txt")).unwrap();
    ingest(&archive, &[folder.0.join("news")], &IngestOptions::default(), &mut Quiet).unwrap();
    let later = archive.snapshot().unwrap().search(&query, &SearchOptions { after: next, ..one });
    assert!(later.unwrap_err().to_string().starts_with("the index has changed"));
}

#[test]
fn a_snapshot_can_be_shared_by_threads() {
    let folder = Folder::new("threads");
    let snapshot = folder.archive().snapshot().unwrap();
    let ask = || titles(&snapshot, "governor", &SearchOptions::default());
    let answers: Vec<Vec<String>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|a| *a == answers[0] && a.len() == 2));
}

#[test]
fn articles_from_elsewhere_than_files_are_added_and_replaced() {
    let folder = Folder::new("add");
    let archive = Archive::create(folder.0.join("index")).unwrap();
    let article = |id: &str, body: &str| Article {
        source_id: Some(id.to_owned()),
        body: body.to_owned(),
        ..Article::default()
    };
    let add = |articles: Vec<Article>| {
        let report = ingest::add(&archive, "feed", articles, &IngestOptions::default()).unwrap();
        (report.indexed, report.updated, report.unchanged)
    };
    let all = || {
        let snapshot = archive.snapshot().unwrap();
        let (records, _) = snapshot.export(&parse("", &ParseOptions::default()).unwrap(), &oldest()).unwrap();
        let mut bodies: Vec<String> = records.map(|r| r.unwrap().article.body).collect();
        bodies.sort();
        bodies
    };
    assert_eq!(add(vec![article("1", "Rain."), article("2", "Oil.")]), (2, 0, 0));
    assert_eq!(add(vec![article("1", "Rain."), article("2", "Oil and gas.")]), (0, 1, 1));
    assert_eq!(all(), ["Oil and gas.", "Rain."]);
    // Of two with the same id one counts, however fast they come.
    let twice = (0..50).flat_map(|n| [article(&format!("x{n}"), "early"), article(&format!("x{n}"), "late")]);
    add(twice.collect());
    assert_eq!(archive.snapshot().unwrap().articles(), 52);
}

#[test]
fn what_stands_beside_the_text_is_found_where_it_belongs() {
    let folder = Folder::new("beside");
    let archive = Archive::create(folder.0.join("index")).unwrap();
    let texts = |texts: &[&str]| texts.iter().map(|t| (*t).to_owned()).collect::<Vec<String>>();
    let article = Article {
        title: Some("River rises".to_owned()),
        subheads: texts(&["Dykes hold", "Ferries stop"]),
        lead: Some("The town prepared for a crest on Sunday.".to_owned()),
        body: "Sandbags were filled all night.".to_owned(),
        captions: texts(&["A bridge near Torgau", "Volunteers rest"]),
        asides: texts(&["Sign up for our newsletter"]),
        ..Article::default()
    };
    ingest::add(&archive, "paper", [article], &IngestOptions::default()).unwrap();
    let total = |query: &str| {
        let query = parse(query, &ParseOptions::default()).unwrap();
        let results = archive.snapshot().unwrap().search(&query, &SearchOptions::default()).unwrap();
        assert_eq!(results.hits.len() as u64, results.total, "what is counted is shown");
        results.total
    };
    for found in [
        "crest",
        "\"crest on Sunday\"",
        "lead:crest",
        "lead:sandbags",
        "\"ferries stop\"",
        "caption:torgau",
        "caption:\"volunteers rest\"",
        "aside:newsletter",
        "sandbags crest dykes",
    ] {
        assert_eq!(total(found), 1, "{found}");
    }
    // No phrase reaches from one into the next, and what is no text is not found as text.
    for lost in [
        "\"hold ferries\"",
        "\"stop the town\"",
        "newsletter",
        "torgau",
        "caption:\"torgau volunteers\"",
        "title:dykes",
        "lead:dykes",
        "aside:bridge",
    ] {
        assert_eq!(total(lost), 0, "{lost}");
    }
}

fn oldest() -> SearchOptions {
    SearchOptions { sort: Sort::Oldest, ..SearchOptions::default() }
}

/// How many of these articles, given as language and text, a query finds.
fn found(name: &str, articles: &[(&str, &str)], query: &str) -> u64 {
    let folder = Folder::new(name);
    let line =
        |(lang, body): &(&str, &str)| serde_json::json!({"lang": lang, "body": body}).to_string() + "\n";
    fs::write(folder.0.join("news/a.jsonl"), articles.iter().map(line).collect::<String>()).unwrap();
    let archive = Archive::create(folder.0.join("index")).unwrap();
    ingest(&archive, &[folder.0.join("news")], &IngestOptions::default(), &mut Quiet).unwrap();
    let query = parse(query, &ParseOptions::default()).unwrap();
    archive.snapshot().unwrap().search(&query, &SearchOptions::default()).unwrap().total
}

/// Each of these was answered wrongly once; the model in `tests/model.rs` found them.
#[test]
fn questions_that_went_wrong_once() {
    // A phrase whose second word has no more articles, beside a word that has: a panic.
    let articles = [("en", "alpha beta"), ("en", "alpha gamma"), ("en", "alpha gamma delta")];
    assert_eq!(found("or-end", &articles, "alpha NEAR/3 (\"alpha beta\" OR gamma)"), 2);
    // The tightest choice of the inner pair is not the one that stands near the third word.
    let text = "alpha beta one two beta three gamma";
    assert_eq!(found("nested", &[("en", text)], "(alpha NEAR/5 beta) NEAR/2 gamma"), 1);
    // A sigma at the end of a word, and its capital.
    assert_eq!(found("sigma", &[("el", "ΔΡΟΜΟΣ"), ("el", "δρόμος")], "\"δρόμος\""), 2);
    // Stemmers that take letters off the beginning, and forms that share only one letter.
    assert_eq!(found("arabic", &[("ar", "الكتاب حرب"), ("ar", "كتاب حرب")], "كتاب NEAR/3 حرب"), 2);
    assert_eq!(found("dutch", &[("nl", "gewerkt fiets"), ("nl", "werkt fiets")], "werkt NEAR/3 fiets"), 2);
    // A vowel killer is no letter, but does not end a word.
    assert_eq!(found("virama", &[("hi", "दिल्ली शहर")], "दिल्*"), 1);
}

#[test]
fn names_of_articles_that_are_gone_mean_nothing() {
    let folder = Folder::new("gone");
    let news = folder.0.join("news");
    let archive = Archive::create(folder.0.join("index")).unwrap();
    fs::write(news.join("a.jsonl"), r#"{"outlet": "Wire", "body": "Rain."}"#).unwrap();
    fs::write(news.join("b.jsonl"), r#"{"outlet": "Wire Service", "body": "Oil."}"#).unwrap();
    let run =
        || ingest(&archive, std::slice::from_ref(&news), &IngestOptions::default(), &mut Quiet).unwrap();
    let wire = || {
        let query = parse("outlet:wire", &ParseOptions::default()).unwrap();
        archive.snapshot().unwrap().search(&query, &SearchOptions::default()).unwrap().total
    };
    run();
    assert_eq!(wire(), 1, "the outlet called so");
    fs::remove_file(news.join("a.jsonl")).unwrap();
    run();
    assert_eq!(wire(), 1, "the one that has it in its name, since none is called so any more");
}
