//! The parts of a message: its texts, and the names of what else hangs on it.
//!
//! The crate reads heads, whose coded words and addresses are full of pitfalls. Bodies are
//! taken apart here, by a walk without recursion, since parts may stand in each other as
//! deep as somebody likes, and are decoded as all text here is.

use mail_parser::{ContentType, Message, MessageParser, MimeHeaders};

use crate::corpus::bytes::decode::Decoder;

/// Parts in each other that are looked into.
const DEPTH: usize = 16;

/// Parts of one message that are looked at.
const PARTS: usize = 1_000;

/// Bytes of a head.
const HEAD_BYTES: usize = 256 << 10;

/// What a message holds.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// Texts in their order.
    pub(super) texts: Vec<Text>,
    /// Documents that hang on the message, as their names and types.
    pub(super) documents: Vec<String>,
    pub(super) encrypted: bool,
    pub(super) warnings: Vec<String>,
}

/// A text of a message.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) text: String,
    pub(super) is_html: bool,
    /// The number of the choice that it belongs to: one text in several forms.
    pub(super) choice: Option<usize>,
}

/// A part that is still to be looked at.
struct Pending<'m> {
    bytes: &'m [u8],
    depth: usize,
    choice: Option<usize>,
}

/// Head and body of a message or part.
pub(super) fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        at += line.len();
        if line.trim_ascii().is_empty() {
            break;
        }
    }
    (bytes.get(..at).unwrap_or(bytes), bytes.get(at..).unwrap_or_default())
}

/// Reads the fields of a head that is valid UTF-8; see [`utf8_head`].
pub(super) fn fields(head: &str) -> Option<Message<'_>> {
    MessageParser::default().parse_headers(head)
}

/// A head as text with an empty line behind it. Old mail has letters of its country in it
/// that nothing declares.
pub(super) fn utf8_head(head: &[u8], decoder: &mut Decoder) -> String {
    let head = head.get(..HEAD_BYTES).unwrap_or(head);
    let mut text = decoder.decode(head).text.into_owned();
    text.push_str("\n\n");
    text
}

/// Takes a message apart.
pub(super) fn parts(message: &[u8]) -> Parts {
    let mut parts = Parts::default();
    let mut pending = vec![Pending { bytes: message, depth: 0, choice: None }];
    let (mut looked_at, mut choices) = (0, 0);
    while let Some(part) = pending.pop() {
        looked_at += 1;
        if looked_at > PARTS {
            parts.warnings.push(format!("only the first {PARTS} parts of the message were read"));
            break;
        }
        let (head, body) = split(part.bytes);
        let head = utf8_head(head, &mut Decoder::new());
        let fields = fields(&head);
        let kind = fields.as_ref().and_then(|fields| fields.content_type());
        let inner = kind.filter(|kind| kind.c_type.eq_ignore_ascii_case("multipart")).and_then(|kind| {
            let boundary = kind.attribute("boundary").filter(|boundary| !boundary.is_empty())?;
            let (inner, ended) = sections(body, boundary);
            (!inner.is_empty()).then_some((kind, inner, ended))
        });
        let Some((kind, inner, ended)) = inner else {
            parts.leaf(fields.as_ref(), body, part.choice);
            continue;
        };
        parts.encrypted |= is(kind, "encrypted");
        if !ended && part.depth == 0 {
            parts.warnings.push("the message has no end mark: its end may be missing".to_owned());
        }
        if part.depth >= DEPTH {
            parts.warnings.push(format!("parts in each other more than {DEPTH} deep were not read"));
            continue;
        }
        let choice = if is(kind, "alternative") && part.choice.is_none() {
            choices += 1;
            Some(choices)
        } else {
            part.choice
        };
        let depth = part.depth + 1;
        pending.extend(inner.into_iter().rev().map(|bytes| Pending { bytes, depth, choice }));
    }
    parts
}

fn is(kind: &ContentType<'_>, subtype: &str) -> bool {
    kind.subtype().is_some_and(|s| s.eq_ignore_ascii_case(subtype))
}

/// The parts between lines that hold a boundary, and whether the last one has an end.
pub(super) fn sections<'m>(body: &'m [u8], boundary: &str) -> (Vec<&'m [u8]>, bool) {
    let mark = [b"--", boundary.as_bytes()].concat();
    let mut found = Vec::new();
    let mut start = None;
    for at in memchr::memmem::find_iter(body, &mark) {
        let line_start = at == 0 || body.get(at - 1) == Some(&b'\n');
        let behind = body.get(at + mark.len()..).unwrap_or_default();
        let end = memchr::memchr(b'\n', behind).unwrap_or(behind.len());
        let line = behind.get(..end).unwrap_or_default().trim_ascii_end();
        if !line_start || !(line.is_empty() || line == b"--") {
            continue;
        }
        if let Some(start) = start {
            // The line end before a boundary belongs to the boundary.
            let part = body.get(start..at).unwrap_or_default();
            found.push(part.strip_suffix(b"\r\n").or(part.strip_suffix(b"\n")).unwrap_or(part));
        }
        start = (line != b"--").then_some((at + mark.len() + end + 1).min(body.len()));
        if start.is_none() || found.len() > PARTS {
            return (found, true);
        }
    }
    found.extend(start.and_then(|start| body.get(start..)));
    (found, false)
}

impl Parts {
    /// Takes over a part that has no parts.
    fn leaf(&mut self, fields: Option<&Message<'_>>, body: &[u8], choice: Option<usize>) {
        let kind = fields.and_then(|fields| fields.content_type());
        let class = kind.map_or("text", |kind| kind.c_type.as_ref()).to_ascii_lowercase();
        let subtype = kind.and_then(|kind| kind.subtype()).unwrap_or("plain").to_ascii_lowercase();
        let attached = fields
            .and_then(|fields| fields.content_disposition())
            .is_some_and(|disposition| disposition.is_attachment());
        self.encrypted |= class == "application"
            && subtype.ends_with("pkcs7-mime")
            && kind.and_then(|kind| kind.attribute("smime-type")).is_none_or(|sort| sort != "signed-data");
        if class == "text" && matches!(subtype.as_str(), "plain" | "html" | "enriched") && !attached {
            return self.text(fields, kind, &subtype, body, choice);
        }
        // Pictures, signatures and invitations are no documents that anybody would miss.
        let is_document = match class.as_str() {
            "text" => attached && subtype != "calendar",
            "application" => {
                !matches!(subtype.as_str(), "pgp-signature" | "pkcs7-signature" | "x-pkcs7-signature" | "ics")
            }
            "message" => subtype == "rfc822",
            _ => false,
        };
        if is_document {
            let name = fields.and_then(|fields| fields.attachment_name()).unwrap_or("without a name");
            self.documents.push(format!("{name} ({class}/{subtype})"));
        }
    }

    fn text(
        &mut self,
        fields: Option<&Message<'_>>,
        kind: Option<&ContentType<'_>>,
        subtype: &str,
        body: &[u8],
        choice: Option<usize>,
    ) {
        let bytes = fields.map_or_else(|| body.to_vec(), |fields| decoded(fields, body));
        let attribute = |name: &str| kind.and_then(|kind| kind.attribute(name));
        let decoded = Decoder::labelled(attribute("charset")).decode(&bytes);
        self.warnings.extend(decoded.warning());
        let flows = attribute("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
        let joins = attribute("delsp").is_some_and(|delsp| delsp.eq_ignore_ascii_case("yes"));
        let text = if flows { flowed(&decoded.text, joins) } else { decoded.text.into_owned() };
        self.texts.push(Text { text, is_html: subtype != "plain", choice });
    }
}

/// The body of a part without what was done to it for the way.
pub(super) fn decoded(fields: &Message<'_>, body: &[u8]) -> Vec<u8> {
    let encoding = fields.content_transfer_encoding().unwrap_or_default();
    match encoding.trim().to_ascii_lowercase().as_str() {
        "base64" => base64(body),
        "quoted-printable" => quoted_printable(body),
        _ => body.to_vec(),
    }
}

/// Joins lines that were broken only to fit (RFC 3676): those that end with a blank.
fn flowed(text: &str, drop_blank: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let is_quote = line.starts_with('>');
        let line = if is_quote { line } else { line.strip_prefix(' ').unwrap_or(line) };
        match line.strip_suffix(' ').filter(|_| line != "-- " && !is_quote) {
            Some(soft) => {
                out.push_str(soft);
                if !drop_blank {
                    out.push(' ');
                }
            }
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out
}

/// Decodes Base64; what is no digit of it is passed over.
fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for &byte in bytes {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            // The end of a piece; another may follow.
            b'=' => {
                (bits, count) = (0, 0);
                continue;
            }
            _ => continue,
        };
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count & 0xff) as u8);
        }
    }
    out
}

/// Decodes quoted-printable; what is no code stays as it is.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        let text = line.trim_ascii_end();
        let mut rest = text;
        while let Some(at) = memchr::memchr(b'=', rest) {
            let (before, code) = rest.split_at(at);
            out.extend_from_slice(before);
            let digits = code.get(1..3).and_then(|d| std::str::from_utf8(d).ok());
            match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                Some(byte) => {
                    out.push(byte);
                    rest = code.get(3..).unwrap_or_default();
                }
                None => {
                    // At the end of a line it says that the line goes on.
                    if code.len() > 1 {
                        out.push(b'=');
                    }
                    rest = code.get(1..).unwrap_or_default();
                }
            }
        }
        out.extend_from_slice(rest);
        if line.len() > text.len() && !text.ends_with(b"=") {
            out.push(b'\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_decoded_and_faults_stay() {
        assert_eq!(
            quoted_printable(b"caf=C3=A9 =3D 50=\r\n% off  \r\na=zz"),
            "café = 50% off\na=zz".as_bytes()
        );
        assert_eq!(base64(b"SXQg\r\ncmFpbmVkLg=="), b"It rained.");
        assert_eq!(base64(b"SXQ=IHJhaW5lZC4="), b"It rained.");
        assert_eq!(base64(b"SX!Qg c"), b"It ");
    }

    #[test]
    fn soft_line_ends_go() {
        assert_eq!(flowed("One \ntwo.\n\nThree\n-- \nAna", false), "One two.\n\nThree\n-- \nAna\n");
        assert_eq!(flowed("Ei \nns", true), "Eins\n");
    }

    #[test]
    fn boundaries_part_a_body() {
        let parts = |body: &'static str| -> (Vec<&str>, bool) {
            let (parts, ended) = sections(body.as_bytes(), "x");
            (parts.into_iter().map(|p| std::str::from_utf8(p).unwrap()).collect(), ended)
        };
        assert_eq!(parts("before\r\n--x\r\n1\r\n--x  \r\n2\r\n--x--\r\nbehind"), (vec!["1", "2"], true));
        assert_eq!(parts("--x\n1 --x\n--xy\n"), (vec!["1 --x\n--xy\n"], false));
        assert_eq!(parts("--x"), (vec![""], false));
        assert_eq!(parts("no parts"), (vec![], false));
    }

    #[test]
    fn parts_in_each_other_have_a_bound() {
        let mut message = String::new();
        for n in 0..5_000 {
            message.push_str(&format!("Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n"));
        }
        let parts = parts(message.as_bytes());
        assert!(parts.texts.is_empty() && parts.warnings.len() == 2, "{:?}", parts.warnings);
    }
}
