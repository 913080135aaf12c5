//! Inputs that are too long somewhere: a file, a line, a word, a title, a list.

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};

use super::samples::*;
use super::{Corpus, Outcome};

const CUT: &[&str] =
    &["cut", "only the first", "large", "long", "limit", "more than", "mib", "binary", "characters"];

pub fn write(corpus: &mut Corpus) {
    holes(corpus);
    lines(corpus);
    words(corpus);
    fields(corpus);
    counts(corpus);
}

/// A file with a hole in it, which takes no room on disk.
fn sparse(corpus: &Corpus, path: &str, parts: &[(u64, &str)]) {
    let mut file = File::create(corpus.place(path)).unwrap();
    for (at, text) in parts {
        file.seek(SeekFrom::Start(*at)).unwrap();
        file.write_all(text.as_bytes()).unwrap();
    }
}

fn holes(corpus: &mut Corpus) {
    sparse(corpus, "sizes/three-gib.txt", &[(3 << 30, "x")]);
    corpus.entry("sizes/three-gib.txt").skipped(&["binary", "large", "no text"]);
    sparse(corpus, "sizes/three-gib.html", &[(3 << 30, "x")]);
    corpus.entry("sizes/three-gib.html").skipped(&["binary", "large", "no text"]);
    sparse(corpus, "sizes/three-gib.bin", &[(3 << 30, "x")]);
    corpus.entry("sizes/three-gib.bin").ignored().or(Outcome::Skipped);
    // The text begins well; the hole comes behind what is looked at to tell the format.
    let own = word("before the hole");
    let opening = text(&own).repeat(900);
    sparse(corpus, "sizes/hole-behind-text.txt", &[(0, &opening), (3 << 30, "x")]);
    corpus.entry("sizes/hole-behind-text.txt").warned(0..=1, CUT).or(Outcome::Skipped).finds(&[own]);
    let own = word("page and hole");
    sparse(corpus, "sizes/hole-behind-page.html", &[(0, &html(&own)), (0x1000_0000, "x")]);
    corpus.entry("sizes/hole-behind-page.html").warned(0..=1, CUT).or(Outcome::Skipped);
}

fn lines(corpus: &mut Corpus) {
    // A line of 300 MB, most of which is a hole, between two good ones.
    let own = ["before the line", "after the line"].map(word);
    let first = json(&own[0]) + "\n{\"title\": \"Long\", \"body\": \"";
    let last = format!("\"}}\n{}\n", json(&own[1]));
    sparse(corpus, "sizes/line.jsonl", &[(0, &first), (300_000_000, &last)]);
    corpus.entry("sizes/line.jsonl").warned(2..=3, CUT).finds(&own);
    let row = format!("title,text\nFerry {0},The {0} ferry\nLong,\"", own[0]);
    sparse(corpus, "sizes/row.csv", &[(0, &row), (300_000_000, "\"\nShort,words\n")]);
    corpus.entry("sizes/row.csv").warned(1..=3, CUT).finds(&own[..1]);
    // A record of an array that is as long.
    let array = format!("[{},\n{{\"title\": \"Long\", \"body\": \"", json(&own[0]));
    sparse(corpus, "sizes/array.json", &[(0, &array), (300_000_000, &format!("\"}},\n{}]", json(&own[1])))]);
    corpus.entry("sizes/array.json").warned(1..=3, CUT).finds(&own[..1]);
    let own = word("one line of text");
    let body = format!("{own} ").into_bytes();
    let body = [body, b"late ".repeat(800_000)].concat();
    corpus.file("sizes/one-line.txt", body).indexed(1).or(Outcome::Warned).finds(&[own]);
}

fn words(corpus: &mut Corpus) {
    let own = word("beside a long word");
    let body = format!("{} {} and on.", text(&own), "q".repeat(200_000));
    corpus.file("sizes/word.txt", body).indexed(1).or(Outcome::Warned).finds(&[own]);
    let own = word("beside data");
    let hidden = "iVBORw0KGgo".repeat(380_000);
    let article =
        format!("<p>{}</p><p><img alt=\"\" src=\"data:image/png;base64,{hidden}\"></p>", text(&own));
    corpus
        .file("sizes/data-uri.html", page("", &article, &own))
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own])
        .loses(&["iVBORw0KGgo"]);
    let own = word("emoji run");
    let body = format!("{} {}", text(&own), "🚢\u{200d}".repeat(50_000));
    corpus.file("sizes/joined-emoji.txt", body).indexed(1).or(Outcome::Warned).finds(&[own]);
    let own = word("marks on a letter");
    let body = format!("{} z{} and on.", text(&own), "\u{301}".repeat(100_000));
    corpus.file("sizes/marks-on-letter.txt", body).indexed(1).or(Outcome::Warned).finds(&[own]);
}

fn fields(corpus: &mut Corpus) {
    let own = word("long title");
    let title = format!("{own} {}", "ferry ".repeat(46_000));
    let record = serde_json::json!({"title": title, "body": text(&own), "date": "2019-05-04"}).to_string();
    corpus.file("sizes/title.json", record).warned(1..=1, CUT).finds(&[&own]).dated(&[Some("2019-05-04")]);
    let own = word("long fields");
    let long = "Lima ".repeat(40_000);
    let record = serde_json::json!({"title": "Ferry", "body": text(&own), "author": long, "source": long, "section": long,
        "url": format!("https://harbour.example/{}", "a/".repeat(40_000)), "id": long, "lang": long, "date": long});
    corpus
        .file("sizes/fields.json", record.to_string())
        .warned(1..=1, &["cut", "date", "characters"])
        .finds(&[own])
        .dated(&[None]);
    let own = word("many keywords");
    let keywords: Vec<String> = (0..100_000).map(|at| format!("word{at}")).collect();
    let record = serde_json::json!({"title": "Ferry", "body": text(&own), "keywords": keywords}).to_string();
    corpus.file("sizes/keywords.json", record).indexed(1).or(Outcome::Warned).finds(&[own]);
    let own = word("many keys");
    let mut record = serde_json::Map::new();
    for at in 0..50_000 {
        record.insert(format!("key{at}"), at.into());
    }
    record.insert("title".into(), format!("Ferry {own}").into());
    corpus
        .file("sizes/keys.json", serde_json::Value::from(record).to_string())
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own]);
}

fn counts(corpus: &mut Corpus) {
    let own = word("names");
    let first = ["Ana", "Boris", "Carla", "Dmitri", "Elena", "Farid", "Greta", "Hans", "Ines", "Jakub"];
    let names: String = (0..100_000)
        .map(|at| format!("{} {}ov, ", first[at % 10], capital(&word(&format!("name {at}"))[..7])))
        .collect();
    corpus
        .file("sizes/names.txt", format!("{}\n\nPresent were {names} and others.", text(&own)))
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own]);
    let own = word("attributes");
    let attributes: String = (0..300_000).map(|at| format!(" a{at}=x")).collect();
    let article = format!("<p>{}</p><p{attributes}>And more.</p>", text(&own));
    corpus
        .file("sizes/attributes.html", page("", &article, &own))
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own]);
    let own = word("cells");
    let cells = format!("title,text{}\nFerry {own},late{}\n", ",c".repeat(200_000), ",1".repeat(200_000));
    corpus.file("sizes/cells.csv", cells).indexed(1).or(Outcome::Warned).or(Outcome::Skipped).docs = 0..=2;
    let own = word("links");
    let links: String =
        (0..60_000).map(|at| format!("<li><a href=\"/a/{at}\">Ferry {at}</a></li>")).collect();
    let body = page("", &format!("<p>{}</p>", text(&own)), &own)
        .replace("</nav>", &format!("<ul>{links}</ul></nav>"));
    corpus.file("sizes/links.html", body).indexed(1).or(Outcome::Warned).or(Outcome::Ignored).docs = 0..=1;
    let own = word("short paragraphs");
    let body = format!("{}\n\n{}", text(&own), "a\n\n".repeat(200_000));
    corpus.file("sizes/paragraphs.txt", body).indexed(1).or(Outcome::Warned).finds(&[own]);
    let own = word("behind blanks");
    let blank = [" \n".repeat(1 << 20), format!("Ferry {own} again\n")].concat();
    corpus.file("sizes/blank-start.txt", blank).indexed(1).or(Outcome::Warned).or(Outcome::Skipped).docs =
        0..=1;
}

fn capital(word: &str) -> String {
    word[..1].to_uppercase() + &word[1..]
}
