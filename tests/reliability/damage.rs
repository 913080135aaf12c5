//! Bytes that change under an index at rest: of every kind of file, in every manner. `verify`
//! finds each, a search answers as before or ends with an error, and nothing panics.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use dateline::error::{Error, Result};
use dateline::index::verify::{Depth, verify};
use dateline::index::{Archive, repair};
use dateline::query::{ParseOptions, parse};
use dateline::search::SearchOptions;

use crate::archive::{Folder, Numbers, add, batches, copy, files, long};

/// An index with every kind of file: two segments or more, deleted articles, versions.
fn build(name: &str) -> Folder {
    let folder = Folder::new(name);
    let archive = Archive::create(folder.index()).unwrap();
    (0..3).for_each(|batch| drop(add(&archive, batch).unwrap()));
    folder
}

/// What a file is, by its name.
fn kind(path: &Path) -> String {
    let name = path.file_name().unwrap().to_str().unwrap();
    match (path.extension(), name.split_once('-')) {
        _ if name.starts_with('.') || name.ends_with(".json") => name.to_owned(),
        (Some(extension), _) => extension.to_str().unwrap().to_owned(),
        (None, Some((first, _))) => first.to_owned(),
        (None, None) => name.to_owned(),
    }
}

/// Files that are no part of an index's data: locks, and the memory of what was checked.
const IDLE: [&str; 4] = ["lock", ".tantivy-meta.lock", ".tantivy-writer.lock", ".checked"];

/// What a search says, in one text.
fn answer(dir: &Path) -> Result<String> {
    let snapshot = Archive::open(dir)?.snapshot()?;
    let mut said = format!("{} {:?}", snapshot.articles(), snapshot.corrections().lines.len());
    for query in ["harbour", "grain OR flood", "\"written by\"", "title:batch strike", "outlet:\"Outlet 1\""]
    {
        let options = SearchOptions { facets: vec!["outlet".parse().unwrap()], ..SearchOptions::default() };
        let results = snapshot.search(&parse(query, &ParseOptions::default())?, &options)?;
        let hits = results.hits.iter().map(|hit| (hit.record.id, &hit.record.article.body, &hit.snippets));
        said.push_str(&format!(
            "{query} {} {:?} {:?}\n",
            results.total,
            hits.collect::<Vec<_>>(),
            results.facets
        ));
    }
    Ok(said)
}

/// A way to damage a file.
fn mutated(whole: &[u8], how: u64, numbers: &mut Numbers, other: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = whole.to_vec();
    let at = numbers.below(bytes.len() as u64) as usize;
    match how % 8 {
        0 | 1 => bytes[at] ^= 1 << numbers.below(8),
        2 => bytes.truncate(at),
        3 => bytes.clear(),
        4 => return None,
        5 => {
            let end = bytes.len().min(at + 64);
            bytes[at..end].fill(0);
        }
        6 => bytes.extend(b"more"),
        _ => bytes = other.to_vec(),
    }
    Some(bytes)
}

#[test]
fn no_damage_is_silent() {
    let folder = build("damage");
    let dir = folder.index();
    let reference = answer(&dir).unwrap();
    let mut kinds: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
    for path in files(&dir) {
        kinds.entry(kind(&path)).or_default().push(path);
    }
    IDLE.iter().for_each(|idle| drop(kinds.remove(*idle)));
    let wanted = [
        ".managed.json",
        "dateline.json",
        "del",
        "dictionary",
        "fast",
        "fieldnorm",
        "idx",
        "ledger",
        "meta.json",
        "pos",
        "store",
        "term",
        "versions",
    ];
    assert!(wanted.iter().all(|kind| kinds.contains_key(*kind)), "{:?}", kinds.keys());
    let mut numbers = Numbers(5);
    let (mut cases, mut refused) = (0, 0);
    for (kind, paths) in &kinds {
        for how in 0..if long() { 96 } else { 28 } {
            let path = &paths[numbers.below(paths.len() as u64) as usize];
            let other = &paths[numbers.below(paths.len() as u64) as usize];
            let (whole, other) = (fs::read(path).unwrap(), fs::read(other).unwrap());
            let bytes = mutated(&whole, how, &mut numbers, &other);
            if bytes.as_ref() == Some(&whole) {
                continue;
            }
            match &bytes {
                Some(bytes) => fs::write(path, bytes).unwrap(),
                None => fs::remove_file(path).unwrap(),
            }
            let case = format!("{kind} {} in manner {how}", path.display());
            let found = verify(&dir, Depth::Full);
            let seen = match &found {
                Ok(found) => !found.is_sound(),
                Err(error) => error.code() == 3,
            };
            // The engine's list may be written in many ways; what counts is which files are in it.
            // Bytes behind the last version may be those of an article that is no more.
            let is_harmless = kind == ".managed.json" || (kind == "versions" && how % 8 == 6);
            assert!(seen || is_harmless, "not found: {case}: {found:?}");
            match answer(&dir) {
                Ok(said) => assert_eq!(said, reference, "{case}"),
                Err(error) => {
                    assert_eq!(error.code(), 3, "{case}: {error}");
                    refused += 1;
                }
            }
            fs::write(path, &whole).unwrap();
            cases += 1;
        }
    }
    assert!(cases >= 300, "{cases} cases");
    assert!(refused > cases / 2, "{refused} of {cases}");
    assert_eq!(answer(&dir).unwrap(), reference);
    assert!(verify(&dir, Depth::Full).unwrap().is_sound());
    eprintln!("{cases} mutations, {refused} refused by searches");
}

#[test]
fn an_older_root_is_not_taken_for_the_current_one() {
    let folder = build("older-root");
    let root = folder.index().join("g1/meta.json");
    let older = fs::read(&root).unwrap();
    add(&Archive::open(folder.index()).unwrap(), 3).unwrap();
    fs::write(&root, older).unwrap();
    assert!(!verify(folder.index(), Depth::Quick).unwrap().is_sound());
    assert!(matches!(answer(&folder.index()), Err(Error::Damaged { .. })));
    let archive = Archive::open(folder.index()).unwrap();
    assert_eq!(add(&archive, 4).unwrap_err().code(), 3, "nothing is built on it");
}

#[test]
fn a_lost_list_of_files_hides_no_damage_and_is_mended_by_the_next_writer() {
    let folder = build("lost-list");
    let list = folder.index().join("g1/.managed.json");
    fs::remove_file(&list).unwrap();
    let damage = verify(folder.index(), Depth::Full).unwrap().damage;
    assert!(damage.len() == 1 && damage[0].path == "g1/.managed.json", "{damage:?}");
    answer(&folder.index()).unwrap();
    add(&Archive::open(folder.index()).unwrap(), 3).unwrap();
    assert_eq!(batches(&folder.index()).len(), 4);
}

/// Damages the files of one kind and repairs the index.
fn repaired(name: &str, kind_of_file: &str) -> (Folder, repair::Repaired) {
    let folder = build(name);
    for path in files(&folder.index()).into_iter().filter(|path| kind(path) == kind_of_file) {
        let mut bytes = fs::read(&path).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x10;
        fs::write(&path, bytes).unwrap();
    }
    assert!(answer(&folder.index()).is_err() || kind_of_file == "versions");
    let done = repair::repair(folder.index()).unwrap();
    (folder, done)
}

#[test]
fn all_articles_are_saved_while_their_records_are_whole() {
    for kind in ["idx", "term", "pos", "fast", "fieldnorm", "dictionary"] {
        let (folder, done) = repaired("saved", kind);
        assert!(done.rebuilt && done.lost.is_empty() && !done.damage.is_empty(), "{kind}: {done:?}");
        assert_eq!(batches(&folder.index()).len(), 3, "{kind}");
        assert!(folder.index().join("g2").exists() && !folder.index().join("g1").exists());
        let snapshot = Archive::open(folder.index()).unwrap().snapshot().unwrap();
        let words = parse("title:last", &ParseOptions::default()).unwrap();
        let found = snapshot.search(&words, &SearchOptions::default()).unwrap();
        let id = found.hits[0].record.id;
        assert_eq!(snapshot.versions(id).unwrap().len(), 2, "{kind}: earlier versions are kept");
        add(&Archive::open(folder.index()).unwrap(), 3).unwrap();
        assert_eq!(batches(&folder.index()).len(), 4, "{kind}: and it can be written to");
    }
}

#[test]
fn what_is_lost_is_named_and_comes_back_with_the_next_run() {
    let (folder, done) = repaired("lost", "store");
    assert_eq!(done.lost.len() as u64, 3 * crate::archive::OWN + 1, "{done:?}");
    assert!(done.lost.iter().all(|lost| !lost.id.is_empty() && lost.record == 1));
    assert_eq!(batches(&folder.index()).len(), 0);
    let archive = Archive::open(folder.index()).unwrap();
    (0..3).for_each(|batch| drop(add(&archive, batch).unwrap()));
    assert_eq!(batches(&folder.index()).len(), 3);
}

#[test]
fn lost_versions_are_counted_and_nothing_else_is_lost() {
    let (folder, done) = repaired("versions", "versions");
    assert!(done.rebuilt && done.lost.is_empty() && done.versions_lost > 0, "{done:?}");
    assert_eq!(batches(&folder.index()).len(), 3);
}

#[test]
fn without_lists_of_deleted_articles_none_is_entered_twice() {
    let (folder, done) = repaired("deleted", "del");
    // The article that was replaced is met as often as it was written.
    assert!(done.lost.len() <= 1, "{done:?}");
    let snapshot = Archive::open(folder.index()).unwrap().snapshot().unwrap();
    assert_eq!(snapshot.articles(), 3 * crate::archive::OWN + 1 - done.lost.len() as u64);
    assert!(verify(folder.index(), Depth::Full).unwrap().is_sound());
}

#[test]
fn a_lost_pointer_is_written_anew() {
    let folder = build("pointer");
    fs::write(folder.index().join("dateline.json"), "{").unwrap();
    assert_eq!(answer(&folder.index()).unwrap_err().code(), 3);
    let done = repair::repair(folder.index()).unwrap();
    assert!(!done.rebuilt && done.damage.len() == 1, "{done:?}");
    assert_eq!(batches(&folder.index()).len(), 3);
    fs::remove_file(folder.index().join("dateline.json")).unwrap();
    let error = Archive::open_or_create(folder.index()).err().unwrap();
    assert!(matches!(error, Error::Damaged { .. }), "no new index over an old one: {error}");
    repair::repair(folder.index()).unwrap();
    assert_eq!(batches(&folder.index()).len(), 3);
}

#[test]
fn what_cannot_be_repaired_stays_as_it_is() {
    for kind_of_file in ["meta.json", "ledger"] {
        let folder = build("beyond");
        let path = files(&folder.index()).into_iter().find(|path| kind(path) == kind_of_file).unwrap();
        fs::write(&path, "nothing").unwrap();
        let before: Vec<_> = files(&folder.index()).into_iter().map(|f| (fs::read(&f).unwrap(), f)).collect();
        let error = repair::repair(folder.index()).unwrap_err();
        assert!(matches!(error, Error::Damaged { .. }), "{error}");
        let after: Vec<_> = files(&folder.index()).into_iter().map(|f| (fs::read(&f).unwrap(), f)).collect();
        let without_lock = |all: Vec<(Vec<u8>, PathBuf)>| {
            all.into_iter().filter(|(_, path)| kind(path) != "lock").collect::<Vec<_>>()
        };
        assert!(without_lock(before) == without_lock(after), "{kind_of_file}");
    }
}

#[test]
fn leftovers_are_named_and_removed_on_request_only() {
    let folder = build("leftovers");
    let dir = folder.index();
    let strays =
        ["g1/0123456789abcdef0123456789abcdef.store", "g1/side/ledger-0", "g1/side/versions-99", "g2/x"];
    fs::create_dir_all(dir.join("g2")).unwrap();
    strays.iter().for_each(|stray| fs::write(dir.join(stray), "x").unwrap());
    let found = verify(&dir, Depth::Full).unwrap();
    assert!(found.is_sound());
    assert_eq!(found.orphans, ["g2/", strays[0], strays[1], strays[2]]);
    assert!(strays.iter().all(|stray| dir.join(stray).exists()));
    assert_eq!(repair::repair(&dir).unwrap().dropped.len(), 4);
    assert!(strays.iter().all(|stray| !dir.join(stray).exists()));
    assert_eq!(batches(&dir).len(), 3);
}

#[test]
fn a_copied_or_moved_index_is_the_same_index() {
    let folder = build("moved");
    let reference = answer(&folder.index()).unwrap();
    let copied = folder.0.join("copied");
    copy(&folder.index(), &copied);
    assert_eq!(answer(&copied).unwrap(), reference);
    let moved = folder.0.join("moved");
    fs::rename(folder.index(), &moved).unwrap();
    assert_eq!(answer(&moved).unwrap(), reference);
    add(&Archive::open(&moved).unwrap(), 3).unwrap();
    assert_eq!(batches(&moved).len(), 4);
    assert_eq!(answer(&copied).unwrap(), reference);
}
