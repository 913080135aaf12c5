//! `rebuild`, indexes that may only be read, and what a rebuild that dies leaves.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use dateline::article::Article;
use dateline::index::verify::{Depth, verify};
use dateline::index::{Archive, Snapshot};
use dateline::ingest::{Quiet, add, ingest, rebuild};
use dateline::query::{ParseOptions, parse};
use dateline::search::SearchOptions;

use crate::archive::{Folder, STARTING, files, options};

/// A corpus of two folders and a single file, with a change and an article that no file holds.
fn build(name: &str) -> Folder {
    let folder = Folder::new(name);
    let write = |below: &str, text: &str| {
        let path = folder.0.join(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let line =
        |n: u32, body: &str| format!("{{\"id\": {n}, \"title\": \"Item {n}\", \"body\": \"{body}\"}}\n");
    write("news/a.jsonl", &(line(1, "The strike began.") + &line(2, "Grain prices rose.")));
    write("news/sub/b.txt", "date 2024-08-08\nHarbour closed\n\nThe harbour was closed.\n");
    write("more/one.jsonl", &line(3, "The bridge fell."));
    write("more/two.jsonl", &line(4, "It was never given."));
    let archive = Archive::create(folder.index()).unwrap();
    let paths = [folder.0.join("news"), folder.0.join("more/one.jsonl")];
    ingest(&archive, &paths, &options(), &mut Quiet).unwrap();
    write("news/a.jsonl", &(line(1, "The strike ended.") + &line(2, "Grain prices rose.")));
    ingest(&archive, &paths[..1], &options(), &mut Quiet).unwrap();
    let letter =
        Article { source_id: Some("7".into()), body: "A letter to the editor.".into(), ..Article::default() };
    add(&archive, "letters", [letter], &options()).unwrap();
    folder
}

/// Ids with text and path.
fn contents(dir: &Path) -> BTreeMap<String, (String, String)> {
    let snapshot: Snapshot = Archive::open(dir).unwrap().snapshot().unwrap();
    let all = parse("*", &ParseOptions::default()).unwrap();
    let (records, _) = snapshot.export(&all, &SearchOptions::default()).unwrap();
    let row = |r: dateline::index::Record| (r.id.to_string(), (r.article.body, r.origin.path));
    records.map(|record| row(record.unwrap())).collect()
}

fn dateline(args: &[&str], failpoint: Option<&str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    failpoint.map(|name| command.env("DATELINE_FAILPOINT", name));
    let child = {
        let _alone = STARTING.write();
        command.spawn().unwrap()
    };
    child.wait_with_output().unwrap()
}

#[test]
fn a_rebuild_gives_the_same_articles_under_the_same_ids() {
    let folder = build("rebuild");
    let before = contents(&folder.index());
    assert_eq!(before.len(), 5);
    fs::write(folder.index().join("actors.txt"), "# mine\n").unwrap();
    let done = rebuild(&folder.index(), &[], &options(), &mut Quiet).unwrap();
    assert_eq!((done.report.indexed, done.taken_over, done.lost), (4, 1, 0), "{done:?}");
    assert_eq!((done.versions, done.versions_lost, done.files_gone), (1, 0, 0), "{done:?}");
    assert_eq!(contents(&folder.index()), before);
    assert_eq!(fs::read_to_string(folder.index().join("actors.txt")).unwrap(), "# mine\n");
    assert!(folder.index().join("g2").exists() && !folder.index().join("g1").exists());
    let found = verify(folder.index(), Depth::Full).unwrap();
    assert!(found.is_sound() && found.orphans.is_empty(), "{found:?}");
    let archive = Archive::open(folder.index()).unwrap();
    let report = ingest(&archive, &[folder.0.join("news")], &options(), &mut Quiet).unwrap();
    assert_eq!((report.unchanged, report.indexed), (3, 0), "and a run finds nothing to do");
}

#[test]
fn an_archive_that_is_open_goes_over_to_the_new_generation() {
    let folder = build("swapped");
    let open = Archive::open(folder.index()).unwrap();
    let old = open.snapshot().unwrap();
    rebuild(&folder.index(), &[], &options(), &mut Quiet).unwrap();
    let words = parse("strike", &ParseOptions::default()).unwrap();
    for snapshot in [&old, &open.snapshot().unwrap()] {
        assert_eq!(snapshot.search(&words, &SearchOptions::default()).unwrap().total, 1);
    }
    let report = ingest(&open, &[folder.0.join("more")], &options(), &mut Quiet).unwrap();
    assert_eq!((report.unchanged, report.indexed), (1, 1));
    assert_eq!(contents(&folder.index()).len(), 6);
}

#[test]
fn a_rebuild_needs_neither_the_root_nor_the_segments() {
    for damaged in ["meta.json", ".store", "dictionary-"] {
        let folder = build("from-files");
        let mut before = contents(&folder.index());
        let name = |path: &std::path::PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
        files(&folder.index()).into_iter().filter(|path| name(path).contains(damaged)).for_each(|path| {
            fs::write(path, "nothing").unwrap();
        });
        let done = rebuild(&folder.index(), &[], &options(), &mut Quiet).unwrap();
        assert_eq!((done.report.indexed, done.lost), (4, 1), "{damaged}: {done:?}");
        before.retain(|_, (body, _)| !body.contains("letter"));
        assert_eq!(contents(&folder.index()), before, "{damaged}");
        assert!(verify(folder.index(), Depth::Full).unwrap().is_sound());
    }
}

#[test]
fn a_rebuild_that_cannot_begin_or_dies_changes_nothing() {
    let folder = build("dies");
    let (index, before) = (folder.index(), contents(&folder.index()));
    let dir = index.to_str().unwrap();
    fs::rename(folder.0.join("more"), folder.0.join("elsewhere")).unwrap();
    let refused = dateline(&["rebuild", "--index", dir], None);
    assert_eq!(refused.status.code(), Some(2), "{}", String::from_utf8_lossy(&refused.stderr));
    assert_eq!(contents(&index), before);
    fs::rename(folder.0.join("elsewhere"), folder.0.join("more")).unwrap();
    assert!(!index.join("g2").exists());
    if !cfg!(debug_assertions) {
        return;
    }
    for place in ["before-meta", "before-ledger:2", "before-swap", "after-swap"] {
        let died = dateline(&["rebuild", "--index", dir], Some(place));
        assert_eq!(died.status.code(), None, "{place} was never passed");
        assert_eq!(contents(&index), before, "{place}");
        assert!(verify(&index, Depth::Full).unwrap().is_sound(), "{place}");
    }
    let repaired = dateline(&["repair", "--index", dir, "--format", "json"], None);
    assert_eq!(repaired.status.code(), Some(0));
    assert_eq!(contents(&index), before);
    let generations = fs::read_dir(&index).unwrap().filter(|e| e.as_ref().unwrap().path().is_dir()).count();
    assert_eq!(generations, 1);
}

/// The superuser may write anywhere, so a folder that only allows reading means nothing to it;
/// then another user looks, if the system lets us become one.
#[test]
fn a_folder_that_may_only_be_read_can_be_searched() {
    let folder = build("read-only");
    let all = || {
        let below = files(&folder.index()).into_iter().flat_map(|f| [f.parent().unwrap().to_path_buf(), f]);
        below.collect::<Vec<_>>()
    };
    fs::set_permissions(&folder.0, fs::Permissions::from_mode(0o755)).unwrap();
    for path in all() {
        let mode = if path.is_dir() { 0o555 } else { 0o444 };
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    let is_bound = fs::File::create(folder.index().join("g1/probe")).is_err();
    let _ = fs::remove_file(folder.index().join("g1/probe"));
    let program = env!("CARGO_BIN_EXE_dateline");
    let index = folder.index();
    let mut command = match is_bound {
        true => Command::new(program),
        false => {
            let copied = folder.0.join("dateline");
            fs::copy(program, &copied).unwrap();
            let mut command = Command::new("setpriv");
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(copied);
            command
        }
    };
    command.args(["search", "strike", "--format", "json", "--index"]).arg(&index).stdin(Stdio::null());
    let output = {
        let _alone = STARTING.write();
        command.output()
    };
    for path in all() {
        let mode = if path.is_dir() { 0o755 } else { 0o644 };
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    match output {
        Err(_) => eprintln!("skipped: the superuser cannot become another user here"),
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            if said.contains("setpriv") {
                eprintln!("skipped: {said}");
                return;
            }
            assert_eq!(output.status.code(), Some(0), "{said}");
            let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(answer["total"], 1);
        }
    }
}
