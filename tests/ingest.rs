//! What a second, third and tenth `dateline index` does, and what happens to an index that
//! somebody else holds, built, or broke.
//!
//! Most of it goes through the library. What a user sees (exit codes, messages) goes
//! through the program itself.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::RwLock;
use std::time::{Duration, SystemTime};

use dateline::error::Error;
use dateline::index::{Archive, Record, WriterOptions};
use dateline::ingest::{IngestOptions, Quiet, Report, ingest};
use dateline::query::{ParseOptions, parse};
use dateline::search::{SearchOptions, Sort};

/// A process that is just being started shares the open files of this one for a moment, and
/// with them the lock of an index. So none is started while a test here lets go of a lock.
static STARTING: RwLock<()> = RwLock::new(());

/// A folder with an index and whatever a test puts beside it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("dateline-ingest-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path.canonicalize().unwrap())
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.join(below)
    }

    fn write(&self, below: &str, text: &str) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Indexes some of it; every record must be accounted for.
    fn index(&self, paths: &[&str]) -> Report {
        let report = self.try_index(paths).unwrap();
        assert_eq!(report.articles, report.indexed + report.updated + report.unchanged, "{report:?}");
        report
    }

    /// The same, when most of its files are gone for good.
    fn index_after_removal(&self, paths: &[&str]) -> Report {
        self.index_with(paths, IngestOptions { allow_mass_removal: true, ..IngestOptions::default() })
            .unwrap()
    }

    fn try_index(&self, paths: &[&str]) -> Result<Report, Error> {
        self.index_with(paths, IngestOptions::default())
    }

    fn index_with(&self, paths: &[&str], options: IngestOptions) -> Result<Report, Error> {
        let paths: Vec<PathBuf> = paths.iter().map(|p| self.path(p)).collect();
        let options = IngestOptions { threads: 2, memory_mib: 32, ..options };
        let _none_starts = STARTING.read();
        ingest(&Archive::open_or_create(self.path("index"))?, &paths, &options, &mut Quiet)
    }

    fn records(&self) -> Vec<Record> {
        records(&Archive::open(self.path("index")).unwrap())
    }

    /// Ids and bodies.
    fn bodies(&self) -> BTreeMap<String, String> {
        self.records().into_iter().map(|r| (r.id.to_string(), r.article.body)).collect()
    }

    /// Every file of the index with its size and time.
    fn files(&self) -> BTreeMap<PathBuf, (u64, SystemTime)> {
        files_of(&self.path("index"))
    }

    fn dateline(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.current_dir(&self.0).env_remove("DATELINE_INDEX").args(args);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = {
            let _alone = STARTING.write();
            command.spawn().unwrap()
        };
        child.wait_with_output().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn records(archive: &Archive) -> Vec<Record> {
    let options = SearchOptions { sort: Sort::Oldest, ..SearchOptions::default() };
    let snapshot = archive.snapshot().unwrap();
    let all = parse("*", &ParseOptions::default()).unwrap();
    let (records, _) = snapshot.export(&all, &options).unwrap();
    records.map(Result::unwrap).collect()
}

fn files_of(dir: &Path) -> BTreeMap<PathBuf, (u64, SystemTime)> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let data = path.metadata().unwrap();
        if data.is_dir() {
            files.extend(files_of(&path));
        } else {
            files.insert(path, (data.len(), data.modified().unwrap()));
        }
    }
    files
}

/// Three records, of which the second says what the test wants.
fn lines(second: &str) -> String {
    let body = |n: u32, body: &str| {
        format!(
            "{{\"id\": {n}, \"title\": \"Item {n}\", \"date\": \"2024-08-0{n}\", \"body\": \"{body}\"}}\n"
        )
    };
    body(1, "Rain fell on the coast.") + &body(2, second) + &body(3, "Grain prices rose.")
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_run_without_changes_writes_nothing() {
    let folder = Folder::new("no-change");
    folder.write("news/a.jsonl", &lines("Talks began."));
    folder.write("news/b.txt", "date 2024-08-08\nFighting near Sudzha.\n");
    assert_eq!(folder.index(&["news"]).indexed, 4);
    let before = folder.files();
    std::thread::sleep(Duration::from_millis(20));
    let report = folder.index(&["news"]);
    assert_eq!((report.files, report.articles, report.unchanged), (2, 4, 4));
    assert_eq!((report.indexed, report.updated, report.removed), (0, 0, 0));
    assert_eq!(folder.files(), before);
}

#[test]
fn a_file_that_was_only_touched_is_unchanged() {
    let folder = Folder::new("touched");
    folder.write("news/a.jsonl", &lines("Talks began."));
    folder.index(&["news"]);
    let numbers: Vec<u32> = folder.records().iter().map(|r| r.number).collect();
    let later = SystemTime::now() + Duration::from_secs(5);
    fs::File::options().write(true).open(folder.path("news/a.jsonl")).unwrap().set_modified(later).unwrap();
    assert_eq!(folder.index(&["news"]).unchanged, 3);
    assert_eq!(folder.records().iter().map(|r| r.number).collect::<Vec<_>>(), numbers);
    let before = folder.files();
    assert_eq!(folder.index(&["news"]).unchanged, 3);
    assert_eq!(folder.files(), before, "the new time is remembered");
}

#[test]
fn of_a_changed_file_only_the_changed_records_are_indexed() {
    let folder = Folder::new("changed");
    folder.write("news/a.jsonl", &lines("Talks began."));
    folder.index(&["news"]);
    let before = folder.bodies();
    folder.write("news/a.jsonl", &lines("Talks ended in a walkout."));
    let report = folder.index(&["news"]);
    assert_eq!((report.indexed, report.updated, report.unchanged, report.removed), (0, 1, 2, 0));
    let after = folder.bodies();
    assert!(before.keys().eq(after.keys()));
    assert_eq!(before.iter().filter(|(id, body)| after.get(*id) != Some(body)).count(), 1);
    assert_eq!(folder.dateline(&["search", "began"]).status.code(), Some(1));
    assert_eq!(folder.dateline(&["search", "walkout"]).status.code(), Some(0));

    let more =
        lines("Talks ended in a walkout.") + "{\"id\": 9, \"title\": \"Late\", \"body\": \"A late item.\"}\n";
    folder.write("news/a.jsonl", &more);
    let report = folder.index(&["news"]);
    assert_eq!((report.indexed, report.unchanged, report.removed), (1, 3, 0));

    let fewer: String = more.lines().skip(1).map(|l| format!("{l}\n")).collect();
    folder.write("news/a.jsonl", &fewer);
    let report = folder.index(&["news"]);
    assert_eq!((report.unchanged, report.removed), (3, 1), "ids do not follow the number of the line");
    assert_eq!(folder.records().len(), 3);
}

#[test]
fn articles_without_an_id_of_their_own_are_told_apart_by_their_record() {
    let folder = Folder::new("twins");
    let line = "{\"id\": 7, \"title\": \"Same\", \"body\": \"The same words.\"}\n";
    folder.write("news/a.jsonl", &line.repeat(2));
    folder.write(
        "news/b.jsonl",
        "{\"title\": \"Same\", \"body\": \"x y.\"}\n{\"title\": \"Same\", \"body\": \"x y.\"}\n",
    );
    assert_eq!(folder.index(&["news"]).indexed, 4);
    assert_eq!(folder.bodies().len(), 4);
    assert_eq!(folder.index(&["news"]).unchanged, 4);
}

#[test]
fn what_is_gone_from_the_folder_is_gone_from_the_index() {
    let folder = Folder::new("gone");
    folder.write("news/a.jsonl", &lines("Talks began."));
    folder.write("news/sub/b.txt", "date 2024-08-08\nFighting near Sudzha.\n");
    folder.index(&["news"]);
    fs::remove_file(folder.path("news/a.jsonl")).unwrap();
    let report = folder.index(&["news"]);
    assert_eq!((report.files, report.unchanged, report.removed), (1, 1, 3));
    assert_eq!(folder.records().len(), 1);
    assert_eq!(folder.dateline(&["search", "talks"]).status.code(), Some(1));
    fs::remove_dir_all(folder.path("news/sub")).unwrap();
    assert_eq!(folder.index_after_removal(&["news"]).removed, 1);
    assert!(folder.records().is_empty());
    let facets = folder.dateline(&["facets", "place"]);
    assert_eq!(facets.status.code(), Some(1), "no value is left: {}", stderr(&facets));
}

#[test]
fn folders_are_kept_apart() {
    let folder = Folder::new("two-roots");
    folder.write("east/a.txt", "date 2024-08-08\nFighting in the east.\n");
    folder.write("west/a.txt", "date 2024-08-08\nCalm in the west.\n");
    folder.index(&["east"]);
    assert_eq!(folder.index(&["west"]).indexed, 1);
    assert_eq!(folder.records().len(), 2);
    fs::remove_file(folder.path("east/a.txt")).unwrap();
    assert_eq!(folder.index(&["west"]).removed, 0);
    assert_eq!(folder.records().len(), 2, "nobody asked about the east");
    let report = folder.index_after_removal(&["west", "east"]);
    assert_eq!((report.removed, report.unchanged), (1, 1));
    let paths: Vec<String> = folder.records().into_iter().map(|r| r.origin.path).collect();
    // Folders that were given as absolute paths are shown so.
    assert_eq!(paths, [folder.path("west/a.txt").to_string_lossy()]);
}

#[test]
fn a_path_inside_a_known_folder_belongs_to_it() {
    let folder = Folder::new("inside");
    for name in ["a", "b", "sub/c", "sub/d"] {
        folder.write(&format!("news/{name}.txt"), &format!("date 2024-08-08\nItem {name}.\n"));
    }
    folder.index(&["news"]);
    let before: Vec<_> = folder.bodies().into_keys().collect();
    folder.write("news/a.txt", "date 2024-08-08\nItem a, corrected.\n");
    folder.write("news/b.txt", "date 2024-08-08\nItem b, corrected.\n");
    let report = folder.index(&["news/a.txt"]);
    assert_eq!((report.files, report.updated, report.removed), (1, 1, 0));
    assert!(folder.bodies().into_keys().eq(before), "the same articles under the same ids");
    assert_eq!(folder.bodies().values().filter(|b| b.contains("corrected")).count(), 1);

    fs::remove_file(folder.path("news/sub/c.txt")).unwrap();
    fs::remove_file(folder.path("news/b.txt")).unwrap();
    let report = folder.index(&["news/sub"]);
    assert_eq!((report.unchanged, report.removed), (1, 1), "what is gone elsewhere is not looked for");
    assert_eq!(folder.records().len(), 3);
}

#[test]
fn folders_of_one_name_give_different_ids() {
    let folder = Folder::new("same-name");
    folder.write("x/news/a.txt", "date 2024-08-08\nThe same words.\n");
    folder.write("y/news/a.txt", "date 2024-08-08\nThe same words.\n");
    folder.index(&["x/news", "y/news"]);
    let mut paths: Vec<String> = folder.records().into_iter().map(|r| r.origin.path).collect();
    paths.sort();
    assert_eq!(
        paths,
        ["x/news/a.txt", "y/news/a.txt"].map(|p| folder.path(p).to_string_lossy().into_owned())
    );
    assert_eq!(folder.bodies().len(), 2);
    assert_eq!(folder.index(&["y/news", "x/news"]).unchanged, 2, "each keeps its name");
}

#[test]
fn ids_are_the_same_in_a_rebuilt_index_and_wherever_the_folder_lies() {
    let (here, there) = (Folder::new("ids-here"), Folder::new("ids-there"));
    for (folder, deep) in [(&here, "news"), (&there, "very/deep/down/news")] {
        folder.write(&format!("{deep}/a.jsonl"), &lines("Talks began."));
        folder.write(&format!("{deep}/sub/b.txt"), "date 2024-08-08\nFighting near Sudzha.\n");
    }
    // One in a single run, the other in steps.
    here.index(&["news"]);
    there.write("very/deep/down/news/a.jsonl", &lines("Something else."));
    there.index(&["very/deep/down/news"]);
    there.write("very/deep/down/news/a.jsonl", &lines("Talks began."));
    there.index(&["very/deep/down/news"]);
    assert_eq!(here.bodies(), there.bodies());
    let before = here.bodies();
    fs::remove_dir_all(here.path("index")).unwrap();
    here.index(&["news"]);
    assert_eq!(here.bodies(), before);
}

#[test]
fn a_snapshot_stays_what_it_was_while_others_write() {
    let folder = Folder::new("snapshot");
    folder.write("news/a.jsonl", &lines("Talks began."));
    folder.index(&["news"]);
    let before = Archive::open(folder.path("index")).unwrap().snapshot().unwrap();
    folder.write("news/a.jsonl", &lines("Talks ended."));
    folder.write("news/b.txt", "date 2024-08-08\nFighting near Sudzha.\n");
    folder.index(&["news"]);
    let count = |snapshot: &dateline::index::Snapshot, query: &str| {
        let query = parse(query, &ParseOptions::default()).unwrap();
        snapshot.search(&query, &SearchOptions::default()).unwrap().total
    };
    assert_eq!((before.articles(), count(&before, "began"), count(&before, "ended")), (3, 1, 0));
    let after = Archive::open(folder.path("index")).unwrap().snapshot().unwrap();
    assert_eq!((after.articles(), count(&after, "began"), count(&after, "ended")), (4, 0, 1));
}

#[test]
fn a_second_writer_is_refused_and_readers_go_on() {
    let folder = Folder::new("locked");
    folder.write("news/a.jsonl", &lines("Talks began."));
    folder.index(&["news"]);
    let archive = Archive::open(folder.path("index")).unwrap();
    let writer = archive.writer(&WriterOptions::default()).unwrap();
    folder.write("news/b.txt", "date 2024-08-08\nFighting near Sudzha.\n");
    let refused = folder.dateline(&["index", "news"]);
    assert_eq!(refused.status.code(), Some(3));
    let said = stderr(&refused);
    let holder = format!("process {}", std::process::id());
    assert!(said.contains("is being written by another process") && said.contains(&holder), "{said}");
    assert_eq!(folder.dateline(&["search", "talks"]).status.code(), Some(0));
    assert_eq!(folder.records().len(), 3);
    {
        let _none_starts = STARTING.read();
        drop(writer);
    }
    assert_eq!(folder.dateline(&["index", "news"]).status.code(), Some(0));
    assert_eq!(folder.records().len(), 4);
}

#[test]
fn an_index_of_another_version_is_refused() {
    let folder = Folder::new("version");
    folder.write("news/a.jsonl", &lines("Talks began."));
    folder.index(&["news"]);
    let pointer = folder.path("index/dateline.json");
    let text = fs::read_to_string(&pointer).unwrap();
    let mut json: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (member, value) in [("format", 999.into()), ("analysis", "of old".into())] {
        let kept = json[member].take();
        json[member] = value;
        fs::write(&pointer, json.to_string()).unwrap();
        for args in [&["search", "talks"][..], &["index", "news"], &["stats"]] {
            let output = folder.dateline(args);
            assert_eq!(output.status.code(), Some(3), "{args:?}");
            assert!(stderr(&output).contains("was built by another version"), "{}", stderr(&output));
        }
        json[member] = kept;
    }
    fs::write(&pointer, json.to_string()).unwrap();
    assert_eq!(folder.dateline(&["search", "talks"]).status.code(), Some(0));
}

#[test]
fn a_folder_of_other_things_is_no_place_for_an_index() {
    let folder = Folder::new("foreign");
    folder.write("news/a.jsonl", &lines("Talks began."));
    folder.write("thesis/chapter1.tex", "precious");
    let output = folder.dateline(&["index", "news", "--index", "thesis"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("holds files that are not an index of dateline (such as chapter1.tex)"));
    assert_eq!(files_of(&folder.path("thesis")).len(), 1);
    let output = folder.dateline(&["search", "talks", "--index", "thesis"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("no index in thesis"), "{}", stderr(&output));
    // A missing corpus is found out before anything is created for it.
    assert_eq!(folder.dateline(&["index", "nowhere", "--index", "fresh"]).status.code(), Some(2));
    assert!(!folder.path("fresh").exists());
}

/// Every verb that reads.
const READING: [&[&str]; 6] = [
    &["search", "talks", "--facet", "place", "--facet", "actor", "--format", "json"],
    &["search", "\"talks began\"", "--facet", "date:year"],
    &["facets", "outlet"],
    &["timeline"],
    &["export", "--format", "jsonl"],
    &["stats"],
];

#[test]
fn a_damaged_index_ends_with_a_message_and_code_3() {
    let folder = Folder::new("damaged");
    let body = "Talks began in Moscow, Vladimir Putin said.";
    folder.write("news/a.jsonl", &(lines(body) + "{\"id\": 4, \"outlet\": \"Wire\", \"body\": \"Oil.\"}\n"));
    folder.index(&["news"]);
    for path in folder.files().into_keys() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // Locks, the engine's list of its files, and the memory of what was found whole: a search
        // needs none of them.
        if name.starts_with('.') || name == "writer.lock" {
            continue;
        }
        let whole = fs::read(&path).unwrap();
        let noise: Vec<u8> = whole.iter().map(|b| b ^ 0x5A).collect();
        for (how, bytes) in [("empty", &[][..]), ("half", &whole[..whole.len() / 2]), ("noise", &noise)] {
            fs::write(&path, bytes).unwrap();
            let mut codes = Vec::new();
            for args in READING {
                let output = folder.dateline(args);
                let said = stderr(&output);
                let code = output.status.code();
                assert!(matches!(code, Some(0 | 1 | 3)), "{name} {how} {args:?}: {code:?} {said}");
                assert!(
                    !said.contains("panicked") && !said.contains("RUST_BACKTRACE"),
                    "{name} {how}: {said}"
                );
                assert_eq!(code == Some(3), !said.is_empty(), "{name} {how} {args:?}: {said}");
                codes.push(code);
            }
            assert!(codes.contains(&Some(3)), "{name} {how}: nobody noticed");
            if matches!(name.as_str(), "meta.json" | "dateline.json") || name.starts_with("dictionary") {
                assert!(codes.iter().all(|c| *c == Some(3)), "{name} {how}: {codes:?}");
            }
        }
        fs::write(&path, &whole).unwrap();
    }
    for args in READING {
        assert_eq!(folder.dateline(args).status.code(), Some(0), "whole again: {args:?}");
    }
}

#[test]
fn an_empty_folder_makes_an_empty_index() {
    let folder = Folder::new("empty");
    fs::create_dir_all(folder.path("news")).unwrap();
    let output = folder.dateline(&["index", "news", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["files"], &report["articles"]), (&0.into(), &0.into()));
    for args in [&["search", "talks"][..], &["search", "*"], &["export"], &["timeline"], &["facets", "place"]]
    {
        assert_eq!(folder.dateline(args).status.code(), Some(1), "{args:?}");
    }
    assert_eq!(folder.dateline(&["stats"]).status.code(), Some(0));
}

#[test]
fn what_cannot_be_read_is_counted_each_time_and_costs_nothing_else() {
    let folder = Folder::new("faulty");
    folder.write("news/a.jsonl", &(lines("Talks began.") + "{\"id\": 4, \"title\": \n[1, 2]\n{\"id\": 5}\n"));
    fs::write(folder.path("news/b.txt.gz"), b"\x1f\x8b\x08\0\0\0\0\0\0\x03 and then no more").unwrap();
    fs::write(folder.path("news/picture.png"), b"\x89PNG\r\n\x1a\n").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", folder.path("news/link.txt")).unwrap();
    let links = usize::from(cfg!(unix));
    for run in 0..2 {
        let output = folder.dateline(&["index", "news", "--format", "json"]);
        assert_eq!(output.status.code(), Some(4), "run {run}: {}", stderr(&output));
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["articles"], 3, "{report}");
        assert_eq!(report[if run == 0 { "indexed" } else { "unchanged" }], 3);
        assert_eq!(report["ignored"], 1, "{report}");
        let skipped = report["skipped"].as_array().unwrap();
        assert_eq!(skipped.len(), 4 + links, "{report}");
        let records: Vec<u64> = skipped.iter().filter_map(|s| s["record"].as_u64()).collect();
        assert_eq!(records, [4, 5, 6]);
        assert!(skipped.iter().all(|s| !s["reason"].as_str().unwrap().is_empty()));
    }
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_skipped() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new("forbidden");
    folder.write("news/a.txt", "date 2024-08-08\nFighting near Sudzha.\n");
    folder.write("news/b.txt", "date 2024-08-08\nA secret.\n");
    fs::set_permissions(folder.path("news/b.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(folder.path("news/b.txt")).is_ok() {
        return; // Nothing is forbidden to the superuser.
    }
    let report = folder.index(&["news"]);
    assert_eq!((report.indexed, report.skipped.len()), (1, 1));
    assert!(report.skipped[0].path.ends_with("b.txt") && report.skipped[0].record.is_none());
}

#[test]
fn a_path_given_twice_is_indexed_once() {
    let folder = Folder::new("twice");
    folder.write("news/a.jsonl", &lines("Talks began."));
    folder.write("news/sub/b.txt", "date 2024-08-08\nFighting near Sudzha.\n");
    let report = folder.index(&["news", "news/sub", "news/a.jsonl"]);
    assert_eq!((report.articles, report.indexed), (4, 4), "{report:?}");
    assert_eq!(folder.records().len(), 4);
}
