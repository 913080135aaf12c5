//! What sort of page it is: an article, something that is more or less than one, or none.
//!
//! Fronts, lists, errors and walls are no articles. They are told by what they lack (running
//! text) and what they have (many links that read like headlines); a page that says in its
//! data that it is an article, or that has a text of some length, is believed.

use crate::article::Form;

use super::blocks::Block;
use super::facts::Facts;
use super::marks::{self, Marks};
use super::page::{Article, Role, is_prose};

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Article(Option<Form>),
    /// No article by its nature; the words say what it is.
    Other(&'static str),
}

/// Text, in `char`s, from which on a page is an article whatever else stands on it.
const LONG_TEXT: usize = 1_500;
/// Text below which a page needs more to be one.
const SHORT_TEXT: usize = 450;
/// Links like headlines from which on a page without a text is a list.
const MANY_LINKS: usize = 8;

/// How the titles of pages begin that stand for something that is not there.
#[rustfmt::skip]
const ERRORS: &[&str] = &[
    "404", "403", "410", "500", "502", "503", "page not found", "not found", "error 4", "error 5", "access denied", "forbidden", "just a moment", "attention required", "are you a robot", "robot check", "security check", "this page isn", "page unavailable", "service unavailable", "bad gateway", "site not found",
    "seite nicht gefunden", "page non trouvée", "page introuvable", "página no encontrada", "página não encontrada", "pagina non trovata", "pagina niet gevonden", "sidan hittades inte", "strona nie", "страница не найдена", "сторінку не знайдено", "halaman tidak ditemukan", "sayfa bulunamadı", "ページが見つかりません",
];

/// How the titles of pages begin that ask for consent.
#[rustfmt::skip]
const CONSENTS: &[&str] = &[
    "before you continue", "we value your privacy", "your privacy", "privacy settings", "cookie settings", "cookie consent", "consent", "cookies", "zustimmung", "datenschutz", "vos préférences", "gérer vos", "privacidad", "privacy gate", "dpg media privacy", "yahoo is part of", "yahoo ist teil",
];

/// Judges a page.
pub(super) fn of_page(
    facts: &Facts<'_, '_>,
    blocks: &[Block],
    inherited: &[Marks],
    article: Option<&Article>,
    url: Option<&str>,
) -> Kind {
    let text = chars(blocks, article, Role::Body);
    let says_article = facts.says_article() || article.is_some_and(|a| a.named && text > 0);
    if let Some(form) = form(facts, blocks, article, text) {
        return Kind::Article(Some(form));
    }
    let listing = !says_article && is_listing(facts, blocks, article);
    if text >= LONG_TEXT && !listing {
        return Kind::Article(None);
    }
    let title = facts
        .head
        .title
        .as_deref()
        .or(facts.head.first(&["og:title"]))
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    if !facts.is_article && ERRORS.iter().any(|e| title.starts_with(e)) {
        return Kind::Other("an error page");
    }
    if !facts.is_article && CONSENTS.iter().any(|c| title.starts_with(c)) {
        return Kind::Other("a consent page");
    }
    if text == 0 && facts.head.first(&["refresh"]).is_some_and(|r| r.to_ascii_lowercase().contains("url=")) {
        return Kind::Other("a page that leads to another");
    }
    if says_article {
        return Kind::Article(None);
    }
    let links = headline_links(blocks, inherited, article);
    let front = url.is_some_and(|u| {
        u.split_once("://")
            .is_some_and(|(_, r)| r.split_once('/').is_none_or(|(_, p)| p.trim_matches('/').is_empty()))
    });
    let many = links >= MANY_LINKS && (text < SHORT_TEXT || links * 60 > text);
    let says_list = facts.graph.is_list() && text < SHORT_TEXT;
    if listing
        || says_list
        || (many && (text < LONG_TEXT || facts.graph.is_list()))
        || (front && links >= MANY_LINKS)
    {
        return Kind::Other("an index page");
    }
    Kind::Article(None)
}

fn chars(blocks: &[Block], article: Option<&Article>, role: Role) -> usize {
    let Some(article) = article else { return 0 };
    blocks
        .iter()
        .zip(&article.roles)
        .filter(|(b, r)| **r == role && (role != Role::Body || is_prose(b)))
        .map(|(b, _)| b.chars)
        .sum()
}

/// Links that read like headlines, outside the frame of the page and the article.
fn headline_links(blocks: &[Block], inherited: &[Marks], article: Option<&Article>) -> usize {
    let roles = article.map(|a| a.roles.as_slice()).unwrap_or_default();
    let frame = marks::FRAME.and(marks::NOTICE).and(marks::COMMENTS).and(marks::TAGS);
    let is_link = |(n, b): &(usize, &Block)| {
        roles.get(*n) != Some(&Role::Body)
            && b.chars >= 25
            && b.link_density() > 0.8
            && !inherited.get(b.node).is_some_and(|m| m.has(frame))
    };
    blocks.iter().enumerate().filter(is_link).count()
}

/// Whether what looks like a text is a list of teasers: each paragraph under a heading that
/// is a link.
fn is_listing(facts: &Facts<'_, '_>, blocks: &[Block], article: Option<&Article>) -> bool {
    let Some(article) = article.filter(|_| !facts.is_article) else { return false };
    let inside = blocks.iter().zip(&article.roles).filter(|(_, r)| **r != Role::Outside).map(|(b, _)| b);
    let (mut heads, mut prose) = (0, 0);
    for block in inside {
        heads += usize::from(block.kind == super::blocks::Kind::Heading && block.link_density() > 0.8);
        prose += usize::from(is_prose(block));
    }
    heads >= 4 && prose <= heads * 2
}

/// What an article is more or less than.
fn form(facts: &Facts<'_, '_>, blocks: &[Block], article: Option<&Article>, text: usize) -> Option<Form> {
    let is = |t: &str| facts.item.is_some_and(|i| i.is(t));
    let kind = facts.head.first(&["og:type"]).unwrap_or_default().to_ascii_lowercase();
    let entries = facts.marks.iter().filter(|m| m.has(marks::LIVE)).count();
    if is("LiveBlogPosting") || (entries >= 5 && text > SHORT_TEXT) {
        return Some(Form::LiveBlog);
    }
    let captions = chars(blocks, article, Role::Caption);
    let count = article.map_or(0, |a| a.roles.iter().filter(|r| **r == Role::Caption).count());
    let gallery = is("ImageGallery")
        || is("MediaGallery")
        || kind.contains("gallery")
        || facts.marks.iter().any(|m| m.has(marks::GALLERY));
    if gallery && count >= 4 && captions > text {
        return Some(Form::Gallery);
    }
    let closed = facts.item.is_some_and(|i| i.is_closed());
    let wall = facts.marks.iter().any(|m| m.has(marks::PAYWALL))
        || facts.head.first(&["article:content_tier"]).is_some_and(|t| t == "locked" || t == "metered");
    if (closed && text < 2 * LONG_TEXT && wall_shown(blocks, text))
        || (closed && text < SHORT_TEXT * 2)
        || (wall && text < SHORT_TEXT && text > 0 && wall_shown(blocks, text))
    {
        return Some(Form::Teaser);
    }
    let film = kind.starts_with("video") || (is("VideoObject") && !facts.is_article);
    (film && text < 2 * SHORT_TEXT).then_some(Form::Video)
}

/// Whether the page invites to pay for the rest.
fn wall_shown(blocks: &[Block], text: usize) -> bool {
    #[rustfmt::skip]
    const INVITATIONS: [&str; 22] = [
        "to continue reading", "continue reading", "keep reading", "already a subscriber", "subscribe to read", "subscribe now", "for subscribers", "subscribers only", "subscriber-only", "to read the full", "to read this article", "already a member",
        "weiterlesen", "jetzt abonnieren", "pour lire la suite", "réservé aux abonnés", "para seguir leyendo", "solo para suscriptores", "exclusivo para assinantes", "per continuare a leggere", "чтобы читать", "続きを読む",
    ];
    text < 2 * LONG_TEXT
        && blocks.iter().filter(|b| b.chars < 400).any(|b| {
            let lower = b.text.to_lowercase();
            INVITATIONS.iter().any(|i| lower.contains(i))
        })
}
