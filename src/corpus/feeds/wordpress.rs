//! What the export of WordPress (WXR) says of an item beyond a feed: what sort of post it
//! is, whether it was published, and when by the clock of its newsroom.
//!
//! Only posts and pages are articles. Pictures, menus, revisions and the like are ignored as
//! what they are; so are drafts, private posts and the trash, because nobody could ever read
//! them: an archive of what was published must not quote them. A post that waited for its
//! hour when the export was made has been published since, in all likelihood, and is kept
//! with a warning.
//!
//! The text is as the editor typed it: shortcodes in brackets (`[caption]…[/caption]`)
//! stand in it, which are resolved before the HTML is read.

use std::collections::HashSet;

use crate::article::DateSource;

use crate::corpus::draft::Draft;
use crate::corpus::markup::xml::Element;
use crate::corpus::prose::clean;
use crate::corpus::prose::field as prose;
use crate::corpus::sniff;

/// Bytes of a document's start in which the namespace is looked for.
const NAMESPACE_BYTES: usize = 16_000;

/// An RSS root with the namespace of the export.
pub(in crate::corpus) fn is_wordpress(sample: &str) -> bool {
    let is_rss = sniff::root_element(sample).is_some_and(|root| root.eq_ignore_ascii_case("rss"));
    let start = clean::prefix(sample, NAMESPACE_BYTES);
    is_rss && (start.contains("wordpress.org/export/") || start.contains("<wp:wxr_version"))
}

/// Logins of the site and the names behind them.
pub(in crate::corpus) fn authors(channel: Element<'_>) -> Vec<(String, String)> {
    let line = |author: Element<'_>, name: &str| author.child(name).and_then(Element::line);
    let name = |author: Element<'_>| {
        let full = [line(author, "wp:author_first_name"), line(author, "wp:author_last_name")];
        let full = full.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let login = line(author, "wp:author_login")?;
        // A name shown that is nothing but the login is worse than the full name.
        let shown = line(author, "wp:author_display_name").filter(|shown| *shown != login);
        Some((login, shown.or_else(|| Some(full).filter(|full| !full.is_empty()))?))
    };
    channel.all("wp:author").filter_map(name).collect()
}

/// Adds what an item says of itself; the answer is what it is when it is no article.
pub(in crate::corpus) fn refine(
    item: Element<'_>,
    authors: &[(String, String)],
    draft: &mut Draft,
) -> Option<String> {
    let line = |name: &str| item.child(name).and_then(Element::line);
    let sort = line("wp:post_type").unwrap_or_else(|| "post".to_owned());
    if let Some(what) = no_article(&sort) {
        return Some(what);
    }
    match line("wp:status").unwrap_or_default().as_str() {
        "draft" | "auto-draft" | "pending" => return Some("a draft that was not published".to_owned()),
        "private" => return Some("a private post".to_owned()),
        "trash" => return Some("a post in the trash".to_owned()),
        "future" => {
            draft.warnings.push("the post was still waiting to be published when it was exported".to_owned())
        }
        _ => {}
    }
    draft.byline = draft.byline.take().map(|login| {
        let known = authors.iter().find(|(known, _)| *known == login);
        known.map_or(login, |(_, name)| name.clone())
    });
    // The login of the system's keeper is nobody's name.
    draft.byline = draft
        .byline
        .take()
        .filter(|name| !["admin", "administrator", "root"].contains(&name.to_lowercase().as_str()));
    // The clock of the newsroom; the other dates are in UTC and may be another day.
    let local = line("wp:post_date").filter(|raw| !raw.starts_with("0000"));
    draft.dates.splice(0..0, local.map(|raw| (DateSource::Header, raw)));
    draft.dates.retain(|(_, raw)| !raw.contains("-0001") && !raw.contains(" 0000 "));
    let changed = line("wp:post_modified").filter(|raw| !raw.starts_with("0000"));
    draft.updated.extend(changed.map(|raw| (DateSource::Header, raw)));
    categories(item, draft);
    text(item, draft);
    None
}

/// What sort of item is no article.
fn no_article(sort: &str) -> Option<String> {
    let what = match sort {
        "post" | "page" => return None,
        "attachment" => "an attachment",
        "nav_menu_item" => "an entry of a menu",
        "revision" => "an earlier revision",
        "custom_css"
        | "customize_changeset"
        | "oembed_cache"
        | "user_request"
        | "feedback"
        | "elementor_library" => "a record of the site's system",
        // Sorts that a site made up hold articles, unless they belong to an extension.
        other
            if other.starts_with("wp_")
                || other.starts_with("acf")
                || other.contains("form")
                || other.contains("template") =>
        {
            "a record of the site's system"
        }
        "product" | "shop_order" | "shop_coupon" | "product_variation" => "a record of a shop",
        _ => return None,
    };
    Some(what.to_owned())
}

/// Sections and tags are told apart by their domain.
fn categories(item: Element<'_>, draft: &mut Draft) {
    let of = |domain: &str| {
        let found = item.all("category").filter(|c| c.attr("domain") == Some(domain));
        found.filter_map(Element::line).filter(|name| name != "Uncategorized").collect::<Vec<String>>()
    };
    let sections = of("category");
    if sections.is_empty() && item.all("category").all(|c| c.attr("domain").is_none()) {
        return;
    }
    draft.section = sections.first().cloned();
    draft.keywords = sections.into_iter().skip(1).chain(of("post_tag")).collect();
}

/// Reads the text anew, with its shortcodes resolved.
fn text(item: Element<'_>, draft: &mut Draft) {
    let Some(content) = item.children().find(|e| e.is("encoded") && !e.is("excerpt:encoded")) else { return };
    let raw = content.text();
    if !raw.contains('[') {
        return;
    }
    let (html, captions) = without_shortcodes(&raw);
    let found = prose::of_typed(&html);
    draft.body = found.text;
    draft.captions = captions;
    draft.captions.extend(found.captions);
}

/// A shortcode: `[name attributes]` or `[/name]`.
struct Shortcode<'a> {
    name: &'a str,
    closes: bool,
    /// Whether it has more than a name.
    dressed: bool,
    /// What comes behind it.
    behind: &'a str,
}

/// Longest shortcode, in bytes.
const SHORTCODE_BYTES: usize = 2_000;

/// The shortcode that a text begins with; words in brackets look the same.
fn shortcode(text: &str) -> Option<Shortcode<'_>> {
    let inner = text.strip_prefix('[')?;
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let end = inner.bytes().take(SHORTCODE_BYTES).position(|b| matches!(b, b']' | b'['))?;
    let (code, behind) = (inner.get(..end)?, inner.get(end..)?.strip_prefix(']')?);
    let name_end =
        code.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-')).unwrap_or(code.len());
    let (name, rest) = code.split_at(name_end);
    let dressed = rest.contains('=')
        || rest.ends_with('/')
        || name.contains('_')
        || (name.contains('-') && name.len() > 6);
    (name.starts_with(|c: char| c.is_ascii_lowercase())).then_some(Shortcode {
        name,
        closes,
        dressed,
        behind,
    })
}

/// The text without its shortcodes, and the captions that stood in them.
fn without_shortcodes(text: &str) -> (String, Vec<String>) {
    let mut out = String::with_capacity(text.len());
    let mut captions = Vec::new();
    let mut rest = text;
    // Names that are closed somewhere are shortcodes, whatever they look like.
    let closed: HashSet<&str> =
        text.split("[/").skip(1).filter_map(|behind| Some(behind.split_once(']')?.0)).collect();
    while let Some(at) = rest.find('[') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let Some(code) = shortcode(from) else {
            out.push('[');
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        let inside = (!code.closes && closed.contains(code.name)).then(|| inside(&code)).flatten();
        match (code.name, inside) {
            ("caption" | "wp_caption", Some((inside, behind))) => {
                captions.extend(clean::line(&prose::of_html(inside).text));
                rest = behind;
            }
            (
                "embed" | "video" | "audio" | "playlist" | "gallery" | "youtube" | "googlemaps",
                Some((_, behind)),
            ) => rest = behind,
            ("gallery" | "embed" | "video" | "audio" | "playlist", None) => rest = code.behind,
            (name, _)
                if code.closes
                    || code.dressed
                    || closed.contains(name)
                    || stands_alone(&out, code.behind) =>
            {
                rest = code.behind
            }
            _ => {
                out.push('[');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    (out, captions)
}

/// Bytes between the two ends of a shortcode whose inside is no text.
const INSIDE_BYTES: usize = 10_000;

/// What stands inside a shortcode, and what comes behind its end.
fn inside<'a>(code: &Shortcode<'a>) -> Option<(&'a str, &'a str)> {
    let end = format!("[/{}]", code.name);
    let at = clean::prefix(code.behind, INSIDE_BYTES).find(&end)?;
    Some((code.behind.get(..at)?, code.behind.get(at + end.len()..)?))
}

/// Whether nothing else stands on the line.
fn stands_alone(before: &str, behind: &str) -> bool {
    let is_start = before.is_empty() || before.trim_end_matches([' ', '\t']).ends_with(['\n', '>']);
    let is_end = behind.is_empty() || behind.trim_start_matches([' ', '\t']).starts_with(['\n', '\r', '<']);
    is_start && is_end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::markup::xml;

    #[test]
    fn shortcodes_go_and_words_in_brackets_stay() {
        let text = "[dropcap]M[/dropcap]ud [sic] and \"[the] river\"\n\n[contact_form]\n\n[caption id=\"a\" width=\"3\"]<img src=\"x\"> A *ferry*[/caption]rose.\n\n[embed]http://x[/embed][gallery ids=\"1,2\"]";
        let (out, captions) = without_shortcodes(text);
        assert_eq!(out.trim(), "Mud [sic] and \"[the] river\"\n\n\n\nrose.");
        assert_eq!(captions, ["A *ferry*"]);
        let open = "[".repeat(10_000);
        assert_eq!(without_shortcodes(&open).0, open);
    }

    fn refined(fields: &str) -> (Option<String>, Draft) {
        let tree = xml::parse(&format!("<item>{fields}</item>"));
        let mut draft = Draft { byline: Some("bo".to_owned()), ..Draft::default() };
        let authors = [("bo".to_owned(), "Bo Ek".to_owned())];
        (refine(tree.root().unwrap(), &authors, &mut draft), draft)
    }

    #[test]
    fn what_was_never_published_is_no_article() {
        let what = |sort: &str, status: &str| {
            refined(&format!("<wp:post_type>{sort}</wp:post_type><wp:status>{status}</wp:status>"))
                .0
                .is_some()
        };
        assert!(
            !what("post", "publish")
                && !what("page", "publish")
                && !what("story", "publish")
                && !what("post", "future")
        );
        assert!(
            what("attachment", "inherit")
                && what("post", "draft")
                && what("post", "trash")
                && what("wp_block", "publish")
        );
    }

    #[test]
    fn the_day_is_the_newsrooms_own() {
        let fields = "<wp:post_date>2018-07-04 01:03:04</wp:post_date>\
            <wp:post_date_gmt>2018-07-03 23:03:04</wp:post_date_gmt>\
            <category domain='category'>Weather</category><category domain='post_tag'>rain</category>";
        let (_, draft) = refined(fields);
        assert_eq!(draft.dates, [(DateSource::Header, "2018-07-04 01:03:04".to_owned())]);
        assert_eq!((draft.section.as_deref(), draft.byline.as_deref()), (Some("Weather"), Some("Bo Ek")));
        assert_eq!(draft.keywords, ["rain"]);
    }
}
