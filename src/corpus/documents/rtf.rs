//! RTF, as word processors and news databases write it.
//!
//! A file is groups in braces, control words behind backslashes, and text in between. A stack
//! of states follows the groups; destinations that hold no text (fonts, styles, pictures, page
//! headers) are passed over, footnotes stand apart. Bytes beyond ASCII are in the code page of
//! the file or of the font in use; `\u` gives a character by number, followed by
//! as many substitutes as `\uc` says.
//!
//! Left out: fields other than their shown result, drawings.

use std::collections::BTreeMap;

use encoding_rs::Encoding;

use crate::corpus::documents::document::{self, Document};
use crate::corpus::{Emit, Input, limits, read_whole};
use crate::error::{Fault, Reason};

/// Groups inside each other.
const DEPTH: usize = 1_000;
/// Fonts whose code pages are remembered.
const FONTS: usize = 4_096;

pub(in crate::corpus) fn is_rtf(head: &[u8]) -> bool {
    head.starts_with(b"{\\rtf")
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let (bytes, lost) = read_whole(input.stream, limits::EXPORT_BYTES)?;
    let mut found = text(&bytes)?;
    found.warnings.extend(lost);
    document::give(found, emit)
}

/// Where the words of a group go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Into {
    Text,
    Note,
    Title,
    Author,
    Fonts,
    Created,
    Nowhere,
}

/// What holds inside a group.
#[derive(Debug, Clone, Copy)]
struct State {
    into: Into,
    /// Hidden or deleted text.
    unseen: bool,
    /// Substitutes behind a character given by number.
    substitutes: usize,
    encoding: &'static Encoding,
}

/// Reads a file; what stands before damage is kept.
fn text(bytes: &[u8]) -> Result<Document, Fault> {
    let state =
        State { into: Into::Text, unseen: false, substitutes: 1, encoding: encoding_rs::WINDOWS_1252 };
    let mut reader =
        Reader { bytes, at: 0, state, stack: Vec::new(), found: Document::default(), ..Reader::default() };
    while let Some(byte) = reader.next() {
        match byte {
            b'{' => reader.open()?,
            b'}' => {
                if reader.close() {
                    break;
                }
            }
            b'\\' => reader.control(),
            b'\r' | b'\n' => {}
            byte => reader.byte(byte),
        }
    }
    reader.flush();
    if !reader.stack.is_empty() {
        reader.found.warnings.push("the document ends too early: a group is never closed".to_owned());
    }
    let day = reader.created;
    if day.0 > 0 && day.1 > 0 && day.2 > 0 {
        reader.found.created = Some(format!("{:04}-{:02}-{:02}", day.0, day.1, day.2));
    }
    Ok(reader.found)
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    state: State,
    stack: Vec<State>,
    /// Bytes that are not decoded yet, in the encoding of the state.
    pending: Vec<u8>,
    /// Substitutes that are still to be passed over.
    skip: usize,
    /// The first half of a character that was given as two numbers.
    high: Option<u16>,
    /// Whether the next control word opens a destination that may be passed over.
    optional: bool,
    /// The code pages of fonts, by their numbers, and the font that is being described.
    fonts: BTreeMap<i32, &'static Encoding>,
    font: i32,
    /// Year, month and day of the file's properties.
    created: (i32, i32, i32),
    found: Document,
}

impl Default for Reader<'_> {
    fn default() -> Self {
        let state =
            State { into: Into::Text, unseen: false, substitutes: 1, encoding: encoding_rs::WINDOWS_1252 };
        Reader {
            bytes: &[],
            at: 0,
            state,
            stack: Vec::new(),
            pending: Vec::new(),
            skip: 0,
            high: None,
            optional: false,
            fonts: BTreeMap::new(),
            font: 0,
            created: (0, 0, 0),
            found: Document::default(),
        }
    }
}

impl Reader<'_> {
    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied();
        self.at += usize::from(byte.is_some());
        byte
    }

    fn open(&mut self) -> Result<(), Fault> {
        self.flush();
        if self.stack.len() >= DEPTH {
            return Err(Fault::new(Reason::TooDeep, format!("groups in each other more than {DEPTH} deep")));
        }
        self.stack.push(self.state);
        (self.skip, self.optional) = (0, false);
        Ok(())
    }

    /// Closes a group; says whether it was the outermost.
    fn close(&mut self) -> bool {
        self.flush();
        let inner = self.state.into;
        (self.skip, self.optional) = (0, false);
        let Some(outer) = self.stack.pop() else { return true };
        self.state = outer;
        if inner == Into::Note && outer.into != Into::Note {
            self.found.notes.push(String::new());
        }
        self.stack.is_empty()
    }

    /// Takes a byte of text in.
    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        if !matches!(self.state.into, Into::Nowhere | Into::Fonts | Into::Created) && !self.state.unseen {
            self.pending.push(byte);
        }
    }

    /// Decodes the bytes that are pending.
    fn flush(&mut self) {
        if !self.pending.is_empty() {
            let bytes = std::mem::take(&mut self.pending);
            let (words, _) = self.state.encoding.decode_without_bom_handling(&bytes);
            self.put(&words);
        }
    }

    fn put(&mut self, words: &str) {
        let found = &mut self.found;
        if self.state.unseen {
            return;
        }
        match self.state.into {
            Into::Text => found.text.push_str(words),
            Into::Note => {
                if found.notes.is_empty() {
                    found.notes.push(String::new());
                }
                if let Some(note) = found.notes.last_mut() {
                    note.push_str(words);
                }
            }
            Into::Title => found.title.get_or_insert_default().push_str(words),
            Into::Author => found.author.get_or_insert_default().push_str(words),
            Into::Fonts | Into::Created | Into::Nowhere => {}
        }
    }

    /// Reads what stands behind a backslash.
    fn control(&mut self) {
        let Some(first) = self.next() else { return };
        if first.is_ascii_alphabetic() {
            let (name, number) = self.word(first);
            return self.apply(&name, number);
        }
        match first {
            b'\'' => {
                let digits = self.bytes.get(self.at..self.at + 2).and_then(|d| std::str::from_utf8(d).ok());
                if let Some(byte) = digits.and_then(|d| u8::from_str_radix(d, 16).ok()) {
                    self.at += 2;
                    self.byte(byte);
                }
            }
            b'*' => self.optional = true,
            b'~' => self.insert("\u{a0}"),
            b'_' => self.insert("-"),
            b'\r' | b'\n' => self.insert("\n\n"),
            b'\\' | b'{' | b'}' => self.byte(first),
            _ => {}
        }
    }

    /// A control word and its number; the blank behind it belongs to it.
    fn word(&mut self, first: u8) -> (String, Option<i32>) {
        /// Longest control word.
        const LONGEST: usize = 32;
        let mut name = String::from(char::from(first));
        while let Some(letter) =
            self.bytes.get(self.at).filter(|b| b.is_ascii_alphabetic() && name.len() < LONGEST)
        {
            name.push(char::from(*letter));
            self.at += 1;
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest.iter().skip(sign).take(10).take_while(|b| b.is_ascii_digit()).count();
        let number =
            rest.get(..sign + digits).filter(|_| digits > 0).and_then(|n| std::str::from_utf8(n).ok());
        let number = number.and_then(|n| n.parse().ok());
        self.at += if digits > 0 { sign + digits } else { 0 };
        self.at += usize::from(self.bytes.get(self.at) == Some(&b' '));
        (name, number)
    }

    /// Adds characters that a control word stands for.
    fn insert(&mut self, words: &str) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        self.flush();
        self.put(words);
    }

    fn apply(&mut self, name: &str, number: Option<i32>) {
        let optional = std::mem::take(&mut self.optional);
        if name == "bin" {
            // Raw bytes, which may look like groups.
            let bytes = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.at = self.at.saturating_add(bytes).min(self.bytes.len());
            return;
        }
        if let Some(into) = destination(name, self.state.into) {
            self.flush();
            self.state.into = into;
            return;
        }
        if optional {
            self.flush();
            self.state.into = Into::Nowhere;
            return;
        }
        match (name, number) {
            ("u", Some(number)) => self.numbered(number),
            ("uc", number) => {
                self.state.substitutes = usize::try_from(number.unwrap_or(1)).unwrap_or(1).min(16)
            }
            ("v" | "deleted", number) => {
                self.flush();
                self.state.unseen = number != Some(0);
            }
            ("plain", _) => {
                self.flush();
                self.state.unseen = false;
            }
            ("ansicpg", Some(page)) => self.encode(code_page(page)),
            ("mac", _) => self.encode(Some(encoding_rs::MACINTOSH)),
            ("f", Some(font)) => self.font(font),
            ("fcharset", Some(set)) if self.state.into == Into::Fonts => self.describe(charset(set)),
            ("cpg", Some(page)) if self.state.into == Into::Fonts => self.describe(code_page(page)),
            ("yr", Some(year)) if self.state.into == Into::Created => self.created.0 = year,
            ("mo", Some(month)) if self.state.into == Into::Created => self.created.1 = month,
            ("dy", Some(day)) if self.state.into == Into::Created => self.created.2 = day,
            _ => {
                if let Some(words) = sign(name) {
                    self.insert(words);
                }
            }
        }
    }

    /// A character by its number, which may be half of one.
    fn numbered(&mut self, number: i32) {
        self.flush();
        let unit = u16::try_from(number.rem_euclid(0x1_0000)).unwrap_or_default();
        let units: Vec<u16> = self.high.take().into_iter().chain([unit]).collect();
        if matches!(unit, 0xd800..=0xdbff) {
            self.high = Some(unit);
        } else {
            let words = String::from_utf16_lossy(&units);
            self.put(&words);
        }
        self.skip = self.state.substitutes;
    }

    fn encode(&mut self, encoding: Option<&'static Encoding>) {
        self.flush();
        if let Some(encoding) = encoding {
            self.state.encoding = encoding;
        }
    }

    /// Changes to a font, or begins its description.
    fn font(&mut self, font: i32) {
        self.font = font;
        if self.state.into != Into::Fonts {
            self.encode(self.fonts.get(&font).copied());
        }
    }

    fn describe(&mut self, encoding: Option<&'static Encoding>) {
        if let Some(encoding) = encoding.filter(|_| self.fonts.len() < FONTS) {
            self.fonts.insert(self.font, encoding);
        }
    }
}

/// Where the words of a destination go; `None` for a word that opens none.
#[rustfmt::skip]
fn destination(name: &str, outer: Into) -> Option<Into> {
    Some(match name {
        "fonttbl" => Into::Fonts,
        // Names of fonts in other scripts.
        "falt" | "panose" | "fname" if outer == Into::Fonts => Into::Nowhere,
        "title" if outer == Into::Nowhere => Into::Title,
        "author" if outer == Into::Nowhere => Into::Author,
        "creatim" => Into::Created,
        "footnote" if outer == Into::Text => Into::Note,
        "colortbl" | "stylesheet" | "info" | "pict" | "object" | "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf"
        | "annotation" | "fldinst" | "xe" | "tc" | "bkmkstart" | "bkmkend" | "listtable" | "listoverridetable" | "revtbl" | "rsidtbl" | "generator"
        | "latentstyles" | "themedata" | "colorschememapping" | "datastore" | "nonshppict" | "shpinst" | "ftnsep" | "ftnsepc" | "aftnsep" | "filetbl"
        | "operator" | "doccomm" | "comment" | "subject" | "keywords" | "category" | "company" | "revtim" | "printim" | "buptim" | "pntext" | "listtext" | "pntxta" | "pntxtb"
            => Into::Nowhere,
        _ => return None,
    })
}

/// The characters that a control word stands for.
fn sign(name: &str) -> Option<&'static str> {
    Some(match name {
        "par" | "sect" | "page" | "row" | "nestrow" => "\n\n",
        "line" | "softline" => "\n",
        "tab" | "cell" | "nestcell" => "\t",
        "emdash" => "—",
        "endash" => "–",
        "bullet" => "•",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "emspace" | "enspace" | "qmspace" => " ",
        _ => return None,
    })
}

/// The encoding of a Windows code page.
fn code_page(page: i32) -> Option<&'static Encoding> {
    match page {
        932 => Some(encoding_rs::SHIFT_JIS),
        936 => Some(encoding_rs::GBK),
        949 => Some(encoding_rs::EUC_KR),
        950 => Some(encoding_rs::BIG5),
        65001 => Some(encoding_rs::UTF_8),
        10000 => Some(encoding_rs::MACINTOSH),
        866 => Some(encoding_rs::IBM866),
        874 => Some(encoding_rs::WINDOWS_874),
        1250..=1258 => Encoding::for_label(format!("windows-{page}").as_bytes()),
        _ => None,
    }
}

/// The encoding of a font's character set.
fn charset(set: i32) -> Option<&'static Encoding> {
    code_page(match set {
        0 => 1252,
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(rtf: &str) -> String {
        text(rtf.as_bytes()).unwrap().text.trim().to_owned()
    }

    #[test]
    fn paragraphs_signs_and_characters() {
        let rtf = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator X;}\f0 It\'92s \{late\}\emdash\u8364?5\par {\b Bold} text\line next\tab cell}";
        assert_eq!(words(rtf), "It’s {late}—€5\n\nBold text\nnext\tcell");
    }

    #[test]
    fn numbers_may_be_negative_halved_and_have_many_substitutes() {
        assert_eq!(words(r"{\rtf1\uc2\u-10179\'3f\'3f\u-8704\'3f\'3f!\uc0\u233 t\u233}"), "😀!été");
    }

    #[test]
    fn fonts_have_code_pages() {
        let rtf = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial Cyr;}}\f1 \'cc\'ee\f0 \'e9}";
        assert_eq!(words(rtf), "Моé");
    }

    #[test]
    fn what_is_no_text_is_passed_over() {
        let found = text(br"{\rtf1{\info{\title Rain}{\author Ana Lima}{\creatim\yr2019\mo3\dy4\hr1}}{\header Page}{\pict ffd8}{\field{\*\fldinst HYPERLINK x}{\fldrslt link}} on{\v hidden} it{\footnote A note.}\bin3 }}}{\*\unknown{a}b}.}").unwrap();
        assert_eq!(found.text, "link on it.");
        assert_eq!((found.title.as_deref(), found.author.as_deref()), (Some("Rain"), Some("Ana Lima")));
        assert_eq!(found.created.as_deref(), Some("2019-03-04"));
        assert_eq!(found.notes.first().map(String::as_str), Some("A note."));
    }

    #[test]
    fn damage_keeps_what_came_before() {
        let found = text(br"{\rtf1 It rained.\par {\b All").unwrap();
        assert_eq!((found.text.as_str(), found.warnings.len()), ("It rained.\n\nAll", 1));
        for rtf in [
            "",
            "{",
            "}",
            "\\",
            "{\\rtf1\\'",
            "{\\rtf1\\u",
            "{\\rtf1\\bin99999999999 x",
            "{\\rtf1\\u-99999999999 x",
        ] {
            let _ = text(rtf.as_bytes());
        }
        assert_eq!(text("{".repeat(5_000).as_bytes()).unwrap_err().reason, Reason::TooDeep);
    }
}
