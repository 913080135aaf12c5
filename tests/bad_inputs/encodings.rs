//! Texts in old encodings, under wrong labels, and with bytes that mean nothing.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, ISO_8859_2, KOI8_R, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252,
};

use super::samples::*;
use super::{Corpus, Outcome};

const LOST: &[&str] = &["decode", "encoding", "character", "utf", "charset", "read as"];

pub fn write(corpus: &mut Corpus) {
    legacy(corpus);
    wide(corpus);
    labels(corpus);
    broken(corpus);
    line_ends(corpus);
}

/// Enough text for a detector, with a word that is only found when the encoding was told.
fn legacy(corpus: &mut Corpus) {
    let cases: [(&str, &'static Encoding, &str, &str); 7] = [
        (
            "windows-1252",
            WINDOWS_1252,
            "müßigkänz",
            "Der Bürgermeister sagte am Abend, die Fähre sei für alle geöffnet, und müßigkänz bleibe über Nacht.",
        ),
        (
            "windows-1251",
            WINDOWS_1251,
            "жбурованик",
            "Городской совет обсудил новую переправу и жбурованик, но решения пока нет.",
        ),
        (
            "koi8-r",
            KOI8_R,
            "гвумазолик",
            "Городской совет обсудил новую переправу и гвумазолик, но решения пока нет.",
        ),
        (
            "latin-2",
            ISO_8859_2,
            "źródłobęgk",
            "Rada miasta dyskutowała o nowym promie, ale źródłobęgk nie dało żadnej odpowiedzi; ciąg dalszy będzie później.",
        ),
        (
            "shift-jis",
            SHIFT_JIS,
            "ferryword",
            "市議会は新しいフェリーの計画について話し合った。港の漁師たちは反対している。",
        ),
        (
            "gb18030",
            GB18030,
            "ferryword",
            "市议会讨论了新的渡轮计划。港口的渔民表示反对。委员会主席答应尽快答复。",
        ),
        (
            "euc-kr",
            EUC_KR,
            "ferryword",
            "시의회는 새로운 여객선 계획을 논의했다. 항구의 어부들은 반대하고 있다.",
        ),
    ];
    for (name, encoding, native, sentence) in cases {
        let path = format!("encodings/{name}.txt");
        let own = word(&path);
        let (bytes, _, _) = encoding.encode(sentence);
        let paragraph = [bytes.as_ref(), b" "].concat().repeat(4);
        let body = [format!("{own}\n\n").as_bytes(), &paragraph, b"\n"].concat();
        let entry = corpus.file(&path, body);
        entry.indexed(1).or(Outcome::Warned).finds(&[&own]);
        if native != "ferryword" {
            entry.finds(&[native]);
        }
    }
    let own = word("big5");
    let page = page(
        "<meta charset=\"big5\">",
        &format!("<p>港口委員會討論了新的渡輪計劃。漁民表示反對。{own}</p>"),
        &own,
    );
    corpus.file("encodings/big5.html", BIG5.encode(&page).0).indexed(1).or(Outcome::Warned).finds(&[own]);
}

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
}

fn wide(corpus: &mut Corpus) {
    for (name, big, mark) in
        [("le-mark", false, true), ("be-mark", true, true), ("le", false, false), ("be", true, false)]
    {
        let own = word(&format!("utf-16 {name}"));
        let mark = if mark { "\u{feff}" } else { "" };
        let body = format!("{mark}Ferry {own}\n\nThe müßig ferry was late. {}\n", text(&own));
        corpus.file(format!("encodings/utf16-{name}.txt"), utf16(&body, big)).indexed(1).finds(&[own]);
    }
    let own = word("utf-16 page");
    let page = format!("\u{feff}{}", html(&own));
    corpus.file("encodings/utf16-be.html", utf16(&page, true)).indexed(1).or(Outcome::Warned).finds(&[own]);
    let own = word("utf-16 lines");
    let lines = format!("\u{feff}{}\n", json(&own));
    corpus.file("encodings/utf16.jsonl", utf16(&lines, false)).indexed(1).finds(&[own]);
    let own = word("odd utf-16");
    let mut odd = utf16(&format!("\u{feff}{}", text(&own)), false);
    odd.push(b'x');
    corpus.file("encodings/utf16-odd.txt", odd).indexed(1).or(Outcome::Warned).finds(&[own]);
    for (name, big) in [("utf32-le.txt", false), ("utf32-be.txt", true)] {
        let body = format!("\u{feff}{}", text("never"));
        let bytes: Vec<u8> = body
            .chars()
            .flat_map(|c| if big { u32::from(c).to_be_bytes() } else { u32::from(c).to_le_bytes() })
            .collect();
        corpus
            .file(format!("encodings/{name}"), bytes)
            .skipped(&["utf-32", "encoding"])
            .or(Outcome::Indexed)
            .docs = 0..=1;
    }
}

/// The label is unknown, or of another encoding than the text.
fn labels(corpus: &mut Corpus) {
    for (name, label) in [
        ("unknown", "x-harbour-9"),
        ("utf16-label", "utf-16"),
        ("utf7", "utf-7"),
        ("wrong", "shift_jis"),
        ("empty", ""),
    ] {
        let path = format!("encodings/label-{name}.html");
        let own = word(&path);
        let page =
            page(&format!("<meta charset=\"{label}\">"), &format!("<p>{} Café müßig</p>", text(&own)), &own);
        corpus.file(&path, page).indexed(1).or(Outcome::Warned).finds(&[own]);
    }
    let own = word("label latin1");
    let page = page(
        "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-1\">",
        &format!("<p>{} müßigkänza</p>", text(&own)),
        &own,
    );
    corpus
        .file("encodings/label-latin1.html", WINDOWS_1252.encode(&page).0)
        .indexed(1)
        .finds(&[own, "müßigkänza".to_owned()]);
    let own = word("xml label");
    let xml = nitf(&own).replace("encoding=\"UTF-8\"", "encoding=\"x-harbour\"");
    corpus.file("encodings/label-unknown.xml", xml).indexed(1).or(Outcome::Warned).finds(&[own]);
    let own = word("xml latin1");
    let xml = nitf_of(&format!("<p>{own} müßigkänzo was late again, said the harbour.</p>"), &own)
        .replace("UTF-8", "iso-8859-1");
    corpus
        .file("encodings/latin1.xml", WINDOWS_1252.encode(&xml).0)
        .indexed(1)
        .finds(&[own, "müßigkänzo".to_owned()]);
    let own = word("mail charset");
    let mail = mail(&own).replace("utf-8", "x-unknown-9");
    corpus.file("encodings/label-unknown.eml", mail).indexed(1).or(Outcome::Warned).finds(&[own]);
}

fn broken(corpus: &mut Corpus) {
    let own = word("invalid utf-8");
    let body = [
        format!(
            "{} Müller, naïve, café, Zürich, Øresund, Gdańsk, Århus, Köln, Málaga, Besançon, Łódź, Lübeck. ",
            text(&own)
        )
        .as_bytes(),
        b"Broken \xff \xc3( \xe2\x82 here.",
    ]
    .concat();
    corpus.file("encodings/invalid.txt", body).warned(1..=1, LOST).finds(&[own]);
    let own = word("surrogates");
    let body = [
        format!(
            "{} Müller, naïve, café, Zürich, Øresund, Gdańsk, Århus, Köln, Málaga, Besançon, Łódź, Lübeck. ",
            text(&own)
        )
        .as_bytes(),
        b"Half \xed\xa0\x80 here.",
    ]
    .concat();
    corpus.file("encodings/surrogate.txt", body).warned(1..=1, LOST).finds(&[own]);
    let own = word("few invalid bytes");
    let body = [text(&own).as_bytes(), b" Broken \xff\xfe and \xc0\x80 here."].concat();
    corpus.file("encodings/invalid-ascii.txt", body).warned(1..=1, LOST).or(Outcome::Indexed).finds(&[own]);
    let own = word("nul bytes");
    let body = text(&own).replace("ferry and", "ferry\0\0 and");
    corpus.file("encodings/nul.txt", body).indexed(1).or(Outcome::Warned).finds(&[own]);
    corpus
        .file("encodings/controls.txt", b"a\x01\x02\x03b\x04\x05\x06c\x07\x08\x0e".repeat(90))
        .skipped(&["binary"]);
    let own = word("mojibake");
    let body = format!("{} Der BÃ¼rgermeister sagte, die FÃ¤hre sei zu spÃ¤t.", text(&own));
    corpus.file("encodings/mojibake.txt", body).indexed(1).or(Outcome::Warned).finds(&[own]);
    let own = word("marks inside");
    let body = format!("\u{feff}{}\n\u{feff}{}\n", json(&own), json(&format!("{own} again")));
    corpus.file("encodings/marks.jsonl", body).indexed(2).or(Outcome::Warned).finds(&[own]).docs = 1..=2;
    let own = ["mixed 1", "mixed 2"].map(word);
    let second = WINDOWS_1252
        .encode("{\"title\": \"Bürgermeister in Köln\", \"body\": \"Größe und Maß der Fähre: ")
        .0
        .into_owned();
    let body = [json(&own[0]).as_bytes(), b"\n", &second, own[1].as_bytes(), b"\"}\n"].concat();
    corpus.file("encodings/mixed.jsonl", body).indexed(2).or(Outcome::Warned).finds(&own);
    for (name, bytes) in [
        ("picture.txt", &b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0"[..]),
        ("program.html", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x02\0>\0\x01\0\0\0\0\0\0\0"),
        ("noise.json", b"\0\x01\x02\x03\x80\x81\xff\xfe\x10\x11\x12\x13\x14\x15\0\0\0\x01"),
        ("photo.html", b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xdb\0C\0\x08\x06\x06\x07\x06\x05\x08"),
        ("noise.csv", b"\0\0\0\x01\x02\x03\0\0\x05\x06\0\0\x07\x08\0\0\x0b\x0e\x0f\0\0\x10\x11"),
        ("noise.xml", b"<?xml \0\x01\x02\x03\x04\x05\x06\x0e\x0f\x10\x11\x12\x13\x14"),
    ] {
        corpus.file(format!("encodings/{name}"), bytes.repeat(20)).skipped(&["binary", "not text", "no reader", "no text"]);
    }
}

fn line_ends(corpus: &mut Corpus) {
    for (name, end) in [
        ("cr", "\r"),
        ("crlf", "\r\n"),
        ("u2028", "\u{2028}"),
        ("form-feed", "\u{c}"),
        ("nel", "\u{85}"),
        ("mixed", "\r\n\n\r"),
    ] {
        let path = format!("encodings/lines-{name}.txt");
        let own = word(&path);
        let body =
            format!("Ferry {own}{end}{end}{}{end}", text(&own).replace("\n\n", &format!("{end}{end}")));
        corpus.file(&path, body).indexed(1).or(Outcome::Warned).finds(&[own]);
    }
    let own = word("cr jsonl");
    let body = format!("{}\r\n\r\n{}\r\n", json(&own), json(&format!("{own} again")));
    corpus.file("encodings/crlf.jsonl", body).indexed(2).finds(&[own]);
}
