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
fn a_text_in_pieces_is_joined() {
    let piece = |n: usize| {
        format!("<div class=chunk-text>{}</div><div class=ad-slot>Advertisement</div>", paragraph(n))
    };
    let html =
        format!("<h1>River rises</h1><main><section>{}{}{}</section></main>", piece(1), piece(2), piece(3));
    assert_eq!(article(&html).body.split("\n\n").count(), 3);
}

#[test]
fn readers_comments_and_other_articles_are_no_text() {
    let others: String = (1..4)
        .map(|n| format!("<li><a href=/{n}>Another story of some length, number {n}</a></li>"))
        .collect();
    let html = format!(
        "<article><h1>River rises</h1>{}<div><h3>More on this story</h3><p>{}</p></div><ul>{others}</ul></article>\
         <div id=disqus_thread>{}</div>",
        paragraphs(4),
        paragraph(8),
        paragraph(9)
    );
    let body = article(&html).body;
    assert!(body.contains("Paragraph 4") && !body.contains("Another story"), "{body}");
    assert!(!body.contains("Paragraph 8") && !body.contains("Paragraph 9"), "{body}");
}

#[test]
fn the_next_article_on_a_page_is_another() {
    let next = format!("<article><h1>Snow falls</h1>{}</article>", paragraph(9));
    let html = format!("<div><article><h1>River rises</h1>{}</article>{next}</div>", paragraphs(8));
    let body = article(&html).body;
    assert!(body.contains("Paragraph 8") && !body.contains("Paragraph 9"), "{body}");
}

#[test]
fn messages_that_the_text_shows_stay_and_what_is_hidden_goes() {
    let html = format!(
        "<div class=entry-content>{}<div class=embed-social><blockquote class=twitter-tweet><p>The water is in my kitchen.</p></blockquote></div>\
         <p style='display: none'>A trap for robots, which is long enough for prose.</p>{}</div>",
        paragraphs(2),
        paragraph(3)
    );
    let body = article(&html).body;
    assert!(body.contains("in my kitchen") && !body.contains("robots"), "{body}");
}

#[test]
fn a_text_that_only_search_engines_are_given_is_taken() {
    let told = paragraphs(8).replace("</p>", "\\n\\n").replace("<p>", "");
    let html = format!(
        "<script type='application/ld+json'>{{\"@type\": \"NewsArticle\", \"headline\": \"River rises\", \"articleBody\": \"{told}\", \
         \"isAccessibleForFree\": false}}</script><h1>River rises</h1><div class=article-body>{}</div><p>Subscribe now to keep reading.</p>",
        paragraph(1)
    );
    let draft = article(&html);
    assert!(draft.body.contains("Paragraph 8") && draft.form.is_none(), "{:?} {}", draft.form, draft.body);
}

#[test]
fn lists_of_articles_are_none() {
    let teaser = |n: usize| {
        format!(
            "<h2><a href=/{n}>A headline of some length, number {n}</a></h2><p>The river rose by {n} metres overnight.</p>"
        )
    };
    let html = format!("<title>The Post</title>{}", (1..12).map(teaser).collect::<String>());
    assert!(matches!(page(&html, None), Found::Other("an index page")));
    assert!(matches!(
        page("<title>404 - gone</title><p>Nothing is here.", None),
        Found::Other("an error page")
    ));
    assert!(matches!(page("<title>App</title><div id=root></div>", None), Found::Nothing));
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
