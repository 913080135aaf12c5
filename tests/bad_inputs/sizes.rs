//! Inputs that are too long somewhere: a file, a line, a word, a title, a list.

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};

use super::samples::*;
use super::{Corpus, Outcome};

const CUT: &[&str] = &[
    "truncated",
    "cut",
    "only the first",
    "large",
    "long",
    "limit",
    "more than",
    "mib",
    "binary",
    "characters",
];

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
    for name in ["hole.html", "hole.json", "hole.xml", "hole.csv", "hole.eml", "hole.zip"] {
        let path = format!("sizes/{name}");
        sparse(corpus, &path, &[(40_000_000, "x")]);
        corpus.entry(path).skipped(&["binary", "large", "no text", "zip"]);
    }
    sparse(corpus, "sizes/hole.bin", &[(40_000_000, "x")]);
    corpus.entry("sizes/hole.bin").ignored().or(Outcome::Skipped);
    // The text begins well; the hole comes behind what is looked at to tell the format.
    let own = word("before the hole");
    sparse(corpus, "sizes/hole-behind-text.txt", &[(0, &(text(&own) + &long())), (60_000_000, "x")]);
    corpus.entry("sizes/hole-behind-text.txt").warned(0..=1, CUT).or(Outcome::Skipped).finds(&[own]);
    let own = word("page and hole");
    let page = page("", &format!("<p>{}</p>", text(&own)), &own)
        .replace("</article>", &format!("<p>{}</p></article>", long()));
    sparse(corpus, "sizes/hole-behind-page.html", &[(0, &page), (60_000_000, "x")]);
    corpus.entry("sizes/hole-behind-page.html").warned(0..=1, CUT).or(Outcome::Skipped).finds(&[own]);
    let own = word("feed and hole");
    sparse(
        corpus,
        "sizes/hole-behind-feed.xml",
        &[(0, &(rss(&[&own]).replace("</channel></rss>", &long()))), (60_000_000, "x")],
    );
    corpus.entry("sizes/hole-behind-feed.xml").warned(0..=1, CUT).or(Outcome::Skipped).finds(&[own]);
}

/// More text than is looked at to tell a format.
fn long() -> String {
    "late ".repeat(60_000)
}

/// A line, a row and a record of 150 MB, most of which is a hole, among good ones.
fn lines(corpus: &mut Corpus) {
    let mut case = |path: &str, lead: &str, tail: &str| {
        let own = [word(&format!("{path} before")), word(&format!("{path} behind"))];
        let first = lead.replace("FIRST", &own[0]).replace("JSON", &json(&own[0])) + &long();
        let last = tail.replace("LAST", &own[1]).replace("JSON", &json(&own[1]));
        sparse(corpus, path, &[(0, &first), (150_000_000, &last)]);
        corpus.entry(path).warned(1..=3, CUT).finds(&own[..1]);
        own[1].clone()
    };
    let behind = case("sizes/line.jsonl", "JSON\n{\"title\": \"Long\", \"body\": \"", "\"}\nJSON\n");
    case(
        "sizes/row.csv",
        "title,text\nFerry FIRST,The FIRST ferry\nLong,\"",
        "\"\nFerry LAST,The LAST ferry\n",
    );
    case("sizes/array.json", "[JSON,\n{\"title\": \"Long\", \"body\": \"", "\"},\nJSON]");
    case(
        "sizes/message.mbox",
        "From a@b Sat May  4 10:00:00 2019\nSubject: Ferry FIRST\n\nThe FIRST ferry\n\nFrom a@b Sat May  4 10:00:00 2019\nSubject: Long\n\n",
        "\n\nFrom a@b Sat May  4 10:00:00 2019\nSubject: Ferry LAST\n\nThe LAST ferry\n",
    );
    let entry = corpus.entries.iter_mut().find(|e| e.path.ends_with("line.jsonl")).unwrap();
    entry.warned(2..=3, CUT).finds(&[behind]);
    let own = word("one line of text");
    let body = [format!("{own} ").into_bytes(), b"late ".repeat(400_000)].concat();
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
        (0..40_000).map(|at| format!("<li><a href=\"/a/{at}\">Ferry {at}</a></li>")).collect();
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
