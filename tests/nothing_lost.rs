//! Nothing is lost in silence: the account of a run, what is remembered between runs, and what
//! must not be taken for a removal.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// A folder with a corpus in `news` and an index in `index`.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("nothing-lost-{name}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("news")).unwrap();
        Folder(path.canonicalize().unwrap())
    }

    fn write(&self, below: &str, text: &str) {
        let path = self.0.join(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.current_dir(&self.0).env_remove("DATELINE_INDEX").args(args).stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs a command that prints one JSON object.
    fn json(&self, args: &[&str]) -> Value {
        let output = self.run(args);
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{args:?}: {}", String::from_utf8_lossy(&output.stderr)))
    }

    fn index(&self, more: &[&str]) -> Value {
        let mut args = vec!["index", "news", "--format", "json"];
        args.extend(more);
        let report = self.json(&args);
        let n = |key: &str| report[key].as_u64().unwrap();
        assert_eq!(n("articles"), n("indexed") + n("updated") + n("unchanged"), "{report}");
        let skipped = report["skipped"].as_array().unwrap().len() as u64;
        assert_eq!(n("inputs"), n("articles") + n("ignored") + skipped, "{report}");
        report
    }

    fn ids(&self) -> Vec<String> {
        let output = self.run(&["export", "*", "--format", "jsonl"]);
        let rows = String::from_utf8(output.stdout).unwrap();
        let id = |row: &str| serde_json::from_str::<Value>(row).unwrap()["id"].as_str().unwrap().to_owned();
        let mut ids: Vec<String> = rows.lines().map(id).collect();
        ids.sort();
        ids
    }

    /// How many articles have a word; none while there is no index yet.
    fn found(&self, word: &str) -> u64 {
        let answer = self.run(&["search", word, "--format", "json"]).stdout;
        serde_json::from_slice::<Value>(&answer).map_or(0, |a| a["total"].as_u64().unwrap_or(0))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn error_of(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Four files of which each ends in another way, one of them with three records.
fn mixed(folder: &Folder) {
    folder.write("news/a.txt", "date 2024-08-08 It rained in Sudzha.");
    folder.write("news/b.jsonl", "{\"title\": \"One\", \"body\": \"x\"}\n{broken\n{\"title\": \"Two\"}\n");
    folder.write("news/c.txt", "  \n");
    folder.write("news/.hidden", "no article");
}

#[test]
fn the_report_names_every_input_once() {
    let folder = Folder::new("report");
    mixed(&folder);
    for first in [true, false] {
        let report = folder.index(&["--report", "report.jsonl"]);
        let lines = fs::read_to_string(folder.0.join("report.jsonl")).unwrap();
        let rows: Vec<Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
        assert_eq!(rows.len() as u64, report["inputs"].as_u64().unwrap());
        let of = |outcome: &str| rows.iter().filter(|r| r["outcome"] == outcome).count();
        let articles = if first { "indexed" } else { "unchanged" };
        assert_eq!((of(articles), of("ignored"), of("skipped")), (3, 1, 2), "{lines}");
        let codes: Vec<&str> = rows.iter().filter_map(|r| r["code"].as_str()).collect();
        assert!(codes.contains(&"malformed") && codes.contains(&"no-text"), "{codes:?}");
    }
    let output = folder.run(&["stats", "--skipped", "--format", "jsonl"]);
    let skipped = String::from_utf8(output.stdout).unwrap();
    assert_eq!(skipped.lines().count(), 2, "{skipped}");
}

#[test]
fn most_files_do_not_vanish_unasked() {
    let folder = Folder::new("mass");
    for n in 0..5 {
        folder.write(&format!("news/{n}.txt"), &format!("date 2024-08-0{} Storm {n}.", n + 1));
    }
    folder.index(&[]);
    for n in 0..3 {
        fs::remove_file(folder.0.join(format!("news/{n}.txt"))).unwrap();
    }
    let refused = folder.run(&["index", "news"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(error_of(&refused).contains("3 of the 5 known files"), "{}", error_of(&refused));
    assert_eq!(folder.ids().len(), 5);
    assert_eq!(folder.index(&["--allow-mass-removal"])["removed"], 3);
    fs::remove_file(folder.0.join("news/3.txt")).unwrap();
    assert_eq!(folder.index(&[])["removed"], 1, "half is not more than half");
}

#[test]
fn a_moved_file_keeps_its_articles_and_their_ids() {
    let folder = Folder::new("moved");
    folder.write("news/2024/a.txt", "date 2024-08-08 It rained in Sudzha.");
    folder.write("news/b.txt", "date 2024-08-09 It snowed.");
    folder.index(&[]);
    let ids = folder.ids();
    fs::create_dir(folder.0.join("news/old")).unwrap();
    fs::rename(folder.0.join("news/2024/a.txt"), folder.0.join("news/old/renamed.txt")).unwrap();
    let report = folder.index(&[]);
    assert_eq!((&report["moved"], &report["removed"], &report["indexed"]), (&1.into(), &0.into(), &0.into()));
    assert_eq!(folder.ids(), ids);
    let hit = &folder.json(&["search", "Sudzha", "--format", "json"])["hits"][0];
    assert_eq!(hit["path"], "news/old/renamed.txt");
    // Changed in its new place, it is still the same article.
    folder.write("news/old/renamed.txt", "date 2024-08-08 It rained in Sudzha all day.");
    assert_eq!(folder.index(&[])["updated"], 1);
    assert_eq!(folder.ids(), ids);
}

#[test]
fn a_moved_folder_is_known_again() {
    let folder = Folder::new("folder");
    mixed(&folder);
    folder.index(&[]);
    let ids = folder.ids();
    fs::rename(folder.0.join("news"), folder.0.join("archive")).unwrap();
    let report = folder.json(&["index", "archive", "--format", "json"]);
    assert_eq!(
        (&report["moved"], &report["unchanged"], &report["removed"]),
        (&3.into(), &3.into(), &0.into())
    );
    assert_eq!(folder.ids(), ids);
    // A copy elsewhere is another folder: its articles are articles of their own.
    fs::create_dir(folder.0.join("copy")).unwrap();
    fs::copy(folder.0.join("archive/a.txt"), folder.0.join("copy/a.txt")).unwrap();
    assert_eq!(folder.json(&["index", "copy", "--format", "json"])["indexed"], 1);
}

#[test]
fn a_changed_article_keeps_its_earlier_versions() {
    let folder = Folder::new("versions");
    let bodies = ["Two people died in the flood.", "Three people died in the flood.", "Three people died."];
    for body in bodies {
        folder.write("news/a.txt", &format!("date 2024-08-08 {body}"));
        folder.index(&[]);
    }
    let id = folder.ids().remove(0);
    let versions = folder.json(&["show", &id, "--versions", "--format", "json"]);
    let shown: Vec<&str> =
        versions["versions"].as_array().unwrap().iter().map(|v| v["body"].as_str().unwrap()).collect();
    assert_eq!(shown, bodies);
    let changed = &versions["changes"][0]["fields"][0];
    assert_eq!(changed["field"], "body");
    let removed: Vec<&Value> =
        changed["runs"].as_array().unwrap().iter().filter(|r| r["change"] == "removed").collect();
    assert_eq!(removed[0]["text"], "Two");
    let page = String::from_utf8(folder.run(&["show", &id, "--versions"]).stdout).unwrap();
    assert!(page.contains("[-Two-]{+Three+} people died"), "{page}");
    // Only what is current is searched.
    assert_eq!((folder.found("flood"), folder.found("three")), (0, 1));
}

#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_keeps_what_it_has_done_and_goes_on_later() {
    let folder = Folder::new("stopped");
    let line = |n: u32| {
        format!(
            "{{\"id\": {n}, \"title\": \"Storm {n}\", \"body\": \"{}\"}}\n",
            "It rained in Kursk. ".repeat(40)
        )
    };
    for file in 0..24 {
        let lines: String = (0..400).map(|n| line(file * 400 + n)).collect();
        folder.write(&format!("news/{file}.jsonl"), &lines);
    }
    let mut child =
        folder.command(&["index", "news", "--format", "json", "--report", "report.jsonl"]).spawn().unwrap();
    let report = folder.0.join("report.jsonl");
    // Some inputs have come to their end when the report has grown.
    wait_until("the run is under way", &mut child, || fs::metadata(&report).is_ok_and(|m| m.len() > 0));
    let stop = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    if !stop.is_ok_and(|status| status.success()) {
        println!("skipped: no command to send a signal with");
        let _ = child.kill();
        return;
    }
    let output = child.wait_with_output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(143), "{report}");
    assert_eq!(report["interrupted"], true);
    let done = report["articles"].as_u64().unwrap();
    assert_eq!(folder.ids().len() as u64, done);
    let rest = folder.index(&[]);
    assert_eq!(rest["articles"], 9600);
    assert_eq!(rest["unchanged"], done, "what was done is not done again");
    assert_eq!(folder.ids().len(), 9600);
}

#[cfg(unix)]
#[test]
fn a_watched_folder_is_searchable_as_files_arrive() {
    let folder = Folder::new("watched");
    folder.write("news/a.txt", "date 2024-08-08 It rained in Sudzha.");
    let mut child = folder.command(&["index", "news", "--watch"]).spawn().unwrap();
    wait_until("the first file is found", &mut child, || folder.found("Sudzha") == 1);
    folder.write("news/new/b.txt", "date 2024-08-09 It snowed in Narvik.");
    wait_until("a new file is found", &mut child, || folder.found("Narvik") == 1);
    folder.write("news/new/b.txt", "date 2024-08-09 It hailed in Tromso.");
    wait_until("its change is found", &mut child, || {
        folder.found("Tromso") == 1 && folder.found("Narvik") == 0
    });
    folder.write("news/c.txt", "date 2024-08-09 Sun.");
    wait_until("another file is found", &mut child, || folder.found("Sun") == 1);
    fs::remove_file(folder.0.join("news/new/b.txt")).unwrap();
    wait_until("its end is noticed", &mut child, || folder.found("Tromso") == 0);
    let stop = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
    if !stop.is_ok_and(|status| status.success()) {
        let _ = child.kill();
        return;
    }
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

/// Waits for something that a program brings about; generous, since machines are slow.
#[cfg(unix)]
fn wait_until(what: &str, child: &mut Child, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(60), "{what}");
        if let Some(status) = child.try_wait().unwrap() {
            // It may have come to its end just before.
            assert!(is_so(), "{what}: it ended with {status}");
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}
