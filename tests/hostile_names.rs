//! No text of an archive steers a terminal or a spreadsheet, whichever verb prints it: file
//! names, titles, outlets, addresses, columns and names of actors are all written to harm, and
//! every verb and format is looked at on both streams.

#![cfg(unix)]

#[path = "hostile/child.rs"]
#[allow(dead_code, reason = "memory is looked at by another test")]
mod child;
#[path = "hostile/screen.rs"]
mod screen;

use std::fs;
use std::path::{Path, PathBuf};

use child::{Ran, dateline};
use screen::{acts_on_screen, raw_character};

/// Clears the screen, sets the title, turns the direction of writing, begins a formula.
const EVIL: &str = "=\u{1b}[2J\u{1b}]0;t\u{7}\u{9b}31m\u{90}q\u{9c}\u{202e}live\u{2066}\u{61c}\u{200f}\u{2028}\u{8}\u{7f}\r@x";

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn corpus(name: &str) -> Folder {
    let folder = Folder(std::env::temp_dir().join(format!("dateline-names-{}-{name}", std::process::id())));
    let _ = fs::remove_dir_all(&folder.0);
    let news = folder.0.join("news\u{1b}[31m\u{202e}\nline");
    fs::create_dir_all(&news).unwrap();
    let text = format!(
        "President {EVIL} Smirnov met Alexei\u{1b}[5m Smirnov of the {EVIL} Harbour Board in Kursk on Tuesday."
    );
    let record = |n: u32| {
        serde_json::json!({"id": format!("{n}{EVIL}"), "title": format!("{EVIL} title {n}"), "body": text,
            "outlet": format!("{EVIL} Wire"), "author": format!("-{EVIL} Lima"), "date": "2024-08-08",
            "url": format!("https://h.example/{EVIL}"), "lang": "en", "keywords": [EVIL]})
        .to_string()
    };
    let lines = format!("{}\n{}\n{{\"\u{1b}[31m{EVIL}\": nope}}\n", record(1), record(2));
    fs::write(news.join("a\u{1b}]0;x\u{7}\u{9b}2J\u{202e}.jsonl"), lines).unwrap();
    fs::write(news.join("=b\n\u{2028}c.txt"), format!("date 2024-08-09\n{EVIL} headline\n\n{text}\n"))
        .unwrap();
    fs::write(news.join("d\u{1b}[2J.csv"), format!("title,text,{EVIL}\n\"{EVIL}\",\"{text}\",x\n")).unwrap();
    fs::write(news.join("\u{1b}[31mbroken.json"), b"{\"title\": \xff\xfe").unwrap();
    fs::write(news.join("\u{9b}31mempty.txt"), b"").unwrap();
    fs::write(news.join("\u{1b}c.png"), b"\x89PNG\r\n\x1a\n").unwrap();
    folder
}

fn check(words: &[&str], ran: &Ran, faults: &mut Vec<String>) {
    let name = words.join(" ").escape_debug().to_string();
    if ran.code.is_none_or(|code| code > 4) {
        faults.push(format!("{name}: ended with {:?}", ran.code));
    }
    // Rows of CSV end as its standard says.
    let stdout = String::from_utf8_lossy(&ran.stdout).replace("\r\n", "\n");
    for (stream, printed) in [("stdout", stdout.as_bytes()), ("stderr", &ran.stderr)] {
        faults.extend(raw_character(printed).map(|raw| format!("{name}: {raw} on {stream}")));
    }
}

/// The folder of the index, and the id of an article in it.
fn indexed(folder: &Path, faults: &mut Vec<String>) -> String {
    let news = news(folder);
    for format in ["text", "json"] {
        let words =
            ["index", news.as_str(), "--index", format, "--report", "report.jsonl", "--format", format];
        let ran = dateline(folder, &words);
        assert_eq!(ran.code, Some(4), "{}", String::from_utf8_lossy(&ran.stderr));
        check(&words, &ran, faults);
    }
    let report = fs::read(folder.join("report.jsonl")).unwrap();
    faults.extend(raw_character(&report).map(|raw| format!("the report has {raw}")));
    fs::rename(folder.join("text"), folder.join("index")).unwrap();
    let ran = dateline(folder, &["export", "*"]);
    let first: serde_json::Value =
        serde_json::from_slice(ran.stdout.split(|&b| b == b'\n').next().unwrap()).unwrap();
    first["id"].as_str().unwrap().to_owned()
}

fn news(folder: &Path) -> String {
    let found = fs::read_dir(folder).unwrap().flatten().map(|e| e.path());
    let news = found.into_iter().find(|p| p.is_dir() && p.to_string_lossy().contains("news")).unwrap();
    news.to_string_lossy().into_owned()
}

#[test]
fn every_verb_prints_hostile_text_without_harm() {
    let folder = corpus("verbs");
    let mut faults = Vec::new();
    let id = indexed(&folder.0, &mut faults);
    let news = news(&folder.0);
    let evil_path = format!("{news}/missing\u{1b}[2J\nx");
    let evil_lead = format!("outlet:{EVIL}");
    let verbs: &[(&[&str], &[&str])] = &[
        (
            &["search", "smirnov", "--facet", "actor", "--facet", "outlet", "--facet", "place", "--explain"],
            &["text", "json", "jsonl"],
        ),
        (&["search", EVIL], &["text", "json"]),
        (&["search", "smirnov", "--outlet", EVIL, "--actor", EVIL, "--place", EVIL], &["text", "json"]),
        (&["search", "--color", "never", "title"], &["text"]),
        (&["facets", "actor"], &["text", "json", "csv"]),
        (&["facets", "outlet"], &["text", "json", "csv"]),
        (&["facets", "outlet", "--contains", EVIL], &["text", "json", "csv"]),
        (&["timeline", "smirnov", "--step", "day"], &["text", "json", "csv"]),
        (&["show", &id], &["text", "json"]),
        (&["show", &id, "--versions"], &["text", "json"]),
        (&["similar", &id], &["text", "json", "jsonl"]),
        (&["similar", &id, "--by", "article"], &["text", "json"]),
        (&["story", &id], &["text", "json"]),
        (&["story", &id, "--lead", &evil_lead], &["text", "json"]),
        (&["search", "smirnov", "--by", "event"], &["text", "json", "jsonl"]),
        (&["export", "*"], &["jsonl", "csv"]),
        (&["actors", "list"], &["text", "json"]),
        (&["actors", "merge", EVIL, "Smirnov"], &["text", "json"]),
        (&["actors", "rename", "Smirnov", EVIL], &["text"]),
        (&["actors", "log"], &["text", "json"]),
        (&["actors", "undo"], &["text"]),
        (&["stats"], &["text", "json"]),
        (&["stats", "--skipped"], &["text", "jsonl"]),
        (&["inspect", &news], &["text", "jsonl"]),
        // Errors that quote what was typed or found.
        (&["index", &evil_path], &["text"]),
        (&["inspect", &evil_path], &["text"]),
        (&["show", EVIL], &["text"]),
        (&["similar", EVIL], &["text"]),
        (&["similar", "--text", &evil_path], &["text"]),
        (&["story", &id, "--lead", EVIL], &["text"]),
        (&[EVIL], &["text"]),
        (&["search", "--after", EVIL], &["text"]),
        (&["search", "--batch", &evil_path], &["jsonl"]),
        (&["search", "a", "--index", &evil_path], &["text"]),
        (&["search", "a", "--corrections", &evil_path], &["text"]),
        (&["inspect", &news, "--gazetteer", &evil_path], &["text"]),
        (&["inspect", &news, "--map", EVIL], &["text"]),
        (&["search", "foo\u{1b}[31m:bar"], &["text"]),
    ];
    for (words, formats) in verbs {
        for format in *formats {
            let words = [*words, &["--format", format]].concat();
            check(&words, &dateline(&folder.0, &words), &mut faults);
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let folder = corpus("cells");
    let mut faults = Vec::new();
    indexed(&folder.0, &mut faults);
    let mut cells = 0;
    for words in [&["export", "*"][..], &["facets", "outlet"], &["facets", "actor"], &["timeline"]] {
        let ran = dateline(&folder.0, &[words, &["--format", "csv"]].concat());
        for row in csv::ReaderBuilder::new().from_reader(&ran.stdout[..]).records() {
            for cell in &row.unwrap() {
                cells += 1;
                let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
                if formula || cell.chars().any(acts_on_screen) {
                    faults.push(format!("{words:?}: {cell:?}"));
                }
            }
        }
    }
    assert!(cells > 50 && faults.is_empty(), "{cells} cells:\n{}", faults.join("\n"));
}

/// JSON gives the text back as it was, so nothing is lost by escaping it.
#[test]
fn json_escapes_and_keeps() {
    let folder = corpus("json");
    indexed(&folder.0, &mut Vec::new());
    let ran = dateline(&folder.0, &["export", "*"]);
    assert_eq!(raw_character(&ran.stdout), None);
    let paths: Vec<String> = ran
        .stdout
        .split(|&b| b == b'\n')
        .filter_map(|line| serde_json::from_slice::<serde_json::Value>(line).ok())
        .filter_map(|row| row["path"].as_str().map(str::to_owned))
        .collect();
    assert!(paths.iter().any(|path| path.contains("a\u{1b}]0;x\u{7}\u{9b}2J\u{202e}.jsonl")), "{paths:?}");
}
