//! Characters that act on a screen instead of showing on it.

use super::samples::*;
use super::{Corpus, Outcome};

pub fn write(corpus: &mut Corpus) {
    for (name, evil) in EVIL {
        let own = word(&format!("{name} title"));
        let title = format!("Ferry {evil} {own}");
        let record = serde_json::json!({"title": title, "body": format!("{evil} {}", text(&own)), "author": format!("Ana {evil}"),
            "source": format!("Harbour {evil}"), "url": format!("https://harbour.example/{evil}"), "date": format!("never {evil}")});
        corpus
            .file(format!("screens/{name}.json"), record.to_string())
            .warned(1..=1, &["date"])
            .finds(&[own])
            .dated(&[None]);
        let own = word(&format!("{name} text"));
        let body = format!("Ferry {evil} {own}\n\n{} {evil} again.\n", text(&own));
        corpus.file(format!("screens/{name}.txt"), body).indexed(1).or(Outcome::Warned).finds(&[own]);
    }
    split_words(corpus);
    in_errors(corpus);
}

const EVIL: &[(&str, &str)] = &[
    ("csi", "\u{1b}[2J\u{1b}[31mred"),
    ("osc", "\u{1b}]0;title\u{7}\u{1b}]8;;http://x\u{1b}\\link"),
    ("dcs", "\u{1b}P+q544e\u{1b}\\"),
    ("c1", "\u{9b}31m\u{9d}0;title\u{9c}"),
    ("backspace", "safe\u{8}\u{8}\u{8}\u{8}evil\u{7f}"),
    ("return", "safe\revil"),
    ("bidi", "\u{202e}txet\u{202c}\u{2066}isolated\u{2069}"),
    ("separators", "a\u{2028}b\u{2029}c\u{85}d"),
    ("tags", "\u{e0041}\u{e0042}\u{feff}\u{fffe}\u{ffff}"),
    ("bells", "\u{7}\u{7}\u{5}\u{e}\u{f}"),
];

/// A word with invisible characters inside is found as it is read.
fn split_words(corpus: &mut Corpus) {
    for (name, split) in [
        ("zero-width", "\u{200b}"),
        ("soft-hyphen", "\u{ad}"),
        ("joiner", "\u{2060}"),
        ("byte-order", "\u{feff}"),
    ] {
        let own = word(&format!("split {name}"));
        let (head, tail) = own.split_at(4);
        let body = format!("Ferry late\n\nThe {head}{split}{tail} ferry. {}\n", text("other"));
        corpus.file(format!("screens/split-{name}.txt"), body).indexed(1).or(Outcome::Warned).finds(&[own]);
    }
}

/// What is wrong is quoted in a message, with what it holds.
fn in_errors(corpus: &mut Corpus) {
    let own = word("evil json");
    let lines = format!("{}\n{{\"\u{1b}[31mtitle\u{9b}\u{202e}\": \u{1b}[2J nope}}\n", json(&own));
    corpus
        .file("screens/bad-line.jsonl", lines)
        .warned(1..=1, &["json", "object", "line", "column", "expected"])
        .finds(&[own]);
    let own = word("evil column");
    let table = format!("title,text,\u{1b}[31m\nFerry {own},late,x\nFerry,\u{1b}[2J,x,y,\u{202e}\n");
    corpus
        .file("screens/columns.csv", table)
        .warned(1..=2, &["row", "cells", "column"])
        .or(Outcome::Indexed)
        .finds(&[own]);
    let own = word("evil charset");
    let head = "<meta charset=\"\u{1b}[31m\u{202e}utf-8\">";
    corpus
        .file("screens/charset.html", page(head, &format!("<p>{}</p>", text(&own)), &own))
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own]);
}
