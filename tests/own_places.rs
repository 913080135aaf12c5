//! Places of the user's own in the library. There is one gazetteer in a process, so this is one
//! test in a file of its own: what it adds would be in use for all others.

use std::fs;
use std::path::{Path, PathBuf};

use dateline::error::Error;
use dateline::gazetteer::Gazetteer;
use dateline::index::{Archive, OwnPlaces, WriterOptions};
use dateline::ingest::{IngestOptions, Quiet, ingest};
use dateline::query::{ParseOptions, parse};
use dateline::search::SearchOptions;

fn folder() -> PathBuf {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("own_places");
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(dir.join("news")).unwrap();
    fs::write(
        dir.join("news/a.txt"),
        "Fire in Quillby Marsh\n\nA barn burned down in Quillby Marsh on Monday.\n",
    )
    .unwrap();
    fs::write(dir.join("own.tsv"), "name\tlatitude\tlongitude\twithin\nQuillby Marsh\t52.1\t0.2\tGB\n")
        .unwrap();
    fs::write(dir.join("other.tsv"), "name\tlatitude\tlongitude\nQuillby Marsh\t10\t10\n").unwrap();
    dir
}

#[test]
fn places_of_the_users_own_belong_to_their_index() {
    let dir = folder();
    let fill = |archive: &Archive| {
        ingest(archive, &[dir.join("news")], &IngestOptions::default(), &mut Quiet)
            .map(|report| report.articles)
    };
    let found = |archive: &Archive, query: &str| {
        let query = parse(query, &ParseOptions::default()).unwrap();
        archive.snapshot().unwrap().search(&query, &SearchOptions::default()).unwrap().total
    };
    let before = Archive::create(dir.join("before")).unwrap();
    assert_eq!(fill(&before).unwrap(), 1);
    assert_eq!(found(&before, "place:\"Quillby Marsh\""), 0);

    let with = |index: &str, table: &str| {
        Archive::open_or_create_with(dir.join(index), OwnPlaces::read(dir.join(table)).unwrap())
    };
    let own = with("own", "own.tsv").unwrap();
    assert_eq!(fill(&own).unwrap(), 1);
    assert_eq!(found(&own, "place:\"Quillby Marsh\""), 1);
    assert_eq!(found(&own, "place:user:quillby-marsh"), 1);
    assert_eq!(found(&own, "place:\"United Kingdom\""), 1);
    assert_eq!(found(&own, "near:52.1,0.2,5km"), 1);
    let no = Gazetteer::embedded().by_id("user:quillby-marsh").unwrap();
    assert_eq!(Gazetteer::embedded().path(no), ["United Kingdom", "Quillby Marsh"]);

    // Opened again, it knows them without being told; the same table may be named again.
    drop(own);
    assert_eq!(found(&Archive::open(dir.join("own")).unwrap(), "place:\"Quillby Marsh\""), 1);
    assert!(with("own", "own.tsv").is_ok());
    // An index that was built without them can be searched, but not added to.
    assert_eq!(found(&Archive::open(dir.join("before")).unwrap(), "quillby"), 1);
    assert!(matches!(before.writer(&WriterOptions::default()), Err(Error::Gazetteer { .. })));
    assert!(matches!(with("before", "own.tsv"), Err(Error::Gazetteer { .. })));
    // Another table is refused in the same process, for its own index too.
    assert!(matches!(with("other", "other.tsv"), Err(Error::Gazetteer { .. })));
    assert!(matches!(with("own", "other.tsv"), Err(Error::Gazetteer { .. })));

    // The copy is what counts; an index whose copy was changed does not open.
    let copy = dir.join("own/gazetteer.tsv");
    assert_eq!(fs::read(&copy).unwrap(), fs::read(dir.join("own.tsv")).unwrap());
}
