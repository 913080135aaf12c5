//! Exports of Nexis Uni, Lexis Advance and Lexis+, as the text that their Word and RTF files
//! hold.
//!
//! A cover page lists what was asked for (`Documents (7)`, then the headlines, numbered).
//! Each document is a headline, the outlet and the day on lines of their own, the copyright,
//! lines with labels (`Section:`, `Length: 812 words`), the line `Body`, the text, then
//! `Classification` or `Load-Date:`, and always the line `End of Document`, which alone decides
//! where a document ends. The count on the cover is held against the documents found, and the
//! listed headlines say which are missing.

use std::ops::ControlFlow;

use crate::article::DateSource;
use crate::corpus::draft::Draft;
use crate::corpus::exports::export::{self, Layout, Tally};
use crate::corpus::{Emit, Input};
use crate::error::Fault;

/// The layout, for documents that hold it.
pub(in crate::corpus) const LAYOUT: Layout = Layout { sniff, read_text };

pub(in crate::corpus) fn read(input: Input<'_>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    export::read(input, emit, read_text)
}

/// Whether a text is such an export: an end line below two things that stand in every
/// document, or the cover page of one.
pub(in crate::corpus) fn sniff(sample: &str) -> bool {
    let mut signs = [false; 4];
    for line in sample.lines() {
        let line = line.trim();
        let sign = match label(line) {
            Some((Label::Length, _)) => 0,
            Some((Label::Loaded, _)) => 1,
            _ if is_heading(line, BODY) => 2,
            _ if export::is_copyright(line) => 3,
            // The end of a long first document may lie behind the sample.
            _ if is_end(line) => return signs.iter().filter(|sign| **sign).count() >= 2 || is_cover(sample),
            _ => continue,
        };
        if let Some(sign) = signs.get_mut(sign) {
            *sign = true;
        }
    }
    is_cover(sample)
}

/// Lines of a cover page that are looked at.
const COVER_LINES: usize = 40;

/// Whether a text begins with a cover page: who asked, when, and the number of the job.
fn is_cover(sample: &str) -> bool {
    let start: Vec<String> =
        sample.lines().take(COVER_LINES).map(|line| line.trim().to_lowercase()).collect();
    let has = |names: &[&str]| start.iter().any(|line| names.iter().any(|name| line.starts_with(name)));
    let job = ["job number:", "auftragsnummer:", "numéro de travail:", "número de trabajo:", "taaknummer:"];
    let asked = [
        "user name:",
        "date and time:",
        "benutzername:",
        "datum und uhrzeit:",
        "nom d'utilisateur",
        "gebruikersnaam:",
    ];
    (has(&job) && has(&asked)) || (has(&job) && start.iter().any(|line| listed_count(line).is_some()))
}

fn is_end(line: &str) -> bool {
    let line = line.trim();
    ["End of Document", "Ende des Dokuments", "Fin du document", "Fin del documento", "Einde van document"]
        .iter()
        .any(|end| line.eq_ignore_ascii_case(end))
}

/// Headings above the text.
const BODY: &[&str] = &["body", "full text", "volltext", "text", "corps", "cuerpo", "tekst"];
/// Headings above the index terms.
const CLASSIFICATION: &[&str] =
    &["classification", "klassifikation", "klassifizierung", "clasificación", "classificatie"];
/// Headings above captions.
const GRAPHIC: &[&str] = &["graphic", "graphics", "grafik", "graphique", "gráfico", "grafiek"];
/// Headings above remarks.
const NOTES: &[&str] = &["notes", "correction", "anmerkungen", "correction-appended"];

fn is_heading(line: &str, names: &[&str]) -> bool {
    let line = line.trim();
    line.len() <= 24 && names.contains(&line.to_lowercase().as_str())
}

/// `Documents (7)`.
fn listed_count(line: &str) -> Option<u64> {
    let (word, count) = line.trim().split_once('(')?;
    let known = ["documents", "dokumente", "documentos", "documenten", "document", "documenti"];
    known.contains(&word.trim().to_lowercase().as_str()).then_some(())?;
    export::number(count.strip_suffix(')')?.trim())
}

/// `Page 3 of 12`, which conversions leave in the text.
fn is_page_number(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let digits = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    match words.as_slice() {
        [page, at, of, all] => {
            matches!(page.to_lowercase().as_str(), "page" | "seite" | "página" | "pagina")
                && matches!(*of, "of" | "von" | "de" | "sur" | "van")
                && digits(at)
                && digits(all)
        }
        _ => false,
    }
}

/// Reads a text of this layout.
fn read_text(text: &str, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let lines: Vec<&str> =
        text.lines().map(|l| l.trim_matches(['\u{c}', '\u{feff}'])).filter(|l| !is_page_number(l)).collect();
    let ends: Vec<usize> =
        lines.iter().enumerate().filter(|(_, line)| is_end(line)).map(|(at, _)| at).collect();
    let cover = cover(&lines, ends.first().copied().unwrap_or(lines.len()));
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut start = cover.lines;
    for &end in &ends {
        pieces.push(Piece { lines: lines.get(start..end).unwrap_or_default(), ended: true });
        start = end + 1;
    }
    let rest = lines.get(start..).unwrap_or_default();
    if rest
        .iter()
        .any(|line| is_heading(line, BODY) || matches!(label(line.trim()), Some((Label::Length, _))))
    {
        pieces.push(Piece { lines: rest, ended: false });
    }
    if pieces.is_empty() {
        // A list of what stands in files beside it.
        let listed = cover.count.is_some() && rest.len() < lines.len();
        if listed {
            let _: ControlFlow<()> = emit.ignore(1, "a list of documents without their texts");
            return Ok(());
        }
        return Err(export::unknown("a Nexis export", "no line ends a document"));
    }
    let _: ControlFlow<()> = give_all(&pieces, &cover, emit);
    Ok(())
}

/// The lines of a document.
struct Piece<'t> {
    lines: &'t [&'t str],
    /// Whether the line that ends it is there.
    ended: bool,
}

fn give_all(pieces: &[Piece<'_>], cover: &Cover, emit: &mut Emit<'_>) -> ControlFlow<()> {
    let found = pieces.len() as u64;
    let drafts: Vec<Result<Draft, Fault>> = pieces.iter().map(draft).collect();
    let announced = cover.count.unwrap_or(found);
    let numbers = numbered(&drafts, cover, announced);
    let mut tally = Tally::new(0, 1..=announced.max(1), found);
    let mut last = 0;
    for (draft, number) in drafts.into_iter().zip(numbers) {
        last = match tally.meet(number, emit) {
            ControlFlow::Continue(number) => number,
            ControlFlow::Break(()) => return ControlFlow::Break(()),
        };
        match draft {
            Ok(draft) => export::give(last, draft, emit)?,
            Err(fault) => emit.fault(last, fault)?,
        }
    }
    if found > announced {
        let which = "those behind the announced ones are not on its list";
        return emit.fault(last + 1, export::mismatch(announced, found, which));
    }
    match tally.end(emit) {
        ControlFlow::Continue(_) => ControlFlow::Continue(()),
        ControlFlow::Break(()) => ControlFlow::Break(()),
    }
}

/// The number of each document: its place on the list of headlines, where some are missing and
/// the list tells which, else its place in the file.
fn numbered(drafts: &[Result<Draft, Fault>], cover: &Cover, announced: u64) -> Vec<u64> {
    let plain: Vec<u64> = (1..=drafts.len() as u64).collect();
    if announced <= drafts.len() as u64 || cover.headlines.is_empty() {
        return plain;
    }
    let mut numbers = Vec::new();
    let mut listed = cover.headlines.iter();
    for draft in drafts {
        let title = draft.as_ref().ok().and_then(|d| d.title.as_deref()).map(letters).unwrap_or_default();
        // Lists cut long headlines.
        let same =
            |listed: &str| !listed.is_empty() && (title.starts_with(listed) || listed.starts_with(&title));
        match listed.find(|(_, headline)| !title.is_empty() && same(headline)) {
            Some((number, _)) => numbers.push(*number),
            None => return plain,
        }
    }
    numbers
}

/// The letters and digits of a headline, lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What the cover page says.
#[derive(Default)]
struct Cover {
    /// Lines that belong to it.
    lines: usize,
    count: Option<u64>,
    /// Listed headlines with their numbers, as [`letters`] leaves them.
    headlines: Vec<(u64, String)>,
}

/// Reads the cover page above the first document, whose end stands at `first_end`.
fn cover(lines: &[&str], first_end: usize) -> Cover {
    let above = lines.get(..first_end).unwrap_or_default();
    let Some((at, count)) = above.iter().enumerate().find_map(|(at, line)| Some((at, listed_count(line)?)))
    else {
        return Cover::default();
    };
    let mut found = Cover { lines: at + 1, count: Some(count), headlines: Vec::new() };
    let mut open = true;
    for (line_at, line) in above.iter().enumerate().skip(at + 1) {
        let line = line.trim();
        let next = found.headlines.len() as u64 + 1;
        let listed = line.split_once('.').filter(|(number, _)| number.parse() == Ok(next) && next <= count);
        if let Some((_, headline)) = listed {
            found.headlines.push((next, letters(headline)));
            (found.lines, open) = (line_at + 1, true);
        } else if open && !line.is_empty() && is_about_search(line) {
            found.lines = line_at + 1;
        } else if !line.is_empty() {
            // A headline that goes on, or the first document.
            open = open && next <= count;
        }
    }
    found
}

/// Lines below a listed headline, about the search that found it.
fn is_about_search(line: &str) -> bool {
    let line = line.to_lowercase();
    let starts = [
        "client/matter:",
        "search terms:",
        "search type:",
        "narrowed by",
        "content type",
        "news\t",
        "sources:",
        "mandant",
        "suchbegriffe",
        "suchtyp",
        "eingegrenzt",
        "termes de recherche",
        "type de recherche",
        "zoektermen",
        "zoektype",
        "términos",
        "tipo de búsqueda",
        "-none-",
    ];
    line == "news" || starts.iter().any(|start| line.starts_with(start))
}

/// What a line with a label says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Section,
    Length,
    Byline,
    Lead,
    Dateline,
    Url,
    Loaded,
    Language,
    Terms,
    Corrected,
    Other,
}

#[rustfmt::skip]
const LABELS: &[(Label, &[&str])] = &[
    (Label::Section, &["section", "rubrik", "rubrique", "rubriek", "sección", "sezione"]),
    (Label::Length, &["length", "länge", "longueur", "lengte", "longitud", "lunghezza"]),
    (Label::Byline, &["byline", "author", "autor", "auteur", "autore"]),
    (Label::Lead, &["highlight", "abstract", "highlights", "teaser"]),
    (Label::Dateline, &["dateline"]),
    (Label::Url, &["url", "link to original", "link"]),
    (Label::Loaded, &["load-date", "ladedatum", "update", "date de chargement", "laaddatum"]),
    (Label::Language, &["language", "sprache", "langue", "taal", "idioma"]),
    (Label::Terms, &["subject", "company", "organization", "organisation", "ticker", "industry", "person", "geographic", "city", "state", "country", "region"]),
    (Label::Corrected, &["correction-date"]),
    (Label::Other, &["publication-type", "journal code", "journal-code", "pub-type", "distribution", "document-type", "edition", "isin", "issn", "copyright", "series",
        "publication-code", "acc-no", "market", "filed", "zeitungs-code", "type-publication", "code-revue"]),
];

/// The label that a line opens with, and what stands behind it.
fn label(line: &str) -> Option<(Label, &str)> {
    let (name, value) = line.split_once(':')?;
    if name.len() > 24 || !(value.is_empty() || value.starts_with(char::is_whitespace)) {
        return None;
    }
    let name = name.trim().to_lowercase();
    let found = LABELS.iter().find(|(_, names)| names.contains(&name.as_str()));
    found.map(|(label, _)| (*label, value.trim()))
}

/// Lines at the top that may hold headline, outlet and day.
const TOP_LINES: usize = 8;

fn draft(piece: &Piece<'_>) -> Result<Draft, Fault> {
    let lines: Vec<&str> = piece.lines.iter().map(|line| line.trim()).skip_while(|l| l.is_empty()).collect();
    let mut draft = Draft::default();
    let body = lines.iter().position(|line| is_heading(line, BODY));
    let last_label = || lines.iter().take(TOP_LINES * 4).rposition(|line| is_above(line));
    if is_two(&lines) {
        return Err(export::unknown(
            "a Nexis document",
            "two heads or ends without an end line between them",
        ));
    }
    let dated = top(&lines, &mut draft);
    let Some(above) = body.or_else(last_label) else {
        draft.body = lines.join("\n");
        return match export::error_note(&draft) {
            Some(fault) => Err(fault),
            None => Err(export::unknown("a Nexis document", "neither a line \"Body\" nor a label")),
        };
    };
    lines.iter().take(above + 1).for_each(|line| above_line(line, &mut draft));
    let text = lines.get(above + 1..).unwrap_or_default();
    let below = first_below(text);
    fill_body(text.get(..below).unwrap_or_default(), &mut draft);
    fill_below(text.get(below..).unwrap_or_default(), &mut draft);
    if !dated && draft.title.is_none() {
        return Err(export::unknown("a Nexis document", "neither a day nor a headline"));
    }
    if !piece.ended {
        draft.warnings.push("the document has no end: the export may be cut off".to_owned());
    }
    Ok(draft)
}

/// Whether lines hold more than one document: what each has once is there twice.
fn is_two(lines: &[&str]) -> bool {
    let count = |once: &dyn Fn(&str) -> bool| lines.iter().filter(|line| once(line)).count();
    let head = |line: &str| matches!(label(line), Some((Label::Length, words)) if words.starts_with(|c: char| c.is_ascii_digit()));
    let end =
        |line: &str| matches!(label(line), Some((Label::Loaded, day)) if export::leading_date(day).is_some());
    count(&head) > 1 || count(&end) > 1
}

/// Whether a line has a label that stands above a text.
fn is_above(line: &str) -> bool {
    use Label::{Byline, Dateline, Lead, Length, Section};
    matches!(label(line), Some((Section | Length | Byline | Lead | Dateline, _)))
}

/// Headline, outlet and day; says whether there was a day.
fn top(lines: &[&str], draft: &mut Draft) -> bool {
    let filled = |line: &&&str| !line.is_empty() && !is_heading(line, BODY);
    let stop = |line: &&&str| label(line).is_none() && !export::is_copyright(line) && !is_heading(line, BODY);
    let top: Vec<&str> = lines.iter().take_while(stop).filter(filled).take(TOP_LINES).copied().collect();
    // Headline and outlet stand above it, and a headline may open with a day of its own.
    let days =
        || top.iter().enumerate().filter(|(_, line)| export::leading_date(line).is_some()).map(|(at, _)| at);
    let day = days().find(|at| *at >= 2).or_else(|| days().next());
    let day = day.or_else(|| {
        top.iter().skip(1).position(|line| export::leading_period(line).is_some()).map(|at| at + 1)
    });
    let Some(day) = day else {
        let mut words = top.iter().map(|line| (*line).to_owned());
        (draft.title, draft.outlet) = (words.next(), words.next());
        return false;
    };
    let (above, below) = (top.get(..day).unwrap_or_default(), top.get(day..).unwrap_or_default());
    match above {
        [] => {}
        [outlet] => draft.outlet = Some((*outlet).to_owned()),
        [title @ .., outlet] => {
            draft.title = Some(title.join(" "));
            draft.outlet = Some((*outlet).to_owned());
        }
    }
    for (at, line) in below.iter().enumerate() {
        let dated = export::leading_date(line).or_else(|| export::leading_period(line)).filter(|_| at == 0);
        let (raw, edition) = dated.unwrap_or(("", line));
        draft.dates.extend(Some((DateSource::Header, raw.to_owned())).filter(|_| !raw.is_empty()));
        draft.edition = export::edition(edition);
        draft.asides.extend(Some(edition.to_owned()).filter(|_| !edition.is_empty()));
    }
    true
}

/// Takes a line above the text in.
fn above_line(line: &str, draft: &mut Draft) {
    if export::is_copyright(line) {
        draft.asides.push(line.to_owned());
        return;
    }
    let Some((label, value)) = label(line).filter(|(_, value)| !value.is_empty()) else { return };
    let text = value.to_owned();
    match label {
        Label::Section => {
            draft.section = export::section(value);
            draft.page = export::page(value);
        }
        Label::Byline => draft.byline = Some(text),
        Label::Lead => draft.lead = Some(text),
        Label::Dateline => draft.dateline = Some(text),
        Label::Url => draft.url = Some(text),
        _ => below_line(label, value, draft),
    }
}

/// Where what stands below the text begins: at a heading of its own, or at labels behind which
/// nothing else stands; captions and remarks may stand above under theirs.
fn first_below(text: &[&str]) -> usize {
    let known = |line: &str| line.is_empty() || label(line).is_some() || export::is_copyright(line);
    let heading = text.iter().rposition(|line| is_heading(line, CLASSIFICATION));
    let labels = text.iter().rposition(|line| !known(line)).map_or(0, |last| last + 1);
    let first = heading.unwrap_or(labels);
    let above = text.get(..first).unwrap_or_default();
    let apart = above.iter().rposition(|line| is_heading(line, GRAPHIC) || is_heading(line, NOTES));
    apart.filter(|&at| first - at <= CAPTION_LINES && first < text.len()).unwrap_or(first)
}

/// Lines of captions and remarks below the text.
const CAPTION_LINES: usize = 60;

/// The text; an abstract above the full text is the lead.
fn fill_body(lines: &[&str], draft: &mut Draft) {
    let mut lines = lines;
    let at = |name: &str| lines.iter().position(|line| line.trim_end_matches(':').eq_ignore_ascii_case(name));
    if let (Some(lead), Some(full)) = (at("ABSTRACT"), at("FULL TEXT"))
        && lead < full
        && lines.iter().take(lead).all(|line| line.is_empty())
    {
        let words: Vec<&str> =
            lines.iter().take(full).skip(lead + 1).copied().filter(|l| !l.is_empty()).collect();
        draft.lead = Some(words.join(" ")).filter(|lead| !lead.is_empty());
        lines = lines.get(full + 1..).unwrap_or_default();
    }
    let paragraphs = export::blocks(lines.iter().copied());
    draft.body = paragraphs.iter().map(|block| export::paragraph(block)).collect::<Vec<_>>().join("\n\n");
}

/// Takes the lines below the text in.
fn fill_below(lines: &[&str], draft: &mut Draft) {
    let mut heading: &[&str] = CLASSIFICATION;
    for line in lines.iter().copied().filter(|line| !line.is_empty()) {
        if let Some(next) = [CLASSIFICATION, GRAPHIC, NOTES].into_iter().find(|names| is_heading(line, names))
        {
            heading = next;
            continue;
        }
        match label(line) {
            Some((label, value)) => below_line(label, value, draft),
            None if heading == GRAPHIC => draft.captions.push(line.to_owned()),
            None => draft.asides.push(line.to_owned()),
        }
    }
}

fn below_line(label: Label, value: &str, draft: &mut Draft) {
    match label {
        _ if value.is_empty() => {}
        Label::Language => draft.lang = export::language(value),
        Label::Terms => draft.keywords.extend(export::terms(value)),
        Label::Url => draft.url = Some(value.to_owned()),
        Label::Corrected => draft.updated.push((DateSource::Header, value.to_owned())),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Draft {
        draft(&Piece { lines: &text.lines().collect::<Vec<_>>(), ended: true }).unwrap()
    }

    #[test]
    fn an_abstract_above_the_full_text_is_the_lead() {
        let found = read(
            "Fog\nHarbour Post\nMarch 4, 2019\n\nLength: 9 words\n\nBody\n\nABSTRACT\n\nFog came.\n\nFULL TEXT\n\nThe fog came at noon.\n\nLoad-Date: March 5, 2019",
        );
        assert_eq!(
            (found.lead.as_deref(), found.body.as_str()),
            (Some("Fog came."), "The fog came at noon.")
        );
    }

    #[test]
    fn a_document_without_a_body_line_begins_behind_its_labels() {
        let found = read(
            "Nebel\nHafenkurier\nDienstag 7. Juli 2020\nHafenausgabe\n\nSection: LOKALES; S. 6\nLength: 5 words\n\nEs war neblig.\n\nLoad-Date: July 6, 2020",
        );
        assert_eq!((found.outlet.as_deref(), found.body.as_str()), (Some("Hafenkurier"), "Es war neblig."));
        assert_eq!(found.asides, ["Hafenausgabe"]);
    }

    #[test]
    fn what_has_no_known_part_is_refused() {
        let lines = ["Some words", "and more"];
        let fault = draft(&Piece { lines: &lines, ended: true }).unwrap_err();
        assert_eq!(fault.reason, crate::error::Reason::UnknownLayout);
    }

    #[test]
    fn ordinary_texts_are_none() {
        assert!(!sniff("Length: 5 m\n\nThe boat is long.\n\nEnd of Document\n"));
        assert!(sniff("Fog\nPost\nMarch 4, 2019\nLength: 5 words\nBody\nFog.\nEnd of Document\n"));
    }

    #[test]
    fn a_list_tells_which_document_is_missing() {
        let cover = Cover {
            lines: 0,
            count: Some(3),
            headlines: vec![(1, letters("Fog")), (2, letters("Rain")), (3, letters("Sun and"))],
        };
        let drafts =
            ["Fog", "Sun and sea"].map(|t| Ok(Draft { title: Some(t.to_owned()), ..Draft::default() }));
        assert_eq!(numbered(&drafts, &cover, 3), [1, 3]);
        let drafts = ["Fog", "Snow"].map(|t| Ok(Draft { title: Some(t.to_owned()), ..Draft::default() }));
        assert_eq!(numbered(&drafts, &cover, 3), [1, 2]);
    }

    #[test]
    fn two_documents_without_an_end_between_them_are_refused() {
        let one = "Fog\nHarbour Post\nMarch 4, 2019\nLength: 9 words\n\nBody\n\nFog came.\n\nLoad-Date: March 5, 2019\n";
        let lines: Vec<&str> = one.lines().chain(one.lines()).collect();
        let fault = draft(&Piece { lines: &lines, ended: true }).unwrap_err();
        assert_eq!(fault.reason, crate::error::Reason::UnknownLayout);
    }

    #[test]
    fn a_headline_may_open_with_a_day() {
        let found = read(
            "March 1, 2019: the fog comes\nHarbour Post\nMarch 4, 2019\n\nLength: 9 words\n\nBody\n\nFog came.\n",
        );
        assert_eq!(found.title.as_deref(), Some("March 1, 2019: the fog comes"));
        assert_eq!(found.dates.first().map(|d| d.1.as_str()), Some("March 4, 2019"));
    }
}
