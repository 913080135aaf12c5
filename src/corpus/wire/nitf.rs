//! NITF, the News Industry Text Format: one story in a document, or inside another format.
//!
//! The head carries what desks know of a story, the body what is printed. Dates: a newspaper's
//! `date.publication` is the day it was printed and goes first; `date.issue` is when an agency
//! sent the story out, which is publication for an agency; `date.release` is when it may be
//! used, the last of the three to believe.
//!
//! Agencies differ in what they leave out, so headlines are taken from the body's head, the
//! document's title or a picture's, and text from wherever the body has some.

use std::ops::ControlFlow;

use crate::article::{DateSource, Revision, RevisionKind};
use crate::corpus::draft::Draft;
use crate::corpus::markup::xml::{self, Element};
use crate::corpus::prose::marks;
use crate::corpus::wire::desk;
use crate::corpus::wire::story::Story;
use crate::corpus::{Emit, Input};
use crate::error::{Fault, Reason};

/// Whether a text is such a document, or has some inside elements of its own.
pub(in crate::corpus) fn sniff(sample: &str) -> bool {
    sample.starts_with('<') && xml::has_tag(sample, "nitf") && xml::has_tag(sample, "body")
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let mut tree = xml::read(input.stream, input.hints.charset.as_deref())?;
    let (mut warnings, end) = tree.take_warnings();
    let mut documents = Vec::new();
    for root in tree.roots() {
        documents.extend(root.is("nitf").then_some(root));
        documents.extend(root.find_all("nitf"));
    }
    let last = documents.last().copied();
    for (number, document) in (1..).zip(documents) {
        let broken = end.as_ref().filter(|_| Some(document) == last);
        warnings.extend(broken.cloned());
        if one(number, document, broken.is_some(), std::mem::take(&mut warnings), emit).is_break() {
            break;
        }
    }
    Ok(())
}

fn one(
    number: u64,
    document: Element<'_>,
    truncated: bool,
    warnings: Vec<String>,
    emit: &mut Emit<'_>,
) -> ControlFlow<()> {
    let head = Head::of(document);
    let mut draft = Draft { warnings, ..Draft::default() };
    head.fill(&mut draft);
    let story = story(document);
    let status = head.status();
    let withdrawn = status.starts_with("cancel") || status == "withheld";
    if withdrawn && story.is_empty() {
        let detail = format!("withdrawn by its agency ({status})");
        return emit.fault(number, Fault::new(Reason::Withdrawn, detail));
    }
    if truncated && story.is_empty() && draft.title.is_none() {
        return emit.fault(number, Fault::new(Reason::Truncated, "the XML breaks off before the text"));
    }
    desk::file(&mut draft, story, head.located());
    head.revise(&mut draft, withdrawn);
    emit.draft(number, draft)
}

/// The text of a document.
pub(in crate::corpus) fn story(document: Element<'_>) -> Story {
    let contents: Vec<Element<'_>> =
        document.find_all("body.content").filter(|e| !stands_in_note(*e)).collect();
    if contents.is_empty() {
        return Story::of(document.child("body").or_else(|| document.find("body")));
    }
    let mut story = Story::of(contents.into_iter().flat_map(parts));
    let ends = document.find_all("body.end").map(|end| Story::of([end]));
    story.asides.extend(ends.flat_map(|end| end.paragraphs.into_iter().chain(end.asides)));
    let notes =
        document.find_all("body.head").flat_map(|head| head.all("note").collect::<Vec<Element<'_>>>());
    story.asides.extend(notes.map(|note| Story::of([note]).paragraphs.join("\n\n")));
    story
}

/// A note may hold a body of its own.
fn stands_in_note(element: Element<'_>) -> bool {
    std::iter::successors(element.parent(), |e| e.parent()).any(|e| e.is("note"))
}

/// The parts of the content that are to be read: where the whole text stands in a block of its
/// own, another block repeats its beginning.
fn parts(content: Element<'_>) -> Vec<Element<'_>> {
    let class = |e: &Element<'_>, name: &str| e.attr("class") == Some(name);
    let whole: Vec<Element<'_>> = content.all("block").filter(|e| class(e, "full_text")).collect();
    if whole.is_empty() { vec![content] } else { whole }
}

/// What a document says of its story.
#[derive(Clone, Copy)]
pub(in crate::corpus) struct Head<'t> {
    document: Element<'t>,
}

impl<'t> Head<'t> {
    pub(in crate::corpus) fn of(document: Element<'t>) -> Head<'t> {
        Head { document }
    }

    /// Puts the fields into a draft, where they are not there already.
    pub(in crate::corpus) fn fill(self, draft: &mut Draft) {
        let or = |field: &mut Option<String>, value: Option<String>| {
            if field.as_deref().is_none_or(|f| f.trim().is_empty()) {
                *field = value;
            }
        };
        or(&mut draft.source_id, self.value("doc-id", "id-string"));
        or(&mut draft.title, self.title());
        or(&mut draft.byline, self.byline());
        or(&mut draft.dateline, self.in_head("dateline").and_then(Element::line));
        or(&mut draft.lead, self.in_head("abstract").map(|e| Story::of([e]).paragraphs.join("\n\n")));
        or(&mut draft.outlet, self.outlet());
        or(&mut draft.section, self.section());
        or(
            &mut draft.page,
            self.value("pubdata", "position.sequence").or_else(|| self.meta("print_page_number")),
        );
        or(&mut draft.edition, self.value("pubdata", "edition.name"));
        or(&mut draft.url, self.value("pubdata", "ex-ref").filter(|url| url.starts_with("http")));
        or(&mut draft.lang, self.lang());
        draft.subheads.extend(self.subheads());
        draft.keywords.extend(self.keywords());
        draft.asides.extend(self.value("ed-msg", "info"));
        if draft.dates.is_empty() {
            self.dates(draft);
        }
    }

    /// An attribute of the first element of this name.
    fn value(self, element: &str, attribute: &str) -> Option<String> {
        let values = self.document.find_all(element).filter_map(|e| e.attr(attribute));
        values.map(str::trim).find(|v| !v.is_empty()).map(str::to_owned)
    }

    /// An element of the head of the body that has words.
    fn in_head(self, name: &str) -> Option<Element<'t>> {
        let heads = self.document.find_all("body.head");
        heads.flat_map(|head| head.find_all(name).collect::<Vec<Element<'_>>>()).find(|e| e.line().is_some())
    }

    fn title(self) -> Option<String> {
        let head =
            self.in_head("hl1").or_else(|| self.in_head("hedline")).or_else(|| self.in_head("headline"));
        let document = || self.document.path(&["head", "title"]);
        let anywhere = || self.document.find("hedline").and_then(|e| e.find("hl1"));
        head.and_then(Element::line)
            .or_else(|| anywhere().and_then(Element::line))
            .or_else(|| document().and_then(Element::line))
    }

    fn subheads(self) -> Vec<String> {
        let heads = self.document.find_all("body.head");
        let lines = heads.flat_map(|head| head.find_all("hl2").collect::<Vec<Element<'_>>>());
        lines.filter_map(Element::line).collect()
    }

    /// The authors with their titles, each set off by a comma.
    fn byline(self) -> Option<String> {
        let heads = self.document.find_all("body.head");
        let lines = heads.flat_map(|head| head.all("byline").collect::<Vec<Element<'_>>>());
        // Some archives give the names once more, in the form of an index.
        let printed = lines.filter(|e| !e.attr("class").is_some_and(|class| class.contains("normalized")));
        let lines: Vec<String> = printed.filter_map(written_by).collect();
        (!lines.is_empty()).then(|| lines.join(", "))
    }

    fn outlet(self) -> Option<String> {
        let meta = |name: &str| self.meta(name);
        self.value("pubdata", "name")
            .or_else(|| self.in_head("distributor").and_then(Element::line))
            .or_else(|| self.value("doc.copyright", "holder"))
            .or_else(|| self.value("doc.rights", "owner"))
            .or_else(|| meta("source").or_else(|| self.value("doc-id", "regsrc")))
            .or_else(|| self.in_head("copyrite.holder").and_then(Element::line))
    }

    fn section(self) -> Option<String> {
        let subject = self.value("tobject.subject", "tobject.subject.type");
        self.value("pubdata", "position.section")
            .or_else(|| self.meta("online_sections"))
            .or_else(|| self.meta("dsk"))
            .or(subject)
    }

    /// The content of a meta element whose name ends so; agencies put their own in front.
    fn meta(self, name: &str) -> Option<String> {
        let is = |e: &Element<'_>| {
            let found = e.attr("name").unwrap_or_default().to_ascii_lowercase();
            found == name || found.strip_suffix(name).is_some_and(|agency| agency.ends_with('-'))
        };
        let contents = self.document.find_all("meta").filter(is).filter_map(|e| e.attr("content"));
        contents.map(str::trim).find(|c| !c.is_empty()).map(str::to_owned)
    }

    fn lang(self) -> Option<String> {
        let body = self.document.child("body");
        let tags = [Some(self.document), body, body.and_then(|b| b.child("body.content"))];
        tags.into_iter()
            .flatten()
            .find_map(|e| e.attr("lang"))
            .map(str::to_owned)
            .or_else(|| self.meta("language"))
    }

    fn keywords(self) -> Vec<String> {
        let mut found: Vec<String> = self.meta("keyword").into_iter().collect();
        let attributes = [
            ("keyword", &["key"][..]),
            (
                "tobject.subject",
                &["tobject.subject.type", "tobject.subject.matter", "tobject.subject.detail"],
            ),
            ("series", &["series.name"]),
        ];
        for (element, names) in attributes {
            for e in self.document.find_all(element) {
                found.extend(names.iter().filter_map(|name| e.attr(name)).map(str::to_owned));
            }
        }
        let identified = self.document.find_all("identified-content").flat_map(Element::children);
        for e in identified {
            found.extend(e.line().or_else(|| e.attr("value").map(str::to_owned)));
        }
        found.retain(|word| word.chars().any(char::is_alphabetic));
        found
    }

    fn dates(self, draft: &mut Draft) {
        let norm = |name: &str| {
            self.value(name, "norm").or_else(|| self.document.find(name).and_then(Element::line))
        };
        let (issue, release) = (norm("date.issue"), norm("date.release"));
        let printed = self.value("pubdata", "date.publication");
        let story = self.in_head("story.date").and_then(|e| e.attr("norm").map(str::to_owned));
        let best = printed.or(issue.clone()).or(release.clone()).or(story);
        draft.dates.extend(best.map(|raw| (DateSource::Header, raw)));
        if let (Some(issue), Some(release)) = (issue, release)
            && issue != release
        {
            draft.warnings.push(format!("the agency put an embargo on it until {release}"));
        }
    }

    /// Whether it may be used (`usable`, `canceled`).
    fn status(self) -> String {
        self.value("docdata", "management-status").unwrap_or_default().to_lowercase()
    }

    /// Where it happened or was written, for stories without a dateline.
    fn located(self) -> Option<String> {
        let event = self.document.find("evloc")?;
        let parts = ["city", "state-prov", "county-dist"].iter().filter_map(|name| event.attr(name));
        let parts: Vec<&str> = parts.take(2).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// What the document is to earlier ones.
    fn revise(self, draft: &mut Draft, withdrawn: bool) {
        let earlier = self.value("docdata", "management-doc-idref");
        if let Some(correction) = self.document.find("correction") {
            let attr = |name: &str| correction.attr(name).map(str::to_owned);
            let of = attr("id-string").or(earlier.clone());
            draft.revision = Some(Revision { kind: RevisionKind::Correction, of, note: attr("info") });
        }
        if withdrawn {
            let note = draft.revision.take().and_then(|r| r.note);
            draft.revision = Some(Revision { kind: RevisionKind::Withdrawal, of: earlier, note });
        } else if let Some(revision) = &mut draft.revision {
            revision.of = revision.of.take().or(earlier);
        } else if earlier.is_some() {
            draft.revision = Some(Revision { of: earlier, ..marks::revision(RevisionKind::Update) });
        }
        if draft.revision.is_none() {
            let keyword = self.meta("takekey").or_else(|| self.meta("keyword")).unwrap_or_default();
            draft.revision =
                marks::marked(&keyword).or_else(|| marks::marked_slug(&keyword)).map(marks::revision);
        }
        marks::version(draft, self.value("du-key", "version").and_then(|v| v.parse().ok()));
    }
}

/// `By Ana Lima, Staff Reporter`: the parts of a byline with their commas.
fn written_by(byline: Element<'_>) -> Option<String> {
    let mut words = String::new();
    for step in byline.steps() {
        match step {
            xml::Step::Text(text) => words.push_str(text),
            xml::Step::Open(e) if e.is("byttl") => {
                let bare = words.trim_end().trim_end_matches(',').len();
                words.truncate(bare);
                if bare > 0 {
                    words.push_str(", ");
                }
            }
            xml::Step::Open(_) | xml::Step::Close(_) => {}
        }
    }
    crate::corpus::prose::clean::line(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_of_authors_are_set_off() {
        let of = |xml: &str| written_by(xml::parse(xml).root().unwrap());
        assert_eq!(
            of("<byline>By ANA LIMA<byttl>Staff</byttl></byline>").as_deref(),
            Some("By ANA LIMA, Staff")
        );
        assert_eq!(
            of("<byline>By Ana Lima, <byttl>Staff</byttl></byline>").as_deref(),
            Some("By Ana Lima, Staff")
        );
        assert_eq!(of("<byline><byttl>The Desk</byttl></byline>").as_deref(), Some("The Desk"));
    }

    #[test]
    fn the_body_of_a_note_is_no_part_of_the_story() {
        let tree = xml::parse(
            "<nitf><body><body.head><note><body.content><p>Note.</p></body.content></note></body.head>\
             <body.content><block class='lead_paragraph'><p>One.</p></block><block class='full_text'><p>One.</p><p>Two.</p></block>\
             </body.content><body.end><tagline>End.</tagline></body.end></body></nitf>",
        );
        let story = story(tree.root().unwrap());
        assert_eq!(story.paragraphs, ["One.", "Two."]);
        assert_eq!(story.asides, ["End.", "Note."]);
    }

    #[test]
    fn a_body_without_its_parts_is_read_all_the_same() {
        let tree = xml::parse(
            "<nitf><body><body.head><hedline><hl1>Rain</hl1></hedline></body.head><p>One.</p></body></nitf>",
        );
        let document = tree.root().unwrap();
        assert_eq!(story(document).paragraphs, ["One."]);
        assert_eq!(Head::of(document).title().as_deref(), Some("Rain"));
    }
}
