//! Things in each other, deeper than any stack is.

use super::bytes;
use super::samples::*;
use super::{Corpus, Outcome};

const DEEP: &[&str] = &[
    "deep",
    "nest",
    "depth",
    "recursion",
    "limit",
    "not json",
    "json",
    "cut",
    "more than",
    "malformed",
    "elements",
];

pub fn write(corpus: &mut Corpus) {
    json_depth(corpus);
    html_depth(corpus);
    xml_depth(corpus);
    markdown_depth(corpus);
    other_depth(corpus);
}

fn nested(open: &str, inner: &str, close: &str, times: usize) -> String {
    [open.repeat(times), inner.to_owned(), close.repeat(times)].concat()
}

fn json_depth(corpus: &mut Corpus) {
    corpus.file("depth/arrays.json", nested("[", "1", "]", 100_000)).skipped(DEEP);
    corpus
        .file("depth/open-arrays.json", "[".repeat(100_000))
        .skipped(DEEP)
        .or(Outcome::Indexed)
        .or(Outcome::Warned)
        .docs = 0..=1;
    corpus.file("depth/objects.json", nested("{\"a\":", "1", "}", 100_000)).skipped(DEEP);
    let own = ["deep line 1", "deep line 2"].map(word);
    let deep = nested("[", "", "]", 100_000);
    let lines = format!("{}\n{{\"title\": \"Deep\", \"body\": {deep}}}\n{}\n", json(&own[0]), json(&own[1]));
    corpus.file("depth/line.jsonl", lines).warned(2..=2, DEEP).finds(&own);
    let array = format!("[{},\n{{\"title\": \"Deep\", \"x\": {deep}}},\n{}]", json(&own[0]), json(&own[1]));
    corpus.file("depth/record.json", array).warned(1..=2, DEEP).finds(&own[..1]);
    let own = word("deep json-ld");
    let head = format!(
        "<script type=\"application/ld+json\">{{\"@type\": \"NewsArticle\", \"x\": {deep}}}</script>"
    );
    corpus
        .file("depth/json-ld.html", page(&head, &format!("<p>{}</p>", text(&own)), &own))
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own]);
}

/// Pages whose tree is deep; what stands before the depth must be found.
fn html_depth(corpus: &mut Corpus) {
    let mut case = |name: &str, deep: String| {
        let path = format!("depth/{name}.html");
        let own = word(&path);
        let body = page("", &format!("<p>{}</p>{deep}", text(&own)), &own);
        corpus.file(&path, body).indexed(1).or(Outcome::Warned).or(Outcome::Skipped).docs = 0..=1;
    };
    case("divs", nested("<div>", "<p>inmost</p>", "</div>", 100_000));
    case("open-divs", "<div>".repeat(100_000));
    case("open-spans", "<span>".repeat(50_000));
    // Formatting elements are opened again in every paragraph by the rules of HTML.
    case("open-bold", "<p><b><i><a href=x>".repeat(3_000));
    case("tables", "<table><tr><td>".repeat(20_000));
    case("lists", nested("<ul><li>", "x", "</li></ul>", 30_000));
    case("quotes", nested("<blockquote>", "x", "</blockquote>", 30_000));
    case("closing", "</div></p></b>".repeat(100_000));
    case("templates", nested("<template>", "x", "</template>", 10_000));
    case("svg", nested("<svg><g>", "x", "</g></svg>", 20_000));
    case("comments", "<!-- a <!-- b ".repeat(50_000));
    case("less-than", "<".repeat(300_000));
    case(
        "fonts",
        (0..2_000).map(|at| format!("<font size={at}>")).collect::<String>() + &"<p>x".repeat(2_000),
    );
}

fn xml_depth(corpus: &mut Corpus) {
    let own = word("deep nitf");
    let deep = nested("<ul><li>", "inmost", "</li></ul>", 30_000);
    corpus
        .file("depth/nitf.xml", nitf_of(&format!("<p>{}</p>{deep}", text(&own)), &own))
        .indexed(1)
        .or(Outcome::Warned)
        .or(Outcome::Skipped)
        .docs = 0..=1;
    let own = word("deep rss");
    let item = rss_item(&own)
        .replace("</description>", &format!("{}</description>", nested("<b>", "x", "</b>", 60_000)));
    let feed = rss(&[]).replace("</channel>", &format!("{item}</channel>"));
    corpus.file("depth/rss.xml", feed).indexed(1).or(Outcome::Warned).or(Outcome::Skipped).docs = 0..=1;
    let words = &["no reader", "deep", "markup", "layout", "no text"];
    corpus
        .file("depth/plain.xml", nested("<node>", "x", "</node>", 60_000))
        .warned(0..=1, words)
        .or(Outcome::Skipped);
    corpus
        .file("depth/open.xml", format!("<?xml version=\"1.0\"?><nitf>{}", "<a>".repeat(60_000)))
        .skipped(&["deep", "truncat", "no text", "nest", "ends", "malformed", "closed", "no reader"]);
    let own = word("deep trec");
    let record = trec(&own).replace("</TEXT>", &format!("{}</TEXT>", "<P>".repeat(60_000)));
    corpus.file("depth/trec.sgml", record).indexed(1).or(Outcome::Warned).or(Outcome::Skipped).docs = 0..=1;
    let alto = alto(&["a b"]).replace("<TextBlock", &("<ComposedBlock>".repeat(30_000) + "<TextBlock"));
    corpus.file("depth/alto.xml", alto).indexed(1).or(Outcome::Warned).or(Outcome::Skipped).docs = 0..=1;
}

fn markdown_depth(corpus: &mut Corpus) {
    let mut case = |name: &str, deep: String| {
        let path = format!("depth/{name}.md");
        let own = word(&path);
        let body = format!("# Ferry {own}\n\n{}\n\n{deep}\n", text(&own));
        corpus.file(&path, body).indexed(1).or(Outcome::Warned).finds(&[own]);
    };
    case("quotes", "> ".repeat(20_000) + "inmost");
    case("brackets", "[".repeat(50_000) + "x" + &"](y)".repeat(50_000));
    case("stars", "*a **b ".repeat(20_000));
    case("lists", (0..300).map(|at| " ".repeat(at * 2) + "- x\n").collect());
    let own = word("deep header");
    let header = format!("---\ntitle: Ferry {own}\ntags: {}\n---\n\n{}\n", "[".repeat(100_000), text(&own));
    corpus.file("depth/header.md", header).indexed(1).or(Outcome::Warned).finds(&[own]);
}

fn other_depth(corpus: &mut Corpus) {
    corpus.file("depth/groups.rtf", format!("{{\\rtf1 {}", "{\\b ".repeat(100_000))).skipped(&[
        "rtf",
        "no reader",
        "deep",
        "no text",
    ]);
    // Parts of a message in parts in parts.
    let own = word("deep mail");
    let mut head = format!("{}Content-Type: multipart/mixed; boundary=b0\r\n\r\n", mail_head(&own));
    for at in 0..2_000 {
        head += &format!("--b{at}\r\nContent-Type: multipart/mixed; boundary=b{}\r\n\r\n", at + 1);
    }
    head += &format!("--b2000\r\nContent-Type: text/plain\r\n\r\n{}\r\n", text(&own));
    corpus
        .file("depth/parts.eml", head)
        .warned(0..=1, &["deep", "nest", "no text", "parts", "limit"])
        .or(Outcome::Skipped)
        .or(Outcome::Indexed);
    let own = word("mail in mail");
    let mut message = mail(&own);
    for _ in 0..200 {
        message = format!("{}Content-Type: message/rfc822\r\n\r\n{message}", mail_head(&own));
    }
    corpus.file("depth/messages.eml", message).indexed(1).or(Outcome::Warned).or(Outcome::Skipped).docs =
        0..=201;
    let own = word("brackets of dates");
    corpus
        .file("depth/brackets.txt", format!("{}\n\n{}", text(&own), "(".repeat(100_000)))
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own]);
    // A tar in a zip in a tar and so on, with the article in the middle.
    let own = word("in seven boxes");
    let mut boxed = json(&own).into_bytes();
    for at in 0..7 {
        boxed = if at % 2 == 0 {
            bytes::tar(&[bytes::tar_file(if at == 0 { "story.json" } else { "box.zip" }, &boxed)])
        } else {
            bytes::zip(&[bytes::Member::deflated("box.tar", &boxed)])
        };
    }
    corpus.file("depth/boxes.tar", boxed).skipped(&["deep", "nest", "each other"]);
    corpus
        .file("depth/groups.csv", format!("title,text\nFerry,{}\n", "\"\"\"(".repeat(50_000)))
        .warned(0..=2, &["quote", "closed", "row", "damaged", "cells"])
        .or(Outcome::Indexed)
        .or(Outcome::Skipped);
}
