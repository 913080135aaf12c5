//! Records of a web crawl whose lengths and encodings lie, and those that hold no page.

use super::samples::*;
use super::{Corpus, Outcome, bytes};

const LENGTH: &[&str] = &["length", "truncat", "cut off", "lost", "damaged", "record", "cut", "end"];

pub fn write(corpus: &mut Corpus) {
    lengths(corpus);
    breaks(corpus);
    bodies(corpus);
    no_pages(corpus);
    others(corpus);
}

fn record(name: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    record_saying(name, headers, body, None)
}

fn record_saying(name: &str, headers: &str, body: &[u8], length: Option<&str>) -> Vec<u8> {
    let answer = bytes::http(&format!("Content-Type: text/html; charset=utf-8\r\n{headers}"), body);
    let address = format!("https://harbour.example/{name}");
    bytes::warc("response", &address, "application/http; msgtype=response", &answer, length)
}

fn page(word: &str) -> Vec<u8> {
    record(word, "", html(word).as_bytes())
}

/// A sound record, one whose length is wrong, and a sound one, to be found again.
fn lengths(corpus: &mut Corpus) {
    let mut case = |path: &str, length: &str| {
        let own = [word(path), word(&format!("{path} behind"))];
        let lying = record_saying("lies", "", html(&word("lying record")).as_bytes(), Some(length));
        let archive = [page(&own[0]), lying, page(&own[1])].concat();
        corpus.file(path, archive).warned(2..=3, LENGTH).finds(&own);
    };
    case("warcs/too-short.warc", "90");
    case("warcs/negative.warc", "-5");
    case("warcs/overflow.warc", "18446744073709551617");
    case("warcs/no-number.warc", "many");
    let own = word("too long warc");
    let lying = record_saying("lies", "", html(&word("lying record")).as_bytes(), Some("9000000000000"));
    let archive = [page(&own), lying, page(&word("swallowed"))].concat();
    corpus.file("warcs/too-long.warc", archive).warned(1..=3, LENGTH).finds(&[own]);
    let missing = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://harbour.example/\r\n\r\nnothing\r\n\r\n";
    corpus.file("warcs/no-length.warc", missing).skipped(LENGTH).or(Outcome::Warned).docs = 0..=1;
}

fn breaks(corpus: &mut Corpus) {
    let own = ["warc cut 1", "warc cut 2"].map(word);
    let whole = [page(&own[0]), page(&own[1])].concat();
    corpus.file("warcs/cut.warc", &whole[..whole.len() - 300]).warned(1..=2, LENGTH).finds(&own[..1]);
    let own = ["warc noise 1", "warc noise 2"].map(word);
    let noisy = [page(&own[0]), b"\r\nnoise between\r\nthe records\r\n".to_vec(), page(&own[1])].concat();
    corpus.file("warcs/noise.warc", noisy).warned(2..=2, LENGTH).or(Outcome::Indexed).finds(&own);
    // Each record is a gzip member of its own; the one in the middle is damaged.
    let own = ["warc member 1", "warc member 3"].map(word);
    let mut middle = bytes::gz(page(&word("warc member 2")));
    let at = middle.len() / 2;
    middle[at..at + 8].fill(0xff);
    let archive = [bytes::gz(page(&own[0])), middle, bytes::gz(page(&own[1]))].concat();
    corpus
        .file("warcs/damaged-member.warc.gz", archive)
        .warned(1..=3, &["damaged", "lost", "corrupt", "truncat"])
        .finds(&own[..1]);
    let own = word("warc version");
    let mut newer = page(&own);
    newer[5..8].copy_from_slice(b"9.9");
    corpus.file("warcs/version.warc", newer).indexed(1).or(Outcome::Warned).or(Outcome::Skipped).docs = 0..=1;
    corpus.file("warcs/first-line.warc", "WARC/1.0\r\n").skipped(LENGTH);
    let endless = format!("WARC/1.0\r\nWARC-Type: response\r\nX-Pad: {}", "n".repeat(1 << 20));
    corpus.file("warcs/endless-header.warc", endless).skipped(LENGTH);
}

/// What HTTP says of the body is not so.
fn bodies(corpus: &mut Corpus) {
    let mut case = |path: &str, headers: &str, lie: Vec<u8>, words: &[&'static str]| {
        let own = word(path);
        let archive = [record("lies", headers, &lie), page(&own)].concat();
        corpus.file(path, archive).warned(1..=2, words).or(Outcome::Indexed).finds(&[own]);
    };
    let lie = html(&word("lying body")).into_bytes();
    let encoding: &[&str] = &["encoding", "gzip", "damaged", "compress", "cut", "chunk", "binary"];
    case("warcs/says-gzip.warc", "Content-Encoding: gzip\r\n", lie.clone(), encoding);
    case("warcs/brotli.warc", "Content-Encoding: br\r\n", (1..=200).collect(), &["br", "encoding"]);
    case("warcs/unknown-coding.warc", "Content-Encoding: x-harbour\r\n", lie.clone(), encoding);
    case("warcs/says-chunked.warc", "Transfer-Encoding: chunked\r\n", lie.clone(), encoding);
    let chunk = [b"FFFFFFFFFFFFFFFFF\r\n".to_vec(), lie.clone()].concat();
    case("warcs/chunk-overflow.warc", "Transfer-Encoding: chunked\r\n", chunk, encoding);
    let chunk = [b"-1\r\n".to_vec(), lie.clone()].concat();
    case("warcs/chunk-negative.warc", "Transfer-Encoding: chunked\r\n", chunk, encoding);
    case("warcs/says-utf16.warc", "Content-Type: text/html; charset=utf-16\r\n", lie.clone(), encoding);
    let half = &bytes::gz(&lie)[..lie.len() / 5];
    case(
        "warcs/half-gzip.warc",
        "Content-Encoding: gzip\r\n",
        half.to_vec(),
        &["truncat", "damaged", "lost", "no text"],
    );
    let own = word("chunks");
    let body = html(&own);
    let (head, tail) = body.split_at(200);
    let chunked = format!("{:x}\r\n{head}\r\n{:x};note=1\r\n{tail}\r\n0\r\n\r\n", head.len(), tail.len());
    corpus
        .file("warcs/chunked.warc", record("chunks", "Transfer-Encoding: chunked\r\n", chunked.as_bytes()))
        .indexed(1)
        .finds(&[own]);
    let own = word("beside body bomb");
    let bomb = bytes::gzip(&bytes::deflate_repeated(b"<p>late again</p>\n", 512));
    let archive = [page(&own), record("bomb", "Content-Encoding: gzip\r\n", &bomb)].concat();
    corpus
        .file("warcs/body-bomb.warc", archive)
        .warned(1..=2, &["bomb", "limit", "unpacks", "only the first", "large", "cut"])
        .finds(&[own]);
}

/// Records that are in every crawl and are no articles; the sound page among them is kept.
fn no_pages(corpus: &mut Corpus) {
    let own = word("among no pages");
    let hidden = word("not found page");
    let not_found =
        [b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n".to_vec(), html(&hidden).into_bytes()]
            .concat();
    let picture = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    let moved = b"HTTP/1.1 301 Moved\r\nLocation: /elsewhere\r\n\r\n".to_vec();
    let answer = "application/http; msgtype=response";
    let archive = [
        bytes::warc("warcinfo", "urn:info", "application/warc-fields", b"software: crawler\r\n", None),
        bytes::warc(
            "request",
            "https://harbour.example/1",
            "application/http; msgtype=request",
            b"GET / HTTP/1.1\r\n\r\n",
            None,
        ),
        bytes::warc("response", "https://harbour.example/1", answer, &not_found, None),
        bytes::warc("response", "https://harbour.example/2", answer, &picture, None),
        bytes::warc("response", "https://harbour.example/3", answer, &moved, None),
        bytes::warc("revisit", "https://harbour.example/4", answer, b"HTTP/1.1 200 OK\r\n\r\n", None),
        bytes::warc("metadata", "https://harbour.example/5", "application/warc-fields", b"via: x\r\n", None),
        bytes::warc(
            "response",
            "dns:harbour.example",
            "text/dns",
            b"20190601\nharbour.example. 1 IN A 10.0.0.1\n",
            None,
        ),
        bytes::warc("hologram", "https://harbour.example/6", "text/plain", b"unknown kind", None),
        page(&own),
    ];
    let entry = corpus.file("warcs/no-pages.warc", archive.concat());
    entry.indexed(1).or(Outcome::Warned).finds(&[own]).loses(&[hidden]);
    let info = bytes::warc("warcinfo", "urn:info", "application/warc-fields", b"software: crawler\r\n", None);
    corpus.file("warcs/info-only.warc", info).ignored().or(Outcome::Skipped);
}

fn others(corpus: &mut Corpus) {
    let own = word("script address");
    let answer = bytes::http("Content-Type: text/html\r\n", html(&own).as_bytes());
    let archive =
        bytes::warc("response", "javascript:alert(1)", "application/http; msgtype=response", &answer, None);
    corpus.file("warcs/script-address.warc", archive).indexed(1).or(Outcome::Warned).finds(&[own]);
    let own = word("arc");
    let body = bytes::http("Content-Type: text/html\r\n", html(&own).as_bytes());
    let info = "1 0 harbour\nURL IP-address Archive-date Content-type Archive-length\n";
    let first = format!("filedesc://harbour.arc 0.0.0.0 20190601000000 text/plain {}\n{info}\n", info.len());
    let page =
        |length: usize| format!("https://harbour.example/arc 10.0.0.1 20190601000000 text/html {length}\n");
    let sound = [first.as_bytes(), page(body.len()).as_bytes(), &body, b"\n"].concat();
    corpus.file("warcs/sound.arc", sound).indexed(1).finds(&[&own]);
    let own = word("arc cut");
    let body = bytes::http("Content-Type: text/html\r\n", html(&own).as_bytes());
    let lying = [
        first.as_bytes(),
        page(body.len()).as_bytes(),
        &body,
        b"\n",
        page(70_000_000).as_bytes(),
        b"HTTP/1.1 200 OK\r\n",
    ]
    .concat();
    corpus.file("warcs/too-long.arc", lying).warned(1..=2, LENGTH).finds(&[own]);
}
