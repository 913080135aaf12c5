//! What the names that authors give to elements say of their content.
//!
//! Class names, ids, roles and microdata are cut into words (`relatedArticles-list` is
//! `related`, `articles`, `list`), and the words are looked up in a small vocabulary in the
//! languages of the web. A mark is a hint, no verdict: the words of the frame of a page
//! (`has-sidebar`) stand around its article as well.

use super::tree::{Id, Tag, Tree};

/// A set of hints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Marks(u32);

macro_rules! marks {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)*) => {
        $($(#[$doc])* pub(super) const $name: Marks = Marks(1 << $bit);)*
    };
}

marks! {
    /// Not shown.
    HIDDEN = 0;
    /// The article's text by its name in microdata.
    BODY_PROP = 1;
    /// The article's text by its class.
    BODY = 2;
    /// An article.
    ARTICLE = 3;
    /// The main part of the page.
    MAIN = 4;
    /// Readers' comments.
    COMMENTS = 5;
    /// Other articles.
    RELATED = 6;
    /// Navigation, headers and footers of the site.
    FRAME = 7;
    /// Buttons to share and follow.
    SHARE = 8;
    /// Invitations: newsletters, subscriptions, apps.
    PROMO = 9;
    /// Advertisements.
    ADVERT = 10;
    /// Who wrote it.
    AUTHOR = 11;
    /// Captions and credits of pictures.
    CAPTION = 12;
    /// Topics.
    TAGS = 13;
    /// Dates, counts of readers, times of reading.
    META = 14;
    /// A notice about cookies, a dialogue.
    NOTICE = 15;
    /// Repeats a sentence of the text.
    PULL_QUOTE = 16;
    /// The headline.
    TITLE = 17;
    /// A summary.
    LEAD = 18;
    /// A picture, film or table from elsewhere.
    EMBED = 19;
    /// A paywall.
    PAYWALL = 20;
    /// A gallery of pictures.
    GALLERY = 21;
    /// An entry of a live blog.
    LIVE = 22;
    /// Copyright and terms.
    LEGAL = 23;
    /// Facts beside the text.
    BOX = 24;
    /// A message of a social network that the text shows.
    POST = 25;
    /// The edge of a site or a window over it, however much text it holds.
    EDGE = 26;
}

impl Marks {
    pub(super) fn has(self, other: Marks) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) const fn without(self, other: Marks) -> Marks {
        Marks(self.0 & !other.0)
    }

    pub(super) const fn and(self, other: Marks) -> Marks {
        Marks(self.0 | other.0)
    }
}

/// Words that mean something wherever they stand.
#[rustfmt::skip]
const WORDS: &[(&str, Marks)] = &[
    ("comment", COMMENTS), ("comments", COMMENTS), ("disqus", COMMENTS), ("commentlist", COMMENTS), ("respond", COMMENTS), ("reply", COMMENTS),
    ("kommentare", COMMENTS), ("commentaires", COMMENTS), ("comentarios", COMMENTS), ("commenti", COMMENTS), ("livefyre", COMMENTS), ("viafoura", COMMENTS),
    ("coral", COMMENTS), ("spotim", COMMENTS), ("reacties", COMMENTS), ("komentar", COMMENTS), ("commenting", COMMENTS), ("trackback", COMMENTS), ("trackbacks", COMMENTS),
    ("related", RELATED), ("recirc", RELATED), ("recirculation", RELATED), ("recommended", RELATED), ("recommendations", RELATED), ("recommendation", RELATED), ("recommend", RELATED),
    ("trending", RELATED), ("popular", RELATED), ("mostread", RELATED), ("morefrom", RELATED), ("readnext", RELATED), ("upnext", RELATED), ("taboola", RELATED), ("outbrain", RELATED),
    ("zergnet", RELATED), ("revcontent", RELATED), ("mgid", RELATED), ("relacionadas", RELATED), ("relacionados", RELATED), ("relacionada", RELATED), ("correlati", RELATED),
    ("correlate", RELATED), ("verwandt", RELATED), ("weiterlesen", RELATED), ("readmore", RELATED), ("seealso", RELATED), ("similar", RELATED), ("suggestions", RELATED), ("teaser", RELATED),
    ("teasers", RELATED), ("carousel", RELATED), ("latest", RELATED), ("jp", NONE), ("crosslink", RELATED), ("linkbox", RELATED), ("relatednews", RELATED), ("relatedposts", RELATED),
    ("yarpp", RELATED), ("crp", RELATED), ("terkait", RELATED), ("powiazane", RELATED), ("ilgili", RELATED), ("backlinks", RELATED), ("mashsb", SHARE),
    ("sidebar", FRAME), ("nav", FRAME_EDGE), ("navbar", FRAME_EDGE), ("navigation", FRAME_EDGE), ("menu", FRAME_EDGE), ("footer", FRAME_EDGE), ("masthead", FRAME_EDGE), ("breadcrumb", FRAME_EDGE), ("breadcrumbs", FRAME_EDGE),
    ("pagination", FRAME), ("pager", FRAME), ("paging", FRAME), ("toolbar", FRAME), ("topbar", FRAME_EDGE), ("skip", FRAME), ("rail", FRAME), ("colophon", FRAME_EDGE), ("sitemap", FRAME_EDGE), ("prevnext", FRAME),
    ("postnav", FRAME), ("widget", RELATED), ("widgets", RELATED), ("offcanvas", FRAME), ("toc", FRAME),
    ("share", SHARE), ("sharing", SHARE), ("social", SHARE), ("sharebar", SHARE), ("sharedaddy", SHARE), ("addthis", SHARE), ("addtoany", SHARE), ("sharethis", SHARE), ("shareaholic", SHARE),
    ("socials", SHARE), ("follow", SHARE), ("like", SHARE), ("likes", SHARE), ("sociable", SHARE), ("compartir", SHARE), ("partager", SHARE), ("teilen", SHARE), ("condividi", SHARE), ("bookmark", SHARE),
    ("newsletter", PROMO), ("newsletters", PROMO), ("subscribe", PROMO), ("subscription", PROMO), ("signup", PROMO), ("promo", PROMO), ("promos", PROMO), ("promotion", PROMO), ("callout", PROMO),
    ("cta", PROMO), ("optin", PROMO), ("mailchimp", PROMO), ("donate", PROMO), ("donation", PROMO), ("membership", PROMO), ("register", PROMO), ("login", PROMO), ("signin", PROMO), ("marketing", PROMO), ("inscription", PROMO),
    ("ad", ADVERT), ("ads", ADVERT), ("advert", ADVERT), ("adverts", ADVERT), ("advertisement", ADVERT), ("advertising", ADVERT), ("adsense", ADVERT), ("dfp", ADVERT), ("gpt", ADVERT), ("sponsor", ADVERT),
    ("sponsored", ADVERT), ("banner", ADVERT), ("adslot", ADVERT), ("adunit", ADVERT), ("anzeige", ADVERT), ("werbung", ADVERT), ("publicidad", ADVERT), ("pub", ADVERT), ("affiliate", ADVERT), ("affiliates", ADVERT), ("commercial", ADVERT),
    ("author", AUTHOR), ("authors", AUTHOR), ("byline", AUTHOR), ("bylines", AUTHOR), ("bio", AUTHOR), ("autor", AUTHOR), ("auteur", AUTHOR), ("autore", AUTHOR), ("contributor", AUTHOR), ("contributors", AUTHOR), ("writer", AUTHOR), ("reporter", AUTHOR), ("authorbio", AUTHOR), ("aboutauthor", AUTHOR), ("vcard", AUTHOR), ("penulis", AUTHOR), ("yazar", AUTHOR),
    ("caption", CAPTION), ("captions", CAPTION), ("credit", CAPTION), ("credits", CAPTION), ("photographer", CAPTION), ("figcaption", CAPTION), ("legende", CAPTION), ("bildunterschrift", CAPTION), ("didascalia", CAPTION), ("imagecaption", CAPTION), ("cutline", CAPTION), ("attribution", CAPTION),
    ("tag", TAGS), ("tags", TAGS), ("topics", TAGS), ("keywords", TAGS), ("taglist", TAGS), ("posttags", TAGS), ("categories", TAGS), ("schlagworte", TAGS), ("etiquetas", TAGS), ("filed", TAGS), ("catlinks", TAGS),
    ("timestamp", META), ("dateline", NONE), ("pubdate", META), ("datetime", META), ("published", META), ("date", META), ("views", META), ("meta", META), ("postmeta", META), ("entrymeta", META), ("readtime", META), ("rating", META), ("ratings", META), ("kicker", META), ("eyebrow", META), ("printfriendly", META),
    ("cookie", NOTICE_EDGE), ("cookies", NOTICE_EDGE), ("consent", NOTICE_EDGE), ("gdpr", NOTICE_EDGE), ("modal", NOTICE_EDGE), ("popup", NOTICE_EDGE), ("overlay", NOTICE), ("lightbox", NOTICE), ("toast", NOTICE), ("tooltip", NOTICE), ("adblock", NOTICE_EDGE),
    ("pullquote", PULL_QUOTE), ("pulledquote", PULL_QUOTE), ("blockquotepull", PULL_QUOTE),
    ("headline", TITLE), ("titulo", TITLE), ("titre", TITLE),
    ("standfirst", LEAD), ("abstract", LEAD), ("dek", LEAD), ("subtitle", LEAD), ("subheadline", LEAD), ("subhead", LEAD), ("chapo", LEAD), ("deck", LEAD), ("sapo", LEAD), ("lede", LEAD), ("subhed", LEAD), ("vorspann", LEAD), ("bajada", LEAD), ("entradilla", LEAD),
    ("embed", EMBED), ("player", EMBED), ("video", EMBED), ("videoplayer", EMBED), ("jwplayer", EMBED), ("audio", EMBED), ("infographic", EMBED),
    ("paywall", PAYWALL), ("piano", PAYWALL), ("regwall", PAYWALL), ("subscriberonly", PAYWALL), ("premium", NONE), ("locked", PAYWALL), ("metered", PAYWALL),
    ("gallery", GALLERY), ("slideshow", GALLERY), ("slides", GALLERY), ("galerie", GALLERY), ("galeria", GALLERY), ("bildergalerie", GALLERY), ("photogallery", GALLERY), ("diaporama", GALLERY),
    ("liveblog", LIVE),
    ("copyright", LEGAL), ("disclaimer", LEGAL), ("disclosure", LEGAL), ("legal", LEGAL), ("license", LEGAL), ("reprint", LEGAL), ("reprints", LEGAL), ("syndication", LEGAL), ("corrections", NONE),
    ("infobox", BOX), ("factbox", BOX), ("sidebox", BOX),
];

/// No hint.
const NONE: Marks = Marks(0);
const FRAME_EDGE: Marks = FRAME.and(EDGE);
const NOTICE_EDGE: Marks = NOTICE.and(EDGE);

/// Two words beside each other that mean something together.
#[rustfmt::skip]
const PAIRS: &[(&str, &str, Marks)] = &[
    ("article", "body", BODY), ("article", "content", BODY), ("article", "text", BODY), ("story", "body", BODY), ("story", "content", BODY), ("story", "text", BODY), ("entry", "content", BODY),
    ("post", "content", BODY), ("post", "body", BODY), ("post", "text", BODY), ("body", "text", BODY), ("content", "body", BODY), ("body", "copy", BODY), ("article", "copy", BODY), ("news", "text", BODY), ("news", "body", BODY), ("news", "content", BODY),
    ("body", "content", BODY), ("main", "text", BODY), ("rich", "text", BODY), ("article", "main", BODY), ("articulo", "cuerpo", BODY), ("cuerpo", "nota", BODY), ("artikel", "text", BODY), ("article", "paragraphs", BODY), ("detail", "content", BODY), ("detail", "text", BODY), ("single", "content", BODY), ("text", "content", BODY), ("content", "text", BODY), ("page", "content", MAIN), ("main", "content", MAIN), ("content", "main", MAIN), ("mw", "parser", BODY),
    ("most", "read", RELATED), ("most", "popular", RELATED), ("most", "viewed", RELATED), ("more", "from", RELATED), ("read", "more", RELATED), ("read", "also", RELATED), ("see", "also", RELATED), ("more", "stories", RELATED), ("more", "news", RELATED), ("next", "article", RELATED), ("other", "articles", RELATED), ("top", "stories", RELATED), ("read", "next", RELATED), ("up", "next", RELATED), ("also", "read", RELATED), ("inline", "links", RELATED), ("in", "case", NONE), ("you", "may", RELATED), ("leer", "mas", RELATED), ("lire", "aussi", RELATED), ("lees", "ook", RELATED), ("leia", "mais", RELATED), ("baca", "juga", RELATED), ("link", "list", RELATED), ("mehr", "zum", RELATED), ("more", "on", RELATED), ("list", "link", RELATED),
    ("sign", "up", PROMO), ("sign", "in", PROMO), ("log", "in", PROMO), ("app", "download", PROMO), ("call", "to", PROMO), ("mailing", "list", PROMO),
    ("about", "author", AUTHOR), ("author", "bio", AUTHOR), ("written", "by", AUTHOR), ("posted", "by", AUTHOR),
    ("posted", "on", META), ("entry", "meta", META), ("post", "meta", META), ("read", "time", META), ("reading", "time", META), ("publish", "date", META), ("last", "updated", META),
    ("pull", "quote", PULL_QUOTE), ("quote", "pull", PULL_QUOTE), ("pulled", "quote", PULL_QUOTE),
    ("screen", "reader", HIDDEN), ("sr", "only", HIDDEN), ("visually", "hidden", HIDDEN), ("visuallyhidden", "", HIDDEN),
    ("live", "blog", LIVE), ("live", "post", LIVE), ("live", "entry", LIVE), ("fact", "box", BOX), ("info", "box", BOX), ("side", "bar", FRAME), ("right", "column", FRAME), ("right", "rail", FRAME), ("left", "rail", FRAME), ("left", "column", FRAME),
    ("photo", "gallery", GALLERY), ("image", "gallery", GALLERY), ("sub", "title", LEAD), ("sub", "headline", LEAD), ("article", "summary", LEAD), ("article", "lead", LEAD), ("article", "title", TITLE), ("post", "title", TITLE), ("entry", "title", TITLE), ("story", "title", TITLE), ("page", "title", TITLE),
    ("twitter", "tweet", POST), ("instagram", "media", POST), ("bluesky", "embed", POST), ("mastodon", "embed", POST), ("subscriber", "only", PAYWALL), ("pay", "wall", PAYWALL),
];

/// The marks of every node.
pub(super) fn of_tree(tree: &Tree<'_>) -> Vec<Marks> {
    (0..tree.len()).map(|id| of_node(tree, id)).collect()
}

fn of_node(tree: &Tree<'_>, id: Id) -> Marks {
    let mut marks = match tree.tag(id) {
        Tag::Text | Tag::Raw => return NONE,
        Tag::Nav | Tag::Footer | Tag::Search => FRAME_EDGE,
        Tag::Article => ARTICLE,
        Tag::Main => MAIN,
        Tag::Dialog => NOTICE_EDGE,
        Tag::Form => PROMO,
        Tag::Figcaption => CAPTION,
        Tag::H1 => TITLE,
        _ => NONE,
    };
    for (name, value) in tree.attrs(id) {
        let found = match name.len() {
            _ if name.eq_ignore_ascii_case("class") || name.eq_ignore_ascii_case("id") => of_words(value),
            4 if name.eq_ignore_ascii_case("role") => of_role(value),
            8 if name.eq_ignore_ascii_case("itemprop") => of_prop(value),
            5 if name.eq_ignore_ascii_case("style") => of_style(value),
            6 if name.eq_ignore_ascii_case("hidden") => HIDDEN,
            11 if name.eq_ignore_ascii_case("aria-hidden") && value == "true" => HIDDEN,
            10 if name.eq_ignore_ascii_case("aria-label") => of_words(value),
            // Frameworks name parts in attributes of their own.
            _ if is_naming(name) => of_words(value),
            _ => NONE,
        };
        marks = marks.and(found);
    }
    marks
}

fn is_naming(name: &str) -> bool {
    let Some(rest) = name.get(5..).filter(|_| name.get(..5).is_some_and(|d| d.eq_ignore_ascii_case("data-")))
    else {
        return false;
    };
    [
        "component",
        "testid",
        "test-id",
        "module",
        "type",
        "block",
        "qa",
        "element",
        "name",
        "region",
        "area",
        "container-type",
    ]
    .iter()
    .any(|n| rest.eq_ignore_ascii_case(n) || rest.to_ascii_lowercase().ends_with(n))
}

fn of_role(value: &str) -> Marks {
    match value.trim() {
        "navigation" | "banner" | "contentinfo" | "search" | "menu" | "menubar" | "toolbar"
        | "complementary" => FRAME,
        "dialog" | "alertdialog" | "alert" | "tooltip" => NOTICE,
        "article" => ARTICLE,
        "main" => MAIN,
        _ => NONE,
    }
}

fn of_prop(value: &str) -> Marks {
    let mut marks = NONE;
    for word in value.split_ascii_whitespace() {
        marks = marks.and(match word {
            "articleBody" | "reviewBody" | "liveBlogUpdate" => BODY_PROP,
            "headline" => TITLE,
            "author" => AUTHOR,
            "comment" => COMMENTS,
            "caption" => CAPTION,
            "keywords" => TAGS,
            "datePublished" | "dateModified" => META,
            "description" => LEAD,
            _ => NONE,
        });
    }
    marks
}

fn of_style(value: &str) -> Marks {
    let bare =
        |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    if value.len() > 2_000 {
        return NONE;
    }
    let style = bare(value);
    if style.contains("display:none") || style.contains("visibility:hidden") { HIDDEN } else { NONE }
}

/// Longest class that is looked at; generated ones are longer and say nothing.
const LONGEST: usize = 600;
/// Longest word of the vocabulary.
const LONGEST_WORD: usize = 20;

/// The hints in a class, id or label.
fn of_words(value: &str) -> Marks {
    let mut marks = NONE;
    if value.len() > LONGEST {
        return marks;
    }
    let mut before: [u8; LONGEST_WORD] = [0; LONGEST_WORD];
    let mut before_length = 0;
    each_word(value, |word, joined| {
        let mut lower = [0u8; LONGEST_WORD];
        let Some(place) = lower.get_mut(..word.len()) else {
            before_length = 0;
            return;
        };
        place.copy_from_slice(word);
        place.make_ascii_lowercase();
        marks = marks.and(look_up(place));
        let first = before.get(..before_length).unwrap_or_default();
        if joined && !first.is_empty() {
            marks = marks.and(look_up_pair(first, place));
        }
        before_length = word.len();
        before = lower;
    });
    marks
}

/// Cuts `relatedArticles-list` into its words; tells whether a word continues the name
/// before it.
fn each_word(value: &str, mut each: impl FnMut(&[u8], bool)) {
    let bytes = value.as_bytes();
    let (mut start, mut joined) = (0, false);
    for at in 0..=bytes.len() {
        let byte = bytes.get(at).copied().unwrap_or(b' ');
        let last = at.checked_sub(1).and_then(|l| bytes.get(l)).copied().unwrap_or(b' ');
        let camel = byte.is_ascii_uppercase() && last.is_ascii_lowercase();
        let apart = !byte.is_ascii_alphanumeric();
        if !camel && !apart {
            continue;
        }
        if let Some(word) = bytes.get(start..at).filter(|w| !w.is_empty()) {
            each(word, joined);
            joined = true;
        }
        if apart {
            joined &= matches!(byte, b'-' | b'_' | b'.' | b':');
        }
        start = if camel { at } else { at + 1 };
    }
}

fn look_up(word: &[u8]) -> Marks {
    match INDEX.get_or_init(index).binary_search_by(|(w, _)| w.as_bytes().cmp(word)) {
        Ok(at) => INDEX.get().and_then(|i| i.get(at)).map_or(NONE, |&(_, m)| m),
        Err(_) => NONE,
    }
}

fn look_up_pair(first: &[u8], second: &[u8]) -> Marks {
    let pairs = PAIR_INDEX.get_or_init(pair_index);
    let from = pairs.partition_point(|(f, _, _)| f.as_bytes() < first);
    let same = pairs.iter().skip(from).take_while(|(f, _, _)| f.as_bytes() == first);
    same.filter(|(_, s, _)| s.as_bytes() == second).fold(NONE, |marks, &(_, _, m)| marks.and(m))
}

static INDEX: std::sync::OnceLock<Vec<(&'static str, Marks)>> = std::sync::OnceLock::new();
static PAIR_INDEX: std::sync::OnceLock<Vec<(&'static str, &'static str, Marks)>> = std::sync::OnceLock::new();

fn index() -> Vec<(&'static str, Marks)> {
    let mut words = WORDS.to_vec();
    words.sort_by_key(|(w, _)| *w);
    words
}

fn pair_index() -> Vec<(&'static str, &'static str, Marks)> {
    let mut pairs = PAIRS.to_vec();
    pairs.sort_by_key(|(f, _, _)| *f);
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_into_words() {
        let words = |value: &str| {
            let mut found = Vec::new();
            each_word(value, |w, joined| {
                found.push(format!("{}{}", if joined { "+" } else { "" }, String::from_utf8_lossy(w)))
            });
            found.join(" ")
        };
        assert_eq!(words("relatedArticles-list  main_col"), "related +Articles +list main +col");
    }

    #[test]
    fn hints_come_from_words_and_pairs() {
        assert!(of_words("story-body__inner").has(BODY));
        assert!(!of_words("story body").has(BODY));
        assert!(of_words("js-relatedLinks").has(RELATED));
        assert_eq!(of_words("header lead-in address"), NONE);
    }
}
