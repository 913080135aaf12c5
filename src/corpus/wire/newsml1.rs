//! NewsML 1: items whose components stand in each other, as agencies sent them from 2001 on.
//!
//! A `NewsItem` has an identity and a life (`NewsManagement`); its `NewsComponent`s, nested as
//! deep as the agency likes, carry lines for readers, metadata, and at the end a `ContentItem`
//! with the text. What a component does not say itself, the one around it says. Components that
//! have a headline each are articles each; those that are equivalents of each other (a text in
//! two formats) are one. Pictures beside a text give their captions to it.
//!
//! Dates: `FirstCreated` is when the agency first issued the item and counts as publication,
//! `ThisRevisionCreated` is the update. The envelope says when the message was sent, which
//! stands in only where the item is silent.

use std::collections::HashSet;
use std::ops::ControlFlow;

use crate::article::{DateSource, Form, Revision, RevisionKind};
use crate::corpus::draft::Draft;
use crate::corpus::markup::xml::{self, Element, Step, Tree};
use crate::corpus::prose::marks;
use crate::corpus::wire::desk;
use crate::corpus::wire::nitf;
use crate::corpus::wire::story::Story;
use crate::corpus::{Emit, Input};
use crate::error::{Fault, Reason};

/// Children of an element that are looked at for its parts.
const NEAR: usize = 300;

/// Whether a text is such a document.
pub(in crate::corpus) fn sniff(sample: &str) -> bool {
    sample.starts_with('<')
        && (xml::opens_with(sample, "NewsML")
            || xml::has_tag(sample, "NewsComponent")
            || (xml::has_tag(sample, "NewsItem") && xml::has_tag(sample, "NewsIdentifier")))
}

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let mut tree = xml::read(input.stream, input.hints.charset.as_deref())?;
    let (warnings, end) = tree.take_warnings();
    let mut reader = Reader { number: 0, warnings, located: None, truncated: false };
    let items = items(&tree);
    let last = items.last().copied();
    for item in items {
        if Some(item) == last {
            reader.truncated = end.is_some();
            reader.warnings.extend(end.clone());
        }
        if reader.item(item, emit).is_break() {
            break;
        }
    }
    Ok(())
}

/// The items of a document, those inside others too; its elements where it has none.
fn items(tree: &Tree) -> Vec<Element<'_>> {
    let mut found = Vec::new();
    for root in tree.roots() {
        found.extend(root.is("NewsItem").then_some(root));
        found.extend(root.find_all("NewsItem").filter(|e| e.has_children()));
    }
    if found.is_empty() { tree.roots().collect() } else { found }
}

struct Reader {
    /// The number of the last record.
    number: u64,
    /// What was odd about the document, to be said with its first article.
    warnings: Vec<String>,
    /// Where the item was written.
    located: Option<String>,
    /// Whether the document breaks off in the item.
    truncated: bool,
}

impl Reader {
    fn item(&mut self, item: Element<'_>, emit: &mut Emit<'_>) -> ControlFlow<()> {
        self.located = located(item);
        let Contents { texts, captions, media } = Contents::of(item);
        let texts = articles(texts);
        let status = formal(item, &["NewsManagement", "Status"]).unwrap_or_default().to_lowercase();
        let withdrawn =
            status.starts_with("cancel") || matches!(status.as_str(), "withheld" | "killed" | "withdrawn");
        if texts.is_empty() {
            return self.without_text(item, captions, media, withdrawn, emit);
        }
        let alone = texts.len() == 1;
        for mut text in texts {
            if alone {
                text.story.captions.extend(captions.iter().cloned());
            }
            let mut draft = draft(item, text.component);
            if let Some(head) = text.head {
                head.fill(&mut draft);
            }
            self.give(item, draft, text.story, withdrawn, emit)?;
        }
        ControlFlow::Continue(())
    }

    /// An item that holds no text: a picture, a change to another item, a vocabulary.
    fn without_text(
        &mut self,
        item: Element<'_>,
        captions: Vec<String>,
        media: Option<Form>,
        withdrawn: bool,
        emit: &mut Emit<'_>,
    ) -> ControlFlow<()> {
        let component = item.child("NewsComponent").unwrap_or(item);
        let mut draft = draft(item, component);
        let has_components = item.find("NewsComponent").is_some();
        let what = match () {
            () if item.child("Update").is_some() && !has_components => {
                Some("changes to the metadata of another item")
            }
            () if item.find("TopicSet").is_some() => Some("a vocabulary of topics"),
            () if captions.is_empty() && media.is_some() && !withdrawn => {
                Some("a picture, film or sound without a caption")
            }
            () if item.find("NewsItemRef").is_some() => Some("a package: a list of other items"),
            () => None,
        };
        if let Some(what) = what {
            self.number += 1;
            return emit.ignore(self.number, what);
        }
        let told = withdrawn || draft.title.is_none();
        if told && captions.is_empty() {
            self.number += 1;
            let fault = match withdrawn {
                true => Fault::new(Reason::Withdrawn, "withdrawn by its agency"),
                false if self.truncated => {
                    Fault::new(Reason::Truncated, "the XML breaks off before the text")
                }
                false => Fault::new(Reason::NoText, "no text: the item holds metadata alone"),
            };
            return emit.fault(self.number, fault);
        }
        draft.form = media;
        let story = Story { paragraphs: captions, ..Story::default() };
        self.give(item, draft, story, withdrawn, emit)
    }

    fn give(
        &mut self,
        item: Element<'_>,
        mut draft: Draft,
        story: Story,
        withdrawn: bool,
        emit: &mut Emit<'_>,
    ) -> ControlFlow<()> {
        self.number += 1;
        draft.warnings.append(&mut self.warnings);
        desk::file(&mut draft, story, self.located.clone());
        revise(item, &mut draft, withdrawn);
        emit.draft(self.number, draft)
    }
}

/// A text, and the component that it is the content of.
struct Text<'t> {
    component: Element<'t>,
    story: Story,
    head: Option<nitf::Head<'t>>,
}

/// What the components of an item hold.
#[derive(Default)]
struct Contents<'t> {
    texts: Vec<Text<'t>>,
    captions: Vec<String>,
    /// What sort of thing there is that is no text.
    media: Option<Form>,
}

impl<'t> Contents<'t> {
    fn of(item: Element<'t>) -> Contents<'t> {
        let mut found = Contents::default();
        let mut steps = item.steps();
        while let Some(step) = steps.next() {
            match step {
                // Items inside are read by themselves.
                Step::Open(e) if e.is("NewsItem") => steps.pass(),
                Step::Open(e) if e.is("ContentItem") => {
                    found.take(item, e);
                    steps.pass();
                }
                _ => {}
            }
        }
        found
    }

    fn take(&mut self, item: Element<'t>, content: Element<'t>) {
        let component = components(item, content).next().unwrap_or(item);
        let media = media(content);
        let encoded = content.find("Encoding").and_then(|e| e.attr("Notation"));
        if encoded.is_some_and(|notation| notation.to_lowercase().contains("base64")) {
            self.media = self.media.or(media);
            return;
        }
        let data = content.find("DataContent").unwrap_or(content);
        let head = data.find("nitf").map(nitf::Head::of);
        let story = match data.find("nitf") {
            Some(document) => nitf::story(document),
            None if content.find("DataContent").is_none() => Story::default(),
            None => Story::of([data]),
        };
        self.media = self.media.or(media);
        if story.is_empty() {
            return;
        }
        let of_picture = components(item, content).any(|c| {
            let role = formal(c, &["Role"]).unwrap_or_default().to_lowercase();
            let pictures =
                near(c, "ContentItem").any(|other| other != content && self::media(other).is_some());
            pictures
                || ["caption", "photo", "picture", "image", "graphic", "visual"]
                    .iter()
                    .any(|r| role.contains(r))
        });
        if media.is_some() || of_picture {
            self.captions.push(story.paragraphs.join("\n\n"));
        } else {
            self.texts.push(Text { component, story, head });
        }
    }
}

/// What sort of thing a content is when it is no text.
fn media(content: Element<'_>) -> Option<Form> {
    let kind = formal(content, &["MediaType"]).unwrap_or_default().to_lowercase();
    match kind.as_str() {
        "photo" | "picture" | "image" | "graphic" => Some(Form::Gallery),
        "video" | "audio" | "animation" | "film" => Some(Form::Video),
        _ => None,
    }
}

/// The components around an element of an item, from the inside.
fn components<'t>(item: Element<'t>, inside: Element<'t>) -> impl Iterator<Item = Element<'t>> {
    let around = std::iter::successors(inside.parent(), |e| e.parent());
    around.take_while(move |e| *e != item).filter(|e| e.is("NewsComponent"))
}

/// The texts that are articles of their own.
fn articles(texts: Vec<Text<'_>>) -> Vec<Text<'_>> {
    let own = |text: &Text<'_>| down(text.component, &["NewsLines", "HeadLine"]).and_then(Element::line);
    let equivalent = |text: &Text<'_>| {
        let around = std::iter::successors(Some(text.component), |e| e.parent());
        around.filter_map(|e| e.attr("EquivalentsList")).any(|list| list.eq_ignore_ascii_case("yes"))
    };
    let heads: Vec<Option<String>> = texts.iter().map(own).collect();
    let mut seen = HashSet::new();
    let different = heads.iter().all(|head| head.as_ref().is_some_and(|head| seen.insert(head)));
    let mut texts = texts.into_iter();
    let Some(mut first) = texts.next() else { return Vec::new() };
    if equivalent(&first) {
        return vec![first];
    }
    if different {
        return std::iter::once(first).chain(texts).collect();
    }
    for other in texts {
        // A second rendition of one text adds nothing.
        if !equivalent(&other) && other.story.paragraphs != first.story.paragraphs {
            first.story.append(other.story);
        }
    }
    vec![first]
}

/// The element on this way down, each among the first children of the one before: an item may
/// hold a hundred thousand components, and each asks for what stands at their head.
fn down<'t>(from: Element<'t>, path: &[&str]) -> Option<Element<'t>> {
    path.iter().try_fold(from, |at, name| near(at, name).next())
}

/// The elements of this name among the first children.
fn near<'t>(from: Element<'t>, name: &str) -> impl Iterator<Item = Element<'t>> {
    from.children().take(NEAR).filter(move |e| e.is(name))
}

/// The `FormalName` of the first element on this way that has one.
fn formal(from: Element<'_>, path: &[&str]) -> Option<String> {
    let name = down(from, path)?.attr("FormalName")?.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The fields of an item as one of its components has them.
fn draft(item: Element<'_>, component: Element<'_>) -> Draft {
    // From the inside out: the component, those around it, and the first one of the item.
    let outer = std::iter::successors(component.parent(), |e| e.parent()).take_while(|e| *e != item);
    let main = near(item, "NewsComponent").next();
    let levels: Vec<Element<'_>> =
        std::iter::once(component).chain(outer).chain(main).chain([item]).collect();
    let element = |path: &[&str]| {
        let found = levels.iter().filter_map(|level| down(*level, path));
        found.into_iter().find(|e| e.line().is_some())
    };
    let line = |name: &str| element(&["NewsLines", name]).and_then(Element::line);
    let mut draft = Draft {
        source_id: identifier(item),
        title: line("HeadLine").or_else(|| line("Title")),
        subheads: line("SubHeadLine").into_iter().collect(),
        byline: line("ByLine").map(|by| match line("ByLineTitle") {
            Some(title) => format!("{by}, {title}"),
            None => by,
        }),
        dateline: line("DateLine"),
        outlet: outlet(item, &levels, line("CreditLine")),
        lang: language(item, &levels),
        keywords: keywords(item, &levels),
        ..Draft::default()
    };
    let news_lines =
        levels.iter().flat_map(|level| near(*level, "NewsLines")).flat_map(|lines| near(lines, "NewsLine"));
    let notes = news_lines.filter(|e| {
        let kind = formal(*e, &["NewsLineType"]).unwrap_or_default().to_lowercase();
        ["note", "advisory", "tagline", "contact"].iter().any(|k| kind.contains(k))
    });
    let notes = notes.filter_map(|e| e.child("NewsLineText")).filter_map(Element::line);
    for note in notes {
        if !draft.asides.contains(&note) {
            draft.asides.push(note);
        }
    }
    dates(item, &mut draft);
    draft
}

/// The item's name in the world.
fn identifier(item: Element<'_>) -> Option<String> {
    let identity = down(item, &["Identification", "NewsIdentifier"])?;
    let part = |name: &str| identity.child(name).and_then(Element::line);
    part("PublicIdentifier").or_else(|| {
        let parts = [part("ProviderId"), part("DateId"), part("NewsItemId")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(":"))
    })
}

fn outlet(item: Element<'_>, levels: &[Element<'_>], credit: Option<String>) -> Option<String> {
    let party = |role: &str| {
        let parties =
            levels.iter().filter_map(|level| down(*level, &["AdministrativeMetadata", role, "Party"]));
        let names = parties.filter_map(|p| p.attr("FormalName")).map(str::trim);
        names.filter(|name| !desk::is_placeholder(name)).map(str::to_owned).next()
    };
    let provider = down(item, &["Identification", "NewsIdentifier", "ProviderId"]).and_then(Element::line);
    party("Provider").or(credit).or_else(|| party("Source")).or_else(|| party("Creator")).or(provider)
}

fn language(item: Element<'_>, levels: &[Element<'_>]) -> Option<String> {
    let named = levels.iter().find_map(|level| formal(*level, &["DescriptiveMetadata", "Language"]));
    let tag = || levels.iter().chain([&item]).find_map(|level| level.attr("lang").map(str::to_owned));
    let line = || item.find("HeadLine").and_then(|e| e.attr("lang").map(str::to_owned));
    named.or_else(tag).or_else(line)
}

/// The slug, and what the item is about in words.
fn keywords(item: Element<'_>, levels: &[Element<'_>]) -> Vec<String> {
    let lines = |name: &str| {
        levels.iter().find_map(|level| down(*level, &["NewsLines", name]).and_then(Element::line))
    };
    let label = down(item, &["Identification", "NameLabel"]).and_then(Element::line);
    let mut found: Vec<String> = lines("SlugLine").into_iter().chain(label).collect();
    let printed = lines("KeywordLine").unwrap_or_default();
    found.extend(printed.split([',', ';', '/']).map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()));
    // Formal names may be words or codes.
    let words = |e: &Element<'_>| e.attr("FormalName").is_some_and(|name| name.contains(char::is_lowercase));
    for level in levels {
        for meta in near(*level, "DescriptiveMetadata") {
            let properties = meta
                .all("Property")
                .filter(|p| p.attr("FormalName").is_some_and(|n| n.eq_ignore_ascii_case("keyword")));
            found.extend(properties.filter_map(|p| p.attr("Value")).map(str::to_owned));
            let subjects = meta.all("SubjectCode").flat_map(Element::children).filter(words);
            found.extend(subjects.filter_map(|s| s.attr("FormalName")).map(str::to_owned));
        }
    }
    found
}

fn dates(item: Element<'_>, draft: &mut Draft) {
    let managed = |name: &str| down(item, &["NewsManagement", name]).and_then(Element::line);
    let (first, revised) = (managed("FirstCreated"), managed("ThisRevisionCreated"));
    if let (Some(first), Some(revised)) = (&first, &revised)
        && first < revised
    {
        draft.updated.push((DateSource::Header, revised.clone()));
    }
    let identity = || down(item, &["Identification", "NewsIdentifier", "DateId"]).and_then(Element::line);
    let sent = || {
        let around = std::iter::successors(item.parent(), |e| e.parent()).last();
        around.and_then(|root| down(root, &["NewsEnvelope", "DateAndTime"])).and_then(Element::line)
    };
    let header = first.or(revised).or_else(identity).map(|raw| (DateSource::Header, raw));
    draft.dates.extend(header.or_else(|| sent().map(|raw| (DateSource::Metadata, raw))));
    let change = down(item, &["NewsManagement", "StatusWillChange", "DateAndTime"]).and_then(Element::line);
    let status = formal(item, &["NewsManagement", "Status"]).unwrap_or_default().to_lowercase();
    if let Some(until) = change.filter(|_| status.starts_with("embargo")) {
        draft.warnings.push(format!("the agency put an embargo on it until {until}"));
    }
}

/// Where the item was written, as its metadata say.
fn located(item: Element<'_>) -> Option<String> {
    let place = item.find_all("Location").find(|e| {
        e.attr("HowPresent").is_some_and(|how| how.eq_ignore_ascii_case("origin"))
            || e.parent().is_some_and(|p| p.is("DateLine"))
    })?;
    let property = |name: &str| {
        let named = place
            .all("Property")
            .find(|p| p.attr("FormalName").is_some_and(|n| n.eq_ignore_ascii_case(name)));
        named.and_then(|p| p.attr("Value")).map(str::trim).filter(|v| !v.is_empty())
    };
    let city = property("City")?;
    // Codes of countries say nothing to readers.
    match property("Country").filter(|country| country.chars().any(char::is_lowercase)) {
        Some(country) => Some(format!("{city}, {country}")),
        None => Some(city.to_owned()),
    }
}

/// What the item is to earlier ones, as its management and number of revision say.
fn revise(item: Element<'_>, draft: &mut Draft, withdrawn: bool) {
    let identity = down(item, &["Identification", "NewsIdentifier"]);
    let revision = identity.and_then(|i| i.child("RevisionId"));
    let number: Option<u64> = revision.and_then(Element::line).and_then(|n| n.parse().ok());
    let before =
        revision.and_then(|r| r.attr("PreviousRevision")).map(str::trim).filter(|p| !matches!(*p, "" | "0"));
    let earlier = identity
        .and_then(|i| i.child("PublicIdentifier"))
        .and_then(Element::line)
        .zip(before)
        .and_then(|(name, before)| Some(format!("{}:{before}", name.rsplit_once(':')?.0)));
    let orders = near(item, "NewsManagement").flat_map(|m| near(m, "Instruction"));
    let kinds = orders.filter_map(|e| instructed(e.attr("FormalName")?));
    let slug = draft.keywords.first().cloned().unwrap_or_default();
    let kind = kinds.into_iter().next().or_else(|| marks::marked_slug(&slug));
    let kind = if withdrawn { Some(RevisionKind::Withdrawal) } else { kind };
    if let Some(kind) = kind {
        let note = draft.revision.take().and_then(|r| r.note);
        draft.revision = Some(Revision { kind, of: None, note });
    }
    marks::version(draft, number);
    if let Some(revision) = &mut draft.revision {
        revision.of = earlier;
    }
}

fn instructed(name: &str) -> Option<RevisionKind> {
    match name.to_lowercase().as_str() {
        "correction" | "correct" => Some(RevisionKind::Correction),
        "update" | "rewrite" | "writethru" => Some(RevisionKind::Update),
        "delete" | "deletion" | "kill" | "withdraw" | "cancel" => Some(RevisionKind::Withdrawal),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(components: &str) -> Vec<Vec<String>> {
        let tree = xml::parse(&format!("<NewsItem>{components}</NewsItem>"));
        let contents = Contents::of(tree.root().unwrap());
        articles(contents.texts).into_iter().map(|text| text.story.paragraphs).collect()
    }

    fn component(head: &str, text: &str) -> String {
        let head = if head.is_empty() {
            String::new()
        } else {
            format!("<NewsLines><HeadLine>{head}</HeadLine></NewsLines>")
        };
        format!(
            "<NewsComponent>{head}<ContentItem><DataContent><p>{text}</p></DataContent></ContentItem></NewsComponent>"
        )
    }

    #[test]
    fn components_with_headlines_of_their_own_are_articles() {
        let two =
            format!("<NewsComponent>{}{}</NewsComponent>", component("A", "One."), component("B", "Two."));
        assert_eq!(texts(&two), [["One."], ["Two."]]);
    }

    #[test]
    fn components_without_are_parts_of_one() {
        let two =
            format!("<NewsComponent>{}{}</NewsComponent>", component("A", "One."), component("", "Two."));
        assert_eq!(texts(&two), [["One.", "Two."]]);
    }

    #[test]
    fn of_equivalents_the_first_counts() {
        let two = format!(
            "<NewsComponent EquivalentsList='yes'>{}{}</NewsComponent>",
            component("A", "One."),
            component("B", "Eins.")
        );
        assert_eq!(texts(&two), [["One."]]);
    }
}
