//! Every limit at its last value and one past it, and what is said past it.
//!
//! What a limit cuts is told by a warning, what it refuses by a reason; both name the limit.
//! Limits of queries and flags stand in `src/query/tests.rs` and `tests/hostile_queries.rs`, those of
//! packings (whose last value is gigabytes away) beside the streams that keep them, in
//! `src/corpus/bytes/packing/tests.rs`; a bomb of each kind is in `tests/bad_inputs`.

use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;

use dateline::article::Article;
use dateline::corpus::{Content, FileOutcome, Found, ReadOptions, Record, read, walk};
use dateline::limits;

/// What was read of a file with these bytes.
fn read_bytes(name: &str, bytes: &[u8]) -> (Vec<Record>, FileOutcome) {
    let folder = std::env::temp_dir().join(format!("dateline-limits-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path: PathBuf = folder.join(name);
    fs::write(&path, bytes).unwrap();
    let Some(Found::File(file)) = walk(&path).next() else { panic!("{name} is no file") };
    let mut records = Vec::new();
    let outcome = read(&file, &ReadOptions::default(), &mut |record| {
        records.push(record);
        ControlFlow::Continue(())
    });
    let _ = fs::remove_dir_all(&folder);
    (records, outcome)
}

/// The only article of a file, and whether a warning says that something was cut.
fn article(name: &str, bytes: &[u8]) -> (Article, bool) {
    let (records, _) = read_bytes(name, bytes);
    let [record] =
        records.try_into().unwrap_or_else(|r: Vec<Record>| panic!("{} records in {name}", r.len()));
    let told = !record.warnings.is_empty();
    (record.content.article().unwrap_or_else(|| panic!("{name} gave no article")), told)
}

fn json(title: &str, body: &str) -> Vec<u8> {
    serde_json::json!({"title": title, "body": body, "date": "2024-08-08"}).to_string().into_bytes()
}

/// All that is said of what could not be read.
fn faults(name: &str, bytes: &[u8]) -> String {
    let (records, outcome) = read_bytes(name, bytes);
    let said = records.iter().map(|r| match &r.content {
        Content::Skipped(fault) => fault.to_string(),
        _ => r.warnings.join("; "),
    });
    let said: String = said.collect::<Vec<_>>().join("; ");
    if let FileOutcome::Skipped(fault) = outcome { format!("{said}{fault}") } else { said }
}

#[test]
fn a_headline_is_cut_past_its_last_character() {
    let of = |n: usize| article("a.json", &json(&"é".repeat(n), "It rained all day."));
    let (fits, told) = of(limits::TITLE_CHARS);
    assert!(fits.title.unwrap().chars().count() == limits::TITLE_CHARS && !told);
    let (cut, told) = of(limits::TITLE_CHARS + 1);
    assert!(cut.title.unwrap().chars().count() <= limits::TITLE_CHARS + 1 && told);
}

#[test]
fn a_field_is_cut_past_its_last_character() {
    let of = |n: usize| {
        let record = serde_json::json!({"title": "Rain", "body": "It rained.", "outlet": "é".repeat(n), "date": "2024-08-08"});
        article("a.json", record.to_string().as_bytes())
    };
    let (fits, told) = of(limits::FIELD_CHARS);
    assert!(fits.outlet.unwrap().chars().count() == limits::FIELD_CHARS && !told);
    let (cut, told) = of(limits::FIELD_CHARS + 1);
    assert!(cut.outlet.is_none_or(|o| o.chars().count() <= limits::FIELD_CHARS + 1) && told);
}

#[test]
fn a_body_is_cut_past_its_last_character() {
    let of =
        |n: usize| article("a.json", &json("Rain", &"rains ".repeat(n / 6 + 1)[..n].replace("  ", " x")));
    let (fits, told) = of(limits::BODY_CHARS - 1);
    assert!(fits.body.len() + 2 >= limits::BODY_CHARS && !told);
    let (cut, told) = of(limits::BODY_CHARS + 12);
    assert!(cut.body.chars().count() <= limits::BODY_CHARS + 1 && told);
}

#[test]
fn keywords_stop_at_their_last() {
    let of = |n: usize| {
        let words: Vec<String> = (0..n).map(|at| format!("word{at}")).collect();
        let record = serde_json::json!({"title": "Rain", "body": "It rained.", "keywords": words, "date": "2024-08-08"});
        article("a.json", record.to_string().as_bytes()).0.keywords.len()
    };
    assert_eq!((of(limits::KEYWORDS), of(limits::KEYWORDS + 1)), (limits::KEYWORDS, limits::KEYWORDS));
}

#[test]
fn a_line_past_the_longest_record_costs_no_other() {
    let line = |n: usize| {
        let short = json("Rain", "It rained.");
        let frame = json("Long", "").len();
        let long = json("Long", &"x".repeat(n - frame));
        assert_eq!(long.len(), n);
        [&short[..], b"\n", &long, b"\n", &short, b"\n"].concat()
    };
    let count = |n: usize| {
        let (records, _) = read_bytes("a.jsonl", &line(n));
        let articles = records.iter().filter(|r| matches!(r.content, Content::Article(_))).count();
        (articles, records.len())
    };
    assert_eq!(count(limits::RECORD_BYTES - 1), (3, 3));
    assert_eq!(count(limits::RECORD_BYTES + 1), (2, 3));
}

#[test]
fn a_text_past_the_longest_file_is_cut_with_a_word() {
    let text = |n: usize| {
        let mut text = b"Rain in the town\n\n".to_vec();
        text.resize(n, b'\n');
        text[n - 5..].copy_from_slice(b"late.");
        text
    };
    let fits = faults("a.txt", &text(limits::TEXT_FILE_BYTES));
    let past = faults("a.txt", &text(limits::TEXT_FILE_BYTES + 1));
    assert_eq!(fits, "");
    assert!(past.contains("32 MiB"), "{past}");
}

#[test]
fn a_page_past_its_bound_is_cut_with_a_word() {
    let page = |n: usize| {
        let mut page = b"<html><head><title>Rain</title></head><body><article><h1>Rain</h1><p>It rained all day in the old \
            town, and nobody was surprised by it at all.</p></article><!--".to_vec();
        page.resize(n - 3, b'x');
        page.extend(b"-->");
        page
    };
    let fits = faults("a.html", &page(limits::PAGE_BYTES));
    let past = faults("a.html", &page(limits::PAGE_BYTES + 1));
    assert!(!fits.contains("5 MiB"), "{fits}");
    assert!(past.contains("5 MiB"), "{past}");
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

#[test]
fn packings_are_taken_off_so_often_and_no_more() {
    let mut bytes = json("Rain", "It rained.");
    for _ in 0..limits::PACKING_DEPTH {
        bytes = packed(&bytes);
    }
    assert_eq!(article("a.json.gz", &bytes).0.title.as_deref(), Some("Rain"));
    let past = faults("a.json.gz", &packed(&bytes));
    assert!(past.contains(&format!("packed more than {} times", limits::PACKING_DEPTH)), "{past}");
}

/// A tar archive with one member.
fn boxed(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    header.set_cksum();
    archive.append_data(&mut header, name, bytes).unwrap();
    archive.into_inner().unwrap()
}

#[test]
fn containers_are_opened_so_deep_and_no_deeper() {
    let mut bytes = json("Rain", "It rained.");
    let mut name = "a.json".to_owned();
    for depth in 0..limits::CONTAINER_DEPTH {
        bytes = boxed(&name, &bytes);
        name = format!("{depth}.tar");
    }
    assert_eq!(article("a.tar", &bytes).0.title.as_deref(), Some("Rain"));
    let past = read_bytes("a.tar", &boxed(&name, &bytes)).0;
    let articles = past.iter().filter(|r| matches!(r.content, Content::Article(_))).count();
    assert_eq!((articles, past.len()), (0, 1), "{past:?}");
}

#[test]
fn elements_are_nested_so_deep_and_deeper_ones_give_their_text() {
    let feed = |n: usize| {
        let inner = format!("{}The rain fell.{}", "<b>".repeat(n), "</b>".repeat(n));
        format!(
            "<?xml version=\"1.0\"?><nitf><body><body.content><p>{inner}</p></body.content></body></nitf>"
        )
    };
    // Four elements stand around the first one that is counted.
    let fits = faults("a.xml", feed(limits::XML_DEPTH - 4).as_bytes());
    let past = faults("a.xml", feed(limits::XML_DEPTH - 3).as_bytes());
    assert!(!fits.contains("deep"), "{fits}");
    assert!(past.contains(&format!("more than {} deep", limits::XML_DEPTH)), "{past}");
}
