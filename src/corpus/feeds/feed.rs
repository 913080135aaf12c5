//! RSS (0.9x, 1.0, 2.0) and Atom: a channel with its items.
//!
//! An archive of feeds holds what servers sent: items are cut out of the stream one by one
//! before they are read as XML, so that a damaged item costs no other and a feed of any
//! length fits in memory. The dialects differ in names alone, so an item is read by all of
//! them at once. What the channel says (who it is, its language, its address) holds for
//! every item that does not say it itself.
//!
//! Of the texts of an item the fullest is the body; a summary beside it is the lead. The
//! export of WordPress is a feed too, and its items are read here before `wordpress` adds
//! what it knows of them.

use std::cell::RefCell;
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

use memchr::memmem;

use crate::article::{DateSource, Form};
use crate::error::{Fault, Reason};

use crate::corpus::bytes::decode::Decoder;
use crate::corpus::bytes::packing::Stream;
use crate::corpus::draft::Draft;
use crate::corpus::feeds::wordpress;
use crate::corpus::markup::cutter::{Cut, Cutter};
use crate::corpus::markup::fragment;
use crate::corpus::markup::xml::{self, Element};
use crate::corpus::prose::clean;
use crate::corpus::prose::field::{self, Prose};
use crate::corpus::{Emit, Input, limits, sniff};

/// Bytes of a document's start in which a namespace is looked for.
const NAMESPACE_BYTES: usize = 4_000;

/// Bytes that a summary is longer than twice the text before it is taken for the text.
const FULLER_BYTES: usize = 200;

/// Text below which an item with a recording is about that recording.
const SPOKEN_BYTES: usize = 1_000;

/// Authors or captions of one item.
const MOST_NAMES: usize = 100;

/// A root element of RSS or Atom.
pub(in crate::corpus) fn is_feed(sample: &str) -> bool {
    let Some(root) = sniff::root_element(sample) else { return false };
    let root = root.rsplit(':').next().unwrap_or(root).to_ascii_lowercase();
    let start = clean::prefix(sample, NAMESPACE_BYTES);
    let says = |words: &[&str]| words.iter().any(|word| start.contains(word));
    match root.as_str() {
        "rss" => true,
        "rdf" => says(&["purl.org/rss", "netscape.com/rdf"]),
        "feed" | "entry" => says(&["www.w3.org/2005/Atom", "purl.org/atom", "<entry", "<title"]),
        _ => false,
    }
}

/// Reads a feed.
pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    read_items(input, emit, false)
}

/// Reads an export of WordPress.
pub(in crate::corpus) fn read_export(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    read_items(input, emit, true)
}

fn read_items(input: Input<'_>, emit: &mut Emit<'_>, export: bool) -> Result<(), Fault> {
    let declared = xml::declared_encoding(&input.head);
    let mut decoder = Decoder::labelled(declared.as_deref().or(input.hints.charset.as_deref()));
    emit.ladder.learn(sampled_dates(&String::from_utf8_lossy(&input.head)));
    let end = Rc::new(RefCell::new(Vec::new()));
    let stream = Remembering { inner: input.stream, end: Rc::clone(&end) };
    let mut cutter = Cutter::new(Box::new(BufReader::new(stream)), &["item", "entry"]);
    let mut channel: Option<Channel> = None;
    for number in 1.. {
        let cut = cutter.next()?;
        let preface = &cutter.preface;
        let channel = channel.get_or_insert_with(|| Channel::of(&decoder.decode(preface).text));
        let flow = match cut {
            Cut::End => {
                if number == 1 && names_items(preface) {
                    let detail = "its items stand behind a comment or section that is never closed";
                    return Err(Fault::new(Reason::Malformed, detail));
                }
                if !is_closed(&end.borrow()) {
                    let detail = "the feed is not closed: it may be truncated";
                    let _ = emit.fault(number, Fault::new(Reason::Truncated, detail));
                } else if number == 1 {
                    let _ = emit.ignore(1, "a feed without items");
                }
                break;
            }
            Cut::TooLong => emit.fault(number, too_long()),
            Cut::Record { bytes, closed } => {
                let decoded = decoder.decode(&bytes);
                let mut warnings: Vec<String> = decoded.warning().into_iter().collect();
                if !closed {
                    warnings.push("the item is not closed".to_owned());
                }
                give(&decoded.text, channel, export, number, warnings, emit)
            }
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

/// Bytes at the end of a feed in which its root must be closed.
const END_BYTES: usize = 2_000;

/// Whether the end of a feed closes its root. A single entry is a document of its own.
fn is_closed(end: &[u8]) -> bool {
    let end = String::from_utf8_lossy(end).to_ascii_lowercase();
    let roots = ["rss>", "feed>", "rdf>", "entry>", "rss >", "feed >"];
    end.split("</").skip(1).any(|tag| {
        let name = tag.rsplit_once(':').map_or(tag, |(_, name)| name);
        roots.iter().any(|root| tag.starts_with(root) || name.starts_with(root))
    })
}

/// A stream that remembers its last bytes.
struct Remembering<'a> {
    inner: Stream<'a>,
    end: Rc<RefCell<Vec<u8>>>,
}

impl Read for Remembering<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(buffer)?;
        let mut end = self.end.borrow_mut();
        let new = buffer.get(..got).unwrap_or_default();
        end.extend_from_slice(new.get(new.len().saturating_sub(END_BYTES)..).unwrap_or_default());
        let surplus = end.len().saturating_sub(END_BYTES);
        end.drain(..surplus);
        Ok(got)
    }
}

/// Whether there are items in what is taken for the head of a feed.
fn names_items(preface: &[u8]) -> bool {
    ["<item>", "<item ", "<entry>", "<entry "]
        .iter()
        .any(|tag| memmem::find(preface, tag.as_bytes()).is_some())
}

/// Dates of the first items, as they are written.
fn sampled_dates(head: &str) -> impl Iterator<Item = &str> {
    let dates = ["<pubDate>", "<dc:date>"].into_iter().flat_map(move |open| head.split(open).skip(1));
    dates.filter_map(|behind| behind.split('<').next())
}

fn too_long() -> Fault {
    Fault::new(Reason::TooLarge, format!("an item of more than {} MiB", limits::RECORD_BYTES >> 20))
}

fn give(
    text: &str,
    channel: &Channel,
    export: bool,
    number: u64,
    warnings: Vec<String>,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let tree = xml::parse(text);
    let Some(item) = tree.root() else {
        return emit.fault(number, Fault::new(Reason::Malformed, "the item is no XML"));
    };
    let mut draft = draft(item, channel, if export { field::of_typed } else { field::of_html });
    draft.warnings.extend(warnings);
    draft.warnings.extend(tree.warnings.iter().cloned());
    if export && let Some(what) = wordpress::refine(item, &channel.authors, &mut draft) {
        return emit.ignore(number, &what);
    }
    emit.draft(number, draft)
}

/// What the channel says for all its items.
#[derive(Debug, Default)]
struct Channel {
    title: Option<String>,
    link: Option<String>,
    language: Option<String>,
    author: Option<String>,
    /// Logins and the names behind them, in exports.
    authors: Vec<(String, String)>,
}

impl Channel {
    /// Reads what stands before the first item.
    fn of(preface: &str) -> Channel {
        let tree = xml::parse(preface);
        let Some(root) = tree.root() else { return Channel::default() };
        let channel = root.child("channel").unwrap_or(root);
        Channel {
            title: own(channel, "title").and_then(title_text),
            link: link(channel),
            language: own(channel, "language")
                .or_else(|| channel.child("language"))
                .and_then(Element::line)
                .or_else(|| root.attr("xml:lang").map(str::to_owned))
                .or_else(|| channel.attr("xml:lang").map(str::to_owned)),
            author: own(channel, "author").and_then(person),
            authors: wordpress::authors(channel),
        }
    }
}

/// The first child of this name that has no prefix of another vocabulary.
fn own<'t>(element: Element<'t>, name: &str) -> Option<Element<'t>> {
    element.all(name).find(|child| child.prefix().is_none() || child.prefix() == element.prefix())
}

/// A title on one line; markup in it goes.
fn title_text(element: Element<'_>) -> Option<String> {
    let text = element.text();
    let marked = text.contains("</") || text.contains('&') || text.contains("<br");
    clean::line(&if marked { fragment::text(&text) } else { text })
}

/// Reads an item, its texts by `prose`.
fn draft(item: Element<'_>, channel: &Channel, prose: fn(&str) -> Prose) -> Draft {
    let line = |name: &str| item.child(name).and_then(Element::line);
    let url = address(item).map(|url| absolute(&url, channel.link.as_deref()));
    let mut draft = Draft {
        source_id: own(item, "guid").or_else(|| own(item, "id")).and_then(Element::line),
        title: own(item, "title").or_else(|| item.child("dc:title")).and_then(title_text),
        url,
        byline: bylines(item).or_else(|| channel.author.clone()),
        outlet: publisher(item).or_else(|| channel.title.clone()),
        lang: item
            .attr("xml:lang")
            .map(str::to_owned)
            .or_else(|| line("dc:language"))
            .or(channel.language.clone()),
        keywords: keywords(item),
        ..Draft::default()
    };
    draft.source_id = draft
        .source_id
        .or_else(|| item.attr("rdf:about").map(str::to_owned))
        .or_else(|| line("dc:identifier"));
    dates(item, &mut draft);
    texts(item, prose, &mut draft);
    draft
}

/// The address of an item.
fn address(item: Element<'_>) -> Option<String> {
    let original = item.child("origLink").and_then(Element::line);
    original.or_else(|| link(item)).or_else(|| {
        let guid = own(item, "guid").filter(|guid| guid.attr("isPermaLink") != Some("false"));
        guid.and_then(Element::line).filter(|guid| guid.starts_with("http"))
    })
}

/// The link of an item or channel: a text in RSS, an attribute in Atom.
fn link(element: Element<'_>) -> Option<String> {
    let href = |rel: &[Option<&str>]| {
        let mut links = element.all("link").filter(|link| rel.contains(&link.attr("rel")));
        links.find_map(|link| link.attr("href")).map(str::to_owned)
    };
    let text = || own(element, "link").and_then(Element::line);
    text()
        .or_else(|| href(&[Some("alternate"), None]))
        .or_else(|| element.attr("rdf:about").map(str::to_owned))
}

/// An address with the host of the channel, where it has none of its own.
fn absolute(url: &str, base: Option<&str>) -> String {
    let host = base.and_then(|base| {
        let host_at = base.find("://")? + 3;
        let end = base.get(host_at..)?.find('/').map_or(base.len(), |at| host_at + at);
        base.get(..end)
    });
    match host {
        Some(host) if url.starts_with('/') && !url.starts_with("//") => format!("{host}{url}"),
        _ => url.to_owned(),
    }
}

/// Who wrote an item.
fn bylines(item: Element<'_>) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    let creators = item.all("creator").filter_map(Element::line);
    for name in creators.chain(item.all("author").filter_map(person)).take(MOST_NAMES) {
        if !names.contains(&name) && !is_address(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// The name of an author: an element of its own in Atom, in brackets behind an address in RSS.
fn person(author: Element<'_>) -> Option<String> {
    if let Some(name) = author.child("name") {
        return name.line();
    }
    let line = author.line()?;
    match line.split_once('(') {
        Some((before, name)) if before.contains('@') => clean::line(name.trim_end_matches(')')),
        _ => Some(line).filter(|line| !is_address(line)),
    }
}

fn is_address(name: &str) -> bool {
    name.contains('@') && !name.contains(' ')
}

/// Who published an item, when that is not the channel itself.
fn publisher(item: Element<'_>) -> Option<String> {
    let source = own(item, "source");
    let named = source.and_then(|source| match source.child("title") {
        Some(title) => title_text(title),
        None => source.line(),
    });
    named.or_else(|| item.child("publisher").and_then(Element::line))
}

fn keywords(item: Element<'_>) -> Vec<String> {
    let term = |e: Element<'_>| {
        let attribute = e.attr("label").or_else(|| e.attr("term")).map(str::to_owned);
        attribute.or_else(|| title_text(e))
    };
    let mut words: Vec<String> = item.all("category").filter_map(term).collect();
    words.extend(item.all("subject").filter_map(Element::line));
    let lists = item.find_all("keywords").filter_map(Element::line);
    words.extend(
        lists.flat_map(|list| list.split(',').map(|word| word.trim().to_owned()).collect::<Vec<_>>()),
    );
    words
}

/// When an item was published, and when it was changed. Where only the change is dated, that
/// is all that is known.
fn dates(item: Element<'_>, draft: &mut Draft) {
    let of = |names: &[&str]| -> Vec<(DateSource, String)> {
        let lines = names.iter().filter_map(|name| item.child(name).and_then(Element::line));
        lines.map(|raw| (DateSource::Header, raw)).collect()
    };
    draft.dates = of(&["pubDate", "published", "issued", "dc:date", "created", "date"]);
    draft.updated = of(&["updated", "modified"]);
    if draft.dates.is_empty() {
        draft.dates = draft.updated.clone();
    }
}

/// Takes the texts of an item: the fullest is the body, another one the lead.
fn texts(item: Element<'_>, prose: fn(&str) -> Prose, draft: &mut Draft) {
    let read = |e: Element<'_>| prose(&markup(e));
    let is_full = |e: &Element<'_>| {
        (e.is("encoded") && !e.is("excerpt:encoded"))
            || (e.is("content") && !e.is("media:content"))
            || e.is_any(&["xhtml:body", "body", "fulltext", "full-text"])
    };
    let is_summary = |e: &Element<'_>| {
        e.is("excerpt:encoded")
            || e.is_any(&["summary", "dc:description"])
            || (e.is("description") && !e.is("media:description"))
    };
    let longest =
        |texts: Vec<Prose>| texts.into_iter().max_by_key(|text| text.text.len()).unwrap_or_default();
    let mut full = longest(item.children().filter(is_full).map(read).collect());
    let mut summary = longest(item.children().filter(is_summary).map(read).collect());
    // Some sites put the whole text where the summary belongs.
    if full.text.is_empty() || summary.text.len() > 2 * full.text.len() + FULLER_BYTES {
        std::mem::swap(&mut full, &mut summary);
    }
    draft.lead = field::lead(&summary.text, &full.text);
    if full.teaser {
        draft.form = Some(Form::Teaser);
    } else if full.text.len() < SPOKEN_BYTES && has_recording(item) {
        draft.form = Some(Form::Video);
    }
    draft.body = full.text;
    draft.captions = full.captions;
    let media = item.find_all("media:description").take(MOST_NAMES).filter_map(title_text);
    for caption in media {
        // Where nothing else is said, it is what the item says.
        if draft.body.is_empty() {
            draft.body = caption;
        } else if !draft.captions.contains(&caption) && !draft.body.contains(&caption) {
            draft.captions.push(caption);
        }
    }
    draft.asides = full.asides;
}

/// Whether a recording or film comes with an item.
fn has_recording(item: Element<'_>) -> bool {
    let mut media = item.descendants().filter(|e| e.is_any(&["enclosure", "media:content"])).take(MOST_NAMES);
    media.any(|e| e.attr("type").is_some_and(|sort| sort.starts_with("audio/") || sort.starts_with("video/")))
}

/// What stands in an element as HTML: escaped in most feeds, as elements in some.
fn markup(element: Element<'_>) -> String {
    if element.has_children() { element.inner_html() } else { element.text() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(item: &str) -> Draft {
        let channel = Channel::of(
            "<rss><channel><image><title>x</title></image><title>The Ferry &amp;amp; Post</title>\
             <atom:link href='https://f.example/rss' rel='self'/><link>https://f.example/</link>\
             <language>en-gb</language>",
        );
        let tree = xml::parse(item);
        draft(tree.root().unwrap(), &channel, field::of_html)
    }

    #[test]
    fn roots_of_feeds_are_told_from_other_xml() {
        assert!(is_feed("<?xml version='1.0'?><!-- c --><rss version='2.0'>"));
        assert!(is_feed("<rdf:RDF xmlns='http://purl.org/rss/1.0/'>"));
        assert!(is_feed("<atom:feed xmlns:atom='http://www.w3.org/2005/Atom'>"));
        assert!(!is_feed("<rdf:RDF xmlns='http://xmlns.com/foaf/0.1/'>"));
        assert!(!is_feed("<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/'>"));
        assert!(!is_feed("<!DOCTYPE html><html><p>&lt;rss></p>"));
    }

    #[test]
    fn an_item_of_rss_takes_from_its_channel_what_it_does_not_say() {
        let draft = read(
            "<item><media:title>no</media:title><title>Rain &amp;amp; <b>wind</b></title>\
                <link>/a/1</link><guid isPermaLink='false'>7</guid>\
             <pubDate>Mon, 3 Sep 2001 10:00 EDT</pubDate><author>ana@f.example (Ana Lima)</author><category>Weather</category>\
             <description>&lt;p&gt;Rain in Elmar&lt;/p&gt;</description>\
             <content:encoded><![CDATA[<p>It rained.</p><figure><figcaption>A ferry</figcaption>\
             </figure>]]></content:encoded></item>",
        );
        assert_eq!(draft.title.as_deref(), Some("Rain & wind"));
        assert_eq!(draft.url.as_deref(), Some("https://f.example/a/1"));
        assert_eq!((draft.source_id.as_deref(), draft.byline.as_deref()), (Some("7"), Some("Ana Lima")));
        assert_eq!(
            (draft.outlet.as_deref(), draft.lang.as_deref()),
            (Some("The Ferry & Post"), Some("en-gb"))
        );
        assert_eq!((draft.lead.as_deref(), draft.form), (Some("Rain in Elmar"), None));
        assert_eq!(draft.body, "It rained.");
        assert_eq!(draft.captions, ["A ferry"]);
    }

    #[test]
    fn an_entry_of_atom_has_its_text_as_elements() {
        let draft = read(
            "<entry xml:lang='de'><title type='html'>R&amp;amp;D</title><link rel='edit' href='e'/>\
                <link href='https://f.example/2'/>\
             <id>tag:2</id><updated>2024-05-06T07:08:09+02:00</updated><author><name>Bo Ek</name><email>b@f</email></author>\
             <category term='w' label='Wetter'/><content type='xhtml'><div><p>Es\nregnete.</p>\
             <p>Sehr.</p></div></content></entry>",
        );
        assert_eq!(
            (draft.title.as_deref(), draft.url.as_deref()),
            (Some("R&D"), Some("https://f.example/2"))
        );
        assert_eq!((draft.body.trim(), draft.lang.as_deref()), ("Es regnete.\n\nSehr.", Some("de")));
        assert_eq!((draft.dates.len(), draft.updated.len()), (1, 1));
        assert_eq!(
            (draft.byline.as_deref(), draft.keywords.as_slice()),
            (Some("Bo Ek"), ["Wetter".to_owned()].as_slice())
        );
    }

    #[test]
    fn an_item_that_only_invites_is_a_teaser() {
        let draft =
            read("<item><description>Rain fell on Elmar. &lt;a&gt;Read more&lt;/a&gt;</description></item>");
        assert_eq!((draft.body.as_str(), draft.form), ("Rain fell on Elmar.", Some(Form::Teaser)));
    }
}
