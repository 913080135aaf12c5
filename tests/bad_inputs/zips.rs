//! Zip archives: bombs, overlaps, names that climb out, and headers that lie.

use super::bytes::{self, Member};
use super::samples::*;
use super::{Corpus, Outcome};

const LIMIT: &[&str] =
    &["bomb", "limit", "unpacks", "too large", "deep", "binary", "overlap", "more than", "only the first"];

pub fn write(corpus: &mut Corpus) {
    bombs(corpus);
    many_members(corpus);
    names(corpus);
    one_bad_member(corpus);
    broken_lists(corpus);
    odd_members(corpus);
}

fn bombs(corpus: &mut Corpus) {
    // One beside a good member; the good one comes first and is kept.
    let own = word("beside bomb");
    let members = [Member::deflated("a.json", json(&own)), Member::repeated("b.txt", b"a", 1024)];
    corpus.file("zips/bomb-beside.zip", bytes::zip(&members)).warned(1..=2, LIMIT).finds(&[own]);
    // Sixteen archives of sixteen archives of sixteen files of 64 MiB.
    let mut inner = bytes::zip(&vec![Member::repeated("zeros.txt", b"\0", 64); 16]);
    for _ in 0..2 {
        let members: Vec<Member> = (0..16).map(|at| Member::deflated(&format!("{at}.zip"), &inner)).collect();
        inner = bytes::zip(&members);
    }
    corpus.file("zips/nested-bomb.zip", inner).skipped(LIMIT);
    let mut deep = json("never").into_bytes();
    for at in 0..8 {
        deep = bytes::zip(&[Member::deflated(&format!("{at}.zip"), &deep)]);
    }
    corpus.file("zips/eight-deep.zip", deep).skipped(&["deep", "nest", "each other"]);
    // Many names for the same bytes.
    let own = word("overlap");
    let mut members = vec![Member::padded("0.json", &format!("Ferry {own}"), 8)];
    for at in 1..400 {
        members.push(Member { name: format!("{at}.json").into_bytes(), at: Some(0), ..members[0].clone() });
    }
    corpus.file("zips/overlapping.zip", bytes::zip(&members)).skipped(LIMIT).or(Outcome::Warned).docs =
        0..=12;
}

fn many_members(corpus: &mut Corpus) {
    let own = word("after the empty");
    let mut members: Vec<Member> = (0..60_000).map(|at| Member::stored(&format!("e/{at}.txt"), "")).collect();
    members.push(Member::deflated("story.json", json(&own)));
    corpus
        .file("zips/empty-members.zip", bytes::zip(&members))
        .warned(0..=1, &["no text", "empty", "more than", "members"])
        .or(Outcome::Skipped);
}

/// Nothing is ever written where a name says.
fn names(corpus: &mut Corpus) {
    let own = ["slip 1", "slip 2", "slip 3", "slip 4"].map(word);
    let names = ["../../slipped.json", "/tmp/../slipped.json", "..\\..\\slipped.json", "C:\\slipped.json"];
    let members: Vec<Member> =
        names.iter().zip(&own).map(|(name, w)| Member::deflated(name, json(w))).collect();
    let entry = corpus.file("zips/climbs.zip", bytes::zip(&members));
    entry.indexed(4).or(Outcome::Warned).or(Outcome::Skipped).finds(&own).docs = 0..=4;
    entry.must_not_exist = vec!["slipped.json", "corpus/slipped.json", "corpus/zips/..\\..\\slipped.json"];
    let own = word("odd names");
    let mut members = vec![Member::deflated("story.json", json(&own)); 4];
    members[1].name = b"\x1b]0;title\x07story.json".to_vec();
    members[2].name = b"st\xff\xfeory.json".to_vec();
    members[3].name = Vec::new();
    corpus
        .file("zips/odd-names.zip", bytes::zip(&members))
        .indexed(4)
        .or(Outcome::Warned)
        .finds(&[own])
        .docs = 1..=4;
    let own = ["same name 1", "same name 2"].map(word);
    let twins = own.clone().map(|w| Member::deflated("story.json", json(&w)));
    let entry = corpus.file("zips/same-name.zip", bytes::zip(&twins));
    entry.indexed(2).or(Outcome::Warned).finds(&own[1..]).docs = 1..=2;
}

/// A faulty member costs itself; the one behind it is kept.
fn one_bad_member(corpus: &mut Corpus) {
    let sound = Member::deflated("first.json", json(&word("in every zip")));
    let mut case = |path: &str, bad: Member, words: &[&'static str]| {
        let own = word(path);
        let members = [sound.clone(), bad, Member::deflated("last.json", json(&own))];
        corpus.file(path, bytes::zip(&members)).warned(2..=3, words).finds(&[own]);
    };
    let broken = Member::deflated("bad.json", json("never"));
    case("zips/encrypted.zip", Member { flags: 0x801, ..broken.clone() }, &["encrypt", "password"]);
    case("zips/checksum.zip", Member { crc: 7, ..broken.clone() }, &["checksum", "crc"]);
    case(
        "zips/aes.zip",
        Member { method: 99, flags: 0x801, ..broken.clone() },
        &["encrypt", "password", "method", "compress"],
    );
    case(
        "zips/method.zip",
        Member { method: 98, ..broken.clone() },
        &["method", "compress", "unsupported", "not read"],
    );
    let noise = (0..200_u8).map(|b| b.wrapping_mul(89)).collect();
    case(
        "zips/noise.zip",
        Member { stream: noise, ..broken.clone() },
        &["damaged", "corrupt", "invalid", "checksum", "deflate"],
    );
    let half = broken.stream[..broken.stream.len() / 2].to_vec();
    case(
        "zips/half-member.zip",
        Member { stream: half, ..broken.clone() },
        &["truncat", "damaged", "corrupt", "checksum", "end"],
    );
    // What it says it unpacks to is neither believed nor reserved.
    let own = word("says ten bytes");
    let small = Member { unpacked: 10, ..Member::deflated("small.json", json(&own)) };
    let entry = corpus.file("zips/says-less.zip", bytes::zip(&[small]));
    entry
        .warned(0..=1, &["size", "checksum", "crc", "damaged", "truncat", "long"])
        .or(Outcome::Indexed)
        .or(Outcome::Skipped);
    let own = word("says 4 GiB");
    let huge = Member { unpacked: u32::MAX - 1, ..Member::deflated("big.json", json(&own)) };
    corpus
        .file("zips/says-4-gib.zip", bytes::zip(&[huge]))
        .warned(0..=1, &["size", "large", "checksum", "damaged", "truncat", "limit"])
        .or(Outcome::Indexed)
        .or(Outcome::Skipped);
}

fn broken_lists(corpus: &mut Corpus) {
    let own: Vec<String> = (0..20).map(|at| word(&format!("list {at}"))).collect();
    let members: Vec<Member> = own.iter().map(|w| Member::deflated(&format!("{w}.json"), json(w))).collect();
    let whole = bytes::zip(&members);
    let no_list: &[&str] = &["truncat", "central", "directory", "end", "damaged", "zip", "list"];
    corpus.file("zips/cut.zip", &whole[..whole.len() / 2]).skipped(no_list).or(Outcome::Warned).docs = 0..=20;
    corpus.file("zips/no-end.zip", &whole[..whole.len() - 22]).skipped(no_list).or(Outcome::Warned).docs =
        0..=20;
    let entry = corpus.file("zips/behind.zip", [whole.clone(), b"noise behind the end".repeat(9)].concat());
    entry.indexed(20).or(Outcome::Warned).finds(&own[..1]);
    let own = word("stub");
    let stub = [
        b"MZ\x90\0 a program that unpacks itself".repeat(9),
        bytes::zip(&[Member::deflated("a.json", json(&own))]),
    ]
    .concat();
    corpus
        .file("zips/self-unpacking.zip", stub)
        .indexed(1)
        .or(Outcome::Warned)
        .or(Outcome::Skipped)
        .or(Outcome::Ignored)
        .docs = 0..=1;
    let one = [Member::deflated("a.json", json(&word("miscounted")))];
    let entry = corpus.file("zips/says-9000.zip", bytes::zip_saying(&one, 9000));
    entry.skipped(no_list).or(Outcome::Warned).or(Outcome::Indexed).docs = 0..=1;
    let mut far = bytes::zip(&one);
    let at = far.len() - 6;
    far[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    corpus
        .file("zips/list-elsewhere.zip", far)
        .skipped(no_list)
        .or(Outcome::Warned)
        .or(Outcome::Indexed)
        .docs = 0..=1;
    corpus.file("zips/no-members.zip", bytes::zip(&[])).skipped(&["no text", "empty", "no member"]);
    corpus.file("zips/magic-only.zip", b"PK\x03\x04").skipped(no_list);
    corpus.file("zips/all-ones.zip", [&b"PK\x03\x04"[..], &[0xff; 4000]].concat()).skipped(no_list);
}

fn odd_members(corpus: &mut Corpus) {
    let (own, secret) = (word("beside a link"), word("outside secret"));
    corpus.outside("secret.txt", &text(&secret));
    let link = Member { mode: 0o120_777, ..Member::stored("link.txt", "../../outside/secret.txt") };
    let folder = Member { mode: 0o040_755, ..Member::stored("folder/", "") };
    let members = [link, folder, Member::deflated("a.json", json(&own))];
    corpus
        .file("zips/link.zip", bytes::zip(&members))
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own])
        .loses(&[secret])
        .docs = 1..=2;
    let pictures =
        ["a.png", "b.png"].map(|name| Member::stored(name, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0"));
    corpus.file("zips/pictures.zip", bytes::zip(&pictures)).ignored().or(Outcome::Skipped);
}
