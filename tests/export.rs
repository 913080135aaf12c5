//! Exports as programs read them: rows are counted, cells and offsets are taken back to the text that
//! they came from, and citations are read by parsers that others wrote.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use dateline::article::Field;
use dateline::index::{Archive, Snapshot};
use dateline::ingest::{IngestOptions, Quiet, ingest};
use dateline::query::{ParseOptions, Query, parse};
use dateline::search::SearchOptions;
use dateline::search::comention::Basis;
use dateline::search::kwic::{Context, Kwic, Side};
use serde_json::Value;

/// Articles in several scripts, with what breaks tables: signs of formulas, quotes, line breaks.
const ARTICLES: &str = r#"{"id":"1","title":"=SUM(A1) says \"no\", twice","date":"2024-08-08","outlet":"Lake Post","byline":"By Ana Lima","print_page":"A1","section":"World","body":"KURSK, Aug 8 (Lake Post) - Vladimir Putin visited Kursk on Tuesday.\n\nUkrainian troops had left Sudzha on August 3, said Alexei Smirnov. The troops took nothing along."}
{"id":"2","title":"-5 degrees in New York","date":"2024-01","outlet":"+Plus News","body":"Joe Biden stayed in New York.\nHe said \"cold\", and then:\n\n= not a formula"}
{"id":"3","title":"@home","date":"1943","outlet":"Old Post","body":"Joseph Stalin met Winston Churchill in Moscow. In 1942 Stalin had been in Moscow, too."}
{"id":"4","title":"Войска у Суджи","date":"2024-08-09","outlet":"Вестник","lang":"ru","body":"Президент Владимир Путин приехал в Курск. Войска стояли у Суджи, сказал Алексей Смирнов в Курске."}
{"id":"5","title":"莫斯科的战斗","date":null,"outlet":"新报","lang":"zh","body":"战斗在莫斯科继续。军队说军队离开了。"}
{"id":"6","title":"Nobody and nowhere","date":"2020-02-02","outlet":"Lake Post","body":"The troops, the TROOPS and again the troops: troops-and-troops. Nothing else happened that day."}
"#;

/// A folder that is gone when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("dateline-export-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.join("news")).unwrap();
        fs::write(path.join("news/all.jsonl"), ARTICLES).unwrap();
        let archive = Archive::create(path.join("index")).unwrap();
        let report = ingest(&archive, &[path.join("news")], &IngestOptions::default(), &mut Quiet).unwrap();
        assert_eq!((report.indexed, report.skipped.len()), (6, 0));
        Folder(path)
    }

    fn snapshot(&self) -> Snapshot {
        Archive::open(self.0.join("index")).unwrap().snapshot().unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.arg("export").args(arguments).arg("--index").arg(self.0.join("index"));
        command.env_remove("DATELINE_INDEX").env_remove("DATELINE_CORRECTIONS");
        command
    }

    fn written(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    fn table(&self, arguments: &[&str]) -> Vec<BTreeMap<String, String>> {
        rows(&self.written(arguments))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn query(text: &str) -> Query {
    parse(text, &ParseOptions::default()).unwrap()
}

fn rows(csv: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(csv.as_bytes()).deserialize().map(Result::unwrap).collect()
}

fn lines(jsonl: &str) -> Vec<Value> {
    jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The piece of a text between two `char`s.
fn piece(text: &str, start: u32, end: u32) -> String {
    text.chars().skip(start as usize).take((end - start) as usize).collect()
}

fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn rows_are_as_many_as_matches_in_every_form() {
    let folder = Folder::new("count");
    let found = |form: &str, words: &str| folder.written(&["--format", form, words]);
    for (words, count) in [("*", 6), ("troops", 2), ("place:Moscow", 1)] {
        assert_eq!(found("jsonl", words).lines().count(), count, "{words}");
        assert_eq!(rows(&found("csv", words)).len(), count, "{words}");
        assert_eq!(found("ris", words).matches("TY  - NEWS\r\n").count(), count, "{words}");
        assert_eq!(found("bibtex", words).matches("@article{").count(), count, "{words}");
        let csl: Vec<Value> = serde_json::from_str(&found("csl", words)).unwrap();
        assert_eq!(csl.len(), count, "{words}");
    }
    for form in ["jsonl", "csv", "ris", "bibtex", "csl", "kwic"] {
        assert_eq!(folder.run(&["--format", form, "nothinglikethis"]).status.code(), Some(1), "{form}");
    }
}

#[test]
fn cells_are_text_to_spreadsheets_and_come_back() {
    let folder = Folder::new("cells");
    let table = folder.table(&["--format", "csv"]);
    let of = |id: &str| table.iter().find(|row| row["source_id"] == id).unwrap();
    assert_eq!(of("1")["title"], "'=SUM(A1) says \"no\", twice");
    assert_eq!(
        (of("2")["title"].as_str(), of("2")["outlet"].as_str()),
        ("'-5 degrees in New York", "'+Plus News")
    );
    assert_eq!(of("3")["title"], "'@home");
    assert!(of("2")["body"].contains("\n\n= not a formula") && !of("2")["body"].starts_with('\''));
    assert_eq!((of("1")["page"].as_str(), of("1")["section"].as_str()), ("A1", "World"));
    assert_eq!((of("3")["date"].as_str(), of("3")["precision"].as_str()), ("1943", "year"));
    // Whoever asks for less gets less, in the order asked for.
    let csv = folder.written(&["--format", "csv", "--fields", "date,id", "--sort", "newest"]);
    assert!(csv.starts_with("date,id\r\n2024-08-09,"), "{csv}");
    let without = folder.written(&["--format", "csv", "--no-text"]);
    assert!(without.lines().next().unwrap().ends_with(",story"), "{without}");
    let with = folder.written(&["--format", "csv", "--fields", "id", "--text"]);
    assert!(with.starts_with("id,body\r\n"), "{with}");
}

#[test]
fn a_byte_order_mark_is_there_when_asked_for() {
    let folder = Folder::new("bom");
    assert!(!folder.written(&["--format", "csv"]).contains('\u{FEFF}'));
    let marked = folder.written(&["--format", "csv", "--bom"]);
    assert!(marked.starts_with("\u{FEFF}id,title") && marked.matches('\u{FEFF}').count() == 1);
    assert!(folder.refused(&["--format", "ris", "--bom"]).contains("--bom is for tables"));
}

#[test]
fn fields_of_json_are_those_of_the_whole_row() {
    let folder = Folder::new("fields");
    let whole = lines(&folder.written(&[]));
    let chosen =
        lines(&folder.written(&["--fields", "published,places,actors,keywords,record,page,body,story"]));
    for (whole, chosen) in whole.iter().zip(&chosen) {
        for (name, value) in chosen.as_object().unwrap() {
            assert_eq!(value, &whole[name], "{name}");
        }
    }
    assert_eq!(chosen.len(), whole.len());
    let line = folder.written(&["--fields", "title,date,id", "id:000000000000 OR стояли"]);
    assert!(line.starts_with("{\"title\":\"Войска у Суджи\",\"date\":\"2024-08-09\",\"id\":\""), "{line}");
    let bare = lines(&folder.written(&["--no-text"]));
    assert!(bare.iter().all(|row| row.get("body").is_none() && row.get("title").is_some()));
    assert!(folder.refused(&["--fields", "id,colour"]).contains("\"colour\" is no field"));
    assert!(folder.refused(&["--fields", "body", "--no-text"]).contains("leave one of them out"));
    assert!(folder.refused(&["--fields", "id", "--format", "bibtex"]).contains("--format jsonl or csv"));
    assert!(folder.refused(&["--context", "8w"]).contains("--rows kwic"));
    assert!(
        folder.refused(&["--rows", "comentions", "--format", "ris"]).contains("use one of: text, jsonl, csv")
    );
}

#[test]
fn a_concordance_has_each_mark_once_and_where_it_stands() {
    let folder = Folder::new("kwic");
    let snapshot = folder.snapshot();
    let queries = [
        "troops",
        "troops OR place:Kursk",
        "\"the troops\"",
        "tro*",
        "войска",
        "莫斯科",
        "place:Moscow -troops",
    ];
    for words in queries {
        let query = query(words);
        for context in [Context::Chars(20), Context::Words(3), Context::Chars(0)] {
            let concordance = snapshot.concordance(&query, &SearchOptions::default(), context).unwrap();
            let rows: Vec<Kwic> = concordance.rows().flat_map(Result::unwrap).collect();
            assert!(!rows.is_empty(), "{words}");
            let mut marks = 0;
            let (records, _) = snapshot.export(&query, &SearchOptions::default()).unwrap();
            for record in records {
                let record = record.unwrap();
                marks += snapshot.marks(&query, &record).unwrap().unwrap().len();
                for row in rows.iter().filter(|row| row.source.id == record.id) {
                    let title = record.article.title.as_deref().unwrap_or_default();
                    let text = if row.field == Field::Title { title } else { &record.article.body };
                    assert_eq!(piece(text, row.start, row.end), row.text, "{words}");
                    let shown = flat(&format!("{}{}{}", row.left, row.text, row.right));
                    assert!(flat(text).contains(&shown), "{words}: {shown}");
                }
            }
            assert_eq!(rows.len(), marks, "{words}");
        }
    }
}

#[test]
fn a_concordance_is_sorted_by_what_stands_beside() {
    let folder = Folder::new("sorted");
    let snapshot = folder.snapshot();
    let options = SearchOptions::default();
    let concordance = snapshot.concordance(&query("troops"), &options, Context::Words(2)).unwrap();
    let shown = |side: Side| -> Vec<String> {
        let rows = concordance.sorted(side).unwrap();
        rows.iter().map(|row| flat(&format!("{}|{}|{}", row.left, row.text, row.right))).collect()
    };
    let left = shown(Side::Left);
    // Read from the match backwards: "and" stands before "the".
    let (first, second) = ("troops-and-|troops|. Nothing else", "again the |troops|: troops-and");
    let at = |text: &str| {
        left.iter().position(|row| row.contains(text)).unwrap_or_else(|| panic!("{text}: {left:?}"))
    };
    assert!(at(first) < at(second), "{left:?}");
    assert_eq!(left.iter().collect::<BTreeSet<_>>(), shown(Side::Right).iter().collect::<BTreeSet<_>>());
    let csv = folder.table(&["--rows", "kwic", "--format", "csv", "--sort", "right", "troops"]);
    let json = lines(&folder.written(&["--rows", "kwic", "--format", "jsonl", "--sort", "right", "troops"]));
    assert_eq!(csv.len(), json.len());
    for (cell, value) in csv.iter().zip(&json) {
        assert_eq!(
            (cell["id"].as_str(), cell["start"].clone()),
            (value["id"].as_str().unwrap(), value["start"].to_string())
        );
    }
    let said = folder.run(&["--format", "kwic", "troops OR date:1943"]).stderr;
    assert!(String::from_utf8(said).unwrap().contains("in 2 of 3 matching articles"));
}

#[test]
fn comentions_cite_sentences_that_are_found_again() {
    let folder = Folder::new("comentions");
    let snapshot = folder.snapshot();
    let (records, _) = snapshot.export(&query("*"), &SearchOptions::default()).unwrap();
    let mut rows = 0;
    for record in records {
        let record = record.unwrap();
        let mut seen = BTreeSet::new();
        for row in snapshot.comentions(&record) {
            rows += 1;
            let title = record.article.title.as_deref().unwrap_or_default();
            let text = if row.field == Field::Title { title } else { &record.article.body };
            assert_eq!(piece(text, row.start, row.end), row.sentence);
            for at in [&row.actor_at, &row.place_at] {
                assert!(row.start <= at.start && at.end <= row.end);
                assert_eq!(piece(text, at.start, at.end), at.text);
            }
            if let Some((start, end, words)) = row.when.as_ref().and_then(|when| when.said.as_ref()) {
                assert_eq!(&piece(text, *start, *end), words);
            }
            let days = row.when.as_ref().map(|when| (when.days.from, when.days.to));
            assert!(seen.insert((row.start, row.actor.id.clone(), row.place.id.clone(), days)), "twice");
        }
    }
    assert!(rows >= 6, "{rows} rows");
}

#[test]
fn the_day_of_a_comention_is_the_one_that_its_sentence_speaks_of() {
    let folder = Folder::new("days");
    let snapshot = folder.snapshot();
    let (records, _) = snapshot.export(&query("*"), &SearchOptions::default()).unwrap();
    let found: Vec<_> = records
        .map(Result::unwrap)
        .flat_map(|record| {
            snapshot
                .comentions(&record)
                .into_iter()
                .map(|row| (row, record.article.source_id.clone()))
                .collect::<Vec<_>>()
        })
        .filter(|(row, _)| row.field == Field::Body)
        .collect();
    let when = |source: &str, place: &str, actor: &str| {
        let mut own = found.iter().filter(|(row, id)| {
            id.as_deref() == Some(source) && row.place.name == place && row.actor.name.contains(actor)
        });
        let row = &own.next().unwrap_or_else(|| panic!("{source} {place} {actor}")).0;
        let when = row.when.clone();
        when.map(|when| (when.days.from.to_string(), when.precision(), when.basis))
    };
    let said = |day: &str, precision| Some((day.to_owned(), precision, Basis::Sentence));
    let published = |day: &str, precision| Some((day.to_owned(), precision, Basis::Article));
    // The day in the dateline is none that is spoken of.
    assert_eq!(when("1", "Kursk", "Putin"), said("2024-08-06", "day"));
    assert_eq!(when("1", "Sudzha", "Smirnov"), said("2024-08-03", "day"));
    assert_eq!(when("2", "New York City", "Biden"), published("2024-01-01", "month"));
    assert_eq!(when("3", "Moscow", "Churchill"), published("1943-01-01", "year"));
    assert_eq!(when("3", "Moscow", "Stalin"), published("1943-01-01", "year"));
}

#[test]
fn a_table_of_comentions_has_numbers_for_coordinates() {
    let folder = Folder::new("table");
    let table = folder.table(&["--rows", "comentions"]);
    let json = lines(&folder.written(&["--rows", "comentions", "--format", "jsonl"]));
    assert_eq!(table.len(), json.len());
    for (cells, row) in table.iter().zip(&json) {
        for name in ["latitude", "longitude"] {
            assert_eq!(cells[name].parse::<f64>().ok(), row[name].as_f64());
        }
        for name in ["actor_id", "location_id", "id", "story", "actor_text", "date_basis", "admin1"] {
            assert_eq!(cells[name], row[name].as_str().unwrap_or_default(), "{name}");
        }
    }
    let new_york = table.iter().find(|row| row["location"] == "New York City").unwrap();
    assert!(new_york["longitude"].starts_with('-') && new_york["country"] == "US");
    let said = folder.run(&["--rows", "comentions"]).stderr;
    assert!(String::from_utf8(said).unwrap().contains(&format!("{} co-mentions in", table.len())));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let folder = Folder::new("pipe");
    for form in ["jsonl", "csv", "ris", "bibtex", "csl", "kwic"] {
        let mut child = folder
            .command(&["--format", form, "troops OR *"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{form}: {said}");
        assert!(!said.contains("dateline:"), "{form}: {said}");
    }
}

/// Exit code of the program when one of its packages is not installed.
const NO_PACKAGES: i32 = 77;

#[test]
fn citations_are_read_again_by_other_programs() {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/citations/reread.py");
    let python = std::env::var("DATELINE_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let Ok(output) = Command::new(&python).arg(program).arg(env!("CARGO_BIN_EXE_dateline")).output() else {
        println!("not compared: there is no {python}");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.code() == Some(NO_PACKAGES) {
        print!("{said}");
        return;
    }
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.trim_end().ends_with(" fields compared, 0 differ"), "{said}");
}
