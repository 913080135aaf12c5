//! What a crawler has kept: which records may be articles, and under which name.

use std::ops::ControlFlow;

use chrono::NaiveDate;

use crate::corpus::boxes::http;
use crate::corpus::bytes::block::Block;
use crate::corpus::emit::Members;
use crate::corpus::place::Hints;

/// A record of a web archive, without its block.
#[derive(Debug, Default, Clone)]
pub(in crate::corpus) struct Capture {
    pub(in crate::corpus) url: String,
    /// When it was fetched, in digits (`20170306040206`).
    pub(in crate::corpus) stamp: String,
    /// What the record says that its block is.
    pub(in crate::corpus) content_type: Option<String>,
    /// Whether the block is the answer of a web server, with its head.
    pub(in crate::corpus) is_answer: bool,
}

impl Capture {
    /// The name that the Wayback Machine would give it.
    pub(in crate::corpus) fn name(&self) -> Vec<u8> {
        format!("{}/{}", self.stamp, self.url).into_bytes()
    }

    /// Reads the block, when it may hold an article.
    pub(in crate::corpus) fn give(
        &self,
        members: &mut Members<'_>,
        block: &mut Block<'_, '_>,
    ) -> ControlFlow<()> {
        let name = self.name();
        if let Some(what) = no_article_by_address(&self.url) {
            return members.ignore(&name, what);
        }
        let head = if self.is_answer { head(block) } else { http::Head::none() };
        if head.status != 200 {
            return members.ignore(&name, &format!("HTTP status {}", head.status));
        }
        // What stands in the line of an ARC file is a copy of the server's words.
        let (media_type, charset) = match head.content_type.as_deref().or(self.content_type.as_deref()) {
            Some(said) => http::media_type(said),
            None => (None, None),
        };
        if let Some(what) = media_type.as_deref().and_then(no_article) {
            return members.ignore(&name, what);
        }
        let hints = Hints { url: Some(self.url.clone()), media_type, charset, fetched: day(&self.stamp) };
        members.capture(&name, hints, head.body(block))
    }
}

/// Reads the head of an answer; one without a head is all body.
fn head(block: &mut Block<'_, '_>) -> http::Head {
    /// Bytes of a head.
    const HEAD_BYTES: usize = 64 << 10;
    match http::head(block.peek(HEAD_BYTES)) {
        Some((head, length)) => {
            block.pass(length);
            head
        }
        None => http::Head::none(),
    }
}

/// The digits of a moment such as `2017-03-06T04:02:06Z`, fourteen of them.
pub(in crate::corpus) fn stamp(moment: &str) -> String {
    let mut digits: String = moment.chars().filter(char::is_ascii_digit).take(14).collect();
    while digits.len() < 14 {
        digits.push('0');
    }
    digits
}

fn day(stamp: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(stamp.get(..8)?, "%Y%m%d").ok()
}

/// What a media type is that is never an article.
fn no_article(media_type: &str) -> Option<&'static str> {
    let (class, kind) = media_type.split_once('/')?;
    Some(match (class, kind) {
        ("image", _) => "an image",
        ("video", _) => "a film",
        ("audio", _) => "a sound",
        ("font", _) => "a font",
        ("application", kind) if kind.contains("font") => "a font",
        (_, "css") => "a style sheet",
        (_, kind) if kind.ends_with("javascript") || kind.ends_with("ecmascript") => "a script",
        ("application", "x-shockwave-flash" | "wasm" | "ocsp-response" | "x-protobuf") => "a program's data",
        _ => return None,
    })
}

/// What an address is of that is never an article's.
fn no_article_by_address(url: &str) -> Option<&'static str> {
    let scheme = url.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let path = url.split(['?', '#']).next().unwrap_or_default();
    match scheme.as_str() {
        "dns" | "whois" => Some("an answer of the domain name system"),
        "filedesc" | "warcinfo" | "metadata" => Some("the crawler's own notes"),
        "urn" if url.starts_with("urn:pageinfo:") => Some("the crawler's own notes"),
        _ if path.ends_with("/robots.txt") => Some("a robots.txt"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_become_fourteen_digits() {
        assert_eq!(stamp("2017-03-06T04:02:06.123Z"), "20170306040206");
        assert_eq!(stamp("2016-01"), "20160100000000");
        assert_eq!(day("20170306040206"), NaiveDate::from_ymd_opt(2017, 3, 6));
        assert_eq!(day("20160100000000"), None);
    }
}
