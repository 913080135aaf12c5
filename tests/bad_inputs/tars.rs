//! Tar archives: sizes that lie, links, devices, and heads that mean nothing.

use super::bytes::{self, TarHead, octal};
use super::samples::*;
use super::{Corpus, Outcome};

const BROKEN: &[&str] =
    &["truncat", "cut off", "damaged", "lost", "header", "head", "size", "checksum", "tar", "large", "end"];

pub fn write(corpus: &mut Corpus) {
    sizes(corpus);
    heads(corpus);
    no_files(corpus);
}

/// The first member is sound; the second says what it likes of its size.
fn sizes(corpus: &mut Corpus) {
    let mut case = |path: &str, size: Vec<u8>| {
        let own = word(path);
        let lying = TarHead { name: b"bad.json", size, kind: b'0', link: "" }.block();
        let archive = bytes::tar(&[bytes::tar_file("a.json", json(&own)), lying, json("never").into_bytes()]);
        corpus.file(path, archive).warned(1..=2, BROKEN).finds(&[own]);
    };
    case("tars/too-long.tar", octal(900_000));
    case("tars/eight-gib.tar", b"77777777777\0".to_vec());
    case("tars/negative.tar", b"-0000000001\0".to_vec());
    case("tars/no-number.tar", b"zz9 plural z".to_vec());
    case("tars/exbibytes.tar", b"\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff".to_vec());
    case("tars/minus-one.tar", [0xff; 12].to_vec());
}

fn heads(corpus: &mut Corpus) {
    let own = ["tar head 1", "tar head 2"].map(word);
    let mut archive =
        bytes::tar(&[bytes::tar_file("a.json", json(&own[0])), bytes::tar_file("b.json", json(&own[1]))]);
    archive[1024 + 150] ^= 0x0f;
    corpus.file("tars/checksum.tar", archive).warned(1..=2, BROKEN).finds(&own[..1]);
    let whole = bytes::tar_file("a.json", json(&own[0]));
    let cut = [whole, bytes::tar_file("b.json", json(&own[1]))[..700].to_vec()].concat();
    corpus.file("tars/cut.tar", cut).warned(1..=2, BROKEN).finds(&own[..1]);
    let long = bytes::gz(bytes::tar(
        &(0..300)
            .map(|at| bytes::tar_file(&format!("{at}.json"), json(&format!("{} {at}", own[0]))))
            .collect::<Vec<_>>(),
    ));
    corpus.file("tars/cut.tar.gz", &long[..long.len() / 2]).warned(1..=299, BROKEN).finds(&own[..1]);
    let own = word("noise in tar");
    let archive = [bytes::tar_file("a.json", json(&own)), b"noise".repeat(400)].concat();
    corpus.file("tars/noise.tar", archive).warned(1..=1, BROKEN).or(Outcome::Indexed).finds(&[own]);
    // A long name and a list of attributes that are said to take gigabytes.
    let own = word("long name");
    for (path, kind) in [("tars/endless-name.tar", b'L'), ("tars/endless-attributes.tar", b'x')] {
        let head = TarHead { name: b"././@LongLink", size: octal(7 << 30), kind, link: "" }.block();
        let archive = bytes::tar(&[bytes::tar_file("a.json", json(&own)), head, vec![b'n'; 4096]]);
        corpus.file(path, archive).warned(1..=1, BROKEN).finds(&[&own]);
    }
    let own = word("no end");
    corpus
        .file("tars/no-end.tar", bytes::tar_file("a.json", json(&own)))
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own]);
}

/// What is no file is passed over, whatever it points to.
fn no_files(corpus: &mut Corpus) {
    let (own, secret) = (word("beside devices"), word("outside tar"));
    let target = corpus.outside("tar-secret.txt", &text(&secret));
    let head = |name: &'static str, kind: u8, link: &str| {
        TarHead { name: name.as_bytes(), size: octal(0), kind, link }.block()
    };
    let target = target.to_string_lossy().chars().take(99).collect::<String>();
    let archive = bytes::tar(&[
        head("link.txt", b'2', &target),
        head("hard.txt", b'1', &target),
        head("zero", b'3', ""),
        head("disk", b'4', ""),
        head("folder/", b'5', ""),
        head("pipe", b'6', ""),
        bytes::tar_file("a.json", json(&own)),
    ]);
    corpus.file("tars/devices.tar", archive).indexed(1).or(Outcome::Warned).finds(&[own]).loses(&[secret]);
    let own = ["tar slip 1", "tar slip 2"].map(word);
    let archive = bytes::tar(&[
        bytes::tar_file("../../tar-slipped.json", json(&own[0])),
        bytes::tar_file("/tar-slipped.json", json(&own[1])),
    ]);
    let entry = corpus.file("tars/climbs.tar", archive);
    entry.indexed(2).or(Outcome::Warned).or(Outcome::Skipped).finds(&own).docs = 0..=2;
    entry.must_not_exist = vec!["tar-slipped.json", "corpus/tar-slipped.json"];
    corpus
        .file("tars/nothing.tar", vec![0; 10_240])
        .skipped(&["no text", "empty", "binary", "no member"])
        .or(Outcome::Ignored);
    let bomb = bytes::gz(bytes::tar(&[
        TarHead { name: b"zeros.txt", size: octal(1 << 30), kind: b'0', link: "" }.block(),
        vec![0; 90 << 20],
    ]));
    corpus.file("tars/zeros.tar.gz", bomb).skipped(&["bomb", "limit", "binary", "truncat", "lost"]);
}
