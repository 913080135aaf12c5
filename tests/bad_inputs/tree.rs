//! Links, pipes, names and folders: what a file system holds beside plain files.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use super::samples::*;
use super::{Corpus, Outcome};

pub fn write(corpus: &mut Corpus) {
    links(corpus);
    specials(corpus);
    forbidden(corpus);
    names(corpus);
    unusual_names(corpus);
    twins(corpus);
    depth(corpus);
    nothing(corpus);
}

fn links(corpus: &mut Corpus) {
    let secret = word("outside tree");
    let outside = corpus.outside("linked.txt", &text(&secret));
    let target = [
        ("tree/links/loop/around", "../loop"),
        ("tree/links/self", "self"),
        ("tree/links/dangling.txt", "nowhere.txt"),
        ("tree/links/folder-out", "../../../outside"),
        ("tree/links/to-sound.txt", "../sound.txt"),
        ("tree/links/root", "/"),
    ];
    for (path, target) in target {
        symlink(target, corpus.place(path)).unwrap();
        corpus.entry(path).skipped(&["link", "loop"]).loses(&[&secret]);
    }
    symlink(&outside, corpus.place("tree/links/file-out.txt")).unwrap();
    corpus.entry("tree/links/file-out.txt").skipped(&["link"]);
}

fn specials(corpus: &mut Corpus) {
    let special: &[&str] = &["pipe", "socket", "device", "regular"];
    let pipe = corpus.place("tree/pipe.txt");
    if Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        corpus.entry("tree/pipe.txt").skipped(special);
    }
    // A socket's path has a bound of about a hundred bytes.
    if UnixListener::bind(corpus.place("tree/socket.txt")).is_ok() {
        corpus.entry("tree/socket.txt").skipped(special);
    }
}

fn forbidden(corpus: &mut Corpus) {
    let set = |path: &Path| fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
    let file = corpus.place("tree/unreadable.txt");
    corpus.file("tree/unreadable.txt", text("never")).skipped(&["permission", "denied"]).needs_nonroot = true;
    set(&file);
    let folder = corpus.place("tree/unreadable/inside.txt");
    fs::write(&folder, text("never")).unwrap();
    corpus.entry("tree/unreadable").skipped(&["permission", "denied"]).needs_nonroot = true;
    set(folder.parent().unwrap());
}

/// Names that are unusual and harmless.
fn names(corpus: &mut Corpus) {
    for name in [
        "no-extension",
        "UPPER CASE.TXT",
        "-rf --no-preserve.txt",
        "quotes ' \" ` $(reboot).txt",
        "=cmd|calc!A1.txt",
        "two  blanks .txt",
        "back\\slash\\file.txt",
        "percent%2e%2e%2fescape.txt",
        "many.dots.in.this.name.txt",
        "Ümläute und ßcharfes.txt",
        "новости порта about.txt",
        "港湾ニュース harbour.txt",
        "emoji 🚢 harbour.txt",
        "colon: and semicolon;.txt",
        "bang!file!name.txt",
    ] {
        let path = format!("tree/names/{name}");
        let own = word(&path);
        corpus.file(&path, text(&own)).indexed(1).finds(&[own]);
    }
    let long = format!("tree/names/{}.txt", "long-".repeat(50) + "x");
    let own = word(&long);
    corpus.file(&long, text(&own)).indexed(1).finds(&[own]);
    let hidden = word("hidden file");
    corpus.file("tree/.hidden.txt", text(&hidden)).ignored();
    corpus.file("tree/.hidden-folder/inside.txt", text(&hidden)).ignored();
    corpus.file("tree/~$lock.txt", text("lockfile")).indexed(1).or(Outcome::Ignored);
    corpus
        .file("tree/sound.txt.bak", text("backup"))
        .indexed(1)
        .or(Outcome::Ignored)
        .or(Outcome::Skipped)
        .docs = 0..=1;
}

/// Names that could do harm when they are shown, or that are no text at all.
fn unusual_names(corpus: &mut Corpus) {
    for name in [
        &b"line\nbreak in name.txt"[..],
        b"return\rin this name.txt",
        b"\x1b[31mred name of file\x1b[0m.txt",
        b"\x1b]0;window title\x07 name.txt",
        b"tab\tin this name.txt",
        b"invalid \xff\xfe utf8 name.txt",
        b"latin1 caf\xe9 du port.txt",
        b"half a character \xe6\xb8.txt",
        "c1 \u{9b}31m controls name.txt".as_bytes(),
        "bidi \u{202e}txt.exe override name.txt".as_bytes(),
        "zero\u{200b}width\u{200d}joined name.txt".as_bytes(),
    ] {
        let path = Path::new("tree/names").join(OsStr::from_bytes(name));
        let own = word(&format!("{name:?}"));
        if fs::write(corpus.place(&path), text(&own)).is_ok() {
            corpus.entry(&path).indexed(1).finds(&[own]);
        }
    }
}

/// Names that differ in their normal form or their case only, and one file under two names.
fn twins(corpus: &mut Corpus) {
    for path in [
        "tree/twins/Ko\u{308}nig-nfd.txt",
        "tree/twins/K\u{f6}nig-nfd.txt",
        "tree/twins/Harbour.txt",
        "tree/twins/harbour.txt",
    ] {
        let own = word(path);
        corpus.file(path, text(&own)).indexed(1).finds(&[own]);
    }
    let own = word("hard link");
    corpus.file("tree/twins/first-name.txt", text(&own)).indexed(1).or(Outcome::Warned).finds(&[&own]);
    let (first, second) =
        (corpus.place("tree/twins/first-name.txt"), corpus.place("tree/twins/second-name.txt"));
    fs::hard_link(first, second).unwrap();
    corpus.entry("tree/twins/second-name.txt").indexed(1).or(Outcome::Warned).finds(&[own]);
}

fn depth(corpus: &mut Corpus) {
    let own = word("sixty deep");
    let path = format!("tree/deep/{}story.txt", "down/".repeat(60));
    corpus.file(path, text(&own)).indexed(1).finds(&[own]);
    // A path near the bound of four thousand bytes.
    let own = word("long path");
    let path = format!("tree/far/{}/story.txt", vec!["d".repeat(200); 15].join("/"));
    let whole = corpus.root.join("corpus").join(&path);
    if fs::create_dir_all(whole.parent().unwrap()).is_ok() && fs::write(&whole, text(&own)).is_ok() {
        corpus.entry(path).indexed(1).or(Outcome::Skipped).finds(&[own]);
    }
}

fn nothing(corpus: &mut Corpus) {
    let none: &[&str] = &["no text", "empty", "blank"];
    corpus.file("tree/empty.txt", "").skipped(none);
    corpus.file("tree/empty.html", "").skipped(none);
    corpus.file("tree/empty.json", "").skipped(none);
    corpus.file("tree/empty.zip", "").skipped(none);
    corpus.file("tree/blank.txt", " \n\t\r\n\u{a0}\n").skipped(none);
    corpus.file("tree/mark-only.txt", "\u{feff}").skipped(none);
    fs::create_dir_all(corpus.place("tree/empty-folder")).unwrap();
    corpus.file("tree/one-letter.txt", "x").indexed(1).or(Outcome::Warned).or(Outcome::Skipped).docs = 0..=1;
    corpus
        .file("tree/punctuation.txt", "... --- !!!\n***\n")
        .skipped(&["no text"])
        .or(Outcome::Indexed)
        .or(Outcome::Warned)
        .docs = 0..=1;
}
