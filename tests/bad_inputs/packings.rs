//! gzip, xz, bzip2 and Zstandard: bombs, breaks, lies, and what stands behind the end.

use super::samples::*;
use super::{Corpus, Outcome, bytes};

const BOMB: &[&str] = &["bomb", "limit", "unpacks", "too large", "binary", "only the first"];
const CUT: &[&str] = &["truncat", "cut off", "damaged", "lost", "corrupt", "end"];

pub fn write(corpus: &mut Corpus) {
    bombs(corpus);
    breaks(corpus);
    lies(corpus);
    in_each_other(corpus);
}

/// Zeros, and a text that is repeated, of half a gigabyte to one and a half.
fn bombs(corpus: &mut Corpus) {
    let zeros = bytes::gzip(&bytes::deflate_repeated(b"\0", 1024));
    corpus.file("packings/zeros.txt.gz", zeros).skipped(BOMB);
    let word_of_text = word("text bomb");
    let sentence = format!("The {word_of_text} ferry was late again. ");
    let repeated = bytes::gzip(&bytes::deflate_repeated(sentence.as_bytes(), 512));
    corpus.file("packings/sentences.txt.gz", repeated).skipped(BOMB).or(Outcome::Warned).docs = 0..=1;
    let line = bytes::gzip(&bytes::padded_json("Ferry", 1024));
    corpus.file("packings/line.jsonl.gz", line).skipped(BOMB).or(Outcome::Warned).docs = 0..=1;
    let unit = bytes::bz2(vec![b'a'; 16 << 20]);
    corpus.file("packings/run.txt.bz2", unit.repeat(32)).skipped(BOMB).or(Outcome::Warned).docs = 0..=1;
    let unit = bytes::xz(vec![b'a'; 4 << 20]);
    corpus.file("packings/run.txt.xz", unit.repeat(128)).skipped(BOMB).or(Outcome::Warned).docs = 0..=1;
    corpus.file("packings/run.txt.zst", bytes::zst_run(b'a', 1024)).skipped(BOMB).or(Outcome::Warned).docs =
        0..=1;
    corpus.file("packings/zeros.json.zst", bytes::zst_run(0, 512)).skipped(BOMB);
}

/// A record of words that occur nowhere else, so that it packs badly: a packing gives
/// blocks of tens of kilobytes or nothing.
fn unlike(own: &str) -> String {
    let words: Vec<String> = (0..60).map(|at| word(&format!("{own} {at}"))).collect();
    serde_json::json!({"id": own, "title": format!("Ferry {own}"), "body": words.join(" ")}).to_string()
}

/// What breaks off keeps what came before.
fn breaks(corpus: &mut Corpus) {
    let kept: Vec<String> = (0..600).map(|at| word(&format!("cut {at}"))).collect();
    let lines: String = kept.iter().map(|w| unlike(w) + "\n").collect();
    for (path, packed) in [
        ("packings/cut.jsonl.gz", bytes::gz(&lines)),
        ("packings/cut.jsonl.zst", bytes::zst(&lines)),
        ("packings/cut.jsonl.xz", bytes::xz(&lines)),
    ] {
        let half = &packed[..packed.len() * 3 / 4];
        corpus.file(path, half).warned(1..=599, CUT).finds(&kept[..1]);
    }
    // A block of bzip2 is all or nothing, so the text needs more than one.
    let own = word("cut bz2");
    let long: String = (0..3000).map(|at| json(&format!("{own} {at}")) + "\n").collect();
    let packed = bytes::bz2(&long);
    corpus.file("packings/cut.jsonl.bz2", &packed[..packed.len() - 40]).warned(1..=2999, CUT).finds(&[own]);
    let head = &bytes::gz(json("never"))[..12];
    corpus.file("packings/head-only.json.gz", head).skipped(CUT);
    corpus.file("packings/head-only.json.xz", &bytes::xz(json("never"))[..13]).skipped(CUT);
    corpus.file("packings/empty.json.gz", bytes::gz("")).skipped(&["no text", "empty"]);
    corpus.file("packings/magic-only.gz", [0x1f, 0x8b]).skipped(CUT);
}

/// Checksums and sizes that are wrong, and bytes after the end.
fn lies(corpus: &mut Corpus) {
    let own = word("bad crc");
    let mut packed = bytes::gz(json(&own));
    let at = packed.len() - 6;
    packed[at] ^= 0xff;
    corpus
        .file("packings/checksum.json.gz", packed)
        .warned(0..=1, &["checksum", "crc", "corrupt", "damaged"])
        .or(Outcome::Skipped);
    let own = word("garbage behind");
    let garbage = [bytes::gz(json(&own)), b"\xffnot a member at all\xfe".to_vec()].concat();
    corpus.file("packings/behind.json.gz", garbage).warned(1..=1, CUT).or(Outcome::Indexed).finds(&[own]);
    let own = word("zeros behind");
    let padded = [bytes::gz(json(&own)), vec![0; 512]].concat();
    corpus.file("packings/padded.json.gz", padded).indexed(1).or(Outcome::Warned).finds(&[own]);
    let own = ["first half", "second half"].map(word);
    let two = [bytes::gz(json(&own[0]) + "\n"), bytes::gz(json(&own[1]) + "\n")].concat();
    corpus.file("packings/two-members.jsonl.gz", two).indexed(2).finds(&own);
    let own = word("huge window");
    let mut frame = bytes::zst(json(&own));
    frame[5] = 31 << 3; // a window of 2 TiB
    corpus
        .file("packings/window.json.zst", frame)
        .skipped(&["damaged", "zstd", "window", "memory"])
        .or(Outcome::Indexed)
        .docs = 0..=1;
    let mut name = vec![0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3];
    name.extend(std::iter::repeat_n(b'n', 1 << 20));
    corpus.file("packings/endless-name.gz", name).skipped(&["truncat", "damaged", "corrupt", "header"]);
    let own = word("name of gz");
    corpus.file("packings/plain-text.txt.gz", text(&own)).indexed(1).finds(&[own]);
    corpus
        .file(
            "packings/noise.json.xz",
            b"\xfd7zXZ\0\0\x04\xe6\xd6\xb4F\x02\0!\x01\x16\0\0\0noise noise noise",
        )
        .skipped(CUT);
}

/// Packings around packings, the innermost of which holds the bomb.
fn in_each_other(corpus: &mut Corpus) {
    let own = word("twice");
    corpus.file("packings/twice.json.gz.zst", bytes::zst(bytes::gz(json(&own)))).indexed(1).finds(&[own]);
    let mut packed = json("never").into_bytes();
    for _ in 0..12 {
        packed = bytes::gz(packed);
    }
    corpus.file("packings/twelve-times.gz", packed).skipped(&["packed more than", "deep", "nest"]);
    let bomb = bytes::gzip(&bytes::deflate_repeated(b"never ", 1024));
    corpus.file("packings/bomb-in-gz.txt.gz.gz", bytes::gz(bomb)).skipped(BOMB).or(Outcome::Warned).docs =
        0..=1;
}
