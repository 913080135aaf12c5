//! Receipts as a user has them: a search writes one, the archive changes, and `verify` says what
//! has become of it and why. The first test is the promise that everything else rests on: the
//! same articles give the same receipt to the byte, whatever the machine did on the way.

#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// A folder with articles and an index of them, gone when the test is over.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const NAMES: [&str; 4] = ["Alexei Smirnov", "Aleksey Smirnov", "Vladimir Putin", "Olena Kovalenko"];
const TOWNS: [&str; 5] = ["Sudzha", "Kursk", "Belgorod", "Lviv", "Paris"];

/// An article of a made-up archive; each has words, a place and an actor of its own number.
fn record(n: usize) -> String {
    let (name, town) = (NAMES[n % NAMES.len()], TOWNS[n % TOWNS.len()]);
    let body = format!(
        "{town}, Aug {} - Governor {name} said the border at {town} was quiet. Report {n} of the desk.{}",
        n % 28 + 1,
        " The border again.".repeat(n % 7)
    );
    serde_json::json!({"id": format!("a{n}"), "title": format!("Report {n} from {town}"), "body": body,
        "date": format!("2024-{:02}-{:02}", n % 9 + 1, n % 28 + 1), "outlet": if n.is_multiple_of(3) { "Wire" } else { "Courier" }})
    .to_string()
}

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("dateline-receipts-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("news")).unwrap();
        Folder(path)
    }

    /// With these articles indexed.
    fn of(name: &str, records: impl IntoIterator<Item = usize>) -> Folder {
        let folder = Folder::new(name);
        folder.write(records.into_iter().map(record));
        folder.index();
        folder
    }

    fn write(&self, lines: impl Iterator<Item = String>) {
        let text: String = lines.map(|line| line + "\n").collect();
        fs::write(self.0.join("news/a.jsonl"), text).unwrap();
    }

    fn index(&self) {
        assert_eq!(self.run(&["index", "news"]).status.code(), Some(0));
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.args(words).current_dir(&self.0).env_clear().env("TZ", "UTC").output().unwrap()
    }

    /// A command that must end with this code; what it prints.
    fn prints(&self, words: &[&str], code: i32) -> String {
        let output = self.run(words);
        let [printed, said] =
            [&output.stdout, &output.stderr].map(|s| String::from_utf8_lossy(s).into_owned());
        assert_eq!(output.status.code(), Some(code), "{words:?}\n{printed}\n{said}");
        printed + &said
    }

    fn json(&self, words: &[&str], code: i32) -> Value {
        serde_json::from_str(&self.prints(&[words, &["--format", "json"]].concat(), code)).unwrap()
    }

    fn read(&self, below: &str) -> String {
        fs::read_to_string(self.0.join(below)).unwrap()
    }
}

fn ids(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

#[test]
fn the_same_articles_give_the_same_receipt_to_the_byte() {
    let folder = Folder::of("shuffled", 0..60);
    let questions: [&[&str]; 4] = [
        &["search", "border quiet", "--actor", "Alexei Smirnov"],
        &["export", "place:Russia -paris", "--sort", "newest"],
        &["facets", "actor", "border", "--from", "2024-03"],
        &["timeline", "border", "--step", "month"],
    ];
    let all = |name: &str, threads: &str| -> Vec<String> {
        let files = questions.iter().enumerate().map(|(n, words)| {
            let file = format!("{name}-{n}.json");
            folder.prints(&[words, &["--receipt", &file, "--threads", threads] as &[&str]].concat(), 0);
            folder.read(&file)
        });
        files.collect()
    };
    let first = all("first", "1");
    let is_same = |others: Vec<String>| {
        for (one, other) in first.iter().zip(&others) {
            let differing = one.lines().zip(other.lines()).find(|(one, other)| one != other);
            assert_eq!(differing, None);
            assert_eq!(one.len(), other.len());
        }
    };
    is_same(all("again", "8"));

    // The same articles in another order, in two runs, on many threads.
    for threads in ["1", "8"] {
        fs::remove_dir_all(folder.0.join("index")).unwrap();
        folder.write((20..60).rev().map(record));
        folder.prints(&["index", "news", "--threads", threads], 0);
        folder.write((0..60).map(|n| n * 37 % 60).map(record));
        folder.prints(&["index", "news", "--threads", threads], 0);
        is_same(all("shuffled", threads));
    }
    folder.prints(&["rebuild"], 0);
    is_same(all("rebuilt", "2"));
    for n in 0..questions.len() {
        let said = folder.prints(&["verify", &format!("first-{n}.json")], 0);
        assert!(said.starts_with("same: "), "{said}");
    }
}

#[test]
fn what_is_new_gone_or_changed_is_named() {
    let folder = Folder::of("changes", 0..20);
    folder.prints(&["search", "quiet", "--receipt", "r.json"], 0);
    // One new, one gone, one that does not match any more, one that says something else.
    let lines = (1..21).map(|n| match n {
        2 => record(2).replace("quiet", "loud"),
        3 => record(3).replace("of the desk", "of the night desk"),
        n => record(n),
    });
    folder.write(lines);
    folder.index();
    let found = folder.json(&["verify", "r.json"], 1);
    let cause =
        |rows: &Value| rows.as_array().unwrap().iter().map(|r| r["cause"].to_string()).collect::<Vec<_>>();
    assert_eq!(cause(&found["added"]), ["\"new\""]);
    let mut removed = cause(&found["removed"]);
    removed.sort();
    assert_eq!(removed, ["\"changed\"", "\"gone\""]);
    assert_eq!(found["added"][0]["title"], "Report 20 from Sudzha");
    assert_eq!(found["changed"].as_array().unwrap().len(), 1);
    assert_eq!((&found["then"]["total"], &found["now"]["total"]), (&20.into(), &19.into()));
    assert_eq!((&found["same"], &found["same_archive"]), (&false.into(), &false.into()));

    let page = folder.prints(&["verify", "r.json"], 1);
    assert!(page.starts_with("differs: +1 -2, 20 then, 19 articles now\n"), "{page}");
    for words in ["new in the archive", "gone from the archive", "its text was changed", "  news/a.jsonl\n"] {
        assert!(page.contains(words), "{words}: {page}");
    }

    // An article that matches since its text was changed is told from a new one.
    folder.prints(&["search", "loud", "--receipt", "loud.json"], 0);
    folder.write((1..21).map(|n| if n == 5 { record(5).replace("quiet", "loud") } else { record(n) }));
    folder.index();
    let found = folder.json(&["verify", "loud.json"], 1);
    assert_eq!(
        (cause(&found["added"]), cause(&found["removed"])),
        (vec!["\"changed\"".to_owned()], vec!["\"changed\"".to_owned()])
    );
}

#[test]
fn corrections_of_actors_are_told_from_everything_else() {
    let folder = Folder::of("corrections", 0..20);
    let question = ["search", "actor:\"Olena Kovalenko\"", "--receipt", "r.json"];
    folder.prints(&question, 0);
    folder.prints(&["facets", "actor", "--receipt", "facets.json"], 0);
    folder.prints(&["actors", "merge", "Olena Kovalenko", "Vladimir Putin"], 0);
    let found = folder.json(&["verify", "r.json"], 1);
    assert_eq!(found["same_archive"], true);
    assert_eq!(found["added"].as_array().unwrap().len(), 5);
    assert_eq!(found["causes"], serde_json::json!({"corrections": 5}));
    assert_eq!(found["circumstances"][0]["what"], "corrections");

    // The articles are the same, what is counted in them is not.
    let counted = folder.json(&["verify", "facets.json"], 1);
    let changes = counted["counts"].as_array().unwrap();
    assert!(
        changes.iter().any(|c| c["value"] == "person:olena-kovalenko" && c["then"] == 5 && c["now"] == 10),
        "{changes:?}"
    );
    assert!(changes.iter().any(|c| c["value"] == "person:vladimir-putin" && c["now"] == 0), "{changes:?}");

    // New articles that match by their name alone are not laid on the corrections.
    folder.write((0..24).map(record));
    folder.index();
    let found = folder.json(&["verify", "r.json"], 1);
    assert_eq!(found["causes"], serde_json::json!({"corrections": 6, "new": 1}));
    folder.prints(&["actors", "undo"], 0);
    let found = folder.json(&["verify", "r.json"], 1);
    assert_eq!((ids(&found["added"]).len(), &found["causes"]), (1, &serde_json::json!({"new": 1})));
}

#[test]
fn a_ranking_alone_is_a_difference_unless_it_is_not_asked_for() {
    let folder = Folder::of("ranking", 0..12);
    let question = ["border quiet OR report date:2024-01..2024-09", "--to", "2024"];
    folder.prints(&[&["search"], &question as &[&str], &["--receipt", "ranked.json"]].concat(), 0);
    folder.prints(
        &[&["search", "--sort", "newest"], &question as &[&str], &["--receipt", "newest.json"]].concat(),
        0,
    );
    // Articles of another year that say "border" a lot: what matches stays, its weights do not.
    let other = |n: usize| record(n).replace("2024-", "2030-").replace("quiet", "border border border");
    folder.write((0..12).map(record).chain((12..40).map(other)));
    folder.index();
    let found = folder.json(&["verify", "newest.json"], 0);
    assert_eq!((&found["same"], &found["same_archive"]), (&true.into(), &false.into()));
    let code =
        if folder.json(&["verify", "ranked.json", "--any-order"], 0)["same_ranking"] == true { 0 } else { 1 };
    let page = folder.prints(&["verify", "ranked.json"], code);
    assert_eq!(code, 1, "the ranking did not change, so this test shows nothing: {page}");
    assert!(page.starts_with("differs: the same 12 articles, ranked otherwise\n"), "{page}");
}

#[test]
fn relative_dates_are_those_of_the_day_of_the_receipt() {
    let folder = Folder::new("relative");
    let days = ["2024-08-01", "2024-08-20"];
    folder.write(days.iter().enumerate().map(|(n, day)| {
        serde_json::json!({"id": n, "title": "Flood", "body": "The river rose.", "date": day}).to_string()
    }));
    folder.index();
    folder.prints(&["search", "river", "--from", "2024-08-10", "--to", "today", "--receipt", "r.json"], 0);
    let receipt: Value = serde_json::from_str(&folder.read("r.json")).unwrap();
    assert_eq!((&receipt["count"], &receipt["read"]["from"]), (&1.into(), &"2024-08-10".into()));
    assert_eq!((&receipt["read"]["today"], &receipt["read"]["to"]), (&receipt["made"], &receipt["made"]));
    folder.prints(&["verify", "r.json"], 0);
    folder.prints(&["search", "river", "--receipt", "fixed.json"], 0);
    let fixed: Value = serde_json::from_str(&folder.read("fixed.json")).unwrap();
    assert!(fixed["read"].get("today").is_none(), "{fixed}");
}

#[test]
fn what_is_no_receipt_any_more_is_refused() {
    let folder = Folder::of("damaged", 0..8);
    folder.prints(&["search", "border", "--receipt", "r.json"], 0);
    let text = folder.read("r.json");
    let refused = |changed: &str, finding: &str| {
        fs::write(folder.0.join("x.json"), changed).unwrap();
        let said = folder.prints(&["verify", "x.json"], 2);
        assert!(said.starts_with("dateline: x.json: ") && said.contains(finding), "{said}");
    };
    refused(&text.replace("\"count\": 8", "\"count\": 7"), "it does not match its checksum");
    refused(&text.replacen("news/a.jsonl", "news/b.jsonl", 1), "it does not match its checksum");
    refused(
        &text.replace("\"receipt\": 1", "\"receipt\": 2"),
        "the receipt is of format 2, this program reads 1",
    );
    refused(&text.replace("\"made\"", "\"mode\""), "the receipt is damaged");
    refused(&text[..text.len() / 2], "the receipt is damaged");
    refused("", "this is no receipt of a search");
    refused("{\"version\":1,\"hits\":[]}", "this is no receipt of a search");
    // Another layout is no change.
    let compact = serde_json::from_str::<Value>(&text).unwrap().to_string();
    fs::write(folder.0.join("compact.json"), compact).unwrap();
    let code = folder.run(&["verify", "compact.json"]).status.code();
    assert_eq!(code, Some(0));
    let said = folder.prints(&["verify", "none.json"], 2);
    assert!(said.starts_with("dateline: cannot read none.json: "), "{said}");
}

#[test]
fn a_receipt_overwrites_receipts_alone_and_comes_before_the_results() {
    let folder = Folder::of("files", 0..6);
    fs::write(folder.0.join("article.txt"), "My only copy.\n").unwrap();
    let said = folder.prints(&["search", "border", "--receipt", "article.txt"], 2);
    assert!(said.starts_with("dateline: article.txt is there and is no receipt"), "{said}");
    assert_eq!(folder.read("article.txt"), "My only copy.\n");
    folder.prints(&["search", "border", "--receipt", "r.json"], 0);
    folder.prints(&["search", "nothinglikethis", "--receipt", "r.json"], 1);
    let said = folder.prints(&["verify", "r.json"], 0);
    assert!(said.starts_with("same: 0 articles"), "{said}");
    let output = folder.run(&["search", "border", "--receipt", "no/such/folder.json"]);
    assert!(output.stdout.is_empty() && !output.status.success(), "{output:?}");
}

#[test]
fn long_lists_are_packed_and_hold_as_well() {
    let folder = Folder::of("packed", 0..700);
    folder.prints(&["export", "--receipt", "r.json"], 0);
    let text = folder.read("r.json");
    assert!(
        text.contains("\"packed\": [") && text.lines().all(|line| line.len() < 120),
        "one line is too long"
    );
    let head: String = text.lines().take(12).collect();
    assert!(head.contains("\"query\": \"\"") && head.contains("\"verb\": \"export\""), "{head}");
    folder.prints(&["verify", "r.json"], 0);
    folder.write((1..701).map(record));
    folder.index();
    let found = folder.json(&["verify", "r.json"], 1);
    assert_eq!((ids(&found["added"]).len(), ids(&found["removed"]).len()), (1, 1));
    assert_eq!(found["removed"][0]["path"], "news/a.jsonl");
}

#[test]
fn nothing_in_a_receipt_steers_a_terminal() {
    let folder = Folder::of("hostile", 0..4);
    let evil = "border \u{9b}31m\u{202e}x OR border";
    folder.run(&["search", evil, "--outlet=-\u{1b}[2J", "--receipt", "r.json"]);
    assert!(Path::new(&folder.0.join("r.json")).exists());
    for text in [folder.read("r.json"), folder.prints(&["verify", "r.json"], 0)] {
        let raw = text.chars().find(|c| (c.is_control() && *c != '\n') || *c == '\u{202e}');
        assert_eq!(raw, None, "{text}");
    }
}
