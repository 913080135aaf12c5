//! XML, SGML and HTML that is broken off, ill-formed, or out to get at something.

use super::samples::*;
use super::{Corpus, Outcome};

const ILL: &[&str] = &[
    "xml",
    "well-formed",
    "malformed",
    "truncat",
    "closed",
    "entity",
    "entities",
    "ends",
    "damaged",
    "lost",
    "tag",
    "markup",
    "cut",
];

pub fn write(corpus: &mut Corpus) {
    entities(corpus);
    ill_formed(corpus);
    sgml(corpus);
    pages(corpus);
    schemes(corpus);
}

/// Entities that grow, and those that stand for a file.
fn entities(corpus: &mut Corpus) {
    let mut declarations = "<!ENTITY l0 \"lolwhatanunlikelyword \">".to_owned();
    for at in 1..=9 {
        let ten = format!("&l{};", at - 1).repeat(10);
        declarations += &format!("<!ENTITY l{at} \"{ten}\">");
    }
    let with = |declarations: &str, name: &str, word: &str| {
        nitf_of(&format!("<p>{} Then &{name}; came.</p>", text(word)), word)
            .replace("<nitf>", &format!("<!DOCTYPE nitf [{declarations}]>\n<nitf>"))
    };
    let own = word("laughs");
    corpus
        .file("markup/laughs.xml", with(&declarations, "l9", &own))
        .indexed(1)
        .or(Outcome::Warned)
        .or(Outcome::Skipped)
        .loses(&["lolwhatanunlikelyword"])
        .docs = 0..=1;
    let long = format!("<!ENTITY q \"{}\">", "quadraticunlikelyword ".repeat(4_000));
    let own = word("quadratic");
    let document = with(&long, &"q;&".repeat(4_000), &own);
    corpus
        .file("markup/quadratic.xml", document)
        .indexed(1)
        .or(Outcome::Warned)
        .or(Outcome::Skipped)
        .loses(&["quadraticunlikelyword"])
        .docs = 0..=1;
    let secret = word("outside entity");
    let file = corpus.outside("entity.txt", &text(&secret));
    let file = file.to_string_lossy().into_owned();
    for (name, declaration) in [
        ("absolute", format!("<!ENTITY x SYSTEM \"file://{file}\">")),
        ("relative", "<!ENTITY x SYSTEM \"../../outside/entity.txt\">".to_owned()),
        ("public", format!("<!ENTITY x PUBLIC \"-//X//Y\" \"{file}\">")),
        ("parameter", format!("<!ENTITY % f SYSTEM \"file://{file}\">%f;<!ENTITY x \"&#37;f;\">")),
        ("network", "<!ENTITY x SYSTEM \"http://127.0.0.1:9/entity.txt\">".to_owned()),
    ] {
        let path = format!("markup/entity-{name}.xml");
        let own = word(&path);
        corpus
            .file(&path, with(&declaration, "x", &own))
            .indexed(1)
            .or(Outcome::Warned)
            .or(Outcome::Skipped)
            .loses(&[&secret])
            .docs = 0..=1;
    }
    let own = word("include");
    let include = format!(
        "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file://{file}\" parse=\"text\"/>"
    );
    let document = nitf_of(&format!("<p>{}</p>{include}", text(&own)), &own);
    corpus
        .file("markup/include.xml", document)
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own])
        .loses(&[&secret]);
    let own = word("content by reference");
    let item = format!(
        "<newsItem xmlns=\"http://iptc.org/std/nar/2006-10-01/\" guid=\"urn:{own}\" standard=\"NewsML-G2\"><itemMeta>\
         <itemClass qcode=\"ninat:text\"/><versionCreated>2019-05-04T10:00:00Z</versionCreated></itemMeta>\
         <contentMeta><headline>Ferry {own}</headline></contentMeta><contentSet><remoteContent href=\"file://{file}\"/></contentSet></newsItem>"
    );
    corpus
        .file("markup/by-reference.xml", item)
        .indexed(1)
        .or(Outcome::Warned)
        .or(Outcome::Skipped)
        .or(Outcome::Ignored)
        .loses(&[&secret])
        .docs = 0..=1;
}

fn ill_formed(corpus: &mut Corpus) {
    let own = ["cut feed 1", "cut feed 2", "cut feed 3"].map(word);
    let feed = rss(&[&own[0], &own[1], &own[2]]);
    let at = feed.rfind("Fishermen").unwrap();
    corpus.file("markup/cut-rss.xml", &feed[..at]).warned(2..=3, ILL).finds(&own[..2]);
    let own = word("cut nitf");
    let document = nitf(&own);
    corpus
        .file("markup/cut-nitf.xml", &document[..document.find("Fishermen").unwrap()])
        .warned(0..=1, ILL)
        .or(Outcome::Skipped)
        .finds(&[own]);
    let own = ["ampersand 1", "ampersand 2"].map(word);
    let feed = rss(&[&own[0], &own[1]]).replace("Ferry", "Fish & Ferry &copy; R&D &nbsp; a < b");
    corpus.file("markup/ampersands.xml", feed).indexed(2).or(Outcome::Warned).finds(&own);
    let own = ["crossed 1", "crossed 2"].map(word);
    let crossed = rss_item(&own[0]).replace("<description>", "<b><i></b></i><description>");
    let feed = rss(&[]).replace("</channel>", &format!("{crossed}{}</channel>", rss_item(&own[1])));
    corpus.file("markup/crossed-tags.xml", feed).warned(1..=2, ILL).or(Outcome::Indexed).finds(&own[1..]);
    let own = word("two roots");
    corpus
        .file("markup/two-roots.xml", nitf(&own) + &nitf(&format!("{own} again")))
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own])
        .docs = 1..=2;
    let own = word("open cdata");
    let feed = rss(&[&own]).replace("<description>", "<description><![CDATA[");
    corpus.file("markup/open-cdata.xml", feed).warned(0..=1, ILL).or(Outcome::Skipped).or(Outcome::Indexed);
    let own = word("controls in xml");
    let feed = rss(&[&own]).replace("Ferry", "Fer&#0;&#x1b;&#xFFFF;&#x110000;\u{8}ry &#xD800;");
    corpus.file("markup/character-references.xml", feed).indexed(1).or(Outcome::Warned).finds(&[own]);
    let own = word("blank before xml");
    corpus
        .file("markup/blank-before.xml", format!("\n\n  {}", nitf(&own)))
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own]);
    let own = word("no declaration");
    let document = nitf(&own);
    corpus.file("markup/no-declaration.xml", document.split_once('\n').unwrap().1).indexed(1).finds(&[own]);
    let own = word("unclosed attribute");
    let document = nitf(&own).replace("<body.content>", "<body.content class=\"open>");
    corpus
        .file("markup/open-attribute.xml", document)
        .warned(0..=1, ILL)
        .or(Outcome::Skipped)
        .or(Outcome::Indexed);
    corpus.file("markup/declaration-only.xml", "<?xml version=\"1.0\"?>\n").skipped(&[
        "no text",
        "no reader",
        "markup",
        "ends",
        "layout",
    ]);
    let foreign = "<?xml version=\"1.0\"?><invoice><total currency=\"EUR\">12</total></invoice>";
    corpus
        .file("markup/foreign.xml", foreign)
        .skipped(&["no reader", "layout", "markup"])
        .or(Outcome::Ignored);
    corpus
        .file("markup/no-items.xml", rss(&[]))
        .skipped(&["no text", "empty", "no item", "no article"])
        .or(Outcome::Ignored);
}

fn sgml(corpus: &mut Corpus) {
    let own = ["reuters 1", "reuters 2", "reuters 3"].map(word);
    let broken = reuters(2, &own[1], true);
    let records = format!(
        "<!DOCTYPE lewis SYSTEM \"lewis.dtd\">\n{}{broken}\n{}",
        reuters(1, &own[0], false),
        reuters(3, &own[2], false)
    );
    corpus.file("markup/unclosed.sgm", records).warned(3..=3, &["closed"]).finds(&own);
    let own = word("reuters controls");
    let record = reuters(1, &own, false).replace("FERRY", "FER&#27;&#3;&#31;RY &lt;HB.L> R&D");
    corpus.file("markup/controls.sgm", record).indexed(1).or(Outcome::Warned).finds(&[own]);
    let own = ["trec 1", "trec 2", "trec 3"].map(word);
    let open = trec(&own[1]).replace("</TEXT>\n</DOC>\n", "");
    let records = [trec(&own[0]), open, trec(&own[2])].concat();
    corpus
        .file("markup/unclosed-trec.sgml", records)
        .warned(2..=3, &["closed", "truncat", "ends", "damaged"])
        .or(Outcome::Indexed)
        .finds(&[&own[0], &own[2]]);
    let own = word("reuters lewis cut");
    let records = reuters(1, &own, false) + "<REUTERS TOPICS=\"YES\" NEWID=\"2\">\n<DATE>";
    corpus
        .file("markup/cut.sgm", records)
        .warned(1..=2, &["closed", "no text", "truncat", "ends"])
        .finds(&[own]);
}

fn pages(corpus: &mut Corpus) {
    let hidden = word("script text");
    let script = format!(
        "<!DOCTYPE html><html><head><script>var a = '{hidden}';</script><style>.{hidden} {{}}</style></head><body>\
         <script>document.write('{hidden}')</script><noscript></noscript><!-- {hidden} --></body></html>"
    );
    corpus.file("markup/script-only.html", script).skipped(&["no text"]).loses(&[&hidden]);
    let own = word("beside scripts");
    let article = format!(
        "<p>{0}</p><script>alert('{hidden}')</script><p onclick=\"{hidden}\" title=\"{hidden}\">And more.</p>\
         <!-- {hidden} --><style>{hidden}</style><template><p>{hidden}</p></template>",
        text(&own)
    );
    corpus.file("markup/scripts.html", page("", &article, &own)).indexed(1).finds(&[own]).loses(&[&hidden]);
    let own = word("cut page");
    let whole = page("", &format!("<p>{}</p>", text(&own)), &own);
    corpus
        .file("markup/cut.html", &whole[..whole.rfind("line will").unwrap()])
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own]);
    let own = word("no tags closed");
    corpus
        .file(
            "markup/nothing-closed.html",
            format!("<html><title>Ferry {own}<body><h1>Ferry {own}<p>{}<p><b>And more", text(&own)),
        )
        .indexed(1)
        .or(Outcome::Warned)
        .or(Outcome::Skipped)
        .docs = 0..=1;
    let own = word("open comment");
    let article = format!("<p>{}</p><!-- never closed <p>And more.</p>", text(&own));
    corpus
        .file("markup/open-comment.html", page("", &article, &own))
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own]);
    let own = word("open title");
    let body = page("", &format!("<p>{}</p>", text(&own)), &own).replacen("</title>", "", 1);
    corpus.file("markup/open-title.html", body).indexed(1).or(Outcome::Warned).or(Outcome::Skipped).docs =
        0..=1;
    let own = word("bad json-ld");
    let head =
        "<script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"headline\": \"Ferry</script>";
    corpus
        .file("markup/bad-json-ld.html", page(head, &format!("<p>{}</p>", text(&own)), &own))
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own]);
    let own = word("ld types");
    let head = "<script type=\"application/ld+json\">[{\"@type\": [\"NewsArticle\", 7], \"headline\": {\"a\": []}, \"datePublished\": [1e400, null], \
         \"author\": [[[{\"name\": [{}]}]]], \"@graph\": \"x\"}]</script>";
    corpus
        .file("markup/json-ld-types.html", page(head, &format!("<p>{}</p>", text(&own)), &own))
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own]);
    let own = word("frames");
    let body = format!(
        "<html><frameset><frame src=\"file:///etc/hostname\"><noframes><p>{}</p></noframes></frameset></html>",
        text(&own)
    );
    corpus.file("markup/frames.html", body).indexed(1).or(Outcome::Warned).or(Outcome::Skipped).docs = 0..=1;
    corpus
        .file("markup/tags-only.html", "<div><span></span><br><hr><img src=a.png></div>")
        .skipped(&["no text"]);
    let own = word("page as text");
    corpus.file("markup/page-named.txt", html(&own)).indexed(1).or(Outcome::Warned).finds(&[own]);
    let own = word("text as page");
    corpus.file("markup/text-named.html", text(&own)).indexed(1).or(Outcome::Warned).finds(&[own]);
}

/// What a hostile page would like a reader of it to do.
fn schemes(corpus: &mut Corpus) {
    let own = word("hostile links");
    let head = "<link rel=\"canonical\" href=\"javascript:alert(1)\"><meta http-equiv=\"refresh\" content=\"0;url=file:///etc/hostname\">\
         <base href=\"file:///\"><meta property=\"og:url\" content=\"data:text/html,<script>alert(1)</script>\">";
    corpus
        .file("markup/schemes.html", page(head, &format!("<p>{}</p>", text(&own)), &own))
        .indexed(1)
        .or(Outcome::Warned)
        .finds(&[own]);
    let own = word("script in title");
    let record = serde_json::json!({"title": format!("<script>alert('{own}')</script><img src=x onerror=alert(1)>"), "body": text(&own), "url": "javascript:alert(1)"});
    corpus.file("markup/title.json", record.to_string()).indexed(1).or(Outcome::Warned).finds(&[own]);
}
