//! Saved searches as cron runs them: index, run, index more, run; with articles that change, files
//! that somebody edits, and runs that die or meet each other. What must never happen is that an
//! article is lost; what should not is that one is told twice.

#![cfg(unix)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A folder with articles, an index of them and saved searches, gone when the test is over.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("dateline-watch-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("news")).unwrap();
        Folder(path)
    }

    /// With some articles, indexed, and a search for floods.
    fn with_floods(name: &str) -> Folder {
        let folder = Folder::new(name);
        folder.article("one", "2024-08-01", "The flood reached Paris.");
        folder.article("two", "2024-08-03", "A flood in Lyon.");
        folder.article("other", "2024-08-02", "Grain prices rose in Lyon.");
        folder.index();
        folder.prints(&["watch", "add", "floods", "flood"], 0);
        folder
    }

    fn article(&self, name: &str, date: &str, body: &str) {
        let text = format!("date {date}\nReport {name}\n\n{body}\n");
        fs::write(self.0.join(format!("news/{name}.txt")), text).unwrap();
    }

    fn index(&self) {
        self.prints(&["index", "news", "--allow-mass-removal"], 0);
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.args(words).current_dir(&self.0).env_clear().env("TZ", "UTC");
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// A command that must end with this code; both of what it prints.
    fn both(&self, words: &[&str], code: i32) -> (String, String) {
        let output = self.run(words);
        let [printed, said] =
            [&output.stdout, &output.stderr].map(|s| String::from_utf8_lossy(s).into_owned());
        assert_eq!(output.status.code(), Some(code), "{words:?}\n{printed}\n{said}");
        (printed, said)
    }

    fn prints(&self, words: &[&str], code: i32) -> String {
        self.both(words, code).0
    }

    /// The headlines of what is new, each with the word that says why, and what else is asked for.
    fn news(&self, more: &[&str], code: i32) -> Vec<String> {
        let lines = self.prints(&[&["watch", "run", "--format", "jsonl"], more].concat(), code);
        let rows = lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        rows.map(|row| format!("{} {}", row["new"].as_str().unwrap(), row["title"].as_str().unwrap()))
            .collect()
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.join(below)
    }

    fn read(&self, below: &str) -> String {
        fs::read_to_string(self.path(below)).unwrap()
    }
}

#[test]
fn each_match_is_new_once() {
    let folder = Folder::with_floods("once");
    assert_eq!(folder.news(&[], 0), ["article Report one", "article Report two"]);
    assert!(folder.news(&[], 1).is_empty(), "nothing is new the second time");
    assert!(folder.prints(&["watch", "run"], 1).contains("floods  0 new of 2 articles  flood"));

    folder.article("three", "2024-08-05", "The flood came back.");
    folder.index();
    assert_eq!(folder.news(&[], 0), ["article Report three"]);
    assert!(folder.news(&[], 1).is_empty());

    // A changed article that was shown, a moved one, and one that is gone and comes back.
    folder.article("one", "2024-08-01", "The flood has left Paris.");
    fs::rename(folder.path("news/two.txt"), folder.path("news/moved.txt")).unwrap();
    let kept = folder.read("news/three.txt");
    fs::remove_file(folder.path("news/three.txt")).unwrap();
    folder.index();
    assert!(folder.news(&[], 1).is_empty());
    fs::write(folder.path("news/three.txt"), kept).unwrap();
    folder.index();
    assert!(folder.news(&[], 1).is_empty());
    folder.prints(&["rebuild"], 0);
    assert!(folder.news(&[], 1).is_empty(), "a rebuild is no news");
}

#[test]
fn what_was_there_before_and_matches_since_is_told_apart() {
    let folder = Folder::with_floods("late");
    folder.news(&[], 0);
    folder.article("other", "2024-08-02", "Grain prices rose after the flood.");
    folder.article("new", "2024-08-06", "A flood in Kursk.");
    folder.index();
    let words = ["watch", "run", "--articles-only", "--format", "jsonl"];
    let (printed, said) = folder.both(&words, 0);
    assert!(printed.lines().count() == 1 && printed.contains("Report new"), "{printed}");
    assert_eq!(said, "note: floods: 1 more were in the archive before and match since\n");
    // It was left out, not lost.
    assert_eq!(folder.news(&[], 0), ["match Report other"]);
    assert!(folder.news(&[], 1).is_empty());

    // An index that was built from nothing counts anew; who cannot tell says new.
    fs::remove_dir_all(folder.path("index/g1")).unwrap();
    fs::remove_file(folder.path("index/dateline.json")).unwrap();
    folder.article("early", "2023-01-01", "An old flood.");
    folder.index();
    assert_eq!(folder.news(&["--articles-only"], 0), ["article Report early"]);
}

#[test]
fn what_matches_when_a_search_is_saved_may_count_as_seen() {
    let folder = Folder::with_floods("seen");
    let said = folder.prints(&["watch", "add", "lyon", "lyon", "--seen", "--format", "json"], 0);
    assert_eq!(serde_json::from_str::<Value>(&said).unwrap()["total"], 2);
    assert!(folder.news(&["lyon"], 1).is_empty());
    folder.article("three", "2024-08-05", "The flood came back to Lyon.");
    folder.index();
    assert_eq!(folder.news(&["lyon"], 0), ["article Report three"]);
    // The other search has not been run yet.
    assert_eq!(folder.news(&[], 0).len(), 3);
}

#[test]
fn whoever_dies_before_passing_on_is_told_the_same_again() {
    let folder = Folder::with_floods("dies");
    // The reader of the pipe is gone before anything is written.
    let mut child = folder.command(&["watch", "run"]).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    child.wait().unwrap();
    assert_eq!(folder.news(&[], 0).len(), 2, "nobody has read it");

    // Killed between the output and the note of it: the note is the one of before.
    folder.article("three", "2024-08-05", "The flood came back.");
    folder.index();
    let before = folder.read("index/watch.txt.seen");
    let first = folder.news(&[], 0);
    fs::write(folder.path("index/watch.txt.seen"), before).unwrap();
    fs::write(folder.path("index/.watch.txt.seen.99.new"), "half a li").unwrap();
    assert_eq!(folder.news(&[], 0), first);
    assert!(folder.news(&[], 1).is_empty());
}

#[test]
fn two_runs_at_once_tell_each_article_once() {
    let folder = Folder::with_floods("twice");
    for n in 0..40 {
        folder.article(&format!("n{n}"), "2024-08-07", &format!("Flood number {n}."));
    }
    folder.index();
    let words = ["watch", "run", "--format", "jsonl"];
    let children: Vec<_> =
        (0..4).map(|_| folder.command(&words).stdout(Stdio::piped()).spawn().unwrap()).collect();
    let outputs = children.into_iter().map(|child| child.wait_with_output().unwrap());
    let printed: String = outputs.map(|output| String::from_utf8(output.stdout).unwrap()).collect();
    assert_eq!(printed.lines().count(), 42, "{printed}");
}

#[test]
fn a_feed_keeps_what_a_seldom_reader_has_not_seen() {
    let folder = Folder::with_floods("feed");
    folder.article("five", "2024", "A flood <of> words & \"signs\" in Lyon.");
    folder.index();
    let words = ["watch", "run", "--format", "rss", "--output", "feed.xml", "--keep", "4"];
    assert_eq!(folder.prints(&words, 0), "");
    let first = folder.read("feed.xml");
    assert_eq!(first.matches("<item>").count(), 3);
    assert_eq!(first.matches("<pubDate>").count(), 2, "a year is no day: {first}");
    assert!(first.contains("<pubDate>Sat, 3 Aug 2024 00:00:00 +0000</pubDate>"), "{first}");
    assert!(first.contains("&amp;lt;of&amp;gt; words &amp;amp;"), "{first}");
    folder.prints(&words, 1);
    assert_eq!(folder.read("feed.xml"), first, "no news leave the feed as it is");

    for name in ["six", "seven"] {
        folder.article(name, "2024-09-01", "Another flood.");
    }
    folder.index();
    let before = folder.read("index/watch.txt.seen");
    folder.prints(&words, 0);
    let second = folder.read("feed.xml");
    assert_eq!(second.matches("<item>").count(), 4, "{second}");
    assert!(second.find("Report seven").unwrap() < second.find("Report five").unwrap_or(usize::MAX));
    // Written, and then killed before that was noted: the items are the same, and stand there once.
    fs::write(folder.path("index/watch.txt.seen"), before).unwrap();
    folder.prints(&words, 0);
    assert_eq!(folder.read("feed.xml"), second);

    fs::write(folder.path("mine.xml"), "<rss>mine</rss>").unwrap();
    let refused = ["watch", "run", "--format", "rss", "--output", "mine.xml"];
    let (_, said) = folder.both(&refused, 2);
    assert!(said.starts_with("dateline: mine.xml is there and is no feed of dateline"), "{said}");
    let (_, said) = folder.both(&["watch", "run", "--output", "x.xml"], 2);
    assert!(said.starts_with("dateline: --output keeps a feed"), "{said}");
}

#[test]
fn a_file_that_people_edit_is_read_with_care() {
    let folder = Folder::with_floods("edited");
    let file = folder.path("index/watch.txt");
    let text = folder.read("index/watch.txt");
    fs::write(
        &file,
        format!("{text}\n# by hand\nprices: price* OR grain\n  from: 2024-08\nbroken: (flood\n"),
    )
    .unwrap();
    // A search that cannot be read does not stop the others.
    let (printed, said) = folder.both(&["watch", "run", "--format", "jsonl"], 2);
    assert_eq!(printed.lines().count(), 3, "{printed}");
    assert!(said.starts_with("dateline: broken: ") && said.contains("(flood"), "{said}");
    let (_, said) = folder.both(&["watch", "add", "worse", "(flood"], 2);
    assert!(!said.is_empty() && !folder.read("index/watch.txt").contains("worse"));
    let (_, said) = folder.both(&["watch", "add", "floods", "flood"], 2);
    assert!(said.starts_with("dateline: there is a search called floods already\n"), "{said}");

    folder.prints(&["watch", "remove", "broken", "floods"], 0);
    assert!(folder.read("index/watch.txt").contains("# by hand\nprices: price* OR grain\n  from: 2024-08\n"));
    let list = folder.prints(&["watch", "list", "--format", "jsonl"], 0);
    let rows: Vec<Value> = list.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((rows.len(), &rows[0]["name"], &rows[0]["seen"]), (1, &"prices".into(), &1.into()));
    // Saved again it starts anew.
    folder.prints(&["watch", "add", "floods", "flood"], 0);
    assert_eq!(folder.news(&["floods"], 0).len(), 2);

    fs::write(&file, "floods: flood\n  plaice: Lyon\n").unwrap();
    let (_, said) = folder.both(&["watch", "run"], 2);
    assert!(said.starts_with("dateline: index/watch.txt:2: \"plaice\" selects nothing\n"), "{said}");
}

#[test]
fn what_cannot_be_written_down_is_not_shown_as_done() {
    let folder = Folder::with_floods("unwritable");
    // The file of what was seen was edited.
    folder.news(&[], 0);
    let seen = folder.read("index/watch.txt.seen");
    fs::write(folder.path("index/watch.txt.seen"), seen.replace("floods", "fl00ds")).unwrap();
    let (printed, said) = folder.both(&["watch", "run"], 2);
    assert!(printed.is_empty() && said.contains("the file was changed or is damaged"), "{said}");
    fs::remove_file(folder.path("index/watch.txt.seen")).unwrap();
    assert_eq!(folder.news(&[], 0).len(), 2);

    // There is no folder to write into, or a folder stands where the file should.
    let output = folder.run(&["watch", "run", "--file", "no/such/watch.txt"]);
    assert!(output.stdout.is_empty() && output.status.code() == Some(3), "{output:?}");
    fs::create_dir_all(folder.path("other/watch.txt.seen/full")).unwrap();
    fs::copy(folder.path("index/watch.txt"), folder.path("other/watch.txt")).unwrap();
    let output = folder.run(&["watch", "run", "--file", "other/watch.txt"]);
    assert!(output.stdout.is_empty() && !output.status.success(), "{output:?}");
}

#[test]
fn corrections_make_news_of_old_articles() {
    let folder = Folder::new("corrections");
    folder.article("a", "2024-08-01", "Governor Alexei Smirnov spoke in Kursk.");
    folder.article("b", "2024-08-02", "Minister Olena Kovalenko spoke in Kyiv.");
    folder.index();
    folder.prints(&["watch", "add", "smirnov", "actor:\"Alexei Smirnov\""], 0);
    assert_eq!(folder.news(&[], 0), ["article Report a"]);
    folder.prints(&["actors", "merge", "Alexei Smirnov", "Olena Kovalenko"], 0);
    assert!(folder.news(&["--articles-only"], 1).is_empty());
    assert_eq!(folder.news(&[], 0), ["match Report b"]);
}

#[test]
fn nothing_of_an_archive_steers_a_terminal_or_breaks_a_feed() {
    const EVIL: &str = "=\u{1b}[2J\u{9b}31m\u{202e}]]> </item> <b> & \u{fffe} \u{2028}x";
    let folder = Folder::new("hostile");
    let record = serde_json::json!({"id": EVIL, "title": EVIL, "body": format!("A flood. {EVIL}"), "date": "2024-08-08",
        "outlet": EVIL, "url": format!("https://h.example/{EVIL}")});
    fs::write(folder.path("news/a\u{1b}[31m.jsonl"), format!("{record}\n")).unwrap();
    folder.index();
    folder.prints(&["watch", "add", "floods", "flood OR \"\u{1b}[2J x\""], 0);
    let seen = folder.read("index/watch.txt.seen");
    for format in ["text", "json", "jsonl", "rss"] {
        let (printed, said) = folder.both(&["watch", "run", "--format", format], 0);
        let text = format!("{printed}{said}{}", folder.prints(&["watch", "list"], 0));
        let raw = text.chars().find(|&c| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{2028}'));
        assert_eq!(raw, None, "{format}: {text:?}");
        if format == "rss" {
            let mut reader = quick_xml::Reader::from_str(&printed);
            while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
            assert_eq!(printed.matches("<item>").count(), 1, "{printed}");
        }
        fs::write(folder.path("index/watch.txt.seen"), &seen).unwrap();
    }
}
