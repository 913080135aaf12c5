//! Sound files in every format, which must not suffer from their neighbours.

use super::samples::*;
use super::{Corpus, bytes};

const DAY: Option<&str> = Some("2019-05-04");

pub fn write(corpus: &mut Corpus) {
    texts(corpus);
    pages_and_feeds(corpus);
    agencies(corpus);
    exports(corpus);
    containers(corpus);
    site_copy(corpus);
}

/// A file of one article made around the word of its path.
fn one(corpus: &mut Corpus, path: &str, make: impl FnOnce(&str) -> Vec<u8>) {
    let word = word(path);
    corpus.file(path, make(&word)).indexed(1).finds(&[word]).dated(&[DAY]);
}

fn texts(corpus: &mut Corpus) {
    one(corpus, "records/sound.json", |w| json(w).into());
    one(corpus, "records/sound.csv", |w| {
        format!("id,date,title,text\n1,2019-05-04,Ferry {w},\"{}\"\n", text(w)).into()
    });
    one(corpus, "records/sound.tsv", |w| {
        format!("id\tdate\ttitle\ttext\n1\t2019-05-04\tFerry {w}\tThe {w} ferry was late.\n").into()
    });
    one(corpus, "screens/sound.md", |w| {
        format!("---\ntitle: Ferry {w}\ndate: 2019-05-04\n---\n\n{}\n", text(w)).into()
    });
    one(corpus, "tree/sound.txt", |w| format!("Ferry {w}\n\n4 May 2019\n\n{}\n", text(w)).into());
    let words = ["sound.jsonl 1", "sound.jsonl 2"].map(word);
    let lines = format!("{}\n{}\n", json(&words[0]), json(&words[1]));
    corpus.file("sizes/sound.jsonl", lines).indexed(2).finds(&words).dated(&[DAY]);
}

fn pages_and_feeds(corpus: &mut Corpus) {
    one(corpus, "markup/sound.html", |w| html(w).into());
    one(corpus, "markup/sound-rss.xml", |w| rss(&[w]).into());
    one(corpus, "markup/sound-atom.xml", |w| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Harbour News</title>\
             <id>urn:x</id><updated>2019-05-04T10:00:00Z</updated><entry><title>Ferry {w}</title><id>urn:{w}</id>\
             <published>2019-05-04T10:00:00Z</published><updated>2019-05-04T10:00:00Z</updated>\
             <content type=\"text\">{}</content></entry></feed>\n",
            text(w)
        )
        .into()
    });
    one(corpus, "documents/sound-wordpress.xml", |w| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
             xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>\
             <title>Harbour News</title><link>https://harbour.example</link><wp:wxr_version>1.2</wp:wxr_version>\n\
             <item><title>Ferry {w}</title><link>https://harbour.example/{w}</link><dc:creator>ana</dc:creator>\
             <content:encoded><![CDATA[{}]]></content:encoded><wp:post_id>7</wp:post_id>\
             <wp:post_date>2019-05-04 10:00:00</wp:post_date><wp:post_type>post</wp:post_type><wp:status>publish</wp:status>\
             </item></channel></rss>\n",
            text(w)
        )
        .into()
    });
}

fn agencies(corpus: &mut Corpus) {
    one(corpus, "markup/sound-nitf.xml", |w| nitf(w).into());
    one(corpus, "markup/sound-newsml-g2.xml", |w| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" \
             guid=\"urn:newsml:harbour.example:{w}\" version=\"1\" standard=\"NewsML-G2\" standardversion=\"2.29\" xml:lang=\"en\">\
             <itemMeta><itemClass qcode=\"ninat:text\"/><provider qcode=\"x:harbour\"/><versionCreated>2019-05-04T10:00:00Z\
             </versionCreated><pubStatus qcode=\"stat:usable\"/></itemMeta><contentMeta><headline>Ferry {w}</headline>\
             </contentMeta><contentSet><inlineXML contenttype=\"application/nitf+xml\">{}</inlineXML></contentSet></newsItem>\n",
            nitf(w).split_once('\n').unwrap().1
        )
        .into()
    });
    one(corpus, "documents/sound-ninjs.json", |w| {
        serde_json::json!({"uri": format!("urn:{w}"), "type": "text", "versioncreated": "2019-05-04T10:00:00Z",
            "headline": format!("Ferry {w}"), "body_text": text(w), "language": "en"})
        .to_string()
        .into()
    });
    one(corpus, "documents/sound-trec.sgml", |w| trec(w).into());
    let words = ["sound.sgm 1", "sound.sgm 2"].map(word);
    let records = format!(
        "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n{}{}",
        reuters(1, &words[0], false),
        reuters(2, &words[1], false)
    );
    corpus.file("documents/sound.sgm", records).indexed(2).finds(&words).dated(&[Some("1987-02-26")]);
}

fn exports(corpus: &mut Corpus) {
    let words = ["nexis 1", "nexis 2"].map(word);
    let both = nexis(1, 2, &words[0]) + &nexis(2, 2, &words[1]);
    corpus.file("documents/sound-nexis.txt", both).indexed(2).finds(&words).dated(&[DAY]);
    one(corpus, "documents/sound.eml", |w| mail(w).into());
    let words = ["mbox 1", "mbox 2"].map(word);
    let from = "From desk@harbour.example Sat May  4 10:00:00 2019\r\n";
    let both: String = words.iter().map(|w| format!("{from}{}\r\n", mail(w))).collect();
    corpus.file("documents/sound.mbox", both).indexed(2).finds(&words).dated(&[DAY]);
    let word_of_page = word("alto");
    let line = format!("The {word_of_page} ferry was late again");
    corpus
        .file("documents/sound-alto.xml", alto(&[&line, "and nobody came"]))
        .indexed(1)
        .finds(&[word_of_page]);
    let in_word = word("docx");
    corpus.file("documents/sound.docx", docx(&in_word)).indexed(1).finds(&[in_word]);
    let in_book = word("epub");
    let book = bytes::zip(&epub_members(&[("one", xhtml(&in_book))]));
    corpus.file("documents/sound.epub", book).indexed(1).finds(&[in_book]);
}

fn containers(corpus: &mut Corpus) {
    one(corpus, "packings/sound.json.gz", |w| bytes::gz(json(w)));
    one(corpus, "packings/sound.json.bz2", |w| bytes::bz2(json(w)));
    one(corpus, "packings/sound.json.xz", |w| bytes::xz(json(w)));
    one(corpus, "packings/sound.json.zst", |w| bytes::zst(json(w)));
    one(corpus, "zips/sound.zip", |w| {
        bytes::zip(&[
            bytes::Member::deflated("a/story.json", json(w)),
            bytes::Member::stored("a/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0"),
        ])
    });
    one(corpus, "tars/sound.tar", |w| bytes::tar(&[bytes::tar_file("a/story.json", json(w))]));
    one(corpus, "tars/sound.tar.gz", |w| bytes::gz(bytes::tar(&[bytes::tar_file("a/story.json", json(w))])));
    let record = |w: &str| {
        let answer = bytes::http("Content-Type: text/html; charset=utf-8\r\n", html(w).as_bytes());
        bytes::warc(
            "response",
            "https://harbour.example/ferry",
            "application/http; msgtype=response",
            &answer,
            None,
        )
    };
    one(corpus, "warcs/sound.warc", |w| record(w));
    one(corpus, "warcs/sound.warc.gz", |w| bytes::gz(record(w)));
}

/// A saved site: one page is an article, the rest is what pages need.
fn site_copy(corpus: &mut Corpus) {
    let ferry = word("site");
    corpus.file("markup/site/news/ferry.html", html(&ferry)).indexed(1).finds(&[ferry]);
    let hidden = word("site script");
    corpus
        .file("markup/site/style.css", format!("/* {hidden} */ body {{ color: red }}"))
        .ignored()
        .loses(&[&hidden]);
    corpus.file("markup/site/app.js", format!("var a = '{hidden}';")).ignored();
    corpus
        .file("markup/site/logo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0")
        .ignored();
}
