use super::*;

fn article(html: &str) -> Draft {
    match page(html, None) {
        Found::Article(draft) => *draft,
        Found::Other(what) => panic!("{what}"),
        Found::Nothing => panic!("nothing"),
    }
}

/// A paragraph of its own for each number.
fn paragraph(n: usize) -> String {
    format!(
        "<p>Paragraph {n} says that the river rose by {n} metres overnight, and that the bridge at mile {n} was closed.</p>"
    )
}

fn paragraphs(count: usize) -> String {
    (1..=count).map(paragraph).collect()
}

#[test]
fn the_text_is_told_from_what_stands_around_it() {
    let html = format!(
        "<nav><a href=/>Home</a></nav><div class=story-body><h1>River rises</h1>{}<figure><img><figcaption>The bridge</figcaption></figure>\
         <ul class=related-links><li><a href=/x>Another story about something</a></ul><p>Sign up for our newsletter here.</p>{}</div><footer>Imprint and contact of the publisher.</footer>",
        paragraphs(3),
        paragraph(4)
    );
    let draft = article(&html);
    assert_eq!(draft.body.split("\n\n").count(), 4, "{}", draft.body);
    assert_eq!(draft.captions, ["The bridge"]);
    assert!(draft.asides.iter().any(|a| a.starts_with("Sign up")));
}

#[test]
fn pages_are_told_by_their_beginning() {
    for page in [
        "<!DOCTYPE html>x",
        "<!-- a --><HTML lang=en>",
        "<?xml version='1.0'?><!doctype html PUBLIC \"x\">",
        "<p>a",
        "<urlset>",
    ] {
        assert!(sniff(page), "{page}");
    }
    for other in ["<nitf><head>", "<?xml version='1.0'?><article>", "<rss>", "<pre-x>", "a <p>", "<3"] {
        assert!(!sniff(other), "{other}");
    }
}

#[test]
fn encodings_are_found_where_pages_name_them() {
    assert_eq!(declared_charset(b"<meta charset=\"windows-1251\">").as_deref(), Some("windows-1251"));
    assert_eq!(
        declared_charset(b"<meta content='text/html; charset=Shift_JIS'>").as_deref(),
        Some("shift_jis")
    );
    assert_eq!(
        declared_charset(b"<?xml version='1.0' encoding='iso-8859-2'?>").as_deref(),
        Some("iso-8859-2")
    );
    assert_eq!(declared_charset(b"<p>charset"), None);
}

#[test]
fn a_saved_page_tells_its_address() {
    let html =
        format!("<!-- saved from url=(0025)https://post.example/a/b -->\n<html><body>{}", paragraphs(3));
    assert_eq!(article(&html).url.as_deref(), Some("https://post.example/a/b"));
}

#[test]
fn corrections_are_kept_apart() {
    let html = format!(
        "<article>{}<p>Correction: an earlier version gave a wrong height.</p></article>",
        paragraphs(3)
    );
    let draft = article(&html);
    assert_eq!(draft.revision.map(|r| r.kind), Some(RevisionKind::Correction));
    assert!(!draft.body.contains("Correction"));
}

#[test]
fn hostile_pages_end() {
    let deep = "<div>".repeat(100_000);
    let word = "x".repeat(200_000);
    let items = "<li><p>a</p>".repeat(20_000);
    let links = "<a href=x>y".repeat(50_000);
    let bold = "<b><i><p>".repeat(30_000);
    for html in [
        deep,
        word,
        items,
        links,
        bold,
        "<table><tr><td>".repeat(20_000),
        "<!--".repeat(50_000),
        "<script".repeat(50_000),
    ] {
        let started = std::time::Instant::now();
        let _ = page(&html, None);
        assert!(started.elapsed().as_secs() < 10, "{}", clean::prefix(&html, 20));
    }
}
