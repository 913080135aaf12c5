//! Dates with a pedigree, from files to queries: what is doubted is found, every article is dated,
//! or undated, and what an outlet's other dates teach does not depend on the order of files.

use std::fs;
use std::path::{Path, PathBuf};

use dateline::article::{Article, Verdict};
use dateline::index::{Archive, Snapshot};
use dateline::ingest::{self, IngestOptions, Inspected, Quiet};
use dateline::query::{ParseOptions, parse};
use dateline::search::SearchOptions;
use dateline::stats;

/// A file below the corpus, and its text.
const FILES: [(&str, &str); 9] = [
    ("plain.txt", "Date: 13 May 2019\n\nThe dam held."),
    ("undated.txt", "The dam held on the second day as well."),
    ("zero.txt", "Date: 1970-01-01T00:00:00Z\n\nThe dam held on the third day."),
    ("zero-but-filed/2019-05-16.txt", "Date: 1970-01-01T00:00:00Z\n\nThe dam held on the fourth day."),
    ("far.txt", "Date: 2 January 2999\n\nThe dam held on the fifth day."),
    ("other/2017-02-03.txt", "Date: 13 May 2019\n\nThe dam held on the sixth day."),
    ("weekday.txt", "Date: Monday, 14 May 2019\n\nThe dam held on the seventh day."),
    ("courier-1.txt", "Date: 03/04/2001\nSource: The Courier\n\nThe dam held on the eighth day."),
    ("herald-1.txt", "Date: 03/04/2001\nSource: The Herald\n\nThe dam held on the ninth day."),
];

/// What the other articles of the two papers teach.
const LESSONS: [(&str, &str); 2] = [
    ("courier-2.txt", "Date: 23/04/2001\nSource: The Courier\n\nThe dam broke on Monday."),
    ("herald-2.txt", "Date: 04/23/2001\nSource: The Herald\n\nThe dam broke on Tuesday."),
];

struct Stage(PathBuf);

impl Stage {
    fn new(name: &str, files: &[(&str, &str)]) -> Stage {
        let dir = std::env::temp_dir().join(format!("dateline-dates-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&dir);
        for (path, text) in files {
            let path = dir.join("corpus").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Stage(dir)
    }

    fn corpus(&self) -> PathBuf {
        self.0.join("corpus")
    }

    fn index(&self, threads: usize) -> Snapshot {
        let archive = Archive::create(self.0.join("index")).unwrap();
        let options = IngestOptions { threads, ..IngestOptions::default() };
        ingest::ingest(&archive, &[self.corpus()], &options, &mut Quiet).unwrap();
        archive.snapshot().unwrap()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The paths below the corpus of what a query finds, sorted.
fn found(snapshot: &Snapshot, query: &str) -> Vec<String> {
    let query = parse(query, &ParseOptions::default()).unwrap();
    let options = SearchOptions { limit: 100, ..SearchOptions::default() };
    let hits = snapshot.search(&query, &options).unwrap().hits;
    let path = |path: &str| path.rsplit_once("corpus/").map_or(path, |(_, below)| below).to_owned();
    let mut paths: Vec<String> = hits.iter().map(|hit| path(&hit.record.origin.path)).collect();
    paths.sort();
    paths
}

#[test]
fn what_is_doubted_or_undated_is_found() {
    let stage = Stage::new("found", &FILES);
    let snapshot = stage.index(2);
    let doubted = [
        "courier-1.txt",
        "far.txt",
        "herald-1.txt",
        "other/2017-02-03.txt",
        "weekday.txt",
        "zero-but-filed/2019-05-16.txt",
        "zero.txt",
    ];
    assert_eq!(found(&snapshot, "date:suspect"), doubted);
    assert_eq!(found(&snapshot, "date:none"), ["far.txt", "undated.txt", "zero.txt"]);
    assert_eq!(found(&snapshot, "date:suspect -date:none").len(), 5);
    assert_eq!(found(&snapshot, "datesrc:path"), ["zero-but-filed/2019-05-16.txt"]);
    assert_eq!(found(&snapshot, "date:2019-05-13"), ["other/2017-02-03.txt", "plain.txt"]);
    let (dated, undated) = (found(&snapshot, "-date:none"), found(&snapshot, "date:none"));
    assert_eq!(dated.len() + undated.len(), FILES.len());
}

#[test]
fn an_outlets_other_dates_tell_day_and_month_apart() {
    let files: Vec<(&str, &str)> = FILES.into_iter().chain(LESSONS).collect();
    let stage = Stage::new("learned", &files);
    let snapshot = stage.index(2);
    assert_eq!(found(&snapshot, "date:2001-04-03"), ["courier-1.txt"]);
    assert_eq!(found(&snapshot, "date:2001-03-04"), ["herald-1.txt"]);
    assert!(!found(&snapshot, "date:suspect").iter().any(|path| path.ends_with("-1.txt")));
}

/// Every article that is seen under a path.
fn inspected(path: &Path, threads: usize) -> Vec<Article> {
    let mut articles = Vec::new();
    let options = IngestOptions { threads, extract: false, ..IngestOptions::default() };
    ingest::inspect(path, &options, &mut |inspected| {
        if let Inspected::Article { draft, .. } = inspected {
            articles.push(draft.article.clone());
        }
    })
    .unwrap();
    articles
}

#[test]
fn threads_and_the_order_of_files_change_nothing() {
    let files: Vec<(&str, &str)> = FILES.into_iter().chain(LESSONS).collect();
    let stage = Stage::new("order", &files);
    let one = inspected(&stage.corpus(), 1);
    assert_eq!(one, inspected(&stage.corpus(), 4));
    // The lessons come first by their names.
    let renamed: Vec<(String, &str)> =
        files.iter().map(|(path, text)| (path.replace("-2.txt", "-0.txt"), *text)).collect();
    let renamed: Vec<(&str, &str)> = renamed.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let stage = Stage::new("turned", &renamed);
    let dates = |articles: &[Article]| {
        let mut dates: Vec<(String, Option<String>)> = articles
            .iter()
            .map(|a| (a.body.clone(), a.published.as_ref().map(|p| p.date.to_string())))
            .collect();
        dates.sort();
        dates
    };
    assert_eq!(dates(&inspected(&stage.corpus(), 2)), dates(&one));
    let rungs = one.iter().flat_map(|a| &a.dating.rungs);
    assert_eq!(rungs.filter(|r| r.verdict == Verdict::Won).count(), 8);
}

#[test]
fn statistics_count_the_doubted_and_name_the_worst_outlets() {
    let stage = Stage::new("stats", &FILES);
    let stats = stats::stats(&stage.index(1)).unwrap();
    assert_eq!((stats.articles, stats.undated, stats.suspect), (9, 3, 7));
    let reasons: Vec<(&str, u64)> = stats.suspect_reasons.into_iter().collect();
    let wanted = [("day_month_order", 2), ("disagreement", 1), ("future", 1), ("not_set", 2), ("weekday", 1)];
    assert_eq!(reasons, wanted);
    let worst: Vec<(&str, u64, u64)> =
        stats.worst_outlets.iter().map(|w| (w.name.as_str(), w.doubtful, w.articles)).collect();
    assert_eq!(worst, [("The Courier", 1, 1), ("The Herald", 1, 1)]);
}
