//! Short sound articles in every format, made around a word of their own.

use super::bytes;

/// A word that is in no language and that only this name gives.
///
/// It ends in consonants that no stemmer takes off.
pub fn word(name: &str) -> String {
    let mut state = name
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let mut letter = |letters: &[u8]| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(letters[(state >> 33) as usize % letters.len()])
    };
    let mut word = String::new();
    for _ in 0..4 {
        word.push(letter(b"bdfgklmnprtvz"));
        word.push(letter(b"aeiou"));
    }
    word + "pf"
}

/// Two paragraphs around a word, in English, without a date.
pub fn text(word: &str) -> String {
    format!(
        "The harbour board met in the old customs house to hear about the {word} ferry and its new landing \
         stage. Two members spoke against the timetable, and the chair promised an answer before long.\n\n\
         Fishermen said that the boats would cross their nets, which the company denied. A second hearing was \
         called, and the {word} line will carry nobody until then."
    )
}

/// The paragraphs of [`text`] as HTML.
fn paragraphs(word: &str) -> String {
    text(word).split("\n\n").map(|p| format!("<p>{p}</p>\n")).collect()
}

/// A record as JSON on one line, of 4 May 2019.
pub fn json(word: &str) -> String {
    serde_json::json!({"id": word, "title": format!("Ferry {word}"), "date": "2019-05-04", "body": text(word)})
        .to_string()
}

/// A web page.
pub fn html(word: &str) -> String {
    page("<meta charset=\"utf-8\">", &paragraphs(word), word)
}

/// A web page with something else in its head and in its article.
pub fn page(head: &str, article: &str, word: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head>{head}<title>Ferry {word} delayed</title>\
         <meta property=\"article:published_time\" content=\"2019-05-04T10:00:00Z\"></head>\n\
         <body><nav><a href=\"/\">Home</a></nav><article><h1>Ferry {word} delayed</h1>\n{article}</article>\
         </body></html>\n"
    )
}

/// An article of NITF.
pub fn nitf(word: &str) -> String {
    nitf_of(&paragraphs(word), word)
}

/// An article of NITF with this content.
pub fn nitf_of(content: &str, word: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<nitf><head><title>Ferry {word}</title><docdata>\
         <date.issue norm=\"20190504T100000Z\"/></docdata></head><body><body.head><hedline><hl1>Ferry {word}\
         </hl1></hedline></body.head><body.content>{content}</body.content></body></nitf>\n"
    )
}

/// A feed of RSS with an item for each word.
pub fn rss(words: &[&str]) -> String {
    let items: String = words.iter().map(|w| rss_item(w)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>Harbour News</title>\
         <link>https://harbour.example/</link><description>News</description>\n{items}</channel></rss>\n"
    )
}

/// An item of a feed.
pub fn rss_item(word: &str) -> String {
    format!(
        "<item><title>Ferry {word}</title><link>https://harbour.example/{word}</link><guid>{word}</guid>\
         <pubDate>Sat, 04 May 2019 10:00:00 GMT</pubDate><description>{}</description></item>\n",
        text(word)
    )
}

/// A record of Reuters SGML; `open` leaves its end out.
pub fn reuters(number: u32, word: &str, open: bool) -> String {
    let end = if open { "" } else { "</BODY></TEXT>\n</REUTERS>\n" };
    format!(
        "<REUTERS TOPICS=\"YES\" NEWID=\"{number}\">\n<DATE>26-FEB-1987 15:01:01.79</DATE>\n<TEXT>&#2;\n\
         <TITLE>FERRY {word}</TITLE>\n<DATELINE>    OSLO, Feb 26 - </DATELINE><BODY>{}\n&#3;{end}",
        text(word)
    )
}

/// A record of TREC SGML.
pub fn trec(word: &str) -> String {
    format!(
        "<DOC>\n<DOCNO> HN-{word} </DOCNO>\n<DATE>May 4, 2019</DATE>\n<HEADLINE>Ferry {word}</HEADLINE>\n\
         <TEXT>\n{}\n</TEXT>\n</DOC>\n",
        text(word)
    )
}

/// A message.
pub fn mail(word: &str) -> String {
    format!("{}Content-Type: text/plain; charset=utf-8\r\n\r\n{}\r\n", mail_head(word), text(word))
}

/// The first lines of a message.
pub fn mail_head(word: &str) -> String {
    format!(
        "From: Harbour News <desk@harbour.example>\r\nTo: readers@harbour.example\r\nSubject: Ferry {word}\r\n\
         Date: Sat, 4 May 2019 10:00:00 +0000\r\nMessage-ID: <{word}@harbour.example>\r\nMIME-Version: 1.0\r\n"
    )
}

/// A page of ALTO with these lines, each a list of words.
pub fn alto(lines: &[&str]) -> String {
    let string = |w: &str| {
        format!("<String CONTENT=\"{w}\" HPOS=\"1\" VPOS=\"1\" WIDTH=\"9\" HEIGHT=\"9\" WC=\"0.9\"/><SP/>")
    };
    let line = |l: &&str| format!("<TextLine>{}</TextLine>\n", l.split(' ').map(string).collect::<String>());
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<alto xmlns=\"http://www.loc.gov/standards/alto/ns-v2#\">\
         <Layout><Page ID=\"P1\" HEIGHT=\"99\" WIDTH=\"99\"><PrintSpace><TextBlock ID=\"B1\">\n{}</TextBlock>\
         </PrintSpace></Page></Layout></alto>\n",
        lines.iter().map(line).collect::<String>()
    )
}

/// One document of a Nexis export.
pub fn nexis(number: usize, of: usize, word: &str) -> String {
    let indented = text(word).replace('\n', "\n   ");
    format!(
        "                           {number} of {of} DOCUMENTS\n\n\n                          The Harbour News\n\n\
         \x20                            May 4, 2019 Saturday\n\nFerry {word}\n\nBYLINE: Ana Lima\n\n\
         SECTION: NEWS; Pg. 4\n\nLENGTH: 62 words\n\n   {indented}\n\nLOAD-DATE: May 5, 2019\n\nLANGUAGE: ENGLISH\n\n\
         PUBLICATION-TYPE: Newspaper\n\n               Copyright 2019 The Harbour News\n                    All Rights Reserved\n\n\n"
    )
}

/// A Word document with this body.
pub fn docx(word: &str) -> Vec<u8> {
    bytes::zip(&docx_members(word))
}

/// The members of a Word document.
pub fn docx_members(word: &str) -> Vec<bytes::Member> {
    let paragraph = |p: &str| format!("<w:p><w:r><w:t>{p}</w:t></w:r></w:p>");
    let body: String = text(word).split("\n\n").map(paragraph).collect();
    docx_members_of(&format!("{}{body}", paragraph(&format!("Ferry {word}"))))
}

/// The members of a Word document with these paragraphs.
pub fn docx_members_of(paragraphs: &str) -> Vec<bytes::Member> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{paragraphs}</w:body></w:document>"
    );
    let types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    vec![
        bytes::Member::deflated("[Content_Types].xml", types),
        bytes::Member::deflated("_rels/.rels", relations),
        bytes::Member::deflated("word/document.xml", document),
    ]
}

/// The members of an EPUB with these chapters, each a name and its XHTML.
pub fn epub_members(chapters: &[(&str, String)]) -> Vec<bytes::Member> {
    let items: String = chapters
        .iter()
        .map(|(name, _)| {
            format!("<item id=\"{name}\" href=\"{name}.xhtml\" media-type=\"application/xhtml+xml\"/>")
        })
        .collect();
    let spine: String = chapters.iter().map(|(name, _)| format!("<itemref idref=\"{name}\"/>")).collect();
    let container = "<?xml version=\"1.0\"?><container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\
         <rootfiles><rootfile full-path=\"OEBPS/content.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
    let package = format!(
        "<?xml version=\"1.0\"?><package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"i\">\
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:identifier id=\"i\">harbour</dc:identifier>\
         <dc:title>Harbour News</dc:title><dc:language>en</dc:language><dc:date>2019-05-04</dc:date></metadata>\
         <manifest>{items}</manifest><spine>{spine}</spine></package>"
    );
    let mut members = vec![
        bytes::Member::stored("mimetype", "application/epub+zip"),
        bytes::Member::deflated("META-INF/container.xml", container),
        bytes::Member::deflated("OEBPS/content.opf", package),
    ];
    members.extend(
        chapters.iter().map(|(name, xhtml)| bytes::Member::deflated(&format!("OEBPS/{name}.xhtml"), xhtml)),
    );
    members
}

/// A chapter of an EPUB.
pub fn xhtml(word: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>Ferry {word}\
         </title></head><body><h1>Ferry {word}</h1>{}</body></html>",
        paragraphs(word)
    )
}
