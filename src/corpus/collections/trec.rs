//! Collections of news in the SGML of TREC: AP, WSJ, FT, LA Times, FBIS, Gigaword, and the
//! newspapers of CLEF.
//!
//! It is not XML: there is no root, ampersands stand bare, tags may be left open. A record is
//! a `<DOC>`; inside it each collection has its own names for the same few fields, which are
//! told apart in one table. What stands outside the known fields is the collection's
//! bookkeeping and goes. Text is wrapped at a width, with or without tags for paragraphs.
//!
//! A date may be a field of its own or a part of the record's number (`AP880212-0001`,
//! `NYT_ENG_19940701.0001`); the number also tells who published the record.

use crate::article::DateSource;
use crate::error::{Fault, Reason};

use crate::corpus::bytes::decode::Decoder;
use crate::corpus::draft::Draft;
use crate::corpus::markup::cutter::{Cut, Cutter};
use crate::corpus::markup::fragment::unescape_into;
use crate::corpus::markup::tags::{Tag, Token, Tokens};
use crate::corpus::prose::paragraphs;
use crate::corpus::pubdate::{self, DateOptions};
use crate::corpus::{Emit, Input, limits};

/// Records that are looked at to learn how a file writes dates.
const SAMPLED: usize = 500;

/// Records of this family: `<DOC>` with a number, inside or as an attribute.
pub(in crate::corpus) fn is_trec(sample: &str) -> bool {
    let mut tokens =
        Tokens::new(sample).filter(|token| !matches!(token, Token::Text(text) if text.trim().is_empty()));
    let mut doc = None;
    // A root or a header may stand before the first record, text may not.
    for token in tokens.by_ref().take(20) {
        match token {
            Token::Open(tag) if tag.name.eq_ignore_ascii_case("DOC") => {
                doc = Some(tag);
                break;
            }
            Token::Open(_) | Token::Close(_) => {}
            Token::Text(_) | Token::Literal(_) => return false,
        }
    }
    let Some(doc) = doc else { return false };
    let is_number = |name: &str| ["DOCNO", "DOCID"].iter().any(|number| name.eq_ignore_ascii_case(number));
    let numbered = |token| matches!(token, Token::Open(tag) if is_number(tag.name));
    doc.attribute("id").is_some() || tokens.take(8).any(numbered)
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let sample = sampled_dates(&input.head);
    emit.ladder.learn(sample.iter().map(String::as_str));
    let mut decoder = Decoder::of_sample(&input.head);
    let mut cutter = Cutter::new(input.stream, &["doc"]);
    for number in 1.. {
        let flow = match cutter.next()? {
            Cut::End => break,
            Cut::TooLong => emit.fault(number, too_long()),
            Cut::Record { bytes, closed } => {
                let decoded = decoder.decode(&bytes);
                let mut draft = draft(&decoded.text);
                draft.warnings.extend(decoded.warning());
                if !closed {
                    draft.warnings.push("the record is not closed with </DOC>".to_owned());
                }
                emit.draft(number, draft)
            }
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(())
}

fn too_long() -> Fault {
    Fault::new(Reason::TooLarge, format!("a record of more than {} MiB", limits::RECORD_BYTES >> 20))
}

/// The dates of the first records, as they are written.
fn sampled_dates(head: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(head);
    let records = text.split("<DOC").skip(1).take(SAMPLED);
    records.filter_map(|record| fields(record).of(Slot::Date).next().map(str::to_owned)).collect()
}

/// What an element of a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    /// It holds elements and no text.
    Around,
    Number,
    OtherNumber,
    Title,
    Subhead,
    Date,
    Byline,
    Dateline,
    Section,
    Lead,
    Text,
    Caption,
    Keywords,
    Outlet,
    Aside,
    /// Bookkeeping.
    Other,
}

/// What the collections call their fields.
#[rustfmt::skip]
fn slot(name: &str) -> Option<Slot> {
    Some(match name.to_ascii_uppercase().as_str() {
        "DOC" | "HEADER" => Slot::Around,
        "DOCNO" => Slot::Number,
        "DOCID" => Slot::OtherNumber,
        "HEAD" | "HL" | "HEADLINE" | "TITLE" | "TI" | "TTL" | "H3" => Slot::Title,
        "H4" | "H5" | "H6" | "H7" | "H8" | "SUBHEAD" => Slot::Subhead,
        "DATE" | "DATE1" | "DATE_TIME" | "DATETIME" | "DD" | "PUBDATE" => Slot::Date,
        "BYLINE" | "AUTHOR" | "AU" => Slot::Byline,
        "DATELINE" => Slot::Dateline,
        "SECTION" | "H2" => Slot::Section,
        "SUMMARY" | "ABSTRACT" => Slot::Lead,
        "TEXT" | "BODY" | "LP" | "LEADPARA" | "LD" | "TX" | "TXT" => Slot::Text,
        "GRAPHIC" | "CAPTION" => Slot::Caption,
        "SUBJECT" | "SUBJECTS" | "DESCRIPTORS" | "KW" | "KEYWORD" | "KEYWORDS" | "IN" | "NS" | "CO" | "GV" | "RE"
            | "CATEGORY" | "TYPE" => Slot::Keywords,
        "SO" | "PUB" | "JOURNAL" | "SOURCE" | "PUBLICATION" => Slot::Outlet,
        "NOTE" | "MEMO" | "TRAILER" | "CORRECTION" => Slot::Aside,
        "SLUG" | "DOCTYPE" | "TXTTYPE" | "END_TIME" | "ENDTIME" | "ANNOTATION" => Slot::Other,
        _ => return None,
    })
}

/// What stands in a field for the tag of a paragraph.
const BREAK: char = '\u{c}';
/// Known elements in each other; deeper ones are taken for their text.
const FRAMES: usize = 32;
/// Fields of one record; later ones are taken for text.
const FIELDS: usize = 4_000;
/// Elements that part paragraphs.
const BLOCKS: &[&str] = &["P", "BR", "DIV", "TABLE", "TABLEROW", "ROW", "TR"];

/// The fields of a record in their order, as text.
#[derive(Debug, Default)]
struct Fields {
    found: Vec<(Slot, String)>,
    /// The attributes of `<DOC>`.
    id: Option<String>,
    sort: Option<String>,
    title: Option<String>,
    url: Option<String>,
    /// Text that stands in `<DOC>` itself.
    loose: String,
    /// Whether there was a headline.
    titled: bool,
}

impl Fields {
    fn of(&self, slot: Slot) -> impl Iterator<Item = &str> {
        let words = self.found.iter().filter(move |(s, _)| *s == slot).map(|(_, text)| text.trim());
        words.filter(|text| !text.is_empty())
    }
}

/// An element that is open.
struct Frame<'a> {
    name: &'a str,
    slot: Slot,
    /// Where its text goes.
    field: Option<usize>,
}

fn fields(record: &str) -> Fields {
    let mut fields = Fields::default();
    let mut frames: Vec<Frame<'_>> = Vec::new();
    for token in Tokens::new(record) {
        match token {
            Token::Open(tag) if tag.name.eq_ignore_ascii_case("DOC") => {
                (fields.id, fields.sort) = (tag.attribute("id"), tag.attribute("type"));
                (fields.title, fields.url) = (tag.attribute("title"), tag.attribute("url"));
            }
            Token::Open(tag) => open(tag, &mut frames, &mut fields),
            Token::Close(name) => close(name, &mut frames, &mut fields),
            Token::Text(text) | Token::Literal(text) => match current(&frames, &mut fields) {
                Some(field) => unescape_into(text, field),
                None if frames.is_empty() => unescape_into(text, &mut fields.loose),
                None => {}
            },
        }
    }
    fields
}

/// The text of the innermost field that is open.
fn current<'f>(frames: &[Frame<'_>], fields: &'f mut Fields) -> Option<&'f mut String> {
    let at = frames.last()?.field?;
    fields.found.get_mut(at).map(|(_, text)| text)
}

fn open<'a>(tag: Tag<'a>, frames: &mut Vec<Frame<'a>>, fields: &mut Fields) {
    let inside = frames.last().map_or(Slot::Around, |frame| frame.slot);
    let is_block = BLOCKS.iter().any(|block| tag.name.eq_ignore_ascii_case(block));
    let slot = match slot(tag.name) {
        // A field that opens inside another one shows that the other was never closed.
        Some(slot) if !matches!(inside, Slot::Around | Slot::Text | Slot::Title) => {
            while frames.last().is_some_and(|f| !matches!(f.slot, Slot::Around | Slot::Text)) {
                frames.pop();
            }
            slot
        }
        // A headline is opened once more inside its element: `<H3><TI>`.
        Some(Slot::Title) if inside == Slot::Title => return,
        Some(slot) if inside == Slot::Title => {
            frames.pop();
            slot
        }
        Some(slot) if inside == Slot::Text && is_text_of(slot, fields) => {
            break_paragraph(frames, fields);
            return;
        }
        Some(slot) => slot,
        None if inside == Slot::Around && !is_block => Slot::Other,
        None => {
            if is_block {
                break_paragraph(frames, fields);
            }
            return;
        }
    };
    if tag.empty || frames.len() >= FRAMES || fields.found.len() >= FIELDS {
        return;
    }
    fields.titled |= slot == Slot::Title;
    let field = (!matches!(slot, Slot::Around | Slot::Other)).then(|| {
        fields.found.push((slot, String::new()));
        fields.found.len() - 1
    });
    frames.push(Frame { name: tag.name, slot, field });
}

/// Whether a field's element inside a text marks a piece of that text.
fn is_text_of(slot: Slot, fields: &Fields) -> bool {
    match slot {
        Slot::Title | Slot::Date | Slot::Keywords => fields.titled,
        Slot::Caption | Slot::Aside | Slot::Byline | Slot::Dateline | Slot::Text | Slot::Other => false,
        _ => true,
    }
}

fn break_paragraph(frames: &[Frame<'_>], fields: &mut Fields) {
    if let Some(field) = current(frames, fields) {
        field.push(BREAK);
    }
}

/// Closes an element; a closing tag that has none is a stray.
fn close(name: &str, frames: &mut Vec<Frame<'_>>, fields: &mut Fields) {
    match frames.iter().rposition(|frame| frame.name.eq_ignore_ascii_case(name)) {
        Some(at) => frames.truncate(at),
        None if BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block)) => {
            break_paragraph(frames, fields)
        }
        None => {}
    }
}

fn draft(record: &str) -> Draft {
    let fields = fields(record);
    let number = fields.id.as_deref().or_else(|| fields.of(Slot::Number).next());
    let number = number.or_else(|| fields.of(Slot::OtherNumber).next()).unwrap_or_default();
    let mut draft = Draft { source_id: Some(number.to_owned()), ..Draft::default() };
    let collection = collection(number);
    headlines(&fields, &mut draft);
    draft.title = draft.title.or_else(|| fields.title.clone());
    draft.url = fields.url.clone();
    let mut texts: Vec<String> = fields.of(Slot::Text).map(running_text).collect();
    if texts.is_empty() {
        texts.push(running_text(&fields.loose));
    }
    let asides: Vec<String> = fields.of(Slot::Aside).map(running_text).collect();
    match texts.iter().all(String::is_empty) {
        // A record that is nothing but the correction of another one.
        true => texts = asides,
        false => draft.asides.extend(asides),
    }
    let (body, asides) = without_bookkeeping(&texts.join("\n\n"));
    draft.body = body;
    draft.asides.extend(asides);
    let joined = |slot| fields.of(slot).map(one_line).collect::<Vec<_>>();
    draft.lead = fields.of(Slot::Lead).next().map(running_text);
    draft.captions = joined(Slot::Caption);
    // What has a number in it is the number of a bulletin.
    let author =
        fields.of(Slot::Byline).map(one_line).find(|line| !line.contains(|c: char| c.is_ascii_digit()));
    draft.byline = draft.byline.or(author);
    draft.dateline = fields.of(Slot::Dateline).next().map(one_line);
    draft.section = joined(Slot::Section).into_iter().next();
    draft.outlet = outlet(&fields, collection);
    draft.lang = language(number).map(str::to_owned);
    let words = fields.of(Slot::Keywords).flat_map(|text| text.split(['\n', ';', BREAK]));
    draft.keywords = words.map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    // Advisories and lists of many items are told apart from stories by their sort alone.
    draft.keywords.extend(fields.sort.clone().filter(|sort| !sort.eq_ignore_ascii_case("story")));
    draft.dates = dates(&fields, number);
    draft
}

/// The paragraphs of a field: by its tags when it has some, else by the way it was typed.
fn running_text(text: &str) -> String {
    let found: Vec<String> = match text.contains(BREAK) {
        true => text.split(BREAK).flat_map(|block| paragraphs::of_block(block, None)).collect(),
        false => paragraphs::of_typed(text),
    };
    // Two characters that only these collections name.
    found.join("\n\n").replace("&hyph;", "-").replace("&blank;", " ")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Headline, further headlines and what stands among them: a byline behind a rule, the
/// paper's initials and day before a slash.
fn headlines(fields: &Fields, draft: &mut Draft) {
    let mut lines =
        fields.of(Slot::Title).flat_map(|text| text.split(BREAK)).filter(|text| !text.trim().is_empty());
    if let Some(first) = lines.next() {
        let (title, below) = split_at_rule(first);
        draft.title = Some(without_issue(&title).trim_end_matches([';', ' ']).to_owned());
        for line in below {
            let is_byline = line.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by "));
            match (is_byline, &draft.byline) {
                (true, None) => draft.byline = Some(line),
                // What stands under an author's name is the author's post.
                (_, Some(_)) => draft.asides.push(line),
                (false, None) => draft.subheads.push(line),
            }
        }
    }
    draft.subheads.extend(lines.map(one_line).filter(|line| !line.is_empty()));
    draft.subheads.extend(fields.of(Slot::Subhead).map(one_line));
}

/// The lines above a rule of dashes as one, and those below it.
fn split_at_rule(text: &str) -> (String, Vec<String>) {
    let mut lines =
        text.lines().map(|line| line.trim().trim_start_matches('@').trim()).filter(|line| !line.is_empty());
    let is_rule = |line: &str| line.len() >= 3 && line.bytes().all(|b| matches!(b, b'-' | b'_' | b'='));
    let title: Vec<&str> = lines.by_ref().take_while(|line| !is_rule(line)).collect();
    let below = lines.filter(|line| !is_rule(line)).map(str::to_owned).collect();
    (title.join(" "), below)
}

/// `FT  14 MAY 91 / Jubilee of a jet`: the headline behind the issue that printed it.
fn without_issue(title: &str) -> &str {
    let Some((issue, headline)) = title.split_once(" / ") else { return title };
    let day = issue.split_once(' ').map_or("", |(_, day)| day);
    let is_issue =
        pubdate::parse(day, &DateOptions::default()).is_some_and(|found| found.date.day().is_some());
    if is_issue { headline.trim() } else { title }
}

/// Lines at the start of a text that describe it: `Language: Spanish`, `Article Type: BFN`.
fn without_bookkeeping(text: &str) -> (String, Vec<String>) {
    let mut body = text.trim_start();
    let mut asides = Vec::new();
    while let Some(rest) = ["Language:", "Article Type:"].iter().find_map(|label| body.strip_prefix(label)) {
        // The value is a word; what is said on the same line is text.
        let value_end = rest
            .trim_start()
            .find(char::is_whitespace)
            .map_or(rest.len(), |end| end + rest.len() - rest.trim_start().len());
        let label = body.get(..body.len() - rest.len() + value_end).unwrap_or(body);
        asides.push(one_line(label));
        body = rest.get(value_end..).unwrap_or_default().trim_start();
    }
    (body.to_owned(), asides)
}

/// The first letters of a record's number.
fn collection(number: &str) -> &str {
    let end = number.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(number.len());
    number.get(..end).unwrap_or_default()
}

/// The field that names the paper, unless it is in capitals and the collection is known.
fn outlet(fields: &Fields, collection: &str) -> Option<String> {
    let written = fields.of(Slot::Outlet).next().map(one_line);
    let written = written.map(|name| name.split([',', '(']).next().unwrap_or_default().trim().to_owned());
    match written {
        Some(name) if name.chars().any(char::is_lowercase) => Some(name),
        written => publisher(collection).map(str::to_owned).or(written),
    }
}

/// Who published a collection.
#[rustfmt::skip]
fn publisher(collection: &str) -> Option<&'static str> {
    Some(match collection.to_ascii_uppercase().as_str() {
        "AP" | "APW" => "AP", "AFP" => "AFP", "EFE" => "EFE", "XIE" | "XIN" => "Xinhua", "REU" | "RTR" => "Reuters",
        "CNA" => "Central News Agency", "NYT" => "The New York Times", "WSJ" => "The Wall Street Journal",
        "FT" => "Financial Times", "LA" => "Los Angeles Times", "LTW" => "Los Angeles Times / Washington Post",
        "WPB" => "Washington Post / Bloomberg", "SJMN" => "San Jose Mercury News", "GH" => "The Herald",
        "FBIS" => "FBIS", "LEMONDE" => "Le Monde", "SDA" | "ATS" => "SDA",
        _ => return None,
    })
}

/// The language of a collection that says it in its numbers: `NYT_ENG_19940701.0001`.
fn language(number: &str) -> Option<&'static str> {
    Some(match number.split('_').nth(1)? {
        "ENG" => "en",
        "ARB" => "ar",
        "CMN" => "zh",
        "FRE" | "FRA" => "fr",
        "SPA" => "es",
        _ => return None,
    })
}

/// The record's date, and the one in its number. A field of numbers that does not tell day
/// from month gives way to the number.
fn dates(fields: &Fields, number: &str) -> Vec<(DateSource, String)> {
    let written = fields.of(Slot::Date).next().map(|raw| dated_part(&one_line(raw)));
    let numbered = in_number(number);
    let is_day = |raw: &String| {
        pubdate::parse(raw, &DateOptions::default()).is_some_and(|found| found.date.day().is_some())
    };
    let written = written.map(|raw| (DateSource::Header, raw));
    let numbered = numbered.map(|raw| (DateSource::Metadata, raw));
    match (&written, &numbered) {
        (Some((_, raw)), Some(_)) if !is_day(raw) => numbered.into_iter().chain(written).collect(),
        _ => written.into_iter().chain(numbered).collect(),
    }
}

/// A date without what follows it: `January 1, 1989, Sunday, Home Edition`.
/// Six digits are year, month and day.
fn dated_part(raw: &str) -> String {
    if let Some(day) = six_digits(raw, false) {
        return day;
    }
    let mut part = pubdate::without_edition(raw);
    loop {
        // A part without a day would be a worse date than the one that cannot be read whole.
        let found = pubdate::parse(part, &DateOptions::default());
        if found.is_some_and(|found| part.len() >= raw.trim_end().len() || found.date.day().is_some()) {
            return part.to_owned();
        }
        match part.rsplit_once([',', ' ']) {
            Some((before, _)) => part = before.trim_end_matches([',', ' ']),
            None => return raw.to_owned(),
        }
    }
}

/// The day in a record's number: eight digits, or six.
fn in_number(number: &str) -> Option<String> {
    let runs = || number.split(|c: char| !c.is_ascii_digit());
    let is_day = |raw: &&str| {
        let found = pubdate::parse(raw, &DateOptions::default());
        raw.len() == 8 && found.is_some_and(|f| f.date.day().is_some() && f.date.year() >= 1800)
    };
    let month_first = collection(number).eq_ignore_ascii_case("LA");
    runs().find(is_day).map(str::to_owned).or_else(|| runs().find_map(|raw| six_digits(raw, month_first)))
}

/// `910514`, or `010189` where the month comes first, as a day that cannot be mistaken. The
/// collections hold news of the twentieth century and a little after.
fn six_digits(raw: &str, month_first: bool) -> Option<String> {
    let number = |from: usize| raw.get(from..from + 2)?.parse::<u32>().ok();
    if raw.len() != 6 || !raw.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (year, month, day) =
        if month_first { (number(4)?, number(0)?, number(2)?) } else { (number(0)?, number(2)?, number(4)?) };
    let century = if year < 30 { 2000 } else { 1900 };
    let known = (1..=12).contains(&month) && (1..=31).contains(&day);
    known.then(|| format!("{}-{month:02}-{day:02}", century + year))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_told_from_other_markup() {
        assert!(is_trec("<DOC>\n<DOCNO> AP1 </DOCNO>"));
        assert!(is_trec("<?xml version=\"1.0\"?><root><doc id=\"A_ENG_19940701.0001\" type=\"story\">"));
        assert!(!is_trec("<DOC>\n<p>no number</p>"));
        assert!(!is_trec("The tag <DOC> holds a <DOCNO>"));
        assert!(!is_trec("<html><body><p>x"));
    }

    #[test]
    fn fields_go_by_any_of_their_names() {
        let record = "<DOC><DOCNO> WSJ870324-0001 </DOCNO>\n<HL> Ferry Line\n  Sold\n  ----\n  By Ana Lima</HL>\n\
            <DD> 03/24/87</DD><SO> WALL STREET JOURNAL (J)</SO><IN> SHIPPING (SHP)\nTENDERS</IN>\n\
            <LP>\n  Ferries & Co. were sold.\n</LP><TEXT>\n  The buyer was not named.\n</TEXT></DOC>";
        let draft = draft(record);
        assert_eq!(draft.title.as_deref(), Some("Ferry Line Sold"));
        assert_eq!(draft.byline.as_deref(), Some("By Ana Lima"));
        assert_eq!(draft.outlet.as_deref(), Some("The Wall Street Journal"));
        assert_eq!(draft.keywords, ["SHIPPING (SHP)", "TENDERS"]);
        assert_eq!(draft.body, "Ferries & Co. were sold.\n\nThe buyer was not named.");
        assert_eq!(draft.dates.first(), Some(&(DateSource::Header, "03/24/87".to_owned())));
    }

    #[test]
    fn fields_that_are_not_closed_end_where_the_next_one_opens() {
        let record = "<DOC><DOCNO>X1</DOCNO><HEADLINE>Rain<BYLINE>By Bo Ek<TEXT>It rained.<P>It <B>stopped";
        let draft = draft(record);
        assert_eq!((draft.title.as_deref(), draft.byline.as_deref()), (Some("Rain"), Some("By Bo Ek")));
        assert_eq!(draft.body, "It rained.\n\nIt stopped");
    }

    #[test]
    fn numbers_hold_days() {
        let cases = [
            ("NYT_ENG_19940701.0001", Some("19940701")),
            ("AP880212-0001", Some("1988-02-12")),
            ("LA010189-0001", Some("1989-01-01")),
            ("SJMN91-06184003", None),
            ("FBIS3-1", None),
        ];
        for (number, day) in cases {
            assert_eq!(in_number(number).as_deref(), day, "{number}");
        }
        assert_eq!(dated_part("January 1, 1989, Sunday, Home Edition"), "January 1, 1989, Sunday");
        assert_eq!(dated_part("Wednesday, July 3, 1991 00184003,SJ1"), "Wednesday, July 3, 1991");
        assert_eq!(dated_part("July, no year"), "July, no year");
    }

    #[test]
    fn a_record_without_fields_is_its_text() {
        let draft = draft("<doc id=\"12\" url=\"https://f.example/12\" title=\"Rain\">\nIt rained.\n</doc>");
        assert_eq!((draft.title.as_deref(), draft.body.as_str()), (Some("Rain"), "It rained."));
        assert_eq!(draft.url.as_deref(), Some("https://f.example/12"));
    }

    #[test]
    fn headlines_lose_the_issue() {
        assert_eq!(without_issue("FT  14 MAY 91 / Jubilee of a jet"), "Jubilee of a jet");
        assert_eq!(without_issue("Win / lose"), "Win / lose");
    }
}
