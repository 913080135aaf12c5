//! The command line as its documentation shows it: every ```` ```console ```` block of
//! `tests/cli/*.md`, of the README and of the sample archive's README is run, and must print
//! what stands there.
//!
//! A block holds commands behind `$ `, each with what it prints (both streams, as on a
//! terminal) and, when it is not 0, its exit code as `? 3`. `[..]` stands for any text in a
//! line, `...` on a line of its own for any lines; times, sizes and cursors are always `[..]`.
//! A command without anything below it must only succeed. `DATELINE_BLESS=1 cargo test --test
//! cli` writes what is printed now into `tests/cli/*.md` and the README; review the difference like code.
//!
//! What a program reads (JSON) is checked field by field, below.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use serde_json::Value;

/// A folder with the sample archive, an index of it, and `dateline` on the path.
struct Stage {
    dir: PathBuf,
}

/// One for all tests of this file, built anew on first use.
static STAGE: LazyLock<Stage> = LazyLock::new(|| {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli");
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(dir.join("bin")).unwrap();
    copy(&source("sample_corpus"), &dir.join("sample_corpus"));
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_dateline"), dir.join("bin/dateline")).unwrap();
    let stage = Stage { dir };
    stage.write("queries.tsv", "q1\tkursk border\nq2\tlehman\nq3\tnothinglikethis\n");
    stage.write("hostile/evil.txt", HOSTILE);
    stage.write(
        "hostile/evil.jsonl",
        &(Value::from_iter([("title", HOSTILE), ("body", HOSTILE)]).to_string() + "\n"),
    );
    for (path, text) in DATES {
        stage.write(path, text);
    }
    let built = stage.run("dateline index sample_corpus");
    assert!(built.status.success(), "{}", text(&built.stderr));
    stage
});

/// Clears the screen, sets the window's title, turns the direction of writing.
const HOSTILE: &str = "date 2024-08-08\nBefore \u{1b}[2J\u{1b}]0;title\u{7} \u{9b}31m red \u{202e}live\u{2066} \
                       \u{8}\u{8}\u{8} after.\rCarriage \u{7f} return in Kursk.\n";

/// Articles whose dates are known in several ways, or hardly.
const DATES: [(&str, &str); 6] = [
    (
        "dates/2017/bridge.txt",
        "Date: Monday, 14 May 2019 10:11 EDT\nURL: https://news.example/2019/05/14/bridge\n\nThe bridge was closed.\n",
    ),
    (
        "dates/2019/05/strike.txt",
        "Date: May 2019\nURL: https://news.example/2019/05/16/strike\n\nThe strike went on.\n",
    ),
    ("dates/epoch.txt", "Date: 1970-01-01T00:00:00Z\n\nThe harbour froze.\n"),
    ("dates/courier.txt", "Date: 03/04/2001\nSource: Courier\n\nThe mill burned.\n"),
    ("dates/vestnik.txt", "Date: 12 октября 1905 г.\nSource: Вестник\n\nПоезда стояли весь день.\n"),
    ("dates/ruznameh.txt", "Date: پنجشنبه ۱۷ مرداد ۱۳۹۸ - ۱۰:۱۱\n\nباران بارید.\n"),
];

fn source(below: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(below)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

impl Stage {
    fn write(&self, below: &str, text: &str) {
        let path = self.dir.join(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn run(&self, command: &str) -> Output {
        let path = format!("{}:/usr/bin:/bin", self.dir.join("bin").display());
        let mut shell = Command::new("/bin/sh");
        shell.args(["-c", command]).current_dir(&self.dir).env_clear();
        shell.env("PATH", path).env("HOME", &self.dir).env("TZ", "UTC");
        shell.env("NO_COLOR", "1").env("COLUMNS", "80").output().unwrap()
    }

    /// Both streams in the order in which they were written, and the exit code.
    fn transcript(&self, command: &str) -> (String, i32) {
        let output = self.run(&format!("{{ {command}\n}} 2>&1"));
        (redacted(&text(&output.stdout), &self.dir), output.status.code().unwrap_or(-1))
    }

    fn json(&self, command: &str) -> Value {
        let output = self.run(command);
        assert!(output.status.success(), "{command}: {}", text(&output.stderr));
        assert!(output.stderr.is_empty(), "{command}: {}", text(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

/// What differs from run to run is taken out, and so are blanks at line ends.
fn redacted(printed: &str, dir: &Path) -> String {
    let printed = printed.replace(&dir.canonicalize().unwrap().display().to_string(), ANY);
    printed.lines().map(|line| redacted_line(line).trim_end().to_owned() + "\n").collect()
}

/// Stands for any text in a line.
const ANY: &str = "[..]";

fn redacted_line(line: &str) -> String {
    let first = line.split_whitespace().next().unwrap_or_default();
    if matches!(first, "bytes" | "segments") && line.starts_with("  ") {
        return format!("  {first}  {ANY}");
    }
    if line.trim_start().starts_with("sample_corpus (") {
        // Where the folder lies decides how much of its path is shown.
        return format!("  sample_corpus ({ANY} {}", line.split(' ').next_back().unwrap_or_default());
    }
    let words: Vec<&str> = line.split(' ').collect();
    let mut out: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(&word) = words.get(at) {
        let before = at.checked_sub(1).and_then(|b| words.get(b)).copied().unwrap_or_default();
        if is_number(word) && words.get(at + 1).is_some_and(|unit| is_unit(unit)) {
            out.push(ANY);
            at += 1;
        } else if before == "--after"
            && word.len() > 7
            && word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
        {
            out.push(ANY);
        } else {
            out.push(word);
        }
        at += 1;
    }
    // The count before a time stands as far to the left as the time is long.
    match out.as_slice() {
        [head @ .., count, unit, between @ ("in" | "of"), of, other, ANY]
            if is_number(count)
                && is_number(of)
                && matches!(*other, "stories," | "story," | "articles," | "article,") =>
        {
            let counts = format!("{count} {unit} {between} {of} {other} {ANY}");
            format!("{}  {counts}", head.join(" ").trim_end()).trim_start().to_owned()
        }
        [head @ .., count, unit, ANY] if is_number(count) && unit.ends_with(',') => {
            format!("{}  {count} {unit} {ANY}", head.join(" ").trim_end())
        }
        all => all.join(" "),
    }
}

fn is_number(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit())
        && word.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',')
}

/// A unit of time, size or speed.
fn is_unit(word: &str) -> bool {
    let unit = word.trim_end_matches(',').trim_end_matches("/s");
    matches!(unit, "ms" | "s" | "min" | "B" | "kB" | "MB" | "GB")
}

/// A command with what it should print.
struct Step {
    command: String,
    code: i32,
    /// `None`: nothing is said about it.
    expected: Option<String>,
    /// The lines of the file that hold exit code and expectation.
    lines: (usize, usize),
}

/// The steps of all blocks of a Markdown file.
fn steps(markdown: &str) -> Vec<Step> {
    let lines: Vec<&str> = markdown.lines().collect();
    let mut steps: Vec<Step> = Vec::new();
    let mut inside = false;
    for (at, line) in lines.iter().enumerate() {
        if !inside {
            inside = line.trim_end() == "```console";
        } else if line.trim_end() == "```" {
            inside = false;
        } else if let Some(command) = line.strip_prefix("$ ") {
            let lines = (at + 1, at + 1);
            steps.push(Step { command: command.to_owned(), code: 0, expected: None, lines });
        } else if let Some(step) = steps.last_mut() {
            step.lines.1 = at + 1;
            match line.strip_prefix("? ") {
                Some(code) if step.expected.is_none() => step.code = code.trim().parse().unwrap(),
                _ => *step.expected.get_or_insert_default() += &format!("{line}\n"),
            }
        }
    }
    steps
}

/// Whether the lines are those of the pattern.
fn matches(pattern: &[&str], printed: &[&str]) -> bool {
    match (pattern.split_first(), printed.split_first()) {
        (None, None) => true,
        (Some((&"...", rest)), _) => (0..=printed.len()).any(|skip| matches(rest, &printed[skip..])),
        (Some((want, rest)), Some((line, more))) => line_matches(want, line) && matches(rest, more),
        _ => false,
    }
}

fn line_matches(pattern: &str, line: &str) -> bool {
    let pattern = pattern.trim_end();
    let Some((start, rest)) = pattern.split_once(ANY) else { return pattern == line };
    let Some(mut left) = line.strip_prefix(start) else { return false };
    let parts: Vec<&str> = rest.split(ANY).collect();
    let (last, middle) = parts.split_last().unwrap();
    for part in middle {
        let Some(at) = left.find(part) else { return false };
        left = &left[at + part.len()..];
    }
    left.ends_with(last)
}

/// The blank lines at the end of an expectation only keep blocks apart.
fn pattern_lines(text: &str) -> Vec<&str> {
    text.trim_end_matches('\n').lines().collect()
}

/// Runs a file's commands; gives what differs, and the file as it should be. With `fill`,
/// what is printed is also put where nothing is said about it.
fn play(markdown: &str, fill: bool) -> (Vec<String>, String) {
    let mut lines: Vec<String> = markdown.lines().map(str::to_owned).collect();
    let mut differences = Vec::new();
    let mut changes = Vec::new();
    for step in steps(markdown) {
        let command = step.command.replace("cargo run --release --", "dateline");
        if !command.contains("dateline ") {
            continue; // Such as git clone, cargo test.
        }
        let (printed, code) = STAGE.transcript(&command);
        let expected = step.expected.as_deref();
        let same = expected.map_or(!fill, |e| matches(&pattern_lines(e), &pattern_lines(&printed)));
        if same && code == step.code {
            continue;
        }
        let shown = expected.unwrap_or_default();
        let wanted = step.code;
        let both = format!("--- expected, code {wanted}\n{shown}--- printed, code {code}\n{printed}");
        differences.push(format!("$ {command}\n{both}"));
        let code = (code != 0).then(|| format!("? {code}"));
        let new: Vec<String> = code.into_iter().chain(printed.lines().map(str::to_owned)).collect();
        changes.push((step.lines, new));
    }
    // From the last to the first, so that the lines in front keep their numbers.
    for ((from, to), mut new) in changes.into_iter().rev() {
        let last = lines.get(to).is_some_and(|l| l.trim_end() == "```");
        new.extend((!last).then(String::new));
        lines.splice(from..to, new);
    }
    (differences, lines.join("\n") + "\n")
}

#[test]
fn the_documentation_shows_what_the_program_prints() {
    let bless = std::env::var_os("DATELINE_BLESS").is_some();
    let mut files: Vec<PathBuf> =
        fs::read_dir(source("tests/cli")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.push(source("README.md"));
    let ours = files.len();
    files.push(source("sample_corpus/README.md"));
    let mut failed = Vec::new();
    // The files share the stage, so none may change its index.
    for (at, path) in files.iter().enumerate() {
        let Ok(markdown) = fs::read_to_string(path) else { continue };
        let write = bless && at < ours;
        let (differences, new) = play(&markdown, write);
        if write {
            fs::write(path, new).unwrap();
        } else if !differences.is_empty() {
            failed.push(format!("{}\n\n{}", path.display(), differences.join("\n\n")));
        }
    }
    assert!(failed.is_empty(), "\n{}", failed.join("\n\n"));
}

#[test]
fn the_patterns_of_expectations_mean_what_they_say() {
    let fits = |pattern: &str, printed: &str| matches(&pattern_lines(pattern), &pattern_lines(printed));
    assert!(fits("a [..] c\n", "a b (x) c\n") && fits("a\n...\nd\n", "a\nb\nc\nd\n") && fits("...\n", ""));
    assert!(
        fits("[..]/x [..]\n", "/a/x y\n")
            && !fits("a [..] c\n", "a b d\n")
            && !fits("a\n...\nd\n", "a\nb\n")
            && !fits("a\n", "a\nb\n")
    );
    let markdown = "```console\n$ x\n? 3\nout\n\n$ y\n```\n";
    let steps = steps(markdown);
    assert_eq!((steps[0].code, steps[0].expected.as_deref()), (3, Some("out\n\n")));
    assert!(steps[1].expected.is_none());
    let line = redacted("10 articles, 67 ms, 96.2 kB in 4.0 s, 24.2 kB/s --after 71-19e2d\n", &STAGE.dir);
    assert_eq!(line, "10 articles, [..] [..] in [..] [..] --after [..]\n");
}

#[test]
fn json_has_the_fields_of_the_interface() {
    let answer =
        STAGE.json("dateline search 'kursk border' --facet place --facet date:month --limit 2 --format json");
    assert_eq!(answer["version"], 1);
    assert_eq!(answer["query"]["parsed"], "kursk AND border");
    assert_eq!((&answer["unit"], &answer["total"]), (&"articles".into(), &answer["articles"]));
    assert!(answer["took_ms"].is_f64() && answer["next"].is_string());
    let hits = answer["hits"].as_array().unwrap();
    assert_eq!(hits.len(), 2);
    for (at, hit) in hits.iter().enumerate() {
        assert_eq!(hit["rank"], at + 1);
        for field in ["id", "title", "path"] {
            assert!(hit[field].is_string(), "{field}: {hit}");
        }
        for field in ["outlet", "byline", "url", "lang"] {
            assert!(hit.get(field).is_some_and(|v| v.is_null() || v.is_string()), "{field}: {hit}");
        }
        assert_eq!(hit["story"]["size"], 1);
        assert!(hit["published"]["date"].is_string() && hit["published"]["source"].is_string());
        for snippet in hit["snippets"].as_array().unwrap() {
            let text: Vec<char> = snippet["text"].as_str().unwrap().chars().collect();
            for mark in snippet["marks"].as_array().unwrap() {
                let at = |n: usize| mark[n].as_u64().unwrap() as usize;
                let marked: String = text[at(0)..at(1)].iter().collect();
                assert!(["kursk", "border"].contains(&marked.to_lowercase().as_str()), "{marked}");
            }
        }
        assert!(hit["places"][0]["path"].is_array() && hit["actors"][0]["kind"].is_string());
    }
    for facet in ["place", "date:month"] {
        let facet = &answer["facets"][facet];
        assert_eq!(facet["unit"], "articles");
        assert!(facet["none"].is_u64() && facet["more"].is_u64());
        assert!(
            facet["values"].as_array().unwrap().iter().all(|v| v["selected"] == false && v["count"].is_u64())
        );
    }
}

#[test]
fn a_value_of_a_facet_selects_what_it_counts() {
    let counts = |command: &str| -> Vec<(String, u64)> {
        let facet = STAGE.json(&format!("{command} --all --format json"));
        let values = facet["values"].as_array().unwrap().iter();
        values.map(|v| (v["value"].as_str().unwrap().to_owned(), v["count"].as_u64().unwrap())).collect()
    };
    for (field, flag) in
        [("place:country", "place"), ("actor:person", "actor"), ("outlet", "outlet"), ("lang", "lang")]
    {
        for (value, count) in counts(&format!("dateline facets {field} kursk")).into_iter().take(4) {
            let found =
                STAGE.json(&format!("dateline search kursk --{flag} '{value}' --limit 0 --format json"));
            assert_eq!(found["total"], count, "{field} {value}");
        }
    }
    for (value, count) in counts("dateline facets date:month").into_iter().take(4) {
        let found =
            STAGE.json(&format!("dateline search --from {value} --to {value} --limit 0 --format json"));
        assert!(found["total"].as_u64().unwrap() >= count, "{value}");
    }
}

#[test]
fn pages_put_together_are_the_whole_list() {
    let whole = STAGE.json("dateline search the --limit 200 --format json");
    let ids = |answer: &Value| -> Vec<Value> {
        answer["hits"].as_array().unwrap().iter().map(|h| h["id"].clone()).collect()
    };
    let (mut pages, mut after) = (Vec::new(), String::new());
    loop {
        let page = STAGE.json(&format!("dateline search the --limit 30 --format json {after}"));
        pages.extend(ids(&page));
        let Some(next) = page["next"].as_str() else { break };
        after = format!("--after {next}");
    }
    assert_eq!(pages, ids(&whole));
    assert_eq!(whole["total"], pages.len());
}

#[test]
fn exports_have_a_row_for_each_match() {
    let total = STAGE.json("dateline search war --limit 0 --format json")["total"].clone();
    let jsonl = STAGE.run("dateline export war --format jsonl");
    let rows: Vec<Value> = text(&jsonl.stdout).lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(total, rows.len());
    for row in &rows {
        assert!(row["body"].is_string() && row.get("source_id").is_some() && row.get("snippets").is_none());
        for place in row["places"].as_array().unwrap() {
            assert_eq!(place["path_ids"].as_array().unwrap().last(), Some(&place["id"]));
            assert!(place.get("country").is_some());
        }
    }
    let csv = STAGE.run("dateline export war --format csv");
    let mut table = csv::Reader::from_reader(csv.stdout.as_slice());
    let ids: Vec<String> = table.records().map(|r| r.unwrap()[0].to_owned()).collect();
    assert_eq!(ids, rows.iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>());
}

#[test]
fn a_day_of_the_second_timeline_selects_what_it_counts() {
    let timeline = STAGE.json("dateline timeline --of mentions --step day --format json");
    let buckets = timeline["buckets"].as_array().unwrap();
    assert!(buckets.len() > 20, "{}", buckets.len());
    for bucket in buckets.iter().step_by(9) {
        let (day, count) = (bucket["value"].as_str().unwrap(), &bucket["count"]);
        let found = STAGE.json(&format!("dateline search mentions:{day} --limit 1 --format json"));
        assert_eq!(&found["total"], count, "{day}");
        // What was asked for is marked, in the headline or in the text.
        assert!(found["hits"][0].to_string().contains("marks\":[["), "{day}");
    }
}

#[test]
fn the_timeline_adds_up() {
    for step in ["day", "week", "month", "year"] {
        let timeline = STAGE.json(&format!("dateline timeline --step {step} --format json"));
        let buckets = timeline["buckets"].as_array().unwrap();
        let sum: u64 = buckets.iter().map(|b| b["count"].as_u64().unwrap()).sum();
        assert_eq!(timeline["total"], sum + timeline["undated"].as_u64().unwrap(), "{step}");
        let values: Vec<&str> = buckets.iter().map(|b| b["value"].as_str().unwrap()).collect();
        assert!(values.is_sorted(), "{step}");
    }
}

#[test]
fn mentions_stand_where_they_say() {
    let inspected = STAGE.run("dateline inspect sample_corpus --format jsonl --quiet");
    let mut mentions = 0;
    for line in text(&inspected.stdout).lines() {
        let article: Value = serde_json::from_str(line).unwrap();
        for mention in article["mentions"].as_array().into_iter().flatten() {
            let field: Vec<char> =
                article[mention["field"].as_str().unwrap()].as_str().unwrap().chars().collect();
            let at = |name: &str| mention[name].as_u64().unwrap() as usize;
            let stands: String = field[at("start")..at("end")].iter().collect();
            assert_eq!(mention["text"], stands, "{line}");
            mentions += 1;
        }
    }
    assert!(mentions > 500, "{mentions}");
}

#[test]
fn a_closed_pipe_is_no_error() {
    for command in [
        "dateline export --format csv",
        "dateline export --format jsonl",
        "dateline search the --limit 200",
        "dateline search the --limit 200 --format json",
        "dateline facets actor --all",
        "dateline actors list --all",
        "dateline inspect sample_corpus --quiet",
        "dateline completions bash",
    ] {
        let piped = format!("{{ {command}; echo \"code $?\" >&2; }} | head -1 >first; wait");
        let output = STAGE.run(&piped);
        assert_eq!(text(&output.stderr), "code 0\n", "{command}");
    }
}

/// Whether a terminal would do anything but print.
fn steers(printed: &str) -> bool {
    let turns =
        |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    printed.chars().any(|c| (c.is_control() && c != '\n') || turns(c))
}

#[test]
fn foreign_text_does_not_steer_the_terminal() {
    for command in [
        "dateline index hostile --index evil",
        "dateline search kursk --index evil",
        "dateline search kursk --index evil --format json",
        "dateline search kursk --index evil --explain",
        "dateline inspect hostile",
        "dateline inspect hostile --format jsonl",
        "dateline export --index evil --format jsonl",
        "dateline facets place --index evil",
        "dateline actors list --index evil",
        "dateline actors merge \"$(printf 'x\\033[2J')\" kursk --index evil",
        "printf 'hide \\033[2J\\n' >evil.txt; dateline actors log --index evil --corrections evil.txt",
        "dateline show $(dateline search kursk --index evil --format jsonl | head -1 | sed 's/.*\"id\":\"\\([^\"]*\\)\".*/\\1/') --index evil",
        "dateline search \"$(printf 'kursk \\033[2J \\302\\2331m AND')\" --index evil",
        "dateline search kursk --place \"$(printf 'x\\033[2J')\" --index evil",
        "dateline search kursk --facet \"$(printf 'x\\033[2J')\" --index evil",
        "dateline index \"$(printf 'no\\033[2Jwhere')\" --index evil",
        "dateline search kursk --index \"$(printf 'no\\033[2Jwhere')\"",
    ] {
        let output = STAGE.run(&format!("{{ {command}\n}} 2>&1"));
        let printed = text(&output.stdout);
        assert!(!steers(&printed), "{command}: {}", printed.escape_debug());
        assert!(!printed.is_empty(), "{command}");
    }
}
