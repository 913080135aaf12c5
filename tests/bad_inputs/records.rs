//! JSON, JSON Lines and tables with records that are wrong.

use super::samples::*;
use super::{Corpus, Outcome};

const BAD_JSON: &[&str] = &[
    "no text",
    "json",
    "object",
    "line",
    "record",
    "expected",
    "column",
    "malformed",
    "truncat",
    "ends",
    "closed",
];

pub fn write(corpus: &mut Corpus) {
    lines(corpus);
    values(corpus);
    whole_files(corpus);
    tables(corpus);
    repeated(corpus);
    headers(corpus);
}

fn lines(corpus: &mut Corpus) {
    let own = ["good line 1", "good line 2", "good line 3"].map(word);
    let bad = format!(
        "{}\n{{\"title\": \"cut off\n{}\nnot json at all\n\n[1, 2]\n\"a string\"\nnull\n{{}}\n{}\n",
        json(&own[0]),
        json(&own[1]),
        json(&own[2])
    );
    corpus.file("records/bad-lines.jsonl", bad).warned(3..=3, BAD_JSON).finds(&own);
    let own = ["last line 1", "last line 2"].map(word);
    let cut = json(&own[1]);
    corpus
        .file("records/cut.jsonl", format!("{}\n{}", json(&own[0]), &cut[..cut.len() / 2]))
        .warned(1..=1, BAD_JSON)
        .finds(&own[..1]);
    let own = ["two on a line 1", "two on a line 2"].map(word);
    let both = format!("{}{}\n{}\n", json(&own[0]), json(&format!("{} b", own[0])), json(&own[1]));
    corpus
        .file("records/two-on-a-line.jsonl", both)
        .warned(1..=3, BAD_JSON)
        .or(Outcome::Indexed)
        .finds(&own[1..]);
    let own = word("all bad but one");
    let bad = format!("{}{}\n", "{\"title\": nope}\n".repeat(5_000), json(&own));
    corpus.file("records/mostly-bad.jsonl", bad).warned(1..=1, BAD_JSON).finds(&[own]);
    let own = ["commas 1", "commas 2"].map(word);
    let pretty = format!("{},\n{},\n", json(&own[0]), json(&own[1]));
    corpus.file("records/commas.jsonl", pretty).indexed(2).or(Outcome::Warned).or(Outcome::Skipped).docs =
        0..=2;
}

fn values(corpus: &mut Corpus) {
    let mut case = |name: &str, make: &dyn Fn(&str) -> String| {
        let path = format!("records/{name}.json");
        let own = word(&path);
        corpus.file(&path, make(&own)).indexed(1).or(Outcome::Warned).finds(&[own]);
    };
    case("wrong-types", &|w| {
        format!(
            "{{\"title\": [\"Ferry {w}\"], \"body\": {:?}, \"date\": {{\"a\": 1}}, \"author\": 7, \"url\": false, \"keywords\": {{}}, \"id\": [1]}}",
            text(w)
        )
    });
    case("duplicate-keys", &|w| {
        format!("{{\"title\": \"Ferry {w}\", \"title\": \"Ferry {w} again\", \"body\": {:?}}}", text(w))
    });
    case("huge-numbers", &|w| {
        format!(
            "{{\"title\": \"Ferry {w}\", \"body\": {:?}, \"id\": 123456789012345678901234567890, \"words\": 1e400, \"x\": -0.0}}",
            text(w)
        )
    });
    case("half-surrogate", &|w| {
        format!("{{\"title\": \"Ferry {w} \\ud800 and \\udc00\\u0000\", \"body\": {:?}}}", text(w))
    });
    case("nulls", &|w| {
        format!(
            "{{\"title\": null, \"body\": {:?}, \"date\": null, \"url\": null, \"author\": [null]}}",
            text(w)
        )
    });
    case("deep-body", &|w| {
        format!("{{\"title\": \"Ferry {w}\", \"body\": [{{\"type\": \"p\", \"text\": [[{:?}]]}}]}}", text(w))
    });
    case("comments", &|w| {
        format!("// made by hand\n{{\"title\": \"Ferry {w}\", \"body\": {:?},}}\n", text(w))
    });
}

fn whole_files(corpus: &mut Corpus) {
    let own = ["array 1", "array 2"].map(word);
    let cut = json(&own[1]);
    corpus
        .file("records/cut-array.json", format!("[{},\n{}", json(&own[0]), &cut[..cut.len() / 2]))
        .warned(1..=1, BAD_JSON)
        .finds(&own[..1]);
    let own = ["array bad 1", "array bad 3"].map(word);
    let array = format!("[{},\n7, null, \"text\", {{\"title\": nope}},\n{}]", json(&own[0]), json(&own[1]));
    corpus.file("records/bad-array.json", array).warned(1..=2, BAD_JSON).finds(&own[..1]);
    let no_text: &[&str] = &["json", "no text", "object", "record", "no reader"];
    for (name, body) in [
        ("number", "7"),
        ("string", "\"text\""),
        ("null", "null"),
        ("empty-array", "[]"),
        ("empty-object", "{}"),
        ("numbers", "[1, 2, 3]"),
    ] {
        corpus
            .file(format!("records/only-{name}.json"), body)
            .skipped(no_text)
            .or(Outcome::Indexed)
            .or(Outcome::Ignored)
            .docs = 0..=1;
    }
    corpus.file("records/cut.json", "{\"title\": \"Ferry\", \"body\": \"The ferry w").skipped(BAD_JSON);
    corpus
        .file("records/settings.json", "{\"port\": 8080, \"debug\": true, \"paths\": [\"a\", \"b\"]}")
        .skipped(no_text)
        .or(Outcome::Ignored);
    let own = ["in a row 1", "in a row 2"].map(word);
    let body = format!("{}{}", json(&own[0]), json(&own[1]));
    corpus
        .file("records/in-a-row.json", body)
        .warned(1..=2, BAD_JSON)
        .or(Outcome::Indexed)
        .or(Outcome::Skipped)
        .docs = 0..=2;
}

fn tables(corpus: &mut Corpus) {
    let row = |w: &str| format!("2019-05-04,Ferry {w},The {w} ferry was late\n");
    let quote: &[&str] = &["quote", "closed", "row", "cells", "damaged"];
    let own: Vec<String> = (0..60).map(|at| word(&format!("open quote {at}"))).collect();
    let mut rows: Vec<String> = own.iter().map(|w| row(w)).collect();
    rows.insert(30, "2019-05-04,Open,\"never closed\n".to_owned());
    corpus
        .file("records/open-quote.csv", format!("date,title,text\n{}", rows.concat()))
        .warned(60..=61, quote)
        .finds(&[&own[0], &own[59]]);
    let own = ["ragged 1", "ragged 2", "ragged 3"].map(word);
    let ragged = format!(
        "date,title,text\n{}2019-05-04,Short\n{},more,and,more\n{}",
        row(&own[0]),
        row(&own[1]).trim_end(),
        row(&own[2])
    );
    corpus.file("records/ragged.csv", ragged).warned(3..=4, quote).finds(&own);
    let own = word("nul cells");
    corpus
        .file("records/nul.csv", format!("date,title,text\n{}2019-05-04,A\0B,\0\n", row(&own)))
        .indexed(2)
        .or(Outcome::Warned)
        .finds(&[own])
        .docs = 1..=2;
    corpus.file("records/header-only.csv", "date,title,text\n").skipped(&["no text", "empty", "no row"]);
    corpus
        .file("records/no-columns.csv", ",,,\n,,,\n")
        .skipped(&["no text", "column", "empty"])
        .or(Outcome::Indexed)
        .or(Outcome::Warned)
        .docs = 0..=2;
    let own = word("formula");
    let cells = format!(
        "date,title,text\n2019-05-04,\"=HYPERLINK(\"\"http://x\"\",\"\"{own}\"\")\",@SUM(1+1)*cmd|' /C calc'!A0\n"
    );
    corpus.file("records/formula.csv", cells).indexed(1).finds(&[own]);
    let own = ["same column 1", "same column 2"].map(word);
    let twice = format!("title,title,text,text\nFerry {},Other,The {} ferry,late\n", own[0], own[0]);
    corpus.file("records/same-columns.csv", twice).indexed(1).or(Outcome::Warned).finds(&own[..1]);
    let own = word("semicolon in commas");
    let mixed = format!("date;title;text\n2019-05-04;Ferry {own};The ferry, late; again\n");
    corpus.file("records/semicolons.csv", mixed).indexed(1).or(Outcome::Warned).finds(&[own]);
    let own = word("quote inside");
    let inside = format!("date,title,text\n2019-05-04,Ferry \"{own}\" late,The \"old\" ferry\n");
    corpus.file("records/quotes-inside.csv", inside).indexed(1).or(Outcome::Warned).finds(&[own]);
    let own = word("broken lines");
    let broken =
        format!("date,title,text\n2019-05-04,Ferry,\"{own}\n\nsecond\r\n\r\nthird, with \"\"quotes\"\"\"\n");
    corpus.file("records/lines-in-cells.csv", broken).indexed(1).finds(&[own]);
}

/// The same id for the same text and for another one.
fn repeated(corpus: &mut Corpus) {
    let own = ["id text 1", "id text 2"].map(word);
    let record = |w: &str| {
        serde_json::json!({"id": "same-id", "title": format!("Ferry {w}"), "body": text(w)}).to_string()
    };
    let same = format!("{0}\n{0}\n{1}\n", record(&own[0]), record(&own[1]));
    corpus.file("records/same-id.jsonl", same).indexed(3).or(Outcome::Warned).finds(&own).docs = 2..=3;
    let elsewhere = word("id elsewhere");
    corpus
        .file("records/same-id-elsewhere.jsonl", record(&elsewhere) + "\n")
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[elsewhere]);
    let own = word("same content");
    for path in ["records/copy-a.json", "records/copy-b.json"] {
        corpus.file(path, json(&own)).indexed(1).or(Outcome::Warned).finds(&[&own]);
    }
}

fn headers(corpus: &mut Corpus) {
    for (name, header) in [
        ("open", "---\ntitle: Ferry\ndate: 2019-05-04\n\n"),
        ("tabs", "---\n\ttitle: Ferry\n\t\tdate: [\n---\n\n"),
        ("anchors", "---\na: &a [*b]\nb: &b [*a, *a]\ntitle: !!python/object:os.system Ferry\n---\n\n"),
        ("colons", "---\ntitle: Ferry: late: again: \"\ndate: : :\n---\n\n"),
        ("empty", "---\n---\n\n"),
        ("toml", "+++\ntitle = \"open\ndate = 2019-99-99\n+++\n\n"),
        ("binary", "---\ntitle: !!binary |\n  R0lGODlh\n---\n\n"),
    ] {
        let path = format!("records/header-{name}.md");
        let own = word(&path);
        corpus.file(&path, format!("{header}{}\n", text(&own))).indexed(1).or(Outcome::Warned).finds(&[own]);
    }
}
