//! RSS 2.0: new articles as items of a feed that any reader can follow.
//!
//! A feed is made of what is new and of the items that stood in it before, so that a reader that
//! polls seldom misses nothing. An item is known again by its `guid`, and stands in the feed once.
//! Nothing in it depends on the time of writing: the same news make the same feed.
//!
//! An article has a `pubDate` only when its day is known, and a `link` only when it has an address
//! on the web. What RSS lacks (places, actors, offsets) is in the other formats.

use chrono::{DateTime, FixedOffset, NaiveTime};
use quick_xml::escape::escape;

use super::safe;
use crate::article::Published;
use crate::search::{Hit, Snippet};

/// What a feed says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Its title.
    pub title: String,
    /// The address of the page that belongs to it; RSS wants one.
    pub link: String,
}

/// By what a feed is known as one of ours.
const GENERATOR: &str = "<generator>dateline</generator>";
const ITEM: (&str, &str) = ("<item>", "</item>");
const GUID: (&str, &str) = ("<guid isPermaLink=\"false\">", "</guid>");

/// An article that is new to a search, as an item.
pub fn item(watch: &str, hit: &Hit) -> String {
    let article = &hit.record.article;
    let title = article.title.as_deref().filter(|title| !title.trim().is_empty()).unwrap_or("(no headline)");
    let mut item = format!("<item>\n<title>{}</title>\n", text(title));
    if let Some(url) = article.url.as_deref().filter(|url| is_web(url)) {
        item.push_str(&format!("<link>{}</link>\n", text(url)));
    }
    item.push_str(&format!("<description>{}</description>\n", text(&description(hit))));
    item.push_str(&format!("<category>{}</category>\n", text(watch)));
    let (open, close) = GUID;
    item.push_str(&format!("{open}{}{close}\n", text(&format!("dateline:{watch}:{}", hit.record.id))));
    if let Some(date) = article.published.as_ref().and_then(moment) {
        item.push_str(&format!("<pubDate>{}</pubDate>\n", date.to_rfc2822()));
    }
    item + "</item>\n"
}

/// A feed of these items.
pub fn feed(channel: &Channel, items: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\">\n<channel>\n<title>{}</title>\n\
         <link>{}</link>\n<description>New matches of saved searches</description>\n{GENERATOR}\n{}</channel>\n</rss>\n",
        text(&channel.title),
        text(&channel.link),
        items.concat()
    )
}

/// The items of a feed that [`feed`] wrote; `None` when the text is anything else.
pub fn items(feed: &str) -> Option<Vec<String>> {
    let (_, mut rest) = feed.split_once(GENERATOR).filter(|(head, _)| head.starts_with("<?xml"))?;
    let mut items = Vec::new();
    while let Some((_, begun)) = rest.split_once(ITEM.0) {
        let (inner, behind) = begun.split_once(ITEM.1)?;
        items.push(format!("{}{inner}{}\n", ITEM.0, ITEM.1));
        rest = behind;
    }
    rest.trim().eq("</channel>\n</rss>").then_some(items)
}

/// New items before old ones, each once, at most so many.
pub fn merged(new: Vec<String>, old: Vec<String>, keep: usize) -> Vec<String> {
    let mut known = std::collections::HashSet::new();
    let all = new.into_iter().chain(old);
    all.filter(|item| known.insert(guid(item).unwrap_or(item).to_owned())).take(keep).collect()
}

fn guid(item: &str) -> Option<&str> {
    Some(item.split_once(GUID.0)?.1.split_once(GUID.1)?.0)
}

/// Text between tags: nothing that XML does not allow, nothing that steers a terminal.
fn text(text: &str) -> String {
    let line = safe::line(text);
    let allowed: String = line.chars().filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}')).collect();
    escape(allowed.as_str()).into_owned()
}

fn is_web(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    (lower.starts_with("http://") || lower.starts_with("https://")) && !url.contains(char::is_whitespace)
}

/// When an article was published, if the day is known; noon is not invented: a day begins at
/// midnight UTC.
fn moment(published: &Published) -> Option<DateTime<FixedOffset>> {
    published.date.day()?;
    let instant = published.instant.as_deref().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
    instant.or_else(|| Some(published.date.range().from.and_time(NaiveTime::MIN).and_utc().fixed_offset()))
}

/// Outlet and date, then the snippets with what matched in bold, as HTML.
fn description(hit: &Hit) -> String {
    let article = &hit.record.article;
    let date = article.published.as_ref().map(|published| published.date.to_string());
    let head: Vec<String> = article.outlet.iter().cloned().chain(date).collect();
    let head = if head.is_empty() { String::new() } else { format!("<p>{}</p>", text(&head.join(", "))) };
    head + &hit.snippets.iter().map(|snippet| format!("<p>{}</p>", marked(snippet))).collect::<String>()
}

fn marked(snippet: &Snippet) -> String {
    let chars: Vec<char> = snippet.text.chars().collect();
    let part = |from: u32, to: u32| -> String {
        text(&chars.get(from as usize..to as usize).unwrap_or_default().iter().collect::<String>())
    };
    let mut html = String::new();
    let mut at = 0;
    for &(start, end) in snippet.marks.iter().filter(|(start, end)| start < end) {
        if start >= at {
            html.push_str(&format!("{}<b>{}</b>", part(at, start), part(start, end)));
            at = end;
        }
    }
    html + &part(at, u32::try_from(chars.len()).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::samples;

    fn channel() -> Channel {
        Channel { title: "a & b".into(), link: "http://localhost/".into() }
    }

    #[test]
    fn an_item_says_what_is_known_and_no_more() {
        let results = samples::results();
        let items: Vec<String> = results.hits.iter().map(|hit| item("kursk", hit)).collect();
        let feed = feed(&channel(), &items);
        assert!(feed.contains("<title>a &amp; b</title>"), "{feed}");
        assert!(items[0].contains("<pubDate>Thu, 8 Aug 2024 00:00:00 +0000</pubDate>"), "{feed}");
        assert!(items[0].contains("&lt;b&gt;Ukrainian&lt;/b&gt;"), "{feed}");
        assert!(
            items[0].contains("<guid isPermaLink=\"false\">dateline:kursk:00000000002d</guid>"),
            "{feed}"
        );
        assert!(!items[1].contains("pubDate") && !items[1].contains("<link>"), "{feed}");
        assert!(!feed.chars().any(|c| c.is_control() && c != '\n'), "{feed:?}");
        let mut reader = quick_xml::Reader::from_str(&feed);
        while !matches!(reader.read_event().unwrap(), quick_xml::events::Event::Eof) {}
    }

    #[test]
    fn a_feed_is_read_back_and_holds_each_item_once() {
        let items: Vec<String> = samples::results().hits.iter().map(|hit| item("kursk", hit)).collect();
        assert_eq!(super::items(&feed(&channel(), &items)), Some(items.clone()));
        assert_eq!(super::items(&feed(&channel(), &[])), Some(Vec::new()));
        for other in ["", "<rss></rss>", "My only copy", &feed(&channel(), &items).replace("</rss>", "")] {
            assert_eq!(super::items(other), None);
        }
        let again = vec![items[1].clone()];
        assert_eq!(merged(again.clone(), items.clone(), 9), [items[1].clone(), items[0].clone()]);
        assert_eq!(merged(again.clone(), items, 1), again);
    }
}
