//! Web pages: the article without the furniture of its site.
//!
//! A page is read into a [`tree`] ([`parse`]) and cut into [`blocks`]. Where the article stands ([`root`])
//! and what each block is to it ([`body`], [`trim`]) is told by how markup is named
//! ([`marks`]), what lines say ([`phrases`]) and how blocks lie. Beside it the
//! page's data about itself is gathered ([`head`], [`jsonld`]) and compared with what it
//! shows ([`facts`], [`when`]). [`kind`] says whether it is an article at all.
//!
//! What stood inside the article and is none of its text is kept as captions and asides.
//! Pages that are lists, errors or walls are no articles, and a page that ends early gives
//! what is there.
//!
//! Left out: what only scripts would show.

mod blocks;
mod body;
mod facts;
mod head;
mod jsonld;
mod kind;
mod marks;
mod page;
mod parse;
mod phrases;
mod root;
mod tree;
mod trim;
mod when;

use std::ops::ControlFlow;
use std::path::Path;

use crate::article::{Form, Revision, RevisionKind};
use crate::error::{Fault, Reason};

use crate::corpus::bytes::decode::Decoder;
use crate::corpus::draft::Draft;
use crate::corpus::emit::Emit;
use crate::corpus::markup::fragment::{self, unescape_into};
use crate::corpus::prose::clean;
use crate::corpus::{Input, limits, read_whole};
use blocks::Block;
use facts::Facts;
use head::Head;
use jsonld::Graph;
use kind::Kind;
use page::{Article, Page, Role};
use phrases::Says;
use tree::Tree;

/// Text, in `char`s, below which hidden parts of a page are looked at as well.
const LITTLE_TEXT: usize = 200;
/// Most asides of one article.
const ASIDES: usize = 60;

/// Reads a page.
pub(super) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let hints = input.hints;
    let (bytes, cut) = read_whole(input.stream, limits::PAGE_BYTES)?;
    let declared = hints.charset.clone().or_else(|| declared_charset(&bytes));
    let mut decoder = Decoder::labelled(declared.as_deref());
    let decoded = decoder.decode(&bytes);
    if let Some(what) = no_page(&decoded.text, &emit.place.dated_path(), input.on_disk) {
        let _ = emit.ignore(1, what);
        return Ok(());
    }
    let warnings = [cut.clone(), decoded.warning()].into_iter().flatten();
    match page(&decoded.text, hints.url.as_deref()) {
        Found::Article(mut draft) => {
            draft.warnings.extend(warnings);
            let _ = emit.draft(1, *draft);
        }
        Found::Other(what) => {
            let _: ControlFlow<()> = emit.ignore(1, what);
        }
        Found::Nothing => {
            let fault = match cut {
                Some(lost) => Fault::new(Reason::Truncated, format!("no text: {lost}")),
                None => Fault::new(Reason::NoText, "no text: the page shows none without its scripts"),
            };
            let _ = emit.fault(1, fault);
        }
    }
    Ok(())
}

/// What a page is.
enum Found {
    Article(Box<Draft>),
    Other(&'static str),
    Nothing,
}

/// Takes a page apart.
fn page(html: &str, address: Option<&str>) -> Found {
    let tree = Tree::parse(html);
    let marks = marks::of_tree(&tree);
    let (head, graph) = (Head::of_tree(&tree), Graph::of_tree(&tree));
    let facts = Facts::new(&tree, &marks, &head, &graph);
    let mut blocks = blocks::cut(&tree, &marks, false);
    if blocks.iter().map(|b| b.chars).sum::<usize>() < LITTLE_TEXT {
        blocks = blocks::cut(&tree, &marks, true);
    }
    let titles = facts.shown_titles();
    let page = Page::new(&tree, &marks, &blocks, &titles);
    let article = page.article();
    let url = facts.url(address, saved_from(html));
    let form = match kind::of_page(&facts, &blocks, &page.inherited, article.as_ref(), url.as_deref()) {
        Kind::Other(what) => return Found::Other(what),
        Kind::Article(form) => form,
    };
    let mut draft = Draft { form, url, ..Draft::default() };
    if tree.flattened {
        draft.warnings.push("elements stand in each other too deeply: some were passed over".to_owned());
    }
    if let Some(article) = &article {
        put_text(&mut draft, &blocks, article);
    }
    put_told_text(&mut draft, &facts);
    if draft.body.is_empty() && draft.captions.is_empty() && !facts.says_article() {
        return Found::Nothing;
    }
    let when = when::gather(&facts, &blocks, &page.inherited, article.as_ref());
    (draft.dates, draft.updated) = (when.published, when.updated);
    put_facts(&mut draft, &facts);
    Found::Article(Box::new(draft))
}

/// The text of the article, its captions and what stood between.
fn put_text(draft: &mut Draft, blocks: &[Block], article: &Article) {
    let gallery = draft.form == Some(Form::Gallery);
    let mut last: Option<&Block> = None;
    for (block, role) in blocks.iter().zip(&article.roles) {
        match role {
            Role::Caption if !gallery => draft.captions.push(block.text.clone()),
            Role::Body | Role::Caption => {
                if let Some(last) = last {
                    draft.body.push_str(between(last, block));
                }
                draft.body.push_str(&block.text);
                last = Some(block);
            }
            Role::Aside => put_aside(draft, block),
            Role::Lead => draft.lead = draft.lead.take().or_else(|| Some(block.text.clone())),
            Role::Outside => {}
        }
    }
}

/// A page that shows little, since a script draws the rest or a wall hides it, may still give
/// its whole text to search engines.
fn put_told_text(draft: &mut Draft, facts: &Facts<'_, '_>) {
    /// Text, in bytes, that is more than a summary.
    const WHOLE: usize = 600;
    let told =
        facts.item.filter(|_| facts.is_article).and_then(|i| i.text("articleBody")).unwrap_or_default();
    let told = fragment::text(&told);
    let missing = draft.body.is_empty() || (told.len() > WHOLE && told.len() > 2 * draft.body.len());
    if missing && !told.trim().is_empty() {
        draft.body = told;
        draft.form = draft.form.take_if(|form| *form != Form::Teaser);
    }
}

/// Items of one list stand on lines of their own, cells of one row beside each other.
fn between(last: &Block, next: &Block) -> &'static str {
    use blocks::Kind;
    let small = last.chars < 200 && next.chars < 200;
    match (last.kind, next.kind) {
        (Kind::Item, Kind::Item) if small => "\n",
        (Kind::Cell, Kind::Cell) if small && last.node != next.node => {
            if last.group == next.group {
                "\t"
            } else {
                "\n"
            }
        }
        _ => "\n\n",
    }
}

fn put_aside(draft: &mut Draft, block: &Block) {
    let kind = match phrases::says(&block.text) {
        Says::Correction => Some(RevisionKind::Correction),
        Says::Update => Some(RevisionKind::Update),
        _ => None,
    };
    if let Some(kind) = kind.filter(|_| draft.revision.is_none()) {
        draft.revision = Some(Revision { kind, of: None, note: clean::line(&block.text) });
    }
    if draft.asides.len() < ASIDES && !draft.asides.contains(&block.text) {
        draft.asides.push(block.text.clone());
    }
}

fn put_facts(draft: &mut Draft, facts: &Facts<'_, '_>) {
    draft.title = facts.title();
    draft.subheads = facts.subheads(draft.title.as_deref());
    draft.source_id = facts.source_id();
    draft.byline = facts.byline();
    draft.outlet = facts.outlet();
    draft.section = facts.section();
    draft.keywords = facts.keywords();
    draft.lang = facts.lang();
    if draft.lead.is_none() && draft.body.is_empty() {
        draft.lead = facts.description();
    }
    if let Some(lead) = &draft.lead {
        let repeated = draft.body.starts_with(lead.as_str()) || draft.title.as_deref() == Some(lead.as_str());
        draft.lead = draft.lead.take().filter(|_| !repeated);
    }
}

/// The encoding that a page names in its head or in its XML declaration.
fn declared_charset(bytes: &[u8]) -> Option<String> {
    /// How far into a page its encoding may be named.
    const WITHIN: usize = 16 << 10;
    let start = bytes.get(..bytes.len().min(WITHIN)).unwrap_or_default();
    let start = String::from_utf8_lossy(start).to_ascii_lowercase();
    let named = ["charset=", "encoding="].iter().find_map(|key| start.split_once(key))?.1;
    let named = named.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    let end = named.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:".contains(c))?;
    named.get(..end).filter(|n| !n.is_empty()).map(str::to_owned)
}

/// The address that browsers write into the pages they save:
/// `<!-- saved from url=(0031)https://example.org/a -->`.
fn saved_from(html: &str) -> Option<&str> {
    let start = clean::prefix(html, 2_000);
    let (_, behind) = start.split_once("saved from url=(")?;
    let (_, url) = behind.split_once(')')?;
    let url = url.split(|c: char| c.is_whitespace()).next()?;
    let url = url.strip_suffix("-->").unwrap_or(url);
    url.starts_with("http").then_some(url)
}

/// What a file is that stands beside pages and is none.
fn no_page(text: &str, path: &str, on_disk: Option<&Path>) -> Option<&'static str> {
    let start = without_prolog(text);
    if start.starts_with("<urlset") || start.starts_with("<sitemapindex") {
        return Some("a sitemap");
    }
    let folder = path.rsplit('/').nth(1).filter(|f| f.ends_with("_files"))?;
    // Browsers put the parts of `page.html` into `page_files/`; other folders may be named so.
    let page = folder.strip_suffix("_files").unwrap_or_default();
    let saved = match on_disk.and_then(Path::parent) {
        Some(parts) => ["html", "htm"].iter().any(|e| parts.with_file_name(format!("{page}.{e}")).is_file()),
        None => true,
    };
    saved.then_some("a part of a saved page")
}

/// A text without the declarations and comments that it begins with.
fn without_prolog(text: &str) -> &str {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    loop {
        let behind = if rest.starts_with("<!--") {
            rest.split_once("-->")
        } else if rest.starts_with("<?") || (rest.starts_with("<!") && !is_html_doctype(rest)) {
            rest.split_once('>')
        } else {
            return rest;
        };
        match behind {
            Some((_, behind)) => rest = behind.trim_start(),
            None => return rest,
        }
    }
}

fn is_html_doctype(text: &str) -> bool {
    let Some(rest) = text.get(2..).filter(|_| text.starts_with("<!")) else { return false };
    let lower = clean::prefix(rest, 40).to_ascii_lowercase();
    let name = lower.strip_prefix("doctype").map(str::trim_start).and_then(|n| n.strip_prefix("html"));
    name.is_some_and(|behind| !behind.starts_with(|c: char| c.is_ascii_alphanumeric()))
}

/// Elements that only pages begin with.
#[rustfmt::skip]
const FIRST_ELEMENTS: &[&str] = &[
    "html", "head", "body", "meta", "link", "script", "style", "div", "p", "table", "h1", "h2", "h3", "center", "font", "section", "main", "span", "a", "ul", "ol", "br", "img", "frameset", "noscript", "base", "form", "nav", "b", "i", "strong", "em", "hr", "blockquote", "iframe",
    "header", "article", "title",
    // Lists of a site's pages, which are no pages and stand beside them.
    "urlset", "sitemapindex",
];

/// Tells a page by its beginning.
pub(super) fn sniff(sample: &str) -> bool {
    let start = without_prolog(sample);
    if is_html_doctype(start) {
        return true;
    }
    let Some(inner) = start.strip_prefix('<') else { return false };
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let name = inner.get(..end).unwrap_or_default().to_ascii_lowercase();
    let behind = inner.get(end..).unwrap_or_default();
    let is_tag = behind.starts_with(|c: char| c.is_whitespace() || matches!(c, '>' | '/'));
    // Elements of the same names begin documents of XML, which say so.
    let xml = sample.trim_start().starts_with("<?xml");
    let sure = matches!(name.as_str(), "html" | "urlset" | "sitemapindex");
    is_tag && FIRST_ELEMENTS.contains(&name.as_str()) && (sure || !xml)
}

#[cfg(test)]
mod tests;
