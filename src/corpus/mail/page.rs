//! Web pages that a browser has saved into one file (MHTML): a message whose parts are the
//! page, its frames, pictures and styles. Only the page itself may be an article.

use std::ops::ControlFlow;

use mail_parser::{Message, MimeHeaders};

use super::{field_names, mime, text_of};
use crate::corpus::bytes::decode::Decoder;
use crate::corpus::emit::Members;
use crate::corpus::place::Hints;
use crate::corpus::{Input, limits, read_whole};
use crate::error::{Fault, Reason};

/// Whether a text begins as a saved page does: a message that nobody sent.
pub(in super::super) fn is_page(sample: &str) -> bool {
    let names = field_names(sample);
    let value = |name: &str| names.iter().find(|(n, _)| n == name).map(|(_, value)| value.to_lowercase());
    let saved = value("from").is_some_and(|from| from.contains("saved by"));
    let sent = ["received", "to", "message-id"].into_iter().any(|name| value(name).is_some());
    let related = value("content-type").is_some_and(|kind| kind.contains("multipart/related"));
    value("snapshot-content-location").is_some()
        || saved
        || (related && !sent && value("mime-version").is_some())
}

/// Hands on the page.
pub(in super::super) fn open(input: Input<'_>, members: &mut Members<'_>) -> Result<(), Fault> {
    let (bytes, lost) = read_whole(input.stream, limits::TEXT_FILE_BYTES)?;
    if let Some(lost) = lost {
        let _: ControlFlow<()> = members.flaw(Fault::new(Reason::Truncated, lost));
    }
    let (head, body) = mime::split(&bytes);
    let head = mime::utf8_head(head, &mut Decoder::new());
    let fields =
        mime::fields(&head).ok_or_else(|| Fault::new(Reason::Malformed, "a saved page without a head"))?;
    let address = text_of(&fields, "Snapshot-Content-Location");
    let boundary = fields.content_type().and_then(|kind| kind.attribute("boundary"));
    let (parts, ended) =
        boundary.map_or_else(|| (vec![bytes.as_slice()], true), |boundary| mime::sections(body, boundary));
    if !ended {
        let detail = "the saved page has no end mark: its end may be missing";
        let _: ControlFlow<()> = members.flaw(Fault::new(Reason::Truncated, detail));
    }
    for part in parts {
        let (head, body) = mime::split(part);
        let head = mime::utf8_head(head, &mut Decoder::new());
        let Some(part) = mime::fields(&head).filter(is_html) else { continue };
        let charset = part.content_type().and_then(|kind| kind.attribute("charset")).map(str::to_owned);
        let own = text_of(&part, "Content-Location").filter(|url| url.contains("://"));
        let url = address.or(own).filter(|url| url.starts_with("http"));
        let fetched = fields.date().and_then(|date| {
            chrono::NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        });
        let name = url.clone().unwrap_or_else(|| "page".to_owned());
        let hints = Hints { url, media_type: Some("text/html".to_owned()), charset, fetched };
        let html = mime::decoded(&part, body);
        let _: ControlFlow<()> = members.capture(name.as_bytes(), hints, html.as_slice());
        return Ok(());
    }
    Err(Fault::new(Reason::NoText, "a saved page without a page"))
}

fn is_html(part: &Message<'_>) -> bool {
    part.is_content_type("text", "html") || part.is_content_type("application", "xhtml+xml")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saved_pages_are_told_from_mail() {
        let blink = "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/\nSubject: Rain\n\
                     MIME-Version: 1.0\nContent-Type: multipart/related;\n\ttype=\"text/html\"; boundary=\"b\"\n\n";
        let mail = "From: Ana <ana@a.example>\nTo: b@a.example\nMIME-Version: 1.0\n\
                    Content-Type: multipart/related; boundary=b\n\n";
        assert!(is_page(blink));
        assert!(!is_page(mail));
        assert!(!is_page("Title: Rain\nDate: 2017-03-06\n\nText"));
    }
}
