//! Mail, books, office documents and vendor exports that are broken, and formats that are not read.

use super::bytes::{self, Member};
use super::samples::*;
use super::{Corpus, Outcome};

const BROKEN: &[&str] = &[
    "truncat",
    "more than",
    "cut off",
    "damaged",
    "central",
    "zip",
    "no text",
    "xml",
    "bomb",
    "limit",
    "large",
    "corrupt",
    "layout",
    "no reader",
    "missing",
    "entity",
    "malformed",
    "checksum",
    "unpack",
    "ends",
    "closed",
    "document",
];

pub fn write(corpus: &mut Corpus) {
    office(corpus);
    books(corpus);
    mail_lies(corpus);
    exports(corpus);
    pages_of_papers(corpus);
    unread(corpus);
}

fn office(corpus: &mut Corpus) {
    let whole = docx(&word("cut docx"));
    corpus.file("documents/cut.docx", &whole[..whole.len() / 2]).skipped(BROKEN);
    let mut members = docx_members(&word("docx bomb"));
    members[2] = Member {
        name: b"word/document.xml".to_vec(),
        ..Member::repeated("x", b"<w:p><w:r><w:t>late again</w:t></w:r></w:p>", 512)
    };
    corpus.file("documents/bomb.docx", bytes::zip(&members)).skipped(BROKEN).or(Outcome::Warned).docs = 0..=1;
    let deep = ["<w:p><w:r><w:t>late</w:t></w:r></w:p>", &"<w:tbl><w:tr><w:tc>".repeat(20_000)].concat();
    corpus
        .file("documents/deep.docx", bytes::zip(&docx_members_of(&deep)))
        .skipped(&["deep", "nest", "xml", "closed", "ends", "truncat", "no text"])
        .or(Outcome::Warned)
        .or(Outcome::Indexed)
        .docs = 0..=1;
    let none = bytes::zip(&docx_members(&word("no document"))[..2]);
    corpus.file("documents/no-document.docx", none).skipped(BROKEN);
    let secret = word("outside docx");
    let file = corpus.outside("docx.txt", &text(&secret));
    let mut members = docx_members(&word("docx entity"));
    let xml = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE d [<!ENTITY x SYSTEM \"file://{}\">]><w:document \
        xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>late &x; again</w:t></w:r></w:p>\
        </w:body></w:document>",
        file.display()
    );
    members[2] = Member::deflated("word/document.xml", xml);
    corpus
        .file("documents/entity.docx", bytes::zip(&members))
        .skipped(BROKEN)
        .or(Outcome::Warned)
        .or(Outcome::Indexed)
        .loses(&[secret])
        .docs = 0..=1;
    // An encrypted document is an old compound file, not a zip archive.
    corpus
        .file("documents/encrypted.docx", [&b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], &[0; 1024]].concat())
        .skipped(&["no reader", "encrypt", "old word", "binary"]);
}

fn books(corpus: &mut Corpus) {
    let own = word("book chapter");
    let bomb =
        Member { name: b"OEBPS/two.xhtml".to_vec(), ..Member::repeated("x", b"<p>late again</p>", 512) };
    let mut members = epub_members(&[("one", xhtml(&own)), ("two", xhtml("never"))]);
    members[4] = bomb;
    corpus.file("documents/bomb.epub", bytes::zip(&members)).warned(0..=2, BROKEN).or(Outcome::Skipped);
    let own = word("book beside");
    let mut members = epub_members(&[("one", xhtml(&own)), ("two", xhtml("never"))]);
    members[4].crc ^= 1;
    corpus.file("documents/checksum.epub", bytes::zip(&members)).warned(1..=2, BROKEN).finds(&[own]);
    let whole = bytes::zip(&epub_members(&[("one", xhtml(&word("cut book")))]));
    corpus.file("documents/cut.epub", &whole[..whole.len() / 2]).skipped(BROKEN);
    let mut members = epub_members(&[("one", xhtml("never"))]);
    members[1] = Member::deflated(
        "META-INF/container.xml",
        "<container><rootfiles><rootfile full-path=\"../../etc/passwd\"/></rootfiles></container>",
    );
    corpus
        .file("documents/elsewhere.epub", bytes::zip(&members))
        .skipped(BROKEN)
        .or(Outcome::Warned)
        .or(Outcome::Indexed)
        .docs = 0..=1;
    let own = word("chapter twice");
    let mut members = epub_members(&[("one", xhtml(&own))]);
    let package = "<package xmlns=\"http://www.idpf.org/2007/opf\"><metadata/><manifest><item id=\"one\" href=\"one.xhtml\" \
        media-type=\"application/xhtml+xml\"/></manifest><spine>".to_owned() + &"<itemref idref=\"one\"/>".repeat(5_000) + "</spine></package>";
    members[2] = Member::deflated("OEBPS/content.opf", package);
    corpus
        .file("documents/repeated-spine.epub", bytes::zip(&members))
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own]);
}

fn mail_lies(corpus: &mut Corpus) {
    let mut case = |name: &str, rest: &dyn Fn(&str) -> String, none_is_fine: bool| {
        let path = format!("documents/mail-{name}.eml");
        let own = word(&path);
        let entry = corpus.file(&path, mail_head(&own) + &rest(&own));
        entry.indexed(1).or(Outcome::Warned).finds(&[own]);
        if none_is_fine {
            entry.or(Outcome::Skipped).docs = 0..=1;
        }
    };
    let encoded = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    case("bad-base64", &|_| format!("{encoded}!!! this is no base64 at all ???\r\n"), true);
    case("cut-base64", &|_| format!("{encoded}VGhlIGZlcnJ5IHdhcyBsYXRlIGFnYWlu\r\nVGhlIGZlcnJ5IHd"), false);
    case(
        "bad-quoted",
        &|w| {
            format!(
                "Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThe =ZZ =\r\n= =3 {w} ferry =E4=\r\n"
            )
        },
        false,
    );
    case(
        "no-boundary",
        &|w| format!("Content-Type: multipart/mixed\r\n\r\n--x\r\n\r\n{}\r\n", text(w)),
        false,
    );
    case(
        "open-boundary",
        &|w| {
            format!(
                "Content-Type: multipart/alternative; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n{}\r\n",
                text(w)
            )
        },
        false,
    );
    case(
        "many-parts",
        &|w| {
            let part = "--x\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nlate again\r\n";
            format!(
                "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\n{}\r\n{}--x--\r\n",
                text(w),
                part.repeat(20_000)
            )
        },
        false,
    );
    case(
        "headers",
        &|w| {
            format!(
                "{}\r\n{}\r\n",
                (0..20_000).map(|at| format!("X-Pad-{at}: late\r\n")).collect::<String>(),
                text(w)
            )
        },
        false,
    );
    case(
        "bad-subject",
        &|w| format!("Subject: =?x-none?Q?=ZZ?= =?utf-8?B?!!?=\r\n\r\n{}\r\n", text(w)),
        false,
    );
    let own = word("no blank line");
    corpus
        .file("documents/mail-no-body.eml", mail_head(&own))
        .indexed(1)
        .or(Outcome::Warned)
        .or(Outcome::Skipped)
        .docs = 0..=1;
    let own = ["box 1", "box 2"].map(word);
    let both = format!(
        "From a@b Sat May  4 10:00:00 2019\r\n{}\r\nFrom here it went on.\r\n\r\nFrom a@b Sat May  4 10:00:00 2019\r\n{}",
        mail(&own[0]),
        mail(&own[1])
    );
    corpus
        .file("documents/from-in-text.mbox", &both[..both.len() - 60])
        .indexed(2)
        .or(Outcome::Warned)
        .finds(&own)
        .docs = 2..=3;
}

/// The count of an export is checked against its own numbering.
fn exports(corpus: &mut Corpus) {
    let own = ["export 1", "export 2", "export 4"].map(word);
    let missing = [nexis(1, 4, &own[0]), nexis(2, 4, &own[1]), nexis(4, 4, &own[2])].concat();
    let count: &[&str] = &["count", "number", "documents", "of 4", "missing", "as many", "articles"];
    corpus
        .file("documents/nexis-missing.txt", missing)
        .warned(3..=3, count)
        .or(Outcome::Skipped)
        .finds(&own)
        .docs = 0..=3;
    let own = ["export cut 1", "export cut 2"].map(word);
    let cut = [nexis(1, 50, &own[0]), nexis(2, 50, &own[1])].concat();
    corpus.file("documents/nexis-cut.txt", cut).warned(2..=2, count).or(Outcome::Skipped).finds(&own).docs =
        0..=2;
    let own = word("export of a lie");
    let lie = nexis(1, 1, &own).replace("1 of 1", "99999999999999999999 of 99999999999999999999");
    corpus
        .file("documents/nexis-overflow.txt", lie)
        .warned(0..=1, &["count", "number", "documents", "layout", "as many"])
        .or(Outcome::Skipped)
        .or(Outcome::Indexed);
}

fn pages_of_papers(corpus: &mut Corpus) {
    let own = word("alto lies");
    let line = format!("The {own} ferry");
    let lies = alto(&[&line])
        .replace("WC=\"0.9\"", "WC=\"nine\"")
        .replace("HEIGHT=\"99\"", "HEIGHT=\"-99999999999999999999\"");
    corpus.file("documents/alto-numbers.xml", lies).indexed(1).or(Outcome::Warned).finds(&[own]);
    let own = word("alto confidence");
    let line = format!("The {own} ferry");
    let lies = alto(&[&line]).replace("WC=\"0.9\"", "WC=\"1e300\"");
    corpus.file("documents/alto-confidence.xml", lies).indexed(1).or(Outcome::Warned).finds(&[own]);
    let own = word("alto hyphen");
    let line = format!("The {own} fer");
    let open = alto(&[&line])
        .replace("<SP/></TextLine>", "<HYP CONTENT=\"-\"/></TextLine>")
        .replace("CONTENT=\"fer\"", "CONTENT=\"fer\" SUBS_TYPE=\"HypPart1\"");
    corpus.file("documents/alto-hyphen.xml", open).indexed(1).or(Outcome::Warned).finds(&[own]);
    corpus
        .file("documents/alto-empty.xml", alto(&[]))
        .skipped(&["no text", "blank", "empty"])
        .or(Outcome::Ignored);
    let own = word("alto cut");
    let line = format!("The {own} ferry was late again");
    let whole = alto(&[&line, "and nobody came to see it"]);
    corpus
        .file("documents/alto-cut.xml", &whole[..whole.rfind("nobody").unwrap()])
        .warned(0..=1, BROKEN)
        .or(Outcome::Skipped)
        .finds(&[own]);
}

/// Formats that nothing reads: a reason for documents, a count for the rest.
fn unread(corpus: &mut Corpus) {
    let no_reader: &[&str] = &[
        "no reader",
        "not read",
        "unsupported",
        "convert",
        "unpack",
        "rtf",
        "pdf",
        "encrypt",
        "damaged",
        "binary",
    ];
    for (name, bytes) in [
        ("paper.pdf", &b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\nxref\n0 1\ntrailer <<>>\n%%EOF\n"[..]),
        ("cut.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0>\0\x03\0\xfe\xff"),
        ("table.parquet", b"PAR1\x15\x04\x15\x10\x15\x14L\x15\x02\x15\0\0\0\0PAR1"),
        ("box.7z", b"7z\xbc\xaf'\x1c\0\x04\x8d\x9b\xd5\x0f\0\0\0\0"),
    ] {
        corpus.file(format!("documents/{name}"), bytes).skipped(no_reader);
    }
    for (name, bytes) in [
        ("box.rar", &b"Rar!\x1a\x07\x01\0\x33\x92\xb5\xe5\x0a\x01\x05\x06\0\x05"[..]),
        ("list.sqlite", b"SQLite format 3\0\x10\0\x01\x01\0@  \0\0\0\x02\0\0\0\x02"),
        ("song.mp3", b"ID3\x03\0\0\0\0\0\x0fTIT2\0\0\0\x05\0\0\0late\xff\xfb\x90\0"),
        ("film.mp4", b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41\0\0\0\x08free"),
        ("font.woff2", b"wOF2\0\x01\0\0\0\0\x04\xd0\0\x11\0\0\0\0\n\0\0\0\x04"),
        ("core", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x04\0>\0\x01\0\0\0"),
        ("picture.gif", b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0!\xf9\x04"),
        ("thumbs.db", b"\0\0\x01\0\x02\0\x03\0\x04\0\x05\0\x06\0\x07\0\x08\0\x0b\0"),
    ] {
        corpus.file(format!("documents/{name}"), bytes).ignored().or(Outcome::Skipped);
    }
}
