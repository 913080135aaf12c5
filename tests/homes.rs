//! Where outlets are at home is learned when articles are indexed, and depends on the articles
//! alone: not on their order, on threads, or on the runs in which they came.

use dateline::article::{Article, Referent};
use dateline::index::Archive;
use dateline::ingest::{self, IngestOptions};
use dateline::query::{ParseOptions, parse};
use dateline::search::SearchOptions;

/// What a paper of Paris, Texas, prints; the last article could be about Paris, France.
const ARTICLES: [&str; 8] = [
    "Schools in Powderly and Blossom open on Monday, the Lamar County office said.",
    "A man from Clarksville was arrested in Lamar County.",
    "Deport and Roxton share a fire engine with Blossom.",
    "Voters in Red River County and in Bonham go to the polls.",
    "The road from Reno to Powderly is closed.",
    "Students from Sulphur Springs, Texas, and Bonham, Texas, visited the college.",
    "Rain fell on Honey Grove, Clarksville and Cooper in Texas.",
    "The mayor of Paris said the library would stay open.",
];

fn article(number: usize) -> Article {
    Article {
        source_id: Some(number.to_string()),
        outlet: Some("Evening Messenger".into()),
        body: ARTICLES[number].to_owned(),
        lang: Some("en".into()),
        ..Article::default()
    }
}

/// Where `Paris` is after the runs, each a list of numbers of articles.
fn paris(name: &str, runs: &[&[usize]], threads: usize) -> Option<String> {
    let dir = std::env::temp_dir().join(format!("dateline-homes-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    let archive = Archive::create(&dir).unwrap();
    let options = IngestOptions { threads, ..IngestOptions::default() };
    for run in runs {
        ingest::add(&archive, "paper", run.iter().map(|&n| article(n)), &options).unwrap();
    }
    let snapshot = archive.snapshot().unwrap();
    let query = parse("library", &ParseOptions::default()).unwrap();
    let found = snapshot.search(&query, &SearchOptions::default()).unwrap();
    let record = snapshot.article(found.hits[0].record.id).unwrap();
    let place = record.mentions.iter().find_map(|m| match &m.what {
        Referent::Place(place) => place.id.clone(),
        _ => None,
    });
    std::fs::remove_dir_all(&dir).unwrap();
    place
}

const TEXAS: &str = "geonames:4717560";

#[test]
fn order_threads_and_runs_change_nothing() {
    let all = [0, 1, 2, 3, 4, 5, 6, 7];
    assert_eq!(paris("all", &[&all], 1).as_deref(), Some(TEXAS));
    assert_eq!(paris("turned", &[&[7, 6, 5, 4, 3, 2, 1, 0]], 4).as_deref(), Some(TEXAS));
    assert_eq!(paris("runs", &[&[0, 1, 2], &[3, 4], &[5, 6], &[7]], 2).as_deref(), Some(TEXAS));
}

#[test]
fn an_outlet_of_which_nothing_is_known_is_at_home_nowhere() {
    assert_eq!(paris("alone", &[&[7]], 1).as_deref(), Some("geonames:2988507"));
}
