//! Containers of every kind, damaged in many ways that a fixed seed decides.
//!
//! Whatever the damage, no reader panics, every member that ends before the damage is
//! there as it was, and what is missing or changed does not go without a word.

use std::io::Write as _;
use std::path::PathBuf;

use crate::corpus::*;
use crate::error::Reason;

/// A container in the making, and where each of its members ends.
struct Made {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

/// The text of a member.
fn text(number: usize) -> String {
    let words: Vec<String> = (0..60).map(|n| format!("w{}", (number * 131 + n * 977) % 10_007)).collect();
    format!(
        "Report {number} from the coast\n\nThe storm of that day was number {number}. {}.",
        words.join(" ")
    )
}

fn made(members: usize, mut add: impl FnMut(&mut Vec<u8>, usize, &[u8])) -> Made {
    let (mut bytes, mut ends) = (Vec::new(), Vec::new());
    for number in 0..members {
        add(&mut bytes, number, text(number).as_bytes());
        ends.push(bytes.len());
    }
    Made { bytes, ends }
}

fn tar() -> Made {
    let mut made = made(20, |bytes, number, text| {
        let mut header = ::tar::Header::new_gnu();
        header.set_path(format!("{number}.txt")).unwrap();
        header.set_size(text.len() as u64);
        header.set_cksum();
        bytes.extend_from_slice(header.as_bytes());
        bytes.extend_from_slice(text);
        bytes.resize(bytes.len().next_multiple_of(512), 0);
    });
    made.bytes.extend_from_slice(&[0; 1024]);
    made
}

fn warc_record(number: usize, text: &[u8]) -> Vec<u8> {
    let http = [b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", text].concat();
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/{number}\r\n\
         WARC-Date: 2019-04-09T05:31:07Z\r\nContent-Type: application/http\r\nContent-Length: {}\r\n\r\n",
        http.len()
    );
    [head.as_bytes(), &http, b"\r\n\r\n"].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn warc() -> Made {
    made(20, |bytes, number, text| bytes.extend(warc_record(number, text)))
}

fn packed_warc() -> Made {
    made(20, |bytes, number, text| bytes.extend(gzip(&warc_record(number, text))))
}

fn arc() -> Made {
    let mut made = made(20, |bytes, number, text| {
        if number == 0 {
            bytes.extend_from_slice(b"filedesc://a.arc 0.0.0.0 20040309101112 text/plain 4\n1 0\n\n");
        }
        let length = text.len() + 19;
        let head = format!("http://a.example/{number} 192.0.2.7 20040309101112 text/plain {length}\n");
        bytes.extend([head.as_bytes(), b"HTTP/1.1 200 OK\r\n\r\n", text, b"\n"].concat());
    });
    made.bytes.push(b'\n');
    made
}

fn zip() -> Made {
    let mut list = Vec::new();
    let mut made = made(20, |bytes, number, text| {
        let mut crc = flate2::Crc::new();
        crc.update(text);
        let mut packed = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        packed.write_all(text).unwrap();
        let packed = packed.finish().unwrap();
        let name = format!("{number:02}.txt");
        let mut fields = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0];
        for number in [crc.sum(), packed.len() as u32, text.len() as u32] {
            fields.extend(number.to_le_bytes());
        }
        fields.extend([name.len() as u8, 0, 0, 0]);
        list.extend([b"PK\x01\x02\x14\x00".as_slice(), &fields, &[0; 10]].concat());
        list.extend((bytes.len() as u32).to_le_bytes());
        list.extend(name.as_bytes());
        bytes.extend([b"PK\x03\x04", fields.as_slice(), name.as_bytes(), &packed].concat());
    });
    let start = made.bytes.len() as u32;
    made.bytes.extend(&list);
    made.bytes
        .extend([b"PK\x05\x06\0\0\0\0\x14\0\x14\0".as_slice(), &(list.len() as u32).to_le_bytes()].concat());
    made.bytes.extend([start.to_le_bytes().as_slice(), &[0, 0]].concat());
    made
}

fn mbox() -> Made {
    made(20, |bytes, number, text| {
        let head = format!(
            "From a@a.example Tue Apr  9 05:31:07 2019\nFrom: a@a.example\nSubject: Report {number} from the coast\n\
             Message-ID: <{number}@a.example>\n\n"
        );
        let (_, body) = std::str::from_utf8(text).unwrap().split_once("\n\n").unwrap();
        bytes.extend([head.as_bytes(), body.as_bytes(), b"\n\n"].concat());
    })
}

/// What was read: bodies of articles, how many faults and warnings there were, and how many
/// members that were no articles.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    bodies: Vec<String>,
    complaints: usize,
    ignored: usize,
}

fn seen(name: &str, bytes: &[u8]) -> Seen {
    let file = SourceFile {
        path: PathBuf::from(name),
        relative: name.to_owned(),
        bytes: bytes.len() as u64,
        modified_ns: 0,
    };
    let mut seen = Seen::default();
    let stream = Box::new(Cursor::new(bytes.to_vec()));
    let options = ReadOptions::default();
    let run = Run::new(&options, file.bytes);
    let outcome = read_place(&Place::of(&file), stream, None, &run, 0, &mut |record| {
        seen.complaints += record.warnings.len();
        match record.content {
            Content::Article(article) => seen.bodies.push(article.body),
            Content::Ignored(_) => seen.ignored += 1,
            Content::Skipped(fault) => {
                assert_ne!(fault.reason, Reason::Internal, "{name}: {fault}");
                seen.complaints += 1;
            }
        }
        ControlFlow::Continue(())
    });
    seen.complaints += usize::from(matches!(outcome, FileOutcome::Skipped(_) | FileOutcome::Ignored(_)));
    seen
}

/// What can be known of damage to a kind of container.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Notices {
    /// Every change, by checksums.
    Changes,
    /// That members are missing.
    Losses,
    /// The same, but not where the end is cut off between two members.
    LossesInside,
    /// Nothing: messages are parted by a line, and without it two are one.
    Nothing,
}

/// A kind of container: a file's name, what makes it, what it notices.
type Kind = (&'static str, fn() -> Made, Notices);

#[rustfmt::skip]
const KINDS: [Kind; 6] = [
    ("a.tar", tar, Notices::Losses), ("a.warc", warc, Notices::LossesInside), ("a.warc.gz", packed_warc, Notices::Changes),
    ("a.arc", arc, Notices::LossesInside), ("a.zip", zip, Notices::Changes), ("a.mbox", mbox, Notices::Nothing),
];

#[test]
fn whole_containers_give_all_their_members() {
    for (name, make, _) in KINDS {
        let seen = seen(name, &make().bytes);
        assert_eq!((seen.bodies.len(), seen.complaints), (20, 0), "{name}");
        assert!(seen.bodies[7].starts_with("The storm of that day was number 7. w"), "{name}");
    }
}

#[test]
fn damage_costs_no_member_before_it_and_is_never_silent() {
    let mut state: u64 = 11;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below.max(1)
    };
    for (name, make, notices) in KINDS {
        let made = make();
        let Seen { bodies: whole, ignored, .. } = seen(name, &made.bytes);
        for round in 0..200 {
            let mut bytes = made.bytes.clone();
            // The first bytes tell what the file is.
            let at = 64 + random(bytes.len() - 64);
            let what = round % 4;
            match what {
                0 => bytes.truncate(at),
                1 => drop(bytes.drain(at..(at + 1 + random(300)).min(made.bytes.len()))),
                2 => bytes.iter_mut().skip(at).take(1 + random(40)).for_each(|b| *b ^= 1 + random(255) as u8),
                _ => drop(bytes.splice(at..at, (0..random(300)).map(|n| (n * 31 % 256) as u8)).count()),
            }
            let seen = seen(name, &bytes);
            let before = made.ends.iter().take_while(|&&end| end <= at).count();
            // What follows a message may become a part of it.
            let before = if notices == Notices::Nothing { before.saturating_sub(1) } else { before };
            let kept = whole.iter().take(before).filter(|body| seen.bodies.contains(body)).count();
            assert_eq!(kept, before, "{name}, damage {what} at {at} of {}", made.bytes.len());
            let lost = whole.iter().filter(|body| !seen.bodies.contains(body)).count();
            let fewer = seen.bodies.len() + (seen.ignored - ignored.min(seen.ignored)) < whole.len();
            let told = match notices {
                Notices::Changes => lost == 0 || seen.complaints > 0,
                Notices::Losses => !fewer || seen.complaints > 0,
                Notices::LossesInside => !fewer || seen.complaints > 0 || what == 0,
                Notices::Nothing => true,
            };
            assert!(told, "{name}, damage {what} at {at} of {}: {lost} lost", made.bytes.len());
        }
    }
}
