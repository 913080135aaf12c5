//! Mail: single messages, and folders of them in one file (mbox).
//!
//! Newsletters and the wires of agencies come so. The subject is the headline, the list or
//! sender the outlet, and of a text that comes in several forms the plain one is read,
//! unless it holds next to nothing. What hangs on a message is not read, but named.

use std::io::BufRead;
use std::ops::ControlFlow;

use mail_parser::{HeaderForm, HeaderName, Message};

use crate::article::DateSource;
use crate::corpus::bytes::decode::Decoder;
use crate::corpus::bytes::lines;
use crate::corpus::draft::Draft;
use crate::corpus::markup::fragment;
use crate::corpus::{Emit, Input, limits, read_whole};
use crate::error::{Fault, Reason};

mod footer;
mod mime;
pub(super) mod page;

/// Names of fields that only mail has, lower case.
#[rustfmt::skip]
const MAIL_FIELDS: &[&str] = &[
    "received", "message-id", "mime-version", "return-path", "delivered-to", "dkim-signature", "content-transfer-encoding", "list-id",
    "list-unsubscribe", "newsgroups", "in-reply-to", "references", "x-mailer", "envelope-to", "authentication-results", "reply-to", "to",
    "nntp-posting-host", "xref", "status", "x-status",
];

/// Fields at the start of a text that are looked at.
const FIELDS: usize = 60;

/// Whether a text begins as a message does: with fields of which one names a sender and
/// another is one that only mail has. Header lines that people write above a text are none.
pub(super) fn is_message(sample: &str) -> bool {
    let names = field_names(sample);
    let has = |name: &str| names.iter().any(|(n, _)| n == name);
    let from =
        names.iter().any(|(name, value)| name == "from" && (value.contains('@') || value.contains('<')));
    let of_mail = MAIL_FIELDS.iter().filter(|name| has(name)).count();
    let is_part = has("mime-version") && has("content-type");
    (from && (of_mail > 0 || (has("subject") && has("date")))) || (of_mail > 1 && has("from")) || is_part
}

/// Names, in lower case, and values of the fields that a text begins with.
fn field_names(sample: &str) -> Vec<(String, &str)> {
    let mut names = Vec::new();
    for line in sample.lines().take(FIELDS * 4) {
        if line.starts_with([' ', '\t']) && !names.is_empty() {
            continue;
        }
        let Some((name, value)) = line.split_once(':') else { break };
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_graphic());
        if !is_name || names.len() >= FIELDS {
            break;
        }
        names.push((name.to_ascii_lowercase(), value));
    }
    names
}

/// Whether a text begins as a folder of messages does.
pub(super) fn is_folder(sample: &str) -> bool {
    let Some((first, rest)) = sample.split_once('\n') else { return false };
    is_envelope(first.as_bytes()) && field_names(rest.trim_start_matches('>')).len() > 1
}

/// Whether a line stands above a message in a folder: sender and moment, as the system that
/// delivered it wrote them (`From ana@a.example Mon Mar  6 04:02:06 2017`).
fn is_envelope(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let words: Vec<&[u8]> = rest.split(|b| b.is_ascii_whitespace()).filter(|word| !word.is_empty()).collect();
    let is_year = |word: &&[u8]| word.len() == 4 && word.iter().all(u8::is_ascii_digit);
    let is_time = |word: &&[u8]| {
        word.len() >= 4 && word.contains(&b':') && word.first().is_some_and(u8::is_ascii_digit)
    };
    (4..=12).contains(&words.len()) && words.iter().any(is_year) && words.iter().any(is_time)
}

/// Reads a file that is one message.
pub(super) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let (bytes, lost) = read_whole(input.stream, limits::RECORD_BYTES)?;
    let _: ControlFlow<()> = give(1, &bytes, None, lost, emit);
    Ok(())
}

/// Reads a folder of messages, one at a time.
pub(super) fn read_folder(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let mut folder = Folder { stream: input.stream, envelope: None, line: Vec::new() };
    let mut number = 0;
    loop {
        let (message, envelope, lost) = match folder.next() {
            Ok(Some(next)) => next,
            Ok(None) => return Ok(()),
            Err(fault) => return Err(fault),
        };
        number += 1;
        if give(number, &message, envelope.as_deref(), lost, emit).is_break() {
            return Ok(());
        }
    }
}

/// A folder of messages.
struct Folder<S> {
    stream: S,
    /// The line above the next message, when it was read already.
    envelope: Option<String>,
    line: Vec<u8>,
}

/// A message, the line above it, and what was lost of it.
type Delivered = (Vec<u8>, Option<String>, Option<String>);

impl<S: BufRead> Folder<S> {
    /// The next message. One that is too long is cut; an error behind the first bytes of one
    /// comes with the next call, since a stream that has failed fails again or has ended.
    fn next(&mut self) -> Result<Option<Delivered>, Fault> {
        let (mut message, mut lost) = (Vec::new(), None);
        let mut envelope = self.envelope.take();
        let mut after_blank = true;
        loop {
            match lines::next(&mut self.stream, &mut self.line, limits::RECORD_BYTES) {
                Ok(lines::Line::End) => break,
                Ok(_) => {}
                Err(cause) if message.is_empty() => return Err(Fault::of_io(&cause)),
                Err(cause) => {
                    lost = Some(format!("the end is lost: {}", Fault::of_io(&cause)));
                    break;
                }
            }
            if after_blank && is_envelope(&self.line) {
                let line = String::from_utf8_lossy(&self.line).into_owned();
                if message.is_empty() && envelope.is_none() {
                    envelope = Some(line);
                    continue;
                }
                self.envelope = Some(line);
                break;
            }
            after_blank = self.line.is_empty();
            if message.len() + self.line.len() >= limits::RECORD_BYTES {
                lost = Some(format!(
                    "only the first {} MiB of the message were read",
                    limits::RECORD_BYTES >> 20
                ));
                continue;
            }
            // Lines that begin with the word are marked, so that they are no envelopes.
            let quotes = self.line.iter().take_while(|&&b| b == b'>').count();
            let marked = quotes > 0 && self.line.get(quotes..).is_some_and(|line| line.starts_with(b"From "));
            message.extend_from_slice(self.line.get(usize::from(marked)..).unwrap_or_default());
            message.push(b'\n');
        }
        let is_end = message.is_empty() && envelope.is_none();
        Ok((!is_end).then_some((message, envelope, lost)))
    }
}

/// Gives a message on.
fn give(
    number: u64,
    message: &[u8],
    envelope: Option<&str>,
    lost: Option<String>,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let head = mime::utf8_head(mime::split(message).0, &mut Decoder::new());
    let Some(fields) = mime::fields(&head).filter(|fields| !fields.headers().is_empty()) else {
        return emit.fault(number, Fault::new(Reason::Malformed, "a message without a head"));
    };
    if text_of(&fields, "X-IMAP").is_some()
        || text_of(&fields, "X-IMAPbase").is_some_and(|_| is_internal(&fields))
    {
        return emit.ignore(number, "a note of the mail program to itself");
    }
    let mut parts = mime::parts(message);
    if parts.encrypted {
        return emit.fault(number, Fault::new(Reason::Encrypted, "the message is encrypted"));
    }
    let mut draft = Draft { warnings: std::mem::take(&mut parts.warnings), ..Draft::default() };
    draft.warnings.extend(lost);
    for name in &parts.documents {
        draft.warnings.push(format!("what hangs on the message was not read: {name}"));
    }
    let body = chosen(parts.texts, &mut draft);
    let (body, asides) = footer::part(&body);
    draft.body = body;
    let is_bulk = asides.iter().any(|aside| footer::says_how_to_leave(aside)) || has_list(&fields);
    draft.asides.extend(asides);
    fill(&fields, envelope, is_bulk, &mut draft);
    emit.draft(number, draft)
}

fn is_internal(fields: &Message<'_>) -> bool {
    fields.subject().is_some_and(|subject| subject.contains("FOLDER INTERNAL DATA"))
}

/// A field as text, with its coded words decoded.
fn text_of(fields: &Message<'_>, name: &'static str) -> Option<String> {
    let values = fields.header_as(HeaderName::parse(name)?, HeaderForm::Text);
    let text = values.first()?.as_text()?.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// Takes over what the head says.
fn fill(fields: &Message<'_>, envelope: Option<&str>, is_bulk: bool, draft: &mut Draft) {
    draft.title = text_of(fields, "Subject");
    draft.source_id = text_of(fields, "Message-ID").map(|id| id.trim_matches(['<', '>']).to_owned());
    if let Some(date) = text_of(fields, "Date") {
        draft.dates.push((DateSource::Header, date));
    }
    // The moment of delivery, behind the address.
    if let Some((_, moment)) = envelope.and_then(|line| line.strip_prefix("From ")?.trim().split_once(' ')) {
        draft.dates.push((DateSource::Metadata, moment.trim().to_owned()));
    }
    draft.lang =
        text_of(fields, "Content-Language").and_then(|lang| Some(lang.split(',').next()?.to_owned()));
    draft.section =
        text_of(fields, "Newsgroups").and_then(|groups| Some(groups.split(',').next()?.to_owned()));
    let keywords = text_of(fields, "Keywords").unwrap_or_default();
    draft.keywords = keywords.split([',', ';']).map(str::to_owned).collect();
    let address = text_of(fields, "Archived-At").map(|url| url.trim_matches(['<', '>']).to_owned());
    draft.url = address.filter(|url| url.starts_with("http"));
    sender(fields, is_bulk, draft);
}

/// Whether it was sent to a list.
fn has_list(fields: &Message<'_>) -> bool {
    ["List-Id", "List-Unsubscribe", "List-Post", "List-Help"]
        .iter()
        .any(|name| text_of(fields, name).is_some())
}

/// Who sent it: a list, newsletter or house is an outlet, a person an author.
fn sender(fields: &Message<'_>, is_bulk: bool, draft: &mut Draft) {
    let from = fields.from().and_then(|from| from.first());
    let name = from
        .and_then(|from| from.name())
        .map(str::trim)
        .filter(|name| !name.is_empty() && !name.contains('@'));
    let address = from.and_then(|from| from.address()).and_then(|address| address.rsplit_once('@'));
    let (local, domain) = address.unwrap_or_default();
    if !is_bulk && !name.is_some_and(|name| is_house(name, local, domain)) {
        draft.byline = name.map(str::to_owned);
        draft.outlet = text_of(fields, "Organization");
        return;
    }
    let listed = text_of(fields, "List-Id");
    let list = listed.as_deref().and_then(list_name);
    draft.byline =
        list.and(name).filter(|name| list.is_some_and(|list| !is_same(list, name))).map(str::to_owned);
    draft.outlet = list.or(name).or(Some(domain).filter(|domain| domain.contains('.'))).map(str::to_owned);
}

/// Whether a sender is a house and no person: its name is that of its domain, or the address
/// is one that many share.
fn is_house(name: &str, local: &str, domain: &str) -> bool {
    #[rustfmt::skip]
    const SHARED: &[&str] = &[
        "news", "newsletter", "newsletters", "letter", "noreply", "no-reply", "donotreply", "info", "editor", "editors", "desk", "newsdesk", "redaktion",
        "redaccion", "redaction", "press", "alerts", "updates", "digest", "briefing", "hello", "mail", "contact", "support",
    ];
    let squeezed =
        |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let name = squeezed(name);
    let of_domain = domain
        .split('.')
        .map(squeezed)
        .any(|label| label.len() > 3 && (name.contains(&label) || (name.len() > 3 && label.contains(&name))));
    of_domain || SHARED.contains(&local.to_lowercase().as_str())
}

/// The words before the id of a list; those that a machine made up are none.
fn list_name(field: &str) -> Option<&str> {
    let name = field.split('<').next()?.trim().trim_matches('"').trim();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let digits = name.chars().filter(char::is_ascii_digit).count();
    (letters > 2 && digits * 4 < letters && field.contains('<')).then_some(name)
}

fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    a.contains(&b) || b.contains(&a)
}

/// The text of a message: of each choice of forms one.
fn chosen(texts: Vec<mime::Text>, draft: &mut Draft) -> String {
    let mut body = String::new();
    let mut done = Vec::new();
    for text in &texts {
        if text.choice.is_some_and(|choice| done.contains(&choice)) {
            continue;
        }
        let same = |other: &&mime::Text| {
            text.choice.is_none() && std::ptr::eq(*other, text)
                || text.choice.is_some() && other.choice == text.choice
        };
        let forms = |is_html: bool| texts.iter().filter(same).filter(move |t| t.is_html == is_html);
        let plain: Vec<&str> = forms(false).map(|t| t.text.as_str()).collect();
        let plain = plain.join("\n\n");
        let mut html = fragment::Fragment::default();
        for form in forms(true) {
            let read = fragment::read(&form.text);
            html.text.push_str(&read.text);
            html.text.push_str("\n\n");
            html.captions.extend(read.captions);
        }
        if is_next_to_nothing(&plain, &html.text) {
            body.push_str(&html.text);
            draft.captions.extend(html.captions);
        } else {
            body.push_str(&plain);
        }
        body.push_str("\n\n");
        done.extend(text.choice);
    }
    body
}

/// Whether the plain form only says that there is another.
fn is_next_to_nothing(plain: &str, html: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let (plain, html) = (letters(plain), letters(html));
    html > 0 && (plain == 0 || (plain < 400 && plain * 4 < html))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mail_is_told_from_texts_with_header_lines() {
        let mail = [
            "Received: from a by b;\n\tMon, 6 Mar 2017 04:02:06 +0000\nFrom: Ana <ana@a.example>\nSubject: x\n\nText",
            "From: ana@a.example (Ana)\nSubject: Rain\nDate: Mon, 6 Mar 2017\n\nText",
            "Path: a!b\nFrom: ana@a.example\nNewsgroups: clari.news\nSubject: Rain\n\nText",
            "MIME-Version: 1.0\nContent-Type: text/plain\n\nText",
        ];
        let texts = [
            "Title: Rain\nDate: 2017-03-06\nAuthor: Ana\n\nText",
            "From: Moscow\nSubject: Rain\nDate: 6 March 2017\n\nText",
            "Subject: Rain\nTo be read at once: it rained.\n",
            "From our correspondent: it rained.\n\nMore.",
            "It rained.\nFrom: ana@a.example\nMessage-ID: <x>\n",
        ];
        assert!(mail.into_iter().all(is_message));
        assert!(!texts.into_iter().any(is_message));
    }

    #[test]
    fn folders_are_told_by_the_line_above_a_message() {
        assert!(is_folder("From ana@a.example Mon Mar  6 04:02:06 2017\nFrom: Ana\nSubject: Rain\n\n"));
        assert!(is_envelope(b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011 +0200"));
        assert!(!is_envelope(b"From 2011 on it rained at 12:00 every day of the week, and people left town"));
        assert!(!is_folder("From here on it rained.\nMore: much more\nAnd: so on\n"));
    }

    #[test]
    fn houses_are_no_authors() {
        assert!(is_house("Delta Observer", "letter", "delta-observer.example"));
        assert!(is_house("Harbour Courier Morning Tide", "tide", "mail.harbour-courier.example"));
        assert!(is_house("The Brief", "no-reply", "a.example"));
        assert!(!is_house("Ana Lima", "ana", "harbour-courier.example"));
    }

    #[test]
    fn lists_have_names_that_people_read() {
        assert_eq!(list_name("\"The Daily Brief\" <brief.a.example>"), Some("The Daily Brief"));
        assert_eq!(list_name("<brief.a.example>"), None);
        assert_eq!(list_name("8a3f91c27mc list <8a3f91.mcsv.example>"), None);
    }
}
