//! The text of a story in the markup of news agencies: NITF, XHTML, or text with some HTML
//! in it.
//!
//! One way through the elements, whichever of these it is, because agencies mix them:
//! blocks part paragraphs, captions of pictures and notes to editors are kept apart, and
//! what describes the story rather than telling it (a headline that is repeated, a file of a
//! picture) is left to those who know where it belongs.

use crate::corpus::markup::fragment;
use crate::corpus::markup::xml::{self, Element, Step};
use crate::corpus::prose::paragraphs::{self, HARD};

/// What a story holds.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::corpus) struct Story {
    pub(in crate::corpus) paragraphs: Vec<String>,
    pub(in crate::corpus) captions: Vec<String>,
    /// Notes, and what stands below the text.
    pub(in crate::corpus) asides: Vec<String>,
    /// A summary above the text.
    pub(in crate::corpus) lead: Option<String>,
    pub(in crate::corpus) byline: Option<String>,
    pub(in crate::corpus) dateline: Option<String>,
}

/// Elements that part paragraphs.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "p", "para", "paragraph", "div", "block", "h1", "h2", "h3", "h4", "h5", "h6", "hl1", "hl2", "hl3", "hl4", "ul", "ol", "li", "dl", "dt", "dd",
    "table", "blockquote", "bq", "pre", "section", "article", "figure", "header", "footer", "hr", "body", "body.content", "html", "nitf",
    "nitf-table", "center", "credit", "datasource",
];
/// Elements whose content is no text of the story.
#[rustfmt::skip]
const UNSEEN: &[&str] = &[
    "script", "style", "noscript", "template", "iframe", "object", "svg", "head", "title", "hedline", "headline", "media-reference", "media-object",
    "media-metadata", "media-producer", "body.head", "nitf-table-metadata", "custom-table",
];
/// Elements that stand within a line. What else stands among nothing but elements is a block,
/// whatever its name: agencies put vocabularies of their own into these formats.
#[rustfmt::skip]
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "alt-code", "b", "big", "byttl", "chron", "cite", "city", "classifier", "code", "country", "cp", "del", "em", "event", "font",
    "frac", "frac-num", "frac-sep", "frac-den", "function", "i", "img", "ins", "lang", "location", "mark", "money", "num", "object.title", "org", "person",
    "postaddr", "pronounce", "q", "region", "s", "small", "span", "state", "strong", "sub", "sublocation", "sup", "time", "tt", "u", "virtloc", "br", "td",
    "th", "tr", "tbody", "thead", "col", "name.given", "name.family",
];
const CAPTIONS: &[&str] = &["media-caption", "figcaption"];
const ASIDES: &[&str] = &["note", "fn", "tagline", "bibliography", "body.end", "copyrite", "aside"];

/// What the words that are met belong to.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Part {
    Text,
    Caption,
    Aside,
    Lead,
    Byline,
    Dateline,
    /// A picture or film; only its caption counts.
    Media,
}

fn part(element: Element<'_>) -> Option<Part> {
    match () {
        () if element.is_any(CAPTIONS) => Some(Part::Caption),
        () if element.is_any(ASIDES) => Some(Part::Aside),
        () if element.is("media") => Some(Part::Media),
        () if element.is("byline") => Some(Part::Byline),
        () if element.is("dateline") => Some(Part::Dateline),
        () if element.is_any(BLOCKS) => classed(element),
        () => None,
    }
}

/// What a block is by its class: HTML has no elements for the parts of a story, so agencies
/// name them there.
fn classed(element: Element<'_>) -> Option<Part> {
    let classes = ["class", "role", "itemprop"].iter().filter_map(|name| element.attr(name));
    let words = classes.flat_map(|c| c.split([' ', ':', '-', '_'])).map(str::to_ascii_lowercase);
    for word in words {
        match word.as_str() {
            "byline" | "author" | "authors" => return Some(Part::Byline),
            "caption" | "figcaption" => return Some(Part::Caption),
            "abstract" | "standfirst" | "teaser" | "summary" => return Some(Part::Lead),
            "note" | "notes" | "ednote" | "editornote" | "contact" | "contacts" | "copyright"
            | "signature" | "disclaimer" | "boilerplate" | "linkbox" | "advisory" | "tagline" => {
                return Some(Part::Aside);
            }
            _ => {}
        }
    }
    None
}

impl Story {
    /// What stands in these elements, one after the other.
    pub(in crate::corpus) fn of<'t>(elements: impl IntoIterator<Item = Element<'t>>) -> Story {
        let mut story = Story::default();
        for element in elements {
            story.append(match has_markup_as_text(element) {
                true => Story::of_text(&element.text()),
                false => Walk::through(element),
            });
        }
        story
    }

    /// What stands in a text that may hold HTML, or be typed.
    pub(in crate::corpus) fn of_text(text: &str) -> Story {
        if !is_markup(text) {
            return Story { paragraphs: paragraphs::of_typed(text), ..Story::default() };
        }
        let tree = xml::parse(&format!("<div>{text}</div>"));
        Story::of(tree.roots())
    }

    /// Takes what another one holds.
    pub(in crate::corpus) fn append(&mut self, other: Story) {
        self.paragraphs.extend(other.paragraphs);
        self.captions.extend(other.captions);
        self.asides.extend(other.asides);
        self.lead = self.lead.take().or(other.lead);
        self.byline = self.byline.take().or(other.byline);
        self.dateline = self.dateline.take().or(other.dateline);
    }

    pub(in crate::corpus) fn is_empty(&self) -> bool {
        self.paragraphs.is_empty() && self.lead.is_none()
    }
}

/// Whether an element holds nothing but text, and that is markup: escaped, or in a section.
fn has_markup_as_text(element: Element<'_>) -> bool {
    !element.has_children() && is_markup(&element.text())
}

/// Whether a text has tags that part lines or paragraphs, or links.
fn is_markup(text: &str) -> bool {
    text.match_indices('<').take(200).any(|(at, _)| {
        let tag = text.get(at + 1..).unwrap_or_default();
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        let end = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let (name, rest) = tag.split_at(end);
        let is = |known: &&str| name.eq_ignore_ascii_case(known);
        let block = BLOCKS.iter().any(&is) && rest.starts_with(['>', ' ', '/', '\n', '\t']);
        let inline = ["br", "b", "i", "em", "strong", "a", "span"].iter().any(is);
        let closed =
            rest.starts_with('>') || rest.trim_start().starts_with("/>") || rest.starts_with(" href");
        (block || (inline && closed)) && rest.contains('>')
    })
}

/// The way through a story.
#[derive(Default)]
struct Walk {
    blocks: Vec<Block>,
    words: String,
    /// Whether the words stand in `<pre>`, where line ends count.
    typed: bool,
}

/// Words between two ends of blocks.
struct Block {
    words: String,
    part: Part,
    typed: bool,
}

impl Walk {
    fn through(root: Element<'_>) -> Story {
        let mut walk = Walk::default();
        walk.element(root);
        let texts = walk.blocks.iter().filter(|b| b.part == Part::Text && !b.typed);
        let width = paragraphs::wrapped_at(texts.map(|b| b.words.as_str()));
        let mut story = Story::default();
        for block in &walk.blocks {
            block.read(width, &mut story);
        }
        story
    }

    fn element(&mut self, root: Element<'_>) {
        let mut parts: Vec<(Element<'_>, Part)> = Vec::new();
        // For each open element, whether it holds elements alone, and whether it is a block.
        let mut open: Vec<(bool, bool)> = vec![(!root.has_words(), true)];
        let mut steps = root.steps();
        let now = |parts: &[(Element<'_>, Part)]| parts.last().map_or(Part::Text, |(_, part)| *part);
        self.typed |= root.is("pre");
        while let Some(step) = steps.next() {
            match step {
                Step::Text(text) if now(&parts) != Part::Media => self.words.push_str(text),
                Step::Text(_) => {}
                Step::Open(e) if e.is_any(UNSEEN) => {
                    open.push((false, false));
                    steps.pass();
                }
                Step::Open(e) => {
                    let among = open.last().is_some_and(|(elements, _)| *elements);
                    let block = e.is_any(BLOCKS) || (among && !e.is_any(INLINE));
                    open.push((!e.has_words(), block));
                    if let Some(part) = part(e) {
                        self.flush(now(&parts));
                        parts.push((e, part));
                    } else if block {
                        self.flush(now(&parts));
                        self.typed |= e.is("pre");
                    } else if e.is_any(&["br", "tr"]) {
                        self.words.push(HARD);
                    }
                }
                Step::Close(e) => {
                    let block = open.pop().is_some_and(|(_, block)| block);
                    if parts.last().is_some_and(|(open, _)| *open == e) {
                        self.flush(now(&parts));
                        parts.pop();
                    } else if block {
                        self.flush(now(&parts));
                        self.typed &= !e.is("pre");
                    } else if e.is_any(&["td", "th"]) {
                        self.words.push('\t');
                    } else if e.is("byttl") {
                        self.words.push(' ');
                    }
                }
            }
        }
        self.flush(now(&parts));
    }

    /// Ends the block whose words have gathered.
    fn flush(&mut self, part: Part) {
        let words = std::mem::take(&mut self.words);
        if !words.trim().is_empty() {
            self.blocks.push(Block { words, part, typed: self.typed });
        }
    }
}

impl Block {
    /// Puts the words where they belong.
    fn read(&self, width: Option<usize>, story: &mut Story) {
        let found = match self.typed {
            true => paragraphs::of_typed(&self.words),
            false => paragraphs::of_block(&self.words, width),
        };
        let one = || found.join(" ");
        match self.part {
            Part::Text => story.paragraphs.extend(found),
            Part::Caption => story.captions.push(one()),
            Part::Aside => story.asides.push(found.join("\n\n")),
            Part::Lead => drop(story.lead.get_or_insert_with(|| found.join("\n\n"))),
            Part::Byline => drop(story.byline.get_or_insert_with(one)),
            Part::Dateline => drop(story.dateline.get_or_insert_with(one)),
            Part::Media => {}
        }
    }
}

/// The text of a piece of HTML on one line, for fields that may hold some.
pub(in crate::corpus) fn line(text: &str) -> String {
    if text.contains('<') { fragment::text(text) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(xml: &str) -> Story {
        let tree = xml::parse(xml);
        Story::of(tree.root())
    }

    #[test]
    fn paragraphs_captions_and_notes_are_kept_apart() {
        let story = of("<body.content><media><media-reference source='a.jpg'>x</media-reference>\
             <media-caption>A bridge.</media-caption><media-producer>Ek</media-producer></media>\
             <block><hl2>Rain</hl2><p>It <em>rained</em> on <location>Oslo</location>.</p></block>\
             <note><p>To editors.</p></note>loose<p/></body.content>");
        assert_eq!(story.paragraphs, ["Rain", "It rained on Oslo.", "loose"]);
        assert_eq!((story.captions, story.asides), (vec!["A bridge.".into()], vec!["To editors.".into()]));
    }

    #[test]
    fn elements_among_elements_are_blocks_whatever_their_name() {
        let story = of(
            "<x><group><element>It rained in <town>Oslo</town>.</element><element><b>Then</b> <u>not</u>.</element></group></x>",
        );
        assert_eq!(story.paragraphs, ["It rained in Oslo.", "Then not."]);
    }

    #[test]
    fn classes_of_blocks_say_what_they_are() {
        let story = of(
            "<body><header><h1>Rain</h1><p class='abstract'>Rain fell.</p></header><p class='byline'>By Ana Lima</p>\
             <section class='main'><p>It <span class='note'>rained</span>.</p></section>\
             <section class='editorial-notes'><h2>Notes</h2><p>Call us.</p></section></body>",
        );
        assert_eq!(story.paragraphs, ["Rain", "It rained."]);
        assert_eq!(
            (story.byline.as_deref(), story.lead.as_deref()),
            (Some("By Ana Lima"), Some("Rain fell."))
        );
        assert_eq!(story.asides, ["Notes", "Call us."]);
    }

    #[test]
    fn markup_that_travels_as_text_is_read() {
        let expected = ["It rained & blew.", "Then not."];
        for xml in [
            "<c>&lt;p&gt;It rained &amp;amp; blew.&lt;/p&gt;&lt;P&gt;Then not.</c>",
            "<c><![CDATA[<p class=x>It rained &amp; blew.<br><br>Then not.]]></c>",
        ] {
            assert_eq!(of(xml).paragraphs, expected, "{xml}");
        }
        assert_eq!(Story::of_text("a <b or c> d").paragraphs, ["a <b or c> d"]);
    }

    #[test]
    fn tables_keep_rows_and_typed_text_its_lines() {
        let rows = "<table><tr><td>Oslo</td><td>3</td></tr><tr><td>Rome</td><td>9</td></tr></table>";
        assert_eq!(of(rows).paragraphs, ["Oslo\t3\nRome\t9"]);
        assert_eq!(of("<x><pre>Oslo  3  4\nRome  9  8</pre></x>").paragraphs, ["Oslo  3  4\nRome  9  8"]);
    }
}
